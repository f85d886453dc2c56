//! What of a page can be found: its words as its readers see them, by where they stand.

use std::sync::Arc;

use crate::front_matter::Value;
use crate::handbook::{Article, Status, Version};
use crate::search::text::{Section, sections};
use crate::view::cards::Site;
use crate::view::fields::plain;
use crate::view::{FieldView, PageView};

/// What is known of a page once its words are in the index.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its place among the articles.
    pub at: usize,
    /// The language it is written in.
    pub language: usize,
    /// Its address, percent-encoded.
    pub url: String,
    pub title: String,
    pub code: String,
    /// Weigh like the title and mean the same.
    pub synonyms: Vec<String>,
    pub tags: Vec<String>,
    /// The ids of the phases it belongs to.
    pub phases: Vec<String>,
    /// How many sections it has.
    pub sections: u32,
    /// Its sections as JSON: what the first says, then anchor, heading and text of each other.
    pub text: Arc<str>,
}

/// A page and the words it is found by.
#[derive(Clone, Debug)]
pub struct Entry {
    pub page: Page,
    /// What people ask, in their words; weighs like the title.
    pub asks: Vec<String>,
    /// What its fields choose, as labels: the level of a lesson, the form of a tool.
    pub choices: Vec<String>,
    pub summary: String,
    /// How a Chinese name is read, where the page says so.
    pub pinyin: String,
    /// The first holds what stands above the text.
    pub sections: Vec<Section>,
}

/// What of an article's own head an entry is made from, besides the view.
#[derive(Clone, Debug, Hash)]
pub struct Stated {
    /// How a Chinese name is read; mostly empty.
    pinyin: String,
    /// Whether it states a summary: that of a page that states none is its first paragraph.
    summary: bool,
}

/// `None` where search does not lead: to drafts, archived pages, stories whose consent has ended,
/// fallbacks (they are found in their own language), pages that ask to be left out.
pub fn stated(site: &Site, at: usize, language: usize) -> Option<Stated> {
    let article = &site.handbook.articles[at];
    let version = article.version(language)?;
    is_found(site, article, version, language).then(|| Stated {
        pinyin: version.head.get("pinyin").map(plain).unwrap_or_default(),
        summary: version.head.text("summary").is_some(),
    })
}

/// What is found of an article as its participants see it.
pub fn entry(at: usize, language: usize, stated: Stated, page: &PageView) -> Entry {
    let mut sections = sections(&page.body);
    let mut words = vec![sections[0].text.as_str()];
    if stated.summary {
        words.insert(0, &page.summary);
    }
    let mut choices = Vec::new();
    for (_, field) in &page.fields.0 {
        field_words(field, &mut words, &mut choices);
    }
    words.retain(|words| !words.is_empty());
    sections[0].text = words.join("\n");
    Entry {
        page: Page {
            at,
            language,
            url: page.path.clone(),
            title: page.title.clone(),
            code: page.code.clone(),
            synonyms: page.synonyms.clone(),
            tags: page.tags.iter().map(|tag| tag.name.clone()).collect(),
            phases: page.phases.clone(),
            sections: u32::try_from(sections.len()).unwrap_or(u32::MAX),
            text: written(&sections),
        },
        asks: page.asks.clone(),
        choices,
        summary: page.summary.clone(),
        pinyin: stated.pinyin,
        sections,
    }
}

fn written(sections: &[Section]) -> Arc<str> {
    let mut parts = Vec::with_capacity(sections.len() * 3);
    for section in sections {
        if !parts.is_empty() {
            parts.extend([section.anchor.as_str(), section.heading.as_str()]);
        }
        parts.push(section.text.as_str());
    }
    serde_json::json!(parts).to_string().into()
}

fn is_found(site: &Site, article: &Article, version: &Version, language: usize) -> bool {
    let asked = version.head.get("search") != Some(&Value::Flag(false));
    let public = version.status == Status::Published;
    asked && public && site.handbook.is_listed(article, language)
}

/// The words a field states itself; pages it names are found by their own. What it says by a choice,
/// a number or a date is no text: a choice's label is a word one may look for all the same.
fn field_words<'a>(field: &'a FieldView, words: &mut Vec<&'a str>, choices: &mut Vec<String>) {
    if field.card.is_none() && field.shape == "text" {
        let is_name = |value: &str| {
            value
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        };
        if field.text == field.value {
            // A bare number says nothing without its label.
            words.extend(Some(&*field.text).filter(|text| text.contains(char::is_alphabetic)));
        } else if is_name(&field.value) && !["true", "false"].contains(&&*field.value) {
            choices.push(field.text.clone());
        }
    }
    for item in &field.items {
        field_words(item, words, choices);
    }
    for (_, part) in &field.fields.0 {
        field_words(part, words, choices);
    }
}
