//! Emphasis as Chinese and English writers type it, and CommonMark's own examples untouched.

use std::process::Command;

use pulldown_cmark::{Event, Options, Parser, html::push_html};

use super::super::{directives, emphasis, marks, splice::Spliced};
use super::{body, html};
use crate::markdown::NodeKind;

/// What is typed, and what comes out: `[strong]`, `{emphasis}`, `⟨deleted⟩`.
const CASES: &str = include_str!("emphasis.txt");

fn cases() -> Vec<(&'static str, &'static str)> {
    let lines = CASES.lines().filter(|line| !line.starts_with('#'));
    let cases: Vec<_> = lines.filter_map(|line| line.split_once(" => ")).collect();
    assert!(cases.len() > 100);
    cases
}

/// The output with one sign for each tag.
fn signs(html: &str) -> String {
    let tags = [
        ("<p>", ""),
        ("</p>", ""),
        ("<strong>", "["),
        ("</strong>", "]"),
        ("<em>", "{"),
        ("</em>", "}"),
        ("<del>", "⟨"),
        ("</del>", "⟩"),
    ];
    tags.iter()
        .fold(html.trim().to_string(), |html, (tag, sign)| {
            html.replace(tag, sign)
        })
}

#[test]
fn emphasis_comes_out_as_typed() {
    let wrong: Vec<String> = cases()
        .into_iter()
        .map(|(typed, expected)| (typed, expected, signs(&html(typed))))
        .filter(|(_, expected, found)| expected != found)
        .map(|(typed, expected, found)| format!("{typed}\n    {expected}\n    {found}"))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_piece_of_emphasis_knows_where_it_stands() {
    for (typed, _) in cases() {
        let body = body(typed);
        for node in &body.nodes {
            let written = &typed[node.span.start as usize..node.span.end as usize];
            match &node.kind {
                NodeKind::Text(text) if !typed.contains(['\\', '&']) => {
                    assert_eq!(&**text, written, "{typed}");
                }
                NodeKind::Element(tag) => match **tag {
                    pulldown_cmark::Tag::Strong => {
                        assert!(
                            written.starts_with("**") && written.ends_with("**"),
                            "{typed}"
                        );
                    }
                    pulldown_cmark::Tag::Strikethrough => {
                        assert!(
                            written.starts_with("~~") && written.ends_with("~~"),
                            "{typed}"
                        );
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

/// The examples of the CommonMark specification as the package of another program carries them.
/// It is named in Cargo.toml for a platform that does not exist: fetched, never built.
fn spec_examples() -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let metadata = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1"])
        .args(["--manifest-path", manifest])
        .output()
        .expect("cargo runs the tests, so it is there");
    let told = String::from_utf8_lossy(&metadata.stderr);
    assert!(metadata.status.success(), "{told}");
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|one| one["name"] == "rushdown")
        .unwrap();
    let manifest = std::path::Path::new(package["manifest_path"].as_str().unwrap());
    let file = manifest.with_file_name("tests").join("fixtures/spec.json");
    let examples: serde_json::Value =
        serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let examples = examples.as_array().unwrap().iter();
    examples
        .map(|example| example["markdown"].as_str().unwrap().to_string())
        .collect()
}

/// With only the passes for emphasis and for `:::` lines before the parser.
fn with_passes(text: &str) -> String {
    let found = directives::find(text);
    let mut splices = emphasis::splices(text);
    splices.retain(|splice| !found.covers(&splice.range));
    splices.extend(found.splices());
    let spliced = Spliced::new(text, splices);
    let restore = |text| marks::restore(found.restore(text));
    let events = Parser::new_ext(spliced.text(), Options::empty()).map(|event| match event {
        Event::Text(text) => Event::Text(restore(text)),
        Event::Code(text) => Event::Code(restore(text)),
        Event::Html(text) => Event::Html(restore(text)),
        Event::InlineHtml(text) => Event::InlineHtml(restore(text)),
        other => other,
    });
    let mut html = String::new();
    push_html(&mut html, events);
    html
}

#[test]
fn all_examples_of_commonmark_stay_as_they_were() {
    let examples = spec_examples();
    assert_eq!(examples.len(), 652);
    for example in examples {
        let mut plain = String::new();
        push_html(&mut plain, Parser::new_ext(&example, Options::empty()));
        assert_eq!(with_passes(&example), plain, "{example}");
    }
}
