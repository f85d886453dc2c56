//! The site as a value: path to content, ordered. Writing, serving and testing are readers of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::path::SitePath;
use crate::source::FileSource;

/// What stands at one path of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Bytes made by this build, shared with whoever else needs them.
    Bytes(Arc<[u8]>),
    /// A source file passed on as it is; its bytes stay on the disk until they are written.
    File(FileSource),
}

/// The whole site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    pub entries: BTreeMap<SitePath, Entry>,
}

impl Output {
    pub fn insert(&mut self, path: SitePath, bytes: impl Into<Vec<u8>>) {
        let bytes: Vec<u8> = bytes.into();
        self.entries.insert(path, Entry::Bytes(bytes.into()));
    }

    /// The text at a path made by this build, for tests and tools.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.entries.get(&SitePath::new(path).ok()?)? {
            Entry::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            Entry::File(_) => None,
        }
    }
}

impl Entry {
    /// xxh3-128 of the content.
    pub fn hash(&self) -> u128 {
        match self {
            Entry::Bytes(bytes) => crate::source::hash(bytes),
            Entry::File(file) => file.hash,
        }
    }
}
