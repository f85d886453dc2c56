//! A page that is there, begun in a language it lacks: the words of its head, and its text to be put
//! into other words.

use super::page::{Author, Wish};
use super::{command_words, id};
use crate::check::gaps::text_hash;
use crate::cli::desk::say;
use crate::cli::{New, Outcome};
use crate::front_matter;
use crate::handbook::Article;
use crate::language::Words;
use crate::path::SourcePath;
use crate::schema::scaffold;

impl Author<'_, '_, '_> {
    /// The page in a language it lacks; only told where it has that.
    pub fn translate(&mut self, article: &Article, wish: &Wish, arguments: &New) -> Outcome {
        if let Some(version) = article.version(wish.language) {
            let shown = format!("{}{}", self.desk.prefix, version.page.source.path);
            return Err(self.refuse(&self.is_there(&shown, article)));
        }
        let original = article.original();
        let source = &original.page.source;
        let language = &self.handbook.config.languages[wish.language];
        let inside = source
            .path
            .as_str()
            .split_once('/')
            .map_or("", |(_, rest)| rest);
        let path = SourcePath::new(&format!("{}/{inside}", language.folder));
        let path = path.expect("a page's path is one in every language");
        let given = wish.title.as_deref().filter(|title| {
            let known = [
                article.id.as_str(),
                original.title(),
                article.route.as_str(),
            ];
            arguments.id.is_some() || (!known.contains(title) && !id::is_plain(title))
        });
        let title = match (given, &mut self.person) {
            (Some(title), _) => title.to_string(),
            (None, Some(person)) => {
                let (called, title) = (language.called(), original.title());
                let question = Words::new(
                    format!("“{title}”已经有了，这里建它的{}版。标题怎么译？", called.zh),
                    format!(
                        "“{title}” is there; this begins its {} version. Its title?",
                        called.en
                    ),
                );
                let title = person.text(&question, original.title());
                title.ok_or_else(|| self.left())?
            }
            (None, None) => original.title().to_string(),
        };
        let kind = self.handbook.kind_of(article);
        let (_, body, _) = front_matter::read(source, &self.handbook.schema, kind);
        let text = scaffold::translation(
            kind,
            language,
            &title,
            &scaffold::Original {
                title: original.title(),
                head: &original.page.head,
                body: &source.text[body..],
                hash: &text_hash(&source.text),
            },
            self.desk.today,
        );
        self.create(&path, &source.to_bytes(&text))?;
        let shown = format!("{}{path}", self.desk.prefix);
        let from = format!("{}{}", self.desk.prefix, source.path);
        say(self.desk.words(&Words::new(
            format!("建好了：{shown}\n它是 {from} 的译文，现在是草稿；正文还是原文，一段一段换成译文。\n译好后，把“status: draft”那一行删掉。"),
            format!("Made: {shown}\nIt is the translation of {from}, a draft now; its text is still the original's, to be put into other words passage by passage.\nWhen it is ready, delete the line `status: draft`."),
        )));
        Ok(())
    }

    fn is_there(&self, shown: &str, article: &Article) -> Words {
        let mut words = Words::new(
            format!("{shown} 已经有了，没有动它"),
            format!("{shown} is there already and was left alone"),
        );
        let languages = self.handbook.config.languages.iter();
        let missing = languages
            .zip(&article.versions)
            .find(|(_, version)| version.is_none());
        if let Some((language, _)) = missing {
            let (called, folder) = (language.called(), &language.folder);
            let page = command_words(self.handbook, article);
            words.zh += &format!(
                "\n改法：要译成{}，用：linli new {} --lang {folder}",
                called.zh, page.zh
            );
            words.en += &format!(
                "\nhint: to put it into {}: linli new {} --lang {folder}",
                called.en, page.en
            );
        }
        words
    }
}
