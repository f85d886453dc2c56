//! The manual is the test. `tests/spec/NAME.zh.md` and `NAME.en.md` tell how a text is written, with
//! pairs of what is typed and what comes of it; each pair is tried here. The same files are the
//! handbook's own writing guide: `content/LANG/writing/NAME.md` is made from them, and a test holds
//! the two together. `UPDATE=1` writes what was found into both; read it before keeping it.
//!
//! A pair stands between two lines of eight or more backticks, its parts divided by a line with a
//! single full stop. The word behind the backticks says what the second part is:
//!
//! ```text
//! example          the HTML of the text; the guide shows the text and what a reader sees
//! example code     the same, but the guide shows only the text (headings, pictures)
//! slip CODE        the text as `linli fix` leaves it; CODE is told of the first part, nothing after
//! told             what linli says of the text, a line each: line:column severity[code] message
//! file PATH        a file of the reader's own handbook; it has no second part
//! swap PATH        a stretch of such a file and what is written in its place
//! run, run CODE    what the terminal answers to the commands, which end with this exit code
//! ```
//!
//! A text that begins with a head of its own is a whole file; any other stands below a plain head.
//! `file`, `swap` and `run` are one sitting at the keyboard: `manual/sitting.rs`. A line `%%% NAME` stands for
//! what is made from the schema and the codes: `manual/made.rs`.

mod made;
mod sitting;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use linli::diagnostic::{Diagnostic, line_and_column};
use linli::language::MessageLanguage;
use linli::schema::read::shared;
use linli::source::ThemeFiles;

use crate::support::{Tried, difference, files_below, handbook_with, root, settings};

/// One file of the manual.
struct Chapter {
    name: String,
    language: &'static str,
    parts: Vec<Part>,
}

enum Part {
    Prose(String),
    Pair(Pair),
}

#[derive(Clone)]
struct Pair {
    /// The line of backticks.
    fence: String,
    sort: Sort,
    typed: String,
    expected: String,
}

#[derive(Clone, PartialEq)]
enum Sort {
    Example { live: bool },
    Slip(String),
    Told,
    File(String),
    Swap(String),
    Run(i32),
}

fn chapters() -> Vec<Chapter> {
    let mut chapters = Vec::new();
    for (file, bytes) in files_below(&root().join("tests/spec")) {
        let text = String::from_utf8(bytes).expect("the manual is UTF-8");
        let name = file.strip_suffix(".md").expect("the manual is Markdown");
        let (name, language) = name.rsplit_once('.').expect("NAME.zh.md or NAME.en.md");
        let language = if language == "zh" { "zh" } else { "en" };
        chapters.push(Chapter {
            name: name.to_string(),
            language,
            parts: read(&text),
        });
    }
    assert!(chapters.len() > 1, "tests/spec was not found");
    chapters
}

fn read(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut prose = String::new();
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let fence: String = line.chars().take_while(|c| *c == '`').collect();
        if fence.len() < 8 {
            prose += line;
            continue;
        }
        let mut halves = [String::new(), String::new()];
        let mut half = 0;
        for line in lines.by_ref().take_while(|line| line.trim_end() != fence) {
            match line.trim_end() == "." {
                true => half = 1,
                false => halves[half] += line,
            }
        }
        let sort = match line[fence.len()..].trim().split(' ').collect::<Vec<_>>()[..] {
            ["example"] => Sort::Example { live: true },
            ["example", "code"] => Sort::Example { live: false },
            ["slip", code] => Sort::Slip(code.to_string()),
            ["told"] => Sort::Told,
            ["file", path] => Sort::File(path.to_string()),
            ["swap", path] => Sort::Swap(path.to_string()),
            ["run"] => Sort::Run(0),
            ["run", code] => Sort::Run(code.parse().expect("an exit code")),
            _ => panic!("no such pair: {line}"),
        };
        let [typed, expected] = halves;
        parts.push(Part::Prose(std::mem::take(&mut prose)));
        parts.push(Part::Pair(Pair {
            fence,
            sort,
            typed,
            expected,
        }));
    }
    parts.push(Part::Prose(prose));
    parts
}

fn write(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Prose(prose) => text += prose,
            Part::Pair(pair) => {
                let Pair {
                    fence,
                    typed,
                    expected,
                    ..
                } = pair;
                let word = match &pair.sort {
                    Sort::Example { live: true } => "example".to_string(),
                    Sort::Example { live: false } => "example code".to_string(),
                    Sort::Slip(code) => format!("slip {code}"),
                    Sort::Told => "told".to_string(),
                    Sort::File(path) => format!("file {path}"),
                    Sort::Swap(path) => format!("swap {path}"),
                    Sort::Run(0) => "run".to_string(),
                    Sort::Run(code) => format!("run {code}"),
                };
                let dot = if matches!(pair.sort, Sort::File(_)) {
                    ""
                } else {
                    ".\n"
                };
                let _ = write!(text, "{fence} {word}\n{typed}{dot}{expected}{fence}\n");
            }
        }
    }
    text
}

/// A page with nothing on it but its text.
fn bare_theme() -> ThemeFiles {
    let mut theme = ThemeFiles::default();
    for name in files_below(&root().join("themes/default/templates")).into_keys() {
        let body = "{{ page.body | safe }}".as_bytes();
        theme.files.insert(format!("templates/{name}"), body.into());
    }
    theme
}

const EXAMPLE: &str = "writing/example.md";

fn tried(text: &str, language: &str) -> Tried {
    let page = format!("{language}/{EXAMPLE}");
    let home = format!("{language}/index.md");
    let phase = format!("{language}/phases/exploration.md");
    let shared = format!("{language}/_parts/safety.md");
    let handbook = format!("title: A\nlanguages: [{language}]\n");
    let safety = match language {
        "zh" => "出门前点一遍人数，走人行道。\n",
        _ => "Count heads before you leave, and keep to the pavement.\n",
    };
    let exploration = match language {
        "zh" => "---\ntitle: 探索期\n---\n\n## 怎么 开场？\n",
        _ => "---\ntitle: Exploration\n---\n\n## How to begin\n",
    };
    let files = [
        ("handbook.yaml", handbook.as_str()),
        (
            "facts.yaml",
            "F1: {zh: 走访了四十户。, en: Forty households were visited., certainty: stated, source: s}\n",
        ),
        ("sources.yaml", "s: {title: {zh: 报告, en: Report}}\n"),
        ("media/plan.png", ""),
        ("media/活动室 平面图.png", ""),
        ("media/plan of the room.png", ""),
        ("media/room.png", ""),
        (
            "media/room.yaml",
            "alt: {zh: 椅子围成一圈, en: Chairs in a ring}\n",
        ),
        (&home, "---\ntitle: A\nsummary: ''\n---\n\nA\n"),
        (&phase, exploration),
        (&shared, safety),
        (&page, text),
    ];
    handbook_with(&files, settings(), bare_theme())
}

/// The example as a page, and what is told of it.
fn of_page(typed: &str, language: &str) -> (Tried, Vec<Diagnostic>) {
    let head = head(typed, language);
    let tried = tried(&format!("{head}{typed}"), language);
    let path = format!("{language}/{EXAMPLE}");
    let own = |told: &&Diagnostic| {
        let place = told.place.as_ref();
        place.is_some_and(|place| place.path.as_str() == path && place.span.start >= head.len())
    };
    let told: Vec<Diagnostic> = tried.diagnostics.iter().filter(own).cloned().collect();
    (tried, told)
}

/// The head an example stands below, unless it has its own.
fn head(typed: &str, language: &str) -> &'static str {
    match language {
        _ if begins_with_head(typed) => "",
        "zh" => "---\ntitle: 楼道议事会\n---\n",
        _ => "---\ntitle: Stairwell meetings\n---\n",
    }
}

/// Whether the first line is the line of dashes above a head, however it is typed.
fn begins_with_head(typed: &str) -> bool {
    let line = typed.lines().next().unwrap_or_default();
    line.chars().count() > 2 && line.chars().all(|c| matches!(c, '-' | '—' | '－'))
}

fn codes(told: &[Diagnostic]) -> Vec<&str> {
    told.iter().map(|told| told.code.as_str()).collect()
}

fn corrected(typed: &str, told: &[Diagnostic], language: &str) -> String {
    let mut edits: Vec<_> = told
        .iter()
        .filter_map(|told| told.patch.as_ref())
        .filter(|patch| patch.safe)
        .flat_map(|patch| patch.edits.clone())
        .collect();
    edits.sort();
    let head = head(typed, language);
    let mut text = format!("{head}{typed}");
    for edit in edits.iter().rev() {
        text.replace_range(edit.start..edit.end, &edit.text);
    }
    text[head.len()..].to_string()
}

fn message_language(language: &str) -> MessageLanguage {
    MessageLanguage::from_tag(language).expect("the manual is in linli's own languages")
}

/// `4:1 warning[list-mark] …`, a line for each.
fn sayings(typed: &str, told: &[Diagnostic], language: &str) -> String {
    let head = head(typed, language);
    let text = format!("{head}{typed}");
    let spoken = message_language(language);
    let line = |told: &Diagnostic| {
        let at = told.place.as_ref().map_or(0, |place| place.span.start);
        let (line, column) = line_and_column(&text, at);
        let words = told.message.in_language(spoken);
        let line = line - head.lines().count();
        format!(
            "{line}:{column} {}[{}] {words}\n",
            told.severity.as_str(),
            told.code.as_str()
        )
    };
    told.iter().map(line).collect()
}

/// What comes of a pair; `Err` where it is not of its sort.
fn outcome(pair: &Pair, language: &'static str) -> Result<String, String> {
    let (page, told) = of_page(&pair.typed, language);
    match &pair.sort {
        Sort::Example { .. } if !told.is_empty() => Err(sayings(&pair.typed, &told, language)),
        Sort::Example { .. } => {
            let html = page.page(&format!("{language}/writing/example.html"));
            Ok(format!("{}\n", html.trim()))
        }
        Sort::Slip(code) => {
            if codes(&told).is_empty() || codes(&told).iter().any(|other| other != code) {
                return Err(sayings(&pair.typed, &told, language));
            }
            let fixed = corrected(&pair.typed, &told, language);
            let (_, again) = of_page(&fixed, language);
            match again.is_empty() {
                true => Ok(fixed),
                false => Err(format!(
                    "once corrected:\n{}",
                    sayings(&fixed, &again, language)
                )),
            }
        }
        Sort::Told if told.is_empty() => Err("nothing is told".to_string()),
        Sort::Told => Ok(sayings(&pair.typed, &told, language)),
        // A test of its own sits through the whole chapter.
        Sort::File(_) | Sort::Swap(_) | Sort::Run(_) => Ok(pair.expected.clone()),
    }
}

#[test]
fn every_pair_of_the_manual_is_true() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    for mut chapter in chapters() {
        let language = chapter.language;
        let file = root().join(format!("tests/spec/{}.{language}.md", chapter.name));
        for part in &mut chapter.parts {
            let Part::Pair(pair) = part else { continue };
            match outcome(pair, language) {
                Ok(found) if update => pair.expected = found,
                Ok(found) => {
                    if let Some(lines) = difference(&pair.expected, &found) {
                        let _ = write!(wrong, "{}\n{}{lines}", file.display(), pair.typed);
                    }
                }
                Err(why) => {
                    let _ = write!(wrong, "{}\n{}{why}", file.display(), pair.typed);
                }
            }
        }
        // A sitting writes its own chapter.
        if update && !sitting::is_one(&chapter) {
            std::fs::write(&file, write(&chapter.parts)).expect("the manual can be written");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_manual_is_written_as_it_was_read() {
    for chapter in chapters() {
        let file = format!("tests/spec/{}.{}.md", chapter.name, chapter.language);
        let text = std::fs::read_to_string(root().join(&file)).expect("just listed");
        assert_eq!(difference(&text, &write(&chapter.parts)), None, "{file}");
    }
}

#[test]
fn both_languages_have_the_same_chapters_and_pairs() {
    let mut sorts: BTreeMap<String, Vec<(&str, Vec<String>)>> = BTreeMap::new();
    for chapter in chapters() {
        let pairs = chapter.parts.iter().filter_map(|part| match part {
            Part::Pair(pair) => Some(match &pair.sort {
                Sort::Slip(code) => code.clone(),
                Sort::Told => "told".to_string(),
                Sort::File(_) => "file".to_string(),
                Sort::Swap(_) => "swap".to_string(),
                Sort::Run(code) => format!("run {code}"),
                Sort::Example { .. } => "example".to_string(),
            }),
            Part::Prose(_) => None,
        });
        let of = sorts.entry(chapter.name.clone()).or_default();
        of.push((chapter.language, pairs.collect()));
    }
    for (name, languages) in &sorts {
        assert_eq!(languages.len(), 2, "{name} is missing in a language");
        let told = |at: usize| {
            let mut told = languages[at].1.clone();
            told.retain(|sort| sort != "example");
            told
        };
        assert_eq!(
            told(0),
            told(1),
            "{name} tells of other mistakes in one language"
        );
    }
}

/// The words around a pair on the page.
struct Frame {
    written: &'static str,
    seen: &'static str,
    fixed: &'static str,
    says: &'static str,
    before: &'static str,
    after: &'static str,
}

fn frame(language: &str) -> Frame {
    match language {
        "zh" => Frame {
            written: "您写",
            seen: "读者看到",
            fixed: "改好以后",
            says: "linli 说",
            before: "原来",
            after: "换成",
        },
        _ => Frame {
            written: "You write",
            seen: "Readers see",
            fixed: "Put right",
            says: "linli says",
            before: "Before",
            after: "After",
        },
    }
}

/// A chapter as a page of the handbook.
fn published(chapter: &Chapter) -> String {
    let words = frame(chapter.language);
    let file = format!("tests/spec/{}.{}.md", chapter.name, chapter.language);
    let note = match chapter.language {
        "zh" => format!(
            "<!-- 这一页由 {file} 生成，要改请改那里，再运行：UPDATE=1 cargo test --test it manual -->"
        ),
        _ => format!(
            "<!-- Made from {file}: change it there, then run UPDATE=1 cargo test --test it manual -->"
        ),
    };
    let mut page = String::new();
    for part in &chapter.parts {
        match part {
            Part::Prose(prose) => page += &made::put_in(prose, chapter.language),
            Part::Pair(pair) => page += &shown(pair, &words, chapter.language),
        }
    }
    let head = page[4..].find("\n---\n").expect("a chapter has a head") + 4 + "\n---\n".len();
    page.insert_str(head, &format!("\n{note}\n"));
    page
}

/// A pair as a list of terms: what is typed, and what comes of it.
fn shown(pair: &Pair, words: &Frame, language: &'static str) -> String {
    let typed = fenced(&pair.typed, "markdown");
    match &pair.sort {
        // A block has a frame of its own and cannot stand in a description.
        Sort::Example { live: true } if pair.expected.contains("class=\"block ") => {
            format!("{typed}\n{}", pair.typed)
        }
        Sort::Example { live: true } => {
            described(&[(words.written, &typed), (words.seen, &pair.typed)])
        }
        Sort::Example { live: false } => typed,
        Sort::Told => described(&[
            (words.written, &typed),
            (words.says, &spoken(pair, language)),
        ]),
        Sort::Slip(_) => described(&[
            (words.written, &typed),
            (words.says, &spoken(pair, language)),
            (words.fixed, &fenced(&pair.expected, "markdown")),
        ]),
        Sort::File(path) => fenced(&pair.typed, path.rsplit('.').next().unwrap_or_default()),
        Sort::Swap(_) => described(&[
            (words.before, &fenced(&pair.typed, "markdown")),
            (words.after, &fenced(&pair.expected, "markdown")),
        ]),
        Sort::Run(_) if pair.expected.is_empty() => fenced(&pair.typed, "sh"),
        Sort::Run(_) => described(&[
            (words.written, &fenced(&pair.typed, "sh")),
            (words.says, &fenced(&pair.expected, "text")),
        ]),
    }
}

fn described(terms: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (term, about) in terms {
        let _ = write!(text, "{term}\n: ");
        for (at, line) in about.lines().enumerate() {
            let indent = if at > 0 && !line.is_empty() { "  " } else { "" };
            let _ = writeln!(text, "{indent}{line}");
        }
        text.push('\n');
    }
    text.truncate(text.len() - 1);
    text
}

/// What linli says of a pair, each sort of mistake once.
fn spoken(pair: &Pair, language: &'static str) -> String {
    let (_, told) = of_page(&pair.typed, language);
    let spoken = message_language(language);
    let mut lines = Vec::new();
    for told in &told {
        let words = as_words(told.message.in_language(spoken));
        let code = told.code.as_str();
        let line = match spoken {
            MessageLanguage::Zh => format!("{words}。（`{code}`）\n"),
            MessageLanguage::En => format!("{}. (`{code}`)\n", sentence(&words)),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// With a capital at its beginning.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// A text in which no sign is Markdown but pairs of backticks, which stand around code.
fn as_words(text: &str) -> String {
    let is_paired = text.matches('`').count().is_multiple_of(2);
    let mut words = String::new();
    let mut is_code = false;
    for c in text.chars() {
        is_code ^= c == '`' && is_paired;
        let is_sign = c.is_ascii_punctuation() && !matches!(c, ',' | '.' | ';' | ':');
        if is_sign && !is_code && !(c == '`' && is_paired) {
            words.push('\\');
        }
        words.push(c);
    }
    words
}

/// A text as code, however many backticks are in it.
fn fenced(text: &str, language: &str) -> String {
    let longest = text
        .lines()
        .map(|line| line.chars().take_while(|c| *c == '`').count());
    let fence = "`".repeat(longest.max().unwrap_or(0).max(2) + 1);
    format!("{fence}{language}\n{text}{fence}\n")
}

#[test]
fn the_manual_is_the_handbooks_writing_guide() {
    let mut expected: BTreeMap<String, String> = BTreeMap::new();
    let chapters = chapters();
    for chapter in &chapters {
        let path = format!("content/{}/writing/{}.md", chapter.language, chapter.name);
        expected.insert(path, published(chapter));
    }
    if std::env::var_os("UPDATE").is_some() {
        for (path, text) in &expected {
            let file = root().join(path);
            std::fs::create_dir_all(file.parent().expect("in a folder")).unwrap();
            std::fs::write(file, text).unwrap();
        }
    }
    for language in ["zh", "en"] {
        let folder = format!("content/{language}/writing");
        for (name, bytes) in files_below(&root().join(&folder)) {
            let path = format!("{folder}/{name}");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let Some(made) = expected.remove(&path) else {
                panic!("{path} has no chapter in tests/spec");
            };
            assert_eq!(
                difference(&text, &made),
                None,
                "{path}; UPDATE=1 makes it anew"
            );
        }
    }
    let missing: Vec<&String> = expected.keys().collect();
    assert!(missing.is_empty(), "UPDATE=1 makes {missing:?}");
    assert!(Path::new(&root().join("content")).is_dir());
}

#[test]
fn the_guides_first_page_leads_to_every_chapter() {
    let chapters = chapters();
    for language in ["zh", "en"] {
        let own: BTreeMap<&str, String> = chapters
            .iter()
            .filter(|chapter| chapter.language == language)
            .map(|chapter| (chapter.name.as_str(), published(chapter)))
            .collect();
        // From the first page, or from a page it leads to.
        let leads = |from: &str, to: &str| own[from].contains(&format!("({to}.md"));
        for name in own.keys().filter(|name| **name != "index") {
            let by_another = |other: &&str| leads("index", other) && leads(other, name);
            assert!(
                leads("index", name) || own.keys().any(by_another),
                "nothing leads to {name}.{language}"
            );
        }
    }
}

#[test]
fn every_block_and_every_slip_has_its_place_in_the_manual() {
    let slips = std::fs::read_to_string(root().join("tests/bad/slips.txt")).unwrap();
    let slips = slips.lines().filter_map(|line| line.strip_prefix("@@@ "));
    let slips: BTreeSet<&str> = slips.filter_map(|title| title.split(':').next()).collect();
    assert!(slips.len() > 10, "{slips:?}");
    let mut missing = Vec::new();
    for language in ["zh", "en"] {
        let own = chapters();
        let own = own.iter().filter(|chapter| chapter.language == language);
        let manual: String = own.map(|chapter| write(&chapter.parts)).collect();
        for code in &slips {
            let told = [format!(" slip {code}\n"), format!("[{code}]")];
            if !told.iter().any(|told| manual.contains(told)) {
                missing.push(format!("{language}: {code}"));
            }
        }
        for block in &shared().blocks {
            let label = block.label.get("zh").to_string();
            let names = block.aliases.iter().chain([&block.name, &label]);
            for name in names.filter(|name| language == "zh" || name.is_ascii()) {
                let written = [
                    format!("::: {name}"),
                    format!("`{name}`"),
                    format!("“{name}”"),
                ];
                if !written.iter().any(|written| manual.contains(written)) {
                    missing.push(format!("{language}: {name}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "nothing is said of {missing:?}");
}
