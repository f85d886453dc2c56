//! The words for what is wrong with a value, in both languages.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::likeness::nearest;
use crate::schema::{Choice, Shape};

/// A value of another shape than its field asks for.
pub(super) fn wrong_type(place: Place, name: &str, shape: &Shape) -> Diagnostic {
    let (zh, en, example) = wanted(shape);
    let message = Words::new(
        format!("“{name}”要写{zh}"),
        format!("“{name}” must be {en}"),
    );
    let hint = Words::new(
        format!("比如：{name}: {example}"),
        format!("for example: {name}: {example}"),
    );
    Diagnostic::new(Code::WrongType, place, message).with_hint(hint)
}

/// What a shape asks for, in both languages, with an example.
pub(super) fn wanted(shape: &Shape) -> (&'static str, &'static str, String) {
    let (zh, en, example) = match shape {
        Shape::Text => ("一段文字", "a text", "文字"),
        Shape::Integer { .. } => ("一个整数", "a whole number", "3"),
        Shape::Number => ("一个数", "a number", "1.5"),
        Shape::Flag => ("“是”或“否”", "true or false", "true"),
        Shape::Date => ("一个日期", "a date", "2025-03-01"),
        Shape::Time => ("一个时间", "a time", "9:30"),
        Shape::Minutes => ("多少分钟", "a number of minutes", "90"),
        Shape::Period => ("一段时间", "a length of time", "6 months"),
        Shape::Choice(choices) => {
            let example = choices.first().map_or("", |choice| &choice.name);
            return ("一个可选的值", "one of its values", example.to_string());
        }
        Shape::Reference(_) => (
            "一个页面的编号或标题",
            "the id or title of a page",
            "my-page",
        ),
        Shape::Fact => ("一个事实编号", "the number of a fact", "F1"),
        Shape::List(item) => {
            let (_, _, example) = wanted(item);
            return ("一个列表", "a list", format!("[{example}]"));
        }
        Shape::Record { fields, .. } => {
            let example = fields.first().map_or(String::new(), |field| {
                format!("{{{}: {}}}", field.name, wanted(&field.shape).2)
            });
            return ("一组“名字: 值”", "a record of `name: value`", example);
        }
        Shape::Free => ("任何内容", "anything", "文字"),
    };
    (zh, en, example.to_string())
}

/// A number, or `true`, where words are meant.
pub(super) fn number_as_text(place: Place, name: &str, spelling: &str) -> Diagnostic {
    let quoted = crate::yaml::quote(spelling);
    let (zh, en) = match spelling.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => ("是或否", "yes or no"),
        false => ("数", "a number"),
    };
    let message = Words::new(
        format!("“{name}”要写文字，{spelling} 会被读成{zh}"),
        format!("“{name}” must be a text; {spelling} reads as {en}"),
    );
    let hint = Words::new(
        format!("加上英文双引号：{name}: {quoted}"),
        format!("put it in double quotes: {name}: {quoted}"),
    );
    let span = place.span.clone();
    Diagnostic::new(Code::NumberAsText, place, message)
        .with_hint(hint)
        .with_patch(span, quoted, true)
}

/// None of an enumeration's values.
pub(super) fn unknown_value(
    place: Place,
    name: &str,
    text: &str,
    choices: &[Choice],
) -> Diagnostic {
    let message = Words::new(
        format!("“{name}”里没有“{text}”这个选项"),
        format!("“{name}” has no value “{text}”"),
    );
    let near = nearest(text, choices.iter().flat_map(Choice::words));
    let list = |tag: &str| {
        let each = choices.iter().map(|choice| match choice.label.get(tag) {
            label if label.is_empty() || label == choice.name => choice.name.clone(),
            label if tag == "zh" => format!("{label}（{}）", choice.name),
            label => format!("{} ({label})", choice.name),
        });
        each.collect::<Vec<_>>()
    };
    let (zh, en) = (list("zh").join("、"), list("en").join(", "));
    let hint = match near {
        Some(near) => Words::new(
            format!("最接近的是“{near}”。可以写：{zh}"),
            format!("the nearest is “{near}”. It may be: {en}"),
        ),
        None => Words::new(format!("可以写：{zh}"), format!("it may be: {en}")),
    };
    let span = place.span.clone();
    let diagnostic = Diagnostic::new(Code::UnknownValue, place, message).with_hint(hint);
    match near {
        Some(near) => diagnostic.with_patch(span, near, false),
        None => diagnostic,
    }
}

pub(super) fn bad_date(place: Place, name: &str, text: &str) -> Diagnostic {
    let numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty());
    let message = match numbers.count() {
        3 => Words::new(
            format!("“{name}”写的 {text}，日历上没有这一天"),
            format!("“{name}” says {text}, but no calendar has that day"),
        ),
        _ => Words::new(
            format!("“{name}”要写一个日期，“{text}”看不出是哪一天"),
            format!("“{name}” must be a date; “{text}” names no day"),
        ),
    };
    Diagnostic::new(Code::BadDate, place, message).with_hint(Words::new(
        "按 年-月-日 写，比如 2025-03-01",
        "write year-month-day, such as 2025-03-01",
    ))
}

pub(super) fn bad_time(place: Place, name: &str, text: &str) -> Diagnostic {
    let message = Words::new(
        format!("“{name}”要写几点几分，“{text}”看不出是什么时候"),
        format!("“{name}” must be a time of day; “{text}” is none"),
    );
    Diagnostic::new(Code::BadTime, place, message)
        .with_hint(Words::new("写成 9:30 或 14:00", "write 9:30 or 14:00"))
}

pub(super) fn out_of_range(place: Place, name: &str, text: &str, min: i64, max: i64) -> Diagnostic {
    let (zh, en) = match (min, max) {
        (min, i64::MAX) => (format!("最小是 {min}"), format!("it is at least {min}")),
        (i64::MIN, max) => (format!("最大是 {max}"), format!("it is at most {max}")),
        (min, max) => (
            format!("应在 {min} 到 {max} 之间"),
            format!("it is from {min} to {max}"),
        ),
    };
    let message = Words::new(
        format!("“{name}”写的是 {text}，超出了范围"),
        format!("“{name}” says {text}, which is out of range"),
    );
    Diagnostic::new(Code::OutOfRange, place, message).with_hint(Words::new(zh, en))
}

/// What was read although it was written in another way; `fixed` is linli's own way.
pub(super) fn read_as(code: Code, place: Place, name: &str, text: &str, fixed: &str) -> Diagnostic {
    let (zh, en) = match code {
        Code::FullWidthDigits => ("用了全角数字", "is in full-width digits"),
        Code::CurlyQuotes => ("用了中文引号", "has curly quotes around it"),
        Code::FullWidthComma | Code::ListAsText => ("是一个列表", "is a list"),
        _ => ("不是通常的写法", "is written in words"),
    };
    let message = Words::new(
        format!("“{name}”写的“{text}”{zh}，已按 {fixed} 读取"),
        format!("“{text}” of “{name}” {en}; read as {fixed}"),
    );
    let hint = Words::new(format!("{name}: {fixed}"), format!("{name}: {fixed}"));
    let span = place.span.clone();
    Diagnostic::new(code, place, message)
        .with_hint(hint)
        .with_patch(span, fixed, true)
}
