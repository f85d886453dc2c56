//! `linli new` answered by a person who is a text.

use std::path::Path;

use super::*;
use crate::cli::Speech;

fn everywhere(speech: Speech) -> Everywhere {
    Everywhere {
        message_language: Some(speech),
        today: crate::date::parse_date("2025-03-01"),
        help: None,
    }
}

/// Runs `linli new` in a folder; what is wrong comes back.
fn answered(folder: &Path, arguments: New, answers: &str) -> Outcome {
    let person = Person::new(answers.as_bytes(), Vec::new(), MessageLanguage::Zh);
    let arguments = New {
        handbook: folder.to_path_buf(),
        ..arguments
    };
    begin(&everywhere(Speech::Zh), &arguments, Some(person))
}

fn of(kind: &str, name: Option<&str>) -> New {
    New {
        kind: Some(kind.to_string()),
        name: name.map(str::to_string),
        ..New::default()
    }
}

/// A handbook in two languages.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("handbook.yaml", "title: 手册\nlanguages: [zh, en]\n");
    write("zh/index.md", "---\ntitle: 手册\n---\n\n欢迎。\n");
    folder
}

fn text(folder: &tempfile::TempDir, path: &str) -> String {
    let path = folder.path().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path) -> usize {
    walkdir::WalkDir::new(folder).into_iter().count()
}

#[test]
fn told_nothing_it_asks_for_kind_title_language_and_file_name() {
    let folder = folder();
    answered(folder.path(), New::default(), "难题\n没人来开会\n\n\n").unwrap();
    let made = text(&folder, "zh/problems/mei-ren-lai-kai-hui.md");
    assert!(made.contains("title: 没人来开会\n"), "{made}");
    answered(
        folder.path(),
        New::default(),
        "8\n没人来\nEnglish\nnobody-comes\n",
    )
    .unwrap();
    assert!(text(&folder, "en/countermeasures/nobody-comes.md").contains("title: 没人来\n"));
    // Enter all the way.
    answered(folder.path(), New::default(), "\n\n\n\n").unwrap();
    assert!(text(&folder, "zh/modules/xin-de-ke-cheng.md").contains("title: 新的课程\n"));
}

#[test]
fn a_person_may_keep_the_chinese_name_or_write_another() {
    let folder = folder();
    for (answer, made) in [
        ("2\n", "zh/modules/需求访谈.md"),
        ("fang-tan\n", "zh/modules/fang-tan.md"),
        ("con\na:b\nfang\n", "zh/modules/fang.md"),
        ("\n", "zh/modules/xu-qiu-fang-tan.md"),
    ] {
        answered(folder.path(), of("课程", Some("需求访谈")), answer).unwrap();
        text(&folder, made);
        std::fs::remove_file(folder.path().join(made)).unwrap();
    }
    // An English title has nothing to ask.
    answered(folder.path(), of("课程", Some("How to ask")), "").unwrap();
    text(&folder, "zh/modules/how-to-ask.md");
}

#[test]
fn leaving_before_the_last_answer_leaves_nothing_behind() {
    let folder = folder();
    let before = files(folder.path());
    for answers in [
        "",
        "课程\n",
        "课程\n需求\n",
        "课程\n需求\n1\n",
        "没有这种\n",
    ] {
        let left = answered(folder.path(), New::default(), answers);
        assert_eq!(left, Err(Failure::Line), "{answers}");
        assert_eq!(files(folder.path()), before, "{answers}");
    }
    let empty = tempfile::tempdir().unwrap();
    for answers in ["", "\n", "n\n", "\n手册\n"] {
        let left = answered(empty.path(), New::default(), answers);
        assert_eq!(left, Err(Failure::Line), "{answers}");
        assert_eq!(files(empty.path()), 1, "{answers}");
    }
}

#[test]
fn where_no_handbook_is_one_can_be_made_by_three_answers() {
    let empty = tempfile::tempdir().unwrap();
    answered(empty.path(), New::default(), "\n楼道手册\n1\n").unwrap();
    assert!(text(&empty, "content/handbook.yaml").contains("\ntitle: 楼道手册\n"));
    text(&empty, "content/zh/index.md");

    let full = tempfile::tempdir().unwrap();
    std::fs::write(full.path().join("mine.txt"), "mine").unwrap();
    answered(full.path(), New::default(), "book\nThe yard\nenglish\n").unwrap();
    assert!(text(&full, "book/content/handbook.yaml").contains("\ntitle: The yard\n"));
    text(&full, "book/content/en/index.md");
    assert_eq!(text(&full, "mine.txt"), "mine");
}

#[test]
fn a_page_that_is_there_is_begun_in_the_other_language() {
    let folder = folder();
    let original = "---\ntitle: 访谈\nsummary: 怎么问。\nphases: []\nlevel: intro\nmaterials:\n  - 纸\n  - \"笔: 两支\"\n---\n\n问[他](../index.md)。\n";
    let path = folder.path().join("zh/modules/interview.md");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, original).unwrap();
    let english = New {
        lang: Some("en".to_string()),
        ..of("课程", Some("访谈"))
    };
    answered(folder.path(), english, "Asking\n").unwrap();
    let made = text(&folder, "en/modules/interview.md");
    assert!(made.contains("title: Asking   # 访谈\n"), "{made}");
    assert!(made.contains("summary:   # 怎么问。\n"), "{made}");
    assert!(
        made.contains("#materials:\n#- 纸\n#- '笔: 两支'\n"),
        "{made}"
    );
    assert!(made.ends_with("\n问[他](../index.md)。\n"), "{made}");
    for structure in ["level", "phases:"] {
        assert!(!made.contains(structure), "{structure} in {made}");
    }
}

#[test]
fn a_command_line_takes_a_word_as_it_is_or_in_quotes() {
    assert_eq!(quoted("需求-1"), "需求-1");
    assert_eq!(quoted("a b"), "\"a b\"");
    assert_eq!(quoted("a\"$(b)"), "\"a(b)\"");
}
