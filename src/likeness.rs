//! How alike two names are: for reading a name as its writer meant it, and for guessing which one
//! they may have meant.

use unicode_normalization::UnicodeNormalization;

/// A name without what writers vary in: case, width, how a letter is composed, space around it.
pub fn fold(name: &str) -> String {
    name.trim().nfkc().collect::<String>().to_lowercase()
}

/// The candidate that differs least from a word, where it differs little; of equals the first.
/// The longer the word, the more slips of the fingers it may have had.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim().to_lowercase();
    let length = word.chars().count();
    if length == 0 || length > 64 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        let most = (length.max(lower.chars().count()) / 3).clamp(usize::from(length > 1), 4);
        let distance = strsim::osa_distance(&word, &lower);
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many letters must be changed, added, left out or swapped to make one word of the other.
pub fn slips(word: &str, other: &str) -> usize {
    strsim::osa_distance(&word.to_lowercase(), &other.to_lowercase())
}

/// How alike two names are, from 0 to 1. A name that only leaves out words of the other counts as
/// near: 社区工作入门 is meant for 社区工作与地区发展模式入门.
pub fn likeness(wanted: &str, name: &str) -> f64 {
    let (wanted, name) = (fold(wanted), fold(name));
    let edits = strsim::normalized_damerau_levenshtein(&wanted, &name);
    let mut rest = name.chars();
    let shortened =
        wanted.chars().count() >= 2 && wanted.chars().all(|c| rest.any(|other| other == c));
    let share = wanted.chars().count() as f64 / name.chars().count().max(1) as f64;
    if shortened && share >= 0.25 {
        edits.max(0.6 + 0.3 * share)
    } else {
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_fingers_find_their_word() {
        let words = ["summary", "status", "标题", "阶段"];
        assert_eq!(nearest("sumary", words), Some("summary"));
        assert_eq!(nearest("Stauts", words), Some("status"));
        assert_eq!(nearest("标提", words), Some("标题"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest("地点", words), None);
        assert_eq!(nearest("", words), None);
    }

    #[test]
    fn a_shortened_title_is_near_the_whole_one() {
        let whole = "社区工作与地区发展模式入门";
        assert!(likeness("社区工作入门", whole) > 0.6);
        assert!(likeness("Ｄ社区", "d 社区") > 0.7);
        assert!(likeness("打印机", whole) < 0.2);
    }
}
