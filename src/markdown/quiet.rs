//! Characters that shall mark nothing: a single `~` (a range of numbers, not a deletion), a `*`
//! between two digits (a product), and whatever stands in a bare web address. Each is replaced by a
//! letter that stands for it until the text comes back from the parser.

use std::ops::Range;

use super::autolinks;
use super::emphasis::is_escaped;
use super::marks::quiet;
use super::splice::Splice;

/// The replacements, in order.
pub fn splices(text: &str) -> Vec<Splice> {
    let bytes = text.as_bytes();
    let mut splices = Vec::new();
    let mut at = 0;
    let sign = |byte: &u8| matches!(byte, b'~' | b'*' | b':' | b'<');
    while let Some(skip) = bytes[at..].iter().position(sign) {
        let here = at + skip;
        at = match bytes[here] {
            b':' => match autolinks::web(text, at, here) {
                Some(link) => {
                    let end = link.range.end;
                    silence(text, link.range, &mut splices);
                    end
                }
                None => here + 1,
            },
            b'<' => here + mail_in_brackets(&text[here..]).unwrap_or(1),
            _ => {
                let end = here + run_length(bytes, here);
                let start = here + usize::from(is_escaped(bytes, here));
                if end - start == 1 && is_mere(bytes, start) {
                    silence(text, start..end, &mut splices);
                }
                end
            }
        };
    }
    splices
}

fn run_length(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|b| **b == bytes[at]).count()
}

/// Any lone `~`; a `*` between digits.
fn is_mere(bytes: &[u8], at: usize) -> bool {
    let digit = |at: Option<usize>| {
        let byte = at.and_then(|at| bytes.get(at));
        byte.is_some_and(u8::is_ascii_digit)
    };
    bytes[at] == b'~' || (digit(at.checked_sub(1)) && digit(Some(at + 1)))
}

/// `<name@host>`: the brackets already say what it is, and `~` may stand in it.
fn mail_in_brackets(text: &str) -> Option<usize> {
    const LONGEST: usize = 320;
    let inside = text.get(1..)?;
    let end = inside
        .bytes()
        .take(LONGEST)
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'<' | b'>'))?;
    let is_mail = inside.as_bytes()[end] == b'>' && inside.as_bytes()[..end].contains(&b'@');
    is_mail.then_some(end + 2)
}

fn silence(text: &str, stretch: Range<usize>, splices: &mut Vec<Splice>) {
    for (skip, c) in text[stretch.clone()].char_indices() {
        let at = stretch.start + skip;
        if let Some(quiet) = quiet(c).filter(|_| !is_escaped(text.as_bytes(), at)) {
            splices.push(Splice::new(at..at + 1, quiet));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::html;

    fn paragraph(text: &str) -> String {
        let html = html(text);
        let inside = html.trim().strip_prefix("<p>").unwrap_or(&html);
        inside.trim_end_matches("</p>").to_string()
    }

    #[test]
    fn what_marks_nothing_stays_as_typed_wherever_it_stands() {
        for same in [
            "3~5天，8~10天",
            "约~3天~左右",
            "~甲~",
            "3*4米和5*6米",
            "<code>3~5 2*3*4</code>",
        ] {
            assert_eq!(
                paragraph(&same.replace("<code>", "`").replace("</code>", "`")),
                same
            );
        }
        assert_eq!(
            html("    a~b~c 2*3*4\n"),
            "<pre><code>a~b~c 2*3*4\n</code></pre>\n"
        );
        assert_eq!(html("<!-- ~ -->\n"), "");
        assert_eq!(html("<div>3~5</div>\n"), "<div>3~5</div>\n");
        assert_eq!(
            html("~~~ a~b\nc\n~~~\n"),
            "<pre><code class=\"language-a~b\">c\n</code></pre>\n"
        );
        assert_eq!(paragraph("\\~甲~ \\~~乙~"), "~甲~ ~~乙~");
        assert_eq!(
            paragraph("<a~b@x.org>"),
            "<a href=\"mailto:a~b@x.org\">a~b@x.org</a>"
        );
        assert_eq!(
            paragraph("[a](b~c~d \"e~f\")"),
            "<a href=\"b~c~d\" title=\"e~f\">a</a>"
        );
        assert_eq!(paragraph("[a~b]\n\n[a~b]: c"), "<a href=\"c\">a~b</a>");
    }

    #[test]
    fn an_address_keeps_its_marks() {
        let link = |address: &str| format!("<a href=\"{address}\">{address}</a>");
        for address in [
            "https://x.org/__init__.py",
            "https://x.org/*a*/~b~",
            "https://x.org/a_b_c",
        ] {
            assert_eq!(
                paragraph(&format!("见{address}。")),
                format!("见{}。", link(address))
            );
        }
        assert_eq!(
            paragraph("**https://x.org/a**，*看*"),
            format!("<strong>{}</strong>，<em>看</em>", link("https://x.org/a"))
        );
        assert_eq!(
            paragraph("[a](https://x.org/_b_)*c*"),
            "<a href=\"https://x.org/_b_\">a</a><em>c</em>"
        );
        assert_eq!(paragraph("`https://x.org`"), "<code>https://x.org</code>");
        assert_eq!(
            paragraph("[https://x.org](y)"),
            "<a href=\"y\">https://x.org</a>"
        );
        assert_eq!(
            paragraph("wang@x.org"),
            "<a href=\"mailto:wang@x.org\">wang@x.org</a>"
        );
    }
}
