//! The phases a page belongs to: those it names, else those that name it.

use super::PhaseTab;
use super::cards::Site;
use crate::front_matter::Value;
use crate::handbook::learning_path::targets;
use crate::path::encode;

/// The phases an article belongs to, in the phases' order: its own, else those that refer to it
/// (a role by a task, a tool by what a task leaves behind); of a phase, itself. Only those that
/// readers of the language find among the phases.
pub fn of(site: &Site, at: usize, language: usize) -> Vec<usize> {
    let article = &site.handbook.articles[at];
    if article.kind == "phase" {
        return vec![at];
    }
    let mut found = targets(site.handbook, at, &["phases"]);
    if found.is_empty() {
        let by_phases = article.referrers.iter().filter(|edge| {
            &*edge.field != "related" && site.handbook.articles[edge.from].kind == "phase"
        });
        found = by_phases.map(|edge| edge.from).collect();
    }
    found.retain(|&phase| site.place(phase, language).is_some());
    found.sort_by_key(|&phase| site.place(phase, language));
    found.dedup();
    found
}

/// A phase as an index tab; `None` where readers do not get to see it.
pub fn tab(site: &Site, at: usize, language: usize) -> Option<PhaseTab> {
    let article = &site.handbook.articles[at];
    let version = site.handbook.reading(article, language)?;
    let number = match version.head.get("number") {
        Some(Value::Integer(number)) => *number,
        _ => 0,
    };
    let text = |name: &str| version.head.text(name).map(str::to_string);
    Some(PhaseTab {
        id: article.id.clone(),
        number,
        seal: text("seal").unwrap_or_else(|| number.to_string()),
        tab: text("tab").unwrap_or_else(|| version.title().to_string()),
        title: version.title().to_string(),
        goal: text("goal").unwrap_or_default(),
        path: encode(site.path(at, language).as_str()),
    })
}
