//! What editors, synced folders and bad luck do to the files under a running preview.

use std::fs;

use super::*;

/// How an editor or a program that keeps folders alike puts a new text in the place of an old one.
type Save = fn(&Path, &str);

const SAVES: &[(&str, Save)] = &[
    ("vim", |zh, text| {
        fs::write(zh.join(".about.md.swp"), "b0VIM").unwrap();
        fs::write(zh.join("4913"), "").unwrap();
        fs::remove_file(zh.join("4913")).unwrap();
        fs::rename(zh.join("about.md"), zh.join("about.md~")).unwrap();
        fs::write(zh.join("about.md"), text).unwrap();
        fs::remove_file(zh.join("about.md~")).unwrap();
        fs::remove_file(zh.join(".about.md.swp")).unwrap();
    }),
    ("Emacs", |zh, text| {
        fs::write(zh.join("#about.md#"), "half").unwrap();
        fs::write(zh.join(".#about.md"), "me@here").unwrap();
        fs::copy(zh.join("about.md"), zh.join("about.md~")).unwrap();
        fs::write(zh.join("about.md"), text).unwrap();
        fs::remove_file(zh.join("#about.md#")).unwrap();
        fs::remove_file(zh.join(".#about.md")).unwrap();
    }),
    ("VS Code", |zh, text| {
        fs::write(zh.join("about.md"), text).unwrap()
    }),
    ("JetBrains", |zh, text| {
        fs::write(zh.join("about.md___jb_tmp___"), text).unwrap();
        fs::rename(zh.join("about.md"), zh.join("about.md___jb_old___")).unwrap();
        fs::rename(zh.join("about.md___jb_tmp___"), zh.join("about.md")).unwrap();
        fs::remove_file(zh.join("about.md___jb_old___")).unwrap();
    }),
    ("Kate", |zh, text| {
        fs::write(zh.join(".about.md.kate-swp"), "x").unwrap();
        fs::write(zh.join("about.md.kT12fX"), text).unwrap();
        fs::rename(zh.join("about.md.kT12fX"), zh.join("about.md")).unwrap();
        fs::remove_file(zh.join(".about.md.kate-swp")).unwrap();
    }),
    ("gedit", |zh, text| {
        fs::write(zh.join(".goutputstream-AB12C3"), text).unwrap();
        fs::rename(zh.join(".goutputstream-AB12C3"), zh.join("about.md")).unwrap();
    }),
    ("one that empties the file first", |zh, text| {
        fs::write(zh.join("about.md"), "").unwrap();
        std::thread::sleep(Duration::from_millis(60));
        fs::write(zh.join("about.md"), text).unwrap();
    }),
    ("one that deletes the file first", |zh, text| {
        fs::remove_file(zh.join("about.md")).unwrap();
        std::thread::sleep(Duration::from_millis(60));
        fs::write(zh.join("about.md"), text).unwrap();
    }),
    ("Syncthing", |zh, text| {
        fs::write(zh.join(".syncthing.about.md.tmp"), text).unwrap();
        fs::rename(zh.join(".syncthing.about.md.tmp"), zh.join("about.md")).unwrap();
    }),
    ("OneDrive", |zh, text| {
        fs::write(zh.join("about.md~RF1a2b.TMP"), "old").unwrap();
        fs::write(zh.join("about.md"), text).unwrap();
        fs::remove_file(zh.join("about.md~RF1a2b.TMP")).unwrap();
    }),
    ("Nextcloud", |zh, text| {
        fs::write(zh.join("about.md.part"), &text[..text.len() / 3]).unwrap();
        fs::write(zh.join("about.md.part"), text).unwrap();
        fs::rename(zh.join("about.md.part"), zh.join("about.md")).unwrap();
    }),
    ("the desktops around it", |zh, text| {
        for name in [
            ".DS_Store",
            "._about.md",
            "Thumbs.db",
            "desktop.ini",
            "~$about.docx",
        ] {
            fs::write(zh.join(name), "x").unwrap();
        }
        fs::write(zh.join("about.md"), text).unwrap();
    }),
];

#[test]
fn however_a_file_is_saved_its_new_text_is_shown_and_nothing_else_is_said() {
    let folder = Folder::handbook();
    let zh = folder.path().join("content/zh");
    let preview = Preview::of(&folder, &["serve"]);
    preview.until("/zh/about.html", |status, _| status == 200);
    preview.hush();
    for (editor, save) in SAVES {
        let words = format!("存它的是{editor}。");
        // In Han: bytes that end in the middle of a character must not be cut.
        save(&zh, &page("title: about", &words));
        preview.until("/zh/about.html", |_, text| text.contains(&words));
    }
    let said = preview.until_said("用时");
    for line in said.lines() {
        assert!(line.contains("content/zh/about.md 改了："), "{said}");
    }
    assert!(
        said.lines().count() <= SAVES.len(),
        "one line a save: {said}"
    );
}

#[test]
fn a_storm_of_changes_is_shown_in_few_steps() {
    const FILES: usize = 1000;
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    preview.hush();
    for round in ["一", "二"] {
        for n in 0..FILES {
            let text = page(&format!("title: 页 {n}"), &format!("第{round}次。"));
            folder.write(&format!("content/zh/{}/{n}.md", n % 10), text);
        }
        let last = format!("/zh/{}/{}.html", (FILES - 1) % 10, FILES - 1);
        let wished = format!("第{round}次。");
        preview.until(&last, |_, text| text.contains(&wished));
        preview.until("/zh/0/0.html", |_, text| text.contains(&wished));
    }
    let said = preview.until_said("个文件变了");
    let steps = said.lines().filter(|line| line.contains("用时")).count();
    assert!(steps <= 8, "{steps} steps: {said}");
}

#[test]
fn a_handbook_that_is_moved_away_says_so_once_and_goes_on_when_it_is_back() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    preview.hush();
    let (here, there) = (
        folder.path().join("content"),
        folder.path().join("elsewhere"),
    );
    fs::rename(&here, &there).unwrap();
    let text = preview.until("/zh/about.html", |_, text| text.contains("no-handbook"));
    assert!(text.contains("我们是邻居。"), "the last pages stay: {text}");
    fs::write(
        there.join("zh/about.md"),
        page("title: 关于", "搬家时写的。"),
    )
    .unwrap();
    fs::rename(&there, &here).unwrap();
    let text = preview.until("/zh/about.html", |_, text| text.contains("搬家时写的。"));
    assert!(!text.contains("no-handbook"), "{text}");
    folder.write("content/zh/about.md", page("title: 关于", "又写了。"));
    preview.until("/zh/about.html", |_, text| text.contains("又写了。"));
    let said = preview.said();
    assert_eq!(said.matches("no-handbook").count(), 1, "{said}");
}

#[test]
fn a_folder_that_is_deleted_with_all_around_it_and_restored_goes_on() {
    let outer = Folder::new();
    let home = outer.path().join("home");
    let fill = |words: &str| {
        outer.write(
            "home/content/handbook.yaml",
            "id: test\ntitle: 社区手册\nlanguages: [zh]\n",
        );
        outer.write("home/content/zh/index.md", page("title: 社区手册", words));
    };
    fill("第一次。");
    // Run inside the folder: there, `.` is nowhere once it is deleted.
    let preview = Preview::in_folder(&home, &["serve"]);
    fs::remove_dir_all(&home).unwrap();
    preview.until_said("no-handbook");
    fill("第二次。");
    preview.until("/zh/index.html", |_, text| text.contains("第二次。"));
    fill("第三次。");
    preview.until("/zh/index.html", |_, text| text.contains("第三次。"));
}

#[test]
fn a_handbook_that_is_moved_while_the_preview_runs_in_it_is_followed() {
    let outer = Folder::new();
    outer.write(
        "one/content/handbook.yaml",
        "id: test\ntitle: 社区手册\nlanguages: [zh]\n",
    );
    outer.write("one/content/zh/index.md", page("title: 社区手册", "欢迎。"));
    let preview = Preview::in_folder(&outer.path().join("one"), &["serve"]);
    fs::rename(outer.path().join("one"), outer.path().join("two")).unwrap();
    if cfg!(unix) {
        // What is written before the move is noticed is read at once; what follows, as ever.
        for words in ["在新家。", "在新家，第二次。"] {
            outer.write("two/content/zh/index.md", page("title: 社区手册", words));
            preview.until("/zh/index.html", |_, text| text.contains(words));
        }
    }
}

#[test]
fn a_page_that_cannot_be_read_keeps_its_last_form_and_says_why() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    preview.until("/zh/about.html", |status, _| status == 200);
    preview.hush();
    for (bytes, code) in [
        (&b"\xff\xfe\xff\x00\xd8"[..], "unreadable-text"),
        (b"", "empty-page"),
    ] {
        folder.write("content/zh/about.md", bytes);
        let text = preview.until("/zh/about.html", |_, text| text.contains(code));
        assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
        assert!(text.contains("我们是邻居。"), "{text}");
    }
    let said = preview.until_said("content/zh/about.md 这次没读出来：");
    assert!(!said.contains("删了"), "{said}");
    folder.write("content/zh/about.md", page("title: 关于", "读得出来了。"));
    let text = preview.until("/zh/about.html", |_, text| text.contains("读得出来了。"));
    assert!(!text.contains("linli-bar"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_file_without_leave_to_read_keeps_its_page_until_there_is_leave() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::handbook();
    let file = folder.path().join("content/zh/about.md");
    let leave = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
    leave(0o000);
    let is_almighty = fs::read(&file).is_ok();
    leave(0o644);
    if is_almighty {
        return;
    }
    let preview = Preview::of(&folder, &["serve"]);
    leave(0o000);
    let text = preview.until("/zh/about.html", |_, text| text.contains("linli-bar"));
    assert!(text.contains("我们是邻居。"), "{text}");
    leave(0o644);
    preview.until("/zh/about.html", |_, text| !text.contains("linli-bar"));
}

#[test]
fn a_file_that_grows_while_it_is_read_is_shown_whole_in_the_end() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    let file = folder.path().join("content/zh/about.md");
    let sound = folder.path().join("content/media/a.mp3");
    fs::create_dir_all(sound.parent().unwrap()).unwrap();
    let grow = |file: &Path, bytes: &str| {
        let mut open = fs::File::options()
            .create(true)
            .append(true)
            .open(file)
            .unwrap();
        open.write_all(bytes.as_bytes()).unwrap();
    };
    for n in 0..300 {
        grow(&file, &format!("\n第 {n} 段，还在写。\n"));
        grow(&sound, &"x".repeat(10_000));
        if n % 20 == 0 {
            // It is read at any moment of this.
            assert_eq!(preview.get("/zh/about.html").0, 200);
            preview.get("/media/a.mp3");
        }
    }
    let text = preview.until("/zh/about.html", |_, text| text.contains("第 299 段"));
    assert!(text.contains("第 0 段"), "{text}");
    preview.until("/media/a.mp3", |status, text| {
        status == 200 && text.contains("Content-Length: 3000000")
    });
}
