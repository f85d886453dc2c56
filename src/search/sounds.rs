//! Keys by which a Chinese name is found in Latin letters: `~she,qu` for two neighbouring syllables,
//! `^sqd` for three initials. A character that is read in several ways has a key for each; what is
//! asked for in Han is never turned into sounds.

use crate::reading;
use crate::search::words::Run;

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

#[cfg(test)]
mod tests {
    use super::*;
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
        assert_eq!(all("社区们"), ["~she,qu", "~she,ou", "^som", "^sqm"]);
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
