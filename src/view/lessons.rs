//! Lessons as readers of a language find them: which are on which path, how long each takes, how
//! many there are for a role. Counted once a build, so that no page pays for the size of the handbook.

use std::collections::{BTreeSet, HashMap};

use super::cards::Site;
use super::{Card, PathPlace};
use crate::handbook::learning_path::{modules_of_path, targets};
use crate::handbook::{Handbook, Version, schedule};
use crate::path::encode;

/// What is counted for one language; articles by their index.
#[derive(Default)]
pub struct Lessons {
    /// Of each listed path its listed lessons, in order.
    on_path: HashMap<usize, Vec<usize>>,
    /// Of each lesson the paths it is on, in their gallery's order, and its place on each from 0.
    paths: HashMap<usize, Vec<(usize, usize)>>,
    /// Of each role how many lessons name it.
    for_role: HashMap<usize, usize>,
    /// Of each article that takes time its minutes; of a path those of its lessons together.
    minutes: HashMap<usize, u32>,
}

impl Lessons {
    /// `galleries` are the articles of each kind that are listed in the language.
    pub fn count(handbook: &Handbook, language: usize, galleries: &[Vec<usize>]) -> Lessons {
        let mut lessons = Lessons::default();
        for (at, article) in handbook.articles.iter().enumerate() {
            let minutes = handbook
                .reading(article, language)
                .map_or(0, |version| minutes_of(handbook, version));
            if minutes > 0 {
                lessons.minutes.insert(at, minutes);
            }
        }
        let gallery = |name: &str| {
            let kind = handbook
                .schema
                .kinds
                .iter()
                .position(|kind| kind.name == name);
            kind.map_or(&[][..], |kind| &galleries[kind])
        };
        let listed: BTreeSet<usize> = gallery("module").iter().copied().collect();
        for &lesson in gallery("module") {
            let roles: BTreeSet<usize> =
                targets(handbook, lesson, &["roles"]).into_iter().collect();
            for role in roles {
                *lessons.for_role.entry(role).or_default() += 1;
            }
        }
        for &path in gallery("path") {
            let mut on_path = modules_of_path(handbook, path);
            let mut seen = BTreeSet::new();
            on_path.retain(|lesson| listed.contains(lesson) && seen.insert(*lesson));
            for (place, &lesson) in on_path.iter().enumerate() {
                lessons.paths.entry(lesson).or_default().push((path, place));
            }
            let minutes = on_path.iter().map(|&lesson| lessons.minutes(lesson));
            let minutes = minutes.fold(0, u32::saturating_add);
            lessons.minutes.insert(path, minutes);
            lessons.on_path.insert(path, on_path);
        }
        lessons
    }

    /// How long an article takes in minutes; 0 where it takes no time.
    pub fn minutes(&self, at: usize) -> u32 {
        self.minutes.get(&at).copied().unwrap_or(0)
    }

    /// How many lessons there are for a role, or on a path.
    pub fn number(&self, at: usize) -> usize {
        let on_path = self.on_path.get(&at).map(Vec::len);
        on_path
            .or_else(|| self.for_role.get(&at).copied())
            .unwrap_or(0)
    }
}

/// A page of another kind may show an activity and yet be no lesson.
fn minutes_of(handbook: &Handbook, version: &Version) -> u32 {
    let kind = handbook.schema.kind(&version.page.address.kind);
    if kind.is_none_or(|kind| kind.field("minutes").is_none()) {
        return 0;
    }
    schedule::timed_minutes(&version.page.body, &handbook.schema)
        .or_else(|| schedule::stated_minutes(&version.head))
        .unwrap_or(0)
}

/// The lessons of a path as cards, each with what the path says of it: `{optional: …, why: …}`.
pub fn of_path(site: &Site, path: usize, language: usize) -> Vec<Card> {
    let lessons = site.lessons(language).on_path.get(&path);
    let cards = lessons.into_iter().flatten().filter_map(|&lesson| {
        let mut card = site.card(lesson, language)?;
        card.details = site.details(path, lesson, "modules.module", language);
        Some(card)
    });
    cards.collect()
}

/// The paths a lesson is on.
pub fn places(site: &Site, lesson: usize, language: usize) -> Vec<PathPlace> {
    let lessons = site.lessons(language);
    let paths = lessons.paths.get(&lesson).into_iter().flatten();
    let places = paths.filter_map(|&(path, place)| {
        let card = site.card(path, language)?;
        let on_path = &lessons.on_path[&path];
        let before = place.checked_sub(1).map(|before| on_path[before]);
        let after = on_path.get(place + 1);
        Some(PathPlace {
            id: site.handbook.articles[path].id.clone(),
            title: card.title,
            path: encode(site.path(path, language).as_str()),
            number: place + 1,
            of: on_path.len(),
            previous: before.and_then(|lesson| site.card(lesson, language)),
            next: after.and_then(|&lesson| site.card(lesson, language)),
        })
    });
    places.collect()
}
