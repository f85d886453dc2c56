//! The bundled handbook as read by linli itself, cut into passages and sentences that know where
//! they stand and what they rest on.

use std::sync::LazyLock;

use linli::diagnostic::line_and_column;
use linli::front_matter::{Step, Value, locate};
use linli::handbook::{Article, Handbook, Version};
use linli::markdown::{NodeKind, Tag, is_inline};
use linli::path::SourcePath;
use linli::pipeline;
use linli::script::is_han;
use linli::source::{Source, Sources};

use crate::support::{Tried, handbook_on_disk, root, settings};

/// The bundled handbook, built once for all tests here.
pub static BUNDLED: LazyLock<Tried> =
    LazyLock::new(|| handbook_on_disk(&root().join("content"), None));

pub fn bundled() -> &'static Handbook {
    BUNDLED.built.handbook.as_ref().expect("it can be read")
}

/// A handbook of one page of the bundled one in both languages, with a text in one of them changed.
pub fn broken(path: &str, from: &str, to: &str) -> Handbook {
    let (_, rest) = path.split_once('/').expect("a path with its language");
    let all = &BUNDLED.sources;
    let kept = |name: &SourcePath| {
        let name = name.as_str();
        name.ends_with(".yaml") || name == format!("zh/{rest}") || name == format!("en/{rest}")
    };
    let mut sources = Sources::default();
    for (name, source) in all.texts.iter().filter(|(name, _)| kept(name)) {
        let mut source = source.clone();
        if name.as_str() == path {
            assert!(source.text.contains(from), "{path} no longer says “{from}”");
            source = Source::from_text(name.clone(), &source.text.replacen(from, to, 1));
        }
        sources.texts.insert(name.clone(), source);
    }
    pipeline::understand(&sources, settings())
        .handbook
        .expect("a broken page is still a handbook")
}

/// One page in one language.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    pub article: &'a Article,
    pub version: &'a Version,
    /// `zh` or `en`.
    pub language: &'a str,
}

pub fn pages(book: &Handbook) -> impl Iterator<Item = Page<'_>> {
    book.articles.iter().flat_map(move |article| {
        let versions = article.versions.iter().enumerate();
        versions.filter_map(move |(at, version)| {
            Some(Page {
                article,
                version: version.as_ref()?,
                language: &book.language(at).folder,
            })
        })
    })
}

impl Page<'_> {
    pub fn is_chinese(&self) -> bool {
        self.language == "zh"
    }

    pub fn path(&self) -> &str {
        self.version.page.source.path.as_str()
    }

    /// `content/zh/cases/a.md:12`.
    pub fn line(&self, offset: usize) -> String {
        let line = line_and_column(&self.version.page.source.text, offset).0;
        format!("content/{}:{line}", self.path())
    }

    pub fn line_of(&self, node: usize) -> String {
        self.line(self.version.page.body.place(node).span.start)
    }

    /// Where a field of the head stands.
    pub fn line_of_field(&self, name: &str) -> String {
        let page = &self.version.page;
        let steps = [Step::Field(name.into())];
        self.line(locate(&page.source, &page.head, &steps).span.start)
    }

    /// Whether linli writes the page itself, from `tests/spec/`.
    pub fn is_manual(&self) -> bool {
        self.article.route.starts_with("writing/") && !self.article.index
    }
}

/// What a passage rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stance {
    pub basis: String,
    pub facts: Vec<String>,
    /// The node of the heading or block that says so; `None`: the head.
    pub part: Option<usize>,
}

impl Stance {
    pub fn is_grounded(&self) -> bool {
        self.basis == "sourced" && !self.facts.is_empty()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Head,
    Heading,
    /// A paragraph or an item of a list.
    Prose,
    Cell,
    /// The title of a `:::` block, a form, anything else.
    Other,
}

/// A stretch of words without a break: a heading, a paragraph, an item, a cell, a field's text.
#[derive(Clone, Debug)]
pub struct Passage {
    pub place: Place,
    /// `content/zh/cases/a.md:12`.
    pub line: String,
    pub text: String,
    /// The same without the words of links.
    pub unlinked: String,
    /// The nearest heading above it.
    pub heading: String,
    pub stance: Stance,
}

pub fn passages(page: &Page) -> Vec<Passage> {
    let mut found = head_passages(page);
    found.extend(body_passages(page));
    found
}

fn head_passages(page: &Page) -> Vec<Passage> {
    let head = &page.version.page.head;
    let whole = page_stance(page);
    let mut found = Vec::new();
    for stated in &head.fields {
        let mut texts = Vec::new();
        let mut steps = vec![Step::Field(stated.name.clone())];
        texts_of(&stated.value, &mut steps, &mut texts);
        for (steps, text) in texts {
            let place = locate(&page.version.page.source, head, &steps);
            found.push(Passage {
                place: Place::Head,
                line: page.line(place.span.start),
                unlinked: text.clone(),
                text,
                heading: String::new(),
                stance: whole.clone(),
            });
        }
    }
    found
}

fn texts_of(value: &Value, steps: &mut Vec<Step>, found: &mut Vec<(Vec<Step>, String)>) {
    match value {
        Value::Text(text) => found.push((steps.clone(), text.clone())),
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                steps.push(Step::Item(at));
                texts_of(item, steps, found);
                steps.pop();
            }
        }
        Value::Record(fields) => {
            for field in fields {
                steps.push(Step::Field(field.name.clone()));
                texts_of(&field.value, steps, found);
                steps.pop();
            }
        }
        _ => {}
    }
}

/// The passages of a body, in document order. Code is no prose and stands as `␀`.
pub fn body_passages(page: &Page) -> Vec<Passage> {
    let body = &page.version.page.body;
    let mut found: Vec<Passage> = Vec::new();
    // Around a node: where each ends, its node, and whether words within it are prose of its own.
    let mut around: Vec<(usize, usize)> = Vec::new();
    let mut links: Vec<usize> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, node) in body.nodes.iter().enumerate() {
        while around.pop_if(|(end, _)| *end <= at).is_some() {}
        while links.pop_if(|end| *end <= at).is_some() {}
        let end = node.end as usize;
        let words = match &node.kind {
            NodeKind::Element(tag) if is_inline(tag) => {
                if matches!(**tag, Tag::Link { .. } | Tag::Image { .. }) {
                    links.push(end);
                }
                continue;
            }
            NodeKind::Element(_) | NodeKind::Rule => {
                around.push((end, at));
                continue;
            }
            NodeKind::Block(block) => {
                around.push((end, at));
                open = None;
                if let Some(title) = &block.title {
                    found.push(Passage {
                        place: Place::Other,
                        line: page.line(body.opener(at).span.start),
                        text: title.clone(),
                        unlinked: title.clone(),
                        heading: heading(page, at),
                        stance: stance(page, at),
                    });
                }
                continue;
            }
            NodeKind::Text(text) => text.to_string(),
            NodeKind::Code(_) => "␀".to_string(),
            NodeKind::SoftBreak { space: true } => " ".to_string(),
            NodeKind::HardBreak => "\n".to_string(),
            _ => continue,
        };
        let container = around.last().map(|(_, node)| *node);
        let tag = container.and_then(|node| body.nodes[node].tag());
        if matches!(tag, Some(Tag::CodeBlock(_))) {
            continue;
        }
        if open != container || found.is_empty() {
            open = container;
            let place = match tag {
                Some(Tag::Heading { .. }) => Place::Heading,
                Some(Tag::Paragraph | Tag::Item) => Place::Prose,
                Some(Tag::TableCell) => Place::Cell,
                _ => Place::Other,
            };
            found.push(Passage {
                place,
                line: page.line_of(at),
                text: String::new(),
                unlinked: String::new(),
                heading: heading(page, at),
                stance: stance(page, at),
            });
        }
        let passage = found.last_mut().expect("one was just pushed");
        passage.text.push_str(&words);
        if links.is_empty() {
            passage.unlinked.push_str(&words);
        }
    }
    found
}

fn heading(page: &Page, at: usize) -> String {
    let mut headings = page.version.page.body.headings.iter().rev();
    let above = headings.find(|heading| (heading.node as usize) < at);
    above
        .map(|heading| heading.text.clone())
        .unwrap_or_default()
}

fn page_stance(page: &Page) -> Stance {
    let head = &page.version.head;
    let facts = head.list("facts").iter().filter_map(Value::as_text);
    Stance {
        basis: head.text("basis").unwrap_or_default().to_string(),
        facts: facts.map(str::to_string).collect(),
        part: None,
    }
}

/// The innermost that says so: a block around the node, a heading above it, the page.
pub fn stance(page: &Page, at: usize) -> Stance {
    let body = &page.version.page.body;
    let blocks = body
        .blocks()
        .filter(|(block, _)| *block <= at && at < body.nodes[*block].end as usize);
    let blocks = blocks.map(|(node, block)| (node, &block.attributes));
    if let Some(found) = blocks.filter_map(said).last() {
        return found;
    }
    let mut level = u8::MAX;
    for heading in body.headings.iter().rev() {
        if heading.node as usize > at || heading.level >= level {
            continue;
        }
        level = heading.level;
        if let Some(found) = said((heading.node as usize, &heading.attributes)) {
            return found;
        }
    }
    page_stance(page)
}

fn said((node, attributes): (usize, &Vec<(String, String)>)) -> Option<Stance> {
    let value = |name: &str| Some(&attributes.iter().find(|(key, _)| key == name)?.1);
    let facts = value("facts").map_or("", String::as_str);
    Some(Stance {
        basis: value("basis")?.clone(),
        facts: linli::check::evidence::list(facts)
            .into_iter()
            .map(str::to_string)
            .collect(),
        part: Some(node),
    })
}

/// The sentences of a text. A closing quotation mark or bracket belongs to the one before it.
pub fn sentences(text: &str, chinese: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut sentence = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\n' {
            sentence.push(c);
        }
        let stop = match chinese {
            true => matches!(c, '。' | '！' | '？' | '\n'),
            false => matches!(c, '.' | '!' | '?' | '\n'),
        };
        if !stop {
            continue;
        }
        while let Some(close) = chars.next_if(|c| matches!(c, '”' | '’' | '）' | ')')) {
            sentence.push(close);
        }
        let parted = chars.peek().is_none_or(|next| next.is_whitespace());
        if chinese || parted || c == '\n' {
            found.push(std::mem::take(&mut sentence));
        }
    }
    found.push(sentence);
    found
        .into_iter()
        .map(|sentence| sentence.trim().to_string())
        .filter(|sentence| sentence.chars().any(char::is_alphanumeric))
        .collect()
}

/// How long a text is: Han in Chinese, words in English.
pub fn length(text: &str, chinese: bool) -> usize {
    match chinese {
        true => text.chars().filter(|c| is_han(*c)).count(),
        false => text
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .count(),
    }
}

/// The lengths of the sentences of a page's paragraphs and items.
pub fn sentence_lengths(page: &Page) -> Vec<usize> {
    let chinese = page.is_chinese();
    let prose = body_passages(page);
    let prose = prose.iter().filter(|passage| passage.place == Place::Prose);
    prose
        .flat_map(|passage| sentences(&passage.text, chinese))
        .map(|sentence| length(&sentence, chinese))
        .filter(|length| *length > 0)
        .collect()
}
