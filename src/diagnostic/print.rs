//! Diagnostics for people and for machines: one list, five ways to write it down. Nothing is
//! decided here about what is wrong; nothing is read from a disk.

mod fix;
mod github;
mod html;
mod human;
mod json;
mod markdown;
mod place;
mod sarif;

use super::{Diagnostic, Severity};
use crate::language::MessageLanguage;
use crate::path::SourcePath;

pub use html::html;
pub use human::clean;

use place::Files;

/// How a list of diagnostics is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal: sentence, excerpt with carets, what to do, the corrected line.
    Human,
    /// One JSON object with everything; see [`print`] for its shape.
    Json,
    /// Workflow commands that a code host shows beside the changed lines.
    Github,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// A comment on a pull request, or the summary of a CI run.
    Markdown,
}

impl Format {
    /// Every format with the name it has on the command line.
    pub const ALL: [(&'static str, Format); 5] = [
        ("human", Format::Human),
        ("json", Format::Json),
        ("github", Format::Github),
        ("sarif", Format::Sarif),
        ("markdown", Format::Markdown),
    ];

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Format> {
        let named = Format::ALL.iter().find(|(known, _)| *known == name);
        named.map(|(_, format)| *format)
    }
}

/// Writes diagnostics in the order given. `texts` gives the text of a source, where it could be
/// read; `prefix` leads from where the reader stands to the handbook's folder (`content/`), and
/// stands before every path.
///
/// **JSON**: `{version: 1, diagnostics: […], counts: {error, incomplete, warning, gap, fixable}}`.
/// A diagnostic is `{code, severity, path, line, column, end_line, end_column, offset, end_offset,
/// message: {zh, en}, hint: {zh, en}, labels: [{path, line, …, words: {zh, en}}], patch: {path,
/// safe, edits: [{line, column, end_line, end_column, offset, end_offset, text}]}, fixed_lines:
/// [{line, old: […], new: […]}], explain}`. Lines and columns count from 1, columns in Unicode
/// characters; the end is the column after the last character. Offsets count bytes from 0 in the
/// text with line ends as `\n` and without byte order mark. What is not known is `null`. Very long
/// lines are cut to the part that changes, with `…` where something was left out.
///
/// **GitHub**: one workflow command a diagnostic, then the closing line. Columns as in JSON.
///
/// **SARIF**: columns in UTF-16 code units, as its `columnKind` says.
pub fn print<'a>(
    format: Format,
    diagnostics: &[Diagnostic],
    texts: &dyn Fn(&SourcePath) -> Option<&'a str>,
    prefix: &str,
    language: MessageLanguage,
    colour: bool,
) -> String {
    let files = Files::new(diagnostics, texts, prefix);
    match format {
        Format::Human => human::write(diagnostics, &files, language, colour),
        Format::Json => json::write(diagnostics, &files),
        Format::Github => github::write(diagnostics, &files, language),
        Format::Sarif => sarif::write(diagnostics, &files, language),
        Format::Markdown => markdown::write(diagnostics, &files, language),
    }
}

/// How many there are of each severity, and how many `linli fix` can correct.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub error: usize,
    pub incomplete: usize,
    pub warning: usize,
    pub gap: usize,
    pub fixable: usize,
}

impl Counts {
    pub fn of(diagnostics: &[Diagnostic]) -> Counts {
        let mut counts = Counts::default();
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => counts.error += 1,
                Severity::Incomplete => counts.incomplete += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Gap => counts.gap += 1,
            }
            counts.fixable += usize::from(diagnostic.is_fixable());
        }
        counts
    }
}

/// The last line: a count a person can act on.
pub fn closing(diagnostics: &[Diagnostic], language: MessageLanguage) -> String {
    let counts = Counts::of(diagnostics);
    match language {
        MessageLanguage::Zh => closing_zh(counts),
        MessageLanguage::En => closing_en(counts),
    }
}

fn closing_zh(counts: Counts) -> String {
    let parts = [
        ("要改", counts.error + counts.incomplete, "处"),
        ("提醒", counts.warning, "条"),
        ("待补", counts.gap, "项"),
    ];
    let parts: Vec<String> = (parts.iter().filter(|(_, count, _)| *count > 0))
        .map(|(word, count, unit)| format!("{word} {count} {unit}"))
        .collect();
    let total = diagnostics_counted(counts);
    let fixable = match counts.fixable {
        _ if total == 0 => return "没有问题。".to_string(),
        0 => String::new(),
        1 if total == 1 => "；“linli fix”可以改好".to_string(),
        all if all == total => "；“linli fix”可以全部改好".to_string(),
        some => format!("；其中 {some} 处“linli fix”可以改好"),
    };
    parts.join("，") + &fixable
}

fn closing_en(counts: Counts) -> String {
    let to_fix = counts.error + counts.incomplete;
    let mut parts = Vec::new();
    if to_fix > 0 {
        parts.push(format!("{to_fix} to fix"));
    }
    for (count, one, many) in [(counts.warning, "tip", "tips"), (counts.gap, "gap", "gaps")] {
        if count > 0 {
            parts.push(format!("{count} {}", if count == 1 { one } else { many }));
        }
    }
    let total = diagnostics_counted(counts);
    let fixable = match counts.fixable {
        _ if total == 0 => return "No problems.".to_string(),
        0 => String::new(),
        1 if total == 1 => "; `linli fix` can correct it".to_string(),
        all if all == total => "; `linli fix` can correct them all".to_string(),
        some => format!(", {some} of them `linli fix` can correct"),
    };
    parts.join(", ") + &fixable
}

fn diagnostics_counted(counts: Counts) -> usize {
    counts.error + counts.incomplete + counts.warning + counts.gap
}

/// What a severity is called.
fn severity_word(severity: Severity, language: MessageLanguage) -> &'static str {
    match (severity, language) {
        (Severity::Error, MessageLanguage::Zh) => "错误",
        (Severity::Incomplete, MessageLanguage::Zh) => "还差",
        (Severity::Warning, MessageLanguage::Zh) => "提醒",
        (Severity::Gap, MessageLanguage::Zh) => "待补",
        (Severity::Error, MessageLanguage::En) => "error",
        (Severity::Incomplete, MessageLanguage::En) => "incomplete",
        (Severity::Warning, MessageLanguage::En) => "warning",
        (Severity::Gap, MessageLanguage::En) => "gap",
    }
}

/// What stands before the advice.
fn fix_word(language: MessageLanguage) -> &'static str {
    match language {
        MessageLanguage::Zh => "改法：",
        MessageLanguage::En => "fix: ",
    }
}

/// The hint, and `linli fix` where that helps; empty where there is neither.
fn advice(diagnostic: &Diagnostic, language: MessageLanguage) -> String {
    let hint = diagnostic.hint.as_ref();
    let hint = hint.map_or("", |words| words.in_language(language));
    let command = match diagnostic.is_fixable() {
        true => fix_command(language),
        false => "",
    };
    format!("{hint}{command}").trim().to_string()
}

/// Said beside a correction that is safe to apply unasked.
fn fix_command(language: MessageLanguage) -> &'static str {
    match language {
        MessageLanguage::Zh => "　（“linli fix” 可以一次全部改好）",
        MessageLanguage::En => "   (`linli fix` corrects them all)",
    }
}

/// Said where a correction only takes lines away.
fn delete_words(count: usize, language: MessageLanguage) -> String {
    match (language, count) {
        (MessageLanguage::Zh, 1) => "删去这一行".to_string(),
        (MessageLanguage::Zh, count) => format!("删去这 {count} 行"),
        (MessageLanguage::En, 1) => "delete this line".to_string(),
        (MessageLanguage::En, count) => format!("delete these {count} lines"),
    }
}

#[cfg(test)]
mod tests;
