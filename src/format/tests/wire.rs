//! Wire transmissions.

use super::corpora::{fixture_stories, line, shown};
use super::*;

#[test]
fn messages_of_anpa_1312_are_read() {
    let (format, stories, failures) = fixture_stories("wire/anpa-1.tst");
    assert_eq!((format.as_str(), failures.len()), ("wire", 0));
    assert_eq!(
        stories.iter().map(line).collect::<Vec<_>>(),
        [
            "For ferry masters, mirrors can hurt | 2013-11-13 | ADA BRIGHTWELL and BO LEE | Buenos Aires, Argentina | AP | l",
            "AP Top Ferry News at 11:23 p.m. EST | 2016-02-10 | - |  | AP | e",
        ]
    );
    let first = &stories[0];
    let body = "For masters dealing with the tides, even looking in the mirror can be difficult.\n\n\
        ``Look Good Feel Better'' is a program for ferries.";
    assert_eq!(first.body, body);
    assert_eq!((shown(first.slug.as_ref()), shown(first.member.as_ref())), ("BC-LT--Harbour-Ferry Beauty", "W2870"));
    assert_eq!((shown(first.advisory.as_ref()), &first.tags[..]), ("With AP Photos.", &["priority:f".to_owned()][..]));
    assert_eq!(stories[1].body, "Ex-master testifies about late ferry\n\nTide was accidental");
    assert_eq!(read_fixture("wire/anpa-1.tst").records[0].date, some("2013-11-13T15:09"));
}

#[test]
fn messages_that_lost_their_control_characters_are_read_too() {
    let whole = fixture("wire/anpa-1.tst");
    let bare: Vec<u8> = whole.iter().copied().filter(|byte| *byte >= 32 || b"\t\n".contains(byte)).collect();
    let read = read("a.txt", bare);
    assert_eq!(texts(&read), texts(&read_fixture("wire/anpa-1.tst")));
    let (_, kyodo, _) = fixture_stories("wire/kyodo.txt");
    let expected = "Ferry: Haven Gulls claim 7th Cup by beating Terns | 2018-12-09 | - | Saitama, Japan | Kyodo | s";
    assert_eq!(kyodo.iter().map(line).collect::<Vec<_>>(), [expected]);
    assert!(kyodo[0].body.ends_with("1-0.\n\nMaster Ada Brightwell scored."), "{}", kyodo[0].body);
}

#[test]
fn messages_of_iptc_7901_are_read() {
    let (format, stories, _) = fixture_stories("wire/dpa_four_line.txt");
    assert_eq!(format, "wire");
    let expected =
        "Haven joins list of harbours resisting ferry pact | 2018-11-21 | dpa correspondents | Geneva | dpa | i";
    assert_eq!(stories.iter().map(line).collect::<Vec<_>>(), [expected]);
    let story = &stories[0];
    assert_eq!((shown(story.status.as_ref()), shown(story.slug.as_ref())), ("refiled", "Haven/ferries/UN"));
    assert_eq!(shown(story.advisory.as_ref()), "REFILE 1ST LEAD adds head of board in grafs 7-11");
    assert!(story.body.ends_with("told reporters in New York."), "what is for editors is no text: {}", story.body);
    let (_, german, _) = fixture_stories("wire/dpa_de.iptc");
    assert_eq!(shown(german[0].headline.as_ref()), "«Mythos Fähre» - Zwischen Ebbe und Flut");
    assert_eq!(german[0].date.map(|date| date.to_string()), some("2024-12-24"));
    assert!(!german[0].body.contains("Berichtigung") && german[0].body.starts_with("Ein Hafen"));
    let (_, swiss, _) = fixture_stories("wire/ats.txt");
    assert_eq!(shown(swiss[0].headline.as_ref()), "L'affaire des bacs a marqué le port de la Ville");
    assert_eq!((&swiss[0].places[..], shown(swiss[0].slug.as_ref())), (&["Genève".to_owned()][..], "Notes de port GE"));
    assert!(swiss[0].body.starts_with("Le scandale causé par les bacs considérables"), "{}", swiss[0].body);
}

#[test]
fn a_day_of_messages_is_cut_into_them() {
    let (_, stories, failures) = fixture_stories("wire/310797.FRA");
    assert_eq!(
        stories.iter().map(line).collect::<Vec<_>>(),
        [
            "Coupe des bacs - 1er tour: résultats (3DER) | 1997-07-31 | - | Bruxelles | AFP/dpa/Reuters | RES",
            "Il perd son bac et la recette | 1997-07-31 | - | Rochefort | Belga | GEN",
        ]
    );
    assert!(failures.is_empty(), "{failures:?}");
    assert!(stories[0].body.ends_with("0-1   0-3"), "a table keeps its lines: {}", stories[0].body);
    assert_eq!(shown(stories[1].status.as_ref()), "corrected");
    assert_eq!(stories[1].body, "C'est en rentrant chez lui qu'un batelier a été attendu.\n\nIl a perdu la recette.");
}

#[test]
fn a_message_between_its_marks_is_read() {
    let (_, stories, _) = fixture_stories("wire/release.tst");
    let expected = "Media release: Late ferries rise 0.6% in the September quarter | 2015-10-13 | - |  | AAP | J";
    assert_eq!(stories.iter().map(line).collect::<Vec<_>>(), [expected]);
    assert!(stories[0].body.ends_with("released the ferry statistics."));
}

#[test]
fn a_short_message_of_many_controls_is_no_binary_and_text_is_no_message() {
    let alert =
        b"\x16\x16\x16\x16\x01eca0001 1 i 5\x1f\r\n\x02Ferry/\r\nFerry late=\r\n\r\nIt is.\x03\x04\x04\x04\x04\x04\x04";
    let read_alert = read("a", alert);
    assert_eq!((read_alert.format.as_str(), texts(&read_alert)), ("wire", vec!["It is."]));
    for text in ["A story of 3 boats 40 feet long\n\nThey sail.", "Ferry late\n\n12 3 i 4", "ZCZCX is no mark.\n"] {
        assert_eq!(read("a.txt", text).format, "text", "{text}");
    }
}

#[test]
fn a_message_without_an_end_costs_itself_only() {
    let small = options().with_text_limit(1000);
    let message =
        |text: &str| format!("eca0003 3 i 380 dpa 0045\n\nFerry/\nFerry late=\n\n{text}\n\n212322 GMT Nov 18\n\n");
    let day = [message("One."), message(&"word \n".repeat(40_000)), message("Three.")].concat();
    let read = read_with("a.txt", day.as_bytes(), &small).expect("it opens");
    assert_eq!((texts(&read), read.failures.len()), (vec!["One.", "Three."], 1), "{:?}", read.failures);
}

#[test]
fn what_never_ends_is_read_once() {
    for piece in ["\x01", "=\n", "./.\n", "^", "^x<\n", "eca0003 3 i 380\n", "(", "ZCZC\n", "12\n", "\n"] {
        let source = format!("eca0003 3 i 380 dpa 0045\n{}", piece.repeat(1_000_000 / piece.len()));
        let read = read("a", source);
        assert!(!read.failures.is_empty() || !read.records.is_empty(), "{piece:?}");
    }
}

#[test]
fn a_table_needs_no_count_of_words_and_marks_for_the_typesetter_are_none_of_the_text() {
    let table = "s0284-----\nr s BC-FER--Glance     08-18 \n^BC-FER--Glance<\n^Ferry Glance=\n\t   Haven 6, Zenda 5\n\n\
        \t   AP-WF-08-18-19 2017GMT<\n";
    let read_table = read("a.tst", table);
    let record = &read_table.records[0];
    assert_eq!((read_table.format.as_str(), record.headline.as_deref()), ("wire", Some("Ferry Glance")));
    assert_eq!((record.date.as_deref(), record.section.as_deref()), (Some("2019-08-18T20:17"), Some("s")));
    let race =
        "ZCZC FMG000\nYY TDA\nHaven WEIGHTS HAVEN<!\nFERRY HANDICAP 1400M .=!\nGull 58.0\n<TERN DERBY .=!\nTug\nNNNN\n";
    let read_race = read("b.tst", race);
    let record = &read_race.records[0];
    assert_eq!(record.headline.as_deref(), Some("Haven WEIGHTS HAVEN"));
    assert!(!record.text.contains(['<', '!', '=']), "{}", record.text);
}
