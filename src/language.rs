//! Languages: those a handbook is written in, and the two in which linli itself speaks.

use std::collections::BTreeMap;

/// One language of the handbook, as `handbook.yaml` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its folder in the handbook and in the site: `zh`.
    pub folder: String,
    /// Its BCP 47 tag, for `lang` attributes: `zh-Hans`.
    pub tag: String,
    /// Its own name for itself: 中文.
    pub label: String,
}

impl Language {
    /// What linli calls it in a sentence: 英文, Chinese; its own name where linli has none.
    pub fn called(&self) -> Words {
        match MessageLanguage::from_tag(&self.tag) {
            Some(MessageLanguage::Zh) => Words::new("中文", "Chinese"),
            Some(MessageLanguage::En) => Words::new("英文", "English"),
            None => Words::new(&self.label, &self.label),
        }
    }

    /// Whether text in it is set and measured as Chinese.
    pub fn is_chinese(&self) -> bool {
        primary(&self.tag) == "zh"
    }
}

/// The part of a tag before the first hyphen, in lower case.
pub fn primary(tag: &str) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_lowercase()
}

/// The language of linli's own messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MessageLanguage {
    Zh,
    En,
}

impl MessageLanguage {
    /// The message language for a tag, if linli speaks it.
    pub fn from_tag(tag: &str) -> Option<MessageLanguage> {
        match primary(tag).as_str() {
            "zh" => Some(MessageLanguage::Zh),
            "en" => Some(MessageLanguage::En),
            _ => None,
        }
    }
}

/// A sentence in every message language, written separately in each, by ear.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

impl Words {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Words {
        Words {
            zh: zh.into(),
            en: en.into(),
        }
    }

    pub fn in_language(&self, language: MessageLanguage) -> &str {
        match language {
            MessageLanguage::Zh => &self.zh,
            MessageLanguage::En => &self.en,
        }
    }
}

/// A short text in several languages, keyed by tag or folder: `{zh: 案例, en: Case study}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(pub BTreeMap<String, String>);

impl Labels {
    /// The text for a language tag: the very tag, its primary part, English, then the first there is.
    pub fn get(&self, tag: &str) -> &str {
        let texts = &self.0;
        texts
            .get(tag)
            .or_else(|| texts.get(&primary(tag)))
            .or_else(|| texts.get("en"))
            .or_else(|| texts.values().next())
            .map_or("", String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each text once, for reading a name written in any of its languages.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }
}
