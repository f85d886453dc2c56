//! Input of a size or a depth nobody means: it ends, without a panic. How long it takes is measured
//! by `benches/markdown`, not here.

use linli::diagnostic::Code;

use super::attacks::is_sound;
use crate::support::{Tried, handbook};

#[path = "../../../src/markdown/tests/pathological.rs"]
mod pathological;

const OWN: (&str, &str) = ("handbook.yaml", "title: 手册\nlanguages: [zh]\n");

fn body(text: &str) -> Tried {
    let page = format!("---\ntitle: 大\n---\n\n{text}");
    let tried = handbook(&[OWN, ("zh/index.md", &page)]);
    assert!(!tried.page("zh/index.html").is_empty());
    tried
}

#[test]
fn a_page_of_ten_megabytes() {
    let line = "邻里互助小组每周三在活动室**碰头**，商量谁来照看[花坛](#花坛)。\n\n";
    let text = format!("# 花坛\n\n{}", line.repeat(10_000_000 / line.len()));
    assert!(text.len() > 9_900_000);
    body(&text);
}

#[test]
fn three_thousand_small_pages() {
    let pages: Vec<(String, String)> = (0..3000)
        .map(|n| {
            let text = format!(
                "---\ntitle: 词{n}\nrelated: [t{}]\n---\n\n见[下一个](t{}.md)。\n",
                (n + 1) % 3000,
                (n * 7) % 3000
            );
            (format!("zh/terms/t{n}.md"), text)
        })
        .collect();
    let mut files = vec![OWN];
    files.extend(pages.iter().map(|(name, text)| (&**name, &**text)));
    let tried = handbook(&files);
    assert!(tried.diagnostics.is_empty(), "{}", tried.told());
    assert!(tried.paths().len() > 3000);
}

#[test]
fn thousands_of_equal_headings_and_links_to_them() {
    let headings = "## 同名\n\n".repeat(8000);
    let links: String = (0..2000)
        .map(|n| format!("[a](#同名-{n})\n[b](#没有-{n})\n\n"))
        .collect();
    let tried = body(&(headings + &links));
    assert!(tried.page("zh/index.html").contains("id=\"同名-7999\""));
}

#[test]
fn thousands_of_mistakes_of_each_sort() {
    let slips = "<b onclick=x>a</b> [x](javascript:y) ![](z.png) [z](nowhere.md) [^q]\n\n::: nowhere\n\n:::\n\n".repeat(2000);
    let tried = body(&slips);
    assert!(tried.diagnostics.len() > 2000);
    is_sound("2,000 slips", &tried);
    for head in [
        format!("related: [{}]\n", "zz1, ".repeat(10_000)),
        format!("outcomes: [{}]\n", "{before: 1}, ".repeat(4000)),
        format!("facts: [{}]\n", "F1, ".repeat(12_000)),
        format!("tags: [{}]\n", "1, ".repeat(15_000)),
    ] {
        handbook(&[
            OWN,
            (
                "zh/cases/a.md",
                &format!("---\ntitle: 甲\nphases: []\nprivacy: not-needed\n{head}---\n"),
            ),
        ]);
    }
    let head: String = (0..1500).map(|n| format!("titel{n}: 甲\n")).collect();
    let tried = handbook(&[
        OWN,
        ("zh/index.md", &format!("---\ntitle: 甲\n{head}---\n")),
    ]);
    is_sound("1,500 unknown fields", &tried);
}

#[test]
fn pathological_documents() {
    for document in pathological::documents() {
        let tried = body(&document.text(10_000));
        is_sound(document.name, &tried);
    }
}

#[test]
fn heads_beyond_measure_are_told_where_they_stop_being_read() {
    let bomb: String = (1..28)
        .map(|n| format!("x-{n}: &a{n} [*a{0}, *a{0}]\n", n - 1))
        .collect();
    for (what, head, code) in [
        (
            "a head of 70 KB",
            format!("summary: {}\n", "甲".repeat(25_000)),
            Code::YamlLimit,
        ),
        (
            "brackets",
            format!("tags: {}\n", "[".repeat(30_000)),
            Code::YamlLimit,
        ),
        (
            "dashes",
            format!("tags: {}a\n", "- ".repeat(30_000)),
            Code::YamlLimit,
        ),
        (
            "an alias bomb",
            format!("x-0: &a0 [lol, lol]\n{bomb}"),
            Code::YamlLimit,
        ),
        (
            "records in records",
            format!("x-a: {}\n", "{a: ".repeat(200) + &"}".repeat(200)),
            Code::YamlLimit,
        ),
    ] {
        let tried = handbook(&[
            OWN,
            ("zh/index.md", &format!("---\ntitle: 甲\n{head}---\n正文\n")),
        ]);
        assert_eq!(tried.of(code).len(), 1, "{what}: {}", tried.told());
        assert_eq!(tried.diagnostics.len(), 1, "{what}: {:?}", tried.codes());
        is_sound(what, &tried);
    }
    for (name, text) in [
        ("facts.yaml", "F: &a [x]\nG: [*a, *a]\n".repeat(3000)),
        ("handbook.yaml", format!("title: {}", "[".repeat(50_000))),
    ] {
        let mut files = vec![("zh/index.md", "---\ntitle: 甲\n---\n"), (name, &text)];
        if name != "handbook.yaml" {
            files.push(OWN);
        }
        let tried = handbook(&files);
        assert!(!tried.diagnostics.is_empty());
        is_sound(name, &tried);
    }
}

#[test]
fn circles_of_any_length_end() {
    let pages: Vec<(String, String)> = (0..2000)
        .map(|n| {
            let text = format!(
                "---\ntitle: 课{n}\nprerequisites: [m{}]\nobjectives: [甲]\nroles: [r]\nminutes: 5\n---\n\n::: break {{minutes=5}}\n:::\n",
                (n + 1) % 2000
            );
            (format!("zh/modules/m{n}.md"), text)
        })
        .collect();
    let mut files = vec![
        OWN,
        (
            "zh/roles/r.md",
            "---\ntitle: 角色\nresponsibilities: [甲]\n---\n",
        ),
        ("zh/paths/p.md", "---\ntitle: 路\nroles: [r]\n---\n"),
        (
            "zh/sessions/s.md",
            "---\ntitle: 场\nplace: 楼下\npath: p\ndate: 2027-01-01\nstart: 9:00\nend: 10:00\ndays: [{date: 2027-01-01, start: 9:00, end: 10:00}]\n---\n",
        ),
    ];
    files.extend(pages.iter().map(|(name, text)| (&**name, &**text)));
    let tried = handbook(&files);
    assert_eq!(tried.of(Code::PrerequisiteCycle).len(), 1);
    // The path has no list of its own: its lessons follow from the role.
    assert_eq!(
        tried.of(Code::SessionDoesNotFit).len(),
        1,
        "{}",
        tried.told()
    );
    is_sound("a circle", &tried);
}
