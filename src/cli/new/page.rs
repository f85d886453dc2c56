//! A new page: which kind, what it is called, where it stands, and whether it is a translation of
//! one that is there.

use super::ask::{Choice, Person};
use super::{id, left};
use crate::cli::desk::{Desk, say, say_error};
use crate::cli::schema::unknown_kind;
use crate::cli::{Everywhere, Failure, New, Outcome};
use crate::diagnostic::print::Format;
use crate::handbook::{Article, Handbook};
use crate::language::{Language, MessageLanguage, Words};
use crate::likeness::fold;
use crate::load::{self, Memory};
use crate::path::{SourcePath, folded};
use crate::pipeline;
use crate::schema::{Kind, Schema, scaffold};

/// A handbook and somebody to ask about it.
pub struct Author<'d, 'p, 'a> {
    pub desk: &'d Desk,
    pub handbook: &'d Handbook,
    pub person: Option<&'p mut Person<'a>>,
}

/// What a new page is to be.
pub struct Wish<'d> {
    kind: &'d Kind,
    /// Index into the handbook's languages.
    pub language: usize,
    pub title: Option<String>,
}

pub fn run(everywhere: &Everywhere, arguments: &New, person: Option<&mut Person>) -> Outcome {
    let desk = Desk::open(everywhere, &arguments.handbook, &mut Memory::default())?;
    let sources = desk.sources.as_ref();
    let understood =
        sources.map(|sources| pipeline::understand(sources, desk.settings(true, None)));
    let Some(understood) = understood else {
        return Err(cannot_read(&desk, &desk.diagnostics));
    };
    let Some(handbook) = understood.handbook else {
        return Err(cannot_read(&desk, &understood.diagnostics));
    };
    let mut author = Author {
        desk: &desk,
        handbook: &handbook,
        person,
    };
    if let Some(person) = &mut author.person {
        person.language = desk.language;
    }
    let wish = author.wish(arguments)?;
    let filled = author.wanted_for(arguments, wish.kind)?;
    match author.existing(arguments, &wish) {
        Some(article) => author.translate(article, &wish, arguments),
        None => author.begin(arguments, wish, &filled),
    }
}

fn cannot_read(desk: &Desk, diagnostics: &[crate::diagnostic::Diagnostic]) -> Failure {
    let colour = crate::cli::desk::colour();
    say_error(&desk.print(Format::Human, diagnostics, None, colour));
    Failure::Handbook
}

impl<'d> Author<'d, '_, '_> {
    pub fn refuse(&self, words: &Words) -> Failure {
        say_error(self.desk.words(words));
        Failure::Line
    }

    pub fn left(&self) -> Failure {
        left(self.desk.language)
    }

    fn tag(&self) -> &'static str {
        match self.desk.language {
            MessageLanguage::Zh => "zh",
            MessageLanguage::En => "en",
        }
    }

    /// Kind, title and language, as told or as answered.
    fn wish(&mut self, arguments: &New) -> Result<Wish<'d>, Failure> {
        let handbook = self.handbook;
        let kind = match &arguments.kind {
            Some(name) => match handbook.schema.kind_called(name.trim()) {
                Some(kind) => kind,
                None => return Err(self.refuse(&unknown_kind(name, &handbook.schema))),
            },
            None => self.ask_kind(&handbook.schema)?,
        };
        let told = arguments.name.as_deref().map(str::trim);
        let told = told.filter(|name| !name.is_empty()).map(str::to_string);
        let is_asked = told.is_none() && arguments.id.is_none();
        let title = match (told, &mut self.person) {
            (None, Some(person)) if is_asked => {
                let question = Words::new("标题是什么？", "What is it called?");
                let title = person.text(&question, &of_kind(kind, person.language));
                Some(title.ok_or_else(|| self.left())?)
            }
            (told, _) => told,
        };
        let language = self.language(arguments, is_asked)?;
        Ok(Wish {
            kind,
            language,
            title,
        })
    }

    fn ask_kind(&mut self, schema: &'d Schema) -> Result<&'d Kind, Failure> {
        let tag = self.tag();
        let choices: Vec<Choice> = (schema.kinds.iter())
            .map(|kind| {
                let shown = match tag {
                    "zh" => format!("{}（{}）", kind.label.get(tag), kind.name),
                    _ => format!("{} ({})", kind.label.get(tag), kind.name),
                };
                let labels = kind.label.texts().chain(kind.plural.texts());
                let names = [kind.name.as_str(), kind.folder.as_str()].into_iter();
                let words = labels.chain(names).filter(|word| !word.is_empty());
                let words = std::iter::once(shown).chain(words.map(str::to_string));
                Choice {
                    words: words.collect(),
                }
            })
            .collect();
        // What most begin with.
        let lesson = schema.kinds.iter().position(|kind| kind.name == "module");
        let question = Words::new("要新建哪种页面？", "What kind of page?");
        let person = self.person.as_mut().expect("somebody is there to ask");
        match person.choose(&question, &choices, lesson.unwrap_or(0)) {
            Some(chosen) => Ok(&schema.kinds[chosen]),
            None => Err(self.left()),
        }
    }

    fn language(&mut self, arguments: &New, is_asked: bool) -> Result<usize, Failure> {
        let languages = &self.handbook.config.languages;
        if let Some(given) = &arguments.lang {
            return language_called(languages, given).ok_or_else(|| {
                let all: Vec<&str> = languages.iter().map(|one| one.folder.as_str()).collect();
                let all = all.join(", ");
                self.refuse(&Words::new(
                    format!("手册里没有“{given}”这种语言。有的是：{all}"),
                    format!("the handbook has no language `{given}`; it has: {all}"),
                ))
            });
        }
        match &mut self.person {
            Some(person) if is_asked && languages.len() > 1 => {
                let choices: Vec<Choice> = (languages.iter())
                    .map(|one| Choice {
                        words: vec![one.label.clone(), one.folder.clone(), one.tag.clone()],
                    })
                    .collect();
                let question = Words::new("用哪种语言写？", "In which language?");
                let chosen = person.choose(&question, &choices, 0);
                chosen.ok_or_else(|| self.left())
            }
            _ => Ok(0),
        }
    }

    /// The field that `--for` fills in, with its value.
    fn wanted_for(&self, arguments: &New, kind: &Kind) -> Result<Vec<(String, String)>, Failure> {
        let Some(wanted) = &arguments.wanted_for else {
            return Ok(Vec::new());
        };
        let Some(at) = self.handbook.find(wanted, &[], 0) else {
            return Err(self.refuse(&Words::new(
                format!("找不到“{wanted}”这一页；写“种类/编号”，比如 problem/mei-ren-lai"),
                format!("no page `{wanted}`; write kind/id, as in problem/nobody-comes"),
            )));
        };
        let article = &self.handbook.articles[at];
        match scaffold::field_for(kind, &article.kind) {
            Some(field) => Ok(vec![(field.name.clone(), article.id.clone())]),
            None => {
                let other = self.handbook.kind_of(article);
                Err(self.refuse(&Words::new(
                    format!(
                        "{}没有写{}的地方，--for 用不上",
                        kind.label.get("zh"),
                        other.label.get("zh")
                    ),
                    format!(
                        "a page of the kind `{}` has no field for one of the kind `{}`",
                        kind.name, other.name
                    ),
                )))
            }
        }
    }

    /// The page that is meant where an id or a title of one that is there was given.
    fn existing(&self, arguments: &New, wish: &Wish) -> Option<&'d Article> {
        let (given, by_title) = match (&arguments.id, &wish.title) {
            (Some(id), _) => (id, false),
            (None, Some(title)) => (title, true),
            (None, None) => return None,
        };
        let wanted = fold(given);
        let routes = match wish.kind.folder.as_str() {
            "" => given.clone(),
            folder => format!("{folder}/{given}"),
        };
        let titled = |article: &Article| {
            let versions = article.versions.iter().flatten();
            let mut titles = versions.filter_map(|version| version.page.head.text("title"));
            titles.any(|title| fold(title) == wanted)
        };
        self.handbook.articles.iter().find(|article| {
            let same_kind = article.kind == wish.kind.name && !article.index;
            article.route == routes
                || (same_kind && (fold(&article.id) == wanted || (by_title && titled(article))))
        })
    }

    /// A page nobody has written in any language.
    fn begin(&mut self, arguments: &New, wish: Wish<'d>, filled: &[(String, String)]) -> Outcome {
        let (handbook, desk) = (self.handbook, self.desk);
        let language = &handbook.config.languages[wish.language];
        let (name, fixed) = match (&arguments.id, &wish.title) {
            (Some(id), _) => (id.clone(), true),
            (None, None) => (format!("new-{}", wish.kind.name), false),
            (None, Some(title)) if id::is_plain(title) => (title.clone(), true),
            (None, Some(title)) => (self.propose(title, &wish, arguments)?, false),
        };
        let name = id::checked(&name).map_err(|words| self.refuse(&words))?;
        // `page cases/x` would be a case.
        let kind = match (wish.kind.folder.is_empty(), name.split_once('/')) {
            (true, Some((folder, _))) => handbook.schema.kind_of_folder(folder),
            _ => wish.kind,
        };
        let folder = match wish.kind.folder.as_str() {
            "" => language.folder.clone(),
            folder => format!("{}/{folder}", language.folder),
        };
        let path_of = |name: &str| SourcePath::new(&format!("{folder}/{name}.md"));
        let mut name = name;
        let same = handbook.articles.iter().find(|article| {
            let lacks = article.version(wish.language).is_none();
            lacks && !article.index && article.kind == kind.name && article.id == name
        });
        if let Some(article) = same {
            return self.translate(article, &wish, arguments);
        }
        if !fixed {
            // Another page may have the same sounds.
            let first = name.clone();
            let mut number = 2;
            while path_of(&name).is_ok_and(|path| self.is_taken(&path, kind)) {
                name = format!("{first}-{number}");
                number += 1;
            }
        }
        let Ok(path) = path_of(&name) else {
            return Err(self.refuse(&Words::new(
                format!("“{name}”不能做文件名"),
                format!("`{name}` cannot be a file's name"),
            )));
        };
        let kind = match path.stem() == "index" {
            true => handbook.schema.kind("page").unwrap_or(kind),
            false => kind,
        };
        let title = match &wish.title {
            Some(title) if title != "index" => title,
            _ if path.stem() != "index" => wish.kind.label.get(&language.tag),
            _ if wish.kind.folder.is_empty() => handbook.config.title.get(&language.tag),
            _ => wish.kind.plural.get(&language.tag),
        };
        let text = scaffold::scaffold(&handbook.schema, kind, language, title, filled, desk.today);
        self.create(&path, &self.as_written_here(&text))?;
        say(desk.words(&Words::new(
            format!("建好了：{}{path}\n它现在是草稿。写好后，把“status: draft”那一行删掉。", desk.prefix),
            format!("Made: {}{path}\nIt is a draft now. When it is ready, delete the line `status: draft`.", desk.prefix),
        )));
        Ok(())
    }

    /// The id for a title: by its sounds unless somebody wants it otherwise.
    fn propose(&mut self, title: &str, wish: &Wish, arguments: &New) -> Result<String, Failure> {
        let (sounds, written) = (id::by_sound(title), id::as_written(title));
        let plain = match (sounds.is_empty(), written.is_empty()) {
            (false, _) => sounds.clone(),
            (true, false) => written.clone(),
            (true, true) => format!("new-{}", wish.kind.name),
        };
        if arguments.keep_chinese && !written.is_empty() {
            return Ok(written);
        }
        let has_han = title.chars().any(crate::script::is_han);
        let Some(person) = self
            .person
            .as_mut()
            .filter(|_| has_han && !sounds.is_empty())
        else {
            return Ok(plain);
        };
        let choices = [
            Choice {
                words: vec![plain.clone()],
            },
            Choice {
                words: vec![written.clone()],
            },
        ];
        let question = Words::new(
            "文件名（也用在网址里）要哪一个？也可以直接写一个别的：",
            "What shall its file be called? It is part of the address; or write another name:",
        );
        loop {
            let Some(answer) = person.choose_or_write(&question, &choices, 0) else {
                return Err(self.left());
            };
            let answer = match answer {
                Ok(0) => plain.clone(),
                Ok(_) => written.clone(),
                Err(other) => other,
            };
            match id::checked(&answer) {
                Ok(name) => return Ok(name),
                Err(words) => person.tell(&words),
            }
        }
    }

    /// Whether a file or another page of the kind has that name in any language.
    fn is_taken(&self, path: &SourcePath, kind: &Kind) -> bool {
        let wanted = folded(path.as_str());
        let sources = self
            .desk
            .sources
            .iter()
            .flat_map(|sources| sources.texts.keys());
        let mut paths = sources.map(|path| folded(path.as_str()));
        let id = folded(path.stem());
        let mut articles = self.handbook.articles.iter();
        paths.any(|path| path == wanted)
            || articles.any(|one| one.kind == kind.name && !one.index && folded(&one.id) == id)
    }

    /// A text with the line ends that the handbook's author uses.
    fn as_written_here(&self, text: &str) -> Vec<u8> {
        let sources = self.desk.sources.iter();
        let mut texts = sources.flat_map(|sources| sources.texts.values());
        let own = texts.find(|source| source.path.as_str() == "handbook.yaml");
        own.map_or_else(|| text.as_bytes().to_vec(), |own| own.to_bytes(text))
    }

    pub fn create(&self, path: &SourcePath, bytes: &[u8]) -> Outcome {
        let desk = self.desk;
        let Err(error) = load::create(&desk.place.root, path, bytes) else {
            return Ok(());
        };
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
        Err(failure)
    }
}

/// The language somebody means by its folder, its tag or its own name.
fn language_called(languages: &[Language], given: &str) -> Option<usize> {
    let wanted = fold(given);
    let is = |one: &Language| {
        [&one.folder, &one.tag, &one.label]
            .map(|word| fold(word))
            .contains(&wanted)
    };
    let spoken = |one: &Language| {
        let words: &[&str] = match MessageLanguage::from_tag(&one.tag) {
            Some(MessageLanguage::Zh) => &["中文", "汉语", "chinese"],
            Some(MessageLanguage::En) => &["英文", "英语", "english"],
            None => &[],
        };
        words.contains(&wanted.as_str())
    };
    languages
        .iter()
        .position(is)
        .or_else(|| languages.iter().position(spoken))
}

/// What a page without a title is called for the time being.
fn of_kind(kind: &Kind, language: MessageLanguage) -> String {
    match language {
        MessageLanguage::Zh => format!("新的{}", kind.label.get("zh")),
        MessageLanguage::En => format!("New {}", kind.label.get("en").to_lowercase()),
    }
}
