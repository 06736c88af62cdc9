//! Dates as records and paths write them.
//!
//! Owns: reading a publication date from a field in any of the ways archives store it, and from a path. Does not own: the
//! dateline's day (`month`). What is ambiguous (`3/4/2017`) or damaged beyond doubt is no date: a wrong one is worse. The day
//! is the one written there; a time zone does not move it.

use super::Date;
use super::month::{month, weekday};

/// Years a publication date may have; `0001-01-01` is a placeholder.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2100;
/// The longest text, in bytes, in which a date is looked for.
const LONGEST: usize = 500;
/// Years a path may name.
const PATH_YEARS: std::ops::RangeInclusive<i16> = 1800..=2100;

/// Reads a date field; what follows the date, such as a time or leftovers of a transmission, is passed over.
pub(crate) fn read(written: &str) -> Option<Date> {
    let text = trimmed(written);
    // A whole story may stand on the line that is looked at for a date.
    if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = from_digits(text).or_else(|| from_month_name(text)).or_else(|| from_numbers(text));
    let date = found.or_else(|| from_ideographs(text)).or_else(|| from_numbers(after_label(text)?))?;
    YEARS.contains(&date.year()).then_some(date)
}

fn trimmed(written: &str) -> &str {
    written.trim_matches(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '\u{feff}'))
}

/// What follows `Published:`.
fn after_label(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once(':')?;
    (!label.is_empty() && label.chars().all(|c| c.is_alphabetic() || c == ' ')).then(|| rest.trim_start())
}

/// `2017年3月2日`, `2017년 3월 2일`.
fn from_ideographs(text: &str) -> Option<Date> {
    let number = |text: &'_ str, marks: [char; 2]| -> Option<(i16, usize)> {
        let at = text.find(marks)?;
        let mark = text[at..].chars().next()?;
        Some((text[..at].trim().parse().ok()?, at + mark.len_utf8()))
    };
    let (year, end) = number(text, ['年', '년'])?;
    let rest = &text[end..];
    let Some((month, end)) = number(rest, ['月', '월']) else { return Date::new(year, None, None) };
    let day = number(&rest[end..], ['日', '일']).map(|(day, _)| i8::try_from(day)).transpose().ok()?;
    Date::new(year, Some(i8::try_from(month).ok()?), day)
}

/// Whether a line is nothing but a date, with its weekday and time: `January 20, 2009 Tuesday 8:27 PM AEST`.
pub(crate) fn is_date_line(line: &str) -> bool {
    const LONGEST: usize = 60;
    const SMALL: [&str; 36] = [
        "de", "del", "of", "the", "st", "nd", "rd", "th", "er", "le", "am", "pm", "uhr", "h", "den", "du", "mon",
        "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "eastern", "central", "mountain", "pacific",
        "daylight", "standard", "time", "local", "gmt", "utc",
    ];
    if line.len() > LONGEST || read(line).is_none() {
        return false;
    }
    if from_ideographs(trimmed(line)).is_some() {
        return true;
    }
    let is_named = line.contains(char::is_alphabetic);
    let mut words =
        line.split(|c: char| !c.is_alphabetic() && c != '-').filter(|word| word.contains(char::is_alphabetic));
    let fits = words.all(|word| {
        let word = word.trim_matches('-');
        let lower = word.to_lowercase();
        let is_zone = (2..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
        month(word).is_some()
            || weekday(word).is_some()
            || is_zone
            || SMALL.contains(&lower.as_str())
            || lower.split('-').all(|part| month(part).is_some())
    });
    fits && (is_named || line.contains(['-', '/', '.']))
}

/// Reads the time of a date field as `HH:MM:SS`, as written there: no zone moves it. Seconds since 1970 are those of UTC.
pub(super) fn time(written: &str) -> Option<String> {
    let text = trimmed(written);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let alone = rest.is_empty() || rest.starts_with('.');
    let clock = |hour: i64, minute: i64, second: i64| {
        let fits = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
        fits.then(|| format!("{hour:02}:{minute:02}:{second:02}"))
    };
    let number = |digits: &str| digits.parse::<i64>().ok();
    match digits {
        10 | 13 if alone => {
            let seconds = number(&text[..digits])? / if digits == 13 { 1000 } else { 1 } % 86_400;
            return clock(seconds / 3600, seconds / 60 % 60, seconds % 60);
        }
        14 => return clock(number(&text[8..10])?, number(&text[10..12])?, number(&text[12..14])?),
        8 if rest.starts_with('T') => {
            let run = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
            if run == 4 || run == 6 {
                let second = if run == 6 { number(&rest[5..7])? } else { 0 };
                return clock(number(&rest[1..3])?, number(&rest[3..5])?, second);
            }
        }
        _ => {}
    }
    // A run of digits and colons, apart from the sign of an offset.
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b':').count();
        let run = &text[at..at + length];
        let is_offset = at > 0 && (bytes[at - 1] == b'+' || (bytes[at - 1] == b'-' && run.contains(':')));
        let after = &text[at + length..];
        let parts: Vec<Option<i64>> = run.split(':').map(number).collect();
        let found = match parts[..] {
            _ if is_offset || run.len() > 8 => None,
            [Some(hour), Some(minute)] => Some((hour, minute, 0)),
            [Some(hour), Some(minute), Some(second)] => Some((hour, minute, second)),
            [Some(hour)] => dotted(after).map(|minute| (hour, minute, 0)),
            _ => None,
        };
        if let Some((hour, minute, second)) = found {
            return clock(half_of_day(hour, after), minute, second);
        }
        at += length.max(1);
    }
    None
}

/// `10.15 GMT`, `10.15am`, `10h15`, `10.15 Uhr`: the minutes after the hour; without such a word it may be a date.
fn dotted(after: &str) -> Option<i64> {
    let is_h = after.starts_with('h');
    let rest = after.strip_prefix(['.', 'h'])?;
    let minutes = rest.get(..2).filter(|minutes| minutes.bytes().all(|byte| byte.is_ascii_digit()))?;
    let word: String = rest[2..].trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
    let is_zone = (2..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let tells = is_h || is_zone || matches!(word.to_ascii_lowercase().as_str(), "am" | "pm" | "uhr" | "h");
    tells.then(|| minutes.parse().ok())?
}

/// The hour with the `pm` that follows it.
fn half_of_day(hour: i64, after: &str) -> i64 {
    let tail: String = after.chars().take(14).collect();
    let mut words =
        tail.split(|c: char| !c.is_alphabetic() && c != '.').filter(|word| word.contains(char::is_alphabetic));
    let word = words.next().unwrap_or_default().replace('.', "").to_ascii_lowercase();
    match word.as_str() {
        "pm" if hour < 12 => hour + 12,
        "am" if hour == 12 => 0,
        _ => hour,
    }
}

/// `20171231`, `20171231T120000Z`, `2017`, and seconds or milliseconds since 1970.
fn from_digits(text: &str) -> Option<Date> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    let alone = rest.is_empty() || rest.strip_prefix('.').is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let number: i64 = if length > 18 { return None } else { digits.parse().ok()? };
    match length {
        4 if rest.is_empty() => Date::new(number as i16, None, None),
        8 if rest.is_empty() || rest.starts_with(['T', ' ']) => compact(digits),
        14 if rest.is_empty() || rest.starts_with(['+', '-', 'Z', '.']) => compact(&digits[..8]),
        10 if alone => Date::from_days(number.div_euclid(86_400)),
        13 if alone => Date::from_days(number.div_euclid(86_400_000)),
        _ => None,
    }
}

/// `20171231`.
fn compact(digits: &str) -> Option<Date> {
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    Date::new(number(0, 4)?, Some(number(4, 6)? as i8), Some(number(6, 8)? as i8))
}

/// A run of digits or of letters in a date.
#[derive(Clone, Copy)]
enum Piece<'a> {
    Number {
        value: i16,
        digits: usize,
    },
    Word(&'a str),
    /// A colon or a sign: the numbers around it are a time or an offset.
    Clock,
}

/// `26-FEB-1987 15:01:01.79`, `December 31, 2017`, `Tue, 31 Oct 2017 10:00:00 +0000`, `October 2017`.
fn from_month_name(text: &str) -> Option<Date> {
    let pieces = pieces(text);
    let number = |at: Option<usize>, digits: std::ops::RangeInclusive<usize>| match pieces.get(at?) {
        Some(&Piece::Number { value, digits: length }) if digits.contains(&length) => Some(value),
        _ => None,
    };
    pieces.iter().enumerate().find_map(|(at, piece)| {
        let Piece::Word(word) = piece else { return None };
        let month = Some(month(word)?);
        if let (Some(day), Some(year)) = (number(at.checked_sub(1), 1..=2), number(Some(at + 1), 4..=4)) {
            return Date::new(year, month, Some(day as i8));
        }
        let next =
            pieces[at + 1..].iter().position(|piece| matches!(piece, Piece::Number { .. })).map(|step| at + 1 + step);
        if let Some(year) = number(next, 4..=4) {
            return Date::new(year, month, None);
        }
        let after = next? + 1;
        let day = number(next, 1..=2).filter(|_| !matches!(pieces.get(after), Some(Piece::Clock)))?;
        let year = (after..pieces.len()).find_map(|later| {
            let signed = matches!(pieces[later - 1], Piece::Clock);
            number(Some(later), 4..=4).filter(|year| YEARS.contains(year) && !signed)
        })?;
        Date::new(year, month, Some(day as i8))
    })
}

/// The runs of a date; small words between (`de`, `of`) and punctuation are left out.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let same =
            |d: char| if c.is_ascii_digit() { d.is_ascii_digit() } else { c.is_alphabetic() && d.is_alphabetic() };
        let length = rest.find(|d| !same(d)).unwrap_or(rest.len()).max(c.len_utf8());
        let run = &rest[..length];
        if c.is_ascii_digit() {
            let value = if length > 4 { i16::MAX } else { run.parse().unwrap_or(i16::MAX) };
            pieces.push(Piece::Number { value, digits: length });
        } else if c.is_alphabetic()
            && !matches!(run, "de" | "del" | "of" | "st" | "nd" | "rd" | "th" | "er" | "º" | "ª")
        {
            pieces.push(Piece::Word(run));
        } else if matches!(c, ':' | '+') {
            pieces.push(Piece::Clock);
        }
        rest = &rest[length..];
    }
    pieces
}

/// `2017-12-31T10:00`, `2017/12/31`, `2017-12`, `31.12.2017`, and `12/31/2017` where a number above 12 tells which is which.
fn from_numbers(text: &str) -> Option<Date> {
    let date = text.split(|c: char| c.is_whitespace() || c == 'T' || c == ',').next()?;
    let separator = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = date.split(separator).collect();
    let number = |at: usize, digits: std::ops::RangeInclusive<usize>| {
        let part: &str = parts.get(at)?;
        digits.contains(&part.len()).then(|| part.parse::<i16>().ok().filter(|number| *number >= 0))?
    };
    if let Some(year) = number(0, 4..=4) {
        let month = number(1, 1..=2)? as i8;
        return match parts.len() {
            2 => Date::new(year, Some(month), None),
            // `2017-12-31Z` and `2017-12-31+01:00` are XML dates.
            3.. => {
                let digits = parts[2].bytes().take_while(u8::is_ascii_digit).count();
                let day = (1..=2).contains(&digits).then(|| parts[2][..digits].parse().ok())??;
                Date::new(year, Some(month), Some(day))
            }
            _ => None,
        };
    }
    let (first, second, year) = (number(0, 1..=2)? as i8, number(1, 1..=2)? as i8, number(2, 4..=4)?);
    let (day, month) = match (first > 12, second > 12) {
        (true, false) => (first, second),
        (false, true) if separator != '.' => (second, first),
        // The same either way round; and only those who put the day first write full stops.
        _ if first == second || separator == '.' => (first, second),
        _ => return None,
    };
    (parts.len() == 3).then(|| Date::new(year, Some(month), Some(day)))?
}

/// Reads the date in a path: `2017/10/31/`, `2017-10-31`, `20171031`, `2017/10/`, `2017/`; the most precise one.
pub(crate) fn from_path(path: &str) -> Option<Date> {
    let names: Vec<&str> = path.split('/').collect();
    let folders = &names[..names.len() - 1];
    let mut best: Option<Date> = None;
    for (at, name) in names.iter().enumerate() {
        let folder = (at < folders.len()).then(|| in_folders(&folders[at..])).flatten();
        for date in [in_name(name), folder].into_iter().flatten() {
            if PATH_YEARS.contains(&date.year()) && best.is_none_or(|best| date.precision() > best.precision()) {
                best = Some(date);
            }
        }
    }
    best
}

/// `2017`, `10`, `31` as folders one inside the other, or `2017-10`.
fn in_folders(folders: &[&str]) -> Option<Date> {
    let number = |at: usize| {
        let name = folders.get(at)?;
        (name.len() <= 2 && name.bytes().all(|b| b.is_ascii_digit())).then(|| name.parse::<i8>().ok())?
    };
    let first = folders[0];
    if first.len() == 7 {
        return first.parse().ok();
    }
    let year: i16 = first.parse().ok().filter(|_| first.len() == 4 && first.bytes().all(|b| b.is_ascii_digit()))?;
    let month = number(1).or_else(|| folders.get(1).and_then(|name| month(name)));
    let month = month.filter(|&month| Date::new(year, Some(month), None).is_some());
    let day = month.and_then(|_| number(2)).filter(|&day| Date::new(year, month, Some(day)).is_some());
    Date::new(year, month, day)
}

/// `2017-10-31`, `2017_10_31` or `20171031` inside a name, apart from other letters and digits; a word may stand before it.
fn in_name(name: &str) -> Option<Date> {
    let bytes = name.as_bytes();
    (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit())).find_map(
        |at| {
            let rest = &bytes[at..];
            let digits =
                |from: usize, to: usize| rest.get(from..to).is_some_and(|run| run.iter().all(u8::is_ascii_digit));
            let (length, written) = if digits(0, 8) {
                (8, [&name[at..at + 4], &name[at + 4..at + 6], &name[at + 6..at + 8]])
            } else if digits(0, 4) && digits(5, 7) && digits(8, 10) && rest[4] == rest[7] && b"-_.".contains(&rest[4]) {
                (10, [&name[at..at + 4], &name[at + 5..at + 7], &name[at + 8..at + 10]])
            } else {
                return None;
            };
            let after = rest.get(length).is_none_or(|b| !b.is_ascii_alphanumeric() || *b == b'T');
            // A hash holds digits too: before the date only a word of letters may touch it.
            let word = bytes[..at].iter().rev().take_while(|b| b.is_ascii_alphanumeric());
            let before = word.clone().all(u8::is_ascii_alphabetic);
            let [year, month, day] = written;
            let date = Date::new(year.parse().ok()?, Some(month.parse().ok()?), Some(day.parse().ok()?))?;
            (after && before && PATH_YEARS.contains(&date.year())).then_some(date)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(date: Option<Date>) -> Option<String> {
        date.map(|date| date.to_string())
    }

    #[test]
    fn a_date_field_is_read_in_every_way_archives_write_it() {
        for (written, expected) in [
            ("December 31, 2017 ", "2017-12-31"),
            ("31 December 2017", "2017-12-31"),
            ("Dec 31, 2017", "2017-12-31"),
            ("Dec. 1st, 2017", "2017-12-01"),
            ("January 11, 2010 Monday", "2010-01-11"),
            ("Monday, January 11, 2010 10:15 AM", "2010-01-11"),
            ("31 de diciembre de 2017", "2017-12-31"),
            ("2017-12-31", "2017-12-31"),
            ("2017-12-31T23:59:59+02:00", "2017-12-31"),
            ("2017-12-31T23:59:59.000Z", "2017-12-31"),
            ("2017-12-31 23:59", "2017-12-31"),
            ("2017-12-31Z", "2017-12-31"),
            ("2017/12/31", "2017-12-31"),
            ("2017/1/3", "2017-01-03"),
            ("2017-12", "2017-12"),
            ("2017", "2017"),
            ("October 2017", "2017-10"),
            ("20171231", "2017-12-31"),
            ("20171231T120000Z", "2017-12-31"),
            ("20171231120000", "2017-12-31"),
            ("26-FEB-1987 15:01:01.79", "1987-02-26"),
            (" 9-MAR-1987 00:14:46.66", "1987-03-09"),
            ("3-MAR-1987  09:15:05.40", "1987-03-03"),
            ("26-FEB-1987 15:03:14.36\u{5}\u{5}\u{5}F A", "1987-02-26"),
            ("31-MAR-1987 605:12:19.12", "1987-03-31"),
            ("9-APR-1987 00:00:00.00    # a guess", "1987-04-09"),
            ("Tue, 31 Oct 2017 10:00:00 +0000", "2017-10-31"),
            ("Tue Oct 31 10:00:00 2017", "2017-10-31"),
            ("Tue Oct 31 10:00:00 +0200 2017", "2017-10-31"),
            ("1514678400", "2017-12-31"),
            ("1514678400000", "2017-12-31"),
            ("1514678400.0", "2017-12-31"),
            ("12/31/2017", "2017-12-31"),
            ("31/12/2017", "2017-12-31"),
            ("3/3/2017", "2017-03-03"),
            ("3.4.2017", "2017-04-03"),
            ("Thu Mar 02 10:11:12 EST 2017", "2017-03-02"),
            ("2. März 2017", "2017-03-02"),
            ("2 mars 2017", "2017-03-02"),
            ("1er mars 2017", "2017-03-01"),
            ("20 de marzo de 2017", "2017-03-20"),
            ("20 de marzo del 2017", "2017-03-20"),
            ("2 maart 2017", "2017-03-02"),
            ("2 gennaio 2017", "2017-01-02"),
            ("2 de março de 2017", "2017-03-02"),
            ("Mittwoch 31. August 2011", "2011-08-31"),
            ("2 марта 2017", "2017-03-02"),
            ("2017年3月2日", "2017-03-02"),
            ("2017年3月2日 10時15分", "2017-03-02"),
            ("2017년 3월 2일", "2017-03-02"),
            ("March 2nd, 2017", "2017-03-02"),
            ("Thursday 2 March 2017 10.15 GMT", "2017-03-02"),
            ("Published: 2 Mar 2017 | 10:15", "2017-03-02"),
            ("Published: 2017-03-02", "2017-03-02"),
        ] {
            assert_eq!(shown(read(written)).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn the_time_of_a_date_field_is_the_one_written_there() {
        for (written, expected) in [
            ("2017-12-31T23:59:58+02:00", Some("23:59:58")),
            ("2017-12-31T10:00-05:00", Some("10:00:00")),
            ("2017-12-31 23:59", Some("23:59:00")),
            ("2017-12-31T10:11:12.345Z", Some("10:11:12")),
            ("20171231T101112Z", Some("10:11:12")),
            ("20171231T1011+0100", Some("10:11:00")),
            ("20171231101112", Some("10:11:12")),
            ("Tue, 31 Oct 2017 08:09:10 +0100", Some("08:09:10")),
            ("Thu Mar 02 10:11:12 EST 2017", Some("10:11:12")),
            ("26-FEB-1987 15:01:01.79", Some("15:01:01")),
            ("January 20, 2009 Tuesday 8:27 PM AEST", Some("20:27:00")),
            ("12:05 a.m., 3 May 2017", Some("00:05:00")),
            ("Thursday 2 March 2017 10.15 GMT", Some("10:15:00")),
            ("2. März 2017, 10.15 Uhr", Some("10:15:00")),
            ("2 mars 2017 à 18h05", Some("18:05:00")),
            ("Published: 2 Mar 2017 | 10:15", Some("10:15:00")),
            ("1514678400", Some("00:00:00")),
            ("1514678461000", Some("00:01:01")),
            ("31-MAR-1987 605:12:19.12", None),
            ("2017-12-31", None),
            ("31.12.2017", None),
            ("March 2, 2017", None),
            ("2017-12-31 25:00", None),
            ("", None),
            ("é1", None),
        ] {
            assert_eq!(time(written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn a_line_that_is_a_date_holds_nothing_else() {
        for line in [
            "January 11, 2010 Monday",
            "Mittwoch 31. August 2011",
            "17 mai 2003",
            "January 2009",
            "2017年3月2日",
            "January 20, 2009 Tuesday 8:27 PM AEST",
            "24. September 2002",
            "27. Februar 2012 Montag 9:50 PM GMT+1",
            "2 March 2017",
        ] {
            assert!(is_date_line(line), "{line}");
        }
        for line in
            ["Ask the bakers", "Loaves of May 2017", "2017", "Report for January 2009", "Date and Time: 3 May 2017", ""]
        {
            assert!(!is_date_line(line), "{line}");
        }
    }

    #[test]
    fn what_is_not_certain_is_no_date() {
        for written in [
            "",
            " ",
            "3/4/2017",
            "03/02/2017",
            "03/02/2017 10:15",
            "0001-01-01",
            "31 February 2017",
            "yesterday",
            "May",
            "May 3",
            "12",
            "123456",
            "99/99/2017",
            "2017-13-01",
            "-",
            "26-FEB-87",
            "99999999999999999999",
            "2017-",
            "é",
        ] {
            assert_eq!(read(written), None, "{written}");
        }
    }

    #[test]
    fn a_path_gives_its_most_precise_date() {
        for (path, expected) in [
            ("2017/10/31/a.txt", Some("2017-10-31")),
            ("wire/2017/10/a.txt", Some("2017-10")),
            ("2017/a.txt", Some("2017")),
            ("2017/october/a.txt", Some("2017-10")),
            ("2017-10/a.txt", Some("2017-10")),
            ("a/2017-10-31-loaves.txt", Some("2017-10-31")),
            ("2017_10_31.txt", Some("2017-10-31")),
            ("AFP_ENG_20171031.0001.txt", Some("2017-10-31")),
            ("nyt20171031.txt", Some("2017-10-31")),
            ("2017/20171031.txt", Some("2017-10-31")),
            ("2017/99/a.txt", Some("2017")),
            ("2017/02/31/a.txt", Some("2017-02")),
            ("story1999.txt", None),
            ("1999.txt", None),
            ("reut2-000.sgm", None),
            ("000_0189add76af5bea8.txt", None),
            ("a0b120171031.txt", None),
            ("1400/a.txt", None),
            ("12345678.txt", None),
            ("", None),
        ] {
            assert_eq!(shown(from_path(path)).as_deref(), expected, "{path}");
        }
    }
}
