//! What linli reads out of heads as people type them, and what it says.

mod hostile;
mod problems;
mod reads;
mod slips;

use super::*;
use crate::diagnostic::{Code, Severity};
use crate::path::SourcePath;
use crate::schema::read::shared;

fn source(text: &str) -> Source {
    Source::from_text(SourcePath::new("zh/x.md").unwrap(), text)
}

fn read_as(kind: &str, text: &str) -> (Option<Head>, usize, Vec<Diagnostic>) {
    read(&source(text), shared(), shared().kind(kind).unwrap())
}

/// Reads the lines as the head of a page of a kind, below a title.
fn head(kind: &str, lines: &str) -> (Head, Vec<Diagnostic>) {
    let (head, _, diagnostics) = read_as(kind, &page(lines));
    (head.expect("a head"), diagnostics)
}

fn page(lines: &str) -> String {
    format!("---\ntitle: 甲\n{lines}\n---\n正文\n")
}

/// The only diagnostic with its code and the text it points at.
fn only(kind: &str, lines: &str) -> (Code, String, Diagnostic) {
    let (_, diagnostics) = head(kind, lines);
    assert_eq!(diagnostics.len(), 1, "{lines}: {diagnostics:#?}");
    let one = diagnostics[0].clone();
    let span = one.place.clone().unwrap().span;
    (one.code, page(lines)[span].to_string(), one)
}

/// A text with a diagnostic's patch applied.
fn patched(text: &str, diagnostic: &Diagnostic) -> String {
    let mut text = text.to_string();
    for edit in diagnostic
        .patch
        .as_ref()
        .expect("a patch")
        .edits
        .iter()
        .rev()
    {
        text.replace_range(edit.start..edit.end, &edit.text);
    }
    text
}

/// A slip that is read, told once, and gone when its patch is applied.
fn slip(kind: &str, lines: &str, code: Code, field: &str, expected: &Value) {
    let (read, diagnostics) = head(kind, lines);
    assert_eq!(read.get(field), Some(expected), "{lines}: {diagnostics:#?}");
    let codes: Vec<_> = diagnostics.iter().map(|d| (d.code, d.severity)).collect();
    assert_eq!(codes, [(code, Severity::Warning)], "{lines}");
    assert!(diagnostics[0].patch.as_ref().unwrap().safe);
    let fixed = patched(&page(lines), &diagnostics[0]);
    let (head, _, left) = read_as(kind, &fixed);
    assert_eq!(left, [], "{fixed}");
    assert_eq!(head.unwrap().get(field), Some(expected), "{fixed}");
}

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

fn texts(items: &[&str]) -> Value {
    Value::List(items.iter().map(|item| text(item)).collect())
}

fn references(items: &[&str]) -> Value {
    let one = |item: &&str| Value::Reference(item.to_string());
    Value::List(items.iter().map(one).collect())
}

fn date(text: &str) -> Value {
    Value::Date(crate::date::parse_date(text).unwrap())
}
