//! Links and pictures with full-width brackets or a space in the address: `[甲]（甲.md）`,
//! `【甲】(甲.md)`, `！[图](图.png)`, `[甲](甲 乙.md)`.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::{Desk, Line, Passage, edit, write};
use crate::diagnostic::{Code, Edit};
use crate::language::Words;
use crate::markdown::NodeKind;

/// The most bytes between a bracket and its partner: the words or the address of one link.
const FAR: usize = 600;

pub fn check(passage: &Passage, desk: &mut Desk) {
    for line in &passage.lines {
        // `]`, and the last byte of `】`.
        if !desk.has(line.span.clone(), |byte| matches!(byte, b']' | 0x91)) {
            continue;
        }
        for words in line.words(desk.body, desk.text) {
            check_words(line, words, desk);
        }
        check_picture_marks(line, desk);
    }
}

/// Looks for `](`, of either width, in a stretch of words.
fn check_words(line: &Line, words: Range<usize>, desk: &mut Desk) {
    let mut at = words.start;
    while let Some(skip) = desk.text[at..words.end].find([']', '】']) {
        let close = at + skip;
        at = close + char_len(desk.text, close);
        if desk.is_escaped(close) {
            continue;
        }
        if let Some(link) = Pair::around(line, close, desk.text) {
            note(&link, desk);
        }
    }
}

/// A link as meant: `[words](address)` with brackets of any width.
struct Pair {
    /// From the bracket, or the exclamation mark of a picture, to the end.
    whole: Range<usize>,
    picture: bool,
    words: Range<usize>,
    address: Range<usize>,
    full_width: bool,
}

impl Pair {
    fn around(line: &Line, close: usize, text: &str) -> Option<Pair> {
        let close_end = close + char_len(text, close);
        let rest = &text[close_end..line.span.end];
        let open_round = rest.chars().next().filter(|c| matches!(c, '(' | '（'))?;
        let address = close_end + open_round.len_utf8();
        let inside = head(&text[address..line.span.end]);
        let length = inside.find([')', '）'])?;
        let end = address + length + char_len(text, address + length);
        let before = tail(&text[line.span.start..close]);
        let open = close - (before.len() - before.rfind(['[', '【'])?);
        let words = open + char_len(text, open)..close;
        let outer = &text[line.span.start..open];
        let bang = outer
            .chars()
            .next_back()
            .filter(|c| matches!(c, '!' | '！'));
        let start = open - bang.map_or(0, char::len_utf8);
        let full_width = text[start..words.start].contains(['【', '！'])
            || text[close..address].contains(['】', '（'])
            || text[address + length..end].contains('）');
        let pair = Pair {
            whole: start..end,
            picture: bang.is_some(),
            words,
            address: address..address + length,
            full_width,
        };
        let address = &text[pair.address.clone()];
        let empty = address.trim().is_empty();
        let is_link = is_address(address) && !text[pair.words.clone()].trim().is_empty();
        (is_link || (pair.picture && empty)).then_some(pair)
    }
}

fn note(pair: &Pair, desk: &mut Desk) {
    let text = desk.text;
    let words = &text[pair.words.clone()];
    let (address, title) = title(text[pair.address.clone()].trim());
    let has_space = address.contains(char::is_whitespace);
    // Brackets of the right width around an address without spaces are a link, or meant not to be.
    if !pair.full_width && !has_space && title.is_none() {
        return;
    }
    let is_wide = pair.full_width || !has_space;
    let address = match (has_space, title) {
        (false, None) => address.to_string(),
        (false, Some(title)) => format!("{address} \"{title}\""),
        (true, None) => format!("<{address}>"),
        (true, Some(title)) => format!("<{address}> \"{title}\""),
    };
    let bang = if pair.picture { "!" } else { "" };
    let fixed = format!("{bang}[{words}]({address})");
    let edits = vec![edit(pair.whole.clone(), fixed)];
    match is_wide {
        true => note_width(pair.whole.clone(), pair.picture, edits, desk),
        false => desk.note(
            Code::SpaceInLink,
            pair.address.clone(),
            Words::new(
                "地址里有空格，这里不会成为链接",
                "with a space in its address this does not become a link",
            ),
            write(
                "有空格的地址用尖括号括起来。",
                "Put an address with spaces between < and >.",
            ),
            edits,
        ),
    }
}

/// The address and the title behind it, in quotation marks of any kind.
fn title(inside: &str) -> (&str, Option<&str>) {
    let quotes = ['"', '“', '”'];
    let parts = inside.strip_suffix(quotes).and_then(|rest| {
        let open = rest.rfind(quotes)?;
        let (address, title) = (&rest[..open], rest[open..].trim_start_matches(quotes));
        let apart = address.ends_with(char::is_whitespace);
        apart.then(|| (address.trim_end(), title))
    });
    match parts {
        Some((address, title)) => (address, Some(title)),
        None => (inside, None),
    }
}

fn note_width(at: Range<usize>, picture: bool, edits: Vec<Edit>, desk: &mut Desk) {
    let words = match picture {
        true => Words::new(
            "用了中文标点，这里不会成为图片",
            "with full-width marks this does not become a picture",
        ),
        false => Words::new(
            "用了中文括号，这里不会成为链接",
            "with full-width brackets this does not become a link",
        ),
    };
    let hint = write(
        "括号和叹号都用英文的。",
        "Use plain [ ] and ( ), and a plain ! for a picture.",
    );
    desk.note(Code::LinkMark, at, words, hint, edits);
}

/// `！[图](图.png)`: the rest is a link to a picture, so the mark was meant as `!`.
fn check_picture_marks(line: &Line, desk: &mut Desk) {
    const MARK: &str = "！";
    let mut at = line.nodes.start;
    while at < line.nodes.end {
        let node = &desk.body.nodes[at];
        let start = node.span.start as usize;
        let is_picture = match node.tag() {
            Some(Tag::Link { dest_url, .. }) => dest_url.is_empty() || is_picture(dest_url),
            _ => false,
        };
        let after_words = at > line.nodes.start
            && matches!(desk.body.nodes[at - 1].kind, NodeKind::Text(_))
            && desk.text[line.span.start..start].ends_with(MARK);
        // “太好了！[看图](图.png)” is a sentence and a link.
        let before = desk.text[..start].strip_suffix(MARK).unwrap_or_default();
        let apart = before.len() == line.span.start || before.ends_with(char::is_whitespace);
        if is_picture && after_words && apart && desk.text[start..].starts_with('[') {
            let mark = start - MARK.len()..start;
            let edits = vec![edit(mark, "!")];
            note_width(
                start - MARK.len()..node.span.end as usize,
                true,
                edits,
                desk,
            );
        }
        at += 1;
    }
}

/// Whether a text can only be meant as an address.
fn is_address(text: &str) -> bool {
    let (address, _) = title(text.trim());
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let starts = [
        "http://", "https://", "mailto:", "tel:", "./", "../", "/", "#",
    ];
    let lower = address.to_ascii_lowercase();
    let has_scheme = starts.iter().any(|start| lower.starts_with(start));
    let is_sentence = address.contains(['，', '。', '；', '：', '？', '！', ';']);
    !is_sentence && address.chars().count() > 1 && (has_scheme || has_ending(path, ENDINGS))
}

fn is_picture(address: &str) -> bool {
    has_ending(address, &ENDINGS[..6])
}

/// Pictures first.
const ENDINGS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "svg", "md", "html", "htm", "pdf", "doc", "docx", "xls",
    "xlsx", "ppt", "pptx", "mp3", "mp4", "zip", "txt",
];

fn has_ending(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.iter().any(|one| ending.eq_ignore_ascii_case(one)))
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// No more than the first bytes of a text.
fn head(text: &str) -> &str {
    let mut end = text.len().min(FAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// No more than the last bytes of a text.
fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(FAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}
