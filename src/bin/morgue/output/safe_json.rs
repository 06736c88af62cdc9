//! JSON in which no hazard is raw: `serde_json` leaves U+007F to U+009F, direction marks and zero-width characters as they are.

use crate::escape;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut done = 0;
        for (at, hazard) in fragment.char_indices().filter(|(_, character)| escape::is_hazard(*character)) {
            out.write_all(&fragment.as_bytes()[done..at])?;
            for unit in hazard.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            done = at + hazard.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[done..])
    }
}

/// Writes a value as JSON without spaces.
pub(crate) fn write(out: &mut (impl Write + ?Sized), value: &impl Serialize) -> io::Result<()> {
    let mut out = out;
    value.serialize(&mut Serializer::with_formatter(&mut out, Escaping)).map_err(io::Error::from)
}

/// Writes a value as a line of JSON Lines.
pub(crate) fn write_line(out: &mut (impl Write + ?Sized), value: &impl Serialize) -> io::Result<()> {
    write(out, value)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hazard_is_escaped_and_comes_back() {
        let text: String = (0..=0x10_ffff).filter_map(char::from_u32).collect();
        let mut out = Vec::new();
        write(&mut out, &text).expect("a vector takes any bytes");
        let json = String::from_utf8(out).expect("text");
        assert_eq!(json.chars().find(|&character| escape::is_hazard(character)), None);
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
    }

    #[test]
    fn a_tag_character_becomes_a_surrogate_pair() {
        let mut out = Vec::new();
        write_line(&mut out, &"a\u{e0041}\u{202e}\u{7f}b").expect("a vector takes any bytes");
        assert_eq!(String::from_utf8(out).expect("text"), "\"a\\udb40\\udc41\\u202e\\u007fb\"\n");
    }
}
