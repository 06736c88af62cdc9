//! What was honoured as written but may have been meant otherwise.

use crate::query::cursor::is_blank;
use crate::query::factiva::between_slashes;
use crate::query::tree::{Node, NodeKind};

/// Returns the advice for a query, in the order of its text; each once.
pub(in crate::query) fn advice(text: &str, tree: &Node) -> Vec<String> {
    let mut advice = Vec::new();
    collect(text, tree, &mut advice);
    advice
}

fn collect(text: &str, node: &Node, advice: &mut Vec<String>) {
    match &node.kind {
        NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes.iter().for_each(|node| collect(text, node, advice)),
        NodeKind::Not(inner)
        | NodeKind::AtLeast { inner, .. }
        | NodeKind::First { inner, .. }
        | NodeKind::Field { value: inner, .. } => collect(text, inner, advice),
        NodeKind::Near { left, right, .. } => {
            collect(text, left, advice);
            collect(text, right, advice);
        }
        NodeKind::Word(_) | NodeKind::Phrase(_) | NodeKind::Forms(_) => {
            let words: Vec<&str> = text[node.span.clone()].split(is_blank).filter(|word| !word.is_empty()).collect();
            for at in 0..words.len() {
                // What is quoted, or stands in a segment of its own words, is meant as it is.
                let is_bare = matches!(node.kind, NodeKind::Forms(_));
                let as_words = || if is_bare { connector(&words, at).or_else(|| habit(&words[at..])) } else { None };
                let found = one_letter(words[at]).or_else(as_words);
                advice.extend(found.filter(|found| !advice.contains(found)));
            }
        }
    }
}

/// `alleg*`: today's Nexis takes it for any ending.
fn one_letter(word: &str) -> Option<String> {
    let stem = word.trim_matches('"').strip_suffix('*').filter(|stem| !stem.is_empty() && !stem.ends_with('*'))?;
    Some(format!("`{stem}*` is one letter at most; for any ending write `{stem}!`"))
}

/// `w5`, `same`, `adj5`: connectors with a slip in them, or of another language.
fn connector(words: &[&str], at: usize) -> Option<String> {
    let word = words[at];
    let is_between = at > 0 && at + 1 < words.len();
    let lower = word.to_ascii_lowercase();
    let (name, digits) = lower.split_at(lower.trim_end_matches(|last: char| last.is_ascii_digit()).len());
    let written = match (name, digits) {
        ("near" | "within", "") => "a distance is written `w/5`".to_owned(),
        ("adj", "") if is_between => "for words in a row write `pre/1`, or nothing between them".to_owned(),
        ("same", "") if is_between => "for one paragraph write `w/p`".to_owned(),
        (_, "") => return None,
        ("w" | "near", _) => format!("a distance is written `w/{digits}`"),
        ("adj" | "pre", _) => format!("a distance in this order is written `pre/{digits}`"),
        _ => return None,
    };
    Some(format!("`{word}` is searched as a word; {written}"))
}

/// `merger/F50/`, `telecom$3`, `date from 20170101`: what Factiva would write.
fn habit(words: &[&str]) -> Option<String> {
    let word = words[0];
    if let Some((at, letter, digits)) = between_slashes(word).filter(|(_, _, digits)| !digits.is_empty()) {
        let sign = &word[at..at + digits.len() + "/N/".len()];
        let written = match letter {
            'n' => format!("a distance is written `w/{digits}`"),
            _ => "no connector counts from the start; `LEAD(...)` is the first paragraph".to_owned(),
        };
        return Some(format!("`{sign}` is searched as a word; {written}"));
    }
    let begins = |at: usize, name: &str| words.get(at).is_some_and(|word| word.eq_ignore_ascii_case(name));
    let is_bound = ["from", "after", "before"].iter().any(|bound| begins(1, bound));
    let is_day = words.get(2).is_some_and(|day| day.starts_with(|first: char| first.is_ascii_digit()));
    if begins(0, "date") && is_bound && is_day {
        return Some(format!("`{}` is searched as words; write `DATE AFT 1/31/2017`", words[..3].join(" ")));
    }
    let (stem, letters) = word.split_once('$')?;
    let is_ending = stem.chars().filter(char::is_ascii_lowercase).count() > 2
        && letters.bytes().all(|letter| letter.is_ascii_digit());
    is_ending.then(|| format!("`${letters}` is searched as a word; for any ending write `{stem}!`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::nexis::tree;

    fn of(text: &str) -> Vec<String> {
        advice(text, &tree(text).expect("a good query"))
    }

    #[test]
    fn a_star_at_the_end_is_told_what_it_stands_for() {
        assert_eq!(of("alleg* w/5 wom*n"), ["`alleg*` is one letter at most; for any ending write `alleg!`"]);
        assert_eq!(of("HEADLINE(bank** and alleg!)"), [""; 0]);
    }

    #[test]
    fn a_connector_with_a_slip_is_a_word_and_told_so() {
        assert_eq!(of("tax w5 cut and tax w5 cut"), ["`w5` is searched as a word; a distance is written `w/5`"]);
        let order = "a distance in this order is written `pre/3`";
        assert_eq!(of("tax adj3 cut"), [format!("`adj3` is searched as a word; {order}")]);
        assert_eq!(of("tax near cut")[0], "`near` is searched as a word; a distance is written `w/5`");
        assert_eq!(of("tax same cut")[0], "`same` is searched as a word; for one paragraph write `w/p`");
        assert_eq!(of("same sex or \"tax w5 cut\" or BYLINE(a w5 b)"), [""; 0]);
    }

    #[test]
    fn what_factiva_writes_is_told_to_be_words() {
        assert_eq!(of("tax/n5/cut")[0], "`/n5/` is searched as a word; a distance is written `w/5`");
        let lead = "no connector counts from the start; `LEAD(...)` is the first paragraph";
        assert_eq!(of("merger/F50/"), [format!("`/F50/` is searched as a word; {lead}")]);
        let date = "`date from 20170101` is searched as words; write `DATE AFT 1/31/2017`";
        assert_eq!(of("tax and date from 20170101 to 20170301"), [date]);
        assert_eq!(of("telecom$3 firm"), ["`$3` is searched as a word; for any ending write `telecom!`"]);
        assert_eq!(of("US$3 a share"), [""; 0]);
    }
}
