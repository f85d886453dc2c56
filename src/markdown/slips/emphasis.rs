//! Stars and tildes that mark nothing and were meant to, or would mark elsewhere what was not meant:
//! `** 重点 **`, `**重点`, `3*4米和5*6米`, `3~5天和8~10天`.

use std::ops::Range;

use super::{Desk, Line, Passage, edit, write};
use crate::diagnostic::{Code, Edit};
use crate::language::Words;
use crate::script::{is_cjk, is_han, is_mark};

pub fn check(passage: &Passage, desk: &mut Desk) {
    if !desk.has(passage.span(), |byte| matches!(byte, b'*' | b'~')) {
        return;
    }
    let mut strong = Vec::new();
    let mut products = Vec::new();
    let mut tildes = Vec::new();
    let words: Vec<Vec<Range<usize>>> = (passage.lines.iter())
        .map(|line| line.words(desk.body, desk.text))
        .collect();
    for (line, span) in (words.iter().enumerate())
        .flat_map(|(at, words)| words.iter().map(move |span| (at, span.clone())))
    {
        for run in runs(desk, span, line) {
            match (run.mark, run.span.len()) {
                ('*', 2) => strong.push(run),
                ('*', 1) if run.is_between(|c| c.is_ascii_digit()) => products.push(run),
                // `~/` is a folder.
                ('~', 1) if run.after != '/' => tildes.push(run),
                _ => {}
            }
        }
    }
    check_strong(passage, &words, &strong, desk);
    check_products(&products, desk);
    check_tildes(passage, &tildes, desk);
}

/// A run of one mark among words, and what stands beside it; a line's end is a space.
struct Run {
    mark: char,
    span: Range<usize>,
    before: char,
    after: char,
    line: usize,
}

impl Run {
    fn is_between(&self, is: impl Fn(char) -> bool) -> bool {
        is(self.before) && is(self.after)
    }

    fn opens(&self) -> bool {
        !self.after.is_whitespace()
    }

    fn closes(&self) -> bool {
        !self.before.is_whitespace()
    }
}

fn runs(desk: &Desk, words: Range<usize>, line: usize) -> Vec<Run> {
    let text = desk.text;
    let mut runs = Vec::new();
    let mut at = words.start;
    while let Some(skip) = text[at..words.end].find(['*', '~']) {
        let start = at + skip;
        let byte = text.as_bytes()[start];
        let same = text.as_bytes()[start..words.end].iter();
        let end = start + same.take_while(|b| **b == byte).count();
        at = end;
        if desk.is_escaped(start) {
            continue;
        }
        runs.push(Run {
            mark: char::from(byte),
            span: start..end,
            before: text[..start].chars().next_back().unwrap_or(' '),
            after: text[end..].chars().next().unwrap_or(' '),
            line,
        });
    }
    runs
}

/// Bold words are no longer than this many bytes, nor is a clause.
const LONG: usize = 400;

fn check_strong(passage: &Passage, words: &[Vec<Range<usize>>], runs: &[Run], desk: &mut Desk) {
    let mut at = 0;
    while let Some(first) = runs.get(at) {
        at += 1;
        match runs.get(at).filter(|second| is_loose(first, second, desk)) {
            Some(second) => {
                at += 1;
                note_loose(first, second, desk);
            }
            None => check_single(&passage.lines[first.line], &words[first.line], first, desk),
        }
    }
}

/// Whether two runs stand around words with a space inside: `** 重点 **`.
fn is_loose(first: &Run, second: &Run, desk: &Desk) -> bool {
    let inside = first.span.end..second.span.start;
    let words = &desk.text[inside.clone()];
    let spaced = !first.opens() || !second.closes();
    // What stands to the left of the first and to the right of the second is not inside.
    // `a ** b ** c` is arithmetic.
    let is_apart =
        words.is_ascii() && first.is_between(|c| c == ' ') && second.is_between(|c| c == ' ');
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let is_outside = first.closes() && !first.opens() && second.opens() && !second.closes();
    first.line == second.line
        && spaced
        && inside.len() < LONG
        && words.contains(|c: char| c.is_alphanumeric())
        && (!is_outside || words.contains(is_han))
        && !(is_apart && letters < 3)
}

fn note_loose(first: &Run, second: &Run, desk: &mut Desk) {
    let inside = &desk.text[first.span.end..second.span.start];
    let left = inside.len() - inside.trim_start().len();
    let right = inside.trim_end().len();
    let mut edits = Vec::new();
    if left > 0 {
        edits.push(edit(first.span.end..first.span.end + left, ""));
    }
    if right < inside.len() {
        edits.push(edit(first.span.end + right..second.span.start, ""));
    }
    // Latin words keep a space, outside.
    if left > 0 && first.before.is_ascii_alphanumeric() {
        edits.insert(0, edit(first.span.start..first.span.start, " "));
    }
    if right < inside.len() && second.after.is_ascii_alphanumeric() {
        edits.push(edit(second.span.end..second.span.end, " "));
    }
    desk.note(
        Code::LooseStrong,
        first.span.start..second.span.end,
        Words::new(
            "** 和文字之间有空格，这里不会变粗",
            "with a space between ** and the words this does not become bold",
        ),
        write("去掉里面的空格。", "Take the space inside away."),
        edits,
    );
}

/// One `**` without its partner: the clause it begins or ends is taken for what was meant.
fn check_single(line: &Line, words: &[Range<usize>], run: &Run, desk: &mut Desk) {
    let text = desk.text;
    let before = &text[line.span.start..run.span.start];
    let edits: Vec<Edit> = if run.opens() && is_start(before, run) {
        let Some(end) = clause_end(line, run.span.end, words, text) else {
            return;
        };
        if !is_meant(&text[run.span.end..end]) {
            return;
        }
        vec![edit(end..end, "**")]
    } else if run.closes() && !run.opens() && is_cjk(run.before) {
        let Some(start) = clause_start(line, run.span.start, words, text) else {
            return;
        };
        vec![edit(start..start, "**")]
    } else {
        return;
    };
    desk.note(
        Code::UnclosedStrong,
        run.span.clone(),
        Words::new(
            "这个 ** 没有配对，星号会照原样显示",
            "this ** has no partner; its stars are shown as typed",
        ),
        write(
            "粗体的两头各写一个 **。",
            "Bold words have ** on both sides.",
        ),
        edits,
    );
}

/// Where bold words may begin: not within a word or an expression.
fn is_start(before: &str, run: &Run) -> bool {
    before.is_empty() || run.before.is_whitespace() || is_cjk(run.before) || is_cjk(run.after)
}

/// Words that people stress, not a program's `**kwargs` or a pattern's `**/*.md`.
fn is_meant(clause: &str) -> bool {
    clause.contains(is_han)
        || (clause.starts_with(|c: char| c.is_ascii_uppercase()) && clause.contains(' '))
}

const CLAUSE_MARKS: [char; 12] = [
    '：', '，', '。', '；', '！', '？', ':', ';', ',', '.', '!', '?',
];

/// Where the clause ends that begins at `from`: before its first mark that stands among words, or
/// with the line. `None` for one that goes on too long.
fn clause_end(line: &Line, from: usize, words: &[Range<usize>], text: &str) -> Option<usize> {
    let until = text.len().min(from + LONG);
    let until = line.span.end.min(until + to_edge(text, until));
    let first = words.partition_point(|words| words.end <= from);
    let mut near = words[first..]
        .iter()
        .take_while(|words| words.start < until);
    let mark = near.find_map(|words| {
        let start = words.start.max(from);
        let marks = text[start..words.end.min(until)].match_indices(CLAUSE_MARKS);
        let ends = |at: &usize| {
            let (mark, after) = (text.as_bytes()[*at], text.as_bytes().get(at + 1));
            !(mark.is_ascii() && after.is_some_and(u8::is_ascii_alphanumeric))
        };
        // “3.0” and “9:30” go on.
        marks.map(|(at, _)| start + at).find(ends)
    });
    let end = mark.or((until == line.span.end).then_some(until))?;
    Some(from + text[from..end].trim_end().len())
}

/// Where the clause begins that ends at `until`. `None` for one that goes on too long.
fn clause_start(line: &Line, until: usize, words: &[Range<usize>], text: &str) -> Option<usize> {
    let marks = |c: char| CLAUSE_MARKS.contains(&c) || matches!(c, '、' | ' ' | '（' | '“');
    let from = until.saturating_sub(LONG);
    let from = line.span.start.max(from + to_edge(text, from));
    let last = from + text[from..until].trim_end_matches(marks).len();
    let first = words.partition_point(|words| words.start < last);
    let before = words[..first].iter().rev();
    let mut near = before.take_while(|words| words.end > from);
    let mark = near.find_map(|words| {
        let start = words.start.max(from);
        let at = start + text[start..words.end.min(last)].rfind(marks)?;
        Some(at + text[at..].chars().next().map_or(0, char::len_utf8))
    });
    mark.or((from == line.span.start).then_some(from))
}

/// How far it is to the next character.
fn to_edge(text: &str, at: usize) -> usize {
    (0..4)
        .find(|more| text.is_char_boundary(at + more))
        .unwrap_or_default()
}

/// Two products in one paragraph: elsewhere the words between their stars are emphasised.
fn check_products(runs: &[Run], desk: &mut Desk) {
    let (Some(first), true) = (runs.first(), runs.len() > 1) else {
        return;
    };
    let edits = runs.iter().map(|run| edit(run.span.clone(), "×"));
    desk.note(
        Code::StarProduct,
        first.span.clone(),
        Words::new(
            "数字之间的星号在别处会被当成强调：代码托管网站上，两个星号之间的字会变斜",
            "stars between numbers are taken for emphasis elsewhere: a code host sets what stands between two of them in italics",
        ),
        write("乘号写成 ×。", "The sign is ×."),
        edits.collect(),
    );
}

/// Two single tildes in one paragraph: here they strike nothing out, on a code host they do.
fn check_tildes(passage: &Passage, runs: &[Run], desk: &mut Desk) {
    let opens =
        |run: &Run| run.opens() && run.after != '\\' && (!is_mark(run.after) || !run.closes());
    let closes = |run: &Run| run.closes() && (!is_mark(run.before) || !run.opens());
    let Some(open) = runs.iter().position(opens) else {
        return;
    };
    let Some(close) = (open + 1..runs.len()).find(|at| closes(&runs[*at])) else {
        return;
    };
    let (first, second) = (&runs[open], &runs[close]);
    let digit = |c: char| c.is_ascii_digit();
    let is_range = |run: &Run| (digit(run.before) || digit(run.after)) && run.closes();
    let place = first.span.clone();
    let inside = &desk.text[first.span.end..second.span.start];
    let letters = |c: char| c.is_ascii_alphanumeric();
    if first.before.is_ascii_alphabetic() && inside.len() <= 4 && inside.chars().all(letters) {
        let edits = vec![
            edit(first.span.clone(), "<sub>"),
            edit(second.span.clone(), "</sub>"),
        ];
        return desk.note(
            Code::LoneTilde,
            place,
            Words::new("单个 ~ 不会把字变成下标", "a single ~ makes no subscript"),
            write("下标用 <sub>。", "A subscript is written with <sub>."),
            edits,
        );
    }
    if runs.iter().any(is_range) {
        let chinese = desk.text[passage.span()].contains(is_han);
        let sign = if chinese { "～" } else { "–" };
        let edits = runs.iter().filter(|run| is_range(run));
        return desk.note(
            Code::LoneTilde,
            place,
            Words::new(
                "一段里有两个单独的 ~：这里照原样显示，代码托管网站会把中间的字划掉",
                "two single ~ in one paragraph: shown as typed here, but a code host strikes out what stands between them",
            ),
            write(
                "表示范围，用 ～。",
                "Between numbers use a dash.",
            ),
            edits.map(|run| edit(run.span.clone(), sign)).collect(),
        );
    }
    if first.line == second.line && inside.contains(char::is_alphanumeric) && second.closes() {
        let edits = [first, second].map(|run| edit(run.span.clone(), "~~"));
        desk.note(
            Code::LoneTilde,
            place,
            Words::new("单个 ~ 不会把字划掉", "a single ~ strikes nothing out"),
            write(
                "要划掉的字，两头各写 ~~。",
                "Words to strike out have ~~ on both sides.",
            ),
            edits.to_vec(),
        );
    }
}
