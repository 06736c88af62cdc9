//! ninjs.

use super::corpora::{fixture_stories, line, shown};
use super::*;

#[test]
fn an_item_of_the_first_version_is_read_whole() {
    let (format, stories, failures) = fixture_stories("ninjs/20130709-complex.json");
    assert_eq!((format.as_str(), failures.len()), ("ninjs", 0));
    let expected =
        "Master of wrecked ferry on trial | 2013-07-09 | Ada Brightwell and Bo Lee | Grosseto, Italy | AP | -";
    assert_eq!(stories.iter().map(line).collect::<Vec<_>>(), [expected]);
    let story = &stories[0];
    assert_eq!(story.body, "The trial of the master of the ferry has begun.\n\nShe made no comment.");
    assert_eq!(story.tags, ["people:Anna Brightwell", "orgs:Gull Lines", "places:Haven", "places:it"]);
    assert_eq!((story.version, shown(story.lang.as_ref())), (Some(3), "en"));
    assert_eq!(shown(story.slug.as_ref()), "ferry-trial");
    assert_eq!(shown(story.summary.as_ref()), "A master is on trial.");
    assert_eq!(shown(story.advisory.as_ref()), "Adds the second paragraph.");
    assert_eq!(shown(story.member.as_ref()), "http://ninjs.example.com/newsitems/20130709cplx1");
}

#[test]
fn items_of_all_versions_in_one_list_are_read() {
    let (_, stories, failures) = fixture_stories("ninjs/collection.json");
    assert_eq!(
        stories.iter().map(|story| shown(story.member.as_ref())).collect::<Vec<_>>(),
        ["urn:a:1", "urn:a:3", "urn:a:5", "urn:a:6"]
    );
    let html = &stories[0];
    assert_eq!(shown(html.headline.as_ref()), "Faktencheck: Kam die Fähre zu spät?");
    assert_eq!(html.body, "Die Fähre kam spät.\n\nNiemand wartete.");
    assert_eq!((shown(html.status.as_ref()), shown(html.section.as_ref())), ("withdrawn", "Inland"));
    assert_eq!((shown(html.agency.as_ref()), shown(html.lang.as_ref())), ("dpa", "de"));
    assert_eq!(html.tags, ["subjects:Schiffe", "subjects:Häfen"]);
    assert_eq!((stories[1].body.as_str(), &stories[1].summary), ("Only this.", &None), "a description is all there is");
    assert_eq!(line(&stories[2]), "Checks on ferries | 2023-10-08 | Bo Lee | Oslo, Norway | - | -");
    assert_eq!(stories[2].body, "Ferries & tugs are checked.\n\nSo are masters.", "NITF in a string");
    assert_eq!(shown(stories[2].advisory.as_ref()), "Noe utvidet.");
    assert_eq!(stories[3].body, "Färjan kom sent.\n\nIngen väntade.", "the headline is not repeated");
    assert_eq!(
        failures,
        ["skipped: line 8: record 2: no story: its type is picture", "line 10: record 4: a line break inside a string",]
    );
}

#[test]
fn items_a_line_are_read_too() {
    let item =
        r#"{"guid":"a","versioncreated":"2020-01-02","headline":"Ferry","body_html":"<p>Late.</p>","source":"AAP"}"#;
    let lines = read("a.jsonl", format!("{item}\n{item}{item}\n"));
    assert_eq!((lines.format.as_str(), members(&lines)), ("ninjs", vec!["a", "a~2", "a~3"]));
    assert_eq!(read("a.json", r#"{"title":"Ferry","text":"Its uri was late."}"#).format, "json");
}

#[test]
fn an_item_of_too_many_values_is_bad_and_no_more() {
    let item = r#"{"uri":"u","versioncreated":"2020-01-02","headline":"Ferry","body_text":"Late."}"#;
    let many = format!("{{\"uri\":\"m\",\"x\":[{}0]}}", "0,".repeat(200_000));
    let lines = read("a.jsonl", format!("{item}\n{many}\n{item}\n"));
    assert_eq!(lines.records.len(), 2);
    assert_eq!(lines.failures, ["line 2: record 2: no JSON object: too many values in one record"]);
}

#[test]
fn exports_and_answers_around_an_item_are_read() {
    let export = r#"{"version": "2", "versioncreated": "2022-10-09T11:37:40+0000", "headline": "Ferry late",
        "pubstatus": "usable", "source": "The Associated Press",
        "body_html": "\n          <p>The ferry was late\n              on Sunday.</p>\n          <p>Nobody waited.</p>"}"#;
    let found = read("export.json", export);
    assert_eq!(
        (found.format.as_str(), texts(&found)),
        ("ninjs", vec!["The ferry was late on Sunday.\n\nNobody waited."])
    );
    assert_eq!(shown(story(&found, 0).agency.as_ref()), "AP");

    let answer = r#"{"data": {"meta": {}, "item": {"uri": "urn:b:1", "type": "text", "versioncreated": "2022-10-09",
        "headline": "Ferry late", "body_text": "Ferry late\nHarbour TT\nIt was late.\nNobody waited.", "provider": "TT"}}}"#;
    assert_eq!(texts(&read("answer.json", answer)), ["It was late.\n\nNobody waited."]);
    let empty = r#"{"uri": "urn:b:2", "type": "text", "pubstatus": "usable", "headline": "Ferry late"}"#;
    assert_eq!(read("empty.json", empty).failures, ["skipped: line 1: record 1: the item has no body"]);
}
