//! A page in several languages: what a translation takes from its original, what it may not
//! contradict, and what readers get where there is none.

use linli::diagnostic::{Code, Severity};
use linli::front_matter::Value;
use linli::handbook::{Settings, Status};

use crate::desk::{Read, build, read, settings};

const NO_TEXT: &str = "";

fn version<'a>(read: &'a Read, route: &str, language: usize) -> &'a linli::handbook::Version {
    let article = &read.handbook.articles[read.at(route)];
    article
        .version(language)
        .expect("the page is there in this language")
}

#[test]
fn structure_left_out_comes_from_the_original_and_words_do_not() {
    let read = read(&[
        (
            "zh/roles/lead.md",
            "title: 骨干\nresponsibilities: 带头",
            NO_TEXT,
        ),
        (
            "zh/modules/a.md",
            "title: 课\nsummary: 摘要\nstatus: proof\ntags: [签]\nauthors: [某]\nlast_reviewed: 2026-01-01\n\
             translated_from: '00000000'\nlevel: intro\nroles: lead\nminutes: 30\ngroup_size: {min: 2, max: 9}",
            NO_TEXT,
        ),
        ("en/modules/a.md", "title: Lesson", NO_TEXT),
    ]);
    let version = version(&read, "modules/a", 1);
    let head = &version.head;
    assert_eq!(head.text("level"), Some("intro"));
    assert_eq!(head.get("minutes"), Some(&Value::Minutes(30)));
    assert_eq!(head.list("roles").len(), 1);
    assert_eq!(
        head.get("group_size").unwrap().field("max"),
        Some(&Value::Integer(9))
    );
    for never in [
        "summary",
        "status",
        "tags",
        "authors",
        "last_reviewed",
        "translated_from",
    ] {
        assert_eq!(head.get(never), None, "{never}");
    }
    assert_eq!(head.text("title"), Some("Lesson"));
    assert_eq!(
        version.status,
        Status::Published,
        "a status is each version's own"
    );
    assert_eq!(
        read.reached("modules/a", "roles"),
        ["roles/lead"],
        "once, not once a language"
    );
}

#[test]
fn records_merge_by_position_so_a_translation_repeats_only_words() {
    let read = read(&[
        ("zh/countermeasures/knock.md", "title: 敲门", NO_TEXT),
        (
            "zh/cases/a.md",
            "title: 案例\nprivacy: not-needed\napplied:\n  - {countermeasure: 敲门, result: worked, note: 管用}\n\
             outcomes:\n  - {indicator: 人数, before: 3, after: 20, unit: 人}",
            NO_TEXT,
        ),
        (
            "en/cases/a.md",
            "title: Case\napplied: [{note: it helped}]\noutcomes: [{indicator: people, unit: persons}]",
            NO_TEXT,
        ),
    ]);
    let head = &version(&read, "cases/a", 1).head;
    let applied = &head.list("applied")[0];
    assert_eq!(
        applied.field("result").and_then(Value::as_text),
        Some("worked")
    );
    assert_eq!(
        applied.field("note").and_then(Value::as_text),
        Some("it helped")
    );
    let outcome = &head.list("outcomes")[0];
    assert_eq!(
        outcome.field("indicator").and_then(Value::as_text),
        Some("people")
    );
    assert_eq!(outcome.field("after"), Some(&Value::Number(20.0)));
    let about_en: Vec<_> = read
        .diagnostics
        .iter()
        .filter(|one| {
            one.place
                .as_ref()
                .is_some_and(|place| place.path.as_str() == "en/cases/a.md")
        })
        .filter(|one| one.stops_build())
        .collect();
    assert!(about_en.is_empty(), "{about_en:#?}");
}

#[test]
fn a_list_of_another_length_is_told_at_the_list() {
    let read = read(&[
        (
            "zh/phases/a.md",
            "title: 期\ntasks: [{text: 一}, {text: 二}]",
            NO_TEXT,
        ),
        (
            "en/phases/a.md",
            "title: Phase\ntasks:\n  - {text: one}",
            NO_TEXT,
        ),
    ]);
    let told = read.one(Code::TranslationLength);
    assert_eq!(told.severity, Severity::Error);
    assert_eq!(
        told.message.en,
        "`tasks` has 1 items and the original 2, so they cannot be matched"
    );
    assert!(
        read.shown(told.place.as_ref().unwrap())
            .0
            .starts_with("en/phases/a.md:")
    );
    assert!(
        read.shown(&told.labels[0].place)
            .0
            .starts_with("zh/phases/a.md:3:")
    );
}

#[test]
fn a_structure_that_contradicts_the_original_is_told_and_one_that_repeats_it_is_not() {
    let pages = |minutes: &str, before: &str| {
        let head = format!("title: Lesson\nminutes: {minutes}\nprerequisites: [{before}]");
        let read = read(&[
            ("zh/modules/b.md", "title: 先", NO_TEXT),
            ("en/modules/b.md", "title: First", NO_TEXT),
            ("zh/modules/c.md", "title: 别的", NO_TEXT),
            (
                "zh/modules/a.md",
                "title: 课\nminutes: 30\nprerequisites: [先]",
                NO_TEXT,
            ),
            ("en/modules/a.md", &head, NO_TEXT),
        ]);
        let told = read.of(Code::TranslationDiffers);
        told.iter()
            .map(|one| read.shown(one.place.as_ref().unwrap()).1)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        pages("30", "First"),
        [""; 0],
        "a title in the translation's own language says the same"
    );
    assert_eq!(pages("半小时", "b"), [""; 0]);
    assert_eq!(pages("45", "First"), ["45"]);
    assert_eq!(pages("30", "c").len(), 1);
}

#[test]
fn a_page_only_in_another_language_keeps_its_own_structure_and_warns_once() {
    let read = read(&[
        ("zh/index.md", "title: 首页", NO_TEXT),
        ("en/modules/a.md", "title: Lesson\nlevel: intro", NO_TEXT),
    ]);
    let told = read.one(Code::TranslationAlone);
    assert_eq!(told.severity, Severity::Warning);
    assert_eq!(told.hint.as_ref().unwrap().en, "write `zh/modules/a.md`");
    let article = &read.handbook.articles[read.at("modules/a")];
    assert_eq!(article.origin, 1);
    assert_eq!(article.original().head.text("level"), Some("intro"));
}

const ONE_SIDED: [(&str, &str, &str); 3] = [
    ("zh/index.md", "title: 首页", NO_TEXT),
    ("en/index.md", "title: Home", NO_TEXT),
    (
        "zh/stories/a.md",
        "title: 新闻\ndate: 2026-10-01",
        "只有中文。",
    ),
];

#[test]
fn readers_of_another_language_get_the_original_with_a_notice() {
    let based = Settings {
        base_url: Some("https://example.org/book/".into()),
        ..settings()
    };
    let built = build(&ONE_SIDED, based);
    let own = built.output.text("zh/stories/a.html").unwrap();
    let other = built
        .output
        .text("en/stories/a.html")
        .expect("it stands at the reader's address");
    let canonical = "<link rel=\"canonical\" href=\"https://example.org/book/zh/stories/a.html\">";
    assert!(own.contains(canonical) && other.contains(canonical));
    assert!(
        other.contains("<html lang=\"en\" ")
            && other.contains("<article class=\"sheet kind-story\" lang=\"zh-Hans\">")
    );
    assert!(other.contains("只有中文。"));
    assert!(
        other.contains("class=\"notice\" lang=\"en\""),
        "the notice is in the reader's language"
    );
    assert!(other.contains("content=\"noindex\"") && !own.contains("content=\"noindex\""));
    let sitemap = built.output.text("sitemap.xml").unwrap();
    assert!(
        sitemap.contains("/book/zh/stories/a.html") && !sitemap.contains("/book/en/stories/a.html")
    );
    assert!(
        built
            .output
            .text("zh/feed.xml")
            .unwrap()
            .contains("zh/stories/a.html")
    );
    assert!(
        !built
            .output
            .text("en/feed.xml")
            .unwrap()
            .contains("stories/a.html")
    );
}

#[test]
fn without_a_base_url_there_is_no_canonical_address_sitemap_or_feed() {
    let built = build(&ONE_SIDED, settings());
    assert!(
        !built
            .output
            .text("en/stories/a.html")
            .unwrap()
            .contains("canonical")
    );
    assert!(
        built.output.text("sitemap.xml").is_none() && built.output.text("en/feed.xml").is_none()
    );
}

#[test]
fn a_draft_translation_does_not_hide_the_original() {
    let built = build(
        &[
            ("zh/a.md", "title: 甲", "中文。"),
            ("en/a.md", "title: A\nstatus: draft", "Not yet."),
        ],
        settings(),
    );
    let other = built.output.text("en/a.html").unwrap();
    assert!(other.contains("中文。") && !other.contains("Not yet."));
}

#[test]
fn an_untranslated_page_is_a_gap_and_stops_nothing() {
    let read = read(&ONE_SIDED);
    assert!(
        read.diagnostics.iter().all(|one| !one.stops_build()),
        "{:#?}",
        read.diagnostics
    );
    let gaps = linli::check::gaps::find(&read.handbook);
    assert!(
        gaps.iter()
            .any(|gap| gap.diagnostic.code == Code::MissingTranslation)
    );
}
