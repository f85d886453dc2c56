//! The writing guide leaves nothing out: every command and flag stands on its page about the command
//! line, in both languages, and none that is not there. Fields, blocks and codes: `manual/made.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crate::desk::{Folder, Said, linli};
use crate::support::root;

/// What `--help` says, in English.
fn help(command: Option<&str>) -> String {
    let folder = Folder::new();
    let mut line = linli(folder.path());
    Said::of(line.args(command).arg("--help")).fine().out
}

/// The commands, from the list under that heading.
fn commands() -> Vec<String> {
    let help = help(None);
    let list = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"));
    let list = list.skip(1).take_while(|line| !line.is_empty());
    let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    let names: Vec<String> = names
        .filter(|name| *name != "help")
        .map(str::to_string)
        .collect();
    assert!(names.len() > 8, "{help}");
    names
}

/// The flags of a help text: what stands first on its line.
fn flags(help: &str) -> BTreeSet<String> {
    let lines = help
        .lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with('-'));
    let words = lines.flat_map(|line| line.split([' ', ',']).take(3).collect::<Vec<_>>());
    let words = words.filter(|word| word.starts_with('-') && word.len() > 1);
    words.map(str::to_string).collect()
}

/// The page about the command line, by its parts: `{#build}` behind a heading.
fn parts(language: &str) -> BTreeMap<String, String> {
    let file = root().join(format!("tests/spec/commands.{language}.md"));
    let text = std::fs::read_to_string(file).expect("the page about the command line is there");
    let parts = text.split("\n## ").skip(1);
    let parts = parts.filter_map(|part| {
        let (_, rest) = part.split_once("{#")?;
        let (name, rest) = rest.split_once('}')?;
        Some((name.to_string(), rest.to_string()))
    });
    parts.collect()
}

/// The flags a part names: `--port 8000` and (`-o`) in code.
fn told(part: &str) -> BTreeSet<String> {
    let lines = part.lines().filter(|line| line.starts_with("`-"));
    let codes = lines.flat_map(|line| line.split('`').skip(1).step_by(2));
    let words = codes.filter_map(|code| code.split_whitespace().next());
    words.map(str::to_string).collect()
}

#[test]
fn every_command_and_flag_is_told_in_both_languages_and_no_other() {
    let everywhere: BTreeSet<String> = ["--message-language", "--today", "--help", "-h"]
        .map(str::to_string)
        .into();
    let mut wrong = Vec::new();
    for language in ["zh", "en"] {
        let parts = parts(language);
        let part = |name: &str| parts.get(name).map_or("", String::as_str);
        let mut asked = vec![("everywhere".to_string(), flags(&help(None)))];
        for command in commands() {
            let own = flags(&help(Some(&command)));
            asked.push((command, own.difference(&everywhere).cloned().collect()));
        }
        for (name, flags) in &asked {
            let told = told(part(name));
            let missing: Vec<_> = flags.difference(&told).collect();
            let stale: Vec<_> = told.difference(flags).collect();
            if !parts.contains_key(name) {
                wrong.push(format!(
                    "{language}: no part {{#{name}}}, which takes {flags:?}"
                ));
            } else if !missing.is_empty() {
                wrong.push(format!(
                    "{language}, {name}: nothing is said of {missing:?}"
                ));
            }
            if !stale.is_empty() {
                wrong.push(format!("{language}, {name}: there is no {stale:?}"));
            }
            if name != "everywhere" && !part(name).contains(&format!("\nlinli {name}")) {
                wrong.push(format!("{language}, {name}: no example"));
            }
        }
        let known = |name: &&String| !asked.iter().any(|(other, _)| other == *name);
        for gone in parts.keys().filter(known) {
            wrong.push(format!("{language}: there is no command {gone}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "tests/spec/commands.*.md\n{}",
        wrong.join("\n")
    );
}

#[test]
fn a_flag_is_seen_however_the_help_lays_it_out() {
    let found = flags(
        "Options:\n  -o, --output <DIR>  Where -x it\n      --json\n          --deny <WHAT>\n",
    );
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, ["--deny", "--json", "--output", "-o"]);
    let told = told("`--output web` (`-o`)\n: Where `--it` goes\n");
    assert_eq!(told.len(), 2, "{told:?}");
}
