//! Reading fields and their shapes from YAML, collecting every mistake.

use super::read::{entries, is_name};
use super::{Choice, Field, Mirror, Needed, Shape};
use crate::language::{Labels, Words};
use crate::likeness::nearest;
use crate::yaml::{Key, Yaml};

const FIELD_KEYS: [&str; 16] = [
    "label",
    "help",
    "aliases",
    "type",
    "list",
    "to",
    "choices",
    "fields",
    "short",
    "min",
    "max",
    "needed",
    "instead",
    "inherited",
    "mirror",
    "use",
];
const TYPES: [&str; 11] = [
    "text", "integer", "number", "flag", "date", "time", "minutes", "period", "fact", "record",
    "any",
];

/// A mistake in a schema.
#[derive(Debug)]
pub(super) struct SchemaProblem {
    pub path: Vec<Key>,
    /// The key at fault; else the value at the path.
    pub key: Option<String>,
    pub message: Words,
    pub hint: Option<Words>,
}

/// Reads definitions and remembers where it is.
pub(super) struct Reader<'a> {
    /// The built-in file, for `use` and the fields every kind has.
    file: &'a Yaml,
    pub path: Vec<Key>,
    pub problems: Vec<SchemaProblem>,
    /// Kinds that references name, with the place of each.
    pub targets: Vec<(Vec<Key>, String)>,
    /// What `mirror: kind` stands for.
    mirror: Option<Mirror>,
    /// How many records it is inside of.
    depth: usize,
}

/// The entries of a value that is a mapping; none for any other.
pub(super) fn named(value: &Yaml) -> impl Iterator<Item = (&str, &Yaml)> {
    value.as_mapping().into_iter().flat_map(entries)
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a Yaml) -> Reader<'a> {
        Reader {
            file,
            path: Vec::new(),
            problems: Vec::new(),
            targets: Vec::new(),
            mirror: None,
            depth: 0,
        }
    }

    pub fn enter_kind(&mut self, mirror_name: &str, plural: &Labels) {
        self.mirror = Some(Mirror {
            name: mirror_name.to_string(),
            label: plural.clone(),
        });
    }

    /// The fields every kind has, but for those a kind has made its own.
    pub fn common_fields(&mut self, own: &[String]) -> Vec<Field> {
        let common = &self.file["common"];
        let wanted = named(common).filter(|(name, _)| !own.iter().any(|own| own == name));
        let wanted: Vec<_> = wanted.collect();
        let path = std::mem::take(&mut self.path);
        let fields = wanted
            .into_iter()
            .filter_map(|(name, given)| self.field(name, given))
            .collect();
        self.path = path;
        fields
    }

    pub fn fields_at(&mut self, given: &Yaml, key: &str) -> Vec<Field> {
        self.path.push(Key::name(key));
        let mut fields = Vec::new();
        for (name, value) in named(&given[key]) {
            self.path.push(Key::name(name));
            fields.extend(self.field(name, value));
            self.path.pop();
        }
        self.path.pop();
        fields
    }

    pub fn field(&mut self, name: &str, given: &Yaml) -> Option<Field> {
        if !is_name(name) {
            self.trouble(
                &format!("字段名“{name}”只能用小写英文字母、数字和下划线"),
                &format!("the field “{name}” needs a name of small letters, digits and `_`"),
                "中文名字写在 label 里",
                "its readable name goes under `label`",
            );
            return None;
        }
        self.check_keys(given, &FIELD_KEYS);
        let whole = self.with_base(name, given);
        let given = &whole;
        let shape = self.shape(given)?;
        let mut label = self.labels_at(given, "label");
        if label.is_empty() {
            label = Labels([(String::new(), name.to_string())].into());
        }
        let inherited = match given["inherited"].as_bool() {
            Some(stated) => stated,
            None => is_structural(&shape),
        };
        Some(Field {
            name: name.to_string(),
            label,
            aliases: self.texts_at(given, "aliases"),
            help: self.labels_at(given, "help"),
            shape,
            needed: self.needed_at(given).unwrap_or(Needed::No),
            instead: given["instead"].as_str().map(str::to_string),
            inherited,
            mirror: self.mirror_at(given),
        })
    }

    /// The definition it builds on, overlaid with what it states itself.
    fn with_base(&mut self, name: &str, given: &Yaml) -> Yaml {
        let file = self.file;
        let base = match given.get("use").and_then(Yaml::as_str) {
            Some(used) => {
                let base = file["shared"].get(used);
                if base.is_none() {
                    let known = named(&file["shared"]).map(|(name, _)| name);
                    let hint = nearest(used, known).map(str::to_string);
                    self.unknown("use", used, hint);
                }
                base
            }
            // A field inside a record shares no more than its name with those of the page.
            None => file["common"]
                .get(name)
                .filter(|_| self.depth == 0 && given.get("type").is_none()),
        };
        let mut whole = base.and_then(Yaml::as_mapping).cloned().unwrap_or_default();
        whole.extend(given.as_mapping().cloned().unwrap_or_default());
        Yaml::Mapping(whole)
    }

    fn shape(&mut self, given: &Yaml) -> Option<Shape> {
        let one = if given.get("choices").is_some() {
            Shape::Choice(self.choices(&given["choices"])?)
        } else if given.get("to").is_some() {
            Shape::Reference(self.kinds_named(&given["to"])?)
        } else if given.get("fields").is_some() {
            self.depth += 1;
            let fields = self.fields_at(given, "fields");
            self.depth -= 1;
            let short = given["short"].as_str().map(str::to_string);
            if let Some(short) = short
                .as_ref()
                .filter(|s| fields.iter().all(|f| f.name != **s))
            {
                let names = fields.iter().map(|field| field.name.as_str());
                let hint = nearest(short, names).map(str::to_string);
                self.unknown("short", short, hint);
                return None;
            }
            Shape::Record { fields, short }
        } else {
            self.plain_shape(given)?
        };
        match given["list"].as_bool() {
            Some(true) => Some(Shape::List(Box::new(one))),
            _ => Some(one),
        }
    }

    fn plain_shape(&mut self, given: &Yaml) -> Option<Shape> {
        let name = match &given["type"] {
            Yaml::Null => "text",
            Yaml::String(name) => name,
            _ => "",
        };
        Some(match name {
            "text" => Shape::Text,
            "integer" => Shape::Integer {
                min: given["min"].as_i64().unwrap_or(i64::MIN),
                max: given["max"].as_i64().unwrap_or(i64::MAX),
            },
            "number" => Shape::Number,
            "flag" => Shape::Flag,
            "date" => Shape::Date,
            "time" => Shape::Time,
            "minutes" => Shape::Minutes,
            "period" => Shape::Period,
            "fact" => Shape::Fact,
            "any" => Shape::Free,
            other => {
                let hint = nearest(other, TYPES).map(str::to_string);
                self.unknown("type", other, hint);
                return None;
            }
        })
    }

    /// `{low: {zh: 低, en: Low}}`, `{low: 低}` or `[low, high]`.
    fn choices(&mut self, given: &Yaml) -> Option<Vec<Choice>> {
        self.path.push(Key::name("choices"));
        let mut choices = Vec::new();
        let plain = given.as_sequence().into_iter().flatten();
        for name in plain.filter_map(Yaml::as_str) {
            choices.push(Choice {
                name: name.to_string(),
                label: Labels([(String::new(), name.to_string())].into()),
                aliases: Vec::new(),
            });
        }
        for (name, value) in named(given) {
            let mut label = self.labels_at(given, name);
            label.0.remove("aliases");
            if label.is_empty() {
                label = Labels([(String::new(), name.to_string())].into());
            }
            choices.push(Choice {
                name: name.to_string(),
                label,
                aliases: self.texts_at(value, "aliases"),
            });
        }
        if choices.is_empty() {
            self.trouble(
                "choices 下面至少要有一个可选的值",
                "`choices` needs at least one value",
                "写成：choices: {low: {zh: 低, en: Low}}",
                "write: choices: {low: {zh: 低, en: Low}}",
            );
        }
        self.path.pop();
        (!choices.is_empty()).then_some(choices)
    }

    fn kinds_named(&mut self, given: &Yaml) -> Option<Vec<String>> {
        if given.as_str() == Some("any") {
            return Some(Vec::new());
        }
        let one = std::slice::from_ref(given);
        let items = given.as_sequence().map_or(one, Vec::as_slice);
        let mut kinds = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let Some(name) = item.as_str() else {
                self.trouble_at_value("to", "to 要写种类的名字", "`to` must name kinds");
                return None;
            };
            let mut path = self.path.clone();
            path.push(Key::name("to"));
            if given.is_sequence() {
                path.push(Key::Index(at));
            }
            self.targets.push((path, name.to_string()));
            kinds.push(name.to_string());
        }
        Some(kinds)
    }

    pub fn needed_at(&mut self, given: &Yaml) -> Option<Needed> {
        match given.get("needed")?.as_str().unwrap_or_default() {
            "no" => Some(Needed::No),
            "recommended" => Some(Needed::Recommended),
            "published" => Some(Needed::Published),
            "always" => Some(Needed::Always),
            other => {
                let names = ["no", "recommended", "published", "always"];
                let hint = nearest(other, names).unwrap_or("published").to_string();
                self.unknown("needed", other, Some(hint));
                None
            }
        }
    }

    fn mirror_at(&mut self, given: &Yaml) -> Option<Mirror> {
        let mirror = given.get("mirror")?;
        if mirror.as_str() == Some("kind") {
            return self.mirror.clone();
        }
        let name = mirror.get("name").and_then(Yaml::as_str);
        let Some(name) = name.filter(|name| is_name(name)) else {
            self.trouble_at_value(
                "mirror",
                "mirror 要写 kind，或者 {name: …, label: …}",
                "`mirror` must be `kind` or {name: …, label: …}",
            );
            return None;
        };
        Some(Mirror {
            name: name.to_string(),
            label: self.labels_at(mirror, "label"),
        })
    }

    /// A text in several languages, or one for all of them.
    pub fn labels_at(&mut self, given: &Yaml, key: &str) -> Labels {
        match &given[key] {
            Yaml::Null => Labels::default(),
            Yaml::String(text) => Labels([(String::new(), text.clone())].into()),
            Yaml::Mapping(map) => {
                let texts = entries(map)
                    .filter_map(|(tag, text)| Some((tag.to_string(), text.as_str()?.to_string())));
                Labels(texts.collect())
            }
            _ => {
                self.trouble_at_value(
                    key,
                    &format!("{key} 要写文字，或者按语言写：{{zh: …, en: …}}"),
                    &format!("`{key}` must be a text, or one for each language: {{zh: …, en: …}}"),
                );
                Labels::default()
            }
        }
    }

    pub fn texts_at(&mut self, given: &Yaml, key: &str) -> Vec<String> {
        let value = given.get(key).unwrap_or(&Yaml::Null);
        let one = value.as_str().into_iter();
        let many = value.as_sequence().into_iter().flatten();
        one.chain(many.filter_map(Yaml::as_str))
            .map(str::to_string)
            .collect()
    }

    /// Names every key that is none of those known.
    pub fn check_keys(&mut self, given: &Yaml, known: &[&str]) {
        if !given.is_mapping() {
            self.trouble(
                "这里要写几行“名字: 值”",
                "this must be a record: lines of `name: value`",
                &format!("可以写的有：{}", known.join("、")),
                &format!("it may have: {}", known.join(", ")),
            );
        }
        for (key, _) in named(given) {
            if known.contains(&key) {
                continue;
            }
            let near = nearest(key, known.iter().copied());
            self.trouble_at_key(
                key,
                &format!("这里不认识“{key}”"),
                &format!("“{key}” means nothing here"),
            );
            let hint = match near {
                Some(near) => Words::new(
                    format!("最接近的是 {near}"),
                    format!("the nearest is `{near}`"),
                ),
                None => Words::new(
                    format!("可以写的有：{}", known.join("、")),
                    format!("known are: {}", known.join(", ")),
                ),
            };
            self.problems.last_mut().expect("just pushed").hint = Some(hint);
        }
    }

    fn unknown(&mut self, key: &str, value: &str, near: Option<String>) {
        self.trouble_at_value(
            key,
            &format!("{key} 不认识“{value}”这个写法"),
            &format!("`{key}` does not know “{value}”"),
        );
        self.problems.last_mut().expect("just pushed").hint = near.map(|near| {
            Words::new(
                format!("最接近的是 {near}"),
                format!("the nearest is `{near}`"),
            )
        });
    }

    /// Something wrong with the definition at the path, told at its name.
    pub fn trouble(&mut self, zh: &str, en: &str, hint_zh: &str, hint_en: &str) {
        let mut path = self.path.clone();
        let key = match path.pop() {
            Some(Key::Name(name)) => Some(name),
            Some(index) => {
                path.push(index);
                None
            }
            None => None,
        };
        self.problems.push(SchemaProblem {
            path,
            key,
            message: Words::new(zh, en),
            hint: Some(Words::new(hint_zh, hint_en)),
        });
    }

    pub fn trouble_at_value(&mut self, key: &str, zh: &str, en: &str) {
        let mut path = self.path.clone();
        path.push(Key::name(key));
        self.problems.push(SchemaProblem {
            path,
            key: None,
            message: Words::new(zh, en),
            hint: None,
        });
    }

    pub fn trouble_at_key(&mut self, key: &str, zh: &str, en: &str) {
        self.problems.push(SchemaProblem {
            path: self.path.clone(),
            key: Some(key.to_string()),
            message: Words::new(zh, en),
            hint: None,
        });
    }
}

/// Whether a value says how things stand rather than how they are worded.
fn is_structural(shape: &Shape) -> bool {
    match shape {
        Shape::Text | Shape::Free => false,
        Shape::List(item) => is_structural(item),
        Shape::Record { fields, .. } => fields.iter().any(|field| field.inherited),
        _ => true,
    }
}
