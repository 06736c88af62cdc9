//! What stories, names of files and queries hold never steers a terminal.

use super::rounds;
use crate::harness::{Archive, Ran, zip};

/// Everything that moves the cursor, colours, hides, or turns the direction of writing: with ESC, as one byte of C1, and bare.
const HAZARDS: &str = "\u{1b}[666m\u{1b}]0;title\u{7}\u{9b}31m\u{8}\r\u{202e}\u{2066}\u{200b}\u{200f}\u{feff}\u{7f}\u{85}\u{2028}\u{ad}\u{e0041}";

/// Returns the first character that must not get through. Newlines and tabs are the program's own; so are, where colour was
/// asked for, the few sequences of its styles.
fn hazard(text: &str, is_colored: bool) -> Option<char> {
    let mut plain = text.to_owned();
    if is_colored {
        for code in ["0", "1", "2", "4", "31", "36"] {
            plain = plain.replace(&format!("\u{1b}[{code}m"), "");
        }
    }
    plain.chars().find(|&character| {
        (character.is_control() && !matches!(character, '\n' | '\t'))
            || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                | '\u{feff}' | '\u{e0041}')
    })
}

/// An archive whose every part is hostile: texts, all fields, names of files, members and people, records that are bad.
fn hostile() -> Archive {
    let h = HAZARDS;
    let archive = Archive::empty();
    let body = format!(
        "RIGA (Reuters) - Mr. Rex{h} Tillerson of the State{h} Department said a {h}ferry{h} sank. Rex Tillerson{h} left.\n\n\
         Tillerson{h} met Elin Lindqvist of NATO{h} and Elin Lundqvist, who saw the ferry."
    );
    archive.write("plain.txt", format!("Ferry{h} sinks\n\nBy Ann{h} Poe\n\n{body}\n").as_bytes());
    archive.write("again.txt", format!("Ferry{h} sinks\n\nBy Ann{h} Poe\n\n{body} Once more{h}.\n").as_bytes());
    if cfg!(unix) {
        archive.write("na\u{1b}[666m\u{202e}\r\nme.txt", format!("Ferry\n\n{body}").as_bytes());
    }
    let record = serde_json::json!({
        "id": format!("i{h}d"), "headline": format!("Ferry{h}"), "text": body, "byline": format!("Ann{h} Poe"),
        "section": format!("World{h}"), "url": format!("http://x.example/{h}"), "place": format!("Riga{h}"),
        "agency": format!("Wire{h}"), "language": format!("en{h}"), "date": format!("2017-10-31{h}"), "slug": format!("s{h}"),
        "tags": [format!("ships:ferry{h}")], "summary": format!("A ferry{h}."), "status": format!("corrected{h}"),
    });
    let bad = format!("{{\"text\": \"{h}\", broken{h}\n");
    archive.write("records.jsonl", format!("{record}\n{bad}").as_bytes());
    archive.write("columns.csv", "wh\u{1b}[666men,wh\u{202e}at\n1,2\n".as_bytes());
    archive.write("menu.xml", "<?xml version=\"1.0\"?><me\u{1b}nu\u{202e}/>".as_bytes());
    archive.write(
        "pa\u{200b}cked.zip",
        &zip(&[("m\u{1b}[666m\u{202e}.txt", body.as_bytes()), ("b\u{1b}.png", b"\x89PNG\0")]),
    );
    archive.write("torn.zip", b"PK\x03\x04 is no zip");
    archive
}

/// Everything that prints what stories and names hold.
const COMMANDS: &[&str] = &[
    "index --verify",
    "index --rebuild",
    "index -f jsonl --retry-failed",
    "index --dry-run --rebuild",
    "index --type text --rebuild",
    "index --rebuild",
    "search -n 0 ferry",
    "search -n 0 --snippets 9 --width 4000 ferry",
    "search -n 0 -f json ferry",
    "search -n 0 -f jsonl ferry",
    "search -n 0 -f csv ferry",
    "search -n 0 -f tsv ferry",
    "search -n 0 -f paths ferry",
    "search -n 0 -f ids ferry",
    "search -n 0 --kwic 9 ferry",
    "search -n 0 --kwic 9 -f csv ferry",
    "search -n 0 --cite ferry",
    "search -n 0 --group ferry",
    "search -n 0 --open ferry",
    "search -n 0 --explain tillersen~",
    "search -n 0 --explain person:tillerson OR org:state*",
    "search tag:ships* OR section:world OR byline:ann OR path:records",
    "people -n 0",
    "people -n 0 -f csv",
    "people -n 0 -f tsv",
    "people -n 0 -f json",
    "people -n 0 -f jsonl",
    "people -n 0 --suggest",
    "orgs -n 0",
    "orgs -n 0 -f tsv",
    "orgs -n 0 --suggest",
    "who Tillerson",
    "who -f json Tillerson",
    "who Nobody",
    "export",
    "status -n 0",
    "status --failed",
    "status -f json",
    "status -f jsonl",
    "status -f csv",
    "status -f tsv",
    "status -f paths",
];

/// Where something typed can stand that comes back in a message.
const PLACES: &[&str] = &[
    "search",
    "search --explain",
    "search -f json",
    "search -F",
    "search -c",
    "search --syntax nexis",
    "search --syntax factiva",
    "people",
    "orgs",
    "export",
    "who",
    "show",
    "show plain.txt --match",
    "search -p",
    "search -o",
    "search ferry --since",
    "search ferry --place",
    "search ferry -a",
    "search ferry --index",
    "index",
    "index --index",
    "index --map",
    "index --type",
    "index --encoding",
    "index --include",
    "search -n",
    "search -f",
    "man",
    "completions",
    "help",
    "",
];

#[test]
fn nothing_untrusted_steers_a_terminal() {
    let archive = hostile();
    let first = archive.run(&["index"]);
    assert_eq!(first.status, 3, "{}", first.stderr);
    let ids: Vec<String> =
        archive.hits(&["ferry"]).iter().map(|hit| hit["id"].as_str().unwrap_or_default().to_owned()).collect();
    assert!(ids.len() >= 4, "{ids:?}");
    let evil = format!("ferry{HAZARDS}");
    let broken = format!("\"{HAZARDS}");
    let mut commands: Vec<Vec<&str>> = COMMANDS.iter().map(|line| line.split(' ').collect()).collect();
    for id in ids.iter().take(rounds(2, ids.len())) {
        for options in
            [&[][..], &["-f", "json"], &["--explain-names"], &["--versions"], &["--match", "ferry w/9 tillerson"]]
        {
            commands.push([&["show"], options, &["--", id]].concat());
        }
        commands.push(vec!["show", "--diff=plain.txt", "--", id]);
    }
    let untrusted = [
        evil.as_str(),
        &broken,
        HAZARDS,
        "\u{1b}:x",
        "headlin\u{202e}:x",
        "date:\u{1b}[2J",
        "(\u{9b}31m",
        "a w/\u{1b} b",
    ];
    for (number, place) in PLACES.iter().enumerate() {
        let some = untrusted.iter().cycle().skip(number).take(rounds(1, untrusted.len()));
        for text in some {
            commands.push(place.split_terminator(' ').chain([*text]).collect());
        }
    }
    let mut shown = 0;
    for command in &commands {
        for color in ["always", "never"].into_iter().take(rounds(1, 2)) {
            // What comes first is what may be followed by a hostile value.
            let colored: Vec<&str> = ["--color", color].into_iter().chain(command.iter().copied()).collect();
            let ran = archive.run(&colored);
            for (stream, text) in [("out", &ran.stdout), ("err", &ran.stderr)] {
                let found = hazard(text, color == "always");
                assert_eq!(found, None, "{stream} of {colored:?}: {text:?}");
            }
            assert!((0..=11).contains(&ran.status), "{colored:?}: {} {}", ran.status, ran.stderr);
            shown += ran.stdout.len() + ran.stderr.len();
        }
    }
    println!("I13: {} commands printed {shown} bytes, no hazard among them", commands.len());
}

#[test]
fn json_loses_nothing_of_what_a_story_holds() {
    let archive = hostile();
    archive.run(&["index", "-q"]);
    let ran: Ran = archive.run(&["export", "path:records.jsonl"]);
    let story: serde_json::Value = serde_json::from_str(ran.stdout.trim()).expect("one line of JSON");
    for key in ["body", "url"] {
        let text = story[key].as_str().unwrap_or_default();
        assert!(
            text.contains("\u{1b}[666m") && text.contains('\u{202e}') && text.contains('\u{200b}'),
            "{key}: {text:?}"
        );
    }
}

#[test]
fn the_file_of_names_is_untrusted_too() {
    let archive = hostile();
    archive.run(&["index", "-q"]);
    for toml in [
        "[\u{1b}[666m",
        "a\u{202e} = \"\u{1b}[666m\"",
        "[[person]]\nname = \"Rex\\u001b[666m\\u202e\"\n",
        "[[\u{9b}]]\n",
    ] {
        std::fs::write(archive.path().join("names.toml"), toml).expect("written");
        for command in [&["people"][..], &["search", "ferry"], &["who", "Tillerson"], &["people", "--suggest"]] {
            let ran = archive.run(command);
            assert_eq!(hazard(&(ran.stdout + &ran.stderr), false), None, "{command:?}: {toml:?}");
        }
    }
}
