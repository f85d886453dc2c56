//! What is filled in or ticked: every line of a form that asks for something, the boxes of a form
//! and of any list, every item of a checklist. One walk over the text; nothing is sent.

use super::fields::{self, is_blank, tokens};
use super::{Plan, Reading, html, nodes};
use crate::markdown::html::{Frame, Part};
use crate::markdown::shapes::lines::{Line, children, inside, lines, opening, words};
use crate::markdown::{Body, NodeKind, Tag};

/// What the innermost block that matters makes of the lines in it.
#[derive(Clone, Copy, PartialEq)]
enum Sense {
    /// Lines are filled in, boxes ticked.
    Form,
    /// Boxes are ticked; every item has one.
    Checklist,
    /// Boxes are ticked where there are some.
    Boxes,
    None,
}

pub fn plan(text: &Reading, plan: &mut Plan) {
    let body = text.body();
    let mut senses: Vec<(usize, Sense)> = Vec::new();
    // Where the elements around a node end.
    let mut ends: Vec<usize> = vec![body.nodes.len()];
    // A paragraph that its list item has written already.
    let mut written = None;
    let mut at = 0;
    while at < body.nodes.len() {
        let end = body.nodes[at].end as usize;
        while senses.pop_if(|(end, _)| *end <= at).is_some() {}
        while ends.len() > 1 && ends.last().is_some_and(|end| *end <= at) {
            ends.pop();
        }
        let limit = *ends.last().expect("never empty");
        if end > at + 1 {
            ends.push(end);
        }
        let sense = senses.last().map_or(Sense::Boxes, |(_, sense)| *sense);
        match &body.nodes[at].kind {
            NodeKind::Block(block) => {
                let own = match block.name.as_str() {
                    "form" => Some(Sense::Form),
                    "checklist" => Some(Sense::Checklist),
                    "materials" => Some(Sense::Boxes),
                    "quiz" => Some(Sense::None),
                    _ => text
                        .kind(block)
                        .is_some_and(|kind| kind.facilitator)
                        .then_some(Sense::None),
                };
                senses.extend(own.map(|sense| (end, sense)));
            }
            NodeKind::Element(tag) => match **tag {
                Tag::FootnoteDefinition(_) => {
                    at = end;
                    continue;
                }
                Tag::List(_) if sense != Sense::None => {
                    let all = sense == Sense::Checklist && matches!(**tag, Tag::List(None));
                    items(text, at, sense, all, plan);
                }
                Tag::Item if sense != Sense::None && plan.contains_key(&at) => {
                    written = Some(at + 1);
                }
                Tag::Paragraph if sense == Sense::Form && written != Some(at) => {
                    paragraph(text, at, limit, plan);
                }
                Tag::Table(_) if sense == Sense::Form => table(text, at, plan),
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
}

/// The items of a list that have a box or, in a form, lines of their own.
fn items(text: &Reading, list: usize, sense: Sense, all: bool, plan: &mut Plan) {
    let body = text.body();
    for item in children(body, inside(body, list)) {
        let opening = opening(body, item);
        let lines = lines(body, opening.words.clone());
        let rest = Part::Piece(nodes(opening.rest.clone()));
        if opening.task.is_some() || (all && !lines.is_empty()) {
            let done = opening.task.is_some_and(|(_, done)| done);
            let mut parts = vec![html("<li class=\"task\">")];
            parts.extend(fields::tick(text, lines, done, sense == Sense::Form));
            parts.extend([rest, html("</li>\n")]);
            plan.insert(item, Frame::Parts(parts));
            continue;
        }
        let in_paragraph = opening.words.start > item + 1;
        if sense == Sense::Form && !in_paragraph && !opening.words.is_empty() {
            // What a list below goes on with is no line to fill in.
            let asks = opening.rest.is_empty();
            if let Some(mut parts) = fields::lines(text, lines, asks, 0) {
                parts.push(rest);
                plan.insert(item, Frame::Inside(parts));
            }
        }
    }
}

/// A paragraph of a form, with the blank lines that follow it as paragraphs of their own.
fn paragraph(text: &Reading, at: usize, limit: usize, plan: &mut Plan) {
    if plan.contains_key(&at) {
        return;
    }
    let body = text.body();
    let own = lines(body, inside(body, at));
    let mut next = body.nodes[at].end as usize;
    let mut more = 0;
    let mut taken = Vec::new();
    if own.last().is_some_and(|line| ends_open(body, line)) {
        while next < limit
            && let Some(blank) = blank_lines(text, next)
        {
            more += blank;
            taken.push(next);
            next = body.nodes[next].end as usize;
        }
    }
    let introduces = next < limit && taken.is_empty() && is_introduced(body, next);
    if let Some(parts) = fields::lines(text, own, !introduces, more) {
        plan.insert(at, Frame::Parts(parts));
        // Their lines are those of the box above.
        plan.extend(taken.into_iter().map(|at| (at, Frame::Parts(Vec::new()))));
    }
}

/// How many lines a paragraph of nothing but blank lines has.
fn blank_lines(text: &Reading, at: usize) -> Option<usize> {
    let body = text.body();
    if !matches!(body.nodes[at].tag(), Some(Tag::Paragraph)) {
        return None;
    }
    let lines = lines(body, inside(body, at));
    let blank = lines.iter().all(|line| is_blank(body, &tokens(body, line)));
    (blank && !lines.is_empty()).then_some(lines.len())
}

fn ends_open(body: &Body, line: &Line) -> bool {
    words(body, line).ends_with([':', '：'])
}

/// Whether a paragraph before this node ends in a colon because of it.
fn is_introduced(body: &Body, at: usize) -> bool {
    match &body.nodes[at].kind {
        NodeKind::Block(_) => true,
        NodeKind::Element(tag) => matches!(
            **tag,
            Tag::List(_) | Tag::Table(_) | Tag::BlockQuote(_) | Tag::CodeBlock(_)
        ),
        _ => false,
    }
}

/// The empty cells of a table, and the blanks in its others.
fn table(text: &Reading, table: usize, plan: &mut Plan) {
    let body = text.body();
    let mut columns: Vec<String> = Vec::new();
    for (number, row) in children(body, inside(body, table)).enumerate() {
        let is_head = matches!(body.nodes[row].tag(), Some(Tag::TableHead));
        let mut name = number.to_string();
        for (column, cell) in children(body, inside(body, row)).enumerate() {
            let words = body.plain_text(inside(body, cell));
            let words = words.trim();
            if is_head {
                columns.push(words.to_string());
                continue;
            }
            if column == 0 && !words.is_empty() && !words.chars().all(fields::is_line) {
                name = words.to_string();
            }
            let label = format!("{} {name}", columns.get(column).map_or("", String::as_str));
            let inner = inside(body, cell);
            let parts = match inner.is_empty() {
                true => Some(vec![html(fields::blank(text, label.trim(), None))]),
                false => fields::cell(text, lines(body, inner), label.trim()),
            };
            if let Some(parts) = parts {
                plan.insert(cell, Frame::Inside(parts));
            }
        }
    }
}
