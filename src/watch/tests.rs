//! What is told of changes, and what is not.

use std::fs;

use super::*;

struct Rig {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

fn rig() -> Rig {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    fs::create_dir_all(root.join("zh/cases")).unwrap();
    fs::create_dir(root.join("zh/site")).unwrap();
    fs::write(root.join("zh/a.md"), "a").unwrap();
    Rig {
        _folder: folder,
        root,
    }
}

/// Both kinds of eyes on the language folder, with an output inside it that is ignored.
fn both(rig: &Rig) -> [Watch; 2] {
    let paths = [rig.root.join("zh"), rig.root.join("themes")];
    let ignored = [rig.root.join("zh/site"), rig.root.join("zh/.site.linli")];
    [
        Watch::new(&paths, &ignored),
        Watch::polling(&paths, &ignored),
    ]
}

const LONG: Duration = Duration::from_secs(10);
const SHORT: Duration = Duration::from_millis(700);

/// What is reported until it is quiet.
fn all(watch: &mut Watch) -> BTreeSet<PathBuf> {
    let mut paths: BTreeSet<PathBuf> = watch.wait_within(LONG).into_iter().flatten().collect();
    while let Some(more) = watch.wait_within(SHORT) {
        paths.extend(more);
    }
    paths
}

#[test]
fn a_saved_file_is_reported() {
    let rig = rig();
    for mut watch in both(&rig) {
        fs::write(rig.root.join("zh/a.md"), format!("{}", watch.is_polling())).unwrap();
        assert!(all(&mut watch).contains(&rig.root.join("zh/a.md")));
    }
}

#[test]
fn reading_is_no_change() {
    let rig = rig();
    for mut watch in both(&rig) {
        watch.wait_within(SHORT);
        fs::read(rig.root.join("zh/a.md")).unwrap();
        fs::read_dir(rig.root.join("zh")).unwrap().count();
        assert_eq!(watch.wait_within(SHORT), None);
    }
}

#[test]
fn the_output_and_what_editors_leave_are_not_reported() {
    let rig = rig();
    for mut watch in both(&rig) {
        watch.wait_within(SHORT);
        for name in ["site/a.html", ".a.md.swp", "a.md~", "4913", "~$a.docx"] {
            fs::write(rig.root.join("zh").join(name), "x").unwrap();
        }
        assert_eq!(watch.wait_within(SHORT), None);
    }
}

#[test]
fn an_editor_that_saves_by_renaming_is_seen() {
    let rig = rig();
    for mut watch in both(&rig) {
        let beside = rig.root.join("zh/.a.md.tmp");
        fs::write(&beside, format!("new {}", watch.is_polling())).unwrap();
        fs::rename(&beside, rig.root.join("zh/a.md")).unwrap();
        assert!(all(&mut watch).contains(&rig.root.join("zh/a.md")));
    }
}

#[test]
fn one_file_alone_is_watched_however_it_is_saved() {
    let rig = rig();
    let file = rig.root.join("zh/a.md");
    for mut watch in [
        Watch::new(std::slice::from_ref(&file), &[]),
        Watch::polling(std::slice::from_ref(&file), &[]),
    ] {
        fs::write(rig.root.join("zh/b.md"), "another").unwrap();
        for text in ["one", "three"] {
            fs::write(rig.root.join("zh/new.md"), text).unwrap();
            fs::rename(rig.root.join("zh/new.md"), &file).unwrap();
            assert_eq!(all(&mut watch), BTreeSet::from([file.clone()]));
        }
    }
}

#[test]
fn a_folder_that_was_not_there_or_was_made_anew_is_watched() {
    let rig = rig();
    for mut watch in both(&rig) {
        fs::remove_dir_all(rig.root.join("zh")).unwrap();
        assert!(!all(&mut watch).is_empty());
        fs::create_dir_all(rig.root.join("zh/site")).unwrap();
        fs::create_dir_all(rig.root.join("themes")).unwrap();
        fs::write(rig.root.join("zh/a.md"), "again").unwrap();
        assert!(!all(&mut watch).is_empty());
        fs::write(rig.root.join("zh/b.md"), "b").unwrap();
        assert!(all(&mut watch).contains(&rig.root.join("zh/b.md")));
        fs::write(rig.root.join("themes/x.css"), "b").unwrap();
        assert!(all(&mut watch).contains(&rig.root.join("themes/x.css")));
        fs::remove_dir_all(rig.root.join("themes")).unwrap();
    }
}

#[test]
fn a_storm_ends_in_few_reports() {
    let rig = rig();
    let mut watch = Watch::new(&[rig.root.join("zh")], &[]);
    let start = Instant::now();
    for n in 0..3000 {
        fs::write(rig.root.join(format!("zh/cases/{n}.md")), "x").unwrap();
    }
    let storm = start.elapsed();
    let mut reports = 0;
    let mut paths = BTreeSet::new();
    while let Some(more) = watch.wait_within(SHORT) {
        reports += 1;
        paths.extend(more);
    }
    let most = 2 + (storm + LONG).as_millis() / LONGEST.as_millis();
    assert!(
        reports < most && reports < 60,
        "{reports} reports in {storm:?}"
    );
    assert!(paths.len() >= 3000 || paths.is_empty());
}
