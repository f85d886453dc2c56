//! What every command about a handbook begins with: find it, read it, know the day and the language.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Everywhere, Failure};
use crate::config;
use crate::date::{Date, date_of_unix_seconds};
use crate::diagnostic::print::{self, Format};
use crate::diagnostic::{Diagnostic, Severity};
use crate::handbook::Settings;
use crate::language::{MessageLanguage, Words};
use crate::load::{self, Memory, Where};
use crate::path::{SourcePath, shown};
use crate::pipeline::Built;
use crate::source::{Source, Sources};

/// A handbook on the desk.
pub struct Desk {
    pub place: Where,
    /// `None` while `handbook.yaml` cannot be read.
    pub sources: Option<Sources>,
    /// What loading had to say.
    pub diagnostics: Vec<Diagnostic>,
    pub language: MessageLanguage,
    pub today: Date,
    /// From where the command was run to the handbook's root: `content/`.
    pub prefix: String,
}

impl Desk {
    /// Finds and reads a handbook; says so where there is none.
    pub fn open(
        everywhere: &Everywhere,
        handbook: &Path,
        memory: &mut Memory,
    ) -> Result<Desk, Failure> {
        let spoken = spoken_language(everywhere);
        let today = today(everywhere, spoken)?;
        let place = load::find(handbook).map_err(|diagnostic| {
            let text = print::print(
                Format::Human,
                &[*diagnostic],
                &|_| None,
                "",
                spoken,
                colour(),
            );
            say_error(&text);
            Failure::Line
        })?;
        let (sources, diagnostics) = load::load(&place, settings, memory);
        let language = match everywhere.message_language {
            Some(_) => spoken,
            None => sources
                .as_ref()
                .and_then(handbook_language)
                .unwrap_or(spoken),
        };
        let prefix = prefix(&place.root);
        Ok(Desk {
            place,
            sources,
            diagnostics,
            language,
            today,
            prefix,
        })
    }

    pub fn settings(&self, drafts: bool, base_url: Option<String>) -> Settings {
        Settings {
            today: self.today,
            drafts,
            base_url,
        }
    }

    /// The folders and files the handbook is read from.
    pub fn read_from(&self) -> Vec<PathBuf> {
        let own = self.sources.as_ref().and_then(own_source);
        let languages = own.map(|own| settings(own).languages).unwrap_or_default();
        load::read_from(&self.place, &languages)
    }

    /// Diagnostics as a text for a terminal or a machine.
    pub fn print(
        &self,
        format: Format,
        diagnostics: &[Diagnostic],
        built: Option<&Built>,
        colour: bool,
    ) -> String {
        print::print(
            format,
            diagnostics,
            &|path| self.text(path, built),
            &self.prefix,
            self.language,
            colour,
        )
    }

    /// Diagnostics as HTML for the preview.
    pub fn html(&self, diagnostics: &[Diagnostic], built: Option<&Built>) -> String {
        print::html(
            diagnostics,
            &|path| self.text(path, built),
            &self.prefix,
            &|path| self.way_from_home(path),
            self.language,
        )
    }

    /// The way from the handbook's home to a source or a theme's file.
    fn way_from_home(&self, path: &SourcePath) -> String {
        let Where { root, home } = &self.place;
        let is_beside = path.as_str().starts_with("themes/") && !root.join(path.as_str()).exists();
        let inside = root.strip_prefix(home).unwrap_or(Path::new(""));
        match is_beside || inside.as_os_str().is_empty() {
            true => path.to_string(),
            false => format!("{}/{path}", inside.to_string_lossy().replace('\\', "/")),
        }
    }

    fn text<'a>(&'a self, path: &SourcePath, built: Option<&'a Built>) -> Option<&'a str> {
        let own = self
            .sources
            .as_ref()
            .and_then(|sources| sources.texts.get(path))
            .map(|source| &*source.text);
        own.or_else(|| {
            built
                .and_then(|built| built.theme_texts.get(path))
                .map(|text| &**text)
        })
    }

    /// A sentence in the desk's language.
    pub fn words<'a>(&self, words: &'a Words) -> &'a str {
        words.in_language(self.language)
    }
}

/// Whether any of these stops a build.
pub fn stops(diagnostics: &[Diagnostic], deny_warnings: bool) -> bool {
    diagnostics.iter().any(|diagnostic| {
        diagnostic.stops_build() || (deny_warnings && diagnostic.severity == Severity::Warning)
    })
}

fn own_source(sources: &Sources) -> Option<&Source> {
    sources.texts.get(&SourcePath::new("handbook.yaml").ok()?)
}

fn settings(own: &Source) -> load::Settings {
    match config::read(own).0 {
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

fn handbook_language(sources: &Sources) -> Option<MessageLanguage> {
    let config = config::read(own_source(sources)?).0?;
    MessageLanguage::from_tag(&config.languages.first()?.tag)
}

/// As asked for, else as the system speaks, else English.
pub fn spoken_language(everywhere: &Everywhere) -> MessageLanguage {
    match everywhere.message_language {
        Some(speech) => speech.language(),
        None => system_language(),
    }
}

/// The language the system speaks, where linli speaks it; else English.
pub fn system_language() -> MessageLanguage {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    #[cfg(windows)]
    let set = set.or_else(sys_locale::get_locale);
    set.and_then(|value| MessageLanguage::from_tag(&value))
        .unwrap_or(MessageLanguage::En)
}

/// `--today`, else SOURCE_DATE_EPOCH, else the UTC date: the one place that looks at the clock.
pub fn today(everywhere: &Everywhere, language: MessageLanguage) -> Result<Date, Failure> {
    if let Some(today) = everywhere.today {
        return Ok(today);
    }
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text.trim().parse::<i64>().map_err(|_| {
            let words = Words::new(
                "SOURCE_DATE_EPOCH 要写成从 1970 年算起的秒数",
                "SOURCE_DATE_EPOCH must be a number of seconds since 1970",
            );
            say_error(words.in_language(language));
            Failure::Line
        })?,
        Err(_) => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs() as i64),
    };
    Ok(date_of_unix_seconds(seconds))
}

/// The way from the current folder to the root, in short where it lies below.
fn prefix(root: &Path) -> String {
    let here = std::env::current_dir()
        .and_then(|here| here.canonicalize())
        .unwrap_or_default();
    let shown = shown(root.strip_prefix(&here).unwrap_or(root));
    if shown.is_empty() { shown } else { shown + "/" }
}

/// Whether the error stream shows colour: a terminal, and nobody said NO_COLOR.
pub fn colour() -> bool {
    std::io::stderr().is_terminal() && !no_colour()
}

/// Whether the standard output shows colour.
pub fn colour_of_output() -> bool {
    std::io::stdout().is_terminal() && !no_colour()
}

fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Writes to the error stream; nobody listening is no reason to fail.
pub fn say_error(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", text.trim_end_matches('\n'));
}

/// Writes to the standard output; nobody listening is no reason to fail.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end_matches('\n'));
}
