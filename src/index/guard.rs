//! The engine trusts its files, and panics where they are not what it expects. To the user that is a damaged index, not a
//! crash.

use super::damaged;
use crate::error::Result;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Says whether a panic of this thread will come out as an error: a program's panic hook may then keep silent.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Runs something that reads the index, to do `what`; a panic inside is a damaged index.
pub(crate) fn guarded<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let was_guarded = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(was_guarded);
    done.unwrap_or_else(|_| Err(damaged(what, "reading it failed in a way that a sound index cannot")))
}
