//! Raw HTML written by authors: what documents need stays, all else goes, and the author is told.
//! What comes out is balanced, so that nothing written around it can be broken from inside.

mod tags;
mod words;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use tags::Tag;
pub use words::removed;

/// A piece of HTML that is safe to write out, and what was taken from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cleaned {
    pub html: String,
    pub removed: Vec<Removed>,
}

/// Something that was taken away, and where it stood in the piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Removed {
    pub element: String,
    pub what: What,
    pub span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Element,
    /// These attributes.
    Attributes(Vec<String>),
    /// A link to anything but a web page, a mail address or a telephone.
    Address,
    /// A picture: only its words stay.
    Picture,
    /// Opened and not closed before the piece ended.
    Unclosed,
    /// The same in a sentence, where it is left out.
    Unpaired,
    /// Closed without having been opened.
    Stray,
    /// A comment that hides all that follows.
    OpenComment,
    /// More tags inside each other than a page needs: shown as text.
    TooDeep,
}

/// One tag in the middle of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// An opening tag, cleaned; it may stay if its closing tag comes.
    Open(&'static str, String),
    Close(&'static str),
    /// A tag without content: `<br>`.
    Void(String),
    /// A comment: goes without a word.
    Comment,
    Removed(String),
}

/// Tags that may stand inside a sentence.
const INLINE: &[&str] = &[
    "abbr", "b", "cite", "del", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

const VOID: &[&str] = &["br", "wbr", "hr", "img", "col"];

/// Tags that only a piece of its own may hold.
const BLOCK: &[&str] = &[
    "a",
    "blockquote",
    "caption",
    "code",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements HTML itself closes where the next one begins.
const CLOSES_ITSELF: &[&str] = &[
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "caption",
];

/// The most tags inside each other that the cleaner is asked to read: its cost grows with depth.
const DEEPEST: usize = 64;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let set = |names: &[&'static str]| names.iter().copied().collect::<HashSet<_>>();
    let attributes = ATTRIBUTES
        .iter()
        .filter(|(element, _)| !element.is_empty())
        .map(|(element, names)| (*element, set(names)));
    let mut builder = Builder::empty();
    builder
        .tags(INLINE.iter().chain(VOID).chain(BLOCK).copied().collect())
        .tag_attributes(attributes.collect::<HashMap<_, _>>())
        .generic_attributes(set(ATTRIBUTES[0].1))
        .url_schemes(set(SCHEMES))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener"));
    builder
});

/// What each element may say; the first entry is for all.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("", &["lang", "dir"]),
    ("a", &["href", "title"]),
    ("abbr", &["title"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("details", &["open"]),
    ("img", &["alt"]),
    ("ol", &["start", "reversed"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Cleans a block of HTML.
pub fn block(html: &str) -> Cleaned {
    let tags = tags::scan(html);
    let Some(mut removed) = look(&tags) else {
        let removed = Removed {
            element: tags
                .first()
                .map_or_else(String::new, |tag| tag.name.clone()),
            what: What::TooDeep,
            span: 0..html.len(),
        };
        return Cleaned {
            html: format!("<pre>{}</pre>\n", super::html::escape(html)),
            removed: vec![removed],
        };
    };
    removed.extend(beside_tags(html));
    removed.sort_by_key(|removed| removed.span.start);
    let html = tidy(&CLEANER.clean(html).to_string());
    Cleaned { html, removed }
}

/// Reads one tag of a paragraph.
pub fn inline(tag: &str) -> Inline {
    if tag.starts_with("<!--") {
        return Inline::Comment;
    }
    let tags = tags::scan(tag);
    let Some(read) = tags.first() else {
        return Inline::Removed(tag.chars().skip(1).take(1).collect());
    };
    let name = read.name.as_str();
    if matches!(name, "br" | "wbr") && !read.closing {
        return Inline::Void(format!("<{name}>"));
    }
    let Some(name) = INLINE.iter().find(|known| **known == name) else {
        return Inline::Removed(read.name.clone());
    };
    match (read.closing, read.attributes.is_empty()) {
        (true, _) => Inline::Close(name),
        (false, true) => Inline::Open(name, format!("<{name}>")),
        (false, false) => {
            let html = CLEANER.clean(tag).to_string();
            let open = html.strip_suffix(&format!("</{name}>"));
            match open.filter(|open| open.starts_with('<') && open.matches('<').count() == 1) {
                Some(open) => Inline::Open(name, open.to_string()),
                None => Inline::Open(name, format!("<{name}>")),
            }
        }
    }
}

/// The attributes of an inline tag that may not stay.
pub fn inline_attributes(tag: &str) -> Vec<String> {
    let tags = tags::scan(tag);
    tags.first().map_or_else(Vec::new, foreign_attributes)
}

/// Whether the tag at the start of a text may stand inside a sentence.
pub fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    INLINE.contains(&&name[..end.unwrap_or(name.len())])
}

/// What the cleaner will take away; `None` when the tags are nested too deeply to be read.
fn look(tags: &[Tag]) -> Option<Vec<Removed>> {
    let mut removed = Vec::new();
    let mut open: HashMap<&str, Vec<&Tag>> = HashMap::new();
    let mut depth = 0;
    for tag in tags {
        let name = tag.name.as_str();
        let known = [INLINE, VOID, BLOCK].iter().any(|set| set.contains(&name));
        let counts = !VOID.contains(&name) && !CLOSES_ITSELF.contains(&name);
        if tag.closing {
            let opened = open.get_mut(name).and_then(Vec::pop).is_some();
            match opened {
                true if counts => depth -= 1,
                false if known => removed.push(taken(tag, What::Stray)),
                _ => {}
            }
            continue;
        }
        if !VOID.contains(&name) {
            open.entry(name).or_default().push(tag);
        }
        depth += usize::from(counts);
        if depth > DEEPEST {
            return None;
        }
        if name == "img" {
            removed.push(taken(tag, What::Picture));
        } else if !known {
            removed.push(taken(tag, What::Element));
        } else {
            removed.extend(attributes_taken(tag));
        }
    }
    let unclosed = open
        .iter()
        .filter(|(name, _)| !CLOSES_ITSELF.contains(name))
        .filter(|(name, _)| INLINE.contains(name) || BLOCK.contains(name))
        .flat_map(|(_, tags)| tags)
        .map(|tag| taken(tag, What::Unclosed));
    removed.extend(unclosed);
    Some(removed)
}

/// What goes though it is no tag: a declaration, an instruction, a comment without an end.
fn beside_tags(html: &str) -> Option<Removed> {
    let start = html.len() - html.trim_start().len();
    let gone = |element: &str, what: What, at: usize| Removed {
        element: element.to_string(),
        what,
        span: at..at + 2,
    };
    let comment = html.rfind("<!--");
    match comment.filter(|at| !html[*at..].contains("-->")) {
        Some(at) => Some(gone("!--", What::OpenComment, at)),
        None if html[start..].starts_with("<?") => Some(gone("?", What::Element, start)),
        None if html[start..].starts_with("<!") && !html[start..].starts_with("<!--") => {
            Some(gone("!", What::Element, start))
        }
        None => None,
    }
}

fn attributes_taken(tag: &Tag) -> Option<Removed> {
    let foreign = foreign_attributes(tag);
    let href = tag.attribute("href").filter(|_| tag.name == "a");
    let lost = href.is_some_and(|href| {
        let scheme = href.trim().split(':').next().unwrap_or("");
        let known = SCHEMES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(scheme));
        !known || !href.contains(':')
    });
    match (lost, foreign.is_empty()) {
        (true, _) => Some(taken(tag, What::Address)),
        (false, false) => Some(taken(tag, What::Attributes(foreign))),
        (false, true) => None,
    }
}

fn foreign_attributes(tag: &Tag) -> Vec<String> {
    let may = |name: &str| {
        ATTRIBUTES
            .iter()
            .filter(|(element, _)| element.is_empty() || *element == tag.name)
            .any(|(_, names)| names.contains(&name))
    };
    tag.attributes
        .iter()
        .map(|(name, _)| name.clone())
        .filter(|name| !may(name))
        .collect()
}

fn taken(tag: &Tag, what: What) -> Removed {
    Removed {
        element: tag.name.clone(),
        what,
        span: tag.span.clone(),
    }
}

/// Two things the cleaner leaves in that a wrapper could suffer from: a list item outside a list
/// would end the list item it stands in, and a picture without an address shows nothing.
fn tidy(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut copied = 0;
    let (mut lists, mut definitions) = (0, 0);
    let mut items: Vec<bool> = Vec::new();
    for tag in tags::scan(html) {
        let keep = match (tag.name.as_str(), tag.closing) {
            ("ul" | "ol", false) => {
                lists += 1;
                true
            }
            ("ul" | "ol", true) => {
                lists -= 1;
                true
            }
            ("dl", false) => {
                definitions += 1;
                true
            }
            ("dl", true) => {
                definitions -= 1;
                true
            }
            ("li" | "dt" | "dd", true) => items.pop().unwrap_or(false),
            ("li", false) => {
                items.push(lists > 0);
                lists > 0
            }
            ("dt" | "dd", false) => {
                items.push(definitions > 0);
                definitions > 0
            }
            ("img", _) => false,
            _ => true,
        };
        if !keep {
            out.push_str(&html[copied..tag.span.start]);
            if tag.name == "img" {
                let alt = tag.attribute("alt").unwrap_or_default();
                out.push_str(&alt.replace('<', "&lt;").replace('>', "&gt;"));
            }
            copied = tag.span.end;
        }
    }
    out.push_str(&html[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_documents_need_stays() {
        for html in [
            "<table><tbody><tr><td colspan=\"2\">甲</td></tr></tbody></table>",
            "<details open=\"\"><summary>更多</summary>内容</details>",
            "<ruby>邻<rp>(</rp><rt>lín</rt><rp>)</rp></ruby>",
            "<dl><dt>甲</dt><dd>乙</dd></dl>",
            "<p><kbd>Ctrl</kbd> <abbr title=\"x\">X</abbr><br>H<sub>2</sub>O</p>",
            "<a href=\"https://x.org\" rel=\"noopener\">x</a>",
        ] {
            let source = html.replace(" rel=\"noopener\"", "");
            let cleaned = block(&source);
            assert_eq!(cleaned.html, html);
            assert_eq!(cleaned.removed, []);
        }
    }

    #[test]
    fn what_goes_is_told_and_comments_go_silently() {
        let cleaned = block("<div class=\"a\" id=b>甲<!-- x --><blink>乙</blink></div>");
        assert_eq!(cleaned.html, "<div>甲乙</div>");
        let what: Vec<_> = cleaned
            .removed
            .iter()
            .map(|r| (&*r.element, &r.what))
            .collect();
        let attributes = What::Attributes(vec!["class".into(), "id".into()]);
        assert_eq!(what, [("div", &attributes), ("blink", &What::Element)]);
    }

    #[test]
    fn an_unclosed_or_stray_tag_is_told() {
        assert_eq!(block("<details>甲\n").html, "<details>甲\n</details>");
        assert_eq!(block("<details>甲\n").removed[0].what, What::Unclosed);
        assert_eq!(block("</details>\n").removed[0].what, What::Stray);
    }

    #[test]
    fn nothing_that_would_end_a_wrapper_comes_out() {
        assert_eq!(block("<li>甲<dd>乙").html, "甲乙");
        assert_eq!(block("</div></section></li>").html, "");
        assert_eq!(block("<ul><li>甲</ul>").html, "<ul><li>甲</li></ul>");
    }

    #[test]
    fn addresses_that_lead_nowhere_safe_go() {
        assert_eq!(
            block("<a href=\"x.md\">甲</a>").html,
            "<a rel=\"noopener\">甲</a>"
        );
        assert_eq!(block("<a href=x.md>甲</a>").removed[0].what, What::Address);
        assert_eq!(
            block("<div><img src=x alt='a<b'></div>").html,
            "<div>a&lt;b</div>"
        );
    }

    #[test]
    fn a_comment_that_hides_the_rest_is_told() {
        assert_eq!(block("<!-- a\n\nb\n").removed[0].what, What::OpenComment);
        assert_eq!(block("<?php x ?>\n").removed[0].element, "?");
        assert_eq!(block("<!-- a -->\n<!-- b -->\n").removed, []);
    }

    #[test]
    fn depth_is_shown_as_text_instead_of_read() {
        let cleaned = block(&"<div>".repeat(40_000));
        assert_eq!(cleaned.removed[0].what, What::TooDeep);
        assert!(cleaned.html.starts_with("<pre>&lt;div"));
    }

    #[test]
    fn an_inline_tag_keeps_only_what_it_may() {
        assert_eq!(
            inline("<span lang=en onclick=x>"),
            Inline::Open("span", "<span lang=\"en\">".into())
        );
        assert_eq!(inline("</KBD>"), Inline::Close("kbd"));
        assert_eq!(inline("<br/>"), Inline::Void("<br>".into()));
        assert_eq!(inline("<!-- x -->"), Inline::Comment);
        assert_eq!(inline("<img src=x>"), Inline::Removed("img".into()));
    }
}
