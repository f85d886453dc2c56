//! The words of a page as a reader sees them, cut at its headings: what is looked through, and what
//! an answer quotes.

/// A part of a page, from one heading to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The id of its heading; empty for what stands before the first.
    pub anchor: String,
    pub heading: String,
    /// Paragraphs, items and cells are parted by line ends.
    pub text: String,
}

/// Elements that stand within a line of text; all others part what is before from what is after.
const INLINE: [&str; 30] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd",
    "label", "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "u", "var", "wbr",
];

/// Elements whose content is not read as text: how Han sounds stands beside it a second time.
const SKIPPED: [&str; 4] = ["rt", "rp", "script", "style"];

/// The sections of HTML as linli writes it: tags are closed and `<` and `&` in text are escaped.
/// The first has no heading and may be empty.
pub fn sections(html: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut in_heading = false;
    let mut skipping: Option<&str> = None;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        if skipping.is_none() {
            put(&mut sections, in_heading, text);
        }
        let end = end_of_tag(tag);
        let (tag, after) = tag.split_at(end);
        rest = after;
        let closing = tag.starts_with("</");
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len())];
        match skipping {
            Some(until) if closing && until == name => skipping = None,
            Some(_) => {}
            None if !closing && (SKIPPED.contains(&name) || is_note_mark(tag)) => {
                skipping = Some(name);
            }
            None if is_heading(name) => {
                let id = attribute(tag, "id").filter(|_| !closing);
                if let Some(id) = id {
                    sections.push(Section {
                        anchor: decoded(id),
                        ..Section::default()
                    });
                } else {
                    part(&mut sections, false);
                }
                in_heading = id.is_some();
            }
            None if INLINE.contains(&name) || name.is_empty() => {}
            None => part(&mut sections, in_heading),
        }
    }
    put(&mut sections, in_heading, rest);
    for section in &mut sections {
        for text in [&mut section.heading, &mut section.text] {
            text.truncate(text.trim_end().len());
        }
    }
    sections
}

/// The number of a footnote would be read as part of the word before it.
fn is_note_mark(tag: &str) -> bool {
    matches!(attribute(tag, "role"), Some("doc-noteref" | "doc-backlink"))
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Where a tag ends; a `>` within quotes does not end it.
fn end_of_tag(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let length = tag[start..].find('"')?;
    Some(&tag[start..start + length])
}

/// Text goes to the heading or below it; white space is one space, and none begins a paragraph.
fn put(sections: &mut [Section], in_heading: bool, text: &str) {
    let into = end(sections, in_heading);
    for c in decoded(text).chars() {
        match c {
            c if !c.is_whitespace() => into.push(c),
            _ if into.is_empty() || into.ends_with([' ', '\n']) => {}
            _ => into.push(' '),
        }
    }
}

/// Begins a new paragraph.
fn part(sections: &mut [Section], in_heading: bool) {
    let into = end(sections, in_heading);
    into.truncate(into.trim_end().len());
    if !into.is_empty() {
        into.push(if in_heading { ' ' } else { '\n' });
    }
}

fn end(sections: &mut [Section], in_heading: bool) -> &mut String {
    let last = sections.last_mut().expect("there is a first section");
    match in_heading {
        true => &mut last.heading,
        false => &mut last.text,
    }
}

/// Character references read: those by number, and the five that linli writes by name.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = rest
            .find(';')
            .and_then(|end| Some((end, reference(&rest[1..end])?)));
        match known {
            Some((end, c)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_at_its_headings() {
        let html = "<p>先看&amp;听。\n再<em>问</em></p>\n<h2 id=\"怎么&quot;办\">怎么 <b>办</b></h2>\n\
            <ul><li>一</li><li>二 &lt;b&gt;</li></ul><h3 id=\"b\">B</h3><p>三<br>四</p>";
        let section = |anchor: &str, heading: &str, text: &str| Section {
            anchor: anchor.into(),
            heading: heading.into(),
            text: text.into(),
        };
        assert_eq!(
            sections(html),
            [
                section("", "", "先看&听。 再问"),
                section("怎么\"办", "怎么 办", "一\n二 <b>"),
                section("b", "B", "三\n四"),
            ]
        );
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        let html = "<table><tr><td>甲</td><td>乙</td></tr></table><ruby>邻<rt>lín</rt></ruby>里\
            <input value=\"a>b\"> 丙<sup><a href=\"#1\" role=\"doc-noteref\">1</a></sup><h4>无处可去</h4>丁&nosuch;";
        assert_eq!(sections(html).len(), 1);
        assert_eq!(
            sections(html)[0].text,
            "甲\n乙\n邻里\n丙\n无处可去\n丁&nosuch;"
        );
        assert_eq!(sections(""), [Section::default()]);
    }
}
