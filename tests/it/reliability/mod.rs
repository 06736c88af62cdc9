//! What the program does when something goes wrong: one file for each kind of fault. `tests/it/RELIABILITY` maps each fault to
//! its test.
//!
//! ```text
//! MORGUE_LONG=1 cargo test --release reliability -- --nocapture
//! ```
//!
//! makes the rounds long.

mod answers;
mod damage;
mod disk;
mod files;
mod hostile_input;
mod kills;
mod limits;
mod memory;
mod observed;
mod processes;
mod releases;
mod shown;
#[cfg(unix)]
mod signals;
mod table;

/// Returns how many rounds a test makes: a few, or, with `MORGUE_LONG` set, many.
pub(crate) fn rounds(few: usize, many: usize) -> usize {
    if std::env::var_os("MORGUE_LONG").is_some() { many } else { few }
}
