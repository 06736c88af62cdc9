//! The archive that is measured.

use std::path::{Path, PathBuf};

/// Returns the folder that `MORGUE_BENCH_ARCHIVE` names, else the sample corpus.
pub(crate) fn archive() -> PathBuf {
    let sample = || Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus");
    std::env::var_os("MORGUE_BENCH_ARCHIVE").map_or_else(sample, PathBuf::from)
}
