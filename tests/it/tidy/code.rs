//! Rust files as text: where the code is, without its comments and strings, and where the tests
//! at the end of a file begin. Not a parser; enough to look for names.

/// One file of `src/`.
pub struct File {
    /// From `src/`, with `/`: `diagnostic/print/human.rs`.
    pub path: String,
    pub text: String,
    /// The text with comments, strings and characters blanked; lines stay where they are.
    pub code: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> File {
        File {
            path: path.to_string(),
            text: text.to_string(),
            code: without_comments_and_strings(text),
        }
    }

    /// Its module: `["diagnostic", "print", "human"]`; empty for `lib.rs`.
    pub fn module(&self) -> Vec<&str> {
        let path = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        let path = path.strip_suffix("/mod").unwrap_or(path);
        match path {
            "lib" => Vec::new(),
            path => path.split('/').collect(),
        }
    }

    /// Whether all of it is a test module kept in a file of its own.
    pub fn is_test(&self) -> bool {
        self.module().contains(&"tests")
    }

    /// The code before the test module at the end, and the tests.
    pub fn code_and_tests(&self) -> (&str, &str) {
        if self.is_test() {
            return ("", &self.code);
        }
        let starts = [
            "#[cfg(test)]\nmod tests {",
            "#[cfg(all(test, unix))]\nmod tests {",
        ];
        match starts.iter().find_map(|start| self.code.find(start)) {
            Some(at) => self.code.split_at(at),
            None => (&self.code, ""),
        }
    }

    /// Where something stands, for a message.
    pub fn at(&self, offset: usize) -> String {
        let line = self.code[..offset].matches('\n').count() + 1;
        format!("src/{}:{line}", self.path)
    }
}

/// Each place where a name stands as a whole word.
pub fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).filter_map(move |(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let inner_start = word.starts_with(is_part) && before.is_some_and(is_part);
        let inner_end = word.ends_with(is_part) && after.is_some_and(is_part);
        (!inner_start && !inner_end).then_some(at)
    })
}

/// The name that starts here, if one does.
pub fn name_at(code: &str) -> Option<&str> {
    let end = code
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(code.len());
    (end > 0).then(|| &code[..end])
}

/// The names that stand first in each part of a `{…}` group; nested groups are passed over.
pub fn group_names(code: &str) -> Vec<&str> {
    let Some(inside) = code.strip_prefix('{') else {
        return name_at(code).into_iter().collect();
    };
    let mut names = Vec::new();
    let (mut depth, mut fresh) = (0, true);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if c.is_whitespace() => {}
            _ if fresh && depth == 0 => {
                fresh = false;
                names.extend(name_at(&inside[at..]));
            }
            _ => {}
        }
    }
    names
}

fn without_comments_and_strings(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after_name = code
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '_');
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = raw_string(rest).filter(|_| !after_name) {
            length
        } else if first == '"' {
            quoted(rest)
        } else if first == '\'' {
            character(rest).unwrap_or(0)
        } else {
            0
        };
        if skipped == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        // As many bytes as there were, so that offsets are true in both texts.
        for c in rest[..skipped].chars() {
            match c {
                '\n' => code.push('\n'),
                c => code.extend(std::iter::repeat_n(' ', c.len_utf8())),
            }
        }
        rest = &rest[skipped..];
    }
    code
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of `r"…"`, `r#"…"#` or `br"…"`.
fn raw_string(text: &str) -> Option<usize> {
    let start = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let hashes = start.len() - start.trim_start_matches('#').len();
    let inside = start[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let before = text.len() - inside.len();
    Some(
        inside
            .find(&end)
            .map_or(text.len(), |at| before + at + end.len()),
    )
}

fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal; `None` for a lifetime.
fn character(text: &str) -> Option<usize> {
    let inside = &text[1..];
    let first = inside.chars().next()?;
    if first == '\\' {
        let end = inside[2..].find('\'')?;
        return Some(1 + 2 + end + 1);
    }
    let end = 1 + first.len_utf8();
    text[end..].starts_with('\'').then_some(end + 1)
}

#[test]
fn comments_and_strings_are_no_code() {
    let text = "a // crate::x\n\"crate::\\\"y\" r#\"z\"#+ '\\'' 'b' <'c> /* d /* e */ f */ g";
    let code = without_comments_and_strings(text);
    assert_eq!(code.len(), text.len());
    let seen: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(seen, ["a", "+", "<'c>", "g"]);
}

#[test]
fn groups_give_their_first_names() {
    assert_eq!(group_names("{a::B, c::{d, e}, f};"), ["a", "c", "f"]);
    assert_eq!(group_names("page::Page;"), ["page"]);
}
