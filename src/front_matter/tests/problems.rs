//! What is wrong is told at its exact place, with a cure where there is one.

use super::*;

#[test]
fn a_wrong_type_is_told_at_its_exact_place() {
    for (kind, lines, code, wanted) in [
        ("page", "summary: [a]", Code::WrongType, "[a]"),
        ("page", "summary: 2024", Code::NumberAsText, "2024"),
        ("page", "summary: 1.10", Code::NumberAsText, "1.10"),
        ("page", "summary: true", Code::NumberAsText, "true"),
        ("page", "tags: [a, 0x1F]", Code::NumberAsText, "0x1F"),
        ("page", "order: 很多", Code::WrongType, "很多"),
        ("page", "order: 1.5", Code::WrongType, "1.5"),
        ("page", "search: 3", Code::WrongType, "3"),
        (
            "page",
            "last_reviewed: 2025-02-30",
            Code::BadDate,
            "2025-02-30",
        ),
        ("page", "last_reviewed: 2025", Code::BadDate, "2025"),
        ("page", "review_in: 6", Code::WrongType, "6"),
        (
            "page",
            "status: [draft, proof]",
            Code::WrongType,
            "[draft, proof]",
        ),
        ("page", "status: drft", Code::UnknownValue, "drft"),
        ("page", "facts: [F1, {a: 1}]", Code::WrongType, "{a: 1}"),
        ("page", "publish: yes", Code::WrongType, "yes"),
        ("event", "start: 25:00", Code::BadTime, "25:00"),
        ("module", "minutes: 很久", Code::WrongType, "很久"),
        ("module", "minutes: -3", Code::OutOfRange, "-3"),
        ("module", "group_size: {min: 0}", Code::OutOfRange, "0"),
        ("module", "pass_percent: 101", Code::OutOfRange, "101"),
        ("module", "人数:\n  最少: 四个", Code::WrongType, "四个"),
        (
            "organization",
            "capacity:\n  - date: 2025-01-01\n    治理: 3\n    funds: 6",
            Code::OutOfRange,
            "6",
        ),
        (
            "case",
            "community: {elderly_share: 三成}",
            Code::WrongType,
            "三成",
        ),
        ("case", "phases: [{a: 1}]", Code::WrongType, "{a: 1}"),
    ] {
        let (found, at, _) = only(kind, lines);
        assert_eq!((found, at.as_str()), (code, wanted), "{lines}");
    }
}

#[test]
fn a_number_for_a_text_is_cured_with_its_own_spelling() {
    let (_, _, diagnostic) = only("page", "summary: 1.10");
    assert!(patched(&page("summary: 1.10"), &diagnostic).contains("summary: \"1.10\""));
    assert_eq!(
        head("page", "summary: 1.10").0.text("summary"),
        Some("1.10")
    );
}

#[test]
fn an_unknown_field_is_told_with_its_nearest() {
    let (code, at, diagnostic) = only("page", "sumary: x");
    assert_eq!((code, at.as_str()), (Code::UnknownField, "sumary"));
    assert!(diagnostic.hint.unwrap().en.contains("summary"));
    let (code, at, diagnostic) = only("case", "community:\n  nme: x");
    assert_eq!((code, at.as_str()), (Code::UnknownField, "nme"));
    assert!(diagnostic.hint.unwrap().en.contains("name"));
    let (code, at, _) = only("page", "难度: 入门");
    assert_eq!((code, at.as_str()), (Code::MisplacedField, "难度"));
    let (_, at, diagnostic) = only("page", "status: 草槁");
    assert_eq!(at, "草槁");
    assert!(diagnostic.hint.unwrap().zh.contains("草稿"));
}

#[test]
fn the_generated_side_of_a_relation_is_not_stated() {
    let (code, at, diagnostic) = only("problem", "countermeasures: [x]");
    assert_eq!((code, at.as_str()), (Code::MirrorStated, "countermeasures"));
    let hint = diagnostic.hint.unwrap();
    assert!(
        hint.en.contains("`addresses: …`") && hint.en.contains("countermeasures/"),
        "{hint:?}"
    );
    assert_eq!(only("phase", "cases: [x]").0, Code::MirrorStated);
    assert_eq!(only("tool", "modules: [x]").0, Code::MirrorStated);
    assert_eq!(only("problem", "难题: x").0, Code::MisplacedField);
}

#[test]
fn one_field_under_two_names_is_stated_twice() {
    let (code, at, diagnostic) = only("page", "标题: 乙");
    assert_eq!((code, at.as_str()), (Code::DuplicateKey, "标题"));
    assert_eq!(diagnostic.labels[0].place.span, 4..9);
    let (code, at, diagnostic) = only("page", "title: 乙");
    assert_eq!((code, at.as_str()), (Code::DuplicateKey, "title"));
    assert_eq!(diagnostic.labels[0].place.span, 4..9);
    assert_ne!(diagnostic.place.unwrap().span, 4..9);
}

#[test]
fn every_problem_is_told_at_once() {
    let (_, diagnostics) = head(
        "page",
        "摘要：甲\norder: x\nfoo: 1\nstatus: bad\nlast_reviewed: 昨天",
    );
    let codes: Vec<Code> = diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(
        codes,
        [
            Code::FullWidthColon,
            Code::WrongType,
            Code::UnknownField,
            Code::UnknownValue,
            Code::BadDate
        ]
    );
}

#[test]
fn common_yaml_mistakes_are_cured_and_the_rest_is_read() {
    for (line, fixed) in [
        ("summary: 甲: 乙", "summary: \"甲: 乙\""),
        ("summary: [通知] 请看", "summary: \"[通知] 请看\""),
        ("summary: @甲", "summary: \"@甲\""),
        ("summary: *甲", "summary: \"*甲\""),
        ("summary: %甲", "summary: \"%甲\""),
        ("summary: \"甲\"和乙", "summary: \"\\\"甲\\\"和乙\""),
        ("summary: \"甲", "summary: \"甲\""),
        ("summary 甲", "summary: 甲"),
    ] {
        let (read, diagnostics) = head("page", &format!("{line}\norder: 3"));
        let codes: Vec<Code> = diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, [Code::YamlSyntax], "{line}: {diagnostics:#?}");
        let text = patched(&page(&format!("{line}\norder: 3")), &diagnostics[0]);
        assert_eq!(text, page(&format!("{fixed}\norder: 3")), "{line}");
        assert!(read.text("summary").is_some(), "{line}");
        assert_eq!(read.get("order"), Some(&Value::Integer(3)), "{line}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_a_place() {
    for (lines, at) in [
        ("tags: [a, b\norder: 3", "[a, b"),
        ("邻里互助", "邻里互助"),
        ("summary: a\u{0}b", "\u{0}"),
    ] {
        let text = page(lines);
        let (_, _, diagnostics) = read_as("page", &text);
        let first = &diagnostics[0];
        assert_eq!(first.code, Code::YamlSyntax, "{lines}");
        assert_eq!(&text[first.place.clone().unwrap().span], at, "{lines}");
    }
    let (read, _, diagnostics) = read_as("page", "---\n- a\n---\n");
    assert_eq!(read, None);
    assert_eq!(diagnostics[0].code, Code::WrongType);
}

#[test]
fn a_page_without_title_is_told_so() {
    let text = "---\nstatus: draft\n---\n\n# 你好\n";
    let (_, _, diagnostics) = read_as("page", text);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, Code::MissingTitle);
    assert_eq!(diagnostics[0].place.clone().unwrap().span, 0..3);
    let (head, _, left) = read_as("page", &patched(text, &diagnostics[0]));
    assert_eq!((head.unwrap().text("title"), left.len()), (Some("你好"), 0));
    assert_eq!(read_as("page", "---\n---\n").2[0].code, Code::MissingTitle);
    assert_eq!(
        read_as("page", "---\ntitle: [a]\n---\n").2[0].code,
        Code::WrongType
    );
    assert_eq!(read_as("page", "---").2.len(), 2);
}

#[test]
fn an_unclosed_list_is_closed() {
    let (read, diagnostics) = head("page", "tags: [a, b\norder: 3");
    assert_eq!(read.get("tags"), Some(&texts(&["a", "b"])));
    assert!(patched(&page("tags: [a, b\norder: 3"), &diagnostics[0]).contains("[a, b]\norder"));
}
