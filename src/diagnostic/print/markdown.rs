//! For a comment on a pull request or the summary of a CI run. What authors wrote is escaped: it
//! makes no markup, no link and calls nobody by name.

use super::fix::{FixedLines, fixed_lines};
use super::place::Files;
use super::{advice, closing, fix_word, severity_word};
use crate::diagnostic::Diagnostic;
use crate::language::MessageLanguage;

/// A code host takes 65,536 characters in one comment.
const MOST: usize = 60_000;

pub fn write(diagnostics: &[Diagnostic], files: &Files, language: MessageLanguage) -> String {
    let mut out = format!("### {}\n", closing(diagnostics, language));
    let mut length = out.chars().count();
    let mut file = None;
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        let mut text = String::new();
        let path = diagnostic.place.as_ref().map(|place| &place.path);
        if path != file || at == 0 {
            file = path;
            text += &path.map_or("\n".to_string(), |path| {
                format!("\n#### {}\n\n", code(&files.shown(path)))
            });
        }
        text += &item(diagnostic, files, language);
        length += text.chars().count();
        if length > MOST {
            let left = diagnostics.len() - at;
            out += &match language {
                MessageLanguage::Zh => format!("\n还有 {left} 条没有列出。\n"),
                MessageLanguage::En => format!("\n{left} more are not listed.\n"),
            };
            break;
        }
        out += &text;
    }
    out
}

fn item(diagnostic: &Diagnostic, files: &Files, language: MessageLanguage) -> String {
    let points = (diagnostic.place.as_ref()).and_then(|place| files.points(place));
    let colon = match language {
        MessageLanguage::Zh => "：",
        MessageLanguage::En => ": ",
    };
    let at = points.map_or(String::new(), |(start, _)| match language {
        MessageLanguage::Zh => format!("（第 {} 行第 {} 列）", start.line, start.column),
        MessageLanguage::En => format!(" (line {}, column {})", start.line, start.column),
    });
    let mut out = format!(
        "- **{}** `{}`{at}{colon}{}\n",
        severity_word(diagnostic.severity, language),
        diagnostic.code.as_str(),
        escape(diagnostic.message.in_language(language)),
    );
    for label in &diagnostic.labels {
        let at = (files.points(&label.place)).map_or(String::new(), |(start, _)| {
            format!(":{}:{}", start.line, start.column)
        });
        out += &format!(
            "  - {}{colon}{}\n",
            code(&(files.shown(&label.place.path) + &at)),
            escape(label.words.in_language(language)),
        );
    }
    let fixed = (diagnostic.patch.as_ref())
        .and_then(|patch| Some(fixed_lines(patch, files.lines(&patch.path)?)))
        .unwrap_or_default();
    if diagnostic.hint.is_some() || !fixed.is_empty() {
        let advice = escape(&advice(diagnostic, language));
        let advice = format!("{}{advice}", fix_word(language));
        out += &format!("\n  {}\n", advice.trim_end());
    }
    if !fixed.is_empty() {
        out += &difference(&fixed);
    }
    out
}

/// The change in a fence that is longer than any in it.
fn difference(fixed: &[FixedLines]) -> String {
    let lines = fixed.iter().flat_map(|change| {
        let old = change.old.iter().map(|line| format!("-{line}"));
        old.chain(change.new.iter().map(|line| format!("+{line}")))
    });
    let lines: Vec<String> = lines.collect();
    let longest = lines.iter().map(|line| longest_run(line)).max();
    let fence = "`".repeat((longest.unwrap_or_default() + 1).max(3));
    let mut out = format!("\n  {fence}diff\n");
    for line in lines {
        out += &format!("  {line}\n");
    }
    out + &format!("  {fence}\n")
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or_default()
}

fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text) + 1);
    let text = text.replace('\n', " ");
    match text.contains('`') {
        true => format!("{ticks} {text} {ticks}"),
        false => format!("{ticks}{text}{ticks}"),
    }
}

/// Text as text: nothing an author wrote becomes markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '*' | '_' | '[' | ']' | '#' | '~' | '|' | '!' | '`' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // An empty comment after the sign: nobody is called.
            '@' => out.push_str("@<!-- -->"),
            '\n' => out.push_str("  \n  "),
            c => out.push(c),
        }
    }
    out
}
