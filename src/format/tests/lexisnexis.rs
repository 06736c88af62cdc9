//! lexisnexis

use super::*;
use crate::story::{Provenance, Story};

/// The story that a record becomes.
fn story(read: &Extract, at: usize) -> Story {
    let provenance =
        Provenance { path: "a.txt".to_owned(), format: read.format.clone(), encoding: read.encoding.clone() };
    Story::from_record(read.records[at].clone(), &provenance)
}

#[test]
fn the_old_layout_is_read_field_by_field_in_every_language() {
    let read = read_fixture("lexisnexis_bakers_1-6.TXT");
    assert_eq!(read.format, "lexisnexis");
    assert_eq!(read.failures, ["line 76: record 2: the document has neither a date nor fields"]);
    let expected = Record {
        member: some("1"),
        headline: some("Loaves rise again in the north, and bakers who waited all winter for it say that they will; Flour is cheap"),
        text: "Bakers in the north said on Wednesday that loaves had risen for the third day in a row, and that the ovens of the \
               town were warm again after a long winter of cold bread.\n\n\
               LENGTH: the new loaf is thirty centimetres long, and no baker knows why.\n\n\"It rises,\" said one of them."
            .to_owned(),
        dateline: some("HAVEN March 1"),
        byline: some("Ada Oven and Bo Crane"),
        date: some("March 2, 2017 Thursday"),
        section: some("NEWS; Pg. 3"),
        lang: some("en"),
        agency: some("The Haven Herald"),
        summary: some("Bakers are glad, and millers are not."),
        tags: ["type:Newspaper", "subjects:BREAD", "subjects:BAKERS & MILLERS", "people:ADA OVEN", "edition:Edition 1; Scotland"]
            .map(str::to_owned)
            .to_vec(),
        ..Record::default()
    };
    assert_eq!(read.records[0], expected);

    let german = &read.records[1];
    assert_eq!(
        (german.headline.as_deref(), german.date.as_deref()),
        (Some("Das Brot geht auf; Mehl ist billig"), Some("Mittwoch 1. März 2017"))
    );
    assert_eq!((german.byline.as_deref(), german.section.as_deref()), (Some("AO Hafen"), Some("S. 7 Ausg. 167")));
    assert_eq!((german.lang.as_deref(), german.agency.as_deref()), (Some("de"), Some("Brotzeitung")));
    assert_eq!(
        german.text,
        "Die Bäcker im Norden sagten am Mittwoch, dass die Brote zum dritten Mal aufgegangen seien."
    );
    assert_eq!(story(&read, 1).date.map(|date| date.to_string()).as_deref(), Some("2017-03-01"));

    let french = &read.records[2];
    assert_eq!(
        (french.headline.as_deref(), french.agency.as_deref()),
        (Some("Le pain monte (un titre sur une ligne)"), Some("Le Pain"))
    );
    assert_eq!((french.lang.as_deref(), french.tags.as_slice()), (Some("fr"), &["type:Quotidien".to_owned()][..]));
    assert_eq!(
        (french.byline.as_deref(), french.text.as_str()),
        (Some("Adèle FOUR"), "Les boulangers du nord disent que le pain monte.")
    );

    let show = &read.records[3];
    assert_eq!(
        (show.headline.as_deref(), show.agency.as_deref()),
        (Some("The ovens are cold: an hour with those who wait"), Some("Haven News Service"))
    );
    assert_eq!(
        (show.section.as_deref(), show.text.as_str()),
        (Some("WORLD NEWS"), "The ovens of the town were cold today.")
    );
    let made = story(&read, 3);
    assert_eq!(
        (made.date.map(|date| date.to_string()).as_deref(), made.time.as_deref()),
        (Some("2009-01-14"), Some("18:49:00"))
    );

    let dutch = &read.records[4];
    assert_eq!((dutch.headline.as_deref(), dutch.byline.as_deref()), (Some("Het brood rijst"), Some("OVEN, ADA")));
    assert_eq!((dutch.date.as_deref(), dutch.lang.as_deref()), (Some("24. September 2002"), Some("nl")));
    assert_eq!(
        (dutch.agency.as_deref(), dutch.text.as_str()),
        (Some("De Bakker"), "Bakkers in het noorden zeggen dat het brood rijst.\n\nEn ook de molen draait.")
    );
    assert_eq!(members(&read), ["1", "3", "4", "5", "6"]);
}

#[test]
fn a_download_of_one_document_is_one_story() {
    let read = read_fixture("lexisnexis_single.txt");
    assert_eq!((read.format.as_str(), read.failures.len(), members(&read)), ("lexisnexis", 0, vec!["-"]));
    let story = story(&read, 0);
    assert_eq!(
        (story.headline.as_deref(), story.agency.as_deref()),
        (Some("OVENS NOT FOR SALE, SAYS OVEN"), Some("The Oven Post"))
    );
    assert_eq!(
        (story.dateline.as_deref(), story.places.as_slice()),
        (Some("HAVEN, Dec. 30 --"), &["Haven".to_owned()][..])
    );
    assert_eq!(story.body, "The ovens of the town are not for sale, their keeper said on Monday.");
    let alone = String::from_utf8(fixture("lexisnexis_single.txt")).expect("text").replace("1 of 1 DOCUMENT", "");
    let alone = super::read("a.txt", alone);
    assert_eq!((alone.format.as_str(), &alone.records), ("lexisnexis", &read.records));
}

#[test]
fn nexis_uni_is_read_with_its_cover_and_its_page_breaks() {
    let read = read_fixture("nexis_uni_Files_2.txt");
    assert_eq!((read.format.as_str(), read.failures.as_slice()), ("lexisnexis", &[][..]));
    let expected = Record {
        member: some("1"),
        headline: some("Loaves Rise Again"),
        text: "HAVEN -- Bakers said on Wednesday that loaves had risen for the third day in a row, and that the ovens of the town \
               were warm again.\n\n\
               Length: a word that opens a paragraph of the body and is no field of the story, as the reader can see.\n\n\
               The millers said nothing, as they had said nothing in the years before it, and would say nothing after.\n\n\
               The last line."
            .to_owned(),
        dateline: some("HAVEN"),
        byline: some("By ADA OVEN"),
        date: some("January 11, 2018 Thursday"),
        section: some("Section B; Column 0; Business/Financial Desk; Pg. 1"),
        lang: some("en"),
        agency: some("The Haven Times"),
        summary: some("Bakers are glad."),
        tags: ["type:Newspaper", "subjects:BREAD", "subjects:MILLS", "companies:OVEN INC", "places:HAVEN", "edition:Late Edition - Final"]
            .map(str::to_owned)
            .to_vec(),
        ..Record::default()
    };
    assert_eq!(read.records[0], expected);
    let german = &read.records[1];
    assert_eq!(
        (german.headline.as_deref(), german.agency.as_deref()),
        (Some("Der Ofen ist warm"), Some("Hafener Presse (Regionalausgaben)"))
    );
    assert_eq!(
        (german.date.as_deref(), german.section.as_deref()),
        (Some("Dienstag 7. Juli 2020"), Some("LOKALES; S. 6"))
    );
    assert!(
        german.text.starts_with("Der Ofen ist warm. Unter") && german.text.ends_with("am Montag."),
        "{}",
        german.text
    );
}

#[test]
fn a_saved_page_is_read_as_the_text_it_shows() {
    let read = read_fixture("nexis_saved.html");
    assert_eq!((read.format.as_str(), read.failures.as_slice()), ("lexisnexis", &[][..]));
    let german = &read.records[0];
    assert_eq!(
        (german.headline.as_deref(), german.agency.as_deref()),
        (Some("Warnschuss für die Bäcker"), Some("Brot Online"))
    );
    assert_eq!((german.byline.as_deref(), german.section.as_deref()), (Some("Ada Oven"), Some("OFEN-VOTUM")));
    assert_eq!(
        (german.date.as_deref(), german.lang.as_deref()),
        (Some("27. Februar 2012 Montag 9:50 PM GMT+1"), Some("de"))
    );
    assert_eq!(german.summary.as_deref(), Some("Der Rat hat neue Öfen abgesegnet."));
    assert_eq!(
        german.text,
        "Hafen - Es soll das Fieber gewesen sein: Mehrere Bäcker der Innung lagen am Montag mit hoher Temperatur darnieder, \
         heißt es.\n\nKurze Zeile\n\nDoch die Brote gingen auf."
    );
    let made = story(&read, 1);
    assert_eq!(
        (made.headline.as_deref(), made.agency.as_deref()),
        (Some("Bakers hail move to warm ovens"), Some("Haven Press Agency -- English"))
    );
    assert_eq!((made.places, made.time.as_deref()), (vec!["Beirut".to_owned()], Some("11:21:00")));
    assert_eq!(made.dateline_date.map(|date| date.to_string()).as_deref(), Some("2013-03-14"));
    assert_eq!(made.body, "Bakers welcomed an announcement that ovens are to be warm again.");
}

#[test]
fn a_download_in_latin_1_with_form_feeds_is_read() {
    let text = "\u{c}\n                               1 of 2 DOCUMENTS\n\n\n                                 Brotblatt\n\n                            2. März 2017\n\nÖfen\n\n\
        LÄNGE: 3 Wörter\n\nSie sind heiß.\n\nSPRACHE: GERMAN\n\u{c}\n                               2 of 2 DOCUMENTS\n\n\n                                 Brotblatt\n\n\
                                    3. März 2017\n\nSECTION: BILD\n\nLANGUAGE: GERMAN\n\nGRAFIK: Ein Ofen.\n\nCopyright 2017 Brotblatt\n";
    let bytes = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let read = read("a.TXT", bytes);
    assert_eq!((read.format.as_str(), read.encoding.as_str()), ("lexisnexis", "windows-1252"));
    assert_eq!(texts(&read), ["Sie sind heiß.", "Ein Ofen."]);
    assert_eq!(read.records[0].headline.as_deref(), Some("Öfen"));
}

#[test]
fn what_only_resembles_a_download_is_none() {
    for text in [
        "Loaves rise\n\nHe read 1 of 10 documents.\n\n1 of 10 DOCUMENTS were lost.",
        "Loaves rise\n\nLENGTH: 3 metres\n\nThe loaf is long.",
        "End of Document\n\nThe loaf is long.",
        "Body\n\nThe loaf is long.",
    ] {
        assert_eq!(super::read("a.txt", text).format, "text", "{text}");
    }
}

#[test]
fn heads_that_lack_a_part_are_read_without_it() {
    let centred = |line: &str| format!("                          {line}\n\n");
    let document = |number: u8, rest: &[&str]| [centred(&format!("{number} of 4 DOCUMENTS")), rest.concat()].concat();
    let text = [
        // A picture: its caption is all there is.
        document(
            1,
            &[
                &centred("Oven Post"),
                &centred("January 10, 2009 Saturday"),
                "Warm\n\nSECTION: NEWS; Pg. 2\n\n",
                "LOAD-DATE: January 12, 2009\n\nGRAPHIC: Credit: Ada Oven; A loaf\nand a roll.\n\nPUBLICATION-TYPE: Newspaper\n\n",
            ],
        ),
        // A flash has no headline.
        document(
            2,
            &[
                &centred("Oven News"),
                &centred("January 16, 2009 Friday 9:25 PM EST"),
                "SECTION: WORLD NEWS\n\nLENGTH: 5 words\n\n\n",
                "FLASH: THE OVEN IS WARM\n\nLANGUAGE: ENGLISH\n\n",
            ],
        ),
        // The rights take two lines, and the headline is a field.
        document(
            3,
            &[
                "            Copyright 2009 Oven Monitor Ltd., All\n                       Rights Reserved\n\n",
                &centred("Oven Reports"),
                &centred("January 2009"),
                "TITLE: Ovens - Q1 2009\n\n\n   Company Monitor\n\nLOAD-DATE: January 28, 2011\n\n",
            ],
        ),
        document(4, &["   Copyright 2009 Oven Publishing\n\n"]),
    ];
    let read = read("a.txt", text.concat());
    assert_eq!(read.failures, ["skipped: line 49: record 4: the document is empty: no headline and no text"]);
    assert_eq!(texts(&read), ["Credit: Ada Oven; A loaf and a roll.", "FLASH: THE OVEN IS WARM", "Company Monitor"]);
    let headlines: Vec<Option<&str>> = read.records.iter().map(|record| record.headline.as_deref()).collect();
    assert_eq!(headlines, [Some("Warm"), None, Some("Ovens - Q1 2009")]);
    let agencies: Vec<Option<&str>> = read.records.iter().map(|record| record.agency.as_deref()).collect();
    assert_eq!(agencies, [Some("Oven Post"), Some("Oven News"), Some("Oven Reports")]);
}

#[test]
fn a_short_document_of_a_word_processor_has_no_blank_lines() {
    let lines = [
        "Ferry late",
        "The Haven Gull",
        "March 3, 2017 Friday",
        "Copyright 2017 The Haven Gull",
        "Length: 12 words",
        "Byline: Ada Oven",
        "Dateline: HAVEN",
        "Body",
        "The ferry was late.",
        "It came at noon.",
        "Load-Date: March 3, 2017",
        "End of Document",
        "",
    ];
    let read = read("a.txt", lines.join("\n"));
    let record = &read.records[0];
    assert_eq!((read.format.as_str(), record.headline.as_deref()), ("lexisnexis", Some("Ferry late")));
    assert_eq!((record.byline.as_deref(), record.dateline.as_deref()), (Some("Ada Oven"), Some("HAVEN")));
    assert!(
        record.text.starts_with("The ferry was late.") && record.text.ends_with("It came at noon."),
        "{}",
        record.text
    );
}
