//! A page's text as HTML for one reader: links to where that reader finds things, blocks with their
//! names in words, the lecturer's notes only in the lecturer's edition.

use super::blocks::{self, Plan, Reading};
use super::cards::Site;
use super::pages::Edition;
use crate::handbook::{Version, links};
use crate::markdown::html::{Frame, HtmlHooks, Target, to_html};
use crate::markdown::{Block, NodeKind};
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
    let text = Reading::new(site, version, reader, path, edition);
    let plan = blocks::plan(&text);
    let hooks = Hooks { text, plan };
    to_html(body, 0..body.nodes.len(), &hooks)
}

struct Hooks<'a> {
    text: Reading<'a>,
    plan: Plan,
}

impl HtmlHooks for Hooks<'_> {
    /// The title is the page's only level 1; in the text it counts as the level 2 it should be.
    fn heading_level(&self, level: u8) -> u8 {
        level.max(2)
    }

    fn link(&self, target: &str, picture: bool) -> Target {
        match links::resolve(self.text.site.handbook, &self.text.version.page, target) {
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
                let note = self.text.site.handbook.evidence.picture(&path);
                let tag = self.text.tag();
                let alt = note.map(|note| note.alt.get(tag).to_string());
                let size = self
                    .text
                    .site
                    .handbook
                    .files
                    .get(&path)
                    .and_then(|file| file.size);
                match SitePath::new(path.as_str()) {
                    Ok(path) => Target::Picture {
                        src: path.href_from(self.text.path),
                        size,
                        alt,
                    },
                    Err(_) => Target::Text,
                }
            }
            _ => match self
                .text
                .site
                .link(self.text.version, self.text.reader, target)
            {
                Some((path, anchor)) => {
                    let anchor = anchor.map(|anchor| format!("#{}", encode(&anchor)));
                    Target::Href(path.href_from(self.text.path) + &anchor.unwrap_or_default())
                }
                None => Target::Text,
            },
        }
    }

    fn block(&self, at: usize, block: &Block) -> (String, String) {
        self.text.around(at, block)
    }

    fn frame(&self, at: usize) -> Option<&Frame> {
        self.plan.get(&at)
    }

    fn skips(&self, _at: usize, block: &Block) -> bool {
        self.text.leaves_out(block)
    }

    fn after_heading(&self, at: usize) -> Option<String> {
        let headings = &self.text.version.page.body.headings;
        let heading = headings
            .binary_search_by_key(&at, |heading| heading.node as usize)
            .ok()?;
        self.text.rests_on(&headings[heading].attributes)
    }

    fn label(&self, key: &str) -> String {
        self.text.word(key).to_string()
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
