//! Telling open pages what changed, over server-sent events.

use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::lock;
use crate::path::{SitePath, encode};

/// The pages that listen.
#[derive(Default)]
pub struct Events {
    listeners: Mutex<Listeners>,
}

#[derive(Default)]
struct Listeners {
    /// The oldest first.
    all: Vec<Listener>,
    closed: bool,
}

struct Listener {
    machine: IpAddr,
    sender: Sender<String>,
}

/// The pages whose bars changed.
pub enum Bars {
    On(Vec<SitePath>),
    Everywhere,
}

/// So often a silent line is sent: it finds out whether the page is still there.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// Pages beyond this number are no longer one person's preview; the oldest stop listening.
const MOST_LISTENERS: usize = 200;
/// A browser opens six connections to a host and no more: with a stream on each, no page could be
/// loaded any longer. Hidden pages give theirs up; of more windows than this in sight the one that
/// listened longest has to stop, and tries again by itself half a second later.
const MOST_ON_A_MACHINE: usize = 4;
/// From here on it is shorter to say that everything changed.
const MOST_PATHS: usize = 500;

impl Events {
    pub fn tell(&self, changed: &[SitePath], bars: &Bars) {
        let mut message = changes(changed);
        message.push_str(&match bars {
            Bars::Everywhere => ANY_BAR.to_string(),
            Bars::On(pages) if pages.is_empty() => String::new(),
            Bars::On(pages) if pages.len() > MOST_PATHS => ANY_BAR.to_string(),
            Bars::On(pages) => event("bar", pages),
        });
        if !message.is_empty() {
            self.send(&message);
        }
    }

    pub fn tell_all(&self) {
        self.send(EVERYTHING);
    }

    /// Ends every conversation, now and later.
    pub fn close(&self) {
        let mut listeners = lock(&self.listeners);
        listeners.closed = true;
        listeners.all.clear();
    }

    /// A new listener on a machine.
    pub fn listen(&self, machine: IpAddr) -> Receiver<String> {
        let (sender, receiver) = channel();
        let mut listeners = lock(&self.listeners);
        if listeners.closed {
            return receiver;
        }
        listeners.all.push(Listener { machine, sender });
        let all = &mut listeners.all;
        let beside = |listener: &&Listener| listener.machine == machine;
        if all.iter().filter(beside).count() > MOST_ON_A_MACHINE {
            let oldest = all.iter().position(|listener| listener.machine == machine);
            oldest.map(|at| all.remove(at));
        }
        if all.len() > MOST_LISTENERS {
            all.remove(0);
        }
        receiver
    }

    fn send(&self, message: &str) {
        let mut listeners = lock(&self.listeners);
        listeners
            .all
            .retain(|listener| listener.sender.send(message.to_string()).is_ok());
    }
}

/// An event for a page: everything changed.
pub const EVERYTHING: &str = "event: change\ndata: *\n\n";

/// An event for a page: look at your bar again.
pub const ANY_BAR: &str = "event: bar\ndata: *\n\n";

/// An event that lists the addresses of what changed, one a line; nothing for nothing.
pub fn changes(changed: &[SitePath]) -> String {
    match changed.len() {
        0 => String::new(),
        1..=MOST_PATHS => event("change", changed),
        _ => EVERYTHING.to_string(),
    }
}

fn event(name: &str, paths: &[SitePath]) -> String {
    let mut message = format!("event: {name}\n");
    for path in paths {
        message.push_str(&format!("data: /{}\n", encode(path.as_str())));
    }
    message + "\n"
}

/// Passes events on until the page goes away or the preview stops.
pub fn stream(mut writer: impl Write, missed: &str, events: &Receiver<String>) -> io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\
                Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
                Connection: close\r\n\r\nretry: 500\n\n";
    writer.write_all(head.as_bytes())?;
    writer.write_all(missed.as_bytes())?;
    loop {
        match events.recv_timeout(HEARTBEAT) {
            Ok(message) => writer.write_all(message.as_bytes())?,
            Err(RecvTimeoutError::Timeout) => writer.write_all(b":\n\n")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}
