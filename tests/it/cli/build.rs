//! `linli build`: what is written, and what is left alone.

use super::with_a_slip;
use crate::desk::{Folder, page, tree};

#[test]
fn a_build_puts_the_site_beside_content_and_says_where() {
    let folder = Folder::handbook();
    let said = folder.run(&["build"]).fine();
    assert!(
        said.out.contains("写好了") && said.out.contains("没有写 base_url"),
        "{}",
        said.out
    );
    assert!(folder.read("site/zh/about.html").contains("我们是邻居。"));
    folder.run(&["build"]).fine().says("0 个有变化");
    folder
        .run(&[
            "build",
            "content",
            "-o",
            "elsewhere",
            "--base-url",
            "https://example.org/book",
        ])
        .fine();
    assert!(
        folder
            .read("elsewhere/sitemap.xml")
            .contains("https://example.org/book/zh/about.html")
    );
}

#[test]
fn the_smallest_handbook_builds() {
    let folder = Folder::new();
    folder.write("handbook.yaml", "title: 社区手册\nlanguages: [zh]\n");
    folder.write("zh/index.md", page("title: 社区手册", "欢迎。"));
    folder.run(&["build"]).fine();
    assert!(folder.read("site/zh/index.html").contains("欢迎。"));
}

#[test]
fn errors_leave_the_last_good_site_as_it_was_and_say_so() {
    let folder = Folder::handbook();
    folder.run(&["build"]).fine();
    let good = tree(&folder.path().join("site"));
    folder.write(
        "content/zh/about.md",
        page("title: 关于", "看[别处](gone.md)。"),
    );
    let said = folder
        .run(&["build"])
        .exits(1)
        .says("broken-link")
        .says("--keep-going");
    assert!(said.err.contains("content/zh/about.md:5:"), "{}", said.err);
    assert!(
        good == tree(&folder.path().join("site")),
        "the site was touched"
    );
    folder
        .run(&["build", "--keep-going"])
        .exits(1)
        .says("写好了");
    assert!(
        folder.read("site/zh/about.html").contains("看别处。"),
        "what leads nowhere is plain words"
    );
}

#[test]
fn a_missing_field_stops_a_build_too_but_not_of_a_draft() {
    let folder = Folder::handbook();
    folder.write(
        "content/zh/problems/cold.md",
        page("title: 冷清", "没人来。"),
    );
    folder.run(&["build"]).exits(1).says("missing-field");
    assert!(!folder.has("site"));
    folder.write(
        "content/zh/problems/cold.md",
        page("title: 冷清\nstatus: draft", "没人来。"),
    );
    folder.run(&["build"]).exits(0);
    assert!(!folder.has("site/zh/problems/cold.html"));
    folder.run(&["build", "--drafts"]).exits(0);
    assert!(
        folder
            .read("site/zh/problems/cold.html")
            .contains("这一页还是草稿")
    );
}

#[test]
fn warnings_stop_a_build_only_when_denied() {
    let folder = with_a_slip();
    folder
        .run(&["build", "--deny", "warnings"])
        .exits(1)
        .says("full-width-colon");
    assert!(!folder.has("site"));
    folder.run(&["check", "--deny", "warnings"]).exits(1);
    folder.run(&["check"]).exits(0).says("full-width-colon");
    folder.run(&["build"]).exits(0);
    assert!(folder.has("site/zh/about.html"));
}

#[test]
fn a_site_never_takes_the_place_of_a_source_or_of_somebodys_files() {
    let folder = Folder::handbook();
    let before = tree(folder.path());
    for to in [
        "content",
        "content/zh",
        "content/zh/site",
        "content/media",
        ".",
    ] {
        folder
            .run(&["build", "-o", to])
            .exits(2)
            .says("output-folder");
    }
    assert!(before == tree(folder.path()), "something was written");
    folder.write("papers/thesis.docx", "mine");
    folder
        .run(&["build", "-o", "papers"])
        .exits(2)
        .says("不是 linli 生成的");
    assert_eq!(tree(&folder.path().join("papers")).len(), 1);
}

#[test]
fn files_others_put_into_the_site_are_carried_over() {
    let folder = Folder::handbook();
    folder.run(&["build"]).fine();
    folder.write("site/CNAME", "example.org");
    folder.write("site/zh/mine/photo.txt", "mine");
    std::fs::remove_file(folder.path().join("content/zh/about.md")).unwrap();
    folder.run(&["build"]).fine();
    assert_eq!(folder.read("site/CNAME"), "example.org");
    assert_eq!(folder.read("site/zh/mine/photo.txt"), "mine");
    assert!(!folder.has("site/zh/about.html"), "its own old pages go");
    folder.write("site/zh/new.html", "mine");
    folder.write("content/zh/new.md", page("title: 新页", "新。"));
    folder.run(&["build"]).exits(2).says("foreign-file");
    assert_eq!(folder.read("site/zh/new.html"), "mine");
}
