//! A translation's head holds only words: structure it leaves out comes from the original.

use std::sync::Arc;

use super::names::{Found, Names};
use super::{Article, Status};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::front_matter::{self, Head, Stated, Step, Value};
use crate::language::Words;
use crate::schema::{Field, Schema, Shape};

/// Gives every version its whole head.
pub fn inherit(
    articles: &mut [Article],
    config: &Config,
    schema: &Schema,
    names: &Names,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut heads: Vec<(usize, usize, Head)> = Vec::new();
    for (at, article) in articles.iter().enumerate() {
        let kind = schema
            .kind(&article.kind)
            .expect("an article's kind is one of the schema's");
        let original = article.original();
        if article.origin != 0 {
            diagnostics.push(alone(article, config));
        }
        for (language, version) in article.versions.iter().enumerate() {
            let Some(version) = version else { continue };
            if language == article.origin {
                continue;
            }
            let mut merge = Merge {
                names,
                articles,
                original: &original.page.head,
                original_page: &original.page,
                page: &version.page,
                languages: (article.origin, language),
                steps: Vec::new(),
                diagnostics: Vec::new(),
            };
            let mut fields = merge.fields(
                &kind.fields,
                &original.page.head.fields,
                &version.page.head.fields,
            );
            fields.shrink_to_fit();
            diagnostics.append(&mut merge.diagnostics);
            heads.push((
                at,
                language,
                Head {
                    fields,
                    spoiled: version.page.head.spoiled.clone(),
                },
            ));
        }
    }
    for (at, language, head) in heads {
        if let Some(version) = &mut articles[at].versions[language] {
            version.status = Status::of(&head);
            version.head = Arc::new(head);
        }
    }
    diagnostics
}

fn alone(article: &Article, config: &Config) -> Diagnostic {
    let page = &article.original().page;
    let (first, own) = (&config.languages[0], &config.languages[article.origin]);
    Diagnostic::new(
        Code::TranslationAlone,
        Place::start_of(&page.source.path),
        Words::new(
            format!("这一页只有{}，还没有{}原文；阶段、角色等结构暂时以这一页为准", own.label, first.label),
            format!(
                "this page exists in {} but not in {}, the handbook's first language; its own structure is used",
                own.label, first.label
            ),
        ),
    )
    .with_hint(Words::new(
        format!("补写“{}/{}.md”", first.folder, article.route),
        format!("write `{}/{}.md`", first.folder, article.route),
    ))
}

struct Merge<'a> {
    names: &'a Names,
    articles: &'a [Article],
    original: &'a Head,
    original_page: &'a crate::page::Page,
    page: &'a crate::page::Page,
    /// Of the original and of the translation.
    languages: (usize, usize),
    steps: Vec<Step>,
    diagnostics: Vec<Diagnostic>,
}

impl Merge<'_> {
    fn fields(&mut self, schema: &[Field], original: &[Stated], own: &[Stated]) -> Vec<Stated> {
        let mut merged = Vec::new();
        for stated in own {
            let Some(field) = schema.iter().find(|field| field.name == stated.name) else {
                merged.push(stated.clone());
                continue;
            };
            let value = match original.iter().find(|other| other.name == stated.name) {
                None => stated.value.clone(),
                Some(other) => {
                    self.steps.push(Step::Field(field.name.clone()));
                    let value = self.value(field, &field.shape, &other.value, &stated.value);
                    self.steps.pop();
                    value
                }
            };
            merged.push(Stated {
                value,
                ..stated.clone()
            });
        }
        for other in original {
            let inherited = schema
                .iter()
                .any(|field| field.name == other.name && field.inherited);
            if inherited && !own.iter().any(|stated| stated.name == other.name) {
                merged.push(other.clone());
            }
        }
        merged
    }

    fn value(&mut self, field: &Field, shape: &Shape, original: &Value, own: &Value) -> Value {
        match (shape, original, own) {
            (Shape::Record { fields, .. }, Value::Record(from), Value::Record(to)) => {
                Value::Record(self.fields(fields, from, to))
            }
            (Shape::List(item), Value::List(from), Value::List(to))
                if matches!(**item, Shape::Record { .. }) =>
            {
                if from.len() != to.len() {
                    self.length(field, from.len(), to.len());
                    return own.clone();
                }
                let mut items = Vec::new();
                for (at, (from, to)) in from.iter().zip(to).enumerate() {
                    self.steps.push(Step::Item(at));
                    items.push(self.value(field, item, from, to));
                    self.steps.pop();
                }
                Value::List(items)
            }
            _ => {
                if field.inherited && !self.same(shape, original, own) {
                    self.differs(field);
                }
                own.clone()
            }
        }
    }

    /// Whether two values mean the same, a reference by what it reaches.
    fn same(&self, shape: &Shape, original: &Value, own: &Value) -> bool {
        match shape {
            Shape::List(item) => {
                let (from, to) = (original.items(), own.items());
                from.len() == to.len()
                    && from
                        .iter()
                        .zip(to)
                        .all(|(from, to)| self.same(item, from, to))
            }
            Shape::Reference(kinds) => {
                let reach = |value: &Value, language| match value.as_text() {
                    Some(text) => self.names.resolve(text, kinds, language, self.articles),
                    None => Found::Nothing,
                };
                original == own || reach(original, self.languages.0) == reach(own, self.languages.1)
            }
            _ => original == own,
        }
    }

    fn differs(&mut self, field: &Field) {
        let place = front_matter::locate(&self.page.source, &self.page.head, &self.steps);
        let other = front_matter::locate(&self.original_page.source, self.original, &self.steps);
        self.diagnostics.push(
            Diagnostic::new(
                Code::TranslationDiffers,
                place,
                Words::new(
                    format!("“{}”和原文写的不一样", field.label.get("zh")),
                    format!("`{}` is not what the original says", field.name),
                ),
            )
            .with_label(other, Words::new("原文是这样写的", "the original says this"))
            .with_hint(Words::new(
                "译文的页头只写文字；删掉这一行，就会用原文的",
                "a translation's front matter holds only words; leave this out and the original's value is used",
            )),
        );
    }

    fn length(&mut self, field: &Field, from: usize, to: usize) {
        let place = front_matter::locate(&self.page.source, &self.page.head, &self.steps);
        let other = front_matter::locate(&self.original_page.source, self.original, &self.steps);
        self.diagnostics.push(
            Diagnostic::new(
                Code::TranslationLength,
                place,
                Words::new(
                    format!(
                        "“{}”有 {to} 项，原文有 {from} 项，对不上",
                        field.label.get("zh")
                    ),
                    format!(
                        "`{}` has {to} items and the original {from}, so they cannot be matched",
                        field.name
                    ),
                ),
            )
            .with_label(other, Words::new("原文的这一列", "the original's list"))
            .with_hint(Words::new(
                "按原文的顺序，一项对一项地写",
                "write one item for each of the original's, in the same order",
            )),
        );
    }
}
