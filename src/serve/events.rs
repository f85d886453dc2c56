//! Telling open pages what changed, over server-sent events.

use std::io::{self, Write};
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
    senders: Vec<Sender<String>>,
    closed: bool,
}

/// So often a silent line is sent: it finds out whether the page is still there.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// Pages beyond this number are no longer one person's preview; the oldest stop listening.
const MOST_LISTENERS: usize = 200;
/// From here on it is shorter to say that everything changed.
const MOST_PATHS: usize = 500;

impl Events {
    pub fn tell(&self, changed: &[SitePath]) {
        if !changed.is_empty() {
            self.send(&message(changed));
        }
    }

    pub fn tell_all(&self) {
        self.send(EVERYTHING);
    }

    /// Ends every conversation, now and later.
    pub fn close(&self) {
        let mut listeners = lock(&self.listeners);
        listeners.closed = true;
        listeners.senders.clear();
    }

    pub fn listen(&self) -> Receiver<String> {
        let (sender, receiver) = channel();
        let mut listeners = lock(&self.listeners);
        if !listeners.closed {
            listeners.senders.push(sender);
        }
        if listeners.senders.len() > MOST_LISTENERS {
            listeners.senders.remove(0);
        }
        receiver
    }

    fn send(&self, message: &str) {
        let mut listeners = lock(&self.listeners);
        listeners
            .senders
            .retain(|sender| sender.send(message.to_string()).is_ok());
    }
}

/// An event for a page: everything changed.
pub const EVERYTHING: &str = "event: change\ndata: *\n\n";

/// An event that lists the addresses of what changed, one a line.
pub fn message(changed: &[SitePath]) -> String {
    if changed.len() > MOST_PATHS {
        return EVERYTHING.to_string();
    }
    let mut message = String::from("event: change\n");
    for path in changed {
        message.push_str(&format!("data: /{}\n", encode(path.as_str())));
    }
    message + "\n"
}

/// Passes events on until the page goes away or the preview stops.
pub fn stream(
    mut writer: impl Write,
    missed: Option<String>,
    events: &Receiver<String>,
) -> io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\
                Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
                Connection: close\r\n\r\nretry: 500\n\n";
    writer.write_all(head.as_bytes())?;
    if let Some(missed) = missed {
        writer.write_all(missed.as_bytes())?;
    }
    loop {
        match events.recv_timeout(HEARTBEAT) {
            Ok(message) => writer.write_all(message.as_bytes())?,
            Err(RecvTimeoutError::Timeout) => writer.write_all(b":\n\n")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}
