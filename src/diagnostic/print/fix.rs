//! What a correction makes of the lines it touches: the old lines and the whole new ones.

use super::place::{Lines, floor_boundary};
use crate::diagnostic::{Edit, Patch};

/// Neighbouring lines that a patch changes together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedLines {
    /// The number (from 1) of the first.
    pub line: usize,
    pub old: Vec<String>,
    /// Empty where the lines only go away.
    pub new: Vec<String>,
}

/// A longer stretch is cut to what changes and a little around it.
const LONG: usize = 2_000;
const AROUND: usize = 120;

/// The lines a patch changes, whole. Nothing for a patch that does not fit the text.
pub fn fixed_lines(patch: &Patch, lines: &Lines) -> Vec<FixedLines> {
    if !patch.fits(lines.text) {
        return Vec::new();
    }
    let mut fixed = Vec::new();
    let mut rest = patch.edits.as_slice();
    while let Some(first) = rest.first() {
        let start_line = lines.line_of(first.start);
        let mut end = region_end(first, lines);
        let mut count = 1;
        // Edits on the same line, or on the next one, are one change to a reader.
        while let Some(next) = rest.get(count) {
            if lines.line_of(next.start) > lines.line_of(end) + 1 {
                break;
            }
            end = end.max(region_end(next, lines));
            count += 1;
        }
        let start = lines.start_of(start_line);
        fixed.push(change(lines, start..end, &rest[..count]));
        rest = &rest[count..];
    }
    fixed
}

/// Where the last line that an edit changes ends. An edit that takes or brings whole lines, each
/// with its newline, leaves the line after it alone.
fn region_end(edit: &Edit, lines: &Lines) -> usize {
    let line = lines.line_of(edit.end);
    let at_line_start = edit.end == lines.start_of(line);
    let takes_lines = edit.text.is_empty() && edit.end > edit.start;
    // A blank line is shown with the line it is put before.
    let brings_lines = edit.text.ends_with('\n') && !edit.text.trim().is_empty();
    let starts_line = edit.start == lines.start_of(lines.line_of(edit.start));
    if at_line_start && starts_line && (takes_lines || brings_lines) {
        edit.end
    } else {
        lines.end_of(line)
    }
}

fn change(lines: &Lines, region: std::ops::Range<usize>, edits: &[Edit]) -> FixedLines {
    let line = lines.line_of(region.start) + 1;
    let text = lines.text;
    let (first, last) = (&edits[0], &edits[edits.len() - 1]);
    let (mut start, mut end) = (region.start, region.end.max(last.end));
    let (mut before, mut after) = ("", "");
    if end - start > LONG {
        let near = floor_boundary(text, first.start.saturating_sub(AROUND)).max(start);
        before = if near > start { "…" } else { "" };
        start = near;
        let far = floor_boundary(text, last.end + AROUND).min(end);
        after = if far < end { "…" } else { "" };
        end = far.max(last.end);
    }
    let mut new = String::new();
    let mut at = start;
    for edit in edits {
        new.push_str(&text[at..edit.start]);
        new.push_str(&edit.text);
        at = edit.end;
    }
    new.push_str(&text[at..end]);
    FixedLines {
        line,
        old: split(before, &text[start..end], after),
        new: split(before, &new, after),
    }
}

fn split(before: &str, text: &str, after: &str) -> Vec<String> {
    let mut text = text.strip_suffix('\n').unwrap_or(text).to_string();
    if text.len() > 2 * LONG {
        text.truncate(floor_boundary(&text, 2 * LONG));
        text.push('…');
    }
    if text.is_empty() && before.is_empty() && after.is_empty() {
        return Vec::new();
    }
    format!("{before}{text}{after}")
        .split('\n')
        .map(str::to_string)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    fn fixed(text: &str, edits: &[(usize, usize, &str)]) -> Vec<(usize, String, String)> {
        let edit = |&(start, end, text): &(usize, usize, &str)| Edit {
            start,
            end,
            text: text.to_string(),
        };
        let patch = Patch {
            path: SourcePath::new("zh/a.md").unwrap(),
            edits: edits.iter().map(edit).collect(),
            safe: true,
        };
        fixed_lines(&patch, &Lines::new(text))
            .into_iter()
            .map(|fixed| (fixed.line, fixed.old.join("|"), fixed.new.join("|")))
            .collect()
    }

    fn one(line: usize, old: &str, new: &str) -> Vec<(usize, String, String)> {
        vec![(line, old.to_string(), new.to_string())]
    }

    #[test]
    fn whole_lines_are_shown_however_small_the_change() {
        assert_eq!(fixed("a\nb：c\nd", &[(3, 6, ": ")]), one(2, "b：c", "b: c"));
        assert_eq!(fixed("a\nb", &[(3, 3, "!")]), one(2, "b", "b!"));
    }

    #[test]
    fn a_line_put_in_or_taken_out_leaves_its_neighbours_alone() {
        assert_eq!(fixed("a\nb\n", &[(2, 2, "---\n")]), one(2, "", "---"));
        assert_eq!(fixed("a\nb\nc\n", &[(2, 4, "")]), one(2, "b", ""));
        assert_eq!(fixed("a\nb\nc\n", &[(2, 2, "\n")]), one(2, "b", "|b"));
    }

    #[test]
    fn near_edits_are_one_change_and_far_ones_two() {
        let text = "a\nb\nc\nd\ne\n";
        let both = fixed(text, &[(0, 1, "x"), (8, 9, "y")]);
        assert_eq!(both, [one(1, "a", "x"), one(5, "e", "y")].concat());
        assert_eq!(
            fixed(text, &[(0, 1, "x"), (2, 3, "y")]),
            one(1, "a|b", "x|y")
        );
    }

    #[test]
    fn an_endless_line_is_cut_around_the_change() {
        let text = "邻".repeat(10_000);
        let found = fixed(&text, &[(15_000, 15_003, "里")]);
        assert!(found[0].2.len() < 400 && found[0].2.contains("邻里邻"));
        assert!(found[0].2.starts_with('…') && found[0].2.ends_with('…'));
    }

    #[test]
    fn a_patch_that_does_not_fit_shows_nothing() {
        assert_eq!(fixed("甲", &[(1, 3, "x")]), []);
        assert_eq!(fixed("a", &[(0, 9, "x")]), []);
        assert_eq!(fixed("abc", &[(0, 2, "x"), (1, 3, "y")]), []);
    }
}
