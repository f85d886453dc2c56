//! `linli new handbook DIR`: the smallest handbook that builds, to grow from.

use std::path::{Path, PathBuf};

use crate::cli::desk::{say, say_error, spoken_language};
use crate::cli::{Everywhere, Failure, New, Outcome};
use crate::language::{MessageLanguage, Words};
use crate::load;
use crate::path::SourcePath;
use crate::yaml;

pub fn run(everywhere: &Everywhere, arguments: &New) -> Outcome {
    let spoken = spoken_language(everywhere);
    let tell = |words: Words| say_error(words.in_language(spoken));
    let Some(name) = arguments
        .name
        .as_deref()
        .filter(|name| !name.trim().is_empty())
    else {
        tell(Words::new(
            "写上文件夹的名字：linli new handbook 我们的手册",
            "name its folder: linli new handbook our-handbook",
        ));
        return Err(Failure::Line);
    };
    let language = match arguments.lang.as_deref() {
        // A folder named in Chinese holds a Chinese handbook.
        None if name.contains(|c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c)) => {
            MessageLanguage::Zh
        }
        None => spoken,
        Some("zh") => MessageLanguage::Zh,
        Some("en") => MessageLanguage::En,
        Some(other) => {
            tell(Words::new(
                format!("--lang 写 zh 或 en，不是“{other}”"),
                format!("--lang is zh or en here, not `{other}`"),
            ));
            return Err(Failure::Line);
        }
    };
    let folder = PathBuf::from(name);
    let empty = std::fs::read_dir(&folder).map_or(!folder.exists(), |mut all| all.next().is_none());
    if !empty {
        tell(Words::new(
            format!("“{name}”里已经有东西了，没有动它"),
            format!("`{name}` is not empty and was left alone"),
        ));
        return Err(Failure::Line);
    }
    write(&folder, language).map_err(|error| {
        say_error(&format!("{name}: {error}"));
        Failure::Machine
    })?;
    let done = Words::new(
        format!("建好了：{name}\n接着写：cd {name}，然后运行 linli，就能边写边看。"),
        format!("Made: {name}\nNext: cd {name}, then run linli to see it while you write."),
    );
    say(done.in_language(spoken));
    Ok(())
}

fn write(folder: &Path, language: MessageLanguage) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let title = folder
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let title = yaml::quote_where_needed(&title);
    let (tag, settings, home) = match language {
        MessageLanguage::Zh => (
            "zh",
            format!(
                "# 这本手册的设置。\ntitle: {title}\nlanguages: [zh]\n# organization: 谁编写的\n# contact: 有事找谁，写单位和办公电话\n"
            ),
            format!("---\ntitle: {title}\n---\n\n这本手册写给我们社区里做事的人。\n"),
        ),
        MessageLanguage::En => (
            "en",
            format!(
                "# The settings of this handbook.\ntitle: {title}\nlanguages: [en]\n# organization: who publishes it\n# contact: whom to ask, an office\n"
            ),
            format!(
                "---\ntitle: {title}\n---\n\nThis handbook is for the people who get things done in our community.\n"
            ),
        ),
    };
    let path = |text: &str| SourcePath::new(text).expect("a plain name is a path");
    load::create(folder, &path("handbook.yaml"), settings.as_bytes())?;
    load::create(folder, &path(&format!("{tag}/index.md")), home.as_bytes())
}
