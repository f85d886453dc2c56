//! The strengths view: `need → strength`, as a table of two columns.

use super::{Plan, Reading, html, nodes, push_line};
use crate::markdown::html::{Frame, Part, escape};
use crate::markdown::shapes::lines::{
    Line, Piece, any_of, children, cut, inside, lines, opening, pieces,
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
                    let mut line = pieces(body, opening.words);
                    if let Some((marker, _)) = opening.task {
                        line.insert(0, Piece::Nodes(marker..marker + 1));
                    }
                    row(body, line, opening.rest)
                })
                .collect(),
            Some(Tag::Paragraph) => lines(body, inside(body, child))
                .into_iter()
                .map(|line| row(body, line, 0..0))
                .collect(),
            _ => Vec::new(),
        };
        let pairs = rows
            .iter()
            .filter(|row| matches!(row, Row::Pair(..)))
            .count();
        // One arrow in prose is no table; a list is one as soon as it pairs anything.
        let is_list = !matches!(body.nodes[child].tag(), Some(Tag::Paragraph));
        if pairs > 0 && (is_list || pairs == rows.len()) {
            plan.insert(child, Frame::Parts(table(text, rows)));
        }
    }
}

enum Row {
    Pair(Line, Line),
    /// A line without an arrow.
    Whole(Line),
}

fn row(body: &Body, line: Line, rest: std::ops::Range<usize>) -> Row {
    let mut row = match cut(body, &line, any_of(&ARROWS)) {
        Some((need, strength)) if !need.is_empty() => Row::Pair(need, strength),
        _ => Row::Whole(line),
    };
    if !rest.is_empty() {
        match &mut row {
            Row::Pair(_, line) | Row::Whole(line) => line.push(nodes(rest)),
        }
    }
    row
}

fn table(text: &Reading, rows: Vec<Row>) -> Vec<Part> {
    let (need, strength) = (
        escape(text.word("strengths-need")),
        escape(text.word("strengths-have")),
    );
    let mut parts = vec![html(format!(
        "<table class=\"pairs\">\n<thead><tr><th scope=\"col\">{need}</th><th scope=\"col\">{strength}</th></tr></thead>\n<tbody>\n"
    ))];
    for row in rows {
        match row {
            Row::Pair(need, strength) => {
                parts.push(html("<tr><th scope=\"row\">"));
                push_line(&mut parts, need);
                parts.push(html("</th><td>"));
                push_line(&mut parts, strength);
                parts.push(html("</td></tr>\n"));
            }
            Row::Whole(line) => {
                parts.push(html("<tr><td colspan=\"2\">"));
                push_line(&mut parts, line);
                parts.push(html("</td></tr>\n"));
            }
        }
    }
    parts.push(html("</tbody>\n</table>\n"));
    parts
}
