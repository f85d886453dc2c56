//! The texts the fuzzer starts from, and those that once broke something: read as it reads them.

use std::fs;

use crate::support::root;

#[path = "../fuzz/reading.rs"]
mod reading;

/// What the fuzzer found by itself has no ending and is no part of the repository.
fn each(target: &str, read: fn(&[u8])) {
    let folder = root().join("tests/fuzz/corpus").join(target);
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|end| end == "md") {
            println!("reading {}", file.display());
            read(&fs::read(&file).unwrap());
            count += 1;
        }
    }
    assert!(count > 5, "the corpus of {target} was not found");
}

#[test]
fn the_corpus_is_read_whole() {
    each("markdown", reading::markdown);
    each("page", reading::page);
}
