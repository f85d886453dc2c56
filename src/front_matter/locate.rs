//! From a step in a head back to the bytes its author typed.

use super::fence::{self, Fence};
use super::typed::{self, Typed};
use super::{Head, Stated, Step, Value};
use crate::diagnostic::Place;
use crate::source::Source;
use crate::yaml::{Key, Limits, Yaml};

pub(super) fn locate(source: &Source, head: &Head, steps: &[Step]) -> Place {
    let known = |word: &str| states(&head.fields, word);
    let span = match fence::find(&source.text, &known) {
        Fence::Closed { head, .. } | Fence::Open { head, .. } | Fence::Bare { head } => head,
        Fence::Empty | Fence::None => return Place::start_of(&source.path),
    };
    let whole = Place::new(&source.path, span.clone());
    match typed::read(source, span, Limits::HEAD, &known) {
        (Some(typed), _) if !steps.is_empty() => walk(&typed, &head.fields, steps).unwrap_or(whole),
        _ => whole,
    }
}

/// Follows the steps through the head and the YAML side by side: the head says under which name a
/// field was written, the YAML whether a list was written as one.
fn walk(typed: &Typed, fields: &[Stated], steps: &[Step]) -> Option<Place> {
    let mut path: Vec<Key> = Vec::new();
    let mut yaml = &typed.value;
    let mut fields = fields;
    let mut value: Option<&Value> = None;
    for step in steps {
        match step {
            Step::Field(name) => {
                if let Some(Value::Record(inner)) = value {
                    fields = inner;
                }
                let stated = fields.iter().find(|stated| stated.name == *name);
                if value.is_none() {
                    stated?;
                }
                let Some(stated) = stated else { break };
                value = Some(&stated.value);
                let key = stated.written.as_deref().unwrap_or(name);
                // A bare value may stand for a record; then the value itself is the place.
                if let Some(inner) = yaml.get(key) {
                    path.push(Key::name(key));
                    yaml = inner;
                }
            }
            Step::Item(number) => {
                value = value.map(|value| value.items().get(*number).unwrap_or(value));
                match yaml {
                    Yaml::Sequence(items) => {
                        let stated = items.iter().enumerate().filter(|(_, item)| !item.is_null());
                        let Some((at, item)) = stated.into_iter().nth(*number) else {
                            break;
                        };
                        path.push(Key::Index(at));
                        yaml = item;
                    }
                    Yaml::String(text) => {
                        let place = typed.place_of(&path);
                        return Some(piece(typed, place, text, *number));
                    }
                    _ => {}
                }
            }
        }
    }
    Some(typed.place_of(&path))
}

/// One item of a list written as one text: `甲、乙`.
fn piece(typed: &Typed, place: Place, text: &str, number: usize) -> Place {
    let mut parts = super::values::list_marks(text);
    let (Some(part), written) = (parts.nth(number), &typed.source().text[place.span.clone()])
    else {
        return place;
    };
    let offset = part.as_ptr() as usize - text.as_ptr() as usize;
    match written == text && part.len() < text.len() {
        true => Place::new(
            &place.path,
            place.span.start + offset..place.span.start + offset + part.len(),
        ),
        false => place,
    }
}

fn states(fields: &[Stated], word: &str) -> bool {
    fields.iter().any(|stated| {
        stated.written.as_deref().unwrap_or(&stated.name) == word || holds(&stated.value, word)
    })
}

fn holds(value: &Value, word: &str) -> bool {
    match value {
        Value::Record(fields) => states(fields, word),
        Value::List(items) => items.iter().any(|item| holds(item, word)),
        _ => false,
    }
}
