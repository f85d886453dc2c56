//! Line ends inside a paragraph: between two characters of a writing without spaces there is none
//! (CSS Text 3, section 4.1.3, leaves it to the program; browsers write one). Tags within the
//! sentence are looked through, and a mark Chinese shares with other writings is taken for what
//! stands on its other side.

use pulldown_cmark::Tag;

use super::text::is_inline;
use super::{Body, NodeKind, clean};
use crate::script::{is_shared_mark, is_wide};

/// Takes the space from every line end that needs none.
pub fn join(body: &mut Body) {
    let mut before = Edge::Unknown;
    // The line end waiting for the character after it.
    let mut waiting: Option<(usize, Edge)> = None;
    let mut joined = Vec::new();
    let mut at = 0;
    while let Some(node) = body.nodes.get(at) {
        let mut next = at + 1;
        match &node.kind {
            NodeKind::Text(text) | NodeKind::Code(text) => {
                if let Some((line_end, before)) = waiting.take()
                    && meets(before, first_edge(text))
                {
                    joined.push(line_end);
                }
                before = last_edge(text, before);
            }
            NodeKind::SoftBreak { .. } => waiting = Some((at, before)),
            NodeKind::FootnoteReference(_) => {}
            NodeKind::Html(html) if !html.ends_with('\n') && clean::is_inline(html) => {}
            NodeKind::Element(tag) if is_inline(tag) && !matches!(**tag, Tag::Image { .. }) => {}
            _ => {
                (before, waiting) = (Edge::Unknown, None);
                if matches!(node.tag(), Some(Tag::Image { .. })) {
                    next = node.end as usize;
                }
            }
        }
        at = next;
    }
    for line_end in joined {
        body.nodes[line_end].kind = NodeKind::SoftBreak { space: false };
    }
}

/// What a line ends or begins with.
#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Wide,
    /// A mark any writing may use, with a wide character on its far side.
    SharedWide,
    /// Such a mark by itself or beside other writing.
    Shared,
    Narrow,
    Unknown,
}

/// A shared mark beside a wide character is set as wide as it.
fn meets(before: Edge, after: Edge) -> bool {
    use Edge::{Shared, SharedWide, Wide};
    matches!(
        (before, after),
        (Wide, Wide | SharedWide | Shared) | (SharedWide | Shared, Wide) | (SharedWide, SharedWide)
    )
}

fn first_edge(text: &str) -> Edge {
    edge(text.chars(), Edge::Unknown)
}

/// `before` is what stood before the text.
fn last_edge(text: &str, before: Edge) -> Edge {
    edge(text.chars().rev(), before)
}

fn edge(mut chars: impl Iterator<Item = char>, beyond: Edge) -> Edge {
    let Some(first) = chars.next() else {
        return beyond;
    };
    if is_wide(first) {
        return Edge::Wide;
    }
    if !is_shared_mark(first) {
        return Edge::Narrow;
    }
    let far = chars.find(|c| !is_shared_mark(*c)).map(is_wide);
    let far = far.unwrap_or(matches!(beyond, Edge::Wide | Edge::SharedWide));
    if far { Edge::SharedWide } else { Edge::Shared }
}

#[cfg(test)]
mod tests {
    use super::super::tests::body;

    fn joined(text: &str) -> String {
        let body = body(text);
        body.plain_text(0..body.nodes.len())
    }

    #[test]
    fn chinese_lines_are_joined_and_others_parted() {
        for (typed, read) in [
            ("一行\n二行", "一行二行"),
            ("一行。\n二行", "一行。二行"),
            ("一行，\n（二行）", "一行，（二行）"),
            ("日本語の\nカナ", "日本語のカナ"),
            ("全角Ａ\n１二", "全角Ａ１二"),
            ("一行\nword", "一行 word"),
            ("word\n一行", "word 一行"),
            ("word\nword", "word word"),
            ("한국\n말", "한국 말"),
            ("汉\n한", "汉 한"),
            ("第 3\n课", "第 3 课"),
        ] {
            assert_eq!(joined(typed), read, "{typed:?}");
        }
    }

    #[test]
    fn shared_marks_go_with_their_neighbours() {
        for (typed, read) in [
            ("他说\n“好”", "他说“好”"),
            ("“好”\n他说", "“好”他说"),
            ("他说：\n“OK”", "他说：“OK”"),
            ("“好。”\n“走。”", "“好。”“走。”"),
            ("“Yes.”\n“No.”", "“Yes.” “No.”"),
            ("He said\n“好”", "He said “好”"),
            ("等等……\n来了", "等等……来了"),
            ("wait…\nhere", "wait… here"),
            ("甲——\n乙", "甲——乙"),
        ] {
            assert_eq!(joined(typed), read, "{typed:?}");
        }
    }

    #[test]
    fn tags_within_the_sentence_are_looked_through() {
        for (typed, read) in [
            ("**一行**\n二行", "一行二行"),
            ("一行\n**二行**", "一行二行"),
            ("**一行\n二行**", "一行二行"),
            ("[一行](x.md)\n*二行*", "一行二行"),
            ("`一行`\n二行", "一行二行"),
            ("`git`\n二行", "git 二行"),
            ("<kbd>一</kbd>\n二", "一二"),
            ("一行[^1]\n二行\n\n[^1]: 注", "一行二行\n注"),
            ("一行<br>\n二行", "一行 二行"),
            ("一行  \n二行", "一行 二行"),
            ("![图](x.png)\n二行", "图 二行"),
            ("- 一行\n  二行\n- 三", "一行二行\n三"),
            ("> 一行\n> 二行", "一行二行"),
        ] {
            assert_eq!(joined(typed), read, "{typed:?}");
        }
    }
}
