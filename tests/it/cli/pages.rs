//! `linli new` and `linli fix`: the two commands that write into a handbook.

use linli::schema::read::built_in;
use serde_json::Value;

use super::{json, with_a_slip};
use crate::desk::{Folder, page, tree};

#[test]
fn a_page_of_any_kind_can_be_begun_by_its_name_or_its_label() {
    let folder = Folder::handbook();
    for kind in built_in().kinds {
        folder
            .run(&["new", &kind.name, "by-name"])
            .fine()
            .says("它现在是草稿");
        let title = format!("{}的样子", kind.label.get("zh"));
        let said = folder.run(&["new", kind.label.get("zh"), &title]).fine();
        let made = said.out.lines().next().unwrap().split_once('：').unwrap().1;
        assert!(
            made.is_ascii() && made.ends_with("-de-yang-zi.md"),
            "{made}"
        );
        assert!(folder.read(made).contains(&title), "{made}");
        let stands = if kind.folder.is_empty() {
            "zh".to_string()
        } else {
            format!("zh/{}", kind.folder)
        };
        assert!(
            folder.has(&format!("content/{stands}/by-name.md")),
            "{}",
            kind.name
        );
    }
    let all = json(&folder.run(&["check", "--format", "json"]).exits(0));
    assert_eq!(
        (&all["counts"]["error"], &all["counts"]["incomplete"]),
        (&Value::from(0), &Value::from(0))
    );
    folder.run(&["build", "--drafts"]).exits(0);
}

#[test]
fn a_page_that_is_there_is_never_written_over() {
    let folder = Folder::handbook();
    let before = folder.read("content/zh/about.md");
    folder
        .run(&["new", "page", "about"])
        .exits(2)
        .says("content/zh/about.md")
        .says("没有动它");
    assert_eq!(folder.read("content/zh/about.md"), before);
    folder.run(&["new", "module", "../../escape"]).fine();
    assert!(
        folder.has("content/zh/modules/escape.md"),
        "a name never leads out of its folder"
    );
}

#[test]
fn a_page_can_be_begun_in_another_language() {
    let folder = Folder::handbook();
    folder.write(
        "content/handbook.yaml",
        "title: 手册\nlanguages: [zh, en]\n",
    );
    folder
        .run(&["new", "Lesson", "How to ask", "--lang", "en"])
        .fine();
    let text = folder.read("content/en/modules/how-to-ask.md");
    assert!(
        text.contains("How to ask") && text.contains("::: objectives"),
        "{text}"
    );
    assert!(
        !text.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)),
        "{text}"
    );
    folder.run(&["check"]).exits(0);
}

#[test]
fn fix_shows_what_it_would_do_does_it_and_then_finds_nothing() {
    let folder = with_a_slip();
    folder.write(
        "content/zh/old.md",
        "---\r\ntitle：老文件\r\n---\r\n\r\n第一行。\r\n第二行。\r\n",
    );
    let (gbk, _, _) = encoding_rs::GBK
        .encode("---\r\ntitle：国标文件\r\n---\r\n\r\n这是从前的编辑器存下来的一段中文文字。\r\n");
    folder.write("content/zh/gbk.md", &gbk);
    let before = tree(folder.path());
    let said = folder.run(&["fix", "--dry-run"]).fine();
    assert!(
        said.out.contains("- title：关于") && said.out.contains("+ title: 关于"),
        "{}",
        said.out
    );
    assert!(before == tree(folder.path()), "a dry run wrote something");
    folder.run(&["fix"]).fine().says("3 个文件");
    assert_eq!(
        folder.read("content/zh/about.md"),
        "---\ntitle: 关于\n---\n\n我们是邻居。\n"
    );
    assert_eq!(
        folder.read("content/zh/old.md"),
        "---\r\ntitle: 老文件\r\n---\r\n\r\n第一行。\r\n第二行。\r\n"
    );
    assert_eq!(
        folder.read("content/zh/gbk.md"),
        "---\r\ntitle: 国标文件\r\n---\r\n\r\n这是从前的编辑器存下来的一段中文文字。\r\n"
    );
    let after = tree(folder.path());
    folder.run(&["fix"]).fine().says("0 处").says("0 个文件");
    assert!(after == tree(folder.path()), "a second run wrote something");
    folder.run(&["check", "--deny", "warnings"]).fine();
}

#[test]
fn fix_leaves_guesses_to_the_author() {
    let folder = Folder::handbook();
    folder.write(
        "content/zh/modules/a.md",
        page("title: 社区工作入门\nstatus: draft", "说。"),
    );
    let unsure = page(
        "title: 访谈\nstatus: draft\nprerequisites: 社区入门",
        "说。",
    );
    folder.write("content/zh/modules/b.md", &unsure);
    folder.run(&["check"]).says("社区工作入门");
    folder.run(&["fix"]).fine();
    assert_eq!(folder.read("content/zh/modules/b.md"), unsure);
}
