//! `linli explain`.

use super::desk::{say, say_error, spoken_language};
use super::{Everywhere, Explain, Failure, Outcome};
use crate::diagnostic::{Code, explain};

pub fn run(everywhere: &Everywhere, arguments: &Explain) -> Outcome {
    let language = spoken_language(everywhere);
    let Some(name) = &arguments.code else {
        for code in Code::ALL {
            say(&format!(
                "{}  {}",
                code.as_str(),
                explain::doc(*code, language).title
            ));
        }
        return Ok(());
    };
    match Code::from_name(name) {
        Some(code) => {
            say(&explain::explain(code, language));
            Ok(())
        }
        None => {
            say_error(&explain::unknown_code(name, language));
            Err(Failure::Line)
        }
    }
}
