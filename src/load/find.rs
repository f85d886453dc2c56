//! Where a handbook stands.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::language::Words;
use crate::path;

/// A handbook's place on the disk; both folders are absolute and free of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The folder that holds `handbook.yaml`.
    pub root: PathBuf,
    /// The folder for the site and for `themes/`: the one around `content/`, else the root itself.
    pub home: PathBuf,
}

/// Finds the handbook from the folder that holds `handbook.yaml`, or one whose `content/` does.
/// A root called `content` has the folder around it as home, however it was named.
///
/// # Errors
/// When there is no handbook; a file that nearly has the right name is pointed out.
pub fn find(handbook: &Path) -> Result<Where, Box<Diagnostic>> {
    let given = match handbook.file_name() {
        Some(name) if name == "handbook.yaml" => handbook.parent().unwrap_or(Path::new("")),
        _ => handbook,
    };
    let given = match given.as_os_str().is_empty() {
        true => Path::new("."),
        false => given,
    };
    let has_it = |folder: &PathBuf| folder.join("handbook.yaml").symlink_metadata().is_ok();
    let folders = [given.to_path_buf(), given.join("content")];
    let Some(root) = folders.iter().find(|folder| has_it(folder)) else {
        return Err(not_found(given, &folders));
    };
    let root = root
        .canonicalize()
        .map_err(|_| not_found(given, &folders))?;
    let home = match (root.file_name(), root.parent()) {
        (Some(name), Some(parent)) if name == "content" => parent.to_path_buf(),
        _ => root.clone(),
    };
    Ok(Where { root, home })
}

fn not_found(given: &Path, folders: &[PathBuf]) -> Box<Diagnostic> {
    let shown = path::shown(given);
    if !given.is_dir() {
        let message = Words::new(
            format!("没有“{shown}”这个文件夹"),
            format!("there is no folder `{shown}`"),
        );
        let hint = Words::new(
            "看看名字有没有写错；手册文件夹里应该有 handbook.yaml",
            "check the name; a handbook's folder holds a handbook.yaml",
        );
        return Box::new(Diagnostic::new(Code::NoHandbook, None, message).with_hint(hint));
    }
    let message = Words::new(
        format!("“{shown}”里没有 handbook.yaml，找不到手册"),
        format!("no handbook in `{shown}`: there is no handbook.yaml"),
    );
    let near = [
        "handbook.yml",
        "handbook.yaml.txt",
        "Handbook.yaml",
        "handbook.yaml.yaml",
    ];
    let nearly = folders.iter().find_map(|folder| {
        let path = near.map(|name| folder.join(name));
        path.into_iter().find(|path| path.is_file())
    });
    let hint = match nearly.map(|near| path::shown(&near)) {
        Some(near) => Words::new(
            format!("把“{near}”改名为 handbook.yaml"),
            format!("rename `{near}` to handbook.yaml"),
        ),
        None => Words::new(
            "换到手册的文件夹里再运行；还没有手册的话，用 linli new handbook 建一本",
            "run linli in the handbook's folder; or start one with `linli new handbook`",
        ),
    };
    Box::new(Diagnostic::new(Code::NoHandbook, None, message).with_hint(hint))
}
