//! Any text through the grammar of stories, the tokenizer and the recognizer of names.

#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/fuzzed.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzed::text(bytes));
