//! Building again with what the last build left gives what building from nothing gives, after any
//! edits, and when it is interrupted in between. Search comes along.

use std::cell::Cell;
use std::sync::LazyLock;

use linli::handbook::Settings;
use linli::output::{Entry, Output};
use linli::path::SourcePath;
use linli::pipeline::{self, Built, Interrupted, Memo, Part, Why};
use linli::source::{FileSource, Source, Sources};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::support::{handbook_on_disk, root, settings};

/// Two small handbooks in one: every kind, both languages, facts, shared texts, a withdrawn case.
static START: LazyLock<Sources> = LazyLock::new(|| {
    let read =
        |name: &str| handbook_on_disk(&root().join("tests/handbooks").join(name), None).sources;
    let mut sources = read("bilingual");
    for (path, source) in read("blocks").texts {
        let name = path.as_str();
        if name == "zh/index.md" {
            let page = SourcePath::new("zh/blocks.md").unwrap();
            sources
                .texts
                .insert(page.clone(), Source::from_text(page, &source.text));
        } else if path.is_shared() {
            sources.texts.insert(path, source);
        }
    }
    sources
});

/// What somebody may do between two builds.
#[derive(Clone, Debug)]
enum Edit {
    /// A paragraph, a heading, a block, a link at the end of a text.
    Write(Index, &'static str),
    /// A line of front matter.
    State(Index, &'static str),
    Delete(Index),
    /// The text moves to another name, or is copied there.
    Rename(Index, &'static str),
    Copy(Index, &'static str),
    /// A line of `handbook.yaml`, `facts.yaml`.
    Settings(&'static str),
    Facts(&'static str),
    Theme(&'static str, &'static str),
    ThemeGone,
    File(&'static str, u128),
    FileGone,
    Drafts(bool),
    Day(&'static str),
}

const WORDS: [&str; 14] = [
    "又添了一句：楼道灯坏了，找谁修？",
    "## 新的一节\n\n正文。",
    "[去看](../cases/yard.md)，[没有](../cases/none.md)，[某处](#新的一节)",
    "::: instructor\n只给讲师看。\n:::",
    "::: 引入 {src=\"/_shared.md\"}\n:::",
    "::: 引入 {src=\"/zh/_parts/新.md\"}\n:::",
    "::: activity 走一走（15 分钟）\n做。\n:::",
    "::: quiz\n哪个？\n\n- [x] 甲\n- [ ] 乙\n:::",
    "::: 没有这种板块\n:::",
    "1、一\n2、二",
    "![院子](/media/yard.png) ![没有](/media/no.png)",
    "**注意：**请看。<script>alert(1)</script>",
    "A new sentence in English about stairwell lamps.",
    "::: evidence {facts=F1,F9}\n据说。\n:::",
];
const LINES: [&str; 14] = [
    "title: 换了个题目",
    "status: draft",
    "status: archived",
    "search: false",
    "related: [yard, door]",
    "summary: 说的是别的事，只有一句话，二十个字总是有的吧。",
    "synonyms: [别名, 院子]",
    "asks: [没人来怎么办]",
    "tags: [灯, 院子]",
    "order: 3",
    "privacy: withdrawn",
    "redirect_from: [old/place]",
    "basis: illustrative",
    "不是字段: 1",
];
const NAMES: [&str; 8] = [
    "zh/cases/new.md",
    "en/cases/new.md",
    "zh/modules/deep/new.md",
    "zh/_parts/新.md",
    "_shared.md",
    "zh/terms/新词.md",
    "en/index.md",
    "zh/problems/nobody.md",
];
const THEME: [(&str, &str); 4] = [
    (
        "templates/case.html",
        "<!doctype html><title>{{ page.title }}</title>{{ page.body | safe }}",
    ),
    ("templates/case.html", "{% if %}"),
    ("labels/zh.yaml", "search: 找一找\n"),
    ("assets/extra.css", "p { color: red }"),
];

fn edit() -> impl Strategy<Value = Edit> {
    let text = || any::<Index>();
    prop_oneof![
        6 => (text(), select(&WORDS[..])).prop_map(|(at, words)| Edit::Write(at, words)),
        4 => (text(), select(&LINES[..])).prop_map(|(at, line)| Edit::State(at, line)),
        2 => text().prop_map(Edit::Delete),
        2 => (text(), select(&NAMES[..])).prop_map(|(at, name)| Edit::Rename(at, name)),
        2 => (text(), select(&NAMES[..])).prop_map(|(at, name)| Edit::Copy(at, name)),
        1 => select(vec!["seal: 院", "base_url: https://example.org/h/", "contact: 居委会", "title: 别的手册", "？"]).prop_map(Edit::Settings),
        1 => select(vec!["F9: {zh: 新的事实。, en: A new fact., certainty: stated, source: thesis}", "F1: 坏了"]).prop_map(Edit::Facts),
        2 => select(&THEME[..]).prop_map(|(name, text)| Edit::Theme(name, text)),
        1 => Just(Edit::ThemeGone),
        1 => (select(vec!["media/no.png", "media/yard.png", "zh/cases/plan.pdf"]), any::<u128>()).prop_map(|(name, hash)| Edit::File(name, hash)),
        1 => Just(Edit::FileGone),
        1 => any::<bool>().prop_map(Edit::Drafts),
        1 => select(vec!["2026-11-24", "2027-12-01", "2040-01-01"]).prop_map(Edit::Day),
    ]
}

fn apply(edit: &Edit, sources: &mut Sources, settings: &mut Settings) {
    let pages: Vec<SourcePath> = sources
        .texts
        .keys()
        .filter(|path| path.extension() == "md")
        .cloned()
        .collect();
    let put = |sources: &mut Sources, path: SourcePath, text: &str| {
        sources
            .texts
            .insert(path.clone(), Source::from_text(path, text));
    };
    let own = |sources: &mut Sources, name: &str, line: &str| {
        let path = SourcePath::new(name).unwrap();
        let text = format!("{}\n{line}\n", sources.texts[&path].text);
        sources
            .texts
            .insert(path.clone(), Source::from_text(path, &text));
    };
    match edit {
        Edit::Settings(line) => return own(sources, "handbook.yaml", line),
        Edit::Facts(line) => return own(sources, "facts.yaml", line),
        Edit::Theme(name, text) => {
            sources
                .theme
                .files
                .insert((*name).to_string(), text.as_bytes().into());
            return;
        }
        Edit::ThemeGone => return sources.theme.files.clear(),
        Edit::File(name, hash) => {
            let file = FileSource {
                file: name.into(),
                len: 1,
                hash: *hash,
                size: Some((64, 48)),
            };
            sources.files.insert(SourcePath::new(name).unwrap(), file);
            return;
        }
        Edit::FileGone => {
            sources.files.pop_first();
            return;
        }
        Edit::Drafts(shown) => return settings.drafts = *shown,
        Edit::Day(day) => {
            settings.today = linli::date::parse_date(day).unwrap();
            return;
        }
        _ => {}
    }
    if pages.is_empty() {
        return;
    }
    match edit {
        Edit::Write(at, words) => {
            let path = at.get(&pages).clone();
            let text = format!("{}\n\n{words}\n", sources.texts[&path].text);
            put(sources, path, &text);
        }
        Edit::State(at, line) => {
            let path = at.get(&pages).clone();
            let text = sources.texts[&path]
                .text
                .replacen("---\n", &format!("---\n{line}\n"), 1);
            put(sources, path, &text);
        }
        Edit::Delete(at) => {
            sources.texts.remove(at.get(&pages));
        }
        Edit::Rename(at, name) => {
            let text = sources.texts.remove(at.get(&pages)).unwrap().text;
            put(sources, SourcePath::new(name).unwrap(), &text);
        }
        Edit::Copy(at, name) => {
            let text = sources.texts[at.get(&pages)].text.clone();
            put(sources, SourcePath::new(name).unwrap(), &text);
        }
        _ => {}
    }
}

/// Builds again, its index too; `patience` is how often it may ask whether to go on.
fn again(
    sources: &Sources,
    settings: &Settings,
    memo: &mut Memo,
    patience: u32,
) -> Result<Built, Interrupted> {
    let left = Cell::new(patience);
    let go_on = || {
        left.set(left.get().saturating_sub(1));
        left.get() > 0
    };
    let (mut built, later) = pipeline::rebuild(sources, settings.clone(), memo, &go_on)?;
    if let Some(handbook) = &built.handbook {
        pipeline::index(handbook, later, &mut built.output, memo, &go_on)?;
    }
    Ok(built)
}

fn differing(cold: &Output, warm: &Output) -> Vec<String> {
    let names = cold.entries.keys().chain(warm.entries.keys());
    let differ = names.filter(|path| cold.entries.get(path) != warm.entries.get(path));
    let mut names: Vec<String> = differ.map(ToString::to_string).collect();
    names.dedup();
    names
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn warm_equals_cold(edits in vec((edit(), 0..12u32), 1..7)) {
        let mut sources = START.clone();
        let mut settings = settings();
        let mut memo = Memo::default();
        again(&sources, &settings, &mut memo, u32::MAX).expect("nobody interrupts");
        for (edit, patience) in edits {
            apply(&edit, &mut sources, &mut settings);
            // Somebody types on while it is being built, now and then.
            let _ = again(&sources, &settings, &mut memo, patience);
            let cold = pipeline::build(&sources, settings.clone());
            let changed = std::mem::take(&mut memo.work).read;
            for (path, entry) in pipeline::first_look(&sources, settings.clone(), &changed, &mut memo) {
                prop_assert_eq!(Some(&entry), cold.output.entries.get(&path), "first look at {}", path);
            }
            let warm = again(&sources, &settings, &mut memo, u32::MAX).expect("nobody interrupts");
            prop_assert_eq!(differing(&cold.output, &warm.output), Vec::<String>::new());
            prop_assert_eq!(&cold.diagnostics, &warm.diagnostics);
            prop_assert_eq!(&cold.shown_on, &warm.shown_on);
        }
    }
}

#[test]
fn a_changed_text_renders_only_the_pages_that_show_it() {
    let mut sources = START.clone();
    let mut memo = Memo::default();
    again(&sources, &settings(), &mut memo, u32::MAX).unwrap();
    memo.work = pipeline::Work::default();
    again(&sources, &settings(), &mut memo, u32::MAX).unwrap();
    assert_eq!(
        memo.work,
        pipeline::Work::default(),
        "nothing changed, nothing is done"
    );
    let path = SourcePath::new("zh/cases/yard.md").unwrap();
    let text = format!("{}\n\n只多了这一句。\n", sources.texts[&path].text);
    sources
        .texts
        .insert(path.clone(), Source::from_text(path.clone(), &text));
    let built = again(&sources, &settings(), &mut memo, u32::MAX).unwrap();
    assert_eq!(memo.work.read, [path]);
    let page = linli::path::SitePath::new("zh/cases/yard.html").unwrap();
    assert_eq!(memo.work.rendered, [(page, Why::Parts(vec![Part::Text]))]);
    let index = built
        .output
        .entries
        .iter()
        .filter(|(path, _)| path.as_str().starts_with("search/"));
    let index: Vec<String> = index
        .filter_map(|(_, entry)| match entry {
            Entry::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            Entry::File(_) => None,
        })
        .collect();
    assert!(
        index.iter().any(|file| file.contains("只多了这一句")),
        "search follows"
    );
}

#[test]
fn pages_are_shown_before_their_words_are_in_the_index() {
    let mut sources = START.clone();
    let mut memo = Memo::default();
    let cold = again(&sources, &settings(), &mut memo, u32::MAX).unwrap();
    let path = SourcePath::new("zh/cases/yard.md").unwrap();
    let text = format!("{}\n\n只多了这一句。\n", sources.texts[&path].text);
    sources
        .texts
        .insert(path.clone(), Source::from_text(path, &text));
    let (early, later) = pipeline::rebuild(&sources, settings(), &mut memo, &|| true).unwrap();
    assert_eq!(
        differing(&cold.output, &early.output),
        ["zh/cases/yard.html"]
    );
    let page = early.output.text("zh/cases/yard.html").unwrap();
    assert!(page.contains("只多了这一句"));
    let (handbook, mut output) = (early.handbook.unwrap(), early.output.clone());
    pipeline::index(&handbook, later, &mut output, &mut memo, &|| true).unwrap();
    let listing = |path: &String| {
        path.starts_with("search/") || ["offline.json", "sw.js"].contains(&path.as_str())
    };
    let differ = differing(&early.output, &output);
    assert!(
        !differ.is_empty() && differ.iter().all(listing),
        "{differ:?}"
    );
}
