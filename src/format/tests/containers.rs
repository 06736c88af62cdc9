//! Compressions and archives of members, sound, nested, damaged and hostile.

use super::*;
use bzip2::write::BzEncoder;
use lzma_rust2::{XzOptions, XzWriter};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const STORY: &str = "Tides at Haven\n\nHAVEN, Dec 31 (Wire) - High water at noon.\n";

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = XzWriter::new(Vec::new(), XzOptions::with_preset(1)).expect("valid options");
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("memory");
    encoder.include_checksum(true).expect("memory");
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        // Written as it stands: the crate refuses names that no sound archive has.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *bytes).expect("memory");
    }
    builder.into_inner().expect("memory")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in members {
        writer.start_file(*name, options).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

#[test]
fn every_compression_is_looked_into_and_named() {
    for (name, bytes, format) in [
        ("a.txt.gz", gzip(STORY.as_bytes()), "text+gz"),
        ("a.txt.bz2", bzip2(STORY.as_bytes()), "text+bz2"),
        ("a.txt.xz", xz(STORY.as_bytes()), "text+xz"),
        ("a.txt.zst", zstd(STORY.as_bytes()), "text+zst"),
        ("a.csv.zst", zstd(CSV.as_bytes()), "csv+zst"),
        ("packed twice", gzip(&xz(JSONL.as_bytes())), "jsonl+xz+gz"),
    ] {
        let read = read(name, bytes);
        assert_eq!((read.format.as_str(), read.failures.len()), (format, 0), "{name}");
        assert!(!read.records.is_empty(), "{name}");
    }
}

#[test]
fn several_streams_in_one_file_are_read_one_after_the_other() {
    for pack in [gzip, bzip2, xz, zstd] {
        let lines = |text: &str| pack(format!("{{\"text\":\"{text}\"}}\n").as_bytes());
        let read = read("a.jsonl", [lines("one"), lines("two")].concat());
        assert_eq!(texts(&read), ["one", "two"], "{}", read.format);
    }
}

#[test]
fn what_a_torn_stream_still_held_counts_and_the_damage_is_told() {
    let line = |number: u32| format!("{{\"text\":\"story {}\"}}\n", number.wrapping_mul(2_654_435_761));
    let lines = (0..20_000).map(line).collect::<Vec<_>>().concat();
    for (pack, name) in [(bzip2 as fn(&[u8]) -> Vec<u8>, "bzip2"), (xz, "xz"), (zstd, "zstd")] {
        let whole = pack(lines.as_bytes());
        let mut cut = whole[..whole.len() * 9 / 10].to_vec();
        let read = read("a.jsonl", &cut);
        assert_eq!(read.failures.len(), 1, "{name}: {:?}", read.failures);
        assert!(
            read.failures[0].starts_with(&format!("source: read: a.jsonl: damaged {name}: ")),
            "{}",
            read.failures[0]
        );
        // A bit that flipped is found too, if not in the text then by the checksum.
        cut = whole;
        let middle = cut.len() / 2;
        cut[middle] ^= 0x10;
        assert!(!super::read("a.jsonl", &cut).failures.is_empty(), "{name}");
    }
}

#[test]
fn members_are_known_behind_the_name_of_their_archive() {
    let members: [(&str, &[u8]); 6] = [
        ("./1987/a.txt", STORY.as_bytes()),
        ("1987/b.csv", CSV.as_bytes()),
        ("1987/.hidden", b"no"),
        ("__MACOSX/1987/._a.txt", b"no"),
        ("1987/", b""),
        ("c.jsonl.gz", &gzip(JSONL.as_bytes())),
    ];
    for (name, bytes, suffix) in [
        ("wire.tar", tar(&members), "+tar"),
        ("wire.tar.gz", gzip(&tar(&members)), "+tar+gz"),
        ("wire.tar.zst", zstd(&tar(&members)), "+tar+zst"),
        ("wire.zip", zip(&members), "+zip"),
    ] {
        let read = read(name, bytes);
        let expected = ["1987/a.txt", "1987/b.csv", "1987/b.csv", "c.jsonl.gz", "c.jsonl.gz"];
        assert_eq!(read.paths, expected.map(|member| format!("{name}!{member}")), "{name}: {:?}", read.failures);
        assert_eq!(read.format, format!("jsonl+gz{suffix}"));
    }
}

#[test]
fn archives_may_lie_in_one_another_as_deep_as_the_limit() {
    let inner = zip(&[("a.txt", STORY.as_bytes())]);
    let packed = gzip(&tar(&[("b.zip", &inner)]));
    let nested = read("c.tar.gz", &packed);
    assert_eq!(nested.paths, ["c.tar.gz!b.zip!a.txt"]);
    assert_eq!(nested.format, "text+zip+tar+gz");
    let fourth = read("d.zip", zip(&[("c.tar.gz", &packed)]));
    assert_eq!(fourth.paths, ["d.zip!c.tar.gz!b.zip!a.txt"]);
    let deeper = read("e.tar", tar(&[("d.zip", &zip(&[("c.tar.gz", &packed)])), ("a.txt", STORY.as_bytes())]));
    assert_eq!(deeper.paths, ["e.tar!a.txt"], "the rest is read all the same");
    assert_eq!(deeper.failures, ["e.tar!d.zip!c.tar.gz!b.zip: skip: over 4 containers in one another"]);
}

#[test]
fn names_of_members_are_labels_and_never_the_same_twice() {
    let text = STORY.as_bytes();
    let names = ["../../etc/a.txt", "/abs/a.txt", "a.txt", "a.txt", "\u{1b}[2J.txt"];
    let members = names.map(|name| (name, text));
    let from_tar = read("x.tar", tar(&members));
    assert_eq!(
        from_tar.paths,
        ["../../etc/a.txt", "/abs/a.txt", "a.txt", "a.txt~2", "\u{1b}[2J.txt"].map(|name| format!("x.tar!{name}"))
    );
}

#[test]
fn a_member_that_is_no_news_or_cannot_be_read_costs_itself_and_no_more() {
    let members: [(&str, &[u8]); 4] = [
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("b.txt", STORY.as_bytes()),
        ("c.txt", b""),
        ("d.txt", STORY.as_bytes()),
    ];
    let mut packed = zip(&members);
    let read_whole = read("x.zip", &packed);
    assert_eq!(read_whole.paths, ["x.zip!b.txt", "x.zip!d.txt"]);
    assert_eq!(read_whole.failures, ["x.zip!a.png: skip: binary", "x.zip!c.txt: skip: empty"]);
    // A byte of the first story's deflated text.
    let at = memchr::memmem::find(&packed, b"b.txt").expect("its name") + 5 + 12;
    packed[at] ^= 0xFF;
    let damaged = read("x.zip", &packed);
    assert!(
        damaged.failures.iter().any(|failure| failure.contains("x.zip!b.txt") && failure.contains("damaged zip")),
        "{:?}",
        damaged.failures
    );
    assert!(damaged.paths.contains(&"x.zip!d.txt".to_owned()));
}

#[test]
fn an_archive_that_breaks_off_is_told_after_what_it_gave() {
    let whole = tar(&[("a.txt", STORY.as_bytes()), ("b.txt", STORY.as_bytes())]);
    let torn = read("x.tar", &whole[..1024 + 512 + 20]);
    assert_eq!(torn.paths.first().map(String::as_str), Some("x.tar!a.txt"));
    assert!(
        torn.failures.iter().any(|failure| failure.starts_with("source: read: x.tar: damaged tar: ")),
        "{:?}",
        torn.failures
    );
    let packed = zip(&[("a.txt", STORY.as_bytes())]);
    assert!(refusal("x.zip", &packed[..packed.len() - 30]).starts_with("fail: read: x.zip: damaged zip: "));
    assert_eq!(refusal("x.tar", tar(&[])), "skip: binary", "nothing but zeros");
    assert_eq!(refusal("x.zip", zip(&[])), "skip: empty");
}

#[test]
fn bombs_are_stopped() {
    let zeros = vec![b'0'; 70 << 20];
    for (name, bomb) in
        [("a.gz", gzip(&zeros)), ("a.xz", xz(&zeros)), ("a.zst", zstd(&zeros)), ("a.bz2", bzip2(&zeros))]
    {
        let read = read_with(name, &bomb, &options().with_text_limit(100 << 20));
        let told = read.map_or_else(|refusal| refusal, |read| read.failures.join("; "));
        assert!(told.contains("expands more than 200 times"), "{name}: {told}");
    }
    let members: [(&str, &[u8]); 2] = [("a.txt", &zeros), ("b.txt", STORY.as_bytes())];
    let in_zip = read_with("a.zip", &zip(&members), &options().with_text_limit(100 << 20)).expect("it opens");
    let told = in_zip.failures.join("; ");
    assert!(told.contains("a.txt: zip expands more than 200 times"), "{told}");
    assert!(told.contains("b.txt: zip expands more than 200 times"), "nothing more is taken from it: {told}");
}

#[test]
fn a_tar_whose_names_would_fill_the_memory_is_refused() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_size(2 << 30);
    header.set_cksum();
    let told = refusal("a.tar", [header.as_bytes().as_slice(), &[b'a'; 4096]].concat());
    assert!(told.contains("a name of 2147483648 bytes"), "{told}");
}

#[test]
fn a_zip_counts_as_a_whole_and_its_members_may_not_overlap() {
    let half = vec![b'0'; 40 << 20];
    let both = zip(&[("a.txt", &half), ("b.txt", &half), ("c.txt", STORY.as_bytes())]);
    let both = read_with("a.zip", &both, &options().with_text_limit(100 << 20)).expect("it opens");
    let told = both.failures.join("; ");
    assert!(told.contains("b.txt") && told.contains("expands more than 200 times"), "{told}");
    let mut packed = zip(&[("a.txt", STORY.as_bytes()), ("b.txt", STORY.as_bytes())]);
    // The second entry of the directory points to the first one's data.
    let at = memchr::memmem::rfind(&packed, b"PK\x01\x02").expect("a directory") + 42;
    packed[at..at + 4].fill(0);
    let told = read_with("a.zip", &packed, &options()).map_or_else(|refusal| refusal, |read| read.failures.join("; "));
    assert!(told.contains("damaged zip"), "{told}");
}

#[test]
fn a_zip_of_news_may_hold_any_name_and_an_office_document_is_told() {
    let news =
        read("a.zip", zip(&[("content.xml", b"<nitf><body><body.content><p>Tides.</p></body.content></body></nitf>")]));
    assert_eq!(news.paths, ["a.zip!content.xml"]);
    let odt = zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")]);
    assert!(refusal("a.odt", odt).contains("an office program"));
}
