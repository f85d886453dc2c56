//! One request, one answer.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::net::{IpAddr, TcpStream};
use std::sync::atomic::Ordering;

use super::answer::{self, Answer};
use super::page::{self, Shown};
use super::wire::{Connection, Reply, Request};
use super::{Served, Shared, events};
use crate::path::{SitePath, decode};
use crate::write::disk;

/// What the preview's own pages may load.
const OWN_POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'";

/// Which stretch of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Stretch {
    All,
    /// The first byte and how many.
    Part(u64, u64),
    /// None that is there.
    Beyond,
}

/// Who asks.
struct Visitor {
    machine: IpAddr,
    /// Whether it is a browser on this machine: only there an editor opens, and only there this
    /// machine's own paths are told.
    is_here: bool,
}

/// Answers one request after another until the browser goes away; an error means that it did.
pub fn converse(shared: &Shared, stream: TcpStream) -> io::Result<()> {
    let (theirs, ours) = (stream.peer_addr()?.ip(), stream.local_addr()?.ip());
    let visitor = Visitor {
        machine: theirs.to_canonical(),
        is_here: theirs.to_canonical().is_loopback() || theirs == ours,
    };
    let mut connection = Connection::new(stream)?;
    loop {
        let request = match connection.next(&shared.stopping)? {
            Ok(request) => request,
            Err(status) => {
                connection.answer(text(status, "?\n"), false, false)?;
                break;
            }
        };
        let welcome = shared.hosts.welcome(&request);
        if welcome && request.method == "GET" && own_name(&request) == Some("events") {
            // Listening begins before looking at what was missed: nothing falls between.
            let events = shared.events.listen(visitor.machine);
            let missed = missed(shared, &shared.served(), &request.target);
            return events::stream(connection.stream(), &missed, &events);
        }
        let keep = request.keep && !shared.stopping.load(Ordering::Relaxed);
        let reply = match welcome {
            true => reply(shared, &request, visitor.is_here),
            false => text(403, NOT_WELCOME),
        };
        connection.answer(reply, request.method == "HEAD", keep)?;
        if !keep {
            break;
        }
    }
    connection.close();
    Ok(())
}

const NOT_WELCOME: &str =
    "linli 只回答本机浏览器的预览请求。\nlinli answers only this machine's own preview.\n";

fn reply(shared: &Shared, request: &Request, is_here: bool) -> Reply {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return text(405, "GET, HEAD\n").with("Allow", "GET, HEAD");
    }
    let served = shared.served();
    match own_name(request) {
        Some("reload.js") => {
            let script = script(shared, &served, is_here).into_bytes();
            unkept(200, "text/javascript; charset=utf-8", script)
        }
        Some("bar.css") => unkept(200, "text/css; charset=utf-8", page::STYLE.into()),
        Some("bar") => {
            let path = asked_page(&request.target);
            let bars = page::bars(&served, path.as_ref());
            let tag = quoted(&page::tag_of(bars.as_bytes()));
            unkept(200, "text/html; charset=utf-8", bars.into_bytes()).with("ETag", &tag)
        }
        Some(_) => text(404, "not here\n"),
        None => from_site(&served, request),
    }
}

/// The script of this moment. Where a place leads is for browsers on this machine alone.
pub fn script(shared: &Shared, served: &Served, is_here: bool) -> String {
    let now = format!("{}-{}", shared.run, served.generation);
    let links = if is_here { &served.shown.links } else { "" };
    let script = page::SCRIPT.replace("RUN-GENERATION", &now);
    script.replace("EDITOR-LINKS", links)
}

/// The name of one of the preview's own files.
fn own_name(request: &Request) -> Option<&str> {
    let address = request.target.split('?').next()?;
    address.strip_prefix("/__linli/")
}

fn from_site(served: &Served, request: &Request) -> Reply {
    let path = answer::path_of(&request.target);
    match answer::find(served, path.as_ref()) {
        Answer::Page(shown) => whole_page(request, shown),
        Answer::Redirect(to) => text(302, "").with("Location", &to),
        Answer::Bytes { path, bytes } => {
            let tag = format!("{:032x}", crate::source::hash(&bytes));
            let len = bytes.len() as u64;
            part_of(request, &path, &tag, len, Cursor::new(bytes))
        }
        Answer::File { path, file } => {
            let opened = disk::open(&file.file);
            let opened = opened.and_then(|open: File| Ok((open.metadata()?.len(), open)));
            match opened {
                Ok((len, open)) => {
                    let tag = format!("{:032x}", file.hash);
                    part_of(request, &path, &tag, len, open)
                }
                // Deleted a moment ago; the next publication will not have it.
                Err(_) => whole_page(request, page::missing(served, Some(&path))),
            }
        }
    }
}

fn whole_page(request: &Request, shown: Shown) -> Reply {
    let tag = format!("{}-{}", shown.tag, shown.bar);
    if shown.status == 200 && has_already(request, &tag) {
        return unchanged(&tag);
    }
    let mut reply = bytes(shown.status, "text/html; charset=utf-8", shown.body);
    reply = reply.with("Cache-Control", "no-cache");
    if shown.status == 200 {
        reply = reply.with("ETag", &quoted(&tag));
    }
    match shown.own {
        true => reply.with("Content-Security-Policy", OWN_POLICY),
        false => reply,
    }
}

fn part_of(
    request: &Request,
    path: &SitePath,
    tag: &str,
    len: u64,
    mut content: impl Read + Seek + Send + 'static,
) -> Reply {
    if has_already(request, tag) {
        return unchanged(tag);
    }
    let mut range = request.header("Range").next();
    if request
        .header("If-Range")
        .any(|wanted| !same_tag(wanted, tag))
    {
        range = None;
    }
    let (status, start, count) = match range.map_or(Stretch::All, |range| stretch(range, len)) {
        Stretch::All => (200, 0, len),
        Stretch::Part(start, count) => (206, start, count),
        Stretch::Beyond => return text(416, "").with("Content-Range", &format!("bytes */{len}")),
    };
    if content.seek(SeekFrom::Start(start)).is_err() {
        return text(404, "");
    }
    let reply = build(
        status,
        answer::kind_of(path),
        Box::new(content.take(count)),
        count,
    )
    .with("Cache-Control", "no-cache")
    .with("Accept-Ranges", "bytes")
    .with("ETag", &quoted(tag));
    match status {
        206 => {
            let end = start + count - 1;
            reply.with("Content-Range", &format!("bytes {start}-{end}/{len}"))
        }
        _ => reply,
    }
}

/// One stretch, as players ask; several at once may be answered with everything.
fn stretch(range: &str, len: u64) -> Stretch {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|r| r.split_once('-')) else {
        return Stretch::All;
    };
    let number = |text: &str| text.trim().parse::<u64>();
    let (start, end) = match (number(first), number(last)) {
        (Ok(start), Ok(last)) if last >= start => (start, last.saturating_add(1).min(len)),
        (Ok(start), Err(_)) if last.trim().is_empty() => (start, len),
        (Err(_), Ok(count)) if first.trim().is_empty() => (len.saturating_sub(count), len),
        _ => return Stretch::All,
    };
    match start < end {
        true => Stretch::Part(start, end - start),
        false => Stretch::Beyond,
    }
}

/// What a page did not hear of: its own change or its bar's, by their tags, or that of something it
/// shows, by when it was loaded.
fn missed(shared: &Shared, served: &Served, url: &str) -> String {
    let Some(page) = query(url, "page") else {
        return String::new();
    };
    let path = SitePath::new(&decode(page)).ok();
    let mut bar = "";
    if let Answer::Page(shown) = answer::find(served, path.as_ref()) {
        if query(url, "tag") != Some(&shown.tag) {
            return events::EVERYTHING.to_string();
        }
        if query(url, "bar").unwrap_or_default() != shown.bar {
            bar = events::ANY_BAR;
        }
    }
    let since = query(url, "since").and_then(|since| since.split_once('-'));
    let paths: Vec<SitePath> = match since {
        Some((run, generation)) if run == shared.run => {
            let generation: u64 = generation.parse().unwrap_or(u64::MAX);
            let later = served
                .changed
                .iter()
                .filter(|(_, changed)| **changed > generation);
            later.map(|(path, _)| path.clone()).collect()
        }
        _ => Vec::new(),
    };
    events::changes(&paths) + bar
}

/// The page a script of ours asks for.
fn asked_page(url: &str) -> Option<SitePath> {
    SitePath::new(&decode(query(url, "page")?)).ok()
}

fn query<'a>(url: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = url.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(key, _)| *key == name);
    found.map(|(_, value)| value)
}

fn has_already(request: &Request, tag: &str) -> bool {
    let mut given = request
        .header("If-None-Match")
        .flat_map(|tags| tags.split(','));
    given.any(|one| one.trim() == "*" || same_tag(one, tag))
}

fn same_tag(written: &str, tag: &str) -> bool {
    let written = written.trim();
    written
        .strip_prefix("W/")
        .unwrap_or(written)
        .trim_matches('"')
        == tag
}

fn quoted(tag: &str) -> String {
    format!("\"{tag}\"")
}

fn unchanged(tag: &str) -> Reply {
    bytes(304, "text/plain; charset=utf-8", Vec::new())
        .with("Cache-Control", "no-cache")
        .with("ETag", &quoted(tag))
}

fn text(status: u16, words: &str) -> Reply {
    unkept(status, "text/plain; charset=utf-8", words.into())
}

/// The preview's own: a browser must not keep it.
fn unkept(status: u16, kind: &str, content: Vec<u8>) -> Reply {
    bytes(status, kind, content).with("Cache-Control", "no-store")
}

fn bytes(status: u16, kind: &str, content: Vec<u8>) -> Reply {
    let len = content.len() as u64;
    build(status, kind, Box::new(Cursor::new(content)), len)
}

/// Every answer states its kind and length, forbids guessing, and is for our own pages only.
fn build(status: u16, kind: &str, body: Box<dyn Read + Send>, len: u64) -> Reply {
    let headers = vec![
        ("Content-Type", kind.to_string()),
        ("X-Content-Type-Options", "nosniff".to_string()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_string()),
    ];
    Reply {
        status,
        headers,
        body,
        len,
    }
}

impl Reply {
    /// Adds a header; every value is ours or percent-encoded.
    fn with(mut self, name: &'static str, value: &str) -> Reply {
        self.headers.push((name, value.to_string()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_read_as_players_ask_for_it() {
        assert_eq!(stretch("bytes=0-", 10), Stretch::Part(0, 10));
        assert_eq!(stretch("bytes=2-5", 10), Stretch::Part(2, 4));
        assert_eq!(stretch("bytes=2-99", 10), Stretch::Part(2, 8));
        assert_eq!(stretch("bytes=-3", 10), Stretch::Part(7, 3));
        assert_eq!(stretch("bytes=-99", 10), Stretch::Part(0, 10));
        assert_eq!(stretch("bytes=10-", 10), Stretch::Beyond);
        assert_eq!(stretch("bytes=-0", 10), Stretch::Beyond);
        assert_eq!(stretch("bytes=0-", 0), Stretch::Beyond);
        for all in [
            "bytes=5-2",
            "bytes=-",
            "bytes=0-1,3-4",
            "lines=1-2",
            "bytes=0-99999999999999999999",
        ] {
            assert_eq!(stretch(all, 10), Stretch::All, "{all}");
        }
    }
}
