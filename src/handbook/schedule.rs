//! Time: how long a lesson takes, from its timed blocks; whether a session's lessons fit its days.

use super::{Article, Handbook, learning_path};
use crate::diagnostic::{Code, Diagnostic};
use crate::front_matter::{self, Head, Step, Value};
use crate::language::Words;
use crate::markdown::shapes::agenda;
use crate::markdown::{Block, Body};
use crate::schema::Schema;

/// A part of a text that takes its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Timed {
    /// The block's node.
    pub node: usize,
    /// Minutes since the beginning.
    pub start: u32,
    pub minutes: u32,
}

/// A text's outermost timed blocks, breaks included, one after the other.
pub fn timed(body: &Body, schema: &Schema) -> Vec<Timed> {
    let mut parts: Vec<Timed> = Vec::new();
    let (mut start, mut after) = (0_u32, 0);
    for (node, block) in body.blocks() {
        if node < after || !schema.block(&block.name).is_some_and(|kind| kind.timed) {
            continue;
        }
        if let Some(minutes) = block_minutes(body, node, block) {
            parts.push(Timed {
                node,
                start,
                minutes,
            });
            start = start.saturating_add(minutes);
            after = body.nodes[node].end as usize;
        }
    }
    parts
}

/// How long a block says it takes, itself or by its rows.
fn block_minutes(body: &Body, node: usize, block: &Block) -> Option<u32> {
    block.minutes().or_else(|| match block.name.as_str() {
        "agenda" => agenda::minutes(&agenda::read(body, node)),
        _ => None,
    })
}

/// The minutes of a text's outermost timed blocks; `None` without such blocks.
pub fn timed_minutes(body: &Body, schema: &Schema) -> Option<u32> {
    let last = timed(body, schema).pop()?;
    Some(last.start.saturating_add(last.minutes))
}

/// The minutes a head states: `minutes`, or Carpentries' teaching, exercises and break.
pub fn stated_minutes(head: &Head) -> Option<u32> {
    let minutes = |name: &str| match head.get(name) {
        Some(Value::Minutes(minutes)) => Some(*minutes),
        _ => None,
    };
    let parts: Vec<u32> = ["teaching", "exercises", "break"]
        .iter()
        .filter_map(|name| minutes(name))
        .collect();
    minutes("minutes").or_else(|| (!parts.is_empty()).then(|| parts.iter().sum()))
}

/// A lesson's length: from its blocks, else as stated.
pub fn lesson_minutes(handbook: &Handbook, article: &Article) -> Option<u32> {
    let original = article.original();
    timed_minutes(&original.page.body, &handbook.schema).or_else(|| stated_minutes(&original.head))
}

/// One day of a session, in minutes since midnight.
struct Day {
    start: u16,
    end: u16,
}

fn days(head: &Head) -> Vec<Day> {
    let day = |start: Option<&Value>, end: Option<&Value>| match (start, end) {
        (Some(Value::Time(start)), Some(Value::Time(end))) => Some(Day {
            start: start.0,
            end: end.0,
        }),
        _ => None,
    };
    match head.list("days") {
        [] => day(head.get("start"), head.get("end"))
            .into_iter()
            .collect(),
        days => days
            .iter()
            .filter_map(|one| day(one.field("start"), one.field("end")))
            .collect(),
    }
}

/// Breaks and lunch, in minutes over the whole session; lunch is once a day.
fn pauses(head: &Head, days: usize) -> u32 {
    let minutes = |value: Option<&Value>| match value {
        Some(Value::Minutes(minutes)) => *minutes,
        _ => 0,
    };
    let breaks: u32 = head
        .list("breaks")
        .iter()
        .map(|pause| minutes(pause.field("minutes")))
        .sum();
    let lunch = head.get("lunch");
    let lunch = minutes(lunch.and_then(|lunch| lunch.field("minutes")).or(lunch));
    breaks + lunch * days as u32
}

/// Sessions whose lessons and pauses take longer than their days.
pub fn check(handbook: &Handbook) -> Vec<Diagnostic> {
    let sessions = handbook
        .articles
        .iter()
        .enumerate()
        .filter(|(_, article)| article.kind == "session");
    sessions
        .filter_map(|(at, _)| check_session(handbook, at))
        .collect()
}

fn check_session(handbook: &Handbook, at: usize) -> Option<Diagnostic> {
    let article = &handbook.articles[at];
    let version = article.original();
    let days = days(&version.head);
    if days.is_empty() {
        return None;
    }
    let place = |field: &str| {
        front_matter::locate(
            &version.page.source,
            &version.head,
            &[Step::Field(field.to_string())],
        )
    };
    let stated_at = if version.head.get("days").is_some() {
        "days"
    } else {
        "end"
    };
    if days.iter().any(|day| day.end <= day.start) {
        return Some(
            Diagnostic::new(
                Code::SessionDoesNotFit,
                place(stated_at),
                Words::new(
                    "结束时间不晚于开始时间",
                    "the end is not later than the start",
                ),
            )
            .with_hint(Words::new(
                "时间用 24 小时制，比如 09:00 到 17:30",
                "write times on the 24-hour clock, as in 09:00 and 17:30",
            )),
        );
    }
    let modules = learning_path::modules_of_session(handbook, at);
    let lessons: u32 = modules
        .iter()
        .filter_map(|&at| lesson_minutes(handbook, &handbook.articles[at]))
        .sum();
    let needed = lessons + pauses(&version.head, days.len());
    let there: u32 = days.iter().map(|day| u32::from(day.end - day.start)).sum();
    (needed > there).then(|| {
        Diagnostic::new(
            Code::SessionDoesNotFit,
            place(stated_at),
            Words::new(
                format!("课程和休息一共要 {needed} 分钟，安排的时间只有 {there} 分钟，少 {} 分钟", needed - there),
                format!(
                    "the lessons and breaks take {needed} minutes and the days hold {there}: {} too few",
                    needed - there
                ),
            ),
        )
        .with_hint(Words::new("延长时间，加一天，或者少上一课", "lengthen the day, add a day, or take out a lesson"))
    })
}
