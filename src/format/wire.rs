//! Wire transmissions as newsrooms received them: IPTC 7901, ANPA 1312, and messages between `ZCZC` and `NNNN`.
//!
//! Many a copy has lost the control characters around its parts, so the lines decide and these only help: a message begins
//! with a line of service, number, priority, category and word count, or with two of the like, and lasts until the next.

use super::detect::Head;
use super::members::Members;
use super::options::Options;
use super::wire_anpa::{AnpaHeader, anpa, is_anpa_service};
use super::work::look;
use super::{Failure, Flaw, Input, Parsed, Reader, Refusal, prose, trec};
use crate::story::{Record, Status};
use memchr::memchr;
use std::io;

/// How many lines of a head are looked at for a message's first.
const FIRST_LINES: usize = 4;

/// The longest first line of a message, in bytes.
const LONGEST_START: usize = 200;

/// Returns true where the first lines are those of a message.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    is_transmission(head.text)
}

/// Returns true for a text that begins as a message does.
pub(super) fn is_transmission(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !bare(line).is_empty()).take(FIRST_LINES);
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let (third, after) = (second, lines.next().unwrap_or_default());
    // A session may begin with its own date: `[31-JUL-97  00:00]`.
    let is_stamp = first.trim_start().starts_with('[') && first.trim_end().ends_with(']');
    kind_of(first, second).is_some() || (is_stamp && kind_of(third, after).is_some())
}

/// The shapes of messages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Iptc,
    Anpa,
    Telex,
}

/// Returns what message begins with these two lines.
fn kind_of(first: &str, second: &str) -> Option<Kind> {
    if first.len() > LONGEST_START {
        return None;
    }
    let (first, second) = (bare(first), bare(second));
    if first == "ZCZC" || first.starts_with("ZCZC ") {
        return Some(Kind::Telex);
    }
    if IptcHeader::read(&first).is_some() {
        return Some(Kind::Iptc);
    }
    (is_anpa_service(&first) && AnpaHeader::read(&second).is_some()).then_some(Kind::Anpa)
}

/// Returns a line with control characters as blanks, trimmed.
pub(super) fn bare(line: &str) -> String {
    let blanked: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    blanked.trim().to_owned()
}

/// `eca0003 3 i 380  dpa 0045`: service and number, priority, category, words, and what the agency adds.
struct IptcHeader<'l> {
    id: &'l str,
    priority: &'l str,
    category: &'l str,
    rest: Vec<&'l str>,
}

impl<'l> IptcHeader<'l> {
    fn read(line: &'l str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (id, priority, category, count) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let letters = id.bytes().take_while(u8::is_ascii_alphabetic).count();
        let number = &id[letters..];
        let is_header = (1..=5).contains(&letters)
            && (2..=6).contains(&number.len())
            && is_digits(number)
            && priority.len() == 1
            && is_digits(priority)
            && (1..=3).contains(&category.len())
            && category.bytes().all(|byte| byte.is_ascii_alphabetic())
            && (1..=5).contains(&count.len())
            && is_digits(count);
        is_header.then(|| Self { id, priority, category, rest: words.collect() })
    }
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads the messages.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    let options = options.clone();
    Ok(Parsed::streamed(Messages { input, options, members: Members::default(), ordinal: 0 }))
}

struct Messages<'a> {
    input: Input<'a>,
    options: Options,
    members: Members,
    ordinal: u64,
}

impl Messages<'_> {
    /// Returns how long the message is that the window begins with, and whether it goes on beyond the limit.
    fn length(&mut self) -> io::Result<Option<(usize, bool)>> {
        let limit = self.options.record_limit();
        let mut is_whole = false;
        loop {
            let bytes = self.input.window.bytes();
            if bytes.is_empty() && is_whole {
                return Ok(None);
            }
            let next = next_start(bytes, is_whole);
            look(next.unwrap_or(bytes.len()));
            if let Some(at) = next {
                return Ok(Some((at, false)));
            }
            if is_whole {
                return Ok(Some((bytes.len(), false)));
            }
            if bytes.len() > limit {
                return Ok(Some((bytes.len() - LONGEST_START.min(limit), true)));
            }
            is_whole = !self.input.window.grow(limit)?;
        }
    }

    fn record(&mut self, length: usize) -> Result<Record, Flaw> {
        let text = self.input.decoding.text(&self.input.window.bytes()[..length]);
        let (mut record, id) = message(&text)?;
        if record.text.len() > self.options.text_limit {
            return Err(Flaw::Bad(self.options.over_limit()));
        }
        record.member = Some(self.members.name(id.as_deref(), self.ordinal));
        Ok(record)
    }
}

impl Reader for Messages<'_> {
    fn next_record(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        loop {
            let Some((length, is_long)) = self.length()? else { return Ok(None) };
            let line = self.input.window.line();
            // What stands before the first message, or between two, are stamps of the session.
            let piece = self.input.decoding.text(&self.input.window.bytes()[..length]).into_owned();
            if !is_long && !is_message(&piece) {
                self.input.window.advance(length);
                continue;
            }
            self.ordinal += 1;
            let record = if is_long { Err(Flaw::Bad(self.options.over_limit())) } else { self.record(length) };
            self.input.window.advance(length);
            if is_long {
                while let Some((length, true)) = self.length()? {
                    self.input.window.advance(length);
                }
                // What is left of it ends where the next message begins.
                if let Some((length, _)) = self.length()?
                    && !is_message(&self.input.decoding.text(&self.input.window.bytes()[..length]))
                {
                    self.input.window.advance(length);
                }
            }
            return Ok(Some(record.map_err(|flaw| flaw.at(line, self.ordinal))));
        }
    }

    fn input(&self) -> &Input<'_> {
        &self.input
    }
}

fn is_message(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !bare(line).is_empty());
    kind_of(lines.next().unwrap_or_default(), lines.next().unwrap_or_default()).is_some()
}

/// Returns where the next message begins after the one at the beginning, or after what precedes the first.
fn next_start(bytes: &[u8], is_whole: bool) -> Option<usize> {
    let mut at = 0;
    let mut has_text = false;
    while let Some(length) = memchr(b'\n', &bytes[at..]) {
        let line = &bytes[at..at + length];
        let after = &bytes[at + length + 1..];
        if has_text && may_start(line) {
            let end = memchr(b'\n', after).or(is_whole.then_some(after.len()))?;
            let (line, second) = (String::from_utf8_lossy(line), String::from_utf8_lossy(&after[..end]));
            if kind_of(&line, &second).is_some() {
                return Some(at);
            }
        }
        has_text |= line.iter().any(|byte| !byte.is_ascii_whitespace() && !byte.is_ascii_control());
        at += length + 1;
    }
    None
}

/// Whether a line has the length, and a digit where a message's first line has one.
fn may_start(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() <= LONGEST_START
        && (line.starts_with(b"ZCZC") || line.iter().take(12).any(u8::is_ascii_digit) || line.first() == Some(&1))
}

/// Returns the story of a message and its number.
fn message(text: &str) -> Result<(Record, Option<String>), Flaw> {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\u{1f}')).collect();
    let text = text.replace('\u{1f}', " ");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let start = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let lines = &lines[start..];
    let first = lines.first().map(|line| bare(line)).unwrap_or_default();
    let second = lines.get(1).map(|line| bare(line)).unwrap_or_default();
    let made = match kind_of(&first, &second) {
        Some(Kind::Iptc) => iptc(&first, &lines[1..]),
        Some(Kind::Anpa) => anpa(&first, &second, &lines[2..]),
        Some(Kind::Telex) => telex(&first, &lines[1..]),
        None => return Err(Flaw::Bad("the message has no header".to_owned())),
    };
    if made.0.text.trim().is_empty() && made.0.headline.is_none() {
        return Err(Flaw::Skip("the message has neither headline nor text".to_owned()));
    }
    Ok(made)
}

/// Reads a message of IPTC 7901, from the line after its header.
fn iptc(first: &str, lines: &[&str]) -> (Record, Option<String>) {
    let header = IptcHeader::read(first);
    let (lines, date) = without_closing(lines);
    let (head, body) = head_and_body(lines);
    let mut record = Record { date, ..titled(&head) };
    let (body, note) = without_notebook(body);
    let text = prose::paragraphs(&body.join("\n"));
    let (dateline, text) = own_dateline(&text);
    record.dateline = dateline;
    record.text = text;
    record.note = joined(record.note, note);
    if let Some(header) = &header {
        record.section = Some(header.category.to_owned());
        record.tags.push(format!("priority:{}", header.priority));
        record.agency = header
            .rest
            .first()
            .and_then(|word| agency_of(word))
            .or_else(|| header.rest.iter().find_map(|word| agency_of(word)));
        if header.rest.contains(&"COR") {
            record.status = record.status.max(Some(Status::Corrected));
        }
    }
    (record, header.map(|header| header.id.to_owned()))
}

/// Returns the agency that a word of the header names: `dpa`, `dpa-tns`, `BELGA-0102`.
fn agency_of(word: &str) -> Option<String> {
    const KNOWN: [(&str, &str); 12] = [
        ("dpa", "dpa"),
        ("afp", "AFP"),
        ("apa", "APA"),
        ("ats", "ATS"),
        ("sda", "SDA"),
        ("belga", "Belga"),
        ("reuter", "Reuters"),
        ("ansa", "ANSA"),
        ("efe", "EFE"),
        ("ntb", "NTB"),
        ("tt", "TT"),
        ("anp", "ANP"),
    ];
    let name = word.split('-').next().unwrap_or_default();
    KNOWN.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, agency)| (*agency).to_owned())
}

/// Returns the lines without the closing ones, and the date these give: `./.CVN`, `212322 GMT Nov 18`.
fn without_closing<'l, 't>(mut lines: &'l [&'t str]) -> (&'l [&'t str], Option<String>) {
    let mut date = None;
    while let Some((last, rest)) = lines.split_last() {
        let line = bare(last);
        if date.is_none()
            && let Some(found) = closing_date(&line)
        {
            date = Some(found);
        } else if !(line.is_empty() || line.starts_with("./.") || is_initials(&line)) {
            break;
        }
        lines = rest;
    }
    (lines, date)
}

/// Whether a line holds the agency and the initials of desks only: `dpa al rmo hct`.
fn is_initials(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let agency = words.next().and_then(agency_of).is_some();
    agency && words.all(|word| word.len() <= 7 && !word.contains(|c: char| c.is_ascii_punctuation() && c != '/'))
}

/// Reads `212322 GMT Nov 18`: day and time, zone, month and year.
fn closing_date(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let stamp = words.first().filter(|word| word.len() == 6 && is_digits(word))?;
    let ([_, month, year] | [_, _, month, year]) = words.as_slice() else { return None };
    let date = trec::ymd(year, &month_of(month)?.to_string(), &stamp[..2])?;
    Some(format!("{date}T{}:{}", &stamp[2..4], &stamp[4..]))
}

/// Returns the month that these letters begin the name of, in the languages of the wires.
fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "gen", "ene"],
        &["feb", "fév", "fev"],
        &["mar", "mär", "mrz", "mrt"],
        &["apr", "avr", "abr"],
        &["may", "mai", "mei", "mag"],
        &["jun", "juin", "giu"],
        &["jul", "juil", "lug"],
        &["aug", "aoû", "aou", "ago"],
        &["sep", "set"],
        &["oct", "okt", "ott"],
        &["nov"],
        &["dec", "dez", "déc", "dic"],
    ];
    let word = word.to_lowercase();
    // `jui` alone is two months.
    let at = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    Some(at as u32 + 1)
}

/// Returns the lines of slug, version, headline and byline, and those of the text. An equals sign ends the former in most
/// wires; in the others a blank line does.
fn head_and_body<'l, 't>(lines: &'l [&'t str]) -> (Vec<&'t str>, &'l [&'t str]) {
    const FAR: usize = 16;
    let ends = |line: &&str| line.trim_end().ends_with('=');
    let start = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(lines.len());
    let near = &lines[start..lines.len().min(start + FAR)];
    let closed = near.iter().position(ends).map(|at| at + 1);
    let blank = || near.iter().position(|line| line.trim().is_empty());
    let end = start + closed.or_else(blank).unwrap_or(1.min(near.len()));
    let head = lines[start..end].iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    (head.collect(), &lines[end..])
}

/// Returns the story's fields that the lines of its head hold.
fn titled(head: &[&str]) -> Record {
    let mut record = Record::default();
    let (mut title, mut versions): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut in_note = false;
    for (at, line) in head.iter().enumerate() {
        let line = line.trim_end_matches(['=', '+', ' ']);
        let is_bracketed = in_note || line.starts_with('(');
        in_note = is_bracketed && !line.ends_with(')');
        let is_slug = record.slug.is_none()
            && title.is_empty()
            && (line.ends_with('/')
                || (at == 0 && line.starts_with('/'))
                || head.get(1).is_some_and(|next| is_again(line, next)));
        if line.is_empty() {
        } else if is_slug {
            record.slug = Some(line.trim_matches('/').to_owned());
        } else if is_bracketed {
            versions.push(line);
        } else if is_version(line) {
            record.status = record.status.max(status_of(line));
            versions.push(line);
        } else if !title.is_empty() && ["By ", "Von ", "Par ", "Por ", "Di "].iter().any(|by| line.starts_with(by)) {
            record.byline = Some(line.to_owned());
        } else if !record.slug.as_deref().is_some_and(|slug| is_again(slug, line)) {
            title.push(line);
        }
    }
    record.headline = (!title.is_empty()).then(|| title.join(" "));
    record.note = (!versions.is_empty()).then(|| versions.join(" "));
    record
}

/// Whether a line is a slug once more, with a colon.
fn is_again(slug: &str, line: &str) -> bool {
    line.trim_end().trim_end_matches('=').trim_end().strip_suffix(':').is_some_and(|line| line.trim() == slug.trim())
}

/// Whether a line of a head says what version this is: `2ND LEAD`, `REFILE`.
fn is_version(line: &str) -> bool {
    const WORDS: [&str; 14] = [
        "LEAD",
        "NET",
        "REFILE",
        "CORRECTION",
        "CORRECTED",
        "KILL",
        "UPDATE",
        "ADD",
        "RECAST",
        "REPEAT",
        "WITHDRAW",
        "URGENT",
        "ALERT",
        "BREAKING",
    ];
    let shouts = !line.contains(|c: char| c.is_lowercase() && c.is_ascii());
    shouts && line.len() < 40 && WORDS.iter().any(|word| line.contains(word))
}

fn status_of(line: &str) -> Option<Status> {
    [
        ("KILL", Status::Withdrawn),
        ("WITHDRAW", Status::Withdrawn),
        ("CORRECT", Status::Corrected),
        ("REFILE", Status::Refiled),
        ("REPEAT", Status::Repeated),
    ]
    .iter()
    .find_map(|(word, status)| line.contains(word).then_some(*status))
}

/// Returns the lines without the editors' notebook at their end, and the first note in it.
fn without_notebook<'l, 't>(lines: &'l [&'t str]) -> (&'l [&'t str], Option<String>) {
    let is_start = |line: &&str| matches!(line.trim(), "# Notebook" | "# Notizblock" | "* * * *" | "- - - -");
    let Some(at) = lines.iter().position(is_start) else { return (lines, None) };
    let heads = ["## Note to editors", "## Berichtigung", "## Correction", "## Redaktionelle Hinweise"];
    let notes = lines[at..].iter().skip_while(|line| !heads.contains(&line.trim())).skip(1);
    let notes: Vec<&str> =
        notes.map(|line| line.trim().trim_start_matches("- ")).take_while(|line| !line.is_empty()).collect();
    (&lines[..at], (!notes.is_empty()).then(|| notes.join(" ")))
}

/// Joins two notes.
pub(super) fn joined(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => Some(format!("{first} {second}")),
        (first, second) => first.or(second),
    }
}

/// Takes a dateline off a text that ends in an equals sign, or has no sign after its bracket: `BRUXELLES 23/07 (AFP-DPA) =`,
/// `Genève (ats)`. One with a dash is the story's grammar's.
fn own_dateline(text: &str) -> (Option<String>, String) {
    const FAR: usize = 60;
    let whole = || (None, text.to_owned());
    let Some((before, rest)) = text.split_once('(') else { return whole() };
    let Some((agencies, rest)) = rest.split_once(')') else { return whole() };
    let place = before.trim();
    let (place, _) = match place.rsplit_once(' ') {
        Some((place, day)) if day.split_once('/').is_some_and(|(a, b)| is_digits(a) && is_digits(b)) => (place, day),
        _ => (place, ""),
    };
    let is_place = before.len() <= FAR
        && !place.contains(['.', ':', '\n'])
        && place.starts_with(char::is_uppercase)
        && place
            .split([' ', '-', '/', '\'', '’'])
            .all(|word| word.chars().count() <= 3 || word.starts_with(char::is_uppercase));
    let names: Vec<&str> = agencies.split(['-', '/', ' ', ',']).filter(|name| !name.is_empty()).collect();
    let is_agency = !names.is_empty() && names.len() <= 4 && names.iter().all(|name| name.len() <= 10);
    let rest = rest.trim_start();
    let has_sign = rest.starts_with('=');
    let has_none = rest.starts_with(|next: char| next.is_uppercase() || next == '«')
        && names.iter().all(|name| agency_of(name).is_some());
    if !is_place || !is_agency || !(has_sign || has_none) {
        return whole();
    }
    (Some(format!("{place} ({}) -", names.join("/"))), rest.trim_start_matches('=').trim_start().to_owned())
}

/// Returns a line without the signs for the typesetter at its ends: `RESULTS<!`, `(Weights)=!`, `<DERBY .=!`.
fn unset(line: &str) -> String {
    let line = line.trim_end();
    let marked = line.strip_suffix("<!").or_else(|| line.strip_suffix("=!"));
    let text = marked.map_or(line, |line| line.trim_end_matches(['.', ' ']));
    if marked.is_some() { text.trim_start_matches('<').to_owned() } else { text.to_owned() }
}

/// Reads a message from the line after its `ZCZC`: lines of routing, the slug after a colon, then headline and text.
fn telex(first: &str, lines: &[&str]) -> (Record, Option<String>) {
    let mut record = Record::default();
    let mut at = 0;
    for line in lines {
        let line = line.trim();
        let is_routing = line.starts_with(['%', '$', ':', '*', '@']) || (line.starts_with("YY ") && line.len() < 12);
        if !(line.is_empty() || is_routing) {
            break;
        }
        if let Some(slug) = line.strip_prefix(':').map(str::trim).filter(|slug| !slug.is_empty()) {
            record.slug.get_or_insert_with(|| slug.to_owned());
        }
        if let Some(category) = line.strip_prefix('$').map(str::trim).filter(|category| !category.is_empty()) {
            record.section = Some(category.to_owned());
        }
        at += 1;
    }
    let end = lines.iter().position(|line| line.trim() == "NNNN").unwrap_or(lines.len()).max(at);
    let (lines, date) = without_closing(&lines[at..end]);
    let (headline, body) = match lines.split_first() {
        Some((first, rest)) if rest.first().is_some_and(|line| line.trim().is_empty()) => (Some(*first), rest),
        Some((first, rest)) if first.trim_end().ends_with('!') && unset(first) != first.trim_end() => {
            (Some(*first), rest)
        }
        _ => (None, lines),
    };
    record.headline = headline.map(|line| bare(&unset(line))).filter(|headline| !headline.is_empty());
    let body: Vec<String> = body.iter().map(|line| unset(line)).collect();
    record.text = prose::paragraphs(&body.join("\n"));
    record.date = date;
    let word = first.split_whitespace().nth(1);
    record.agency =
        word.filter(|word| word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_uppercase())).map(str::to_owned);
    (record, None)
}
