//! The opening line of a `:::` block: `::: name Title {#id .class key="value"}`, with the short
//! form `（15 分钟，2 人一组）` at the end of the title.

use std::ops::Range;

use super::attributes::{self, Attributes};

/// An opening line, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opener {
    /// As written; empty where only classes are given.
    pub name: String,
    pub name_span: Range<usize>,
    pub title: Option<String>,
    /// `minutes` and `group` of the short form come last.
    pub attributes: Attributes,
    /// A brace without its partner.
    pub open_brace: Option<Range<usize>>,
}

/// Reads what follows the colons; `offset` is where that stands in the file.
pub fn read(line: &str, offset: usize) -> Opener {
    let line = without_closing_colons(line);
    let parts = split_braces(line);
    let words = parts.before;
    let mut opener = Opener {
        open_brace: parts.lone.map(|at| offset + at.start..offset + at.end),
        ..Opener::default()
    };
    if let Some(inside) = parts.inside {
        opener.attributes = attributes::read(&line[inside.clone()], offset + inside.start);
    }
    let start = words.len() - words.trim_start().len();
    let end = words[start..]
        .find(|c: char| c.is_whitespace() || matches!(c, '（' | '(' | ':' | '：'))
        .map_or(words.len(), |len| start + len);
    opener.name = words[start..end].to_string();
    opener.name_span = offset + start..offset + end;
    let rest = words[end..].trim().trim_start_matches([':', '：']);
    let title = format!("{} {}", rest.trim(), parts.after.trim());
    let title = take_short_form(title.trim(), &mut opener.attributes);
    opener.title = (!title.is_empty()).then(|| title.to_string());
    spoken_minutes(&mut opener.attributes);
    opener
}

/// A length of time as people write it, in minutes: `15 分钟`, `半小时`, `1 小时 30 分`, `90 min`.
pub fn minutes(text: &str) -> Option<u32> {
    if text.len() > 60 {
        return None;
    }
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            '．' => '.',
            c => c.to_ascii_lowercase(),
        })
        .collect();
    match text.as_str() {
        "半小时" | "半个小时" | "半个钟头" | "halfanhour" => return Some(30),
        "一刻钟" => return Some(15),
        "三刻钟" => return Some(45),
        _ => {}
    }
    let mut rest = text.as_str();
    let mut total = 0.0;
    while !rest.is_empty() {
        let (number, after) = number(rest)?;
        let (half, after) = match after.strip_prefix("个半") {
            Some(hours) => (0.5, hours),
            None => (0.0, after),
        };
        let number = number + half;
        let (unit, length) = UNITS.iter().find(|(unit, _)| after.starts_with(unit))?;
        total += number * length;
        rest = &after[unit.len()..];
        if let Some(after) = rest.strip_prefix('半').filter(|_| *length == 60.0) {
            total += 30.0;
            rest = after;
        }
    }
    (total > 0.0 && total <= 100_000.0).then_some(total.round() as u32)
}

/// A unit and its minutes; no unit stands behind one that begins it.
const UNITS: &[(&str, f64)] = &[
    ("个小时", 60.0),
    ("小时", 60.0),
    ("个钟头", 60.0),
    ("hours", 60.0),
    ("hour", 60.0),
    ("hrs", 60.0),
    ("hr", 60.0),
    ("h", 60.0),
    ("分钟", 1.0),
    ("分", 1.0),
    ("minutes", 1.0),
    ("minute", 1.0),
    ("mins", 1.0),
    ("min", 1.0),
];

/// Pandoc lets colons close the line too: `::: note :::`.
fn without_closing_colons(line: &str) -> &str {
    let line = line.trim_end();
    let bare = line.trim_end_matches([':', '：']);
    let colons = line[bare.len()..].chars().count();
    match colons >= 3 && bare.ends_with(char::is_whitespace) {
        true => bare,
        false => line,
    }
}

/// A line cut at its braces.
#[derive(Default)]
struct Braces<'a> {
    before: &'a str,
    inside: Option<Range<usize>>,
    after: &'a str,
    /// A brace without its partner.
    lone: Option<Range<usize>>,
}

fn split_braces(line: &str) -> Braces<'_> {
    let whole = Braces {
        before: line,
        ..Braces::default()
    };
    let Some(open) = line.find(['{', '｛']) else {
        return whole;
    };
    let width = |at: usize| line[at..].chars().next().map_or(0, char::len_utf8);
    let inside = open + width(open);
    match line[inside..].rfind(['}', '｝']) {
        Some(len) => Braces {
            before: &line[..open],
            inside: Some(inside..inside + len),
            after: &line[inside + len + width(inside + len)..],
            lone: None,
        },
        None => Braces {
            lone: Some(open..inside),
            ..whole
        },
    }
}

/// Takes `（15 分钟，2 人一组）` off the end of a title. Brackets that hold no length of time are
/// part of the title.
fn take_short_form<'a>(title: &'a str, attributes: &mut Attributes) -> &'a str {
    let Some(body) = title.strip_suffix(['）', ')']) else {
        return title;
    };
    let Some(open) = body.rfind(['（', '(']) else {
        return title;
    };
    let inside = body[open..].trim_start_matches(['（', '(']);
    let parts: Vec<&str> = inside.split(['，', ',', '、', '；', ';']).collect();
    let Some(at) = parts.iter().position(|part| minutes(part).is_some()) else {
        return title;
    };
    let length = minutes(parts[at]).unwrap_or_default().to_string();
    let group: Vec<&str> = parts
        .iter()
        .enumerate()
        .filter(|(other, part)| *other != at && !part.trim().is_empty())
        .map(|(_, part)| part.trim())
        .collect();
    state(attributes, "minutes", length);
    if !group.is_empty() {
        let comma = if inside.contains('，') { "，" } else { ", " };
        state(attributes, "group", group.join(comma));
    }
    body[..open].trim_end()
}

/// Adds a pair where the braces do not state it already.
fn state(attributes: &mut Attributes, key: &str, value: String) {
    if attributes.pairs.iter().all(|(other, _)| other != key) {
        attributes.pairs.push((key.to_string(), value));
    }
}

/// `minutes="半小时"` is read as 30.
pub fn spoken_minutes(attributes: &mut Attributes) {
    for (key, value) in &mut attributes.pairs {
        if key == "minutes"
            && value.parse::<u32>().is_err()
            && let Some(length) = minutes(value)
        {
            *value = length.to_string();
        }
    }
}

/// A number at the start of a text, in digits or in Chinese up to 99.
fn number(text: &str) -> Option<(f64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    if end > 0 {
        return Some((text[..end].parse().ok()?, &text[end..]));
    }
    let digit = |c: char| "零一二三四五六七八九".chars().position(|d| d == c);
    let (mut value, mut pending, mut length) = (0, None, 0);
    for c in text.chars() {
        match (c, digit(c)) {
            ('两', _) => pending = Some(2),
            ('十', _) => value += 10 * pending.take().unwrap_or(1),
            (_, Some(number)) => pending = Some(number),
            _ => break,
        }
        length += c.len_utf8();
    }
    (length > 0).then(|| ((value + pending.unwrap_or(0)) as f64, &text[length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(line: &str) -> Vec<(String, String)> {
        read(line, 0).attributes.pairs
    }

    #[test]
    fn a_line_is_read_into_its_parts() {
        let opener = read(
            " 活动 三句开场白（15 分钟，2 人一组） ｛#open .big kind=talk｝",
            3,
        );
        assert_eq!(opener.name, "活动");
        assert_eq!(opener.name_span, 4..10);
        assert_eq!(opener.title.as_deref(), Some("三句开场白"));
        assert_eq!(opener.attributes.id.unwrap().text, "open");
        let pair = |key: &str, value: &str| (key.to_string(), value.to_string());
        assert_eq!(
            opener.attributes.pairs,
            [
                pair("kind", "talk"),
                pair("minutes", "15"),
                pair("group", "2 人一组")
            ]
        );
    }

    #[test]
    fn the_name_may_touch_the_brackets() {
        let opener = read("休息（半小时）", 0);
        assert_eq!((opener.name.as_str(), opener.title), ("休息", None));
        assert_eq!(pairs("休息（半小时）"), [("minutes".into(), "30".into())]);
        assert_eq!(read("提示：别着急", 0).title.as_deref(), Some("别着急"));
    }

    #[test]
    fn brackets_without_a_time_stay_in_the_title() {
        assert_eq!(
            read("note 开会（第一次）", 0).title.as_deref(),
            Some("开会（第一次）")
        );
        assert_eq!(pairs("activity Warm-up (10 min, pairs)").len(), 2);
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let cases = [
            ("15 分钟", 15),
            ("１５分", 15),
            ("半小时", 30),
            ("1 小时", 60),
            ("1 个半小时", 90),
            ("一小时半", 90),
            ("1.5 小时", 90),
            ("1 小时 30 分钟", 90),
            ("二十五分钟", 25),
            ("十分钟", 10),
            ("90 min", 90),
            ("2 hours", 120),
        ];
        for (text, length) in cases {
            assert_eq!(minutes(text), Some(length), "{text}");
        }
        for text in ["", "分钟", "2 人一组", "0 分钟", "15", "1.2.3 分"] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }

    #[test]
    fn colons_may_close_the_line_and_a_lone_brace_is_seen() {
        assert_eq!(read(" note :::::", 0).title, None);
        assert_eq!(read("note {a=1", 0).open_brace, Some(5..6));
        assert_eq!(read("note {a=1", 0).title.as_deref(), Some("{a=1"));
    }
}
