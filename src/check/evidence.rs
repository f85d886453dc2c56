//! What a page rests on must be there: facts in `facts.yaml`, works in `sources.yaml`, and a page
//! or part that says “sourced” must say from what.

use super::Visit;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::front_matter::{MOST_PLACED, Step, Value};
use crate::language::Words;
use crate::likeness::nearest;
use crate::markdown::Body;
use crate::schema::Shape;

pub fn check(page: &Visit) -> Vec<Diagnostic> {
    let head = &page.version.page.head;
    let mut diagnostics = Vec::new();
    let mut told = 0;
    for (at, fact) in head.list("facts").iter().enumerate() {
        let place = || page.place(&[Step::Field("facts".into()), Step::Item(at)]);
        if told < MOST_PLACED {
            diagnostics.extend(fact.as_text().and_then(|id| unknown_fact(page, id, place)));
            told = diagnostics.len();
        }
    }
    told = 0;
    for (at, source) in head.list("sources").iter().enumerate() {
        let Some(id) = source.field("id").or(Some(source)).and_then(Value::as_text) else {
            continue;
        };
        let known = page.handbook.evidence.works.keys().map(String::as_str);
        let place = || page.place(&[Step::Field("sources".into()), Step::Item(at)]);
        if !page.handbook.evidence.works.contains_key(id) && told < MOST_PLACED {
            told += 1;
            diagnostics.push(unknown(
                Code::UnknownSource,
                id,
                known,
                place(),
                "sources.yaml",
            ));
        }
    }
    let whole = &page.version.head;
    let rests_on_nothing = whole.list("facts").is_empty() && whole.list("sources").is_empty();
    if whole.text("basis") == Some("sourced") && rests_on_nothing && page.is_original() {
        diagnostics.push(without_source(page.field("basis")));
    }
    diagnostics.extend(parts(page));
    diagnostics
}

/// `## Heading {basis=sourced facts=F22,F23}` and `::: evidence {…}`.
fn parts(page: &Visit) -> Vec<Diagnostic> {
    let body = &page.version.page.body;
    let headings = body
        .headings
        .iter()
        .map(|heading| (&heading.attributes, heading.node as usize));
    let blocks = body.blocks().map(|(at, block)| (&block.attributes, at));
    let mut diagnostics = Vec::new();
    for (attributes, node) in headings.chain(blocks) {
        let value = |name: &str| {
            attributes
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        let ids = list(value("facts").unwrap_or_default());
        for id in &ids {
            let place = || within(body, node, id);
            diagnostics.extend(unknown_fact(page, id, place));
        }
        let sources = list(value("sources").unwrap_or_default());
        for id in sources
            .iter()
            .filter(|id| !page.handbook.evidence.works.contains_key(**id))
        {
            let known = page.handbook.evidence.works.keys().map(String::as_str);
            let place = within(body, node, id);
            diagnostics.push(unknown(
                Code::UnknownSource,
                id,
                known,
                place,
                "sources.yaml",
            ));
        }
        if let Some(basis) = value("basis").filter(|basis| !is_basis(page, basis)) {
            diagnostics.push(unknown_basis(basis, within(body, node, basis)));
        }
        if value("basis") == Some("sourced") && ids.is_empty() && sources.is_empty() {
            diagnostics.push(without_source(within(body, node, "basis")));
        }
    }
    diagnostics
}

fn is_basis(page: &Visit, text: &str) -> bool {
    let field = page.handbook.kind_of(page.article).field("basis");
    match field.map(|field| &field.shape) {
        Some(Shape::Choice(choices)) => choices.iter().any(|choice| choice.name == text),
        _ => false,
    }
}

fn unknown_basis(text: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownValue,
        place,
        Words::new(
            format!("“依据”里没有“{text}”这个选项"),
            format!("`basis` has no value “{text}”"),
        ),
    )
    .with_hint(Words::new(
        "可以写：有出处、通用做法、政策背景、虚构示例、空白模板",
        "it may be: sourced, guidance, policy, illustrative, template",
    ))
}

/// The ids in an attribute: `F22,F23`, `F22 F23`, `F22、F23`.
pub fn list(text: &str) -> Vec<&str> {
    text.split([',', ' ', '，', '、'])
        .filter(|id| !id.is_empty())
        .collect()
}

/// Where a word stands in a heading or a block's opening line.
fn within(body: &Body, node: usize, word: &str) -> Place {
    let mut place = body.opener(node);
    let text = &body.source(node).text[place.span.clone()];
    if let Some(at) = text.rfind(word) {
        let start = place.span.start + at;
        place.span = start..start + word.len();
    }
    place
}

fn unknown_fact(page: &Visit, id: &str, place: impl Fn() -> Place) -> Option<Diagnostic> {
    let facts = &page.handbook.evidence.facts;
    let known = facts.keys().map(String::as_str);
    (!facts.contains_key(id)).then(|| unknown(Code::UnknownFact, id, known, place(), "facts.yaml"))
}

fn unknown<'a>(
    code: Code,
    id: &str,
    known: impl Iterator<Item = &'a str>,
    place: Place,
    file: &str,
) -> Diagnostic {
    let near = nearest(id, known);
    let diagnostic = Diagnostic::new(
        code,
        place,
        Words::new(
            format!("{file} 里没有“{id}”"),
            format!("`{file}` has no `{id}`"),
        ),
    );
    match near {
        Some(near) => diagnostic.with_hint(Words::new(
            format!("最接近的是“{near}”"),
            format!("the nearest is `{near}`"),
        )),
        None => diagnostic.with_hint(Words::new(
            format!("先把它写进 {file}"),
            format!("add it to `{file}` first"),
        )),
    }
}

fn without_source(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::BasisWithoutSource,
        place,
        Words::new(
            "写着“有出处”，却没写出处是什么",
            "this says it is sourced and does not say from what",
        ),
    )
    .with_hint(Words::new(
        "补上“事实编号”或“来源”；如果是通用做法，改成“依据: 通用做法”",
        "add `facts` or `sources`; if it is general guidance, write `basis: guidance`",
    ))
}
