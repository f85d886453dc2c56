//! Templates, words and assets: views to HTML. A handbook's own theme takes the place of the
//! embedded one file by file. Content never goes through the template engine.

mod embedded;

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Kwargs, State, Tera, Value};

use crate::diagnostic::{Code, Diagnostic, Place, line_and_column};
use crate::language::{Language, Words, primary};
use crate::path::{SitePath, SourcePath, encode};
use crate::source::{Source, ThemeFiles, hash};
use crate::view::{Labels, PageView, SiteView};
use crate::yaml;

/// A theme ready to render with.
pub struct Theme {
    tera: Tera,
    /// The words of each language of the handbook.
    pub words: Vec<Labels>,
    word_values: Vec<Value>,
    /// Files for `assets/` under their content-hashed names.
    pub assets: BTreeMap<SitePath, Arc<[u8]>>,
    /// The templates' texts by the path a diagnostic names.
    pub texts: BTreeMap<SourcePath, Arc<str>>,
    folder: String,
}

/// A site view in the engine's own form, made once and shared by all pages of a language.
pub struct SharedSite(Value);

/// Puts a handbook's own theme files over the embedded ones.
pub fn load(
    own: &ThemeFiles,
    name: &str,
    languages: &[Language],
) -> (Option<Theme>, Vec<Diagnostic>) {
    let folder = format!("themes/{name}");
    let files = over_embedded(own);
    let mut diagnostics = Vec::new();
    let (words, slips) = read_words(&files, own, &folder, languages);
    diagnostics.extend(slips);
    let assets = hashed_assets(&files);
    let names: BTreeMap<String, String> = assets
        .iter()
        .map(|(name, (path, _))| (name.clone(), encode(path.as_str())))
        .collect();
    let (texts, slips) = read_templates(&files, &folder);
    diagnostics.extend(slips);
    let inside = format!("{folder}/templates/");
    let templates: Vec<(String, String)> = texts
        .iter()
        .filter_map(|(path, text)| {
            Some((
                path.as_str().strip_prefix(&inside)?.to_string(),
                text.to_string(),
            ))
        })
        .collect();
    let mut tera = Tera::new();
    tera.register_function(
        "asset",
        move |arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
            let path: &str = arguments.must_get("path")?;
            let hashed = names.get(path).cloned();
            hashed
                .ok_or_else(|| tera::Error::message(format!("the theme has no file assets/{path}")))
        },
    );
    tera.register_filter(
        "fill",
        |text: &str, arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
            let with: Value = arguments.must_get("with")?;
            Ok(text.replace("{}", &with.to_string()))
        },
    );
    if let Err(error) = tera.add_raw_templates(templates) {
        diagnostics.push(template_error(&folder, &texts, &error));
        return (None, diagnostics);
    }
    let word_values = words.iter().map(Value::from_serializable).collect();
    let assets = assets.into_values().collect();
    (
        Some(Theme {
            tera,
            words,
            word_values,
            assets,
            texts,
            folder,
        }),
        diagnostics,
    )
}

/// The templates' texts by the path a diagnostic names, of a theme that cannot be loaded too.
pub fn texts(own: &ThemeFiles, name: &str) -> BTreeMap<SourcePath, Arc<str>> {
    read_templates(&over_embedded(own), &format!("themes/{name}")).0
}

fn over_embedded(own: &ThemeFiles) -> BTreeMap<String, Arc<[u8]>> {
    let mut files: BTreeMap<String, Arc<[u8]>> = embedded::FILES
        .iter()
        .map(|(path, bytes)| (path.to_string(), Arc::from(*bytes)))
        .collect();
    files.extend(
        own.files
            .iter()
            .map(|(path, bytes)| (path.clone(), bytes.clone())),
    );
    files
}

fn read_templates(
    files: &BTreeMap<String, Arc<[u8]>>,
    folder: &str,
) -> (BTreeMap<SourcePath, Arc<str>>, Vec<Diagnostic>) {
    let mut texts = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (path, bytes) in files
        .iter()
        .filter(|(path, _)| path.starts_with("templates/"))
    {
        let Ok(place) = SourcePath::new(&format!("{folder}/{path}")) else {
            continue;
        };
        match Source::from_bytes(place.clone(), bytes) {
            Some(source) => {
                texts.insert(place, source.text);
            }
            None => diagnostics.push(Diagnostic::new(
                Code::UnreadableText,
                Place::start_of(&place),
                Words::new("这个模板不是 UTF-8 文字", "this template is not UTF-8 text"),
            )),
        }
    }
    (texts, diagnostics)
}

/// The words of each language, from general to particular: the embedded English ones, the embedded
/// ones of the language, the own theme's of the language.
fn read_words(
    files: &BTreeMap<String, Arc<[u8]>>,
    own: &ThemeFiles,
    folder: &str,
    languages: &[Language],
) -> (Vec<Labels>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let embedded = |path: &str| {
        let found = embedded::FILES.iter().find(|(name, _)| *name == path);
        found.and_then(|(_, bytes)| read_labels(bytes).ok())
    };
    let mut all = Vec::new();
    for language in languages {
        let mut words = embedded("labels/en.yaml").unwrap_or_default();
        let mut known = false;
        for name in [primary(&language.tag), language.tag.clone()] {
            let path = format!("labels/{name}.yaml");
            if let Some(labels) = embedded(&path) {
                words.extend(labels);
                known = true;
            }
            if !own.files.contains_key(&path) {
                continue;
            }
            known = true;
            match read_labels(&files[&path]) {
                Ok(labels) => words.extend(labels),
                Err(reason) => diagnostics.extend(bad_labels(folder, &path, &reason)),
            }
        }
        if !known {
            diagnostics.push(no_labels(language));
        }
        all.push(words);
    }
    diagnostics.dedup();
    (all, diagnostics)
}

fn read_labels(bytes: &[u8]) -> Result<Labels, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_string())?;
    let parsed = yaml::parse(text, yaml::Limits::FILE)
        .map_err(|problem| format!("line {}", line_and_column(text, problem.offset).0))?;
    let mapping = parsed
        .value
        .as_mapping()
        .ok_or("not a list of `name: words`")?;
    let pairs = mapping.iter().map(|(key, value)| {
        let key = key.as_str().ok_or("a name is not text")?;
        let words = value
            .as_str()
            .ok_or_else(|| format!("`{key}` is not text"))?;
        Ok((key.to_string(), words.to_string()))
    });
    pairs.collect()
}

fn bad_labels(folder: &str, path: &str, reason: &str) -> Option<Diagnostic> {
    let place = SourcePath::new(&format!("{folder}/{path}")).ok()?;
    Some(Diagnostic::new(
        Code::Template,
        Place::start_of(&place),
        Words::new(
            format!("主题的文字表读不了：{reason}"),
            format!("the theme's words cannot be read: {reason}"),
        ),
    ))
}

fn no_labels(language: &Language) -> Diagnostic {
    Diagnostic::new(
        Code::NoLabels,
        None,
        Words::new(
            format!("主题还没有{}的界面文字，先用英文", language.label),
            format!(
                "the theme has no words for {} yet; English ones are used",
                language.label
            ),
        ),
    )
    .with_hint(Words::new(
        format!(
            "照着 labels/en.yaml 写一份 labels/{}.yaml，放在自己的主题里",
            primary(&language.tag)
        ),
        format!(
            "write a `labels/{}.yaml` like `labels/en.yaml` in a theme of your own",
            primary(&language.tag)
        ),
    ))
}

/// `site.css` becomes `assets/site-1a2b3c4d.css`: a new content is a new address, so caches never lie.
fn hashed_assets(files: &BTreeMap<String, Arc<[u8]>>) -> BTreeMap<String, (SitePath, Arc<[u8]>)> {
    let mut assets = BTreeMap::new();
    for (name, bytes) in joined_assets(files) {
        let short = &format!("{:032x}", hash(&bytes))[..8];
        let hashed = match name.rsplit_once('.') {
            Some((stem, end)) => format!("assets/{stem}-{short}.{end}"),
            None => format!("assets/{name}-{short}"),
        };
        if let Ok(hashed) = SitePath::new(&hashed) {
            assets.insert(name.to_string(), (hashed, bytes));
        }
    }
    assets
}

/// Files by their names below `assets/`. What lies in a folder `NAME.js` is one script in parts, put
/// together in the order of their names; scripts go without what is written for who reads the theme.
fn joined_assets(files: &BTreeMap<String, Arc<[u8]>>) -> BTreeMap<&str, Arc<[u8]>> {
    let mut assets: BTreeMap<&str, Arc<[u8]>> = BTreeMap::new();
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix("assets/") else {
            continue;
        };
        let lean = match std::str::from_utf8(bytes) {
            Ok(script) if name.ends_with(".js") => lean(script).into_bytes().into(),
            _ => bytes.clone(),
        };
        match name
            .split_once('/')
            .filter(|(folder, _)| folder.ends_with(".js"))
        {
            // A file of the folder's name stands for all of them: `search.js` sorts before `search.js/`.
            Some((folder, _)) if files.contains_key(&format!("assets/{folder}")) => {}
            Some((folder, _)) => {
                let whole = assets.entry(folder).or_insert_with(|| Arc::new([]));
                *whole = [&whole[..], &lean[..]].concat().into();
            }
            None => {
                assets.insert(name, lean);
            }
        }
    }
    assets
}

/// A script without indentation and without lines that are comments only, unless they begin with
/// `/*!`. One with a template literal, in which such a line may be text, stays as it is.
fn lean(script: &str) -> String {
    if script.contains('`') {
        return script.to_string();
    }
    let mut out = String::with_capacity(script.len());
    let mut within = false;
    for line in script.lines().map(str::trim) {
        let opens = line.starts_with("/*") && !line.starts_with("/*!");
        if within || opens {
            // Code may stand behind the end of a comment.
            let end = line.find("*/");
            within = end.is_none();
            match end.map(|end| line[end + 2..].trim()) {
                Some(rest) if !rest.is_empty() => out.extend([rest, "\n"]),
                _ => {}
            }
        } else if !line.is_empty() && !line.starts_with("//") {
            out.extend([line, "\n"]);
        }
    }
    out
}

impl Theme {
    /// A site view in the engine's form.
    pub fn share(&self, site: &SiteView) -> SharedSite {
        SharedSite(Value::from_serializable(site))
    }

    /// Renders a page with the template of its kind, or with `page.html` where the theme has none.
    ///
    /// # Errors
    /// When the template is wrong; the diagnostic points into it.
    pub fn render(
        &self,
        site: &SharedSite,
        language: usize,
        page: &PageView,
    ) -> Result<String, Box<Diagnostic>> {
        let own = format!("{}.html", page.template);
        let template = if self.tera.contains_template(&own) {
            own.as_str()
        } else {
            "page.html"
        };
        let mut context = Context::new();
        context.insert_value("site", site.0.clone());
        context.insert_value("labels", self.word_values[language].clone());
        context.insert("page", page);
        self.render_with(template, &context)
    }

    /// Renders one of the theme's templates that needs no page: `entry.html`, `redirect.html`.
    ///
    /// # Errors
    /// When the template is wrong; the diagnostic points into it.
    pub fn render_plain<T: serde::Serialize>(
        &self,
        template: &str,
        site: &SharedSite,
        language: usize,
        data: &T,
    ) -> Result<String, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", site.0.clone());
        context.insert_value("labels", self.word_values[language].clone());
        context.insert("data", data);
        self.render_with(template, &context)
    }

    fn render_with(&self, template: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        let rendered = self.tera.render(template, context);
        rendered.map_err(|error| Box::new(template_error(&self.folder, &self.texts, &error)))
    }
}

/// The engine's error as one of ours; its own carets misalign under Han.
fn template_error(
    folder: &str,
    texts: &BTreeMap<SourcePath, Arc<str>>,
    error: &tera::Error,
) -> Diagnostic {
    let report = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            Some(report)
        }
        _ => None,
    };
    let reason = report.map_or_else(|| error.to_string(), |report| report.message().to_string());
    let place = report.and_then(|report| {
        let path = SourcePath::new(&format!("{folder}/templates/{}", report.filename())).ok()?;
        let text = texts.get(&path)?;
        let offset = |line: usize, column: usize| {
            let start: usize = text
                .split_inclusive('\n')
                .take(line.saturating_sub(1))
                .map(str::len)
                .sum();
            let rest = &text[start..];
            start
                + rest
                    .char_indices()
                    .nth(column)
                    .map_or(rest.len(), |(at, _)| at)
        };
        let span = report.span();
        let from = offset(span.start_line, span.start_col);
        Some(Place::new(
            &path,
            from..offset(span.end_line, span.end_col).max(from),
        ))
    });
    Diagnostic::new(
        Code::Template,
        place,
        Words::new(
            format!("模板有错：{reason}"),
            format!("the template is wrong: {reason}"),
        ),
    )
    .with_hint(Words::new(
        "能用的字段在 themes/README.md 里；“linli inspect 页面”可以看到某一页的全部字段",
        "`themes/README.md` names every field; `linli inspect PAGE` shows those of a page",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> BTreeMap<String, Arc<[u8]>> {
        let file = |(path, text): &(&str, &str)| (path.to_string(), text.as_bytes().into());
        all.iter().map(file).collect()
    }

    #[test]
    fn a_script_goes_out_without_its_comments() {
        let script = "/* Why.\n   More. */\n(function () {\n  // here\n  a = \"// no\"; // kept\n  /* b */ c();\n\n  /*! MIT */\n})();\n";
        assert_eq!(
            lean(script),
            "(function () {\na = \"// no\"; // kept\nc();\n/*! MIT */\n})();\n"
        );
        let template = "x = `\n  // text\n`;\n";
        assert_eq!(lean(template), template);
    }

    #[test]
    fn the_parts_of_a_script_are_one_file_and_a_file_of_that_name_stands_for_them() {
        let parts = [
            ("assets/a.js/1.js", "one();"),
            ("assets/a.js/2.js", "two();"),
            ("assets/b.css", "b{}"),
        ];
        let joined = files(&parts);
        let joined = joined_assets(&joined);
        assert_eq!(&*joined["a.js"], b"one();\ntwo();\n");
        assert_eq!(joined.len(), 2);
        let mut whole = files(&parts);
        whole.extend(files(&[("assets/a.js", "all();")]));
        assert_eq!(&*joined_assets(&whole)["a.js"], b"all();\n");
    }
}
