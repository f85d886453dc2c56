//! What to say about the lines around a head, and about a head that is not there.

use std::ops::Range;

use super::fence::Fence;
use crate::diagnostic::{Code, Diagnostic, Place, line_and_column};
use crate::language::Words;
use crate::source::Source;
use crate::yaml::quote_where_needed;

/// What is wrong with the lines around the head.
pub(super) fn tell(source: &Source, fence: &Fence) -> Vec<Diagnostic> {
    let place = |span: Range<usize>| Place::new(&source.path, span);
    match fence {
        Fence::Closed { odd, .. } => odd.iter().map(|line| odd_line(source, line)).collect(),
        Fence::Empty => {
            let message = Words::new("这个文件是空的", "this file is empty");
            let hint = Words::new(
                "至少写上页头：最上面两行 --- 之间写“title: 标题”",
                "give it a head at least: `title: …` between two lines of `---`",
            );
            vec![Diagnostic::new(Code::EmptyPage, place(0..0), message).with_hint(hint)]
        }
        Fence::None => vec![no_head(source)],
        Fence::Bare { head } => vec![bare(source, head)],
        Fence::Open { opener, head } => {
            let (line, _) = line_and_column(&source.text, head.end);
            let message = Words::new(
                "页头没有结束，少了一行 ---",
                "the head does not end: a line of `---` is missing",
            );
            let hint = Words::new(
                format!("在第 {line} 行前面加一行，只写三个英文减号：---"),
                format!("put a line of three hyphens before line {line}: ---"),
            );
            let guess = Words::new(
                format!("正文好像从第 {line} 行开始"),
                format!("the text seems to begin on line {line}"),
            );
            let diagnostic = Diagnostic::new(Code::HeadNotClosed, place(opener.clone()), message)
                .with_label(place(head.end..line_end(&source.text, head.end)), guess)
                .with_hint(hint)
                .with_patch(head.end..head.end, closing(&source.text, head.end), false);
            vec![diagnostic]
        }
    }
}

/// A head that is a list or a sentence.
pub(super) fn no_fields(place: Place) -> Diagnostic {
    let message = Words::new(
        "页头里要一行一行写“名字: 值”",
        "a head is made of lines of `name: value`",
    );
    let hint = Words::new("比如：title: 标题", "for example: title: …");
    Diagnostic::new(Code::WrongType, place, message).with_hint(hint)
}

pub(super) fn missing_title(source: &Source, head: &Range<usize>, body: usize) -> Diagnostic {
    let before = source.text[..head.start].trim_end();
    let opener = before.rfind('\n').map_or(0, |newline| newline + 1);
    // Without opening line, the head's first line stands for it.
    let place = match before.is_empty() {
        true => head.start..line_end(&source.text, head.start),
        false => opener..before.len(),
    };
    let message = Words::new(
        "页头（文件最上面两行 --- 之间）没有写标题",
        "the head of this page has no title",
    );
    let diagnostic = Diagnostic::new(Code::MissingTitle, Place::new(&source.path, place), message);
    match first_heading(&source.text[body..]) {
        Some(heading) => {
            let line = format!("title: {}", quote_where_needed(heading));
            diagnostic
                .with_hint(Words::new(
                    format!("加上一行：{line}"),
                    format!("add the line: {line}"),
                ))
                .with_patch(head.start..head.start, format!("{line}\n"), false)
        }
        None => diagnostic.with_hint(Words::new(
            "加上一行：title: 这一页叫什么",
            "add the line: title: what the page is called",
        )),
    }
}

fn odd_line(source: &Source, line: &Range<usize>) -> Diagnostic {
    let message = Words::new(
        "页头的上下两行要从行首写三个英文减号，已按 --- 读取",
        "the lines around a head are three hyphens with nothing before them; read as `---`",
    );
    Diagnostic::new(
        Code::HeadFence,
        Place::new(&source.path, line.clone()),
        message,
    )
    .with_hint(Words::new("改成：---", "write: ---"))
    .with_patch(line.clone(), "---", true)
}

fn bare(source: &Source, head: &Range<usize>) -> Diagnostic {
    let text = &source.text;
    let first = head.start..line_end(text, head.start);
    let message = Words::new(
        "页头的上面和下面各少一行 ---",
        "the head has no lines of `---` around it",
    );
    let hint = Words::new(
        "在最上面加一行 ---，在最后一项下面再加一行 ---",
        "put a line of `---` above the first field and another below the last",
    );
    let whole = format!("---\n{}{}", &text[head.clone()], closing(text, head.end));
    Diagnostic::new(Code::HeadMissing, Place::new(&source.path, first), message)
        .with_hint(hint)
        .with_patch(head.clone(), whole, false)
}

fn no_head(source: &Source) -> Diagnostic {
    let message = Words::new(
        "这一页没有页头（文件最上面两行 --- 之间的部分）",
        "this page has no head: the part between two lines of `---` at its top",
    );
    let title = first_heading(&source.text).unwrap_or("标题");
    let head = format!("---\ntitle: {}\n---\n\n", quote_where_needed(title));
    let span = 0..line_end(&source.text, 0);
    Diagnostic::new(Code::HeadMissing, Place::new(&source.path, span), message)
        .with_hint(Words::new(
            "在最上面加三行：第一行 ---，第二行 title: 标题，第三行 ---",
            "add three lines at the top: `---`, `title: …`, `---`",
        ))
        .with_patch(0..0, head, false)
}

/// A closing line for an offset that may not stand at the start of a line.
fn closing(text: &str, at: usize) -> &'static str {
    match at == 0 || text[..at].ends_with('\n') {
        true => "---\n",
        false => "\n---\n",
    }
}

fn first_heading(text: &str) -> Option<&str> {
    let heading = text
        .lines()
        .take(50)
        .find_map(|line| line.strip_prefix("# "))?;
    let heading = heading.trim();
    (!heading.is_empty() && heading.len() < 200).then_some(heading)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline)
}
