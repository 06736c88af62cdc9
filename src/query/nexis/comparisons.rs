//! Dates and lengths: `DATE AFT 1/1/2017`, `LENGTH > 500`, in the forms of the program's own language.
//!
//! `after` and `before` leave the day, the month or the year out; our own bounds take it in.

use crate::query::cursor::is_number;
use crate::query::error::QueryErrorKind;
use crate::query::fields::FieldName;
use crate::story::{Date, english_month};

/// How a date or a length is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Above,
    AtLeast,
    Below,
    AtMost,
}

impl Comparison {
    /// Returns the sign at the start of a text that begins with one, and its length.
    pub(super) fn sign(text: &str) -> (Self, usize) {
        match text.as_bytes() {
            [b'>', b'=', ..] => (Self::AtLeast, 2),
            [b'<', b'=', ..] => (Self::AtMost, 2),
            [b'>', ..] => (Self::Above, 1),
            [b'<', ..] => (Self::Below, 1),
            _ => (Self::Equal, 1),
        }
    }

    /// Returns what a word says.
    pub(super) fn word(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "is" | "eq" => Some(Self::Equal),
            "aft" | "after" | "gt" => Some(Self::Above),
            "geq" => Some(Self::AtLeast),
            "bef" | "before" | "lt" => Some(Self::Below),
            "leq" => Some(Self::AtMost),
            _ => None,
        }
    }
}

/// A value that cannot be honoured: why, and what to write.
pub(super) type Refusal = (QueryErrorKind, &'static str);

const LENGTH_FORMS: &str = "write `LENGTH > 500`, `LENGTH < 300` or `LENGTH(geq 500 and leq 800)`";
const DATE_FORMS: &str =
    "write a day as 1/31/2017 or January 31, 2017, a month as 1/2017 or January 2017, a year as 2017";
const END_OF_CALENDAR: &str = "the calendar ends there; leave it out, or take the day in with `geq` or `leq`";
const SHORT_YEAR: &str = "write the year with four digits: 1/31/2017";
const DAY_FIRST: &str = "the month comes first: 1/31/2017";

/// Returns the field and the value that say in our own language how the number of words is compared.
pub(super) fn length(comparison: Comparison, typed: &str) -> Result<(FieldName, String), Refusal> {
    let refusal = || (QueryErrorKind::NotALength(typed.to_owned()), LENGTH_FORMS);
    let number = thousands(typed).ok_or_else(refusal)?;
    let value = match comparison {
        Comparison::Equal => number.to_string(),
        Comparison::Above => format!("{}..", number.checked_add(1).ok_or_else(refusal)?),
        Comparison::AtLeast => format!("{number}.."),
        Comparison::Below => format!("..{}", number.checked_sub(1).ok_or_else(refusal)?),
        Comparison::AtMost => format!("..{number}"),
    };
    Ok((FieldName::Words, value))
}

/// Reads a number with or without commas between its groups of three digits.
fn thousands(typed: &str) -> Option<u32> {
    let mut groups = typed.split(',');
    let is_number = groups.next().is_some_and(is_number)
        && groups.all(|group| group.len() == 3 && is_number(group))
        && typed.find(',').is_none_or(|first| first <= 3);
    typed.replace(',', "").parse().ok().filter(|_| is_number)
}

/// Returns the field and the value that say in our own language how the date is compared.
pub(super) fn date(comparison: Comparison, typed: &str) -> Result<(FieldName, String), Refusal> {
    let date = calendar(typed)?;
    let (first, last) = date.days();
    let beside = |day, side| {
        let day = Date::from_days(day).map(|day| day.to_string());
        day.ok_or_else(|| (QueryErrorKind::NoSuchDate(format!("{side} {typed}")), END_OF_CALENDAR))
    };
    Ok(match comparison {
        Comparison::Equal => (FieldName::Date, date.to_string()),
        Comparison::Above => (FieldName::Since, beside(last + 1, "after")?),
        Comparison::AtLeast => (FieldName::Since, date.to_string()),
        Comparison::Below => (FieldName::Until, beside(first - 1, "before")?),
        Comparison::AtMost => (FieldName::Until, date.to_string()),
    })
}

/// Reads a date: the month first, or by its name.
fn calendar(typed: &str) -> Result<Date, Refusal> {
    let not_a_date = |hint| (QueryErrorKind::NotADate(typed.to_owned()), hint);
    let parts: Vec<&str> = typed.split([' ', ',', '\t']).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match parts[..] {
        [one] => numbers(one).map_err(not_a_date)?,
        [month, year] => (number(year, 4), Some(named_month(month)), None),
        [first, second, year] => match named_month(first) {
            Some(month) => (number(year, 4), Some(Some(month)), Some(number(second, 2))),
            None => (number(year, 4), Some(named_month(second)), Some(number(first, 2))),
        },
        _ => return Err(not_a_date(DATE_FORMS)),
    };
    // What is there must have been read; what is not there is left open.
    let (Some(year), month @ (None | Some(Some(_))), day @ (None | Some(Some(_)))) = (year, month, day) else {
        return Err(not_a_date(DATE_FORMS));
    };
    let part = |part: Option<Option<i16>>| part.flatten().and_then(|number| i8::try_from(number).ok());
    Date::new(year, part(month), part(day)).ok_or_else(|| {
        let is_day_first = month.flatten().is_some_and(|month| (13..=31).contains(&month));
        (QueryErrorKind::NoSuchDate(typed.to_owned()), if is_day_first { DAY_FIRST } else { DATE_FORMS })
    })
}

type Parts = (Option<i16>, Option<Option<i16>>, Option<Option<i16>>);

/// Splits `2017`, `1/2017`, `1/31/2017` and `2017-01-31` into year, month and day.
fn numbers(text: &str) -> Result<Parts, &'static str> {
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    Ok(match parts[..] {
        [year] => (number(year, 4), None, None),
        [year, month] if year.len() == 4 => (number(year, 4), Some(number(month, 2)), None),
        [year, month, day] if year.len() == 4 => (number(year, 4), Some(number(month, 2)), Some(number(day, 2))),
        [.., year] if number(year, 2).is_some() => return Err(SHORT_YEAR),
        [month, year] => (number(year, 4), Some(number(month, 2)), None),
        [month, day, year] => (number(year, 4), Some(number(month, 2)), Some(number(day, 2))),
        _ => return Err(DATE_FORMS),
    })
}

/// Reads a number: of four digits, or of at most two.
fn number(text: &str, width: usize) -> Option<i16> {
    let fits = if width == 4 { text.len() == 4 } else { (1..=width).contains(&text.len()) };
    text.parse().ok().filter(|_| fits && is_number(text))
}

fn named_month(name: &str) -> Option<i16> {
    english_month(name.trim_end_matches('.')).map(i16::from)
}
