//! Pages of HTML.

use super::*;
use std::fmt::Write as _;

/// A page with a head and paragraphs enough for a story.
fn page(head: &str, body: &str) -> String {
    let filler = "The harbour board said that the night ferry would run again, and that the mail would come with it. ";
    format!("<!DOCTYPE html><html><head>{head}</head><body>{body}<div><p>{}</p></div></body></html>", filler.repeat(4))
}

#[test]
fn a_page_is_read_by_its_data_and_shaped_by_what_is_shown() {
    let read = read_fixture("page-graph.html");
    assert_eq!((read.format.as_str(), read.failures.len(), members(&read)), ("html", 0, vec!["-"]));
    let record = &read.records[0];
    let paragraphs: Vec<&str> = record.text.split("\n\n").collect();
    let begins = ["The harbour board of Haven", "“We have waited", "The ferry, the Gull", "The board expects 40,000"];
    assert_eq!(paragraphs.len(), begins.len(), "{paragraphs:?}");
    for (paragraph, start) in paragraphs.iter().zip(begins) {
        assert!(paragraph.starts_with(start), "{paragraph}");
    }
    let expected = Record {
        headline: some("Night ferry to run again in May after a winter of repairs"),
        text: record.text.clone(),
        byline: some("Bo Crane, Ann Poe"),
        date: some("2019-04-30T18:05:00+01:00"),
        section: some("Islands, Shipping"),
        url: some("https://www.havencourier.example/islands/2019/04/30/night-ferry-again/"),
        lang: some("en-GB"),
        agency: some("The Haven Courier"),
        tags: ["places:Haven", "people:Ada Brightwell", "keywords:ferry", "keywords:Haven", "keywords:harbour"]
            .map(str::to_owned)
            .to_vec(),
        summary: some("After a winter of repairs, the \"Gull\" sails again."),
        ..Record::default()
    };
    assert_eq!(*record, expected);
}

#[test]
fn a_page_with_bad_data_is_read_by_its_marks_field_by_field() {
    let read = read_fixture("page-microdata.html");
    let record = &read.records[0];
    assert_eq!(record.headline, some("Mill at Haven burns down"));
    assert_eq!(record.date, some("Wednesday, November 27, 2013"));
    assert_eq!((&record.section, &record.lang), (&some("Disasters and fires"), &some("en-US")));
    assert_eq!(record.url, some("http://www.haven24.example/2013/11/27/mill/index.html"));
    let story = story(&read, 0);
    assert_eq!((story.byline.as_deref(), story.agency.as_deref()), (Some("Dana Oven and Cy Dunn"), Some("AP")));
    assert_eq!(
        (story.places, story.dateline.as_deref()),
        (vec!["Haven, Maine".to_owned()], Some("HAVEN, Maine (AP) —"))
    );
    let paragraphs: Vec<&str> = story.body.split("\n\n").collect();
    assert_eq!(
        paragraphs[1..],
        ["Nobody was hurt. \"The wind was with us,\" the fire chief, Ed Flint, said.", "The cause is not known."]
    );
}

#[test]
fn a_page_of_tables_without_any_marks_is_read() {
    let read = read_fixture("page-1998.htm");
    assert_eq!(read.encoding, "windows-1252");
    let story = story(&read, 0);
    assert_eq!(story.headline, some("Storm cuts islands off"));
    assert_eq!(story.date.map(|date| date.to_string()), some("1998-06-11"));
    assert_eq!((story.byline.as_deref(), story.agency.as_deref()), (Some("ANN POE"), Some("AP")));
    assert_eq!(story.places, ["Haven, Maine"]);
    assert_eq!(story.url, some("http://www.havenpost.example/news/061198/storm.htm"));
    let paragraphs: Vec<&str> = story.body.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 4, "{paragraphs:?}");
    assert!(paragraphs[0].starts_with("A storm cut the outer islands off") && paragraphs[0].contains("cafés"));
    assert!(paragraphs[1].contains("£40,000") && paragraphs[3].ends_with("holds still."));
}

#[test]
fn a_headline_is_the_one_that_the_page_shows() {
    let headline = |head: &str, body: &str| read("a.html", page(head, body)).records[0].headline.clone();
    let data = |text: &str| {
        format!("<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"{text}\"}}</script>")
    };
    // The site's name is no headline, and goes off the title wherever it stands.
    let site = "<meta property='og:site_name' content='Haven24'>";
    assert_eq!(
        headline(&format!("{site}<title>Mill burns down - Haven24.com</title>"), "<h1>Haven24</h1>"),
        some("Mill burns down")
    );
    assert_eq!(headline(&format!("{site}<title>Haven24: Mill burns</title>"), ""), some("Mill burns"));
    assert_eq!(
        headline(&format!("{site}<title>Mill burns | Local | Haven24</title>"), "<h1>Mill burns</h1>"),
        some("Mill burns")
    );
    assert_eq!(headline("<title>Ferry - what next?</title>", ""), some("Ferry - what next?"));
    // Data of another page is passed over.
    assert_eq!(
        headline(&format!("{}<title>Mill burns down</title>", data("Goats counted on outer islands")), ""),
        some("Mill burns down")
    );
    assert_eq!(headline(&data("Goats counted"), ""), some("Goats counted"));
    assert_eq!(headline(&data("Goats &amp; &quot;kids&quot;"), ""), some("Goats & \"kids\""));
}

#[test]
fn authors_and_agencies_are_told_apart() {
    let credits = |head: &str, body: &str| {
        let read = read("a.html", page(head, body));
        (read.records[0].byline.clone(), read.records[0].agency.clone())
    };
    let data = |author: &str| {
        format!(
            "<script type='application/ld+json'>[{{\"@type\":\"Article\",\"author\":{author},\"publisher\":{{\"name\":\"Haven24\"}}}}]</script>"
        )
    };
    assert_eq!(
        credits(&data("{\"name\":[\"Ann Poe\",\"Bo Crane\"]}"), ""),
        (some("Ann Poe, Bo Crane"), some("Haven24"))
    );
    assert_eq!(credits(&data("\"Ann Poe\""), ""), (some("Ann Poe"), some("Haven24")));
    assert_eq!(credits(&data("[{\"@type\":\"Organization\",\"name\":\"Associated Press\"}]"), ""), (None, some("AP")));
    assert_eq!(credits(&data("{\"@type\":\"Person\",\"name\":\"Reuters\"}"), ""), (None, some("Reuters")));
    assert_eq!(
        credits(&data("\"https://x.example/ann\""), "<p class=byline>By Ann Poe | Published 3 p.m.</p>"),
        (some("Ann Poe"), some("Haven24"))
    );
    let tags = "<meta name='article:author' content='https://x.example/ann'><meta name='author' content='Ann Poe'><meta name='author' content='Bo Crane'>";
    assert_eq!(credits(tags, ""), (some("Ann Poe, Bo Crane"), None));
    assert_eq!(credits("", "<a rel=author href=x>Cy Dunn</a>"), (some("Cy Dunn"), None));
    let title = "<title>Mill burns down - Local - Haven Post</title>";
    assert_eq!(credits(title, "<h1>Mill burns down</h1>"), (None, some("Haven Post")));
    assert_eq!(credits("<title>Mill burns down - again</title>", "<h1>Mill</h1>"), (None, None));
}

#[test]
fn a_date_is_one_that_can_be() {
    let date = |head: &str, body: &str| read("a.html", page(head, body)).records[0].date.clone();
    let placeholder =
        "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"0001-01-01\"}</script>";
    let meta = "<meta property='article:published_time' content='2017-03-05T09:00:00Z'>";
    assert_eq!(date(&format!("{placeholder}{meta}"), ""), some("2017-03-05T09:00:00Z"));
    assert_eq!(date(placeholder, "<time datetime='2017-03-05'>today</time>"), some("2017-03-05"));
    assert_eq!(date("", "<span class='date'>March 5, 2017</span>"), some("March 5, 2017"));
    assert_eq!(date("<link rel=canonical href='http://x.example/2017/03/05/mill'>", ""), some("2017-03-05"));
    assert_eq!(date("", "<font>Sunday, March 5, 2017</font><p>"), some("Sunday, March 5, 2017"));
    assert_eq!(date("", "<p>Copyright March 5, 2017</p>"), None);
    let slashes = |lang: &str| {
        read("a.html", page("", "<span class=date>05/03/2017 | 12:30</span>").replace("<html>", lang)).records[0]
            .date
            .clone()
    };
    assert_eq!((slashes("<html lang=es>"), slashes("<html lang=en-US>")), (some("2017-03-05"), None));
}

#[test]
fn a_teaser_is_not_taken_for_the_text_and_paywalled_data_is() {
    let teaser = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"The harbour board.\"}</script>";
    assert!(texts(&read("a.html", page(teaser, "")))[0].len() > 300);
    let body = "One paragraph of the story.\\n\\nAnother that is not shown.";
    let whole = format!(
        "<html><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script><p>Subscribe to read.</p>"
    );
    assert_eq!(texts(&read("a.html", whole)), ["One paragraph of the story.\n\nAnother that is not shown."]);
}

#[test]
fn what_is_no_article_is_skipped_with_its_reason() {
    assert_eq!(refusal("a.txt", "\n<!DOCTYPE HTML><p>"), "skip: no article: no text of 200 characters");
    assert_eq!(
        refusal("a.txt", "<!-- kept -->\n<!-- twice -->\n<HTML><p>"),
        "skip: no article: no text of 200 characters"
    );
    assert_eq!(refusal("a.html", "<p>High water at noon.</p>"), "skip: no article: no text of 200 characters");
    let front = page("<link rel=canonical href='https://x.example/'><meta property='og:type' content='website'>", "");
    assert_eq!(refusal("a.html", front), "skip: no article: an index of others");
    assert_eq!(read("a.txt", "<p>A story that quotes a tag.").format, "text");
    assert_eq!(read("a.htm", "Tides: the outlook\n\nHigh water < noon.").format, "text");
}

#[test]
fn a_page_made_to_take_long_is_read_all_the_same() {
    let paragraph = "<p>The harbour board met on Tuesday &amp; spoke of the ferry, which was late again.</p>";
    let story = paragraph.repeat(20);
    let (mut unclosed, mut attributes) = (String::new(), String::new());
    for at in 0..20_000 {
        write!(unclosed, "<font color={at}><span class=c{at}>").expect("memory");
        write!(attributes, " a{at}='x'").expect("memory");
    }
    for (name, source) in [
        ("deep", "<div>".repeat(100_000) + &story),
        ("inline", unclosed + &story),
        ("attributes", format!("<div{attributes}>{story}")),
        ("references", story.clone() + &"&amp;".repeat(100_000)),
        ("a long attribute", format!("<p title='{}'>{story}", "&amp;".repeat(100_000))),
        ("a long title", format!("<title>{}</title>{story}", "&amp;".repeat(100_000))),
    ] {
        let read = read("a.html", format!("<html><meta property='og:type' content='article'>{source}"));
        assert_eq!(read.failures, Vec::<String>::new(), "{name}");
        let shown = texts(&read)[0].matches("The harbour board met on Tuesday & spoke").count();
        assert_eq!(shown, 20, "{name}");
    }
    // What stands in scripts and comments is no element.
    let script = format!("<script>'{}'</script><!-- {0} -->", "<div>".repeat(2000));
    let page = format!("<html>{script}{story}<div><span class=byline>By Ann Poe</span></div>");
    assert_eq!(read("a.html", page).records[0].byline, some("Ann Poe"));
}

#[test]
fn headlines_are_told_from_what_stands_around_them() {
    let headline = |head: &str, body: &str| read("a.html", page(head, body)).records[0].headline.clone();
    // Marked as no heading, and unlike the title.
    assert_eq!(
        headline("<title>News from Haven24</title>", "<span class='headline entry-title'>Mill burns down twice</span>"),
        some("Mill burns down twice")
    );
    // A list of other stories is none.
    assert_eq!(
        headline("<title>Mill news</title>", "<b class=headline>One two three</b><b class=headline>Four five six</b>"),
        some("Mill news")
    );
    // Without blanks between words.
    assert_eq!(
        headline(
            "<title>港口委员会昨日举行会议讨论渡轮 - 海港网 - 本地</title>",
            "<h1>港口委员会昨日举行会议讨论渡轮</h1>"
        ),
        some("港口委员会昨日举行会议讨论渡轮")
    );
    // The heading holds the page's name too.
    assert_eq!(
        headline(
            "<title>Mill burns down twice » Local » Haven Post</title>",
            "<h1><span>Mill burns down twice</span><a href=/>Haven Post</a></h1>"
        ),
        some("Mill burns down twice")
    );
}

#[test]
fn a_body_is_the_story_and_nothing_around_it() {
    let story = "<p>The harbour board met on Tuesday, and spoke at length of the night ferry and of its many repairs.</p>\
        <p>“It will sail,” said Ed Flint, who has led the board since the storm, and nobody there said that it would not.</p>";
    let data = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry to sail\",\
        \"author\":\"Ann Poe\",\"publisher\":{\"name\":\"Haven24\"}}</script>";
    for (name, before, after) in [
        (
            "highlights",
            "<p><strong>STORY HIGHLIGHTS</strong></p><ul><li>The ferry sails</li><li>Ed Flint is glad</li></ul>",
            "",
        ),
        ("a pointer", "", "<p><a href='/goats'>Goats counted on the outer islands</a></p>"),
        (
            "related links",
            "",
            "<h3>Related</h3><ul><li><a href=/a>Goats counted on the isles</a></li><li><a href=/b>Mill burns down in Haven</a></li></ul>",
        ),
        ("an author", "", "<p>Ann Poe is a reporter at Haven24.</p>"),
        ("another author", "", "<p>Bo Crane is an award-winning journalist, and the author of two books on goats.</p>"),
        ("an address", "", "<p>apoe@haven24.example</p>"),
        ("a lead to nothing", "", "<p>See more photos:</p>"),
        ("headings of lists", "", "<p>RECENT ARTICLES</p><p>POPULAR THIS WEEK</p>"),
        ("readers", "<p>Seen by 314 views</p>", ""),
        ("a day", "<span class=submitted>Submitted on Mon, 2019-01-21 13:49</span>", ""),
        (
            "other languages",
            "<p>Lesen Sie auch: Ziegen gezählt</p>",
            "<p>Lire aussi : Les chèvres comptées</p><p>责任编辑：安坡</p>",
        ),
    ] {
        let page = format!("<html>{data}<h1>Ferry to sail</h1><div class=text>{before}{story}{after}</div>");
        let read = read("a.html", page);
        let paragraphs: Vec<&str> = read.records[0].text.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 2, "{name}: {paragraphs:?}");
        assert!(paragraphs[0].starts_with("The harbour board") && paragraphs[1].ends_with("would not."), "{name}");
    }
    // What is said stays.
    let said = read("a.html", format!("<html>{data}{story}<p>“Get our boat back,” said Ed Flint.</p>"));
    assert!(texts(&said)[0].ends_with("said Ed Flint."));
    // All of a story may lie in a link that is not closed.
    let linked = read("a.html", format!("<html>{data}<a href=x>{story}"));
    assert_eq!(texts(&linked)[0].matches("\n\n").count(), 1);
}

#[test]
fn the_agency_under_a_byline_is_no_part_of_the_story() {
    let head = "<meta name=author content='CNN Wire'><meta property='og:site_name' content='Haven24'>";
    let body = "<p>By Ann Poe</p><p>CNN</p><p>HAVEN, Maine (CNN) — The harbour board met on Tuesday.</p>";
    let read = read("a.html", page(head, body));
    let story = story(&read, 0);
    assert_eq!((story.byline.as_deref(), story.agency.as_deref()), (Some("Ann Poe"), Some("CNN")));
    assert_eq!(story.places, ["Haven, Maine"]);
    assert!(story.body.starts_with("The harbour board met"), "{}", story.body);
}

#[test]
fn the_text_of_a_fragment_is_its_paragraphs() {
    for (fragment, text) in [
        ("plain &amp; simple", "plain & simple"),
        ("two\n\nlines < three", "two\n\nlines < three"),
        ("<p>One<p>two <b>and</b>\n three", "One\n\ntwo and three"),
        ("one<br>two<br/><br>three", "one\ntwo\n\nthree"),
        ("<script>a < b</script>x<style>p{}</style><!-- no > --><p title='a>b'>y</p>", "x\n\ny"),
        ("<figure><img><figcaption>A gull.</figcaption></figure><p>Text.</p>", "Text."),
        ("<pre>one\ntwo\n\nthree</pre>", "one\ntwo\n\nthree"),
        ("<p>&#147;x&#148;&nbsp;y</p>", "“x” y"),
        ("<script>never closed <p>text", "never closed\n\ntext"),
        ("<ul><li>a<li>b</ul>", "a\n\nb"),
        ("", ""),
        ("<", "<"),
    ] {
        assert_eq!(super::super::html::text_of(fragment), text, "{fragment}");
    }
    let long = "word ".repeat(40);
    assert_eq!(super::super::html::text_of(&format!("{long}<br>{long}")).matches("\n\n").count(), 1);
}

#[test]
fn tags_without_ends_are_read_once() {
    for piece in ["<", "<script>", "<a \"", "<!--", "</", "<p", "<![CDATA[", "&"] {
        let text = super::super::html::text_of(&piece.repeat(2_000_000 / piece.len()));
        assert!(text.len() <= 2_000_000, "{piece}");
    }
}
