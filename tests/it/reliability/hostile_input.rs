//! Sources that want to fill the memory, take for ever, reach out of the archive, or cannot be decoded.

use super::observed::observe;
use super::rounds;
use crate::harness::{Archive, Ran};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::time::Duration;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const FERRY: &str = "Ferry sinks\n\nRIGA (Reuters) - A ferry sank off Riga on Sunday.\n";
const SECOND: Duration = Duration::from_secs(1);
const MB: u64 = 1_000_000;

/// What `status` says of every file, by its path.
fn ledger(archive: &Archive) -> BTreeMap<String, Value> {
    let ran = archive.run(&["status", "--json"]);
    let lines = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.filter_map(|file| Some((file["path"].as_str()?.to_owned(), file))).collect()
}

/// Indexes the archive and returns what became of a file, and the run.
fn verdict(archive: &Archive, path: &str) -> (String, String) {
    let files = ledger(archive);
    let file = files.get(path).unwrap_or_else(|| panic!("{path} is not in {:?}", files.keys()));
    let text = |key: &str| file[key].as_str().unwrap_or_default().to_owned();
    (text("status"), text("reason") + " " + &file["notes"].to_string())
}

/// Indexes one file among others within bounds of time and memory, and returns what became of it.
fn indexed_within(path: &str, bytes: &[u8], time: Duration, memory: u64) -> (Archive, Ran, (String, String)) {
    let archive = Archive::of(&[("good.txt", FERRY)]);
    archive.write(path, bytes);
    let mut command = archive.command();
    command.args(["index", "--progress", "never"]);
    let seen = observe(command);
    seen.ensure_within(path, time, memory);
    assert!(matches!(seen.ran.status, 0 | 3), "{path}: {} {}", seen.ran.status, seen.ran.stderr);
    let found = archive.ids(&["path:good.txt riga"]);
    assert_eq!(found, ["good.txt"], "{path}: what lies beside it is indexed: {}", seen.ran.stderr);
    let verdict = verdict(&archive, path);
    (archive, seen.ran, verdict)
}

#[test]
fn every_encoding_is_decoded_and_the_word_after_a_bad_byte_is_found() {
    let utf16 = |mark: bool, big: bool| -> Vec<u8> {
        let text = "Überfahrt der Fähre nach Riga\n\nDie Fähre legte am Morgen ab.\n";
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let long = "Il était une forêt à Genève. ".repeat(20);
    let archive = Archive::empty();
    for (name, bytes) in [
        ("latin.txt", b"Caf\xe9 in Z\xfcrich costs \xa35 \x96 \x93cheap\x94\n".to_vec()),
        ("le-marked.txt", utf16(true, false)),
        ("be-marked.txt", utf16(true, true)),
        ("le.txt", utf16(false, false)),
        ("be.txt", utf16(false, true)),
        ("marked.txt", "\u{feff}Naïve question\n".as_bytes().to_vec()),
        ("torn.txt", [long.as_bytes(), b"Broken \xff glassware, \xf0\x9f anchors \xed\xa0\x80 again.\n"].concat()),
    ] {
        archive.write(name, &bytes);
    }
    archive.index();
    assert_eq!(archive.ids(&["uberfahrt AND fahre"]), ["be-marked.txt", "be.txt", "le-marked.txt", "le.txt"]);
    assert_eq!(archive.ids(&["cafe zurich cheap"]), ["latin.txt"]);
    assert_eq!(archive.ids(&["\"naive question\""]), ["marked.txt"]);
    assert_eq!(archive.ids(&["glassware anchors again foret"]), ["torn.txt"]);
}

#[test]
fn nul_bytes_make_a_file_binary_wherever_they_are() {
    let late = [FERRY.repeat(5000).as_bytes(), b"\0", FERRY.as_bytes()].concat();
    let archive = Archive::of(&[("good.txt", FERRY)]);
    for (name, bytes) in [
        ("early.txt", &b"A ferry sank\0 off Riga, the company said on Sunday.\n"[..]),
        ("late.txt", &late),
        ("only.txt", b"\0"),
        ("x.csv", b"title,text\nA,\0\n"),
    ] {
        archive.write(name, bytes);
    }
    archive.index();
    for name in ["early.txt", "late.txt", "only.txt", "x.csv"] {
        let (status, reason) = verdict(&archive, name);
        assert!(status == "skipped" && reason.starts_with("binary"), "{name}: {status}: {reason}");
    }
    assert_eq!(archive.ids(&["ferry"]), ["good.txt"]);
}

#[test]
fn a_source_over_the_limit_is_passed_over_at_once() {
    const LINE: usize = 200_000_000;
    let long = |start: &str, end: &str| {
        let words = "ferry word ".repeat((LINE - start.len() - end.len()) / 11);
        [start, &words, end].concat().into_bytes()
    };
    let sources: [(_, &dyn Fn() -> Vec<u8>, _); 7] = [
        ("a.txt", &|| long("", ""), 0),
        ("a.csv", &|| long("title,text\nA,\"", "\"\nB,Last ferry.\n"), 1),
        ("a.jsonl", &|| long("{\"text\":\"", "\"}\n{\"text\":\"Last ferry.\"}\n"), 1),
        ("a.html", &|| long("<html><body><p>", "</p></body></html>"), 0),
        ("a.xml", &|| long("<nitf><body><body.content><p>", "</p></body.content></body></nitf>"), 0),
        ("a.eml", &|| long("Subject: Ferry\nFrom: a@b.example\n\n", ""), 0),
        ("a.rtf", &|| long("{\\rtf1 ", "}"), 0),
    ];
    for (name, source, stories) in sources.into_iter().take(rounds(2, 7)) {
        let bytes = source();
        let (archive, _, (status, reason)) = indexed_within(name, &bytes, SECOND, 300 * MB);
        assert!(reason.contains("over the limit of "), "{name}: {status}: {reason}");
        assert_eq!(archive.ids(&["last"]).len(), stories, "{name}: the record after it is found");
    }
}

#[cfg(unix)]
#[test]
fn a_sparse_file_is_not_read_to_its_end() {
    for (name, start) in [
        ("hole.txt", String::new()),
        ("a.txt", FERRY.repeat(5000)),
        ("a.csv", format!("title,text\n{}", "A,Sparse ferry.\n".repeat(10_000))),
        ("a.jsonl", "{\"text\":\"Sparse ferry.\"}\n".repeat(10_000)),
        ("a.xml", format!("<nitf><body><body.content><p>{}", FERRY.repeat(5000))),
        ("a.eml", format!("Subject: Ferry\nFrom: a@b.example\n\n{}", FERRY.repeat(5000))),
        ("a.sgm", format!("<REUTERS NEWID=\"1\"><TEXT><BODY>{}", FERRY.repeat(5000))),
    ]
    .into_iter()
    .take(rounds(3, 7))
    {
        let archive = Archive::of(&[("good.txt", FERRY)]);
        let path = archive.write(name, start.as_bytes());
        fs::File::options().write(true).open(&path).and_then(|file| file.set_len(20 << 30)).expect("a sparse file");
        let mut command = archive.command();
        command.args(["index", "--progress", "never", "--no-names"]);
        let seen = observe(command);
        seen.ensure_within(name, SECOND, 300 * MB);
        let (status, reason) = verdict(&archive, name);
        assert!(status != "indexed", "{name}: {reason}");
        let limits = ["binary", "over the limit of 16 MiB", "over 16 MiB of NUL bytes in a row"];
        assert!(limits.iter().any(|limit| reason.contains(limit)), "{name}: {status}: {reason}");
    }
}

#[test]
fn a_word_of_megabytes_and_a_story_of_unique_words_are_indexed() {
    let word = format!(
        "Ferry {} sank\n\nIt was {} late.\n",
        "x".repeat(rounds(500_000, 5_000_000)),
        "É".repeat(rounds(200_000, 2_000_000))
    );
    let (archive, ran, _) = indexed_within("a.txt", word.as_bytes(), 3 * SECOND, 300 * MB);
    assert_eq!((ran.status, archive.ids(&["path:a.txt ferry sank late"])), (0, vec!["a.txt".to_owned()]));
    let unique = |number: u64| format!("w{:x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20);
    let count = rounds(20_000, 300_000) as u64;
    let words: String = (0..count).map(|number| unique(number) + " ").collect();
    let text = format!("Ferry sinks\n\nRIGA (Reuters) - It {words} sank.\n");
    let (archive, ran, _) = indexed_within("a.txt", text.as_bytes(), 5 * SECOND, 300 * MB);
    assert_eq!((ran.status, archive.ids(&["path:a.txt ferry sank"])), (0, vec!["a.txt".to_owned()]));
    assert_eq!(archive.ids(&[&unique(count - 1)]), ["a.txt"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// A tar of these members, the size in each header as it is claimed.
fn tar(members: &[(&str, &[u8], u64)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, content, size) in members {
        let mut header = tar::Header::new_gnu();
        // Written as it stands: the crate refuses names that no sound archive has.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(*size);
        header.set_mode(0o644);
        header.set_cksum();
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(content);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

#[test]
fn bombs_deep_nesting_and_sizes_that_lie_are_stopped_and_told() {
    let member = FERRY.repeat((17 << 20) / FERRY.len());
    let good = FERRY.as_bytes();
    let size = good.len() as u64;
    let mut deep = zip(&[("a.txt", good)]);
    for _ in 0..4 {
        deep = gzip(&deep);
    }
    // The directory and the member say ten bytes, or four gigabytes, and there is a story.
    let claims = |size: u32| {
        let mut lying = zip(&[("a.txt", good), ("b.txt", good)]);
        for (sign, at) in [(&b"PK\x01\x02"[..], 24), (b"PK\x03\x04", 22)] {
            let place = lying.windows(4).position(|four| four == sign).expect("a header") + at;
            lying[place..place + 4].copy_from_slice(&size.to_le_bytes());
        }
        lying
    };
    let bomb = || [b"{\"text\":\"a\"}\n", &vec![b'0'; 66 << 20][..]].concat();
    let sources: [(_, &dyn Fn() -> Vec<u8>, _); 9] = [
        ("deep.zip", &|| deep.clone(), "over 4 containers in one another"),
        ("long.tar", &|| tar(&[("b.txt", good, size), ("a.txt", good, 1 << 40)]), "damaged tar"),
        ("short.zip", &|| claims(10), "damaged zip"),
        ("long.zip", &|| claims(u32::MAX - 1), ""),
        ("a.jsonl.gz", &|| gzip(&bomb()), "gzip expands more than 200 times"),
        ("big.zip", &|| zip(&[("a.txt", member.as_bytes()), ("b.txt", good)]), "over the limit of 16 MiB"),
        ("a.txt.gz", &|| gzip(&bomb()[13..]), "over the limit of 16 MiB"),
        ("a.zip", &|| zip(&[("a.jsonl", &bomb()), ("b.txt", good)]), "zip expands more than 200 times"),
        (
            "big.tar",
            &|| tar(&[("a.txt", member.as_bytes(), member.len() as u64), ("b.txt", good, size)]),
            "over the limit of 16 MiB",
        ),
    ];
    for (name, source, told) in sources.into_iter().take(rounds(6, 9)) {
        let bytes = source();
        let (archive, _, (status, reason)) = indexed_within(name, &bytes, 2 * SECOND, 300 * MB);
        assert!(reason.contains(told), "{name}: {status}: {reason}");
        let found = archive.run(&["search", "-c", &format!("path:{name} riga")]).stdout;
        let others = u32::from(name.starts_with("big") || name.starts_with("long") || name.starts_with("short"));
        assert!(
            found.trim().parse::<u32>().expect("a number") >= others,
            "{name}: the other member is found: {reason}"
        );
    }
}

#[test]
fn names_of_members_are_labels_and_nothing_is_written_outside_the_index() {
    let good = FERRY.as_bytes();
    let size = good.len() as u64;
    let names =
        ["../escaped.txt", "/tmp/morgue-escaped.txt", "a.txt", "a.txt", "A.TXT", "x/../a.txt", "..", "C:\\b.txt"];
    let archive = Archive::empty();
    archive.write("in/x.tar", &tar(&names.map(|name| (name, good, size))));
    let mut packed = zip(&[("aa.txt", good), ("bb.txt", good), ("../c.txt", good), ("/d.txt", good)]);
    // Two members of one name, which no sound writer makes.
    while let Some(at) = packed.windows(6).position(|six| six == b"bb.txt") {
        packed[at..at + 6].copy_from_slice(b"aa.txt");
    }
    archive.write("in/y.zip", &packed);
    let ran = archive.run(&["index", "in"]);
    assert!(ran.status == 0, "{}", ran.stderr);
    let ids = archive.ids(&["-a", "in", "ferry"]);
    let distinct: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (names.len() + 3, names.len() + 3), "{ids:?}");
    for id in &ids {
        assert_eq!(archive.run(&["show", "-a", "in", "--", id]).status, 0, "{id}");
    }
    let mut files: Vec<String> = walkdir::WalkDir::new(archive.path())
        .into_iter()
        .filter_entry(|entry| entry.file_name() != ".morgue")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .skip(1)
        .collect();
    files.sort();
    assert_eq!(files, ["in", "x.tar", "y.zip"]);
    assert!(!std::path::Path::new("/tmp/morgue-escaped.txt").exists());
}

#[test]
fn entities_and_deep_nesting_cost_nothing_and_reach_nothing() {
    const DEEP: usize = 100_000;
    let nitf = |doctype: &str, text: &str| {
        format!(
            "<?xml version=\"1.0\"?>{doctype}<nitf><body><body.content><p>{text} harmless</p></body.content></body></nitf>"
        )
    };
    let laughs = (1..12)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect::<Vec<_>>()
        .concat();
    let outside = Archive::of(&[("secret.txt", "passphrase"), ("x.dtd", "<!ENTITY d 'passphrase'>")]);
    // A server that would notice a visitor.
    let server = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    server.set_nonblocking(true).expect("it need not wait");
    let port = server.local_addr().expect("a port").port();
    let secret = outside.path().join("secret.txt").display().to_string();
    let reaching = format!(
        "<!DOCTYPE nitf SYSTEM \"http://127.0.0.1:{port}/x.dtd\" [<!ENTITY f SYSTEM \"file://{secret}\"><!ENTITY % p SYSTEM \"http://127.0.0.1:{port}/p\"> %p; <!ENTITY h SYSTEM \"http://127.0.0.1:{port}/h\">]>"
    );
    let tags =
        |tag: &str| [format!("<{tag}>").repeat(DEEP), "ferry".to_owned(), format!("</{tag}>").repeat(DEEP)].concat();
    let parts = (0..20_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\n\n--b{n}\n"))
        .collect::<Vec<_>>()
        .concat();
    let message = "From: a@b.example\nSubject: Ferry\nDate: Mon, 1 Jan 2018 00:00:00 +0000\nMIME-Version: 1.0\n";
    let sources = [
        ("laughs.xml", nitf(&format!("<!DOCTYPE nitf [<!ENTITY l0 \"lol\">{laughs}]>"), "&l11;")),
        (
            "quadratic.xml",
            nitf(&format!("<!DOCTYPE nitf [<!ENTITY a \"{}\">]>", "a".repeat(50_000)), &"&a;".repeat(50_000)),
        ),
        ("reaching.xml", nitf(&reaching, "&f; &h; &d;")),
        (
            "reaching.html",
            format!(
                "<html><head><link href=\"http://127.0.0.1:{port}/l\" rel=\"stylesheet\"></head><body><article><h1>Ferry</h1><p>{}<img src=\"http://127.0.0.1:{port}/i\"></p></article></body></html>",
                FERRY.repeat(20)
            ),
        ),
        ("nested.xml", nitf("", &tags("em"))),
        ("unknown.xml", tags("a")),
        ("feed.xml", format!("<rss><channel>{}", "<item><title>x".repeat(DEEP))),
        ("message.xml", format!("<newsMessage>{}", "<itemSet><newsItem>".repeat(DEEP / 2))),
        ("page.html", format!("<html><body>{}", tags("div"))),
        ("tables.html", format!("<html><body>{}", "<table><tr><td>".repeat(DEEP / 3))),
        (
            "data.html",
            format!(
                "<html><head><script type=\"application/ld+json\">{}</script></head><body><p>Ferry</p></body></html>",
                "[".repeat(DEEP)
            ),
        ),
        ("old.sgm", format!("<REUTERS NEWID=\"1\"><TEXT>{}</TEXT></REUTERS>", "<BODY>".repeat(DEEP / 4))),
        ("list.json", "[".repeat(2 * DEEP) + &"]".repeat(2 * DEEP)),
        (
            "object.json",
            format!("{{\"text\":\"Ferry\",\"x\":{}1{}}}", "{\"a\":".repeat(2 * DEEP), "}".repeat(2 * DEEP)),
        ),
        (
            "lines.jsonl",
            format!(
                "{{\"text\":\"Ferry\",\"x\":{}{}}}\n{{\"text\":\"Ferry harmless\"}}\n",
                "[".repeat(2 * DEEP),
                "]".repeat(2 * DEEP)
            ),
        ),
        ("groups.rtf", format!("{{\\rtf1 {}ferry{}}}", "{".repeat(DEEP), "}".repeat(DEEP))),
        ("front.md", format!("---\ntitle: {}{}\n---\n{FERRY}", "[".repeat(DEEP), "]".repeat(DEEP))),
        ("parts.eml", format!("{message}{parts}Content-Type: text/plain\n\nferry\n")),
        (
            "inner.eml",
            format!(
                "{message}{}Content-Type: text/plain\n\nferry\n",
                "Content-Type: message/rfc822\n\nFrom: a@b.example\n".repeat(20_000)
            ),
        ),
    ];
    let few = ["laughs.xml", "reaching.xml", "nested.xml", "page.html", "list.json", "lines.jsonl"];
    for (name, source) in sources.iter().filter(|(name, _)| rounds(0, 1) == 1 || few.contains(name)) {
        let (archive, ran, (status, reason)) = indexed_within(name, source.as_bytes(), SECOND, 100 * MB);
        assert!(!format!("{reason}{}", ran.stderr).contains("never should"), "{name}: {status}: {reason}");
        assert_eq!(archive.ids(&["passphrase"]), [""; 0], "{name}");
        if ["laughs.xml", "reaching.xml", "lines.jsonl"].contains(name) {
            assert_eq!(archive.ids(&["harmless"]).len(), 1, "{name}: {status}: {reason}");
        }
    }
    assert!(server.accept().is_err(), "somebody was called");
}
