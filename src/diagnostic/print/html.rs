//! For the bar over the preview: a list whose every text is escaped, without style or script.

use super::fix::fixed_lines;
use super::place::Files;
use super::{advice, delete_words, fix_word, severity_word};
use crate::diagnostic::Diagnostic;
use crate::escape::html as escape;
use crate::language::MessageLanguage;
use crate::path::SourcePath;

/// A `<ul class="linli-problems">`, one `<li data-severity data-code>` a diagnostic: sentence,
/// place, advice, corrected lines. Empty for an empty list.
///
/// A place is a `<code data-at data-line data-column>`; `at` gives what `data-at` says of a source,
/// for a script that leads there. The list has the words for such a script to copy a place with.
pub fn html<'a>(
    diagnostics: &[Diagnostic],
    texts: &dyn Fn(&SourcePath) -> Option<&'a str>,
    prefix: &str,
    at: &dyn Fn(&SourcePath) -> String,
    language: MessageLanguage,
) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let files = Files::new(diagnostics, texts, prefix);
    let items = diagnostics
        .iter()
        .map(|diagnostic| item(diagnostic, &files, at, language));
    let (copy, copied) = match language {
        MessageLanguage::Zh => ("复制位置", "已复制"),
        MessageLanguage::En => ("Copy the place", "Copied"),
    };
    format!(
        "<ul class=\"linli-problems\" data-copy=\"{copy}\" data-copied=\"{copied}\">\n{}</ul>\n",
        items.collect::<String>()
    )
}

fn item(
    diagnostic: &Diagnostic,
    files: &Files,
    at: &dyn Fn(&SourcePath) -> String,
    language: MessageLanguage,
) -> String {
    let code = diagnostic.code.as_str();
    let mut out = format!(
        "<li data-severity=\"{}\" data-code=\"{code}\">\n<p><strong>{}</strong> {} <code>{code}</code></p>\n",
        diagnostic.severity.as_str(),
        severity_word(diagnostic.severity, language),
        escape(diagnostic.message.in_language(language)),
    );
    let place = diagnostic.place.iter().map(|place| (place, ""));
    let labels =
        (diagnostic.labels.iter()).map(|label| (&label.place, label.words.in_language(language)));
    for (place, words) in place.chain(labels) {
        let mut point = String::new();
        let mut leads = format!("data-at=\"{}\"", escape(&at(&place.path)));
        if let Some((start, _)) = files.points(place) {
            let (line, column) = (start.line, start.column);
            point = format!(":{line}:{column}");
            leads += &format!(" data-line=\"{line}\" data-column=\"{column}\"");
        }
        let path = escape(&files.shown(&place.path));
        let words = escape(words);
        let between = if words.is_empty() { "" } else { " " };
        out += &format!("<p><code {leads}>{path}{point}</code>{between}{words}</p>\n");
    }
    let fixed = (diagnostic.patch.as_ref())
        .and_then(|patch| Some(fixed_lines(patch, files.lines(&patch.path)?)))
        .unwrap_or_default();
    if diagnostic.hint.is_some() || !fixed.is_empty() {
        let deletions = (fixed.iter())
            .filter(|change| change.new.is_empty() && !change.old.is_empty())
            .map(|change| delete_words(change.old.len(), language));
        let words: Vec<String> = std::iter::once(advice(diagnostic, language))
            .chain(deletions)
            .filter(|words| !words.is_empty())
            .collect();
        let words = escape(&words.join(" "));
        out += &format!("<p>{}{words}</p>\n", fix_word(language));
    }
    let lines: Vec<String> = (fixed.iter())
        .flat_map(|change| &change.new)
        .map(|line| escape(line))
        .collect();
    if !lines.is_empty() {
        out += &format!("<pre>{}</pre>\n", lines.join("\n"));
    }
    out + "</li>\n"
}
