//! All that a theme may see: plain values, read-only, the same for every theme. What each field
//! means stands here and in `themes/README.md`, and a test keeps the two equal.
//!
//! A path in a view is the percent-encoded path from the site's root; a template writes
//! `{{ page.root }}{{ card.path }}`, which works at any depth, under any sub-path and from a disk.

pub mod blocks;
pub mod body;
pub mod cards;
pub mod evidence;
pub mod facets;
pub mod fields;
pub mod lessons;
mod linked_data;
pub mod made;
mod outward;
pub mod pages;
pub mod phases;
mod repository;
pub mod site;
pub mod tags;
pub mod titles;

use std::collections::BTreeMap;

use serde::Serialize as DeriveSerialize;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The words a theme has for a language, by key: what the body's own parts (a folded answer, a
/// table's name) are labelled with.
pub type Labels = BTreeMap<String, String>;

/// What all pages of a language share.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct SiteView {
    /// Keys what a reader's browser keeps.
    pub id: String,
    /// The handbook's title.
    pub title: String,
    /// One or two glyphs.
    pub seal: String,
    /// What the handbook is about, in a sentence.
    pub description: String,
    /// Who publishes the handbook.
    pub organization: String,
    /// Whom to ask: an office.
    pub contact: String,
    /// An SPDX name, empty where none is stated.
    pub license: String,
    /// The folder of this language: `zh`.
    pub language: String,
    /// Its BCP 47 tag, for `lang`.
    pub tag: String,
    /// The home page's path.
    pub home: String,
    /// The galleries that have pages, in the schema's order.
    pub menu: Vec<MenuItem>,
    /// The phases in their order.
    pub phases: Vec<PhaseTab>,
    /// The page of facts and sources; empty where the handbook has none.
    pub sources_path: String,
    /// `linli X.Y.Z`.
    pub generator: String,
    /// The site's address ending in `/`; empty where it is not known.
    pub base_url: String,
    /// The Atom feed's path; empty where there is none.
    pub feed_path: String,
    /// The search page's path.
    pub search_path: String,
    /// The path of the index of all titles.
    pub titles_path: String,
    /// The path of the list of all tags; empty where no page has one.
    pub tags_path: String,
}

/// A gallery in the menu.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct MenuItem {
    /// The kind's English name.
    pub kind: String,
    /// What it is called.
    pub label: String,
    /// The gallery's path.
    pub path: String,
    /// How many pages it has.
    pub count: usize,
}

/// A phase as an index tab.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct PhaseTab {
    /// Its file's name without `.md`.
    pub id: String,
    /// Which phase it is.
    pub number: i64,
    /// Its glyph; the number where it states none.
    pub seal: String,
    /// Its short name; the title where it states none.
    pub tab: String,
    /// Its title.
    pub title: String,
    /// What it is for, as stated; empty where it says nothing.
    pub goal: String,
    /// Its page's path.
    pub path: String,
}

/// One page, whatever its kind.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct PageView {
    /// `case`, `phase`, … for pages of the handbook; `home`, `gallery`, `sources`, `titles`, `tags`,
    /// `tag`, `search`, `not-found`.
    pub template: String,
    /// The kind's English name; for a gallery that of its pages.
    pub kind: String,
    /// What the kind is called; empty on plain pages.
    pub kind_label: String,
    /// Its file's name without `.md`.
    pub id: String,
    /// The number printed on it, as stated: `M03`; mostly empty.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The summary, else the first paragraph.
    pub summary: String,
    /// This page's own path.
    pub path: String,
    /// The way up to the site's root: `../../`.
    pub root: String,
    /// The BCP 47 tag of the words on it: the site's, or the original's on a fallback page.
    pub tag: String,
    /// Set where the page is missing in this language and shown in another.
    pub fallback: Option<Fallback>,
    /// The page in every language of the handbook.
    pub languages: Vec<LanguageLink>,
    /// What a reader must be told first: `draft`, `proof`, `archived`, `illustrative`, `withdrawn`.
    pub notices: Vec<String>,
    /// What a published page of the kind still needs, as labels; shown in the preview.
    pub needs: Vec<String>,
    /// `sourced`, `guidance`, `policy`, `illustrative`, `template`; empty where not stated.
    pub basis: String,
    /// What the basis is called.
    pub basis_label: String,
    /// The text as HTML, cleaned.
    pub body: String,
    /// The headings of the text.
    pub contents: Vec<ContentsItem>,
    /// The kind's own fields as stated, in the schema's order, with `phases` and `roles`.
    pub fields: Fields,
    /// What other pages say of this one, by relation.
    pub relations: Vec<Relation>,
    /// From the home page down to this one, which is left out.
    pub breadcrumbs: Vec<Card>,
    /// The page before it in its gallery.
    pub previous: Option<Card>,
    /// The page after it in its gallery.
    pub next: Option<Card>,
    /// The learning paths a lesson is on, and its neighbours on each.
    pub paths: Vec<PathPlace>,
    /// The ids of the phases it belongs to: its own, else those of the phases that refer to it; of a
    /// phase, itself.
    pub phases: Vec<String>,
    /// The phase that colours the page: set where it belongs to exactly one.
    pub phase: Option<PhaseTab>,
    /// The pages of a gallery or with a tag; the lessons of a path in their order.
    pub items: Vec<Card>,
    /// By what the pages of a gallery can be chosen; empty where there is little to choose from.
    pub facets: Vec<Facet>,
    /// On the index of titles and in a glossary: the pages by their first letter, Chinese by its sound.
    pub letters: Vec<Letter>,
    /// On the home page: the galleries with their first pages.
    pub shelves: Vec<Relation>,
    /// On the list of all tags: every tag; else the page's own.
    pub tags: Vec<TagLink>,
    /// How people put what it is about, in their own words.
    pub asks: Vec<String>,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who looks after the page.
    pub owner: String,
    /// `2026-11-23`; empty where not stated.
    pub last_reviewed: String,
    /// The day by which it asks to be looked at again; empty where not stated.
    pub review_due: String,
    /// How others may use it; empty where not stated.
    pub license: String,
    /// What the page rests on.
    pub facts: Vec<FactView>,
    /// The works it rests on.
    pub works: Vec<WorkView>,
    /// How long it takes in minutes, of a path its lessons together; 0 where it takes none.
    pub minutes: u32,
    /// `participant` or `facilitator`.
    pub edition: String,
    /// The page's editions, where it has more than one.
    pub editions: Vec<EditionLink>,
    /// A picture for the page's head; empty where none is stated.
    pub image: String,
    /// What the picture shows.
    pub image_alt: String,
    /// In pixels; 0 where not known.
    pub image_width: u32,
    /// In pixels; 0 where not known.
    pub image_height: u32,
    /// A recording of the page; empty where there is none.
    pub audio: String,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The full address of the page to be indexed in its stead, itself included; empty without a base URL.
    pub canonical: String,
    /// The page's own full address, to be passed on; empty without a base URL.
    pub address: String,
    /// The same as a QR code: a picture's `data:` address, a pixel a module; empty without a base URL.
    pub qr: String,
    /// How many modules the QR code is wide and high, its quiet zone included.
    pub qr_size: usize,
    /// Where its source is edited on the code host; empty without a repository, and on made pages.
    pub edit_url: String,
    /// Where a mistake on it is reported; empty without a repository.
    pub report_url: String,
    /// What it is, for machines: schema.org as JSON-LD, safe to stand in a script element.
    pub json_ld: String,
    /// Fields beginning with `x-`, as stated.
    pub extra: BTreeMap<String, crate::yaml::Yaml>,
}

/// Where a fallback page comes from.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct Fallback {
    /// The language's own name for itself.
    pub label: String,
    /// That language's BCP 47 tag.
    pub tag: String,
    /// The original's path.
    pub path: String,
}

/// The same page in a language.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct LanguageLink {
    /// The language's own name for itself.
    pub label: String,
    /// Its BCP 47 tag.
    pub tag: String,
    /// The page's path.
    pub path: String,
    /// The same as a full address; empty without a base URL.
    pub url: String,
    /// Whether it is the one being read.
    pub current: bool,
    /// Whether it is written in that language, or shown there as a fallback.
    pub written: bool,
}

/// A heading in the contents.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct ContentsItem {
    /// What a link to it names.
    pub id: String,
    /// Its words.
    pub text: String,
    /// 1 for the largest.
    pub level: u8,
}

/// A lesson's place on a learning path.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct PathPlace {
    /// The path's id, which `?path=` names.
    pub id: String,
    /// The path's title.
    pub title: String,
    /// The path's own page.
    pub path: String,
    /// Which lesson of the path it is, from 1.
    pub number: usize,
    /// How many lessons the path has.
    pub of: usize,
    /// The lesson before it.
    pub previous: Option<Card>,
    /// The lesson after it.
    pub next: Option<Card>,
}

/// One way to choose among the pages of a gallery: by phase, by level.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct Facet {
    /// The field's English name.
    pub name: String,
    /// What the field is called.
    pub label: String,
    /// In the schema's or the gallery's order; only those that some page has.
    pub values: Vec<FacetValue>,
}

/// One choice.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct FacetValue {
    /// `1-2`: which facet, which value, as in the `facets` of cards.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// How many pages of the gallery have it.
    pub count: usize,
}

/// The pages whose titles begin alike.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct Letter {
    /// `A` to `Z`, or `#` for all others.
    pub letter: String,
    /// The pages that begin with it.
    pub cards: Vec<Card>,
}

/// A tag and its page.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct TagLink {
    /// Its words.
    pub name: String,
    /// The path of the tag's page.
    pub path: String,
    /// How many pages have it.
    pub count: usize,
}

/// Another page in a few words.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// Its path.
    pub path: String,
    /// The kind's English name.
    pub kind: String,
    /// What the kind is called.
    pub kind_label: String,
    /// Its summary.
    pub summary: String,
    /// The tag of its words where they are not in the page's language; else empty.
    pub tag: String,
    /// The number printed on it, as stated.
    pub code: String,
    /// How people put it: the first of its `asks`.
    pub ask: String,
    /// `2026-11-23`, for what has a date.
    pub date: String,
    /// How long it takes in minutes, of a path its lessons together; 0 where it takes none.
    pub minutes: u32,
    /// How many lessons there are for a role, or on a path; else 0.
    pub lessons: usize,
    /// In a gallery: the keys of the choices it comes under, `1-2 2-1`.
    pub facets: String,
    /// In a gallery: the ids of the phases it belongs to.
    pub phases: Vec<String>,
    /// What the reference says besides, once for each time it is made: a result, a support, a task.
    pub details: Vec<Fields>,
}

/// Pages that stand in one relation to this one.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct Relation {
    /// Its English name.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// The gallery's path, on the home page; else empty.
    pub path: String,
    /// The pages it leads to.
    pub cards: Vec<Card>,
}

/// Fields by their English names, in order.
#[derive(Clone, Debug, Default, Hash)]
pub struct Fields(pub Vec<(String, FieldView)>);

/// One value, of any shape: which of the other fields hold something follows from `shape`.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct FieldView {
    /// The field's label; empty for the items of a list.
    pub label: String,
    /// `text`, `card`, `list`, `record`.
    pub shape: String,
    /// The value in words of the page's language: dates, times, choices and lengths too.
    pub text: String,
    /// The value itself: the English name of a choice, a number, `2026-11-23`.
    pub value: String,
    /// Its page, for a reference.
    pub card: Option<Card>,
    /// For a list.
    pub items: Vec<FieldView>,
    /// For a record.
    pub fields: Fields,
}

/// A fact a page rests on.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct FactView {
    /// Its number.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Whether its source says it outright.
    pub certain: bool,
    /// What to mind in reading it; mostly empty.
    pub note: String,
    /// Its place on the page of sources.
    pub path: String,
}

/// A work a page rests on.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct WorkView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who wrote or issued it.
    pub by: String,
    /// Empty where not stated.
    pub year: String,
    /// Empty where not stated.
    pub url: String,
    /// On the page of sources: its facts.
    pub facts: Vec<FactView>,
}

/// Another edition of the page.
#[derive(Clone, Debug, Default, Hash, DeriveSerialize)]
pub struct EditionLink {
    /// `participant` or `facilitator`.
    pub name: String,
    /// Its path.
    pub path: String,
    /// Whether it is the one being read.
    pub current: bool,
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, field) in &self.0 {
            map.serialize_entry(name, field)?;
        }
        map.end()
    }
}

impl Fields {
    pub fn get(&self, name: &str) -> Option<&FieldView> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, field)| field)
    }
}
