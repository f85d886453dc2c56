//! The one door to the YAML crate: texts to values, positions to spans, values to text. Whatever
//! the text holds, reading it costs no more than a fixed multiple of its length.

mod build;
mod locate;

use std::ops::Range;

pub use locate::{key_range, value_range};
pub use serde_yaml::{Mapping, Number, Value as Yaml};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A step into a YAML value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Name(String),
    Index(usize),
}

/// How much a text may ask of its reader.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub bytes: usize,
    pub depth: usize,
}

/// A text read; every key of it is a string, `<<` is resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// Of a key stated twice the first value counts.
    pub value: Yaml,
    /// Each key stated again, with the place of the first and of the repeat.
    pub duplicates: Vec<(Range<usize>, Range<usize>)>,
}

/// Why a text cannot be read, and where it went wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct YamlProblem {
    /// In bytes; never beyond the text, always between two characters.
    pub offset: usize,
    pub trouble: Trouble,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    TooLong,
    TooDeep,
    /// Aliases that unfold to much more than was written.
    TooMuch,
    /// A list or a record where a key should be.
    OddKey,
    /// `<<` with something that is no record.
    BadMerge,
    /// A second document after `---`.
    SecondDocument,
    Syntax,
}

impl Limits {
    /// For the head of a page.
    pub const HEAD: Limits = Limits {
        bytes: 64 * 1024,
        depth: 32,
    };
    /// For a file of its own, such as `facts.yaml`.
    pub const FILE: Limits = Limits {
        bytes: 4 * 1024 * 1024,
        depth: 32,
    };
}

impl Key {
    pub fn name(name: &str) -> Key {
        Key::Name(name.to_string())
    }
}

/// Reads a text; an empty one is null.
///
/// # Errors
/// When it is no YAML, or asks for more than the limits allow.
pub fn parse(text: &str, limits: Limits) -> Result<Parsed, YamlProblem> {
    if text.len() > limits.bytes {
        return Err(problem(text, limits.bytes, Trouble::TooLong));
    }
    if let Some(offset) = too_deep(text, limits.depth) {
        return Err(problem(text, offset, Trouble::TooDeep));
    }
    let built = build::build(text, limits).map_err(|e| problem(text, e.offset, e.trouble))?;
    let mut value = built.value;
    if value.apply_merge().is_err() {
        let offset = text.find("<<").unwrap_or_default();
        return Err(problem(text, offset, Trouble::BadMerge));
    }
    let mut duplicates = Vec::new();
    for (path, name, nth) in &built.duplicates {
        let first = key_range(text, path, name, 0);
        if let (Some(first), Some(again)) = (first, key_range(text, path, name, *nth)) {
            duplicates.push((first, again));
        }
    }
    Ok(Parsed { value, duplicates })
}

/// A value as YAML text, for `linli inspect`.
pub fn to_text(value: &impl Serialize) -> String {
    serde_yaml::to_string(value).unwrap_or_else(|error| format!("# {error}\n"))
}

/// A value as one of our own types.
///
/// # Errors
/// When the value has another shape; in the words of the YAML crate.
pub fn from_value<T: DeserializeOwned>(value: Yaml) -> Result<T, String> {
    serde_yaml::from_value(value).map_err(|error| error.to_string())
}

/// A one-line text as YAML that reads back as this text: plain where that is safe, else quoted.
pub fn quote_where_needed(text: &str) -> String {
    let reads_back = || {
        let in_list = format!("[{text}]");
        let expected = Yaml::Sequence(vec![Yaml::String(text.to_string())]);
        parse(&in_list, Limits::HEAD).is_ok_and(|parsed| parsed.value == expected)
    };
    match !text.contains(": ") && !text.contains(" #") && reads_back() {
        true => text.to_string(),
        false => quote(text),
    }
}

/// A one-line text in double quotes.
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\x{:02x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

fn problem(text: &str, offset: usize, trouble: Trouble) -> YamlProblem {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    YamlProblem { offset, trouble }
}

/// Where brackets or `- - -` are nested beyond anything a handbook means. The scanner of the YAML
/// crate looks at all open brackets for each new one, so this is asked before it sees the text.
/// Quotes are not looked at: text with this many open brackets is no text.
fn too_deep(text: &str, depth: usize) -> Option<usize> {
    let most = depth * 4;
    let mut open = 0usize;
    for (line_start, line) in lines(text) {
        let mut markers = 0;
        for (at, byte) in line.bytes().enumerate() {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                b'-' | b'?' | b':' if is_marker(line, at) => markers += 1,
                _ => {}
            }
            if open > most || markers > most {
                return Some(line_start + at);
            }
        }
    }
    None
}

fn is_marker(line: &str, at: usize) -> bool {
    let bytes = line.as_bytes();
    let before = at == 0 || matches!(bytes[at - 1], b' ' | b'\t');
    let after = bytes.get(at + 1).is_none_or(|b| matches!(b, b' ' | b'\t'));
    before && after
}

/// Each line without its newline, with the offset where it starts.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.strip_suffix('\n').unwrap_or(line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(text: &str) -> Trouble {
        parse(text, Limits::HEAD).unwrap_err().trouble
    }

    #[test]
    fn words_and_dates_stay_text() {
        let value = parse("a: yes\nb: 2025-03-01\n2024: x\n", Limits::HEAD)
            .unwrap()
            .value;
        assert_eq!(value["a"], Yaml::from("yes"));
        assert_eq!(value["b"], Yaml::from("2025-03-01"));
        assert_eq!(value["2024"], Yaml::from("x"));
        assert_eq!(parse("", Limits::HEAD).unwrap().value, Yaml::Null);
        assert_eq!(parse("# only\n", Limits::HEAD).unwrap().value, Yaml::Null);
    }

    #[test]
    fn merges_are_resolved() {
        let value = parse("a: &a {x: 1}\nb: {<<: *a, y: 2}\n", Limits::HEAD)
            .unwrap()
            .value;
        assert_eq!(value["b"]["x"], Yaml::from(1));
    }

    #[test]
    fn a_key_stated_twice_is_told_with_both_places() {
        let parsed = parse("title: 甲\nn: {k: 1, k: 2}\ntitle: 乙\n", Limits::HEAD).unwrap();
        assert_eq!(parsed.duplicates.len(), 2);
        assert!(parsed.duplicates.contains(&(0..5, 27..32)), "{parsed:?}");
        assert_eq!(parsed.value["title"], Yaml::from("甲"));
    }

    #[test]
    fn hostile_text_is_refused() {
        assert_eq!(trouble(&"a".repeat(1 << 20)), Trouble::TooLong);
        assert_eq!(trouble(&"[".repeat(60_000)), Trouble::TooDeep);
        assert_eq!(trouble(&"- ".repeat(30_000)), Trouble::TooDeep);
        assert_eq!(trouble(&"? ".repeat(30_000)), Trouble::TooDeep);
        assert_eq!(trouble(&"a: {".repeat(15_000)), Trouble::TooDeep);
        assert_eq!(
            trouble(&("[".repeat(40) + &"]".repeat(40))),
            Trouble::TooDeep
        );
        let mut bomb = String::from("a0: &a0 [lol, lol]\n");
        for n in 1..28 {
            bomb += &format!("a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1);
        }
        assert_eq!(trouble(&bomb), Trouble::TooMuch);
        let steps: String = (0..300).map(|n| " ".repeat(n) + "a:\n").collect();
        assert_eq!(trouble(&steps), Trouble::TooDeep);
        assert_eq!(trouble("a: b\0c"), Trouble::Syntax);
        assert_eq!(trouble("[a, b]: c"), Trouble::OddKey);
        assert_eq!(trouble("a: 1\n--- \nb: 2\n"), Trouble::SecondDocument);
        assert_eq!(trouble("<<: 3\n"), Trouble::BadMerge);
    }

    #[test]
    fn quoting_reads_back() {
        for text in [
            "2024",
            "甲: 乙",
            "a # b",
            "yes",
            "true",
            "",
            "“引”",
            "a, b",
            "\"",
            "*x*",
            "x]",
        ] {
            let line = format!("k: {}", quote_where_needed(text));
            assert_eq!(
                parse(&line, Limits::HEAD).unwrap().value["k"],
                Yaml::from(text)
            );
        }
        assert_eq!(quote_where_needed("邻里"), "邻里");
    }
}
