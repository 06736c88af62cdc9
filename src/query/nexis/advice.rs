//! What was honoured as written but may have been meant otherwise.

use crate::query::lexer::is_blank;
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
            for word in text[node.span.clone()].split(is_blank) {
                let found = one_letter(word).or_else(|| connector(word));
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

/// `w5`, `w/`, `adj5`: connectors with a slip in them, or of another language.
fn connector(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let digits = |name: &str| lower.strip_prefix(name).filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let number = match lower.as_str() {
        "w/" | "near" | "within" => "5",
        "pre/" => return Some(format!("`{word}` is searched as a word; write `pre/5`")),
        _ => digits("w").or_else(|| digits("adj")).or_else(|| digits("near")).filter(|digits| !digits.is_empty())?,
    };
    Some(format!("`{word}` is searched as a word; a distance is written `w/{number}`"))
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
        assert_eq!(of("tax adj3 cut")[0], "`adj3` is searched as a word; a distance is written `w/3`");
        assert_eq!(of("tax near cut")[0], "`near` is searched as a word; a distance is written `w/5`");
    }
}
