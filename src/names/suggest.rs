//! Names that may be one: nicknames, spellings, middle names, the order of words, acronyms. Proposals for the archive's owner,
//! never applied by themselves.
//!
//! Owns: when two names are alike. Does not own: how often they occur, or whether two stand in one story (the engines).
//! A name is compared only with those that share a word, a sound or its initials, so a million names are not a million million
//! pairs.

use super::authority::{Authority, unquoted};
use super::key::{key, split_words};
use super::surname::introduces;
use crate::error::Result;
use crate::story::NameKind;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// How many names of one surname, sound or order are compared with each other: the most frequent ones.
const MOST_ALIKE: usize = 1000;

/// An acronym is proposed for a long name in as many stories at least.
const FREQUENT: u64 = 2;

/// A name of the archive.
#[derive(Clone, Debug)]
pub struct Counted<'n> {
    /// How it is shown.
    pub name: &'n str,
    /// Its key.
    pub key: &'n str,
    /// In how many stories it is.
    pub stories: u64,
}

/// Names that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Which kind of name.
    pub kind: NameKind,
    /// The name of most stories.
    pub name: String,
    /// How many stories have it.
    pub stories: u64,
    /// The line of the authority's entry that claims it already.
    pub line: Option<usize>,
    /// The others.
    pub aliases: Vec<Alias>,
}

/// A name that may be another form of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// How it is shown.
    pub name: String,
    /// How many stories have it.
    pub stories: u64,
    /// Why it may be the same.
    pub reason: Reason,
}

/// Why two names may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// `Joe` for `Joseph`.
    Nickname,
    /// `Jong Un Kim` for `Kim Jong Un`.
    Order,
    /// `George Herbert Lund` for `George Lund`.
    MiddleName,
    /// `Muhammad` for `Mohammed`, `Organisation` for `Organization`.
    Spelling,
    /// `PGC` for `Prairie Grain Council`.
    Acronym,
}

impl Reason {
    /// Returns the reason in a word or two.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nickname => "nickname",
            Self::Order => "order of words",
            Self::MiddleName => "middle name",
            Self::Spelling => "spelling",
            Self::Acronym => "acronym",
        }
    }
}

/// Returns which of some names may be one, most stories first. `names` are those of one kind as the authority has them;
/// `together` says in how many stories an acronym, by its key, stands beside a name, by its key, or for it.
pub fn suggest(
    kind: NameKind,
    names: &[Counted<'_>],
    authority: &Authority,
    together: impl Fn(&str, &str) -> Result<u64>,
) -> Result<Vec<Suggestion>> {
    // What was split off by its form has no key that an alias could be written for.
    let mut names: Vec<&Counted<'_>> = names.iter().filter(|name| unquoted(name.key).is_none()).collect();
    names.sort_by(|a, b| b.stories.cmp(&a.stories).then_with(|| a.key.cmp(b.key)));
    let pairs = match kind {
        NameKind::Person => people(&names),
        NameKind::Organization => organizations(&names, together)?,
    };
    Ok(gather(kind, &names, &pairs, authority))
}

/// The numbers of two names that may be one, the more frequent one first, and why.
type Pairs = BTreeMap<(usize, usize), Reason>;

/// Makes pairs into suggestions: a name takes those that are like itself, not those that are like these.
fn gather(kind: NameKind, names: &[&Counted<'_>], pairs: &Pairs, authority: &Authority) -> Vec<Suggestion> {
    let mut alike: BTreeMap<usize, Vec<(usize, Reason)>> = BTreeMap::new();
    for (&(more, fewer), &reason) in pairs {
        // An entry that is there takes the other name, whichever of them is more frequent.
        let (a, b) = (authority.entry(kind, names[more].key), authority.entry(kind, names[fewer].key));
        let (one, other) = match (a, b) {
            (Some(_), Some(_)) => continue,
            (None, Some(_)) => (fewer, more),
            _ => (more, fewer),
        };
        let entry = a.or(b);
        if entry.is_none_or(|entry| !entry.strangers.contains(names[other].key)) {
            alike.entry(one).or_default().push((other, reason));
        }
    }
    let mut taken = BTreeSet::new();
    let mut suggestions = Vec::new();
    let is_entry = |number: &usize| authority.entry(kind, names[*number].key).is_some();
    let mut leaders: Vec<usize> = alike.keys().copied().collect();
    leaders.sort_by_key(|number| (!is_entry(number), *number));
    for leader in leaders {
        if taken.contains(&leader) {
            continue;
        }
        let mut others = alike.remove(&leader).unwrap_or_default();
        others.retain(|(other, _)| !taken.contains(other));
        others.sort_unstable();
        if others.is_empty() {
            continue;
        }
        taken.insert(leader);
        taken.extend(others.iter().map(|(other, _)| *other));
        let alias = |(other, reason): (usize, Reason)| {
            let name = names[other];
            Alias { name: written(kind, name), stories: name.stories, reason }
        };
        suggestions.push(Suggestion {
            kind,
            name: written(kind, names[leader]),
            stories: names[leader].stories,
            line: authority.entry(kind, names[leader].key).map(|entry| entry.line),
            aliases: others.into_iter().map(alias).collect(),
        });
    }
    let stories = |one: &Suggestion| one.stories + one.aliases.iter().map(|alias| alias.stories).sum::<u64>();
    suggestions.sort_by(|a, b| stories(b).cmp(&stories(a)).then_with(|| a.name.cmp(&b.name)));
    suggestions
}

/// Returns a name as it can be written for its key.
fn written(kind: NameKind, name: &Counted<'_>) -> String {
    if key(kind, name.name) == name.key { name.name.to_owned() } else { name.key.to_owned() }
}

/// Calls `compare` for any two names of a group, the more frequent one first; names are in the order of their frequency.
fn in_groups<K: std::hash::Hash + Eq + Ord>(
    names: &[&Counted<'_>],
    group: impl Fn(&[&str]) -> Vec<K>,
    mut compare: impl FnMut(usize, &[&str], usize, &[&str]),
) {
    let words: Vec<Vec<&str>> = names.iter().map(|name| name.key.split(' ').collect()).collect();
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (number, words) in words.iter().enumerate().filter(|(_, words)| words.len() > 1) {
        for key in group(words) {
            groups.entry(key).or_default().push(number);
        }
    }
    for group in groups.values() {
        let group = &group[..group.len().min(MOST_ALIKE)];
        for (at, &more) in group.iter().enumerate() {
            for &fewer in &group[at + 1..] {
                compare(more, &words[more], fewer, &words[fewer]);
            }
        }
    }
}

fn people(names: &[&Counted<'_>]) -> Pairs {
    let mut pairs = Pairs::new();
    let mut add = |more: usize, fewer: usize, reason: Reason| {
        pairs.entry((more, fewer)).and_modify(|known| *known = reason.min(*known)).or_insert(reason);
    };
    // A name without middle names fits every fuller one; it is proposed only where there is one.
    let mut fuller: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
    let surname = |words: &[&str]| vec![words[words.len() - 1].to_owned()];
    in_groups(names, surname, |more, a, fewer, b| {
        let (first, second) = (a[0], b[0]);
        if a.len() == b.len() && a[1..] == b[1..] {
            if is_nickname(first, second) {
                add(more, fewer, Reason::Nickname);
            } else if is_spelling(first, second) {
                add(more, fewer, Reason::Spelling);
            }
        }
        let (short, long) = if a.len() < b.len() { (more, fewer) } else { (fewer, more) };
        if first == second && a.len().min(b.len()) == 2 && is_fuller(names[long].key, names[short].name) {
            fuller.entry(short).or_default().push((more, fewer));
        }
    });
    for (more, fewer) in fuller.into_values().filter(|pairs| pairs.len() == 1).flatten() {
        add(more, fewer, Reason::MiddleName);
    }
    let sound = |words: &[&str]| vec![words.iter().map(|word| skeleton(word)).collect::<Vec<_>>()];
    in_groups(names, sound, |more, a, fewer, b| {
        if a.iter().zip(b).all(|(a, b)| a == b || is_spelling(a, b)) {
            add(more, fewer, Reason::Spelling);
        }
    });
    let order = |words: &[&str]| {
        let mut words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        words.sort_unstable();
        vec![words]
    };
    in_groups(names, order, |more, _, fewer, _| add(more, fewer, Reason::Order));
    pairs
}

fn organizations(names: &[&Counted<'_>], together: impl Fn(&str, &str) -> Result<u64>) -> Result<Pairs> {
    let mut pairs = Pairs::new();
    let spelling = |words: &[&str]| vec![words.iter().map(|word| american(word)).collect::<Vec<_>>()];
    in_groups(names, spelling, |more, _, fewer, _| {
        pairs.insert((more, fewer), Reason::Spelling);
    });
    let mut initials: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for (number, name) in names.iter().enumerate().filter(|(_, name)| name.stories >= FREQUENT) {
        for letters in initials_of(name.key) {
            initials.entry(letters).or_default().insert(number);
        }
    }
    for (short, name) in names.iter().enumerate() {
        let is_acronym = (2..=7).contains(&name.key.len()) && name.name.chars().all(|letter| !letter.is_lowercase());
        let letters: String = name.key.chars().filter(char::is_ascii_alphabetic).collect();
        if let Some(long) = initials.get(&letters).filter(|long| is_acronym && long.len() == 1)
            && let Some(&long) = long.first().filter(|&&long| long != short)
            && together(name.key, names[long].key)? > 0
        {
            pairs.insert((short.min(long), short.max(long)), Reason::Acronym);
        }
    }
    Ok(pairs)
}

/// Returns the initials of a name of three words or more, and those without its small words.
fn initials_of(key: &str) -> Vec<String> {
    let is_small =
        |word: &&str| matches!(*word, "of" | "the" | "and" | "for" | "in" | "on" | "to" | "de" | "des" | "&");
    let words: Vec<&str> = key.split(' ').collect();
    let initials =
        |words: &mut dyn Iterator<Item = &str>| words.filter_map(|word| word.chars().next()).collect::<String>();
    let mut found =
        vec![initials(&mut words.iter().copied()), initials(&mut words.iter().copied().filter(|word| !is_small(word)))];
    found.dedup();
    found.retain(|letters| words.len() > 1 && letters.len() > 1);
    found
}

/// Returns a folded word in American spelling.
fn american(word: &str) -> String {
    let known = match word {
        "centre" => "center",
        "centres" => "centers",
        "defence" => "defense",
        "labour" => "labor",
        "harbour" => "harbor",
        "programme" => "program",
        "theatre" => "theater",
        "aluminium" => "aluminum",
        "catalogue" => "catalog",
        "honour" => "honor",
        "&" => "and",
        other => other,
    };
    known.replace("isation", "ization").replace("ising", "izing")
}

/// Says whether a key has middle names that a name of the same first and last word may leave out: words, not initials, and the
/// ones whose initials the name has, if any.
fn is_fuller(key: &str, name: &str) -> bool {
    let words: Vec<&str> = key.split(' ').collect();
    let [_, middle @ .., last] = words.as_slice() else { return false };
    let shown = split_words(name);
    let initials = shown.iter().skip(1).map(|word| word.trim_end_matches('.')).filter(|word| word.chars().count() == 1);
    let has_initial = |initial: &str| middle.iter().any(|word| word.starts_with(initial));
    !middle.is_empty()
        && middle.iter().all(|word| !word.contains('.'))
        && initials.into_iter().all(has_initial)
        && introduces(key, last)
}

fn is_nickname(a: &str, b: &str) -> bool {
    let lines = |name: &str| nicknames().get(name).map_or(&[][..], Vec::as_slice);
    a != b && lines(a).iter().any(|line| lines(b).contains(line))
}

/// From a first name to the lines of the list that have it.
fn nicknames() -> &'static HashMap<String, Vec<usize>> {
    static NAMES: OnceLock<HashMap<String, Vec<usize>>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        let lines = include_str!("lists/nicknames.txt").lines().filter(|line| !line.starts_with('#'));
        for (number, line) in lines.enumerate() {
            for name in line.split(',') {
                names.entry(split_words(name).join(" ")).or_default().push(number);
            }
        }
        names
    })
}

/// Says whether two different folded words may be one name in two spellings: their consonants sound alike, in a long name all
/// but one, and they end alike.
fn is_spelling(a: &str, b: &str) -> bool {
    const SHORTEST: usize = 4;
    const LONG: usize = 8;
    let (one, other) = (skeleton(a), skeleton(b));
    let length = one.chars().count().min(other.chars().count());
    // The end is one more.
    let allowed = usize::from(length > 6);
    let shorter = a.len().min(b.len());
    a != b
        && shorter >= SHORTEST
        && length > 3
        && one.chars().next() == other.chars().next()
        && one.chars().next_back() == other.chars().next_back()
        && strsim::osa_distance(&one, &other) <= allowed
        && strsim::osa_distance(a, b) <= if shorter < LONG { 2 } else { 3 }
}

/// Returns the consonants of a folded word as they sound, whichever alphabet it was romanized from; a vowel at the beginning
/// is `a`, and at the end stands how the word ends: `Maria` is not `Mario`.
fn skeleton(word: &str) -> String {
    const SOUNDS: &[(&str, &str)] = &[
        ("tsch", "4"),
        ("tch", "4"),
        ("sch", "5"),
        ("shch", "5"),
        ("ch", "4"),
        ("sh", "5"),
        ("zh", "j"),
        ("dj", "j"),
        ("dzh", "j"),
        ("ph", "f"),
        ("kh", "h"),
        ("gh", "k"),
        ("th", "t"),
        ("dh", "d"),
        ("ck", "k"),
        ("ks", "ks"),
        ("x", "ks"),
        ("q", "k"),
        ("c", "k"),
        ("g", "k"),
        ("w", "v"),
        ("z", "s"),
    ];
    let mut out = String::new();
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let sound =
            SOUNDS.iter().filter(|(written, _)| rest.starts_with(written)).max_by_key(|(written, _)| written.len());
        let (length, sound) =
            sound.map_or((letter.len_utf8(), &rest[..letter.len_utf8()]), |(written, sound)| (written.len(), *sound));
        let is_vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | '\'' | '’');
        if !is_vowel && !out.ends_with(sound) {
            out.push_str(sound);
        } else if is_vowel && out.is_empty() {
            out.push('a');
        }
        rest = &rest[length..];
    }
    out.push(match word.chars().next_back() {
        Some('a') => 'A',
        Some('o') => 'O',
        Some('e' | 'i' | 'u' | 'y') => 'I',
        _ => '.',
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: NameKind = NameKind::Person;
    const ORGANIZATION: NameKind = NameKind::Organization;

    /// Suggestions as `name <- alias (reason)`.
    fn suggested(kind: NameKind, names: &[(&str, u64)], authority: &Authority) -> Vec<String> {
        let keys: Vec<String> = names.iter().map(|(name, _)| key(kind, name)).collect();
        let counted = names.iter().zip(&keys).map(|(&(name, stories), key)| Counted { name, key, stories });
        let counted: Vec<Counted<'_>> = counted.collect();
        let found = suggest(kind, &counted, authority, |_, _| Ok(1)).expect("no engine, no failure");
        let told = |alias: &Alias| format!("{} ({})", alias.name, alias.reason.name());
        let line = |one: &Suggestion| {
            let aliases: Vec<String> = one.aliases.iter().map(told).collect();
            format!("{} <- {}", one.name, aliases.join(", "))
        };
        found.iter().map(line).collect()
    }

    fn of(kind: NameKind, names: &[(&str, u64)]) -> Vec<String> {
        suggested(kind, names, &Authority::default())
    }

    #[test]
    fn nicknames_spellings_orders_and_middle_names_are_proposed() {
        assert_eq!(of(PERSON, &[("Joe Varga", 3), ("Joseph Varga", 5)]), ["Joseph Varga <- Joe Varga (nickname)"]);
        assert_eq!(of(PERSON, &[("Paco Ríos", 3), ("Francisco Rios", 1)]), ["Paco Ríos <- Francisco Rios (nickname)"]);
        let spelled = [("Mohammed Sabri", 4), ("Muhammad Sabri", 2)];
        assert_eq!(of(PERSON, &spelled), ["Mohammed Sabri <- Muhammad Sabri (spelling)"]);
        let surname = [("Mikhail Gorbachev", 4), ("Mikhail Gorbachov", 2)];
        assert_eq!(of(PERSON, &surname), ["Mikhail Gorbachev <- Mikhail Gorbachov (spelling)"]);
        let order = [("Kim Jong Sun", 4), ("Jong Sun Kim", 2)];
        assert_eq!(of(PERSON, &order), ["Kim Jong Sun <- Jong Sun Kim (order of words)"]);
        let middle = [("Ana Lund", 4), ("Ana Maria Lund", 2)];
        assert_eq!(of(PERSON, &middle), ["Ana Lund <- Ana Maria Lund (middle name)"]);
    }

    #[test]
    fn what_may_be_two_people_is_not_proposed() {
        let none: [&str; 0] = [];
        assert_eq!(of(PERSON, &[("Mario Lund", 4), ("Maria Lund", 2)]), none);
        assert_eq!(of(PERSON, &[("John Lund", 4), ("Jane Lund", 2)]), none);
        assert_eq!(of(PERSON, &[("Ivan Petrov", 4), ("Ivan Petrova", 2)]), none);
        assert_eq!(of(PERSON, &[("George Lund", 4), ("George Walter Lund", 2), ("George Henry Lund", 2)]), none);
        assert_eq!(of(PERSON, &[("George W. Lund", 4), ("George H.W. Lund", 2)]), none);
        assert_eq!(of(PERSON, &[("George W. Lund", 4), ("George Henry Lund", 2)]), none);
        assert_eq!(of(PERSON, &[("Manuel Lund", 4), ("Manley Lund", 2)]), none);
        assert_eq!(of(PERSON, &[("Varga", 4), ("Joe Varga", 2)]), none);
    }

    #[test]
    fn spellings_and_acronyms_of_organizations_are_proposed() {
        let spelled = [("Nordic Grain Organization", 4), ("Nordic Grain Organisation", 2)];
        assert_eq!(of(ORGANIZATION, &spelled), ["Nordic Grain Organization <- Nordic Grain Organisation (spelling)"]);
        let short = [("Prairie Grain Council", 4), ("PGC", 2)];
        assert_eq!(of(ORGANIZATION, &short), ["Prairie Grain Council <- PGC (acronym)"]);
        let several =
            [("Prairie Grain Council", 4), ("Polar Gas Company of Canada", 2), ("Pacific Grain Club", 2), ("PGC", 2)];
        assert_eq!(of(ORGANIZATION, &several), [""; 0]);
    }

    #[test]
    fn what_the_authority_says_is_not_proposed_again_and_an_entry_takes_the_others() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let said = |text: &str| {
            std::fs::write(folder.path().join(super::super::authority::FILE), text).expect("written");
            Authority::load(folder.path()).expect("a good file")
        };
        let names = [("Joseph Varga", 5), ("Joe Varga", 3)];
        let not = said("[[person]]\nname = \"Joseph Varga\"\nnot = [\"Joe Varga\"]\n");
        assert_eq!(suggested(PERSON, &names, &not), [""; 0]);
        let both = said("[[person]]\nname = \"Joseph Varga\"\n[[person]]\nname = \"Joe Varga\"\n");
        assert_eq!(suggested(PERSON, &names, &both), [""; 0]);
        let rarer = said("[[person]]\nname = \"Joe Varga\"\n");
        assert_eq!(suggested(PERSON, &names, &rarer), ["Joe Varga <- Joseph Varga (nickname)"]);
    }

    #[test]
    fn words_that_sound_alike_have_one_skeleton() {
        for (a, b) in [
            ("mohammed", "muhammad"),
            ("gorbachev", "gorbachov"),
            ("aleksandr", "alexander"),
            ("hussein", "husain"),
            ("kadafi", "gaddafi"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
        assert_ne!(skeleton("mario"), skeleton("maria"));
    }
}
