//! Ctrl-C and SIGTERM while an index is written.
//!
//! Whatever moment a run is ended at, the index is what its last commit made it, and the next run takes away what is left
//! over. So there is nothing to wait for: the program says what the index holds, and ends.

use crate::console::{Look, Messages};
use morgue::index::{self, Home};
use std::io;
use std::path::Path;
use std::sync::Once;
use std::thread;

/// From here on a signal ends the program with a word about the index.
#[cfg(unix)]
pub(crate) fn watch(index: &Path, terminal: bool) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    static WATCHED: Once = Once::new();
    let index = index.to_owned();
    WATCHED.call_once(|| {
        // Without a handler a signal ends the program too, only without a word.
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
        thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                end(&index, terminal, signal);
            }
        });
    });
}

/// Elsewhere the system's own way of ending a program has to do.
#[cfg(not(unix))]
pub(crate) fn watch(_index: &Path, _terminal: bool) {}

#[expect(clippy::exit, reason = "the run's own threads may be in the middle of anything, and need not be waited for")]
fn end(index: &Path, terminal: bool, signal: i32) {
    if terminal {
        // The line that a progress bar stands on.
        eprint!("\r\x1b[2K");
    }
    let mut messages = Messages::new(Box::new(io::stderr()), Look::default(), terminal);
    let stories = Home::open(index).and_then(|home| index::open(&home)).map(|open| open.payload.counts.stories);
    let held = match stories {
        Ok(stories) => format!("the index holds everything up to the last commit ({stories} stories)"),
        Err(_) => "nothing is in the index yet".to_owned(),
    };
    messages.problem(&format!("index: {}: interrupted; {held}", index.display()));
    messages.hint("run the same command again to go on");
    std::process::exit(128 + signal);
}
