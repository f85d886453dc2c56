//! What can be wrong with `:::` blocks, in words.

use std::ops::Range;

use super::opener::Opener;
use crate::diagnostic::{Code, Diagnostic, Label, Place};
use crate::language::Words;
use crate::likeness::slips;
use crate::path::SourcePath;
use crate::schema::{BlockKind, Schema};

/// A block that ended only because its surroundings did, after its last line.
pub fn unclosed(path: &SourcePath, opener: Range<usize>, last_line: Range<usize>) -> Diagnostic {
    let words = Words::new(
        "这个块没有结束，少了一行 :::",
        "this block is not closed: a line of ::: is missing",
    );
    let unclosed = Diagnostic::new(Code::UnclosedBlock, Place::new(path, opener), words);
    let unclosed = unclosed.with_hint(Words::new(
        "在块的最后一行下面加一行，只写三个英文冒号：:::",
        "below the block's last line add a line of three colons: :::",
    ));
    match last_line.is_empty() {
        true => unclosed,
        false => unclosed.with_label(
            Place::new(path, last_line),
            Words::new(
                "到这里为止都算在块里",
                "all up to here counts as the block's",
            ),
        ),
    }
}

/// Adds where a block before was closed: too early, it may be.
pub fn closed_here(mistake: Diagnostic, path: &SourcePath, closer: Range<usize>) -> Diagnostic {
    mistake.with_label(
        Place::new(path, closer),
        Words::new("前面的块在这里已经结束", "the block before was closed here"),
    )
}

/// A line of colons that closes nothing.
pub fn stray_closer(path: &SourcePath, closer: Range<usize>) -> Diagnostic {
    let words = Words::new(
        "这一行 ::: 没有可以结束的块",
        "this line of ::: closes nothing: no block is open here",
    );
    Diagnostic::new(Code::StrayCloser, Place::new(path, closer), words).with_hint(Words::new(
        "删掉这一行，或在前面补上块的开头，例如 ::: 提示",
        "delete the line, or open a block before it, such as ::: callout",
    ))
}

/// A line of colons in another list item or quote than the block it should close.
pub fn closer_depth(path: &SourcePath, closer: Range<usize>, opener: Range<usize>) -> Diagnostic {
    let words = Words::new(
        "这一行 ::: 和它要结束的块不在同一层：一个在列表或引用里面，一个在外面",
        "this line of ::: and the block it should close are in different list items or quotes",
    );
    Diagnostic::new(Code::CloserDepth, Place::new(path, closer), words)
        .with_label(
            Place::new(path, opener),
            Words::new("块从这里开始", "the block begins here"),
        )
        .with_hint(Words::new(
            "让这一行和块的开头缩进一样，前面的 > 也一样",
            "give both lines the same indent and the same > marks",
        ))
}

/// Adds where the block ends that a mistake is about.
pub fn ends_here(mistake: &mut Diagnostic, path: &SourcePath, closer: Range<usize>) {
    mistake.labels.push(Label {
        place: Place::new(path, closer),
        words: Words::new("块到这里结束", "the block ends here"),
    });
}

/// A name the schema does not know.
pub fn unknown(path: &SourcePath, opener: &Opener, schema: &Schema) -> Diagnostic {
    let name = &opener.name;
    if name.is_empty() {
        return nameless(path, opener, schema);
    }
    let shown: String = match name.chars().count() > 24 {
        true => name.chars().take(24).chain(['…']).collect(),
        false => name.clone(),
    };
    let mistake = Diagnostic::new(
        Code::UnknownBlock,
        Place::new(path, opener.name_span.clone()),
        Words::new(
            format!("没有叫“{shown}”的块，里面的文字按普通文字显示"),
            format!("no block is called “{shown}”; its text is shown as plain text"),
        ),
    );
    if let Some((block, written)) = touching_title(name, schema) {
        let fixed = format!("{written} {}", &name[written.len()..]);
        return mistake
            .with_hint(Words::new(
                format!("名字“{}”后面空一格：::: {fixed}", block.label.get("zh")),
                format!("leave a space after the name “{written}”: ::: {fixed}"),
            ))
            .with_patch(opener.name_span.clone(), fixed, false);
    }
    let Some((block, written)) = nearest(name, schema) else {
        return mistake.with_hint(all_names(schema));
    };
    mistake
        .with_hint(Words::new(
            format!("最接近的是“{}”。如果是它，改成：", block.label.get("zh")),
            format!(
                "the nearest is “{}”; if you mean it, write:",
                block.label.get("en")
            ),
        ))
        .with_patch(opener.name_span.clone(), written, false)
}

fn nameless(path: &SourcePath, opener: &Opener, schema: &Schema) -> Diagnostic {
    let words = Words::new(
        "这个块没有名字，里面的文字按普通文字显示",
        "this block has no name; its text is shown as plain text",
    );
    let place = Place::new(path, opener.name_span.clone());
    Diagnostic::new(Code::UnknownBlock, place, words).with_hint(all_names(schema))
}

fn all_names(schema: &Schema) -> Words {
    // A name of two words cannot be written: “Key points”.
    let written = |block: &'_ BlockKind, tag: &str| match block.label.get(tag) {
        label if label.contains(' ') => block.name.clone(),
        label => label.to_string(),
    };
    let names = |tag: &str| -> Vec<String> {
        let blocks = schema.blocks.iter();
        blocks.map(|block| written(block, tag)).collect()
    };
    Words::new(
        format!("可以用的有：{}", names("zh").join("、")),
        format!("there are: {}", names("en").join(", ")),
    )
}

/// A block that stands outside the block it belongs to.
pub fn misplaced(
    path: &SourcePath,
    opener: Range<usize>,
    block: &BlockKind,
    schema: &Schema,
) -> Diagnostic {
    let parents = |tag: &str| -> Vec<String> {
        let names = block.inside.iter();
        names
            .map(|name| {
                let parent = schema.blocks.iter().find(|block| block.name == *name);
                parent.map_or(name.clone(), |parent| parent.label.get(tag).to_string())
            })
            .collect()
    };
    let (zh, en) = (parents("zh").join("或"), parents("en").join(" or "));
    let (own_zh, own_en) = (block.label.get("zh"), block.label.get("en"));
    Diagnostic::new(
        Code::MisplacedBlock,
        Place::new(path, opener),
        Words::new(
            format!("“{own_zh}”要写在“{zh}”里面"),
            format!("“{own_en}” belongs inside “{en}”"),
        ),
    )
    .with_hint(Words::new(
        format!("把它移到“{zh}”块结束的那行 ::: 前面"),
        format!("move it above the line of ::: that closes the “{en}” block"),
    ))
}

/// A brace that is not closed on the line.
pub fn open_brace(path: &SourcePath, brace: Range<usize>) -> Diagnostic {
    let words = Words::new(
        "花括号在这一行里没有结束",
        "this brace is not closed on its line",
    );
    Diagnostic::new(Code::BadAttributes, Place::new(path, brace), words).with_hint(Words::new(
        "在这一行末尾补上 }",
        "add } at the end of the line",
    ))
}

/// A length that is no number of minutes.
pub fn bad_minutes(path: &SourcePath, opener: Range<usize>, value: &str) -> Diagnostic {
    let shown: String = value.chars().take(24).collect();
    Diagnostic::new(
        Code::BadAttributes,
        Place::new(path, opener),
        Words::new(
            format!("“分钟”里的“{shown}”不是时长"),
            format!("“{shown}” in minutes is no length of time"),
        ),
    )
    .with_hint(Words::new(
        "写分钟数，例如 {minutes=15}，或在标题后写（15 分钟）",
        "write a number of minutes, as in {minutes=15}, or (15 min) after the title",
    ))
}

/// Every name a block can be written by.
fn names(schema: &Schema) -> impl Iterator<Item = (&BlockKind, &str)> {
    schema.blocks.iter().flat_map(|block| {
        std::iter::once(block.name.as_str())
            .chain(block.aliases.iter().map(String::as_str))
            .chain(block.label.texts())
            .map(move |name| (block, name))
    })
}

/// `活动三句开场白`: a Han name with its title stuck to it; the longest name that fits.
fn touching_title<'a>(name: &str, schema: &'a Schema) -> Option<(&'a BlockKind, &'a str)> {
    names(schema)
        .filter(|(_, known)| !known.is_ascii() && name.starts_with(known))
        .max_by_key(|(_, known)| known.len())
}

fn nearest<'a>(name: &str, schema: &'a Schema) -> Option<(&'a BlockKind, &'a str)> {
    let length = name.chars().count();
    if length > 24 {
        return None;
    }
    let name = name.to_lowercase();
    names(schema)
        .map(|(block, known)| {
            let distance = slips(&name, known);
            (distance, block, known)
        })
        .filter(|(distance, _, known)| {
            let longer = length.max(known.chars().count());
            *distance * 5 <= longer * 2 || (*distance == 1 && longer == 2)
        })
        .min_by_key(|(distance, _, known)| (*distance, *known))
        .map(|(_, block, known)| (block, known))
}
