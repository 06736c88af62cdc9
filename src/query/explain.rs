//! A plan in words that need no manual.

use super::plan::{
    DateFilter, MetaClause, MetaField, NumberField, NumberFilter, Operand, PhraseWord, Plan, Scope, TextClause,
    WordPattern,
};
use super::tree::{Distance, Proximity};
use crate::story::{Date, NameKind};

/// A part of a plan in words.
#[derive(Clone, Debug)]
pub struct Explained<'p> {
    /// How deep it lies: 0 for the whole plan.
    pub level: usize,
    /// What it asks; after `not: ` what may not be.
    pub words: String,
    /// The part; after `not: ` without the negation.
    pub plan: &'p Plan,
}

impl Plan {
    /// Returns what the plan asks in words, part by part, each before its own parts.
    ///
    /// Words are as they are compared: in lower case, names by their keys.
    pub fn outline(&self) -> Vec<Explained<'_>> {
        let mut parts = Vec::new();
        explain(self, 0, "", &mut parts);
        parts
    }

    /// Returns what the plan asks in words, a line a part, indented by two spaces a level.
    pub fn explain(&self) -> Vec<String> {
        self.outline().iter().map(|part| format!("{}{}", "  ".repeat(part.level), part.words)).collect()
    }
}

fn explain<'p>(plan: &'p Plan, level: usize, prefix: &str, out: &mut Vec<Explained<'p>>) {
    if let Plan::Not(inner) = plan {
        return explain(inner, level, &format!("{prefix}not: "), out);
    }
    let (words, parts): (String, &[Plan]) = match plan {
        Plan::And(plans) => ("all of these:".to_owned(), plans),
        Plan::Or(plans) => ("any of these:".to_owned(), plans),
        Plan::Not(_) => unreachable!("went deeper above"),
        Plan::All => ("every story".to_owned(), &[]),
        Plan::Text(clause) => (text_clause(clause), &[]),
        Plan::Meta(clause) => (meta_clause(clause), &[]),
        Plan::Id(id) => (format!("story id `{id}`"), &[]),
        Plan::Date(filter) => (date(filter), &[]),
        Plan::Number(NumberField::Words, filter) => (length(*filter), &[]),
        Plan::Number(NumberField::Update, filter) => (update(*filter), &[]),
    };
    out.push(Explained { level, words: format!("{prefix}{words}"), plan });
    for part in parts {
        explain(part, level + 1, "", out);
    }
}

fn text_clause(clause: &TextClause) -> String {
    let TextClause { scope, operand, least, .. } = clause;
    let often = if *least > 1 { format!("at least {least} times: ") } else { String::new() };
    let place = match (scope, operand) {
        (Scope::Anywhere, Operand::Name(name)) if name.strict => ", every mention, none of them inferred",
        (Scope::Anywhere, Operand::Name(_)) => ", every mention",
        // It says itself where.
        (Scope::Anywhere | Scope::Body, Operand::First(..)) => "",
        (Scope::Anywhere, _) => " in headline or body",
        (Scope::Headline, _) => " in the headline",
        (Scope::Body, _) => " in the body",
        (Scope::Lead, _) => " in the first paragraph",
        (Scope::HeadlineOrLead, _) => " in the headline or the first paragraph",
    };
    format!("{often}{}{place}", operand_in_words(operand))
}

fn operand_in_words(operand: &Operand) -> String {
    match operand {
        Operand::Word(pattern) => word(pattern),
        Operand::Phrase(words) => phrase(words),
        Operand::Name(name) => match (name.kind, &name.key) {
            (NameKind::Person, Some(key)) => format!("person \"{key}\""),
            (NameKind::Person, None) => "any person".to_owned(),
            (NameKind::Organization, Some(key)) => format!("organization \"{key}\""),
            (NameKind::Organization, None) => "any organization".to_owned(),
        },
        Operand::Any(operands) => {
            format!("({})", operands.iter().map(operand_in_words).collect::<Vec<_>>().join(" or "))
        }
        Operand::Near(near) => {
            let (left, right) = (operand_in_words(&near.left), operand_in_words(&near.right));
            format!("({left} {} {right})", distance(near.proximity))
        }
        Operand::First(count, operand) => {
            format!("{} within the first {count} words of the body", operand_in_words(operand))
        }
    }
}

fn distance(proximity: Proximity) -> String {
    let how = match proximity.distance {
        Distance::Words(1) => "next to".to_owned(),
        Distance::Words(count) => format!("within {count} words of"),
        Distance::Ordered(1) => "right before".to_owned(),
        Distance::Ordered(count) => format!("at most {count} words before"),
        Distance::Sentence => "in one sentence with".to_owned(),
        Distance::Paragraph => "in one paragraph with".to_owned(),
    };
    if proximity.negated { format!("not {how}") } else { how }
}

fn word(pattern: &WordPattern) -> String {
    match pattern {
        WordPattern::Inflected(word) => format!("any form of \"{word}\""),
        WordPattern::Exact(word) => format!("exactly \"{word}\""),
        WordPattern::Plural(word) => format!("\"{word}\" in singular or plural"),
        WordPattern::Wildcard(pattern) => format!("words like \"{pattern}\""),
        WordPattern::Fuzzy(word, 1) => format!("words within one letter of \"{word}\""),
        WordPattern::Fuzzy(word, edits) => format!("words within {edits} letters of \"{word}\""),
    }
}

fn phrase(words: &[PhraseWord]) -> String {
    let text: Vec<&str> = words.iter().map(|word| word.pattern.text()).collect();
    let text = text.join(" ");
    if words.iter().all(|word| matches!(word.pattern, WordPattern::Plural(_))) {
        return format!("\"{text}\", each word in singular or plural");
    }
    let exact = words.iter().all(|word| matches!(word.pattern, WordPattern::Exact(_)));
    format!("{} \"{text}\"", if exact { "exactly" } else { "phrases like" })
}

fn meta_clause(clause: &MetaClause) -> String {
    let words = match clause.words.as_slice() {
        [one] => word(&one.pattern),
        several => phrase(several),
    };
    let field = match clause.field {
        MetaField::Byline => "the byline",
        MetaField::Place => "the place it was filed",
        MetaField::Agency => "the agency",
        MetaField::Section => "the section",
        MetaField::Path => "the path",
        MetaField::Tag => "one of the editors' tags",
        MetaField::Status => "the status",
    };
    format!("{words} in {field}")
}

fn length(filter: NumberFilter) -> String {
    match (filter.from, filter.until) {
        (Some(from), Some(until)) if from == until => format!("{from} words long"),
        (Some(from), Some(until)) => format!("{from} to {until} words long"),
        (Some(from), None) => format!("{from} words long or longer"),
        (None, Some(until)) => format!("{until} words long or shorter"),
        (None, None) => "of any length".to_owned(),
    }
}

fn update(filter: NumberFilter) -> String {
    match (filter.from, filter.until) {
        (Some(from), Some(until)) if from == until => format!("update {from} of its story"),
        (Some(from), Some(until)) => format!("update {from} to {until} of its story"),
        (Some(from), None) => format!("update {from} or later of its story"),
        (None, Some(until)) => format!("an update of its story, {until} or earlier"),
        (None, None) => "an update".to_owned(),
    }
}

fn date(filter: &DateFilter) -> String {
    let day = |days: i64| Date::from_days(days).map_or_else(|| format!("day {days}"), |date| date.to_string());
    match *filter {
        DateFilter::Unknown => "without a date".to_owned(),
        DateFilter::Between { from: None, until: None } => "published at any time".to_owned(),
        DateFilter::Between { from: Some(from), until: None } => format!("published {} or later", day(from)),
        DateFilter::Between { from: None, until: Some(until) } => format!("published {} or earlier", day(until)),
        DateFilter::Between { from: Some(from), until: Some(until) } if from == until => {
            format!("published {}", day(from))
        }
        DateFilter::Between { from: Some(from), until: Some(until) } => {
            format!("published {} to {}", day(from), day(until))
        }
    }
}
