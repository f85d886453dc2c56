//! What a new page's file is called: an id given, or one made from its title.

use unicode_normalization::UnicodeNormalization;

use crate::language::Words;
use crate::load;
use crate::path::is_reserved;
use crate::reading;

/// The longest id made from a title, in letters.
const LONGEST: usize = 60;

/// Whether a text is an id rather than a title: small letters, digits and hyphens, in folders or not.
pub fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.split('/')
        .all(|part| !part.is_empty() && part.chars().all(plain))
}

/// The letters and digits of a title, Han by their pinyin; none in a title of other writings.
pub fn by_sound(title: &str) -> String {
    let mut words: Vec<String> = vec![String::new()];
    for c in title.nfkc() {
        let end = words.last_mut().expect("there is always a last word");
        if let Some(sound) = reading::sound(c) {
            // As it is typed.
            let sound = sound.replace('ü', "v");
            match end.is_empty() {
                true => end.push_str(&sound),
                false => words.push(sound),
            }
            words.push(String::new());
        } else if c.is_ascii_alphanumeric() {
            end.push(c.to_ascii_lowercase());
        } else if !end.is_empty() {
            words.push(String::new());
        }
    }
    let mut id = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if !id.is_empty() && id.len() + word.len() >= LONGEST {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.extend(word.chars().take(LONGEST));
    }
    id
}

/// A title as a file's name, in its own writing.
pub fn as_written(title: &str) -> String {
    let mut id = String::new();
    for c in title.nfc().flat_map(char::to_lowercase).take(LONGEST) {
        match c.is_alphanumeric() {
            true => id.push(c),
            false if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            false => {}
        }
    }
    id.trim_end_matches('-').to_string()
}

/// The id, in its folders, where a file may be called so on every system and be a page.
///
/// # Errors
/// What is wrong with it, and what to do.
pub fn checked(id: &str) -> Result<String, Words> {
    let id: String = id.nfc().collect();
    let id = id.strip_suffix(".md").unwrap_or(&id);
    let tell = |zh: &str, en: &str| {
        Err(Words::new(
            format!("“{id}”不能做文件名：{zh}"),
            format!("`{id}` cannot be a file's name: {en}"),
        ))
    };
    for part in id.split('/') {
        let spaced = part.ends_with(' ') || part.starts_with(' ');
        if part.is_empty() || part == ".." || part == "." {
            return tell(
                "写编号就行，比如 xu-qiu-fang-tan",
                "write an id, such as needs-interview",
            );
        }
        if part.ends_with('.') || spaced {
            return tell(
                "Windows 不收开头或末尾有空格、末尾有点的名字，请去掉",
                "Windows keeps no space around a name and no dot at its end; take them away",
            );
        }
        if part.contains(['\\', '<', '>', ':', '"', '|', '?', '*', '#', '%'])
            || part.chars().any(char::is_control)
        {
            return tell(
                "去掉 \\ < > : \" | ? * # % 这些符号",
                "take away \\ < > : \" | ? * # %",
            );
        }
        if is_reserved(part) {
            let zh = format!("这个名字 Windows 自己要用。换一个，比如 {part}-1");
            let en = format!("Windows keeps that name for itself; take another, such as {part}-1");
            return tell(&zh, &en);
        }
        if part.contains('.') {
            return tell(
                "名字里不能有点，可以用 -",
                "it must not hold a dot; a hyphen will do",
            );
        }
        if part.starts_with('_') || load::is_passed_over(part) {
            return tell(
                "这样开头的文件不算页面，换个开头",
                "a file that begins so is no page; begin it otherwise",
            );
        }
    }
    Ok(id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_title_proposes_a_pinyin_id() {
        assert_eq!(by_sound("需求访谈怎么做"), "xu-qiu-fang-tan-zen-me-zuo");
        assert_eq!(by_sound("D 社区：第1课"), "d-she-qu-di-1-ke");
        assert_eq!(by_sound("绿化 ＡＢ"), "lv-hua-ab");
        assert_eq!(by_sound("How to ask"), "how-to-ask");
        assert_eq!(by_sound("Δέλτα"), "");
        assert_eq!(by_sound(&"长".repeat(100)).len(), 59);
    }

    #[test]
    fn a_title_can_be_kept_as_it_is_written() {
        assert_eq!(as_written("需求访谈：怎么做？"), "需求访谈-怎么做");
        assert_eq!(as_written(" Δέλτα / D "), "δέλτα-d");
        assert_eq!(as_written("？！"), "");
    }

    #[test]
    fn an_id_is_told_from_a_title() {
        assert!(is_plain("needs-interview") && is_plain("area-1/x"));
        for title in ["How", "a b", "需求", "../x", "/x", "x/", ""] {
            assert!(!is_plain(title), "{title}");
        }
    }

    #[test]
    fn what_some_system_cannot_store_is_refused_with_a_way_out() {
        for id in [
            "con", "aux", "NUL", "com1", "lpt9", "aux.md", "x.", "x ", " x", "a:b", "what?",
            "a\\b", "..", "../x", "a//b", "", "_x", "~x", ".x", "a.b", "a#b", "nul/x",
        ] {
            let words = checked(id).expect_err(id);
            assert!(
                words.zh.contains('：') && words.en.contains(": "),
                "{words:?}"
            );
        }
        for id in ["console", "需求访谈", "area-001/x", "com10", "a b"] {
            assert_eq!(checked(id), Ok(id.to_string()));
        }
        assert_eq!(checked("x.md"), Ok("x".to_string()));
        assert!(checked("con").unwrap_err().zh.contains("con-1"));
    }
}
