//! `linli check`: every format, and a contributor's own lines.

use serde_json::Value;

use super::{broken, json};
use crate::desk::{Folder, Said, linli, page};

#[test]
fn every_format_can_be_read_by_whom_it_is_for() {
    let folder = broken();
    let all = json(&folder.run(&["check", "--format", "json"]).exits(1));
    let first = &all["diagnostics"][0];
    assert_eq!(first["code"], "broken-link");
    assert_eq!(first["path"], "content/zh/about.md");
    assert_eq!(
        (first["line"].as_u64(), first["column"].as_u64()),
        (Some(5), Some(2))
    );
    assert_eq!(all["counts"]["error"], 1);

    let log = json(&folder.run(&["check", "--format", "sarif"]).exits(1));
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"][0]["tool"]["driver"]["name"], "linli");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "broken-link");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/zh/about.md");
    assert_eq!(place["region"]["startLine"], 5);

    let github = folder.run(&["check", "--format", "github"]).exits(1).out;
    assert!(
        github.starts_with("::error file=content/zh/about.md,line=5,"),
        "{github}"
    );
    assert!(github.lines().next().unwrap().contains("broken-link"));

    let markdown = folder.run(&["check", "--format", "markdown"]).exits(1).out;
    assert!(
        markdown.contains("broken-link") && markdown.contains("content/zh/about.md"),
        "{markdown}"
    );

    let human = folder.run(&["check", "--format", "human"]).exits(1).out;
    assert!(
        human.contains("错误[broken-link]：") && human.contains("--> content/zh/about.md:5:2"),
        "{human}"
    );
    assert!(
        human
            .trim_end()
            .lines()
            .last()
            .unwrap()
            .contains("要改 1 处"),
        "{human}"
    );
}

#[test]
fn a_handbook_without_problems_is_said_to_be_so_in_every_format() {
    let folder = Folder::handbook();
    assert_eq!(
        json(&folder.run(&["check", "--format", "json"]).fine())["diagnostics"],
        Value::Array(vec![])
    );
    assert_eq!(
        json(&folder.run(&["check", "--format", "sarif"]).fine())["runs"][0]["results"],
        Value::Array(vec![])
    );
    for format in ["human", "github", "markdown"] {
        folder
            .run(&["check", "--format", format])
            .fine()
            .says("没有问题");
    }
}

fn git(folder: &Folder, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    let settings = [
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
    ];
    let done = command
        .current_dir(folder.path())
        .args(settings)
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn a_contributor_sees_the_problems_of_their_own_lines() {
    let folder = broken();
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "first"]);
    folder
        .run(&["check", "--since", "HEAD"])
        .exits(0)
        .never_says("broken-link");
    let text = folder.read("content/zh/about.md") + "\n再看[别处](also-gone.md)。\n";
    folder.write("content/zh/about.md", text);
    folder.write(
        "content/zh/新页.md",
        page("title: 新页", "看[哪里](nowhere.md)。"),
    );
    let all = json(
        &folder
            .run(&["check", "--since", "HEAD", "--format", "json"])
            .exits(1),
    );
    let told: Vec<(&str, u64)> = all["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["path"].as_str().unwrap(), one["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        told,
        [("content/zh/about.md", 7), ("content/zh/新页.md", 5)]
    );
    folder
        .run(&["check", "--since", "no-such-revision"])
        .exits(2);
    folder.run(&["check", "--since", "--output=x"]).exits(2);
    Folder::handbook()
        .run(&["check", "--since", "HEAD"])
        .exits(2);
}

#[test]
fn since_knows_the_lines_of_shared_texts() {
    let folder = Folder::handbook();
    let block = "::: 引入 {src=\"_a.md\"}\n:::\n";
    folder.write("content/zh/about.md", page("title: 关于", block));
    folder.write("content/zh/_a.md", "看[别处](gone.md)。\n");
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "first"]);
    folder.run(&["check", "--since", "HEAD"]).exits(0);
    folder.write(
        "content/zh/_a.md",
        "看[别处](gone.md)。\n\n看[哪里](nowhere.md)。\n",
    );
    let check = ["check", "--since", "HEAD", "--format", "json"];
    let all = json(&folder.run(&check).exits(1));
    let told = all["diagnostics"].as_array().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (&told[0]["path"], &told[0]["line"]),
        (&"content/zh/_a.md".into(), &3.into())
    );
}

#[test]
fn the_bundled_handbook_is_without_fault() {
    let root = crate::desk::bundled();
    let said = Said::of(linli(&root).args(["check", ".", "--deny", "warnings"]));
    said.fine();
}
