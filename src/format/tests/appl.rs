//! AP APPL.

use super::*;
use crate::story::Status;

#[test]
fn every_field_of_a_publication_is_kept() {
    let read = read_fixture("appl-publications.xml");
    assert_eq!(read.format, "appl");
    let failures = ["line 22: record 2: the story has no end", "skipped: line 23: record 3: no text, but Photo"];
    assert_eq!(read.failures, failures);
    let tags = [
        "category:f",
        "subjects:Food prices",
        "people:Ada Oven",
        "orgs:Bakers' Guild",
        "keywords:Bread",
        "people:Bo Crane",
    ];
    let story = Record {
        member: some("8d1a00000000000000000000000000aa"),
        headline: some("Bread grows dearer"),
        text: "ZENDA, Ruritania (AP) — Bread costs more now.\n\nRolls do too.".to_owned(),
        dateline: some("ZENDA, Ruritania"),
        byline: some("ADA BRIGHTWELL"),
        places: vec!["Zenda".to_owned()],
        date: some("2018-07-03"),
        section: some("Food prices"),
        lang: some("en"),
        agency: some("AP"),
        tags: tags.map(str::to_owned).to_vec(),
        summary: some("Bread grows dearer in Ruritania, bakers say"),
        note: some("Eds: Updates price. Shared by the Zenda Tribune."),
        slug: some("BC-RUR--Bread"),
        version: Some(2),
        ..Record::default()
    };
    let killed = Record {
        member: some("killed"),
        headline: some("Bread story killed"),
        date: some("2018-07-05T10:00:00"),
        agency: some("AP"),
        status: Some(Status::Withdrawn),
        ..Record::default()
    };
    assert_eq!(read.records, [story, killed]);
}

#[test]
fn publications_of_others_are_not_taken_for_it() {
    assert!(refusal("a.xml", "<Publication><Title>Bread</Title></Publication>").ends_with("XML (root `Publication`)"));
}
