//! The fields of an object of JSON: which key holds which, and what a value is as text.
//!
//! Read without a tree of values in between, which takes fifty times the memory of what it is read from.

use super::options::{COLUMN_COUNT, Column, Options};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

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
        let mut name = Text::Nothing;
        while let Some(key) = map.next_key::<String>()? {
            if key == "name" {
                name = map.next_value_seed(self)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(if let Text::Verbatim(name) = name { Text::Written(name) } else { Text::Nothing })
    }
}
