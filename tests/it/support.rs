//! A handbook from a few texts, built in memory; what it says and what it makes, as text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use linli::date::Date;
use linli::diagnostic::print::{self, Format};
use linli::diagnostic::{Code, Diagnostic};
use linli::handbook::Settings;
use linli::language::MessageLanguage;
use linli::load::{self, Memory};
use linli::path::SourcePath;
use linli::pipeline::{self, Built};
use linli::source::{FileSource, Source, Sources, ThemeFiles};

/// The day on which all tests build.
pub const TODAY: Date = Date::constant(2026, 11, 23);

/// A handbook with what it was built from.
pub struct Tried {
    pub sources: Sources,
    pub built: Built,
    /// What loading and building had to say.
    pub diagnostics: Vec<Diagnostic>,
}

pub fn settings() -> Settings {
    Settings {
        today: TODAY,
        drafts: false,
        base_url: None,
    }
}

/// Builds a handbook from texts in memory. What is no text (`media/x.png`) is there with no bytes.
pub fn handbook(files: &[(&str, &str)]) -> Tried {
    handbook_with(files, settings(), ThemeFiles::default())
}

pub fn handbook_with(files: &[(&str, &str)], settings: Settings, theme: ThemeFiles) -> Tried {
    let mut sources = Sources {
        theme,
        ..Sources::default()
    };
    for (name, text) in files {
        let path = SourcePath::new(name).expect("a test names its files well");
        match path.extension().as_str() {
            "md" | "yaml" => {
                sources
                    .texts
                    .insert(path.clone(), Source::from_text(path, text));
            }
            _ => {
                let file = FileSource {
                    file: PathBuf::new(),
                    len: 0,
                    hash: 0,
                    size: Some((64, 48)),
                };
                sources.files.insert(path, file);
            }
        }
    }
    let built = pipeline::build(&sources, settings);
    let diagnostics = built.diagnostics.clone();
    Tried {
        sources,
        built,
        diagnostics,
    }
}

/// Reads a handbook's folder and builds it.
pub fn handbook_on_disk(folder: &Path, theme: Option<ThemeFiles>) -> Tried {
    let place = match load::find(folder) {
        Ok(place) => place,
        Err(problem) => return nothing(vec![*problem]),
    };
    let (sources, mut diagnostics) = load::load(&place, own_settings, &mut Memory::default());
    let Some(mut sources) = sources else {
        return nothing(diagnostics);
    };
    if let Some(theme) = theme {
        sources.theme = theme;
    }
    let built = pipeline::build(&sources, settings());
    diagnostics.extend(built.diagnostics.clone());
    linli::diagnostic::sort(&mut diagnostics);
    Tried {
        sources,
        built,
        diagnostics,
    }
}

fn nothing(diagnostics: Vec<Diagnostic>) -> Tried {
    let sources = Sources::default();
    let built = pipeline::build(&sources, settings());
    Tried {
        sources,
        built,
        diagnostics,
    }
}

fn own_settings(own: &Source) -> load::Settings {
    match linli::config::read(own).0 {
        Some(config) => load::Settings {
            languages: config
                .languages
                .into_iter()
                .map(|language| language.folder)
                .collect(),
            theme: config.theme,
        },
        None => load::Settings::default(),
    }
}

impl Tried {
    /// The text a diagnostic speaks of.
    pub fn text(&self, path: &SourcePath) -> Option<&str> {
        let own = self.sources.texts.get(path).map(|source| &*source.text);
        own.or_else(|| self.built.theme_texts.get(path).map(|text| &**text))
    }

    pub fn print(&self, format: Format, language: MessageLanguage) -> String {
        print::print(
            format,
            &self.diagnostics,
            &|path| self.text(path),
            "",
            language,
            false,
        )
    }

    /// What people are told, in both languages.
    pub fn told(&self) -> String {
        let zh = self.print(Format::Human, MessageLanguage::Zh);
        let en = self.print(Format::Human, MessageLanguage::En);
        format!("{}\n\n{}\n", zh.trim_end(), en.trim_end())
    }

    /// A page of the site.
    pub fn page(&self, path: &str) -> &str {
        match self.built.output.text(path) {
            Some(text) => text,
            None => panic!(
                "the site has no {path}; it has {:?}\n{}",
                self.paths(),
                self.told()
            ),
        }
    }

    pub fn paths(&self) -> Vec<&str> {
        self.built
            .output
            .entries
            .keys()
            .map(|path| path.as_str())
            .collect()
    }

    pub fn of(&self, code: Code) -> Vec<&Diagnostic> {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code == code)
            .collect()
    }

    pub fn codes(&self) -> Vec<&'static str> {
        self.diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code.as_str())
            .collect()
    }
}

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder by its path there.
pub fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let Ok(entry) = entry else { continue };
        if entry.file_type().is_file() {
            let inside = entry
                .path()
                .strip_prefix(folder)
                .expect("walked from there");
            let name = inside.to_string_lossy().replace('\\', "/");
            files.insert(
                name,
                std::fs::read(entry.path()).expect("a file just listed can be read"),
            );
        }
    }
    files
}

/// The tests' own small theme. It takes the place of every template of the default theme, those to
/// come as well, so that golden files stay while that theme is redesigned.
pub fn plain_theme() -> ThemeFiles {
    let mut theme = ThemeFiles::default();
    for name in files_below(&root().join("themes/default/templates")).into_keys() {
        let as_page = "{% extends \"page.html\" %}".as_bytes();
        theme
            .files
            .insert(format!("templates/{name}"), as_page.into());
    }
    for (name, bytes) in files_below(&root().join("tests/themes/plain")) {
        theme.files.insert(name, Arc::from(bytes));
    }
    theme
}

/// Where two texts begin to differ, for people.
pub fn difference(expected: &str, found: &str) -> Option<String> {
    if expected == found {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = old
        .iter()
        .zip(&new)
        .take_while(|(old, new)| old == new)
        .count();
    let mut text = String::new();
    for line in &old[same.saturating_sub(2)..same] {
        text += &format!("      {line}\n");
    }
    for (sign, lines) in [('-', &old), ('+', &new)] {
        for (at, line) in lines.iter().enumerate().skip(same).take(4) {
            text += &format!("{:4} {sign} {line}\n", at + 1);
        }
    }
    if same == old.len() && same == new.len() {
        text += "     they differ in line ends only\n";
    }
    Some(text)
}

#[test]
fn a_difference_shows_the_first_differing_lines() {
    let shown = difference("a\nb\nc\n", "a\nx\nc\n").unwrap();
    assert!(shown.starts_with("      a\n   2 - b\n"), "{shown}");
    assert!(shown.contains("   2 + x\n"), "{shown}");
    assert_eq!(difference("a", "a"), None);
}
