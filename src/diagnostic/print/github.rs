//! Workflow commands: a code host shows each beside the line it is about, on the changed files.

use super::fix::fixed_lines;
use super::place::Files;
use super::{advice, closing, delete_words, fix_word};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::MessageLanguage;

pub fn write(diagnostics: &[Diagnostic], files: &Files, language: MessageLanguage) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&command(diagnostic, files, language));
        out.push('\n');
    }
    out.push_str(&closing(diagnostics, language));
    out.push('\n');
    out
}

fn command(diagnostic: &Diagnostic, files: &Files, language: MessageLanguage) -> String {
    let name = match diagnostic.severity {
        Severity::Error | Severity::Incomplete => "error",
        Severity::Warning => "warning",
        Severity::Gap => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = &diagnostic.place {
        properties.push(format!("file={}", property(&files.shown(&place.path))));
        if let Some((start, end)) = files.points(place) {
            properties.push(format!("line={}", start.line));
            properties.push(format!("endLine={}", end.line));
            // Columns over several lines are refused.
            if start.line == end.line {
                properties.push(format!("col={}", start.column));
                properties.push(format!("endColumn={}", end.column));
            }
        }
    }
    properties.push(format!("title={}", property(diagnostic.code.as_str())));
    format!(
        "::{name} {}::{}",
        properties.join(","),
        data(&text(diagnostic, files, language))
    )
}

fn text(diagnostic: &Diagnostic, files: &Files, language: MessageLanguage) -> String {
    let mut text = diagnostic.message.in_language(language).to_string();
    for label in &diagnostic.labels {
        let at = (files.points(&label.place)).map_or(String::new(), |(start, _)| {
            format!(":{}:{}", start.line, start.column)
        });
        let path = files.shown(&label.place.path);
        text += &format!("\n{path}{at}   {}", label.words.in_language(language));
    }
    let fixed = (diagnostic.patch.as_ref())
        .and_then(|patch| Some(fixed_lines(patch, files.lines(&patch.path)?)))
        .unwrap_or_default();
    if diagnostic.hint.is_some() || !fixed.is_empty() {
        text += "\n";
        text += fix_word(language);
        text += &advice(diagnostic, language);
    }
    for change in &fixed {
        match change.new.is_empty() && !change.old.is_empty() {
            true => text += &format!("\n    {}", delete_words(change.old.len(), language)),
            false => {
                for line in &change.new {
                    text += &format!("\n    {line}");
                }
            }
        }
    }
    text
}

/// What stands after `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What stands after `=`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
