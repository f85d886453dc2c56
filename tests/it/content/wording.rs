//! How the pages are written: marks and spaces as a Chinese editor sets them, sentences that can be
//! read aloud, no two pages that begin alike.

use std::collections::BTreeMap;

use linli::handbook::Handbook;
use linli::script::{is_cjk, is_han};

use super::book::{
    Page, Place, body_passages, length, pages, passages, sentence_lengths, sentences,
};

/// Han in a sentence, at most.
const LONGEST: usize = 90;
/// Han in most sentences of a page for residents, at most; most are this share.
const SHORT: usize = 30;
const MOST: f64 = 0.8;
/// Words in an English page's average sentence, less than.
const AVERAGE: f64 = 18.0;
/// The folders of what residents read.
const FOR_RESIDENTS: [&str; 4] = ["cases", "problems", "stories", "publicity"];

/// Half-width marks, straight quotation marks and spaces in Chinese words.
pub fn odd_marks(book: &Handbook) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages(book).filter(|page| page.is_chinese() && !page.is_manual()) {
        for passage in passages(&page) {
            if let Some(what) = odd_mark(&passage.text) {
                found.push(format!("{}: {what}: {}", passage.line, passage.text));
            }
        }
    }
    found
}

fn odd_mark(text: &str) -> Option<&'static str> {
    // A message app sets a space after whom it calls.
    let text = text.replace("@所有人 ", "@所有人");
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let han = |c: Option<char>| c.is_some_and(is_han);
        let cjk = |c: Option<char>| c.is_some_and(is_cjk);
        match c {
            ',' | ';' | ':' | '?' | '!' | '(' | ')' if han(before) || han(after) => {
                return Some("a half-width mark beside Han");
            }
            '.' if han(before) => return Some("a half-width full stop after Han"),
            '"' | '\'' if cjk(before) || cjk(after) => return Some("a straight quotation mark"),
            ' ' if cjk(before) && cjk(after) => return Some("a space between Han"),
            _ => {}
        }
    }
    None
}

pub fn too_long(book: &Handbook) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages(book).filter(|page| !page.is_manual()) {
        match page.is_chinese() {
            true => found.extend(chinese_too_long(&page)),
            false => found.extend(english_too_long(&page)),
        }
    }
    found
}

fn chinese_too_long(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for passage in passages(page) {
        for sentence in sentences(&passage.text, true) {
            let han = length(&sentence, true);
            if han > LONGEST {
                found.push(format!(
                    "{}: {han} Han in a sentence: {sentence}",
                    passage.line
                ));
            }
        }
    }
    let lengths = sentence_lengths(page);
    let short = lengths.iter().filter(|length| **length <= SHORT).count();
    let for_residents = {
        let folder = page.article.route.split('/').next().unwrap_or_default();
        FOR_RESIDENTS.contains(&folder)
    };
    if for_residents && (short as f64) < MOST * lengths.len() as f64 {
        let all = lengths.len();
        found.push(format!(
            "content/{}:1: only {short} of {all} sentences have at most {SHORT} Han",
            page.path()
        ));
    }
    found
}

fn english_too_long(page: &Page) -> Option<String> {
    let lengths = sentence_lengths(page);
    let average = lengths.iter().sum::<usize>() as f64 / lengths.len().max(1) as f64;
    (average >= AVERAGE)
        .then(|| format!("content/{}:1: {average:.1} words a sentence", page.path()))
}

/// Pages, and summaries, of one language that begin with the same eight characters or words.
pub fn alike(book: &Handbook) -> Vec<String> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    for page in pages(book).filter(|page| !page.is_manual()) {
        let summary = page.version.page.head.text("summary");
        let summary =
            summary.map(|text| ("summary", page.line_of_field("summary"), text.to_string()));
        let opening = body_passages(&page)
            .into_iter()
            .find(|passage| passage.place == Place::Prose)
            .map(|passage| ("page", passage.line, passage.text));
        for (what, line, text) in summary.into_iter().chain(opening) {
            let start = beginning(&text, page.is_chinese());
            let key = format!("{} {what} {start}", page.language);
            if let Some(other) = seen.insert(key, line.clone()) {
                found.push(format!("{line}: a {what} begins like {other}: {start}"));
            }
        }
    }
    found
}

fn beginning(text: &str, chinese: bool) -> String {
    match chinese {
        true => text.chars().take(8).collect(),
        false => {
            let words = text.split_whitespace().take(8);
            words.collect::<Vec<_>>().join(" ").to_lowercase()
        }
    }
}
