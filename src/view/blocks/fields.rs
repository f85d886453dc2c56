//! One line of a form: where it leaves room to write (`姓名：`, `____`) or a box to tick (`□`) it
//! gets a control with a name that can be heard.

use super::{Reading, html, push_line};
use crate::markdown::Body;
use crate::markdown::html::{Part, escape};
use crate::markdown::shapes::lines::{Line, Piece, own_words, trimmed, words};

/// What a line of a form is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Piece(Piece),
    /// Room to write, about so many letters of it.
    Blank(usize),
    /// A box before its words.
    Box,
}

const MOST_ROWS: usize = 30;
const BOXES: [char; 3] = ['□', '☐', '▢'];

/// Whether a character draws a line to write on.
pub fn is_line(c: char) -> bool {
    matches!(c, '_' | '＿')
}

/// Reads a line.
pub fn tokens(body: &Body, line: &Line) -> Vec<Token> {
    let mut tokens = Vec::new();
    for piece in line {
        let (Some(text), Piece::Text(at, bytes)) = (own_words(body, piece), piece) else {
            tokens.push(Token::Piece(piece.clone()));
            continue;
        };
        let mut done = 0;
        let mut here = 0;
        while let Some(c) = text[here..].chars().next() {
            let Some((length, token)) = mark(&text[here..], here, text) else {
                here += c.len_utf8();
                continue;
            };
            if here > done {
                let words = Piece::Text(*at, bytes.start + done..bytes.start + here);
                tokens.push(Token::Piece(words));
            }
            tokens.push(token);
            here += length;
            done = here;
        }
        if done < text.len() {
            tokens.push(Token::Piece(Piece::Text(
                *at,
                bytes.start + done..bytes.end,
            )));
        }
    }
    tokens
}

/// The mark at the start of a text, and its length: a drawn line, a box, or the gap that people
/// leave with spaces after a colon where more follows on the line.
fn mark(text: &str, here: usize, whole: &str) -> Option<(usize, Token)> {
    let first = text.chars().next()?;
    if BOXES.contains(&first) {
        return Some((first.len_utf8(), Token::Box));
    }
    if is_line(first) {
        let run: &str = &text[..text.len() - text.trim_start_matches(is_line).len()];
        let width: usize = run.chars().map(|c| if c == '_' { 1 } else { 2 }).sum();
        return (width >= 3).then_some((run.len(), Token::Blank(width)));
    }
    let after_colon = whole[..here].ends_with([':', '：']);
    if after_colon && first.is_whitespace() {
        let gap = &text[..text.len() - text.trim_start().len()];
        let width: usize = gap
            .chars()
            .map(|c| if c == '\u{3000}' { 2 } else { 1 })
            .sum();
        // The last space stays between the line and what follows it.
        let last = gap.chars().next_back().map_or(0, char::len_utf8);
        let more = text[gap.len()..].chars().next();
        let goes_on = more.is_some_and(|c| !is_line(c) && !BOXES.contains(&c));
        let drawn = gap.len() - last;
        return (width >= 3 && drawn > 0 && goes_on).then_some((drawn, Token::Blank(width.max(8))));
    }
    None
}

/// Whether a line is nothing but room to write.
pub fn is_blank(body: &Body, tokens: &[Token]) -> bool {
    let blank = |token: &Token| match token {
        Token::Blank(_) => true,
        Token::Box => false,
        Token::Piece(piece) => own_words(body, piece).is_some_and(|words| words.trim().is_empty()),
    };
    tokens.iter().all(blank) && tokens.iter().any(|token| matches!(token, Token::Blank(_)))
}

/// Lines one below the other, with so many blank lines after the last; `None` where none of them
/// asks for anything. `asks`: whether a colon at the very end does.
pub fn lines(text: &Reading, lines: Vec<Line>, asks: bool, more: usize) -> Option<Vec<Part>> {
    let body = text.body();
    let read: Vec<Vec<Token>> = lines.iter().map(|line| tokens(body, line)).collect();
    let last = lines.len().saturating_sub(1);
    let opens = |at: usize| (asks || at < last) && words(body, &lines[at]).ends_with([':', '：']);
    let controls =
        |tokens: &Vec<Token>| tokens.iter().any(|token| !matches!(token, Token::Piece(_)));
    if !read.iter().any(controls) && !(0..lines.len()).any(opens) {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = 0;
    let mut name = String::new();
    while at < lines.len() {
        let blank = (at + 1..lines.len())
            .take_while(|at| is_blank(body, &read[*at]))
            .count();
        let below = match at + blank == last {
            true => blank + more,
            false => blank,
        };
        let label = label(body, &read[at]);
        if is_blank(body, &read[at]) {
            let control = room(text, Some(&name), 1 + below);
            parts.push(html(format!("<p class=\"field\">{control}</p>\n")));
        } else if opens(at) && !controls(&read[at]) || label.is_some() {
            let own = usize::from(label.is_some());
            let words = label.unwrap_or_else(|| lines[at].clone());
            parts.push(html("<p class=\"field\"><label><span>"));
            push_line(&mut parts, words);
            parts.push(html(format!(
                "</span> {}</label></p>\n",
                room(text, None, (own + below).max(1))
            )));
        } else {
            let mut tokens = read[at].clone();
            if opens(at) {
                tokens.push(Token::Blank(12));
            }
            parts.extend(mixed_line(text, tokens));
            // Blank lines below words that are no label are a box of their own.
            if below > 0 {
                let control = room(text, Some(&words(body, &lines[at])), below);
                parts.push(html(format!("<p class=\"field\">{control}</p>\n")));
            }
        }
        name = words(body, &lines[at]);
        at += 1 + blank;
    }
    Some(parts)
}

/// `姓名：____`: the words before the only blank, where that ends the line.
fn label(body: &Body, tokens: &[Token]) -> Option<Line> {
    let mut rest = tokens.iter().rev().skip_while(|token| match token {
        Token::Piece(piece) => own_words(body, piece).is_some_and(|words| words.trim().is_empty()),
        _ => false,
    });
    if !matches!(rest.next(), Some(Token::Blank(_))) {
        return None;
    }
    let mut line = Line::new();
    for token in rest {
        match token {
            Token::Piece(piece) => line.push(piece.clone()),
            _ => return None,
        }
    }
    line.reverse();
    let line = trimmed(body, line);
    words(body, &line).ends_with([':', '：']).then_some(line)
}

/// The lines of a cell, if they leave room to write or to tick.
pub fn cell(text: &Reading, lines: Vec<Line>, label: &str) -> Option<Vec<Part>> {
    let read = lines.iter().flat_map(|line| tokens(text.body(), line));
    let tokens: Vec<Token> = read.collect();
    let asks = tokens.iter().any(|token| !matches!(token, Token::Piece(_)));
    asks.then(|| mixed(text, tokens, label))
}

/// A box to tick with its line; in a form the line may leave room to write besides.
pub fn tick(text: &Reading, lines: Vec<Line>, done: bool, is_form: bool) -> Vec<Part> {
    let body = text.body();
    let read: Vec<Vec<Token>> = match is_form {
        true => lines.iter().map(|line| tokens(body, line)).collect(),
        false => Vec::new(),
    };
    let writes = read
        .iter()
        .flatten()
        .any(|token| !matches!(token, Token::Piece(_)));
    if writes {
        let all: Vec<String> = lines.iter().map(|line| words(body, line)).collect();
        let name = bare(&all.join(" "));
        let mut parts = vec![html(format!(
            "<span class=\"tick\">{} ",
            check(done, Some(or(text, &name)))
        ))];
        for tokens in read {
            parts.push(html("<span>"));
            parts.extend(mixed(text, tokens, ""));
            parts.push(html("</span>"));
        }
        parts.push(html("</span>\n"));
        return parts;
    }
    let said = lines.iter().any(|line| !words(body, line).is_empty());
    let name = match said {
        true => None,
        false => Some(text.word("task")),
    };
    let mut parts = vec![html(format!(
        "<label class=\"tick\">{} <span>",
        check(done, name)
    ))];
    for (at, line) in lines.into_iter().enumerate() {
        if at > 0 {
            parts.push(html("<br>\n"));
        }
        push_line(&mut parts, line);
    }
    parts.push(html("</span></label>\n"));
    parts
}

/// Such a line on its own; the words before its first box name what is chosen among the boxes.
fn mixed_line(text: &Reading, tokens: Vec<Token>) -> Vec<Part> {
    let first = tokens.iter().position(|token| *token == Token::Box);
    let before = &tokens[..first.unwrap_or(0)];
    let asked: String = before
        .iter()
        .map(|token| match token {
            Token::Piece(piece) => words(text.body(), std::slice::from_ref(piece)),
            _ => String::new(),
        })
        .collect();
    let asked = bare(&asked);
    let (open, close) = match asked.is_empty() {
        true => ("<p class=\"line\">".to_string(), "</p>\n"),
        false => (
            format!(
                "<div class=\"line\" role=\"group\" aria-label=\"{}\">",
                escape(&asked)
            ),
            "</div>\n",
        ),
    };
    let mut parts = vec![html(open)];
    parts.extend(mixed(text, tokens, ""));
    parts.push(html(close));
    parts
}

/// A line with its blanks and boxes where they stand. `label` names what no words stand before.
fn mixed(text: &Reading, tokens: Vec<Token>, label: &str) -> Vec<Part> {
    let body = text.body();
    let names = names(body, &tokens);
    let mut parts = Vec::new();
    let mut open = false;
    for (at, token) in tokens.into_iter().enumerate() {
        let name = match names[at].is_empty() {
            true => label,
            false => &names[at],
        };
        if open && !matches!(token, Token::Piece(_)) {
            parts.push(html("</span></label>"));
            open = false;
        }
        match token {
            Token::Piece(piece) => parts.push(Part::Piece(piece)),
            Token::Blank(width) => parts.push(html(blank(text, name, Some(width)))),
            Token::Box => {
                let unnamed = names[at].is_empty().then(|| or(text, label));
                let control = check(false, unnamed);
                parts.push(html(format!("<label class=\"tick\">{control} <span>")));
                open = true;
            }
        }
    }
    if open {
        parts.push(html("</span></label>"));
    }
    parts
}

/// What each blank and box of a line is called: a blank by the words before it, else after it; a
/// box by those after it.
fn names(body: &Body, tokens: &[Token]) -> Vec<String> {
    let mut names = vec![String::new(); tokens.len()];
    let mut before = String::new();
    let mut last: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Piece(piece) => {
                let words = words(body, std::slice::from_ref(piece));
                before += &words;
                let wants = |at: &usize| match tokens[*at] {
                    Token::Box => true,
                    _ => names[*at].is_empty(),
                };
                if let Some(at) = last.filter(wants) {
                    names[at] += &bare(&words);
                }
            }
            token => {
                if matches!(token, Token::Blank(_)) {
                    names[at] = bare(&before);
                }
                before.clear();
                last = Some(at);
            }
        }
    }
    names
}

/// Words without the colon they end in.
fn bare(words: &str) -> String {
    let draws = |c: char| is_line(c) || BOXES.contains(&c);
    let words = words.replace(draws, " ");
    words
        .trim_matches(|c: char| c.is_whitespace() || "：:，,；;、。（）()［］[]".contains(c))
        .to_string()
}

fn or<'a>(text: &'a Reading, name: &'a str) -> &'a str {
    match name.is_empty() {
        true => text.word("form-blank"),
        false => name,
    }
}

/// Room to write: a line, or a box of several. Without a name it stands in a label.
fn room(text: &Reading, name: Option<&str>, rows: usize) -> String {
    let name = name.map_or(String::new(), |name| {
        format!(" aria-label=\"{}\"", escape(or(text, &bare(name))))
    });
    match rows {
        0 | 1 => format!("<input type=\"text\" autocomplete=\"off\"{name}>"),
        rows => format!(
            "<textarea rows=\"{}\" autocomplete=\"off\"{name}></textarea>",
            rows.min(MOST_ROWS)
        ),
    }
}

/// Room to write within a line, as wide as it is drawn.
pub fn blank(text: &Reading, name: &str, width: Option<usize>) -> String {
    let size = width.map_or(String::new(), |width| {
        format!(" size=\"{}\"", width.clamp(4, 40))
    });
    let name = escape(or(text, name));
    format!(
        "<input class=\"blank\" type=\"text\"{size} autocomplete=\"off\" aria-label=\"{name}\">"
    )
}

/// A box to tick. Without a name it stands in a label.
pub fn check(done: bool, name: Option<&str>) -> String {
    let checked = if done { " checked" } else { "" };
    let name = name.map_or(String::new(), |name| {
        format!(" aria-label=\"{}\"", escape(name))
    });
    format!("<input type=\"checkbox\"{checked}{name}>")
}
