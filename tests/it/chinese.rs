//! A page may be written in Chinese alone. Every field, choice, kind, block and attribute has a
//! Chinese name, and a page can be pointed at by its title: a handbook written so builds the same
//! bytes as the one with English keys.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use linli::language::Labels;
use linli::schema::read::shared;
use linli::schema::{BlockKind, Choice, Field, Kind, Shape, find_field};
use linli::source::{Source, Sources, ThemeFiles};
use linli::yaml::{Limits, Mapping, Yaml, parse, quote};

use crate::support::{Tried, handbook_on_disk, root, settings};

/// The words a page is retold in.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    /// Labels, and pages by their titles.
    Chinese,
    /// Names, and pages by their ids.
    English,
}

impl Words {
    fn of<'a>(self, name: &'a str, label: &'a Labels) -> &'a str {
        match self {
            Words::Chinese => label.get("zh"),
            Words::English => name,
        }
    }
}

/// A handbook retold, and all that was said in it: `kind.field.field`, with `=choice`, `:::block`
/// and `{attribute}`.
struct Retelling<'a> {
    words: Words,
    titles: &'a Titles,
    language: String,
    said: BTreeSet<String>,
}

/// Of each language folder and kind the titles by id; those that two pages share are left out.
#[derive(Default)]
struct Titles(BTreeMap<(String, String, String), String>);

impl Titles {
    fn of(sources: &Sources) -> Titles {
        let mut titles = Titles::default();
        let mut seen = BTreeMap::<(String, String), usize>::new();
        let mut all = Vec::new();
        for (path, source) in &sources.texts {
            let Some((language, kind, id)) = page(path.as_str()) else {
                continue;
            };
            let Some((head, _)) = cut(&source.text) else {
                continue;
            };
            let head = parse(head, Limits::HEAD)
                .expect("the handbook can be read")
                .value;
            let field = find_field(&kind.fields, "title").expect("every page has a title");
            let title = field
                .words()
                .find_map(|word| head.get(word)?.as_str().map(str::to_string));
            let Some(title) = title else { continue };
            *seen.entry((language.clone(), title.clone())).or_default() += 1;
            all.push(((language, kind.name.clone(), id), title));
        }
        for (key, title) in all {
            if seen[&(key.0.clone(), title.clone())] == 1 {
                titles.0.insert(key, title);
            }
        }
        titles
    }

    /// The id of the page a title stands for.
    fn id(&self, language: &str, kinds: &[String], written: &str) -> Option<&str> {
        let fits = |key: &&(String, String, String)| {
            key.0 == language && (kinds.is_empty() || kinds.contains(&key.1))
        };
        let mut keys = self.0.keys().filter(fits);
        Some(&keys.find(|key| self.0[*key] == written)?.2)
    }

    /// The title a reference by id stands for.
    fn title(&self, language: &str, kinds: &[String], written: &str) -> Option<&str> {
        let (kind, id) = match written.split_once('/') {
            Some((kind, id)) => (Some(shared().kind_called(kind)?.name.as_str()), id),
            None => (None, written),
        };
        let fits = |key: &&(String, String, String)| {
            key.0 == language
                && key.2 == id
                && kind.is_none_or(|kind| key.1 == kind)
                && (kinds.is_empty() || kinds.contains(&key.1))
        };
        let mut found = self.0.keys().filter(fits);
        let one = found.next()?;
        found.next().is_none().then(|| self.0[one].as_str())
    }
}

/// Language folder, kind and id of a page; none for other files.
fn page(path: &str) -> Option<(String, &'static Kind, String)> {
    let path = path.strip_suffix(".md")?;
    let mut parts = path.split('/');
    let language = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    let id = rest.last()?;
    let folder = if rest.len() > 1 { rest[0] } else { "" };
    Some((
        language.to_string(),
        shared().kind_of_folder(folder),
        id.to_string(),
    ))
}

/// The lines of the head, and the text from its closing line on.
fn cut(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix("---\n")?;
    let end = inside.find("\n---\n")?;
    Some((&inside[..end + 1], &inside[end + 1..]))
}

impl Retelling<'_> {
    fn page(&mut self, text: &str, kind: &Kind) -> String {
        let Some((head, rest)) = cut(text) else {
            return self.body(text);
        };
        let parsed = parse(head, Limits::HEAD)
            .expect("the handbook can be read")
            .value;
        let mut told = String::from("---\n");
        for (key, value) in parsed.as_mapping().unwrap_or(&Mapping::new()) {
            let key = key.as_str().expect("keys are words");
            let (name, value) = self.entry(&kind.fields, key, value, &kind.name);
            told += &format!("{name}: {value}\n");
        }
        told + &self.body(rest)
    }

    fn entry(&mut self, fields: &[Field], key: &str, value: &Yaml, of: &str) -> (String, String) {
        match find_field(fields, key) {
            Some(field) => {
                let path = format!("{of}.{}", field.name);
                self.said.insert(path.clone());
                let value = self.value(&field.shape, value, &path);
                (self.words.of(&field.name, &field.label).to_string(), value)
            }
            None => (key.to_string(), as_is(value)),
        }
    }

    fn value(&mut self, shape: &Shape, given: &Yaml, path: &str) -> String {
        match (shape, given) {
            (Shape::List(item), Yaml::Sequence(items)) => {
                let items = items.iter().map(|one| self.value(item, one, path));
                format!("[{}]", items.collect::<Vec<_>>().join(", "))
            }
            (Shape::List(item), one) => self.value(item, one, path),
            (Shape::Record { fields, .. }, Yaml::Mapping(map)) => {
                let entries = map.iter().map(|(key, value)| {
                    let key = key.as_str().expect("keys are words");
                    let (name, value) = self.entry(fields, key, value, path);
                    format!("{name}: {value}")
                });
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
            (Shape::Record { fields, short }, bare) => {
                let field = short.as_deref().and_then(|name| find_field(fields, name));
                match field {
                    Some(field) => {
                        let path = format!("{path}.{}", field.name);
                        self.said.insert(path.clone());
                        self.value(&field.shape, bare, &path)
                    }
                    None => as_is(bare),
                }
            }
            (Shape::Choice(choices), Yaml::String(written)) => {
                let choice = choices.iter().find(|choice| choice.is(written));
                let choice = choice.unwrap_or_else(|| panic!("{path}: {written}"));
                self.said.insert(format!("{path}={}", choice.name));
                quote(self.words.of(&choice.name, &choice.label))
            }
            (Shape::Reference(kinds), Yaml::String(written)) => {
                let named = match self.words {
                    Words::Chinese => self.titles.title(&self.language, kinds, written),
                    Words::English => self.titles.id(&self.language, kinds, written),
                };
                quote(named.unwrap_or(written))
            }
            (Shape::Flag, flag) => self.flag(flag),
            (_, other) => as_is(other),
        }
    }

    fn flag(&self, given: &Yaml) -> String {
        let is_yes = matches!(given, Yaml::Bool(true)) || given.as_str() == Some("是");
        match (self.words, is_yes) {
            (Words::Chinese, true) => "是".to_string(),
            (Words::Chinese, false) => "否".to_string(),
            (Words::English, is_yes) => is_yes.to_string(),
        }
    }

    /// The text: blocks and what stands between braces by their Chinese names.
    fn body(&mut self, text: &str) -> String {
        let mut told = String::new();
        let mut fence: Option<String> = None;
        for line in text.split_inclusive('\n') {
            let bare = line.trim_start();
            let ticks: String = bare
                .chars()
                .take_while(|c| matches!(c, '`' | '~'))
                .collect();
            if ticks.len() >= 3 {
                match &fence {
                    Some(open) if ticks.starts_with(open.as_str()) => fence = None,
                    Some(_) => {}
                    None => fence = Some(ticks),
                }
            }
            told += &match (&fence, bare) {
                (None, bare) if bare.starts_with(":::") => self.opener(line),
                (None, bare) if bare.starts_with('#') => self.braces(line, &shared().heading),
                _ => line.to_string(),
            };
        }
        told
    }

    fn opener(&mut self, line: &str) -> String {
        let colons = line.find(':').expect("it begins a block");
        let after = line[colons..].trim_start_matches(':');
        let start = line.len() - after.trim_start().len();
        let ends = |c: char| c.is_whitespace() || matches!(c, '（' | '(');
        let end = line[start..]
            .find(ends)
            .map_or(line.len(), |len| start + len);
        let Some(block) = shared().block(&line[start..end]) else {
            return line.to_string();
        };
        self.said.insert(format!(":::{}", block.name));
        let rest = self.braces(&line[end..], &block.attributes);
        format!(
            "{}{}{rest}",
            &line[..start],
            self.words.of(&block.name, &block.label)
        )
    }

    fn braces(&mut self, line: &str, fields: &[Field]) -> String {
        let Some((before, rest)) = line.split_once('{') else {
            return line.to_string();
        };
        let Some((inside, after)) = rest.rsplit_once('}') else {
            return line.to_string();
        };
        let mut told = String::new();
        let mut quoted = false;
        for word in inside.split_inclusive(|c: char| {
            quoted ^= c == '"';
            c == ' ' && !quoted
        }) {
            told += &match word.split_once('=') {
                Some((key, value)) => self.attribute(key, value, fields),
                None => word.to_string(),
            };
        }
        format!("{before}{{{told}}}{after}")
    }

    fn attribute(&mut self, key: &str, value: &str, fields: &[Field]) -> String {
        let Some(field) = find_field(fields, key) else {
            return format!("{key}={value}");
        };
        let bare = value.trim().trim_matches('"');
        let named = match &field.shape {
            Shape::Choice(choices) => {
                let choice = choices.iter().find(|choice| choice.is(bare));
                choice.map_or(bare, |choice| self.words.of(&choice.name, &choice.label))
            }
            _ => bare,
        };
        self.said.insert(format!("{{{}}}", field.name));
        format!(
            "{}={}",
            self.words.of(&field.name, &field.label),
            value.replace(bare, named)
        )
    }
}

/// A value on one line, as it was.
fn as_is(value: &Yaml) -> String {
    match value {
        Yaml::Null => String::new(),
        Yaml::Bool(flag) => flag.to_string(),
        Yaml::Number(number) => number.to_string(),
        Yaml::String(text) => quote(text),
        Yaml::Sequence(items) => {
            format!(
                "[{}]",
                items.iter().map(as_is).collect::<Vec<_>>().join(", ")
            )
        }
        Yaml::Mapping(map) => {
            let entry = |(key, value): (&Yaml, &Yaml)| format!("{}: {}", as_is(key), as_is(value));
            format!(
                "{{{}}}",
                map.iter().map(entry).collect::<Vec<_>>().join(", ")
            )
        }
        Yaml::Tagged(tagged) => as_is(&tagged.value),
    }
}

/// The handbook in a folder, the same with every page retold, and what it says.
fn twins(folder: &Path, words: Words) -> (Tried, Tried, BTreeSet<String>) {
    let theme = Some(ThemeFiles::default());
    let original = handbook_on_disk(folder, theme);
    let titles = Titles::of(&original.sources);
    let mut sources = original.sources.clone();
    let mut said = BTreeSet::new();
    for (path, source) in &original.sources.texts {
        let Some((language, kind, _)) = page(path.as_str()) else {
            continue;
        };
        let mut retelling = Retelling {
            words,
            titles: &titles,
            language,
            said: std::mem::take(&mut said),
        };
        let text = retelling.page(&source.text, kind);
        said = retelling.said;
        let text = Source::from_text(path.clone(), &text);
        sources.texts.insert(path.clone(), text);
    }
    let built = linli::pipeline::build(&sources, settings());
    let diagnostics = built.diagnostics.clone();
    let retold = Tried {
        sources,
        built,
        diagnostics,
    };
    (original, retold, said)
}

#[track_caller]
fn assert_same_bytes(folder: &str, words: Words) -> BTreeSet<String> {
    let (original, retold, said) = twins(&root().join(folder), words);
    let codes = |tried: &Tried| tried.codes().join(" ");
    assert_eq!(codes(&retold), codes(&original), "{}", retold.told());
    assert_eq!(retold.paths(), original.paths());
    let mut differing = Vec::new();
    for (path, entry) in &original.built.output.entries {
        let other = &retold.built.output.entries[path];
        if entry != other {
            let text = |tried: &Tried| {
                tried
                    .built
                    .output
                    .text(path.as_str())
                    .unwrap_or_default()
                    .to_string()
            };
            let shown = crate::support::difference(&text(&original), &text(&retold));
            differing.push(format!("{path}\n{}", shown.unwrap_or_default()));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    said
}

#[test]
fn a_handbook_of_every_kind_and_block_builds_the_same_in_chinese() {
    let said = assert_same_bytes("tests/browser/handbook", Words::Chinese);
    for kind in &shared().kinds {
        let title = format!("{}.title", kind.name);
        assert!(said.contains(&title), "no page is a {}", kind.name);
    }
    let is_unsaid = |block: &&BlockKind| !said.contains(&format!(":::{}", block.name));
    let unsaid: Vec<&str> = shared()
        .blocks
        .iter()
        .filter(is_unsaid)
        .map(|block| block.name.as_str())
        .collect();
    assert!(unsaid.is_empty(), "no page has {unsaid:?}");
}

/// Everything the schema knows, as a retelling notes it; what is inside `privacy` is one thing on
/// every kind that has it.
fn all_there_is_to_say() -> BTreeSet<String> {
    fn add(fields: &[Field], of: &str, all: &mut BTreeSet<String>) {
        for field in fields {
            let path = format!("{of}.{}", field.name);
            let inside = format!(".{}.", field.name);
            let again = field.name == "privacy" && all.iter().any(|said| said.contains(&inside));
            if !again {
                add(field.shape.fields(), &path, all);
            }
            all.insert(path);
        }
    }
    let mut all = BTreeSet::new();
    for kind in &shared().kinds {
        let is_own = |field: &&Field| kind.folder.is_empty() || !is_common(field);
        let own: Vec<Field> = kind.fields.iter().filter(is_own).cloned().collect();
        add(&own, &kind.name, &mut all);
    }
    all
}

fn is_common(field: &Field) -> bool {
    let page = shared().kind("page").expect("the schema has plain pages");
    page.fields.iter().any(|common| common.name == field.name)
}

#[test]
fn every_field_builds_the_same_by_its_chinese_name_and_by_its_english_one() {
    for (folder, words) in [
        ("tests/fields/en", Words::Chinese),
        ("tests/fields/zh", Words::English),
    ] {
        let said = assert_same_bytes(folder, words);
        let unsaid: Vec<String> = all_there_is_to_say().difference(&said).cloned().collect();
        assert!(unsaid.is_empty(), "{folder} has no example of {unsaid:?}");
        let tried = handbook_on_disk(&root().join(folder), Some(ThemeFiles::default()));
        assert_eq!(tried.codes(), Vec::<&str>::new(), "{}", tried.told());
    }
}

/// Every choice of every field, one page for each.
#[test]
fn every_choice_is_understood_by_its_chinese_name() {
    fn each(
        fields: &[Field],
        around: &dyn Fn(String) -> String,
        tell: &mut dyn FnMut(String, &Choice),
    ) {
        for field in fields {
            let name = field.label.get("zh").to_string();
            if let Shape::Choice(choices) = field.shape.item() {
                for choice in choices {
                    tell(
                        around(format!("{name}: {}", choice.label.get("zh"))),
                        choice,
                    );
                }
            }
            let is_list = matches!(field.shape, Shape::List(_));
            each(
                field.shape.fields(),
                &|inside| match is_list {
                    true => around(format!("{name}: [{{{inside}}}]")),
                    false => around(format!("{name}: {{{inside}}}")),
                },
                tell,
            );
        }
    }
    let mut count = 0;
    for kind in &shared().kinds {
        each(&kind.fields, &|line| line, &mut |line, choice| {
            count += 1;
            let text = format!("---\n标题: 甲\n{line}\n---\n\n乙\n");
            let path = linli::path::SourcePath::new("zh/x.md").expect("a good path");
            let source = Source::from_text(path, &text);
            let (head, _, told) = linli::front_matter::read(&source, shared(), kind);
            assert_eq!(told, [], "{text}");
            let head = format!("{head:?}");
            assert!(
                head.contains(&format!("Choice({:?})", choice.name)),
                "{text}{head}"
            );
        });
    }
    assert!(count > 100, "{count}");
}
