//! `linli new KIND [ID or title]`: a page to begin with, as a draft.

mod handbook;

use super::desk::{Desk, say, say_error};
use super::schema::unknown_kind;
use super::{Everywhere, Failure, New, Outcome};
use crate::config;
use crate::language::Words;
use crate::load::{self, Memory};
use crate::path::SourcePath;
use crate::reading;
use crate::schema::scaffold;

pub fn run(everywhere: &Everywhere, arguments: &New) -> Outcome {
    if ["handbook", "手册"].contains(&arguments.kind.as_str()) {
        return handbook::run(everywhere, arguments);
    }
    let desk = Desk::open(everywhere, &arguments.handbook, &mut Memory::default())?;
    let own = SourcePath::new("handbook.yaml").ok();
    let own = own.and_then(|path| desk.sources.as_ref()?.texts.get(&path).cloned());
    let Some((Some(config), schema, _)) = own.as_ref().map(config::read) else {
        say_error(&desk.print(
            crate::diagnostic::print::Format::Human,
            &desk.diagnostics,
            None,
            super::desk::colour(),
        ));
        return Err(Failure::Handbook);
    };
    let Some(kind) = schema.kind_called(&arguments.kind) else {
        say_error(desk.words(&unknown_kind(&arguments.kind, &schema)));
        return Err(Failure::Line);
    };
    let language = match &arguments.lang {
        None => &config.languages[0],
        Some(given) => match config
            .languages
            .iter()
            .find(|language| [&language.folder, &language.tag].contains(&given))
        {
            Some(language) => language,
            None => {
                let all: Vec<&str> = config
                    .languages
                    .iter()
                    .map(|language| language.folder.as_str())
                    .collect();
                let all = all.join(", ");
                say_error(desk.words(&Words::new(
                    format!("手册里没有“{given}”这种语言。有的是：{all}"),
                    format!("the handbook has no language `{given}`; it has: {all}"),
                )));
                return Err(Failure::Line);
            }
        },
    };
    let (id, title) = id_and_title(
        arguments.name.as_deref(),
        kind.label.get(&language.tag),
        &kind.name,
    );
    let folder = if kind.folder.is_empty() {
        String::new()
    } else {
        format!("{}/", kind.folder)
    };
    let Ok(path) = SourcePath::new(&format!("{}/{folder}{id}.md", language.folder)) else {
        say_error(desk.words(&Words::new(
            format!("“{id}”不能做文件名"),
            format!("`{id}` cannot be a file's name"),
        )));
        return Err(Failure::Line);
    };
    let text = scaffold::scaffold(&schema, kind, language, &title, desk.today);
    if let Err(error) = load::create(&desk.place.root, &path, text.as_bytes()) {
        let shown = format!("{}{path}", desk.prefix);
        let (words, failure) = match error.kind() {
            std::io::ErrorKind::AlreadyExists => (
                Words::new(
                    format!("{shown} 已经有了，没有动它"),
                    format!("{shown} is there already and was left alone"),
                ),
                Failure::Line,
            ),
            _ => (
                Words::new(format!("{shown}：{error}"), format!("{shown}: {error}")),
                Failure::Machine,
            ),
        };
        say_error(desk.words(&words));
        return Err(failure);
    }
    say(desk.words(&Words::new(
        format!(
            "建好了：{}{path}\n它现在是草稿。写好后，把“status: draft”那一行删掉。",
            desk.prefix
        ),
        format!(
            "Made: {}{path}\nIt is a draft now. When it is ready, delete the line `status: draft`.",
            desk.prefix
        ),
    )));
    Ok(())
}

/// A name of small letters, digits and hyphens is an id; anything else a title, whose id is made of
/// its letters, Han by their pinyin.
fn id_and_title(name: Option<&str>, label: &str, kind: &str) -> (String, String) {
    let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
        return (format!("new-{kind}"), label.to_string());
    };
    let plain = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if plain {
        return (name.to_string(), name.to_string());
    }
    let mut words: Vec<String> = vec![String::new()];
    for c in name.chars() {
        let end = words.last_mut().expect("there is always a last word");
        if let Some(sound) = reading::sound(c) {
            match end.is_empty() {
                true => end.push_str(sound),
                false => words.push(sound.to_string()),
            }
            words.push(String::new());
        } else if c.is_ascii_alphanumeric() {
            end.push(c.to_ascii_lowercase());
        } else if !end.is_empty() {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    let id = words.join("-");
    // Han without a reading, or another script: the title itself is the id.
    let id = if id.is_empty() {
        name.replace(['/', '\\', '.', ' '], "-")
    } else {
        id
    };
    (id, name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_title_proposes_a_pinyin_id() {
        let id = |name| id_and_title(Some(name), "课程", "module").0;
        assert_eq!(id("需求访谈怎么做"), "xu-qiu-fang-tan-zen-me-zuo");
        assert_eq!(id("D 社区：第1课"), "d-she-qu-di-1-ke");
        assert_eq!(id("needs-interview"), "needs-interview");
        assert_eq!(id("How to ask"), "how-to-ask");
        assert_eq!(id("Δέλτα"), "Δέλτα");
    }
}
