//! Links that open an editor at a place: which editor has which scheme, and the address for a file.

use std::path::{Path, PathBuf};

use crate::language::Words;
use crate::path::encode;

/// An editor that opens by a link: an address with `{path}`, and perhaps `{line}` and `{column}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    pattern: String,
}

/// The schemes by which editors are opened, by the names a person gives them.
const KNOWN: &[(&str, &str)] = &[
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    (
        "idea",
        "idea://open?file={path}&line={line}&column={column}",
    ),
    (
        "sublime",
        "subl://open?url=file://{path}&line={line}&column={column}",
    ),
    ("zed", "zed://file{path}:{line}:{column}"),
];

/// What a link must never do: run something in the page itself.
const NO_SCHEMES: &[&str] = &["javascript", "data", "vbscript", "blob", "about"];

impl Editor {
    /// The editor of that name, or one by its own pattern.
    ///
    /// # Errors
    /// What is wrong with it, for the person who wrote it.
    pub fn new(text: &str) -> Result<Editor, Words> {
        let text = text.trim();
        let name = text.to_ascii_lowercase();
        let known = KNOWN.iter().find(|(known, _)| *known == name);
        let pattern = known.map_or(text, |(_, pattern)| *pattern);
        match is_sound(pattern) {
            true => Ok(Editor {
                pattern: pattern.to_string(),
            }),
            false => Err(unknown(text)),
        }
    }

    /// The pattern for the files below a folder, which must be absolute: `{path}` stands for a
    /// percent-encoded path in it.
    pub fn links_below(&self, folder: &Path) -> String {
        let folder = encode(&with_slashes(folder));
        // The colon of a drive is one that editors want to see.
        let folder = match folder.as_bytes() {
            [b'/', _, b'%', b'3', b'A', ..] => folder.replacen("%3A", ":", 1),
            _ => folder,
        };
        let folder = folder.trim_end_matches('/');
        self.pattern
            .replace("{path}", &format!("{folder}/{{path}}"))
    }
}

/// `/srv/a`, also for `\\?\C:\a`, which becomes `/C:/a`.
fn with_slashes(folder: &Path) -> String {
    let folder = PathBuf::from(folder).to_string_lossy().replace('\\', "/");
    let folder = folder.strip_prefix("//?/").unwrap_or(&folder);
    match folder.starts_with('/') {
        true => folder.to_string(),
        false => format!("/{folder}"),
    }
}

/// A scheme that is no danger, a place for the file, and nothing that could end a string in a
/// script.
fn is_sound(pattern: &str) -> bool {
    let Some((scheme, _)) = pattern.split_once(':') else {
        return false;
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let scheme = scheme.to_ascii_lowercase();
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(plain)
        && !NO_SCHEMES.contains(&scheme.as_str());
    let quiet = |c: char| c.is_ascii_graphic() && !"'\"<>\\`".contains(c);
    named && pattern.contains("{path}") && pattern.chars().all(quiet)
}

fn unknown(text: &str) -> Words {
    let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
    Words::new(
        format!(
            "不认识编辑器“{text}”。可以写 {}，或自己写一个链接，里面有 {{path}}，也可以有 {{line}} 和 {{column}}，比如 vscode://file{{path}}:{{line}}:{{column}}",
            names.join("、")
        ),
        format!(
            "`{text}` is no editor linli knows. Write {}, or a link of your own with {{path}} in it, and {{line}} and {{column}} if you like, as in vscode://file{{path}}:{{line}}:{{column}}",
            names.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(name: &str, folder: &str) -> String {
        Editor::new(name).unwrap().links_below(Path::new(folder))
    }

    #[test]
    fn an_editor_is_known_by_its_name_or_by_a_link_with_a_place_for_the_file() {
        assert_eq!(
            links("vscode", "/srv/邻 里"),
            "vscode://file/srv/%E9%82%BB%20%E9%87%8C/{path}:{line}:{column}"
        );
        assert_eq!(
            links("VSCode", r"\\?\D:\handbook"),
            "vscode://file/D:/handbook/{path}:{line}:{column}"
        );
        assert_eq!(
            links("idea", "/a/"),
            "idea://open?file=/a/{path}&line={line}&column={column}"
        );
        assert_eq!(links("my+ed:{path}#{line}", "/"), "my+ed:/{path}#{line}");
        for (name, _) in KNOWN {
            assert!(Editor::new(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_link_that_could_run_something_in_the_page_is_none() {
        for odd in [
            "",
            "notepad",
            "vscode://file",
            "JavaScript:alert({path})",
            "data:text/html,{path}",
            "x://{path}'",
            "x://{path}\"",
            "x://{path} {line}",
            "{path}",
            "1x:{path}",
            "x y:{path}",
        ] {
            let error = Editor::new(odd).unwrap_err();
            assert!(error.zh.contains("vscode") && error.en.contains("{path}"));
        }
    }
}
