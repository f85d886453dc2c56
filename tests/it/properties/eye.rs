//! A small and strict eye on a site's pages: titles, ids, headings, addresses.

use std::collections::BTreeMap;

use linli::output::{Entry, Output};
use linli::path::{SitePath, decode};

/// What a page's HTML says of itself, read by a small and strict eye.
#[derive(Debug, Default)]
pub struct Html {
    pub title: String,
    pub ids: Vec<String>,
    /// `href` and `src`.
    pub addresses: Vec<String>,
    pub headings: Vec<u8>,
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2F;", "/")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn look(html: &str) -> Html {
    let mut seen = Html::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").expect("a comment ends").1;
            continue;
        }
        let name: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let mut attributes = Vec::new();
        let mut inside = &rest[name.len()..];
        // Attributes are name="value", as all makers of our pages write them.
        loop {
            let end = inside.find('>').expect("a tag ends");
            match inside.find("=\"").filter(|&at| at < end) {
                Some(at) => {
                    let key = inside[..at].rsplit([' ', '\n']).next().unwrap_or_default();
                    let (value, after) = inside[at + 2..].split_once('"').expect("a value ends");
                    attributes.push((key, unescape(value)));
                    inside = after;
                }
                None => {
                    rest = &inside[end + 1..];
                    break;
                }
            }
        }
        if name == "title" && seen.title.is_empty() {
            seen.title = unescape(rest.split("</title>").next().unwrap_or_default());
        }
        if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
            seen.headings.push(level - b'0');
        }
        for (key, value) in attributes {
            match key {
                "id" => seen.ids.push(value),
                "href" | "src" => seen.addresses.push(value),
                "style" => panic!("a style attribute in {html}"),
                key if key.starts_with("on") => panic!("a script in an attribute in {html}"),
                _ => {}
            }
        }
    }
    seen
}

pub fn pages(output: &Output) -> BTreeMap<&SitePath, Html> {
    let html = output
        .entries
        .iter()
        .filter(|(path, _)| path.as_str().ends_with(".html"));
    html.filter_map(|(path, entry)| match entry {
        Entry::Bytes(bytes) => Some((
            path,
            look(std::str::from_utf8(bytes).expect("pages are UTF-8")),
        )),
        Entry::File(_) => None,
    })
    .collect()
}

/// Where an address on a page leads within the site; `None` to another site. Only the 404 page,
/// which is served at any depth, counts from the root of its server.
pub fn target(page: &SitePath, address: &str, base: &str) -> Option<(String, String)> {
    let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
    let scheme = path
        .split('/')
        .next()
        .is_some_and(|start| start.contains(':'));
    if scheme || path.starts_with("//") {
        return None;
    }
    let path = match page.as_str() {
        "404.html" if !path.is_empty() => path
            .strip_prefix(base)
            .unwrap_or_else(|| panic!("{page}: {address} is not under {base}")),
        _ => path,
    };
    assert!(
        !path.starts_with('/'),
        "{page}: {address} leaves the site when it stands in a folder"
    );
    let mut parts: Vec<&str> = page
        .folder()
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    let path = decode(path);
    for part in path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
    {
        match part {
            ".." => {
                parts
                    .pop()
                    .unwrap_or_else(|| panic!("{page}: {address} leads out of the site"));
            }
            part => parts.push(part),
        }
    }
    let whole = if path.is_empty() {
        page.as_str().to_string()
    } else {
        parts.join("/")
    };
    Some((whole, decode(anchor)))
}

#[test]
fn the_eye_that_looks_at_pages_sees_what_is_there() {
    let html = look(
        "<title>甲 &amp; 乙</title><!-- <h1> --><h1 id=\"a\">x</h1><a href=\"b.html?x=1&amp;y\">b</a><img src=\"c\">",
    );
    assert_eq!(html.title, "甲 & 乙");
    assert_eq!((html.ids, html.headings), (vec!["a".to_string()], vec![1]));
    assert_eq!(html.addresses, ["b.html?x=1&y", "c"]);
    let page = SitePath::new("zh/modules/a.html").unwrap();
    assert_eq!(
        target(&page, "../index.html#x", "/"),
        Some(("zh/index.html".into(), "x".into()))
    );
    assert_eq!(
        target(&page, "#%E7%94%B2", "/"),
        Some(("zh/modules/a.html".into(), "甲".into()))
    );
    assert_eq!(target(&page, "https://example.org/", "/"), None);
}
