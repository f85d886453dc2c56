//! What holds for `:::` blocks whatever stands in them: every word is there once, every tag has its
//! partner, every control a name, and neither depth nor length is too much.

use std::collections::BTreeMap;

use linli::schema::read::shared;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::handbook;

/// Text as people put it into blocks, right and wrong; each `@` becomes a word of its own.
const PIECES: &[&str] = &[
    "@",
    "@ *@* [@](a.md) `@`",
    "@：",
    "@：____",
    "____",
    "@：\n____\n____",
    "@\n____\n\n____",
    "@：\n\n____\n\n____",
    "@ ____ @（____）@ ____",
    "□ @　□ @：____",
    "@：□ @ □ **@**",
    "@：　　　@：",
    "**@：**\n@：  \n@",
    "[@](a.md)：",
    "[@](a.md) — @：____[^n]",
    "<b>@ — @</b> <kbd>@</kbd>：\n____",
    "@[^n] ____",
    "____ @：",
    "- [x] @ — @\n- [ ] @——@\n- @",
    "- [ ] @\n\n  @\n\n  - [x] @ — @",
    "- [ ] **@** — *@* [@](a.md)\n- [x] <b>@ — @</b> @",
    "1. @\n\n   - [x] @ — **@**\n   - [ ] @\n2. @\n   - [ ] @",
    "10 | @ | @\n@ | @\n@",
    "5 ｜ **@** ｜ [@](a.md) @",
    "- 10 | @ | @\n  - @\n- @\n- 半小时 | @",
    "| 5 | @ |",
    "10 | @ | @ | @ | @",
    "- @ → @\n- @\n- @ -> **@** @\n\n  @",
    "- [ ] @ => @[^n]\n- → @",
    "@ ⇒ @\n@ → @",
    "| @ | @ |\n| --- | --- |\n| @ | |\n| | ____ |\n| @ ____ | □ @ |\n| @：　　@ | |",
    "> @\n> @",
    "> [!NOTE]\n> @",
    "```\n@ ____\n```",
    "- @：\n\n  ____\n\n- [ ] @：\n\n  ____",
    "- @：\n- @\n- [ ] ____\n- [ ]",
    "1. @\n2. @\n\n   @",
    "@：\n\n- @",
    "@\n: @",
    "---",
    "[^n]: @\n",
    "<div><p>@</p></div>",
];

#[derive(Clone, Debug)]
struct Draft {
    name: &'static str,
    titled: bool,
    pieces: Vec<&'static str>,
    inner: Vec<(&'static str, Vec<&'static str>)>,
}

fn draft() -> impl Strategy<Value = Draft> {
    let name = || {
        select(
            shared()
                .blocks
                .iter()
                .map(|block| &*block.name)
                .collect::<Vec<_>>(),
        )
    };
    let inner = vec((name(), vec(select(PIECES), 1..3)), 0..3);
    (name(), any::<bool>(), vec(select(PIECES), 1..5), inner).prop_map(
        |(name, titled, pieces, inner)| Draft {
            name,
            titled,
            pieces,
            inner,
        },
    )
}

/// The page's text, and the words in it.
fn written(drafts: &[Draft]) -> (String, Vec<String>) {
    let mut text = String::new();
    for draft in drafts {
        let title = if draft.titled { " @" } else { "" };
        text += &format!("\n:::: {}{title}\n", draft.name);
        text += &draft.pieces.join("\n\n");
        for (name, pieces) in &draft.inner {
            text += &format!("\n\n::: {name}\n{}\n:::\n", pieces.join("\n\n"));
        }
        text += "\n::::\n";
    }
    text += "\n@[^n]\n\n::: 讲师\n:::\n\n[^n]: @\n";
    let mut words = Vec::new();
    let mut parts = text.split('@');
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let word = format!("w{}w", words.len());
        out += &word;
        out += part;
        words.push(word);
    }
    (out, words)
}

fn page(text: &str) -> String {
    let head = "---\ntitle: 甲\nsummary: 乙\n---\n\n";
    let tried = handbook(&[
        ("handbook.yaml", "title: 手册\nlanguages: [zh]\n"),
        ("zh/modules/a.md", &format!("{head}{text}")),
    ]);
    let html = tried.built.output.text("zh/modules/a.facilitator.html");
    html.expect("the page is there").to_string()
}

/// Words outside tags; panics where tags do not pair.
fn words_of(html: &str) -> String {
    const VOID: [&str; 7] = ["br", "hr", "img", "input", "link", "meta", "wbr"];
    let mut open: Vec<&str> = Vec::new();
    let mut words = String::new();
    let mut parts = html.split('<');
    words += parts.next().unwrap_or_default();
    for part in parts {
        let (tag, after) = part.split_once('>').expect("a tag ends");
        words.push(' ');
        words += after;
        let name = tag.trim_start_matches('/');
        let name = &name[..name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len())];
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else if !tag.starts_with('!') && !VOID.contains(&name) {
            open.push(name);
        }
        if tag.starts_with("input") || tag.starts_with("textarea") {
            let named = tag.contains("aria-label=\"") || open.contains(&"label");
            assert!(named && !tag.contains(" name="), "<{tag}> in {html}");
        }
        let labels = open.iter().filter(|name| **name == "label").count();
        assert!(labels < 2, "a label in a label in {html}");
    }
    assert!(open.is_empty(), "{open:?} in {html}");
    words
}

fn counts(words: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    let is_word = |part: &&str| {
        part.len() > 2
            && part.starts_with('w')
            && part.ends_with('w')
            && part[1..part.len() - 1].bytes().all(|b| b.is_ascii_digit())
    };
    for word in words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(is_word)
    {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_word_in_a_block_is_there_once(drafts in vec(draft(), 1..4)) {
        let (text, words) = written(&drafts);
        let html = page(&text);
        let said = words_of(&html);
        let counts = counts(&said);
        // A second note of one name is no note, and its words are told of elsewhere.
        let second = text.matches("[^n]: w").count() > 1;
        for word in &words {
            let count = counts.get(word.as_str()).copied().unwrap_or(0);
            let noted = second && text.contains(&format!("[^n]: {word}"));
            prop_assert!(count == 1 || noted, "{word} is there {count} times\n{text}\n{html}");
        }
    }
}

#[test]
fn neither_depth_nor_length_is_too_much() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    for name in [
        "form",
        "quiz",
        "agenda",
        "strengths",
        "steps",
        "quote",
        "checklist",
    ] {
        let deep = many(&format!("::: {name}\n- [ ] 甲 → 乙 — 丙：\n\n"), 3_000);
        page(&format!("{deep}::: 讲师\n:::\n"));
        let long = [
            many("____ ", 20_000),
            many("10 | ", 20_000),
            many("甲 → *乙* — ", 10_000),
            many("*甲*：", 10_000) + "____",
            many("甲：\n\n____\n\n", 5_000),
            many("- [x] 甲 — 乙\n", 5_000),
            many("> ", 500) + "- [ ] 甲 — 乙",
        ];
        for text in long {
            page(&format!("::: {name}\n{text}\n:::\n\n::: 讲师\n:::\n"));
        }
    }
}
