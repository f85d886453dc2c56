//! A page's text as HTML for one reader: links to where that reader finds things, blocks with their
//! names in words, the lecturer's notes only in the lecturer's edition.

use super::cards::Site;
use super::pages::Edition;
use super::site::sources_path;
use crate::check::evidence::list;
use crate::handbook::{Version, links};
use crate::markdown::html::{Frame, HtmlHooks, Target, escape, to_html};
use crate::markdown::{Block, NodeKind, include};
use crate::path::{SitePath, encode};

/// Writes the text of a version for readers of a language, on the page at `path`.
pub fn html(
    site: &Site,
    version: &Version,
    reader: usize,
    path: &SitePath,
    edition: Edition,
) -> String {
    let body = &version.page.body;
    let hooks = Hooks {
        site,
        version,
        reader,
        path,
        edition,
    };
    to_html(body, 0..body.nodes.len(), &hooks)
}

struct Hooks<'a> {
    site: &'a Site<'a>,
    version: &'a Version,
    reader: usize,
    path: &'a SitePath,
    edition: Edition,
}

impl HtmlHooks for Hooks<'_> {
    /// The title is the page's only level 1; in the text it counts as the level 2 it should be.
    fn heading_level(&self, level: u8) -> u8 {
        level.max(2)
    }

    fn link(&self, target: &str, picture: bool) -> Target {
        match links::resolve(self.site.handbook, &self.version.page, target) {
            // A picture from elsewhere would be a request to another host.
            links::Target::Elsewhere if picture => Target::Text,
            links::Target::Elsewhere
                if target.starts_with("mailto:") || target.starts_with("tel:") =>
            {
                Target::Href(target.to_string())
            }
            links::Target::Elsewhere => Target::External(target.to_string()),
            links::Target::Anchor(anchor) => Target::Href(format!("#{}", encode(&anchor))),
            links::Target::File(path) if picture => {
                let note = self.site.handbook.evidence.picture(&path);
                let tag = self.site.tag(self.version.page.address.language);
                let alt = note.map(|note| note.alt.get(tag).to_string());
                let size = self
                    .site
                    .handbook
                    .files
                    .get(&path)
                    .and_then(|file| file.size);
                match SitePath::new(path.as_str()) {
                    Ok(path) => Target::Picture {
                        src: path.href_from(self.path),
                        size,
                        alt,
                    },
                    Err(_) => Target::Text,
                }
            }
            _ => match self.site.link(self.version, self.reader, target) {
                Some((path, anchor)) => {
                    let anchor = anchor.map(|anchor| format!("#{}", encode(&anchor)));
                    Target::Href(path.href_from(self.path) + &anchor.unwrap_or_default())
                }
                None => Target::Text,
            },
        }
    }

    fn block(&self, _at: usize, block: &Block) -> Frame {
        let schema = &self.site.handbook.schema;
        let Some(kind) = schema.block(&block.name) else {
            return plain_box(block);
        };
        if block.name == include::BLOCK {
            return self.put_in(block);
        }
        // The block's name is a word on the page: said in the language of the text around it.
        let name = escape(
            kind.label
                .get(self.site.tag(self.version.page.address.language)),
        );
        let title = block.title.as_deref().map(escape).unwrap_or_default();
        let aside = self.aside(block);
        let heading = match title.is_empty() {
            true => format!("<span class=\"block-name\">{name}</span>{aside}"),
            false => format!("<span class=\"block-name\">{name}</span> {title}{aside}"),
        };
        let id = block
            .id
            .as_deref()
            .map(|id| format!(" id=\"{}\"", escape(id)))
            .unwrap_or_default();
        let class = format!("block block-{}", escape(&kind.name));
        let rests = self.rests_on(&block.attributes).unwrap_or_default();
        // The lecturer sees answers open.
        if kind.folded && self.edition != Edition::Facilitator {
            return Frame::Around {
                before: format!(
                    "<details class=\"{class}\"{id}>\n<summary>{heading}</summary>\n{rests}"
                ),
                after: "</details>\n".into(),
            };
        }
        let by = block
            .attribute("by")
            .map(|by| format!("<p class=\"block-by\">{}</p>\n", escape(by)));
        Frame::Around {
            before: format!(
                "<div class=\"{class}\"{id}>\n<p class=\"block-title\">{heading}</p>\n{rests}"
            ),
            after: by.unwrap_or_default() + "</div>\n",
        }
    }

    fn skips(&self, _at: usize, block: &Block) -> bool {
        let kind = self.site.handbook.schema.block(&block.name);
        self.edition == Edition::Participant && kind.is_some_and(|kind| kind.facilitator)
    }

    fn after_heading(&self, at: usize) -> Option<String> {
        let headings = &self.version.page.body.headings;
        let heading = headings
            .binary_search_by_key(&at, |heading| heading.node as usize)
            .ok()?;
        self.rests_on(&headings[heading].attributes)
    }

    fn label(&self, key: &str) -> String {
        self.site
            .word(self.version.page.address.language, key)
            .unwrap_or(key)
            .to_string()
    }
}

impl Hooks<'_> {
    /// A text that is put in stands as if it were written there, but for what the block itself
    /// says: its title, an address, a length of time.
    fn put_in(&self, block: &Block) -> Frame {
        let title = block.title.as_deref().map(escape).unwrap_or_default();
        let heading = title + &self.aside(block);
        let rests = self.rests_on(&block.attributes).unwrap_or_default();
        let id = block.id.as_deref().map(escape);
        let frame = |before, after: &str| Frame::Around {
            before,
            after: after.to_string(),
        };
        match (heading.is_empty() && rests.is_empty(), id) {
            (true, None) => frame(String::new(), ""),
            (true, Some(id)) => frame(format!("<div id=\"{id}\">\n"), "</div>\n"),
            (false, id) => {
                let id = id.map_or(String::new(), |id| format!(" id=\"{id}\""));
                let class = "block block-include";
                let title = format!("<p class=\"block-title\">{heading}</p>\n{rests}");
                frame(format!("<div class=\"{class}\"{id}>\n{title}"), "</div>\n")
            }
        }
    }

    /// The time and the size of group a block states, after its title.
    fn aside(&self, block: &Block) -> String {
        let language = self.version.page.address.language;
        let minutes = block.minutes().map(|minutes| {
            let words = self.site.word(language, "minutes").unwrap_or("{}");
            words.replace("{}", &minutes.to_string())
        });
        let group = block.attribute("group").map(str::to_string);
        let parts: Vec<String> = minutes
            .into_iter()
            .chain(group)
            .map(|part| escape(&part))
            .collect();
        match parts.is_empty() {
            true => String::new(),
            false => format!(" <span class=\"block-time\">{}</span>", parts.join(" · ")),
        }
    }

    /// `{basis=sourced facts=F22,F23}` in words: what a part of a page rests on.
    fn rests_on(&self, attributes: &[(String, String)]) -> Option<String> {
        let value = |name: &str| {
            attributes
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        let language = self.version.page.address.language;
        let basis = value("basis")
            .map(|basis| self.basis_label(basis, language))
            .unwrap_or_default();
        let known = &self.site.handbook.evidence.facts;
        let folder = &self.site.handbook.language(self.reader).folder;
        let page = SitePath::new(&sources_path(folder)).ok()?;
        let facts: Vec<String> = list(value("facts").unwrap_or_default())
            .into_iter()
            .filter_map(|id| known.get(id))
            .map(|fact| {
                let (href, id) = (page.href_from(self.path), escape(&fact.id));
                format!("<a href=\"{href}#{}\">{id}</a>", encode(&fact.id))
            })
            .collect();
        let words: Vec<String> = [escape(&basis), facts.join(" ")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        (!words.is_empty()).then(|| format!("<p class=\"part-basis\">{}</p>\n", words.join(" ")))
    }

    fn basis_label(&self, basis: &str, language: usize) -> String {
        let kind = self
            .site
            .handbook
            .schema
            .kind("page")
            .expect("the schema has the kind `page`");
        let choices = match kind.field("basis").map(|field| &field.shape) {
            Some(crate::schema::Shape::Choice(choices)) => choices.as_slice(),
            _ => &[],
        };
        let choice = choices.iter().find(|choice| choice.is(basis));
        choice.map_or(String::new(), |choice| {
            choice.label.get(self.site.tag(language)).to_string()
        })
    }
}

/// A block of no known name: its words in a box.
fn plain_box(block: &Block) -> Frame {
    let title = block
        .title
        .as_deref()
        .map(|title| format!("<p class=\"block-title\">{}</p>\n", escape(title)));
    Frame::Around {
        before: format!("<div class=\"block\">\n{}", title.unwrap_or_default()),
        after: "</div>\n".into(),
    }
}

/// The headings readers of an edition get to see: not those inside blocks left out of it.
pub fn visible_headings(site: &Site, version: &Version, edition: Edition) -> Vec<usize> {
    let body = &version.page.body;
    let mut hidden_up_to = 0;
    let mut visible = Vec::new();
    let mut headings = body.headings.iter().enumerate().peekable();
    for (at, node) in body.nodes.iter().enumerate() {
        if let NodeKind::Block(block) = &node.kind {
            let kind = site.handbook.schema.block(&block.name);
            if edition == Edition::Participant && kind.is_some_and(|kind| kind.facilitator) {
                hidden_up_to = hidden_up_to.max(node.end as usize);
            }
        }
        if let Some((index, _)) = headings.next_if(|(_, heading)| heading.node as usize == at)
            && at >= hidden_up_to
        {
            visible.push(index);
        }
    }
    visible
}
