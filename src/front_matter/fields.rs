//! The keys of a head and of the records in it: which field each one means, and for those that
//! mean none, where the author may have wanted to write.

use super::Stated;
use super::values::Reader;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::likeness::nearest;
use crate::schema::{Field, Kind, Schema, Shape, find_field};
use crate::yaml::{Key, Yaml};

/// The entries of a value that is a mapping; none for any other.
pub(super) fn entries(value: &Yaml) -> impl Iterator<Item = (&str, &Yaml)> {
    let entries = value.as_mapping().into_iter().flatten();
    entries.filter_map(|(key, value)| Some((key.as_str()?, value)))
}

impl Reader<'_> {
    /// A mapping's entries as fields. `page` is given at the top of a page's head.
    pub fn record(
        &mut self,
        given: &Yaml,
        fields: &[Field],
        page: Option<(&Schema, &Kind)>,
    ) -> Vec<Stated> {
        let mut stated: Vec<Stated> = Vec::new();
        // Keys already read, to find two names for one field.
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for (key, value) in entries(given) {
            if key.starts_with("x-") {
                stated.push(Stated {
                    name: key.to_string(),
                    written: None,
                    value: super::Value::Free(value.clone()),
                });
                continue;
            }
            let Some(field) = find_field(fields, key.trim()) else {
                self.unknown(key, fields, page);
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(name, _)| *name == field.name) {
                self.stated_twice(first, key, &field.name);
                continue;
            }
            seen.push((&field.name, key));
            self.path.push(Key::name(key));
            if let Some(value) = self.value(value, key, &field.shape) {
                stated.push(Stated {
                    name: field.name.clone(),
                    written: (key != field.name).then(|| key.to_string()),
                    value,
                });
            }
            self.path.pop();
        }
        stated
    }

    fn stated_twice(&mut self, first: &str, again: &str, name: &str) {
        let (typed, path) = (self.typed, self.path.clone());
        self.tell_key(again, |at| {
            let earlier = typed.place_of_key(&path, first);
            let message = Words::new(
                format!("“{again}”和“{first}”是同一项（{name}），写了两遍"),
                format!("“{again}” and “{first}” are the same field (`{name}`), stated twice"),
            );
            Diagnostic::new(Code::DuplicateKey, at, message)
                .with_label(
                    earlier,
                    Words::new(
                        "第一遍在这里，现在用的是它",
                        "first stated here; this one counts",
                    ),
                )
                .with_hint(Words::new(
                    "留下一行，把另一行删掉",
                    "keep one of the two lines",
                ))
        });
    }

    fn unknown(&mut self, key: &str, fields: &[Field], page: Option<(&Schema, &Kind)>) {
        let elsewhere = |at: &Place| {
            let (schema, kind) = page?;
            mirror_stated(key, at, schema, kind).or_else(|| misplaced(key, at, schema, kind))
        };
        self.tell_key(key, |at| {
            elsewhere(&at).unwrap_or_else(|| unknown_field(key, at, fields))
        });
    }
}

/// A field that the other side of a relation generates.
fn mirror_stated(key: &str, at: &Place, schema: &Schema, kind: &Kind) -> Option<Diagnostic> {
    let (other, field) = schema.kinds.iter().find_map(|other| {
        let field = mirroring(&other.fields, key, &kind.name)?;
        Some((other, field))
    })?;
    let (folder, name) = (&other.folder, &field.name);
    let (zh, en) = (other.label.get("zh"), other.label.get("en"));
    let message = Words::new(
        format!("“{key}”不用写在这里，它由{zh}页面自动生成"),
        format!("“{key}” is not written here: it follows from the pages of kind “{en}”"),
    );
    let hint = Words::new(
        format!(
            "到 {folder}/ 里对应的那一页去写“{}: …”，这一行删掉",
            field.label.get("zh")
        ),
        format!(
            "write `{name}: …` on the page in {folder}/ that it is about, and delete this line"
        ),
    );
    Some(Diagnostic::new(Code::MirrorStated, at.clone(), message).with_hint(hint))
}

/// The field whose other side has that name on pages of a kind.
fn mirroring<'f>(fields: &'f [Field], word: &str, kind: &str) -> Option<&'f Field> {
    fields.iter().find_map(|field| {
        let reaches = match field.shape.item() {
            Shape::Reference(kinds) => kinds.is_empty() || kinds.iter().any(|k| k == kind),
            _ => false,
        };
        let named = field.mirror.as_ref().is_some_and(|mirror| {
            mirror.name.eq_ignore_ascii_case(word)
                || mirror.label.texts().any(|label| label == word)
        });
        match reaches && named {
            true => Some(field),
            false => mirroring(field.shape.fields(), word, kind).map(|_| field),
        }
    })
}

/// A field of another kind.
fn misplaced(key: &str, at: &Place, schema: &Schema, kind: &Kind) -> Option<Diagnostic> {
    let owners: Vec<&Kind> = schema
        .kinds
        .iter()
        .filter(|other| other.field(key).is_some())
        .collect();
    owners.first()?;
    let all = |tag: &str, mark: &str| {
        let labels: Vec<&str> = owners.iter().map(|owner| owner.label.get(tag)).collect();
        labels.join(mark)
    };
    let message = Words::new(
        format!(
            "{}没有“{key}”这一项，它属于{}",
            kind.label.get("zh"),
            all("zh", "、")
        ),
        format!(
            "a page of kind “{}” has no field “{key}”; it belongs to {}",
            kind.label.get("en"),
            all("en", ", ")
        ),
    );
    let hint = Words::new(
        format!("删掉这一行；想自己留着用，就改名为 x-{key}"),
        format!("delete the line, or call it `x-{key}` to keep it for yourself"),
    );
    Some(Diagnostic::new(Code::MisplacedField, at.clone(), message).with_hint(hint))
}

fn unknown_field(key: &str, at: Place, fields: &[Field]) -> Diagnostic {
    let message = Words::new(
        format!("没有“{key}”这一项"),
        format!("there is no field called “{key}”"),
    );
    let span = at.span.clone();
    let diagnostic = Diagnostic::new(Code::UnknownField, at, message);
    match nearest(key, fields.iter().flat_map(Field::words)) {
        Some(near) => diagnostic
            .with_hint(Words::new(
                format!("最接近的是“{near}”。如果是它，改成：{near}: …"),
                format!("the nearest is “{near}”; if you mean it, write: {near}: …"),
            ))
            .with_patch(span, near, false),
        None => {
            let own: Vec<&Field> = fields.iter().take(12).collect();
            let zh: Vec<&str> = own.iter().map(|field| field.label.get("zh")).collect();
            let en: Vec<&str> = own.iter().map(|field| field.name.as_str()).collect();
            diagnostic.with_hint(Words::new(
                format!(
                    "可以写的有：{}等；想自己留着用，就改名为 x-{key}",
                    zh.join("、")
                ),
                format!(
                    "there are {} and more; `x-{key}` would be free for your own use",
                    en.join(", ")
                ),
            ))
        }
    }
}
