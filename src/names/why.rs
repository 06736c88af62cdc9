//! Why a mention is one: how it was found, whom it means, and what the story says of its words.

use super::evidence::sign;
use std::fmt;

/// How a name was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The model reads it as this kind.
    Read,
    /// The model reads it as another kind here, but the story as a whole says otherwise.
    Overruled,
    /// The lists know it.
    Listed,
    /// It ends as organizations' names do.
    Headed,
    /// An acronym stands beside it.
    Expanded,
    /// It is a form of a name the story introduces.
    Form,
    /// A form of address stands before it.
    Addressed,
}

/// Whom or what a name was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It is the full name that introduces its bearer.
    Introduces,
    /// It is a form of a name introduced elsewhere in the story.
    ShortFor,
    /// Several bear it and nothing tells which is meant.
    Ambiguous,
    /// Nobody introduced bears it: it stands for itself.
    Itself,
}

/// Why a mention is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// How it was found.
    pub finding: Finding,
    /// Whom it means.
    pub meaning: Meaning,
    /// What stands beside the mentions of its last word, as bits of [`sign`].
    pub(super) signs: u32,
}

const SIGNS: &[(u32, &str)] = &[
    (sign::MR_BEFORE, "a form of address before it"),
    (sign::TITLE_BEFORE, "a title before it"),
    (sign::FIRST_NAME_BEFORE, "a first name before it"),
    (sign::LAST_OF_FIRST_NAME_RUN, "last of a name that begins with a first name"),
    (sign::ROLE_AFTER, "a role after it"),
    (sign::AGE_AFTER, "an age after it"),
    (sign::WHO_AFTER, "`who` after it"),
    (sign::SPEAKS, "it speaks"),
    (sign::SAID_BEFORE, "`said` before it"),
    (sign::IN_RUN_WITH_HEAD, "in a name that ends in an organization's word"),
    (sign::IN_RUN_AFTER_HEAD, "in a name that begins with an organization's word"),
    (sign::COMPANY_NOUN_AFTER, "shares, a unit or the like after it"),
    (sign::GROUP_NOUN_BEFORE, "a kind of company or group before it"),
    (sign::ACRONYM, "the acronym of a name in the story"),
    (sign::CODE_AFTER, "a code in brackets after it"),
];

impl Why {
    /// Returns what the story says of the name's last word, in words.
    pub fn signs(&self) -> impl Iterator<Item = &'static str> {
        let signs = self.signs;
        SIGNS.iter().filter(move |(sign, _)| signs & sign != 0).map(|(_, words)| *words)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Read => "read by the model",
            Self::Overruled => "read otherwise by the model, overruled by the story",
            Self::Listed => "in the lists",
            Self::Headed => "ends as organizations do",
            Self::Expanded => "beside its acronym",
            Self::Form => "a form of a name in the story",
            Self::Addressed => "after a form of address",
        })
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Introduces => "full name",
            Self::ShortFor => "short for it",
            Self::Ambiguous => "several bear it",
            Self::Itself => "stands for itself",
        })
    }
}
