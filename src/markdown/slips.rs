//! Slips of the pen: what an author meant as Markdown and typed so that it is none. Each is told at
//! its place with the lines put right; until then the words come out line by line as typed.
//!
//! A rule looks at the tree, never at raw text alone, so what stands in code, in links and in HTML
//! is left alone. Whether a rule may speak is decided by how often it would be wrong: every rule was
//! run over large public trees of Chinese and English Markdown.

mod code;
mod emphasis;
mod headings;
mod links;
mod lists;
mod nesting;
mod passages;
mod tables;
mod wide;

use std::ops::Range;

use super::{Body, NodeKind};
use crate::diagnostic::{Code, Diagnostic, Edit, Patch, Place};
use crate::language::Words;
use crate::path::SourcePath;
use passages::{Line, Parent, Passage};

/// Finds the slips of a text. Line ends that part what was meant as lines are kept as such.
pub fn find(body: &mut Body) -> Vec<Diagnostic> {
    let own = body.source(0);
    let mut desk = Desk {
        body,
        text: &own.text,
        path: &own.path,
        found: Vec::new(),
        kept: Vec::new(),
    };
    let mut count = lists::Count::default();
    for passage in passages::all(desk.body) {
        desk.turn_to(passage.lines[0].nodes.start);
        tables::check(&passage, &mut desk);
        lists::check(&passage, &mut count, &mut desk);
        headings::check_marks(&passage, &mut desk);
        links::check(&passage, &mut desk);
        emphasis::check(&passage, &mut desk);
        wide::check(&passage, &mut desk);
        code::check_paragraphs(&passage, &mut desk);
    }
    let mut ended = nesting::Ended::new();
    for at in 0..desk.body.nodes.len() {
        desk.turn_to(at);
        headings::check_underline(at, &mut desk);
        code::check(at, &mut desk);
        nesting::check(at, &mut ended, &mut desk);
        tables::check_row(at, &mut desk);
    }
    let Desk { found, kept, .. } = desk;
    for at in kept {
        body.nodes[at].kind = NodeKind::HardBreak;
    }
    found
}

/// The text on the desk, and what was noted.
struct Desk<'a> {
    body: &'a Body,
    text: &'a str,
    path: &'a SourcePath,
    found: Vec<Diagnostic>,
    /// Line ends that stay line ends.
    kept: Vec<usize>,
}

impl Desk<'_> {
    /// Whether a stretch of the text holds one of some bytes; a rule looks closer only then.
    fn has(&self, stretch: Range<usize>, byte: impl Fn(u8) -> bool) -> bool {
        self.text.as_bytes()[stretch].iter().any(|b| byte(*b))
    }

    /// Takes up the text a node was read from.
    fn turn_to(&mut self, node: usize) {
        let source = self.body.source(node);
        (self.text, self.path) = (&source.text, &source.path);
    }

    /// Notes a slip with its correction. `hint` ends with what the fixed lines are to follow. What
    /// its own correction would leave as it is, behind a tag that is taken away, is none.
    fn note(&mut self, code: Code, at: Range<usize>, words: Words, hint: Words, edits: Vec<Edit>) {
        let as_typed = |edit: &Edit| self.text[edit.start..edit.end] == edit.text;
        if !edits.is_empty() && edits.iter().all(as_typed) {
            return;
        }
        let mut slip = Diagnostic::new(code, Place::new(self.path, at), words).with_hint(hint);
        if !edits.is_empty() {
            slip.patch = Some(Patch {
                path: self.path.clone(),
                edits,
                safe: true,
            });
        }
        self.found.push(slip);
    }

    /// A line stays a line of its own.
    fn keep_line(&mut self, line: &Line) {
        self.kept.extend(line.before);
    }

    /// What stands before a place on its line: `> `, an indent.
    fn prefix(&self, at: usize) -> &str {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        &self.text[start..at]
    }

    /// Whether a backslash makes what stands here an ordinary character.
    fn is_escaped(&self, at: usize) -> bool {
        super::emphasis::is_escaped(self.text.as_bytes(), at)
    }
}

fn edit(range: Range<usize>, text: impl Into<String>) -> Edit {
    Edit {
        start: range.start,
        end: range.end,
        text: text.into(),
    }
}

/// The words all corrections end with.
fn write(why_zh: &str, why_en: &str) -> Words {
    Words::new(format!("{why_zh}改成："), format!("{why_en} Write:"))
}
