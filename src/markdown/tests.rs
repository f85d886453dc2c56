//! The Markdown reader as a whole.

use super::html::{PlainHooks, to_html};
use super::*;
use crate::diagnostic::Code;
use crate::language::Labels;
use crate::path::SourcePath;
use crate::schema::BlockKind;
use crate::schema::read::shared;
use crate::source::Sources;

mod emphasis;
mod grafts;
mod hostile;
mod output;
mod pathological;
mod slips;
mod sound;

/// A few blocks, enough for every rule.
pub fn schema() -> Schema {
    let block = |name: &str, zh: &str, aliases: &[&str], inside: &[&str]| BlockKind {
        name: name.into(),
        label: Labels(
            [("zh", zh), ("en", name)]
                .map(|(a, b)| (a.into(), b.into()))
                .into(),
        ),
        aliases: aliases.iter().map(|alias| alias.to_string()).collect(),
        inside: inside.iter().map(|name| name.to_string()).collect(),
        folded: false,
        facilitator: false,
        timed: false,
        attributes: shared().block(name).unwrap().attributes.clone(),
    };
    Schema {
        kinds: Vec::new(),
        heading: shared().heading.clone(),
        blocks: vec![
            block("callout", "提示", &["note"], &[]),
            block("caution", "注意", &[], &[]),
            block("challenge", "练习", &[], &[]),
            block("solution", "参考答案", &[], &["challenge"]),
            block("activity", "活动", &[], &[]),
            block("break", "休息", &[], &[]),
            block("spoiler", "展开", &[], &[]),
            block("include", "引入", &[], &[]),
        ],
    }
}

pub fn parsed(text: &str) -> (Source, Body, Vec<Diagnostic>) {
    let path = SourcePath::new("zh/a.md").unwrap();
    let source = Source::from_text(path, text);
    let (body, diagnostics) = parse(&source, 0, &schema(), &Shelf::new(&Sources::default()));
    (source, body, diagnostics)
}

pub fn body(text: &str) -> Body {
    parsed(text).1
}

/// Read with every block linli comes with.
pub fn body_with_all_blocks(text: &str) -> Body {
    let path = SourcePath::new("zh/a.md").unwrap();
    let source = Source::from_text(path, text);
    let schema = shared();
    parse(&source, 0, schema, &Shelf::new(&Sources::default())).0
}

pub fn html(text: &str) -> String {
    let body = body(text);
    to_html(&body, 0..body.nodes.len(), &PlainHooks)
}

/// Each diagnostic as its code and the text it points at.
pub fn told(text: &str) -> Vec<(&'static str, String)> {
    let (source, _, diagnostics) = parsed(text);
    let shown = |d: &Diagnostic| {
        let span = d.place.as_ref().unwrap().span.clone();
        (d.code.as_str(), source.text[span].to_string())
    };
    diagnostics.iter().map(shown).collect()
}

/// The tree, one node a line, indented.
fn outline(body: &Body) -> String {
    let mut out = String::new();
    let mut ends: Vec<u32> = Vec::new();
    for (at, node) in body.nodes.iter().enumerate() {
        while ends.pop_if(|end| *end as usize <= at).is_some() {}
        out += &"  ".repeat(ends.len());
        out += &match &node.kind {
            NodeKind::Element(tag) => {
                let name = format!("{tag:?}");
                let end = name.find(|c: char| !c.is_alphanumeric());
                name[..end.unwrap_or(name.len())].to_string()
            }
            NodeKind::Block(block) => format!(
                ":{} {}",
                block.name,
                block.title.as_deref().unwrap_or_default()
            ),
            NodeKind::Text(text) => format!("“{text}”"),
            other => format!("{other:?}"),
        };
        out += "\n";
        ends.push(node.end);
    }
    out
}

fn shape(text: &str) -> String {
    outline(&body(text))
}

#[test]
fn a_block_holds_its_content_and_its_title() {
    let text = "前\n::: 活动 三句开场白（15 分钟，2 人一组）{#kai}\n- 甲\n- 乙\n:::\n后\n";
    assert_eq!(told(text), []);
    let expected = "Paragraph\n  “前”\n:activity 三句开场白\n  List\n    Item\n      “甲”\n    Item\n      “乙”\nParagraph\n  “后”\n";
    assert_eq!(shape(text), expected);
    let body = body(text);
    let (at, block) = body.blocks().next().unwrap();
    assert_eq!(block.minutes(), Some(15));
    assert_eq!(block.attribute("group"), Some("2 人一组"));
    assert_eq!(block.id.as_deref(), Some("kai"));
    let span = &body.nodes[at].span;
    let written = &text[span.start as usize..span.end as usize];
    assert!(written.starts_with("::: 活动") && written.ends_with("乙\n:::"));
}

#[test]
fn blocks_nest_and_full_width_colons_count() {
    let text = ":::: 练习\n题\n：：： 参考答案\n答\n：：：\n::::\n";
    assert_eq!(told(text), []);
    assert_eq!(
        shape(text),
        ":challenge \n  Paragraph\n    “题”\n  :solution \n    Paragraph\n      “答”\n"
    );
}

#[test]
fn code_hides_directives_wherever_it_stands() {
    for text in [
        "```\n::: note\n:::\n```\n",
        "~~~\n::: note\n~~~\n",
        "- a\n\n  ```\n  ::: note\n  ```\n",
        "> ```\n> ::: note\n> ```\n",
        "    ::: note\n    x\n",
        "- a\n\n      ::: note\n",
        "`a\n    ::: note`\n",
        "<pre>\n::: note\n\n:::\n</pre>\n",
    ] {
        let body = body(text);
        assert_eq!(told(text), [], "{text}");
        assert_eq!(body.blocks().count(), 0, "{text}");
        let html = to_html(&body, 0..body.nodes.len(), &PlainHooks);
        assert!(html.contains("::: note"), "{html}");
        assert!(!html.contains("linli"), "{html}");
    }
    assert_eq!(told("<!--\n::: note\n\n:::\n-->\n甲\n"), []);
}

#[test]
fn a_deeply_indented_line_after_a_paragraph_is_words() {
    let html = html("甲\n    ::: note\n乙\n");
    assert_eq!(html, "<p>甲\n::: note\n乙</p>\n");
}

#[test]
fn blocks_live_in_quotes_and_list_items_too() {
    let text = "> ::: note\n> 甲\n> :::\n\n- a\n  ::: note\n  乙\n  :::\n- b\n";
    assert_eq!(told(text), []);
    assert_eq!(
        shape(text),
        "BlockQuote\n  :callout \n    Paragraph\n      “甲”\nList\n  Item\n    “a”\n    :callout \n      “乙”\n  Item\n    “b”\n"
    );
}

#[test]
fn a_block_that_is_not_closed_ends_with_its_surroundings() {
    let text = "- a\n  ::: note\n  甲\n\n后\n";
    assert_eq!(told(text), [("unclosed-block", "::: note".into())]);
    assert!(shape(text).ends_with("\nParagraph\n  “后”\n"));
    assert_eq!(
        told("::: note\n::: caution\n:::\n"),
        [("unclosed-block", "::: note".into())]
    );
    assert_eq!(told("甲\n\n:::\n"), [("stray-closer", ":::".into())]);
}

#[test]
fn a_closer_at_another_depth_names_both_places() {
    for text in [
        "- a\n  ::: note\n  甲\n\n:::\n",
        "::: note\n- a\n  :::\n",
        "> ::: note\n> 甲\n\n:::\n",
    ] {
        let (_, _, diagnostics) = parsed(text);
        let codes: Vec<&str> = diagnostics.iter().map(|d| d.code.as_str()).collect();
        assert_eq!(codes, ["closer-depth"], "{text}");
        let label = &diagnostics[0].labels[0].place.span;
        assert_eq!(&text[label.clone()], "::: note");
    }
}

#[test]
fn an_unknown_block_is_plain_and_keeps_all_its_words() {
    let text = "::: noet 标题 甲\n乙\n:::\n";
    let (_, body, diagnostics) = parsed(text);
    assert_eq!(diagnostics[0].code, Code::UnknownBlock);
    assert_eq!(diagnostics[0].patch.as_ref().unwrap().edits[0].text, "note");
    assert_eq!(outline(&body), ": noet 标题 甲\n  Paragraph\n    “乙”\n");
    assert!(shape("::: zzz 甲（15 分钟）\n").starts_with(": zzz 甲（15 分钟）\n"));
    let stuck = parsed("::: 活动开场\n:::\n").2;
    assert_eq!(stuck[0].patch.as_ref().unwrap().edits[0].text, "活动 开场");
}

#[test]
fn a_block_outside_its_parent_is_an_error() {
    assert_eq!(
        told("::: solution\n:::\n"),
        [("misplaced-block", "::: solution".into())]
    );
    assert_eq!(told("::: challenge\n> ::: solution\n> :::\n\n:::\n"), []);
}

#[test]
fn attributes_that_are_none_are_pointed_at() {
    assert_eq!(
        told("::: note {x-a=1 甲}\n:::\n"),
        [("bad-attributes", "甲".into())]
    );
    assert_eq!(
        told("::: note {x-a=1\n:::\n"),
        [("bad-attributes", "{".into())]
    );
    assert_eq!(
        told("::: note {minutes=long}\n:::\n")[0].0,
        "bad-attributes"
    );
    assert_eq!(
        told("## 甲 {facts=\"F1, F2\" 乙}\n"),
        [("bad-attributes", "乙".into())]
    );
    assert_eq!(told("甲 {x}\n---\n"), [("bad-attributes", "x".into())]);
    assert_eq!(told("## 甲 \\{x} `{y}`\n"), []);
}

#[test]
fn headings_have_unique_ids_and_keep_their_attributes() {
    let text = "## 开始\n\n## 开始\n\n::: note {#开始-1}\n:::\n\n## 别的 {#own basis=sourced facts=\"F22, F23\"}\n";
    assert_eq!(told(text), []);
    let body = body(text);
    let ids: Vec<&str> = body.headings.iter().map(|h| h.id.as_str()).collect();
    assert_eq!(ids, ["开始", "开始-2", "own"]);
    assert_eq!(
        body.headings[2].attributes[1],
        ("facts".into(), "F22, F23".into())
    );
    assert!(html(text).contains("<h2 id=\"own\">别的</h2>"));
}

#[test]
fn an_id_stated_twice_names_both_places() {
    let (_, body, diagnostics) = parsed("## 甲 {#a}\n\n## 乙 {#a}\n\n## a-1 {#a-1}\n");
    assert_eq!(diagnostics[0].code, Code::DuplicateAnchor);
    assert_eq!(diagnostics[0].place.as_ref().unwrap().span, 21..23);
    assert_eq!(diagnostics[0].labels[0].place.span, 8..10);
    let ids: Vec<&str> = body.headings.iter().map(|h| h.id.as_str()).collect();
    assert_eq!(ids, ["a", "a-2", "a-1"]);
}

#[test]
fn heading_levels_follow_each_other() {
    assert_eq!(told("## 甲\n\n### 乙\n\n## 丙\n"), []);
    let (_, _, skipped) = parsed("## 甲\n\n#### 乙\n");
    assert_eq!(skipped[0].code, Code::HeadingOrder);
    assert_eq!(skipped[0].patch.as_ref().unwrap().edits[0].text, "###");
    let (_, _, title) = parsed("# 甲\n\n## 乙\n");
    assert_eq!(title.len(), 1);
    assert_eq!(title[0].patch.as_ref().unwrap().edits[0].text, "## 甲");
    assert_eq!(told("### 甲\n").len(), 1);
    let (_, _, setext) = parsed("甲\n===\n");
    assert_eq!(setext[0].patch.as_ref().unwrap().edits[0].text, "## 甲");
}

#[test]
fn every_link_is_collected_as_written() {
    let text = "[a](b.md#甲) ![图](c.png) <https://x.org> <a@b.org> [r]\n\n[r]: r%20r.md \"t\"\n";
    let body = body(text);
    let links: Vec<(&str, bool)> = body
        .links
        .iter()
        .map(|link| (link.target.as_str(), link.picture))
        .collect();
    assert_eq!(
        links,
        [
            ("b.md#甲", false),
            ("c.png", true),
            ("https://x.org", false),
            ("mailto:a@b.org", false),
            ("r%20r.md", false)
        ]
    );
}

#[test]
fn an_unsafe_link_keeps_only_its_words() {
    for link in [
        "[甲](javascript:alert(1))",
        "[甲](JAVA&#x0A;SCRIPT:alert(1))",
        "[甲](&#106;avascript&colon;alert(1))",
        "<javascript:alert(1)>",
        "![甲](data:image/svg+xml;base64,x)",
        "[甲][r]\n\n[r]: vbscript:x",
    ] {
        assert_eq!(told(link)[0].0, "unsafe-link", "{link}");
        assert!(body(link).links.is_empty());
        let html = html(link);
        assert!(!html.contains("href") && !html.contains("src"), "{html}");
    }
}

#[test]
fn a_footnote_mark_without_a_note_is_told_outside_code_only() {
    assert_eq!(
        told("甲[^1]乙[^x]\n\n[^1]: 注\n"),
        [("unknown-footnote", "[^x]".into())]
    );
    for text in [
        "`[^x]`",
        "\\[^x]",
        "    [^x]",
        "[^x](y.md)",
        "```\n[^x]\n```",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
}

#[test]
fn the_reserved_character_is_an_error_and_goes() {
    let text = "甲\u{FDD0}\u{FDD0}乙\n\n::: note 丙\u{FDD0}丁\n:::\n";
    let codes: Vec<&str> = told(text).iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["reserved-character"; 2]);
    assert!(!html(text).contains('\u{FDD0}'));
    assert!(html(text).contains("甲乙"));
}

#[test]
fn places_count_from_the_start_of_the_file() {
    let text = "---\ntitle: 甲\n---\n::: note\n甲 **乙**\n:::\n\n:::\n";
    let path = SourcePath::new("zh/a.md").unwrap();
    let start = text.find(":::").unwrap();
    let source = Source::from_text(path, text);
    let (body, diagnostics) = parse(&source, start, &schema(), &Shelf::new(&Sources::default()));
    assert_eq!(
        diagnostics[0].place.as_ref().unwrap().span.end,
        text.len() - 1
    );
    let words: Vec<&str> = body
        .nodes
        .iter()
        .filter(|node| matches!(node.kind, NodeKind::Text(_)))
        .map(|node| &text[node.span.start as usize..node.span.end as usize])
        .collect();
    assert_eq!(words, ["甲 ", "乙"]);
}

#[test]
fn an_unknown_block_is_told_with_both_its_places() {
    let (source, _, told) = parsed("::: calout\n::: note\n甲\n:::\n乙\n:::\n");
    assert_eq!(told[0].code, Code::UnknownBlock);
    let end = told[0].labels[0].place.span.clone();
    assert_eq!((&source.text[end.clone()], end.start), (":::", 32));
}
