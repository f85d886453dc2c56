//! Links and pictures inside a page's text: what each points at, and which of them lead nowhere.

use std::collections::HashSet;

use super::references::draft_reached;
use super::{Handbook, Status, Version, privacy};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::language::Words;
use crate::likeness::likeness;
use crate::page::Page;
use crate::path::{SourcePath, decode, is_elsewhere};

/// What a link points at.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// An article; `language` only where the link names another language than its own page's.
    Article {
        at: usize,
        language: Option<usize>,
        anchor: Option<String>,
    },
    /// A place on the same page.
    Anchor(String),
    /// A file of the handbook that goes into the site as it is.
    File(SourcePath),
    /// Another site, a mail address, a telephone number.
    Elsewhere,
    /// Nothing: why.
    Nowhere(Missing),
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Missing {
    Page(SourcePath),
    File(SourcePath),
    Outside,
}

/// What a link written on a page points at. What the Markdown reader found unsafe never gets here.
pub fn resolve(handbook: &Handbook, page: &Page, link: &str) -> Target {
    if is_elsewhere(link) {
        return Target::Elsewhere;
    }
    let (path, anchor) = match link.split_once('#') {
        Some((path, anchor)) => (
            path,
            Some(decode(anchor)).filter(|anchor| !anchor.is_empty()),
        ),
        None => (link, None),
    };
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() {
        return match anchor {
            Some(anchor) => Target::Anchor(anchor),
            None => Target::Anchor(String::new()),
        };
    }
    let Ok(path) = page.source.path.resolve(&decode(path)) else {
        return Target::Nowhere(Missing::Outside);
    };
    if let Some((language, route)) = route_of(handbook, &path)
        && let Some(at) = handbook.at_route(&route)
    {
        let language = Some(language).filter(|language| *language != page.address.language);
        return Target::Article {
            at,
            language,
            anchor,
        };
    }
    match handbook.files.contains_key(&path) {
        true => Target::File(path),
        false if path.extension() == "md" => Target::Nowhere(Missing::Page(path)),
        false => Target::Nowhere(Missing::File(path)),
    }
}

/// `zh/cases/x.md` is the route `cases/x` in the language `zh`; a folder is its `index.md`.
fn route_of(handbook: &Handbook, path: &SourcePath) -> Option<(usize, String)> {
    let (folder, rest) = path
        .as_str()
        .split_once('/')
        .unwrap_or((path.as_str(), "index.md"));
    let language = handbook
        .config
        .languages
        .iter()
        .position(|language| language.folder == folder)?;
    let route = match rest.strip_suffix(".md") {
        Some(route) => route.to_string(),
        None if handbook.at_route(&format!("{rest}/index")).is_some() => format!("{rest}/index"),
        None => return None,
    };
    Some((language, route))
}

/// Looking for the nearest name costs a walk over all of them: only the first so many get a guess.
const GUESSES: usize = 200;

/// Reports every link of every page that leads nowhere or where readers cannot follow.
pub fn check(handbook: &Handbook) -> Vec<Diagnostic> {
    let anchors = Anchors::collect(handbook);
    let mut diagnostics = Vec::new();
    let mut told = HashSet::new();
    for (at, article) in handbook.articles.iter().enumerate() {
        for (language, version) in article.versions.iter().enumerate() {
            let Some(version) = version else { continue };
            let page = &version.page;
            for link in &page.body.links {
                let node = link.node as usize;
                let place = page.body.place(node);
                let in_page = place.path == page.source.path;
                // In a text that several pages put in, once is enough.
                if !in_page && told.contains(&place) {
                    continue;
                }
                let may_guess = diagnostics.len() < GUESSES;
                let trouble = match resolve(handbook, page, &link.target) {
                    Target::Elsewhere if link.picture => Some(from_elsewhere(place)),
                    Target::Elsewhere | Target::File(_) => None,
                    Target::Anchor(anchor) => {
                        anchors.check(handbook, (at, language), &anchor, place, may_guess)
                    }
                    Target::Nowhere(Missing::Page(path)) if handbook.is_unreadable(path.stem()) => {
                        None
                    }
                    Target::Nowhere(missing) => Some(nowhere(handbook, place, &missing, may_guess)),
                    Target::Article {
                        at: to,
                        language: named,
                        anchor,
                    } => {
                        let reader = named.unwrap_or(language);
                        let anchor = anchor.unwrap_or_default();
                        let unreachable =
                            unreachable_for_readers(handbook, version, to, reader, place.clone());
                        // A draft that is shown can be followed to, and to a place on it.
                        let hides = |told: &Diagnostic| {
                            told.severity == Severity::Error || told.code == Code::LinkToWithdrawn
                        };
                        let wrong_place = match unreachable.as_ref().is_some_and(hides) {
                            true => None,
                            false => {
                                anchors.check(handbook, (to, reader), &anchor, place, may_guess)
                            }
                        };
                        if let Some(unreachable) = unreachable {
                            if !in_page {
                                told.extend(unreachable.place.clone());
                            }
                            diagnostics.push(page.body.in_context(node, unreachable));
                        }
                        wrong_place
                    }
                };
                if let Some(trouble) = trouble {
                    if !in_page {
                        told.extend(trouble.place.clone());
                    }
                    diagnostics.push(match trouble.code {
                        Code::BrokenLink | Code::MissingFile | Code::OutsideHandbook => trouble,
                        _ => page.body.in_context(node, trouble),
                    });
                }
            }
        }
    }
    diagnostics
}

/// A picture from elsewhere would be a request to another host: it is shown as its words.
fn from_elsewhere(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::MissingFile,
        place,
        Words::new(
            "这张图片在别的网站上，手册里只显示它的说明文字",
            "this picture is on another site; the handbook shows only its words",
        ),
    )
    .with_hint(Words::new(
        "把图片存进 media/ 文件夹，写成 /media/文件名",
        "save the picture in `media/` and write `/media/NAME`",
    ))
}

fn unreachable_for_readers(
    handbook: &Handbook,
    version: &Version,
    to: usize,
    reader: usize,
    place: Place,
) -> Option<Diagnostic> {
    let target = &handbook.articles[to];
    let all_drafts = target
        .versions
        .iter()
        .flatten()
        .all(|version| version.status == Status::Draft);
    if all_drafts && version.status != Status::Draft {
        return Some(draft_reached(handbook, place, target));
    }
    let reading = handbook.reading(target, reader)?;
    let gone = !privacy::of(handbook, target, reading).may_be_shown();
    gone.then(|| {
        Diagnostic::new(
            Code::LinkToWithdrawn,
            place,
            Words::new(
                format!("“{}”已经撤下，这个链接只显示成文字", reading.title()),
                format!(
                    "“{}” has been withdrawn; this link is shown as plain words",
                    reading.title()
                ),
            ),
        )
        .with_hint(Words::new("把这个链接去掉", "take the link out"))
    })
}

fn nowhere(handbook: &Handbook, place: Place, missing: &Missing, may_guess: bool) -> Diagnostic {
    match missing {
        Missing::Outside => Diagnostic::new(
            Code::OutsideHandbook,
            place,
            Words::new(
                "这个链接指到手册文件夹外面去了",
                "this link leads out of the handbook's folder",
            ),
        )
        .with_hint(Words::new(
            "把那个文件放进手册里，再链接到它",
            "put that file into the handbook and link to it there",
        )),
        Missing::Page(path) => {
            let from = place.path.clone();
            let diagnostic = Diagnostic::new(
                Code::BrokenLink,
                place,
                Words::new(
                    format!("找不到“{path}”这一页"),
                    format!("there is no page at `{path}`"),
                ),
            );
            match may_guess.then(|| nearest_page(handbook, path)).flatten() {
                Some(near) => {
                    let near = from.way_to(&near);
                    diagnostic.with_hint(Words::new(
                        format!("是不是要写：{near}"),
                        format!("did you mean `{near}`?"),
                    ))
                }
                None if path.is_shared() => diagnostic.with_hint(Words::new(
                    "名字以 _ 开头的文件只供别的页引入，自己不是一页；链接到引入它的那一页",
                    "a file whose name begins with `_` is no page but put into pages; link to one of these",
                )),
                None => diagnostic.with_hint(Words::new(
                    "检查文件名；链接从这个文件所在的文件夹算起",
                    "check the file's name; the link counts from this file's own folder",
                )),
            }
        }
        Missing::File(path) => {
            let from = place.path.clone();
            let as_page =
                SourcePath::new(&format!("{}.md", path.as_str().trim_end_matches(".html")));
            let page_there = as_page.ok().filter(|path| {
                route_of(handbook, path)
                    .is_some_and(|(_, route)| handbook.at_route(&route).is_some())
            });
            let diagnostic = Diagnostic::new(
                Code::MissingFile,
                place,
                Words::new(
                    format!("找不到文件“{path}”"),
                    format!("there is no file `{path}`"),
                ),
            );
            match page_there {
                Some(there) => {
                    let link = from.way_to(&there);
                    diagnostic.with_hint(Words::new(
                        format!("链接到页面要写 .md 文件名：{link}"),
                        format!("link to a page by its .md file: `{link}`"),
                    ))
                }
                None => diagnostic.with_hint(Words::new(
                    "图片放在 media/ 文件夹里，写成 /media/文件名；大小写要一致",
                    "keep pictures in `media/` and write `/media/NAME`; capitals count",
                )),
            }
        }
    }
}

fn nearest_page(handbook: &Handbook, path: &SourcePath) -> Option<SourcePath> {
    let (folder, route) = path.as_str().strip_suffix(".md")?.split_once('/')?;
    let stem = path.stem();
    let mut best: Option<(f64, &str)> = None;
    for article in &handbook.articles {
        let score = match article.id == stem {
            true => 1.0,
            false => likeness(route, &article.route),
        };
        if score >= 0.7 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, &article.route));
        }
    }
    let (_, route) = best?;
    SourcePath::new(&format!("{folder}/{route}.md")).ok()
}

/// The anchors of each version, looked up once per link.
struct Anchors<'a>(Vec<Vec<HashSet<&'a str>>>);

impl<'a> Anchors<'a> {
    fn collect(handbook: &'a Handbook) -> Anchors<'a> {
        let of = |version: &'a Option<Version>| match version {
            Some(version) => version.page.body.anchors().collect(),
            None => HashSet::new(),
        };
        Anchors(
            handbook
                .articles
                .iter()
                .map(|article| article.versions.iter().map(of).collect())
                .collect(),
        )
    }

    /// An anchor that the version readers of a language get does not have.
    fn check(
        &self,
        handbook: &Handbook,
        (at, reader): (usize, usize),
        anchor: &str,
        place: Place,
        may_guess: bool,
    ) -> Option<Diagnostic> {
        let article = &handbook.articles[at];
        let version = article
            .version(reader)
            .or_else(|| handbook.reading(article, reader))?;
        let language = version.page.address.language;
        if anchor.is_empty() || self.0[at][language].contains(anchor) {
            return None;
        }
        let nearest = version
            .page
            .body
            .anchors()
            .map(|other| (likeness(anchor, other), other))
            .take(if may_guess { usize::MAX } else { 0 })
            .filter(|(score, _)| *score >= 0.5)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let diagnostic = Diagnostic::new(
            Code::BrokenAnchor,
            place,
            Words::new(
                format!("“{}”里没有叫“#{anchor}”的标题", version.title()),
                format!("“{}” has no heading `#{anchor}`", version.title()),
            ),
        );
        Some(match nearest {
            Some((_, near)) => diagnostic.with_hint(Words::new(
                format!("最接近的是“#{near}”"),
                format!("the nearest is `#{near}`"),
            )),
            None => diagnostic.with_hint(Words::new(
                "标题的地址就是它的文字，空格变成短横线",
                "a heading's address is its words, with hyphens for spaces",
            )),
        })
    }
}
