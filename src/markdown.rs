//! Markdown to a tree of blocks with spans, once; everything else is a fold over the tree.
//!
//! The tree is one vector in document order. A node's descendants follow it up to its `end`, so a
//! fold is a loop and no depth of nesting can exhaust a stack.

mod attributes;
mod autolinks;
mod blanks;
mod blocks;
mod clean;
mod depth;
mod directives;
mod emphasis;
mod footnotes;
mod headings;
pub mod html;
pub mod include;
mod line_breaks;
mod links;
mod marks;
mod opener;
mod origin;
mod quiet;
pub mod shapes;
mod slips;
pub mod splice;
mod text;
mod tree;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc as Shared;

pub use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Tag};
pub use text::is_inline;
pub use tree::options;

use crate::diagnostic::Diagnostic;
use crate::schema::Schema;
use crate::source::Source;
use include::Shelf;
use origin::Origins;

/// A page's body.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub nodes: Vec<Node>,
    /// In document order.
    pub headings: Vec<Heading>,
    /// Every link and picture, in document order, but those that would run something: of these only
    /// the words are in the tree.
    pub links: Vec<Link>,
    /// Which text each node comes from.
    origins: Origins,
}

#[derive(Clone, Debug)]
pub struct Node {
    pub kind: NodeKind,
    /// Where it stands in the text it comes from, in bytes of the whole file; [`Body::place`] says
    /// in which.
    span: Range<u32>,
    /// The index after its last descendant; its own index + 1 for a leaf.
    pub end: u32,
}

#[derive(Clone, Debug)]
pub enum NodeKind {
    /// A Markdown element; heading nodes stand in [`Body::headings`] too, links in [`Body::links`].
    Element(Shared<Tag<'static>>),
    /// A `:::` block.
    Block(Box<Block>),
    Text(CowStr<'static>),
    Code(CowStr<'static>),
    /// Raw HTML, already cleaned: safe to write out. A block of it is balanced in itself and ends
    /// its line; in a sentence each tag is a node, and both tags of a pair stand in one element.
    Html(CowStr<'static>),
    /// A line end within a paragraph; no space where the writing on both sides has none.
    SoftBreak {
        space: bool,
    },
    HardBreak,
    Rule,
    FootnoteReference(CowStr<'static>),
    TaskMarker(bool),
}

/// A `:::` block's opening line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The English name in the schema; empty for a name it does not know. Such a block is plain and
    /// its title holds all words of the line, the name among them.
    pub name: String,
    pub title: Option<String>,
    pub id: Option<String>,
    pub classes: Vec<String>,
    /// `key="value"` in order, without those above; `（15 分钟，2 人一组）` arrives as `minutes`,
    /// `group`.
    pub attributes: Vec<(String, String)>,
    /// The opening line without its newline; [`Body::opener`] says in which file.
    opener: Range<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Index of its node.
    pub node: u32,
    pub level: u8,
    /// Unique on the page.
    pub id: String,
    /// Its words without markup.
    pub text: String,
    /// `{basis=sourced facts=F22,F23}` of the part it opens.
    pub attributes: Vec<(String, String)>,
}

/// A link or a picture as written; in a text that is put in, as seen from the handbook's root.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Index of its node.
    pub node: u32,
    pub target: String,
    pub picture: bool,
}

impl Block {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Its length, where it states one.
    pub fn minutes(&self) -> Option<u32> {
        self.attribute("minutes")?.parse().ok()
    }
}

impl Node {
    /// The Markdown element it is, if it is one.
    pub fn tag(&self) -> Option<&Tag<'static>> {
        match &self.kind {
            NodeKind::Element(tag) => Some(tag),
            _ => None,
        }
    }
}

impl Body {
    /// Every `:::` block with its node's index, in document order.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &Block)> {
        self.nodes
            .iter()
            .enumerate()
            .filter_map(|(at, node)| match &node.kind {
                NodeKind::Block(block) => Some((at, &**block)),
                _ => None,
            })
    }

    /// Every address a link may name on this page: headings and blocks with an id.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let blocks = self.blocks().filter_map(|(_, block)| block.id.as_deref());
        self.headings
            .iter()
            .map(|heading| heading.id.as_str())
            .chain(blocks)
    }

    /// The words of a stretch of nodes without markup: soft breaks as spaces, each block on a line.
    pub fn plain_text(&self, nodes: Range<usize>) -> String {
        text::plain(self, nodes)
    }

    /// The words of the first paragraph that stands by itself: not in a block, a quote, a list.
    pub fn first_paragraph(&self) -> Option<String> {
        text::first_paragraph(self)
    }
}

/// Reads the text from `start` on, and those it puts in. Block names and their rules come from the
/// schema.
pub fn parse(
    source: &Source,
    start: usize,
    schema: &Schema,
    shelf: &Shelf,
) -> (Body, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let text = prepared(source, start, schema, &mut diagnostics);
    let body = tree::build(&text, schema, shelf, &mut diagnostics);
    crate::diagnostic::sort(&mut diagnostics);
    (body, diagnostics)
}

/// A text as the parser gets it.
fn prepared<'a>(
    source: &'a Source,
    start: usize,
    schema: &Schema,
    diagnostics: &mut Vec<Diagnostic>,
) -> tree::Text<'a> {
    let body = &source.text[start..];
    let directives = directives::find(body);
    let mut splices = Vec::new();
    for run in marks::reserved(body) {
        let span = start + run.start..start + run.end;
        diagnostics.push(marks::reserved_character(source, span));
        splices.push(splice::Splice::new(run, ""));
    }
    splices.extend(quiet::splices(body));
    splices.extend(emphasis::splices(body));
    splices.extend(depth::splices(body));
    let drawn = blanks::splices(body, &directives, schema, &mut splices);
    splices.extend(drawn);
    splices.retain(|splice| !directives.covers(&splice.range));
    splices.extend(directives.splices());
    let spliced = splice::Spliced::new(body, splices);
    tree::Text {
        source,
        start,
        spliced,
        directives,
    }
}
