//! WARC.

use super::*;

fn record(kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://havenwire.example/a\r\n\
         WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    record("response", &[b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n\r\n", body].concat())
}

fn page() -> String {
    format!("<html><title>Goats counted</title><body><p>{}</p></body></html>", "There are many goats here. ".repeat(10))
}

#[test]
fn the_pages_of_a_crawl_are_stories_and_its_other_records_are_none() {
    let read = read_fixture("crawl.warc");
    assert_eq!(read.format, "warc");
    let uri = |name: &str| format!("http://havenwire.example/{name}");
    assert_eq!(members(&read), [uri("goats"), uri("goats~2"), uri("latin")]);
    let first = &read.records[0];
    assert_eq!((&first.headline, &first.agency), (&some("Goats counted"), &some("Haven Wire")));
    // Not when it was fetched.
    assert_eq!((first.date.as_deref(), &first.url), (Some("2017-03-05T09:00:00Z"), &Some(uri("goats"))));
    assert!(first.text.starts_with("The harbour board of Haven said") && first.text.matches("\n\n").count() == 2);
    assert_eq!(read.records[1].headline, some("Goats counted again"));
    assert_eq!(read.records[1].text, first.text);
    assert_eq!(read.records[2].headline, some("Café counted"));
    let expected = [
        "line 48: record 2: the record is not as long as it says",
        "skipped: line 62: record 3: no page: status 404",
        "skipped: line 76: record 4: no page of HTML: image/jpeg",
    ];
    assert_eq!(read.failures, expected);
}

#[test]
fn a_page_is_decompressed_and_what_cannot_be_is_told() {
    let html = "Content-Type: text/html";
    let zlib = {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(page().as_bytes()).expect("memory");
        encoder.finish().expect("memory")
    };
    for (coding, body) in [("gzip", gzip(page().as_bytes())), ("deflate", zlib), ("gzip", page().into_bytes())] {
        let read = read("a.warc", answer(&format!("{html}\r\nContent-Encoding: {coding}"), &body));
        assert_eq!((read.records.len(), read.failures.len()), (1, 0), "{coding}: {:?}", read.failures);
        assert_eq!((&read.records[0].headline, &read.records[0].date), (&some("Goats counted"), &None));
    }
    let brotli = read("a.warc", answer(&format!("{html}\r\nContent-Encoding: br"), b"\x1b\x00\x01\x02"));
    assert_eq!(brotli.failures, ["skipped: line 1: record 1: compression not supported: br"]);
    let bomb = gzip(&vec![b'a'; 40 << 20]);
    let bombed = read("a.warc", answer(&format!("{html}\r\nContent-Encoding: gzip"), &bomb));
    assert_eq!(bombed.failures, ["line 1: record 1: text over the limit of 16 MiB"]);
}

#[test]
fn a_crawl_of_many_compressed_members_is_read() {
    let members = [gzip(&record("warcinfo", b"x: y")), gzip(&answer("Content-Type: text/html", page().as_bytes()))];
    let read = read("a.warc.gz", members.concat());
    assert_eq!((read.format.as_str(), read.records.len()), ("warc+gz", 1));
}

#[test]
fn a_damaged_record_costs_itself_and_no_more() {
    let sound = answer("Content-Type: text/html", page().as_bytes());
    let no_length = b"WARC/1.0\r\nWARC-Type: response\r\n\r\nlost\r\n\r\n";
    let read = read(
        "a.warc",
        [&sound[..], no_length, &sound, b"junk between\r\n", &sound, &sound[..sound.len() - 50]].concat(),
    );
    assert_eq!(read.records.len(), 3);
    let reasons: Vec<&str> = read.failures.iter().filter_map(|failure| failure.rsplit(": ").next()).collect();
    assert_eq!(reasons, ["no length of a record", "no head of a record", "the record is not as long as it says"]);
}

#[test]
fn what_a_crawler_stores_of_its_own_work_is_no_story() {
    let note = |kind: &str, uri: &str| {
        let text = "\"-r\" \"--delete-after\"";
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{uri}>\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
            text.len()
        )
    };
    let notes = note("resource", "metadata://crawler.example/arguments.txt") + &note("resource", "dns:x.example");
    let page = answer("Content-Type: text/html", page().as_bytes());
    let read =
        read("a.warc", [notes.as_bytes(), &page, note("resource", "https://x.example/robots.txt").as_bytes()].concat());
    assert_eq!((read.records.len(), read.failures), (1, Vec::new()));
}
