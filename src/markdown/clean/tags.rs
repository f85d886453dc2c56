//! The tags of a piece of raw HTML, found as a browser would find them. Only for telling the
//! author what is there: what may stay is decided by the cleaner's own parser.

use std::ops::Range;

/// One tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag<'a> {
    /// In lower case.
    pub name: String,
    pub closing: bool,
    /// Names in lower case, values as written without their quotes.
    pub attributes: Vec<(String, &'a str)>,
    pub span: Range<usize>,
}

impl Tag<'_> {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| *value)
    }
}

/// All tags in order; comments, declarations and what stands inside scripts and styles are skipped.
pub fn scan(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(skip) = html[at..].find('<') {
        let start = at + skip;
        let rest = &html[start..];
        at = if let Some(comment) = rest.strip_prefix("<!--") {
            start + 4 + end_of(comment, "-->")
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            start + end_of(rest, ">")
        } else if let Some(tag) = read_tag(html, start) {
            let end = tag.span.end;
            let hides = !tag.closing && RAW.contains(&tag.name.as_str());
            let end = match hides {
                true => end + raw_text_end(&html[end..], &tag.name),
                false => end,
            };
            tags.push(tag);
            end
        } else {
            start + 1
        };
    }
    tags
}

/// Elements whose content is no markup.
const RAW: &[&str] = &[
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
];

fn end_of(text: &str, mark: &str) -> usize {
    text.find(mark).map_or(text.len(), |at| at + mark.len())
}

fn raw_text_end(text: &str, name: &str) -> usize {
    let closes = |at: usize| {
        text.as_bytes()
            .get(at + 2..at + 2 + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| closes(*at))
        .unwrap_or(text.len())
}

fn read_tag(html: &str, start: usize) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    let closing = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(closing);
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let is_name = |b: &u8| !b.is_ascii_whitespace() && *b != b'/' && *b != b'>';
    let name_end = while_from(bytes, name_start, is_name);
    let name = html[name_start..name_end].to_ascii_lowercase();
    let mut attributes = Vec::new();
    let mut at = name_end;
    loop {
        at = while_from(bytes, at, |b| b.is_ascii_whitespace() || *b == b'/');
        match bytes.get(at) {
            None => break,
            Some(b'>') => {
                at += 1;
                break;
            }
            Some(_) => {}
        }
        let key_start = at;
        // A leading equals sign is part of the name.
        at = while_from(bytes, at + 1, |b| is_name(b) && *b != b'=');
        let key = html.get(key_start..at)?.to_ascii_lowercase();
        let equals = while_from(bytes, at, u8::is_ascii_whitespace);
        let mut value = "";
        if bytes.get(equals) == Some(&b'=') {
            at = while_from(bytes, equals + 1, u8::is_ascii_whitespace);
            match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let end = while_from(bytes, at + 1, |b| b != quote);
                    value = &html[at + 1..end];
                    at = (end + 1).min(bytes.len());
                }
                _ => {
                    let end = while_from(bytes, at, |b| !b.is_ascii_whitespace() && *b != b'>');
                    value = &html[at..end];
                    at = end;
                }
            }
        }
        attributes.push((key, value));
    }
    Some(Tag {
        name,
        closing,
        attributes,
        span: start..at,
    })
}

fn while_from(bytes: &[u8], from: usize, is: impl Fn(&u8) -> bool) -> usize {
    let from = from.min(bytes.len());
    from + bytes[from..].iter().take_while(|b| is(b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_and_hidden_ones_are_not() {
        let html = "<B a='x>y' c=d e>甲</b><!-- <i> --><script><u></script><br/> < <";
        let found = scan(html);
        let names: Vec<String> = found
            .iter()
            .map(|tag| format!("{}{}", if tag.closing { "/" } else { "" }, tag.name))
            .collect();
        assert_eq!(names, ["b", "/b", "script", "/script", "br"]);
        assert_eq!(found[0].attribute("a"), Some("x>y"));
        assert_eq!(found[0].attribute("c"), Some("d"));
        assert_eq!(found[0].attribute("e"), Some(""));
        assert_eq!(found[1].span, 20..24);
    }

    #[test]
    fn broken_tags_are_no_trouble() {
        for html in [
            "<a href",
            "<a href=",
            "<a href='",
            "<a =",
            "<",
            "</",
            "<a 甲=乙",
            "<a 甲",
        ] {
            scan(html);
        }
        assert_eq!(scan("<script>x").len(), 1);
    }
}
