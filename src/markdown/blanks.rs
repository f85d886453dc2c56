//! Lines to write on, `____`, in a form: they are drawn, not emphasis and no rule across the page.
//! Where a form begins and ends is guessed from the lines of colons: guessed wrong, a run of
//! underscores stays what it looks like.

use std::ops::Range;

use super::directives::Directives;
use super::marks::quiet;
use super::opener;
use super::splice::Splice;
use crate::schema::Schema;

/// The shortest run that is a line to write on.
const SHORTEST: usize = 3;

/// The replacements, where no other pass has its own; `taken` is put in order.
pub fn splices(
    text: &str,
    directives: &Directives,
    schema: &Schema,
    taken: &mut [Splice],
) -> Vec<Splice> {
    taken.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let is_taken = |run: &Range<usize>| {
        let after = taken.partition_point(|splice| splice.range.end <= run.start);
        taken
            .get(after)
            .is_some_and(|splice| splice.range.start < run.end)
    };
    let mut runs = drawn(text, directives, schema);
    runs.retain(|run| !is_taken(run));
    let silent = quiet('_').expect("an underscore can be silenced");
    let silenced = |run: Range<usize>| {
        let silent: String = std::iter::repeat_n(silent, run.len()).collect();
        Splice::new(run, silent)
    };
    runs.into_iter().map(silenced).collect()
}

/// The runs of underscores in forms.
fn drawn(text: &str, directives: &Directives, schema: &Schema) -> Vec<Range<usize>> {
    let is_form = |name: &str| schema.block(name).is_some_and(|kind| kind.name == "form");
    let mut found = Vec::new();
    // The blocks open here; whether each is a form or stands in one.
    let mut open: Vec<bool> = Vec::new();
    let mut lines = directives.lines.iter().peekable();
    while let Some(line) = lines.next() {
        match &line.opens {
            None => {
                open.pop();
            }
            Some(rest) => {
                let colons = rest.start - line.span.start;
                let opener = opener::read(line.text.get(colons..).unwrap_or_default(), 0);
                let inside = open.last().is_some_and(|inside| *inside);
                let class = opener.attributes.classes.first();
                open.push(
                    inside || is_form(&opener.name) || class.is_some_and(|name| is_form(name)),
                );
            }
        }
        if open.last().is_some_and(|inside| *inside) {
            let end = lines.peek().map_or(text.len(), |next| next.span.start);
            runs(text, line.span.end..end, &mut found);
        }
    }
    found
}

/// Every run in a stretch.
fn runs(text: &str, stretch: Range<usize>, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut at = stretch.start;
    while at < stretch.end {
        if bytes[at] != b'_' {
            at += 1;
            continue;
        }
        let run = bytes[at..stretch.end].iter().take_while(|b| **b == b'_');
        let end = at + run.count();
        let escaped = text[..at].ends_with('\\');
        if end - at >= SHORTEST && !escaped {
            found.push(at..end);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::body_with_all_blocks;

    fn words(text: &str) -> String {
        let body = body_with_all_blocks(text);
        body.plain_text(0..body.nodes.len()).trim().to_string()
    }

    #[test]
    fn a_drawn_line_stays_one_in_a_form_and_only_there() {
        let text = "（____）和（____）\n____\n____";
        assert_eq!(
            words(&format!("::: 表单\n{text}\n:::\n")),
            "（____）和（____） ____ ____"
        );
        assert_eq!(words(text), "（）和（）");
        assert_eq!(
            words("::: 提示\n::: 表单\n`a___b`\n:::\n___甲___\n:::\n"),
            "a___b\n甲"
        );
    }
}
