//! Damage and malice: no source makes its reader fail, look at everything again and again, or fill the memory.

use super::super::work;
use super::*;

/// Reads a source, and returns with it how many bytes its reader looked at.
fn read_counted(name: &str, bytes: &[u8], options: &Options) -> (Result<Extract, String>, usize) {
    let before = work::count();
    let read = read_with(name, bytes, options);
    (read, work::count() - before)
}

/// Checks that the work is in proportion to the source, and so is what it gives.
fn ensure_proportion(name: &str, bytes: &[u8], options: &Options) {
    const TIMES: usize = 16;
    let (read, looked) = read_counted(name, bytes, options);
    let allowed = TIMES * (bytes.len() + options.record_limit());
    assert!(looked <= allowed, "{name}: {looked} bytes looked at instead of {allowed} for {}", bytes.len());
    if let Ok(read) = read {
        assert!(read.records.len() + read.failures.len() <= bytes.len() / 2 + 2, "{name}");
        let kept: usize = read.records.iter().map(|record| record.text.len()).sum();
        // A byte of another encoding takes three of UTF-8 at most, and so does one that is replaced.
        assert!(kept <= 3 * bytes.len(), "{name}: {kept} bytes of text from {}", bytes.len());
    }
}

#[test]
fn sources_made_to_be_read_again_and_again_are_read_in_proportion() {
    let small = options().with_text_limit(100_000);
    let filled = |start: &str, piece: &str| [start, &piece.repeat(1_000_000 / piece.len())].concat();
    let openers = "{\"x\":1,\n".repeat(120);
    let phases = "{\"x\":1},{\"x\":[1,\"},{\"x\":[1,".repeat(120);
    let sources = [
        ("a.json", filled(&format!("[\n{openers}"), " {\"a\":1},\n")),
        ("a.json", filled(&format!("[{{\"x\":1}},{phases}"), "{\"a\":\"b\"},{\"a\":2},")),
        ("a.json", filled("", "{\"a\":")),
        ("a.json", filled("[\n", "{\"a\":\n")),
        ("a.json", filled("[{\"text\":\"a\"},", "{\"text\":[[[[")),
        ("a.jsonl", filled("", "{\"a\":")),
        ("a.jsonl", filled("{\"text\":\"a\"}\n", "{\"text\":\"b\",{\"a\"")),
        ("a.csv", filled("title,text\na,\"b\n", "a,b\n")),
        ("a.csv", filled("title,text\n", "a,\"b\n")),
        ("a.csv", filled("title,text\n", "\"\",\"\n")),
        ("a.tsv", filled("title\ttext\n", "a\t\"b\"\"\n")),
        ("a.sgm", filled("<REUTERS NEWID=\"1\"><TEXT>", "<REUTERS ")),
        ("a.sgm", filled("<REUTERS NEWID=\"1\"><TEXT>", "</TEXT>")),
    ];
    for (name, source) in &sources {
        ensure_proportion(name, source.as_bytes(), &small);
    }
}

#[test]
fn tags_without_ends_are_looked_for_once() {
    // Each of these took hours; a reader that looks for every end anew does not come back.
    for tag in ["<", "<TITLE>", "<DATELINE ", "<DATE ", "<TITLE", "</", "&", "<TITLE>x</AUTHOR>"] {
        let source = format!("<REUTERS NEWID=\"1\"><TEXT>{}</REUTERS>\n", tag.repeat(3_000_000 / tag.len()));
        let read = read("a.sgm", source);
        assert_eq!(read.records.len() + read.failures.len(), 1, "{tag}");
    }
}

#[test]
fn a_list_too_long_for_a_text_is_passed_over() {
    let small = options().with_text_limit(1000);
    let list = format!("{{\"text\":[{}0]}}\n{{\"text\":\"b\"}}\n", "0,".repeat(30_000));
    let read = read_with("a.jsonl", list.as_bytes(), &small).expect("it opens");
    assert_eq!(
        (texts(&read), &read.failures),
        (vec!["b"], &vec!["line 1: record 1: text over the limit of 1000 bytes".to_owned()])
    );
}

#[test]
fn a_row_of_more_columns_than_anybody_has_is_bad() {
    for (name, delimiter) in [("a.csv", ","), ("a.tsv", "\t")] {
        let table = format!("title{delimiter}text\nA{}\nB{delimiter}b\n", delimiter.repeat(20_000));
        let read = read(name, table);
        assert_eq!(
            (texts(&read), &read.failures),
            (vec!["b"], &vec!["line 2: record 1: over 16384 columns".to_owned()])
        );
    }
    assert!(refusal("a.csv", format!("title,text{}\nA,b\n", ",".repeat(20_000))).contains("over 16384 columns"));
}

#[test]
fn damage_everywhere_still_leaves_the_small_stories_around_it() {
    let small = options().with_text_limit(100_000);
    let piece = format!("  {{\"by\": {{\"name\": 1,\n{}", "  {\"text\": \"tides\"},\n".repeat(2000));
    let read = read_with("a.json", format!("[\n{}]", piece.repeat(30)).as_bytes(), &small).expect("it opens");
    assert_eq!(read.failures.len(), 30, "{:?}", read.failures.first());
    assert_eq!(read.records.len(), 60_000);
}

/// An edit of a source: where, what is done, and with which byte.
type Edit = (usize, u8, u8);

fn mutated(sample: &str, edits: &[Edit]) -> Vec<u8> {
    let mut bytes = sample.as_bytes().to_vec();
    for (at, kind, byte) in edits {
        let at = at % bytes.len().max(1);
        match kind % 4 {
            0 if !bytes.is_empty() => bytes[at] = *byte,
            1 => bytes.insert(at, *byte),
            2 if !bytes.is_empty() => drop(bytes.remove(at)),
            _ => bytes.truncate(bytes.len() - at / 4),
        }
    }
    bytes
}

/// Reads a mutated sample, plain or packed and damaged again.
fn survives(name: &str, sample: &str, edits: &[Edit], is_packed: bool) {
    let small = options().with_text_limit(1000);
    let bytes = mutated(sample, edits);
    ensure_proportion(name, &bytes, &small);
    if is_packed {
        let mut packed = gzip(&bytes);
        let at = edits[0].0 % packed.len();
        packed[at] ^= edits[0].2;
        if let Ok(read) = read_with(name, &packed, &small) {
            assert!(read.records.len() + read.failures.len() <= bytes.len() + 2, "{name}");
        }
    }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((0_usize..4000, any::<u8>(), any::<u8>()), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_mutation_of_json_lines_harms(edits in edits(), is_packed: bool) {
        survives("a.jsonl", &JSONL.repeat(3), &edits, is_packed);
    }

    #[test]
    fn no_mutation_of_json_harms(edits in edits(), is_packed: bool) {
        let elements = JSON.trim().trim_start_matches('[').trim_end_matches(']').trim_end();
        survives("a.json", &format!("[{elements},{elements},{elements}\n]\n"), &edits, is_packed);
    }

    #[test]
    fn no_mutation_of_a_table_harms(edits in edits(), is_packed: bool, has_tabs: bool) {
        let table = [CSV, CSV.lines().next_back().unwrap_or_default(), "\r\n"].concat();
        if has_tabs {
            survives("a.tsv", &table.replace(',', "\t"), &edits, is_packed);
        } else {
            survives("a", &table, &edits, is_packed);
        }
    }

    #[test]
    fn no_mutation_of_reuters_21578_harms(edits in edits(), is_packed: bool) {
        survives("a.sgm", REUTERS, &edits, is_packed);
    }

    #[test]
    fn no_mutation_of_plain_text_harms(edits in edits(), is_packed: bool) {
        let text = "Tides at Haven\r\n\r\nHAVEN, Dec 31 (Wire) - The caf\u{e9} \u{201c}Gull\u{201d} was full.\u{c}\n";
        survives("a.txt", text, &edits, is_packed);
    }
}

/// Returns the files of `tests/fixtures/formats`, in order; each holds the structure of its format and its traps.
pub(super) fn fixtures() -> Vec<(String, Vec<u8>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the fixtures can be listed") {
            let path = entry.expect("the fixtures can be listed").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).expect("it lies there").to_string_lossy().into_owned();
            files.push((name, std::fs::read(&path).expect("a fixture can be read")));
        }
    }
    files.sort();
    files
}

#[test]
fn pages_and_mail_made_to_be_read_again_and_again_come_to_an_end() {
    // Each of these took minutes or more with a reader that looks at the rest anew for every piece.
    let page = |inner: String| format!("<html><head><title>Factiva</title></head><body>{inner}</body></html>");
    let authors = (0..20_000).map(|number| format!("\"Ada {number}\"")).collect::<Vec<_>>().join(",");
    let data = format!("{{\"@type\":\"NewsArticle\",\"headline\":\"Gulls\",\"author\":[{authors}]}}");
    let sources = [
        ("a.html", page("<div></x>".repeat(30_000))),
        ("b.html", page("<!--</div>--><div>".repeat(20_000))),
        ("c.html", page("< ".repeat(300_000))),
        ("d.html", page(format!("<script type=\"application/ld+json\">{data}</script><p>Gulls fly.</p>"))),
        ("a.eml", format!("Subject: {}\nFrom: a@b.example\n\nGulls fly.\n", "=?a?Q?x ".repeat(100_000))),
        ("a.xml", format!("<rss><channel>{}</channel></rss>", "<item><!-- <![CDATA[".repeat(20_000))),
    ];
    for (name, source) in sources {
        let read = read_with(name, source.as_bytes(), &options());
        assert!(read.map_or(0, |read| read.records.len() + read.failures.len()) <= 20_002, "{name}");
    }
}

#[test]
fn words_that_begin_lines_of_any_text_make_no_other_format_of_it() {
    let shouted = "BLAST IN HAVEN\n\nHAVEN (Wire) - THE TOWN WOKE AFTER\nAN EXPLOSION AND\nAN OFFER OF\nAN INQUIRY OR\nAN INTERVIEW.\n";
    for text in [
        shouted,
        "Received: a gift of time\n\nHAVEN (Wire) - The clock came on Friday.\n",
        "A mark on the wall\n\nIt said:\n@highlight\nand nobody knew why.\nThe police came.\n",
    ] {
        let read = read("a.txt", text);
        assert_eq!((read.format.as_str(), read.records.len()), ("text", 1), "{text}");
    }
}

#[test]
fn what_is_quoted_in_markup_is_no_element() {
    let item = |inner: &str| format!("<item><title>Gulls</title><description>{inner}</description></item>");
    let feed = |items: &str| format!("<rss><channel><title>Haven</title>{items}</channel></rss>");
    let quoted = feed(&item("<![CDATA[To write <item> and </item> begins a list of gulls.]]>"));
    assert_eq!(read("a.xml", quoted).records.len(), 1);
    let hidden = feed(&format!("<!-- {} -->{}", item("Do not publish."), item("Gulls fly over the town.")));
    assert_eq!(texts(&read("a.xml", hidden)), ["Gulls fly over the town."]);
    let torn = feed(&format!(
        "<item><title>Torn</title><description><![CDATA[lost {}{}",
        item("<![CDATA[One.]]>"),
        item("Two.")
    ));
    assert_eq!(texts(&read("a.xml", torn)), ["One.", "Two."], "what was torn costs itself");
}
