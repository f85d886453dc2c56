//! Single files: new ones written, others copied, linked, hashed.

use std::fs::{self, File, FileType};
use std::io::{self, Read, Write};
use std::path::Path;

use super::disk;

/// Why a copy failed, and on which side.
pub struct CopyError {
    /// Whether it was the file copied from.
    pub reading: bool,
    pub error: io::Error,
}

const CHUNK: usize = 128 * 1024;

/// xxh3-128 of a file, read in pieces.
pub fn hash(path: &Path) -> io::Result<u128> {
    let mut file = disk::open(path)?;
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(hasher.digest128()),
            read => hasher.update(&chunk[..read]),
        }
    }
}

/// Writes a file that must not be there yet.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create_new(path)?.write_all(bytes)
}

/// The same, and waits until the disk has it.
pub fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Copies a file in pieces to one that must not be there yet; the hash is of what was copied.
pub fn copy_new(from: &Path, to: &Path) -> Result<u128, CopyError> {
    let side = |reading: bool| move |error| CopyError { reading, error };
    let mut source = disk::open(from).map_err(side(true))?;
    let mut copy = File::create_new(to).map_err(side(false))?;
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = source.read(&mut chunk).map_err(side(true))?;
        if read == 0 {
            return Ok(hasher.digest128());
        }
        hasher.update(&chunk[..read]);
        copy.write_all(&chunk[..read]).map_err(side(false))?;
    }
}

/// Gives a file the modification time of another; not worth failing for.
pub fn copy_time(from: &Path, to: &Path) {
    let time = from.metadata().and_then(|metadata| metadata.modified());
    if let (Ok(time), Ok(file)) = (time, File::options().write(true).open(to)) {
        let _ = file.set_modified(time);
    }
}

/// Makes somebody else's thing stand in a second place too.
pub fn carry(kind: FileType, from: &Path, to: &Path) -> io::Result<()> {
    if kind.is_dir() {
        match fs::create_dir(to) {
            // The new site has a folder of that name too.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(()) => {}
        }
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    if kind.is_symlink() {
        return disk::copy_link(from, to);
    }
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Err(error),
        Err(_) if kind.is_file() => {
            fs::copy(from, to)?;
            copy_time(from, to);
            Ok(())
        }
        other => other,
    }
}
