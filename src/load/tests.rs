//! What loading makes of the disk, as it is.

use std::fs;

use super::*;
use crate::diagnostic::{Code, Severity};

/// A handbook on the disk, and what loading it said.
struct Rig {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

fn rig(files: &[(&str, &str)]) -> Rig {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().join("book");
    let rig = Rig {
        _folder: folder,
        root,
    };
    rig.put(
        "content/handbook.yaml",
        "title: 社区手册\nlanguages: [zh]\n",
    );
    for (path, text) in files {
        rig.put(path, text);
    }
    rig
}

impl Rig {
    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn load(&self) -> (Sources, Vec<Diagnostic>) {
        self.load_with("default", &mut Memory::default())
    }

    fn load_with(&self, theme: &str, memory: &mut Memory) -> (Sources, Vec<Diagnostic>) {
        let settings = |_: &Source| Settings {
            languages: vec!["zh".to_string(), "en".to_string()],
            theme: theme.to_string(),
        };
        let place = find(&self.root).unwrap();
        let (sources, diagnostics) = load(&place, settings, memory);
        (sources.unwrap(), diagnostics)
    }

    /// The codes and files of what was said.
    fn told(&self) -> Vec<(Code, String)> {
        let (_, diagnostics) = self.load();
        let told = diagnostics.iter().map(|d| {
            let place = d
                .place
                .as_ref()
                .map_or(String::new(), |p| p.path.to_string());
            (d.code, place)
        });
        told.collect()
    }
}

fn names<T>(map: &BTreeMap<SourcePath, T>) -> Vec<&str> {
    map.keys().map(SourcePath::as_str).collect()
}

#[test]
fn texts_and_files_are_told_apart() {
    let rig = rig(&[
        ("content/facts.yaml", "F1: {zh: 一}"),
        ("content/zh/index.md", "---\ntitle: 首页\n---\n"),
        ("content/zh/cases/plan.pdf", "%PDF"),
        ("content/media/x.svg", "<svg width=\"3\" height=\"4\">"),
        ("content/media/x.yaml", "alt: 图"),
        ("content/zh/.DS_Store", "x"),
        ("content/zh/~$cases.docx", "x"),
        ("content/zh/.index.md.swp", "x"),
        ("content/zh/index.md~", "x"),
        ("content/zh/4913", "x"),
        ("content/.git/zh/a.md", "x"),
        ("README.md", "not part of it"),
    ]);
    let (sources, diagnostics) = rig.load();
    assert_eq!(diagnostics, []);
    let texts = ["facts.yaml", "handbook.yaml", "media/x.yaml", "zh/index.md"];
    assert_eq!(names(&sources.texts), texts);
    assert_eq!(names(&sources.files), ["media/x.svg", "zh/cases/plan.pdf"]);
    let picture = sources.files.values().next().unwrap();
    assert_eq!((picture.size, picture.len), (Some((3, 4)), 26));
    assert_eq!(
        picture.hash,
        crate::source::hash(b"<svg width=\"3\" height=\"4\">")
    );
}

#[test]
fn shared_texts_come_from_the_root_too_and_nothing_else_from_there() {
    let rig = rig(&[
        ("content/_a.md", "甲"),
        ("content/_a.yaml", "a: 1"),
        ("content/_parts/b.md", " "),
        ("content/_parts/c/d.md", "丁"),
        ("content/_parts/x.png", "x"),
        ("content/_parts/aux.txt", "x"),
        ("content/_old/.linli-manifest", ""),
        ("content/_old/e.md", "戊"),
        ("content/zh/_parts/f.md", ""),
    ]);
    let (sources, diagnostics) = rig.load();
    assert_eq!(diagnostics, []);
    let texts = [
        "_a.md",
        "_parts/b.md",
        "_parts/c/d.md",
        "handbook.yaml",
        "zh/_parts/f.md",
    ];
    assert_eq!(names(&sources.texts), texts);
    assert_eq!(names(&sources.files), [""; 0]);
    let reads = read_from(&find(&rig.root).unwrap(), &["zh".to_string()]);
    let has = |name: &str| reads.contains(&rig.root.join("content").join(name));
    assert!(has("_a.md") && has("_parts") && !has("_old") && !has("_a.yaml"));
}

#[test]
fn the_handbook_is_found_from_inside_and_from_around() {
    let rig = rig(&[]);
    let from_around = find(&rig.root).unwrap();
    assert_eq!(from_around.home, rig.root);
    assert_eq!(from_around.root, rig.root.join("content"));
    assert_eq!(find(&rig.root.join("content")).unwrap(), from_around);
    assert_eq!(
        find(&rig.root.join("content/handbook.yaml")).unwrap(),
        from_around
    );
    rig.put("flat/handbook.yaml", "title: 手册");
    let flat = find(&rig.root.join("flat")).unwrap();
    assert_eq!(
        (flat.root, flat.home),
        (rig.root.join("flat"), rig.root.join("flat"))
    );
}

#[test]
fn without_a_handbook_the_nearly_right_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let told = find(folder.path()).unwrap_err();
    assert_eq!(told.code, Code::NoHandbook);
    fs::write(folder.path().join("handbook.yml"), "title: x").unwrap();
    let hint = find(folder.path()).unwrap_err().hint.unwrap();
    assert!(hint.zh.contains("handbook.yml"), "{hint:?}");
    assert!(find(&folder.path().join("nowhere")).is_err());
}

#[test]
fn old_encodings_are_read_with_a_tip_and_noise_is_named() {
    let rig = rig(&[]);
    let text = "---\ntitle: 邻里互助小组怎么办起来\n---\n社区的居民骨干先谈一谈。\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    rig.put("content/zh/gbk.md", &gbk);
    rig.put("content/zh/noise.md", b"# a\n\xFF\xFE\x00b\xC0");
    let wide: Vec<u8> = "title: plain"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    rig.put("content/zh/wide.md", wide);
    let (sources, diagnostics) = rig.load();
    let gbk = SourcePath::new("zh/gbk.md").unwrap();
    assert_eq!(&*sources.texts[&gbk].text, text);
    let codes: Vec<_> = diagnostics.iter().map(|d| (d.code, d.severity)).collect();
    assert_eq!(
        codes,
        [
            (Code::DecodedText, Severity::Warning),
            (Code::UnreadableText, Severity::Error),
            (Code::UnreadableText, Severity::Error),
        ]
    );
    assert!(
        diagnostics[1].message.en.contains("line 2"),
        "{:?}",
        diagnostics[1]
    );
    assert_eq!(sources.texts.len(), 2);
}

#[test]
fn odd_names_and_files_are_told() {
    let rig = rig(&[
        ("content/zh/A.md", "a"),
        ("content/zh/a.md", "a"),
        ("content/zh/é.md", "a"),
        ("content/zh/e\u{301}.md", "a"),
        ("content/zh/empty.md", " \n"),
        ("content/zh/aux.md", "a"),
        ("content/zh/com1", "a"),
        ("content/zh/what?.md", "a"),
        ("content/zh/page.md.txt", "a"),
        ("content/zh/page.markdown", "a"),
        ("content/zh-cn/index.md", "a"),
    ]);
    let told = rig.told();
    let expected = [
        (Code::UnlistedFolder, "zh-cn"),
        (Code::NameCollision, "zh/a.md"),
        (Code::ReservedName, "zh/aux.md"),
        (Code::ReservedName, "zh/com1"),
        (Code::EmptyPage, "zh/empty.md"),
        (Code::MdTxt, "zh/page.markdown"),
        (Code::MdTxt, "zh/page.md.txt"),
        (Code::ReservedName, "zh/what?.md"),
        (Code::NameCollision, "zh/é.md"),
    ];
    let expected: Vec<_> = expected.map(|(code, path)| (code, path.to_string())).into();
    assert_eq!(told, expected);
    let (_, diagnostics) = rig.load();
    let hint = |at: usize| &diagnostics[at].hint.as_ref().unwrap().en;
    assert!(hint(0).contains("the nearest is `zh`"), "{}", hint(0));
    assert!(hint(5).starts_with("rename it to page.md "), "{}", hint(5));
    assert!(hint(6).starts_with("rename it to page.md "), "{}", hint(6));
}

#[cfg(unix)]
#[test]
fn nothing_outside_is_read_and_no_link_is_endless() {
    use std::os::unix::fs::symlink;
    let rig = rig(&[
        ("secret/a.md", "secret"),
        ("content/zh/index.md", "首页"),
        ("content/zh/shared/a.md", "a"),
    ]);
    let zh = rig.root.join("content/zh");
    symlink(rig.root.join("secret"), zh.join("folder")).unwrap();
    symlink(rig.root.join("secret/a.md"), zh.join("page.md")).unwrap();
    symlink("nowhere.md", zh.join("broken.md")).unwrap();
    symlink(".", zh.join("shared/loop")).unwrap();
    symlink("zh/shared", rig.root.join("content/en")).unwrap();
    symlink("/dev/null", zh.join("null.md")).unwrap();
    let (sources, _) = rig.load();
    let pages = ["en/a.md", "handbook.yaml", "zh/index.md", "zh/shared/a.md"];
    assert_eq!(names(&sources.texts), pages);
    let expected = [
        (Code::OutsideHandbook, "en/loop"),
        (Code::UnreadableFile, "zh/broken.md"),
        (Code::OutsideHandbook, "zh/folder"),
        (Code::OutsideHandbook, "zh/null.md"),
        (Code::OutsideHandbook, "zh/page.md"),
        (Code::OutsideHandbook, "zh/shared/loop"),
    ];
    let expected: Vec<_> = expected.map(|(code, path)| (code, path.to_string())).into();
    assert_eq!(rig.told(), expected);
}

#[cfg(target_os = "linux")]
#[test]
fn pipes_and_names_that_are_no_text_never_hang_or_panic() {
    use std::os::unix::ffi::OsStrExt;
    let rig = rig(&[("content/zh/index.md", "首页")]);
    let zh = rig.root.join("content/zh");
    let made = std::process::Command::new("mkfifo")
        .arg(zh.join("pipe.md"))
        .status();
    assert!(made.unwrap().success());
    fs::write(zh.join(std::ffi::OsStr::from_bytes(b"\xC4\xE3.md")), "x").unwrap();
    fs::write(zh.join("new\nline.md"), "x").unwrap();
    fs::write(zh.join("back\\slash.md"), "x").unwrap();
    let codes: Vec<Code> = rig.told().into_iter().map(|(code, _)| code).collect();
    let count = |code| codes.iter().filter(|&&one| one == code).count();
    assert_eq!(
        (count(Code::OddFile), count(Code::OddName), codes.len()),
        (1, 3, 4)
    );
}

#[test]
fn a_broken_handbook_yaml_leaves_nothing_to_go_by() {
    let rig = rig(&[]);
    rig.put("content/handbook.yaml", b"\xFF\xFF\x00");
    let place = find(&rig.root).unwrap();
    let settings = |_: &Source| panic!("there is nothing to ask about");
    let (sources, diagnostics) = load(&place, settings, &mut Memory::default());
    assert!(sources.is_none());
    assert_eq!(diagnostics[0].code, Code::UnreadableText);
}

#[test]
fn a_folder_called_handbook_yaml_is_told() {
    let rig = rig(&[]);
    fs::remove_file(rig.root.join("content/handbook.yaml")).unwrap();
    rig.put("content/handbook.yaml/x.md", "x");
    let place = find(&rig.root).unwrap();
    let settings = |_: &Source| Settings::default();
    let (sources, diagnostics) = load(&place, settings, &mut Memory::default());
    assert!(sources.is_none());
    assert_eq!(diagnostics[0].code, Code::OddFile);
}

#[test]
fn folders_without_end_are_told() {
    let rig = rig(&[]);
    rig.put(&format!("content/zh/{}a.md", "d/".repeat(60)), "a");
    assert_eq!(rig.told()[0].0, Code::OddFile);
}

#[test]
fn the_theme_inside_wins_over_the_one_beside_file_by_file() {
    let rig = rig(&[
        ("themes/own/templates/page.html", "beside"),
        ("themes/own/theme.yaml", "beside"),
        ("content/themes/own/templates/page.html", "inside"),
        ("themes/default/assets/site.css", "changed"),
    ]);
    let (sources, diagnostics) = rig.load_with("own", &mut Memory::default());
    assert_eq!(diagnostics, []);
    let text = |path: &str| std::str::from_utf8(&sources.theme.files[path]).unwrap();
    assert_eq!(text("templates/page.html"), "inside");
    assert_eq!(text("theme.yaml"), "beside");
    let (sources, _) = rig.load();
    let files: Vec<_> = sources.theme.files.keys().collect();
    assert_eq!(files, ["assets/site.css"]);
}

#[test]
fn a_theme_that_is_not_there_is_pointed_at() {
    let rig = rig(&[("themes/own/theme.yaml", "x")]);
    rig.put("content/handbook.yaml", "title: 手册\ntheme: owm\n");
    for name in ["owm", "../themes/own"] {
        let (_, diagnostics) = rig.load_with(name, &mut Memory::default());
        assert_eq!(diagnostics[0].code, Code::UnknownTheme);
    }
    let (_, diagnostics) = rig.load_with("owm", &mut Memory::default());
    assert_eq!(diagnostics[0].place.as_ref().unwrap().span, 21..24);
    assert!(
        diagnostics[0]
            .hint
            .as_ref()
            .unwrap()
            .en
            .contains("default, own")
    );
}

#[test]
fn loading_again_sees_every_change() {
    let rig = rig(&[("content/zh/a.md", "one"), ("content/zh/b.md", "one")]);
    let mut memory = Memory::default();
    let old = SystemTime::now() - std::time::Duration::from_secs(60);
    for path in ["content/zh/a.md", "content/zh/b.md"] {
        let file = fs::File::options().write(true).open(rig.root.join(path));
        file.unwrap().set_modified(old).unwrap();
    }
    rig.load_with("default", &mut memory);
    // The same length at the same time: only a new look can tell.
    rig.put("content/zh/a.md", "two");
    fs::remove_file(rig.root.join("content/zh/b.md")).unwrap();
    rig.put("content/zh/c.md", "three");
    let (warm, _) = rig.load_with("default", &mut memory);
    let (cold, _) = rig.load();
    let texts = |sources: &Sources| -> Vec<(String, String)> {
        let texts = sources.texts.values();
        texts
            .map(|s| (s.path.to_string(), s.text.to_string()))
            .collect()
    };
    assert_eq!(texts(&warm), texts(&cold));
    assert_eq!(names(&warm.texts), ["handbook.yaml", "zh/a.md", "zh/c.md"]);
}

#[test]
fn edits_quicker_than_the_clock_are_seen() {
    let rig = rig(&[("content/zh/a.md", "00")]);
    let mut memory = Memory::default();
    let page = SourcePath::new("zh/a.md").unwrap();
    for edit in 10..80 {
        rig.put("content/zh/a.md", edit.to_string());
        let (sources, _) = rig.load_with("default", &mut memory);
        assert_eq!(&*sources.texts[&page].text, edit.to_string());
    }
}

#[test]
fn a_page_of_many_megabytes_is_read() {
    let rig = rig(&[]);
    rig.put(
        "content/zh/long.md",
        "# 长\n\n很长的一页。\n".repeat(450_000),
    );
    let (sources, diagnostics) = rig.load();
    assert_eq!(diagnostics, []);
    let page = &sources.texts[&SourcePath::new("zh/long.md").unwrap()];
    assert!(page.text.len() > 10_000_000);
}

#[cfg(unix)]
#[test]
fn saving_keeps_to_the_handbook() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let rig = rig(&[("content/zh/a.md", "old"), ("secret.md", "secret")]);
    let root = rig.root.join("content");
    let path = |text: &str| SourcePath::new(text).unwrap();
    let file = root.join("zh/a.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    save(&root, &path("zh/a.md"), b"new").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"new");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    create(&root, &path("zh/cases/b.md"), b"b").unwrap();
    assert!(create(&root, &path("zh/cases/b.md"), b"c").is_err());
    assert_eq!(fs::read(root.join("zh/cases/b.md")).unwrap(), b"b");
    symlink(rig.root.join("secret.md"), root.join("zh/link.md")).unwrap();
    symlink(&rig.root, root.join("zh/out")).unwrap();
    assert!(save(&root, &path("zh/link.md"), b"x").is_err());
    assert!(save(&root, &path("zh/out/secret.md"), b"x").is_err());
    assert_eq!(fs::read(rig.root.join("secret.md")).unwrap(), b"secret");
    assert_eq!(root.join("zh/cases").read_dir().unwrap().count(), 1);
}

#[test]
fn what_is_passed_over_is_what_editors_leave() {
    for name in [
        ".git",
        "~$x.docx",
        ".x.swp",
        "x~",
        "4913",
        "#x#",
        "Thumbs.db",
        "x.tmp",
        // vim, Emacs, VS Code, JetBrains, Kate, gedit, TextEdit, Sublime Text, LibreOffice, WPS
        ".关于.md.swp",
        "关于.md~",
        ".#关于.md",
        "关于.md.vsctmp",
        "关于.md___jb_tmp___",
        "关于.md___jb_old___",
        "关于.md.kT12fX",
        ".关于.md.kate-swp",
        ".goutputstream-A1B2C3",
        "关于.md.sb-8bcd2b54-XYZabc",
        "(A Document Being Saved By TextEdit)",
        ".subl1f3.tmp",
        ".~lock.关于.docx#",
        "~WRL0001.tmp",
        // Windows, macOS, a disk in the network
        "desktop.ini",
        ".DS_Store",
        "._关于.md",
        "$RECYCLE.BIN",
        "@eaDir",
        // Syncthing, OneDrive, Nextcloud, iCloud, rsync, downloads
        ".syncthing.关于.md.tmp",
        "~syncthing~关于.md.tmp",
        "关于.md~RF1a2b3c.TMP",
        ".关于.md.~3f2a",
        "关于.md.part",
        ".关于.md.icloud",
        ".关于.md.Ab12Cd",
        "录音.mp3.crdownload",
        "录音.mp3.baiduyun.p.downloading",
    ] {
        assert!(is_passed_over(name), "{name}");
    }
    for name in [
        "x.md",
        "图.png",
        "#",
        "4913.md",
        "tmp",
        "partial.md",
        "关于.md.backup",
        "v1.202611",
    ] {
        assert!(!is_passed_over(name), "{name}");
    }
}
