//! Which folders may become a site. Asked before anything is made, so that a mistyped `-o` costs
//! nothing.

use std::fs::Metadata;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::disk::identity;
use super::error::{Refusal, WriteError};
use super::manifest::Manifest;

/// Where a site goes, and the room beside it where it is built. Both are free of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub site: PathBuf,
    /// `.NAME.linli`
    pub work: PathBuf,
}

/// Files a system drops into any folder; a folder with nothing else is empty.
const DROPPED: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// # Errors
/// When the folder is, holds or lies inside a source, or has no place of its own.
pub fn target(to: &Path, sources: &[PathBuf]) -> Result<Target, WriteError> {
    let refuse = |why| WriteError::Refused {
        folder: to.to_path_buf(),
        why,
    };
    let disk = |error| WriteError::Disk {
        path: to.to_path_buf(),
        error,
    };
    let site = real(to).map_err(disk)?;
    let (Some(parent), Some(name)) = (site.parent(), site.file_name()) else {
        return Err(refuse(Refusal::Nameless));
    };
    for source in sources {
        let source = real(source).map_err(disk)?;
        if holds(&site, &source) {
            return Err(refuse(Refusal::HoldsSource(source)));
        }
        if holds(&source, &site) {
            return Err(refuse(Refusal::InsideSource(source)));
        }
    }
    if std::env::home_dir().is_some_and(|home| holds(&site, &home)) {
        return Err(refuse(Refusal::Home));
    }
    let mut work_name = std::ffi::OsString::from(".");
    work_name.push(name);
    work_name.push(".linli");
    let work = parent.join(work_name);
    Ok(Target { site, work })
}

/// # Errors
/// When what stands at the site's place is not a folder of ours, nor an empty one.
pub fn standing(target: &Target) -> Result<(), WriteError> {
    let refuse = |why| WriteError::Refused {
        folder: target.site.clone(),
        why,
    };
    let disk = |error| WriteError::Disk {
        path: target.site.clone(),
        error,
    };
    let metadata = match target.site.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(disk(error)),
    };
    if !metadata.is_dir() {
        return Err(refuse(Refusal::NotAFolder));
    }
    let around = target
        .site
        .parent()
        .and_then(|parent| parent.metadata().ok());
    let device = |metadata: &Metadata| identity(metadata).map(|(device, _)| device);
    if around.is_some_and(|around| device(&around) != device(&metadata)) {
        return Err(refuse(Refusal::MountPoint));
    }
    if Manifest::read(&target.site).map_err(disk)?.is_some() {
        return Ok(());
    }
    for entry in target.site.read_dir().map_err(disk)? {
        let name = entry.map_err(disk)?.file_name();
        if !DROPPED.iter().any(|dropped| name == *dropped) {
            return Err(refuse(Refusal::NotOurs));
        }
    }
    Ok(())
}

/// A path without links, `.` and `..`, absolute. What does not exist yet keeps its name.
fn real(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut standing = path.as_path();
    let mut real = loop {
        match standing.canonicalize() {
            Ok(real) => break real,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            // A link that leads nowhere is not a free place.
            Err(error) if standing.symlink_metadata().is_ok() => return Err(error),
            Err(error) => match standing.components().next_back() {
                Some(last @ (Component::Normal(_) | Component::ParentDir)) => {
                    missing.push(last);
                    standing = standing.parent().ok_or(error)?;
                }
                _ => return Err(error),
            },
        }
    };
    for part in missing.into_iter().rev() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
    }
    Ok(real)
}

/// Whether the inner path is the outer one or lies below it, by name or by identity: a disk may
/// show one folder under two names.
fn holds(outer: &Path, inner: &Path) -> bool {
    if inner.starts_with(outer) {
        return true;
    }
    let number = |path: &Path| path.metadata().ok().as_ref().and_then(identity);
    let Some(outer) = number(outer) else {
        return false;
    };
    inner.ancestors().any(|path| number(path) == Some(outer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(result: Result<Target, WriteError>) -> Refusal {
        match result {
            Err(WriteError::Refused { why, .. }) => why,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    #[test]
    fn a_site_never_overlaps_a_source() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let pages = root.join("zh");
        std::fs::create_dir(&pages).unwrap();
        let sources = [pages.clone(), root.join("media")];
        let refusal = |to: &str| why(target(&root.join(to), &sources));
        assert_eq!(refusal("zh"), Refusal::HoldsSource(pages.clone()));
        assert_eq!(refusal("."), Refusal::HoldsSource(pages.clone()));
        assert_eq!(refusal("zh/site"), Refusal::InsideSource(pages.clone()));
        assert_eq!(refusal("site/../zh"), Refusal::HoldsSource(pages));
        assert_eq!(
            refusal("media/x"),
            Refusal::InsideSource(root.join("media"))
        );
        let site = target(&root.join("site"), &sources).unwrap();
        assert_eq!(site.work, root.join(".site.linli"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_hide_a_source() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let pages = root.join("zh");
        std::fs::create_dir(&pages).unwrap();
        std::os::unix::fs::symlink(&pages, root.join("site")).unwrap();
        let result = target(&root.join("site"), std::slice::from_ref(&pages));
        assert_eq!(why(result), Refusal::HoldsSource(pages));
        std::os::unix::fs::symlink(root.join("nowhere"), root.join("dangling")).unwrap();
        assert!(target(&root.join("dangling"), &[]).is_err());
    }

    #[test]
    fn the_root_and_the_home_folder_are_no_sites() {
        assert_eq!(why(target(Path::new("/"), &[])), Refusal::Nameless);
        let home = std::env::home_dir().unwrap();
        assert!(matches!(
            why(target(&home, &[])),
            Refusal::Home | Refusal::Nameless
        ));
    }

    #[test]
    fn what_stands_there_must_be_ours_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let site = target(&folder.path().join("site"), &[]).unwrap();
        let refusal = || match standing(&site) {
            Err(WriteError::Refused { why, .. }) => Some(why),
            _ => None,
        };
        assert_eq!(refusal(), None);
        std::fs::write(&site.site, "a file").unwrap();
        assert_eq!(refusal(), Some(Refusal::NotAFolder));
        std::fs::remove_file(&site.site).unwrap();
        std::fs::create_dir(&site.site).unwrap();
        std::fs::write(site.site.join(".DS_Store"), "x").unwrap();
        assert_eq!(refusal(), None);
        std::fs::write(site.site.join("thesis.docx"), "x").unwrap();
        assert_eq!(refusal(), Some(Refusal::NotOurs));
    }
}
