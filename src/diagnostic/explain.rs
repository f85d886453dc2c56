//! What each code means, from `codes.yaml`: what is wrong, why it matters, how to mend it, an
//! example of each. No YAML crate is used here, on the lowest floor: the file keeps to one shape,
//! and a test reads it with the real one and compares.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Code, Severity};
use crate::language::MessageLanguage;
use crate::likeness::slips;

/// The doc of one code in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// One sentence: what is wrong.
    pub title: String,
    /// Why it matters to a reader or an author.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// How it looks wrong.
    pub wrong: String,
    /// And how right.
    pub right: String,
}

/// The docs' own text, for tests and for the manual.
pub const CODES_YAML: &str = include_str!("codes.yaml");

type Docs = BTreeMap<String, BTreeMap<String, Doc>>;

/// What a code means. Every code has a doc: a test holds it.
pub fn doc(code: Code, language: MessageLanguage) -> &'static Doc {
    let language = match language {
        MessageLanguage::Zh => "zh",
        MessageLanguage::En => "en",
    };
    all()
        .get(code.as_str())
        .and_then(|languages| languages.get(language))
        .expect("codes.yaml explains every code in every message language")
}

/// Every doc by code name, then by language.
pub fn all() -> &'static Docs {
    static DOCS: OnceLock<Docs> = OnceLock::new();
    DOCS.get_or_init(|| read(CODES_YAML))
}

/// A code's page, as plain text for a terminal.
pub fn explain(code: Code, language: MessageLanguage) -> String {
    let doc = doc(code, language);
    let name = code.as_str();
    let (wrong, right) = (indented(&doc.wrong), indented(&doc.right));
    let meaning = severity_meaning(code.severity(), language);
    match language {
        MessageLanguage::Zh => format!(
            "{name}：{}\n\n{}\n\n改法：{}\n\n这样不行：\n\n{wrong}\n\n这样就好：\n\n{right}\n\n{meaning}\n",
            doc.title, doc.why, doc.fix
        ),
        MessageLanguage::En => format!(
            "{name}: {}\n\n{}\n\nfix: {}\n\nNot like this:\n\n{wrong}\n\nLike this:\n\n{right}\n\n{meaning}\n",
            doc.title, doc.why, doc.fix
        ),
    }
}

/// What to say of a name that is no code.
pub fn unknown_code(name: &str, language: MessageLanguage) -> String {
    match (nearest_code(name), language) {
        (Some(code), MessageLanguage::Zh) => {
            format!("没有“{name}”这一条。是不是 {}？", code.as_str())
        }
        (None, MessageLanguage::Zh) => {
            format!("没有“{name}”这一条。名称写在每条消息开头的方括号里，例如 unknown-page。")
        }
        (Some(code), MessageLanguage::En) => {
            format!("there is no “{name}”; did you mean {}?", code.as_str())
        }
        (None, MessageLanguage::En) => format!(
            "there is no “{name}”; the name stands in square brackets at the head of each message, such as unknown-page"
        ),
    }
}

/// The code whose name is nearest to a text, if one is near at all.
pub fn nearest_code(name: &str) -> Option<Code> {
    // Longer than twice the longest name is no slip of the finger.
    if name.len() > 80 {
        return None;
    }
    let name = name.trim().to_lowercase().replace(['_', ' '], "-");
    let distance = |code: &Code| slips(&name, code.as_str());
    let nearest = Code::ALL.iter().min_by_key(|code| distance(code))?;
    let allowed = (name.chars().count() / 3).max(2);
    (distance(nearest) <= allowed).then_some(*nearest)
}

fn severity_meaning(severity: Severity, language: MessageLanguage) -> &'static str {
    match (severity, language) {
        (Severity::Error, MessageLanguage::Zh) => {
            "这是错误：不改好，网站就会有错，所以“linli build”会停下；预览不停。"
        }
        (Severity::Incomplete, MessageLanguage::Zh) => {
            "这是还差：发布的页面必须补上，“linli build”才会通过；草稿里只是提醒，预览照常显示。"
        }
        (Severity::Warning, MessageLanguage::Zh) => "这是提醒：网站照样生成，请看一眼。",
        (Severity::Gap, MessageLanguage::Zh) => {
            "这是待补：还没有人写，不妨碍生成；“linli status”和缺口页会列出来。"
        }
        (Severity::Error, MessageLanguage::En) => {
            "This is an error: the site would be wrong, so `linli build` stops; the preview goes on."
        }
        (Severity::Incomplete, MessageLanguage::En) => {
            "This is incomplete: a published page needs it before `linli build` passes; in a draft it is only a warning, and the preview shows the page."
        }
        (Severity::Warning, MessageLanguage::En) => {
            "This is a warning: the site is built all the same; please have a look."
        }
        (Severity::Gap, MessageLanguage::En) => {
            "This is a gap: nobody has written it yet. It stops nothing; `linli status` and the coverage page list it."
        }
    }
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| match line.is_empty() {
        true => String::new(),
        false => format!("    {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads the one shape the file has: a code, a language, a key, each two spaces further in; a
/// text on the key's line, or below `|-` six spaces in.
fn read(text: &str) -> Docs {
    let mut docs = Docs::new();
    let (mut code, mut language, mut key) = (String::new(), String::new(), String::new());
    for line in text.lines() {
        let depth = line.len() - line.trim_start_matches(' ').len();
        let entry = docs.entry(code.clone()).or_default();
        if let Some(more) = line.strip_prefix("      ") {
            push_line(entry.entry(language.clone()).or_default(), &key, more);
        } else if line.trim().is_empty() {
            push_line(entry.entry(language.clone()).or_default(), &key, "");
        } else if line.starts_with('#') {
            continue;
        } else if let Some((name, value)) = line.trim_start().split_once(':') {
            match depth {
                0 => code = name.to_string(),
                2 => language = name.to_string(),
                _ => {
                    key = name.to_string();
                    let value = value.trim_start();
                    if value != "|-" {
                        push_line(entry.entry(language.clone()).or_default(), &key, value);
                    }
                }
            }
        }
    }
    docs.remove("");
    for doc in docs.values_mut().flat_map(BTreeMap::values_mut) {
        for field in [
            &mut doc.title,
            &mut doc.why,
            &mut doc.fix,
            &mut doc.wrong,
            &mut doc.right,
        ] {
            field.truncate(field.trim_end_matches('\n').len());
        }
    }
    docs
}

fn push_line(doc: &mut Doc, key: &str, line: &str) {
    let field = match key {
        "title" => &mut doc.title,
        "why" => &mut doc.why,
        "fix" => &mut doc.fix,
        "wrong" => &mut doc.wrong,
        "right" => &mut doc.right,
        _ => return,
    };
    field.push_str(line);
    field.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::MessageLanguage::{En, Zh};

    #[test]
    fn every_code_is_explained_in_both_languages_and_nothing_else_is() {
        let explained: Vec<&str> = all().keys().map(String::as_str).collect();
        let mut codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        codes.sort_unstable();
        assert_eq!(explained, codes);
        for (code, languages) in all() {
            assert_eq!(languages.keys().collect::<Vec<_>>(), ["en", "zh"], "{code}");
            for (language, doc) in languages {
                let texts = [&doc.title, &doc.why, &doc.fix, &doc.wrong, &doc.right];
                for text in texts {
                    assert!(!text.trim().is_empty(), "{code} {language}: {doc:?}");
                }
                assert_ne!(doc.wrong, doc.right, "{code} {language}");
            }
        }
    }

    #[test]
    fn chinese_pages_speak_chinese_and_plainly() {
        for (code, languages) in all() {
            let doc = &languages["zh"];
            for text in [&doc.title, &doc.why, &doc.fix] {
                let han = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert!(han, "{code}: {text}");
                for word in ["非法", "解析失败", "无效的"] {
                    assert!(!text.contains(word), "{code}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_page_tells_what_why_how_and_shows_both_ways() {
        let page = explain(Code::FullWidthColon, Zh);
        let order = [
            "full-width-colon：",
            "改法：",
            "这样不行：",
            "这样就好：",
            "这是提醒",
        ];
        let found: Vec<usize> = order.iter().map(|part| page.find(part).unwrap()).collect();
        assert!(found.is_sorted(), "{page}");
        assert!(explain(Code::MissingField, En).contains("This is incomplete"));
    }

    #[test]
    fn a_slip_in_a_name_is_understood_and_nonsense_is_not() {
        assert_eq!(nearest_code("unknow-page"), Some(Code::UnknownPage));
        assert_eq!(nearest_code("Broken_Link"), Some(Code::BrokenLink));
        assert_eq!(nearest_code("完全不相干的话"), None);
        assert_eq!(nearest_code(&"x".repeat(100_000)), None);
        assert!(unknown_code("borken-link", Zh).contains("broken-link"));
        assert!(unknown_code("zzzzzzzz", En).contains("square brackets"));
    }
}
