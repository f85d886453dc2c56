//! What writing leaves on the disk, whatever happens.

use super::*;
use crate::source::FileSource;

struct Rig {
    folder: tempfile::TempDir,
}

impl Rig {
    fn new() -> Rig {
        Rig {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn write(&self, pages: &[(&str, &str)]) -> Result<Written, WriteError> {
        write(&output(pages), &self.site(), &[])
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.site().join(path)).ok()
    }

    /// What is beside the site and in the room; only the lock should be.
    fn rubbish(&self) -> Vec<PathBuf> {
        let room = self.folder.path().join(".site.linli");
        let all = room.read_dir().unwrap().map(|entry| entry.unwrap().path());
        all.filter(|path| !path.ends_with("lock")).collect()
    }
}

fn output(pages: &[(&str, &str)]) -> Output {
    let mut output = Output::default();
    for (path, text) in pages {
        output.insert(SitePath::new(path).unwrap(), *text);
    }
    output
}

#[test]
fn a_site_is_written_and_lists_its_files() {
    let rig = Rig::new();
    let written = rig
        .write(&[("zh/b.html", "二"), ("index.html", "首页")])
        .unwrap();
    assert_eq!((written.files, written.changed), (2, 2));
    assert_eq!(rig.read("zh/b.html").as_deref(), Some("二"));
    let manifest = rig.read(".linli-manifest").unwrap();
    let names: Vec<&str> = manifest.lines().skip(1).map(|line| &line[33..]).collect();
    assert_eq!(names, ["index.html", "zh/b.html"]);
    assert!(rig.rubbish().is_empty());
}

#[cfg(unix)]
#[test]
fn unchanged_files_stay_the_same_file() {
    let rig = Rig::new();
    rig.write(&[("a.html", "1"), ("zh/b.html", "1"), ("zh/c.html", "1")])
        .unwrap();
    let number = |path: &str| disk::identity(&rig.site().join(path).metadata().unwrap());
    let before = (number("zh/b.html"), number("a.html"));
    let written = rig.write(&[("a.html", "2"), ("zh/b.html", "1")]).unwrap();
    let counts = (written.files, written.changed, written.removed);
    assert_eq!(counts, (2, 1, 1));
    assert_eq!(number("zh/b.html"), before.0);
    assert_ne!(number("a.html"), before.1);
    assert_eq!(rig.read("zh/c.html"), None);
}

#[cfg(unix)]
#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let rig = Rig::new();
    let pages = [("a.html", "1"), ("zh/b.html", "1")];
    rig.write(&pages).unwrap();
    let number = || disk::identity(&rig.site().metadata().unwrap());
    let before = number();
    let written = rig.write(&pages).unwrap();
    assert_eq!((written.changed, written.removed), (0, 0));
    assert_eq!(number(), before);
}

#[cfg(target_os = "linux")]
#[test]
fn whoever_reads_meanwhile_always_finds_a_site() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let rig = Rig::new();
    rig.write(&[("same.html", "same")]).unwrap();
    let (done, page) = (AtomicBool::new(false), rig.site().join("same.html"));
    let missed = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut missed = 0;
            while !done.load(Ordering::Relaxed) {
                missed += usize::from(!page.exists());
            }
            missed
        });
        for version in 0..200 {
            let text = version.to_string();
            rig.write(&[("same.html", "same"), ("a.html", &text)])
                .unwrap();
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    assert_eq!(missed, 0);
}

#[test]
fn a_file_of_ours_that_was_edited_or_deleted_is_written_anew() {
    let rig = Rig::new();
    let pages = [("a.html", "one"), ("b.html", "two")];
    rig.write(&pages).unwrap();
    fs::write(rig.site().join("a.html"), "ONE").unwrap();
    fs::remove_file(rig.site().join("b.html")).unwrap();
    assert_eq!(rig.write(&pages).unwrap().changed, 2);
    assert_eq!(rig.read("a.html").as_deref(), Some("one"));
    assert_eq!(rig.read("b.html").as_deref(), Some("two"));
}

#[test]
fn what_others_put_into_the_site_is_carried_over() {
    let rig = Rig::new();
    rig.write(&[("zh/a.html", "1")]).unwrap();
    fs::write(rig.site().join("CNAME"), "example.org").unwrap();
    fs::create_dir_all(rig.site().join("zh/old/empty")).unwrap();
    fs::write(rig.site().join("zh/notes.txt"), "mine").unwrap();
    for text in ["2", "3"] {
        let written = rig.write(&[("en/a.html", text)]).unwrap();
        assert_eq!(written.carried, 2);
        assert_eq!(rig.read("CNAME").as_deref(), Some("example.org"));
        assert_eq!(rig.read("zh/notes.txt").as_deref(), Some("mine"));
        assert!(rig.site().join("zh/old/empty").is_dir());
        assert_eq!(rig.read("zh/a.html"), None);
    }
    assert!(rig.rubbish().is_empty());
}

#[test]
fn a_foreign_file_in_the_way_is_named_and_kept() {
    let rig = Rig::new();
    rig.write(&[("a.html", "1")]).unwrap();
    fs::write(rig.site().join("b.html"), "mine").unwrap();
    for wanted in ["b.html", "B.html", "b.html/c.html"] {
        let error = rig.write(&[("a.html", "1"), (wanted, "2")]).unwrap_err();
        assert!(matches!(&error, WriteError::Foreign { file } if file.ends_with("b.html")));
        assert_eq!(error.exit_code(), 2);
    }
    assert_eq!(rig.read("b.html").as_deref(), Some("mine"));
    assert_eq!(rig.read("a.html").as_deref(), Some("1"));
}

#[test]
fn a_folder_with_other_things_in_it_is_refused_and_nothing_is_left_beside_it() {
    let rig = Rig::new();
    fs::create_dir(rig.site()).unwrap();
    fs::write(rig.site().join("thesis.docx"), "mine").unwrap();
    let error = rig.write(&[("a.html", "1")]).unwrap_err();
    assert!(matches!(
        &error,
        WriteError::Refused {
            why: Refusal::NotOurs,
            ..
        }
    ));
    assert_eq!(error.to_diagnostic().code.as_str(), "output-folder");
    assert!(!rig.folder.path().join(".site.linli").exists());
    assert_eq!(rig.read("thesis.docx").as_deref(), Some("mine"));
}

#[test]
fn two_builds_never_write_one_site() {
    let rig = Rig::new();
    rig.write(&[("a.html", "1")]).unwrap();
    let _held = disk::lock(&rig.folder.path().join(".site.linli/lock")).unwrap();
    let error = rig.write(&[("a.html", "2")]).unwrap_err();
    assert!(matches!(error, WriteError::Locked { .. }));
    assert_eq!(error.exit_code(), 3);
    assert_eq!(rig.read("a.html").as_deref(), Some("1"));
}

#[test]
fn a_picture_that_changed_during_the_build_stops_it() {
    let rig = Rig::new();
    rig.write(&[("a.html", "1")]).unwrap();
    let picture = rig.folder.path().join("x.png");
    fs::write(&picture, "picture").unwrap();
    let file = FileSource {
        file: picture.clone(),
        len: 7,
        hash: crate::source::hash(b"picture"),
        size: None,
    };
    let mut output = output(&[("a.html", "2")]);
    let path = SitePath::new("media/x.png").unwrap();
    output.entries.insert(path, Entry::File(file));
    write(&output, &rig.site(), &[]).unwrap();
    assert_eq!(rig.read("media/x.png").as_deref(), Some("picture"));
    fs::write(&picture, "PICTURE").unwrap();
    let same = write(&output, &rig.site(), &[]).unwrap();
    assert_eq!(same.changed, 0);
    fs::remove_file(rig.site().join("media/x.png")).unwrap();
    let error = write(&output, &rig.site(), &[]).unwrap_err();
    assert!(matches!(error, WriteError::SourceChanged { .. }));
    assert!(rig.rubbish().is_empty());
    assert_eq!(rig.read("a.html").as_deref(), Some("2"));
    rig.write(&[("a.html", "3")]).unwrap();
    assert!(rig.rubbish().is_empty());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_site_is_never_followed() {
    use std::os::unix::fs::symlink;
    let rig = Rig::new();
    let outside = rig.folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("a.html"), "1").unwrap();
    rig.write(&[("zh/a.html", "1")]).unwrap();
    fs::remove_dir_all(rig.site().join("zh")).unwrap();
    symlink(&outside, rig.site().join("zh")).unwrap();
    let result = rig.write(&[("zh/a.html", "2")]);
    assert!(matches!(result, Err(WriteError::Foreign { .. })));
    rig.write(&[("en/a.html", "2")]).unwrap();
    assert_eq!(fs::read_to_string(outside.join("a.html")).unwrap(), "1");
}

#[test]
fn every_failure_is_told_in_both_languages() {
    let file = PathBuf::from("x");
    let path = SitePath::new("a").unwrap();
    let refused = |why| WriteError::Refused {
        folder: "site".into(),
        why,
    };
    let errors = [
        refused(Refusal::Nameless),
        refused(Refusal::Home),
        refused(Refusal::HoldsSource(file.clone())),
        refused(Refusal::InsideSource(file.clone())),
        refused(Refusal::NotAFolder),
        refused(Refusal::NotOurs),
        refused(Refusal::MountPoint),
        WriteError::Foreign { file: file.clone() },
        WriteError::Clash {
            first: path.clone(),
            second: path,
        },
        WriteError::Locked {
            folder: file.clone(),
        },
        WriteError::SourceChanged { file: file.clone() },
        WriteError::Disk {
            path: file,
            error: io::ErrorKind::StorageFull.into(),
        },
    ];
    for error in errors {
        let told = error.to_diagnostic();
        let hint = told.hint.unwrap();
        assert!(!hint.zh.is_ascii() && hint.en.is_ascii(), "{hint:?}");
        assert!(!told.message.zh.is_ascii() && told.message.en.is_ascii());
    }
}
