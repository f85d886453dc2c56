//! Reading the handbook's own files value by value, telling of all that is wrong.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::front_matter::typed::Typed;
use crate::language::{Labels, Words};
use crate::likeness::nearest;
use crate::yaml::{Key, Yaml, quote};

/// How many problems of one file are told: each costs reading it anew, so a big one tells fewer.
const MOST_TOLD: usize = 40;
const MOST_BYTES_REREAD: usize = 16 * 1024 * 1024;

pub(super) struct Reader<'a> {
    pub typed: &'a Typed<'a>,
    pub path: Vec<Key>,
    pub diagnostics: Vec<Diagnostic>,
    told: usize,
    most_told: usize,
}

impl<'a> Reader<'a> {
    pub fn new(typed: &'a Typed<'a>) -> Reader<'a> {
        Reader {
            typed,
            path: Vec::new(),
            diagnostics: Vec::new(),
            told: 0,
            most_told: MOST_TOLD.min(MOST_BYTES_REREAD / typed.source().text.len().max(1)),
        }
    }

    /// Tells of the value at the path.
    pub fn tell(&mut self, make: impl FnOnce(Place) -> Diagnostic) {
        self.told += 1;
        if self.told <= self.most_told {
            self.diagnostics.push(make(self.typed.place_of(&self.path)));
        }
    }

    /// A plain sentence about the value at the path, and what to do.
    pub fn wrong(&mut self, message: (&str, &str), hint: (&str, &str)) {
        self.tell(|at| {
            Diagnostic::new(Code::BadConfig, at, Words::new(message.0, message.1))
                .with_hint(Words::new(hint.0, hint.1))
        });
    }

    /// Goes into a value for as long as it is read.
    pub fn inside<T>(&mut self, key: Key, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(key);
        let result = read(self);
        self.path.pop();
        result
    }

    /// Names every key of a mapping that means nothing.
    pub fn check_keys(&mut self, given: &Yaml, known: &[&str]) {
        for (key, _) in entries(given) {
            if known.contains(&key) || key.starts_with("x-") {
                continue;
            }
            self.told += 1;
            if self.told > self.most_told {
                return;
            }
            let at = self.typed.place_of_key(&self.path, key);
            let span = at.span.clone();
            let message = Words::new(
                format!("这里不认识“{key}”这一项"),
                format!("“{key}” means nothing here"),
            );
            let diagnostic = Diagnostic::new(Code::BadConfig, at, message);
            let near = nearest(key, known.iter().copied());
            self.diagnostics.push(match near {
                Some(near) => diagnostic
                    .with_hint(Words::new(
                        format!("最接近的是 {near}。如果是它，改成：{near}: …"),
                        format!("the nearest is `{near}`; if you mean it, write: {near}: …"),
                    ))
                    .with_patch(span, near, false),
                None => diagnostic.with_hint(Words::new(
                    format!("可以写的有：{}", known.join("、")),
                    format!("there are: {}", known.join(", ")),
                )),
            });
        }
    }

    /// A text; a number is told and read as it was typed.
    pub fn text(&mut self, given: &Yaml, key: &str) -> Option<String> {
        let value = given.get(key)?;
        self.inside(Key::name(key), |reader| reader.text_here(value, key))
    }

    pub fn text_here(&mut self, value: &Yaml, name: &str) -> Option<String> {
        match value {
            Yaml::Null => None,
            Yaml::String(text) => Some(text.trim().to_string()).filter(|text| !text.is_empty()),
            Yaml::Number(_) | Yaml::Bool(_) => {
                if self.told >= self.most_told {
                    self.told += 1;
                    return crate::yaml::to_text(value)
                        .lines()
                        .next()
                        .map(str::to_string);
                }
                let spelling = self.typed.spelling(&self.path).to_string();
                let quoted = quote(&spelling);
                self.tell(|at| {
                    let span = at.span.clone();
                    let message = Words::new(
                        format!("“{name}”要写文字，{spelling} 会被读成数"),
                        format!("“{name}” must be a text; {spelling} reads as a number"),
                    );
                    Diagnostic::new(Code::NumberAsText, at, message)
                        .with_hint(Words::new(
                            format!("加上英文双引号：{name}: {quoted}"),
                            format!("put it in double quotes: {name}: {quoted}"),
                        ))
                        .with_patch(span, quoted.clone(), true)
                });
                Some(spelling)
            }
            _ => {
                self.wrong(
                    (
                        &format!("“{name}”要写一段文字"),
                        &format!("“{name}” must be a text"),
                    ),
                    (
                        &format!("写成：{name}: 文字"),
                        &format!("write: {name}: text"),
                    ),
                );
                None
            }
        }
    }

    /// A text, or one for each language: `{zh: …, en: …}`.
    pub fn labels(&mut self, given: &Yaml, key: &str) -> Labels {
        let Some(value) = given.get(key) else {
            return Labels::default();
        };
        self.inside(Key::name(key), |reader| match value {
            Yaml::Mapping(_) => reader.labels_here(value),
            one => {
                let text = reader.text_here(one, key);
                Labels(text.map(|text| (String::new(), text)).into_iter().collect())
            }
        })
    }

    pub fn labels_here(&mut self, value: &Yaml) -> Labels {
        let mut labels = Labels::default();
        let mut before = None;
        for (tag, stated) in entries(value) {
            if let Some(text) = self.text(value, tag) {
                before = Some((tag, text.clone()));
                labels.0.insert(tag.to_string(), text);
            } else if let (true, Some((language, text))) = (stated.is_null(), &before)
                && super::languages::lookup(tag).is_none()
            {
                self.cut_at_a_comma(tag, &format!("{language}: \"{text}, {tag}\""));
            }
        }
        labels
    }

    /// `{en: A dot, red}` is `A dot` and, to YAML, a name `red` without a value.
    fn cut_at_a_comma(&mut self, rest: &str, meant: &str) {
        let at = self.typed.place_of_key(&self.path, rest);
        let message = Words::new(
            format!("“{rest}”会丢掉：大括号里的逗号把这句话切断了"),
            format!("“{rest}” would be lost: a comma within braces ends the text"),
        );
        self.diagnostics.push(
            Diagnostic::new(Code::BadConfig, at, message).with_hint(Words::new(
                format!("整句加英文引号：{meant}"),
                format!("put the whole text in quotes: {meant}"),
            )),
        );
    }

    /// Texts; one alone is a list of one.
    pub fn texts(&mut self, given: &Yaml, key: &str) -> Vec<String> {
        let Some(value) = given.get(key) else {
            return Vec::new();
        };
        self.inside(Key::name(key), |reader| match value {
            Yaml::Sequence(items) => {
                let mut texts = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    texts.extend(reader.inside(Key::Index(at), |r| r.text_here(item, key)));
                }
                texts
            }
            one => reader.text_here(one, key).into_iter().collect(),
        })
    }

    /// Whether a value is a mapping; told where it is not.
    pub fn is_record(&mut self, value: &Yaml, name: &str, example: &str) -> bool {
        if !value.is_mapping() {
            self.wrong(
                (
                    &format!("“{name}”要写一组“名字: 值”"),
                    &format!("“{name}” must be a record of `name: value`"),
                ),
                (
                    &format!("比如：{example}"),
                    &format!("for example: {example}"),
                ),
            );
        }
        value.is_mapping()
    }
}

/// The entries of a value that is a mapping; none for any other.
pub(super) fn entries(value: &Yaml) -> impl Iterator<Item = (&str, &Yaml)> {
    let entries = value.as_mapping().into_iter().flatten();
    entries.filter_map(|(key, value)| Some((key.as_str()?, value)))
}
