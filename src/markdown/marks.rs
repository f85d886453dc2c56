//! The characters linli itself puts into a text while reading it, and their way out. They are
//! noncharacters of Unicode (U+FDD0 to U+FDD3), which no text may hold: letters to the parser's
//! rules, nothing to a reader. Every string that comes out of the parser is put right by
//! [`restore`], code and addresses too, so the passes that put them in need not know where they are.

use std::ops::Range;

use pulldown_cmark::CowStr;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::source::Source;

/// Stands between a run of `*` or `~~` and a mark that would keep it from opening or closing.
pub const EDGE: char = '\u{FDD0}';

/// What stands for a character that shall mark nothing.
pub fn quiet(c: char) -> Option<char> {
    QUIET
        .iter()
        .find(|(own, _)| *own == c)
        .map(|(_, quiet)| *quiet)
}

const QUIET: [(char, char); 3] = [('~', '\u{FDD1}'), ('*', '\u{FDD2}'), ('_', '\u{FDD3}')];

/// Whether a character is one of ours.
pub fn is_ours(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDD3}')
}

/// What the author wrote in place of one of ours.
fn written(c: char) -> &'static str {
    match c {
        '\u{FDD1}' => "~",
        '\u{FDD2}' => "*",
        '\u{FDD3}' => "_",
        _ => "",
    }
}

/// Whether a text can hold one of ours: a look at its bytes, many at a time.
fn may_hold(text: &str) -> bool {
    // U+FDC0 to U+FDFF begin with these two.
    let bytes = text.as_bytes();
    let Some(next) = bytes.get(1..) else {
        return false;
    };
    bytes
        .chunks(CHUNK)
        .zip(next.chunks(CHUNK))
        .any(|(bytes, next)| {
            let pairs = bytes.iter().zip(next);
            pairs.fold(false, |found, (first, second)| {
                found | ((*first == 0xEF) & (*second == 0xB7))
            })
        })
}

const CHUNK: usize = 512;

/// The text as the author wrote it.
pub fn restore(text: CowStr) -> CowStr {
    match may_hold(&text) {
        true => restored(&text).text.into(),
        false => text,
    }
}

/// A text put right, with the way back to the offsets it had before.
pub struct Restored {
    pub text: String,
    /// Where each of ours stood: its end after and before, in bytes.
    ends: Vec<(usize, usize)>,
}

/// Puts a text right and remembers where things stood.
pub fn restored(text: &str) -> Restored {
    let mut out = String::with_capacity(text.len());
    let mut ends = Vec::new();
    let mut copied = 0;
    for (at, c) in text.match_indices(is_ours) {
        out.push_str(&text[copied..at]);
        out.push_str(c.chars().next().map_or("", written));
        copied = at + c.len();
        ends.push((out.len(), copied));
    }
    out.push_str(&text[copied..]);
    Restored { text: out, ends }
}

impl Restored {
    /// Where that which begins at this offset stood before.
    pub fn back(&self, offset: usize) -> usize {
        let passed = self.ends.partition_point(|(after, _)| *after <= offset);
        match passed.checked_sub(1).map(|at| self.ends[at]) {
            Some((after, before)) => before + (offset - after),
            None => offset,
        }
    }
}

/// The stretches of a text that hold characters it may not hold.
pub fn reserved(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    if !may_hold(text) {
        return runs;
    }
    for (at, found) in text.match_indices(is_ours) {
        let end = at + found.len();
        match runs.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => runs.push(at..end),
        }
    }
    runs
}

/// What to tell about one.
pub fn reserved_character(source: &Source, span: Range<usize>) -> Diagnostic {
    let found = source.text[span.clone()].chars().next().unwrap_or(EDGE);
    let number = format!("U+{:04X}", u32::from(found));
    let words = Words::new(
        format!("这里有一个看不见的字符 {number}，它留给程序内部使用"),
        format!("an invisible character, {number}, which is reserved for programs, stands here"),
    );
    Diagnostic::new(
        Code::ReservedCharacter,
        Place::new(&source.path, span.clone()),
        words,
    )
    .with_hint(Words::new(
        "把它删掉；文字不会有变化",
        "delete it; the text stays the same",
    ))
    .with_patch(span, "", true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_comes_out_and_offsets_lead_back() {
        let text = "a\u{FDD0}**b\u{FDD2}c\u{FDD0}";
        let out = restored(text);
        assert_eq!(out.text, "a**b*c");
        let back: Vec<usize> = (0..=6).map(|at| out.back(at)).collect();
        assert_eq!(back, [0, 4, 5, 6, 7, 10, 14]);
        assert_eq!(&*restore("甲~".into()), "甲~");
        assert_eq!(quiet('_'), Some('\u{FDD3}'));
        assert_eq!(reserved(text), [1..4, 7..10, 11..14]);
    }
}
