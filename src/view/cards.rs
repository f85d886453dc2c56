//! The handbook as the views read it: who is next to whom, and any page as a card.

use std::collections::HashSet;

use super::lessons::Lessons;
use super::tags::Tags;
use super::{Card, Fields, Labels, Relation, phases};
use crate::front_matter::{Head, Value};
use crate::handbook::{Article, Handbook, Version, links, privacy};
use crate::path::{SitePath, encode};
use crate::schema::{Shape, field_at};
use crate::view::fields::{self, Owner};

/// A handbook with what all its views look up, made once a build.
pub struct Site<'a> {
    pub handbook: &'a Handbook,
    /// The theme's words, by language.
    pub words: &'a [Labels],
    /// By language: for each kind of the schema its listed articles in reading order.
    galleries: Vec<Vec<Vec<usize>>>,
    /// By language and article: its place in its gallery.
    positions: Vec<Vec<Option<u32>>>,
    /// By language and article: where its readers find it.
    paths: Vec<Vec<SitePath>>,
    /// By language.
    lessons: Vec<Lessons>,
    /// By language.
    tags: Vec<Tags>,
}

impl<'a> Site<'a> {
    pub fn new(handbook: &'a Handbook, words: &'a [Labels]) -> Site<'a> {
        let by_kind: Vec<Vec<usize>> = handbook
            .schema
            .kinds
            .iter()
            .map(|kind| handbook.of_kind(&kind.name))
            .collect();
        let mut galleries = Vec::new();
        let mut positions = Vec::new();
        let mut lessons = Vec::new();
        let mut tags = Vec::new();
        for language in 0..handbook.config.languages.len() {
            let listed = |at: &usize| handbook.is_listed(&handbook.articles[*at], language);
            let gallery: Vec<Vec<usize>> = by_kind
                .iter()
                .map(|all| all.iter().copied().filter(listed).collect())
                .collect();
            let mut position = vec![None; handbook.articles.len()];
            for (place, &at) in gallery
                .iter()
                .flat_map(|all: &Vec<usize>| all.iter().enumerate())
            {
                position[at] = u32::try_from(place).ok();
            }
            lessons.push(Lessons::count(handbook, language, &gallery));
            tags.push(Tags::collect(handbook, language, &position));
            galleries.push(gallery);
            positions.push(position);
        }
        let path = |folder: &str, route: &str| {
            SitePath::new(&format!("{folder}/{route}.html"))
                .expect("a page's route is a path of the site")
        };
        let paths = handbook.config.languages.iter().map(|language| {
            let routes = handbook.articles.iter().map(|article| &article.route);
            routes.map(|route| path(&language.folder, route)).collect()
        });
        let paths = paths.collect();
        Site {
            handbook,
            words,
            galleries,
            positions,
            paths,
            lessons,
            tags,
        }
    }

    pub fn tag(&self, language: usize) -> &str {
        &self.handbook.config.languages[language].tag
    }

    /// The theme's word for a key.
    pub fn word(&self, language: usize, key: &str) -> Option<&str> {
        self.words.get(language)?.get(key).map(String::as_str)
    }

    /// The listed articles of a kind, in reading order.
    pub fn gallery(&self, kind: &str, language: usize) -> &[usize] {
        let at = self
            .handbook
            .schema
            .kinds
            .iter()
            .position(|other| other.name == kind);
        at.map_or(&[], |at| &self.galleries[language][at])
    }

    /// Its place among the listed articles of its kind; `None` where it is not listed.
    pub fn place(&self, at: usize, language: usize) -> Option<u32> {
        self.positions[language][at]
    }

    pub fn tags(&self, language: usize) -> &Tags {
        &self.tags[language]
    }

    pub fn lessons(&self, language: usize) -> &Lessons {
        &self.lessons[language]
    }

    /// The articles before and after one in its gallery.
    pub fn neighbours(&self, at: usize, language: usize) -> (Option<usize>, Option<usize>) {
        let Some(place) = self.positions[language][at] else {
            return (None, None);
        };
        let gallery = self.gallery(&self.handbook.articles[at].kind, language);
        let place = place as usize;
        (
            place.checked_sub(1).map(|before| gallery[before]),
            gallery.get(place + 1).copied(),
        )
    }

    /// Where readers of a language find an article.
    pub fn path(&self, at: usize, language: usize) -> SitePath {
        self.paths[language][at].clone()
    }

    /// A path of the site as a full address; empty without a base URL.
    pub fn url(&self, path: &SitePath) -> String {
        let base = self.handbook.config.base_url.as_ref();
        base.map(|base| path.url_under(base)).unwrap_or_default()
    }

    /// The gallery's own page.
    pub fn gallery_path(&self, folder: &str, language: usize) -> SitePath {
        let home = &self.handbook.language(language).folder;
        SitePath::new(&format!("{home}/{folder}/index.html"))
            .expect("a kind's folder is a path of the site")
    }

    /// An article in a few words for readers of a language; `None` where they do not get to see it.
    pub fn card(&self, at: usize, language: usize) -> Option<Card> {
        let article = &self.handbook.articles[at];
        let version = self.handbook.reading(article, language)?;
        if !privacy::of(self.handbook, article, version).may_be_shown() {
            return None;
        }
        let own = version.page.address.language;
        let kind = self.handbook.kind_of(article);
        Some(Card {
            title: version.title().to_string(),
            path: encode(self.path(at, language).as_str()),
            kind: kind.name.clone(),
            kind_label: kind.label.get(self.tag(language)).to_string(),
            summary: version.summary(),
            tag: if own == language {
                String::new()
            } else {
                self.tag(own).to_string()
            },
            code: version.head.text("code").unwrap_or_default().to_string(),
            ask: version
                .head
                .list("asks")
                .first()
                .map(fields::plain)
                .unwrap_or_default(),
            date: date(&version.head),
            minutes: self.lessons[language].minutes(at),
            lessons: self.lessons[language].number(at),
            ..Card::default()
        })
    }

    /// An article's card for a list that can be looked through by phase.
    pub fn card_with_phases(&self, at: usize, language: usize) -> Option<Card> {
        let mut card = self.card(at, language)?;
        card.phases = phases::of(self, at, language)
            .into_iter()
            .map(|phase| self.handbook.articles[phase].id.clone())
            .collect();
        Some(card)
    }

    /// What other articles say of one, grouped by the relation their field makes.
    pub fn relations(&self, at: usize, language: usize) -> Vec<Relation> {
        let article = &self.handbook.articles[at];
        let mut relations: Vec<Relation> = Vec::new();
        let mut seen: HashSet<(&str, usize)> = HashSet::new();
        // A field that is its own mirror holds both ways (`related`, `works_with`): what this page
        // names stands beside what names it.
        let own = article
            .references
            .iter()
            .filter(|edge| edge.mirror.as_deref() == Some(&*edge.field))
            .map(|edge| (edge, edge.to));
        let others = article.referrers.iter().map(|edge| (edge, edge.from));
        // Phases by their number, the rest as their galleries have them.
        let mut all: Vec<_> = own.chain(others).collect();
        all.sort_by_key(|(_, other)| self.handbook.articles[*other].rank());
        for (edge, other) in all {
            let Some(name) = &edge.mirror else { continue };
            if seen.contains(&(&**name, other))
                || !self
                    .handbook
                    .is_listed(&self.handbook.articles[other], language)
            {
                continue;
            }
            let Some(mut card) = self.card(other, language) else {
                continue;
            };
            seen.insert((name, other));
            card.details = self.details(other, at, &edge.field, language);
            match relations
                .iter_mut()
                .find(|relation| relation.name == **name)
            {
                Some(relation) => relation.cards.push(card),
                None => relations.push(Relation {
                    name: name.to_string(),
                    label: self.mirror_label(edge.from, &edge.field, language),
                    path: String::new(),
                    cards: vec![card],
                }),
            }
        }
        relations
    }

    fn mirror_label(&self, from: usize, field: &str, language: usize) -> String {
        let kind = self.handbook.kind_of(&self.handbook.articles[from]);
        let label = field_at(&kind.fields, field).and_then(|field| field.mirror.as_ref());
        label
            .map(|mirror| mirror.label.get(self.tag(language)).to_string())
            .unwrap_or_default()
    }

    /// The rest of each record in which one article refers to another: `{result: worked, note: …}`,
    /// a role's tasks in a phase.
    pub fn details(&self, from: usize, to: usize, field: &str, reader: usize) -> Vec<Fields> {
        let all = || {
            let (outer, inner) = field.split_once('.')?;
            let article = &self.handbook.articles[from];
            let version = self.handbook.reading(article, reader)?;
            let kind = self.handbook.kind_of(article);
            let fields = field_at(&kind.fields, outer)?.shape.fields();
            let Shape::Reference(kinds) = &field_at(fields, inner)?.shape else {
                return None;
            };
            let original = article.original();
            let written = original.page.address.language;
            let means = |value: &Value| {
                let text = value.field(inner).and_then(Value::as_text)?;
                self.handbook.find(text, kinds, written)
            };
            let owner = Owner { written, reader };
            // Positions are the original's; the words are the shown version's.
            let pairs = original
                .head
                .list(outer)
                .iter()
                .zip(version.head.list(outer));
            let records = pairs.filter(|(first, _)| means(first) == Some(to));
            let rest = || fields.iter().filter(|field| field.name != inner);
            let views = records.filter_map(|(_, shown)| match shown {
                Value::Record(stated) => Some(fields::all(self, owner, rest(), stated)),
                _ => None,
            });
            Some(views.filter(|fields| !fields.0.is_empty()).collect())
        };
        all().unwrap_or_default()
    }

    /// Where a link in the text of a version leads readers of a language; `None` where to nothing.
    pub fn link(
        &self,
        version: &Version,
        reader: usize,
        target: &str,
    ) -> Option<(SitePath, Option<String>)> {
        match links::resolve(self.handbook, &version.page, target) {
            links::Target::Article {
                at,
                language,
                anchor,
            } => {
                let language = language.unwrap_or(reader);
                self.card(at, language)?;
                let anchor = anchor.filter(|anchor| self.has_anchor(version, at, language, anchor));
                Some((self.path(at, language), anchor))
            }
            links::Target::File(path) => SitePath::new(path.as_str()).ok().map(|path| (path, None)),
            _ => None,
        }
    }

    /// Whether the page a link leads to has the place it names. A link in the page's own language
    /// was checked already; on a fallback page it leads to a translation with other headings.
    fn has_anchor(&self, from: &Version, at: usize, language: usize, anchor: &str) -> bool {
        let target = self.handbook.reading(&self.handbook.articles[at], language);
        from.page.address.language == language
            || target.is_some_and(|target| target.page.body.anchors().any(|own| own == anchor))
    }

    /// Whether an article is shown to readers of a language at all, as itself or as a fallback.
    pub fn is_shown(&self, article: &Article, language: usize) -> bool {
        self.handbook.reading(article, language).is_some()
    }
}

/// The day a page is about: its `date`, else the first of its `days`; empty where it has none.
fn date(head: &Head) -> String {
    let of_days = || head.list("days").first()?.field("date");
    let date = head.get("date").or_else(of_days);
    date.and_then(Value::as_date)
        .map(|date| date.to_string())
        .unwrap_or_default()
}
