//! What all pages of a language share.

use super::cards::Site;
use super::{MenuItem, SiteView, phases, tags};
use crate::path::encode;

/// The addresses of pages made for each language besides those of articles.
pub fn sources_path(folder: &str) -> String {
    format!("{folder}/sources.html")
}

pub fn view(site: &Site, language: usize) -> SiteView {
    let config = &site.handbook.config;
    let (folder, tag) = (&config.languages[language].folder, site.tag(language));
    let kinds = site
        .handbook
        .schema
        .kinds
        .iter()
        .filter(|kind| !kind.folder.is_empty());
    let menu = kinds.filter_map(|kind| {
        let count = site.gallery(&kind.name, language).len();
        (count > 0).then(|| MenuItem {
            kind: kind.name.clone(),
            label: kind.plural.get(tag).to_string(),
            path: encode(site.gallery_path(&kind.folder, language).as_str()),
            count,
        })
    });
    let evidence = &site.handbook.evidence;
    let has_sources = !(evidence.facts.is_empty() && evidence.works.is_empty());
    let based = config.base_url.is_some();
    SiteView {
        id: config.id.clone(),
        title: config.title.get(tag).to_string(),
        seal: config.seal.clone(),
        description: config.description.get(tag).to_string(),
        organization: config.organization.get(tag).to_string(),
        contact: config.contact.get(tag).to_string(),
        license: config.license.clone().unwrap_or_default(),
        language: folder.clone(),
        tag: tag.to_string(),
        home: encode(&format!("{folder}/index.html")),
        menu: menu.collect(),
        phases: site
            .gallery("phase", language)
            .iter()
            .filter_map(|&at| phases::tab(site, at, language))
            .collect(),
        sources_path: if has_sources {
            encode(&sources_path(folder))
        } else {
            String::new()
        },
        search_path: encode(&format!("{folder}/search.html")),
        titles_path: encode(&format!("{folder}/titles.html")),
        tags_path: tags::index_path(site, language),
        generator: concat!("linli ", env!("CARGO_PKG_VERSION")).to_string(),
        base_url: config.base_url.clone().unwrap_or_default(),
        feed_path: if based {
            encode(&format!("{folder}/feed.xml"))
        } else {
            String::new()
        },
    }
}
