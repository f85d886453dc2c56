//! What was typed comes out line by line, and what was corrected comes out as meant.

use super::{html, parsed, told};

/// The words of a page as a reader sees them, line by line.
fn lines(html: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text += &rest[..open];
        let close = rest[open..]
            .find('>')
            .map_or(rest.len(), |at| open + at + 1);
        rest = &rest[close..];
    }
    text += rest;
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    let lines = text.lines().map(|line| line.trim().to_string());
    lines.filter(|line| !line.is_empty()).collect()
}

fn fixed(text: &str) -> String {
    let (source, _, diagnostics) = parsed(text);
    let patches = diagnostics.iter().filter_map(|told| told.patch.as_ref());
    let mut edits: Vec<_> = patches
        .filter(|patch| patch.safe)
        .flat_map(|patch| patch.edits.clone())
        .collect();
    edits.sort();
    let mut fixed = source.text.to_string();
    for edit in edits.iter().rev() {
        fixed.replace_range(edit.start..edit.end, &edit.text);
    }
    fixed
}

/// The slips as typed, and what stands in the page once they are corrected.
const SLIPS: &[(&str, &str)] = &[
    ("1、先听\n2、再问", "<ol>"),
    ("准备：\n1、纸\n2、笔", "<ol>"),
    ("１．先听\n２．再问", "<ol>"),
    ("1.先听\n2.再问", "<ol>"),
    ("一、先听\n二、再问", "<ol>"),
    ("（一）先听\n（二）再问", "<ol>"),
    ("①先听\n②再问", "<ol>"),
    ("1、先听\n\n2、再问", "<ol>"),
    ("-先听\n-再问", "<ul>"),
    ("·先听\n·再问", "<ul>"),
    ("● 先听\n● 再问", "<ul>"),
    ("-[x]先听\n-[ ]再问", "class=\"task\""),
    ("- []先听\n- [x]再问", "class=\"task\""),
    ("说明\n#标题\n正文", "<h2"),
    ("＃ 标题\n正文", "<h2"),
    ("##标题", "<h2"),
    ("｜甲｜乙｜\n｜--｜--｜\n｜1｜2｜", "<table>"),
    ("|甲|乙|\n|—|—|\n|1|2|", "<table>"),
    ("|甲|乙|\n|1|2|", "<table>"),
    ("|甲|乙|丙|\n|-|-|\n|1|2|3|", "<table>"),
    ("见[甲]（index.md）。", "<a href"),
    ("见【甲】(index.md)。", "<a href"),
    ("！[甲]（a.png）", "<img"),
    ("见[甲](甲 乙.md)。", "<a href"),
    ("请看** 重点 **这里", "<strong>"),
    ("**注意：请先登记。", "<strong>注意</strong>：请"),
    ("    这里是一段话，不是代码。", "<p>这里"),
    ("　　一段话。\n　　又一段。", "<p>一段话。</p>\n<p>又"),
    ("甲[^注]乙\n\n[^注]：内容", "<li id=\"fn-注\">"),
    ("甲[^注]乙\n[^注]： 内容", "<li id=\"fn-注\">"),
    ("3*4米和5*6米", "3×4米和5×6米"),
    ("3~5天，8~10天", "3～5天，8～10天"),
    ("~作废~三元", "<del>作废</del>三元"),
    ("H~2~O", "H<sub>2</sub>O"),
    ("请看＊＊重点＊＊。", "<strong>重点</strong>"),
    ("＞ 引用\n＞二行", "<blockquote>"),
];

#[test]
fn the_words_come_out_line_by_line_as_typed() {
    for (typed, _) in SLIPS {
        let meant: Vec<String> = typed
            .lines()
            .map(|line| line.trim().trim_start_matches("- ").to_string())
            .filter(|line| !line.is_empty())
            .collect();
        let seen: Vec<String> = lines(&html(typed))
            .into_iter()
            .map(|line| line.trim_start_matches("- ").to_string())
            .collect();
        assert_eq!(seen, meant, "{typed}");
    }
}

#[test]
fn once_corrected_they_are_what_was_meant_and_nothing_is_told() {
    for (typed, meant) in SLIPS.iter().chain(&[
        ("一段话\n---", "<hr />"),
        ("> 话。\n> ---", "<hr />"),
        ("> 一段话。\n> 　　又一段。", "<p>一段话。</p>\n<p>又"),
        ("That was the first half, and we rest now.\n---", "<hr />"),
    ]) {
        let fixed = fixed(typed);
        assert!(!html(typed).contains(meant), "{typed}");
        assert!(
            html(&fixed).contains(meant),
            "{typed} -> {fixed}\n{}",
            html(&fixed)
        );
        assert_eq!(told(&fixed), [], "{typed} -> {fixed}");
    }
}

#[test]
fn a_list_within_an_item_is_indented_as_far_as_its_words() {
    let typed = "1. 甲\n  - 一\n    续\n  - 二\n2. 乙\n";
    assert_eq!(told(typed)[0], ("list-indent", "- 一".into()));
    assert_eq!(html(typed).matches("<ol").count(), 2);
    let fixed = fixed(typed);
    assert_eq!(fixed, "1. 甲\n   - 一\n     续\n   - 二\n2. 乙\n");
    assert_eq!(html(&fixed).matches("<ol").count(), 1);
    assert_eq!(told(&fixed), []);
    for right in [
        "1. 甲\n   - 一\n2. 乙\n",
        "- 甲\n  - 一\n- 乙\n",
        "1. 甲\n\n  - 一\n",
        "1. 甲\n- 一\n",
    ] {
        assert_eq!(told(right), [], "{right}");
    }
}

#[test]
fn a_correction_takes_all_that_was_meant() {
    assert_eq!(fixed("##标题##\n"), "## 标题\n");
    assert_eq!(fixed("**版本 3.0 好。\n"), "**版本 3.0 好**。\n");
}

#[test]
fn a_list_right_behind_another_begins_anew() {
    let fixed = fixed("1、甲\n2、乙\n\n一、丙\n二、丁\n\n三、戊\n");
    assert_eq!(fixed, "1. 甲\n2. 乙\n\n1) 丙\n2) 丁\n\n三、戊\n");
    assert_eq!(html(&fixed).matches("<ol>").count(), 2);
}

#[test]
fn what_only_looks_like_a_slip_is_left_alone() {
    for right in [
        "1、2、3 号楼的居民都来了",
        "一、基本情况",
        "（1）见下文。",
        "1、一段话。\n\n中间还有一段。\n\n2、另一段话。",
        "1、先听  \n2、再问",
        "1.5 米\n2.5 米",
        "-5℃ 到 3℃",
        "——引自某书",
        "*注：星号开头的一行",
        "#邻里节# 大家都来",
        "#1 号楼",
        "甲｜乙｜丙",
        "甲 | 乙\n丙 | 丁",
        "[注]（见下文）",
        "【重要】（请先登记）",
        "请看！[说明](index.md)",
        "太好了！[图](a.png)",
        "pass **kwargs to it",
        "a ** b ** c",
        "2 ** 8",
        "A heading\n---",
        "Who brings tea on the day that we meet?\n---",
        "That was the first half, and we rest now.\n--------",
        "正文\n\n---\n\n正文",
        "甲：\n\n    let a = \"值，不是话\";",
        "    中文注释 // 代码；",
        "　　一段话。\n接着写。\n\n　　又一段。",
        "一句诗，\\\n　　又一句。",
        "- 一项\n　　缩进的一行",
        "3*4米",
        "a*b*c",
        "约~5天",
        "~/a 和 ~/b",
        "放在~/a和~/b里",
        "第一行是标题，很长。\n------\n正文",
        "~~作废~~改为",
        "甲＊＊乙",
        "＊注",
        "甲\n＞ 乙",
        "\\-甲\n\\-乙",
        "`1、`\n`2、`",
        "```\n1、先听\n2、再问\n```",
        "- [ ] 甲\n- [x] 乙",
        "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 | |",
        "| `a\\|b` | c |\n| --- | --- |\n| 1 | 2 |",
    ] {
        assert_eq!(told(right), [], "{right}");
    }
}

#[test]
fn cells_beyond_the_head_keep_their_words() {
    let html = html("|甲|乙|\n|-|-|\n|1|2|3 **4**|5|\n");
    assert!(html.contains("<td>2 3 **4**|5</td>"), "{html}");
}
