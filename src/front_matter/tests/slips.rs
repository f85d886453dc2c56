//! What an input method leaves behind is read and told once.

use super::*;

#[test]
fn slips_of_an_input_method_are_read_and_told_once() {
    slip(
        "page",
        "摘要：你好",
        Code::FullWidthColon,
        "summary",
        &text("你好"),
    );
    slip(
        "page",
        "摘要： 你好 # 注",
        Code::FullWidthColon,
        "summary",
        &text("你好"),
    );
    slip(
        "page",
        "summary:你好",
        Code::NoSpaceAfterColon,
        "summary",
        &text("你好"),
    );
    slip(
        "page",
        "tags: [老人，志愿者]",
        Code::FullWidthComma,
        "tags",
        &texts(&["老人", "志愿者"]),
    );
    slip(
        "page",
        "tags: [老人、志愿者]",
        Code::FullWidthComma,
        "tags",
        &texts(&["老人", "志愿者"]),
    );
    slip(
        "page",
        "tags: ［老人，志愿者］",
        Code::FullWidthComma,
        "tags",
        &texts(&["老人", "志愿者"]),
    );
    slip(
        "page",
        "tags: [“老人”, “志愿者”]",
        Code::CurlyQuotes,
        "tags",
        &texts(&["老人", "志愿者"]),
    );
    slip(
        "page",
        "summary: “甲: 乙”",
        Code::CurlyQuotes,
        "summary",
        &text("甲: 乙"),
    );
    slip(
        "page",
        "tags: 老人、志愿者",
        Code::FullWidthComma,
        "tags",
        &texts(&["老人", "志愿者"]),
    );
    slip(
        "page",
        "phases: 探索期，动员期",
        Code::FullWidthComma,
        "phases",
        &references(&["探索期", "动员期"]),
    );
    slip(
        "page",
        "phases: exploration, mobilization",
        Code::ListAsText,
        "phases",
        &references(&["exploration", "mobilization"]),
    );
    slip(
        "page",
        "tags:\n- 老人\n－ 志愿者",
        Code::ListDash,
        "tags",
        &texts(&["老人", "志愿者"]),
    );
}

#[test]
fn odd_indents_are_read() {
    slip(
        "module",
        "人数:\n\t最少: 4",
        Code::TabInHead,
        "group_size",
        &Value::Record(vec![Stated {
            name: "min".to_string(),
            written: Some("最少".to_string()),
            value: Value::Integer(4),
        }]),
    );
    slip(
        "page",
        "tags:\n　- 老人",
        Code::OddIndent,
        "tags",
        &texts(&["老人"]),
    );
    slip(
        "page",
        "tags:\n  -老人",
        Code::ListDash,
        "tags",
        &texts(&["老人"]),
    );
}

#[test]
fn numbers_dates_and_lengths_are_read_as_typed() {
    slip(
        "page",
        "order: ３",
        Code::FullWidthDigits,
        "order",
        &Value::Integer(3),
    );
    slip(
        "page",
        "last_reviewed: ２０２５－０３－０１",
        Code::FullWidthDigits,
        "last_reviewed",
        &date("2025-03-01"),
    );
    slip(
        "page",
        "last_reviewed: 2025年3月1日",
        Code::ChineseDate,
        "last_reviewed",
        &date("2025-03-01"),
    );
    slip(
        "page",
        "last_reviewed: “2025-03-01”",
        Code::CurlyQuotes,
        "last_reviewed",
        &date("2025-03-01"),
    );
    slip(
        "module",
        "minutes: 90 分钟",
        Code::SpokenDuration,
        "minutes",
        &Value::Minutes(90),
    );
    slip(
        "module",
        "minutes: 一个半小时",
        Code::SpokenDuration,
        "minutes",
        &Value::Minutes(90),
    );
    slip(
        "event",
        "start: 下午两点半",
        Code::SpokenTime,
        "start",
        &Value::Time(TimeOfDay(870)),
    );
    slip(
        "page",
        "status: “草稿”",
        Code::CurlyQuotes,
        "status",
        &Value::Choice("draft".to_string()),
    );
}

#[test]
fn a_title_in_curly_quotes_keeps_them_and_is_mentioned() {
    let (read, _, diagnostics) = read_as("page", "---\ntitle: “甲”\n---\n");
    assert_eq!(read.unwrap().text("title"), Some("“甲”"));
    assert_eq!(diagnostics[0].code, Code::CurlyQuotes);
    assert!(!diagnostics[0].patch.as_ref().unwrap().safe);
    let (read, _, diagnostics) = read_as("page", "---\ntitle: “甲”和“乙”\n---\n");
    assert_eq!(read.unwrap().text("title"), Some("“甲”和“乙”"));
    assert_eq!(diagnostics, []);
}

#[test]
fn words_that_only_look_like_slips_are_left_alone() {
    let lines = "signs:\n  - 信任：邻里之间\n  - 没人来，叫不动人，怎么办？\nsummary: |\n  标题：不是字段\n  - 甲\ncauses: '老人、孩子'\nasks: [\"甲，乙\", '丙、丁']\nseverity: 重：很重";
    let (head, diagnostics) = head("problem", lines);
    assert_eq!(diagnostics, []);
    assert_eq!(head.list("signs").len(), 2);
    assert_eq!(head.text("summary"), Some("标题：不是字段\n- 甲"));
    assert_eq!(head.get("causes"), Some(&texts(&["老人、孩子"])));
    assert_eq!(head.get("asks"), Some(&texts(&["甲，乙", "丙、丁"])));
    assert_eq!(head.text("severity"), Some("重：很重"));
}

#[test]
fn lines_around_a_head_are_forgiven_or_named() {
    let (read, body, diagnostics) = read_as("page", "———\ntitle：甲\n－－－\n正文");
    assert_eq!(read.unwrap().text("title"), Some("甲"));
    assert_eq!(body, "———\ntitle：甲\n－－－\n".len());
    let codes: Vec<Code> = diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(
        codes,
        [Code::HeadFence, Code::HeadFence, Code::FullWidthColon]
    );

    let text = "---\ntitle: 甲\nstatus: draft\n\n# 正文\n";
    let (read, body, diagnostics) = read_as("page", text);
    assert_eq!(read.unwrap().text("title"), Some("甲"));
    assert_eq!(&text[body..], "\n# 正文\n");
    assert_eq!(diagnostics[0].code, Code::HeadNotClosed);
    let fixed = patched(text, &diagnostics[0]);
    assert_eq!(fixed, "---\ntitle: 甲\nstatus: draft\n---\n\n# 正文\n");

    let (read, _, diagnostics) = read_as("page", "title: 甲\nstatus: draft\n\n正文\n");
    assert_eq!(read.unwrap().text("title"), Some("甲"));
    assert_eq!(diagnostics[0].code, Code::HeadMissing);
    assert!(
        patched("title: 甲\nstatus: draft\n\n正文\n", &diagnostics[0])
            .starts_with("---\ntitle: 甲\nstatus: draft\n---\n\n正文")
    );

    let (_, body, diagnostics) = read_as("page", "# 你好\n\n正文\n");
    assert_eq!(body, 0);
    assert_eq!(diagnostics[0].code, Code::HeadMissing);
    assert!(patched("# 你好\n", &diagnostics[0]).starts_with("---\ntitle: 你好\n---\n\n# 你好"));
    assert_eq!(read_as("page", " \n").2[0].code, Code::EmptyPage);
}

#[test]
fn a_rule_further_down_does_not_close_a_head() {
    let text = "---\ntitle: 甲\n# 备注\nstatus: draft\n\n# 正文\n一段话。\n\n---\n更多\n";
    let (head, body, diagnostics) = read_as("page", text);
    assert_eq!(head.unwrap().text("status"), Some("draft"));
    assert_eq!(&text[body..body + 9], "\n# 正文");
    let codes: Vec<Code> = diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::HeadNotClosed]);
    let text = "---\ntitle: 甲\n\n# 备注\nsummary: \"甲\n\n乙\"\n---\n";
    assert_eq!(read_as("page", text).2, []);
}
