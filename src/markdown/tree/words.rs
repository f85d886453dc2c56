//! Text in the stream of events: neighbouring pieces become one node, but for the bare addresses
//! among them, which become links.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use super::{Builder, shared};
use crate::markdown::{Link, NodeKind, autolinks, footnotes};

/// Pieces of text that follow each other, as they come from the parser.
#[derive(Default)]
pub struct Words {
    text: String,
    /// Where each piece begins in `text`, and its stretch of what the parser reads.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Words {
    pub fn push(&mut self, words: &str, span: Range<usize>) {
        if !words.is_empty() {
            self.pieces.push((self.text.len(), span));
            self.text.push_str(words);
        }
    }

    /// The stretch of what the parser reads behind a stretch of the text. What an escape or an
    /// entity stands for has no inside.
    fn span(&self, range: Range<usize>) -> Range<usize> {
        self.offset(range.start, false)..self.offset(range.end, true)
    }

    fn offset(&self, at: usize, is_end: bool) -> usize {
        let passed = |start: usize| if is_end { start < at } else { start <= at };
        let piece = self.pieces.partition_point(|(start, _)| passed(*start));
        let piece = piece.saturating_sub(1);
        let (start, span) = &self.pieces[piece];
        let end = self
            .pieces
            .get(piece + 1)
            .map_or(self.text.len(), |next| next.0);
        match (end - start == span.len(), is_end) {
            (true, _) => span.start + (at - start),
            (false, true) => span.end,
            (false, false) => span.start,
        }
    }
}

impl Builder<'_> {
    /// Makes nodes of the words gathered so far.
    pub(super) fn flush(&mut self) {
        if self.words.text.is_empty() {
            return;
        }
        let mut words = std::mem::take(&mut self.words);
        let mut at = 0;
        // Inside a link or code, what looks like an address or a mark is neither.
        if self.literal == 0 {
            if words.text.contains("[^") {
                self.loose_marks(words.span(0..words.text.len()));
            }
            for link in autolinks::find(&words.text) {
                self.text_node(&words, at..link.range.start);
                at = link.range.end;
                self.autolink(&words, link);
            }
        }
        self.text_node(&words, at..words.text.len());
        // The room is used again.
        words.text.clear();
        words.pieces.clear();
        self.words = words;
    }

    fn text_node(&mut self, words: &Words, range: Range<usize>) {
        let text = self.restored(words.text[range.clone()].to_string().into());
        if !text.is_empty() {
            self.leaf(NodeKind::Text(text), words.span(range));
        }
    }

    fn autolink(&mut self, words: &Words, link: autolinks::Autolink) {
        let place = self.text.place(words.span(link.range.clone()));
        let address = self.restored(words.text[link.range.clone()].to_string().into());
        let target = format!("{}{address}", link.scheme);
        let tag = shared(Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: target.clone().into(),
            title: "".into(),
            id: "".into(),
        });
        let node = self.node(NodeKind::Element(tag), place);
        self.whole.body.links.push(Link {
            node: node as u32,
            target,
            picture: false,
        });
        self.text_node(words, link.range);
        self.seal(node, false);
    }

    fn loose_marks(&mut self, span: Range<usize>) {
        let place = self.text.place(span);
        let written = &self.text.source.text[place.clone()];
        for mark in footnotes::marks(written) {
            let at = place.start + mark.start..place.start + mark.end;
            // The backslash before an escaped bracket stands before the text it makes.
            let before = &self.text.source.text[..at.start];
            if !before.ends_with('\\') {
                self.loose_marks.push(at);
            }
        }
    }
}
