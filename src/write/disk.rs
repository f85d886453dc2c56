//! What differs from one operating system to another: exchanging two folders, locks, identities,
//! and what a disk's complaint is called in plain words. Nothing here knows about handbooks.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use crate::language::Words;

/// By what a file is known to be the same and unchanged without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    /// Device, file number and time of the last change of any kind, where the system tells.
    identity: Option<(u64, u64)>,
    changed: (i64, i64),
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Stamp {
        Stamp {
            len: metadata.len(),
            modified: metadata.modified().ok(),
            identity: identity(metadata),
            changed: changed(metadata),
        }
    }

    /// Whether the file had been at rest for a while when the stamp was taken: a clock that ticks
    /// slowly cannot hide a later change then.
    pub fn settled(&self, now: SystemTime) -> bool {
        let rest = std::time::Duration::from_secs(2);
        let age = self.modified.map(|modified| now.duration_since(modified));
        matches!(age, Some(Ok(age)) if age > rest)
    }
}

/// Opens a file for reading. A pipe that took the file's place is refused, never waited for.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    }
    let file = options.open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a plain file",
        )),
    }
}

/// Swaps two folders in one step. `false` where the system or the file system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // Some sandboxes answer EPERM to calls they do not know; a true lack of rights shows up
        // again in the two plain renames.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::PERM) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Opens a file and locks it for this process; `None` when another holds it. The system gives the
/// lock back when the file is closed, however the process ends.
#[cfg(unix)]
pub fn lock(path: &Path) -> io::Result<Option<File>> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    let mut options = File::options();
    let file = options
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(Errno::WOULDBLOCK) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(windows)]
pub fn lock(path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;
    const SHARING_VIOLATION: i32 = 32;
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    match options.share_mode(0).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The device and the number of a file, where the system tells.
#[cfg(unix)]
pub fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
pub fn identity(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_metadata: &Metadata) -> (i64, i64) {
    (0, 0)
}

/// Makes a link that points where another points.
#[cfg(unix)]
pub fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(std::fs::read_link(from)?, to)
}

#[cfg(windows)]
pub fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    let target = std::fs::read_link(from)?;
    match from.is_dir() {
        true => std::os::windows::fs::symlink_dir(target, to),
        false => std::os::windows::fs::symlink_file(target, to),
    }
}

/// Asks the disk to keep a folder's list of names now. Where folders cannot be opened, the system
/// keeps them its own way.
pub fn sync_folder(path: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = File::open(path) {
        // Some network file systems refuse it; the names are kept a little later then.
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Lets a folder that was closed against writing be emptied.
pub fn open_for_removal(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if let Ok(metadata) = folder.symlink_metadata()
            && metadata.permissions().mode() & 0o700 != 0o700
        {
            let mode = metadata.permissions().mode() | 0o700;
            // Should it fail, removing will fail, and say so.
            let _ = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode));
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Why the disk refused, in plain words.
pub fn reason(error: &io::Error) -> Words {
    use io::ErrorKind::*;
    let (zh, en) = match error.kind() {
        NotFound => ("没有这个文件或文件夹", "there is no such file or folder"),
        PermissionDenied => ("没有权限", "permission denied"),
        StorageFull | QuotaExceeded => ("磁盘满了", "the disk is full"),
        ReadOnlyFilesystem => ("这个磁盘只能读，不能写", "the disk is read-only"),
        FileTooLarge => ("文件太大", "the file is too large"),
        InvalidFilename => (
            "名字太长或有不能用的字符",
            "the name is too long or has characters the disk cannot store",
        ),
        NotADirectory => (
            "路径中间有一段不是文件夹",
            "a part of the path is not a folder",
        ),
        ResourceBusy => ("正被别的程序使用", "another program is using it"),
        _ => {
            let text = error.to_string();
            return Words::new(format!("系统说：{text}"), text);
        }
    };
    Words::new(zh, en)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        assert!(open(&pipe).is_err());
    }

    #[test]
    fn a_lock_is_held_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = lock(&path).unwrap();
        assert!(first.is_some());
        assert!(lock(&path).unwrap().is_none());
        drop(first);
        assert!(lock(&path).unwrap().is_some());
    }
}
