//! The schema for others: JSON Schema for editors, a table for people.

use serde_json::{Map, Value, json};

use super::{Choice, Field, Kind, Needed, Schema, Shape};
use crate::language::{Labels, MessageLanguage, Words};
use crate::yaml::{Limits, from_value, parse};

/// JSON Schema (draft 2020-12) of one kind's front matter, or of any page's. Fields may be written
/// by their labels in the given languages (tags; all where none is given); the first describes.
pub fn json_schema(schema: &Schema, kind: Option<&Kind>, languages: &[&str]) -> String {
    let mut writer = Writer {
        languages,
        definitions: Map::new(),
    };
    let mut root = match kind {
        Some(kind) => writer.kind(kind),
        None => {
            let kinds: Vec<Value> = schema.kinds.iter().map(|kind| writer.kind(kind)).collect();
            let mut any = Map::new();
            any.insert("anyOf".to_string(), Value::Array(kinds));
            Value::Object(any)
        }
    };
    let root = root.as_object_mut().expect("a schema is an object");
    root.insert(
        "$schema".to_string(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    root.insert("$defs".to_string(), Value::Object(writer.definitions));
    let text = serde_json::to_string_pretty(&root).expect("JSON values can be written");
    text + "\n"
}

/// The handbook's own files that have a schema: `handbook` for `handbook.yaml`.
pub const FILES: [&str; 3] = ["handbook", "facts", "sources"];

/// JSON Schema (draft-07, which editors know best) of one of the handbook's own files.
pub fn file_schema(name: &str, language: MessageLanguage) -> Option<String> {
    let files = parse(include_str!("files.yaml"), Limits::FILE);
    let files = files.expect("files.yaml is YAML").value;
    let mut schema: Map<String, Value> =
        from_value(files.get(name)?.clone()).expect("every file's schema is a mapping");
    let shared: Value = from_value(files["shared"].clone()).expect("shared is a mapping");
    schema.insert("definitions".to_string(), shared);
    let mut schema = Value::Object(schema);
    say_in(&mut schema, language);
    let text = serde_json::to_string_pretty(&schema).expect("JSON values can be written");
    Some(text + "\n")
}

/// Leaves one language of every `{zh, en}`.
fn say_in(value: &mut Value, language: MessageLanguage) {
    let own = match language {
        MessageLanguage::Zh => "zh",
        MessageLanguage::En => "en",
    };
    match value {
        Value::Object(map)
            if map.len() == 2 && map.contains_key("zh") && map.contains_key("en") =>
        {
            *value = map[own].take();
        }
        Value::Object(map) => map.values_mut().for_each(|inner| say_in(inner, language)),
        Value::Array(items) => items.iter_mut().for_each(|inner| say_in(inner, language)),
        _ => {}
    }
}

/// A reference of one kind's fields, or of all kinds', as Markdown.
pub fn markdown(schema: &Schema, kind: Option<&Kind>, language: MessageLanguage) -> String {
    let own = |name: &str| {
        let is_page = |kind: &&Kind| kind.folder.is_empty();
        let page = schema.kinds.iter().find(is_page);
        page.is_none_or(|page| page.field(name).is_none())
    };
    let mut text = String::new();
    match kind {
        Some(kind) => kind_table(&mut text, kind, language, |_| true),
        None => {
            for kind in &schema.kinds {
                let is_page = kind.folder.is_empty();
                kind_table(&mut text, kind, language, |field| {
                    is_page || own(&field.name)
                });
            }
            block_table(&mut text, schema, language);
        }
    }
    text
}

/// The blocks, by what they are called and what their braces may say.
fn block_table(text: &mut String, schema: &Schema, language: MessageLanguage) {
    let zh = language == MessageLanguage::Zh;
    text.push_str(match zh {
        true => "\n## 块 `:::`\n\n| 名字 | 中文 | 也可以写 | 花括号里可以写 |\n| --- | --- | --- | --- |\n",
        false => "\n## Blocks `:::`\n\n| name | Chinese | also | between its braces |\n| --- | --- | --- | --- |\n",
    });
    for block in &schema.blocks {
        let between = if zh { "、" } else { ", " };
        let attributes = block.attributes.iter().map(|field| match zh {
            true => field.label.get("zh"),
            false => &field.name,
        });
        let attributes: Vec<&str> = attributes.collect();
        let (name, label) = (&block.name, cell(block.label.get("zh")));
        let also = cell(&block.aliases.join(between));
        let attributes = cell(&attributes.join(between));
        text.push_str(&format!("| `{name}` | {label} | {also} | {attributes} |\n"));
    }
}

/// Writes JSON Schema; each field is defined once and named under every word it answers to.
struct Writer<'a> {
    languages: &'a [&'a str],
    definitions: Map<String, Value>,
}

impl Writer<'_> {
    fn kind(&mut self, kind: &Kind) -> Value {
        let mut object = self.object(&kind.fields, &kind.name);
        object["title"] = json!(self.words(&kind.label));
        object
    }

    fn object(&mut self, fields: &[Field], path: &str) -> Value {
        let mut properties = Map::new();
        let mut needed = Vec::new();
        for field in fields {
            let definition = format!("{path}.{}", field.name);
            let mut value = self.shape(&field.shape, &definition);
            value["description"] = json!(self.words(&field.help));
            self.definitions.insert(definition.clone(), value);
            let names = self.names(field);
            if field.needed == Needed::Always {
                let one = names.iter().map(|name| json!({"required": [name]}));
                needed.push(json!({"anyOf": one.collect::<Vec<_>>()}));
            }
            for name in names {
                let reference = json!({"$ref": format!("#/$defs/{definition}")});
                properties.entry(name).or_insert(reference);
            }
        }
        let mut object = json!({
            "type": "object",
            "properties": properties,
            "patternProperties": {"^x-": true},
            "additionalProperties": false,
        });
        if !needed.is_empty() {
            object["allOf"] = Value::Array(needed);
        }
        object
    }

    fn shape(&mut self, shape: &Shape, path: &str) -> Value {
        match shape {
            Shape::Text | Shape::Reference(_) | Shape::Fact | Shape::Period => {
                json!({"type": "string"})
            }
            Shape::Integer { min, max } => {
                let mut value = json!({"type": "integer"});
                if *min > i64::MIN {
                    value["minimum"] = json!(min);
                }
                if *max < i64::MAX {
                    value["maximum"] = json!(max);
                }
                value
            }
            Shape::Number => json!({"type": "number"}),
            Shape::Flag => json!({"type": "boolean"}),
            Shape::Date => json!({"type": "string", "format": "date"}),
            Shape::Time => json!({"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}$"}),
            Shape::Minutes => json!({"type": "integer", "minimum": 0}),
            Shape::Choice(choices) => {
                let words = choices.iter().flat_map(|choice| self.choice_names(choice));
                let mut distinct: Vec<String> = Vec::new();
                for word in words {
                    if !distinct.contains(&word) {
                        distinct.push(word);
                    }
                }
                json!({ "enum": distinct })
            }
            Shape::List(item) => {
                let one = self.shape(item, path);
                json!({"anyOf": [{"type": "array", "items": one.clone()}, one]})
            }
            Shape::Record { fields, short } => {
                let object = self.object(fields, path);
                let field = fields
                    .iter()
                    .find(|field| Some(&field.name) == short.as_ref());
                match field {
                    Some(field) => {
                        let bare = self.shape(&field.shape, &format!("{path}.{}", field.name));
                        json!({"anyOf": [bare, object]})
                    }
                    None => object,
                }
            }
            Shape::Free => json!({}),
        }
    }

    fn names(&self, field: &Field) -> Vec<String> {
        let mut names = vec![field.name.clone()];
        names.extend(field.aliases.iter().cloned());
        names.extend(self.labels(&field.label));
        names
    }

    fn choice_names(&self, choice: &Choice) -> Vec<String> {
        let mut names = vec![choice.name.clone()];
        names.extend(self.labels(&choice.label));
        names.extend(choice.aliases.iter().cloned());
        names
    }

    fn labels(&self, labels: &Labels) -> Vec<String> {
        match self.languages {
            [] => labels.texts().map(str::to_string).collect(),
            tags => tags.iter().map(|tag| labels.get(tag).to_string()).collect(),
        }
    }

    fn words<'l>(&self, labels: &'l Labels) -> &'l str {
        labels.get(self.languages.first().unwrap_or(&"en"))
    }
}

fn kind_table(
    text: &mut String,
    kind: &Kind,
    language: MessageLanguage,
    wanted: impl Fn(&Field) -> bool,
) {
    let tag = match language {
        MessageLanguage::Zh => "zh",
        MessageLanguage::En => "en",
    };
    let say = |zh: &str, en: &str| Words::new(zh, en).in_language(language).to_string();
    if !text.is_empty() {
        text.push('\n');
    }
    let folder = match kind.folder.as_str() {
        "" => String::new(),
        folder => format!(" `{folder}/`"),
    };
    text.push_str(&format!("## {}{folder}\n\n", cell(kind.label.get(tag))));
    text.push_str(&say(
        "| 字段 | 叫法 | 写什么 | 要不要 | 说明 |\n",
        "| Field | Label | Value | Needed | What for |\n",
    ));
    text.push_str("| --- | --- | --- | --- | --- |\n");
    let mut rows = Vec::new();
    for field in kind.fields.iter().filter(|field| wanted(field)) {
        push_rows(&mut rows, field, "");
    }
    for (name, field) in rows {
        let needed = match field.needed {
            Needed::No => String::new(),
            Needed::Recommended => say("最好有", "recommended"),
            Needed::Published => say("发布前要有", "once published"),
            Needed::Always => say("必须有", "always"),
        };
        text.push_str(&format!(
            "| `{name}` | {} | {} | {needed} | {} |\n",
            cell(field.label.get(tag)),
            cell(&describe(&field.shape, tag)),
            cell(field.help.get(tag)),
        ));
    }
}

/// A field and those inside it, each with its whole name: `applied.result`.
fn push_rows<'f>(rows: &mut Vec<(String, &'f Field)>, field: &'f Field, before: &str) {
    let name = format!("{before}{}", field.name);
    let inner = format!("{name}.");
    rows.push((name, field));
    for field in field.shape.fields() {
        push_rows(rows, field, &inner);
    }
}

/// What a shape holds, in a few words.
pub(super) fn describe(shape: &Shape, tag: &str) -> String {
    let zh = tag == "zh";
    let say = |in_zh: &str, in_en: &str| {
        if zh {
            in_zh.to_string()
        } else {
            in_en.to_string()
        }
    };
    match shape {
        Shape::Text => say("文字", "text"),
        Shape::Integer { min, max } => match (*min, *max) {
            (i64::MIN, i64::MAX) => say("整数", "whole number"),
            (min, i64::MAX) => say(
                &format!("整数，不小于 {min}"),
                &format!("whole number from {min}"),
            ),
            (i64::MIN, max) => say(
                &format!("整数，不大于 {max}"),
                &format!("whole number up to {max}"),
            ),
            (min, max) => say(
                &format!("{min} 到 {max} 的整数"),
                &format!("whole number, {min} to {max}"),
            ),
        },
        Shape::Number => say("数", "number"),
        Shape::Flag => say("true 或 false", "true or false"),
        Shape::Date => say("日期 2025-03-01", "date, 2025-03-01"),
        Shape::Time => say("时间 9:30", "time, 9:30"),
        Shape::Minutes => say("分钟数", "minutes"),
        Shape::Period => say("多长时间，如 6 个月", "length of time: 6 months"),
        Shape::Choice(choices) => {
            let names = choices.iter().map(|choice| match zh {
                true => choice.label.get("zh").to_string(),
                false => choice.name.clone(),
            });
            names.collect::<Vec<_>>().join(if zh { "、" } else { ", " })
        }
        Shape::Reference(kinds) if kinds.is_empty() => {
            say("页面的编号或标题", "id or title of a page")
        }
        Shape::Reference(kinds) => say(
            &format!("{} 的编号或标题", kinds.join("、")),
            &format!("id or title of a {}", kinds.join(" or ")),
        ),
        Shape::Fact => say("事实编号", "number of a fact"),
        Shape::List(item) => say(
            &format!("列表：{}", describe(item, tag)),
            &format!("list of: {}", describe(item, tag)),
        ),
        Shape::Record { .. } => say("一组内容", "record"),
        Shape::Free => say("任何内容", "anything"),
    }
}

/// A text that cannot break out of its cell.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace(['\n', '\r'], " ")
        .replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::read::shared;

    fn case() -> Value {
        let text = json_schema(shared(), shared().kind("case"), &["zh", "en"]);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn editors_learn_every_name_of_a_field() {
        let schema = case();
        let properties = schema["properties"].as_object().unwrap();
        for name in ["title", "标题", "weight", "隐私与同意", "Applied"] {
            assert!(properties.contains_key(name), "{name}");
        }
        assert_eq!(schema["properties"]["标题"], schema["properties"]["title"]);
        assert_eq!(schema["additionalProperties"], json!(false));
        assert_eq!(schema["patternProperties"]["^x-"], json!(true));
        let result = &schema["$defs"]["case.applied.result"];
        assert!(
            result["enum"]
                .as_array()
                .unwrap()
                .contains(&json!("部分有效"))
        );
        assert_eq!(
            schema["$defs"]["case.title"]["description"],
            json!("这一页叫什么。")
        );
    }

    #[test]
    fn every_reference_inside_leads_somewhere() {
        let text = json_schema(shared(), None, &[]);
        let schema: Value = serde_json::from_str(&text).unwrap();
        let names = text
            .split("\"#/$defs/")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap());
        for name in names {
            assert!(schema["$defs"].get(name).is_some(), "{name}");
        }
        assert_eq!(
            schema["anyOf"].as_array().unwrap().len(),
            shared().kinds.len()
        );
    }

    #[test]
    fn people_get_a_table() {
        let zh = markdown(shared(), shared().kind("tool"), MessageLanguage::Zh);
        assert!(zh.starts_with("## 工具表单 `tools/`\n"));
        assert!(zh.contains("| `title` | 标题 | 文字 | 必须有 | 这一页叫什么。 |"));
        assert!(zh.contains("| `type` | 类型 | 表格、清单"));
        let all = markdown(shared(), None, MessageLanguage::En);
        assert_eq!(all.matches("| `summary` |").count(), 1);
        assert!(all.contains("| `applied.result` | Result | worked, partly, not, unclear |"));
        assert!(all.contains("| `quote` | 引语 |  | basis, facts, sources, minutes, group, by |"));
    }
}
