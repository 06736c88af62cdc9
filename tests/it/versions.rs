//! Versions of a story: which are one group, which of them are shown, and what changed.

use crate::harness::Archive;
use serde_json::{Value, json};

/// A story of Reuters's as its text file; the body must be long enough to be told from boilerplate.
fn story(headline: &str, day: u32, body: &str) -> String {
    format!("{headline}\n\nRIGA, May {day}, 2019 (Reuters) - {body}\n")
}

const STRIKE: &str = "Dockers in the port of Riga stopped work on Monday over a new roster that would move night \
    crews to the grain terminal, the union said. Talks with the harbour board broke off after an hour. \"We will \
    wait as long as the river does,\" said union leader Orla Venn.";

const MORE: &str = " The board said three ships had turned back to Ventspils and that it would ask a court to end \
    the walkout. Shippers put the loss at 2 million euros a day. A mediator is due on Thursday.";

/// A strike filed four times in two days, and what is not of it.
fn strike() -> Archive {
    let longer = format!("{STRIKE}{MORE}");
    let corrected = longer.replace("2 million", "3 million");
    let archive = Archive::of(&[
        ("a/1.txt", &story("Riga dockers walk out", 6, STRIKE)),
        ("a/2.txt", &story("UPDATE 1-Riga dockers walk out", 6, &longer)),
        ("a/3.txt", &story("CORRECTED-UPDATE 1-Riga dockers walk out", 7, &corrected)),
        ("a/4.txt", &story("RPT-UPDATE 1-Riga dockers walk out", 8, &longer)),
        (
            "b/other.txt",
            &story("Riga bakers raise prices", 6, "Bakers in Riga said on Monday that rye had become dear."),
        ),
    ]);
    archive.index();
    archive
}

fn groups(archive: &Archive, query: &[&str]) -> Vec<(String, Value)> {
    let hits = archive.hits(&[&["--versions", "all", "-s", "path"], query].concat());
    hits.iter().map(|hit| (hit["id"].as_str().expect("an id").to_owned(), hit["group"].clone())).collect()
}

#[test]
fn a_story_filed_again_is_one_group_in_the_order_of_time() {
    let archive = strike();
    let member = |id: &str, position: u32| (id.to_owned(), json!({"id": "a/1.txt", "size": 4, "position": position}));
    let expected = [member("a/1.txt", 1), member("a/2.txt", 2), member("a/3.txt", 3), member("a/4.txt", 4)];
    assert_eq!(groups(&archive, &["dockers"]), expected);
    assert_eq!(groups(&archive, &["bakers"]), [("b/other.txt".to_owned(), Value::Null)]);
}

#[test]
fn the_group_is_told_only_when_it_is_asked_for() {
    let archive = strike();
    let hits = archive.hits(&["dockers", "-s", "path"]);
    assert!(hits.iter().all(|hit| hit["group"].is_null()), "{hits:?}");
    let said: Vec<(&Value, &Value)> = hits.iter().map(|hit| (&hit["status"], &hit["update"])).collect();
    assert_eq!(
        said,
        [
            (&Value::Null, &Value::Null),
            (&Value::Null, &json!(1)),
            (&json!("corrected"), &json!(1)),
            (&json!("repeated"), &json!(1)),
        ]
    );
}

#[test]
fn a_group_is_shown_by_its_last_version_that_matches() {
    let archive = strike();
    let ran = archive.run(&["search", "--group", "--snippets", "0", "Riga", "-s", "path"]);
    let lines: Vec<&str> = ran.stdout.lines().filter(|line| line.contains(".txt")).collect();
    assert_eq!(
        lines,
        [
            "    Riga · Reuters · 2019-05-08 · a/4.txt · repeated · +3 earlier versions",
            "    Riga · Reuters · 2019-05-06 · b/other.txt",
        ]
    );
    let ran = archive.run(&["search", "--group", "--snippets", "0", "\"3 million\""]);
    assert!(ran.stdout.contains("a/3.txt · corrected · +2 earlier versions, 1 later\n"), "{}", ran.stdout);
}

#[test]
fn counts_paths_and_pages_follow_the_choice_of_versions() {
    let archive = strike();
    for (options, ids) in [
        (&["--versions", "all"][..], &["a/1.txt", "a/2.txt", "a/3.txt", "a/4.txt", "b/other.txt"][..]),
        (&["--versions", "latest"], &["a/4.txt", "b/other.txt"]),
        (&["--versions", "first"], &["a/1.txt", "b/other.txt"]),
        (&["--group"], &["a/4.txt", "b/other.txt"]),
        (&["--group", "--versions", "first"], &["a/1.txt", "b/other.txt"]),
    ] {
        let query = [options, &["Riga"]].concat();
        assert_eq!(archive.ids(&query), ids, "{options:?}");
        assert_eq!(archive.run(&[&["search", "-c"], &query[..]].concat()).stdout, format!("{}\n", ids.len()));
        let second = archive.run(&[&["search", "-l", "-s", "path", "-n", "1", "--offset", "1"], &query[..]].concat());
        assert_eq!(second.stdout, format!("{}\n", ids[1]), "{options:?}");
    }
    // The latest version has nothing of three millions, and an earlier one does not stand for it.
    let ran = archive.run(&["search", "-c", "--versions", "latest", "\"3 million\""]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, "0\n"));
    let ran = archive.run(&["search", "--group", "-f", "json", "-n", "1", "Riga"]);
    let answer: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(answer["total"], 2);
}

#[test]
fn the_same_text_is_one_group_whatever_its_headline_and_agency() {
    let archive = Archive::of(&[
        ("a.txt", &story("Riga dockers walk out", 6, STRIKE)),
        ("b.txt", &story("Port at a standstill", 7, STRIKE)),
        ("c.txt", &story("Port at a standstill", 7, STRIKE).replace("(Reuters)", "(AP)")),
        ("late.txt", &story("Riga dockers walk out", 20, STRIKE)),
        ("short.txt", &story("Riga market", 6, "Market closed.")),
        ("short2.txt", &story("Tallinn market", 7, "Market closed.")),
    ]);
    archive.index();
    let groups = groups(&archive, &["date:2019"]);
    let of: Vec<(&str, &Value)> = groups.iter().map(|(id, group)| (id.as_str(), &group["id"])).collect();
    assert_eq!(
        of,
        [
            ("a.txt", &json!("a.txt")),
            ("b.txt", &json!("a.txt")),
            ("c.txt", &json!("a.txt")),
            ("late.txt", &Value::Null),
            ("short.txt", &json!("short.txt")),
            ("short2.txt", &json!("short.txt")),
        ]
    );
}

#[test]
fn daily_boilerplate_is_no_version_of_yesterdays() {
    let rates = |day: u32, grain: f64, rye: f64| {
        let body = format!(
            "The harbour board of Riga set the following prices for delivery at the quay, with those of the day before \
             in brackets. Grain {grain} ({}). Rye {rye} ({}). Buyers must take their goods away before the evening tide. \
             The board sets prices each working day and answers no questions about them.",
            grain - 1.5,
            rye + 2.25
        );
        story("Riga harbour prices", day, &body)
    };
    let archive = Archive::of(&[
        ("6.txt", &rates(6, 101.0, 77.0)),
        ("7.txt", &rates(7, 102.75, 79.5)),
        ("8.txt", &rates(8, 109.0, 74.25)),
        ("8-again.txt", &rates(8, 109.0, 74.25).replace("Riga harbour", "REFILE-Riga harbour")),
    ]);
    archive.index();
    let groups = groups(&archive, &["harbour"]);
    let sizes: Vec<(&str, &Value)> = groups.iter().map(|(id, group)| (id.as_str(), &group["size"])).collect();
    assert_eq!(
        sizes,
        [("6.txt", &Value::Null), ("7.txt", &Value::Null), ("8-again.txt", &json!(2)), ("8.txt", &json!(2)),]
    );
}

#[test]
fn undated_stories_are_grouped_by_headline_or_text() {
    let archive = Archive::of(&[
        ("a.txt", &format!("Riga dockers walk out\n\n{STRIKE}\n")),
        ("b.txt", &format!("UPDATE 1-Riga dockers walk out\n\n{STRIKE}{MORE}\n")),
        ("c.txt", &format!("Port at a standstill\n\n{STRIKE}\n")),
        (
            "d.txt",
            "Riga dockers walk out\n\nThey did it again in the spring, this time over the price of tea in the canteen.\n",
        ),
    ]);
    archive.index();
    let ids: Vec<(String, Value)> =
        groups(&archive, &["Riga OR port"]).into_iter().map(|(id, group)| (id, group["size"].clone())).collect();
    let expected = [("a.txt", json!(3)), ("b.txt", json!(3)), ("c.txt", json!(3)), ("d.txt", Value::Null)];
    assert_eq!(ids, expected.map(|(id, size)| (id.to_owned(), size)));
}

#[test]
fn a_withdrawn_story_says_so_and_belongs_to_what_it_withdraws() {
    let archive = Archive::of(&[
        ("1.txt", &story("Riga dockers walk out", 6, STRIKE)),
        ("2.txt", &story("STORY WITHDRAWN-Riga dockers walk out", 7, "A story on dockers is wrong. It is withdrawn.")),
    ]);
    archive.index();
    let ran = archive.run(&["search", "--versions", "latest", "--snippets", "0", "dockers"]);
    assert!(ran.stdout.contains("2.txt · withdrawn · +1 earlier version\n"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("1.txt"), "{}", ran.stdout);
    let ran = archive.run(&["search", "--cite", "withdrawn"]);
    assert!(ran.stdout.contains("(withdrawn)"), "{}", ran.stdout);
}

#[test]
fn versions_are_found_across_runs_and_forgotten_with_their_files() {
    let archive = strike();
    let longer = story("UPDATE 2-Riga dockers walk out", 8, &format!("{STRIKE}{MORE} It rained."));
    archive.write("a/5.txt", longer.as_bytes());
    archive.index();
    assert_eq!(archive.ids(&["--versions", "latest", "dockers"]), ["a/5.txt"]);
    std::fs::remove_file(archive.path().join("a/5.txt")).expect("it was there");
    archive.index();
    assert_eq!(archive.ids(&["--versions", "latest", "dockers"]), ["a/4.txt"]);
}

#[test]
fn show_lists_the_versions_and_what_differs() {
    let archive = strike();
    let ran = archive.run(&["show", "a/2.txt", "--versions"]);
    insta::assert_snapshot!(ran.stdout, @r"
     1  Riga dockers walk out
        Riga · Reuters · 2019-05-06 · a/1.txt
        50 words

     2  UPDATE 1 - Riga dockers walk out
        Riga · Reuters · 2019-05-06 · a/2.txt · this one
        87 words, +37 -0

     3  CORRECTED - UPDATE 1 - Riga dockers walk out
        Riga · Reuters · 2019-05-07 · a/3.txt · corrected
        87 words, +1 -1

     4  RPT - UPDATE 1 - Riga dockers walk out
        Riga · Reuters · 2019-05-08 · a/4.txt · repeated
        87 words, +1 -1
    ");
    let ran = archive.run(&["show", "a/2.txt", "--versions", "--json"]);
    let record: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let third = &record["versions"][2];
    assert_eq!(third["id"], "a/3.txt");
    assert_eq!((&third["status"], &third["added"], &third["removed"]), (&json!("corrected"), &json!(1), &json!(1)));
    let ran = archive.run(&["show", "b/other.txt", "--versions"]);
    assert!(ran.stdout.contains("b/other.txt · this one"), "{}", ran.stdout);
}

#[test]
fn show_tells_what_changed_word_by_word() {
    let archive = strike();
    let ran = archive.run(&["show", "a/3.txt", "--diff"]);
    assert!(ran.stdout.starts_with("--- a/2.txt\n+++ a/3.txt\n"), "{}", ran.stdout);
    assert_eq!(archive.run(&["show", "--diff", "a/3.txt"]).stdout, ran.stdout, "the option may come first");
    assert!(ran.stdout.contains("the loss at [-2-] {+3+} million euros"), "{}", ran.stdout);
    let ran = archive.run(&["show", "a/4.txt", "--json", "--diff=a/2.txt"]);
    let record: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!((&record["from"], &record["to"]), (&json!("a/2.txt"), &json!("a/4.txt")));
    assert_eq!(record["body"].as_array().map(Vec::len), Some(1), "nothing changed: {record}");
    let ran = archive.run(&["show", "a/1.txt", "--diff"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("no earlier version"), "{}", ran.stderr);
    assert_eq!(archive.run(&["show", "a/1.txt", "--diff=nowhere.txt"]).status, 1);
}

#[test]
fn what_is_filed_daily_for_weeks_is_no_group() {
    let daily = |day: u32| {
        let body = format!("{STRIKE} The mediator{} came and went.", " again".repeat(day as usize));
        story("Riga dockers walk out", day, &body)
    };
    let files: Vec<(String, String)> = (1..=12).map(|day| (format!("{day:02}.txt"), daily(day))).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let again = daily(12);
    files.push(("12-again.txt", &again));
    let archive = Archive::of(&files);
    archive.index();
    let found = groups(&archive, &["dockers"]);
    let grouped: Vec<&str> = found.iter().filter(|(_, group)| !group.is_null()).map(|(id, _)| id.as_str()).collect();
    assert_eq!(grouped, ["12-again.txt", "12.txt"]);
    assert_eq!(groups(&archive, &["id:05.txt"])[0].1, Value::Null, "a story of the series asked for alone");
}

#[test]
fn a_headline_of_very_many_stories_groups_none_of_them() {
    // Each has the report and as many words of its own: enough under one headline, too little under none.
    let row = |at: usize| {
        let own = (0..60).map(|word| format!("w{at}x{word}")).collect::<Vec<String>>().join(" ");
        format!("Press release,\"{} {own}.\"\n", STRIKE.replace('"', ""))
    };
    let rows = |count: usize| format!("headline,text\n{}", (0..count).map(row).collect::<String>());
    for (count, size) in [(3, json!(3)), (120, Value::Null)] {
        let archive = Archive::of(&[("a.csv", &rows(count))]);
        archive.index();
        let found = groups(&archive, &["dockers"]);
        assert_eq!((found.len(), &found[1].1["size"]), (count, &size));
    }
}
