//! A build may be killed at any moment: the site is then the old one or the new one, never a
//! mixture, and the next build leaves nothing of the accident.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use linli::output::Output;
use linli::path::SitePath;
use linli::write::write;

/// Where the child builds; its presence makes a test run a child.
const FOLDER: &str = "LINLI_KILL_TEST_FOLDER";
/// The child makes this file when it begins.
const STARTED: &str = "started";
const PAGES: usize = 120;
const KILLS: u64 = 50;

/// A site whose every page tells its version; a third of the pages exist in one version only.
fn site(version: usize) -> Output {
    let mut output = Output::default();
    for page in 0..PAGES {
        let path = match page % 3 {
            0 => format!("zh/{version}/page-{page}.html"),
            _ => format!("zh/{}/page-{page}.html", page % 7),
        };
        let path = SitePath::new(&path).expect("a plain path");
        output.insert(
            path,
            format!("version {version}\n{}", "字".repeat(page * 20)),
        );
    }
    output.insert(SitePath::new("same.html").expect("a plain path"), "same");
    output
}

/// The child: writes one version after another until it is killed.
#[test]
fn a_child_builds_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let to = Path::new(&folder).join("site");
    std::fs::write(Path::new(&folder).join(STARTED), "").expect("the child can write");
    for version in 1.. {
        write(&site(version % 10), &to, &[]).expect("the child can write");
    }
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let to = folder.path().join("site");
    let room = folder.path().join(".site.linli");
    write(&site(0), &to, &[]).expect("the first build");
    std::fs::write(to.join("CNAME"), "example.org").expect("a foreign file");
    let mut half_done = 0;
    for round in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().expect("this test's own program"))
            .arg("a_child_builds_until_it_is_killed")
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child");
        let started = folder.path().join(STARTED);
        while !started.exists() {
            let ended = child.try_wait().expect("the child's state");
            assert!(ended.is_none(), "the child ended by itself: {ended:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::fs::remove_file(started).expect("the sign is there");
        // Spread over the stages of a build; the exact moments differ from run to run.
        std::thread::sleep(Duration::from_micros(round * 1_733 % 40_000));
        child.kill().expect("the child was still building");
        child.wait().expect("the child ended");
        assert_whole(&to, round);
        half_done += usize::from(names(&room).len() > 1);
        if round % 5 == 4 {
            write(&site(3), &to, &[]).expect("the next build recovers");
            assert_whole(&to, round);
            assert_eq!(names(&room), BTreeSet::from(["lock".to_string()]));
        }
    }
    assert!(half_done > 0, "no kill hit a build in its middle");
}

/// Every page there is of one version, none is missing, none is left over.
fn assert_whole(to: &Path, round: u64) {
    let mut versions = BTreeSet::new();
    let mut pages = 0;
    for folder in names(&to.join("zh")) {
        for page in names(&to.join("zh").join(&folder)) {
            let path = to.join("zh").join(&folder).join(page);
            let text = std::fs::read_to_string(path).expect("a page");
            versions.insert(text.lines().next().unwrap_or_default().to_string());
            pages += 1;
        }
    }
    assert_eq!(
        (versions.len(), pages),
        (1, PAGES),
        "round {round}: {versions:?}"
    );
    let cname = std::fs::read_to_string(to.join("CNAME"));
    assert_eq!(cname.ok().as_deref(), Some("example.org"), "round {round}");
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name();
    entries
        .map(|entry| name(entry).to_string_lossy().into_owned())
        .collect()
}
