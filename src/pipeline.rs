//! The conductor: sources in, site out, and everything there is to say about them. Pure: the same
//! sources and settings give the same bytes.

mod make;
mod memo;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::config::{Config, Evidence};
use crate::diagnostic::{self, Diagnostic};
use crate::handbook::{self, Handbook, Settings, links};
use crate::output::{Entry, Output};
use crate::page::{self, Address};
use crate::path::{SitePath, SourcePath};
use crate::source::{Source, Sources};
use crate::{check, config, theme};

pub use memo::{Memo, Work};

/// What a build gives.
pub struct Built {
    /// Whatever could be made; whether it is good enough to publish the diagnostics say.
    pub output: Output,
    pub diagnostics: Vec<Diagnostic>,
    /// `None` when `handbook.yaml` cannot be read.
    pub handbook: Option<Handbook>,
    /// The theme's texts, for showing where a template is wrong.
    pub theme_texts: BTreeMap<SourcePath, Arc<str>>,
    /// The pages whose heads cannot be read.
    pub unreadable: Vec<SourcePath>,
    /// The pages each source is shown on, for putting its problems there.
    pub shown_on: BTreeMap<SourcePath, Vec<SitePath>>,
}

/// A handbook as read and understood, before anything is made of it.
#[derive(Default)]
pub struct Understood {
    /// `None` when `handbook.yaml` cannot be read.
    pub handbook: Option<Handbook>,
    pub diagnostics: Vec<Diagnostic>,
    /// The pages whose heads cannot be read.
    pub unreadable: Vec<SourcePath>,
}

/// Reads and checks: load's sources to a handbook.
pub fn understand(sources: &Sources, settings: Settings) -> Understood {
    understand_with(sources, settings, None, true)
}

/// The same with what is remembered; only for a first look are the rules over the whole left out.
fn understand_with(
    sources: &Sources,
    settings: Settings,
    memo: Option<&mut Memo>,
    checked: bool,
) -> Understood {
    let Some(own) = own_text(sources, "handbook.yaml") else {
        return Understood::default();
    };
    let (config, schema, mut diagnostics) = config::read(own);
    let evidence = read_evidence(sources, &mut diagnostics);
    let Some(mut config) = config else {
        return Understood {
            diagnostics,
            ..Understood::default()
        };
    };
    if settings.base_url.is_some() {
        config.base_url.clone_from(&settings.base_url);
    }
    let markdown = pages_of(sources, &config);
    let parsed = memo::read(sources, &markdown, (&config, &schema), own, memo);
    let mut pages = Vec::new();
    let mut unreadable = Vec::new();
    for (source, (page, slips)) in markdown.iter().zip(parsed) {
        diagnostics.extend(slips);
        match page {
            Some(page) => pages.push(page),
            None => unreadable.push(source.path.clone()),
        }
    }
    let addresses: Vec<Address> = unreadable
        .iter()
        .filter_map(|path| page::address(path, &config.languages, &schema).0)
        .collect();
    let (handbook, slips) = handbook::assemble(
        handbook::Ground {
            config: Arc::new(config),
            schema: Arc::new(schema),
            evidence: Arc::new(evidence),
            files: Arc::new(sources.files.clone()),
            settings,
        },
        pages,
        &addresses,
    );
    diagnostics.extend(slips);
    if checked {
        diagnostics.extend(links::check(&handbook));
        diagnostics.extend(check::run(&handbook));
        // A page that cannot be read may put in any of them.
        if unreadable.is_empty() {
            diagnostics.extend(check::unused::check(&handbook, sources.texts.values()));
        }
    }
    tell_once(&mut diagnostics);
    Understood {
        handbook: Some(handbook),
        diagnostics,
        unreadable,
    }
}

fn own_text<'a>(sources: &'a Sources, name: &str) -> Option<&'a Source> {
    sources.texts.get(&SourcePath::new(name).ok()?)
}

/// Facts, sources, and what is noted beside pictures.
fn read_evidence(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Evidence {
    let text = |name| own_text(sources, name);
    let (mut evidence, slips) = config::read_evidence(text("facts.yaml"), text("sources.yaml"));
    diagnostics.extend(slips);
    for source in sources.texts.values() {
        let path = source.path.as_str();
        if let Some(picture) = path.strip_prefix("media/").and(path.strip_suffix(".yaml")) {
            let (note, slips) = config::read_picture_note(source);
            diagnostics.extend(slips);
            evidence.pictures.insert(picture.to_string(), note);
        }
    }
    evidence
}

fn pages_of<'a>(sources: &'a Sources, config: &Config) -> Vec<&'a Source> {
    let in_language = |source: &&Source| {
        let folder = source.path.as_str().split('/').next().unwrap_or_default();
        let mut languages = config.languages.iter();
        languages.any(|language| language.folder == folder)
    };
    let pages = sources.texts.values().filter(in_language);
    pages
        .filter(|source| source.path.extension() == "md" && !source.path.is_shared())
        .collect()
}

/// What is wrong in a shared text is told once, however many pages put it in.
fn tell_once(diagnostics: &mut Vec<Diagnostic>) {
    let mut told = HashSet::new();
    diagnostics.retain(|diagnostic| match &diagnostic.place {
        Some(place) if place.path.is_shared() => told.insert((place.clone(), diagnostic.code)),
        _ => true,
    });
}

/// Builds the whole site.
pub fn build(sources: &Sources, settings: Settings) -> Built {
    match build_with(sources, settings, None) {
        Ok(built) => built,
        Err(Interrupted) => unreachable!("nobody was there to interrupt it"),
    }
}

/// The same again, with what the builds before left in the memo.
///
/// # Errors
/// When `pace` said that there is something newer to build from; what was done stays in the memo.
pub fn rebuild(
    sources: &Sources,
    settings: Settings,
    pace: &mut Pace,
) -> Result<Built, Interrupted> {
    pace.memo.work = Work::default();
    build_with(sources, settings, Some(pace))
}

/// How somebody who waits for the pages has them built.
pub struct Pace<'a> {
    pub memo: &'a mut Memo,
    /// Gets the site while its index is still that of the build before.
    pub pages: &'a mut dyn FnMut(Output),
    /// Asked now and then whether to go on.
    pub go_on: &'a dyn Fn() -> bool,
}

/// A build that was not brought to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

impl Pace<'_> {
    fn go_on(&self) -> Result<(), Interrupted> {
        (self.go_on)().then_some(()).ok_or(Interrupted)
    }

    /// The first build has nothing to show in the index's place.
    fn show_pages(&mut self, output: &Output) {
        if !self.memo.last.entries.is_empty() {
            let mut output = output.clone();
            output.entries.extend(self.memo.last.entries.clone());
            (self.pages)(output);
        }
    }
}

fn build_with(
    sources: &Sources,
    settings: Settings,
    mut pace: Option<&mut Pace>,
) -> Result<Built, Interrupted> {
    let memo = pace.as_deref_mut().map(|pace| &mut *pace.memo);
    let Understood {
        handbook,
        mut diagnostics,
        unreadable,
    } = understand_with(sources, settings, memo, true);
    let mut built = Built {
        output: Output::default(),
        diagnostics: Vec::new(),
        handbook: None,
        unreadable,
        theme_texts: BTreeMap::new(),
        shown_on: BTreeMap::new(),
    };
    if let Some(handbook) = handbook {
        let (theme, slips) = match pace.as_deref_mut() {
            Some(pace) => pace.memo.theme(sources, &handbook.config),
            None => memo::load_theme(sources, &handbook.config),
        };
        diagnostics.extend(slips);
        match theme {
            Some(theme) => {
                diagnostics.extend(make::make(&handbook, &theme, &mut built, pace)?);
                built.theme_texts = theme.texts.clone();
            }
            None => built.theme_texts = theme::texts(&sources.theme, &handbook.config.theme),
        }
        built.handbook = Some(handbook);
    }
    diagnostic::sort(&mut diagnostics);
    built.diagnostics = diagnostics;
    Ok(built)
}

/// The pages on which these sources are shown, made before all the others: what their author waits
/// for. What they look like is what a whole build gives; what is wrong with them that build tells.
/// None where a change is not about a few pages.
pub fn first_look(
    sources: &Sources,
    settings: Settings,
    changed: &[SourcePath],
    memo: &mut Memo,
) -> Vec<(SitePath, Entry)> {
    let understood = understand_with(sources, settings, Some(memo), false);
    let Some(handbook) = understood.handbook else {
        return Vec::new();
    };
    let (theme, _) = memo.theme(sources, &handbook.config);
    theme.map_or_else(Vec::new, |theme| {
        make::make_some(&handbook, &theme, changed, memo)
    })
}
