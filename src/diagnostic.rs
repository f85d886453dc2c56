//! What linli says about a handbook, as data: what is wrong, exactly where, and what to do.
//! How it looks on a terminal or in a log is `diagnostic::print`'s business.

pub mod code;
pub mod explain;
pub mod print;

use std::ops::Range;

pub use code::Code;

use crate::language::Words;
use crate::path::SourcePath;

/// What a problem means for the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site would be wrong: stops a build, never the preview.
    Error,
    /// A published page lacks a field its kind must have: stops a build; the preview marks the page.
    Incomplete,
    /// An author should look.
    Warning,
    /// Something nobody has written yet; only `linli status` and the coverage page show it.
    Gap,
}

/// A stretch of a source's text, in bytes of [`crate::source::Source::text`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub path: SourcePath,
    pub span: Range<usize>,
}

/// A further place with a word on why it matters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    pub place: Place,
    pub words: Words,
}

/// A correction: texts to put in place of stretches of one file. Edits are in order and do not
/// overlap.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Patch {
    pub path: SourcePath,
    pub edits: Vec<Edit>,
    /// Whether `linli fix` may apply it without asking: the meaning cannot change.
    pub safe: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edit {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// One problem. Build it with [`Diagnostic::new`] and the `with_` methods.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// Where; `None` only when no file is to blame.
    pub place: Option<Place>,
    pub message: Words,
    pub labels: Vec<Label>,
    /// What to do.
    pub hint: Option<Words>,
    pub patch: Option<Patch>,
}

impl Place {
    pub fn new(path: &SourcePath, span: Range<usize>) -> Place {
        Place {
            path: path.clone(),
            span,
        }
    }

    /// The very start of a file, for what is wrong with the file as a whole.
    pub fn start_of(path: &SourcePath) -> Place {
        Place::new(path, 0..0)
    }
}

impl Diagnostic {
    pub fn new(code: Code, place: impl Into<Option<Place>>, message: Words) -> Diagnostic {
        let severity = code.severity();
        Diagnostic {
            code,
            severity,
            place: place.into(),
            message,
            labels: Vec::new(),
            hint: None,
            patch: None,
        }
    }

    pub fn with_hint(mut self, hint: Words) -> Diagnostic {
        self.hint = Some(hint);
        self
    }

    pub fn with_label(mut self, place: Place, words: Words) -> Diagnostic {
        self.labels.push(Label { place, words });
        self
    }

    /// Adds a correction of one stretch of the file the diagnostic is about.
    pub fn with_patch(
        mut self,
        span: Range<usize>,
        text: impl Into<String>,
        safe: bool,
    ) -> Diagnostic {
        if let Some(place) = &self.place {
            let edit = Edit {
                start: span.start,
                end: span.end,
                text: text.into(),
            };
            self.patch = Some(Patch {
                path: place.path.clone(),
                edits: vec![edit],
                safe,
            });
        }
        self
    }

    pub fn with_severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// Whether a build must stop for it.
    pub fn stops_build(&self) -> bool {
        self.severity <= Severity::Incomplete
    }

    /// Whether `linli fix` may correct it without asking.
    pub fn is_fixable(&self) -> bool {
        self.patch.as_ref().is_some_and(|patch| patch.safe)
    }
}

impl Severity {
    /// Its English name, for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Incomplete => "incomplete",
            Severity::Warning => "warning",
            Severity::Gap => "gap",
        }
    }
}

impl Patch {
    /// Whether every edit lies in the text, on character boundaries, in order, without overlap.
    pub fn fits(&self, text: &str) -> bool {
        let mut at = 0;
        self.edits.iter().all(|edit| {
            let in_order = at <= edit.start && edit.start <= edit.end && edit.end <= text.len();
            at = edit.end;
            in_order && text.is_char_boundary(edit.start) && text.is_char_boundary(edit.end)
        })
    }

    /// The corrected text; `None` when the patch was made for another text.
    pub fn apply(&self, text: &str) -> Option<String> {
        if !self.fits(text) {
            return None;
        }
        let mut corrected = String::with_capacity(text.len());
        let mut at = 0;
        for edit in &self.edits {
            corrected.push_str(&text[at..edit.start]);
            corrected.push_str(&edit.text);
            at = edit.end;
        }
        corrected.push_str(&text[at..]);
        Some(corrected)
    }
}

/// Sorts by place, then severity and code, and drops repeats: the same handbook gives the same list.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let place = |d: &Diagnostic| {
            d.place
                .as_ref()
                .map(|p| (p.path.clone(), p.span.start, p.span.end))
        };
        let key = |d: &Diagnostic| (place(d), d.severity, d.code.as_str(), d.message.clone());
        key(a).cmp(&key(b))
    });
    diagnostics.dedup();
}

/// 1-based line and column (in characters) of a byte offset.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}
