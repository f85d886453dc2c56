//! One character as it is searched by: whatever its width, its case, its accents, its simplification.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let table = include_str!("simplified.txt").lines();
    let rows = table.filter(|line| !line.starts_with('#'));
    let mut pairs = HashMap::new();
    for row in rows {
        let mut chars = row.chars();
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            pairs.insert(from, to);
        }
    }
    pairs
});

/// The same by code point, since almost every character of a Chinese text is asked for.
static HAN: LazyLock<Vec<char>> = LazyLock::new(|| {
    let chars = ('\u{3400}'..='\u{9FFF}').map(|c| *SIMPLIFIED.get(&c).unwrap_or(&c));
    chars.collect()
});

/// Every traditional character with the simplified one it is read as, sorted.
pub fn traditional() -> Vec<(char, char)> {
    let mut pairs: Vec<_> = SIMPLIFIED.iter().map(|(&from, &to)| (from, to)).collect();
    pairs.sort_unstable();
    pairs
}

/// What a character becomes: mostly one, sometimes none or several.
pub fn fold(c: char, mut put: impl FnMut(char)) {
    match c {
        '\0'..='\u{7F}' => put(c.to_ascii_lowercase()),
        '\u{3400}'..='\u{9FFF}' => put(HAN[c as usize - 0x3400]),
        _ => {
            let lower: String = std::iter::once(c)
                .nfkc()
                .flat_map(char::to_lowercase)
                .collect();
            let plain: String = lower.nfd().filter(|c| !is_accent(*c)).collect();
            for c in plain.nfc() {
                put(*SIMPLIFIED.get(&c).unwrap_or(&c));
            }
        }
    }
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}') && is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_traditional_character_becomes_one_that_stays() {
        assert!(traditional().len() > 2900);
        for (from, to) in traditional() {
            assert_ne!(from, to);
            let mut again = Vec::new();
            fold(to, |c| again.push(c));
            assert_eq!(again, [to], "{from}");
        }
    }
}
