//! What is shown of a match: snippets, concordance lines and citations, and in which language a query is read.

use crate::harness::{Archive, Ran};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::fs;
use std::io::Write;

const TALKS: &str = "Envoys meet\n\nGENEVA, May 1 (Reuters) - The U.S.-led talks were a waste of time, Foreign Minister Ilse \
    Brandauer said. “Café talk,” she called them.\n\nBrandauer told reporters that her government would, after a pause of \
    several weeks, lift the sanctions on grain.\n\nThe sanctions on oil stay.\n";

const HARBOUR: &str = "Harbour board closes\n\nRIGA, May 2 (Reuters) - The harbour board\r\nclosed its office after the\r\n\
    sanctions, a clerk said.\r\n";

/// An archive of two stories in files of their own.
fn archive() -> Archive {
    let archive = Archive::of(&[("2019/05/01/talks.txt", TALKS), ("2019/05/02/harbour.txt", HARBOUR)]);
    archive.index();
    archive
}

fn ran(archive: &Archive, arguments: &[&str]) -> Ran {
    let ran = archive.run(arguments);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{arguments:?}: {}", ran.stdout);
    ran
}

fn objects(archive: &Archive, arguments: &[&str]) -> Vec<Value> {
    ran(archive, arguments).stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("it fits")
}

/// The bytes of a source that a citation names.
fn cut(archive: &Archive, citation: &Value) -> String {
    let source = fs::read(archive.path().join(citation["path"].as_str().expect("a path"))).expect("the source");
    let bytes = &source[number(&citation["start"])..number(&citation["end"])];
    String::from_utf8(bytes.to_vec()).expect("the bytes are text")
}

#[test]
fn a_snippet_of_a_distance_shows_both_operands() {
    let archive = archive();
    for (query, parts) in [
        ("reporters w/12 lift*", ["reporters", "lift"]),
        ("sanctions w/s person:brandauer", ["Brandauer", "sanctions"]),
        ("government pre/11 sanctions", ["government", "sanctions"]),
    ] {
        for width in ["30", "60", "300"] {
            let hits = archive.hits(&["--snippets", "1", "--width", width, query]);
            let snippet = &hits[0]["snippets"][0];
            let text = snippet["text"].as_str().expect("a text");
            let marked: Vec<&str> = snippet["highlights"]
                .as_array()
                .expect("an array")
                .iter()
                .map(|at| &text[number(&at[0])..number(&at[1])])
                .collect();
            assert_eq!(marked, parts, "{query} at {width}: {text}");
        }
    }
    let hits = archive.hits(&["--snippets", "3", "sanctions not w/5 oil"]);
    let texts: Vec<&str> = hits[0]["snippets"]
        .as_array()
        .expect("an array")
        .iter()
        .filter_map(|snippet| snippet["text"].as_str())
        .collect();
    let marked = hits[0]["snippets"].as_array().expect("an array").iter();
    let marked: usize = marked.map(|snippet| snippet["highlights"].as_array().map_or(0, Vec::len)).sum();
    assert_eq!(marked, 1, "the sanctions on oil are no match: {texts:?}");
}

#[test]
fn show_marks_both_operands_and_nothing_between_them() {
    let archive = archive();
    let arguments =
        ["show", "2019/05/01/talks.txt", "--match", "government w/12 sanctions", "--color", "always", "--no-pager"];
    let text = ran(&archive, &arguments).stdout;
    let marked = text.matches("\u{1b}[1m\u{1b}[31m").count();
    assert_eq!(marked, 2, "{text}");
    assert!(text.contains("\u{1b}[31mgovernment\u{1b}[0m would, after a pause"), "{text}");
}

#[test]
fn a_concordance_has_a_line_for_each_match_with_the_matches_in_one_column() {
    let archive = archive();
    let text = ran(&archive, &["search", "--kwic", "3", "-s", "path", "sanction"]).stdout;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    let columns: Vec<Option<usize>> =
        lines.iter().map(|line| line.find("sanctions").map(|at| line[..at].chars().count())).collect();
    assert_eq!(columns, [Some(24); 3], "{text}");
    assert!(lines[0].trim_start().starts_with("weeks, lift the sanctions on grain. The  "), "{text}");
    assert!(lines[1].trim_start().starts_with("on grain. The sanctions on oil stay.  "), "{text}");
    assert!(lines[2].ends_with("  2019/05/02/harbour.txt"), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains('\r'), "{text:?}");
}

#[test]
fn a_match_of_a_distance_is_one_line_from_its_first_word_to_its_last() {
    let archive = archive();
    let lines = objects(&archive, &["search", "--kwic", "2", "--json", "reporters w/12 lift*"]);
    assert_eq!(lines.len(), 1);
    let keys: Vec<&String> = lines[0].as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["v", "id", "date", "field", "start", "end", "left", "match", "right"]);
    let text = |key: &str| lines[0][key].as_str().expect("a text");
    assert_eq!(text("match"), "reporters that her government would, after a pause of several weeks, lift");
    assert_eq!((text("left"), text("right")), ("Brandauer told ", " the sanctions"));
    assert_eq!((text("id"), text("date")), ("2019/05/01/talks.txt", "2019-05-01"));
    let story = &objects(&archive, &["show", "-f", "json", "2019/05/01/talks.txt"])[0];
    let body = story[text("field")].as_str().expect("a field");
    assert_eq!(&body[number(&lines[0]["start"])..number(&lines[0]["end"])], text("match"));
}

#[test]
fn a_concordance_comes_as_a_table_and_counts_stories() {
    let archive = archive();
    let table = ran(&archive, &["search", "--kwic", "2", "-n", "1", "-s", "path", "-f", "tsv", "sanction"]).stdout;
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows[0], ["id", "date", "field", "start", "end", "left", "match", "right"]);
    assert_eq!(rows.len(), 3, "one story, two matches: {table}");
    assert_eq!(rows[1][5..], ["lift the", "sanctions", "on grain."]);
    let whole: Value =
        serde_json::from_str(&ran(&archive, &["search", "--kwic", "2", "-f", "json", "sanction"]).stdout)
            .expect("an object");
    assert_eq!((number(&whole["total"]), whole["lines"].as_array().map(Vec::len)), (2, Some(3)));
    let nothing = archive.run(&["search", "--kwic", "2", "date:2019"]);
    assert_eq!((nothing.status, nothing.stdout.as_str()), (0, ""));
    assert!(nothing.stderr.starts_with("note: ") && nothing.stderr.contains("--kwic"), "{}", nothing.stderr);
}

#[test]
fn a_citation_names_the_bytes_that_it_prints() {
    let archive = archive();
    archive.write("2019/05/03/marked.txt", format!("\u{feff}{TALKS}").as_bytes());
    archive.index();
    let cited =
        objects(&archive, &["search", "--cite", "--json", "-n", "0", "-s", "path", "talk OR harbour OR sanction"]);
    assert_eq!(cited.len(), 3);
    let lines = ran(&archive, &["search", "--cite", "-n", "0", "-s", "path", "talk OR harbour OR sanction"]).stdout;
    assert_eq!(lines.lines().count(), 3);
    for (citation, line) in cited.iter().zip(lines.lines()) {
        let text = citation["text"].as_str().expect("a text");
        assert_eq!(cut(&archive, citation), text);
        assert!(!text.contains(['\r', '\n']), "{text:?}");
        let range = format!(", bytes {}-{}: \"{text}\"", citation["start"], citation["end"]);
        assert!(line.ends_with(&range), "{line}");
        assert_eq!(citation["citation"], *line);
    }
    let first = "\"Envoys meet.\" Reuters (Geneva), 2019-05-01. 2019/05/01/talks.txt, bytes ";
    assert!(lines.starts_with(first), "{lines}");
    let keys: Vec<&String> = cited[0].as_object().expect("an object").keys().take(11).collect();
    let contract = ["v", "id", "headline", "agency", "places", "date", "byline", "start", "end", "text", "citation"];
    assert_eq!(keys, contract);
}

#[test]
fn every_citation_of_a_plain_text_is_cut_out_of_its_file() {
    let archive = Archive::sample();
    let (mut bodies, mut headlines) = (0, 0);
    for query in [
        "said",
        "person:* w/10 said",
        "org:* w/s (sanction* OR strike*)",
        "\"of the\" not w/5 minister",
        "headline:(to OR in OR of)",
        "headline:(person:* w/9 budget)",
        "lead:(strike* OR government)",
        "atleast2(first50(said OR says))",
    ] {
        for cited in objects(&archive, &["search", "--cite", "--json", "-n", "0", query]) {
            if cited["start"].is_null() {
                continue;
            }
            assert_eq!(cut(&archive, &cited), cited["text"].as_str().expect("a text"), "{query}: {cited}");
            let counter = if cited["field"] == "headline" { &mut headlines } else { &mut bodies };
            *counter += 1;
        }
    }
    assert!(bodies > 100 && headlines > 10, "{bodies} passages and {headlines} headlines prove little");
}

#[test]
fn a_match_over_a_line_end_is_cited_whole_and_printed_on_one_line() {
    let archive = archive();
    let query = ["search", "--cite", "office w/4 sanctions"];
    let cited = &objects(&archive, &[&query[..], &["--json"]].concat())[0];
    assert_eq!(cited["text"], "closed its office after the\r\nsanctions, a clerk said.");
    assert_eq!(cut(&archive, cited), cited["text"].as_str().expect("a text"));
    let line = ran(&archive, &query).stdout;
    assert!(line.ends_with("\"closed its office after the  sanctions, a clerk said.\"\n"), "{line}");
}

#[test]
fn what_is_not_in_a_file_as_it_stands_is_cited_by_its_place_in_the_story() {
    let archive = Archive::empty();
    let record = r#"{"id":"7","headline":"Envoys meet","text":"The talks \"failed\".","date":"2019-05-01"}"#;
    archive.write("wire.jsonl", record.as_bytes());
    archive.write("latin.txt", b"Envoys meet\n\nThe talks in the caf\xE9 cost \xA35.\n");
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(TALKS.as_bytes()).expect("packed");
    archive.write("talks.txt.gz", &packed.finish().expect("packed"));
    archive.index();
    let lines = ran(&archive, &["search", "--cite", "-s", "path", "headline:envoys body:talks"]).stdout;
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].contains("latin.txt, bytes 0-32 of the body: \"The talks in the café"), "{}", lines[0]);
    let (before, quoted) = lines[1].split_once(" of the unpacked file: \"").expect("a packed file is unpacked first");
    let (_, range) = before.rsplit_once(" bytes ").expect("a range");
    let (start, end) = range.split_once('-').expect("two numbers");
    let bytes = start.parse::<usize>().expect("a number")..end.parse().expect("a number");
    assert_eq!(TALKS[bytes].replace(['\r', '\n'], " "), quoted.trim_end_matches('"'));
    assert_eq!(
        lines[2],
        "\"Envoys meet.\" 2019-05-01. wire.jsonl#7, bytes 0-19 of the body: \"The talks \"failed\".\""
    );
    let cited = objects(&archive, &["search", "--cite", "--json", "-s", "path", "headline:envoys body:talks"]);
    for citation in &cited {
        assert!(citation["start"].is_null() && citation["offset"].is_u64(), "{citation}");
    }
}

#[test]
fn a_concordance_and_a_citation_are_no_lists_of_files() {
    let archive = archive();
    for conflict in [&["--kwic", "3", "--cite"][..], &["--kwic", "3", "-l"], &["--kwic", "3", "-c"], &["--cite", "-c"]]
    {
        let ran = archive.run(&[&["search"], conflict, &["sanction"]].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{conflict:?}");
        assert!(ran.stderr.contains("cannot be used with"), "{conflict:?}: {}", ran.stderr);
    }
    for refused in [&["--kwic", "3", "-f", "ids"][..], &["--cite", "-f", "paths"]] {
        let ran = archive.run(&[&["search"], refused, &["sanction"]].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{refused:?}");
        assert!(ran.stderr.contains("lists files") && ran.stderr.contains("hint: "), "{}", ran.stderr);
    }
}

#[test]
fn the_language_of_a_query_is_chosen_by_option_or_environment() {
    let archive = archive();
    for command in [
        &["search", "-c"][..],
        &["people"],
        &["orgs"],
        &["export"],
        &["who", "Brandauer", "--query"],
        &["show", "2019/05/01/talks.txt", "--match"],
    ] {
        let own = [command, &["sanctions", "--syntax", "morgue"]].concat();
        assert_ne!(archive.run(&own).status, 2, "{own:?}");
        // Brackets that are never closed are wrong in every language.
        for syntax in ["nexis", "factiva"] {
            let option = archive.run(&[command, &["(sanctions", "--syntax", syntax]].concat());
            assert_eq!((option.status, option.stdout.as_str()), (2, ""), "{command:?}");
            let variable = archive
                .command()
                .env("MORGUE_SYNTAX", syntax)
                .args(command)
                .arg("(sanctions")
                .output()
                .expect("it runs");
            let variable = Ran::from(&variable);
            assert_eq!((variable.status, &variable.stderr), (2, &option.stderr), "{command:?}");
            assert!(option.stderr.contains('^'), "{}", option.stderr);
        }
    }
    let ran = archive.run(&["search", "--syntax", "dialog", "sanctions"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("morgue, nexis, factiva"), "{}", ran.stderr);
}
