//! How the pages stand together: one [`Article`] for a page in all its languages, references
//! resolved, relations seen from both sides. What is wrong between pages is found here.

pub mod addresses;
pub mod learning_path;
pub mod links;
pub mod names;
pub mod privacy;
pub mod references;
pub mod schedule;
pub mod translations;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::config::{Config, Evidence};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::front_matter::{Head, Value};
use crate::language::Language;
use crate::page::{Address, Page};
use crate::path::SourcePath;
use crate::schema::{Kind, Schema};
use crate::source::FileSource;

use names::Names;

/// What a build is told from outside: nothing else than this and the sources changes its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Consent, reviews and sessions look at it; nothing else does.
    pub today: Date,
    /// Whether drafts are shown, with a mark.
    pub drafts: bool,
    /// Takes the place of the handbook's own `base_url`.
    pub base_url: Option<String>,
}

/// The whole handbook.
#[derive(Clone, Debug)]
pub struct Handbook {
    pub config: Arc<Config>,
    pub schema: Arc<Schema>,
    pub evidence: Arc<Evidence>,
    pub files: Arc<BTreeMap<SourcePath, FileSource>>,
    pub settings: Settings,
    /// Ordered by route.
    pub articles: Vec<Article>,
    /// Pages that are there but cannot be read.
    unreadable: Vec<Address>,
    routes: HashMap<String, usize>,
    names: Names,
}

/// One page in all its languages.
#[derive(Clone, Debug)]
pub struct Article {
    pub kind: String,
    pub id: String,
    /// `cases/d-community-jinan`.
    pub route: String,
    /// Whether it is the home page or introduces a gallery.
    pub index: bool,
    /// By language, in the handbook's order.
    pub versions: Vec<Option<Version>>,
    /// The language whose version gives the structure to the others.
    pub origin: usize,
    /// References to other articles, in the order of the schema and the text.
    pub references: Vec<Edge>,
    /// References of other articles to this one, in the order of their routes.
    pub referrers: Vec<Edge>,
}

/// An article in one language.
#[derive(Clone, Debug)]
pub struct Version {
    pub page: Arc<Page>,
    /// What the page states, and for structure it leaves out what the origin states.
    pub head: Arc<Head>,
    pub status: Status,
}

/// A reference from one article to another; indices into [`Handbook::articles`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    /// The field it stands in, with the record around it: `phases`, `tasks.role`.
    pub field: Arc<str>,
    /// The relation it makes on its target, where the schema names one.
    pub mirror: Option<Arc<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Draft,
    /// Built, with a banner that says it is not final.
    Proof,
    Published,
    /// Reachable, but in no list and no search.
    Archived,
}

impl Status {
    fn of(head: &Head) -> Status {
        match head.text("status") {
            Some("draft") => Status::Draft,
            Some("proof") => Status::Proof,
            Some("archived") => Status::Archived,
            _ => Status::Published,
        }
    }
}

/// What the pages stand on.
#[derive(Clone, Debug)]
pub struct Ground {
    pub config: Arc<Config>,
    pub schema: Arc<Schema>,
    pub evidence: Arc<Evidence>,
    pub files: Arc<BTreeMap<SourcePath, FileSource>>,
    pub settings: Settings,
}

/// Puts the pages together. `unreadable` are the addresses of pages whose heads cannot be read:
/// what points at them is not reported again.
pub fn assemble(
    ground: Ground,
    pages: Vec<Arc<Page>>,
    unreadable: &[Address],
) -> (Handbook, Vec<Diagnostic>) {
    let Ground {
        config,
        schema,
        evidence,
        files,
        settings,
    } = ground;
    let mut articles = group(pages, config.languages.len());
    let mut diagnostics = addresses::check(&mut articles, &config, &schema);
    let routes = articles
        .iter()
        .enumerate()
        .map(|(at, article)| (article.route.clone(), at))
        .collect();
    let names = Names::collect(&articles, &schema);
    diagnostics.extend(translations::inherit(
        &mut articles,
        &config,
        &schema,
        &names,
    ));
    let unreadable = unreadable.to_vec();
    let mut handbook = Handbook {
        config,
        schema,
        evidence,
        files,
        settings,
        articles,
        unreadable,
        routes,
        names,
    };
    let (edges, unresolved) = references::resolve(&handbook);
    diagnostics.extend(unresolved);
    for edge in edges {
        handbook.articles[edge.from].references.push(edge.clone());
        handbook.articles[edge.to].referrers.push(edge);
    }
    diagnostics.extend(references::cycles(&handbook));
    (handbook, diagnostics)
}

fn group(mut pages: Vec<Arc<Page>>, languages: usize) -> Vec<Article> {
    pages.sort_by(|a, b| {
        (&a.address.route, a.address.language).cmp(&(&b.address.route, b.address.language))
    });
    let mut articles: Vec<Article> = Vec::new();
    for page in pages {
        let address = &page.address;
        if articles
            .last()
            .is_none_or(|article| article.route != address.route)
        {
            articles.push(Article {
                kind: address.kind.clone(),
                id: address.id.clone(),
                route: address.route.clone(),
                index: address.index,
                versions: vec![None; languages],
                origin: address.language,
                references: Vec::new(),
                referrers: Vec::new(),
            });
        }
        let article = articles.last_mut().expect("one was just pushed");
        let version = Version {
            head: page.head.clone(),
            status: Status::of(&page.head),
            page: page.clone(),
        };
        article.versions[address.language] = Some(version);
    }
    articles
}

impl Handbook {
    pub fn kind_of(&self, article: &Article) -> &Kind {
        self.schema
            .kind(&article.kind)
            .expect("an article's kind is one of the schema's")
    }

    pub fn language(&self, at: usize) -> &Language {
        &self.config.languages[at]
    }

    /// The article at a route: `cases/d-community-jinan`.
    pub fn at_route(&self, route: &str) -> Option<usize> {
        self.routes.get(route).copied()
    }

    /// The article a reference means, where it means just one.
    pub fn find(&self, text: &str, kinds: &[String], language: usize) -> Option<usize> {
        match self.names.resolve(text, kinds, language, &self.articles) {
            names::Found::One(at) => Some(at),
            _ => None,
        }
    }

    /// Whether a reference that finds nothing means a page that cannot be read.
    fn is_unreadable(&self, id: &str) -> bool {
        let id = id.rsplit('/').next().unwrap_or(id);
        self.unreadable.iter().any(|address| address.id == id)
    }

    /// Whether readers get to see a version at all.
    pub fn is_shown(&self, version: &Version) -> bool {
        version.status != Status::Draft || self.settings.drafts
    }

    /// The version a reader of a language gets: the language's own, else the first there is.
    pub fn reading<'a>(&self, article: &'a Article, language: usize) -> Option<&'a Version> {
        let shown = |at: usize| {
            article.versions[at]
                .as_ref()
                .filter(|version| self.is_shown(version))
        };
        shown(language).or_else(|| (0..article.versions.len()).find_map(shown))
    }

    /// Whether an article has its place in galleries, feeds and lists of a language's readers.
    pub fn is_listed(&self, article: &Article, language: usize) -> bool {
        let Some(version) = self.reading(article, language) else {
            return false;
        };
        version.status != Status::Archived && privacy::of(self, article, version).may_be_shown()
    }

    /// Articles of a kind in reading order: `order`, then `number`, then route.
    pub fn of_kind(&self, kind: &str) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.articles.len())
            .filter(|&at| self.articles[at].kind == kind && !self.articles[at].index)
            .collect();
        found.sort_by_key(|&at| (self.articles[at].rank(), at));
        found
    }
}

impl Article {
    /// The version that gives the structure.
    pub fn original(&self) -> &Version {
        self.versions[self.origin]
            .as_ref()
            .expect("the origin is a language the article has")
    }

    pub fn version(&self, language: usize) -> Option<&Version> {
        self.versions.get(language)?.as_ref()
    }

    /// Its place in a list: `order`, else `number`, else last.
    pub fn rank(&self) -> i64 {
        let head = &self.original().head;
        let number = |name: &str| match head.get(name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        };
        number("order")
            .or_else(|| number("number"))
            .unwrap_or(i64::MAX)
    }
}

impl Version {
    /// The title; its id where the page has none yet.
    pub fn title(&self) -> &str {
        self.head.text("title").unwrap_or(&self.page.address.id)
    }

    /// The summary, else the first paragraph.
    pub fn summary(&self) -> String {
        match self.head.text("summary") {
            Some(summary) => summary.to_string(),
            None => self.page.body.first_paragraph().unwrap_or_default(),
        }
    }
}
