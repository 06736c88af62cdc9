//! Names end to end: a person is one person, and every mention is found and highlighted.

use crate::harness::Archive;

fn archive() -> Archive {
    let archive = Archive::of(&[
        (
            "a.txt",
            "Envoy resigns\n\nWASHINGTON (Reuters) - U.S. envoy Orla Fennimore resigned on Tuesday. Fennimore s decision \
             surprised diplomats, and Senator Dale Corwin said Fennimore had not told him. Corwin called it sad.\n",
        ),
        (
            "b.txt",
            "Corwin against Corwin\n\nBOSTON (Reuters) - Mayor Edna Corwin said Senator Dale Corwin was wrong. Edna \
             Corwin did not elaborate.\n",
        ),
        (
            "c.txt",
            "Grain council meets\n\nOTTAWA (Reuters) - The Prairie Grain Council (PGC) met in Ottawa. The PGC said prices \
             would fall.\n",
        ),
    ]);
    archive.index();
    archive
}

/// The highlighted texts of a query's only hit.
fn highlights(archive: &Archive, arguments: &[&str]) -> Vec<String> {
    let hits = archive.hits(&[&["--snippets", "9", "--width", "600"], arguments].concat());
    assert_eq!(hits.len(), 1, "{arguments:?}");
    let mut marked = Vec::new();
    for snippet in hits[0]["snippets"].as_array().expect("snippets") {
        let text = snippet["text"].as_str().expect("text");
        for range in snippet["highlights"].as_array().expect("highlights") {
            let bound = |at: usize| range[at].as_u64().expect("an offset") as usize;
            marked.push(text[bound(0)..bound(1)].to_owned());
        }
    }
    marked
}

#[test]
fn a_surname_that_was_resolved_is_found_and_highlighted_as_the_person() {
    let archive = archive();
    assert_eq!(highlights(&archive, &["person:\"Orla Fennimore\""]), ["Orla Fennimore", "Fennimore", "Fennimore"]);
}

#[test]
fn two_bearers_of_a_surname_are_two_people() {
    let archive = archive();
    assert_eq!(archive.ids(&["-p", "Dale Corwin"]), ["a.txt", "b.txt"]);
    assert_eq!(archive.ids(&["-p", "Edna Corwin"]), ["b.txt"]);
    let marked = highlights(&archive, &["person:\"Edna Corwin\""]);
    assert!(!marked.is_empty() && marked.iter().all(|text| text == "Edna Corwin"), "{marked:?}");
}

#[test]
fn an_acronym_and_its_expansion_are_one_organization() {
    let archive = archive();
    assert_eq!(archive.ids(&["-o", "PGC"]), ["c.txt"]);
    assert_eq!(archive.ids(&["-o", "Prairie Grain Council"]), ["c.txt"]);
    let by_short = highlights(&archive, &["org:pgc"]);
    assert!(
        by_short.contains(&"Prairie Grain Council".to_owned()) && by_short.contains(&"PGC".to_owned()),
        "{by_short:?}"
    );
}

#[test]
fn people_and_orgs_count_stories_and_mentions() {
    let archive = archive();
    let people = archive.run(&["people", "-f", "jsonl", "-n", "0"]);
    let facets: Vec<serde_json::Value> =
        people.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect();
    let find = |name: &str| facets.iter().find(|facet| facet["name"] == name).cloned().unwrap_or_default();
    assert_eq!(find("Dale Corwin")["stories"], 2);
    assert_eq!(find("Orla Fennimore")["mentions"], 3);
    assert_eq!(facets[0]["name"], "Dale Corwin");
    let of_query = archive.run(&["people", "-f", "jsonl", "envoy"]).stdout;
    assert!(of_query.contains("Orla Fennimore") && !of_query.contains("Edna"), "{of_query}");
    let orgs = archive.run(&["orgs", "-f", "jsonl"]).stdout;
    assert!(orgs.contains("Prairie Grain Council"), "{orgs}");
    assert!(!orgs.contains("Reuters"), "the agency of a dateline is no mention: {orgs}");
}

#[test]
fn without_names_nothing_is_named_and_words_are_found_all_the_same() {
    let archive = archive();
    let ran = archive.run(&["index", "--rebuild", "--no-names"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(archive.ids(&["person:*"]), [""; 0]);
    assert_eq!(archive.ids(&["fennimore"]), ["a.txt"]);
}

#[test]
fn names_are_counted_once_each_and_without_those_of_stories_that_are_gone() {
    let story = |who: &str, what: &str| format!("Talks\n\nLisbon - {who}, head of {what}, met {who}'s deputy.\n");
    let archive = Archive::of(&[
        ("a.txt", &story("Ada Brightwell", "the World Bank")),
        ("b.txt", &story("Ada Brightwell", "Norden Shipping Corp")),
        ("c.txt", &story("Bo Crane", "the World Bank")),
    ]);
    let counts = |archive: &Archive, command: &[&str]| {
        let ran = archive.run(command);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let line = ran.stdout.lines().last().expect("a line").to_owned();
        let told: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        (told["people"].as_u64().expect("people"), told["organizations"].as_u64().expect("organizations"))
    };
    let index = ["index", "-f", "jsonl"];
    assert_eq!(counts(&archive, &index), (2, 2));
    // Another segment, with names that the first has too.
    archive.write("d.txt", story("Ada Brightwell", "Norden Shipping Corp").as_bytes());
    assert_eq!(counts(&archive, &index), (2, 2));
    std::fs::remove_file(archive.path().join("c.txt")).expect("removed");
    assert_eq!(counts(&archive, &index), (1, 2));
    // A run with nothing to do says what the one before has counted.
    assert_eq!(counts(&archive, &index), (1, 2));
    std::fs::remove_file(archive.path().join("a.txt")).expect("removed");
    assert_eq!(counts(&archive, &index), (1, 1));
    assert_eq!(counts(&archive, &["status", "-f", "jsonl"]), (1, 1));
}
