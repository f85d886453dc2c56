//! Lines of `:::` before parsing: each that may open or close a block is replaced by a processing
//! instruction of the same indent, which Markdown passes through as raw HTML.
//!
//! Whether a line truly is one is not guessed here. It comes back from the parser as raw HTML where
//! it is, and as a piece of code or text where it is hidden by a fence, an indent or a list; then
//! [`Directives::restore`] puts the author's own words back. (A comment would do too, but `-->`
//! would end a comment the author put around a block.)

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::marks;
use super::splice::Splice;

/// All lines of one text that may be directives.
#[derive(Clone, Debug, Default)]
pub struct Directives {
    pub lines: Vec<Line>,
    /// Begins every placeholder and stands nowhere in the author's text.
    mark: String,
}

/// One such line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// From the first colon to the end of the line, without spaces at its end.
    pub span: Range<usize>,
    /// What stands there; a wide space for the reserved character, as long as it is.
    pub text: String,
    /// What follows the colons; `None` for a line of only colons.
    pub opens: Option<Range<usize>>,
}

/// Finds the lines of a text.
pub fn find(text: &str) -> Directives {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = container_prefix(line);
        if let Some(found) = read_line(line[indent..].trim_end(), start + indent) {
            lines.push(found);
        }
        start += line.len();
    }
    let mark = unused_mark(text);
    Directives { lines, mark }
}

impl Directives {
    /// The replacements, in order.
    pub fn splices(&self) -> Vec<Splice> {
        let placeholder = |at: usize| format!("{}{at}?>", self.mark);
        self.lines
            .iter()
            .enumerate()
            .map(|(at, line)| Splice::new(line.span.clone(), placeholder(at)))
            .collect()
    }

    /// Whether a stretch lies on one of the lines.
    pub fn covers(&self, stretch: &Range<usize>) -> bool {
        let at = self
            .lines
            .partition_point(|line| line.span.end <= stretch.start);
        self.lines
            .get(at)
            .is_some_and(|line| line.span.start < stretch.end)
    }

    /// The line a piece of raw HTML stands for, if that is all it is.
    pub fn line(&self, html: &str) -> Option<&Line> {
        let number = html.trim().strip_prefix(&self.mark)?.strip_suffix("?>")?;
        self.lines.get(number.parse::<usize>().ok()?)
    }

    /// Puts the author's own words back wherever a placeholder is part of a text.
    pub fn restore<'a>(&self, text: CowStr<'a>) -> CowStr<'a> {
        if self.lines.is_empty() || !text.contains(&self.mark) {
            return text;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = &*text;
        while let Some(at) = rest.find(&self.mark) {
            out.push_str(&rest[..at]);
            let after = &rest[at + self.mark.len()..];
            let digits = after
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(after.len());
            if let Some(line) = after[..digits]
                .parse::<usize>()
                .ok()
                .and_then(|number| self.lines.get(number))
            {
                out.push_str(&line.text);
            }
            rest = &after[digits..];
            rest = rest.strip_prefix("?>").unwrap_or(rest);
        }
        out.push_str(rest);
        out.into()
    }
}

/// The length of what may stand before a directive: indent, `>` and list markers. A line this lets
/// through wrongly does no harm: the parser decides.
fn container_prefix(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'>') => at += 1,
            Some(b'-' | b'+' | b'*') if is_blank(bytes.get(at + 1)) => at += 2,
            Some(b'0'..=b'9') => {
                let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit());
                let marker = at + digits.count();
                let ends = matches!(bytes.get(marker), Some(b'.' | b')'));
                if !ends || !is_blank(bytes.get(marker + 1)) {
                    return at;
                }
                at = marker + 2;
            }
            _ => return at,
        }
    }
}

fn is_blank(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b' ' | b'\t'))
}

fn read_line(line: &str, start: usize) -> Option<Line> {
    let rest = line.trim_start_matches([':', '：']);
    let colons = line.len() - rest.len();
    if line[..colons].chars().count() < 3 {
        return None;
    }
    let end = start + line.len();
    Some(Line {
        span: start..end,
        text: line.replace(marks::is_ours, "\u{3000}"),
        opens: (!rest.is_empty()).then_some(start + colons..end),
    })
}

/// `<?linli0:` with the first number that the text does not hold.
fn unused_mark(text: &str) -> String {
    const STEM: &str = "<?linli";
    let mut taken: Vec<u32> = text
        .match_indices(STEM)
        .filter_map(|(at, _)| {
            let after = &text[at + STEM.len()..];
            let digits = after.bytes().take(9).take_while(u8::is_ascii_digit).count();
            after[..digits].parse().ok()
        })
        .collect();
    taken.sort_unstable();
    taken.dedup();
    let free = taken
        .iter()
        .enumerate()
        .find(|(at, number)| *at as u32 != **number);
    let free = free.map_or(taken.len(), |(at, _)| at);
    format!("{STEM}{free}:")
}

#[cfg(test)]
mod tests {
    use super::super::splice::Spliced;
    use super::*;

    #[test]
    fn directive_lines_keep_their_indent_and_containers() {
        let text = "::: note 甲\n> - ：：：\n  1. ::: tip  \n:: no\na ::: no\n";
        let found = find(text);
        let texts: Vec<&str> = found.lines.iter().map(|line| &*line.text).collect();
        assert_eq!(texts, ["::: note 甲", "：：：", "::: tip"]);
        assert_eq!(found.lines[1].opens, None);
        let spliced = Spliced::new(text, found.splices());
        assert_eq!(
            spliced.text(),
            "<?linli0:0?>\n> - <?linli0:1?>\n  1. <?linli0:2?>  \n:: no\na ::: no\n"
        );
    }

    #[test]
    fn a_typed_placeholder_is_not_taken_for_one() {
        let found = find("<?linli0:0?>\n<?linli1:0?>\n::: note\n");
        assert_eq!(found.line("<?linli0:0?>"), None);
        assert_eq!(found.line("<?linli2:0?>\n").unwrap().text, "::: note");
        assert_eq!(
            &*found.restore("a <?linli2:0?> <?linli0:0?>".into()),
            "a ::: note <?linli0:0?>"
        );
    }
}
