//! By what the pages of a gallery can be chosen: the choices of their kind, and the phases and roles
//! they name.

use super::cards::Site;
use super::{Card, Facet, FacetValue, phases};
use crate::handbook::learning_path::targets;
use crate::schema::{Field, Kind, Shape};

/// Fewer pages than this are seen at a glance.
const FEW: usize = 4;
/// Choices that say how a page was written, not what it is about.
const EDITORIAL: [&str; 2] = ["status", "basis"];

/// The pages of a gallery, and by what they can be chosen.
pub fn items(site: &Site, kind: &Kind, language: usize) -> (Vec<Card>, Vec<Facet>) {
    let gallery = site.gallery(&kind.name, language);
    let (articles, mut cards): (Vec<usize>, Vec<Card>) = gallery
        .iter()
        .filter_map(|&at| Some((at, site.card_with_phases(at, language)?)))
        .unzip();
    let mut facets = Vec::new();
    if cards.len() < FEW {
        return (cards, facets);
    }
    for field in &kind.fields {
        let Some(options) = options(site, kind, field, language) else {
            continue;
        };
        let chosen: Vec<Vec<usize>> = articles
            .iter()
            .map(|&at| options.of(site, field, at, language))
            .collect();
        let count = |option: usize| chosen.iter().filter(|own| own.contains(&option)).count();
        // Each option with its label and how many pages have it; those that none has are left out.
        let had: Vec<(usize, String, usize)> = (0..options.len())
            .map(|option| (option, count(option)))
            .filter(|(_, count)| *count > 0)
            .map(|(option, count)| (option, options.label(site, option, language), count))
            .collect();
        if had.len() < 2 {
            continue;
        }
        let number = facets.len() + 1;
        for (card, own) in cards.iter_mut().zip(&chosen) {
            for (place, (option, _, _)) in had.iter().enumerate() {
                if own.contains(option) {
                    if !card.facets.is_empty() {
                        card.facets.push(' ');
                    }
                    card.facets.push_str(&format!("{number}-{}", place + 1));
                }
            }
        }
        let values = had
            .into_iter()
            .enumerate()
            .map(|(place, (_, label, count))| FacetValue {
                key: format!("{number}-{}", place + 1),
                label,
                count,
            });
        facets.push(Facet {
            name: field.name.clone(),
            label: field.label.get(site.tag(language)).to_string(),
            values: values.collect(),
        });
    }
    (cards, facets)
}

/// What a field lets one choose from.
enum Options<'a> {
    Choices(&'a [crate::schema::Choice]),
    /// The listed pages of a kind, in their gallery's order.
    Pages(&'a [usize]),
}

/// `None` for a field one does not choose by.
fn options<'a>(
    site: &'a Site,
    kind: &Kind,
    field: &'a Field,
    language: usize,
) -> Option<Options<'a>> {
    let (shape, is_list) = match &field.shape {
        Shape::List(item) => (&**item, true),
        shape => (shape, false),
    };
    match shape {
        Shape::Choice(choices) if !EDITORIAL.contains(&field.name.as_str()) => {
            Some(Options::Choices(choices))
        }
        Shape::Reference(kinds) if is_list => match &kinds[..] {
            // A phase is in itself: there would be as many choices as pages.
            [target] if target == "phase" && kind.name == "phase" => None,
            [target] if target == "phase" || target == "role" => {
                Some(Options::Pages(site.gallery(target, language)))
            }
            _ => None,
        },
        _ => None,
    }
}

impl Options<'_> {
    fn len(&self) -> usize {
        match self {
            Options::Choices(choices) => choices.len(),
            Options::Pages(pages) => pages.len(),
        }
    }

    fn label(&self, site: &Site, option: usize, language: usize) -> String {
        match self {
            Options::Choices(choices) => choices[option].label.get(site.tag(language)).to_string(),
            Options::Pages(pages) => {
                let article = &site.handbook.articles[pages[option]];
                let version = site.handbook.reading(article, language);
                version.map_or_else(String::new, |version| version.title().to_string())
            }
        }
    }

    /// Those an article has.
    fn of(&self, site: &Site, field: &Field, at: usize, language: usize) -> Vec<usize> {
        match self {
            Options::Choices(choices) => {
                let version = site.handbook.reading(&site.handbook.articles[at], language);
                let stated = version.map_or(&[][..], |version| version.head.list(&field.name));
                let named = stated.iter().filter_map(|value| value.as_text());
                named
                    .filter_map(|name| choices.iter().position(|choice| choice.name == name))
                    .collect()
            }
            Options::Pages(_) => {
                let own = match field.name.as_str() {
                    "phases" => phases::of(site, at, language),
                    name => targets(site.handbook, at, &[name]),
                };
                // A page's place in its gallery is its place among the options.
                own.into_iter()
                    .filter_map(|page| site.place(page, language))
                    .map(|place| place as usize)
                    .collect()
            }
        }
    }
}
