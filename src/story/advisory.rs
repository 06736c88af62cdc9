//! Advisories: the note in brackets that says what changed in a story.
//!
//! Owns: telling `(Corrects spelling of ...)` from `(Reuters) -`, and what the note says became of the story. Does not own:
//! the same said by a headline's tag (`headline`). A note opens with one of a few verbs, or speaks of "this story".

use super::floor_boundary;

/// What became of a story, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Sent again unchanged.
    Repeated,
    /// Sent again with a small repair.
    Refiled,
    /// Sent again because it was wrong.
    Corrected,
    /// Taken back.
    Withdrawn,
}

impl Status {
    /// All of them, weakest first.
    pub(crate) const ALL: [Self; 4] = [Self::Repeated, Self::Refiled, Self::Corrected, Self::Withdrawn];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Repeated => "repeated",
            Self::Refiled => "refiled",
            Self::Corrected => "corrected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The longest note, in bytes.
const LONGEST: usize = 1200;
/// The shortest note worth the name, in bytes.
const SHORTEST: usize = 8;

/// Verbs that open a note and hardly a sentence in brackets.
const VERBS: [&str; 33] = [
    "adds",
    "amends",
    "attention",
    "changes",
    "clarifies",
    "correct",
    "corrected",
    "correcting",
    "correction",
    "corrects",
    "cuts",
    "deletes",
    "drops",
    "eds",
    "embargoed",
    "fixes",
    "includes",
    "inserts",
    "makes",
    "notes",
    "recasts",
    "refile",
    "refiled",
    "refiles",
    "refiling",
    "releads",
    "removes",
    "repeat",
    "repeating",
    "repeats",
    "restores",
    "rewrites",
    "updates",
];

/// Words that open a note when it goes on to speak of the story.
const OPENERS: [&str; 9] = ["in", "new", "this", "the", "a", "an", "story", "please", "editors"];

/// One of these follows such a word.
const SUBJECTS: [&str; 13] = [
    "throughout",
    "story",
    "item",
    "version",
    "article",
    "headline",
    "paragraph",
    "report",
    "dispatch",
    "copy",
    "correct",
    "refile",
    "withdraw",
];

/// What a note to editors begins with that has no brackets, in lower case.
const CALLS: [&str; 22] = [
    "editors:",
    "editors' note",
    "editors’ note",
    "editors note",
    "editor's note",
    "editor’s note",
    "note to editors",
    "attention editors",
    "attention: editors",
    "attn:",
    "attn ",
    "eds:",
    "eds.:",
    "achtung redaktion",
    "redaktionshinweis",
    "hinweis an die redaktion",
    "avis aux rédactions",
    "note aux rédactions",
    "n i e u w bericht",
    "nieuw bericht, vervangt",
    "herhaling van ",
    "korrektur: ",
];

/// Whether a text opens with a call to editors.
fn is_call(text: &str) -> bool {
    const LONGEST: usize = 40;
    let start = text[..floor_boundary(text, LONGEST)].to_lowercase();
    CALLS.iter().any(|call| start.starts_with(call))
}

/// Returns the length of the paragraph that calls on editors and that another paragraph follows.
fn call(text: &str) -> Option<usize> {
    if !is_call(text) {
        return None;
    }
    let window = &text[..floor_boundary(text, LONGEST)];
    let blank = ["\n\n", "\r\n\r\n"].iter().filter_map(|blank| window.find(blank)).min();
    let end = blank.or_else(|| window.find('\n'))?;
    (!text[end..].trim().is_empty()).then(|| window[..end].trim_end().len())
}

/// Returns the length of the note that `text` begins with: in brackets, or a paragraph that calls on editors.
pub(super) fn read(text: &str) -> Option<usize> {
    if !text.starts_with('(') {
        return call(text);
    }
    let mut depth = 0_u32;
    for (at, c) in text[..floor_boundary(text, LONGEST)].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return is_note(content(&text[..=at])).then_some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Returns what stands inside the brackets, single or double.
pub(super) fn content(bracketed: &str) -> &str {
    let mut inner = bracketed.trim();
    while let Some(next) = inner.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        inner = next.trim();
    }
    inner
}

/// Whether a text in brackets is a note about the story.
pub(super) fn is_note(content: &str) -> bool {
    if content.len() < SHORTEST {
        return false;
    }
    if is_call(content) {
        return true;
    }
    let lower = content.to_lowercase();
    let opener = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let several = lower.contains(' ');
    several
        && (VERBS.contains(&opener) || OPENERS.contains(&opener) && SUBJECTS.iter().any(|word| lower.contains(word)))
}

/// Returns what a note says became of the story: the first verb that says it decides.
pub(super) fn status(note: &str) -> Option<Status> {
    let lower = note.to_lowercase();
    let first = [
        ("refil", Status::Refiled),
        ("correct", Status::Corrected),
        ("clarifies", Status::Corrected),
        ("repeat", Status::Repeated),
        ("withdraw", Status::Withdrawn),
    ];
    first.into_iter().filter_map(|(word, status)| Some((lower.find(word)?, status))).min().map(|(_, status)| status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_about_the_story_is_an_advisory() {
        for (note, expected) in [
            ("(Adds details, quotes)", None),
            ("(Updates with closing prices)", None),
            ("(New throughout, adds quotes)", None),
            ("(Corrects spelling of baker’s name (twice) in this May 2 story.)", Some(Status::Corrected)),
            ("((This May 4 story has been corrected to change “six” to seven))", Some(Status::Corrected)),
            ("(The May 1 story was refiled to correct Oven’s first name)", Some(Status::Refiled)),
            ("(Refiles May 3 story to cut a word; corrects garbled sentence)", Some(Status::Refiled)),
            ("(Repeats to additional subscribers)", Some(Status::Repeated)),
            ("(In May 25 story, in second paragraph, corrects oven to stove)", Some(Status::Corrected)),
            ("(In this May 2 item, changes oven to stove)", None),
        ] {
            assert_eq!(read(&format!("{note} LONDON")), Some(note.len()), "{note}");
            assert_eq!(status(content(note)), expected, "{note}");
        }
    }

    #[test]
    fn a_call_to_editors_is_an_advisory_with_and_without_brackets() {
        for note in [
            "(Attn: business editors)",
            "(Editor's note: the loaf is long)",
            "ATTENTION EDITORS - the loaf is long",
            "Editors: this story moves tonight.\nIt is long.",
            "Eds: adds loaf",
            "Editor’s note: it rises.",
        ] {
            assert_eq!(read(&format!("{note}\n\nLONDON")), Some(note.len()), "{note}");
        }
        for text in ["Editors: this is all there is", "Editors said\n\nso", "Edsel: a car\n\nwas made"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_agency_or_an_aside_is_none() {
        for text in [
            "(Reuters) - A",
            "(LPC/IFR) - A",
            "(The baker was out) He",
            "(In May he was out)",
            "(Adds",
            "Adds",
            "(Adds)",
            "()",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
