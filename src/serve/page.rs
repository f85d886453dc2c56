//! What the preview adds to a page: a script that keeps it new, a bar with its problems, and a
//! note where a page used to be.

use super::Served;
use crate::output::Entry;
use crate::path::{SitePath, encode};
use crate::source::hash;

/// The script that listens for changes; `RUN-GENERATION` stands for when it was fetched and
/// `EDITOR-LINKS` for where a problem's place leads.
pub const SCRIPT: &str = concat!(include_str!("reload.js"), include_str!("keep.js"));
/// How the bar and the preview's own pages look.
pub const STYLE: &str = include_str!("bar.css");

/// A page as a browser gets it.
pub struct Shown {
    pub status: u16,
    /// Changes whenever the page does, whatever its bar says.
    pub tag: String,
    /// Changes whenever its bar does.
    pub bar: String,
    pub body: Vec<u8>,
    /// Whether it is one of the preview's own, for which no theme has set what it may load.
    pub own: bool,
}

/// A built page with its problems.
pub fn shown(served: &Served, path: &SitePath, built: &[u8]) -> Shown {
    dressed(served, Some(path), built, "", 200)
}

fn dressed(
    served: &Served,
    path: Option<&SitePath>,
    built: &[u8],
    note: &str,
    status: u16,
) -> Shown {
    let bars = bars(served, path);
    let bar = tag_of(bars.as_bytes());
    let tag = tag_of(built);
    let tag = match note.is_empty() {
        true => tag,
        false => tag + &tag_of(note.as_bytes()),
    };
    let noted = match note.is_empty() {
        true => String::new(),
        false => format!("{STYLES}<div class=\"linli-gone\" role=\"status\">{note}</div>"),
    };
    let (head, rest) = built.split_at(body_start(built).unwrap_or(0));
    let end = rest
        .windows(7)
        .rposition(|end| end.eq_ignore_ascii_case(b"</body>"))
        .unwrap_or(rest.len());
    let (middle, end) = rest.split_at(end);
    let added = format!("{bars}{}", script(path, &tag, &bar));
    Shown {
        status,
        tag,
        bar,
        body: [head, noted.as_bytes(), middle, added.as_bytes(), end].concat(),
        own: false,
    }
}

const STYLES: &str = "<link rel=\"stylesheet\" href=\"/__linli/bar.css\">";

/// The bars of a page with their style; empty where nothing is wrong.
pub fn bars(served: &Served, path: Option<&SitePath>) -> String {
    let own = path.and_then(|path| served.shown.problems.get(path));
    let all = [("page", own), ("all", Some(&served.shown.global))];
    let bars: String = all
        .into_iter()
        .filter_map(|(of, inside)| Some((of, inside.filter(|inside| !inside.is_empty())?)))
        .map(|(of, inside)| {
            format!("<details class=\"linli-bar\" data-of=\"{of}\">{inside}</details>")
        })
        .collect();
    match bars.is_empty() {
        true => bars,
        false => format!("{STYLES}<div class=\"linli-bars\">{bars}</div>"),
    }
}

/// The site's own page for what is not there, else a plain one; with what became of a page that
/// stood there.
pub fn missing(served: &Served, path: Option<&SitePath>) -> Shown {
    let own = SitePath::new("404.html").expect("a plain name is a path");
    let note = path.and_then(|path| served.shown.gone.get(path));
    match served.shown.output.entries.get(&own) {
        // Reloading it asks for the missing page, which may have come.
        Some(Entry::Bytes(bytes)) => {
            let path = Some(path.unwrap_or(&own));
            dressed(served, path, bytes, note.map_or("", String::as_str), 404)
        }
        _ => {
            let nothing =
                "<p lang=\"zh\">这里没有页面。</p><p lang=\"en\">There is no page here.</p>";
            plain(path, 404, note.map_or(nothing, String::as_str))
        }
    }
}

/// There is no site yet: what is wrong stands in its place.
pub fn not_built(served: &Served, path: &SitePath) -> Shown {
    let inside = match served.shown.global.is_empty() {
        true => "<p lang=\"zh\">网站正在生成，好了会自己出现。</p>\
                 <p lang=\"en\">The site is being built and will appear by itself.</p>"
            .to_string(),
        false => format!(
            "<details class=\"linli-problems\" open>{}</details>",
            served.shown.global
        ),
    };
    plain(Some(path), 503, &inside)
}

fn plain(path: Option<&SitePath>, status: u16, inside: &str) -> Shown {
    let tag = tag_of(inside.as_bytes());
    let script = script(path, &tag, "");
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>linli</title>{STYLES}</head>\
         <body class=\"linli-plain\"><main>{inside}</main>{script}</body></html>\n"
    );
    Shown {
        status,
        tag,
        bar: String::new(),
        body: body.into_bytes(),
        own: true,
    }
}

fn script(path: Option<&SitePath>, tag: &str, bar: &str) -> String {
    let page = path.map_or(String::new(), |path| encode(path.as_str()));
    format!(
        "<script src=\"/__linli/reload.js\" data-page=\"{page}\" data-tag=\"{tag}\" data-bar=\"{bar}\" defer></script>"
    )
}

/// Where the body's inside begins.
fn body_start(built: &[u8]) -> Option<usize> {
    let tag = built
        .windows(5)
        .position(|start| start.eq_ignore_ascii_case(b"<body"))?;
    let end = built[tag..].iter().position(|byte| *byte == b'>')?;
    Some(tag + end + 1)
}

/// What tells one text from another.
pub fn tag_of(bytes: &[u8]) -> String {
    format!("{:032x}", hash(bytes))
}
