//! Tables that are none: `｜` for `|`, `—` in the line under the head, a line under the head of
//! another width or none at all; and rows with more cells than the head.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::{Desk, Line, Parent, Passage, edit, write};
use crate::diagnostic::{Code, Edit};
use crate::language::Words;

pub fn check(passage: &Passage, desk: &mut Desk) {
    if !matches!(
        passage.parent,
        Parent::Paragraph | Parent::Item | Parent::Other
    ) {
        return;
    }
    // `|`, and the last byte of `｜`.
    if !desk.has(passage.span(), |byte| matches!(byte, b'|' | 0x9C)) {
        return;
    }
    let rows = |line: &Line| cells(line.written(desk.text));
    let (Some(head), Some(second)) = (passage.lines.first(), passage.lines.get(1)) else {
        return;
    };
    let columns = rows(head);
    let rule = rule(second.written(desk.text));
    let is_table = match &rule {
        Some(_) => columns > 1,
        // Without a line under the head only rows closed on both sides are surely one.
        None => passage
            .lines
            .iter()
            .all(|line| is_closed_row(line, columns, desk.text)),
    };
    if !is_table || columns < 2 {
        return;
    }
    let mut edits = Vec::new();
    for (at, line) in passage.lines.iter().enumerate() {
        desk.keep_line(line);
        match &rule {
            Some(cells) if at == 1 => {
                let fixed = written_rule(cells, columns);
                if fixed != line.written(desk.text).trim_end() {
                    edits.push(edit(line.span.clone(), fixed));
                }
            }
            _ => edits.extend(plain_bars(line, desk.text)),
        }
        if rule.is_none() && at == 0 {
            let prefix = desk.prefix(second.span.start);
            let fixed = format!("{}\n{prefix}", written_rule(&[], columns));
            edits.push(edit(second.span.start..second.span.start, fixed));
        }
    }
    edits.sort();
    let (zh, en) = match rule {
        Some(_) => (
            "竖线和横线都用英文的，横线那行的格数和表头一样多。",
            "Use plain | and -, and as many cells in the second line as in the first.",
        ),
        None => (
            "表头下面要有一行横线。",
            "Under the first row a table has a line of dashes.",
        ),
    };
    desk.note(
        Code::TableMark,
        head.span.clone(),
        Words::new("这几行不会成为表格", "these lines do not become a table"),
        write(zh, en),
        edits,
    );
}

/// A row of a real table, with `｜` in it or with too many cells.
pub fn check_row(at: usize, desk: &mut Desk) {
    let node = &desk.body.nodes[at];
    if !matches!(node.tag(), Some(Tag::TableRow)) {
        return;
    }
    let start = node.span.start as usize;
    let row = desk.text[start..node.span.end as usize].trim_end();
    let span = start..start + row.len();
    if row.contains('｜') && !row.contains('|') {
        let line = Line {
            nodes: at..at,
            span: span.clone(),
            before: None,
        };
        let edits = plain_bars(&line, desk.text);
        return desk.note(
            Code::TableMark,
            span,
            Words::new(
                "这一行用了中文竖线，整行挤在第一格里",
                "with full-width bars the whole row is one cell",
            ),
            write("竖线用英文的。", "Use plain |."),
            edits,
        );
    }
    let columns = desk.body.nodes[at + 1..node.end as usize].iter();
    let columns = columns
        .filter(|node| matches!(node.tag(), Some(Tag::TableCell)))
        .count();
    let written = cells(row);
    if written > columns && !only_bars(row, columns) {
        desk.note(
            Code::TableCells,
            span,
            Words::new(
                format!("这一行有 {written} 格，表头只有 {columns} 格；多出来的字放在最后一格里"),
                format!("this row has {written} cells and the head {columns}; the words too many stand in the last cell"),
            ),
            Words::new(
                "去掉多的竖线，或给表头补一格；格子里要写竖线，就写 \\|",
                "take a bar away or give the head another cell; within a cell write \\|",
            ),
            Vec::new(),
        );
    }
}

/// Whether nothing but bars stands beyond the columns a table has.
fn only_bars(row: &str, columns: usize) -> bool {
    let inner = row.strip_prefix(['|', '｜']).unwrap_or(row);
    let last = bars(inner)
        .get(columns - 1)
        .map_or(inner.len(), |bar| bar.end);
    inner[last..].trim_matches(['|', ' ', '\t']).is_empty()
}

/// How many cells a row has, with bars of either width; those escaped or in code do not count.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let inner = row.strip_prefix(['|', '｜']).unwrap_or(row);
    let bars = bars(inner);
    let closed = bars
        .last()
        .is_some_and(|last| inner[last.end..].trim().is_empty());
    bars.len() + usize::from(!closed)
}

/// The bars of a row.
fn bars(row: &str) -> Vec<Range<usize>> {
    let mut bars = Vec::new();
    let mut escaped = false;
    for (at, c) in row.char_indices() {
        if matches!(c, '|' | '｜') && !escaped {
            bars.push(at..at + c.len_utf8());
        }
        escaped = c == '\\' && !escaped;
    }
    bars
}

fn plain_bars(line: &Line, text: &str) -> Vec<Edit> {
    let wide = bars(line.written(text)).into_iter();
    wide.filter(|bar| bar.len() > 1)
        .map(|bar| edit(line.span.start + bar.start..line.span.start + bar.end, "|"))
        .collect()
}

/// `｜甲｜乙｜`: closed on both sides, and as many cells as the first row.
fn is_closed_row(line: &Line, columns: usize, text: &str) -> bool {
    let row = line.written(text).trim();
    let bars = ['|', '｜'];
    row.starts_with(bars) && row.ends_with(bars) && row.len() > 2 && cells(row) == columns
}

/// How a column is set: `:--`, `:-:`, `--:`.
#[derive(Clone, Copy)]
struct Column {
    left: bool,
    right: bool,
}

/// The columns of a line under a head, if it can only be one.
fn rule(line: &str) -> Option<Vec<Column>> {
    let line = line.trim();
    let bars = ['|', '｜'];
    if !line.contains(bars) {
        return None;
    }
    let inner = line.strip_prefix(bars).unwrap_or(line);
    let inner = inner.strip_suffix(bars).unwrap_or(inner);
    inner.split(bars).map(column).collect()
}

fn column(cell: &str) -> Option<Column> {
    let colons = [':', '：'];
    let cell = cell.trim();
    let dashes = cell.trim_start_matches(colons).trim_end_matches(colons);
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '─' | '―' | '‐');
    (!dashes.is_empty() && dashes.chars().all(is_dash)).then(|| Column {
        left: cell.starts_with(colons),
        right: cell.ends_with(colons),
    })
}

fn written_rule(columns: &[Column], count: usize) -> String {
    let cell = |at: usize| match columns.get(at) {
        Some(Column {
            left: true,
            right: true,
        }) => ":-:",
        Some(Column {
            left: true,
            right: false,
        }) => ":--",
        Some(Column {
            left: false,
            right: true,
        }) => "--:",
        _ => "---",
    };
    let cells: Vec<String> = (0..count).map(|at| format!(" {} ", cell(at))).collect();
    format!("|{}|", cells.join("|"))
}
