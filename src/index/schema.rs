//! The tantivy schema, and the terms that stand in it.

use crate::query::MetaField;
use crate::story::NameKind;
use crate::text;
use std::borrow::Cow;
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

/// The handles of every field.
///
/// Stories and source records are both documents: a story has `id`, a source record has `source_path`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// What a document is deleted by: `s` and the source's path for its stories, `r` and the path for its record.
    pub(crate) owner: Field,
    /// The story's id: found by it, sorted by it, listed from it without reading the story.
    pub(crate) id: Field,
    /// How many bytes of the id are the path; the rest is `#member`.
    pub(crate) path_length: Field,
    /// Exact words of headline and body, one sequence of positions.
    pub(crate) words: Field,
    /// The headline's words again, without positions: what a hit in the headline adds to the score.
    pub(crate) headline: Field,
    /// Sentence and paragraph starts, and names with their lengths, at the positions of `words`.
    pub(crate) marks: Field,
    /// What leads from the words of the names in a story to their keys, so that `tillerson` finds `rex tillerson` without
    /// walking every name; and the words that stand for a name without being in its key (`wfp` for `world food programme`).
    /// What a key begins with leads to it in `marks`.
    pub(crate) who: Field,
    /// Byline, places, agency, section, path, tags, status: words behind a letter for their field.
    pub(crate) meta: Field,
    /// The position at which the body begins.
    pub(crate) body_start: Field,
    /// How many positions the body takes.
    pub(crate) length: Field,
    /// Which update of its story it is.
    pub(crate) update: Field,
    /// The period of publication, in days since 1970-01-01.
    pub(crate) first_day: Field,
    /// Its last day.
    pub(crate) last_day: Field,
    /// A hash of the headline's words without its tags, else of the slug's; see `feed::headline_key`.
    pub(crate) headline_key: Field,
    /// The sketch of the body: see [`text::sketch`]. None for an empty one.
    pub(crate) sketch: Field,
    /// The name of each person, for counting without reading stories; see [`column_name`].
    pub(crate) people: Field,
    /// The mentions of each, in the order of `people`.
    pub(crate) people_mentions: Field,
    /// Likewise for organizations.
    pub(crate) organizations: Field,
    /// The mentions of each organization.
    pub(crate) organization_mentions: Field,
    /// The body, stored.
    pub(crate) body: Field,
    /// Everything else about the story, stored; see `stored`.
    pub(crate) record: Field,
    /// The source records' fields; see `manifest`.
    pub(crate) source_path: Field,
    pub(crate) source_size: Field,
    pub(crate) source_mtime: Field,
    pub(crate) source_ctime_after_mtime: Field,
    pub(crate) source_inode: Field,
    pub(crate) source_hash: Field,
    pub(crate) source_about: Field,
}

/// The names under which the replaying tokenizers are registered.
pub(crate) const PACKED_WORDS: &str = "packed-words";
/// See [`PACKED_WORDS`].
pub(crate) const PACKED_MARKS: &str = "packed-marks";

/// The term in `meta` that every story has.
pub(crate) const META_STORY: &str = "*";

impl Fields {
    /// Returns the schema and its handles.
    pub(crate) fn schema() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let text = |tokenizer: &str, option: IndexRecordOption, norms: bool| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option).set_fieldnorms(norms),
            )
        };
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let fast_text = || TextOptions::default().set_fast("raw");
        let fast = || NumericOptions::from(FAST);
        let fields = Self {
            owner: builder.add_bytes_field("owner", BytesOptions::default().set_indexed()),
            id: builder.add_text_field("id", text("raw", IndexRecordOption::Basic, false).set_fast("raw")),
            path_length: builder.add_u64_field("path_length", fast()),
            words: builder.add_text_field("words", text(PACKED_WORDS, positions, true)),
            headline: builder.add_text_field("headline", text(PACKED_WORDS, IndexRecordOption::Basic, false)),
            marks: builder.add_text_field("marks", text(PACKED_MARKS, positions, false)),
            who: builder.add_text_field("who", text(PACKED_WORDS, IndexRecordOption::Basic, false)),
            meta: builder.add_text_field("meta", text(PACKED_MARKS, positions, false)),
            body_start: builder.add_u64_field("body_start", fast()),
            length: builder.add_u64_field("length", fast()),
            update: builder.add_u64_field("update", fast()),
            first_day: builder.add_i64_field("first_day", fast()),
            last_day: builder.add_i64_field("last_day", fast()),
            headline_key: builder.add_u64_field("headline_key", fast()),
            sketch: builder.add_u64_field("sketch", fast()),
            people: builder.add_text_field("people", fast_text()),
            people_mentions: builder.add_u64_field("people_mentions", fast()),
            organizations: builder.add_text_field("organizations", fast_text()),
            organization_mentions: builder.add_u64_field("organization_mentions", fast()),
            body: builder.add_text_field("body", TextOptions::default().set_stored()),
            record: builder.add_bytes_field("record", BytesOptions::from(STORED)),
            source_path: builder.add_bytes_field("source_path", BytesOptions::from(FAST)),
            source_size: builder.add_u64_field("source_size", fast()),
            source_mtime: builder.add_i64_field("source_mtime", fast()),
            source_ctime_after_mtime: builder.add_i64_field("source_ctime_after_mtime", fast()),
            source_inode: builder.add_u64_field("source_inode", fast()),
            source_hash: builder.add_u64_field("source_hash", fast()),
            source_about: builder.add_bytes_field("source_about", BytesOptions::from(FAST)),
        };
        (builder.build(), fields)
    }

    /// Returns the names' columns of one kind: names and mentions.
    pub(crate) fn name_columns(kind: NameKind) -> (&'static str, &'static str) {
        match kind {
            NameKind::Person => ("people", "people_mentions"),
            NameKind::Organization => ("organizations", "organization_mentions"),
        }
    }
}

/// The terms of `marks`.
pub(crate) mod mark {
    use super::letter;
    use crate::index::packed::push_number;
    use crate::story::NameKind;

    /// A sentence begins here.
    pub(crate) const SENTENCE: &str = "s";
    /// A paragraph begins here.
    pub(crate) const PARAGRAPH: &str = "g";

    /// A name begins here that takes so many positions; without a key, any name of its kind.
    pub(crate) fn name(kind: NameKind, key: &str, positions: u32) -> String {
        let mut term = name_prefix(kind, key);
        push_number(positions, &mut term);
        term
    }

    /// What the marks of a name begin with, whatever their lengths, which follow in decimal.
    pub(crate) fn name_prefix(kind: NameKind, key: &str) -> String {
        let mut prefix = String::with_capacity(key.len() + 4);
        prefix.push(letter(kind));
        prefix.push_str(key);
        prefix.push('\u{2}');
        prefix
    }

    /// What the marks of the names begin with whose keys begin so.
    pub(crate) fn key_prefix(kind: NameKind, beginning: &str) -> String {
        format!("{}{beginning}", letter(kind))
    }

    /// Returns the key of a name's mark, and how many positions it takes.
    pub(crate) fn parts(mark: &str) -> Option<(&str, u32)> {
        let (key, positions) = mark.get(1..)?.split_once('\u{2}')?;
        Some((key, positions.parse().ok()?))
    }
}

fn letter(kind: NameKind) -> char {
    match kind {
        NameKind::Person => 'P',
        NameKind::Organization => 'O',
    }
}

/// The terms of `who`.
pub(crate) mod who {
    use super::letter;
    use crate::story::NameKind;

    /// The terms by which the words of a key lead to it, all but the first.
    ///
    /// A person's key is turned to begin with the word: of `rex tillerson` there is `tillerson` with `rex` behind it. An
    /// organization's is long and would stand there many times, so a word has no more behind it than the key's first word and
    /// the letter that the second one begins with.
    pub(crate) fn words(kind: NameKind, key: &str) -> impl Iterator<Item = String> {
        let first = key.find(' ').unwrap_or(key.len());
        let letter_behind = key[first..].char_indices().nth(2).map_or(key.len(), |(at, _)| first + at);
        key.match_indices(' ').map(move |(at, _)| match kind {
            NameKind::Person => format!("{}{}", ending_prefix(kind, &key[at + 1..]), &key[..at]),
            NameKind::Organization => {
                let word = key[at + 1..].split(' ').next().unwrap_or_default();
                format!("{}{}", ending_prefix(kind, word), &key[..at.min(letter_behind)])
            }
        })
    }

    /// What the terms begin with of a person's keys that end in some words, or of a word of organizations; what the key begins
    /// with follows.
    pub(crate) fn ending_prefix(kind: NameKind, end: &str) -> String {
        format!("{}{end}\u{3}", letter(kind))
    }

    /// What the terms begin with of the keys of persons that go on behind some words which they do not begin with.
    pub(crate) fn inner_prefix(words: &str) -> String {
        format!("{}{words} ", letter(NameKind::Person))
    }

    /// Returns the key of a person that was turned into a term.
    pub(crate) fn key(term: &str) -> Option<String> {
        let (end, start) = term.get(1..)?.split_once('\u{3}')?;
        Some(format!("{start} {end}"))
    }

    /// What the terms begin with that say for which names a word stands without being in their keys; a key follows.
    pub(crate) fn alias_prefix(kind: NameKind, word: &str) -> String {
        format!("{}{word}\u{2}", letter(kind))
    }
}

/// Returns a name as its column holds it. Most keys are their name's words folded, and need not be there twice.
pub(crate) fn column_name(key: &str, name: &str) -> String {
    if text::fold(name) == key { name.to_owned() } else { format!("{key}\t{name}") }
}

/// Returns the key and the name that a column holds.
pub(crate) fn of_column(value: &str) -> (Cow<'_, str>, &str) {
    match value.split_once('\t') {
        Some((key, name)) => (key.into(), name),
        None => (text::fold(value).into(), value),
    }
}

/// Returns the term of `meta` for a word of a small field.
pub(crate) fn meta_term(field: MetaField, word: &str) -> String {
    let letter = match field {
        MetaField::Byline => 'b',
        MetaField::Place => 'p',
        MetaField::Agency => 'a',
        MetaField::Section => 's',
        MetaField::Path => 'f',
        MetaField::Tag => 't',
        MetaField::Status => 'c',
    };
    format!("{letter}{word}")
}

impl Fields {
    /// Returns the schema and its handles, built once a process.
    pub(crate) fn schema_once() -> &'static (Schema, Fields) {
        static SCHEMA: std::sync::OnceLock<(Schema, Fields)> = std::sync::OnceLock::new();
        SCHEMA.get_or_init(Fields::schema)
    }
}

#[cfg(test)]
mod tests {
    use super::who;
    use crate::story::NameKind;

    #[test]
    fn each_word_of_a_key_but_the_first_leads_to_it() {
        let of = |kind, key| who::words(kind, key).collect::<Vec<_>>();
        assert_eq!(of(NameKind::Person, "tillerson"), [""; 0]);
        let turned = of(NameKind::Person, "ursula von der leyen");
        let expected = ["Pvon der leyen\u{3}ursula", "Pder leyen\u{3}ursula von", "Pleyen\u{3}ursula von der"];
        assert_eq!(turned, expected);
        assert!(turned.iter().all(|term| who::key(term).as_deref() == Some("ursula von der leyen")));
        let words = of(NameKind::Organization, "norden \u{e9}cole workers union");
        let expected = ["O\u{e9}cole\u{3}norden", "Oworkers\u{3}norden \u{e9}", "Ounion\u{3}norden \u{e9}"];
        assert_eq!(words, expected);
    }
}
