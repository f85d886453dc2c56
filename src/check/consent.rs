//! Consent: a real case that shows people needs one that still holds; a page whose consent has
//! ended or was withdrawn is taken down in the same build.

use super::Visit;
use crate::diagnostic::{Code, Diagnostic};
use crate::front_matter::Step;
use crate::handbook::privacy::{self, Consent, Privacy};
use crate::language::Words;
use crate::schema::Needed;

/// Blocks that let a person speak.
const VOICES: [&str; 2] = ["quote", "testimonial"];

pub fn check(page: &Visit) -> Vec<Diagnostic> {
    let privacy = privacy::of(page.handbook, page.article, page.version);
    let mut diagnostics = Vec::new();
    if !privacy.may_be_shown() && page.is_original() {
        diagnostics.push(ended(page, &privacy));
    }
    let has_field = page
        .handbook
        .kind_of(page.article)
        .field("privacy")
        .is_some();
    if has_field && privacy.may_be_shown() && shows_people(page) {
        diagnostics.extend(unbacked(page, &privacy));
    }
    diagnostics
}

fn ended(page: &Visit, privacy: &Privacy) -> Diagnostic {
    let message = match privacy.withdrawn {
        true => Words::new(
            "当事人已经撤回同意，这一页只留一句说明",
            "consent was withdrawn; only a short notice stays at this address",
        ),
        false => Words::new(
            "同意书已经过期，这一页只留一句说明",
            "consent has run out; only a short notice stays at this address",
        ),
    };
    Diagnostic::new(Code::ConsentEnded, page.field("privacy"), message).with_hint(Words::new(
        "征得新的同意后，改“隐私与同意”里的“有效期至”；不再需要就删掉这一页",
        "once there is new consent, change the date in `privacy`; if the page is no longer needed, delete it",
    ))
}

fn shows_people(page: &Visit) -> bool {
    let body = &page.version.page.body;
    let invented = matches!(
        page.version.head.text("basis"),
        Some("illustrative" | "template")
    );
    let voices = body
        .blocks()
        .any(|(_, block)| VOICES.contains(&block.name.as_str()));
    !invented
        && (voices
            || body.links.iter().any(|link| link.picture)
            || page.version.head.get("image").is_some())
}

/// A picture or a voice with no consent, or consent with no end, behind it.
fn unbacked(page: &Visit, privacy: &Privacy) -> Option<Diagnostic> {
    let field = page.handbook.kind_of(page.article).field("privacy");
    let given = match &privacy.consent {
        Consent::Given(word) => word.as_str(),
        // Said by the rule about missing fields already.
        Consent::Unstated if field.is_some_and(|field| field.needed != Needed::No) => return None,
        Consent::Unstated => "",
    };
    let agreed = matches!(given, "written" | "verbal" | "group");
    if agreed && privacy.valid_until.is_some() || given == "not-needed" || !page.is_original() {
        return None;
    }
    let place = match page.version.page.head.get("privacy") {
        Some(_) => page.place(&[Step::Field("privacy".into())]),
        None => page.head(),
    };
    Some(
        Diagnostic::new(
            Code::MissingField,
            place,
            Words::new(
                "这一页有照片或当事人的话，还差同意书和它的有效期",
                "this page shows a picture or somebody's words and needs their consent and its end",
            ),
        )
        .with_hint(Words::new(
            "在“隐私与同意”里写“同意方式”和“有效期至”；没有人出现，就写“隐私与同意: 不需要”",
            "state `consent` and `valid_until` in `privacy`; where nobody is shown, write `consent: not-needed`",
        )),
    )
}
