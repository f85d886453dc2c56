//! An agenda as a timetable: when, how long, what, who.

use super::heading::span;
use super::{Plan, Reading, html, nodes, push_line};
use crate::markdown::html::{Frame, Part, escape};
use crate::markdown::shapes::agenda::{Entry, minutes, read};
use crate::markdown::{Block, NodeKind, Tag};

pub fn plan(text: &Reading, at: usize, block: &Block, plan: &mut Plan) {
    let entries = read(text.body(), at);
    let Some(total) = minutes(&entries) else {
        return;
    };
    // In a lesson it goes on where the part before it ends.
    let start = text.times.get(&at).map_or(0, |part| part.start);
    let has_who = entries
        .iter()
        .any(|entry| matches!(entry, Entry::Row(row) if !row.who.is_empty()));
    let (before, after) = text.around(at, block);
    let is_row = |entry: &Entry| !matches!(entry, Entry::Other(_));
    let first = entries.iter().position(is_row).unwrap_or(0);
    let last = entries.iter().rposition(is_row).unwrap_or(0);
    let mut table = Table {
        text,
        has_who,
        now: start,
        parts: vec![html(before)],
    };
    for (place, entry) in entries.into_iter().enumerate() {
        match entry {
            // What stands above or below the rows stays there; what stands between is a row.
            Entry::Other(range) if place < first || place > last => {
                table.parts.push(Part::Piece(nodes(range)));
            }
            Entry::Other(range) if is_silent(text, range.start) => {}
            entry => {
                if place == first {
                    table.head();
                }
                table.row(entry);
                if place == last {
                    table.foot(total);
                }
            }
        }
    }
    table.parts.push(html(after));
    plan.insert(at, Frame::Parts(table.parts));
}

/// Whether nothing is written where a node stands.
fn is_silent(text: &Reading, at: usize) -> bool {
    match &text.body().nodes[at].kind {
        NodeKind::Block(block) => text.leaves_out(block),
        NodeKind::Element(tag) => matches!(**tag, Tag::FootnoteDefinition(_)),
        _ => false,
    }
}

struct Table<'a> {
    text: &'a Reading<'a>,
    has_who: bool,
    /// Minutes since the beginning.
    now: u32,
    parts: Vec<Part>,
}

impl Table<'_> {
    fn columns(&self) -> usize {
        3 + usize::from(self.has_who)
    }

    fn head(&mut self) {
        let names = ["agenda-time", "agenda-minutes", "agenda-what", "agenda-who"];
        let cells: String = names[..self.columns()]
            .iter()
            .map(|name| format!("<th scope=\"col\">{}</th>", escape(self.text.word(name))))
            .collect();
        self.parts.push(html(format!(
            "<table class=\"timetable\">\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
        )));
    }

    fn row(&mut self, entry: Entry) {
        let columns = self.columns();
        let parts = &mut self.parts;
        match entry {
            Entry::Row(row) => {
                let time = span(self.now, row.minutes);
                let minutes = length(self.text, row.minutes);
                self.now = self.now.saturating_add(row.minutes);
                parts.push(html(format!(
                    "<tr><th scope=\"row\">{time}</th>{minutes}<td>"
                )));
                push_line(parts, row.what);
                parts.push(Part::Piece(nodes(row.rest)));
                parts.push(html("</td>"));
                if self.has_who {
                    parts.push(html("<td class=\"who\">"));
                    push_line(parts, row.who);
                    parts.push(html("</td>"));
                }
                parts.push(html("</tr>\n"));
            }
            Entry::Line(odd) => {
                parts.push(html(format!("<tr><td colspan=\"{columns}\">")));
                push_line(parts, odd.line);
                parts.push(Part::Piece(nodes(odd.rest)));
                parts.push(html("</td></tr>\n"));
            }
            Entry::Other(range) => {
                parts.push(html(format!("<tr><td colspan=\"{columns}\">")));
                parts.push(Part::Piece(nodes(range)));
                parts.push(html("</td></tr>\n"));
            }
        }
    }

    fn foot(&mut self, total: u32) {
        let name = escape(self.text.word("agenda-total"));
        let rest = self.columns() - 2;
        let total = length(self.text, total);
        self.parts.push(html(format!(
            "</tbody>\n<tfoot><tr><th scope=\"row\">{name}</th>{total}<td colspan=\"{rest}\"></td></tr></tfoot>\n</table>\n"
        )));
    }
}

/// A cell with a number of minutes. Where a phone leaves out the table's head, the theme shows the
/// unit behind it.
fn length(text: &Reading, minutes: u32) -> String {
    let unit = escape(text.word("minutes").replace("{}", "").trim());
    format!("<td class=\"minutes\" data-unit=\"{unit}\">{minutes}</td>")
}
