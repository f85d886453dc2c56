//! Lessons: circles of prerequisites, learning paths, sessions, time.

use linli::diagnostic::{Code, Severity};
use linli::handbook::learning_path::{modules_of_path, modules_of_session};
use linli::handbook::schedule::{self, lesson_minutes};

use super::NO_TEXT;
use crate::desk::{Read, read};

/// Lessons, each with the lessons to take before.
fn lessons(prerequisites: &[(&str, &str)]) -> Read {
    let pages: Vec<(String, String)> = prerequisites
        .iter()
        .map(|(id, before)| {
            (
                format!("zh/modules/{id}.md"),
                format!("title: 课{id}\nprerequisites: [{before}]"),
            )
        })
        .collect();
    let pages: Vec<(&str, &str, &str)> = pages
        .iter()
        .map(|(path, head)| (path.as_str(), head.as_str(), NO_TEXT))
        .collect();
    read(&pages)
}

#[test]
fn lessons_that_go_round_in_a_circle_are_told_once() {
    for circle in [&["a"][..], &["a", "b"], &["a", "b", "c", "d", "e"]] {
        let pages: Vec<(&str, &str)> = (0..circle.len())
            .map(|at| (circle[at], circle[(at + 1) % circle.len()]))
            .collect();
        let read = lessons(&pages);
        let told = read.one(Code::PrerequisiteCycle);
        assert_eq!(told.severity, Severity::Error);
        assert_eq!(
            told.labels.len(),
            circle.len() - 1,
            "each further lesson is pointed at"
        );
        assert_eq!(
            told.message.en.matches(" → ").count(),
            circle.len(),
            "{}",
            told.message.en
        );
        assert!(told.message.zh.contains("课a"), "{}", told.message.zh);
    }
}

#[test]
fn two_ways_to_one_lesson_are_no_circle() {
    let read = lessons(&[("a", "b, c"), ("b", "d"), ("c", "d"), ("d", "")]);
    assert!(read.of(Code::PrerequisiteCycle).is_empty());
}

#[test]
fn two_circles_with_a_lesson_in_common_are_two() {
    let read = lessons(&[("a", "b, c"), ("b", "a"), ("c", "a")]);
    assert_eq!(read.of(Code::PrerequisiteCycle).len(), 2);
}

#[test]
fn a_path_without_a_list_is_worked_out_from_roles_and_prerequisites() {
    let read = read(&[
        (
            "zh/roles/lead.md",
            "title: 骨干\nresponsibilities: 带头",
            NO_TEXT,
        ),
        (
            "zh/roles/other.md",
            "title: 别人\nresponsibilities: 看",
            NO_TEXT,
        ),
        (
            "zh/modules/talk.md",
            "title: 谈\nroles: lead\nprerequisites: listen\norder: 1",
            NO_TEXT,
        ),
        (
            "zh/modules/listen.md",
            "title: 听\nprerequisites: greet",
            NO_TEXT,
        ),
        ("zh/modules/greet.md", "title: 打招呼", NO_TEXT),
        (
            "zh/modules/plan.md",
            "title: 计划\nroles: [骨干, other]\norder: 2",
            NO_TEXT,
        ),
        ("zh/modules/cook.md", "title: 做饭\nroles: other", NO_TEXT),
        (
            "zh/modules/later.md",
            "title: 以后\nroles: lead\nstatus: draft",
            NO_TEXT,
        ),
        ("zh/paths/lead.md", "title: 骨干路线\n角色: 骨干", NO_TEXT),
    ]);
    let found = modules_of_path(&read.handbook, read.at("paths/lead"));
    assert_eq!(
        read.routes(&found),
        [
            "modules/greet",
            "modules/listen",
            "modules/talk",
            "modules/plan"
        ]
    );
}

#[test]
fn a_path_with_a_list_keeps_to_it() {
    let read = read(&[
        (
            "zh/roles/lead.md",
            "title: 骨干\nresponsibilities: 带头",
            NO_TEXT,
        ),
        (
            "zh/modules/a.md",
            "title: 甲\nroles: lead\nprerequisites: b",
            NO_TEXT,
        ),
        ("zh/modules/b.md", "title: 乙\nroles: lead", NO_TEXT),
        (
            "zh/paths/p.md",
            "title: 路\nroles: lead\nmodules: [乙, {module: 甲, optional: true, why: 有空再学}]",
            NO_TEXT,
        ),
        (
            "zh/sessions/s.md",
            "title: 场\npath: 路\nplace: 居委会\ndays: [{date: 2027-01-09, start: '9:00', end: '17:00'}]",
            NO_TEXT,
        ),
    ]);
    let found = modules_of_path(&read.handbook, read.at("paths/p"));
    assert_eq!(read.routes(&found), ["modules/b", "modules/a"]);
    let found = modules_of_session(&read.handbook, read.at("sessions/s"));
    assert_eq!(
        read.routes(&found),
        ["modules/b", "modules/a"],
        "a session follows its path"
    );
}

#[test]
fn a_circle_does_not_stop_a_path() {
    let read = read(&[
        (
            "zh/roles/lead.md",
            "title: 骨干\nresponsibilities: 带头",
            NO_TEXT,
        ),
        (
            "zh/modules/a.md",
            "title: 甲\nroles: lead\nprerequisites: b",
            NO_TEXT,
        ),
        ("zh/modules/b.md", "title: 乙\nprerequisites: a", NO_TEXT),
        ("zh/paths/p.md", "title: 路\nroles: lead", NO_TEXT),
    ]);
    let found = modules_of_path(&read.handbook, read.at("paths/p"));
    assert_eq!(read.routes(&found), ["modules/b", "modules/a"]);
}

/// A session of two days, six hours in all, with a lesson of so many minutes.
fn session(minutes: &str, more: &str) -> Read {
    let head = format!("title: 课\nminutes: {minutes}");
    let days = "days:\n  - {date: 2027-01-09, start: '9:00', end: '12:00'}\n  - {date: 2027-01-10, start: '13:30', end: '16:30'}";
    let session = format!("title: 培训\nplace: 居委会\nmodules: [a]\n{days}\n{more}");
    read(&[
        ("zh/modules/a.md", &head, NO_TEXT),
        ("zh/sessions/s.md", &session, NO_TEXT),
    ])
}

#[test]
fn a_session_must_hold_its_lessons_its_breaks_and_a_lunch_a_day() {
    let pauses = "breaks: [{after: 60, minutes: 10}, {at: '14:30', minutes: 10}]\nlunch: {at: '12:00', minutes: 30}";
    assert!(session("360", "").of(Code::SessionDoesNotFit).is_empty());
    assert!(
        session("280", pauses)
            .of(Code::SessionDoesNotFit)
            .is_empty()
    );
    let read = session("281", pauses);
    let told = read.one(Code::SessionDoesNotFit);
    assert_eq!(
        told.message.en,
        "the lessons and breaks take 361 minutes and the days hold 360: 1 too few"
    );
    assert!(
        read.shown(told.place.as_ref().unwrap())
            .0
            .starts_with("zh/sessions/s.md:6:")
    );
}

#[test]
fn a_day_that_ends_before_it_begins_is_told() {
    let read = read(&[(
        "zh/sessions/s.md",
        "title: 培训\nplace: 居委会\nmodules: []\ndate: 2027-01-09\nstart: '14:00'\nend: '9:00'",
        NO_TEXT,
    )]);
    let told = read.one(Code::SessionDoesNotFit);
    assert_eq!(told.message.en, "the end is not later than the start");
    assert_eq!(
        read.shown(told.place.as_ref().unwrap())
            .1
            .trim_matches('\''),
        "9:00"
    );
}

fn minutes_of(head: &str, text: &str) -> Option<u32> {
    let read = read(&[("zh/modules/a.md", &format!("title: 课\n{head}"), text)]);
    lesson_minutes(
        &read.handbook,
        &read.handbook.articles[read.at("modules/a")],
    )
}

#[test]
fn a_lesson_lasts_as_long_as_its_outermost_timed_blocks() {
    let nested = "::: 活动 一起做（30 分钟）\n::: 活动 先想（10 分钟）\n想。\n:::\n::: 休息（5 分钟）\n:::\n:::\n\n::: 休息（10 分钟）\n:::\n";
    assert_eq!(minutes_of("", nested), Some(40));
    assert_eq!(
        minutes_of("minutes: 90", nested),
        Some(40),
        "blocks are believed before the head"
    );
    let untimed = "::: 活动 一起做\n::: activity 先想 {minutes=10}\n想。\n:::\n:::\n";
    assert_eq!(
        minutes_of("", untimed),
        Some(10),
        "a block without a time holds those inside it"
    );
    let wrapped = "::: 练习\n::: 活动（15 分钟）\n做。\n:::\n:::\n";
    assert_eq!(minutes_of("", wrapped), Some(15));
}

#[test]
fn an_agendas_rows_are_its_minutes() {
    assert_eq!(
        minutes_of(
            "",
            "::: 议程\n10 | 开场 | 李主任\n20｜讨论｜大家\n\n5 | 结束 | 李主任\n:::\n"
        ),
        Some(35)
    );
    assert_eq!(
        minutes_of("", "::: 议程（60 分钟）\n10 | 开场 | 李主任\n:::\n"),
        Some(60)
    );
}

#[test]
fn stated_minutes_count_where_no_block_has_any() {
    assert_eq!(minutes_of("minutes: 90", "说。"), Some(90));
    assert_eq!(
        minutes_of("teaching: 30\nexercises: 20\nbreak: 5", "说。"),
        Some(55)
    );
    assert_eq!(minutes_of("", "说。"), None);
    let read = read(&[(
        "zh/modules/a.md",
        "title: 课\nminutes: 120",
        "::: 活动（110 分钟）\n做。\n:::\n",
    )]);
    assert_eq!(
        read.one(Code::MinutesDiffer).message.zh,
        "写的是 120 分钟，各段加起来是 110 分钟，少 10 分钟"
    );
    assert_eq!(schedule::check(&read.handbook), []);
}

#[test]
fn only_a_kind_with_a_length_shows_one() {
    let activity = "---\ntitle: 甲\n---\n\n::: 活动 乙（15 分钟）\n丙\n:::\n";
    let handbook = crate::support::handbook(&[
        ("handbook.yaml", "title: 甲\nlanguages: [zh]\n"),
        ("zh/about.md", activity),
        ("zh/modules/talk.md", activity),
    ]);
    let length = "<td>15 分钟</td>";
    assert!(handbook.page("zh/modules/talk.html").contains(length));
    assert!(!handbook.page("zh/about.html").contains(length));
}

#[test]
fn a_session_of_one_day_may_state_its_date_and_no_list_of_days() {
    let session = |when: &str| {
        let head = format!("title: 培训\nplace: 居委会\nmodules: []\n{when}");
        let pages = [("zh/sessions/s.md", head.as_str(), NO_TEXT)];
        read(&pages).of(Code::MissingField).len()
    };
    assert_eq!(session("date: 2027-01-09\nstart: '9:00'\nend: '14:00'"), 0);
    assert_eq!(session("start: '9:00'"), 1, "a day there must be");
}
