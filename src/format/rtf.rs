//! The text of a document in RTF: its paragraphs, one to a line.
//!
//! A reader of our own: what is wanted is the text, whatever else a word processor, or damage, put around it.

use encoding_rs::{Encoding, WINDOWS_1252};

/// Groups inside one another beyond this count are read as one.
const DEEPEST: usize = 1000;

/// Groups whose content is no text of the document.
const HIDDEN: [&str; 34] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "bkmkstart",
    "bkmkend",
    "filetbl",
    "revtbl",
    "annotation",
    "atnid",
    "atnauthor",
    "nonshppict",
    "mmathPr",
    "pntext",
];

/// What a group says about its text.
#[derive(Clone, Copy)]
struct Group {
    is_hidden: bool,
    /// How many characters stand in for one that older readers do not know.
    stand_ins: usize,
}

/// Returns the text of a document in RTF, or why it is none.
pub(super) fn text_of(bytes: &[u8]) -> Result<String, String> {
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err("no RTF: it does not begin with {\\rtf".to_owned());
    }
    let mut reader = Reader {
        bytes,
        at: 0,
        encoding: WINDOWS_1252,
        group: Group { is_hidden: false, stand_ins: 1 },
        outer: vec![],
        too_deep: 0,
        skip: 0,
        pending: vec![],
        surrogate: None,
        out: String::new(),
    };
    while reader.step() {}
    reader.flush();
    Ok(reader.out)
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    encoding: &'static Encoding,
    group: Group,
    outer: Vec<Group>,
    too_deep: usize,
    /// Characters left to pass over, since what they stand in for was read.
    skip: usize,
    /// Bytes of the document's encoding, not decoded yet: a character may take several.
    pending: Vec<u8>,
    /// The first half of a character beyond the first 65,536.
    surrogate: Option<u32>,
    out: String,
}

impl Reader<'_> {
    /// Reads one thing; returns false at the end.
    fn step(&mut self) -> bool {
        let Some(&byte) = self.bytes.get(self.at) else { return false };
        self.at += 1;
        match byte {
            b'{' if self.outer.len() < DEEPEST => self.outer.push(self.group),
            b'{' => self.too_deep += 1,
            b'}' if self.too_deep > 0 => self.too_deep -= 1,
            b'}' => self.close(),
            b'\\' => self.control(),
            b'\r' | b'\n' => {}
            _ => self.byte(byte),
        }
        true
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        if let Some(group) = self.outer.pop() {
            self.group = group;
        }
        // What follows the document's own group is no text.
        if self.outer.is_empty() {
            self.at = self.bytes.len();
        }
    }

    /// Reads a control word or symbol, after its backslash.
    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(first);
        }
        let word = self.run(u8::is_ascii_alphabetic);
        let is_negative = self.bytes.get(self.at) == Some(&b'-');
        self.at += usize::from(is_negative);
        let digits = self.run(u8::is_ascii_digit);
        let number: Option<i64> = digits.parse().ok().map(|number: i64| if is_negative { -number } else { number });
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        self.word(&word, number);
    }

    fn run(&mut self, passes: impl Fn(&u8) -> bool) -> String {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take(32).position(|byte| !passes(byte)).unwrap_or(rest.len().min(32));
        self.at += length;
        String::from_utf8_lossy(&rest[..length]).into_owned()
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let hex = self.bytes.get(self.at..self.at + 2).and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'*' => self.group.is_hidden = true,
            b'~' => self.push(' '),
            b'_' => self.push('-'),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'\r' | b'\n' => self.push('\n'),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        match word {
            _ if HIDDEN.contains(&word) => self.group.is_hidden = true,
            "par" | "line" | "sect" | "row" => self.push('\n'),
            "page" => self.push('\u{c}'),
            "tab" | "cell" | "nestcell" => self.push('\t'),
            "emdash" => self.push('—'),
            "endash" => self.push('–'),
            "lquote" => self.push('‘'),
            "rquote" => self.push('’'),
            "ldblquote" => self.push('“'),
            "rdblquote" => self.push('”'),
            "bullet" => self.push('•'),
            "emspace" | "enspace" | "qmspace" => self.push(' '),
            "ansicpg" => self.set_encoding(number),
            "uc" => self.group.stand_ins = number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).min(8),
            "u" => self.unicode(number),
            "bin" => self.at += number.and_then(|count| usize::try_from(count).ok()).unwrap_or(0).min(self.bytes.len()),
            _ => {}
        }
    }

    fn set_encoding(&mut self, number: Option<i64>) {
        let label = match number {
            Some(65001) => "utf-8".to_owned(),
            Some(932) => "shift_jis".to_owned(),
            Some(936) => "gbk".to_owned(),
            Some(949) => "euc-kr".to_owned(),
            Some(950) => "big5".to_owned(),
            Some(page) => format!("windows-{page}"),
            None => return,
        };
        self.encoding = Encoding::for_label_no_replacement(label.as_bytes()).unwrap_or(WINDOWS_1252);
    }

    /// Reads `\u8217`: a unit of UTF-16, negative above 32,767.
    fn unicode(&mut self, number: Option<i64>) {
        let Some(unit) = number.and_then(|number| u32::try_from(number & 0xFFFF).ok()) else { return };
        match (self.surrogate.take(), unit) {
            (_, 0xD800..=0xDBFF) => {
                self.flush();
                self.surrogate = Some(unit);
            }
            (Some(high), 0xDC00..=0xDFFF) => {
                let scalar = 0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
                self.push(char::from_u32(scalar).unwrap_or('\u{FFFD}'));
            }
            _ => self.push(char::from_u32(unit).filter(|c| !c.is_control()).unwrap_or('\u{FFFD}')),
        }
        self.skip = self.group.stand_ins;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.group.is_hidden {
            self.pending.push(byte);
        }
    }

    fn push(&mut self, character: char) {
        self.flush();
        self.skip = 0;
        if !self.group.is_hidden {
            self.out.push(character);
        }
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        // Some writers leave UTF-8 as it is.
        match std::str::from_utf8(&pending) {
            Ok(text) => self.out.push_str(text),
            Err(_) => self.out.push_str(&self.encoding.decode_without_bom_handling(&pending).0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAMPLE: &str = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}{\\*\\generator Oven 1;}{\\info{\\title No}}\r\n\
        {\\header Page 1\\par}\\pard\\b Loaves rise\\b0\\par\r\n\\par Caf\\'e9 \\u8220?up\\u8221? \\{2\\} \\\\ {\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt link}}\\line a\\tab b\\page\\u-10179?\\u-8704?\\~\\emdash{\\uc0\\u233}\\par}junk";

    #[test]
    fn text_is_read_and_what_stands_beside_it_is_not() {
        let text = "Loaves rise\n\nCafé “up” {2} \\ link\na\tb\u{c}😀 —é\n";
        assert_eq!(text_of(SAMPLE.as_bytes()), Ok(text.to_owned()));
    }

    #[test]
    fn a_document_in_another_code_page_is_decoded_by_it() {
        assert_eq!(text_of(b"{\\rtf1\\ansicpg1251 \\'cf\\'f0\\'e0\\par}"), Ok("Пра\n".to_owned()));
        assert_eq!(text_of(b"{\\rtf1\\ansicpg932 \\'93\\'fa}"), Ok("日".to_owned()));
    }

    #[test]
    fn what_is_no_rtf_is_told() {
        assert!(text_of(b"Loaves rise").is_err());
        assert!(text_of(b"").is_err());
        assert_eq!(text_of(b"{\\rtf"), Ok(String::new()));
    }

    proptest! {
        #[test]
        fn no_damage_harms(edits in prop::collection::vec((0_usize..500, any::<u8>()), 0..20), cut in 0_usize..500) {
            let mut bytes = SAMPLE.as_bytes().to_vec();
            for (at, byte) in edits {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            bytes.truncate(bytes.len().max(cut) - cut / 2);
            if let Ok(text) = text_of(&bytes) {
                prop_assert!(text.len() <= 3 * bytes.len());
            }
        }
    }
}
