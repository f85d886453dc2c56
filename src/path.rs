//! Paths inside the handbook and inside the site: always relative, `/` between the parts, never
//! leading outside. A value of these types has passed that gate; no file system is asked here.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

/// Where a source stands, from the handbook's folder: `zh/cases/d-community-jinan.md`.
/// Spelled as the disk spells it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

/// Where a file of the site stands, from the site's root: `zh/cases/d-community-jinan.html`.
/// NFC, so that one address has one spelling.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

/// Why a text is no path of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadPath {
    /// It leads out of the folder: `../../etc/passwd`, `C:\x`.
    Outside,
    /// It has an empty part, a NUL or a control character.
    Malformed,
}

/// Normalizes `.` and `..`; a leading `/` means the root.
fn normalize(base: &str, text: &str) -> Result<String, BadPath> {
    if text.contains(|c: char| c.is_control()) {
        return Err(BadPath::Malformed);
    }
    let drive = text.as_bytes().get(1) == Some(&b':') && text.as_bytes()[0].is_ascii_alphabetic();
    if text.contains('\\') || drive {
        return Err(BadPath::Outside);
    }
    let mut parts: Vec<&str> = match text.starts_with('/') {
        true => Vec::new(),
        false => base.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(BadPath::Outside)?;
            }
            part => parts.push(part),
        }
    }
    match parts.is_empty() {
        true => Err(BadPath::Malformed),
        false => Ok(parts.join("/")),
    }
}

/// The way from one file to another: up some folders, then down.
fn way<'a>(from: &str, to: &'a str) -> (String, &'a str) {
    let mut rest = to;
    let mut folders = from.split('/').count() - 1;
    for folder in from.split('/').take(folders) {
        match rest.split_once('/') {
            Some((own, inside)) if own == folder => {
                rest = inside;
                folders -= 1;
            }
            _ => break,
        }
    }
    ("../".repeat(folders), rest)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn name_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

impl SourcePath {
    /// # Errors
    /// When the text leads outside or is no path at all.
    pub fn new(text: &str) -> Result<SourcePath, BadPath> {
        normalize("", text).map(|path| SourcePath(path.into()))
    }

    /// What a link written in this file points at; `/media/x.png` counts from the handbook's root.
    /// The text must already be percent-decoded and without `?` or `#` part.
    ///
    /// # Errors
    /// When the link leads out of the handbook.
    pub fn resolve(&self, link: &str) -> Result<SourcePath, BadPath> {
        normalize(self.folder(), link).map(|path| SourcePath(path.into()))
    }

    /// A link written in this file as it would be written in the handbook's root, for a text that
    /// is put into a page somewhere else. What leads out of the handbook still does.
    pub fn rooted(&self, link: &str) -> String {
        if is_elsewhere(link) || link.is_empty() || link.starts_with(['/', '#', '?']) {
            return link.to_string();
        }
        let end = link.find(['#', '?']).unwrap_or(link.len());
        match self.resolve(&decode(&link[..end])) {
            Ok(path) => format!("/{}{}", encode(path.as_str()), &link[end..]),
            Err(_) => format!("/../{link}"),
        }
    }

    /// How a link in this file names another one.
    pub fn way_to(&self, other: &SourcePath) -> String {
        let (up, rest) = way(&self.0, &other.0);
        up + rest
    }

    /// Whether its text is no page of its own but one that pages put in: its name, or that of a
    /// folder it is in, begins with `_`.
    pub fn is_shared(&self) -> bool {
        self.0.split('/').any(|part| part.starts_with('_'))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// All before the last `/`; empty at the root.
    pub fn folder(&self) -> &str {
        folder_of(&self.0)
    }

    /// The last part, with its ending.
    pub fn name(&self) -> &str {
        name_of(&self.0)
    }

    /// The last part without its last ending: `x.md` gives `x`.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// What stands after the last dot, in lower case; empty where there is none.
    pub fn extension(&self) -> String {
        self.name()
            .rsplit_once('.')
            .map_or(String::new(), |(_, end)| end.to_lowercase())
    }
}

impl SitePath {
    /// # Errors
    /// When the text leads outside or is no path at all.
    pub fn new(text: &str) -> Result<SitePath, BadPath> {
        let path = match text.is_ascii() {
            true => normalize("", text),
            false => normalize("", &text.nfc().collect::<String>()),
        };
        path.map(|path| SitePath(path.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn folder(&self) -> &str {
        folder_of(&self.0)
    }

    pub fn name(&self) -> &str {
        name_of(&self.0)
    }

    /// The way from this file up to the site's root: `../../` for `zh/cases/x.html`.
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The relative, percent-encoded link to this file from another. Files are named in full
    /// (`index.html` too), so the link works when the site is opened from a disk.
    pub fn href_from(&self, from: &SitePath) -> String {
        let (up, rest) = way(&from.0, &self.0);
        up + &encode(rest)
    }

    /// The address under a base URL that ends with `/`.
    pub fn url_under(&self, base: &str) -> String {
        let path = self.0.strip_suffix("index.html").unwrap_or(&self.0);
        base.to_string() + &encode(path)
    }
}

const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Whether a link leads to another site, a mail address or a telephone: it has such a scheme, or
/// begins with `//`.
pub fn is_elsewhere(link: &str) -> bool {
    let scheme = link
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'));
    link.starts_with("//")
        || scheme.is_some_and(|(scheme, _)| SCHEMES.contains(&scheme.to_lowercase().as_str()))
}

/// What stays as it is in a path: RFC 3986 `pchar` and `/`, but for `:` (a relative link's first
/// part must not look like a scheme) and `&`, `'` (they would need escaping in an attribute).
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Percent-encodes a path, keeping its `/`.
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Percent-encodes a text for the value of a query: only unreserved marks stay.
pub fn encode_value(text: &str) -> String {
    const VALUE: &AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    utf8_percent_encode(text, VALUE).to_string()
}

/// Percent-decodes to NFC, as paths and ids are kept; a text that does not decode to UTF-8 comes
/// back as it was.
pub fn decode(text: &str) -> String {
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => decoded.nfc().collect(),
        Err(_) => text.to_string(),
    }
}

/// What a path is compared by: disks differ in whether they tell capitals from small letters.
pub fn folded(path: &str) -> String {
    match path.is_ascii() {
        true => path.to_ascii_lowercase(),
        // Lower case may leave a letter and its mark apart, so they are joined again after.
        false => path
            .nfc()
            .collect::<String>()
            .to_lowercase()
            .nfc()
            .collect(),
    }
}

/// Whether Windows cannot store a file of that name.
pub fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_ascii_uppercase();
    let numbered = |device: &str| {
        let number = stem.strip_prefix(device);
        number.is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit())
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || numbered("COM")
        || numbered("LPT")
        || name.ends_with(['.', ' '])
        || name.contains(['<', '>', ':', '"', '|', '?', '*'])
}

/// A place on the disk as people read it and a shell takes it: `/` between the parts on every
/// system, and without the mark that Windows puts before a path looked up.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    match cfg!(windows) {
        true => slashed(&text),
        // A backslash is a letter like any other here.
        false => text.into_owned(),
    }
}

fn slashed(text: &str) -> String {
    let plain = match text.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => text.strip_prefix(r"\\?\").unwrap_or(text).to_string(),
    };
    plain.replace('\\', "/")
}

macro_rules! shown_as_text {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    )*};
}
shown_as_text!(SourcePath, SitePath);

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> SitePath {
        SitePath::new(text).unwrap()
    }

    #[test]
    fn a_link_never_leads_outside() {
        let page = SourcePath::new("zh/cases/a.md").unwrap();
        assert_eq!(
            page.resolve("../phases/b.md").unwrap().as_str(),
            "zh/phases/b.md"
        );
        assert_eq!(
            page.resolve("/media/x.png").unwrap().as_str(),
            "media/x.png"
        );
        assert_eq!(page.resolve("../../../x"), Err(BadPath::Outside));
        assert_eq!(page.resolve("c:\\x"), Err(BadPath::Outside));
    }

    #[test]
    fn a_link_can_be_told_from_the_root() {
        let text = SourcePath::new("zh/_parts/a.md").unwrap();
        for (link, told) in [
            ("../cases/b c.md#一", "/zh/cases/b%20c.md#一"),
            ("b%23.png?x", "/zh/_parts/b%23.png?x"),
            ("/media/x.png", "/media/x.png"),
            ("#一", "#一"),
            ("", ""),
            ("https://x.org/a", "https://x.org/a"),
            ("mailto:a@x.org", "mailto:a@x.org"),
            ("//x.org", "//x.org"),
            ("../../../x.md", "/../../../../x.md"),
        ] {
            assert_eq!(text.rooted(link), told);
        }
        let page = SourcePath::new("zh/a/b/c/d/e.md").unwrap();
        for link in ["../../../x.md", "..%2f..%2f..%2fx.md", "c:\\x"] {
            assert!(page.resolve(&text.rooted(link)).is_err(), "{link}");
        }
    }

    #[test]
    fn a_file_knows_the_way_to_another() {
        let path = |text: &str| SourcePath::new(text).unwrap();
        let way = |from: &str, to: &str| path(from).way_to(&path(to));
        assert_eq!(way("zh/cases/a.md", "zh/_b c.md"), "../_b c.md");
        assert_eq!(way("zh/a.md", "zh/_b/c.md"), "_b/c.md");
        assert_eq!(way("zh/a/b.md", "zh/a"), "../a");
        assert_eq!(way("a.md", "a.md"), "a.md");
    }

    #[test]
    fn a_place_on_windows_is_shown_with_slashes() {
        for (place, shown) in [
            (r"content\zh", "content/zh"),
            (r"\\?\C:\邻里\content", "C:/邻里/content"),
            (r"\\?\UNC\server\share", "//server/share"),
            ("content/zh", "content/zh"),
        ] {
            assert_eq!(slashed(place), shown);
        }
        assert_eq!(super::shown(Path::new("a/b")), "a/b");
    }

    #[test]
    fn a_shared_text_is_known_by_its_name() {
        let shared = |path: &str| SourcePath::new(path).unwrap().is_shared();
        assert!(shared("_a.md") && shared("zh/_parts/a.md") && shared("zh/b/_a.md"));
        assert!(!shared("zh/a_b.md") && !shared("zh/parts_/a.md"));
    }

    #[test]
    fn links_are_relative_and_encoded() {
        let from = site("zh/cases/a.html");
        assert_eq!(site("zh/cases/b.html").href_from(&from), "b.html");
        assert_eq!(site("zh/index.html").href_from(&from), "../index.html");
        assert_eq!(site("zh/cases/合.html").href_from(&from), "%E5%90%88.html");
        assert_eq!(from.href_from(&site("index.html")), "zh/cases/a.html");
        assert_eq!(from.to_root(), "../../");
    }
}
