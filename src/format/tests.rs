//! Every format through the one door, on small invented samples, sound and damaged.

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write;

const CSV: &str = "\u{feff}Title,text,subject,date,author,id,url,agency,language,dateline\r\n\
    \"Ferry, late again\",\"HAVEN (Wire) - The \"\"Gull\"\" ran late.\n\nSecond paragraph.\",harbour,\"December 31, 2017 \",\
    Ann Poe,f1,http://x.example/1,Wire,en,\"HAVEN, Dec 31\"\r\nTides,High water at noon.,,,,f1,,,,\r\n";
const JSONL: &str = "{\"headline\":\"Ferry late\",\"body\":\"It ran late.\",\"published\":1500,\"authors\":[\"Ann Poe\",{\"name\":\"Bo Lee\"}],\
    \"id\":\"j1\",\"section\":null,\"other\":{\"text\":\"no\"}}\n\n{\"title\":\"Tides\",\"text\":\"High water.\",\"link\":\"http://x.example/2\"}\n";
const JSON: &str =
    "[\n  {\"title\": \"Ferry late\",\n   \"text\": \"It ran [late}.\"},\n  {\"text\": \"Tides.\", \"id\": 7}\n]\n";
const REUTERS: &str = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n\
    <REUTERS TOPICS=\"YES\" OLDID=\"9\" NEWID=\"4\">\n<DATE> 3-APR-1987 07:09:06.48</DATE>\n<TOPICS><D>tin</D><D>zinc</D></TOPICS>\n\
    <PLACES>uk</D><D>usa</D></PLACES>\n<PEOPLE><D>poe</D></PEOPLE>\n<ORGS></ORGS>\n<EXCHANGES><D>lse</D></EXCHANGES>\n\
    <COMPANIES></COMPANIES>\n<UNKNOWN>&#5;&#5;f</UNKNOWN>\n<TEXT>&#2;\n<TITLE>  TIN AND &lt;ZINC> RISE\n</TITLE>\n\
    <AUTHOR>    By Ann Poe, Wire</AUTHOR>\n<DATELINE>    HAVEN, April 3 - </DATELINE><BODY>Tin rose.\n    So did R&amp;D.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n\
    <REUTERS TOPICS=\"NO\" NEWID=\"5\">\n<TEXT TYPE=\"BRIEF\">&#2;\n***<TITLE>ZINC UP\n</TITLE>Filler.\n&#3;\n</TEXT>\n</REUTERS>\n\
    <REUTERS TOPICS=\"NO\" NEWID=\"6\">\n<TEXT TYPE=\"UNPROC\">&#2;\nRAW LINE\n    More.\n&#3;\n</TEXT>\n</REUTERS>\n";

fn options() -> Options {
    Options::default()
}

/// What came out of a source.
#[derive(Default)]
struct Extract {
    /// The format and the encoding of the last text.
    format: String,
    encoding: String,
    /// The path of each record's text.
    paths: Vec<String>,
    records: Vec<Record>,
    failures: Vec<String>,
    path: String,
}

impl Visitor for Extract {
    fn text(&mut self, text: Text<'_>) {
        (self.format, self.encoding) = (text.format.to_owned(), text.encoding.to_owned());
        text.path.clone_into(&mut self.path);
    }

    fn record(&mut self, record: Result<Record, Failure>) {
        match record {
            Ok(record) => {
                self.records.push(record);
                self.paths.push(self.path.clone());
            }
            Err(Failure::Record(bad)) => self.failures.push(bad.to_string()),
            Err(Failure::Skipped(skipped)) => self.failures.push(format!("skipped: {skipped}")),
            Err(Failure::Source(error)) => self.failures.push(format!("source: {error}")),
        }
    }

    fn refused(&mut self, path: &str, refusal: Refusal) {
        self.failures.push(format!("{path}: {}", told(&refusal)));
    }
}

fn told(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Skip(reason) => format!("skip: {reason}"),
        Refusal::Fail(error) => format!("fail: {error}; {}", error.hint_text().unwrap_or("-")),
    }
}

fn read_with(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, String> {
    let mut extract = Extract::default();
    let read = super::read(name, io::Cursor::new(bytes), bytes.len() as u64, options, &mut extract);
    read.map(|()| extract).map_err(|refusal| told(&refusal))
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Extract {
    read_with(name, bytes.as_ref(), &options()).expect("it opens")
}

fn refusal(name: &str, bytes: impl AsRef<[u8]>) -> String {
    read_with(name, bytes.as_ref(), &options()).map(|read| read.format).expect_err("it is refused")
}

/// Returns the file of that name in `tests/fixtures/formats`.
fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the story that a record of a format becomes.
fn story(read: &Extract, at: usize) -> crate::story::Story {
    let provenance = crate::story::Provenance { format: read.format.clone(), ..crate::story::Provenance::default() };
    crate::story::Story::from_record(read.records[at].clone(), &provenance)
}

/// Reads a fixture whole.
fn read_fixture(name: &str) -> Extract {
    read(name, fixture(name))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn texts(read: &Extract) -> Vec<&str> {
    read.records.iter().map(|record| record.text.as_str()).collect()
}

fn members(read: &Extract) -> Vec<&str> {
    read.records.iter().map(|record| record.member.as_deref().unwrap_or("-")).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "every use is an optional field")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn plain_text_is_one_story_at_its_offset() {
    let read = read("a.txt", "\u{feff}Head\r\n\r\nBody\u{c}next page\r\n");
    assert_eq!((read.format.as_str(), read.encoding.as_str()), ("text", "UTF-8"));
    assert_eq!(read.records.len(), 1);
    assert_eq!(read.records[0].text, "Head\r\n\r\nBody\u{c}next page\r\n");
    assert_eq!((read.records[0].text_start, &read.records[0].member), (Some(3), &None));
}

#[test]
fn a_latin1_pound_and_a_bad_byte_late_in_the_file_are_decoded() {
    let latin = read("a.txt", b"It cost \xA35.");
    assert_eq!((latin.records[0].text.as_str(), latin.records[0].text_start), ("It cost £5.", None));
    assert_eq!(latin.encoding, "windows-1252");
    let late = read("a.txt", [&b"word ".repeat(20_000)[..], b"\xA35"].concat());
    assert!(late.records[0].text.ends_with("£5") && late.encoding == "windows-1252");
    let utf16: Vec<u8> = "\u{feff}Title,text\nA,“b”\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let table = read("a.csv", utf16);
    assert_eq!((texts(&table), table.encoding.as_str()), (vec!["“b”"], "UTF-16LE"));
}

#[test]
fn every_field_of_a_table_is_kept_as_stored() {
    let read = read("a.csv", CSV);
    assert_eq!((read.format.as_str(), read.failures.len()), ("csv", 0));
    let expected = Record {
        member: some("f1"),
        headline: some("Ferry, late again"),
        text: "HAVEN (Wire) - The \"Gull\" ran late.\n\nSecond paragraph.".to_owned(),
        dateline: some("HAVEN, Dec 31"),
        byline: some("Ann Poe"),
        date: some("December 31, 2017 "),
        section: some("harbour"),
        url: some("http://x.example/1"),
        lang: some("en"),
        agency: some("Wire"),
        ..Record::default()
    };
    assert_eq!(read.records[0], expected);
    assert_eq!(members(&read), ["f1", "f1~2"]);
    assert_eq!(read.records[1].date, None);
}

#[test]
fn a_table_is_known_by_its_header_without_its_name() {
    assert_eq!(read("a", CSV).format, "csv");
    assert_eq!(read("a.txt", "date\ttext\n2017\t\"Waste\" of time\n").format, "tsv");
    assert_eq!(texts(&read("a.tsv", "text\tdate\n\"Waste\" of time\t2017\n")), ["\"Waste\" of time"]);
    assert_eq!(read("a.csv", "text;date\nA, b;2017\n").records[0].text, "A, b");
    assert_eq!(read("a.txt", "Notes on the text, the date\n\nA story.\n").format, "text");
}

#[test]
fn a_table_without_a_text_column_fails_with_what_to_say() {
    let failure = refusal("a.csv", "title,story\nA,b\n");
    let expected = "fail: read the header: a.csv: no column holds the text of the stories; \
        the columns are `title`, `story`; say which holds the text: `--map text=story`";
    assert_eq!(failure, expected);
    let map = |pair: &str| Options::new(None, &[pair.to_owned()]).expect("options");
    let mapped = read_with("a.csv", b"title,story\nA,b\n", &map("text=story")).expect("it opens");
    assert_eq!((texts(&mapped), members(&mapped)), (vec!["b"], vec!["1"]));
    let numbered = read_with("a.csv", b"\"3\",\"A\",\"b\"\n", &map("text=3")).expect("it opens");
    assert_eq!(texts(&numbered), ["b"]);
    let missing = read_with("a.csv", b"title,story\nA,b\n", &map("text=body")).map(|_| ()).expect_err("no such column");
    assert!(missing.contains("there is no column `body`; the columns are `title`, `story`"), "{missing}");
}

#[test]
fn a_damaged_row_costs_itself_and_no_more() {
    let torn = "title,text\nA,\"one, \"\"1\"\"\"\nB,\"torn, here\nC,\"three, 3\"\nD,\"four\nfive, 5\"\nE,six,7\n\nF,\nG,\" \"\n,\n";
    let read = read("a.csv", torn);
    assert_eq!(texts(&read), ["one, \"1\"", "three, 3", "four\nfive, 5", "", ""]);
    assert_eq!(members(&read), ["1", "3", "4", "6", "7"]);
    let expected = [
        "line 3: record 2: text after a closing quote",
        "line 7: record 5: 3 columns instead of 2",
        "line 11: record 8: neither text nor headline",
    ];
    assert_eq!(read.failures, expected);
}

#[test]
fn a_field_may_be_larger_than_the_limit_of_other_readers() {
    let long = "word ".repeat(40_000);
    let read = read("a.csv", format!("title,text\nA,\"{long}\"\nB,c\n"));
    assert_eq!(read.records.iter().map(|record| record.text.len()).collect::<Vec<_>>(), [200_000, 1]);
}

#[test]
fn every_field_of_json_lines_is_kept() {
    let read = read("a.jsonl", JSONL);
    assert_eq!((read.format.as_str(), read.failures.len()), ("jsonl", 0));
    let first = Record {
        member: some("j1"),
        headline: some("Ferry late"),
        text: "It ran late.".to_owned(),
        byline: some("Ann Poe, Bo Lee"),
        date: some("1500"),
        ..Record::default()
    };
    assert_eq!(read.records[0], first);
    assert_eq!(read.records[1].url, some("http://x.example/2"));
    assert_eq!(members(&read), ["j1", "2"]);
}

#[test]
fn a_bad_line_of_json_is_named_and_passed_over() {
    let deep = "[".repeat(200_000);
    let read = read(
        "a.jsonl",
        format!(
            "{{\"text\":\"one\"}}\n{{\"text\":\"tor\n[1]\n{{\"text\":{deep}\r\n{{\"text\":\"caf\u{e9}\"}}\r\n{{\"x\":1}}"
        ),
    );
    assert_eq!(texts(&read), ["one", "café"]);
    assert_eq!(members(&read), ["1", "5"]);
    let expected = [
        "line 2: record 2: no JSON object: EOF while parsing a string",
        "line 3: record 3: no JSON object: invalid type: sequence, expected an object",
        "line 4: record 4: no JSON object: recursion limit exceeded",
        "line 6: record 6: neither text nor headline",
    ];
    assert_eq!(read.failures, expected);
}

#[test]
fn an_array_is_read_element_by_element() {
    let array = read("a.json", JSON);
    assert_eq!((array.format.as_str(), texts(&array)), ("json", vec!["It ran [late}.", "Tides."]));
    assert_eq!(members(&array), ["1", "7"]);
    let single = read("a.json", "{\"title\":\"A\",\n \"text\":\"b\"}");
    assert_eq!((single.format.as_str(), texts(&single), single.failures.len()), ("json", vec!["b"], 0));
    assert!(read("a.json", "[]").failures.is_empty());
    assert_eq!(read("a.txt", "[Updated] The ferry ran.").format, "text");
    assert_eq!(read("a.txt", JSON).format, "json");
    assert_eq!(read("a.txt", JSONL).format, "jsonl");
}

#[test]
fn a_torn_element_costs_itself_and_no_more() {
    let torn = "[\n  {\"text\": \"one\"},\n  {\"text\": \"tor\n  {\"text\": \"three\"},\n  {\"by\": {\"name\": 1,\n  {\"text\": \"five\"},\n  6,\n  {\"text\": \"seven\"}\n]";
    let lines = read("a.json", torn);
    assert_eq!((texts(&lines), members(&lines)), (vec!["one", "three", "five", "seven"], vec!["1", "3", "5", "7"]));
    assert_eq!(lines.failures.len(), 3, "{:?}", lines.failures);
    assert_eq!(lines.failures[0], "line 3: record 2: a line break inside a string");
    assert_eq!(lines.failures[2], "line 7: record 6: expected an object");
    let single = read("a.json", "[{\"text\":\"one\"},{\"text\":x},{\"text\":\"three\"}");
    assert_eq!(texts(&single), ["one", "three"]);
    assert_eq!(single.failures.last().map(String::as_str), Some("line 1: record 4: the array does not end"));
}

#[test]
fn every_field_of_reuters_21578_is_kept() {
    let read = read("a.sgm", REUTERS);
    assert_eq!((read.format.as_str(), read.failures.len()), ("reuters21578", 0));
    let tags = ["places:uk", "places:usa", "people:poe", "exchanges:lse"];
    let expected = Record {
        member: some("4"),
        headline: some("TIN AND <ZINC> RISE"),
        text: "Tin rose.\n    So did R&D.\n Reuter\n".to_owned(),
        dateline: some("HAVEN, April 3 -"),
        byline: some("By Ann Poe, Wire"),
        date: some("3-APR-1987 07:09:06.48"),
        section: some("tin, zinc"),
        agency: some("Reuters"),
        tags: tags.map(str::to_owned).to_vec(),
        ..Record::default()
    };
    assert_eq!(read.records[0], expected);
    assert_eq!((read.records[1].headline.as_deref(), texts(&read)[1]), (Some("ZINC UP"), ""));
    assert_eq!((read.records[2].headline.as_deref(), texts(&read)[2]), (None, "RAW LINE\n    More.\n"));
}

#[test]
fn a_torn_story_of_reuters_costs_itself_and_no_more() {
    let torn = REUTERS.replace("So did R&amp;D.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n", "So di");
    let read =
        read("a.sgm", format!("{torn}lost words</BODY></TEXT>\n</REUTERS>\n{REUTERS}<REUTERS NEWID=\"9\"><TEXT>"));
    assert_eq!(members(&read), ["5", "6", "4", "5~2", "6~2"]);
    let reasons: Vec<&str> = read.failures.iter().filter_map(|failure| failure.rsplit(": ").next()).collect();
    assert_eq!(reasons, ["the story has no end", "text outside of a story", "the story has no end"]);
    assert!(read.failures[0].starts_with("line 2: record 1: "), "{}", read.failures[0]);
}

#[test]
fn control_references_vanish_without_gluing_words() {
    let read = read(
        "a.sgm",
        "<REUTERS NEWID=\"1\"><TEXT><BODY>one&#5;&#30;two &#163;5 &#147;x&#148; R&D; &bogus; &#3;</BODY></TEXT></REUTERS>",
    );
    assert_eq!(texts(&read), ["one two £5 “x” R&D; &bogus; "]);
}

#[test]
fn gzip_is_looked_into_and_named() {
    for (name, bytes, format) in
        [("a.csv.gz", CSV, "csv+gz"), ("b.gz", REUTERS, "reuters21578+gz"), ("c.txt.gz", "A story.", "text+gz")]
    {
        let plain = read(name.trim_end_matches(".gz"), bytes);
        let packed = read(name, gzip(bytes.as_bytes()));
        assert_eq!((packed.format.as_str(), &packed.records), (format, &plain.records));
    }
    let two = [gzip(b"One story "), gzip(b"in two members.")].concat();
    assert_eq!(texts(&read("a.txt.gz", two)), ["One story in two members."]);
    let nested = (0..5).fold(b"deep".to_vec(), |bytes, _| gzip(&bytes));
    assert_eq!(refusal("a.gz", nested), "skip: over 4 containers in one another");
}

#[test]
fn what_a_torn_gzip_still_held_counts_and_the_damage_is_told() {
    let lines = (0..5000)
        .map(|number| format!("{{\"text\":\"story {} {number}\"}}\n", number * 7919 % 1000))
        .collect::<Vec<_>>()
        .concat();
    let whole = gzip(lines.as_bytes());
    let read = read("a.jsonl.gz", &whole[..whole.len() / 2]);
    assert!(read.records.len() > 1000, "{}", read.records.len());
    assert_eq!(read.failures.len(), 1);
    assert!(read.failures[0].starts_with("source: read: a.jsonl.gz: damaged gzip: "), "{}", read.failures[0]);
    let noise =
        (0..3000_u32).map(|number| format!("{} ", number.wrapping_mul(2_654_435_761))).collect::<Vec<_>>().concat();
    let text = gzip(noise.as_bytes());
    let read = super::tests::read("a.txt.gz", &text[..text.len() / 2]);
    assert_eq!((read.records.len(), read.failures.len()), (1, 1));
}

#[test]
fn a_failing_disk_is_no_bad_record() {
    /// Gives some bytes, then fails.
    struct Failing(&'static [u8]);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::Error::from_raw_os_error(5)) } else { self.0.read(buffer) }
        }
    }
    impl io::Seek for Failing {
        fn seek(&mut self, _: io::SeekFrom) -> io::Result<u64> {
            Err(io::Error::from_raw_os_error(5))
        }
    }
    let read = |begun: &'static [u8]| {
        let mut extract = Extract::default();
        let refusal = super::read("a.jsonl", Failing(begun), 0, &options(), &mut extract).err();
        (refusal.as_ref().map(told), extract.records.len(), extract.failures)
    };
    assert_eq!(read(b""), (Some("fail: read: a.jsonl: input/output error; -".to_owned()), 0, vec![]));
    let begun = "{\"text\":\"one\"}\n".repeat(10_000).leak();
    let (refusal, records, failures) = read(begun.as_bytes());
    assert_eq!((refusal, failures), (None, vec!["source: read: a.jsonl: input/output error".to_owned()]));
    assert_eq!(records, 10_000);
}

#[test]
fn what_is_no_news_text_is_skipped_with_its_reason() {
    let table: [(&[u8], &str); 8] = [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"a\x00b and more text", "binary"),
        (b"\x01\x02\x03\x04\x05abc", "binary"),
        (b"%PDF-1.4\nabc", "format not supported yet: PDF"),
        (b"<?xml version='1.0'?><a/>", "format not supported yet: XML (root `a`)"),
        (b"<!DOCTYPE newspaper>\n<story>", "format not supported yet: SGML"),
        (b"%!PS-Adobe-3.0\n", "format not supported yet: PostScript"),
    ];
    for (bytes, reason) in table {
        assert_eq!(refusal("a.txt", bytes), format!("skip: {reason}"));
    }
    assert_eq!(read("a.txt", "BZh is a fine word.").format, "text");
    assert_eq!(read("a.txt", "From the harbour\nwe saw: ships.").format, "text");
}

#[test]
fn nothing_over_the_limit_is_kept() {
    let small = options().with_text_limit(100);
    let long = "x".repeat(101);
    let read = |name: &str, text: &str| read_with(name, text.as_bytes(), &small);
    assert_eq!(read("a.txt", &long).map(|_| ()).expect_err("too long"), "skip: text over the limit of 100 bytes");
    let huge = "y".repeat(200_000);
    let sources = [
        ("a.csv", format!("title,text\nA,\"{long}\"\nB,\"{huge}\"\nC,short\n")),
        ("a.jsonl", format!("{{\"text\":\"{long}\"}}\n{{\"text\":\"{huge}\"}}\n{{\"text\":\"short\"}}\n")),
        ("a.json", format!("[{{\"text\":\"{long}\"}},\n{{\"text\":\"{huge}\"}},\n{{\"text\":\"short\"}}]\n")),
        (
            "a.sgm",
            [&long, &huge, "short"]
                .map(|text| format!("<REUTERS NEWID=\"\"><TEXT><BODY>{text}</BODY></TEXT></REUTERS>\n"))
                .concat(),
        ),
    ];
    for (name, source) in &sources {
        let read = read(name, source).expect("it opens");
        assert_eq!((texts(&read), members(&read)), (vec!["short"], vec!["3"]), "{name}");
        assert_eq!(read.failures.len(), 2, "{name}");
        assert!(
            read.failures.iter().all(|failure| failure.ends_with("text over the limit of 100 bytes")),
            "{:?}",
            read.failures
        );
    }
}

#[test]
fn a_source_of_nothing_but_bad_records_is_given_up() {
    let read = read("a.jsonl", "x\n".repeat(50_000));
    assert_eq!(read.failures.len(), 10_001);
    assert_eq!(read.failures[10_000], "source: read: a.jsonl: over 10000 records in a row cannot be read");
}

#[test]
fn a_gzip_bomb_is_stopped() {
    let bomb = gzip(&vec![b'a'; 100 << 20]);
    assert_eq!(refusal("a.txt.gz", &bomb), "skip: text over the limit of 16 MiB");
    let lines = read("a.jsonl.gz", &bomb);
    assert_eq!(lines.failures, ["source: read: a.jsonl.gz: gzip expands more than 200 times"]);
}

#[test]
fn an_extension_says_of_which_kind_markup_is_and_never_that_text_is_markup() {
    for (name, text, reason) in [
        ("a.xml", "<story><head>Tides</head></story>", "XML (root `story`)"),
        ("a.sgm", "<story><head>Tides</head>", "SGML"),
    ] {
        assert_eq!(refusal(name, text), format!("skip: format not supported yet: {reason}"));
    }
    for name in ["a.html", "a.xml", "a.sgm", "a.eml", "a.rss"] {
        let read = read(name, "Tides: the outlook\n\nHigh water at noon, < 3 metres.");
        assert_eq!((read.format.as_str(), read.records.len()), ("text", 1), "{name}");
    }
    assert_eq!(read("a.txt", "<p>A story that quotes a tag.").format, "text");
}

#[test]
fn the_rows_after_a_lost_quote_count_and_the_rest_of_its_row_does_not() {
    let torn = "A,\"lost here\n";
    let tail = "A paragraph, of the damaged row\n".repeat(5);
    let quoted = "B,\"story, of one row\"\n".repeat(20);
    let read_table = |rows: &[&str]| read("a.csv", format!("title,text\n{}", rows.concat()));
    let table = read_table(&[torn, &tail, &quoted]);
    assert_eq!((table.records.len(), table.failures.len()), (20, 1), "{:?}", texts(&table));
    let bare = read_table(&[torn, &"B,story\n".repeat(20)]);
    assert_eq!((bare.records.len(), bare.failures.len()), (20, 1), "rows that have no quotes are rows");
}

#[test]
fn a_line_of_json_that_lost_its_end_does_not_take_the_next_with_it() {
    let glued = "{\"text\":\"one\",\"by\":{\"name\":\"A\"}{\"text\":\"two\",\"by\":[{\"name\":\"B\"}]}\n\
        {\"text\":\"tor{\"text\":\"four\"}\n{\"text\":\"five\"} {\"text\":\"six\"}\n{\"text\":\"sev\",\"by\":{\"name\":\"C\"}\n";
    let read = read("a.jsonl", glued);
    assert_eq!(texts(&read), ["two", "four", "five", "six"]);
    assert_eq!(members(&read), ["2", "4", "5", "6"]);
    let lines: Vec<&str> = read.failures.iter().filter_map(|failure| failure.split(": no JSON").next()).collect();
    assert_eq!(lines, ["line 1: record 1", "line 2: record 3", "line 4: record 7"]);
}

#[test]
fn a_value_of_json_is_text_where_it_can_be() {
    let values = r#"{"text":["a",["b",1.5,null],{"name":"c","x":{"name":"no"}},{"name":7},true,-2]}"#;
    assert_eq!(texts(&read("a.jsonl", values)), ["a, b, 1.5, c, -2"]);
}

mod appl;
mod containers;
mod corpora;
mod factiva;
mod feed;
mod gigaword;
mod hostile;
mod html;
mod lexisnexis;
mod mail;
mod newsml;
mod ninjs;
mod nitf;
mod rcv;
mod reliability;
mod trec;
mod wapo;
mod warc;
mod wire;
mod xml_fields;
