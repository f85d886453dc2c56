//! What an editor should look at: rules over a whole handbook, one file each.

pub mod blocks;
pub mod consent;
pub mod evidence;
pub mod fields;
pub mod gaps;
pub mod minutes;
pub mod pictures;
pub mod summary;
pub mod unused;

use crate::diagnostic::{Diagnostic, Severity};
use crate::front_matter::{self, Step};
use crate::handbook::{Article, Handbook, Status, Version, schedule};

/// All rules; each mistake once, in the order of the articles.
pub fn run(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut diagnostics = schedule::check(handbook);
    for article in &handbook.articles {
        for version in article.versions.iter().flatten() {
            let mut found = Vec::new();
            let page = Visit {
                handbook,
                article,
                version,
            };
            found.extend(fields::check(&page));
            found.extend(summary::check(&page));
            found.extend(evidence::check(&page));
            found.extend(minutes::check(&page));
            found.extend(blocks::check(&page));
            found.extend(consent::check(&page));
            found.extend(pictures::check(&page));
            if version.status == Status::Draft {
                found.iter_mut().for_each(soften);
            }
            diagnostics.append(&mut found);
        }
    }
    diagnostics
}

/// A draft may be unfinished: what a published page must have is a reminder there.
fn soften(diagnostic: &mut Diagnostic) {
    if diagnostic.severity == Severity::Incomplete {
        diagnostic.severity = Severity::Warning;
    }
}

/// One version of one article, as the rules see it.
pub struct Visit<'a> {
    pub handbook: &'a Handbook,
    pub article: &'a Article,
    pub version: &'a Version,
}

impl Visit<'_> {
    /// The place of a value in this version's own head.
    pub fn place(&self, steps: &[Step]) -> crate::diagnostic::Place {
        front_matter::locate(&self.version.page.source, &self.version.page.head, steps)
    }

    /// The line that opens this version's head, for what is missing in it.
    pub fn head(&self) -> crate::diagnostic::Place {
        let source = &self.version.page.source;
        let start = front_matter::head_span(source).map_or(0, |head| head.start);
        let line = source.text[..start].trim_end().len();
        let from = source.text[..line].rfind('\n').map_or(0, |at| at + 1);
        crate::diagnostic::Place::new(&source.path, from..line)
    }

    /// The place of a field, or of the head where the field is not stated here.
    pub fn field(&self, name: &str) -> crate::diagnostic::Place {
        self.place(&[Step::Field(name.to_string())])
    }

    /// Whether this version gives the others their structure.
    pub fn is_original(&self) -> bool {
        self.version.page.address.language == self.article.origin
    }

    /// Whether the body has a block of that name.
    pub fn has_block(&self, name: &str) -> bool {
        self.version
            .page
            .body
            .blocks()
            .any(|(_, block)| block.name == name)
    }
}
