//! `linli status`: gaps, each an invitation.

use super::desk::{Desk, colour, say, say_error};
use super::{Everywhere, Failure, Outcome, Status};
use crate::diagnostic::print::Format;
use crate::language::Words;
use crate::load::Memory;
use crate::{check, diagnostic, pipeline};

pub fn run(everywhere: &Everywhere, arguments: &Status) -> Outcome {
    let desk = Desk::open(everywhere, &arguments.handbook, &mut Memory::default())?;
    let understood = desk
        .sources
        .as_ref()
        .map(|sources| pipeline::understand(sources, desk.settings(true, None)));
    let Some(handbook) = understood.and_then(|understood| understood.handbook) else {
        say_error(&desk.print(Format::Human, &desk.diagnostics, None, colour()));
        return Err(Failure::Handbook);
    };
    let mut gaps = check::gaps::find(&handbook);
    diagnostic::sort(&mut gaps);
    for gap in &gaps {
        let place = gap
            .place
            .as_ref()
            .map(|place| format!("{}{}", desk.prefix, place.path))
            .unwrap_or_default();
        say(&format!(
            "{}  [{}]  {place}",
            desk.words(&gap.message),
            gap.code.as_str()
        ));
    }
    say(desk.words(&Words::new(
        format!("还可以补 {} 处。", gaps.len()),
        format!(
            "{} gap{} to fill.",
            gaps.len(),
            if gaps.len() == 1 { "" } else { "s" }
        ),
    )));
    Ok(())
}
