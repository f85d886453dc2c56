//! Everything made of a handbook that is understood: its pages, and what lists them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::memo::{Kept, MadeFrom, Memo, Why};
use super::{Built, Interrupted};
use crate::diagnostic::Diagnostic;
use crate::handbook::{Handbook, addresses};
use crate::output::{Entry, Output};
use crate::path::{SitePath, SourcePath};
use crate::theme::{SharedSite, Theme};
use crate::view::cards::Site;
use crate::view::pages::{self, Edition};
use crate::view::{PageView, made, site as site_view, tags, titles};
use crate::{feed, offline, search, sitemap};

/// So many pages are made before their words are put into the index and let go.
pub(super) const AT_ONCE: usize = 256;

/// What one page becomes.
pub(super) struct Rendered {
    pub path: SitePath,
    /// Just its bytes: a string keeps room to grow, ten thousand of them a lot of it.
    pub html: Arc<[u8]>,
    pub sitemap: Option<String>,
    pub found: Option<Arc<search::Entry>>,
    /// All that it was made from and, where that is not as it was, what differs.
    pub made_from: Option<(MadeFrom, Option<Why>)>,
}

/// One page to be made.
enum Task {
    Article { at: usize, edition: Edition },
    Home,
    Gallery { kind: usize },
    Sources,
    Titles,
    Tags,
    Tag { tag: usize },
    Search,
}

/// How pages are made.
pub(super) enum How<'a> {
    /// Once and whole: what goes into the index is let go of on the way.
    Once(&'a mut search::Indexer),
    /// Again, with what is remembered. What goes into the index is for later.
    Again {
        memo: &'a mut Memo,
        later: &'a mut Vec<(usize, Arc<search::Entry>)>,
        go_on: &'a dyn Fn() -> bool,
    },
}

/// Everything after the handbook is understood but its index: pages, feeds, the sitemap, files.
pub(super) fn make(
    handbook: &Handbook,
    theme: &Theme,
    built: &mut Built,
    mut how: How,
) -> Result<Vec<Diagnostic>, Interrupted> {
    let site = Site::new(handbook, &theme.words);
    let base = handbook.config.base_url.as_deref();
    let mut diagnostics = Vec::new();
    let mut sitemap_entries: Vec<String> = Vec::new();
    for language in 0..handbook.config.languages.len() {
        let view = site_view::view(&site, language);
        let shared = theme.share(&view);
        let ground = how.memo().map(|memo| memo.ground(&view));
        let tasks = tasks(&site, language);
        for tasks in tasks.chunks(AT_ONCE) {
            let known = ground.zip(how.memo().map(|memo| &memo.rendered));
            let rendered: Vec<Result<Option<Rendered>, Box<Diagnostic>>> = tasks
                .par_iter()
                .map(|task| render(&site, theme, &shared, language, task, known))
                .collect();
            let mut found = Vec::new();
            for (task, rendered) in tasks.iter().zip(rendered) {
                let page = match rendered {
                    Err(diagnostic) => {
                        diagnostics.push(*diagnostic);
                        continue;
                    }
                    Ok(None) => continue,
                    Ok(Some(page)) => page,
                };
                if let How::Again { memo, .. } = &mut how {
                    memo.keep(&page);
                }
                if let Task::Article { at, .. } = task {
                    found.extend(page.found.map(|entry| (*at, entry)));
                    note_shown(handbook, *at, language, &page.path, built);
                }
                sitemap_entries.extend(page.sitemap);
                let html = Entry::Bytes(page.html);
                built.output.entries.insert(page.path, html);
            }
            match &mut how {
                How::Once(indexer) => indexer.add(found),
                How::Again { later, go_on, .. } => {
                    later.append(&mut found);
                    go_on().then_some(()).ok_or(Interrupted)?;
                }
            }
        }
        let notice = theme.words[language]
            .get("notice-illustrative")
            .cloned()
            .unwrap_or_default();
        for (path, text) in feed::make(&site, &view, language, &notice) {
            built.output.insert(path, text);
        }
        diagnostics.extend(redirects(
            &site,
            theme,
            &shared,
            language,
            &mut built.output,
        ));
    }
    sitemap_entries.sort_unstable();
    diagnostics.extend(root_pages(&site, theme, &mut built.output));
    let root = |name: &str| SitePath::new(name).expect("a file at the site's root");
    built
        .output
        .insert(root("robots.txt"), sitemap::robots(base));
    for (name, text) in base
        .map(|base| sitemap::make(base, &sitemap_entries))
        .unwrap_or_default()
    {
        built.output.insert(root(&name), text);
    }
    for (path, bytes) in &theme.assets {
        built
            .output
            .entries
            .insert(path.clone(), Entry::Bytes(bytes.clone()));
    }
    for (path, file) in handbook.files.iter() {
        if let Ok(path) = SitePath::new(path.as_str()) {
            built.output.entries.insert(path, Entry::File(file.clone()));
        }
    }
    if let How::Again { memo, .. } = how {
        memo.keep_only(&built.output);
    }
    Ok(diagnostics)
}

impl How<'_> {
    fn memo(&self) -> Option<&Memo> {
        match self {
            How::Once(_) => None,
            How::Again { memo, .. } => Some(memo),
        }
    }
}

/// The index, and what lists the files of a site.
pub(super) fn index(
    handbook: &Handbook,
    theme: &Theme,
    indexer: search::Indexer,
    output: &mut Output,
) -> Output {
    let mut made = Output::default();
    search::write(&Site::new(handbook, &theme.words), indexer, &mut made);
    output.entries.extend(made.entries.clone());
    // It lists all the others.
    for (path, text) in offline::make(output, &handbook.config.languages, &theme.words) {
        made.insert(path, text);
    }
    output.entries.extend(made.entries.clone());
    made
}

/// Only the pages on which these sources are shown, for a first look before all is built again.
pub(super) fn make_some(
    handbook: &Handbook,
    theme: &Theme,
    changed: &[SourcePath],
    memo: &mut Memo,
) -> Vec<(SitePath, Entry)> {
    let shows = |at: &usize, language: usize| {
        let version = handbook.reading(&handbook.articles[*at], language);
        version.is_some_and(|version| {
            let page = &version.page;
            changed.contains(&page.source.path)
                || page.body.put_in().any(|text| changed.contains(text))
        })
    };
    let of_interest = |language| {
        let articles = 0..handbook.articles.len();
        articles
            .filter(|at| shows(at, language))
            .collect::<Vec<_>>()
    };
    let languages = 0..handbook.config.languages.len();
    let wanted: Vec<(usize, Vec<usize>)> = languages.map(|at| (at, of_interest(at))).collect();
    let all: usize = wanted.iter().map(|(_, articles)| articles.len()).sum();
    if all == 0 || all > MOST_AT_FIRST {
        return Vec::new();
    }
    let site = Site::new(handbook, &theme.words);
    let mut made = Vec::new();
    for (language, articles) in wanted {
        let view = site_view::view(&site, language);
        let shared = theme.share(&view);
        for at in articles {
            for edition in pages::editions(&site, at, language) {
                let task = Task::Article { at, edition };
                let known = Some((memo.ground(&view), &memo.rendered));
                // What is wrong with the theme is told when all is built.
                if let Ok(Some(page)) = render(&site, theme, &shared, language, &task, known) {
                    memo.keep(&page);
                    made.push((page.path, Entry::Bytes(page.html)));
                }
            }
        }
    }
    made
}

/// A change that touches more pages than this is not an edit: no first look is worth it.
const MOST_AT_FIRST: usize = 32;

/// The long lists first: what it takes to make them is free again before the other pages fill the
/// memory.
fn tasks(site: &Site, language: usize) -> Vec<Task> {
    let handbook = site.handbook;
    let mut tasks = vec![Task::Titles, Task::Sources, Task::Tags, Task::Search];
    let shown = |route: &str| {
        let at = handbook.at_route(route);
        at.is_some_and(|at| site.is_shown(&handbook.articles[at], language))
    };
    if !shown("index") {
        tasks.push(Task::Home);
    }
    for (kind, schema) in handbook.schema.kinds.iter().enumerate() {
        if !schema.folder.is_empty() && !shown(&format!("{}/index", schema.folder)) {
            tasks.push(Task::Gallery { kind });
        }
    }
    let all = site.tags(language).all.len();
    tasks.extend((0..all).map(|tag| Task::Tag { tag }));
    for at in 0..handbook.articles.len() {
        let editions = pages::editions(site, at, language);
        tasks.extend(
            editions
                .into_iter()
                .map(|edition| Task::Article { at, edition }),
        );
    }
    tasks
}

/// Renders a page, or takes it as it was where all it is made from is the same.
fn render(
    site: &Site,
    theme: &Theme,
    shared: &SharedSite,
    language: usize,
    task: &Task,
    known: Option<(u128, &HashMap<SitePath, Kept>)>,
) -> Result<Option<Rendered>, Box<Diagnostic>> {
    let view = match task {
        Task::Article { at, edition } => pages::article(site, *at, language, *edition),
        Task::Home => Some(made::home(site, language)),
        Task::Gallery { kind } => made::gallery(site, &site.handbook.schema.kinds[*kind], language),
        Task::Sources => made::sources(site, language),
        Task::Titles => Some(titles::page(site, language)),
        Task::Tags => tags::index(site, language),
        Task::Tag { tag } => Some(tags::page(site, language, *tag)),
        Task::Search => Some(made::search(site, language)),
    };
    let Some(view) = view else { return Ok(None) };
    let path = path_of(&view);
    let found = match task {
        Task::Article {
            at,
            edition: Edition::Participant,
        } => search::stated(site, *at, language).map(|stated| (*at, stated)),
        _ => None,
    };
    let mut made_from = None;
    if let Some((ground, rendered)) = known {
        let stated = found.as_ref().map(|(_, stated)| stated);
        let now = MadeFrom::new(ground, &view, stated);
        let before = rendered.get(&path);
        if let Some(kept) = before.filter(|kept| kept.made_from == now) {
            return Ok(Some(Rendered {
                path,
                html: kept.html.clone(),
                sitemap: kept.sitemap.clone(),
                found: kept.found.clone(),
                made_from: Some((now, None)),
            }));
        }
        let why = Why::between(before.map(|kept| &kept.made_from), &now);
        made_from = Some((now, Some(why)));
    }
    let html = theme.render(shared, language, &view)?;
    let found = found.map(|(at, stated)| Arc::new(search::entry(at, language, stated, &view)));
    let base = site.handbook.config.base_url.as_deref();
    let sitemap = base
        .filter(|_| feed::is_public(&view))
        .map(|base| sitemap::entry(base, &view));
    Ok(Some(Rendered {
        path,
        html: html.into_bytes().into(),
        sitemap,
        found,
        made_from,
    }))
}

fn path_of(view: &PageView) -> SitePath {
    SitePath::new(&crate::path::decode(&view.path)).expect("a view's path is a path of the site")
}

/// Notes that a source's words are on a page, so that the preview can show its problems there.
fn note_shown(handbook: &Handbook, at: usize, language: usize, path: &SitePath, built: &mut Built) {
    if let Some(version) = handbook.reading(&handbook.articles[at], language) {
        let page = &version.page;
        let own = std::iter::once(&page.source.path);
        for source in own.chain(BTreeSet::from_iter(page.body.put_in())) {
            // Most sources are shown on a page or two.
            let shown_on = built.shown_on.entry(source.clone());
            let shown_on = shown_on.or_insert_with(|| Vec::with_capacity(1));
            shown_on.push(path.clone());
        }
    }
}

/// Small pages at old addresses that lead on to the new ones.
fn redirects(
    site: &Site,
    theme: &Theme,
    shared: &SharedSite,
    language: usize,
    output: &mut Output,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (at, article) in site.handbook.articles.iter().enumerate() {
        let Some(version) = article
            .version(language)
            .filter(|version| site.handbook.is_shown(version))
        else {
            continue;
        };
        for path in addresses::redirect_paths(&version.page, &version.page.head)
            .into_iter()
            .flatten()
        {
            let data = BTreeMap::from([
                ("target", site.path(at, language).href_from(&path)),
                ("title", version.title().to_string()),
                ("root", path.to_root()),
            ]);
            match theme.render_plain("redirect.html", shared, language, &data) {
                Ok(html) if !output.entries.contains_key(&path) => output.insert(path, html),
                Ok(_) => {}
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
    }
    diagnostics
}

/// The languages' entry and the 404 page.
fn root_pages(site: &Site, theme: &Theme, output: &mut Output) -> Vec<Diagnostic> {
    let view = site_view::view(site, 0);
    let shared = theme.share(&view);
    let not_found = made::not_found(site);
    let languages = &not_found.languages;
    let entry = theme.render_plain("entry.html", &shared, 0, languages);
    let missing = theme.render(&shared, 0, &not_found);
    let mut diagnostics = Vec::new();
    for (name, html) in [("index.html", entry), ("404.html", missing)] {
        match html {
            Ok(html) => output.insert(
                SitePath::new(name).expect("a file at the site's root"),
                html,
            ),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    diagnostics
}
