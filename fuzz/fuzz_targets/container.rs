//! Any bytes, as containers and documents are read.

#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/fuzzed.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzed::container(bytes));
