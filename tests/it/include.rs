//! Texts that pages put in with `::: include`: what readers see, where mistakes are told, and what
//! is never let in.

use std::time::{Duration, Instant};

use linli::diagnostic::{Code, Diagnostic, line_and_column};

use crate::bad_input::attacks::is_sound;
use crate::support::{Tried, handbook, handbook_on_disk};

const BOOK: (&str, &str) = ("handbook.yaml", "title: 手册\nlanguages: [zh]\n");

/// A handbook of pages and texts; a page gets a head.
fn built(files: &[(&str, &str)]) -> Tried {
    let whole: Vec<(&str, String)> = files
        .iter()
        .map(|(name, text)| match name.contains('_') {
            true => (*name, text.to_string()),
            false => (*name, format!("---\ntitle: 甲\n---\n\n{text}")),
        })
        .collect();
    let texts = whole.iter().map(|(name, text)| (*name, text.as_str()));
    let files: Vec<(&str, &str)> = [BOOK].into_iter().chain(texts).collect();
    let tried = handbook(&files);
    is_sound("include", &tried);
    tried
}

/// The part of a page that its text makes.
fn article<'a>(tried: &'a Tried, page: &str) -> &'a str {
    let html = tried.page(page);
    let start = html.find("<article").expect("a page has an article");
    let end = html.find("</article>").expect("that ends");
    &html[start..end]
}

fn at(tried: &Tried, told: &Diagnostic) -> String {
    let place = told.place.as_ref().expect("a place");
    let (line, column) = line_and_column(tried.text(&place.path).unwrap(), place.span.start);
    format!("{} {}:{line}:{column}", told.code.as_str(), place.path)
}

fn told(tried: &Tried) -> Vec<String> {
    tried
        .diagnostics
        .iter()
        .map(|told| at(tried, told))
        .collect()
}

#[test]
fn a_text_stands_where_its_block_does_and_is_no_page() {
    let tried = built(&[
        ("zh/a.md", "前。\n\n::: 引入 {src=\"_b.md\"}\n:::\n\n后。\n"),
        ("zh/_b.md", "---\ntitle: 谁也看不到\n---\n中。\n"),
    ]);
    assert_eq!(told(&tried), [""; 0]);
    let html = article(&tried, "zh/a.html");
    assert!(
        html.contains("<p>前。</p>\n<p>中。</p>\n<p>后。</p>"),
        "{html}"
    );
    assert!(!html.contains("谁也看不到"), "{html}");
    assert!(tried.paths().iter().all(|path| !path.contains('_')));
}

#[test]
fn a_title_an_address_and_words_inside_the_block_stay() {
    let tried = built(&[
        (
            "zh/a.md",
            "[去](#ck)\n\n::: 引入 出门之前 {src=_b.md #ck}\n本次：带伞。\n:::\n",
        ),
        ("zh/_b.md", "数人头。\n"),
    ]);
    assert_eq!(told(&tried), [""; 0]);
    let html = article(&tried, "zh/a.html");
    let expected = "<div class=\"block block-include\" id=\"ck\">\n<p class=\"block-title\">出门之前</p>\n<p>数人头。</p>\n<p>本次：带伞。</p>\n</div>";
    assert!(html.contains(expected), "{html}");
}

#[test]
fn the_first_paragraph_of_a_text_may_sum_up_the_page() {
    let tried = built(&[
        ("zh/a.md", "::: 引入 {src=_b.md}\n:::\n"),
        ("zh/_b.md", "头一段话。\n"),
    ]);
    let handbook = tried.built.handbook.as_ref().unwrap();
    let version = handbook.articles[0].original();
    assert_eq!(version.summary(), "头一段话。");
}

#[test]
fn a_text_fits_into_a_list_a_quote_and_a_block() {
    let tried = built(&[
        (
            "zh/a.md",
            "1. 一\n\n   ::: 引入 {src=_b.md}\n   :::\n\n2. 二\n\n> 引\n>\n> ::: 引入 {src=_b.md}\n> :::\n\n::: 练习\n::: 引入 {src=_c.md}\n:::\n:::\n",
        ),
        ("zh/_b.md", "- 甲\n- 乙\n"),
        ("zh/_c.md", "::: 参考答案\n丙\n:::\n"),
    ]);
    assert_eq!(told(&tried), [""; 0]);
    let html = article(&tried, "zh/a.html");
    let list = "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n";
    assert!(html.contains(&format!("<p>一</p>\n{list}</li>")), "{html}");
    assert!(
        html.contains(&format!("<p>引</p>\n{list}</blockquote>")),
        "{html}"
    );
    assert!(html.contains("block-challenge") && html.contains("<p>丙</p>"));
}

#[test]
fn mistakes_stand_in_the_file_and_line_they_were_made_in() {
    let tried = built(&[
        (
            "zh/a.md",
            "[x](x.md)\n\n::: 引入 {src=_parts/b.md}\n:::\n\n[y](y.md)\n",
        ),
        (
            "zh/_parts/b.md",
            "---\nwho: 编辑\n---\n\n一行。\n\n[z](../z.md) [^无]\n\n::: 引入 {src=/_c.md}\n:::\n\n![](w.png)\n",
        ),
        ("_c.md", "<script>x</script>\n\n::: 提示\n没有结束\n"),
    ]);
    assert_eq!(
        told(&tried),
        [
            "html-removed _c.md:1:1",
            "unclosed-block _c.md:3:1",
            "broken-link zh/_parts/b.md:7:1",
            "unknown-footnote zh/_parts/b.md:7:14",
            "missing-file zh/_parts/b.md:12:1",
            "missing-alt zh/_parts/b.md:12:1",
            "broken-link zh/a.md:5:1",
            "broken-link zh/a.md:10:1",
        ]
    );
}

#[test]
fn a_mistake_in_a_shared_text_is_told_once() {
    let page = "## 一\n\n::: 引入 {src=/_b.md}\n:::\n";
    let names: Vec<String> = (0..10).map(|at| format!("zh/p{at}.md")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), page)).collect();
    files.push((
        "_b.md",
        "#### 四 {#x facts=F9}\n\n[去](#没有) [去](gone.md)\n\n<b>\n\n::: 参考答案\n乙\n:::\n\n### 再 {#x}\n",
    ));
    let tried = built(&files);
    let codes = tried.codes();
    for code in [
        "heading-order",
        "unknown-fact",
        "broken-anchor",
        "broken-link",
        "misplaced-block",
        "duplicate-anchor",
    ] {
        let count = codes.iter().filter(|other| **other == code).count();
        assert_eq!(count, 1, "{code}: {codes:?}");
    }
    let order = tried.of(Code::HeadingOrder)[0];
    let label = &order.labels[0].place;
    assert_eq!(label.path.as_str(), "zh/p0.md");
    let text = tried.text(&label.path).unwrap();
    assert_eq!(line_and_column(text, label.span.start), (7, 1));
}

#[test]
fn links_and_pictures_count_from_the_texts_own_folder() {
    let tried = built(&[
        (
            "zh/cases/west/a.md",
            "::: 引入 {src=/zh/_parts/b.md}\n:::\n",
        ),
        ("zh/c.md", "## 一\n\n丙\n"),
        (
            "zh/_parts/b.md",
            "[丙](../c.md#一) ![图](x.png) [信](mailto:a@x.org) <b@x.org> [站](https://x.org/)\n",
        ),
        ("zh/_parts/x.png", ""),
    ]);
    let broken = tried.codes();
    assert!(!broken.contains(&"broken-link") && !broken.contains(&"missing-file"));
    let html = article(&tried, "zh/cases/west/a.html");
    for wanted in [
        "href=\"../../c.html#%E4%B8%80\"",
        "src=\"../../_parts/x.png\"",
        "href=\"mailto:a@x.org\"",
        "href=\"mailto:b@x.org\"",
        "href=\"https://x.org/\"",
    ] {
        assert!(html.contains(wanted), "{wanted} in {html}");
    }
}

#[test]
fn a_link_meant_from_the_pages_folder_is_told_the_way_from_its_own() {
    let tried = built(&[
        ("zh/walk.md", "::: 引入 {src=_parts/b.md}\n:::\n"),
        ("zh/_parts/b.md", "[走](walk.md) [乙](b.md)\n"),
    ]);
    let hints: Vec<&str> = tried
        .of(Code::BrokenLink)
        .iter()
        .filter_map(|told| Some(told.hint.as_ref()?.en.as_str()))
        .collect();
    assert_eq!(hints[0], "did you mean `../walk.md`?");
    assert!(hints[1].contains("no page but put into pages"), "{hints:?}");
}

#[test]
fn equal_words_in_headings_get_addresses_of_their_own() {
    let block = "::: 引入 {src=_b.md}\n:::\n\n";
    let tried = built(&[
        (
            "zh/a.md",
            &format!("## 安全\n\n{block}{block}[去](#安全-2)\n"),
        ),
        ("zh/_b.md", "## 安全\n\n乙\n"),
    ]);
    assert_eq!(told(&tried), [""; 0]);
    let html = article(&tried, "zh/a.html");
    for id in ["安全", "安全-1", "安全-2"] {
        assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{html}");
    }
}

#[test]
fn notes_of_one_label_are_those_of_their_own_text() {
    let tried = built(&[
        (
            "zh/a.md",
            "甲[^1]\n\n::: 引入 {src=_b.md}\n:::\n\n再[^1]\n\n[^1]: 页的注\n",
        ),
        ("zh/_b.md", "乙[^1]\n\n[^1]: 文的注\n"),
    ]);
    assert_eq!(told(&tried), [""; 0]);
    let html = article(&tried, "zh/a.html");
    for note in ["页的注", "文的注"] {
        assert_eq!(html.matches(note).count(), 1, "{html}");
    }
    let numbers: Vec<&str> = html
        .split("role=\"doc-noteref\">")
        .skip(1)
        .map(|rest| &rest[..1])
        .collect();
    assert_eq!(numbers, ["1", "2", "1"]);
}

#[test]
fn notes_for_the_lecturer_stay_in_the_lecturers_edition() {
    let tried = built(&[
        ("zh/modules/a.md", "::: 引入 {src=_b.md}\n:::\n"),
        (
            "zh/modules/_b.md",
            "人人可看。\n\n::: 讲师\n只给讲师。\n:::\n\n::: 活动 开场（15 分钟）\n说话。\n:::\n",
        ),
    ]);
    let own = article(&tried, "zh/modules/a.html");
    assert!(own.contains("人人可看") && !own.contains("只给讲师"));
    assert!(
        tried
            .page("zh/modules/a.facilitator.html")
            .contains("只给讲师")
    );
    let handbook = tried.built.handbook.as_ref().unwrap();
    let lesson = &handbook.articles[0];
    let minutes = linli::handbook::schedule::lesson_minutes(handbook, lesson);
    assert_eq!(minutes, Some(15));
}

#[test]
fn a_doubling_chain_stays_small() {
    let mut files = vec![("zh/a.md".to_string(), double(1))];
    for at in 1..=8 {
        files.push((format!("zh/_{at}.md"), double(at + 1)));
    }
    files.push(("zh/_9.md".to_string(), "九\n".repeat(50)));
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (&**a, &**b)).collect();
    let start = Instant::now();
    let tried = built(&files);
    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(tried.page("zh/a.html").len() < 100_000);
    let limits = tried.of(Code::IncludeLimit);
    assert!((1..=3).contains(&limits.len()), "{}", tried.told());
}

fn double(next: usize) -> String {
    format!("::: 引入 {{src=_{next}.md}}\n:::\n").repeat(2)
}

#[test]
fn a_page_puts_in_so_many_texts_and_no_more() {
    let line = "::: 引入 {src=_b.md}\n:::\n\n";
    let tried = built(&[("zh/a.md", &line.repeat(100)), ("zh/_b.md", "乙乙\n")]);
    assert_eq!(told(&tried), [""; 0]);
    assert_eq!(tried.page("zh/a.html").matches("<p>乙乙</p>").count(), 100);
    let tried = built(&[("zh/a.md", &line.repeat(5000)), ("zh/_b.md", "乙乙\n")]);
    assert_eq!(told(&tried), ["include-limit zh/a.md:305:13"]);
    assert_eq!(tried.page("zh/a.html").matches("<p>乙乙</p>").count(), 100);
    let long = "很长的一段话。\n\n".repeat(10_000);
    let tried = built(&[("zh/a.md", &line.repeat(3)), ("zh/_b.md", &long)]);
    assert_eq!(told(&tried), ["include-limit zh/a.md:8:13"]);
}

#[test]
fn what_is_put_in_may_be_hostile_to_the_page_around_it() {
    let tried = built(&[
        (
            "zh/a.md",
            "::: 提示\n::: 引入 {src=_b.md}\n:::\n里面\n:::\n外面\n",
        ),
        (
            "zh/_b.md",
            ":::\n:::\n</div></article><b>粗\n\n> ::: 注意\n\n- ::: 提示\n  ```\n",
        ),
    ]);
    let html = article(&tried, "zh/a.html");
    let block = html.find("block-callout").unwrap();
    let (inside, outside) = (html.find("里面").unwrap(), html.rfind("外面").unwrap());
    let end = inside + html[inside..].find("</div>").unwrap();
    assert!(block < inside && end < outside, "{html}");
    assert_eq!(
        html.matches("<div").count(),
        html.matches("</div>").count(),
        "{html}"
    );
}

#[cfg(unix)]
#[test]
fn nothing_from_outside_comes_in_through_a_link_of_the_disk() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let (book, secret) = (folder.path().join("book"), folder.path().join("secret"));
    std::fs::create_dir_all(book.join("zh")).unwrap();
    std::fs::create_dir_all(&secret).unwrap();
    std::fs::write(secret.join("s.md"), "机密\n").unwrap();
    std::fs::write(book.join("handbook.yaml"), BOOK.1).unwrap();
    let blocks = ["_out/s.md", "_s.md", "/_out/s.md", "/_s.md"]
        .map(|src| format!("::: 引入 {{src=\"{src}\"}}\n:::\n\n"));
    let page = format!("---\ntitle: 甲\n---\n\n{}", blocks.concat());
    std::fs::write(book.join("zh/index.md"), page).unwrap();
    for place in [book.join("zh"), book.clone()] {
        symlink(&secret, place.join("_out")).unwrap();
        symlink(secret.join("s.md"), place.join("_s.md")).unwrap();
    }
    let tried = handbook_on_disk(&book, None);
    assert!(!tried.page("zh/index.html").contains("机密"));
    assert_eq!(tried.of(Code::OutsideHandbook).len(), 4);
    assert_eq!(tried.of(Code::MissingFile).len(), 4);
}
