//! How much is done to find versions. Tests count it, so that a search that compares everything with everything is found
//! without a clock; elsewhere it costs nothing.

#[cfg(test)]
thread_local! {
    static DONE: std::cell::Cell<Work> = const { std::cell::Cell::new(Work { read: 0, compared: 0 }) };
}

/// What was done.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    /// Stored stories that were read.
    pub(super) read: usize,
    /// Pairs of sketches that were compared, and pairs of stories that were.
    pub(super) compared: usize,
}

/// Tells that a stored story is read.
pub(super) fn read() {
    #[cfg(test)]
    DONE.set(Work { read: DONE.get().read + 1, ..DONE.get() });
}

/// Tells that two stories are compared.
pub(super) fn compare() {
    #[cfg(test)]
    DONE.set(Work { compared: DONE.get().compared + 1, ..DONE.get() });
}

/// Returns what this thread has done since this was last asked.
#[cfg(test)]
pub(super) fn done() -> Work {
    DONE.replace(Work { read: 0, compared: 0 })
}
