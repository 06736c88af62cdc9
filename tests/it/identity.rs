//! Who is who across stories: inferred surnames, and what `names.toml` says.

use crate::harness::{Archive, Ran};
use serde_json::Value;
use std::fmt::Write as _;

/// Stories that introduce somebody by full name, one file each.
fn introduce(archive: &Archive, name: &str, stories: usize) {
    let file = name.to_lowercase().replace(' ', "-");
    for number in 1..=stories {
        let surname = name.split(' ').next_back().unwrap_or(name);
        let text = format!(
            "Talks go on\n\nGENEVA (Reuters) - Envoy {name} arrived for day {number} of the talks on Tuesday. {surname} \
             said the door was open.\n"
        );
        archive.write(&format!("{file}-{number}.txt"), text.as_bytes());
    }
}

fn write(archive: &Archive, path: &str, text: &str) {
    archive.write(path, format!("Notes of the day\n\nGENEVA (Reuters) - {text}\n").as_bytes());
}

fn say(archive: &Archive, names: &str) {
    archive.write("names.toml", names.as_bytes());
}

/// Nine stories introduce Orla Fennimore, one has her surname alone.
fn fennimore() -> Archive {
    let archive = Archive::empty();
    introduce(&archive, "Orla Fennimore", 9);
    write(
        &archive,
        "alone.txt",
        "Senator Fennimore declined to comment on the grain vote. President Fennimore left early.",
    );
    write(&archive, "none.txt", "The grain vote was put off on Monday.");
    archive
}

/// The highlighted texts of a hit.
fn marked(hit: &Value) -> Vec<String> {
    let mut marked = Vec::new();
    for snippet in hit["snippets"].as_array().expect("snippets") {
        let text = snippet["text"].as_str().expect("text");
        for range in snippet["highlights"].as_array().expect("highlights") {
            let bound = |at: usize| range[at].as_u64().expect("an offset") as usize;
            marked.push(text[bound(0)..bound(1)].to_owned());
        }
    }
    marked
}

fn hit(archive: &Archive, id: &str, arguments: &[&str]) -> Value {
    let hits = archive.hits(&[&["--snippets", "9", "--width", "600"], arguments].concat());
    hits.into_iter().find(|hit| hit["id"] == id).unwrap_or_else(|| panic!("{id} is no hit of {arguments:?}"))
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

/// The name, stories and mentions of every person or organization.
fn listed(archive: &Archive, command: &str) -> Vec<(String, u64, u64)> {
    let figure = |value: &Value| value.as_u64().expect("a figure");
    let facets = lines(&archive.run(&[command, "-f", "jsonl", "-n", "0"]));
    let row = |facet: &Value| {
        let name = facet["name"].as_str().expect("a name").to_owned();
        (name, figure(&facet["stories"]), figure(&facet["mentions"]))
    };
    facets.iter().map(row).collect()
}

fn found(archive: &Archive, command: &str, name: &str) -> Option<(u64, u64)> {
    let listed = listed(archive, command);
    listed.into_iter().find(|row| row.0 == name).map(|(_, stories, mentions)| (stories, mentions))
}

#[test]
fn a_story_with_the_surname_alone_is_found_by_the_full_name_and_says_so() {
    let archive = fennimore();
    archive.index();
    let asked = ["-p", "Orla Fennimore"];
    assert_eq!(archive.ids(&asked).len(), 10);
    let alone = hit(&archive, "alone.txt", &asked);
    assert_eq!(alone["inferred"], true);
    assert_eq!(marked(&alone), ["Fennimore", "Fennimore"]);
    let other = hit(&archive, "orla-fennimore-1.txt", &asked);
    assert_eq!(other["inferred"], false);
    assert_eq!(archive.run(&["search", "-c", "-p", "Orla Fennimore"]).stdout, "10\n");
    let text = archive.run(&["search", "-p", "Orla Fennimore", "-n", "0"]).stdout;
    assert_eq!(text.matches("alone.txt · inferred from the surname").count(), 1, "{text}");
    let without_snippets = archive.hits(&["--snippets", "0", "-p", "Orla Fennimore", "id:alone.txt"]);
    assert_eq!(without_snippets[0]["inferred"], true);
    let by_surname = hit(&archive, "alone.txt", &["person:fennimore"]);
    assert_eq!(by_surname["inferred"], false, "the surname was asked for");
    let by_word = hit(&archive, "alone.txt", &["grain OR person:\"Orla Fennimore\""]);
    assert_eq!(by_word["inferred"], false, "it would be found without the inference");
}

#[test]
fn a_name_is_found_by_any_of_its_words_in_a_row_and_by_no_others() {
    let archive = Archive::empty();
    write(&archive, "union.txt", "The Norden Harbor Workers Union and the Halden Harbor Council met on Monday.");
    write(&archive, "council.txt", "The Norden Fishery Council said the Northern Harbor Union would wait.");
    write(&archive, "envoy.txt", "Envoy Maria Elena Vasquez said on Monday that Elena Norden was late.");
    archive.index();
    for (query, expected) in [
        ("org:\"Norden Harbor Workers Union\"", &["union.txt"][..]),
        ("org:\"norden harbor\"", &["union.txt"]),
        ("org:\"harbor workers\"", &["union.txt"]),
        ("org:\"workers union\"", &["union.txt"]),
        ("org:workers", &["union.txt"]),
        ("org:harbor", &["council.txt", "union.txt"]),
        ("org:\"harbor union\"", &["council.txt"]),
        ("org:\"harbor council\"", &["union.txt"]),
        ("org:\"norden union\"", &[]),
        ("org:\"workers harbor\"", &[]),
        ("org:nord", &[]),
        ("person:maria", &["envoy.txt"]),
        ("person:elena", &["envoy.txt"]),
        ("person:\"elena vasquez\"", &["envoy.txt"]),
        ("person:\"maria elena\"", &["envoy.txt"]),
        ("person:\"maria vasquez\"", &[]),
        ("person:\"vasquez norden\"", &[]),
    ] {
        assert_eq!(archive.ids(&[query]), expected, "{query}");
    }
    let explained = archive.run(&["search", "--explain", "person:elena"]).stderr;
    assert!(explained.contains("elena norden 1, maria elena vasquez 1"), "{explained}");
}

#[test]
fn strict_names_drop_what_is_inferred_from_every_command() {
    let archive = fennimore();
    archive.index();
    assert_eq!(archive.ids(&["-p", "Orla Fennimore", "--strict-names"]).len(), 9);
    assert_eq!(archive.ids(&["NOT person:\"Orla Fennimore\""]), ["none.txt"]);
    assert_eq!(archive.ids(&["NOT person:\"Orla Fennimore\"", "--strict-names"]), ["alone.txt", "none.txt"]);
    for (strict, stories) in [(&[][..], 10), (&["--strict-names"][..], 9)] {
        let exported = archive.run(&[&["export", "-p", "Orla Fennimore"], strict].concat());
        assert_eq!(exported.stdout.lines().count(), stories);
        let inferred = lines(&exported).iter().filter(|story| story["inferred"] == true).count();
        assert_eq!(inferred, stories - 9);
        let people = archive.run(&[&["people", "-f", "jsonl", "-p", "Orla Fennimore"], strict].concat());
        assert_eq!(lines(&people).len(), stories - 8, "{}", people.stdout);
    }
}

#[test]
fn nine_of_ten_stories_that_introduce_the_surname_are_enough_and_fewer_are_not() {
    let archive = fennimore();
    introduce(&archive, "Dale Fennimore", 1);
    archive.index();
    let asked = ["-p", "Orla Fennimore", "id:alone.txt"];
    assert_eq!(archive.ids(&asked), ["alone.txt"]);
    let explained = archive.run(&["search", "--explain", "-p", "Orla Fennimore"]).stderr;
    assert!(
        explained.contains("inferred: fennimore: 9 of 10 stories that introduce this surname; 1 story has it alone"),
        "{explained}"
    );
    assert!(explained.contains("orla fennimore 9"), "{explained}");
    introduce(&archive, "Dale Fennimore", 2);
    archive.index();
    assert_eq!(archive.ids(&asked), [""; 0]);
    let explained = archive.run(&["search", "--explain", "-p", "Orla Fennimore"]).stderr;
    assert!(explained.contains("not inferred, too few: fennimore: 9 of 11"), "{explained}");
    assert_eq!(archive.ids(&["-p", "Dale Fennimore"]).len(), 2);
}

#[test]
fn all_forms_of_an_entry_introduce_the_person() {
    let archive = fennimore();
    introduce(&archive, "Orlanda Fennimore", 2);
    archive.index();
    let asked = ["-p", "Orla Fennimore", "id:alone.txt"];
    assert_eq!(archive.ids(&asked), [""; 0], "nine of eleven");
    say(&archive, "[[person]]\nname = \"Orla Fennimore\"\naliases = [\"Orlanda Fennimore\"]\n");
    let alone = hit(&archive, "alone.txt", &asked);
    assert_eq!((alone["inferred"].as_bool(), &marked(&alone)[0][..]), (Some(true), "Fennimore"));
    let by_alias = hit(&archive, "alone.txt", &["-p", "Orlanda Fennimore"]);
    assert_eq!(by_alias["inferred"], true);
}

#[test]
fn stories_that_went_do_not_count() {
    let archive = fennimore();
    introduce(&archive, "Dale Fennimore", 2);
    archive.index();
    std::fs::remove_file(archive.path().join("dale-fennimore-2.txt")).expect("removed");
    archive.index();
    assert_eq!(archive.ids(&["-p", "Orla Fennimore", "id:alone.txt"]), ["alone.txt"]);
}

#[test]
fn nothing_is_inferred_where_the_story_introduces_another_bearer() {
    let archive = fennimore();
    write(
        &archive,
        "both.txt",
        "Mrs. Edna Fennimore spoke. Mr. Fennimore was not there. Lord Fennimore did not elaborate.",
    );
    archive.index();
    assert_eq!(archive.ids(&["-p", "Orla Fennimore", "id:both.txt"]), [""; 0]);
    assert_eq!(archive.ids(&["-p", "Orla Fennimore", "id:alone.txt"]), ["alone.txt"]);
}

#[test]
fn a_surname_that_stands_first_is_inferred_too() {
    let archive = Archive::empty();
    introduce(&archive, "Kim Jong Sun", 3);
    write(&archive, "alone.txt", "President Kim said the talks would go on.");
    archive.index();
    let alone = hit(&archive, "alone.txt", &["-p", "Kim Jong Sun"]);
    assert_eq!((alone["inferred"].as_bool(), marked(&alone)), (Some(true), vec!["Kim".to_owned()]));
}

#[test]
fn every_form_of_an_entry_finds_all_its_stories_under_one_name() {
    let archive = Archive::empty();
    introduce(&archive, "Joseph Varga", 2);
    introduce(&archive, "Joe Varga", 3);
    write(&archive, "both.txt", "Joseph Varga, whom friends call Jo, met Ana Oster. Joe Varga is his son, they said.");
    write(&archive, "alone.txt", "President Varga met Ana Oster in Riga.");
    archive.index();
    assert_eq!(archive.ids(&["-p", "Joe Varga"]).len(), 4);
    say(&archive, "[[person]]\nname = \"Joseph R. Varga\"\naliases = [\"Joe Varga\", \"Varga\", \"Iron Joe\"]\n");
    for form in ["Joseph Varga", "Joe Varga", "Iron Joe", "Varga"] {
        assert_eq!(archive.ids(&["-p", form]).len(), 7, "{form}");
    }
    let merged = hit(&archive, "joe-varga-1.txt", &["-p", "Joseph Varga"]);
    assert_eq!(
        (marked(&merged), &merged["inferred"]),
        (vec!["Joe Varga".to_owned(), "Varga".to_owned()], &Value::Bool(false))
    );
    assert_eq!(merged["people"][0]["name"], "Joseph R. Varga");
    let alone = hit(&archive, "alone.txt", &["-p", "Iron Joe"]);
    assert_eq!((marked(&alone), &alone["inferred"]), (vec!["Varga".to_owned()], &Value::Bool(false)));
    assert_eq!(archive.ids(&["-p", "Joseph Varga", "--strict-names"]).len(), 7, "the archive's owner said so");
    let shown: Value =
        serde_json::from_str(&archive.run(&["show", "joe-varga-1.txt", "-f", "json"]).stdout).expect("an object");
    assert_eq!(shown["people"][0]["name"], "Joseph R. Varga");
    assert_eq!(shown["mentions"][0]["name"], "Joseph R. Varga");
    let explained = archive.run(&["search", "--explain", "-p", "Iron Joe"]).stderr;
    let said = "names.toml, line 2: `Joseph R. Varga` is iron joe, joe varga, joseph varga, varga";
    assert!(explained.contains(said), "{explained}");
}

#[test]
fn a_story_with_two_forms_of_an_entry_counts_once_and_its_mentions_add_up() {
    let archive = Archive::empty();
    introduce(&archive, "Joseph Varga", 2);
    write(&archive, "both.txt", "Joseph Varga met Ana Oster. Joe Varga left at noon.");
    archive.index();
    let separate = (found(&archive, "people", "Joseph Varga"), found(&archive, "people", "Joe Varga"));
    assert_eq!(separate, (Some((3, 5)), Some((1, 1))));
    say(&archive, "[[person]]\nname = \"Joseph Varga\"\naliases = [\"Joe Varga\"]\n");
    assert_eq!(found(&archive, "people", "Joseph Varga"), Some((3, 6)));
    assert_eq!(found(&archive, "people", "Joe Varga"), None);
    let both = hit(&archive, "both.txt", &["-p", "Joe Varga"]);
    assert_eq!(both["people"][0]["mentions"], 2);
    assert_eq!(marked(&both), ["Joseph Varga", "Joe Varga"]);
}

#[test]
fn a_form_in_not_is_not_taken_for_the_entry() {
    let archive = fennimore();
    archive.index();
    say(&archive, "[[person]]\nname = \"Orla Fennimore\"\nnot = [\"Fennimore\"]\n");
    assert_eq!(archive.ids(&["-p", "Orla Fennimore"]).len(), 9);
    assert_eq!(archive.ids(&["person:fennimore"]).len(), 10, "a surname asks for all who bear it");
    let explained = archive.run(&["search", "--explain", "-p", "Orla Fennimore"]).stderr;
    assert!(explained.contains("names.toml, line 2: `Orla Fennimore` is orla fennimore; not fennimore"), "{explained}");
}

#[test]
fn a_short_form_that_the_lists_know_can_be_split_off() {
    let archive = Archive::empty();
    write(&archive, "long.txt", "The Federal Reserve raised its rate on Tuesday, the Federal Reserve said.");
    write(&archive, "short.txt", "The grain prices fell. The Fed said on Tuesday that it would wait.");
    archive.index();
    assert_eq!(archive.ids(&["-o", "Federal Reserve"]), ["long.txt", "short.txt"]);
    say(&archive, "[[organization]]\nname = \"Federal Reserve\"\nnot = [\"Fed\"]\n");
    assert_eq!(archive.ids(&["-o", "Federal Reserve"]), ["long.txt"]);
    assert_eq!(archive.ids(&["-o", "the Fed"]), ["short.txt"]);
    assert_eq!(marked(&hit(&archive, "short.txt", &["-o", "Fed"])), ["Fed"]);
    assert_eq!(found(&archive, "orgs", "Federal Reserve"), Some((1, 2)));
    assert_eq!(found(&archive, "orgs", "Fed"), Some((1, 1)));
    say(&archive, "block = [\"org:Fed\"]\n[[organization]]\nname = \"Federal Reserve\"\nnot = [\"Fed\"]\n");
    assert_eq!((archive.ids(&["-o", "Fed"]), archive.ids(&["org:*"])), (vec![], vec!["long.txt".to_owned()]));
}

#[test]
fn people_whom_the_key_takes_for_one_can_be_told_apart() {
    let archive = Archive::empty();
    introduce(&archive, "John C. Marsh", 2);
    introduce(&archive, "John B. Marsh", 1);
    archive.index();
    assert_eq!(archive.ids(&["-p", "John C. Marsh"]).len(), 3);
    say(&archive, "[[person]]\nname = \"John C. Marsh\"\nnot = [\"John B. Marsh\"]\n");
    assert_eq!(archive.ids(&["-p", "John C. Marsh"]).len(), 2);
    assert_eq!(archive.ids(&["-p", "John B. Marsh"]), ["john-b.-marsh-1.txt"]);
    assert_eq!(marked(&hit(&archive, "john-b.-marsh-1.txt", &["-p", "John B. Marsh"])), ["John B. Marsh", "Marsh"]);
    assert_eq!(found(&archive, "people", "John B. Marsh"), Some((1, 2)));
    assert_eq!(found(&archive, "people", "John C. Marsh"), Some((2, 4)));
    assert_eq!(archive.ids(&["person:marsh"]).len(), 3, "both are a Marsh");
    introduce(&archive, "John Marsh", 1);
    archive.index();
    say(&archive, "[[person]]\nname = \"John C. Marsh\"\nnot = [\"John Marsh\", \"John B. Marsh\"]\n");
    assert_eq!(archive.ids(&["-p", "John C. Marsh"]).len(), 2);
    assert_eq!(archive.ids(&["-p", "John Marsh"]), ["john-marsh-1.txt"]);
    assert_eq!(archive.ids(&["person:marsh"]).len(), 4);
    say(&archive, "block = [\"John B. Marsh\"]\n[[person]]\nname = \"John C. Marsh\"\nnot = [\"John B. Marsh\"]\n");
    assert_eq!(archive.ids(&["person:marsh"]).len(), 3);
}

#[test]
fn a_blocked_name_is_found_by_no_name_and_listed_nowhere() {
    let archive = fennimore();
    write(&archive, "mixed.txt", "Ana Oster met Tom Lund in Riga. Oster said little.");
    archive.index();
    say(&archive, "block = [\"person:Tom Lund\", \"Fennimore\", \"Orla Fennimore\"]\n");
    for query in ["person:\"Tom Lund\"", "person:lund", "person:\"Orla Fennimore\"", "person:fennimore"] {
        assert_eq!(archive.ids(&[query]), [""; 0], "{query}");
    }
    assert_eq!(archive.ids(&["person:*"]), ["mixed.txt"]);
    assert_eq!(marked(&hit(&archive, "mixed.txt", &["person:*"])), ["Ana Oster", "Oster"]);
    let people: Vec<String> = listed(&archive, "people").into_iter().map(|row| row.0).collect();
    assert_eq!(people, ["Ana Oster"]);
    let exported = archive.run(&["export", "id:mixed.txt"]).stdout;
    assert!(!exported.contains("\"name\":\"Tom Lund\""), "{exported}");
    assert_eq!(archive.ids(&["fennimore"]).len(), 10, "words are words");
    let explained = archive.run(&["search", "--explain", "-p", "Tom Lund"]).stderr;
    assert!(explained.contains("names.toml blocks tom lund"), "{explained}");
}

#[test]
fn a_bad_file_is_refused_with_its_place_and_a_remedy() {
    let archive = fennimore();
    archive.index();
    say(&archive, "[[person]]\nname = \"Orla Fennimore\"\nalias = [\"Orla\"]\n");
    let ran = archive.run(&["search", "grain"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr.contains("names.toml:3:1: unknown key `alias`\nhint: did you mean `aliases`?"),
        "{}",
        ran.stderr
    );
    let indexed = archive.run(&["index", "-q"]);
    assert_eq!(indexed.status, 0, "indexing does not need it: {}", indexed.stderr);
}

#[test]
fn with_an_empty_file_everything_is_as_without_one() {
    let archive = fennimore();
    introduce(&archive, "Dale Fennimore", 1);
    introduce(&archive, "Joe Varga", 2);
    archive.index();
    let commands: &[&[&str]] = &[
        &["search", "--json", "-n", "0", "-p", "Orla Fennimore"],
        &["search", "--json", "-n", "0", "--explain", "person:varga OR org:*"],
        &["search", "--json", "-n", "0", "NOT person:*"],
        &["people", "-n", "0"],
        &["orgs", "-n", "0"],
        &["export"],
        &["status"],
    ];
    let outputs =
        || commands.iter().map(|command| archive.run(command)).map(|ran| (ran.status, ran.stdout, ran.stderr));
    let before: Vec<_> = outputs().collect();
    say(&archive, "# nothing yet\n");
    assert_eq!(outputs().collect::<Vec<_>>(), before);
    say(&archive, "block = []\n[[person]]\nname = \"Nobody Whatever\"\n");
    assert_eq!(outputs().collect::<Vec<_>>(), before);
}

#[test]
fn suggestions_can_be_pasted_into_the_file_and_are_then_no_more() {
    let archive = Archive::empty();
    introduce(&archive, "Joseph Varga", 3);
    introduce(&archive, "Joe Varga", 2);
    introduce(&archive, "Mohammed Sabri", 1);
    introduce(&archive, "Muhammad Sabri", 2);
    introduce(&archive, "Ana Oster", 2);
    for (file, short) in [("a", "PGC"), ("b", "PGC"), ("c", "")] {
        let text = format!("The Prairie Grain Council met in Riga. The {short} said prices would fall.");
        write(&archive, &format!("{file}.txt"), &text);
    }
    write(&archive, "short.txt", "Officials of the PGC said on Monday that prices fell. The PGC will meet again.");
    archive.index();
    let suggested = archive.run(&["people", "--suggest"]);
    assert_eq!((suggested.status, suggested.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(suggested.stdout, @r#"
    [[person]]
    name = "Joseph Varga" # 3 stories
    aliases = [
        "Joe Varga", # 2 stories, nickname
    ]

    [[person]]
    name = "Muhammad Sabri" # 2 stories
    aliases = [
        "Mohammed Sabri", # 1 story, spelling
    ]
    "#);
    let listed = lines(&archive.run(&["people", "--suggest", "-f", "jsonl", "-n", "1"]));
    insta::assert_snapshot!(listed[0].to_string(), @r#"{"v":1,"kind":"person","name":"Joseph Varga","stories":3,"line":null,"aliases":[{"name":"Joe Varga","stories":2,"reason":"nickname"}]}"#);
    let of_a_query = archive.run(&["people", "--suggest", "person:sabri"]).stdout;
    assert!(of_a_query.contains("Sabri") && !of_a_query.contains("Varga"), "{of_a_query}");
    let organizations = archive.run(&["orgs", "--suggest"]);
    insta::assert_snapshot!(organizations.stdout, @r#"
    [[organization]]
    name = "Prairie Grain Council" # 3 stories
    aliases = [
        "PGC", # 1 story, acronym
    ]
    "#);
    assert_eq!(archive.ids(&["-o", "Prairie Grain Council"]).len(), 3);
    say(&archive, &(suggested.stdout + &organizations.stdout));
    assert_eq!(archive.ids(&["-o", "Prairie Grain Council"]).len(), 4);
    assert_eq!(archive.ids(&["-p", "Joe Varga"]).len(), 5);
    let again = archive.run(&["people", "--suggest"]);
    assert_eq!((again.status, again.stdout.as_str()), (1, ""));
    assert_eq!(again.stderr, "morgue: people --suggest: no two names look like one\n");
    say(&archive, "[[person]]\nname = \"Joe Varga\"\n[[person]]\nname = \"Ana Oster\"\nnot = [\"Oster\"]\n");
    let beside = archive.run(&["people", "--suggest", "person:varga"]).stdout;
    assert!(beside.starts_with("# names.toml has an entry for this name in line 2; add to its aliases:\n"), "{beside}");
    assert_eq!(archive.run(&["people", "--suggest", "-f", "csv"]).status, 2);
    assert_eq!(archive.run(&["people", "--suggest", "--sort", "name"]).status, 2);
}

/// Whom the words of a name mean, by a scan of every story's mentions.
#[test]
fn inference_agrees_with_a_scan_of_every_story() {
    use morgue::query;
    use morgue::search::{Engine, SearchRequest};
    use morgue::story::NameKind;
    use std::collections::BTreeSet;

    let archive = Archive::sample();
    introduce(&archive, "Orla Fennimore", 18);
    introduce(&archive, "Dale Fennimore", 1);
    introduce(&archive, "Dale Corwin", 4);
    introduce(&archive, "Edna Corwin", 1);
    for number in 0..4 {
        let text = "Senator Fennimore and Senator Corwin declined to comment on the grain vote.";
        write(&archive, &format!("alone-{number}.txt"), text);
    }
    write(&archive, "other.txt", "Edna Fennimore spoke to Senator Corwin. Mr. Fennimore was not there.");
    archive.index();
    let engine = morgue::LocalEngine::open(&archive.path().join(".morgue")).expect("the index opens");
    let request = SearchRequest::all;
    let all = engine.documents(&request(query::Plan::All)).expect("every story").hits;
    let stories: Vec<(String, BTreeSet<String>)> = all
        .map(|found| found.expect("a sound story").document)
        .map(|document| {
            let people = document.mentions.into_iter().filter(|mention| mention.kind == NameKind::Person);
            (document.story.id, people.map(|mention| mention.key).collect())
        })
        .collect();
    let names: BTreeSet<&String> = stories.iter().flat_map(|(_, keys)| keys).collect();
    let mut inferences = 0;
    for name in names.iter().filter(|name| name.contains(' ')) {
        let surname = name.rsplit(' ').next().unwrap_or(name);
        let bears = |key: &String| key.ends_with(&format!(" {surname}"));
        let holds = |key: &String| format!(" {key} ").contains(&format!(" {name} "));
        let introducing = stories.iter().filter(|(_, keys)| keys.iter().any(bears)).count();
        let this_one = stories.iter().filter(|(_, keys)| keys.iter().any(holds)).count();
        let inferred = this_one * 10 >= introducing * 9;
        let found = |(id, keys): &(String, BTreeSet<String>)| {
            let alone = inferred && keys.contains(surname) && !keys.iter().any(bears);
            (keys.iter().any(holds) || alone).then(|| id.clone())
        };
        let expected: BTreeSet<String> = stories.iter().filter_map(found).collect();
        let plan = query::name(NameKind::Person, name).expect("a name");
        let hits = engine.search(&request(plan)).expect("an answer").hits;
        let hits: Vec<_> = hits.map(|hit| hit.expect("a sound hit")).collect();
        assert_eq!(hits.iter().map(|hit| hit.story.id.clone()).collect::<BTreeSet<_>>(), expected, "{name}");
        inferences += hits.iter().filter(|hit| hit.inferred).count();
    }
    assert!(inferences >= 4, "{inferences}");
}

/// Every name of the archive, asked by its full form, is shown by mentions that are its own.
#[test]
fn every_hit_of_a_name_is_shown_by_a_mention_of_it() {
    let archive = fennimore();
    introduce(&archive, "Dale Corwin", 1);
    introduce(&archive, "Joe Varga", 2);
    introduce(&archive, "Joseph Varga", 2);
    write(&archive, "corwin.txt", "Senator Corwin met Senator Fennimore and Tom Lund. Corwin left.");
    archive.index();
    let mut names = String::from("block = [\"Tom Lund\"]\n");
    for (name, alias) in [("Joseph Varga", "Joe Varga"), ("Dale Corwin", "Corwin")] {
        write!(names, "[[person]]\nname = \"{name}\"\naliases = [\"{alias}\"]\n").expect("a string takes any text");
    }
    say(&archive, &names);
    let mut hits = 0;
    for (name, ..) in listed(&archive, "people") {
        let query = format!("person:\"{name}\"");
        for hit in archive.hits(&["--snippets", "9", "--width", "600", &query]) {
            let marked = marked(&hit);
            assert!(!marked.is_empty(), "{query} {hit}");
            let surname = name.split(' ').next_back().unwrap_or(&name);
            assert!(marked.iter().all(|text| text.ends_with(surname)), "{query} {marked:?}");
            hits += 1;
        }
    }
    assert!(hits > 15, "{hits}");
}
