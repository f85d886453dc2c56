//! Where a page's head begins and ends: the two lines of `---`, or what an author typed for them.

use std::ops::Range;

use super::slips::is_plausible_key;
use crate::yaml::{Limits, lines, parse};

/// What stands at the start of a page.
#[derive(Debug, PartialEq)]
pub(super) enum Fence {
    /// Nothing but white space.
    Empty,
    /// A head between two lines; `odd` are those lines that are not quite `---`.
    Closed {
        head: Range<usize>,
        body: usize,
        odd: Vec<Range<usize>>,
    },
    /// The head runs on; the body seems to begin at its end.
    Open {
        opener: Range<usize>,
        head: Range<usize>,
    },
    /// Fields without `---` around them, up to the end of the range.
    Bare { head: Range<usize> },
    /// No head at all.
    None,
}

pub(super) fn find(text: &str, known: &dyn Fn(&str) -> bool) -> Fence {
    let start = text.len() - text.trim_start().len();
    if start == text.len() {
        return Fence::Empty;
    }
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let (first, after) = line_at(text, start);
    let Some(opened_well) = fence_like(first.trim_start()) else {
        let head = start..start + head_length(&text[start..], known);
        return match looks_like_field(first) && known(name_of(first)) {
            true => Fence::Bare { head },
            false => Fence::None,
        };
    };
    let mut odd = Vec::new();
    if !opened_well || start > 0 || first.starts_with(char::is_whitespace) {
        odd.push(0..start + first.len());
    }
    for (offset, line) in lines(&text[after..]) {
        let at = after + offset;
        let Some(closed_well) = fence_like(line) else {
            continue;
        };
        if let Some(length) = prose_in(&text[after..at]) {
            return Fence::Open {
                opener: start..start + first.len(),
                head: after..after + length,
            };
        }
        if !closed_well {
            odd.push(at..at + line.len());
        }
        return Fence::Closed {
            head: after..at,
            body: line_at(text, at).1,
            odd,
        };
    }
    let length = head_length(&text[after..], known);
    // A line of dashes that no field follows is a rule, as Markdown has it.
    if length == 0
        && start == 0
        && !text[after..].trim().is_empty()
        && text[after..].starts_with('\n')
    {
        return Fence::None;
    }
    Fence::Open {
        opener: start..start + first.len(),
        head: after..after + length,
    }
}

/// The line at an offset without its newline, and where the next begins.
fn line_at(text: &str, start: usize) -> (&str, usize) {
    let line = text[start..].split('\n').next().unwrap_or_default();
    (line, (start + line.len() + 1).min(text.len()))
}

/// Whether a line is meant as `---`, and if so whether it is.
fn fence_like(line: &str) -> Option<bool> {
    let line = line.trim_end();
    if line == "---" {
        return Some(true);
    }
    let dashes = line.chars().count();
    let only_dashes = line.chars().all(|c| "-－—–―‐‑−".contains(c));
    let wide = !line.is_ascii();
    (only_dashes && (dashes >= 3 || (dashes == 2 && wide))).then_some(false)
}

/// How far a text looks like a head. Past a blank line only what is surely a field goes on.
fn head_length(text: &str, known: &dyn Fn(&str) -> bool) -> usize {
    length_while(text, |line, after_gap, end| match after_gap {
        true => known(name_of(line)) && looks_like_field(line),
        false => (is_nested(line) && end > 0) || looks_like_field(line),
    })
}

/// Where prose begins in what stands between two fences: then the second is a rule of the body,
/// and the head was never closed.
fn prose_in(head: &str) -> Option<usize> {
    let length = length_while(head, |line, after_gap, _| {
        let closes = line.starts_with([']', '}', '"', '\'']);
        !after_gap || closes || is_nested(line) || looks_like_field(line)
    });
    let has_more =
        lines(&head[length..]).any(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    (has_more && parse(head, Limits::HEAD).is_err()).then_some(length)
}

/// The length up to the last line that goes on. It is asked with the line, whether a blank line or
/// a comment stands before it, and the length so far.
fn length_while(text: &str, goes_on: impl Fn(&str, bool, usize) -> bool) -> usize {
    let mut end = 0;
    let mut after_gap = false;
    for (at, line) in lines(text) {
        // `# …` is a comment of the head or a heading of the body: what follows it tells.
        if line.trim().is_empty() || line.starts_with('#') {
            after_gap = true;
            continue;
        }
        if !goes_on(line, after_gap, end) {
            break;
        }
        after_gap = false;
        end = (at + line.len() + 1).min(text.len());
    }
    end
}

fn name_of(line: &str) -> &str {
    line.split([':', '：']).next().unwrap_or_default().trim()
}

fn is_nested(line: &str) -> bool {
    line.starts_with([' ', '\t', '\u{3000}', '－', '•', '·']) || line.starts_with("- ")
}

fn looks_like_field(line: &str) -> bool {
    let key = line.split([':', '：']).next().unwrap_or_default();
    let sentence = line.ends_with(['。', '！', '？']) && line.chars().count() > 60;
    key.len() < line.len()
        && is_plausible_key(key.trim_end())
        && !key.starts_with(char::is_whitespace)
        && !sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fence(text: &str) -> Fence {
        find(text, &|name| ["title", "标题", "status"].contains(&name))
    }

    #[test]
    fn a_head_stands_between_two_lines() {
        let closed = |head, body, odd| Fence::Closed { head, body, odd };
        assert_eq!(fence("---\na: 1\n---\n正文"), closed(4..9, 13, vec![]));
        assert_eq!(fence("---  \n---\t\n"), closed(6..6, 11, vec![]));
        assert_eq!(fence("---\n---"), closed(4..4, 7, vec![]));
    }

    #[test]
    fn dashes_of_an_input_method_are_taken_for_the_line() {
        let text = "———\ntitle: 甲\n－－－\n正文";
        let Fence::Closed { head, body, odd } = fence(text) else {
            panic!()
        };
        assert_eq!(&text[head], "title: 甲\n");
        assert_eq!(&text[body..], "正文");
        assert_eq!(odd.len(), 2);
    }

    #[test]
    fn an_open_head_ends_where_prose_begins() {
        let text = "---\ntitle: 甲\ntags:\n  - a\n\n# 正文\n还有：很多\n";
        let Fence::Open { opener, head } = fence(text) else {
            panic!()
        };
        assert_eq!(opener, 0..3);
        assert_eq!(&text[head], "title: 甲\ntags:\n  - a\n");
    }

    #[test]
    fn fields_without_dashes_are_recognized() {
        let text = "标题：甲\nstatus: draft\n\n正文\n";
        let Fence::Bare { head } = fence(text) else {
            panic!()
        };
        assert_eq!(&text[head], "标题：甲\nstatus: draft\n");
        assert_eq!(fence("# 标题\n"), Fence::None);
        assert_eq!(fence(" \n\n"), Fence::Empty);
    }
}
