//! Bylines: who wrote the story.
//!
//! Owns: finding `By Ada Brightwell` before a dateline, on its own line or running into the dateline's capitals, and cleaning
//! a byline that came in a field. Does not own: credits at the end (`trailer`). A name alone cannot be told from a place, so a
//! byline that runs on ends where a dateline can be read.

use super::dateline::{self, Setting};
use super::headline::collapse;
use super::{floor_boundary, lists};

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

/// Reads the byline that `text` begins with.
pub(super) fn read(text: &str) -> Option<Byline> {
    let start = by(text)?;
    let line = text[..floor_boundary(text, WINDOW)].split(['\n', '\r', '\u{c}']).next().unwrap_or_default();
    if let Some(end) = cut(text, line, start) {
        let names = clean(&line[..end])?;
        return Some(Byline { length: line[..end].trim_end().len(), names });
    }
    let ends = text.len() > line.len() && line.len() < WINDOW - 4;
    let names = clean(line).filter(|_| ends && is_names(&line[start..]))?;
    let length = line.trim_end().len();
    Some(Byline { length: length + credit(&text[length..]), names })
}

/// Returns where the names begin: after `By `.
fn by(text: &str) -> Option<usize> {
    let after = ["By", "BY", "by"].iter().find_map(|by| text.strip_prefix(by))?;
    let names = after.trim_start_matches([' ', '\t', ':', '\u{a0}']);
    (names.len() < after.len() && !names.is_empty()).then_some(text.len() - names.len())
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
        if !bare.is_empty() && !capital && !JOINERS.contains(&bare) && !bare.contains('@') {
            return false;
        }
        count += 1;
        names += usize::from(capital);
    }
    let sentence = line.trim_end().ends_with(['.', '!', '?', ':']) && !line.trim_end().ends_with("Jr.");
    (2..=LONGEST).contains(&count) && names > 1 && !sentence
}

/// Returns the length of a line after the byline that holds only an agency or an e-mail address.
fn credit(text: &str) -> usize {
    let lead = text.len() - text.trim_start_matches([' ', '\t', '\r']).len();
    let Some(rest) = text[lead..].strip_prefix('\n') else { return 0 };
    let line = rest.lines().next().unwrap_or_default();
    let written = line.trim();
    let address = written.contains('@') && !written.contains(' ');
    let writer = written.split_whitespace().count() <= 4
        && lists::agency_at_start(written).is_some()
        && written.split_whitespace().last().is_some_and(|word| {
            lists::agency(written).is_some()
                || matches!(word.to_ascii_lowercase().as_str(), "writer" | "correspondent" | "editor")
        });
    if address || writer { lead + 1 + line.trim_end().len() } else { 0 }
}

/// Returns the names of a byline: without `By`, agency, title and address; `None` where nothing is left.
pub(super) fn clean(written: &str) -> Option<String> {
    let collapsed = collapse(written);
    let names = by(&collapsed).map_or(collapsed.as_str(), |start| &collapsed[start..]);
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
        if !part.is_empty() {
            kept.push(part);
        }
    }
    let joined = kept.join(", ");
    let mut words: Vec<&str> = joined.split(' ').filter(|word| !word.contains('@')).collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_agency_word(word)) {
        words.pop();
    }
    let mut names = words.join(" ");
    let last = names.rsplit(' ').next().unwrap_or_default();
    if last.ends_with('.') && last.len() > 4 {
        names.pop();
    }
    let names = names.trim_matches([',', ' ', '-', '|']).to_owned();
    (!names.is_empty() && !is_agency_word(&names)).then_some(names)
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
            ("by Ada van der Berg in Rome\nThe", "Ada van der Berg in Rome", "\nThe"),
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
            ("By Reuters", None),
            ("  ", None),
        ] {
            assert_eq!(clean(written).as_deref(), names, "{written}");
        }
    }
}
