//! Full-width signs where Markdown knows only the plain ones: `＊＊重点＊＊`, `＞ 引用`.

use super::{Desk, Line, Parent, Passage, edit, write};
use crate::diagnostic::{Code, Edit};
use crate::language::Words;

const STARS: &str = "＊＊";
const QUOTE: char = '＞';

pub fn check(passage: &Passage, desk: &mut Desk) {
    // The first two bytes of either.
    if !desk.has(passage.span(), |byte| byte == 0xEF) {
        return;
    }
    for line in &passage.lines {
        check_stars(line, desk);
    }
    if passage.parent == Parent::Paragraph {
        check_quote(passage, desk);
    }
}

fn check_stars(line: &Line, desk: &mut Desk) {
    let text = desk.text;
    let found: Vec<usize> = line
        .words(desk.body, text)
        .into_iter()
        .flat_map(|words| {
            let start = words.start;
            let found = text[words].match_indices(STARS);
            found.map(move |(at, _)| start + at).collect::<Vec<_>>()
        })
        .collect();
    for pair in found.chunks_exact(2) {
        let inside = &text[pair[0] + STARS.len()..pair[1]];
        if inside.trim() != inside || inside.is_empty() || inside.contains('＊') {
            continue;
        }
        let edits = [pair[0], pair[1]].map(|at| edit(at..at + STARS.len(), "**"));
        desk.note(
            Code::WideMark,
            pair[0]..pair[1] + STARS.len(),
            Words::new(
                "用了中文星号，这里不会变粗",
                "with full-width stars this does not become bold",
            ),
            write("星号用英文的。", "Use plain *."),
            edits.to_vec(),
        );
    }
}

fn check_quote(passage: &Passage, desk: &mut Desk) {
    let text = desk.text;
    let marked = |line: &&Line| {
        let written = line.written(text);
        let rest = written.trim_start_matches([QUOTE, ' ']);
        written.starts_with(QUOTE) && !rest.is_empty() && line.begins_with_words(desk.body, text)
    };
    let lines: Vec<&Line> = passage.lines.iter().filter(marked).collect();
    // A comparison or an arrow begins no paragraph.
    let (Some(first), true) = (lines.first(), lines.len() == passage.lines.len()) else {
        return;
    };
    let start = first.span.start;
    let edits: Vec<Edit> = lines.iter().map(|line| plain_quote(line, text)).collect();
    for line in &passage.lines {
        desk.keep_line(line);
    }
    desk.note(
        Code::WideMark,
        start..start + QUOTE.len_utf8(),
        Words::new(
            "用了中文大于号，这里不会成为引用",
            "with a full-width sign this does not become a quotation",
        ),
        write(
            "引用用英文的 > 开头。",
            "A quotation begins with a plain >.",
        ),
        edits,
    );
}

fn plain_quote(line: &Line, text: &str) -> Edit {
    let written = line.written(text);
    let rest = written[QUOTE.len_utf8()..].trim_start_matches([' ', '\u{3000}']);
    let length = written.len() - rest.len();
    edit(line.span.start..line.span.start + length, "> ")
}
