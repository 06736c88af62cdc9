//! No string makes a parser panic, whatever the language it claims to be in.
//!
//! `MORGUE_HOSTILE` says how many strings are tried. How long they take is printed by `examples/parse_times.rs`.

pub(crate) mod strings;

use morgue::query::{Context, Syntax, parse};
use std::panic::{AssertUnwindSafe, catch_unwind};
use strings::Strings;

const LANGUAGES: [Syntax; 3] = [Syntax::Morgue, Syntax::Nexis, Syntax::Factiva];

/// Reads a text in each language: what is understood can be explained, what is not says why and where.
pub(crate) fn read(text: &str) {
    for syntax in LANGUAGES {
        let context = Context { today: "2020-06-01".parse().expect("a date"), syntax };
        match parse(text, &context) {
            Ok(query) => {
                assert_eq!(query.text(), text);
                assert!(!query.tree().to_string().is_empty() && !query.explain().is_empty(), "{syntax:?}: {text:?}");
            }
            Err(error) => {
                assert!(!error.to_string().is_empty() && error.column(text) > 0, "{syntax:?}: {text:?}");
                assert!(text.get(error.span.clone()).is_some(), "{syntax:?}: {text:?}: {error:?}");
            }
        }
    }
}

#[test]
fn no_string_makes_a_parser_panic() {
    let some = if cfg!(debug_assertions) { 20_000 } else { 100_000 };
    let count = std::env::var("MORGUE_HOSTILE").map_or(some, |count| count.parse().expect("a number"));
    let mut understood = 0;
    for text in Strings::new(1).take(count) {
        // The message of a panic does not say which text it was.
        let result = catch_unwind(AssertUnwindSafe(|| read(&text)));
        assert!(result.is_ok(), "this text makes a parser panic: {text:?}");
        let context = Context::on("2020-06-01".parse().expect("a date"));
        understood += usize::from(parse(&text, &context).is_ok());
    }
    assert!(understood > count / 100, "of {count} strings {understood} are queries: the others all fail at the gate");
}
