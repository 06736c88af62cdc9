//! How much the readers look at. Tests count it, so that a reader that looks at the same bytes again and again is found
//! without a clock; elsewhere it costs nothing.

#[cfg(test)]
thread_local! {
    static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Tells that so many bytes are looked at.
pub(super) fn look(bytes: usize) {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + bytes);
    #[cfg(not(test))]
    let _ = bytes;
}

/// Returns how many bytes this thread has looked at.
#[cfg(test)]
pub(super) fn count() -> usize {
    LOOKED_AT.get()
}
