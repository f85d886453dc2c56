//! `linli inspect`: a page's view as YAML, for people who write templates.

use super::desk::{Desk, say, say_error};
use super::{Everywhere, Failure, Inspect, Outcome};
use crate::handbook::Handbook;
use crate::language::Words;
use crate::load::Memory;
use crate::view::cards::Site;
use crate::view::pages::{self, Edition};
use crate::{pipeline, theme, yaml};

pub fn run(everywhere: &Everywhere, arguments: &Inspect) -> Outcome {
    let desk = Desk::open(everywhere, &arguments.handbook, &mut Memory::default())?;
    let Some(sources) = &desk.sources else {
        return Err(Failure::Handbook);
    };
    let understood = pipeline::understand(sources, desk.settings(true, None));
    let Some(handbook) = understood.handbook else {
        return Err(Failure::Handbook);
    };
    let config = &handbook.config;
    let Some(theme) = theme::load(&sources.theme, &config.theme, &config.languages).0 else {
        return Err(Failure::Handbook);
    };
    let site = Site::new(&handbook, &theme.words);
    let page = arguments
        .page
        .trim_start_matches("./")
        .trim_start_matches("content/");
    let found = find(&handbook, page);
    let view =
        found.and_then(|(at, language, edition)| pages::article(&site, at, language, edition));
    match view {
        Some(view) => {
            say(&yaml::to_text(&view));
            Ok(())
        }
        None => {
            say_error(desk.words(&Words::new(
                format!("找不到“{page}”这一页；写源文件、网址或“种类/名字”，比如 zh/cases/x.md、case/x"),
                format!("no page `{page}`; write a source path, an address or kind/id, as in zh/cases/x.md or case/x"),
            )));
            Err(Failure::Line)
        }
    }
}

/// The article, language and edition that a source path, an address or `kind/id` means.
fn find(handbook: &Handbook, page: &str) -> Option<(usize, usize, Edition)> {
    let (stem, edition) = match page.strip_suffix(".facilitator.html") {
        Some(stem) => (stem, Edition::Facilitator),
        None => (
            page.trim_end_matches(".html").trim_end_matches(".md"),
            Edition::Participant,
        ),
    };
    if let Some((folder, route)) = stem.split_once('/') {
        let language = handbook
            .config
            .languages
            .iter()
            .position(|language| language.folder == folder);
        if let Some((at, language)) = handbook.at_route(route).zip(language) {
            return Some((at, language, edition));
        }
    }
    handbook.find(page, &[], 0).map(|at| (at, 0, edition))
}
