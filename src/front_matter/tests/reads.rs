//! What a head says, and where.

use super::*;

#[test]
fn a_head_in_the_authors_own_words_is_read() {
    let (head, diagnostics) = head(
        "module",
        "状态: 草稿\n阶段: [探索期]\n先学:\n  - 社区工作入门\n难度: 入门\n人数: {最少: 4, 最多: 30}\n时长: 90\nx-own: {a: 1}\nsummary:",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(
        head.get("status"),
        Some(&Value::Choice("draft".to_string()))
    );
    assert_eq!(head.get("phases"), Some(&references(&["探索期"])));
    assert_eq!(
        head.get("prerequisites"),
        Some(&references(&["社区工作入门"]))
    );
    assert_eq!(head.get("level"), Some(&Value::Choice("intro".to_string())));
    assert_eq!(head.get("minutes"), Some(&Value::Minutes(90)));
    let size = head.get("group_size").unwrap();
    assert_eq!(size.field("max"), Some(&Value::Integer(30)));
    assert!(matches!(head.get("x-own"), Some(Value::Free(_))));
    assert_eq!(head.get("summary"), None);
}

#[test]
fn short_forms_stand_for_records_and_lists() {
    let (head, diagnostics) = head(
        "case",
        "privacy: written\nproblems: low-turnout\napplied: [door-to-door, {countermeasure: tea, result: 有效}]\nsources: thesis",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(
        head.get("privacy").unwrap().field("consent"),
        Some(&Value::Choice("written".to_string()))
    );
    assert_eq!(head.get("problems"), Some(&references(&["low-turnout"])));
    assert_eq!(
        head.list("applied")[1].field("result"),
        Some(&Value::Choice("worked".to_string()))
    );
    assert_eq!(head.list("sources")[0].field("id"), Some(&text("thesis")));
}

#[test]
fn values_are_found_again_to_the_byte() {
    let text = page(
        "适合谁：［甲，乙］\n阶段: 探索期、动员期\n隐私: 书面\napplied:\n  - 对策: 茶话会\n    效果：有效\n  -\n  - door\nsources: {title: 书, year: 2023}",
    );
    let source = source(&text);
    let (head, _, diagnostics) = read(&source, shared(), shared().kind("case").unwrap());
    let head = head.unwrap();
    assert!(
        diagnostics.iter().all(|d| d.severity == Severity::Warning),
        "{diagnostics:#?}"
    );
    let field = |name: &str| Step::Field(name.to_string());
    let at = |steps: &[Step]| &text[locate(&source, &head, steps).span];
    assert_eq!(at(&[field("title")]), "甲");
    assert_eq!(at(&[field("roles"), Step::Item(1)]), "乙");
    assert_eq!(at(&[field("phases"), Step::Item(1)]), "动员期");
    assert_eq!(at(&[field("privacy"), field("consent")]), "书面");
    assert_eq!(
        at(&[field("applied"), Step::Item(0), field("result")]),
        "有效"
    );
    assert_eq!(
        at(&[field("applied"), Step::Item(1), field("countermeasure")]),
        "door"
    );
    assert_eq!(
        at(&[field("sources"), Step::Item(0), field("year")]),
        "2023"
    );
    assert_eq!(
        locate(&source, &head, &[field("order")]).span,
        head_span(&source).unwrap()
    );
    assert_eq!(
        locate(&source, &head, &[]).span,
        head_span(&source).unwrap()
    );
}

#[test]
fn what_a_kind_needs_is_known() {
    let case = shared().kind("case").unwrap();
    let (head, _) = head("case", "phases: x\napplied: [{note: 甲}]");
    let names: Vec<&str> = missing(&head, case)
        .iter()
        .map(|(field, _)| &*field.name)
        .collect();
    assert_eq!(names, ["privacy"]);
    let inside = missing_in_records(&head, case);
    assert_eq!(inside.len(), 1);
    assert_eq!(inside[0].1.name, "countermeasure");
    assert_eq!(
        inside[0].0,
        [Step::Field("applied".to_string()), Step::Item(0)]
    );
}
