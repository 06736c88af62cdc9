//! XML by the names of its elements.

use super::*;

#[test]
fn an_agency_s_own_elements_are_read_by_their_names() {
    let source = "<?xml version=\"1.0\"?><RBNews xmlns:i=\"x\"><NewsID>7-a</NewsID>\
        <PublishDate>2018-01-31T18:45:36.73</PublishDate><strapline>NET/GULL</strapline>\
        <headline>Gull flies again</headline><subtitle>It had rested.&lt;br /&gt;</subtitle><town>HAVEN</town>\
        <origin>/ritzau/</origin><sectionID>6</sectionID><section>Islands</section>\
        <content>&lt;p&gt;The gull &#x2013; grey &amp;amp; old &#x2013; flies.&lt;/p&gt;&lt;p&gt;Nobody knew.&lt;/p&gt;\
        &lt;p&gt;/ritzau/&lt;/p&gt;</content><byLine>Ada Brightwell</byLine><byLineEmail>a@b.example</byLineEmail></RBNews>";
    let found = read("gull.xml", source);
    assert_eq!((found.format.as_str(), members(&found)), ("xml", vec!["7-a"]));
    let story = story(&found, 0);
    assert_eq!(story.body, "The gull – grey & old – flies.\n\nNobody knew.");
    assert_eq!((story.headline, story.byline), (some("Gull flies again"), some("Ada Brightwell")));
    assert_eq!((story.agency, story.places), (some("Ritzau"), vec!["Haven".to_owned()]));
    assert_eq!((story.section, story.summary), (some("Islands"), some("It had rested.")));
    assert_eq!((story.slug, story.date.map(|date| date.to_string())), (some("NET/GULL"), some("2018-01-31")));
}

#[test]
fn stories_in_a_list_are_told_apart_and_lists_of_labels_are_joined() {
    let source = "<export>\n<article id='1' lang='no'><title>One</title><body>First.</body><categories><category><label>Sea</label>\
        </category><category><label>Land</label></category></categories><publisher><name>The Gull</name><phone>1</phone></publisher>\
        <keywords>mill, pier</keywords></article>\n<article id='2'><title>Two</title>\n<article id='3'><title>Three</title>\
        <content_text>Third.</content_text></article></export>";
    let found = read("list.xml", source);
    assert_eq!((members(&found), texts(&found)), (vec!["1", "3"], vec!["First.", "Third."]));
    let first = &found.records[0];
    assert_eq!((&first.section, &first.agency, &first.lang), (&some("Sea, Land"), &some("The Gull"), &some("no")));
    assert_eq!(first.tags, ["keywords:mill", "keywords:pier"]);
    assert_eq!(found.failures, ["line 3: record 2: the story has no end"]);
}

#[test]
fn other_xml_is_no_story() {
    for source in [
        "<?xml version='1.0'?><project><title>x</title><build>y</build></project>",
        "<?xml version='1.0'?><settings><item><name>x</name></item></settings>",
        "<?xml version='1.0'?><catalog><book><title>x</title><text>y</text></book></catalog>",
    ] {
        let reason = refusal("a.xml", source);
        assert!(reason.contains("XML"), "{source}: {reason}");
    }
}

#[test]
fn a_torn_story_and_an_empty_one_cost_themselves_only() {
    let found = read_fixture("xml-export.xml");
    assert_eq!((found.format.as_str(), members(&found)), ("xml", vec!["7-a", "7-c"]));
    assert_eq!(texts(&found), ["The gull – grey & old – flies.\n\n/ritzau/", "A flash."]);
    assert_eq!(found.records[0].section, some("Islands, Birds"));
    assert_eq!(
        found.failures,
        ["line 13: record 2: the story has no end", "skipped: line 15: record 4: no story: neither headline nor text"]
    );
}
