//! Requests and answers as they travel: HTTP/1.1, GET without a body, a thread for each connection.
//!
//! Written by hand because of what a preview needs: tiny_http can leave a connection waiting for
//! as long as others stay open, and browsers keep theirs open.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What a browser asks.
#[derive(Debug, Default)]
pub struct Request {
    pub method: String,
    /// As written, not decoded.
    pub target: String,
    pub headers: Vec<(String, String)>,
    /// Whether the connection can take another request after this one.
    pub keep: bool,
}

/// What it gets.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Box<dyn Read + Send>,
    /// How many bytes the body has.
    pub len: u64,
}

/// One browser's connection.
pub struct Connection {
    reader: BufReader<TcpStream>,
}

/// So often a waiting connection looks whether the preview has stopped.
const GLANCE: Duration = Duration::from_millis(250);
/// A connection nobody uses is closed after this, …
const IDLE: Duration = Duration::from_secs(60);
/// … one that does not finish its request after this, …
const ASKING: Duration = Duration::from_secs(20);
/// … and one that takes nothing of its answer after this.
const TAKING: Duration = Duration::from_secs(60);

const LONGEST_LINE: u64 = 8 * 1024;
const MOST_HEADERS: usize = 100;

impl Request {
    /// The values of a header, whose name may be written in capitals or not.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let same = move |(key, _): &&(String, String)| key.eq_ignore_ascii_case(name);
        let found = self.headers.iter().filter(same);
        found.map(|(_, value)| value.as_str())
    }

    fn has_body(&self) -> bool {
        let length = self.header("Content-Length").any(|length| length != "0");
        length || self.header("Transfer-Encoding").next().is_some()
    }
}

impl Connection {
    pub fn new(stream: TcpStream) -> io::Result<Connection> {
        stream.set_read_timeout(Some(GLANCE))?;
        stream.set_write_timeout(Some(TAKING))?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            reader: BufReader::new(stream),
        })
    }

    /// The next request. `Ok(Err(status))` for one that cannot be understood; an error when there
    /// is none: the browser went away, or the preview stops.
    pub fn next(&mut self, stopping: &AtomicBool) -> io::Result<Result<Request, u16>> {
        let idle = Instant::now();
        loop {
            match self.reader.fill_buf() {
                Ok([]) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => break,
                Err(error) if !is_timeout(&error) || idle.elapsed() > IDLE => return Err(error),
                Err(_) if stopping.load(Ordering::Relaxed) => {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
                Err(_) => {}
            }
        }
        let end = Instant::now() + ASKING;
        let Some(first) = self.line(end)? else {
            return Ok(Err(414));
        };
        let Some(mut request) = parse_first(&first) else {
            return Ok(Err(400));
        };
        loop {
            let Some(line) = self.line(end)? else {
                return Ok(Err(431));
            };
            if line.is_empty() {
                break;
            }
            if request.headers.len() == MOST_HEADERS {
                return Ok(Err(431));
            }
            match parse_header(&line) {
                Some(header) => request.headers.push(header),
                None => return Ok(Err(400)),
            }
        }
        let close = |value: &str| value.to_ascii_lowercase().contains("close");
        request.keep &= !request.header("Connection").any(close) && !request.has_body();
        Ok(Ok(request))
    }

    /// Sends an answer; a request for the head alone gets no body.
    pub fn answer(&mut self, reply: Reply, head_only: bool, keep: bool) -> io::Result<()> {
        let mut stream = self.reader.get_ref();
        let mut head = format!("HTTP/1.1 {} {}\r\n", reply.status, words(reply.status));
        for (name, value) in &reply.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let connection = if keep { "keep-alive" } else { "close" };
        // An unchanged page keeps the length the browser knows.
        if reply.status != 304 {
            head.push_str(&format!("Content-Length: {}\r\n", reply.len));
        }
        head.push_str(&format!("Connection: {connection}\r\n\r\n"));
        stream.write_all(head.as_bytes())?;
        if head_only || reply.status == 304 {
            return Ok(());
        }
        let sent = io::copy(&mut reply.body.take(reply.len), &mut stream)?;
        // A file that became shorter: only hanging up tells the browser.
        match sent == reply.len {
            true => Ok(()),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// For an answer without end.
    pub fn stream(&mut self) -> &TcpStream {
        self.reader.get_ref()
    }

    /// Hangs up so that the answer arrives: what the browser still sends is heard out for a while.
    pub fn close(mut self) {
        let _ = self.reader.get_ref().shutdown(Shutdown::Write);
        let mut rest = [0; 4096];
        for _ in 0..64 {
            match self.reader.read(&mut rest) {
                Ok(read) if read > 0 => {}
                _ => return,
            }
        }
    }

    /// A line without its end; `None` for one that is too long.
    fn line(&mut self, end: Instant) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        loop {
            let rest = LONGEST_LINE.saturating_sub(line.len() as u64);
            if rest == 0 {
                return Ok(None);
            }
            let read = self.reader.by_ref().take(rest).read_until(b'\n', &mut line);
            match read {
                Err(error) if !is_timeout(&error) => return Err(error),
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                _ if line.ends_with(b"\n") => break,
                _ if Instant::now() > end => return Err(io::ErrorKind::TimedOut.into()),
                _ => {}
            }
        }
        let text = String::from_utf8_lossy(&line);
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_string()))
    }
}

fn is_timeout(error: &io::Error) -> bool {
    use io::ErrorKind::*;
    matches!(error.kind(), WouldBlock | TimedOut | Interrupted)
}

/// `GET /zh/ HTTP/1.1`
fn parse_first(line: &str) -> Option<Request> {
    let mut parts = line.split(' ');
    let (method, target, version) = (parts.next()?, parts.next()?, parts.next()?);
    let known = matches!(version, "HTTP/1.0" | "HTTP/1.1") && parts.next().is_none();
    let plain = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase());
    (known && plain && !target.is_empty()).then(|| Request {
        method: method.to_string(),
        target: target.to_string(),
        headers: Vec::new(),
        keep: version == "HTTP/1.1",
    })
}

fn parse_header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let named = !name.is_empty() && name.bytes().all(plain);
    named.then(|| (name.to_string(), value.trim().to_string()))
}

fn words(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        414 => "URI Too Long",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_strictly() {
        let request = parse_first("GET /zh/ HTTP/1.1").unwrap();
        assert_eq!(
            (request.method.as_str(), request.target.as_str()),
            ("GET", "/zh/")
        );
        for odd in [
            "",
            "GET",
            "GET /",
            "GET / HTTP/2",
            "GET  / HTTP/1.1",
            "get / HTTP/1.1",
        ] {
            assert!(parse_first(odd).is_none(), "{odd}");
        }
        let host = parse_header("Host:  localhost ").unwrap();
        assert_eq!((host.0.as_str(), host.1.as_str()), ("Host", "localhost"));
        for odd in ["Host", "Host : x", " folded: x", ": x"] {
            assert!(parse_header(odd).is_none(), "{odd}");
        }
    }
}
