//! Bylines: who wrote the story.
//!
//! Owns: finding `By Ada Brightwell` before a dateline, on its own line or running into the dateline's capitals, and cleaning
//! a byline that came in a field. Does not own: credits at the end (`trailer`). A name alone cannot be told from a place, so a
//! byline that runs on ends where a dateline can be read.

use super::dateline::{self, Setting};
use super::headline::collapse;
use super::{date_text, floor_boundary, lists};

/// How far a byline may reach, in bytes.
const WINDOW: usize = 300;
/// The most words on a byline's own line.
const LONGEST: usize = 16;

/// Words inside and between names.
const JOINERS: [&str; 26] = [
    "al", "and", "at", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "for", "ibn", "in",
    "la", "le", "of", "ter", "the", "van", "von", "with", "y",
];

/// A byline found in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Byline {
    /// Its length in bytes, `By` included.
    pub(super) length: usize,
    /// The names.
    pub(super) names: String,
}

/// `By` in the languages of the agencies; what follows must be names and nothing else, since all of these begin sentences.
const FOREIGN_BY: [&str; 12] =
    ["Von ", "VON ", "Par ", "PAR ", "Por ", "POR ", "Di ", "DI ", "Door ", "DOOR ", "Av ", "Af "];
/// Credits to a desk without a name: `Van onze redactie`, `Von unserem Korrespondenten`.
const DESKS: [&str; 8] = [
    "Van onze ",
    "Van een onzer ",
    "Von unser",
    "Von einem unserer ",
    "De notre ",
    "De nuestr",
    "Dal nostro ",
    "From our ",
];

/// Reads the byline that `text` begins with.
pub(super) fn read(text: &str) -> Option<Byline> {
    if text.starts_with('(') {
        return in_brackets(text);
    }
    let Some(start) = by(text) else { return foreign(text).or_else(|| with_agency(text)) };
    let line = text[..floor_boundary(text, WINDOW)].split(['\n', '\r', '\u{c}']).next().unwrap_or_default();
    if let Some(end) = cut(text, line, start) {
        let names = clean(&line[..end])?;
        return Some(Byline { length: line[..end].trim_end().len(), names });
    }
    let ends = text.len() > line.len() && line.len() < WINDOW - 4;
    // `By Ada Oven | March 3, 2017`: the date is the grammar's.
    let written = before_date(line).unwrap_or(line);
    if written.len() < line.len() {
        return clean(written)
            .filter(|_| is_names(&written[start..]))
            .map(|names| Byline { length: written.len(), names });
    }
    let names = clean(line).filter(|_| ends && is_names(&line[start..]))?;
    let length = line.trim_end().len();
    Some(Byline { length: length + credit(&text[length..]), names })
}

/// Returns what stands before a bar and a date that end a line.
fn before_date(line: &str) -> Option<&str> {
    let mut parts = [" | ", " • ", " · "].into_iter().filter_map(|bar| line.split_once(bar));
    parts.find(|(_, date)| date_text::is_date_line(date.trim())).map(|(names, _)| names)
}

/// Returns where the names begin: after `By `.
fn by(text: &str) -> Option<usize> {
    let after = ["By", "BY", "by"].iter().find_map(|by| text.strip_prefix(by))?;
    let names = after.trim_start_matches([' ', '\t', ':', '\u{a0}']);
    (names.len() < after.len() && !names.is_empty()).then_some(text.len() - names.len())
}

/// Reads `(di Ada Oven)`, which fills its line.
fn in_brackets(text: &str) -> Option<Byline> {
    const LONGEST_LINE: usize = 120;
    let line = text.lines().next().filter(|line| line.len() < LONGEST_LINE && line.len() < text.len())?;
    let names = names_in_brackets(line.trim_end())?;
    Some(Byline { length: line.trim_end().len(), names })
}

/// Returns the names of a byline that stands in brackets whole: `(di Ada Oven)`, `(By Ada Oven and Bo Crane)`.
pub(super) fn names_in_brackets(written: &str) -> Option<String> {
    const BY: [&str; 7] = ["By ", "di ", "Di ", "Von ", "von ", "Por ", "Par "];
    let inner = written.strip_prefix('(')?.strip_suffix(')')?;
    let names = BY.iter().find_map(|by| inner.strip_prefix(by))?;
    is_names(names).then(|| clean(names)).flatten()
}

/// Reads a name and the agency it works for, on a line of their own: `Ada Oven, The Canadian Press`.
fn with_agency(text: &str) -> Option<Byline> {
    const FEW: std::ops::RangeInclusive<usize> = 2..=5;
    let line = text[..floor_boundary(text, WINDOW)].split(['\n', '\r', '\u{c}']).next().unwrap_or_default();
    let written = line.trim_end();
    let (names, employer) = written.split_once(", ").filter(|_| line.len() < text.len())?;
    let fits = lists::agency(employer).is_some()
        && !lists::is_city(names)
        && FEW.contains(&names.split(' ').count())
        && names.split(' ').all(|word| word.contains(char::is_lowercase))
        && is_names(names);
    fits.then(|| clean(names)).flatten().map(|names| Byline { length: written.len(), names })
}

/// Reads a byline in another language on a line of its own.
fn foreign(text: &str) -> Option<Byline> {
    let line = text[..floor_boundary(text, WINDOW)].split(['\n', '\r', '\u{c}']).next().unwrap_or_default();
    let written = line.trim_end();
    if text.len() == line.len() || line.len() >= WINDOW - 4 {
        return None;
    }
    if DESKS.iter().any(|desk| written.starts_with(desk))
        && written.split(' ').count() <= LONGEST
        && !written.ends_with('.')
    {
        return Some(Byline { length: written.len(), names: String::new() });
    }
    let by = FOREIGN_BY.iter().find(|by| written.starts_with(**by))?;
    let names = &written[by.len()..];
    let few = names.split_whitespace().count() <= 8;
    (few && is_names(names)).then(|| clean(names)).flatten().map(|names| Byline { length: written.len(), names })
}

/// Returns where a dateline cuts a byline that runs into it.
fn cut(text: &str, line: &str, start: usize) -> Option<usize> {
    let words: Vec<(usize, &str)> = words(line, start).collect();
    let mut in_capitals = false;
    for (count, &(at, word)) in words.iter().enumerate().skip(1).take(LONGEST) {
        let bracket = word.find('(').map(|inside| at + inside);
        if let Some(open) = bracket.filter(|&open| open == at) {
            dateline::read(&text[open..], Setting::Text)?;
            return Some(before_city(&words[..count], open));
        }
        let capitals = is_capitals(word);
        if capitals && !in_capitals {
            // After names in capitals, only a place from the list is certain.
            let shouted = is_capitals(words[count - 1].1);
            let found = dateline::read(&text[at..], Setting::Text);
            if found.is_some_and(|found| !found.places.is_empty() && (!shouted || found.known)) {
                return Some(at);
            }
        }
        in_capitals = capitals && !is_capitals(words[0].1);
    }
    None
}

/// A city in title case before the bracket is cut off the names if the list knows it and two names are left.
fn before_city(words: &[(usize, &str)], open: usize) -> usize {
    for count in (1..=3).rev() {
        if words.len() < count + 2 {
            continue;
        }
        let city = &words[words.len() - count..];
        let joined: Vec<&str> = city.iter().map(|&(_, word)| word.trim_end_matches(',')).collect();
        if lists::is_city(&joined.join(" ")) {
            return city[0].0;
        }
    }
    open
}

/// The words of a line from `start`, with their offsets.
fn words(line: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let base = line.as_ptr() as usize;
    line[start..].split_whitespace().map(move |word| (word.as_ptr() as usize - base, word))
}

/// Two capitals or more and no small letter, and not initials: `HAVANA`, `ST.`, but not `J.R.` or `III`.
fn is_capitals(word: &str) -> bool {
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let initials = word.split('.').all(|part| part.chars().count() < 2);
    upper > 1
        && !initials
        && !word.chars().any(char::is_lowercase)
        && !matches!(word, "II" | "III" | "IV" | "JR." | "AP")
}

/// Whether a line holds nothing but names.
fn is_names(line: &str) -> bool {
    let mut count = 0;
    let mut names = 0;
    for word in line.split_whitespace() {
        let bare = word.trim_matches([',', ';', '|', '(', ')', '-', '&']);
        let capital = bare.starts_with(char::is_uppercase) && !bare.contains(|c: char| c.is_ascii_digit());
        // Some agencies write themselves small: `Von Ada Oven, dpa`.
        let agency = count > 0 && lists::agency(bare) == Some(bare);
        if !bare.is_empty() && !agency && !capital && !JOINERS.contains(&bare) && !bare.contains('@') {
            return false;
        }
        count += 1;
        names += usize::from(capital);
    }
    let sentence = line.trim_end().ends_with(['.', '!', '?', ':']) && !line.trim_end().ends_with("Jr.");
    (2..=LONGEST).contains(&count) && names > 1 && !sentence
}

/// Returns the length of the lines after the byline that hold only an agency, the writer's title or an e-mail address; a
/// blank line may part them from it.
fn credit(text: &str) -> usize {
    const MOST: usize = 2;
    let mut length = 0;
    for _ in 0..MOST {
        let rest = &text[length..];
        let start = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let newlines = rest[..start].matches('\n').count();
        let line = rest[start..].lines().next().unwrap_or_default();
        let written = line.trim();
        if !(1..=2).contains(&newlines) || written.is_empty() || start + line.len() == rest.len() {
            break;
        }
        let address = written.contains('@') && !written.contains(' ');
        let writer = written.split_whitespace().count() <= 4
            && lists::agency_at_start(written).is_some()
            && (lists::agency(written).is_some() || is_title(written));
        let titled = written.split_whitespace().count() <= 7 && is_title(written) && !written.ends_with('.');
        // `c. 2004 New York Times News Service`, `Knight Ridder Newspapers`: whose story it is.
        let lower = written.to_lowercase();
        let owner = written.split_whitespace().count() <= 8
            && (lower.starts_with("c. ") || lower.starts_with("(c) ") || lower.starts_with('©'))
            || ["newspapers", "news service"].iter().any(|end| lower.ends_with(end))
                && written.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        let far = newlines > 1 && !lower.starts_with("of ") && !owner;
        if far || !(address || writer || titled || owner) {
            break;
        }
        length += start + line.trim_end().len();
    }
    length
}

/// Whether a line says what a writer is: `Associated Press Writer`, `Staff reporter`, `Of DOW JONES NEWSWIRES`.
fn is_title(line: &str) -> bool {
    const STARTS: [&str; 5] = ["special to ", "special for ", "exclusive to ", "of dow jones", "staff "];
    const ENDS: [&str; 15] = [
        "writer",
        "writers",
        "reporter",
        "reporters",
        "correspondent",
        "correspondents",
        "editor",
        "editors",
        "columnist",
        "contributor",
        "newswires",
        "bureau",
        "staff",
        "korrespondent",
        "correspondant",
    ];
    let lower = line.trim().trim_end_matches('.').to_lowercase();
    let last = lower.rsplit(' ').next().unwrap_or_default();
    STARTS.iter().any(|start| lower.starts_with(start)) || (lower.contains(' ') && ENDS.contains(&last))
}

/// Whether a part of a byline says who else helped: `Bo Crane contributed reporting from Rome.`
fn contributes(part: &str) -> bool {
    let lower = part.to_lowercase();
    ["contributed", "reported from", "additional reporting", "compiled by"].iter().any(|words| lower.contains(words))
}

/// Whether a part of a byline says for whom somebody writes: `The Haven Times`, `Redaktion`.
fn is_employer(part: &str) -> bool {
    const STARTS: [&str; 4] = ["for ", "of ", "the ", "en "];
    const ENDS: [&str; 12] = [
        "press",
        "times",
        "post",
        "news",
        "service",
        "magazine",
        "redaktion",
        "redactie",
        "journalist",
        "analyst",
        "chief",
        "newspapers",
    ];
    let lower = part.trim().to_lowercase();
    let last = lower.rsplit(' ').next().unwrap_or_default();
    STARTS.iter().any(|start| lower.starts_with(start)) || ENDS.contains(&last)
}

/// Returns the names of a byline: without `By`, agency, title, place and address; `None` where nothing is left, or where it
/// was something else: a subtitle, a place, the desk's initials.
pub(super) fn clean(written: &str) -> Option<String> {
    let collapsed = collapse(written);
    let mut names = by(&collapsed).map_or(collapsed.as_str(), |start| &collapsed[start..]);
    let foreign = FOREIGN_BY.iter().find_map(|by| names.strip_prefix(by));
    if let Some(rest) =
        foreign.filter(|rest| rest.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count() > 1)
    {
        names = rest;
    }
    let mut kept: Vec<&str> = Vec::new();
    for part in names.split([',', '|', ';']) {
        let part = part.trim();
        let first = part.split(' ').next().unwrap_or_default();
        let agency = lists::agency(part).is_some()
            || (first.chars().count() > 1 && lists::agency(first).is_some())
            || first.to_ascii_lowercase().starts_with("reuter");
        if agency && !kept.is_empty() {
            break;
        }
        // After names, a title or a town: `Ada Oven, Staff Writer`, `Bo Crane, Berlin`.
        let beside = !kept.is_empty()
            && (contributes(part)
                || is_title(part)
                || is_employer(part)
                || lists::is_city(part)
                || lists::is_region(part));
        if !part.is_empty() && !beside {
            kept.push(part);
        }
    }
    let joined = kept.join(", ");
    let mut words: Vec<&str> =
        without_places(&joined.split(' ').filter(|word| !word.contains('@')).collect::<Vec<_>>());
    while words.len() > 1 && words.last().is_some_and(|word| is_agency_word(word)) {
        words.pop();
    }
    let mut names = words.join(" ");
    if let Some((before, _)) = names.rsplit_once('/').filter(|(_, agency)| lists::agency(agency).is_some()) {
        names = before.trim_end().to_owned();
    }
    let last = names.rsplit(' ').next().unwrap_or_default();
    if last.ends_with('.') && last.len() > 4 {
        names.pop();
    }
    let names = names.trim_matches([',', ' ', '-', '|', ';', '_']).to_owned();
    (!names.is_empty() && !is_agency_word(&names) && !is_something_else(&names)).then_some(names)
}

/// Takes `in Rome` away where a writer's name stands before it.
fn without_places<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let mut kept: Vec<&str> = Vec::new();
    let mut in_place = false;
    for (at, &word) in words.iter().enumerate() {
        let next_is_capital = words.get(at + 1).is_some_and(|next| next.starts_with(char::is_uppercase));
        if matches!(word, "in" | "IN") && kept.len() > 1 && next_is_capital {
            in_place = true;
            continue;
        }
        let joins = matches!(word.to_ascii_lowercase().as_str(), "and" | "&" | "with" | "und" | "et" | "y" | "e");
        in_place &= !joins;
        if in_place {
            // A comma ends the place; another name follows it.
            in_place = !word.ends_with(',');
            if !in_place && at + 1 < words.len() {
                kept.push("and");
            }
            continue;
        }
        kept.push(word);
    }
    kept
}

/// Whether what stood for a byline is a subtitle, a place, or initials.
fn is_something_else(names: &str) -> bool {
    let words: Vec<&str> = names.split(' ').collect();
    let is_small = |word: &&&str| word.starts_with(char::is_lowercase) && !JOINERS.contains(word);
    let small = words.iter().filter(is_small).count();
    let subtitle = words.len() > 4 && 2 * small >= words.len();
    let initials = words.len() == 1
        && names.len() <= 8
        && names.split(['/', '-']).all(|part| part.len() <= 4 && part.chars().all(char::is_lowercase));
    subtitle || initials || lists::is_city(names) || (words.len() > 6 && names.ends_with(['.', '?', '!']) && small > 2)
}

/// Whether a word is an agency and can be no name: `Reuters`, `AFP`.
fn is_agency_word(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '.']);
    word.eq_ignore_ascii_case("reuters")
        || (word.len() > 1
            && !word.chars().any(char::is_lowercase)
            && lists::agency(word).is_some_and(|name| name == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_ends_where_its_dateline_begins() {
        for (text, names, rest) in [
            ("By Ada Brightwell HAVANA (Reuters) - The", "Ada Brightwell", " HAVANA"),
            ("By Ada Brightwell and Bo Crane NEW YORK (Reuters) - The", "Ada Brightwell and Bo Crane", " NEW YORK"),
            ("By Ada Brightwell (Reuters) - The", "Ada Brightwell", " (Reuters)"),
            ("By Ada J.R. Brightwell ST. LOUIS (AP) _ The", "Ada J.R. Brightwell", " ST. LOUIS"),
            ("By Ada Brightwell WEST PALM BEACH, Fla./ROME (Reuters) - The", "Ada Brightwell", " WEST"),
            ("BY ADA BRIGHTWELL LONDON (Reuters) - The", "ADA BRIGHTWELL", " LONDON"),
            ("By Ada Brightwell London (Reuters) - The", "Ada Brightwell", " London"),
            ("By Ada Brightwell, Reuters\nLONDON", "Ada Brightwell", "\nLONDON"),
            ("By Ada Brightwell\r\n\r\nThe", "Ada Brightwell", "\r\n\r\nThe"),
            ("By Ada Brightwell ada@example.com\nThe", "Ada Brightwell", "\nThe"),
            ("By ADA BRIGHTWELL\nAP Business Writer\nROME", "ADA BRIGHTWELL", "\nROME"),
            ("By Ada Brightwell\nada@example.com\nROME", "Ada Brightwell", "\nROME"),
            ("by Ada van der Berg in Rome\nThe", "Ada van der Berg", "\nThe"),
            ("By Ada Brightwell\nStaff reporter\nROME", "Ada Brightwell", "\nROME"),
            ("By Ada Brightwell\n\nOf DOW JONES NEWSWIRES\n\nROME", "Ada Brightwell", "\n\nROME"),
            ("Von Ada Brightwell\nThe", "Ada Brightwell", "\nThe"),
            ("Par Ada BRIGHTWELL\nLe", "Ada BRIGHTWELL", "\nLe"),
            ("Por Ada Brightwell y Bo Crane\nLos", "Ada Brightwell y Bo Crane", "\nLos"),
            ("Di Ada Brightwell\nIl", "Ada Brightwell", "\nIl"),
            ("Van onze Haagse redactie\n\nDEN HAAG", "", "\n\nDEN HAAG"),
        ] {
            let found = read(text).map(|byline| (byline.names, &text[byline.length..]));
            let (found, after) = found.unwrap_or_else(|| panic!("no byline in {text}"));
            assert_eq!(found, names, "{text}");
            assert!(after.starts_with(rest), "{text}: {after}");
        }
    }

    #[test]
    fn a_sentence_that_begins_with_by_is_none() {
        for text in [
            "By Monday, the ovens were cold.\nThe",
            "By the time Ada came\nthe",
            "By Ada Brightwell",
            "Bye Bye\nA",
            "By\nAda",
            "By 2017 Loaves\nThe",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_byline_field_is_cleaned() {
        for (written, names) in [
            ("    By Ada Brightwell, Reuters", Some("Ada Brightwell")),
            ("    BY ADA D'OVEN, REUTERS", Some("ADA D'OVEN")),
            ("By Ada Brightwell Reuters", Some("Ada Brightwell")),
            ("By Ada Brightwell, Reutersd", Some("Ada Brightwell")),
            ("By Ada Brightwell, Reuters.", Some("Ada Brightwell")),
            ("By Ada Brightwell, AP Business Writer", Some("Ada Brightwell")),
            ("by ada brightwell", Some("ada brightwell")),
            ("Ada Brightwell, Bo Crane", Some("Ada Brightwell, Bo Crane")),
            ("Ada Brightwell Jr.", Some("Ada Brightwell Jr.")),
            ("Byron Oven", Some("Byron Oven")),
            ("By ADA BRIGHTWELL; Times Staff Writer", Some("ADA BRIGHTWELL")),
            ("Ada Brightwell, Special to The Haven Times", Some("Ada Brightwell")),
            ("Ada Brightwell, Washington correspondent", Some("Ada Brightwell")),
            ("Ada Brightwell and Bo Crane in Haven", Some("Ada Brightwell and Bo Crane")),
            ("Ada Brightwell in Haven and Bo Crane in New York", Some("Ada Brightwell and Bo Crane")),
            ("Ada Brightwell | AP", Some("Ada Brightwell")),
            ("Ada Brightwell/Reuters", Some("Ada Brightwell")),
            ("Ada Brightwell (AFP)", Some("Ada Brightwell")),
            ("Ada Brightwell; Bo Crane", Some("Ada Brightwell, Bo Crane")),
            ("Ada Brightwell, Berlin", Some("Ada Brightwell")),
            ("Ada Brightwell ada@example.com", Some("Ada Brightwell")),
            ("Von Ada Brightwell", Some("Ada Brightwell")),
            ("Von Brightwell", Some("Von Brightwell")),
            ("Par Ada Brightwell", Some("Ada Brightwell")),
            ("Por Ada Brightwell", Some("Ada Brightwell")),
            ("OVEN, ADA", Some("OVEN, ADA")),
            ("AO Hafen", Some("AO Hafen")),
            ("Report from The Oven Post brought to you by nobody.", None),
            ("Bakers wait for the bread that is to come", None),
            ("LONDON", None),
            ("ab/cd", None),
            ("mbr", None),
            ("By Reuters", None),
            ("  ", None),
        ] {
            assert_eq!(clean(written).as_deref(), names, "{written}");
        }
    }
}
