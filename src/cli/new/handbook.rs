//! `linli new handbook DIR`: a small handbook that builds, every page of it a sample to be replaced,
//! with what editors and code hosts need beside it.

use std::path::{Path, PathBuf};

use super::ask::{Choice, Person};
use super::{left, quoted, sample};
use crate::cli::desk::{say, say_error, spoken_language, today};
use crate::cli::{Everywhere, Failure, New, Outcome, Speech};
use crate::date::Date;
use crate::language::{MessageLanguage, Words};
use crate::load;
use crate::path::{self, SourcePath, is_reserved};
use crate::schema::export;
use crate::yaml;
use clap::ValueEnum;

/// Schemas that an editor reads the handbook's own files by.
const SCHEMAS: &str = ".vscode/linli";

/// A handbook to be made.
struct Wish {
    folder: PathBuf,
    title: String,
    language: MessageLanguage,
}

pub fn run(everywhere: &Everywhere, arguments: &New, person: Option<&mut Person>) -> Outcome {
    let spoken = spoken_language(everywhere);
    let told = arguments.name.as_deref().map(str::trim);
    let told = told.filter(|name| !name.is_empty()).map(str::to_string);
    let name = match (told, person) {
        (Some(name), _) => name,
        (None, Some(person)) => match ask_folder(person) {
            Some(name) => name,
            None => return Err(left(spoken)),
        },
        (None, None) => {
            return Err(refuse(
                spoken,
                "写上文件夹的名字：linli new handbook 我们的手册",
                "name its folder: linli new handbook our-handbook",
            ));
        }
    };
    let folder = PathBuf::from(&name);
    let title = arguments.title.clone().unwrap_or_else(|| name_of(&folder));
    let language = match arguments.lang.as_deref() {
        // What is named in Chinese holds a Chinese handbook.
        None if title.chars().any(crate::script::is_han) => MessageLanguage::Zh,
        None => spoken,
        Some(given) => match Speech::from_str(given, true) {
            Ok(speech) => speech.language(),
            Err(_) => {
                return Err(refuse(
                    spoken,
                    &format!("--lang 写 zh 或 en，不是“{given}”"),
                    &format!("--lang is zh or en here, not `{given}`"),
                ));
            }
        },
    };
    make(
        everywhere,
        &Wish {
            folder,
            title,
            language,
        },
    )
}

/// Where no handbook is, and somebody can be asked: whether to make one, its name, its language.
pub fn ask_here(everywhere: &Everywhere, arguments: &New, person: &mut Person) -> Outcome {
    let gone = || left(spoken_language(everywhere));
    let here = arguments.handbook.clone();
    let folder = match is_free(&here) {
        true => {
            let question = Words::new(
                "这里还没有手册。在这里建一本吗？",
                "There is no handbook here yet. Make one here?",
            );
            match person.agrees(&question) {
                Some(true) => here,
                _ => return Err(gone()),
            }
        }
        false => {
            person.tell(&Words::new(
                "这里没有手册，但有别的东西。新手册放进一个新文件夹。",
                "There is no handbook here, but other things; a new one goes into a folder of its own.",
            ));
            let name = ask_folder(person).ok_or_else(gone)?;
            match here == Path::new(".") {
                true => PathBuf::from(name),
                false => here.join(name),
            }
        }
    };
    let question = Words::new("书名是什么？", "What is it called?");
    let title = person.text(&question, &name_of(&folder)).ok_or_else(gone)?;
    let choices = [
        Choice {
            words: ["中文", "zh", "Chinese"].map(str::to_string).to_vec(),
        },
        Choice {
            words: ["English", "en", "英文", "英语"]
                .map(str::to_string)
                .to_vec(),
        },
    ];
    let question = Words::new("用哪种语言写？", "In which language?");
    let proposed = usize::from(person.language == MessageLanguage::En);
    let language = match person
        .choose(&question, &choices, proposed)
        .ok_or_else(gone)?
    {
        0 => MessageLanguage::Zh,
        _ => MessageLanguage::En,
    };
    make(
        everywhere,
        &Wish {
            folder,
            title,
            language,
        },
    )
}

fn ask_folder(person: &mut Person) -> Option<String> {
    let proposed = match person.language {
        MessageLanguage::Zh => "社区手册",
        MessageLanguage::En => "handbook",
    };
    let question = Words::new("新文件夹叫什么？", "What shall the folder be called?");
    person.text(&question, proposed)
}

fn refuse(language: MessageLanguage, zh: &str, en: &str) -> Failure {
    say_error(Words::new(zh, en).in_language(language));
    Failure::Line
}

/// Whether nothing is in a folder, or it is not there yet.
fn is_free(folder: &Path) -> bool {
    std::fs::read_dir(folder).map_or(!folder.exists(), |mut all| all.next().is_none())
}

/// What a folder is called, the current one too.
fn name_of(folder: &Path) -> String {
    let name = |folder: &Path| Some(folder.file_name()?.to_string_lossy().into_owned());
    let real = || name(&folder.canonicalize().ok()?);
    name(folder).or_else(real).unwrap_or_default()
}

fn make(everywhere: &Everywhere, wish: &Wish) -> Outcome {
    let spoken = spoken_language(everywhere);
    let name = path::shown(&wish.folder);
    if is_reserved(&name_of(&wish.folder)) {
        return Err(refuse(
            spoken,
            &format!("“{name}”在 Windows 上不能做文件夹的名字，换一个，末尾也不要有点和空格"),
            &format!(
                "`{name}` cannot be a folder's name on Windows; take another, without a dot or space at its end"
            ),
        ));
    }
    if !is_free(&wish.folder) {
        return Err(refuse(
            spoken,
            &format!("“{name}”里已经有东西了，没有动它"),
            &format!("`{name}` is not empty and was left alone"),
        ));
    }
    let today = today(everywhere, spoken)?;
    write(wish, today).map_err(|error| {
        say_error(&format!("{name}: {error}"));
        Failure::Machine
    })?;
    let go = match name.as_str() {
        "." | "" => Words::new("运行 linli", "run linli"),
        name => Words::new(
            format!("cd {}，然后运行 linli", quoted(name)),
            format!("cd {}, then run linli", quoted(name)),
        ),
    };
    let made = match name.as_str() {
        "." | "" => Words::new("就在这个文件夹里", "in this folder"),
        name => Words::new(name, name),
    };
    let done = Words::new(
        format!(
            "建好了：{}\n里面每一页都是示例，换成你们自己的就行；先看 README.md。\n接着写：{}，就能边写边看。",
            made.zh, go.zh
        ),
        format!(
            "Made: {}\nEvery page in it is a sample, to be replaced by your own; begin with README.md.\nNext: {} to see it while you write.",
            made.en, go.en
        ),
    );
    say(done.in_language(spoken));
    Ok(())
}

fn write(wish: &Wish, today: Date) -> std::io::Result<()> {
    std::fs::create_dir_all(&wish.folder)?;
    let create = |place: &str, text: &str| {
        let path = SourcePath::new(place).expect("a sample's file has a plain name");
        load::create(&wish.folder, &path, text.as_bytes())
    };
    for (place, text) in sample::files(wish.language) {
        // In YAML it may need quotes; elsewhere it stands as it is.
        let title = match place.starts_with("content/") {
            true => yaml::quote_where_needed(&wish.title),
            false => wish.title.clone(),
        };
        let text = text.replace("{{title}}", &title);
        create(place, &text.replace("{{today}}", &today.to_string()))?;
    }
    for name in export::FILES {
        let text = export::file_schema(name, wish.language);
        let text = text.expect("every file that is listed has a schema");
        create(&format!("{SCHEMAS}/{name}.json"), &text)?;
    }
    Ok(())
}
