//! Emphasis beside full-width marks. CommonMark asks for a space around `**` wherever a mark stands
//! inside it (`**注意：**请`), and Chinese has none. The CJK-friendly amendments to CommonMark
//! (<https://github.com/tats-u/markdown-cjk-friendly>) say when a run of `*` may open or close all
//! the same. They only ever widen the rule, so one character of no class, [`EDGE`], put between the
//! run and the mark gives their result on a parser that has never heard of them. `_` keeps the rule
//! of CommonMark, and so does every run with no Chinese, Japanese or Korean beside it.

use super::marks::EDGE;
use super::splice::Splice;
use crate::script::{is_cjk, is_mark, is_shared_mark, is_variation_selector};

/// Where the character goes, in order.
pub fn splices(text: &str) -> Vec<Splice> {
    let bytes = text.as_bytes();
    let mut splices = Vec::new();
    let mut at = 0;
    while let Some(skip) = bytes[at..]
        .iter()
        .position(|byte| matches!(byte, b'*' | b'~'))
    {
        let mut start = at + skip;
        let c = bytes[start];
        let run = bytes[start..].iter().take_while(|b| **b == c).count();
        let end = start + run;
        at = end;
        if is_escaped(bytes, start) {
            start += 1;
        }
        // A single `~` strikes nothing out.
        if start == end || (c == b'~' && end - start < 2) {
            continue;
        }
        let (before, after) = (Side::before(text, start), Side::after(text, end));
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        if after.is_mark && !before.is_mark && (after.is_cjk || before.is_cjk) {
            splices.push(Splice::new(end..end, EDGE));
        } else if before.is_mark && !after.is_mark && (before.is_cjk || after.is_cjk) {
            splices.push(Splice::new(start..start, EDGE));
        }
    }
    splices
}

/// Whether a backslash makes the character at `at` an ordinary one.
pub fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let slashes = bytes[..at].iter().rev().take_while(|b| **b == b'\\');
    slashes.count() % 2 == 1
}

/// What stands right beside a run.
struct Side {
    is_mark: bool,
    /// Chinese, Japanese or Korean; a mark all writings share is, with such a letter on its far side.
    is_cjk: bool,
}

impl Side {
    fn before(text: &str, at: usize) -> Option<Side> {
        let mut chars = text[..at].chars().rev();
        let mut c = chars.next()?;
        if is_variation_selector(c) {
            c = chars.next()?;
        }
        Side::of(c, chars.next())
    }

    fn after(text: &str, at: usize) -> Option<Side> {
        let mut chars = text[at..].chars();
        Side::of(chars.next()?, chars.next())
    }

    /// `None` where no run opens or closes on that side, or where a table's cell ends.
    fn of(c: char, beyond: Option<char>) -> Option<Side> {
        if c.is_whitespace() || c == '|' {
            return None;
        }
        let is_mark = is_mark(c);
        let shared = is_shared_mark(c) || c.is_ascii_punctuation();
        let is_cjk = is_cjk(c) || (shared && beyond.is_some_and(is_cjk));
        Some(Side { is_mark, is_cjk })
    }
}
