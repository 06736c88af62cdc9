//! What is stored of a story beside its body: JSON, with a hash over everything, checked whenever a story is read.

use super::schema::Fields;
use crate::error::{Error, ErrorKind, Result};
use crate::story::{Document, Field, Mention, NameKind, Story};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use tantivy::TantivyDocument;
use tantivy::schema::Value as _;

/// The stored part of a story. Mentions are numbers, and names stand once, since a story repeats them.
#[derive(Serialize, Deserialize)]
struct Stored<'s> {
    story: Cow<'s, Story>,
    names: Vec<(NameKind, String, String)>,
    mentions: Vec<[u32; 6]>,
    /// blake3 of the body, its first 8 bytes.
    body_hash: u64,
}

/// Returns the stored form of a story.
pub(super) fn write(story: &Story, mentions: &[&Mention]) -> Vec<u8> {
    let mut names: Vec<(NameKind, String, String)> = Vec::new();
    let mut previous = 0;
    let mentions = mentions
        .iter()
        .map(|mention| {
            let fits = |name: &(NameKind, String, String)| {
                name.0 == mention.kind && name.2 == mention.key && name.1 == mention.name
            };
            let number = names.iter().position(fits).unwrap_or_else(|| {
                names.push((mention.kind, mention.name.clone(), mention.key.clone()));
                names.len() - 1
            });
            let body = u32::from(mention.field == Field::Body);
            // The distance from the mention before is a smaller number than the place; headline and body start anew.
            let distance = mention.start.wrapping_sub(previous);
            previous = mention.start;
            [number as u32, body, distance, mention.end - mention.start, mention.first, mention.last - mention.first]
        })
        .collect();
    let stored = Stored { story: Cow::Borrowed(story), names, mentions, body_hash: hash(&story.body) };
    let mut out = serde_json::to_vec(&stored).expect("a story is always JSON");
    out.extend_from_slice(&blake3::hash(&out).as_bytes()[..8]);
    out
}

/// Returns the story of a stored document, or says that the index is damaged.
pub(crate) fn read(document: &TantivyDocument) -> Result<Document> {
    let (_, fields) = Fields::schema_once();
    let damaged = || {
        Error::new(ErrorKind::Damaged, "read story", "the index is damaged: a stored story is not what was written")
            .hint("`morgue index --rebuild` makes it anew from the archive")
    };
    let record = document.get_first(fields.record).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
    let body = document.get_first(fields.body).and_then(|value| value.as_str().map(str::to_owned));
    let (record, body) = record.zip(body).ok_or_else(damaged)?;
    let (json, check) = record.split_last_chunk::<8>().ok_or_else(damaged)?;
    if blake3::hash(json).as_bytes()[..8] != check[..] {
        return Err(damaged());
    }
    let stored: Stored<'_> = serde_json::from_slice(json).map_err(|_| damaged())?;
    if stored.body_hash != hash(&body) {
        return Err(damaged());
    }
    let mut previous = 0u32;
    let mut mentions = Vec::with_capacity(stored.mentions.len());
    for [number, body, distance, length, first, words] in stored.mentions {
        let (kind, name, key) = stored.names.get(number as usize).ok_or_else(damaged)?.clone();
        let start = previous.wrapping_add(distance);
        previous = start;
        let field = if body == 1 { Field::Body } else { Field::Headline };
        mentions.push(Mention { kind, name, key, field, start, end: start + length, first, last: first + words });
    }
    let mut story = stored.story.into_owned();
    story.body = body;
    Ok(Document { story, mentions })
}

fn hash(text: &str) -> u64 {
    let bytes = blake3::hash(text.as_bytes());
    u64::from_le_bytes(*bytes.as_bytes().first_chunk().expect("a hash has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let story = Story { id: "a.txt".into(), body: "Ada Holm resigned.".into(), ..Story::default() };
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
    fn a_changed_body_is_found_out() {
        let (document, story, _) = stored_document();
        let (_, fields) = Fields::schema_once();
        let mut changed = TantivyDocument::default();
        changed.add_text(fields.body, story.body.replace("resigned", "remained"));
        changed.add_bytes(fields.record, document.get_first(fields.record).expect("stored").as_bytes().expect("bytes"));
        assert_eq!(read(&changed).expect_err("damaged").kind(), ErrorKind::Damaged);
    }
}
