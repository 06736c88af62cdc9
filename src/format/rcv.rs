//! RCV1 and RCV2.

use super::detect::Head;
use super::options::Options;
use super::{Input, Parsed, Refusal};

/// Returns true for none yet.
pub(super) fn recognizes(_: &Head<'_>, _: &Options) -> bool {
    false
}

/// Reads the stories.
pub(super) fn read<'a>(_: Input<'a>, _: &Options) -> Result<Parsed<'a>, Refusal> {
    Err(Refusal::Skip("format not supported yet".to_owned()))
}
