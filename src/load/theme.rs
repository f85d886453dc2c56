//! A handbook's own theme: the files of `themes/NAME/` beside the handbook and inside it. Where
//! both have a file, the one inside wins. The embedded theme is under all of it, in `theme`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::{Where, is_passed_over};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::path;
use crate::source::{Source, ThemeFiles};
use crate::write::disk;

/// Reads the named theme. `default` needs no folder: it is in the binary.
pub fn read(
    place: &Where,
    name: &str,
    handbook: &Source,
    diagnostics: &mut Vec<Diagnostic>,
) -> ThemeFiles {
    let mut theme = ThemeFiles::default();
    let name = if name.is_empty() { "default" } else { name };
    let themes = folders(place);
    let plain = !name.contains(['/', '\\', ':']) && !name.starts_with('.');
    let mut found = false;
    for themes in themes.iter().filter(|_| plain) {
        let folder = themes.join(name);
        if folder.is_dir() {
            found = true;
            read_folder(place, &folder, &mut theme.files, diagnostics);
        }
    }
    if !found && name != "default" {
        diagnostics.push(unknown(name, &available(&themes), handbook));
    }
    theme
}

/// Beside first, inside second: the later wins.
fn folders(place: &Where) -> Vec<PathBuf> {
    let mut folders = vec![place.home.join("themes"), place.root.join("themes")];
    folders.dedup();
    folders
}

fn read_folder(
    place: &Where,
    folder: &Path,
    files: &mut BTreeMap<String, Arc<[u8]>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Links are not followed: a theme is copied from elsewhere, and may bring any.
    let walk = WalkDir::new(folder).max_depth(20).sort_by_file_name();
    let wanted = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !is_passed_over(&entry.file_name().to_string_lossy())
    };
    let inside = folder
        .canonicalize()
        .is_ok_and(|real| real.starts_with(&place.home));
    if !inside {
        diagnostics.push(outside(folder));
        return;
    }
    for entry in walk.into_iter().filter_entry(wanted) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_path_buf();
                diagnostics.extend(error.into_io_error().map(|error| unreadable(&path, &error)));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        if entry.path_is_symlink() {
            diagnostics.push(outside(entry.path()));
            continue;
        }
        let name = entry
            .path()
            .strip_prefix(folder)
            .ok()
            .and_then(Path::to_str);
        match (name, read_file(entry.path())) {
            (Some(name), Ok(bytes)) => {
                files.insert(name.replace(std::path::MAIN_SEPARATOR, "/"), bytes.into());
            }
            (None, _) => diagnostics.push(odd_name(entry.path())),
            (_, Err(error)) => diagnostics.push(unreadable(entry.path(), &error)),
        }
    }
}

fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut disk::open(path)?, &mut bytes)?;
    Ok(bytes)
}

fn available(themes: &[PathBuf]) -> Vec<String> {
    let mut names = vec!["default".to_string()];
    for entry in themes
        .iter()
        .flat_map(|themes| themes.read_dir())
        .flatten()
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !is_passed_over(&name) {
            names.push(name);
        }
    }
    names.sort();
    names.dedup();
    names
}

fn unknown(name: &str, available: &[String], handbook: &Source) -> Diagnostic {
    let message = Words::new(
        format!("没有叫“{name}”的主题"),
        format!("there is no theme `{name}`"),
    );
    let hint = Words::new(
        format!(
            "可以用的是：{}。自己的主题放在 themes/名字/ 里",
            available.join("、")
        ),
        format!(
            "there are: {}. A theme of your own goes into themes/NAME/",
            available.join(", ")
        ),
    );
    let place = Place::new(&handbook.path, stated(&handbook.text, name));
    Diagnostic::new(Code::UnknownTheme, place, message).with_hint(hint)
}

/// Where `handbook.yaml` names the theme; its start where that cannot be told.
fn stated(text: &str, name: &str) -> Range<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let value = line
            .strip_prefix("theme")
            .or_else(|| line.strip_prefix("主题"));
        if value.is_some_and(|value| value.trim_start().starts_with([':', '：']))
            && let Some(found) = line.rfind(name)
        {
            return at + found..at + found + name.len();
        }
        at += line.len();
    }
    0..0
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let reason = disk::reason(error);
    let path = path::shown(path);
    let message = Words::new(
        format!("打不开主题的文件“{path}”：{}", reason.zh),
        format!("the theme's file `{path}` cannot be opened: {}", reason.en),
    );
    Diagnostic::new(Code::UnreadableFile, None, message)
}

fn outside(path: &Path) -> Diagnostic {
    let path = path::shown(path);
    let message = Words::new(
        format!("主题里的“{path}”是指到别处的链接，没有读它"),
        format!("`{path}` in the theme is a link to elsewhere, so it was not read"),
    );
    let hint = Words::new("放一份真正的文件在这里", "put a real file in its place");
    Diagnostic::new(Code::OutsideHandbook, None, message).with_hint(hint)
}

fn odd_name(path: &Path) -> Diagnostic {
    let path = path::shown(path);
    let message = Words::new(
        format!("主题的文件“{path}”名字里有认不出的字符，没有读它"),
        format!("the theme's file `{path}` has a name that is no text, so it was not read"),
    );
    Diagnostic::new(Code::OddName, None, message)
}
