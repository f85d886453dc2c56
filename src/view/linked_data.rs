//! What a page is, for machines: schema.org as JSON-LD. A plain type that is true stands before a
//! richer one that may not be: an invented event is a page, and so is an event without a day.
//! Addresses are there only with a base URL.

use serde_json::{Map, Value as Json, json};

use super::cards::Site;
use super::fields::plain;
use super::{FieldView, PageView};
use crate::escape::script_json;
use crate::front_matter::Head;
use crate::handbook::{Article, Version};

/// The JSON-LD of a page, safe to stand in a script element.
pub fn of(
    site: &Site,
    language: usize,
    source: Option<(&Article, &Version)>,
    page: &PageView,
) -> String {
    let mut graph = vec![Json::Object(itself(site, language, source, page))];
    graph.extend(breadcrumbs(site, page));
    let whole = json!({"@context": "https://schema.org", "@graph": graph});
    script_json(&whole.to_string())
}

/// Adds what is there.
fn put(object: &mut Map<String, Json>, name: &str, value: impl Into<Json>) {
    let value = value.into();
    let empty = match &value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    };
    if !empty {
        object.insert(name.to_string(), value);
    }
}

fn of_type(kind: &str, name: &str) -> Json {
    match name.is_empty() {
        true => Json::Null,
        false => json!({"@type": kind, "name": name}),
    }
}

/// The full address of a path of the site; empty without a base URL.
fn url(site: &Site, path: &str) -> String {
    let base = site.handbook.config.base_url.as_deref();
    let path = path.strip_suffix("index.html").unwrap_or(path);
    base.map(|base| format!("{base}{path}")).unwrap_or_default()
}

fn itself(
    site: &Site,
    language: usize,
    source: Option<(&Article, &Version)>,
    page: &PageView,
) -> Map<String, Json> {
    let (config, tag) = (&site.handbook.config, site.tag(language));
    let publisher = of_type("Organization", config.organization.get(tag));
    let home = url(
        site,
        &format!("{}/index.html", config.languages[language].folder),
    );
    let mut own = Map::new();
    let head = source.map(|(_, version)| &*version.head);
    let special = head.and_then(|head| special(site, language, head, page));
    // What is no text itself is what the page is about.
    let (kind, about) = match special {
        Some((kind, rest)) if is_text(kind) => (kind, Some(rest)),
        Some((kind, mut rest)) => {
            rest.insert("@type".into(), kind.into());
            put(&mut own, "mainEntity", rest);
            ("WebPage", None)
        }
        None => (plain_type(page), None),
    };
    let main = own.remove("mainEntity");
    own.insert("@type".into(), kind.into());
    put(&mut own, "@id", page.canonical.clone());
    put(&mut own, "url", page.canonical.clone());
    // The home page stands for the whole site.
    let name = match page.template.as_str() {
        "home" => config.title.get(tag).to_string(),
        _ => page.title.clone(),
    };
    put(&mut own, "name", name);
    if ["Article", "NewsArticle"].contains(&kind) {
        put(&mut own, "headline", page.title.clone());
    }
    put(&mut own, "description", page.summary.clone());
    put(&mut own, "inLanguage", page.tag.clone());
    let license = match page.license.is_empty() {
        true => config.license.clone().unwrap_or_default(),
        false => page.license.clone(),
    };
    match license.starts_with("https://") || license.starts_with("http://") {
        true => put(&mut own, "license", license),
        false => put(&mut own, "license", of_type("CreativeWork", &license)),
    }
    put(&mut own, "dateModified", page.last_reviewed.clone());
    if !page.image.is_empty() {
        put(&mut own, "image", url(site, &page.image));
    }
    let works = page.works.iter().map(|work| {
        let mut cited = Map::new();
        cited.insert("@type".into(), "CreativeWork".into());
        put(&mut cited, "name", work.title.clone());
        put(&mut cited, "url", work.url.clone());
        Json::Object(cited)
    });
    if page.template != "sources" {
        put(&mut own, "citation", works.collect::<Vec<_>>());
    }
    own.extend(about.into_iter().flatten());
    if page.template == "home" {
        put(&mut own, "publisher", publisher);
    } else {
        let mut whole = Map::new();
        whole.insert("@type".into(), "WebSite".into());
        put(&mut whole, "@id", home);
        put(&mut whole, "name", config.title.get(tag));
        put(&mut own, "isPartOf", whole);
        if kind == "NewsArticle" {
            put(&mut own, "publisher", publisher);
        }
    }
    put(&mut own, "mainEntity", main.unwrap_or_default());
    own
}

fn plain_type(page: &PageView) -> &'static str {
    match page.template.as_str() {
        "home" => "WebSite",
        "gallery" | "tags" | "tag" | "titles" => "CollectionPage",
        _ => "WebPage",
    }
}

/// Whether a type of schema.org is one of texts, which have a language, a license, a whole.
fn is_text(kind: &str) -> bool {
    !["Event", "EducationEvent", "DefinedTerm"].contains(&kind)
}

/// The type of a kind's pages with what it says besides; `None` where a page is just a page.
fn special(
    site: &Site,
    language: usize,
    head: &Head,
    page: &PageView,
) -> Option<(&'static str, Map<String, Json>)> {
    if page.basis == "illustrative" {
        return None;
    }
    let mut rest = Map::new();
    let kind = match page.template.as_str() {
        "module" | "path" => {
            if page.minutes > 0 {
                put(&mut rest, "timeRequired", format!("PT{}M", page.minutes));
            }
            put(&mut rest, "educationalLevel", words(page, "level"));
            put(&mut rest, "learningResourceType", page.kind_label.clone());
            put(&mut rest, "teaches", texts(page, "objectives"));
            let roles = texts(page, "roles")
                .into_iter()
                .map(|role| json!({"@type": "EducationalAudience", "educationalRole": role}));
            put(&mut rest, "audience", roles.collect::<Vec<_>>());
            "LearningResource"
        }
        "phase" => {
            let tasks = page
                .fields
                .get("tasks")
                .map_or(&[][..], |field| &field.items);
            let steps = tasks.iter().filter_map(|task| {
                let text = &task.fields.get("text")?.text;
                Some(json!({"@type": "HowToStep", "text": text}))
            });
            put(&mut rest, "step", steps.collect::<Vec<_>>());
            match rest.is_empty() {
                true => "CreativeWork",
                false => "HowTo",
            }
        }
        "tool" => "CreativeWork",
        "case" => "Article",
        "story" => {
            let date = head.get("date").map(plain)?;
            put(&mut rest, "datePublished", date);
            "NewsArticle"
        }
        "event" => {
            put(&mut rest, "name", page.title.clone());
            put(&mut rest, "startDate", moment(head, "start")?);
            if head.get("end").is_some() {
                put(&mut rest, "endDate", moment(head, "end")?);
            }
            put(
                &mut rest,
                "location",
                of_type("Place", &words(page, "place")),
            );
            put(
                &mut rest,
                "organizer",
                of_type("Organization", &words(page, "host")),
            );
            "Event"
        }
        "session" => {
            put(&mut rest, "name", page.title.clone());
            let days = head.list("days");
            let date = |day: Option<&crate::front_matter::Value>| day?.field("date").map(plain);
            let first = date(days.first()).or_else(|| moment(head, "start"))?;
            put(&mut rest, "startDate", first);
            put(&mut rest, "endDate", date(days.last()).unwrap_or_default());
            put(
                &mut rest,
                "location",
                of_type("Place", &words(page, "place")),
            );
            "EducationEvent"
        }
        "term" => {
            put(&mut rest, "name", page.title.clone());
            put(&mut rest, "description", page.summary.clone());
            put(&mut rest, "alternateName", page.synonyms.clone());
            put(
                &mut rest,
                "inDefinedTermSet",
                set_of_terms(site, language, page),
            );
            "DefinedTerm"
        }
        _ => return None,
    };
    Some((kind, rest))
}

fn set_of_terms(site: &Site, language: usize, page: &PageView) -> Json {
    let Some(kind) = site.handbook.schema.kind(&page.kind) else {
        return Json::Null;
    };
    let mut set = Map::new();
    set.insert("@type".into(), "DefinedTermSet".into());
    put(&mut set, "name", kind.plural.get(site.tag(language)));
    let path = site.gallery_path(&kind.folder, language);
    put(
        &mut set,
        "url",
        url(site, &crate::path::encode(path.as_str())),
    );
    Json::Object(set)
}

/// `2026-11-23T09:30`: a page's day, with the time where one is stated.
fn moment(head: &Head, time: &str) -> Option<String> {
    let date = head.get("date").map(plain)?;
    let time = head.get(time).map(plain);
    Some(time.map_or_else(|| date.clone(), |time| format!("{date}T{time}")))
}

fn words(page: &PageView, field: &str) -> String {
    let field = page.fields.get(field);
    field.map(|field| field.text.clone()).unwrap_or_default()
}

/// The items of a list in words, each once.
fn texts(page: &PageView, field: &str) -> Vec<String> {
    let text = |field: &FieldView| field.text.clone();
    match page.fields.get(field) {
        Some(field) if field.shape == "list" => field.items.iter().map(text).collect(),
        Some(field) => vec![text(field)],
        None => Vec::new(),
    }
}

/// The way down to the page.
fn breadcrumbs(site: &Site, page: &PageView) -> Option<Json> {
    if page.breadcrumbs.is_empty() {
        return None;
    }
    let above = page
        .breadcrumbs
        .iter()
        .map(|crumb| (&crumb.title, &crumb.path));
    let whole = above.chain([(&page.title, &page.path)]).enumerate();
    let items = whole.map(|(at, (title, path))| {
        let mut item = Map::new();
        item.insert("@type".into(), "ListItem".into());
        item.insert("position".into(), (at + 1).into());
        item.insert("name".into(), title.clone().into());
        put(&mut item, "item", url(site, path));
        Json::Object(item)
    });
    let items: Vec<Json> = items.collect();
    Some(json!({"@type": "BreadcrumbList", "itemListElement": items}))
}
