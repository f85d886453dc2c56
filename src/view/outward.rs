//! What a page says to the world around the site: its full address with a QR code, where its source
//! is edited and its mistakes are reported, what it is for machines.

use super::cards::Site;
use super::pages::Edition;
use super::{PageView, linked_data, made, repository};
use crate::handbook::{Article, Version};
use crate::path::{SitePath, decode};
use crate::qr;

/// Fills in all of it. `source` is what the page was written as; none for pages linli makes.
pub fn fill(
    site: &Site,
    language: usize,
    source: Option<(&Article, &Version)>,
    page: &mut PageView,
) {
    let config = &site.handbook.config;
    let withdrawn = page.notices.iter().any(|notice| notice == "withdrawn");
    // The lecturer's edition is not passed on, and a notice that a page is gone neither.
    let passed_on = page.edition == Edition::Participant.name() && !withdrawn;
    if let Some(base) = config.base_url.as_ref().filter(|_| passed_on) {
        let path = SitePath::new(&decode(&page.path)).expect("a view's path is one of the site's");
        page.address = path.url_under(base);
        if let Some(qr) = qr::draw(&page.address) {
            page.qr = qr.image;
            page.qr_size = qr.size;
        }
    }
    if let Some(code_host) = &config.repository {
        let title = made::word(site, language, "report-title").replace("{}", &page.title);
        let mut places = Vec::new();
        if let Some((_, version)) = source {
            let source = &version.page.source.path;
            page.edit_url = repository::edit_url(code_host, source);
            places.push(repository::path_within(code_host, source));
        }
        places.push(match page.address.is_empty() {
            true => page.path.clone(),
            false => page.address.clone(),
        });
        page.report_url = repository::report_url(code_host, &title, &places.join("\n"));
    }
    if !page.noindex {
        page.json_ld = linked_data::of(site, language, source, page);
    }
}
