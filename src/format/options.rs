//! What a user can say about the sources: their encoding, and which column holds which field.

use super::{detect, html, mebibytes};
use crate::error::{Error, ErrorKind, Result};
use crate::story::Record;
use encoding_rs::Encoding;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A field of a record that a column or a key can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Headline = 0,
    Text,
    Date,
    Section,
    Byline,
    Id,
    Url,
    Agency,
    Lang,
    Dateline,
    Summary,
}

/// The columns: their names in `--map`, and the names under which archives have them, best first.
const COLUMNS: [(Column, &str, &[&str]); 11] = [
    (
        Column::Headline,
        "headline",
        &["headline", "title", "webTitle", "headlines", "headline_text", "article_title", "news_title", "title_page"],
    ),
    (
        Column::Text,
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "maintext",
            "articleBody",
            "article_body",
            "article_text",
            "article_content",
            "full_text",
            "fullText",
            "bodyText",
            "body_text",
            "body_html",
            "content_html",
            "content_text",
            "full_content",
            "main_text",
            "cleaned_text",
            "news_text",
            "plain_text",
            "lead_paragraph",
        ],
    ),
    (
        Column::Date,
        "date",
        &[
            "date",
            "published",
            "published_at",
            "pubdate",
            "publication_date",
            "date_publish",
            "date_published",
            "datePublished",
            "publishedAt",
            "publish_date",
            "published_date",
            "pub_date",
            "webPublicationDate",
            "publish_time",
            "publication_time",
            "datetime",
            "article_date",
            "date_time",
            "timestamp",
            "time",
            "released",
            "created_at",
            "seendate",
        ],
    ),
    (
        Column::Section,
        "section",
        &[
            "section",
            "sectionName",
            "section_name",
            "articleSection",
            "news_desk",
            "desk",
            "subject",
            "category",
            "topic",
            "categories",
            "topics",
        ],
    ),
    (Column::Byline, "byline", &["byline", "author", "authors", "author_name", "creator", "writer", "reporter"]),
    (Column::Id, "id", &["id", "_id", "guid", "uuid", "article_id", "articleId", "doc_id", "docid", "docno", "uri"]),
    (
        Column::Url,
        "url",
        &[
            "url",
            "link",
            "web_url",
            "webUrl",
            "article_url",
            "source_url",
            "canonical_url",
            "article_link",
            "permalink",
        ],
    ),
    (
        Column::Agency,
        "agency",
        &[
            "agency",
            "publication",
            "publisher",
            "newspaper",
            "outlet",
            "provider",
            "source_name",
            "news_source",
            "newsSource",
            "source",
            "source_domain",
        ],
    ),
    (Column::Lang, "lang", &["lang", "language"]),
    (Column::Dateline, "dateline", &["dateline"]),
    (
        Column::Summary,
        "summary",
        &[
            "summary",
            "abstract",
            "description",
            "short_description",
            "highlights",
            "trailText",
            "standfirst",
            "excerpt",
            "snippet",
            "subtitle",
        ],
    ),
];

/// How many fields a record can have from columns.
pub(super) const COLUMN_COUNT: usize = COLUMNS.len();

impl Column {
    /// Returns all columns, in the order of their discriminants.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        COLUMNS.iter().map(|(column, ..)| *column)
    }

    /// Returns the field that a column of this name holds, and how good a name it is for that field, 0 the best.
    pub(super) fn of_name(name: &str) -> Option<(Self, usize)> {
        let name = name.trim();
        if name.len() > LONGEST_NAME {
            return None;
        }
        let known = known_names();
        let found = known.as_written.get(&name.to_ascii_lowercase());
        // Case apart, names may differ in what parts their words: `date_published`, `Date published`.
        found.or_else(|| known.as_letters.get(&letters(name)).filter(|_| name.contains([' ', '-']))).copied()
    }

    /// Puts a value into its field of a record, as it is stored; the id is the caller's. What tables write where they have
    /// nothing is no value.
    pub(super) fn put(self, record: &mut Record, value: String) {
        if is_nothing(&value) {
            return;
        }
        let value = match literal(&value) {
            Some(values) if self != Self::Text && values.is_empty() => return,
            Some(values) if self != Self::Text => values.join(", "),
            _ => value,
        };
        match self {
            Self::Headline => record.headline = Some(value),
            Self::Text => record.text = value,
            Self::Date => record.date = Some(value),
            Self::Section => record.section = Some(value),
            Self::Byline => record.byline = Some(value),
            Self::Url => record.url = Some(value),
            Self::Agency => record.agency = Some(value),
            Self::Lang => record.lang = Some(value),
            Self::Dateline => record.dateline = Some(value),
            Self::Summary => record.summary = Some(value),
            Self::Id => {}
        }
    }
}

/// Returns the values of a list as Python writes it, `['Ada Oven', "Bo D'Or"]`, without links; or of what is first in a
/// dictionary, `{'main': 'Loaves rise', 'kicker': None}`.
fn literal(value: &str) -> Option<Vec<String>> {
    let value = value.trim();
    let list = value.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let first = value.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
    let mut rest = list.or(first)?.trim();
    let mut values = Vec::new();
    while let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
        // A quote inside the value has no comma, colon or end after it.
        let ends = |at: &usize| {
            let after = rest[at + 1..].trim_start();
            after.is_empty() || after.starts_with([',', ':'])
        };
        let end = rest.match_indices(quote).map(|(at, _)| at).filter(|at| *at > 0).find(ends)?;
        values.push(rest[1..end].replace("\\'", "'"));
        rest = rest[end + 1..].trim_start().trim_start_matches([',', ':']).trim_start();
    }
    match (list, first) {
        (Some(_), _) if rest.is_empty() => Some(values.into_iter().filter(|value| !value.contains("://")).collect()),
        (_, Some(_)) if values.len() > 1 => Some(values.drain(1..2).collect()),
        _ => None,
    }
}

/// A name that is longer is none.
const LONGEST_NAME: usize = 100;

/// The columns by their names; each key of every object and the first line of every text is looked up.
struct KnownNames {
    as_written: HashMap<String, (Column, usize)>,
    as_letters: HashMap<String, (Column, usize)>,
}

fn known_names() -> &'static KnownNames {
    static KNOWN: OnceLock<KnownNames> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = KnownNames { as_written: HashMap::new(), as_letters: HashMap::new() };
        for (column, _, names) in &COLUMNS {
            for (rank, name) in names.iter().enumerate() {
                known.as_written.entry(name.to_ascii_lowercase()).or_insert((*column, rank));
                known.as_letters.entry(letters(name)).or_insert((*column, rank));
            }
        }
        known
    })
}

/// Returns a name without case and without what parts its words.
fn letters(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a value is what programs write for none.
fn is_nothing(value: &str) -> bool {
    ["nan", "none", "null", "n/a", "nat"].iter().any(|word| value.trim().eq_ignore_ascii_case(word))
}

/// Settles what the columns of a record say of one another: the text may be markup, or there may be a summary only, and web
/// pages end a title with whose it is.
pub(super) fn settle(record: &mut Record) {
    if record.text.trim().is_empty()
        && let Some(summary) = record.summary.take()
    {
        record.text = summary;
    }
    let is_markup = ["</p>", "<br", "</div>", "<p>"].iter().any(|tag| record.text.contains(tag));
    if is_markup {
        record.text = html::text_of(&record.text);
    }
    cut_count(&mut record.text);
    if let Some(title) = &record.headline
        && let Some((before, owner)) = title.trim_end().rsplit_once(" - ")
        && let Some(agency) = crate::story::agency(owner).filter(|agency| owner.starts_with(*agency))
        && record.agency.as_deref().is_none_or(|own| own == agency || own.is_empty())
        && !before.trim().is_empty()
    {
        record.agency.get_or_insert_with(|| agency.to_owned());
        record.headline = Some(before.trim_end().to_owned());
    }
    if let (Some(title), Some(owner)) = (&record.headline, &record.agency)
        && let Some((before, after)) = title.trim_end().rsplit_once(" - ")
        && without_article(after).eq_ignore_ascii_case(without_article(owner))
        && !before.trim().is_empty()
    {
        record.headline = Some(before.trim_end().to_owned());
    }
}

/// Takes off what an interface writes for the rest of a text that it keeps back: `... [+1798 chars]`.
fn cut_count(text: &mut String) {
    let count = text.trim_end().strip_suffix(" chars]").and_then(|rest| rest.rsplit_once("[+"));
    if let Some((before, _)) = count.filter(|(_, digits)| digits.bytes().all(|byte| byte.is_ascii_digit())) {
        text.truncate(before.trim_end().len());
    }
}

/// Returns a publication's name without its article: `The Gull` and `Gull` are one.
fn without_article(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name)
}

/// What the user says about the sources, checked.
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) map: Vec<(Column, String)>,
    pub(super) text_limit: usize,
    /// The format that all sources are read as.
    pub(super) forced: Option<&'static str>,
}

impl Default for Options {
    fn default() -> Self {
        Self { encoding: None, map: Vec::new(), text_limit: 16 << 20, forced: None }
    }
}

impl Options {
    /// Returns the options for an encoding label (`latin1`, `shift_jis`) and for maps written `FIELD=COLUMN`.
    ///
    /// The encoding is that of text which is not valid UTF-8. A column is a name, or a number from 1. Unknown labels and
    /// fields are refused with a hint.
    pub fn new(encoding: Option<&str>, map: &[String]) -> Result<Self> {
        let encoding = encoding.map(encoding_of).transpose()?;
        let map = map.iter().map(|pair| mapping(pair)).collect::<Result<Vec<_>>>()?;
        for (at, (column, _)) in map.iter().enumerate() {
            if map[..at].iter().any(|(earlier, _)| earlier == column) {
                let name = COLUMNS.iter().find(|(known, ..)| known == column).map_or("", |row| row.1);
                return Err(Error::new(ErrorKind::User, "--map", "the field is mapped twice").at(format!("`{name}`")));
            }
        }
        Ok(Self { encoding, map, ..Self::default() })
    }

    /// Sets the format that all sources are read as, whatever they look like: `csv`, `nitf`, ...; none is found by content.
    pub fn with_type(mut self, name: Option<&str>) -> Result<Self> {
        self.forced = name.map(forced_type).transpose()?;
        Ok(self)
    }

    /// Sets the largest text of a story, in bytes of UTF-8; 16 MiB unless set.
    #[must_use]
    pub fn with_text_limit(mut self, bytes: usize) -> Self {
        self.text_limit = bytes;
        self
    }

    /// Returns how many bytes a record may take before it is decoded: markup and escapes included.
    pub(super) fn record_limit(&self) -> usize {
        self.text_limit.saturating_mul(2).saturating_add(64 << 10)
    }

    /// Returns why a record is no story, where it is none.
    pub(super) fn ensure_story(&self, record: &Record) -> Result<(), String> {
        if record.text.len() > self.text_limit {
            return Err(self.over_limit());
        }
        if record.text.trim().is_empty() && record.headline.is_none() {
            return Err("neither text nor headline".to_owned());
        }
        Ok(())
    }

    /// Returns the reason for refusing a text or a record over the limit.
    pub(super) fn over_limit(&self) -> String {
        format!("text over the limit of {}", mebibytes(self.text_limit))
    }
}

fn encoding_of(label: &str) -> Result<&'static Encoding> {
    const COMMON: [&str; 12] = [
        "utf-8",
        "windows-1252",
        "iso-8859-1",
        "latin1",
        "iso-8859-15",
        "windows-1251",
        "windows-1250",
        "koi8-r",
        "shift_jis",
        "gb18030",
        "big5",
        "utf-16le",
    ];
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        let error = Error::new(ErrorKind::User, "--encoding", "unknown encoding").at(format!("`{label}`"));
        match closest(label, COMMON) {
            Some(known) => error.hint(format!("did you mean `{known}`?")),
            None => error.hint("name it as web pages do: utf-8, windows-1252, iso-8859-15, shift_jis, ..."),
        }
    })
}

fn forced_type(name: &str) -> Result<&'static str> {
    detect::format_named(name).ok_or_else(|| {
        let error = Error::new(ErrorKind::User, "--type", "unknown format").at(format!("`{name}`"));
        match closest(name, detect::format_names()) {
            Some(known) => error.hint(format!("did you mean `{known}`?")),
            None => error.hint(format!("the formats are {}", detect::format_names().collect::<Vec<_>>().join(", "))),
        }
    })
}

fn mapping(pair: &str) -> Result<(Column, String)> {
    let refuse = |why: &str| Error::new(ErrorKind::User, "--map", why).at(format!("`{pair}`"));
    let (field, column) = pair.split_once('=').ok_or_else(|| {
        refuse("a map is written FIELD=COLUMN").hint("for example `--map text=article_body`, or `--map text=3`")
    })?;
    let (field, column) = (field.trim(), column.trim());
    if column.is_empty() || column == "0" {
        return Err(refuse("the column is missing").hint("give a column's name, or its number from 1"));
    }
    let known = COLUMNS.iter().find(|(_, name, _)| name.eq_ignore_ascii_case(field));
    known.map(|(known, ..)| (*known, column.to_owned())).ok_or_else(|| {
        let names = COLUMNS.map(|(_, name, _)| name);
        // `title=` and the like: a name of the archive's for a field of ours.
        let meant = Column::of_name(field).and_then(|(column, _)| COLUMNS.iter().find(|(known, ..)| *known == column));
        let error = refuse(&format!("unknown field `{field}`"));
        match meant.map(|row| row.1).or_else(|| closest(field, names)) {
            Some(name) => error.hint(format!("did you mean `{name}`?")),
            None => error.hint(format!("the fields are {}", names.join(", "))),
        }
    })
}

fn closest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let typed = typed.to_lowercase();
    let distance = |name: &&str| strsim::damerau_levenshtein(&typed, name);
    names.into_iter().min_by_key(distance).filter(|name| distance(name) <= 1 + name.len() / 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(encoding: Option<&str>, map: &[&str]) -> String {
        let map: Vec<String> = map.iter().map(|&pair| pair.to_owned()).collect();
        let error = Options::new(encoding, &map).expect_err("it is refused");
        format!("{error}; {}", error.hint_text().unwrap_or("-"))
    }

    #[test]
    fn lists_and_dictionaries_of_a_program_are_their_values() {
        for (written, expected) in [
            ("['Ada Oven', \"Bo D'Or\"]", Some(&["Ada Oven", "Bo D'Or"][..])),
            ("['https://example.com/ada']", Some(&[])),
            ("[]", Some(&[])),
            ("{'main': 'Loaves, rolls', 'kicker': None}", Some(&["Loaves, rolls"])),
            ("{'original': \"By Ada O'Ven\", 'person': []}", Some(&["By Ada O'Ven"])),
            ("[Loaves] rise", None),
            ("['Ada', 3]", None),
            ("{}", None),
            ("Loaves", None),
        ] {
            let found = literal(written);
            let found: Option<Vec<&str>> = found.as_ref().map(|values| values.iter().map(String::as_str).collect());
            assert_eq!(found.as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn an_unknown_encoding_is_refused_with_a_hint() {
        assert_eq!(
            refusal(Some("windows1253x"), &[]),
            "--encoding: `windows1253x`: unknown encoding; did you mean `windows-1252`?"
        );
        assert!(refusal(Some("klingon"), &[]).contains("name it as web pages do"));
        assert!(Options::new(Some("Latin1"), &[]).is_ok());
    }

    #[test]
    fn a_map_is_checked_before_anything_is_read() {
        assert_eq!(refusal(None, &["txt=3"]), "--map: `txt=3`: unknown field `txt`; did you mean `text`?");
        assert_eq!(refusal(None, &["title=3"]), "--map: `title=3`: unknown field `title`; did you mean `headline`?");
        assert!(refusal(None, &["colour=3"]).ends_with(
            "the fields are headline, text, date, section, byline, id, url, agency, lang, dateline, summary"
        ));
        assert!(refusal(None, &["text"]).starts_with("--map: `text`: a map is written FIELD=COLUMN; "));
        assert!(refusal(None, &["text="]).contains("the column is missing"));
        assert_eq!(refusal(None, &["text=1", "text=2"]), "--map: `text`: the field is mapped twice; -");
    }
}
