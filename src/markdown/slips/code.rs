//! Prose that an indent of four spaces makes a block of code, and paragraphs told apart only by an
//! indent of two wide spaces: Chinese paragraphs begin with one on paper.

use pulldown_cmark::{CodeBlockKind, Tag};

use super::{Desk, Line, Parent, Passage, edit, write};
use crate::diagnostic::{Code, Edit};
use crate::language::Words;
use crate::markdown::NodeKind;
use crate::script::{is_han, is_wide};

/// Two wide spaces.
const INDENT: &str = "\u{3000}\u{3000}";

/// Lines within a paragraph that begin as paragraphs do on paper. An indent after a line end that is
/// meant as such is a poem's or a form's.
pub fn check_paragraphs(passage: &Passage, desk: &mut Desk) {
    // Many cells stand on one line: none asks what stands before it.
    if passage.parent != Parent::Paragraph || passage.lines.len() < 2 {
        return;
    }
    let first = &passage.lines[0];
    let prefix = desk.prefix(first.span.start).to_string();
    let is_begun = |line: &&Line| {
        let broken = line.before.map(|at| &desk.body.nodes[at].kind);
        line.written(desk.text).starts_with(INDENT)
            && line.begins_with_words(desk.body, desk.text)
            && matches!(broken, Some(NodeKind::SoftBreak { .. }))
            && desk.prefix(line.span.start) == prefix
    };
    let begun: Vec<Line> = passage.lines.iter().filter(is_begun).cloned().collect();
    let Some(second) = begun.first() else {
        return;
    };
    let spaces = |line: &Line| {
        let written = line.written(desk.text);
        let length = written.len() - written.trim_start_matches([' ', '\u{3000}']).len();
        line.span.start..line.span.start + length
    };
    let mut edits = vec![edit(spaces(first), "")];
    for line in &begun {
        let spaces = spaces(line);
        let start = spaces.start - prefix.len();
        edits.push(edit(start..start, format!("{}\n", prefix.trim_end())));
        edits.push(edit(spaces, ""));
    }
    edits.retain(|edit| edit.start < edit.end || !edit.text.is_empty());
    let place = second.span.start..second.span.start + INDENT.len();
    for line in &begun {
        desk.keep_line(line);
    }
    desk.note(
        Code::IndentedProse,
        place,
        Words::new(
            "空两格不会另起一段，两段会连在一起",
            "an indent does not begin a paragraph; the two run together",
        ),
        write(
            "段落之间空一行，段首顶格写。",
            "Leave a blank line between paragraphs and begin them at the margin.",
        ),
        edits,
    );
}

pub fn check(at: usize, desk: &mut Desk) {
    let node = &desk.body.nodes[at];
    if !matches!(node.tag(), Some(Tag::CodeBlock(CodeBlockKind::Indented))) {
        return;
    }
    let end = node.end as usize;
    let inside = desk.body.nodes[at + 1..end].iter();
    let text: String = inside
        .filter_map(|node| match &node.kind {
            NodeKind::Text(text) => Some(&**text),
            _ => None,
        })
        .collect();
    if !is_prose(&text) {
        return;
    }
    let start = node.span.start as usize;
    let last = start + desk.text[start..node.span.end as usize].trim_end().len();
    let edits = without_indent(desk, start, last);
    let first = desk.text[start..last].lines().next().map_or(0, str::len);
    desk.note(
        Code::IndentedProse,
        start..start + first,
        Words::new(
            "行首的四个空格把这段话变成了代码",
            "four spaces before this text make code of it",
        ),
        write(
            "段落顶格写，首行缩进交给网页。",
            "Begin paragraphs at the margin; the page sets the indent.",
        ),
        edits,
    );
}

/// Takes the indent off every line, but not what a list or a quote needs.
fn without_indent(desk: &Desk, start: usize, end: usize) -> Vec<Edit> {
    let prefix = desk.prefix(start);
    let code = match prefix.strip_suffix('\t') {
        Some(base) => base,
        None => prefix.strip_suffix("    ").unwrap_or(prefix),
    };
    let base = code.chars().count();
    let mut edits = Vec::new();
    let mut line_start = start - prefix.len();
    for line in desk.text[line_start..end].split_inclusive('\n') {
        let kept = line
            .char_indices()
            .nth(base)
            .map_or(line.len(), |(at, _)| at);
        let rest = &line[kept..];
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len();
        if spaces > 0 && !rest.trim().is_empty() {
            edits.push(edit(line_start + kept..line_start + kept + spaces, ""));
        }
        line_start += line.len();
    }
    edits
}

/// Whether every line is mostly Chinese and none looks like a program, or all is plainly a sentence.
fn is_prose(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let chinese = |line: &str| {
        let wide = line.chars().filter(|c| is_wide(*c)).count();
        let all = line.chars().filter(|c| !c.is_whitespace()).count();
        line.contains(is_han) && wide * 2 > all && !looks_like_code(line)
    };
    let some = lines.clone().next().is_some();
    let is_sentence = text.contains(['。', '，', '！', '？', '；', '：', '、']);
    (some && is_sentence && lines.clone().all(chinese)) || is_english(lines.next(), text)
}

fn looks_like_code(line: &str) -> bool {
    let line = line.trim();
    let starts = [
        "//", "#", "/*", "*", "--", "<", "$", "\"", "'", "|", "+", "%", ";", "└", "├", "│",
    ];
    let marks = [
        '{', '}', ';', '=', '<', '>', '$', '`', '\\', '│', '─', '├', '└', '┌',
    ];
    starts.iter().any(|start| line.starts_with(start))
        || line.contains(marks)
        || line.contains("//")
        || line.contains("  ")
}

/// A capital, at least eight words, nothing a program would have, a full stop at the end.
fn is_english(first: Option<&str>, text: &str) -> bool {
    let Some(first) = first else { return false };
    let plain =
        |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | ',' | '.' | '\'' | '’' | '-' | '\n');
    let letters = first.starts_with(|c: char| c.is_ascii_uppercase());
    let words = text.split_whitespace().count();
    letters
        && words >= 8
        && text.trim_end().ends_with('.')
        && text.chars().all(plain)
        && !text.contains("  ")
}
