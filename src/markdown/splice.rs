//! The splice table: stretches of a text replaced before parsing, and the way back, so that every
//! place the parser names is a place in the text the author wrote.

use std::ops::Range;

/// One replacement: what to put in place of a stretch of the original. An empty stretch inserts,
/// an empty text deletes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    pub range: Range<usize>,
    pub text: String,
}

/// A text with its splices applied.
#[derive(Clone, Debug)]
pub struct Spliced {
    text: String,
    /// In order; both `new` and `old` ascend and do not overlap.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
struct Piece {
    new: Range<usize>,
    old: Range<usize>,
}

impl Splice {
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Splice {
        let text = text.into();
        Splice { range, text }
    }
}

impl Spliced {
    /// Applies the splices in the order of their places; those at one place in the order given.
    ///
    /// # Panics
    /// When two splices overlap or one lies off a character's edge: the passes that make them
    /// must agree on who owns a stretch.
    pub fn new(original: &str, mut splices: Vec<Splice>) -> Spliced {
        splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
        let mut text = String::with_capacity(original.len());
        let mut pieces = Vec::with_capacity(splices.len());
        let mut copied = 0;
        for splice in splices {
            let old = splice.range;
            assert!(copied <= old.start, "splices do not overlap");
            text.push_str(&original[copied..old.start]);
            let new = text.len()..text.len() + splice.text.len();
            text.push_str(&splice.text);
            copied = old.end;
            pieces.push(Piece { new, old });
        }
        text.push_str(&original[copied..]);
        Spliced { text, pieces }
    }

    /// What the parser sees.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where in the original that stands which begins at this offset. Inside a replacement: where
    /// the replaced stretch begins.
    pub fn back(&self, offset: usize) -> usize {
        let after = self
            .pieces
            .partition_point(|piece| piece.new.start <= offset);
        match after.checked_sub(1).map(|at| &self.pieces[at]) {
            None => offset,
            Some(piece) if offset < piece.new.end => piece.old.start,
            Some(piece) => piece.old.end + (offset - piece.new.end),
        }
    }

    /// Where in the original that stands which ends at this offset. Inside a replacement: where
    /// the replaced stretch ends.
    pub fn back_end(&self, offset: usize) -> usize {
        let after = self
            .pieces
            .partition_point(|piece| piece.new.start < offset);
        match after.checked_sub(1).map(|at| &self.pieces[at]) {
            None => offset,
            Some(piece) => piece.old.end + offset.saturating_sub(piece.new.end),
        }
    }

    /// The stretch of the original behind a stretch of the spliced text.
    pub fn back_span(&self, span: Range<usize>) -> Range<usize> {
        let start = self.back(span.start);
        start..self.back_end(span.end).max(start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_ends_of_a_replacement_are_exact() {
        let spliced = Spliced::new("ab::: x\ncd", vec![Splice::new(2..7, "<?1?>!")]);
        assert_eq!(spliced.text(), "ab<?1?>!\ncd");
        assert_eq!(spliced.back_span(2..8), 2..7);
        assert_eq!(spliced.back_span(4..6), 2..7);
        assert_eq!(spliced.back_span(8..11), 7..10);
        assert_eq!(spliced.back_span(0..2), 0..2);
    }

    #[test]
    fn beside_an_insertion_or_a_deletion_spans_keep_to_their_own_text() {
        let spliced = Spliced::new("abXc", vec![Splice::new(1..1, "--"), Splice::new(2..3, "")]);
        assert_eq!(spliced.text(), "a--bc");
        assert_eq!(spliced.back_span(0..1), 0..1);
        assert_eq!(spliced.back_span(3..4), 1..2);
        assert_eq!(spliced.back_span(4..5), 3..4);
    }

    #[test]
    #[should_panic(expected = "do not overlap")]
    fn overlapping_splices_are_our_own_mistake() {
        Spliced::new("abc", vec![Splice::new(0..2, ""), Splice::new(1..3, "")]);
    }

    /// Cuts a text of `len` letters into untouched and replaced stretches, by turns.
    fn splices(len: usize, steps: &[(usize, usize, usize)]) -> Vec<Splice> {
        let mut splices = Vec::new();
        let mut at = 0;
        for (skip, take, put) in steps {
            let start = at + skip;
            let end = start + take;
            if end > len {
                break;
            }
            splices.push(Splice::new(start..end, "#".repeat(*put)));
            at = end;
        }
        splices
    }

    proptest! {
        #[test]
        fn untouched_text_maps_back_to_itself_and_in_order(
            steps in prop::collection::vec((0..5usize, 0..5usize, 0..5usize), 0..20)
        ) {
            let original: String = ('a'..='z').cycle().take(80).collect();
            let splices = splices(80, &steps);
            let spliced = Spliced::new(&original, splices.clone());
            let mut shift = 0isize;
            let mut next = splices.iter().peekable();
            for (at, letter) in original.bytes().enumerate() {
                let mut inside = false;
                while let Some(splice) = next.peek() {
                    if splice.range.end > at {
                        inside = splice.range.start <= at;
                        break;
                    }
                    shift += splice.text.len() as isize - splice.range.len() as isize;
                    next.next();
                }
                if !inside {
                    let new = at.checked_add_signed(shift).unwrap();
                    prop_assert_eq!(spliced.text().as_bytes()[new], letter);
                    prop_assert_eq!(spliced.back(new), at);
                    prop_assert_eq!(spliced.back_end(new + 1), at + 1);
                }
            }
            let ends: Vec<usize> = (0..=spliced.text().len()).map(|at| spliced.back(at)).collect();
            prop_assert!(ends.is_sorted());
            let ends: Vec<usize> = (0..=spliced.text().len()).map(|at| spliced.back_end(at)).collect();
            prop_assert!(ends.is_sorted());
            prop_assert_eq!(spliced.back(spliced.text().len()), 80);
        }
    }
}
