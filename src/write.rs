//! Writes a site to the disk so that at any moment the old one stands there or the new one, never
//! a mixture. It decides nothing about what a site holds, and touches nothing it did not write.

pub mod disk;
mod disk_file;
mod error;
mod manifest;
mod names;
mod refuse;
mod swap;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use error::{Refusal, WriteError};

use crate::output::{Entry, Output};
use crate::path::SitePath;
use manifest::Manifest;
use refuse::Target;
use swap::Way;
use tree::Standing;

/// What writing a site came to, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// All of the site.
    pub files: usize,
    /// New ones and those with other bytes than before.
    pub changed: usize,
    /// Those an earlier build wrote and this one does not have.
    pub removed: usize,
    /// Somebody else's, carried over.
    pub carried: usize,
}

/// One file of the new site.
struct Job<'a> {
    path: &'a SitePath,
    entry: &'a Entry,
    hash: u128,
    /// The file of the old site with the same bytes.
    same: Option<&'a Path>,
}

/// Writes the site to a folder, in one step. The sources are what it must never overlap:
/// `handbook.yaml`, the language folders and the like.
///
/// # Errors
/// When the folder may not become a site, or the machine fails; what stood there stands there still.
pub fn write(output: &Output, to: &Path, sources: &[PathBuf]) -> Result<Written, WriteError> {
    let target = refuse::target(to, sources)?;
    names::check(output)?;
    // Asked twice: before anything is made beside a folder that is not ours, and again when no
    // other build can change the answer.
    if !target.work.exists() {
        refuse::standing(&target)?;
    }
    let _lock = lock(&target)?;
    swap::recover(&target)?;
    refuse::standing(&target)?;
    let standing = tree::look(&target.site)?;
    tree::make_way(&target.site, &standing, output)?;

    let manifest = Manifest::of(output);
    let jobs = plan(output, &manifest, &standing);
    let changed = jobs.iter().filter(|job| job.same.is_none()).count();
    let gone = |path: &&SitePath| !manifest.files.contains_key(*path);
    let removed = standing.manifest.files.keys().filter(gone).count();
    let folders = standing.foreign.iter().filter(|found| found.kind.is_dir());
    let written = Written {
        files: jobs.len(),
        changed,
        removed,
        carried: standing.foreign.len() - folders.count(),
    };
    let as_it_was = manifest == standing.manifest && changed == 0 && target.site.exists();
    if as_it_was && Manifest::read(&target.site).is_ok_and(|listed| listed.is_some()) {
        return Ok(written);
    }
    if let Err(error) = build_beside(&target, output, &jobs, &standing, &manifest) {
        // What cannot be removed now is removed at the next start.
        let _ = fs::remove_dir_all(target.new_tree());
        return Err(error);
    }
    swap::swap(&target, Way::BEST)?;
    Ok(written)
}

fn lock(target: &Target) -> Result<fs::File, WriteError> {
    let at = |error| failed(&target.work, error);
    fs::create_dir_all(&target.work).map_err(at)?;
    // A link here would send the new site elsewhere.
    if !target.work.symlink_metadata().map_err(at)?.is_dir() {
        return Err(WriteError::Refused {
            folder: target.work.clone(),
            why: Refusal::NotAFolder,
        });
    }
    disk::lock(&target.work.join("lock"))
        .map_err(at)?
        .ok_or_else(|| WriteError::Locked {
            folder: target.site.clone(),
        })
}

/// Unchanged means read again and equal: a file somebody edited is written anew.
fn plan<'a>(output: &'a Output, manifest: &Manifest, standing: &'a Standing) -> Vec<Job<'a>> {
    let entries: Vec<_> = output.entries.iter().zip(manifest.files.values()).collect();
    entries
        .into_par_iter()
        .map(|((path, entry), &hash)| {
            let listed = standing.manifest.files.get(path) == Some(&hash);
            let old = standing.ours.get(path).filter(|_| listed);
            let same = old.filter(|old| holds(old, entry)).map(PathBuf::as_path);
            Job {
                path,
                entry,
                hash,
                same,
            }
        })
        .collect()
}

fn holds(file: &Path, entry: &Entry) -> bool {
    match entry {
        Entry::Bytes(bytes) => fs::read(file).is_ok_and(|old| old[..] == bytes[..]),
        Entry::File(source) => disk_file::hash(file).is_ok_and(|hash| hash == source.hash),
    }
}

fn build_beside(
    target: &Target,
    output: &Output,
    jobs: &[Job],
    standing: &Standing,
    manifest: &Manifest,
) -> Result<(), WriteError> {
    let new = target.new_tree();
    make_folders(&new, output)?;
    write_files(&new, jobs)?;
    carry_over(target, standing)?;
    finish(target, manifest)
}

fn make_folders(new: &Path, output: &Output) -> Result<(), WriteError> {
    fs::create_dir(new).map_err(|error| failed(new, error))?;
    let folders: BTreeSet<&str> = output.entries.keys().flat_map(tree::folders_of).collect();
    for folder in folders {
        let path = new.join(folder);
        fs::create_dir(&path).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

/// One thread a folder: two in one only wait for each other.
fn write_files(new: &Path, jobs: &[Job]) -> Result<(), WriteError> {
    let mut by_folder: BTreeMap<&str, Vec<&Job>> = BTreeMap::new();
    for job in jobs {
        by_folder.entry(job.path.folder()).or_default().push(job);
    }
    let by_folder: Vec<Vec<&Job>> = by_folder.into_values().collect();
    let results: Vec<Result<(), WriteError>> = by_folder
        .par_iter()
        .map(|jobs| jobs.iter().try_for_each(|job| write_file(new, job)))
        .collect();
    results.into_iter().collect()
}

fn write_file(new: &Path, job: &Job) -> Result<(), WriteError> {
    let path = new.join(job.path.as_str());
    if let Some(old) = job.same
        && fs::hard_link(old, &path).is_ok()
    {
        return Ok(());
    }
    match job.entry {
        Entry::Bytes(bytes) => {
            disk_file::write_new(&path, bytes).map_err(|error| failed(&path, error))?;
        }
        Entry::File(source) => {
            let copied = disk_file::copy_new(&source.file, &path);
            let hash = copied.map_err(|error| match error.reading {
                true => WriteError::SourceChanged {
                    file: source.file.clone(),
                },
                false => failed(&path, error.error),
            })?;
            if hash != job.hash {
                return Err(WriteError::SourceChanged {
                    file: source.file.clone(),
                });
            }
        }
    }
    // Where links fail, at least the time stays true, for those who compare by it.
    if let Some(old) = job.same {
        disk_file::copy_time(old, &path);
    }
    Ok(())
}

/// Brings along what somebody else put into the site.
fn carry_over(target: &Target, standing: &Standing) -> Result<(), WriteError> {
    let new = target.new_tree();
    for found in &standing.foreign {
        let (from, to) = (target.site.join(&found.path), new.join(&found.path));
        let carried = disk_file::carry(found.kind, &from, &to);
        carried.map_err(|error| match error.kind() {
            // Same disk, yet no link: something is attached here.
            io::ErrorKind::CrossesDevices => WriteError::Refused {
                folder: from.clone(),
                why: Refusal::MountPoint,
            },
            _ => failed(&to, error),
        })?;
    }
    // Folders closed against writing are closed when they are full.
    for found in standing
        .foreign
        .iter()
        .rev()
        .filter(|found| found.kind.is_dir())
    {
        if let Ok(metadata) = target.site.join(&found.path).metadata() {
            let _ = fs::set_permissions(new.join(&found.path), metadata.permissions());
        }
    }
    Ok(())
}

/// The manifest comes last: a tree that has it is complete.
fn finish(target: &Target, manifest: &Manifest) -> Result<(), WriteError> {
    let new = target.new_tree();
    let path = new.join(manifest::NAME);
    disk_file::write_synced(&path, manifest.to_text().as_bytes())
        .map_err(|error| failed(&path, error))?;
    if let Ok(metadata) = target.site.metadata() {
        // The folder stays as open or closed to others as its owner made it.
        let _ = fs::set_permissions(&new, metadata.permissions());
    }
    disk::sync_folder(&new);
    Ok(())
}

fn failed(path: &Path, error: io::Error) -> WriteError {
    WriteError::Disk {
        path: path.to_path_buf(),
        error,
    }
}

#[cfg(test)]
mod tests;
