//! Ctrl-C and SIGTERM while an index is written.
//!
//! Whatever moment a run is ended at, the index is what its last commit made it, and the next run takes away what is left
//! over. So there is nothing to wait for: the program says what the index holds, and ends.

use crate::console::{Look, Messages};
use morgue::{ErrorKind, index};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;

/// The index that is being written; nothing outside of a run.
static WRITTEN: Mutex<Option<PathBuf>> = Mutex::new(None);

/// While this is there, a signal ends the program with a word about the index; after it, without one.
pub(crate) struct Watch(());

impl Drop for Watch {
    fn drop(&mut self) {
        *WRITTEN.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Watches for signals while an index is written.
pub(crate) fn watch(index: &Path, terminal: bool) -> Watch {
    static LISTENS: Once = Once::new();
    *WRITTEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(index.to_owned());
    LISTENS.call_once(|| listen(terminal));
    Watch(())
}

#[cfg(unix)]
fn listen(terminal: bool) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    // Without a handler a signal ends the program too, only without a word.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            end(terminal, signal);
        }
    });
}

/// Elsewhere the system's own way of ending a program has to do.
#[cfg(not(unix))]
fn listen(_terminal: bool) {}

#[cfg(unix)]
#[expect(clippy::exit, reason = "the run's own threads may be in the middle of anything, and need not be waited for")]
fn end(terminal: bool, signal: i32) {
    let written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(index) = written {
        // A damaged index may make its reader panic; the program ends all the same.
        let told = thread::spawn(move || tell(&index, terminal)).join();
        drop(told);
    }
    std::process::exit(128 + signal);
}

#[cfg(unix)]
fn tell(index: &Path, terminal: bool) {
    if terminal {
        // The line that a progress bar stands on.
        let _ = write!(io::stderr(), "\r\x1b[2K");
    }
    let mut messages = Messages::new(Box::new(io::stderr()), Look::default(), terminal);
    let held = match index::open_current(index) {
        Ok((_, open)) => open.payload.counts.held(),
        Err(error) if error.kind() == ErrorKind::NoIndex => "nothing is in the index yet".to_owned(),
        Err(_) => "what the index holds cannot be read just now, `morgue check` tells".to_owned(),
    };
    messages.problem(&format!("index: {}: interrupted; {held}", index.display()));
    messages.hint("run the same command again to go on");
}
