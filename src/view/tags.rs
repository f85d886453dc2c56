//! Tags as readers of a language find them: which there are, which pages have each, where its page is.

use std::collections::{BTreeSet, HashMap};

use super::cards::Site;
use super::made::{self, made};
use super::{PageView, TagLink};
use crate::handbook::{Article, Handbook};
use crate::path::{encode, folded};
use crate::reading;

/// The tags of one language, from A to Z.
#[derive(Default)]
pub struct Tags {
    pub all: Vec<Tag>,
    /// By the name of its file.
    by_file: HashMap<String, usize>,
}

/// One tag. Spellings that come to the same file are one tag.
pub struct Tag {
    /// As the first page spells it.
    pub name: String,
    /// The name of its page, without folder and ending.
    file: String,
    /// The listed articles that have it, kind by kind.
    pub articles: Vec<usize>,
}

/// The longest name of a tag's page in bytes: what is longer fits on no disk with its ending.
const LONGEST: usize = 180;

impl Tags {
    pub fn collect(handbook: &Handbook, language: usize, positions: &[Option<u32>]) -> Tags {
        let mut tags = Tags::default();
        for (at, article) in handbook.articles.iter().enumerate() {
            if !handbook.is_listed(article, language) {
                continue;
            }
            let mut own = BTreeSet::new();
            for name in stated(handbook, article, language) {
                let file = file_of(&name);
                if !own.insert(file.clone()) {
                    continue;
                }
                let tag = *tags.by_file.entry(file.clone()).or_insert_with(|| {
                    tags.all.push(Tag {
                        name,
                        file,
                        articles: Vec::new(),
                    });
                    tags.all.len() - 1
                });
                tags.all[tag].articles.push(at);
            }
        }
        let kind = |at: usize| {
            let mut kinds = handbook.schema.kinds.iter();
            kinds.position(|kind| kind.name == handbook.articles[at].kind)
        };
        for tag in &mut tags.all {
            tag.articles
                .sort_by_cached_key(|&at| (kind(at), positions[at], at));
        }
        tags.all
            .sort_by_cached_key(|tag| (reading::latin(&tag.name), tag.name.clone()));
        for (at, tag) in tags.all.iter().enumerate() {
            tags.by_file.insert(tag.file.clone(), at);
        }
        tags
    }

    fn has(&self, file: &str) -> bool {
        self.by_file.contains_key(file)
    }
}

/// The tags a page states for readers of a language.
fn stated(handbook: &Handbook, article: &Article, language: usize) -> Vec<String> {
    let version = handbook.reading(article, language);
    let values = version.map_or(&[][..], |version| version.head.list("tags"));
    let names = values.iter().filter_map(|value| value.as_text());
    names
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty())
        .collect()
}

/// A tag as a file's name: in small letters, a `-` for what a path or an address has no place for.
fn file_of(name: &str) -> String {
    let odd = |c: char| c.is_whitespace() || c.is_control() || r#"/\:*?"<>|#%&'`."#.contains(c);
    let plain: String = folded(name)
        .chars()
        .map(|c| if odd(c) { '-' } else { c })
        .collect();
    let mut end = plain.len().min(LONGEST);
    while !plain.is_char_boundary(end) {
        end -= 1;
    }
    match &plain[..end] {
        // The list of all tags stands there.
        "index" => "index-".into(),
        // Names that are devices on Windows.
        device if is_device(device) => format!("{device}-"),
        name => name.into(),
    }
}

fn is_device(name: &str) -> bool {
    let numbered = |start: &str| {
        let rest = name.strip_prefix(start);
        rest.is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&name) || numbered("com") || numbered("lpt")
}

fn link(site: &Site, language: usize, tag: &Tag) -> TagLink {
    let folder = &site.handbook.language(language).folder;
    TagLink {
        name: tag.name.clone(),
        path: encode(&format!("{folder}/tags/{}.html", tag.file)),
        count: tag.articles.len(),
    }
}

/// The tags of a page that have a page: all but those of archived pages alone.
pub fn of_article(site: &Site, at: usize, language: usize) -> Vec<TagLink> {
    let tags = site.tags(language);
    let mut seen = BTreeSet::new();
    let stated = stated(site.handbook, &site.handbook.articles[at], language);
    let own = stated
        .iter()
        .filter_map(|name| tags.by_file.get(&file_of(name)));
    own.filter(|&&tag| seen.insert(tag))
        .map(|&tag| link(site, language, &tags.all[tag]))
        .collect()
}

/// The path of the list of all tags; empty where there is none.
pub fn index_path(site: &Site, language: usize) -> String {
    match site.tags(language).all.is_empty() {
        true => String::new(),
        false => {
            let folder = &site.handbook.language(language).folder;
            encode(&format!("{folder}/tags/index.html"))
        }
    }
}

/// The list of all tags; `None` where no page has one.
pub fn index(site: &Site, language: usize) -> Option<PageView> {
    let tags = site.tags(language);
    if tags.all.is_empty() {
        return None;
    }
    let title = made::word(site, language, "all-tags");
    let mut page = made(site, language, "tags/index.html", title, "tags");
    made::keep_languages(&mut page, |other| !site.tags(other).all.is_empty());
    let links = tags.all.iter().map(|tag| link(site, language, tag));
    page.tags = links.collect();
    Some(made::finished(site, language, page))
}

/// The page of one tag, by its place among those of the language.
pub fn page(site: &Site, language: usize, tag: usize) -> PageView {
    let tag = &site.tags(language).all[tag];
    let rest = format!("tags/{}.html", tag.file);
    let mut page = made(site, language, &rest, tag.name.clone(), "tag");
    made::keep_languages(&mut page, |other| site.tags(other).has(&tag.file));
    page.breadcrumbs.push(super::Card {
        title: made::word(site, language, "tags"),
        path: index_path(site, language),
        ..super::Card::default()
    });
    let cards = tag.articles.iter();
    page.items = cards
        .filter_map(|&at| site.card_with_phases(at, language))
        .collect();
    made::finished(site, language, page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_becomes_a_name_every_disk_takes() {
        for (tag, file) in [
            ("老人", "老人"),
            ("Café", "café"),
            ("Cafe\u{301}", "café"),
            ("C++", "c++"),
            ("24/7", "24-7"),
            ("a. b", "a--b"),
            ("..", "--"),
            ("index", "index-"),
            ("CON", "con-"),
            ("com1", "com1-"),
            ("come", "come"),
        ] {
            assert_eq!(file_of(tag), file);
        }
        assert_eq!(file_of(&"社".repeat(200)).len(), LONGEST);
    }
}
