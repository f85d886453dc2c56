//! Lines that look like a list and are none: `1、`, `１.`, `一、`, `-甲`, `·甲`, `-[x]`.

use super::{Desk, Line, Parent, Passage, edit, write};
use crate::diagnostic::{Code, Edit};
use crate::language::Words;
use crate::markdown::NodeKind;
use crate::script::{is_mark, is_wide};

/// The numbered line a list may go on from in the next paragraph.
#[derive(Default)]
pub struct Count {
    last: Option<Counted>,
    /// Where the last numbered list that was told of ends: another right behind it would go on
    /// counting, were it written with the same sign.
    told: Option<(usize, char)>,
}

struct Counted {
    number: u32,
    sign: char,
    /// Where its paragraph ends: the next one stands right behind it.
    end: usize,
    /// The line itself, as long as it may stand by itself: it is told when another follows.
    alone: Option<(Line, Marker)>,
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Marker {
    kind: Kind,
    /// In bytes, with the spaces after it.
    len: usize,
    /// Whether one such line is enough to tell a list.
    alone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// The character tells lines of one list from those of another.
    Number(u32, char),
    Bullet(char),
    Task(bool),
}

/// One line that begins with a marker.
type Marked = (usize, Marker);

pub fn check(passage: &Passage, count: &mut Count, desk: &mut Desk) {
    let first = match passage.parent {
        Parent::Paragraph | Parent::Other => 0,
        // An item has its own mark; a second one on its first line is a matter of taste.
        Parent::Item => 1,
        Parent::Heading | Parent::Cell => return,
    };
    if passage.parent == Parent::Item {
        check_task_item(&passage.lines[0], desk);
    }
    let marked: Vec<Marked> = (passage.lines.iter().enumerate().skip(first))
        .filter(|(_, line)| line.begins_with_words(desk.body, desk.text))
        .filter_map(|(at, line)| Some((at, marker(line.written(desk.text))?)))
        .collect();
    let tasks: Vec<Marked> = of(&marked, |kind| matches!(kind, Kind::Task(_)));
    let bullets = bullets(&marked);
    note(&passage.lines, &tasks, '.', Code::TaskMark, desk);
    note(&passage.lines, &bullets, '.', Code::ListMark, desk);
    for run in runs(&marked) {
        check_numbers(passage, &run, count, desk);
    }
}

fn of(marked: &[Marked], is: impl Fn(Kind) -> bool) -> Vec<Marked> {
    let found = marked.iter().filter(|(_, marker)| is(marker.kind));
    found.copied().collect()
}

/// Bullets that tell a list by themselves, or by being several.
fn bullets(marked: &[Marked]) -> Vec<Marked> {
    let all = of(marked, |kind| matches!(kind, Kind::Bullet(_)));
    let several = |marker: &Marker| {
        let same = all.iter().filter(|(_, other)| other.kind == marker.kind);
        same.take(2).count() == 2
    };
    let mut kept = all.clone();
    kept.retain(|(_, marker)| marker.alone || several(marker));
    kept
}

/// Numbered lines, cut where the numbers do not go on.
fn runs(marked: &[Marked]) -> Vec<Vec<Marked>> {
    let mut runs: Vec<Vec<Marked>> = Vec::new();
    let mut last = None;
    for (at, marker) in marked {
        let Kind::Number(number, sign) = marker.kind else {
            continue;
        };
        if last != Some((number.wrapping_sub(1), sign)) {
            runs.push(Vec::new());
        }
        runs.last_mut().expect("one was begun").push((*at, *marker));
        last = Some((number, sign));
    }
    runs
}

/// A list begins with 1, or goes on from the paragraph right before. One line is not enough: `1、`
/// before a single paragraph is how Chinese numbers its sections.
fn check_numbers(passage: &Passage, run: &[Marked], count: &mut Count, desk: &mut Desk) {
    let (Some((first, marker)), Some((_, last))) = (run.first(), run.last()) else {
        return;
    };
    let (Kind::Number(number, sign), Kind::Number(until, _)) = (marker.kind, last.kind) else {
        return;
    };
    let before = count.last.take().filter(|before| {
        let follows = before.number + 1 == number && before.sign == sign;
        follows && *first == 0 && before.end == passage.element.start && marker.alone
    });
    let goes_on = before.is_some();
    let stands_alone = run.len() == 1 && !goes_on;
    let stop = match count.told.filter(|(end, _)| *end == passage.element.start) {
        Some((_, stop)) if goes_on => stop,
        Some((_, '.')) if *first == 0 => ')',
        _ => '.',
    };
    if let Some((line, marker)) = before.and_then(|before| before.alone) {
        note(&[line], &[(0, marker)], stop, Code::ListMark, desk);
    }
    let begins = number == 1 || goes_on;
    if begins && !stands_alone {
        note(&passage.lines, run, stop, Code::ListMark, desk);
        count.told = Some((passage.element.end, stop));
    }
    if begins && marker.alone {
        let line = &passage.lines[*first];
        count.last = Some(Counted {
            number: until,
            sign,
            end: passage.element.end,
            alone: (stands_alone && passage.lines.len() == 1).then(|| (line.clone(), *marker)),
        });
    }
}

fn note(lines: &[Line], marked: &[Marked], stop: char, code: Code, desk: &mut Desk) {
    let Some((first, marker)) = marked.first() else {
        return;
    };
    // Whoever ends lines with two spaces or a backslash has them as meant.
    let ended = |at: usize| matches!(desk.body.nodes[at].kind, NodeKind::HardBreak);
    if marked.len() > 1 && (marked[1..].iter()).all(|(at, _)| lines[*at].before.is_some_and(ended))
    {
        return;
    }
    let mut edits = Vec::new();
    for (at, marker) in marked {
        let line = &lines[*at];
        desk.keep_line(line);
        edits.push(put_right(line, marker, stop));
    }
    // What follows the list's last line goes on with it, as typed.
    for line in &lines[first + 1..] {
        desk.keep_line(line);
    }
    let start = lines[*first].span.start;
    let written = &desk.text[start..start + marker.len];
    let shown = written.trim_end();
    let (words, hint) = match marker.kind {
        Kind::Task(_) => task_words(),
        Kind::Number(..) => (
            Words::new(
                format!("“{shown}”开头的行不会成为列表"),
                format!("lines that begin with “{shown}” do not make a list"),
            ),
            write(
                "编号用数字、英文句点和一个空格。",
                "A number, a full stop and a space make one.",
            ),
        ),
        Kind::Bullet(_) => (
            Words::new(
                format!("“{shown}”开头的行不会成为列表"),
                format!("lines that begin with “{shown}” do not make a list"),
            ),
            write(
                "列表的每一行用英文减号和一个空格开头。",
                "A hyphen and a space make one.",
            ),
        ),
    };
    desk.note(code, start..start + shown.len(), words, hint, edits);
}

fn task_words() -> (Words, Words) {
    (
        Words::new(
            "这里的方括号不会成为可以打勾的格子",
            "these brackets do not make a box to tick",
        ),
        write(
            "减号、空格、方括号、空格，一个也不能少；没打勾的方括号里空一格。",
            "A hyphen, a space, the brackets with a space or an x in them, and a space make one.",
        ),
    )
}

fn put_right(line: &Line, marker: &Marker, stop: char) -> Edit {
    let new = match marker.kind {
        Kind::Number(number, _) => format!("{number}{stop} "),
        Kind::Bullet(_) => "- ".to_string(),
        Kind::Task(done) => format!("- [{}] ", if done { 'x' } else { ' ' }),
    };
    edit(line.span.start..line.span.start + marker.len, new)
}

/// `- []甲`: the dash is right, the box is not.
fn check_task_item(line: &Line, desk: &mut Desk) {
    if !line.begins_with_words(desk.body, desk.text) {
        return;
    }
    let Some((done, len)) = task_box(line.written(desk.text)) else {
        return;
    };
    let range = line.span.start..line.span.start + len;
    let new = format!("[{}] ", if done { 'x' } else { ' ' });
    let (words, hint) = task_words();
    let shown = desk.text[range.clone()].trim_end().len();
    let at = range.start..range.start + shown;
    desk.note(Code::TaskMark, at, words, hint, vec![edit(range, new)]);
}

/// `[x]`, `[ ]`, `[]`, `【】`, `[√]` and the spaces after it.
fn task_box(text: &str) -> Option<(bool, usize)> {
    let inside = text.strip_prefix(['[', '【'])?;
    let close = inside.find([']', '】'])?;
    let done = match inside[..close].trim_matches([' ', '\u{3000}']) {
        "" => false,
        "x" | "X" | "√" | "✓" | "✔" => true,
        _ => return None,
    };
    let after = &inside[close..];
    let rest = after.trim_start_matches([']', '】']);
    let words = rest.trim_start_matches([' ', '\u{3000}']);
    let is_link = rest.starts_with(['(', '（', '[', ':']);
    (!is_link && !words.is_empty()).then(|| (done, text.len() - words.len()))
}

fn marker(line: &str) -> Option<Marker> {
    number(line)
        .or_else(|| enclosed(line))
        .or_else(|| bullet(line))
        .filter(|marker| !line[marker.len..].is_empty())
}

/// `1、`, `１.`, `1．`, `1.甲`, `一、`.
fn number(line: &str) -> Option<Marker> {
    let (number, digits, form) = count(line)?;
    let mut chars = line[digits..].chars();
    let sign = chars.next()?;
    let next = chars.next()?;
    let enough = match (form, sign) {
        (Form::Han, '、') => false,
        (Form::Han, _) => return None,
        // “1、2号楼” lists numbers.
        (_, '、') => !next.is_ascii_digit() && !('０'..='９').contains(&next),
        (_, '．') => true,
        (Form::Wide, '.' | ')' | '）') => true,
        (Form::Plain, '.') if next == '\u{3000}' => true,
        (Form::Plain, '.') if is_wide(next) && !is_mark(next) => true,
        (Form::Plain, '）') => false,
        (Form::Plain, ')') if is_wide(next) || next == '\u{3000}' => false,
        _ => return None,
    };
    if sign == '、' && !enough && form != Form::Han {
        return None;
    }
    Some(marked(
        line,
        digits + sign.len_utf8(),
        Kind::Number(number, sign),
        enough,
    ))
}

/// `（1）`, `(一)`, `①`.
fn enclosed(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    if let '①'..='⑳' = first {
        let number = first as u32 - '①' as u32 + 1;
        let kind = Kind::Number(number, '①');
        return Some(marked(line, first.len_utf8(), kind, false));
    }
    let inside = line.strip_prefix(['（', '('])?;
    let (number, digits, _) = count(inside)?;
    let close = inside[digits..].chars().next()?;
    let kind = Kind::Number(number, '（');
    let len = first.len_utf8() + digits + close.len_utf8();
    matches!(close, '）' | ')').then(|| marked(line, len, kind, false))
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Plain,
    Wide,
    Han,
}

/// A number of up to three characters at the start of a text, its length and how it is written.
fn count(text: &str) -> Option<(u32, usize, Form)> {
    const HAN: &str = "一二三四五六七八九";
    let mut value = 0;
    let mut len = 0;
    let mut form = None;
    for (at, c) in text.char_indices().take(3) {
        let (digit, own) = match c {
            '0'..='9' => (c as u32 - '0' as u32, Form::Plain),
            '０'..='９' => (c as u32 - '０' as u32, Form::Wide),
            '十' => (10, Form::Han),
            _ => match HAN.chars().position(|han| han == c) {
                Some(at) => (at as u32 + 1, Form::Han),
                None => break,
            },
        };
        if form.is_some_and(|form| form != own) {
            break;
        }
        form = Some(own);
        value = match (own, digit) {
            (Form::Han, 10) => value.max(1) * 10,
            (Form::Han, digit) => value + digit,
            (_, digit) => value * 10 + digit,
        };
        len = at + c.len_utf8();
    }
    form.filter(|_| value > 0).map(|form| (value, len, form))
}

/// `-甲`, `·甲`, `-[x]甲`.
fn bullet(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let len = first.len_utf8();
    let rest = &line[len..];
    let next = rest.chars().next()?;
    let kind = Kind::Bullet(first);
    let is_word = is_wide(next) && (!is_mark(next) || matches!(next, '《' | '「' | '【' | '（'));
    match first {
        '-' | '－' | '*' | '+' => {
            let spaces = rest.trim_start_matches([' ', '\u{3000}']);
            if let Some((done, box_len)) = task_box(spaces) {
                let len = len + (rest.len() - spaces.len()) + box_len;
                let (kind, alone) = (Kind::Task(done), true);
                return Some(Marker { kind, len, alone });
            }
            let alone = matches!(first, '-' | '－');
            (is_word || next == '\u{3000}' || (first == '－' && next == ' '))
                .then(|| marked(line, len, kind, alone))
        }
        '·' | '•' | '●' | '▪' | '‣' | '◦' | '・' => Some(marked(line, len, kind, true)),
        '○' | '◆' | '◇' | '■' | '★' | '☆' | '※' | '➢' | '►' => {
            Some(marked(line, len, kind, false))
        }
        _ => None,
    }
}

fn marked(line: &str, len: usize, kind: Kind, alone: bool) -> Marker {
    let rest = &line[len..];
    let spaces = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
    let len = len + spaces;
    Marker { kind, len, alone }
}
