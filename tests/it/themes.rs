//! A theme is replaceable: file by file, word by word, and whole; the program knows none by heart.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::support::{Tried, handbook_on_disk, plain_theme, root};
use linli::output::Entry;
use linli::source::ThemeFiles;

/// The handbook with a page of every kind.
fn every_kind(theme: ThemeFiles) -> Tried {
    let tried = handbook_on_disk(&root().join("tests/browser/handbook"), Some(theme));
    assert!(tried.paths().len() > 100, "{}", tried.told());
    tried
}

fn theme_of(path: &str, text: &str) -> ThemeFiles {
    let mut theme = ThemeFiles::default();
    theme.files.insert(path.into(), Arc::from(text.as_bytes()));
    theme
}

/// The pages that differ, by path.
fn changed(one: &Tried, other: &Tried) -> Vec<String> {
    assert_eq!(one.paths(), other.paths());
    let entries = one.built.output.entries.iter();
    let entries = entries.filter(|(path, _)| path.as_str().ends_with(".html"));
    let differ =
        entries.filter(
            |(path, entry)| match (entry, &other.built.output.entries[*path]) {
                (Entry::Bytes(one), Entry::Bytes(other)) => one != other,
                _ => false,
            },
        );
    differ.map(|(path, _)| path.to_string()).collect()
}

#[test]
fn a_theme_of_one_template_changes_the_pages_of_that_kind_alone() {
    let default = every_kind(ThemeFiles::default());
    let own = "{% extends \"page.html\" %}{% block lead %}<p class=\"lead\">其 {{ page.title }}</p>{% endblock lead %}";
    let changed = changed(&default, &every_kind(theme_of("templates/term.html", own)));
    assert!(changed.len() >= 16, "{changed:?}");
    for path in changed {
        assert!(path.contains("/terms/"), "{path}");
    }
}

#[test]
fn a_theme_of_one_word_changes_that_word_in_that_language_alone() {
    let default = every_kind(ThemeFiles::default());
    let own = every_kind(theme_of("labels/zh.yaml", "whom-to-ask: 找谁问\n"));
    let changed = changed(&default, &own);
    assert!(!changed.is_empty());
    for path in changed {
        assert!(path.starts_with("zh/") || path == "404.html", "{path}");
        let before = default.page(&path);
        assert_eq!(
            before.replace("有不明白的，问谁？", "找谁问"),
            own.page(&path),
            "{path}"
        );
    }
}

/// What a page's own text is dressed with is all that `themes/README.md` promises a theme.
#[test]
fn the_program_writes_no_class_that_the_theme_guide_does_not_name() {
    let guide = std::fs::read_to_string(root().join("themes/README.md")).unwrap();
    let named = |class: &str| {
        guide.contains(&format!("`{class}`"))
            || class.starts_with("block-") && guide.contains("`block block-NAME`")
            || class == "block"
    };
    let mut unknown = BTreeSet::new();
    let tried = every_kind(plain_theme());
    for path in tried.paths() {
        if !path.ends_with(".html") {
            continue;
        }
        let text = tried.page(path);
        let Some((_, body)) = text.split_once("<div class=\"text\">") else {
            continue;
        };
        for value in inside(body).split("class=\"").skip(1) {
            let classes = value.split('"').next().unwrap_or_default();
            for class in classes.split_whitespace() {
                if !named(class) && !class.starts_with("language-") {
                    unknown.insert(class.to_string());
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// The text up to the end of the `div` it stands in.
fn inside(text: &str) -> &str {
    let mut depth = 1;
    for (at, _) in text.match_indices('<') {
        match &text[at..] {
            tag if tag.starts_with("<div") => depth += 1,
            tag if tag.starts_with("</div>") => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

#[test]
fn the_program_names_no_file_of_the_default_theme() {
    let tried = every_kind(plain_theme());
    for path in tried.paths() {
        if !path.ends_with(".html") {
            continue;
        }
        for asset in ["text-", "aloud-", "reading-", "gallery-", "search-"] {
            let link = format!("assets/{asset}");
            assert!(!tried.page(path).contains(&link), "{path} names {link}");
        }
    }
}
