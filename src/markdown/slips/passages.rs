//! Running text as lines: the words of one paragraph, item or cell, each line with its place in the
//! file.

use std::ops::Range;

use pulldown_cmark::Tag;

use crate::markdown::text::is_inline;
use crate::markdown::{Body, NodeKind};

/// The running text directly inside one element.
pub struct Passage {
    pub parent: Parent,
    /// The nodes of the element it stands in.
    pub element: Range<usize>,
    pub lines: Vec<Line>,
}

/// What a passage stands in.
#[derive(Clone, Copy, PartialEq)]
pub enum Parent {
    Paragraph,
    Item,
    Heading,
    Cell,
    Other,
}

/// One line of a passage.
#[derive(Clone)]
pub struct Line {
    pub nodes: Range<usize>,
    /// In the file.
    pub span: Range<usize>,
    /// The line end before it, unless it is the first.
    pub before: Option<usize>,
}

impl Passage {
    /// The file's stretch from the first line to the last.
    pub fn span(&self) -> Range<usize> {
        let start = self.lines.first().map_or(0, |line| line.span.start);
        start..self.lines.last().map_or(start, |line| line.span.end)
    }
}

impl Line {
    /// The line as typed.
    pub fn written<'a>(&self, text: &'a str) -> &'a str {
        &text[self.span.clone()]
    }

    /// The stretches of the file that are words to the parser: not code, not HTML, not a link's, not
    /// those of cells a table has no column for.
    pub fn words(&self, body: &Body, text: &str) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut at = self.nodes.start;
        while at < self.nodes.end {
            let node = &body.nodes[at];
            // Code that goes on over the line end takes what follows it out of this line.
            let end = (node.span.end as usize).min(self.span.end);
            let span = node.span.start as usize..end;
            let literal = matches!(node.tag(), Some(Tag::Image { .. } | Tag::Link { .. }));
            let beyond = at > self.nodes.start && text[..span.start].trim_end().ends_with('|');
            if matches!(node.kind, NodeKind::Text(_)) && !beyond && span.start < span.end {
                words.push(span);
            }
            at = if literal { node.end as usize } else { at + 1 };
        }
        words
    }

    /// Whether the line begins with words, not with a link, code or emphasis.
    pub fn begins_with_words(&self, body: &Body, text: &str) -> bool {
        let first = &body.nodes[self.nodes.start];
        let escaped = text[..self.span.start].ends_with('\\');
        matches!(first.kind, NodeKind::Text(_)) && !escaped
    }
}

/// Every passage, in the order of the text.
pub fn all(body: &Body) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut parents: Vec<(u32, u32, Parent)> = Vec::new();
    // The end of the element whose passage is being read.
    let mut open: Option<u32> = None;
    let mut at = 0;
    while let Some(node) = body.nodes.get(at) {
        let here = at as u32;
        while parents.pop_if(|(_, end, _)| *end <= here).is_some() {}
        open = open.filter(|end| here < *end);
        if matches!(node.tag(), Some(Tag::CodeBlock(_))) {
            (open, at) = (None, node.end as usize);
            continue;
        }
        if !is_running(&node.kind) {
            open = None;
            if let Some(tag) = node.tag() {
                parents.push((here, node.end, parent(tag)));
            } else if node.end > here + 1 {
                parents.push((here, node.end, Parent::Other));
            }
            at += 1;
            continue;
        }
        let (start, end, parent) =
            (parents.last().copied()).unwrap_or((0, u32::MAX, Parent::Other));
        if open.is_none() {
            open = Some(end);
            passages.push(Passage {
                parent,
                element: start as usize..end as usize,
                lines: Vec::new(),
            });
        }
        let lines = &mut passages.last_mut().expect("one was opened").lines;
        let span = node.span.start as usize..node.span.end as usize;
        let line_end = matches!(node.kind, NodeKind::SoftBreak { .. } | NodeKind::HardBreak);
        match lines.last_mut() {
            // A line ends at its line end; the one after it begins with the next node.
            _ if line_end => lines.push(Line {
                nodes: at + 1..at + 1,
                span: span.end..span.end,
                before: Some(at),
            }),
            Some(line) => {
                if line.nodes.is_empty() {
                    line.nodes.start = at;
                    line.span.start = span.start;
                }
                line.nodes.end = at + 1;
                line.span.end = line.span.end.max(span.end);
            }
            None => lines.push(Line {
                nodes: at..at + 1,
                span,
                before: None,
            }),
        }
        at += 1;
    }
    for passage in &mut passages {
        let text = &body.source(passage.lines[0].nodes.start).text;
        passage.lines.retain(|line| !line.nodes.is_empty());
        for line in &mut passage.lines {
            // An element may go on over the line end.
            let written = &text[line.span.clone()];
            line.span.end = line.span.start + written.find('\n').unwrap_or(written.len());
        }
    }
    passages.retain(|passage| !passage.lines.is_empty());
    passages
}

fn is_running(kind: &NodeKind) -> bool {
    match kind {
        NodeKind::Element(tag) => is_inline(tag),
        NodeKind::Html(html) => !html.ends_with('\n'),
        NodeKind::Block(_) | NodeKind::Rule => false,
        _ => true,
    }
}

fn parent(tag: &Tag) -> Parent {
    match tag {
        Tag::Paragraph => Parent::Paragraph,
        Tag::Item => Parent::Item,
        Tag::Heading { .. } => Parent::Heading,
        Tag::TableCell => Parent::Cell,
        _ => Parent::Other,
    }
}
