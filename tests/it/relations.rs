//! How pages find each other: what a reference means, and relations seen from both sides.

mod addresses;
mod lessons;
mod privacy;

use linli::diagnostic::Code;

use crate::desk::{read, settings};

const NO_TEXT: &str = "";

#[test]
fn an_id_is_believed_before_a_title_and_a_title_before_a_synonym() {
    let read = read(&[
        ("zh/modules/a.md", "title: 甲", NO_TEXT),
        ("zh/modules/b.md", "title: a", NO_TEXT),
        ("zh/modules/c.md", "title: 丙\nsynonyms: [甲, 丁]", NO_TEXT),
        ("zh/modules/x.md", "title: 一\nprerequisites: a", NO_TEXT),
        (
            "zh/modules/y.md",
            "title: 二\nprerequisites: [甲, 丁]",
            NO_TEXT,
        ),
    ]);
    assert_eq!(read.reached("modules/x", "prerequisites"), ["modules/a"]);
    assert_eq!(
        read.reached("modules/y", "prerequisites"),
        ["modules/a", "modules/c"]
    );
    assert!(read.of(Code::UnknownPage).is_empty() && read.of(Code::AmbiguousReference).is_empty());
}

#[test]
fn a_title_in_the_pages_own_language_is_believed_before_one_in_another() {
    let read = read(&[
        ("zh/modules/a.md", "title: Talk", NO_TEXT),
        ("en/modules/a.md", "title: Listening", NO_TEXT),
        ("zh/modules/b.md", "title: 听", NO_TEXT),
        ("en/modules/b.md", "title: Talk", NO_TEXT),
        ("zh/modules/x.md", "title: 一\nprerequisites: Talk", NO_TEXT),
        (
            "zh/modules/z.md",
            "title: 三\nprerequisites: Listening",
            NO_TEXT,
        ),
        (
            "en/modules/y.md",
            "title: Two\nprerequisites: Talk",
            NO_TEXT,
        ),
    ]);
    assert_eq!(read.reached("modules/x", "prerequisites"), ["modules/a"]);
    assert_eq!(read.reached("modules/y", "prerequisites"), ["modules/b"]);
    assert_eq!(
        read.reached("modules/z", "prerequisites"),
        ["modules/a"],
        "another language's title still counts"
    );
}

#[test]
fn a_kind_before_the_id_may_be_said_in_any_of_its_names() {
    for kind in ["module", "modules", "课程", "Lesson"] {
        let head = format!("title: 一\nrelated: {kind}/a");
        let read = read(&[
            ("zh/modules/a.md", "title: 甲", NO_TEXT),
            ("zh/problems/a.md", "title: 乙", NO_TEXT),
            ("zh/x.md", &head, NO_TEXT),
        ]);
        assert_eq!(read.reached("x", "related"), ["modules/a"], "{kind}");
    }
}

#[test]
fn case_and_width_do_not_matter_in_a_title() {
    let read = read(&[
        ("zh/modules/a.md", "title: SWOT 分析", NO_TEXT),
        (
            "zh/modules/x.md",
            "title: 一\nprerequisites: ＳＷＯＴ 分析",
            NO_TEXT,
        ),
    ]);
    assert_eq!(read.reached("modules/x", "prerequisites"), ["modules/a"]);
}

#[test]
fn related_may_mean_two_pages_and_then_both_are_named() {
    let read = read(&[
        (
            "zh/phases/exploration.md",
            "title: 探索期\nnumber: 1\ngoal: 看\nexit_criteria: 好",
            NO_TEXT,
        ),
        (
            "zh/problems/exploration.md",
            "title: 看不清\nscope: community\nsigns: 乱",
            NO_TEXT,
        ),
        ("zh/x.md", "title: 一\nrelated: exploration", NO_TEXT),
    ]);
    let ambiguous = read.one(Code::AmbiguousReference);
    assert_eq!(
        ambiguous.hint.as_ref().unwrap().en,
        "say which one: phase/exploration, problem/exploration"
    );
    assert_eq!(
        read.shown(ambiguous.place.as_ref().unwrap()),
        ("zh/x.md:3:10".into(), "exploration".into())
    );
    assert_eq!(read.reached("x", "related"), [""; 0]);
}

#[test]
fn a_typed_field_looks_among_its_own_kinds_first() {
    let read = read(&[
        ("zh/phases/a.md", "title: 甲", NO_TEXT),
        ("zh/problems/a.md", "title: 乙", NO_TEXT),
        ("zh/x.md", "title: 一\nphases: a", NO_TEXT),
    ]);
    assert_eq!(read.reached("x", "phases"), ["phases/a"]);
    assert!(read.of(Code::AmbiguousReference).is_empty());
}

#[test]
fn a_page_of_the_wrong_kind_is_named_with_what_it_is() {
    let read = read(&[
        ("zh/phases/exploration.md", "title: 探索期", NO_TEXT),
        (
            "zh/modules/x.md",
            "title: 一\nprerequisites: 探索期",
            NO_TEXT,
        ),
    ]);
    let wrong = read.one(Code::WrongKind);
    assert_eq!(wrong.message.zh, "“探索期”是阶段指南，这里要写课程");
    assert_eq!(
        wrong.message.en,
        "“探索期” is a phase guide; this field takes a lesson"
    );
    assert_eq!(
        wrong.labels[0].place.path.as_str(),
        "zh/phases/exploration.md"
    );
}

#[test]
fn a_name_that_leaves_words_out_finds_the_nearest_one() {
    let read = read(&[
        (
            "zh/modules/intro.md",
            "title: 社区工作与地区发展模式入门",
            NO_TEXT,
        ),
        (
            "zh/modules/fangtan.md",
            "标题: 需求访谈怎么做\n难度: 入门\n先学: 社区工作入门",
            NO_TEXT,
        ),
    ]);
    let unknown = read.one(Code::UnknownPage);
    assert_eq!(unknown.message.zh, "找不到课程“社区工作入门”");
    assert_eq!(unknown.message.en, "no lesson is called “社区工作入门”");
    let hint = unknown.hint.as_ref().unwrap();
    assert_eq!(
        hint.zh,
        "最接近的是“社区工作与地区发展模式入门”。如果是它，改成："
    );
    assert_eq!(
        hint.en,
        "the nearest is “社区工作与地区发展模式入门”; if you mean it, write:"
    );
    assert_eq!(
        read.shown(unknown.place.as_ref().unwrap()).0,
        "zh/modules/fangtan.md:4:5"
    );
    let patch = unknown.patch.as_ref().unwrap();
    assert!(!patch.safe, "a guess is never applied without asking");
    let fixed = patch.apply(&read.sources.texts[&patch.path].text).unwrap();
    assert!(
        fixed.contains("\n先学: 社区工作与地区发展模式入门\n"),
        "{fixed}"
    );
}

#[test]
fn a_name_like_no_other_gets_no_guess() {
    let read = read(&[
        ("zh/modules/intro.md", "title: 社区工作入门", NO_TEXT),
        (
            "zh/modules/x.md",
            "title: 一\nprerequisites: 放风筝",
            NO_TEXT,
        ),
    ]);
    let unknown = read.one(Code::UnknownPage);
    assert!(unknown.patch.is_none());
    assert!(unknown.hint.as_ref().unwrap().en.contains("make one"));
}

#[test]
fn what_points_at_a_page_that_cannot_be_read_is_not_reported_again() {
    let files = [
        (
            "zh/modules/broken.md".to_string(),
            "---\n- 甲\n- 乙\n---\n".to_string(),
        ),
        (
            "zh/modules/x.md".to_string(),
            crate::desk::page("title: 一\nprerequisites: broken", "[去](broken.md)"),
        ),
    ];
    let understood = linli::pipeline::understand(&crate::desk::sources(&files), settings());
    let codes: Vec<&str> = understood
        .diagnostics
        .iter()
        .map(|one| one.code.as_str())
        .collect();
    assert!(
        !codes.contains(&"unknown-page") && !codes.contains(&"broken-link"),
        "{codes:?}"
    );
    assert_eq!(understood.unreadable.len(), 1);
}

#[test]
fn the_other_side_of_a_relation_shows_what_was_said_of_it() {
    let read = read(&[
        (
            "zh/problems/cold.md",
            "title: 没人来\nscope: community\nsigns: 冷清",
            NO_TEXT,
        ),
        (
            "zh/countermeasures/knock.md",
            "title: 敲门\naddresses:\n  - {problem: 没人来, support: inferred, why: 见过面就好说话}",
            NO_TEXT,
        ),
    ]);
    let view = read.view("problems/cold", 0);
    let relation = view
        .relations
        .iter()
        .find(|relation| relation.name == "countermeasures")
        .unwrap();
    assert_eq!(relation.label, "办法");
    let card = &relation.cards[0];
    assert_eq!(card.title, "敲门");
    let detail = |name: &str| card.details[0].get(name).map(|field| field.text.as_str());
    assert_eq!(detail("support"), Some("据此推断"));
    assert_eq!(detail("why"), Some("见过面就好说话"));
    assert_eq!(detail("problem"), None, "the page itself is not repeated");
}

#[test]
fn a_role_sees_each_of_its_tasks_in_a_phase() {
    let tasks =
        "tasks: [{text: 走访, role: 社工}, {text: 带路, role: 居民}, {text: 整理, role: 社工}]";
    let read = read(&[
        ("zh/roles/worker.md", "title: 社工", NO_TEXT),
        ("zh/roles/resident.md", "title: 居民", NO_TEXT),
        (
            "zh/phases/one.md",
            &format!("title: 第一期\n{tasks}"),
            NO_TEXT,
        ),
    ]);
    let view = read.view("roles/worker", 0);
    let cards: Vec<_> = view.relations.iter().flat_map(|one| &one.cards).collect();
    assert_eq!(cards.len(), 1);
    let tasks: Vec<&str> = (cards[0].details.iter())
        .map(|fields| fields.get("text").unwrap().text.as_str())
        .collect();
    assert_eq!(tasks, ["走访", "整理"]);
}

#[test]
fn a_path_without_a_list_shows_the_lessons_of_its_role() {
    let read = read(&[
        ("zh/roles/worker.md", "title: 社工", NO_TEXT),
        ("zh/modules/a.md", "title: 入门", NO_TEXT),
        (
            "zh/modules/b.md",
            "title: 访谈\nroles: 社工\nprerequisites: 入门",
            NO_TEXT,
        ),
        ("zh/paths/p.md", "title: 社工的路\nroles: 社工", NO_TEXT),
    ]);
    let view = read.view("paths/p", 0);
    let titles: Vec<&str> = view.items.iter().map(|card| card.title.as_str()).collect();
    assert_eq!(titles, ["入门", "访谈"]);
}

#[test]
fn several_relations_of_one_case_stand_apart() {
    let read = read(&[
        ("zh/countermeasures/knock.md", "title: 敲门", NO_TEXT),
        ("zh/phases/one.md", "title: 第一期", NO_TEXT),
        (
            "zh/cases/d.md",
            "title: D 社区\nphases: one\nprivacy: not-needed\napplied: [{countermeasure: knock, result: partly}]",
            NO_TEXT,
        ),
    ]);
    assert_eq!(
        read.related("countermeasures/knock", "instances"),
        ["D 社区"]
    );
    assert_eq!(read.related("phases/one", "cases"), ["D 社区"]);
}

#[test]
fn stating_the_generated_side_names_the_file_to_write_it_in() {
    let read = read(&[
        ("zh/countermeasures/knock.md", "title: 敲门", NO_TEXT),
        (
            "zh/problems/cold.md",
            "title: 没人来\ncountermeasures: knock",
            NO_TEXT,
        ),
    ]);
    let stated = read.one(Code::MirrorStated);
    let all = format!(
        "{} {}",
        stated.message.en,
        stated.hint.as_ref().map_or("", |hint| &hint.en)
    );
    assert!(
        all.contains("addresses") && all.contains("countermeasures"),
        "{all}"
    );
}

#[test]
fn related_pages_list_each_other_once() {
    let read = read(&[
        ("zh/a.md", "title: 甲\nrelated: [b, c]", NO_TEXT),
        ("zh/b.md", "title: 乙\nrelated: a", NO_TEXT),
        ("zh/c.md", "title: 丙", NO_TEXT),
    ]);
    assert_eq!(read.related("a", "related"), ["乙", "丙"]);
    assert_eq!(read.related("b", "related"), ["甲"]);
    assert_eq!(read.related("c", "related"), ["甲"]);
}

#[test]
fn a_page_says_which_folders_first_page_it_belongs_to() {
    let handbook = crate::support::handbook(&[
        ("handbook.yaml", "title: 甲\nlanguages: [zh]\n"),
        ("zh/index.md", "---\ntitle: 甲\n---\n"),
        ("zh/writing/index.md", "---\ntitle: 写作指南\n---\n\n甲\n"),
        ("zh/writing/lists.md", "---\ntitle: 列表\n---\n\n甲\n"),
    ]);
    let crumb = "zh/writing/index.html\">写作指南</a>";
    let lists = handbook.page("zh/writing/lists.html");
    assert!(lists.contains(crumb), "{lists}");
    assert!(!handbook.page("zh/writing/index.html").contains(crumb));
}
