//! Headings: an address for each that stays the same as long as its words do, and their order.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::Body;
use super::attributes::{self, Attributes, Id};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::source::Source;

/// A heading before it has its address.
#[derive(Clone, Debug)]
pub struct Draft {
    pub node: u32,
    pub level: u8,
    pub text: String,
    pub id: Option<Id>,
    pub pairs: Vec<(String, String)>,
    pub span: Range<usize>,
}

/// An id made from words: letters, digits, `-` and `_` stay, spaces become `-`, all else goes.
/// Never empty, and never one that a footnote may have.
pub fn slug(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let slug: String = lower
        .nfc()
        .filter_map(|c| match c {
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            c if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .collect();
    let like_footnote = slug.starts_with("fn-") || slug.starts_with("fnref-");
    match slug.trim_matches('-').is_empty() {
        true => "section".to_string(),
        false if like_footnote => format!("section-{slug}"),
        false => slug,
    }
}

/// Reads the attributes of a heading from its own text, since the parser splits quoted values and
/// drops what is no attribute. The braces count where the parser takes them off the heading.
pub fn read_attributes(heading: &str, offset: usize) -> Attributes {
    let line = match heading.starts_with('#') {
        true => heading.trim_end().trim_end_matches('#'),
        // Without the line that underlines it.
        false => heading
            .trim_end()
            .rsplit_once('\n')
            .map_or("", |(text, _)| text),
    };
    let Some(inside) = line.trim_end().strip_suffix('}') else {
        return Attributes::default();
    };
    match inside.rfind(['{', '}', '<', '>', '\\', '\n']) {
        Some(open) if inside[open..].starts_with('{') => {
            attributes::read(&inside[open + 1..], offset + open + 1)
        }
        _ => Attributes::default(),
    }
}

/// The ids of one page.
#[derive(Default)]
pub struct Ids {
    /// Where each stated id stands first.
    stated: HashMap<String, Place>,
    used: HashSet<String>,
    /// The next number to try after a name, so that n equal headings cost n steps.
    next: HashMap<String, u32>,
}

impl Ids {
    /// Takes an id the author stated. All stated ids are taken before any is made.
    ///
    /// # Errors
    /// A second time is a mistake; that place then needs a made id.
    pub fn state(&mut self, id: &Id, place: Place) -> Result<(), Box<Diagnostic>> {
        let Some(first) = self.stated.get(&id.text) else {
            self.stated.insert(id.text.clone(), place);
            self.used.insert(id.text.clone());
            return Ok(());
        };
        let words = Words::new(
            format!("编号“{}”在这一页用了两次", id.text),
            format!("the id “{}” is used twice on this page", id.text),
        );
        let is_same = *first == place;
        let mistake = Diagnostic::new(Code::DuplicateAnchor, place, words);
        let mistake = match is_same {
            true => mistake.with_hint(Words::new(
                "这段文字在这一页引入了两次：去掉一处，或去掉这个编号",
                "this text is put into the page twice: take one of them out, or this id",
            )),
            false => mistake
                .with_label(first.clone(), Words::new("第一次在这里", "first used here"))
                .with_hint(Words::new(
                    "给其中一处换一个编号，链接才知道去哪里",
                    "give one of them another id, so that a link knows where to go",
                )),
        };
        Err(Box::new(mistake))
    }

    /// An id nobody has: the name itself, or with `-1`, `-2`.
    pub fn make(&mut self, name: &str) -> String {
        if self.used.insert(name.to_string()) {
            return name.to_string();
        }
        let next = self.next.entry(name.to_string()).or_insert(1);
        loop {
            let numbered = format!("{name}-{next}");
            *next += 1;
            if self.used.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// Warns of a level that is skipped, and of a level-1 heading: that is the page's title.
pub fn check_order(drafts: &[Draft], body: &Body) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut before = 1;
    for draft in drafts {
        // A level-1 heading counts as the level 2 it should be.
        let level = draft.level.max(2);
        let node = draft.node as usize;
        if draft.level == 1 {
            found.push(second_title(draft, body.source(node)));
        } else if level > before + 1 {
            let skipped = skipped_level(draft, before + 1, body.source(node));
            found.push(body.in_context(node, skipped));
        }
        before = level;
    }
    found
}

fn second_title(draft: &Draft, source: &Source) -> Diagnostic {
    let warning = Diagnostic::new(
        Code::HeadingOrder,
        Place::new(&source.path, draft.span.clone()),
        Words::new(
            "正文里又有一个一级标题；整页的标题已经是一级了",
            "a level-1 heading in the text; the page's title is already level 1",
        ),
    );
    let written = &source.text[draft.span.clone()];
    let fixed = match written.starts_with('#') {
        true => format!("#{written}"),
        false => format!("## {}", draft.text),
    };
    let line = fixed.trim_end();
    let patch = draft.span.start..draft.span.start + written.trim_end().len();
    warning
        .with_hint(Words::new(
            format!("改成二级标题：{line}"),
            format!("make it level 2: {line}"),
        ))
        .with_patch(patch, line, false)
}

fn skipped_level(draft: &Draft, wanted: u8, source: &Source) -> Diagnostic {
    let (level, above) = (draft.level, wanted - 1);
    let words = match above {
        1 => Words::new(
            format!("第一个标题就是第 {level} 级，应该从第 2 级开始"),
            format!("the first heading is level {level}; headings begin at level 2"),
        ),
        _ => Words::new(
            format!("标题从第 {above} 级直接跳到了第 {level} 级"),
            format!("the headings jump from level {above} to level {level}"),
        ),
    };
    let warning = Diagnostic::new(
        Code::HeadingOrder,
        Place::new(&source.path, draft.span.clone()),
        words,
    );
    let written = &source.text[draft.span.clone()];
    let marks = written.bytes().take_while(|b| *b == b'#').count();
    let fixed = "#".repeat(wanted.into());
    let line = format!("{fixed}{}", written[marks..].trim_end());
    let warning = warning.with_hint(Words::new(
        format!("改成：{line}"),
        format!("write: {line}"),
    ));
    match marks {
        0 => warning,
        _ => warning.with_patch(draft.span.start..draft.span.start + marks, fixed, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_han_and_are_never_empty() {
        assert_eq!(slug("怎么 办？第 1 步"), "怎么-办第-1-步");
        assert_eq!(slug("Hello, World_x"), "hello-world_x");
        assert_eq!(slug("Cafe\u{301}"), "café");
        assert_eq!(slug("？！"), "section");
        assert_eq!(slug("- -"), "section");
        assert_eq!(slug("fn-1"), "section-fn-1");
    }

    #[test]
    fn repeats_are_numbered_around_what_is_taken() {
        let mut ids = Ids::default();
        let made: Vec<String> = ["a", "a-1", "a", "a"].map(|name| ids.make(name)).into();
        assert_eq!(made, ["a", "a-1", "a-2", "a-3"]);
    }

    #[test]
    fn many_equal_headings_are_quick() {
        let mut ids = Ids::default();
        let last = (0..200_000).map(|_| ids.make("a")).last();
        assert_eq!(last.unwrap(), "a-199999");
    }
}
