//! The preview over real connections.

mod changes;

use std::io::{Read, Write};
use std::net::TcpStream;

use super::*;
use crate::source::FileSource;

const PAGE: &str = "<!DOCTYPE html><html><body><p>首页</p></body></html>";

fn site(pages: &[(&str, &str)]) -> Arc<Output> {
    let mut output = Output::default();
    for (path, text) in pages {
        output.insert(SitePath::new(path).unwrap(), *text);
    }
    Arc::new(output)
}

/// A site in which nothing is wrong.
fn only(pages: &[(&str, &str)]) -> Showing {
    Showing {
        output: site(pages),
        ..Showing::default()
    }
}

fn started() -> Server {
    let server = Server::start("127.0.0.1", Some(0)).unwrap();
    let pages = [
        ("index.html", PAGE),
        ("zh/index.html", PAGE),
        ("zh/a.html", PAGE),
        ("assets/site.css", "body{}"),
        ("search/合.js", "0123456789"),
    ];
    server.publish(only(&pages));
    server
}

/// A status, the head in small letters and the body.
#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// Sends exactly these lines and reads until the server hangs up.
fn send(server: &Server, lines: &[&str]) -> Reply {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    let text = lines.join("\r\n") + "\r\nConnection: close\r\n\r\n";
    stream.write_all(text.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec())
        .unwrap()
        .to_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Reply {
        status,
        head,
        body: bytes[end + 4..].to_vec(),
    }
}

fn get(server: &Server, path: &str, more: &[&str]) -> Reply {
    let first = format!("GET {path} HTTP/1.1");
    let lines = [&[first.as_str(), "Host: localhost"], more].concat();
    send(server, &lines)
}

#[test]
fn a_page_is_the_built_page_and_one_script() {
    let server = started();
    for path in ["/", "/index.html", "/zh/", "/zh/a.html?x=1"] {
        let reply = get(&server, path, &[]);
        assert_eq!(reply.status, 200, "{path}");
        let text = reply.text();
        let start = text.find("<script").unwrap();
        let end = text.find("</script>").unwrap() + "</script>".len();
        assert_eq!(text.replace(&text[start..end], ""), PAGE);
        assert_eq!(
            reply.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(reply.header("cache-control"), Some("no-cache"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert!(!reply.head.contains("access-control"), "{}", reply.head);
    }
    let style = get(&server, "/assets/site.css", &[]);
    assert_eq!((style.status, style.text().as_str()), (200, "body{}"));
    assert_eq!(
        style.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    assert_eq!(
        get(&server, "/search/%E5%90%88.js", &[]).text(),
        "0123456789"
    );
    let moved = get(&server, "/zh", &[]);
    assert_eq!(
        (moved.status, moved.header("location")),
        (302, Some("/zh/"))
    );
}

#[test]
fn only_this_machine_s_own_pages_are_answered() {
    let server = started();
    let port = server.port();
    let status = |lines: &[&str]| send(&server, lines).status;
    let get = "GET / HTTP/1.1";
    assert_eq!(status(&[get, "Host: evil.example"]), 403);
    assert_eq!(status(&[get, "Host: localhost", "Host: evil.example"]), 403);
    assert_eq!(status(&[get]), 403);
    let origin = |origin: &str| status(&[get, "Host: localhost", &format!("Origin: {origin}")]);
    assert_eq!(origin("http://evil.example"), 403);
    assert_eq!(origin("null"), 403);
    assert_eq!(origin(&format!("http://127.0.0.1:{port}")), 200);
    let from_elsewhere = "Sec-Fetch-Site: cross-site";
    assert_eq!(status(&[get, "Host: localhost", from_elsewhere]), 403);
    let by_link = "Sec-Fetch-Mode: navigate";
    assert_eq!(
        status(&[get, "Host: localhost", from_elsewhere, by_link]),
        200
    );
    for method in ["POST", "DELETE", "OPTIONS", "BREW"] {
        assert_eq!(
            status(&[&format!("{method} / HTTP/1.1"), "Host: localhost"]),
            405
        );
    }
}

#[test]
fn no_address_leads_to_the_disk() {
    let server = started();
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/etc/passwd%00.html",
        "/..\\Cargo.toml",
        "/Cargo.toml",
        "//etc/passwd",
        "/%ff%fe",
        "/__linli/../index.html",
    ] {
        let reply = get(&server, path, &[]);
        assert_eq!(reply.status, 404, "{path}: {reply:?}");
        assert!(!reply.text().contains("[package]"));
    }
    let long = format!("/{}", "a".repeat(20_000));
    assert_eq!(get(&server, &long, &[]).status, 414);
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let server = started();
    for path in ["/zh/a.html", "/assets/site.css"] {
        let tag = get(&server, path, &[]).header("etag").unwrap().to_string();
        let again = get(&server, path, &[&format!("If-None-Match: W/{tag}")]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        let other = get(&server, path, &["If-None-Match: \"other\""]);
        assert_eq!(other.status, 200);
    }
}

#[test]
fn a_recording_is_sent_by_stretches_from_its_file() {
    let server = started();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.mp3");
    std::fs::write(&file, "0123456789").unwrap();
    let recording = FileSource {
        file: file.clone(),
        len: 10,
        hash: crate::source::hash(b"0123456789"),
        size: None,
    };
    let mut output = Output::clone(&site(&[("index.html", PAGE)]));
    let path = SitePath::new("media/a.mp3").unwrap();
    output.entries.insert(path, Entry::File(recording));
    server.publish(Showing {
        output: Arc::new(output),
        ..Showing::default()
    });
    let all = get(&server, "/media/a.mp3", &[]);
    assert_eq!((all.status, all.text().as_str()), (200, "0123456789"));
    assert_eq!(all.header("content-type"), Some("audio/mpeg"));
    assert_eq!(all.header("accept-ranges"), Some("bytes"));
    let part = get(&server, "/media/a.mp3", &["Range: bytes=2-4"]);
    assert_eq!((part.status, part.text().as_str()), (206, "234"));
    assert_eq!(part.header("content-range"), Some("bytes 2-4/10"));
    let beyond = get(&server, "/media/a.mp3", &["Range: bytes=10-"]);
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, Some("bytes */10"))
    );
    let older = get(
        &server,
        "/media/a.mp3",
        &["Range: bytes=2-4", "If-Range: \"old\""],
    );
    assert_eq!(older.status, 200);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(get(&server, "/media/a.mp3", &[]).status, 404);
}

#[test]
fn a_head_has_the_length_and_no_body() {
    let server = started();
    let reply = send(
        &server,
        &["HEAD /assets/site.css HTTP/1.1", "Host: localhost"],
    );
    assert_eq!((reply.status, reply.body.len()), (200, 0));
    assert_eq!(reply.header("content-length"), Some("6"));
}

#[test]
fn before_the_first_site_every_page_says_what_is_wrong() {
    let server = Server::start("127.0.0.1", Some(0)).unwrap();
    let waiting = get(&server, "/", &[]);
    assert_eq!(waiting.status, 503);
    assert!(waiting.text().contains("网站正在生成") && waiting.text().contains("reload.js"));
    let problems = "<summary>1 个错误</summary><p>页头没有结束</p>".to_string();
    server.publish(Showing {
        global: problems,
        ..Showing::default()
    });
    for path in ["/", "/zh/a.html", "/zh/"] {
        let reply = get(&server, path, &[]);
        assert_eq!(reply.status, 503);
        assert!(reply.text().contains("页头没有结束"), "{path}");
        assert!(reply.head.contains("content-security-policy"));
    }
    assert_eq!(get(&server, "/x.css", &[]).status, 404);
}

#[test]
fn problems_stand_in_a_bar_on_their_page() {
    let server = started();
    let path = SitePath::new("zh/a.html").unwrap();
    let problems = BTreeMap::from([(path, "<summary>2</summary>少了标题".to_string())]);
    let pages = [
        ("zh/a.html", PAGE),
        ("zh/b.html", PAGE),
        ("404.html", "<body>没有</body>"),
    ];
    server.publish(Showing {
        problems,
        ..only(&pages)
    });
    let text = get(&server, "/zh/a.html", &[]).text();
    assert!(text.contains(
        "<details class=\"linli-bar\" data-of=\"page\"><summary>2</summary>少了标题</details>"
    ));
    assert!(!text.contains("style="));
    assert!(!get(&server, "/zh/b.html", &[]).text().contains("<details"));
    let missing = get(&server, "/zh/c.html", &[]);
    assert!(missing.status == 404 && missing.text().contains("没有"));
    for own in ["/__linli/bar.css", "/__linli/reload.js"] {
        let reply = get(&server, own, &[]);
        assert_eq!(
            (reply.status, reply.header("cache-control")),
            (200, Some("no-store"))
        );
    }
    assert_eq!(get(&server, "/__linli/x", &[]).status, 404);
}

#[test]
fn a_preview_is_never_kept_and_sends_an_old_worker_away() {
    let server = started();
    let files = [
        ("sw.js", "what the readers get"),
        ("offline.json", "{}"),
        ("zh/a.html", PAGE),
    ];
    server.publish(only(&files));
    let worker = get(&server, "/sw.js", &[]).text();
    assert!(worker.contains("unregister") && !worker.contains("readers get"));
    assert_eq!(get(&server, "/offline.json?1", &[]).status, 404);
}

#[test]
fn a_slow_visitor_holds_up_nobody() {
    let server = started();
    let big = "字".repeat(4_000_000);
    server.publish(only(&[("big.txt", &big), ("a.html", PAGE)]));
    let mut slow = Vec::new();
    for n in 0..20 {
        let mut stream = TcpStream::connect(server.address).unwrap();
        let text = match n % 2 {
            // Asks for much and reads nothing; or never finishes asking.
            0 => "GET /big.txt HTTP/1.1\r\nHost: localhost\r\n\r\n",
            _ => "GET /a.html HTTP/1.1\r\nHost:",
        };
        stream.write_all(text.as_bytes()).unwrap();
        slow.push(stream);
    }
    let start = std::time::Instant::now();
    assert_eq!(get(&server, "/a.html", &[]).status, 200);
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[test]
fn a_given_port_that_is_taken_is_an_error_and_the_default_moves_on() {
    let first = Server::start("127.0.0.1", Some(0)).unwrap();
    let taken = Server::start("127.0.0.1", Some(first.port()));
    let error = taken.err().unwrap();
    assert!(matches!(error, ServeError::PortBusy(port) if port == first.port()));
    assert_eq!(error.exit_code(), 3);
    let one = Server::start("127.0.0.1", None).unwrap();
    let two = Server::start("127.0.0.1", None).unwrap();
    assert_ne!(one.port(), two.port());
    assert_eq!(one.address(), format!("http://127.0.0.1:{}/", one.port()));
    let error = Server::start("no.such.host.invalid", Some(0))
        .err()
        .unwrap();
    assert_eq!(error.exit_code(), 2);
}

#[test]
fn stopping_ends_every_conversation_and_frees_the_port() {
    let server = started();
    let port = server.port();
    let mut page = changes::Listening::to(&server, &changes::query(&server, "/"));
    drop(server);
    assert_eq!(page.until("data"), None);
    let again = (0..50).find_map(|_| {
        thread::sleep(Duration::from_millis(20));
        Server::start("127.0.0.1", Some(port)).ok()
    });
    assert!(again.is_some());
}
