//! A new page of a kind: a head that explains itself, a body to write into. It is a draft and
//! raises no error as it stands.

use serde_json::{Map, Value as Json};

use super::export::describe;
use super::{Field, Kind, Needed, Schema, Shape};
use crate::date::Date;
use crate::front_matter::{Head, Stated, Value};
use crate::language::{Language, primary};
use crate::yaml::{Limits, Yaml, parse, quote_where_needed, to_text};

const OUTLINES: &str = include_str!("outlines.yaml");

/// What the head states itself, outside the lists of needed and optional fields.
const STATED: [&str; 4] = ["title", "status", "summary", "last_reviewed"];

/// Common fields an author of a first page has no use for.
const RARE: [&str; 10] = [
    "code",
    "translated_from",
    "redirect_from",
    "publish",
    "search",
    "audio",
    "license",
    "order",
    "image_alt",
    "review_in",
];

/// The text of a new page, with comments in the handbook's language. What is filled in already comes
/// by field: ids of pages.
pub fn scaffold(
    schema: &Schema,
    kind: &Kind,
    language: &Language,
    title: &str,
    filled: &[(String, String)],
    today: Date,
) -> String {
    let zh = language.is_chinese();
    let tag = language.tag.as_str();
    let say = |in_zh: &'static str, in_en: &'static str| if zh { in_zh } else { in_en };
    let title = title.trim().replace(['\n', '\r'], " ");
    let mut text = String::from("---\n");
    text.push_str(&format!("title: {}\n", quote_where_needed(&title)));
    text.push_str(status_line(zh));
    text.push_str(say(
        "summary:   # 一两句话说清这一页讲什么\n",
        "summary:   # what the page is about, in a sentence or two\n",
    ));
    let asked: Vec<&Field> = of_need(kind, |needed| {
        needed == Needed::Published || needed == Needed::Always
    });
    if !asked.is_empty() {
        text.push_str(say(
            "\n# 发布前要写好：\n",
            "\n# Needed before it is published:\n",
        ));
        for field in asked {
            let value = filled.iter().find(|(name, _)| *name == field.name);
            text.push_str(&needed_field(schema, field, tag));
            if let Some((_, value)) = value {
                fill(&mut text, field, value);
            }
        }
    }
    let useful: Vec<&Field> = of_need(kind, |needed| needed == Needed::Recommended);
    let optional: Vec<&Field> = of_need(kind, |needed| needed == Needed::No);
    if !(useful.is_empty() && optional.is_empty()) {
        text.push_str(say(
            "\n# 用得着就去掉行首的 #，用不着的行可以删掉：\n",
            "\n# Take away the # where a line is of use, and delete those that are not:\n",
        ));
        for field in useful.into_iter().chain(optional) {
            let value = filled.iter().find(|(name, _)| *name == field.name);
            match value {
                Some((_, value)) => {
                    text.push_str(&format!("{}:\n", field.name));
                    fill(&mut text, field, value);
                }
                None => text.push_str(&comment(field, tag)),
            }
        }
    }
    text.push_str(&format!("\nlast_reviewed: {today}\n---\n\n"));
    text.push_str(&outline(kind, tag).replace("{title}", &title));
    text
}

fn status_line(zh: bool) -> &'static str {
    match zh {
        true => "status: draft   # 写好了改成 published，就会发布\n",
        false => "status: draft   # change it to published when the page is ready\n",
    }
}

/// Writes the id of a page behind a field that stands empty at the end of a text.
fn fill(text: &mut String, field: &Field, id: &str) {
    let id = quote_where_needed(id);
    let value = match field.shape {
        Shape::List(_) => format!("[{id}]"),
        _ => id,
    };
    text.truncate(text.trim_end_matches('\n').len());
    text.push_str(&format!(" {value}\n"));
}

/// The field of a kind that names pages of another kind: one that is needed, else the first.
pub fn field_for<'k>(kind: &'k Kind, other: &str) -> Option<&'k Field> {
    let takes = |shape: &Shape| match shape {
        Shape::Reference(kinds) => kinds.iter().any(|kind| kind == other),
        _ => false,
    };
    let names = |field: &&Field| match field.shape.item() {
        Shape::Record { fields, short } => {
            let bare = fields
                .iter()
                .find(|field| Some(&field.name) == short.as_ref());
            bare.is_some_and(|field| takes(field.shape.item()))
        }
        shape => takes(shape),
    };
    let mut needed = kind
        .fields
        .iter()
        .filter(|field| field.needed == Needed::Published);
    needed
        .find(names)
        .or_else(|| kind.fields.iter().find(names))
}

/// A page that is to be put into another language.
pub struct Original<'a> {
    pub title: &'a str,
    pub head: &'a Head,
    /// Its text below the head.
    pub body: &'a str,
    /// What `translated_from` holds.
    pub hash: &'a str,
}

/// The text of a translation to begin with: of the head only words, those of the original to be
/// uncommented and put into the other language; below it the original's text.
pub fn translation(
    kind: &Kind,
    language: &Language,
    title: &str,
    original: &Original,
    today: Date,
) -> String {
    let zh = language.is_chinese();
    let say = |in_zh: &str, in_en: &str| if zh { in_zh } else { in_en }.to_string();
    let (title, from) = (one_line(title.trim()), one_line(original.title));
    let mut text = format!("---\ntitle: {}", quote_where_needed(&title));
    match title == from {
        true => text += &say("   # 译过来\n", "   # to be translated\n"),
        false => text += &format!("   # {from}\n"),
    }
    text += status_line(zh);
    let summary = original
        .head
        .text("summary")
        .map(one_line)
        .unwrap_or_default();
    text += format!("summary:   # {summary}").trim_end_matches([' ', '#']);
    text += "\n";
    text += &format!("translated_from: {}", quote_where_needed(original.hash));
    text += &say(
        "   # 原文的指纹；原文改了，linli status 会说\n",
        "   # the original as it was; once that changes, linli status says so\n",
    );
    text += &format!("last_reviewed: {today}\n");
    let words = words_of(&original.head.fields, &kind.fields, &TOLD);
    text += &say(
        "\n# 阶段、角色、数字、日期这些都跟原文，不用再写。",
        "\n# Phases, roles, numbers, dates and the like come from the original.",
    );
    match words.is_empty() {
        true => text += "\n",
        false => {
            text += &say(
                "下面是原文里要译的话：去掉行首的 #，译过来。\n",
                " These words are to be translated: take away the # and put them into words of this language.\n",
            );
            let words = to_text(&serde_json::Value::Object(words));
            text.extend(words.lines().map(|line| format!("#{line}\n")));
        }
    }
    text + "---\n" + original.body
}

/// What a translation states in its own lines, or in nobody's.
const TOLD: [&str; 6] = [
    "title",
    "status",
    "summary",
    "last_reviewed",
    "translated_from",
    "authors",
];

/// The words among what a head or a record states; lists of records keep their length.
fn words_of(stated: &[Stated], fields: &[Field], without: &[&str]) -> Map<String, Json> {
    let mut words = Map::new();
    for stated in stated {
        let field = fields.iter().find(|field| field.name == stated.name);
        let Some(field) = field.filter(|field| !without.contains(&field.name.as_str())) else {
            continue;
        };
        if let Some(value) = words_in(&stated.value, field) {
            words.insert(field.name.clone(), value);
        }
    }
    words
}

fn words_in(value: &Value, field: &Field) -> Option<Json> {
    match value {
        Value::Text(text) if !field.inherited => Some(Json::String(text.clone())),
        Value::List(items) => {
            let items: Vec<Option<Json>> = items.iter().map(|item| words_in(item, field)).collect();
            let any = items.iter().any(Option::is_some);
            let kept = items
                .into_iter()
                .map(|item| item.unwrap_or_else(|| Json::Object(Map::new())));
            any.then(|| Json::Array(kept.collect()))
        }
        Value::Record(stated) => {
            let words = words_of(stated, field.shape.fields(), &[]);
            (!words.is_empty()).then_some(Json::Object(words))
        }
        _ => None,
    }
}

fn of_need(kind: &Kind, wanted: impl Fn(Needed) -> bool) -> Vec<&Field> {
    let fields = kind.fields.iter().filter(|field| wanted(field.needed));
    fields
        .filter(|field| {
            !STATED.contains(&field.name.as_str()) && !RARE.contains(&field.name.as_str())
        })
        .collect()
}

/// An empty field below its explanation; empty counts as not written yet.
fn needed_field(schema: &Schema, field: &Field, tag: &str) -> String {
    let mut text = format!("# {}", one_line(&explanation(field, tag)));
    if let Shape::Reference(kinds) = field.shape.item() {
        let folders = kinds.iter().filter_map(|kind| schema.kind(kind));
        let folders: Vec<String> = folders.map(|kind| format!("{}/", kind.folder)).collect();
        if !folders.is_empty() {
            let mark = if primary(tag) == "zh" { "、" } else { ", " };
            text.push_str(&format!(" ({})", folders.join(mark)));
        }
    }
    text + &format!("\n{}:\n", field.name)
}

fn comment(field: &Field, tag: &str) -> String {
    format!(
        "#{}:   # {}\n",
        field.name,
        one_line(&explanation(field, tag))
    )
}

/// Its label, what it is for, and what it may hold.
fn explanation(field: &Field, tag: &str) -> String {
    let tag = if primary(tag) == "zh" { "zh" } else { tag };
    let (label, help) = (field.label.get(tag), field.help.get(tag));
    let words = match (tag, help.is_empty()) {
        ("zh", true) => format!("{label}。"),
        ("zh", false) => format!("{label}：{help}"),
        (_, true) => format!("{label}."),
        (_, false) => help.to_string(),
    };
    match field.shape.item() {
        Shape::Choice(_) if tag == "zh" => {
            format!("{words}可以写：{}", describe(field.shape.item(), tag))
        }
        Shape::Choice(_) => format!("{words} One of: {}", describe(field.shape.item(), tag)),
        _ => words,
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

fn outline(kind: &Kind, tag: &str) -> String {
    let outlines = parse(OUTLINES, Limits::FILE)
        .expect("outlines.yaml is YAML")
        .value;
    let language = if primary(tag) == "zh" { "zh" } else { "en" };
    let of = |name: &str| {
        outlines
            .get(name)?
            .get(language)
            .and_then(Yaml::as_str)
            .map(str::to_string)
    };
    of(&kind.name)
        .or_else(|| of("page"))
        .expect("outlines.yaml has an outline for `page`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front_matter::read;
    use crate::path::SourcePath;
    use crate::schema::read::shared;
    use crate::source::Source;

    fn language(tag: &str) -> Language {
        Language {
            folder: tag.to_string(),
            tag: tag.to_string(),
            label: String::new(),
        }
    }

    #[test]
    fn every_kind_begins_without_a_complaint() {
        let today = crate::date::parse_date("2025-03-01").unwrap();
        for kind in &shared().kinds {
            for tag in ["zh-Hans", "en", "fr"] {
                for title in ["我们的茶话会", "A: \"b\" # c", "2024"] {
                    let text = scaffold(shared(), kind, &language(tag), title, &[], today);
                    let path = SourcePath::new("zh/x.md").unwrap();
                    let source = Source::from_text(path, &text);
                    let (head, body, diagnostics) = read(&source, shared(), kind);
                    assert_eq!(diagnostics, [], "{text}");
                    let head = head.unwrap();
                    assert_eq!(head.text("title"), Some(title));
                    assert_eq!(head.text("status"), Some("draft"));
                    assert!(text[body..].trim().len() > 5);
                }
            }
        }
    }

    #[test]
    fn the_lines_to_uncomment_are_fields_of_the_kind() {
        let today = crate::date::parse_date("2025-03-01").unwrap();
        for kind in &shared().kinds {
            let text = scaffold(shared(), kind, &language("zh"), "甲", &[], today);
            let uncommented: String = text
                .lines()
                .map(|line| match line.strip_prefix('#') {
                    Some(rest) if !rest.starts_with([' ', '#']) => format!("{rest}\n"),
                    _ => format!("{line}\n"),
                })
                .collect();
            let source = Source::from_text(SourcePath::new("zh/x.md").unwrap(), &uncommented);
            assert_eq!(read(&source, shared(), kind).2, [], "{uncommented}");
        }
    }

    #[test]
    fn an_author_is_told_in_her_own_language() {
        let today = crate::date::parse_date("2025-03-01").unwrap();
        let problem = shared().kind("problem").unwrap();
        let zh = scaffold(
            shared(),
            problem,
            &language("zh-Hans"),
            "没人来",
            &[],
            today,
        );
        assert!(zh.contains("# 表现：平时能看到什么。\nsigns:\n"), "{zh}");
        assert!(zh.contains("可以写：社工、组织、社区"));
        assert!(zh.contains("last_reviewed: 2025-03-01\n---\n"));
        let en = scaffold(
            shared(),
            problem,
            &language("en"),
            "Nobody comes",
            &[],
            today,
        );
        assert!(en.contains("# What one notices.\nsigns:\n"), "{en}");
    }
}
