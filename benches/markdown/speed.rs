//! How many megabytes a second, beside the plain parser over the same pages.

use std::process::ExitCode;

use crate::clock;
use crate::prose;
use crate::reading::{Page, Reader, pages};

/// Readers take turns, so that a busy machine is busy for all of them.
const ROUNDS: usize = 15;
/// Pages of each generated sort.
const PAGES: usize = 400;

pub fn run(folders: &[&str]) -> ExitCode {
    if !folders.is_empty() {
        let (pages, unread) = pages(folders);
        if pages.is_empty() {
            eprintln!("no Markdown in {}", folders.join(", "));
            return ExitCode::from(3);
        }
        print_head();
        measure(&format!("{} pages", pages.len()), &pages);
        if unread > 0 {
            println!("{unread} files could not be read");
        }
        return ExitCode::SUCCESS;
    }
    let zh: Vec<Page> = prose::pages("zh", PAGES);
    let en: Vec<Page> = prose::pages("en", PAGES);
    print_head();
    measure("zh", &zh);
    measure("en", &en);
    let both: Vec<Page> = zh.into_iter().chain(en).collect();
    measure("both", &both);
    ExitCode::SUCCESS
}

fn print_head() {
    println!(
        "{:10} {:20} {:>10} {:>10}   time over pulldown-cmark's",
        "text", "reader", "MB/s best", "median"
    );
}

fn measure(name: &str, pages: &[Page]) {
    let bytes: usize = pages
        .iter()
        .map(|page| page.source.text.len() - page.start)
        .sum();
    let mut times = [const { Vec::new() }; Reader::ALL.len()];
    for _ in 0..ROUNDS {
        for (reader, times) in Reader::ALL.iter().zip(&mut times) {
            let start = clock::now();
            for page in pages {
                reader.read(page);
            }
            times.push((clock::now() - start).as_secs_f64());
        }
    }
    for times in &mut times {
        times.sort_by(f64::total_cmp);
    }
    let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
    let (best, median) = (0, ROUNDS / 2);
    for (at, reader) in Reader::ALL.iter().enumerate() {
        // A reader of linli's stands right after its peer.
        let ratio = match reader {
            Reader::Linli | Reader::LinliHtml => format!(
                "   {:.2} best, {:.2} median",
                times[at][best] / times[at - 1][best],
                times[at][median] / times[at - 1][median]
            ),
            Reader::Plain | Reader::PlainHtml => String::new(),
        };
        println!(
            "{name:10} {:20} {:10.1} {:10.1}{ratio}",
            reader.name(),
            rate(times[at][best]),
            rate(times[at][median])
        );
    }
    println!(
        "{:10} {} pages, {:.2} MB, {ROUNDS} rounds",
        "",
        pages.len(),
        bytes as f64 / 1e6
    );
}
