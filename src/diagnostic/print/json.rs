//! Everything a program could want to know, as one JSON object. Its shape is described at
//! [`print`](super::print).

use serde_json::{Value, json};

use super::Counts;
use super::fix::fixed_lines;
use super::place::Files;
use crate::diagnostic::{Diagnostic, Patch, Place};
use crate::language::Words;

pub fn write(diagnostics: &[Diagnostic], files: &Files) -> String {
    let counts = Counts::of(diagnostics);
    let list: Vec<Value> = (diagnostics.iter())
        .map(|diagnostic| one(diagnostic, files))
        .collect();
    let all = json!({
        "version": 1,
        "diagnostics": list,
        "counts": {
            "error": counts.error,
            "incomplete": counts.incomplete,
            "warning": counts.warning,
            "gap": counts.gap,
            "fixable": counts.fixable,
        },
    });
    format!("{all:#}\n")
}

fn one(diagnostic: &Diagnostic, files: &Files) -> Value {
    let mut value = json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity.as_str(),
    });
    add(&mut value, place(diagnostic.place.as_ref(), files));
    let labels = diagnostic.labels.iter().map(|label| {
        let mut value = place(Some(&label.place), files);
        add(&mut value, json!({ "words": words(&label.words) }));
        value
    });
    let fixed = (diagnostic.patch.as_ref())
        .and_then(|patch| Some(fixed_lines(patch, files.lines(&patch.path)?)))
        .unwrap_or_default();
    let fixed = fixed
        .iter()
        .map(|change| json!({ "line": change.line, "old": change.old, "new": change.new }));
    add(
        &mut value,
        json!({
            "message": words(&diagnostic.message),
            "hint": diagnostic.hint.as_ref().map(words),
            "labels": labels.collect::<Vec<_>>(),
            "patch": diagnostic.patch.as_ref().map(|found| patch(found, files)),
            "fixed_lines": fixed.collect::<Vec<_>>(),
            "explain": format!("linli explain {}", diagnostic.code.as_str()),
        }),
    );
    value
}

fn place(place: Option<&Place>, files: &Files) -> Value {
    let points = place.and_then(|place| files.points(place));
    json!({
        "path": place.map(|place| files.shown(&place.path)),
        "line": points.map(|(start, _)| start.line),
        "column": points.map(|(start, _)| start.column),
        "end_line": points.map(|(_, end)| end.line),
        "end_column": points.map(|(_, end)| end.column),
        "offset": place.map(|place| place.span.start),
        "end_offset": place.map(|place| place.span.end),
    })
}

fn patch(patch: &Patch, files: &Files) -> Value {
    let edits = patch.edits.iter().map(|edit| {
        let span = Place::new(&patch.path, edit.start..edit.end);
        let mut value = place(Some(&span), files);
        if let Some(object) = value.as_object_mut() {
            object.shift_remove("path");
        }
        add(&mut value, json!({ "text": edit.text }));
        value
    });
    json!({
        "path": files.shown(&patch.path),
        "safe": patch.safe,
        "edits": edits.collect::<Vec<_>>(),
    })
}

fn words(words: &Words) -> Value {
    json!({ "zh": words.zh, "en": words.en })
}

fn add(value: &mut Value, more: Value) {
    if let (Some(object), Value::Object(more)) = (value.as_object_mut(), more) {
        object.extend(more);
    }
}
