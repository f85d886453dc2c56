//! Slips between `[` and `]`, `{` and `}`, which may stand on several lines.

use super::slips::LineEdits;
use crate::diagnostic::Code;

/// What is open where the last line ended.
#[derive(Default)]
pub(super) struct Flow {
    brackets: Vec<char>,
    quote: Option<char>,
}

impl Flow {
    pub fn is_open(&self) -> bool {
        !self.brackets.is_empty()
    }

    /// Goes over one line, or the rest of one, that stands at `at` in the text.
    pub fn line(
        &mut self,
        text: &str,
        at: usize,
        known: &dyn Fn(&str) -> bool,
        found: &mut LineEdits,
    ) {
        // 、 parts items only where no comma does: else it belongs to the words.
        let listing = !text.contains([',', '，']);
        let mut token = 0;
        // Nothing but spaces since the last item began.
        let mut fresh_until = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let next = offset + c.len_utf8();
            if let Some(quote) = self.quote {
                match c {
                    '\\' if quote == '"' => {
                        chars.next();
                    }
                    c if c == quote => self.quote = None,
                    _ => {}
                }
                continue;
            }
            let fresh = fresh_until == offset;
            if fresh && c.is_whitespace() {
                fresh_until = next;
            }
            let mut put = |code: Code, new: &str| {
                let after = text[next..].len() - text[next..].trim_start().len();
                let end = if new.ends_with(' ') {
                    next + after
                } else {
                    next
                };
                found
                    .edits
                    .push((code, at + offset..at + end, new.to_string()));
            };
            match c {
                '"' | '\'' if fresh => self.quote = Some(c),
                '“' | '＂' if fresh => {
                    if let Some(close) = curly_close(&text[next..]) {
                        let close = next + close;
                        let mark = text[close..].chars().next().map_or(0, char::len_utf8);
                        if !text[next..close].contains(['"', '\\']) {
                            put(Code::CurlyQuotes, "\"");
                            let range = at + close..at + close + mark;
                            found
                                .edits
                                .push((Code::CurlyQuotes, range, "\"".to_string()));
                        }
                        while chars
                            .next_if(|(offset, _)| *offset < close + mark)
                            .is_some()
                        {}
                    }
                }
                '[' | '{' => self.brackets.push(c),
                '［' if fresh => {
                    put(Code::FullWidthComma, "[");
                    self.brackets.push('[');
                }
                '｛' if fresh => {
                    put(Code::FullWidthComma, "{");
                    self.brackets.push('{');
                }
                ']' | '}' => {
                    self.brackets.pop();
                }
                '］' => {
                    put(Code::FullWidthComma, "]");
                    self.brackets.pop();
                }
                '｝' => {
                    put(Code::FullWidthComma, "}");
                    self.brackets.pop();
                }
                '，' => put(Code::FullWidthComma, ", "),
                '、' if listing => put(Code::FullWidthComma, ", "),
                '：' if self.is_key(&text[token..offset], known) => {
                    put(Code::FullWidthColon, ": ");
                }
                ':' if !text[next..].starts_with([' ', ',', '}'])
                    && known(text[token..offset].trim())
                    && self.is_key(&text[token..offset], known) =>
                {
                    put(Code::NoSpaceAfterColon, ": ");
                }
                _ => {}
            }
            if "[]{},［］｛｝，、:：".contains(c) {
                token = next;
                fresh_until = next;
            }
            if self.brackets.is_empty() {
                return;
            }
        }
    }

    fn is_key(&self, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
        let word = word.trim();
        let in_record = self.brackets.last() == Some(&'{');
        !word.is_empty() && (in_record || known(word))
    }
}

/// Where the closing mark stands, if the item ends with it.
fn curly_close(rest: &str) -> Option<usize> {
    let near = rest.char_indices().take(120);
    let (close, _) = near.into_iter().find(|(_, c)| ['”', '＂'].contains(c))?;
    let mark = rest[close..].chars().next()?.len_utf8();
    let after = rest[close + mark..].trim_start();
    (after.is_empty() || after.starts_with([',', '，', '、', ']', '}', '］', '｝']))
        .then_some(close)
}
