//! Names of months and weekdays, and the day a dateline names.
//!
//! Owns: reading `Feb 26`, `10 août`, `May 31, 2009`, `Monday` at the start of a text, and choosing the year where none is
//! written. Does not own: date fields of records (`date_text`). A dateline's day is kept apart from a [`Date`] because it
//! has no year until the publication date, or the path, gives it one.

use super::Date;

/// The day a dateline names, before its year is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedDay {
    /// `Feb 26`, or `May 31, 2009`.
    Day { month: i8, day: i8, year: Option<i16> },
    /// `Monday`, as days after Monday.
    Weekday(i64),
}

/// How far before the publication a dateline's day may lie, in days: features wait, and files carry update dates.
const EARLIEST: i64 = 200;
/// How far after it: time zones, and stories dated for tomorrow's papers.
const LATEST: i64 = 3;

/// Months in English; a prefix of three letters or more is an abbreviation of them (`Sept`, `Febr`).
const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Months in other languages of the agencies, with their abbreviations.
const FOREIGN: [&[&str]; 12] = [
    &[
        "janvier",
        "janv",
        "enero",
        "ene",
        "janeiro",
        "januar",
        "jänner",
        "jän",
        "gennaio",
        "gen",
        "januari",
        "января",
        "ledna",
        "stycznia",
    ],
    &[
        "février",
        "fevrier",
        "févr",
        "fevr",
        "fév",
        "febrero",
        "fevereiro",
        "fev",
        "februar",
        "feber",
        "febbraio",
        "februari",
        "февраля",
        "února",
        "lutego",
    ],
    &[
        "mars",
        "marta",
        "marzo",
        "março",
        "marco",
        "märz",
        "maerz",
        "mär",
        "mrz",
        "maart",
        "mrt",
        "marts",
        "марта",
        "мар",
        "března",
        "marca",
    ],
    &["avril", "avr", "abril", "abr", "aprile", "апреля", "апр", "dubna", "kwietnia"],
    &["mai", "mayo", "maio", "maggio", "mag", "mei", "maj", "мая", "května", "maja"],
    &["juin", "junio", "junho", "juni", "giugno", "giu", "июня", "июн", "června", "czerwca"],
    &["juillet", "juil", "julio", "julho", "juli", "luglio", "lug", "июля", "июл", "července", "lipca"],
    &["août", "aout", "agosto", "ago", "augustus", "augusti", "августа", "авг", "srpna", "sierpnia"],
    &[
        "septembre",
        "septiembre",
        "setiembre",
        "setembro",
        "set",
        "settembre",
        "sett",
        "сентября",
        "сен",
        "сент",
        "září",
        "września",
    ],
    &[
        "octobre",
        "octubre",
        "outubro",
        "out",
        "oktober",
        "okt",
        "ottobre",
        "ott",
        "октября",
        "окт",
        "října",
        "października",
    ],
    &["novembre", "noviembre", "novembro", "ноября", "ноя", "listopadu", "listopada"],
    &[
        "décembre",
        "decembre",
        "déc",
        "diciembre",
        "dic",
        "dezembro",
        "dez",
        "dezember",
        "dicembre",
        "desember",
        "des",
        "декабря",
        "дек",
        "prosince",
        "grudnia",
    ],
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Weekdays in other languages of the agencies.
const FOREIGN_WEEKDAYS: [&[&str]; 7] = [
    &["montag", "lundi", "lunes", "lunedì", "maandag", "segunda-feira", "måndag", "mandag"],
    &["dienstag", "mardi", "martes", "martedì", "dinsdag", "terça-feira", "tisdag", "tirsdag"],
    &["mittwoch", "mercredi", "miércoles", "mercoledì", "woensdag", "quarta-feira", "onsdag"],
    &["donnerstag", "jeudi", "jueves", "giovedì", "donderdag", "quinta-feira", "torsdag"],
    &["freitag", "vendredi", "viernes", "venerdì", "vrijdag", "sexta-feira", "fredag"],
    &["samstag", "sonnabend", "samedi", "sábado", "sabato", "zaterdag", "lördag", "lørdag"],
    &["sonntag", "dimanche", "domingo", "domenica", "zondag", "söndag", "søndag"],
];

/// Returns the month, 1 to 12, that an English name or abbreviation stands for.
pub(crate) fn english_month(word: &str) -> Option<i8> {
    if !(3..=9).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let begins = |month: &str| month.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let at = ENGLISH.iter().position(|month| begins(month))?;
    // `marc` is a first name, `octo` nothing: only the usual abbreviations, and the names.
    let usual = word.len() == 3 || word.len() == ENGLISH[at].len();
    (usual || word.eq_ignore_ascii_case("sept") || word.eq_ignore_ascii_case("febr")).then_some(at as i8 + 1)
}

/// Returns the month, 1 to 12, that a name in any of the agencies' languages stands for.
pub(super) fn month(word: &str) -> Option<i8> {
    english_month(word).or_else(|| {
        let word = word.to_lowercase();
        FOREIGN.iter().position(|names| names.contains(&word.as_str())).map(|at| at as i8 + 1)
    })
}

/// Says whether a folded word is an English month or weekday, or an abbreviation of one.
pub(crate) fn is_calendar_word(word: &str) -> bool {
    let weekday = |day: &&str| word == *day || (3..=5).contains(&word.len()) && day.starts_with(word);
    english_month(word).is_some() || WEEKDAYS.iter().any(weekday)
}

/// Returns the month that a word is one slip of the fingers away from: `Juen`, `Marchg`, `APri`.
fn misspelt_month(word: &str) -> Option<i8> {
    if word.len() < 3 {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let mut near = (0..12).filter(|&at| ENGLISH[at].len() > 3 && strsim::osa_distance(ENGLISH[at], &word) == 1);
    let found = near.next()?;
    near.next().is_none().then_some(found as i8 + 1)
}

/// Reads the day that `text` begins with; returns it with its length in bytes. `slips` lets a misspelt month pass.
pub(super) fn read_day(text: &str, slips: bool) -> Option<(NamedDay, usize)> {
    let first = text.chars().next()?;
    let found = if first.is_ascii_digit() { day_first(text) } else { month_first(text, slips) };
    found.or_else(|| {
        let word = run(text, |c| c.is_alphabetic() || c == '-').trim_end_matches('-');
        let weekday = weekday(word)?;
        let after = word.len() + text[word.len()..].len() - text[word.len()..].trim_start_matches([',', ' ']).len();
        match read_date(&text[after..]) {
            Some((day, length)) => Some((day, after + length)),
            None => Some((NamedDay::Weekday(weekday), word.len())),
        }
    })
}

/// Returns the weekday a name stands for, as days after Monday.
pub(super) fn weekday(word: &str) -> Option<i64> {
    let english = (0..).zip(WEEKDAYS).find(|(_, day)| day.eq_ignore_ascii_case(word));
    english.map(|(weekday, _)| weekday).or_else(|| foreign_weekday(word))
}

fn foreign_weekday(word: &str) -> Option<i64> {
    let word = word.to_lowercase();
    (0..).zip(FOREIGN_WEEKDAYS).find(|(_, days)| days.contains(&word.as_str())).map(|(weekday, _)| weekday)
}

/// Whether a text begins with a weekday that may also be a part of a name: `SANTO DOMINGO`.
pub(super) fn may_be_a_name(text: &str) -> bool {
    foreign_weekday(run(text, |c| c.is_alphabetic() || c == '-')).is_some()
}

/// `Monday, March 3` is the third of March.
fn read_date(text: &str) -> Option<(NamedDay, usize)> {
    day_first(text).or_else(|| month_first(text, false))
}

/// `Feb 26`, `Nov. 28`, `May 31, 2009`, `March 2nd`.
fn month_first(text: &str, slips: bool) -> Option<(NamedDay, usize)> {
    let word = run(text, char::is_alphabetic);
    let gap = run(&text[word.len()..], |c| matches!(c, '.' | ',' | ' ' | '\u{a0}')).len();
    let at = word.len() + gap;
    let digits = run(&text[at..], |c| c.is_ascii_alphanumeric());
    // The number first: it is cheaper to read than a misspelt month.
    let day = day_number(digits, slips).filter(|_| gap > 0)?;
    let exact = english_month(word);
    let month = exact.or_else(|| if slips { month(word).or_else(|| misspelt_month(word)) } else { None })?;
    let end = at + digits.len();
    let (year, length) = year_after(&text[end..]);
    Some((NamedDay::Day { month, day, year }, end + length))
}

/// `10 août`, `7. Oktober`, `18 de junio de 2017`, `2 March`; also `1996-08-20`.
fn day_first(text: &str) -> Option<(NamedDay, usize)> {
    if let Some((year, month, day)) = iso(text) {
        let end = text.find(|c: char| c.is_whitespace() || c == ',' || c == '(').unwrap_or(text.len());
        return Some((NamedDay::Day { month, day, year: Some(year) }, end));
    }
    if let Some(found) = in_numbers(text) {
        return Some(found);
    }
    let digits = run(text, |c| c.is_ascii_digit());
    let day = day_number(digits, false)?;
    let mut at = digits.len();
    let ordinal = run(&text[at..], char::is_alphabetic);
    at += if matches!(ordinal, "st" | "nd" | "rd" | "th" | "er") { ordinal.len() } else { 0 };
    at += run(&text[at..], |c| matches!(c, '.' | ' ' | '\u{a0}')).len();
    if at == digits.len() {
        return None;
    }
    at += if text[at..].starts_with("de ") { 3 } else { 0 };
    let word = run(&text[at..], char::is_alphabetic);
    let month = month(word)?;
    let mut end = at + word.len();
    end += usize::from(text[end..].starts_with('.'));
    let (year, length) = year_after(&text[end..]);
    Some((NamedDay::Day { month, day, year }, end + length))
}

/// `3.03.2021` and `03/03` before the agency's bracket, the day first; elsewhere such numbers are prices.
fn in_numbers(text: &str) -> Option<(NamedDay, usize)> {
    let length = run(text, |c| c.is_ascii_digit() || matches!(c, '.' | '/')).len();
    let parts: Vec<&str> = text[..length].split(['.', '/']).collect();
    if !text[length..].starts_with(" (") || parts.iter().any(|part| part.is_empty() || part.len() > 4) {
        return None;
    }
    let (day, month) = (parts.first()?.parse().ok()?, parts.get(1)?.parse().ok()?);
    let year = match parts.len() {
        2 => None,
        3 if parts[2].len() == 4 => Some(parts[2].parse().ok()?),
        _ => return None,
    };
    super::Date::new(year.unwrap_or(2000), Some(month), Some(day))?;
    Some((NamedDay::Day { month, day, year }, length))
}

/// `1996-08-20` with or without a time.
fn iso(text: &str) -> Option<(i16, i8, i8)> {
    let date = text.get(..10)?;
    let bytes = date.as_bytes();
    if bytes[4] != b'-' || bytes[7] != b'-' || text[10..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let date: Date = date.parse().ok()?;
    Some((date.year(), date.month()?, date.day()?))
}

/// Reads `26`, `2nd` and, where slips may pass, `2O` and a lone `l`.
fn day_number(written: &str, slips: bool) -> Option<i8> {
    let digits = written.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if !matches!(&written[digits.len()..], "" | "st" | "nd" | "rd" | "th") || digits.len() > 2 {
        return (slips && written == "l").then_some(1);
    }
    let number = if slips && digits.starts_with(|c: char| c.is_ascii_digit()) {
        digits.replace('O', "0").parse()
    } else {
        digits.parse()
    };
    number.ok().filter(|day| (1..=31).contains(day))
}

/// `, 2009`, ` 2009` or ` de 2009` after a day, with its length; a number that is no year is left alone.
fn year_after(text: &str) -> (Option<i16>, usize) {
    let gap = run(text, |c| matches!(c, ',' | ' '));
    let of = if text[gap.len()..].starts_with("de ") { 3 } else { 0 };
    let digits = run(&text[gap.len() + of..], |c| c.is_ascii_alphanumeric());
    match digits.parse::<i16>() {
        Ok(year) if !gap.is_empty() && digits.len() == 4 && (1500..=2100).contains(&year) => {
            (Some(year), gap.len() + of + digits.len())
        }
        _ => (None, 0),
    }
}

/// The longest start of `text` whose characters all pass.
fn run(text: &str, passes: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !passes(c)).unwrap_or(text.len())]
}

impl NamedDay {
    /// Returns the date: as written where a year stands there, else in the year that puts it at most 200 days before and
    /// 3 days after the publication; a weekday is the last such day. `None` where nothing gives a year.
    pub(super) fn dated(self, published: Option<Date>) -> Option<Date> {
        match self {
            Self::Day { month, day, year: Some(year) } => Date::new(year, Some(month), Some(day)),
            Self::Day { month, day, year: None } => {
                let published = published?;
                if published.month().is_none() {
                    return Date::new(published.year(), Some(month), Some(day));
                }
                let (first, last) = published.days();
                let years = [published.year() + 1, published.year(), published.year() - 1];
                years.into_iter().filter_map(|year| Date::new(year, Some(month), Some(day))).find(|date| {
                    let at = date.days().0;
                    (first - EARLIEST..=last + LATEST).contains(&at)
                })
            }
            Self::Weekday(weekday) => {
                let published = published.filter(|date| date.day().is_some())?;
                published.plus_days(-(published.weekday() - weekday).rem_euclid(7))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn a_day_is_read_in_the_agencies_ways() {
        for (text, month, day, year, length) in [
            ("Feb 26 -", 2, 26, None, 6),
            ("MARCH 3 (Reuters)", 3, 3, None, 7),
            ("Nov. 28 (UPI)", 11, 28, None, 7),
            ("May 31, 2009 (AFP)", 5, 31, Some(2009), 12),
            ("10 août (Xinhua)", 8, 10, None, 8),
            ("18 jun (Xinhua)", 6, 18, None, 6),
            ("18 de junio de 2017", 6, 18, Some(2017), 19),
            ("2 March -", 3, 2, None, 7),
            ("1996-08-20", 8, 20, Some(1996), 10),
            ("Tuesday, March 3 -", 3, 3, None, 16),
        ] {
            let day = NamedDay::Day { month, day, year };
            assert_eq!(read_day(text, false), Some((day, length)), "{text}");
        }
        assert_eq!(read_day("Monday (Reuters)", false), Some((NamedDay::Weekday(0), 6)));
        for text in ["March 119 -", "Marc 3", "May said", "Mar8", "out 5", "April", "32 March", ""] {
            assert_eq!(read_day(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_slip_passes_only_where_it_may() {
        for (text, month, day) in
            [("Juen 19", 6, 19), ("Marchg 12", 3, 12), ("March 2O", 3, 20), ("April l", 4, 1), ("ABR 9", 4, 9)]
        {
            assert_eq!(read_day(text, false), None, "{text}");
            let day = NamedDay::Day { month, day, year: None };
            assert_eq!(read_day(text, true), Some((day, text.len())), "{text}");
        }
        assert_eq!(read_day("Apri l7", true), None);
    }

    #[test]
    fn the_year_is_the_one_nearest_before_publication() {
        let day = |month, day| NamedDay::Day { month, day, year: None };
        for (named, published, expected) in [
            (day(2, 26), "1987-02-26", Some("1987-02-26")),
            (day(12, 31), "2018-01-01", Some("2017-12-31")),
            (day(1, 1), "2017-12-31", Some("2018-01-01")),
            (day(6, 20), "2018-01-01", Some("2017-06-20")),
            (day(2, 1), "2018-01-01", None),
            (day(10, 30), "2017-11", Some("2017-10-30")),
            (day(10, 30), "2017", Some("2017-10-30")),
            (day(2, 30), "2017", None),
            (NamedDay::Weekday(0), "2017-10-31", Some("2017-10-30")),
            (NamedDay::Weekday(1), "2017-10-31", Some("2017-10-31")),
            (NamedDay::Weekday(2), "2017-10-31", Some("2017-10-25")),
            (NamedDay::Weekday(2), "2017-10", None),
        ] {
            assert_eq!(named.dated(Some(date(published))), expected.map(date), "{named:?} {published}");
        }
        assert_eq!(day(2, 26).dated(None), None);
        let full = NamedDay::Day { month: 5, day: 31, year: Some(2009) };
        assert_eq!(full.dated(None), Some(date("2009-05-31")));
    }
}
