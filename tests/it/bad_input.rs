//! What people get wrong, one small handbook each: the code, the very text pointed at, the fixed
//! lines. The cases stand in `tests/bad/*.txt`, told below; `UPDATE=1` writes what was found there.
//!
//! ```text
//! @@@ unknown-field: a slip of the pen
//! @@ zh/a.md                             a file; `\u{9}` in it is that character
//! ---
//! titel: 甲
//! ---
//! @= unknown-field error zh/a.md:2:1 “titel”
//! @~ title: 甲                            a fixed line; `@!` where `linli fix` writes it unasked
//! ```

pub mod attacks;
mod files;
mod huge;
mod leniency;

use std::collections::BTreeSet;

use linli::check::gaps;
use linli::diagnostic::{self, Code, Diagnostic, Severity, line_and_column};
use linli::source::ThemeFiles;

use crate::support::{Tried, difference, handbook_with, root, settings};

/// What only a machine, a disk or another program can cause; told in the tests of writing and serving.
const OF_THE_MACHINE: [Code; 6] = [
    Code::OutputFolder,
    Code::ForeignFile,
    Code::OtherBuild,
    Code::ChangedMeanwhile,
    Code::DiskFailed,
    Code::PortBusy,
];

struct Case {
    title: String,
    files: Vec<(String, String)>,
    expected: String,
}

impl Case {
    fn code(&self) -> Code {
        let name = self.title.split(':').next().unwrap_or_default();
        Code::from_name(name).unwrap_or_else(|| panic!("no code in the title “{}”", self.title))
    }

    fn build(&self) -> Tried {
        let mut files: Vec<(String, String)> = Vec::new();
        let mut theme = ThemeFiles::default();
        for (name, text) in &self.files {
            let text = with_characters(text);
            match name
                .strip_prefix("themes/")
                .and_then(|rest| rest.split_once('/'))
            {
                Some((_, inside)) => {
                    theme
                        .files
                        .insert(inside.to_string(), text.into_bytes().into());
                }
                None => files.push((name.clone(), text)),
            }
        }
        if !files.iter().any(|(name, _)| name == "handbook.yaml") {
            files.push((
                "handbook.yaml".into(),
                "title: 手册\nlanguages: [zh]\n".into(),
            ));
        }
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect();
        let mut tried = handbook_with(&files, settings(), theme);
        if let (Severity::Gap, Some(handbook)) = (self.code().severity(), &tried.built.handbook) {
            let gaps = gaps::find(handbook).into_iter();
            tried.diagnostics.extend(gaps.map(|gap| gap.diagnostic));
            diagnostic::sort(&mut tried.diagnostics);
        }
        tried
    }
}

/// `\u{9}` as the character it names.
fn with_characters(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (hex, rest) = part.split_once('}').expect("an escape ends with }");
        out.push(
            u32::from_str_radix(hex, 16)
                .ok()
                .and_then(char::from_u32)
                .expect("an escape is a character"),
        );
        out += rest;
    }
    out
}

/// What stands before the first case, and the cases; a blank line parts them.
fn read(text: &str) -> (String, Vec<Case>) {
    let mut cases: Vec<Case> = Vec::new();
    let mut intro = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(title) = line.strip_prefix("@@@ ") {
            let title = title.trim_end().to_string();
            cases.push(Case {
                title,
                files: Vec::new(),
                expected: String::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else {
            intro += line;
            continue;
        };
        if let Some(name) = line.strip_prefix("@@ ") {
            case.files
                .push((name.trim_end().to_string(), String::new()));
        } else if ["@=", "@~", "@!"].iter().any(|sign| line.starts_with(sign)) {
            case.expected += line;
        } else if case.expected.is_empty() {
            case.files
                .last_mut()
                .expect("a file's name before its text")
                .1 += line;
        }
    }
    (intro, cases)
}

fn write(intro: &str, cases: &[Case], found: &[String]) -> String {
    let mut text = intro.to_string();
    for (at, (case, found)) in cases.iter().zip(found).enumerate() {
        if at > 0 {
            text += "\n";
        }
        text += &format!("@@@ {}\n", case.title);
        for (name, content) in &case.files {
            text += &format!("@@ {name}\n{content}");
        }
        text += found;
    }
    text
}

/// One diagnostic as the files of cases have it.
fn outcome(tried: &Tried, told: &Diagnostic) -> String {
    let mut line = format!("@= {} {}", told.code.as_str(), told.severity.as_str());
    let Some(place) = &told.place else {
        return line + "\n";
    };
    let text = tried.text(&place.path).unwrap_or_default();
    let (row, column) = line_and_column(text, place.span.start);
    let covered = text
        .get(place.span.clone())
        .unwrap_or("OUTSIDE")
        .replace('\n', "⏎");
    let shown: Vec<char> = covered.chars().collect();
    let covered: String = match shown.len() {
        0..=60 => covered,
        many => shown[..28]
            .iter()
            .chain(&['…'])
            .chain(&shown[many - 28..])
            .collect(),
    };
    let visible = covered
        .escape_debug()
        .to_string()
        .replace("\\\"", "\"")
        .replace("\\\\", "\\")
        .replace("\\'", "'");
    line += &format!(" {}:{row}:{column} “{visible}”\n", place.path);
    let Some(patch) = &told.patch else {
        return line;
    };
    let before = tried.text(&patch.path).unwrap_or_default();
    let Some(after) = patch.apply(before) else {
        return line + "@~ DOES NOT FIT\n";
    };
    let sign = if patch.safe { "@!" } else { "@~" };
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let front = old
        .iter()
        .zip(&new)
        .take_while(|(old, new)| old == new)
        .count();
    let most = old.len().min(new.len()) - front;
    let back = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(most)
        .take_while(|(old, new)| old == new)
        .count();
    let fixed = &new[front..new.len() - back];
    if fixed.is_empty() {
        return line + sign + "\n";
    }
    fixed
        .iter()
        .fold(line, |line, fixed| line + &format!("{sign} {fixed}\n"))
}

fn outcomes(tried: &Tried) -> String {
    tried
        .diagnostics
        .iter()
        .map(|told| outcome(tried, told))
        .collect()
}

fn themes() -> Vec<(String, String)> {
    let mut themes: Vec<(String, String)> = std::fs::read_dir(root().join("tests/bad"))
        .expect("the cases are there")
        .map(|entry| entry.expect("the cases can be listed").path())
        .map(|path| {
            (
                path.to_string_lossy().into_owned(),
                std::fs::read_to_string(&path).expect("cases are UTF-8"),
            )
        })
        .collect();
    themes.sort();
    themes
}

/// All that is said of all the mistakes.
pub fn all_told() -> Vec<Diagnostic> {
    let themes = themes();
    let cases = themes.iter().flat_map(|(_, text)| read(text).1);
    cases.flat_map(|case| case.build().diagnostics).collect()
}

#[test]
fn every_mistake_is_told_where_it_stands_with_its_fix() {
    let updating = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    for (path, text) in themes() {
        let (intro, cases) = read(&text);
        let mut found = Vec::new();
        for case in &cases {
            let tried = case.build();
            attacks::is_sound(&case.title, &tried);
            let told = outcomes(&tried);
            if !tried
                .diagnostics
                .iter()
                .any(|told| told.code == case.code())
            {
                wrong += &format!("\n{}: not told\n{told}", case.title);
            } else if let (false, Some(lines)) = (updating, difference(&case.expected, &told)) {
                wrong += &format!("\n{}\n{lines}", case.title);
            }
            found.push(told);
        }
        if updating {
            std::fs::write(path, write(&intro, &cases, &found)).expect("the cases can be written");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_case_is_written_as_it_was_read() {
    for (path, text) in themes() {
        let (intro, cases) = read(&text);
        let expected: Vec<String> = cases.iter().map(|case| case.expected.clone()).collect();
        assert_eq!(
            difference(&text, &write(&intro, &cases, &expected)),
            None,
            "{path}"
        );
    }
}

#[test]
fn every_code_is_raised_by_some_case() {
    let mut raised: BTreeSet<Code> = files::CASES.iter().map(|case| case.code).collect();
    #[cfg(unix)]
    raised.extend(files::UNIX.iter().map(|case| case.code));
    for (_, text) in themes() {
        raised.extend(read(&text).1.iter().map(Case::code));
    }
    let silent: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !raised.contains(code) && !OF_THE_MACHINE.contains(code))
        .map(|code| code.as_str())
        .collect();
    assert_eq!(silent, [""; 0], "no case raises these");
}
