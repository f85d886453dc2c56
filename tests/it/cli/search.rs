//! `linli search`: what it prints, for whom, and what it says of a line that is wrong.

use serde_json::json as value;

use super::json;
use crate::desk::{Folder, Said, linli, page, tree};

fn folder() -> Folder {
    let folder = Folder::handbook();
    folder.write(
        "content/handbook.yaml",
        "id: test\ntitle: {zh: 社区手册, en: Handbook}\nlanguages: [zh, en]\n",
    );
    folder.write(
        "content/zh/modules/cards.md",
        page(
            "title: 四色卡找人\ncode: M03",
            "先认识。\n\n## 怎么用\n\n写在卡片上，红的是手艺。",
        ),
    );
    folder
}

#[test]
fn people_are_told_what_was_found_and_where_it_is_written() {
    let folder = folder();
    let before = tree(folder.path());
    let said = folder.run(&["search", "红的是手艺"]).fine();
    assert_eq!(
        said.out,
        "找到 1 页：\n\n四色卡找人 › 怎么用  课程  M03\n    content/zh/modules/cards.md\n    \
         zh/modules/cards.html#怎么用\n    写在卡片上，红的是手艺。\n"
    );
    assert_eq!(said.err, "");
    folder
        .run(&["查找", "红的是手艺", "--message-language", "en"])
        .fine()
        .says("1 page found:");
    folder
        .run(&["search", "红的是首艺"])
        .fine()
        .says("没有完全一样的，看看这些（1 页）：");
    folder
        .run(&["search", "色艺"])
        .fine()
        .says("没有找到。\n相近的有：\n\n四色卡找人\n");
    assert_eq!(tree(folder.path()), before, "nothing is written");
}

#[test]
fn machines_get_what_the_page_gets() {
    let folder = folder();
    let said = folder.run(&["search", "content", "m03", "--json"]).fine();
    let mut found = json(&said);
    assert!(found["results"][0]["score"].take().as_f64().unwrap() > 1.0);
    assert_eq!(
        found,
        value!({
            "total": 1,
            "similar": false,
            "results": [{
                "url": "zh/modules/cards.html", "title": "四色卡找人", "heading": "", "kind": "module",
                "label": "课程", "lang": "zh", "code": "M03", "snippet": "先认识。", "score": null,
                "source": "content/zh/modules/cards.md",
            }],
            "nearest": [],
        })
    );
    // Readers of English have a copy; its file is the Chinese one.
    let copy = json(
        &folder
            .run(&["search", "m03", "--lang", "en", "--json"])
            .fine(),
    );
    assert_eq!(copy["results"][0]["url"], "en/modules/cards.html");
    assert_eq!(copy["results"][0]["source"], "content/zh/modules/cards.md");
    assert_eq!(copy["results"][0]["label"], "Lesson");
    let none = json(&folder.run(&["search", "zzqqxx", "--json"]).fine());
    assert_eq!(
        none,
        value!({"total": 0, "similar": false, "results": [], "nearest": []})
    );
}

#[test]
fn an_answer_may_be_narrowed_by_kind_and_cut_short() {
    let folder = folder();
    for kind in ["课程", "module"] {
        folder
            .run(&["search", "四色卡", "--kind", kind])
            .fine()
            .says("找到 1 页");
    }
    folder
        .run(&["search", "四色卡", "--kind", "案例"])
        .fine()
        .says("没有找到");
    folder
        .run(&["search", "四色卡", "--kind", "案例", "--kind", "课程"])
        .fine()
        .says("找到 1 页");
    folder
        .run(&["search", "邻居手册", "--limit", "1"])
        .fine()
        .says("下面是前 1 页");
}

#[test]
fn a_line_that_is_wrong_is_told_how_to_be_right() {
    let folder = folder();
    folder.run(&["search"]).exits(2).says("QUERY");
    for empty in ["", "  ", "\u{3000}"] {
        folder
            .run(&["search", empty])
            .exits(2)
            .says("what to look for?");
    }
    folder
        .run(&["search", "四色卡", "--lang", "fr"])
        .exits(2)
        .says("没有“fr”这种语言。有的是：zh、en");
    folder
        .run(&["search", "四色卡", "--kind", "nonsense"])
        .exits(2)
        .says("课程（module）");
    folder
        .run(&["search", "四色卡", "找人"])
        .exits(2)
        .says("linli search \"四色卡 找人\"");
    folder.run(&["search", "a", "b", "c"]).exits(2);
}

#[test]
fn a_handbook_with_mistakes_is_searched_as_far_as_it_can_be_shown() {
    let folder = folder();
    folder.write(
        "content/zh/bad.md",
        page("title: 坏", "看[别处](gone.md)。桂花。"),
    );
    let said = folder.run(&["search", "红的是手艺"]).fine();
    assert!(
        said.err.contains("手册里有 1 处要改") && said.err.contains("linli check"),
        "{}",
        said.err
    );
    assert!(said.out.starts_with("找到 1 页"), "{}", said.out);
    folder.write("content/handbook.yaml", "title: [\n");
    folder
        .run(&["search", "红的是手艺"])
        .exits(1)
        .says("handbook.yaml");
}

#[test]
fn whatever_is_asked_nothing_breaks_and_a_pipe_gets_no_colour() {
    let folder = folder();
    let long = "四色卡".repeat(3_500);
    for query in [
        &*long,
        "<script>alert(1)</script>",
        "👍👍",
        "%",
        "100%",
        "~^*|",
        "\u{1b}[31m",
        "\\",
    ] {
        let said = Said::of(linli(folder.path()).args(["search", "--", ".", query]));
        said.exits(0).never_says("\u{1b}");
    }
}
