//! What each format looks like, in both languages, on one small handbook.

use super::*;
use crate::diagnostic::{Code, Place};
use crate::language::MessageLanguage::{En, Zh};
use crate::language::Words;

const MODULE: &str =
    "---\n标题：需求访谈怎么做\n状态: 发布\n先学: [社区工作入门, 访谈]\n---\n\n\t甲乙 <b>丙</b>\n";

fn path(text: &str) -> SourcePath {
    SourcePath::new(text).unwrap()
}

/// The place of the n-th byte-for-byte occurrence of a text.
fn at(file: &str, text: &str, part: &str) -> Place {
    let start = text.find(part).unwrap();
    Place::new(&path(file), start..start + part.len())
}

fn texts(asked: &SourcePath) -> Option<&'static str> {
    match asked.as_str() {
        "zh/modules/fangtan.md" => Some(MODULE),
        "zh/modules/rumen.md" => Some("---\n标题: 社区工作与地区发展模式入门\n---\n"),
        "empty.md" => Some(""),
        _ => None,
    }
}

fn colon() -> Diagnostic {
    let place = at("zh/modules/fangtan.md", MODULE, "：");
    let span = place.span.clone();
    Diagnostic::new(
        Code::FullWidthColon,
        place,
        Words::new(
            "“标题”后面用了中文冒号，已按英文冒号读取",
            "full-width colon after “标题”; read as “:”",
        ),
    )
    .with_patch(span, ": ", true)
}

fn unknown() -> Diagnostic {
    let place = at("zh/modules/fangtan.md", MODULE, "社区工作入门");
    let span = place.span.clone();
    Diagnostic::new(
        Code::UnknownPage,
        place,
        Words::new(
            "找不到课程“社区工作入门”",
            "no lesson is called “社区工作入门”",
        ),
    )
    .with_label(
        Place::new(&path("zh/modules/rumen.md"), 12..51),
        Words::new("最接近的在这里", "the nearest is here"),
    )
    .with_hint(Words::new(
        "最接近的是“社区工作与地区发展模式入门”。如果是它，改成：",
        "the nearest is “社区工作与地区发展模式入门”; if you mean it, write:",
    ))
    .with_patch(span, "社区工作与地区发展模式入门", false)
}

fn nowhere() -> Diagnostic {
    let words = Words::new("这里没有手册", "there is no handbook here");
    Diagnostic::new(Code::NoHandbook, None, words)
}

fn show(format: Format, diagnostics: &[Diagnostic], language: MessageLanguage) -> String {
    print(format, diagnostics, &texts, "content/", language, false)
}

fn all() -> Vec<Diagnostic> {
    vec![nowhere(), colon(), unknown()]
}

#[test]
fn people_read_sentence_place_excerpt_and_what_to_do() {
    assert_eq!(
        show(Format::Human, &all(), Zh),
        "\
错误[no-handbook]：这里没有手册

提醒[full-width-colon]：“标题”后面用了中文冒号，已按英文冒号读取
  --> content/zh/modules/fangtan.md:2:3
  |
2 | 标题：需求访谈怎么做
  |     ^^
  改法：标题: 需求访谈怎么做　（“linli fix” 可以一次全部改好）

错误[unknown-page]：找不到课程“社区工作入门”
  --> content/zh/modules/fangtan.md:4:6
  |
4 | 先学: [社区工作入门, 访谈]
  |        ^^^^^^^^^^^^
  --> content/zh/modules/rumen.md:2:5
  |
2 | 标题: 社区工作与地区发展模式入门
  |       -------------------------- 最接近的在这里
  改法：最接近的是“社区工作与地区发展模式入门”。如果是它，改成：
        先学: [社区工作与地区发展模式入门, 访谈]

要改 2 处，提醒 1 条；其中 1 处“linli fix”可以改好
"
    );
    assert_eq!(
        show(Format::Human, &[colon()], En),
        "\
warning[full-width-colon]: full-width colon after “标题”; read as “:”
  --> content/zh/modules/fangtan.md:2:3
  |
2 | 标题：需求访谈怎么做
  |     ^^
  fix: 标题: 需求访谈怎么做   (`linli fix` corrects them all)

1 tip; `linli fix` can correct it
"
    );
}

#[test]
fn colour_changes_no_word() {
    let plain = show(Format::Human, &all(), Zh);
    let coloured = print(Format::Human, &all(), &texts, "content/", Zh, true);
    assert!(coloured.contains('\u{1b}') && !plain.contains('\u{1b}'));
    let mut stripped = String::new();
    let mut parts = coloured.split('\u{1b}');
    stripped.push_str(parts.next().unwrap());
    for part in parts {
        stripped.push_str(part.split_once('m').unwrap().1);
    }
    assert_eq!(stripped, plain);
}

/// The excerpt of one diagnostic at a span, without the lines around it.
fn drawn(text: &'static str, span: std::ops::Range<usize>) -> Vec<String> {
    let words = Words::new("甲", "a");
    let one = Diagnostic::new(Code::BadTime, Place::new(&path("a.md"), span), words);
    let out = print(Format::Human, &[one], &|_| Some(text), "", En, false);
    let lines = out.lines().filter(|line| line.contains(" |"));
    lines
        .skip(1)
        .map(|line| line.trim_end().to_string())
        .collect()
}

#[test]
fn carets_stand_under_the_marked_text_as_a_terminal_sets_it() {
    use unicode_width::UnicodeWidthStr;
    let line = "a甲，b“乙”ｃ\u{301}é한🙂 end";
    let spots: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
    for from in 0..spots.len() {
        for to in from + 1..spots.len() {
            let marked = &line[spots[from]..spots[to]];
            if marked.width() == 0 {
                continue;
            }
            let drawn = drawn(line, spots[from]..spots[to]);
            let caret = drawn[1].find('^').unwrap();
            let gutter = "1 | ".len();
            assert_eq!(caret - gutter, line[..spots[from]].width(), "{marked}");
            assert_eq!(drawn[1].matches('^').count(), marked.width(), "{marked}");
        }
    }
}

#[test]
fn a_tab_is_four_columns_and_a_control_character_harmless() {
    assert_eq!(drawn("\tab\n", 1..2), ["1 |     ab", "  |     ^"]);
    assert_eq!(
        drawn("a\u{1b}[31m\u{9b}b", 8..9),
        ["1 | a␛[31m¿b", "  |        ^"]
    );
}

#[test]
fn an_endless_line_is_cut_around_the_mark() {
    use unicode_width::UnicodeWidthStr;
    let text: &str = (format!("{}甲乙{}\n", "邻".repeat(5_000), "里".repeat(5_000))).leak();
    for span in [15_000..15_006, 0..3, 30_003..30_006, 15_000..30_006] {
        let drawn = drawn(text, span.clone());
        assert!(drawn[0].width() < 120, "{drawn:?}");
        let caret = drawn[1].find('^').unwrap();
        let shown: String = {
            let mut width = 0;
            let start = drawn[0].chars().skip_while(|c| {
                let before = width < caret;
                width += if c.is_ascii() { 1 } else { 2 };
                before
            });
            start.take(1).collect()
        };
        assert!(text[span.start..].starts_with(&shown), "{span:?} {drawn:?}");
    }
}

#[test]
fn the_end_of_a_file_can_be_pointed_at() {
    assert_eq!(drawn("a\nb", 3..3), ["2 | b", "  |  ^"]);
    assert_eq!(drawn("a\nb\n", 4..4), ["2 | b", "  |  ^"]);
    assert_eq!(drawn("a\nb", 900..901), ["2 | b", "  |  ^"]);
}

#[test]
fn several_lines_are_drawn_and_many_are_named() {
    assert_eq!(
        drawn("ab\ncd\nef\n", 1..7),
        ["1 |   ab", "  |  __^", "2 | | cd", "3 | | ef", "  | |_^"]
    );
    assert_eq!(
        drawn("ab\nc\nd\ne\nf\ng\nh\n", 1..14),
        ["1 | ab", "  |  ^ up to line 7"]
    );
}

#[test]
fn a_file_without_text_is_only_named() {
    for (file, shown) in [("empty.md", "c/empty.md:1:1"), ("gone.md", "c/gone.md")] {
        let words = Words::new("页面是空的", "the page is empty");
        let place = Place::start_of(&path(file));
        let one = Diagnostic::new(Code::EmptyPage, place, words);
        let out = print(Format::Human, &[one], &texts, "c/", En, false);
        assert_eq!(
            out,
            format!("error[empty-page]: the page is empty\n  --> {shown}\n\n1 to fix\n")
        );
    }
}

#[test]
fn the_last_line_counts_what_to_do() {
    let tip = |fixable| match fixable {
        true => colon(),
        false => Diagnostic {
            patch: None,
            ..colon()
        },
    };
    let cases: [(Vec<Diagnostic>, &str, &str); 6] = [
        (vec![], "没有问题。", "No problems."),
        (vec![nowhere()], "要改 1 处", "1 to fix"),
        (
            vec![tip(true)],
            "提醒 1 条；“linli fix”可以改好",
            "1 tip; `linli fix` can correct it",
        ),
        (
            vec![tip(true), tip(true)],
            "提醒 2 条；“linli fix”可以全部改好",
            "2 tips; `linli fix` can correct them all",
        ),
        (
            vec![nowhere(), nowhere(), tip(true), tip(true), tip(false)],
            "要改 2 处，提醒 3 条；其中 2 处“linli fix”可以改好",
            "2 to fix, 3 tips, 2 of them `linli fix` can correct",
        ),
        (
            vec![Diagnostic::new(
                Code::OverdueReview,
                None,
                Words::new("", ""),
            )],
            "待补 1 项",
            "1 gap",
        ),
    ];
    for (diagnostics, zh, en) in cases {
        assert_eq!(closing(&diagnostics, Zh), zh);
        assert_eq!(closing(&diagnostics, En), en);
    }
}

#[test]
fn json_holds_everything_in_both_languages() {
    let out = show(Format::Json, &[colon(), nowhere()], En);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    let one = &value["diagnostics"][0];
    assert_eq!(
        serde_json::to_string(one).unwrap(),
        "{\"code\":\"full-width-colon\",\"severity\":\"warning\",\
         \"path\":\"content/zh/modules/fangtan.md\",\"line\":2,\"column\":3,\"end_line\":2,\
         \"end_column\":4,\"offset\":10,\"end_offset\":13,\
         \"message\":{\"zh\":\"“标题”后面用了中文冒号，已按英文冒号读取\",\
         \"en\":\"full-width colon after “标题”; read as “:”\"},\"hint\":null,\"labels\":[],\
         \"patch\":{\"path\":\"content/zh/modules/fangtan.md\",\"safe\":true,\"edits\":[{\
         \"line\":2,\"column\":3,\"end_line\":2,\"end_column\":4,\"offset\":10,\"end_offset\":13,\
         \"text\":\": \"}]},\"fixed_lines\":[{\"line\":2,\"old\":[\"标题：需求访谈怎么做\"],\
         \"new\":[\"标题: 需求访谈怎么做\"]}],\"explain\":\"linli explain full-width-colon\"}"
    );
    assert!(value["diagnostics"][1]["path"].is_null());
    assert_eq!(
        value["counts"].to_string(),
        "{\"error\":1,\"incomplete\":0,\"warning\":1,\"gap\":0,\"fixable\":1}"
    );
    assert_eq!(value["version"], 1);
}

#[test]
fn github_commands_escape_what_would_end_them() {
    assert_eq!(
        show(Format::Github, &[colon()], Zh),
        "::warning file=content/zh/modules/fangtan.md,line=2,endLine=2,col=3,endColumn=4,\
         title=full-width-colon::“标题”后面用了中文冒号，已按英文冒号读取%0A\
         改法：（“linli fix” 可以一次全部改好）%0A    标题: 需求访谈怎么做\n\
         提醒 1 条；“linli fix”可以改好\n"
    );
    let words = Words::new("甲", "100%\r\n::error::x");
    let place = Place::start_of(&path("a,b:c%.md"));
    let one = Diagnostic::new(Code::BadTime, place, words);
    assert_eq!(
        show(Format::Github, &[one], En),
        "::error file=content/a%2Cb%3Ac%25.md,title=bad-time::100%25%0D%0A::error::x\n1 to fix\n"
    );
}

#[test]
fn sarif_counts_columns_as_editors_do() {
    let text = "𠮷𠮷x\n";
    let place = Place::new(&path("zh/甲 乙.md"), 8..9);
    let words = Words::new("甲", "b");
    let one = (Diagnostic::new(Code::BadTime, place, words))
        .with_hint(Words::new("改", "do"))
        .with_patch(8..9, "y", true);
    for (language, message) in [(Zh, "甲\n改"), (En, "b\ndo")] {
        let out = print(
            Format::Sarif,
            std::slice::from_ref(&one),
            &|_| Some(text),
            "content/",
            language,
            false,
        );
        let value: serde_json::Value = serde_json::from_str(&out).unwrap();
        let run = &value["runs"][0];
        assert_eq!(value["version"], "2.1.0");
        assert_eq!(run["columnKind"], "utf16CodeUnits");
        let result = &run["results"][0];
        assert_eq!(result["message"]["text"], message);
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(
            (&rule["id"], &result["ruleId"]),
            (&"bad-time".into(), &"bad-time".into())
        );
        let region = "{\"startLine\":1,\"startColumn\":5,\"endLine\":1,\"endColumn\":6}";
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["region"].to_string(), region);
        assert_eq!(
            physical["artifactLocation"]["uri"],
            "content/zh/%E7%94%B2%20%E4%B9%99.md"
        );
        let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["deletedRegion"].to_string(), region);
        assert_eq!(change["insertedContent"]["text"], "y");
    }
}

#[test]
fn sarif_names_a_file_even_where_none_is_to_blame() {
    let value: serde_json::Value =
        serde_json::from_str(&show(Format::Sarif, &[nowhere()], En)).unwrap();
    let place = &value["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/handbook.yaml");
}

#[test]
fn markdown_is_a_comment_grouped_by_file() {
    assert_eq!(
        show(Format::Markdown, &[nowhere(), colon()], En),
        "\
### 1 to fix, 1 tip, 1 of them `linli fix` can correct

- **error** `no-handbook`: there is no handbook here

#### `content/zh/modules/fangtan.md`

- **warning** `full-width-colon` (line 2, column 3): full-width colon after “标题”; read as “:”

  fix: (\\`linli fix\\` corrects them all)

  ```diff
  -标题：需求访谈怎么做
  +标题: 需求访谈怎么做
  ```
"
    );
    let zh = show(Format::Markdown, &[unknown()], Zh);
    assert!(
        zh.contains("- **错误** `unknown-page`（第 4 行第 6 列）：找不到课程"),
        "{zh}"
    );
    assert!(
        zh.contains("  - `content/zh/modules/rumen.md:2:5`：最接近的在这里"),
        "{zh}"
    );
}

#[test]
fn what_authors_wrote_makes_no_markup() {
    let words = Words::new(
        "<b>甲</b> **@all** [x](y)",
        "<img src=x onerror=alert(1)>'\"&",
    );
    let one = [Diagnostic::new(Code::BadTime, None, words)];
    assert_eq!(
        show(Format::Markdown, &one, Zh).lines().nth(2).unwrap(),
        "- **错误** `bad-time`：&lt;b&gt;甲&lt;/b&gt; \\*\\*@<!-- -->all\\*\\* \\[x\\](y)"
    );
    assert_eq!(
        html(&one, &texts, "", &SourcePath::to_string, En),
        "<ul class=\"linli-problems\" data-copy=\"Copy the place\" data-copied=\"Copied\">\n\
         <li data-severity=\"error\" data-code=\"bad-time\">\n\
         <p><strong>error</strong> &lt;img src=x onerror=alert(1)&gt;&#39;&quot;&amp; \
         <code>bad-time</code></p>\n</li>\n</ul>\n"
    );
}

#[test]
fn the_preview_bar_shows_place_advice_and_corrected_line() {
    assert_eq!(
        html(&[colon()], &texts, "content/", &SourcePath::to_string, Zh),
        "<ul class=\"linli-problems\" data-copy=\"复制位置\" data-copied=\"已复制\">\n\
         <li data-severity=\"warning\" data-code=\"full-width-colon\">\n\
         <p><strong>提醒</strong> “标题”后面用了中文冒号，已按英文冒号读取 \
         <code>full-width-colon</code></p>\n\
         <p><code data-at=\"zh/modules/fangtan.md\" data-line=\"2\" data-column=\"3\">\
         content/zh/modules/fangtan.md:2:3</code></p>\n\
         <p>改法：（“linli fix” 可以一次全部改好）</p>\n\
         <pre>标题: 需求访谈怎么做</pre>\n</li>\n</ul>\n"
    );
    assert_eq!(html(&[], &texts, "", &SourcePath::to_string, Zh), "");
}

#[test]
fn a_comment_stays_within_what_a_code_host_takes() {
    let many: Vec<Diagnostic> = std::iter::repeat_with(unknown).take(2_000).collect();
    let out = show(Format::Markdown, &many, Zh);
    assert!(out.chars().count() < 61_000);
    assert!(out.trim_end().ends_with("条没有列出。"), "{out}");
}

#[test]
fn ten_thousand_problems_in_one_endless_line_take_no_square_time() {
    let text: &str = "邻：".repeat(100_000).leak();
    let many: Vec<Diagnostic> = (0..10_000)
        .map(|at| {
            let span = at * 60 + 3..at * 60 + 6;
            let place = Place::new(&path("a.md"), span.clone());
            Diagnostic::new(Code::FullWidthColon, place, Words::new("甲", "a"))
                .with_patch(span, ":", true)
        })
        .collect();
    for (_, format) in Format::ALL {
        let out = print(format, &many, &|_| Some(text), "", Zh, false);
        assert!(out.len() < 60_000_000);
    }
}

#[test]
fn every_format_has_a_name_of_its_own() {
    for (name, format) in Format::ALL {
        assert_eq!(Format::from_name(name), Some(format));
    }
    assert_eq!(Format::from_name("xml"), None);
}

proptest::proptest! {
    // A failing case is printed; no file is left in the source tree.
    #![proptest_config(proptest::test_runner::Config {
        failure_persistence: None,
        ..Default::default()
    })]

    /// Spans are ours, so a bad one is our mistake; saying so must not cost the author the rest.
    #[test]
    fn no_span_and_no_text_stops_the_printing(
        text in "([a甲\n\t\r\u{301}🙂\u{9b}\u{200b}\u{202e}\u{0}]|[邻]{90,120}){0,20}",
        spans in proptest::collection::vec((0usize..400, 0usize..400), 1..4),
    ) {
        let text: &'static str = text.leak();
        let place = |&(start, end): &(usize, usize)| Place::new(&path("a.md"), start..end);
        let words = || Words::new("甲\n乙", "a\nb");
        let mut one = Diagnostic::new(Code::BadTime, place(&spans[0]), words())
            .with_patch(spans[0].0..spans[0].1, "x\ny", true);
        for span in &spans {
            one = one.with_label(place(span), words());
        }
        for (_, format) in Format::ALL {
            for texts in [&|_: &SourcePath| Some(text) as Option<&'static str>, &|_: &SourcePath| None]
                as [&dyn Fn(&SourcePath) -> Option<&'static str>; 2]
            {
                let out = print(format, std::slice::from_ref(&one), texts, "", Zh, true);
                let obeyed = format == Format::Human && out.contains('\u{9b}');
                proptest::prop_assert!(!obeyed, "a control character went through");
                html(&[one.clone()], texts, "", &SourcePath::to_string, Zh);
            }
        }
    }
}
