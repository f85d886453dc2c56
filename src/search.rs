//! `search/manifest.js`: what the search page looks through. Titles, and the words people have for
//! them; one call that works from a disk as well. A page is found under its own language only.

use crate::escape::script_json;
use crate::front_matter::Value;
use crate::handbook::{Article, Status, Version};
use crate::path::{SitePath, encode};
use crate::view::cards::Site;
use crate::view::fields::plain;

/// The script and where it stands.
pub fn make(site: &Site) -> (SitePath, String) {
    let languages = &site.handbook.config.languages;
    let mut script = String::from("linliTitles({\n");
    for (at, language) in languages.iter().enumerate() {
        let comma = if at == 0 { "" } else { ",\n" };
        let folder = script_json(&json(&language.folder));
        script.push_str(&format!("{comma}{folder}:[\n"));
        write_rows(site, at, &mut script);
        script.push_str("\n]");
    }
    script.push_str("\n});\n");
    let path = SitePath::new("search/manifest.js").expect("linli's own addresses are paths");
    (path, script)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts can be written as JSON")
}

/// `[title, url, kind, summary, words]` of each page, in the order of their addresses.
fn write_rows(site: &Site, language: usize, script: &mut String) {
    let mut comma = "";
    for (at, article) in site.handbook.articles.iter().enumerate() {
        let Some(version) = article
            .version(language)
            .filter(|version| is_found(site, article, version, language))
        else {
            continue;
        };
        let kind = site.handbook.kind_of(article);
        let label = match kind.name.as_str() {
            "page" => "",
            _ => kind.label.get(site.tag(language)),
        };
        let words = ["synonyms", "asks", "tags", "code"];
        let words = words.iter().flat_map(|name| version.head.list(name));
        let words: Vec<String> = words.map(plain).collect();
        let row = [
            version.title(),
            &encode(site.path(at, language).as_str()),
            label,
            &version.summary(),
            &words.join("\n"),
        ];
        script.push_str(comma);
        script.push_str(&script_json(&json(&row)));
        comma = ",\n";
    }
}

/// Whether search leads to a version: a published page that may be shown and did not ask to be left out.
fn is_found(site: &Site, article: &Article, version: &Version, language: usize) -> bool {
    let asked = version.head.get("search") != Some(&Value::Flag(false));
    let public = version.status == Status::Published;
    asked && public && !article.index && site.handbook.is_listed(article, language)
}
