//! Putting a finished site in the place of the old one, and finishing or undoing what a killed
//! build left half done.
//!
//! In the room beside the site: `new` is being built, or complete and not yet in place; or, for
//! the moment after an exchange, it is the old site. `old` is the old site between two renames.
//! `gone` is an old site being cleared away. A complete tree has its manifest, which is written
//! last and removed last.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::disk;
use super::error::{Refusal, WriteError};
use super::manifest::{self, Manifest};
use super::refuse::Target;
use super::tree::{self, Found};

/// How a folder takes another's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In one step, where the system can.
    Exchange,
    /// The old one aside, then the new one in.
    TwoRenames,
}

impl Way {
    /// What this system is tried with first.
    pub const BEST: Way = match cfg!(windows) {
        true => Way::TwoRenames,
        false => Way::Exchange,
    };
}

impl Target {
    pub fn new_tree(&self) -> PathBuf {
        self.work.join("new")
    }

    fn old(&self) -> PathBuf {
        self.work.join("old")
    }

    fn gone(&self) -> PathBuf {
        self.work.join("gone")
    }
}

/// Finishes or undoes what an earlier build left; afterwards nothing but the lock is in the room.
pub fn recover(target: &Target) -> Result<(), WriteError> {
    let (new, old, gone) = (target.new_tree(), target.old(), target.gone());
    if stands(&gone) {
        clear(&gone, &target.site)?;
    }
    if stands(&old) {
        // Killed between the two renames when the site's place is empty, after them when not.
        if !stands(&target.site) {
            match is_complete(&new)? {
                true => rename(&new, &target.site)?,
                false => rename(&old, &target.site)?,
            }
        }
        if stands(&old) {
            rename(&old, &gone)?;
            clear(&gone, &target.site)?;
        }
    }
    if !stands(&new) {
        return Ok(());
    }
    match is_complete(&new)? {
        true => {
            rename(&new, &gone)?;
            clear(&gone, &target.site)
        }
        // Half built: all in it is ours or a second copy.
        false => fs::remove_dir_all(&new).map_err(|error| failed(&new, error)),
    }
}

/// Puts the finished tree in the site's place and clears the old one away.
pub fn swap(target: &Target, way: Way) -> Result<(), WriteError> {
    let (new, old, gone) = (target.new_tree(), target.old(), target.gone());
    if !stands(&target.site) {
        rename(&new, &target.site)?;
        sync(target);
        return Ok(());
    }
    let exchanged = match way {
        Way::Exchange => {
            disk::exchange(&new, &target.site).map_err(|error| cannot_move(&target.site, error))?
        }
        Way::TwoRenames => false,
    };
    if exchanged {
        sync(target);
        rename(&new, &gone)?;
    } else {
        rename(&target.site, &old)?;
        if let Err(error) = rename(&new, &target.site) {
            // Put the old one back; should that fail too, the next start does it.
            let _ = fs::rename(&old, &target.site);
            return Err(error);
        }
        sync(target);
        rename(&old, &gone)?;
    }
    // The new site stands. What cannot be cleared now is tried again at the next start.
    let _ = clear(&gone, &target.site);
    Ok(())
}

/// Removes an old tree: what its manifest lists, and what the site holds too. Anything else came
/// into it while the new site was built; it is moved over.
fn clear(tree: &Path, site: &Path) -> Result<(), WriteError> {
    let at = |error| failed(tree, error);
    let manifest = Manifest::read(tree).map_err(at)?.unwrap_or_default();
    let found = tree::walk(tree).map_err(at)?;
    let (folders, files): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|found| found.kind.is_dir());
    for folder in &folders {
        disk::open_for_removal(&tree.join(&folder.path));
    }
    // One thread a folder: two in one only wait for each other.
    let mut by_folder: BTreeMap<&Path, Vec<&Found>> = BTreeMap::new();
    for file in &files {
        if file.path != Path::new(manifest::NAME) {
            let folder = file.path.parent().unwrap_or(Path::new(""));
            by_folder.entry(folder).or_default().push(file);
        }
    }
    let by_folder: Vec<Vec<&Found>> = by_folder.into_values().collect();
    let cleared: Vec<io::Result<()>> = by_folder
        .par_iter()
        .map(|files| {
            files.iter().try_for_each(|file| {
                let listed = |found: &&Found| match &found.name {
                    Some(name) => manifest.files.contains_key(name),
                    None => false,
                };
                let (from, to) = (tree.join(&file.path), site.join(&file.path));
                match listed(file) || stands(&to) {
                    true => fs::remove_file(&from),
                    false => move_over(&from, &to),
                }
            })
        })
        .collect();
    cleared
        .into_iter()
        .collect::<io::Result<()>>()
        .map_err(at)?;
    for folder in folders.iter().rev() {
        fs::remove_dir(tree.join(&folder.path)).map_err(at)?;
    }
    match fs::remove_file(tree.join(manifest::NAME)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(error)),
        _ => {}
    }
    fs::remove_dir(tree).map_err(at)
}

fn move_over(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(from, to)
}

fn is_complete(tree: &Path) -> Result<bool, WriteError> {
    let manifest = Manifest::read(tree).map_err(|error| failed(tree, error))?;
    Ok(manifest.is_some())
}

fn stands(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn rename(from: &Path, to: &Path) -> Result<(), WriteError> {
    fs::rename(from, to).map_err(|error| cannot_move(to, error))
}

fn sync(target: &Target) {
    for folder in [target.site.parent(), Some(&target.work)] {
        disk::sync_folder(folder.expect("a site's place has a parent"));
    }
}

fn cannot_move(path: &Path, error: io::Error) -> WriteError {
    match error.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => WriteError::Refused {
            folder: path.to_path_buf(),
            why: Refusal::MountPoint,
        },
        _ => failed(path, error),
    }
}

fn failed(path: &Path, error: io::Error) -> WriteError {
    WriteError::Disk {
        path: path.to_path_buf(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Rig {
        target: Target,
        _folder: tempfile::TempDir,
    }

    fn rig() -> Rig {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let target = Target {
            site: root.join("site"),
            work: root.join(".site.linli"),
        };
        fs::create_dir(&target.work).unwrap();
        Rig {
            target,
            _folder: folder,
        }
    }

    /// A tree of one page; complete when it has its manifest.
    fn tree(at: &Path, text: &str, complete: bool) {
        fs::create_dir_all(at.join("zh")).unwrap();
        fs::write(at.join("zh/a.html"), text).unwrap();
        let hash = crate::source::hash(text.as_bytes());
        if complete {
            let list = format!("linli-manifest 1\n{hash:032x} zh/a.html\n");
            fs::write(at.join(manifest::NAME), list).unwrap();
        }
    }

    fn page(rig: &Rig) -> String {
        fs::read_to_string(rig.target.site.join("zh/a.html")).unwrap()
    }

    fn room_is_empty(rig: &Rig) -> bool {
        rig.target.work.read_dir().unwrap().next().is_none()
    }

    #[test]
    fn both_ways_put_the_new_site_in_place() {
        for way in [Way::Exchange, Way::TwoRenames] {
            let rig = rig();
            tree(&rig.target.site, "old", true);
            tree(&rig.target.new_tree(), "new", true);
            swap(&rig.target, way).unwrap();
            assert_eq!(page(&rig), "new");
            assert!(room_is_empty(&rig));
        }
    }

    #[test]
    fn killed_between_two_renames_the_swap_is_finished() {
        let rig = rig();
        tree(&rig.target.old(), "old", true);
        tree(&rig.target.new_tree(), "new", true);
        recover(&rig.target).unwrap();
        assert_eq!(page(&rig), "new");
        assert!(room_is_empty(&rig));
    }

    #[test]
    fn a_site_set_aside_for_a_half_built_one_comes_back() {
        let rig = rig();
        tree(&rig.target.old(), "old", true);
        tree(&rig.target.new_tree(), "new", false);
        recover(&rig.target).unwrap();
        assert_eq!(page(&rig), "old");
        assert!(room_is_empty(&rig));
    }

    #[test]
    fn killed_after_the_exchange_the_old_site_is_cleared_but_not_what_others_put_there() {
        let rig = rig();
        tree(&rig.target.site, "new", true);
        tree(&rig.target.new_tree(), "old", true);
        fs::write(rig.target.new_tree().join("zh/notes.txt"), "mine").unwrap();
        recover(&rig.target).unwrap();
        assert_eq!(page(&rig), "new");
        let notes = fs::read_to_string(rig.target.site.join("zh/notes.txt"));
        assert_eq!(notes.unwrap(), "mine");
        assert!(room_is_empty(&rig));
    }

    #[test]
    fn killed_while_clearing_it_goes_on_clearing() {
        let rig = rig();
        tree(&rig.target.site, "new", true);
        tree(&rig.target.gone(), "old", true);
        fs::remove_file(rig.target.gone().join("zh/a.html")).unwrap();
        recover(&rig.target).unwrap();
        assert_eq!(page(&rig), "new");
        assert!(room_is_empty(&rig));
    }

    #[test]
    fn a_first_build_that_was_killed_leaves_nothing() {
        for complete in [true, false] {
            let rig = rig();
            tree(&rig.target.new_tree(), "new", complete);
            recover(&rig.target).unwrap();
            assert!(!rig.target.site.exists());
            assert!(room_is_empty(&rig));
        }
    }
}
