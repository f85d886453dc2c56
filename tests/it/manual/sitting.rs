//! A chapter one sits through at the keyboard: its files are laid into an empty folder as the reader
//! makes them, its commands are typed, and what the terminal answers is what the chapter says.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Chapter, Pair, Part, Sort, chapters, write};
use crate::desk::{Folder, Said, linli};
use crate::support::{difference, root};

/// The day on which every sitting takes place: 24 November 2026.
const DAY: &str = "1795478400";

/// Where the reader is: `cd` moves.
struct Sitting {
    folder: Folder,
    here: PathBuf,
    language: &'static str,
}

impl Sitting {
    /// Types the lines of a pair; what is answered, and the last exit code.
    fn run(&mut self, lines: &str) -> (String, i32) {
        let (mut answer, mut code) = (String::new(), 0);
        for line in lines.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["cd", folder] => self.here = self.here.join(folder),
                ["linli", rest @ ..] => {
                    let said = self.linli(rest);
                    for line in said.out.lines().chain(said.err.lines()) {
                        answer += &self.seen(line);
                        answer.push('\n');
                    }
                    code = said.code;
                }
                _ => panic!("a sitting knows `cd` and `linli`: {line}"),
            }
        }
        (answer, code)
    }

    fn linli(&self, words: &[&str]) -> Said {
        let system = match self.language {
            "zh" => "zh_CN.UTF-8",
            _ => "en_GB.UTF-8",
        };
        let mut command = linli(&self.here);
        command.env("LANG", system).env("SOURCE_DATE_EPOCH", DAY);
        Said::of(command.args(words))
    }

    /// What a person sees: no folder of this machine, no count that changes with the theme.
    fn seen(&self, line: &str) -> String {
        let folder = self.folder.path().canonicalize().expect("it is there");
        let line = line.replace(&folder.display().to_string(), "…");
        let folder = self.folder.path().display().to_string();
        let line = line.replace(&folder, "…");
        let counted = ["/site（", "/site ("]
            .iter()
            .find_map(|sign| line.find(sign));
        match counted {
            Some(at) => line[..at + "/site".len()].to_string(),
            None => line,
        }
    }

    fn swap(&self, path: &str, old: &str, new: &str) {
        let file = self.file(path);
        let text = std::fs::read_to_string(&file).expect("the file was laid");
        assert_eq!(text.matches(old).count(), 1, "{path} has once:\n{old}");
        self.lay(path, &text.replace(old, new));
    }

    fn lay(&self, path: &str, text: &str) {
        let file = self.file(path);
        std::fs::create_dir_all(file.parent().expect("in a folder")).expect("a folder can be made");
        std::fs::write(file, text).expect("a file can be written");
    }

    /// A file of the handbook, which may lie in `content/`.
    fn file(&self, path: &str) -> PathBuf {
        match self.here.join("content/handbook.yaml").is_file() {
            true => self.here.join("content").join(path),
            false => self.here.join(path),
        }
    }
}

pub fn is_one(chapter: &Chapter) -> bool {
    let is_run = |part: &Part| {
        matches!(
            part,
            Part::Pair(Pair {
                sort: Sort::Run(_),
                ..
            })
        )
    };
    chapter.parts.iter().any(is_run)
}

#[test]
fn what_is_typed_at_the_keyboard_comes_out_as_the_manual_says() {
    let update = std::env::var_os("UPDATE").is_some();
    let (mut wrong, mut sittings) = (String::new(), 0);
    for mut chapter in chapters().into_iter().filter(is_one) {
        sittings += 1;
        let folder = Folder::new();
        let mut sitting = Sitting {
            here: folder.path().to_path_buf(),
            folder,
            language: chapter.language,
        };
        for part in &mut chapter.parts {
            let Part::Pair(pair) = part else { continue };
            match &pair.sort {
                Sort::File(path) => sitting.lay(path, &pair.typed),
                Sort::Swap(path) => sitting.swap(path, &pair.typed, &pair.expected),
                Sort::Run(expected) => {
                    let (answer, code) = sitting.run(&pair.typed);
                    if code != *expected {
                        let _ = write!(wrong, "{}ended with {code}:\n{answer}", pair.typed);
                    } else if update {
                        pair.expected = answer;
                    } else if let Some(lines) = difference(&pair.expected, &answer) {
                        let _ = write!(wrong, "{}{lines}", pair.typed);
                    }
                }
                _ => {}
            }
        }
        wrong += &left_behind(&sitting, &chapter);
        if update {
            let file = format!("tests/spec/{}.{}.md", chapter.name, chapter.language);
            std::fs::write(root().join(file), write(&chapter.parts))
                .expect("the manual can be written");
        }
    }
    assert_eq!(
        sittings, 4,
        "the first lesson and the looks, in both languages"
    );
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// At the end there is a site with every page the chapter names, and nothing more to say of what it
/// was made from.
fn left_behind(sitting: &Sitting, chapter: &Chapter) -> String {
    let said = sitting.linli(&["check", "--deny", "warnings"]);
    if said.code != 0 {
        return format!("{} ends with:\n{}{}", chapter.name, said.out, said.err);
    }
    let text = write(&chapter.parts);
    let pages: Vec<&str> = text
        .split('`')
        .filter(|code| code.starts_with("site/") && code.ends_with(".html"))
        .collect();
    assert!(
        !pages.is_empty(),
        "{} names no page of the site",
        chapter.name
    );
    let missing = pages
        .iter()
        .filter(|page| !sitting.here.join(page).is_file());
    missing
        .map(|page| format!("there is no {page}\n"))
        .collect()
}
