//! From a story and its mentions to a tantivy document.

use super::packed::{pack_marks, pack_word, pack_words};
use super::room::Share;
use super::schema::{Fields, META_STORY, column_name, mark, meta_term, who};
use super::stored;
use crate::query::MetaField;
use crate::spans::meta_words;
use crate::story::{Field, Mention, NameKind, Story};
use crate::text::{self, Analysis};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tantivy::{Document, TantivyDocument};

/// The longest key of a name, in bytes, that is indexed; a longer one is no name.
const LONGEST_KEY: usize = 256;

/// A story ready to be added: analysing, naming and packing were done on a worker's core, adding is cheap.
pub struct IndexedStory {
    pub(super) document: TantivyDocument,
    /// The bytes of its text.
    pub text_bytes: u64,
    /// What it takes in memory, in bytes.
    pub size: u64,
}

/// A document that waits for the engine's thread, with its share of the room for those.
pub(super) struct Queued {
    pub(super) document: TantivyDocument,
    pub(super) share: Option<Arc<Share>>,
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        drop(self.share);
        self.document
    }
}

/// Returns a story as the index takes it. `source` is the key of its source, `headline` and `body` are the analyses of those
/// fields.
pub fn prepare(
    source: &[u8],
    story: &Story,
    headline: &Analysis,
    body: &Analysis,
    mentions: &[Mention],
) -> IndexedStory {
    let (_, fields) = Fields::schema_once();
    let mut mentions: Vec<&Mention> = mentions.iter().filter(|mention| mention.key.len() <= LONGEST_KEY).collect();
    // The headline's first: who finds names may be somebody else's code, and what is stored relies on it.
    mentions.sort_by_key(|mention| mention.field);
    let mut document = TantivyDocument::default();
    document.add_bytes(fields.owner, &stories_owner(source));
    document.add_text(fields.id, &story.id);
    document.add_u64(fields.path_length, story.path.len() as u64);
    document.add_u64(fields.body_start, u64::from(headline.positions));
    document.add_u64(fields.length, u64::from(body.positions));
    if let Some(update) = story.update {
        document.add_u64(fields.update, u64::from(update));
    }
    if let Some(date) = story.date {
        let (first, last) = date.days();
        document.add_i64(fields.first_day, first);
        document.add_i64(fields.last_day, last);
    }
    // What a story has not is not there: a column of noughts costs as much as one of values.
    for (column, value) in [
        (fields.headline_key, u64::from(headline_key(story, headline))),
        (fields.sketch, text::sketch(&story.body, body)),
    ] {
        if value > 0 {
            document.add_u64(column, value);
        }
    }

    let mut packed = String::with_capacity(story.body.len() + story.body.len() / 4 + 256);
    pack_words(headline, &mut packed);
    if !packed.is_empty() {
        document.add_text(fields.headline, &packed);
    }
    pack_words(body, &mut packed);
    document.add_text(fields.words, &packed);
    document.add_text(fields.marks, pack_marks(&mut marks(headline, body, &mentions)));
    document.add_text(fields.meta, pack_marks(&mut meta(story)));

    let counts = count_names(&mentions);
    document.add_text(fields.who, name_words(story, &counts, &mentions));
    for ((kind, key), (name, count)) in &counts {
        let (names, numbers) = match kind {
            NameKind::Person => (fields.people, fields.people_mentions),
            NameKind::Organization => (fields.organizations, fields.organization_mentions),
        };
        document.add_text(names, column_name(key, name));
        document.add_u64(numbers, *count);
    }
    document.add_text(fields.body, &story.body);
    let record = stored::write(story, &mentions);
    document.add_bytes(fields.record, &record);
    // The body twice, once in packed words with the marks; the rest of the story is in its record. Documents grow by halves.
    let size = 2 * (packed.len() + 2 * story.body.len() + 2 * record.len()) + 1024;
    let text_bytes = story.body.len() + story.headline.as_ref().map_or(0, String::len);
    IndexedStory { document, text_bytes: text_bytes as u64, size: size as u64 }
}

/// Returns what versions of a story have in common: a hash of the headline's words without its tags, else of the slug's; 0
/// where there is neither.
pub fn headline_key(story: &Story, headline: &Analysis) -> u32 {
    let key = |text: &str, words: &Analysis| {
        // A dash where a headline should be says nothing.
        (words.positions > 0).then(|| text::wording(text, words) as u32)
    };
    let of_headline = story.headline.as_deref().and_then(|text| key(text, headline));
    let of_slug = || story.slug.as_deref().and_then(|slug| key(slug, &text::analyze_query(slug)));
    of_headline.or_else(of_slug).unwrap_or(0)
}

/// Returns what a source's stories are deleted by.
pub(crate) fn stories_owner(key: &[u8]) -> Vec<u8> {
    [b"s", key].concat()
}

/// Returns what a source's record is deleted by.
pub(crate) fn record_owner(key: &[u8]) -> Vec<u8> {
    [b"r", key].concat()
}

fn marks(headline: &Analysis, body: &Analysis, mentions: &[&Mention]) -> Vec<(u32, Cow<'static, str>)> {
    let mut marks = Vec::new();
    for (analysis, offset) in [(headline, 0), (body, headline.positions)] {
        marks.extend(analysis.sentences.iter().map(|position| (position + offset, Cow::Borrowed(mark::SENTENCE))));
        marks.extend(analysis.paragraphs.iter().map(|position| (position + offset, Cow::Borrowed(mark::PARAGRAPH))));
    }
    for mention in mentions {
        let offset = if mention.field == Field::Headline { 0 } else { headline.positions };
        // Twice: for "any person", and for this one.
        for key in ["", &mention.key] {
            let positions = mention.last + 1 - mention.first;
            marks.push((mention.first + offset, Cow::Owned(mark::name(mention.kind, key, positions))));
        }
    }
    marks
}

fn meta(story: &Story) -> Vec<(u32, Cow<'static, str>)> {
    let mut words = vec![(0, Cow::Borrowed(META_STORY))];
    for field in MetaField::ALL {
        let mut base = 0;
        for value in meta_words(story, field) {
            let tokens = value.tokens.iter();
            words.extend(tokens.map(|token| (base + token.position, meta_term(field, value.term(token)).into())));
            // A phrase must not reach from one place into the next.
            base += value.positions + 1;
        }
    }
    words
}

type NameCounts<'m> = BTreeMap<(NameKind, &'m str), (&'m str, u64)>;

fn count_names<'m>(mentions: &[&'m Mention]) -> NameCounts<'m> {
    let mut counts = NameCounts::new();
    for mention in mentions {
        counts.entry((mention.kind, &mention.key)).or_insert((&mention.name, 0)).1 += 1;
    }
    counts
}

/// Every word of a key leads to it, the first by the key's marks; and so does every form the story uses (`WFP` to
/// `world food programme`).
fn name_words(story: &Story, counts: &NameCounts<'_>, mentions: &[&Mention]) -> String {
    let mut terms: BTreeSet<String> = BTreeSet::new();
    for (kind, key) in counts.keys() {
        terms.extend(who::words(*kind, key));
    }
    for mention in mentions {
        let field = if mention.field == Field::Body { Some(&story.body) } else { story.headline.as_ref() };
        let form = field.and_then(|field| field.get(mention.start as usize..mention.end as usize)).unwrap_or_default();
        if form == mention.name {
            continue;
        }
        let form = text::analyze_query(form);
        let others = form.words().map(|token| form.term(token));
        let others = others.filter(|word| !mention.key.split(' ').any(|part| part == *word));
        terms.extend(others.map(|word| format!("{}{}", who::alias_prefix(mention.kind, word), mention.key)));
    }
    let mut packed = String::new();
    for term in &terms {
        pack_word(term, &mut packed);
    }
    packed
}
