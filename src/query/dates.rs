//! Dates as a query writes them: days, months and years, ranges, and days counted back from today.

use super::cursor::is_number;
use super::error::{QueryError, QueryErrorKind};
use super::plan::DateFilter;
use crate::story::Date;
use std::ops::Range;

const FORMS: &str =
    "write a day as 2017-10-31, a week as 2017-W40, a month as 2017-10, a year as 2017, a range as 2016..2017-10";
const BOUND_FORMS: &str = "write a day as 2017-10-31, a week as 2017-W40, a month as 2017-10, a year as 2017, or count back from today: 7d, 3w, 6m, 1y";

/// The first and the last day of a period, counted from 1970-01-01.
type Days = (i64, i64);

/// Returns the filter of `date:`.
pub(super) fn period(text: &str, today: Date, at: Range<usize>) -> Result<DateFilter, QueryError> {
    if text.eq_ignore_ascii_case("none") {
        return Ok(DateFilter::Unknown);
    }
    let days = |text: &str| named_day(text, today).map_or_else(|| calendar(text, &at), |date| Ok(date.days()));
    let Some((from, until)) = text.split_once("..") else {
        let (first, last) = days(text).map_err(|error| with_forms(error, text))?;
        return Ok(DateFilter::Between { from: Some(first), until: Some(last) });
    };
    if from.is_empty() && until.is_empty() {
        return Err(QueryError::new(QueryErrorKind::OpenRange, at).hint("leave it out, or name a date at one end"));
    }
    let bound = |text: &str| (!text.is_empty()).then(|| days(text)).transpose();
    let from = bound(from).map_err(|error| with_forms(error, text))?.map(|days| days.0);
    let until = bound(until).map_err(|error| with_forms(error, text))?.map(|days| days.1);
    if from.zip(until).is_some_and(|(from, until)| from > until) {
        let kind = QueryErrorKind::ReversedRange(text.to_owned());
        return Err(QueryError::new(kind, at).hint("write the earlier date first"));
    }
    Ok(DateFilter::Between { from, until })
}

/// Returns the filter of `since:`: from the first day of the period on.
pub(super) fn since(text: &str, today: Date, at: Range<usize>) -> Result<DateFilter, QueryError> {
    Ok(DateFilter::Between { from: Some(bound(text, today, at)?.0), until: None })
}

/// Returns the filter of `until:`: to the last day of the period.
pub(super) fn until(text: &str, today: Date, at: Range<usize>) -> Result<DateFilter, QueryError> {
    Ok(DateFilter::Between { from: None, until: Some(bound(text, today, at)?.1) })
}

fn bound(text: &str, today: Date, at: Range<usize>) -> Result<Days, QueryError> {
    if text.contains("..") {
        let kind = QueryErrorKind::NotADate(text.to_owned());
        return Err(QueryError::new(kind, at).hint(format!("a range goes with `date:`: date:{text}")));
    }
    if let Some(date) = named_day(text, today) {
        return Ok(date.days());
    }
    if let Some((count, unit)) = back(text) {
        let date = count.parse().ok().and_then(|count| counted_back(today, count, unit));
        return date
            .map(Date::days)
            .ok_or_else(|| QueryError::new(QueryErrorKind::NoSuchDate(text.to_owned()), at).hint(BOUND_FORMS));
    }
    calendar(text, &at).map_err(|error| if error.hint.is_none() { error.hint(BOUND_FORMS) } else { error })
}

fn named_day(text: &str, today: Date) -> Option<Date> {
    match text.to_ascii_lowercase().as_str() {
        "today" => Some(today),
        "yesterday" => Date::from_days(today.days().0 - 1),
        _ => None,
    }
}

/// Splits `7d` into its number and its unit.
fn back(text: &str) -> Option<(&str, char)> {
    let unit = text.chars().next_back()?.to_ascii_lowercase();
    let count = &text[..text.len() - unit.len_utf8()];
    let fits = matches!(unit, 'd' | 'w' | 'm' | 'y') && is_number(count);
    fits.then_some((count, unit))
}

fn counted_back(today: Date, count: i64, unit: char) -> Option<Date> {
    match unit {
        'd' => Date::from_days(today.days().0.checked_sub(count)?),
        'w' => Date::from_days(today.days().0.checked_sub(count.checked_mul(7)?)?),
        'm' => months_before(today, count),
        _ => months_before(today, count.checked_mul(12)?),
    }
}

/// Returns the same day so many months earlier; the month's last day where it has no such day.
fn months_before(today: Date, count: i64) -> Option<Date> {
    let day = Date::from_days(today.days().0)?;
    let months = (i64::from(day.year()) * 12 + i64::from(day.month()?) - 1).checked_sub(count)?;
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    (1..=day.day()?).rev().find_map(|day| Date::new(year, Some(month), Some(day)))
}

fn calendar(text: &str, at: &Range<usize>) -> Result<Days, QueryError> {
    if let Some((year, week)) = week(text) {
        let no_such = || QueryError::new(QueryErrorKind::NoSuchDate(text.to_owned()), at.clone());
        return days_of_week(year, week).ok_or_else(no_such);
    }
    text.parse().map(Date::days).map_err(|_: String| {
        let kind = if has_the_form_of_a_date(text) { QueryErrorKind::NoSuchDate } else { QueryErrorKind::NotADate };
        let error = QueryError::new(kind(text.to_owned()), at.clone());
        match text.split_once('-') {
            Some((from, until)) if is_year(from) && is_year(until) => {
                error.hint(format!("write a range with dots: date:{from}..{until}"))
            }
            _ => error,
        }
    })
}

/// Splits `2017-W40` into year and week.
fn week(text: &str) -> Option<(i16, i64)> {
    let (year, week) = text.split_once('-')?;
    let week = week.strip_prefix(['W', 'w']).filter(|week| (1..=2).contains(&week.len()))?;
    if !week.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((year.parse().ok().filter(|_| is_year(year))?, week.parse().ok()?))
}

/// Returns Monday and Sunday of a week as ISO 8601 numbers them: the first of a year has its first Thursday in it.
fn days_of_week(year: i16, week: i64) -> Option<Days> {
    let fourth_of_january = Date::new(year, Some(1), Some(4))?.days().0;
    // The first day of the calendar's count, 1970-01-01, was a Thursday.
    let first_monday = fourth_of_january - (fourth_of_january + 3).rem_euclid(7);
    let monday = first_monday + 7 * (week - 1);
    let thursday = Date::from_days(monday + 3)?;
    (thursday.year() == year && week > 0).then_some((monday, monday + 6))
}

/// Adds the forms a date may have, or sends `date:7d` to where it belongs.
fn with_forms(error: QueryError, text: &str) -> QueryError {
    match (&error.hint, back(text)) {
        (Some(_), _) => error,
        (None, Some(_)) => error.hint(format!("write since:{text}")),
        (None, None) => error.hint(FORMS),
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && is_number(text)
}

fn has_the_form_of_a_date(text: &str) -> bool {
    let widths: Vec<usize> = text.split('-').map(str::len).collect();
    matches!(widths[..], [4] | [4, 2] | [4, 2, 2]) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn from(text: &str) -> Option<String> {
        match since(text, day("2018-03-31"), 0..0) {
            Ok(DateFilter::Between { from: Some(from), until: None }) => {
                Date::from_days(from).map(|date| date.to_string())
            }
            _ => None,
        }
    }

    #[test]
    fn days_are_counted_back_from_today() {
        for (text, expected) in [
            ("today", "2018-03-31"),
            ("Yesterday", "2018-03-30"),
            ("0d", "2018-03-31"),
            ("7d", "2018-03-24"),
            ("3w", "2018-03-10"),
            ("1m", "2018-02-28"),
            ("4m", "2017-11-30"),
            ("25m", "2016-02-29"),
            ("1y", "2017-03-31"),
            ("2017", "2017-01-01"),
        ] {
            assert_eq!(from(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_week_begins_on_a_monday_and_belongs_to_the_year_of_its_thursday() {
        let days = |text: &str| match period(text, day("2018-03-31"), 0..0) {
            Ok(DateFilter::Between { from: Some(from), until: Some(until) }) => {
                [from, until].map(|day| Date::from_days(day).expect("a day").to_string()).join(" ")
            }
            other => format!("{other:?}"),
        };
        assert_eq!(days("2017-W40"), "2017-10-02 2017-10-08");
        assert_eq!(days("2018-w1"), "2018-01-01 2018-01-07");
        assert_eq!(days("2015-W53"), "2015-12-28 2016-01-03");
        assert_eq!(days("2021-W01"), "2021-01-04 2021-01-10");
        assert_eq!(days("2017-W40..2017-W41"), "2017-10-02 2017-10-15");
        assert!(days("2017-W+5").contains("NotADate"));
        for text in ["2017-W53", "2017-W0", "2017-W54", "2017-W99"] {
            let error = period(text, day("2018-03-31"), 0..8).expect_err("there is no such week");
            assert_eq!(error.kind, QueryErrorKind::NoSuchDate(text.to_owned()));
        }
    }

    #[test]
    fn a_count_that_leaves_the_calendar_is_no_date() {
        for text in ["2018y", "999999999d", "9223372036854775807w", "99999999999999999999y", "99999999999m"] {
            let error = since(text, day("2018-03-31"), 3..5).expect_err("it is before the year 1");
            assert_eq!((error.kind, error.span), (QueryErrorKind::NoSuchDate(text.to_owned()), 3..5));
        }
    }

    #[test]
    fn a_bound_includes_its_whole_period() {
        let last = day("2017-12-31").days().1;
        let filter = until("2017-12", day("2018-03-31"), 0..0);
        assert_eq!(filter, Ok(DateFilter::Between { from: None, until: Some(last) }));
    }
}
