//! Lines of text as the author typed them, and their cutting at a mark (`|`, `→`, ` — `). A mark
//! counts only in the line's own words, not inside emphasis, a link or code: so every piece stays
//! whole nodes, and no markup is cut in two.

use std::ops::Range;

use pulldown_cmark::Tag;

use crate::diagnostic::Place;
use crate::markdown::text::is_inline;
use crate::markdown::{Body, NodeKind};

/// A stretch of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Whole nodes.
    Nodes(Range<usize>),
    /// A stretch of a text node, in bytes of it.
    Text(usize, Range<usize>),
}

pub type Line = Vec<Piece>;

/// The indices of the nodes directly in a stretch, not those inside them.
pub fn children(body: &Body, nodes: Range<usize>) -> impl Iterator<Item = usize> + use<'_> {
    let mut at = nodes.start;
    std::iter::from_fn(move || {
        let here = at;
        (here < nodes.end).then(|| {
            at = body.nodes[here].end as usize;
            here
        })
    })
}

/// What is inside a node.
pub fn inside(body: &Body, at: usize) -> Range<usize> {
    at + 1..body.nodes[at].end as usize
}

/// What a list item, a paragraph or a table's cell says first.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// Its box, `[ ]` or `[x]`: the node, and whether it is ticked.
    pub task: Option<(usize, bool)>,
    /// The words, without the box.
    pub words: Range<usize>,
    /// What follows: lists and paragraphs inside the item.
    pub rest: Range<usize>,
}

/// Reads the first line or lines of an item, whether a paragraph is around them or not.
pub fn opening(body: &Body, at: usize) -> Opening {
    let whole = inside(body, at);
    let is_paragraph = |at: usize| matches!(body.nodes[at].tag(), Some(Tag::Paragraph));
    let (mut words, rest) = if !whole.is_empty() && is_paragraph(whole.start) {
        let end = body.nodes[whole.start].end as usize;
        (whole.start + 1..end, end..whole.end)
    } else {
        let block = children(body, whole.clone()).find(|at| !is_in_line(body, *at));
        let end = block.unwrap_or(whole.end);
        (whole.start..end, end..whole.end)
    };
    let mut task = None;
    if !words.is_empty()
        && let NodeKind::TaskMarker(done) = body.nodes[words.start].kind
    {
        task = Some((words.start, done));
        words.start += 1;
    }
    Opening { task, words, rest }
}

/// Whether a node stands within a line of text.
fn is_in_line(body: &Body, at: usize) -> bool {
    match &body.nodes[at].kind {
        NodeKind::Element(tag) => is_inline(tag),
        NodeKind::Html(html) => !html.ends_with('\n'),
        NodeKind::Block(_) | NodeKind::Rule => false,
        _ => true,
    }
}

/// The lines of running text, parted where the author began a new one.
pub fn lines(body: &Body, words: Range<usize>) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    for piece in pieces(body, words) {
        let begins = match &piece {
            Piece::Nodes(nodes) => matches!(
                body.nodes[nodes.start].kind,
                NodeKind::SoftBreak { .. } | NodeKind::HardBreak
            ),
            Piece::Text(..) => false,
        };
        match begins {
            true => lines.push(Line::new()),
            false => lines.last_mut().expect("never empty").push(piece),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Running text as one line, its breaks among the pieces. What stands between two tags of HTML is
/// one piece: neither tag may lose the other.
pub fn pieces(body: &Body, words: Range<usize>) -> Line {
    let mut line = Line::new();
    let mut open = 0_usize;
    for at in children(body, words) {
        let end = body.nodes[at].end as usize;
        let was_open = open > 0;
        if let NodeKind::Html(html) = &body.nodes[at].kind {
            match tag(html) {
                Tagged::Opens => open += 1,
                Tagged::Closes => open = open.saturating_sub(1),
                Tagged::Stands => {}
            }
        }
        match (line.last_mut(), &body.nodes[at].kind) {
            (Some(Piece::Nodes(nodes)), _) if was_open => nodes.end = end,
            (_, NodeKind::Text(text)) => line.push(Piece::Text(at, 0..text.len())),
            _ => line.push(Piece::Nodes(at..end)),
        }
    }
    line
}

enum Tagged {
    Opens,
    Closes,
    Stands,
}

/// What one tag in a sentence does, as the cleaner wrote it.
fn tag(html: &str) -> Tagged {
    let name = |html: &str| {
        let end = html.find(|c: char| !c.is_ascii_alphanumeric());
        html[..end.unwrap_or(html.len())].to_string()
    };
    match html.strip_prefix('<') {
        None => Tagged::Stands,
        Some(rest) if rest.starts_with('/') => Tagged::Closes,
        Some(rest) => match name(rest).as_str() {
            "br" | "wbr" | "hr" | "img" | "col" | "" => Tagged::Stands,
            _ => Tagged::Opens,
        },
    }
}

/// The words of one piece, if they are the line's own.
pub fn own_words<'a>(body: &'a Body, piece: &Piece) -> Option<&'a str> {
    match piece {
        Piece::Nodes(_) => None,
        Piece::Text(at, bytes) => match &body.nodes[*at].kind {
            NodeKind::Text(text) => text.get(bytes.clone()),
            _ => None,
        },
    }
}

/// A line without markup.
pub fn words(body: &Body, line: &[Piece]) -> String {
    let mut words = String::new();
    for piece in line {
        match piece {
            Piece::Nodes(nodes) => words += &body.plain_text(nodes.clone()),
            text => words += own_words(body, text).unwrap_or_default(),
        }
    }
    words.trim().to_string()
}

/// Cuts a line at its first mark: what stands before and after it.
pub fn cut(
    body: &Body,
    line: &[Piece],
    mark: impl Fn(&str) -> Option<Range<usize>>,
) -> Option<(Line, Line)> {
    let mut parts = cut_all(body, line, 2, mark);
    let after = parts.pop()?;
    Some((parts.pop()?, after))
}

/// Cuts a line at every mark, into at most so many parts; each without space at its ends.
pub fn cut_all(
    body: &Body,
    line: &[Piece],
    most: usize,
    mark: impl Fn(&str) -> Option<Range<usize>>,
) -> Vec<Line> {
    let mut parts = vec![Line::new()];
    for piece in line {
        let mut rest = piece.clone();
        while parts.len() < most
            && let Piece::Text(at, bytes) = rest.clone()
            && let Some(found) = own_words(body, &rest).and_then(&mark)
        {
            let before = Piece::Text(at, bytes.start..bytes.start + found.start);
            parts.last_mut().expect("never empty").push(before);
            parts.push(Line::new());
            rest = Piece::Text(at, bytes.start + found.end..bytes.end);
        }
        parts.last_mut().expect("never empty").push(rest);
    }
    parts.into_iter().map(|part| trimmed(body, part)).collect()
}

/// A line without space at its ends.
pub fn trimmed(body: &Body, mut line: Line) -> Line {
    while let Some(first) = line.first_mut() {
        let Some(words) = own_words(body, first) else {
            break;
        };
        let space = words.len() - words.trim_start().len();
        let blank = space == words.len();
        if let Piece::Text(_, bytes) = first {
            bytes.start += space;
        }
        if !blank {
            break;
        }
        line.remove(0);
    }
    while let Some(last) = line.last_mut() {
        let Some(words) = own_words(body, last) else {
            break;
        };
        let kept = words.trim_end().len();
        if let Piece::Text(_, bytes) = last {
            bytes.end = bytes.start + kept;
        }
        if kept > 0 {
            break;
        }
        line.pop();
    }
    line
}

/// Where a line stands, in the file it was read from.
pub fn place(body: &Body, line: &[Piece]) -> Option<Place> {
    let ends = |piece: &Piece| match piece {
        Piece::Nodes(nodes) => (nodes.start, nodes.end.saturating_sub(1).max(nodes.start)),
        Piece::Text(at, _) => (*at, *at),
    };
    let (first, last) = (ends(line.first()?).0, ends(line.last()?).1);
    let (start, end) = (body.nodes[first].span.start, body.nodes[last].span.end);
    Some(body.place_of(first, &(start..end.max(start))))
}

/// The first of some characters.
pub fn any_of(marks: &'static [&'static str]) -> impl Fn(&str) -> Option<Range<usize>> {
    move |text: &str| {
        marks
            .iter()
            .filter_map(|mark| text.find(mark).map(|at| at..at + mark.len()))
            .min_by_key(|found| (found.start, std::cmp::Reverse(found.end)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::body;
    use super::*;

    fn cells(text: &str) -> Vec<String> {
        let body = body(text);
        let line = lines(&body, inside(&body, 0)).remove(0);
        let cells = cut_all(&body, &line, 9, any_of(&["|", "｜"]));
        cells.iter().map(|cell| words(&body, cell)).collect()
    }

    #[test]
    fn a_line_is_cut_at_its_own_marks_only() {
        assert_eq!(cells("10 | 开场 ｜ 社工"), ["10", "开场", "社工"]);
        assert_eq!(cells("10|*甲|乙*|`a|b`"), ["10", "甲|乙", "a|b"]);
        assert_eq!(cells("|| 甲 |"), ["", "", "甲", ""]);
        assert_eq!(cells("没有"), ["没有"]);
    }

    #[test]
    fn lines_are_parted_where_the_author_began_a_new_one() {
        let body = body("一 *二\n三*\n四  \n五");
        let lines = lines(&body, inside(&body, 0));
        let words: Vec<String> = lines.iter().map(|line| words(&body, line)).collect();
        assert_eq!(words, ["一 二三", "四", "五"]);
    }

    #[test]
    fn two_tags_of_html_stay_together() {
        let cells = cells("<b>甲|乙</b> | <br> 丙");
        assert_eq!(cells, ["甲|乙", "丙"]);
    }

    #[test]
    fn an_item_opens_with_its_words_in_a_paragraph_or_not() {
        for text in ["- [x] 甲\n  - 乙\n", "- [x] 甲\n\n  乙\n"] {
            let body = body(text);
            let item = children(&body, inside(&body, 0)).next().unwrap();
            let opening = opening(&body, item);
            assert_eq!(opening.task.map(|task| task.1), Some(true));
            assert_eq!(body.plain_text(opening.words), "甲");
            assert_eq!(body.plain_text(opening.rest).trim(), "乙");
        }
    }
}
