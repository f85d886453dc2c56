//! Footnotes: which marks lead nowhere while reading, and, while writing, which number and which
//! address each note has.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::Tag;

use super::html::HtmlHooks;
use super::{Body, NodeKind};
use crate::diagnostic::{Code, Diagnostic, Edit, Patch, Place};
use crate::language::Words;
use crate::path::SourcePath;
use crate::source::Source;

/// Every `[^x]` that stands in a text as written, by its stretch of the text.
pub fn marks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices("[^") {
        let label = &text[start + 2..];
        let end = label.find(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '^'));
        let Some(length) = end.filter(|at| *at > 0 && label[*at..].starts_with(']')) else {
            continue;
        };
        let end = start + 2 + length + 1;
        let escaped = text[..start].ends_with('\\');
        let more = text[end..].starts_with(['(', '[', ':']);
        if !escaped && !more {
            found.push(start..end);
        }
    }
    found
}

/// What to tell about marks whose note is nowhere on the page. A note with a full-width colon is
/// told by itself, not each mark of it.
pub fn unknown(source: &Source, marks: &[Range<usize>]) -> Vec<Diagnostic> {
    let text = &*source.text;
    let is_note = |mark: &&Range<usize>| {
        let begins = mark.start == 0 || text[..mark.start].ends_with('\n');
        begins && text[mark.end..].starts_with(WIDE_COLON)
    };
    let meant: HashSet<&str> = (marks.iter().filter(is_note))
        .map(|mark| &text[mark.clone()])
        .collect();
    let told = marks.iter().filter_map(|mark| {
        let written = &text[mark.clone()];
        match (is_note(&mark), meant.contains(written)) {
            (true, _) => Some(wide_colon(source, mark)),
            (false, true) => None,
            (false, false) => Some(without_text(&source.path, mark.clone(), written)),
        }
    });
    told.collect()
}

const WIDE_COLON: char = '：';

fn without_text(path: &SourcePath, span: Range<usize>, mark: &str) -> Diagnostic {
    let words = Words::new(
        format!("脚注 {mark} 没有内容"),
        format!("the footnote {mark} has no text"),
    );
    Diagnostic::new(Code::UnknownFootnote, Place::new(path, span), words).with_hint(Words::new(
        format!("在文件末尾加一行：{mark}: 脚注的内容"),
        format!("at the end of the file add a line: {mark}: the note's text"),
    ))
}

/// `[^1]：`, which is no note; one that follows a text needs a blank line before it, too.
fn wide_colon(source: &Source, mark: &Range<usize>) -> Diagnostic {
    let text = &*source.text;
    let behind = &text[mark.end + WIDE_COLON.len_utf8()..];
    let spaces = behind.len() - behind.trim_start_matches([' ', '\u{3000}']).len();
    let mut edits = vec![Edit {
        start: mark.end,
        end: mark.end + WIDE_COLON.len_utf8() + spaces,
        text: ": ".into(),
    }];
    if text[..mark.start]
        .lines()
        .next_back()
        .is_some_and(|line| !line.trim().is_empty())
    {
        edits.insert(
            0,
            Edit {
                start: mark.start,
                end: mark.start,
                text: "\n".into(),
            },
        );
    }
    let words = Words::new(
        "用了中文冒号，这里不会成为脚注的内容",
        "with a full-width colon this does not become a footnote's text",
    );
    let mut told = Diagnostic::new(
        Code::UnknownFootnote,
        Place::new(&source.path, mark.clone()),
        words,
    )
    .with_hint(Words::new(
        "冒号用英文的，后面空一格。改成：",
        "Use a plain colon and a space. Write:",
    ));
    told.patch = Some(Patch {
        path: source.path.clone(),
        edits,
        safe: true,
    });
    told
}

/// The notes of a stretch of a page, in the order they are printed.
#[derive(Default)]
pub struct Notes {
    pub list: Vec<Note>,
    /// The note and the count of this mark among its marks (from 1), by the mark's node.
    marks: HashMap<usize, (usize, usize)>,
}

/// One note.
pub struct Note {
    /// The index of its definition's node.
    pub node: usize,
    pub number: usize,
    /// For `fn-ID` and `fnref-ID-1`.
    pub id: String,
    /// How many marks in the stretch lead to it, and the count of the first of them.
    pub marks: Range<usize>,
}

impl Notes {
    /// The note a mark leads to and the mark's count, from 1.
    pub fn mark(&self, node: usize) -> Option<(&Note, usize)> {
        let (note, count) = self.marks.get(&node)?;
        Some((&self.list[*note], *count))
    }

    /// Finds the notes to print under a stretch of nodes: those it mentions, those that they
    /// mention in turn, and those inside it that nothing mentions.
    pub fn of(body: &Body, nodes: Range<usize>, hooks: &impl HtmlHooks) -> Notes {
        let mut notes = Notes::default();
        let concerned = body.nodes[nodes.clone()].iter().any(|node| {
            matches!(node.kind, NodeKind::FootnoteReference(_))
                || matches!(node.tag(), Some(Tag::FootnoteDefinition(_)))
        });
        if !concerned {
            return notes;
        }
        let mut definitions: HashMap<Name, usize> = HashMap::new();
        let mut in_order = Vec::new();
        for (at, node) in body.nodes.iter().enumerate() {
            if let Some(Tag::FootnoteDefinition(label)) = node.tag() {
                let name = name(body, at, label);
                in_order.push((at, name.1.clone()));
                definitions.entry(name).or_insert(at);
            }
        }
        let mut by_node: HashMap<usize, usize> = HashMap::new();
        let mut ids: HashSet<String> = body
            .anchors()
            .filter_map(like_ours)
            .map(str::to_string)
            .collect();
        notes.follow(
            body,
            nodes.clone(),
            hooks,
            &definitions,
            &mut by_node,
            &mut ids,
        );
        let mut next = 0;
        while next < notes.list.len() {
            let node = notes.list[next].node;
            let inside = node + 1..body.nodes[node].end as usize;
            notes.follow(body, inside, hooks, &definitions, &mut by_node, &mut ids);
            next += 1;
        }
        for (at, label) in in_order {
            if nodes.contains(&at) && !by_node.contains_key(&at) {
                notes.add(at, &label, &mut by_node, &mut ids);
            }
        }
        notes
    }

    /// Notes the marks of a stretch, without those inside definitions or skipped blocks.
    fn follow(
        &mut self,
        body: &Body,
        nodes: Range<usize>,
        hooks: &impl HtmlHooks,
        definitions: &HashMap<Name, usize>,
        by_node: &mut HashMap<usize, usize>,
        ids: &mut HashSet<String>,
    ) {
        let mut at = nodes.start;
        while at < nodes.end {
            let node = &body.nodes[at];
            let passed_over = match &node.kind {
                NodeKind::Element(tag) if matches!(**tag, Tag::FootnoteDefinition(_)) => true,
                NodeKind::Block(block) => hooks.skips(at, block),
                NodeKind::FootnoteReference(label) => {
                    if let Some(definition) = definitions.get(&name(body, at, label)) {
                        let note = match by_node.get(definition) {
                            Some(note) => *note,
                            None => self.add(*definition, &folded(label), by_node, ids),
                        };
                        let count = self.list[note].marks.end;
                        self.list[note].marks.end += 1;
                        self.marks.insert(at, (note, count));
                    }
                    false
                }
                _ => false,
            };
            at = if passed_over {
                node.end as usize
            } else {
                at + 1
            };
        }
    }

    fn add(
        &mut self,
        node: usize,
        label: &str,
        by_node: &mut HashMap<usize, usize>,
        ids: &mut HashSet<String>,
    ) -> usize {
        let at = self.list.len();
        let plain = |c: char| {
            if c.is_alphanumeric() || c == '_' {
                c
            } else {
                '-'
            }
        };
        let mut id: String = label.chars().map(plain).collect();
        while !ids.insert(id.clone()) {
            id = format!("{id}-{node}");
        }
        by_node.insert(node, at);
        self.list.push(Note {
            node,
            number: at + 1,
            id,
            marks: 1..1,
        });
        at
    }
}

/// The note's id within an author's own id that looks like one of a note's.
fn like_ours(anchor: &str) -> Option<&str> {
    let mark = |rest: &'static str| anchor.strip_prefix(rest);
    mark("fn-").or_else(|| mark("fnref-")?.rsplit_once('-').map(|(id, _)| id))
}

/// What a note is known by: its text among those of the page, and its label there.
type Name = (usize, String);

fn name(body: &Body, node: usize, label: &str) -> Name {
    (body.origin(node), folded(label))
}

/// Labels are the same whatever the case of their letters.
fn folded(label: &str) -> String {
    label.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_meant_as_a_mark_is_one() {
        assert_eq!(marks("a[^甲] [^b]。"), [1..7, 8..12]);
        for text in [
            "\\[^a]", "[^a](x)", "[^a]: x", "[^]", "[^a b]", "x[^", "[^a",
        ] {
            assert_eq!(marks(text), [], "{text}");
        }
    }
}
