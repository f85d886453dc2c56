//! The preview through the binary: it starts whatever the handbook is like, shows the newest text
//! that can be shown, says what is wrong, and answers only this machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::desk::{Folder, linli, page, tree};

/// Longer than any of it takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running preview; it ends with the test.
struct Preview {
    child: Child,
    port: u16,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn of(folder: &Folder, arguments: &[&str]) -> Preview {
        let mut command = linli(folder.path());
        command
            .args(arguments)
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut said)
            .unwrap();
        let port = said
            .split("http://127.0.0.1:")
            .nth(1)
            .and_then(|rest| rest.split('/').next()?.parse().ok());
        let port = port.unwrap_or_else(|| panic!("no address in {said:?}"));
        Preview { child, port }
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.ask(path, &format!("127.0.0.1:{}", self.port))
    }

    fn ask(&self, path: &str, host: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (
            status.unwrap_or_else(|| panic!("no status in {answer:?}")),
            answer,
        )
    }

    /// Waits until a page is as wished.
    #[track_caller]
    fn until(&self, path: &str, wished: impl Fn(u16, &str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let (status, text) = self.get(path);
            if wished(status, &text) {
                return text;
            }
            assert!(start.elapsed() < PATIENCE, "still {status}: {text}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn an_edit_is_shown_and_nothing_is_written() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    let (status, text) = preview.get("/zh/about.html");
    assert_eq!(status, 200);
    assert!(text.contains("我们是邻居。") && text.contains("/__linli/reload.js"));
    assert!(!text.contains("linli-bar"), "there is nothing to say");
    folder.write("content/zh/about.md", page("title: 关于", "我们搬家了。"));
    preview.until("/zh/about.html", |_, text| text.contains("我们搬家了。"));
    folder.write("content/zh/new.md", page("title: 新页", "刚写的。"));
    preview.until("/zh/new.html", |status, text| {
        status == 200 && text.contains("刚写的。")
    });
    std::fs::remove_file(folder.path().join("content/zh/new.md")).unwrap();
    preview.until("/zh/new.html", |status, _| status == 404);
    assert!(
        tree(folder.path())
            .keys()
            .all(|name| name.starts_with("content/")),
        "{:?}",
        tree(folder.path()).keys()
    );
}

#[test]
fn a_page_whose_head_is_broken_keeps_its_last_form_with_a_bar_until_it_is_mended() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["预览"]);
    preview.until("/zh/about.html", |status, _| status == 200);
    folder.write(
        "content/zh/about.md",
        "---\n- 关于\n- 我们\n---\n\n新的字。\n",
    );
    let text = preview.until("/zh/about.html", |_, text| text.contains("linli-bar"));
    assert!(
        text.contains("我们是邻居。") && !text.contains("新的字。"),
        "{text}"
    );
    let (_, other) = preview.get("/zh/index.html");
    assert!(
        !other.contains("linli-bar"),
        "another page says nothing of it"
    );
    folder.write("content/zh/about.md", page("title: 关于", "修好了。"));
    let text = preview.until("/zh/about.html", |_, text| text.contains("修好了。"));
    assert!(!text.contains("linli-bar"), "{text}");
}

#[test]
fn a_page_with_a_mistake_in_its_text_shows_the_newest_text_and_the_mistake() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    folder.write(
        "content/zh/about.md",
        page("title: 关于", "看[别处](gone.md)。"),
    );
    let text = preview.until("/zh/about.html", |_, text| text.contains("看别处。"));
    assert!(
        text.contains("linli-bar") && text.contains("broken-link"),
        "{text}"
    );
}

#[test]
fn a_mistake_in_a_shared_text_shows_on_every_page_it_is_put_into() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    let block = "::: 引入 {src=\"/_parts/a.md\"}\n:::\n";
    for name in ["one", "two"] {
        folder.write(&format!("content/zh/{name}.md"), page("title: 页", block));
        preview.until(&format!("/zh/{name}.html"), |_, text| {
            text.contains("missing-file")
        });
    }
    // In a folder that nobody could watch before it was there.
    folder.write("content/_parts/a.md", "人人都[看](gone.md)。\n");
    for name in ["one", "two"] {
        preview.until(&format!("/zh/{name}.html"), |_, text| {
            text.contains("人人都看。") && text.contains("broken-link")
        });
    }
    let (_, other) = preview.get("/zh/about.html");
    assert!(!other.contains("linli-bar"), "{other}");
    folder.write("content/_parts/a.md", "改好了。\n");
    preview.until("/zh/two.html", |_, text| {
        text.contains("改好了。") && !text.contains("linli-bar")
    });
}

#[test]
fn drafts_are_shown_with_a_mark() {
    let folder = Folder::handbook();
    folder.write(
        "content/zh/draft.md",
        page("title: 草稿页\nstatus: draft", "没写完。"),
    );
    let preview = Preview::of(&folder, &["serve"]);
    let (status, text) = preview.get("/zh/draft.html");
    assert!(
        status == 200 && text.contains("这一页还是草稿"),
        "{status}: {text}"
    );
}

#[test]
fn a_handbook_that_cannot_be_built_yet_is_served_as_a_page_of_problems_and_recovers() {
    let folder = Folder::handbook();
    let good = folder.read("content/handbook.yaml");
    folder.write(
        "content/handbook.yaml",
        "title: [社区手册\nlanguages: zh: en\n",
    );
    let preview = Preview::of(&folder, &["serve"]);
    let text = preview.until("/zh/index.html", |status, _| status == 503);
    assert!(
        text.contains("handbook.yaml") && text.contains("linli-problems"),
        "{text}"
    );
    folder.write("content/handbook.yaml", &good);
    preview.until("/zh/index.html", |status, text| {
        status == 200 && text.contains("欢迎。")
    });
    folder.write("content/handbook.yaml", "title: [社区手册\n");
    let text = preview.until("/zh/index.html", |_, text| text.contains("linli-bar"));
    assert!(text.contains("欢迎。"), "the last good site stands: {text}");
}

#[test]
fn only_this_machine_is_answered() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    assert_eq!(preview.ask("/zh/index.html", "evil.example").0, 403);
    assert_eq!(
        preview
            .ask("/zh/index.html", &format!("localhost:{}", preview.port))
            .0,
        200
    );
    for outside in [
        "/../content/handbook.yaml",
        "/%2e%2e/content/handbook.yaml",
        "/..%2fcontent%2fhandbook.yaml",
    ] {
        let (status, text) = preview.get(outside);
        assert!(
            status >= 400 && !text.contains("languages"),
            "{outside}: {status} {text}"
        );
    }
}

#[test]
fn a_busy_port_that_was_asked_for_is_refused() {
    let folder = Folder::handbook();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    folder
        .run(&["serve", "--port", &port])
        .exits(3)
        .says("port-busy")
        .says(&port);
    folder.run(&["serve", "--port", "70000"]).exits(2);
    folder
        .run(&["serve", "--port", "0", "--host", "no.such.host.invalid"])
        .exits(2);
}
