//! Any bytes, read as the format that `MORGUE_FUZZ_FORMAT` names.

#![no_main]

#[allow(dead_code)]
#[path = "../../tests/it/fuzzed.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static FORMAT: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| std::env::var("MORGUE_FUZZ_FORMAT").expect("MORGUE_FUZZ_FORMAT names a format"));
    fuzzed::format(&FORMAT, bytes);
});
