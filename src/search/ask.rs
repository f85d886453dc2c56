//! What a query asks for, and what of the index answers to it. The script's half is `3-ask.js`: the
//! same steps under the same names, with the same numbers.

use crate::likeness::slips;
use crate::search::read::{List, Lost, Opened, is_latin};
use crate::search::sounds::syllables;
use crate::search::words::{LONGEST_WORD, Run, Side, Term, Writing, joints, runs, terms, word};

/// How people ask, not what for: these are looked for but need not be there. Of those that begin at
/// one place the first counts.
const FRAMES: &str = "我们|咱们|你们|他们|大家|请问|想问|想知道|怎么办|怎么做|怎么样|怎么|怎样|如何|什么|为何|有没有|能不能|可不可以|会不会|要不要|是不是|哪里|\
    哪些|哪个|多少|应该|可以|需要|一下|请告诉|告诉|关于|介绍|我|呢|吗|吧|啊|呀|了|的";
const STOPS: &str = "a an the of in on at to for and or is are was be do doe did can could should would \
    will how what why when where who which if i we our my you your it there this that with from by as not \
    no me us please tell about now any get s";
/// In UTF-16 units, as the browser counts.
const LONGEST_QUERY: usize = 200;
const MOST_ATOMS: usize = 28;
const MOST_PAIRS: usize = 9;
const MOST_SINGLES: usize = 6;
const MOST_NEAR: usize = 8;
const EXACT: f64 = 1.0;
const PINYIN: f64 = 0.8;
const BEGUN: f64 = 0.7;
const BEGUN_TOO: f64 = 0.3;
const SAME: f64 = 0.7;
const INITIALS: f64 = 0.6;
const TYPO: f64 = 0.6;

/// A query understood and looked up.
#[derive(Debug, Default)]
pub struct Asked {
    /// By unit (a Han character, a word) what it counts.
    pub weights: Vec<f64>,
    pub atoms: Vec<Atom>,
    /// Whether a word was taken for another one.
    pub bent: bool,
    runs: Vec<Run>,
}

/// What may stand in a text for a stretch of units.
#[derive(Debug)]
pub struct Atom {
    pub from: usize,
    pub to: usize,
    pub kind: Kind,
    wanted: Vec<Way>,
    /// The ways that lead somewhere.
    pub ways: Vec<Found>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Two neighbouring Han characters.
    Pair,
    Word(Latin),
    Other,
}

/// A word in letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latin {
    word: String,
    /// Before a plural becomes a singular.
    typed: String,
    /// Whether it may still be being typed.
    last: bool,
}

/// Terms that must all be in a section; with `*` behind one, something that begins so.
#[derive(Clone, Debug)]
struct Way {
    terms: Vec<String>,
    weight: f64,
}

/// What a way leads to: by term the lists of sections.
#[derive(Debug)]
pub struct Found {
    pub parts: Vec<Vec<List>>,
    pub weight: f64,
}

impl Atom {
    fn new(from: usize, to: usize, kind: Kind, wanted: Vec<Way>) -> Atom {
        Atom {
            from,
            to,
            kind,
            wanted,
            ways: Vec::new(),
        }
    }

    fn exact(from: usize, to: usize, kind: Kind, term: String) -> Atom {
        Atom::new(from, to, kind, vec![Way::of(vec![term], EXACT)])
    }
}

impl Way {
    fn of(terms: Vec<String>, weight: f64) -> Way {
        Way { terms, weight }
    }
}

/// The beginning of a query, as much as is looked for.
pub fn clean(query: &str) -> String {
    let mut left = LONGEST_QUERY;
    let mut cut = String::new();
    for c in query.chars() {
        if c.len_utf16() > left {
            // Where the browser cuts a character in half, a space stands for it.
            cut.extend((left > 0).then_some(' '));
            break;
        }
        left -= c.len_utf16();
        cut.push(c);
    }
    cut
}

/// What a query asks for, looked up. Where the reader's language is Chinese, letters are read as
/// sounds even if they are a word as well.
pub fn look(index: &Opened, query: &str, chinese: bool) -> Result<Asked, Lost> {
    let mut asked = analyse(query);
    add_names(index, &mut asked);
    join_syllables(&mut asked);
    // The script tries traditional characters only now, where one is missing; here they are read as
    // simplified ones from the start.
    for atom in &mut asked.atoms {
        atom.ways = fill(index, &atom.wanted)?;
    }
    bend(index, &mut asked, chinese)?;
    Ok(asked)
}

/// The same with single characters only, for what is not there at all.
pub fn loosely(index: &Opened, query: &str) -> Result<Asked, Lost> {
    let mut asked = Asked::default();
    for run in analyse(query).runs {
        if run.writing == Writing::Letters {
            continue;
        }
        for folded in run.chars {
            let unit = asked.weights.len();
            if asked.atoms.len() < MOST_SINGLES {
                let term = format!("{}*", folded.c);
                let mut atom = Atom::exact(unit, unit + 1, Kind::Other, term);
                atom.ways = fill(index, &atom.wanted)?;
                asked.atoms.push(atom);
            }
            asked.weights.push(1.0);
        }
    }
    Ok(asked)
}

fn analyse(query: &str) -> Asked {
    let runs = runs(&clean(query), Side::Query);
    let mut weights = Vec::new();
    let mut atoms = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        let start = weights.len();
        if run.writing == Writing::Letters {
            let word = word(run);
            let stop = STOPS.split(' ').any(|stop| stop == word);
            weights.push(if stop { 0.0 } else { 2.0 });
            let latin = Latin {
                word: word.clone(),
                typed: typed(run),
                last: number + 1 == runs.len(),
            };
            atoms.push(Atom::exact(start, start + 1, Kind::Word(latin), word));
            continue;
        }
        let chars = chars(run);
        let frame = framed(&chars);
        weights.extend(frame.iter().map(|frame| if *frame { 0.0 } else { 1.0 }));
        if let [only] = chars[..] {
            let term = format!("{only}*");
            atoms.push(Atom::exact(start, start + 1, Kind::Other, term));
        }
        for (at, pair) in chars.windows(2).enumerate() {
            let term = pair.iter().collect();
            atoms.push(Atom::exact(start + at, start + at + 2, Kind::Pair, term));
        }
    }
    // Where Han and a word touch they stand together; nothing is missing where they do not.
    let mut unit = 0;
    for pair in runs.windows(2) {
        unit += units(&pair[0]);
        joints(pair, |joint| {
            atoms.push(Atom::exact(
                unit - 1,
                unit + 1,
                Kind::Other,
                joint.spelled(),
            ));
        });
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        weights.fill(1.0);
    }
    let atoms = few(atoms, &mut weights);
    Asked {
        weights,
        atoms,
        bent: false,
        runs,
    }
}

fn chars(run: &Run) -> Vec<char> {
    run.chars.iter().map(|folded| folded.c).collect()
}

fn typed(run: &Run) -> String {
    chars(run).iter().take(LONGEST_WORD).collect()
}

fn units(run: &Run) -> usize {
    match run.writing {
        Writing::Han => run.chars.len(),
        Writing::Letters => 1,
    }
}

/// Which characters belong to a frame.
fn framed(chars: &[char]) -> Vec<bool> {
    let mut framed = vec![false; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let begins = |frame: &&str| {
            let length = frame.chars().count();
            let here = chars.get(at..at + length);
            here.is_some_and(|here| frame.chars().eq(here.iter().copied()))
        };
        let length = FRAMES
            .split('|')
            .find(begins)
            .map_or(0, |frame| frame.chars().count());
        framed[at..at + length].fill(true);
        at += length.max(1);
    }
    framed
}

/// Of a long query the pairs that are spread over it, and only what those cover is asked for.
fn few(mut atoms: Vec<Atom>, weights: &mut [f64]) -> Vec<Atom> {
    let pairs = atoms.iter().filter(|atom| atom.kind == Kind::Pair).count();
    if pairs > MOST_PAIRS {
        let mut at = 0;
        atoms.retain(|atom| {
            if atom.kind != Kind::Pair {
                return true;
            }
            at += 1;
            at == 1 || (at - 1) * MOST_PAIRS / pairs != (at - 2) * MOST_PAIRS / pairs
        });
    }
    atoms.truncate(MOST_ATOMS);
    for (unit, weight) in weights.iter_mut().enumerate() {
        if !atoms
            .iter()
            .any(|atom| (atom.from..atom.to).contains(&unit))
        {
            *weight = 0.0;
        }
    }
    atoms
}

/// Other names of what is asked for: any of them will do.
fn add_names(index: &Opened, asked: &mut Asked) {
    let mut start = 0;
    for run in &asked.runs {
        let from = start;
        start += units(run);
        if run.writing == Writing::Letters {
            continue;
        }
        let text = chars(run);
        for names in &index.map.groups {
            for (i, name) in names.iter().enumerate() {
                let own = match &name[..] {
                    [own] if own.writing == Writing::Han && own.chars.len() > 1 => chars(own),
                    _ => continue,
                };
                let Some(at) = text.windows(own.len()).position(|part| part == own) else {
                    continue;
                };
                for (j, other) in names.iter().enumerate() {
                    let terms = terms_of(other);
                    let fits = (1..=6).contains(&terms.len());
                    if i == j || !fits || asked.atoms.len() >= MOST_ATOMS {
                        continue;
                    }
                    let (from, to) = (from + at, from + at + own.len());
                    let way = Way::of(terms, SAME);
                    asked
                        .atoms
                        .push(Atom::new(from, to, Kind::Other, vec![way]));
                }
            }
        }
    }
}

/// The pairs and words of a name.
fn terms_of(name: &[Run]) -> Vec<String> {
    let mut all = Vec::new();
    for run in name {
        terms(run, |term| match term {
            Term::Last(_) => {}
            term => all.push(term.spelled()),
        });
    }
    all
}

/// Several words in Latin letters may be the syllables of one: she qu.
fn join_syllables(asked: &mut Asked) {
    let mut row: Vec<(usize, String)> = Vec::new();
    let mut unit = 0;
    for run in &asked.runs {
        if run.writing == Writing::Letters {
            row.push((unit, typed(run)));
        }
        unit += units(run);
    }
    let sounds = |typed: &str| typed.chars().count() < 3 || !syllables(typed).is_empty();
    let (Some(first), Some(last)) = (row.first(), row.last()) else {
        return;
    };
    let (from, to) = (first.0, last.0 + 1);
    if row.len() < 2 || to - from != row.len() || !row.iter().all(|(_, typed)| sounds(typed)) {
        return;
    }
    let letters: String = row.into_iter().map(|(_, typed)| typed).collect();
    asked
        .atoms
        .push(Atom::new(from, to, Kind::Other, sound_ways(&letters)));
}

/// Letters as they sound in Chinese: by whole syllables, or by initials.
fn sound_ways(letters: &str) -> Vec<Way> {
    let mut ways: Vec<Way> = syllables(letters)
        .iter()
        .map(|way| {
            let terms = match &way[..] {
                [only] => vec![format!("~{only},*")],
                more => more
                    .windows(2)
                    .map(|pair| format!("~{},{}", pair[0], pair[1]))
                    .collect(),
            };
            Way::of(terms, PINYIN)
        })
        .collect();
    let small = letters.bytes().all(|byte| byte.is_ascii_lowercase());
    if small && (2..=8).contains(&letters.len()) {
        let grams = match letters.len() {
            2 => vec![format!("^{letters}*")],
            length => (0..length - 2)
                .map(|at| format!("^{}", &letters[at..at + 3]))
                .collect(),
        };
        ways.push(Way::of(grams, INITIALS));
    }
    ways
}

/// What ways lead to; those that lead nowhere are left out.
fn fill(index: &Opened, ways: &[Way]) -> Result<Vec<Found>, Lost> {
    let mut found = Vec::new();
    for way in ways {
        let parts: Result<Vec<_>, Lost> = way.terms.iter().map(|term| index.lists(term)).collect();
        let parts = parts?;
        if parts.iter().all(|lists| !lists.is_empty()) {
            found.push(Found {
                parts,
                weight: way.weight,
            });
        }
    }
    Ok(found)
}

/// More ways for words in Latin letters that are not in the handbook as they are typed.
fn bend(index: &Opened, asked: &mut Asked, chinese: bool) -> Result<(), Lost> {
    for atom in &mut asked.atoms {
        let Kind::Word(latin) = &atom.kind else {
            continue;
        };
        if atom.ways.is_empty() || latin.last {
            let weight = if atom.ways.is_empty() {
                BEGUN
            } else {
                BEGUN_TOO
            };
            let begun = Way::of(vec![format!("{}*", latin.typed)], weight);
            atom.ways.extend(fill(index, &[begun])?);
        }
        if atom.ways.is_empty() || chinese {
            atom.ways.extend(fill(index, &sound_ways(&latin.typed))?);
        }
        if atom.ways.is_empty() && is_latin(&latin.word) {
            let near = near(index, &latin.word)?;
            asked.bent |= !near.is_empty();
            let ways: Vec<Way> = near
                .into_iter()
                .map(|word| Way::of(vec![word], TYPO))
                .collect();
            atom.ways = fill(index, &ways)?;
        }
    }
    Ok(())
}

/// The words a mistyped one may be meant for. Its first letter or its second is right. [`slips`] counts
/// as the script's `words.distance` does.
fn near(index: &Opened, word: &str) -> Result<Vec<String>, Lost> {
    let letters: Vec<char> = word.chars().take(2).collect();
    let most = if word.len() < 8 { 1 } else { 2 };
    let near: Vec<(usize, String)> = index
        .vocabulary(&letters)?
        .into_iter()
        // Two words that differ in length by more differ by more.
        .filter(|known| known.len().abs_diff(word.len()) <= most)
        .map(|known| (slips(word, &known), known))
        .collect();
    let least = near.iter().map(|(far, _)| *far).min().unwrap_or(most);
    let nearest = near.into_iter().filter(|(far, _)| *far <= least.min(most));
    Ok(nearest.map(|(_, known)| known).take(MOST_NEAR).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(query: &str) -> Vec<f64> {
        analyse(query).weights
    }

    #[test]
    fn how_people_ask_does_not_count() {
        assert_eq!(
            weights("我们没人来怎么办"),
            [0., 0., 1., 1., 1., 0., 0., 0.]
        );
        assert_eq!(weights("怎么办"), [1., 1., 1.]);
        assert_eq!(weights("想知道的"), [0., 0., 0., 0.].map(|_: f64| 1.0));
        assert_eq!(weights("how do I find people"), [0., 0., 0., 2., 2.]);
        assert!(weights("").is_empty() && weights("，。 <>%").is_empty());
    }

    #[test]
    fn of_a_long_query_a_few_pairs_are_looked_for() {
        let query: String = ('\u{4E00}'..'\u{4E28}').collect();
        let asked = analyse(&query);
        assert_eq!(asked.atoms.len(), MOST_PAIRS);
        assert_eq!(asked.atoms[0].from, 0);
        let counted = asked.weights.iter().filter(|weight| **weight > 0.0).count();
        assert_eq!(counted, 2 * MOST_PAIRS);
        let words = "word ".repeat(60);
        assert_eq!(analyse(&words).atoms.len(), MOST_ATOMS);
    }

    #[test]
    fn a_query_is_cut_where_the_browser_cuts_it() {
        assert_eq!(clean(&"社".repeat(300)).chars().count(), 200);
        let odd = format!("a{}", "👍".repeat(150));
        assert_eq!(clean(&odd), format!("a{} ", "👍".repeat(99)));
        assert_eq!(clean("《%》"), "《%》");
    }

    #[test]
    fn letters_sound_by_syllables_or_by_initials() {
        let terms = |letters: &str| {
            let ways = sound_ways(letters);
            ways.iter()
                .map(|way| way.terms.join(" "))
                .collect::<Vec<_>>()
        };
        assert_eq!(terms("shequ"), ["~she,qu", "^she ^heq ^equ"]);
        assert_eq!(terms("sq"), ["^sq*"]);
        assert_eq!(terms("she"), ["~she,*", "^she"]);
    }
}
