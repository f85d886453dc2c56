//! Texts put into texts: whatever they hold, the tree is whole and every node knows its file.

use proptest::prelude::*;

use super::super::*;
use super::{schema, sound};
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
        sound::body_is_sound(&body);
        sound::diagnostics_are_sound(&told, &|path| match path.stem().strip_prefix('_') {
            Some(at) => &texts[at.parse::<usize>().unwrap()],
            None => &page,
        });
        let again = put_together(&page, &texts);
        prop_assert_eq!(told, again.1);
    }
}
