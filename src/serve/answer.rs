//! What an address leads to: only what the site holds, never a file by its name on the disk.

use std::sync::Arc;

use super::Served;
use super::page::{self, Shown};
use crate::offline;
use crate::output::Entry;
use crate::path::{SitePath, decode, encode};
use crate::source::FileSource;

/// What to answer.
pub enum Answer {
    /// A page, with what the preview adds to it.
    Page(Shown),
    /// Bytes of the site as they are.
    Bytes { path: SitePath, bytes: Arc<[u8]> },
    /// A source file, read while it is sent.
    File { path: SitePath, file: FileSource },
    /// The same address with a `/` at its end.
    Redirect(String),
}

/// The site's path an address means; `None` for one that can be none. The part after `?` or `#`
/// does not count.
pub fn path_of(url: &str) -> Option<SitePath> {
    let url = match url.strip_prefix("http://") {
        // A proxy's way of asking.
        Some(rest) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => url,
    };
    let address = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let name = decode(address);
    let folder = name.is_empty() || name.ends_with('/');
    let name = match folder {
        true => name + "index.html",
        false => name,
    };
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    match name.split('/').all(plain) {
        true => SitePath::new(&name).ok(),
        false => None,
    }
}

/// What stands at a path, or the page that says that nothing does.
pub fn find(served: &Served, path: Option<&SitePath>) -> Answer {
    let entries = &served.shown.output.entries;
    let Some(path) = path else {
        return Answer::Page(page::missing(served, None));
    };
    if entries.is_empty() && is_page(path) {
        return Answer::Page(page::not_built(served, path));
    }
    match path.as_str() {
        // Whoever looks at a preview must see the newest text: it is not kept, and a worker that
        // came from another site at this address takes its leave.
        offline::WORKER => {
            let bytes = offline::LEAVE.as_bytes().into();
            let path = path.clone();
            return Answer::Bytes { path, bytes };
        }
        offline::LIST => return Answer::Page(page::missing(served, Some(path))),
        _ => {}
    }
    match entries.get(path) {
        Some(Entry::Bytes(bytes)) if is_page(path) => {
            Answer::Page(page::shown(served, path, bytes))
        }
        Some(Entry::Bytes(bytes)) => Answer::Bytes {
            path: path.clone(),
            bytes: bytes.clone(),
        },
        Some(Entry::File(file)) => Answer::File {
            path: path.clone(),
            file: file.clone(),
        },
        None => match SitePath::new(&format!("{path}/index.html")) {
            Ok(index) if entries.contains_key(&index) => {
                Answer::Redirect(format!("/{}/", encode(path.as_str())))
            }
            _ => Answer::Page(page::missing(served, Some(path))),
        },
    }
}

/// Whether a browser shows what is at the path as a page. What has no ending is asked for as one.
fn is_page(path: &SitePath) -> bool {
    let name = path.name();
    let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase());
    end.is_none_or(|end| end == "html" || end == "htm")
}

/// By the file's ending; browsers are told not to guess.
pub fn kind_of(path: &SitePath) -> &'static str {
    let end = path.name().rsplit_once('.').map_or("", |(_, end)| end);
    match end.to_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" | "yaml" | "yml" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_never_leads_out_of_the_site() {
        let path = |url: &str| path_of(url).map(|path| path.to_string());
        assert_eq!(path("/").as_deref(), Some("index.html"));
        assert_eq!(path("/zh/?q=1#x").as_deref(), Some("zh/index.html"));
        assert_eq!(path("/%E5%90%88.html").as_deref(), Some("合.html"));
        assert_eq!(path("http://localhost:1/a.html").as_deref(), Some("a.html"));
        for url in [
            "/../etc/passwd",
            "/zh/../../etc/passwd",
            "/%2e%2e/etc/passwd",
            "/zh/%2e%2e%2fx",
            "/a%00.html",
            "/..\\x",
            "/..%5cx",
            "//evil.example/",
            "/zh//a.html",
            "/./a.html",
            "/c:/x",
            "a.html",
            "*",
        ] {
            assert_eq!(path(url), None, "{url}");
        }
    }
}
