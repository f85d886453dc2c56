//! Pages to terms: which sections each term stands in, and where in them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use crate::search::entry::{Entry, Page};
use crate::search::postings::{Place, Postings};
use crate::search::sounds;
use crate::search::words::{Side, Term, Writing, joints, runs, terms};

/// An index that grows by some pages at a time, so that what lies between a page and its terms takes
/// the memory of those only.
#[derive(Default)]
pub struct Indexer {
    parts: [Part; PARTS],
    pages: Vec<Page>,
    sections: u32,
}

/// Terms are put together in so many independent parts.
const PARTS: usize = 8;

/// What a page's sections hold, by part. The number is the section within the page and the place,
/// a term of a section once.
#[derive(Default)]
struct Found {
    pairs: Vec<(u64, u32)>,
    words: Vec<(Box<str>, u32)>,
}

#[derive(Default)]
struct Part {
    pairs: HashMap<u64, Postings, BuildHasherDefault<Mix>>,
    words: HashMap<Box<str>, Postings>,
}

/// Two characters in a number are already well spread once they are multiplied.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, _: &[u8]) {
        unreachable!("only numbers are hashed");
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = (number ^ (number >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

impl Indexer {
    /// Takes in pages, each with its place among the articles; those of a language follow each other.
    pub fn add(&mut self, entries: Vec<(usize, Arc<Entry>)>) {
        let page = |at, entry: &Entry| Page {
            at,
            ..entry.page.clone()
        };
        let read = entries
            .into_par_iter()
            .map(|(at, entry)| (found(&entry), page(at, &entry)));
        let (found, pages): (Vec<[Found; PARTS]>, Vec<Page>) = read.unzip();
        let mut firsts = Vec::with_capacity(pages.len());
        for page in &pages {
            firsts.push(self.sections);
            self.sections += page.sections;
        }
        self.parts
            .par_iter_mut()
            .enumerate()
            .for_each(|(at, part)| {
                for (found, first) in found.iter().zip(&firsts) {
                    part.add(&found[at], *first);
                }
            });
        self.pages.extend(pages);
    }

    /// All pages, and all terms with their sections, sorted by their spelling.
    pub fn finish(self) -> (Vec<Page>, Vec<(String, Postings)>) {
        let terms = self.parts.into_par_iter().flat_map_iter(Part::spelled);
        let mut terms: Vec<(String, Postings)> = terms.collect();
        terms.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
        (self.pages, terms)
    }
}

impl Part {
    fn add(&mut self, found: &Found, first: u32) {
        for (pair, number) in &found.pairs {
            let (section, place) = unpack(*number);
            self.pairs
                .entry(*pair)
                .or_default()
                .push(first + section, place);
        }
        for (word, number) in &found.words {
            let (section, place) = unpack(*number);
            match self.words.get_mut(word) {
                Some(postings) => postings.push(first + section, place),
                None => {
                    let postings = self.words.entry(word.clone()).or_default();
                    postings.push(first + section, place);
                }
            }
        }
    }

    fn spelled(self) -> Vec<(String, Postings)> {
        let pairs = self.pairs.into_iter().map(|(pair, postings)| {
            let chars = [pair >> 32, pair & 0xFFFF_FFFF];
            let chars = chars.into_iter().filter(|code| *code > 0);
            let term = chars.filter_map(|code| char::from_u32(u32::try_from(code).ok()?));
            (term.collect(), postings)
        });
        let words = self
            .words
            .into_iter()
            .map(|(word, postings)| (word.into(), postings));
        pairs.chain(words).collect()
    }
}

const PLACES: u32 = Place::ALL.len() as u32;

fn unpack(number: u32) -> (u32, Place) {
    (number / PLACES, Place::ALL[(number % PLACES) as usize])
}

/// A page's terms, by part, in the order of its sections.
fn found(entry: &Entry) -> [Found; PARTS] {
    let mut parts: [Found; PARTS] = Default::default();
    let mut pairs: Vec<(u64, Place)> = Vec::new();
    let mut words: Vec<(Box<str>, Place)> = Vec::new();
    for (section, number) in entry.sections.iter().zip(0..) {
        let mut put = |text: &str, place: Place, is_name: bool| {
            let runs = runs(text, Side::Text);
            let mut add = |term: Term| match term {
                Term::Pair(first, second) => {
                    let pair = u64::from(u32::from(first)) << 32 | u64::from(u32::from(second));
                    pairs.push((pair, place));
                }
                Term::Last(only) => pairs.push((u64::from(u32::from(only)) << 32, place)),
                Term::Word(word) => words.push((word.into(), place)),
            };
            runs.iter().for_each(|run| terms(run, &mut add));
            joints(&runs, &mut add);
            // A summary is too long to be asked for by its sound.
            if is_name {
                for run in runs.iter().filter(|run| run.writing == Writing::Han) {
                    sounds::keys(run, &mut |key| words.push((key.into(), place)));
                }
            }
        };
        put(&section.text, Place::Text, false);
        put(&section.heading, Place::Heading, true);
        if number == 0 {
            let names = entry.page.synonyms.iter().chain(&entry.asks);
            let titles = [&entry.page.title, &entry.page.code]
                .into_iter()
                .chain(names);
            titles.for_each(|title| put(title, Place::Title, true));
            entry
                .page
                .tags
                .iter()
                .for_each(|tag| put(tag, Place::Named, true));
            entry
                .choices
                .iter()
                .for_each(|choice| put(choice, Place::Named, false));
            put(&entry.summary, Place::Named, false);
            sounds::spelled(&entry.pinyin, &mut |key| {
                words.push((key.into(), Place::Title))
            });
        }
        for (pair, place) in once_each(&mut pairs) {
            parts[(pair ^ pair >> 32) as usize % PARTS]
                .pairs
                .push((pair, number * PLACES + place as u32));
        }
        for (word, place) in once_each(&mut words) {
            let part = word.bytes().fold(0, |sum: usize, byte| {
                sum.wrapping_mul(31) + usize::from(byte)
            }) % PARTS;
            parts[part]
                .words
                .push((word, number * PLACES + place as u32));
        }
    }
    parts
}

/// Each term once, with the most telling place it stands in; in the text alone more than twice is
/// often.
fn once_each<T: Ord + Clone>(terms: &mut Vec<(T, Place)>) -> Vec<(T, Place)> {
    terms.sort_unstable();
    let once = terms.chunk_by(|a, b| a.0 == b.0).map(|same| {
        let (term, place) = same.last().expect("a chunk is not empty").clone();
        let often = place == Place::Text && same.len() > 2;
        (term, if often { Place::Often } else { place })
    });
    let once = once.collect();
    terms.clear();
    once
}
