//! `linli new`: a page of a kind, or a whole handbook, to begin with. Told nothing, it asks whoever
//! sits at the terminal; in a pipe it says what to type.

mod ask;
mod handbook;
mod id;
mod page;
mod sample;
mod translation;

use super::desk::{say_error, spoken_language};
use super::{Everywhere, Failure, New, Outcome};
use crate::handbook::{Article, Handbook};
use crate::language::{MessageLanguage, Words};
use crate::load;
use ask::Person;

/// What may be typed for the kind to begin a whole handbook.
const HANDBOOK: [&str; 2] = ["handbook", "手册"];

pub fn run(everywhere: &Everywhere, arguments: &New) -> Outcome {
    let spoken = spoken_language(everywhere);
    begin(everywhere, arguments, Person::at_terminal(spoken))
}

/// The same with somebody to ask, or nobody.
fn begin(everywhere: &Everywhere, arguments: &New, mut person: Option<Person>) -> Outcome {
    let spoken = spoken_language(everywhere);
    let here = load::find(&arguments.handbook).is_ok();
    match (&arguments.kind, &mut person) {
        (Some(kind), person) if HANDBOOK.contains(&kind.as_str()) => {
            handbook::run(everywhere, arguments, person.as_mut())
        }
        (Some(_), _) => page::run(everywhere, arguments, person.as_mut()),
        (None, None) => {
            say_error(what_to_type(here).in_language(spoken));
            Err(Failure::Line)
        }
        (None, Some(_)) if here => page::run(everywhere, arguments, person.as_mut()),
        (None, Some(person)) => handbook::ask_here(everywhere, arguments, person),
    }
}

/// For those who cannot be asked.
fn what_to_type(here: bool) -> Words {
    match here {
        true => Words::new(
            "要写明新建什么：linli new 课程 需求访谈怎么做\n有哪些种类，看 linli schema；整本新建用 linli new handbook 我们的手册。",
            "say what to begin: linli new module \"How to hold a needs interview\"\n`linli schema` tells the kinds; a whole handbook begins with: linli new handbook our-handbook",
        ),
        false => Words::new(
            "这里没有手册。新建一本：linli new handbook 我们的手册",
            "there is no handbook here; begin one: linli new handbook our-handbook",
        ),
    }
}

/// Somebody left before the last question: nothing was written.
fn left(language: MessageLanguage) -> Failure {
    let words = Words::new("那就先不建，什么也没有动。", "Nothing was made.");
    say_error(words.in_language(language));
    Failure::Line
}

/// What follows `linli new` for a page that is there: its kind and its id, or its way in its folder.
pub fn command_words(handbook: &Handbook, article: &Article) -> Words {
    let first = article.route.split('/').next().unwrap_or_default();
    let kind = match article.index {
        true => handbook.schema.kind_of_folder(first),
        false => handbook.kind_of(article),
    };
    let inside = match (article.index, kind.folder.is_empty()) {
        (true, false) => "index",
        (_, true) => article.route.as_str(),
        (false, false) => article.id.as_str(),
    };
    let inside = quoted(inside);
    Words::new(
        format!("{} {inside}", quoted(kind.label.get("zh"))),
        format!("{} {inside}", kind.name),
    )
}

/// A word as a shell takes it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_string(),
        false => format!("\"{}\"", word.replace(['"', '`', '$', '\\'], "")),
    }
}

#[cfg(test)]
mod tests;
