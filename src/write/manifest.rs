//! The list a site carries of what linli wrote into it: path and hash, sorted. Whatever is not on
//! it belongs to somebody else and is never deleted.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::output::Output;
use crate::path::SitePath;

/// Where the list stands in a site.
pub const NAME: &str = ".linli-manifest";

const FIRST_LINE: &str = "linli-manifest 1";

/// The files a build wrote, with xxh3-128 of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub files: BTreeMap<SitePath, u128>,
}

impl Manifest {
    pub fn of(output: &Output) -> Manifest {
        let entries: Vec<_> = output.entries.iter().collect();
        let hashes: Vec<u128> = entries.par_iter().map(|(_, entry)| entry.hash()).collect();
        let paths = entries.into_iter().map(|(path, _)| path.clone());
        Manifest {
            files: paths.zip(hashes).collect(),
        }
    }

    /// The list in a folder; `None` where there is none, or it is damaged and proves nothing.
    pub fn read(folder: &Path) -> io::Result<Option<Manifest>> {
        let path = folder.join(NAME);
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return Ok(None),
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(error),
        }
        Ok(Manifest::parse(&String::from_utf8_lossy(&std::fs::read(
            path,
        )?)))
    }

    pub fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        for (path, hash) in &self.files {
            text.push_str(&format!("{hash:032x} {path}\n"));
        }
        text
    }

    /// Every line must be one linli could have written: a list that was tampered with must not
    /// point a deletion outside.
    fn parse(text: &str) -> Option<Manifest> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let mut files = BTreeMap::new();
        for line in lines {
            let (hash, name) = line.split_once(' ')?;
            let path = SitePath::new(name).ok()?;
            if path.as_str() != name || hash.len() != 32 {
                return None;
            }
            files.insert(path, u128::from_str_radix(hash, 16).ok()?);
        }
        Some(Manifest { files })
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut output = Output::default();
        output.insert(SitePath::new("zh/小区 一.html").unwrap(), "a");
        output.insert(SitePath::new("index.html").unwrap(), "b");
        let manifest = Manifest::of(&output);
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest));
        assert_eq!(Manifest::default().to_text(), "linli-manifest 1\n");
    }

    #[test]
    fn a_list_that_points_outside_or_was_cut_is_not_believed() {
        let hash = "0".repeat(32);
        for text in [
            String::new(),
            format!("linli-manifest 1\n{hash} ../../etc/passwd\n"),
            format!("linli-manifest 1\n{hash} /etc/passwd\n"),
            format!("linli-manifest 1\n{hash} a.ht"),
            format!("{hash} a.html\n"),
        ] {
            assert_eq!(Manifest::parse(&text), None, "{text}");
        }
    }
}
