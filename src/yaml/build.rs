//! Building a value from YAML events while counting depth and cost, and noting keys stated twice.

use std::cell::RefCell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_yaml::{Mapping, Value as Yaml};

use super::{Key, Limits, Trouble, YamlProblem};

/// How many repeats of keys are reported; the cost of finding a place is that of reading anew.
const MOST_DUPLICATES: usize = 20;

pub(super) struct Built {
    pub value: Yaml,
    /// The mapping, the key, and its how-manieth statement it is (from 1).
    pub duplicates: Vec<(Vec<Key>, String, usize)>,
}

struct State {
    path: Vec<Key>,
    cost: usize,
    most_cost: usize,
    most_depth: usize,
    duplicates: Vec<(Vec<Key>, String, usize)>,
    stopped: Option<Trouble>,
}

struct Node<'a>(&'a RefCell<State>);

/// A mapping's key as text, whatever it looks like: `2024` and `true` are names too.
pub(super) struct KeyText;

pub(super) fn build(text: &str, limits: Limits) -> Result<Built, YamlProblem> {
    let state = RefCell::new(State {
        path: Vec::new(),
        cost: 0,
        most_cost: 4 * text.len() + 4096,
        most_depth: limits.depth,
        duplicates: Vec::new(),
        stopped: None,
    });
    let read = Node(&state).deserialize(serde_yaml::Deserializer::from_str(text));
    let state = state.into_inner();
    match read {
        Ok(value) => Ok(Built {
            value,
            duplicates: state.duplicates,
        }),
        Err(error) => {
            let words = error.to_string();
            if words.starts_with("EOF while parsing") && is_blank(text) {
                return Ok(Built {
                    value: Yaml::Null,
                    duplicates: Vec::new(),
                });
            }
            let trouble = match state.stopped {
                Some(trouble) => trouble,
                None if words.contains("recursion limit") => Trouble::TooDeep,
                None if words.contains("repetition limit") => Trouble::TooMuch,
                None if words.contains("more than one document") => Trouble::SecondDocument,
                None => Trouble::Syntax,
            };
            let offset = error.location().map_or(0, |location| location.index());
            Err(YamlProblem { offset, trouble })
        }
    }
}

fn is_blank(text: &str) -> bool {
    let nothing = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    text.lines().all(nothing)
}

impl Node<'_> {
    fn pay<E: serde::de::Error>(&self, cost: usize) -> Result<(), E> {
        let mut state = self.0.borrow_mut();
        state.cost += 1 + cost;
        match state.cost > state.most_cost {
            true => {
                state.stopped = Some(Trouble::TooMuch);
                Err(E::custom("too much"))
            }
            false => Ok(()),
        }
    }

    fn enter<E: serde::de::Error>(&self) -> Result<(), E> {
        self.pay(0)?;
        let mut state = self.0.borrow_mut();
        match state.path.len() >= state.most_depth {
            true => {
                state.stopped = Some(Trouble::TooDeep);
                Err(E::custom("too deep"))
            }
            false => Ok(()),
        }
    }

    fn inside<T>(&self, key: Key, read: impl FnOnce(Node) -> T) -> T {
        self.0.borrow_mut().path.push(key);
        let result = read(Node(self.0));
        self.0.borrow_mut().path.pop();
        result
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Yaml;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Yaml, D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! scalar {
    ($($visit:ident($type:ty)),*) => {$(
        fn $visit<E: serde::de::Error>(self, value: $type) -> Result<Yaml, E> {
            self.pay(0)?;
            Ok(value.into())
        }
    )*};
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Yaml;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    scalar!(
        visit_bool(bool),
        visit_u64(u64),
        visit_i64(i64),
        visit_f64(f64)
    );

    /// Numbers no machine word holds are kept nearly.
    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Yaml, E> {
        self.visit_f64(value as f64)
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Yaml, E> {
        self.visit_f64(value as f64)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Yaml, E> {
        self.pay(value.len())?;
        Ok(Yaml::String(value.to_string()))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Yaml, E> {
        self.pay(0)?;
        Ok(Yaml::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Yaml, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Yaml, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Yaml, A::Error> {
        self.enter()?;
        let mut list = Vec::new();
        loop {
            let next = self.inside(Key::Index(list.len()), |node| items.next_element_seed(node))?;
            match next {
                Some(item) => list.push(item),
                None => return Ok(Yaml::Sequence(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Yaml, A::Error> {
        self.enter()?;
        let mut mapping = Mapping::new();
        let mut repeats = std::collections::BTreeMap::<String, usize>::new();
        while let Some(key) = entries.next_key_seed(KeyText)? {
            let Some(name) = key else {
                self.0.borrow_mut().stopped = Some(Trouble::OddKey);
                return Err(A::Error::custom("odd key"));
            };
            self.pay(name.len())?;
            let value = self.inside(Key::name(&name), |node| entries.next_value_seed(node))?;
            match mapping.entry(Yaml::String(name.clone())) {
                serde_yaml::mapping::Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                serde_yaml::mapping::Entry::Occupied(_) => {
                    let nth = repeats.entry(name.clone()).or_default();
                    *nth += 1;
                    let mut state = self.0.borrow_mut();
                    if state.duplicates.len() < MOST_DUPLICATES {
                        let path = state.path.clone();
                        state.duplicates.push((path, name, *nth));
                    }
                }
            }
        }
        Ok(Yaml::Mapping(mapping))
    }

    /// A value with a tag of its own is read as if it had none.
    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, data: A) -> Result<Yaml, A::Error> {
        use serde::de::VariantAccess;
        let (_tag, content) = data.variant::<String>()?;
        content.newtype_variant_seed(self)
    }
}

impl<'de> DeserializeSeed<'de> for KeyText {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Option<String>, D::Error> {
        d.deserialize_any(self)
    }
}

macro_rules! key_text {
    ($($visit:ident($type:ty)),*) => {$(
        fn $visit<E: serde::de::Error>(self, value: $type) -> Result<Option<String>, E> {
            Ok(Some(value.to_string()))
        }
    )*};
}

impl<'de> Visitor<'de> for KeyText {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    key_text!(
        visit_bool(bool),
        visit_u64(u64),
        visit_i64(i64),
        visit_f64(f64),
        visit_u128(u128),
        visit_i128(i128),
        visit_str(&str)
    );

    fn visit_unit<E: serde::de::Error>(self) -> Result<Option<String>, E> {
        Ok(Some("null".to_string()))
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Option<String>, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<String>, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Option<String>, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
