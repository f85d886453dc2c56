//! Lists that should stand inside a numbered item and do not: two spaces are enough under a hyphen,
//! under `1.` it takes three.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::Tag;

use super::{Desk, edit, write};
use crate::diagnostic::Code;
use crate::language::Words;

/// The numbered lists so far: by where one ends, the outermost that does.
pub type Ended = HashMap<usize, usize>;

pub fn check(at: usize, ended: &mut Ended, desk: &mut Desk) {
    let node = &desk.body.nodes[at];
    let Some(Tag::List(number)) = node.tag() else {
        return;
    };
    if let Some(above) = ended.get(&at).copied() {
        check_below(above, at, desk);
    }
    if number.is_some() {
        ended.entry(node.end as usize).or_insert(at);
    }
}

/// One list right below another, with no line between them.
fn check_below(above: usize, at: usize, desk: &mut Desk) {
    let (node, list) = (&desk.body.nodes[at], &desk.body.nodes[above]);
    let span = marker(desk.text, node.span.start)..node.span.end as usize;
    let list = marker(desk.text, list.span.start);
    let Some(wanted) = text_column(desk, list) else {
        return;
    };
    let prefix = desk.prefix(span.start);
    let own = desk.prefix(list);
    let line = span.start - prefix.len();
    let is_apart = desk.text[..line].ends_with("\n\n");
    let indented = prefix.len() > own.len() && prefix.len() < wanted;
    if is_apart || !indented || !prefix.bytes().all(|b| b == b' ') {
        return;
    }
    let missing = " ".repeat(wanted - prefix.len());
    let mut start = line;
    let mut edits = Vec::new();
    for written in desk.text[line..span.end].split_inclusive('\n') {
        if !written.trim().is_empty() {
            edits.push(edit(start..start, missing.clone()));
        }
        start += written.len();
    }
    desk.note(
        Code::ListIndent,
        first_line(desk.text, &span),
        Words::new(
            "缩进少了，这几行没有成为上一项里的小项",
            "not indented enough: these lines do not belong to the item above",
        ),
        write(
            "小项要和上一项编号后面的字对齐。",
            "Line them up with the words after the number above.",
        ),
        edits,
    );
}

/// Where a list's first marker stands, behind its indent.
fn marker(text: &str, start: u32) -> usize {
    let rest = &text[start as usize..];
    start as usize + (rest.len() - rest.trim_start_matches(' ').len())
}

/// Where the words of a numbered list's first item begin on their line: `1. ` is three.
fn text_column(desk: &Desk, start: usize) -> Option<usize> {
    let prefix = desk.prefix(start);
    let rest = &desk.text[start..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let plain = prefix.bytes().all(|b| b == b' ') && rest[digits..].starts_with(['.', ')']);
    plain.then_some(prefix.len() + digits + 2)
}

fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let written = &text[span.clone()];
    let length = written.find('\n').unwrap_or(written.len());
    span.start..span.start + length
}
