//! What an input method leaves in a YAML text: full-width colons, commas and dashes, curly quotes,
//! odd indents. A pass over the lines reads what cannot be misread, says so, and keeps the way back
//! from every byte of the mended text to the author's own.

use std::ops::Range;

use super::flow::Flow;
use crate::diagnostic::Code;
use crate::language::Words;
use crate::yaml::lines;

/// An author's text made YAML.
#[derive(Clone, Debug, Default)]
pub struct Mended {
    pub text: String,
    pub slips: Vec<Slip>,
    /// In order: where a replacement stands in the mended text, and what it replaced.
    pieces: Vec<(Range<usize>, Range<usize>)>,
}

/// One thing on one line that was read as if it were written right.
#[derive(Clone, Debug)]
pub struct Slip {
    pub code: Code,
    pub message: Words,
    /// In the author's text.
    pub edits: Vec<(Range<usize>, String)>,
}

/// What the pass remembers from line to line.
#[derive(Default)]
struct State {
    /// Inside `|` text: the column of its key.
    block: Option<usize>,
    /// Inside a quoted text that goes over several lines.
    quote: Option<char>,
    flow: Flow,
    /// The line before opened or continued a list.
    in_list: bool,
}

/// The edits of one line, by what they correct.
pub(super) struct LineEdits {
    pub key: String,
    pub edits: Vec<(Code, Range<usize>, String)>,
}

/// Mends a text. `known` tells whether a word is a field's name somewhere in it.
pub fn mend(text: &str, known: &dyn Fn(&str) -> bool) -> Mended {
    let mut state = State::default();
    let mut slips: Vec<Slip> = Vec::new();
    for (start, line) in lines(text) {
        let mut found = LineEdits {
            key: String::new(),
            edits: Vec::new(),
        };
        mend_line(line, start, &mut state, known, &mut found);
        let first = slips.len();
        for (code, range, new) in found.edits {
            match slips[first..].iter_mut().find(|slip| slip.code == code) {
                Some(slip) => slip.edits.push((range, new)),
                None => slips.push(Slip {
                    code,
                    message: message(code, &found.key),
                    edits: vec![(range, new)],
                }),
            }
        }
    }
    let mut mended = Mended::apply(text, slips.iter().flat_map(|slip| slip.edits.clone()));
    mended.slips = slips;
    mended
}

impl Mended {
    /// A text with stretches replaced; an edit that overlaps an earlier one is left out.
    pub fn apply(text: &str, edits: impl IntoIterator<Item = (Range<usize>, String)>) -> Mended {
        let mut edits: Vec<_> = edits.into_iter().collect();
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut mended = Mended::default();
        let mut done = 0;
        for (range, new) in edits {
            if range.start < done {
                continue;
            }
            mended.text.push_str(&text[done..range.start]);
            let start = mended.text.len();
            mended.text.push_str(&new);
            mended
                .pieces
                .push((start..mended.text.len(), range.clone()));
            done = range.end;
        }
        mended.text.push_str(&text[done..]);
        mended
    }

    /// Where a stretch of the mended text stands in the author's.
    pub fn back(&self, range: Range<usize>) -> Range<usize> {
        let start = self.original(range.start, false);
        let end = self.original(range.end, true).max(start);
        start..end
    }

    fn original(&self, at: usize, is_end: bool) -> usize {
        let after = self.pieces.partition_point(|(new, _)| new.start < at);
        let Some((new, old)) = after.checked_sub(1).map(|n| &self.pieces[n]) else {
            return at;
        };
        match at >= new.end {
            true => old.end + (at - new.end),
            false if is_end => old.end,
            false => old.start,
        }
    }
}

fn mend_line(
    line: &str,
    start: usize,
    state: &mut State,
    known: &dyn Fn(&str) -> bool,
    found: &mut LineEdits,
) {
    if let Some(quote) = state.quote {
        if closes(line, quote) {
            state.quote = None;
        }
        return;
    }
    if state.flow.is_open() {
        state.flow.line(line, start, known, found);
        return;
    }
    let content = line.trim_start();
    let indent = line.len() - content.len();
    if content.is_empty() || content.starts_with('#') {
        return;
    }
    let width = |text: &str| text.chars().map(|c| space(c).len()).sum::<usize>();
    if state
        .block
        .is_some_and(|column| width(&line[..indent]) > column)
    {
        return;
    }
    state.block = None;
    for (at, c) in line[..indent].char_indices().filter(|(_, c)| *c != ' ') {
        let range = start + at..start + at + c.len_utf8();
        let code = if c == '\t' {
            Code::TabInHead
        } else {
            Code::OddIndent
        };
        found.edits.push((code, range, space(c).to_string()));
    }

    let mut at = indent;
    let mut is_item = false;
    while let Some(length) = dash(&line[at..], state.in_list, start + at, found) {
        is_item = true;
        at += length;
        at += line[at..].len() - line[at..].trim_start().len();
    }
    let column = width(&line[..indent]) + (at - indent);
    let top = at == 0;
    let value_at = match key_end(&line[at..], top, known) {
        Some((key, colon, value)) => {
            found.key = line[at..at + key].trim_end().to_string();
            let written = &line[at + colon..at + value];
            let proper = if line[at + value..].is_empty() {
                ":"
            } else {
                ": "
            };
            let range = start + at + colon..start + at + value;
            if written.starts_with('：') {
                found
                    .edits
                    .push((Code::FullWidthColon, range, proper.to_string()));
            } else if !written[1..].starts_with([' ', '\t']) && !line[at + value..].is_empty() {
                found
                    .edits
                    .push((Code::NoSpaceAfterColon, range, proper.to_string()));
            }
            at + value
        }
        None => at,
    };
    let value = line[value_at..].trim_end();
    state.in_list = is_item || (value_at > at && value.is_empty());
    mend_value(value, start + value_at, column, state, known, found);
}

fn mend_value(
    value: &str,
    at: usize,
    column: usize,
    state: &mut State,
    known: &dyn Fn(&str) -> bool,
    found: &mut LineEdits,
) {
    match value.chars().next() {
        Some('|' | '>') => state.block = Some(column),
        Some(quote @ ('"' | '\'')) if !closes(&value[1..], quote) => state.quote = Some(quote),
        Some('[' | '{') => state.flow.line(value, at, known, found),
        Some('［' | '｛') if value.ends_with(['］', '｝', ']', '}']) => {
            state.flow.line(value, at, known, found);
        }
        Some('“' | '”' | '＂') => {
            let Some(inner) = unwrap_curly(value) else {
                return;
            };
            // Without anything YAML would trip over, the marks may be part of the words.
            let hides = inner.contains(": ") || inner.contains(" #") || inner.ends_with(':');
            if hides && !inner.contains(['"', '\\']) {
                let inner_at = at + (value.len() - inner.len()) / 2;
                let end = at + value.len();
                let quote = || "\"".to_string();
                found.edits.push((Code::CurlyQuotes, at..inner_at, quote()));
                let close = inner_at + inner.len()..end;
                found.edits.push((Code::CurlyQuotes, close, quote()));
            }
        }
        _ => {}
    }
}

/// The words between one pair of curly or full-width quotes around the whole text.
pub(super) fn unwrap_curly(text: &str) -> Option<&str> {
    const MARKS: [char; 3] = ['“', '”', '＂'];
    let inner = text.strip_prefix(MARKS)?.strip_suffix(MARKS)?;
    (!inner.is_empty() && !inner.contains(MARKS)).then_some(inner)
}

fn space(c: char) -> &'static str {
    match c {
        '\t' | '\u{3000}' => "  ",
        _ => " ",
    }
}

/// How long a list's dash with its space is, if there is one here.
fn dash(rest: &str, in_list: bool, at: usize, found: &mut LineEdits) -> Option<usize> {
    if rest == "-" || rest.starts_with("- ") {
        return Some(rest.len().min(2));
    }
    let c = rest.chars().next()?;
    let after = &rest[c.len_utf8()..];
    let slip = match c {
        '－' | '—' | '–' | '•' | '·' => !after.starts_with(c) && !after.is_empty(),
        '-' => !after.starts_with(|c: char| c == '-' || c.is_ascii_digit()),
        _ => false,
    };
    if !slip || !in_list {
        return None;
    }
    let length = rest.len() - after.trim_start().len();
    found
        .edits
        .push((Code::ListDash, at..at + length, "- ".to_string()));
    Some(length)
}

/// Where a line's key ends, where its colon stands and where its value begins.
fn key_end(rest: &str, top: bool, known: &dyn Fn(&str) -> bool) -> Option<(usize, usize, usize)> {
    if rest.starts_with(['"', '\'', '[', '{', '“', '［', '｛']) {
        return None;
    }
    let colon = rest.find([':', '：'])?;
    let key = rest[..colon].trim_end();
    let full = rest[colon..].starts_with('：');
    let after = &rest[colon + if full { '：'.len_utf8() } else { 1 }..];
    let value = rest.len() - after.trim_start().len();
    let proper = !full && (after.is_empty() || after.starts_with([' ', '\t']));
    let trusted = || {
        let free = top && !after.starts_with("//") && !key.starts_with(char::is_numeric);
        is_plausible_key(key) && (free || known(key))
    };
    (proper || trusted()).then_some((key.len(), colon, value))
}

/// Whether a word could be the name of a field at all.
pub(super) fn is_plausible_key(key: &str) -> bool {
    let odd = |c: char| "，。；、！？“”\"'[]{}#,()（）《》*`|".contains(c);
    !key.is_empty() && key.chars().count() <= 24 && !key.contains(odd)
}

fn closes(text: &str, quote: char) -> bool {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quote == '"' => {
                chars.next();
            }
            '\'' if quote == '\'' && chars.peek() == Some(&'\'') => {
                chars.next();
            }
            c if c == quote => return true,
            _ => {}
        }
    }
    false
}

fn message(code: Code, key: &str) -> Words {
    let (zh, en) = match key {
        "" => ("这一行".to_string(), "this line".to_string()),
        key => (format!("“{key}”"), format!("“{key}”")),
    };
    match code {
        Code::FullWidthColon => Words::new(
            format!("{zh}后面用了中文冒号，已按英文冒号读取"),
            format!("full-width colon after {en}; read as “:”"),
        ),
        Code::NoSpaceAfterColon => Words::new(
            format!("{zh}的冒号后面少了一个空格，已按有空格读取"),
            format!("no space after the colon of {en}; read as if there were one"),
        ),
        Code::FullWidthComma => Words::new(
            format!("{zh}里用了中文的逗号、顿号或括号，已按英文符号读取"),
            format!("full-width commas or brackets in {en}; read as plain ones"),
        ),
        Code::CurlyQuotes => Words::new(
            format!("{zh}用了中文引号，已按英文引号读取"),
            format!("curly quotes in {en}; read as straight ones"),
        ),
        Code::ListDash => Words::new(
            "列表每一项前面要写一个英文减号和一个空格，已这样读取",
            "an item of a list starts with “- ”; read as if it did",
        ),
        Code::TabInHead => Words::new(
            "行首用了制表符（Tab），已按两个空格读取",
            "a tab at the start of the line; read as two spaces",
        ),
        _ => Words::new(
            "行首用了全角空格，已按普通空格读取",
            "a wide space at the start of the line; read as plain spaces",
        ),
    }
}
