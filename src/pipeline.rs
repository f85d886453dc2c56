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
use crate::theme::{self, Theme};
use crate::{check, config, search};
use make::How;

pub use memo::{Memo, Part, Why, Work};

/// What a build gives.
#[derive(Default)]
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
    let understood = understand_with(sources, settings, None, true);
    let mut built = Built::default();
    let mut diagnostics = understood.diagnostics;
    built.unreadable = understood.unreadable;
    if let Some(handbook) = understood.handbook {
        let (theme, slips) = memo::load_theme(sources, &handbook.config);
        diagnostics.extend(slips);
        built.theme_texts = match &theme {
            Some(theme) => theme.texts.clone(),
            None => theme::texts(&sources.theme, &handbook.config.theme),
        };
        if let Some(theme) = theme {
            let mut indexer = search::Indexer::default();
            let how = How::Once(&mut indexer);
            let told = make::make(&handbook, &theme, &mut built, how);
            diagnostics.extend(told.expect("nobody is there to interrupt it"));
            make::index(&handbook, &theme, indexer, &mut built.output);
        }
        built.handbook = Some(handbook);
    }
    diagnostic::sort(&mut diagnostics);
    built.diagnostics = diagnostics;
    built
}

/// The same with what the builds before left in the memo. The site comes with the index of the build
/// before, for whoever waits for the pages; [`index`] makes the new one.
///
/// # Errors
/// When it was not to `go_on`: there is something newer to build from. What was done stays in the memo.
pub fn rebuild(
    sources: &Sources,
    settings: Settings,
    memo: &mut Memo,
    go_on: &dyn Fn() -> bool,
) -> Result<(Built, Unindexed), Interrupted> {
    let understood = understand_with(sources, settings, Some(memo), true);
    let mut built = Built::default();
    let mut unindexed = Unindexed::default();
    let mut diagnostics = understood.diagnostics;
    built.unreadable = understood.unreadable;
    if let Some(handbook) = understood.handbook {
        let (theme, slips) = memo.theme(sources, &handbook.config);
        diagnostics.extend(slips);
        built.theme_texts = match &theme {
            Some(theme) => theme.texts.clone(),
            None => theme::texts(&sources.theme, &handbook.config.theme),
        };
        if let Some(theme) = theme {
            let later = &mut unindexed.found;
            let how = How::Again { memo, later, go_on };
            diagnostics.extend(make::make(&handbook, &theme, &mut built, how)?);
            unindexed.theme = Some(theme);
            built.output.entries.extend(memo.last.entries.clone());
        }
        built.handbook = Some(handbook);
    }
    diagnostic::sort(&mut diagnostics);
    built.diagnostics = diagnostics;
    Ok((built, unindexed))
}

/// What of a rebuilt site is not in its index yet.
#[derive(Default)]
pub struct Unindexed {
    theme: Option<Arc<Theme>>,
    found: Vec<(usize, Arc<search::Entry>)>,
}

/// Puts the index of a rebuilt site in place of the one before.
///
/// # Errors
/// When it was not to `go_on`.
pub fn index(
    handbook: &Handbook,
    unindexed: Unindexed,
    output: &mut Output,
    memo: &mut Memo,
    go_on: &dyn Fn() -> bool,
) -> Result<(), Interrupted> {
    let Some(theme) = unindexed.theme else {
        return Ok(());
    };
    let mut indexer = search::Indexer::default();
    for found in unindexed.found.chunks(make::AT_ONCE) {
        go_on().then_some(()).ok_or(Interrupted)?;
        indexer.add(found.to_vec());
    }
    for path in memo.last.entries.keys() {
        output.entries.remove(path);
    }
    memo.last = make::index(handbook, &theme, indexer, output);
    Ok(())
}

/// A build that was not brought to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

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
