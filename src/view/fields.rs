//! Front-matter values in words: each by its shape in the schema, a reference as the page it means.

use super::cards::Site;
use super::{FieldView, Fields};
use crate::front_matter::{Stated, Value};
use crate::schema::{Field, Shape};

/// Whose fields they are, for finding what their references mean.
#[derive(Clone, Copy)]
pub struct Owner {
    /// The language the values were written in.
    pub written: usize,
    /// The language of the page they are shown on.
    pub reader: usize,
}

/// The stated fields among those of the schema, in its order.
pub fn all<'a>(
    site: &Site,
    owner: Owner,
    schema: impl Iterator<Item = &'a Field>,
    stated: &[Stated],
) -> Fields {
    let find = |field: &Field| stated.iter().find(|stated| stated.name == field.name);
    let shown = schema.filter_map(|field| {
        let view = one(site, owner, field, &find(field)?.value);
        (view.shape != "list" || !view.items.is_empty()).then(|| (field.name.clone(), view))
    });
    Fields(shown.collect())
}

fn one(site: &Site, owner: Owner, field: &Field, value: &Value) -> FieldView {
    let mut view = by_shape(site, owner, &field.shape, value);
    view.label = field.label.get(site.tag(owner.reader)).to_string();
    view
}

fn by_shape(site: &Site, owner: Owner, shape: &Shape, value: &Value) -> FieldView {
    match (shape, value) {
        (Shape::List(item), _) => {
            let items = value
                .items()
                .iter()
                .map(|value| by_shape(site, owner, item, value))
                .collect();
            FieldView {
                shape: "list".into(),
                items,
                ..FieldView::default()
            }
        }
        (Shape::Record { fields, .. }, Value::Record(stated)) => {
            let fields = all(site, owner, fields.iter(), stated);
            FieldView {
                shape: "record".into(),
                fields,
                ..FieldView::default()
            }
        }
        (Shape::Reference(kinds), Value::Reference(text)) => {
            let card = site
                .handbook
                .find(text, kinds, owner.written)
                .and_then(|at| site.card(at, owner.reader));
            match card {
                Some(card) => FieldView {
                    shape: "card".into(),
                    text: card.title.clone(),
                    value: text.clone(),
                    card: Some(card),
                    ..FieldView::default()
                },
                None => text_view(text.clone(), text.clone()),
            }
        }
        (Shape::Choice(choices), Value::Choice(name)) => {
            let label = choices
                .iter()
                .find(|choice| choice.name == *name)
                .map(|choice| &choice.label);
            let label = label.map_or(name.as_str(), |label| label.get(site.tag(owner.reader)));
            text_view(label.to_string(), name.clone())
        }
        (_, value) => {
            let plain = plain(value);
            text_view(
                in_words(value, site, owner.reader).unwrap_or_else(|| plain.clone()),
                plain,
            )
        }
    }
}

fn text_view(text: String, value: String) -> FieldView {
    FieldView {
        shape: "text".into(),
        text,
        value,
        ..FieldView::default()
    }
}

/// A value as data has it.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) | Value::Reference(text) | Value::Fact(text) => {
            text.clone()
        }
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Minutes(minutes) => minutes.to_string(),
        Value::Period(period) => match (period.months, period.days) {
            (months, 0) => format!("{months} months"),
            (_, days) => format!("{days} days"),
        },
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Record(_) => String::new(),
        Value::Free(yaml) => crate::yaml::to_text(yaml).trim_end().to_string(),
    }
}

/// A value as a sentence has it, by the words the theme has for the language; `None` where the
/// plain form is as good.
fn in_words(value: &Value, site: &Site, reader: usize) -> Option<String> {
    let fill = |key: &str, number: String| Some(site.word(reader, key)?.replace("{}", &number));
    match value {
        Value::Date(date) => {
            let words = site.word(reader, "date")?;
            let month = site.word(reader, &format!("month-{}", date.month()));
            let month = month.map_or_else(|| date.month().to_string(), str::to_string);
            Some(
                words
                    .replace("{year}", &date.year().to_string())
                    .replace("{month}", &month)
                    .replace("{day}", &date.day().to_string()),
            )
        }
        Value::Minutes(minutes) => fill("minutes", minutes.to_string()),
        Value::Period(period)
            if period.days == 0 && period.months % 12 == 0 && period.months > 0 =>
        {
            fill("years", (period.months / 12).to_string())
        }
        Value::Period(period) if period.days == 0 => fill("months", period.months.to_string()),
        Value::Period(period) => fill("days", period.days.to_string()),
        Value::Flag(true) => site.word(reader, "yes").map(str::to_string),
        Value::Flag(false) => site.word(reader, "no").map(str::to_string),
        _ => None,
    }
}
