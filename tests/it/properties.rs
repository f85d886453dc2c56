//! What holds for every handbook, however wrong: the same value twice, no panic, no link into
//! nothing, pages a browser and a screen reader can trust.

mod eye;
mod palette;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use linli::config;
use linli::diagnostic::print::{Format, print};
use linli::diagnostic::{self, Code, Diagnostic};
use linli::handbook::{self, Settings};
use linli::language::MessageLanguage;
use linli::markdown::include::Shelf;
use linli::page;
use linli::path::{SitePath, SourcePath};
use linli::pipeline::{self, Built};
use linli::schema::Schema;
use linli::schema::read::built_in;
use linli::source::Sources;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::desk::{settings, sources};
use eye::{pages, target};
use palette::{IDS, LINES, PIECES};

static SCHEMA: LazyLock<Schema> = LazyLock::new(built_in);

/// A page before it has a unique title.
#[derive(Clone, Debug)]
struct Draft {
    folder: &'static str,
    id: &'static str,
    /// In zh, in en.
    languages: (bool, bool),
    titled: bool,
    lines: Vec<&'static str>,
    english_lines: Vec<&'static str>,
    pieces: Vec<&'static str>,
}

fn folders() -> Vec<&'static str> {
    let mut folders: Vec<&str> = SCHEMA
        .kinds
        .iter()
        .map(|kind| kind.folder.as_str())
        .collect();
    folders.extend(["", "modules/deep", "other", "module"]);
    folders
}

fn draft() -> impl Strategy<Value = Draft> {
    let heads = (subsequence(&LINES[..], 0..6), subsequence(&LINES[..], 0..2));
    let languages = select(vec![(true, true), (true, false), (false, true)]);
    let pieces = vec(select(&PIECES[..]), 0..6);
    (
        select(folders()),
        select(&IDS[..]),
        languages,
        prop::bool::weighted(0.95),
        heads,
        pieces,
    )
        .prop_map(
            |(folder, id, languages, titled, (lines, english_lines), pieces)| Draft {
                folder,
                id,
                languages,
                titled,
                lines,
                english_lines,
                pieces,
            },
        )
}

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    vec(draft(), 1..9)
}

/// Sources of a handbook of these pages; every title is used once, and kinds keep theirs.
fn written(drafts: &[Draft]) -> Sources {
    let mut files = BTreeMap::from([
        (
            "facts.yaml".to_string(),
            "F1: {zh: 一, en: one, certainty: stated, source: thesis}\n".to_string(),
        ),
        (
            "sources.yaml".to_string(),
            "thesis: {title: {zh: 论文, en: Thesis}}\n".to_string(),
        ),
    ]);
    for (at, draft) in drafts.iter().enumerate() {
        for (language, wanted, lines) in [
            ("zh", draft.languages.0, &draft.lines),
            ("en", draft.languages.1, &draft.english_lines),
        ] {
            if !wanted {
                continue;
            }
            let between = if draft.folder.is_empty() { "" } else { "/" };
            let path = format!("{language}/{}{between}{}.md", draft.folder, draft.id);
            let title = if draft.titled {
                format!("title: 第{at}页 {language}\n")
            } else {
                String::new()
            };
            let lines: Vec<&str> = lines
                .iter()
                .copied()
                .filter(|line| !draft.titled || !line.starts_with("title"))
                .collect();
            let text = format!(
                "---\n{title}{}\n---\n\n{}\n",
                lines.join("\n"),
                draft.pieces.join("\n\n")
            );
            files.insert(path, text);
        }
    }
    sources(&files.into_iter().collect::<Vec<_>>())
}

fn same_settings() -> impl Strategy<Value = Settings> {
    (any::<bool>(), any::<bool>()).prop_map(|(drafts, based)| Settings {
        drafts,
        base_url: based.then(|| "https://example.org/book/".to_string()),
        ..settings()
    })
}

/// Checks every page of a site that its diagnostics say nothing about.
fn sound(built: &Built) -> Result<(), TestCaseError> {
    let all = pages(&built.output);
    let anchors: HashMap<&str, BTreeSet<&str>> = all
        .iter()
        .map(|(path, html)| (path.as_str(), html.ids.iter().map(String::as_str).collect()))
        .collect();
    let told = |code: Code| {
        built
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == code)
    };
    let based = built
        .handbook
        .as_ref()
        .is_some_and(|handbook| handbook.config.base_url.is_some());
    let base = if based { "/book/" } else { "/" };
    let mut titles: BTreeMap<(String, String), &SitePath> = BTreeMap::new();
    for (path, html) in &all {
        let whole = || built.output.text(path.as_str()).unwrap_or_default();
        prop_assert_eq!(
            html.headings.iter().filter(|level| **level == 1).count(),
            1,
            "h1 of {}: {}",
            path,
            whole()
        );
        let ids: BTreeSet<&String> = html.ids.iter().collect();
        prop_assert_eq!(
            ids.len(),
            html.ids.len(),
            "ids of {}: {:?}\n{}",
            path,
            html.ids,
            whole()
        );
        prop_assert!(!html.title.trim().is_empty(), "{} has no title", path);
        for address in &html.addresses {
            let Some((to, anchor)) = target(path, address, base) else {
                let scheme = address.split(':').next().unwrap_or_default();
                // A QR code is a picture in its own address.
                let code = address.starts_with("data:image/bmp;base64,");
                prop_assert!(
                    code || ["http", "https", "mailto", "tel"].contains(&scheme),
                    "{}: {}",
                    path,
                    address
                );
                continue;
            };
            let there = SitePath::new(&to).is_ok_and(|to| built.output.entries.contains_key(&to));
            prop_assert!(
                there,
                "{} leads to {}, which is not there\n{}",
                path,
                address,
                whole()
            );
            let known = anchor.is_empty()
                || anchors
                    .get(to.as_str())
                    .is_none_or(|ids| ids.contains(anchor.as_str()));
            prop_assert!(
                known || told(Code::BrokenAnchor),
                "{} leads to {}, which has no such place",
                path,
                address
            );
        }
        let language = path
            .as_str()
            .split('/')
            .next()
            .unwrap_or_default()
            .to_string();
        let moved = whole().contains("http-equiv=\"refresh\"");
        // A page without a title, which is told, borrows its id.
        if !moved
            && path.as_str().contains('/')
            && !told(Code::MissingTitle)
            && let Some(other) = titles.insert((language, html.title.clone()), path)
        {
            prop_assert!(
                false,
                "{} and {} are both called {}",
                path,
                other,
                html.title
            );
        }
    }
    Ok(())
}

fn texts<'a>(sources: &'a Sources) -> impl Fn(&SourcePath) -> Option<&'a str> {
    |path| sources.texts.get(path).map(|source| &*source.text)
}

/// Every diagnostic stands in its text and can be printed.
fn printable(sources: &Sources, diagnostics: &[Diagnostic]) -> Result<(), TestCaseError> {
    for diagnostic in diagnostics {
        let places = diagnostic
            .place
            .iter()
            .chain(diagnostic.labels.iter().map(|label| &label.place));
        for place in places {
            if let Some(source) = sources.texts.get(&place.path) {
                prop_assert!(
                    source.text.get(place.span.clone()).is_some(),
                    "{:?}",
                    diagnostic
                );
            }
        }
        if let Some(patch) = &diagnostic.patch {
            let text = &sources.texts[&patch.path].text;
            prop_assert!(patch.apply(text).is_some(), "{:?}", diagnostic);
        }
        prop_assert!(!diagnostic.message.zh.is_empty() && !diagnostic.message.en.is_empty());
    }
    for (name, format) in Format::ALL {
        for language in [MessageLanguage::Zh, MessageLanguage::En] {
            let text = print(
                format,
                diagnostics,
                &texts(sources),
                "content/",
                language,
                false,
            );
            prop_assert!(!text.is_empty(), "{}", name);
            if matches!(format, Format::Json | Format::Sarif) {
                prop_assert!(
                    serde_json::from_str::<serde_json::Value>(&text).is_ok(),
                    "{}: {}",
                    name,
                    text
                );
            }
        }
    }
    Ok(())
}

fn cases(number: u32) -> ProptestConfig {
    // Failures are minimized and shown; nothing is written beside the tests.
    ProptestConfig {
        cases: number,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn whatever_stands_in_a_handbook_its_site_is_sound(drafts in drafts(), settings in same_settings()) {
        let sources = written(&drafts);
        let built = pipeline::build(&sources, settings);
        sound(&built)?;
    }

    #[test]
    fn whatever_is_wrong_can_be_said_in_every_format(drafts in drafts(), settings in same_settings()) {
        let sources = written(&drafts);
        let built = pipeline::build(&sources, settings);
        printable(&sources, &built.diagnostics)?;
        if let Some(handbook) = &built.handbook {
            let gaps = linli::check::gaps::find(handbook).into_iter();
            let gaps: Vec<_> = gaps.map(|gap| gap.diagnostic).collect();
            printable(&sources, &gaps)?;
        }
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn the_same_handbook_gives_the_same_site_and_the_same_words(drafts in drafts(), settings in same_settings()) {
        let sources = written(&drafts);
        let (one, other) = (pipeline::build(&sources, settings.clone()), pipeline::build(&sources, settings));
        prop_assert!(one.output == other.output);
        prop_assert_eq!(one.diagnostics, other.diagnostics);
    }

    #[test]
    fn the_order_in_which_pages_come_does_not_matter(drafts in drafts(), seed in any::<u64>()) {
        let sources = written(&drafts);
        let (config, schema, _) = config::read(&sources.texts[&SourcePath::new("handbook.yaml").unwrap()]);
        let config = config.unwrap();
        let languages = &config.languages;
        let markdown = sources.texts.values().filter(|source| source.path.extension() == "md");
        let shelf = Shelf::new(&sources);
        let parsed = markdown.filter_map(|source| page::parse(source, languages, &schema, &shelf).0);
        let mut pages: Vec<Arc<page::Page>> = parsed.map(Arc::new).collect();
        let ground = handbook::Ground {
            config: Arc::new(config.clone()),
            schema: Arc::new(schema.clone()),
            evidence: Arc::default(),
            files: Arc::default(),
            settings: settings(),
        };
        let told = |pages: Vec<Arc<page::Page>>| {
            let (handbook, mut diagnostics) = handbook::assemble(ground.clone(), pages, &[]);
            diagnostic::sort(&mut diagnostics);
            let articles: Vec<_> = handbook.articles.iter()
                .map(|article| (article.route.clone(), article.references.clone(), article.referrers.clone(), article.origin))
                .collect();
            let heads: Vec<_> = handbook.articles.iter()
                .flat_map(|article| article.versions.iter().flatten().map(|version| version.head.clone()))
                .collect();
            (articles, heads, diagnostics)
        };
        let first = told(pages.clone());
        // A shuffle that the seed alone decides.
        let mut state = seed | 1;
        for at in (1..pages.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            pages.swap(at, (state >> 33) as usize % (at + 1));
        }
        prop_assert_eq!(first, told(pages));
    }
}

/// A draft of a lesson in both languages with this head and text.
fn lesson(lines: &[&'static str], pieces: &[&'static str]) -> Draft {
    Draft {
        folder: "modules",
        id: "b",
        languages: (true, true),
        titled: true,
        lines: lines.to_vec(),
        english_lines: Vec::new(),
        pieces: pieces.to_vec(),
    }
}

#[test]
fn every_line_and_every_piece_by_itself_is_sound() {
    let lines = LINES
        .iter()
        .map(|line| lesson(&[line], &["::: 讲师\n话。\n:::"]));
    let pieces = PIECES.iter().map(|piece| lesson(&[], &[piece]));
    let together = [lesson(
        &[],
        &["注[^1]。\n\n[^1]: 注。", "::: 提示 {#fn-1}\n话。\n:::"],
    )];
    for draft in lines.chain(pieces).chain(together) {
        let sources = written(std::slice::from_ref(&draft));
        let built = pipeline::build(&sources, settings());
        sound(&built)
            .and_then(|()| printable(&sources, &built.diagnostics))
            .unwrap_or_else(|error| panic!("{draft:?}: {error}"));
    }
}

#[test]
fn a_gallery_leads_only_to_languages_that_have_it() {
    let mut draft = lesson(&[], &[]);
    draft.folder = "cases";
    draft.english_lines = vec!["status: archived"];
    let built = pipeline::build(&written(&[draft]), settings());
    assert!(
        built.output.text("zh/cases/index.html").is_some()
            && built.output.text("en/cases/index.html").is_none()
    );
    sound(&built).unwrap();
}

#[test]
fn the_bundled_handbook_is_sound() {
    let place = linli::load::find(&crate::desk::bundled()).unwrap();
    let read = |own: &linli::source::Source| {
        let config = config::read(own).0.expect("handbook.yaml can be read");
        let languages = config
            .languages
            .into_iter()
            .map(|language| language.folder)
            .collect();
        linli::load::Settings {
            languages,
            theme: config.theme,
        }
    };
    let (sources, diagnostics) =
        linli::load::load(&place, read, &mut linli::load::Memory::default());
    assert_eq!(diagnostics, []);
    let built = pipeline::build(&sources.unwrap(), settings());
    assert_eq!(built.diagnostics, []);
    assert!(pages(&built.output).len() > 20);
    sound(&built).unwrap();
}
