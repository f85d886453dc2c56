//! The fold that writes a body as HTML. Markdown itself is written by the parser's own writer; what
//! only a later stage can know (where a link leads, how a block looks) it answers through
//! [`HtmlHooks`].

mod fold;

use std::ops::Range;

use pulldown_cmark::html::push_html;

use super::footnotes::Notes;
use super::shapes::lines::Piece;
use super::{Block, Body};
pub use crate::escape::html as escape;

/// What the writer asks of the stage that knows the whole handbook.
pub trait HtmlHooks {
    /// Where a link or picture leads. Unsafe targets never get here.
    fn link(&self, target: &str, picture: bool) -> Target;

    /// What stands before and after a block's content; `at` is its node.
    fn block(&self, at: usize, block: &Block) -> (String, String);

    /// How a node is written, where it is not as usual: a line of a form, the choices of a quiz.
    /// Asked before `block`.
    fn frame(&self, _at: usize) -> Option<&Frame> {
        None
    }

    /// Whether a block is left out of this edition, with all that is in it. Asked more than once;
    /// the answer must stay the same.
    fn skips(&self, _at: usize, _block: &Block) -> bool {
        false
    }

    /// The HTML of a piece of text, where it is more than its own words: a term of the glossary.
    /// Not asked inside links, headings and code.
    fn text(&self, _at: usize, _text: &str) -> Option<String> {
        None
    }

    /// Stands before every id and every link to one, where several bodies share a page.
    fn id_prefix(&self) -> &str {
        ""
    }

    /// The level a heading is written at.
    fn heading_level(&self, level: u8) -> u8 {
        level
    }

    /// What stands right after a heading: what its part of the page rests on. `at` is its node.
    fn after_heading(&self, _at: usize) -> Option<String> {
        None
    }

    /// A word of the interface in the page's language. Keys: `table`, `task`,
    /// `footnotes`, `footnote-back`, `note`, `tip`, `important`, `warning`, `caution`.
    fn label(&self, key: &str) -> String;
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A place of this site, or a mail address.
    Href(String),
    /// Another site.
    External(String),
    /// Nowhere: the words stay.
    Text,
    /// A picture, its size in pixels where it is known.
    Picture {
        src: String,
        size: Option<(u32, u32)>,
        /// What it shows, where the author wrote no words for it.
        alt: Option<String>,
    },
}

/// How a node is written in another way than its own. No node may stand in two frames, nor twice in
/// one: its footnote marks and its headings are addresses.
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    /// These in place of the node and its content.
    Parts(Vec<Part>),
    /// The node's own tags around these in place of its content.
    Inside(Vec<Part>),
}

/// A stretch of what is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Html(String),
    /// The page's own nodes or words.
    Piece(Piece),
}

/// Hooks that know nothing: links lead where they say, blocks are plain boxes.
pub struct PlainHooks;

impl HtmlHooks for PlainHooks {
    fn link(&self, target: &str, _picture: bool) -> Target {
        Target::Href(target.to_string())
    }

    fn block(&self, _at: usize, block: &Block) -> (String, String) {
        let mut before = String::from("<div class=\"block");
        if !block.name.is_empty() {
            before += &format!(" block-{}", escape(&block.name));
        }
        before += "\"";
        if let Some(id) = &block.id {
            before += &format!(" id=\"{}\"", escape(id));
        }
        before += ">\n";
        if let Some(title) = &block.title {
            before += &format!("<p class=\"block-title\">{}</p>\n", escape(title));
        }
        (before, "</div>\n".to_string())
    }

    fn label(&self, key: &str) -> String {
        key.to_string()
    }
}

/// Writes a stretch of nodes. The notes it mentions follow it as one list.
pub fn to_html(body: &Body, nodes: Range<usize>, hooks: &impl HtmlHooks) -> String {
    let notes = Notes::of(body, nodes.clone(), hooks);
    let mut fold = fold::Fold::new(body, hooks, &notes);
    fold.nodes(nodes);
    fold.endnotes();
    let mut html = String::new();
    push_html(&mut html, fold.events.into_iter());
    html
}
