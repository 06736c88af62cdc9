//! Untrusted text on its way to a terminal or a text pipe.
//!
//! Stories, file names and queries are written by anyone. A character that moves the cursor, changes its colour, turns the
//! direction of writing or is not seen at all must not get through. Text of stories loses such characters ([`shown`]);
//! names of things, which a reader may want to type again, have them spelled out ([`visible`], [`quoted`]). JSON escapes
//! them instead of either, and loses nothing.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Says whether a character may change what a terminal shows, without being shown itself.
pub(crate) fn is_hazard(character: char) -> bool {
    character.is_control() || is_unseen(character)
}

/// Says whether a character is a direction mark, of no width, or a tag. Soft hyphens are among them: they split words.
fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns what is shown in place of a character of a story's text: white space for what moves to another place or line,
/// U+FFFD for other controls, `None` for what has no width anyway.
pub(crate) fn shown(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        _ if is_unseen(character) => None,
        _ if character.is_control() => Some('\u{fffd}'),
        _ => Some(character),
    }
}

/// Returns a story's text on one line: hazards gone, each run of white space one space, none at the ends.
pub(crate) fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars().filter_map(shown) {
        if !character.is_whitespace() {
            line.push(character);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Returns the name of something (a path, an id, what was typed) with its hazards spelled out: `\n`, `\x1b`, `\u{202e}`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hazard) {
        return Cow::Borrowed(text);
    }
    let mut spelled = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' => spelled.push_str("\\n"),
            '\t' => spelled.push_str("\\t"),
            '\r' => spelled.push_str("\\r"),
            hazard if hazard.is_ascii_control() => {
                write!(spelled, "\\x{:02x}", u32::from(hazard)).expect("a string takes any text");
            }
            hazard if is_hazard(hazard) => {
                write!(spelled, "\\u{{{:x}}}", u32::from(hazard)).expect("a string takes any text");
            }
            plain => spelled.push(plain),
        }
    }
    Cow::Owned(spelled)
}

/// Returns a path or an id as one line that a script can take apart again: as it is, but where it holds a hazard or begins
/// with a quote, in double quotes with `"` and `\` escaped and hazards spelled out, as git prints such paths.
pub(crate) fn quoted(text: &str) -> Cow<'_, str> {
    if !text.starts_with('"') && !text.contains(is_hazard) {
        return Cow::Borrowed(text);
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    Cow::Owned(format!("\"{}\"", visible(&escaped)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_bidi_or_zero_width_character_survives() {
        let all: String = (0..=0x10_ffff).filter_map(char::from_u32).collect();
        for safe in [line(&all), visible(&all).into_owned(), quoted(&all).into_owned()] {
            assert_eq!(safe.chars().find(|&c| c.is_control()), None);
            let forbidden = "\u{202a}\u{202e}\u{2066}\u{2069}\u{200b}\u{200d}\u{200e}\u{200f}\u{61c}\u{2060}\u{feff}";
            assert_eq!(safe.chars().find(|&c| forbidden.contains(c)), None);
        }
    }

    #[test]
    fn a_storys_text_becomes_one_line() {
        assert_eq!(
            line("  Grain\r\n\tprices\u{85}rose \u{1b}[31mred\u{3}\n"),
            "Grain prices rose \u{fffd}[31mred\u{fffd}"
        );
        assert_eq!(line("a\u{200b}b \u{202e}c"), "ab c");
    }

    #[test]
    fn a_name_has_its_hazards_spelled_out() {
        assert_eq!(visible("wire/a\nb\u{1b}[2J\u{9b}\u{202e}.txt"), "wire/a\\nb\\x1b[2J\\u{9b}\\u{202e}.txt");
        assert!(matches!(visible("wire/Zürich.txt"), Cow::Borrowed("wire/Zürich.txt")));
    }

    #[test]
    fn a_path_is_quoted_only_where_it_must_be() {
        assert_eq!(quoted("wire/a b\\c.txt"), "wire/a b\\c.txt");
        assert_eq!(quoted("a\nb\\\"c"), "\"a\\nb\\\\\\\"c\"");
        assert_eq!(quoted("\"a\""), "\"\\\"a\\\"\"");
    }
}
