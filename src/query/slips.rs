//! Words that can only be meant as distances and are none: `w/five`, `w/5,`, `w/` with a blank after it.
//!
//! Let through they would be words to search for, and nobody would know why nothing is found.

use super::cursor::{is_number, is_unseen};

/// A distance with a slip in it.
pub(super) struct Slip<'t> {
    /// `w`, `near`, `pre` or `onear`, in lower case.
    pub(super) head: &'static str,
    /// What stands after the slash.
    pub(super) tail: &'t str,
    /// The number that may be meant: of `w/5,`, and of `w/ 5`.
    pub(super) number: Option<&'t str>,
}

impl<'t> Slip<'t> {
    /// Returns the slip in a word that is no operator of its language; `after` is the text that follows the word.
    ///
    /// `w/o` and `w/out` are written for `without`: they are words.
    pub(super) fn of(word: &'t str, after: &'t str) -> Option<Self> {
        let (head, tail) = word.split_once('/')?;
        let head = ["w", "near", "pre", "onear"].into_iter().find(|known| known.eq_ignore_ascii_case(head))?;
        if ["o", "out"].iter().any(|word| word.eq_ignore_ascii_case(tail)) {
            return None;
        }
        let near = if tail.is_empty() { after.trim_start_matches(is_unseen) } else { tail };
        let digits = &near[..near.find(|next: char| !next.is_ascii_digit()).unwrap_or(near.len())];
        let ends = !near[digits.len()..].starts_with(|next: char| next.is_alphanumeric() || matches!(next, '/' | '-'))
            && !is_fraction(&near[digits.len()..]);
        Some(Self { head, tail, number: Some(digits).filter(|digits| is_number(digits) && ends) })
    }

    /// Returns what to write in a language that has `w/5`, `pre/5`, `w/s` and `w/p`.
    pub(super) fn hint(&self, word: &str) -> String {
        let head = if matches!(self.head, "pre" | "onear") { "pre" } else { "w" };
        match (head, self.tail.to_ascii_lowercase().as_str(), self.number) {
            ("w", "s" | "sent" | "sentence", _) => "write `w/s`".to_owned(),
            ("w", "p" | "para" | "paragraph", _) => "write `w/p`".to_owned(),
            ("pre", "s" | "sent" | "sentence" | "p" | "para" | "paragraph", _) => {
                "write `w/s` or `w/p` for either order, or `pre/25` for this one".to_owned()
            }
            (_, "", Some(number)) => format!("write it without the space: `{head}/{number}`"),
            (_, _, Some(number)) => format!("write `{head}/{number}`, with spaces around it"),
            ("pre", ..) => format!("write `pre/5`; to search for it as a word, quote it: \"{word}\""),
            _ => format!("write `w/5`, `w/s` or `w/p`; to search for it as a word, quote it: \"{word}\""),
        }
    }
}

/// Says whether a text goes on as a number with a fraction does after its point.
fn is_fraction(text: &str) -> bool {
    text.strip_prefix(['.', ',']).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_that_is_meant_stands_alone() {
        let number = |word, after| Slip::of(word, after).map(|slip| slip.number);
        assert_eq!(number("w/5,", ""), Some(Some("5")));
        assert_eq!(number("PRE/12.", " b"), Some(Some("12")));
        assert_eq!(number("w/", " 5 b"), Some(Some("5")));
        for (word, after) in [("w/five", ""), ("w/5/6", ""), ("w/1.5", ""), ("w/-5", ""), ("w/", " b"), ("w/", " 5b")] {
            assert_eq!(number(word, after), Some(None), "{word}{after}");
        }
        for word in ["w/o", "W/OUT", "and/or", "tax"] {
            assert_eq!(number(word, ""), None, "{word}");
        }
    }
}
