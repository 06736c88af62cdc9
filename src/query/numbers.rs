//! Numbers as a query writes them: `500..`, `..300`, `500..800`, `500`.

use super::cursor::is_number;
use super::error::{QueryError, QueryErrorKind};
use super::plan::{NumberField, NumberFilter};
use std::ops::Range;

/// Returns the filter of `words:` or `update:`.
pub(super) fn filter(field: NumberField, text: &str, at: Range<usize>) -> Result<NumberFilter, QueryError> {
    let wrong = || {
        let (kind, hint) = match field {
            NumberField::Words => (
                QueryErrorKind::NotALength(text.to_owned()),
                "write `words:500..` for 500 or more, `words:..300` for 300 or fewer, `words:500..800` for between",
            ),
            NumberField::Update => (
                QueryErrorKind::NotAnUpdate(text.to_owned()),
                "write `update:2` for the second update, `update:2..` for it and later ones, `update:1..` for any",
            ),
        };
        QueryError::new(kind, at.clone()).hint(hint)
    };
    let number = |text: &str| {
        if is_number(text) { text.parse().map_err(|_| wrong()) } else { Err(wrong()) }
    };
    let (from, until) = text.split_once("..").unwrap_or((text, text));
    let bound = |text: &str| (!text.is_empty()).then(|| number(text)).transpose();
    let filter = NumberFilter { from: bound(from)?, until: bound(until)? };
    match (filter.from, filter.until) {
        (None, None) => Err(wrong()),
        (Some(from), Some(until)) if from > until => {
            Err(QueryError::new(QueryErrorKind::ReversedRange(text.to_owned()), at)
                .hint("write the smaller number first"))
        }
        _ => Ok(filter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_a_number_or_a_range() {
        let read = |text| {
            filter(NumberField::Words, text, 0..1).map(|filter| (filter.from, filter.until)).map_err(|error| error.kind)
        };
        assert_eq!(read("500.."), Ok((Some(500), None)));
        assert_eq!(read("..300"), Ok((None, Some(300))));
        assert_eq!(read("500..800"), Ok((Some(500), Some(800))));
        assert_eq!(read("7"), Ok((Some(7), Some(7))));
        for text in ["..", "many", "5..x", "-5", "99999999999"] {
            assert_eq!(read(text), Err(QueryErrorKind::NotALength(text.to_owned())));
        }
        assert_eq!(read("8..7"), Err(QueryErrorKind::ReversedRange("8..7".to_owned())));
    }
}
