//! Which text each node of a body comes from: a page's own, or one it puts in. Every place that a
//! diagnostic names in a body is made here, so that it stands in the right file.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Body, Node, NodeKind};
use crate::diagnostic::{Diagnostic, Place};
use crate::language::Words;
use crate::path::SourcePath;
use crate::source::Source;

/// The texts of a body.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    /// The page's own is the first.
    texts: Vec<Origin>,
    /// Where another text begins or goes on: the first node and its text.
    turns: Vec<(u32, usize)>,
    /// The files that lines mean, whether or not they can be put in.
    meant: BTreeSet<SourcePath>,
}

#[derive(Clone, Debug)]
struct Origin {
    source: Source,
    /// The line that puts it in and the text of that line; `None` for the page's own.
    put_in: Option<(usize, Range<usize>)>,
}

impl Origins {
    pub fn of_page(source: &Source) -> Origins {
        let own = Origin {
            source: source.clone(),
            put_in: None,
        };
        Origins {
            texts: vec![own],
            turns: Vec::new(),
            meant: BTreeSet::new(),
        }
    }

    /// Takes in a text that a line of another one puts in.
    pub fn add(&mut self, source: &Source, by: usize, line: Range<usize>) -> usize {
        self.texts.push(Origin {
            source: source.clone(),
            put_in: Some((by, line)),
        });
        self.texts.len() - 1
    }

    pub fn mean(&mut self, path: Option<&SourcePath>) {
        self.meant.extend(path.cloned());
    }

    /// From this node on all come from a text.
    pub fn turn(&mut self, node: usize, text: usize) {
        self.turns.pop_if(|(start, _)| *start as usize == node);
        self.turns.push((node as u32, text));
    }

    /// How many texts are put in.
    pub fn count(&self) -> usize {
        self.texts.len() - 1
    }

    /// A text, the one that puts it in, and so on up to the page's own.
    pub fn chain(&self, text: usize) -> impl Iterator<Item = &SourcePath> {
        let up = |text: &usize| Some(self.texts[*text].put_in.as_ref()?.0);
        std::iter::successors(Some(text), up).map(|text| &self.texts[text].source.path)
    }

    /// Adds the lines that put a text in, for what is wrong with it only where it stands.
    pub fn in_context(&self, text: usize, mut diagnostic: Diagnostic) -> Diagnostic {
        let mut put_in = &self.texts[text].put_in;
        while let Some((by, line)) = put_in {
            let by = &self.texts[*by];
            diagnostic = diagnostic.with_label(
                Place::new(&by.source.path, line.clone()),
                Words::new("在这里引入", "put in here"),
            );
            put_in = &by.put_in;
        }
        diagnostic
    }

    pub fn of(&self, node: usize) -> usize {
        let passed = self
            .turns
            .partition_point(|(start, _)| *start as usize <= node);
        passed.checked_sub(1).map_or(0, |at| self.turns[at].1)
    }

    pub fn source(&self, text: usize) -> &Source {
        &self.texts[text].source
    }

    pub fn shrink_to_fit(&mut self) {
        self.texts.shrink_to_fit();
        self.turns.shrink_to_fit();
    }
}

impl Body {
    /// Where a node stands, in the file it was read from.
    pub fn place(&self, node: usize) -> Place {
        let Node { span, .. } = &self.nodes[node];
        self.place_of(node, span)
    }

    /// The opening line of a `:::` block; of another node where it stands.
    pub fn opener(&self, node: usize) -> Place {
        match &self.nodes[node].kind {
            NodeKind::Block(block) => self.place_of(node, &block.opener),
            _ => self.place(node),
        }
    }

    /// The text a node was read from.
    pub fn source(&self, node: usize) -> &Source {
        self.origins.source(self.origins.of(node))
    }

    /// The files whose texts are put in, each as often as it is.
    pub fn put_in(&self) -> impl Iterator<Item = &SourcePath> {
        let others = self.origins.texts.iter().skip(1);
        others.map(|origin| &origin.source.path)
    }

    /// The files that lines mean, whether or not they can be put in.
    pub fn meant(&self) -> impl Iterator<Item = &SourcePath> {
        self.origins.meant.iter()
    }

    /// Adds the lines that put a node in, for what is wrong with it only where it stands.
    pub fn in_context(&self, node: usize, diagnostic: Diagnostic) -> Diagnostic {
        self.origins.in_context(self.origins.of(node), diagnostic)
    }

    /// Tells apart what two texts of the page call by one name, such as a note's label.
    pub(super) fn origin(&self, node: usize) -> usize {
        self.origins.of(node)
    }

    pub(super) fn place_of(&self, node: usize, span: &Range<u32>) -> Place {
        let span = span.start as usize..span.end as usize;
        Place::new(&self.source(node).path, span)
    }
}
