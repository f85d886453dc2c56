//! Lines to write on, `____`, in a form: they are drawn, not emphasis and no rule across the page.
//!
//! A reserved character on either side of such a run keeps the parser from seeing anything in it;
//! [`Directives::restore`] takes it away again. Where a form begins and ends is guessed from the
//! lines of colons: guessed wrong, a run of underscores stays what it looks like.

use super::directives::Directives;
use super::opener;
use crate::schema::Schema;

/// The shortest run that is a line to write on.
const SHORTEST: usize = 3;

/// Where a reserved character is to stand.
pub fn find(text: &str, directives: &Directives, schema: &Schema) -> Vec<usize> {
    let is_form = |name: &str| schema.block(name).is_some_and(|kind| kind.name == "form");
    let mut marks = Vec::new();
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
            runs(text, line.span.end..end, &mut marks);
        }
    }
    marks
}

/// Both ends of every run in a stretch.
fn runs(text: &str, stretch: std::ops::Range<usize>, marks: &mut Vec<usize>) {
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
            marks.extend([at, end]);
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
