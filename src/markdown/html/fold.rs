//! From nodes to the events of the parser's HTML writer: borrowed where it writes what we want,
//! our own HTML where it does not (tables, notes, pictures, links, blocks).

use std::ops::Range;

use pulldown_cmark::html::push_html;
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use super::{Frame, HtmlHooks, Target, escape};
use crate::markdown::footnotes::{Note, Notes};
use crate::markdown::text::is_inline;
use crate::markdown::{Body, NodeKind, links};

pub struct Fold<'a, H> {
    body: &'a Body,
    hooks: &'a H,
    notes: &'a Notes,
    pub events: Vec<Event<'a>>,
    open: Vec<(usize, Close)>,
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

/// What to write where a node ends.
enum Close {
    Event(TagEnd),
    Html(String),
    /// As `Html`, at the end of an element whose text stays plain.
    Plain(Option<TagEnd>, &'static str),
    BackLinks,
    Nothing,
}

impl<'a, H: HtmlHooks> Fold<'a, H> {
    pub fn new(body: &'a Body, hooks: &'a H, notes: &'a Notes) -> Fold<'a, H> {
        Fold {
            body,
            hooks,
            notes,
            events: Vec::new(),
            open: Vec::new(),
            plain: 0,
            table: TablePlace::default(),
            back: None,
        }
    }

    /// Writes a stretch of nodes, without the notes defined in it.
    pub fn nodes(&mut self, nodes: Range<usize>) {
        let mut at = nodes.start;
        while at < nodes.end {
            self.close_up_to(at);
            at = self.node(at);
        }
        self.close_up_to(usize::MAX);
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

    /// Writes one node; its content follows unless the index returned passes over it.
    fn node(&mut self, at: usize) -> usize {
        let node = &self.body.nodes[at];
        let end = node.end as usize;
        match &node.kind {
            NodeKind::Element(tag) => return self.element(at, end, tag),
            NodeKind::Block(block) => {
                if self.hooks.skips(at, block) {
                    return end;
                }
                match self.hooks.block(at, block) {
                    Frame::Around { before, after } => {
                        self.html(before);
                        self.open.push((end, Close::Html(after)));
                    }
                    Frame::Instead(html) => {
                        self.html(html);
                        return end;
                    }
                }
            }
            NodeKind::Text(text) => {
                let more = match self.plain {
                    0 => self.hooks.text(at, text),
                    _ => None,
                };
                match more {
                    Some(html) => self.html(html),
                    None => self.events.push(Event::Text(borrowed(text))),
                }
            }
            NodeKind::Code(code) => self.events.push(Event::Code(borrowed(code))),
            NodeKind::Html(html) => self.events.push(Event::Html(borrowed(html))),
            NodeKind::SoftBreak { space: true } => self.events.push(Event::SoftBreak),
            NodeKind::SoftBreak { space: false } => {}
            NodeKind::HardBreak => self.events.push(Event::HardBreak),
            NodeKind::Rule => self.events.push(Event::Rule),
            NodeKind::FootnoteReference(label) => self.footnote_mark(at, label),
            NodeKind::TaskMarker(done) => {
                let words = escape(self.line_after(at).trim());
                let checked = if *done { " checked" } else { "" };
                self.html(format!(
                    "<input type=\"checkbox\" disabled{checked} aria-label=\"{words}\"> "
                ));
            }
        }
        at + 1
    }

    fn element(&mut self, at: usize, end: usize, tag: &'a Tag<'static>) -> usize {
        match tag {
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => return end,
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
                    self.open.push((end, Close::Html(html)));
                }
                let close = Close::Plain(Some(TagEnd::Heading(level)), "");
                self.open.push((end, close));
            }
            Tag::CodeBlock(kind) => {
                let kind = match kind {
                    CodeBlockKind::Indented => CodeBlockKind::Indented,
                    CodeBlockKind::Fenced(info) => CodeBlockKind::Fenced(borrowed(info)),
                };
                self.plain += 1;
                self.events.push(Event::Start(Tag::CodeBlock(kind)));
                let close = Close::Plain(Some(TagEnd::CodeBlock), "");
                self.open.push((end, close));
            }
            Tag::BlockQuote(Some(kind)) => {
                let kind = alert(*kind);
                let label = escape(&self.hooks.label(kind));
                self.html(format!(
                    "<aside class=\"block block-{kind}\">\n<p class=\"block-label\">{label}</p>\n"
                ));
                self.close_with(end, "</aside>\n");
            }
            Tag::Table(alignments) => {
                let label = escape(&self.hooks.label("table"));
                self.table.alignments = alignments;
                self.html(format!(
                    "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\n<table>"
                ));
                self.close_with(end, "</tbody></table>\n</div>\n");
            }
            Tag::TableHead => {
                (self.table.head, self.table.cell) = (true, 0);
                self.html("<thead><tr>".to_string());
                self.close_with(end, "</tr></thead><tbody>\n");
            }
            Tag::TableRow => {
                (self.table.head, self.table.cell) = (false, 0);
                self.html("<tr>".to_string());
                self.close_with(end, "</tr>\n");
            }
            Tag::TableCell => self.cell(end),
            Tag::Item if self.is_task(at, end) => {
                self.html("<li class=\"task\">".to_string());
                self.close_with(end, "</li>\n");
            }
            Tag::Link { .. } => self.link(end, tag),
            Tag::Image { title, .. } => {
                self.picture(at, end, tag, title);
                return end;
            }
            tag => {
                self.events.push(Event::Start(tag.clone()));
                self.open.push((end, Close::Event(tag.to_end())));
            }
        }
        at + 1
    }

    /// A paragraph; one that holds only a picture with a title is a figure.
    fn paragraph(&mut self, at: usize, end: usize) -> usize {
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
            return end;
        }
        self.events.push(Event::Start(Tag::Paragraph));
        self.open.push((end, Close::Event(TagEnd::Paragraph)));
        if self.back.is_some_and(|(paragraph, _)| paragraph == at) {
            self.open.push((end, Close::BackLinks));
        }
        at + 1
    }

    fn cell(&mut self, end: usize) {
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
        self.close_with(end, close);
    }

    fn link(&mut self, end: usize, tag: &Tag<'static>) {
        let Tag::Link { title, .. } = tag else {
            return;
        };
        let target =
            links::target(tag).map_or(Target::Text, |(target, _)| self.hooks.link(&target, false));
        let (href, rel) = match target {
            Target::Href(href) | Target::Picture { src: href, .. } => (href, ""),
            Target::External(href) => (href, " rel=\"noopener\""),
            Target::Text => return self.open.push((end, Close::Nothing)),
        };
        if links::is_unsafe(&href) {
            return self.open.push((end, Close::Nothing));
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
        self.open.push((end, Close::Plain(None, "</a>")));
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
    fn line_after(&self, marker: usize) -> String {
        let limit = self.open.last().map_or(usize::MAX, |(end, _)| *end);
        let end = (marker + 1..limit.min(self.body.nodes.len()))
            .find(|at| match &self.body.nodes[*at].kind {
                NodeKind::Element(tag) => !is_inline(tag),
                NodeKind::Block(_) | NodeKind::Rule => true,
                _ => false,
            })
            .unwrap_or(limit.min(self.body.nodes.len()));
        self.body.plain_text(marker + 1..end)
    }

    fn html(&mut self, html: String) {
        self.events.push(Event::Html(html.into()));
    }

    fn close_with(&mut self, end: usize, html: &str) {
        self.open.push((end, Close::Html(html.to_string())));
    }

    fn close_up_to(&mut self, at: usize) {
        while let Some((_, close)) = self.open.pop_if(|(end, _)| *end <= at || at == usize::MAX) {
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
                Close::Nothing => {}
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
