//! The sitemap (sitemaps.org protocol 0.9, with the languages of each page) and `robots.txt`.

use crate::escape::xml;
use crate::view::PageView;

/// How many addresses one sitemap may hold, by the protocol.
const MOST: usize = 50_000;

/// One page's lines: its address, its last review, its other languages.
pub fn entry(base: &str, page: &PageView) -> String {
    let url = |path: &str| {
        xml(&format!(
            "{base}{}",
            path.strip_suffix("index.html").unwrap_or(path)
        ))
    };
    let mut lines = format!("<url><loc>{}</loc>", url(&page.path));
    if !page.last_reviewed.is_empty() {
        lines.push_str(&format!("<lastmod>{}</lastmod>", xml(&page.last_reviewed)));
    }
    let written: Vec<_> = page.languages.iter().filter(|link| link.written).collect();
    if written.len() > 1 {
        for link in written {
            lines.push_str(&format!(
                "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                xml(&link.tag),
                url(&link.path)
            ));
        }
    }
    lines + "</url>\n"
}

/// The files to write, by name: one sitemap, or an index over several where one cannot hold all.
pub fn make(base: &str, entries: &[String]) -> Vec<(String, String)> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    let set = |entries: &[String]| {
        format!(
            "{HEAD}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
             xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n{}</urlset>\n",
            entries.concat()
        )
    };
    if entries.len() <= MOST {
        return vec![("sitemap.xml".into(), set(entries))];
    }
    let mut files = Vec::new();
    let mut index =
        format!("{HEAD}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (at, part) in entries.chunks(MOST).enumerate() {
        let name = format!("sitemap-{}.xml", at + 1);
        index.push_str(&format!(
            "<sitemap><loc>{}{name}</loc></sitemap>\n",
            xml(base)
        ));
        files.push((name, set(part)));
    }
    files.push(("sitemap.xml".into(), index + "</sitemapindex>\n"));
    files
}

/// `robots.txt`: everything may be read; where the sitemap is.
pub fn robots(base: Option<&str>) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = base {
        text.push_str(&format!("\nSitemap: {base}sitemap.xml\n"));
    }
    text
}
