//! Places of a dateline, from capitals to the way they are shown.
//!
//! Owns: splitting `KING OF PRUSSIA, Pennsylvania/WASHINGTON` and giving it back as `King of Prussia, Pennsylvania` and
//! `Washington`. Does not own: where the places end (`dateline`). Names that stand in mixed case are left as written.

use super::{lists, month};

/// More words than this are a sentence, not a place.
const LONGEST_PLACE: usize = 6;

/// Words that open sentences and are never the first of a place.
const OPENERS: [&str; 35] = [
    "a", "after", "an", "and", "as", "at", "before", "but", "by", "during", "for", "from", "he", "if", "in", "it",
    "last", "on", "she", "since", "they", "this", "to", "until", "when", "with", "mon", "tue", "wed", "thu", "thur",
    "thurs", "fri", "sat", "sun",
];

/// What stands before the date or the agency, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// As shown: `St. Louis, Mo.`
    pub(super) shown: Vec<String>,
    /// The first city is in capitals.
    pub(super) capitals: bool,
    /// Every word of a city begins with a capital or is a small word.
    pub(super) proper: bool,
    /// The most words in one place.
    pub(super) words: usize,
    /// All cities are in the list of places that may stand bare, or have a known region.
    pub(super) known: bool,
}

/// Takes apart what stands before the date or the agency; `None` where it cannot be places. Empty for no place.
pub(super) fn read(text: &str) -> Option<Places> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | '_'));
    if text.is_empty() {
        return Some(Places::default());
    }
    // `New Delhi [India]`, `MONOPOLI (BARI)`.
    let bracketed =
        text.contains(['[', '(']).then(|| text.replace([']', ')'], "").replace(" [", ", ").replace(" (", ", "));
    let text = bracketed.as_deref().unwrap_or(text);
    let mut places = Places { proper: true, known: true, ..Places::default() };
    for place in text.split('/') {
        // A month without its day is no region: `SYDNEY, April - `.
        let listed = |item: &&str| item.contains(char::is_alphabetic) && month::english_month(item).is_none();
        let mut items = place.split(',').map(str::trim).filter(listed);
        let city = full_stop_off(items.next()?);
        let mut regions: Vec<&str> = items.collect();
        let mut words: Vec<&str> = city.split_whitespace().collect();
        // The comma may be missing: `FARMINGTON Conn.`
        if regions.is_empty()
            && words.len() > 1
            && let Some(last) =
                words.pop_if(|last| last.ends_with('.') && last.contains(char::is_lowercase) && lists::is_region(last))
        {
            regions.push(last);
        }
        let opener = words.first().is_some_and(|word| OPENERS.contains(&word.to_lowercase().as_str()));
        if opener || words.len() > LONGEST_PLACE || regions.len() > 2 {
            return None;
        }
        places.capitals |= places.shown.is_empty() && words.iter().all(|word| is_capitals(word) || is_small(word));
        places.proper &= words.iter().all(|word| word.starts_with(char::is_uppercase) || is_small(word));
        places.words = places.words.max(words.len());
        places.known &= lists::is_city(city) || regions.last().is_some_and(|region| lists::is_region(region));
        places.shown.push(shown(&words, &regions));
    }
    Some(places)
}

/// `MOSCOW. March 3`: the full stop is none of the name's; `St.` and `D.C.` keep theirs.
fn full_stop_off(city: &str) -> &str {
    const SHORT: usize = 4;
    let last = city.rsplit(' ').next().unwrap_or(city);
    let is_word = last.chars().count() > SHORT && last.matches('.').count() == 1 && !lists::is_region(last);
    city.strip_suffix('.').filter(|_| is_word).unwrap_or(city)
}

/// One place as shown.
fn shown(words: &[&str], regions: &[&str]) -> String {
    let mut out = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        // `Landquart GR`: letters that tell two towns of one name apart.
        if at > 0 && word.chars().count() <= 3 && is_capitals(word) && !is_small(word) && !is_capitals(words[0]) {
            out.push_str(word);
            continue;
        }
        // `des`, `los` and their kin are small after `de` only: `West Des Moines`, but `Santiago de los Caballeros`.
        let after_de = at > 0 && words[at - 1].eq_ignore_ascii_case("de");
        out.push_str(&city_word(word, at == 0, after_de));
    }
    for region in regions {
        out.push_str(", ");
        out.push_str(&region_shown(region));
    }
    out
}

/// A region as written; in capitals only where that is its usual form (`N.J.`, `NY`, `UAE`).
fn region_shown(region: &str) -> String {
    let letters = region.chars().filter(|c| c.is_alphabetic()).count();
    let short = letters < 3 && !region.contains('.');
    let unlisted =
        letters == 3 && !region.contains('.') && (!lists::is_region(region) || region == "UAE" || region == "USA");
    if short || unlisted || region.chars().any(char::is_lowercase) {
        return region.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let words = region.split_whitespace().enumerate();
    words.map(|(at, word)| city_word(word, at == 0, false)).collect::<Vec<_>>().join(" ")
}

/// A word of a city: title case for capitals and for lower case, else as written.
fn city_word(word: &str, first: bool, after_de: bool) -> String {
    if is_initials(word) || KEPT.contains(&word) {
        return word.to_owned();
    }
    if !first && (is_small(word) || (after_de && SMALL_AFTER_DE.contains(&word.to_lowercase().as_str()))) {
        return word.to_lowercase();
    }
    if is_capitals(word) || !word.chars().any(char::is_uppercase) {
        let parts = word.split('-').enumerate();
        return parts.map(|(at, part)| title(part, first && at == 0, at > 0)).collect::<Vec<_>>().join("-");
    }
    word.to_owned()
}

/// Small words inside a name: `King of Prussia`, `Newcastle upon Tyne`, `Fond du Lac`.
fn is_small(word: &str) -> bool {
    const SMALL: [&str; 28] = [
        "al", "am", "an", "and", "au", "aux", "d", "da", "de", "del", "della", "der", "di", "do", "dos", "du", "e",
        "en", "es", "in", "la", "near", "of", "off", "on", "sur", "the", "upon",
    ];
    SMALL.contains(&word.to_lowercase().as_str())
}

/// Small after `de`, and inside hyphens: `Stratford-upon-Avon`, `Sharm el-Sheikh`.
const SMALL_AFTER_DE: [&str; 8] = ["el", "i", "las", "le", "les", "los", "y", "des"];

/// Acronyms inside place names.
const KEPT: [&str; 10] = ["AFB", "RAF", "USS", "HMS", "UAE", "USA", "UK", "US", "UN", "DC"];

/// `PRINCE` to `Prince`; `D'ALENE` to `d'Alene`, `ST. JOHN'S` to `St. John's`, `McLEAN` to `McLean`.
fn title(word: &str, first: bool, hyphened: bool) -> String {
    let lower = word.to_lowercase();
    if !first && matches!(lower.as_str(), "el" | "al") {
        return lower;
    }
    if hyphened && (is_small(word) || SMALL_AFTER_DE.contains(&lower.as_str())) {
        return lower;
    }
    if let Some(at) = word.find(['\'', '’']) {
        let after = at + word[at..].chars().next().map_or(1, char::len_utf8);
        if at <= 2 && word.len() > after + 1 {
            let elided = !first && word[..at].eq_ignore_ascii_case("d");
            let head = if elided { "d".to_owned() } else { title(&word[..at], first, false) };
            return format!("{head}{}{}", &word[at..after], title(&word[after..], false, false));
        }
    }
    let mut chars = lower.chars();
    match lower.strip_prefix("mc") {
        Some(rest) if rest.len() > 2 => format!("Mc{}", title(rest, false, false)),
        _ => chars.next().map_or_else(String::new, |initial| initial.to_uppercase().chain(chars).collect()),
    }
}

/// `N.J.`, `D.C.`, `W.`: letters each with its full stop, where the case is already right.
fn is_initials(word: &str) -> bool {
    word.len() > 1 && word.split('.').all(|part| part.chars().count() < 2) && word.starts_with(char::is_uppercase)
}

/// More than half of the letters, and the first two or the last two, are capitals: `ROME`, and also `WALtHAM`, `McLEAN`.
fn is_capitals(word: &str) -> bool {
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let lower = word.chars().filter(|c| c.is_lowercase()).count();
    upper > lower && (upper > 1 || word.chars().filter(|c| c.is_alphabetic()).count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_shown_in_title_case_with_small_words_small() {
        for (written, expected) in [
            ("WASHINGTON", "Washington"),
            ("NEW YORK", "New York"),
            ("KING OF PRUSSIA, Pennsylvania", "King of Prussia, Pennsylvania"),
            ("PORT-AU-PRINCE, Haiti", "Port-au-Prince, Haiti"),
            ("ST. LOUIS, MO.", "St. Louis, Mo."),
            ("COLUMBUS, IND.", "Columbus, Ind."),
            ("WINSTON-SALEM, N.C.", "Winston-Salem, N.C."),
            ("WASHINGTON, D.C.", "Washington, D.C."),
            ("HAMBURG, GERMANY", "Hamburg, Germany"),
            ("NEWARK, NJ", "Newark, NJ"),
            ("DUBAI, UAE", "Dubai, UAE"),
            ("CHARLESTON, W. VA.", "Charleston, W. Va."),
            ("VANCOUVER, BRITISH COLUMBIA", "Vancouver, British Columbia"),
            ("COEUR D'ALENE, Idaho", "Coeur d'Alene, Idaho"),
            ("ST. JOHN'S, Newfoundland", "St. John's, Newfoundland"),
            ("N'DJAMENA", "N'Djamena"),
            ("RIO DE LA PLATA", "Rio de la Plata"),
            ("SANTIAGO DE LOS CABALLEROS", "Santiago de los Caballeros"),
            ("WEST DES MOINES, Iowa", "West Des Moines, Iowa"),
            ("THE HAGUE", "The Hague"),
            ("STRATFORD-UPON-AVON", "Stratford-upon-Avon"),
            ("NEWCASTLE UPON TYNE", "Newcastle upon Tyne"),
            ("McLEAN, Va.", "McLean, Va."),
            ("MCALLEN, Texas", "McAllen, Texas"),
            ("WALtHAM, Mass.", "Waltham, Mass."),
            ("La paz", "La Paz"),
            ("des moines", "Des Moines"),
            ("Toronto", "Toronto"),
            ("LaFox, Ill.", "LaFox, Ill."),
            ("ABOARD AIR FORCE ONE", "Aboard Air Force One"),
            ("FARMBOROUGH RAF BASE", "Farmborough RAF Base"),
            ("SÃO PAULO", "São Paulo"),
            ("SHARM EL-SHEIKH", "Sharm el-Sheikh"),
        ] {
            assert_eq!(read(written).map(|places| places.shown), Some(vec![expected.to_owned()]), "{written}");
        }
    }

    #[test]
    fn a_slash_parts_places_before_a_comma_does() {
        let places = read("WEST PALM BEACH, Fla./WASHINGTON").expect("places");
        assert_eq!(places.shown, ["West Palm Beach, Fla.", "Washington"]);
        assert!(places.capitals && places.known && places.proper);
    }

    #[test]
    fn a_sentence_is_no_place() {
        for text in ["On Monday", "At the end of a long day", "One two three four five six seven", "A/,"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(" - "), Some(Places::default()));
    }
}
