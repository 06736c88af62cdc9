//! Folding: lower case without accents.

use super::LONGEST_WORD;
use unicode_normalization::UnicodeNormalization;

/// Appends a text folded.
pub(super) fn fold_into(text: &str, out: &mut String) {
    let start = out.len();
    if text.is_ascii() {
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    let mut recompose = false;
    for letter in text.nfd().filter(|&letter| !is_dropped(letter)).flat_map(char::to_lowercase) {
        recompose |= letter >= FIRST_RECOMPOSED;
        match letter {
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            // One sigma, wherever it stands in the word.
            'ς' => out.push('σ'),
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            other => out.push(other),
        }
    }
    if recompose {
        let composed: String = out[start..].nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
}

/// The first letter of the scripts (Hangul, the Indic and the Japanese ones) in which a letter taken apart is no accent:
/// what NFD took apart there is put together again, so that `?` in a wildcard stays one character.
const FIRST_RECOMPOSED: char = '\u{0900}';

/// Says whether folding leaves a character out: accents, vowel points, and what nobody sees.
fn is_dropped(letter: char) -> bool {
    matches!(letter,
        // Accents of Latin, Greek and Cyrillic.
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        // Vowel points of Hebrew and Arabic, which news leaves out or not.
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}' | '\u{0640}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}'
        // Soft hyphen, zero width, direction marks, variation selectors.
        | '\u{00AD}' | '\u{061C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}'
        // The dot of Catalan `l·l`, and apostrophes that are letters to Unicode.
        | '\u{00B7}' | '\u{0387}' | '\u{02BB}' | '\u{02BC}')
}

/// Returns the length of the longest start of a folded word that may be indexed.
pub(super) fn capped(term: &str) -> usize {
    if term.len() <= LONGEST_WORD { term.len() } else { term.floor_char_boundary(LONGEST_WORD) }
}

#[cfg(test)]
mod tests {
    use crate::text::fold;
    use proptest::prelude::*;

    #[test]
    fn case_and_accents_fold() {
        for (text, folded) in [
            ("Ärger", "arger"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("ẞ", "ss"),
            ("Ærø", "aero"),
            ("Łódź", "lodz"),
            ("Þór Đurić", "thor duric"),
            ("İstanbul", "istanbul"),
            ("Iğdır", "igdir"),
            ("cœur", "coeur"),
            ("co\u{AD}op\u{200D}era\u{2060}te", "cooperate"),
            ("ΟΔΟΣ ός", "οδοσ οσ"),
            ("ﬁnance", "finance"),
            ("서울", "서울"),
            ("がく", "がく"),
            ("paral·lel", "parallel"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_folded_text_folds_to_itself(text in "\\PC*") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }
    }
}
