//! References between pages: which article each reaches, and what is wrong with those that reach
//! none, the wrong one, a draft, or themselves in a circle.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::names::{Found, nearest};
use super::{Article, Edge, Handbook, Status, Version};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::front_matter::{self, MOST_PLACED, Stated, Step, Value};
use crate::language::Words;
use crate::schema::{Field, Shape};

/// Looking for the nearest name costs a walk over all pages: only the first so many get a guess.
const GUESSES: usize = 200;

/// Every reference of every article, each once, and what is wrong with the others.
pub fn resolve(handbook: &Handbook) -> (Vec<Edge>, Vec<Diagnostic>) {
    let mut edges = Vec::new();
    let mut diagnostics = Vec::new();
    let mut guesses = 0;
    let mut names = Spelled::default();
    for (from, article) in handbook.articles.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for (language, version) in versions_to_read(article) {
            let kind = handbook.kind_of(article);
            // A translation's own statements are read for their mistakes; inherited ones were read already.
            let stated = if language == article.origin {
                &version.head
            } else {
                &version.page.head
            };
            let mut told = 0;
            for reference in collect(&kind.fields, &stated.fields) {
                let found = handbook.names.resolve(
                    &reference.text,
                    reference.kinds,
                    language,
                    &handbook.articles,
                );
                if let Found::One(to) = found {
                    if told < MOST_PLACED {
                        let draft = to_draft(handbook, version, &reference, to);
                        told += usize::from(draft.is_some());
                        diagnostics.extend(draft);
                    }
                    if seen.insert((to, reference.path.clone())) {
                        let field = names.one(&reference.path);
                        let mirror = reference.mirror.as_deref().map(|name| names.one(name));
                        edges.push(Edge {
                            from,
                            to,
                            field,
                            mirror,
                        });
                    }
                    continue;
                }
                if found == Found::Nothing && handbook.is_unreadable(&reference.text) {
                    continue;
                }
                told += 1;
                if told > MOST_PLACED {
                    continue;
                }
                guesses += 1;
                let guess = (guesses <= GUESSES)
                    .then(|| {
                        nearest(
                            &reference.text,
                            reference.kinds,
                            language,
                            &handbook.articles,
                        )
                    })
                    .flatten();
                diagnostics.push(unresolved(
                    handbook,
                    version,
                    &reference,
                    found,
                    guess.map(|(_, name)| name),
                ));
            }
        }
    }
    (edges, diagnostics)
}

/// The few names that tens of thousands of references have, each kept once.
#[derive(Default)]
struct Spelled(BTreeSet<Arc<str>>);

impl Spelled {
    fn one(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        self.0.insert(name.clone());
        name
    }
}

/// The origin first, so that its order of references counts.
fn versions_to_read(article: &Article) -> impl Iterator<Item = (usize, &Version)> {
    let others = (0..article.versions.len()).filter(|&language| language != article.origin);
    std::iter::once(article.origin)
        .chain(others)
        .filter_map(|language| article.version(language).map(|version| (language, version)))
}

/// One reference as written.
struct Reference<'a> {
    text: String,
    kinds: &'a [String],
    /// `tasks.role`.
    path: String,
    mirror: Option<String>,
    steps: Vec<Step>,
}

fn collect<'a>(schema: &'a [Field], stated: &[Stated]) -> Vec<Reference<'a>> {
    let mut found = Vec::new();
    collect_fields(schema, stated, "", &mut Vec::new(), &mut found);
    found
}

/// Goes no deeper than the schema's own nesting of records.
fn collect_fields<'a>(
    schema: &'a [Field],
    stated: &[Stated],
    around: &str,
    steps: &mut Vec<Step>,
    found: &mut Vec<Reference<'a>>,
) {
    for field in schema {
        let Some(value) = stated.iter().find(|stated| stated.name == field.name) else {
            continue;
        };
        let path = if around.is_empty() {
            field.name.clone()
        } else {
            format!("{around}.{}", field.name)
        };
        steps.push(Step::Field(field.name.clone()));
        collect_value(field, &field.shape, &value.value, &path, steps, found);
        steps.pop();
    }
}

fn collect_value<'a>(
    field: &'a Field,
    shape: &'a Shape,
    value: &Value,
    path: &str,
    steps: &mut Vec<Step>,
    found: &mut Vec<Reference<'a>>,
) {
    match (shape, value) {
        (Shape::Reference(kinds), Value::Reference(text)) => found.push(Reference {
            text: text.clone(),
            kinds,
            path: path.to_string(),
            mirror: field.mirror.as_ref().map(|mirror| mirror.name.clone()),
            steps: steps.clone(),
        }),
        (Shape::List(item), Value::List(items)) => {
            for (at, value) in items.iter().enumerate() {
                steps.push(Step::Item(at));
                collect_value(field, item, value, path, steps, found);
                steps.pop();
            }
        }
        (Shape::Record { fields, .. }, Value::Record(stated)) => {
            collect_fields(fields, stated, path, steps, found)
        }
        _ => {}
    }
}

fn place(version: &Version, reference: &Reference) -> Place {
    front_matter::locate(&version.page.source, &version.page.head, &reference.steps)
}

fn kinds_in_words(handbook: &Handbook, kinds: &[String], language: &str) -> String {
    let labels: Vec<String> = kinds
        .iter()
        .filter_map(|kind| handbook.schema.kind(kind))
        .map(|kind| kind.label.get(language).to_lowercase())
        .collect();
    match (labels.is_empty(), language) {
        (true, "zh") => "页面".into(),
        (true, _) => "page".into(),
        (false, "zh") => labels.join("或"),
        (false, _) => labels.join(" or "),
    }
}

fn unresolved(
    handbook: &Handbook,
    version: &Version,
    reference: &Reference,
    found: Found,
    guess: Option<&str>,
) -> Diagnostic {
    let place = place(version, reference);
    let text = &reference.text;
    let (zh, en) = (
        kinds_in_words(handbook, reference.kinds, "zh"),
        kinds_in_words(handbook, reference.kinds, "en"),
    );
    match found {
        Found::WrongKind(at) => {
            let other = &handbook.articles[at];
            let kind = handbook.kind_of(other);
            Diagnostic::new(
                Code::WrongKind,
                place,
                Words::new(
                    format!("“{text}”是{}，这里要写{zh}", kind.label.get("zh")),
                    format!(
                        "“{text}” is a {}; this field takes a {en}",
                        kind.label.get("en").to_lowercase()
                    ),
                ),
            )
            .with_label(
                Place::start_of(&other.original().page.source.path),
                Words::new("它在这里", "it stands here"),
            )
        }
        Found::Many(all) => {
            let written: Vec<String> = all
                .iter()
                .map(|&at| {
                    format!(
                        "{}/{}",
                        handbook.articles[at].kind, handbook.articles[at].id
                    )
                })
                .collect();
            Diagnostic::new(
                Code::AmbiguousReference,
                place,
                Words::new(
                    format!("叫“{text}”的不止一个"),
                    format!("more than one page is called “{text}”"),
                ),
            )
            .with_hint(Words::new(
                format!("写明是哪一个：{}", written.join("、")),
                format!("say which one: {}", written.join(", ")),
            ))
        }
        Found::Nothing | Found::One(_) => {
            let message = Words::new(
                format!("找不到{zh}“{text}”"),
                format!("no {en} is called “{text}”"),
            );
            let span = place.span.clone();
            let diagnostic = Diagnostic::new(Code::UnknownPage, place, message);
            match guess {
                Some(name) => diagnostic
                    .with_hint(Words::new(
                        format!("最接近的是“{name}”。如果是它，改成："),
                        format!("the nearest is “{name}”; if you mean it, write:"),
                    ))
                    .with_patch(span, name, false),
                None => diagnostic.with_hint(Words::new(
                    "写它的文件名（不带 .md）或标题；还没有这一页，就先建一页",
                    "write its file name without .md, or its title; if there is no such page yet, make one",
                )),
            }
        }
    }
}

/// A published page that leads to a draft would lead its readers nowhere.
fn to_draft(
    handbook: &Handbook,
    version: &Version,
    reference: &Reference,
    to: usize,
) -> Option<Diagnostic> {
    let target = &handbook.articles[to];
    let any_shown = target
        .versions
        .iter()
        .flatten()
        .any(|version| version.status != Status::Draft);
    if any_shown || version.status == Status::Draft {
        return None;
    }
    let place = place(version, reference);
    Some(draft_reached(handbook, place, target))
}

/// The words for a published page that reaches a draft; only a mark while drafts are shown.
pub fn draft_reached(handbook: &Handbook, place: Place, target: &Article) -> Diagnostic {
    let source = &target.original().page;
    let steps = [Step::Field("status".into())];
    let severity = if handbook.settings.drafts {
        Severity::Warning
    } else {
        Severity::Error
    };
    Diagnostic::new(
        Code::LinkToDraft,
        place,
        Words::new(
            format!("“{}”还是草稿，读者打不开", target.original().title()),
            format!(
                "“{}” is still a draft; readers cannot open it",
                target.original().title()
            ),
        ),
    )
    .with_severity(severity)
    .with_label(
        front_matter::locate(&source.source, &source.head, &steps),
        Words::new("这里写着草稿", "said here"),
    )
    .with_hint(Words::new(
        "先发布那一页，或者把这里去掉",
        "publish that page first, or take this out",
    ))
}

/// Prerequisites that lead back to where they started.
pub fn cycles(handbook: &Handbook) -> Vec<Diagnostic> {
    let next = |at: usize| {
        let edges = &handbook.articles[at].references;
        edges
            .iter()
            .filter(|edge| &*edge.field == "prerequisites")
            .map(|edge| edge.to)
    };
    let mut diagnostics = Vec::new();
    // 0: not seen, 1: on the way, 2: done. A loop with its own stack: no depth can exhaust ours.
    let mut state = vec![0u8; handbook.articles.len()];
    for start in 0..handbook.articles.len() {
        let mut way: Vec<(usize, Vec<usize>)> = Vec::new();
        if state[start] == 0 {
            state[start] = 1;
            way.push((start, next(start).collect()));
        }
        while let Some((at, rest)) = way.last_mut() {
            let at = *at;
            match rest.pop() {
                None => {
                    state[at] = 2;
                    way.pop();
                }
                Some(to) if state[to] == 1 => {
                    let from = way.iter().position(|(on, _)| *on == to).unwrap_or(0);
                    let circle: Vec<usize> = way[from..].iter().map(|(on, _)| *on).collect();
                    diagnostics.push(cycle(handbook, &circle));
                }
                Some(to) if state[to] == 0 => {
                    state[to] = 1;
                    way.push((to, next(to).collect()));
                }
                Some(_) => {}
            }
        }
    }
    diagnostics
}

fn cycle(handbook: &Handbook, circle: &[usize]) -> Diagnostic {
    let stated = |at: usize| {
        let page = &handbook.articles[at].original().page;
        front_matter::locate(
            &page.source,
            &page.head,
            &[Step::Field("prerequisites".into())],
        )
    };
    let titles: Vec<&str> = circle
        .iter()
        .chain(&circle[..1])
        .map(|&at| handbook.articles[at].original().title())
        .collect();
    let mut diagnostic = Diagnostic::new(
        Code::PrerequisiteCycle,
        stated(circle[0]),
        Words::new(
            format!("先学的课绕成了一个圈：{}", titles.join(" → ")),
            format!(
                "these prerequisites go round in a circle: {}",
                titles.join(" → ")
            ),
        ),
    )
    .with_hint(Words::new(
        "去掉其中一条“先学”，让学习有个起点",
        "take out one of them, so that learning can begin somewhere",
    ));
    for &at in &circle[1..] {
        diagnostic =
            diagnostic.with_label(stated(at), Words::new("再从这里接着绕", "and on from here"));
    }
    diagnostic
}
