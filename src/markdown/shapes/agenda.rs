//! The rows of an agenda: `10 | 内容 | 负责人`, on lines of their own or in a list.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::lines::{
    Line, Piece, any_of, children, cut, cut_all, inside, lines, opening, place, words,
};
use crate::diagnostic::Place;
use crate::markdown::{Body, opener};

/// What an agenda holds, in its order.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Row(Row),
    /// A line among rows that does not begin with minutes.
    Line(Odd),
    /// Anything else: a paragraph, a note for the lecturer.
    Other(Range<usize>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub minutes: u32,
    pub what: Line,
    /// Who leads it; empty where the row does not say.
    pub who: Line,
    /// What stands below it in its list item.
    pub rest: Range<usize>,
}

/// A line that is no row.
#[derive(Clone, Debug, PartialEq)]
pub struct Odd {
    pub line: Line,
    pub rest: Range<usize>,
    /// Where it stands, and a node of it.
    pub place: Place,
    pub node: usize,
}

/// Reads the agenda at a node.
pub fn read(body: &Body, at: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    for child in children(body, inside(body, at)) {
        let whole = child..body.nodes[child].end as usize;
        let found: Vec<Entry> = match body.nodes[child].tag() {
            Some(Tag::Paragraph) => lines(body, inside(body, child))
                .into_iter()
                .map(|line| entry(body, child, line, whole.end..whole.end))
                .collect(),
            Some(Tag::List(_)) => children(body, inside(body, child))
                .map(|item| item_entry(body, item))
                .collect(),
            _ => Vec::new(),
        };
        // Prose without a single row stays prose.
        let has_rows = found.iter().any(|entry| match entry {
            Entry::Row(_) => true,
            Entry::Line(odd) => cut_all(body, &odd.line, 2, any_of(&MARKS)).len() > 1,
            Entry::Other(_) => false,
        });
        match has_rows {
            true => entries.extend(found),
            false => entries.push(Entry::Other(whole)),
        }
    }
    entries
}

/// The sum of an agenda's rows; `None` without rows.
pub fn minutes(entries: &[Entry]) -> Option<u32> {
    let rows = entries.iter().filter_map(|entry| match entry {
        Entry::Row(row) => Some(row.minutes),
        _ => None,
    });
    rows.fold(None, |sum: Option<u32>, minutes| {
        Some(sum.unwrap_or(0).saturating_add(minutes))
    })
}

const MARKS: [&str; 2] = ["|", "｜"];

fn item_entry(body: &Body, item: usize) -> Entry {
    let opening = opening(body, item);
    // A row that goes on below is one row still.
    let mut lines = lines(body, opening.words.clone());
    match (opening.task, lines.len()) {
        (None, 1) => entry(body, item, lines.remove(0), opening.rest),
        _ => Entry::Line(Odd {
            line: vec![Piece::Nodes(inside(body, item).start..opening.rest.start)],
            rest: opening.rest,
            place: body.place(item),
            node: item,
        }),
    }
}

fn entry(body: &Body, node: usize, line: Line, rest: Range<usize>) -> Entry {
    let cells = cells(body, &line);
    let stated = match cells.len() {
        1 => None,
        _ => length(&words(body, &cells[0])),
    };
    let Some(minutes) = stated else {
        let place = place(body, &line).unwrap_or_else(|| body.place(node));
        return Entry::Line(Odd {
            line,
            rest,
            place,
            node,
        });
    };
    let mut cells = cells.into_iter().skip(1);
    Entry::Row(Row {
        minutes,
        what: cells.next().unwrap_or_default(),
        who: cells.next().unwrap_or_default(),
        rest,
    })
}

/// The cells of a row, three at most: what is too much stays with the last. Bars may stand around
/// the row, `| 10 | 内容 |`, as in a table.
fn cells(body: &Body, line: &Line) -> Vec<Line> {
    let mark = || any_of(&MARKS);
    let framed = cut(body, line, mark()).is_some_and(|(before, _)| before.is_empty());
    if !framed {
        return cut_all(body, line, 3, mark());
    }
    let mut cells = cut_all(body, line, 4, mark());
    cells.remove(0);
    if let Some(last) = cells.last_mut()
        && let Some((words, after)) = cut(body, last, mark())
        && after.is_empty()
    {
        *last = words;
    }
    if cells.len() > 1 && cells.last().is_some_and(Vec::is_empty) {
        cells.pop();
    }
    cells
}

/// Minutes as a cell states them: `10`, `１０`, `10 分钟`, `半小时`.
fn length(words: &str) -> Option<u32> {
    let digit = |c: char| match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        c => c,
    };
    let bare: String = words.chars().take(12).map(digit).collect();
    let bare = bare
        .parse::<u32>()
        .ok()
        .filter(|minutes| *minutes <= 10_000);
    bare.or_else(|| opener::minutes(words))
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::body;
    use super::*;

    fn read_text(text: &str) -> Vec<String> {
        let body = body(&format!("::: activity\n{text}\n:::\n"));
        let told = |entry: Entry| match entry {
            Entry::Row(row) => format!(
                "{} {} {}",
                row.minutes,
                words(&body, &row.what),
                words(&body, &row.who)
            ),
            Entry::Line(odd) => format!("? {}", words(&body, &odd.line)),
            Entry::Other(nodes) => format!("= {}", body.plain_text(nodes)),
        };
        read(&body, 0).into_iter().map(told).collect()
    }

    #[test]
    fn rows_are_read_as_people_write_them() {
        let rows = "10 | 开场 | 社工\n１５ ｜ **说**一说 ｜ 大家\n半小时 | 茶";
        assert_eq!(
            read_text(rows),
            ["10 开场 社工", "15 说一说 大家", "30 茶 "]
        );
        assert_eq!(
            read_text("- 5 | 签到\n- 5 分钟 | 问好 | 甲"),
            ["5 签到 ", "5 问好 甲"]
        );
        assert_eq!(read_text("| 10 | 开场 | 社工 |"), ["10 开场 社工"]);
        assert_eq!(read_text("| 10 | 开场 |"), ["10 开场 "]);
        assert_eq!(read_text("10 | 甲 | 乙 | 丙"), ["10 甲 乙 | 丙"]);
    }

    #[test]
    fn a_line_without_minutes_is_no_row() {
        assert_eq!(
            read_text("10 | 开场\n没有数 | 乱\n忘了"),
            ["10 开场 ", "? 没有数 | 乱", "? 忘了"]
        );
    }

    #[test]
    fn prose_in_an_agenda_stays_prose() {
        assert_eq!(
            read_text("先布置好椅子。\n\n- 茶水"),
            ["= 先布置好椅子。", "= 茶水"]
        );
    }
}
