//! Addresses that clash, old addresses, links and anchors, drafts.

use linli::diagnostic::{Code, Severity};
use linli::handbook::links::{self, Target};
use linli::handbook::{Settings, addresses};

use super::NO_TEXT;
use crate::desk::{build, read, read_on, settings};

#[test]
fn an_id_is_given_once_in_a_kind_whatever_the_folder() {
    let read = read(&[
        ("zh/cases/east/a.md", "title: 甲", NO_TEXT),
        ("zh/cases/west/a.md", "title: 乙", NO_TEXT),
        ("zh/problems/a.md", "title: 丙", NO_TEXT),
    ]);
    let told = read.one(Code::DuplicateId);
    assert_eq!(
        told.place.as_ref().unwrap().path.as_str(),
        "zh/cases/west/a.md"
    );
    assert_eq!(told.labels[0].place.path.as_str(), "zh/cases/east/a.md");
}

#[test]
fn no_page_takes_an_address_linli_makes_itself() {
    let read = read(&[
        ("zh/search.md", "title: 搜", NO_TEXT),
        ("zh/tags/a.md", "title: 签", NO_TEXT),
    ]);
    assert_eq!(read.of(Code::GeneratedAddress).len(), 2);
    assert!(read.handbook.at_route("search").is_none());
}

#[test]
fn addresses_that_are_one_on_some_disks_are_told_and_the_first_stays() {
    let read = read(&[
        ("zh/About.md", "title: 甲", NO_TEXT),
        ("zh/about.md", "title: 乙", NO_TEXT),
    ]);
    read.one(Code::DuplicateAddress);
    assert!(read.handbook.at_route("About").is_some() && read.handbook.at_route("about").is_none());
}

#[test]
fn an_old_address_leads_on_and_never_takes_another_pages_place() {
    let pages = [
        (
            "zh/a.md",
            "title: 甲\nredirect_from: [old/a, b, ../../outside]",
            NO_TEXT,
        ),
        ("zh/b.md", "title: 乙", NO_TEXT),
    ];
    let read = read(&pages);
    let taken = read.one(Code::DuplicateAddress);
    assert_eq!(read.shown(taken.place.as_ref().unwrap()).1, "b");
    assert_eq!(
        read.shown(read.one(Code::OutsideHandbook).place.as_ref().unwrap())
            .1,
        "../../outside"
    );
    let built = build(&pages, settings());
    assert!(
        built
            .output
            .text("zh/old/a.html")
            .unwrap()
            .contains("url=../a.html")
    );
    assert!(
        built
            .output
            .text("zh/b.html")
            .unwrap()
            .contains("<h1>乙</h1>")
    );
    let page = &read.handbook.articles[read.at("a")].original().page;
    let paths = addresses::redirect_paths(page, &page.head);
    assert!(paths[2].is_err(), "{paths:?}");
}

#[test]
fn a_link_is_what_a_code_host_would_follow() {
    let read = read(&[
        ("zh/index.md", "title: 首页", NO_TEXT),
        ("zh/cases/a.md", "title: 甲", NO_TEXT),
        ("zh/cases/index.md", "title: 案例", NO_TEXT),
        ("en/cases/a.md", "title: A", NO_TEXT),
    ]);
    let page = &read.handbook.articles[read.at("cases/a")].original().page;
    let article = |link: &str| match links::resolve(&read.handbook, page, link) {
        Target::Article { at, language, .. } => {
            (read.handbook.articles[at].route.as_str(), language)
        }
        other => panic!("{link}: {other:?}"),
    };
    assert_eq!(article("a.md"), ("cases/a", None));
    assert_eq!(article("../index.md#x"), ("index", None));
    assert_eq!(article("/zh/cases/a.md"), ("cases/a", None));
    assert_eq!(article("../cases/"), ("cases/index", None));
    assert_eq!(article("../../en/cases/a.md"), ("cases/a", Some(1)));
    for link in [
        "https://example.org/a.md",
        "//example.org/a.md",
        "mailto:a@example.org",
        "tel:12345",
    ] {
        assert_eq!(
            links::resolve(&read.handbook, page, link),
            Target::Elsewhere,
            "{link}"
        );
    }
    assert!(matches!(
        links::resolve(&read.handbook, page, "../../../x.md"),
        Target::Nowhere(links::Missing::Outside)
    ));
}

#[test]
fn an_anchor_is_found_written_raw_or_encoded() {
    let text = "[一](#怎么-做) [二](#%E6%80%8E%E4%B9%88-%E5%81%9A) [三](b.md#h) [四](b.md#nein) [五](#cafe\u{301})\n\n## 怎么 做\n\n做。\n\n## Café\n\n喝。";
    let read = read(&[
        ("zh/a.md", "title: 甲", text),
        ("zh/b.md", "title: 乙", "## 题 {#h}\n\n文。"),
    ]);
    let told = read.one(Code::BrokenAnchor);
    assert_eq!(told.message.en, "“乙” has no heading `#nein`");
    let shown = read.shown(told.place.as_ref().unwrap());
    assert!(shown.1.contains("b.md#nein"), "{shown:?}");
}

#[test]
fn a_link_to_nothing_says_what_was_meant() {
    let read = read(&[
        ("zh/rooms/shared.md", "title: 公用房", NO_TEXT),
        (
            "zh/a.md",
            "title: 甲",
            "[房](rooms/shard.md) [房](rooms/shared.html) ![图](/media/no.png)",
        ),
    ]);
    assert_eq!(
        read.one(Code::BrokenLink).hint.as_ref().unwrap().en,
        "did you mean `rooms/shared.md`?"
    );
    let files = read.of(Code::MissingFile);
    assert_eq!(files.len(), 2, "{:?}", read.codes());
    assert_eq!(
        files[0].hint.as_ref().unwrap().en,
        "link to a page by its .md file: `rooms/shared.md`"
    );
}

#[test]
fn a_published_page_may_not_lead_to_a_draft_unless_drafts_are_shown() {
    let pages = [
        ("zh/a.md", "title: 甲\nrelated: b", "[乙](b.md)"),
        ("zh/b.md", "title: 乙\nstatus: draft", NO_TEXT),
        ("zh/c.md", "title: 丙\nstatus: draft", "[乙](b.md)"),
    ];
    let severities = |drafts: bool| -> Vec<Severity> {
        let read = read_on(
            &pages,
            Settings {
                drafts,
                ..settings()
            },
        );
        read.of(Code::LinkToDraft)
            .iter()
            .map(|one| one.severity)
            .collect()
    };
    assert_eq!(severities(false), [Severity::Error; 2]);
    assert_eq!(severities(true), [Severity::Warning; 2]);
    let shown = Settings {
        drafts: true,
        ..settings()
    };
    let to_a_place = [
        ("zh/a.md", "title: 甲", "[乙](b.md#nein)"),
        ("zh/b.md", "title: 乙\nstatus: draft", NO_TEXT),
    ];
    let read = read_on(&to_a_place, shown);
    assert_eq!(read.of(Code::LinkToDraft).len(), 1);
    assert_eq!(read.of(Code::BrokenAnchor).len(), 1, "{:?}", read.codes());
    let built = build(&pages, settings());
    assert!(built.output.text("zh/b.html").is_none());
    assert!(
        !built.output.text("zh/a.html").unwrap().contains("b.html"),
        "the link is plain words"
    );
}
