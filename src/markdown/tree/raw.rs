//! Raw HTML in the stream of events: blocks are cleaned whole, single tags in a sentence are kept
//! where both ends stand in the same element.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::Builder;
use crate::markdown::NodeKind;
use crate::markdown::clean::{self, Inline, Removed, What};
use crate::markdown::marks;

/// Opening tags whose closing tag has not come yet.
#[derive(Default)]
pub struct InlineTags {
    open: Vec<OpenTag>,
    /// Places in `open` by name, so that a closing tag finds its partner at once.
    by_name: HashMap<&'static str, Vec<usize>>,
}

struct OpenTag {
    name: &'static str,
    html: String,
    node: usize,
    /// How many elements were open around it.
    depth: usize,
}

impl InlineTags {
    fn pop(&mut self) -> Option<OpenTag> {
        let tag = self.open.pop()?;
        if let Some(places) = self.by_name.get_mut(tag.name) {
            places.pop();
        }
        Some(tag)
    }
}

impl Builder<'_> {
    /// The end of an HTML block: directives among its lines take effect, the rest is cleaned.
    pub(super) fn html_block(&mut self) {
        let lines = std::mem::take(&mut self.html);
        let first = lines.first().map_or("", |(line, _)| line.trim_start());
        let literal = is_literal(first) && self.text.directives.line(first).is_none();
        let mut piece = Vec::new();
        for (html, span) in lines {
            let directives = &self.text.directives;
            match directives.line(&html).filter(|_| !literal) {
                Some(line) => {
                    self.clean(std::mem::take(&mut piece));
                    self.directive(line);
                }
                None => piece.push((html, span)),
            }
        }
        self.clean(piece);
    }

    fn clean(&mut self, lines: Vec<(CowStr<'static>, Range<usize>)>) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let whole = first.1.start..last.1.end;
        let mut html = String::new();
        let mut starts = Vec::with_capacity(lines.len());
        for (line, span) in &lines {
            let restored = marks::restored(&self.text.directives.restore(borrowed(line)));
            let start = html.len();
            html.push_str(&restored.text);
            starts.push((start, restored, span));
        }
        let cleaned = clean::block(&html);
        let place = |at: usize| {
            let line = starts.partition_point(|(start, ..)| *start <= at);
            let (start, restored, span) = &starts[line.saturating_sub(1)];
            (span.start + restored.back(at - start)).min(span.end)
        };
        for removed in &cleaned.removed {
            let end = removed.span.end.max(removed.span.start + 1);
            let span = place(removed.span.start)..place(end - 1) + 1;
            let span = self.text.place(self.on_edges(span));
            let warning = clean::removed(self.text.path(), span, removed);
            self.diagnostics.push(warning);
        }
        // A character of ours may have been called by its number.
        let mut html = marks::restore(cleaned.html.into()).into_string();
        if !html.trim().is_empty() {
            // The writer of Markdown begins its next element on this line otherwise.
            if !html.ends_with('\n') {
                html.push('\n');
            }
            self.leaf(NodeKind::Html(html.into()), whole);
        }
    }

    /// The stretch widened to whole characters.
    fn on_edges(&self, span: Range<usize>) -> Range<usize> {
        let text = self.text.spliced.text();
        let (mut start, mut end) = (span.start.min(text.len()), span.end.min(text.len()));
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end.max(start)
    }

    /// One tag in a sentence.
    pub(super) fn inline_html(&mut self, tag: CowStr, span: Range<usize>) {
        if let Some(line) = self.text.directives.line(&tag) {
            // Indented so far that it goes on the paragraph: words, not a directive.
            let words = line.text.clone();
            return self.words.push(&words, span);
        }
        let tag = self.restored(tag);
        let depth = self.open.len();
        match clean::inline(&tag) {
            Inline::Comment => {}
            Inline::Void(html) => self.leaf(NodeKind::Html(html.into()), span),
            Inline::Open(name, html) => {
                let foreign = clean::inline_attributes(&tag);
                if !foreign.is_empty() {
                    self.tag_removed(name, What::Attributes(foreign), span.clone());
                }
                let node = self.whole.body.nodes.len();
                self.leaf(NodeKind::Html("".into()), span);
                let tags = &mut self.inline_tags;
                tags.by_name.entry(name).or_default().push(tags.open.len());
                tags.open.push(OpenTag {
                    name,
                    html,
                    node,
                    depth,
                });
            }
            Inline::Close(name) => self.close_inline(name, depth, span),
            Inline::Removed(_) if tag.starts_with("</") => {}
            Inline::Removed(name) => self.tag_removed(&name, What::Element, span),
        }
    }

    fn close_inline(&mut self, name: &'static str, depth: usize, span: Range<usize>) {
        let places = self.inline_tags.by_name.get(name);
        let partner = places
            .and_then(|places| places.last().copied())
            .filter(|at| self.inline_tags.open[*at].depth == depth);
        let Some(partner) = partner else {
            return self.tag_removed(name, What::Stray, span);
        };
        while self.inline_tags.open.len() > partner + 1 {
            self.drop_inline_tag();
        }
        if let Some(tag) = self.inline_tags.pop() {
            self.whole.body.nodes[tag.node].kind = NodeKind::Html(tag.html.into());
            self.leaf(NodeKind::Html(format!("</{name}>").into()), span);
        }
    }

    /// Drops the tags opened in an element that has just ended.
    pub(super) fn end_inline_tags(&mut self) {
        let depth = self.open.len();
        while self
            .inline_tags
            .open
            .last()
            .is_some_and(|tag| tag.depth > depth)
        {
            self.drop_inline_tag();
        }
    }

    fn drop_inline_tag(&mut self) {
        if let Some(tag) = self.inline_tags.pop() {
            let span = &self.whole.body.nodes[tag.node].span;
            let place = span.start as usize..span.end as usize;
            self.warn_removed(tag.name, What::Unpaired, place);
        }
    }

    fn tag_removed(&mut self, name: &str, what: What, span: Range<usize>) {
        let place = self.text.place(span);
        self.warn_removed(name, what, place);
    }

    fn warn_removed(&mut self, name: &str, what: What, place: Range<usize>) {
        let removed = Removed {
            element: name.to_string(),
            what,
            span: 0..0,
        };
        let warning = clean::removed(self.text.path(), place, &removed);
        self.diagnostics.push(warning);
    }
}

fn borrowed<'a>(text: &'a CowStr<'static>) -> CowStr<'a> {
    CowStr::Borrowed(text)
}

/// Whether an HTML block hides everything up to its own end, blank lines too.
fn is_literal(first: &str) -> bool {
    let Some(after) = first.strip_prefix('<') else {
        return false;
    };
    let named = ["pre", "script", "style", "textarea"].iter().any(|name| {
        after
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
            && !after[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    });
    named || after.starts_with(['!', '?'])
}
