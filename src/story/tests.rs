//! The whole grammar, on stories made for it: the variants of datelines, what is none, layouts, offsets, and any text at all.

use super::*;
use proptest::prelude::*;

fn provenance(path: &str, format: &str) -> Provenance {
    Provenance { path: path.to_owned(), format: format.to_owned(), encoding: "UTF-8".to_owned() }
}

/// A story of 31 December 2017 whose text came from a record with a headline.
fn story(text: &str) -> Story {
    let record = Record {
        headline: Some("Loaves rise".to_owned()),
        text: text.to_owned(),
        date: Some("2017-12-31".to_owned()),
        ..Record::default()
    };
    Story::from_record(record, &provenance("wire.csv", "csv"))
}

/// A story whose dateline stood in a field.
fn fielded(dateline: &str) -> Story {
    let record = Record {
        headline: Some("Loaves rise".to_owned()),
        dateline: Some(dateline.to_owned()),
        text: "Bakers said".to_owned(),
        date: Some("2017-12-31".to_owned()),
        ..Record::default()
    };
    Story::from_record(record, &provenance("wire.xml", "reuters21578"))
}

fn plain(text: &str) -> Story {
    let record = Record { text: text.to_owned(), ..Record::default() };
    Story::from_record(record, &provenance("a.txt", "text"))
}

fn slice(text: &str, range: Option<&Range<u32>>) -> Option<String> {
    range.map(|range| text[range.start as usize..range.end as usize].to_owned())
}

/// What a dateline says: its text, places, agency and day.
type Said<'a> = (&'a str, &'a [&'a str], Option<&'a str>, Option<&'a str>);

fn assert_said(story: &Story, said: Said<'_>, written: &str) {
    assert_eq!(story.dateline.as_deref(), Some(said.0), "{written}");
    assert_eq!(story.places, said.1, "{written}");
    assert_eq!(story.agency.as_deref(), said.2, "{written}");
    assert_eq!(story.dateline_date.map(|date| date.to_string()).as_deref(), said.3, "{written}");
}

#[test]
fn datelines_with_an_agency_are_read_in_every_variant() {
    let reuters = Some("Reuters");
    let cases: &[(&str, Said<'_>)] = &[
        ("WASHINGTON (Reuters) - ", ("WASHINGTON (Reuters) -", &["Washington"], reuters, None)),
        ("(Reuters) - ", ("(Reuters) -", &[], reuters, None)),
        (
            "WASHINGTON/NEW YORK (Reuters) - ",
            ("WASHINGTON/NEW YORK (Reuters) -", &["Washington", "New York"], reuters, None),
        ),
        (
            "KING OF PRUSSIA, Pennsylvania/WASHINGTON (Reuters) - ",
            (
                "KING OF PRUSSIA, Pennsylvania/WASHINGTON (Reuters) -",
                &["King of Prussia, Pennsylvania", "Washington"],
                reuters,
                None,
            ),
        ),
        (
            "WEST PALM BEACH, Fla./WASHINGTON (Reuters) - ",
            ("WEST PALM BEACH, Fla./WASHINGTON (Reuters) -", &["West Palm Beach, Fla.", "Washington"], reuters, None),
        ),
        ("CHARLESTON, W. Va. (Reuters) - ", ("CHARLESTON, W. Va. (Reuters) -", &["Charleston, W. Va."], reuters, None)),
        ("PATERSON, N.J. (Reuters) - ", ("PATERSON, N.J. (Reuters) -", &["Paterson, N.J."], reuters, None)),
        (
            "ABOARD AIR FORCE ONE (Reuters) - ",
            ("ABOARD AIR FORCE ONE (Reuters) -", &["Aboard Air Force One"], reuters, None),
        ),
        ("By Ada Oven HAVANA (Reuters) - ", ("HAVANA (Reuters) -", &["Havana"], reuters, None)),
        ("By Ada Oven and Bo Crane NEW YORK (Reuters) - ", ("NEW YORK (Reuters) -", &["New York"], reuters, None)),
        (
            " (In Dec. 25 story, in paragraph two, corrects oven) By Ada Oven (Reuters) - ",
            ("(Reuters) -", &[], reuters, None),
        ),
        (
            " ((This December 4 story has been corrected to say “ten” ...)) By Ada Oven HAVANA (Reuters) - ",
            ("HAVANA (Reuters) -", &["Havana"], reuters, None),
        ),
        ("(The Dec. 1 story was refiled to correct a name) (Reuters) - ", ("(Reuters) -", &[], reuters, None)),
        ("NEW YORK (LPC/IFR) - ", ("NEW YORK (LPC/IFR) -", &["New York"], Some("LPC/IFR"), None)),
        ("WASHINGTON () - ", ("WASHINGTON () -", &["Washington"], None, None)),
        ("NEW YORK(Reuters) - ", ("NEW YORK(Reuters) -", &["New York"], reuters, None)),
        ("WASHINGTON (Reuters on Friday ) - ", ("WASHINGTON (Reuters on Friday ) -", &["Washington"], reuters, None)),
        ("LONDON, March 3 (Reuters) - ", ("LONDON, March 3 (Reuters) -", &["London"], reuters, None)),
        ("LONDON, Dec 3 (Reuters) - ", ("LONDON, Dec 3 (Reuters) -", &["London"], reuters, Some("2017-12-03"))),
        (
            "By Ada Oven\nSEOUL, Jan 1 (Reuters) - ",
            ("SEOUL, Jan 1 (Reuters) -", &["Seoul"], reuters, Some("2018-01-01")),
        ),
        (
            "BEIJING, Nov. 1 (Xinhua) -- ",
            ("BEIJING, Nov. 1 (Xinhua) --", &["Beijing"], Some("Xinhua"), Some("2017-11-01")),
        ),
        (
            "BEIJING, 10 août (Xinhua) -- ",
            ("BEIJING, 10 août (Xinhua) --", &["Beijing"], Some("Xinhua"), Some("2017-08-10")),
        ),
        (
            "LISBOA, 18 dez (Xinhua) -- ",
            ("LISBOA, 18 dez (Xinhua) --", &["Lisboa"], Some("Xinhua"), Some("2017-12-18")),
        ),
        ("PARIS (AP) _ ", ("PARIS (AP) _", &["Paris"], Some("AP"), None)),
        ("KANSAS CITY, Mo. (AP) — ", ("KANSAS CITY, Mo. (AP) —", &["Kansas City, Mo."], Some("AP"), None)),
        ("GROSSETO, Italy (AP) -- ", ("GROSSETO, Italy (AP) --", &["Grosseto, Italy"], Some("AP"), None)),
        ("PARIS, Jan 1 (AFP) - ", ("PARIS, Jan 1 (AFP) -", &["Paris"], Some("AFP"), Some("2018-01-01"))),
        ("Nov. 28 (UPI) -- ", ("Nov. 28 (UPI) --", &[], Some("UPI"), Some("2017-11-28"))),
        (
            "BEIRUT, Lebanon, Sept. 20 (UPI) -- ",
            ("BEIRUT, Lebanon, Sept. 20 (UPI) --", &["Beirut, Lebanon"], Some("UPI"), Some("2017-09-20")),
        ),
        ("Reuters - ", ("Reuters -", &[], reuters, None)),
        ("AP - ", ("AP -", &[], Some("AP"), None)),
        ("USATODAY.com - ", ("USATODAY.com -", &[], Some("USATODAY.com"), None)),
        (
            "MOSCOW, December 21. /TASS/. ",
            ("MOSCOW, December 21. /TASS/.", &["Moscow"], Some("TASS"), Some("2017-12-21")),
        ),
        ("(ANSA) - Rome, October 11 - ", ("(ANSA) - Rome, October 11 -", &["Rome"], Some("ANSA"), Some("2017-10-11"))),
        (
            "SAITAMA, Japan, Dec. 9 Kyodo - ",
            ("SAITAMA, Japan, Dec. 9 Kyodo -", &["Saitama, Japan"], Some("Kyodo"), Some("2017-12-09")),
        ),
        (
            "Nueva Delhi, 21 dic (EFE).- ",
            ("Nueva Delhi, 21 dic (EFE).-", &["Nueva Delhi"], Some("EFE"), Some("2017-12-21")),
        ),
        ("Paris (ats afp) ", ("Paris (ats afp)", &["Paris"], Some("ats/AFP"), None)),
    ];
    for &(written, said) in cases {
        // LONDON, March 3 is more than 200 days before the story, so it has no year.
        let story = story(&format!("{written}Bakers said loaves rose."));
        assert_said(&story, said, written);
        assert_eq!(story.body, "Bakers said loaves rose.", "{written}");
    }
}

#[test]
fn datelines_without_an_agency_are_read_in_every_variant() {
    let cases: &[(&str, Said<'_>)] = &[
        ("SALVADOR, Dec 26 - ", ("SALVADOR, Dec 26 -", &["Salvador"], None, Some("2017-12-26"))),
        ("PORTLAND, Ore., Dec 26 - ", ("PORTLAND, Ore., Dec 26 -", &["Portland, Ore."], None, Some("2017-12-26"))),
        ("ST. LOUIS, MO., Dec 3 - ", ("ST. LOUIS, MO., Dec 3 -", &["St. Louis, Mo."], None, Some("2017-12-03"))),
        ("RICHMOND, Va. Dec 26 - ", ("RICHMOND, Va. Dec 26 -", &["Richmond, Va."], None, Some("2017-12-26"))),
        ("Toronto, Dec 26 - ", ("Toronto, Dec 26 -", &["Toronto"], None, Some("2017-12-26"))),
        ("WASHINGTON, DEC 26 - ", ("WASHINGTON, DEC 26 -", &["Washington"], None, Some("2017-12-26"))),
        ("Bogota, december 4 - ", ("Bogota, december 4 -", &["Bogota"], None, Some("2017-12-04"))),
        (
            "BRUSSELS, Dec 27, Reuter - ",
            ("BRUSSELS, Dec 27, Reuter -", &["Brussels"], Some("Reuters"), Some("2017-12-27")),
        ),
        ("****WASHINGTON, Dec 8 - ", ("****WASHINGTON, Dec 8 -", &["Washington"], None, Some("2017-12-08"))),
        ("WASHINGTON _ ", ("WASHINGTON _", &["Washington"], None, None)),
        ("KANSAS CITY, Mo. -- ", ("KANSAS CITY, Mo. --", &["Kansas City, Mo."], None, None)),
        ("BEDFORD -- ", ("BEDFORD --", &["Bedford"], None, None)),
        ("WASHINGTON - ", ("WASHINGTON -", &["Washington"], None, None)),
        ("(New York, NY - October 21) ", ("(New York, NY - October 21)", &["New York, NY"], None, Some("2017-10-21"))),
        ("TURIN, Juen 19, - ", ("TURIN, Juen 19, -", &["Turin"], None, Some("2017-06-19"))),
        ("ROME, May 31, 2009 - ", ("ROME, May 31, 2009 -", &["Rome"], None, Some("2009-05-31"))),
    ];
    for &(written, said) in cases {
        let story = story(&format!("{written} Bakers said loaves rose."));
        assert_said(&story, said, written);
        // Wherever the dateline ends, the body begins with its first word.
        assert_eq!(story.body, "Bakers said loaves rose.", "{written}");
    }
}

#[test]
fn a_dateline_in_a_field_needs_no_dash() {
    let cases: &[(&str, Said<'_>)] = &[
        ("LEONIA, N.J. (AP) ", ("LEONIA, N.J. (AP)", &["Leonia, N.J."], Some("AP"), None)),
        (
            "Santiago, May 31, 2009 (AFP)",
            ("Santiago, May 31, 2009 (AFP)", &["Santiago"], Some("AFP"), Some("2009-05-31")),
        ),
        ("MOSCOW, Monday (Reuters)", ("MOSCOW, Monday (Reuters)", &["Moscow"], Some("Reuters"), Some("2017-12-25"))),
        ("WASHINGTON (BC-TERM-LIMITS-AZR)", ("WASHINGTON (BC-TERM-LIMITS-AZR)", &["Washington"], None, None)),
        (
            "RIYADH, Saudi Arabia, Dec 29",
            ("RIYADH, Saudi Arabia, Dec 29", &["Riyadh, Saudi Arabia"], None, Some("2017-12-29")),
        ),
        ("MEXICO CITY 2017-12-20", ("MEXICO CITY 2017-12-20", &["Mexico City"], None, Some("2017-12-20"))),
        ("2017-12-20T10:00:00Z", ("2017-12-20T10:00:00Z", &[], None, Some("2017-12-20"))),
        ("PARIS", ("PARIS", &["Paris"], None, None)),
        ("    des moines, december 7 - ", ("des moines, december 7 -", &["Des Moines"], None, Some("2017-12-07"))),
        (
            "CHEVY CHASE, Md., - Dec 4 - ",
            ("CHEVY CHASE, Md., - Dec 4 -", &["Chevy Chase, Md."], None, Some("2017-12-04")),
        ),
        ("c    CHICAGO, Dec 9 - ", ("c    CHICAGO, Dec 9 -", &["Chicago"], None, Some("2017-12-09"))),
        ("RPT --BONN, Dec 30 - ", ("RPT --BONN, Dec 30 -", &["Bonn"], None, Some("2017-12-30"))),
        ("DETROIT Dec 18 - \n    ", ("DETROIT Dec 18 -", &["Detroit"], None, Some("2017-12-18"))),
        ("****SANTO DOMINGO, Dec 4 - ", ("****SANTO DOMINGO, Dec 4 -", &["Santo Domingo"], None, Some("2017-12-04"))),
        ("SYDNEY, April - ", ("SYDNEY, April -", &["Sydney"], None, None)),
        ("FARMINGTON Conn., Dec 9 - ", ("FARMINGTON Conn., Dec 9 -", &["Farmington, Conn."], None, Some("2017-12-09"))),
        ("LONDON, Dec 9 - FIXTURE - ", ("LONDON, Dec 9 - FIXTURE -", &["London"], None, Some("2017-12-09"))),
        ("WOODBRIDGE, N.J. - ", ("WOODBRIDGE, N.J. -", &["Woodbridge, N.J."], None, None)),
        (" us 7.8015 - ", ("us 7.8015 -", &[], None, None)),
        ("COPPER GRADE A - ", ("COPPER GRADE A -", &[], None, None)),
        (" MAR8  --     --", ("MAR8  --     --", &[], None, None)),
        (" FOB RIVER - ", ("FOB RIVER -", &[], None, None)),
        (" - Position of december 26 -\n ", ("- Position of december 26 -", &[], None, None)),
        ("NEW YORK, March 119 - ", ("NEW YORK, March 119 -", &[], None, None)),
    ];
    for &(written, said) in cases {
        assert_said(&fielded(written), said, written);
    }
}

#[test]
fn what_only_looks_like_a_dateline_stays_in_the_body() {
    for text in [
        "U.S. President Ada Oven - who said (Reuters) - that loaves rose",
        "NATO - the alliance - said",
        "us 7.8015 - a rate",
        "MAR8 -- --",
        "COPPER GRADE A - 900",
        "FOB RIVER - 12",
        "The following statements were posted by bakers",
        "On Monday, March 3 - a holiday - bakers slept",
        "Bakers (left) - and millers - met",
        "LOAF (LOF.N) - the company said",
        "TULSA MEAN LOAF/ROLLS -- APRIL 7 - HIGH",
        "OVEN SEEKS FASTER GROWTH IN LONDON, March 25 - up",
        "WASHINGTON-based bakers",
        "Reuters - the agency - said",
        "Reuters said",
        "LONDON, March 3-5 - fair",
        "LOAF RATE U.S. - APR 7 - nil",
        "Washington (the city) - is",
        "March 3 - the day",
        "WASHINGTON",
        "()",
        "(",
        "- (Reuters)",
    ] {
        let story = story(text);
        assert_eq!((story.dateline, story.body.as_str(), story.places.len()), (None, text, 0), "{text}");
    }
}

#[test]
fn the_opening_of_a_story_is_taken_apart() {
    let text = " ((This December 4 story has been corrected to change “six” to 7)) By Ada Oven HAVANA (Reuters) - Loaves rose. \
                (Reporting by Ada Oven; Editing by Bo Crane) ";
    let story = story(text);
    let parts = &story.parts;
    assert_eq!(
        slice(text, parts.advisory.as_ref()).as_deref(),
        Some("((This December 4 story has been corrected to change “six” to 7))")
    );
    assert_eq!(slice(text, parts.byline.as_ref()).as_deref(), Some("By Ada Oven"));
    assert_eq!(slice(text, parts.dateline.as_ref()).as_deref(), Some("HAVANA (Reuters) -"));
    assert_eq!(slice(text, Some(&parts.body)).as_deref(), Some("Loaves rose."));
    assert_eq!(slice(text, parts.trailer.as_ref()).as_deref(), Some("(Reporting by Ada Oven; Editing by Bo Crane)"));
    assert_eq!(story.advisory.as_deref(), Some("This December 4 story has been corrected to change “six” to 7"));
    assert_eq!(story.byline.as_deref(), Some("Ada Oven"));
    assert_eq!(story.status.as_deref(), Some("corrected"));
    assert_eq!(story.trailer.as_deref(), Some("(Reporting by Ada Oven; Editing by Bo Crane)"));
}

#[test]
fn a_plain_text_begins_with_its_headline_where_a_blank_line_follows() {
    for (text, headline, places, body) in [
        (
            "WASHINGTON (Reuters) - Loaves rose.\nBakers slept.",
            None,
            &["Washington"][..],
            "Loaves rose.\nBakers slept.",
        ),
        (
            "UPDATE 2-Loaves rise\n\nLONDON, May 3 (Reuters) - They rose.\n",
            Some("Loaves rise"),
            &["London"],
            "They rose.",
        ),
        (
            "Loaves rise\r\n\r\nBy Ada Oven\r\n\r\nROME (AP) _ They\r\nrose.\r\n",
            Some("Loaves rise"),
            &["Rome"],
            "They\r\nrose.",
        ),
        ("\u{c}\n\n  Loaves rise  \n\n(Adds details)\n\nThey rose.", Some("Loaves rise"), &[], "They rose."),
        ("\u{feff}Loaves rise\n \t\nThey rose.", Some("Loaves rise"), &[], "They rose."),
        ("Loaves rise\nROME, May 3 (AFP) - They rose.", Some("Loaves rise"), &["Rome"], "They rose."),
        ("Loaves rose\nand fell.", None, &[], "Loaves rose\nand fell."),
        ("Loaves rose and fell.\n\n", None, &[], "Loaves rose and fell."),
        ("Loaves rose and fell.", None, &[], "Loaves rose and fell."),
        ("", None, &[], ""),
        ("\r\n \u{c}", None, &[], ""),
    ] {
        let story = plain(text);
        assert_eq!(story.headline.as_deref(), headline, "{text:?}");
        assert_eq!(story.places, places, "{text:?}");
        assert_eq!(story.body, body, "{text:?}");
    }
    let long = format!("{}\n\nThey rose.", "Loaves ".repeat(60));
    assert_eq!(plain(&long).headline, None);
}

#[test]
fn offsets_of_a_plain_text_cover_the_whole_headline() {
    let text = "\r\nUPDATE 2-Loaves rise\r\n\r\nRÉGINA, May 3 (CP) — Bread’s up.\r\n\r\n(Reporting by Ada Oven)\r\n";
    let story = plain(text);
    assert_eq!(slice(text, story.parts.headline.as_ref()).as_deref(), Some("UPDATE 2-Loaves rise"));
    assert_eq!(slice(text, story.parts.dateline.as_ref()).as_deref(), Some("RÉGINA, May 3 (CP) —"));
    assert_eq!(slice(text, Some(&story.parts.body)).as_deref(), Some("Bread’s up."));
    assert_eq!((story.headline_tags, story.update), (vec!["UPDATE 2".to_owned()], Some(2)));
}

#[test]
fn the_date_is_the_records_else_the_datelines_else_the_paths() {
    for (date, text, path, expected, source, dateline) in [
        (
            Some("2017-12-31"),
            "ROME, Dec 30 (AP) - X",
            "2016/a.txt",
            Some("2017-12-31"),
            Some(DateSource::Record),
            Some("2017-12-30"),
        ),
        (
            None,
            "ROME, Oct 30 (AP) - X",
            "2017/10/31/a.txt",
            Some("2017-10-30"),
            Some(DateSource::Dateline),
            Some("2017-10-30"),
        ),
        (
            None,
            "ROME, May 31, 2009 (AP) - X",
            "a.txt",
            Some("2009-05-31"),
            Some(DateSource::Dateline),
            Some("2009-05-31"),
        ),
        (None, "ROME (AP) - X", "2017/10/31/a.txt", Some("2017-10-31"), Some(DateSource::Path), None),
        (Some("unknown"), "ROME, May 3 (AP) - X", "story1999.txt", None, None, None),
    ] {
        let record = Record { text: text.to_owned(), date: date.map(str::to_owned), ..Record::default() };
        let story = Story::from_record(record, &provenance(path, "text"));
        let shown = |date: Option<Date>| date.map(|date| date.to_string());
        assert_eq!(shown(story.date).as_deref(), expected, "{text} {path}");
        assert_eq!(story.date_source, source, "{text} {path}");
        assert_eq!(shown(story.dateline_date).as_deref(), dateline, "{text} {path}");
    }
}

#[test]
fn fields_of_the_record_are_cleaned_and_the_texts_own_dateline_wins() {
    let record = Record {
        member: Some("7".to_owned()),
        headline: Some(" CORRECTED - LOAVES\n  RISE ".to_owned()),
        text: "PARIS (AP) _ Bakers said.\n Reuter\n\u{3}".to_owned(),
        dateline: Some("    LONDON, Feb 26 - ".to_owned()),
        byline: Some("    By Ada Oven, Reuters".to_owned()),
        date: Some("26-FEB-1987 15:01:01.79".to_owned()),
        section: Some(" grain, wheat ".to_owned()),
        url: Some("  ".to_owned()),
        agency: Some("Reuters".to_owned()),
        tags: vec![" places:uk ".to_owned(), String::new()],
        text_start: Some(9),
        ..Record::default()
    };
    let story = Story::from_record(record, &provenance("a/b.sgm", "reuters21578"));
    assert_eq!((story.id.as_str(), story.member.as_deref()), ("a/b.sgm#7", Some("7")));
    assert_eq!(story.headline.as_deref(), Some("LOAVES RISE"));
    assert_eq!((story.status.as_deref(), story.byline.as_deref()), (Some("corrected"), Some("Ada Oven")));
    assert_eq!((story.places, story.agency.as_deref()), (vec!["Paris".to_owned()], Some("AP")));
    assert_eq!(story.dateline.as_deref(), Some("PARIS (AP) _"));
    assert_eq!(story.dateline_date.map(|date| date.to_string()).as_deref(), Some("1987-02-26"));
    assert_eq!((story.section.as_deref(), story.url), (Some("grain, wheat"), None));
    assert_eq!((story.body.as_str(), story.trailer.as_deref()), ("Bakers said.", Some("Reuter")));
    assert_eq!((story.tags, story.parts.text_start), (vec!["places:uk".to_owned()], Some(9)));
}

/// Texts made of the pieces that the grammar looks for, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "By Ada Oven",
            "HAVANA",
            "(Reuters)",
            " - ",
            "--",
            "—",
            "(",
            ")",
            "/",
            ", ",
            ".",
            "\n",
            "\r\n",
            "\u{c}",
            "\u{3}",
            "Feb 26",
            "26 août",
            "Monday",
            "(Adds détails)",
            "(This story has been corrected)",
            "Reporting by Ada",
            "; ",
            " Reuter",
            "REUTER",
            "/TASS/",
            "UPDATE 2-",
            "ROME, ",
            "Fla.",
            "*",
            "’",
            "\u{feff}",
            "é",
            "Mc",
            "1996-08-20",
            "’S",
            " ",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_makes_a_story_whose_parts_are_slices(
        text in pieces(),
        headline in prop::option::of(pieces()),
        dateline in prop::option::of(pieces()),
        byline in prop::option::of(pieces()),
        date in prop::option::of("\\PC{0,24}"),
        path in "[0-9a-zA-Zé/._-]{0,24}",
    ) {
        let record = Record { headline, text: text.clone(), dateline, byline, date, ..Record::default() };
        let story = Story::from_record(record, &provenance(&path, "text"));
        prop_assert_eq!(slice(&text, Some(&story.parts.body)), Some(story.body.clone()));
        prop_assert_eq!(slice(&text, story.parts.trailer.as_ref()), story.trailer);
        let parts = [&story.parts.headline, &story.parts.advisory, &story.parts.byline, &story.parts.dateline];
        for range in parts.into_iter().flatten() {
            prop_assert!(slice(&text, Some(range)).is_some_and(|part| !part.is_empty()));
            prop_assert!(range.end <= story.parts.body.start);
        }
        prop_assert!(story.parts.trailer.is_none_or(|range| range.start >= story.parts.body.end));
    }
}

/// A row of a table of datelines: its number, the text, the places, the day of 2017 (or another year), the agency.
type Row<'a> = (u8, &'a str, &'a [&'a str], Option<&'a str>, Option<&'a str>);

#[test]
fn every_known_variant_of_the_dateline_is_read() {
    let (reuters, ap, afp) = (Some("Reuters"), Some("AP"), Some("AFP"));
    let rows: &[Row<'_>] = &[
        (1, "WASHINGTON (Reuters) - ", &["Washington"], None, reuters),
        (2, "(Reuters) - ", &[], None, reuters),
        (3, "WASHINGTON/NEW YORK (Reuters) - ", &["Washington", "New York"], None, reuters),
        (
            4,
            "KING OF PRUSSIA, Pennsylvania/WASHINGTON (Reuters) - ",
            &["King of Prussia, Pennsylvania", "Washington"],
            None,
            reuters,
        ),
        (5, "WEST PALM BEACH, Fla./WASHINGTON (Reuters) - ", &["West Palm Beach, Fla.", "Washington"], None, reuters),
        (6, "CHARLESTON, W. Va. (Reuters) - ", &["Charleston, W. Va."], None, reuters),
        (7, "ABOARD AIR FORCE ONE (Reuters) - ", &["Aboard Air Force One"], None, reuters),
        (8, "By Ada Oven HAVANA (Reuters) - ", &["Havana"], None, reuters),
        (9, "By Ada Oven and Bo Crane NEW YORK (Reuters) - ", &["New York"], None, reuters),
        (
            10,
            " (In Dec. 25 story, in second paragraph, corrects name of oven) By Ada Oven (Reuters) - ",
            &[],
            None,
            reuters,
        ),
        (
            11,
            " ((This December 4 story has been corrected to change “last year” to 2015)) By Ada Oven HAVANA (Reuters) - ",
            &["Havana"],
            None,
            reuters,
        ),
        (12, "(The Dec. 1 story was refiled to correct Oven’s first name) (Reuters) - ", &[], None, reuters),
        (13, "NEW YORK (LPC/IFR) - ", &["New York"], None, Some("LPC/IFR")),
        (14, "WASHINGTON () - ", &["Washington"], None, None),
        (14, "NEW YORK(Reuters) - ", &["New York"], None, reuters),
        (14, "WASHINGTON (Reuters on Friday ) - ", &["Washington"], None, reuters),
        (15, "LONDON, Dec 3 (Reuters) - ", &["London"], Some("2017-12-03"), reuters),
        (15, "By Ada Oven\nSEOUL, Jan 1 (Reuters) - ", &["Seoul"], Some("2018-01-01"), reuters),
        (16, "SALVADOR, Dec 26 - ", &["Salvador"], Some("2017-12-26"), None),
        (17, "PORTLAND, Ore., Dec 26 - ", &["Portland, Ore."], Some("2017-12-26"), None),
        (17, "ST. LOUIS, MO., Dec 3 - ", &["St. Louis, Mo."], Some("2017-12-03"), None),
        (17, "RICHMOND, Va. Dec 26 - ", &["Richmond, Va."], Some("2017-12-26"), None),
        (18, "Toronto, Dec 26 - ", &["Toronto"], Some("2017-12-26"), None),
        (18, "Bogota, december 4 - ", &["Bogota"], Some("2017-12-04"), None),
        (18, "WASHINGTON, DEC 26 - ", &["Washington"], Some("2017-12-26"), None),
        (19, "BRUSSELS, Dec 27, Reuter - ", &["Brussels"], Some("2017-12-27"), reuters),
        (20, "****WASHINGTON, Dec 8 - ", &["Washington"], Some("2017-12-08"), None),
        (21, "BEIJING, Nov. 1 (Xinhua) -- ", &["Beijing"], Some("2017-11-01"), Some("Xinhua")),
        (21, "BEIJING, 10 août (Xinhua) -- ", &["Beijing"], Some("2017-08-10"), Some("Xinhua")),
        (21, "LISBOA, 18 jun (Xinhua) -- ", &["Lisboa"], Some("2017-06-18"), Some("Xinhua")),
        (22, "PARIS (AP) _ ", &["Paris"], None, ap),
        (22, "KANSAS CITY, Mo. (AP) — ", &["Kansas City, Mo."], None, ap),
        (22, "GROSSETO, Italy (AP) -- ", &["Grosseto, Italy"], None, ap),
        (24, "PARIS, Jan 1 (AFP) - ", &["Paris"], Some("2018-01-01"), afp),
        (25, "Nov. 28 (UPI) -- ", &[], Some("2017-11-28"), Some("UPI")),
        (25, "BEIRUT, Lebanon, Sept. 20 (UPI) -- ", &["Beirut, Lebanon"], Some("2017-09-20"), Some("UPI")),
        (26, "WASHINGTON _ ", &["Washington"], None, None),
        (26, "KANSAS CITY, Mo. -- ", &["Kansas City, Mo."], None, None),
        (26, "BEDFORD -- ", &["Bedford"], None, None),
        (26, "WASHINGTON - ", &["Washington"], None, None),
        (27, "Reuters - ", &[], None, reuters),
        (27, "AP - ", &[], None, ap),
        (27, "USATODAY.com - ", &[], None, Some("USATODAY.com")),
        (30, "(New York, NY - October 21) ", &["New York, NY"], Some("2017-10-21"), None),
    ];
    assert_rows(rows, story);
    let fields: &[Row<'_>] = &[
        (23, "LEONIA, N.J. (AP) ", &["Leonia, N.J."], None, ap),
        (23, "Santiago, May 31, 2009 (AFP)", &["Santiago"], Some("2009-05-31"), afp),
        (23, "MOSCOW, Monday (Reuters)", &["Moscow"], Some("2017-12-25"), reuters),
        (28, "WASHINGTON (BC-TERM-LIMITS-AZR)", &["Washington"], None, None),
    ];
    assert_rows(fields, |dateline| fielded(dateline.trim_end_matches("Bakers rose.")));
    for (written, tags, update, status) in [
        ("UPDATE 2-Oven says loaves rise", &["UPDATE 2"][..], Some(2), None),
        ("CORRECTED-UPDATE 2-Oven says loaves rise", &["CORRECTED", "UPDATE 2"], Some(2), Some("corrected")),
        ("REFILE-Oven says loaves rise", &["REFILE"], None, Some("refiled")),
    ] {
        let record = Record { headline: Some(written.to_owned()), ..Record::default() };
        let story = Story::from_record(record, &provenance("a.csv", "csv"));
        assert_eq!((story.headline.as_deref(), story.update), (Some("Oven says loaves rise"), update), "29: {written}");
        assert_eq!(
            (story.headline_tags, story.status.as_deref()),
            (tags.iter().map(|&tag| tag.to_owned()).collect(), status)
        );
    }
}

fn assert_rows(rows: &[Row<'_>], story: impl Fn(&str) -> Story) {
    for &(number, text, places, day, agency) in rows {
        let story = story(&format!("{text}Bakers rose."));
        assert_eq!(story.places, places, "{number}: {text}");
        assert_eq!(story.dateline_date.map(|date| date.to_string()).as_deref(), day, "{number}: {text}");
        assert_eq!(story.agency.as_deref(), agency, "{number}: {text}");
        assert!(story.dateline.is_some(), "{number}: {text}");
        assert!(matches!(story.body.as_str(), "Bakers rose." | "Bakers said"), "{number}: {text}: {}", story.body);
    }
}

#[test]
fn the_datelines_of_agencies_everywhere_are_read() {
    let dpa = Some("dpa");
    let rows: &[Row<'_>] = &[
        (1, "Berlin (dpa) - ", &["Berlin"], None, dpa),
        (2, "Berlin/Frankfurt (dpa) - ", &["Berlin", "Frankfurt"], None, dpa),
        (3, "Hafen (dpa/lno) - ", &["Hafen"], None, dpa),
        (4, "FRANKFURT (dpa-AFX) - ", &["Frankfurt"], None, Some("dpa-AFX")),
        (5, "(AFP) - ", &[], None, Some("AFP")),
        (6, "Wien (APA) - ", &["Wien"], None, Some("APA")),
        (7, "BERN (sda) ", &["Bern"], None, Some("ats")),
        (8, "Paris (ats afp) ", &["Paris"], None, Some("ats/AFP")),
        (9, "Madrid, 3 dic (EFE).- ", &["Madrid"], Some("2017-12-03"), Some("EFE")),
        (10, "ROMA, 11 OTT - ", &["Roma"], Some("2017-10-11"), None),
        (11, "(ANSA) - ROMA, 11 OTT - ", &["Roma"], Some("2017-10-11"), Some("ANSA")),
        (12, "Lisboa, 18 jun (Lusa) - ", &["Lisboa"], Some("2017-06-18"), Some("Lusa")),
        (13, "Berlin, 3. Dezember (Reuters) - ", &["Berlin"], Some("2017-12-03"), Some("Reuters")),
        (14, "PARIS, 3 mars 2017 (AFP) – ", &["Paris"], Some("2017-03-03"), Some("AFP")),
        (15, "DEN HAAG (ANP) - ", &["Den Haag"], None, Some("ANP")),
        (16, "Brussel (Belga) ", &["Brussel"], None, Some("Belga")),
        (17, "DEN HAAG, dinsdag\n\n", &["Den Haag"], Some("2017-12-26"), None),
        (18, "OSLO (NTB): ", &["Oslo"], None, Some("NTB")),
        (19, "København /ritzau/ - ", &["København"], None, Some("Ritzau")),
        (20, "MOSCOW, December 21. /TASS/. ", &["Moscow"], Some("2017-12-21"), Some("TASS")),
        (21, "МОСКВА, 21 декабря. /ТАСС/. ", &["Москва"], Some("2017-12-21"), Some("TASS")),
        (22, "Kyiv. December 3. INTERFAX-UKRAINE – ", &["Kyiv"], Some("2017-12-03"), Some("Interfax-Ukraine")),
        (23, "SAITAMA, Japan, Dec. 9 Kyodo - ", &["Saitama, Japan"], Some("2017-12-09"), Some("Kyodo")),
        (24, "Nueva Delhi, 21 dic (EFE).- ", &["Nueva Delhi"], Some("2017-12-21"), Some("EFE")),
        (25, "New Delhi [India], Dec 3 (ANI): ", &["New Delhi, India"], Some("2017-12-03"), Some("ANI")),
        (26, "New Delhi, Dec 3 (PTI) ", &["New Delhi"], Some("2017-12-03"), Some("PTI")),
        (27, "MUMBAI: ", &["Mumbai"], None, None),
        (28, "DUBAI, 3rd December, 2017 (WAM) -- ", &["Dubai"], Some("2017-12-03"), Some("WAM")),
        (29, "RIYADH, December 03, 2017, SPA -- ", &["Riyadh"], Some("2017-12-03"), Some("SPA")),
        (30, "GENEVA (3 December 2017) – ", &["Geneva"], Some("2017-12-03"), None),
        (31, "NEW YORK, Nov. 3, 2014 /PRNewswire/ -- ", &["New York"], Some("2014-11-03"), Some("PR Newswire")),
        (32, "NEW YORK--(BUSINESS WIRE)--", &["New York"], None, Some("Business Wire")),
        (33, "SEATTLE--(BUSINESS WIRE)--November 3, 2014--", &["Seattle"], Some("2014-11-03"), Some("Business Wire")),
        (34, "NEW YORK, NY--(Marketwired - Nov 3, 2014) - ", &["New York, NY"], Some("2014-11-03"), Some("Marketwire")),
        (35, "ATLANTA, Nov. 03, 2014 (GLOBE NEWSWIRE) -- ", &["Atlanta"], Some("2014-11-03"), Some("GlobeNewswire")),
        (36, "LONDON, UK / ACCESSWIRE / November 3, 2014 / ", &["London, UK"], Some("2014-11-03"), Some("ACCESSWIRE")),
        (37, "LONDON (Dow Jones)--", &["London"], None, Some("Dow Jones")),
        (38, "By Ada Oven\n\nOf DOW JONES NEWSWIRES\n\nLONDON (Dow Jones)--", &["London"], None, Some("Dow Jones")),
        (39, "(CNN)", &[], None, Some("CNN")),
        (40, "LONDON, England (CNN) -- ", &["London, England"], None, Some("CNN")),
        (41, "Washington — ", &["Washington"], None, None),
        (42, "Hamburg - ", &["Hamburg"], None, None),
        (43, "MOSCOW. Dec 3 (Interfax) - ", &["Moscow"], Some("2017-12-03"), Some("Interfax")),
        (44, "Van onze Haagse redactie\n\nDEN HAAG, dinsdag\n\n", &["Den Haag"], Some("2017-12-26"), None),
    ];
    assert_rows(rows, story);
}

#[test]
fn what_looks_like_a_foreign_dateline_stays_in_the_body() {
    for text in [
        "London - the city - said so",
        "London - Ada Oven says - is warm",
        "London: the city",
        "LOAVES: Bakers rose",
        "Hamburg. Die Brote",
        "(BBC) viewers rose",
        "Jordan [the star] said",
        "and/or Bakers",
        "Berlin (3 Brote) - Bakers",
    ] {
        assert_eq!((story(text).dateline, story(text).body.as_str()), (None, text), "{text}");
    }
}

#[test]
fn calls_to_editors_and_contacts_are_no_part_of_the_body() {
    let text = "Editors: this story moves tonight.\n\nROME (AP) _ Bakers rose.\n\nThey fell.\n\nContact: Ada Oven, 555 0100\n\nENDS";
    let story = story(text);
    assert_eq!(
        (story.body.as_str(), story.places.as_slice()),
        ("Bakers rose.\n\nThey fell.", &["Rome".to_owned()][..])
    );
    assert_eq!(story.advisory.as_deref(), Some("Editors: this story moves tonight."));
    assert_eq!(story.trailer.as_deref(), Some("Contact: Ada Oven, 555 0100\n\nENDS"));
}

#[test]
fn the_time_is_the_one_in_the_date_field() {
    let timed = |date: &str, text: &str| {
        let record = Record { date: Some(date.to_owned()), text: text.to_owned(), ..Record::default() };
        Story::from_record(record, &provenance("2017/10/31/a.csv", "csv")).time
    };
    assert_eq!(timed("2017-12-31T23:59:58+02:00", "x").as_deref(), Some("23:59:58"));
    assert_eq!(timed("2017-12-31", "x"), None);
    assert_eq!(timed("yesterday at 10:15", "x"), None, "the date is the path's");
}

#[test]
fn fields_of_places_and_agencies_are_shown_as_those_of_datelines_are() {
    let story = |agency: &str, place: &str| {
        let record = Record {
            text: "Gulls fly.".to_owned(),
            agency: Some(agency.to_owned()),
            places: vec![place.to_owned()],
            ..Record::default()
        };
        let story = Story::from_record(record, &Provenance::default());
        (story.agency.expect("it has one"), story.places.join("; "))
    };
    for (agency, place, expected) in [
        ("THE ASSOCIATED PRESS", "MOSCOW", ("AP", "Moscow")),
        ("Agencia EFE", "NEW YORK, N.Y.", ("EFE", "New York, N.Y.")),
        ("Deutsche Presse-Agentur GmbH", "Kiel/HAMBURG", ("dpa", "Kiel; Hamburg")),
        ("/ritzau/", "EU", ("Ritzau", "EU")),
        ("ritzau.dk", "Landquart GR", ("Ritzau", "Landquart GR")),
        ("New York Times", "Vancouver, BC, Canada", ("New York Times", "Vancouver, BC, Canada")),
        ("The Washington Post", "Zenda", ("The Washington Post", "Zenda")),
    ] {
        assert_eq!(story(agency, place), (expected.0.to_owned(), expected.1.to_owned()), "{agency}");
    }
}

/// A text in plain, and what is read of it: headline, byline, places, agency, date.
type Read<'a> = (&'a str, &'a str, Option<&'a str>, &'a [&'a str], Option<&'a str>, Option<&'a str>);

#[test]
fn what_stands_between_headline_and_text_is_read_in_any_order() {
    let by = Some("Ada Oven");
    let cases: &[Read<'_>] = &[
        ("Loaves rise\n\nVon Ada Oven, dpa\n\nHamburg (dpa) - ", "Loaves rise", by, &["Hamburg"], Some("dpa"), None),
        (
            "Loaves rise\n\n(di Ada Oven)\n(ANSA) - TORINO, 29 GEN - ",
            "Loaves rise",
            by,
            &["Torino"],
            Some("ANSA"),
            None,
        ),
        ("Loaves rise\n\nAda Oven, The Canadian Press\n\nOTTAWA — ", "Loaves rise", by, &["Ottawa"], None, None),
        ("Loaves rise\n\nMarch 3, 2017\n\nBy Ada Oven\n\n", "Loaves rise", by, &[], None, Some("2017-03-03")),
        ("Loaves rise\n\nBy Ada Oven | March 3, 2017\n\n", "Loaves rise", by, &[], None, Some("2017-03-03")),
        (
            "Loaves rise\n\nUpdated on 3 March 2017\n\nROME (AP) - ",
            "Loaves rise",
            None,
            &["Rome"],
            Some("AP"),
            Some("2017-03-03"),
        ),
        (
            "Loaves rise\n\nN i e u w bericht, vervangt: Brood\n\nUTRECHT (ANP) - ",
            "Loaves rise",
            None,
            &["Utrecht"],
            Some("ANP"),
            None,
        ),
        ("FOR IMMEDIATE RELEASE\n\nLoaves rise\n\nROME (AP) - ", "Loaves rise", None, &["Rome"], Some("AP"), None),
        ("Loaves rise\nLONDON -- ", "Loaves rise", None, &["London"], None, None),
        ("Loaves rise\n\nLoaves rise\n\nROME (AP) - ", "Loaves rise", None, &["Rome"], Some("AP"), None),
        (
            "Loaves rise\n\nBy Ada Oven\n\nc. 2004 New York Times News Service\n\nROME _ ",
            "Loaves rise",
            by,
            &["Rome"],
            None,
            None,
        ),
        (
            "Loaves rise\n\nMONOPOLI (BARI), 6 LUG (ANSA) - ",
            "Loaves rise",
            None,
            &["Monopoli, Bari"],
            Some("ANSA"),
            None,
        ),
        ("Loaves rise\n\nSan Diego (xyz/dpa) - ", "Loaves rise", None, &["San Diego"], Some("dpa"), None),
        ("Loaves rise\n\nМОСКВА, 3 мар - РИА Новости. ", "Loaves rise", None, &["Москва"], Some("RIA"), None),
        (
            "Loaves rise\n\nWarszawa, 3.03.2021 (PAP) - ",
            "Loaves rise",
            None,
            &["Warszawa"],
            Some("PAP"),
            Some("2021-03-03"),
        ),
        ("Loaves rise\n\nBerlin (epd). ", "Loaves rise", None, &["Berlin"], Some("epd"), None),
        ("Loaves rise\n\nSMALLHAVEN — ", "Loaves rise", None, &["Smallhaven"], None, None),
        ("Loaves rise\n\nLITTLE HAVEN - ", "Loaves rise", None, &["Little Haven"], None, None),
    ];
    for (opening, headline, byline, places, agency, date) in cases {
        let body = "Bakers of the town said that loaves rose.\n\nThey did.";
        let story = plain(&format!("{opening}{body}"));
        assert_eq!(story.headline.as_deref(), Some(*headline), "{opening}");
        assert_eq!(story.byline.as_deref(), *byline, "{opening}");
        assert_eq!(
            (&story.places[..], story.agency.as_deref()),
            (&places.iter().map(|place| (*place).to_owned()).collect::<Vec<_>>()[..], *agency),
            "{opening}"
        );
        assert_eq!(story.date.map(|date| date.to_string()).as_deref(), *date, "{opening}");
        assert_eq!(story.body, body, "{opening}");
    }
}

#[test]
fn an_agency_signs_its_stories_at_the_end() {
    for (text, body) in [
        ("Gulls fly.\n\n==Kyodo", "Gulls fly."),
        ("Gulls fly. EFE", "Gulls fly."),
        ("Gulls fly.\n\n/ritzau/", "Gulls fly."),
        ("Gulls fly.\n\nends", "Gulls fly."),
        ("Gulls fly.\n\n___\n\nAda Brightwell can be reached at ada.example", "Gulls fly."),
        ("He works for EFE", "He works for EFE"),
        ("Gulls like the AP", "Gulls like the AP"),
    ] {
        let record = Record { text: text.to_owned(), ..Record::default() };
        assert_eq!(Story::from_record(record, &Provenance::default()).body, body, "{text}");
    }
}

#[test]
fn a_dateline_after_a_summary_is_read_and_the_summary_stays() {
    for summary in ["The town waits. Bakers left - one stays.", "* Loaves rise\n\n* Rolls fall"] {
        let text = format!("Loaves rise\n\n{summary}\n\nVon Ada Oven, dpa\n\nHamburg (dpa) - The bread rose.");
        let story = plain(&text);
        assert_said(&story, ("Hamburg (dpa) -", &["Hamburg"], Some("dpa"), None), &text);
        assert_eq!((story.byline.as_deref(), story.parts.dateline.as_ref()), (Some("Ada Oven"), None));
        assert!(story.body.starts_with(summary) && story.body.ends_with("The bread rose."), "{}", story.body);
    }
    // Bare places prove nothing there.
    let story = plain("Loaves rise\n\nBakers slept.\n\nROME - The bread of the town rose again on Friday.");
    assert_eq!((story.dateline, story.places.len()), (None, 0));
}

#[test]
fn words_in_capitals_are_no_places_without_a_sentence_or_where_they_are_labels() {
    for text in [
        "NATO - the alliance - said",
        "OPEC - The oil cartel of many lands said it would cut",
        "BREAKING - The port of the town will close on Friday",
        "NEWS ANALYSIS — The port of the town will close on Friday",
        "COPPER GRADE A - Prices of the metal rose and then fell",
        "WHEAT - Total 12",
        "HAVEN METALS - APRIL 7 copper basis of the high grade rose",
        "1631.4\n    Previous - 1614.2",
        "GRADINGS - A further - note of the town said so",
        "HAVEN BAKERS UNION LOCAL - The bread of the town will rise on Friday",
        "Par Excellence\nis a bakery of the town.",
    ] {
        let story = story(text);
        assert_eq!((story.dateline, story.body.as_str(), story.byline), (None, text, None), "{text}");
    }
}
