//! For a terminal: the sentence, where, an excerpt with carets, then what to do and the whole
//! corrected lines. The excerpt is drawn by rustc's own renderer, which keeps carets right under
//! Han; the words around it are ours, because a plain sentence comes first.

use std::ops::Range;

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str,
};
use unicode_width::UnicodeWidthChar;

use super::fix::{FixedLines, fixed_lines};
use super::place::{Files, Lines, floor_boundary};
use super::{closing, delete_words, fix_command, fix_word, severity_word};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::language::MessageLanguage;

/// A line of more bytes is shown only around what is marked.
const LONG_LINE: usize = 240;
/// Columns shown of a long line before a mark's start, and from there on.
const BEFORE: usize = 30;
const AFTER: usize = 66;
/// A mark over more lines is shown by its first line.
const MOST_LINES: usize = 5;
/// Corrected lines shown before the rest is only counted.
const MOST_FIXED: usize = 12;

pub fn write(
    diagnostics: &[Diagnostic],
    files: &Files,
    language: MessageLanguage,
    colour: bool,
) -> String {
    let printer = Printer {
        files,
        language,
        colour,
    };
    let mut out = String::new();
    for diagnostic in diagnostics {
        printer.diagnostic(diagnostic, &mut out);
        out.push('\n');
    }
    out.push_str(&closing(diagnostics, language));
    out.push('\n');
    out
}

struct Printer<'a> {
    files: &'a Files<'a>,
    language: MessageLanguage,
    colour: bool,
}

/// Something to underline, with the word beside it.
struct Mark {
    span: Range<usize>,
    words: Option<String>,
    primary: bool,
}

impl Printer<'_> {
    fn diagnostic(&self, diagnostic: &Diagnostic, out: &mut String) {
        self.head(diagnostic, out);
        if let Some(place) = &diagnostic.place {
            self.places(diagnostic, place, out);
        } else {
            for label in &diagnostic.labels {
                let words = label.words.in_language(self.language);
                self.lone_label(&label.place, words, diagnostic.severity, out);
            }
        }
        self.advice(diagnostic, out);
    }

    /// `错误[unknown-page]：找不到……`
    fn head(&self, diagnostic: &Diagnostic, out: &mut String) {
        let word = severity_word(diagnostic.severity, self.language);
        let title = format!("{word}[{}]", diagnostic.code.as_str());
        out.push_str(&self.painted(&title, head_style(diagnostic.severity)));
        out.push_str(match self.language {
            MessageLanguage::Zh => "：",
            MessageLanguage::En => ": ",
        });
        let message = clean(diagnostic.message.in_language(self.language));
        out.push_str(&self.painted(&message, Style::new().effects(Effects::BOLD)));
        out.push('\n');
    }

    /// The place itself and all labels: those close by share its excerpt, others get their own.
    fn places(&self, diagnostic: &Diagnostic, place: &Place, out: &mut String) {
        let own = |label: &&crate::diagnostic::Label| label.place == *place;
        let own_words = (diagnostic.labels.iter().find(own))
            .map(|label| clean(label.words.in_language(self.language)));
        let whole_file = place.span == (0..0) && own_words.is_none();
        let lines = self.files.lines(&place.path);
        let Some(lines) = lines.filter(|lines| !whole_file && !lines.text.is_empty()) else {
            self.arrow(place, own_words.as_deref().unwrap_or_default(), out);
            for label in diagnostic.labels.iter().filter(|label| !own(label)) {
                let words = label.words.in_language(self.language);
                self.lone_label(&label.place, words, diagnostic.severity, out);
            }
            return;
        };
        self.arrow(place, "", out);
        let mut marks = vec![self.mark(lines, place, own_words, true)];
        let mut apart = Vec::new();
        for label in diagnostic.labels.iter().filter(|label| !own(label)) {
            if label.place.path == place.path && is_near(lines, &place.span, &label.place.span) {
                let words = clean(label.words.in_language(self.language));
                marks.push(self.mark(lines, &label.place, Some(words), false));
            } else {
                apart.push(label);
            }
        }
        out.push_str(&self.excerpt(lines, &marks, diagnostic.severity));
        for label in apart {
            let words = label.words.in_language(self.language);
            self.lone_label(&label.place, words, diagnostic.severity, out);
        }
    }

    fn lone_label(&self, place: &Place, words: &str, severity: Severity, out: &mut String) {
        let words = clean(words);
        match self.files.lines(&place.path) {
            Some(lines) if !lines.text.is_empty() && place.span != (0..0) => {
                self.arrow(place, "", out);
                let mark = self.mark(lines, place, Some(words), false);
                out.push_str(&self.excerpt(lines, &[mark], severity));
            }
            _ => self.arrow(place, &words, out),
        }
    }

    /// `  --> content/zh/x.md:2:3   words`
    fn arrow(&self, place: &Place, words: &str, out: &mut String) {
        let mut shown = clean(&self.files.shown(&place.path));
        if let Some((start, _)) = self.files.points(place) {
            shown += &format!(":{}:{}", start.line, start.column);
        }
        out.push_str("  ");
        out.push_str(&self.painted("-->", gutter_style()));
        out.push(' ');
        out.push_str(&shown);
        if !words.is_empty() {
            out.push_str("   ");
            out.push_str(words);
        }
        out.push('\n');
    }

    /// A mark that can be drawn: within the text, without the last newline, over few lines.
    fn mark(&self, lines: &Lines, place: &Place, words: Option<String>, primary: bool) -> Mark {
        let start = lines.boundary(place.span.start);
        let mut end = lines.boundary(place.span.end.max(start));
        if end > start && lines.text[start..end].ends_with('\n') && end - start > 1 {
            end -= 1;
        }
        let (first, last) = (lines.line_of(start), lines.line_of(end));
        let cut = last - first >= MOST_LINES
            || (last > first && (first..=last).any(|line| is_long(lines, line)));
        if !cut {
            return Mark {
                span: start..end,
                words,
                primary,
            };
        }
        let until = match self.language {
            MessageLanguage::Zh => format!("到第 {} 行", last + 1),
            MessageLanguage::En => format!("up to line {}", last + 1),
        };
        let between = match self.language {
            MessageLanguage::Zh => "；",
            MessageLanguage::En => "; ",
        };
        Mark {
            span: start..lines.end_of(first).max(start),
            words: Some(words.map_or(until.clone(), |words| words + between + &until)),
            primary,
        }
    }

    /// The marked lines with carets under the marks.
    fn excerpt(&self, lines: &Lines, marks: &[Mark], severity: Severity) -> String {
        let first = marks.iter().map(|mark| lines.line_of(mark.span.start));
        let last = marks.iter().map(|mark| lines.line_of(mark.span.end));
        let (Some(mut first), Some(last)) = (first.min(), last.max()) else {
            return String::new();
        };
        // At the end of a file there may be no line to show: then the one before it helps.
        let nothing_there = lines.start_of(first) == lines.text.len() && first > 0;
        if nothing_there {
            first -= 1;
        }
        let (source, marks) = window(lines, first..last + 1, marks);
        let annotations = marks.iter().map(|mark| {
            let kind = match mark.primary {
                true => AnnotationKind::Primary,
                false => AnnotationKind::Context,
            };
            annotation(kind, mark)
        });
        let snippet = Snippet::source(source.as_str())
            .line_start(first + 1)
            .fold(false)
            .annotations(annotations);
        let renderer = match self.colour {
            true => Renderer::styled(),
            false => Renderer::plain(),
        };
        let group = Group::with_level(level(severity)).element(snippet);
        let drawn = renderer.term_width(10_000).render(&[group]);
        drawn.trim_end_matches('\n').to_string() + "\n"
    }

    /// `  改法：…`, then the corrected lines.
    fn advice(&self, diagnostic: &Diagnostic, out: &mut String) {
        let hint = diagnostic.hint.as_ref();
        let hint = hint.map(|words| clean(words.in_language(self.language)));
        let patch = diagnostic.patch.as_ref();
        let fixed = patch
            .and_then(|patch| Some(fixed_lines(patch, self.files.lines(&patch.path)?)))
            .unwrap_or_default();
        let command = match diagnostic.is_fixable() {
            true => fix_command(self.language),
            false => "",
        };
        if hint.is_none() && fixed.is_empty() && command.is_empty() {
            return;
        }
        out.push_str("  ");
        let word = fix_word(self.language);
        out.push_str(&self.painted(word, Style::new().effects(Effects::BOLD)));
        let other_file = patch.filter(|patch| {
            (diagnostic.place.as_ref()).is_none_or(|place| place.path != patch.path)
        });
        let one_line = match &fixed[..] {
            _ if other_file.is_some() => None,
            [one] if one.new.len() == 1 => Some(self.added(one.new[0].trim())),
            [one] if one.new.is_empty() => Some(delete_words(one.old.len(), self.language)),
            _ => None,
        };
        match (hint, one_line) {
            (None, Some(line)) => {
                out.push_str(&line);
                out.push_str(command);
                out.push('\n');
            }
            (hint, _) => {
                let said = match &fixed[..] {
                    [one] if other_file.is_none() && one.new.len() == 1 => {
                        let line = clean(one.new[0].trim());
                        hint.as_ref().is_some_and(|hint| hint.ends_with(&line))
                    }
                    _ => false,
                };
                // Further lines of a hint stand under its first.
                let hint = hint.unwrap_or_default().replace('\n', "\n        ");
                out.push_str(&hint);
                out.push_str(match hint.is_empty() {
                    true => command.trim_start(),
                    false => command,
                });
                out.push('\n');
                if let Some(patch) = other_file {
                    out.push_str(&format!("        {}\n", self.files.shown(&patch.path)));
                }
                // A hint that ends with the corrected line has shown it.
                if !said {
                    self.fixed(&fixed, out);
                }
            }
        }
    }

    fn fixed(&self, fixed: &[FixedLines], out: &mut String) {
        let mut left = MOST_FIXED;
        let mut unshown = 0;
        for change in fixed {
            if change.new.is_empty() && !change.old.is_empty() && left > 0 {
                let words = delete_words(change.old.len(), self.language);
                out.push_str(&format!("        {words}\n"));
                left -= 1;
                continue;
            }
            for line in &change.new {
                if left == 0 {
                    unshown += 1;
                    continue;
                }
                out.push_str(&format!("        {}\n", self.added(line)));
                left -= 1;
            }
        }
        if unshown > 0 {
            out.push_str(&match self.language {
                MessageLanguage::Zh => format!("        ……还有 {unshown} 行\n"),
                MessageLanguage::En => format!("        … and {unshown} more\n"),
            });
        }
    }

    fn added(&self, line: &str) -> String {
        self.painted(&clean(line), AnsiColor::Green.on_default())
    }

    fn painted(&self, text: &str, style: Style) -> String {
        match self.colour {
            true => format!("{style}{text}{style:#}"),
            false => text.to_string(),
        }
    }
}

fn annotation<'a>(kind: AnnotationKind, mark: &'a Mark) -> Annotation<'a> {
    kind.span(mark.span.clone()).label(mark.words.as_deref())
}

/// The lines as they are shown, and the marks in them. Long lines are cut around the first mark
/// in them.
fn window(lines: &Lines, range: Range<usize>, marks: &[Mark]) -> (String, Vec<Mark>) {
    let mut source = String::new();
    let mut shown: Vec<Mark> = Vec::new();
    // For each line: where its shown part starts and ends in the text, and in the window.
    let mut parts: Vec<(Range<usize>, usize)> = Vec::new();
    for line in range {
        let whole = lines.start_of(line)..lines.end_of(line);
        let part = match marks
            .iter()
            .find(|mark| lines.line_of(mark.span.start) == line)
        {
            Some(mark) if is_long(lines, line) => cut(lines.text, whole.clone(), mark.span.start),
            None if is_long(lines, line) => cut(lines.text, whole.clone(), whole.start),
            _ => whole.clone(),
        };
        if !parts.is_empty() {
            source.push('\n');
        }
        if part.start > whole.start {
            source.push_str("...");
        }
        parts.push((part.clone(), source.len()));
        source.extend(lines.text[part.clone()].chars().map(same_size_harmless));
        if part.end < whole.end {
            source.push_str("...");
        }
    }
    for mark in marks {
        let place = |offset: usize| {
            let part = parts.iter().rev().find(|(part, _)| part.start <= offset);
            part.map_or(0, |(part, at)| at + offset.min(part.end) - part.start)
        };
        let (start, end) = (place(mark.span.start), place(mark.span.end));
        shown.push(Mark {
            span: start..end.max(start),
            words: mark.words.clone(),
            primary: mark.primary,
        });
    }
    (source, shown)
}

/// The part of a long line around an offset.
fn cut(text: &str, whole: Range<usize>, around: usize) -> Range<usize> {
    let (mut start, mut width) = (around, 0);
    for c in text[whole.start..around].chars().rev() {
        width += c.width().unwrap_or(1);
        if width > BEFORE {
            break;
        }
        start -= c.len_utf8();
    }
    let (mut end, mut width) = (around, 0);
    for c in text[around..whole.end].chars() {
        width += c.width().unwrap_or(1);
        // Marks without width cannot make a line endless either.
        if width > AFTER || end - around > 8 * AFTER {
            break;
        }
        end += c.len_utf8();
    }
    floor_boundary(text, start.max(around.saturating_sub(8 * BEFORE)))..end
}

fn is_long(lines: &Lines, line: usize) -> bool {
    lines.end_of(line) - lines.start_of(line) > LONG_LINE
}

/// Whether a label can stand in the same excerpt.
fn is_near(lines: &Lines, primary: &Range<usize>, label: &Range<usize>) -> bool {
    let ends = [primary.start, primary.end, label.start, label.end];
    let line = |offset: usize| lines.line_of(lines.boundary(offset));
    let from = ends.map(line).into_iter().min().unwrap_or_default();
    let to = ends.map(line).into_iter().max().unwrap_or_default();
    to - from < MOST_LINES && (from..=to).all(|line| !is_long(lines, line))
}

/// The renderer shows the old control characters as pictures but lets the newer ones through,
/// which some terminals obey. The sign put in their place has their length, so offsets stay true.
fn same_size_harmless(c: char) -> char {
    match c {
        '\u{80}'..='\u{9F}' => '\u{BF}',
        c => c,
    }
}

/// A text from a handbook that cannot move the cursor or colour the terminal.
pub fn clean(text: &str) -> String {
    let text: String = text.chars().map(same_size_harmless).collect();
    normalize_untrusted_str(&text)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Incomplete => Level::WARNING,
        Severity::Warning => Level::INFO,
        Severity::Gap => Level::NOTE,
    }
}

fn head_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Incomplete => AnsiColor::Yellow,
        Severity::Warning => AnsiColor::BrightBlue,
        Severity::Gap => AnsiColor::BrightGreen,
    };
    colour.on_default().effects(Effects::BOLD)
}

fn gutter_style() -> Style {
    AnsiColor::BrightBlue.on_default().effects(Effects::BOLD)
}
