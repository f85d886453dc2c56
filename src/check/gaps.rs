//! What nobody has written yet. Gaps stop nothing: `linli status` lists them as invitations.

use super::Visit;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::handbook::{Article, Handbook, Status};
use crate::language::Words;
use crate::source;

/// Something nobody has written yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The article it is about; an index into [`Handbook::articles`].
    pub article: usize,
    /// The language it is about; an index into the handbook's languages.
    pub language: usize,
    pub diagnostic: Diagnostic,
}

/// Every gap, in the order of the articles.
pub fn find(handbook: &Handbook) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (at, article) in handbook.articles.iter().enumerate() {
        if handbook
            .reading(article, 0)
            .is_none_or(|version| version.status == Status::Archived)
        {
            continue;
        }
        let gap = |(language, diagnostic)| Gap {
            article: at,
            language,
            diagnostic,
        };
        let own = overdue(handbook, article).into_iter();
        let own = own.chain(alone(handbook, article));
        let own = own.map(|diagnostic| (article.origin, diagnostic));
        gaps.extend(
            translations(handbook, article)
                .into_iter()
                .chain(own)
                .map(gap),
        );
    }
    gaps
}

fn at(article: &Article) -> Place {
    Place::start_of(&article.original().page.source.path)
}

/// What is missing or old in other languages, with the language.
fn translations(handbook: &Handbook, article: &Article) -> Vec<(usize, Diagnostic)> {
    let original = article.original();
    let hash = text_hash(&original.page.source.text);
    let mut gaps = Vec::new();
    for (language, version) in article.versions.iter().enumerate() {
        let called = handbook.language(language).called();
        match version {
            None => {
                let words = Words::new(
                    format!("“{}”还没有{}版", original.title(), called.zh),
                    format!("“{}” has no {} version yet", original.title(), called.en),
                );
                let gap = Diagnostic::new(Code::MissingTranslation, at(article), words);
                gaps.push((language, gap));
            }
            Some(version) if language != article.origin => {
                let from = version.page.head.text("translated_from");
                if from.is_some_and(|from| !hash.starts_with(&from.to_lowercase())) {
                    let title = version.title();
                    let words = Words::new(
                        format!("原文改过了，“{title}”还是照以前的原文译的"),
                        format!("the original has changed since “{title}” was translated"),
                    );
                    let place = Place::start_of(&version.page.source.path);
                    let gap = Diagnostic::new(Code::OutdatedTranslation, place, words);
                    gaps.push((language, gap));
                }
            }
            Some(_) => {}
        }
    }
    gaps
}

/// The first 8 hex digits of the hash of a text without white space: what `translated_from` holds.
pub fn text_hash(text: &str) -> String {
    let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    format!("{:032x}", source::hash(letters.as_bytes()))[..8].to_string()
}

fn overdue(handbook: &Handbook, article: &Article) -> Option<Diagnostic> {
    let version = article.original();
    let page = Visit {
        handbook,
        article,
        version,
    };
    let due = review_due(&version.head)?;
    (due < handbook.settings.today).then(|| {
        Diagnostic::new(
            Code::OverdueReview,
            page.field("last_reviewed"),
            Words::new(
                format!("“{}”在 {due} 就该复查了", version.title()),
                format!("“{}” was due for review on {due}", version.title()),
            ),
        )
    })
}

/// The day by which a page asks to be looked at again.
pub fn review_due(head: &crate::front_matter::Head) -> Option<crate::date::Date> {
    let reviewed = head.get("last_reviewed")?.as_date()?;
    match head.get("review_in")? {
        crate::front_matter::Value::Period(period) => Some(period.after(reviewed)),
        _ => None,
    }
}

/// A page that lacks the partner its kind calls for.
fn alone(handbook: &Handbook, article: &Article) -> Option<Diagnostic> {
    if article.index {
        return None;
    }
    let referred = |kind: &str, fields: &[&str]| {
        article.referrers.iter().any(|edge| {
            handbook.articles[edge.from].kind == kind
                && (fields.is_empty() || fields.contains(&&*edge.field))
        })
    };
    let title = article.original().title();
    let (code, words) = match article.kind.as_str() {
        "problem" if !referred("countermeasure", &["addresses", "addresses.problem"]) => (
            Code::ProblemWithoutHelp,
            Words::new(
                format!("“{title}”还没有对应的办法"),
                format!("nothing yet says what helps with “{title}”"),
            ),
        ),
        "countermeasure" if !referred("case", &["applied", "applied.countermeasure"]) => (
            Code::HelpWithoutCase,
            Words::new(
                format!("“{title}”还没有用过它的案例"),
                format!("no case yet tells how “{title}” went"),
            ),
        ),
        "phase" if !referred("tool", &["phases"]) => (
            Code::PhaseWithoutTool,
            Words::new(
                format!("“{title}”还没有工具表单"),
                format!("“{title}” has no tools yet"),
            ),
        ),
        "role" if !referred("path", &["roles"]) => (
            Code::RoleWithoutPath,
            Words::new(
                format!("“{title}”还没有学习路线"),
                format!("“{title}” has no learning path yet"),
            ),
        ),
        _ => return None,
    };
    Some(Diagnostic::new(code, at(article), words))
}
