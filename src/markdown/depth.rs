//! How deep lists and quotes may stand in each other on one line. The parser looks at every one of
//! them again on each line that follows, so a line of thousands would cost the square of its length.
//! What stands deeper is text, as typed: nobody reads a hundred quotes in each other.

use super::marks::EDGE;
use super::splice::Splice;

/// The most markers on one line that open something.
const DEEPEST: usize = 100;

/// Where a line's further markers are kept from opening anything.
pub fn splices(text: &str) -> Vec<Splice> {
    let mut splices = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // Two bytes a marker at the least, but for `>`.
        if line.len() > DEEPEST
            && let Some(at) = too_deep(line.as_bytes())
        {
            splices.push(Splice::new(start + at..start + at, EDGE));
        }
        start += line.len();
    }
    splices
}

/// Where the first marker too many stands.
fn too_deep(line: &[u8]) -> Option<usize> {
    let is_blank = |at: usize| matches!(line.get(at), Some(b' ' | b'\t'));
    let mut at = 0;
    let mut depth = 0;
    loop {
        let length = match line.get(at)? {
            b' ' | b'\t' => {
                at += 1;
                continue;
            }
            b'>' => 1,
            b'-' | b'+' | b'*' if is_blank(at + 1) => 1,
            b'0'..=b'9' => {
                let digits = line[at..].iter().take_while(|b| b.is_ascii_digit());
                let end = at + digits.take(10).count();
                let ends = matches!(line.get(end), Some(b'.' | b')')) && is_blank(end + 1);
                if !ends {
                    return None;
                }
                end + 1 - at
            }
            _ => return None,
        };
        depth += 1;
        if depth > DEEPEST {
            return (!is_rule(line)).then_some(at);
        }
        at += length;
    }
}

/// `* * *`, however long: a rule across the page.
fn is_rule(line: &[u8]) -> bool {
    ["*", "-"].iter().any(|mark| {
        let other = |byte: &u8| !byte.is_ascii_whitespace() && *byte != mark.as_bytes()[0];
        !line.iter().any(other)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::html;

    #[test]
    fn a_hundred_are_read_and_the_rest_is_text() {
        let quotes = |count: usize| html(&format!("{}甲\n", "> ".repeat(count)));
        assert_eq!(quotes(100).matches("<blockquote>").count(), 100);
        assert_eq!(quotes(103).matches("<blockquote>").count(), 100);
        assert!(quotes(103).contains("<p>&gt; &gt; &gt; 甲</p>"));
        let lists = html(&format!("{}甲\n", "- 1. ".repeat(60)));
        assert_eq!(lists.matches("<li>").count(), 100);
        assert!(lists.contains("- 1. - 1. "));
    }

    #[test]
    fn a_long_rule_stays_a_rule() {
        assert_eq!(html(&format!("{}\n", "* ".repeat(300))), "<hr />\n");
        assert_eq!(html(&format!("{}\n", "-".repeat(300))), "<hr />\n");
    }
}
