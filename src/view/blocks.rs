//! The `:::` blocks of a text as a reader gets them: each with a shape of its own that needs no
//! script. What fits no shape is written as typed; nothing an author wrote is left out.

mod agenda;
mod fields;
mod form;
mod heading;
mod proof;
mod quiz;
mod strengths;
mod voice;

use std::collections::HashMap;

use super::cards::Site;
use super::pages::Edition;
use crate::handbook::Version;
use crate::handbook::schedule::{self, Timed};
use crate::markdown::html::{Frame, Part, escape};
use crate::markdown::shapes::lines::{Line, children, inside};
use crate::markdown::{Block, Body, Node, NodeKind, Tag, include};
use crate::path::SitePath;
use crate::schema::BlockKind;

/// The nodes that are not written as usual, and how.
pub type Plan = HashMap<usize, Frame>;

/// One text as one reader gets it.
pub struct Reading<'a> {
    pub site: &'a Site<'a>,
    pub version: &'a Version,
    /// The reader's language; the text's own may be another.
    pub reader: usize,
    pub path: &'a SitePath,
    pub edition: Edition,
    /// In a lesson: when its parts begin.
    times: HashMap<usize, Timed>,
}

/// All nodes of a text that are not written as usual.
pub fn plan(text: &Reading) -> Plan {
    let mut plan = Plan::new();
    let body = text.body();
    let task = |node: &Node| matches!(node.kind, NodeKind::TaskMarker(_));
    if body.blocks().next().is_none() && !body.nodes.iter().any(task) {
        return plan;
    }
    for (at, block) in body.blocks() {
        match block.name.as_str() {
            "agenda" => agenda::plan(text, at, block, &mut plan),
            "strengths" => strengths::plan(text, at, &mut plan),
            "quote" | "testimonial" => voice::plan(body, at, &mut plan),
            "steps" => number(body, at, &mut plan),
            _ => {}
        }
    }
    quiz::plan(text, &mut plan);
    form::plan(text, &mut plan);
    plan
}

impl<'a> Reading<'a> {
    pub fn new(
        site: &'a Site<'a>,
        version: &'a Version,
        reader: usize,
        path: &'a SitePath,
        edition: Edition,
    ) -> Reading<'a> {
        let handbook = site.handbook;
        let mut times = HashMap::new();
        if version.page.address.kind == "module" {
            let timed = schedule::timed(&version.page.body, &handbook.schema);
            times.extend(timed.into_iter().map(|part| (part.node, part)));
        }
        Reading {
            site,
            version,
            reader,
            path,
            edition,
            times,
        }
    }

    fn body(&self) -> &'a Body {
        &self.version.page.body
    }

    /// The language the text is in: words among its own are said in that.
    fn language(&self) -> usize {
        self.version.page.address.language
    }

    pub fn tag(&self) -> &'a str {
        self.site.tag(self.language())
    }

    /// The theme's word for a key; the key itself where it has none.
    pub fn word<'w>(&'w self, key: &'w str) -> &'w str {
        self.site.word(self.language(), key).unwrap_or(key)
    }

    /// The same, ready for HTML, with a value in its place.
    fn words(&self, key: &str, value: &str) -> String {
        escape(&self.word(key).replace("{}", value))
    }

    fn kind(&self, block: &Block) -> Option<&'a BlockKind> {
        self.site.handbook.schema.block(&block.name)
    }

    /// Whether a block is not for the readers of this edition.
    pub fn leaves_out(&self, block: &Block) -> bool {
        let for_lecturers = self.kind(block).is_some_and(|kind| kind.facilitator);
        self.edition == Edition::Participant && for_lecturers
    }

    /// What stands before and after a block's content.
    pub fn around(&self, at: usize, block: &Block) -> (String, String) {
        let Some(kind) = self.kind(block) else {
            return plain_box(block);
        };
        if kind.name == include::BLOCK {
            return self.put_in(at, block);
        }
        let id = heading::id(block);
        let class = format!("block block-{}", escape(&kind.name));
        let rests = self.rests_on(&block.attributes).unwrap_or_default();
        // The lecturer sees answers open.
        if kind.folded {
            let open = match self.edition {
                Edition::Facilitator => " open",
                Edition::Participant => "",
            };
            let heading = self.heading(at, block, kind);
            return (
                format!(
                    "<details class=\"{class}\"{id}{open}>\n<summary>{heading}</summary>\n{rests}"
                ),
                "</details>\n".into(),
            );
        }
        if matches!(kind.name.as_str(), "quote" | "testimonial") {
            return self.voice(block, kind, &class, &id);
        }
        let (rests, after) = match kind.name.as_str() {
            "evidence" => (String::new(), self.proof(&block.attributes)),
            _ => (rests, String::new()),
        };
        let heading = match kind.name.as_str() {
            // Its name says nothing that its title does not.
            "tab" | "group-tab" => self.title_alone(at, block),
            _ => self.heading(at, block, kind),
        };
        let title = match heading.is_empty() {
            true => String::new(),
            false => format!("<p class=\"block-title\">{heading}</p>\n"),
        };
        (
            format!("<div class=\"{class}\"{id}>\n{title}{rests}"),
            format!("{after}</div>\n"),
        )
    }
}

impl Reading<'_> {
    /// A text that is put in stands as if it were written there, but for what the block itself
    /// says: its title, an address, a length of time.
    fn put_in(&self, at: usize, block: &Block) -> (String, String) {
        let heading = self.title_alone(at, block);
        let rests = self.rests_on(&block.attributes).unwrap_or_default();
        let id = heading::id(block);
        match (heading.is_empty() && rests.is_empty(), id.is_empty()) {
            (true, true) => (String::new(), String::new()),
            (true, false) => (format!("<div{id}>\n"), "</div>\n".into()),
            (false, _) => {
                let class = "block block-include";
                let title = format!("<p class=\"block-title\">{heading}</p>\n{rests}");
                (
                    format!("<div class=\"{class}\"{id}>\n{title}"),
                    "</div>\n".into(),
                )
            }
        }
    }
}

/// A block of no known name: its words in a box.
fn plain_box(block: &Block) -> (String, String) {
    let title = block
        .title
        .as_deref()
        .map(|title| format!("<p class=\"block-title\">{}</p>\n", escape(title)));
    (
        format!("<div class=\"block\">\n{}", title.unwrap_or_default()),
        "</div>\n".into(),
    )
}

/// Steps are numbered, whatever mark their list has.
fn number(body: &Body, at: usize, plan: &mut Plan) {
    for list in children(body, inside(body, at)) {
        if matches!(body.nodes[list].tag(), Some(Tag::List(None))) {
            let parts = vec![
                html("<ol>\n"),
                Part::Piece(nodes(inside(body, list))),
                html("</ol>\n"),
            ];
            plan.insert(list, Frame::Parts(parts));
        }
    }
}

fn html(text: impl Into<String>) -> Part {
    Part::Html(text.into())
}

fn nodes(range: std::ops::Range<usize>) -> crate::markdown::shapes::lines::Piece {
    crate::markdown::shapes::lines::Piece::Nodes(range)
}

/// Adds a line of the author's own.
fn push_line(parts: &mut Vec<Part>, line: Line) {
    parts.extend(line.into_iter().map(Part::Piece));
}
