//! Why a text is no YAML, in plain words. The crate says where its reader gave up, which is often a
//! line too late; the usual causes are few, so they are looked for and each cure is tried.

use std::ops::Range;

use super::slips::is_plausible_key;
use crate::language::Words;
use crate::yaml::{Limits, lines, parse, quote};

/// A cause, and a cure that makes the text readable at least up to a later line.
pub(super) struct Mistake {
    pub span: Range<usize>,
    pub message: Words,
    pub hint: Words,
    pub fix: Option<(Range<usize>, String)>,
}

/// Looks for the cause of a failure at an offset.
pub(super) fn find(
    text: &str,
    offset: usize,
    limits: Limits,
    known: &dyn Fn(&str) -> bool,
) -> Mistake {
    if let Some((at, c)) = text
        .char_indices()
        .find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        return unseen_character(at..at + c.len_utf8());
    }
    let near = near_lines(text, offset);
    // Trying cures costs reading anew; a big file gets fewer.
    let tries = if text.len() > Limits::HEAD.bytes {
        1
    } else {
        4
    };
    for (start, line) in near.iter().rev().take(tries) {
        if let Some(mistake) = cause(line, *start, known) {
            let helps = mistake
                .fix
                .as_ref()
                .is_none_or(|fix| helps(text, *start, fix, limits));
            if helps {
                return mistake;
            }
        }
    }
    if let Some(mistake) = indent_mistake(text, &near, limits) {
        return mistake;
    }
    let (start, line) = near.last().copied().unwrap_or((offset, ""));
    let indent = line.len() - line.trim_start().len();
    Mistake {
        span: start + indent..start + line.trim_end().len().max(indent),
        message: Words::new(
            "这一行看不懂，可能是它，也可能是上一行写错了",
            "this line makes no sense here; the slip may be in the line before it",
        ),
        hint: Words::new(
            "每一行写成“名字: 值”；列表写成“- 内容”；值里有冒号、# 或引号时，给整个值加上英文双引号",
            "write `name: value` on each line and `- item` for lists; put a value that has a colon, \
             `#` or a quote into double quotes",
        ),
        fix: None,
    }
}

/// The line at an offset and a few before it, blank ones and comments left out.
fn near_lines(text: &str, offset: usize) -> Vec<(usize, &str)> {
    let mut near: Vec<(usize, &str)> = Vec::new();
    for (start, line) in lines(text) {
        if start > offset {
            break;
        }
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') {
            if near.len() == 4 {
                near.remove(0);
            }
            near.push((start, line));
        }
    }
    near
}

/// Whether a cure moves the failure to a later line, or away. What was well before helps nothing.
fn helps(text: &str, start: usize, fix: &(Range<usize>, String), limits: Limits) -> bool {
    let (range, new) = fix;
    if text[range.clone()] == **new {
        return false;
    }
    let cured = format!("{}{new}{}", &text[..range.start], &text[range.end..]);
    let line_end = cured[start..].find('\n').map_or(cured.len(), |n| start + n);
    match parse(&cured, limits) {
        Ok(_) => true,
        // The reader often gives up at the start of the line after the slip.
        Err(problem) => problem.offset > line_end + 1,
    }
}

/// What is usually wrong with a single line.
fn cause(line: &str, start: usize, known: &dyn Fn(&str) -> bool) -> Option<Mistake> {
    let (key, value_at) = key_and_value(line);
    let value = line[value_at..].trim_end();
    let span = start + value_at..start + value_at + value.len();
    if key.is_empty() && value_at == 0 {
        return no_colon(line, start, known);
    }
    if value.is_empty() {
        return None;
    }
    let first = value.chars().next()?;
    let quoted = Some((span.clone(), quote(unquoted(value))));
    let of = |zh: &str, en: &str| {
        if key == "-" {
            return Words::new(format!("这一项{zh}"), format!("this item {en}"));
        }
        Words::new(
            format!("“{key}”的值{zh}"),
            format!("the value of “{key}” {en}"),
        )
    };
    let fixed = |fix: &Option<(Range<usize>, String)>| {
        let new = fix.as_ref().map_or("", |(_, new)| new);
        let line = format!("{}{new}", &line[..value_at]);
        Words::new(
            format!("给整个值加上英文双引号：{}", line.trim()),
            format!("put the whole value in double quotes: {}", line.trim()),
        )
    };
    if let Some(close) = missing_bracket(value) {
        let end = span.end;
        return Some(Mistake {
            span,
            message: of(
                &format!("少了右括号“{close}”"),
                &format!("lacks its closing `{close}`"),
            ),
            hint: Words::new(
                format!("在后面补上：{}{close}", line.trim()),
                format!("close it: {}{close}", line.trim()),
            ),
            fix: Some((end..end, close.to_string())),
        });
    }
    let message = if matches!(first, '"' | '\'') {
        let closed = value.len() > 1 && value.ends_with(first);
        match closed {
            true => of("里面还有引号", "has quotes inside its quotes"),
            false => of("引号没有配成对", "has a quote without its partner"),
        }
    } else if matches!(first, '[' | '{') {
        of(
            &format!("以“{first}”开头，会被当成列表或一组内容"),
            &format!("starts with `{first}`, which opens a list or a record"),
        )
    } else if value.contains(": ") || value.ends_with(':') {
        of("里有冒号", "has a colon in it")
    } else if "@`%!&*,]}|>?-#".contains(first) {
        of(
            &format!("以“{first}”开头，这个符号在这里有别的意思"),
            &format!("starts with `{first}`, which means something else here"),
        )
    } else {
        return None;
    };
    Some(Mistake {
        span,
        message,
        hint: fixed(&quoted),
        fix: quoted,
    })
}

/// The bracket that would close a value that opens one and never closes it. A single word in front
/// of which somebody put a bracket is words.
fn missing_bracket(value: &str) -> Option<char> {
    let (close, inside) = match value.chars().next()? {
        '[' => (']', &[',', '，', '、'][..]),
        '{' => ('}', &[',', '，', '、', ':', '：'][..]),
        _ => return None,
    };
    (!value.contains(close) && value.contains(inside)).then_some(close)
}

/// A value without the quotes an author put at its ends.
fn unquoted(value: &str) -> &str {
    let Some(first @ ('"' | '\'')) = value.chars().next() else {
        return value;
    };
    let inner = &value[1..];
    // `"甲"和"乙"` keeps its quotes: they are not around the whole.
    match inner.strip_suffix(first) {
        Some(inner) if inner.matches(first).count() % 2 == 0 && !inner.contains(first) => inner,
        Some(_) => value,
        None if !inner.contains(first) => inner,
        None => value,
    }
}

/// The key of a line, and where its value begins after `key: ` or `- `.
fn key_and_value(line: &str) -> (&str, usize) {
    let mut at = line.len() - line.trim_start().len();
    while let Some(rest) = line[at..].strip_prefix("- ") {
        at = line.len() - rest.trim_start().len();
    }
    let item_at = if line.trim_start().starts_with("- ") {
        at
    } else {
        0
    };
    let colon = line[at..].find(": ").or_else(|| {
        let content = line[at..].trim_end();
        content.ends_with(':').then(|| content.len() - 1)
    });
    match colon {
        Some(colon) if is_plausible_key(line[at..at + colon].trim()) => {
            let after = &line[at + colon + 1..];
            let value_at = line.len() - after.trim_start().len();
            (line[at..at + colon].trim(), value_at)
        }
        _ if item_at > 0 => ("-", item_at),
        _ => ("", 0),
    }
}

/// `标题 邻里`: a field whose colon was forgotten.
fn no_colon(line: &str, start: usize, known: &dyn Fn(&str) -> bool) -> Option<Mistake> {
    let content = line.trim();
    let at = start + line.len() - line.trim_start().len();
    let word = content.split_whitespace().next()?;
    let span = at..at + content.len();
    if !known(word) {
        return (line == line.trim_start() && !content.contains([':', '"', '\'', ']', '}'])).then(
            || Mistake {
                span,
                message: Words::new(
                    "这一行没有冒号，不知道是哪一项",
                    "this line has no colon, so it names no field",
                ),
                hint: Words::new(
                    "写成“名字: 值”；如果是正文，请移到第二行 --- 下面",
                    "write `name: value`; text of the page belongs below the second `---`",
                ),
                fix: None,
            },
        );
    }
    let rest = content[word.len()..].trim_start();
    let fixed = format!("{word}: {rest}");
    Some(Mistake {
        span: span.clone(),
        message: Words::new(
            format!("“{word}”后面少了冒号"),
            format!("the colon after “{word}” is missing"),
        ),
        hint: Words::new(format!("写成：{fixed}"), format!("write: {fixed}")),
        fix: Some((span, fixed)),
    })
}

/// A line that stands further in, or less far in, than the one it belongs with.
fn indent_mistake(text: &str, near: &[(usize, &str)], limits: Limits) -> Option<Mistake> {
    for pair in near.windows(2).rev() {
        let [(_, before), (start, line)] = pair else {
            continue;
        };
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let (wanted, found) = (indent(before), indent(line));
        if wanted == found {
            continue;
        }
        let fix = (*start..start + found, " ".repeat(wanted));
        if helps(text, *start, &fix, limits) {
            return Some(Mistake {
                span: start + found..start + line.trim_end().len(),
                message: Words::new(
                    format!("这一行前面有 {found} 个空格，和上一行对不齐"),
                    "this line is out of line with the one before it",
                ),
                hint: Words::new(
                    match wanted {
                        0 => "把前面的空格删掉".to_string(),
                        _ => format!("前面改成 {wanted} 个空格"),
                    },
                    match wanted {
                        0 => "begin it without spaces".to_string(),
                        1 => "begin it with one space".to_string(),
                        _ => format!("begin it with {wanted} spaces"),
                    },
                ),
                fix: Some(fix),
            });
        }
    }
    None
}

fn unseen_character(span: Range<usize>) -> Mistake {
    Mistake {
        span,
        message: Words::new(
            "这里有一个看不见的字符，不能用在这里",
            "a character that cannot be seen stands here; it has no place in this text",
        ),
        hint: Words::new("把它删掉，重新打这一行", "delete it, or type the line anew"),
        fix: None,
    }
}
