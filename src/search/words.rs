//! What a text is cut into, in the index and in a query alike. This is the specification; its other
//! implementation is the theme's `search.js`, and `tests/search/tokens.json` holds the two together.
//!
//! 1. **Folding**, character by character: NFKC, lower case, accents off, traditional → simplified.
//! 2. **Numbers**: 1 to 99 beside Han become Han numerals (14 期 = 十四期).
//! 3. **Runs**: of Han (with kana and Hangul), and of the letters and digits of other writings.
//!    Quotation marks and the like vanish, spaces and all other marks end a run. A text also joins
//!    Han over spaces; in a query a space parts what is asked for.
//! 4. **Terms**: of a Han run every two neighbours, and its last character alone; of another run
//!    the word, an English plural as its singular; of two runs that touch the word with the Han
//!    character beside it. Nothing is looked up in a list of words, so a
//!    phrase is found wherever it begins and ends: the pairs of any part of a run are among the
//!    pairs of the run.

use crate::search::fold::fold;

/// Longer words are cut to this many characters, on both sides.
pub const LONGEST_WORD: usize = 40;

/// A character to search by, and the byte of the text it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folded {
    pub c: char,
    pub at: usize,
}

/// What a run is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// Chinese characters, kana, Hangul, bopomofo: no spaces part the words, or they may be left out.
    Han,
    /// Letters and digits of any other writing.
    Letters,
}

/// Neighbouring characters of one writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub writing: Writing,
    pub chars: Vec<Folded>,
    /// What stands between the run before and this one.
    pub gap: Gap,
}

/// Which side a text is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To be found: Han is joined over spaces, a number beside Han is a word as well.
    Text,
    Query,
}

/// A term as the index keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term<'a> {
    Pair(char, char),
    /// The last character of a Han run.
    Last(char),
    Word(&'a str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Run(Writing),
    /// Counts as not there.
    Nothing,
    Space,
    Break,
}

/// Ranges of letters and digits that are no Han. Marks within them cost nothing but a word.
const LETTERS: [(char, char); 28] = [
    ('0', '9'),
    ('a', 'z'),
    ('\u{DF}', '\u{F6}'),
    ('\u{F8}', '\u{2AF}'),
    ('\u{370}', '\u{373}'),
    ('\u{376}', '\u{37D}'),
    ('\u{386}', '\u{481}'),
    ('\u{48A}', '\u{556}'),
    ('\u{560}', '\u{588}'),
    ('\u{5D0}', '\u{5F2}'),
    ('\u{620}', '\u{669}'),
    ('\u{66E}', '\u{6D3}'),
    ('\u{6D5}', '\u{6FC}'),
    ('\u{900}', '\u{963}'),
    ('\u{966}', '\u{DFF}'),
    ('\u{E01}', '\u{E3A}'),
    ('\u{E40}', '\u{E4E}'),
    ('\u{E50}', '\u{E59}'),
    ('\u{E81}', '\u{EDF}'),
    ('\u{F40}', '\u{FBC}'),
    ('\u{1000}', '\u{109F}'),
    ('\u{10D0}', '\u{10FF}'),
    ('\u{1100}', '\u{11FF}'),
    ('\u{1200}', '\u{139F}'),
    ('\u{1401}', '\u{166C}'),
    ('\u{1780}', '\u{17D3}'),
    ('\u{1E00}', '\u{1FFF}'),
    ('\u{2C00}', '\u{2DFF}'),
];

fn class(c: char) -> Class {
    match c {
        'a'..='z' | '0'..='9' => Class::Run(Writing::Letters),
        // Nothing from U+E000 to U+FFFF is in it, so that terms are in one order by UTF-8 and UTF-16.
        '々'
        | '〇'
        | '\u{3041}'..='\u{3096}'
        | '\u{309D}'..='\u{309F}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{3105}'..='\u{312F}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{20000}'..='\u{323AF}' => Class::Run(Writing::Han),
        ' ' | '\t' | '\u{3000}' => Class::Space,
        // Quotation marks, title marks, what is invisible; `*` and `_` as typed by hand.
        '\''
        | '"'
        | '‘'
        | '’'
        | '“'
        | '”'
        | '《'
        | '》'
        | '〈'
        | '〉'
        | '「'
        | '」'
        | '『'
        | '』'
        | '`'
        | '*'
        | '_'
        | '\u{AD}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => Class::Nothing,
        _ if LETTERS.iter().any(|(from, to)| (*from..=*to).contains(&c)) => {
            Class::Run(Writing::Letters)
        }
        _ => Class::Break,
    }
}

/// The runs of a text, and for the text's side the numbers that stand in them as numerals.
pub fn runs(text: &str, side: Side) -> Vec<Run> {
    let folded = numerals(folded(text), side);
    let mut runs: Vec<Run> = Vec::new();
    // What stands between the last run and here: nothing, spaces, more.
    let mut gap = Gap::More;
    for folded in folded {
        match class(folded.c) {
            Class::Nothing => {}
            Class::Space => gap = gap.max(Gap::Space),
            Class::Break => gap = Gap::More,
            Class::Run(writing) => {
                let most = match (side, writing) {
                    (Side::Text, Writing::Han) => Gap::Space,
                    _ => Gap::Nothing,
                };
                match runs.last_mut() {
                    Some(run) if run.writing == writing && gap <= most => run.chars.push(folded),
                    _ => runs.push(Run {
                        writing,
                        chars: vec![folded],
                        gap,
                    }),
                }
                gap = Gap::Nothing;
            }
        }
    }
    runs
}

/// What stands between two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    Nothing,
    Space,
    More,
}

fn folded(text: &str) -> Vec<Folded> {
    let mut all = Vec::with_capacity(text.len() / 2);
    for (at, c) in text.char_indices() {
        fold(c, |c| all.push(Folded { c, at }));
    }
    all
}

/// Numbers from 1 to 99 beside Han as Han numerals, the spaces between the two gone. In a text the
/// digits follow behind everything as well, since they may be asked for without what they count.
fn numerals(chars: Vec<Folded>, side: Side) -> Vec<Folded> {
    if !chars.iter().any(|folded| folded.c.is_ascii_digit()) {
        return chars;
    }
    let mut out: Vec<Folded> = Vec::with_capacity(chars.len() + 16);
    let mut digits: Vec<Folded> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..]
            .iter()
            .take_while(|folded| folded.c.is_ascii_digit());
        let end = at + length.count();
        if end == at {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        let before = spaces(chars[..at].iter().rev());
        let after = spaces(chars[end..].iter());
        let left = at
            .checked_sub(before + 1)
            .is_some_and(|at| is_han(chars[at].c));
        let right = chars.get(end + after).is_some_and(|next| is_han(next.c));
        let words = numeral(&chars[at..end]).filter(|_| stands_alone(&chars, at, end));
        let Some(words) = words.filter(|_| left || right) else {
            out.extend(&chars[at..end]);
            at = end;
            continue;
        };
        if left {
            out.truncate(out.len() - before);
        }
        let place = chars[at].at;
        out.extend(words.chars().map(|c| Folded { c, at: place }));
        if side == Side::Text {
            digits.push(Folded { c: '.', at: place });
            digits.extend(&chars[at..end]);
        }
        at = if right { end + after } else { end };
    }
    out.extend(digits);
    out
}

fn spaces<'a>(chars: impl Iterator<Item = &'a Folded>) -> usize {
    chars
        .take_while(|folded| class(folded.c) == Class::Space)
        .count()
}

fn is_han(c: char) -> bool {
    class(c) == Class::Run(Writing::Han)
}

/// Whether digits are a number of their own: no part of a word, a date, a time or a decimal.
fn stands_alone(chars: &[Folded], start: usize, end: usize) -> bool {
    let is = |at: Option<usize>, test: fn(char) -> bool| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|folded| test(folded.c))
    };
    let letter = |c: char| class(c) == Class::Run(Writing::Letters);
    let joint = |c: char| matches!(c, '.' | ',' | ':' | '/' | '-' | '–' | '~');
    let digit = |c: char| c.is_ascii_digit();
    let back = |steps: usize| start.checked_sub(steps);
    let part_of_word = is(back(1), letter) || is(Some(end), letter);
    let after_digits = is(back(1), joint) && is(back(2), digit);
    let before_digits = is(Some(end), joint) && is(Some(end + 1), digit);
    !(part_of_word || after_digits || before_digits)
}

/// 1 to 99 in Han, as it is read.
fn numeral(digits: &[Folded]) -> Option<String> {
    const HAN: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let value = |folded: &Folded| folded.c as usize - '0' as usize;
    let (tens, ones) = match digits {
        [one] => (0, value(one)),
        [ten, one] if value(ten) > 0 => (value(ten), value(one)),
        _ => return None,
    };
    let mut words = String::new();
    if tens > 1 {
        words.push(HAN[tens]);
    }
    if tens > 0 {
        words.push('十');
    }
    if ones > 0 {
        words.push(HAN[ones]);
    }
    (!words.is_empty()).then_some(words)
}

/// The terms of a run, in order.
pub fn terms(run: &Run, mut put: impl FnMut(Term)) {
    match run.writing {
        Writing::Han => {
            for pair in run.chars.windows(2) {
                put(Term::Pair(pair[0].c, pair[1].c));
            }
            if let Some(last) = run.chars.last() {
                put(Term::Last(last.c));
            }
        }
        Writing::Letters => put(Term::Word(&word(run))),
    }
}

/// The terms of the places where Han and a word touch, or have only spaces between them: `的app` and
/// `app组` of 新的 app 组.
pub fn joints(runs: &[Run], mut put: impl FnMut(Term)) {
    for pair in runs.windows(2) {
        let joint = match (pair[0].writing, pair[1].writing) {
            _ if pair[1].gap == Gap::More => continue,
            (Writing::Han, Writing::Letters) => {
                let last = pair[0].chars.last().map(|folded| folded.c);
                last.into_iter()
                    .chain(word(&pair[1]).chars())
                    .collect::<String>()
            }
            (Writing::Letters, Writing::Han) => {
                let first = pair[1].chars.first().map(|folded| folded.c);
                word(&pair[0]).chars().chain(first).collect()
            }
            _ => continue,
        };
        put(Term::Word(&joint));
    }
}

/// The word of a run of letters.
pub fn word(run: &Run) -> String {
    let mut word: String = run
        .chars
        .iter()
        .take(LONGEST_WORD)
        .map(|folded| folded.c)
        .collect();
    stem(&mut word);
    word
}

/// An English plural becomes its singular, after the S-stemmer of Harman, "How effective is
/// suffixing?" (JASIS 42, 1991), with the plurals in -es of hissing sounds.
fn stem(word: &mut String) {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    let ends = |ending: &str| word.ends_with(ending);
    if ends("ies") && word.len() > 4 && !ends("eies") && !ends("aies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if ["sses", "xes", "ches", "shes", "zzes"]
        .iter()
        .any(|ending| ends(ending))
    {
        word.truncate(word.len() - 2);
    } else if ends("s") && !["ss", "us", "is"].iter().any(|ending| ends(ending)) {
        word.truncate(word.len() - 1);
    }
}

/// A text as it is compared: folded, one space between words, none around Han, all marks alike.
pub fn flat(text: &str, side: Side) -> String {
    let mut flat = String::new();
    let mut before = None;
    for run in runs(text, side) {
        match (before, run.gap) {
            (None, _) => {}
            (_, Gap::More) => flat.push('|'),
            (Some(Writing::Letters), _) if run.writing == Writing::Letters => flat.push(' '),
            _ => {}
        }
        flat.extend(run.chars.iter().map(|folded| folded.c));
        before = Some(run.writing);
    }
    flat
}

impl Term<'_> {
    /// As it stands in the dictionary.
    pub fn spelled(&self) -> String {
        match self {
            Term::Pair(first, second) => [*first, *second].iter().collect(),
            Term::Last(only) => only.to_string(),
            Term::Word(word) => (*word).to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spelled(text: &str, side: Side) -> Vec<String> {
        let mut all = Vec::new();
        let runs = runs(text, side);
        for run in &runs {
            terms(run, |term| all.push(term.spelled()));
        }
        joints(&runs, |term| all.push(term.spelled()));
        all
    }

    /// The same cases are asked of the script in the browser.
    #[test]
    fn the_shared_cases_hold() {
        let cases: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/search/tokens.json")).unwrap();
        let cases = cases["cases"].as_array().unwrap();
        assert!(cases.len() > 60);
        for case in cases {
            let text = case["text"].as_str().unwrap();
            for (side, name) in [(Side::Text, "terms"), (Side::Query, "query")] {
                let wanted = case.get(name).unwrap_or(&case["terms"]);
                let wanted: Vec<&str> = wanted
                    .as_str()
                    .unwrap()
                    .split(' ')
                    .filter(|term| !term.is_empty())
                    .collect();
                assert_eq!(spelled(text, side), wanted, "{name} of “{text}”");
            }
        }
    }

    #[test]
    fn a_text_is_compared_without_what_readers_do_not_hear() {
        let cases = [
            ("社区 动员", "社区动员"),
            ("社区，动员。", "社区|动员"),
            ("Yard  hours", "yard hours"),
            ("the yard, hours", "the yard|hours"),
            ("新的 app 组", "新的app组"),
            ("《繁體》", "繁体"),
            ("", ""),
            ("，。", ""),
        ];
        for (text, wanted) in cases {
            assert_eq!(flat(text, Side::Text), wanted, "{text}");
        }
    }

    proptest! {
        /// Search.md's promise: no phrase can begin or end where the index cannot find it.
        #[test]
        fn the_pairs_of_a_part_are_among_the_pairs_of_the_whole(
            text in "[一-龥a-z0-9 ，社區动员１Ａ々ガ]{0,40}", from in 0usize..40, length in 0usize..40,
        ) {
            let whole = runs(&text, Side::Text);
            for run in whole.iter().filter(|run| run.writing == Writing::Han) {
                let chars: Vec<char> = run.chars.iter().map(|folded| folded.c).collect();
                let from = from.min(chars.len());
                let part: String = chars[from..(from + length).min(chars.len())].iter().collect();
                let all = spelled(&text, Side::Text);
                for run in runs(&part, Side::Query) {
                    for pair in run.chars.windows(2) {
                        let pair: String = pair.iter().map(|folded| folded.c).collect();
                        prop_assert!(all.contains(&pair), "{pair} of {part} in {text}");
                    }
                }
            }
        }

        #[test]
        fn anything_is_cut_and_cutting_again_changes_nothing(text in any::<String>()) {
            for side in [Side::Text, Side::Query] {
                for run in runs(&text, side) {
                    let again: String = run.chars.iter().map(|folded| folded.c).collect();
                    let runs = runs(&again, side);
                    if run.writing == Writing::Han {
                        prop_assert_eq!(runs.len(), 1);
                    }
                    prop_assert!(run.chars.iter().all(|folded| text.is_char_boundary(folded.at)));
                }
            }
        }
    }
}
