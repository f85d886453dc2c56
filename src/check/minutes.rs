//! A lesson's stated minutes against the sum of its timed blocks, and lessons without any.

use super::Visit;
use crate::diagnostic::{Code, Diagnostic};
use crate::handbook::schedule;
use crate::language::Words;

/// Breaks trainers commonly plan, in minutes: a difference of just that much is probably one forgotten.
const USUAL_BREAKS: [u32; 3] = [10, 15, 20];

pub fn check(page: &Visit) -> Option<Diagnostic> {
    if page.article.kind != "module" || page.article.index {
        return None;
    }
    let sum = schedule::timed_minutes(&page.version.page.body, &page.handbook.schema);
    let stated = schedule::stated_minutes(&page.version.head);
    // What a translation does not state itself is held against the original's parts.
    if !page.is_original() && schedule::stated_minutes(&page.version.page.head).is_none() {
        return unlike_original(page, sum?);
    }
    match (stated, sum) {
        (Some(stated), Some(sum)) if stated != sum => Some(differ(page, stated, sum)),
        (_, None) if page.is_original() => Some(untimed(page)),
        _ => None,
    }
}

fn differ(page: &Visit, stated: u32, sum: u32) -> Diagnostic {
    let gap = stated.abs_diff(sum);
    let (zh, en) = if sum < stated {
        ("少", "short")
    } else {
        ("多", "over")
    };
    let head = &page.version.page.head;
    let stated_in = ["minutes", "teaching", "exercises", "break"]
        .into_iter()
        .find(|name| head.get(name).is_some());
    let diagnostic = Diagnostic::new(
        Code::MinutesDiffer,
        page.field(stated_in.unwrap_or("minutes")),
        Words::new(
            format!("写的是 {stated} 分钟，各段加起来是 {sum} 分钟，{zh} {gap} 分钟"),
            format!("{stated} minutes are stated, the parts add up to {sum}: {gap} {en}"),
        ),
    );
    let hint = match sum < stated && USUAL_BREAKS.contains(&gap) {
        true => Words::new(
            format!("是不是漏了休息？补上“::: 休息（{gap} 分钟）”，或把时长改成 {sum}"),
            format!("is a break missing? Add `::: break {{minutes={gap}}}`, or write {sum}"),
        ),
        false => Words::new(
            format!("改各段的分钟数，或把时长改成 {sum}"),
            format!("change the parts' minutes, or write {sum}"),
        ),
    };
    diagnostic.with_hint(hint)
}

/// A translation whose parts take another time than the original's.
fn unlike_original(page: &Visit, sum: u32) -> Option<Diagnostic> {
    let schema = &page.handbook.schema;
    let original = schedule::timed_minutes(&page.article.original().page.body, schema)?;
    if original == sum {
        return None;
    }
    let timed = |name: &str| schema.block(name).is_some_and(|kind| kind.timed);
    let mut blocks = page.version.page.body.blocks();
    let (first, _) = blocks.find(|(_, block)| timed(&block.name))?;
    let place = page.version.page.body.opener(first);
    let words = Words::new(
        format!("译文各段加起来是 {sum} 分钟，原文是 {original} 分钟"),
        format!("the parts add up to {sum} minutes here and to {original} in the original"),
    );
    let hint = Words::new(
        "照原文改各段的分钟数",
        "give the parts the original's minutes",
    );
    Some(Diagnostic::new(Code::MinutesDiffer, place, words).with_hint(hint))
}

fn untimed(page: &Visit) -> Diagnostic {
    Diagnostic::new(
        Code::MissingRecommended,
        page.head(),
        Words::new(
            "这一课还没有写明时间的活动",
            "this lesson has no timed activities yet",
        ),
    )
    .with_hint(Words::new(
        "给每一段写上时间，比如“::: 活动 三句开场白（15 分钟，2 人一组）”",
        "give each part its time, as in `::: activity Three opening lines {minutes=15}`",
    ))
}
