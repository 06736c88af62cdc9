//! LDC Gigaword.

use super::corpora::{fixture_stories, line, shown};
use super::*;

#[test]
fn an_id_says_agency_date_and_language() {
    let (format, stories, failures) = fixture_stories("gigaword/afp_eng_200905");
    assert_eq!(format, "gigaword");
    assert_eq!(
        stories.iter().map(line).collect::<Vec<_>>(),
        [
            "Ferry & tug crews meet in Santiago | 2009-05-31 | - | Santiago | AFP | -",
            "HAS THE FERRY FORGOTTEN US? | 1999-04-01 | - | Washington | New York Times | -",
            "- | 2009-05-31 | - | Beijing | Xinhua | -",
        ]
    );
    assert_eq!(failures, ["line 33: record 3: the story has no end"]);
    assert_eq!(shown(stories[0].member.as_ref()), "AFP_ENG_20090531.0001");
    assert_eq!(shown(stories[0].lang.as_ref()), "en");
    let body = "The crews of a ferry and a tug met on Sunday, the harbour said.\n\nThey parted as friends.";
    assert_eq!(stories[0].body, body);
    assert!(stories[0].tags.is_empty());
}

#[test]
fn a_slug_in_brackets_is_no_agency_and_raw_text_has_paragraphs() {
    let (_, stories, _) = fixture_stories("gigaword/afp_eng_200905");
    assert_eq!(shown(stories[1].slug.as_ref()), "BC-TERM-FERRY-AZR");
    assert_eq!(stories[1].tags, ["type:multi"]);
    assert_eq!(stories[1].body, "It's hard to imagine a more ardent ferry.\n\nIt comes at noon.");
    assert_eq!(stories[2].body, "Tables of the tides.");
}

#[test]
fn it_is_known_without_its_name() {
    let story = "<DOC id=\"XIN_SPA_20090531.0001\" type=\"story\" >\n<TEXT>\n<P>\nHola\n</P>\n</TEXT>\n</DOC>\n";
    let read = read("x.gz", gzip(story.as_bytes()));
    assert_eq!((read.format.as_str(), read.records[0].lang.as_deref()), ("gigaword+gz", Some("es")));
}

#[test]
fn evaluations_have_the_time_and_the_author_in_elements() {
    let story = "<DOC    id=\"ENG_NW_001278_20130413_F00012OVI\">\n<DATE_TIME>2013-04-13T04:49:26</DATE_TIME>\n\
        <HEADLINE>\nFerry late\n</HEADLINE>\n<AUTHOR>Ada Oven</AUTHOR>\n<TEXT>\nFerry late\n\n\
        HAVEN, April 13 (Xinhua) -- It was late. Enditem\n</TEXT>\n</DOC>\n";
    let read = read("a.sgm", story);
    assert_eq!((read.format.as_str(), read.failures.len()), ("gigaword", 0));
    let record = &read.records[0];
    assert_eq!((record.date.as_deref(), record.byline.as_deref()), (Some("2013-04-13T04:49:26"), Some("Ada Oven")));
}
