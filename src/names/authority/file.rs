//! How `names.toml` is written: from its text to entries, or to an error that says where and what to do.

use super::super::key::key;
use super::plain;
use crate::error::{Error, ErrorKind};
use crate::story::NameKind;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The longest name, in bytes; a longer one is not in the index either.
const LONGEST_NAME: usize = 256;

/// Returns the entries in the order of the file, and what is blocked.
pub(super) fn read(text: &str) -> Result<(Vec<Record>, Vec<Form>), Wrong> {
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().unwrap_or_default();
        let hint = "strings stand in quotes, lists in brackets: aliases = [\"Joe Yun\", \"Yun\"]";
        Wrong::new(at, error.message().lines().next().unwrap_or("not TOML").to_owned(), hint)
    })?;
    let (mut written, mut blocked) = (Vec::new(), Vec::new());
    for (name, value) in table.get_ref() {
        match name.get_ref().as_ref() {
            "person" => records(NameKind::Person, value, &mut written)?,
            "organization" => records(NameKind::Organization, value, &mut written)?,
            "block" => blocked = strings("block", value)?,
            other => return Err(unknown(name.span(), other, &["person", "organization", "block"], "a table or list")),
        }
    }
    written.sort_by_key(|record| record.name.at.start);
    Ok((written, blocked))
}

/// A name in the file, with its bytes there.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) text: String,
    pub(super) at: Range<usize>,
}

/// An entry as it is written.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) kind: NameKind,
    pub(super) name: Form,
    pub(super) aliases: Vec<Form>,
    pub(super) not: Vec<Form>,
}

impl Record {
    /// Returns the name and its aliases.
    pub(super) fn forms(&self) -> impl Iterator<Item = &Form> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

type Value<'i> = Spanned<DeValue<'i>>;

fn records(kind: NameKind, value: &Value<'_>, out: &mut Vec<Record>) -> Result<(), Wrong> {
    let called = if kind == NameKind::Person { "person" } else { "organization" };
    let hint = format!("write [[{called}]] in a line of its own, and name = \"...\" below it");
    let DeValue::Array(tables) = value.get_ref() else {
        return Err(Wrong::new(value.span(), format!("`{called}` is a list of tables"), &hint));
    };
    for value in tables {
        let DeValue::Table(table) = value.get_ref() else {
            return Err(Wrong::new(value.span(), format!("`{called}` is a list of tables"), &hint));
        };
        let (mut name, mut aliases, mut not) = (None, Vec::new(), Vec::new());
        for (field, value) in table {
            match field.get_ref().as_ref() {
                "name" => name = Some(string("name", value)?),
                "aliases" => aliases = strings("aliases", value)?,
                "not" => not = strings("not", value)?,
                other => return Err(unknown(field.span(), other, &["name", "aliases", "not"], "a field")),
            }
        }
        let Some(name) = name else {
            return Err(Wrong::new(value.span(), format!("a [[{called}]] without a `name`"), "add name = \"...\""));
        };
        for form in std::iter::once(&name).chain(&aliases).chain(&not) {
            if key(kind, &form.text).is_empty() {
                return Err(no_name(form));
            }
        }
        out.push(Record { kind, name, aliases, not });
    }
    Ok(())
}

fn strings(field: &str, value: &Value<'_>) -> Result<Vec<Form>, Wrong> {
    match value.get_ref() {
        DeValue::Array(values) => values.iter().map(|value| string(field, value)).collect(),
        _ => Err(Wrong::new(value.span(), format!("`{field}` takes a list"), &format!("write {field} = [\"...\"]"))),
    }
}

fn string(field: &str, value: &Value<'_>) -> Result<Form, Wrong> {
    let DeValue::String(text) = value.get_ref() else {
        let why = format!("`{field}` takes names, and this is no string");
        return Err(Wrong::new(value.span(), why, "write names in quotes"));
    };
    let form = Form { text: text.trim().to_owned(), at: value.span() };
    if form.text.len() > LONGEST_NAME {
        let why = format!("the name is longer than {LONGEST_NAME} bytes");
        return Err(Wrong::new(form.at, why, "no name of the index is that long"));
    }
    if plain(&form.text).is_empty() { Err(no_name(&form)) } else { Ok(form) }
}

pub(super) fn no_name(form: &Form) -> Wrong {
    Wrong::new(form.at.clone(), format!("`{}` has no word in it", form.text), "write a name, or leave it out")
}

fn unknown(at: Range<usize>, typed: &str, known: &[&str], what: &str) -> Wrong {
    let near = known.iter().map(|known| (strsim::osa_distance(typed, known), known)).min();
    let plural = format!("{typed}s");
    let hint = match near {
        Some((distance, known)) if distance <= 2 || typed.starts_with(*known) || known.starts_with(typed) => {
            format!("did you mean `{known}`?")
        }
        _ if matches!(typed, "org" | "orgs" | "company") => "did you mean `organization`?".to_owned(),
        _ if known.contains(&plural.as_str()) => format!("did you mean `{plural}`?"),
        _ => format!("{what} here is one of: {}", known.join(", ")),
    };
    Wrong::new(at, format!("unknown key `{typed}`"), &hint)
}

/// What is wrong with the file, and where.
#[derive(Debug)]
pub(super) struct Wrong {
    at: Range<usize>,
    why: String,
    hint: String,
}

impl Wrong {
    pub(super) fn new(at: Range<usize>, why: String, hint: &str) -> Self {
        Self { at, why, hint: hint.to_owned() }
    }

    pub(super) fn error(self, path: &str, text: &str) -> Error {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let before = &text[..floor(text, self.at.start)];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let place = format!("{path}:{}:{column}", line(text, self.at.start));
        Error::new(ErrorKind::User, "read names", self.why).at(place).hint(self.hint)
    }
}

/// Returns the line, from 1, in which a byte stands.
pub(super) fn line(text: &str, at: usize) -> usize {
    text[..floor(text, at)].matches('\n').count() + 1
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
