//! An article's view, for readers of a language and an edition.

use super::cards::Site;
use super::fields::{self, Owner, plain};
use super::{
    Card, ContentsItem, EditionLink, Fallback, LanguageLink, PageView, body, evidence, lessons,
    made, outward, phases, tags,
};
use crate::check::gaps::review_due;
use crate::front_matter::{self, Head, Value};
use crate::handbook::{Article, Status, Version, links, privacy};
use crate::path::{SitePath, encode};
use crate::schema::{Kind, Needed};

/// The kind's own fields that are not for readers.
const EDITORIAL: [&str; 3] = ["privacy", "personal_data", "profile"];

/// For whom a page is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    Participant,
    /// With the lecturer's notes.
    Facilitator,
}

impl Edition {
    pub fn name(self) -> &'static str {
        match self {
            Edition::Participant => "participant",
            Edition::Facilitator => "facilitator",
        }
    }
}

/// The editions an article has for readers of a language.
pub fn editions(site: &Site, at: usize, language: usize) -> Vec<Edition> {
    let reading = site.handbook.reading(&site.handbook.articles[at], language);
    let Some(version) = reading else {
        return Vec::new();
    };
    let schema = &site.handbook.schema;
    let lectured = |name: &str| schema.block(name).is_some_and(|block| block.facilitator);
    match version
        .page
        .body
        .blocks()
        .any(|(_, block)| lectured(&block.name))
    {
        true => vec![Edition::Participant, Edition::Facilitator],
        false => vec![Edition::Participant],
    }
}

/// The path of an edition: `x.html`, `x.facilitator.html`.
pub fn edition_path(site: &Site, at: usize, language: usize, edition: Edition) -> SitePath {
    let path = site.path(at, language);
    match edition {
        Edition::Participant => path,
        other => {
            let stem = path.as_str().trim_end_matches(".html");
            SitePath::new(&format!("{stem}.{}.html", other.name()))
                .expect("an edition lies beside its page")
        }
    }
}

/// An article for readers of a language; `None` where they do not get to see it.
pub fn article(site: &Site, at: usize, language: usize, edition: Edition) -> Option<PageView> {
    let handbook = site.handbook;
    let article = &handbook.articles[at];
    let version = handbook.reading(article, language)?;
    let kind = handbook.kind_of(article);
    let path = edition_path(site, at, language, edition);
    let mut page = frame(site, at, language, version, &path);
    page.edition = edition.name().into();
    page.template = match (article.index, article.route == "index") {
        (true, true) => "home".into(),
        (true, false) => "gallery".into(),
        (false, _) => kind.name.clone(),
    };
    if kind.name != "page" {
        page.kind_label = kind.label.get(site.tag(language)).to_string();
    }
    page.kind = kind.name.clone();
    if article.index {
        fill_index(site, at, language, &mut page);
    }
    if !privacy::of(handbook, article, version).may_be_shown() {
        let mut page = withdrawn(page);
        outward::fill(site, language, Some((article, version)), &mut page);
        return Some(page);
    }
    fill_words(site, article, version, language, kind, &mut page);
    evidence::fill(site, version, language, &mut page);
    page.body = body::html(site, version, language, &path, edition);
    page.contents = contents(site, version, edition);
    page.relations = site.relations(at, language);
    page.tags = tags::of_article(site, at, language);
    page.minutes = site.lessons(language).minutes(at);
    page.paths = lessons::places(site, at, language);
    if article.kind == "path" {
        page.items = lessons::of_path(site, at, language);
    }
    let phases = phases::of(site, at, language);
    if let [only] = phases[..] {
        page.phase = phases::tab(site, only, language);
    }
    page.phases = ids(site, &phases);
    let editions = editions(site, at, language);
    if editions.len() > 1 {
        let link = |other: &Edition| EditionLink {
            name: other.name().into(),
            path: encode(edition_path(site, at, language, *other).as_str()),
            current: *other == edition,
        };
        page.editions = editions.iter().map(link).collect();
    }
    page.noindex |= edition != Edition::Participant;
    outward::fill(site, language, Some((article, version)), &mut page);
    Some(page)
}

fn ids(site: &Site, articles: &[usize]) -> Vec<String> {
    let articles = articles.iter().map(|&at| &site.handbook.articles[at]);
    articles.map(|article| article.id.clone()).collect()
}

/// What every page has: where it is, in which languages, what stands around it.
fn frame(site: &Site, at: usize, language: usize, version: &Version, path: &SitePath) -> PageView {
    let handbook = site.handbook;
    let article = &handbook.articles[at];
    let own = version.page.address.language;
    let written = |other: usize| {
        article
            .version(other)
            .is_some_and(|version| handbook.is_shown(version))
    };
    let languages = (0..handbook.config.languages.len()).map(|other| LanguageLink {
        label: handbook.language(other).label.clone(),
        tag: site.tag(other).to_string(),
        path: encode(site.path(at, other).as_str()),
        url: site.url(&site.path(at, other)),
        current: other == language,
        written: written(other),
    });
    let fallback = (own != language).then(|| Fallback {
        label: handbook.language(own).label.clone(),
        tag: site.tag(own).to_string(),
        path: encode(site.path(at, own).as_str()),
    });
    let (previous, next) = site.neighbours(at, language);
    PageView {
        id: article.id.clone(),
        title: version.title().to_string(),
        path: encode(path.as_str()),
        root: path.to_root(),
        tag: site.tag(own).to_string(),
        noindex: fallback.is_some() || !matches!(version.status, Status::Published),
        fallback,
        languages: languages.collect(),
        breadcrumbs: breadcrumbs(site, article, language),
        previous: previous.and_then(|at| site.card(at, language)),
        next: next.and_then(|at| site.card(at, language)),
        canonical: site.url(&site.path(at, own)),
        edition: Edition::Participant.name().into(),
        ..PageView::default()
    }
}

fn breadcrumbs(site: &Site, article: &Article, language: usize) -> Vec<Card> {
    let mut crumbs = Vec::new();
    if article.route == "index" {
        return crumbs;
    }
    let home = &site.handbook.language(language).folder;
    let title = site.word(language, "home").unwrap_or(home);
    crumbs.push(Card {
        title: title.to_string(),
        path: encode(&format!("{home}/index.html")),
        ..Card::default()
    });
    let kind = site.handbook.kind_of(article);
    if !kind.folder.is_empty() && !site.gallery(&kind.name, language).is_empty() {
        crumbs.push(Card {
            title: kind.plural.get(site.tag(language)).to_string(),
            path: encode(site.gallery_path(&kind.folder, language).as_str()),
            kind: kind.name.clone(),
            ..Card::default()
        });
    }
    // Plain pages may have a folder with a first page of its own.
    let folders = article
        .route
        .match_indices('/')
        .map(|(at, _)| &article.route[..at]);
    crumbs.extend(
        folders
            .filter(|_| kind.folder.is_empty())
            .map(|folder| format!("{folder}/index"))
            .filter(|route| *route != article.route)
            .filter_map(|route| site.card(site.handbook.at_route(&route)?, language)),
    );
    crumbs
}

/// Only the address, the title and the reason stay of a page that may no longer be shown.
fn withdrawn(page: PageView) -> PageView {
    PageView {
        notices: vec!["withdrawn".into()],
        noindex: true,
        previous: None,
        next: None,
        ..page
    }
}

fn fill_words(
    site: &Site,
    article: &Article,
    version: &Version,
    language: usize,
    kind: &Kind,
    page: &mut PageView,
) {
    let head = &version.head;
    let text = |name: &str| head.text(name).unwrap_or_default().to_string();
    let texts = |name: &str| head.list(name).iter().map(plain).collect::<Vec<_>>();
    let owner = Owner {
        written: version.page.address.language,
        reader: language,
    };
    let common = &site
        .handbook
        .schema
        .kind("page")
        .expect("the schema has the kind `page`")
        .fields;
    let own = kind.fields.iter().filter(|field| {
        let everywhere = common.iter().any(|other| other.name == field.name);
        !EDITORIAL.contains(&field.name.as_str())
            && (!everywhere || matches!(field.name.as_str(), "phases" | "roles"))
    });
    page.fields = fields::all(site, owner, own, &head.fields);
    page.summary = version.summary();
    page.notices = notices(version);
    page.needs = needs(site, article, version, kind, language);
    page.basis = text("basis");
    page.basis_label = label_of_choice(site, kind, head, "basis", language);
    page.code = text("code");
    page.asks = texts("asks");
    page.synonyms = texts("synonyms");
    page.authors = texts("authors");
    page.owner = text("owner");
    page.license = text("license");
    page.last_reviewed = head.get("last_reviewed").map(plain).unwrap_or_default();
    page.review_due = review_due(head)
        .map(|due| due.to_string())
        .unwrap_or_default();
    let file = |name: &str| {
        let target = site.link(version, language, head.text(name)?);
        target.map(|(path, _)| encode(path.as_str()))
    };
    page.image = file("image").unwrap_or_default();
    page.image_alt = text("image_alt");
    let target = head
        .text("image")
        .map(|image| links::resolve(site.handbook, &version.page, image));
    if let Some(links::Target::File(path)) = target {
        if page.image_alt.is_empty() {
            let note = site.handbook.evidence.picture(&path);
            let words = note.map(|note| note.alt.get(site.tag(language)).to_string());
            page.image_alt = words.unwrap_or_default();
        }
        let size = site.handbook.files.get(&path).and_then(|file| file.size);
        (page.image_width, page.image_height) = size.unwrap_or_default();
    }
    page.audio = file("audio").unwrap_or_default();
    for stated in head
        .fields
        .iter()
        .filter(|stated| stated.name.starts_with("x-"))
    {
        if let Value::Free(value) = &stated.value {
            page.extra.insert(stated.name.clone(), value.clone());
        }
    }
}

fn label_of_choice(site: &Site, kind: &Kind, head: &Head, name: &str, language: usize) -> String {
    let Some(crate::schema::Shape::Choice(choices)) = kind.field(name).map(|field| &field.shape)
    else {
        return String::new();
    };
    let chosen = choices
        .iter()
        .find(|choice| Some(choice.name.as_str()) == head.text(name));
    chosen
        .map(|choice| choice.label.get(site.tag(language)).to_string())
        .unwrap_or_default()
}

fn notices(version: &Version) -> Vec<String> {
    let status = match version.status {
        Status::Draft => Some("draft"),
        Status::Proof => Some("proof"),
        Status::Archived => Some("archived"),
        Status::Published => None,
    };
    let invented = (version.head.text("basis") == Some("illustrative")).then_some("illustrative");
    status
        .into_iter()
        .chain(invented)
        .map(str::to_string)
        .collect()
}

fn needs(
    site: &Site,
    article: &Article,
    version: &Version,
    kind: &Kind,
    language: usize,
) -> Vec<String> {
    if article.index {
        return Vec::new();
    }
    let by_default = |name: &str| {
        name == "privacy"
            && privacy::of(site.handbook, article, version).consent != privacy::Consent::Unstated
    };
    front_matter::missing(&version.head, kind)
        .into_iter()
        .filter(|(field, needed)| *needed == Needed::Published && !by_default(&field.name))
        .map(|(field, _)| field.label.get(site.tag(language)).to_string())
        .collect()
}

fn contents(site: &Site, version: &Version, edition: Edition) -> Vec<ContentsItem> {
    let headings = &version.page.body.headings;
    let item = |at: usize| ContentsItem {
        id: headings[at].id.clone(),
        text: headings[at].text.clone(),
        level: headings[at].level.max(2),
    };
    body::visible_headings(site, version, edition)
        .into_iter()
        .map(item)
        .collect()
}

/// The lists on the home page and in a gallery.
fn fill_index(site: &Site, at: usize, language: usize, page: &mut PageView) {
    let article = &site.handbook.articles[at];
    if article.route == "index" {
        page.shelves = made::shelves(site, language);
        return;
    }
    let folder = article.route.trim_end_matches("/index");
    let kind = site
        .handbook
        .schema
        .kinds
        .iter()
        .find(|kind| kind.folder == folder);
    let Some(kind) = kind else {
        page.template = "page".into();
        return;
    };
    page.kind = kind.name.clone();
    made::fill_gallery(site, kind, language, page);
}
