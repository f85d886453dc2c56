//! Where links lead, as far as one file can tell: targets that would run something are refused
//! here; whether a page exists is for the handbook to say.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::path::SourcePath;

/// The target of a link or picture as written, `mailto:` added to a bare mail address; `None` for
/// other elements. The flag says that it is a picture.
pub fn target(tag: &Tag) -> Option<(String, bool)> {
    match tag {
        Tag::Link {
            link_type: LinkType::Email,
            dest_url,
            ..
        } if !dest_url.starts_with("mailto:") => Some((format!("mailto:{dest_url}"), false)),
        Tag::Link { dest_url, .. } => Some((dest_url.to_string(), false)),
        Tag::Image { dest_url, .. } => Some((dest_url.to_string(), true)),
        _ => None,
    }
}

/// Whether a browser would run or embed the target instead of going there. A browser drops
/// control characters and spaces before it reads the scheme, and so does this.
pub fn is_unsafe(target: &str) -> bool {
    let counts = |c: &char| !c.is_control() && !c.is_whitespace() && !is_invisible(*c);
    let scheme: String = target
        .chars()
        .filter(counts)
        .take_while(|c| !matches!(c, ':' | '/' | '?' | '#'))
        .take(20)
        .flat_map(char::to_lowercase)
        .collect();
    let runs = [
        "javascript",
        "vbscript",
        "data",
        "livescript",
        "blob",
        "filesystem",
        "view-source",
    ];
    let after = target.chars().filter(counts).nth(scheme.chars().count());
    after == Some(':') && runs.contains(&scheme.as_str())
}

/// What to tell about an unsafe target.
pub fn unsafe_link(path: &SourcePath, span: Range<usize>, picture: bool) -> Diagnostic {
    let words = match picture {
        true => Words::new(
            "这张图片的地址里带着程序或数据，不能用在手册里",
            "this picture's address holds a program or data, which a handbook cannot show",
        ),
        false => Words::new(
            "这个链接会在读者的浏览器里运行程序，不能用在手册里",
            "this link would run a program in the reader's browser; a handbook cannot carry it",
        ),
    };
    Diagnostic::new(Code::UnsafeLink, Place::new(path, span), words).with_hint(Words::new(
        "写成网址（https://……）或手册里的文件；文字会照样显示，只是不再是链接",
        "write a web address (https://…) or a file of the handbook; until then only the words are shown",
    ))
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_that_run_something_are_unsafe_however_they_are_spelled() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript\t:alert(1)",
            "\u{200B}javascript:x",
            "vbscript:x",
            "data:text/html,<script>",
            "DATA:image/svg+xml,x",
        ] {
            assert!(is_unsafe(target), "{target:?}");
        }
        for target in [
            "javascript.md",
            "data/x.md",
            "./javascript:x",
            "https://x.org/?q=javascript:1",
            "#data:x",
            "资料:甲.md",
            "",
        ] {
            assert!(!is_unsafe(target), "{target:?}");
        }
    }
}
