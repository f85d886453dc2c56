//! Reads a handbook's folder into values, and says what on the disk is not as it should be. What
//! the texts mean is for others.

mod find;
mod list;
mod picture;
mod save;
mod theme;
mod told;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

pub use find::{Where, find};
pub use save::{create, save};

use crate::diagnostic::{self, Diagnostic};
use crate::path::SourcePath;
use crate::source::{Encoding, FileSource, Source, Sources};
use crate::write::disk::{self, Stamp};
use list::Listed;

/// What `handbook.yaml` says about where to read on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The language folders, the default language's first.
    pub languages: Vec<String>,
    /// The theme's name; `default` is the embedded one.
    pub theme: String,
}

/// What was read before, so that only what changed on the disk is read again. A value the serve
/// loop owns; a build starts with an empty one.
#[derive(Debug, Default)]
pub struct Memory {
    read: ReadFiles,
}

/// What became of a file's bytes.
#[derive(Clone, Debug)]
enum Kept {
    Text(Arc<Source>),
    File(FileSource),
}

/// Why a file gave nothing.
enum Unread {
    Disk(std::io::Error),
    /// Not clean text; the line where the first odd byte stands.
    NotText(usize),
    Empty,
}

/// Whether a file or folder is of no concern to a handbook: hidden ones, and what editors, systems,
/// browsers and programs that keep folders alike leave behind, often for a moment only.
pub fn is_passed_over(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "~",
        ".swp",
        ".swo",
        ".swx",
        ".tmp",
        ".temp",
        ".vsctmp",
        ".part",
        ".partial",
        ".crdownload",
        ".opdownload",
        ".download",
        ".downloading",
        ".xltd",
        ".!sync",
    ];
    const NAMES: &[&str] = &[
        "thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        "icon\r",
        "4913",
        "node_modules",
        "__macosx",
        "$recycle.bin",
        "system volume information",
        "@eadir",
    ];
    let lower = name.to_lowercase();
    name.starts_with(['.', '~'])
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || ENDS.iter().any(|end| lower.ends_with(end))
        || NAMES.contains(&lower.as_str())
        || lower.contains("___jb_")
        || lower.contains(".md.sb-")
        || lower.starts_with("(a document being saved by ")
        || is_being_replaced(name)
}

/// `关于.md.kT12fX`: Kate and other programs of KDE write there before they rename.
fn is_being_replaced(name: &str) -> bool {
    let Some((stem, end)) = name.rsplit_once('.') else {
        return false;
    };
    let random = end.len() == 6
        && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && end.bytes().any(|byte| !byte.is_ascii_lowercase());
    random
        && [".md", ".yaml", ".yml"]
            .iter()
            .any(|known| stem.ends_with(known))
}

/// Reads the whole handbook. `settings` tells the languages and the theme from `handbook.yaml`.
/// `None` when there is nothing to go by: `handbook.yaml` itself cannot be read.
pub fn load(
    place: &Where,
    settings: impl FnOnce(&Source) -> Settings,
    memory: &mut Memory,
) -> (Option<Sources>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut found = list::own_files(place, &mut diagnostics);
    let (own, mut unread) = read_all(&found, memory);
    diagnostics.append(&mut unread);
    let handbook = SourcePath::new("handbook.yaml").expect("a plain name is a path");
    let Some(Kept::Text(handbook)) = own.get(&handbook).map(|(_, kept)| kept) else {
        if diagnostics.is_empty() {
            diagnostics.push(told::handbook_gone(&handbook));
        }
        diagnostic::sort(&mut diagnostics);
        return (None, diagnostics);
    };
    let handbook = handbook.clone();
    let settings = settings(&handbook);
    found = list::pages_and_media(place, &settings.languages, &mut diagnostics);
    found.extend(list::shared_texts(
        place,
        &settings.languages,
        &mut diagnostics,
    ));
    let (mut read, mut unread) = read_all(&found, memory);
    diagnostics.append(&mut unread);
    read.extend(own);

    let mut sources = Sources::default();
    for (path, (_, kept)) in &read {
        match kept {
            Kept::Text(source) => {
                told::decoded(source, &mut diagnostics);
                sources.texts.insert(path.clone(), Source::clone(source));
            }
            Kept::File(file) => {
                sources.files.insert(path.clone(), file.clone());
            }
        }
    }
    memory.read = read;
    sources.theme = theme::read(place, &settings.theme, &handbook, &mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    (Some(sources), diagnostics)
}

/// Reads only the pages and shared texts that changed, for a first look at them: which those are, and
/// `sources` with their newest words. `None` where more than the words of known texts may have changed.
pub fn reread(
    place: &Where,
    sources: &Sources,
    memory: &mut Memory,
    changed: &[PathBuf],
) -> Option<(Sources, Vec<SourcePath>)> {
    let root = place.root.canonicalize().ok()?;
    let now = SystemTime::now();
    let mut newest = sources.clone();
    let mut anew = Vec::new();
    for file in changed {
        let below = file.strip_prefix(&root).ok()?;
        let path = SourcePath::new(&below.to_str()?.replace('\\', "/")).ok()?;
        let before = sources.texts.get(&path)?;
        if path.extension() != "md" {
            return None;
        }
        let listed = Listed {
            path: path.clone(),
            file: file.clone(),
            is_text: true,
        };
        let (stamp, kept) = read_one(&listed, memory, now).ok()?;
        let Kept::Text(source) = &kept else {
            return None;
        };
        if source.hash != before.hash {
            newest.texts.insert(path.clone(), Source::clone(source));
            anew.push(path.clone());
        }
        memory.read.insert(path, (stamp, kept));
    }
    (!anew.is_empty()).then_some((newest, anew))
}

/// Every folder and file a handbook is read from, there or not: what a site must never overlap,
/// and what to watch.
pub fn read_from(place: &Where, languages: &[String]) -> Vec<PathBuf> {
    let own = list::OWN.iter().map(|name| place.root.join(name));
    let folders = languages.iter().map(|folder| place.root.join(folder));
    let shared = list::shared_roots(place).into_iter();
    let shared = shared.map(|name| place.root.join(name));
    let mut all: Vec<PathBuf> = own.chain(folders).chain(shared).collect();
    all.extend(["media", "themes"].map(|name| place.root.join(name)));
    all.push(place.home.join("themes"));
    all.sort();
    all.dedup();
    all
}

type ReadFiles = BTreeMap<SourcePath, (Stamp, Kept)>;

/// Reads what is listed, on all processors, but for what memory still holds.
fn read_all(listed: &[Listed], memory: &Memory) -> (ReadFiles, Vec<Diagnostic>) {
    let now = SystemTime::now();
    let results: Vec<_> = listed
        .par_iter()
        .map(|listed| read_one(listed, memory, now))
        .collect();
    let mut read = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (listed, result) in listed.iter().zip(results) {
        match result {
            Ok(kept) => {
                read.insert(listed.path.clone(), kept);
            }
            Err(unread) => diagnostics.extend(told::unread(&listed.path, unread)),
        }
    }
    (read, diagnostics)
}

fn read_one(listed: &Listed, memory: &Memory, now: SystemTime) -> Result<(Stamp, Kept), Unread> {
    if let Some((before, kept)) = memory.read.get(&listed.path)
        && let Ok(metadata) = listed.file.metadata()
        && *before == Stamp::of(&metadata)
        && before.settled(now)
    {
        return Ok((*before, kept.clone()));
    }
    // The stamp comes first: a change while reading shows in the next one.
    let mut file = disk::open(&listed.file).map_err(Unread::Disk)?;
    let stamp = Stamp::of(&file.metadata().map_err(Unread::Disk)?);
    if !listed.is_text {
        return Ok((stamp, Kept::File(read_file(&listed.file, file)?)));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(Unread::Disk)?;
    Ok((stamp, Kept::Text(Arc::new(read_text(listed, &bytes)?))))
}

fn read_file(path: &Path, mut file: std::fs::File) -> Result<FileSource, Unread> {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    let mut chunk = vec![0; 128 * 1024];
    let mut len = 0;
    loop {
        let read = file.read(&mut chunk).map_err(Unread::Disk)?;
        if read == 0 {
            break;
        }
        hasher.update(&chunk[..read]);
        len += read as u64;
    }
    Ok(FileSource {
        file: path.to_path_buf(),
        len,
        hash: hasher.digest128(),
        size: picture::size(path, file),
    })
}

fn read_text(listed: &Listed, bytes: &[u8]) -> Result<Source, Unread> {
    let not_text = |at: usize| {
        let before = &bytes[..at.min(bytes.len())];
        Unread::NotText(before.iter().filter(|&&byte| byte == b'\n').count() + 1)
    };
    let valid = || match std::str::from_utf8(bytes) {
        Ok(text) => text.find('\0').unwrap_or(0),
        Err(error) => error.valid_up_to(),
    };
    let source = Source::from_bytes(listed.path.clone(), bytes);
    let source = source.ok_or_else(|| not_text(valid()))?;
    // UTF-16 without its mark looks like text with a NUL in every other place.
    if source.text.contains('\0') {
        return Err(not_text(valid()));
    }
    let is_page = listed.path.extension() == "md" && !listed.path.is_shared();
    match is_page && source.text.trim().is_empty() {
        true => Err(Unread::Empty),
        false => Ok(source),
    }
}

/// Whether linli read the text from an encoding that `linli fix` should do away with.
fn is_old_encoding(source: &Source) -> bool {
    matches!(source.form.encoding, Encoding::Utf16 | Encoding::Gbk)
}

#[cfg(test)]
mod tests;
