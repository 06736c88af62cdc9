//! Dates with their precision: a story may know its year alone.

use serde::{Deserialize, Serialize};

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `2017`
    Year,
    /// `2017-10`
    Month,
    /// `2017-10-31`
    Day,
}

/// Where a story's date was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// A date field of the record.
    Record,
    /// The dateline; the year may be inferred.
    Dateline,
    /// The path, such as `2017/10/31/`.
    Path,
}

/// A day, a month or a year in the proleptic Gregorian calendar, years 1 to 9999.
///
/// Written and read as `2017-10-31`, `2017-10` or `2017`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl Date {
    /// Returns the date, or `None` where there is no such day.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        if !(1..=9999).contains(&year) || (day.is_some() && month.is_none()) {
            return None;
        }
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month, day })
    }

    /// Returns today's date in UTC.
    pub fn today() -> Self {
        Self::from_civil(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    /// Returns how much of the date is known.
    pub fn precision(self) -> Precision {
        match (self.month, self.day) {
            (Some(_), Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            _ => Precision::Year,
        }
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Returns the month, 1 to 12, where it is known.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// Returns the day of the month, where it is known.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// Returns the first and the last day of the period, in days since 1970-01-01.
    ///
    /// # Panics
    /// Never: there is no date that was not checked when it was made.
    pub fn days(self) -> (i64, i64) {
        let first = jiff::civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .expect("checked when the date was made");
        let last = match self.precision() {
            Precision::Day => first,
            Precision::Month => first.last_of_month(),
            Precision::Year => first.last_of_year(),
        };
        (day_number(first), day_number(last))
    }

    /// Returns the day that is `days` after 1970-01-01, or `None` outside the years 1 to 9999.
    pub fn from_days(days: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        let date = EPOCH.checked_add(span).ok()?;
        (date.year() >= 1).then(|| Self::from_civil(date))
    }

    /// Returns the day `days` later (earlier where negative), counted from the first day of the period.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_days(self.days().0.checked_add(days)?)
    }

    /// Returns the weekday of the first day of the period, as days after Monday, 0 to 6.
    pub fn weekday(self) -> i64 {
        // 1970-01-01 was a Thursday.
        (self.days().0 + 3).rem_euclid(7)
    }

    fn from_civil(date: jiff::civil::Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

fn day_number(date: jiff::civil::Date) -> i64 {
    i64::from((date - EPOCH).get_days())
}

impl std::fmt::Display for Date {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(out, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(out, "-{day:02}")?;
        }
        Ok(())
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

/// Reads `2017`, `2017-10` or `2017-10-31`; the error names what was read.
impl std::str::FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let complaint = || format!("`{text}` is not a date such as 2017-10-31, 2017-10 or 2017");
        let parts: Vec<&str> = text.split('-').collect();
        let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        if !matches!(widths[..], [4] | [4, 2] | [4, 2, 2]) || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Err(complaint());
        }
        let number = |at: usize| parts.get(at).and_then(|part| part.parse().ok());
        let year = parts[0].parse().map_err(|_| complaint())?;
        Self::new(year, number(1), number(2)).ok_or_else(|| format!("there is no date {text}"))
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_written_at_its_precision() {
        for text in ["2017", "2017-10", "2017-10-31", "0987-01-02"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert_eq!("2017-02-29".parse::<Date>(), Err("there is no date 2017-02-29".to_owned()));
        assert!("2017-1-1".parse::<Date>().is_err());
        assert!("17".parse::<Date>().is_err());
    }

    #[test]
    fn days_are_added_across_months_and_weekdays_follow() {
        let date: Date = "2017-10-31".parse().expect("a date");
        assert_eq!(date.weekday(), 1, "a Tuesday");
        assert_eq!(date.plus_days(1).map(|date| date.to_string()), Some("2017-11-01".to_owned()));
        assert_eq!(date.plus_days(-366).map(|date| date.to_string()), Some("2016-10-30".to_owned()));
        assert_eq!(date.plus_days(i64::MAX), None);
    }

    #[test]
    fn a_month_spans_its_days() {
        let month: Date = "1970-02".parse().expect("a date");
        assert_eq!(month.days(), (31, 58));
        assert_eq!(Date::from_days(31).map(|date| date.to_string()), Some("1970-02-01".to_owned()));
    }
}
