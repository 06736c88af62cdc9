//! The dateline: where, when and by which agency a story was filed.
//!
//! Owns: finding where a dateline begins and ends, and what each part of it says. Does not own: months and years (`month`),
//! how places are shown (`place`), the lists (`lists`). Scanned by hand, since it runs on every story: one pass over the words
//! of the first line, until a bracket, a date or a dash says which form it is.
//!
//! | form | example | needs |
//! |---|---|---|
//! | A, agency in brackets | `LONDON, March 3 (Reuters) - ` | an agency from the list, or a place that is certain |
//! | B, date | `SALVADOR, Feb 26 - ` | any places, in capitals or with a comma before the date |
//! | C, bare | `WASHINGTON - ` | a place from the list, or one with a known region |
//! | D, agency first | `Reuters - ` | an agency from the list, and a capital after the dash |

use super::month::{NamedDay, read_day};
use super::place::{self, Places};
use super::{floor_boundary, lists};

/// How far into the first line a dateline may reach, in bytes.
const WINDOW: usize = 240;
/// How many words may stand before the bracket, date or dash.
const LONGEST_HEAD: usize = 16;
/// The longest text in the agency's brackets, in bytes.
const LONGEST_AGENCY: usize = 60;

/// Where a dateline stands, which decides how much is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// At the start of running text: a dash must end it.
    Text,
    /// In a field of its own: no dash is needed, any case will do.
    Field,
}

/// A dateline taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Its length in bytes from the start of the text, dash included.
    pub(super) length: usize,
    /// The places as shown.
    pub(super) places: Vec<String>,
    /// The agencies, joined with `/`.
    pub(super) agency: Option<String>,
    /// The day it names.
    pub(super) day: Option<NamedDay>,
    /// All its places are known to the lists.
    pub(super) known: bool,
}

/// Reads the dateline that `text` begins with.
pub(super) fn read(text: &str, setting: Setting) -> Option<Dateline> {
    let text = &text[..floor_boundary(text, WINDOW)];
    let line = match setting {
        Setting::Text => text.split(['\n', '\r', '\u{c}']).next().unwrap_or(text),
        Setting::Field => text,
    };
    let skipped = line.len() - line.trim_start_matches('*').len() + junk(line, setting);
    let scan = Scan { line, setting };
    scan.in_brackets().or_else(|| scan.placed(skipped)).map(|found| scan.continued(found)).or_else(|| {
        let found = scan.agency_first()?;
        Some(scan.continued(found))
    })
}

/// Returns the length of what damaged transmissions leave before a dateline's first word: `c    CHICAGO`, `RPT --BONN`.
fn junk(line: &str, setting: Setting) -> usize {
    if setting == Setting::Text {
        return 0;
    }
    let after = match line.strip_prefix("RPT ") {
        Some(rest) => rest.trim_start_matches([' ', '-']),
        None => match line.char_indices().nth(1) {
            Some((at, _)) if line[at..].starts_with("  ") && !line.starts_with('(') => line[at..].trim_start(),
            _ => line,
        },
    };
    line.len() - after.len()
}

/// One line, or one field, being read.
#[derive(Clone, Copy)]
struct Scan<'a> {
    line: &'a str,
    setting: Setting,
}

impl Scan<'_> {
    /// Forms A, B and C: words up to a bracket, a date or a dash.
    fn placed(self, start: usize) -> Option<Dateline> {
        let mut at = start;
        for _ in 0..LONGEST_HEAD {
            at = self.skip(at, |c| c.is_whitespace() || c == ',' || (c == '.' && self.setting == Setting::Field));
            let rest = &self.line[at..];
            let head = &self.line[start..at];
            if rest.is_empty() {
                return self.unfinished(head, at);
            }
            if rest.starts_with('(') {
                return self.bracketed(head, None, at);
            }
            if let Some((day, length)) =
                read_day(rest, self.setting == Setting::Field || head.trim_end().ends_with(','))
            {
                return self.dated(head, day, at + length);
            }
            if let Some(length) = dash(rest) {
                let next = self.skip(at + length, char::is_whitespace);
                // `KANSAS CITY, Mo. - March 13 -`: a region vouches for the first dash.
                let firm = self.setting == Setting::Field || place::read(head).is_some_and(|places| places.known);
                let dated = read_day(&self.line[next..], false).filter(|_| firm && !head.is_empty());
                return dated
                    .and_then(|(day, length)| self.dated(head, day, next + length))
                    .or_else(|| self.bare(head, at, length));
            }
            at += word_length(rest)?;
        }
        None
    }

    /// A field that ends without date, agency and dash: `DATELINE: PARIS`.
    fn unfinished(self, head: &str, end: usize) -> Option<Dateline> {
        let places = place::read(head)?;
        let certain = places.known || (places.proper && places.words <= 4);
        (self.setting == Setting::Field && certain && !places.shown.is_empty()).then(|| made(places, None, None, end))
    }

    /// After a date: `(Reuters) -`, `/TASS/.`, `Kyodo -`, `-`.
    fn dated(self, head: &str, day: NamedDay, end: usize) -> Option<Dateline> {
        let at = self.skip(end, |c| matches!(c, ' ' | ',' | '.' | '\u{a0}'));
        let rest = &self.line[at..];
        if rest.starts_with('(') {
            return self.bracketed(head, Some(day), at);
        }
        let places = place::read(head)?;
        if let Some((agency, length)) = slashed(rest) {
            return Some(made(places, Some(agency.to_owned()), Some(day), at + length));
        }
        if let Some(length) = dash(rest).filter(|&length| stands_apart(rest, length)) {
            return self.fits_a_date(head, &places).then(|| made(places, None, Some(day), at + length));
        }
        if let Some((agency, length)) = worded(rest) {
            return (!places.shown.is_empty()).then(|| made(places, Some(agency.to_owned()), Some(day), at + length));
        }
        let ends = rest.trim().is_empty() && (self.setting == Setting::Field || (places.known && places.capitals));
        (ends && self.fits_a_date(head, &places)).then(|| made(places, None, Some(day), at))
    }

    /// Whether a head may stand before a date with neither agency nor list to vouch for it.
    fn fits_a_date(self, head: &str, places: &Places) -> bool {
        match self.setting {
            Setting::Field => true,
            Setting::Text => {
                let titled = places.proper && head.trim_end().ends_with(',');
                // A headline may run into the first line; no city has five words.
                let short = places.words <= 4;
                !places.shown.is_empty() && short && (places.capitals || titled)
            }
        }
    }

    /// Form A: the agency in brackets at `open`.
    fn bracketed(self, head: &str, day: Option<NamedDay>, open: usize) -> Option<Dateline> {
        let close = open + self.line[open..].find(')')?;
        let content = self.line[open + 1..close].trim();
        let agency = agency_in_brackets(content);
        let places = place::read(head)?;
        let certain = match agency {
            InBrackets::Known(_) => places.shown.is_empty() || places.capitals || (places.proper && places.words <= 5),
            InBrackets::Nothing => places.capitals,
            InBrackets::Aside => self.setting == Setting::Field && places.known,
            _ => !places.shown.is_empty() && (places.known || day.is_some() || self.setting == Setting::Field),
        };
        if !certain || content.len() > LONGEST_AGENCY {
            return None;
        }
        let known = matches!(agency, InBrackets::Known(_));
        let after = self.skip(close + 1, |c| matches!(c, ' ' | '\u{a0}'));
        let dotted = after + usize::from(self.line[after..].starts_with('.'));
        let end = match dash(&self.line[dotted..]) {
            Some(length) => dotted + length,
            None if self.setting == Setting::Field => close + 1,
            // Some agencies write no dash; then the place must vouch for it, or the line end.
            None if known && !places.shown.is_empty() && (places.known || self.line[after..].trim().is_empty()) => {
                close + 1
            }
            None => return None,
        };
        Some(made(places, agency.shown(), day, end))
    }

    /// Form C: nothing but places and a dash.
    fn bare(self, head: &str, at: usize, length: usize) -> Option<Dateline> {
        let places = place::read(head)?;
        let spaced = head.ends_with(char::is_whitespace) && stands_apart(&self.line[at..], length);
        let firm = length > 1 && !self.line[at..].starts_with('–');
        let cased = self.setting == Setting::Field || places.capitals;
        let fits = !places.shown.is_empty() && places.known && cased && (spaced || firm);
        fits.then(|| made(places, None, None, at + length))
    }

    /// The whole dateline in brackets: `(New York, NY - October 21) `.
    fn in_brackets(self) -> Option<Dateline> {
        let inner = self.line.strip_prefix('(')?;
        let inner = &inner[..inner.find(')')?];
        let found = Scan { line: inner, setting: Setting::Field }.placed(0)?;
        if found.day.is_none()
            || found.places.is_empty()
            || found.length < inner.len()
            || !inner.starts_with(char::is_uppercase)
        {
            return None;
        }
        let end = inner.len() + 2;
        let after = self.skip(end, |c| c == ' ');
        let dash = dash(&self.line[after..]).filter(|&length| stands_apart(&self.line[after..], length));
        Some(Dateline { length: dash.map_or(end, |length| after + length), ..found })
    }

    /// Form D: `Reuters - Short sellers`, `AP -- Assets`.
    fn agency_first(self) -> Option<Dateline> {
        let at = self.line.find(" -").filter(|&at| at <= LONGEST_AGENCY)?;
        let written = &self.line[..at];
        let agency = lists::agency(written)?;
        let length = dash(&self.line[at + 1..])?;
        let after = self.line[at + 1 + length..].strip_prefix(' ')?.trim_start();
        // `BBC - the corporation - said` is a sentence, and so is `Trend - ` in lower case.
        let opens = after.starts_with(|c: char| !c.is_lowercase()) && written.chars().any(char::is_uppercase);
        (opens && written.split(' ').all(|word| !word.is_empty())).then(|| Dateline {
            length: at + 1 + length,
            agency: Some(agency.to_owned()),
            ..Dateline::default()
        })
    }

    /// After an agency alone, a dateline with places may follow: `(ANSA) - Rome, October 11 -`, `AP - TORONTO (AP) -`.
    fn continued(self, first: Dateline) -> Dateline {
        if !first.places.is_empty() || first.day.is_some() {
            return first;
        }
        let at = self.skip(first.length, char::is_whitespace);
        match self.placed(at) {
            Some(second) if !second.places.is_empty() && (second.day.is_some() || second.agency.is_some()) => {
                Dateline { agency: second.agency.or(first.agency), ..second }
            }
            _ => first,
        }
    }

    fn skip(self, at: usize, passes: impl Fn(char) -> bool) -> usize {
        self.line.len() - self.line[at..].trim_start_matches(passes).len()
    }
}

fn made(places: Places, agency: Option<String>, day: Option<NamedDay>, length: usize) -> Dateline {
    Dateline { length, known: places.known, places: places.shown, agency, day }
}

/// Returns the length of the dash that `text` begins with.
fn dash(text: &str) -> Option<usize> {
    let length = text.len() - text.trim_start_matches(['-', '–', '—', '_']).len();
    (1..=6).contains(&length).then_some(length)
}

/// Whether a dash is one: `April 1- ` but not `March 3-5`.
fn stands_apart(text: &str, length: usize) -> bool {
    let after = &text[length..];
    length > 1 || text.starts_with('_') || after.is_empty() || after.starts_with(char::is_whitespace)
}

/// Returns the length of a word that may stand in a place's name, a slash included: `Fla./WASHINGTON`, `Port-au-Prince`.
fn word_length(text: &str) -> Option<usize> {
    let mut previous = '/';
    for (at, c) in text.char_indices() {
        let joins = matches!(c, '.' | '\'' | '’' | '/') || (c == '-' && !text[at + 1..].starts_with([' ', '-']));
        if !c.is_alphabetic() && !(joins && (at > 0 || c == '/')) {
            let ends = c.is_whitespace() || matches!(c, ',' | '(' | '-' | '–' | '—' | '_');
            return (at > 0 && ends).then_some(at);
        }
        if c == '/' && previous == '/' && at > 0 {
            return None;
        }
        previous = c;
    }
    Some(text.len())
}

/// What stands in brackets after the place.
enum InBrackets {
    Known(String),
    Unknown(String),
    Slug,
    Nothing,
    /// Something said in passing, as in any sentence.
    Aside,
}

impl InBrackets {
    fn shown(self) -> Option<String> {
        match self {
            Self::Known(agency) | Self::Unknown(agency) => Some(agency),
            Self::Slug | Self::Nothing | Self::Aside => None,
        }
    }
}

/// Reads `Reuters`, `LPC/IFR`, `ats afp`, `Reuters on Friday`, `BC-TERM-LIMITS-AZR`, or nothing.
fn agency_in_brackets(content: &str) -> InBrackets {
    if content.is_empty() {
        return InBrackets::Nothing;
    }
    if let Some(agency) = lists::agency(content) {
        return InBrackets::Known(agency.to_owned());
    }
    let parts: Option<Vec<&str>> = content.split('/').map(lists::agency_at_start).collect();
    let words: Option<Vec<&str>> = content.split_whitespace().map(lists::agency).collect();
    if let Some(agencies) = words.or(parts) {
        return InBrackets::Known(agencies.join("/"));
    }
    let capitals = !content.chars().any(|c| c.is_lowercase() || c == ' ');
    if capitals && (content.starts_with("BC-") || content.matches('-').count() > 1) {
        return InBrackets::Slug;
    }
    let named = content.len() <= 40 && content.chars().all(|c| c.is_alphabetic() || " .-/&'’".contains(c));
    if named && content.starts_with(char::is_uppercase) {
        InBrackets::Unknown(content.to_owned())
    } else {
        InBrackets::Aside
    }
}

/// Reads `/TASS/.` and the dash that may follow.
fn slashed(text: &str) -> Option<(&'static str, usize)> {
    let inner = text.strip_prefix('/')?;
    let close = inner.find('/').filter(|&at| at <= LONGEST_AGENCY)?;
    let agency = lists::agency(&inner[..close])?;
    let mut end = close + 2;
    end += usize::from(text[end..].starts_with('.'));
    let after = end + text[end..].len() - text[end..].trim_start().len();
    let dash = dash(&text[after..]).filter(|&length| stands_apart(&text[after..], length));
    Some((agency, dash.map_or(end, |length| after + length)))
}

/// Reads `Reuter - ` or `Kyodo News -- `.
fn worded(text: &str) -> Option<(&'static str, usize)> {
    let at = text.find(['-', '–', '—', '_']).filter(|&at| at <= LONGEST_AGENCY)?;
    let agency = lists::agency(&text[..at])?;
    Some((agency, at + dash(&text[at..])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_holds_agencies_a_slug_or_nothing() {
        for (content, expected) in [
            ("Reuters", Some("Reuters")),
            ("REUTER", Some("Reuters")),
            ("LPC/IFR", Some("LPC/IFR")),
            ("ats afp", Some("ats/AFP")),
            ("Reuters on Friday", Some("Reuters")),
            ("BC-TERM-LIMITS-AZR", None),
            ("", None),
            ("Diario Norte", Some("Diario Norte")),
        ] {
            assert_eq!(agency_in_brackets(content).shown().as_deref(), expected, "{content}");
        }
    }

    #[test]
    fn a_word_of_a_place_ends_where_a_dash_or_a_bracket_begins() {
        for (text, length) in [
            ("WINSTON-SALEM, N.C.", Some(13)),
            ("YORK(Reuters)", Some(4)),
            ("Fla./WASHINGTON (", Some(15)),
            ("BONN--The", Some(4)),
            ("BONN—The", Some(4)),
            ("L'AQUILA", Some(8)),
            ("MAR8 --", None),
            ("7.8015", None),
            ("A//B", None),
        ] {
            assert_eq!(word_length(text), length, "{text}");
        }
    }
}
