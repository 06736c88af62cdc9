//! The fields of an object of JSON: which key holds which, and what a value is as text.
//!
//! Read without a tree of values in between, which takes fifty times the memory of what it is read from. Formats whose
//! objects lie in one another take a tree of so many values and no more ([`tree`]).

use super::options::{COLUMN_COUNT, Column, Options};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::Cell;

/// Which key holds which field.
pub(super) struct Keys {
    map: Vec<(Column, String)>,
    text_limit: usize,
}

impl Keys {
    pub(super) fn new(options: &Options) -> Self {
        Self { map: options.map.clone(), text_limit: options.text_limit }
    }

    /// Returns the field that a key holds, and how good a key it is for it, 0 the best.
    fn column_of(&self, key: &str) -> Option<(Column, usize)> {
        if let Some((column, _)) = self.map.iter().find(|(_, name)| name.eq_ignore_ascii_case(key)) {
            return Some((*column, 0));
        }
        Column::of_name(key).filter(|(column, _)| !self.map.iter().any(|(mapped, _)| mapped == column))
    }
}

/// The text of each field that an object has.
type Values = [Option<String>; COLUMN_COUNT];

impl<'de> DeserializeSeed<'de> for &Keys {
    type Value = Values;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Values, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &Keys {
    type Value = Values;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Values, M::Error> {
        let mut values = Values::default();
        let mut ranks = [usize::MAX; COLUMN_COUNT];
        while let Some(key) = map.next_key::<String>()? {
            // Some hold the story's own fields in an object inside; what stands outside wins.
            if key == "fields" {
                if let Some(inner) = map.next_value_seed(Inner(self))? {
                    for (at, value) in inner.into_iter().enumerate() {
                        if values[at].is_none() {
                            values[at] = value;
                            ranks[at] = usize::MAX - 1;
                        }
                    }
                }
                continue;
            }
            let Some((column, rank)) = self.column_of(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let text = map.next_value_seed(TextOf { limit: self.text_limit })?;
            let value = text.into_option().filter(|value| !value.trim().is_empty());
            if rank < ranks[column as usize] && value.is_some() {
                values[column as usize] = value;
                ranks[column as usize] = rank;
            }
        }
        Ok(values)
    }
}

/// Reads the fields of an object that may be none.
struct Inner<'k>(&'k Keys);

impl<'de> DeserializeSeed<'de> for Inner<'_> {
    type Value = Option<Values>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Values>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inner<'_> {
    type Value = Option<Values>;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a value")
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Option<Values>, M::Error> {
        self.0.visit_map(map).map(Some)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut values: S) -> Result<Option<Values>, S::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Option<Values>, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Option<Values>, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<Values>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<Values>, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<Values>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<Values>, E> {
        Ok(None)
    }
}

/// The keys under which an object says what it is called, best first: `{"main": "Ferry late", "kicker": ...}`.
const NAMES: [&str; 6] = ["name", "main", "original", "rendered", "value", "title"];

/// Reads a value as text: several are joined, an object is its name, what is neither is nothing. Nothing else of the value
/// is kept, however large it is.
#[derive(Clone, Copy)]
struct TextOf {
    /// How many bytes are more than anybody wants.
    limit: usize,
}

/// A value as text.
enum Text {
    /// It was a string.
    Verbatim(String),
    /// It was something else that can be written.
    Written(String),
    Nothing,
}

impl Text {
    fn into_option(self) -> Option<String> {
        match self {
            Self::Verbatim(text) | Self::Written(text) => Some(text),
            Self::Nothing => None,
        }
    }
}

impl<'de> DeserializeSeed<'de> for TextOf {
    type Value = Text;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextOf {
    type Value = Text;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text::Verbatim(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Text, E> {
        Ok(Text::Verbatim(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Text, E> {
        Ok(Text::Written(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Text, E> {
        Ok(Text::Written(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Text, E> {
        Ok(Text::Written(number.to_string()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Text, E> {
        Ok(Text::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Text, E> {
        Ok(Text::Nothing)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut values: S) -> Result<Text, S::Error> {
        let mut joined: Option<String> = None;
        while let Some(value) = values.next_element_seed(self)? {
            match (&mut joined, value.into_option()) {
                (_, None) => {}
                (None, text) => joined = text,
                (Some(joined), Some(text)) if joined.len() <= self.limit => {
                    joined.push_str(", ");
                    joined.push_str(&text);
                }
                _ => {}
            }
        }
        Ok(joined.map_or(Text::Nothing, Text::Written))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Text, M::Error> {
        let (mut name, mut best) = (Text::Nothing, NAMES.len());
        while let Some(key) = map.next_key::<String>()? {
            match NAMES.iter().position(|known| *known == key).filter(|rank| *rank < best) {
                Some(rank) => {
                    if let Text::Verbatim(found) = map.next_value_seed(self)? {
                        (name, best) = (Text::Written(found), rank);
                    }
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(name)
    }
}

/// How many values the tree of one story may have.
const MOST_VALUES: u32 = 100_000;

/// Reads a text as one tree of values; the reason where it is none, or has too many.
pub(super) fn tree(text: &str) -> Result<Value, serde_json::Error> {
    let left = Cell::new(MOST_VALUES);
    let mut parser = serde_json::Deserializer::from_str(text);
    let value = Branch(&left).deserialize(&mut parser)?;
    parser.end().map(|()| value)
}

/// Reads a value of a tree, and counts it.
#[derive(Clone, Copy)]
struct Branch<'c>(&'c Cell<u32>);

impl<'de> DeserializeSeed<'de> for Branch<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self.0.get().checked_sub(1).ok_or_else(|| D::Error::custom("too many values in one record"))?;
        self.0.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Branch<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut values: S) -> Result<Value, S::Error> {
        let mut found = Vec::new();
        while let Some(value) = values.next_element_seed(self)? {
            found.push(value);
        }
        Ok(Value::Array(found))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Value, M::Error> {
        let mut found = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self)?;
            found.insert(key, value);
        }
        Ok(Value::Object(found))
    }
}

/// Returns a value as one line of text: a string, a number, or what an object is called; empty ones are none.
pub(super) fn line(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => return NAMES.iter().filter_map(|name| object.get(*name)).find_map(line),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
