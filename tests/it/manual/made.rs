//! What the writing guide says of every field, block and code: made from the schema, from `codes.yaml`
//! and from the examples that are tests already.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

use linli::diagnostic::explain::doc;
use linli::diagnostic::{Code, Severity};
use linli::language::Words;
use linli::schema::read::shared;
use linli::schema::{BlockKind, Field, Kind, Needed, Shape, find_field};

use super::{Pair, Part, Sort, as_words, chapters, fenced, message_language, sentence, shown};
use super::{described, frame};
use crate::support::{files_below, root};

/// A chapter's own words with what is made put in place of its `%%%` lines.
pub fn put_in(prose: &str, language: &'static str) -> String {
    let mut text = String::new();
    for line in prose.split_inclusive('\n') {
        match line.trim_end().strip_prefix("%%% ") {
            Some(name) => text += &made(name, language),
            None => text += line,
        }
    }
    text
}

fn made(name: &str, language: &'static str) -> String {
    match name.split(' ').collect::<Vec<_>>()[..] {
        ["fields"] => fields(language),
        ["view"] => view(language),
        ["blocks"] => blocks(language),
        ["codes"] => index_of_codes(language),
        ["codes", group] => codes(group, language),
        _ => panic!("nothing is made by the name of {name}"),
    }
}

fn say(language: &str, zh: &str, en: &str) -> String {
    if language == "zh" { zh } else { en }.to_string()
}

// The fields.

fn is_common(field: &Field) -> bool {
    let page = shared().kind("page").expect("the schema has plain pages");
    page.fields.iter().any(|common| common.name == field.name)
}

fn fields(language: &str) -> String {
    let mut text = String::new();
    let page = shared().kind("page").expect("the schema has plain pages");
    for kind in
        std::iter::once(page).chain(shared().kinds.iter().filter(|kind| kind.name != "page"))
    {
        let heads = heads_of(kind, language);
        text += &heading_of(kind, language);
        for field in &kind.fields {
            if kind.name == "page" || !is_common(field) {
                text += &entry(field, kind, &heads, language);
            }
        }
    }
    text.trim_end().to_string() + "\n"
}

fn heading_of(kind: &Kind, language: &str) -> String {
    let label = kind.label.get(language);
    if kind.name == "page" {
        return say(
            language,
            "## 每一页都能写\n\n",
            "## What any page may say\n\n",
        );
    }
    let needed = |wanted: Needed| {
        let wanted = kind.fields.iter().filter(|field| field.needed == wanted);
        let names: Vec<String> = wanted.map(|field| named(field, language)).collect();
        names.join(&say(language, "、", ", "))
    };
    let must = needed(Needed::Published);
    let mut about = match language {
        "zh" => format!(
            "## {label} {{#{}}}\n\n放在文件夹 `{}/` 里。",
            kind.name, kind.folder
        ),
        _ => format!(
            "## {label} {{#{}}}\n\nIt lies in the folder `{}/`.",
            kind.name, kind.folder
        ),
    };
    if !must.is_empty() {
        about += &match language {
            "zh" => format!("发布前要写好：{must}。"),
            _ => format!(" Before it is published it needs: {must}."),
        };
    }
    let better = needed(Needed::Recommended);
    if !better.is_empty() {
        about += &match language {
            "zh" => format!("最好也写：{better}。"),
            _ => format!(" It is better with: {better}."),
        };
    }
    about + "\n\n"
}

/// The name an author of the language writes, as code.
fn named(field: &Field, language: &str) -> String {
    match language {
        "zh" => format!("`{}`", field.label.get("zh")),
        _ => format!("`{}`", field.name),
    }
}

/// Both names, and what else it answers to.
fn names(field: &Field, language: &str) -> String {
    let label = field.label.get("zh");
    let also: Vec<String> = field
        .aliases
        .iter()
        .map(|alias| format!("`{alias}`"))
        .collect();
    match (language, also.is_empty()) {
        ("zh", true) => format!("`{label}`（`{}`）", field.name),
        ("zh", false) => format!("`{label}`（`{}`，也写 {}）", field.name, also.join("、")),
        (_, true) => format!("`{}` (`{label}`)", field.name),
        (_, false) => format!("`{}` (`{label}`, also {})", field.name, also.join(", ")),
    }
}

fn entry(field: &Field, kind: &Kind, heads: &[String], language: &str) -> String {
    let example = heads.iter().find_map(|head| lines_of(field, kind, head));
    let example = example.unwrap_or_else(|| {
        panic!(
            "tests/fields/{language} has no example of {} {}",
            kind.name, field.name
        )
    });
    let mut about = about(field, language) + "\n";
    if !field.shape.fields().is_empty() {
        about.push('\n');
        for inner in field.shape.fields() {
            let (names, inside) = (names(inner, language), self::about(inner, language));
            let colon = say(language, "：", ": ");
            let _ = writeln!(about, "- {names}{colon}{inside}");
        }
    }
    let _ = write!(about, "\n{}", fenced(&example, "yaml"));
    described(&[(&names(field, language), &about)]) + "\n"
}

/// What it is for, what it takes, and when it has to be there.
fn about(field: &Field, language: &str) -> String {
    let help = field.help.get(language);
    let needed = match field.needed {
        Needed::Always => say(language, "一定要写。", "It must be there."),
        Needed::Published => say(language, "发布前要写。", "A published page needs it."),
        Needed::Recommended => say(language, "最好写。", "It is better to have it."),
        Needed::No => String::new(),
    };
    let many = match field.shape {
        Shape::List(_) if !help.contains("可以写几个") => {
            say(language, "可以写几个。", "There may be several.")
        }
        _ => String::new(),
    };
    let parts = [as_words(help), takes(&field.shape, language), many, needed];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(&say(language, "", " "))
}

fn takes(shape: &Shape, language: &str) -> String {
    let kinds = |kinds: &[String]| {
        let labels = kinds.iter().filter_map(|kind| shared().kind(kind));
        let labels = labels.map(|kind| match language {
            "zh" => kind.label.get("zh").to_string(),
            _ => kind.label.get("en").to_lowercase(),
        });
        labels
            .collect::<Vec<_>>()
            .join(&say(language, "或", " or "))
    };
    let one = match shape.item() {
        // Words, as everywhere.
        Shape::Text => return String::new(),
        Shape::Integer { min, max } if *min >= 0 && *max < i64::MAX => match language {
            "zh" => format!("写 {min} 到 {max} 的整数"),
            _ => format!("A whole number from {min} to {max}"),
        },
        Shape::Integer { .. } => say(language, "写整数", "A whole number"),
        Shape::Number => say(language, "写数字", "A number"),
        Shape::Flag => say(
            language,
            "写“是”或“否”，也写 `true`、`false`",
            "`true` or `false`",
        ),
        Shape::Date => say(language, "写日期，年月日", "A date: year, month, day"),
        Shape::Time => say(
            language,
            "写几点几分，二十四小时制",
            "A time on the 24-hour clock",
        ),
        Shape::Minutes => say(language, "写分钟数", "Minutes"),
        Shape::Period => say(language, "写一段时间", "A length of time"),
        Shape::Choice(choices) => choices_of(choices, language),
        Shape::Reference(to) if to.is_empty() => say(
            language,
            "写那一页的标题或文件名",
            "The title or file name of a page",
        ),
        Shape::Reference(to) => match language {
            "zh" => format!("写{}的标题或文件名", kinds(to)),
            _ => format!("Title or file name of a page of this kind: {}", kinds(to)),
        },
        Shape::Fact => say(language, "写事实编号", "The number of a fact"),
        Shape::List(_) | Shape::Free => say(language, "写什么都行", "Anything"),
        Shape::Record { fields, short } => {
            let short = short.as_deref().and_then(|name| find_field(fields, name));
            match (short, language) {
                (None, "zh") => "分几项写".to_string(),
                (None, _) => "Several items".to_string(),
                (Some(field), "zh") => format!("分几项写，只写{}也行", named(field, language)),
                (Some(field), _) => {
                    format!("Several items, or only its {}", named(field, language))
                }
            }
        }
    };
    match language {
        "zh" => format!("{one}。"),
        _ => format!("{one}."),
    }
}

fn choices_of(choices: &[linli::schema::Choice], language: &str) -> String {
    let names = choices.iter().map(|choice| match language {
        "zh" => format!("`{}`", choice.label.get("zh")),
        _ => format!("`{}`", choice.name),
    });
    let names: Vec<String> = names.collect();
    match language {
        "zh" => format!("选一个：{}", names.join("、")),
        _ => format!("One of {}", names.join(", ")),
    }
}

/// The heads of a kind's pages in `tests/fields`, where each field is stated.
fn heads_of(kind: &Kind, language: &str) -> Vec<String> {
    let folder = root().join(format!("tests/fields/{language}/{language}"));
    let pages = files_below(&folder)
        .into_iter()
        .filter(|(path, _)| match kind.folder.as_str() {
            "" => !path.contains('/'),
            folder => path.starts_with(&format!("{folder}/")),
        });
    let head = |(_, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).expect("a page is UTF-8");
        let end = text[4..].find("\n---\n").expect("a page has a head");
        text[4..end + 5].to_string()
    };
    pages.map(head).collect()
}

/// The lines of a head that state a field.
fn lines_of(field: &Field, kind: &Kind, head: &str) -> Option<String> {
    let mut found = String::new();
    for line in head.lines() {
        let is_key = !line.starts_with([' ', '-']);
        if is_key && !found.is_empty() {
            break;
        }
        let key = line.split(':').next().unwrap_or_default();
        let is_it = is_key
            && kind
                .field(key)
                .is_some_and(|other| other.name == field.name);
        if is_it || !found.is_empty() {
            found = found + line + "\n";
        }
    }
    (!found.is_empty()).then_some(found)
}

// The blocks.

fn blocks(language: &'static str) -> String {
    let first = &shared().blocks[0];
    let common = first.attributes.iter().filter(|field| is_everywhere(field));
    let common = common.map(|field| format!("`{}`", called(field, language)));
    let common = common.collect::<Vec<_>>().join(&say(language, "、", ", "));
    let mut text = match language {
        "zh" => format!("每一种块的花括号里都可以写：{common}。\n\n"),
        _ => format!("Between the braces of any block: {common}.\n\n"),
    };
    let mut seen: BTreeMap<String, &BlockKind> = BTreeMap::new();
    for block in &shared().blocks {
        let pair = example_of(block, language)
            .unwrap_or_else(|| panic!("no chapter has an example of {} in {language}", block.name));
        let heading = heading_of_block(block, language);
        let _ = write!(text, "### {heading} {{#{}}}\n\n", block.name);
        let about = about_block(block, language);
        if !about.is_empty() {
            text += &format!("{about}\n\n");
        }
        match seen.get(&pair.typed) {
            Some(other) => {
                let (zh, en) = (other.label.get("zh"), &other.name);
                text += &match language {
                    "zh" => format!("例子就是[{zh}](#{en})的那一个。\n\n"),
                    _ => format!("The example is that of [{en}](#{en}).\n\n"),
                };
            }
            None => {
                text += &shown(&pair, &frame(language), language);
                text.push('\n');
                seen.insert(pair.typed, block);
            }
        }
    }
    text.trim_end().to_string() + "\n"
}

fn heading_of_block(block: &BlockKind, language: &str) -> String {
    match language {
        "zh" => format!("{}（{}）", block.label.get("zh"), block.name),
        _ => format!("{} ({})", block.name, block.label.get("zh")),
    }
}

fn about_block(block: &BlockKind, language: &str) -> String {
    let mut parts = Vec::new();
    let code = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        words.join(&say(language, "、", ", "))
    };
    let also: Vec<&str> = block.aliases.iter().map(String::as_str).collect();
    if !also.is_empty() {
        parts.push(match language {
            "zh" => format!("也写 {}。", code(&also)),
            _ => format!("Also {}.", code(&also)),
        });
    }
    if let [around] = &block.inside[..] {
        let around = shared().block(around).expect("it is in the schema");
        parts.push(match language {
            "zh" => format!("写在“{}”里面。", around.label.get("zh")),
            _ => format!("It stands inside `{}`.", around.name),
        });
    }
    let facts = [
        (
            block.folded,
            "先折着，点开才看得到。",
            "Folded until it is opened.",
        ),
        (
            block.facilitator,
            "只有讲师版看得到；打开这一页的讲师版，就能看见它。",
            "Only the facilitator's edition shows it; open that edition of this page to see it.",
        ),
        (
            block.timed,
            "写了时长，会算进这一课的总时间。",
            "Its minutes count towards the lesson.",
        ),
    ];
    for (holds, zh, en) in facts {
        if holds {
            parts.push(say(language, zh, en));
        }
    }
    let own: Vec<&str> = block
        .attributes
        .iter()
        .filter(|field| !is_everywhere(field))
        .map(|field| called(field, language))
        .collect();
    if !own.is_empty() {
        parts.push(match language {
            "zh" => format!("花括号里还可以写：{}。", code(&own)),
            _ => format!("Between its braces also: {}.", code(&own)),
        });
    }
    parts.join(&say(language, "", " "))
}

fn called<'a>(field: &'a Field, language: &str) -> &'a str {
    match language {
        "zh" => field.label.get("zh"),
        _ => &field.name,
    }
}

/// Whether all blocks know an attribute, or all but one.
fn is_everywhere(field: &Field) -> bool {
    let blocks = &shared().blocks;
    let know = blocks
        .iter()
        .filter(|block| block.attribute(&field.name).is_some());
    know.count() + 1 >= blocks.len()
}

/// The shortest example that shows a block, of those that chapters have; a live one if there is.
fn example_of(block: &BlockKind, language: &str) -> Option<Pair> {
    let own = chapters()
        .into_iter()
        .filter(|chapter| chapter.language == language);
    let pairs = own
        .flat_map(|chapter| chapter.parts)
        .filter_map(|part| match part {
            Part::Pair(pair) if matches!(pair.sort, Sort::Example { .. }) => Some(pair),
            _ => None,
        });
    let alone = pairs.flat_map(|pair| {
        let parts = outermost(&pair.typed)
            .into_iter()
            .filter(|part| opens(part, block));
        let parts = parts.map(|typed| Pair {
            typed,
            ..pair.clone()
        });
        parts.collect::<Vec<_>>()
    });
    let is_quiet = |pair: &Pair| !matches!(pair.sort, Sort::Example { live: true });
    // Nothing is hidden in the facilitator's edition.
    let whole = alone.map(|mut pair| {
        if block.facilitator {
            pair.sort = Sort::Example { live: true };
        }
        pair
    });
    whole.min_by_key(|pair| (is_quiet(pair), pair.typed.len()))
}

/// The block a line opens.
fn opened(line: &str) -> Option<&'static BlockKind> {
    let rest = line.trim_start().strip_prefix(":::")?;
    let rest = rest.trim_start_matches(':').trim_start();
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '（' | '(' | '{'));
    shared().block(&rest[..end.unwrap_or(rest.len())])
}

fn opens(text: &str, block: &BlockKind) -> bool {
    text.lines()
        .filter_map(opened)
        .any(|one| one.name == block.name)
}

/// The blocks of a text that stand in no other and begin a line, each with all that is in it.
fn outermost(text: &str) -> Vec<String> {
    let (mut found, mut depth) = (Vec::new(), 0);
    let mut part = String::new();
    for line in text.lines() {
        let opens = opened(line).is_some();
        if depth > 0 || (opens && line.starts_with(":::")) {
            part = part + line + "\n";
            depth += usize::from(opens);
            depth -=
                usize::from(line.starts_with(":::") && line.trim_matches(':').trim().is_empty());
            if depth == 0 {
                found.push(std::mem::take(&mut part));
            }
        }
    }
    found
}

// The view.

const VIEW: &str = include_str!("view.zh.yaml");

/// A table for each type: in English from the doc comments, in Chinese from a file of their own.
fn view(language: &str) -> String {
    let zh: BTreeMap<String, BTreeMap<String, String>> =
        serde_yaml::from_str(VIEW).expect("view.zh.yaml has a text for each field");
    let mut told = BTreeSet::new();
    let mut text = String::new();
    for kind in crate::theme_guide::types_of_the_view() {
        let mut words = |name: &str, doc: &str| {
            told.insert((kind.name.clone(), name.to_string()));
            let own = zh.get(&kind.name).and_then(|own| own.get(name));
            let own = own.unwrap_or_else(|| panic!("view.zh.yaml: {} {name}", kind.name));
            assert!(
                !doc.is_empty(),
                "src/view.rs: {} {name} has no doc",
                kind.name
            );
            let words = if language == "zh" { own } else { doc };
            words.replace('|', "\\|")
        };
        let about = words(&kind.name, &kind.doc);
        let _ = write!(text, "### {}\n\n{about}\n\n", kind.name);
        text += &say(
            language,
            "| 名字 | 是什么 |\n| --- | --- |\n",
            "| name | what it is |\n| --- | --- |\n",
        );
        for (name, _, doc) in &kind.fields {
            let _ = writeln!(text, "| `{name}` | {} |", words(name, doc));
        }
        text.push('\n');
    }
    for (kind, fields) in &zh {
        for name in fields.keys() {
            let is_there = told.contains(&(kind.clone(), name.clone()));
            assert!(is_there, "view.zh.yaml: there is no {kind} {name}");
        }
    }
    text.trim_end().to_string() + "\n"
}

// The codes.

/// Every code stands in one group; the chapter `messages-NAME` tells of it.
const GROUPS: [(&str, &[Code]); 8] = {
    use Code::*;
    [
        (
            "files",
            &[
                NoHandbook,
                EmptyPage,
                UnreadableText,
                DecodedText,
                UnreadableFile,
                OddFile,
                OddName,
                ReservedName,
                NameCollision,
                MdTxt,
                UnlistedFolder,
                NearKind,
                OutsideHandbook,
                ReservedCharacter,
                DuplicateAddress,
                GeneratedAddress,
                UnusedText,
            ],
        ),
        (
            "head",
            &[
                HeadMissing,
                HeadNotClosed,
                HeadFence,
                FullWidthColon,
                NoSpaceAfterColon,
                FullWidthComma,
                FullWidthDigits,
                CurlyQuotes,
                ListDash,
                ListAsText,
                TabInHead,
                OddIndent,
                YamlSyntax,
                YamlLimit,
                DuplicateKey,
                ChineseDate,
                SpokenTime,
                SpokenDuration,
            ],
        ),
        (
            "fields",
            &[
                MissingTitle,
                MissingField,
                MissingRecommended,
                UnknownField,
                MisplacedField,
                WrongType,
                NumberAsText,
                UnknownValue,
                BadDate,
                BadTime,
                OutOfRange,
                SummaryLength,
                FieldAndBlock,
            ],
        ),
        (
            "text",
            &[
                ListMark,
                ListIndent,
                TaskMark,
                HeadingMark,
                HeadingOrder,
                TableMark,
                TableCells,
                LooseStrong,
                UnclosedStrong,
                IndentedProse,
                UnderlinedProse,
                StarProduct,
                LoneTilde,
                WideMark,
                HtmlRemoved,
                UnknownFootnote,
                DuplicateAnchor,
            ],
        ),
        (
            "blocks",
            &[
                UnclosedBlock,
                StrayCloser,
                CloserDepth,
                UnknownBlock,
                MisplacedBlock,
                BadAttributes,
                UnknownAttribute,
                QuizWithoutAnswer,
                AgendaRow,
                MinutesDiffer,
                SessionDoesNotFit,
                IncludeWithoutFile,
                CannotInclude,
                IncludeCycle,
                IncludeLimit,
            ],
        ),
        (
            "links",
            &[
                UnknownPage,
                WrongKind,
                AmbiguousReference,
                DuplicateId,
                MirrorStated,
                PrerequisiteCycle,
                LinkToDraft,
                LinkToWithdrawn,
                BrokenLink,
                BrokenAnchor,
                LinkMark,
                SpaceInLink,
                UnsafeLink,
                MissingFile,
                MissingAlt,
            ],
        ),
        (
            "trust",
            &[
                BasisWithoutSource,
                UnknownFact,
                UnknownSource,
                ConsentEnded,
                TranslationDiffers,
                TranslationLength,
                TranslationAlone,
                MissingTranslation,
                OutdatedTranslation,
                OverdueReview,
                ProblemWithoutHelp,
                HelpWithoutCase,
                PhaseWithoutTool,
                RoleWithoutPath,
            ],
        ),
        (
            "machine",
            &[
                BadConfig,
                BadSchema,
                NoLabels,
                UnknownTheme,
                Template,
                OutputFolder,
                ForeignFile,
                OtherBuild,
                ChangedMeanwhile,
                DiskFailed,
                PortBusy,
            ],
        ),
    ]
};

#[test]
fn every_code_has_its_place_in_the_manual() {
    let placed: Vec<Code> = GROUPS
        .iter()
        .flat_map(|(_, codes)| codes.iter().copied())
        .collect();
    let distinct: BTreeSet<Code> = placed.iter().copied().collect();
    assert_eq!(placed.len(), distinct.len(), "a code stands twice");
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !distinct.contains(code))
        .map(|code| code.as_str())
        .collect();
    assert!(
        missing.is_empty(),
        "in no group of tests/it/manual/made.rs: {missing:?}"
    );
    for (group, _) in GROUPS {
        for language in ["zh", "en"] {
            let file = root().join(format!("tests/spec/messages-{group}.{language}.md"));
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(
                text.contains(&format!("%%% codes {group}\n")),
                "{}",
                file.display()
            );
        }
    }
}

fn title(code: Code, language: &str) -> String {
    let title = as_words(&doc(code, message_language(language)).title);
    match language {
        "zh" => title,
        _ => sentence(&title),
    }
}

fn index_of_codes(language: &'static str) -> String {
    let mut text = String::new();
    for (group, codes) in GROUPS {
        let page = format!("messages-{group}.md");
        let file = root().join(format!("tests/spec/messages-{group}.{language}.md"));
        let chapter = std::fs::read_to_string(file).expect("the group has a chapter");
        let name = chapter
            .lines()
            .find_map(|line| line.strip_prefix("title: "));
        let name = name.expect("a chapter has a title");
        let _ = write!(text, "### {name}\n\n");
        for code in codes {
            let (title, name) = (title(*code, language), code.as_str());
            let _ = writeln!(text, "- [{title}]({page}#{name}) `{name}`");
        }
        text.push('\n');
    }
    text.trim_end().to_string() + "\n"
}

fn codes(group: &str, language: &'static str) -> String {
    let (_, codes) = GROUPS
        .iter()
        .find(|(name, _)| *name == group)
        .unwrap_or_else(|| panic!("no group is called {group}"));
    let mut text = String::new();
    let messages = messages(language);
    for code in *codes {
        let doc = doc(*code, message_language(language));
        let (why, fix) = (as_words(&doc.why), as_words(&doc.fix));
        let _ = write!(
            text,
            "## {} {{#{}}}\n\n",
            title(*code, language),
            code.as_str()
        );
        let _ = write!(text, "{}\n\n", severity(*code, language));
        if let Some(said) = messages.get(code) {
            text += &say(language, "linli 会这样说：\n\n", "linli says:\n\n");
            for words in said {
                let _ = writeln!(text, "- {}", as_words(words));
            }
            text.push('\n');
        }
        let _ = write!(text, "{why}\n\n");
        let _ = match language {
            "zh" => write!(text, "**改法：**{fix}\n\n"),
            _ => write!(text, "**Mend it:** {fix}\n\n"),
        };
        let (wrong, right) = (as_lines(&doc.wrong), as_lines(&doc.right));
        text += &described(&[
            (
                &say(language, "这样不行", "Not like this"),
                &fenced(&wrong, "text"),
            ),
            (
                &say(language, "这样就好", "Like this"),
                &fenced(&right, "text"),
            ),
        ]);
        text.push('\n');
    }
    text.trim_end().to_string() + "\n"
}

fn as_lines(text: &str) -> String {
    format!("{}\n", text.trim_end())
}

fn severity(code: Code, language: &str) -> String {
    let name = code.as_str();
    let (zh, en) = match code.severity() {
        Severity::Error => (
            "错误，改好才能发布",
            "an error: it must be mended before you publish",
        ),
        Severity::Incomplete => (
            "还差，草稿里不要紧，发布前要补上",
            "incomplete: no matter in a draft, needed before you publish",
        ),
        Severity::Warning => (
            "提醒，不妨碍发布，请看一眼",
            "a warning: it stops nothing, please look",
        ),
        Severity::Gap => (
            "待补，只有 `linli status` 会说",
            "a gap: only `linli status` tells of it",
        ),
    };
    match language {
        "zh" => format!("`{name}`：{zh}。"),
        _ => format!("`{name}` is {en}."),
    }
}

/// What is said in the tests of bad input, each sort of sentence once, five at most of a code.
fn messages(language: &str) -> BTreeMap<Code, Vec<String>> {
    static TOLD: OnceLock<Vec<(Code, Words)>> = OnceLock::new();
    let told = TOLD.get_or_init(|| {
        let all = crate::bad_input::all_told().into_iter();
        all.map(|told| (told.code, told.message)).collect()
    });
    let mut said: BTreeMap<Code, Vec<String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (code, words) in told {
        let words = open(words.in_language(message_language(language)));
        let sort: String = words.chars().filter(|c| !c.is_ascii_digit()).collect();
        let of_code = said.entry(*code).or_default();
        if of_code.len() < 5 && seen.insert((code, sort)) {
            of_code.push(words);
        }
    }
    said
}

/// A sentence with nothing between its quotation marks but dots, and without what only the case at
/// hand has: paths, and words of a page in another language.
fn open(sentence: &str) -> String {
    let mut text = String::new();
    let mut depth = 0;
    for c in sentence.chars() {
        depth -= usize::from(c == '”' && depth > 0);
        if depth == 0 {
            text.push(c);
        }
        if c == '“' {
            depth += 1;
            if depth == 1 {
                text.push('…');
            }
        }
    }
    let is_of_a_case = |inside: &str| inside.contains('/') || !inside.is_ascii();
    let cut = |text: &str, open: char, close: char| {
        let mut parts = text.split(open);
        let mut cut = parts.next().unwrap_or_default().to_string();
        for part in parts {
            cut.push(open);
            match part.split_once(close) {
                Some((inside, rest)) if is_of_a_case(inside) => {
                    cut += &format!("…{close}{rest}");
                }
                _ => cut += part,
            }
        }
        cut
    };
    let text = cut(&text, '[', ']');
    // Between backticks both signs are the same: every second part.
    let parts =
        text.split('`')
            .enumerate()
            .map(|(at, part)| match at % 2 == 1 && is_of_a_case(part) {
                true => "…",
                false => part,
            });
    let text = parts.collect::<Vec<_>>().join("`");
    // A list of all names there are follows.
    text.split(". Available")
        .next()
        .unwrap_or_default()
        .to_string()
}
