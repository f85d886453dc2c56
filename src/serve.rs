//! Shows a site in a browser on this machine and has open pages reload when it changes. It serves
//! the built bytes and a script tag; it knows nothing of how a site is built and writes nothing.

mod answer;
mod editor;
mod error;
mod events;
mod http;
mod network;
mod page;
mod visitor;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

pub use editor::Editor;
pub use error::ServeError;

use crate::output::{Entry, Output};
use crate::path::SitePath;
use events::{Bars, Events};
use visitor::Hosts;

/// A running preview. It stops when dropped.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
    host: String,
    listening: Option<JoinHandle<()>>,
}

/// What a browser is to see from now on. Every text is HTML already escaped.
#[derive(Clone, Default)]
pub struct Showing {
    /// The site; an empty one with `global` is a site that could not be built yet.
    pub output: Arc<Output>,
    /// What is wrong on a page, in a foldable bar at its end: the inside of a `<details>`, a
    /// `<summary>` and what it opens.
    pub problems: BTreeMap<SitePath, String>,
    /// The same at the end of every page; empty for nothing.
    pub global: String,
    /// What is said at the address of a page that is there no more.
    pub gone: BTreeMap<SitePath, String>,
    /// Where a problem's place leads on this machine: an address with `{path}`, `{line}` and
    /// `{column}`, as [`Editor::links_below`] makes it. Empty: nowhere.
    pub links: String,
}

/// What a browser gets at this moment.
#[derive(Default)]
struct Served {
    shown: Showing,
    /// Counts the publications.
    generation: u64,
    /// In which generation each path last changed, for pages that were not listening then.
    changed: BTreeMap<SitePath, u64>,
}

struct Shared {
    served: RwLock<Arc<Served>>,
    /// One publication at a time.
    publishing: Mutex<()>,
    events: Events,
    hosts: Hosts,
    /// Tells this run of the server from another on the same port.
    run: String,
    stopping: AtomicBool,
    conversing: AtomicUsize,
}

const DEFAULT_PORT: u16 = 4321;
const PORTS_TRIED: u16 = 20;
/// More connections than any browser makes; those beyond it are turned away.
const MOST_AT_ONCE: usize = 512;

impl Server {
    /// Starts listening. Without a port it takes 4321 or the next free one; a given port is taken
    /// or refused (0: any free one). Until something is published, every page says so.
    ///
    /// # Errors
    /// When the port is taken or the host is not of this machine.
    pub fn start(host: &str, port: Option<u16>) -> Result<Server, ServeError> {
        let listener = listen(host, port)?;
        let address = listener.local_addr().map_err(ServeError::Failed)?;
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let shared = Arc::new(Shared {
            served: RwLock::default(),
            publishing: Mutex::default(),
            events: Events::default(),
            hosts: Hosts::new(host, address),
            run: format!("{:x}", since.unwrap_or_default().as_nanos()),
            stopping: AtomicBool::new(false),
            conversing: AtomicUsize::new(0),
        });
        let for_thread = shared.clone();
        let listening = thread::Builder::new()
            .name("preview".to_string())
            .spawn(move || accept(&for_thread, &listener))
            .map_err(ServeError::Failed)?;
        Ok(Server {
            shared,
            address,
            host: host.to_string(),
            listening: Some(listening),
        })
    }

    /// Where a browser on this machine finds it: `http://127.0.0.1:4321/`.
    pub fn address(&self) -> String {
        let port = self.address.port();
        match self.host.parse() {
            Ok(std::net::IpAddr::V6(ip)) if !ip.is_unspecified() => {
                format!("http://[{ip}]:{port}/")
            }
            Ok(ip) if ip.is_unspecified() => format!("http://127.0.0.1:{port}/"),
            _ => format!("http://{}:{port}/", self.host),
        }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Whether other machines may look, and not only this one.
    pub fn is_for_others(&self) -> bool {
        !self.address.ip().is_loopback()
    }

    /// Where other machines of the local network find it: empty unless it listens to them.
    pub fn addresses_for_others(&self) -> Vec<String> {
        let listening = self.address.ip();
        let own = match listening.is_unspecified() {
            true => network::addresses(),
            false if listening.is_loopback() => Vec::new(),
            false => vec![listening],
        };
        let port = self.address.port();
        own.into_iter()
            .map(|ip| format!("http://{}/", SocketAddr::new(ip, port)))
            .collect()
    }

    /// Shows this from now on: open pages that differ reload, those whose problems differ get a new
    /// bar. Gives the paths at which a browser now gets something else, sorted.
    pub fn publish(&self, showing: Showing) -> Vec<SitePath> {
        let _one_at_a_time = lock(&self.shared.publishing);
        let before = self.shared.served();
        let generation = before.generation + 1;
        let changed = differing(&before.shown, &showing);
        let bars = differing_bars(&before.shown, &showing);
        let everything =
            before.shown.output.entries.is_empty() || showing.output.entries.is_empty();
        let mut changes = before.changed.clone();
        changes.extend(changed.iter().map(|path| (path.clone(), generation)));
        let served = Arc::new(Served {
            shown: showing,
            generation,
            changed: changes,
        });
        match self.shared.served.write() {
            Ok(mut place) => *place = served,
            Err(poisoned) => *poisoned.into_inner() = served,
        }
        match everything {
            true => self.shared.events.tell_all(),
            false => self.shared.events.tell(&changed, &bars),
        }
        changed
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::Relaxed);
        self.shared.events.close();
        // Whoever waits for a visitor notices only when one comes.
        let mut here = self.address;
        if here.ip().is_unspecified() {
            here.set_ip(match here {
                SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        let visit = TcpStream::connect_timeout(&here, Duration::from_secs(1));
        if let (Ok(_), Some(listening)) = (visit, self.listening.take()) {
            // It only panics by our own mistake, and then it has said so itself.
            let _ = listening.join();
        }
    }
}

impl Shared {
    fn served(&self) -> Arc<Served> {
        match self.served.read() {
            Ok(served) => served.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }
}

fn listen(host: &str, port: Option<u16>) -> Result<TcpListener, ServeError> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let bind = |port: u16| -> Result<TcpListener, ServeError> {
        let unknown = || ServeError::UnknownHost(host.to_string());
        let addresses = (bare, port).to_socket_addrs().map_err(|_| unknown())?;
        TcpListener::bind(&addresses.collect::<Vec<_>>()[..]).map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => ServeError::PortBusy(port),
            io::ErrorKind::AddrNotAvailable | io::ErrorKind::InvalidInput => unknown(),
            _ => ServeError::Failed(error),
        })
    };
    if let Some(port) = port {
        return bind(port);
    }
    for port in DEFAULT_PORT..DEFAULT_PORT + PORTS_TRIED {
        match bind(port) {
            Err(ServeError::PortBusy(_)) => {}
            // Windows keeps whole ranges of ports for itself and says so in this way.
            Err(ServeError::Failed(error)) if error.kind() == io::ErrorKind::PermissionDenied => {}
            other => return other,
        }
    }
    bind(0)
}

/// Each connection has a thread of its own: a slow reader holds up nobody else.
fn accept(shared: &Arc<Shared>, listener: &TcpListener) {
    while !shared.stopping.load(Ordering::Relaxed) {
        let Ok((stream, _)) = listener.accept() else {
            // Too many open files, or a browser gone before it was heard: both pass.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        if shared.conversing.load(Ordering::Relaxed) >= MOST_AT_ONCE {
            continue;
        }
        shared.conversing.fetch_add(1, Ordering::Relaxed);
        let there = shared.clone();
        let spawned = thread::Builder::new().spawn(move || {
            // A browser that goes away in the middle is nothing to report.
            let _ = http::converse(&there, stream);
            there.conversing.fetch_sub(1, Ordering::Relaxed);
        });
        if spawned.is_err() {
            shared.conversing.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// The paths at which a browser would now get something else, but for the bars.
fn differing(before: &Showing, now: &Showing) -> Vec<SitePath> {
    let same = |one: &Entry, other: &Entry| match (one, other) {
        (Entry::Bytes(one), Entry::Bytes(other)) => Arc::ptr_eq(one, other) || one == other,
        (Entry::File(one), Entry::File(other)) => one == other,
        _ => false,
    };
    let old = &before.output.entries;
    let new = &now.output.entries;
    let differs = |path: &&SitePath| match (old.get(*path), new.get(*path)) {
        (Some(one), Some(other)) => !same(one, other),
        _ => true,
    };
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let told = now
        .gone
        .iter()
        .filter(|(path, told)| !new.contains_key(*path) && before.gone.get(*path) != Some(told));
    let told = told.map(|(path, _)| path);
    let changed = new.keys().filter(differs).chain(gone).chain(told);
    let changed: BTreeSet<SitePath> = changed.cloned().collect();
    changed.into_iter().collect()
}

/// The paths whose bars differ.
fn differing_bars(before: &Showing, now: &Showing) -> Bars {
    if before.global != now.global || before.links != now.links {
        return Bars::Everywhere;
    }
    let paths: BTreeSet<&SitePath> = before.problems.keys().chain(now.problems.keys()).collect();
    let differs = |path: &&SitePath| before.problems.get(*path) != now.problems.get(*path);
    Bars::On(paths.into_iter().filter(differs).cloned().collect())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What a mutex guards here is whole at every moment, whoever panicked.
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

#[cfg(test)]
mod tests;
