//! Headings that are none (`#标题`, `＃ 标题`), and text that becomes one by a line of dashes under it.

use pulldown_cmark::{HeadingLevel, Tag};

use super::{Desk, Parent, Passage, edit, write};
use crate::diagnostic::Code;
use crate::language::Words;
use crate::script::{is_han, is_mark, is_wide};

/// Lines that begin with `#` and are no headings.
pub fn check_marks(passage: &Passage, desk: &mut Desk) {
    if !matches!(passage.parent, Parent::Paragraph | Parent::Other) {
        return;
    }
    for (at, line) in passage.lines.iter().enumerate() {
        let written = line.written(desk.text);
        let Some((level, len)) = marks(written) else {
            continue;
        };
        if !line.begins_with_words(desk.body, desk.text) {
            continue;
        }
        desk.keep_line(line);
        if let Some(next) = passage.lines.get(at + 1) {
            desk.keep_line(next);
        }
        let start = line.span.start;
        // The page's title is its only level 1.
        let fixed = format!("{} ", "#".repeat(level.max(2)));
        let shown = written[..len].trim_end().len();
        desk.note(
            Code::HeadingMark,
            start..start + shown,
            Words::new("这一行不会成为标题", "this line does not become a heading"),
            write(
                "标题用英文的 # 开头，后面空一格。",
                "A heading begins with # and a space.",
            ),
            closing_marks(written)
                .map(|marks| edit(start + marks..line.span.end, ""))
                .into_iter()
                .chain([edit(start..start + len, fixed)])
                .rev()
                .collect(),
        );
    }
}

/// Where the marks begin that close a line on its right, and the space before them.
fn closing_marks(line: &str) -> Option<usize> {
    let line = line.trim_end();
    let words = line.trim_end_matches(['#', '＃']);
    (words.len() < line.len()).then(|| words.trim_end().len())
}

/// The level and length of marks that were meant as a heading's.
fn marks(line: &str) -> Option<(usize, usize)> {
    let rest = line.trim_start_matches(['#', '＃']);
    let len = line.len() - rest.len();
    let marks = &line[..len];
    let level = marks.chars().count();
    if !(1..=6).contains(&level) {
        return None;
    }
    let words = rest.trim_start_matches([' ', '\u{3000}']);
    let next = rest.chars().next()?;
    let first = words.chars().next()?;
    // `#话题#` names a topic.
    let is_topic = words.contains(['#', '＃']);
    let is_meant = match marks.contains('＃') || next == '\u{3000}' {
        true => !is_topic,
        false if level == 1 => is_wide(next) && !is_mark(next) && !is_topic,
        false => (is_wide(next) && !is_mark(next)) || next.is_ascii_alphabetic(),
    };
    let len = line.len() - words.len();
    (is_meant && !is_mark(first)).then_some((level, len))
}

/// A heading that a line of dashes made of what stands above it.
pub fn check_underline(at: usize, desk: &mut Desk) {
    let node = &desk.body.nodes[at];
    let Some(Tag::Heading { level, .. }) = node.tag() else {
        return;
    };
    let start = node.span.start as usize;
    let written = desk.text[start..node.span.end as usize].trim_end();
    if *level != HeadingLevel::H2 || written.starts_with('#') {
        return;
    }
    let Some((words, _)) = written.rsplit_once('\n') else {
        return;
    };
    let dashes = written.bytes().rev().take_while(|b| *b == b'-').count();
    let underline = start + written.len() - dashes;
    // A long line under the very first words is a title's.
    if !is_prose(words, dashes) || (at == 0 && dashes > 3) {
        return;
    }
    let prefix = desk.prefix(underline).to_string();
    let line = underline - prefix.len();
    let blank = format!("\n{prefix}");
    let marks = line + prefix.trim_end().len();
    desk.note(
        Code::UnderlinedProse,
        underline..underline + dashes,
        Words::new(
            "紧跟在文字下面的 --- 把上面的文字变成了标题",
            "right under a text, --- makes a heading of it",
        ),
        write(
            "想画一条横线，就在它前面空一行；想要标题，请用 ##。",
            "For a rule leave a blank line before it; for a heading use ##.",
        ),
        vec![edit(marks..underline, blank)],
    );
}

/// Whether it was a text: it goes on over lines, ends as a sentence does, is too long for a heading,
/// or is Chinese over the three dashes that are typed for a rule; so is a sentence of eight words.
/// Nobody gives a text an address.
fn is_prose(words: &str, dashes: usize) -> bool {
    let words = words.trim_end();
    let chars = words.chars().count();
    let has_han = words.contains(is_han) && !words.ends_with('}');
    let ends = words.ends_with(['。', '！', '？', '；', '，', '：', '”', '…']);
    let sentence = words.ends_with(['.', '!', '?']) && words.contains(". ");
    let long = dashes == 3 && words.ends_with('.') && words.split_whitespace().count() >= 8;
    let several_lines = words.contains('\n') && (has_han || words.ends_with('.'));
    several_lines || ends || sentence || long || (has_han && (dashes == 3 || chars > 30))
}
