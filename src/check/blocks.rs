//! What stands in a quiz and in an agenda: a question has a right answer, a row its minutes.

use super::Visit;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::markdown::shapes::agenda::{self, Entry, Odd};
use crate::markdown::shapes::quiz::{self, Quiz};
use crate::markdown::{Block, Body};

pub fn check(page: &Visit) -> Vec<Diagnostic> {
    let body = &page.version.page.body;
    let mut told = Vec::new();
    if body.blocks().next().is_none() {
        return told;
    }
    let schema = &page.handbook.schema;
    for quiz in quiz::find(body, |block| quiz::stands_apart(block, schema)) {
        let nodes = unanswered(&quiz).into_iter();
        told.extend(nodes.map(|node| quiz_without_answer(body, node)));
    }
    for (at, block) in body.blocks().filter(|(_, block)| block.name == "agenda") {
        let entries = agenda::read(body, at);
        told.extend(minutes_differ(body, at, block, &entries));
        told.extend(entries.into_iter().filter_map(|entry| match entry {
            Entry::Line(odd) => Some(odd_row(body, odd)),
            _ => None,
        }));
    }
    told
}

/// The lists of choices of which none is right; the whole block where there is no such list.
fn unanswered(quiz: &Quiz) -> Vec<usize> {
    if quiz.questions.is_empty() {
        return vec![quiz.at];
    }
    let unanswered = quiz
        .questions
        .iter()
        .filter(|question| question.choices.iter().all(|choice| !choice.right));
    unanswered.map(|question| question.list).collect()
}

fn quiz_without_answer(body: &Body, node: usize) -> Diagnostic {
    let place = first_line(body, node, body.opener(node));
    Diagnostic::new(
        Code::QuizWithoutAnswer,
        place,
        Words::new(
            "这道题没有标出哪个选项是对的",
            "no choice of this question is marked as right",
        ),
    )
    .with_hint(Words::new(
        "对的选项写成“- [x] …”，别的写成“- [ ] …”",
        "write `- [x] …` for what is right and `- [ ] …` for the others",
    ))
}

/// An agenda that states a length its rows do not add up to.
fn minutes_differ(
    body: &Body,
    node: usize,
    block: &Block,
    entries: &[Entry],
) -> Option<Diagnostic> {
    let (stated, sum) = (block.minutes()?, agenda::minutes(entries)?);
    let place = body.opener(node);
    let words = Words::new(
        format!("议程写的是 {stated} 分钟，各行加起来是 {sum} 分钟"),
        format!("the agenda states {stated} minutes, its rows add up to {sum}"),
    );
    let hint = Words::new(
        format!("改各行的分钟数，或者写成 {sum}"),
        format!("change the rows' minutes, or write {sum}"),
    );
    (stated != sum).then(|| Diagnostic::new(Code::MinutesDiffer, place, words).with_hint(hint))
}

fn odd_row(body: &Body, odd: Odd) -> Diagnostic {
    let place = first_line(body, odd.node, odd.place);
    Diagnostic::new(
        Code::AgendaRow,
        place,
        Words::new(
            "议程的这一行不是从分钟数开始的，只能照原样显示",
            "this row of the agenda does not begin with its minutes; it is shown as typed",
        ),
    )
    .with_hint(Words::new(
        "写成：10 | 内容 | 负责人",
        "write: 10 | what happens | who leads it",
    ))
}

/// The first line of a stretch: enough to see which is meant.
fn first_line(body: &Body, node: usize, mut place: Place) -> Place {
    let text = &body.source(node).text;
    let text = text.get(place.span.clone()).unwrap_or_default();
    let length = text.trim_end().lines().next().map_or(0, str::len);
    place.span.end = place.span.start + length;
    place
}
