//! Which files belong to a handbook, found by walking its folders in order. Nothing is opened
//! here; whatever is odd about a name or a place is told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::find::Where;
use super::{is_passed_over, told};
use crate::diagnostic::Diagnostic;
use crate::path::{SourcePath, folded, is_reserved};

/// A file to read.
#[derive(Clone, Debug)]
pub struct Listed {
    pub path: SourcePath,
    pub file: PathBuf,
    pub is_text: bool,
}

/// The handbook's own files, in its root.
pub const OWN: [&str; 3] = ["handbook.yaml", "facts.yaml", "sources.yaml"];

const MEDIA: &str = "media";

/// Folders deeper than this are some accident, not a handbook.
const DEEPEST: usize = 40;

/// Those of the handbook's own files that are there.
pub fn own_files(place: &Where, diagnostics: &mut Vec<Diagnostic>) -> Vec<Listed> {
    let mut listed = Vec::new();
    for name in OWN {
        if place.root.join(name).symlink_metadata().is_ok() {
            let mut walk = Walk::new(place, diagnostics);
            walk.folder(name, 0);
            listed.append(&mut walk.listed);
        }
    }
    listed
}

/// Everything in the language folders and in `media/`.
pub fn pages_and_media(
    place: &Where,
    languages: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Listed> {
    let mut walk = Walk::new(place, diagnostics);
    let mut folders: Vec<&str> = languages.iter().map(String::as_str).collect();
    folders.retain(|folder| SourcePath::new(folder).is_ok_and(|path| path.as_str() == *folder));
    folders.push(MEDIA);
    folders.sort_unstable();
    folders.dedup();
    for folder in &folders {
        if place.root.join(folder).symlink_metadata().is_ok() {
            walk.folder(folder, DEEPEST);
        }
    }
    let listed = walk.listed;
    unlisted_folders(place, languages, &folders, diagnostics);
    listed
}

/// The Markdown files in the handbook's root that pages put in, and in folders there: those whose
/// names begin with `_`. What else lies in such folders is somebody else's.
pub fn shared_texts(
    place: &Where,
    languages: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Listed> {
    let mut walk = Walk::new(place, diagnostics);
    walk.only_markdown = true;
    for name in shared_roots(place) {
        let is_folder = place.root.join(&name).is_dir();
        if !languages.contains(&name) {
            walk.folder(&name, if is_folder { DEEPEST } else { 0 });
        }
    }
    walk.listed
}

/// Their names in the root: folders and files. A site made by linli is none of them.
pub fn shared_roots(place: &Where) -> Vec<String> {
    let walk = WalkDir::new(&place.root).min_depth(1).max_depth(1);
    let entries = walk.sort_by_file_name().into_iter().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name().to_str()?;
            let path = entry.path();
            let ready = match path.is_dir() {
                true => !path.join(".linli-manifest").exists(),
                false => is_markdown(name),
            };
            (name.starts_with('_') && ready && !is_passed_over(name)).then(|| name.to_string())
        })
        .collect()
}

fn is_markdown(name: &str) -> bool {
    name.to_lowercase().ends_with(".md")
}

struct Walk<'a> {
    root: &'a Path,
    /// Whether other files are left alone.
    only_markdown: bool,
    listed: Vec<Listed>,
    /// Every file and folder so far by its name as careless disks compare it.
    names: BTreeMap<String, SourcePath>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// What to do about an entry.
enum Next {
    List(SourcePath),
    GoOn,
    SkipFolder,
}

impl Walk<'_> {
    fn new<'a>(place: &'a Where, diagnostics: &'a mut Vec<Diagnostic>) -> Walk<'a> {
        Walk {
            root: &place.root,
            only_markdown: false,
            listed: Vec::new(),
            names: BTreeMap::new(),
            diagnostics,
        }
    }

    fn folder(&mut self, folder: &str, deepest: usize) {
        let walk = WalkDir::new(self.root.join(folder)).follow_links(true);
        let mut entries = walk.sort_by_file_name().max_depth(deepest).into_iter();
        // The depth at which a linked folder was entered; one inside another could make a small
        // handbook endless.
        let mut linked: Option<usize> = None;
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.cannot_walk(&error);
                    continue;
                }
            };
            let name = entry.file_name().to_string_lossy();
            if self.only_markdown && !entry.file_type().is_dir() && !is_markdown(&name) {
                continue;
            }
            linked = linked.filter(|&depth| depth < entry.depth());
            match self.entry(&entry, linked.is_some()) {
                Next::List(path) => self.list(folder, path, &entry),
                Next::SkipFolder if entry.file_type().is_dir() => entries.skip_current_dir(),
                Next::GoOn if entry.depth() == deepest => {
                    let path = self.shown(entry.path());
                    self.diagnostics.push(match deepest {
                        0 => told::folder_for_file(&path),
                        _ => told::too_deep(&path, deepest),
                    });
                }
                Next::GoOn if entry.path_is_symlink() && entry.file_type().is_dir() => {
                    linked = Some(entry.depth());
                }
                Next::GoOn | Next::SkipFolder => {}
            }
        }
    }

    fn entry(&mut self, entry: &DirEntry, inside_link: bool) -> Next {
        let name = entry.file_name().to_string_lossy();
        if is_passed_over(&name) && entry.depth() > 0 {
            return Next::SkipFolder;
        }
        let kind = entry.file_type();
        let Some(path) = self.source_path(entry.path()) else {
            self.diagnostics
                .push(told::odd_name(&self.shown(entry.path())));
            return Next::SkipFolder;
        };
        if entry.path_is_symlink() {
            let inside = entry
                .path()
                .canonicalize()
                .is_ok_and(|real| real.starts_with(self.root));
            if !inside {
                self.diagnostics.push(told::outside(&path));
                return Next::SkipFolder;
            }
            if inside_link && kind.is_dir() {
                self.diagnostics.push(told::link_in_link(&path));
                return Next::SkipFolder;
            }
        }
        if !kind.is_dir() && !kind.is_file() {
            self.diagnostics.push(told::odd_file(&path));
            return Next::SkipFolder;
        }
        if is_reserved(&name) {
            self.diagnostics.push(told::reserved_name(&path));
        }
        let first = self.names.insert(folded(path.as_str()), path.clone());
        if let Some(first) = first.filter(|first| *first != path) {
            self.diagnostics.push(told::collision(&first, &path));
        }
        match kind.is_dir() {
            true => Next::GoOn,
            false => Next::List(path),
        }
    }

    fn list(&mut self, folder: &str, path: SourcePath, entry: &DirEntry) {
        let is_media = folder == MEDIA;
        let extension = path.extension();
        let name = path.name().to_lowercase();
        let nearly_a_page = name.ends_with(".md.txt") || extension == "markdown";
        if nearly_a_page && !is_media && entry.depth() > 0 {
            self.diagnostics.push(told::md_txt(&path));
            return;
        }
        let is_text = match (entry.depth(), is_media) {
            (0, _) => true,
            (_, true) => extension == "yaml" || extension == "yml",
            (_, false) => extension == "md",
        };
        self.listed.push(Listed {
            path,
            file: entry.path().to_path_buf(),
            is_text,
        });
    }

    fn cannot_walk(&mut self, error: &walkdir::Error) {
        let Some(path) = error.path() else { return };
        let path = self.shown(path);
        if error.loop_ancestor().is_some() {
            self.diagnostics.push(told::endless_link(&path));
            return;
        }
        let Some(io) = error.io_error() else { return };
        let is_link = error.path().is_some_and(Path::is_symlink);
        let told = match (is_link, io.kind()) {
            (true, _) => told::broken_link(&path),
            // Deleted between listing and looking: that is no mistake of the handbook.
            (false, std::io::ErrorKind::NotFound) => return,
            (false, _) => told::unreadable(&path, io),
        };
        self.diagnostics.push(told);
    }

    /// `None` for a name that is not UTF-8 or holds what a path cannot.
    fn source_path(&self, file: &Path) -> Option<SourcePath> {
        let inside = file.strip_prefix(self.root).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        let text = parts?.join("/");
        SourcePath::new(&text)
            .ok()
            .filter(|path| path.as_str() == text)
    }

    /// A path to show to people, whatever its name is made of.
    fn shown(&self, file: &Path) -> SourcePath {
        let inside = file.strip_prefix(self.root).unwrap_or(file);
        let inside: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        let inside = inside.join("/");
        let plain = |c: char| match c.is_control() || matches!(c, '\\' | ':') {
            true => '\u{FFFD}',
            false => c,
        };
        let text: String = inside.chars().map(plain).collect();
        let unnamed = || SourcePath::new("\u{FFFD}").expect("one character is a path");
        SourcePath::new(&text).unwrap_or_else(|_| unnamed())
    }
}

/// Folders beside the languages that hold pages nobody will see.
fn unlisted_folders(
    place: &Where,
    languages: &[String],
    known: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) {
    if languages.is_empty() {
        return;
    }
    let walk = WalkDir::new(&place.root).min_depth(1).max_depth(1);
    for entry in walk.sort_by_file_name().into_iter().flatten() {
        let Some(name) = entry.file_name().to_str() else {
            continue;
        };
        let known = known.contains(&name)
            || name == "themes"
            || is_passed_over(name)
            || name.starts_with('_');
        if known || !entry.file_type().is_dir() || !holds_pages(entry.path()) {
            continue;
        }
        if let Ok(path) = SourcePath::new(name) {
            diagnostics.push(told::unlisted_folder(&path, languages));
        }
    }
}

/// Looks far enough to tell a language folder, not through a whole disk.
fn holds_pages(folder: &Path) -> bool {
    let site = folder.join(".linli-manifest").exists();
    let walk = WalkDir::new(folder).max_depth(4).into_iter();
    let mut entries = walk
        .filter_entry(|entry| {
            entry.depth() == 0 || !is_passed_over(&entry.file_name().to_string_lossy())
        })
        .flatten()
        .take(2000);
    !site
        && entries.any(|entry| {
            let page = entry.path().extension().is_some_and(|end| end == "md");
            page && entry.file_type().is_file()
        })
}
