//! Consent: what follows from a page's basis, when it ends, and what leaves the site then.

use linli::diagnostic::Code;
use linli::handbook::Settings;
use linli::handbook::privacy::{self, Consent};

use super::NO_TEXT;
use crate::desk::{build, day, read, read_on, settings};

fn privacy_of(head: &str, settings: Settings) -> privacy::Privacy {
    let head = format!("title: 案例\n{head}");
    let read = read_on(&[("zh/cases/a.md", &head, NO_TEXT)], settings);
    let article = &read.handbook.articles[read.at("cases/a")];
    privacy::of(&read.handbook, article, article.original())
}

#[test]
fn consent_follows_from_what_a_page_rests_on() {
    let consent = |head: &str| privacy_of(head, settings()).consent;
    let given = |word: &str| Consent::Given(word.to_string());
    assert_eq!(consent("basis: illustrative"), given("not-needed"));
    assert_eq!(consent("basis: template"), given("not-needed"));
    assert_eq!(consent("basis: sourced"), given("public-record"));
    assert_eq!(consent("basis: guidance"), Consent::Unstated);
    assert_eq!(consent("privacy: 书面同意"), given("written"));
    assert_eq!(
        consent("basis: illustrative\nprivacy: {consent: group}"),
        given("group")
    );
    let read = read(&[("zh/about.md", "title: 关于", NO_TEXT)]);
    let article = &read.handbook.articles[read.at("about")];
    assert_eq!(
        privacy::of(&read.handbook, article, article.original()).consent,
        given("not-needed")
    );
}

#[test]
fn consent_holds_through_its_last_day() {
    let on = |today: &str| {
        let settings = Settings {
            today: day(today),
            ..settings()
        };
        privacy_of(
            "privacy: {consent: written, valid_until: 2026-11-23}",
            settings,
        )
    };
    assert!(on("2026-11-23").may_be_shown());
    assert!(!on("2026-11-24").may_be_shown());
    assert!(!privacy_of("privacy: {consent: written, withdrawn: true}", settings()).may_be_shown());
}

const WITHDRAWN: [(&str, &str, &str); 3] = [
    (
        "zh/phases/one.md",
        "title: 第一期\nnumber: 1\ngoal: 看\nexit_criteria: 好",
        "见[老王的事](../cases/a.md)。",
    ),
    (
        "zh/cases/a.md",
        "title: 老王的事\nsummary: 摘要里的秘密\nphases: one\nprivacy: {consent: written, valid_until: 2026-11-22}",
        "正文里的秘密。",
    ),
    (
        "zh/cases/b.md",
        "title: 老李的事\nphases: one\nprivacy: not-needed",
        "别的。",
    ),
];

#[test]
fn a_story_whose_consent_ended_leaves_every_place_in_the_same_build() {
    let based = Settings {
        base_url: Some("https://example.org/".into()),
        ..settings()
    };
    let built = build(&WITHDRAWN, based);
    let stops: Vec<_> = built
        .diagnostics
        .iter()
        .filter(|one| one.stops_build())
        .collect();
    assert!(
        stops.is_empty(),
        "the build does not fail for it: {stops:#?}"
    );
    let page = built
        .output
        .text("zh/cases/a.html")
        .expect("the address stays");
    assert!(page.contains("同意已经结束") && page.contains("noindex"));
    for (path, entry) in &built.output.entries {
        let linli::output::Entry::Bytes(bytes) = entry else {
            continue;
        };
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("秘密"), "{path}");
        // Whoever kept the story offline gets the notice in its place.
        let own = ["zh/cases/a.html", "en/cases/a.html", "offline.json"].contains(&path.as_str());
        assert!(
            own || !text.contains("cases/a.html"),
            "{path} leads to a withdrawn page"
        );
    }
    let phase = built.output.text("zh/phases/one.html").unwrap();
    assert!(phase.contains("见老王的事。"), "a link to it is plain text");
    assert!(
        built
            .diagnostics
            .iter()
            .any(|one| one.code == Code::LinkToWithdrawn)
    );
}

#[test]
fn no_translation_keeps_up_a_story_whose_consent_ended() {
    let ends = |zh: &str, en: &str| {
        let built = build(
            &[
                (
                    "zh/cases/a.md",
                    &format!("title: 甲\nprivacy: {{consent: written, {zh}}}"),
                    "秘密。",
                ),
                (
                    "en/cases/a.md",
                    &format!("title: A\nprivacy: {{{en}}}"),
                    "Secret.",
                ),
            ],
            settings(),
        );
        let shows = |path: &str, word: &str| built.output.text(path).unwrap().contains(word);
        (
            shows("zh/cases/a.html", "秘密"),
            shows("en/cases/a.html", "Secret"),
        )
    };
    let long = "valid_until: 2099-01-01";
    assert_eq!(ends(long, long), (true, true));
    assert_eq!(ends("valid_until: 2020-01-01", long), (false, false));
    assert_eq!(ends(long, "valid_until: 2020-01-01"), (false, false));
    assert_eq!(ends("withdrawn: true", "withdrawn: false"), (false, false));
}

#[test]
fn the_same_story_is_whole_a_day_earlier() {
    let earlier = Settings {
        today: day("2026-11-22"),
        ..settings()
    };
    let built = build(&WITHDRAWN, earlier);
    assert!(
        built
            .output
            .text("zh/cases/a.html")
            .unwrap()
            .contains("正文里的秘密")
    );
    assert!(
        built
            .output
            .text("zh/phases/one.html")
            .unwrap()
            .contains("<a href=\"../cases/a.html\">老王的事</a>")
    );
}

#[test]
fn a_report_with_a_photo_says_how_those_in_it_agreed() {
    let told = |privacy: &str, text: &str| {
        let head = format!("title: 七盏灯\ndate: 2026-03-01\nbasis: guidance\n{privacy}");
        let pages = [("zh/stories/a.md", head.as_str(), text)];
        read(&pages).of(Code::MissingField).len()
    };
    let photo = "![七盏灯](/media/lamps.png)";
    assert_eq!(told("", photo), 1);
    assert_eq!(told("", "::: 心声\n亮了。\n:::"), 1);
    assert_eq!(told("", "三个晚上，七盏灯都亮了。"), 0);
    assert_eq!(told("privacy: not-needed", photo), 0);
    assert_eq!(told("privacy: {consent: group}", photo), 1, "until when?");
    assert_eq!(
        told("privacy: {consent: group, valid_until: 2027-03-01}", photo),
        0
    );
}
