//! Pathological documents, each ten times as long as before: whether the time grows no faster than
//! the text. Every reading has a process of its own, so that one which never ends, or brings down
//! its process, is only one line of the table.

use std::env;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::clock;
use crate::pathological::{Document, documents};
use crate::peak;
use crate::reading::{Page, Reader};

/// The argument that asks for one reading.
pub const ONE: &str = "worst-one";
const SIZES: [usize; 3] = [100_000, 1_000_000, 10_000_000];
/// Ten times the text: ten times the time, and some room for caches and a busy machine.
const LINEAR: f64 = 20.0;
const PATIENCE: Duration = Duration::from_secs(150);
/// After this long, nothing is read a third time; after that, not even a second.
const ENOUGH: Duration = Duration::from_secs(2);
const TOO_LONG: Duration = Duration::from_secs(20);
/// A reading longer than this is not tried at ten times the size.
const LONG: f64 = 8_000.0;

/// What came of one reading.
#[derive(Clone, Copy)]
enum Outcome {
    Read { milliseconds: f64, peak: usize },
    Endless,
    Broken,
    NotTried,
}

struct Row {
    name: &'static str,
    linli: [Outcome; 3],
    /// The parser's own times, the last of which is always looked for; all where linli is not linear.
    plain: [Outcome; 3],
}

pub fn run(names: &[&str]) -> ExitCode {
    println!(
        "{:36} {:>9} {:>9} {:>9} {:>7} {:>8} {:>12} {:>7}",
        "linli, parse to HTML",
        "100 KB ms",
        "1 MB",
        "10 MB",
        "10M/1M",
        "peak MB",
        "plain 10 MB",
        "times"
    );
    let chosen = documents().filter(|document| {
        names.is_empty() || names.iter().any(|name| document.name.contains(name))
    });
    let rows: Vec<Row> = chosen
        .map(|document| {
            let row = measured(&document);
            print(&row);
            row
        })
        .collect();
    summary(&rows)
}

fn measured(document: &Document) -> Row {
    let mut row = Row {
        name: document.name,
        linli: each_size(document.name, Reader::LinliHtml),
        plain: [Outcome::NotTried; 3],
    };
    // The machine may have been busy with something else: look again before saying so.
    if ratio(&row.linli).is_some_and(|ratio| ratio > LINEAR) {
        for (linli, bytes) in row.linli.iter_mut().zip(SIZES).skip(1) {
            let again = child(row.name, bytes, Reader::LinliHtml);
            *linli = quicker(*linli, again);
        }
    }
    if is_linear(&row.linli) {
        row.plain[2] = child(row.name, SIZES[2], Reader::PlainHtml);
    } else {
        row.plain = each_size(row.name, Reader::PlainHtml);
    }
    row
}

/// Smaller sizes first; what takes long already is not made longer.
fn each_size(name: &str, reader: Reader) -> [Outcome; 3] {
    let mut outcomes = [Outcome::NotTried; 3];
    for (outcome, bytes) in outcomes.iter_mut().zip(SIZES) {
        *outcome = child(name, bytes, reader);
        if milliseconds(*outcome).is_none_or(|time| time > LONG) {
            break;
        }
    }
    outcomes
}

fn quicker(one: Outcome, other: Outcome) -> Outcome {
    match (milliseconds(one), milliseconds(other)) {
        (Some(first), Some(second)) if second < first => other,
        _ => one,
    }
}

fn milliseconds(outcome: Outcome) -> Option<f64> {
    match outcome {
        Outcome::Read { milliseconds, .. } => Some(milliseconds),
        _ => None,
    }
}

/// How much longer ten times the text takes.
fn ratio(outcomes: &[Outcome; 3]) -> Option<f64> {
    Some(milliseconds(outcomes[2])? / milliseconds(outcomes[1])?)
}

fn is_linear(outcomes: &[Outcome; 3]) -> bool {
    ratio(outcomes).is_some_and(|ratio| ratio <= LINEAR)
}

fn print(row: &Row) {
    let time = |outcome: Outcome| match outcome {
        Outcome::Read { milliseconds, .. } => format!("{milliseconds:.1}"),
        Outcome::Endless => format!("> {}", PATIENCE.as_millis()),
        Outcome::Broken => "broken".into(),
        Outcome::NotTried => "-".into(),
    };
    let number = |number: Option<f64>| number.map_or("-".into(), |number| format!("{number:.1}"));
    let peak = match row.linli[2] {
        Outcome::Read { peak, .. } => Some(peak as f64 / 1e6),
        _ => None,
    };
    let times = milliseconds(row.linli[2])
        .zip(milliseconds(row.plain[2]))
        .map(|(linli, plain)| linli / plain);
    println!(
        "{:36} {:>9} {:>9} {:>9} {:>7} {:>8} {:>12} {:>7}{}",
        row.name,
        time(row.linli[0]),
        time(row.linli[1]),
        time(row.linli[2]),
        number(ratio(&row.linli)),
        number(peak),
        time(row.plain[2]),
        number(times),
        verdict(row),
    );
}

fn verdict(row: &Row) -> &'static str {
    match (is_linear(&row.linli), is_linear(&row.plain)) {
        (true, _) => "",
        (false, true) => "   NOT LINEAR",
        (false, false) => "   NOT LINEAR, nor is the parser",
    }
}

fn summary(rows: &[Row]) -> ExitCode {
    let worst = |of: &dyn Fn(&Row) -> Option<f64>| {
        let found = rows.iter().filter_map(|row| Some((of(row)?, row.name)));
        found.max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let peak = |row: &Row| match row.linli[2] {
        Outcome::Read { peak, .. } => Some(peak as f64 / 1e6),
        _ => None,
    };
    println!();
    for (what, found) in [
        (
            "slowest at 10 MB, ms",
            worst(&|row| milliseconds(row.linli[2])),
        ),
        ("steepest, 10 MB over 1 MB", worst(&|row| ratio(&row.linli))),
        ("highest peak at 10 MB, MB", worst(&peak)),
    ] {
        if let Some((number, name)) = found {
            println!("{what}: {number:.1} ({name})");
        }
    }
    let bent: Vec<&str> = rows
        .iter()
        .filter(|row| !is_linear(&row.linli))
        .map(|row| row.name)
        .collect();
    println!("{} documents, {} not linear", rows.len(), bent.len());
    for name in &bent {
        println!("  {name}");
    }
    ExitCode::from(u8::from(!bent.is_empty() || rows.is_empty()))
}

fn child(name: &str, bytes: usize, reader: Reader) -> Outcome {
    let own = env::current_exe().expect("a running program has a path");
    let child = Command::new(own)
        .args([ONE, name, &bytes.to_string(), reader.name()])
        // Memory it has once had it keeps: asking the system for it anew is not the reader's time.
        .env("MALLOC_MMAP_THRESHOLD_", "4000000000")
        .env("MALLOC_TRIM_THRESHOLD_", "8000000000")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.expect("this program starts itself");
    if !ends(&mut child) {
        return Outcome::Endless;
    }
    let told = child.wait_with_output().map(|output| output.stdout);
    let told = String::from_utf8(told.unwrap_or_default()).unwrap_or_default();
    let numbers: Vec<&str> = told.split_whitespace().collect();
    match numbers[..] {
        [time, peak] => Outcome::Read {
            milliseconds: time.parse().unwrap_or(f64::NAN),
            peak: peak.parse().unwrap_or(0),
        },
        _ => Outcome::Broken,
    }
}

/// Waits, but not for ever.
fn ends(child: &mut Child) -> bool {
    let start = Instant::now();
    while let Ok(None) = child.try_wait() {
        if start.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return false;
        }
        thread::sleep(Duration::from_millis(2));
    }
    true
}

/// One reading in this process: prints its best time in milliseconds and its peak in bytes.
pub fn one(name: &str, bytes: &str, reader: &str) -> ExitCode {
    let document = documents().find(|document| document.name == name);
    let (Some(document), Ok(bytes), Some(reader)) =
        (document, bytes.parse(), Reader::named(reader))
    else {
        return ExitCode::from(2);
    };
    let page = Page::new(&document.text(bytes));
    // The first reading gets its memory from the system and is counted: no time to go by.
    let began = clock::now();
    let peak = peak::of(|| reader.read(&page));
    let mut best = clock::now() - began;
    for round in 0..5 {
        if best > TOO_LONG || (round > 0 && clock::now() - began > ENOUGH) {
            break;
        }
        let start = clock::now();
        reader.read(&page);
        best = best.min(clock::now() - start);
    }
    println!("{:.3} {peak}", best.as_secs_f64() * 1000.0);
    ExitCode::SUCCESS
}
