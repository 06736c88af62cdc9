//! What the program prints, format by format, on the sample corpus.

use crate::harness::Archive;
use serde_json::Value;

const CEASEFIRE: &str = "2018/03/20/chad-cease-fire-signed.txt";

/// Runs a command that must succeed and say nothing on standard error; returns what it prints.
fn printed(archive: &Archive, arguments: &[&str]) -> String {
    let ran = archive.run(arguments);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    ran.stdout
}

fn object(text: &str) -> serde_json::Map<String, Value> {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn keys(object: &serde_json::Map<String, Value>) -> Vec<&str> {
    object.keys().map(String::as_str).collect()
}

/// Header and rows of a table; the reader refuses rows of another width.
fn table(text: &str, delimiter: u8) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let owned = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = owned(reader.headers().expect("a header"));
    let rows = reader.records().map(|record| owned(&record.expect("a row as wide as the header"))).collect();
    (header, rows)
}

/// The slice of a story that a mention or highlight points at.
fn slice<'s>(story: &'s serde_json::Map<String, Value>, at: &Value) -> Option<&'s str> {
    let field = story[at["field"].as_str()?].as_str()?;
    let offset = |key: &str| at[key].as_u64().and_then(|offset| usize::try_from(offset).ok());
    field.get(offset("start")?..offset("end")?)
}

#[test]
fn text_off_a_terminal_has_no_escape_sequences_and_one_line_a_snippet() {
    let archive = Archive::sample();
    let text = printed(&archive, &["search", "-n", "0", "said"]);
    assert!(text.lines().count() > 100 && !text.contains('\u{1b}'));
    let text = printed(&archive, &["search", "-p", "Saleh Oulatchi", "-o", "TFU", "sell", "--snippets", "1"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 9, "two hits of four lines with a blank one between: {text}");
    assert_eq!(lines[0], " 1  U.N. council sanctions Chad rebel commander, two gold traders");
    assert_eq!(lines[1], "    United Nations · Reuters · 2019-05-16 · 2019/05/16/un-sanctions-oulatchi.txt");
    assert!(lines[3].starts_with("    people: ") && lines[3].contains(" · orgs: "), "{text}");
    assert!(lines[4].is_empty() && lines[5].starts_with(" 2  "), "{text}");
}

#[test]
fn colour_marks_the_matches_and_nothing_else_changes() {
    let archive = Archive::sample();
    let query = ["search", "-p", "Saleh Oulatchi", "sell"];
    let plain = printed(&archive, &query);
    let colored = printed(&archive, &[&query[..], &["--color", "always"]].concat());
    for matched in ["selling", "sold", "Saleh Oulatchi", "Oulatchi"] {
        assert!(colored.contains(&format!("\u{1b}[1m\u{1b}[31m{matched}\u{1b}[0m")), "{matched}: {colored:?}");
    }
    let mut stripped = String::new();
    for (number, piece) in colored.split('\u{1b}').enumerate() {
        let text = if number == 0 { piece } else { piece.split_once('m').map_or("", |(_, text)| text) };
        stripped.push_str(text);
    }
    assert_eq!(stripped, plain);
    let without = archive.command().env("NO_COLOR", "1").args(query).output().expect("runs");
    assert_eq!(String::from_utf8_lossy(&without.stdout), plain);
}

#[test]
fn json_is_one_object_that_holds_the_lines_of_jsonl() {
    let archive = Archive::sample();
    let whole = object(&printed(&archive, &["search", "-f", "json", "-n", "3", "ferry"]));
    assert_eq!(keys(&whole), ["v", "query", "total", "hits"]);
    assert_eq!((&whole["v"], &whole["query"]), (&Value::from(1), &Value::from("ferry")));
    let count: u64 = printed(&archive, &["search", "-c", "ferry"]).trim().parse().expect("a number");
    assert!(count > 3);
    assert_eq!(whole["total"], count);
    let lines = printed(&archive, &["search", "--json", "-n", "3", "ferry"]);
    let lines: Vec<Value> = lines.lines().map(|line| Value::Object(object(line))).collect();
    assert_eq!(whole["hits"].as_array().expect("an array"), &lines);
    let filtered = object(&printed(&archive, &["search", "-f", "json", "-n", "1", "-p", "Oulatchi"]));
    assert!(filtered["query"].is_null());
}

#[test]
fn json_of_nothing_is_an_object_too() {
    let ran = Archive::sample().run(&["search", "-f", "json", "zyxwvut"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, "{\"v\":1,\"query\":\"zyxwvut\",\"total\":0,\"hits\":[]}\n"));
}

#[test]
fn csv_and_tsv_are_the_same_table() {
    let archive = Archive::sample();
    let (header, rows) = table(&printed(&archive, &["search", "-f", "csv", "-n", "0", "ferry"]), b',');
    let contract = [
        "rank", "score", "id", "path", "headline", "date", "dateline", "places", "agency", "byline", "section",
        "people", "orgs", "snippet",
    ];
    assert_eq!(header, contract);
    let hits = archive.hits(&["ferry"]);
    assert_eq!(rows.len(), hits.len());
    for (row, hit) in rows.iter().zip(&hits) {
        assert_eq!(row[2], hit["id"].as_str().expect("an id"));
        assert_eq!(row[4], hit["headline"].as_str().unwrap_or_default());
        assert!(row.iter().all(|cell| !cell.contains(['\n', '\t'])), "{row:?}");
    }
    let text = printed(&archive, &["search", "-f", "tsv", "-n", "0", "ferry"]);
    let cells: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(cells[0], contract);
    assert_eq!(cells[1..], rows);
}

#[test]
fn a_story_is_shown_with_its_parts_in_order() {
    let archive = Archive::sample();
    let text = printed(&archive, &["show", CEASEFIRE]);
    let mut rest = text.as_str();
    for part in [
        "Chad rebels, government sign cease-fire after 5 weeks of talks\n",
        "Paris · AP · 2018-03-20 · 2018/03/20/chad-cease-fire-signed.txt\n",
        "By LUC BRANDILLON\n\n",
        "PARIS (AP) — The government of Chad",
        "\n\npeople: Idris Belkhoudja 2, Saleh Oulatchi 2\n",
        "orgs: Tibesti Front for Unity 1, U.N. 1\n",
    ] {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part:?} is missing or misplaced in {text}"));
        rest = &rest[at + part.len()..];
    }
    assert_eq!(rest, "");
    let marked = printed(&archive, &["show", CEASEFIRE, "--match", "sell", "--color", "always"]);
    assert_eq!(marked.matches("\u{1b}[1m\u{1b}[31msold\u{1b}[0m").count(), 2);
    assert!(marked.contains("\u{1b}[4mSaleh Oulatchi\u{1b}[0m"), "names are underlined");
}

#[test]
fn a_shown_story_as_json_says_where_the_query_matches() {
    let archive = Archive::sample();
    let story = object(&printed(&archive, &["show", CEASEFIRE, "--json", "--match", "sell"]));
    let marked: Vec<_> = story["highlights"].as_array().expect("an array").iter().map(|at| slice(&story, at)).collect();
    assert_eq!(marked, [Some("sold"), Some("sold")]);
    let plain = object(&printed(&archive, &["show", CEASEFIRE, "-f", "json"]));
    assert!(!plain.contains_key("highlights"));
    let exported = printed(&archive, &["export", &format!("id:{CEASEFIRE}")]);
    assert_eq!(object(exported.trim_end()), plain);
}

#[test]
fn a_story_that_does_not_match_is_shown_with_a_note() {
    let ran = Archive::sample().run(&["show", CEASEFIRE, "--match", "zyxwvut"]);
    assert_eq!((ran.status, ran.stdout.is_empty()), (0, false));
    assert!(ran.stderr.starts_with("note: ") && ran.stderr.contains("does not match"), "{}", ran.stderr);
}

#[test]
fn export_has_every_story_with_the_keys_of_the_contract_and_mentions_that_fit() {
    let archive = Archive::sample();
    let text = printed(&archive, &["export"]);
    assert_eq!(text.lines().count(), 94);
    let contract = [
        "v",
        "id",
        "path",
        "member",
        "headline",
        "date",
        "date_source",
        "dateline",
        "places",
        "agency",
        "byline",
        "section",
        "people",
        "orgs",
        "stale",
        "inferred",
        "body",
        "url",
        "lang",
        "dateline_date",
        "advisory",
        "trailer",
        "status",
        "update",
        "tags",
        "headline_tags",
        "time",
        "summary",
        "slug",
        "version",
        "format",
        "encoding",
        "mentions",
    ];
    let mut mentions = 0;
    for line in text.lines() {
        let story = object(line);
        assert_eq!(keys(&story), contract);
        let mut before = ("", 0);
        for mention in story["mentions"].as_array().expect("an array") {
            let mention = mention.as_object().expect("an object");
            assert_eq!(keys(mention), ["kind", "name", "field", "start", "end", "text"]);
            assert!(matches!(mention["kind"].as_str(), Some("person" | "org")), "{mention:?}");
            assert_eq!(slice(&story, &Value::Object(mention.clone())), mention["text"].as_str(), "{}", story["id"]);
            let place = (mention["field"].as_str().expect("a field"), mention["start"].as_u64().expect("an offset"));
            assert!(before.0 != place.0 || before.1 <= place.1, "mentions come in text order");
            before = place;
            mentions += 1;
        }
    }
    assert!(mentions > 300, "{mentions}");
}

#[test]
fn the_names_of_a_query_come_in_every_format() {
    let archive = Archive::sample();
    let ask = |format: &str| printed(&archive, &["people", "-o", "European Commission", "-n", "0", "-f", format]);
    let lines: Vec<_> = ask("jsonl").lines().map(object).collect();
    assert!(lines.len() > 1);
    assert!(lines.iter().all(|line| keys(line) == ["v", "name", "stories", "mentions", "first", "last"]));
    let names: Vec<&str> = lines.iter().filter_map(|line| line["name"].as_str()).collect();
    assert_eq!(names[0], "Odetta Marchetti");
    assert!(lines.is_sorted_by(|a, b| a["stories"].as_u64() >= b["stories"].as_u64()));

    let whole = object(&ask("json"));
    assert_eq!((keys(&whole), &whole["total"]), (vec!["v", "query", "total", "names"], &Value::from(names.len())));
    for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let (header, rows) = table(&ask(format), delimiter);
        assert_eq!(header, ["name", "stories", "mentions", "first", "last"]);
        assert_eq!(rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), names);
    }
    let text = ask("text");
    assert_eq!(text.lines().count(), names.len() + 1);
    assert!(text.lines().next().is_some_and(|header| header.ends_with("  name")), "{text}");
    assert!(text.lines().skip(1).zip(&names).all(|(line, name)| line.ends_with(name)), "{text}");
}

#[test]
fn organizations_have_the_name_that_most_stories_use() {
    let archive = Archive::sample();
    let lines = printed(&archive, &["orgs", "--json", "-n", "3"]);
    let names: Vec<_> = lines.lines().map(|line| object(line)["name"].clone()).collect();
    assert_eq!(names[0], "Northern Fisheries Council");
    assert_eq!(names.len(), 3);
    let ran = archive.run(&["orgs", "zyxwvut"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
}

#[test]
fn status_tells_stories_dates_and_files_in_every_format() {
    let archive = Archive::sample();
    archive.write("broken.csv", b"Kopf,Rumpf\nFerry sinks,A ferry sank.\n");
    archive.write("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0");
    assert_eq!(archive.run(&["index", "-q"]).status, 3);

    let text = printed(&archive, &["status"]);
    for part in
        ["\nstories    94\n", "\ndates      1987-02-26 to 2020-12-10\n", "\nfailed: broken.csv: ", "\nskipped: pic"]
    {
        assert!(text.contains(part), "{part:?}: {text}");
    }
    let lines: Vec<_> = printed(&archive, &["status", "--json"]).lines().map(object).collect();
    let (index, files) = lines.split_last().expect("a line for the index");
    assert_eq!((index["type"].as_str(), index["stories"].as_u64()), (Some("index"), Some(94)));
    assert_eq!(files.len(), 80);
    let count = |status: &str| files.iter().filter(|file| file["status"] == status).count();
    assert_eq!((count("indexed"), count("skipped"), count("failed")), (78, 1, 1));
    assert!(files.iter().all(|file| (file["status"] == "indexed") == file["reason"].is_null()));

    let whole = object(&printed(&archive, &["status", "-f", "json"]));
    assert_eq!(keys(&whole), ["v", "index", "files"]);
    assert_eq!(whole["files"].as_array().expect("an array").len(), files.len());
}

#[test]
fn snippets_are_as_many_and_as_wide_as_was_asked_for() {
    let archive = Archive::sample();
    let texts = |arguments: &[&str]| {
        let hits = archive.hits(&[arguments, &["strike"]].concat());
        let texts = |hit: &Value| {
            let snippets = hit["snippets"].as_array().expect("an array").clone();
            snippets.iter().map(|snippet| snippet["text"].as_str().expect("text").to_owned()).collect::<Vec<_>>()
        };
        hits.iter().map(texts).collect::<Vec<_>>()
    };
    assert!(texts(&["--snippets", "0"]).iter().all(Vec::is_empty));
    assert!(texts(&["--snippets", "1"]).iter().all(|texts| texts.len() == 1));
    assert!(texts(&["--snippets", "3"]).iter().any(|texts| texts.len() == 3));
    let widest = |width: &str| {
        texts(&["--width", width]).iter().flatten().map(|text| text.chars().count()).max().unwrap_or_default()
    };
    let (narrow, wide) = (widest("60"), widest("300"));
    // A headline is one snippet and never cut; the sample's are under 110 characters.
    assert!(narrow <= 110 && wide > 200 && wide < 360, "{narrow} {wide}");
    let text = printed(&archive, &["search", "--snippets", "0", "-n", "1", "strike"]);
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn a_snippet_is_a_slice_of_its_field_and_its_highlights_are_the_query() {
    let archive = Archive::sample();
    let hits = archive.hits(&["-p", "Saleh Oulatchi", "sell"]);
    assert_eq!(hits.len(), 2);
    for hit in &hits {
        let story = object(&printed(&archive, &["show", "--json", hit["id"].as_str().expect("an id")]));
        for snippet in hit["snippets"].as_array().expect("an array") {
            let offset = |value: &Value| usize::try_from(value.as_u64().expect("an offset")).expect("it fits");
            let (start, text) = (offset(&snippet["start"]), snippet["text"].as_str().expect("text"));
            let field = story[snippet["field"].as_str().expect("a field")].as_str().expect("text");
            assert!(field[start..].starts_with(text));
            for at in snippet["highlights"].as_array().expect("an array") {
                let marked = &text[offset(&at[0])..offset(&at[1])];
                assert!(["selling", "sold", "Saleh Oulatchi", "Oulatchi"].contains(&marked), "{marked}");
            }
        }
    }
}

#[test]
fn ranks_go_on_where_the_offset_begins() {
    let archive = Archive::sample();
    let page = archive.run(&["search", "--json", "-n", "2", "--offset", "3", "said"]).stdout;
    let ranks: Vec<_> = page.lines().map(|line| object(line)["rank"].clone()).collect();
    assert_eq!(ranks, [4, 5]);
    let text = printed(&archive, &["search", "-n", "1", "--offset", "3", "said"]);
    assert!(text.starts_with(" 4  "), "{text}");
    let ran = archive.run(&["search", "--offset", "1000", "said"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("--offset"), "{}", ran.stderr);
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let anywhere = Archive::empty();
    let commands = ["index", "search", "show", "people", "orgs", "export", "status", "completions"];
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(&anywhere, &["completions", shell]);
        assert!(commands.iter().all(|command| script.contains(command)), "{shell}");
    }
    let manual = printed(&anywhere, &["man"]);
    assert!(manual.contains(".TH morgue 1") && commands.iter().all(|command| manual.contains(command)));
    assert!(printed(&anywhere, &["man", "search"]).contains("snippets"));
    assert_eq!(anywhere.run(&["man", "nothing"]).status, 2);
}
