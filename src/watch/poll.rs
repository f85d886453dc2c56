//! Watching by looking: every so often each file's time and length, compared with before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{LONGEST_STORM, MANY, matters};
use crate::write::disk::Stamp;

/// The last look.
pub struct Looking {
    roots: Vec<PathBuf>,
    seen: BTreeMap<PathBuf, Stamp>,
    /// How long a look takes: a large handbook is looked at less often.
    took: Duration,
}

const PAUSE: Duration = Duration::from_millis(200);

impl Looking {
    pub fn new(roots: Vec<PathBuf>, ignored: &[PathBuf]) -> Looking {
        let start = Instant::now();
        let seen = look(&roots, ignored);
        Looking {
            roots,
            seen,
            took: start.elapsed(),
        }
    }

    /// Waits, looks once more, and gives the paths that differ; a storm is waited out.
    pub fn look_within(&mut self, wait: Duration, ignored: &[PathBuf]) -> BTreeSet<PathBuf> {
        let mut changed = self.look_after(PAUSE.max(self.took * 10).min(wait), ignored);
        let start = Instant::now();
        while changed.len() > MANY && start.elapsed() < LONGEST_STORM {
            let more = self.look_after(PAUSE, ignored);
            if more.is_empty() {
                break;
            }
            changed.extend(more);
        }
        changed
    }

    fn look_after(&mut self, pause: Duration, ignored: &[PathBuf]) -> BTreeSet<PathBuf> {
        sleep(pause);
        let start = Instant::now();
        let now = look(&self.roots, ignored);
        self.took = start.elapsed();
        let gone = self.seen.keys().filter(|path| !now.contains_key(*path));
        let differs = |(path, stamp): &(&PathBuf, &Stamp)| self.seen.get(*path) != Some(*stamp);
        let new = now.iter().filter(differs).map(|(path, _)| path);
        let changed = gone.chain(new).cloned().collect();
        self.seen = now;
        changed
    }
}

/// Links are looked at, not followed: the files they lead to inside the handbook are seen there.
fn look(roots: &[PathBuf], ignored: &[PathBuf]) -> BTreeMap<PathBuf, Stamp> {
    let mut seen = BTreeMap::new();
    let mut waiting: Vec<PathBuf> = roots.to_vec();
    while let Some(path) = waiting.pop() {
        if !matters(&path, roots.iter().map(PathBuf::as_path), ignored) {
            continue;
        }
        let Ok(metadata) = path.symlink_metadata() else {
            continue;
        };
        match metadata.is_dir() {
            true => waiting.extend(inside(&path)),
            false => {
                seen.insert(path, Stamp::of(&metadata));
            }
        }
    }
    seen
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}
