//! The command line as a contract: exit codes, what is said and where, in which language. What
//! each command does is told in the modules below.

mod begin;
mod build;
mod check;
mod pages;
mod search;
mod told;

use std::io::Read;
use std::process::Stdio;

use serde_json::Value;

use crate::desk::{Folder, Said, linli, page};

/// A handbook whose page links to nothing: an error.
fn broken() -> Folder {
    let folder = Folder::handbook();
    folder.write(
        "content/zh/about.md",
        page("title: 关于", "看[别处](gone.md)。"),
    );
    folder
}

/// A handbook with a full-width colon: a warning that `linli fix` corrects.
fn with_a_slip() -> Folder {
    let folder = Folder::handbook();
    folder.write(
        "content/zh/about.md",
        "---\ntitle：关于\n---\n\n我们是邻居。\n",
    );
    folder
}

#[test]
fn zero_is_fine_one_the_handbook_two_the_line_three_the_machine() {
    Folder::handbook().run(&["check"]).exits(0);
    broken().run(&["check"]).exits(1);
    Folder::handbook().run(&["check", "--colour"]).exits(2);
    let folder = Folder::handbook();
    folder.write("taken", "a file where a folder should be");
    folder.run(&["build", "-o", "taken/below/site"]).exits(3);
    assert_eq!(folder.read("taken"), "a file where a folder should be");
}

#[cfg(unix)]
#[test]
fn another_build_at_work_is_the_machines_trouble() {
    let folder = Folder::handbook();
    folder.run(&["build"]).fine();
    let lock = std::fs::OpenOptions::new()
        .write(true)
        .open(folder.path().join(".site.linli/lock"))
        .unwrap();
    rustix::fs::flock(&lock, rustix::fs::FlockOperation::NonBlockingLockExclusive).unwrap();
    folder
        .run(&["--message-language", "en", "build"])
        .exits(3)
        .says("another linli is writing");
    drop(lock);
    folder.run(&["build"]).fine();
}

#[test]
fn a_command_line_that_is_wrong_says_how_it_should_be() {
    let folder = Folder::handbook();
    folder
        .run(&["build", "--bogus"])
        .exits(2)
        .says("--bogus")
        .says("Usage: linli build");
    folder
        .run(&["check", "--today", "tomorrow"])
        .exits(2)
        .says("2026-11-23");
    folder.run(&["check", "--today", "2026-02-30"]).exits(2);
    folder
        .run(&["build", "--base-url", "example.org"])
        .exits(2)
        .says("https://");
    folder
        .run(&["build", "--base-url", "https://example.org/?a"])
        .exits(2);
    folder
        .run(&["check", "--format", "xml"])
        .exits(2)
        .says("sarif");
    folder.run(&["nonsense"]).exits(2);
    folder
        .run(&["new", "nonsense", "a"])
        .exits(2)
        .says("课程（module）");
    folder
        .run(&["schema", "nonsense"])
        .exits(2)
        .says("课程（module）");
    folder
        .run(&["new", "module", "a", "--lang", "fr"])
        .exits(2)
        .says("zh");
    folder
        .run(&["check", "nowhere"])
        .exits(2)
        .says("there is no folder `nowhere`");
    folder
        .run(&["check", "content/zh"])
        .exits(2)
        .says("handbook.yaml");
    let bad_epoch = Said::of(
        linli(folder.path())
            .arg("check")
            .env("SOURCE_DATE_EPOCH", "soon"),
    );
    bad_epoch.exits(2).says("SOURCE_DATE_EPOCH");
}

#[test]
fn help_and_version_go_to_the_standard_output() {
    let folder = Folder::new();
    let help = folder.run(&["--help"]).fine();
    for word in [
        "build", "serve", "check", "new", "fix", "search", "schema", "status", "explain",
        "inspect", "预览", "检查", "新建", "改好", "查找",
    ] {
        assert!(help.out.contains(word), "{word}\n{}", help.out);
    }
    assert!(folder.run(&["--version"]).fine().out.starts_with("linli "));
}

fn json(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.out))
}

#[test]
fn linli_speaks_as_asked_then_as_the_handbook_then_as_the_system() {
    let zh = Folder::handbook();
    zh.run(&["check"]).fine().says("没有问题");
    zh.run(&["check", "--message-language", "en"])
        .fine()
        .never_says("没有问题");
    let en = Folder::handbook();
    en.write(
        "content/handbook.yaml",
        "title: Handbook\nlanguages: [en]\n",
    );
    let chinese = |folder: &Folder, arguments: &[&str]| {
        Said::of(
            linli(folder.path())
                .args(arguments)
                .env("LANG", "zh_CN.UTF-8"),
        )
    };
    chinese(&en, &["check"]).never_says("没有问题");
    let other = Folder::new();
    chinese(&other, &["check"]).exits(2).says("找不到手册");
    other.run(&["check"]).exits(2).never_says("找不到手册");
    chinese(&other, &["explain", "broken-link"]).never_says("Why it matters");
}

#[test]
fn the_commands_have_chinese_names() {
    let folder = with_a_slip();
    folder.run(&["检查"]).exits(0).says("full-width-colon");
    folder.run(&["改好"]).fine();
    folder.run(&["检查", "--deny", "warnings"]).fine();
    folder.run(&["新建", "难题", "没人来开会"]).fine();
    assert!(folder.has("content/zh/problems/mei-ren-lai-kai-hui.md"));
    folder.run(&["构建"]).fine();
    assert!(folder.has("site/zh/index.html"));
}

#[test]
fn nobody_listening_is_no_reason_to_panic() {
    let folder = broken();
    for arguments in [
        &["schema"][..],
        &["check"],
        &["explain"],
        &["--help"],
        &["schema", "--format", "json-schema"],
    ] {
        let mut child = linli(folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        let status = child.wait().unwrap();
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        assert!(
            matches!(status.code(), Some(0 | 1)),
            "{arguments:?}: {status}"
        );
    }
}

#[test]
fn a_pipe_gets_no_colour() {
    let folder = broken();
    for value in ["", "1"] {
        for arguments in [&["check"][..], &["build"], &["check", "--format", "github"]] {
            let said = Said::of(linli(folder.path()).args(arguments).env("NO_COLOR", value));
            said.exits(1).never_says("\u{1b}[");
        }
    }
}
