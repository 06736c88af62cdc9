//! Feeds.

use super::*;

#[test]
fn every_field_of_rss_is_kept() {
    let read = read_fixture("feed-rss2.xml");
    assert_eq!(read.format, "feed");
    assert_eq!(members(&read), ["tag:wire.example,2019:1", "http://wire.example/r/3"]);
    let first = Record {
        member: some("tag:wire.example,2019:1"),
        headline: some("Ferry & goats: \"Gull\" sails again"),
        text: "HAVEN (Reuters) - The night ferry is back, the harbour board said on Tuesday.\n\nIt will sail at ten — as before.\n\nNobody objected."
            .to_owned(),
        byline: some("Bo Crane"),
        date: some("Tue, 30 Apr 2019 18:05:00 GMT"),
        section: some("Islands, Shipping"),
        url: some("http://wire.example/r/1?utm=x"),
        lang: some("en-us"),
        agency: some("Reuters"),
        summary: some("HAVEN (Reuters) - The night ferry is back."),
        ..Record::default()
    };
    assert_eq!(read.records[0], first);
    let second = &read.records[1];
    assert_eq!((&second.headline, &second.byline), (&some("AT&T to lay cable"), &some("Ann Poe")));
    assert_eq!((&second.agency, &second.date), (&some("The Haven Courier"), &some("2019-04-29T10:00:00Z")));
    let expected =
        ["line 23: record 2: the story has no end", "skipped: line 33: record 4: no story: neither title nor text"];
    assert_eq!(read.failures, expected);
    let story = story(&read, 0);
    assert_eq!((story.places, story.agency), (vec!["Haven".to_owned()], some("Reuters")));
}

#[test]
fn every_field_of_atom_is_kept() {
    let read = read_fixture("feed-atom.xml");
    assert_eq!(
        (read.format.as_str(), texts(&read)),
        ("feed", vec!["The mill is gone.\n\nThe pier is not.", "High water at noon."])
    );
    let first = &read.records[0];
    assert_eq!((&first.headline, &first.byline), (&some("Mill & pier"), &some("Ann Poe, Cy Dunn")));
    assert_eq!((&first.date, &first.section), (&some("2019-05-01T12:29:29Z"), &some("Local News, fires")));
    assert_eq!((&first.url, &first.summary), (&some("http://courier.example/1"), &some("What the fire left.")));
    assert_eq!((&first.lang, &first.agency), (&some("en-GB"), &some("The Haven Courier")));
    assert_eq!(read.records[1].date, some("2003-12-13T08:29:29-04:00"));
}

#[test]
fn rdf_is_a_feed_and_its_list_is_no_story() {
    let read = read_fixture("feed-rdf.rdf");
    assert_eq!((texts(&read), members(&read)), (vec!["There are 412."], vec!["http://havenwire.example/1"]));
    let record = &read.records[0];
    assert_eq!((&record.agency, &record.byline), (&some("AP"), &None));
    assert_eq!((&record.section, &record.date), (&some("Farming"), &some("2004-05-13T17:16:44+00:00")));
}

#[test]
fn other_markup_is_no_feed() {
    assert!(refusal("a.xml", "<?xml version='1.0'?><urlset><url/></urlset>").contains("XML"));
    assert_eq!(read("a.txt", "<item> is a word of RSS.").format, "text");
    assert_eq!(
        read("a.xml", "<?xml version='1.0'?>\n<!-- x -->\n<rss><channel><item><title>A</title></item></channel></rss>")
            .format,
        "feed"
    );
    assert_eq!(read("a.xml", "<rss><channel></channel></rss>").records.len(), 0);
}

#[test]
fn a_feed_that_was_laid_out_by_hand_is_read_without_its_layout() {
    let source = "<rss version='2.0'><channel><title>Gull</title>\
        <item><title>One</title><description>The gull\n            flies. &#8230; Continue reading One \u{2192}</description>\
        <author>a@b.example (Ann Poe)</author><itunes:author>Ann Poe</itunes:author></item>\
        <item><title>Two</title><media:group><media:description>A film of gulls.</media:description></media:group></item>\
        </channel></rss>";
    let found = read("gull.xml", source);
    assert_eq!(texts(&found), ["The gull flies. …", "A film of gulls."]);
    assert_eq!(found.records[0].byline, some("Ann Poe"));
}

#[test]
fn the_items_of_a_json_feed_are_its_stories() {
    let source = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Gull", "authors": [{"name": "Ann Poe"}],
        "items": [{"id": "1", "title": "One", "url": "https://gull.example/1", "date_published": "2020-01-24T23:46:57Z",
        "author": {"name": "Bo Crane"}, "content_html": "<p>First.</p><p>Second.</p>"}, {"id": "2", "content_text": "Third."}]}"#;
    let found = read("feed.json", source);
    assert_eq!((members(&found), texts(&found)), (vec!["1", "2"], vec!["First.\n\nSecond.", "Third."]));
    let first = &found.records[0];
    assert_eq!((&first.headline, &first.byline), (&some("One"), &some("Bo Crane")));
    assert_eq!((&first.url, &first.date), (&some("https://gull.example/1"), &some("2020-01-24T23:46:57Z")));
}
