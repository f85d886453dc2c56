//! Addresses that stand in the text by themselves: `https://…`, `ftp://…`, `www.…`, `name@host`.
//! GitHub's rules for where one begins and which marks at its end belong to the sentence, with one
//! more for Chinese: a full-width mark ends it (`https://x.org。谢谢`), and so does a Chinese
//! character that follows a letter or a digit (`https://x.org看看`); after `/`, `=` and the like it
//! is part of the address (`https://x.org/wiki/济南`).

use std::ops::Range;

use super::marks::EDGE;
use crate::script::{is_cjk, is_mark, is_shared_mark, is_wide};

/// An address in a text and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Autolink {
    pub range: Range<usize>,
    /// What stands before the text of the address to make it a target.
    pub scheme: &'static str,
}

/// Every bare address of a text, in order.
pub fn find(text: &str) -> Vec<Autolink> {
    let mut found = Vec::new();
    let (mut at, mut free) = (0, 0);
    while let Some(skip) = text[at..].find([':', '@', 'w', 'W']) {
        let here = at + skip;
        let link = match text.as_bytes()[here] {
            b':' => web(text, free, here),
            b'@' => mail(text, free, here),
            _ => www(text, here),
        };
        at = match link {
            Some(link) => {
                free = link.range.end;
                found.push(link);
                free
            }
            None => here + 1,
        };
    }
    found
}

/// The web address whose scheme ends at `colon` and begins no earlier than `from`.
pub fn web(text: &str, from: usize, colon: usize) -> Option<Autolink> {
    if !text[colon..].starts_with("://") {
        return None;
    }
    let start = ["https", "http", "ftp"].iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len()).filter(|at| *at >= from)?;
        let found = text.get(start..colon)?;
        found.eq_ignore_ascii_case(scheme).then_some(start)
    })?;
    let host = colon + "://".len();
    if !may_begin(text, start) || !has_host(&text[host..]) {
        return None;
    }
    Some(Autolink {
        range: start..address_end(text, host),
        scheme: "",
    })
}

fn www(text: &str, start: usize) -> Option<Autolink> {
    let prefix = text.get(start..start + 4)?;
    if !prefix.eq_ignore_ascii_case("www.") || !may_begin(text, start) {
        return None;
    }
    let name = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-');
    let host = text[start..].bytes().take(LONGEST_HOST).take_while(name);
    let host = text[start..start + host.count()].trim_end_matches('.');
    let dots = host.matches('.').count();
    // The end is looked for only where an address begins: it may lie far away.
    (dots >= 2 && !host.contains("..")).then(|| Autolink {
        range: start..address_end(text, start),
        scheme: "http://",
    })
}

/// The longest name the domain name system knows (RFC 1035, section 2.3.4).
const LONGEST_HOST: usize = 255;

fn mail(text: &str, from: usize, at_sign: usize) -> Option<Autolink> {
    let name = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_' | b'+');
    let before = &text.as_bytes()[from..at_sign];
    let length = before.iter().rev().take_while(|c| name(c)).count();
    let start = at_sign - length;
    let after = &text.as_bytes()[at_sign + 1..];
    let host = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-');
    let taken = after.iter().take_while(|c| host(c)).count();
    let host = text[at_sign + 1..at_sign + 1 + taken].trim_end_matches(['.', '-']);
    let (_, top) = host.rsplit_once('.')?;
    let is_top = top.len() >= 2 && top.bytes().all(|c| c.is_ascii_alphabetic());
    let goes_on = text[at_sign + 1 + host.len()..].starts_with(['@', '_', '/']);
    let is_mail = length > 0 && is_top && !host.contains("..") && !goes_on;
    (is_mail && !text[start..].starts_with('.')).then_some(Autolink {
        range: start..at_sign + 1 + host.len(),
        scheme: "mailto:",
    })
}

/// Not in the middle of a word.
fn may_begin(text: &str, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    before.is_none_or(|c| !c.is_ascii_alphanumeric())
}

fn has_host(address: &str) -> bool {
    address.starts_with(|c: char| c.is_alphanumeric() || c == '[')
}

/// Where the address ends whose host begins at `host`.
fn address_end(text: &str, host: usize) -> usize {
    let mut round = 0;
    let mut square = 0;
    let mut before = '/';
    let mut in_chinese = false;
    // Names of hosts may be Chinese throughout: `https://例子.中国/`.
    let mut chinese_host = text[host..].starts_with(|c| is_cjk(c) && !is_mark(c));
    let mut end = text.len();
    for (at, c) in text[host..].char_indices() {
        let stops = match c {
            '(' => {
                round += 1;
                false
            }
            '[' => {
                square += 1;
                false
            }
            ')' => {
                round -= 1;
                round < 0
            }
            ']' => {
                square -= 1;
                square < 0
            }
            '<' | '>' | '"' | '`' | '|' | '\\' | '{' | '}' | EDGE => true,
            c if c.is_whitespace() || c.is_control() || is_shared_mark(c) => true,
            c if is_cjk(c) && !is_mark(c) => {
                in_chinese |= matches!(before, '/' | '=' | '#' | '?' | '&' | '-' | '_' | '%');
                in_chinese |= chinese_host && before == '.';
                !in_chinese
            }
            c => is_wide(c),
        };
        if stops {
            end = host + at;
            break;
        }
        in_chinese &= is_cjk(c);
        chinese_host &= !matches!(c, '/' | '?' | '#');
        before = c;
    }
    without_closing_marks(text, host, end)
}

/// Without the marks at the end that belong to the sentence.
fn without_closing_marks(text: &str, start: usize, end: usize) -> usize {
    let mut address = &text[start..end];
    loop {
        let marks = [
            '?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '(', '[', '&',
        ];
        let trimmed = address.trim_end_matches(marks);
        if trimmed.len() == address.len() {
            return start + address.len();
        }
        // `&lt;` is one mark.
        let entity = trimmed
            .rfind('&')
            .filter(|at| address[trimmed.len()..].starts_with(';') && is_name(&trimmed[at + 1..]));
        address = entity.map_or(trimmed, |at| &trimmed[..at]);
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() < 32 && text.bytes().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text)
            .into_iter()
            .map(|link| &text[link.range])
            .collect()
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        for (text, address) in [
            ("见https://x.org。谢谢", "https://x.org"),
            ("（https://x.org/a）", "https://x.org/a"),
            ("(https://x.org/a_(b)) c", "https://x.org/a_(b)"),
            ("“https://x.org/a”。", "https://x.org/a"),
            ("https://x.org/a，https:", "https://x.org/a"),
            ("https://x.org/?q=1&r=2, then", "https://x.org/?q=1&r=2"),
            ("https://x.org/a.html.", "https://x.org/a.html"),
            ("https://x.org看看", "https://x.org"),
            ("https://x.org/a/b下载", "https://x.org/a/b"),
            ("https://x.org/wiki/济南市？", "https://x.org/wiki/济南市"),
            ("https://例子.中国/路", "https://例子.中国/路"),
            ("https://x.org/**", "https://x.org/"),
            ("https://x.org&lt;a", "https://x.org&lt;a"),
            ("https://x.org&lt;", "https://x.org"),
            ("HTTP://X.org/A", "HTTP://X.org/A"),
            ("http://localhost:4321/zh/", "http://localhost:4321/zh/"),
            ("www.x.org、www", "www.x.org"),
            ("写信到wang_li@x.org.cn。", "wang_li@x.org.cn"),
            ("https://x.org/a`b`", "https://x.org/a"),
            ("https://x.org/a…", "https://x.org/a"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        for text in [
            "https://",
            "xhttps://a",
            "http:/a",
            "http://。",
            "www.",
            "www.a",
            "a@b",
            "@a.org",
            "a@b.c1",
            "见：//",
            "wwww",
            "a@b.org/c",
            "https://*",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn many_addresses_cost_no_more_each() {
        let text = "(https://x.org/a*b_c) ".repeat(20_000);
        assert_eq!(find(&text).len(), 20_000);
        assert_eq!(find(&"http://".repeat(50_000)).len(), 1);
        find(&"&a;".repeat(50_000));
        find(&format!("https://x{}", "&a;".repeat(50_000)));
        find(&"www.".repeat(50_000));
        find(&"a".repeat(100_000));
        find(&"a@".repeat(50_000));
    }
}
