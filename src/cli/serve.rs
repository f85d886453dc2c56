//! `linli serve`: build, show, watch, build again. What cannot be built leaves the last good pages
//! standing; nothing is written to the disk.

mod gone;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::desk::{Desk, colour, say_error};
use super::{Everywhere, Failure, Outcome, Serve};
use crate::diagnostic::print::{Format, closing};
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::handbook::Handbook;
use crate::language::{MessageLanguage, Words};
use crate::load::{self, Memory};
use crate::markdown::html::escape;
use crate::output::{Entry, Output};
use crate::path::{SitePath, SourcePath};
use crate::pipeline::{self, Built, Interrupted, Memo, Unindexed, Work};
use crate::serve::{Editor, ServeError, Server, Showing};
use crate::watch::Watch;
use gone::Gone;

/// How often the places to watch are looked for anew.
const GLANCE: Duration = Duration::from_secs(1);

/// Some editors empty or delete a file before they write it: so long nobody is told that it is gone.
const HALFWAY: Duration = Duration::from_millis(150);

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
            editor: None,
            explain: false,
        },
    )
}

pub fn run(everywhere: &Everywhere, arguments: &Serve) -> Outcome {
    let mut memory = Memory::default();
    let mut desk = Desk::open(everywhere, &arguments.handbook, &mut memory)?;
    let editor = editor(&desk, arguments)?;
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
    let mut last = Shown {
        editor,
        ..Shown::default()
    };
    let mut memo = Memo::default();
    let first = show(&desk, &server, &mut last, &mut memo, &|| true);
    first.expect("nothing interrupts the first build");
    memo.work = Work::default();
    told::addresses(&desk, &server);
    if watch.is_polling() {
        told::looking(&desk);
    }
    if arguments.open {
        open_browser(&server.address());
    }
    loop {
        let reads = desk.read_from();
        let mut changed = Vec::new();
        if reads == watched {
            // A folder of shared texts may come where nobody watches.
            while changed.is_empty() && desk.read_from() == watched {
                match watch.wait_within(GLANCE) {
                    // Anything may have changed.
                    Some(paths) if paths.is_empty() => break,
                    Some(paths) => changed = paths,
                    None => {}
                }
            }
        } else {
            // A language or such a folder came or went. What was saved before the new watch began is read at once.
            watched = reads;
            watch = Watch::new(&watched, &ignored);
        }
        let start = Instant::now();
        let mut differ = first_look(
            &desk,
            &server,
            &mut last,
            &mut memo,
            (&changed, &mut memory),
        );
        let mut read = read_again(everywhere, &arguments.handbook, &desk, &mut memory);
        let is_halfway = read
            .as_ref()
            .is_ok_and(|newest| lacks_a_text(newest, &desk));
        if is_halfway && watch.wait_within(HALFWAY).is_some() {
            read = read_again(everywhere, &arguments.handbook, &desk, &mut memory);
        }
        match read {
            Ok(newest) => {
                let said = last.said.clone();
                let shown = show(&newest, &server, &mut last, &mut memo, &|| !watch.stirs());
                // Somebody saved again: what is shown is still what was on the desk before.
                let Ok((changed, later)) = shown else {
                    continue;
                };
                let said = (said.as_slice(), last.said.as_slice());
                differ.extend(changed);
                told::rebuilt(&desk, &newest, said, &differ, start.elapsed());
                let work = std::mem::take(&mut memo.work);
                if arguments.explain {
                    told::why(&newest, &work);
                }
                desk = newest;
                index(&desk, &server, &mut last, (later, &mut memo), &|| {
                    !watch.stirs()
                });
            }
            Err(Some(gone)) => show_gone(&desk, &server, &mut last, *gone),
            // It went in this very moment; what follows will tell.
            Err(None) => {}
        }
    }
}

/// Whether a text is gone that was there before: perhaps an editor is about to write it anew.
fn lacks_a_text(newest: &Desk, before: &Desk) -> bool {
    let (Some(new), Some(old)) = (&newest.sources, &before.sources) else {
        return newest.sources.is_none() && before.sources.is_some();
    };
    old.texts.keys().any(|path| !new.texts.contains_key(path))
}

/// Reads the handbook where it was named; in a folder that was deleted and made anew that is
/// nowhere, so where it stood last as well.
fn read_again(
    everywhere: &Everywhere,
    named: &Path,
    last: &Desk,
    memory: &mut Memory,
) -> Result<Desk, Option<Box<Diagnostic>>> {
    let missing = match load::find(named) {
        Ok(_) => return Desk::open(everywhere, named, memory).map_err(|_| None),
        Err(missing) => missing,
    };
    match load::find(&last.place.root) {
        Ok(_) => Desk::open(everywhere, &last.place.root, memory).map_err(|_| None),
        Err(_) => Err(Some(missing)),
    }
}

/// The folder, or its handbook.yaml, is not there: the last pages stay, and say so.
fn show_gone(desk: &Desk, server: &Server, last: &mut Shown, missing: Diagnostic) {
    let said = vec![missing];
    if said == last.said {
        return;
    }
    told::problems(desk, Some(&last.said), &said, None);
    let global = bar(desk, None, &said, false);
    last.said = said;
    server.publish(last.showing(desk, BTreeMap::new(), global));
}

/// The editor that was asked for, by the option or by the surroundings.
fn editor(desk: &Desk, arguments: &Serve) -> Result<Option<Editor>, Failure> {
    let surroundings = || std::env::var("LINLI_EDITOR").ok();
    let asked = arguments.editor.clone().or_else(surroundings);
    let asked = asked.filter(|asked| !asked.trim().is_empty());
    let editor = asked.map(|asked| Editor::new(&asked)).transpose();
    editor.map_err(|wrong| {
        say_error(desk.words(&wrong));
        Failure::Line
    })
}

/// What the browser got last.
#[derive(Default)]
struct Shown {
    output: Arc<Output>,
    shown_on: BTreeMap<SourcePath, Vec<SitePath>>,
    handbook: Option<Handbook>,
    said: Vec<Diagnostic>,
    gone: Gone,
    editor: Option<Editor>,
    /// The bars of problems: by page, and on all pages.
    bars: (BTreeMap<SitePath, String>, String),
}

impl Shown {
    /// Whether nothing was shown yet, good or bad.
    fn is_first(&self) -> bool {
        self.output.entries.is_empty() && self.said.is_empty()
    }

    fn showing(
        &self,
        desk: &Desk,
        problems: BTreeMap<SitePath, String>,
        global: String,
    ) -> Showing {
        let home = &desk.place.home;
        let links = self.editor.as_ref().map(|editor| editor.links_below(home));
        Showing {
            output: self.output.clone(),
            problems,
            global,
            gone: self.gone.notes(desk, self),
            links: links.unwrap_or_default(),
        }
    }
}

/// Shows the pages whose words were just saved, before the whole handbook is looked at again. Gives
/// the paths that differ.
fn first_look(
    desk: &Desk,
    server: &Server,
    last: &mut Shown,
    memo: &mut Memo,
    (changed, memory): (&[PathBuf], &mut load::Memory),
) -> BTreeSet<SitePath> {
    let Some(sources) = desk.sources.as_ref().filter(|_| !changed.is_empty()) else {
        return BTreeSet::new();
    };
    let reread = load::reread(&desk.place, sources, memory, changed);
    let Some((newest, anew)) = reread else {
        return BTreeSet::new();
    };
    let pages = pipeline::first_look(&newest, desk.settings(true, None), &anew, memo);
    let is_new = |(path, entry): &(SitePath, Entry)| {
        let before = last.output.entries.get(path);
        before.is_some_and(|before| before != entry)
    };
    let pages: Vec<_> = pages.into_iter().filter(is_new).collect();
    if pages.is_empty() {
        return BTreeSet::new();
    }
    let mut output = Output::clone(&last.output);
    output.entries.extend(pages);
    last.output = Arc::new(output);
    let (problems, elsewhere) = last.bars.clone();
    server
        .publish(last.showing(desk, problems, elsewhere))
        .into_iter()
        .collect()
}

/// The index of what is shown, once its pages have been.
fn index(
    desk: &Desk,
    server: &Server,
    last: &mut Shown,
    (later, memo): (Unindexed, &mut Memo),
    go_on: &dyn Fn() -> bool,
) {
    let Some(handbook) = &last.handbook else {
        return;
    };
    let mut output = Output::clone(&last.output);
    if pipeline::index(handbook, later, &mut output, memo, go_on).is_ok() {
        last.output = Arc::new(output);
        let (problems, elsewhere) = last.bars.clone();
        server.publish(last.showing(desk, problems, elsewhere));
    }
}

/// Builds from what is on the desk and publishes it. Gives the paths that differ, and what is not in
/// the index yet; at the very first it is.
fn show(
    desk: &Desk,
    server: &Server,
    last: &mut Shown,
    memo: &mut Memo,
    go_on: &dyn Fn() -> bool,
) -> Result<(Vec<SitePath>, Unindexed), Interrupted> {
    let mut diagnostics = desk.diagnostics.clone();
    let mut later = Unindexed::default();
    let mut built = None;
    if let Some(sources) = &desk.sources {
        let settings = desk.settings(true, None);
        let (mut newest, unindexed) = pipeline::rebuild(sources, settings, memo, go_on)?;
        later = unindexed;
        if let Some(handbook) = newest.handbook.as_ref().filter(|_| last.is_first()) {
            let unindexed = std::mem::take(&mut later);
            pipeline::index(handbook, unindexed, &mut newest.output, memo, go_on)?;
        }
        built = Some(newest);
    }
    if let Some(built) = &mut built {
        diagnostics.append(&mut built.diagnostics);
    }
    diagnostic::sort(&mut diagnostics);
    if diagnostics != last.said {
        let said = (!last.is_first()).then_some(last.said.as_slice());
        told::problems(desk, said, &diagnostics, built.as_ref());
        last.said.clone_from(&diagnostics);
    }
    let whole = built
        .as_ref()
        .is_some_and(|built| built.handbook.is_some() && !built.output.entries.is_empty());
    if let Some(built) = built.as_mut().filter(|_| whole) {
        keep_unreadable(desk, built, last);
        let mut gone = std::mem::take(&mut last.gone);
        gone.compare(last, built);
        last.gone = gone;
        last.output = Arc::new(std::mem::take(&mut built.output));
        last.shown_on = std::mem::take(&mut built.shown_on);
        last.handbook = built.handbook.take();
    }
    let (problems, elsewhere) = place_problems(desk, built.as_ref(), &diagnostics, &last.shown_on);
    last.bars = (problems.clone(), elsewhere.clone());
    Ok((
        server.publish(last.showing(desk, problems, elsewhere)),
        later,
    ))
}

/// A page that cannot be read now keeps its last good form, under all its addresses: its head is
/// broken, or the disk or an editor in the middle of saving does not give its text. Where a
/// template is broken, what it would have made stays as it was.
fn keep_unreadable(desk: &Desk, built: &mut Built, last: &Shown) {
    let texts = desk.sources.as_ref().map(|sources| &sources.texts);
    let is_unread = |source: &SourcePath| texts.is_some_and(|texts| !texts.contains_key(source));
    let said_of = desk.diagnostics.iter().filter_map(|diagnostic| {
        let place = diagnostic.place.as_ref()?;
        is_unread(&place.path).then(|| place.path.clone())
    });
    let unreadable: BTreeSet<SourcePath> =
        built.unreadable.iter().cloned().chain(said_of).collect();
    for source in &unreadable {
        let Some(paths) = last.shown_on.get(source) else {
            continue;
        };
        for path in paths {
            keep(path, built, last);
        }
        built
            .shown_on
            .entry(source.clone())
            .or_insert_with(|| paths.clone());
    }
    let is_theme_broken = last.said.iter().any(|diagnostic| {
        let place = diagnostic.place.as_ref();
        let in_theme = place.is_some_and(|place| built.theme_texts.contains_key(&place.path));
        in_theme && diagnostic.severity == Severity::Error
    });
    if is_theme_broken {
        let pages = last.output.entries.keys();
        for path in pages.filter(|path| path.as_str().ends_with(".html")) {
            keep(path, built, last);
        }
        for (source, paths) in &last.shown_on {
            let shown_on = built.shown_on.entry(source.clone());
            shown_on.or_insert_with(|| paths.clone());
        }
    }
}

fn keep(path: &SitePath, built: &mut Built, last: &Shown) {
    if let Some(entry) = last.output.entries.get(path) {
        let entries = &mut built.output.entries;
        entries.entry(path.clone()).or_insert_with(|| entry.clone());
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
    let problems = by_page
        .into_iter()
        .map(|(page, diagnostics)| (page, bar(desk, built, &diagnostics, true)))
        .collect();
    let elsewhere = match elsewhere.is_empty() {
        true => String::new(),
        false => bar(desk, built, &elsewhere, false),
    };
    (problems, elsewhere)
}

/// The inside of a bar: how much there is to do, then each problem.
fn bar(
    desk: &Desk,
    built: Option<&Built>,
    diagnostics: &[Diagnostic],
    of_one_page: bool,
) -> String {
    // In a draft it is no more than a reminder, and missing all the same.
    let is_missing = |one: &Diagnostic| of_one_page && one.code == Code::MissingField;
    let (missing, others): (Vec<Diagnostic>, Vec<Diagnostic>) =
        diagnostics.iter().cloned().partition(is_missing);
    let needs = match missing.len() {
        0 => Words::new("", ""),
        1 => Words::new("这一页还差 1 处", "this page still needs 1 thing"),
        many => Words::new(
            format!("这一页还差 {many} 处"),
            format!("this page still needs {many} things"),
        ),
    };
    let between = match desk.language {
        MessageLanguage::Zh => "；",
        MessageLanguage::En => "; ",
    };
    let mut summary = vec![desk.words(&needs).to_string()];
    if !others.is_empty() {
        summary.push(closing(&others, desk.language));
    }
    summary.retain(|part| !part.is_empty());
    format!(
        "<summary>{}</summary>\n{}",
        escape(&summary.join(between)),
        desk.html(diagnostics, built)
    )
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
