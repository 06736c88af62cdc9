//! Pages of HTML.

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

/// Returns the text of a fragment of HTML: its paragraphs with a blank line between, without tags and scripts.
pub(super) fn text_of(fragment: &str) -> String {
    super::xml::Element::parse(&format!("<div>{fragment}</div>"))
        .map(|element| element.paragraphs())
        .unwrap_or_default()
}
