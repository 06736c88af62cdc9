//! Dates and numbers of words: conditions that are read to their end, and written as our own fields write them.
//!
//! `after`, `before`, `>` and `<` leave the day or the number itself out; `from ... to` takes both ends in. Days counted back,
//! `-7`, stay so in the tree, as they do in our own language.

use super::LANGUAGE;
use super::lexer::word_length;
use crate::query::cursor::{is_number, is_unseen};
use crate::query::error::{QueryError, QueryErrorKind, Side};
use crate::query::fields::FieldName;
use crate::query::tree::{Node, NodeKind};
use crate::story::Date;
use std::ops::Range;

const FORMS: &str = "write `date 20171031`, `date from 20171001 to 20171031`, `date after -7` or `date before 20171001`; to \
                     search for the word itself, quote it: \"date\"";

/// A year of two digits below this one is of the century after.
const FIRST_TWO_DIGIT_YEAR: i16 = 60;

/// The most days that are counted back: more than the calendar has before today.
const MOST_DAYS_BACK: u32 = 366 * 9_999;

/// A day as typed.
#[derive(Clone, Copy)]
enum Day {
    /// One of the calendar.
    Of(Date),
    /// So many days before today.
    Back(u32),
}

impl Day {
    /// Returns the day, counted as the calendar does.
    fn counted(self, today: Date) -> i64 {
        match self {
            Self::Of(date) => date.days().0,
            Self::Back(days) => today.days().0 - i64::from(days),
        }
    }

    /// Returns the day before (-1) or after (1), as our own fields write it; `None` where they cannot.
    fn beside(self, step: i64) -> Option<String> {
        match self {
            Self::Of(date) => Some(date.plus_days(step)?.to_string()),
            Self::Back(days) => u32::try_from(i64::from(days) - step).ok().map(|days| format!("{days}d")),
        }
    }
}

/// Says whether a text goes on as it would after `date`.
pub(super) fn begins(text: &str) -> bool {
    let text = text.trim_start_matches(is_unseen);
    let word = text[..word_length(text)].to_ascii_lowercase();
    let digits = word.strip_prefix(['-', '+']).unwrap_or(&word);
    matches!(word.as_str(), "from" | "after" | "before") || digits.starts_with(|digit: char| digit.is_ascii_digit())
}

/// Returns the condition that begins with the keyword `date`.
pub(super) fn dates(text: &str, keyword: &Range<usize>, today: Date) -> Result<Node, QueryError> {
    let mut words = Words { text, start: keyword.start, at: keyword.end };
    let first = words.next().ok_or_else(|| words.missing(FORMS))?;
    let field = match text[first.clone()].to_ascii_lowercase().as_str() {
        "from" => return from_to(&mut words, today),
        "after" => FieldName::Since,
        "before" => FieldName::Until,
        _ => return Ok(on(day_of(text, first)?, keyword.start)),
    };
    let (day, at) = words.day()?;
    let step = if field == FieldName::Since { 1 } else { -1 };
    let span = keyword.start..at.end;
    if let Some(value) = day.beside(step) {
        return Ok(condition(field, value, span));
    }
    if let Day::Back(_) = day {
        let kind = QueryErrorKind::NoCounterpart { what: words.typed().to_owned(), language: LANGUAGE };
        return Err(QueryError::new(kind, span).hint("no story is of tomorrow; `date after -1` is today"));
    }
    let beyond = format!("{} {}", if step == 1 { "after" } else { "before" }, &text[at.clone()]);
    Err(QueryError::new(QueryErrorKind::NoSuchDate(beyond), at).hint("the calendar ends there; leave it out"))
}

/// Returns the condition of `pd=20171031`; `sign` is the field up to its sign.
pub(super) fn day(text: &str, sign: &Range<usize>) -> Result<Node, QueryError> {
    let mut words = Words { text, start: sign.start, at: sign.end };
    Ok(on(words.day()?, sign.start))
}

fn on((day, at): (Day, Range<usize>), start: usize) -> Node {
    let span = start..at.end;
    match day {
        Day::Of(date) => condition(FieldName::Date, date.to_string(), span),
        Day::Back(0) => condition(FieldName::Date, "today".to_owned(), span),
        Day::Back(1) => condition(FieldName::Date, "yesterday".to_owned(), span),
        Day::Back(days) => between(format!("{days}d"), format!("{days}d"), span),
    }
}

fn from_to(words: &mut Words<'_>, today: Date) -> Result<Node, QueryError> {
    let (first, begins) = words.day()?;
    if !words.clone().next().is_some_and(|to| words.text[to].eq_ignore_ascii_case("to")) {
        return Err(words.missing("write `to` and the last day; for an open end write `date after 20161231`"));
    }
    words.next();
    let (last, ends) = words.day()?;
    let span = words.start..ends.end;
    if first.counted(today) > last.counted(today) {
        let range = begins.start..ends.end;
        let kind = QueryErrorKind::ReversedRange(words.text[range.clone()].to_owned());
        return Err(QueryError::new(kind, range).hint("write the earlier day first"));
    }
    if let (Day::Of(first), Day::Of(last)) = (first, last) {
        return Ok(condition(FieldName::Date, format!("{first}..{last}"), span));
    }
    let [first, last] = [first, last].map(|day| day.beside(0).unwrap_or_default());
    Ok(between(first, last, span))
}

/// Returns the condition of `wc>500`, where one begins at this place.
pub(super) fn length(text: &str, start: usize) -> Result<Option<Node>, QueryError> {
    let rest = &text[start..];
    let Some(signs) = rest.get(..2).filter(|name| name.eq_ignore_ascii_case("wc")).map(|_| &rest[2..]) else {
        return Ok(None);
    };
    let signs = signs.trim_start_matches(is_unseen);
    let number = signs.trim_start_matches(['<', '>', '=']);
    let sign = &signs[..signs.len() - number.len()];
    if sign.is_empty() {
        return Ok(None);
    }
    let after_sign = text.len() - number.len();
    let number = number.trim_start_matches(is_unseen);
    let at = text.len() - number.len();
    let number = &number[..word_length(number)];
    let hint = "write `wc>500` for more than 500 words, `wc<300` for fewer than 300, `wc=400` for so many";
    if number.is_empty() {
        let span = start..after_sign;
        let kind = QueryErrorKind::MissingOperand { operator: text[span.clone()].to_owned(), side: Side::After };
        return Err(QueryError::new(kind, span).hint(hint));
    }
    let value = Some(number).filter(|number| is_number(number)).and_then(|number| number.parse::<u32>().ok()).and_then(
        |number| match sign {
            ">" => Some(format!("{}..", number.checked_add(1)?)),
            ">=" => Some(format!("{number}..")),
            "<" => Some(format!("..{}", number.checked_sub(1)?)),
            "<=" => Some(format!("..{number}")),
            "=" => Some(number.to_string()),
            _ => None,
        },
    );
    let span = start..at + number.len();
    if let Some(value) = value {
        return Ok(Some(condition(FieldName::Words, value, span)));
    }
    let place = after_sign - sign.len()..span.end;
    Err(QueryError::new(QueryErrorKind::NotALength(text[place.clone()].to_owned()), place).hint(hint))
}

fn condition(field: FieldName, value: String, span: Range<usize>) -> Node {
    let value = Node { kind: NodeKind::Word(value), span: span.clone() };
    Node { kind: NodeKind::Field { field, value: Box::new(value) }, span }
}

fn between(first: String, last: String, span: Range<usize>) -> Node {
    let bounds =
        vec![condition(FieldName::Since, first, span.clone()), condition(FieldName::Until, last, span.clone())];
    Node { kind: NodeKind::And(bounds), span }
}

/// The words of a condition, one after the other.
#[derive(Clone)]
struct Words<'t> {
    text: &'t str,
    /// Where the condition begins.
    start: usize,
    /// Where the last word ended.
    at: usize,
}

impl<'t> Words<'t> {
    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text[self.at..].trim_start_matches(is_unseen);
        let start = self.text.len() - rest.len();
        let length = word_length(rest);
        if length == 0 {
            return None;
        }
        self.at = start + length;
        Some(start..self.at)
    }

    fn day(&mut self) -> Result<(Day, Range<usize>), QueryError> {
        let word = self.next().ok_or_else(|| self.missing(FORMS))?;
        day_of(self.text, word)
    }

    fn typed(&self) -> &'t str {
        &self.text[self.start..self.at]
    }

    fn missing(&self, hint: &str) -> QueryError {
        let kind = QueryErrorKind::MissingOperand { operator: self.typed().to_owned(), side: Side::After };
        QueryError::new(kind, self.start..self.at).hint(hint)
    }
}

/// Reads a day: `20171031`, `10/31/2017`, `31/10/17`, `-7`.
fn day_of(text: &str, at: Range<usize>) -> Result<(Day, Range<usize>), QueryError> {
    let typed = &text[at.clone()];
    let refused = |kind: fn(String) -> QueryErrorKind, hint: &str| {
        Err(QueryError::new(kind(typed.to_owned()), at.clone()).hint(hint))
    };
    if let Some(days) = typed.strip_prefix(['-', '+']).filter(|days| is_number(days)) {
        return match days.parse() {
            Ok(0) => Ok((Day::Back(0), at)),
            Ok(days) if days <= MOST_DAYS_BACK && typed.starts_with('-') => Ok((Day::Back(days), at)),
            _ if typed.starts_with('-') => refused(QueryErrorKind::NoSuchDate, "write fewer days: `date after -7`"),
            _ => {
                let kind = QueryErrorKind::NoCounterpart { what: typed.to_owned(), language: LANGUAGE };
                Err(QueryError::new(kind, at).hint("no story is of tomorrow; write `+0` for today"))
            }
        };
    }
    if is_number(typed) {
        return match typed.len() {
            8 => match civil(&typed[..4], &typed[4..6], &typed[6..]) {
                Some(date) => Ok((Day::Of(date), at)),
                None => refused(QueryErrorKind::NoSuchDate, FORMS),
            },
            4 | 6 => refused(
                QueryErrorKind::NotADate,
                "write all eight digits of a day, 20171031; a month is `date from 20171001 to 20171031`",
            ),
            _ => refused(QueryErrorKind::NotADate, FORMS),
        };
    }
    let parts: Vec<&str> = typed.split('/').collect();
    let [first, second, year] = parts[..] else { return refused(QueryErrorKind::NotADate, FORMS) };
    let has_the_form = [first, second].iter().all(|part| is_number(part) && part.len() <= 2)
        && is_number(year)
        && matches!(year.len(), 2 | 4);
    if !has_the_form {
        return refused(QueryErrorKind::NotADate, FORMS);
    }
    match (civil(year, first, second), civil(year, second, first)) {
        (Some(american), Some(other)) if american != other => {
            let digits = |date: Date| date.to_string().replace('-', "");
            refused(QueryErrorKind::AmbiguousDate, &format!("write {} or {}", digits(american), digits(other)))
        }
        (Some(date), _) | (None, Some(date)) => Ok((Day::Of(date), at)),
        (None, None) => refused(QueryErrorKind::NoSuchDate, FORMS),
    }
}

/// Returns a day from digits; a year of two is of 1960 to 2059.
fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let number: i16 = year.parse().ok()?;
    let year = match year.len() {
        2 if number < FIRST_TWO_DIGIT_YEAR => 2000 + number,
        2 => 1900 + number,
        _ => number,
    };
    Date::new(year, Some(month.parse().ok()?), Some(day.parse().ok()?))
}
