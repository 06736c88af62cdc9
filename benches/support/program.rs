//! The program, run as a user runs it.

use std::process::{Command, Stdio};

/// Runs the program; what it prints is thrown away.
pub(crate) fn morgue(arguments: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program runs");
    assert!(status.code().is_some_and(|code| code <= 1), "{arguments:?}");
}
