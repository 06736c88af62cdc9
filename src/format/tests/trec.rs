//! TREC: every newspaper of the collection with fields of its own.

use super::corpora::{fixture_stories, line, shown};
use super::*;

#[test]
fn the_associated_press_is_read() {
    let (format, stories, failures) = fixture_stories("trec/ap880212");
    assert_eq!(format, "trec");
    assert_eq!(
        stories.iter().map(line).collect::<Vec<_>>(),
        [
            "Ferry Fares Will Go Higher This Year | 1988-02-12 | ADA BRIGHTWELL | Washington | AP | -",
            "Tides Turn At Noon | 1988-02-12 | - | Leonia, N.J. | AP | -",
        ]
    );
    let first = &stories[0];
    assert_eq!((shown(first.member.as_ref()), shown(first.slug.as_ref())), ("AP880212-0004", "AM-Harbour Ferry"));
    assert_eq!(shown(first.advisory.as_ref()), "Eds: Also moved on the port wire.");
    let body = "Fares for ferries under 1988 rules will be $6.15 per crossing, the Harbour Department & its board said \
        Friday.\n\n``We waited,'' Deputy Master Bo Lee said, if x < 3 were a reason.";
    assert_eq!(first.body, body);
    assert_eq!(stories[1].body, "High water came at noon.", "a headline that nothing closes ends with the next field");
    assert_eq!(failures, ["line 19: record 2: the story has no end"]);
    assert_eq!(read_fixture("trec/ap880212").records[0].date, some("1988-02-12T16:37"));
}

#[test]
fn the_other_newspapers_are_read() {
    for (name, expected, body) in [
        (
            "trec/ft911_1",
            "Jubilee of a boat that did what it was designed to do | 1991-05-14 | BO LEE |  | Financial Times | -",
            "Correction (published 16th May 1991) appended to this article.\n\n'ANNA, it floats]' shouted",
        ),
        (
            "trec/la012394",
            "STORM: THE LONG ROAD BACK; DIARY OF A FERRY | 1994-01-23 | ADA BRIGHTWELL | Haven, Calif. | Los Angeles Times | Metro",
            "DAY 1\n\nDarkness. Then, abruptly, a wave. It threw the boat on the quay.",
        ),
        (
            "trec/fb396001",
            "Harbour Board Accepts 2 Demands | 1994-03-17 | - |  | FBIS | -",
            "[Text] The harbour board accepted two demands on Thursday, the radio said.\n\nThe third was put off.",
        ),
        (
            "trec/WSJ_0324",
            "Gull Lines Is Near Accord To Sell Ferry, Sources Say | 1987-03-24 | Ada Brightwell | New York | Wall Street Journal | -",
            "Gull Lines & Co. is close to an agreement to sell its ferry.\n\nThe board meets on Friday.",
        ),
        (
            "trec/19980601_NYT",
            "ANNA BRIGHTWELL, FERRY MASTER, DIES AT 69 | 1998-06-01 | BO LEE | New York | New York Times | -",
            "Anna Brightwell, who was the first to steer a ferry by radio, died May 25. She was 69.\n\nThe cause",
        ),
    ] {
        let (format, stories, failures) = fixture_stories(name);
        assert_eq!((format.as_str(), failures.len()), ("trec", 0), "{name}");
        assert_eq!(line(&stories[0]), expected);
        assert!(stories[0].body.starts_with(body), "{name}: {}", stories[0].body);
    }
}

#[test]
fn what_is_more_than_a_story_is_kept() {
    let (_, times, _) = fixture_stories("trec/la012394");
    assert_eq!(times[0].tags, ["type:Series"]);
    assert_eq!(line(&times[1]), "- | 1989-02-05 | - |  | Los Angeles Times | -", "the number has the date");
    assert_eq!(times[1].body, "FOR THE RECORD\n\nBo Lee is the master of the Gull, not its owner.");
    let (_, journal, _) = fixture_stories("trec/WSJ_0324");
    assert!(journal[0].tags.contains(&"industries:SHIPPING (SHP)".to_owned()), "{:?}", journal[0].tags);
    let (_, feeds, _) = fixture_stories("trec/19980601_NYT");
    assert_eq!(shown(feeds[0].slug.as_ref()), "BC-OBIT-BRIGHTWELL-NYT");
    let (_, papers, _) = fixture_stories("trec/ft911_1");
    assert_eq!(papers[0].status.as_deref(), Some("corrected"));
}

#[test]
fn other_documents_in_such_tags_are_not_taken_for_stories() {
    let web = "<DOC>\n<DOCNO>GX000</DOCNO>\n<DOCHDR>\nhttp://x.example\n</DOCHDR>\n<html></html>\n</DOC>\n";
    assert!(refusal("a", web).contains("TREC SGML"));
    assert_eq!(read("a.txt", "The tag <DOC> and the tag <DOCNO> are two.").format, "text");
    let empty = read("a", "<DOC>\n<DOCNO> X1 </DOCNO>\n</DOC>\n");
    assert_eq!(empty.failures, ["skipped: line 1: record 1: neither text nor headline"]);
}

#[test]
fn what_never_ends_is_looked_for_once() {
    let starts = ["<DOC>\n<DOCNO>1</DOCNO>\n<TEXT>", "<DOC id=\"AFP_ENG_20010101.0001\" type=\"story\">\n<TEXT>"];
    for (start, piece) in starts.into_iter().flat_map(|start| {
        ["<", "<HEAD>", "<TEXT>", "<!--", "<!--é", "</", "&", "&Cx", "<P", "\n   x\n"].map(|piece| (start, piece))
    }) {
        let source = format!("{start}{}</DOC>\n", piece.repeat(2_000_000 / piece.len()));
        let read = read("a", source);
        assert_eq!(read.records.len() + read.failures.len(), 1, "{start}{piece}");
    }
}

#[test]
fn a_spanish_agency_has_its_category_and_name() {
    let story = "<DOC>\n<DOCNO>EFE19950101-00001</DOCNO>\n<DATE>19950101</DATE>\n<CATEGORY>POLITICA</CATEGORY>\n\
        <TITLE>   PUERTO\n           CIERRE\n</TITLE>\n<TEXT>    Zenda, 1 ene (EFE).-El puerto\n cierra.\n</TEXT>\n</DOC>\n";
    let read = read("a", story);
    let record = &read.records[0];
    assert_eq!((record.headline.as_deref(), record.section.as_deref()), (Some("PUERTO CIERRE"), Some("POLITICA")));
    assert_eq!(record.agency.as_deref(), Some("EFE"));
}
