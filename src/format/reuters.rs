//! Reuters-21578: many stories a file, in SGML that no XML reader accepts.
//!
//! A scanner of our own: the files have no declared entities, control characters as references, and here and there a tag
//! without its fellow. What counts is where records begin and end, so a torn one costs itself and no more. The collection
//! also goes around as XML with a root `LEWIS`, some of it in small letters.

use super::detect::Head;
use super::elements::{self, Made, Make};
use super::options::Options;
use super::references::decoded;
use super::xml;
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::Record;
use memchr::memchr;
use memchr::memmem::find;
use std::borrow::Cow;

/// The elements of a record that hold editors' tags, and what a tag is called.
const TAGS: [(&str, &str); 5] = [
    ("PLACES", "places"),
    ("PEOPLE", "people"),
    ("ORGS", "orgs"),
    ("EXCHANGES", "exchanges"),
    ("COMPANIES", "companies"),
];

/// Returns true where the document type or a record says so.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let begins =
        |prefix: &str| head.text.trim_start().get(..prefix.len()).is_some_and(|text| text.eq_ignore_ascii_case(prefix));
    begins("<!DOCTYPE lewis")
        || begins("<REUTERS ")
        || head.text.contains("\n<REUTERS ")
            && head.text.lines().any(|line| line.starts_with("<REUTERS ") && line.contains("NEWID="))
        || xml::root_name(head.text)
            .is_some_and(|root| ["lewis", "reuters"].iter().any(|name| root.eq_ignore_ascii_case(name)))
}

/// Reads the records.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(elements::stories(input, options, &["REUTERS"], Reuters))
}

struct Reuters;

impl Make for Reuters {
    fn between(&mut self, text: &str) -> bool {
        elements::is_markup_only(text)
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let source = &in_capitals(source);
        let (start, inner) = source.split_once('>').ok_or_else(|| "the story's tag has no end".to_owned())?;
        let inner = inner.strip_suffix("</REUTERS>").unwrap_or(inner);
        let (head, text) = inner.find("<TEXT").map_or((inner, ""), |at| inner.split_at(at));
        let line = |name: &str, within: &str| {
            let value = decoded(element(within, name)?).split_whitespace().collect::<Vec<_>>().join(" ");
            (!value.is_empty()).then_some(value)
        };
        let topics = values(element(head, "TOPICS").unwrap_or_default());
        let tags = TAGS.iter().flat_map(|(name, prefix)| {
            values(element(head, name).unwrap_or_default()).into_iter().map(move |value| format!("{prefix}:{value}"))
        });
        let record = Record {
            headline: line("TITLE", text),
            text: body_of(text),
            dateline: element(text, "DATELINE")
                .map(|value| decoded(value).trim().to_owned())
                .filter(|value| !value.is_empty()),
            byline: line("AUTHOR", text),
            date: element(head, "DATE").map(|value| decoded(value).trim().to_owned()).filter(|value| !value.is_empty()),
            section: (!topics.is_empty()).then(|| topics.join(", ")),
            agency: Some("Reuters".to_owned()),
            tags: tags.collect(),
            slug: element(head, "UNKNOWN").and_then(slug),
            ..Record::default()
        };
        // An empty story is one in this collection (a few are), but a record without the element has lost its end.
        if text.is_empty() {
            return Err(Flaw::Bad("the story has no text element".to_owned()));
        }
        Ok(Made { record, id: attribute(start, "NEWID").map(str::to_owned), alone: false })
    }
}

/// Returns a record with the names of its tags and attributes in capitals, as the original has them.
fn in_capitals(source: &str) -> Cow<'_, str> {
    if !source.starts_with("<reuters") {
        return Cow::Borrowed(source);
    }
    let (mut text, mut is_name, mut quoted) = (String::with_capacity(source.len()), false, false);
    for character in source.chars() {
        match character {
            '<' => (is_name, quoted) = (true, false),
            '>' => is_name = false,
            '"' if is_name => quoted = !quoted,
            _ => {}
        }
        text.push(if is_name && !quoted { character.to_ascii_uppercase() } else { character });
    }
    Cow::Owned(text)
}

/// Returns the slug in a story's wire header: the word in capitals and hyphens, `BC-TIN-PRICES`.
fn slug(header: &str) -> Option<String> {
    let header = decoded(header);
    let mut words = header.split(|c: char| c.is_whitespace() || c.is_control());
    words
        .find(|word| {
            word.contains('-')
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && !word.contains(|c: char| c.is_ascii_lowercase())
        })
        .map(str::to_owned)
}

/// Returns an element's content; one that is not closed ends where its parent does.
fn element<'t>(within: &'t str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    loop {
        let at = from + find(&within.as_bytes()[from..], b"<")?;
        from = at + 1;
        let Some(rest) = within[from..].strip_prefix(name) else { continue };
        if !rest.starts_with(|next: char| next == '>' || next.is_whitespace()) {
            continue;
        }
        // A tag without an end leaves none to the tags after it.
        let end = rest.find('>')?;
        let content = &rest[end + 1..];
        let close = content.match_indices("</").find(|(at, _)| {
            let tag = &content[at + 2..];
            tag.strip_prefix(name).is_some_and(|rest| rest.starts_with('>'))
        });
        return Some(match close {
            Some((end, _)) => &content[..end],
            None => unclosed(content, name),
        });
    }
}

/// Returns the content of an element that nothing closes: a long one runs to the end of the text, a short one to the next
/// tag.
fn unclosed<'t>(content: &'t str, name: &str) -> &'t str {
    let end = match name {
        "BODY" | "TEXT" => content.find("</TEXT>"),
        _ if name.ends_with('S') => {
            content.match_indices('<').find(|(at, _)| !is_item(&content[*at..])).map(|(at, _)| at)
        }
        _ => content.find('<'),
    };
    &content[..end.unwrap_or(content.len())]
}

fn is_item(tag: &str) -> bool {
    tag.starts_with("<D>") || tag.starts_with("</D>")
}

/// Returns the values of a list of `<D>`, closed or not.
fn values(content: &str) -> Vec<String> {
    let pieces = content.split('<').enumerate().map(|(at, piece)| match (at, piece.split_once('>')) {
        (0, _) => piece,
        // An editor's note is no value.
        (_, Some((tag, rest))) if tag == "D" || tag.starts_with('/') => rest,
        _ => "",
    });
    pieces.map(|piece| decoded(piece).trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.match_indices(name).find(|(at, _)| tag[..*at].ends_with(|before: char| before.is_whitespace()))?.0;
    let value = tag[at + name.len()..].strip_prefix("=\"")?;
    value.split('"').next()
}

/// Returns the text of a story: its body; for one that was not taken apart, all there is; a brief has its title only, and
/// a stand-in for the text.
fn body_of(text: &str) -> String {
    if let Some(body) = element(text, "BODY") {
        return decoded(body);
    }
    let Some((tag, rest)) = text.split_once('>') else { return String::new() };
    if attribute(tag, "TYPE") == Some("BRIEF") && element(text, "TITLE").is_some() {
        return String::new();
    }
    let rest =
        rest.strip_suffix("\n</TEXT>\n").or_else(|| rest.rsplit_once("</TEXT>").map(|(rest, _)| rest)).unwrap_or(rest);
    decoded(&untagged(rest)).trim_start_matches(['\n', '\r']).to_owned()
}

/// Drops the tags, and with theirs the fields that stand beside a body.
fn untagged(text: &str) -> String {
    // The last of each end is found first: a text full of beginnings is not searched once for each of them.
    let fields = [("<TITLE", "</TITLE>"), ("<AUTHOR", "</AUTHOR>"), ("<DATELINE", "</DATELINE>")]
        .map(|(open, close)| (open, close, text.rfind(close)));
    let last = text.rfind('>').unwrap_or(0);
    let (mut kept, mut from) = (String::new(), 0);
    while from < last
        && let Some(at) = memchr(b'<', &text.as_bytes()[from..last]).map(|length| from + length)
    {
        kept.push_str(&text[from..at]);
        let tag_end = text[at..].find('>').map_or(text.len(), |length| at + length + 1);
        let field = fields.iter().find(|(open, _, last)| {
            let rest = text[at..].strip_prefix(open);
            rest.is_some_and(|rest| rest.starts_with(['>', ' ', '\n'])) && last.is_some_and(|last| last >= tag_end)
        });
        let close = field.and_then(|(_, close, _)| Some(tag_end + text[tag_end..].find(close)? + close.len()));
        from = close.unwrap_or(tag_end);
    }
    kept.push_str(&text[from..]);
    kept
}
