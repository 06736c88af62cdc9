//! Singular and plural of a word, where a language asks for no other inflection.

/// Words whose plural follows no rule, singular first.
const IRREGULAR: &[(&str, &str)] = &[
    ("analysis", "analyses"),
    ("basis", "bases"),
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

/// Irregular words that compounds end in: `chairman`, `grandchild`, `midwife`.
const HEADS: [&str; 3] = ["man", "child", "wife"];

/// Words that end like a compound of those and are none.
const NO_COMPOUNDS: [&str; 22] = [
    "abdomen", "acumen", "amen", "bitumen", "brahman", "caiman", "german", "human", "lumen", "norman", "oman", "omen",
    "ottoman", "ramen", "regimen", "roman", "semen", "shaman", "specimen", "stamen", "talisman", "yemen",
];

/// Words that end in `s` and are the plural of no other word.
const NO_PLURALS: [&str; 22] = [
    "athletics",
    "atlas",
    "bias",
    "canvas",
    "chaos",
    "does",
    "economics",
    "gas",
    "goods",
    "has",
    "hers",
    "its",
    "lens",
    "means",
    "news",
    "ours",
    "politics",
    "series",
    "species",
    "theirs",
    "was",
    "yes",
];

/// Endings that take `es`.
const HISSING: [&str; 5] = ["s", "x", "z", "ch", "sh"];

/// Returns a folded word and the words that may be its singular or its plural, the word first.
///
/// By rule: some are no words, and no dictionary has those.
pub fn singular_and_plural(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    let (head, tail) = word.split_at(word.rfind('-').map_or(0, |hyphen| hyphen + 1));
    if tail.len() < 3 || !tail.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return forms;
    }
    forms.extend(others(tail).into_iter().map(|form| format!("{head}{form}")));
    forms
}

fn others(word: &str) -> Vec<String> {
    if let Some(other) = irregular(word) {
        return match word {
            "person" => vec![other, "persons".to_owned()],
            "people" => vec![other, "peoples".to_owned()],
            _ => vec![other],
        };
    }
    let singulars = singulars(word);
    if singulars.is_empty() { vec![plural(word)] } else { singulars }
}

/// Returns the other number of an irregular word, or of a compound of one.
fn irregular(word: &str) -> Option<String> {
    let is_compound = !NO_COMPOUNDS.contains(&word);
    IRREGULAR.iter().find_map(|&(singular, plural)| {
        let may_be_compound = is_compound && HEADS.contains(&singular);
        let other = |ending: &str, other: &str| {
            let head = word.strip_suffix(ending)?;
            (head.is_empty() || may_be_compound).then(|| format!("{head}{other}"))
        };
        other(singular, plural).or_else(|| other(plural, singular))
    })
}

/// Returns what a word may be the plural of; nothing where it has not the form of one.
fn singulars(word: &str) -> Vec<String> {
    if NO_PLURALS.contains(&word) || ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return Vec::new();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return vec![format!("{stem}y"), format!("{stem}ie")];
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
            ("gas", "gases"),
            ("gases", "gas gase"),
            ("lens", "lenses"),
            ("crisis", "crises"),
            ("crises", "crisis"),
            ("women", "woman"),
            ("chairman", "chairmen"),
            ("policewomen", "policewoman"),
            ("housewives", "housewife"),
            ("roman", "romans"),
            ("germans", "german"),
            ("olives", "olive"),
            ("person", "people persons"),
            ("persons", "person"),
            ("people", "person peoples"),
            ("cease-fire", "cease-fires"),
            ("us", ""),
            ("f-16", ""),
            ("u.s.", ""),
        ] {
            let forms = singular_and_plural(word);
            assert_eq!((forms[0].as_str(), forms[1..].join(" ").as_str()), (word, others));
        }
    }

    #[test]
    fn a_word_that_only_looks_like_a_plural_finds_no_other_word() {
        let harmful = ["new", "it", "ha", "wa", "ga", "len", "mean", "doe", "good", "her", "our", "politic", "thi"];
        for word in
            ["news", "its", "has", "was", "gas", "lens", "means", "does", "goods", "hers", "ours", "politics", "this"]
        {
            assert!(singular_and_plural(word).iter().all(|form| !harmful.contains(&form.as_str())), "{word}");
        }
        for word in ["yemen", "specimen", "regimen"] {
            assert!(!singular_and_plural(word).iter().any(|form| form.ends_with("man")), "{word}");
        }
    }
}
