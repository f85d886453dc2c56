//! Reading the schema from YAML: the kinds linli comes with, and those a handbook adds.

use std::sync::OnceLock;

use super::shape::{Reader, SchemaProblem, named};
use super::{BlockKind, Field, Kind, Schema};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::{Labels, Words};
use crate::likeness::nearest;
use crate::yaml::{Key, Limits, Mapping, Yaml, parse};

const KINDS: &str = include_str!("kinds.yaml");

/// Where a value stands below `kinds`, or one of its keys.
pub type PlaceOf<'a> = dyn Fn(&[Key], Option<&str>) -> Option<Place> + 'a;

/// Folders of the site that are not for pages.
const TAKEN_FOLDERS: [&str; 4] = ["media", "assets", "tags", "api"];
const MOST_PROBLEMS: usize = 50;

/// The schema linli comes with.
pub fn built_in() -> Schema {
    shared().clone()
}

/// The same, read once and lent.
pub fn shared() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let mut reader = Reader::new(file());
        let mut kinds: Vec<Kind> = Vec::new();
        for (name, given) in named(&file()["kinds"]) {
            kinds.push(reader.kind(name, given));
        }
        let blocks = named(&file()["blocks"])
            .map(|(name, given)| reader.block(name, given))
            .collect();
        let heading = reader.attributes(&file()["attributes"]["heading"]);
        reader.check_targets(&kinds);
        let problems = &reader.problems;
        assert!(problems.is_empty(), "kinds.yaml is wrong: {problems:?}");
        Schema {
            kinds,
            blocks,
            heading,
        }
    })
}

/// Adds a handbook's `kinds:` to a schema. `place` tells where a value of it stands.
pub fn extend(mut schema: Schema, given: &Yaml, place: &PlaceOf) -> (Schema, Vec<Diagnostic>) {
    let mut reader = Reader::new(file());
    if !given.is_mapping() && !given.is_null() {
        reader.trouble(
            "kinds 下面要写种类的名字，每个名字一行",
            "`kinds` must list kinds by their names",
            "写成：kinds: {recipe: {folder: recipes, label: {zh: 菜谱, en: Recipe}}}",
            "write: kinds: {recipe: {folder: recipes, label: {zh: 菜谱, en: Recipe}}}",
        );
    }
    for (name, given) in named(given) {
        reader.path.push(Key::name(name));
        match schema.kinds.iter().position(|kind| kind.name == name) {
            Some(at) => reader.add_to_kind(&mut schema.kinds[at], given),
            None => reader.add_kind(&mut schema, name, given),
        }
        reader.path.pop();
    }
    reader.check_targets(&schema.kinds);
    let mut problems = std::mem::take(&mut reader.problems);
    problems.truncate(MOST_PROBLEMS);
    let diagnostics = problems
        .into_iter()
        .map(|problem| diagnostic(problem, place))
        .collect();
    (schema, diagnostics)
}

fn file() -> &'static Yaml {
    static FILE: OnceLock<Yaml> = OnceLock::new();
    FILE.get_or_init(|| {
        let parsed = parse(KINDS, Limits::FILE).expect("kinds.yaml is YAML");
        assert_eq!(parsed.duplicates, [], "kinds.yaml states a key twice");
        parsed.value
    })
}

fn diagnostic(problem: SchemaProblem, place: &PlaceOf) -> Diagnostic {
    let at = place(&problem.path, problem.key.as_deref());
    let diagnostic = Diagnostic::new(Code::BadSchema, at, problem.message);
    match problem.hint {
        Some(hint) => diagnostic.with_hint(hint),
        None => diagnostic,
    }
}

impl Reader<'_> {
    fn block(&mut self, name: &str, given: &Yaml) -> BlockKind {
        let texts = |key: &str| -> Vec<String> {
            let items = given[key].as_sequence().into_iter().flatten();
            items.filter_map(Yaml::as_str).map(str::to_string).collect()
        };
        let is = |key: &str| given[key].as_bool().unwrap_or(false);
        let label = ["zh", "en"]
            .into_iter()
            .filter_map(|tag| Some((tag.to_string(), given[tag].as_str()?.to_string())));
        let mut attributes = self.attributes(&file()["attributes"]["all"]);
        let without = texts("without");
        attributes.retain(|field| !without.contains(&field.name));
        attributes.extend(self.attributes(&given["attributes"]));
        BlockKind {
            name: name.to_string(),
            label: Labels(label.collect()),
            aliases: texts("aliases"),
            inside: texts("inside"),
            folded: is("folded"),
            facilitator: is("facilitator"),
            timed: is("timed"),
            attributes,
        }
    }

    /// The attributes a list names, as the file defines them; those that are fields of a page too,
    /// as the page has them.
    fn attributes(&mut self, names: &Yaml) -> Vec<Field> {
        let names = names.as_sequence().into_iter().flatten();
        names
            .filter_map(Yaml::as_str)
            .filter_map(|name| {
                let own = file()["attributes"]["own"].get(name);
                self.field(name, own.unwrap_or(&file()["common"][name]))
            })
            .collect()
    }

    /// A kind as the file states it, with the fields every kind has.
    fn kind(&mut self, name: &str, given: &Yaml) -> Kind {
        let folder = given["folder"].as_str().unwrap_or_default().to_string();
        let label = self.labels_at(given, "label");
        let plural = match given.get("plural") {
            Some(_) => self.labels_at(given, "plural"),
            None => label.clone(),
        };
        let mirror_name = match folder.as_str() {
            "" => "pages",
            folder => folder,
        };
        self.enter_kind(mirror_name, &plural);
        let mut fields = self.fields_at(given, "fields");
        let own: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        fields.extend(self.common_fields(&own));
        Kind {
            name: name.to_string(),
            folder,
            label,
            plural,
            fields,
        }
    }

    /// A kind of the handbook's own.
    fn add_kind(&mut self, schema: &mut Schema, name: &str, given: &Yaml) {
        if !is_name(name) {
            self.trouble(
                &format!("种类的名字“{name}”只能用小写英文字母、数字和下划线"),
                &format!("the kind “{name}” needs a name of small letters, digits and `_`"),
                "中文名字写在 label 里",
                "its readable name goes under `label`",
            );
            return;
        }
        self.check_keys(given, &["folder", "label", "plural", "fields"]);
        let folder = given["folder"].as_str().unwrap_or_default();
        if !self.is_good_folder(folder, schema) {
            return;
        }
        if given.get("label").is_none() {
            self.trouble(
                &format!("种类“{name}”没有写 label（显示的名字）"),
                &format!("the kind `{name}` has no `label`"),
                "加上：label: {zh: 菜谱, en: Recipe}",
                "add: label: {zh: 菜谱, en: Recipe}",
            );
        }
        let mut kind = self.kind(name, given);
        if kind.label.is_empty() {
            kind.label = Labels([(String::new(), name.to_string())].into());
        }
        if kind.plural.is_empty() {
            kind.plural = kind.label.clone();
        }
        let fields = std::mem::take(&mut kind.fields);
        for field in fields {
            self.push_field(&mut kind.fields, field);
        }
        let before_page = schema.kinds.len().saturating_sub(1);
        schema.kinds.insert(before_page, kind);
    }

    fn is_good_folder(&mut self, folder: &str, schema: &Schema) -> bool {
        let safe = !folder.is_empty()
            && !folder.starts_with('.')
            && !folder.contains(|c: char| "/\\:*?\"<>|".contains(c) || c.is_control());
        if !safe {
            self.trouble(
                "这个种类没有写 folder，或者写的不是一个文件夹名",
                "this kind needs a `folder`: one plain folder name",
                "加上：folder: recipes",
                "add: folder: recipes",
            );
            return false;
        }
        let used = schema.kinds.iter().any(|kind| kind.folder == folder);
        if used || TAKEN_FOLDERS.contains(&folder) {
            self.trouble_at_value(
                "folder",
                &format!("文件夹 {folder} 已经有别的用处"),
                &format!("the folder `{folder}` is already in use"),
            );
            return false;
        }
        true
    }

    /// New fields, and words for old ones, on a kind that is there already.
    fn add_to_kind(&mut self, kind: &mut Kind, given: &Yaml) {
        self.check_keys(given, &["folder", "label", "plural", "fields"]);
        if given
            .get("folder")
            .is_some_and(|folder| folder.as_str() != Some(&kind.folder))
        {
            self.trouble_at_value(
                "folder",
                &format!("种类 {} 的文件夹是 {}，不能换", kind.name, kind.folder),
                &format!(
                    "the kind `{}` keeps its folder `{}`",
                    kind.name, kind.folder
                ),
            );
        }
        for (labels, key) in [(&mut kind.label, "label"), (&mut kind.plural, "plural")] {
            if given.get(key).is_some() {
                labels.0.extend(self.labels_at(given, key).0);
            }
        }
        let mirror_name = if kind.folder.is_empty() {
            "pages"
        } else {
            &kind.folder
        };
        self.enter_kind(mirror_name, &kind.plural);
        self.path.push(Key::name("fields"));
        for (name, value) in named(&given["fields"]) {
            self.path.push(Key::name(name));
            match kind.fields.iter_mut().find(|field| field.name == name) {
                Some(field) => self.reword(field, value),
                None => {
                    if let Some(field) = self.field(name, value) {
                        // Before the fields every kind has.
                        let at = kind.fields.iter().position(|field| field.name == "title");
                        let mut all = std::mem::take(&mut kind.fields);
                        let common = all.split_off(at.unwrap_or(all.len()));
                        all.extend(common.iter().cloned());
                        let count = all.len();
                        self.push_field(&mut all, field);
                        if all.len() > count {
                            let field = all.pop().expect("a field was pushed");
                            all.insert(count - common.len(), field);
                        }
                        kind.fields = all;
                    }
                }
            }
            self.path.pop();
        }
        self.path.pop();
    }

    /// A field that is there already may get other words and may be needed more.
    fn reword(&mut self, field: &mut Field, given: &Yaml) {
        const WORDS: [&str; 4] = ["label", "help", "aliases", "needed"];
        for (key, _) in named(given) {
            if !WORDS.contains(&key) {
                let name = &field.name;
                self.trouble_at_key(
                    key,
                    &format!("字段 {name} 是 linli 自带的，{key} 不能改"),
                    &format!("the field `{name}` comes with linli; its `{key}` cannot change"),
                );
            }
        }
        field.label.0.extend(self.labels_at(given, "label").0);
        field.help.0.extend(self.labels_at(given, "help").0);
        field.aliases.extend(self.texts_at(given, "aliases"));
        field.needed = self.needed_at(given).unwrap_or(field.needed);
    }

    /// Keeps a field whose words no other field of the kind has.
    fn push_field(&mut self, fields: &mut Vec<Field>, field: Field) {
        let clash = fields.iter().find_map(|other| {
            let word = field
                .words()
                .find(|word| other.words().any(|taken| taken.eq_ignore_ascii_case(word)))?;
            Some((word.to_string(), other.name.clone()))
        });
        match clash {
            None => fields.push(field),
            Some((word, other)) => self.trouble(
                &format!("“{word}”已经是字段 {other} 的名字"),
                &format!("“{word}” is already a name of the field `{other}`"),
                "换一个不重复的名字",
                "choose another name",
            ),
        }
    }

    /// Every reference must be to kinds there are.
    fn check_targets(&mut self, kinds: &[Kind]) {
        for (path, target) in std::mem::take(&mut self.targets) {
            if kinds.iter().any(|kind| kind.name == target) {
                continue;
            }
            let names = kinds.iter().map(|kind| kind.name.as_str());
            let hint = nearest(&target, names).map(|name| {
                Words::new(
                    format!("最接近的是 {name}"),
                    format!("the nearest is `{name}`"),
                )
            });
            self.problems.push(SchemaProblem {
                path,
                key: None,
                message: Words::new(
                    format!("没有“{target}”这个种类"),
                    format!("there is no kind called “{target}”"),
                ),
                hint,
            });
        }
    }
}

/// Whether a name can stand in templates and JSON.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The entries of a mapping whose keys are names.
pub(super) fn entries(map: &Mapping) -> impl Iterator<Item = (&str, &Yaml)> {
    map.iter()
        .filter_map(|(key, value)| Some((key.as_str()?, value)))
}
