//! A name and any bytes: what they are is told by detection.

#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/fuzzed.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzed::detect(bytes));
