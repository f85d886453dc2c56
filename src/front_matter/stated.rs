//! Whether a head states a field at all, readable or not: what is told as wrong is not missing too.

use super::fence::{self, Fence};
use super::fields::entries;
use super::{Step, knows, typed};
use crate::schema::Field;
use crate::source::Source;
use crate::yaml::{Limits, Yaml};

/// Whether the record that the steps lead to has something under one of the field's names. `fields`
/// are those of the head as a whole.
pub(super) fn states(source: &Source, fields: &[Field], steps: &[Step], field: &Field) -> bool {
    let known = |word: &str| knows(fields, word);
    let span = match fence::find(&source.text, &known) {
        Fence::Closed { head, .. } | Fence::Open { head, .. } | Fence::Bare { head } => head,
        Fence::Empty | Fence::None => return false,
    };
    let (Some(typed), _) = typed::read(source, span, Limits::HEAD, &known) else {
        return false;
    };
    let mut value = &typed.value;
    let mut fields = fields;
    for step in steps {
        let inner = match step {
            Step::Field(name) => {
                let Some(field) = fields.iter().find(|field| field.name == *name) else {
                    return false;
                };
                fields = field.shape.fields();
                entries(value)
                    .find(|(key, _)| field.answers_to(key))
                    .map(|(_, inner)| inner)
            }
            Step::Item(number) => match value {
                Yaml::Sequence(items) => items.iter().filter(|item| !item.is_null()).nth(*number),
                one => Some(one),
            },
        };
        let Some(inner) = inner else { return false };
        value = inner;
    }
    entries(value).any(|(key, value)| field.answers_to(key) && !value.is_null())
}
