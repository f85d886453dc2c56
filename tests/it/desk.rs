//! What the tests of whole handbooks share: small handbooks in memory, folders on the disk, the
//! binary, and a tree of files read back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use linli::date::{Date, parse_date};
use linli::diagnostic::{Code, Diagnostic, Place, line_and_column};
use linli::handbook::{Handbook, Settings};
use linli::path::SourcePath;
use linli::pipeline::{self, Built};
use linli::source::{Source, Sources};
use linli::theme;
use linli::view::PageView;
use linli::view::cards::Site;
use linli::view::pages::{self, Edition};

/// The smallest settings in two languages.
pub const TWO_LANGUAGES: &str = "id: test\ntitle: {zh: 手册, en: Handbook}\nlanguages: [zh, en]\n";

pub fn day(text: &str) -> Date {
    parse_date(text).expect("a test writes dates as 2026-11-23")
}

pub fn settings() -> Settings {
    Settings {
        today: day("2026-11-23"),
        drafts: false,
        base_url: None,
    }
}

/// Sources from paths and texts; the settings are those of two languages unless given.
pub fn sources<S: AsRef<str>>(files: &[(S, S)]) -> Sources {
    let mut sources = Sources::default();
    let mut add = |path: &str, text: &str| {
        let path = SourcePath::new(path).expect("a test names its files rightly");
        sources
            .texts
            .insert(path.clone(), Source::from_text(path, text));
    };
    add("handbook.yaml", TWO_LANGUAGES);
    for (path, text) in files {
        add(path.as_ref(), text.as_ref());
    }
    sources
}

/// A page: the lines of its head and its text.
pub fn page(head: &str, text: &str) -> String {
    format!("---\n{}\n---\n\n{text}\n", head.trim())
}

/// A handbook read and understood, with all there is to say.
pub struct Read {
    pub handbook: Handbook,
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
}

/// Understands pages given as path, head and text.
pub fn read(pages: &[(&str, &str, &str)]) -> Read {
    read_on(pages, settings())
}

pub fn read_on(pages: &[(&str, &str, &str)], settings: Settings) -> Read {
    let files: Vec<(String, String)> = pages
        .iter()
        .map(|(path, head, text)| (path.to_string(), page(head, text)))
        .collect();
    let sources = sources(&files);
    let understood = pipeline::understand(&sources, settings);
    let handbook = understood
        .handbook
        .expect("a test's handbook.yaml can be read");
    Read {
        handbook,
        diagnostics: understood.diagnostics,
        sources,
    }
}

/// Builds pages given as path, head and text.
pub fn build(pages: &[(&str, &str, &str)], settings: Settings) -> Built {
    let files: Vec<(String, String)> = pages
        .iter()
        .map(|(path, head, text)| (path.to_string(), page(head, text)))
        .collect();
    pipeline::build(&sources(&files), settings)
}

impl Read {
    pub fn at(&self, route: &str) -> usize {
        self.handbook
            .at_route(route)
            .unwrap_or_else(|| panic!("no article at {route}"))
    }

    /// The routes a field of an article refers to, in order.
    pub fn reached(&self, route: &str, field: &str) -> Vec<&str> {
        let edges = &self.handbook.articles[self.at(route)].references;
        let of_field = edges.iter().filter(|edge| &*edge.field == field);
        of_field
            .map(|edge| self.handbook.articles[edge.to].route.as_str())
            .collect()
    }

    pub fn routes(&self, articles: &[usize]) -> Vec<&str> {
        articles
            .iter()
            .map(|&at| self.handbook.articles[at].route.as_str())
            .collect()
    }

    /// What stops a build, or deserves a look, by name.
    pub fn codes(&self) -> Vec<&'static str> {
        self.diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code.as_str())
            .collect()
    }

    pub fn of(&self, code: Code) -> Vec<&Diagnostic> {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code == code)
            .collect()
    }

    /// The only diagnostic of a code.
    pub fn one(&self, code: Code) -> &Diagnostic {
        match self.of(code).as_slice() {
            [one] => one,
            others => panic!(
                "{} of {code:?}, all there is: {:#?}",
                others.len(),
                self.diagnostics
            ),
        }
    }

    /// `zh/modules/a.md:4:5` and the text that stands there.
    pub fn shown(&self, place: &Place) -> (String, String) {
        let text = &self.sources.texts[&place.path].text;
        let (line, column) = line_and_column(text, place.span.start);
        (
            format!("{}:{line}:{column}", place.path),
            text[place.span.clone()].to_string(),
        )
    }

    /// A page as its theme sees it.
    pub fn view(&self, route: &str, language: usize) -> PageView {
        let config = &self.handbook.config;
        let (theme, slips) = theme::load(&self.sources.theme, &config.theme, &config.languages);
        assert_eq!(slips, []);
        let theme = theme.expect("the embedded theme can be read");
        let site = Site::new(&self.handbook, &theme.words);
        pages::article(&site, self.at(route), language, Edition::Participant)
            .expect("the page is shown")
    }

    /// The titles in a generated relation of a page.
    pub fn related(&self, route: &str, relation: &str) -> Vec<String> {
        let view = self.view(route, 0);
        let found = view.relations.iter().find(|other| other.name == relation);
        found
            .map(|found| found.cards.iter().map(|card| card.title.clone()).collect())
            .unwrap_or_default()
    }
}

/// A folder on the disk, gone when the test ends.
pub struct Folder {
    kept: tempfile::TempDir,
}

impl Folder {
    pub fn new() -> Folder {
        Folder {
            kept: tempfile::tempdir().expect("there is room for a folder"),
        }
    }

    /// A small handbook without any mistake, in `content/`.
    pub fn handbook() -> Folder {
        let folder = Folder::new();
        folder.write(
            "content/handbook.yaml",
            "id: test\ntitle: 社区手册\nlanguages: [zh]\n",
        );
        folder.write("content/zh/index.md", page("title: 社区手册", "欢迎。"));
        folder.write("content/zh/about.md", page("title: 关于", "我们是邻居。"));
        folder
    }

    pub fn path(&self) -> &Path {
        self.kept.path()
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        let path = self.path().join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub fn has(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(linli(self.path()).args(arguments))
    }
}

/// The binary, in a folder, with no word from this machine's surroundings.
pub fn linli(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("LANG", "C");
    for name in [
        "LC_ALL",
        "LC_MESSAGES",
        "SOURCE_DATE_EPOCH",
        "NO_COLOR",
        "RAYON_NUM_THREADS",
        "LINLI_EDITOR",
    ] {
        command.env_remove(name);
    }
    command
}

/// What a run of the binary came to.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn of(command: &mut Command) -> Said {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().expect("the binary starts");
        let text = |bytes| String::from_utf8(bytes).expect("linli speaks UTF-8");
        let said = Said {
            code: status.code().unwrap_or(-1),
            out: text(stdout),
            err: text(stderr),
        };
        assert!(!said.err.contains("panicked"), "{}", said.err);
        said
    }

    /// All of it, where it went well.
    #[track_caller]
    pub fn fine(self) -> Said {
        self.exits(0)
    }

    #[track_caller]
    pub fn exits(self, code: i32) -> Said {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Said {
        let found = self.out.contains(words) || self.err.contains(words);
        assert!(
            found,
            "“{words}” is not in\nout: {}\nerr: {}",
            self.out, self.err
        );
        self
    }

    #[track_caller]
    pub fn never_says(self, words: &str) -> Said {
        let found = self.out.contains(words) || self.err.contains(words);
        assert!(
            !found,
            "“{words}” is in\nout: {}\nerr: {}",
            self.out, self.err
        );
        self
    }
}

/// Every file under a folder with its bytes.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(here) = folders.pop() {
        for entry in std::fs::read_dir(&here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Where the project's own handbook stands.
pub fn bundled() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}
