//! Pages that are there no more under an open tab: what became of them, and where to go instead.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::desk::Desk;
use super::Shown;
use crate::escape::html as escape;
use crate::handbook::{Article, Handbook, Version};
use crate::language::Words;
use crate::output::Output;
use crate::path::{SitePath, SourcePath, encode};
use crate::pipeline::Built;

/// The pages that went while the preview ran.
#[derive(Default)]
pub struct Gone {
    /// By address; `None` for one that no source alone stands behind, such as a tag's.
    pages: BTreeMap<SitePath, Option<Former>>,
}

/// What is remembered of a page that went.
struct Former {
    source: SourcePath,
    hash: u128,
    id: String,
    title: String,
    /// The sources that were there before it went: what is not among them may be its new place.
    before: Arc<BTreeSet<SourcePath>>,
}

/// So many are remembered; in a handbook that changes so much, nobody waits for one of them.
const MOST: usize = 200;

impl Gone {
    /// Notes what `now` lacks, forgets what it has again.
    pub fn compare(&mut self, last: &Shown, now: &Built) {
        let there = &now.output.entries;
        self.pages.retain(|path, _| !there.contains_key(path));
        let is_page = |path: &&SitePath| path.as_str().ends_with(".html");
        let went = last.output.entries.keys().filter(is_page);
        let went: Vec<&SitePath> = went.filter(|path| !there.contains_key(*path)).collect();
        if went.is_empty() || self.pages.len() + went.len() > MOST {
            return;
        }
        let before: Arc<BTreeSet<SourcePath>> = Arc::new(last.shown_on.keys().cloned().collect());
        for path in went {
            let version = last
                .handbook
                .iter()
                .flat_map(versions)
                .find(|(_, version)| {
                    let on = last.shown_on.get(&version.page.source.path);
                    on.is_some_and(|on| on.contains(path))
                });
            let former = version.map(|(article, version)| Former {
                source: version.page.source.path.clone(),
                hash: version.page.source.hash,
                id: article.id.clone(),
                title: version.title().to_string(),
                before: before.clone(),
            });
            self.pages.insert(path.clone(), former);
        }
    }

    /// What is said at each of their addresses, as HTML.
    pub fn notes(&self, desk: &Desk, last: &Shown) -> BTreeMap<SitePath, String> {
        let notes = self.pages.iter();
        let notes =
            notes.map(|(path, former)| (path.clone(), note(desk, last, path, former.as_ref())));
        notes.collect()
    }
}

fn note(desk: &Desk, last: &Shown, path: &SitePath, former: Option<&Former>) -> String {
    let handbook = last.handbook.as_ref();
    let moved = former.and_then(|former| moved_to(handbook?, last, path, former));
    let words = match (moved, former) {
        (Some((to, title, source)), _) => {
            let link = link(&to, &title);
            let source = escape(&format!("{}{source}", desk.prefix));
            Words::new(
                format!("这一页搬到了{link}，文件是 <code>{source}</code>。"),
                format!("This page has moved to {link}; its file is <code>{source}</code>."),
            )
        }
        (None, former) => {
            let what = what_became(desk, former);
            let (to, name) = nearest(handbook, &last.output, path);
            match to {
                Some(to) => Words::new(
                    format!("{}去{}看看。", what.zh, link(&to, &name.zh)),
                    format!("{} Go to {}.", what.en, link(&to, &name.en)),
                ),
                None => what,
            }
        }
    };
    format!("<p>{}</p>", desk.words(&words))
}

fn link(to: &SitePath, words: &str) -> String {
    format!("<a href=\"/{}\">{}</a>", encode(to.as_str()), escape(words))
}

fn what_became(desk: &Desk, former: Option<&Former>) -> Words {
    let Some(former) = former else {
        return Words::new("这一页没有了。", "This page is gone.");
    };
    let shown = escape(&format!("{}{}", desk.prefix, former.source));
    let texts = desk.sources.as_ref().map(|sources| &sources.texts);
    match texts.is_some_and(|texts| texts.contains_key(&former.source)) {
        true => Words::new(
            format!("这一页现在不显示了，文件 <code>{shown}</code> 还在。"),
            format!(
                "This page is not shown any more; its file <code>{shown}</code> is still there."
            ),
        ),
        false => Words::new(
            format!("这一页没有了：文件 <code>{shown}</code> 已经删掉。"),
            format!("This page is gone: its file <code>{shown}</code> was deleted."),
        ),
    }
}

/// Where a page's content stands now: under the same text, else in a file that came since with the
/// same id or the same title. Its address, title and source.
fn moved_to(
    handbook: &Handbook,
    last: &Shown,
    path: &SitePath,
    former: &Former,
) -> Option<(SitePath, String, SourcePath)> {
    let same_text = |version: &Version| version.page.source.hash == former.hash;
    let same_id = |article: &Article| !article.index && article.id == former.id;
    let is_new = |version: &Version| !former.before.contains(&version.page.source.path);
    let language = path.as_str().split('/').next();
    let candidates = || {
        versions(handbook).filter(|(_, version)| {
            let source = &version.page.source.path;
            *source != former.source && source.as_str().split('/').next() == language
        })
    };
    let found = candidates()
        .find(|(_, version)| same_text(version))
        .or_else(|| candidates().find(|(article, version)| is_new(version) && same_id(article)))
        .or_else(|| {
            candidates().find(|(_, version)| is_new(version) && version.title() == former.title)
        });
    let (_, version) = found?;
    let source = &version.page.source.path;
    let on = last.shown_on.get(source)?;
    // The lecturer's edition leads to the lecturer's edition.
    let edition = |path: &SitePath| {
        let name = path.name();
        name.split_once('.').map(|(_, edition)| edition.to_string())
    };
    let here = on
        .iter()
        .filter(|to| to.as_str().split('/').next() == language);
    let same = here.clone().find(|to| edition(to) == edition(path));
    let to = same
        .or_else(|| here.clone().next())
        .or_else(|| on.first())?;
    Some((to.clone(), version.title().to_string(), source.clone()))
}

/// The gallery, or home page, that stands above an address, and what it is called.
fn nearest(
    handbook: Option<&Handbook>,
    output: &Output,
    path: &SitePath,
) -> (Option<SitePath>, Words) {
    let mut folder = path.as_str();
    while let Some((above, _)) = folder.rsplit_once('/') {
        folder = above;
        let index = SitePath::new(&format!("{folder}/index.html")).ok();
        let Some(index) = index.filter(|index| index != path && output.entries.contains_key(index))
        else {
            continue;
        };
        let kind = folder.split_once('/').and_then(|(_, folder)| {
            let kinds = &handbook?.schema.kinds;
            kinds.iter().find(|kind| kind.folder == folder)
        });
        let name = match kind {
            Some(kind) => Words::new(kind.plural.get("zh"), kind.plural.get("en")),
            None => Words::new("首页", "the home page"),
        };
        return (Some(index), name);
    }
    (None, Words::new("", ""))
}

fn versions(handbook: &Handbook) -> impl Iterator<Item = (&Article, &Version)> {
    handbook.articles.iter().flat_map(|article| {
        let versions = article.versions.iter().flatten();
        versions.map(move |version| (article, version))
    })
}
