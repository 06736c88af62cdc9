//! Atoms: runs of letters and digits, the pieces that words are made of.
//!
//! An atom is a word of UAX #29, cut once more wherever that standard lets a full stop, comma, colon, apostrophe or
//! underscore join letters or digits: whether they join is decided in `token`, by the rules of news. A stretch without
//! letters beyond ASCII takes a shorter way to the same atoms.

use unicode_segmentation::UnicodeSegmentation;

/// Byte offsets of an atom in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Atom {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Appends the atoms of a stretch of text without white space that begins at `offset`.
pub(super) fn atoms(stretch: &str, offset: usize, out: &mut Vec<Atom>) {
    let known = out.len();
    if !plain_atoms(stretch.as_bytes(), offset, out) {
        out.truncate(known);
        unicode_atoms(stretch, offset, out);
    }
}

/// Appends the runs of ASCII letters and digits, or returns false where a character is met that may belong to a word and
/// is not ASCII.
fn plain_atoms(bytes: &[u8], offset: usize, out: &mut Vec<Atom>) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        let from = at;
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        if at > from {
            out.push(Atom { start: offset + from, end: offset + at });
        } else if bytes[at].is_ascii() {
            at += 1;
        } else if is_general_punctuation(&bytes[at..]) {
            at += 3;
        } else {
            return false;
        }
        // A run that goes on with a letter beyond ASCII is caught by the next round: that letter is not ASCII.
    }
    true
}

/// Says whether the bytes begin with a character from U+2010 to U+2027: dashes, quotation marks, bullets, ellipses.
fn is_general_punctuation(bytes: &[u8]) -> bool {
    matches!(bytes, [0xE2, 0x80, 0x90..=0xA7, ..])
}

fn unicode_atoms(stretch: &str, offset: usize, out: &mut Vec<Atom>) {
    for (at, word) in stretch.unicode_word_indices() {
        let mut start = 0;
        for (cut, letter) in word.char_indices() {
            if is_joint(letter) {
                push_piece(&word[start..cut], offset + at + start, out);
                start = cut + letter.len_utf8();
            }
        }
        push_piece(&word[start..], offset + at + start, out);
    }
}

fn push_piece(piece: &str, start: usize, out: &mut Vec<Atom>) {
    if piece.chars().any(char::is_alphanumeric) {
        out.push(Atom { start, end: start + piece.len() });
    }
}

/// Says whether a character joins letters or digits in UAX #29 without being one.
fn is_joint(letter: char) -> bool {
    match letter {
        letter if letter.is_ascii() => !letter.is_ascii_alphanumeric(),
        '\u{2010}'..='\u{2027}' | '\u{202F}' | '\u{203F}' | '\u{2040}' | '\u{2044}' | '\u{2054}' => true,
        '\u{037E}' | '\u{0589}' | '\u{060C}' | '\u{060D}' | '\u{066B}' | '\u{066C}' => true,
        '\u{FE10}'..='\u{FE14}' | '\u{FE33}' | '\u{FE34}' | '\u{FE4D}'..='\u{FE55}' => true,
        '\u{FF07}' | '\u{FF0C}' | '\u{FF0E}' | '\u{FF1A}' | '\u{FF1B}' | '\u{FF3F}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_way_finds_what_the_long_way_finds(stretch in "[!-~“”‘’–—…]{0,40}") {
            let (mut short, mut long) = (Vec::new(), Vec::new());
            prop_assert!(plain_atoms(stretch.as_bytes(), 7, &mut short));
            unicode_atoms(&stretch, 7, &mut long);
            prop_assert_eq!(short, long);
        }

        #[test]
        fn cutting_at_white_space_first_changes_nothing(text in "[a-zA-Z0-9éßłñ中かㅏ한яθ .,:;'’_\n\t&-]{0,60}") {
            let (mut cut, mut whole) = (Vec::new(), Vec::new());
            for stretch in text.split_ascii_whitespace() {
                atoms(stretch, stretch.as_ptr() as usize - text.as_ptr() as usize, &mut cut);
            }
            unicode_atoms(&text, 0, &mut whole);
            prop_assert_eq!(cut, whole);
        }
    }
}
