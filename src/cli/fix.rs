//! `linli fix`: the corrections that cannot change the meaning, and old encodings re-saved.

use std::collections::BTreeMap;

use super::desk::{Desk, colour, say, say_error};
use super::{Everywhere, Failure, Fix, Outcome};
use crate::diagnostic::print::Format;
use crate::diagnostic::{Diagnostic, Edit, line_and_column};
use crate::language::Words;
use crate::load::{self, Memory};
use crate::path::SourcePath;
use crate::pipeline;
use crate::source::{Encoding, Source};

pub fn run(everywhere: &Everywhere, arguments: &Fix) -> Outcome {
    let desk = Desk::open(everywhere, &arguments.handbook, &mut Memory::default())?;
    let Some(sources) = &desk.sources else {
        say_error(&desk.print(Format::Human, &desk.diagnostics, None, colour()));
        return Err(Failure::Handbook);
    };
    let mut diagnostics = desk.diagnostics.clone();
    diagnostics.extend(pipeline::understand(sources, desk.settings(true, None)).diagnostics);
    let edits = safe_edits(&diagnostics);
    let (mut corrected, mut files) = (0, 0);
    for (path, source) in &sources.texts {
        let edits = edits.get(path).map_or(&[][..], Vec::as_slice);
        let old_encoding = matches!(source.form.encoding, Encoding::Gbk | Encoding::Utf16);
        if edits.is_empty() && !old_encoding {
            continue;
        }
        (corrected, files) = (corrected + edits.len(), files + 1);
        if arguments.dry_run {
            say(&preview(&desk, source, edits, old_encoding));
            continue;
        }
        let text = apply(&source.text, edits);
        if let Err(error) = load::save(&desk.place.root, path, &source.to_bytes(&text)) {
            say_error(&format!("{}{path}: {error}", desk.prefix));
            return Err(Failure::Machine);
        }
    }
    let done = if arguments.dry_run {
        ("可以改", "can be made")
    } else {
        ("改好了", "made")
    };
    let counted = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        many => format!("{many} {noun}s"),
    };
    let (corrections, texts) = (counted(corrected, "correction"), counted(files, "file"));
    say(desk.words(&Words::new(
        format!("{} {corrected} 处，涉及 {files} 个文件。", done.0),
        format!("{corrections} {} in {texts}.", done.1),
    )));
    Ok(())
}

/// Safe edits by file, in order, none overlapping another.
fn safe_edits(diagnostics: &[Diagnostic]) -> BTreeMap<SourcePath, Vec<Edit>> {
    let mut by_file: BTreeMap<SourcePath, Vec<Edit>> = BTreeMap::new();
    for patch in diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.patch.as_ref())
        .filter(|patch| patch.safe)
    {
        by_file
            .entry(patch.path.clone())
            .or_default()
            .extend(patch.edits.iter().cloned());
    }
    for edits in by_file.values_mut() {
        edits.sort();
        edits.dedup();
        let mut end = 0;
        edits.retain(|edit| {
            let free = edit.start >= end && edit.end >= edit.start;
            end = if free { edit.end } else { end };
            free
        });
    }
    by_file
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        fixed.push_str(&text[at..edit.start]);
        fixed.push_str(&edit.text);
        at = edit.end;
    }
    fixed + &text[at..]
}

/// The lines that would change, before and after.
fn preview(desk: &Desk, source: &Source, edits: &[Edit], old_encoding: bool) -> String {
    let mut shown = format!("{}{}", desk.prefix, source.path);
    if old_encoding {
        shown += desk.words(&Words::new("：改存为 UTF-8", ": saved again as UTF-8"));
    }
    let mut last_line = 0;
    for edit in edits {
        let (line, _) = line_and_column(&source.text, edit.start);
        if line == last_line {
            continue;
        }
        last_line = line;
        let start = source.text[..edit.start].rfind('\n').map_or(0, |at| at + 1);
        let end = source.text[edit.end..]
            .find('\n')
            .map_or(source.text.len(), |at| edit.end + at);
        let here: Vec<Edit> = edits
            .iter()
            .filter(|other| other.start >= start && other.end <= end)
            .map(|other| Edit {
                start: other.start - start,
                end: other.end - start,
                text: other.text.clone(),
            })
            .collect();
        let old = &source.text[start..end];
        shown += &format!("\n{line}: - {old}\n{line}: + {}", apply(old, &here));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_applied_from_left_to_right() {
        let edit = |start, end, text: &str| Edit {
            start,
            end,
            text: text.into(),
        };
        assert_eq!(
            apply("a：b：c", &[edit(1, 4, ": "), edit(5, 8, ": ")]),
            "a: b: c"
        );
    }
}
