//! Finding the page a reference means: by id, by `kind/id`, by title, by synonym.

use std::collections::HashMap;

use super::Article;
use crate::likeness::{fold, likeness};
use crate::schema::Schema;

/// Every name by which an article can be called.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Of each id the articles that have it, one of a kind.
    ids: HashMap<String, Vec<usize>>,
    /// What a kind may be called in `kind/id`, to its English name.
    kinds: HashMap<String, String>,
    /// By language: title, and apart from it synonyms.
    titles: Vec<HashMap<String, Vec<usize>>>,
    synonyms: Vec<HashMap<String, Vec<usize>>>,
}

/// What a reference turned out to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    One(usize),
    /// Several articles are called so.
    Many(Vec<usize>),
    /// There is one, but of a kind the field does not take.
    WrongKind(usize),
    Nothing,
}

impl Names {
    pub fn collect(articles: &[Article], schema: &Schema) -> Names {
        let languages = articles.first().map_or(0, |article| article.versions.len());
        let mut names = Names {
            titles: vec![HashMap::new(); languages],
            synonyms: vec![HashMap::new(); languages],
            ..Names::default()
        };
        for kind in &schema.kinds {
            let called = [&kind.name, &kind.folder]
                .into_iter()
                .map(String::as_str)
                .chain(kind.label.texts());
            for name in called.filter(|name| !name.is_empty()) {
                names
                    .kinds
                    .entry(fold(name))
                    .or_insert_with(|| kind.name.clone());
            }
        }
        for (at, article) in articles
            .iter()
            .enumerate()
            .filter(|(_, article)| !article.index)
        {
            let same = names.ids.entry(article.id.clone()).or_default();
            if !same
                .iter()
                .any(|&other| articles[other].kind == article.kind)
            {
                same.push(at);
            }
            for (language, version) in article.versions.iter().enumerate() {
                let Some(version) = version else { continue };
                if let Some(title) = version.head.text("title") {
                    names.titles[language]
                        .entry(fold(title))
                        .or_default()
                        .push(at);
                }
                for synonym in version
                    .head
                    .list("synonyms")
                    .iter()
                    .filter_map(|value| value.as_text())
                {
                    names.synonyms[language]
                        .entry(fold(synonym))
                        .or_default()
                        .push(at);
                }
            }
        }
        names
    }

    /// What a reference in a page of a language means; `kinds` are those the field takes, none
    /// meaning any.
    pub fn resolve(
        &self,
        text: &str,
        kinds: &[String],
        language: usize,
        articles: &[Article],
    ) -> Found {
        let candidates = self.candidates(text, kinds, language, articles);
        let fits = |at: &usize| kinds.is_empty() || kinds.contains(&articles[*at].kind);
        let mut fitting: Vec<usize> = candidates.iter().copied().filter(fits).collect();
        fitting.sort_unstable();
        fitting.dedup();
        match (fitting.as_slice(), candidates.first()) {
            ([one], _) => Found::One(*one),
            ([], None) => Found::Nothing,
            ([], Some(other)) => Found::WrongKind(*other),
            (many, _) => Found::Many(many.to_vec()),
        }
    }

    /// In order of trust, the first step that finds something of a fitting kind wins; else all found.
    fn candidates(
        &self,
        text: &str,
        kinds: &[String],
        language: usize,
        articles: &[Article],
    ) -> Vec<usize> {
        let text = text.trim();
        if let Some((kind, id)) = text.split_once('/')
            && let Some(kind) = self.kinds.get(&fold(kind))
            && let Some(same) = self.ids.get(id.trim())
            && let Some(&at) = same.iter().find(|at| articles[**at].kind == *kind)
        {
            return vec![at];
        }
        let by_id = self.ids.get(text).cloned().unwrap_or_default();
        let name = fold(text);
        let in_words = |map: &Vec<HashMap<String, Vec<usize>>>| -> Vec<usize> {
            let own = map.get(language).and_then(|map| map.get(&name));
            let any = || map.iter().find_map(|map| map.get(&name));
            own.or_else(any).cloned().unwrap_or_default()
        };
        let steps = [by_id, in_words(&self.titles), in_words(&self.synonyms)];
        let fits = |at: &usize| kinds.is_empty() || kinds.contains(&articles[*at].kind);
        match steps.iter().find(|found| found.iter().any(fits)) {
            Some(found) => found.clone(),
            None => steps.concat(),
        }
    }
}

/// The article most nearly called so among those of the kinds, and its name in the language.
pub fn nearest<'a>(
    text: &str,
    kinds: &[String],
    language: usize,
    articles: &'a [Article],
) -> Option<(usize, &'a str)> {
    let mut best: Option<(f64, usize, &str)> = None;
    for (at, article) in articles.iter().enumerate() {
        if article.index || !(kinds.is_empty() || kinds.contains(&article.kind)) {
            continue;
        }
        let title = article.version(language).map(|version| version.title());
        for name in [Some(article.id.as_str()), title].into_iter().flatten() {
            let score = likeness(text, name);
            if score >= 0.6 && best.is_none_or(|(most, _, _)| score > most) {
                best = Some((score, at, name));
            }
        }
    }
    best.map(|(_, at, name)| (at, name))
}
