//! What a build leaves behind for the next one. Nobody says what changed: a page is read again when
//! its text is another, and rendered again when what its theme sees is another.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::make::Rendered;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::markdown::include::Shelf;
use crate::output::Output;
use crate::page::{self, Page};
use crate::path::{SitePath, SourcePath};
use crate::schema::Schema;
use crate::search;
use crate::source::{Form, Source, Sources};
use crate::theme::{self, Theme};
use crate::view::{PageView, SiteView};

/// Pages as they were read and rendered, owned by who builds again and again. A handbook's builds
/// with it give the bytes and diagnostics that builds without it give.
#[derive(Default)]
pub struct Memo {
    read: HashMap<SourcePath, Read>,
    theme: Option<(u128, Themed)>,
    pub(super) rendered: HashMap<SitePath, Kept>,
    /// The index of the last build and what lists its files, for showing pages before their words
    /// are in the index.
    pub(super) last: Output,
    /// What was done anew since somebody last took it from here.
    pub work: Work,
}

/// What a build had to do anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// The texts of pages that were read.
    pub read: Vec<SourcePath>,
    /// The pages that were rendered, each with what was not as before.
    pub rendered: Vec<(SitePath, Why)>,
}

/// Why a page was rendered again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was not there before.
    New,
    /// The theme, or what all pages of its language share: the title, the menu, the phases.
    Around,
    /// Only parts of what its own view says.
    Parts(Vec<Part>),
}

/// A part of what a theme sees of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its text.
    Text,
    /// Its title, its fields, what it rests on.
    Head,
    /// What other pages say of it, and its tags.
    Relations,
    /// What stands beside it: before, after, above, on a path, in other languages.
    Neighbours,
    /// The pages it lists.
    Lists,
    /// Anything else.
    Rest,
}

/// All that a page is made from, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MadeFrom {
    whole: u128,
    ground: u128,
    /// In the order of [`Part`], the rest left out.
    parts: [u64; 5],
}

/// A theme as it was loaded, with what was said about it.
type Themed = (Option<Arc<Theme>>, Vec<Diagnostic>);

/// One file as it was read.
struct Read {
    key: ReadKey,
    page: Option<Arc<Page>>,
    diagnostics: Vec<Diagnostic>,
}

/// All that reading a page looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ReadKey {
    text: u128,
    form: Form,
    /// The handbook's settings: its languages, its kinds.
    settings: u128,
    /// The texts to put in, for a page that asks for any.
    shelf: Option<u128>,
}

/// A page as it was rendered.
pub(super) struct Kept {
    pub made_from: MadeFrom,
    pub html: Arc<[u8]>,
    pub sitemap: Option<String>,
    pub found: Option<Arc<search::Entry>>,
}

/// What one file gives.
pub(super) type Parsed = (Option<Arc<Page>>, Vec<Diagnostic>);

/// Reads pages, on all processors; those that read as before come from the memo.
pub(super) fn read(
    sources: &Sources,
    texts: &[&Source],
    (config, schema): (&Config, &Schema),
    settings: &Source,
    memo: Option<&mut Memo>,
) -> Vec<Parsed> {
    let shelf = Shelf::new(sources);
    let parse = |source: &Source, shelf: &Shelf| {
        let (page, slips) = page::parse(source, &config.languages, schema, shelf);
        (page.map(Arc::new), slips)
    };
    let Some(memo) = memo else {
        return texts
            .par_iter()
            .map(|source| parse(source, &shelf))
            .collect();
    };
    let lies_ready = shelf_hash(sources);
    let key = |source: &Source, asked: bool| ReadKey {
        text: source.hash,
        form: source.form,
        settings: settings.hash,
        shelf: asked.then_some(lies_ready),
    };
    let mut parsed: Vec<Option<Parsed>> = Vec::with_capacity(texts.len());
    let mut anew: Vec<(usize, &Source)> = Vec::new();
    for (at, source) in texts.iter().enumerate() {
        let known = memo.read.get(&source.path);
        let known = known.filter(|read| read.key == key(source, read.key.shelf.is_some()));
        if known.is_none() {
            anew.push((at, source));
        }
        parsed.push(known.map(|read| (read.page.clone(), read.diagnostics.clone())));
    }
    let read: Vec<(usize, Read)> = anew
        .par_iter()
        .map(|(at, source)| {
            let shelf = shelf.for_a_page();
            let (page, diagnostics) = parse(source, &shelf);
            let key = key(source, shelf.was_asked());
            (
                *at,
                Read {
                    key,
                    page,
                    diagnostics,
                },
            )
        })
        .collect();
    for (at, read) in read {
        parsed[at] = Some((read.page.clone(), read.diagnostics.clone()));
        memo.work.read.push(texts[at].path.clone());
        memo.read.insert(texts[at].path.clone(), read);
    }
    if memo.read.len() > texts.len() {
        let there = |path: &SourcePath| sources.texts.contains_key(path);
        memo.read.retain(|path, _| there(path));
    }
    parsed.into_iter().flatten().collect()
}

/// All that a page which puts texts in may look at: those texts, and the names of everything else.
fn shelf_hash(sources: &Sources) -> u128 {
    let mut hasher = Xxh3::new();
    for (path, source) in &sources.texts {
        path.as_str().hash(&mut hasher);
        if path.is_shared() {
            source.hash.hash(&mut hasher);
        }
    }
    for path in sources.files.keys() {
        path.as_str().hash(&mut hasher);
    }
    hasher.digest128()
}

impl Memo {
    pub(super) fn keep(&mut self, page: &Rendered) {
        let Some((made_from, Some(why))) = &page.made_from else {
            return;
        };
        self.work.rendered.push((page.path.clone(), why.clone()));
        let kept = Kept {
            made_from: *made_from,
            html: page.html.clone(),
            sitemap: page.sitemap.clone(),
            found: page.found.clone(),
        };
        self.rendered.insert(page.path.clone(), kept);
    }

    /// The theme, loaded again only when one of its files, its name or the languages changed.
    pub(super) fn theme(&mut self, sources: &Sources, config: &Config) -> Themed {
        let mut hasher = Xxh3::new();
        config.theme.hash(&mut hasher);
        for language in &config.languages {
            (&language.tag, &language.label).hash(&mut hasher);
        }
        for (path, bytes) in &sources.theme.files {
            (path, bytes).hash(&mut hasher);
        }
        let key = hasher.digest128();
        match &self.theme {
            Some((known, themed)) if *known == key => themed.clone(),
            _ => {
                let themed = load_theme(sources, config);
                self.theme = Some((key, themed.clone()));
                themed
            }
        }
    }

    /// What every page of a language is made from besides its own view.
    pub(super) fn ground(&self, site: &SiteView) -> u128 {
        let mut hasher = Xxh3::new();
        self.theme.as_ref().map(|(key, _)| key).hash(&mut hasher);
        site.hash(&mut hasher);
        hasher.digest128()
    }

    /// Lets go of pages that are no longer there.
    pub(super) fn keep_only(&mut self, output: &Output) {
        if self.rendered.len() > output.entries.len() {
            self.rendered
                .retain(|path, _| output.entries.contains_key(path));
        }
    }
}

/// Reads a theme and the handbook's own files over it.
pub(super) fn load_theme(sources: &Sources, config: &Config) -> Themed {
    let (theme, slips) = theme::load(&sources.theme, &config.theme, &config.languages);
    (theme.map(Arc::new), slips)
}

impl MadeFrom {
    pub fn new(ground: u128, view: &PageView, stated: Option<&search::Stated>) -> MadeFrom {
        let part = |hash: &dyn Fn(&mut Xxh3)| {
            let mut hasher = Xxh3::new();
            hash(&mut hasher);
            hasher.digest()
        };
        let parts = [
            part(&|to| (&view.body, &view.contents).hash(to)),
            part(&|to| {
                (&view.title, &view.summary, &view.fields, &view.notices).hash(to);
                (&view.asks, &view.synonyms, &view.facts, &view.works).hash(to);
            }),
            part(&|to| (&view.relations, &view.tags).hash(to)),
            part(&|to| {
                (&view.previous, &view.next, &view.breadcrumbs).hash(to);
                (&view.paths, &view.languages, &view.editions).hash(to);
            }),
            part(&|to| (&view.items, &view.facets, &view.letters, &view.shelves).hash(to)),
        ];
        let mut hasher = Xxh3::new();
        ground.hash(&mut hasher);
        view.hash(&mut hasher);
        stated.hash(&mut hasher);
        MadeFrom {
            whole: hasher.digest128(),
            ground,
            parts,
        }
    }
}

impl Why {
    pub(super) fn between(before: Option<&MadeFrom>, now: &MadeFrom) -> Why {
        const ORDER: [Part; 5] = [
            Part::Text,
            Part::Head,
            Part::Relations,
            Part::Neighbours,
            Part::Lists,
        ];
        let Some(before) = before else {
            return Why::New;
        };
        if before.ground != now.ground {
            return Why::Around;
        }
        let differ = ORDER.iter().zip(before.parts.iter().zip(&now.parts));
        let mut parts: Vec<Part> = differ
            .filter(|(_, (before, now))| before != now)
            .map(|(part, _)| *part)
            .collect();
        if parts.is_empty() {
            parts.push(Part::Rest);
        }
        Why::Parts(parts)
    }
}
