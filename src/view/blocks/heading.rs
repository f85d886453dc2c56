//! The line a block opens with: its name in words, its title, the time and the company it takes.

use super::Reading;
use crate::markdown::Block;
use crate::markdown::html::escape;
use crate::schema::{BlockKind, Shape};

impl Reading<'_> {
    /// Name, title and time, as HTML.
    pub(super) fn heading(&self, at: usize, block: &Block, kind: &BlockKind) -> String {
        // The block's name is a word on the page: said in the language of the text around it.
        let name = escape(kind.label.get(self.tag()));
        let title = block.title.as_deref().map(escape).unwrap_or_default();
        let aside = self.aside(at, block, kind);
        match title.is_empty() {
            true => format!("<span class=\"block-name\">{name}</span>{aside}"),
            false => format!("<span class=\"block-name\">{name}</span> {title}{aside}"),
        }
    }

    /// The title without the block's name; empty where it has none.
    pub(super) fn title_alone(&self, at: usize, block: &Block) -> String {
        let title = block.title.as_deref().map(escape).unwrap_or_default();
        let aside = match self.kind(block) {
            Some(kind) => self.aside(at, block, kind),
            None => String::new(),
        };
        title + &aside
    }

    /// `0:10–0:25 · 15 分钟 · 2 人一组`.
    fn aside(&self, at: usize, block: &Block, kind: &BlockKind) -> String {
        let timed = self.times.get(&at);
        let span = timed.map(|part| span(part.start, part.minutes));
        let minutes = timed.map(|part| part.minutes).or(block.minutes());
        let minutes = minutes.map(|minutes| self.words("minutes", &minutes.to_string()));
        let group = block.attribute("group").map(escape);
        let manner = block
            .attribute("kind")
            .filter(|manner| *manner != block.name)
            .map(|manner| escape(&self.choice(kind, "kind", manner)));
        let parts: Vec<String> = [span, minutes, group, manner]
            .into_iter()
            .flatten()
            .collect();
        match parts.is_empty() {
            true => String::new(),
            false => format!(
                " <span class=\"block-time\"><span>{}</span></span>",
                parts.join("</span> · <span>")
            ),
        }
    }

    /// The word for a choice of an attribute.
    fn choice(&self, kind: &BlockKind, attribute: &str, value: &str) -> String {
        let field = kind.attribute(attribute).map(|field| &field.shape);
        let choices = match field {
            Some(Shape::Choice(choices)) => choices.as_slice(),
            _ => &[],
        };
        let choice = choices.iter().find(|choice| choice.is(value));
        choice.map_or(value.to_string(), |choice| {
            choice.label.get(self.tag()).to_string()
        })
    }
}

/// Where a block can be linked to.
pub(super) fn id(block: &Block) -> String {
    let id = block.id.as_deref();
    id.map(|id| format!(" id=\"{}\"", escape(id)))
        .unwrap_or_default()
}

/// `0:10–0:25`: from when to when, counted from the beginning.
pub(super) fn span(start: u32, minutes: u32) -> String {
    let clock = |minutes: u32| format!("{}:{:02}", minutes / 60, minutes % 60);
    format!("{}–{}", clock(start), clock(start.saturating_add(minutes)))
}
