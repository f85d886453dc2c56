//! Putting one text into another: an include block's text is read where the block stands, by a
//! builder of its own, into the same tree.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::Builder;
use crate::diagnostic::{Diagnostic, Place};
use crate::front_matter;
use crate::markdown::include::{self, Found, words};
use crate::markdown::{NodeKind, prepared};
use crate::path::{self, SourcePath, decode};
use crate::source::Source;

/// What one page has used of what it may.
#[derive(Default)]
pub struct Spent {
    bytes: usize,
    guesses: usize,
    /// Whether nothing more is put in; that is told once.
    full: bool,
}

/// A guess at a wrong name costs a walk over the names there are: only so many a page.
const GUESSES: usize = 3;

/// A text to put in.
struct Wanted<'a> {
    source: &'a Source,
    /// Where its name stands.
    place: Place,
}

/// Why nothing is put in. A page that has had its fill says nothing more.
type Refused = Option<Box<Diagnostic>>;

impl<'a> Builder<'a> {
    /// Reads the text an include block names into the block, or says why it cannot.
    pub(super) fn include(&mut self, node: usize, opener: Range<usize>) {
        let wanted = self.wanted(node, &opener);
        match wanted.and_then(|wanted| self.allowed(wanted)) {
            Ok(wanted) => self.graft(wanted, opener),
            Err(mistake) => self.diagnostics.extend(mistake.map(|mistake| *mistake)),
        }
    }

    /// The text a block names.
    fn wanted(&mut self, node: usize, opener: &Range<usize>) -> Result<Wanted<'a>, Refused> {
        let (own, shelf) = (self.text.source, self.shelf);
        let at = |word: &str| Place::new(&own.path, include::within(own, opener, word));
        let body = &mut self.whole.body;
        let NodeKind::Block(block) = &body.nodes[node].kind else {
            return Err(None);
        };
        let Some(src) = include::src(block) else {
            let title = block.title.as_deref();
            let name = title.filter(|title| title.to_lowercase().ends_with(".md"));
            let place = at(name.unwrap_or_default());
            let meant = name.and_then(|name| own.path.resolve(name).ok());
            body.origins.mean(meant.as_ref());
            return refuse(words::without_file(place, name));
        };
        let place = at(src);
        let Ok(path) = own.path.resolve(&decode(src)) else {
            return refuse(words::outside(place));
        };
        match shelf.find(&path) {
            Found::Text(source) => Ok(Wanted { source, place }),
            Found::Page => refuse(words::page(place, &path, &own.path.way_to(&path))),
            Found::NoText => refuse(words::no_text(place, &path)),
            Found::Nothing => {
                let guesses = &mut self.whole.spent.guesses;
                *guesses += 1;
                let near = (*guesses <= GUESSES)
                    .then(|| shelf.nearest(&path))
                    .flatten();
                let written = near.map(|near| match src.starts_with('/') {
                    true => format!("/{near}"),
                    false => own.path.way_to(near),
                });
                body.origins.mean(near);
                refuse(words::missing(place, &path, written.as_deref()))
            }
        }
    }

    /// Holds what is wanted against the limits.
    fn allowed(&mut self, wanted: Wanted<'a>) -> Result<Wanted<'a>, Refused> {
        let Wanted { source, place } = wanted;
        let (origins, spent) = (&mut self.whole.body.origins, &mut self.whole.spent);
        let around: Vec<&SourcePath> = origins.chain(self.origin).collect();
        let is_around = around.contains(&&source.path);
        let is_too_deep = around.len() > include::DEEPEST;
        let bytes = spent.bytes + source.text.len();
        let is_too_many = origins.count() >= include::MOST_TEXTS;
        let is_too_long = bytes > include::MOST_BYTES;
        if is_around {
            let cycle = words::cycle(place, &source.path);
            return refuse(origins.in_context(self.origin, cycle));
        }
        origins.mean(Some(&source.path));
        if is_too_deep {
            return refuse(origins.in_context(self.origin, words::too_deep(place)));
        }
        if spent.full {
            return Err(None);
        }
        spent.full = is_too_many || is_too_long;
        if is_too_many {
            return refuse(words::too_many(place));
        }
        if is_too_long {
            return refuse(words::too_long(place));
        }
        spent.bytes = bytes;
        Ok(Wanted { source, place })
    }

    fn graft(&mut self, wanted: Wanted, opener: Range<usize>) {
        let Wanted { source, place } = wanted;
        let (start, told) = front_matter::pass_over(source);
        self.diagnostics.extend(told);
        if source.text[start..].trim().is_empty() {
            let empty = words::empty(place, &source.path);
            return self.diagnostics.push(empty);
        }
        let text = prepared(source, start, self.schema, self.diagnostics);
        let origin = self.whole.body.origins.add(source, self.origin, opener);
        self.turn_to(origin);
        let mut inner = Builder::new(&text, self.schema, self.shelf, self.diagnostics, self.whole);
        inner.origin = origin;
        inner.read();
        self.turn_to(self.origin);
    }

    fn turn_to(&mut self, origin: usize) {
        let body = &mut self.whole.body;
        body.origins.turn(body.nodes.len(), origin);
    }

    /// A link's target, restored. In a text that is put in it counts from the handbook's root, so
    /// that it leads to the same place from every page.
    pub(super) fn address(&self, target: CowStr, kind: LinkType) -> CowStr<'static> {
        let target = self.restored(target);
        match kind {
            LinkType::Email => target,
            _ => self.rooted(target),
        }
    }

    pub(super) fn rooted(&self, target: CowStr<'static>) -> CowStr<'static> {
        match self.origin == 0 || path::is_elsewhere(&target) {
            true => target,
            false => self.text.path().rooted(&target).into(),
        }
    }
}

fn refuse<T>(diagnostic: Diagnostic) -> Result<T, Refused> {
    Err(Some(Box::new(diagnostic)))
}
