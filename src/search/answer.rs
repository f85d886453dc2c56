//! Answers a query from the built index as the page's own script does: the same pages in the same
//! order with the same words of each. The script's half is `6-search.js`: the same steps under the
//! same names, with the same numbers.

use crate::path::encode_value;
use crate::search::ask::{self, Asked, clean};
use crate::search::quote::quote;
use crate::search::rank::{ALL, Hit, Ranked, language_of, rank, sort_by};
use crate::search::read::{Lookup, Lost, Opened, Row};
use crate::search::words::{Side, flat};

/// What stands in a text as it is asked.
const PHRASE: f64 = 4.0;
/// A page of just that title, and one whose title begins so.
const TITLE: f64 = 3.0;
const BEGINS: f64 = 1.5;
/// So many pages are read again, and so many more where none has all that is asked.
const REREAD: usize = 12;
const REREAD_BARE: usize = 24;
/// Longer queries are compared with a text only as they are; in UTF-16 units.
const LONGEST_COMPARED: usize = 40;
/// So many titles are named where nothing is found.
const NEAREST: usize = 5;

/// How to answer.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the reader's language, whose pages come first.
    pub language: String,
    /// Whether that is Chinese: then what is typed in letters is read as sounds too.
    pub chinese: bool,
    /// At most so many results.
    pub limit: usize,
    /// Only pages of these kinds, by their English names; empty for all.
    pub kinds: Vec<String>,
}

/// What a query finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How many pages there are, shown or not.
    pub total: usize,
    /// Whether none has all that is asked, or a word was taken for another.
    pub similar: bool,
    /// The best first.
    pub results: Vec<Found>,
    /// Where nothing is found: pages whose titles have some of the characters.
    pub nearest: Vec<Near>,
}

/// A page that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// From the site's root, percent-encoded, with the anchor of the best section.
    pub url: String,
    pub title: String,
    /// The heading of that section; empty for the page's beginning.
    pub heading: String,
    /// The kind's English name.
    pub kind: String,
    /// The kind's name in the reader's language; empty for a plain page.
    pub label: String,
    /// The folder of the language the page is written in.
    pub lang: String,
    /// The printed code.
    pub code: String,
    /// The part of the section that answers best.
    pub snippet: String,
    pub score: f64,
}

/// A page to look at instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    pub words: String,
    pub url: String,
}

/// A page read again.
struct Reread {
    hit: Hit,
    row: Row,
    texts: Vec<String>,
}

/// Answers a query from the files of a built site.
///
/// # Errors
///
/// When a file of the index is missing or cut off.
pub fn search<'a>(files: &'a Lookup<'a>, query: &str, options: &Options) -> Result<Answer, Lost> {
    let index = Opened::open(files)?;
    let query = clean(query);
    let reader = language_number(&index, &options.language);
    let asked = ask::look(&index, &query, options.chinese)?;
    let mut found = rank(&index, &asked, reader);
    narrow(&index, &mut found, &options.kinds);
    let total = found.hits.len();
    let flat = flat(&query, Side::Query);
    if total == 0 {
        let nearest = match flat.is_empty() {
            true => Vec::new(),
            false => nearest(&index, &query, reader)?,
        };
        return Ok(Answer {
            total,
            similar: false,
            results: Vec::new(),
            nearest,
        });
    }
    let mut results = Vec::new();
    for hit in candidates(&found, options.limit) {
        results.push(reread(&index, &found, hit, &flat)?);
    }
    results.sort_by(|a, b| {
        let greater = b.hit.score.total_cmp(&a.hit.score);
        greater.then(a.hit.page.cmp(&b.hit.page))
    });
    let results = results.into_iter().take(options.limit);
    Ok(Answer {
        total,
        similar: is_similar(&found, &asked),
        results: results
            .map(|one| result(&index, one, &query, reader))
            .collect(),
        nearest: Vec::new(),
    })
}

fn is_similar(found: &Ranked, asked: &Asked) -> bool {
    found.covered < ALL || asked.bent
}

fn language_number(index: &Opened, folder: &str) -> usize {
    let languages = &index.manifest.languages;
    let number = languages.iter().position(|(own, _, _)| own == folder);
    number.unwrap_or_default()
}

/// Keeps the pages of these kinds. The script narrows by more, in `5-narrow.js`.
fn narrow(index: &Opened, found: &mut Ranked, kinds: &[String]) {
    if kinds.is_empty() {
        return;
    }
    let kind_of = |hit: &Hit| &index.manifest.kinds[index.map.kinds[hit.page]].0;
    found.hits.retain(|hit| kinds.contains(kind_of(hit)));
}

/// The pages to read again: the first ones, and where none has all that is asked those with most of it
/// in one section, whatever their titles say, as a phrase with a slip in it would be.
fn candidates(found: &Ranked, limit: usize) -> Vec<Hit> {
    let first = limit.max(REREAD).min(found.hits.len());
    let (first, rest) = found.hits.split_at(first);
    let mut candidates = first.to_vec();
    if found.covered <= ALL {
        let mut bare = rest.to_vec();
        sort_by(&mut bare, |hit| hit.bare);
        candidates.extend(bare.into_iter().take(REREAD_BARE));
    }
    candidates
}

/// Finds the section that comes nearest, and what the page's words are worth besides its terms.
fn reread(index: &Opened, found: &Ranked, mut hit: Hit, asked: &str) -> Result<Reread, Lost> {
    let row = index.row(hit.page)?;
    let texts = index.texts(hit.page, &row)?;
    let title = flat(&row.title, Side::Text);
    let (first, end) = (index.map.firsts[hit.page], index.map.firsts[hit.page + 1]);
    if texts.len() != (end - first) * 3 - 2 {
        return Err(Lost {
            name: format!("the text of {}", row.url),
        });
    }
    let (mut nearest, mut best) = (0.0, -1.0);
    for section in (first..end).filter(|section| found.mask[*section] > 0) {
        let at = (section - first) * 3;
        let heading = match at {
            0 => nearness(asked, &title),
            at => nearness(asked, &flat(&texts[at - 1], Side::Text)),
        };
        let near = nearness(asked, &flat(&texts[at], Side::Text)).max(heading);
        if near > nearest || near == nearest && found.total[section] > best {
            (nearest, best) = (near, found.total[section]);
            hit.section = section;
        }
    }
    // A title within what is asked is asked for as well: the more of it, the surer.
    let named = match length(&title) > 2 && asked.contains(&title) {
        true => 1.0 + length(&title) as f64 / length(asked) as f64,
        false => 1.0,
    };
    // What people ask and other names are no part of the text.
    if hit.named {
        nearest = 1.0;
        hit.section = first;
    }
    let titled = match title.strip_prefix(asked) {
        Some("") => TITLE,
        Some(_) => BEGINS,
        None => named,
    };
    hit.score *= titled * (1.0 + PHRASE * nearest);
    Ok(Reread { hit, row, texts })
}

fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// How near what is asked comes to standing in a text as it is: 1 for word by word, 0 for far off.
fn nearness(asked: &str, text: &str) -> f64 {
    if text.contains(asked) {
        return 1.0;
    }
    let asked: Vec<u16> = asked.encode_utf16().collect();
    if asked.len() < 3 || asked.len() > LONGEST_COMPARED {
        return 0.0;
    }
    (1.0 - edits(&asked, text) as f64 * 2.5 / asked.len() as f64).max(0.0)
}

/// The edits that part a short text from the nearest stretch of a long one (Sellers, 1980).
fn edits(short: &[u16], long: &str) -> usize {
    let mut row: Vec<usize> = (0..=short.len()).collect();
    let mut least = short.len();
    for unit in long.encode_utf16() {
        let mut corner = row[0];
        for i in 1..=short.len() {
            let above = row[i];
            let other = corner + usize::from(short[i - 1] != unit);
            row[i] = (above + 1).min(row[i - 1] + 1).min(other);
            corner = above;
        }
        least = least.min(row[short.len()]);
        if least == 0 {
            break;
        }
    }
    least
}

fn result(index: &Opened, one: Reread, query: &str, reader: usize) -> Found {
    let Reread { hit, row, texts } = one;
    let (kind, labels) = &index.manifest.kinds[index.map.kinds[hit.page]];
    let at = (hit.section - index.map.firsts[hit.page]) * 3;
    let mut url = url(index, &row, reader);
    let mut heading = String::new();
    if at > 0 && !texts[at - 2].is_empty() {
        url += &format!("#{}", encode_value(&texts[at - 2]));
        heading.clone_from(&texts[at - 1]);
    }
    let text = if texts[at].is_empty() {
        &texts[0]
    } else {
        &texts[at]
    };
    Found {
        url,
        heading,
        kind: kind.clone(),
        label: labels.get(reader).cloned().unwrap_or_default(),
        lang: index.manifest.languages[language_of(index, hit.page)]
            .0
            .clone(),
        snippet: quote(text, query),
        title: row.title,
        code: row.code,
        score: hit.score,
    }
}

/// The page's address, or that of the reader's own copy of a page that is not translated.
fn url(index: &Opened, row: &Row, reader: usize) -> String {
    match row.url.find('/') {
        Some(end) if row.copies.contains(&reader) => {
            format!("{}{}", index.manifest.languages[reader].0, &row.url[end..])
        }
        _ => row.url.clone(),
    }
}

/// A few pages whose titles have some of the characters, for who asked for what is not there.
fn nearest(index: &Opened, query: &str, reader: usize) -> Result<Vec<Near>, Lost> {
    let asked = ask::loosely(index, query)?;
    let found = rank(index, &asked, reader);
    let mut nearest = Vec::new();
    for hit in found.hits.iter().take(NEAREST) {
        let row = index.row(hit.page)?;
        nearest.push(Near {
            url: url(index, &row, reader),
            words: row.title,
        });
    }
    Ok(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_near_with_a_slip_in_it() {
        assert_eq!(nearness("四色卡找人", "用四色卡找人的办法"), 1.0);
        assert_eq!(nearness("四色卡找人", "用四色咔找人的办法"), 0.5);
        assert_eq!(nearness("四色卡找人", "用四色找人的办法"), 0.5);
        assert_eq!(nearness("找人", "找个人"), 0.0);
        assert_eq!(nearness("四色卡找人", ""), 0.0);
        let edits = |short: &str, long| edits(&short.encode_utf16().collect::<Vec<_>>(), long);
        assert_eq!(edits("garden", "the gardin hours"), 1);
        assert_eq!(edits("abc", "xyz"), 3);
    }
}
