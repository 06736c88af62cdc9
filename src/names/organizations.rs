//! Organizations by the words around them: what a company or a group is called before its name, and whether a single word
//! that the lists know is the organization here.

use super::lists::class;
use super::words::{Gap, Shape, Style, Text};

/// What a company or a group is called before its name: `the brokerage Halden Rowe`, `members of the union UPU`.
const GROUP_NOUNS: &[&str] = &[
    "agency",
    "airline",
    "alliance",
    "automaker",
    "bank",
    "brewer",
    "broadcaster",
    "brokerage",
    "builder",
    "carmaker",
    "carrier",
    "charity",
    "chipmaker",
    "company",
    "conglomerate",
    "consultancy",
    "drugmaker",
    "federation",
    "firm",
    "group",
    "insurer",
    "lender",
    "maker",
    "manufacturer",
    "militia",
    "miner",
    "movement",
    "organisation",
    "organization",
    "party",
    "planemaker",
    "regulator",
    "retailer",
    "shipbuilder",
    "start-up",
    "startup",
    "steelmaker",
    "supplier",
    "union",
    "utility",
    "watchdog",
];

/// Says whether the word before says that a company's or a group's name follows.
pub(super) fn follows_group_noun(text: &Text<'_>, start: usize) -> bool {
    text.gap_before(start) == Gap::Space
        && text.words[start - 1].shape == Shape::Lower
        && GROUP_NOUNS.contains(&text.term(start - 1))
}

/// Says whether a single known word is the organization the lists know, in this case and place.
pub(super) fn is_known(text: &Text<'_>, index: usize, classes: u32) -> bool {
    if classes & class::ORGANIZATION == 0 {
        return false;
    }
    let word = &text.words[index];
    if classes & class::COMMON != 0 || (text.raw(index).len() <= 3 && text.term(index) != "fed") {
        return word.shape == Shape::Capitals
            && !(classes & class::COMMON != 0 && (text.loud || text.style(index) == Style::Capitals));
    }
    let lower_next = text.words.get(index + 1).is_some_and(|next| next.shape == Shape::Lower);
    if text.term(index) == "house" {
        let next = if lower_next { text.term(index + 1) } else { "" };
        return !matches!(next, "prices" | "price" | "arrest" | "sales" | "building" | "of");
    }
    let ambiguous = matches!(text.term(index), "shell" | "labour" | "commons" | "treasury" | "intel" | "oracle");
    !(ambiguous && word.opens && lower_next && !text.is(index + 1, class::SPEECH))
}
