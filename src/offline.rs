//! `sw.js` and `offline.json`: what a reader's browser needs to keep the handbook for reading without
//! a line. Nothing of it runs before the reader asks; the theme's `keep.js` does the asking.

use rayon::prelude::*;

use crate::escape::{html, script_json};
use crate::language::Language;
use crate::output::{Entry, Output};
use crate::path::{SitePath, encode};
use crate::view::Labels;

/// Where the worker stands: at the root, as it answers for what lies below itself.
pub const WORKER: &str = "sw.js";
/// Where the list of what is kept stands. It is a file of its own because browsers ask for the worker
/// again with every page they show: ten thousand lines would come along each time.
pub const LIST: &str = "offline.json";
/// What the preview answers in the worker's place.
pub const LEAVE: &str = include_str!("offline/leave.js");

const CODE: &str = include_str!("offline/worker.js");

/// A file above this size stays on the line.
const MOST: u64 = 5_000_000;
/// Sound and film, whatever their size: browsers ask for them piece by piece.
const RECORDINGS: [&str; 12] = [
    "mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac", "mp4", "m4v", "webm", "mov",
];

/// One file that is kept.
struct Kept<'a> {
    path: &'a SitePath,
    hash: u128,
    len: u64,
}

/// The worker and the list for a whole site: all its pages in all languages, since the search and
/// the links between languages lead to them, what they are dressed with, what is searched, pictures
/// and forms. Feeds and the like are for machines, which have a line.
pub fn make(output: &Output, languages: &[Language], words: &[Labels]) -> [(SitePath, String); 2] {
    let entries: Vec<_> = output.entries.iter().collect();
    let kept: Vec<Kept> = entries
        .par_iter()
        .filter(|(path, entry)| is_kept(path, entry))
        .map(|(path, entry)| Kept {
            path,
            hash: entry.hash(),
            len: len(entry),
        })
        .collect();
    let left = entries.iter().filter(|(_, entry)| is_file(entry)).count()
        - kept
            .iter()
            .filter(|kept| is_file(&output.entries[kept.path]))
            .count();
    let files: Vec<String> = kept.iter().map(line).collect();
    let files = files.join(",\n");
    let version = format!("{:032x}", crate::source::hash(files.as_bytes()));
    let bytes: u64 = kept.iter().map(|kept| kept.len).sum();
    let list = format!(
        "{{\"version\":\"{version}\",\"bytes\":{bytes},\"left\":{left},\"files\":[\n{files}\n]}}\n"
    );
    let away = json(&away(languages, words));
    let worker = CODE
        .replace("VERSION-OF-THE-SITE", &version)
        .replace("\"PAGE-FOR-WHAT-IS-NOT-KEPT\"", &script_json(&away));
    let at = |name: &str| SitePath::new(name).expect("a file at the site's root");
    [(at(WORKER), worker), (at(LIST), list)]
}

fn is_kept(path: &SitePath, entry: &Entry) -> bool {
    let path = path.as_str();
    match entry {
        Entry::File(file) => file.len <= MOST && !is_recording(path),
        Entry::Bytes(_) => {
            path.ends_with(".html") || path.starts_with("assets/") || path.starts_with("search/")
        }
    }
}

fn is_recording(path: &str) -> bool {
    let end = path.rsplit_once('.').map(|(_, end)| end.to_lowercase());
    end.is_some_and(|end| RECORDINGS.contains(&end.as_str()))
}

fn is_file(entry: &Entry) -> bool {
    matches!(entry, Entry::File(_))
}

fn len(entry: &Entry) -> u64 {
    match entry {
        Entry::Bytes(bytes) => bytes.len() as u64,
        Entry::File(file) => file.len,
    }
}

/// `"1a2b3c4d zh/index.html"`. Eight digits tell two contents of one address apart, as in the names
/// of assets; they are what does not pack, so there are no more of them.
fn line(kept: &Kept) -> String {
    let short = &format!("{:032x}", kept.hash)[..8];
    json(&format!("{short} {}", kept.path))
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("texts can be written as JSON")
}

/// What is shown in place of a page that is not kept, while there is no line: a sentence and the way
/// home, in each language. `{root}` stands for the site's own address.
fn away(languages: &[Language], words: &[Labels]) -> String {
    let first = languages.first().map_or("", |language| &language.tag);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>·</title><style>:root{{color-scheme:light dark}}\
         body{{font:1.3rem/1.8 sans-serif;max-width:30rem;margin:3rem auto;padding:0 1.2rem}}\
         a{{display:inline-block;padding:.6rem 0;color:inherit}}</style></head><body>\n",
        html(first)
    );
    for (language, words) in languages.iter().zip(words) {
        let word = |name: &str| words.get(name).map_or("", String::as_str);
        page.push_str(&format!(
            "<div lang=\"{}\"><p>{}</p><p><a href=\"{{root}}{}/index.html\">{}</a></p></div>\n",
            html(&language.tag),
            html(word("keep-away")),
            encode(&language.folder),
            html(word("home")),
        ));
    }
    page + "</body></html>\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileSource;

    fn site(files: &[(&str, &str)]) -> Output {
        let mut output = Output::default();
        for (path, text) in files {
            output.insert(SitePath::new(path).unwrap(), *text);
        }
        output
    }

    fn with_file(mut output: Output, path: &str, len: u64) -> Output {
        let file = FileSource {
            file: path.into(),
            len,
            hash: 7 << 100,
            size: None,
        };
        let path = SitePath::new(path).unwrap();
        output.entries.insert(path, Entry::File(file));
        output
    }

    fn made(output: &Output) -> (String, serde_json::Value) {
        let language = Language {
            folder: "zh".into(),
            tag: "zh-Hans".into(),
            label: "中文".into(),
        };
        let words = Labels::from([("keep-away".into(), "没有网 <1>".into())]);
        let [(_, worker), (_, list)] = make(output, &[language], &[words]);
        (worker, serde_json::from_str(&list).unwrap())
    }

    fn paths(list: &serde_json::Value) -> Vec<&str> {
        let files = list["files"].as_array().unwrap().iter();
        files.map(|line| &line.as_str().unwrap()[9..]).collect()
    }

    #[test]
    fn pages_dress_search_and_pictures_are_kept_and_what_is_for_machines_is_not() {
        let output = site(&[
            ("index.html", "a"),
            ("zh/小区 \"一\".html", "bb"),
            ("zh/feed.xml", "c"),
            ("robots.txt", "d"),
            ("assets/site-12345678.css", "e"),
            ("search/manifest.js", "f"),
        ]);
        let output = with_file(output, "media/a.jpg", 1000);
        let (_, list) = made(&output);
        let expected = [
            "assets/site-12345678.css",
            "index.html",
            "media/a.jpg",
            "search/manifest.js",
            "zh/小区 \"一\".html",
        ];
        assert_eq!(paths(&list), expected);
        assert_eq!((&list["bytes"], &list["left"]), (&1005.into(), &0.into()));
    }

    #[test]
    fn recordings_and_large_files_are_left_and_counted() {
        let output = with_file(site(&[("index.html", "a")]), "media/a.MP3", 10);
        let output = with_file(output, "media/all.pdf", MOST + 1);
        let output = with_file(output, "media/some.pdf", MOST);
        let (_, list) = made(&output);
        assert_eq!(paths(&list), ["index.html", "media/some.pdf"]);
        assert_eq!(list["left"], 2);
    }

    #[test]
    fn a_changed_file_is_another_version_and_another_worker() {
        let (worker, list) = made(&site(&[("index.html", "a"), ("zh/a.html", "b")]));
        let (other, changed) = made(&site(&[("index.html", "a"), ("zh/a.html", "c")]));
        assert!(worker.contains(list["version"].as_str().unwrap()));
        assert!(worker != other && list["version"] != changed["version"]);
        assert_eq!(list["files"][0], changed["files"][0]);
        assert_ne!(list["files"][1], changed["files"][1]);
        // What is not kept changes nothing.
        let fed = site(&[
            ("index.html", "a"),
            ("zh/a.html", "b"),
            ("zh/feed.xml", "c"),
        ]);
        assert_eq!(made(&fed), (worker, list));
    }

    #[test]
    fn what_is_not_kept_is_told_in_every_language_and_every_place_is_filled() {
        let (worker, _) = made(&site(&[("index.html", "a")]));
        assert!(worker.contains("没有网") && !worker.contains("<1>"));
        assert!(worker.contains("{root}zh/index.html"));
        for place in ["VERSION-OF-THE-SITE", "PAGE-FOR-WHAT-IS-NOT-KEPT"] {
            assert!(CODE.contains(place) && !worker.contains(place), "{place}");
        }
    }
}
