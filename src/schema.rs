//! What kinds of pages there are and what each may say: data, read from `schema/kinds.yaml` and
//! extended by a handbook's own `kinds:`. Adding a field or a kind is editing data, never Rust.

pub mod export;
pub mod read;
pub mod scaffold;
mod shape;

use crate::language::Labels;

/// All kinds, all block names.
#[derive(Clone, Debug)]
pub struct Schema {
    pub kinds: Vec<Kind>,
    pub blocks: Vec<BlockKind>,
    /// What the braces of a heading may say.
    pub heading: Vec<Field>,
}

/// One kind of page.
#[derive(Clone, Debug)]
pub struct Kind {
    /// `case`.
    pub name: String,
    /// `cases`; empty for the kind of all other pages.
    pub folder: String,
    pub label: Labels,
    /// What its gallery is called: 案例, Case studies.
    pub plural: Labels,
    /// Its own fields first, then those every kind has.
    pub fields: Vec<Field>,
}

/// One field of a kind, or of a record inside a field.
#[derive(Clone, Debug)]
pub struct Field {
    /// English, snake_case: what views and JSON hold.
    pub name: String,
    pub label: Labels,
    /// Other names it is read by: `weight` for `order`.
    pub aliases: Vec<String>,
    /// One sentence for the author.
    pub help: Labels,
    pub shape: Shape,
    pub needed: Needed,
    /// Another field of the page that will do where this one is needed: `date` for `days`.
    pub instead: Option<String>,
    /// Structural: a translation that leaves it out takes it from the original. Words are not.
    pub inherited: bool,
    /// The relation this reference makes on its target.
    pub mirror: Option<Mirror>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    No,
    /// Warned of when missing.
    Recommended,
    /// A published page must have it.
    Published,
    /// Every page must have it.
    Always,
}

/// The other side of a reference: `case · problems` makes `problem · cases`.
#[derive(Clone, Debug)]
pub struct Mirror {
    /// Its name on the target's view; a page that states it is told where to write instead.
    pub name: String,
    pub label: Labels,
}

/// What a value may be.
#[derive(Clone, Debug)]
pub enum Shape {
    Text,
    Integer {
        min: i64,
        max: i64,
    },
    Number,
    Flag,
    Date,
    Time,
    /// A length in minutes.
    Minutes,
    /// A length of calendar time.
    Period,
    Choice(Vec<Choice>),
    /// A reference to a page of one of these kinds; empty means any kind.
    Reference(Vec<String>),
    /// The id of a fact in `facts.yaml`.
    Fact,
    List(Box<Shape>),
    /// `short`: a bare value stands for this field.
    Record {
        fields: Vec<Field>,
        short: Option<String>,
    },
    /// Anything; handed on as it is.
    Free,
}

/// One value of an enumeration.
#[derive(Clone, Debug)]
pub struct Choice {
    pub name: String,
    pub label: Labels,
    pub aliases: Vec<String>,
}

/// One name that a `:::` block may have.
#[derive(Clone, Debug)]
pub struct BlockKind {
    pub name: String,
    pub label: Labels,
    pub aliases: Vec<String>,
    /// The blocks of which one must be around it; empty: it may stand anywhere.
    pub inside: Vec<String>,
    /// Folded away until asked for: hint, solution.
    pub folded: bool,
    /// Only in the lecturer's edition.
    pub facilitator: bool,
    /// Its minutes count towards the length of the lesson.
    pub timed: bool,
    /// What its braces may say, those every block knows among them.
    pub attributes: Vec<Field>,
}

impl Schema {
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name)
    }

    /// The kind of the pages in a folder; `page` for a folder of no kind.
    pub fn kind_of_folder(&self, folder: &str) -> &Kind {
        let found = self
            .kinds
            .iter()
            .find(|kind| !kind.folder.is_empty() && kind.folder == folder);
        found
            .or_else(|| self.kind("page"))
            .expect("the schema has the kind `page`")
    }

    /// The kind of that name, folder or label: `case`, `cases`, 案例.
    pub fn kind_called(&self, name: &str) -> Option<&Kind> {
        let is = |given: &str| !given.is_empty() && given.eq_ignore_ascii_case(name);
        let labelled = |kind: &&Kind| kind.label.texts().any(is) || kind.plural.texts().any(is);
        self.kind(name)
            .or_else(|| self.kinds.iter().find(|kind| is(&kind.folder)))
            .or_else(|| self.kinds.iter().find(labelled))
    }

    /// The block of that name, alias or label.
    pub fn block(&self, name: &str) -> Option<&BlockKind> {
        let is = |given: &str| given.eq_ignore_ascii_case(name);
        self.blocks.iter().find(|block| {
            is(&block.name)
                || block.aliases.iter().any(|alias| is(alias))
                || block.label.texts().any(is)
        })
    }
}

impl Kind {
    /// The field of that name, alias or label.
    pub fn field(&self, name: &str) -> Option<&Field> {
        find_field(&self.fields, name)
    }
}

impl BlockKind {
    /// The attribute of that name, alias or label.
    pub fn attribute(&self, name: &str) -> Option<&Field> {
        find_field(&self.attributes, name)
    }
}

impl Field {
    /// Every word it may be written by.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .chain(self.label.texts())
    }
}

impl Field {
    /// Whether a word is one of its names.
    pub fn answers_to(&self, word: &str) -> bool {
        self.words().any(|name| name.eq_ignore_ascii_case(word))
    }
}

impl Choice {
    /// Every word it may be written by.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .chain(self.label.texts())
    }

    /// Whether a text names it.
    pub fn is(&self, text: &str) -> bool {
        self.words().any(|word| word.eq_ignore_ascii_case(text))
    }
}

impl Shape {
    /// The shape of one item, for a list; else itself.
    pub fn item(&self) -> &Shape {
        match self {
            Shape::List(item) => item,
            one => one,
        }
    }

    /// The fields of a record or of a list of records; none for other shapes.
    pub fn fields(&self) -> &[Field] {
        match self.item() {
            Shape::Record { fields, .. } => fields,
            _ => &[],
        }
    }
}

/// The field of that name, alias or label in any language; the first, as labels are unique.
pub fn find_field<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    let is = |given: &str| given.eq_ignore_ascii_case(name);
    let by_name = fields
        .iter()
        .find(|field| is(&field.name) || field.aliases.iter().any(|alias| is(alias)));
    by_name.or_else(|| fields.iter().find(|field| field.label.texts().any(is)))
}

/// The field at a path through records: `tasks.role`.
pub fn field_at<'a>(fields: &'a [Field], path: &str) -> Option<&'a Field> {
    match path.split_once('.') {
        None => fields.iter().find(|field| field.name == path),
        Some((outer, inner)) => field_at(field_at(fields, outer)?.shape.fields(), inner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two fields of one page must never answer to the same word.
    fn assert_distinct(fields: &[Field], of: &str) {
        let mut seen = std::collections::BTreeMap::new();
        for field in fields {
            let words: std::collections::BTreeSet<String> =
                field.words().map(str::to_lowercase).collect();
            for word in words {
                let earlier = seen.insert(word.clone(), &field.name);
                assert_eq!(earlier, None, "`{word}` is twice in {of}: {}", field.name);
            }
            assert_distinct(field.shape.fields(), &field.name);
            if let Shape::Choice(choices) = field.shape.item() {
                let mut words = std::collections::BTreeMap::new();
                for choice in choices {
                    for word in choice.words() {
                        let earlier = words.insert(word.to_lowercase(), &choice.name);
                        assert!(
                            earlier.is_none_or(|name| *name == choice.name),
                            "`{word}` is two choices of {}",
                            field.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn no_word_means_two_fields_or_two_choices() {
        let schema = read::built_in();
        for kind in &schema.kinds {
            assert_distinct(&kind.fields, &kind.name);
        }
        for block in &schema.blocks {
            assert_distinct(&block.attributes, &block.name);
        }
    }

    #[test]
    fn everything_has_words_in_both_languages() {
        fn check(fields: &[Field]) {
            for field in fields {
                for labels in [&field.label, &field.help] {
                    let languages: Vec<_> = labels.0.keys().map(String::as_str).collect();
                    assert_eq!(languages, ["en", "zh"], "{}", field.name);
                }
                check(field.shape.fields());
            }
        }
        let schema = read::built_in();
        for kind in &schema.kinds {
            assert!(!kind.label.get("zh").is_empty() && !kind.plural.get("en").is_empty());
            check(&kind.fields);
        }
        for block in &schema.blocks {
            check(&block.attributes);
            assert_ne!(
                block.label.get("zh"),
                block.label.get("en"),
                "{}",
                block.name
            );
        }
    }

    #[test]
    fn no_word_means_two_blocks() {
        let mut seen = std::collections::BTreeMap::new();
        for block in &read::built_in().blocks {
            let labels = block.label.texts().map(str::to_lowercase);
            let aliases = block.aliases.iter().cloned();
            for word in labels.chain(aliases).chain([block.name.clone()]) {
                let earlier = seen.insert(word.clone(), block.name.clone());
                assert!(earlier.is_none_or(|name| name == block.name), "{word}");
            }
        }
    }

    #[test]
    fn a_field_answers_to_every_name_it_has() {
        let schema = read::built_in();
        let module = schema.kind_called("课程").unwrap();
        assert_eq!(module.field("先学").unwrap().name, "prerequisites");
        assert_eq!(module.field("weight").unwrap().name, "order");
        assert_eq!(module.field("TITLE").unwrap().name, "title");
        assert_eq!(schema.kind_of_folder("about").name, "page");
        assert_eq!(schema.block("带领者").unwrap().name, "instructor");
        assert_eq!(schema.block("facilitator").unwrap().name, "instructor");
    }

    #[test]
    fn a_translation_takes_structure_and_not_words() {
        let schema = read::built_in();
        let case = schema.kind("case").unwrap();
        let inherited = |name: &str| case.field(name).unwrap().inherited;
        for name in [
            "phases", "applied", "privacy", "basis", "order", "facts", "image",
        ] {
            assert!(inherited(name), "{name}");
        }
        for name in [
            "title",
            "summary",
            "tags",
            "status",
            "authors",
            "last_reviewed",
            "lessons",
            "assets",
        ] {
            assert!(!inherited(name), "{name}");
        }
    }

    #[test]
    fn a_record_shares_only_a_name_with_its_page() {
        let schema = read::built_in();
        let sources = schema.kind("page").unwrap().field("sources").unwrap();
        let title = find_field(sources.shape.fields(), "title").unwrap();
        assert_eq!(title.needed, Needed::No);
    }

    #[test]
    fn a_kind_has_its_own_fields_first_and_each_once() {
        for kind in &read::built_in().kinds {
            let title = kind.fields.iter().position(|field| field.name == "title");
            let own = kind.fields[..title.unwrap()].iter();
            let common = |name: &str| ["status", "summary", "tags"].contains(&name);
            assert!(
                own.clone().all(|field| !common(&field.name)),
                "{}",
                kind.name
            );
        }
        let case = read::built_in().kind("case").unwrap().clone();
        assert_eq!(case.field("phases").unwrap().needed, Needed::Published);
        assert_eq!(
            case.field("phases").unwrap().mirror.as_ref().unwrap().name,
            "cases"
        );
    }
}
