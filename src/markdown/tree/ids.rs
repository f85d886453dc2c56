//! Addresses on the page: each heading gets one, each block keeps its own.

use std::collections::HashMap;
use std::sync::Arc;

use pulldown_cmark::Tag;

use super::{Builder, Owner};
use crate::diagnostic::Place;
use crate::markdown::headings::{self, Ids};
use crate::markdown::{Heading, NodeKind};

impl Builder<'_> {
    /// Stated ids first, in the order of the file, then those made from words.
    pub(super) fn give_ids(&mut self) {
        let mut ids = Ids::default();
        let mut repeated = Vec::new();
        let mut of_heading: HashMap<usize, String> = HashMap::new();
        for (owner, id) in std::mem::take(&mut self.whole.stated) {
            let body = &self.whole.body;
            let node = match owner {
                Owner::Heading(draft) => self.whole.drafts[draft].node as usize,
                Owner::Block(node) => node,
            };
            let place = Place::new(&body.source(node).path, id.span.clone());
            match ids.state(&id, place) {
                Ok(()) => self.give_id(owner, id.text, &mut of_heading),
                Err(mistake) => {
                    let mistake = body.in_context(node, *mistake);
                    self.diagnostics.push(mistake);
                    repeated.push((owner, id.text));
                }
            }
        }
        for (owner, name) in repeated {
            let id = ids.make(&name);
            self.give_id(owner, id, &mut of_heading);
        }
        for (at, draft) in std::mem::take(&mut self.whole.drafts)
            .into_iter()
            .enumerate()
        {
            let stated = of_heading.remove(&at);
            let id = stated.unwrap_or_else(|| ids.make(&headings::slug(&draft.text)));
            if let NodeKind::Element(tag) = &mut self.whole.body.nodes[draft.node as usize].kind
                && let Tag::Heading { id: own, .. } = Arc::make_mut(tag)
            {
                *own = Some(id.clone().into());
            }
            self.whole.body.headings.push(Heading {
                node: draft.node,
                level: draft.level,
                id,
                text: draft.text,
                attributes: draft.pairs,
            });
        }
    }

    fn give_id(&mut self, owner: Owner, id: String, of_heading: &mut HashMap<usize, String>) {
        match owner {
            Owner::Heading(draft) => {
                of_heading.insert(draft, id);
            }
            Owner::Block(node) => {
                if let NodeKind::Block(block) = &mut self.whole.body.nodes[node].kind {
                    block.id = Some(id);
                }
            }
        }
    }
}
