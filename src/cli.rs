//! The command line: what a person types, and what the process answers with. Exit codes: 0 fine,
//! 1 the handbook has errors, 2 the command line is wrong, 3 the machine failed.

mod build;
mod check;
mod chinese;
mod completions;
mod desk;
mod explain;
mod fix;
mod inspect;
mod line;
mod new;
mod schema;
mod search;
mod serve;
mod since;
mod status;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::date::{Date, parse_date};
use crate::language::{MessageLanguage, Words};

/// 邻里 linli: a folder of Markdown becomes a community organization's handbook.
/// Help in English stands here; in Chinese in [`chinese`], by the same names.
#[derive(Debug, Parser)]
#[command(
    name = "linli",
    version,
    max_term_width = 100,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
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
    /// The language linli speaks, zh or en: the handbook's first language if left out
    #[arg(
        long,
        global = true,
        value_name = "LANG",
        ignore_case = true,
        display_order = 900
    )]
    message_language: Option<Speech>,
    /// The day the handbook is built for, as 2026-11-23; else SOURCE_DATE_EPOCH, else today in UTC
    #[arg(long, global = true, value_name = "DATE", value_parser = read_date, display_order = 901)]
    today: Option<Date>,
    /// Print help
    #[arg(short, long, global = true, action = ArgAction::Help, display_order = 902)]
    help: Option<bool>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Speech {
    #[value(aliases = ["中文", "汉语", "chinese", "zh-CN", "zh_CN", "zh-Hans"])]
    Zh,
    #[value(aliases = ["english", "英文", "英语", "en-US", "en_US"])]
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site and put it in place of the last one
    Build(Build),
    /// Show the handbook in a browser while you write; what `linli` alone does
    Serve(Serve),
    /// Say what is wrong with the handbook, and how to mend it
    Check(Check),
    /// Start a page or a handbook: `linli new 课程 需求访谈怎么做`; asks when told nothing
    New(New),
    /// Make the corrections that cannot change the meaning
    Fix(Fix),
    /// Find pages as a reader finds them: `linli search 没人来怎么办`
    Search(Search),
    /// What a page's front matter may say, for editors and for people
    Schema(Schema),
    /// What is wanted, missing, due, outdated
    Status(Status),
    /// What a code such as `broken-link` means, and how to mend it
    Explain(Explain),
    /// The view a template gets for a page, as YAML
    Inspect(Inspect),
    /// A script that lets the Tab key complete commands in a shell
    Completions(Completions),
    /// What a command does
    Help(Help),
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
    /// After each change say which pages were made again, and why
    #[arg(long)]
    explain: bool,
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

#[derive(Debug, Clone, Default, Args)]
struct New {
    /// The kind of page, by its name or label: module, 课程; or `handbook` (手册) for a whole new one
    kind: Option<String>,
    /// Its title or its id; for a handbook its folder
    name: Option<String>,
    /// The file's name, which is in its address too, if not the title's letters and pinyin
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Name the file as the title is written, in Chinese
    #[arg(long, conflicts_with = "id")]
    keep_chinese: bool,
    /// The language folder: the handbook's first if left out; for a handbook zh or en
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// The page it is wanted for, as problem/nobody-comes: what helps with it, a case of it
    #[arg(long = "for", value_name = "PAGE")]
    wanted_for: Option<String>,
    /// The title of a new handbook, if not its folder's name
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(long, value_name = "HANDBOOK", default_value = ".")]
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
    /// One kind, by its name or label; all if left out. For editors also handbook, facts or sources
    kind: Option<String>,
    /// How to print: `markdown` for people, `json-schema` for editors
    #[arg(long, value_name = "FORMAT", default_value = "markdown", value_parser = ["json-schema", "markdown"])]
    format: String,
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(long, value_name = "HANDBOOK", default_value = ".")]
    handbook: PathBuf,
}

#[derive(Debug, Args)]
struct Status {
    /// The folder that holds handbook.yaml, or one whose content/ does
    #[arg(default_value = ".")]
    handbook: PathBuf,
    /// One JSON object
    #[arg(long)]
    json: bool,
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
    #[arg(long, value_name = "HANDBOOK", default_value = ".")]
    handbook: PathBuf,
}

#[derive(Debug, Args)]
struct Completions {
    /// bash, zsh, fish, powershell or elvish
    #[arg(ignore_case = true)]
    shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
struct Help {
    /// The command; all are listed if left out
    command: Option<String>,
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
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let language = line::language(&arguments);
    let line = match line::read(&arguments, language) {
        Ok(line) => line,
        Err(error) => {
            line::tell(&error, language);
            // Help and version are no errors; a broken pipe is nobody's.
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
        Some(Command::Completions(arguments)) => completions::run(&arguments, language),
        Some(Command::Help(arguments)) => line::help(arguments.command.as_deref(), language),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ExitCode::from(failure as u8),
    }
}

fn read_date(text: &str) -> Result<Date, line::Wrong> {
    parse_date(text).ok_or_else(|| {
        line::Wrong(Words::new(
            "日期写成 2026-11-23",
            "write a date as 2026-11-23",
        ))
    })
}

fn read_url(text: &str) -> Result<String, line::Wrong> {
    let whole = text.starts_with("https://") || text.starts_with("http://");
    let plain =
        !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"?#".contains(c));
    match whole && plain {
        true => Ok(format!("{}/", text.trim_end_matches('/'))),
        false => Err(line::Wrong(Words::new(
            "写完整的网址，比如 https://example.org/handbook/",
            "write the whole address, as in https://example.org/handbook/",
        ))),
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
