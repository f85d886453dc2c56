//! What a page rests on, in words of a language: facts, and the works they come from.

use super::cards::Site;
use super::{FactView, PageView, WorkView};
use crate::config::{Fact, SourceWork};
use crate::handbook::Version;
use crate::path::encode;

/// The facts and works a version names, the works of its facts among them.
pub fn fill(site: &Site, version: &Version, language: usize, page: &mut PageView) {
    let evidence = &site.handbook.evidence;
    let ids = |name: &str| {
        let values = version.head.list(name).iter();
        values
            .filter_map(|value| value.field("id").unwrap_or(value).as_text())
            .map(str::to_string)
            .collect()
    };
    let facts: Vec<String> = ids("facts");
    page.facts = facts
        .iter()
        .filter_map(|id| evidence.facts.get(id))
        .map(|fact| fact_view(site, fact, language))
        .collect();
    let mut works: Vec<String> = ids("sources");
    let named = facts
        .iter()
        .filter_map(|id| evidence.facts.get(id)?.source.clone());
    for id in named {
        if !works.contains(&id) {
            works.push(id);
        }
    }
    page.works = works
        .iter()
        .filter_map(|id| evidence.works.get(id))
        .map(|work| work_view(work, site.tag(language)))
        .collect();
}

/// A fact in words of a language.
pub fn fact_view(site: &Site, fact: &Fact, language: usize) -> FactView {
    let (folder, tag) = (&site.handbook.language(language).folder, site.tag(language));
    FactView {
        id: fact.id.clone(),
        text: fact.text.get(tag).to_string(),
        certain: fact.certain,
        note: fact.note.get(tag).to_string(),
        path: format!(
            "{}#{}",
            encode(&super::site::sources_path(folder)),
            encode(&fact.id)
        ),
    }
}

/// A work in words of a language.
pub fn work_view(work: &SourceWork, tag: &str) -> WorkView {
    WorkView {
        id: work.id.clone(),
        title: work.title.get(tag).to_string(),
        by: work.by.get(tag).to_string(),
        year: work.year.map(|year| year.to_string()).unwrap_or_default(),
        url: work.url.clone().unwrap_or_default(),
        facts: Vec::new(),
    }
}
