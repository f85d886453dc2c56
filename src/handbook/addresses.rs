//! One address, one page: ids unique within a kind, addresses that no other page and no generated
//! file takes.

use std::collections::HashMap;

use super::Article;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::front_matter::MOST_PLACED;
use crate::language::Words;
use crate::page::Page;
use crate::path::{SitePath, folded};
use crate::schema::Schema;

/// Pages of each language folder that linli makes itself.
const GENERATED: [&str; 6] = ["search", "titles", "matrix", "find", "coverage", "sources"];

/// Reports clashes; an article that would overwrite another is taken out.
pub fn check(articles: &mut Vec<Article>, config: &Config, schema: &Schema) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut ids: HashMap<(String, String), usize> = HashMap::new();
    let mut addresses: HashMap<String, usize> = HashMap::new();
    let mut kept = vec![true; articles.len()];
    for (at, article) in articles.iter().enumerate() {
        let page = first_page(article);
        if let Some(words) = generated(article, schema) {
            diagnostics.push(
                Diagnostic::new(
                    Code::GeneratedAddress,
                    Place::start_of(&page.source.path),
                    words,
                )
                .with_hint(Words::new("换一个文件名", "give the file another name")),
            );
            kept[at] = false;
            continue;
        }
        // Addresses that differ only in case or in how a letter is composed are one file on many disks.
        let address = crate::likeness::fold(&article.route);
        if let Some(&other) = addresses.get(&address) {
            diagnostics.push(clash(page, first_page(&articles[other])));
            kept[at] = false;
            continue;
        }
        addresses.insert(address, at);
        if article.index || article.kind == "page" {
            continue;
        }
        let id = (article.kind.clone(), article.id.clone());
        if let Some(&other) = ids.get(&id) {
            diagnostics.push(same_id(article, page, first_page(&articles[other]), schema));
        }
        ids.entry(id).or_insert(at);
    }
    let mut kept = kept.into_iter();
    articles.retain(|_| kept.next().unwrap_or(true));
    diagnostics.extend(redirects(articles, config, schema));
    diagnostics
}

fn first_page(article: &Article) -> &Page {
    &article.original().page
}

fn generated(article: &Article, schema: &Schema) -> Option<Words> {
    let route = article.route.as_str();
    let of_gallery = || {
        schema
            .kinds
            .iter()
            .any(|kind| format!("{}/index", kind.folder) == route)
    };
    let takes = GENERATED.contains(&route)
        || route.starts_with("tags/")
        || (!article.index && of_gallery());
    takes.then(|| {
        Words::new(
            format!("“{route}.html”是 linli 自己要生成的网页，这个文件会占了它的位置"),
            format!("`{route}.html` is a page linli makes itself; this file would take its place"),
        )
    })
}

/// Whether an old address is that of a page or feed linli makes.
fn is_generated(path: &SitePath, schema: &Schema) -> bool {
    let path = folded(path.as_str());
    let route = path.split_once('/').map_or("", |(_, route)| route);
    let route = route.strip_suffix(".html").unwrap_or(route);
    let of_gallery = || {
        schema
            .kinds
            .iter()
            .any(|kind| format!("{}/index", kind.folder) == route)
    };
    GENERATED.contains(&route) || route == "index" || route.starts_with("tags/") || of_gallery()
}

fn made_by_linli(path: &SitePath) -> Words {
    Words::new(
        format!("旧网址“{path}”是 linli 自己要生成的网页"),
        format!("the old address `{path}` is that of a page linli makes itself"),
    )
}

fn clash(page: &Page, other: &Page) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateAddress,
        Place::start_of(&page.source.path),
        Words::new(
            format!("两个文件要用同一个网址“{}”", page.address.url),
            format!("two files want the same address `{}`", page.address.url),
        ),
    )
    .with_label(
        Place::start_of(&other.source.path),
        Words::new("另一个在这里", "the other one is here"),
    )
    .with_hint(Words::new("给其中一个改名", "rename one of them"))
}

fn same_id(article: &Article, page: &Page, other: &Page, schema: &Schema) -> Diagnostic {
    let label = |language| {
        schema
            .kind(&article.kind)
            .map_or("", |kind| kind.label.get(language))
    };
    Diagnostic::new(
        Code::DuplicateId,
        Place::start_of(&page.source.path),
        Words::new(
            format!(
                "有两个{}都叫“{}”，引用时分不清是哪一个",
                label("zh"),
                article.id
            ),
            format!(
                "two pages of the kind {} have the id `{}`",
                label("en"),
                article.id
            ),
        ),
    )
    .with_label(
        Place::start_of(&other.source.path),
        Words::new("另一个在这里", "the other one is here"),
    )
    .with_hint(Words::new("给其中一个文件改名", "rename one of the files"))
}

/// The old addresses a page lives on under, each free of other pages: path and page by language.
pub fn redirect_paths(
    page: &Page,
    head: &crate::front_matter::Head,
) -> Vec<Result<SitePath, String>> {
    let folder = page
        .address
        .url
        .as_str()
        .split('/')
        .next()
        .unwrap_or_default();
    head.list("redirect_from")
        .iter()
        .filter_map(|value| value.as_text())
        .map(|text| {
            let plain = crate::path::decode(text.trim());
            let inside = plain.trim_start_matches('/');
            let whole = match inside.starts_with(&format!("{folder}/")) {
                true => inside.to_string(),
                false => format!("{folder}/{inside}"),
            };
            let named = match (whole.ends_with('/'), whole.ends_with(".html")) {
                (true, _) => format!("{whole}index.html"),
                (false, true) => whole.clone(),
                (false, false) => format!("{whole}.html"),
            };
            let path = SitePath::new(&named).map_err(|_| text.to_string())?;
            // A colon would name a drive or a stream on Windows.
            let stays =
                path.as_str().starts_with(&format!("{folder}/")) && !path.as_str().contains(':');
            if stays {
                Ok(path)
            } else {
                Err(text.to_string())
            }
        })
        .collect()
}

fn redirects(articles: &[Article], config: &Config, schema: &Schema) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut taken: HashMap<String, &Page> = HashMap::new();
    for article in articles {
        for language in &config.languages {
            // A page missing in a language stands there as a fallback: the address is taken too.
            if let Ok(path) = SitePath::new(&format!("{}/{}.html", language.folder, article.route))
            {
                taken.insert(folded(path.as_str()), first_page(article));
            }
        }
    }
    for version in articles
        .iter()
        .flat_map(|article| article.versions.iter().flatten())
    {
        let page = &version.page;
        let mut told = 0;
        for (at, path) in redirect_paths(page, &page.head).into_iter().enumerate() {
            if told == MOST_PLACED {
                break;
            }
            let before = diagnostics.len();
            let steps = [
                crate::front_matter::Step::Field("redirect_from".into()),
                crate::front_matter::Step::Item(at),
            ];
            let place = || crate::front_matter::locate(&page.source, &page.head, &steps);
            match path {
                Err(text) => diagnostics.push(Diagnostic::new(
                    Code::OutsideHandbook,
                    place(),
                    Words::new(
                        format!("旧网址“{text}”不在这个语言的网页里"),
                        format!("the old address `{text}` does not lie in this language's part of the site"),
                    ),
                )),
                Ok(path) if is_generated(&path, schema) => {
                    diagnostics.push(Diagnostic::new(Code::GeneratedAddress, place(), made_by_linli(&path)).with_hint(
                        Words::new("去掉这一项", "take it out"),
                    ));
                }
                Ok(path) => match taken.get(&folded(path.as_str())) {
                    Some(other) => diagnostics.push(
                        Diagnostic::new(
                            Code::DuplicateAddress,
                            place(),
                            Words::new(
                                format!("旧网址“{path}”已经是另一页的网址"),
                                format!("the old address `{path}` belongs to another page"),
                            ),
                        )
                        .with_label(Place::start_of(&other.source.path), Words::new("就是这一页", "this page")),
                    ),
                    None => {
                        taken.insert(folded(path.as_str()), page);
                    }
                },
            }
            told += diagnostics.len() - before;
        }
    }
    diagnostics
}
