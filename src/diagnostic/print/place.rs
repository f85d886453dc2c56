//! Where things stand, for printing: lines and columns of many offsets in one text without
//! counting from its start each time, and paths as the reader would type them.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::path::SourcePath;

/// The texts that a list of diagnostics speaks of.
pub struct Files<'a> {
    prefix: String,
    lines: BTreeMap<SourcePath, Lines<'a>>,
}

/// A text with an index of its lines. Columns are counted from the nearest mark, so that a
/// thousand diagnostics in one endless line cost no more than a thousand short ones.
pub struct Lines<'a> {
    pub text: &'a str,
    /// Where each line starts; never empty.
    starts: Vec<usize>,
    /// Characters and UTF-16 units before each `STEP`-th byte (or the character it falls into).
    marks: Vec<(usize, usize)>,
}

const STEP: usize = 512;

/// A point in a text; all count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub line: usize,
    /// In characters.
    pub column: usize,
    /// In UTF-16 code units.
    pub utf16: usize,
}

impl<'a> Files<'a> {
    pub fn new(
        diagnostics: &[Diagnostic],
        texts: &dyn Fn(&SourcePath) -> Option<&'a str>,
        prefix: &str,
    ) -> Files<'a> {
        let mut lines = BTreeMap::new();
        for diagnostic in diagnostics {
            let places = diagnostic.place.iter();
            let paths = places
                .chain(diagnostic.labels.iter().map(|label| &label.place))
                .map(|place| &place.path)
                .chain(diagnostic.patch.iter().map(|patch| &patch.path));
            for path in paths {
                if lines.contains_key(path) {
                    continue;
                }
                if let Some(text) = texts(path) {
                    lines.insert(path.clone(), Lines::new(text));
                }
            }
        }
        Files {
            prefix: prefix.to_string(),
            lines,
        }
    }

    /// The path as the reader would type it.
    pub fn shown(&self, path: &SourcePath) -> String {
        self.under(path.as_str())
    }

    /// The same for a name in the handbook's folder that need not exist.
    pub fn under(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    pub fn lines(&self, path: &SourcePath) -> Option<&Lines<'a>> {
        self.lines.get(path)
    }

    /// Start and end of a place, where its text is known.
    pub fn points(&self, place: &Place) -> Option<(Point, Point)> {
        let lines = self.lines(&place.path)?;
        let end = place.span.end.max(place.span.start);
        Some((lines.point(place.span.start), lines.point(end)))
    }
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Lines<'a> {
        let mut starts = vec![0];
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let (mut characters, mut utf16) = (0, 0);
        for (at, c) in text.char_indices() {
            // A character may reach over the mark's byte; the mark then counts from its start.
            while marks.len() * STEP < at + c.len_utf8() {
                marks.push((characters, utf16));
            }
            characters += 1;
            utf16 += c.len_utf16();
            if c == '\n' {
                starts.push(at + 1);
            }
        }
        while marks.len() * STEP <= text.len() {
            marks.push((characters, utf16));
        }
        Lines {
            text,
            starts,
            marks,
        }
    }

    /// The nearest character boundary at or before an offset.
    pub fn boundary(&self, offset: usize) -> usize {
        floor_boundary(self.text, offset)
    }

    pub fn point(&self, offset: usize) -> Point {
        let offset = self.boundary(offset);
        let line = self.line_of(offset);
        let (characters, utf16) = self.counted(offset);
        let (before, before_utf16) = self.counted(self.starts[line]);
        Point {
            line: line + 1,
            column: characters - before + 1,
            utf16: utf16 - before_utf16 + 1,
        }
    }

    /// The number (from 0) of the line an offset stands in.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// Where a line (from 0) starts.
    pub fn start_of(&self, line: usize) -> usize {
        self.starts[line]
    }

    /// Where a line (from 0) ends, before its newline.
    pub fn end_of(&self, line: usize) -> usize {
        match self.starts.get(line + 1) {
            Some(next) => next - 1,
            None => self.text.len(),
        }
    }

    fn counted(&self, offset: usize) -> (usize, usize) {
        let mark = offset / STEP;
        let (mut characters, mut utf16) = self.marks[mark];
        for c in self.text[self.boundary(mark * STEP)..offset].chars() {
            characters += 1;
            utf16 += c.len_utf16();
        }
        (characters, utf16)
    }
}

/// The nearest character boundary at or before an offset.
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::line_and_column;

    #[test]
    fn the_index_counts_as_the_plain_way_does() {
        let mut text = String::from("甲乙\n\n𠮷a\tb\n");
        text.push_str(&"邻里𠮷x".repeat(400));
        text.push_str("\n尾\n");
        let lines = Lines::new(&text);
        for offset in 0..text.len() + 3 {
            let point = lines.point(offset);
            assert_eq!(
                (point.line, point.column),
                line_and_column(&text, offset),
                "at {offset}"
            );
            let at = lines.boundary(offset);
            let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            assert_eq!(point.utf16, text[start..at].encode_utf16().count() + 1);
        }
    }

    #[test]
    fn an_empty_text_has_one_empty_line() {
        let lines = Lines::new("");
        assert_eq!((lines.point(9).line, lines.point(9).column), (1, 1));
        assert_eq!((lines.start_of(0), lines.end_of(0)), (0, 0));
    }
}
