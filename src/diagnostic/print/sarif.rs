//! SARIF 2.1.0: what code scanning and editors read. Rules are the codes' own docs, corrections
//! are `fixes`, and columns count UTF-16 code units, as editors do.

use serde_json::{Value, json};

use super::place::{Files, Point};
use crate::diagnostic::explain::doc;
use crate::diagnostic::{Code, Diagnostic, Patch, Place, Severity};
use crate::language::MessageLanguage;
use crate::path;

pub fn write(diagnostics: &[Diagnostic], files: &Files, language: MessageLanguage) -> String {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code, language)).collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| result(diagnostic, files, language))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "linli",
                "version": env!("CARGO_PKG_VERSION"),
                "language": match language {
                    // The format knows two-letter languages and countries, no scripts.
                    MessageLanguage::Zh => "zh",
                    MessageLanguage::En => "en",
                },
                "rules": rules,
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code, language: MessageLanguage) -> Value {
    let doc = doc(code, language);
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": doc.title },
        "fullDescription": { "text": doc.why },
        "help": { "text": doc.fix },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(diagnostic: &Diagnostic, files: &Files, language: MessageLanguage) -> Value {
    let index = Code::ALL.iter().position(|code| *code == diagnostic.code);
    let mut text = diagnostic.message.in_language(language).to_string();
    if let Some(hint) = &diagnostic.hint {
        text.push('\n');
        text.push_str(hint.in_language(language));
    }
    let mut value = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": index,
        "level": level(diagnostic.severity),
        "message": { "text": text },
    });
    // Code scanning refuses a whole file for one result without a place: what no file is to blame
    // for is said of the handbook's settings.
    value["locations"] = match &diagnostic.place {
        Some(place) => json!([location(place, files)]),
        None => {
            let uri = path::encode(&files.under("handbook.yaml"));
            json!([{ "physicalLocation": { "artifactLocation": { "uri": uri } } }])
        }
    };
    if !diagnostic.labels.is_empty() {
        let related = diagnostic.labels.iter().map(|label| {
            let mut location = location(&label.place, files);
            location["message"] = json!({ "text": label.words.in_language(language) });
            location
        });
        value["relatedLocations"] = related.collect();
    }
    // Without the text a deleted region has no lines, and a fix without them has no meaning.
    if let Some(patch) = &diagnostic.patch
        && files.lines(&patch.path).is_some()
    {
        value["fixes"] = json!([fix(patch, files)]);
    }
    value
}

fn location(place: &Place, files: &Files) -> Value {
    let mut physical = json!({ "artifactLocation": artifact(place, files) });
    if let Some((start, end)) = files.points(place) {
        physical["region"] = region(start, end);
    }
    json!({ "physicalLocation": physical })
}

fn artifact(place: &Place, files: &Files) -> Value {
    json!({ "uri": path::encode(&files.shown(&place.path)) })
}

fn region(start: Point, end: Point) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.utf16,
        "endLine": end.line,
        "endColumn": end.utf16,
    })
}

fn fix(patch: &Patch, files: &Files) -> Value {
    let replacements = patch.edits.iter().filter_map(|edit| {
        let place = Place::new(&patch.path, edit.start..edit.end);
        let (start, end) = files.points(&place)?;
        Some(json!({
            "deletedRegion": region(start, end),
            "insertedContent": { "text": edit.text },
        }))
    });
    json!({ "artifactChanges": [{
        "artifactLocation": artifact(&Place::start_of(&patch.path), files),
        "replacements": replacements.collect::<Vec<_>>(),
    }]})
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error | Severity::Incomplete => "error",
        Severity::Warning => "warning",
        Severity::Gap => "note",
    }
}
