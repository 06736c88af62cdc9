//! LDC Gigaword: many stories a file, each in a `DOC` whose id says agency, language and date.

use super::detect::Head;
use super::elements::{self, Made, Make};
use super::options::Options;
use super::sgml::{Fields, attribute};
use super::{Flaw, Input, Parsed, Refusal, prose, trec};
use crate::story::Record;
use memchr::memmem::find;

/// The agencies by the letters of an id.
const AGENCIES: [(&str, &str); 12] = [
    ("AFP", "AFP"),
    ("APW", "AP"),
    ("CNA", "CNA"),
    ("LTW", "Los Angeles Times/Washington Post"),
    ("NYT", "New York Times"),
    ("WPB", "Washington Post/Bloomberg"),
    ("XIN", "Xinhua"),
    ("XIE", "Xinhua"),
    ("SLN", "Salon"),
    ("EFE", "EFE"),
    ("HYT", "Al Hayat"),
    ("ZBN", "Zaobao"),
];

/// The languages by the letters of an id.
const LANGUAGES: [(&str, &str); 6] =
    [("ENG", "en"), ("SPA", "es"), ("FRE", "fr"), ("ARB", "ar"), ("CMN", "zh"), ("GER", "de")];

/// Returns true where a document's tag carries its id and type, or a text follows it.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let text = head.text.trim_start();
    let has = |tag: &str| find(text.as_bytes(), tag.as_bytes()).is_some();
    let tag = find(text.as_bytes(), b"<DOC ").or_else(|| find(text.as_bytes(), b"<doc ")).map(|at| &text[at..]);
    let tag = tag.and_then(|tag| tag.split('>').next()).unwrap_or_default();
    text.starts_with('<') && attribute(tag, "id").is_some() && (has("<TEXT>") || attribute(tag, "type").is_some())
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(elements::stories(input, options, &["DOC"], Gigaword))
}

struct Gigaword;

impl Make for Gigaword {
    fn between(&mut self, text: &str) -> bool {
        elements::is_markup_only(text)
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let (tag, inner) = source.split_once('>').ok_or_else(|| "the story's tag has no end".to_owned())?;
        let fields = Fields::of(inner, &["HEADLINE", "DATELINE", "TEXT", "DATE_TIME", "AUTHOR"], &["TEXT"]);
        let headline = fields.line(&["HEADLINE"]);
        let text: Vec<String> = fields.all("TEXT").map(prose::paragraphs).filter(|part| !part.is_empty()).collect();
        let text = text.join("\n\n");
        if headline.is_none() && text.is_empty() {
            return Err(Flaw::Bad("the story has neither text nor headline".to_owned()));
        }
        let id = attribute(tag, "id").map(str::to_owned);
        let (dateline, slug) = dateline(fields.line(&["DATELINE"]).unwrap_or_default());
        let kind = attribute(tag, "type").filter(|kind| !kind.eq_ignore_ascii_case("story"));
        let record = Record {
            headline,
            text,
            dateline,
            slug,
            byline: fields.line(&["AUTHOR"]).filter(|author| !author.is_empty()),
            // The element has the time too.
            date: fields.line(&["DATE_TIME"]).filter(|date| !date.is_empty()).or_else(|| id.as_deref().and_then(date)),
            agency: id.as_deref().and_then(|id| known(id, 0, &AGENCIES)),
            lang: id.as_deref().and_then(|id| known(id, 1, &LANGUAGES)),
            tags: kind.map(|kind| format!("type:{kind}")).into_iter().collect(),
            ..Record::default()
        };
        Ok(Made { record, id, alone: false })
    }
}

/// Returns what the part of an id at this place stands for; the first may run into the date (`APW19980213.1310`).
fn known(id: &str, place: usize, names: &[(&str, &str)]) -> Option<String> {
    let part = id.split('_').nth(place)?;
    let letters = &part[..part.bytes().take_while(u8::is_ascii_alphabetic).count()];
    names.iter().find(|(code, _)| letters.eq_ignore_ascii_case(code)).map(|(_, name)| (*name).to_owned())
}

/// Returns the date in an id: the run of eight digits in `AFP_ENG_20090531.0001`.
fn date(id: &str) -> Option<String> {
    let digits = id.split(|next: char| !next.is_ascii_digit()).find(|digits| digits.len() == 8)?;
    trec::ymd(&digits[..4], &digits[4..6], &digits[6..])
}

/// Returns the dateline and the slug: a bracket in capitals and hyphens, `WASHINGTON (BC-TERM-LIMITS-AZR)`, names no agency.
fn dateline(line: String) -> (Option<String>, Option<String>) {
    let stored = |line: String| (!line.is_empty()).then_some(line);
    let Some((before, rest)) = line.split_once('(') else { return (stored(line), None) };
    let Some((inner, _)) = rest.split_once(')') else { return (stored(line), None) };
    let is_slug = inner.contains('-') && !inner.contains(' ') && !inner.contains(|c: char| c.is_ascii_lowercase());
    if !is_slug {
        return (stored(line), None);
    }
    (stored(before.trim().to_owned()), Some(inner.to_owned()))
}
