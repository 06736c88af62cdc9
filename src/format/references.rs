//! Character references of SGML, XML and HTML, read as news archives write them: with their semicolon, with the controls of
//! Windows-1252 meant as its characters, and with controls of the wire (`&#5;`) that are no text.

use encoding_rs::WINDOWS_1252;

/// Decodes references and drops control characters; a space takes the place of those that alone part two words.
pub(super) fn decoded(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    let mut was_dropped = false;
    loop {
        let end = rest.find(|next: char| next == '&' || (next.is_control() && next != '\n')).unwrap_or(rest.len());
        if std::mem::take(&mut was_dropped) && end > 0 {
            let parts = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
            if parts(text.chars().next_back()) && parts(rest.chars().next()) {
                text.push(' ');
            }
        }
        text.push_str(&rest[..end]);
        rest = &rest[end..];
        let Some(first) = rest.chars().next() else { return text };
        let (character, length) = if first == '&' { reference(rest) } else { (Some(first), first.len_utf8()) };
        rest = &rest[length..];
        match character {
            Some('\t') => text.push('\t'),
            Some('\n') => text.push('\n'),
            Some(character) if !character.is_control() => text.push(character),
            Some('\r') | None => {}
            Some(_) => was_dropped = true,
        }
        was_dropped &= !text.is_empty();
    }
}

/// Returns what the name between `&` and `;` stands for, `None` where that is not known.
pub(super) fn named(name: &str) -> Option<&'static str> {
    quick_xml::escape::resolve_html5_entity(name).or_else(|| {
        // Some archives hold them in capitals.
        let lower = name.to_ascii_lowercase();
        matches!(lower.as_str(), "amp" | "lt" | "gt" | "quot")
            .then(|| quick_xml::escape::resolve_html5_entity(&lower))?
    })
}

/// Returns the character of a numeric reference, from what stands between `&#` and `;`.
pub(super) fn numbered(digits: &str) -> Option<char> {
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    }?;
    Some(match number {
        0x80..=0x9F => windows_character(number as u8),
        _ => char::from_u32(number).unwrap_or('\u{FFFD}'),
    })
}

/// Returns the character that the reference at the beginning of `text` stands for, and the reference's length. An
/// ampersand that begins none is itself.
fn reference(text: &str) -> (Option<char>, usize) {
    const LONGEST: usize = 10;
    let itself = (Some('&'), 1);
    let Some(end) = text.bytes().take(LONGEST).position(|byte| byte == b';') else { return itself };
    let Some(name) = text.get(1..end) else { return itself };
    let character = match name.strip_prefix('#') {
        Some(digits) => numbered(digits),
        None => named(name).and_then(|text| text.chars().next()),
    };
    match character {
        Some(character) => (Some(character), end + 1),
        None => itself,
    }
}

/// References to the controls above ASCII mean the characters that Windows has there, as on web pages.
fn windows_character(byte: u8) -> char {
    WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or('\u{FFFD}')
}
