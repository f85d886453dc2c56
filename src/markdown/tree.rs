//! From the parser's events to the flat tree: one pass, with a stack of what is open. Blocks open
//! and close here, in step with quotes and lists, so that they can never cross.

mod graft;
mod ids;
mod nesting;
mod raw;
mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::attributes::{self, Id};
use super::directives::Directives;
use super::headings::{self, Draft};
use super::include::Shelf;
use super::origin::Origins;
use super::splice::Spliced;
use super::{
    Body, CodeBlockKind, Link, Node, NodeKind, blocks, footnotes, line_breaks, links, marks, slips,
};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::schema::Schema;
use crate::source::Source;

/// A text ready for the parser, with the way back to the file.
pub struct Text<'a> {
    pub source: &'a Source,
    /// Where the body begins in the file.
    pub start: usize,
    pub spliced: Spliced,
    pub directives: Directives,
}

/// Reads the tree.
pub fn build(
    text: &Text,
    schema: &Schema,
    shelf: &Shelf,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    let mut whole = Whole::new(text.source);
    let mut builder = Builder::new(text, schema, shelf, diagnostics, &mut whole);
    builder.read();
    builder.finish();
    whole.body
}

/// The Markdown linli reads. Smart punctuation stays off: Chinese quotes are the author's own.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

impl Text<'_> {
    /// A stretch of the parser's text as a stretch of the file.
    fn place(&self, span: Range<usize>) -> Range<usize> {
        let span = self.spliced.back_span(span);
        let mut start = self.start + span.start;
        // Where a list follows a tab, the parser lets it begin too early, within a letter even.
        while !self.source.text.is_char_boundary(start) {
            start += 1;
        }
        start..start.max(self.start + span.end)
    }

    fn path(&self) -> &SourcePath {
        &self.source.path
    }
}

struct Builder<'a> {
    text: &'a Text<'a>,
    schema: &'a Schema,
    shelf: &'a Shelf<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    whole: &'a mut Whole,
    /// The text's number among those of the body.
    origin: usize,
    /// The last node this text itself gave.
    last: usize,
    open: Vec<Open>,
    /// Neighbouring pieces of text, which become one node.
    words: words::Words,
    /// The lines of the HTML block being read.
    html: Vec<(CowStr<'static>, Range<usize>)>,
    inline_tags: raw::InlineTags,
    /// Open blocks whose end nobody has complained of, by their place in `open`.
    awaiting: Vec<usize>,
    /// Blocks that ended with their surroundings, still without a closer.
    orphans: Vec<Orphan>,
    /// Where the last block of each name was closed, and the last of any name.
    closed: HashMap<String, Range<usize>>,
    last_closed: Option<Range<usize>>,
    /// What was said of a block whose name nobody knows, by its node: it waits for the block's end.
    unknown: HashMap<usize, usize>,
    /// The last cell of a table that was begun: its node, and its end for the parser.
    last_cell: Option<(usize, usize)>,
    /// How many links, pictures and code blocks are open: no footnote mark is looked for there.
    literal: usize,
    /// Where footnote marks stand that the parser knows no note for.
    loose_marks: Vec<Range<usize>>,
}

/// What a page's own text and those it puts in have in common. A [`Builder`] reads one of them.
struct Whole {
    body: Body,
    /// How many blocks of each name are open.
    names: HashMap<String, usize>,
    drafts: Vec<Draft>,
    /// Stated ids in the order of the text.
    stated: Vec<(Owner, Id)>,
    spent: graft::Spent,
}

impl Whole {
    fn new(source: &Source) -> Whole {
        let body = Body {
            origins: Origins::of_page(source),
            ..Body::default()
        };
        Whole {
            body,
            names: HashMap::new(),
            drafts: Vec::new(),
            stated: Vec::new(),
            spent: graft::Spent::default(),
        }
    }
}

/// A block that ended with its surroundings.
struct Orphan {
    opener: Range<usize>,
    /// The last line inside it.
    last_line: Range<usize>,
}

struct Open {
    node: usize,
    kind: OpenKind,
}

enum OpenKind {
    /// Whether what is inside is no running text.
    Element {
        literal: bool,
    },
    Heading(Draft),
    /// The line that opened it, in the file.
    Block {
        opener: Range<usize>,
    },
    /// An element that is left out though its content stays.
    Dropped,
}

enum Owner {
    Heading(usize),
    Block(usize),
}

impl<'a> Builder<'a> {
    fn new(
        text: &'a Text<'a>,
        schema: &'a Schema,
        shelf: &'a Shelf<'a>,
        diagnostics: &'a mut Vec<Diagnostic>,
        whole: &'a mut Whole,
    ) -> Builder<'a> {
        Builder {
            text,
            schema,
            shelf,
            diagnostics,
            whole,
            origin: 0,
            last: 0,
            open: Vec::new(),
            words: words::Words::default(),
            html: Vec::new(),
            inline_tags: raw::InlineTags::default(),
            awaiting: Vec::new(),
            orphans: Vec::new(),
            closed: HashMap::new(),
            last_closed: None,
            unknown: HashMap::new(),
            last_cell: None,
            literal: 0,
            loose_marks: Vec::new(),
        }
    }

    /// Reads the text to its end.
    fn read(&mut self) {
        let text = self.text;
        let parser = Parser::new_ext(text.spliced.text(), options());
        for (event, span) in parser.into_offset_iter() {
            self.event(event, span);
        }
        self.flush();
        self.close_all();
        let told = footnotes::unknown(self.text.source, &self.loose_marks);
        self.diagnostics.extend(told);
    }

    fn event(&mut self, event: Event, span: Range<usize>) {
        match event {
            Event::Text(words) => return self.words.push(&words, span),
            Event::Html(html) => {
                let html = html.into_static();
                return self.html.push((html, span));
            }
            _ => self.flush(),
        }
        match event {
            Event::Start(Tag::HtmlBlock) => {}
            Event::End(TagEnd::HtmlBlock) => self.html_block(),
            Event::Start(tag) => self.start(tag, span),
            Event::End(end) => {
                if end == TagEnd::TableRow {
                    self.cells_too_many(span);
                }
                self.end();
            }
            Event::Code(code) => {
                let code = self.restored(code);
                self.leaf(NodeKind::Code(code), span);
            }
            Event::InlineHtml(tag) => self.inline_html(tag, span),
            Event::FootnoteReference(label) => {
                let label = self.restored(label);
                self.leaf(NodeKind::FootnoteReference(label), span);
            }
            Event::SoftBreak => self.leaf(NodeKind::SoftBreak { space: true }, span),
            Event::HardBreak => self.leaf(NodeKind::HardBreak, span),
            Event::Rule => self.leaf(NodeKind::Rule, span),
            Event::TaskListMarker(done) => self.leaf(NodeKind::TaskMarker(done), span),
            Event::Text(_) | Event::Html(_) => {}
            // Mathematics is not switched on.
            Event::InlineMath(words) | Event::DisplayMath(words) => self.words.push(&words, span),
        }
    }

    fn restored(&self, text: CowStr) -> CowStr<'static> {
        marks::restore(self.text.directives.restore(text)).into_static()
    }

    fn leaf(&mut self, kind: NodeKind, span: Range<usize>) {
        let place = self.text.place(span);
        self.node(kind, place);
    }

    fn node(&mut self, kind: NodeKind, place: Range<usize>) -> usize {
        let at = self.whole.body.nodes.len();
        self.whole.body.nodes.push(Node {
            kind,
            span: place.start as u32..place.end as u32,
            end: at as u32 + 1,
        });
        self.last = at;
        at
    }

    fn start(&mut self, tag: Tag, span: Range<usize>) {
        let place = self.text.place(span.clone());
        let link = links::target(&tag)
            .map(|(target, picture)| (self.restored(target.into()).to_string(), picture));
        if let Some((target, picture)) = &link
            && links::is_unsafe(target)
        {
            let mistake = links::unsafe_link(self.text.path(), place, *picture);
            self.diagnostics.push(mistake);
            let node = self.whole.body.nodes.len();
            let kind = OpenKind::Dropped;
            return self.open.push(Open { node, kind });
        }
        let literal = matches!(
            tag,
            Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)
        );
        self.literal += usize::from(literal);
        let is_cell = matches!(tag, Tag::TableCell);
        let kind = match &tag {
            Tag::Heading { level, .. } => {
                OpenKind::Heading(self.heading(*level as u8, span.clone()))
            }
            _ => OpenKind::Element { literal },
        };
        let tag = shared(self.owned(tag));
        let node = self.node(NodeKind::Element(tag), place);
        if is_cell {
            self.last_cell = Some((node, span.end));
        }
        if let Some((target, picture)) = link {
            let node = node as u32;
            let target = self.rooted(target.into()).to_string();
            self.whole.body.links.push(Link {
                node,
                target,
                picture,
            });
        }
        self.open.push(Open { node, kind });
    }

    /// The tag with the author's own words in it; a heading's attributes move to [`Heading`].
    fn owned(&self, tag: Tag) -> Tag<'static> {
        match tag.into_static() {
            Tag::Heading { level, classes, .. } => Tag::Heading {
                level,
                id: None,
                classes: classes.into_iter().map(|it| self.restored(it)).collect(),
                attrs: Vec::new(),
            },
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => Tag::Link {
                link_type,
                dest_url: self.address(dest_url, link_type),
                title: self.restored(title),
                id: self.restored(id),
            },
            Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => Tag::Image {
                link_type,
                dest_url: self.address(dest_url, link_type),
                title: self.restored(title),
                id: self.restored(id),
            },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                Tag::CodeBlock(CodeBlockKind::Fenced(self.restored(info)))
            }
            Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(self.restored(label)),
            tag => tag,
        }
    }

    fn heading(&mut self, level: u8, span: Range<usize>) -> Draft {
        let place = self.text.place(span);
        let written = self.text.source.text[place.clone()].trim_end();
        let place = place.start..place.start + written.len();
        let mut draft = Draft {
            node: self.whole.body.nodes.len() as u32,
            level,
            text: String::new(),
            id: None,
            pairs: Vec::new(),
            span: place.clone(),
        };
        let mut read = headings::read_attributes(written, place.start);
        let told = attributes::name(&mut read, &self.schema.heading, self.text.path());
        self.diagnostics.extend(told);
        for slip in read.slips {
            let mistake = attributes::slip(self.text.path(), slip);
            self.diagnostics.push(mistake);
        }
        draft.id = read.id;
        draft.pairs = read.pairs;
        draft
    }

    /// Ends the innermost Markdown element, and every block left open inside it.
    fn end(&mut self) {
        let mut left = Vec::new();
        let ended = loop {
            let ended = self.open.pop().expect("the parser's events are balanced");
            self.seal(ended.node, matches!(ended.kind, OpenKind::Dropped));
            match ended.kind {
                OpenKind::Block { opener } => left.extend(self.forget_block(ended.node, opener)),
                _ => break ended,
            }
        };
        self.orphans.extend(left.into_iter().rev());
        self.end_inline_tags();
        match ended.kind {
            OpenKind::Heading(mut draft) => {
                let nodes = ended.node + 1..self.whole.body.nodes.len();
                draft.text = self.whole.body.plain_text(nodes).trim().to_string();
                if let Some(id) = draft.id.take() {
                    self.whole
                        .stated
                        .push((Owner::Heading(self.whole.drafts.len()), id));
                }
                self.whole.drafts.push(draft);
            }
            OpenKind::Element { literal } => self.literal -= usize::from(literal),
            OpenKind::Block { .. } | OpenKind::Dropped => {}
        }
    }

    /// The parser drops the cells of a row that its head has no column for: their words go into
    /// the last cell, as typed.
    fn cells_too_many(&mut self, row: Range<usize>) {
        let Some(cell) = self.last_cell.filter(|(_, end)| *end <= row.end) else {
            return;
        };
        let rest = self.text.spliced.text()[cell.1..row.end].trim_end();
        let words = rest.trim_start().strip_prefix('|').unwrap_or_default();
        let words = words.strip_suffix('|').unwrap_or(words);
        if words.trim().is_empty() {
            return;
        }
        let end = cell.1 + rest.len();
        let text = format!(" {}", words.trim());
        let text = self.restored(text.into());
        self.leaf(NodeKind::Text(text), end - words.len()..end);
        self.seal(cell.0, false);
    }

    /// Writes where a node ends.
    fn seal(&mut self, node: usize, dropped: bool) {
        if !dropped {
            self.whole.body.nodes[node].end = self.whole.body.nodes.len() as u32;
        }
    }

    /// Ends the blocks that are still open at the end of the text.
    fn close_all(&mut self) {
        while let Some(open) = self.open.pop() {
            self.seal(open.node, false);
            if let OpenKind::Block { opener } = open.kind {
                let orphan = self.forget_block(open.node, opener);
                self.orphans.extend(orphan);
            }
        }
        self.end_inline_tags();
        let path = &self.text.source.path;
        let unclosed = self.orphans.drain(..);
        self.diagnostics
            .extend(unclosed.map(|orphan| blocks::unclosed(path, orphan.opener, orphan.last_line)));
    }

    /// What can be said of the page as a whole only.
    fn finish(mut self) {
        let order = headings::check_order(&self.whole.drafts, &self.whole.body);
        self.diagnostics.extend(order);
        self.give_ids();
        let body = &mut self.whole.body;
        line_breaks::join(body);
        let slips = slips::find(body);
        self.diagnostics.extend(slips);
        // A handbook keeps thousands of bodies: none keeps room it does not use.
        for heading in &mut body.headings {
            heading.text.shrink_to_fit();
            heading.id.shrink_to_fit();
        }
        body.nodes.shrink_to_fit();
        body.headings.shrink_to_fit();
        body.links.shrink_to_fit();
        body.origins.shrink_to_fit();
    }
}

/// A tag that says nothing but its name is one value for all nodes: most are, and a handbook keeps
/// millions of nodes.
fn shared(tag: Tag<'static>) -> Arc<Tag<'static>> {
    static PLAIN: OnceLock<Vec<Arc<Tag<'static>>>> = OnceLock::new();
    let plain = PLAIN.get_or_init(|| {
        let tags = [
            Tag::Paragraph,
            Tag::Item,
            Tag::TableHead,
            Tag::TableRow,
            Tag::TableCell,
            Tag::Emphasis,
            Tag::Strong,
        ];
        tags.map(Arc::new).to_vec()
    });
    match plain.iter().find(|known| ***known == tag) {
        Some(known) => known.clone(),
        None => Arc::new(tag),
    }
}
