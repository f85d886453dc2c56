//! Input of a size or a depth nobody means: it ends, soon, without a panic.

use std::time::{Duration, Instant};

use linli::diagnostic::Code;

use super::attacks::is_sound;
use crate::support::{Tried, handbook};

const OWN: (&str, &str) = ("handbook.yaml", "title: 手册\nlanguages: [zh]\n");

/// No measure, but a guard against work that does not end: many times what any of these takes even
/// where nothing is optimized; quadratic work takes longer.
const LONG: Duration = Duration::from_secs(40);

fn quickly(what: &str, files: &[(&str, &str)]) -> Tried {
    let started = Instant::now();
    let tried = handbook(files);
    assert!(
        started.elapsed() < LONG,
        "{what} took {:?}",
        started.elapsed()
    );
    tried
}

fn body(what: &str, text: &str) -> Tried {
    let page = format!("---\ntitle: 大\n---\n\n{text}");
    let tried = quickly(what, &[OWN, ("zh/index.md", &page)]);
    assert!(!tried.page("zh/index.html").is_empty());
    tried
}

#[test]
fn a_page_of_ten_megabytes() {
    let line = "邻里互助小组每周三在活动室**碰头**，商量谁来照看[花坛](#花坛)。\n\n";
    let text = format!("# 花坛\n\n{}", line.repeat(10_000_000 / line.len()));
    assert!(text.len() > 9_900_000);
    body("10 MB", &text);
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
    let tried = quickly("3,000 pages", &files);
    assert!(tried.diagnostics.is_empty(), "{}", tried.told());
    assert!(tried.paths().len() > 3000);
}

#[test]
fn thousands_of_equal_headings_and_links_to_them() {
    let headings = "## 同名\n\n".repeat(8000);
    let links: String = (0..2000)
        .map(|n| format!("[a](#同名-{n})\n[b](#没有-{n})\n\n"))
        .collect();
    let tried = body("8,000 equal headings", &(headings + &links));
    assert!(tried.page("zh/index.html").contains("id=\"同名-7999\""));
}

#[test]
fn thousands_of_mistakes_of_each_sort() {
    let slips = "<b onclick=x>a</b> [x](javascript:y) ![](z.png) [z](nowhere.md) [^q]\n\n::: nowhere\n\n:::\n\n".repeat(2000);
    let tried = body("2,000 slips", &slips);
    assert!(tried.diagnostics.len() > 2000);
    is_sound("2,000 slips", &tried);
    for head in [
        format!("related: [{}]\n", "zz1, ".repeat(10_000)),
        format!("outcomes: [{}]\n", "{before: 1}, ".repeat(4000)),
        format!("facts: [{}]\n", "F1, ".repeat(12_000)),
        format!("tags: [{}]\n", "1, ".repeat(15_000)),
    ] {
        quickly(
            &head[..20],
            &[
                OWN,
                (
                    "zh/cases/a.md",
                    &format!("---\ntitle: 甲\nphases: []\nprivacy: not-needed\n{head}---\n"),
                ),
            ],
        );
    }
    let head: String = (0..1500).map(|n| format!("titel{n}: 甲\n")).collect();
    let tried = quickly(
        "1,500 unknown fields",
        &[
            OWN,
            ("zh/index.md", &format!("---\ntitle: 甲\n{head}---\n")),
        ],
    );
    is_sound("1,500 unknown fields", &tried);
}

#[test]
fn pathological_documents() {
    let n = 6000;
    for (what, text) in [
        ("open brackets", "[".repeat(n)),
        ("bracket pairs", "[a](".repeat(n)),
        ("nested links", "[".repeat(n) + "a" + &"](b)".repeat(n)),
        ("pictures", "![".repeat(n)),
        ("stars", "*a **a ".repeat(n)),
        ("stars between han", "甲**，".repeat(n)),
        ("underscores", "_a __a ".repeat(n)),
        ("quotes", "> ".repeat(n) + "a"),
        (
            "lists",
            (0..400)
                .map(|depth| " ".repeat(depth * 2) + "- a\n")
                .collect(),
        ),
        (
            "backticks",
            (1..400).map(|count| "`".repeat(count) + " ").collect(),
        ),
        ("html opens", "<b>".repeat(n)),
        ("html closes", "</b>".repeat(n)),
        ("html comments", "<!-- ".repeat(n)),
        ("angle brackets", "<".repeat(n)),
        ("entities", "&amp".repeat(n)),
        (
            "table",
            format!(
                "|{}\n|{}\n|{}\n",
                "a|".repeat(2000),
                "-|".repeat(2000),
                "b|".repeat(2000)
            ),
        ),
        ("rows", format!("|a|b|\n|-|-|\n{}", "|x\n".repeat(n))),
        (
            "references",
            (0..5000)
                .map(|at| format!("[r{at}]: x{at}\n"))
                .collect::<String>()
                + &"[r1] [r4999] ".repeat(5000),
        ),
        (
            "footnotes",
            (0..5000)
                .map(|at| format!("[^{at}]\n\n[^{at}]: a\n\n"))
                .collect(),
        ),
        (
            "footnote in itself",
            "[^a]\n\n[^a]: [^a] [^b]\n\n[^b]: [^a]\n".to_string(),
        ),
        ("blocks open", "::: callout\n".repeat(5000)),
        (
            "blocks nested",
            (0..1500)
                .rev()
                .map(|at| ":".repeat(at + 3) + " callout\n")
                .collect(),
        ),
        ("closers", ":::\n".repeat(n)),
        (
            "attributes",
            format!("::: callout {{{}}}\n:::\n", "a=b ".repeat(n)),
        ),
        (
            "attribute braces",
            "::: callout ".to_string() + &"{".repeat(n),
        ),
        ("heading attributes", "# a {#".repeat(n)),
        ("tildes", "~".repeat(n) + "a~"),
        ("definitions", "a\n: b\n: c\n".repeat(5000)),
        ("alerts", "> [!NOTE]\n".repeat(5000)),
        ("one endless line", "甲".repeat(1_000_000)),
        ("carriage returns", "a\r\r\n\r".repeat(n)),
        ("reserved characters", "\u{FDD0}a".repeat(5000)),
        ("combining marks", "a\u{301}".repeat(n)),
        (
            "odd spaces",
            "\u{3000}\u{A0}\u{FEFF}\u{200B}\u{2028}".repeat(5000),
        ),
        (
            "nul and escapes",
            "a\u{0}\u{1b}[2J\u{9b}\u{202e}".repeat(2000),
        ),
    ] {
        let tried = body(what, &text);
        is_sound(what, &tried);
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
        let tried = quickly(
            what,
            &[
                OWN,
                ("zh/index.md", &format!("---\ntitle: 甲\n{head}---\n正文\n")),
            ],
        );
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
        let tried = quickly(name, &files);
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
    let tried = quickly("a circle of 2,000", &files);
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
