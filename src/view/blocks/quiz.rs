//! A quiz: lettered choices that give nothing away, and the key folded at its end.

use super::{Plan, Reading, html, nodes, push_line};
use crate::markdown::NodeKind;
use crate::markdown::html::{Frame, Part, escape};
use crate::markdown::shapes::lines::inside;
use crate::markdown::shapes::quiz::{Choice, Question, Quiz, find, letter, stands_apart};
use crate::view::pages::Edition;

pub fn plan(text: &Reading, plan: &mut Plan) {
    let schema = &text.site.handbook.schema;
    for quiz in find(text.body(), |block| stands_apart(block, schema)) {
        let NodeKind::Block(block) = &text.body().nodes[quiz.at].kind else {
            continue;
        };
        let (before, after) = text.around(quiz.at, block);
        let mut parts = vec![
            html(before),
            Part::Piece(nodes(inside(text.body(), quiz.at))),
        ];
        let at = quiz.at;
        key(text, quiz, &mut parts, plan);
        parts.push(html(after));
        plan.insert(at, Frame::Parts(parts));
    }
}

/// Writes the choices of each question where they stand, and the key.
fn key(text: &Reading, quiz: Quiz, parts: &mut Vec<Part>, plan: &mut Plan) {
    let many = quiz.questions.len() > 1;
    let mut answers = Vec::new();
    for (number, question) in quiz.questions.into_iter().enumerate() {
        let Question { list, choices } = question;
        answer(text, many.then_some(number + 1), &choices, &mut answers);
        let (written, whys) = split(choices);
        plan.insert(list, Frame::Parts(written));
        explain(text, whys, &mut answers);
    }
    if answers.is_empty() {
        return;
    }
    let open = match text.edition {
        Edition::Facilitator => " open",
        Edition::Participant => "",
    };
    let name = escape(text.word("quiz-key"));
    parts.push(html(format!(
        "<details class=\"key\"{open}>\n<summary>{name}</summary>\n<div class=\"key-answers\">\n"
    )));
    parts.append(&mut answers);
    parts.push(html("</div>\n</details>\n"));
}

/// The right letters of a question, in a line.
fn answer(text: &Reading, number: Option<usize>, choices: &[Choice], answers: &mut Vec<Part>) {
    let right: Vec<String> = choices
        .iter()
        .enumerate()
        .filter(|(_, choice)| choice.right)
        .map(|(at, _)| letter(at))
        .collect();
    let explained = choices.iter().any(|choice| !choice.why.is_empty());
    if right.is_empty() && !explained {
        return;
    }
    let number = number.map(|number| {
        let words = text.words("quiz-question", &number.to_string());
        format!("<span class=\"key-number\">{words}</span> ")
    });
    let letters = match right.is_empty() {
        true => String::new(),
        false => {
            let letters = right.join(text.word("quiz-between"));
            text.words("quiz-answer", &letters)
        }
    };
    let number = number.unwrap_or_default();
    if !letters.is_empty() || !number.is_empty() {
        answers.push(html(format!(
            "<p class=\"key-answer\">{number}{letters}</p>\n"
        )));
    }
}

/// A choice's letter, whether it is right, and what explains it.
type Why = (String, bool, Vec<Part>);

/// The choices as a list, and what explains them.
fn split(choices: Vec<Choice>) -> (Vec<Part>, Vec<Why>) {
    let mut written = vec![html("<ol class=\"choices\" type=\"A\">\n")];
    let mut whys = Vec::new();
    for (at, choice) in choices.into_iter().enumerate() {
        written.push(html("<li>"));
        push_line(&mut written, choice.words);
        written.push(html("</li>\n"));
        if !choice.why.is_empty() {
            let mut why = Vec::new();
            push_line(&mut why, choice.why);
            whys.push((letter(at), choice.right, why));
        }
    }
    written.push(html("</ol>\n"));
    (written, whys)
}

fn explain(text: &Reading, whys: Vec<Why>, answers: &mut Vec<Part>) {
    if whys.is_empty() {
        return;
    }
    answers.push(html("<dl class=\"key-why\">\n"));
    for (letter, right, why) in whys {
        let word = match right {
            true => text.word("quiz-right"),
            false => text.word("quiz-wrong"),
        };
        answers.push(html(format!(
            "<div><dt>{letter} <span>{}</span></dt><dd>",
            escape(word)
        )));
        answers.extend(why);
        answers.push(html("</dd></div>\n"));
    }
    answers.push(html("</dl>\n"));
}
