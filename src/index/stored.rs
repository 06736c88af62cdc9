//! What is stored of a story beside its body: its fields and mentions in a compact form, with a hash over both, checked
//! whenever a story is read.

use super::damaged;
use super::schema::Fields;
use crate::error::Result;
use crate::story::{Document, Field, Mention, NameKind, Parts, Story};
use crate::text;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use tantivy::TantivyDocument;
use tantivy::schema::Value as _;

/// The stored part of a story. Names stand once, since a story repeats them.
#[derive(Serialize, Deserialize)]
struct Stored<'s> {
    story: Cow<'s, Story>,
    parts: StoredParts,
    names: Vec<StoredName>,
    /// How many of the mentions stand in the headline: they come first.
    in_headline: u32,
    mentions: Vec<StoredMention>,
}

#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct StoredName {
    kind: NameKind,
    /// Where it is not what stands at its first mention.
    name: Option<String>,
    /// Where it is not the name folded.
    key: Option<String>,
}

/// A mention in numbers that are nearly always small: what a look at the text foretells is nought.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct StoredMention {
    name: u32,
    /// How far it begins behind the beginning of the mention before.
    start: u32,
    /// How much longer it is than the mention before of the same name; the first, than the name, if that stands in its record.
    longer: i32,
    /// How many positions more there are between the two beginnings than [`words_of`] counts,
    farther: i32,
    /// and in the mention.
    wider: i32,
}

/// Where the mention before begins, in bytes and in positions.
#[derive(Clone, Copy, Default)]
struct Before {
    start: u32,
    first: u32,
}

/// Returns about how many positions a stretch of text takes; what is stored makes up for the difference.
fn words_of(text: &str, start: u32, end: u32) -> i32 {
    let text = text.get(start as usize..end as usize).unwrap_or_default();
    let (mut words, mut in_word) = (0, false);
    for byte in text.bytes() {
        let parts = byte.is_ascii_whitespace() || matches!(byte, b'-' | b'/');
        let is_letter = byte.is_ascii_alphanumeric() || !byte.is_ascii();
        words += i32::from(is_letter && !in_word);
        in_word = !parts && (in_word || is_letter);
    }
    words
}

/// The parts of a story's text in numbers that are nearly always zero: how far each begins behind the end of the one before,
/// and how much longer it is than the field it became.
#[derive(Serialize, Deserialize)]
struct StoredParts {
    text_start: Option<u64>,
    headline: Option<(i32, i32)>,
    advisory: Option<(i32, i32)>,
    byline: Option<(i32, i32)>,
    dateline: Option<(i32, i32)>,
    body: (i32, i32),
    trailer: Option<(i32, i32)>,
}

impl StoredParts {
    fn of(story: &Story) -> Self {
        let mut before = 0;
        let mut relative = |range: &Range<u32>, field: i32| {
            let gap = range.start.cast_signed() - before;
            before = range.end.cast_signed();
            (gap, (range.end - range.start).cast_signed() - field)
        };
        let length = |field: &Option<String>| field.as_deref().map_or(0, length_of);
        let parts = &story.parts;
        Self {
            text_start: parts.text_start,
            headline: parts.headline.as_ref().map(|range| relative(range, length(&story.headline))),
            advisory: parts.advisory.as_ref().map(|range| relative(range, length(&story.advisory))),
            byline: parts.byline.as_ref().map(|range| relative(range, length(&story.byline))),
            dateline: parts.dateline.as_ref().map(|range| relative(range, length(&story.dateline))),
            body: relative(&parts.body, length_of(&story.body)),
            trailer: parts.trailer.as_ref().map(|range| relative(range, length(&story.trailer))),
        }
    }

    fn restore(&self, story: &Story) -> Parts {
        let mut before = 0;
        let mut absolute = |(gap, longer): (i32, i32), field: i32| {
            let start = before + gap;
            before = start + field + longer;
            start.cast_unsigned()..before.cast_unsigned()
        };
        let length = |field: &Option<String>| field.as_deref().map_or(0, length_of);
        Parts {
            text_start: self.text_start,
            headline: self.headline.map(|part| absolute(part, length(&story.headline))),
            advisory: self.advisory.map(|part| absolute(part, length(&story.advisory))),
            byline: self.byline.map(|part| absolute(part, length(&story.byline))),
            dateline: self.dateline.map(|part| absolute(part, length(&story.dateline))),
            body: absolute(self.body, length_of(&story.body)),
            trailer: self.trailer.map(|part| absolute(part, length(&story.trailer))),
        }
    }
}

/// A story's text is capped at 16 MiB.
fn length_of(text: &str) -> i32 {
    (text.len() as u32).cast_signed()
}

/// Returns the stored form of a story; its mentions are in their order, the headline's first.
pub(super) fn write(story: &Story, mentions: &[&Mention]) -> Vec<u8> {
    let headline = story.headline.as_deref().unwrap_or_default();
    let mut names: Vec<StoredName> = Vec::new();
    // Of each name its number, and how long its last mention was.
    let mut known: HashMap<(NameKind, &str, &str), (u32, u32)> = HashMap::new();
    debug_assert!(mentions.is_sorted_by_key(|mention| mention.field), "the headline's mentions come first");
    let in_headline = mentions.iter().take_while(|mention| mention.field == Field::Headline).count();
    let mut before = Before::default();
    let mut stored = Vec::with_capacity(mentions.len());
    for (at, mention) in mentions.iter().enumerate() {
        let text = if at < in_headline { headline } else { &story.body };
        if at == in_headline {
            before = Before::default();
        }
        let length = mention.end - mention.start;
        let number = known.len() as u32;
        let wanted = (mention.kind, mention.name.as_str(), mention.key.as_str());
        let (name, usual) = known.entry(wanted).or_insert_with(|| {
            let written = text.get(mention.start as usize..mention.end as usize);
            let name = (written != Some(&mention.name)).then(|| mention.name.clone());
            let key = (text::fold(&mention.name) != mention.key).then(|| mention.key.clone());
            let length = name.as_ref().map_or(0, String::len);
            names.push(StoredName { kind: mention.kind, name, key });
            (number, length as u32)
        });
        let positions = (mention.first.wrapping_sub(before.first)).cast_signed();
        stored.push(StoredMention {
            name: *name,
            start: mention.start.wrapping_sub(before.start),
            longer: length.wrapping_sub(*usual).cast_signed(),
            farther: positions.wrapping_sub(words_of(text, before.start, mention.start)),
            wider: (mention.last - mention.first + 1).cast_signed() - words_of(text, mention.start, mention.end),
        });
        *usual = length;
        before = Before { start: mention.start, first: mention.first };
    }
    let parts = StoredParts::of(story);
    let stored =
        Stored { story: Cow::Borrowed(story), parts, names, in_headline: in_headline as u32, mentions: stored };
    let mut out = postcard::to_stdvec(&stored).expect("plain data can always be written");
    out.extend_from_slice(&check(&out, &story.body));
    out
}

/// Returns the story of a stored document, or says that the index is damaged.
pub(crate) fn read(document: &TantivyDocument) -> Result<Document> {
    read_checked(document).ok_or_else(|| damaged("read story", "a stored story is not what was written"))
}

fn read_checked(document: &TantivyDocument) -> Option<Document> {
    let (_, fields) = Fields::schema_once();
    let body = document.get_first(fields.body)?.as_str()?;
    let record = document.get_first(fields.record)?.as_bytes()?;
    let (record, hash) = record.split_last_chunk::<CHECK_BYTES>()?;
    if check(record, body) != *hash {
        return None;
    }
    let stored: Stored<'_> = postcard::from_bytes(record).ok()?;
    let story = Story { body: body.to_owned(), ..stored.story.into_owned() };
    let mentions = restore(&story, &stored.names, stored.in_headline as usize, &stored.mentions)?;
    let member = story.member.as_ref().map_or(0, |member| member.len() + 1);
    let path = story.id.get(..story.id.len().checked_sub(member)?)?.to_owned();
    let parts = stored.parts.restore(&story);
    Some(Document { story: Story { path, parts, ..story }, mentions })
}

fn restore(
    story: &Story,
    names: &[StoredName],
    in_headline: usize,
    mentions: &[StoredMention],
) -> Option<Vec<Mention>> {
    let headline = story.headline.as_deref().unwrap_or_default();
    // Of each name how it is written, its key, and how long its last mention was.
    let mut known: Vec<Option<(String, String, u32)>> = vec![None; names.len()];
    let mut before = Before::default();
    let mut restored = Vec::with_capacity(mentions.len());
    for (at, mention) in mentions.iter().enumerate() {
        let (field, text) = if at < in_headline { (Field::Headline, headline) } else { (Field::Body, &*story.body) };
        if at == in_headline {
            before = Before::default();
        }
        let StoredName { kind, name, key } = names.get(mention.name as usize)?;
        let start = before.start.wrapping_add(mention.start);
        let (name, key, usual) = match &mut known[mention.name as usize] {
            Some(known) => known,
            unknown => {
                let length = name.as_ref().map_or(0, String::len) as u32;
                let end = start.wrapping_add_signed(mention.longer);
                let written = || text.get(start as usize..end as usize).map(str::to_owned);
                let name = name.clone().or_else(written)?;
                let key = key.clone().unwrap_or_else(|| text::fold(&name));
                unknown.insert((name, key, length))
            }
        };
        let end = start.wrapping_add(usual.wrapping_add_signed(mention.longer));
        let farther = words_of(text, before.start, start).wrapping_add(mention.farther);
        let first = before.first.wrapping_add_signed(farther);
        let words = words_of(text, start, end).wrapping_add(mention.wider);
        *usual = end.wrapping_sub(start);
        before = Before { start, first };
        let last = first.wrapping_add_signed(words.wrapping_sub(1));
        restored.push(Mention { kind: *kind, key: key.clone(), name: name.clone(), field, start, end, first, last });
    }
    Some(restored)
}

/// Four bytes find all but one in four thousand million damages, and random bytes cannot be compressed.
const CHECK_BYTES: usize = 4;

fn check(record: &[u8], body: &str) -> [u8; CHECK_BYTES] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(record).update(body.as_bytes());
    *hasher.finalize().as_bytes().first_chunk().expect("a hash has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn mention(field: Field, start: u32) -> Mention {
        let (name, key) = ("Ada Holm".to_owned(), "ada holm".to_owned());
        Mention {
            kind: NameKind::Person,
            name,
            key,
            field,
            start,
            end: start + 4,
            first: start / 2,
            last: start / 2 + 1,
        }
    }

    fn stored_document() -> (TantivyDocument, Story, Vec<Mention>) {
        let (_, fields) = Fields::schema_once();
        let parts = Parts {
            text_start: Some(3),
            headline: Some(0..20),
            advisory: Some(60..80),
            dateline: Some(22..40),
            body: 41..59,
            ..Parts::default()
        };
        let story = Story {
            id: "a.csv#7".into(),
            path: "a.csv".into(),
            member: Some("7".into()),
            headline: Some("Envoy resigns".into()),
            dateline: Some("RIGA (Reuters) -".into()),
            body: "Ada Holm resigned.".into(),
            parts,
            ..Story::default()
        };
        let mentions = vec![mention(Field::Headline, 40), mention(Field::Body, 0), mention(Field::Body, 9)];
        let mut document = TantivyDocument::default();
        document.add_text(fields.body, &story.body);
        document.add_bytes(fields.record, &write(&story, &mentions.iter().collect::<Vec<_>>()));
        (document, story, mentions)
    }

    #[test]
    fn a_story_comes_back_as_it_was_stored() {
        let (document, story, mentions) = stored_document();
        let read = read(&document).expect("sound");
        assert_eq!(read.story, story);
        assert_eq!(read.mentions, mentions);
    }

    #[test]
    fn mentions_that_came_in_another_order_are_stored_headline_first() {
        let (_, story, mut mentions) = stored_document();
        mentions.rotate_left(1);
        let nothing = text::analyze("");
        let prepared = super::super::prepare(b"a.csv", &story, &nothing, &nothing, &mentions);
        mentions.rotate_right(1);
        assert_eq!(read(&prepared.document).expect("sound").mentions, mentions);
    }

    #[test]
    fn a_changed_body_is_found_out() {
        let (document, story, _) = stored_document();
        let (_, fields) = Fields::schema_once();
        let mut changed = TantivyDocument::default();
        changed.add_text(fields.body, story.body.replace("resigned", "remained"));
        changed.add_bytes(fields.record, document.get_first(fields.record).expect("stored").as_bytes().expect("bytes"));
        assert_eq!(read(&changed).expect_err("damaged").kind(), ErrorKind::Damaged);
    }
}
