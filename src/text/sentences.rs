//! Where sentences and paragraphs begin.
//!
//! Archives mark paragraphs in four ways, so the style of a text is found first; a full stop ends a sentence unless the
//! word before it is an abbreviation and the word after it is no typical beginning.

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    None,
    Sentence,
    Paragraph,
}

/// How a text marks its paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// With blank lines.
    Blank,
    /// With lines that begin with two spaces or a tab.
    Indented,
    /// With every new line: some line is too long for a wire's paper.
    Lines,
    /// Not at all: lines were wrapped.
    Wrapped,
}

/// The longest line, in bytes, that a text wrapped by hand may have.
const LONGEST_WRAPPED: usize = 120;

impl Layout {
    /// Returns the style of a text: the first of the four that it shows.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut indented, mut longest, mut line) = (false, 0, 0);
        for at in memchr::memchr_iter(b'\n', bytes) {
            let rest = &bytes[at + 1..];
            if at > line && starts_blank_line(rest) {
                return Self::Blank;
            }
            indented |= starts_indented(rest);
            longest = longest.max(at - line);
            line = at + 1;
        }
        match (indented, longest.max(bytes.len() - line)) {
            (true, _) => Self::Indented,
            (false, longest) if longest > LONGEST_WRAPPED => Self::Lines,
            _ => Self::Wrapped,
        }
    }

    /// Says whether a gap between two words holds the beginning of a paragraph.
    fn breaks(self, gap: &str) -> bool {
        let bytes = gap.as_bytes();
        let mut ends = memchr::memchr_iter(b'\n', bytes);
        match self {
            Self::Blank => ends.any(|at| starts_blank_line(&bytes[at + 1..])),
            Self::Indented => ends.any(|at| starts_indented(&bytes[at + 1..])),
            Self::Lines => ends.next().is_some(),
            Self::Wrapped => false,
        }
    }
}

fn starts_blank_line(rest: &[u8]) -> bool {
    // Only a short run of blanks is looked at, so that a text of blanks stays linear.
    rest.iter().take(256).find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) == Some(&b'\n')
}

fn starts_indented(rest: &[u8]) -> bool {
    rest.starts_with(b"  ") || rest.starts_with(b"\t")
}

/// Returns what stands between the word `before` and the word `after`; `gap` is the text between them. A dotted acronym
/// has its last full stop in `before`.
pub(super) fn border(layout: Layout, before: &str, gap: &str, after: &str) -> Border {
    if gap == " " && !before.ends_with('.') {
        return Border::None;
    }
    if layout.breaks(gap) {
        return Border::Paragraph;
    }
    if ends_sentence(before, gap, after) { Border::Sentence } else { Border::None }
}

fn ends_sentence(before: &str, gap: &str, after: &str) -> bool {
    let dotted = before.ends_with('.');
    let tail = match gap.rfind(['.', '!', '?', '…']) {
        Some(at) => gap[at..].trim_start_matches(['.', '!', '?', '…']),
        None if dotted => gap,
        None => return false,
    };
    let rest = tail.trim_start_matches(is_closing);
    let opening = rest.trim_start();
    let capital = after.chars().next().is_some_and(|letter| !letter.is_lowercase());
    if opening.len() == rest.len() {
        // The space was lost: `talks.The`.
        let lost = gap == "." && before.ends_with(char::is_lowercase) && after.starts_with(char::is_uppercase);
        return lost && !is_abbreviation(before, after);
    }
    if !opening.chars().all(is_opening) || !(capital || opening.starts_with(is_quote)) {
        return false;
    }
    let lone =
        if dotted { !gap.contains(['.', '!', '?', '…']) } else { gap.starts_with('.') && !gap[1..].contains('.') };
    !(lone && is_abbreviation(before, after)) && !(gap.starts_with('!') && before == "Yahoo")
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}')
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '“' | '‘' | '«' | '`')
}

fn is_opening(letter: char) -> bool {
    is_quote(letter)
        || letter.is_whitespace()
        || matches!(letter, '(' | '[' | '{' | '-' | '–' | '—' | '*' | '•' | '<' | '#' | '”' | '’' | '¿' | '¡')
}

// The abbreviations, without their full stop, in lower case and by alphabet. All but `vs` and `v` are written with a capital.

/// Their full stop never ends a sentence: `Mr.`
const TITLES: &[&str] = &[
    "adm", "amb", "asst", "atty", "brig", "capt", "cmdr", "col", "cpl", "det", "dr", "fr", "ft", "gen", "gov", "hon",
    "insp", "lt", "maj", "messrs", "mr", "mrs", "ms", "mt", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens",
    "sgt", "supt", "v", "vs",
];

/// Their full stop ends one if the next word is a typical beginning: `Corp.`, `Fla.`
const NOUNS: &[&str] = &[
    "ala", "ariz", "ark", "assn", "ave", "blvd", "bros", "calif", "cie", "co", "colo", "conn", "corp", "cos", "del",
    "dept", "fla", "ga", "ill", "inc", "ind", "jr", "kan", "ky", "ltd", "mass", "md", "mich", "minn", "miss", "mo",
    "mont", "neb", "nev", "okla", "ore", "pa", "penn", "plc", "pty", "sr", "st", "tenn", "tex", "univ", "va", "vt",
    "wash", "wis", "wyo",
];

/// Their full stop ends one unless a number follows: `No.`, `Jan.`
const NUMBERED: &[&str] =
    &["apr", "aug", "dec", "feb", "jan", "jul", "jun", "mar", "no", "nos", "nov", "oct", "sep", "sept"];

fn is_abbreviation(before: &str, after: &str) -> bool {
    let word = before.strip_suffix('.').unwrap_or(before);
    let mut letters = word.chars();
    let first = letters.next().unwrap_or_default();
    let initial = first.is_uppercase() && letters.next().is_none();
    if initial || before.ends_with('.') {
        return !is_beginning(after);
    }
    if first.is_lowercase() && !matches!(word, "vs" | "v") {
        return false;
    }
    is_listed(TITLES, word)
        || (is_listed(NOUNS, word) && !is_beginning(after))
        || (is_listed(NUMBERED, word) && after.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// Words that begin sentences and seldom follow an abbreviation inside one, by alphabet.
const BEGINNINGS: &[&str] = &[
    "a",
    "about",
    "according",
    "after",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "as",
    "asked",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "earlier",
    "even",
    "every",
    "few",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "last",
    "later",
    "many",
    "meanwhile",
    "more",
    "moreover",
    "most",
    "mr",
    "mrs",
    "ms",
    "my",
    "neither",
    "no",
    "nor",
    "not",
    "now",
    "on",
    "once",
    "one",
    "only",
    "other",
    "others",
    "our",
    "people",
    "several",
    "she",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "to",
    "today",
    "two",
    "under",
    "unless",
    "until",
    "we",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "why",
    "with",
    "without",
    "yet",
    "you",
    "your",
];

fn is_beginning(word: &str) -> bool {
    is_listed(BEGINNINGS, word)
}

/// Says whether an ASCII word stands in a list by alphabet, whatever its case.
fn is_listed(list: &[&str], word: &str) -> bool {
    let mut folded = [0; 12];
    let Some(folded) = folded.get_mut(..word.len()) else { return false };
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_lowercase();
    list.binary_search_by(|listed| listed.as_bytes().cmp(folded)).is_ok()
}
