//! The words of a body without its markup, for search, summaries and headings.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::include::BLOCK;
use super::{Body, NodeKind};

/// The words of a stretch of nodes: breaks as spaces, each block on a line of its own.
pub fn plain(body: &Body, nodes: Range<usize>) -> String {
    let mut text = String::new();
    for node in &body.nodes[nodes] {
        match &node.kind {
            NodeKind::Text(part) | NodeKind::Code(part) => text.push_str(part),
            NodeKind::SoftBreak { space: true } | NodeKind::HardBreak => text.push(' '),
            NodeKind::SoftBreak { space: false } => {}
            NodeKind::Html(html) => push_html_words(&mut text, html),
            NodeKind::Block(block) => {
                new_line(&mut text);
                text.push_str(block.title.as_deref().unwrap_or_default());
                new_line(&mut text);
            }
            NodeKind::Element(tag) if is_inline(tag) => {}
            NodeKind::Element(_) | NodeKind::Rule => new_line(&mut text),
            NodeKind::FootnoteReference(_) | NodeKind::TaskMarker(_) => {}
        }
    }
    text
}

/// The words of the first paragraph that stands by itself and says something.
pub fn first_paragraph(body: &Body) -> Option<String> {
    let mut at = 0;
    while let Some(node) = body.nodes.get(at) {
        let end = node.end as usize;
        if matches!(node.tag(), Some(Tag::Paragraph)) {
            let text = words_beside_pictures(body, at + 1..end);
            if !text.trim().is_empty() {
                return Some(text.trim().to_string());
            }
        }
        let puts_in = matches!(&node.kind, NodeKind::Block(block) if block.name == BLOCK);
        at = if puts_in { at + 1 } else { end };
    }
    None
}

/// Whether an element stands inside a line of text.
pub fn is_inline(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn words_beside_pictures(body: &Body, nodes: Range<usize>) -> String {
    let mut text = String::new();
    let mut at = nodes.start;
    while at < nodes.end {
        let node = &body.nodes[at];
        let picture = matches!(node.tag(), Some(Tag::Image { .. }));
        if !picture {
            text.push_str(&plain(body, at..at + 1));
        }
        at = if picture { node.end as usize } else { at + 1 };
    }
    text
}

fn new_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// The words of cleaned HTML: its tags left out, its five entities read. A piece of its own, which
/// ends its line, is set apart, and so are the elements in it.
fn push_html_words(text: &mut String, html: &str) {
    let apart = html.ends_with('\n');
    if apart {
        new_line(text);
    }
    let mut rest = if apart { html.trim_end() } else { html };
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let entities = [
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&nbsp;", " "),
        ];
        let entity = entities.iter().find(|(name, _)| rest.starts_with(name));
        rest = if let Some((name, c)) = entity {
            text.push_str(c);
            &rest[name.len()..]
        } else if rest.starts_with('<') {
            if apart && !super::clean::is_inline(rest) {
                new_line(text);
            }
            rest.find('>').map_or("", |end| &rest[end + 1..])
        } else {
            text.push('&');
            &rest[1..]
        };
    }
    text.push_str(rest);
    if apart {
        new_line(text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::body;

    #[test]
    fn words_come_without_markup_and_blocks_apart() {
        let body = body(
            "## 标题\n\n一段 **重点** `码`\n第二行[^1]\n\n- 甲\n- 乙\n\n<p>a &amp; <kbd>b</kbd></p><p>c</p>\n\n[^1]: 注\n",
        );
        let text = body.plain_text(0..body.nodes.len());
        assert_eq!(text, "标题\n一段 重点 码第二行\n甲\n乙\na & b\nc\n注");
    }

    #[test]
    fn the_first_paragraph_stands_by_itself() {
        let body = body(
            "## 标题\n\n> 引\n\n::: note\n提示\n:::\n\n![图](a.png)\n\n这是 *摘要*。\n\n后文\n",
        );
        assert_eq!(body.first_paragraph().as_deref(), Some("这是 摘要。"));
    }
}
