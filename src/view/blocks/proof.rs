//! What a part of a page rests on: in a line under a heading or a block's title, and spelled out
//! under a block of evidence.

use super::Reading;
use crate::check::evidence::list;
use crate::config::Fact;
use crate::markdown::html::escape;
use crate::path::{SitePath, encode};
use crate::schema::Shape;
use crate::view::site::sources_path;

impl Reading<'_> {
    /// `{basis=sourced facts=F22,F23}` in words.
    pub fn rests_on(&self, attributes: &[(String, String)]) -> Option<String> {
        let basis = escape(&self.basis(attributes));
        let facts: Vec<String> = self
            .facts(attributes)
            .filter_map(|fact| self.fact_link(fact))
            .collect();
        let words: Vec<String> = [basis, facts.join(" ")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        (!words.is_empty()).then(|| format!("<p class=\"part-basis\">{}</p>\n", words.join(" ")))
    }

    /// The same spelled out: the basis in words, each fact and each work in full.
    pub(super) fn proof(&self, attributes: &[(String, String)]) -> String {
        let mut html = String::new();
        let basis = escape(&self.basis(attributes));
        if !basis.is_empty() {
            html += &format!("<p class=\"part-basis\">{basis}</p>\n");
        }
        let tag = self.tag();
        let mut rows = String::new();
        for fact in self.facts(attributes) {
            let id = self.fact_link(fact).unwrap_or_else(|| escape(&fact.id));
            let text = escape(fact.text.get(tag));
            let unclear = match fact.certain {
                true => String::new(),
                false => {
                    let mut words = self.word("fact-unclear").to_string();
                    if !fact.note.is_empty() {
                        words += self.word("colon");
                        words += fact.note.get(tag);
                    }
                    format!(" <span class=\"unclear\">{}</span>", escape(&words))
                }
            };
            rows += &format!("<div><dt>{id}</dt><dd>{text}{unclear}</dd></div>\n");
        }
        let works = list(value(attributes, "sources")).into_iter();
        let works: String = works
            .filter_map(|id| self.site.handbook.evidence.works.get(id))
            .map(|work| {
                let year = work.year.map(|year| year.to_string()).unwrap_or_default();
                let parts = [work.title.get(tag), work.by.get(tag), &year];
                let parts: Vec<String> = parts
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .map(escape)
                    .collect();
                format!("<li>{}</li>\n", parts.join(&escape(self.word("comma"))))
            })
            .collect();
        if !rows.is_empty() {
            html += &format!("<dl class=\"facts\">\n{rows}</dl>\n");
        }
        if !works.is_empty() {
            html += &format!("<ul class=\"works\">\n{works}</ul>\n");
        }
        html
    }

    fn facts<'s>(
        &'s self,
        attributes: &'s [(String, String)],
    ) -> impl Iterator<Item = &'s Fact> + 's {
        let known = &self.site.handbook.evidence.facts;
        list(value(attributes, "facts"))
            .into_iter()
            .filter_map(|id| known.get(id))
    }

    /// A fact's number, leading to it on the page of sources.
    fn fact_link(&self, fact: &Fact) -> Option<String> {
        let folder = &self.site.handbook.language(self.reader).folder;
        let page = SitePath::new(&sources_path(folder)).ok()?;
        let (href, id) = (page.href_from(self.path), escape(&fact.id));
        Some(format!("<a href=\"{href}#{}\">{id}</a>", encode(&fact.id)))
    }

    fn basis(&self, attributes: &[(String, String)]) -> String {
        let stated = value(attributes, "basis");
        let kind = self
            .site
            .handbook
            .schema
            .kind("page")
            .expect("the schema has the kind `page`");
        let choices = match kind.field("basis").map(|field| &field.shape) {
            Some(Shape::Choice(choices)) => choices.as_slice(),
            _ => &[],
        };
        let choice = choices.iter().find(|choice| choice.is(stated));
        choice.map_or(String::new(), |choice| {
            choice.label.get(self.tag()).to_string()
        })
    }
}

fn value<'a>(attributes: &'a [(String, String)], name: &str) -> &'a str {
    attributes
        .iter()
        .find(|(key, _)| key == name)
        .map_or("", |(_, value)| value.as_str())
}
