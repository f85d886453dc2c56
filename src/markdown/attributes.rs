//! `#id .class key="value" key=value`, what stands between the braces of a block's opening line or
//! of a heading. Full-width `＃`, `＝` and Chinese quotes are read as what they stand for.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::likeness::nearest;
use crate::path::SourcePath;
use crate::schema::{Choice, Field, Shape, find_field};

/// What a pair of braces says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes {
    pub id: Option<Id>,
    pub classes: Vec<String>,
    /// In order, each key once.
    pub pairs: Vec<(String, String)>,
    /// Where the first of them, those in the braces, have their key and their value.
    pub places: Vec<(Range<usize>, Range<usize>)>,
    /// Stretches that are no attribute.
    pub slips: Vec<Range<usize>>,
}

/// An id stated by the author, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Id {
    pub text: String,
    pub span: Range<usize>,
}

/// Reads the text between the braces; `offset` is where it stands in the file.
pub fn read(text: &str, offset: usize) -> Attributes {
    let mut attributes = Attributes::default();
    let mut at = 0;
    let mut follows_a_word = false;
    while let Some(start) = skip_space(text, at) {
        let (end, closed) = word_end(text, start);
        let word = &text[start..end];
        let span = offset + start..offset + end;
        at = end;
        match word.split_once(['=', '＝']) {
            _ if !closed => attributes.slips.push(span),
            _ if word.starts_with(['#', '＃']) && !after_signs(word).is_empty() => {
                let text = after_signs(word).nfc().collect();
                attributes.id = Some(Id { text, span });
            }
            _ if word.starts_with('.') && word.len() > 1 => {
                attributes.classes.push(word[1..].to_string());
            }
            Some((key, value)) if !key.is_empty() => {
                let known = attributes.pairs.iter().any(|(other, _)| other == key);
                if known {
                    attributes.slips.push(span);
                    follows_a_word = false;
                    continue;
                }
                let (key_end, value_start) = (span.start + key.len(), span.end - value.len());
                attributes
                    .pairs
                    .push((key.to_string(), unquoted(value).to_string()));
                attributes
                    .places
                    .push((span.start..key_end, value_start..span.end));
            }
            // Words that follow each other are one slip: `{15 分钟}`.
            _ => match attributes.slips.last_mut().filter(|_| follows_a_word) {
                Some(slip) => slip.end = span.end,
                None => attributes.slips.push(span),
            },
        }
        follows_a_word = !word.contains(['=', '＝', '#', '＃']) && !word.starts_with('.');
    }
    attributes
}

/// An id without its `#`, which some type more than once.
fn after_signs(word: &str) -> &str {
    word.trim_start_matches(['#', '＃'])
}

/// What to tell about a stretch that is no attribute.
pub fn slip(path: &SourcePath, span: Range<usize>) -> Diagnostic {
    let words = Words::new(
        "花括号里的这一处看不懂",
        "this part between the braces is not understood",
    );
    Diagnostic::new(Code::BadAttributes, Place::new(path, span), words).with_hint(Words::new(
        "花括号里只能写 #编号、.样式 或 名字=\"内容\"，用空格隔开，每个名字写一次，引号要成对",
        "between braces write #id, .class or key=\"value\", separated by spaces, each key once, every quote closed",
    ))
}

/// Gives every key and every choice its English name, however the author wrote it: `{角色=居民}`
/// says `by`. What the schema does not know has no effect and is told.
pub fn name(read: &mut Attributes, known: &[Field], path: &SourcePath) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let places = std::mem::take(&mut read.places).into_iter().map(Some);
    let places = places.chain(std::iter::repeat(None));
    let pairs = std::mem::take(&mut read.pairs);
    for ((key, value), place) in pairs.into_iter().zip(places) {
        let field = find_field(known, &key);
        let free = key.to_lowercase().starts_with("x-");
        if let (None, false, Some((at, _))) = (field, free, &place) {
            told.push(unknown(&key, at.clone(), known, path));
        }
        let name = field.map_or(key, |field| field.name.clone());
        if read.pairs.iter().any(|(other, _)| *other == name) {
            told.extend(place.map(|(at, _)| slip(path, at)));
            continue;
        }
        let value = match field.map(|field| &field.shape) {
            Some(Shape::Choice(choices)) => match choices.iter().find(|one| one.is(&value)) {
                Some(choice) => choice.name.clone(),
                None => {
                    // What a page rests on is looked at with its facts.
                    let at = place.filter(|_| name != "basis");
                    told.extend(at.map(|(_, at)| unknown_choice(&name, &value, at, choices, path)));
                    value
                }
            },
            _ => value,
        };
        read.pairs.push((name, value));
    }
    told
}

fn unknown(key: &str, at: Range<usize>, known: &[Field], path: &SourcePath) -> Diagnostic {
    let shown: String = key.chars().take(24).collect();
    let mistake = Diagnostic::new(
        Code::UnknownAttribute,
        Place::new(path, at.clone()),
        Words::new(
            format!("花括号里的“{shown}”在这里没有用处"),
            format!("“{shown}” between the braces has no effect here"),
        ),
    );
    match nearest(key, known.iter().flat_map(Field::words)) {
        Some(near) => mistake
            .with_hint(Words::new(
                format!("最接近的是“{near}”。如果是它，改成："),
                format!("the nearest is “{near}”; if you mean it, write:"),
            ))
            .with_patch(at, near, false),
        None => {
            let names = |tag: &str| -> Vec<&str> {
                known.iter().map(|field| field.label.get(tag)).collect()
            };
            let english: Vec<&str> = known.iter().map(|field| field.name.as_str()).collect();
            mistake.with_hint(Words::new(
                format!(
                    "这里可以写的有：{}；自己用的名字以 x- 开头",
                    names("zh").join("、")
                ),
                format!(
                    "known here are: {}; a name of your own begins with x-",
                    english.join(", ")
                ),
            ))
        }
    }
}

fn unknown_choice(
    name: &str,
    value: &str,
    at: Range<usize>,
    choices: &[Choice],
    path: &SourcePath,
) -> Diagnostic {
    let shown: String = value.chars().take(24).collect();
    let labels: Vec<String> = choices
        .iter()
        .map(|choice| format!("{}（{}）", choice.name, choice.label.get("zh")))
        .collect();
    let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
    Diagnostic::new(
        Code::UnknownValue,
        Place::new(path, at),
        Words::new(
            format!("{name} 里没有“{shown}”这个选项"),
            format!("`{name}` has no value “{shown}”"),
        ),
    )
    .with_hint(Words::new(
        format!("可以写：{}", labels.join("、")),
        format!("it may be: {}", names.join(", ")),
    ))
}

fn skip_space(text: &str, at: usize) -> Option<usize> {
    text[at..]
        .find(|c: char| !c.is_whitespace())
        .map(|skip| at + skip)
}

/// Where a word ends, and whether its quote, if it has one, is closed. A quote opens only right
/// after the equals sign.
fn word_end(text: &str, start: usize) -> (usize, bool) {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text[start..].char_indices() {
        match quote {
            Some(close) if closes(c, close) => {
                return (start + at + c.len_utf8(), true);
            }
            Some(_) => {}
            None if matches!(before, '=' | '＝') && closer(c).is_some() => quote = closer(c),
            None if c.is_whitespace() => return (start + at, true),
            None => {}
        }
        before = c;
    }
    (text.len(), quote.is_none())
}

fn closer(open: char) -> Option<char> {
    match open {
        '"' => Some('"'),
        '\'' => Some('\''),
        '“' | '”' => Some('”'),
        '‘' | '’' => Some('’'),
        _ => None,
    }
}

/// An input method may put the opening mark twice.
fn closes(c: char, close: char) -> bool {
    c == close || (close == '”' && c == '“') || (close == '’' && c == '‘')
}

fn unquoted(value: &str) -> &str {
    let mut chars = value.chars();
    match (chars.next().and_then(closer), chars.next_back()) {
        (Some(_), Some(_)) => chars.as_str(),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_values_keep_their_spaces() {
        let read = read(r#"#id .a key="x y" b=2 c=“三 四” ＃二"#, 0);
        assert_eq!(read.id.unwrap().text, "二");
        assert_eq!(read.classes, ["a"]);
        let pair = |key: &str, value: &str| (key.to_string(), value.to_string());
        assert_eq!(
            read.pairs,
            [pair("key", "x y"), pair("b", "2"), pair("c", "三 四")]
        );
        assert!(read.slips.is_empty());
    }

    #[test]
    fn keys_and_choices_may_be_in_the_author_s_language() {
        let schema = crate::schema::read::shared();
        let path = SourcePath::new("zh/a.md").unwrap();
        let mut read = read("角色=居民 依据=有出处 by=甲 x-color=1 角咯=乙", 0);
        let known = &schema.block("quote").unwrap().attributes;
        let told = name(&mut read, known, &path);
        let pair = |key: &str, value: &str| (key.to_string(), value.to_string());
        assert_eq!(
            read.pairs,
            [
                pair("by", "居民"),
                pair("basis", "sourced"),
                pair("x-color", "1"),
                pair("角咯", "乙")
            ]
        );
        let codes: Vec<_> = told.iter().map(|told| told.code).collect();
        assert_eq!(codes, [Code::BadAttributes, Code::UnknownAttribute]);
        assert_eq!(told[1].patch.as_ref().unwrap().edits[0].text, "角色");
    }

    #[test]
    fn what_is_no_attribute_is_pointed_at() {
        let slips = |text: &str| -> Vec<String> {
            let slips = read(text, 10).slips.into_iter();
            slips
                .map(|span| text[span.start - 10..span.end - 10].to_string())
                .collect()
        };
        assert_eq!(slips("a=1 bare"), ["bare"]);
        assert_eq!(slips("15 分钟 a=1 bare"), ["15 分钟", "bare"]);
        assert_eq!(slips("a=1 a=2"), ["a=2"]);
        assert_eq!(slips("t=\"open end"), ["t=\"open end"]);
        assert_eq!(slips("# . ##"), ["#", ".", "##"]);
    }
}
