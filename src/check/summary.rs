//! Summaries stand on cards and in search results: long enough to say something, short enough to
//! be read there.

use super::Visit;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::Words;

pub fn check(page: &Visit) -> Option<Diagnostic> {
    let summary = page.version.page.head.text("summary")?;
    let chinese = page
        .handbook
        .language(page.version.page.address.language)
        .is_chinese();
    let length = summary.chars().filter(|c| !c.is_whitespace()).count();
    let (least, most) = if chinese { (20, 120) } else { (40, 240) };
    if (least..=most).contains(&length) {
        return None;
    }
    let hint = match length < least {
        true => Words::new(
            "再说一句读者能从这页得到什么",
            "say what a reader gets from this page",
        ),
        false => Words::new(
            "留下最要紧的一两句",
            "keep the one or two sentences that matter most",
        ),
    };
    Some(
        Diagnostic::new(
            Code::SummaryLength,
            page.field("summary"),
            Words::new(
                format!("摘要有 {length} 个字，{least} 到 {most} 个字最好"),
                format!("the summary has {length} letters; {least} to {most} read best"),
            ),
        )
        .with_hint(hint),
    )
}
