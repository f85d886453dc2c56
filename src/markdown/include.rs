//! The texts that pages put in with `::: include {src="…"}`: which there are, and which of them a
//! line means. Putting one in is the tree's work.

pub(super) mod words;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Block;
use crate::likeness::nearest;
use crate::path::{SourcePath, folded};
use crate::source::{FileSource, Source, Sources};

/// The block's name in the schema.
pub const BLOCK: &str = "include";

/// How many texts one page may put in, texts inside texts counted.
pub const MOST_TEXTS: usize = 100;
/// How many bytes these may have together.
pub const MOST_BYTES: usize = 256 * 1024;
/// How many texts may stand inside each other.
pub const DEEPEST: usize = 8;

/// The attribute that names the file, as it may be written.
const SRC: [&str; 3] = ["src", "来源", "文件"];

/// Guessing what a wrong name means looks at no more texts than these.
const MOST_GUESSED: usize = 500;

/// All that lies ready to be put in, and what does not.
pub struct Shelf<'a> {
    texts: &'a BTreeMap<SourcePath, Source>,
    files: &'a BTreeMap<SourcePath, FileSource>,
    shared: Arc<[&'a SourcePath]>,
    asked: AtomicBool,
}

/// What a path finds.
pub(super) enum Found<'a> {
    Text(&'a Source),
    /// A page of its own.
    Page,
    /// A picture, a table of facts.
    NoText,
    Nothing,
}

impl<'a> Shelf<'a> {
    pub fn new(sources: &'a Sources) -> Shelf<'a> {
        let shared = sources.texts.keys().filter(|path| is_ready(path));
        Shelf {
            texts: &sources.texts,
            files: &sources.files,
            shared: shared.take(MOST_GUESSED).collect(),
            asked: AtomicBool::new(false),
        }
    }

    /// The same shelf for another page, which has asked it nothing yet.
    pub fn for_a_page(&self) -> Shelf<'a> {
        Shelf {
            shared: self.shared.clone(),
            asked: AtomicBool::new(false),
            ..*self
        }
    }

    /// Whether a page's text asked for anything: what comes of reading it depends then on more than
    /// its own words.
    pub fn was_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    pub(super) fn find(&self, path: &SourcePath) -> Found<'a> {
        self.asked.store(true, Ordering::Relaxed);
        match self.texts.get(path) {
            Some(text) if is_ready(path) => Found::Text(text),
            Some(_) if path.extension() == "md" => Found::Page,
            Some(_) => Found::NoText,
            None if self.files.contains_key(path) => Found::NoText,
            None => Found::Nothing,
        }
    }

    /// The text that a path to nothing most likely means.
    pub(super) fn nearest(&self, path: &SourcePath) -> Option<&'a SourcePath> {
        let written = path.as_str();
        let whole_file = written.split(['#', '?']).next().unwrap_or_default();
        let texts = || self.shared.iter().copied();
        let same = |wanted: &str| {
            let wanted = folded(wanted);
            texts().find(|path| folded(path.as_str()) == wanted)
        };
        let name = SourcePath::new(whole_file).ok()?;
        let name = folded(name.name());
        same(whole_file)
            .or_else(|| same(&format!("{whole_file}.md")))
            .or_else(|| texts().find(|path| folded(path.name()) == name))
            .or_else(|| {
                let near = nearest(&name, texts().map(SourcePath::name))?;
                texts().find(|path| path.name() == near)
            })
    }
}

/// The file a block names.
pub(super) fn src(block: &Block) -> Option<&str> {
    let src = SRC.iter().find_map(|name| block.attribute(name))?.trim();
    (!src.is_empty()).then_some(src)
}

/// Where a word of an opening line stands in the file; the whole line for no word.
pub(super) fn within(source: &Source, opener: &Range<usize>, word: &str) -> Range<usize> {
    match source.text[opener.clone()].rfind(word) {
        Some(at) if !word.is_empty() => opener.start + at..opener.start + at + word.len(),
        _ => opener.clone(),
    }
}

fn is_ready(path: &SourcePath) -> bool {
    path.is_shared() && path.extension() == "md"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_name_is_guessed() {
        let mut sources = Sources::default();
        for name in ["zh/_parts/safety.md", "_安全.md", "zh/index.md"] {
            let path = SourcePath::new(name).unwrap();
            let text = Source::from_text(path.clone(), "甲");
            sources.texts.insert(path, text);
        }
        let shelf = Shelf::new(&sources);
        let near = |path: &str| {
            let path = SourcePath::new(path).unwrap();
            shelf.nearest(&path).map(SourcePath::as_str)
        };
        for slip in [
            "zh/_parts/safety.md#一",
            "zh/_parts/safety",
            "zh/_Parts/Safety.md",
            "safety.md",
            "zh/_parts/saftey.md",
        ] {
            assert_eq!(near(slip), Some("zh/_parts/safety.md"), "{slip}");
        }
        assert_eq!(near("zh/_安全.md"), Some("_安全.md"));
        assert_eq!(near("zh/index2.md"), None);
    }
}
