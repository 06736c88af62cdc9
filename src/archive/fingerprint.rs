//! Whether a file is still the one that was read, told from what the file system says of it.

use std::fs::Metadata;

/// How much older than the scan a file's last change must be. File systems round times, and a file can be written twice
/// within one tick of their clock; FAT counts in steps of two seconds.
const SETTLED_NS: i64 = 2_000_000_000;

/// What the file system says of a file without its being opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// The length in bytes.
    pub size: u64,
    /// The last change of the content, in nanoseconds since 1970-01-01 UTC.
    pub mtime_ns: i64,
    /// The last change of the inode, likewise; 0 where the system has none.
    pub ctime_ns: i64,
    /// The inode's number; 0 where the system has none.
    pub inode: u64,
}

impl Fingerprint {
    /// Returns the fingerprint of a file.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            size: metadata.len(),
            mtime_ns: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            ctime_ns: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
        }
    }

    /// Returns the fingerprint of a file.
    #[cfg(not(unix))]
    pub fn of(metadata: &Metadata) -> Self {
        let since = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let mtime_ns = since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0);
        Self { size: metadata.len(), mtime_ns, ctime_ns: 0, inode: 0 }
    }

    /// Returns true where the file need not be read again: everything equals what was `recorded`, and at that scan, which
    /// began at `scan_start_ns`, its last change was already more than two seconds old.
    pub fn is_unchanged(&self, recorded: &Self, scan_start_ns: i64) -> bool {
        self == recorded && self.mtime_ns < scan_start_ns.saturating_sub(SETTLED_NS)
    }
}

#[cfg(unix)]
fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000_000;

    fn sample() -> Fingerprint {
        Fingerprint { size: 10, mtime_ns: 100 * SECOND, ctime_ns: 101 * SECOND, inode: 7 }
    }

    #[test]
    fn a_settled_file_with_equal_numbers_is_unchanged() {
        assert!(sample().is_unchanged(&sample(), 103 * SECOND));
    }

    #[test]
    fn a_file_that_changed_within_two_seconds_of_the_scan_is_read_again() {
        assert!(!sample().is_unchanged(&sample(), 102 * SECOND));
        assert!(sample().is_unchanged(&sample(), 102 * SECOND + 1));
        assert!(!sample().is_unchanged(&sample(), 50 * SECOND), "a time in the future of the scan is never trusted");
    }

    #[test]
    fn each_number_counts() {
        let scan = 500 * SECOND;
        for changed in [
            Fingerprint { size: 11, ..sample() },
            Fingerprint { mtime_ns: 99 * SECOND, ..sample() },
            Fingerprint { ctime_ns: 102 * SECOND, ..sample() },
            Fingerprint { inode: 8, ..sample() },
        ] {
            assert!(!changed.is_unchanged(&sample(), scan), "{changed:?}");
        }
    }

    #[test]
    fn the_smallest_scan_time_does_not_overflow() {
        assert!(!sample().is_unchanged(&sample(), i64::MIN));
    }
}
