//! How often the reader finds fault with texts that people wrote and published: every warning there
//! is either a slip that nobody saw or a false alarm, and only a person can tell which.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use linli::diagnostic::{Code, Diagnostic, line_and_column};

use crate::reading::{Page, pages};

/// What follows from linli's own blocks, its care with HTML and its page titles says nothing about
/// Markdown as it is typed.
const OF_OUR_OWN: [Code; 8] = [
    Code::UnclosedBlock,
    Code::StrayCloser,
    Code::CloserDepth,
    Code::UnknownBlock,
    Code::MisplacedBlock,
    Code::BadAttributes,
    Code::HtmlRemoved,
    Code::HeadingOrder,
];

/// A longer line is shown around the place only.
const LONG: usize = 200;

struct Wish<'a> {
    all: bool,
    list: Option<Code>,
    /// So many of them, evenly spread.
    sample: usize,
    folders: Vec<&'a str>,
}

pub fn run(words: &[&str]) -> ExitCode {
    let wish = match wish(words) {
        Ok(wish) => wish,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    let read: Vec<(&str, Tree)> = wish
        .folders
        .iter()
        .map(|folder| (*folder, Tree::read(folder)))
        .collect();
    if read.iter().all(|(_, tree)| tree.pages.is_empty()) {
        eprintln!("no Markdown in {}", wish.folders.join(", "));
        return ExitCode::from(3);
    }
    match wish.list {
        Some(code) => list(&read, code, wish.sample),
        None => count(&read, wish.all),
    }
    ExitCode::SUCCESS
}

fn wish<'a>(words: &[&'a str]) -> Result<Wish<'a>, String> {
    let mut wish = Wish {
        all: false,
        list: None,
        sample: usize::MAX,
        folders: Vec::new(),
    };
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match *word {
            "--all" => wish.all = true,
            "--list" => {
                let name = rest.next().unwrap_or(&"");
                let code = Code::from_name(name);
                wish.list = Some(code.ok_or(format!("no code is called `{name}`"))?);
            }
            "--sample" => {
                let number = rest.next().and_then(|word| word.parse().ok());
                wish.sample = number.ok_or("--sample takes a number")?;
            }
            folder => wish.folders.push(folder),
        }
    }
    match wish.folders.is_empty() {
        true => Err("which folders?".into()),
        false => Ok(wish),
    }
}

/// A folder, read.
struct Tree {
    pages: Vec<(Page, Vec<Diagnostic>)>,
    unread: usize,
    lines: usize,
}

impl Tree {
    fn read(folder: &str) -> Tree {
        let (pages, unread) = pages(&[folder]);
        let lines = pages
            .iter()
            .map(|page| page.source.text[page.start..].lines().count())
            .sum();
        let pages = pages
            .into_iter()
            .map(|page| {
                let told = page.parsed().1;
                (page, told)
            })
            .collect();
        Tree {
            pages,
            unread,
            lines,
        }
    }

    fn counts(&self) -> BTreeMap<Code, usize> {
        let mut counts = BTreeMap::new();
        for told in self.pages.iter().flat_map(|(_, told)| told) {
            *counts.entry(told.code).or_default() += 1;
        }
        counts
    }
}

fn count(read: &[(&str, Tree)], all: bool) {
    let mut codes = BTreeSet::new();
    let mut whole: BTreeMap<Code, usize> = BTreeMap::new();
    for (folder, tree) in read {
        let counts = tree.counts();
        println!(
            "{folder}: {} pages, {} lines, {} files unread",
            tree.pages.len(),
            tree.lines,
            tree.unread
        );
        table(&counts, tree.lines, all);
        for (code, number) in counts {
            codes.insert(code);
            *whole.entry(code).or_default() += number;
        }
    }
    if read.len() > 1 {
        let sum = |of: fn(&Tree) -> usize| read.iter().map(|(_, tree)| of(tree)).sum::<usize>();
        let lines = sum(|tree| tree.lines);
        println!(
            "together: {} pages, {lines} lines",
            sum(|tree| tree.pages.len())
        );
        table(&whole, lines, all);
    }
}

fn table(counts: &BTreeMap<Code, usize>, lines: usize, all: bool) {
    let mut rows: Vec<(&str, usize)> = counts
        .iter()
        .filter(|(code, _)| all || !OF_OUR_OWN.contains(code))
        .map(|(code, number)| (code.as_str(), *number))
        .collect();
    rows.push(("together", rows.iter().map(|(_, number)| number).sum()));
    for (name, number) in rows {
        let rate = 1000.0 * number as f64 / lines.max(1) as f64;
        println!("  {name:26} {number:>8}   {rate:>8.3} in 1,000 lines");
    }
    println!();
}

fn list(read: &[(&str, Tree)], code: Code, sample: usize) {
    let pages = read.iter().flat_map(|(_, tree)| &tree.pages);
    let all: Vec<(&Page, &Diagnostic)> = pages
        .flat_map(|(page, told)| told.iter().map(move |told| (page, told)))
        .filter(|(_, told)| told.code == code)
        .collect();
    let shown = all.len().min(sample);
    for at in 0..shown {
        let (page, told) = all[at * all.len() / shown];
        show(page, told);
    }
    println!("{shown} of {}", all.len());
}

fn show(page: &Page, told: &Diagnostic) {
    let text = &page.source.text;
    let span = told.place.as_ref().map_or(0..0, |place| place.span.clone());
    let (line, column) = line_and_column(text, span.start);
    println!("{}:{line}:{column}", page.file.display());
    let typed = text.lines().nth(line - 1).unwrap_or_default();
    match told.patch.as_ref().and_then(|patch| patch.apply(text)) {
        Some(fixed) => {
            let (old, new) = changed(text, &fixed);
            // Where lines are only put in, those around them tell what it is about.
            if old.is_empty() {
                let around = text.lines().take(line).skip(line.saturating_sub(2));
                around.for_each(|line| println!("    {}", cut(line, column)));
            }
            old.iter()
                .for_each(|old| println!("  - {}", cut(old, column)));
            new.iter()
                .for_each(|new| println!("  + {}", cut(new, column)));
        }
        None => println!("    {}", cut(typed, column)),
    }
}

fn cut(line: &str, column: usize) -> String {
    let skipped = match line.chars().count() > LONG {
        true => column.saturating_sub(LONG / 2),
        false => 0,
    };
    line.chars().skip(skipped).take(LONG).collect()
}

/// The lines that differ between two texts, from the first to the last of them.
fn changed<'a>(old: &'a str, new: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = |(old, new): &(&&str, &&str)| old == new;
    let front = old.iter().zip(&new).take_while(same).count();
    let most = old.len().min(new.len()) - front;
    let (last_old, last_new) = (old.iter().rev(), new.iter().rev());
    let back = last_old.zip(last_new).take(most).take_while(same).count();
    (
        old[front..old.len() - back].to_vec(),
        new[front..new.len() - back].to_vec(),
    )
}
