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
//! | C, bare | `WASHINGTON - `, `MUMBAI: ` | a place from the list, or one with a known region |
//! | D, agency first | `Reuters - ` | an agency from the list, and a capital after the dash |

use super::month::{NamedDay, may_be_a_name, read_day};
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
                if at > start
                    && let Some(length) = province(rest)
                {
                    at += length;
                    continue;
                }
                return self.bracketed(head, None, at);
            }
            if rest.starts_with('[') {
                // `New Delhi [India], March 3 (ANI)`.
                at += rest.find(']').filter(|&close| close <= LONGEST_AGENCY)? + 1;
                continue;
            }
            if at > start
                && let Some((agency, day, length)) = slashed(rest)
            {
                let places = place::read(head)?;
                return (!places.shown.is_empty()).then(|| made(places, Some(agency.to_owned()), day, at + length));
            }
            let apart = head.trim_end().ends_with(',');
            let in_name = !apart && !head.is_empty() && may_be_a_name(rest);
            if let Some((day, length)) = read_day(rest, self.setting == Setting::Field || apart).filter(|_| !in_name) {
                return self.dated(head, day, at + length);
            }
            if let Some(length) = colon(rest) {
                return self.before_colon(head, at + length);
            }
            if let Some(length) = dash(rest) {
                let next = self.skip(at + length, char::is_whitespace);
                if self.line[next..].starts_with('(')
                    && let Some(found) = self.bracketed(head, None, next).filter(|found| found.agency.is_some())
                {
                    return Some(found);
                }
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
        if let Some((agency, _, length)) = slashed(rest) {
            return Some(made(places, Some(agency.to_owned()), Some(day), at + length));
        }
        if let Some(length) = dash(rest).filter(|&length| stands_apart(rest, length)) {
            let end = at + length;
            let after = self.skip(end, |c| matches!(c, ' ' | '\u{a0}'));
            // `MOSCOW, March 3 - RIA Novosti. Loaves`.
            if let Some((agency, length)) = self.line[after..].split_once(". ").and_then(|(agency, _)| {
                Some((lists::agency(agency).filter(|_| agency.len() <= LONGEST_AGENCY)?, agency.len() + 1))
            }) {
                return Some(made(places, Some(agency.to_owned()), Some(day), after + length));
            }
            return self.fits_a_date(head, &places).then(|| made(places, None, Some(day), end));
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
        let (content, own) = with_day(content);
        let day = day.or(own);
        let agency = agency_in_brackets(content);
        let places = place::read(head)?;
        let certain = match agency {
            InBrackets::Known(_) => places.shown.is_empty() || places.capitals || (places.proper && places.words <= 5),
            InBrackets::Nothing => places.capitals || (own.is_some() && places.known),
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
            // Some write a colon for a dash.
            None if known && self.line[after..].starts_with(':') => after + 1,
            None if known && head.is_empty() && opens_a_story(content, &self.line[close + 1..]) => close + 1,
            None if self.setting == Setting::Field => close + 1,
            // Some agencies write no dash; then the place must vouch for it, or the line end.
            None if known && !places.shown.is_empty() && (places.known || self.line[after..].trim().is_empty()) => {
                // `Berlin (epd). Die Brote`, `BRUSSEL (BELGA) = Het brood`.
                if dotted > after || self.line[after..].starts_with("= ") { after + 1 } else { close + 1 }
            }
            None => return None,
        };
        let (day, end) = match self.day_after(end).filter(|_| day.is_none()) {
            Some((day, after)) => (Some(day), after),
            None => (day, end),
        };
        Some(made(places, agency.shown(), day, end))
    }

    /// The day that stands between two dashes after the agency: `(BUSINESS WIRE)--March 3, 2017--`.
    fn day_after(self, end: usize) -> Option<(NamedDay, usize)> {
        let at = self.skip(end, |c| c == ' ');
        let (day, length) = read_day(&self.line[at..], false)?;
        let after = self.skip(at + length, |c| c == ' ');
        let dash = dash(&self.line[after..])?;
        Some((day, after + dash))
    }

    /// Form C with a colon, as Indian and Gulf papers write it: `MUMBAI: Loaves`.
    fn before_colon(self, head: &str, end: usize) -> Option<Dateline> {
        let places = place::read(head)?;
        let fits = self.setting == Setting::Text && places.known && places.capitals && !places.shown.is_empty();
        (fits && self.opens_upper(end)).then(|| made(places, None, None, end))
    }

    fn opens_upper(self, at: usize) -> bool {
        let opens = |c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘' | '„' | '«' | '\'');
        self.line[at..].trim_start().starts_with(opens)
    }

    /// Form C: nothing but places and a dash.
    fn bare(self, head: &str, at: usize, length: usize) -> Option<Dateline> {
        let places = place::read(head)?;
        let spaced = head.ends_with(char::is_whitespace) && stands_apart(&self.line[at..], length);
        let firm = length > 1 && !self.line[at..].starts_with('–');
        // `Berlin - Die Brote`, but not `London - the city - said` or `Jordan - The star - said`.
        let titled = places.proper && spaced && self.opens_upper(at + length) && !self.has_dash(at + length);
        let cased = self.setting == Setting::Field || places.capitals || titled;
        let vouched = places.known || (self.setting == Setting::Text && self.opens_sentence(head, at, length));
        let fits = !places.shown.is_empty() && vouched && cased && (spaced || firm);
        fits.then(|| made(places, None, None, at + length))
    }

    /// Whether a place that no list knows must be one: a few words in capitals, a dash, and a sentence after it.
    fn opens_sentence(self, head: &str, at: usize, length: usize) -> bool {
        const LEAST_WORDS: usize = 4;
        let spaced = stands_apart(&self.line[at..], length) && head.ends_with(char::is_whitespace);
        // `TOWN METALS - APRIL 7 copper` heads a table.
        if read_day(self.line[at + length..].trim_start(), true).is_some() {
            return false;
        }
        let after = &self.line[at + length..];
        let small = after.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
        let follows = self.opens_upper(at + length) && small >= LEAST_WORDS && !self.has_dash(at + length);
        spaced && follows && is_place_in_capitals(head.trim())
    }

    /// Whether another dash closes what this one opens.
    fn has_dash(self, at: usize) -> bool {
        [" - ", " – ", " — ", " -- "].iter().any(|dash| self.line[at..].contains(dash))
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

/// Whether a text is in capitals, and neither an acronym, an agency nor what desks put before a headline.
fn is_place_in_capitals(text: &str) -> bool {
    const LABELS: [&str; 36] = [
        "alert",
        "analysis",
        "background",
        "breaking",
        "brief",
        "bulletin",
        "caution",
        "comment",
        "correction",
        "corrected",
        "editor",
        "editorial",
        "editors",
        "exclusive",
        "factbox",
        "feature",
        "flash",
        "graphic",
        "insight",
        "interview",
        "latest",
        "market",
        "markets",
        "news",
        "note",
        "opinion",
        "photo",
        "preview",
        "profile",
        "question",
        "report",
        "review",
        "update",
        "urgent",
        "video",
        "watch",
    ];
    const SHORTEST: usize = 5;
    let city = text.split(',').next().unwrap_or_default();
    let words: Vec<&str> = city.split_whitespace().collect();
    let is_letters = |word: &&str| word.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '\'' | '’' | '.'));
    let label = |word: &&str| LABELS.contains(&word.trim_matches('.').to_lowercase().as_str());
    words.len() <= 3
        && words.iter().all(is_letters)
        && words.iter().all(|word| word.chars().count() > 1)
        && words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST)
        && !words.iter().any(label)
        && lists::agency(city).is_none()
}

/// Returns the length of a bracket in capitals that a date follows: the `(BARI)` of `MONOPOLI (BARI), 6 LUG -`.
fn province(text: &str) -> Option<usize> {
    let inner = &text[1..text.find(')').filter(|&close| close <= LONGEST_AGENCY)?];
    let after = text[inner.len() + 2..].strip_prefix(',')?.trim_start();
    let fits =
        inner.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '\'' | '-')) && lists::agency(inner).is_none();
    (fits && !inner.is_empty() && read_day(after, true).is_some()).then_some(inner.len() + 2)
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
            let ends = c.is_whitespace() || matches!(c, ',' | '(' | '-' | '–' | '—' | '_' | ':' | '[');
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
    // `abc/dpa`: whose story it is, and who sent it on.
    if let Some((first, last)) = content.split_once('/')
        && let Some(agency) = lists::agency(last)
        && first.chars().all(char::is_alphanumeric)
    {
        return InBrackets::Known(agency.to_owned());
    }
    // `dpa/lno`: the agency and its own desk.
    let (first, rest) = content.split_once('/').unwrap_or((content, ""));
    if let Some(agency) =
        lists::agency(first).filter(|_| !rest.is_empty() && rest.chars().all(|c| c.is_alphanumeric() || c == '/'))
    {
        let others = rest.split('/').filter_map(lists::agency);
        return InBrackets::Known(std::iter::once(agency).chain(others).collect::<Vec<_>>().join("/"));
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

/// Returns the length of the colon that `text` begins with, if a blank follows.
fn colon(text: &str) -> Option<usize> {
    text.strip_prefix(':').is_some_and(|rest| rest.starts_with([' ', '\u{a0}'])).then_some(1)
}

/// Takes the day off what stands in brackets: `Marketwired - Nov 3, 2014`, `3 March 2017`.
fn with_day(content: &str) -> (&str, Option<NamedDay>) {
    let whole = |text: &str| read_day(text, false).filter(|(_, length)| *length == text.len()).map(|(day, _)| day);
    if let Some(day) = whole(content) {
        return ("", Some(day));
    }
    let split = [" - ", " -- ", " – ", ", "].iter().find_map(|mark| content.split_once(mark));
    match split.and_then(|(agency, day)| Some((agency.trim(), whole(day.trim())?))) {
        Some((agency, day)) => (agency, Some(day)),
        None => (content, None),
    }
}

/// Whether an agency in brackets opens a story with no dash after it: `(CNN)Loaves rose`.
fn opens_a_story(written: &str, after: &str) -> bool {
    const WRITTEN: [&str; 11] = ["CNN", "Reuters", "AP", "AFP", "UPI", "Xinhua", "Belga", "EFE", "ANI", "IANS", "PTI"];
    WRITTEN.contains(&written)
        && after.trim_start_matches([' ', '\u{a0}']).starts_with(|c: char| c.is_uppercase() || c == '"')
}

/// Reads `/TASS/.`, `/ ACCESSWIRE / March 3, 2017 /` and the dash that may follow.
fn slashed(text: &str) -> Option<(&'static str, Option<NamedDay>, usize)> {
    let inner = text.strip_prefix('/')?;
    let close = inner.find('/').filter(|&at| at <= LONGEST_AGENCY)?;
    let agency = lists::agency(&inner[..close])?;
    let mut end = close + 2;
    end += usize::from(text[end..].starts_with('.'));
    let skip = |at: usize| at + text[at..].len() - text[at..].trim_start().len();
    if let Some((day, length)) = read_day(&text[skip(end)..], false) {
        let slash = skip(skip(end) + length);
        if text[slash..].starts_with('/') {
            return Some((agency, Some(day), slash + 1));
        }
    }
    let after = skip(end);
    let dash = dash(&text[after..]).filter(|&length| stands_apart(&text[after..], length));
    Some((agency, None, dash.map_or(end, |length| after + length)))
}

/// Reads `Reuter - ` or `Kyodo News -- `.
fn worded(text: &str) -> Option<(&'static str, usize)> {
    // A dash may stand inside the name: `INTERFAX-UKRAINE – `.
    let dashes = text.match_indices(['-', '–', '—', '_']).map(|(at, _)| at).take_while(|&at| at <= LONGEST_AGENCY);
    dashes.take(3).find_map(|at| {
        let length = dash(&text[at..]).filter(|&length| stands_apart(&text[at..], length))?;
        Some((lists::agency(&text[..at])?, at + length))
    })
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
