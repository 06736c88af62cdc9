//! What must hold for any bytes: one function for each target of `fuzz/`, which is made of this very file. The kept corpora
//! pass through the same functions on every run of the tests.

use morgue::format::{self, Failure, Options, Refusal, Text, Visitor};
use morgue::names::{Authority, Recognizer, Tagger, introduction_key, introductions};
use morgue::query::{Context, Plan, Syntax, parse};
use morgue::search::{Snippet, concordance, cut, quote};
use morgue::spans::{Examiner, Highlight, NameKeys, Subject};
use morgue::story::{Date, Document, Field, Mention, Provenance, Record, Story};
use morgue::text::{self, Analysis, Shingles};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::OnceLock;

/// The largest text of a story here, so that few bytes reach the limit.
const TEXT_LIMIT: usize = 2000;

/// Any bytes, read as a query in each language: what is understood can be explained, what is not says where.
pub(crate) fn query(bytes: &[u8]) {
    let Ok(typed) = std::str::from_utf8(bytes) else { return };
    for syntax in LANGUAGES {
        match parse(typed, &context(syntax)) {
            Ok(query) => {
                assert_eq!(query.text(), typed);
                assert!(!query.tree().to_string().is_empty() && !query.explain().is_empty(), "{syntax:?}");
            }
            Err(error) => {
                assert!(!error.to_string().is_empty() && error.column(typed) > 0, "{syntax:?}");
                assert!(typed.get(error.span.clone()).is_some(), "{syntax:?}: {error:?}");
            }
        }
    }
}

/// Any bytes, read as a source of this format, all at once and in small pieces: the same comes of both.
pub(crate) fn format(name: &str, bytes: &[u8]) {
    let options = options().with_type(Some(name)).expect("a format");
    let whole = read("fuzz/source", Cursor::new(bytes), bytes.len(), &options);
    let piecemeal = read("fuzz/source", Piecemeal { bytes: Cursor::new(bytes), next: 1 }, bytes.len(), &options);
    assert_eq!(whole.records, piecemeal.records, "the records differ with the size of the pieces that are read");
    assert_eq!(whole.failures, piecemeal.failures, "the failures differ with the size of the pieces that are read");
    whole.check(bytes);
}

/// A line that is the source's name, then its bytes, of no format that anybody names.
pub(crate) fn detect(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let name = String::from_utf8_lossy(&bytes[..end]);
    let content = &bytes[(end + 1).min(bytes.len())..];
    read(&name, Cursor::new(content), content.len(), &options()).check(content);
}

/// Any bytes, read as a source whose name says nothing: compressed, an archive, a document, or none of these.
pub(crate) fn container(bytes: &[u8]) {
    read("fuzz/source", Cursor::new(bytes), bytes.len(), &options()).check(bytes);
}

/// Any bytes as `names.toml`: it is understood or refused, and what is understood can be applied.
pub(crate) fn names_toml(bytes: &[u8]) {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a temporary folder")).path();
    std::fs::write(folder.join("names.toml"), bytes).expect("written");
    let authority = match Authority::load(folder) {
        Ok(authority) => authority,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    for entry in authority.entries() {
        let known = authority.identity(entry.kind, &entry.key, &entry.name);
        assert!(known.is_some(), "{}: an entry that nobody can ask for", entry.name);
        for key in &entry.keys {
            assert_eq!(authority.entry(entry.kind, key).map(|found| &found.name), Some(&entry.name), "{key}");
        }
    }
    let Document { story: _, mut mentions } = document("Envoy leaves", STORY, None);
    authority.apply(&mut mentions);
    let _ = authority.is_empty();
}

/// A line that is a query, then a story: what is marked and what is cut lies in the story, whole characters, in order.
pub(crate) fn snippet(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (typed, text) = text.split_once('\n').unwrap_or((&text, ""));
    let (headline, body) = text.split_once("\n\n").unwrap_or(("", text));
    let document = document(headline, body, Some("world news"));
    let story = &document.story;
    let (headline, body) = (text::analyze(story.headline.as_deref().unwrap_or_default()), text::analyze(&story.body));
    let subject = Subject { story, headline: &headline, body: &body, mentions: &document.mentions };
    for syntax in LANGUAGES {
        let Ok(query) = parse(typed, &context(syntax)) else { continue };
        show(&query.plan().clone(), &subject);
    }
}

/// Any text as a story: headline, dateline, date and byline are the first lines, the rest is the text.
pub(crate) fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.splitn(5, '\u{1}');
    let mut fields: Vec<Option<String>> = (0..4).map(|_| lines.next().map(str::to_owned)).collect();
    // What has no fields is a text and nothing else.
    let body = lines.next().map_or_else(|| text.clone().into_owned(), str::to_owned);
    if fields.iter().any(Option::is_none) {
        fields = vec![None; 4];
    }
    let [headline, dateline, date, byline] = <[Option<String>; 4]>::try_from(fields).expect("four fields");
    let _ = date.as_deref().map(str::parse::<Date>);
    let record = Record { headline, text: body, dateline, date, byline, ..Record::default() };
    check_story(record, "text");
}

const LANGUAGES: [Syntax; 3] = [Syntax::Morgue, Syntax::Nexis, Syntax::Factiva];

const STORY: &str = "GENEVA (Reuters) - Foreign Minister Ilse Brandauer left on Monday. \"The door is open,\" Brandauer \
                     told Norden Bank.";

fn context(syntax: Syntax) -> Context {
    Context { today: "2020-06-01".parse().expect("a date"), syntax }
}

fn options() -> Options {
    Options::new(None, &[]).expect("nothing is asked for").with_text_limit(TEXT_LIMIT)
}

/// A reader that gives 1, 2, 3, ... 9, 1, ... bytes at a time.
struct Piecemeal<'b> {
    bytes: Cursor<&'b [u8]>,
    next: usize,
}

impl Read for Piecemeal<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.next.min(buffer.len());
        self.next = self.next % 9 + 1;
        self.bytes.read(&mut buffer[..count])
    }
}

impl Seek for Piecemeal<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// What a source gave.
#[derive(Default)]
struct Taken {
    format: String,
    records: Vec<(String, Record)>,
    failures: Vec<String>,
}

impl Visitor for Taken {
    fn text(&mut self, text: Text<'_>) {
        assert!(!text.format.is_empty() && !text.encoding.is_empty());
        text.format.clone_into(&mut self.format);
    }

    fn record(&mut self, record: Result<Record, Failure>) {
        match record {
            Ok(record) => self.records.push((self.format.clone(), record)),
            Err(Failure::Record(bad)) => self.failures.push(bad.to_string()),
            Err(Failure::Skipped(skipped)) => self.failures.push(format!("skipped: {skipped}")),
            Err(Failure::Source(error)) => self.failures.push(error.to_string()),
        }
    }

    fn refused(&mut self, path: &str, refusal: Refusal) {
        self.failures.push(format!("{path}: {refusal:?}"));
    }
}

fn read(name: &str, source: impl Read + Seek, size: usize, options: &Options) -> Taken {
    let mut taken = Taken::default();
    if let Err(refusal) = format::read(name, source, size as u64, options, &mut taken) {
        taken.refused(name, refusal);
    }
    taken
}

impl Taken {
    /// A record's text is within the limit and, where it says so, the very bytes of the source; its story holds together.
    fn check(self, source: &[u8]) {
        assert!(self.failures.iter().all(|failure| !failure.is_empty()));
        for (format, record) in self.records {
            assert!(record.text.len() <= TEXT_LIMIT, "{format}: a text of {} bytes", record.text.len());
            if let Some(start) = record.text_start.filter(|_| !format.contains('+'))
                && let Ok(source) = std::str::from_utf8(source)
                && !source.starts_with('\u{feff}')
            {
                let slice = source.get(start as usize..).and_then(|rest| rest.get(..record.text.len()));
                assert_eq!(slice, Some(&*record.text), "{format}: the text does not stand where it says");
            }
            check_story(record, &format);
        }
    }
}

/// Checks everything that is made of a record on its way into an index.
fn check_story(record: Record, format: &str) {
    let text = record.text.clone();
    let provenance =
        Provenance { path: "fuzz/2019-05-07/source".to_owned(), format: format.to_owned(), ..Provenance::default() };
    let story = Story::from_record(record, &provenance);
    let parts = &story.parts;
    let inside = |range: &Range<u32>| text.get(range.start as usize..range.end as usize);
    assert_eq!(inside(&parts.body), Some(&*story.body));
    let others = [&parts.headline, &parts.advisory, &parts.byline, &parts.dateline, &parts.trailer];
    for part in others.into_iter().flatten() {
        assert!(inside(part).is_some(), "{parts:?}");
    }
    let headline = story.headline.clone().unwrap_or_default();
    let (of_headline, of_body) = (text::analyze(&headline), text::analyze(&story.body));
    check_analysis(&headline, &of_headline);
    check_analysis(&story.body, &of_body);
    check_analysis(&story.body, &text::analyze_query(&story.body));
    let mentions = tagger().mentions(&story, &of_headline, &of_body);
    check_mentions(&mentions, &headline, &story.body, &of_headline, &of_body);
    let (one, other) = (Shingles::of(&of_body), Shingles::of(&of_headline));
    assert_eq!(one.overlap(&other), other.overlap(&one), "whichever is compared with which");
}

fn tagger() -> &'static Tagger {
    static TAGGER: OnceLock<Tagger> = OnceLock::new();
    TAGGER.get_or_init(Tagger::default)
}

/// Words stand in order, none without letters, each in whole characters; sentences and paragraphs begin at words.
fn check_analysis(text: &str, analysis: &Analysis) {
    let mut before = (0, 0);
    for token in &analysis.tokens {
        assert!(text.get(token.start as usize..token.end as usize).is_some_and(|word| !word.is_empty()), "{token:?}");
        let term = analysis.term(token);
        assert!(!term.is_empty() && term.len() <= text::LONGEST_WORD, "{term:?}");
        assert!((token.position, token.start) >= before, "{token:?} comes after {before:?}");
        assert!(token.length > 0 && token.position + token.length <= analysis.positions, "{token:?}");
        before = (token.position, token.start);
    }
    assert_eq!(analysis.words().count(), analysis.positions as usize);
    for begins in [&analysis.sentences, &analysis.paragraphs] {
        assert!(begins.is_sorted_by(|one, next| one < next), "{begins:?}");
        assert!(begins.iter().all(|position| *position < analysis.positions), "{begins:?}");
    }
}

/// Mentions are whole characters of their field, no two overlap, and each knows its words.
fn check_mentions(mentions: &[Mention], headline: &str, body: &str, of_headline: &Analysis, of_body: &Analysis) {
    let mut before = (Field::Headline, 0);
    for mention in mentions {
        let (text, analysis) = if mention.field == Field::Headline { (headline, of_headline) } else { (body, of_body) };
        let bytes = mention.start as usize..mention.end as usize;
        assert!(text.get(bytes.clone()).is_some_and(|name| !name.is_empty()), "{mention:?}");
        assert!((mention.field, mention.start) >= before, "{mention:?} begins before {before:?}");
        assert!(mention.first <= mention.last && mention.last < analysis.positions, "{mention:?}");
        assert!(!mention.key.is_empty() && !mention.name.is_empty(), "{mention:?}");
        for introduction in introductions(text, bytes, mention.kind) {
            let _ = introduction_key(&introduction);
        }
        before = (mention.field, mention.end);
    }
}

/// A story with the names in it.
fn document(headline: &str, body: &str, section: Option<&str>) -> Document {
    let story = Story {
        id: "fuzz/source".to_owned(),
        path: "fuzz/source".to_owned(),
        headline: (!headline.is_empty()).then(|| headline.to_owned()),
        dateline: Some("RIGA (Wirepress) -".to_owned()),
        byline: Some("Ana Lopes".to_owned()),
        section: section.map(str::to_owned),
        tags: vec!["topic:ships".to_owned(), "topic:weather".to_owned()],
        body: body.to_owned(),
        ..Story::default()
    };
    let mentions = tagger().mentions(&story, &text::analyze(headline), &text::analyze(body));
    Document { story, mentions }
}

/// Marks and cuts a story in every way there is.
fn show(plan: &Plan, subject: &Subject<'_>) {
    let Some(highlights) = Examiner::new(plan, &NameKeys::new()).evidence(subject) else { return };
    assert!(highlights.is_sorted(), "{highlights:?}");
    for highlight in &highlights {
        let field = field(highlight.field, subject);
        assert!(field.get(highlight.start..highlight.end).is_some_and(|text| !text.is_empty()), "{highlight:?}");
        let (start, end) = highlight.whole;
        assert!(start <= highlight.start && highlight.end <= end && field.get(start..end).is_some(), "{highlight:?}");
    }
    for (count, width) in [(0, 10), (1, 0), (1, 20), (2, 60), (5, 160), (usize::MAX, usize::MAX)] {
        let snippets = cut(&highlights, subject, count, width);
        assert!(snippets.len() <= count);
        check_snippets(&snippets, &highlights, subject);
        check_snippets(quote(&highlights, subject, width).as_slice(), &highlights, subject);
    }
    for words in [0, 3, usize::MAX] {
        check_snippets(&concordance(&highlights, subject, words), &highlights, subject);
    }
}

/// A snippet is a slice of its field; its marks ascend, are whole characters, and lie in what matched.
fn check_snippets(snippets: &[Snippet], highlights: &[Highlight], subject: &Subject<'_>) {
    for snippet in snippets {
        let text = field(snippet.field, subject);
        assert_eq!(text.get(snippet.start..).and_then(|rest| rest.get(..snippet.text.len())), Some(&*snippet.text));
        let mut before = 0;
        for &(start, end) in &snippet.highlights {
            assert!(before <= start && start < end, "{snippet:?}");
            assert!(snippet.text.get(start..end).is_some(), "{snippet:?}");
            before = end;
            let (start, end) = (start + snippet.start, end + snippet.start);
            let touches = |highlight: &&Highlight| {
                highlight.field == snippet.field && highlight.start < end && start < highlight.end
            };
            assert!(highlights.iter().any(|highlight| touches(&highlight)), "{snippet:?}: {highlights:?}");
        }
    }
}

/// The text of a field as highlights and snippets count in it.
fn field(name: &str, subject: &Subject<'_>) -> String {
    let story = subject.story;
    match name {
        "headline" => story.headline.clone(),
        "body" => Some(story.body.clone()),
        "byline" => story.byline.clone(),
        "dateline" => story.dateline.clone(),
        "section" => story.section.clone(),
        "tags" => Some(story.tags.join("; ")),
        "status" => story.status.clone(),
        "path" => Some(story.path.clone()),
        other => panic!("a field that no story has: {other}"),
    }
    .unwrap_or_default()
}
