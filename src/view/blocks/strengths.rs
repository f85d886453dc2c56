//! The strengths view: `need → strength`, as a table of two columns.

use std::ops::Range;

use super::{Plan, Reading, fields, html, nodes, push_line};
use crate::markdown::html::{Frame, Part, escape};
use crate::markdown::shapes::lines::{
    Line, any_of, children, cut, inside, lines, opening, pieces, words,
};
use crate::markdown::{Body, Tag};

const ARROWS: [&str; 7] = ["→", "⇒", "⟶", "->", "=>", "—>", "－>"];

pub fn plan(text: &Reading, at: usize, plan: &mut Plan) {
    let body = text.body();
    for child in children(body, inside(body, at)) {
        let rows = match body.nodes[child].tag() {
            Some(Tag::List(_)) => children(body, inside(body, child))
                .map(|item| {
                    let opening = opening(body, item);
                    let line = pieces(body, opening.words);
                    let name = words(body, &line);
                    let tick = opening.task.map(|(_, done)| {
                        let name = if name.is_empty() {
                            text.word("task")
                        } else {
                            &name
                        };
                        (done, name.to_string())
                    });
                    let cells = cells(body, line, opening.rest);
                    Row { tick, cells }
                })
                .collect(),
            Some(Tag::Paragraph) => lines(body, inside(body, child))
                .into_iter()
                .map(|line| Row {
                    tick: None,
                    cells: cells(body, line, 0..0),
                })
                .collect(),
            _ => Vec::<Row>::new(),
        };
        let pairs = rows.iter().filter(|row| row.cells.1.is_some()).count();
        // One arrow in prose is no table; a list is one as soon as it pairs anything.
        let is_list = !matches!(body.nodes[child].tag(), Some(Tag::Paragraph));
        if pairs > 0 && (is_list || pairs == rows.len()) {
            plan.insert(child, Frame::Parts(table(text, rows)));
        }
    }
}

struct Row {
    /// The box its item has: whether it is ticked, and its name.
    tick: Option<(bool, String)>,
    /// The need and the strength; the whole line where it has no arrow.
    cells: (Line, Option<Line>),
}

fn cells(body: &Body, line: Line, rest: Range<usize>) -> (Line, Option<Line>) {
    let mut cells = match cut(body, &line, any_of(&ARROWS)) {
        Some((need, strength)) if !need.is_empty() => (need, Some(strength)),
        _ => (line, None),
    };
    if !rest.is_empty() {
        cells.1.as_mut().unwrap_or(&mut cells.0).push(nodes(rest));
    }
    cells
}

fn table(text: &Reading, rows: Vec<Row>) -> Vec<Part> {
    let (need, strength) = (
        escape(text.word("strengths-need")),
        escape(text.word("strengths-have")),
    );
    let mut parts = vec![html(format!(
        "<table class=\"pairs\">\n<thead><tr><th scope=\"col\">{need}</th><th scope=\"col\">{strength}</th></tr></thead>\n<tbody>\n"
    ))];
    for Row { tick, cells } in rows {
        let (need, strength) = cells;
        let (open, close) = match strength {
            Some(_) => ("<tr><th scope=\"row\">", "</th>"),
            None => ("<tr><td colspan=\"2\">", "</td>"),
        };
        parts.push(html(open));
        match (tick, &strength) {
            (Some((done, _)), Some(_)) => {
                parts.extend(fields::tick(text, vec![need], done, false));
            }
            (Some((done, name)), None) => {
                parts.push(html(fields::check(done, Some(&name))));
                push_line(&mut parts, need);
            }
            (None, _) => push_line(&mut parts, need),
        }
        parts.push(html(close));
        if let Some(strength) = strength {
            parts.push(html("<td>"));
            push_line(&mut parts, strength);
            parts.push(html("</td>"));
        }
        parts.push(html("</tr>\n"));
    }
    parts.push(html("</tbody>\n</table>\n"));
    parts
}
