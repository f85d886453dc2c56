//! Texts nobody writes on purpose: they must be read all the same, at once and without a panic.

use proptest::prelude::*;

use pulldown_cmark::{Parser, html::push_html};

use super::super::{Body, tree};
use super::{parsed, pathological, schema, sound};
use crate::path::SourcePath;
use crate::source::Source;

/// Large enough for any depth to be felt, small enough for every run of the tests.
const SIZE: usize = 40_000;

/// Reads and writes a text; everything a later stage relies on must hold.
fn run(text: &str) -> (Body, String) {
    let path = SourcePath::new("zh/a.md").unwrap();
    let source = Source::from_text(path, text);
    sound::read(&source, &schema())
}

/// On a stack of a quarter of a megabyte, so that none of them can be read by going down into it.
#[test]
fn pathological_documents_are_read_whole() {
    let read = || {
        for document in pathological::documents() {
            println!("reading {}", document.name);
            run(&document.text(SIZE));
        }
    };
    std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(read)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn pathological_documents_differ_and_have_the_size_asked_for() {
    let mut names = Vec::new();
    for document in pathological::documents() {
        let len = document.text(SIZE).len();
        assert!(
            (SIZE / 2..2 * SIZE).contains(&len),
            "{}: {len}",
            document.name
        );
        names.push(document.name);
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn eight_thousand_equal_headings_are_numbered() {
    let (body, _) = run(&"## 相同\n\n".repeat(8000));
    assert_eq!(body.headings[7999].id, "相同-7999");
}

#[test]
fn ten_thousand_unclosed_blocks_are_each_told_once() {
    let diagnostics = parsed(&"::: note\n".repeat(10_000)).2;
    assert_eq!(diagnostics.len(), 10_000);
}

const PALETTE: &[&str] = &[
    "```\n",
    "~~~\n",
    "::: note 标题\n",
    "::: 活动（15 分钟）\n",
    "::: zzz {a=1 b}\n",
    ":::\n",
    "：：：\n",
    "> ",
    "- ",
    "1. ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "**",
    "*",
    "_",
    "`",
    "[",
    "]",
    "(x.md)",
    "[^1]",
    "[^1]: 注\n",
    "## 甲 {#a}\n",
    "# 乙\n",
    "<b>",
    "</b>",
    "<div>\n",
    "</div>\n",
    "<script>",
    "<!--",
    "-->",
    "| a | b |\n|---|---|\n",
    "| 1 |\n",
    "甲\n: 乙\n",
    "- [x] 对\n",
    "![](p.png)",
    "![图](p.png \"题\")\n",
    "<https://x.org>",
    "(javascript:x)",
    "\u{FDD0}",
    "&amp;",
    "\\",
    "～",
    "{",
    "}",
    "---\n",
    "===\n",
    "> [!NOTE]\n",
    "<kbd>",
    "</kbd>",
    "<?linli0:0?>",
    "｛",
    "\t",
];

/// Markdown of which linli changes nothing but the ids of headings.
const PLAIN: &[&str] = &[
    "> ",
    "- ",
    "1. ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "**",
    "*",
    "_",
    "`",
    "甲",
    "乙 丙",
    "a",
    "```\n",
    "~~~rust\n",
    "[a](x.md \"t\")",
    "<https://x.org>",
    "甲\n: 乙\n",
    "***\n",
    "## ",
    "\\",
    "&amp;",
    "< ",
    "\"",
    "~~",
    "  \n",
];

fn without_ids(html: &str) -> String {
    let mut parts = html.split(" id=\"");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |out, part| {
        out + part.split_once('"').map_or("", |(_, rest)| rest)
    })
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(PALETTE).prop_map(str::to_string),
        2 => "[a-z甲-龥，。：]{1,6}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_read_whole(text in text()) {
        run(&text);
    }

    #[test]
    fn plain_markdown_is_written_as_the_parser_writes_it(
        pieces in prop::collection::vec(prop::sample::select(PLAIN), 0..40)
    ) {
        // Han letters and lone tildes are read in linli's own way.
        let text = pieces.concat().replace(crate::script::is_cjk, "é").replace("\\~", "\\ ~");
        let text = text.replace("\\<", "\\ <");
        let mut expected = String::new();
        push_html(&mut expected, Parser::new_ext(&text, tree::options()));
        // Slips keep their lines.
        let as_lines = super::told(&text).iter().any(|(code, _)| code.ends_with("-mark"));
        if !as_lines {
            prop_assert_eq!(without_ids(&run(&text).1), expected, "{:?}", text);
        }
    }

    #[test]
    fn the_words_of_paragraphs_survive(
        words in prop::collection::vec("[a-z甲-龥]{1,8}", 1..12),
        marks in prop::collection::vec(
            prop::sample::select(vec!["::: note\n", ":::\n", "::: zzz\n", "> ", "- ", "\n", "<div>\n\n", "## "]),
            1..12
        ),
    ) {
        let mut text = String::new();
        for (at, word) in words.iter().enumerate() {
            text += marks[at % marks.len()];
            text += word;
            text += "\n\n";
        }
        let (body, _) = run(&text);
        let plain = body.plain_text(0..body.nodes.len());
        let mut rest = plain.as_str();
        for word in &words {
            let at = rest.find(word.as_str());
            prop_assert!(at.is_some(), "{word} of {text:?} in {plain:?}");
            rest = &rest[at.unwrap() + word.len()..];
        }
    }
}
