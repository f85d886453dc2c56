//! The preview through the binary: it starts whatever the handbook is like, shows the newest text
//! that can be shown, says what is wrong, and answers only this machine.

mod disk;
mod told;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::desk::{Folder, linli, page, tree};

/// Longer than any of it takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running preview; it ends with the test.
struct Preview {
    child: Child,
    port: u16,
    said: Arc<Mutex<String>>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn of(folder: &Folder, arguments: &[&str]) -> Preview {
        Preview::in_folder(folder.path(), arguments)
    }

    fn in_folder(folder: &Path, arguments: &[&str]) -> Preview {
        let mut command = linli(folder);
        command.args(arguments).args(["--port", "0"]);
        Preview::run(command)
    }

    fn run(mut command: Command) -> Preview {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        let said = Arc::new(Mutex::new(first.clone()));
        listen(out, &said);
        listen(BufReader::new(child.stderr.take().unwrap()), &said);
        let port = first
            .split("http://127.0.0.1:")
            .nth(1)
            .and_then(|rest| rest.split('/').next()?.parse().ok());
        let port = port.unwrap_or_else(|| panic!("no address in {first:?}"));
        Preview { child, port, said }
    }

    /// All it said to the terminal so far.
    fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Forgets what it said.
    fn hush(&self) {
        self.said.lock().unwrap().clear();
    }

    /// Waits until it has said something, and gives all it said.
    #[track_caller]
    fn until_said(&self, words: &str) -> String {
        let start = Instant::now();
        while !self.said().contains(words) {
            assert!(
                start.elapsed() < PATIENCE,
                "no “{words}” in\n{}",
                self.said()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        self.said()
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

/// Writes down what comes, line by line.
fn listen(from: impl BufRead + Send + 'static, said: &Arc<Mutex<String>>) {
    let said = said.clone();
    std::thread::spawn(move || {
        for line in from.lines().map_while(Result::ok) {
            let mut said = said.lock().unwrap();
            said.push_str(&line);
            said.push('\n');
        }
    });
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
    preview.until("/zh/about.html", |_, text| text.contains("修好了。"));
    preview.until("/zh/about.html", |_, text| !text.contains("linli-bar"));
}

#[test]
fn a_page_with_a_mistake_in_its_text_shows_the_newest_text_and_the_mistake() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    folder.write(
        "content/zh/about.md",
        page("title: 关于", "看[别处](gone.md)。"),
    );
    preview.until("/zh/about.html", |_, text| text.contains("看别处。"));
    // It follows as soon as the whole handbook has been looked at.
    let text = preview.until("/zh/about.html", |_, text| text.contains("linli-bar"));
    assert!(
        text.contains("看别处。") && text.contains("broken-link"),
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

#[test]
fn a_default_port_that_is_busy_makes_room_for_the_next() {
    let folder = Folder::handbook();
    // Whoever has it, it is busy now.
    let _taken = TcpListener::bind("127.0.0.1:4321");
    let mut command = linli(folder.path());
    command.arg("serve");
    let preview = Preview::run(command);
    assert_ne!(preview.port, 4321);
    assert_eq!(preview.get("/zh/about.html").0, 200);
}

#[test]
fn phones_on_the_network_are_shown_the_way_in_and_strangers_are_not() {
    let folder = Folder::handbook();
    let alone = Preview::of(&folder, &["serve"]);
    assert!(!alone.said().contains("手机"), "{}", alone.said());
    let preview = Preview::of(&folder, &["serve", "--host", "0.0.0.0"]);
    let said = preview.until_said("手机");
    assert!(!said.contains('█'), "a QR code is for terminals: {said}");
    let port = preview.port;
    let way = format!("192.168.1.5:{port}");
    assert_eq!(preview.ask("/zh/about.html", &way).0, 200);
    assert_eq!(
        preview
            .ask("/zh/about.html", &format!("evil.example:{port}"))
            .0,
        403
    );
    let origin = |origin: &str| {
        let host = format!("{way}\r\nOrigin: {origin}");
        preview.ask("/zh/about.html", &host).0
    };
    assert_eq!(origin(&format!("http://{way}")), 200);
    assert_eq!(origin(&format!("http://192.168.1.66:{port}")), 403);
    assert_eq!(origin("http://evil.example"), 403);
}

#[cfg(unix)]
#[test]
fn a_browser_is_opened_only_when_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::handbook();
    let opener = match std::env::consts::OS {
        "macos" => "bin/open",
        _ => "bin/xdg-open",
    };
    folder.write(opener, "#!/bin/sh\necho \"$1\" > \"$OPENED\"\n");
    let program = folder.path().join(opener);
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let opened = |arguments: &[&str]| {
        let mut command = linli(folder.path());
        let path = std::env::var("PATH").unwrap_or_default();
        let bin = program.parent().unwrap().display();
        command
            .args(arguments)
            .args(["--port", "0"])
            .env("PATH", format!("{bin}:{path}"))
            .env("OPENED", folder.path().join("opened"));
        Preview::run(command)
    };
    let quiet = opened(&["serve"]);
    folder.write("content/zh/about.md", page("title: 关于", "新的。"));
    quiet.until("/zh/about.html", |_, text| text.contains("新的。"));
    assert!(!folder.has("opened"));
    let preview = opened(&["serve", "--open"]);
    let start = Instant::now();
    while !folder.has("opened") || folder.read("opened").is_empty() {
        assert!(start.elapsed() < PATIENCE, "nothing was opened");
        std::thread::sleep(Duration::from_millis(10));
    }
    let address = format!("http://127.0.0.1:{}/\n", preview.port);
    assert_eq!(folder.read("opened"), address);
}

#[test]
fn a_problem_s_place_leads_into_the_editor_that_was_named_and_no_site_says_so() {
    let folder = Folder::handbook();
    let home = folder.path().canonicalize().unwrap();
    folder.write(
        "content/zh/about.md",
        page("title: 关于", "看[别处](gone.md)。"),
    );
    let links = |preview: &Preview| {
        let (_, script) = preview.get("/__linli/reload.js");
        let at = script
            .find("var editor = '")
            .expect("the script knows of editors");
        script[at..].split('\'').nth(1).unwrap().to_string()
    };
    let plain = Preview::of(&folder, &["serve"]);
    let text = plain.until("/zh/about.html", |_, text| text.contains("linli-bar"));
    let place = "data-at=\"content/zh/about.md\" data-line=\"5\" data-column=\"2\"";
    assert!(text.contains(place), "{text}");
    assert_eq!(links(&plain), "");
    let by_option = Preview::of(&folder, &["serve", "--editor", "cursor"]);
    let home = home.to_string_lossy();
    let wished = format!("cursor://file{home}/{{path}}:{{line}}:{{column}}");
    assert_eq!(links(&by_option), wished);
    let mut command = linli(folder.path());
    command
        .args(["serve", "--port", "0"])
        .env("LINLI_EDITOR", "my-ed:{path}?{line}");
    let by_surroundings = Preview::run(command);
    assert_eq!(
        links(&by_surroundings),
        format!("my-ed:{home}/{{path}}?{{line}}")
    );
    let (_, text) = by_surroundings.get("/zh/about.html");
    assert!(!text.contains("my-ed") && !text.contains(&*home), "{text}");
    folder.write("content/zh/about.md", page("title: 关于", "好了。"));
    let mut command = linli(folder.path());
    command.arg("build").env("LINLI_EDITOR", "vscode");
    crate::desk::Said::of(&mut command).fine();
    for (name, bytes) in tree(&folder.path().join("site")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("vscode") && !text.contains(&*home), "{name}");
    }
    folder
        .run(&["serve", "--editor", "notepad"])
        .exits(2)
        .says("不认识编辑器“notepad”");
    folder
        .run(&[
            "serve",
            "--editor",
            "javascript:alert({path})",
            "--message-language",
            "en",
        ])
        .exits(2)
        .says("is no editor linli knows");
}

#[test]
fn what_a_page_still_needs_is_said_on_the_page_in_a_draft_too() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    folder.write("content/zh/cases/a.md", page("title: 一个案例", "半截"));
    let text = preview.until("/zh/cases/a.html", |_, text| text.contains("linli-bar"));
    assert!(text.contains("<summary>这一页还差 "), "{text}");
    folder.write(
        "content/zh/cases/a.md",
        page("title: 一个案例\nstatus: draft", "半截"),
    );
    let text = preview.until("/zh/cases/a.html", |_, text| text.contains("还是草稿"));
    assert!(text.contains("<summary>这一页还差 "), "{text}");
    let english = Preview::of(&folder, &["serve", "--message-language", "en"]);
    let (_, text) = english.get("/zh/cases/a.html");
    assert!(text.contains("<summary>this page still needs "), "{text}");
    let (_, other) = english.get("/zh/about.html");
    assert!(!other.contains("still needs"), "{other}");
}
