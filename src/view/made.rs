//! Pages no source stands for: a home page or gallery nobody wrote an introduction for, the page of
//! sources, the search page, the 404 page. Tags and the index of titles are next door.

use super::cards::Site;
use super::evidence::{fact_view, work_view};
use super::pages::Edition;
use super::{Card, FactView, LanguageLink, PageView, Relation, WorkView, facets, outward, titles};
use crate::config::Fact;
use crate::path::{SitePath, encode};
use crate::schema::Kind;

/// How many pages of a kind the home page shows before it points to the gallery.
const SHELF: usize = 6;

/// The galleries with their first pages, for the home page.
pub fn shelves(site: &Site, language: usize) -> Vec<Relation> {
    let tag = site.tag(language);
    let kinds = site
        .handbook
        .schema
        .kinds
        .iter()
        .filter(|kind| !kind.folder.is_empty());
    let shelves = kinds.map(|kind| Relation {
        name: kind.name.clone(),
        label: kind.plural.get(tag).to_string(),
        path: encode(site.gallery_path(&kind.folder, language).as_str()),
        cards: site
            .gallery(&kind.name, language)
            .iter()
            .take(SHELF)
            .filter_map(|&at| site.card(at, language))
            .collect(),
    });
    shelves.filter(|shelf| !shelf.cards.is_empty()).collect()
}

/// A page no source stands for: a gallery or home page without an `index.md`, the page of sources.
pub(super) fn made(
    site: &Site,
    language: usize,
    rest: &str,
    title: String,
    template: &str,
) -> PageView {
    let path = |language: usize| {
        let folder = &site.handbook.language(language).folder;
        SitePath::new(&format!("{folder}/{rest}")).expect("linli's own addresses are paths")
    };
    let own = path(language);
    let languages = (0..site.handbook.config.languages.len()).map(|other| LanguageLink {
        label: site.handbook.language(other).label.clone(),
        tag: site.tag(other).to_string(),
        path: encode(path(other).as_str()),
        url: site.url(&path(other)),
        current: other == language,
        written: true,
    });
    let home = &site.handbook.language(language).folder;
    let crumb = Card {
        title: site.word(language, "home").unwrap_or(home).to_string(),
        path: encode(&format!("{home}/index.html")),
        ..Card::default()
    };
    PageView {
        template: template.into(),
        title,
        path: encode(own.as_str()),
        root: own.to_root(),
        tag: site.tag(language).to_string(),
        languages: languages.collect(),
        breadcrumbs: if rest == "index.html" {
            Vec::new()
        } else {
            vec![crumb]
        },
        canonical: site.url(&own),
        edition: Edition::Participant.name().into(),
        ..PageView::default()
    }
}

/// The theme's word for a key; the key itself where it has none.
pub(super) fn word(site: &Site, language: usize, key: &str) -> String {
    site.word(language, key).unwrap_or(key).to_string()
}

/// Only the languages that have such a page stay.
pub(super) fn keep_languages(page: &mut PageView, is_there: impl Fn(usize) -> bool) {
    let mut languages = 0..;
    page.languages
        .retain(|_| languages.next().is_some_and(&is_there));
}

/// A made page with what it says to the world around the site.
pub(super) fn finished(site: &Site, language: usize, mut page: PageView) -> PageView {
    outward::fill(site, language, None, &mut page);
    page
}

/// The page to search on; what it searches through is a script's.
pub fn search(site: &Site, language: usize) -> PageView {
    let title = word(site, language, "search");
    let mut page = made(site, language, "search.html", title, "search");
    page.noindex = true;
    finished(site, language, page)
}

/// The home page of a language whose folder has no `index.md`.
pub fn home(site: &Site, language: usize) -> PageView {
    let title = site
        .handbook
        .config
        .title
        .get(site.tag(language))
        .to_string();
    let mut page = made(site, language, "index.html", title, "home");
    page.summary = site
        .handbook
        .config
        .description
        .get(site.tag(language))
        .to_string();
    page.shelves = shelves(site, language);
    finished(site, language, page)
}

/// A gallery nobody wrote an introduction for; `None` where no page is to be shown in it.
pub fn gallery(site: &Site, kind: &Kind, language: usize) -> Option<PageView> {
    if site.gallery(&kind.name, language).is_empty() {
        return None;
    }
    let title = kind.plural.get(site.tag(language)).to_string();
    let mut page = made(
        site,
        language,
        &format!("{}/index.html", kind.folder),
        title,
        "gallery",
    );
    // A language none of whose readers may see such a page has no such gallery.
    keep_languages(&mut page, |other| {
        !site.gallery(&kind.name, other).is_empty()
    });
    page.kind = kind.name.clone();
    fill_gallery(site, kind, language, &mut page);
    Some(finished(site, language, page))
}

/// The pages of a gallery, how to choose among them, and those of a glossary by their letters.
pub(super) fn fill_gallery(site: &Site, kind: &Kind, language: usize, page: &mut PageView) {
    (page.items, page.facets) = facets::items(site, kind, language);
    if kind.name == "term" {
        page.letters = titles::letters(site, language, site.gallery(&kind.name, language));
    }
}

/// What the handbook rests on; `None` where it names neither facts nor works.
pub fn sources(site: &Site, language: usize) -> Option<PageView> {
    let evidence = &site.handbook.evidence;
    let tag = site.tag(language);
    if evidence.facts.is_empty() && evidence.works.is_empty() {
        return None;
    }
    let title = site
        .word(language, "sources")
        .unwrap_or("sources")
        .to_string();
    let mut page = made(site, language, "sources.html", title, "sources");
    let mut facts: Vec<&Fact> = evidence.facts.values().collect();
    facts.sort_by_key(|fact| natural(&fact.id));
    let of = |source: Option<&str>| -> Vec<FactView> {
        let own = facts.iter().filter(|fact| fact.source.as_deref() == source);
        own.map(|fact| fact_view(site, fact, language)).collect()
    };
    page.works = evidence
        .works
        .values()
        .map(|work| WorkView {
            facts: of(Some(&work.id)),
            ..work_view(work, tag)
        })
        .collect();
    page.facts = of(None);
    Some(finished(site, language, page))
}

/// `F9` before `F10`: letters first, then the number.
fn natural(id: &str) -> (String, u64, String) {
    let letters: String = id.chars().take_while(|c| !c.is_ascii_digit()).collect();
    let digits: String = id[letters.len()..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    (letters, digits.parse().unwrap_or(0), id.to_string())
}

/// The 404 page, which a server may show at any depth: all its links count from the site's root.
pub fn not_found(site: &Site) -> PageView {
    let title = site.word(0, "not-found").unwrap_or("404").to_string();
    let mut page = made(site, 0, "404.html", title, "not-found");
    let base = site.handbook.config.base_url.as_deref().unwrap_or("/");
    let after_host = base.split_once("://").map_or(base, |(_, rest)| rest);
    page.root = match after_host.split_once('/') {
        Some((_, path)) => format!("/{path}"),
        None => "/".into(),
    };
    page.path = "404.html".into();
    page.canonical = String::new();
    page.noindex = true;
    for link in &mut page.languages {
        let at = site
            .handbook
            .config
            .languages
            .iter()
            .position(|language| language.label == link.label);
        let folder = at
            .map(|at| site.handbook.language(at).folder.as_str())
            .unwrap_or_default();
        link.path = encode(&format!("{folder}/index.html"));
    }
    page
}
