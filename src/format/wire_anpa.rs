//! Messages of ANPA 1312: a line of service and number, one of priority, category, slug and day, lines of head that a sign marks,
//! the text, and a trailer that has the date.

use super::wire::{bare, is_digits, joined};
use super::{prose, trec};
use crate::story::Record;

/// Service and number: `V4644-----`, `W2870asian`, `a0105KYODOkoko-`.
pub(super) fn is_anpa_service(line: &str) -> bool {
    let line: String = line.chars().filter(|c| *c != ' ').collect();
    let digits = line.bytes().skip(1).take_while(u8::is_ascii_digit).count();
    line.starts_with(|first: char| first.is_ascii_alphabetic())
        && (3..=5).contains(&digits)
        && (2..=20).contains(&(line.len() - 1 - digits))
        && line[1 + digits..].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `r i BC-Harbour-Ferry     11-13 1049`: priority, category, slug, day and words.
pub(super) struct AnpaHeader<'l> {
    priority: &'l str,
    category: &'l str,
    slug: String,
}

impl<'l> AnpaHeader<'l> {
    pub(super) fn read(line: &'l str) -> Option<Self> {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let last = words.pop()?;
        // Tables are sent without a count of words.
        let (words_count, day) = if last.contains('-') { ("0", last) } else { (last, words.pop()?) };
        let is_day = day
            .split_once('-')
            .is_some_and(|(month, day)| is_digits(month) && is_digits(day) && month.len() <= 2 && day.len() <= 2);
        let letter = |word: &str| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_header = is_day && is_digits(words_count) && words.len() >= 3 && letter(words[0]) && letter(words[1]);
        is_header.then(|| Self { priority: words[0], category: words[1], slug: words[2..].join(" ") })
    }
}

/// Reads a message of ANPA 1312, from the line after its header.
pub(super) fn anpa(first: &str, second: &str, lines: &[&str]) -> (Record, Option<String>) {
    let header = AnpaHeader::read(second);
    let (lines, date, source) = without_trailer(lines);
    let mut record = Record { date, ..Record::default() };
    let mut heads: Vec<String> = Vec::new();
    let mut bylines: Vec<String> = Vec::new();
    let mut body: Vec<String> = Vec::new();
    let mut has_text = false;
    for (at, line) in lines.iter().enumerate() {
        let marked = line.trim_start().strip_prefix('^');
        // Where lines are not marked, those before the first that is indented are the head.
        let is_head = !has_text && (marked.is_some() || (at < 3 && !line.is_empty() && !line.starts_with([' ', '\t'])));
        if !is_head {
            has_text |= !line.trim().is_empty();
            body.push(unmarked(line));
            continue;
        }
        for part in marked.unwrap_or(line).split('^') {
            let ended = part.trim_end();
            let text = part.trim_end().trim_end_matches(['<', '=', '+', '^', ' ']).trim().to_owned();
            if text.is_empty() || text.starts_with("AP Photo") || text.starts_with('*') {
            } else if let Some(note) =
                ["Eds:", "EDITOR'S NOTE", "EDS:"].iter().find_map(|start| text.strip_prefix(start))
            {
                let note = note.trim_start_matches([' ', '_', '-', ':']).to_owned();
                record.note = joined(record.note.take(), Some(note));
            } else if text.starts_with("By ") || (ended.ends_with('=') && !bylines.is_empty()) {
                bylines.push(text);
            } else {
                heads.push(text);
            }
        }
    }
    let mut heads = heads.into_iter();
    record.slug =
        heads.next().map(|slug| without_count(&slug)).or_else(|| header.as_ref().map(|header| header.slug.clone()));
    record.headline = heads.next();
    // The lines after the first say where the writer works.
    record.byline = bylines.into_iter().next();
    record.text = prose::paragraphs(&body.join("\n"));
    let rest: Vec<String> = heads.collect();
    if record.text.trim().is_empty() {
        record.text = rest.join("\n\n");
    } else if !rest.is_empty() {
        record.summary = Some(rest.join(" "));
    }
    record.agency = source.or_else(|| first.contains("KYODO").then(|| "Kyodo".to_owned()));
    if let Some(header) = header {
        record.section = Some(header.category.to_owned());
        record.tags.push(format!("priority:{}", header.priority));
    }
    let number = 1 + first.bytes().skip(1).take_while(u8::is_ascii_digit).count();
    let id = first.get(..number).map(str::to_owned);
    (record, id)
}

/// Returns a line of a text without the marks around it.
fn unmarked(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    let content = line.trim().trim_start_matches('^');
    let content = content.strip_suffix('<').or_else(|| content.strip_suffix('=')).unwrap_or(content).trim_end();
    // A mark begins a line, as an indent does.
    let indent = if line.trim_start().starts_with('^') { 3 } else { indent };
    if content.is_empty() { String::new() } else { format!("{}{content}", " ".repeat(indent)) }
}

/// Returns a slug without the number of words after it: `BC-LT--Harbour Ferry,466`.
fn without_count(slug: &str) -> String {
    match slug.rsplit_once(',') {
        Some((slug, count)) if is_digits(count.trim()) => slug.trim_end_matches(',').trim().to_owned(),
        _ => slug.to_owned(),
    }
}

/// Returns the lines without the trailer, and the date and the agency it gives: `AP-WF-11-13-13 1509GMT<`,
/// `NYT-06-01-98 0002EDT`, `KWS-21:37-09-12-18`.
fn without_trailer<'l, 't>(mut lines: &'l [&'t str]) -> (&'l [&'t str], Option<String>, Option<String>) {
    let (mut date, mut source) = (None, None);
    while let Some((last, rest)) = lines.split_last() {
        let line = bare(last).trim_end_matches(['<', '=']).to_owned();
        if date.is_none()
            && let Some((found, agency)) = trailer(&line)
        {
            (date, source) = (Some(found), agency);
        } else if let Some(agency) = line.strip_prefix("==") {
            source = source.or_else(|| Some(agency.trim().to_owned()).filter(|agency| !agency.is_empty()));
        } else if !line.is_empty() && line != "NNNN" {
            break;
        }
        lines = rest;
    }
    (lines, date, source)
}

fn trailer(line: &str) -> Option<(String, Option<String>)> {
    let (stamp, clock) = line.split_once(' ').unwrap_or((line, ""));
    let mut parts: Vec<&str> = stamp.split('-').collect();
    let (year, second, first) = (parts.pop()?, parts.pop()?, parts.pop()?);
    let name = parts.first().copied().unwrap_or_default();
    if !name.bytes().all(|byte| byte.is_ascii_uppercase()) || name.len() < 2 {
        return None;
    }
    let agency = agency_named(name);
    let digits: String = clock.chars().filter(char::is_ascii_digit).collect();
    if let Some(time) = parts.last().filter(|part| part.contains(':')) {
        return Some((format!("{}T{time}", trec::ymd(year, second, first)?), agency));
    }
    let date = trec::ymd(year, first, second)?;
    let date = if digits.len() == 4 { format!("{date}T{}:{}", &digits[..2], &digits[2..]) } else { date };
    Some((date, agency))
}

fn agency_named(code: &str) -> Option<String> {
    const CODES: [(&str, &str); 5] =
        [("AP", "AP"), ("UPI", "UPI"), ("NYT", "New York Times"), ("KWS", "Kyodo"), ("RTR", "Reuters")];
    CODES.iter().find(|(known, _)| *known == code).map(|(_, name)| (*name).to_owned())
}
