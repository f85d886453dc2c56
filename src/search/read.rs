//! The index read back from its files, as [`files`](super::files) describes them, for answers outside
//! a browser. Files are looked at only when a query needs them. The script's half is `2-lookup.js`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::search::files::{GROUP, HASH};
use crate::search::postings::{Place, read, read_numbers};
use crate::search::words::{Run, Side, runs};

/// Gives the text of a file of the site by its path: `search/manifest.js`.
pub type Lookup<'a> = dyn Fn(&str) -> Option<&'a str> + 'a;

/// A file of the index is not there, or not as linli writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub name: String,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "a piece of the search index is missing: {}", self.name)
    }
}

impl std::error::Error for Lost {}

/// An index that is open for questions.
pub struct Opened<'a> {
    pub manifest: Manifest,
    pub map: Map,
    files: &'a Lookup<'a>,
    /// What the manifest's file holds besides, as JSON.
    within: HashMap<&'a str, &'a str>,
    firsts: [Vec<String>; 2],
    stretches: RefCell<HashMap<(Folder, usize), Rc<Stretch>>>,
}

/// What there is.
#[derive(Debug, Deserialize)]
pub struct Manifest {
    pub pages: usize,
    pub sections: usize,
    /// Folder, first page, the language's own name.
    pub languages: Vec<(String, usize, String)>,
    /// English name, labels by language.
    pub kinds: Vec<(String, Vec<String>)>,
    #[serde(rename = "perShard")]
    per_shard: usize,
    firsts: Firsts,
    names: HashMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Firsts {
    terms: String,
    words: String,
}

/// Which page a section belongs to, and what holds for pages.
#[derive(Debug)]
pub struct Map {
    /// By page its first section; one more at the end.
    pub firsts: Vec<usize>,
    /// By section its page.
    pub page: Vec<usize>,
    /// By page the number of its kind.
    pub kinds: Vec<usize>,
    /// Names that mean the same, each cut into runs.
    pub groups: Vec<Vec<Vec<Run>>>,
}

/// A page among the titles.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    /// Percent-encoded.
    pub url: String,
    pub title: String,
    pub code: String,
    text: usize,
    /// The languages whose readers have a copy of it.
    #[serde(default)]
    pub copies: Vec<usize>,
    /// The name of the file its text is in.
    #[serde(skip)]
    text_name: String,
}

/// The sections a term stands in, and where in them.
pub type List = Vec<(usize, Place)>;

/// A dictionary in several files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Folder {
    Terms,
    Words,
}

impl Folder {
    fn name(self) -> &'static str {
        match self {
            Folder::Terms => "terms",
            Folder::Words => "words",
        }
    }
}

/// One of its files: terms in order, each with its postings.
struct Stretch {
    terms: Vec<(String, String)>,
}

/// A few files are enough to tell what somebody is beginning to write.
const STRETCHES_BEGUN: usize = 4;

impl<'a> Opened<'a> {
    /// Reads the manifest and what every query needs besides.
    pub fn open(files: &'a Lookup<'a>) -> Result<Opened<'a>, Lost> {
        let script = files("search/manifest.js").ok_or_else(|| lost("manifest"))?;
        let within: HashMap<&str, &str> = script.lines().filter_map(call).collect();
        let value = within.get("manifest").ok_or_else(|| lost("manifest"))?;
        let manifest: Manifest = json("manifest", value)?;
        let firsts =
            [&manifest.firsts.terms, &manifest.firsts.words].map(|firsts| read_firsts(firsts));
        let map = Map {
            firsts: Vec::new(),
            page: Vec::new(),
            kinds: Vec::new(),
            groups: Vec::new(),
        };
        let mut opened = Opened {
            manifest,
            map,
            files,
            within,
            firsts,
            stretches: RefCell::default(),
        };
        opened.map = opened.read_map()?;
        Ok(opened)
    }

    fn read_map(&self) -> Result<Map, Lost> {
        let (counts, kinds, groups): (String, String, Vec<Vec<String>>) =
            self.value("map", "map", 0)?;
        let (mut firsts, mut page) = (vec![0], Vec::with_capacity(self.manifest.sections));
        for (at, count) in read_numbers(&counts).enumerate() {
            page.resize(page.len() + count as usize, at);
            firsts.push(page.len());
        }
        let kinds: Vec<usize> = read_numbers(&kinds).map(|kind| kind as usize).collect();
        let known = |kind: &usize| *kind < self.manifest.kinds.len();
        let pages = self.manifest.pages;
        let whole = firsts.len() == pages + 1 && kinds.len() == pages && kinds.iter().all(known);
        if !whole || page.len() != self.manifest.sections {
            return Err(lost("map"));
        }
        let cut = |group: Vec<String>| {
            let names = group.iter().map(|name| runs(name, Side::Query));
            names.collect()
        };
        Ok(Map {
            firsts,
            page,
            kinds,
            groups: groups.into_iter().map(cut).collect(),
        })
    }

    /// A page's address, title and more.
    pub fn row(&self, page: usize) -> Result<Row, Lost> {
        let size = self.manifest.per_shard.max(1);
        let name = format!("pages/{}", page / size);
        let (rows, _, hash): (Vec<Row>, usize, String) = self.value(&name, "pages", page / size)?;
        let row = rows.into_iter().nth(page % size);
        let mut row = row.ok_or_else(|| lost(&name))?;
        row.text_name = format!("text/{}-{hash}", row.text);
        Ok(row)
    }

    /// What a page's first section says, then anchor, heading and text of each other.
    pub fn texts(&self, page: usize, row: &Row) -> Result<Vec<String>, Lost> {
        let name = format!("text/{}", row.text);
        let mut all: Vec<serde_json::Value> = self.value_at(&name, &row.text_name)?;
        let first = all.first().and_then(serde_json::Value::as_u64);
        let at = first.and_then(|first| page.checked_sub(usize::try_from(first).ok()?));
        let texts = at
            .and_then(|at| all.get_mut(at + 1))
            .map(|texts| texts.take());
        texts
            .and_then(|texts| serde_json::from_value(texts).ok())
            .ok_or_else(|| lost(&name))
    }

    /// The postings of a term: a list of none or one; with `*` behind it, of what begins so.
    pub fn lists(&self, term: &str) -> Result<Vec<List>, Lost> {
        let begun = term.strip_suffix('*').filter(|begun| !begun.is_empty());
        let from = begun.unwrap_or(term);
        let first = self.stretch_of(Folder::Terms, from);
        let last = match begun {
            Some(begun) => self.last_stretch_of(Folder::Terms, begun),
            None => first,
        };
        let mut lists = Vec::new();
        for number in first..=last.min(first + STRETCHES_BEGUN - 1) {
            let stretch = self.stretch(Folder::Terms, number)?;
            let at = stretch
                .terms
                .partition_point(|(term, _)| term.as_str() < from);
            let wanted = |term: &str| match begun {
                Some(begun) => term.starts_with(begun),
                None => term == from,
            };
            let found = stretch.terms[at..]
                .iter()
                .take_while(|(term, _)| wanted(term));
            for (_, postings) in found {
                let list: List = read(postings)
                    .map(|(section, place)| (section as usize, place))
                    .collect();
                if list
                    .iter()
                    .any(|(section, _)| *section >= self.map.page.len())
                {
                    return Err(lost(&format!("terms/{number}")));
                }
                lists.push(list);
            }
        }
        Ok(lists)
    }

    /// The words in small Latin letters that begin with one of these letters, in their order.
    pub fn vocabulary(&self, letters: &[char]) -> Result<Vec<String>, Lost> {
        // A small handbook's dictionary is at hand whole.
        let apart = self.manifest.names.get("words");
        let folder = match apart.is_some_and(|names| !names.is_empty()) {
            true => Folder::Words,
            false => Folder::Terms,
        };
        let mut wanted: Vec<usize> = letters
            .iter()
            .flat_map(|letter| {
                let letter = letter.to_string();
                self.stretch_of(folder, &letter)..=self.last_stretch_of(folder, &letter)
            })
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut words = Vec::new();
        for number in wanted {
            let stretch = self.stretch(folder, number)?;
            let known = stretch.terms.iter().map(|(term, _)| term);
            let fits = |term: &&String| {
                is_latin(term) && term.starts_with(|first| letters.contains(&first))
            };
            words.extend(known.filter(fits).cloned());
        }
        Ok(words)
    }

    /// The number of the file that would hold a term.
    fn stretch_of(&self, folder: Folder, term: &str) -> usize {
        let firsts = &self.firsts[folder as usize];
        firsts
            .partition_point(|first| first.as_str() <= term)
            .saturating_sub(1)
    }

    /// The number of the file that would hold the last term that begins so.
    fn last_stretch_of(&self, folder: Folder, begun: &str) -> usize {
        self.stretch_of(folder, &format!("{begun}{}", char::MAX))
    }

    fn stretch(&self, folder: Folder, number: usize) -> Result<Rc<Stretch>, Lost> {
        if let Some(stretch) = self.stretches.borrow().get(&(folder, number)) {
            return Ok(stretch.clone());
        }
        let name = format!("{}/{number}", folder.name());
        // A handbook without a page has no dictionary.
        let none = self.manifest.names.get(folder.name());
        let text = match none.is_some_and(String::is_empty) {
            true => String::new(),
            false => self.value(&name, folder.name(), number)?,
        };
        let mut terms: Vec<(String, String)> = Vec::new();
        let mut parts = text.split(' ');
        while let (Some(term), Some(postings)) = (parts.next(), parts.next()) {
            let before = terms.last().map_or("", |(term, _)| term.as_str());
            let term = unfolded(before, term).ok_or_else(|| lost(&name))?;
            terms.push((term, postings.to_string()));
        }
        let stretch = Rc::new(Stretch { terms });
        let mut stretches = self.stretches.borrow_mut();
        stretches.insert((folder, number), stretch.clone());
        Ok(stretch)
    }

    /// What a numbered file gives.
    fn value<T: DeserializeOwned>(
        &self,
        name: &str,
        folder: &str,
        number: usize,
    ) -> Result<T, Lost> {
        let names = self.manifest.names.get(folder);
        let hash = names.and_then(|names| hash(names, number));
        let hash = hash.ok_or_else(|| lost(name))?;
        self.value_at(name, &format!("{name}-{hash}"))
    }

    fn value_at<T: DeserializeOwned>(&self, name: &str, path: &str) -> Result<T, Lost> {
        if let Some(value) = self.within.get(name) {
            return json(name, value);
        }
        let script = (self.files)(&format!("search/{path}.js"));
        let value = script.and_then(|script| call(script.trim_end()));
        match value {
            Some((own, value)) if own == name => json(name, value),
            _ => Err(lost(name)),
        }
    }
}

/// Whether a word may be compared with a mistyped one.
pub fn is_latin(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn lost(name: &str) -> Lost {
    Lost {
        name: name.to_string(),
    }
}

/// The name and the JSON of one line of a script: `linliIndex("terms/0",…);`.
fn call(line: &str) -> Option<(&str, &str)> {
    let inside = line.strip_prefix("linliIndex(\"")?.strip_suffix(");")?;
    inside.split_once("\",")
}

fn json<T: DeserializeOwned>(name: &str, value: &str) -> Result<T, Lost> {
    serde_json::from_str(value).map_err(|_| lost(name))
}

/// The hash of a numbered file, from those of all groups one after another.
fn hash(names: &str, number: usize) -> Option<&str> {
    let group = number / GROUP;
    names.get(group * HASH..(group + 1) * HASH)
}

/// What the first term of each file of the dictionary begins with.
fn read_firsts(text: &str) -> Vec<String> {
    let mut given = read_numbers(text);
    let mut firsts = Vec::new();
    let mut before: Vec<u32> = Vec::new();
    while let Some(lengths) = given.next() {
        let (alike, rest) = (lengths as usize / 64, lengths as usize % 64);
        let from = before.get(alike).copied().unwrap_or_default();
        before.truncate(alike);
        before.extend(given.by_ref().take(rest));
        if let Some(first) = before.get_mut(alike) {
            *first += from;
        }
        firsts.push(before.iter().copied().filter_map(char::from_u32).collect());
    }
    firsts
}

/// A term from how it is written and the term before.
fn unfolded(before: &str, written: &str) -> Option<String> {
    let units = written.bytes().next()?.checked_sub(b'0')?;
    let mut left = usize::from(units);
    let shared = before.chars().take_while(|c| {
        let more = left > 0;
        left = left.saturating_sub(c.len_utf16());
        more
    });
    Some(shared.chain(written[1..].chars()).collect())
}
