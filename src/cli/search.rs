//! `linli search`: what readers would find, from the index of the site as it would be built now.
//! Nothing is written.

use std::ops::Range;
use std::path::Path;

use clap::builder::styling::{Effects, Style};
use serde_json::{Value, json};

use super::desk::{Desk, colour, colour_of_output, say, say_error, spoken_language};
use super::{Everywhere, Failure, Outcome, Search, schema};
use crate::diagnostic::{
    self,
    print::{Format, clean},
};
use crate::handbook::Handbook;
use crate::language::{Language, MessageLanguage, Words};
use crate::load::Memory;
use crate::path::decode;
use crate::pipeline::{self, Built};
use crate::script::is_cjk;
use crate::search::answer::{self, Answer, Found, Options};
use crate::search::marks;

pub fn run(everywhere: &Everywhere, arguments: &Search) -> Outcome {
    let (handbook, query) = match &arguments.words[..] {
        [handbook, query] => (Path::new(handbook), query.to_string_lossy()),
        [query] => (Path::new("."), query.to_string_lossy()),
        _ => unreachable!("the command line takes one or two"),
    };
    let query = query.trim();
    let spoken = spoken_language(everywhere);
    if query.is_empty() {
        say_error(nothing_asked().in_language(spoken));
        return Err(Failure::Line);
    }
    if !handbook.exists() {
        let first = handbook.to_string_lossy();
        say_error(no_such_folder(&first, query).in_language(spoken));
        return Err(Failure::Line);
    }
    let desk = Desk::open(everywhere, handbook, &mut Memory::default())?;
    let built = desk
        .sources
        .as_ref()
        .map(|sources| pipeline::build(sources, desk.settings(false, None)));
    let Some((built, handbook)) = built
        .as_ref()
        .and_then(|built| Some((built, built.handbook.as_ref()?)))
    else {
        return Err(cannot_be_built(&desk, built.as_ref()));
    };
    let language = language(&desk, handbook, arguments.lang.as_deref())?;
    let options = Options {
        language: language.folder.clone(),
        chinese: language.is_chinese(),
        limit: arguments.limit,
        kinds: kinds(&desk, handbook, &arguments.kind)?,
    };
    let files = |path: &str| built.output.text(path);
    // Without a theme there is no site, and no index of it.
    let Ok(answer) = answer::search(&files, query, &options) else {
        return Err(cannot_be_built(&desk, Some(built)));
    };
    warn_of_errors(&desk, built);
    say(&match arguments.json {
        true => json(&answer, handbook, &desk.prefix),
        false => Printer {
            language: desk.language,
            prefix: &desk.prefix,
            handbook,
            query,
            colour: colour_of_output(),
        }
        .print(&answer),
    });
    Ok(())
}

fn nothing_asked() -> Words {
    Words::new(
        "要找什么？写在后面，比如：linli search 没人来怎么办",
        "what to look for? Write it behind the command, as in: linli search \"nobody comes\"",
    )
}

/// Two words without quotes look like a handbook and a query.
fn no_such_folder(first: &str, rest: &str) -> Words {
    Words::new(
        format!(
            "没有“{first}”这个文件夹。要一起找几个词，就加引号：linli search \"{first} {rest}\""
        ),
        format!(
            "there is no folder `{first}`; to look for several words, put them in quotes: linli search \"{first} {rest}\""
        ),
    )
}

fn cannot_be_built(desk: &Desk, built: Option<&Built>) -> Failure {
    let mut diagnostics = desk.diagnostics.clone();
    diagnostics.extend(built.iter().flat_map(|built| built.diagnostics.clone()));
    diagnostic::sort(&mut diagnostics);
    say_error(&desk.print(Format::Human, &diagnostics, built, colour()));
    Failure::Handbook
}

/// The handbook's language of that folder, tag or name; its first if none is asked for.
fn language<'a>(
    desk: &Desk,
    handbook: &'a Handbook,
    asked: Option<&str>,
) -> Result<&'a Language, Failure> {
    let languages = &handbook.config.languages;
    let Some(asked) = asked else {
        return Ok(&languages[0]);
    };
    let is_asked =
        |own: &&Language| [&own.folder, &own.tag, &own.label].contains(&&asked.to_string());
    languages.iter().find(is_asked).ok_or_else(|| {
        let all = |between: &str| {
            let folders = languages.iter().map(|language| language.folder.as_str());
            folders.collect::<Vec<_>>().join(between)
        };
        say_error(desk.words(&Words::new(
            format!("这本手册没有“{asked}”这种语言。有的是：{}", all("、")),
            format!(
                "the handbook has no language `{asked}`; it has: {}",
                all(", ")
            ),
        )));
        Failure::Line
    })
}

/// The English names of kinds given by name or label.
fn kinds(desk: &Desk, handbook: &Handbook, asked: &[String]) -> Result<Vec<String>, Failure> {
    let schema = &handbook.schema;
    let named = asked.iter().map(|name| {
        let kind = schema.kind_called(name).ok_or_else(|| {
            say_error(desk.words(&schema::unknown_kind(name, schema)));
            Failure::Line
        })?;
        Ok(kind.name.clone())
    });
    named.collect()
}

/// What cannot be shown cannot be found either.
fn warn_of_errors(desk: &Desk, built: &Built) {
    let all = desk.diagnostics.iter().chain(&built.diagnostics);
    let count = all.filter(|diagnostic| diagnostic.stops_build()).count();
    let (noun, them) = if count == 1 {
        ("mistake", "it")
    } else {
        ("mistakes", "them")
    };
    if count > 0 {
        say_error(desk.words(&Words::new(
            format!("手册里有 {count} 处要改，没法展示的没有找；用“linli check”看是哪些。"),
            format!(
                "The handbook has {count} {noun} to fix; what cannot be shown was not searched. `linli check` shows {them}."
            ),
        )));
    }
}

/// One object, as `window.linli.search` gives it; `source` is the page's file.
fn json(answer: &Answer, handbook: &Handbook, prefix: &str) -> String {
    let results = answer.results.iter().map(|found| {
        json!({
            "url": found.url,
            "title": found.title,
            "heading": found.heading,
            "kind": found.kind,
            "label": found.label,
            "lang": found.lang,
            "code": found.code,
            "snippet": found.snippet,
            "score": found.score,
            "source": source_of(handbook, prefix, &found.url),
        })
    });
    let nearest = answer
        .nearest
        .iter()
        .map(|near| json!({ "words": near.words, "url": near.url }));
    let value = json!({
        "total": answer.total,
        "similar": answer.similar,
        "results": results.collect::<Value>(),
        "nearest": nearest.collect::<Value>(),
    });
    format!("{value:#}")
}

/// The file a page of the site is written in.
fn source_of(handbook: &Handbook, prefix: &str, url: &str) -> Option<String> {
    let path = decode(url.split('#').next()?);
    let (folder, route) = path.strip_suffix(".html")?.split_once('/')?;
    let languages = &handbook.config.languages;
    let language = languages.iter().position(|own| own.folder == folder)?;
    let article = &handbook.articles[handbook.at_route(route)?];
    let version = handbook.reading(article, language)?;
    Some(format!("{prefix}{}", version.page.source.path))
}

/// Writes an answer down for people.
struct Printer<'a> {
    language: MessageLanguage,
    prefix: &'a str,
    handbook: &'a Handbook,
    query: &'a str,
    colour: bool,
}

/// Columns of a line, and before what belongs to a title.
const COLUMNS: usize = 80;
const INDENT: &str = "    ";

impl Printer<'_> {
    fn print(&self, answer: &Answer) -> String {
        let mut out = self.words(&heading(answer)).to_string();
        out.push('\n');
        for found in &answer.results {
            self.result(found, &mut out);
        }
        if !answer.nearest.is_empty() {
            out.push_str(self.words(&Words::new("相近的有：\n", "These come near:\n")));
        }
        for near in &answer.nearest {
            out.push_str(&format!("\n{}\n", self.strong(&clean(&near.words))));
            self.places(&near.url, &mut out);
        }
        out
    }

    fn result(&self, found: &Found, out: &mut String) {
        let mut title = clean(&found.title);
        if !found.heading.is_empty() {
            title += &format!(" › {}", clean(&found.heading));
        }
        let mut line = format!("\n{}", self.strong(&title));
        for more in [&found.label, &found.code] {
            if !more.is_empty() {
                line += &format!("  {}", clean(more));
            }
        }
        out.push_str(&line);
        out.push('\n');
        self.places(&found.url, out);
        self.snippet(&clean(&found.snippet), out);
    }

    /// Where a page is written, and where it stands in the site.
    fn places(&self, url: &str, out: &mut String) {
        let source = source_of(self.handbook, self.prefix, url);
        for place in source.into_iter().chain([decode(url)]) {
            out.push_str(&format!("{INDENT}{}\n", clean(&place)));
        }
    }

    /// What answers to the query stands out, also where it goes on in the next line.
    fn snippet(&self, text: &str, out: &mut String) {
        let marks = marks(text, self.query);
        for line in wrapped(text, COLUMNS - INDENT.len()) {
            let mut shown = String::new();
            let mut before = line.start;
            for mark in &marks {
                let (start, end) = (mark.start.max(before), mark.end.min(line.end));
                if start < end {
                    shown.push_str(&text[before..start]);
                    shown.push_str(&self.strong(&text[start..end]));
                    before = end;
                }
            }
            shown.push_str(&text[before..line.end]);
            out.push_str(&format!("{INDENT}{}\n", shown.trim_end()));
        }
    }

    fn strong(&self, text: &str) -> String {
        let style = Style::new().effects(Effects::BOLD);
        match self.colour {
            true => format!("{style}{text}{style:#}"),
            false => text.to_string(),
        }
    }

    fn words<'a>(&self, words: &'a Words) -> &'a str {
        words.in_language(self.language)
    }
}

fn heading(answer: &Answer) -> Words {
    let (total, shown) = (answer.total, answer.results.len());
    let of = match total > shown {
        true => Words::new(
            format!("，下面是前 {shown} 页"),
            format!("; the first {shown}"),
        ),
        false => Words::new("", ""),
    };
    let pages = if total == 1 { "page" } else { "pages" };
    match total {
        0 => Words::new("没有找到。", "Nothing was found."),
        _ if answer.similar => Words::new(
            format!("没有完全一样的，看看这些（{total} 页{}）：", of.zh),
            format!(
                "Nothing is quite the same; look at these ({total} {pages}{}):",
                of.en
            ),
        ),
        _ => Words::new(
            format!("找到 {total} 页{}：", of.zh),
            format!("{total} {pages} found{}:", of.en),
        ),
    }
}

/// The lines of a text in so many columns. They end between words, or anywhere beside Han; no mark
/// that closes something begins one.
fn wrapped(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut at, mut width) = (0, 0, 0);
    for piece in pieces(text) {
        let wide: usize = piece.chars().map(width_of).sum();
        if width + wide > columns && at > start {
            lines.push(start..at);
            (start, width) = (at, 0);
        }
        at += piece.len();
        width += wide;
    }
    if at > start {
        lines.push(start..at);
    }
    lines
}

fn width_of(c: char) -> usize {
    if is_cjk(c) { 2 } else { 1 }
}

/// What must stay in one line: a word, a Han character with the marks behind it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut before = rest.chars().next()?;
        let mut end = before.len_utf8();
        for c in rest[end..].chars() {
            let stays = "，。、；：？！）》」』”’…".contains(c);
            let opens = "（《「『“‘".contains(before);
            let apart = before == ' ' || is_cjk(before) || is_cjk(c);
            if apart && !stays && !opens {
                break;
            }
            before = c;
            end += c.len_utf8();
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_a_reader_would_end_them() {
        let lines = |text: &str, columns| {
            let lines = wrapped(text, columns).into_iter();
            let lines: Vec<&str> = lines.map(|line| text[line].trim_end()).collect();
            lines.join("/")
        };
        assert_eq!(
            lines("the yard is open today", 10),
            "the yard/is open/today"
        );
        assert_eq!(
            lines("我们今天开会，明天开会。", 12),
            "我们今天开/会，明天开/会。"
        );
        assert_eq!(lines("用 app 找《四色卡》", 8), "用 app/找《四色/卡》");
        assert_eq!(lines("averyveryverylongword", 5), "averyveryverylongword");
        assert_eq!(lines("", 5), "");
    }
}
