//! The collections of research that are folders and tables: CNN and Daily Mail, BBC, AG News, ISOT, All the News; and the
//! answers of newspapers' interfaces.

use super::*;
use crate::story::{Provenance, Story};

/// Returns what becomes of each record of a source.
pub(super) fn stories(read: &Extract, path: &str) -> Vec<Story> {
    let provenance = Provenance { path: path.to_owned(), format: read.format.clone(), encoding: read.encoding.clone() };
    read.records.iter().map(|record| Story::from_record(record.clone(), &provenance)).collect()
}

/// Reads a fixture, and returns its format, its stories and its failures.
pub(super) fn fixture_stories(name: &str) -> (String, Vec<Story>, Vec<String>) {
    let read = read_fixture(name);
    let stories = stories(&read, name);
    (read.format, stories, read.failures)
}

/// Shows a field as a test writes it.
pub(super) fn shown(field: Option<&String>) -> &str {
    field.map_or("-", String::as_str)
}

/// Shows headline, date, byline, places, agency and section.
pub(super) fn line(story: &Story) -> String {
    let date = story.date.map_or("-".to_owned(), |date| date.to_string());
    let (headline, byline) = (shown(story.headline.as_ref()), shown(story.byline.as_ref()));
    let (agency, section) = (shown(story.agency.as_ref()), shown(story.section.as_ref()));
    format!("{headline} | {date} | {byline} | {} | {agency} | {section}", story.places.join("; "))
}

fn lines(stories: &[Story]) -> Vec<String> {
    stories.iter().map(line).collect()
}

#[test]
fn the_highlights_of_a_story_are_its_summary() {
    let name = "cnn_story/0001d1afc246a7964130f43ae940af6bc6c57f01.story";
    let (format, stories, failures) = fixture_stories(name);
    assert_eq!((format.as_str(), failures.len()), ("cnn-story", 0));
    assert_eq!(lines(&stories), ["- | - | - | London, England | CNN | -"]);
    let story = &stories[0];
    assert_eq!((story.id.as_str(), &story.member), (name, &None));
    let summary = "Master gets time as she turns 69. She has no plans to waste it.";
    assert_eq!(shown(story.summary.as_ref()), summary);
    assert!(story.body.starts_with("The master of the ferry") && story.body.ends_with("she told a harbour."));
    assert_eq!(read("a.txt", "One.\n\n@highlight\n\nTwo").format, "cnn-story", "the mark decides");
}

#[test]
fn what_a_page_says_of_byline_and_date_is_no_text() {
    let (_, stories, _) = fixture_stories("cnn_story/dailymail.story");
    assert_eq!(lines(&stories), ["- | 2013-01-13 | Ada Brightwell |  | - | -"]);
    assert_eq!(stories[0].body, "The ferry came late to Haven.\n\nNobody waited.");
    let plain = read("a.story", "By the sea.\n\nThe ferry came.\n\nIt left.");
    assert_eq!(plain.records[0].byline, None, "a sentence is no byline");
}

#[test]
fn a_folder_is_the_section_and_the_first_line_the_headline() {
    let (format, stories, _) = fixture_stories("bbc/bbc/business/001.txt");
    assert_eq!(format, "bbc");
    assert_eq!(lines(&stories), ["Ferry sales boost profit | - | - |  | BBC | business"]);
    assert!(stories[0].body.contains("£1.13m") && !stories[0].body.contains("boost"));
    let text = "Ferry late\n\nIt ran late.\n";
    assert_eq!(read("x.zip!bbc-fulltext/bbc/tech/217.txt", text).format, "bbc");
    let verbatim = read("bbc/tech/217.txt", text);
    assert_eq!((texts(&verbatim), verbatim.records[0].text_start), (vec!["It ran late.\n"], Some(12)));
    for path in ["bbc/tech/README.txt", "archive/tech/217.txt", "bbc/weather/001.txt", "001.txt"] {
        assert_eq!(read(path, text).format, "text", "{path}");
    }
}

#[test]
fn a_class_is_a_section_and_broken_references_are_mended() {
    let (format, stories, failures) = fixture_stories("ag_news/train.csv");
    assert_eq!(format, "ag-news");
    assert_eq!(
        lines(&stories),
        [
            "Ferries Claw Back Into the Haven | - | - |  | Reuters | Business",
            "Tides' $5 Study | - | - | Haven | AP | Sci/Tech",
            "Regatta | - | - |  | - | 9",
        ]
    );
    assert_eq!(stories[0].body, "Short-handed ferries, the harbour's dwindling\nband of boats, are back.");
    assert_eq!(stories[1].body, "The study cost $5 million, <b> said its author.");
    assert_eq!(failures, ["line 3: record 3: text after a closing quote"]);
    let named = read("train.csv", "Class Index,Title,Description\n3,Ferry late,\"It ran late.\"\n");
    assert_eq!((named.format.as_str(), &named.records[0].section), ("ag-news", &some("Business")));
    let mapped = Options::new(None, &["text=2".to_owned()]).expect("options");
    let table = read_with("a.csv", b"\"3\",\"A\",\"b\"\n", &mapped).expect("it opens");
    assert_eq!(table.format, "csv", "what the user says goes before");
}

#[test]
fn tables_of_news_are_read_as_their_makers_meant_them() {
    let (_, isot, _) = fixture_stories("csv/ISOT_True.csv");
    assert_eq!(
        lines(&isot),
        [
            "As ferry fares rise, master flips script | 2017-12-31 | - | Washington | Reuters | politicsNews",
            "Tides, explained | 2017-12-30 | - |  | Reuters | worldnews",
        ]
    );
    let (_, all, _) = fixture_stories("csv/articles1.csv");
    assert_eq!(
        lines(&all),
        [
            "Ferry Fares Rise | 2016-12-31 | Ada Brightwell | Washington | New York Times | -",
            "Tides - of the year | 2016-12-30 | - |  | Atlantic | -",
        ]
    );
    assert_eq!(shown(all[0].member.as_ref()), "17283");
    let (_, second, _) = fixture_stories("csv/all-the-news-2-1.csv");
    assert_eq!(lines(&second), ["Ferries should take the idea seriously | 2016-12-09 | Bo Lee |  | Vox | -"]);
    assert_eq!(shown(second[0].url.as_ref()), "https://www.example.com/2016/12/9/ferry");
}

#[test]
fn a_summary_is_the_text_where_there_is_no_other() {
    let (_, stories, failures) = fixture_stories("csv/News_Category_Dataset.json");
    assert_eq!(
        lines(&stories),
        [
            "Over 4 Million Roll Up Sleeves For Ferries | 2022-09-23 | Ada Brightwell |  | - | HARBOUR NEWS",
            "Tides Turn | 2022-09-23 | - |  | - | TIDES",
        ]
    );
    assert!(failures.is_empty(), "{failures:?}");
    assert_eq!((stories[0].body.as_str(), &stories[0].summary), ("Officials said it is no longer too late.", &None));
    let table = read("a.csv", "headline,abstract\nFerry,It ran late.\n");
    assert_eq!(texts(&table), ["It ran late."]);
}

#[test]
fn the_list_inside_an_answer_is_what_is_read() {
    let (format, stories, failures) = fixture_stories("json/nyt-2019-9.json");
    assert_eq!((format.as_str(), failures.len()), ("json", 0));
    assert_eq!(
        lines(&stories),
        [
            "The Endless Patience of Haven | 2019-09-04 | Ada Brightwell | Haven | The New York Times | Harbour",
            "Tides | - | - |  | - | -",
        ]
    );
    assert_eq!(stories[0].body, "The ferry came late on Wednesday.");
    assert_eq!(shown(stories[0].summary.as_ref()), "A ferry came late.");
    assert_eq!(shown(stories[0].member.as_ref()), "nyt://article/1");
    let (_, guardian, failures) = fixture_stories("json/guardian.json");
    assert_eq!(lines(&guardian), ["Older ferry | 2006-07-06 | Ada Brightwell |  | - | World"]);
    assert_eq!((guardian[0].body.as_str(), failures.len()), ("The ferry is older.\n\nIt floats.", 0));
    let story = read("a.json", "{\"title\": \"Ferry\", \"text\": \"Late.\", \"items\": [{\"text\": \"no\"}]}");
    assert_eq!(texts(&story), ["Late."], "a story may hold a list");
    let torn = read("a.json", "{\"articles\": [{\"text\": \"one\"}, {\"text\": x}, {\"text\": \"three\"}");
    assert_eq!(texts(&torn), ["one", "three"]);
    assert_eq!(torn.failures.last().map(String::as_str), Some("line 1: record 4: the array does not end"));
}

#[test]
fn the_keys_of_news_please_are_known() {
    let (_, stories, _) = fixture_stories("json/newsplease.json");
    let expected = "Harbour to ferries: wait | 2017-07-17 | Ada Brightwell, Bo Lee |  | www.example.com | -";
    assert_eq!(lines(&stories), [expected]);
    assert!(stories[0].body.ends_with("They will not."));
    assert_eq!(shown(stories[0].lang.as_ref()), "en");
}

#[test]
fn a_title_loses_its_owner_only() {
    let titles = [("Ferry late - CNBC", "CNBC"), ("Ferry late - The Gull", "Gull"), ("Ferry - late", "Gull")];
    let shown: Vec<Option<String>> = titles
        .iter()
        .map(|(title, owner)| {
            let json = format!(
                "{{\"source\":{{\"id\":null,\"name\":\"{owner}\"}},\"title\":\"{title}\",\"content\":\"x\"}}\n"
            );
            read("a.jsonl", json).records[0].headline.clone()
        })
        .collect();
    assert_eq!(shown, [some("Ferry late"), some("Ferry late"), some("Ferry - late")]);
}

#[test]
fn commas_after_the_last_value_hide_no_story() {
    let objects = "[\n {\"title\": \"Ferry, }\", \"text\": \"Late.\",},\n {\"text\": \"Later.\"},\n]\n";
    let lines = "{\"title\": \"Ferry, }\", \"text\": \"Late.\",}\n{\"text\": \"Later.\"}\n";
    for (name, source) in [("a.json", objects), ("a.jsonl", lines)] {
        let read = read(name, source);
        assert_eq!((texts(&read), read.failures.len()), (vec!["Late.", "Later."], 0), "{name}: {:?}", read.failures);
        assert_eq!(read.records[0].headline.as_deref(), Some("Ferry, }"));
    }
    assert!(!read("a.jsonl", "{\"text\": \"Late\",,}\n{\"text\": \"b\"}\n").failures.is_empty());
}

#[test]
fn columns_are_known_however_their_words_are_parted() {
    let table = "Date published,Headline,Article text\n2021-07-15,Ferry late - CNN,It was late.\n";
    let record = &read("a.csv", table).records[0];
    assert_eq!((record.headline.as_deref(), record.agency.as_deref()), (Some("Ferry late"), Some("CNN")));
    assert_eq!((record.text.as_str(), record.date.as_deref()), ("It was late.", Some("2021-07-15")));
    let cut = read("a.json", "{\"title\": \"Ferry\", \"content\": \"It was late… [+1798 chars]\"}");
    assert_eq!(texts(&cut), ["It was late…"]);
}

#[test]
fn a_list_of_headlines_is_read_where_no_column_is_unknown() {
    let read_list = read("a.csv", "publish_date,headline_text\n20030219,ferry late again\n");
    assert_eq!(read_list.records[0].headline.as_deref(), Some("ferry late again"));
    assert!(refusal("a.csv", "date,title,story\n2003,A,b\n").contains("no column holds the text"));
}

#[test]
fn fields_before_a_plain_text_are_read() {
    for source in [
        "---\ntitle: \"Ferry late\"\nauthor: Ada Oven\nlayout: post\ndate: 2020-11-24\n---\n\nIt was late.\n\nAgain.\n",
        "Title: Ferry late\nDate: 2020-11-24\nAuthor: Ada Oven\n\nIt was late.\n\nAgain.\n",
        "Headline: Ferry late\nByline: Ada Oven\nDate: 2020-11-24\nText:\nIt was late.\n\nAgain.\n",
    ] {
        let read = read("a.txt", source);
        let record = &read.records[0];
        assert_eq!((read.format.as_str(), record.headline.as_deref()), ("text", Some("Ferry late")), "{source}");
        assert_eq!((record.byline.as_deref(), record.date.as_deref()), (Some("Ada Oven"), Some("2020-11-24")));
        assert_eq!(record.text, "It was late.\n\nAgain.\n");
        let start = usize::try_from(record.text_start.expect("a slice")).expect("small");
        assert_eq!(&source[start..], record.text);
    }
    for source in ["Title: a ferry\n\nIt was late.\n", "Ferry: late\nDate: none\n\nIt was.\n", "---\nIt was late.\n"] {
        assert_eq!(texts(&read("a.txt", source)), [source], "{source}");
    }
}
