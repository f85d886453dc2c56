//! What stands in a folder, and which of it is ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::identity;
use super::error::{Refusal, WriteError};
use super::manifest::{self, Manifest};
use crate::output::Output;
use crate::path::{SitePath, folded};

/// Something in a folder, by its path from there.
#[derive(Clone, Debug)]
pub struct Found {
    pub path: PathBuf,
    pub kind: FileType,
    /// Its path as a site spells it; `None` for a name that cannot be a site's.
    pub name: Option<SitePath>,
}

/// The site that stands there now.
#[derive(Debug, Default)]
pub struct Standing {
    pub manifest: Manifest,
    /// The files of ours that are really there, as files.
    pub ours: BTreeMap<SitePath, PathBuf>,
    /// What somebody else put there, folders before what is in them.
    pub foreign: Vec<Found>,
}

/// Everything in a folder, sorted, folders before what is in them. Links are not followed.
pub fn walk(folder: &Path) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(inside) = waiting.pop() {
        for entry in folder.join(&inside).read_dir()? {
            let entry = entry?;
            let path = inside.join(entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_dir() {
                waiting.push(path.clone());
            }
            let name = site_path(&path);
            found.push(Found { path, kind, name });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// # Errors
/// When the folder cannot be read, or another disk is attached inside it.
pub fn look(site: &Path) -> Result<Standing, WriteError> {
    let disk = |error| WriteError::Disk {
        path: site.to_path_buf(),
        error,
    };
    if !site.is_dir() {
        return Ok(Standing::default());
    }
    let manifest = Manifest::read(site).map_err(disk)?.unwrap_or_default();
    let our_folders: BTreeSet<&str> = manifest.files.keys().flat_map(folders_of).collect();
    let mut ours = BTreeMap::new();
    let mut foreign = Vec::new();
    let device = |path: &Path| path.symlink_metadata().ok().as_ref().and_then(identity);
    let here = device(site).map(|(device, _)| device);
    for found in walk(site).map_err(disk)? {
        let path = site.join(&found.path);
        if found.kind.is_dir() && device(&path).map(|(device, _)| device) != here {
            return Err(WriteError::Refused {
                folder: path,
                why: Refusal::MountPoint,
            });
        }
        let Some(name) = &found.name else {
            foreign.push(found);
            continue;
        };
        let is_ours = match found.kind.is_dir() {
            true => our_folders.contains(name.as_str()),
            false => manifest.files.contains_key(name) || name.as_str() == manifest::NAME,
        };
        match is_ours {
            false => foreign.push(found),
            true if found.kind.is_file() && name.as_str() != manifest::NAME => {
                ours.insert(name.clone(), path);
            }
            true => {}
        }
    }
    Ok(Standing {
        manifest,
        ours,
        foreign,
    })
}

/// # Errors
/// When somebody else's file stands where the new site needs a file or a folder, or their folder
/// where it needs a file.
pub fn make_way(site: &Path, standing: &Standing, output: &Output) -> Result<(), WriteError> {
    if standing.foreign.is_empty() {
        return Ok(());
    }
    let files: BTreeSet<String> = output
        .entries
        .keys()
        .map(|path| folded(path.as_str()))
        .collect();
    let folders: BTreeSet<String> = output
        .entries
        .keys()
        .flat_map(folders_of)
        .map(folded)
        .collect();
    for found in &standing.foreign {
        let Some(name) = &found.name else { continue };
        let name = folded(name.as_str());
        let in_the_way = files.contains(&name) || (!found.kind.is_dir() && folders.contains(&name));
        if in_the_way {
            return Err(WriteError::Foreign {
                file: site.join(&found.path),
            });
        }
    }
    Ok(())
}

/// Every folder a path goes through: `a` and `a/b` for `a/b/c.html`.
pub fn folders_of(path: &SitePath) -> impl Iterator<Item = &str> {
    let text = path.as_str();
    text.match_indices('/').map(move |(at, _)| &text[..at])
}

fn site_path(path: &Path) -> Option<SitePath> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    let text = parts?.join("/");
    let name = SitePath::new(&text).ok()?;
    // A name such as `a\b` must not pass for another path.
    (name.as_str().split('/').count() == path.iter().count()).then_some(name)
}
