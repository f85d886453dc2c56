//! What a body looks like as HTML.

use pulldown_cmark::{Parser, html::push_html};

use super::super::html::{Frame, HtmlHooks, Part, PlainHooks, Target, to_html};
use super::super::shapes::lines::Piece;
use super::super::{Block, tree};
use super::sound::tags_of;
use super::{body, html, told};

#[test]
fn plain_markdown_is_written_as_the_parser_writes_it() {
    for text in [
        "一段 **重** *轻* ~~删~~ `码 <x>` & \"引\"\n第二行  \n硬换行\\\n又一行\n",
        "> 引\n> > 里\n\n***\n\n后\n",
        "- a\n- b\n  - c\n\n    d\n\n1. x\n2. y\n\n7) z\n",
        "    缩进 <码>\n\n```rust ignore\nfn main() {}\n```\n\n~~~\n~~~\n",
        "甲\n: 乙\n: 丙\n\n  丁\n",
        "- a\n\n  b\n- > c\n- ```\n  d\n  ```\n-\n",
        "[甲](a.md \"题\") <https://x.org/?a=1&b=\"> [r] <a@b.org>\n\n[r]: <x y.md> 't'\n",
        "a &copy; \\* &#35; <kbd>k</kbd>\n",
        "",
    ] {
        let mut expected = String::new();
        push_html(&mut expected, Parser::new_ext(text, tree::options()));
        assert_eq!(html(text), expected);
    }
}

#[test]
fn a_table_is_a_region_with_classes_and_no_style() {
    assert_eq!(
        html("| 甲 | 乙 | 丙 |\n|:--|--:|---|\n| 1 | **2** | 3 |\n"),
        "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"table\">\n<table><thead><tr>\
         <th scope=\"col\" class=\"align-left\">甲</th><th scope=\"col\" class=\"align-right\">乙</th>\
         <th scope=\"col\">丙</th></tr></thead><tbody>\n<tr><td class=\"align-left\">1</td>\
         <td class=\"align-right\"><strong>2</strong></td><td>3</td></tr>\n</tbody></table>\n</div>\n"
    );
}

#[test]
fn a_directive_ends_a_table() {
    let text = "::: note\n| 甲 |\n|---|\n| 乙 |\n:::\n丙\n";
    assert_eq!(told(text), []);
    assert!(html(text).ends_with("</div>\n</div>\n<p>丙</p>\n"));
}

#[test]
fn footnotes_become_one_list_with_ways_back() {
    let text =
        "甲[^b]乙[^A]丙[^b]\n\n[^a]: 一[^c]\n\n[^b]: 二\n\n    - 列\n\n[^c]: 三\n\n[^d]: 四\n";
    let html = html(text);
    assert_eq!(told(text), []);
    assert!(html.starts_with(
        "<p>甲<sup class=\"footnote-reference\"><a id=\"fnref-b-1\" href=\"#fn-b\" role=\"doc-noteref\">1</a></sup>乙"
    ));
    assert_eq!(html.matches("<section class=\"footnotes\"").count(), 1);
    let order: Vec<usize> = ["fn-b", "fn-a", "fn-c", "fn-d"]
        .iter()
        .map(|id| html.find(&format!("<li id=\"{id}\">")).unwrap())
        .collect();
    assert!(order.is_sorted());
    assert!(html.contains("href=\"#fnref-b-2\""));
    assert!(html.contains("<p>三 <a href=\"#fnref-c-1\" role=\"doc-backlink\" aria-label=\"footnote-back 1\">↩</a></p>"));
    assert!(html.contains("<p>四</p>"));
    let mut ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn tasks_have_named_boxes() {
    assert_eq!(
        html("- [x] 对 *的*\n- [ ] 错\n"),
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"对 的\"> 对 <em>的</em></li>\n\
         <li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"错\"> 错</li>\n</ul>\n"
    );
}

#[test]
fn alerts_are_asides_with_a_label() {
    assert_eq!(
        html("> [!WARNING]\n> 小心\n"),
        "<aside class=\"block block-warning\">\n<p class=\"block-title\"><span class=\"block-name\">warning</span></p>\n<p>小心</p>\n</aside>\n"
    );
}

#[test]
fn a_picture_alone_with_a_title_is_a_figure() {
    assert_eq!(
        html("![图 <1>](a.png \"题 & 目\")\n"),
        "<figure><img src=\"a.png\" alt=\"图 &lt;1&gt;\" loading=\"lazy\"><figcaption>题 &amp; 目</figcaption></figure>\n"
    );
    assert_eq!(
        html("甲 ![图](a.png)\n"),
        "<p>甲 <img src=\"a.png\" alt=\"图\" loading=\"lazy\"></p>\n"
    );
}

struct Hooks;

impl HtmlHooks for Hooks {
    fn link(&self, target: &str, picture: bool) -> Target {
        match (picture, target) {
            (true, "gone.png") => Target::Text,
            (true, _) => Target::Picture {
                src: format!("../{target}"),
                size: Some((4, 3)),
                alt: Some("名".into()),
            },
            (false, "gone.md") => Target::Text,
            (false, "bad.md") => Target::Href("javascript:alert(1)".into()),
            _ => Target::External(target.into()),
        }
    }

    fn block(&self, _at: usize, _block: &Block) -> (String, String) {
        ("<section>\n".into(), "</section>\n".into())
    }

    fn skips(&self, _at: usize, block: &Block) -> bool {
        block.name == "caution"
    }

    fn text(&self, _at: usize, text: &str) -> Option<String> {
        text.contains("术语")
            .then(|| text.replace("术语", "<dfn>术语</dfn>"))
    }

    fn id_prefix(&self) -> &str {
        "p-"
    }

    fn heading_level(&self, level: u8) -> u8 {
        level + 1
    }

    fn label(&self, key: &str) -> String {
        format!("“{key}”")
    }
}

#[test]
fn a_later_stage_decides_links_blocks_and_words() {
    let page = |text: &str| {
        let body = body(text);
        to_html(&body, 0..body.nodes.len(), &Hooks)
    };
    assert_eq!(page("[甲](gone.md) [乙](bad.md)\n"), "<p>甲 乙</p>\n");
    assert_eq!(
        page("[甲](https://x.org \"t\")\n"),
        "<p><a href=\"https://x.org\" title=\"t\" rel=\"noopener\">甲</a></p>\n"
    );
    assert_eq!(
        page("![图](a.png)![无](gone.png)\n"),
        "<p><img src=\"../a.png\" alt=\"图\" width=\"4\" height=\"3\" loading=\"lazy\">无</p>\n"
    );
    assert_eq!(
        page("::: note\n甲\n::: break\n乙\n:::\n::: caution\n丙[^1]\n:::\n:::\n"),
        "<section>\n<p>甲</p>\n<section>\n<p>乙</p>\n</section>\n</section>\n"
    );
    assert_eq!(
        page("## 术语\n\n术语 `术语` [术语](x)\n"),
        "<h3 id=\"p-术语\">术语</h3>\n<p><dfn>术语</dfn> <code>术语</code> <a href=\"x\" rel=\"noopener\">术语</a></p>\n"
    );
}

/// Hooks with frames, for writing in another order.
struct Framed(std::collections::HashMap<usize, Frame>);

impl HtmlHooks for Framed {
    fn link(&self, target: &str, _picture: bool) -> Target {
        Target::Href(target.into())
    }

    fn block(&self, at: usize, block: &Block) -> (String, String) {
        PlainHooks.block(at, block)
    }

    fn frame(&self, at: usize) -> Option<&Frame> {
        self.0.get(&at)
    }

    fn label(&self, key: &str) -> String {
        key.into()
    }
}

#[test]
fn a_frame_puts_nodes_and_words_in_another_order() {
    let body = body("::: note\n甲：*乙*[^1]\n\n- 丙\n- 丁\n:::\n\n[^1]: 注\n");
    let text = body
        .nodes
        .iter()
        .position(
            |node| matches!(&node.kind, super::super::NodeKind::Text(text) if &**text == "甲："),
        )
        .unwrap();
    let list = body.nodes[text - 1].end as usize;
    let item = body.nodes[list + 1].end as usize;
    let piece = |piece| Part::Piece(piece);
    let frames = std::collections::HashMap::from([
        (
            0,
            Frame::Parts(vec![
                Part::Html("<div>".into()),
                piece(Piece::Nodes(list..body.nodes[list].end as usize)),
                piece(Piece::Nodes(text + 1..list)),
                piece(Piece::Text(text, 0..3)),
                Part::Html("</div>".into()),
            ]),
        ),
        (item, Frame::Inside(vec![Part::Html("<br>".into())])),
    ]);
    assert_eq!(
        to_html(&body, 0..body.nodes.len(), &Framed(frames)),
        "<div>\n<ul>\n<li>丙</li>\n<li><br></li>\n</ul>\n<em>乙</em><sup class=\"footnote-reference\"><a id=\"fnref-1-1\" href=\"#fn-1\" role=\"doc-noteref\">1</a></sup>甲</div><section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"footnotes\">\n<ol>\n<li id=\"fn-1\">\n<p>注 <a href=\"#fnref-1-1\" role=\"doc-backlink\" aria-label=\"footnote-back 1\">↩</a></p>\n</li>\n</ol>\n</section>\n"
    );
}

#[test]
fn a_stretch_of_a_body_is_written_alone() {
    let body = body("## 甲\n\n乙\n\n丙\n");
    let heading = body.nodes[0].end as usize;
    let end = body.nodes[heading].end as usize;
    assert_eq!(to_html(&body, heading..end, &PlainHooks), "<p>乙</p>\n");
}

#[test]
fn html_in_a_sentence_stays_only_when_balanced() {
    assert_eq!(
        html("水是 H<sub>2</sub>O，<ruby>邻<rt>lín</rt></ruby><br/>\n"),
        "<p>水是 H<sub>2</sub>O，<ruby>邻<rt>lín</rt></ruby><br></p>\n"
    );
    assert_eq!(
        html("<b>甲 **乙</b>** <i>丙\n"),
        "<p>甲 <strong>乙</strong> 丙</p>\n"
    );
    assert_eq!(html("甲 <b><i>乙</b></i>\n"), "<p>甲 <b>乙</b></p>\n");
    assert_eq!(
        told("甲 <b>乙 <font>丙</font> <!-- 丁 -->\n"),
        [
            ("html-removed", "<b>".into()),
            ("html-removed", "<font>".into())
        ]
    );
}

#[test]
fn a_tag_without_its_end_is_left_out_and_told_so() {
    assert_eq!(html("水是 H<sub>2O。\n"), "<p>水是 H2O。</p>\n");
    let (_, _, told) = super::parsed("水是 H<sub>2O。\n");
    assert_eq!(told[0].message.zh, "<sub> 没有结束，已经去掉");
    let (_, _, told) = super::parsed("<details>\n甲\n");
    assert!(told[0].message.zh.ends_with("替它结束"));
}

#[test]
fn html_around_a_directive_is_cleaned_apart_from_it() {
    let text = "<details>\n::: note\n\n甲\n\n:::\n</details>\n";
    assert_eq!(
        html(text),
        "<details>\n</details>\n<div class=\"block block-callout\">\n<p>甲</p>\n</div>\n"
    );
    assert_eq!(
        told("> <div class=x>\n> 甲\n> <marquee>乙</marquee></div>\n"),
        [
            ("html-removed", "<div class=x>".into()),
            ("html-removed", "<marquee>".into()),
        ]
    );
}

#[test]
fn nothing_executable_is_left_of_known_attacks() {
    let attacks = [
        "<script>alert(1)</script>",
        "<ScRiPt src=//x.org/x.js></sCrIpT>",
        "<img src=x onerror=alert(1)>",
        "甲 <img src=x onerror=alert(1)> 乙",
        "<svg><script>alert(1)</script></svg>",
        "<svg/onload=alert(1)>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<a href=\"javascript:alert(1)\">甲</a>",
        "<a href=\"java&#x09;script:alert(1)\">甲</a>",
        "<a href=\" &#14; javascript:alert(1)\">甲</a>",
        "<body onload=alert(1)>甲",
        "<details open ontoggle=alert(1)>甲</details>",
        "<div style=\"background:url(javascript:alert(1))\">甲</div>",
        "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
        "<embed src=\"javascript:alert(1)\">",
        "<base href=\"javascript:alert(1)//\">",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<template><script>alert(1)</script></template>",
        "<textarea></p><script>alert(1)</script></textarea>",
        "<!--><script>alert(1)</script>-->",
        "<x<script>alert(1)</script>",
        "甲 <kbd onclick=alert(1) style=x>乙</kbd>",
        "[甲](<javascript:alert(1)> \"x\")",
        "## 甲 {#a\"onclick=alert(1) .b\"onclick=alert(1) onclick=alert(1)}",
        "```\"onclick=alert(1)\n```",
        "[甲](https://x.org/\"onmouseover=alert(1))",
        "![\"onerror=alert(1)](a.png \"\\\"onerror=alert(1)\")",
        "::: note \"><script>alert(1)</script> {#\"><script> .\"><script>}\n:::",
        "[^\"><script>]\n\n[^\"><script>]: 甲",
        "<style>@import 'x'</style><link rel=stylesheet href=x>",
    ];
    for attack in attacks {
        let html = html(attack);
        let tags = tags_of(&html);
        for tag in tags {
            let lower = tag.to_lowercase();
            let quoted_away = unquoted(&lower);
            for bad in [
                "<script",
                "<style",
                "<svg",
                "<math",
                "<iframe",
                "<object",
                "<embed",
                "<base",
                "<meta",
                "<link",
                "<form",
                "<template",
                "<textarea",
                "<noscript",
            ] {
                assert!(!lower.starts_with(bad), "{attack}\n{html}");
            }
            assert!(!quoted_away.contains(" on"), "{attack}\n{html}");
            assert!(!quoted_away.contains("style="), "{attack}\n{html}");
            let target = lower
                .split("href=\"")
                .nth(1)
                .or(lower.split("src=\"").nth(1));
            let target = target.unwrap_or_default();
            assert!(
                !target.starts_with("javascript") && !target.starts_with("data"),
                "{attack}\n{html}"
            );
        }
    }
}

/// A tag without what its quotes hold.
fn unquoted(tag: &str) -> String {
    tag.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}
