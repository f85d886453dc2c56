//! Questions put to a person, one line each, answered by a line: Enter takes what is proposed. Any
//! reader can answer, so tests do. Nothing is written to the disk here.

use std::io::{BufRead, IsTerminal, Write};

use crate::language::{MessageLanguage, Words};
use crate::likeness::fold;

/// Somebody who can be asked.
pub struct Person<'a> {
    answers: Box<dyn BufRead + 'a>,
    shown: Box<dyn Write + 'a>,
    pub language: MessageLanguage,
}

/// Something to choose, with every word it answers to; the first is shown.
pub struct Choice {
    pub words: Vec<String>,
}

impl<'a> Person<'a> {
    pub fn new(
        answers: impl BufRead + 'a,
        shown: impl Write + 'a,
        language: MessageLanguage,
    ) -> Person<'a> {
        Person {
            answers: Box::new(answers),
            shown: Box::new(shown),
            language,
        }
    }

    /// Whoever sits at the terminal; nobody where the program reads from or writes to a pipe.
    pub fn at_terminal(language: MessageLanguage) -> Option<Person<'static>> {
        let there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        there.then(|| Person::new(std::io::stdin().lock(), std::io::stderr(), language))
    }

    /// A line of text; what is proposed for an empty one. `None` at the end of the input.
    pub fn text(&mut self, question: &Words, proposed: &str) -> Option<String> {
        let shown = match (proposed.is_empty(), self.language) {
            (true, MessageLanguage::Zh) => format!("{}：", question.zh),
            (true, MessageLanguage::En) => format!("{}: ", question.en),
            (false, MessageLanguage::Zh) => format!("{}（回车就是“{proposed}”）：", question.zh),
            (false, MessageLanguage::En) => format!("{} (Enter for `{proposed}`): ", question.en),
        };
        loop {
            let answer = self.line(&shown)?;
            match (answer.is_empty(), proposed.is_empty()) {
                (false, _) => return Some(answer),
                (true, false) => return Some(proposed.to_string()),
                (true, true) => {}
            }
        }
    }

    /// The number of a choice, answered by its number or by one of its words. `None` at the end of
    /// the input.
    pub fn choose(
        &mut self,
        question: &Words,
        choices: &[Choice],
        proposed: usize,
    ) -> Option<usize> {
        let answer = self.choose_or_write(question, choices, proposed)?;
        match answer {
            Ok(chosen) => Some(chosen),
            Err(_) => {
                let all = choices.len();
                let again = Words::new(
                    format!("没有这一项。写 1 到 {all} 的数字，或者写名字"),
                    format!("There is no such choice. Write a number from 1 to {all}, or a name"),
                );
                self.tell(&again);
                self.choose(question, choices, proposed)
            }
        }
    }

    /// The same, but any other text is an answer too.
    pub fn choose_or_write(
        &mut self,
        question: &Words,
        choices: &[Choice],
        proposed: usize,
    ) -> Option<Result<usize, String>> {
        self.tell(question);
        for (at, choice) in choices.iter().enumerate() {
            let line = format!("{:>4}  {}", at + 1, choice.words[0]);
            self.tell(&Words::new(line.clone(), line));
        }
        let prompt = match self.language {
            MessageLanguage::Zh => format!("写序号或名字（回车就是 {}）：", proposed + 1),
            MessageLanguage::En => format!("A number or a name (Enter for {}): ", proposed + 1),
        };
        let answer = self.line(&prompt)?;
        if answer.is_empty() {
            return Some(Ok(proposed));
        }
        let wanted = fold(&answer);
        let is = |choice: &Choice| choice.words.iter().any(|word| fold(word) == wanted);
        let by_number = wanted.trim_end_matches(['.', '、']).parse::<usize>().ok();
        let by_number = by_number.filter(|number| (1..=choices.len()).contains(number));
        let chosen = choices.iter().position(is);
        Some(match chosen.or(by_number.map(|number| number - 1)) {
            Some(chosen) => Ok(chosen),
            None => Err(answer),
        })
    }

    /// Yes or no; Enter is yes.
    pub fn agrees(&mut self, question: &Words) -> Option<bool> {
        let prompt = match self.language {
            MessageLanguage::Zh => format!("{}（回车就是“是”，不要就写 n）：", question.zh),
            MessageLanguage::En => format!("{} (Enter for yes, n for no): ", question.en),
        };
        loop {
            match fold(&self.line(&prompt)?).as_str() {
                "" | "y" | "yes" | "是" | "好" | "要" | "对" | "1" => return Some(true),
                "n" | "no" | "否" | "不" | "不要" | "不是" | "0" => return Some(false),
                _ => {}
            }
        }
    }

    pub fn tell(&mut self, words: &Words) {
        let _ = writeln!(self.shown, "{}", words.in_language(self.language));
    }

    /// An answer without the space around it; `None` at the end of the input.
    fn line(&mut self, prompt: &str) -> Option<String> {
        let _ = write!(self.shown, "{prompt}");
        let _ = self.shown.flush();
        let mut bytes = Vec::new();
        match self.answers.read_until(b'\n', &mut bytes) {
            Ok(read) if read > 0 => {}
            _ => {
                // The prompt's line is not left open.
                let _ = writeln!(self.shown);
                return None;
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        let plain = |c: &char| !c.is_control() && *c != char::REPLACEMENT_CHARACTER;
        Some(text.trim().chars().filter(plain).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(answers: &str) -> Option<usize> {
        let choice = |words: &[&str]| Choice {
            words: words.iter().map(|word| word.to_string()).collect(),
        };
        let choices = [choice(&["课程", "module", "Lesson"]), choice(&["难题"])];
        let mut person = Person::new(answers.as_bytes(), Vec::new(), MessageLanguage::Zh);
        person.choose(&Words::new("哪种？", "Which?"), &choices, 0)
    }

    #[test]
    fn a_choice_is_made_by_number_by_any_of_its_names_or_by_enter() {
        for answer in ["2", " ２ \r\n", "难题", "9\n难题\n", "2、"] {
            assert_eq!(chosen(answer), Some(1), "{answer}");
        }
        for answer in ["\n", "\r\n", "lesson", "课程", "1"] {
            assert_eq!(chosen(answer), Some(0), "{answer}");
        }
        assert_eq!(chosen(""), None);
        assert_eq!(chosen("what\n"), None);
    }

    #[test]
    fn a_text_is_asked_until_there_is_one() {
        let text = |answers: &str, proposed: &str| {
            let mut person = Person::new(answers.as_bytes(), Vec::new(), MessageLanguage::En);
            person.text(&Words::new("标题", "Title"), proposed)
        };
        assert_eq!(text("\n\n 茶话会 \n", ""), Some("茶话会".to_string()));
        assert_eq!(text("\n", "甲"), Some("甲".to_string()));
        assert_eq!(text("\n", ""), None);
        assert_eq!(text("", "甲"), None);
    }

    #[test]
    fn yes_and_no_are_said_in_either_language() {
        let agrees = |answer: &str| {
            let mut person = Person::new(answer.as_bytes(), Vec::new(), MessageLanguage::Zh);
            person.agrees(&Words::new("建吗？", "Make it?"))
        };
        assert_eq!(agrees("\n"), Some(true));
        assert_eq!(agrees("嗯？\n不\n"), Some(false));
        assert_eq!(agrees("N"), Some(false));
        assert_eq!(agrees(""), None);
    }
}
