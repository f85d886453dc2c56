//! One file, understood by itself: its address, its head, its body with the texts it puts in.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::front_matter::{self, Head};
use crate::language::{Language, Words};
use crate::likeness::slips;
use crate::markdown::include::Shelf;
use crate::markdown::{self, Body};
use crate::path::{SitePath, SourcePath};
use crate::schema::{Kind, Schema};
use crate::source::Source;

/// What one file says, and in its body what the texts say that it puts in.
#[derive(Clone, Debug)]
pub struct Page {
    pub source: Arc<Source>,
    pub address: Address,
    pub head: Arc<Head>,
    pub body: Body,
}

/// What follows from a file's path alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Index into the handbook's languages.
    pub language: usize,
    /// The kind's English name.
    pub kind: String,
    /// The file's stem; for a gallery's introduction its folder.
    pub id: String,
    /// The path without language and ending, the same in every language: `cases/d-community-jinan`.
    pub route: String,
    /// Whether it is `index.md`: the home page or a gallery's introduction.
    pub index: bool,
    /// `zh/cases/d-community-jinan.html`.
    pub url: SitePath,
}

/// Reads one page and the texts it puts in. `None` when its head cannot be read or its path gives no address; the
/// diagnostics say why.
pub fn parse(
    source: &Source,
    languages: &[Language],
    schema: &Schema,
    shelf: &Shelf,
) -> (Option<Page>, Vec<Diagnostic>) {
    let (address, mut diagnostics) = address(&source.path, languages, schema);
    let Some(address) = address else {
        return (None, diagnostics);
    };
    let kind = schema
        .kind(&address.kind)
        .expect("an address names a kind of the schema");
    let (head, body_start, slips) = front_matter::read(source, schema, kind);
    diagnostics.extend(slips);
    let Some(head) = head else {
        return (None, diagnostics);
    };
    let (body, slips) = markdown::parse(source, body_start, schema, shelf);
    diagnostics.extend(slips);
    let page = Page {
        source: Arc::new(source.clone()),
        address,
        head: Arc::new(head),
        body,
    };
    (Some(page), diagnostics)
}

/// The address that follows from a path: the first folder after the language gives the kind, the
/// stem the id, the whole the URL.
pub fn address(
    path: &SourcePath,
    languages: &[Language],
    schema: &Schema,
) -> (Option<Address>, Vec<Diagnostic>) {
    let (folder, rest) = path.as_str().split_once('/').unwrap_or(("", path.as_str()));
    let language = languages
        .iter()
        .position(|language| language.folder == folder);
    let language = language.expect("load brings pages of listed languages only");
    let route = rest
        .strip_suffix(".md")
        .expect("load brings .md files as pages");
    let (first, depth) = match route.split_once('/') {
        Some((first, rest)) => (first, rest.matches('/').count() + 1),
        None => ("", 0),
    };
    let stem = path.stem();
    let mut diagnostics = Vec::new();
    if stem.contains('.') {
        diagnostics.push(dotted_stem(path, stem));
        return (None, diagnostics);
    }
    let index = stem == "index" && depth <= 1;
    let kind = match index {
        true => schema.kind("page").expect("the schema has the kind `page`"),
        false => schema.kind_of_folder(first),
    };
    if kind.name == "page" && !first.is_empty() && !index {
        diagnostics.extend(near_kind(path, first, schema));
    }
    let id = if index && depth == 1 { first } else { stem };
    let Ok(url) = SitePath::new(&format!("{folder}/{route}.html")) else {
        diagnostics.push(Diagnostic::new(
            Code::OddName,
            Place::start_of(path),
            Words::new(
                format!("文件名“{}”里有不能用在网址里的字符", path.name()),
                format!(
                    "the name “{}” holds characters no address can have",
                    path.name()
                ),
            ),
        ));
        return (None, diagnostics);
    };
    let address = Address {
        language,
        kind: kind.name.clone(),
        id: id.to_string(),
        route: route.to_string(),
        index,
        url,
    };
    (Some(address), diagnostics)
}

fn dotted_stem(path: &SourcePath, stem: &str) -> Diagnostic {
    let plain = stem.replace('.', "-");
    Diagnostic::new(
        Code::OddName,
        Place::start_of(path),
        Words::new(
            format!("文件名“{stem}.md”里多了一个点：点后面的部分留给课程的其他版本"),
            format!("the name “{stem}.md” has a dot too many: what follows a dot names a page's other editions"),
        ),
    )
    .with_hint(Words::new(format!("把文件改名为“{plain}.md”"), format!("rename the file to `{plain}.md`")))
}

/// A folder whose name is nearly a kind's: its pages would silently be plain ones.
fn near_kind(path: &SourcePath, folder: &str, schema: &Schema) -> Option<Diagnostic> {
    let near = schema
        .kinds
        .iter()
        .filter(|kind| !kind.folder.is_empty())
        .find(|kind| is_near(kind, folder))?;
    Some(
        Diagnostic::new(
            Code::NearKind,
            Place::start_of(path),
            Words::new(
                format!("文件夹“{folder}”不是任何一类页面的名字，这一页按普通页面处理"),
                format!("no kind of page lives in `{folder}/`, so this is treated as a plain page"),
            ),
        )
        .with_hint(Words::new(
            format!(
                "如果是“{}”，把文件夹改名为“{}”",
                near.label.get("zh"),
                near.folder
            ),
            format!(
                "if it is a {}, rename the folder to `{}`",
                near.label.get("en").to_lowercase(),
                near.folder
            ),
        )),
    )
}

fn is_near(kind: &Kind, folder: &str) -> bool {
    let lower = folder.to_lowercase();
    lower == kind.name
        || lower == kind.folder
        || (lower.chars().count() > 3 && slips(&lower, &kind.folder) == 1)
        || kind
            .label
            .texts()
            .chain(kind.plural.texts())
            .any(|label| label.to_lowercase() == lower)
}
