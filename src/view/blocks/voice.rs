//! Quotes and testimonials: a voice and the role of whoever speaks, never a name.

use super::{Plan, Reading, nodes};
use crate::markdown::html::{Frame, Part, escape};
use crate::markdown::shapes::lines::{children, inside};
use crate::markdown::{Block, Body, Tag};
use crate::schema::BlockKind;

/// A voice that the author marked with `>` too is quoted once.
pub fn plan(body: &Body, at: usize, plan: &mut Plan) {
    let mut inner = children(body, inside(body, at));
    if let (Some(only), None) = (inner.next(), inner.next())
        && matches!(body.nodes[only].tag(), Some(Tag::BlockQuote(None)))
    {
        let words = Part::Piece(nodes(inside(body, only)));
        plan.insert(only, Frame::Parts(vec![words]));
    }
}

impl Reading<'_> {
    pub(super) fn voice(
        &self,
        block: &Block,
        kind: &BlockKind,
        class: &str,
        id: &str,
    ) -> (String, String) {
        let name = escape(kind.label.get(self.tag()));
        let title = block.title.as_deref().map_or(String::new(), |title| {
            format!("<p class=\"block-title\">{}</p>\n", escape(title))
        });
        let by = block.attribute("by").map_or(String::new(), |by| {
            format!("<p class=\"block-by\">{}</p>\n", escape(by))
        });
        let caption = by + &self.rests_on(&block.attributes).unwrap_or_default();
        let caption = match caption.is_empty() {
            true => String::new(),
            false => format!("<figcaption>\n{caption}</figcaption>\n"),
        };
        (
            format!("<figure class=\"{class}\"{id} aria-label=\"{name}\">\n{title}<blockquote>\n"),
            format!("</blockquote>\n{caption}</figure>\n"),
        )
    }
}
