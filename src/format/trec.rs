//! TREC collections: many stories a file, each in a `DOC` with a `DOCNO`; every newspaper with fields of its own.

use super::detect::Head;
use super::elements::{self, Made, Make};
use super::options::Options;
use super::sgml::{Fields, line};
use super::{Flaw, Input, Parsed, Refusal, prose};
use crate::story::Record;
use memchr::memmem::find;

/// The elements that hold something of a story, in all of the collections.
const FIELDS: &[&str] = &[
    "DOCNO",
    "DOCID",
    "DOCTYPE",
    "FILEID",
    "1ST_LINE",
    "2ND_LINE",
    "FIRST",
    "SECOND",
    "HEAD",
    "HEADLINE",
    "HL",
    "H3",
    "TTL",
    "TITLE",
    "DOCTITLE",
    "SLUG",
    "NOTE",
    "MEMO",
    "BYLINE",
    "AUTHOR",
    "DATELINE",
    "DATE",
    "DATE1",
    "DATE_TIME",
    "DATETIME",
    "PUBDATE",
    "DD",
    "CORRECTION-DATE",
    "SECTION",
    "CATEGORY",
    "LENGTH",
    "SOURCE",
    "SO",
    "PUB",
    "PAGE",
    "EDITION",
    "TYPE",
    "SUBJECT",
    "DESCRIPT",
    "IN",
    "NS",
    "CO",
    "RE",
    "HT",
    "HEADER",
    "AU",
    "H2",
    "GRAPHIC",
    "CAPTION",
    "TRAILER",
    "SUMMARY",
    "LP",
    "LEADPARA",
    "TEXT",
    "CORRECTION",
    "LANGUAGE",
    "PROFILE",
    "ACCESS",
];

/// The elements with others inside.
const TEXTS: [&str; 4] = ["TEXT", "HEADER", "HEAD", "H3"];

/// Whose stories they are, by the letters that their numbers begin with; the longest first.
const AGENCIES: [(&str, &str); 16] = [
    ("FBIS", "FBIS"),
    ("SJMN", "San Jose Mercury News"),
    ("APW", "AP"),
    ("NYT", "New York Times"),
    ("XIE", "Xinhua"),
    ("XIN", "Xinhua"),
    ("AFP", "AFP"),
    ("WSJ", "Wall Street Journal"),
    ("AP", "AP"),
    ("FT", "Financial Times"),
    ("LA", "Los Angeles Times"),
    ("GH", "Glasgow Herald"),
    ("EFE", "EFE"),
    ("SDA", "SDA"),
    ("ATS", "ATS"),
    ("FR", "Federal Register"),
];

/// The elements of editors' tags, and what a tag is called.
const TAGS: [(&str, &str); 6] = [
    ("CO", "companies"),
    ("IN", "industries"),
    ("NS", "subjects"),
    ("SUBJECT", "subjects"),
    ("DESCRIPT", "keywords"),
    ("RE", "places"),
];

/// Returns true where a document has a number; pages of the web in the same wrapping are not for this reader.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let text = head.text.trim_start_matches('\u{feff}').trim_start();
    let has = |tag: &str| find(text.as_bytes(), tag.as_bytes()).is_some();
    text.starts_with('<')
        && (has("<DOC>") || has("<doc>") || has("<DOC "))
        && (has("<DOCNO>") || has("<docno>") || has("<DOCID>"))
        && !has("<DOCHDR>")
        && !has("<DOCOLDNO>")
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(elements::stories(input, options, &["DOC"], Trec))
}

struct Trec;

impl Make for Trec {
    fn between(&mut self, text: &str) -> bool {
        elements::is_markup_only(text)
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let fields = Fields::of(source, FIELDS, &TEXTS);
        let number = fields.line(&["DOCNO", "DOCID"]);
        let source_name = number.as_deref().and_then(agency).map(str::to_owned);
        let (headline, deck_byline) = headline(&fields);
        let text = text(&fields);
        if headline.is_none() && text.trim().is_empty() {
            return Err(Flaw::Skip("neither text nor headline".to_owned()));
        }
        let byline = byline(&fields).or(deck_byline);
        let text = without_byline(&text, byline.as_deref());
        let record = Record {
            headline,
            text,
            dateline: fields.line(&["DATELINE"]),
            byline,
            date: date(&fields, number.as_deref()),
            section: fields.line(&["SECTION", "CATEGORY"]).and_then(|section| first_part(&section)),
            agency: source_name.or_else(|| fields.line(&["SOURCE", "PUB", "SO"]).and_then(|name| first_part(&name))),
            lang: None,
            tags: tags(&fields),
            summary: fields.line(&["SUMMARY"]),
            note: note(&fields),
            slug: slug(&fields),
            ..Record::default()
        };
        Ok(Made { record, id: number, alone: false })
    }
}

/// Returns whose story a number is.
fn agency(number: &str) -> Option<&'static str> {
    let letters = number.find(|next: char| !next.is_ascii_alphabetic()).unwrap_or(number.len());
    AGENCIES.iter().find(|(prefix, _)| number[..letters].eq_ignore_ascii_case(prefix)).map(|(_, name)| *name)
}

/// Returns what stands before the first semicolon or page.
fn first_part(value: &str) -> Option<String> {
    let value = value.split([';', '(']).next().unwrap_or_default().split(", PAGE").next().unwrap_or_default().trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Returns the headline, and the byline that some have under it.
fn headline(fields: &Fields) -> (Option<String>, Option<String>) {
    let names = ["HEADLINE", "HEAD", "HL", "H3", "TTL", "TITLE", "DOCTITLE"];
    let lines = names.iter().flat_map(|name| fields.all(name)).filter(|text| !is_note(text.trim()));
    let Some(whole) = lines.map(str::trim).find(|text| !text.is_empty()) else { return (None, None) };
    // Under a row of hyphens stands who wrote it; some begin every line with the same sign.
    let whole = whole.replace('@', " ");
    let (head, deck) = whole.split_once("----").unwrap_or((&whole, ""));
    let byline = deck.lines().map(line).find(|line| line.starts_with("By "));
    let head = line(head);
    // `FT  14 MAY 91 / Ferry late`
    let head = match head.split_once(" / ") {
        Some((stamp, rest)) if stamp.starts_with("FT ") && stamp.len() <= "FT 14 MAY 91".len() => rest.to_owned(),
        _ => head,
    };
    ((!head.is_empty()).then_some(head), byline)
}

/// Whether a second headline is a word to editors.
fn is_note(text: &str) -> bool {
    ["Eds:", "EDITOR'S NOTE", "Eds.", "With photo"].iter().any(|start| text.starts_with(start))
}

fn note(fields: &Fields) -> Option<String> {
    let heads = fields.all("HEAD").filter(|text| is_note(text.trim()));
    let notes: Vec<String> = heads.chain(fields.all("NOTE")).chain(fields.all("MEMO")).map(line).collect();
    Some(notes.join(" ")).filter(|note| !note.trim().is_empty())
}

/// Returns who wrote the story: in fields of their own, or in the loose lines between headline and text.
fn byline(fields: &Fields) -> Option<String> {
    let lines = fields.all("BYLINE").chain(fields.all("AUTHOR")).chain(fields.all("AU")).map(line);
    let mut own = lines.filter(|line| !line.is_empty() && !line.starts_with("FBIS-"));
    if let Some(byline) = own.next() {
        return Some(without_office(&byline));
    }
    let mut loose = fields.loose().lines().map(line);
    loose.find(|line| line.starts_with("By ") && line.len() < 120)
}

/// Returns a byline without the writer's office after it: `Ada Brightwell, TIMES STAFF WRITER`.
fn without_office(byline: &str) -> String {
    const OFFICES: [&str; 6] = ["STAFF", "WRITER", "SPECIAL TO", "CORRESPONDENT", "EDITOR", "REPORTER"];
    let is_office = |part: &str| OFFICES.iter().any(|office| part.to_uppercase().contains(office));
    match byline.split_once(',') {
        Some((names, rest)) if is_office(rest) => names.trim_end().to_owned(),
        _ => byline.to_owned(),
    }
}

/// Returns a text without the byline that it repeats as its first paragraph.
fn without_byline(text: &str, byline: Option<&str>) -> String {
    let first = text.split("\n\n").next().unwrap_or_default();
    match byline {
        Some(byline) if first.trim() == byline => text[first.len()..].trim_start().to_owned(),
        _ => text.to_owned(),
    }
}

fn slug(fields: &Fields) -> Option<String> {
    let slug = fields.line(&["SLUG", "2ND_LINE", "SECOND"])?;
    // The number of words follows the last comma: `AM-Harbour Ferry,150`.
    let slug = match slug.rsplit_once(',') {
        Some((slug, count)) if count.trim().bytes().all(|byte| byte.is_ascii_digit()) => slug.trim().to_owned(),
        _ => slug,
    };
    let slug = slug.trim_end_matches([',', '<']).trim().to_owned();
    (!slug.is_empty()).then_some(slug)
}

fn tags(fields: &Fields) -> Vec<String> {
    let mut tags = Vec::new();
    for (name, kind) in TAGS {
        for value in fields.all(name).flat_map(|text| text.split(['\n', ';'])).map(line) {
            if !value.is_empty() {
                tags.push(format!("{kind}:{value}"));
            }
        }
    }
    if let Some(kind) = fields.line(&["TYPE"]) {
        tags.push(format!("type:{}", kind.trim_end_matches(';')));
    }
    tags
}

/// Returns the text: its lead and the rest; a correction where there is nothing else.
fn text(fields: &Fields) -> String {
    let parts = |names: &[&str]| {
        let mut text = String::new();
        for part in names.iter().flat_map(|name| fields.all(name)) {
            let part = prose::paragraphs(without_particulars(part));
            // Some repeat the lead in the text.
            if part.is_empty() || text == part {
                continue;
            }
            if part.starts_with(&text) {
                text.clear();
            }
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(&part);
        }
        text
    };
    let text = parts(&["LP", "LEADPARA", "TEXT"]);
    if text.is_empty() { parts(&["CORRECTION"]) } else { text }
}

/// Returns a text without the particulars that translations begin with: `Language:  French`, `Article Type:BFN`.
fn without_particulars(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\n');
    while let Some((first, after)) = rest.split_once('\n')
        && (first.trim().is_empty()
            || ["Language:", "Article Type:", "Document Type:"].iter().any(|name| first.starts_with(name)))
    {
        rest = after;
    }
    rest
}

/// Returns the date: as the wire sent it, as a field says, or as the number does.
fn date(fields: &Fields, number: Option<&str>) -> Option<String> {
    let stamp = || fields.all("FILEID").find_map(of_file_id);
    let names = ["DATE", "DATE1", "DATE_TIME", "DATETIME", "PUBDATE", "DD"];
    let stored = || names.iter().flat_map(|name| fields.all(name)).map(line).find_map(|date| of_field(&date));
    stamp().or_else(stored).or_else(|| number.and_then(of_number))
}

/// Returns the date of a wire's stamp: `AP-NR-02-12-88 1637EST`.
fn of_file_id(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let mut numbers = words.next()?.rsplitn(4, '-');
    let (year, day, month) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let date = ymd(year, month, day)?;
    let clock = words.next().and_then(|word| word.get(..4)).filter(|clock| is_digits(clock));
    Some(clock.map_or_else(|| date.clone(), |clock| format!("{date}T{}:{}", &clock[..2], &clock[2..])))
}

/// Returns the date in a field, spelled out where only this collection writes it so.
fn of_field(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['=', ' ']);
    let first = text.split([' ', ',']).next().unwrap_or_default();
    let parts: Vec<&str> = first.split('/').collect();
    match parts.as_slice() {
        [month, day, year] => ymd(year, month, day).map(|date| format!("{date}{}", &text[first.len()..])),
        [digits] if digits.len() == 6 && is_digits(digits) => ymd(&digits[..2], &digits[2..4], &digits[4..]),
        [digits] if digits.len() == 8 && is_digits(digits) => Some((*digits).to_owned()),
        // `Correction Appended` is no date.
        _ if text.bytes().any(|byte| byte.is_ascii_digit()) => Some(text.to_owned()),
        _ => None,
    }
}

/// Returns the date in a story's number: `AP880212-0004`, `LA012394-0086`, `APW19980213.1310`.
fn of_number(number: &str) -> Option<String> {
    let number = number.trim();
    let letters = number.find(|next: char| !next.is_ascii_alphabetic())?;
    let (prefix, rest) = number.split_at(letters);
    let rest = rest.trim_start_matches(['-', '_']);
    let digits = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
    match (prefix, digits.len()) {
        ("LA", 6) => ymd(&digits[4..], &digits[..2], &digits[2..4]),
        (_, 6) => ymd(&digits[..2], &digits[2..4], &digits[4..]),
        (_, 8) => ymd(&digits[..4], &digits[4..6], &digits[6..]),
        _ => None,
    }
}

/// Returns a date in ISO form; a year of two digits is of the century that makes it no later than these collections.
pub(super) fn ymd(year: &str, month: &str, day: &str) -> Option<String> {
    let number = |text: &str| is_digits(text).then(|| text.parse::<u32>().ok())?;
    let (mut year, length) = (number(year)?, year.len());
    let (month, day) = (number(month)?, number(day)?);
    if length == 2 {
        year += if year >= 60 { 1900 } else { 2000 };
    }
    let is_date = matches!(length, 2 | 4) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.len() <= 4 * 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}
