//! RCV1 and RCV2.

use super::*;

#[test]
fn every_field_of_the_corpus_is_kept_and_a_torn_story_costs_itself() {
    let read = read_fixture("rcv-4711newsML.xml");
    assert_eq!(read.format, "rcv");
    assert_eq!(read.failures, ["line 28: record 2: the story has no end"]);
    assert_eq!(read.records.len(), 2);
    let first = Record {
        member: some("4711"),
        headline: some("Bakers' strike ends in Strelsau."),
        text: "Bakers in Ruritania went back to their ovens on Tuesday, \"hungry but proud\".\n\nBread & Roses, their union, \
               said rolls would cost £1."
            .to_owned(),
        dateline: some("STRELSAU"),
        byline: some("Ada Brightwell"),
        places: vec!["STRELSAU".to_owned()],
        date: some("1996-09-03"),
        section: some("GCAT, GJOB"),
        lang: some("en"),
        agency: some("Reuters"),
        tags: ["countries:RURI", "industries:I41000", "topics:GCAT", "topics:GJOB"].map(str::to_owned).to_vec(),
        ..Record::default()
    };
    assert_eq!(read.records[0], first);
    // The title without its country stands in for a headline; a dateline of a date alone is none.
    let last = &read.records[1];
    assert_eq!((last.headline.as_deref(), last.dateline.as_deref()), (Some("Le pain est cher."), None));
    assert_eq!((last.lang.as_deref(), last.places.as_slice()), (Some("fr"), &["ZENDA".to_owned()][..]));
}

#[test]
fn a_story_without_its_text_element_is_bad() {
    let read = read("a.xml", "<newsitem itemid=\"1\" date=\"1996-09-03\"><title>A: B</title></newsitem>");
    assert_eq!(read.failures, ["line 1: record 1: the story has no text element"]);
}

#[test]
fn another_newsitem_is_not_taken_for_the_corpus() {
    assert_eq!(
        refusal("a.xml", "<newsitem><title>A</title></newsitem>"),
        "skip: format not supported yet: XML (root `newsitem`)"
    );
}

#[test]
fn reuters_21578_in_xml_and_in_small_letters_is_read() {
    let read = read_fixture("reut2-lewis.xml");
    assert_eq!((read.format.as_str(), read.failures.len()), ("reuters21578", 0));
    let expected = Record {
        member: some("1001"),
        headline: some("BREAD <BRD> RISES"),
        text: "Bread rose.\n Reuter\n ".to_owned(),
        dateline: some("ZENDA, March 3 -"),
        byline: some("By Ada Brightwell, Reuters"),
        date: some("3-MAR-1987 09:18:21.26"),
        section: some("bread"),
        agency: some("Reuters"),
        tags: vec!["places:ruritania".to_owned()],
        slug: some("BC-BREAD-PRICES"),
        ..Record::default()
    };
    assert_eq!(read.records, [expected]);
}
