//! The query language on the sample corpus: each row of the contract's table, end to end.

use crate::harness::Archive;

/// Small stories whose matches can be seen at a glance.
fn archive() -> Archive {
    let archive = Archive::of(&[
        (
            "2019/05/01/talks.txt",
            "Envoys meet\n\nGENEVA, May 1 (Reuters) - The U.S.-led talks were a waste of time, Foreign Minister \
             Ilse Brandauer said. Brandauer told reporters that sanctions would stay.\n",
        ),
        (
            "2019/05/02/budget.txt",
            "Budget and tax\n\nBy Petra Vondrak\n\nPRAGUE, May 2 (Reuters) - Lawmakers don t want the sanctioned \
             tax, the State Audit Office said. It was time to stop the waste, they told us.\n",
        ),
        (
            "2018/undated/naivete.txt",
            "Naïveté\n\nA café in Zürich served the women and a woman.\nThe man's sanction was US$5.\n",
        ),
    ]);
    archive.index();
    archive
}

const TALKS: &str = "2019/05/01/talks.txt";
const BUDGET: &str = "2019/05/02/budget.txt";
const CAFE: &str = "2018/undated/naivete.txt";

#[test]
fn every_row_of_the_table_finds_what_it_says() {
    let archive = archive();
    let rows: &[(&str, &[&str])] = &[
        ("sanction", &[CAFE, TALKS, BUDGET]),
        ("\"sanctions\"", &[TALKS]),
        ("\"waste of time\"", &[TALKS]),
        ("waste time", &[TALKS, BUDGET]),
        ("sanction*", &[CAFE, TALKS, BUDGET]),
        ("sanctione*", &[BUDGET]),
        ("wom?n", &[CAFE]),
        ("\"wast* of time\"", &[TALKS]),
        ("sanctoins~", &[TALKS]),
        ("snctoins~2", &[TALKS]),
        ("tax OR talks", &[TALKS, BUDGET]),
        ("waste NOT tax", &[TALKS]),
        ("waste -tax", &[TALKS]),
        ("NOT waste", &[CAFE]),
        ("(tax OR talks) waste", &[TALKS, BUDGET]),
        ("headline:budget", &[BUDGET]),
        ("headline:(tax OR envoys)", &[TALKS, BUDGET]),
        ("body:budget", &[]),
        ("byline:vondrak", &[BUDGET]),
        ("place:geneva", &[TALKS]),
        ("agency:reuters", &[TALKS, BUDGET]),
        ("path:2018", &[CAFE]),
        ("path:\"2019 05\"", &[TALKS, BUDGET]),
        ("id:2019/05/01/talks.txt", &[TALKS]),
        ("id:2019/*", &[TALKS, BUDGET]),
        ("person:brandauer", &[TALKS]),
        ("person:\"Ilse Brandauer\"", &[TALKS]),
        ("person:*", &[TALKS]),
        ("org:\"State Audit Office\"", &[BUDGET]),
        ("date:2019", &[TALKS, BUDGET]),
        ("date:2019-05-02", &[BUDGET]),
        ("date:2019-05-02..", &[BUDGET]),
        ("date:..2018", &[CAFE]),
        ("since:2019-05-01 until:2019-05-01", &[TALKS]),
        ("NOT date:2019", &[CAFE]),
        ("waste NOT (date:2019-05-02.. tax)", &[TALKS]),
        ("date:none", &[]),
        ("u.s.", &[TALKS]),
        ("\"us\"", &[BUDGET]),
        ("naivete", &[CAFE]),
        ("cafe zurich", &[CAFE]),
        ("don't", &[BUDGET]),
        ("dont", &[BUDGET]),
        ("woman", &[CAFE]),
        ("\"led talks\"", &[TALKS]),
        ("\"U.S.-led talks\"", &[TALKS]),
        ("\"US led talks\"", &[TALKS]),
    ];
    for (query, expected) in rows {
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(archive.ids(&["--", query]), expected, "{query}");
    }
}

#[test]
fn what_must_not_stand_near_is_looked_up_in_every_story() {
    // The word on the right stands in other stories first, whatever their order: a search must move on to the one at hand.
    let story = |text: &str| format!("{{\"headline\":\"News\",\"text\":\"{text}\"}}\n");
    let quiet = story("The harbour was quiet.");
    let (near, far) = (story("The strike at the harbour went on."), story("The strike in the mines went on."));
    let archive = Archive::of(&[("wire.jsonl", &[&*quiet, &near, &far, &near, &quiet].concat())]);
    archive.index();
    assert_eq!(archive.ids(&["strike not w/5 harbour"]), ["wire.jsonl#3"]);
    assert_eq!(archive.ids(&["strike not w/2 harbour"]), ["wire.jsonl#2", "wire.jsonl#3", "wire.jsonl#4"]);
}

#[test]
fn alternatives_share_a_word_without_losing_it() {
    // The phrase is in the last story alone: looking for it must not carry the word it shares past the first ones.
    let story = |text: &str| format!("{{\"headline\":\"News\",\"text\":\"{text}\"}}\n");
    let (word, phrase) = (story("The envoy spoke in the harbour."), story("The old harbour saw an envoy."));
    let archive = Archive::of(&[("wire.jsonl", &[&*word, &story("Nothing."), &word, &phrase].concat())]);
    archive.index();
    let all = ["wire.jsonl#1", "wire.jsonl#3", "wire.jsonl#4"];
    assert_eq!(archive.ids(&["(\"old harbour\" OR \"harbour\") w/5 \"envoy\""]), all);
    assert_eq!(archive.ids(&["(\"old harbour\" OR \"envoy\") w/5 \"harbour\""]), all);
    assert_eq!(archive.ids(&["atleast1(\"old harbour\" OR \"harbour\")"]), all);
}

#[test]
fn options_are_literal_and_all_must_hold() {
    let archive = archive();
    assert_eq!(archive.ids(&["-p", "Brandauer"]), [TALKS]);
    assert_eq!(archive.ids(&["-p", "Brandauer OR anyone"]), [""; 0]);
    assert_eq!(archive.ids(&["-p", "Brandauer", "-o", "State Audit Office"]), [""; 0]);
    assert_eq!(archive.ids(&["--place", "prague", "waste"]), [BUDGET]);
    assert_eq!(archive.ids(&["--since", "2019-05-02"]), [BUDGET]);
    assert_eq!(archive.ids(&["--until", "2019-05-01", "waste"]), [TALKS]);
    assert_eq!(archive.ids(&["-F", "waste of time, Foreign"]), [TALKS]);
    assert_eq!(archive.ids(&["-F", "waste OR time"]), [""; 0]);
}

#[test]
fn a_period_that_ends_before_it_begins_is_an_error() {
    let archive = archive();
    let ran = archive.run(&["search", "--since", "2019-05-02", "--until", "2019-05-01"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("--since is later than --until"), "{}", ran.stderr);
    assert_eq!(archive.ids(&["--since", "2019-05-01", "--until", "2019-05"]), [TALKS, BUDGET]);
}

#[test]
fn several_arguments_are_one_query() {
    let archive = archive();
    assert_eq!(archive.ids(&["waste", "tax"]), [BUDGET]);
    assert_eq!(archive.ids(&["tax OR", "talks"]), [TALKS, BUDGET]);
}

#[test]
fn an_error_has_a_caret_and_says_what_to_write() {
    let archive = archive();
    let ran = archive.run(&["search", "headlin:budget AND \"U.S. troops\""]);
    assert_eq!(ran.status, 2);
    let expected = "morgue: query: column 1: unknown field `headlin`\n  |\n1 | headlin:budget AND \"U.S. troops\"\n  | \
                    ^^^^^^^\nhint: did you mean `headline`?\n";
    assert_eq!(ran.stderr, expected);
    for (query, wanted) in [
        ("waste && time", "AND"),
        ("waste || time", "OR"),
        ("author:vondrak", "byline:"),
        ("date:[2019 TO 2020]", ".."),
        ("(waste time) w/5 tax", "cannot stand inside"),
        ("lead:waste w/5 time", "around it all"),
        ("\"waste of", "\""),
        ("(waste", "("),
    ] {
        let ran = archive.run(&["search", query]);
        assert_eq!(ran.status, 2, "{query}: {}", ran.stdout);
        assert!(ran.stderr.contains(wanted) && ran.stderr.contains('^'), "{query}: {}", ran.stderr);
    }
}

#[test]
fn explain_says_how_the_query_was_understood() {
    let archive = archive();
    let ran = archive.run(&["search", "--explain", "-c", "sanction person:brandauer"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "1\n"));
    for part in ["sanctions 1", "sanctioned 1", "ilse brandauer 1"] {
        assert!(ran.stderr.contains(part), "{}", ran.stderr);
    }
}

#[test]
fn nothing_found_comes_with_advice() {
    let archive = archive();
    let ran = archive.run(&["search", "sanktions"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("sanctions"), "{}", ran.stderr);
}
