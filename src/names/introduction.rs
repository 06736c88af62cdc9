//! How a story introduces somebody: the title or role before a name, the apposition after it.
//!
//! Pure functions over a stretch of text and the bytes of a name in it. They prefer silence to a guess: what stands beside a name
//! is an introduction only where its head is a word for a person's role, or for what an organization is.

use super::lists::titles;
use crate::story::NameKind;
use crate::text::{self, TokenKind};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

/// How many bytes before a name, and after it, are looked at.
const REACH: usize = 240;

/// The most words of an introduction; a longer one is cut.
const LONGEST: usize = 14;

/// Articles and what stands in their place.
const DETERMINERS: &[&str] = &["the", "a", "an", "his", "her", "their", "its", "our", "my", "this", "that", "one"];

/// A noun ends before these.
const PREPOSITIONS: &[&str] = &[
    "of", "for", "at", "in", "on", "from", "with", "to", "by", "under", "over", "against", "between", "within",
    "behind", "near", "about", "around", "among", "into", "during", "without", "and", "or", "but", "nor", "who",
    "whom", "whose", "which", "that", "where", "when", "after", "before", "while", "as", "since", "until", "because",
    "said", "says", "told", "is", "was", "are", "were", "has", "had", "have", "will", "would", "could", "can", "may",
    "did", "does",
];

/// An apposition goes no further than these.
const CLAUSES: &[&str] = &[
    "who", "whom", "whose", "which", "that", "where", "when", "after", "before", "while", "since", "until", "because",
    "said", "says", "told", "is", "was", "are", "were", "has", "had", "have", "will", "would", "could", "can", "may",
];

/// A role before a name begins after these, at the latest.
const NOT_IN_A_ROLE: &[&str] = &[
    "he",
    "she",
    "it",
    "they",
    "we",
    "you",
    "i",
    "not",
    "also",
    "then",
    "there",
    "here",
    "now",
    "if",
    "so",
    "than",
    "like",
    "including",
    "despite",
    "per",
    "through",
    "upon",
    "via",
    "meanwhile",
    "however",
    "yesterday",
    "today",
    "tomorrow",
    "earlier",
    "later",
    "only",
    "even",
    "both",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "met",
    "made",
    "sent",
    "took",
    "gave",
    "won",
    "lost",
    "led",
    "held",
    "sued",
    "hit",
    "shot",
    "saw",
    "beat",
    "let",
    "put",
    "set",
    "quit",
    "left",
    "kept",
    "found",
    "felt",
    "be",
    "been",
    "being",
    "do",
    "meet",
    "tell",
    "make",
    "take",
    "give",
    "support",
    "call",
    "urge",
    "name",
    "appoint",
    "elect",
    "oust",
    "fire",
    "hire",
    "replace",
    "succeed",
    "become",
    "became",
    "say",
    "ask",
    "another",
    "other",
    "fellow",
    "two",
    "three",
    "four",
    "five",
];

/// Words in `-ed`, `-ing` and `-s` that are part of a role; others before a name are verbs.
const MODIFIERS: &[&str] = &[
    "retired",
    "exiled",
    "disgraced",
    "ousted",
    "deposed",
    "acting",
    "ruling",
    "outgoing",
    "incoming",
    "managing",
    "founding",
    "governing",
    "sitting",
    "visiting",
    "leading",
    "marketing",
    "banking",
    "housing",
    "shipping",
    "mining",
    "planning",
    "engineering",
    "training",
    "programming",
    "operating",
    "racing",
    "rowing",
    "swimming",
    "boxing",
    "cycling",
    "skating",
    "skiing",
    "sales",
    "sports",
    "affairs",
    "operations",
    "news",
    "communications",
    "relations",
    "resources",
    "services",
    "works",
    "arms",
    "markets",
    "securities",
    "politics",
    "economics",
    "business",
    "press",
    "human-rights",
    "rights",
    "appeals",
    "drugs",
    "veterans",
    "systems",
    "studies",
    "always",
    "united",
    "states",
];

/// Words before `and` in the name of a ministry: `Health and Human Services Secretary`.
const DEPARTMENTS: &[&str] = &[
    "health",
    "food",
    "science",
    "transport",
    "transportation",
    "trade",
    "energy",
    "housing",
    "commerce",
    "foreign",
    "law",
    "culture",
    "finance",
    "defence",
    "defense",
    "home",
    "education",
    "agriculture",
    "environment",
    "industry",
    "labor",
    "labour",
    "research",
    "economy",
    "security",
    "business",
    "media",
    "securities",
];

/// Forms of address say nothing of a person.
const ADDRESS: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "messrs",
    "mister",
    "madam",
    "madame",
    "mademoiselle",
    "monsieur",
    "herr",
    "frau",
    "signor",
    "signore",
    "signora",
    "signorina",
    "senor",
    "senora",
    "senorita",
    "senhor",
    "senhora",
    "don",
    "dona",
    "pan",
    "pani",
    "meneer",
    "mynheer",
    "mevrouw",
    "dr",
    "sir",
    "dame",
    "major",
    "private",
    "independent",
    "forward",
    "seed",
];

/// Roles that the list of titles does not have.
const ROLES: &[&str] = &[
    "aide",
    "ally",
    "analyst",
    "architect",
    "artist",
    "assistant",
    "associate",
    "banker",
    "billionaire",
    "boss",
    "boy",
    "candidate",
    "champion",
    "chef",
    "chief",
    "child",
    "clerk",
    "colleague",
    "columnist",
    "contender",
    "correspondent",
    "counsel",
    "creditor",
    "critic",
    "deputy",
    "designate",
    "diplomat",
    "economist",
    "editor",
    "elect",
    "employee",
    "entrepreneur",
    "expert",
    "favourite",
    "favorite",
    "fellow",
    "figure",
    "financier",
    "fugitive",
    "girl",
    "graduate",
    "guardian",
    "guide",
    "head",
    "heir",
    "hero",
    "host",
    "immigrant",
    "inmate",
    "intern",
    "journalist",
    "judge",
    "lady",
    "leader",
    "librarian",
    "magnate",
    "man",
    "master",
    "mastermind",
    "member",
    "merchant",
    "migrant",
    "millionaire",
    "model",
    "mogul",
    "mother",
    "musician",
    "native",
    "negotiator",
    "neighbor",
    "neighbour",
    "nominee",
    "novelist",
    "nurse",
    "official",
    "parent",
    "partner",
    "passenger",
    "patient",
    "person",
    "physician",
    "poet",
    "politician",
    "premier",
    "president",
    "principal",
    "professional",
    "psychiatrist",
    "recipient",
    "refugee",
    "relative",
    "representative",
    "resident",
    "rival",
    "secretary",
    "sergeant",
    "shareholder",
    "singer",
    "source",
    "specialist",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "star",
    "stepfather",
    "stepmother",
    "strategist",
    "successor",
    "supporter",
    "surgeon",
    "survivor",
    "teenager",
    "tenant",
    "trustee",
    "tycoon",
    "veteran",
    "veterinarian",
    "whip",
    "widow",
    "woman",
    "youth",
    "deputy",
    "colonel",
    "bishop",
    "cardinal",
    "cook",
    "cop",
    "detainee",
    "technician",
    "aspirant",
    "opponent",
];

/// Words in `-er`, `-or`, `-ist` and their like that are no roles.
const NOT_ROLES: &[&str] = &[
    "after",
    "answer",
    "anger",
    "another",
    "april",
    "assist",
    "better",
    "bigger",
    "border",
    "center",
    "chapter",
    "cluster",
    "color",
    "consider",
    "corner",
    "corridor",
    "cover",
    "december",
    "deliver",
    "discover",
    "dinner",
    "dollar",
    "door",
    "either",
    "encounter",
    "enter",
    "error",
    "ever",
    "exist",
    "factor",
    "favor",
    "fear",
    "fewer",
    "filter",
    "fiber",
    "floor",
    "for",
    "former",
    "further",
    "gather",
    "gender",
    "greater",
    "hammer",
    "her",
    "higher",
    "honor",
    "however",
    "hunger",
    "insist",
    "interior",
    "junior",
    "labor",
    "larger",
    "later",
    "latter",
    "layer",
    "letter",
    "list",
    "longer",
    "lower",
    "major",
    "matter",
    "member's",
    "merger",
    "meter",
    "minor",
    "mirror",
    "more",
    "motor",
    "murder",
    "neither",
    "never",
    "nor",
    "november",
    "number",
    "october",
    "offer",
    "older",
    "or",
    "order",
    "other",
    "over",
    "paper",
    "per",
    "persist",
    "poor",
    "power",
    "prefer",
    "proper",
    "quarter",
    "rather",
    "recover",
    "register",
    "remember",
    "render",
    "resist",
    "river",
    "rumor",
    "sector",
    "senior",
    "september",
    "silver",
    "smaller",
    "sooner",
    "stronger",
    "suffer",
    "summer",
    "super",
    "superior",
    "surrender",
    "tender",
    "together",
    "tower",
    "trailer",
    "transfer",
    "tumor",
    "twist",
    "under",
    "vapor",
    "water",
    "weather",
    "wer",
    "whether",
    "whichever",
    "whoever",
    "winter",
    "wonder",
    "younger",
    "exterior",
    "prior",
    "mayor's",
    "corner",
    "computer",
    "newspaper",
    "helicopter",
    "counter",
    "disaster",
    "theater",
    "monitor's",
    "italian",
    "indian",
    "russian",
    "german",
    "human",
    "roman",
    "norman",
    "canadian",
    "australian",
    "asian",
    "iranian",
    "ukrainian",
    "egyptian",
    "christian",
    "brazilian",
    "european",
    "african",
    "american",
    "mexican",
];

/// What an organization may be.
const BODIES: &[&str] = &[
    "company",
    "bank",
    "group",
    "firm",
    "airline",
    "brokerage",
    "agency",
    "union",
    "party",
    "newspaper",
    "magazine",
    "daily",
    "weekly",
    "network",
    "station",
    "broadcaster",
    "conglomerate",
    "giant",
    "unit",
    "subsidiary",
    "affiliate",
    "parent",
    "partner",
    "rival",
    "arm",
    "division",
    "association",
    "federation",
    "foundation",
    "charity",
    "university",
    "college",
    "school",
    "hospital",
    "institute",
    "institution",
    "laboratory",
    "think-tank",
    "tank",
    "watchdog",
    "council",
    "committee",
    "commission",
    "body",
    "authority",
    "ministry",
    "department",
    "court",
    "church",
    "movement",
    "militia",
    "alliance",
    "coalition",
    "bloc",
    "cartel",
    "consortium",
    "cooperative",
    "exchange",
    "fund",
    "trust",
    "startup",
    "start-up",
    "studio",
    "label",
    "chain",
    "store",
    "club",
    "team",
    "utility",
    "refinery",
    "concern",
    "venture",
    "lobby",
    "organization",
    "organisation",
    "business",
    "enterprise",
    "house",
    "service",
    "office",
    "consultancy",
    "front",
    "army",
    "operator",
    "lender",
    "producer",
    "retailer",
    "carrier",
    "insurer",
    "manufacturer",
    "publisher",
    "supplier",
    "exporter",
    "importer",
    "builder",
    "broker",
    "distributor",
    "developer",
    "provider",
    "regulator",
    "refiner",
    "shipper",
    "contractor",
    "processor",
    "grower",
    "miner",
    "driller",
    "grocer",
    "wholesaler",
    "reinsurer",
    "brewer",
    "distiller",
    "steelworks",
];

/// After `who`: he is introduced by what he does for a living, not by what he said.
const WHO_DOES: &[&str] = &[
    "leads",
    "led",
    "heads",
    "headed",
    "runs",
    "ran",
    "chairs",
    "chaired",
    "owns",
    "owned",
    "founded",
    "represents",
    "represented",
    "directs",
    "directed",
    "oversees",
    "oversaw",
    "manages",
    "managed",
    "commands",
    "commanded",
    "edits",
    "edited",
    "coaches",
    "coached",
    "teaches",
    "taught",
    "studies",
    "serves",
    "served",
    "covers",
    "advises",
    "advised",
    "governs",
    "governed",
    "rules",
    "ruled",
    "succeeded",
    "became",
    "operates",
    "operated",
    "makes",
    "produces",
    "publishes",
    "controls",
    "builds",
    "sells",
    "supplies",
    "regulates",
    "insures",
    "organizes",
    "organises",
    "plays",
];

/// Short forms of titles before a name, which are written with a full stop.
const ABBREVIATED: &[(&str, &str)] = &[
    ("sen", "senator"),
    ("rep", "representative"),
    ("gov", "governor"),
    ("gen", "general"),
    ("lt", "lieutenant"),
    ("col", "colonel"),
    ("capt", "captain"),
    ("cmdr", "commander"),
    ("maj", "major"),
    ("sgt", "sergeant"),
    ("cpl", "corporal"),
    ("adm", "admiral"),
    ("brig", "brigadier"),
    ("prof", "professor"),
    ("rev", "reverend"),
    ("pres", "president"),
    ("asst", "assistant"),
    ("dep", "deputy"),
    ("min", "minister"),
];

/// Returns how a text introduces the name that stands at some bytes of it: what stands before it, then what stands after it,
/// each without its article; mostly one of the two, or none.
///
/// `U.S. Secretary of State Rex Tillerson` gives `U.S. Secretary of State`; `Joseph Yun, the U.S. negotiator with North Korea,`
/// gives `U.S. negotiator with North Korea`. An age is passed over, a form of address is none.
pub fn introductions(text: &str, name: Range<usize>, kind: NameKind) -> Vec<String> {
    let from = ceil(text, name.start.saturating_sub(REACH));
    let until = ceil(text, (name.end + REACH).min(text.len()));
    let (Some(near), true) = (text.get(from..until), name.start <= name.end) else { return Vec::new() };
    let passage = Passage::new(near, kind);
    let name = name.start - from..name.end - from;
    let found = [passage.before(name.start), passage.after(name.end)];
    found.into_iter().flatten().collect()
}

/// Returns what two spellings of one introduction have in common: folded words without articles and possessives, short
/// titles in full.
pub fn introduction_key(introduction: &str) -> String {
    let analysis = text::analyze_query(introduction);
    let words = analysis.words().map(|token| analysis.term(token));
    let words = words.filter(|word| !matches!(*word, "the" | "a" | "an"));
    words.map(in_full).collect::<Vec<_>>().join(" ")
}

fn in_full(word: &str) -> &str {
    let plain = word.trim_end_matches('.');
    ABBREVIATED.iter().find(|(short, _)| *short == plain).map_or(word, |(_, long)| long)
}

/// The words around a name.
struct Passage<'t> {
    text: &'t str,
    kind: NameKind,
    words: Vec<Word<'t>>,
}

struct Word<'t> {
    raw: &'t str,
    term: String,
    start: usize,
    end: usize,
    opens_sentence: bool,
}

impl Word<'_> {
    fn is_capital(&self) -> bool {
        self.raw.starts_with(char::is_uppercase)
    }

    fn is(&self, list: &[&str]) -> bool {
        list.contains(&self.term.as_str())
    }
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Space,
    Stop,
    Possessive,
    Border,
}

impl<'t> Passage<'t> {
    fn new(text: &'t str, kind: NameKind) -> Self {
        let analysis = text::analyze(text);
        let sentences: BTreeSet<u32> = analysis.sentences.iter().copied().collect();
        let whole = analysis.tokens.iter().filter(|token| token.kind != TokenKind::Part);
        let words = whole.map(|token| Word {
            raw: &text[token.start as usize..token.end as usize],
            term: analysis.term(token).to_owned(),
            start: token.start as usize,
            end: token.end as usize,
            opens_sentence: sentences.contains(&token.position),
        });
        Self { text, kind, words: words.collect() }
    }

    /// Returns the role before a name: `Norden chief executive`.
    fn before(&self, name: usize) -> Option<String> {
        let at = self.words.iter().position(|word| word.start >= name)?;
        let mut first = self.head_before(at)?;
        // A form of address, or `minister` between two commas: nothing more to find.
        while first > 0 && at - first < LONGEST && self.joins(first) {
            let (word, gap) = (&self.words[first - 1], self.gap(first));
            if gap == Gap::Possessive && !word.is_capital() {
                break;
            }
            if self.links_capitals(first - 1) {
                first -= 2;
                continue;
            }
            if word.is(DETERMINERS) || word.is(PREPOSITIONS) || word.is(NOT_IN_A_ROLE) || is_verb(word) {
                break;
            }
            first -= 1;
        }
        let dot = if self.gap(at) == Gap::Stop { "." } else { "" };
        let end = self.words[at - 1].end;
        Some(one_line(&self.text[self.words[first].start..end]) + dot)
    }

    /// Returns the first word of what makes it a role: `minister`, `Secretary of State`; nothing where the word before the name
    /// is none.
    fn head_before(&self, at: usize) -> Option<usize> {
        let last = at.checked_sub(1)?;
        if !self.joins(at) || (self.kind == NameKind::Person && self.words[last].is(ADDRESS)) {
            return None;
        }
        if self.is_head(&self.words[last]) {
            return Some(last);
        }
        // `Secretary of State`, `President of the French Republic`: capitals back to a role.
        let mut word = last;
        while word > 0 && last - word < 4 && self.words[word].is_capital() && self.gap(word) == Gap::Space {
            let left = &self.words[word - 1];
            if left.term == "of" || left.term == "for" || left.term == "the" {
                let of = if left.term == "the" { word.checked_sub(2)? } else { word - 1 };
                let head = of.checked_sub(1)?;
                let is_title = self.words[head].is_capital() && self.is_head(&self.words[head]);
                let linked = self.words[of].is(&["of", "for"]) && self.gap(of) == Gap::Space && self.joins(of + 1);
                return (is_title && linked).then_some(head);
            }
            word -= 1;
        }
        None
    }

    /// Says whether a word is `of` inside a capitalised name, `Bank of England governor`, or `and` inside a ministry's.
    fn links_capitals(&self, at: usize) -> bool {
        let Some(left) = at.checked_sub(1).map(|left| &self.words[left]) else { return false };
        let joined = self.gap(at) == Gap::Space && self.gap(at + 1) == Gap::Space && !self.words[at].opens_sentence;
        let capitals = left.is_capital() && self.words[at + 1].is_capital();
        joined
            && capitals
            && match self.words[at].term.as_str() {
                "of" => !self.is_head(left) || self.kind == NameKind::Person && left.is(BODIES),
                "and" => left.is(DEPARTMENTS),
                _ => false,
            }
    }

    /// Returns the apposition after a name.
    fn after(&self, name: usize) -> Option<String> {
        let mut rest = self.sentence_rest(name);
        for suffix in [", Jr.", ", Sr.", ", Jr", ", Sr", " Jr.", " Sr."] {
            rest = rest.strip_prefix(suffix).unwrap_or(rest);
        }
        if let Some(inner) = rest.strip_prefix(" (") {
            rest = inner.split_once(')').filter(|(inside, _)| inside.len() < 40)?.1;
        }
        let mut segments = Segments(rest.strip_prefix(',')?);
        let mut segment = segments.next()?;
        if is_age(segment) {
            segment = segments.next()?;
        }
        self.apposition(segment)
    }

    /// Returns the text after a name to the end of its sentence.
    fn sentence_rest(&self, name: usize) -> &'t str {
        let next = self.words.iter().find(|word| word.start >= name && word.opens_sentence);
        let rest = &self.text[name..next.map_or(self.text.len(), |word| word.start)];
        let end = rest.find("\n\n").unwrap_or(rest.len());
        &rest[..end]
    }

    fn apposition(&self, segment: &str) -> Option<String> {
        let analysis = text::analyze(segment);
        let whole: Vec<_> = analysis.tokens.iter().filter(|token| token.kind != TokenKind::Part).collect();
        let words: Vec<Word<'_>> = whole
            .iter()
            .map(|token| Word {
                raw: &segment[token.start as usize..token.end as usize],
                term: analysis.term(token).to_owned(),
                start: token.start as usize,
                end: token.end as usize,
                opens_sentence: false,
            })
            .collect();
        let mut first = 0;
        let term = |at: usize| words.get(at).map_or("", |word| word.term.as_str());
        let mut is_clause = false;
        if matches!(term(0), "who" | "which") {
            if matches!(term(1), "is" | "was") {
                first = 2;
            } else if WHO_DOES.contains(&term(1)) {
                (first, is_clause) = (1, true);
            } else {
                return None;
            }
        }
        while matches!(term(first), "himself" | "herself" | "itself" | "now" | "then" | "also" | "once" | "currently") {
            first += 1;
        }
        while !is_clause && words.get(first).is_some_and(|word| word.is(DETERMINERS)) {
            first += 1;
        }
        if !is_clause {
            let head = self.head_after(&words, first)?;
            let list =
                matches!(term(head + 1), "and" | "or") && words.get(head + 2).is_some_and(|word| word.is(DETERMINERS));
            if list {
                return None;
            }
        }
        let stop = (first + 1..words.len()).find(|&at| words[at].is(CLAUSES)).unwrap_or(words.len());
        let mut last = stop.min(first + LONGEST);
        if last < words.len() {
            while last > first + 1 && (words[last - 1].is(DETERMINERS) || words[last - 1].is(PREPOSITIONS)) {
                last -= 1;
            }
        }
        let (start, end) = (words.get(first)?.start, words[last - 1].end);
        Some(one_line(&segment[start..end]))
    }

    /// Returns the noun that an apposition is about, where it is a role.
    fn head_after(&self, words: &[Word<'_>], first: usize) -> Option<usize> {
        for at in first..words.len() {
            let next_ends = words.get(at + 1).is_none_or(|next| {
                let participle = next.raw.ends_with("ed") || next.raw.ends_with("ing");
                next.is(PREPOSITIONS) || participle && self.is_head(&words[at])
            });
            if words[at].is(PREPOSITIONS) {
                return None;
            }
            if next_ends {
                return self.is_head(&words[at]).then_some(at);
            }
        }
        None
    }

    fn is_head(&self, word: &Word<'_>) -> bool {
        let parts = || word.term.split('-').filter(|part| !part.is_empty());
        let is_one = |part: &str| match self.kind {
            NameKind::Person => is_role(part),
            NameKind::Organization => BODIES.contains(&part) || part.ends_with("maker"),
        };
        let designate = parts().last().is_some_and(|last| matches!(last, "elect" | "designate"));
        if designate {
            return parts().next().is_some_and(is_one);
        }
        is_one(&word.term) || word.term.contains('-') && parts().last().is_some_and(is_one)
    }

    /// Says whether a word and the one before it may be of one name or role.
    fn joins(&self, at: usize) -> bool {
        match self.gap(at) {
            Gap::Space | Gap::Possessive => true,
            Gap::Stop => self.words[at - 1].is_capital() && is_abbreviated(&self.words[at - 1].term),
            Gap::Border => false,
        }
    }

    fn gap(&self, at: usize) -> Gap {
        if at == 0 || at >= self.words.len() {
            return Gap::Border;
        }
        let (left, right) = (&self.words[at - 1], &self.words[at]);
        let gap = &self.text[left.end..right.start];
        let dotted = gap.starts_with('.') && gap[1..].chars().all(char::is_whitespace);
        if dotted && is_abbreviated(&left.term) {
            return Gap::Stop;
        }
        if right.opens_sentence || gap.contains("\n\n") {
            return Gap::Border;
        }
        match gap.trim() {
            "" => Gap::Space,
            "'s" | "\u{2019}s" | "s" | "'" | "\u{2019}" => Gap::Possessive,
            _ => Gap::Border,
        }
    }
}

/// The parts of a sentence between commas and other borders, each trimmed.
struct Segments<'t>(&'t str);

impl<'t> Iterator for Segments<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.0.trim().is_empty() {
            return None;
        }
        let bytes = self.0.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let inside_number = |at: usize| at > 0 && digit(at - 1) && digit(at + 1);
        let ends = |(at, letter): (usize, char)| match letter {
            ',' => !inside_number(at),
            ';' | ':' | '(' | ')' | '"' | '\u{201c}' | '\u{201d}' | '\u{2014}' | '\u{2013}' | '!' | '?' => true,
            '-' => self.0[..at].ends_with(char::is_whitespace),
            _ => false,
        };
        let end = self.0.char_indices().find(|&at| ends(at)).map_or(self.0.len(), |(at, _)| at);
        let segment = self.0[..end].trim();
        // Behind anything but a comma something else begins.
        self.0 = self.0[end..].strip_prefix(',').unwrap_or("");
        (!segment.is_empty()).then_some(segment)
    }
}

fn is_age(segment: &str) -> bool {
    let digits = segment.trim_start_matches("aged ").trim_start_matches("age ").trim_end_matches(" years old");
    !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_abbreviated(term: &str) -> bool {
    let plain = term.trim_end_matches('.');
    ABBREVIATED.iter().any(|(short, _)| *short == plain)
}

/// Says whether a small word before a role looks like the verb before it.
fn is_verb(word: &Word<'_>) -> bool {
    let ending = ["ed", "ing", "s"].iter().any(|ending| word.term.ends_with(ending));
    !word.is_capital() && ending && !word.term.contains('-') && !word.is(MODIFIERS)
}

fn is_role(term: &str) -> bool {
    static HEADS: OnceLock<HashSet<String>> = OnceLock::new();
    let heads = HEADS.get_or_init(|| {
        let last = titles().filter(|title| !title.contains(" of ")).filter_map(|title| title.rsplit([' ', '-']).next());
        let mut heads: HashSet<String> = last.map(text::fold).collect();
        let plural = |word: &String| word.strip_suffix('s').is_some_and(|one| heads.contains(one));
        let plurals: Vec<String> = heads.iter().filter(|word| plural(word)).cloned().collect();
        for word in &plurals {
            heads.remove(word);
        }
        heads.extend(ROLES.iter().copied().map(str::to_owned));
        for word in ADDRESS {
            heads.remove(*word);
        }
        heads
    });
    heads.contains(term) || is_abbreviated(term) || has_agent_ending(term)
}

/// Says whether a word is one who does something: `driver`, `operator`, `columnist`, `fisherman`.
fn has_agent_ending(term: &str) -> bool {
    let endings = ["er", "or", "ist", "man", "woman", "ician", "ologist", "grapher"];
    term.len() > 4 && endings.iter().any(|ending| term.ends_with(ending)) && !NOT_ROLES.contains(&term)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the introductions of the first occurrence of a name.
    fn introduced(kind: NameKind, name: &str, text: &str) -> Vec<String> {
        let start = text.find(name).expect("the name is in the text");
        introductions(text, start..start + name.len(), kind)
    }

    fn assert_all(kind: NameKind, name: &str, cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            assert_eq!(introduced(kind, name, text), *expected, "{text}");
        }
    }

    #[test]
    fn a_title_or_role_stands_before_a_person() {
        assert_all(
            NameKind::Person,
            "Orla Venn",
            &[
                ("U.S. Secretary of State Orla Venn left.", &["U.S. Secretary of State"]),
                ("Norden chief executive Orla Venn resigned.", &["Norden chief executive"]),
                ("The talks failed, the former Norden finance chief Orla Venn said.", &["former Norden finance chief"]),
                ("Grain prices rose, minister Orla Venn said.", &["minister"]),
                ("On Tuesday Senator Orla Venn voted.", &["Senator"]),
                ("He fired finance minister Orla Venn.", &["finance minister"]),
                ("He met Prime Minister Orla Venn.", &["Prime Minister"]),
                ("said Bank of Sundland governor Orla Venn.", &["Bank of Sundland governor"]),
                ("Health and Human Services Secretary Orla Venn said", &["Health and Human Services Secretary"]),
                ("with Corwin and Defense Secretary Orla Venn", &["Defense Secretary"]),
                ("Sen. Orla Venn agreed.", &["Sen."]),
                ("It was bad. Retired Gen. Orla Venn agreed.", &["Retired Gen."]),
                ("Norden's chief executive Orla Venn", &["Norden's chief executive"]),
                ("the company's chief executive Orla Venn", &["chief executive"]),
                ("Norwegian President-elect Orla Venn", &["Norwegian President-elect"]),
                ("his wife Orla Venn", &["wife"]),
                ("co-founder Orla Venn", &["co-founder"]),
            ],
        );
    }

    #[test]
    fn an_apposition_stands_after_a_person() {
        assert_all(
            NameKind::Person,
            "Joseph Yun",
            &[
                ("Joseph Yun, the U.S. negotiator with North Korea, said so.", &["U.S. negotiator with North Korea"]),
                ("Joseph Yun, 45, chief executive of Norden Shipping, left.", &["chief executive of Norden Shipping"]),
                ("Joseph Yun, who leads the harbour union, left.", &["leads the harbour union"]),
                ("Joseph Yun, who is the head of the port, left.", &["head of the port"]),
                ("it was Joseph Yun, a spokesman for the ministry.", &["spokesman for the ministry"]),
                ("Joseph Yun, Norden's head of shipping, left.", &["Norden's head of shipping"]),
                ("Joseph Yun, a 45-year-old driver from Riga, left.", &["45-year-old driver from Riga"]),
                ("Joseph Yun, the lawyer who defended the crew, left.", &["lawyer"]),
                ("Joseph Yun (45), mayor of Riga, left.", &["mayor of Riga"]),
                ("Joseph Yun, then a deputy minister, left.", &["deputy minister"]),
                (
                    "Joseph Yun, chief executive and founder of Norden, left.",
                    &["chief executive and founder of Norden"],
                ),
                ("Joseph Yun, the first woman\nto lead the port, left.", &["first woman to lead the port"]),
                ("Envoy Joseph Yun, a career diplomat, left.", &["Envoy", "career diplomat"]),
            ],
        );
    }

    #[test]
    fn what_only_stands_beside_a_person_is_no_introduction() {
        let none: &[&str] = &[];
        assert_all(
            NameKind::Person,
            "Joseph Yun",
            &[
                ("Joseph Yun said on Tuesday, the day of the talks.", none),
                ("Joseph Yun, 45, left.", none),
                ("Joseph Yun, who refused to comment, left.", none),
                ("Joseph Yun, speaking in Seoul, said so.", none),
                ("Joseph Yun, however, left.", none),
                ("with Joseph Yun, the White House and the court.", none),
                ("with Joseph Yun, the president and the minister.", none),
                ("with Joseph Yun, negotiator Ahn Lee and others.", none),
                ("after Joseph Yun, a day after the talks, left.", none),
                ("Mr Joseph Yun left.", none),
                ("He left after Joseph Yun.", none),
                ("the minister, Joseph Yun, left", none),
                ("The story was about a minister. Joseph Yun left.", none),
                ("The minister\n\nJoseph Yun left.", none),
                ("a number of people, Joseph Yun, a number of the crew, left", none),
                ("Joseph Yun", none),
                ("Joseph Yun,", none),
            ],
        );
    }

    #[test]
    fn an_organization_is_introduced_by_what_it_is() {
        assert_all(
            NameKind::Organization,
            "Norden",
            &[
                ("The Norwegian shipping company Norden sank.", &["Norwegian shipping company"]),
                ("shares of carmaker Norden fell", &["carmaker"]),
                ("Norden, the world's largest ferry operator, sank.", &["world's largest ferry operator"]),
                ("Norden, which operates three ferries, sank.", &["operates three ferries"]),
                ("Norden (NRD), a unit of Baltwind, sank.", &["unit of Baltwind"]),
                ("Norden, which sank on Monday, was old.", &[]),
                ("the minister Norden sank", &[]),
            ],
        );
    }

    #[test]
    fn spellings_of_one_introduction_have_one_key() {
        let same = [
            ("U.S. negotiator with North Korea", "US negotiator with the North Korea"),
            ("Sen.", "Senator"),
            ("Norden's Chief Executive", "Norden chief executive"),
            ("co-founder of Norden", "Co-founder of Norden"),
        ];
        for (one, other) in same {
            assert_eq!(introduction_key(one), introduction_key(other), "{one}");
        }
        assert_ne!(introduction_key("former minister"), introduction_key("minister"));
    }

    #[test]
    fn no_place_in_any_text_makes_it_fail() {
        let text = "É Dr. Ölaf, the «minister», é’s s ' s, (x) Jr., Sen. — 1,000, – \"a\"\n\nthe of of the";
        for start in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
            for end in (start..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                for kind in [NameKind::Person, NameKind::Organization] {
                    for found in introductions(text, start..end, kind) {
                        assert!(!found.is_empty());
                    }
                }
            }
        }
    }
}
