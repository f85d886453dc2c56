//! `facts.yaml` and `sources.yaml`: what a handbook rests on.

use std::collections::BTreeMap;

use super::handbook::is_web_address;
use super::reader::{Reader, entries};
use super::{Fact, SourceWork};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Labels, Words};
use crate::likeness::nearest;
use crate::yaml::{Key, Yaml};

pub(super) const KEYS: [&str; 12] = [
    "zh",
    "en",
    "text",
    "certainty",
    "source",
    "note",
    "title",
    "by",
    "year",
    "url",
    "id",
    "facts",
];

const FACT_KEYS: [&str; 4] = ["text", "certainty", "source", "note"];
const WORK_KEYS: [&str; 4] = ["title", "by", "year", "url"];

impl Reader<'_> {
    /// `F25: {zh: …, en: …, certainty: stated, source: thesis}`; a bare text will do. Sources are
    /// checked where `sources.yaml` is known.
    pub fn facts(
        &mut self,
        works: Option<&BTreeMap<String, SourceWork>>,
    ) -> BTreeMap<String, Fact> {
        let given = &self.typed.value;
        let example = "F1: {zh: …, en: …, source: thesis}";
        let mut facts = BTreeMap::new();
        if given.is_null() || !self.is_record(given, "facts.yaml", example) {
            return facts;
        }
        for (id, value) in entries(given) {
            let fact = self.inside(Key::name(id), |reader| match value {
                Yaml::Mapping(_) => Some(reader.fact(id, value, works)),
                value => {
                    let text = reader.text_here(value, id)?;
                    Some(Fact {
                        id: id.to_string(),
                        text: Labels([(String::new(), text)].into()),
                        certain: true,
                        source: None,
                        note: Labels::default(),
                    })
                }
            });
            facts.extend(fact.map(|fact| (id.to_string(), fact)));
        }
        facts
    }

    fn fact(
        &mut self,
        id: &str,
        given: &Yaml,
        works: Option<&BTreeMap<String, SourceWork>>,
    ) -> Fact {
        let mut text = self.labels(given, "text");
        for (key, _) in entries(given) {
            if is_tag(key)
                && !FACT_KEYS.contains(&key)
                && let Some(words) = self.text(given, key)
            {
                text.0.insert(key.to_string(), words);
            }
        }
        let tags: Vec<&str> = entries(given)
            .map(|(key, _)| key)
            .filter(|k| is_tag(k))
            .collect();
        let known: Vec<&str> = FACT_KEYS.iter().chain(&tags).copied().collect();
        self.check_keys(given, &known);
        if text.is_empty() {
            self.wrong(
                (&format!("{id} 没有写内容"), &format!("{id} states nothing")),
                ("加上：zh: 这件事是什么", "add: en: what the fact is"),
            );
        }
        let certainty = self.text(given, "certainty");
        let certain = match certainty.as_deref() {
            None | Some("stated" | "明确") => true,
            Some("ambiguous" | "有歧义") => false,
            Some(other) => {
                let message = (
                    format!("certainty 里没有“{other}”这个选项"),
                    format!("`certainty` has no value “{other}”"),
                );
                self.inside(Key::name("certainty"), |reader| {
                    reader.wrong(
                        (&message.0, &message.1),
                        (
                            "可以写：stated（明确）、ambiguous（有歧义）",
                            "it may be: stated, ambiguous",
                        ),
                    );
                });
                true
            }
        };
        let source = self.text(given, "source");
        if let (Some(source), Some(works)) = (&source, works)
            && !works.contains_key(source)
        {
            self.inside(Key::name("source"), |reader| {
                reader.unknown_source(source, works);
            });
        }
        Fact {
            id: id.to_string(),
            text,
            certain,
            source,
            note: self.labels(given, "note"),
        }
    }

    fn unknown_source(&mut self, source: &str, works: &BTreeMap<String, SourceWork>) {
        self.tell(|at| {
            let span = at.span.clone();
            let message = Words::new(
                format!("sources.yaml 里没有“{source}”"),
                format!("sources.yaml has no “{source}”"),
            );
            let diagnostic = Diagnostic::new(Code::UnknownSource, at, message);
            match nearest(source, works.keys().map(String::as_str)) {
                Some(near) => diagnostic
                    .with_hint(Words::new(
                        format!("最接近的是“{near}”。如果是它，改成：source: {near}"),
                        format!("the nearest is “{near}”; if you mean it, write: source: {near}"),
                    ))
                    .with_patch(span, near, false),
                None => diagnostic.with_hint(Words::new(
                    format!("在 sources.yaml 里加上：{source}: {{title: 题目}}"),
                    format!("add it to sources.yaml: {source}: {{title: …}}"),
                )),
            }
        });
    }

    /// `thesis: {title: {zh, en}, by, year, url}`; a bare text is the title.
    pub fn works(&mut self) -> BTreeMap<String, SourceWork> {
        let given = &self.typed.value;
        let example = "thesis: {title: …, by: …, year: 2023}";
        let mut works = BTreeMap::new();
        if given.is_null() || !self.is_record(given, "sources.yaml", example) {
            return works;
        }
        for (id, value) in entries(given) {
            let work = self.inside(Key::name(id), |reader| reader.work(id, value));
            works.extend(work.map(|work| (id.to_string(), work)));
        }
        works
    }

    fn work(&mut self, id: &str, given: &Yaml) -> Option<SourceWork> {
        if !given.is_mapping() {
            let title = self.text_here(given, id)?;
            return Some(SourceWork {
                id: id.to_string(),
                title: Labels([(String::new(), title)].into()),
                by: Labels::default(),
                year: None,
                url: None,
            });
        }
        self.check_keys(given, &WORK_KEYS);
        let title = self.labels(given, "title");
        if title.is_empty() {
            self.wrong(
                (
                    &format!("来源“{id}”没有写题目"),
                    &format!("the source “{id}” has no title"),
                ),
                ("加上：title: 题目", "add: title: …"),
            );
        }
        Some(SourceWork {
            id: id.to_string(),
            title,
            by: self.labels(given, "by"),
            year: self.year(given),
            url: self.work_url(given),
        })
    }

    fn year(&mut self, given: &Yaml) -> Option<i64> {
        let value = given.get("year").filter(|value| !value.is_null())?;
        let year = match value {
            Yaml::Number(number) => number.as_i64(),
            Yaml::String(text) => {
                let plain = crate::date::half_width(text);
                plain
                    .strip_suffix('年')
                    .unwrap_or(&plain)
                    .trim()
                    .parse()
                    .ok()
            }
            _ => None,
        };
        let year = year.filter(|year| (-9999..=9999).contains(year));
        if year.is_none() {
            self.inside(Key::name("year"), |reader| {
                reader.wrong(
                    ("year 要写年份", "`year` must be a year"),
                    ("比如：year: 2023", "for example: year: 2023"),
                );
            });
        }
        year
    }

    fn work_url(&mut self, given: &Yaml) -> Option<String> {
        let url = self.text(given, "url")?;
        if is_web_address(&url) {
            return Some(url);
        }
        self.inside(Key::name("url"), |reader| {
            reader.wrong(
                ("url 要写完整的网址", "`url` must be a whole web address"),
                ("以 https:// 开头", "it starts with https://"),
            );
        });
        None
    }
}

/// Whether a key may be a language: `zh`, `zh-Hant`, `en`.
fn is_tag(key: &str) -> bool {
    let mut parts = key.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && key.len() <= 20
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && primary.chars().all(|c| c.is_ascii_lowercase())
}
