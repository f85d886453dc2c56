//! What open pages are told, and when.

use std::io::{BufRead, BufReader};

use super::*;

/// A page that listens.
pub struct Listening(BufReader<TcpStream>);

impl Listening {
    pub fn to(server: &Server, query: &str) -> Listening {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        write!(
            stream,
            "GET /__linli/events?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        .unwrap();
        let mut listening = Listening(BufReader::new(stream));
        assert_eq!(listening.until("retry").as_deref(), Some("retry: 500"));
        listening
    }

    /// The next line that starts so; `None` when the stream ends.
    pub fn until(&mut self, start: &str) -> Option<String> {
        let mut line = String::new();
        while self.0.read_line(&mut line).ok()? > 0 {
            if line.starts_with(start) {
                return Some(line.trim_end().to_string());
            }
            line.clear();
        }
        None
    }
}

/// The query with which a page's script starts to listen.
pub fn query(server: &Server, path: &str) -> String {
    let page = get(server, path, &[]).text();
    let cut = |text: &str, from: &str, to: char| {
        let at = text.find(from).unwrap() + from.len();
        text[at..].split(to).next().unwrap().to_string()
    };
    let script = get(server, "/__linli/reload.js", &[]).text();
    format!(
        "page={}&tag={}&bar={}&since={}",
        cut(&page, "data-page=\"", '"'),
        cut(&page, "data-tag=\"", '"'),
        cut(&page, "data-bar=\"", '"'),
        cut(&script, "&since=", '\'')
    )
}

#[test]
fn a_change_is_told_to_the_pages_that_listen() {
    let server = started();
    let mut one = Listening::to(&server, &query(&server, "/zh/a.html"));
    let mut other = Listening::to(&server, &query(&server, "/zh/"));
    let pages = [
        ("index.html", PAGE),
        ("zh/index.html", PAGE),
        ("zh/a.html", "new"),
    ];
    let mut output = Output::clone(&site(&pages));
    output.insert(SitePath::new("assets/site.css").unwrap(), "body{}");
    output.insert(SitePath::new("search/合.js").unwrap(), "0123456789");
    server.publish(Showing {
        output: Arc::new(output),
        ..Showing::default()
    });
    for page in [&mut one, &mut other] {
        assert_eq!(page.until("data").as_deref(), Some("data: /zh/a.html"));
    }
}

#[test]
fn a_page_that_was_hidden_learns_what_it_missed_and_nothing_twice() {
    let server = started();
    let before = query(&server, "/zh/a.html");
    let pages = [("zh/a.html", "new"), ("assets/x.css", "x")];
    server.publish(only(&pages));
    let told = Listening::to(&server, &before).until("data");
    assert_eq!(told.as_deref(), Some("data: *"));
    let now = query(&server, "/zh/a.html");
    let pages = [("zh/a.html", "new"), ("assets/x.css", "y")];
    server.publish(only(&pages));
    let told = Listening::to(&server, &now).until("data");
    assert_eq!(told.as_deref(), Some("data: /assets/x.css"));
    let mut calm = Listening::to(&server, &query(&server, "/zh/a.html"));
    server.publish(only(&[("zh/z.html", "z")]));
    let told = calm.until("data");
    assert_eq!(told.as_deref(), Some("data: /assets/x.css"));
}

#[test]
fn a_missing_page_that_comes_is_shown() {
    let server = started();
    let mut page = Listening::to(&server, &query(&server, "/zh/new.html"));
    let pages = [("index.html", PAGE), ("zh/new.html", "new")];
    server.publish(only(&pages));
    let mut told = Vec::new();
    while let Some(line) = page.until("data") {
        let last = line == "data: /zh/new.html";
        told.push(line);
        if last {
            break;
        }
    }
    assert!(told.contains(&"data: /zh/new.html".to_string()), "{told:?}");
}

/// A page with a problem, and one about the whole handbook.
fn with_bars(own: &str, global: &str) -> Showing {
    let path = SitePath::new("zh/a.html").unwrap();
    Showing {
        problems: BTreeMap::from([(path, own.to_string())]),
        global: global.to_string(),
        ..only(&[("zh/a.html", PAGE), ("zh/b.html", PAGE)])
    }
}

#[test]
fn a_bar_that_alone_changed_is_told_as_such_and_fetched_alone() {
    let server = started();
    server.publish(with_bars("1", ""));
    let before = query(&server, "/zh/a.html");
    let mut page = Listening::to(&server, &before);
    let changed = server.publish(with_bars("2", ""));
    assert_eq!(changed, [], "no page differs");
    assert_eq!(page.until("event").as_deref(), Some("event: bar"));
    assert_eq!(page.until("data").as_deref(), Some("data: /zh/a.html"));
    let bar = get(&server, "/__linli/bar?page=zh/a.html", &[]);
    assert!(bar.text().contains("data-of=\"page\">2</details>"));
    let tag = bar.header("etag").unwrap().trim_matches('"').to_string();
    assert!(query(&server, "/zh/a.html").contains(&format!("&bar={tag}&")));
    server.publish(with_bars("2", "all"));
    assert_eq!(page.until("event").as_deref(), Some("event: bar"));
    assert_eq!(page.until("data").as_deref(), Some("data: *"));
    let other = get(&server, "/__linli/bar?page=zh/b.html", &[]).text();
    assert!(other.contains("data-of=\"all\">all</details>") && !other.contains("\"page\""));
    // Whoever was hidden in the meantime hears of the bar and of nothing else.
    let mut late = Listening::to(&server, &before);
    assert_eq!(late.until("event").as_deref(), Some("event: bar"));
    server.publish(only(&[("zh/a.html", PAGE), ("zh/b.html", PAGE)]));
    assert_eq!(get(&server, "/__linli/bar?page=zh/a.html", &[]).text(), "");
}

#[test]
fn a_page_that_went_says_where_to_go_under_its_old_address() {
    let server = started();
    let path = SitePath::new("zh/a.html").unwrap();
    let note = "<p>搬到了<a href=\"/zh/b.html\">乙</a></p>".to_string();
    let mut page = Listening::to(&server, &query(&server, "/zh/a.html"));
    let pages = [
        ("zh/b.html", PAGE),
        ("404.html", "<body class=\"x\"><main>没有</main></body>"),
    ];
    let without = |note: &str| Showing {
        gone: BTreeMap::from([(path.clone(), note.to_string())]),
        ..only(&pages)
    };
    assert!(server.publish(without(&note)).contains(&path));
    let mut told = Vec::new();
    while told.last().is_none_or(|line| line != "data: /zh/a.html") {
        told.push(page.until("data").unwrap());
    }
    let reply = get(&server, "/zh/a.html", &[]);
    assert_eq!(reply.status, 404);
    let text = reply.text();
    let at = text.find("linli-gone").unwrap();
    assert!(text.find("<body class=\"x\">").unwrap() < at && at < text.find("<main>").unwrap());
    assert!(text.contains(&note), "{text}");
    assert!(
        !get(&server, "/zh/c.html", &[])
            .text()
            .contains("linli-gone")
    );
    // It learns where the page went after it was said to be gone.
    let changed = server.publish(without("<p>又搬了</p>"));
    assert_eq!(changed, std::slice::from_ref(&path));
    server.publish(only(&[("zh/a.html", PAGE), ("zh/b.html", PAGE)]));
    assert_eq!(get(&server, "/zh/a.html", &[]).status, 200);
}

#[test]
fn more_windows_than_a_browser_has_connections_take_turns() {
    let server = started();
    let query = query(&server, "/zh/a.html");
    let mut first = Listening::to(&server, &query);
    let mut others: Vec<_> = (0..4).map(|_| Listening::to(&server, &query)).collect();
    assert_eq!(first.until("data"), None, "its turn is over");
    server.publish(only(&[("zh/a.html", "new")]));
    for other in &mut others {
        assert!(other.until("data").is_some());
    }
    // It comes back by itself and has missed nothing.
    let mut again = Listening::to(&server, &query);
    assert_eq!(again.until("data").as_deref(), Some("data: *"));
}

#[test]
fn where_a_place_leads_is_told_to_browsers_of_this_machine_by_the_script_alone() {
    let server = started();
    server.publish(Showing {
        links: "vscode://file/srv/me/{path}:{line}:{column}".to_string(),
        ..with_bars("1", "all")
    });
    let script = get(&server, "/__linli/reload.js", &[]).text();
    assert!(script.contains("'vscode://file/srv/me/{path}:{line}:{column}'"));
    for path in ["/zh/a.html", "/__linli/bar?page=zh/a.html", "/zh/no.html"] {
        assert!(!get(&server, path, &[]).text().contains("vscode"), "{path}");
    }
    let elsewhere = http::script(&server.shared, &server.shared.served(), false);
    assert!(!elsewhere.contains("vscode") && elsewhere.contains("var editor = '';"));
}
