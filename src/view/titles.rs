//! All pages from A to Z, Chinese titles by their sound.

use std::collections::BTreeMap;

use super::cards::Site;
use super::made::{self, made};
use super::{Letter, PageView};
use crate::reading;

/// Articles by the first letter of their titles, `#` last; within a letter by the whole title as it
/// is read, then as it is written. A term's own `pinyin` is believed.
pub fn letters(site: &Site, language: usize, articles: &[usize]) -> Vec<Letter> {
    let mut sorted: Vec<_> = articles
        .iter()
        .filter_map(|&at| {
            let card = site.card(at, language)?;
            let article = &site.handbook.articles[at];
            let version = site.handbook.reading(article, language)?;
            let stated = version.head.text("pinyin");
            let read = reading::latin(stated.unwrap_or(&card.title));
            let letter = reading::letter(&read);
            Some(((letter == '#', letter), read, card.title.clone(), at, card))
        })
        .collect();
    sorted.sort_by(|a, b| (a.0, &a.1, &a.2, a.3).cmp(&(b.0, &b.1, &b.2, b.3)));
    let mut letters: BTreeMap<(bool, char), Letter> = BTreeMap::new();
    for (key, _, _, _, card) in sorted {
        let letter = letters.entry(key).or_insert_with(|| Letter {
            letter: key.1.to_string(),
            cards: Vec::new(),
        });
        letter.cards.push(card);
    }
    letters.into_values().collect()
}

/// The index of all titles.
pub fn page(site: &Site, language: usize) -> PageView {
    let title = made::word(site, language, "titles");
    let mut page = made(site, language, "titles.html", title, "titles");
    let kinds = site.handbook.schema.kinds.iter();
    let articles: Vec<usize> = kinds
        .flat_map(|kind| site.gallery(&kind.name, language))
        .copied()
        .collect();
    page.letters = letters(site, language, &articles);
    made::finished(site, language, page)
}
