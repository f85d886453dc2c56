//! Odd files: what a disk may hold that no handbook means. Each is named, none is followed outside,
//! opened by mistake or waited for.

use std::fs;
use std::path::Path;

use linli::diagnostic::Code;

use super::attacks::is_sound;
use crate::support::{Tried, handbook_on_disk};

pub struct Case {
    pub code: Code,
    /// The file the diagnostic names; empty where it names none.
    path: &'static str,
    /// Writes the oddity into the handbook's folder; the folder around it is the outside.
    make: fn(&Path),
    /// What else is told.
    also: &'static [Code],
}

const PAGE: &str = "---\ntitle: 甲\n---\n";

pub const CASES: &[Case] = &[
    Case {
        code: Code::NoHandbook,
        path: "",
        make: |root| fs::remove_file(root.join("handbook.yaml")).unwrap(),
        also: &[],
    },
    Case {
        code: Code::NoHandbook,
        path: "",
        make: |root| {
            fs::rename(root.join("handbook.yaml"), root.join("handbook.yaml.txt")).unwrap()
        },
        also: &[],
    },
    Case {
        code: Code::OddFile,
        path: "handbook.yaml",
        make: |root| {
            fs::remove_file(root.join("handbook.yaml")).unwrap();
            fs::create_dir(root.join("handbook.yaml")).unwrap();
        },
        also: &[],
    },
    Case {
        code: Code::EmptyPage,
        path: "zh/a.md",
        make: |root| write(root, "zh/a.md", b""),
        also: &[],
    },
    Case {
        code: Code::EmptyPage,
        path: "zh/a.md",
        make: |root| write(root, "zh/a.md", b" \r\n\n"),
        also: &[],
    },
    Case {
        code: Code::UnreadableText,
        path: "zh/a.md",
        make: |root| write(root, "zh/a.md", b"---\ntitle: a\n---\n\xff\xfe\x00b\x80"),
        also: &[],
    },
    Case {
        code: Code::UnreadableText,
        path: "zh/a.md",
        make: |root| write(root, "zh/a.md", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
        also: &[],
    },
    Case {
        code: Code::UnreadableText,
        path: "zh/a.md",
        make: |root| write(root, "zh/a.md", b"-\0-\0-\0\n\0t\0"),
        also: &[],
    },
    Case {
        code: Code::UnreadableText,
        path: "facts.yaml",
        make: |root| write(root, "facts.yaml", b"F1: \xff\xff"),
        also: &[],
    },
    Case {
        code: Code::DecodedText,
        path: "zh/a.md",
        make: gbk,
        also: &[],
    },
    Case {
        code: Code::DecodedText,
        path: "zh/a.md",
        make: utf16,
        also: &[],
    },
    Case {
        code: Code::MdTxt,
        path: "zh/a.md.txt",
        make: |root| write(root, "zh/a.md.txt", PAGE.as_bytes()),
        also: &[],
    },
    Case {
        code: Code::MdTxt,
        path: "zh/a.markdown",
        make: |root| write(root, "zh/a.markdown", PAGE.as_bytes()),
        also: &[],
    },
    Case {
        code: Code::UnlistedFolder,
        path: "en",
        make: |root| write(root, "en/a.md", PAGE.as_bytes()),
        also: &[],
    },
    Case {
        code: Code::OddName,
        path: "zh/a.b.md",
        make: |root| write(root, "zh/a.b.md", PAGE.as_bytes()),
        also: &[],
    },
    Case {
        code: Code::UnknownTheme,
        path: "handbook.yaml",
        make: |root| {
            write(
                root,
                "handbook.yaml",
                b"title: a\nlanguages: [zh]\ntheme: paper\n",
            )
        },
        also: &[],
    },
    Case {
        code: Code::BadConfig,
        path: "handbook.yaml",
        make: |root| {
            write(
                root,
                "handbook.yaml",
                b"title: a\nlanguages: [zh]\ntheme: ../secret\n",
            )
        },
        also: &[],
    },
];

/// What only Unix can store.
#[cfg(unix)]
pub const UNIX: &[Case] = &[
    Case {
        code: Code::OddName,
        path: "zh/b\u{FFFD}.md",
        make: not_utf8,
        also: &[],
    },
    Case {
        code: Code::OddName,
        path: "zh/\u{FFFD}.md",
        make: |root| write(root, "zh/\n.md", PAGE.as_bytes()),
        also: &[],
    },
    Case {
        code: Code::OddName,
        path: "zh/a\u{FFFD}b.md",
        make: |root| write(root, "zh/a\\b.md", PAGE.as_bytes()),
        also: &[],
    },
    Case {
        code: Code::OddFile,
        path: "zh/pipe.md",
        make: fifo,
        also: &[],
    },
    Case {
        code: Code::ReservedName,
        path: "zh/con.md",
        make: |root| write(root, "zh/con.md", PAGE.as_bytes()),
        also: &[],
    },
    Case {
        code: Code::ReservedName,
        path: "zh/Aux",
        make: |root| write(root, "zh/Aux/x.md", PAGE.as_bytes()),
        also: &[],
    },
    Case {
        code: Code::ReservedName,
        path: "zh/what?.md",
        make: |root| write(root, "zh/what?.md", PAGE.as_bytes()),
        also: &[],
    },
    Case {
        code: Code::ReservedName,
        path: "media/a .",
        make: |root| write(root, "media/a .", b"x"),
        also: &[],
    },
    Case {
        code: Code::NameCollision,
        path: "zh/a.md",
        make: |root| {
            write(root, "zh/A.md", PAGE.as_bytes());
            write(root, "zh/a.md", PAGE.as_bytes());
        },
        also: &[Code::DuplicateAddress],
    },
    Case {
        code: Code::NameCollision,
        path: "zh/\u{e9}.md",
        make: |root| {
            write(root, "zh/e\u{301}.md", PAGE.as_bytes());
            write(root, "zh/\u{e9}.md", PAGE.as_bytes());
        },
        also: &[Code::DuplicateAddress],
    },
    Case {
        code: Code::OutsideHandbook,
        path: "zh/a.md",
        make: |root| link(root, "../../outside/secret.md", "zh/a.md"),
        also: &[],
    },
    Case {
        code: Code::OutsideHandbook,
        path: "zh/x",
        make: |root| link(root, "../../outside", "zh/x"),
        also: &[],
    },
    Case {
        code: Code::OutsideHandbook,
        path: "media/p.png",
        make: |root| link(root, "/etc/hostname", "media/p.png"),
        also: &[],
    },
    Case {
        code: Code::OutsideHandbook,
        path: "zh/loop",
        make: |root| link(root, ".", "zh/loop"),
        also: &[],
    },
    Case {
        code: Code::OutsideHandbook,
        path: "facts.yaml",
        make: |root| link(root, "../outside/secret.md", "facts.yaml"),
        also: &[],
    },
    Case {
        code: Code::OutsideHandbook,
        path: "handbook.yaml",
        make: |root| {
            fs::rename(
                root.join("handbook.yaml"),
                root.join("../outside/handbook.yaml"),
            )
            .unwrap();
            link(root, "../outside/handbook.yaml", "handbook.yaml");
        },
        also: &[],
    },
    Case {
        code: Code::UnreadableFile,
        path: "zh/gone.md",
        make: |root| link(root, "nowhere.md", "zh/gone.md"),
        also: &[],
    },
    Case {
        code: Code::OutsideHandbook,
        path: "",
        make: |root| {
            write(
                root,
                "handbook.yaml",
                b"title: a\nlanguages: [zh]\ntheme: paper\n",
            );
            fs::create_dir_all(root.join("themes/paper/templates")).unwrap();
            link(
                root,
                "../../../../outside/secret.md",
                "themes/paper/templates/page.html",
            );
        },
        also: &[],
    },
    Case {
        code: Code::OutsideHandbook,
        path: "",
        make: |root| {
            write(
                root,
                "handbook.yaml",
                b"title: a\nlanguages: [zh]\ntheme: paper\n",
            );
            fs::create_dir_all(root.join("themes")).unwrap();
            link(root, "../../outside", "themes/paper");
        },
        also: &[],
    },
];

fn write(root: &Path, name: &str, bytes: &[u8]) {
    let file = root.join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

fn gbk(root: &Path) {
    let (bytes, _, _) =
        encoding_rs::GBK.encode("---\ntitle: 邻里互助小组怎么办起来\n---\n写给社区的居民骨干。\n");
    write(root, "zh/a.md", &bytes);
}

fn utf16(root: &Path) {
    let units = "\u{FEFF}---\r\ntitle: 甲\r\n---\r\n正文\r\n".encode_utf16();
    write(
        root,
        "zh/a.md",
        &units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
    );
}

#[cfg(unix)]
fn not_utf8(root: &Path) {
    use std::os::unix::ffi::OsStrExt;
    let name = std::ffi::OsStr::from_bytes(b"b\xff.md");
    fs::write(root.join("zh").join(name), PAGE).unwrap();
}

#[cfg(unix)]
fn fifo(root: &Path) {
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(
        rustix::fs::CWD,
        root.join("zh/pipe.md"),
        rustix::fs::FileType::Fifo,
        mode,
        0,
    )
    .unwrap();
}

#[cfg(unix)]
fn link(root: &Path, target: &str, at: &str) {
    let file = root.join(at);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(target, file).unwrap();
}

/// A handbook's folder with one page, and a secret beside it.
fn with(make: impl Fn(&Path)) -> Tried {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("handbook");
    write(
        &root,
        "handbook.yaml",
        "title: 手册\nlanguages: [zh]\n".as_bytes(),
    );
    write(&root, "zh/index.md", PAGE.as_bytes());
    write(
        folder.path(),
        "outside/secret.md",
        "---\ntitle: 秘密\n---\n秘密\n".as_bytes(),
    );
    make(&root);
    handbook_on_disk(&root, None)
}

fn check(case: &Case, wrong: &mut String) {
    let tried = with(case.make);
    let name = format!("{} at {}", case.code.as_str(), case.path);
    is_sound(&name, &tried);
    let mut codes: Vec<Code> = tried.diagnostics.iter().map(|told| told.code).collect();
    let mut expected: Vec<Code> = std::iter::once(case.code)
        .chain(case.also.iter().copied())
        .collect();
    codes.sort();
    expected.sort();
    let found = tried.of(case.code).first().map(|told| {
        told.place
            .as_ref()
            .map_or("", |place| place.path.as_str())
            .to_string()
    });
    if codes != expected || found.as_deref() != Some(case.path) {
        *wrong += &format!("{name}: {codes:?} at {found:?}\n{}\n", tried.told());
    }
    for (path, entry) in &tried.built.output.entries {
        let text = tried.built.output.text(path.as_str()).unwrap_or_default();
        assert!(
            !text.contains("秘密"),
            "{name}: {path} shows what lies outside"
        );
        if let linli::output::Entry::File(file) = entry {
            assert!(!file.file.starts_with("/etc"), "{name}: {path}");
        }
    }
}

#[test]
fn every_odd_file_is_named() {
    let mut wrong = String::new();
    for case in CASES {
        check(case, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[cfg(unix)]
#[test]
fn every_odd_file_of_unix_is_named() {
    let mut wrong = String::new();
    for case in UNIX {
        check(case, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_folder_named_like_a_page_is_a_folder() {
    let tried = with(|root| write(root, "zh/x.md/y.md", PAGE.as_bytes()));
    assert_eq!(tried.codes(), [""; 0], "{}", tried.told());
    assert!(tried.paths().contains(&"zh/x.md/y.html"));
}

#[cfg(unix)]
#[test]
fn a_file_one_may_not_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let tried = with(|root| {
        write(root, "zh/locked.md", PAGE.as_bytes());
        fs::set_permissions(root.join("zh/locked.md"), fs::Permissions::from_mode(0o000)).unwrap();
    });
    if tried.paths().contains(&"zh/locked.html") {
        println!("skipped: whoever runs this may read everything");
        return;
    }
    assert_eq!(tried.codes(), ["unreadable-file"], "{}", tried.told());
}

#[test]
fn texts_from_old_editors_read_like_any_other() {
    let text = "---\r\ntitle: 甲\r\n---\r\n\r\n一行\r\n又一行\r\n";
    let plain = with(|root| write(root, "zh/a.md", text.replace('\r', "").as_bytes()));
    for bytes in [
        text.as_bytes().to_vec(),
        text.replace("\r\n", "\r").into_bytes(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
    ] {
        let tried = with(|root| write(root, "zh/a.md", &bytes));
        assert_eq!(tried.codes(), [""; 0], "{}", tried.told());
        assert_eq!(tried.page("zh/a.html"), plain.page("zh/a.html"));
    }
}

#[test]
fn what_editors_and_systems_leave_behind_is_passed_over() {
    let tried = with(|root| {
        for name in [
            "zh/.a.md.swp",
            "zh/~$a.md",
            "zh/a.md~",
            "zh/Thumbs.db",
            "zh/.DS_Store",
            "zh/#a.md#",
            ".git/zh/a.md",
        ] {
            write(root, name, b"\xff\xff");
        }
    });
    assert_eq!(tried.codes(), [""; 0], "{}", tried.told());
}
