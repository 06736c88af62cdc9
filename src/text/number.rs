//! Singular and plural of a word, where a language asks for no other inflection.

/// Words whose plural follows no rule, singular first.
const IRREGULAR: &[(&str, &str)] = &[
    ("analysis", "analyses"),
    ("calf", "calves"),
    ("child", "children"),
    ("crisis", "crises"),
    ("criterion", "criteria"),
    ("foot", "feet"),
    ("goose", "geese"),
    ("half", "halves"),
    ("hero", "heroes"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("loaf", "loaves"),
    ("man", "men"),
    ("medium", "media"),
    ("mouse", "mice"),
    ("person", "people"),
    ("phenomenon", "phenomena"),
    ("potato", "potatoes"),
    ("shelf", "shelves"),
    ("thesis", "theses"),
    ("thief", "thieves"),
    ("tomato", "tomatoes"),
    ("tooth", "teeth"),
    ("veto", "vetoes"),
    ("wife", "wives"),
    ("wolf", "wolves"),
    ("woman", "women"),
];

/// Endings that take `es`.
const HISSING: [&str; 5] = ["s", "x", "z", "ch", "sh"];

/// Returns a folded word and the words that may be its singular or its plural, the word first, the others in order.
///
/// By rule: some are no words, and no dictionary has those.
pub fn singular_and_plural(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    let (head, tail) = word.split_at(word.rfind('-').map_or(0, |hyphen| hyphen + 1));
    if tail.len() < 3 || !tail.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return forms;
    }
    let mut others: Vec<String> = singulars(tail);
    if others.is_empty() {
        others.push(plural(tail));
    }
    forms.extend(others.into_iter().map(|form| format!("{head}{form}")).filter(|form| form != word));
    forms
}

fn irregular(word: &str) -> Option<(&'static str, &'static str)> {
    // `chairman` goes like `man`, `midwife` like `wife`; `human` does not.
    let fits =
        |known: &str| word == known || known.len() > 2 && word.ends_with(known) && word != "human" && word != "german";
    IRREGULAR.iter().copied().find(|(singular, plural)| fits(singular) || fits(plural))
}

/// Returns what a plural may be the plural of; nothing where the word has not the form of one.
fn singulars(word: &str) -> Vec<String> {
    if let Some((singular, plural)) = irregular(word) {
        return word.strip_suffix(plural).map(|head| vec![format!("{head}{singular}")]).unwrap_or_default();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return vec![format!("{stem}y"), format!("{stem}ie")];
    }
    if ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return Vec::new();
    }
    match word.strip_suffix('s') {
        Some(stem) => match stem.strip_suffix('e').filter(|stem| HISSING.iter().any(|ending| stem.ends_with(ending))) {
            Some(short) => vec![short.to_owned(), stem.to_owned()],
            None => vec![stem.to_owned()],
        },
        None => Vec::new(),
    }
}

fn plural(word: &str) -> String {
    if let Some((singular, plural)) = irregular(word) {
        return word.strip_suffix(singular).map_or_else(|| word.to_owned(), |head| format!("{head}{plural}"));
    }
    if HISSING.iter().any(|ending| word.ends_with(ending)) {
        return format!("{word}es");
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_leads_to_its_other_number() {
        for (word, others) in [
            ("sanction", "sanctions"),
            ("sanctions", "sanction"),
            ("city", "cities"),
            ("cities", "city citie"),
            ("day", "days"),
            ("tax", "taxes"),
            ("taxes", "tax taxe"),
            ("church", "churches"),
            ("houses", "hous house"),
            ("bus", "buses"),
            ("crisis", "crises"),
            ("crises", "crisis"),
            ("women", "woman"),
            ("chairman", "chairmen"),
            ("human", "humans"),
            ("cease-fire", "cease-fires"),
            ("us", ""),
            ("f-16", ""),
            ("u.s.", ""),
        ] {
            let forms = singular_and_plural(word);
            assert_eq!((forms[0].as_str(), forms[1..].join(" ").as_str()), (word, others));
        }
    }
}
