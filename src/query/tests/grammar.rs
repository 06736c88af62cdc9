//! Every example of GRAMMAR.md, read by the language of its section.

use super::context;
use crate::query::{Context, Syntax, parse};

const GRAMMAR: &str = include_str!("../../../GRAMMAR.md");

/// Returns the rows of the tables headed `query | read as` in a section, without their quotes.
fn examples(section: &str) -> Vec<(String, String)> {
    let start = GRAMMAR.find(&format!("\n## {section}\n")).expect("the section is there") + 1;
    let text = &GRAMMAR[start..];
    let end = text[1..].find("\n## ").map_or(text.len(), |end| end + 1);
    let mut rows = Vec::new();
    let mut in_table = false;
    for line in text[..end].lines() {
        // A `|` within an example is written `\|`, as Markdown wants it.
        let cells: Vec<String> =
            line.replace("\\|", "\u{0}").split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect();
        match cells.get(1..3) {
            Some([query, read]) if query == "query" && read == "read as" => in_table = true,
            Some([query, read]) if in_table && query.starts_with('`') => {
                let code =
                    |cell: &str| cell.trim_start_matches("`` ").trim_end_matches(" ``").trim_matches('`').to_owned();
                rows.push((code(query), code(read)));
            }
            Some(_) => {}
            None => in_table = false,
        }
    }
    rows
}

fn check(section: &str, syntax: Syntax, fewest: usize) {
    let examples = examples(section);
    assert!(examples.len() >= fewest, "only {} examples are found in {section}", examples.len());
    for (query, read) in examples {
        let context = Context { syntax, ..context() };
        let parsed = parse(&query, &context).unwrap_or_else(|error| panic!("{query}: {error}"));
        assert_eq!(parsed.tree().to_string(), read, "{query}");
    }
}

#[test]
fn the_examples_of_our_own_language_are_read_as_the_grammar_says() {
    check("The program's own language", Syntax::Morgue, 50);
}

#[test]
fn the_examples_of_nexis_are_read_as_the_grammar_says() {
    check("The language of Nexis", Syntax::Nexis, 45);
}

#[test]
fn the_examples_of_factiva_are_read_as_the_grammar_says() {
    check("The language of Factiva", Syntax::Factiva, 40);
}
