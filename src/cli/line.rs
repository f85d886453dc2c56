//! The command line in the reader's own language: help, usage and what is wrong with what was
//! typed. One `clap` command is made for the language asked for; the English words are those of the
//! declarations in `cli.rs`.

use std::ffi::OsString;
use std::fmt;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches, ValueEnum};

use super::desk::{say, say_error, system_language};
use super::{Failure, Line, Outcome, Speech, chinese};
use crate::language::{MessageLanguage, Words};
use crate::likeness::nearest;

/// What a value should have been, in both languages.
#[derive(Debug)]
pub struct Wrong(pub Words);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Wrong {}

/// The language asked for on the line, even if the rest of it is wrong; else the system's.
pub fn language(arguments: &[OsString]) -> MessageLanguage {
    const FLAG: &str = "--message-language";
    let mut words = arguments.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix(FLAG) {
            Some("") => words.next().map(|value| value.to_string()),
            Some(rest) => rest.strip_prefix('=').map(str::to_string),
            None => None,
        };
        if let Some(speech) = value.and_then(|value| Speech::from_str(&value, true).ok()) {
            return speech.language();
        }
    }
    system_language()
}

/// Reads a whole command line.
///
/// # Errors
/// When it is wrong, or asks for help or the version; see [`tell`].
pub fn read(arguments: &[OsString], language: MessageLanguage) -> Result<Line, clap::Error> {
    let matches = command(language).try_get_matches_from(arguments)?;
    Line::from_arg_matches(&matches)
}

/// `linli help COMMAND`.
pub fn help(wanted: Option<&str>, language: MessageLanguage) -> Outcome {
    let mut whole = command(language);
    let Some(wanted) = wanted else {
        say(&whole.render_help().to_string());
        return Ok(());
    };
    match whole.find_subcommand_mut(wanted) {
        Some(one) => {
            say(&one.render_help().to_string());
            Ok(())
        }
        None => {
            say_error(no_command(wanted).in_language(language));
            Err(Failure::Line)
        }
    }
}

fn no_command(given: &str) -> Words {
    let english = chinese::NAMES.iter().map(|(name, _)| *name);
    let all = chinese::NAMES.iter().flat_map(|(name, zh)| [*name, *zh]);
    let list: Vec<String> = chinese::NAMES
        .iter()
        .map(|(name, zh)| format!("{name}（{zh}）"))
        .collect();
    let near = nearest(given, all);
    Words::new(
        match near {
            Some(near) => format!("没有“{given}”这个命令。最接近的是 {near}"),
            None => format!("没有“{given}”这个命令。有的是：{}", list.join("、")),
        },
        match near {
            Some(near) => format!("there is no command `{given}`; the nearest is {near}"),
            None => format!(
                "there is no command `{given}`; there are: {}",
                english.collect::<Vec<_>>().join(", ")
            ),
        },
    )
}

/// The command line as `clap` knows it, its help in one language. Chinese names of commands are
/// understood in both.
pub fn command(language: MessageLanguage) -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .help("Print version")
        .display_order(903)
        .action(ArgAction::Version);
    let mut command = Line::command().arg(version);
    for (name, zh) in chinese::NAMES {
        command = command.mut_subcommand(name, |one| {
            let about = one.get_about().map(ToString::to_string).unwrap_or_default();
            one.alias(zh).about(format!("{about} ({zh})"))
        });
    }
    if language == MessageLanguage::En {
        command.build();
        return command;
    }
    command = in_chinese(command, "linli");
    command.build();
    usage_in_chinese(command)
}

fn in_chinese(mut command: Command, name: &str) -> Command {
    if let Some(about) = chinese::help(name, "") {
        let about = match chinese::name(name) {
            Some(zh) => format!("{about}（{zh}）"),
            None => about.to_string(),
        };
        command = command.about(about);
    }
    command = command.help_template(TEMPLATE);
    command = command.subcommand_help_heading("命令");
    command = command.subcommand_value_name("命令");
    let arguments = command.get_arguments();
    let arguments: Vec<_> = arguments.map(|one| one.get_id().clone()).collect();
    for id in arguments {
        command = command.mut_arg(&id, |one| argument_in_chinese(one, name));
    }
    let inner = command.get_subcommands();
    let inner: Vec<_> = inner.map(|one| one.get_name().to_string()).collect();
    for sub in inner {
        command = command.mut_subcommand(&sub, |one| in_chinese(one, &sub));
    }
    command
}

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

fn argument_in_chinese(argument: Arg, command: &str) -> Arg {
    let heading = match argument.is_positional() {
        true => "参数",
        false => "选项",
    };
    let words = chinese::help(command, argument.get_id().as_str());
    let values = argument.get_value_names().unwrap_or_default();
    let value = match values.first() {
        Some(name) => chinese::value(name),
        None => chinese::value(&argument.get_id().as_str().to_uppercase()),
    };
    let takes_value = argument.get_action().takes_values();
    let mut argument = argument.help_heading(heading);
    if takes_value {
        // What `clap` itself would say of values is English; the words say it.
        argument = argument.hide_default_value(true).hide_possible_values(true);
    }
    if let Some(words) = words {
        argument = argument.help(words);
    }
    match value.filter(|_| takes_value) {
        Some(value) => argument.value_name(value),
        None => argument,
    }
}

/// `clap` writes `[OPTIONS]` itself.
fn usage_in_chinese(mut command: Command) -> Command {
    let usage = plain_usage(&command.render_usage());
    for one in command.get_subcommands_mut() {
        *one = usage_in_chinese(std::mem::take(one));
    }
    command.override_usage(usage)
}

fn plain_usage(usage: &StyledStr) -> String {
    let text = usage.to_string();
    let text = text.strip_prefix("Usage:").unwrap_or(&text).trim();
    text.replace("[OPTIONS]", "[选项]")
}

/// Prints help, or what is wrong with a command line.
pub fn tell(error: &clap::Error, language: MessageLanguage) {
    match error
        .use_stderr()
        .then(|| in_words(error, language))
        .flatten()
    {
        Some(words) => say_error(&words),
        None => {
            let _ = error.print();
        }
    }
}

/// What is wrong, in Chinese; `None` where `clap`'s own English is what was asked for, or all there is.
fn in_words(error: &clap::Error, language: MessageLanguage) -> Option<String> {
    if language == MessageLanguage::En {
        return None;
    }
    let of = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let near = |kind| match of(kind) {
        near if near.is_empty() => String::new(),
        near => format!("。最接近的是 {near}"),
    };
    let words = match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            let near = near(ContextKind::SuggestedArg);
            format!("没有“{argument}”这个选项{near}")
        }
        ErrorKind::UnknownArgument => format!("“{argument}”是多出来的"),
        ErrorKind::InvalidSubcommand => no_command(&of(ContextKind::InvalidSubcommand)).zh,
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面还要写一个值"),
        ErrorKind::InvalidValue => {
            let valid = of(ContextKind::ValidValue);
            format!("{argument} 不能写“{value}”，可以写：{valid}")
        }
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error);
            let wrong = source.and_then(|source| source.downcast_ref::<Wrong>());
            let why = match (wrong, source) {
                (Some(wrong), _) => wrong.0.zh.clone(),
                (None, Some(source)) => source.to_string(),
                (None, None) => String::new(),
            };
            format!("{argument} 不能写“{value}”：{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("还要写：{argument}"),
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg);
            format!("{argument} 和 {other} 不能一起写")
        }
        ErrorKind::InvalidUtf8 => "命令里有读不懂的字符，请用 UTF-8".to_string(),
        _ => return None,
    };
    let mut text = format!("错误：{words}\n");
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => plain_usage(usage),
        _ => String::new(),
    };
    if !usage.is_empty() {
        text.push_str(&format!("\n用法：{usage}\n"));
    }
    Some(text + "\n加上 --help 看说明。")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(command: &Command, look: &mut impl FnMut(&Command)) {
        look(command);
        for one in command.get_subcommands() {
            each(one, look);
        }
    }

    /// What is said of every command (under an empty name) and of each of its arguments.
    fn said(language: MessageLanguage) -> Vec<(String, String, String)> {
        let mut said = Vec::new();
        let text = |words: Option<&StyledStr>| words.map(ToString::to_string).unwrap_or_default();
        each(&command(language), &mut |one| {
            let name = one.get_name().to_string();
            said.push((name.clone(), String::new(), text(one.get_about())));
            for argument in one.get_arguments() {
                let id = argument.get_id().to_string();
                said.push((name.clone(), id, text(argument.get_help())));
            }
        });
        said
    }

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        let (zh, en) = (said(MessageLanguage::Zh), said(MessageLanguage::En));
        assert_eq!(zh.len(), en.len());
        for ((command, argument, zh), (_, _, en)) in zh.iter().zip(&en) {
            let table = chinese::help(command, argument);
            let table = table.unwrap_or_else(|| panic!("no Chinese for {command} {argument}"));
            assert!(zh.starts_with(table), "{zh}");
            assert!(
                !en.is_empty() && !en.starts_with(table),
                "{command} {argument}: {en}"
            );
        }
    }

    #[test]
    fn no_chinese_words_are_left_of_what_is_gone() {
        let known: Vec<(String, String)> = (said(MessageLanguage::En).into_iter())
            .map(|(command, argument, _)| (command, argument))
            .collect();
        for (command, argument, _) in chinese::HELP {
            let entry = (command.to_string(), argument.to_string());
            assert!(known.contains(&entry), "{entry:?}");
        }
    }

    #[test]
    fn chinese_help_has_no_english_headings() {
        each(&command(MessageLanguage::Zh), &mut |one| {
            let help = one.clone().render_long_help().to_string();
            for word in [
                "Usage",
                "Options",
                "OPTIONS",
                "Arguments",
                "Commands",
                "default",
                "aliases",
                "possible",
            ] {
                assert!(!help.contains(word), "{word} in\n{help}");
            }
        });
    }

    #[test]
    fn the_language_is_known_even_if_the_line_is_wrong() {
        let language = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            language(&words)
        };
        for chinese in ["zh", "中文", "ZH"] {
            let line = format!("linli --bogus --message-language {chinese} x");
            assert_eq!(language(&line), MessageLanguage::Zh);
            let line = format!("linli x --message-language={chinese}");
            assert_eq!(language(&line), MessageLanguage::Zh);
        }
        assert_eq!(
            language("linli --message-language English"),
            MessageLanguage::En
        );
    }
}
