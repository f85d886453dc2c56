//! Feeds of what is new, one per language: Atom (RFC 4287) and JSON Feed 1.1. Only with a base URL,
//! as a feed's addresses must be whole.

use crate::escape::xml;
use crate::handbook::Status;
use crate::path::SitePath;
use crate::view::cards::Site;
use crate::view::{PageView, SiteView};

/// How many entries a feed holds.
const MOST: usize = 50;

/// One dated page.
struct Entry {
    title: String,
    url: String,
    summary: String,
    /// `2026-11-23`.
    date: String,
}

/// Both feeds of a language with their paths; none without a base URL.
pub fn make(
    site: &Site,
    view: &SiteView,
    language: usize,
    notice: &str,
) -> Vec<(SitePath, String)> {
    let Some(base) = &site.handbook.config.base_url else {
        return Vec::new();
    };
    let entries = entries(site, base, language, notice);
    let path = |name: &str| {
        SitePath::new(&format!("{}/{name}", view.language)).expect("a feed has a path")
    };
    let (atom_path, json_path) = (path("feed.xml"), path("feed.json"));
    let atom = atom(view, &atom_path.url_under(base), &entries);
    let json = json(view, base, &json_path.url_under(base), &entries);
    vec![(atom_path, atom), (json_path, json)]
}

/// Written in this language, published, dated by their own `date`, else by their last review; the
/// newest first, then by address.
fn entries(site: &Site, base: &str, language: usize, notice: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (at, article) in site.handbook.articles.iter().enumerate() {
        let Some(version) = article.version(language) else {
            continue;
        };
        let off = version
            .head
            .get("publish")
            .and_then(|publish| publish.field("feed"));
        let switched_off = matches!(off, Some(crate::front_matter::Value::Flag(false)));
        if version.status != Status::Published
            || switched_off
            || !site.handbook.is_listed(article, language)
        {
            continue;
        }
        let dated = ["date", "last_reviewed"]
            .iter()
            .find_map(|name| version.head.get(name)?.as_date());
        let Some(date) = dated else { continue };
        let summary = version.summary();
        let invented = version.head.text("basis") == Some("illustrative");
        entries.push(Entry {
            title: version.title().to_string(),
            url: site.path(at, language).url_under(base),
            // An invented example says so wherever it goes.
            summary: if invented {
                after(notice, &summary)
            } else {
                summary
            },
            date: date.to_string(),
        });
    }
    entries.sort_by(|a, b| (&b.date, &a.url).cmp(&(&a.date, &b.url)));
    entries.truncate(MOST);
    entries
}

/// Two sentences in a row: full-width marks need no space between.
fn after(first: &str, second: &str) -> String {
    let space = if first.ends_with(|c: char| c.is_ascii()) {
        " "
    } else {
        ""
    };
    format!("{first}{space}{second}")
}

fn atom(view: &SiteView, own: &str, entries: &[Entry]) -> String {
    let updated = entries
        .first()
        .map_or("1970-01-01", |entry| entry.date.as_str());
    let home = format!(
        "{}{}",
        view.base_url,
        view.home.trim_end_matches("index.html")
    );
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{}</id>\n<updated>{updated}T00:00:00Z</updated>\n\
         <link rel=\"self\" href=\"{}\"/>\n<link href=\"{}\"/>\n<author><name>{}</name></author>\n\
         <generator>{}</generator>\n",
        xml(&view.tag),
        xml(&view.title),
        xml(&home),
        xml(own),
        xml(&home),
        xml(if view.organization.is_empty() {
            &view.title
        } else {
            &view.organization
        }),
        xml(&view.generator),
    );
    for entry in entries {
        feed.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{url}</id>\n<link href=\"{url}\"/>\n<updated>{}T00:00:00Z</updated>\n",
            xml(&entry.title),
            entry.date,
            url = xml(&entry.url),
        ));
        if !entry.summary.is_empty() {
            feed.push_str(&format!("<summary>{}</summary>\n", xml(&entry.summary)));
        }
        feed.push_str("</entry>\n");
    }
    feed + "</feed>\n"
}

fn json(view: &SiteView, base: &str, own: &str, entries: &[Entry]) -> String {
    let items: Vec<serde_json::Value> = entries
        .iter()
        .map(|entry| {
            serde_json::json!({
                "id": entry.url, "url": entry.url, "title": entry.title, "summary": entry.summary,
                "content_text": entry.summary, "date_published": format!("{}T00:00:00Z", entry.date),
            })
        })
        .collect();
    let feed = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1", "title": view.title, "language": view.tag,
        "home_page_url": format!("{base}{}", view.home.trim_end_matches("index.html")), "feed_url": own,
        "items": items,
    });
    format!("{feed:#}\n")
}

/// Whether a page has its place in feeds and the sitemap.
pub fn is_public(page: &PageView) -> bool {
    !page.noindex && page.fallback.is_none()
}
