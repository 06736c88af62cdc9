//! NITF of a newspaper's corpus, of agencies and of whoever else.

use super::*;
use crate::story::{Provenance, Status, Story};

fn tags(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|&tag| tag.to_owned()).collect()
}

#[test]
fn every_field_of_the_annotated_corpus_is_kept() {
    let read = read_fixture("nyt-1800001.xml");
    assert_eq!((read.format.as_str(), read.failures.len()), ("nitf", 0));
    let expected = Record {
        member: some("1800001"),
        headline: some("Ruritania Weighs a Tax on Rolls"),
        // The lead stands once, in the full text; the author's biography and the correction are no part of it.
        text: "Parliament took up a tax on rolls on Friday. Bakers — and R&D — objected.\n\n''It is a tax on breakfast,'' said \
               the guild."
            .to_owned(),
        dateline: some("STRELSAU, Ruritania, April 2"),
        byline: some("By BO CRANE"),
        date: some("2004-04-03"),
        section: some("World, Front Page"),
        url: some("http://times.example/2004/04/03/rolls.html"),
        agency: some("The Strelsau Times"),
        tags: tags(&[
            "subjects:Bread",
            "type:News",
            "taxonomy:Top/News/World",
            "orgs:Bakers' Guild",
            "people:Brightwell, Ada",
            "places:Ruritania",
            "titles:Loaves (Book)",
        ]),
        summary: some("Parliament debates a tax on rolls"),
        note: some("Correction: April 6, 2004, Tuesday. An article on Saturday misstated the tax. It is one penny."),
        slug: some("03ROLLS"),
        status: Some(Status::Corrected),
        ..Record::default()
    };
    assert_eq!(read.records, [expected]);
}

#[test]
fn every_sender_fills_in_its_own_fields() {
    let read = read_fixture("nitf-agencies.xml");
    assert_eq!((read.format.as_str(), read.encoding.as_str()), ("nitf", "windows-1252"));
    let failures = ["line 60: record 3: the story has no end", "skipped: line 83: record 5: no text, but audio"];
    assert_eq!(read.failures, failures);
    let expected = [
        Record {
            member: some("ap-1"),
            headline: some("Rolls grow dearer"),
            text: "STRELSAU (AP) — Rolls cost more, Bo Crane of the Bakers' Guild said.\n\nRolls Price\n\nPlain 1\n\n___\n\nFollow \
                   Ada Brightwell on the road.\n\nReporting by Ada Brightwell; Editing by Bo Crane"
                .to_owned(),
            dateline: some("STRELSAU"),
            byline: some("By ADA BRIGHTWELL"),
            date: some("20151210T191044Z"),
            agency: some("AP"),
            tags: tags(&["subjects:f", "people:Bo Crane", "orgs:Bakers' Guild"]),
            note: some("Eds: UPDATES: with price of rolls."),
            ..Record::default()
        },
        Record {
            member: some("22750001"),
            headline: some("El pan sube"),
            text: "Zenda, 2 ene (EFE).- El pan sube.\n\nDos panes, dos monedas. EFE".to_owned(),
            date: some("20170102T222800+0000"),
            section: some("Economía"),
            lang: some("es-ES"),
            agency: some("Agencia EFE"),
            tags: tags(&[
                "keywords:RURITANIA PAN",
                "subjects:Precios",
                "codes:04000000",
                "subjects:ECO:ECONOMIA",
                "codes:F01",
                "places:Zenda",
                "places:RUR",
            ]),
            status: Some(Status::Withdrawn),
            ..Record::default()
        },
        Record {
            member: some("pa-3"),
            headline: some("ROLLS FOR £1"),
            text: "Rolls & loaves\ncost £1 < 2.\n\nEnds.".to_owned(),
            dateline: some("Zenda, July 23"),
            byline: some("By Ada Brightwell and Bo Crane, PA Correspondents"),
            date: some("2015-10-14T04:30:01"),
            section: some("BREAD, CITY"),
            agency: some("PA"),
            slug: some("Rolls"),
            version: Some(3),
            ..Record::default()
        },
    ];
    for (record, expected) in read.records.iter().zip(&expected) {
        assert_eq!(record, expected);
    }
    assert_eq!(read.records.len(), expected.len());
}

#[test]
fn the_grammar_makes_a_clean_story_of_it() {
    let read = read_fixture("nitf-agencies.xml");
    let provenance = Provenance { path: "a.xml".to_owned(), format: read.format, encoding: read.encoding };
    let stories: Vec<Story> = read.records.into_iter().map(|record| Story::from_record(record, &provenance)).collect();
    let shown: Vec<_> = stories
        .iter()
        .map(|story| {
            (story.byline.as_deref(), story.dateline.as_deref(), story.places.as_slice(), story.agency.as_deref())
        })
        .collect();
    assert_eq!(shown[0], (Some("ADA BRIGHTWELL"), Some("STRELSAU (AP) —"), &["Strelsau".to_owned()][..], Some("AP")));
    assert_eq!(shown[1], (None, Some("Zenda, 2 ene (EFE).-"), &["Zenda".to_owned()][..], Some("EFE")));
    assert_eq!(
        shown[2],
        (Some("Ada Brightwell and Bo Crane"), Some("Zenda, July 23"), &["Zenda".to_owned()][..], Some("PA"))
    );
    let trailer = stories[0].trailer.as_deref().unwrap_or_default();
    assert!(trailer.ends_with("\n\nReporting by Ada Brightwell; Editing by Bo Crane"), "{trailer}");
    assert!(stories[0].body.starts_with("Rolls cost more, Bo Crane"));
}

/// Returns the one record of a document with this head and body.
fn document(head: &str, top: &str, content: &str) -> Record {
    let source = format!(
        "<nitf><head>{head}</head><body><body.head>{top}</body.head><body.content>{content}</body.content></body></nitf>"
    );
    let mut read = read("a.xml", source);
    assert_eq!((read.format.as_str(), read.failures.len(), read.records.len()), ("nitf", 0, 1));
    read.records.remove(0)
}

#[test]
fn bylines_are_names_whatever_stands_around_them() {
    for (byline, names) in [
        ("<byline>By Ada Oven<byttl>Editor</byttl></byline>", Some("By Ada Oven")),
        ("<byline>By Ada Oven, <byttl>Editor</byttl></byline>", Some("By Ada Oven")),
        ("<byline>By<person>Ada Oven</person><byttl>Bread Desk</byttl></byline>", Some("By Ada Oven")),
        ("<byline>By Ada Oven</byline><byline>By Bo Rye</byline>", Some("By Ada Oven and Bo Rye")),
        ("<byline><byttl>Ada Oven</byttl></byline>", Some("Ada Oven")),
        ("<byline class='normalized_byline'>Oven, Ada; Rye, Bo</byline>", Some("Ada Oven and Bo Rye")),
        ("<byline>By<person>Staff Reporter</person></byline>", None),
        ("<byline>daa/mt/msr</byline>", None),
        ("<byline/>", None),
    ] {
        assert_eq!(document("", byline, "<p>Bread.</p>").byline.as_deref(), names, "{byline}");
    }
}

#[test]
fn datelines_hold_places_and_no_time_stamps() {
    for (dateline, expected) in [
        ("<dateline>ZENDA, Ruritania</dateline>", Some("ZENDA, Ruritania")),
        ("<dateline><location>ZENDA</location><story.date>July 23</story.date></dateline>", Some("ZENDA, July 23")),
        (
            "<dateline><location><city>Zenda</city><country>Ruritania</country></location></dateline>",
            Some("Zenda, Ruritania"),
        ),
        ("<dateline><story.date norm='20170102'>20170102T222800+0000</story.date></dateline>", None),
        ("<dateline>4/4/2018</dateline>", None),
    ] {
        assert_eq!(document("", dateline, "<p>Bread.</p>").dateline.as_deref(), expected, "{dateline}");
    }
}

#[test]
fn a_field_is_found_wherever_a_sender_has_it() {
    let record = document(
        "<title>Bread</title><meta name='category' content='SSS'/><docdata><date.release norm='20200101'/><doc.rights owner='Zenda Post'/></docdata>",
        "",
        "Bread.<br/><br/>Rolls.",
    );
    assert_eq!((record.headline.as_deref(), record.text.as_str()), (Some("Bread"), "Bread.\n\nRolls."));
    assert_eq!((record.section.as_deref(), record.agency.as_deref()), (Some("SSS"), Some("Zenda Post")));
    assert_eq!((record.date.as_deref(), record.member), (Some("20200101"), None));
    // A code without a name is named; the type of all news says nothing.
    let subjects = "<tobject tobject.type='News'><tobject.subject tobject.subject.refnum='15054000'/></tobject>";
    assert_eq!(document(subjects, "", "<p>Bread.</p>").section.as_deref(), Some("sport"));
    assert_eq!(
        document("<tobject tobject.type='Innenriks'/>", "", "<p>Bread.</p>").section.as_deref(),
        Some("Innenriks")
    );
    let issue = "<pubdata date.publication='20170301T000000' position.section='Bread'/>";
    let record = document(issue, "", "<p>Bread.</p>");
    assert_eq!((record.date.as_deref(), record.section.as_deref()), (Some("20170301T000000"), Some("Bread")));
}

#[test]
fn neither_headline_nor_text_is_bad() {
    let empty = read("a.xml", "<nitf><head><title></title></head><body><body.content></body.content></body></nitf>");
    assert_eq!(empty.failures, ["line 1: record 1: neither headline nor text"]);
}

#[test]
fn only_markup_is_taken_for_nitf() {
    assert_eq!(read("a.txt", "NITF is a format.\n\nIt has an <nitf> element.").format, "text");
    assert!(refusal("a.xml", "<story><head/></story>").ends_with("XML (root `story`)"));
}
