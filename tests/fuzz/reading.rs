//! The doors through which bytes come in: one for each target of the fuzzer, and for the test that
//! reads the corpus.

use linli::language::Language;
use linli::markdown::include::Shelf;
use linli::page;
use linli::path::SourcePath;
use linli::schema::Schema;
use linli::schema::read::shared;
use linli::source::Source;

#[path = "../../src/markdown/tests/sound.rs"]
mod sound;

/// Bytes as the body of a page.
pub fn markdown(bytes: &[u8]) {
    sound::read(&source("zh/a.md", bytes), shared());
}

/// Bytes as a whole page: the first line is its folder (`cases`), the rest its text.
pub fn page(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (first, rest) = bytes.split_at(end.map_or(bytes.len(), |end| end + 1));
    let schema = shared();
    let folder = schema
        .kinds
        .iter()
        .map(|kind| kind.folder.as_str())
        .find(|folder| !folder.is_empty() && first.trim_ascii() == folder.as_bytes());
    let path = folder.map_or("zh/a.md".to_string(), |folder| format!("zh/{folder}/a.md"));
    let source = source(&path, rest);
    if let Some(text) = page_is_sound(&source, schema) {
        page_is_sound(&Source::from_text(source.path, &text), schema);
    }
}

/// Hands on the text with its corrections, where there are any.
fn page_is_sound(source: &Source, schema: &Schema) -> Option<String> {
    let chinese = Language {
        folder: "zh".into(),
        tag: "zh-Hans".into(),
        label: "中文".into(),
    };
    let texts = sound::itself(source);
    let (page, told) = page::parse(source, &[chinese], schema, &Shelf::new(&texts));
    sound::diagnostics_are_sound(&told, &|_| &source.text);
    if let Some(page) = page {
        sound::body_is_sound(&page.body);
    }
    sound::corrected(source, &told)
}

fn source(path: &str, bytes: &[u8]) -> Source {
    let path = SourcePath::new(path).expect("a plain path");
    Source::from_bytes(path.clone(), bytes)
        .unwrap_or_else(|| Source::from_text(path, &String::from_utf8_lossy(bytes)))
}
