//! The same handbook gives the same bytes, wherever, whenever and however it is built.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::desk::{Folder, Said, bundled, linli, tree};

type Tree = std::collections::BTreeMap<String, Vec<u8>>;

/// Copies a folder, its files in the order given or backwards, and dates them.
fn copy(from: &Path, to: &Path, backwards: bool, dated: SystemTime) {
    let mut files: Vec<(String, Vec<u8>)> = tree(from).into_iter().collect();
    if backwards {
        files.reverse();
    }
    for (at, (name, bytes)) in files.iter().enumerate() {
        let path = to.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(dated + Duration::from_secs(at as u64))
            .unwrap();
    }
}

/// Builds with some surroundings and gives the whole tree, the manifest included.
fn built(folder: &Path, handbook: &str, around: impl FnOnce(&mut Command)) -> Tree {
    let mut command = linli(folder);
    command.args([
        "build",
        handbook,
        "-o",
        "out",
        "--base-url",
        "https://example.org/linli/",
    ]);
    around(&mut command);
    Said::of(&mut command).fine();
    tree(&folder.join("out"))
}

#[track_caller]
fn same(one: &Tree, other: &Tree) {
    assert!(
        one.keys().eq(other.keys()),
        "{:?}\n{:?}",
        one.keys(),
        other.keys()
    );
    let differing: Vec<&String> = one
        .keys()
        .filter(|name| one[*name] != other[*name])
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert!(
        one.len() > 20 && one.contains_key(".linli-manifest") && one.contains_key("sitemap.xml")
    );
}

#[test]
fn neither_zone_nor_locale_nor_threads_change_a_byte() {
    let folder = Folder::new();
    copy(
        &bundled(),
        &folder.path().join("content"),
        false,
        SystemTime::now(),
    );
    let first = built(folder.path(), ".", |command| {
        command.envs([
            ("TZ", "Asia/Shanghai"),
            ("LANG", "C"),
            ("LC_ALL", "C"),
            ("RAYON_NUM_THREADS", "1"),
        ]);
    });
    let others = [
        [
            ("TZ", "America/New_York"),
            ("LC_ALL", "zh_CN.UTF-8"),
            ("RAYON_NUM_THREADS", "8"),
        ],
        [
            ("TZ", "Pacific/Kiritimati"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("RAYON_NUM_THREADS", "3"),
        ],
    ];
    for around in others {
        std::fs::remove_dir_all(folder.path().join("out")).unwrap();
        same(
            &first,
            &built(folder.path(), ".", |command| {
                command.envs(around);
            }),
        );
    }
    same(&first, &built(folder.path(), ".", |_| {}));
}

#[test]
fn neither_folder_nor_file_times_nor_the_order_of_files_change_a_byte() {
    let (near, far) = (Folder::new(), Folder::new());
    let deep: PathBuf = far.path().join("很 深/b/c/d");
    std::fs::create_dir_all(&deep).unwrap();
    copy(
        &bundled(),
        &near.path().join("content"),
        false,
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000),
    );
    copy(&bundled(), &deep.join("content"), true, SystemTime::now());
    let one = built(near.path(), ".", |_| {});
    same(
        &one,
        &built(&deep, deep.join("content").to_str().unwrap(), |_| {}),
    );
    std::fs::remove_dir_all(deep.join("out")).unwrap();
    same(&one, &built(&deep, "./content/../content", |_| {}));
}

#[test]
fn another_day_changes_nothing_in_a_handbook_without_dates() {
    let folder = Folder::new();
    copy(
        &bundled(),
        &folder.path().join("content"),
        false,
        SystemTime::now(),
    );
    let today = |day: &'static str| {
        built(folder.path(), ".", move |command| {
            command.args(["--today", day]);
        })
    };
    let first = today("2024-02-29");
    same(&first, &today("2031-12-31"));
    let epoch = built(folder.path(), ".", |command| {
        command.env("SOURCE_DATE_EPOCH", "0");
    });
    same(&first, &epoch);
}

#[test]
fn consent_is_what_another_day_changes() {
    let folder = Folder::handbook();
    folder.write(
        "content/zh/cases/a.md",
        "---\ntitle: 案例\nphases: []\nprivacy: {consent: written, valid_until: 2026-11-23}\nstatus: proof\nbasis: guidance\n---\n\n正文。\n",
    );
    let on = |day: &'static str| {
        let mut command = linli(folder.path());
        command.args(["build", "--keep-going", "--today", day]);
        Said::of(&mut command);
        tree(&folder.path().join("site"))
    };
    let (before, after) = (on("2026-11-23"), on("2026-11-24"));
    let differing: Vec<&String> = before
        .keys()
        .filter(|name| before.get(*name) != after.get(*name))
        .collect();
    assert!(
        differing.contains(&&"zh/cases/a.html".to_string()),
        "{differing:?}"
    );
    assert!(
        !differing.contains(&&"zh/about.html".to_string())
            || before.contains_key("zh/cases/index.html")
    );
    assert!(on("2026-11-23") == before, "and back again");
}

#[test]
fn the_site_knows_nothing_of_the_machine_it_was_made_on() {
    let folder = Folder::new();
    copy(
        &bundled(),
        &folder.path().join("content"),
        false,
        SystemTime::now(),
    );
    let site = built(folder.path(), ".", |command| {
        command.envs([
            ("USER", "xiaoming-the-builder"),
            ("LOGNAME", "xiaoming-the-builder"),
            ("HOSTNAME", "laptop-of-xiaoming"),
        ]);
    });
    let here = folder.path().to_string_lossy().into_owned();
    let project = env!("CARGO_MANIFEST_DIR");
    for (name, bytes) in &site {
        let text = String::from_utf8_lossy(bytes);
        for secret in [
            here.as_str(),
            project,
            "xiaoming",
            "/tmp/",
            "/home/",
            "\\Users\\",
        ] {
            assert!(!text.contains(secret), "{name} tells of {secret}");
        }
    }
    // The day of the build is nowhere: a year that no source mentions would be the clock's.
    let odd = built(folder.path(), ".", |command| {
        command.args(["--today", "2093-07-19"]);
    });
    for (name, bytes) in &odd {
        // Hashes have any four digits in them, sooner or later.
        if [".linli-manifest", "offline.json", "sw.js"].contains(&name.as_str()) {
            continue;
        }
        assert!(
            !String::from_utf8_lossy(bytes).contains("2093"),
            "{name} tells the day of the build"
        );
    }
}
