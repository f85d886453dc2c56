//! `linli check`.

use super::desk::{Desk, colour_of_output, say, say_error, stops};
use super::{Check, Deny, Everywhere, Failure, Outcome, since};
use crate::diagnostic::print::Format;
use crate::load::Memory;
use crate::{diagnostic, pipeline};

pub fn run(everywhere: &Everywhere, arguments: &Check) -> Outcome {
    let desk = Desk::open(everywhere, &arguments.handbook, &mut Memory::default())?;
    let mut diagnostics = desk.diagnostics.clone();
    // A whole build, not only a reading: a template's mistakes are the handbook's too.
    let built = desk
        .sources
        .as_ref()
        .map(|sources| pipeline::build(sources, desk.settings(false, None)));
    if let Some(built) = &built {
        diagnostics.extend(built.diagnostics.iter().cloned());
    }
    diagnostic::sort(&mut diagnostics);
    if let Some(revision) = &arguments.since {
        match since::changed_lines(&desk.place.root, revision) {
            Ok(changed) => {
                diagnostics.retain(|diagnostic| changed.touches(diagnostic, desk.sources.as_ref()))
            }
            Err(reason) => {
                say_error(&reason);
                return Err(Failure::Line);
            }
        }
    }
    let format =
        Format::from_name(&arguments.format).expect("the command line takes known formats only");
    let colour = format == Format::Human && colour_of_output();
    say(&desk.print(format, &diagnostics, built.as_ref(), colour));
    match stops(&diagnostics, arguments.deny == Some(Deny::Warnings)) {
        true => Err(Failure::Handbook),
        false => Ok(()),
    }
}
