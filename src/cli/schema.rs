//! `linli schema`: for an editor as JSON Schema, for people as Markdown.

use super::desk::{Desk, say, say_error, spoken_language};
use super::{Everywhere, Failure, Outcome};
use crate::language::{MessageLanguage, Words};
use crate::load::Memory;
use crate::path::SourcePath;
use crate::schema::{Schema, export, read};
use crate::{config, load};

pub fn run(everywhere: &Everywhere, arguments: &super::Schema) -> Outcome {
    // With a handbook at hand its own kinds count; without one linli's still can be asked for.
    let (schema, language) = match load::find(&arguments.handbook) {
        Ok(_) => of_handbook(everywhere, arguments)?,
        Err(_) => (read::built_in(), spoken_language(everywhere)),
    };
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

/// The words for a kind nobody knows, with those there are.
pub fn unknown_kind(name: &str, schema: &Schema) -> Words {
    let all = |tag: &str, between: &str| {
        let labels = schema.kinds.iter().map(|kind| match tag {
            "zh" => format!("{}（{}）", kind.label.get("zh"), kind.name),
            _ => kind.name.clone(),
        });
        labels.collect::<Vec<_>>().join(between)
    };
    Words::new(
        format!("没有“{name}”这种页面。有的是：{}", all("zh", "、")),
        format!("there is no kind `{name}`; there are: {}", all("en", ", ")),
    )
}

/// Descriptions in the language the author reads first; names in both.
fn described_in(language: MessageLanguage) -> &'static [&'static str] {
    match language {
        MessageLanguage::Zh => &["zh", "en"],
        MessageLanguage::En => &["en", "zh"],
    }
}
