//! What a page's `privacy` allows: consent, its end, withdrawal. The only rule here is that a page
//! shows nobody who has not agreed to it, or no longer agrees.

use super::{Article, Handbook, Version};
use crate::date::Date;
use crate::front_matter::Value;

/// A page's privacy as stated or by default.
#[derive(Clone, Debug, PartialEq)]
pub struct Privacy {
    pub consent: Consent,
    pub valid_until: Option<Date>,
    pub withdrawn: bool,
    /// Whether consent has run out by the build's day.
    pub expired: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// One of the schema's words: written, verbal, group, public-record, not-needed.
    Given(String),
    /// The page needs one and states none.
    Unstated,
}

/// The privacy of a version. Where it states none: `not-needed` for invented and blank pages and for
/// kinds without the field, `public-record` for sourced ones, else unstated.
pub fn of(handbook: &Handbook, article: &Article, version: &Version) -> Privacy {
    let stated = version.head.get("privacy");
    let consent = stated
        .and_then(|privacy| privacy.field("consent"))
        .and_then(Value::as_text);
    let consent = match (consent, version.head.text("basis")) {
        (Some(word), _) => Consent::Given(word.to_string()),
        (None, Some("illustrative" | "template")) => Consent::Given("not-needed".into()),
        (None, Some("sourced")) => Consent::Given("public-record".into()),
        (None, _) if handbook.kind_of(article).field("privacy").is_none() => {
            Consent::Given("not-needed".into())
        }
        (None, _) => Consent::Unstated,
    };
    let today = handbook.settings.today;
    // Whoever takes back their consent takes it back in every language.
    let all = || article.versions.iter().flatten();
    Privacy {
        consent,
        valid_until: end_of_consent(version),
        withdrawn: all().any(|version| is_withdrawn(version, today)),
        expired: all().filter_map(end_of_consent).any(|day| day < today),
    }
}

fn end_of_consent(version: &Version) -> Option<Date> {
    version.head.get("privacy")?.field("valid_until")?.as_date()
}

/// `withdrawn` may be a plain yes or the day it happened.
fn is_withdrawn(version: &Version, today: Date) -> bool {
    let privacy = version.head.get("privacy");
    match privacy.and_then(|privacy| privacy.field("withdrawn")) {
        Some(Value::Flag(flag)) => *flag,
        Some(Value::Date(day)) => *day <= today,
        _ => false,
    }
}

impl Privacy {
    /// Whether the page's content may be shown at all.
    pub fn may_be_shown(&self) -> bool {
        !self.withdrawn && !self.expired
    }
}
