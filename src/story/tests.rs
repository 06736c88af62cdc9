//! The whole grammar, on stories made for it: layouts, offsets, dates, and any text at all; datelines have a file of their own.

mod datelines;

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
