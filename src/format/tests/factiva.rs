//! factiva

use super::*;
use crate::story::{Provenance, Story};

fn story(read: &Extract, at: usize) -> Story {
    let provenance =
        Provenance { path: "a.txt".to_owned(), format: read.format.clone(), encoding: read.encoding.clone() };
    Story::from_record(read.records[at].clone(), &provenance)
}

#[test]
fn fields_are_read_by_their_codes() {
    let read = read_fixture("factiva_codes.txt");
    assert_eq!(read.format, "factiva");
    assert_eq!(read.failures, ["line 30: record 2: the article has no fields: neither codes nor a count of words"]);
    let expected = Record {
        member: some("HAVT000020170302ed32000a1"),
        headline: some("Loaves rise for a third day"),
        text: "HAVEN, March 1 -- Bakers said on Wednesday that loaves had risen for the third day in a row.\n\n\
               The millers said nothing.\n\n\
               IN the north the ovens are warm, and so are those in the south, as far as anybody knows.\n\n\
               \"They rise,\" said a baker."
            .to_owned(),
        byline: some("By Ada Oven and Bo Crane"),
        date: some("2 March 2017 10:15"),
        section: some("Business"),
        lang: some("en"),
        agency: some("The Haven Times"),
        tags: [
            "companies:Oven Inc.",
            "companies:Mill Plc",
            "industries:Food/Drink",
            "industries:Bread",
            "subjects:Output/Production",
            "subjects:Corporate/Industrial News",
            "places:United Kingdom",
            "places:Europe",
            "edition:Late Edition - Final",
        ]
        .map(str::to_owned)
        .to_vec(),
        ..Record::default()
    };
    assert_eq!(read.records[0], expected);
    let made = story(&read, 0);
    assert_eq!(
        (made.dateline.as_deref(), made.places.as_slice()),
        (Some("HAVEN, March 1 --"), &["Haven".to_owned()][..])
    );
    assert_eq!((made.time.as_deref(), made.byline.as_deref()), (Some("10:15:00"), Some("Ada Oven and Bo Crane")));
    let french = &read.records[1];
    assert_eq!((french.headline.as_deref(), french.lang.as_deref()), (Some("Le pain monte"), Some("fr")));
    assert_eq!(french.text, "Le pain monte, disent les boulangers.\n\nEt le moulin tourne.");
    assert_eq!(members(&read), ["HAVT000020170302ed32000a1", "PAINFR0020111229e7ct0001r"]);
}

#[test]
fn fields_without_codes_are_told_by_their_order() {
    let read = read_fixture("factiva_plain.txt");
    assert_eq!((read.format.as_str(), read.failures.as_slice()), ("factiva", &[][..]));
    let expected = Record {
        member: some("HAVT000020050408dp1900j9s"),
        headline: some("LOAVES RISE IN THE NORTH, AND SO DO ROLLS"),
        text: "HAVEN, Jan. 8 -- Bakers said on Friday that loaves had risen for the third day in a row, and that the ovens of the \
               town were warm.\n\nThe millers said nothing."
            .to_owned(),
        byline: some("By ADA OVEN"),
        date: some("9 January 1993"),
        section: some("Foreign Desk; 1"),
        lang: some("en"),
        agency: some("The Haven Times"),
        ..Record::default()
    };
    assert_eq!(read.records[0], expected);
    let german = &read.records[1];
    assert_eq!(german.headline.as_deref(), Some("The bread of the south is cold and nobody knows why"));
    assert_eq!((german.date.as_deref(), german.agency.as_deref()), (Some("9 Januar 1993 15:32"), Some("Brotzeitung")));
    assert_eq!(
        (german.lang.as_deref(), german.text.as_str(), &german.byline),
        (Some("de"), "Das Brot ist kalt.", &None)
    );
}

#[test]
fn a_saved_page_is_read_with_codes_and_without() {
    let read = read_fixture("factiva_page.html");
    assert_eq!((read.format.as_str(), read.failures.as_slice()), ("factiva", &[][..]));
    assert_eq!(members(&read), ["HAVT000020050408dp1900j9s", "PAINFR0020111229e7ct0001r"]);
    let plain = &read.records[0];
    assert_eq!((plain.headline.as_deref(), plain.byline.as_deref()), (Some("LOAVES RISE"), Some("By ADA OVEN")));
    assert_eq!((plain.section.as_deref(), plain.agency.as_deref()), (Some("Foreign Desk; 1"), Some("The Haven Times")));
    assert_eq!((plain.date.as_deref(), plain.lang.as_deref()), (Some("9 Januar 1993"), Some("en")));
    assert!(
        plain.text.starts_with("HAVEN, Jan. 8 -- Bakers said that loaves rose & rolls fell.\n\nThe millers"),
        "{}",
        plain.text
    );
    let coded = &read.records[1];
    assert_eq!((coded.headline.as_deref(), coded.section.as_deref()), (Some("Le pain monte"), Some("Infolocale")));
    assert_eq!((coded.date.as_deref(), coded.lang.as_deref()), (Some("29 décembre 2011 15:32"), Some("fr")));
    assert_eq!(coded.text, "Le pain monte : à la campagne.\n\nDeuxième.\n\nTroisième.");
    assert_eq!(coded.tags, ["subjects:Elections", "subjects:Political/General News", "places:France"]);
}

#[test]
fn the_xml_of_the_service_is_read() {
    let read = read_fixture("factiva_service.xml");
    assert_eq!(read.failures, ["line 23: record 2: the article has neither text nor headline"]);
    let expected = Record {
        member: some("HAVT000020120109e51700030"),
        headline: some("Loaves - they rise"),
        text: "Bakers said that loaves rose.\n\nThe millers said nothing.\n\nNor did we.".to_owned(),
        byline: some("By Ada Oven"),
        date: some("2012-01-09T01:35:58Z"),
        section: some("Business"),
        lang: some("en"),
        agency: some("The Haven Times"),
        tags: vec!["places:United Kingdom".to_owned(), "subjects:Output/Production".to_owned()],
        note: some("A NOTE"),
        ..Record::default()
    };
    assert_eq!(read.records, [expected]);
}

#[test]
fn text_from_word_processors_is_read_as_it_is() {
    // As `rtf` gives it: tabs around the codes, and each field's paragraphs a line.
    let rtf = r"{\rtf1\ansi\trowd\pard \tab HD\tab Loaves rise\par \tab WC\tab 9 words\par \tab PD\tab 2 March 2017\par \tab SN\tab Haven Times\par \tab LP\tab Bakers said so.\par \tab TD\tab They rose.\par And fell.\par \tab AN\tab Document HAVT000020170302ed32000a1\par}";
    let text = rtf::text_of(rtf.as_bytes()).expect("it is RTF");
    let read = read("a.txt", text);
    assert_eq!((read.format.as_str(), texts(&read)), ("factiva", vec!["Bakers said so.\n\nThey rose.\n\nAnd fell."]));
    assert_eq!(read.records[0].headline.as_deref(), Some("Loaves rise"));
}

#[test]
fn what_only_resembles_an_article_is_none() {
    for text in [
        "Loaves rise\n\n877 words\n\nThe loaf is long.",
        "Loaves rise\n\nDocument HAVT000020170302ed32000a1 was lost.",
        "IN the north\nCO is a code\nRE too.",
    ] {
        assert_eq!(super::read("a.txt", text).format, "text", "{text}");
    }
}

#[test]
fn an_author_without_by_stands_below_the_headline() {
    let source = "Harbour\nFerry late again on Monday\nADA OVEN\n12 words\n3 March 2017\nThe Haven Gull\nHAVG\nEnglish\n\
        Copyright 2017\n\nThe ferry was late.\n\nDocument HAVG000020170303ed33000xy\n";
    let read = read("a.txt", source);
    let record = &read.records[0];
    assert_eq!(
        (record.headline.as_deref(), record.byline.as_deref()),
        (Some("Ferry late again on Monday"), Some("ADA OVEN"))
    );
    assert_eq!(record.section.as_deref(), Some("Harbour"));
}
