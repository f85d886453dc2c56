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
    let valid_until = stated
        .and_then(|privacy| privacy.field("valid_until"))
        .and_then(Value::as_date);
    let withdrawn = stated.and_then(|privacy| privacy.field("withdrawn"));
    // `withdrawn` may be a plain yes or the day it happened.
    let withdrawn = match withdrawn {
        Some(Value::Flag(flag)) => *flag,
        Some(Value::Date(day)) => *day <= handbook.settings.today,
        _ => false,
    };
    let expired = valid_until.is_some_and(|day| day < handbook.settings.today);
    Privacy {
        consent,
        valid_until,
        withdrawn,
        expired,
    }
}

impl Privacy {
    /// Whether the page's content may be shown at all.
    pub fn may_be_shown(&self) -> bool {
        !self.withdrawn && !self.expired
    }
}
