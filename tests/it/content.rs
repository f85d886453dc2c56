//! The bundled handbook keeps its word: what it says of D community is the source's, both languages
//! say the same, and its sentences can be read. Every rule is tried on a broken copy as well.

mod book;
mod figures;
mod truth;
mod twins;
mod wording;

use linli::handbook::Handbook;
use linli::markdown::Tag;

use book::{BUNDLED, broken, bundled, length, pages};

fn assert_none(found: Vec<String>) {
    assert!(
        found.is_empty(),
        "\n{}\n{} in all",
        found.join("\n"),
        found.len()
    );
}

/// One broken copy: the rule must find it, and name the file and the line.
fn assert_finds(
    rule: fn(&Handbook) -> Vec<String>,
    (path, line): (&str, &str),
    from: &str,
    to: &str,
    told: &str,
) {
    let found = rule(&broken(path, from, to));
    let place = format!("content/{path}:{line}");
    let named = found
        .iter()
        .any(|message| message.contains(&place) && message.contains(told));
    assert!(named, "nothing at {place} with “{told}” in {found:#?}");
}

const CASE: &str = "zh/cases/d-community-jinan.md";
const LOAD: &str = "zh/problems/admin-overload.md";
const LOAD_EN: &str = "en/problems/admin-overload.md";

#[test]
fn what_is_said_of_d_community_rests_on_facts() {
    assert_none(truth::rests_on_facts(bundled()));
}

#[test]
fn a_sentence_on_d_community_without_facts_is_found() {
    let rule = truth::rests_on_facts;
    assert_finds(
        rule,
        (LOAD, ""),
        " {basis=sourced facts=F43,F44,F64}",
        "",
        "without facts",
    );
    assert_finds(
        rule,
        (LOAD, "3"),
        "报表、盖章",
        "D 社区的报表、盖章",
        "without facts",
    );
    assert_finds(
        rule,
        (LOAD, ""),
        "据论文摘要，D 社区",
        "D 社区",
        "does not cite",
    );
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "Hold them once",
        "In D community they hold them",
        "without facts",
    );
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "According to the thesis abstract, social",
        "Social",
        "does not cite",
    );
}

#[test]
fn the_numbers_beside_d_community_are_the_sources() {
    assert_none(truth::numbers_of_the_source(bundled()));
    assert_eq!(truth::unused_allowances(bundled()), [""; 0]);
}

#[test]
fn a_number_the_source_does_not_have_is_found() {
    let rule = truth::numbers_of_the_source;
    let others = "其余 18 人都是居民";
    assert_finds(rule, (CASE, ""), "20 人接受了访谈", others, "told apart");
    assert!(!truth::unused_allowances(&broken(CASE, "basis", "basis")).is_empty());
    assert_finds(rule, (CASE, ""), "D 社区有 20 人", "D 社区有 21 人", "“21”");
    assert_finds(
        rule,
        (CASE, ""),
        "建立了六个有代表性的",
        "建立了七个有代表性的",
        "“七”",
    );
    assert_finds(
        rule,
        (CASE, ""),
        "老年人数量多（F18）",
        "老年人有一千二百名（F18）",
        "“千”",
    );
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "had many day-to-day",
        "had 30 day-to-day",
        "“30”",
    );
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "had many day-to-day",
        "had twelve day-to-day",
        "“twelve”",
    );
}

#[test]
fn nothing_is_said_of_d_community_that_the_source_does_not_tell() {
    assert_none(truth::says_nothing_forbidden(bundled()));
}

#[test]
fn what_must_not_be_said_is_found() {
    let rule = truth::says_nothing_forbidden;
    let organizations = "老年人数量多（F18）";
    for (instead, told) in [
        ("在趵突泉边（F18）", "1 a street"),
        ("办起了合唱队（F18）", "2 what"),
        ("一位老人说：“好”（F18）", "3 the words"),
        ("每周办一回活动（F18）", "4 when"),
        ("参与率大幅提高（F18）", "5 a measured"),
        ("那里用了走访记录（F18）", "6 that a paper"),
        ("由于年轻人搬走了（F18）", "7 the cause"),
        ("论文编号见文末（F18）", "8 who"),
    ] {
        assert_finds(rule, (CASE, ""), organizations, instead, told);
    }
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "had many",
        "had, because of the street, many",
        "7 the cause",
    );
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "had many",
        "had, because of the street, many",
        "1 a street",
    );
}

#[test]
fn every_page_says_what_it_rests_on_and_its_facts_are_there() {
    assert_none(truth::has_a_basis(bundled()));
}

#[test]
fn a_page_without_a_basis_and_a_fact_that_is_not_there_are_found() {
    let rule = truth::has_a_basis;
    assert_finds(rule, (LOAD, "1"), "basis: guidance\n", "", "no basis");
    assert_finds(
        rule,
        (LOAD, ""),
        "facts=F43,F44,F64",
        "facts=F43,F44,F640",
        "no F640",
    );
    assert_finds(
        rule,
        (LOAD, ""),
        "（F43）",
        "（F41）",
        "F41 is no fact of this part",
    );
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "facts=F43,F44,F64",
        "facts=F43,F44",
        "F64 is no fact",
    );
}

#[test]
fn both_languages_say_the_same_things() {
    assert_none(twins::differences(bundled()));
}

#[test]
fn a_language_that_says_less_is_found() {
    let rule = twins::differences;
    let lesson = "en/modules/finding-leaders.md";
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "## Hold two hours",
        "### Hold two hours",
        "a heading of level 3",
    );
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "2. What could anyone do?\n",
        "",
        "2 steps",
    );
    let row = "| “I have no time.” | “Two residents are expecting me. Let us decide together which comes first.” |\n";
    assert_finds(rule, (LOAD_EN, ""), row, "", "2 rows");
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "- **Nobody knows",
        "**Nobody knows",
        "3 items",
    );
    assert_finds(
        rule,
        (LOAD, ""),
        "(../tools/task-division-agreement.md)",
        "(../tools/visit-log.md)",
        "visit-log.md",
    );
    assert_finds(
        rule,
        (LOAD_EN, ""),
        "  - Several departments each want a form about the same thing\n",
        "",
        "in `causes`",
    );
    assert_finds(rule, (lesson, ""), "- [x]", "- [ ]", "answered");
    assert_finds(
        rule,
        (lesson, ""),
        "{minutes=10 ",
        "{minutes=15 ",
        "of 15 minutes",
    );
    let mut book = broken(LOAD, "basis", "basis");
    book.articles[0].versions[1] = None;
    assert_none(match twins::differences(&book).as_slice() {
        [one] if one.starts_with(&format!("content/{LOAD_EN}:1: is missing")) => Vec::new(),
        found => found.to_vec(),
    });
}

#[test]
fn chinese_is_set_as_a_chinese_editor_sets_it() {
    assert_none(wording::odd_marks(bundled()));
}

#[test]
fn half_width_marks_straight_quotes_and_spaces_in_chinese_are_found() {
    let rule = wording::odd_marks;
    assert_finds(
        rule,
        (LOAD, ""),
        "一张纸，三栏：",
        "一张纸,三栏：",
        "half-width mark",
    );
    assert_finds(
        rule,
        (LOAD, ""),
        "一张纸，三栏：",
        "一张纸，三栏: ",
        "half-width mark",
    );
    assert_finds(
        rule,
        (LOAD, ""),
        "谁交办的。做完",
        "谁交办的.做完",
        "half-width full stop",
    );
    assert_finds(rule, (LOAD, ""), "（F43）", "(F43)", "half-width mark");
    assert_finds(
        rule,
        (LOAD, ""),
        "写上“走访”",
        "写上\"走访\"",
        "straight quotation",
    );
    assert_finds(
        rule,
        (LOAD, "3"),
        "走访一改再改",
        "走访一改 再改",
        "a space between",
    );
}

#[test]
fn sentences_can_be_read_aloud() {
    assert_none(wording::too_long(bundled()));
}

#[test]
fn a_long_sentence_is_found() {
    let rule = wording::too_long;
    let long = format!("请先记{}五天的时间日志。", "很多很多".repeat(25));
    assert_finds(
        rule,
        (LOAD, ""),
        "请先记五天的时间日志。",
        &long,
        "Han in a sentence",
    );
    let longish = format!("{}。", "有一件事要慢慢地说给邻居们听".repeat(3)).repeat(30);
    assert_finds(
        rule,
        (LOAD, "1"),
        "请先记五天的时间日志。",
        &longish,
        "at most 30 Han",
    );
    let words = "and then they went on ".repeat(200);
    assert_finds(
        rule,
        (LOAD_EN, "1"),
        "First keep a time log",
        &words,
        "words a sentence",
    );
}

#[test]
fn no_two_pages_begin_alike() {
    assert_none(wording::alike(bundled()));
}

#[test]
fn pages_that_begin_alike_are_found() {
    let book = broken(LOAD, "basis", "basis");
    let mut twice = book.clone();
    twice.articles.extend(book.articles);
    let found = wording::alike(&twice);
    for told in [
        "zh/problems/admin-overload.md:3: a summary",
        "en/problems/admin-overload.md:3: a summary",
        "a page begins",
    ] {
        assert!(
            found.iter().any(|message| message.contains(told)),
            "{told}: {found:?}"
        );
    }
}

/// Terms that are linked to are there, and say what they mean before anything else.
fn undefined_terms(book: &Handbook) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages(book) {
        let body = &page.version.page.body;
        for link in &body.links {
            let target = link.target.split('#').next().unwrap_or_default();
            let Some((_, name)) = target.rsplit_once("terms/") else {
                continue;
            };
            let route = format!("terms/{}", name.trim_end_matches(".md"));
            let there = book.at_route(&route).map(|at| &book.articles[at]);
            if !there.is_some_and(|term| term.kind == "term" || term.index) {
                found.push(format!(
                    "{}: no term {route}",
                    page.line_of(link.node as usize)
                ));
            }
        }
        if page.article.kind == "term" {
            let first = body.nodes.first().and_then(|node| node.tag());
            let definition = body.first_paragraph().unwrap_or_default();
            let long = length(&definition, page.is_chinese());
            if !matches!(first, Some(Tag::Paragraph)) || long < 8 {
                found.push(format!("content/{}:1: no definition", page.path()));
            }
        }
    }
    found
}

#[test]
fn every_term_is_defined() {
    assert_none(undefined_terms(bundled()));
}

#[test]
fn a_term_without_a_definition_is_found() {
    let first =
        "面对面坐下，按着提纲，听人把看法说完。访谈法用这个办法收集资料，图的是听到“为什么”。";
    let term = "zh/terms/interview.md";
    assert_finds(
        undefined_terms,
        (term, "1"),
        first,
        "谈话。",
        "no definition",
    );
    assert_finds(
        undefined_terms,
        (term, ""),
        "聊天没有目的",
        "[聊天](chat.md)没有目的，[谈](../terms/chat.md)",
        "no term terms/chat",
    );
}

/// References that lead nowhere, links that are broken, blocks in the wrong place: linli tells.
#[test]
fn the_bundled_handbook_builds_without_a_word() {
    assert!(BUNDLED.diagnostics.is_empty(), "{}", BUNDLED.told());
    assert!(BUNDLED.built.unreadable.is_empty());
}

/// Every page with its basis and length, and the sums by kind:
/// `cargo test --test it content::the_handbook_in_figures -- --ignored --nocapture`.
#[test]
#[ignore = "prints, tests nothing"]
fn the_handbook_in_figures() {
    println!("{}", figures::table(bundled()));
}
