//! The languages of a handbook: `[zh, en]`, or in full with folder, tag and label.

use super::reader::Reader;
use crate::language::Language;
use crate::likeness::nearest;
use crate::yaml::{Key, Yaml};

/// Folder, tag and the language's own name, for those named by their folder alone.
const KNOWN: [(&str, &str, &str); 24] = [
    ("zh", "zh-Hans", "中文"),
    ("zh-hans", "zh-Hans", "简体中文"),
    ("zh-cn", "zh-Hans", "简体中文"),
    ("zh-hant", "zh-Hant", "繁體中文"),
    ("zh-tw", "zh-Hant-TW", "繁體中文"),
    ("zh-hk", "zh-Hant-HK", "繁體中文"),
    ("en", "en", "English"),
    ("ja", "ja", "日本語"),
    ("ko", "ko", "한국어"),
    ("fr", "fr", "Français"),
    ("de", "de", "Deutsch"),
    ("es", "es", "Español"),
    ("pt", "pt", "Português"),
    ("it", "it", "Italiano"),
    ("nl", "nl", "Nederlands"),
    ("ru", "ru", "Русский"),
    ("vi", "vi", "Tiếng Việt"),
    ("th", "th", "ไทย"),
    ("id", "id", "Bahasa Indonesia"),
    ("mn", "mn", "Монгол"),
    ("bo", "bo", "བོད་ཡིག"),
    ("ug", "ug", "ئۇيغۇرچە"),
    ("ar", "ar", "العربية"),
    ("hi", "hi", "हिन्दी"),
];

const KEYS: [&str; 3] = ["folder", "tag", "label"];

/// Folders of the handbook and the site that no language can have.
const TAKEN: [&str; 5] = ["media", "themes", "assets", "search", "api"];

impl Reader<'_> {
    /// The languages stated; empty when there are none, which is told.
    pub fn languages(&mut self, given: &Yaml) -> Vec<Language> {
        let Some(value) = given.get("languages").filter(|value| !value.is_null()) else {
            self.wrong(
                ("没有写用哪些语言", "no languages are named"),
                ("加上一行：languages: [zh]", "add the line: languages: [zh]"),
            );
            return Vec::new();
        };
        self.inside(Key::name("languages"), |reader| {
            let one = std::slice::from_ref(value);
            let items = value.as_sequence().map_or(one, Vec::as_slice);
            let mut languages: Vec<Language> = Vec::new();
            for (at, item) in items.iter().enumerate() {
                let language = match value.is_sequence() {
                    true => reader.inside(Key::Index(at), |r| r.language(item, &languages)),
                    false => reader.language(item, &languages),
                };
                languages.extend(language);
            }
            if items.is_empty() {
                reader.wrong(
                    ("至少要有一种语言", "there must be at least one language"),
                    ("写成：languages: [zh]", "write: languages: [zh]"),
                );
            }
            languages
        })
    }

    fn language(&mut self, given: &Yaml, others: &[Language]) -> Option<Language> {
        let language = match given {
            Yaml::String(name) => self.language_called(name.trim())?,
            Yaml::Mapping(_) => {
                self.check_keys(given, &KEYS);
                let Some(folder) = self.text(given, "folder") else {
                    self.wrong(
                        (
                            "这种语言没有写 folder（文件夹）",
                            "this language names no `folder`",
                        ),
                        (
                            "写成：{folder: zh, tag: zh-Hans, label: 中文}",
                            "write: {folder: zh, tag: zh-Hans, label: 中文}",
                        ),
                    );
                    return None;
                };
                let known = lookup(&folder);
                let or_known = |stated: Option<String>, known: Option<&str>| {
                    stated.unwrap_or_else(|| known.unwrap_or(&folder).to_string())
                };
                let tag = self.text(given, "tag");
                let label = self.text(given, "label");
                Language {
                    tag: or_known(tag, known.map(|(_, tag, _)| *tag)),
                    label: or_known(label, known.map(|(_, _, label)| *label)),
                    folder,
                }
            }
            _ => {
                self.wrong(
                    ("语言要写它的代号", "a language is named by its code"),
                    (
                        "比如：languages: [zh, en]",
                        "for example: languages: [zh, en]",
                    ),
                );
                return None;
            }
        };
        self.is_good(&language, others).then_some(language)
    }

    fn language_called(&mut self, name: &str) -> Option<Language> {
        if let Some((_, tag, label)) = lookup(name) {
            return Some(Language {
                folder: name.to_string(),
                tag: tag.to_string(),
                label: label.to_string(),
            });
        }
        let near = nearest(name, KNOWN.iter().map(|(folder, _, _)| *folder)).unwrap_or("zh");
        let full = format!("{{folder: {name}, tag: …, label: …}}");
        self.wrong(
            (
                &format!("不认识语言“{name}”"),
                &format!("no language is known as “{name}”"),
            ),
            (
                &format!("是不是 {near}？别的语言请写全：{full}"),
                &format!("did you mean `{near}`? Any other is written in full: {full}"),
            ),
        );
        None
    }

    fn is_good(&mut self, language: &Language, others: &[Language]) -> bool {
        let folder = language.folder.as_str();
        let safe = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let well_named = folder.starts_with(|c: char| c.is_ascii_alphanumeric())
            && folder.len() <= 40
            && folder.chars().all(safe);
        let well_tagged = !language.tag.is_empty()
            && language.tag.len() <= 40
            && language
                .tag
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !well_named || TAKEN.contains(&folder.to_lowercase().as_str()) {
            self.wrong(
                (
                    &format!("“{folder}”不能做语言的文件夹名"),
                    &format!("“{folder}” cannot be the folder of a language"),
                ),
                (
                    "只用英文字母、数字和减号，比如 zh",
                    "use letters, digits and hyphens: zh",
                ),
            );
            return false;
        }
        if !well_tagged {
            self.wrong(
                (
                    &format!("“{}”不是语言标记", language.tag),
                    &format!("“{}” is no language tag", language.tag),
                ),
                ("比如 zh-Hans、en、fr", "such as zh-Hans, en, fr"),
            );
            return false;
        }
        let again = |other: &Language| other.folder.eq_ignore_ascii_case(folder);
        if others.iter().any(again) {
            self.wrong(
                (
                    &format!("语言 {folder} 写了两遍"),
                    &format!("the language `{folder}` is named twice"),
                ),
                ("留下一个", "keep one of them"),
            );
            return false;
        }
        true
    }
}

pub(super) fn lookup(name: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    KNOWN
        .iter()
        .find(|(folder, _, _)| folder.eq_ignore_ascii_case(name))
}
