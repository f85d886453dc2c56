//! Fields a page of its kind should have. A published page that lacks one it must have is
//! incomplete; one that would merely be better with it gets a reminder.

use super::Visit;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::front_matter::{self, Step};
use crate::handbook::Status;
use crate::handbook::privacy::{self, Consent};
use crate::language::Words;
use crate::schema::{Field, Needed};

/// Fields that a `:::` block of the same name may stand for.
const AS_BLOCKS: [&str; 4] = ["objectives", "questions", "keypoints", "materials"];

pub fn check(page: &Visit) -> Vec<Diagnostic> {
    let kind = page.handbook.kind_of(page.article);
    let mut diagnostics = Vec::new();
    if !page.article.index {
        for (field, _) in front_matter::missing(&page.version.head, kind) {
            let in_block = AS_BLOCKS.contains(&field.name.as_str()) && page.has_block(&field.name);
            // `privacy` has defaults of its own.
            let by_default = field.name == "privacy"
                && privacy::of(page.handbook, page.article, page.version).consent
                    != Consent::Unstated;
            if !in_block && !by_default {
                diagnostics.extend(missing(page, field));
            }
        }
    }
    let inside = front_matter::missing_in_records(&page.version.head, kind).into_iter();
    let always = inside.filter(|(_, _, needed)| *needed == Needed::Always);
    for (steps, field, _) in always.take(front_matter::MOST_PLACED) {
        diagnostics.extend(missing_inside(page, &steps, field));
    }
    for name in AS_BLOCKS {
        if page.version.page.head.get(name).is_some() && page.has_block(name) {
            diagnostics.push(twice(page, name));
        }
    }
    diagnostics
}

fn missing(page: &Visit, field: &Field) -> Option<Diagnostic> {
    let code = match field.needed {
        Needed::No | Needed::Always => return None,
        Needed::Recommended => Code::MissingRecommended,
        Needed::Published => Code::MissingField,
    };
    // What a translation inherits is missing in the original, and said there.
    if field.inherited && !page.is_original() {
        return None;
    }
    let (zh, en) = (field.label.get("zh"), &field.name);
    let message = match field.needed {
        Needed::Recommended => Words::new(
            format!("页头里最好写上“{zh}”"),
            format!("`{en}` would help in this front matter"),
        ),
        _ => Words::new(
            format!("页头里还差“{zh}”，发布的页面都要有"),
            format!("`{en}` is missing from this front matter; a published page needs it"),
        ),
    };
    let stops = code == Code::MissingField && page.version.status != Status::Draft;
    let (later_zh, later_en) = match stops {
        true => (
            "没写完时，先写“状态: 草稿”。",
            " While unfinished, write `status: draft`.",
        ),
        false => ("", ""),
    };
    let help = |language| field.help.get(language);
    Some(
        Diagnostic::new(code, page.head(), message).with_hint(Words::new(
            format!("{zh}：{}{later_zh}", help("zh")),
            format!("{en}: {}{later_en}", help("en")),
        )),
    )
}

/// A record that lacks what makes it one: an outcome without its indicator.
fn missing_inside(page: &Visit, steps: &[Step], field: &Field) -> Option<Diagnostic> {
    let (source, kind) = (
        &page.version.page.source,
        page.handbook.kind_of(page.article),
    );
    // What is stated and cannot be read is told as that.
    let stated = || front_matter::states(source, kind, steps, field);
    if (field.inherited && !page.is_original()) || stated() {
        return None;
    }
    let (zh, en) = (field.label.get("zh"), &field.name);
    let message = Words::new(
        format!("这一项还差“{zh}”"),
        format!("this item lacks its `{en}`"),
    );
    Some(
        Diagnostic::new(Code::MissingField, page.place(steps), message).with_hint(Words::new(
            format!("{zh}：{}", field.help.get("zh")),
            format!("{en}: {}", field.help.get("en")),
        )),
    )
}

fn twice(page: &Visit, name: &str) -> Diagnostic {
    let block = page
        .version
        .page
        .body
        .blocks()
        .find(|(_, block)| block.name == name);
    let diagnostic = Diagnostic::new(
        Code::FieldAndBlock,
        page.field(name),
        Words::new(
            format!("“{name}”在页头和正文里各写了一次"),
            format!("`{name}` is given twice, in the front matter and as a block"),
        ),
    )
    .with_severity(Severity::Warning)
    .with_hint(Words::new("留下一处", "keep one of them"));
    match block {
        Some((at, _)) => {
            let place = page.version.page.body.opener(at);
            diagnostic.with_label(place, Words::new("正文里的在这里", "the block is here"))
        }
        None => diagnostic,
    }
}
