//! Puts a corrected or a new text into the handbook: written beside, then renamed, so that a
//! reader sees the old one or the new one. Never outside the handbook.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::path::SourcePath;

/// Writes a text that is there already, or a new one.
///
/// # Errors
/// When the disk refuses, or a link leads out of the handbook.
pub fn save(root: &Path, path: &SourcePath, bytes: &[u8]) -> io::Result<()> {
    let target = target(root, path)?;
    let mut file = beside(&target)?;
    file.write_all(bytes)?;
    if let Ok(metadata) = target.metadata() {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&target)?;
    Ok(())
}

/// Writes a text that must not be there yet.
///
/// # Errors
/// When something of that name is there, besides what stops [`save`].
pub fn create(root: &Path, path: &SourcePath, bytes: &[u8]) -> io::Result<()> {
    let target = target(root, path)?;
    let mut file = beside(&target)?;
    file.write_all(bytes)?;
    file.persist_noclobber(&target)?;
    Ok(())
}

/// The real place of a file, after following links; its folder is made where it is missing.
fn target(root: &Path, path: &SourcePath) -> io::Result<PathBuf> {
    let root = root.canonicalize()?;
    let inside = |path: PathBuf| match path.starts_with(&root) {
        true => Ok(path),
        false => Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "a link leads out of the handbook",
        )),
    };
    let mut folder = root.clone();
    for part in path.folder().split('/').filter(|part| !part.is_empty()) {
        folder.push(part);
        match folder.canonicalize() {
            Ok(real) => folder = inside(real)?,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Err(_) => std::fs::create_dir(&folder)?,
        }
    }
    let file = folder.join(path.name());
    match file.is_symlink() {
        true => inside(file.canonicalize()?),
        false => Ok(file),
    }
}

/// A file of passing name beside the target, hidden so that no build or preview takes it up.
fn beside(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".linli-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As open as any new file; the user's mask takes its part away.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(target.parent().unwrap_or(Path::new(".")))
}
