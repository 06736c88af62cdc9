//! Any bytes, read as a query in each language.

#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::query::{Context, Syntax, parse};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let today = "2020-06-01".parse().expect("a date");
    for syntax in [Syntax::Morgue, Syntax::Nexis, Syntax::Factiva] {
        match parse(text, &Context { today, syntax }) {
            Ok(query) => assert!(!query.explain().is_empty()),
            Err(error) => assert!(text.get(error.span).is_some()),
        }
    }
});
