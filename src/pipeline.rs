//! The conductor: sources in, site out, and everything there is to say about them. Pure: the same
//! sources and settings give the same bytes.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic};
use crate::handbook::{self, Handbook, Settings, addresses};
use crate::markdown::include::Shelf;
use crate::output::{Entry, Output};
use crate::page::{Address, Page};
use crate::path::{SitePath, SourcePath};
use crate::source::{Source, Sources};
use crate::theme::{SharedSite, Theme};
use crate::view::cards::Site;
use crate::view::pages::{self, Edition};
use crate::view::{PageView, made, site as site_view, tags, titles};
use crate::{check, config, feed, offline, page, search, sitemap, theme};

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
    let text = |name: &str| {
        SourcePath::new(name)
            .ok()
            .and_then(|path| sources.texts.get(&path))
    };
    let Some(own) = text("handbook.yaml") else {
        return Understood::default();
    };
    let (config, schema, mut diagnostics) = config::read(own);
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
    let Some(mut config) = config else {
        return Understood {
            diagnostics,
            ..Understood::default()
        };
    };
    if settings.base_url.is_some() {
        config.base_url.clone_from(&settings.base_url);
    }
    let markdown: Vec<&Source> = sources
        .texts
        .values()
        .filter(|source| {
            let folder = source.path.as_str().split('/').next().unwrap_or_default();
            let in_language = config
                .languages
                .iter()
                .any(|language| language.folder == folder);
            in_language && source.path.extension() == "md" && !source.path.is_shared()
        })
        .collect();
    let shelf = Shelf::new(sources);
    let parsed: Vec<(Option<Page>, Vec<Diagnostic>)> = markdown
        .par_iter()
        .map(|source| page::parse(source, &config.languages, &schema, &shelf))
        .collect();
    let mut pages = Vec::new();
    let mut unreadable = Vec::new();
    for (source, (page, slips)) in markdown.iter().zip(parsed) {
        diagnostics.extend(slips);
        match page {
            Some(page) => pages.push(Arc::new(page)),
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
    diagnostics.extend(check::run(&handbook));
    // A page that cannot be read may put in any of them.
    if unreadable.is_empty() {
        diagnostics.extend(check::unused::check(&handbook, sources.texts.values()));
    }
    tell_once(&mut diagnostics);
    Understood {
        handbook: Some(handbook),
        diagnostics,
        unreadable,
    }
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
    let Understood {
        handbook,
        mut diagnostics,
        unreadable,
    } = understand(sources, settings);
    let mut built = Built {
        output: Output::default(),
        diagnostics: Vec::new(),
        handbook: None,
        unreadable,
        theme_texts: BTreeMap::new(),
        shown_on: BTreeMap::new(),
    };
    if let Some(handbook) = handbook {
        let (theme, slips) = theme::load(
            &sources.theme,
            &handbook.config.theme,
            &handbook.config.languages,
        );
        diagnostics.extend(slips);
        match theme {
            Some(theme) => {
                diagnostics.extend(make(&handbook, &theme, &mut built));
                built.theme_texts = theme.texts;
            }
            None => built.theme_texts = theme::texts(&sources.theme, &handbook.config.theme),
        }
        built.handbook = Some(handbook);
    }
    diagnostic::sort(&mut diagnostics);
    built.diagnostics = diagnostics;
    built
}

/// So many pages are made before their words are put into the index and let go.
const AT_ONCE: usize = 256;

/// What one page becomes.
struct Rendered {
    path: SitePath,
    /// Just its bytes: a string keeps room to grow, ten thousand of them a lot of it.
    html: Arc<[u8]>,
    sitemap: Option<String>,
    found: Option<search::Entry>,
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

/// Everything after the handbook is understood: views, pages, feeds, the sitemap, files.
fn make(handbook: &Handbook, theme: &Theme, built: &mut Built) -> Vec<Diagnostic> {
    let site = Site::new(handbook, &theme.words);
    let base = handbook.config.base_url.as_deref();
    let mut indexer = search::Indexer::default();
    let mut diagnostics = Vec::new();
    let mut sitemap_entries: Vec<String> = Vec::new();
    for language in 0..handbook.config.languages.len() {
        let view = site_view::view(&site, language);
        let shared = theme.share(&view);
        let tasks = tasks(&site, language);
        for tasks in tasks.chunks(AT_ONCE) {
            let rendered: Vec<Result<Option<Rendered>, Box<Diagnostic>>> = tasks
                .par_iter()
                .map(|task| render(&site, theme, &shared, language, task))
                .collect();
            let mut found = Vec::new();
            for (task, rendered) in tasks.iter().zip(rendered) {
                match rendered {
                    Err(diagnostic) => diagnostics.push(*diagnostic),
                    Ok(None) => {}
                    Ok(Some(page)) => {
                        found.extend(page.found);
                        if let Task::Article { at, .. } = task {
                            note_shown(handbook, *at, language, &page.path, built);
                        }
                        sitemap_entries.extend(page.sitemap);
                        let html = Entry::Bytes(page.html);
                        built.output.entries.insert(page.path, html);
                    }
                }
            }
            indexer.add(found);
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
    search::write(&site, indexer, &mut built.output);
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
    // Last, as it lists the others.
    for (path, text) in offline::make(&built.output, &handbook.config.languages, &theme.words) {
        built.output.insert(path, text);
    }
    diagnostics
}

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

fn render(
    site: &Site,
    theme: &Theme,
    shared: &SharedSite,
    language: usize,
    task: &Task,
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
    let html = theme.render(shared, language, &view)?;
    let found = match task {
        Task::Article {
            at,
            edition: Edition::Participant,
        } => search::entry(site, *at, language, &view),
        _ => None,
    };
    let base = site.handbook.config.base_url.as_deref();
    let sitemap = base
        .filter(|_| feed::is_public(&view))
        .map(|base| sitemap::entry(base, &view));
    Ok(Some(Rendered {
        path: path_of(&view),
        html: html.into_bytes().into(),
        sitemap,
        found,
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
