//! What the author is told about raw HTML that was taken away.

use std::ops::Range;

use super::{Removed, What};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::path::SourcePath;

/// What to tell about something taken away; `span` is where it stood in the file.
pub fn removed(path: &SourcePath, span: Range<usize>, removed: &Removed) -> Diagnostic {
    let name = &removed.element;
    let (words, hint) = match &removed.what {
        What::Element => (
            Words::new(
                format!("HTML 标签 <{name}> 不能用在手册里，已经去掉"),
                format!("the HTML tag <{name}> cannot be used in a handbook and was left out"),
            ),
            Words::new(
                "删掉它，或者用 Markdown 和 ::: 块来写",
                "delete it, or say it in Markdown or with a ::: block",
            ),
        ),
        What::Attributes(names) => (
            Words::new(
                format!("<{name}> 里的 {} 已经去掉", names.join("、")),
                format!("{} on <{name}> was left out", names.join(", ")),
            ),
            Words::new(
                "样子由主题决定，删掉这些就行",
                "the theme decides how things look; simply delete it",
            ),
        ),
        What::Address => (
            Words::new(
                format!("HTML 标签 <{name}> 里的地址不能用，已经去掉"),
                format!("the address in the HTML tag <{name}> was left out"),
            ),
            Words::new(
                "手册里的页面请用 Markdown 链接：[文字](文件.md)",
                "link to the handbook's own pages in Markdown: [words](file.md)",
            ),
        ),
        What::Picture => (
            Words::new(
                "HTML 写的图片不会显示，只留下了说明文字",
                "a picture written in HTML is not shown; only its words stay",
            ),
            Words::new(
                "把图片放进手册，写成：![说明文字](图片.jpg)",
                "put the picture into the handbook and write: ![what it shows](picture.jpg)",
            ),
        ),
        What::Unclosed => (
            Words::new(
                format!("<{name}> 在空行之前没有结束，已经在这一段末尾替它结束"),
                format!("<{name}> is not closed before the blank line; it was closed there"),
            ),
            Words::new(
                "HTML 遇到空行就算一段。要把后面的文字包起来，请用 ::: 块，例如 ::: 展开",
                "a blank line ends a piece of HTML; to wrap what follows use a ::: block, such as ::: spoiler",
            ),
        ),
        What::Unpaired => (
            Words::new(
                format!("<{name}> 没有结束，已经去掉"),
                format!("<{name}> is never closed and was left out"),
            ),
            Words::new(
                format!("在同一段里补上 </{name}>，或者删掉它"),
                format!("write </{name}> after it in the same paragraph, or delete it"),
            ),
        ),
        What::Stray => (
            Words::new(
                format!("</{name}> 没有对应的开头，已经去掉"),
                format!("</{name}> closes nothing and was left out"),
            ),
            Words::new(
                format!("删掉它，或在同一段里补上 <{name}>"),
                format!("delete it, or write <{name}> before it in the same piece"),
            ),
        ),
        What::OpenComment => (
            Words::new(
                "注释 <!-- 没有结束，从这里起的文字都不会显示",
                "the comment <!-- is not closed; nothing from here on is shown",
            ),
            Words::new("在注释末尾加上 -->", "write --> where the comment ends"),
        ),
        What::TooDeep => (
            Words::new(
                "这段 HTML 一层套一层太深，照原样当文字显示",
                "this HTML is nested too deeply; it is shown as text",
            ),
            Words::new(
                "减少嵌套，或改用 Markdown",
                "nest less, or write it in Markdown",
            ),
        ),
    };
    Diagnostic::new(Code::HtmlRemoved, Place::new(path, span), words).with_hint(hint)
}
