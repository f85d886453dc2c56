//! Tells when something on the disk changed, once per burst. What changed in it is for others to
//! find out by reading again.

mod poll;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::load::is_passed_over;
use crate::write::disk;

/// Eyes on some files and folders.
pub struct Watch {
    watched: Vec<Watched>,
    ignored: Vec<PathBuf>,
    eyes: Eyes,
    /// What came while somebody asked whether anything did.
    early: RefCell<Vec<notify::Result<Event>>>,
}

/// One of the places to watch, there or not yet.
struct Watched {
    path: PathBuf,
    /// Only the folder around what is watched: it tells at once when that comes or goes, and when
    /// an editor puts a new file in a file's place.
    around: bool,
    /// Which file or folder the system watches under this path.
    identity: Option<Standing>,
}

/// What stands at a path: enough to see that something else stands there now.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Standing {
    is_folder: bool,
    number: Option<(u64, u64)>,
}

enum Eyes {
    /// The system tells.
    Told {
        watcher: RecommendedWatcher,
        events: Receiver<notify::Result<Event>>,
    },
    /// We look ourselves, again and again.
    Looking(poll::Looking),
}

/// This much silence ends a burst, …
const SILENCE: Duration = Duration::from_millis(10);
/// … and a burst that does not end is cut here.
const LONGEST: Duration = Duration::from_millis(50);
/// More files than a person saves at once are a storm: another branch of git, a folder being kept
/// like that of another machine. What is halfway there is worth no look, so a storm may …
const MANY: usize = 12;
/// … pause this long …
const STORM_SILENCE: Duration = Duration::from_millis(200);
/// … and last this long.
const LONGEST_STORM: Duration = Duration::from_secs(2);
/// How often the watched places themselves are looked at: a deleted and remade folder tells
/// nothing, nor does one that was not there yet.
const GLANCE: Duration = Duration::from_millis(300);

impl Watch {
    /// Watches files and folders, with all below them; those not there yet too. What lies in the
    /// ignored ones, and what editors leave behind, is never reported. Begin to watch before the
    /// first reading, or a change in between is missed.
    pub fn new(paths: &[PathBuf], ignored: &[PathBuf]) -> Watch {
        let (watched, ignored) = places(paths, ignored);
        let (sender, events) = channel();
        let config = Config::default().with_follow_symlinks(false);
        let mut watch = match RecommendedWatcher::new(sender, config) {
            Ok(watcher) => Watch {
                watched,
                ignored,
                eyes: Eyes::Told { watcher, events },
                early: RefCell::default(),
            },
            Err(_) => return Watch::looking(paths, ignored),
        };
        watch.watch_again();
        watch
    }

    /// The same by looking again and again, for disks that tell nothing, such as shared ones.
    pub fn polling(paths: &[PathBuf], ignored: &[PathBuf]) -> Watch {
        let (_, ignored) = places(&[], ignored);
        Watch::looking(paths, ignored)
    }

    /// Whether the system could not be asked to tell, so that changes show a little later.
    pub fn is_polling(&self) -> bool {
        matches!(self.eyes, Eyes::Looking(_))
    }

    /// Whether something changed that nobody has waited for yet. Where the system tells nothing, never.
    pub fn stirs(&self) -> bool {
        let Eyes::Told { events, .. } = &self.eyes else {
            return false;
        };
        let mut early = self.early.borrow_mut();
        early.extend(events.try_iter());
        let mut burst = Burst::default();
        for event in early.iter() {
            let event = match event {
                Ok(event) => Ok(event.clone()),
                // Whatever went wrong, it is to be looked at.
                Err(_) => return true,
            };
            burst.take(Ok(event), &self.watched, &self.ignored);
        }
        !burst.is_empty()
    }

    /// Waits until something changed and it is quiet again. The paths are sorted; none means that
    /// the system lost count, and anything may have changed.
    pub fn wait(&mut self) -> Vec<PathBuf> {
        loop {
            if let Some(changed) = self.wait_within(Duration::from_secs(3600)) {
                return changed;
            }
        }
    }

    /// The same, giving up after a while.
    pub fn wait_within(&mut self, patience: Duration) -> Option<Vec<PathBuf>> {
        let end = Instant::now() + patience;
        while Instant::now() < end {
            let wait = GLANCE.min(end.saturating_duration_since(Instant::now()));
            let mut burst = Burst::default();
            for event in self.early.take() {
                burst.take(Ok(event), &self.watched, &self.ignored);
            }
            match &mut self.eyes {
                Eyes::Told { events, .. } => {
                    if burst.is_empty() {
                        let first = events.recv_timeout(wait);
                        burst.take(first, &self.watched, &self.ignored);
                    }
                    let start = Instant::now();
                    while !burst.is_empty() && start.elapsed() < burst.longest() {
                        let next = events.recv_timeout(burst.silence());
                        if matches!(next, Err(RecvTimeoutError::Timeout)) {
                            break;
                        }
                        burst.take(next, &self.watched, &self.ignored);
                    }
                    if burst.stopped {
                        // The system's side ended, which it never should: look ourselves.
                        *self = Watch::looking(&self.inner_paths(), self.ignored.clone());
                        burst.unsure = true;
                    }
                }
                Eyes::Looking(looking) => {
                    burst.paths = looking.look_within(wait, &self.ignored);
                }
            }
            for path in self.watch_again() {
                burst.paths.insert(path);
            }
            if burst.unsure {
                return Some(Vec::new());
            }
            if !burst.is_empty() {
                return Some(burst.paths.into_iter().collect());
            }
        }
        None
    }

    fn looking(paths: &[PathBuf], ignored: Vec<PathBuf>) -> Watch {
        let (watched, _) = places(paths, &[]);
        let roots = watched.into_iter().filter(|watched| !watched.around);
        let roots = roots.map(|watched| watched.path).collect();
        let looking = poll::Looking::new(roots, &ignored);
        Watch {
            watched: Vec::new(),
            ignored,
            eyes: Eyes::Looking(looking),
            early: RefCell::default(),
        }
    }

    fn inner_paths(&self) -> Vec<PathBuf> {
        let inner = self.watched.iter().filter(|watched| !watched.around);
        inner.map(|watched| watched.path.clone()).collect()
    }

    /// Watches what now stands at the paths where something else stood, and says at which.
    fn watch_again(&mut self) -> Vec<PathBuf> {
        let Eyes::Told { watcher, .. } = &mut self.eyes else {
            return Vec::new();
        };
        let mut moved = Vec::new();
        let mut blind = false;
        for watched in &mut self.watched {
            let standing = standing(&watched.path);
            if standing == watched.identity {
                continue;
            }
            // Usually gone already with what stood there.
            let _ = watcher.unwatch(&watched.path);
            if standing.is_some_and(|standing| standing.is_folder) {
                let mode = match watched.around {
                    true => RecursiveMode::NonRecursive,
                    false => RecursiveMode::Recursive,
                };
                let result = watcher.watch(&watched.path, mode);
                let vanished = result.is_err() && self::standing(&watched.path).is_none();
                blind |= result.is_err() && !vanished;
                if vanished {
                    continue;
                }
            }
            watched.identity = standing;
            if !watched.around {
                moved.push(watched.path.clone());
            }
        }
        if blind {
            // Most likely no more watches are to be had on this machine.
            *self = Watch::looking(&self.inner_paths(), self.ignored.clone());
        }
        moved
    }
}

/// What came in one go.
#[derive(Default)]
struct Burst {
    paths: BTreeSet<PathBuf>,
    unsure: bool,
    stopped: bool,
}

impl Burst {
    fn is_storm(&self) -> bool {
        self.paths.len() > MANY || self.unsure
    }

    fn longest(&self) -> Duration {
        match self.is_storm() {
            true => LONGEST_STORM,
            false => LONGEST,
        }
    }

    fn silence(&self) -> Duration {
        match self.is_storm() {
            true => STORM_SILENCE,
            false => SILENCE,
        }
    }

    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.unsure
    }

    fn take(
        &mut self,
        event: Result<notify::Result<Event>, RecvTimeoutError>,
        watched: &[Watched],
        ignored: &[PathBuf],
    ) {
        let event = match event {
            Ok(Ok(event)) => event,
            Ok(Err(_)) => return self.unsure = true,
            Err(RecvTimeoutError::Timeout) => return,
            Err(RecvTimeoutError::Disconnected) => return self.stopped = true,
        };
        if event.need_rescan() {
            self.unsure = true;
        }
        if is_change(event.kind) {
            let roots = || {
                let inner = watched.iter().filter(|watched| !watched.around);
                inner.map(|watched| watched.path.as_path())
            };
            let matter = |path: &PathBuf| matters(path, roots(), ignored);
            self.paths.extend(event.paths.into_iter().filter(matter));
        }
    }
}

/// Reading a file raises events too; acting on those would never end.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) => true,
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) | EventKind::Any | EventKind::Other => false,
    }
}

/// Whether a path is of concern: watched, not ignored, and nothing an editor leaves behind.
fn matters<'a>(
    path: &Path,
    mut roots: impl Iterator<Item = &'a Path>,
    ignored: &[PathBuf],
) -> bool {
    if ignored.iter().any(|ignored| path.starts_with(ignored)) {
        return false;
    }
    // Names above the watched place are not ours to judge: it may stand in a hidden folder.
    let below = roots.find_map(|root| path.strip_prefix(root).ok());
    below.is_some_and(|below| {
        let mut names = below.iter().map(|name| name.to_string_lossy());
        !names.any(|name| is_passed_over(&name))
    })
}

/// What to watch and what to ignore, as the system will spell the paths of its events.
fn places(paths: &[PathBuf], ignored: &[PathBuf]) -> (Vec<Watched>, Vec<PathBuf>) {
    let spelled = |path: &PathBuf| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let (parent, name) = (path.parent(), path.file_name());
        match (parent.and_then(|parent| parent.canonicalize().ok()), name) {
            (Some(parent), Some(name)) => parent.join(name),
            _ => path,
        }
    };
    let paths: BTreeSet<PathBuf> = paths.iter().map(spelled).collect();
    let parents: BTreeSet<PathBuf> = paths
        .iter()
        .filter_map(|path| path.parent())
        .map(Path::to_path_buf)
        .collect();
    let watched = |around| {
        move |path| Watched {
            path,
            around,
            identity: None,
        }
    };
    let covered = |path: &PathBuf| paths.iter().any(|root| path.starts_with(root));
    let around: Vec<Watched> = parents
        .into_iter()
        .filter(|path| !covered(path))
        .map(watched(true))
        .collect();
    let all = paths.into_iter().map(watched(false)).chain(around);
    (all.collect(), ignored.iter().map(spelled).collect())
}

fn standing(path: &Path) -> Option<Standing> {
    let metadata = path.metadata().ok()?;
    Some(Standing {
        is_folder: metadata.is_dir(),
        number: disk::identity(&metadata),
    })
}

#[cfg(test)]
mod tests;
