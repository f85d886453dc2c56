//! The command line: what a person types, and what the process answers with. Exit codes: 0 fine,
//! 1 the handbook has errors, 2 the command line is wrong, 3 the machine failed.

mod build;
mod check;
mod desk;
mod explain;
mod fix;
mod inspect;
mod new;
mod schema;
mod search;
mod serve;
mod since;
mod status;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::date::{Date, parse_date};
use crate::language::MessageLanguage;

/// 邻里 linli: a folder of Markdown becomes a community organization's handbook.
#[derive(Debug, Parser)]
#[command(
    name = "linli",
    version,
    max_term_width = 100,
    subcommand_help_heading = "Commands"
)]
struct Line {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
struct Everywhere {
    /// The language linli speaks: the handbook's first language if left out
    #[arg(long, global = true, value_name = "LANG")]
    message_language: Option<Speech>,
    /// The day the handbook is built for, as 2026-11-23; else SOURCE_DATE_EPOCH, else today in UTC
    #[arg(long, global = true, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Speech {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site and put it in place of the last one (构建)
    #[command(visible_alias = "构建")]
    Build(Build),
    /// Show the handbook in a browser while you write (预览); what `linli` alone does
    #[command(visible_alias = "预览")]
    Serve(Serve),
    /// Say what is wrong with the handbook, and how to mend it (检查)
    #[command(visible_alias = "检查")]
    Check(Check),
    /// Start a page of a kind: `linli new 课程 需求访谈怎么做` (新建)
    #[command(visible_alias = "新建")]
    New(New),
    /// Make the corrections that cannot change the meaning (改好)
    #[command(visible_alias = "改好")]
    Fix(Fix),
    /// Find pages as a reader finds them: `linli search 没人来怎么办` (查找)
    #[command(visible_alias = "查找")]
    Search(Search),
    /// What a page's front matter may say, for editors and for people
    Schema(Schema),
    /// What is wanted, missing, due, outdated
    Status(Status),
    /// What a code such as `broken-link` means, and how to mend it
    Explain(Explain),
    /// The view a template gets for a page, as YAML
    Inspect(Inspect),
}

#[derive(Debug, Args)]
struct Build {
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(default_value = ".")]
    handbook: PathBuf,
    /// Where the site goes: `site` beside content/ if left out
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The address the site will have, for feeds, sitemap and canonical links
    #[arg(long, value_name = "URL", value_parser = read_url)]
    base_url: Option<String>,
    /// Show drafts too, with a mark
    #[arg(long)]
    drafts: bool,
    /// Stop for warnings as for errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Write the site in spite of errors, without what cannot be shown
    #[arg(long)]
    keep_going: bool,
}

#[derive(Debug, Args)]
struct Serve {
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(default_value = ".")]
    handbook: PathBuf,
    /// The port to listen on
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// The address to listen on; 0.0.0.0 shows it to phones on the same network too
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    host: String,
    /// Open the browser
    #[arg(long)]
    open: bool,
    /// The editor in which a problem's place opens: vscode, cursor, idea, sublime, zed, or a link
    /// with {path}, {line} and {column}; LINLI_EDITOR if left out, else none
    #[arg(long, value_name = "EDITOR")]
    editor: Option<String>,
}

#[derive(Debug, Args)]
struct Check {
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(default_value = ".")]
    handbook: PathBuf,
    /// Only what stands on lines changed since this git revision
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json", "github", "sarif", "markdown"])]
    format: String,
    /// Exit with 1 for warnings too
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

#[derive(Debug, Args)]
struct New {
    /// The kind of page, by its name or label: module, 课程; or `handbook` (手册) for a whole new one
    kind: String,
    /// Its id or its title; for a handbook its folder
    name: Option<String>,
    /// The language folder: the handbook's first if left out; for a handbook zh or en
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(long, value_name = "DIR", default_value = ".")]
    handbook: PathBuf,
}

#[derive(Debug, Args)]
struct Fix {
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(default_value = ".")]
    handbook: PathBuf,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
#[command(override_usage = "linli search [OPTIONS] [HANDBOOK] <QUERY>")]
struct Search {
    /// What to look for: words, part of a word, a question, pinyin; several words in quotes. Before it
    /// the folder that holds handbook.yaml, or one whose content/ does, if it is not the current one
    #[arg(required = true, num_args = 1..=2, value_name = "[HANDBOOK] QUERY")]
    words: Vec<OsString>,
    /// The reader's language folder: the handbook's first if left out
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Only pages of this kind, by its name or label; may be given several times
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// At most so many results
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// One JSON object, as the page's own search gives it
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Schema {
    /// One kind, by its name or label; all if left out
    kind: Option<String>,
    #[arg(long, value_name = "FORMAT", default_value = "markdown", value_parser = ["json-schema", "markdown"])]
    format: String,
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(long, value_name = "DIR", default_value = ".")]
    handbook: PathBuf,
}

#[derive(Debug, Args)]
struct Status {
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(default_value = ".")]
    handbook: PathBuf,
}

#[derive(Debug, Args)]
struct Explain {
    /// A code; all are listed if left out
    code: Option<String>,
}

#[derive(Debug, Args)]
struct Inspect {
    /// A source path (zh/cases/x.md), an address (zh/cases/x.html) or kind/id (case/x)
    page: String,
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(long, value_name = "DIR", default_value = ".")]
    handbook: PathBuf,
}

/// What a command came to.
type Outcome = Result<(), Failure>;

/// Why a command did not do what it was asked; everything has been said already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    Handbook = 1,
    Line = 2,
    Machine = 3,
}

/// Reads the command line, runs the command, gives the exit code.
pub fn main() -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(error) => {
            // Help and version are no errors; a broken pipe is nobody's.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let everywhere = line.everywhere;
    let outcome = match line.command {
        None => serve::run_alone(&everywhere),
        Some(Command::Build(arguments)) => build::run(&everywhere, &arguments),
        Some(Command::Serve(arguments)) => serve::run(&everywhere, &arguments),
        Some(Command::Check(arguments)) => check::run(&everywhere, &arguments),
        Some(Command::New(arguments)) => new::run(&everywhere, &arguments),
        Some(Command::Fix(arguments)) => fix::run(&everywhere, &arguments),
        Some(Command::Search(arguments)) => search::run(&everywhere, &arguments),
        Some(Command::Schema(arguments)) => schema::run(&everywhere, &arguments),
        Some(Command::Status(arguments)) => status::run(&everywhere, &arguments),
        Some(Command::Explain(arguments)) => explain::run(&everywhere, &arguments),
        Some(Command::Inspect(arguments)) => inspect::run(&everywhere, &arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ExitCode::from(failure as u8),
    }
}

fn read_date(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| "write a date as 2026-11-23".to_string())
}

fn read_url(text: &str) -> Result<String, String> {
    let whole = text.starts_with("https://") || text.starts_with("http://");
    let plain =
        !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"?#".contains(c));
    match whole && plain {
        true => Ok(format!("{}/", text.trim_end_matches('/'))),
        false => Err("write the whole address, as in https://example.org/handbook/".to_string()),
    }
}

impl Speech {
    fn language(self) -> MessageLanguage {
        match self {
            Speech::Zh => MessageLanguage::Zh,
            Speech::En => MessageLanguage::En,
        }
    }
}
