//! Whatever a file holds, reading it ends soon and well.

use super::*;

#[test]
fn hostile_heads_are_refused() {
    let code = |lines: &str| {
        read_as("page", &page(lines))
            .2
            .iter()
            .map(|d| d.code)
            .find(|c| c.severity() == Severity::Error)
    };
    assert_eq!(
        code(&format!("summary: {}", "a".repeat(1 << 20))),
        Some(Code::YamlLimit)
    );
    assert_eq!(
        code(&format!("tags: {}", "[".repeat(60_000))),
        Some(Code::YamlLimit)
    );
    assert_eq!(
        code(&format!("tags: {}", "［".repeat(20_000) + "］")),
        Some(Code::YamlLimit)
    );
    assert_eq!(
        code(
            "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ntags: [*d,*d,*d,*d,*d,*d,*d,*d]"
        ),
        Some(Code::YamlLimit)
    );
    let many: String = (0..6000).map(|n| format!("k{n}: 1\n")).collect();
    assert_eq!(code(&many), Some(Code::UnknownField));
    assert_eq!(
        code(&format!("tags: [{}1]", "1,".repeat(20_000))),
        Some(Code::NumberAsText)
    );
    assert_eq!(code(&format!("phases: [{}1]", "1,".repeat(20_000))), None);
    code(&format!("tags: [{}", "“".repeat(20_000)));
    code(&format!("tags: [{}", "“, ".repeat(12_000)));
    code(&"a:\n".repeat(20_000));
    code(&format!("{}title: x", " ".repeat(60_000)));
    code(&"：".repeat(20_000));
    code(&format!("summary: {}", "\"".repeat(60_000)));
    read_as("page", &"---\n".repeat(100_000));
    read_as("page", &"title: x\n".repeat(100_000));
    read_as("page", &format!("---\n{}", "title: x\n".repeat(100_000)));
    read_as("page", &"-".repeat(1 << 20));
}

proptest::proptest! {
    /// Whatever is typed: no panic, every span stands between characters of the file, every value
    /// that was read is found again inside the head.
    #[test]
    fn no_text_breaks_the_reader(
        start in proptest::sample::select(&["", "---\n", "---\ntitle: 甲\n", "---\ntags:\n"][..]),
        parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..40),
        end in proptest::sample::select(&["", "\n---\n", "\n---\n正文"][..]),
    ) {
        let text = format!("{start}{}{end}", parts.concat());
        for kind in ["case", "module"] {
            let source = source(&text);
            let (head, body, diagnostics) = read(&source, shared(), shared().kind(kind).unwrap());
            assert!(text.is_char_boundary(body));
            for diagnostic in &diagnostics {
                let span = diagnostic.place.clone().unwrap().span;
                assert!(text.get(span).is_some(), "{diagnostic:?}");
                for edit in diagnostic.patch.iter().flat_map(|patch| &patch.edits) {
                    assert!(text.get(edit.start..edit.end).is_some(), "{diagnostic:?}");
                }
            }
            for stated in head.map(|head| head.fields.clone()).unwrap_or_default() {
                let head = Head { fields: vec![stated.clone()], spoiled: Vec::new() };
                let steps = [Step::Field(stated.name), Step::Item(0), Step::Field("x".to_string())];
                let span = locate(&source, &head, &steps).span;
                assert!(text.get(span).is_some());
            }
        }
    }
}

const PARTS: &[&str] = &[
    "---\n",
    "---\n",
    "———\n",
    "title: ",
    "标题：",
    "tags: ",
    "阶段:",
    "applied:\n",
    "人数: ",
    "  - ",
    "- ",
    "－ ",
    "\t",
    "　",
    " ",
    "\n",
    "\n",
    "\n\n",
    "[",
    "]",
    "{",
    "}",
    "［",
    "］",
    ", ",
    "，",
    "、",
    "：",
    ": ",
    ":",
    "“",
    "”",
    "\"",
    "'",
    "|\n",
    ">",
    "#",
    " # ",
    "&a ",
    "*a",
    "!x ",
    "<<: ",
    "? ",
    "甲",
    "a",
    "3",
    "2025年3月1日",
    "半小时",
    "\\",
    "\u{0}",
    "@",
    "%",
    "`",
    "minutes: ",
    "last_reviewed: ",
    "countermeasure: ",
    "title: 甲\n",
    "\u{feff}",
    "…",
    "......\n",
    "~",
];
