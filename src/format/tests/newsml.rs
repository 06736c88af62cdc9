//! `NewsML-G2` and `NewsML` 1.

use super::*;
use crate::story::{Provenance, Status, Story};

fn tags(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|&tag| tag.to_owned()).collect()
}

#[test]
fn every_field_of_a_g2_message_is_kept() {
    let read = read_fixture("newsml-g2-message.xml");
    assert_eq!(read.format, "newsml-g2");
    let failures = [
        "skipped: line 5: record 1: a packageItem, which holds no text",
        "line 49: record 3: the story has no end",
        "skipped: line 74: record 6: no text, but picture",
        "skipped: line 75: record 7: its text is in another file",
    ];
    assert_eq!(read.failures, failures);
    let expected = [
        Record {
            member: some("urn:newsml:bread.example:171011-1"),
            headline: some("Brot wird teurer"),
            text: "Strelsau (dpa) - Brot wird teurer, sagt die Gilde.\n\nSemmeln\n\nAuch \"Semmeln\".".to_owned(),
            dateline: some("Strelsau (dpa) -"),
            places: vec!["Zenda".to_owned()],
            date: some("2017-10-11T10:41:00+02:00"),
            section: some("Wirtschaft"),
            url: some("http://bread.example/brot"),
            lang: some("de"),
            agency: some("dpa"),
            tags: tags(&[
                "places:Ruritanien",
                "people:Ada Brightwell",
                "orgs:Bäckergilde",
                "topics:Brot",
                "topics:Wirtschaft",
                "keywords:Semmeln",
                "genre:Extra",
            ]),
            summary: some("Semmeln auch"),
            note: some("Bilder folgen"),
            slug: some("Brot-Preise"),
            status: Some(Status::Corrected),
            version: Some(3),
            ..Record::default()
        },
        Record {
            member: some("tag:bread.example,2017:nitf"),
            headline: some("Rolls rise"),
            text: "ZENDA, Ruritania (AP) _ Rolls rose.\n\nLoaves did not.".to_owned(),
            byline: some("By Bo Crane"),
            date: some("2016-11-21T15:21:06-05:00"),
            section: some("economy, business and finance, bread"),
            lang: some("en-US"),
            agency: some("Associated Press"),
            tags: tags(&["topics:economy, business and finance", "topics:bread"]),
            summary: some("Rolls rise."),
            note: some("Eds: Kills story on rolls."),
            status: Some(Status::Withdrawn),
            version: Some(10),
            ..Record::default()
        },
        Record {
            member: some("tag:bread.example,2017:plain"),
            headline: some("Bread declared unacceptable"),
            text: "(ANSA) - Rome, October 11 - Bread is dear.".to_owned(),
            places: vec!["Rome".to_owned()],
            date: some("2017-10-11T10:41:00+01:00"),
            section: some("ALR"),
            agency: some("ansa"),
            tags: tags(&["topics:ALR"]),
            summary: some("Minister hopes"),
            version: Some(1),
            ..Record::default()
        },
    ];
    for (record, expected) in read.records.iter().zip(&expected) {
        assert_eq!(record, expected);
    }
    assert_eq!(read.records.len(), expected.len());
}

#[test]
fn the_text_s_dateline_wins_over_the_place_of_the_desk() {
    let read = read_fixture("newsml-g2-message.xml");
    let provenance = Provenance { path: "a.xml".to_owned(), format: read.format, encoding: read.encoding };
    let story = Story::from_record(read.records[0].clone(), &provenance);
    assert_eq!(
        (story.places, story.body.as_str()),
        (vec!["Strelsau".to_owned()], "Brot wird teurer, sagt die Gilde.\n\nSemmeln\n\nAuch \"Semmeln\".")
    );
}

#[test]
fn a_g2_item_alone_is_read_and_its_author_is_a_person() {
    let item = |creator: &str| {
        format!(
            "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='g' version='1'><itemMeta><provider><name>Bread News \
             Agency</name></provider></itemMeta><contentMeta><creator>{creator}</creator><headline>Bread</headline>\
             <subject qcode='a:1'><name>Rolls</name><broader qcode='a:2'/></subject><subject qcode='a:2'><name>Food</name></subject>\
             </contentMeta><contentSet><inlineData contenttype='text/plain'>Bread rose.</inlineData></contentSet></newsItem>"
        )
    };
    for (creator, byline) in [
        ("<name>Ada Oven</name>", Some("Ada Oven")),
        ("<name>oven.ada</name>", None),
        ("<name>Bread News Agency</name>", None),
    ] {
        let read = read("a.xml", item(creator));
        assert_eq!((read.format.as_str(), read.records[0].text.as_str()), ("newsml-g2", "Bread rose."));
        assert_eq!(read.records[0].byline.as_deref(), byline, "{creator}");
        assert_eq!(read.records[0].section.as_deref(), Some("Food"));
    }
}

#[test]
fn every_field_of_newsml_1_is_kept() {
    let read = read_fixture("newsml1-20190121.xml");
    assert_eq!((read.format.as_str(), read.encoding.as_str()), ("newsml1", "ISO-8859-15"));
    let failures = ["line 22: record 2: the story has no end", "skipped: line 42: record 5: no text, but Photo"];
    assert_eq!(read.failures, failures);
    let expected = [
        Record {
            member: some("urn:newsml:bread.example:20190121:TX-1:2"),
            headline: some("Bread & rolls"),
            text: "Bread rose.\n\nSo did rolls.\n\nab/bc".to_owned(),
            dateline: some("Zenda, Jan 21, 2019 (AFP) -"),
            byline: some("By Ada Brightwell"),
            places: vec!["Strelsau".to_owned()],
            date: some("20190121T104234+0000"),
            section: some("economy, business and finance"),
            lang: some("en"),
            agency: some("AFP"),
            tags: tags(&[
                "subjects:04008000",
                "subjects:04008001",
                "keywords:bread",
                "genre:Current",
                "places:RUR",
                "places:Strelsau",
            ]),
            summary: some("Both dearer"),
            note: some("Embargoed to noon"),
            slug: some("Bread-prices-2"),
            version: Some(2),
            ..Record::default()
        },
        Record {
            member: some("98055798"),
            headline: some("Brood is duur"),
            text: "Het brood is duur.\n\nAda Brightwell koopt het niet.".to_owned(),
            places: vec!["BRUSSEL".to_owned()],
            date: some("20190129T124550"),
            section: some("Economie"),
            lang: some("nl"),
            agency: some("BELGA"),
            tags: tags(&["keywords:BROOD", "places:BRUSSEL"]),
            status: Some(Status::Withdrawn),
            ..Record::default()
        },
        // The same matter in another language is a story of its own.
        Record {
            member: some("98055798:fr"),
            headline: some("Le pain est cher"),
            text: "Le pain est cher.\n\nAda ne l'achète pas.".to_owned(),
            date: some("20190129T124550"),
            lang: some("fr"),
            agency: some("BELGA"),
            status: Some(Status::Withdrawn),
            ..Record::default()
        },
    ];
    for (record, expected) in read.records.iter().zip(&expected) {
        assert_eq!(record, expected);
    }
    assert_eq!(read.records.len(), expected.len());
}

#[test]
fn what_an_item_does_not_say_its_envelope_says() {
    let read = read(
        "a.xml",
        "<NewsML><NewsEnvelope><SentFrom><Party FormalName='Bread News'/></SentFrom><DateAndTime>20200101T000000Z</DateAndTime>\
         </NewsEnvelope><NewsItem><NewsComponent EquivalentsList='yes'><NewsComponent><ContentItem><DataContent><p>Bread.</p></DataContent>\
         </ContentItem></NewsComponent><NewsComponent><ContentItem><DataContent>Bread again</DataContent></ContentItem></NewsComponent>\
         </NewsComponent></NewsItem></NewsML>",
    );
    let record = Record {
        text: "Bread.".to_owned(),
        date: some("20200101T000000Z"),
        agency: some("Bread News"),
        ..Record::default()
    };
    assert_eq!((read.records, read.failures), (vec![record], vec![]));
}

#[test]
fn an_item_of_very_many_stories_is_read_in_one_go() {
    let part = "<NewsComponent><NewsLines><HeadLine>H</HeadLine></NewsLines><ContentItem><DataContent>Bread</DataContent></ContentItem></NewsComponent>";
    let deep = "<NewsComponent><NewsLines><HeadLine>H</HeadLine></NewsLines>".to_owned() + part;
    for parts in [part.repeat(20_000), deep.repeat(5_000)] {
        let start = std::time::Instant::now();
        let read =
            read("a.xml", format!("<NewsML><NewsItem><NewsComponent>{parts}</NewsComponent></NewsItem></NewsML>"));
        assert!(!read.records.is_empty());
        assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    }
}

#[test]
fn the_markup_of_tt_is_read_without_its_boxes_pictures() {
    let source = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' standard='NewsML-G2' guid='urn:t:1' version='1345039779'>\
        <itemMeta><provider literal='TT'/></itemMeta><contentMeta><subject literal='TT:02000000:LAG'/></contentMeta>\
        <contentSet><inlineXML contenttype='application/ttnitf+xml'><BODY xmlns=''><TEXT><RUBRIK>Gull flies</RUBRIK>\
        <DAT><ORT>Haven</ORT><SOURCE>TT</SOURCE></DAT><INGRESS><P>A gull flies.</P></INGRESS>\
        <BRODTEXT><CITAT>It is grey.</CITAT><MELLIS>Old</MELLIS><P>It is old.</P></BRODTEXT><BYLINE>Ada Brightwell/TT</BYLINE>\
        <BILD><BILDTEXT><P>A gull.</P></BILDTEXT></BILD></TEXT><TEXT><RUBRIK>Facts: gulls</RUBRIK><BRODTEXT><UL><LI>They fly.</LI>\
        </UL></BRODTEXT></TEXT></BODY></inlineXML></contentSet></newsItem>";
    let found = read("tt.xml", source);
    assert_eq!(texts(&found), ["A gull flies.\n\nIt is grey.\n\nOld\n\nIt is old.\n\nFacts: gulls\n\nThey fly."]);
    let record = &found.records[0];
    assert_eq!((&record.headline, &record.byline), (&some("Gull flies"), &some("Ada Brightwell/TT")));
    assert_eq!(
        (&record.section, record.version),
        (&some("crime, law and justice"), None),
        "a serial number is no version"
    );
}

#[test]
fn a_place_among_the_subjects_is_no_section() {
    let source = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' standard='NewsML-G2' guid='urn:r:1'><itemMeta>\
        <memberOf literal='Politics'><name>Politics</name></memberOf></itemMeta><contentMeta>\
        <subject qcode='N2:ZEN' type='cptType:5'><name>Zenda</name><facet qcode='geoProp:7'/></subject><headline>Gull</headline>\
        </contentMeta><contentSet><inlineData>It flies.</inlineData></contentSet></newsItem>";
    let found = read("r.xml", source);
    assert_eq!(
        (&found.records[0].section, &found.records[0].tags[..]),
        (&some("Politics"), &["places:Zenda".to_owned()][..])
    );
}

#[test]
fn parts_that_stand_beside_a_release_are_no_text_of_it() {
    let part = |role: &str, text: &str| {
        format!(
            "<NewsComponent><Role FormalName='{role}'/><ContentItem><DataContent>{text}</DataContent></ContentItem></NewsComponent>"
        )
    };
    let parts: String = [
        part("Abstract", "Gulls in short."),
        part("StyleSheet", ".a {{ }}"),
        part("HeadLine", "<p><b>Gulls fly</b></p>"),
        part("Contact", "<p>gull@haven.example</p>"),
        part("Body", "<p>The gulls fly.</p><p>View source version on wire.example: https://wire.example/1</p>"),
        part("TweetText", "<p>Gulls!</p>"),
    ]
    .concat();
    let source = format!(
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>businesswire.com</ProviderId></NewsIdentifier>\
        </Identification><NewsComponent><AdministrativeMetadata><Source><Party FormalName='Gull Group'/></Source>\
        </AdministrativeMetadata><NewsComponent><NewsLines><HeadLine>Gulls fly</HeadLine></NewsLines>{parts}</NewsComponent>\
        </NewsComponent></NewsItem></NewsML>"
    );
    let found = read("b.xml", source);
    let story = story(&found, 0);
    assert_eq!((story.body.as_str(), story.agency.as_deref()), ("The gulls fly.", Some("Business Wire")));
    assert_eq!(story.summary.as_deref(), Some("Gulls in short."));
}
