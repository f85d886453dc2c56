//! What the preview adds to a page: a script that reloads it, and a bar with its problems.

use super::Served;
use crate::output::Entry;
use crate::path::{SitePath, encode};
use crate::source::hash;

/// The script that listens for changes; `RUN` and `GENERATION` stand for when it was fetched.
pub const RELOAD: &str = include_str!("reload.js");
/// How the bar and the preview's own pages look.
pub const STYLE: &str = include_str!("bar.css");

/// A page as a browser gets it.
pub struct Shown {
    pub status: u16,
    /// Changes whenever the page does.
    pub tag: String,
    pub body: Vec<u8>,
    /// Whether it is one of the preview's own, for which no theme has set what it may load.
    pub own: bool,
}

/// A built page with its problems.
pub fn shown(served: &Served, path: &SitePath, built: &[u8], status: u16) -> Shown {
    let problems = served.problems.get(path).map(String::as_str);
    let problems = problems.into_iter().chain([served.global.as_str()]);
    let bars: Vec<String> = problems
        .filter(|inside| !inside.is_empty())
        .map(|inside| format!("<details class=\"linli-bar\">{inside}</details>"))
        .collect();
    let mut added = String::new();
    if !bars.is_empty() {
        added = "<link rel=\"stylesheet\" href=\"/__linli/bar.css\">".to_string() + &bars.concat();
    }
    let tag = format!(
        "{:032x}",
        hash(built) ^ hash(added.as_bytes()).rotate_left(1)
    );
    added.push_str(&script(Some(path), &tag));
    let at = built
        .windows(7)
        .rposition(|end| end.eq_ignore_ascii_case(b"</body>"))
        .unwrap_or(built.len());
    let (before, after) = built.split_at(at);
    Shown {
        status,
        tag,
        body: [before, added.as_bytes(), after].concat(),
        own: false,
    }
}

/// The site's own page for what is not there, else a plain one.
pub fn missing(served: &Served, path: Option<&SitePath>) -> Shown {
    let own = SitePath::new("404.html").expect("a plain name is a path");
    match (served.output.entries.get(&own), path) {
        // Reloading it asks for the missing page, which may have come.
        (Some(Entry::Bytes(bytes)), Some(path)) => shown(served, path, bytes, 404),
        (Some(Entry::Bytes(bytes)), None) => shown(served, &own, bytes, 404),
        _ => plain(
            path,
            404,
            "<p lang=\"zh\">这里没有页面。</p><p lang=\"en\">There is no page here.</p>",
        ),
    }
}

/// There is no site yet: what is wrong stands in its place.
pub fn not_built(served: &Served, path: &SitePath) -> Shown {
    let inside = match served.global.is_empty() {
        true => "<p lang=\"zh\">网站正在生成，好了会自己出现。</p>\
                 <p lang=\"en\">The site is being built and will appear by itself.</p>"
            .to_string(),
        false => format!(
            "<details class=\"linli-problems\" open>{}</details>",
            served.global
        ),
    };
    plain(Some(path), 503, &inside)
}

fn plain(path: Option<&SitePath>, status: u16, inside: &str) -> Shown {
    let tag = format!("{:032x}", hash(inside.as_bytes()));
    let script = script(path, &tag);
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>linli</title><link rel=\"stylesheet\" href=\"/__linli/bar.css\"></head>\
         <body class=\"linli-plain\"><main>{inside}</main>{script}</body></html>\n"
    );
    Shown {
        status,
        tag,
        body: body.into_bytes(),
        own: true,
    }
}

fn script(path: Option<&SitePath>, tag: &str) -> String {
    let page = path.map_or(String::new(), |path| encode(path.as_str()));
    format!(
        "<script src=\"/__linli/reload.js\" data-page=\"{page}\" data-tag=\"{tag}\" defer></script>"
    )
}
