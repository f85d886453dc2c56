//! What is measured: linli and the parser it builds on, each reading alone and writing HTML as well;
//! and the pages of a folder.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use linli::diagnostic::Diagnostic;
use linli::markdown::html::{PlainHooks, to_html};
use linli::markdown::include::Shelf;
use linli::markdown::{self, Body};
use linli::path::SourcePath;
use linli::schema::read::shared;
use linli::source::{Source, Sources};
use pulldown_cmark::html::push_html;
use pulldown_cmark::{Options, Parser};

/// Somebody who reads Markdown.
#[derive(Clone, Copy, PartialEq)]
pub enum Reader {
    Linli,
    LinliHtml,
    Plain,
    PlainHtml,
}

impl Reader {
    pub const ALL: [Reader; 4] = [
        Reader::Plain,
        Reader::Linli,
        Reader::PlainHtml,
        Reader::LinliHtml,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Reader::Linli => "linli",
            Reader::LinliHtml => "linli-html",
            Reader::Plain => "pulldown-cmark",
            Reader::PlainHtml => "pulldown-cmark-html",
        }
    }

    pub fn named(name: &str) -> Option<Reader> {
        Reader::ALL.into_iter().find(|reader| reader.name() == name)
    }

    /// Reads one page from where its body begins.
    pub fn read(self, page: &Page) {
        let body = &page.source.text[page.start..];
        match self {
            Reader::Linli => {
                black_box(page.parsed());
            }
            Reader::LinliHtml => {
                let (body, told) = page.parsed();
                black_box(to_html(&body, 0..body.nodes.len(), &PlainHooks));
                black_box((body, told));
            }
            // With offsets, which linli needs; without, its writer asks for none.
            Reader::Plain => Parser::new_ext(body, options())
                .into_offset_iter()
                .for_each(|event| drop(black_box(event))),
            Reader::PlainHtml => {
                let mut html = String::new();
                push_html(&mut html, Parser::new_ext(body, options()));
                black_box(html);
            }
        }
    }
}

fn options() -> Options {
    markdown::options()
}

/// A page and where its body begins, after the head.
pub struct Page {
    /// Where it stands on the disk; empty for one of our own making.
    pub file: PathBuf,
    pub source: Source,
    pub start: usize,
}

impl Page {
    pub fn new(text: &str) -> Page {
        Page {
            file: PathBuf::new(),
            source: Source::from_text(path(), text),
            start: 0,
        }
    }

    /// What linli makes of it. No other text lies ready to be put in.
    pub fn parsed(&self) -> (Body, Vec<Diagnostic>) {
        static NOTHING: LazyLock<Sources> = LazyLock::new(Sources::default);
        let shelf = Shelf::new(&NOTHING);
        markdown::parse(&self.source, self.start, shared(), &shelf)
    }
}

/// The one path of all pages: what they say is read, not where they stand.
fn path() -> SourcePath {
    SourcePath::new("zh/page.md").expect("a plain path")
}

/// Every Markdown file under some folders, in order, and how many could not be read.
pub fn pages(folders: &[&str]) -> (Vec<Page>, usize) {
    let (mut pages, mut unread) = (Vec::new(), 0);
    for folder in folders {
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let Ok(entry) = entry else {
                unread += 1;
                continue;
            };
            if !entry.file_type().is_file() || !is_markdown(entry.path()) {
                continue;
            }
            let bytes = std::fs::read(entry.path()).ok();
            let Some(source) = bytes.and_then(|bytes| Source::from_bytes(path(), &bytes)) else {
                unread += 1;
                continue;
            };
            pages.push(Page {
                file: entry.into_path(),
                start: body_start(&source.text),
                source,
            });
        }
    }
    (pages, unread)
}

fn is_markdown(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end == "md" || end == "markdown")
}

/// After a head of YAML or TOML, where there is one.
fn body_start(text: &str) -> usize {
    for fence in ["---", "+++"] {
        let Some(rest) = text.strip_prefix(fence) else {
            continue;
        };
        let mut at = fence.len();
        for line in rest.split_inclusive('\n') {
            at += line.len();
            // The first is what is left of the opening fence.
            if at > fence.len() + line.len() && line.trim_end() == fence {
                return at;
            }
            if at == fence.len() + line.len() && !line.trim().is_empty() {
                break;
            }
        }
    }
    0
}
