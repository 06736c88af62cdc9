//! What the program does when something goes wrong that only the inside of the library can bring about: a disk that refuses, a
//! disk that forgets. What can be brought about from outside is in `tests/it/reliability/`; `tests/it/RELIABILITY` maps each
//! fault to its test.

#![expect(clippy::print_stdout, reason = "a test with rounds says what it did")]

mod disk;
mod sequences;
mod state;

/// Returns how many rounds a test makes: a few, or, with `MORGUE_LONG` set, many.
fn rounds(few: usize, many: usize) -> usize {
    if std::env::var_os("MORGUE_LONG").is_some() { many } else { few }
}
