//! The key of a name: what two spellings of it have in common.

use super::lists::{class, folded_words, has_class, titles, world_organizations};
use crate::story::NameKind;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many names read through a list before a table is made of it. A search asks for one or two, and making a table costs more
/// than all else that it does; a run of the indexer asks for millions.
const LOOKS: u32 = 16;

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
    if let Some(long) = long_form(&plain) {
        return long;
    }
    let name = without_corporate(words);
    if name.len() == words.len() {
        return plain;
    }
    let short = name.join(" ");
    long_form(&short).unwrap_or(short)
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
        let Some(count) = title_before(&rest[..most]) else { return rest };
        if rest.len() == count + 1 && is_royal(&rest[count - 1]) {
            return &rest[count - 1..];
        }
        rest = &rest[count..];
    }
}

/// Returns how many of some words are the longest title that they begin with.
fn title_before(words: &[String]) -> Option<usize> {
    static TITLES: ByForm<HashSet<Vec<String>>> = ByForm::new();
    match TITLES.get(|| title_words(|_| true).collect()) {
        Some(titles) => (1..=words.len()).rev().find(|&count| titles.contains(&words[..count])),
        None => listed_title_before(words),
    }
}

/// Does the same without a table.
fn listed_title_before(words: &[String]) -> Option<usize> {
    let first = words.first()?;
    let like = title_words(|title| may_begin(title, first));
    like.filter(|title| words.starts_with(title)).map(|title| title.len()).max()
}

/// Returns the folded words of some titles, and what may stand before any.
fn title_words(mut wanted: impl FnMut(&str) -> bool) -> impl Iterator<Item = Vec<String>> {
    let phrases = titles().filter(move |title| wanted(title)).map(split_words);
    let phrases = phrases.filter(|title| !title.is_empty() && !FIRST_NAMES_TOO.contains(&title.join(" ").as_str()));
    phrases.chain(["u.s.", "us", "the"].map(|country| vec![country.to_owned()]))
}

/// Says whether the first folded word of what a list has may be this word. Folding leaves a letter or digit that stands first
/// alone, but for its case.
fn may_begin(listed: &str, word: &str) -> bool {
    match (listed.as_bytes().first(), word.as_bytes().first()) {
        (Some(listed), Some(word)) if listed.is_ascii_alphanumeric() => listed.eq_ignore_ascii_case(word),
        _ => true,
    }
}

/// A list as a table by folded forms, made when it is worth it.
struct ByForm<T> {
    looks: AtomicU32,
    table: OnceLock<T>,
}

impl<T> ByForm<T> {
    const fn new() -> Self {
        Self { looks: AtomicU32::new(0), table: OnceLock::new() }
    }

    /// Returns the table, `None` as long as so few have looked that they had better read the list.
    fn get(&self, make: impl FnOnce() -> T) -> Option<&T> {
        match self.table.get() {
            None if self.looks.fetch_add(1, Ordering::Relaxed) < LOOKS => None,
            None => Some(self.table.get_or_init(make)),
            table => table,
        }
    }
}

/// Returns the key the lists have for an acronym, where words are a spelling of its long form: the words of both begin alike,
/// one for one, but for one.
pub(super) fn listed_key(acronym: &str, words: &[String]) -> Option<String> {
    let key = long_form(acronym)?;
    let large = |word: &&str| word.len() > 3;
    let long: Vec<&str> = key.split(' ').filter(large).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(large).collect();
    let alike = |(a, b): &(&&str, &&str)| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count() > 3;
    let same = long.iter().zip(&words).filter(alike).count();
    let fits = long.len() == words.len() && same > 0 && same + 1 >= long.len();
    fits.then_some(key)
}

/// Returns the key of the world organization that has a form.
fn long_form(form: &str) -> Option<String> {
    static FORMS: ByForm<HashMap<String, String>> = ByForm::new();
    let read = || {
        let mut forms = HashMap::new();
        for line in world_organizations() {
            let Some(long) = line.last().map(|long| organization_form(long)) else { continue };
            forms.extend(line.iter().map(|form| (organization_form(form), long.clone())));
        }
        forms
    };
    match FORMS.get(read) {
        Some(forms) => forms.get(form).cloned(),
        None => listed_long_form(form),
    }
}

/// Does the same without a table.
fn listed_long_form(form: &str) -> Option<String> {
    let is_form = |listed: &&str| may_begin(listed, form) && organization_form(listed) == form;
    let has_form = |line: &Vec<&str>| line.iter().any(is_form);
    // Where two lines have it, the last one counts.
    let line = world_organizations().filter(has_form).last()?;
    line.last().map(|long| organization_form(long))
}

fn organization_form(listed: &str) -> String {
    in_american_spelling(&split_words(listed)).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_through_the_lists_finds_what_a_table_of_them_has() {
        let titles: HashSet<Vec<String>> = title_words(|_| true).collect();
        for title in titles.iter().step_by(40).chain([&vec!["u.s.".to_owned()], &vec!["general".to_owned()]]) {
            let words = [&title[..], &["norden".to_owned()]].concat();
            let longest = (1..=words.len()).rev().find(|&count| titles.contains(&words[..count]));
            assert_eq!((listed_title_before(&words), longest.is_some()), (longest, true), "{words:?}");
        }
        assert_eq!(listed_title_before(&["norden".to_owned(), "president".to_owned()]), None);
        for line in world_organizations().step_by(20) {
            for form in line.iter().map(|form| organization_form(form)) {
                let mut lines = world_organizations().collect::<Vec<_>>().into_iter().rev();
                let of_line = |line: &Vec<&str>| line.iter().any(|listed| organization_form(listed) == form);
                let long = lines.find(of_line).and_then(|line| line.last().map(|long| organization_form(long)));
                assert_eq!(listed_long_form(&form), long, "{form}");
            }
        }
        assert_eq!(listed_long_form("norden"), None);
    }
}
