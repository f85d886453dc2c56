//! What the terminal is told while the preview runs: what changed, what is new among the problems,
//! where to look. Quiet when nothing changed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::time::Duration;

use super::super::desk::{Desk, colour, colour_of_output, say, say_error};
use crate::diagnostic::print::{Format, closing};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::Words;
use crate::path::SitePath;
use crate::pipeline::{Built, Part, Why, Work};
use crate::qr;
use crate::serve::Server;

/// Where the preview is found: on this machine, and by phones where they may.
pub fn addresses(desk: &Desk, server: &Server) {
    say(desk.words(&Words::new(
        format!("手册在这里看：{}（Ctrl+C 结束）", server.address()),
        format!("The handbook is at {} (Ctrl+C ends it)", server.address()),
    )));
    if !server.is_for_others() {
        return;
    }
    let others = server.addresses_for_others();
    let Some(first) = others.first() else {
        return say(desk.words(&Words::new(
            "这台电脑现在不在任何网络里，手机还看不到。",
            "This computer is in no network now: phones cannot see it yet.",
        )));
    };
    say(desk.words(&Words::new(
        format!("连在同一个网络里的手机和电脑都能看：{}", others.join("　")),
        format!(
            "Every phone and computer on the same network can see it: {}",
            others.join("  ")
        ),
    )));
    if std::io::stdout().is_terminal()
        && let Some(code) = qr::lines(first, colour_of_output())
    {
        say(&code);
    }
}

/// The system cannot tell of changes: they are looked for.
pub fn looking(desk: &Desk) {
    say_error(desk.words(&Words::new(
        "系统没法通知文件有改动，linli 自己隔一会儿看一次：改动会晚一点显示。",
        "The system cannot tell of changed files; linli looks from time to time, and changes show a little later.",
    )));
}

/// The problems that were not there before; all of them at first.
pub fn problems(
    desk: &Desk,
    before: Option<&[Diagnostic]>,
    now: &[Diagnostic],
    built: Option<&Built>,
) {
    let Some(before) = before else {
        if !now.is_empty() {
            say_error(&desk.print(Format::Human, now, built, colour()));
        }
        return;
    };
    let new = news(before, now);
    if new.is_empty() {
        return;
    }
    let text = desk.print(Format::Human, &new, built, colour());
    // How many there are in all is said after what changed.
    let end = closing(&new, desk.language);
    say_error(text.trim_end().strip_suffix(&end).unwrap_or(&text));
}

/// One line about what was read anew and shown; nothing when nothing changed.
pub fn rebuilt(
    before: &Desk,
    now: &Desk,
    said: (&[Diagnostic], &[Diagnostic]),
    changed: &BTreeSet<SitePath>,
    took: Duration,
) {
    let back = || Words::new("手册又在了", "the handbook is there again");
    let what = what_changed(before, now).or_else(|| is_gone(said.0).then(back));
    let differ = !news(said.0, said.1).is_empty() || !news(said.1, said.0).is_empty();
    let pages = changed
        .iter()
        .filter(|path| path.as_str().ends_with(".html"))
        .count();
    if what.is_none() && changed.is_empty() && !differ {
        return;
    }
    let pages = match pages {
        0 => Words::new("没有页面要变", "no page differs"),
        1 => Words::new("1 页变了", "1 page"),
        many => Words::new(format!("{many} 页变了"), format!("{many} pages")),
    };
    let (zh, en) = match what {
        Some(what) => (format!("{}：", what.zh), format!("{}: ", what.en)),
        None => (String::new(), String::new()),
    };
    let took = took.as_millis();
    let end = match differ {
        true => closing(said.1, now.language),
        false => String::new(),
    };
    let stop = if end.is_empty() || end.ends_with(['。', '.']) {
        ""
    } else {
        "。"
    };
    say_error(now.words(&Words::new(
        format!("{zh}{}，用时 {took} 毫秒。{end}{stop}", pages.zh),
        format!(
            "{en}{}, {took} ms{}{end}",
            pages.en,
            if end.is_empty() { "" } else { "; " }
        ),
    )));
}

/// Which pages were made again, and why: a line a reason, the pages of each.
pub fn why(desk: &Desk, work: &Work) {
    let mut by_reason: Vec<(Words, Vec<&str>)> = Vec::new();
    for (page, why) in &work.rendered {
        let reason = reason(why);
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, pages)) => pages.push(page.as_str()),
            None => by_reason.push((reason, vec![page.as_str()])),
        }
    }
    let read: Vec<String> = work
        .read
        .iter()
        .map(|path| format!("{}{path}", desk.prefix))
        .collect();
    if !read.is_empty() {
        let (count, names) = (read.len(), some(&read));
        say_error(desk.words(&Words::new(
            format!("  重新读了 {count} 个文件：{names}"),
            format!("  read again, {count}: {names}"),
        )));
    }
    for (reason, pages) in by_reason {
        let (count, names) = (pages.len(), some(&pages));
        say_error(desk.words(&Words::new(
            format!("  重新排了 {count} 页，因为{}：{names}", reason.zh),
            format!("  made again, {count}, as {}: {names}", reason.en),
        )));
    }
}

/// So many names at most stand in one line.
const MOST_NAMED: usize = 8;

fn some<T: AsRef<str>>(names: &[T]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST_NAMED).map(AsRef::as_ref).collect();
    let more = if names.len() > MOST_NAMED { " …" } else { "" };
    format!("{}{more}", shown.join(" "))
}

fn reason(why: &Why) -> Words {
    let parts = match why {
        Why::New => return Words::new("它们是新的", "they are new"),
        Why::Around => {
            return Words::new(
                "主题变了，或者每页都有的东西变了（书名、目录、阶段）",
                "the theme changed, or what every page has (the title, the menu, the phases)",
            );
        }
        Why::Parts(parts) => parts,
    };
    let (zh, en): (Vec<&str>, Vec<&str>) = parts
        .iter()
        .map(|part| match part {
            Part::Text => ("正文变了", "the text changed"),
            Part::Head => ("题目或页头变了", "the title or a field changed"),
            Part::Relations => ("别的页说它的话变了", "what other pages say of it changed"),
            Part::Neighbours => ("前后左右的页变了", "a page beside it changed"),
            Part::Lists => ("它列出的页变了", "a page it lists changed"),
            Part::Rest => ("别处变了", "something else on it changed"),
        })
        .unzip();
    Words::new(zh.join("，"), en.join(", "))
}

/// Those in `now` beyond what `before` has; where they stand does not count, as it moves with every
/// line typed above them.
fn news(before: &[Diagnostic], now: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for diagnostic in before {
        *known.entry(identity(diagnostic)).or_default() += 1;
    }
    let new = now
        .iter()
        .filter(|diagnostic| match known.get_mut(&identity(diagnostic)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        });
    new.cloned().collect()
}

fn identity(diagnostic: &Diagnostic) -> (&str, &str, &str) {
    let path = diagnostic.place.as_ref().map(|place| place.path.as_str());
    let message = diagnostic.message.zh.as_str();
    (diagnostic.code.as_str(), path.unwrap_or_default(), message)
}

/// The files that are not as they were read before.
fn what_changed(before: &Desk, now: &Desk) -> Option<Words> {
    let (old, new) = (contents(before), contents(now));
    let gone: Vec<_> = old
        .iter()
        .filter(|(name, _)| !new.contains_key(*name))
        .collect();
    let come: Vec<_> = new
        .iter()
        .filter(|(name, _)| !old.contains_key(*name))
        .collect();
    let other = new
        .iter()
        .filter(|(name, hash)| old.get(*name).is_some_and(|before| before != *hash));
    let other: Vec<_> = other.collect();
    let shown = |name: &str| format!("{}{name}", now.prefix);
    Some(match (gone.as_slice(), come.as_slice(), other.as_slice()) {
        ([], [], []) => return None,
        ([], [], [(name, _)]) => {
            let name = shown(name);
            Words::new(format!("{name} 改了"), format!("{name} changed"))
        }
        ([], [(name, _)], []) => {
            let name = shown(name);
            Words::new(format!("新增 {name}"), format!("new: {name}"))
        }
        ([(name, _)], [], []) if is_unread(now, name) => {
            let name = shown(name);
            Words::new(
                format!("{name} 这次没读出来"),
                format!("{name} could not be read this time"),
            )
        }
        ([(name, _)], [], []) => {
            let name = shown(name);
            Words::new(format!("删了 {name}"), format!("{name} is gone"))
        }
        ([(from, was)], [(to, is)], []) if was == is => {
            let (from, to) = (shown(from), shown(to));
            Words::new(format!("{from} 改名为 {to}"), format!("{from} became {to}"))
        }
        _ => {
            let count = gone.len() + come.len() + other.len();
            let first = [&other, &come, &gone]
                .into_iter()
                .find_map(|list| list.first());
            let first = shown(first.map_or("", |(name, _)| name));
            Words::new(
                format!("{first} 等 {count} 个文件变了"),
                format!("{first} and {} more changed", count - 1),
            )
        }
    })
}

/// Whether a file is there and gave no text.
fn is_unread(desk: &Desk, name: &str) -> bool {
    let places = desk.diagnostics.iter().flat_map(|one| &one.place);
    places.into_iter().any(|place| place.path.as_str() == name)
}

/// Every file a handbook was read from by its name, with what tells its content.
fn contents(desk: &Desk) -> BTreeMap<String, u128> {
    let Some(sources) = &desk.sources else {
        return BTreeMap::new();
    };
    let texts = sources
        .texts
        .iter()
        .map(|(path, text)| (path.to_string(), text.hash));
    let files = sources
        .files
        .iter()
        .map(|(path, file)| (path.to_string(), file.hash));
    let theme = sources.theme.files.iter();
    let theme = theme.map(|(name, bytes)| (format!("themes/…/{name}"), crate::source::hash(bytes)));
    texts.chain(files).chain(theme).collect()
}

/// Whether the handbook was not where it had been.
fn is_gone(said: &[Diagnostic]) -> bool {
    matches!(said, [one] if one.code == Code::NoHandbook)
}
