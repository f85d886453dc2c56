//! What `handbook.yaml`, `facts.yaml` and `sources.yaml` say.

mod evidence;
mod handbook;
mod languages;
mod reader;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::front_matter::typed;
use crate::language::{Labels, Language};
use crate::path::SourcePath;
use crate::schema::Schema;
use crate::schema::read::{built_in, extend};
use crate::source::Source;
use crate::yaml::{Key, Limits, Yaml};
use reader::Reader;

/// The handbook's own settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Keys what a reader's browser keeps; default made from the title.
    pub id: String,
    pub title: Labels,
    /// One or two glyphs for the seal; default the title's first character.
    pub seal: String,
    pub description: Labels,
    /// The first is the default. Never empty.
    pub languages: Vec<Language>,
    /// Ends with `/`; `None` when the site's address is not known.
    pub base_url: Option<String>,
    pub repository: Option<Repository>,
    pub organization: Labels,
    /// Whom to ask: an office.
    pub contact: Labels,
    pub license: Option<String>,
    /// The theme's name; `default` is the embedded one.
    pub theme: String,
    pub public_phones: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Repository {
    pub url: String,
    pub branch: String,
    /// `github`, `gitlab`, `gitee`, `codeberg`.
    pub host: String,
    /// Where the handbook lies in it, without `/` at its ends; empty at the root.
    pub folder: String,
}

/// One statement of a source, as `facts.yaml` has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub id: String,
    pub text: Labels,
    /// Whether the source says it outright.
    pub certain: bool,
    /// The id of its source.
    pub source: Option<String>,
    pub note: Labels,
}

/// Something the handbook rests on, as `sources.yaml` has it.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceWork {
    pub id: String,
    pub title: Labels,
    pub by: Labels,
    pub year: Option<i64>,
    pub url: Option<String>,
}

/// What `NAME.yaml` beside a picture says of it, wherever it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PictureNote {
    /// What it shows, for those who cannot see it.
    pub alt: Labels,
    /// Who made it.
    pub credit: Labels,
    /// What those shown agreed to, in the schema's words.
    pub consent: Option<String>,
}

/// The facts and works a handbook may cite, by id, and what it says of its pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    pub facts: BTreeMap<String, Fact>,
    pub works: BTreeMap<String, SourceWork>,
    /// By the note's path without its ending.
    pub pictures: BTreeMap<String, PictureNote>,
}

impl Evidence {
    /// What is said of a picture: in `x.yaml` or `x.jpg.yaml` beside `x.jpg`.
    pub fn picture(&self, path: &SourcePath) -> Option<&PictureNote> {
        let whole = path.as_str();
        let stem = whole.strip_suffix(path.name())?.to_string() + path.stem();
        self.pictures
            .get(whole)
            .or_else(|| self.pictures.get(&stem))
    }
}

/// `handbook.yaml` holds settings, not contents.
const LIMITS: Limits = Limits {
    bytes: 256 * 1024,
    ..Limits::HEAD
};

/// Reads the note beside a picture.
pub fn read_picture_note(source: &Source) -> (PictureNote, Vec<Diagnostic>) {
    const KEYS: [&str; 3] = ["alt", "credit", "consent"];
    let known = |word: &str| KEYS.contains(&word) || ["zh", "en"].contains(&word);
    let whole = 0..source.text.len();
    let (typed, mut diagnostics) = typed::read(source, whole, Limits::HEAD, &known);
    let Some(typed) = typed else {
        return (PictureNote::default(), diagnostics);
    };
    let mut reader = Reader::new(&typed);
    let given = &typed.value;
    let mut note = PictureNote::default();
    if reader.is_record(given, source.path.name(), "alt: {zh: …, en: …}") {
        reader.check_keys(given, &KEYS);
        note = PictureNote {
            alt: reader.labels(given, "alt"),
            credit: reader.labels(given, "credit"),
            consent: reader.text(given, "consent"),
        };
    }
    diagnostics.extend(reader.diagnostics);
    (note, diagnostics)
}

/// Reads `handbook.yaml`; the schema is the built-in one with the handbook's own kinds and fields.
pub fn read(source: &Source) -> (Option<Config>, Schema, Vec<Diagnostic>) {
    let known = |word: &str| handbook::KEYS.contains(&word) || handbook::INNER_KEYS.contains(&word);
    let whole = 0..source.text.len();
    let (typed, mut diagnostics) = typed::read(source, whole, LIMITS, &known);
    let Some(typed) = typed else {
        return (None, built_in(), diagnostics);
    };
    let mut reader = Reader::new(&typed);
    let config = reader.handbook();
    diagnostics.extend(reader.diagnostics);
    let place = |path: &[Key], key: Option<&str>| {
        let whole: Vec<Key> = std::iter::once(Key::name("kinds"))
            .chain(path.iter().cloned())
            .collect();
        Some(match key {
            Some(key) => typed.place_of_key(&whole, key),
            None => typed.place_of(&whole),
        })
    };
    let kinds = typed.value.get("kinds").unwrap_or(&Yaml::Null);
    let (schema, told) = extend(built_in(), kinds, &place);
    diagnostics.extend(told);
    (config, schema, diagnostics)
}

/// Reads `facts.yaml` and `sources.yaml`, each where there is one.
pub fn read_evidence(
    facts: Option<&Source>,
    works: Option<&Source>,
) -> (Evidence, Vec<Diagnostic>) {
    let mut evidence = Evidence::default();
    let mut diagnostics = Vec::new();
    // Works first: facts name them.
    for (source, is_works) in [(works, true), (facts, false)] {
        let Some(source) = source else { continue };
        let known = |word: &str| evidence::KEYS.contains(&word);
        let whole = 0..source.text.len();
        let (typed, told) = typed::read(source, whole, Limits::FILE, &known);
        diagnostics.extend(told);
        let Some(typed) = typed else { continue };
        let mut reader = Reader::new(&typed);
        match is_works {
            true => evidence.works = reader.works(),
            false => evidence.facts = reader.facts(works.map(|_| &evidence.works)),
        }
        diagnostics.extend(reader.diagnostics);
    }
    (evidence, diagnostics)
}

#[cfg(test)]
mod tests;
