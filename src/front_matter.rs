//! What a page's head says: fields by their English names, their values of the shape the schema
//! gives, and where each stands in the file.

mod complaints;
mod fence;
mod fences;
mod fields;
mod flow;
mod locate;
mod mistakes;
mod slips;
mod stated;
pub(crate) mod typed;
mod values;

use std::ops::Range;

use crate::date::{Date, Period, TimeOfDay};
use crate::diagnostic::{Diagnostic, Place};
use crate::schema::{Field, Kind, Needed, Schema, Shape, find_field};
use crate::source::Source;
use crate::yaml::{Limits, Yaml};
use fence::Fence;
use values::Reader;

/// How many problems of one sort are told of one head: finding the place of each costs reading the
/// head anew.
pub const MOST_PLACED: usize = 40;

/// A page's head, read by the schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// In the order of the file.
    pub fields: Vec<Stated>,
    /// The fields the author wrote, but not so that they can be read; said where they stand, so
    /// nobody says again that they are missing.
    pub spoiled: Vec<String>,
}

/// One field as stated.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// English name.
    pub name: String,
    /// The key as the author wrote it, where that differs.
    pub written: Option<String>,
    pub value: Value,
}

/// A value in the shape its field asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Integer(i64),
    Number(f64),
    Flag(bool),
    Date(Date),
    Time(TimeOfDay),
    Minutes(u32),
    Period(Period),
    /// The English name of the choice.
    Choice(String),
    /// As written; resolved when all pages are known.
    Reference(String),
    Fact(String),
    List(Vec<Value>),
    Record(Vec<Stated>),
    Free(Yaml),
}

/// A step into a head: a field by its English name, or the n-th item of a list (from 0).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Field(String),
    Item(usize),
}

impl Head {
    /// For a page without any head: that is said once, not for each field.
    fn all_spoiled(kind: &Kind) -> Head {
        let spoiled = kind.fields.iter().map(|field| field.name.clone()).collect();
        Head {
            fields: Vec::new(),
            spoiled,
        }
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        find(&self.fields, name)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The items of a list; a single value is a list of one; nothing is an empty one.
    pub fn list(&self, name: &str) -> &[Value] {
        self.get(name).map_or(&[], Value::items)
    }
}

impl Value {
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text)
            | Value::Choice(text)
            | Value::Reference(text)
            | Value::Fact(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_date(&self) -> Option<Date> {
        match self {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            one => std::slice::from_ref(one),
        }
    }

    /// A field of a record.
    pub fn field(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Record(fields) => find(fields, name),
            _ => None,
        }
    }
}

fn find<'a>(fields: &'a [Stated], name: &str) -> Option<&'a Value> {
    fields
        .iter()
        .find(|stated| stated.name == name)
        .map(|stated| &stated.value)
}

/// Reads a page's head by its kind's fields. The number is where the body starts in the text.
/// `None` for a head that cannot be read at all. The schema tells of fields that belong elsewhere.
pub fn read(
    source: &Source,
    schema: &Schema,
    kind: &Kind,
) -> (Option<Head>, usize, Vec<Diagnostic>) {
    let known = |word: &str| knows(&kind.fields, word);
    let fence = fence::find(&source.text, &known);
    let mut diagnostics = fences::tell(source, &fence);
    let (span, body) = match fence {
        Fence::Closed { head, body, .. } => (head, body),
        Fence::Open { head, .. } | Fence::Bare { head } => (head.clone(), head.end),
        Fence::Empty | Fence::None => return (Some(Head::all_spoiled(kind)), 0, diagnostics),
    };
    let (typed, told) = typed::read(source, span.clone(), Limits::HEAD, &known);
    diagnostics.extend(told);
    let Some(typed) = typed else {
        return (None, body, diagnostics);
    };
    if !typed.value.is_mapping() && !typed.value.is_null() {
        diagnostics.push(fences::no_fields(typed.place_of(&[])));
        return (None, body, diagnostics);
    }
    let mut reader = Reader::new(&typed);
    let mut fields = reader.record(&typed.value, &kind.fields, Some((schema, kind)));
    diagnostics.extend(reader.diagnostics);
    let states_title = || {
        let title = find_field(&kind.fields, "title");
        let mut keys = fields::entries(&typed.value);
        keys.any(|(key, value)| title.is_some_and(|t| t.answers_to(key)) && !value.is_null())
    };
    if !states_title() {
        diagnostics.push(fences::missing_title(source, &span, body));
    }
    let spoiled = stated_fields(&typed.value, kind);
    let spoiled = spoiled.filter(|name| find(&fields, name).is_none());
    let spoiled = spoiled.map(str::to_string).collect();
    fields.shrink_to_fit();
    (Some(Head { fields, spoiled }), body, diagnostics)
}

/// The fields somebody wrote something for.
fn stated_fields<'a>(head: &'a Yaml, kind: &'a Kind) -> impl Iterator<Item = &'a str> {
    let entries = fields::entries(head).filter(|(_, value)| !value.is_null());
    entries.filter_map(|(key, _)| Some(find_field(&kind.fields, key.trim())?.name.as_str()))
}

/// The fields of a kind that a head leaves out and that somebody may miss.
pub fn missing<'k>(head: &Head, kind: &'k Kind) -> Vec<(&'k Field, Needed)> {
    let mut missing = missing_of(&head.fields, &kind.fields);
    missing.retain(|(field, _)| !head.spoiled.contains(&field.name));
    missing
}

/// The same for the records inside a head, each with the way to its record.
pub fn missing_in_records<'k>(head: &Head, kind: &'k Kind) -> Vec<(Vec<Step>, &'k Field, Needed)> {
    let mut found = Vec::new();
    for stated in &head.fields {
        if let Some(field) = kind.fields.iter().find(|field| field.name == stated.name) {
            let mut steps = vec![Step::Field(stated.name.clone())];
            missing_inside(&stated.value, &field.shape, &mut steps, &mut found);
        }
    }
    found
}

/// Whether a page's head states a field at all, be it readable or not, in the record the steps lead to.
pub fn states(source: &Source, kind: &Kind, steps: &[Step], field: &Field) -> bool {
    stated::states(source, &kind.fields, steps, field)
}

/// Where a value stands, for a diagnostic; the head as a whole where it cannot be found.
pub fn locate(source: &Source, head: &Head, steps: &[Step]) -> Place {
    locate::locate(source, head, steps)
}

/// The stretch between the `---` lines, without them.
pub fn head_span(source: &Source) -> Option<Range<usize>> {
    match fence::find(&source.text, &|_| true) {
        Fence::Closed { head, .. } | Fence::Open { head, .. } | Fence::Bare { head } => Some(head),
        Fence::Empty | Fence::None => None,
    }
}

/// Where the text begins in a file that is no page: after its head, if it has one. Nothing in that
/// head counts; only where it ends may be wrong.
pub fn pass_over(source: &Source) -> (usize, Vec<Diagnostic>) {
    let fence = fence::find(&source.text, &|_| false);
    let tell = || fences::tell(source, &fence);
    match &fence {
        // Two rules with words between them are no head.
        Fence::Closed { head, body, .. } => {
            match crate::yaml::parse(&source.text[head.clone()], Limits::HEAD) {
                Ok(parsed) if !parsed.value.is_mapping() && !parsed.value.is_null() => {
                    (0, Vec::new())
                }
                _ => (*body, tell()),
            }
        }
        Fence::Open { head, .. } => (head.end, tell()),
        Fence::Bare { .. } | Fence::Empty | Fence::None => (0, Vec::new()),
    }
}

/// Whether a word names one of the fields, or one inside them.
pub(crate) fn knows(fields: &[Field], word: &str) -> bool {
    fields
        .iter()
        .any(|field| field.answers_to(word) || knows(field.shape.fields(), word))
}

fn missing_of<'k>(stated: &[Stated], fields: &'k [Field]) -> Vec<(&'k Field, Needed)> {
    fields
        .iter()
        .filter(|field| field.needed != Needed::No && find(stated, &field.name).is_none())
        .filter(|field| {
            let instead = field.instead.as_deref();
            instead.is_none_or(|other| find(stated, other).is_none())
        })
        .map(|field| (field, field.needed))
        .collect()
}

fn missing_inside<'k>(
    value: &Value,
    shape: &'k Shape,
    steps: &mut Vec<Step>,
    found: &mut Vec<(Vec<Step>, &'k Field, Needed)>,
) {
    match (value, shape) {
        (Value::List(items), Shape::List(shape)) => {
            for (at, item) in items.iter().enumerate() {
                steps.push(Step::Item(at));
                missing_inside(item, shape, steps, found);
                steps.pop();
            }
        }
        (Value::Record(stated), Shape::Record { fields, .. }) => {
            for (field, needed) in missing_of(stated, fields) {
                found.push((steps.clone(), field, needed));
            }
            for stated in stated {
                if let Some(field) = fields.iter().find(|field| field.name == stated.name) {
                    steps.push(Step::Field(stated.name.clone()));
                    missing_inside(&stated.value, &field.shape, steps, found);
                    steps.pop();
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
