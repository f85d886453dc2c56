//! The index as files: classic scripts that each call one function, so that a page may load them
//! over http, from a disk and under a policy that allows nothing else.
//!
//! `linliIndex(NAME, VALUE)`, where NAME is the file's path below `search/` without its hash:
//!
//! - `manifest` – what there is, and under which names; the one file whose own name never changes;
//! - `terms/N` – a stretch of the dictionary: for each term the number of UTF-16 units it shares with
//!   the one before (as a character from `0` on), the rest of it, a space, its postings, a space;
//! - `map` – how many sections each page has, its kind, and which names mean the same;
//! - `pages/N` – addresses and titles of [`PAGES`] pages, and the names of their texts;
//! - `text/N` – the sections of some pages: what the first says, then anchor, heading and text of each;
//! - `facets` – which pages have which phase, role, problem and tag;
//! - `spare` – what is needed only when nothing was found: traditional characters the handbook uses;
//! - `words/N` – the words in Latin letters, to compare a mistyped one with.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::escape::script_json;
use crate::output::Output;
use crate::path::SitePath;
use crate::search::entry::Page;
use crate::search::fold::traditional;
use crate::search::postings::{Place, Postings, numbers};

/// Pages to a file of titles.
const PAGES: usize = 16;
/// The dictionary is cut where a file has grown beyond so many bytes: about 4 KB packed.
const CUT: usize = 5_600;
/// The same for texts, of which an answer quotes one page each.
const CUT_TEXT: usize = 4_000;
/// A handbook with less than that, about 60 KB packed, has it all in the manifest.
const SMALL: usize = 130_000;
/// Characters of a hash in a name. Together with the number in front they tell one build's file
/// from the next one's, which is all they are for.
pub const HASH: usize = 4;
/// So many neighbouring files share a hash, that of all of them, so that the manifest stays small.
pub const GROUP: usize = 16;

/// What stands around the index: the languages, kinds and choices its numbers mean.
#[derive(Debug)]
pub struct Around {
    pub languages: Vec<InLanguage>,
    /// By kind its English name and its labels by language.
    pub kinds: Vec<(String, Vec<String>)>,
    /// By page the number of its kind.
    pub kind_of: Vec<usize>,
    /// By page the languages whose readers have a copy of it.
    pub copies: Vec<Vec<usize>>,
    /// Names that mean the same.
    pub groups: Vec<Vec<String>>,
    pub facets: Vec<Facet>,
    /// What the ways to narrow are called, by language.
    pub labels: Vec<(&'static str, Vec<String>)>,
}

/// A language of the handbook.
#[derive(Debug)]
pub struct InLanguage {
    pub folder: String,
    /// The language's own name for itself.
    pub label: String,
    /// The number of its first page.
    pub first: usize,
}

/// One way to narrow an answer.
#[derive(Debug)]
pub struct Facet {
    pub name: &'static str,
    pub values: Vec<FacetValue>,
}

#[derive(Debug)]
pub struct FacetValue {
    pub id: String,
    /// By language.
    pub labels: Vec<String>,
    /// The pages that have it, in their order.
    pub pages: Vec<u32>,
}

/// Puts all files of the index into the site.
pub fn write(
    mut all: Vec<Page>,
    terms: Vec<(String, Postings)>,
    around: &Around,
    output: &mut Output,
) {
    let dictionary = || {
        terms
            .iter()
            .map(|(term, postings)| (term.as_str(), postings.as_str()))
    };
    let spare = json!(traditional_in(&terms)).to_string();
    let stretches_of_terms = stretches(dictionary());
    let words = dictionary().filter(|(term, _)| is_latin_word(term));
    let words = stretches(words.map(|(term, _)| (term, "")));
    let firsts = json!({ "terms": firsts(&stretches_of_terms), "words": firsts(&words) });
    let (dictionary, words) = (quoted(stretches_of_terms), quoted(words));
    drop(terms);
    let texts = all.iter().map(|page| page.text.len());
    let small = texts
        .chain(dictionary.iter().map(String::len))
        .sum::<usize>()
        < SMALL;
    let mut put = Files {
        small,
        output,
        within: String::new(),
    };
    let map = map(&all, around).to_string();
    let pages = shelves(&mut all, &around.copies, &mut put);
    let languages = around
        .languages
        .iter()
        .map(|language| json!([language.folder, language.first, language.label]));
    let labels = around
        .labels
        .iter()
        .map(|(name, labels)| (name.to_string(), json!(labels)));
    let kinds = around
        .kinds
        .iter()
        .map(|(name, labels)| json!([name, labels]));
    let mut manifest = json!({
        "pages": all.len(),
        "sections": all.iter().map(|page| page.sections).sum::<u32>(),
        "languages": languages.collect::<Vec<_>>(),
        "kinds": kinds.collect::<Vec<_>>(),
        "labels": labels.collect::<serde_json::Map<_, _>>(),
        "perShard": PAGES,
        "firsts": firsts,
    });
    manifest["names"] = json!({
        "pages": put.all("pages", &pages),
        "terms": put.all("terms", &dictionary),
        "map": put.one("map", &map),
        "facets": put.one("facets", &facets(around).to_string()),
        // A small handbook's dictionary is at hand whole.
        "words": if small { String::new() } else { put.all("words", &words) },
        "spare": put.apart("spare", &spare),
    });
    let script = format!("{}{}", put.within, call("manifest", &manifest.to_string()));
    put.output.insert(path("search/manifest.js"), script);
}

/// Where files go, and what a small handbook's manifest holds in their stead.
struct Files<'a> {
    small: bool,
    output: &'a mut Output,
    within: String,
}

impl Files<'_> {
    /// Numbered files; the hashes of their groups one after another.
    fn all(&mut self, folder: &str, values: &[String]) -> String {
        let groups = values.chunks(GROUP).enumerate();
        groups
            .map(|(at, group)| self.group(folder, at * GROUP, group))
            .collect()
    }

    /// Files numbered from one on that share a hash, which it gives.
    fn group(&mut self, folder: &str, first: usize, values: &[String]) -> String {
        let names = (first..).map(|number| format!("{folder}/{number}"));
        let scripts: Vec<_> = names
            .zip(values)
            .map(|(name, value)| (call(&name, value), name))
            .collect();
        if self.small {
            scripts
                .iter()
                .for_each(|(script, _)| self.within.push_str(script));
            return "0".repeat(HASH);
        }
        let hash = short_hash(
            &scripts
                .iter()
                .map(|(script, _)| script.as_str())
                .collect::<String>(),
        );
        for (script, name) in scripts {
            self.output
                .insert(path(&format!("search/{name}-{hash}.js")), script);
        }
        hash
    }

    /// One file; its hash.
    fn one(&mut self, name: &str, value: &str) -> String {
        if self.small {
            self.within.push_str(&call(name, value));
            return "0".repeat(HASH);
        }
        self.apart(name, value)
    }

    /// One file that even a small handbook keeps apart, since it is hardly ever asked for.
    fn apart(&mut self, name: &str, value: &str) -> String {
        let script = call(name, value);
        let hash = short_hash(&script);
        self.output
            .insert(path(&format!("search/{name}-{hash}.js")), script);
        hash
    }
}

fn call(name: &str, json: &str) -> String {
    format!("linliIndex(\"{name}\",{});\n", script_json(json))
}

fn path(name: &str) -> SitePath {
    SitePath::new(name).expect("linli's own addresses are paths")
}

/// Small letters and digits only: some disks do not tell small letters from capitals.
fn short_hash(text: &str) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut rest = crate::source::hash(text.as_bytes());
    let digits = (0..HASH).map(|_| {
        let digit = DIGITS[(rest % 36) as usize];
        rest /= 36;
        char::from(digit)
    });
    digits.collect()
}

fn map(pages: &[Page], around: &Around) -> Value {
    let kinds = around
        .kind_of
        .iter()
        .map(|kind| u32::try_from(*kind).unwrap_or_default());
    let sections = pages.iter().map(|page| page.sections);
    json!([numbers(sections), numbers(kinds), around.groups])
}

fn facets(around: &Around) -> Value {
    let facets = around.facets.iter().map(|facet| {
        let values = facet.values.iter().map(|value| {
            let mut pages = Postings::default();
            value
                .pages
                .iter()
                .for_each(|page| pages.push(*page, Place::Text));
            json!([value.id, value.labels, pages.as_str()])
        });
        json!([facet.name, values.collect::<Vec<_>>()])
    });
    facets.collect()
}

/// The files of pages as JSON: their rows, the number of the first text that is theirs, the hash of
/// their texts, which are put into files on the way.
fn shelves(pages: &mut [Page], copies: &[Vec<usize>], put: &mut Files) -> Vec<String> {
    let mut shelves = Vec::new();
    let mut next = 0;
    for (shelf, first) in pages.chunks_mut(PAGES).zip((0..).step_by(PAGES)) {
        let mut texts: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        for (page, number) in shelf.iter_mut().zip(first..) {
            match texts.last_mut().filter(|text| text.len() < CUT_TEXT) {
                Some(open) => open.push(','),
                None => texts.push(format!("[{number},")),
            }
            let text = next + texts.len() - 1;
            let open = texts.last_mut().expect("one is open");
            open.push_str(&std::mem::take(&mut page.text));
            let mut row = vec![
                json!(page.url),
                json!(page.title),
                json!(page.code),
                json!(text),
            ];
            if !copies[number].is_empty() {
                row.push(json!(copies[number]));
            }
            rows.push(Value::from(row));
        }
        texts.iter_mut().for_each(|text| text.push(']'));
        let hash = put.group("text", next, &texts);
        shelves.push(json!([rows, next, hash]).to_string());
        next += texts.len();
    }
    shelves
}

/// A part of the dictionary.
struct Stretch<'a> {
    first: &'a str,
    last: &'a str,
    text: String,
}

/// A sorted dictionary cut into stretches.
fn stretches<'a>(terms: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Stretch<'a>> {
    let mut all: Vec<Stretch> = Vec::new();
    for (term, postings) in terms {
        let shared = match all.last_mut() {
            Some(stretch) if stretch.text.len() < CUT => shared(stretch.last, term),
            _ => {
                all.push(Stretch {
                    first: term,
                    last: term,
                    text: String::new(),
                });
                ""
            }
        };
        let stretch = all.last_mut().expect("one was just begun");
        let units = u8::try_from(shared.encode_utf16().count()).expect("words are short");
        stretch.text.push(char::from(b'0' + units));
        stretch
            .text
            .extend([&term[shared.len()..], " ", postings, " "]);
        stretch.last = term;
    }
    all
}

/// What two terms begin with alike.
fn shared<'a>(a: &str, b: &'a str) -> &'a str {
    let alike = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    // A word has at most 40 characters, a key of sounds fewer; each is a character from `0` on.
    let length = alike.take(40).map(|(a, _)| a.len_utf8()).sum();
    &b[..length]
}

/// By stretch the beginning of its first term that tells it from the last term before, as numbers:
/// how many come after what it shares with the beginning before, and 64 times how many it shares;
/// then the characters, the first of them by how far it is from what stands in its place before.
fn firsts(stretches: &[Stretch]) -> String {
    let mut written = Vec::new();
    let mut last = "";
    let mut before: Vec<char> = Vec::new();
    for stretch in stretches {
        let length = shared(last, stretch.first).chars().count();
        let first: Vec<char> = stretch.first.chars().take(length + 1).collect();
        last = stretch.last;
        let alike = first
            .iter()
            .zip(&before)
            .take_while(|(a, b)| a == b)
            .count();
        let code = |c: Option<&char>| c.map_or(0, |c| u32::from(*c));
        let rest = u32::try_from(first.len() - alike).unwrap_or_default();
        written.push(u32::try_from(alike).unwrap_or_default() * 64 + rest);
        for (at, c) in first.iter().enumerate().skip(alike) {
            let from = if at == alike { code(before.get(at)) } else { 0 };
            written.push(u32::from(*c) - from);
        }
        before = first;
    }
    numbers(written)
}

fn is_latin_word(term: &str) -> bool {
    term.len() > 3 && term.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn quoted(stretches: Vec<Stretch>) -> Vec<String> {
    let quoted = stretches
        .into_iter()
        .map(|stretch| json!(stretch.text).to_string());
    quoted.collect()
}

/// The traditional characters that are read as one the handbook has, each followed by that one.
fn traditional_in(terms: &[(String, Postings)]) -> String {
    let used: HashSet<char> = terms
        .iter()
        .filter_map(|(term, _)| term.chars().next())
        .collect();
    let pairs = traditional()
        .into_iter()
        .filter(|(_, to)| used.contains(to));
    pairs.flat_map(|(from, to)| [from, to]).collect()
}
