//! Where a value or a key stands in a YAML text. The crate tells positions only in errors, so one
//! is raised on purpose at the wanted node; how far the node reaches is read from the text.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Key;
use super::build::KeyText;

/// What the wanted node turned out to be.
enum Found {
    Text(String),
    /// A number, a flag or nothing.
    Bare,
    Collection,
}

struct Walk<'a> {
    path: &'a [Key],
    /// A key of the mapping at the path's end, and which statement of it; else the node itself.
    key: Option<(&'a str, usize)>,
    found: &'a RefCell<Option<Found>>,
}

/// A key that is the wanted one when its text is.
struct WantedKey<'a> {
    name: &'a str,
    skip: &'a mut usize,
    found: &'a RefCell<Option<Found>>,
}

/// Where the value at a path stands.
pub fn value_range(text: &str, path: &[Key]) -> Option<Range<usize>> {
    range(text, path, None)
}

/// Where a mapping's key stands; `nth` counts its statements from 0.
pub fn key_range(text: &str, path: &[Key], name: &str, nth: usize) -> Option<Range<usize>> {
    range(text, path, Some((name, nth)))
}

fn range(text: &str, path: &[Key], key: Option<(&str, usize)>) -> Option<Range<usize>> {
    let found = RefCell::new(None);
    let walk = Walk {
        path,
        key,
        found: &found,
    };
    let error = walk
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .err()?;
    let start = error.location()?.index();
    let found = found.into_inner()?;
    text.is_char_boundary(start)
        .then(|| extent(text, start, &found))
}

fn extent(text: &str, start: usize, found: &Found) -> Range<usize> {
    let start = after_properties(text, start);
    let rest = &text[start..];
    let end = match (rest.as_bytes().first(), found) {
        (Some(b'"' | b'\''), Found::Text(_)) => quoted_end(rest),
        (Some(b'[' | b'{'), Found::Collection) => flow_end(rest),
        (Some(b'|' | b'>'), Found::Text(_)) => block_end(text, start, line_indent(text, start) + 1),
        (_, Found::Collection) => block_end(text, start, column(text, start)),
        (_, Found::Text(value)) => plain_end(rest, value),
        (_, Found::Bare) => rest
            .find(|c: char| c.is_whitespace() || ",]}".contains(c))
            .unwrap_or(rest.len()),
    };
    start..start + end
}

/// Past an anchor or a tag: `&a value`.
fn after_properties(text: &str, start: usize) -> usize {
    let mut at = start;
    while text[at..].starts_with(['&', '!']) {
        let rest = &text[at..];
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        at += word + rest[word..].len() - rest[word..].trim_start().len();
    }
    at
}

fn quoted_end(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let quote = bytes[0];
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote => match bytes.get(at + 1) == Some(&b'\'') && quote == b'\'' {
                true => at += 1,
                false => return at + 1,
            },
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

fn flow_end(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut at, mut open) = (0, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            b'"' | b'\'' if matches!(bytes[at - 1], b' ' | b',' | b'[' | b'{' | b'\n') => {
                at += quoted_end(&rest[at..]) - 1;
            }
            _ => {}
        }
        at += 1;
        if open == 0 {
            return at;
        }
    }
    rest.len()
}

/// The end of a block that goes on while lines are at least so far in; blank ends are left out.
fn block_end(text: &str, start: usize, indent: usize) -> usize {
    let rest = &text[start..];
    let mut end = 0;
    let mut at = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        let depth = line.len() - line.trim_start_matches(' ').len();
        let blank = line.trim().is_empty();
        if number > 0 && !blank && depth < indent {
            break;
        }
        if !blank {
            end = at + line.trim_end().len();
        }
        at += line.len();
    }
    end
}

/// A plain text is its value as written, unless it was folded from several lines.
fn plain_end(rest: &str, value: &str) -> usize {
    if rest.starts_with(value) {
        return value.len();
    }
    let line = rest.lines().next().unwrap_or_default();
    line.split(" #").next().unwrap_or_default().trim_end().len()
}

fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the key of the line begins: after spaces and list dashes.
fn line_indent(text: &str, at: usize) -> usize {
    let line = &text[at - column(text, at)..];
    let mut key = line.trim_start_matches(' ');
    while let Some(rest) = key.strip_prefix("- ") {
        key = rest.trim_start_matches(' ');
    }
    line.len() - key.len()
}

impl Walk<'_> {
    fn is_wanted(&self) -> bool {
        self.path.is_empty() && self.key.is_none()
    }

    fn scalar<E: serde::de::Error>(self, found: Found) -> Result<(), E> {
        match self.is_wanted() {
            true => {
                *self.found.borrow_mut() = Some(found);
                Err(E::custom("here"))
            }
            false => Ok(()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! bare {
    ($($visit:ident($type:ty)),*) => {$(
        fn $visit<E: serde::de::Error>(self, _: $type) -> Result<(), E> {
            self.scalar(Found::Bare)
        }
    )*};
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    bare!(
        visit_bool(bool),
        visit_u64(u64),
        visit_i64(i64),
        visit_f64(f64),
        visit_u128(u128),
        visit_i128(i128)
    );

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Found::Text(value.to_string()))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.scalar(Found::Bare)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.scalar(Found::Bare)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if self.is_wanted() {
            return self.scalar(Found::Collection);
        }
        if let Some((Key::Index(index), path)) = self.path.split_first() {
            for _ in 0..*index {
                if items.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(());
                }
            }
            items.next_element_seed(Walk { path, ..self })?;
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        if self.is_wanted() {
            return self.scalar(Found::Collection);
        }
        if let (true, Some((name, nth))) = (self.path.is_empty(), self.key) {
            let mut left = nth;
            loop {
                let wanted = WantedKey {
                    name,
                    skip: &mut left,
                    found: self.found,
                };
                if entries.next_key_seed(wanted)?.is_none() {
                    return Ok(());
                }
                entries.next_value::<IgnoredAny>()?;
            }
        }
        let mut walk = Some(self);
        while let Some(key) = entries.next_key_seed(KeyText)? {
            let is_next = |walk: &Walk| matches!(walk.path.first(), Some(Key::Name(name)) if Some(name) == key.as_ref());
            match walk.take_if(|walk| is_next(walk)) {
                Some(walk) => {
                    let path = &walk.path[1..];
                    entries.next_value_seed(Walk { path, ..walk })?;
                }
                None => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, data: A) -> Result<(), A::Error> {
        use serde::de::VariantAccess;
        let (_tag, content) = data.variant::<String>()?;
        content.newtype_variant_seed(self)
    }
}

impl<'de> DeserializeSeed<'de> for WantedKey<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! compare {
    ($($visit:ident($type:ty)),*) => {$(
        fn $visit<E: serde::de::Error>(self, value: $type) -> Result<(), E> {
            self.visit_str(&value.to_string())
        }
    )*};
}

impl<'de> Visitor<'de> for WantedKey<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    compare!(
        visit_bool(bool),
        visit_u64(u64),
        visit_i64(i64),
        visit_f64(f64),
        visit_u128(u128),
        visit_i128(i128)
    );

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        if value != self.name {
            return Ok(());
        }
        if *self.skip > 0 {
            *self.skip -= 1;
            return Ok(());
        }
        *self.found.borrow_mut() = Some(Found::Text(value.to_string()));
        Err(E::custom("here"))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_str("null")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value<'a>(text: &'a str, path: &[Key]) -> &'a str {
        &text[value_range(text, path).unwrap()]
    }

    fn at(steps: &[&str]) -> Vec<Key> {
        let step = |s: &&str| s.parse().map_or_else(|_| Key::name(s), Key::Index);
        steps.iter().map(step).collect()
    }

    const TEXT: &str = "标题: 邻里 # 注\n甲: '引''号'\n乙: \"a\\\"b\" # x\nlist: [甲, {b: 12, c: [x, \"y]\"]}, 丙]\nblock:\n  - one: |\n      两行\n      文字\n\n    two: 3\n  - 尾\nlast: 1.10\n";

    #[test]
    fn scalars_are_found_to_the_byte() {
        assert_eq!(value(TEXT, &at(&["标题"])), "邻里");
        assert_eq!(value(TEXT, &at(&["甲"])), "'引''号'");
        assert_eq!(value(TEXT, &at(&["乙"])), "\"a\\\"b\"");
        assert_eq!(value(TEXT, &at(&["last"])), "1.10");
        assert_eq!(value(TEXT, &at(&["list", "1", "b"])), "12");
        assert_eq!(value(TEXT, &at(&["list", "2"])), "丙");
        assert_eq!(value(TEXT, &at(&["block", "0", "two"])), "3");
    }

    #[test]
    fn lists_records_and_long_texts_are_found_whole() {
        assert_eq!(value(TEXT, &at(&["list", "1", "c"])), "[x, \"y]\"]");
        assert_eq!(
            value(TEXT, &at(&["block", "0", "one"])),
            "|\n      两行\n      文字"
        );
        assert_eq!(
            value(TEXT, &at(&["block", "0"])),
            "one: |\n      两行\n      文字\n\n    two: 3"
        );
        assert!(value(TEXT, &at(&["block"])).ends_with("- 尾"));
    }

    #[test]
    fn each_statement_of_a_key_is_found() {
        let text = "a: 1\nb: {k: 1, k: 2}\na: 3\n";
        assert_eq!(key_range(text, &[], "a", 0), Some(0..1));
        assert_eq!(key_range(text, &[], "a", 1), Some(21..22));
        assert_eq!(key_range(text, &at(&["b"]), "k", 1), Some(15..16));
        assert_eq!(key_range(text, &[], "a", 2), None);
        assert_eq!(value_range(text, &at(&["c"])), None);
    }
}
