//! What the handbook's folder holds, as values: texts, and files that are only passed on.
//! Reading the disk is `load`'s work; turning bytes into text is done here.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::path::SourcePath;

/// A text of the handbook. Line ends are `\n`, a byte order mark is gone; `form` remembers both.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: SourcePath,
    pub text: Arc<str>,
    /// xxh3-128 of `text`.
    pub hash: u128,
    pub form: Form,
}

/// How a text stood on the disk, so that a correction can be written back in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    pub encoding: Encoding,
    pub newline: Newline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16,
    Gbk,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newline {
    Lf,
    CrLf,
    Cr,
}

/// A file that goes into the site as it is: a picture, a recording. Its bytes stay on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSource {
    /// Where to read it, absolute.
    pub file: PathBuf,
    pub len: u64,
    /// xxh3-128 of its bytes.
    pub hash: u128,
    /// Width and height in pixels, where it is a picture.
    pub size: Option<(u32, u32)>,
}

/// One theme's files by their path inside the theme: `templates/page.html`.
#[derive(Clone, Debug, Default)]
pub struct ThemeFiles {
    pub files: BTreeMap<String, Arc<[u8]>>,
}

/// All that a build reads.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// `handbook.yaml`, `facts.yaml`, `sources.yaml`, `media/*.yaml`, `LANG/**/*.md`,
    /// and the texts that pages put in: `_*.md` and `_*/**/*.md`.
    pub texts: BTreeMap<SourcePath, Source>,
    /// Pictures and other files under `media/` and beside the pages.
    pub files: BTreeMap<SourcePath, FileSource>,
    /// The handbook's own theme over the embedded one; empty when it names none.
    pub theme: ThemeFiles,
}

impl Source {
    /// A source from text already in hand; line ends are made `\n`.
    pub fn from_text(path: SourcePath, text: &str) -> Source {
        let (text, newline) = normalize_newlines(text);
        let hash = hash(text.as_bytes());
        Source {
            path,
            text: text.into(),
            hash,
            form: Form {
                encoding: Encoding::Utf8,
                newline,
            },
        }
    }

    /// Reads bytes as text: UTF-8 with or without mark, UTF-16 by its mark, GBK where it decodes
    /// cleanly. `None` when no reading is clean: mojibake is never passed on.
    pub fn from_bytes(path: SourcePath, bytes: &[u8]) -> Option<Source> {
        let (text, encoding) = decode(bytes)?;
        let mut source = Source::from_text(path, &text);
        source.form.encoding = encoding;
        Some(source)
    }

    /// The bytes to store for a corrected text: UTF-8, with the line ends the author uses.
    pub fn to_bytes(&self, text: &str) -> Vec<u8> {
        match self.form.newline {
            Newline::Lf => text.to_string(),
            Newline::CrLf => text.replace('\n', "\r\n"),
            Newline::Cr => text.replace('\n', "\r"),
        }
        .into_bytes()
    }
}

/// xxh3-128: fast, and wide enough that equal means equal.
pub fn hash(bytes: &[u8]) -> u128 {
    xxhash_rust::xxh3::xxh3_128(bytes)
}

fn decode(bytes: &[u8]) -> Option<(String, Encoding)> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return String::from_utf8(rest.to_vec())
            .ok()
            .map(|text| (text, Encoding::Utf8WithMark));
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        let (encoding, _) = encoding_rs::Encoding::for_bom(bytes)?;
        let (text, bad) = encoding.decode_with_bom_removal(bytes);
        return (!bad).then(|| (text.into_owned(), Encoding::Utf16));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((text.to_string(), Encoding::Utf8));
    }
    decode_gbk(bytes).map(|text| (text, Encoding::Gbk))
}

/// GBK accepts almost any pair of high bytes, so clean decoding alone proves nothing: the
/// detector must agree, and what comes out must be text.
fn decode_gbk(bytes: &[u8]) -> Option<String> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    if guess != encoding_rs::GBK && guess != encoding_rs::GB18030 {
        return None;
    }
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let odd = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || ('\u{E000}'..='\u{F8FF}').contains(&c)
    };
    (!text.contains(odd)).then(|| text.into_owned())
}

fn normalize_newlines(text: &str) -> (String, Newline) {
    match (text.contains("\r\n"), text.contains('\r')) {
        (true, _) => (
            text.replace("\r\n", "\n").replace('\r', "\n"),
            Newline::CrLf,
        ),
        (false, true) => (text.replace('\r', "\n"), Newline::Cr),
        (false, false) => (text.to_string(), Newline::Lf),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<Source> {
        Source::from_bytes(SourcePath::new("zh/a.md").unwrap(), bytes)
    }

    #[test]
    fn old_editors_files_are_read() {
        let text = "标题：邻里互助小组怎么办起来\r\n第二行写给社区的居民骨干。";
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        let source = read(&gbk).unwrap();
        assert_eq!(&*source.text, text.replace("\r\n", "\n"));
        assert_eq!(
            source.form,
            Form {
                encoding: Encoding::Gbk,
                newline: Newline::CrLf
            }
        );
        assert_eq!(
            read(b"\xEF\xBB\xBFa").unwrap().form.encoding,
            Encoding::Utf8WithMark
        );
        assert_eq!(&*read(b"\xFF\xFEa\0").unwrap().text, "a");
    }

    #[test]
    fn noise_is_not_text() {
        assert!(read(b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01").is_none());
        assert!(read(b"a\x80\xFFb").is_none());
    }
}
