//! Tiny handbooks with the sites they must give, byte for byte, and what is said about them.
//! `UPDATE=1` writes the expected files again; read the difference before keeping it.

use std::collections::BTreeMap;
use std::path::Path;

use linli::output::Entry;

use crate::support::{Tried, difference, files_below, handbook_on_disk, plain_theme, root};

/// The site as texts; pictures and the like as one line each.
fn site(tried: &Tried) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for (path, entry) in &tried.built.output.entries {
        // What is kept offline is told by the hashes of all the rest; the index is for no eye, and
        // tests/it/search.rs asks it.
        if ["assets/", "search/", "sw.js", "offline.json"]
            .iter()
            .any(|made| path.as_str().starts_with(made))
        {
            continue;
        }
        let text = match entry {
            Entry::Bytes(bytes) => String::from_utf8(bytes.to_vec()).expect("pages are UTF-8"),
            Entry::File(file) => format!("a file of {} bytes, {:?} pixels\n", file.len, file.size),
        };
        let text = text.replace(concat!("linli ", env!("CARGO_PKG_VERSION")), "linli X.Y.Z");
        files.insert(path.as_str().to_string(), text);
    }
    files
}

fn check(folder: &Path) -> Result<(), String> {
    let tried = handbook_on_disk(folder, Some(plain_theme()));
    let mut found: BTreeMap<String, String> = site(&tried)
        .into_iter()
        .map(|(path, text)| (format!("expected/{path}"), text))
        .collect();
    found.insert("expected.diagnostics.txt".into(), tried.told());
    if std::env::var_os("UPDATE").is_some() {
        let _ = std::fs::remove_dir_all(folder.join("expected"));
        for (path, text) in &found {
            let file = folder.join(path);
            std::fs::create_dir_all(file.parent().expect("in the handbook's folder")).unwrap();
            std::fs::write(file, text).unwrap();
        }
    }
    let mut expected: BTreeMap<String, String> = files_below(folder)
        .into_iter()
        .filter(|(path, _)| path.starts_with("expected"))
        .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect();
    let mut wrong = String::new();
    for (path, text) in &found {
        match expected.remove(path) {
            None => wrong += &format!("{path} is new\n"),
            Some(before) => {
                if let Some(lines) = difference(&before, text) {
                    wrong += &format!("{path}\n{lines}");
                }
            }
        }
    }
    for path in expected.keys() {
        wrong += &format!("{path} is no longer made\n");
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

macro_rules! golden {
    ($($name:ident: $folder:literal),* $(,)?) => {
        const FOLDERS: &[&str] = &[$($folder),*];
        $(#[test]
        fn $name() {
            if let Err(wrong) = check(&root().join("tests/handbooks").join($folder)) {
                panic!("{} differs; UPDATE=1 accepts it\n{wrong}", $folder);
            }
        })*
    };
}

golden! {
    the_smallest_handbook_is_two_files: "smallest",
    three_phases_in_one_language: "three-phases",
    two_languages_with_all_relations: "bilingual",
    every_block_of_the_schema: "blocks",
    a_handbook_that_knows_its_address: "based",
}

#[test]
fn every_golden_handbook_is_tested() {
    let mut folders: Vec<String> = std::fs::read_dir(root().join("tests/handbooks"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    let mut tested = FOLDERS.to_vec();
    tested.sort_unstable();
    assert_eq!(folders, tested);
}

#[test]
fn the_blocks_handbook_has_every_block_of_the_schema() {
    let text = std::fs::read_to_string(root().join("tests/handbooks/blocks/zh/index.md")).unwrap();
    let schema = linli::schema::read::built_in();
    for block in &schema.blocks {
        let named = |name: &str| text.contains(&format!("::: {name}"));
        assert!(
            named(&block.name) || block.label.texts().any(named),
            "{} is missing",
            block.name
        );
    }
}
