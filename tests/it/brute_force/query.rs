//! A query as a tree that prints itself in each language.

use morgue::query::Syntax;
use morgue::story::NameKind;
use std::collections::BTreeSet;
use std::fmt;

/// A query. What it means is for the evaluator to say.
#[derive(Clone, Debug)]
pub(crate) enum Query {
    Word(Word),
    /// Words in a row.
    Phrase(Vec<Word>),
    /// A name; `None` is anyone.
    Name(NameKind, Option<String>),
    Near(Nearness, Box<Query>, Box<Query>),
    First(u32, Box<Query>),
    AtLeast(u32, Box<Query>),
    Within(Scope, Box<Query>),
    Place(String),
    /// Words of a path in a row.
    Path(Vec<String>),
    Section(String),
    Agency(String),
    Date(String),
    /// How many words the body has: from, until.
    Length(Option<u32>, Option<u32>),
    Not(Box<Query>),
    And(Box<Query>, Box<Query>),
    Or(Box<Query>, Box<Query>),
}

/// A word as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    /// Alone and without quotes: each language has its own idea of the forms it stands for.
    Bare(String),
    /// Between quotes.
    Exact(String),
    /// In a row that needs no quotes in other languages than ours.
    Plain(String),
    /// With `*` at its end or `?` inside.
    Pattern(String),
    /// One edit away.
    Fuzzy(String),
}

/// How near two operands must be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nearness {
    pub(crate) negated: bool,
    pub(crate) distance: Distance,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Distance {
    Words(u32),
    Ordered(u32),
    Sentence,
    Paragraph,
}

/// Where a query looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Anywhere,
    Headline,
    Body,
    Lead,
    HeadlineOrLead,
}

/// What bare words mean elsewhere: connectors and commands.
const RESERVED: [&str; 12] =
    ["same", "near", "within", "with", "date", "from", "after", "before", "atleast", "section", "source", "person"];

impl Word {
    fn text(&self) -> &str {
        match self {
            Self::Bare(text) | Self::Exact(text) | Self::Plain(text) | Self::Pattern(text) | Self::Fuzzy(text) => text,
        }
    }
}

impl Query {
    /// How tightly it binds in our language.
    fn level(&self) -> u8 {
        match self {
            Self::Or(..) => 0,
            Self::And(..) => 1,
            Self::Not(_) => 2,
            Self::Near(..) => 3,
            _ => 4,
        }
    }

    /// The query in a language; `None` where that cannot say it.
    pub(crate) fn in_language(&self, syntax: Syntax) -> Option<String> {
        match syntax {
            Syntax::Morgue => Some(self.to_string()),
            Syntax::Nexis => self.nexis(),
            Syntax::Factiva => self.factiva(),
        }
    }

    /// How tightly it binds in Nexis.
    fn nexis_level(&self) -> u8 {
        match self {
            Self::And(_, b) if matches!(**b, Self::Not(_)) => 0,
            Self::And(..) => 1,
            Self::Near(Nearness { distance: Distance::Paragraph, .. }, ..) => 2,
            Self::Near(Nearness { distance: Distance::Sentence, .. }, ..) => 3,
            Self::Near(..) => 4,
            Self::Or(..) => 5,
            _ => 6,
        }
    }

    /// The number of a connector, of which the smallest is done first; 0 where there is none.
    fn number(&self) -> u32 {
        match self {
            Self::Near(Nearness { distance: Distance::Words(count) | Distance::Ordered(count), .. }, ..) => *count,
            _ => 0,
        }
    }

    /// A part of it in Nexis, in brackets where it needs them.
    fn nexis_part(&self, part: &Self, is_left: bool) -> Option<String> {
        let (own, inner) = (self.nexis_level(), part.nexis_level());
        let is_first = if own == 4 { part.number() < self.number() + u32::from(is_left) } else { is_left };
        let binds = inner > own || inner == own && is_first;
        Some(if binds { part.nexis()? } else { format!("({})", part.nexis()?) })
    }

    fn nexis(&self) -> Option<String> {
        Some(match self {
            Self::Word(Word::Pattern(pattern)) => nexis_pattern(pattern),
            Self::Word(word) => elsewhere(word)?,
            Self::Phrase(words) => row(words, nexis_pattern)?,
            Self::Name(NameKind::Person, Some(name)) => format!("PERSON(\"{name}\")"),
            Self::Name(NameKind::Organization, Some(name)) => format!("COMPANY(\"{name}\")"),
            Self::Near(Nearness { negated, distance }, a, b) => {
                let operator = match distance {
                    Distance::Words(count) => format!("w/{count}"),
                    Distance::Ordered(count) => format!("pre/{count}"),
                    Distance::Sentence => "w/s".to_owned(),
                    Distance::Paragraph => "w/p".to_owned(),
                };
                let not = if *negated { "not " } else { "" };
                format!("{} {not}{operator} {}", self.nexis_part(a, true)?, self.nexis_part(b, false)?)
            }
            Self::AtLeast(count, inner) => format!("ATLEAST{count}({})", inner.nexis()?),
            Self::Within(scope, inner) => {
                let segment = match scope {
                    Scope::Anywhere => return None,
                    Scope::Headline => "HEADLINE",
                    Scope::Body => "BODY",
                    Scope::Lead => "LEAD",
                    Scope::HeadlineOrLead => "HLEAD",
                };
                format!("{segment}({})", inner.nexis()?)
            }
            Self::Place(word) => format!("DATELINE(\"{word}\")"),
            Self::Section(word) => format!("SECTION(\"{word}\")"),
            Self::Agency(word) => format!("PUBLICATION(\"{word}\")"),
            Self::Date(date) if is_day(date) => format!("(DATE(>= {date}) and DATE(<= {date}))"),
            Self::Length(Some(from), None) if *from > 0 => format!("LENGTH(> {})", from - 1),
            Self::Length(None, Some(until)) => format!("LENGTH(< {})", until + 1),
            Self::And(a, b) => match &**b {
                Self::Not(b) => format!("{} and not {}", self.nexis_part(a, true)?, self.nexis_part(b, false)?),
                b => format!("{} and {}", self.nexis_part(a, true)?, self.nexis_part(b, false)?),
            },
            Self::Or(a, b) => format!("{} or {}", self.nexis_part(a, true)?, self.nexis_part(b, false)?),
            Self::Name(_, None) | Self::First(..) | Self::Path(_) | Self::Date(_) | Self::Length(..) | Self::Not(_) => {
                return None;
            }
        })
    }

    /// How tightly it binds in Factiva.
    fn factiva_level(&self) -> u8 {
        match self {
            Self::Or(..) => 0,
            Self::And(_, b) if !matches!(**b, Self::Not(_)) => 1,
            Self::And(..) => 2,
            Self::AtLeast(..) | Self::Within(..) => 3,
            Self::Near(..) | Self::First(..) => 4,
            _ => 5,
        }
    }

    /// A part of it in Factiva, in brackets where it needs them.
    fn factiva_part(&self, part: &Self, is_left: bool) -> Option<String> {
        let (own, inner) = (self.factiva_level(), part.factiva_level());
        let binds = inner > own || inner == own && is_left;
        Some(if binds { part.factiva()? } else { format!("({})", part.factiva()?) })
    }

    fn factiva(&self) -> Option<String> {
        Some(match self {
            Self::Word(Word::Pattern(pattern)) => pattern.clone(),
            Self::Word(word) => elsewhere(word)?,
            Self::Phrase(words) => row(words, str::to_owned)?,
            Self::Near(Nearness { negated: false, distance }, a, b) => {
                let operator = match distance {
                    Distance::Words(count) => format!("near{count}"),
                    // There `w/5` keeps the order.
                    Distance::Ordered(count) if count % 2 == 0 => format!("w/{count}"),
                    Distance::Ordered(count) => format!("adj{count}"),
                    Distance::Sentence => return None,
                    Distance::Paragraph => "same".to_owned(),
                };
                format!("{} {operator} {}", self.factiva_part(a, true)?, self.factiva_part(b, false)?)
            }
            Self::First(count, inner) => format!("{} /F{count}/", self.factiva_part(inner, true)?),
            Self::AtLeast(count, inner) => format!("atleast{count} {}", self.factiva_part(inner, false)?),
            Self::Within(scope, inner) => {
                let field = match scope {
                    Scope::Headline => "hd",
                    Scope::Lead => "lp",
                    Scope::HeadlineOrLead => "hlp",
                    Scope::Anywhere | Scope::Body => return None,
                };
                format!("{field}={}", self.factiva_part(inner, false)?)
            }
            Self::Date(date) if is_day(date) => {
                let day = date.replace('-', "");
                format!("date from {day} to {day}")
            }
            Self::Length(Some(from), None) if *from > 0 => format!("wc>{}", from - 1),
            Self::Length(None, Some(until)) => format!("wc<{}", until + 1),
            Self::And(a, b) => match &**b {
                Self::Not(b) => format!("{} not {}", self.factiva_part(a, true)?, self.factiva_part(b, false)?),
                b => format!("{} and {}", self.factiva_part(a, true)?, self.factiva_part(b, false)?),
            },
            Self::Or(a, b) => format!("{} or {}", self.factiva_part(a, true)?, self.factiva_part(b, false)?),
            _ => return None,
        })
    }

    /// The parts that it is made of.
    pub(crate) fn children(&self) -> Vec<&Self> {
        match self {
            Self::Near(_, a, b) | Self::And(a, b) | Self::Or(a, b) => vec![a, b],
            Self::First(_, inner) | Self::AtLeast(_, inner) | Self::Within(_, inner) | Self::Not(inner) => vec![inner],
            _ => Vec::new(),
        }
    }

    /// The words that it is made of.
    pub(crate) fn words(&self) -> Vec<&Word> {
        match self {
            Self::Word(word) => vec![word],
            Self::Phrase(words) => words.iter().collect(),
            _ => self.children().into_iter().flat_map(Self::words).collect(),
        }
    }

    /// The names in it.
    pub(crate) fn names(&self) -> Vec<(NameKind, &str)> {
        match self {
            Self::Name(kind, Some(name)) => vec![(*kind, name)],
            _ => self.children().into_iter().flat_map(Self::names).collect(),
        }
    }

    /// Does the query have a text or name clause that is not negated?
    pub(crate) fn is_positive(&self) -> bool {
        match self {
            Self::Not(_)
            | Self::Place(_)
            | Self::Path(_)
            | Self::Section(_)
            | Self::Agency(_)
            | Self::Date(_)
            | Self::Length(..) => false,
            Self::And(a, b) => a.is_positive() || b.is_positive(),
            // A hit may come from the other side alone.
            Self::Or(a, b) => a.is_positive() && b.is_positive(),
            Self::Within(_, inner) => inner.is_positive(),
            _ => true,
        }
    }

    /// How deep operators of distance stand in one another.
    fn depth(&self) -> usize {
        let inner = self.children().into_iter().map(Self::depth).max().unwrap_or(0);
        inner + usize::from(matches!(self, Self::Near(..)))
    }

    /// The clauses that AND, OR and NOT connect; those three are added to `connectives`.
    pub(crate) fn clauses(&self, connectives: &mut BTreeSet<&'static str>) -> Vec<&Self> {
        connectives.insert(match self {
            Self::And(..) => "AND",
            Self::Or(..) => "OR",
            Self::Not(_) => "NOT",
            _ => return vec![self],
        });
        self.children().into_iter().flat_map(|child| child.clauses(connectives)).collect()
    }

    /// Adds what the query has of the language.
    pub(crate) fn add_features(&self, out: &mut BTreeSet<&'static str>) {
        out.insert(match self {
            Self::Word(Word::Bare(_) | Word::Plain(_)) => "word",
            Self::Word(Word::Exact(_)) => "exact word",
            Self::Word(Word::Pattern(_)) => "wildcard",
            Self::Word(Word::Fuzzy(_)) => "fuzzy",
            Self::Phrase(words) if words.iter().any(|word| matches!(word, Word::Pattern(_))) => "wildcard in a phrase",
            Self::Phrase(_) => "phrase",
            Self::Name(NameKind::Person, Some(_)) => "person",
            Self::Name(NameKind::Organization, Some(_)) => "organization",
            Self::Name(_, None) => "anyone",
            Self::Near(nearness, ..) => nearness.feature(),
            Self::First(_, inner) if matches!(**inner, Self::And(..)) => "first over AND",
            Self::First(..) => "first",
            Self::AtLeast(_, inner) => match **inner {
                Self::And(..) => "atleast over AND",
                Self::Near(..) => "atleast of a group",
                _ => "atleast",
            },
            Self::Within(Scope::Headline | Scope::Anywhere, _) => "headline",
            Self::Within(Scope::Body, _) => "body",
            Self::Within(Scope::Lead, _) => "lead",
            Self::Within(Scope::HeadlineOrLead, _) => "hlead",
            Self::Place(_) => "place",
            Self::Path(_) => "path",
            Self::Section(_) => "section",
            Self::Agency(_) => "agency",
            Self::Date(date) if date.contains('W') => "week",
            Self::Date(_) => "date",
            Self::Length(..) => "words",
            Self::Not(_) => "NOT",
            Self::And(..) => "AND",
            Self::Or(..) => "OR",
        });
        if let Self::Near(_, a, b) = self {
            for operand in [a, b] {
                match **operand {
                    Self::Phrase(_) => out.insert("phrase as an operand"),
                    Self::Name(..) => out.insert("name as an operand"),
                    Self::Or(..) => out.insert("OR-group as an operand"),
                    Self::First(..) => out.insert("first as an operand"),
                    _ => false,
                };
            }
        }
        if self.depth() >= 3 {
            out.insert("distances three deep");
        }
        self.children().into_iter().for_each(|child| child.add_features(out));
    }
}

/// Everything that [`Query::add_features`] may add.
pub(crate) const FEATURES: [&str; 41] = [
    "AND",
    "NOT",
    "OR",
    "OR-group as an operand",
    "agency",
    "anyone",
    "atleast",
    "atleast of a group",
    "atleast over AND",
    "body",
    "date",
    "distances three deep",
    "exact word",
    "first",
    "first as an operand",
    "first over AND",
    "fuzzy",
    "headline",
    "hlead",
    "lead",
    "name as an operand",
    "not pre/n",
    "not w/n",
    "not w/p",
    "not w/s",
    "organization",
    "path",
    "person",
    "phrase",
    "phrase as an operand",
    "place",
    "pre/n",
    "section",
    "w/n",
    "w/p",
    "w/s",
    "week",
    "wildcard",
    "wildcard in a phrase",
    "word",
    "words",
];

impl Nearness {
    fn feature(self) -> &'static str {
        match (self.negated, self.distance) {
            (false, Distance::Words(_)) => "w/n",
            (false, Distance::Ordered(_)) => "pre/n",
            (false, Distance::Sentence) => "w/s",
            (false, Distance::Paragraph) => "w/p",
            (true, Distance::Words(_)) => "not w/n",
            (true, Distance::Ordered(_)) => "not pre/n",
            (true, Distance::Sentence) => "not w/s",
            (true, Distance::Paragraph) => "not w/p",
        }
    }
}

fn is_day(date: &str) -> bool {
    date.len() == 10 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// A word that is no pattern, in both of the other languages.
fn elsewhere(word: &Word) -> Option<String> {
    match word {
        Word::Exact(word) => Some(format!("\"{word}\"")),
        Word::Bare(word) | Word::Plain(word) if !RESERVED.contains(&word.as_str()) => Some(word.clone()),
        _ => None,
    }
}

/// A phrase in both of the other languages: patterns stand only where there are no quotes.
fn row(words: &[Word], pattern: impl Fn(&str) -> String) -> Option<String> {
    let exact: Option<Vec<&str>> =
        words.iter().map(|word| matches!(word, Word::Exact(_)).then(|| word.text())).collect();
    if let Some(words) = exact {
        return Some(format!("\"{}\"", words.join(" ")));
    }
    let plain: Option<Vec<String>> = words
        .iter()
        .map(|word| match word {
            Word::Pattern(text) => Some(pattern(text)),
            Word::Plain(text) if !RESERVED.contains(&text.as_str()) => Some(text.clone()),
            _ => None,
        })
        .collect();
    plain.map(|words| words.join(" "))
}

/// There `!` stands for any ending, `*` for one letter.
fn nexis_pattern(pattern: &str) -> String {
    pattern.replace('*', "!").replace('?', "*")
}

impl fmt::Display for Nearness {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            out.write_str("not ")?;
        }
        match self.distance {
            Distance::Words(count) if count % 3 == 0 => write!(out, "NEAR/{count}"),
            Distance::Words(count) => write!(out, "w/{count}"),
            Distance::Ordered(count) => write!(out, "pre/{count}"),
            Distance::Sentence => out.write_str("w/s"),
            Distance::Paragraph => out.write_str("w/p"),
        }
    }
}

/// Our language, with no more brackets than it needs: what binds tighter is tested too.
impl fmt::Display for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |query: &Self, least: u8| {
            if query.level() < least { format!("({query})") } else { query.to_string() }
        };
        match self {
            Self::Word(Word::Exact(word)) => write!(out, "\"{word}\""),
            Self::Word(Word::Fuzzy(word)) => write!(out, "{word}~"),
            Self::Word(word) => out.write_str(word.text()),
            Self::Phrase(words) => {
                let words: Vec<&str> = words.iter().map(Word::text).collect();
                write!(out, "\"{}\"", words.join(" "))
            }
            Self::Name(kind, name) => {
                let field = if *kind == NameKind::Person { "person" } else { "org" };
                match name {
                    Some(name) => write!(out, "{field}:\"{name}\""),
                    None => write!(out, "{field}:*"),
                }
            }
            Self::Near(nearness, a, b) => write!(out, "{} {nearness} {}", part(a, 3), part(b, 4)),
            Self::First(count, inner) => write!(out, "first{count}({inner})"),
            Self::AtLeast(count, inner) => write!(out, "atleast{count}({inner})"),
            Self::Within(scope, inner) => {
                let field = match scope {
                    Scope::Anywhere => return write!(out, "({inner})"),
                    Scope::Headline => "headline",
                    Scope::Body => "body",
                    Scope::Lead => "lead",
                    Scope::HeadlineOrLead => "hlead",
                };
                write!(out, "{field}:({inner})")
            }
            Self::Place(word) => write!(out, "place:\"{word}\""),
            Self::Path(words) => write!(out, "path:{}", words.join("/")),
            Self::Section(word) => write!(out, "section:\"{word}\""),
            Self::Agency(word) => write!(out, "agency:\"{word}\""),
            Self::Date(date) => write!(out, "date:{date}"),
            Self::Length(from, until) => {
                let number = |number: &Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
                write!(out, "words:{}..{}", number(from), number(until))
            }
            Self::Not(inner) => write!(out, "NOT {}", part(inner, 2)),
            Self::And(a, b) => write!(out, "{} {}", part(a, 1), part(b, 1)),
            Self::Or(a, b) => write!(out, "{} OR {}", part(a, 0), part(b, 0)),
        }
    }
}
