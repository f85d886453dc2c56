//! The questions of a quiz: lists of tasks, `- [x]` right and `- [ ]` wrong, with what explains a
//! choice after ` — `.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::lines::{Line, Piece, children, cut, inside, opening, pieces, trimmed};
use crate::markdown::{Block, Body, NodeKind};
use crate::schema::Schema;

/// One `::: quiz`.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiz {
    /// Its node.
    pub at: usize,
    pub questions: Vec<Question>,
}

/// One list of choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The list's node.
    pub list: usize,
    pub choices: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub right: bool,
    pub words: Line,
    /// What explains it; empty where nothing does.
    pub why: Line,
}

/// The blocks whose lists of tasks are never choices, though they stand in a quiz.
pub fn stands_apart(block: &Block, schema: &Schema) -> bool {
    let ticked = matches!(block.name.as_str(), "form" | "checklist" | "materials");
    ticked
        || schema
            .block(&block.name)
            .is_some_and(|kind| kind.facilitator)
}

/// Every quiz of a page, in its order. What stands in a block inside a quiz that `apart` names is
/// not the quiz's.
pub fn find(body: &Body, apart: impl Fn(&Block) -> bool) -> Vec<Quiz> {
    let mut quizzes: Vec<Quiz> = Vec::new();
    // The blocks around a node that matter: where each ends, and its quiz, if it is one.
    let mut around: Vec<(usize, Option<usize>)> = Vec::new();
    let mut at = 0;
    while at < body.nodes.len() {
        let end = body.nodes[at].end as usize;
        while around.pop_if(|(end, _)| *end <= at).is_some() {}
        match &body.nodes[at].kind {
            NodeKind::Block(block) if block.name == "quiz" => {
                around.push((end, Some(quizzes.len())));
                let questions = Vec::new();
                quizzes.push(Quiz { at, questions });
            }
            NodeKind::Block(block) if apart(block) => around.push((end, None)),
            NodeKind::Element(tag) => match **tag {
                // A note is written elsewhere than where it stands.
                Tag::FootnoteDefinition(_) => {
                    at = end;
                    continue;
                }
                Tag::List(_) => {
                    if let Some((_, Some(quiz))) = around.last()
                        && let Some(question) = question(body, at)
                    {
                        quizzes[*quiz].questions.push(question);
                    }
                }
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
    quizzes
}

/// `A`, `B`, … `Z`, `AA`, as a list of choices counts.
pub fn letter(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (at % 26) as u8);
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters
        .iter()
        .rev()
        .map(|letter| char::from(*letter))
        .collect()
}

fn question(body: &Body, list: usize) -> Option<Question> {
    let mut has_tasks = false;
    let choices = children(body, inside(body, list))
        .map(|item| {
            let opening = opening(body, item);
            has_tasks |= opening.task.is_some();
            let right = opening.task.is_some_and(|(_, done)| done);
            choice(body, right, opening.words, opening.rest)
        })
        .collect();
    has_tasks.then_some(Question { list, choices })
}

fn choice(body: &Body, right: bool, words: Range<usize>, rest: Range<usize>) -> Choice {
    let line = pieces(body, words);
    let (mut words, mut why) = match cut(body, &line, dash) {
        Some((words, why)) if !words.is_empty() => (words, why),
        _ => (trimmed(body, line), Line::new()),
    };
    // What stands below an explained choice goes on explaining.
    if !rest.is_empty() {
        let part = if why.is_empty() { &mut words } else { &mut why };
        part.push(Piece::Nodes(rest));
    }
    Choice { right, words, why }
}

/// Where an explanation begins: at a Chinese dash of two strokes, or a dash between spaces.
fn dash(text: &str) -> Option<Range<usize>> {
    let wide = text.find("——").map(|at| {
        let strokes = text[at..].chars().take_while(|c| *c == '—').count();
        at..at + strokes * '—'.len_utf8()
    });
    let spaced = [" — ", " – ", " -- "]
        .iter()
        .filter_map(|mark| text.find(mark).map(|at| at..at + mark.len()))
        .chain(
            // The explanation may begin with emphasis, a node of its own.
            [" —", " –", " --"]
                .iter()
                .filter(|mark| text.ends_with(**mark))
                .map(|mark| text.len() - mark.len()..text.len()),
        );
    spaced.chain(wide).min_by_key(|found| found.start)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::body_with_all_blocks;
    use super::super::lines::words;
    use super::*;

    fn told(text: &str) -> Vec<Vec<String>> {
        let body = body_with_all_blocks(text);
        let quizzes = find(&body, |block| block.name == "instructor");
        let questions = quizzes.iter().flat_map(|quiz| &quiz.questions);
        questions
            .map(|question| {
                let choices = question.choices.iter().map(|choice| {
                    let mark = if choice.right { "x" } else { " " };
                    let (words, why) = (words(&body, &choice.words), words(&body, &choice.why));
                    format!("{mark} {words} / {why}")
                });
                choices.collect()
            })
            .collect()
    }

    #[test]
    fn choices_and_what_explains_them_are_parted_at_the_dash() {
        let text = "::: quiz\n- [x] 对 — 因为*如此*\n- [ ] **错**——再想\n- [ ] 探索 - 动员 —— 不对\n- [ ] 没说\n:::\n";
        assert_eq!(
            told(text),
            [[
                "x 对 / 因为如此",
                "  错 / 再想",
                "  探索 - 动员 / 不对",
                "  没说 / "
            ]]
        );
        assert_eq!(
            told("::: quiz\n- [x] 对 — **因为**\n:::\n"),
            [["x 对 / 因为"]]
        );
    }

    #[test]
    fn questions_are_found_at_any_depth_and_each_in_its_own_quiz() {
        let text = "::: quiz\n1. 一？\n   - [x] 甲\n2. 二？\n   - [ ] 乙\n\n::: instructor\n- [ ] 待办\n:::\n::: quiz\n- [x] 丙\n:::\n:::\n";
        assert_eq!(told(text), [["x 甲 / "], ["  乙 / "], ["x 丙 / "]]);
    }

    #[test]
    fn letters_go_on_after_the_last() {
        let letters = [0, 25, 26, 701, 702].map(letter);
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
