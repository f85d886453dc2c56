//! `linli completions SHELL`: a script for the shell, its words in the message language.

use std::io::Write;

use clap_complete::generate;

use super::{Completions, Outcome, chinese, line};
use crate::language::MessageLanguage;

pub fn run(arguments: &Completions, language: MessageLanguage) -> Outcome {
    // Nobody listening is no reason to fail.
    let _ = std::io::stdout().write_all(&script(arguments.shell, language));
    Ok(())
}

fn script(shell: clap_complete::Shell, language: MessageLanguage) -> Vec<u8> {
    let mut command = line::command(language);
    // Only what may be seen is completed.
    for (name, zh) in chinese::NAMES {
        command = command.mut_subcommand(name, |one| one.visible_alias(zh));
    }
    let mut script = Vec::new();
    generate(shell, &mut command, "linli", &mut script);
    script
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;
    use clap_complete::Shell;

    #[test]
    fn every_shell_learns_every_command_in_the_readers_words() {
        for shell in Shell::value_variants() {
            let zh = String::from_utf8(script(*shell, MessageLanguage::Zh)).unwrap();
            let en = String::from_utf8(script(*shell, MessageLanguage::En)).unwrap();
            for (name, chinese) in chinese::NAMES {
                assert!(zh.contains(name) && en.contains(name), "{shell} {name}");
                assert!(zh.contains(chinese), "{shell} {chinese}");
            }
            // Bash shows no descriptions.
            if *shell != Shell::Bash {
                assert!(zh.contains("看手册哪里不对") && !zh.contains("Say what is wrong"));
                assert!(en.contains("Say what is wrong") && !en.contains("看手册哪里不对"));
            }
        }
    }
}
