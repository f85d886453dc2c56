//! What a theme is told beside the words of a page: phases, paths, tags, letters, facets, addresses,
//! what the page is for machines.

use linli::diagnostic::Code;
use linli::handbook::Settings;
use linli::theme;
use linli::view::cards::Site;
use linli::view::pages::{self, Edition};
use linli::view::{Card, PageView, made, tags, titles};

use crate::desk::{Read, TWO_LANGUAGES, build, page, read, read_on, settings, sources};

const TEXT: &str = "一段话。";

/// Asks a handbook's views something.
fn ask<T>(read: &Read, question: impl FnOnce(&Site) -> T) -> T {
    let config = &read.handbook.config;
    let (theme, _) = theme::load(&read.sources.theme, &config.theme, &config.languages);
    let theme = theme.expect("the embedded theme can be read");
    question(&Site::new(&read.handbook, &theme.words))
}

fn gallery(read: &Read, kind: &str) -> PageView {
    let kind = read.handbook.schema.kind(kind).unwrap();
    ask(read, |site| made::gallery(site, kind, 0)).unwrap()
}

fn titles_of(cards: &[Card]) -> Vec<&str> {
    cards.iter().map(|card| card.title.as_str()).collect()
}

/// A handbook with settings of its own.
fn with_settings(own: &str, pages: &[(&str, &str)]) -> Read {
    let mut files = vec![("handbook.yaml".to_string(), own.to_string())];
    let written = pages
        .iter()
        .map(|(path, head)| (path.to_string(), page(head, TEXT)));
    files.extend(written);
    let sources = sources(&files);
    let understood = linli::pipeline::understand(&sources, settings());
    Read {
        handbook: understood.handbook.unwrap(),
        diagnostics: understood.diagnostics,
        sources,
    }
}

fn phases() -> Vec<(&'static str, &'static str, &'static str)> {
    vec![
        (
            "zh/phases/keep.md",
            "title: 巩固\nnumber: 2\ngoal: 守住\nexit_criteria: [好]\ntasks: [{text: 管, role: lead}]",
            TEXT,
        ),
        (
            "zh/phases/find.md",
            "title: 探索\nnumber: 1\ngoal: 看见\nexit_criteria: [好]\nseal: 探\ntasks: [{text: 走, role: lead, output: form}]",
            TEXT,
        ),
        (
            "zh/roles/lead.md",
            "title: 骨干\nresponsibilities: [带头]",
            TEXT,
        ),
        (
            "zh/roles/other.md",
            "title: 别人\nresponsibilities: [看]\nrelated: [phase/keep]",
            TEXT,
        ),
        ("zh/tools/form.md", "title: 表\ntype: form", TEXT),
        (
            "zh/tools/map.md",
            "title: 图\ntype: map\nphases: [keep, find, keep]",
            TEXT,
        ),
    ]
}

#[test]
fn a_page_is_in_the_phases_it_names_or_those_that_name_it() {
    let read = read(&phases());
    let of = |route| {
        let view = read.view(route, 0);
        (view.phases, view.phase.map(|phase| phase.seal))
    };
    let ids = |ids: &[&str]| ids.iter().map(|id| id.to_string()).collect::<Vec<_>>();
    assert_eq!(of("roles/lead"), (ids(&["find", "keep"]), None));
    assert_eq!(of("tools/form"), (ids(&["find"]), Some("探".into())));
    assert_eq!(of("tools/map"), (ids(&["find", "keep"]), None));
    assert_eq!(of("phases/keep"), (ids(&["keep"]), Some("2".into())));
    assert_eq!(
        of("roles/other"),
        (ids(&[]), None),
        "to be related is not to belong"
    );
    let gallery = gallery(&read, "tool");
    assert_eq!(gallery.items[0].phases, ["find"]);
    assert_eq!(gallery.phases, [""; 0]);
}

fn lessons() -> Vec<(&'static str, &'static str, &'static str)> {
    vec![
        (
            "zh/roles/lead.md",
            "title: 骨干\nresponsibilities: [带头]",
            TEXT,
        ),
        (
            "zh/modules/a.md",
            "title: 甲课\nroles: [lead]\nminutes: 30\ncode: M01\nasks: [怎么开头, 再说]",
            TEXT,
        ),
        (
            "zh/modules/b.md",
            "title: 乙课\nroles: [lead]\nprerequisites: [a]",
            "::: 活动 说（20 分钟）\n说。\n:::\n\n::: 休息（10 分钟）\n:::",
        ),
        (
            "zh/modules/c.md",
            "title: 丙课\nroles: [lead]\nstatus: archived\nminutes: 60",
            TEXT,
        ),
        (
            "zh/paths/listed.md",
            "title: 列出的路\nroles: [lead]\nmodules: [b, {module: a, optional: true, why: 补课}, c]",
            TEXT,
        ),
        (
            "zh/paths/worked-out.md",
            "title: 算出的路\nroles: [lead]",
            TEXT,
        ),
    ]
}

#[test]
fn a_path_shows_its_lessons_in_order_with_what_it_says_of_them() {
    let read = read(&lessons());
    let listed = read.view("paths/listed", 0);
    assert_eq!(
        titles_of(&listed.items),
        ["乙课", "甲课"],
        "an archived lesson is in no list"
    );
    assert_eq!(listed.minutes, 60);
    let details = &listed.items[1].details[0];
    assert_eq!(details.get("why").unwrap().text, "补课");
    assert_eq!(details.get("optional").unwrap().value, "true");
    assert!(details.get("module").is_none() && listed.items[0].details.is_empty());
    let card = &listed.items[1];
    assert_eq!(
        (card.code.as_str(), card.ask.as_str(), card.minutes),
        ("M01", "怎么开头", 30)
    );
    let worked_out = read.view("paths/worked-out", 0);
    assert_eq!(titles_of(&worked_out.items), ["甲课", "乙课"]);
    let roles = gallery(&read, "role");
    assert_eq!(roles.items[0].lessons, 2);
    let paths = gallery(&read, "path");
    assert_eq!((paths.items[0].lessons, paths.items[0].minutes), (2, 60));
}

#[test]
fn a_lesson_knows_its_neighbours_on_each_path() {
    let read = read(&lessons());
    let places = read.view("modules/a", 0).paths;
    let shown: Vec<_> = places
        .iter()
        .map(|place| {
            let title = |card: &Option<Card>| card.as_ref().map(|card| card.title.clone());
            (
                place.id.as_str(),
                place.number,
                place.of,
                title(&place.previous),
                title(&place.next),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("listed", 2, 2, Some("乙课".to_string()), None),
            ("worked-out", 1, 2, None, Some("乙课".to_string())),
        ]
    );
    assert!(read.view("modules/c", 0).paths.is_empty());
}

#[test]
fn a_card_has_the_day_its_page_is_about() {
    let read = read(&[
        ("zh/stories/a.md", "title: 甲\ndate: 2026-03-01", TEXT),
        (
            "zh/sessions/b.md",
            "title: 乙\nplace: 二楼\ndays: [{date: 2027-05-06, start: '9:00', end: '10:00'}]",
            TEXT,
        ),
    ]);
    assert_eq!(gallery(&read, "story").items[0].date, "2026-03-01");
    assert_eq!(gallery(&read, "session").items[0].date, "2027-05-06");
}

#[test]
fn every_tag_has_a_page_and_every_spelling_leads_there() {
    let privacy = "privacy: {consent: written, withdrawn: true}";
    let read = read(&[
        ("zh/index.md", "title: 首页\ntags: [老人]", TEXT),
        ("zh/a.md", "title: 甲\ntags: [老人, Café 茶, 老人]", TEXT),
        (
            "zh/cases/b.md",
            "title: 乙\nprivacy: group\ntags: [café 茶, 24/7]",
            TEXT,
        ),
        (
            "zh/c.md",
            "title: 丙\nstatus: archived\ntags: [旧的, 老人]",
            TEXT,
        ),
        ("zh/d.md", "title: 丁\nstatus: draft\ntags: [没写完]", TEXT),
        (
            "zh/cases/e.md",
            &format!("title: 戊\ntags: [撤下的]\n{privacy}"),
            TEXT,
        ),
        ("en/a.md", "title: A\ntags: [tea]", TEXT),
    ]);
    let (list, page) = ask(&read, |site| {
        let list = tags::index(site, 0).unwrap();
        let at = site
            .tags(0)
            .all
            .iter()
            .position(|tag| tag.name == "Café 茶");
        (list, tags::page(site, 0, at.unwrap()))
    });
    let all: Vec<_> = (list.tags.iter())
        .map(|tag| (tag.name.as_str(), tag.path.as_str(), tag.count))
        .collect();
    assert_eq!(
        all,
        [
            ("24/7", "zh/tags/24-7.html", 1),
            ("Café 茶", "zh/tags/caf%C3%A9-%E8%8C%B6.html", 2),
            ("老人", "zh/tags/%E8%80%81%E4%BA%BA.html", 2),
        ]
    );
    assert_eq!(titles_of(&page.items), ["乙", "甲"]);
    assert_eq!(titles_of(&page.breadcrumbs), ["首页", "标签"]);
    // English readers have the case as a fallback and its tags with it.
    assert_eq!(page.languages.len(), 2);
    let of = |route| {
        let tags = read.view(route, 0).tags;
        tags.into_iter().map(|tag| tag.name).collect::<Vec<_>>()
    };
    assert_eq!(of("a"), ["老人", "Café 茶"]);
    assert_eq!(of("cases/b"), ["Café 茶", "24/7"]);
    assert_eq!(
        of("c"),
        ["老人"],
        "a tag of archived pages alone has no page"
    );
    let english = ask(&read, |site| tags::index(site, 1)).unwrap();
    let tea = english
        .tags
        .iter()
        .position(|tag| tag.name == "tea")
        .unwrap();
    let page = ask(&read, |site| tags::page(site, 1, tea));
    assert_eq!(page.languages.len(), 1, "no Chinese page has the tag");
}

#[test]
fn made_pages_are_there_and_public_but_for_the_search_page() {
    let based = Settings {
        base_url: Some("https://example.org/".into()),
        ..settings()
    };
    let pages = [("zh/a.md", "title: 甲\ntags: [茶]", TEXT)];
    let built = build(&pages, based);
    let sitemap = built.output.text("sitemap.xml").unwrap();
    for (path, public) in [
        ("zh/titles.html", true),
        ("zh/tags/%E8%8C%B6.html", true),
        ("zh/tags/", true),
        ("zh/search.html", false),
    ] {
        let loc = format!("<loc>https://example.org/{path}</loc>");
        assert_eq!(sitemap.contains(&loc), public, "{path} in {sitemap}");
    }
    assert!(
        built
            .output
            .text("zh/search.html")
            .unwrap()
            .contains("noindex")
    );
    let none = build(&[("zh/a.md", "title: 甲", TEXT)], settings());
    assert!(none.output.text("zh/tags/index.html").is_none());
}

#[test]
fn no_page_of_a_handbook_takes_their_addresses() {
    let read = read(&[
        ("zh/search.md", "title: 搜", TEXT),
        ("zh/titles.md", "title: 题", TEXT),
        ("zh/tags/index.md", "title: 签", TEXT),
        ("zh/tags/x/y.md", "title: 签", TEXT),
        (
            "zh/a.md",
            "title: 甲\nredirect_from: [tags/b, titles]",
            TEXT,
        ),
    ]);
    assert_eq!(read.of(Code::GeneratedAddress).len(), 6);
}

#[test]
fn titles_stand_by_their_first_letter_chinese_by_sound() {
    let read = read(&[
        ("zh/a.md", "title: 邻里", TEXT),
        ("zh/b.md", "title: 《老人》", TEXT),
        ("zh/c.md", "title: Ladder", TEXT),
        ("zh/d.md", "title: 3 步", TEXT),
        ("zh/terms/e.md", "title: 重庆\npinyin: chóng qìng", TEXT),
        ("zh/terms/f.md", "title: 网格\nsynonyms: [格子]", TEXT),
        ("zh/g.md", "title: 归档\nstatus: archived", TEXT),
    ]);
    let shown = |view: &PageView| {
        let letters = view.letters.iter();
        letters
            .map(|letter| format!("{} {}", letter.letter, titles_of(&letter.cards).join(" ")))
            .collect::<Vec<_>>()
    };
    let page = ask(&read, |site| titles::page(site, 0));
    assert_eq!(
        shown(&page),
        ["C 重庆", "L Ladder 《老人》 邻里", "W 网格", "# 3 步"]
    );
    let glossary = gallery(&read, "term");
    assert_eq!(shown(&glossary), ["C 重庆", "W 网格"]);
    assert_eq!(glossary.items.len(), 2);
}

#[test]
fn search_finds_titles_and_the_words_people_have_for_them() {
    let pages = [
        ("zh/index.md", "title: 首页", TEXT),
        (
            "zh/modules/a.md",
            "title: \"</script>甲\\u2028乙\"\nsynonyms: [别名]\nasks: [没人来]\ntags: [茶]\ncode: M01",
            "::: 讲师\n只给讲师。\n:::\n\n给大家。",
        ),
        ("zh/b.md", "title: 不要找到\nsearch: false", TEXT),
        ("zh/c.md", "title: 归档\nstatus: archived", TEXT),
        ("zh/d.md", "title: 校样\nstatus: proof", TEXT),
        ("en/e.md", "title: English", "Words."),
    ];
    let built = build(&pages, settings());
    let script = built.output.text("search/manifest.js").unwrap();
    assert!(!script.contains("</") && !script.contains('\u{2028}') && !script.contains("只给讲师"));
    for found in ["zh/modules/a.html", "M01", "给大家", "en/e.html"] {
        assert!(script.contains(found), "{found}");
    }
    for hidden in [
        "不要找到",
        "归档",
        "校样",
        "zh/b.html",
        "zh/c.html",
        "zh/d.html",
    ] {
        assert!(!script.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_gallery_is_chosen_from_by_choices_phases_and_roles() {
    let mut pages = phases();
    for (path, head) in [
        (
            "zh/modules/a.md",
            "title: 甲\nlevel: practice\nphases: [keep]\nroles: [lead, other]",
        ),
        (
            "zh/modules/b.md",
            "title: 乙\nlevel: intro\nphases: [find, keep]\nroles: [other]",
        ),
        (
            "zh/modules/c.md",
            "title: 丙\nlevel: intro\nformat: field\nbasis: guidance",
        ),
        ("zh/modules/d.md", "title: 丁\nstatus: proof"),
        (
            "zh/modules/e.md",
            "title: 戊\nlevel: advanced\nstatus: archived",
        ),
    ] {
        pages.push((path, head, TEXT));
    }
    let view = gallery(&read(&pages), "module");
    let facets: Vec<String> = (view.facets.iter())
        .map(|facet| {
            let values = facet.values.iter();
            let values =
                values.map(|value| format!("{} {} {}", value.key, value.label, value.count));
            format!("{}: {}", facet.name, values.collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert_eq!(
        facets,
        [
            "roles: 1-1 骨干 1, 1-2 别人 2",
            "level: 2-1 入门 2, 2-2 实操 1",
            "phases: 3-1 探索 1, 3-2 巩固 2",
        ]
    );
    let keys: Vec<&str> = view.items.iter().map(|card| card.facets.as_str()).collect();
    assert_eq!(keys, ["1-1 1-2 2-2 3-2", "1-2 2-1 3-1 3-2", "2-1", ""]);
    pages.retain(|(path, ..)| *path != "zh/modules/d.md");
    assert!(
        gallery(&read(&pages), "module").facets.is_empty(),
        "three pages are seen at a glance"
    );
}

#[test]
fn a_page_says_where_it_is_edited_and_reported() {
    let own = |repository: &str| format!("{TWO_LANGUAGES}repository: {repository}\n");
    let pages = [("zh/cases/甲 1.md", "title: 甲 & 乙\nprivacy: group")];
    let read = with_settings(&own("https://github.com/us/handbook"), &pages);
    let url = "https://github.com/us/handbook";
    for language in [0, 1] {
        let view = read.view("cases/甲 1", language);
        assert_eq!(
            view.edit_url,
            format!("{url}/edit/main/content/zh/cases/%E7%94%B2%201.md")
        );
        let start = format!("{url}/issues/new?title=");
        assert!(view.report_url.starts_with(&start), "{}", view.report_url);
        assert!(
            view.report_url.contains("%E7%94%B2%20%26%20%E4%B9%99"),
            "{}",
            view.report_url
        );
        assert!(
            view.report_url.contains("&body=content%2Fzh%2Fcases%2F"),
            "{}",
            view.report_url
        );
    }
    let gallery = gallery(&read, "case");
    assert!(gallery.edit_url.is_empty() && !gallery.report_url.is_empty());
    for (folder, edited) in [
        ("''", "main/zh/"),
        (".", "main/zh/"),
        ("docs/手册/", "main/docs/%E6%89%8B%E5%86%8C/zh/"),
    ] {
        let repository = format!("{{url: {url}, folder: {folder}}}");
        let read = with_settings(&own(&repository), &pages);
        assert_eq!(read.of(Code::BadConfig).len(), 0);
        let edit = read.view("cases/甲 1", 0).edit_url;
        assert!(edit.contains(edited), "{edit}");
    }
    for folder in ["/content", "../content", "a/../../b", "C:\\x", "a/../b"] {
        let repository = format!("{{url: {url}, folder: '{folder}'}}");
        let read = with_settings(&own(&repository), &pages);
        let told = read.one(Code::BadConfig);
        assert_eq!(
            read.shown(told.place.as_ref().unwrap()).1,
            format!("'{folder}'")
        );
    }
    assert!(
        read_on(&[("zh/a.md", "title: 甲", TEXT)], settings())
            .view("a", 0)
            .report_url
            .is_empty()
    );
}

#[test]
fn a_page_to_pass_on_has_its_address_and_code() {
    let based = Settings {
        base_url: Some("https://example.org/".into()),
        ..settings()
    };
    let pages = [
        ("zh/modules/甲.md", "title: 甲", "::: 讲师\n讲。\n:::"),
        (
            "zh/cases/b.md",
            "title: 乙\nprivacy: {consent: group, withdrawn: true}",
            TEXT,
        ),
    ];
    let read = read_on(&pages, based);
    let view = read.view("modules/甲", 1);
    assert_eq!(
        view.address,
        "https://example.org/en/modules/%E7%94%B2.html"
    );
    let qr = linli::qr::draw(&view.address).unwrap();
    assert_eq!((view.qr, view.qr_size), (qr.image, qr.size));
    assert!(view.noindex, "a fallback page is passed on all the same");
    let at = read.at("modules/甲");
    let lecturers = ask(&read, |site| {
        pages::article(site, at, 0, Edition::Facilitator)
    })
    .unwrap();
    assert!(lecturers.address.is_empty() && lecturers.qr.is_empty());
    assert!(read.view("cases/b", 0).address.is_empty());
    let not_found = ask(&read, made::not_found);
    assert!(not_found.address.is_empty() && not_found.json_ld.is_empty());
    let unbased = read_on(&pages, settings()).view("modules/甲", 0);
    assert!(unbased.address.is_empty() && unbased.qr.is_empty() && unbased.qr_size == 0);
}

/// The main object of a page's JSON-LD.
fn linked(view: &PageView) -> serde_json::Value {
    assert!(!view.json_ld.contains(['<', '>', '&']), "{}", view.json_ld);
    let whole: serde_json::Value = serde_json::from_str(&view.json_ld).unwrap();
    whole["@graph"][0].clone()
}

#[test]
fn a_page_tells_machines_what_it_is_and_nothing_that_is_not_so() {
    let based = Settings {
        base_url: Some("https://example.org/".into()),
        ..settings()
    };
    let event = "title: 集市 </script>\ndate: 2026-12-01\nstart: '9:30'\nplace: 广场\nhost: 居委会";
    let invented = format!("{event}\nbasis: illustrative");
    let pages = [
        ("zh/index.md", "title: 首页", TEXT),
        (
            "zh/modules/a.md",
            "title: 甲\nminutes: 120\nlevel: intro\nobjectives: [会问]",
            TEXT,
        ),
        ("zh/events/b.md", event, TEXT),
        ("zh/events/c.md", &invented, TEXT),
        (
            "zh/stories/d.md",
            "title: 丁\ndate: 2026-01-02\nlast_reviewed: 2026-02-03",
            TEXT,
        ),
        ("zh/terms/e.md", "title: 网格\nsynonyms: [格子]", TEXT),
        (
            "zh/phases/f.md",
            "title: 探索\nnumber: 1\ngoal: 看\nexit_criteria: [好]",
            TEXT,
        ),
        (
            "zh/cases/g.md",
            "title: 庚\nprivacy: group\nlicense: CC0-1.0",
            TEXT,
        ),
        ("zh/h.md", "title: 辛\nstatus: proof", TEXT),
    ];
    let read = read_on(&pages, based);
    let of = |route| linked(&read.view(route, 0));
    let home = of("index");
    assert_eq!(
        (&home["@type"], &home["name"]),
        (&"WebSite".into(), &"手册".into())
    );
    let lesson = of("modules/a");
    assert_eq!(lesson["@type"], "LearningResource");
    assert_eq!(lesson["timeRequired"], "PT120M");
    assert_eq!(lesson["educationalLevel"], "入门");
    assert_eq!(lesson["teaches"], serde_json::json!(["会问"]));
    assert_eq!(lesson["@id"], "https://example.org/zh/modules/a.html");
    assert_eq!(lesson["isPartOf"]["@id"], "https://example.org/zh/");
    let event = of("events/b");
    assert_eq!(event["@type"], "WebPage");
    assert_eq!(event["mainEntity"]["@type"], "Event");
    assert_eq!(event["mainEntity"]["startDate"], "2026-12-01T09:30");
    assert_eq!(event["mainEntity"]["location"]["name"], "广场");
    assert_eq!(event["mainEntity"]["organizer"]["name"], "居委会");
    let invented = of("events/c");
    assert_eq!(invented["@type"], "WebPage");
    assert_eq!(invented["mainEntity"], serde_json::Value::Null);
    let story = of("stories/d");
    assert_eq!(
        (&story["@type"], &story["datePublished"]),
        (&"NewsArticle".into(), &"2026-01-02".into())
    );
    assert_eq!(story["dateModified"], "2026-02-03");
    let term = &of("terms/e")["mainEntity"];
    assert_eq!(term["inDefinedTermSet"]["name"], "术语");
    assert_eq!(of("phases/f")["@type"], "CreativeWork");
    let case = of("cases/g");
    assert_eq!(
        (&case["@type"], &case["license"]["name"]),
        (&"Article".into(), &"CC0-1.0".into())
    );
    assert!(
        read.view("h", 0).json_ld.is_empty(),
        "a page not to be indexed has none"
    );
    assert!(read.view("h", 1).json_ld.is_empty());
    let crumbs: serde_json::Value = serde_json::from_str(&read.view("cases/g", 0).json_ld).unwrap();
    let items = &crumbs["@graph"][1]["itemListElement"];
    assert_eq!(items[2]["item"], "https://example.org/zh/cases/g.html");
    let unbased = read_on(&pages, settings()).view("cases/g", 0);
    assert!(
        !unbased.json_ld.contains("https://example"),
        "{}",
        unbased.json_ld
    );
    assert!(linked(&unbased)["@id"].is_null());
}
