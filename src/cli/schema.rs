//! `linli schema`: for an editor as JSON Schema, for people as Markdown.

use super::desk::{Desk, say, say_error, spoken_language};
use super::{Everywhere, Failure, Outcome};
use crate::language::{MessageLanguage, Words};
use crate::likeness::{fold, likeness, nearest};
use crate::load::Memory;
use crate::path::SourcePath;
use crate::schema::{Kind, Schema, export, read};
use crate::{config, load};

pub fn run(everywhere: &Everywhere, arguments: &super::Schema) -> Outcome {
    // With a handbook at hand its own kinds count; without one linli's still can be asked for.
    let (schema, language) = match load::find(&arguments.handbook) {
        Ok(_) => of_handbook(everywhere, arguments)?,
        Err(_) => (read::built_in(), spoken_language(everywhere)),
    };
    let file = arguments
        .kind
        .as_deref()
        .map(|name| name.trim_end_matches(".yaml"));
    if arguments.format == "json-schema"
        && let Some(text) = file.and_then(|name| export::file_schema(name, language))
    {
        say(&text);
        return Ok(());
    }
    let kind = match &arguments.kind {
        None => None,
        Some(name) => match schema.kind_called(name) {
            Some(kind) => Some(kind),
            None => {
                say_error(unknown_kind(name, &schema).in_language(language));
                return Err(Failure::Line);
            }
        },
    };
    say(&match arguments.format.as_str() {
        "json-schema" => export::json_schema(&schema, kind, described_in(language)),
        _ => export::markdown(&schema, kind, language),
    });
    Ok(())
}

fn of_handbook(
    everywhere: &Everywhere,
    arguments: &super::Schema,
) -> Result<(Schema, MessageLanguage), Failure> {
    let desk = Desk::open(everywhere, &arguments.handbook, &mut Memory::default())?;
    let own = SourcePath::new("handbook.yaml").ok();
    let own = own.and_then(|path| desk.sources.as_ref()?.texts.get(&path).cloned());
    Ok((
        own.map_or_else(read::built_in, |own| config::read(&own).1),
        desk.language,
    ))
}

/// The words for a kind nobody knows: the one that may be meant, and those there are.
pub fn unknown_kind(name: &str, schema: &Schema) -> Words {
    let zh = |kind: &Kind| format!("{}（{}）", kind.label.get("zh"), kind.name);
    let all_zh: Vec<String> = schema.kinds.iter().map(zh).collect();
    let all_en: Vec<&str> = schema.kinds.iter().map(|kind| kind.name.as_str()).collect();
    let (near_zh, near_en) = match nearest_kind(name, schema) {
        Some(kind) => (
            format!("最接近的是 {}。", zh(kind)),
            format!("the nearest is {}; ", kind.name),
        ),
        None => Default::default(),
    };
    Words::new(
        format!(
            "没有“{name}”这种页面。{near_zh}有的是：{}",
            all_zh.join("、")
        ),
        format!(
            "there is no kind `{name}`; {near_en}there are: {}",
            all_en.join(", ")
        ),
    )
}

/// The kind whose name, folder or label is most like a word, if one is at all.
fn nearest_kind<'s>(name: &str, schema: &'s Schema) -> Option<&'s Kind> {
    let words = |kind: &'s Kind| {
        let labels = kind.label.texts().chain(kind.plural.texts());
        let names = [kind.name.as_str(), kind.folder.as_str()].into_iter();
        names.chain(labels).filter(|word| !word.is_empty())
    };
    let wanted = fold(name);
    let slip = nearest(&wanted, schema.kinds.iter().flat_map(words));
    let slipped = slip.and_then(|slip| schema.kind_called(slip));
    let like = |kind: &Kind| {
        let all = kind.label.texts().chain([kind.name.as_str()]);
        all.map(|word| likeness(&wanted, word)).fold(0.0, f64::max)
    };
    let likest = || {
        let best = schema
            .kinds
            .iter()
            .max_by(|a, b| like(a).total_cmp(&like(b)));
        best.filter(|kind| like(kind) >= 0.6)
    };
    slipped.or_else(likest)
}

/// Descriptions in the language the author reads first; names in both.
fn described_in(language: MessageLanguage) -> &'static [&'static str] {
    match language {
        MessageLanguage::Zh => &["zh", "en"],
        MessageLanguage::En => &["en", "zh"],
    }
}
