//! `linli serve`: build, show, watch, build again. What cannot be built leaves the last good pages
//! standing; nothing is written to the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use super::desk::{Desk, colour, say, say_error};
use super::{Everywhere, Failure, Outcome, Serve};
use crate::diagnostic::print::{Format, closing};
use crate::diagnostic::{self, Diagnostic};
use crate::language::Words;
use crate::load::Memory;
use crate::markdown::html::escape;
use crate::output::Output;
use crate::path::{SitePath, SourcePath};
use crate::pipeline::{self, Built};
use crate::serve::{ServeError, Server};
use crate::watch::Watch;

/// How often the places to watch are looked for anew.
const GLANCE: Duration = Duration::from_secs(1);

/// `linli` alone: serves the handbook here, and opens the browser when a person started it.
pub fn run_alone(everywhere: &Everywhere) -> Outcome {
    let person = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let host = "127.0.0.1".to_string();
    run(
        everywhere,
        &Serve {
            handbook: PathBuf::from("."),
            port: None,
            host,
            open: person,
        },
    )
}

pub fn run(everywhere: &Everywhere, arguments: &Serve) -> Outcome {
    let mut memory = Memory::default();
    let mut desk = Desk::open(everywhere, &arguments.handbook, &mut memory)?;
    let server =
        Server::start(&arguments.host, arguments.port).map_err(|error| refuse(&desk, &error))?;
    let ignored = [
        desk.place.home.join("site"),
        desk.place.home.join(".site.linli"),
    ];
    let mut watched = desk.read_from();
    let mut watch = Watch::new(&watched, &ignored);
    // Read again now that somebody watches: nothing saved in between is missed.
    desk = Desk::open(everywhere, &arguments.handbook, &mut memory)?;
    let mut last = Shown::default();
    show(&desk, &server, &mut last);
    say(desk.words(&Words::new(
        format!("手册在这里看：{}（Ctrl+C 结束）", server.address()),
        format!("The handbook is at {} (Ctrl+C ends it)", server.address()),
    )));
    if arguments.open {
        open_browser(&server.address());
    }
    loop {
        let reads = desk.read_from();
        if reads == watched {
            // A folder of shared texts may come where nobody watches.
            while watch.wait_within(GLANCE).is_none() && desk.read_from() == watched {}
        } else {
            // A language or such a folder came or went. What was saved before the new watch began is read at once.
            watched = reads;
            watch = Watch::new(&watched, &ignored);
        }
        match Desk::open(everywhere, &arguments.handbook, &mut memory) {
            Ok(newest) => desk = newest,
            // The folder is gone or its handbook.yaml is: said already; the last pages stay.
            Err(_) => continue,
        }
        show(&desk, &server, &mut last);
    }
}

/// What the browser got last.
#[derive(Default)]
struct Shown {
    output: Arc<Output>,
    shown_on: BTreeMap<SourcePath, Vec<SitePath>>,
    said: Vec<Diagnostic>,
}

/// Builds from what is on the desk and publishes it.
fn show(desk: &Desk, server: &Server, last: &mut Shown) {
    let mut diagnostics = desk.diagnostics.clone();
    let mut built = desk
        .sources
        .as_ref()
        .map(|sources| pipeline::build(sources, desk.settings(true, None)));
    if let Some(built) = &mut built {
        diagnostics.append(&mut built.diagnostics);
    }
    diagnostic::sort(&mut diagnostics);
    if diagnostics != last.said {
        let shown = desk.print(Format::Human, &diagnostics, built.as_ref(), colour());
        say_error(&shown);
        last.said.clone_from(&diagnostics);
    }
    let whole = built
        .as_ref()
        .is_some_and(|built| built.handbook.is_some() && !built.output.entries.is_empty());
    if let Some(built) = built.as_mut().filter(|_| whole) {
        keep_unreadable(built, last);
        last.output = Arc::new(std::mem::take(&mut built.output));
        last.shown_on = std::mem::take(&mut built.shown_on);
    }
    let (problems, elsewhere) = place_problems(desk, built.as_ref(), &diagnostics, &last.shown_on);
    server.publish(last.output.clone(), problems, elsewhere);
}

/// A page whose head cannot be read keeps its last good form, under all its addresses.
fn keep_unreadable(built: &mut Built, last: &Shown) {
    for source in &built.unreadable {
        let Some(paths) = last.shown_on.get(source) else {
            continue;
        };
        for path in paths {
            if let Some(entry) = last.output.entries.get(path) {
                built
                    .output
                    .entries
                    .entry(path.clone())
                    .or_insert_with(|| entry.clone());
            }
        }
        built
            .shown_on
            .entry(source.clone())
            .or_insert_with(|| paths.clone());
    }
}

/// The bar of each page with its own problems; what belongs to no page is shown on all.
fn place_problems(
    desk: &Desk,
    built: Option<&Built>,
    diagnostics: &[Diagnostic],
    shown_on: &BTreeMap<SourcePath, Vec<SitePath>>,
) -> (BTreeMap<SitePath, String>, String) {
    let mut by_page: BTreeMap<SitePath, Vec<Diagnostic>> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for diagnostic in diagnostics {
        let pages = diagnostic
            .place
            .as_ref()
            .and_then(|place| shown_on.get(&place.path));
        match pages {
            None => elsewhere.push(diagnostic.clone()),
            Some(pages) => {
                for page in BTreeSet::from_iter(pages) {
                    by_page
                        .entry(page.clone())
                        .or_default()
                        .push(diagnostic.clone());
                }
            }
        }
    }
    let bar = |diagnostics: &[Diagnostic]| {
        let summary = escape(&closing(diagnostics, desk.language));
        format!(
            "<summary>{summary}</summary>\n{}",
            desk.html(diagnostics, built)
        )
    };
    let problems = by_page
        .into_iter()
        .map(|(page, diagnostics)| (page, bar(&diagnostics)))
        .collect();
    let elsewhere = if elsewhere.is_empty() {
        String::new()
    } else {
        bar(&elsewhere)
    };
    (problems, elsewhere)
}

fn refuse(desk: &Desk, error: &ServeError) -> Failure {
    let diagnostic = error.to_diagnostic();
    say_error(&desk.print(Format::Human, &[diagnostic], None, colour()));
    match error.exit_code() {
        2 => Failure::Line,
        _ => Failure::Machine,
    }
}

/// Asks the system for a browser; where there is none, the address has been printed.
fn open_browser(address: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _ = command.spawn();
}
