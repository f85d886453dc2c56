//! `linli build`.

use super::desk::{Desk, colour, say, say_error, stops};
use super::{Build, Deny, Everywhere, Failure, Outcome};
use crate::diagnostic::print::{self, Format};
use crate::language::Words;
use crate::load::Memory;
use crate::path::shown;
use crate::{diagnostic, pipeline, write};

pub fn run(everywhere: &Everywhere, arguments: &Build) -> Outcome {
    let desk = Desk::open(everywhere, &arguments.handbook, &mut Memory::default())?;
    let mut diagnostics = desk.diagnostics.clone();
    let settings = desk.settings(arguments.drafts, arguments.base_url.clone());
    let built = desk
        .sources
        .as_ref()
        .map(|sources| pipeline::build(sources, settings));
    if let Some(built) = &built {
        diagnostics.extend(built.diagnostics.iter().cloned());
    }
    diagnostic::sort(&mut diagnostics);
    if !diagnostics.is_empty() {
        say_error(&desk.print(Format::Human, &diagnostics, built.as_ref(), colour()));
    }
    let stopped = stops(&diagnostics, arguments.deny == Some(Deny::Warnings));
    let Some((output, handbook)) =
        built.and_then(|built| built.handbook.map(|own| (built.output, own)))
    else {
        return Err(Failure::Handbook);
    };
    let based = handbook.config.base_url.is_some();
    // Writing needs the pages alone.
    drop(handbook);
    if stopped && !arguments.keep_going {
        say_error(desk.words(&Words::new(
            "网站没有更新，上一次的还在原处。改好后再来；一定要先看，用 --keep-going。",
            "The site was not touched; the last good one stands. To write it all the same, use --keep-going.",
        )));
        return Err(Failure::Handbook);
    }
    let to = arguments
        .output
        .clone()
        .unwrap_or_else(|| desk.place.home.join("site"));
    let written = match write::write(&output, &to, &desk.read_from()) {
        Ok(written) => written,
        Err(error) => {
            let shown = print::print(
                Format::Human,
                &[error.to_diagnostic()],
                &|_| None,
                "",
                desk.language,
                colour(),
            );
            say_error(&shown);
            return Err(match error.exit_code() {
                1 => Failure::Handbook,
                2 => Failure::Line,
                _ => Failure::Machine,
            });
        }
    };
    let (to, pages) = (shown(&to), count_pages(&output));
    say(desk.words(&Words::new(
        format!(
            "写好了：{to}（{pages} 个网页，{} 个文件，{} 个有变化）",
            written.files, written.changed
        ),
        format!(
            "Written: {to} ({pages} pages, {} files, {} changed)",
            written.files, written.changed
        ),
    )));
    if !based {
        say(desk.words(&Words::new(
            "没有写 base_url，所以没有站点地图、订阅源和规范网址。",
            "No base_url is set, so there is no sitemap, feed or canonical address.",
        )));
    }
    if stopped {
        Err(Failure::Handbook)
    } else {
        Ok(())
    }
}

fn count_pages(output: &crate::output::Output) -> usize {
    output
        .entries
        .keys()
        .filter(|path| path.as_str().ends_with(".html"))
        .count()
}
