//! Keys by which a Chinese name is found in Latin letters: `~she,qu` for two neighbouring syllables,
//! `^sqd` for three initials. A character that is read in several ways has a key for each; what is
//! asked for in Han is never turned into sounds.

use crate::reading;
use crate::search::words::{LONGEST_WORD, Run};

/// Characters with more readings than this are known by the first ones.
const READINGS: usize = 4;

/// The keys of a Han run: of each syllable and the next (the last alone), of each initial and the
/// next two (fewer at the end).
pub fn keys(run: &Run, put: &mut impl FnMut(&str)) {
    let sounds: Vec<Vec<String>> = run
        .chars
        .iter()
        .map(|folded| {
            let mut sounds = reading::sounds(folded.c);
            sounds.truncate(READINGS);
            sounds
        })
        .collect();
    // Kana and Hangul have no sounds here and part what stands around them.
    for run in sounds.split(Vec::is_empty).filter(|run| !run.is_empty()) {
        let initials: Vec<Vec<char>> = run.iter().map(|sounds| initials(sounds)).collect();
        for at in 0..run.len() {
            for first in &run[at] {
                match run.get(at + 1) {
                    Some(next) => next
                        .iter()
                        .for_each(|second| put(&format!("~{first},{second}"))),
                    None => put(&format!("~{first},")),
                }
            }
            let mut grams = vec![String::from("^")];
            for letters in initials.iter().skip(at).take(3) {
                let longer = |gram: &String| {
                    let gram = gram.clone();
                    letters
                        .iter()
                        .map(move |letter| format!("{gram}{letter}"))
                        .collect::<Vec<_>>()
                };
                grams = grams.iter().flat_map(longer).collect();
            }
            grams.iter().for_each(|gram| put(gram));
        }
    }
}

fn initials(sounds: &[String]) -> Vec<char> {
    let mut initials: Vec<char> = sounds
        .iter()
        .filter_map(|sound| sound.chars().next())
        .collect();
    initials.sort_unstable();
    initials.dedup();
    initials
}

/// The keys of a reading as a page states it: `shè qū dòng yuán`.
pub fn spelled(pinyin: &str, put: &mut impl FnMut(&str)) {
    let read = reading::latin(pinyin);
    let syllables: Vec<&str> = read.split(' ').filter(|part| !part.is_empty()).collect();
    for (at, syllable) in syllables.iter().enumerate() {
        put(&format!(
            "~{syllable},{}",
            syllables.get(at + 1).unwrap_or(&"")
        ));
        let initials = syllables[at..]
            .iter()
            .take(3)
            .filter_map(|syllable| syllable.chars().next());
        put(&format!("^{}", initials.collect::<String>()));
    }
}

/// A query may be read in so many ways.
const WAYS: usize = 4;
/// So many are compared before the best are taken, and so many syllables may one have.
const TRIED: usize = 12;
/// No syllable is longer.
const LONGEST_SYLLABLE: usize = 6;

/// The ways to read letters as syllables, the fewest syllables first. A last syllable that is not
/// finished ends in `*`. The pattern allows syllables that do not exist: the index has no such key.
/// The script's `words.syllables` is the same.
pub fn syllables(letters: &str) -> Vec<Vec<String>> {
    let mut ways = Vec::new();
    let small = letters.bytes().all(|byte| byte.is_ascii_lowercase());
    if small && (2..=LONGEST_WORD).contains(&letters.len()) {
        read_on(letters, &mut Vec::new(), &mut ways);
    }
    ways.sort_by_key(Vec::len);
    ways.truncate(WAYS);
    ways
}

fn read_on(rest: &str, way: &mut Vec<String>, ways: &mut Vec<Vec<String>>) {
    if ways.len() > TRIED || way.len() > TRIED {
        return;
    }
    if rest.is_empty() {
        ways.push(way.clone());
        return;
    }
    for length in (1..=LONGEST_SYLLABLE.min(rest.len())).rev() {
        let part = &rest[..length];
        if is_syllable(part) {
            way.push(part.to_string());
            read_on(&rest[length..], way, ways);
            way.pop();
        } else if !way.is_empty() && length == rest.len() && begins_syllable(part) {
            let mut way = way.clone();
            way.push(format!("{part}*"));
            ways.push(way);
        }
    }
}

fn is_syllable(part: &str) -> bool {
    const FINALS: [&str; 35] = [
        "a", "ai", "ao", "an", "ang", "e", "ei", "er", "en", "eng", "i", "ia", "iao", "ian",
        "iang", "ie", "iu", "in", "ing", "iong", "o", "ou", "ong", "u", "ua", "uai", "uan", "uang",
        "ue", "ui", "uo", "un", "v", "ve", "vn",
    ];
    let begun = ["zh", "ch", "sh"]
        .iter()
        .find_map(|initial| part.strip_prefix(initial));
    let rest = begun.unwrap_or_else(|| {
        let initial = |c: char| "bpmfdtnlgkhjqxrzcsyw".contains(c);
        part.strip_prefix(initial).unwrap_or(part)
    });
    FINALS.contains(&rest)
}

fn begins_syllable(part: &str) -> bool {
    ["a", "e", "i", "o", "u", "n", "g", "ng"]
        .iter()
        .any(|rest| is_syllable(&format!("{part}{rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_as_syllables_the_fewest_first() {
        let ways = |letters: &str| {
            let ways = syllables(letters);
            ways.iter()
                .map(|way| way.join(" "))
                .collect::<Vec<_>>()
                .join("; ")
        };
        assert_eq!(ways("shequ"), "she qu");
        assert_eq!(ways("xian"), "xian; xia n*; xi an; xi a n*");
        assert_eq!(ways("fanganzhi"), "fang an zhi; fan gan zhi");
        assert_eq!(ways("zhiyuanzh"), "zhi yuan zh*; zhi yu an zh*");
        assert_eq!(ways("s"), "");
        assert_eq!(ways("社区"), "");
    }
    use crate::search::words::{Side, runs};

    #[test]
    fn a_name_is_known_by_its_syllables_and_its_initials() {
        let all = |text: &str| {
            let mut all = Vec::new();
            runs(text, Side::Text)
                .iter()
                .for_each(|run| keys(run, &mut |key| all.push(key.to_string())));
            all
        };
        let keys = all("社区们");
        let wanted = [
            "~she,qu", "~she,ou", "^sqm", "~qu,men", "^qm", "~men,", "^m",
        ];
        assert!(
            wanted.iter().all(|key| keys.iter().any(|own| own == key)),
            "{keys:?}"
        );
        let long = all("校长");
        assert!(
            ["~xiao,zhang", "~xiao,chang", "~zhang,", "^xz", "^xc"]
                .iter()
                .all(|key| long.contains(&key.to_string())),
            "{long:?}"
        );
        assert!(all("ガイド").is_empty());
        let mut stated = Vec::new();
        spelled("chóng qìng", &mut |key| stated.push(key.to_string()));
        assert_eq!(stated, ["~chong,qing", "^cq", "~qing,", "^q"]);
    }
}
