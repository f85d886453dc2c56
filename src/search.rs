//! Search: an index of every published page that the reader's own browser answers from, and the same
//! answers in the terminal. No word is looked up in a dictionary of ours, no server is asked.
//!
//! [`words`] is what a text is cut into, `text` what of a page is read, `index` which sections each
//! term stands in, `files` how that is written down. The theme's `search.js` reads it and answers;
//! in the terminal [`answer`] does, in the same way: `read` opens the files, `ask` is what of them
//! answers to a query, `rank` which pages are best, `quote` which of their words are shown.

pub mod answer;
mod ask;
mod entry;
mod files;
mod fold;
mod index;
mod postings;
mod quote;
mod rank;
mod read;
mod sounds;
mod text;
pub mod words;

pub use entry::{Entry, Stated, entry, stated};
pub use index::Indexer;
pub use quote::marks;
pub use read::{Lookup, Lost};

use std::collections::BTreeMap;

use files::{Around, Facet, FacetValue, InLanguage};

use crate::output::Output;
use crate::search::entry::Page;
use crate::view::cards::Site;

/// Puts the index into the site.
pub fn write(site: &Site, indexer: Indexer, output: &mut Output) {
    let (pages, terms) = indexer.finish();
    let around = around(site, &pages);
    files::write(pages, terms, &around, output);
}

fn around(site: &Site, pages: &[Page]) -> Around {
    let handbook = site.handbook;
    let languages = handbook.config.languages.iter().enumerate();
    let languages = languages.map(|(at, language)| InLanguage {
        folder: language.folder.clone(),
        label: language.label.clone(),
        first: pages.partition_point(|page| page.language < at),
    });
    let tags: Vec<&str> = (0..handbook.config.languages.len())
        .map(|language| site.tag(language))
        .collect();
    let words = |name: &str| -> Vec<String> {
        let all = 0..handbook.config.languages.len();
        all.map(|language| site.word(language, name).unwrap_or_default().to_string())
            .collect()
    };
    let labels = ["role", "problem"].map(|name| {
        let kind = handbook.schema.kind(name);
        let label = |tag: &&str| kind.map_or("", |kind| kind.label.get(tag)).to_string();
        (name, tags.iter().map(label).collect())
    });
    let labels = labels.into_iter().chain([
        ("kind", words("search-kind")),
        ("phase", words("phases")),
        ("lang", words("language")),
        ("tag", words("tags")),
    ]);
    let kinds = handbook.schema.kinds.iter().map(|kind| {
        // A plain page is just a page.
        let label = |tag: &&str| {
            if kind.name == "page" {
                String::new()
            } else {
                kind.label.get(tag).to_string()
            }
        };
        (kind.name.clone(), tags.iter().map(label).collect())
    });
    let kind_of = pages.iter().map(|page| {
        let kind = &handbook.articles[page.at].kind;
        handbook
            .schema
            .kinds
            .iter()
            .position(|other| other.name == *kind)
            .unwrap_or_default()
    });
    let copies = pages.iter().map(|page| {
        let article = &handbook.articles[page.at];
        let others = (0..article.versions.len()).filter(|other| *other != page.language);
        let copied = |other: &usize| {
            let reading = handbook.reading(article, *other);
            reading.is_some_and(|version| version.page.address.language == page.language)
        };
        others.filter(copied).collect()
    });
    let groups = pages
        .iter()
        .filter(|page| !page.synonyms.is_empty())
        .map(|page| {
            let names = std::iter::once(&page.title).chain(&page.synonyms);
            names.cloned().collect()
        });
    Around {
        languages: languages.collect(),
        kinds: kinds.collect(),
        kind_of: kind_of.collect(),
        copies: copies.collect(),
        groups: groups.collect(),
        facets: facets(site, pages),
        labels: labels.collect(),
    }
}

/// By phase, role and problem: what a page belongs to or refers to. By tag.
fn facets(site: &Site, pages: &[Page]) -> Vec<Facet> {
    let handbook = site.handbook;
    let mut facets = Vec::new();
    for kind in ["phase", "role", "problem"] {
        let mut values = Vec::new();
        for target in handbook.of_kind(kind) {
            let article = &handbook.articles[target];
            let has = |page: &Page| match kind {
                "phase" => page.phases.contains(&article.id),
                _ => {
                    page.at == target
                        || handbook.articles[page.at]
                            .references
                            .iter()
                            .any(|edge| edge.to == target)
                }
            };
            let label = |language| {
                handbook
                    .reading(article, language)
                    .map_or_else(String::new, |version| version.title().to_string())
            };
            values.push(FacetValue {
                id: article.id.clone(),
                labels: (0..article.versions.len()).map(label).collect(),
                pages: numbers(pages.iter().map(has)),
            });
        }
        facets.push(Facet { name: kind, values });
    }
    let mut tags: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (page, number) in pages.iter().zip(0..) {
        for tag in &page.tags {
            tags.entry(tag).or_default().push(number);
        }
    }
    let values = tags.into_iter().map(|(tag, pages)| FacetValue {
        id: tag.to_string(),
        labels: vec![tag.to_string()],
        pages,
    });
    facets.push(Facet {
        name: "tag",
        values: values.collect(),
    });
    for facet in &mut facets {
        facet.values.retain(|value| !value.pages.is_empty());
    }
    facets.retain(|facet| !facet.values.is_empty());
    facets
}

fn numbers(has: impl Iterator<Item = bool>) -> Vec<u32> {
    has.zip(0..)
        .filter(|(has, _)| *has)
        .map(|(_, page)| page)
        .collect()
}
