//! Factiva downloads: fields by their codes (`HD`, `PD`, `LP`, `TD`, ...), or without codes, where their order tells; as
//! text and as saved pages. And the service's own XML (`ppsarticle`).
//!
//! Each article ends with its number, `Document ABCD000020170302ed32000a1`. Without codes, the line with the count of words
//! is what all others are found by: headline and author stand before it, date, source and rights after it.

use super::detect::Head;
use super::documents::{self, Border, Cut};
use super::elements::{self, Made, Make};
use super::options::Options;
use super::xml::Element;
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::{Record, is_date_line};
use std::collections::BTreeSet;

/// The codes of the fields.
const CODES: [&str; 33] = [
    "CLM", "SE", "HD", "HL", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA", "CY",
    "CX", "LP", "TD", "ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "DJIC",
];
/// The codes of editors' tags, and what a tag is called.
const TAGS: [(&str, &str); 5] =
    [("CO", "companies"), ("IN", "industries"), ("NS", "subjects"), ("RE", "places"), ("IPD", "keywords")];
/// The words after a count of words.
const WORDS: [&str; 14] = [
    "words", "word", "mots", "wörter", "palabras", "parole", "palavras", "woorden", "слов", "ord", "słów", "sözcük",
    "字", "語",
];
/// The words before an article's number.
const DOCUMENT: [&str; 9] =
    ["Document", "Dokument", "Documento", "Документ", "文書", "文件", "ドキュメント", "Belge", "Documents"];

/// Returns true where articles' numbers stand at their ends, or a page says that it is Factiva's.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    if is_service(head.text) {
        return true;
    }
    if documents::is_page(head) {
        let titled = ["<title>Factiva", "<title>Dow Jones Factiva"].iter().any(|title| head.text.contains(title));
        return titled || (head.text.contains("articleParagraph") && head.text.contains("class=\"article"));
    }
    if head.text.trim_start().starts_with(['<', '{', '[']) {
        return false;
    }
    let (mut numbers, mut counts, mut codes) = (0, 0, BTreeSet::new());
    for line in head.text.lines().filter(|line| line.len() < 400) {
        numbers += usize::from(article_number(line).is_some());
        counts += usize::from(is_count(line.trim()));
        codes.extend(code(line).map(|(code, _)| code).filter(|code| SURE.contains(code)));
    }
    // `AN` begins lines of any text in capitals.
    codes.contains("HD") && codes.len() > 3 || numbers > 0 && counts > 0
}

/// The codes that nearly every article has.
const SURE: [&str; 7] = ["HD", "WC", "PD", "SN", "LP", "TD", "AN"];

fn is_service(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('<') && (text.contains("<ppsarticle") || text.contains("<ppsArticleResponse"))
}

/// Reads the articles.
pub(super) fn read<'a>(mut input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    const ENOUGH: usize = 4096;
    while input.window.bytes().len() < ENOUGH {
        if !input.window.more().map_err(|error| Refusal::Fail(input.failure(&error)))? {
            break;
        }
    }
    let start = &input.window.bytes()[..input.window.bytes().len().min(ENOUGH)];
    if is_service(&input.decoding.text(start)) {
        return Ok(elements::stories(input, options, &["ppsarticle"], Service));
    }
    documents::stories(input, options, Factiva)
}

struct Factiva;

impl Cut for Factiva {
    fn border(&self, line: &str) -> Border {
        if article_number(line).is_some() { Border::After } else { Border::None }
    }

    fn record(&mut self, document: &str, _: bool) -> Result<Option<Made>, Flaw> {
        let lines: Vec<&str> = document.lines().map(trim).collect();
        let numbered = lines.iter().rev().find_map(|line| article_number(line));
        let coded = lines.iter().filter(|line| code(line).is_some()).take(4).count() > 3;
        let record = if coded { with_codes(&lines) } else { without_codes(&lines) };
        let Some(record) = record else {
            // What stands after the last article is the page's own.
            return if numbered.is_some() {
                Err("the article has no fields: neither codes nor a count of words".to_owned().into())
            } else {
                Ok(None)
            };
        };
        Ok(Some(Made { record, id: numbered.map(str::to_owned), alone: false }))
    }
}

fn trim(line: &str) -> &str {
    line.trim_matches(|c: char| (c.is_whitespace() && c != '\t') || c == '\u{feff}' || c == '\u{c}')
}

/// Reads the article's number in a line that ends with it: `Document ABCD000020170302ed32000a1`.
fn article_number(line: &str) -> Option<&str> {
    const LONGEST: usize = 80;
    if line.len() > LONGEST {
        return None;
    }
    let mut words = line.split_whitespace().rev();
    let number = words.next().filter(|word| (18..=40).contains(&word.len()))?;
    let named = words.next().is_some_and(|word| DOCUMENT.contains(&word));
    let rest = words.next();
    let fits = number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 8;
    (named && fits && matches!(rest, None | Some("AN")) && words.next().is_none()).then_some(number)
}

/// `877 words`, `1,684 Wörter`, `295 mots`.
fn is_count(line: &str) -> bool {
    const LONGEST: usize = 29;
    let (digits, rest) = line.split_at(line.bytes().take_while(|b| b.is_ascii_digit() || b",. ".contains(b)).count());
    line.len() <= LONGEST
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && WORDS.contains(&rest.trim().to_lowercase().as_str())
}

/// Reads the code that a line begins with: `HD`, a tab or blanks, the value; or the code alone.
fn code(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start();
    let length = line.bytes().take_while(u8::is_ascii_uppercase).count();
    let (written, rest) = line.split_at(length);
    let apart = rest.is_empty() || rest.starts_with(['\t', '\u{a0}', ' ']);
    let known = CODES.iter().find(|code| **code == written).filter(|_| apart)?;
    Some((known, rest.trim()))
}

/// Reads an article whose fields have their codes.
fn with_codes(lines: &[&str]) -> Option<Record> {
    let mut fields: Vec<(&str, Vec<&str>)> = vec![];
    let is_tabbed = lines.iter().any(|line| code(line).is_some_and(|_| line.trim_start().contains('\t')));
    for line in lines {
        let found = code(line).filter(|(known, value)| {
            // In running text a word in capitals may begin a line; a tab, or no text at all, tells the code from it.
            let told = value.is_empty() || !is_tabbed || line.trim_start()[known.len()..].starts_with('\t');
            told && !fields.iter().any(|(field, _)| field == known)
        });
        match (found, fields.last_mut()) {
            (Some((known, value)), _) => fields.push((known, vec![value])),
            (None, Some((_, values))) => values.push(line),
            (None, None) => {}
        }
    }
    let lines_of = |wanted: &str| {
        let found = fields.iter().find(|(known, _)| *known == wanted);
        found.map(|(_, lines)| lines.as_slice()).unwrap_or_default()
    };
    let value = |wanted: &str| one_line(lines_of(wanted));
    if fields.len() < 3 {
        return None;
    }
    let is_wrapped = documents::is_wrapped(lines.iter().copied());
    let mut parts: Vec<String> = vec![];
    for part in ["LP", "TD"] {
        let text = paragraphs(lines_of(part), is_wrapped);
        if !text.is_empty() {
            parts.push(text);
        }
    }
    let mut tags = vec![];
    for (known, kind) in TAGS {
        for value in value(known).unwrap_or_default().split('|') {
            // `gvote : Elections`: the name says more than the code.
            let name = value.split_once(" : ").map_or(value, |(_, name)| name).trim();
            if !name.is_empty() {
                tags.push(format!("{kind}:{name}"));
            }
        }
    }
    if let Some(edition) = value("ED") {
        tags.push(format!("edition:{edition}"));
    }
    let date = value("PD").map(|date| match value("ET") {
        Some(time) => format!("{date} {time}"),
        None => date,
    });
    Some(Record {
        headline: value("HD").or_else(|| value("HL")),
        text: parts.join("\n\n"),
        byline: value("BY"),
        date,
        section: value("SE").or_else(|| value("CLM")),
        lang: value("LA").and_then(|language| documents::language(&language)),
        agency: value("SN"),
        tags,
        note: value("CX"),
        ..Record::default()
    })
}

/// In a saved page or a word processor each paragraph is a line.
fn paragraphs(lines: &[&str], is_wrapped: bool) -> String {
    let has_blanks = lines.iter().any(|line| line.trim().is_empty());
    documents::paragraphs(lines, is_wrapped && has_blanks)
}

fn one_line(lines: &[&str]) -> Option<String> {
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Reads an article whose fields are told by their order.
fn without_codes(lines: &[&str]) -> Option<Record> {
    const FARTHEST: usize = 40;
    const MOST_AFTER: usize = 14;
    let filled: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].trim().is_empty()).collect();
    let count = filled.iter().take(FARTHEST).position(|&at| is_count(lines[at].trim()))?;
    let before: Vec<&str> = filled[..count].iter().map(|&at| lines[at].trim()).collect();
    let mut record = heading(&before);
    let after: Vec<(usize, &str)> =
        filled[count + 1..].iter().take(MOST_AFTER).map(|&at| (at, lines[at].trim())).collect();
    let date = after.iter().take(2).position(|(_, line)| is_date_line(line));
    let mut next = date.map_or(0, |date| date + 1);
    record.date = date.map(|date| after[date].1.to_owned());
    if let Some((_, time)) = after.get(next).filter(|(_, line)| is_time(line)) {
        record.date = record.date.map(|date| format!("{date} {time}"));
        next += 1;
    }
    record.agency = after.get(next).map(|(_, line)| (*line).to_owned());
    // The code of the source, edition, page, language, rights: the body begins after the last of them.
    let mut last = after.get(next)?.0;
    for (at, line) in &after[next + 1..] {
        let language = documents::language(line);
        let is_rights = documents::is_copyright(line);
        record.lang = record.lang.or_else(|| language.clone());
        if language.is_some() || is_rights || is_source_code(line) {
            last = *at;
        }
        if is_rights {
            break;
        }
    }
    let end = filled.iter().rev().find(|&&at| article_number(lines[at]).is_some()).copied().unwrap_or(lines.len());
    let body = lines.get(last + 1..end.max(last + 1)).unwrap_or_default();
    record.text = paragraphs(body, documents::is_wrapped(body.iter().copied()));
    Some(record)
}

/// The code of a source: `NYTF`, `LBA`, `SDDZDE`.
fn is_source_code(line: &str) -> bool {
    (2..=8).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_time(line: &str) -> bool {
    line.len() <= 12 && line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(':')
}

/// Reads what stands before the count of words: section, headline, author. A saved page marks the last two.
fn heading(lines: &[&str]) -> Record {
    let marked =
        |code: &str| lines.iter().position(|line| line.strip_prefix(code).is_some_and(|rest| rest.starts_with('\t')));
    let bare = |line: &str| line.split_once('\t').map_or(line, |(_, rest)| rest).trim().to_owned();
    let headline = marked("HD").or_else(|| {
        let by = lines.iter().rposition(|line| is_byline(line)).or_else(|| author(lines)).filter(|&by| by > 0);
        match by {
            Some(by) => Some(by - 1),
            // Section and author are short, a headline is not.
            None => (0..lines.len()).max_by_key(|&at| (lines[at].chars().count(), lines.len() - at)),
        }
    });
    let Some(headline) = headline else { return Record::default() };
    let byline = marked("BY").or_else(|| (headline + 1 < lines.len()).then_some(headline + 1));
    Record {
        headline: Some(bare(lines[headline])).filter(|line| !line.is_empty()),
        byline: byline.map(|at| bare(lines[at])),
        section: (headline > 0).then(|| lines[headline - 1].to_owned()).filter(|line| !is_navigation(line)),
        ..Record::default()
    }
}

/// Returns where the author stands without `By`: last, shorter than the headline, names and nothing else; below one line
/// only, in capitals.
fn author(lines: &[&str]) -> Option<usize> {
    let at = lines.len().checked_sub(2)? + 1;
    let (headline, last) = (lines[at - 1], lines[at]);
    let shouts = |line: &str| !line.contains(char::is_lowercase);
    let count = last.split_whitespace().count();
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let fits = (2..=4).contains(&count) && last.split_whitespace().all(is_name) && last.len() < headline.len();
    (fits && (at > 1 || shouts(last) && !shouts(headline))).then_some(at)
}

/// `Dow Jones`, `Factiva`: the page's own name above the first article.
fn is_navigation(line: &str) -> bool {
    line.contains("Dow Jones") || line.contains("Factiva")
}

fn is_byline(line: &str) -> bool {
    ["By ", "BY ", "by ", "Von ", "Par ", "Por ", "Di ", "Door "].iter().any(|by| line.starts_with(by))
}

/// The service's own XML.
struct Service;

impl Make for Service {
    fn between(&mut self, text: &str) -> bool {
        elements::is_markup_only(text)
    }

    fn record(&mut self, element: &str) -> Result<Made, Flaw> {
        let root = Element::parse(element)?;
        let article = root.child("article").unwrap_or(&root);
        let line = |name: &str| article.child(name).and_then(Element::line);
        let paragraphs = |name: &str| {
            let parts = article.child(name).map(|part| part.find_all("paragraph")).unwrap_or_default();
            parts.into_iter().filter_map(Element::line).collect::<Vec<_>>()
        };
        let text: Vec<String> = ["leadParagraph", "tailParagraphs"].into_iter().flat_map(paragraphs).collect();
        let named =
            [("region", "places"), ("newsSubject", "subjects"), ("industry", "industries"), ("company", "companies")];
        let tags = named.into_iter().flat_map(|(name, kind)| {
            let values = article.children().filter(move |child| child.name == name);
            values
                .filter_map(|value| value.child("name").unwrap_or(value).line())
                .map(move |value| format!("{kind}:{value}"))
        });
        let record = Record {
            headline: line("headline"),
            text: text.join("\n\n"),
            byline: line("byline"),
            date: line("publicationDate"),
            section: line("sectionName").or_else(|| line("columnName")),
            lang: line("baseLanguage").map(|language| language.to_lowercase()),
            agency: line("sourceName"),
            tags: tags.collect(),
            note: line("notes"),
            ..Record::default()
        };
        if record.text.is_empty() && record.headline.is_none() {
            return Err(Flaw::Bad("the article has neither text nor headline".to_owned()));
        }
        Ok(Made { record, id: line("accessionNo"), alone: false })
    }
}
