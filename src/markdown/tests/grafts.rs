//! Texts put into texts: whatever they hold, the tree is whole and every node knows its file.

use proptest::prelude::*;

use super::super::*;
use super::output::is_balanced;
use super::schema;
use crate::markdown::html::{PlainHooks, to_html};
use crate::path::SourcePath;
use crate::source::Sources;

/// A page that puts in `_0.md`, `_1.md` and so on.
fn put_together(page: &str, texts: &[String]) -> (Body, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    for (at, text) in texts.iter().enumerate() {
        let path = SourcePath::new(&format!("zh/_{at}.md")).unwrap();
        let text = Source::from_text(path.clone(), text);
        sources.texts.insert(path, text);
    }
    let page = Source::from_text(SourcePath::new("zh/a.md").unwrap(), page);
    parse(&page, 0, &schema(), &Shelf::new(&sources))
}

#[test]
fn a_node_knows_its_file_and_stretch_before_in_and_after_a_text() {
    let texts = ["# 乙\n\n::: include {src=_1.md}\n:::\n\n丁\n", "丙\n"].map(String::from);
    let (body, _) = put_together("甲\n\n::: include {src=_0.md}\n\n戊\n:::\n\n己\n", &texts);
    let mut found = Vec::new();
    for (at, node) in body.nodes.iter().enumerate() {
        if let NodeKind::Text(text) = &node.kind {
            let place = body.place(at);
            let source = body.source(at);
            assert_eq!(place.path, source.path);
            assert_eq!(&source.text[place.span], &**text);
            found.push(format!("{} {text}", source.path));
        }
    }
    let expected = [
        "zh/a.md 甲",
        "zh/_0.md 乙",
        "zh/_1.md 丙",
        "zh/_0.md 丁",
        "zh/a.md 戊",
        "zh/a.md 己",
    ];
    assert_eq!(found, expected);
    let put_in: Vec<&str> = body.put_in().map(SourcePath::as_str).collect();
    assert_eq!(put_in, ["zh/_0.md", "zh/_1.md"]);
    let blocks: Vec<String> = body
        .blocks()
        .map(|(at, _)| body.source(at).text[body.opener(at).span].to_string())
        .collect();
    assert_eq!(
        blocks,
        ["::: include {src=_0.md}", "::: include {src=_1.md}"]
    );
}

#[test]
fn a_text_alone_in_an_unclosed_block_does_not_stretch_it() {
    let texts = ["很长的一段话，比整页还长。\n".repeat(20)];
    let (body, told) = put_together("::: note\n::: include {src=_0.md}\n", &texts);
    assert_eq!(told.len(), 2);
    for at in [0, 1] {
        let (place, source) = (body.place(at), body.source(at));
        assert!(source.text.get(place.span).is_some());
    }
}

const PIECES: &[&str] = &[
    "::: include {src=_0.md}\n:::\n",
    "::: include {src=_1.md}\n",
    "  ::: include {src=/zh/_2.md}\n  :::\n",
    "> ::: include {src=_2.md}\n> :::\n",
    "- ::: include {src=_0.md}\n",
    "::: note 题 {#x}\n",
    ":::\n",
    "## 标题 {#x}\n",
    "### 再\n",
    "甲[^1] <b>乙\n",
    "[^1]: 注\n",
    "[a](b.md) ![c](../d.png)\n",
    "```\n",
    "<div>\n",
    "---\n",
    "a: 1\n",
    "\n",
    "\n",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_texts_put_into_each_other_make_a_whole_page(
        page in text(), texts in prop::collection::vec(text(), 3)
    ) {
        let (body, told) = put_together(&page, &texts);
        let mut ends: Vec<u32> = Vec::new();
        for (at, node) in body.nodes.iter().enumerate() {
            while ends.pop_if(|end| *end as usize <= at).is_some() {}
            prop_assert!(node.end as usize > at && ends.last().is_none_or(|end| node.end <= *end));
            ends.push(node.end);
            let source = body.source(at);
            prop_assert!(source.text.get(body.place(at).span).is_some(), "{:?}", node.kind);
            prop_assert!(source.text[body.opener(at).span].len() <= source.text.len());
        }
        let mut anchors: Vec<&str> = body.anchors().collect();
        let count = anchors.len();
        anchors.sort_unstable();
        anchors.dedup();
        prop_assert_eq!(anchors.len(), count);
        let of = |path: &SourcePath| match path.stem().strip_prefix('_') {
            Some(at) => texts[at.parse::<usize>().unwrap()].clone(),
            None => page.clone(),
        };
        for told in &told {
            let labels = told.labels.iter().map(|label| &label.place);
            for place in told.place.iter().chain(labels) {
                prop_assert!(of(&place.path).get(place.span.clone()).is_some(), "{told:?}");
            }
        }
        let html = to_html(&body, 0..body.nodes.len(), &PlainHooks);
        prop_assert!(is_balanced(&html), "{html}");
        let again = put_together(&page, &texts);
        prop_assert_eq!(told, again.1);
    }
}
