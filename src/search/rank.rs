//! Which pages have what is asked for, the best first. The script's half is `rank` in `6-search.js`:
//! the same sums in the same order, in numbers of the same size, so that the order is the same.

use std::collections::{BTreeMap, HashMap};

use crate::search::ask::{Asked, Kind};
use crate::search::postings::Place;
use crate::search::read::{List, Opened};

/// By place: in the text, often there, in a heading, in the summary or a tag, in the title.
const WORTH: [f64; 5] = [1.0, 1.5, 2.6, 3.5, 5.0];
const NAMED: Place = Place::Named;
/// What a page's own name says counts for each of its sections too, but less.
const FROM_HEAD: f64 = 0.6;
const OVER_PAGE: f64 = 0.7;
const NEIGHBOURS: f64 = 0.5;
const OWN_LANGUAGE: f64 = 1.3;
const NOISE: f64 = 0.6;
/// What stands in one section.
const RUN: f64 = 1.5;
/// From here on all that is asked for is covered.
pub const ALL: f64 = 0.999;

/// A page that has something.
#[derive(Clone, Debug)]
pub struct Hit {
    pub page: usize,
    pub score: f64,
    /// How much of the query it covers.
    pub covered: f64,
    /// Its best section.
    pub section: usize,
    best: f64,
    /// Whether its title, another name or what people ask has all of it.
    pub named: bool,
    /// What its best section is worth whatever its title says.
    pub bare: f64,
}

/// Every page that has something, the best first.
#[derive(Debug)]
pub struct Ranked {
    pub hits: Vec<Hit>,
    /// How much of the query the best one covers.
    pub covered: f64,
    /// By section which atoms it has.
    pub mask: Vec<u32>,
    /// By section what it is worth.
    pub total: Vec<f32>,
}

/// How much of what is asked for a set of atoms covers, and what neighbours among them are worth.
struct Measure<'a> {
    asked: &'a Asked,
    rarity: Vec<f64>,
    known: HashMap<u32, Measured>,
}

#[derive(Clone, Copy)]
struct Measured {
    covered: f64,
    near: f64,
    rarity: f64,
}

impl Measure<'_> {
    fn of(&mut self, mask: u32) -> Measured {
        if let Some(known) = self.known.get(&mask) {
            return *known;
        }
        let Asked { weights, atoms, .. } = self.asked;
        let mut covered = vec![false; weights.len()];
        let (mut near, mut rare) = (0.0, 0.0);
        for (i, atom) in atoms.iter().enumerate().filter(|(i, _)| has(mask, *i)) {
            rare += self.rarity[i];
            covered[atom.from..atom.to].fill(true);
            let pair = |next: &&crate::search::ask::Atom| {
                let pairs = atom.kind == Kind::Pair && next.kind == Kind::Pair;
                pairs && has(mask, i + 1) && next.from == atom.from + 1
            };
            if atoms.get(i + 1).filter(pair).is_some() {
                near += NEIGHBOURS * self.rarity[i].min(self.rarity[i + 1]);
            }
        }
        let all: f64 = weights.iter().sum();
        let own = weights
            .iter()
            .zip(&covered)
            .filter(|(_, covered)| **covered);
        let own: f64 = own.map(|(weight, _)| weight).sum();
        let measured = Measured {
            covered: own / all,
            near,
            rarity: rare,
        };
        self.known.insert(mask, measured);
        measured
    }
}

fn has(mask: u32, atom: usize) -> bool {
    mask >> atom & 1 == 1
}

/// The number of the language a page is written in.
pub fn language_of(index: &Opened, page: usize) -> usize {
    let languages = &index.manifest.languages;
    let begun = languages.iter().rposition(|(_, first, _)| *first <= page);
    begun.unwrap_or_default()
}

/// Ranks all pages; those in the reader's language, by its number, have an advantage.
pub fn rank(index: &Opened, asked: &Asked, reader: usize) -> Ranked {
    let (sections, pages) = (index.manifest.sections, index.manifest.pages);
    let page_of = &index.map.page;
    let atoms = &asked.atoms;
    let mut score = vec![0f32; sections];
    let mut total = vec![0f32; sections];
    let mut mask = vec![0u32; sections];
    // By page and atom the best place it stands in.
    let mut places: Vec<Option<Place>> = vec![None; pages * atoms.len()];
    // By page which atoms it has, and which in its title or the like.
    let mut whole = vec![0u32; pages];
    let mut heads = vec![0u32; pages];
    let mut rarity = Vec::with_capacity(atoms.len());
    let mut touched = Vec::new();
    let mut seen = vec![false; sections];
    for (i, atom) in atoms.iter().enumerate() {
        let mut hits: Vec<(usize, f64)> = Vec::new();
        for way in &atom.ways {
            gather(&way.parts, |section, place| {
                if std::mem::replace(&mut seen[section], true) {
                    return;
                }
                hits.push((section, WORTH[place as usize] * way.weight));
                let page = page_of[section];
                let best = &mut places[page * atoms.len() + i];
                *best = (*best).max(Some(place));
                if place >= NAMED {
                    heads[page] |= 1 << i;
                }
            });
        }
        let count = hits.len() as f64;
        // To so many digits every machine has the same logarithm, and so the same order.
        let rare = (1.0 + (sections as f64 - count + 0.5) / (count + 0.5)).ln() as f32;
        rarity.push(f64::from(rare));
        for (section, worth) in hits {
            seen[section] = false;
            if mask[section] == 0 {
                touched.push(section);
            }
            score[section] = (f64::from(score[section]) + rarity[i] * worth) as f32;
            mask[section] |= 1 << i;
            whole[page_of[section]] |= 1 << i;
        }
    }
    let sum = |page: usize, mask: u32, least: Place, share: f64| {
        let mut sum = 0.0;
        for (i, rarity) in rarity.iter().enumerate().filter(|(i, _)| has(mask, *i)) {
            if let Some(place) = places[page * atoms.len() + i].filter(|place| *place >= least) {
                sum += share * WORTH[place as usize] * rarity;
            }
        }
        sum
    };
    let mut measure = Measure {
        asked,
        rarity: rarity.clone(),
        known: HashMap::new(),
    };
    let mut hits: BTreeMap<usize, Hit> = BTreeMap::new();
    for section in touched {
        let page = page_of[section];
        let hit = hits.entry(page).or_insert_with(|| {
            let covered = measure.of(whole[page]).covered;
            let own = &places[page * atoms.len()..][..atoms.len()];
            let titled = own
                .iter()
                .enumerate()
                .filter(|(_, place)| **place == Some(Place::Title));
            let titled = titled.fold(0, |mask, (i, _)| mask | 1 << i);
            Hit {
                page,
                score: sum(page, whole[page], Place::Text, OVER_PAGE) * covered * covered,
                covered: 0.9 * covered,
                section,
                best: -1.0,
                named: measure.of(titled).covered > ALL,
                bare: 0.0,
            }
        });
        let own = measure.of(mask[section] | heads[page]);
        let from_head = sum(page, heads[page] & !mask[section], NAMED, FROM_HEAD);
        let mut worth =
            (f64::from(score[section]) + from_head + own.near) * own.covered * own.covered;
        let bare = measure.of(mask[section]);
        if bare.covered > ALL {
            worth *= RUN;
        }
        total[section] = worth as f32;
        hit.bare = hit
            .bare
            .max((bare.rarity + bare.near) * bare.covered * bare.covered);
        hit.covered = hit.covered.max(own.covered);
        hit.score = hit.score.max(worth);
        if worth > hit.best || worth == hit.best && section < hit.section {
            hit.best = worth;
            hit.section = section;
        }
    }
    let mut hits: Vec<Hit> = hits.into_values().collect();
    let covered = hits.iter().map(|hit| hit.covered).fold(0.0, f64::max);
    hits.retain(|hit| hit.covered >= NOISE * covered);
    for hit in &mut hits {
        if language_of(index, hit.page) == reader {
            hit.score *= OWN_LANGUAGE;
        }
    }
    sort_by(&mut hits, |hit| hit.score);
    Ranked {
        hits,
        covered,
        mask,
        total,
    }
}

/// The greatest first; of equals the one that comes first in the handbook.
pub fn sort_by(hits: &mut [Hit], worth: impl Fn(&Hit) -> f64) {
    hits.sort_by(|a, b| {
        let greater = worth(b).total_cmp(&worth(a));
        greater.then(a.page.cmp(&b.page))
    });
}

/// The sections that hold all terms of a way, each with its best place in them.
fn gather(parts: &[Vec<List>], mut each: impl FnMut(usize, Place)) {
    if let [lists] = parts {
        for (section, place) in lists.iter().flatten() {
            each(*section, *place);
        }
        return;
    }
    // By section how many of the terms so far it holds, and the place.
    let mut found: BTreeMap<usize, (usize, Place)> = BTreeMap::new();
    for (at, lists) in parts.iter().enumerate() {
        for (section, place) in lists.iter().flatten() {
            match found.get_mut(section) {
                None if at == 0 => {
                    found.insert(*section, (1, *place));
                }
                // Of two places the lesser: all of it stands there.
                Some((until, least)) if *until == at => {
                    *until = at + 1;
                    *least = (*least).min(*place);
                }
                _ => {}
            }
        }
    }
    for (section, (until, place)) in found {
        if until == parts.len() {
            each(section, place);
        }
    }
}
