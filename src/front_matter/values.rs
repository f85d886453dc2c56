//! YAML values to the values a schema asks for. What can only mean one thing is read, however it
//! is written; all that is wrong is told, each at its own place.

use super::complaints;
use super::slips::unwrap_curly;
use super::typed::Typed;
use super::{Stated, Value};
use crate::date::{Reading, half_width, read_date, read_minutes, read_period, read_time};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::language::Words;
use crate::schema::{Choice, Shape};
use crate::yaml::{Key, Yaml, quote_where_needed};

/// How many errors, and how many warnings, one text may raise: each costs reading it anew.
const MOST_TOLD: usize = 100;

/// Reads values and remembers where it is.
pub(super) struct Reader<'a> {
    pub typed: &'a Typed<'a>,
    pub path: Vec<Key>,
    pub diagnostics: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
    looked_up: usize,
}

impl<'a> Reader<'a> {
    pub fn new(typed: &'a Typed<'a>) -> Reader<'a> {
        Reader {
            typed,
            path: Vec::new(),
            diagnostics: Vec::new(),
            errors: 0,
            warnings: 0,
            looked_up: 0,
        }
    }

    /// Tells of the value at the path.
    pub fn tell(&mut self, code: Code, make: impl FnOnce(Place) -> Diagnostic) {
        let told = match code.severity() {
            Severity::Warning => &mut self.warnings,
            _ => &mut self.errors,
        };
        *told += 1;
        if *told <= MOST_TOLD {
            self.diagnostics.push(make(self.typed.place_of(&self.path)));
        }
    }

    /// Tells of a key in the mapping at the path.
    pub fn tell_key(&mut self, key: &str, make: impl FnOnce(Place) -> Diagnostic) {
        self.errors += 1;
        if self.errors <= MOST_TOLD {
            let place = self.typed.place_of_key(&self.path, key);
            self.diagnostics.push(make(place));
        }
    }

    /// The value at the path in the shape its field asks for. `name` is the key as written.
    pub fn value(&mut self, given: &Yaml, name: &str, shape: &Shape) -> Option<Value> {
        match shape {
            Shape::Free => return Some(Value::Free(given.clone())),
            Shape::List(item) => return self.list(given, name, item).map(Value::List),
            Shape::Record { fields, short } => {
                if given.is_mapping() {
                    return Some(Value::Record(self.record(given, fields, None)));
                }
                let field = fields
                    .iter()
                    .find(|field| Some(&field.name) == short.as_ref());
                if let (Some(field), false) = (field, given.is_sequence()) {
                    let value = self.value(given, name, &field.shape)?;
                    return Some(Value::Record(vec![Stated {
                        name: field.name.clone(),
                        written: None,
                        value,
                    }]));
                }
            }
            _ => {}
        }
        match given {
            Yaml::String(text) => self.text(text, name, shape),
            Yaml::Number(number) => self.number(number, name, shape),
            Yaml::Bool(flag) => self.flag(*flag, name, shape),
            Yaml::Null => None,
            _ => {
                self.wrong_type(name, shape);
                None
            }
        }
    }

    fn wrong_type(&mut self, name: &str, shape: &Shape) {
        self.tell(Code::WrongType, |at| {
            complaints::wrong_type(at, name, shape)
        });
    }

    fn text(&mut self, text: &str, name: &str, shape: &Shape) -> Option<Value> {
        let trimmed = text.trim();
        let bare = match shape {
            Shape::Text | Shape::Reference(_) => trimmed,
            // Around anything but words, curly quotes can only be meant as quotes.
            _ => self.without_curly_quotes(trimmed, name),
        };
        match shape {
            Shape::Text => {
                self.mention_curly_quotes(trimmed, name);
                Some(Value::Text(trimmed.to_string()))
            }
            Shape::Reference(_) => {
                let bare = self.without_curly_quotes(trimmed, name);
                Some(Value::Reference(bare.to_string()))
            }
            Shape::Fact => Some(Value::Fact(half_width(bare))),
            Shape::Choice(choices) => self.choice(bare, name, choices),
            Shape::Integer { min, max } => {
                let plain = half_width(bare);
                let Ok(number) = plain.parse::<i64>() else {
                    self.wrong_type(name, shape);
                    return None;
                };
                if plain != bare {
                    self.read_as(Code::FullWidthDigits, name, text, &plain);
                }
                self.integer(number, name, *min, *max)
            }
            Shape::Number => {
                let plain = half_width(bare);
                let number = plain.parse::<f64>().ok().filter(|n| n.is_finite());
                if number.is_none() {
                    self.wrong_type(name, shape);
                } else if plain != bare {
                    self.read_as(Code::FullWidthDigits, name, text, &plain);
                }
                number.map(Value::Number)
            }
            Shape::Flag => {
                let flag = match bare.to_lowercase().as_str() {
                    "yes" | "on" | "true" | "是" | "有" | "对" | "要" => Some(true),
                    "no" | "off" | "false" | "否" | "无" | "没有" | "不要" | "不" => {
                        Some(false)
                    }
                    _ => None,
                };
                if flag.is_none() {
                    self.wrong_type(name, shape);
                }
                flag.map(Value::Flag)
            }
            Shape::Date => {
                let Some((date, reading)) = read_date(bare) else {
                    self.tell(Code::BadDate, |at| complaints::bad_date(at, name, bare));
                    return None;
                };
                self.mention(reading, Code::ChineseDate, name, text, &date.to_string());
                Some(Value::Date(date))
            }
            Shape::Time => {
                let Some((time, reading)) = read_time(bare) else {
                    self.tell(Code::BadTime, |at| complaints::bad_time(at, name, bare));
                    return None;
                };
                self.mention(reading, Code::SpokenTime, name, text, &time.to_string());
                Some(Value::Time(time))
            }
            Shape::Minutes => {
                let Some((minutes, reading)) = read_minutes(bare) else {
                    self.wrong_type(name, shape);
                    return None;
                };
                self.mention(
                    reading,
                    Code::SpokenDuration,
                    name,
                    text,
                    &minutes.to_string(),
                );
                Some(Value::Minutes(minutes))
            }
            Shape::Period => match read_period(bare) {
                Some(period) => Some(Value::Period(period)),
                None => {
                    self.wrong_type(name, shape);
                    None
                }
            },
            Shape::List(_) | Shape::Record { .. } | Shape::Free => {
                self.wrong_type(name, shape);
                None
            }
        }
    }

    fn number(&mut self, number: &crate::yaml::Number, name: &str, shape: &Shape) -> Option<Value> {
        match shape {
            Shape::Integer { min, max } => match number.as_i64() {
                Some(number) => self.integer(number, name, *min, *max),
                None if number.is_f64() => {
                    self.wrong_type(name, shape);
                    None
                }
                None => self.integer(i64::MAX, name, *min, *max),
            },
            Shape::Number => match number.as_f64().filter(|n| n.is_finite()) {
                Some(number) => Some(Value::Number(number)),
                None => {
                    self.wrong_type(name, shape);
                    None
                }
            },
            Shape::Minutes => match number.as_u64().filter(|n| *n <= 7 * 24 * 60) {
                Some(minutes) => Some(Value::Minutes(minutes as u32)),
                None => {
                    let spelling = self.spelling(number);
                    let most = 7 * 24 * 60;
                    self.tell(Code::OutOfRange, |at| {
                        complaints::out_of_range(at, name, &spelling, 0, most)
                    });
                    None
                }
            },
            Shape::Text => {
                let spelling = self.spelling(number);
                self.tell(Code::NumberAsText, |at| {
                    complaints::number_as_text(at, name, &spelling)
                });
                Some(Value::Text(spelling))
            }
            Shape::Period | Shape::Flag | Shape::List(_) | Shape::Record { .. } => {
                self.wrong_type(name, shape);
                None
            }
            // Ids, dates and choices may look like numbers: they are read as they were typed.
            _ => {
                let spelling = self.spelling(number);
                self.text(&spelling, name, shape)
            }
        }
    }

    fn flag(&mut self, flag: bool, name: &str, shape: &Shape) -> Option<Value> {
        match shape {
            Shape::Flag => Some(Value::Flag(flag)),
            Shape::Text => {
                let spelling = self.spelling(&flag);
                self.tell(Code::NumberAsText, |at| {
                    complaints::number_as_text(at, name, &spelling)
                });
                Some(Value::Text(spelling))
            }
            Shape::Choice(_) => {
                let spelling = self.spelling(&flag);
                self.text(&spelling, name, shape)
            }
            _ => {
                self.wrong_type(name, shape);
                None
            }
        }
    }

    /// The value as it was typed: `1.10`, `0755`. Past many of them, as it was understood.
    fn spelling(&mut self, given: &impl ToString) -> String {
        self.looked_up += 1;
        match self.looked_up <= MOST_TOLD {
            true => self.typed.spelling(&self.path).to_string(),
            false => given.to_string(),
        }
    }

    fn integer(&mut self, number: i64, name: &str, min: i64, max: i64) -> Option<Value> {
        if (min..=max).contains(&number) {
            return Some(Value::Integer(number));
        }
        let spelling = self.spelling(&number);
        self.tell(Code::OutOfRange, |at| {
            complaints::out_of_range(at, name, &spelling, min, max)
        });
        None
    }

    fn choice(&mut self, text: &str, name: &str, choices: &[Choice]) -> Option<Value> {
        let plain = half_width(text);
        let found = choices
            .iter()
            .find(|choice| choice.is(text) || choice.is(&plain));
        if found.is_none() {
            self.tell(Code::UnknownValue, |at| {
                complaints::unknown_value(at, name, text, choices)
            });
        }
        found.map(|choice| Value::Choice(choice.name.clone()))
    }

    /// A list; a single value is a list of one, and `甲、乙` one of two.
    fn list(&mut self, given: &Yaml, name: &str, item: &Shape) -> Option<Vec<Value>> {
        match given {
            Yaml::Null => None,
            Yaml::Sequence(items) => {
                let mut values = Vec::new();
                for (at, given) in items.iter().enumerate() {
                    self.path.push(Key::Index(at));
                    values.extend(self.value(given, name, item));
                    self.path.pop();
                }
                Some(values)
            }
            Yaml::String(text) => {
                let parts = self.parts(text, item);
                if parts.len() < 2 {
                    return self.value(given, name, item).map(|value| vec![value]);
                }
                let fixed: Vec<String> =
                    parts.iter().map(|part| quote_where_needed(part)).collect();
                let code = match text.contains(['、', '，', '；']) {
                    true => Code::FullWidthComma,
                    false => Code::ListAsText,
                };
                self.read_as(code, name, text, &format!("[{}]", fixed.join(", ")));
                let values = parts
                    .iter()
                    .filter_map(|part| self.value(&Yaml::String(part.to_string()), name, item));
                Some(values.collect())
            }
            one => self.value(one, name, item).map(|value| vec![value]),
        }
    }

    /// The items of a list written as one text; a text in quotes is left whole.
    fn parts<'t>(&mut self, text: &'t str, item: &Shape) -> Vec<&'t str> {
        let parts = split_list(text, item);
        let is_list = parts.len() > 1;
        match is_list && self.spelling(&text).starts_with(['"', '\'', '|', '>']) {
            true => vec![text],
            false => parts,
        }
    }

    fn mention(&mut self, reading: Reading, spoken: Code, name: &str, text: &str, fixed: &str) {
        match reading {
            Reading::Exact => {}
            Reading::FullWidth => self.read_as(Code::FullWidthDigits, name, text, fixed),
            Reading::Spoken => self.read_as(spoken, name, text, fixed),
        }
    }

    fn read_as(&mut self, code: Code, name: &str, text: &str, fixed: &str) {
        self.tell(code, |at| complaints::read_as(code, at, name, text, fixed));
    }

    fn without_curly_quotes<'t>(&mut self, text: &'t str, name: &str) -> &'t str {
        match unwrap_curly(text) {
            Some(inner) => {
                let inner = inner.trim();
                self.read_as(Code::CurlyQuotes, name, text, &quote_where_needed(inner));
                inner
            }
            None => text,
        }
    }

    /// A title may well be “甲”, so its marks stay; but most who type them mean YAML's quotes.
    fn mention_curly_quotes(&mut self, text: &str, name: &str) {
        let Some(inner) = unwrap_curly(text) else {
            return;
        };
        let plain = quote_where_needed(inner);
        self.tell(Code::CurlyQuotes, |at| {
            let span = at.span.clone();
            let message = Words::new(
                format!("“{name}”整个包在中文引号里，引号会显示出来"),
                format!("curly quotes around the whole of “{name}” will be shown"),
            );
            let hint = Words::new(
                format!("如果不要引号，写成：{name}: {plain}"),
                format!("if they are not part of it, write: {name}: {plain}"),
            );
            Diagnostic::new(Code::CurlyQuotes, at, message)
                .with_hint(hint)
                .with_patch(span, plain, false)
        });
    }
}

/// Splits at the marks that part items. Words are split only where every part is short, as a
/// sentence may hold a comma of its own.
pub(super) fn split_list<'t>(text: &'t str, item: &Shape) -> Vec<&'t str> {
    let is_words = match item {
        Shape::Text => true,
        Shape::Record { fields, short } => fields
            .iter()
            .find(|field| Some(&field.name) == short.as_ref())
            .is_none_or(|field| matches!(field.shape, Shape::Text)),
        _ => false,
    };
    let parts: Vec<&str> = list_marks(text).collect();
    let width = |part: &str| {
        part.chars()
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum::<usize>()
    };
    let all_short = || parts.iter().all(|part| width(part) <= 16);
    let sentence = text.contains(['。', '！', '？', '.', '!', '?', '\n']);
    // An English title may hold a comma: `Plan, do and review`.
    let title = !text.contains(['、', '，', '；']) && parts.iter().any(|part| part.contains(' '));
    let whole = match is_words {
        true => sentence || !all_short(),
        false => title,
    };
    match whole {
        true => vec![text.trim()],
        false => parts,
    }
}

/// The stretches between marks that may part items.
pub(super) fn list_marks(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', '，', ',', '；'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}
