//! `#id .class key="value" key=value`, what stands between the braces of a block's opening line or
//! of a heading. Full-width `＃`, `＝` and Chinese quotes are read as what they stand for.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::path::SourcePath;

/// What a pair of braces says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes {
    pub id: Option<Id>,
    pub classes: Vec<String>,
    /// In order, each key once.
    pub pairs: Vec<(String, String)>,
    /// Stretches that are no attribute.
    pub slips: Vec<Range<usize>>,
}

/// An id stated by the author, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Id {
    pub text: String,
    pub span: Range<usize>,
}

/// Reads the text between the braces; `offset` is where it stands in the file.
pub fn read(text: &str, offset: usize) -> Attributes {
    let mut attributes = Attributes::default();
    let mut at = 0;
    while let Some(start) = skip_space(text, at) {
        let (end, closed) = word_end(text, start);
        let word = &text[start..end];
        let span = offset + start..offset + end;
        at = end;
        match word.split_once(['=', '＝']) {
            _ if !closed => attributes.slips.push(span),
            _ if word.starts_with(['#', '＃']) && word.chars().count() > 1 => {
                let text = word.trim_start_matches(['#', '＃']).nfc().collect();
                attributes.id = Some(Id { text, span });
            }
            _ if word.starts_with('.') && word.len() > 1 => {
                attributes.classes.push(word[1..].to_string());
            }
            Some((key, value)) if !key.is_empty() => {
                let known = attributes.pairs.iter().any(|(other, _)| other == key);
                match known {
                    true => attributes.slips.push(span),
                    false => attributes
                        .pairs
                        .push((key.to_string(), unquoted(value).to_string())),
                }
            }
            _ => attributes.slips.push(span),
        }
    }
    attributes
}

/// What to tell about a stretch that is no attribute.
pub fn slip(path: &SourcePath, span: Range<usize>) -> Diagnostic {
    let words = Words::new(
        "花括号里的这一处看不懂",
        "this part between the braces is not understood",
    );
    Diagnostic::new(Code::BadAttributes, Place::new(path, span), words).with_hint(Words::new(
        "花括号里只能写 #编号、.样式 或 名字=\"内容\"，用空格隔开，每个名字写一次，引号要成对",
        "between braces write #id, .class or key=\"value\", separated by spaces, each key once, every quote closed",
    ))
}

fn skip_space(text: &str, at: usize) -> Option<usize> {
    text[at..]
        .find(|c: char| !c.is_whitespace())
        .map(|skip| at + skip)
}

/// Where a word ends, and whether its quote, if it has one, is closed. A quote opens only right
/// after the equals sign.
fn word_end(text: &str, start: usize) -> (usize, bool) {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text[start..].char_indices() {
        match quote {
            Some(close) if closes(c, close) => {
                return (start + at + c.len_utf8(), true);
            }
            Some(_) => {}
            None if matches!(before, '=' | '＝') && closer(c).is_some() => quote = closer(c),
            None if c.is_whitespace() => return (start + at, true),
            None => {}
        }
        before = c;
    }
    (text.len(), quote.is_none())
}

fn closer(open: char) -> Option<char> {
    match open {
        '"' => Some('"'),
        '\'' => Some('\''),
        '“' | '”' => Some('”'),
        '‘' | '’' => Some('’'),
        _ => None,
    }
}

/// An input method may put the opening mark twice.
fn closes(c: char, close: char) -> bool {
    c == close || (close == '”' && c == '“') || (close == '’' && c == '‘')
}

fn unquoted(value: &str) -> &str {
    let mut chars = value.chars();
    match (chars.next().and_then(closer), chars.next_back()) {
        (Some(_), Some(_)) => chars.as_str(),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_values_keep_their_spaces() {
        let read = read(r#"#id .a key="x y" b=2 c=“三 四” ＃二"#, 0);
        assert_eq!(read.id.unwrap().text, "二");
        assert_eq!(read.classes, ["a"]);
        let pair = |key: &str, value: &str| (key.to_string(), value.to_string());
        assert_eq!(
            read.pairs,
            [pair("key", "x y"), pair("b", "2"), pair("c", "三 四")]
        );
        assert!(read.slips.is_empty());
    }

    #[test]
    fn what_is_no_attribute_is_pointed_at() {
        let slips = |text: &str| -> Vec<String> {
            let slips = read(text, 10).slips.into_iter();
            slips
                .map(|span| text[span.start - 10..span.end - 10].to_string())
                .collect()
        };
        assert_eq!(slips("a=1 bare"), ["bare"]);
        assert_eq!(slips("a=1 a=2"), ["a=2"]);
        assert_eq!(slips("t=\"open end"), ["t=\"open end"]);
        assert_eq!(slips("# ."), ["#", "."]);
    }
}
