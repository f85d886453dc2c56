//! From nodes to the events of the parser's HTML writer: borrowed where it writes what we want,
//! our own HTML where it does not (tables, notes, pictures, links, blocks).

use std::ops::Range;
use std::slice;

use pulldown_cmark::html::push_html;
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use super::{Frame, HtmlHooks, Part, Target, escape};
use crate::markdown::footnotes::{Note, Notes};
use crate::markdown::shapes::lines::Piece;
use crate::markdown::text::is_inline;
use crate::markdown::{Body, NodeKind, links};

pub struct Fold<'a, H> {
    body: &'a Body,
    hooks: &'a H,
    notes: &'a Notes,
    pub events: Vec<Event<'a>>,
    /// What is still to be written, the next last: no nesting in a page nests calls.
    work: Vec<Work<'a>>,
    /// How many links, headings and code blocks are open: text there stays plain.
    plain: usize,
    table: TablePlace<'a>,
    /// The note being written and the paragraph its way back goes into.
    back: Option<(usize, &'a Note)>,
}

#[derive(Default)]
struct TablePlace<'a> {
    alignments: &'a [Alignment],
    head: bool,
    cell: usize,
}

enum Work<'a> {
    Nodes(Range<usize>),
    Parts(slice::Iter<'a, Part>),
    Close(Close),
}

/// What to write where a node ends.
enum Close {
    Event(TagEnd),
    Html(String),
    /// As `Html`, at the end of an element whose text stays plain.
    Plain(Option<TagEnd>, &'static str),
    BackLinks,
}

impl<'a, H: HtmlHooks> Fold<'a, H> {
    pub fn new(body: &'a Body, hooks: &'a H, notes: &'a Notes) -> Fold<'a, H> {
        Fold {
            body,
            hooks,
            notes,
            events: Vec::new(),
            work: Vec::new(),
            plain: 0,
            table: TablePlace::default(),
            back: None,
        }
    }

    /// Writes a stretch of nodes, without the notes defined in it.
    pub fn nodes(&mut self, nodes: Range<usize>) {
        self.work.push(Work::Nodes(nodes));
        while let Some(work) = self.work.pop() {
            match work {
                Work::Nodes(nodes) => self.first(nodes),
                Work::Parts(mut parts) => {
                    if let Some(part) = parts.next() {
                        self.work.push(Work::Parts(parts));
                        self.part(part);
                    }
                }
                Work::Close(close) => self.close(close),
            }
        }
    }

    /// Writes all notes as one list.
    pub fn endnotes(&mut self) {
        let notes = self.notes;
        if notes.list.is_empty() {
            return;
        }
        let label = escape(&self.hooks.label("footnotes"));
        self.html(format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{label}\">\n<ol>\n"
        ));
        for note in &notes.list {
            let node = &self.body.nodes[note.node];
            let inside = note.node + 1..node.end as usize;
            let prefix = escape(self.hooks.id_prefix());
            self.html(format!("<li id=\"{prefix}fn-{}\">\n", escape(&note.id)));
            let into = self.last_paragraph(inside.clone());
            self.back = into.map(|at| (at, note));
            self.nodes(inside);
            self.back = None;
            if into.is_none() {
                let links = self.back_links(note);
                self.html(links);
            }
            self.html("</li>\n".to_string());
        }
        self.html("</ol>\n</section>\n".to_string());
    }

    /// Writes the first of some nodes; the others wait.
    fn first(&mut self, nodes: Range<usize>) {
        let at = nodes.start;
        if nodes.is_empty() {
            return;
        }
        let end = self.body.nodes[at].end as usize;
        self.work.push(Work::Nodes(end..nodes.end));
        self.node(at, nodes.end);
    }

    fn part(&mut self, part: &'a Part) {
        match part {
            Part::Html(html) => self.events.push(Event::Html(CowStr::Borrowed(html))),
            Part::Piece(Piece::Nodes(nodes)) => self.work.push(Work::Nodes(nodes.clone())),
            Part::Piece(Piece::Text(at, bytes)) => {
                if let NodeKind::Text(text) = &self.body.nodes[*at].kind {
                    self.text(*at, text.get(bytes.clone()).unwrap_or_default());
                }
            }
        }
    }

    /// Writes one node; `limit` is where its siblings end.
    fn node(&mut self, at: usize, limit: usize) {
        let node = &self.body.nodes[at];
        let end = node.end as usize;
        if let NodeKind::Block(block) = &node.kind
            && self.hooks.skips(at, block)
        {
            return;
        }
        let mut content = Work::Nodes(at + 1..end);
        match self.hooks.frame(at) {
            Some(Frame::Parts(parts)) => return self.work.push(Work::Parts(parts.iter())),
            Some(Frame::Inside(parts)) => content = Work::Parts(parts.iter()),
            None => {}
        }
        match &node.kind {
            NodeKind::Element(tag) => {
                if self.element(at, end, tag) {
                    self.work.push(content);
                }
            }
            NodeKind::Block(block) => {
                let (before, after) = self.hooks.block(at, block);
                self.html(before);
                self.close_with(Close::Html(after));
                self.work.push(content);
            }
            NodeKind::Text(text) => self.text(at, text),
            NodeKind::Code(code) => self.events.push(Event::Code(borrowed(code))),
            NodeKind::Html(html) => self.events.push(Event::Html(borrowed(html))),
            NodeKind::SoftBreak { space: true } => self.events.push(Event::SoftBreak),
            NodeKind::SoftBreak { space: false } => {}
            NodeKind::HardBreak => self.events.push(Event::HardBreak),
            NodeKind::Rule => self.events.push(Event::Rule),
            NodeKind::FootnoteReference(label) => self.footnote_mark(at, label),
            NodeKind::TaskMarker(done) => {
                let words = self.line_after(at, limit);
                let words = match words.trim() {
                    "" => escape(&self.hooks.label("task")),
                    words => escape(words),
                };
                let checked = if *done { " checked" } else { "" };
                self.html(format!(
                    "<input type=\"checkbox\" disabled{checked} aria-label=\"{words}\"> "
                ));
            }
        }
    }

    fn text(&mut self, at: usize, text: &'a str) {
        let more = match self.plain {
            0 => self.hooks.text(at, text),
            _ => None,
        };
        match more {
            Some(html) => self.html(html),
            None => self.events.push(Event::Text(CowStr::Borrowed(text))),
        }
    }

    /// Opens an element; whether its content follows.
    fn element(&mut self, at: usize, end: usize, tag: &'a Tag<'static>) -> bool {
        match tag {
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => return false,
            Tag::Paragraph => return self.paragraph(at, end),
            Tag::Heading {
                level, id, classes, ..
            } => {
                let level = self.hooks.heading_level(*level as u8).clamp(1, 6);
                let level = HeadingLevel::try_from(level as usize).unwrap_or(HeadingLevel::H6);
                let prefix = self.hooks.id_prefix();
                self.plain += 1;
                self.events.push(Event::Start(Tag::Heading {
                    level,
                    id: id.as_ref().map(|id| format!("{prefix}{id}").into()),
                    classes: classes.iter().map(borrowed).collect(),
                    attrs: Vec::new(),
                }));
                if let Some(html) = self.hooks.after_heading(at) {
                    // Opened first, so closed last: it stands behind the heading's own end.
                    self.close_with(Close::Html(html));
                }
                self.close_with(Close::Plain(Some(TagEnd::Heading(level)), ""));
            }
            Tag::CodeBlock(kind) => {
                let kind = match kind {
                    CodeBlockKind::Indented => CodeBlockKind::Indented,
                    CodeBlockKind::Fenced(info) => CodeBlockKind::Fenced(borrowed(info)),
                };
                self.plain += 1;
                self.events.push(Event::Start(Tag::CodeBlock(kind)));
                self.close_with(Close::Plain(Some(TagEnd::CodeBlock), ""));
            }
            Tag::BlockQuote(Some(kind)) => {
                let kind = alert(*kind);
                let label = escape(&self.hooks.label(kind));
                self.html(format!(
                    "<aside class=\"block block-{kind}\">\n<p class=\"block-title\"><span class=\"block-name\">{label}</span></p>\n"
                ));
                self.close_html("</aside>\n");
            }
            Tag::Table(alignments) => {
                let label = escape(&self.hooks.label("table"));
                self.table.alignments = alignments;
                self.html(format!(
                    "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\n<table>"
                ));
                self.close_html("</tbody></table>\n</div>\n");
            }
            Tag::TableHead => {
                (self.table.head, self.table.cell) = (true, 0);
                self.html("<thead><tr>".to_string());
                self.close_html("</tr></thead><tbody>\n");
            }
            Tag::TableRow => {
                (self.table.head, self.table.cell) = (false, 0);
                self.html("<tr>".to_string());
                self.close_html("</tr>\n");
            }
            Tag::TableCell => self.cell(),
            Tag::Item if self.is_task(at, end) => {
                self.html("<li class=\"task\">".to_string());
                self.close_html("</li>\n");
            }
            Tag::Link { .. } => self.link(tag),
            Tag::Image { title, .. } => {
                self.picture(at, end, tag, title);
                return false;
            }
            tag => {
                self.events.push(Event::Start(tag.clone()));
                self.close_with(Close::Event(tag.to_end()));
            }
        }
        true
    }

    /// A paragraph; one that holds only a picture with a title is a figure.
    fn paragraph(&mut self, at: usize, end: usize) -> bool {
        let only = self
            .body
            .nodes
            .get(at + 1)
            .filter(|node| at + 1 < end && node.end as usize == end);
        if let Some(tag @ Tag::Image { title, .. }) = only.and_then(|node| node.tag())
            && !title.is_empty()
        {
            self.html("<figure>".to_string());
            self.picture(at + 1, end, tag, "");
            let caption = escape(title);
            self.html(format!("<figcaption>{caption}</figcaption></figure>\n"));
            return false;
        }
        self.events.push(Event::Start(Tag::Paragraph));
        self.close_with(Close::Event(TagEnd::Paragraph));
        if self.back.is_some_and(|(paragraph, _)| paragraph == at) {
            self.close_with(Close::BackLinks);
        }
        true
    }

    fn cell(&mut self) {
        let class = match self.table.alignments.get(self.table.cell) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        self.table.cell += 1;
        let (open, close) = match self.table.head {
            true => (format!("<th scope=\"col\"{class}>"), "</th>"),
            false => (format!("<td{class}>"), "</td>"),
        };
        self.html(open);
        self.close_html(close);
    }

    fn link(&mut self, tag: &Tag<'static>) {
        let Tag::Link { title, .. } = tag else {
            return;
        };
        let target =
            links::target(tag).map_or(Target::Text, |(target, _)| self.hooks.link(&target, false));
        let (href, rel) = match target {
            Target::Href(href) | Target::Picture { src: href, .. } => (href, ""),
            Target::External(href) => (href, " rel=\"noopener\""),
            Target::Text => return,
        };
        if links::is_unsafe(&href) {
            return;
        }
        let start = written([Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: href.into(),
            title: borrowed(title),
            id: "".into(),
        })]);
        let start = start.strip_suffix('>').unwrap_or(&start);
        self.html(format!("{start}{rel}>"));
        self.plain += 1;
        self.close_with(Close::Plain(None, "</a>"));
    }

    fn picture(&mut self, at: usize, end: usize, tag: &Tag<'static>, title: &str) {
        let mut alt = self.body.plain_text(at + 1..end);
        let target =
            links::target(tag).map_or(Target::Text, |(target, _)| self.hooks.link(&target, true));
        let (src, size) = match target {
            Target::Picture {
                src,
                size,
                alt: noted,
            } => {
                if let Some(noted) = noted.filter(|_| alt.trim().is_empty()) {
                    alt = noted;
                }
                (src, size)
            }
            Target::Href(src) | Target::External(src) => (src, None),
            Target::Text => return self.events.push(Event::Text(alt.into())),
        };
        if links::is_unsafe(&src) {
            return self.events.push(Event::Text(alt.into()));
        }
        let image = Tag::Image {
            link_type: LinkType::Inline,
            dest_url: src.into(),
            title: title.into(),
            id: "".into(),
        };
        let image = written([
            Event::Start(image),
            Event::Text(alt.into()),
            Event::End(TagEnd::Image),
        ]);
        let image = image.strip_suffix(" />").unwrap_or(&image);
        let size = size.map_or(String::new(), |(width, height)| {
            format!(" width=\"{width}\" height=\"{height}\"")
        });
        self.html(format!("{image}{size} loading=\"lazy\">"));
    }

    fn footnote_mark(&mut self, at: usize, label: &'a str) {
        let Some((note, count)) = self.notes.mark(at) else {
            return self.events.push(Event::Text(format!("[^{label}]").into()));
        };
        let prefix = escape(self.hooks.id_prefix());
        let (id, number) = (escape(&note.id), note.number);
        self.html(format!(
            "<sup class=\"footnote-reference\"><a id=\"{prefix}fnref-{id}-{count}\" href=\"#{prefix}fn-{id}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    fn back_links(&self, note: &Note) -> String {
        let prefix = escape(self.hooks.id_prefix());
        let label = escape(&self.hooks.label("footnote-back"));
        let id = escape(&note.id);
        let link = |count: usize| {
            let many = match note.marks.len() {
                1 => String::new(),
                _ => format!("<sup>{count}</sup>"),
            };
            format!(
                " <a href=\"#{prefix}fnref-{id}-{count}\" role=\"doc-backlink\" aria-label=\"{label} {count}\">↩{many}</a>"
            )
        };
        note.marks.clone().map(link).collect()
    }

    /// The last paragraph directly inside a note, if it ends it.
    fn last_paragraph(&self, inside: Range<usize>) -> Option<usize> {
        let mut at = inside.start;
        let mut last = None;
        while at < inside.end {
            last = Some(at);
            at = self.body.nodes[at].end as usize;
        }
        last.filter(|at| matches!(self.body.nodes[*at].tag(), Some(Tag::Paragraph)))
    }

    fn is_task(&self, at: usize, end: usize) -> bool {
        let is_marker =
            |at: usize| at < end && matches!(self.body.nodes[at].kind, NodeKind::TaskMarker(_));
        let paragraph =
            at + 1 < end && matches!(self.body.nodes[at + 1].tag(), Some(Tag::Paragraph));
        is_marker(at + 1) || (paragraph && is_marker(at + 2))
    }

    /// The words of a task, up to the next block.
    fn line_after(&self, marker: usize, limit: usize) -> String {
        let end = (marker + 1..limit)
            .find(|at| match &self.body.nodes[*at].kind {
                NodeKind::Element(tag) => !is_inline(tag),
                NodeKind::Block(_) | NodeKind::Rule => true,
                _ => false,
            })
            .unwrap_or(limit);
        self.body.plain_text(marker + 1..end)
    }

    fn html(&mut self, html: String) {
        self.events.push(Event::Html(html.into()));
    }

    /// To be written after the content of what was just opened.
    fn close_with(&mut self, close: Close) {
        self.work.push(Work::Close(close));
    }

    fn close_html(&mut self, html: &str) {
        self.close_with(Close::Html(html.to_string()));
    }

    fn close(&mut self, close: Close) {
        match close {
            Close::Event(end) => self.events.push(Event::End(end)),
            Close::Html(html) => self.html(html),
            Close::Plain(end, html) => {
                self.plain -= 1;
                match end {
                    Some(end) => self.events.push(Event::End(end)),
                    None => self.html(html.to_string()),
                }
            }
            Close::BackLinks => {
                if let Some((_, note)) = self.back {
                    let links = self.back_links(note);
                    self.html(links);
                }
            }
        }
    }
}

fn borrowed<'a>(text: &'a CowStr<'static>) -> CowStr<'a> {
    CowStr::Borrowed(text)
}

/// What the parser's writer makes of some events; so that addresses are escaped in one way.
fn written<'a>(events: impl IntoIterator<Item = Event<'a>>) -> String {
    let mut html = String::new();
    push_html(&mut html, events.into_iter());
    html
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}
