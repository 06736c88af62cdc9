//! The dossier of one person or organization, and the order of names.

use crate::harness::Archive;
use serde_json::{Value, json};

fn archive() -> Archive {
    let archive = Archive::of(&[
        (
            "2019/03/04/talks.txt",
            "Fennimore opens ferry talks\n\nRIGA, March 4 (Reuters) - U.S. envoy Orla Fennimore opened talks on the ferry \
             line on Monday. Fennimore met Norden Shipping Corp chief executive Tom Lysaght. Senator Dale Corwin stayed away.\n",
        ),
        (
            "2019/03/20/tariffs.txt",
            "Ferry tariffs fall\n\nRIGA, March 20 (Reuters) - Tariffs fell, said Orla Fennimore, the U.S. negotiator with the \
             ferry unions, on Wednesday. \"We have a deal,\" Fennimore said. FENNIMORE had asked Tom Lysaght for it.\n",
        ),
        (
            "2019/06/01/visit.txt",
            "Envoy visits port\n\nTALLINN, June 1 (Reuters) - Orla B. Fennimore, 45, the U.S. negotiator with the ferry unions, \
             visited the port on Saturday with Tom Lysaght.\n",
        ),
        (
            "undated/quarrel.txt",
            "Mayor against senator\n\nBOSTON - Mayor Edna Corwin said Senator Dale Corwin was wrong. U.S. envoy Orla Fennimore \
             kept silent.\n",
        ),
        ("2019/07/01/strike.txt", "Senate\n\nBOSTON, July 1 (Reuters) - Senator Dale Corwin spoke on Monday.\n"),
    ]);
    archive.index();
    archive
}

/// The dossier as an object.
fn dossier(archive: &Archive, arguments: &[&str]) -> Value {
    let ran = archive.run(&[&["who", "--json"], arguments].concat());
    assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("one object")
}

#[test]
fn a_dossier_says_how_stories_write_and_introduce_somebody() {
    let dossier = dossier(&archive(), &["Orla", "Fennimore"]);
    assert_eq!((&dossier["name"], &dossier["kind"]), (&json!("Orla Fennimore"), &json!("person")));
    assert_eq!((&dossier["stories"], &dossier["mentions"]), (&json!(4), &json!(8)));
    let forms = json!([
        {"form": "Fennimore", "mentions": 3},
        {"form": "Orla Fennimore", "mentions": 3},
        {"form": "FENNIMORE", "mentions": 1},
        {"form": "Orla B. Fennimore", "mentions": 1},
    ]);
    assert_eq!(dossier["forms"], forms);
    let introductions = json!([
        {"text": "U.S. envoy", "stories": 2, "id": "2019/03/04/talks.txt"},
        {"text": "U.S. negotiator with the ferry unions", "stories": 2, "id": "2019/03/20/tariffs.txt"},
    ]);
    assert_eq!(dossier["introductions"], introductions);
    assert_eq!(dossier["read"], 4);
}

#[test]
fn a_dossier_says_when() {
    let dossier = dossier(&archive(), &["Orla Fennimore"]);
    assert_eq!(dossier["months"], json!([{"month": "2019-03", "stories": 2}, {"month": "2019-06", "stories": 1}]));
    assert_eq!(dossier["undated"], 1);
    let first = json!({"id": "2019/03/04/talks.txt", "headline": "Fennimore opens ferry talks", "date": "2019-03-04"});
    assert_eq!(dossier["first"], first);
    assert_eq!(dossier["last"]["id"], "2019/06/01/visit.txt");
}

#[test]
fn who_comes_along_stands_before_who_is_everywhere() {
    let dossier = dossier(&archive(), &["Orla Fennimore"]);
    let people = dossier["people"].as_array().expect("people");
    assert_eq!(people[0], json!({"name": "Tom Lysaght", "stories": 3, "all": 3}));
    let corwin = people.iter().position(|one| one["name"] == "Dale Corwin").expect("Corwin");
    assert_eq!(people[corwin], json!({"name": "Dale Corwin", "stories": 2, "all": 3}));
    assert!(people.iter().all(|one| one["name"] != "Orla Fennimore"), "{people:?}");
    assert_eq!(dossier["orgs"], json!([{"name": "Norden Shipping Corp", "stories": 1, "all": 1}]));
}

#[test]
fn the_story_that_says_most_comes_first_with_a_snippet_of_the_name() {
    let dossier = dossier(&archive(), &["Orla Fennimore"]);
    let top = dossier["top"].as_array().expect("stories");
    let ids: Vec<&str> = top.iter().map(|story| story["id"].as_str().expect("an id")).collect();
    // Three mentions each: the headline decides.
    assert_eq!(ids[..2], ["2019/03/04/talks.txt", "2019/03/20/tariffs.txt"]);
    assert_eq!(top[0]["mentions"], 3);
    for story in top {
        assert!(story["snippet"].as_str().is_some_and(|text| text.contains("Fennimore")), "{story}");
    }
}

#[test]
fn filters_hold_for_everything_but_the_archive_it_is_compared_with() {
    let archive = archive();
    let since = dossier(&archive, &["Orla Fennimore", "--since", "2019-03-10"]);
    assert_eq!((&since["stories"], &since["undated"]), (&json!(2), &json!(0)));
    assert_eq!(
        since["introductions"],
        json!([{"text": "U.S. negotiator with the ferry unions", "stories": 2, "id": "2019/03/20/tariffs.txt"}])
    );
    assert_eq!(since["people"], json!([{"name": "Tom Lysaght", "stories": 2, "all": 3}]));
    assert_eq!(dossier(&archive, &["Orla Fennimore", "--until", "2019-03"])["stories"], 2);
    assert_eq!(dossier(&archive, &["Orla Fennimore", "--place", "Tallinn"])["stories"], 1);
    assert_eq!(dossier(&archive, &["Orla Fennimore", "--query", "headline:talks"])["stories"], 1);
    let one = dossier(&archive, &["Orla Fennimore", "-n", "1"]);
    let counts = ["introductions", "people", "orgs"].map(|key| one[key].as_array().map_or(0, Vec::len));
    assert_eq!(counts, [1, 1, 1]);
    let none = archive.run(&["who", "Orla Fennimore", "--since", "2030"]);
    assert_eq!((none.status, none.stdout.as_str()), (1, ""));
    insta::assert_snapshot!(none.stderr, @r#"
    morgue: who: Orla Fennimore: in none of these stories
    hint: there are others; leave out --query, --place, --since and --until
    "#);
}

#[test]
fn a_surname_is_its_only_bearer_and_never_several() {
    let archive = archive();
    assert_eq!(dossier(&archive, &["fennimore"])["name"], "Orla Fennimore");
    let ran = archive.run(&["who", "Corwin"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
    insta::assert_snapshot!(ran.stderr, @r#"
    morgue: who: Corwin: 2 names fit
      3  Dale Corwin  morgue who --person 'Dale Corwin'
      1  Edna Corwin  morgue who --person 'Edna Corwin'
    hint: run one of these commands
    "#);
    assert_eq!(dossier(&archive, &["Dale Corwin"])["stories"], 3);
    assert_eq!(dossier(&archive, &["Edna Corwin"])["stories"], 1);
}

#[test]
fn a_longer_name_that_holds_this_one_is_somebody_else() {
    let archive = Archive::of(&[
        ("a.txt", "One\n\nRIGA - Norden Shipping Corp said so. Norden Shipping Corp fell.\n"),
        ("b.txt", "Two\n\nRIGA - The Bank of Norden Shipping said so.\n"),
        ("c.txt", "Three\n\nRIGA - Minister Orla Venn left.\n"),
        ("d.txt", "Four\n\nRIGA - Minister Eva Orla Venn left.\n"),
    ]);
    archive.index();
    let company = dossier(&archive, &["--org", "Norden Shipping"]);
    assert_eq!((&company["name"], &company["stories"]), (&json!("Norden Shipping Corp"), &json!(1)));
    let minister = dossier(&archive, &["Orla Venn"]);
    assert_eq!((&minister["stories"], &minister["mentions"]), (&json!(1), &json!(1)));
    assert_eq!(dossier(&archive, &["Eva Orla Venn"])["top"][0]["id"], "d.txt");
}

#[test]
fn a_name_of_both_kinds_is_the_one_with_more_stories_and_the_other_is_told() {
    let archive = Archive::of(&[
        ("a.txt", "One\n\nRIGA - Minister Otto Falk resigned. Falk was tired.\n"),
        ("b.txt", "Two\n\nRIGA - Minister Otto Falk left.\n"),
        ("c.txt", "Three\n\nRIGA - Otto Falk Corp (OFC) fell. OFC was sold.\n"),
    ]);
    archive.index();
    let ran = archive.run(&["who", "Otto Falk"]);
    assert_eq!(ran.status, 0);
    assert!(ran.stdout.starts_with("Otto Falk\nperson · 2 stories"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "note: another organization: Otto Falk Corp, 1 story: morgue who --org 'Otto Falk Corp'\n");
    let company = dossier(&archive, &["--org", "Otto Falk"]);
    assert_eq!((&company["kind"], &company["name"]), (&json!("org"), &json!("Otto Falk Corp")));
}

#[test]
fn an_unknown_name_gets_a_near_one() {
    let archive = archive();
    for typed in ["Orla Fenimore", "Fenimore", "Urla Fennimore", "Ann Fennimore"] {
        let ran = archive.run(&["who", typed]);
        assert_eq!((ran.status, ran.stdout.as_str()), (1, ""), "{typed}");
        let expected =
            format!("morgue: who: {typed}: no such name\nhint: did you mean `morgue who --person 'Orla Fennimore'`?\n");
        assert_eq!(ran.stderr, expected);
    }
    let ran = archive.run(&["who", "Zyx Wvu"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("hint: names are listed by: morgue people"), "{}", ran.stderr);
}

#[test]
fn a_dossier_is_text_or_json_and_says_so() {
    let archive = archive();
    for format in ["csv", "tsv", "paths", "ids"] {
        let ran = archive.run(&["who", "Fennimore", "-f", format]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{format}");
        assert!(
            ran.stderr.starts_with("morgue: who: a dossier is printed as text, json or jsonl\nhint: "),
            "{}",
            ran.stderr
        );
    }
    let json = archive.run(&["who", "Fennimore", "-f", "json"]);
    let jsonl = archive.run(&["who", "Fennimore", "-f", "jsonl"]);
    assert_eq!((json.stdout.lines().count(), &json.stdout), (1, &jsonl.stdout));
    let keys: Vec<String> = dossier(&archive, &["Fennimore"]).as_object().expect("an object").keys().cloned().collect();
    let promised = [
        "v",
        "name",
        "kind",
        "forms",
        "introductions",
        "stories",
        "inferred",
        "mentions",
        "first",
        "last",
        "months",
        "undated",
        "people",
        "orgs",
        "top",
        "read",
    ];
    assert_eq!(keys, promised);
    assert_eq!(archive.run(&["who"]).status, 2);
    assert_eq!(archive.run(&["who", "--person", "--org", "Fennimore"]).status, 2);
    assert_eq!(archive.run(&["who", "..."]).status, 2);
}

#[test]
fn a_dossier_for_reading() {
    let ran = archive().run(&["who", "Orla Fennimore"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(ran.stdout, @r#"
    Orla Fennimore
    person · 4 stories · 8 mentions

    written     Fennimore 3 · Orla Fennimore 3 · FENNIMORE 1 · Orla B. Fennimore 1
    introduced  2  U.S. envoy · 2019/03/04/talks.txt
                2  U.S. negotiator with the ferry unions · 2019/03/20/tariffs.txt
    first       2019-03-04  Fennimore opens ferry talks · 2019/03/04/talks.txt
    last        2019-06-01  Envoy visits port · 2019/06/01/visit.txt
    people      Tom Lysaght 3 of 3 · Edna Corwin 1 of 1 · Dale Corwin 2 of 3
    orgs        Norden Shipping Corp 1 of 1
    by month    2019-03  ██ 2
                2019-04
                2019-05
                2019-06  █ 1
                undated  1 story

     1  Fennimore opens ferry talks
        3 mentions · Riga · Reuters · 2019-03-04 · 2019/03/04/talks.txt
        U.S. envoy Orla Fennimore opened talks on the ferry line on Monday. Fennimore met Norden Shipping Corp chief executive Tom Lysaght.

     2  Ferry tariffs fall
        3 mentions · Riga · Reuters · 2019-03-20 · 2019/03/20/tariffs.txt
        Tariffs fell, said Orla Fennimore, the U.S. negotiator with the ferry unions, on Wednesday. "We have a deal," Fennimore said. FENNIMORE had asked Tom Lysaght …

     3  Mayor against senator
        1 mention · Boston · undated/quarrel.txt
        … U.S. envoy Orla Fennimore kept silent.

     4  Envoy visits port
        1 mention · Tallinn · Reuters · 2019-06-01 · 2019/06/01/visit.txt
        Orla B. Fennimore, 45, the U.S. negotiator with the ferry unions, visited the port on Saturday with Tom Lysaght.
    "#);
}

#[test]
fn more_stories_than_are_read_are_told() {
    let archive = Archive::empty();
    for day in 1..=28 {
        for part in 1..=20 {
            let role = if day <= 14 { "Minister" } else { "President" };
            let text = format!("Story\n\nRIGA - {role} Orla Venn spoke on subject {day} {part}.\n");
            archive.write(&format!("2019/02/{day:02}/{part}.txt"), text.as_bytes());
        }
    }
    archive.index();
    let found = dossier(&archive, &["Orla Venn"]);
    assert_eq!((&found["stories"], &found["mentions"], &found["read"]), (&json!(560), &json!(560), &json!(500)));
    let counts: Vec<u64> =
        found["introductions"].as_array().expect("two").iter().filter_map(|one| one["stories"].as_u64()).collect();
    assert_eq!(counts, [250, 250]);
    let text = archive.run(&["who", "Orla Venn"]).stdout;
    assert!(text.contains("(in 500 of the 560 stories, evenly over the time)"), "{text}");
}

#[test]
fn nothing_in_a_story_reaches_the_terminal_raw() {
    let archive = Archive::of(&[(
        "a\u{1b}[31m.txt",
        "Red \u{1b}[31mhead\n\nRIGA - U.S. \u{202e}envoy Orla \u{200b}Venn, the chief\u{1b}[2J negotiator of Riga, spoke. Venn left.\n",
    )]);
    archive.index();
    for arguments in [["who", "Venn"], ["who", "Vemn"]] {
        let ran = archive.run(&arguments);
        let hazard =
            |letter: char| letter != '\n' && (letter.is_control() || ('\u{200b}'..='\u{202e}').contains(&letter));
        assert_eq!((ran.stdout + &ran.stderr).chars().find(|&letter| hazard(letter)), None);
    }
}

/// The names that a command lists, in order.
fn listed(archive: &Archive, arguments: &[&str]) -> Vec<String> {
    let ran = archive.run(&[&["people", "-f", "jsonl", "-n", "0"], arguments].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let name = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["name"].as_str().map(str::to_owned);
    ran.stdout.lines().filter_map(name).collect()
}

#[test]
fn people_come_in_the_order_that_is_asked_for() {
    let archive = archive();
    let by_stories = ["Orla Fennimore", "Dale Corwin", "Tom Lysaght", "Edna Corwin"];
    assert_eq!(listed(&archive, &[]), by_stories);
    assert_eq!(listed(&archive, &["--sort", "stories"]), by_stories);
    assert_eq!(listed(&archive, &["--sort", "mentions"])[0], "Orla Fennimore");
    assert_eq!(listed(&archive, &["-s", "name"]), ["Dale Corwin", "Edna Corwin", "Orla Fennimore", "Tom Lysaght"]);
    // Who is in undated stories alone comes last, whichever end of time is asked for.
    assert_eq!(listed(&archive, &["--sort", "last"])[0], "Dale Corwin");
    assert_eq!(listed(&archive, &["--sort", "last"])[3], "Edna Corwin");
    assert_eq!(listed(&archive, &["--sort", "first", "--since", "2019-03-10"])[2], "Dale Corwin");
    assert_eq!(listed(&archive, &["--sort", "first"])[3], "Edna Corwin");
}

#[test]
fn names_are_listed_in_every_format_but_those_of_stories() {
    let archive = archive();
    let people = |format: &str| archive.run(&["people", "-n", "2", "-f", format]);
    insta::assert_snapshot!(people("text").stdout, @r#"
    stories  mentions  first       last        name
          4         8  2019-03-04  2019-06-01  Orla Fennimore
          3         3  2019-03-04  2019-07-01  Dale Corwin
    "#);
    insta::assert_snapshot!(people("csv").stdout, @r#"
    name,stories,mentions,first,last
    Orla Fennimore,4,8,2019-03-04,2019-06-01
    Dale Corwin,3,3,2019-03-04,2019-07-01
    "#);
    assert_eq!(people("tsv").stdout, people("csv").stdout.replace(',', "\t"));
    assert_eq!(people("jsonl").stdout.lines().count(), 2);
    let whole: Value = serde_json::from_str(&people("json").stdout).expect("an object");
    assert_eq!((&whole["total"], whole["names"].as_array().map(Vec::len)), (&json!(4), Some(2)));
    for (command, option) in [("people", "-p"), ("orgs", "-o")] {
        for format in ["ids", "paths"] {
            let ran = archive.run(&[command, "-f", format]);
            assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
            let (first, hint) = ran.stderr.split_once('\n').expect("a message and a hint");
            assert_eq!(first, format!("morgue: {command}: paths and ids are of stories, and this lists names"));
            assert!(hint.contains(&format!("morgue search -f ids -n 0 {option} NAME")), "{hint}");
        }
    }
}

/// Two stories introduce Orla Fennimore, three have her surname alone.
fn surname_alone() -> Archive {
    let archive = Archive::of(&[
        ("full-1.txt", "One\n\nRIGA - U.S. envoy Orla Fennimore met Senator Dale Corwin. Fennimore spoke.\n"),
        ("full-2.txt", "Two\n\nRIGA - U.S. envoy Orla Fennimore left. Fennimore was tired.\n"),
        ("alone-1.txt", "Three\n\nRIGA - Senator Fennimore met Senator Dale Corwin. Senator Fennimore was late.\n"),
        ("alone-2.txt", "Four\n\nRIGA - Senator Fennimore stayed.\n"),
        ("alone-3.txt", "Five\n\nRIGA - Senator Fennimore left.\n"),
    ]);
    archive.index();
    archive
}

#[test]
fn stories_with_an_inferred_surname_are_of_the_dossier_and_counted() {
    let archive = surname_alone();
    let found = dossier(&archive, &["Orla Fennimore"]);
    assert_eq!((&found["stories"], &found["inferred"], &found["mentions"]), (&json!(5), &json!(3), &json!(8)));
    let forms = json!([{"form": "Fennimore", "mentions": 6}, {"form": "Orla Fennimore", "mentions": 2}]);
    assert_eq!(found["forms"], forms);
    assert_eq!(found["people"], json!([{"name": "Dale Corwin", "stories": 2, "all": 2}]), "she is not with herself");
    for story in found["top"].as_array().expect("stories") {
        let is_alone = story["id"].as_str().is_some_and(|id| id.starts_with("alone"));
        assert_eq!(story["inferred"], is_alone, "{story}");
        assert!(story["snippet"].as_str().is_some_and(|text| text.contains("Fennimore")), "{story}");
    }
    let text = archive.run(&["who", "Orla Fennimore"]).stdout;
    assert!(
        text.starts_with("Orla Fennimore\nperson · 5 stories, 3 inferred from the surname · 8 mentions\n"),
        "{text}"
    );
    assert_eq!(text.matches(" · inferred from the surname\n").count(), 3, "{text}");
    let strict = dossier(&archive, &["Orla Fennimore", "--strict-names"]);
    assert_eq!((&strict["stories"], &strict["inferred"], &strict["mentions"]), (&json!(2), &json!(0), &json!(4)));
    assert_eq!(archive.run(&["search", "-c", "-p", "Orla Fennimore"]).stdout, "5\n", "a search finds as many");
}

#[test]
fn a_surname_means_whom_it_is_inferred_to_mean_though_it_mostly_stands_alone() {
    let archive = surname_alone();
    let found = dossier(&archive, &["Fennimore"]);
    assert_eq!((&found["name"], &found["stories"]), (&json!("Orla Fennimore"), &json!(5)));
    assert_eq!(archive.run(&["who", "Fennimore"]).stderr, "", "nobody else has the name");
    let strict = dossier(&archive, &["Fennimore", "--strict-names"]);
    assert_eq!((&strict["name"], &strict["stories"]), (&json!("Fennimore"), &json!(3)));
    archive.write("dale.txt", b"Six\n\nRIGA - Minister Dale Fennimore resigned.\n");
    archive.index();
    let ran = archive.run(&["who", "--person", "Orla Fennimore", "--json"]);
    let found: Value = serde_json::from_str(&ran.stdout).expect("one object");
    assert_eq!((&found["stories"], &found["inferred"]), (&json!(2), &json!(0)), "two bear the surname now");
}

#[test]
fn a_dossier_may_be_of_stories_with_the_surname_alone() {
    let archive = surname_alone();
    for name in ["Orla Fennimore", "Fennimore"] {
        let found = dossier(&archive, &[name, "--query", "id:alone*"]);
        assert_eq!(found["name"], "Orla Fennimore", "{name}");
        assert_eq!((&found["stories"], &found["inferred"], &found["mentions"]), (&json!(3), &json!(3), &json!(4)));
    }
    let strict = archive.run(&["who", "Orla Fennimore", "--query", "id:alone*", "--strict-names"]);
    assert_eq!((strict.status, strict.stdout.as_str()), (1, ""));
}

/// An archive whose owner says more about names than its stories do.
fn told(stories: &[(&str, &str)], names: &str) -> Archive {
    let archive = Archive::of(stories);
    archive.index();
    archive.write("names.toml", names.as_bytes());
    archive
}

#[test]
fn names_that_names_toml_makes_one_have_one_dossier() {
    let archive = told(
        &[
            ("a.txt", "One\n\nRIGA - Minister Joseph Varga met Senator Dale Corwin. Varga spoke.\n"),
            ("b.txt", "Two\n\nRIGA - Minister Joe Varga met Senator Dale Corwin. Varga left.\n"),
            ("c.txt", "Three\n\nRIGA - President Varga met Senator Dale Corwin.\n"),
            ("d.txt", "Four\n\nRIGA - Minister Joseph Varga left. Minister Joe Varga is his son.\n"),
        ],
        "[[person]]\nname = \"Joseph R. Varga\"\naliases = [\"Joe Varga\", \"Varga\"]\n",
    );
    for name in ["Joseph Varga", "joe varga", "Varga"] {
        let found = dossier(&archive, &[name]);
        assert_eq!((&found["name"], &found["stories"]), (&json!("Joseph R. Varga"), &json!(4)), "{name}");
        assert_eq!((&found["mentions"], &found["inferred"]), (&json!(7), &json!(0)), "the archive's owner said so");
        let forms = json!([
            {"form": "Varga", "mentions": 3},
            {"form": "Joe Varga", "mentions": 2},
            {"form": "Joseph Varga", "mentions": 2},
        ]);
        assert_eq!(found["forms"], forms);
        let introductions = json!([
            {"text": "minister", "stories": 3, "id": "a.txt"},
            {"text": "president", "stories": 1, "id": "c.txt"},
        ]);
        let folded = found["introductions"].to_string().to_lowercase();
        assert_eq!(folded, introductions.to_string());
    }
    assert_eq!(dossier(&archive, &["Varga", "--strict-names"])["stories"], 4);
    let beside = dossier(&archive, &["Dale Corwin"]);
    assert_eq!(beside["people"], json!([{"name": "Joseph R. Varga", "stories": 3, "all": 4}]), "a story counts once");
}

#[test]
fn who_is_blocked_has_no_dossier_and_is_in_none() {
    let archive = told(
        &[
            ("a.txt", "One\n\nRIGA - Minister Orla Venn met Senator Dale Corwin. Venn left.\n"),
            ("b.txt", "Two\n\nRIGA - Minister Orla Venn stayed.\n"),
        ],
        "block = [\"Dale Corwin\"]\n",
    );
    assert_eq!(dossier(&archive, &["Orla Venn"])["people"], json!([]));
    for name in ["Dale Corwin", "Corwin"] {
        let ran = archive.run(&["who", name]);
        assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
        assert!(ran.stderr.starts_with(&format!("morgue: who: {name}: no such name\n")), "{}", ran.stderr);
    }
}

#[test]
fn names_that_names_toml_tells_apart_have_dossiers_of_their_own() {
    let archive = told(
        &[
            ("b.txt", "One\n\nRIGA - Senator John B. Marsh spoke. Marsh left.\n"),
            ("c-1.txt", "Two\n\nRIGA - Minister John C. Marsh spoke. Marsh left.\n"),
            ("c-2.txt", "Three\n\nRIGA - Minister John C. Marsh stayed.\n"),
        ],
        "[[person]]\nname = \"John C. Marsh\"\nnot = [\"John B. Marsh\"]\n",
    );
    let minister = dossier(&archive, &["John C. Marsh"]);
    assert_eq!((&minister["stories"], &minister["mentions"]), (&json!(2), &json!(3)));
    let senator = dossier(&archive, &["John B. Marsh"]);
    assert_eq!((&senator["stories"], &senator["mentions"]), (&json!(1), &json!(2)));
    assert_eq!(senator["introductions"], json!([{"text": "Senator", "stories": 1, "id": "b.txt"}]));
    let ran = archive.run(&["who", "Marsh"]);
    insta::assert_snapshot!(ran.stderr, @r#"
    morgue: who: Marsh: 2 names fit
      2  John C. Marsh  morgue who --person 'John C. Marsh'
      1  John B. Marsh  morgue who --person 'John B. Marsh'
    hint: run one of these commands
    "#);
}

/// With and without names.toml, a strict dossier counts what `people` and `orgs` count, and another what a search finds.
#[test]
fn every_dossier_agrees_with_the_list_of_names_and_with_the_search() {
    use morgue::query::{NamePattern, Operand, Plan, Scope, TextClause};
    use morgue::search::{DossierRequest, Engine};
    use morgue::story::NameKind;

    let archive = Archive::sample();
    for number in 1..=3 {
        let text = "RIGA - Senator Fennimore and Minister Joe Varga stayed.\n";
        archive.write(&format!("alone-{number}.txt"), format!("Alone\n\n{text}").as_bytes());
        let text = "RIGA - Senator Orla Fennimore met Minister Joseph Varga. Fennimore left Joe Varga.\n";
        archive.write(&format!("full-{number}.txt"), format!("Full\n\n{text}").as_bytes());
    }
    archive.index();
    let names = "block = [\"Odetta Marchetti\"]\n[[person]]\nname = \"Joseph Varga\"\naliases = [\"Joe Varga\"]\n\
                 [[organization]]\nname = \"Unione Trasporti Riuniti\"\naliases = [\"UTR\"]\n";
    for names in ["", names] {
        archive.write("names.toml", names.as_bytes());
        let engine = morgue::LocalEngine::open(&archive.path().join(".morgue")).expect("the index opens");
        let (mut compared, mut inferred) = (0, 0);
        for kind in [NameKind::Person, NameKind::Organization] {
            for facet in engine.names(&Plan::All, kind).expect("names") {
                let dossier = |pattern: &NamePattern| {
                    let names = vec![pattern.clone()];
                    let (filter, companions) = (Plan::All, Some(0));
                    let request = DossierRequest { names, filter, read: 500, companions, top: 0, width: 0 };
                    engine.who(&request).expect("an answer").dossier.filter(|dossier| dossier.key == facet.key)
                };
                let pattern = NamePattern::of(kind, &facet.name);
                let strict = NamePattern { strict: true, ..pattern.clone() };
                let (Some(whole), Some(strict)) = (dossier(&pattern), dossier(&strict)) else { continue };
                assert_eq!((strict.stories, strict.mentions), (facet.stories, facet.mentions), "{}", facet.name);
                assert_eq!((strict.inferred, whole.stories - whole.inferred), (0, facet.stories), "{}", facet.name);
                let written: u64 = whole.forms.iter().map(|form| form.mentions).sum();
                assert_eq!(written, whole.mentions, "{}", facet.name);
                let operand = Operand::Name(pattern);
                let found = Plan::Text(TextClause { scope: Scope::Anywhere, operand, least: 1, typed: 0..0 });
                // A search finds longer names that hold this one too.
                assert!(engine.count(&found).expect("a count") >= whole.stories, "{}", facet.name);
                (compared, inferred) = (compared + 1, inferred + whole.inferred);
            }
        }
        assert!(compared > 50 && inferred >= 3, "{compared} {inferred}");
    }
}
