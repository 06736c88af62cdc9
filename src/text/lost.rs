//! What an archive that has lost its apostrophes made of a word: `don t`, `we ll`, `O Brien`.
//!
//! Only pieces that mean nothing by themselves are put together again.

/// What stands before `n't`'s `t`.
const NEGATED: [&str; 22] = [
    "ain", "aren", "can", "couldn", "daren", "didn", "doesn", "don", "hadn", "hasn", "haven", "isn", "mayn", "mightn",
    "mustn", "needn", "oughtn", "shouldn", "wasn", "weren", "won", "wouldn",
];

/// Says whether a word and a piece after it are a negation: `don t`, `DON T`.
pub(super) fn is_negation(word: &str, term: &str, piece: &str) -> bool {
    let same_case = match piece {
        "t" => true,
        "T" => word.bytes().all(|letter| letter.is_ascii_uppercase()),
        _ => false,
    };
    same_case && NEGATED.binary_search(&term).is_ok()
}

/// Says whether a piece is a verb's ending: it keeps its apostrophe, since `we'll` is not `well`.
pub(super) fn is_ending(piece: &str) -> bool {
    ["ll", "re", "ve", "m", "d"].iter().any(|ending| piece.eq_ignore_ascii_case(ending))
}

/// Says whether a folded word and a piece after it are a contraction: `we ll`, `I m`.
pub(super) fn is_contraction(term: &str, piece: &str) -> bool {
    match piece {
        "m" => term == "i",
        "d" => matches!(term, "i" | "you" | "he" | "she" | "it" | "we" | "they" | "who"),
        "ll" => {
            matches!(
                term,
                "i" | "you" | "he" | "she" | "it" | "we" | "they" | "who" | "what" | "that" | "there" | "this"
            )
        }
        "re" => matches!(term, "you" | "we" | "they" | "who" | "what"),
        "ve" => {
            matches!(term, "i" | "you" | "we" | "they" | "who" | "could" | "might" | "must" | "should" | "would")
        }
        _ => false,
    }
}

/// Surnames after `O'`. A list, since `O` is also a blood group, a magazine and, in Portuguese, the article before a
/// newspaper's name.
const IRISH: [&str; 43] = [
    "Boyle",
    "Brian",
    "Brien",
    "Bryan",
    "Byrne",
    "Callaghan",
    "Carroll",
    "Casey",
    "Connell",
    "Connor",
    "Conor",
    "Day",
    "Dea",
    "Doherty",
    "Donnell",
    "Donoghue",
    "Donohue",
    "Donovan",
    "Dowd",
    "Driscoll",
    "Dwyer",
    "Farrell",
    "Flaherty",
    "Grady",
    "Halloran",
    "Hanlon",
    "Hara",
    "Hare",
    "Keefe",
    "Keeffe",
    "Leary",
    "Loughlin",
    "Mahony",
    "Malley",
    "Meara",
    "Neal",
    "Neill",
    "Reilly",
    "Riordan",
    "Rourke",
    "Shea",
    "Sullivan",
    "Toole",
];

/// Says whether a word and the next are a surname: `O Brien`, `O BRIEN`.
pub(super) fn is_irish(word: &str, next: &str) -> bool {
    let capital = next.starts_with(|letter: char| letter.is_ascii_uppercase());
    word == "O" && capital && IRISH.iter().any(|name| name.eq_ignore_ascii_case(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        assert!(NEGATED.is_sorted());
        assert!(IRISH.is_sorted());
    }

    #[test]
    fn a_newspaper_is_no_surname() {
        assert!(is_irish("O", "Brien") && is_irish("O", "BRIEN"));
        assert!(!is_irish("O", "Globo") && !is_irish("O", "brien") && !is_irish("o", "Brien"));
    }
}
