//! Opening and closing `:::` blocks among Markdown's own elements: a block lives and ends inside the
//! list item or quote it was opened in.

use std::ops::Range;

use super::{Builder, Open, OpenKind, Orphan, Owner};
use crate::markdown::directives::Line;
use crate::markdown::opener;
use crate::markdown::{Block, NodeKind, attributes, blocks, include};

impl Builder<'_> {
    /// A line of colons that the parser has passed through.
    pub(super) fn directive(&mut self, line: &Line) {
        let base = self.text.start;
        let place = base + line.span.start..base + line.span.end;
        match &line.opens {
            Some(rest) => {
                let colons = rest.start - line.span.start;
                self.open_block(&line.text[colons..], base + rest.start, place);
            }
            None => self.close_block(place),
        }
    }

    fn open_block(&mut self, rest: &str, offset: usize, place: Range<usize>) {
        let path = self.text.path();
        let mut read = opener::read(rest, offset);
        for slip in std::mem::take(&mut read.attributes.slips) {
            self.diagnostics.push(attributes::slip(path, slip));
        }
        if let Some(brace) = read.open_brace.clone() {
            self.diagnostics.push(blocks::open_brace(path, brace));
        }
        // `::: {.note}`, as Pandoc writes it.
        if read.name.is_empty() && !read.attributes.classes.is_empty() {
            read.name = read.attributes.classes.remove(0);
        }
        let known = self.schema.block(&read.name);
        let mut unknown = None;
        match known {
            None => {
                unknown = Some(self.diagnostics.len());
                let mistake = blocks::unknown(path, &read, self.schema);
                self.diagnostics.push(mistake);
                let words = rest.split(['{', '｛']).next().unwrap_or_default().trim();
                let whole = if words.is_empty() { &read.name } else { words };
                read.title = Some(whole.to_string()).filter(|title| !title.is_empty());
            }
            Some(block) => {
                let told = attributes::name(&mut read.attributes, &block.attributes, path);
                self.diagnostics.extend(told);
                opener::spoken_minutes(&mut read.attributes);
                let is_open =
                    |name: &String| self.whole.names.get(name).is_some_and(|count| *count > 0);
                if !block.inside.is_empty() && !block.inside.iter().any(is_open) {
                    let mut misplaced = blocks::misplaced(path, place.clone(), block, self.schema);
                    let closed = block.inside.iter().find_map(|name| self.closed.get(name));
                    if let Some(closer) = closed {
                        misplaced = blocks::closed_here(misplaced, path, closer.clone());
                    }
                    let origins = &self.whole.body.origins;
                    let misplaced = origins.in_context(self.origin, misplaced);
                    self.diagnostics.push(misplaced);
                }
            }
        }
        let minutes = read
            .attributes
            .pairs
            .iter()
            .find(|(key, _)| key == "minutes");
        if let Some((_, value)) = minutes.filter(|(_, value)| value.parse::<u32>().is_err()) {
            let mistake = blocks::bad_minutes(path, place.clone(), value);
            self.diagnostics.push(mistake);
        }
        let name = known.map_or(String::new(), |block| block.name.clone());
        *self.whole.names.entry(name.clone()).or_default() += 1;
        let block = Block {
            name,
            title: read.title,
            id: None,
            classes: read.attributes.classes,
            attributes: read.attributes.pairs,
            opener: place.start as u32..place.end as u32,
        };
        let puts_in = block.name == include::BLOCK;
        let (opener, line) = (place.clone(), place.clone());
        let node = self.node(NodeKind::Block(Box::new(block)), place);
        self.unknown.extend(unknown.map(|said| (node, said)));
        if let Some(id) = read.attributes.id {
            self.whole.stated.push((Owner::Block(node), id));
        }
        self.awaiting.push(self.open.len());
        let kind = OpenKind::Block { opener };
        self.open.push(Open { node, kind });
        if puts_in {
            self.include(node, line);
        }
    }

    /// A closer ends the innermost block of its own list item or quote. Where there is none, it
    /// was meant for a block of another depth, or for none at all.
    fn close_block(&mut self, closer: Range<usize>) {
        let path = self.text.path();
        if let Some(OpenKind::Block { opener }) = self.open.last().map(|open| &open.kind) {
            let opener = opener.clone();
            let node = self.open.pop().map_or(0, |open| open.node);
            self.forget_block(node, opener);
            if let NodeKind::Block(block) = &self.whole.body.nodes[node].kind {
                self.closed.insert(block.name.clone(), closer.clone());
            }
            self.last_closed = Some(closer.clone());
            if let Some(said) = self.unknown.remove(&node) {
                blocks::ends_here(&mut self.diagnostics[said], path, closer.clone());
            }
            self.end_inline_tags();
            self.whole.body.nodes[node].span.end = closer.end as u32;
            self.seal(node, false);
            return;
        }
        let awaited = || {
            let open = &self.open[*self.awaiting.last()?];
            match &open.kind {
                OpenKind::Block { opener } => Some(opener.clone()),
                _ => None,
            }
        };
        let mistake = match self.orphans.pop() {
            Some(orphan) => blocks::closer_depth(path, closer, orphan.opener),
            None => match awaited() {
                Some(opener) => {
                    self.awaiting.pop();
                    blocks::closer_depth(path, closer, opener)
                }
                None => {
                    let stray = blocks::stray_closer(path, closer);
                    match &self.last_closed {
                        Some(before) => blocks::closed_here(stray, path, before.clone()),
                        None => stray,
                    }
                }
            },
        };
        self.diagnostics.push(mistake);
    }

    /// Takes a block just removed from `open` off the books; its opener comes back if nobody has
    /// complained of it yet.
    pub(super) fn forget_block(&mut self, node: usize, opener: Range<usize>) -> Option<Orphan> {
        if let NodeKind::Block(block) = &self.whole.body.nodes[node].kind
            && let Some(count) = self.whole.names.get_mut(&block.name)
        {
            *count -= 1;
        }
        // Written as a node's end is: the last word inside it.
        let last = self.whole.body.nodes[self.last].span.end;
        let span = &mut self.whole.body.nodes[node].span;
        span.end = span.end.max(last);
        let awaited = self.awaiting.last() == Some(&self.open.len());
        if awaited {
            self.awaiting.pop();
        }
        let end = span.end as usize;
        let text = &self.text.source.text;
        awaited.then(|| Orphan {
            last_line: last_line(text, opener.end, end),
            opener,
        })
    }
}

/// The last line with words on it between two places; empty where there is none.
fn last_line(text: &str, from: usize, end: usize) -> Range<usize> {
    let inside = text.get(from..end).unwrap_or_default().trim_end();
    let start = inside.rfind('\n').map_or(inside.len(), |at| at + 1);
    let indent = inside[start..].len() - inside[start..].trim_start().len();
    from + start + indent..from + inside.len()
}
