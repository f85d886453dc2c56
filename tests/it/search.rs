//! What is found, by whom, and what comes first: the index of a built site, asked as the terminal asks
//! it. That the script in the browser answers alike is tried in `tests/browser/search.mjs`.

use std::sync::LazyLock;

use linli::pipeline::Built;
use linli::search::answer::{Answer, Options, search};
use proptest::prelude::*;

use crate::desk::{build, settings};

fn ask_with(built: &Built, query: &str, options: &Options) -> Answer {
    let files = |path: &str| built.output.text(path);
    search(&files, query, options).expect("linli reads its own index")
}

fn options(language: &str) -> Options {
    Options {
        language: language.to_string(),
        chinese: language == "zh",
        limit: 10,
        kinds: Vec::new(),
    }
}

fn ask(built: &Built, query: &str, language: &str) -> Answer {
    ask_with(built, query, &options(language))
}

/// The addresses found, the best first.
fn urls(answer: &Answer) -> Vec<&str> {
    let results = answer.results.iter();
    results.map(|found| found.url.as_str()).collect()
}

#[track_caller]
fn finds(built: &Built, language: &str, query: &str, first: &str) {
    let answer = ask(built, query, language);
    assert_eq!(urls(&answer).first(), Some(&first), "{query}: {answer:#?}");
}

const PAGES: &[(&str, &str, &str)] = &[
    (
        "zh/modules/cards.md",
        "title: 四色卡找人\ncode: M03\nasks: [我们队没人来怎么办]\nsynonyms: [能人地图]\ntags: [走访]",
        "先认识，再请人。\n\n## 怎么用\n\n把每个人会做的事写在卡片上，红的是手艺。第14期学员都写过。\n\n## 收尾\n\n卡片交给楼长保管。",
    ),
    (
        "zh/modules/door.md",
        "title: 敲门第一句",
        "社区动员从敲门开始。\n\n## 说什么\n\n您好，我是楼下的邻居，想请您看看花坛。用 app 报名也可以。",
    ),
    (
        "zh/cases/garden.md",
        "title: 花坛归谁浇水\nbasis: illustrative",
        "花坛没有人浇水，后来排了班。\n\n## 经过\n\n楼长挨家去问。",
    ),
    (
        "en/guide/keys.md",
        "title: Borrowing the keys",
        "The residents borrow a wheelbarrow from the warden.\n\n## Rules\n\nBring every key back on Sundays.",
    ),
    (
        "en/guide/garden.md",
        "title: Who waters the garden",
        "Neighbours take turns with the hose.",
    ),
];

static SITE: LazyLock<Built> = LazyLock::new(|| build(PAGES, settings()));

#[test]
fn a_page_is_found_in_every_way_readers_ask() {
    let cards = "zh/modules/cards.html";
    let usage = "zh/modules/cards.html#%E6%80%8E%E4%B9%88%E7%94%A8";
    let door = "zh/modules/door.html";
    for (query, url) in [
        ("四色卡找人", cards),
        ("四色卡", cards),
        ("色卡找", cards),
        ("四色 找人", cards),
        ("找人四色卡", cards),
        ("sisekazhaoren", cards),
        ("si se ka", cards),
        ("si'se'ka", cards),
        ("sskzr", cards),
        ("四色咔找人", cards),
        ("四色找人", cards),
        ("第14期", usage),
        ("第十四期", usage),
        ("１４期", usage),
        ("社區動員", door),
        ("敲門第一句", door),
        ("花壇没人浇水，用 app", "zh/cases/garden.html"),
        (
            "app 报名",
            "zh/modules/door.html#%E8%AF%B4%E4%BB%80%E4%B9%88",
        ),
        ("Ｍ０３", cards),
        ("m03", cards),
        ("能人地图", cards),
        ("没人来怎么办", cards),
        ("我们队里没有人来应该怎么办呢", cards),
        ("浇", "zh/cases/garden.html"),
    ] {
        finds(&SITE, "zh", query, url);
    }
    for (query, url) in [
        ("keys", "en/guide/keys.html"),
        ("wheelbarrow", "en/guide/keys.html"),
        ("wheelbarrows", "en/guide/keys.html"),
        ("wheelbarow", "en/guide/keys.html"),
        ("wheelb", "en/guide/keys.html"),
        ("WARDEN", "en/guide/keys.html"),
        ("Sunday", "en/guide/keys.html#rules"),
        ("how do I borrow a key?", "en/guide/keys.html"),
        ("四色卡", "en/modules/cards.html"),
        ("siseka", "en/modules/cards.html"),
    ] {
        finds(&SITE, "en", query, url);
    }
}

#[test]
fn the_best_comes_first() {
    let pages = [
        ("zh/modules/in-text.md", "title: 甲", "说说楼道会的事。"),
        ("zh/modules/in-title.md", "title: 楼道会", "一句话。"),
        (
            "zh/modules/scattered.md",
            "title: 乙",
            "先扫楼道。然后开会。记录在本子上。",
        ),
        (
            "zh/modules/phrase.md",
            "title: 丙",
            "先看楼道，开会记录在这里。",
        ),
        ("zh/guide/own.md", "title: 丁", "约在 Boathouse 门口。"),
        (
            "en/guide/other.md",
            "title: A",
            "We meet at the Boathouse door.",
        ),
    ];
    let built = build(&pages, settings());
    finds(&built, "zh", "楼道会", "zh/modules/in-title.html");
    finds(&built, "zh", "开会记录", "zh/modules/phrase.html");
    finds(&built, "zh", "boathouse", "zh/guide/own.html");
    finds(&built, "en", "boathouse", "en/guide/other.html");
}

#[test]
fn an_answer_says_what_it_leads_to() {
    let answer = ask(&SITE, "红的是手艺", "zh");
    let found = &answer.results[0];
    assert_eq!((answer.total, answer.similar), (1, false));
    assert_eq!(found.heading, "怎么用");
    assert_eq!((&*found.kind, &*found.label), ("module", "课程"));
    assert_eq!((&*found.lang, &*found.code), ("zh", "M03"));
    assert!(
        found.snippet.starts_with("把每个人会做的事"),
        "{}",
        found.snippet
    );
    assert!(ask(&SITE, "四色咔找人", "zh").similar);
    assert!(ask(&SITE, "wheelbarow", "en").similar);
    let english = ask(&SITE, "四色卡", "en");
    assert_eq!(
        (&*english.results[0].label, &*english.results[0].lang),
        ("Lesson", "zh")
    );
}

#[test]
fn where_nothing_is_found_near_titles_are_named() {
    let answer = ask(&SITE, "色浇", "zh");
    assert!(answer.results.is_empty() && answer.total == 0 && !answer.similar);
    let near: Vec<&str> = answer
        .nearest
        .iter()
        .map(|near| near.words.as_str())
        .collect();
    assert!(
        near.contains(&"四色卡找人") && near.contains(&"花坛归谁浇水"),
        "{near:?}"
    );
    for nothing in ["", "，。！", "<>%", "👍"] {
        let answer = ask(&SITE, nothing, "zh");
        assert!(
            answer.results.is_empty() && answer.nearest.is_empty(),
            "{nothing}"
        );
    }
}

#[test]
fn an_answer_may_be_narrowed_and_cut_short() {
    let only = |kinds: &[&str], limit| {
        let mut options = options("zh");
        options.kinds = kinds.iter().map(|kind| kind.to_string()).collect();
        options.limit = limit;
        ask_with(&SITE, "楼长", &options)
    };
    assert_eq!(only(&[], 10).total, 2);
    assert_eq!(urls(&only(&["case"], 10)).len(), 1);
    assert_eq!(only(&["case", "module"], 10).total, 2);
    let one = only(&[], 1);
    assert_eq!((one.total, one.results.len()), (2, 1));
    assert_eq!(only(&["event"], 10).total, 0);
}

#[test]
fn what_is_not_for_everyone_is_not_found() {
    let pages = [
        (
            "zh/a.md",
            "title: 公开",
            "大家都看得见桂花。\n\n::: 讲师\n讲师才知道腊梅。\n:::",
        ),
        ("zh/b.md", "title: 草稿\nstatus: draft", "草稿里的桂花。"),
        ("zh/c.md", "title: 归档\nstatus: archived", "归档的桂花。"),
        ("zh/d.md", "title: 不找\nsearch: false", "不要找到的桂花。"),
        (
            "zh/stories/e.md",
            "title: 收回\nbasis: firsthand\nprivacy: {consent: written, withdrawn: true}",
            "收回的桂花。",
        ),
        ("zh/f.md", "title: 校样\nstatus: proof", "校样里的桂花。"),
    ];
    let built = build(&pages, settings());
    assert_eq!(urls(&ask(&built, "桂花", "zh")), ["zh/a.html"]);
    assert_eq!(ask(&built, "腊梅", "zh").total, 0);
    for name in ["草稿", "归档", "不找", "收回", "校样"] {
        assert_eq!(ask(&built, name, "zh").total, 0, "{name}");
    }
}

/// A page that is not translated is one page with two addresses.
#[test]
fn a_fallback_is_found_once_and_leads_to_the_readers_copy() {
    let pages = [(
        "zh/modules/a.md",
        "title: 只有中文",
        "桂花开了。\n\n## 花期\n\n九月。",
    )];
    let built = build(&pages, settings());
    for (language, url) in [("zh", "zh/modules/a.html"), ("en", "en/modules/a.html")] {
        let answer = ask(&built, "桂花", language);
        assert_eq!(urls(&answer), [url]);
        assert_eq!(answer.results[0].lang, "zh");
        let part = ask(&built, "九月", language);
        assert!(urls(&part)[0].starts_with(&format!("{url}#")), "{part:?}");
    }
}

/// A small handbook's index is one file, a large one's many, and the answers are the same.
#[test]
fn a_large_handbook_answers_as_a_small_one() {
    let files = |built: &Built| {
        let paths = built.output.entries.keys();
        paths
            .filter(|path| path.as_str().starts_with("search/"))
            .count()
    };
    let mut pages: Vec<(String, &str, String)> = PAGES
        .iter()
        .map(|(path, head, text)| (path.to_string(), *head, text.to_string()))
        .collect();
    // Words and characters that nobody asks for here.
    for number in 0..90u32 {
        let chars = (0..900u32).map(|at| 0x7000 + (number * 977 + at * 31 + at * at) % 0x2000);
        let text: String = chars.filter_map(char::from_u32).collect();
        let words = (0..60).map(|at| format!("filler{number}x{at} "));
        pages.push((
            format!("zh/filler/p{number}.md"),
            "title: 卷",
            text + "\n\n" + &words.collect::<String>(),
        ));
    }
    let pages: Vec<(&str, &str, &str)> = pages
        .iter()
        .map(|(path, head, text)| (path.as_str(), *head, text.as_str()))
        .collect();
    let large = build(&pages, settings());
    assert_eq!(files(&SITE), 2);
    assert!(files(&large) > 20, "{}", files(&large));
    for (language, query) in [
        ("zh", "四色卡找人"),
        ("zh", "sisekazhaoren"),
        ("zh", "社區動員"),
        ("zh", "红的是手艺"),
        ("zh", "能人地图"),
        ("zh", "M03"),
        ("en", "wheelbarow"),
        ("en", "wheelb"),
        ("en", "keys"),
    ] {
        let (small, large) = (ask(&SITE, query, language), ask(&large, query, language));
        let shown = |answer: &Answer| -> Vec<(String, String)> {
            let results = answer.results.iter();
            results
                .map(|found| (found.url.clone(), found.snippet.clone()))
                .collect()
        };
        assert_eq!(shown(&small), shown(&large), "{query}");
        assert_eq!(
            (small.total, small.similar),
            (large.total, large.similar),
            "{query}"
        );
    }
}

#[test]
fn a_missing_file_is_told() {
    for cut in ["search/manifest.js", ""] {
        let files = |path: &str| {
            SITE.output
                .text(path)
                .filter(|_| !cut.is_empty() && path != cut)
        };
        let lost = search(&files, "四色卡", &options("zh")).unwrap_err();
        assert!(lost.to_string().contains("manifest"), "{lost}");
    }
    let half = |_: &str| Some("linliIndex(\"manifest\",{\"pages\":");
    assert!(search(&half, "四色卡", &options("zh")).is_err());
}

#[test]
fn an_empty_handbook_answers_nothing() {
    let built = build(&[], settings());
    assert_eq!(ask(&built, "四色卡", "zh").total, 0);
    assert_eq!(ask(&built, "card", "en").total, 0);
}

proptest! {
    #[test]
    fn any_query_is_answered(
        query in prop_oneof![
            any::<String>(),
            "[四色卡找人怎么办的我 社區a-z'0-9*~^|，<>&%👍]{0,60}",
            "[a-z ]{0,300}",
            "(卡|找人|the |si){0,3000}",
        ],
        english in any::<bool>(),
    ) {
        let language = if english { "en" } else { "zh" };
        let answer = ask(&SITE, &query, language);
        prop_assert!(answer.results.len() <= answer.total);
        for found in &answer.results {
            let path = linli::path::decode(found.url.split('#').next().unwrap());
            prop_assert!(SITE.output.text(&path).is_some(), "{}", found.url);
            prop_assert!(found.score.is_finite());
        }
    }
}
