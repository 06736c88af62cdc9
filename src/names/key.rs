//! The key of a name: what two spellings of it have in common.

use super::lists::{class, folded_words, has_class, titles, world_organizations};
use crate::story::NameKind;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Titles that are part of a one-word name: `Pope Francis`, `King Fahd`.
const ROYAL: &[&str] = &[
    "pope",
    "king",
    "queen",
    "prince",
    "princess",
    "emperor",
    "empress",
    "sultan",
    "emir",
    "sheikh",
    "saint",
    "patriarch",
];

/// Titles that are first names too; a key keeps them.
const FIRST_NAMES_TOO: &[&str] =
    &["earl", "duke", "count", "baron", "dame", "don", "pan", "marshal", "major", "private", "marine"];

/// Says what kind of company a name is, and not which one.
const CORPORATE: &[&str] = &[
    "ab",
    "ag",
    "as",
    "asa",
    "bhd",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "cos",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "kgaa",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "nv",
    "oao",
    "oy",
    "oyj",
    "pjsc",
    "plc",
    "pt",
    "pte",
    "pty",
    "sa",
    "sab",
    "sae",
    "sarl",
    "sdn",
    "se",
    "spa",
    "srl",
    "zao",
];

/// Says whether a folded title belongs to a one-word name.
pub(super) fn is_royal(word: &str) -> bool {
    ROYAL.contains(&word)
}

/// Returns the key a name is compared by: folded words separated by spaces, without titles, middle initials and `Jr.`; for
/// an organization that the lists know, the key of its long form, whichever form was given; for another organization,
/// without `Corp` and its like, unless a general word or nothing is left.
///
/// `Rex W. Tillerson` and `Secretary Rex Tillerson` are `rex tillerson`; `NATO` and `N.A.T.O.` are
/// `north atlantic treaty organization`; `Norden Motors Corp` is `norden motors`. A title stays with a single royal or papal name: `pope francis`.
pub fn key(kind: NameKind, name: &str) -> String {
    let words = split_words(name);
    match kind {
        NameKind::Person => {
            let words = without_titles(&words);
            person_key(words.iter().map(String::as_str))
        }
        NameKind::Organization => organization_key(&words),
    }
}

/// Returns the key of a person from folded words without titles.
pub(super) fn person_key<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let mut words: Vec<&str> =
        words.into_iter().flat_map(|word| word.split('-')).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_generation(word)) {
        words.pop();
    }
    let last = words.len().saturating_sub(1);
    let mut index = 0;
    words.retain(|word| {
        let inner = index > 0 && index < last;
        index += 1;
        !(inner && word.chars().filter(|letter| letter.is_alphabetic()).count() == 1)
    });
    words.join(" ")
}

/// Says whether a folded word tells father from son.
pub(super) fn is_generation(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "jr." | "sr." | "ii" | "iii" | "iv")
}

/// Returns the key of an organization from folded words, hyphenated words split.
pub(super) fn organization_key(words: &[String]) -> String {
    let words = match words {
        [the, rest @ ..] if the == "the" && !rest.is_empty() => rest,
        all => all,
    };
    let american;
    let words = if words.iter().any(|word| is_british(word)) {
        american = in_american_spelling(words);
        &american
    } else {
        words
    };
    let plain = words.join(" ");
    if let Some(long) = long_forms().get(&plain) {
        return long.clone();
    }
    let name = without_corporate(words);
    if name.len() == words.len() {
        return plain;
    }
    let short = name.join(" ");
    long_forms().get(&short).cloned().unwrap_or(short)
}

/// Says whether a folded word has another spelling in American English; a name in either is the same name. `Labour` is not
/// here: the parties of that name differ by it.
fn is_british(word: &str) -> bool {
    word.contains("isation") || word == "co" || matches!(word, "centre" | "defence" | "programme" | "theatre")
}

/// Returns words as American English spells them; `co-operation`, of two words here, is one.
fn in_american_spelling(words: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let joined = matches!(word.as_str(), "operation" | "operative" | "operatives" | "ordination");
        if joined && out.last().is_some_and(|last| last == "co") {
            out.pop();
            out.push(format!("co{word}"));
            continue;
        }
        out.push(match word.as_str() {
            "centre" => "center".to_owned(),
            "defence" => "defense".to_owned(),
            "programme" => "program".to_owned(),
            "theatre" => "theater".to_owned(),
            other => other.replace("isation", "ization"),
        });
    }
    out
}

/// Returns the words of a company's name before `Corp`, `Co Ltd`, `and Co`; all words where no name would be left.
fn without_corporate(words: &[String]) -> &[String] {
    let mut name = words;
    while let [rest @ .., last] = name
        && CORPORATE.contains(&last.replace('.', "").as_str())
    {
        name = rest;
    }
    if name.len() == words.len() {
        return words;
    }
    if let [rest @ .., link] = name
        && link == "and"
    {
        name = rest;
    }
    let general = class::COMMON | class::PLACE | class::PEOPLE | class::BESIDE | class::INSIDE | class::HEAD_LAST;
    let named = match name {
        [] => false,
        [only] => only.len() > 2 && !has_class(only, general),
        _ => true,
    };
    if named { name } else { words }
}

/// Returns the words of a name, folded, hyphenated words split.
pub(super) fn split_words(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in folded_words(name) {
        out.extend(word.split('-').filter(|part| !part.is_empty()).map(str::to_owned));
    }
    out
}

fn without_titles(words: &[String]) -> &[String] {
    let mut rest = words;
    loop {
        let most = rest.len().saturating_sub(1).min(5);
        let Some(count) = (1..=most).rev().find(|&count| title_phrases().contains(&rest[..count].join(" "))) else {
            return rest;
        };
        if rest.len() == count + 1 && is_royal(&rest[count - 1]) {
            return &rest[count - 1..];
        }
        rest = &rest[count..];
    }
}

fn title_phrases() -> &'static HashSet<String> {
    static TITLES: OnceLock<HashSet<String>> = OnceLock::new();
    TITLES.get_or_init(|| {
        let phrases = titles().map(|title| split_words(title).join(" "));
        let mut phrases: HashSet<String> = phrases.filter(|title| !FIRST_NAMES_TOO.contains(&title.as_str())).collect();
        for country in ["u.s.", "us", "the"] {
            phrases.insert(country.to_owned());
        }
        phrases
    })
}

/// Returns the key the lists have for an acronym, where words are a spelling of its long form: the words of both begin alike,
/// one for one, but for one.
pub(super) fn listed_key(acronym: &str, words: &[String]) -> Option<String> {
    let key = long_forms().get(acronym)?;
    let large = |word: &&str| word.len() > 3;
    let long: Vec<&str> = key.split(' ').filter(large).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(large).collect();
    let alike = |(a, b): &(&&str, &&str)| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count() > 3;
    let same = long.iter().zip(&words).filter(alike).count();
    (long.len() == words.len() && same > 0 && same + 1 >= long.len()).then(|| key.clone())
}

/// From every form of a world organization to its key.
fn long_forms() -> &'static HashMap<String, String> {
    static FORMS: OnceLock<HashMap<String, String>> = OnceLock::new();
    FORMS.get_or_init(|| {
        let mut forms = HashMap::new();
        for line in world_organizations() {
            let Some(long) = line.last() else { continue };
            let long = in_american_spelling(&split_words(long)).join(" ");
            for form in line {
                forms.insert(in_american_spelling(&split_words(form)).join(" "), long.clone());
            }
        }
        forms
    })
}
