//! A YAML text as its author typed it: slips mended, mistakes named, and every value still to be
//! found in the file. Heads of pages and the handbook's own files are both read through this.

use std::ops::Range;

use super::mistakes;
use super::slips::{Mended, mend};
use crate::diagnostic::{Code, Diagnostic, Edit, Patch, Place, Severity};
use crate::language::Words;
use crate::source::Source;
use crate::yaml::{self, Key, Limits, Trouble, Yaml, YamlProblem};

/// How many mistakes are worked around before a text counts as unreadable.
const MOST_MISTAKES: usize = 8;

/// A text read.
pub struct Typed<'a> {
    source: &'a Source,
    /// The stretch of the source that was read.
    span: Range<usize>,
    mended: Mended,
    pub value: Yaml,
}

/// Reads a stretch of a source. `None` when it cannot be read; whatever was wrong is told.
pub fn read<'a>(
    source: &'a Source,
    span: Range<usize>,
    limits: Limits,
    known: &dyn Fn(&str) -> bool,
) -> (Option<Typed<'a>>, Vec<Diagnostic>) {
    let original = &source.text[span.clone()];
    let mut typed = Typed {
        source,
        span: span.clone(),
        mended: Mended::default(),
        value: Yaml::Null,
    };
    if original.len() > limits.bytes {
        let problem = YamlProblem {
            offset: 0,
            trouble: Trouble::TooLong,
        };
        typed.mended = Mended::apply(original, []);
        return (None, vec![typed.refused(&problem, limits)]);
    }
    typed.mended = mend(original, known);
    let mut diagnostics = typed.slips();
    let mut edits: Vec<_> = typed
        .mended
        .slips
        .iter()
        .flat_map(|slip| slip.edits.clone())
        .collect();
    let rounds = if original.len() > Limits::HEAD.bytes {
        2
    } else {
        MOST_MISTAKES
    };
    for _ in 0..rounds {
        match yaml::parse(&typed.mended.text, limits) {
            Ok(parsed) => {
                for (first, again) in parsed.duplicates {
                    diagnostics.push(typed.duplicate(first, again));
                }
                typed.value = parsed.value;
                return (Some(typed), diagnostics);
            }
            Err(problem) if problem.trouble == Trouble::Syntax => {
                let mistake = mistakes::find(&typed.mended.text, problem.offset, limits, known);
                let span = typed.place(mistake.span.clone());
                let mut diagnostic = Diagnostic::new(Code::YamlSyntax, span, mistake.message)
                    .with_hint(mistake.hint);
                let Some((range, new)) = mistake.fix else {
                    diagnostics.push(diagnostic);
                    return (None, diagnostics);
                };
                let place = typed.place(range.clone());
                // A cure that takes back an earlier one is none.
                if source.text[place.span.clone()] == new {
                    diagnostics.push(diagnostic);
                    return (None, diagnostics);
                }
                diagnostic = diagnostic.with_patch(place.span, new.clone(), false);
                diagnostics.push(diagnostic);
                // A line mended twice is quoted as it was first typed.
                let range = typed.mended.back(range);
                edits.retain(|(old, _)| old.end <= range.start || old.start >= range.end);
                edits.push((range, new));
                typed.mended = Mended::apply(original, edits.clone());
            }
            Err(problem) => {
                diagnostics.push(typed.refused(&problem, limits));
                return (None, diagnostics);
            }
        }
    }
    (None, diagnostics)
}

impl<'a> Typed<'a> {
    pub fn source(&self) -> &'a Source {
        self.source
    }

    /// Where a value stands; the nearest place around it where it cannot be found.
    pub fn place_of(&self, path: &[Key]) -> Place {
        let mut path = path;
        loop {
            if let Some(range) = yaml::value_range(&self.mended.text, path) {
                return self.place(range);
            }
            match path.split_last() {
                Some((_, parent)) => path = parent,
                None => return Place::new(&self.source.path, self.span.clone()),
            }
        }
    }

    /// Where a key stands in the mapping at a path.
    pub fn place_of_key(&self, path: &[Key], name: &str) -> Place {
        match yaml::key_range(&self.mended.text, path, name, 0) {
            Some(range) => self.place(range),
            None => self.place_of(path),
        }
    }

    /// A value as it was typed.
    pub fn spelling(&self, path: &[Key]) -> &'a str {
        &self.source.text[self.place_of(path).span]
    }

    fn place(&self, range: Range<usize>) -> Place {
        let range = self.mended.back(range);
        let start = self.span.start;
        Place::new(&self.source.path, start + range.start..start + range.end)
    }

    fn slips(&self) -> Vec<Diagnostic> {
        let start = self.span.start;
        let slips = &self.mended.slips;
        let told = slips.iter().enumerate().map(|(at, slip)| {
            let edits = slip.edits.iter().map(|(range, text)| Edit {
                start: start + range.start,
                end: start + range.end,
                text: text.clone(),
            });
            let first = &slip.edits[0].0;
            let span = start + first.start..start + first.end;
            let mut diagnostic = Diagnostic::new(
                slip.code,
                Place::new(&self.source.path, span.clone()),
                slip.message.clone(),
            )
            .with_severity(Severity::Warning);
            // Other slips of the same line are its neighbours.
            let near = &slips[at.saturating_sub(8)..slips.len().min(at + 9)];
            let all = near.iter().flat_map(|slip| &slip.edits);
            let all = all.map(|(range, text)| (start + range.start..start + range.end, text));
            let line = fixed_line(&self.source.text, span.start, all);
            diagnostic.hint = line.map(|line| Words::new(line.clone(), line));
            diagnostic.patch = Some(Patch {
                path: self.source.path.clone(),
                edits: edits.collect(),
                safe: true,
            });
            diagnostic
        });
        told.collect()
    }

    fn duplicate(&self, first: Range<usize>, again: Range<usize>) -> Diagnostic {
        let name = &self.mended.text[again.clone()];
        let message = Words::new(
            format!("“{name}”写了两遍"),
            format!("“{name}” is stated twice"),
        );
        Diagnostic::new(Code::DuplicateKey, self.place(again), message)
            .with_label(
                self.place(first),
                Words::new(
                    "第一遍在这里，现在用的是它",
                    "first stated here; this one counts",
                ),
            )
            .with_hint(Words::new(
                "留下一行，把另一行删掉",
                "keep one of the two lines",
            ))
    }

    fn refused(&self, problem: &YamlProblem, limits: Limits) -> Diagnostic {
        let at = problem.offset;
        let next = self.mended.text[at.min(self.mended.text.len())..]
            .chars()
            .next();
        let mut place = self.place(at..at + next.map_or(0, char::len_utf8));
        let kilobytes = limits.bytes / 1024;
        let (code, message, hint) = match problem.trouble {
            Trouble::TooLong => {
                place.span = self.span.start..self.span.start;
                (
                    Code::YamlLimit,
                    Words::new(
                        format!("这里太长了，最多 {kilobytes} KB"),
                        format!("this is too long; the most is {kilobytes} KB"),
                    ),
                    Words::new(
                        "把长的文字移到正文里",
                        "move long texts into the page's body",
                    ),
                )
            }
            Trouble::TooDeep => (
                Code::YamlLimit,
                Words::new(
                    format!("一层套一层，超过了 {} 层", limits.depth),
                    format!(
                        "lists and records inside each other go deeper than {}",
                        limits.depth
                    ),
                ),
                Words::new(
                    "看看括号是不是都关上了",
                    "look whether every bracket is closed",
                ),
            ),
            Trouble::TooMuch => (
                Code::YamlLimit,
                Words::new(
                    "用 * 引用的内容展开后太大了",
                    "what `*` repeats unfolds to far more than is written",
                ),
                Words::new("把内容直接写出来", "write the values out instead"),
            ),
            Trouble::OddKey => (
                Code::YamlSyntax,
                Words::new(
                    "冒号前面应该是一个名字，这里却是一组内容",
                    "a name belongs before the colon; here is a list or a record",
                ),
                Words::new(
                    "如果方括号是文字的一部分，请给整个值加上英文引号",
                    "if the brackets are part of the words, put the whole value in quotes",
                ),
            ),
            Trouble::BadMerge => (
                Code::YamlSyntax,
                Words::new("“<<”后面要接一组内容", "`<<` must be followed by a record"),
                Words::new("写成：<<: *名字", "write: <<: *name"),
            ),
            Trouble::SecondDocument | Trouble::Syntax => (
                Code::YamlSyntax,
                Words::new(
                    "中间多了一行 ---，后面的内容读不到",
                    "a line of `---` in the middle; what follows it is not read",
                ),
                Words::new("把这一行删掉", "delete that line"),
            ),
        };
        Diagnostic::new(code, place, message).with_hint(hint)
    }
}

/// The line around an offset with the edits in it made.
fn fixed_line<'e>(
    text: &str,
    at: usize,
    edits: impl Iterator<Item = (Range<usize>, &'e String)>,
) -> Option<String> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline);
    if end - start > 400 {
        return None;
    }
    let edits = edits
        .filter(|(range, _)| range.start >= start && range.end <= end)
        .map(|(range, new)| (range.start - start..range.end - start, new.clone()));
    Some(Mended::apply(&text[start..end], edits).text)
}
