//! What is told once is not told again, and what is unfinished may be.

use linli::diagnostic::{Code, Severity};
use linli::handbook::Settings;
use linli::source::ThemeFiles;

use crate::support::{handbook, handbook_with, settings};

const OWN: (&str, &str) = ("handbook.yaml", "title: 手册\nlanguages: [zh]\n");

#[test]
fn a_page_that_cannot_be_read_is_told_once_and_not_by_all_who_point_at_it() {
    let pointing: Vec<(String, String)> = (0..5)
        .map(|n| {
            let text = format!(
                "---\ntitle: 课{n}\nprerequisites: [broken]\nobjectives: [甲]\nrelated: [module/broken]\nroles: []\nminutes: 5\n---\n\n\
                 见[它](broken.md)和[它的一节](broken.md#一节)。\n\n::: break {{minutes=5}}\n:::\n"
            );
            (format!("zh/modules/m{n}.md"), text)
        })
        .collect();
    let mut files = vec![
        OWN,
        (
            "zh/modules/broken.md",
            "---\ntitle: 坏\nx-a: &a [*a]\n---\n\n# 一节\n",
        ),
    ];
    files.extend(pointing.iter().map(|(name, text)| (&**name, &**text)));
    let tried = handbook(&files);
    assert_eq!(tried.codes(), ["yaml-limit"], "{}", tried.told());
    assert_eq!(tried.built.unreadable.len(), 1);
    // The others are built all the same, the link to it as plain words.
    assert!(
        tried
            .page("zh/modules/m0.html")
            .contains("见它和它的一节。")
    );
}

#[test]
fn a_draft_may_be_unfinished() {
    let draft = "---\ntitle: 甲\nstatus: draft\n---\n";
    let tried = handbook(&[
        OWN,
        ("zh/cases/a.md", draft),
        ("zh/phases/b.md", draft),
        ("zh/modules/c.md", draft),
    ]);
    assert!(
        tried
            .diagnostics
            .iter()
            .all(|told| told.severity == Severity::Warning),
        "{}",
        tried.told()
    );
    assert!(!tried.of(Code::MissingField).is_empty());
    assert!(
        !tried.told().contains("状态: 草稿"),
        "a draft is told to become one: {}",
        tried.told()
    );
    assert!(!tried.paths().contains(&"zh/cases/a.html"));
}

#[test]
fn a_published_page_that_lacks_a_field_stops_the_build_but_not_the_page() {
    let tried = handbook(&[OWN, ("zh/phases/b.md", "---\ntitle: 乙\n---\n")]);
    let missing = tried.of(Code::MissingField);
    assert_eq!(missing.len(), 3, "{}", tried.told());
    assert!(
        missing
            .iter()
            .all(|told| told.severity == Severity::Incomplete && told.stops_build())
    );
    assert!(tried.page("zh/phases/b.html").contains("目标"));
}

#[test]
fn a_link_to_a_draft_is_only_a_tip_while_drafts_are_shown() {
    let files = [
        OWN,
        ("zh/index.md", "---\ntitle: 甲\n---\n[乙](b.md)\n"),
        ("zh/b.md", "---\ntitle: 乙\nstatus: draft\n---\n"),
    ];
    let severity = |drafts| {
        let tried = handbook_with(
            &files,
            Settings {
                drafts,
                ..settings()
            },
            ThemeFiles::default(),
        );
        tried
            .of(Code::LinkToDraft)
            .first()
            .map(|told| told.severity)
    };
    assert_eq!(
        (severity(false), severity(true)),
        (Some(Severity::Error), Some(Severity::Warning))
    );
}

#[test]
fn what_a_withdrawn_page_said_is_nowhere_in_the_site() {
    let files = [
        (
            "handbook.yaml",
            "title: 手册\nlanguages: [zh, en]\nbase_url: https://example.org/\n",
        ),
        (
            "zh/cases/gone.md",
            "---\ntitle: 撤下\nsummary: 秘密的摘要秘密的摘要秘密的摘要秘密的摘要\nphases: [p]\ntags: [秘密的标签]\ncommunity: 秘密的社区\n\
             last_reviewed: 2025-01-01\nimage: /media/x.png\nimage_alt: 秘密的图\n\
             privacy: {consent: written, valid_until: 2026-11-22}\n---\n\n秘密的正文\n\n::: instructor\n秘密的讲稿\n:::\n",
        ),
        (
            "en/cases/gone.md",
            "---\ntitle: Gone\nsummary: 秘密的译文\n---\n\n秘密的译文\n",
        ),
        (
            "zh/phases/p.md",
            "---\ntitle: 期\nnumber: 1\ngoal: 甲\nexit_criteria: [乙]\nrelated: [gone]\n---\n[见](../cases/gone.md)\n",
        ),
        (
            "zh/index.md",
            "---\ntitle: 首\n---\n[见](cases/gone.md#x)\n",
        ),
        ("media/x.png", ""),
    ];
    let tried = handbook(&files);
    for path in tried.paths() {
        let text = tried.built.output.text(path).unwrap_or_default();
        assert!(!text.contains("秘密"), "{path}\n{text}");
    }
    assert!(tried.page("zh/cases/gone.html").contains("noindex"));
    assert!(!tried.page("sitemap.xml").contains("gone"));
    assert!(
        tried
            .diagnostics
            .iter()
            .all(|told| !told.stops_build() || told.code == Code::BrokenAnchor),
        "{}",
        tried.told()
    );
}
