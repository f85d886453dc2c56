//! How a word is read in Latin letters, a Chinese one by its pinyin: for ids, and for lists from A
//! to Z. A character with several readings has its most common one here; whoever knows better says so.

use pinyin::{ToPinyin, ToPinyinMulti};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The sound of a Chinese character without its tone: `qu` for 区.
pub fn sound(c: char) -> Option<&'static str> {
    c.to_pinyin().map(|sound| sound.plain())
}

/// All sounds a Chinese character may have, without tones, each once, the most common first: `chang`
/// and `zhang` for 长. `ü` is also the `v` it is typed as: `lü` is `lv`, and `lu` for who does neither.
pub fn sounds(c: char) -> Vec<String> {
    let mut sounds: Vec<String> = Vec::new();
    let all = c.to_pinyin_multi().into_iter().flatten();
    for sound in c.to_pinyin().into_iter().chain(all) {
        let typed = match sound.plain().contains('ü') {
            true => vec![
                sound.plain().replace('ü', "v"),
                sound.plain().replace('ü', "u"),
            ],
            false => vec![sound.plain().to_string()],
        };
        for sound in typed {
            if !sounds.contains(&sound) && sound.bytes().all(|byte| byte.is_ascii_lowercase()) {
                sounds.push(sound);
            }
        }
    }
    sounds
}

/// A text as a list from A to Z is sorted by: its words in small Latin letters without accents, each
/// Chinese character a word of its own.
pub fn latin(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.nfkc() {
        match sound(c) {
            Some(sound) => words.extend([" ", sound, " "]),
            None if c.is_alphanumeric() || is_combining_mark(c) => words.extend(c.to_lowercase()),
            None => words.push(' '),
        }
    }
    let plain: String = words.nfd().filter(|c| !is_combining_mark(*c)).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Under which letter a text read so stands: `A` to `Z`, or `#` for digits and other writings.
pub fn letter(latin: &str) -> char {
    match latin.chars().next() {
        Some(c) if c.is_ascii_lowercase() => c.to_ascii_uppercase(),
        _ => '#',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_may_have_several_sounds() {
        let mut both = sounds('长');
        both.sort();
        assert_eq!(both, ["chang", "zhang"]);
        assert_eq!(sounds('绿')[..2], ["lv", "lu"]);
        assert_eq!(sounds('社'), ["she"]);
        assert!(sounds('a').is_empty() && sounds('，').is_empty());
    }

    #[test]
    fn a_text_is_read_in_latin_letters() {
        for (text, read, first) in [
            ("社区工作", "she qu gong zuo", 'S'),
            ("《绿地》怎么管", "lu di zen me guan", 'L'),
            ("How to ask", "how to ask", 'H'),
            ("“Élan” 与社区", "elan yu she qu", 'E'),
            ("Ｗ课", "w ke", 'W'),
            ("3 步走", "3 bu zou", '#'),
            ("Δέλτα", "δελτα", '#'),
            ("wǎng gé", "wang ge", 'W'),
            ("——", "", '#'),
        ] {
            assert_eq!(latin(text), read);
            assert_eq!(letter(&latin(text)), first, "{text}");
        }
    }
}
