//! What was honoured as written but may have been meant otherwise.

use super::fields::FieldName;
use super::lexer::{Token, TokenKind};
use super::nexis;
use super::tree::{Node, NodeKind};
use crate::text::analyze_query;

/// The longest text in single quotes that is repeated in an advice, in words.
const QUOTED_WORDS: usize = 12;

/// Returns the advice for a query, in the order of its text; each once.
pub(super) fn advice(text: &str, tokens: &[Token], tree: &Node) -> Vec<String> {
    let mut advice: Vec<String> = Vec::new();
    let words: Vec<Option<&str>> =
        tokens.iter().map(|token| (token.kind == TokenKind::Word).then(|| &text[token.span.clone()])).collect();
    for (at, word) in words.iter().enumerate() {
        let Some(word) = word else { continue };
        let is_between = at > 0 && at + 1 < words.len();
        let found = operator_as_word(word, is_between)
            .or_else(|| segment_as_word(word, tokens.get(at + 1)))
            .or_else(|| single_quotes(&words[at..]))
            .or_else(|| lost_apostrophe(&words[at..]))
            .or_else(|| question(word, at + 1 == words.len()));
        if let Some(found) = found
            && !advice.contains(&found)
        {
            advice.push(found);
        }
    }
    names_side_by_side(tree, None, &mut advice);
    advice
}

fn operator_as_word(word: &str, is_between: bool) -> Option<String> {
    let upper = word.to_ascii_uppercase();
    match upper.as_str() {
        "AND" | "OR" | "NOT" if is_between => Some(format!("`{word}` is searched as a word; write {upper}")),
        "NEAR" if word == "NEAR" => Some("`NEAR` is searched as a word; write NEAR/5".to_owned()),
        "NEAR" if is_between => Some(format!("`{word}` is searched as a word; a distance is written w/5")),
        "ADJ" if is_between => Some(format!("`{word}` is searched as a word; for words in a row write pre/1")),
        "SAME" if is_between => Some(format!("`{word}` is searched as a word; for one paragraph write w/p")),
        _ => {
            let head = upper.trim_end_matches(|last: char| last.is_ascii_digit());
            let has_lost_its_slash = is_between && head.len() < upper.len() && matches!(head, "W" | "PRE");
            let (head, digits) = (head.to_ascii_lowercase(), &upper[head.len()..]);
            has_lost_its_slash.then(|| format!("`{word}` is searched as a word; a distance is written {head}/{digits}"))
        }
    }
}

/// Finds `HEADLINE (tax)`, a segment of Nexis.
fn segment_as_word(word: &str, next: Option<&Token>) -> Option<String> {
    let opens = next.is_some_and(|token| token.kind == TokenKind::Open);
    let is_shouted = word.chars().all(|letter| letter.is_ascii_uppercase());
    match nexis::counterpart(word).filter(|_| opens && is_shouted)? {
        nexis::Counterpart::Field(field) => {
            Some(format!("`{word}` is searched as a word; the field is written {}:(...)", field.name()))
        }
        _ => Some(format!("`{word}` is searched as a word")),
    }
}

fn single_quotes(words: &[Option<&str>]) -> Option<String> {
    let is_single = |character: char| matches!(character, '\'' | '\u{2018}' | '\u{2019}');
    words.first().copied().flatten().filter(|word| word.starts_with(is_single))?;
    let quoted: Vec<&str> = words.iter().take(QUOTED_WORDS).map_while(|word| *word).collect();
    let last = quoted.iter().position(|word| word.len() > 1 && word.ends_with(is_single))?;
    let phrase = quoted[..=last].join(" ");
    Some(format!("single quotes make no phrase; write \"{}\"", phrase.trim_matches(is_single)))
}

/// Finds `don t` and `O Brien`, which the tokenizer takes for the one word they were before an apostrophe was lost.
fn lost_apostrophe(words: &[Option<&str>]) -> Option<String> {
    let [Some(word), Some(piece), ..] = words else { return None };
    if piece.len() > 2 && *word != "O" {
        return None;
    }
    let both = format!("{word} {piece}");
    let is_one = analyze_query(&both).tokens.len() == 1 && analyze_query(piece).tokens.len() == 1;
    is_one.then(|| format!("`{both}` is one word in a story; write it in quotes, \"{both}\""))
}

fn question(word: &str, is_last: bool) -> Option<String> {
    let rest = word.strip_suffix('?').filter(|rest| is_last && !rest.contains(['*', '?']))?;
    Some(format!("`{word}` asks for one more letter after `{rest}`; leave the `?` out for the word itself"))
}

/// Finds `person:(rex tillerson)`, which asks for two people.
fn names_side_by_side(node: &Node, field: Option<FieldName>, advice: &mut Vec<String>) {
    match &node.kind {
        NodeKind::And(nodes) => {
            let words: Option<Vec<&str>> = nodes
                .iter()
                .map(|node| if let NodeKind::Word(word) = &node.kind { Some(word.as_str()) } else { None })
                .collect();
            if let (Some(field @ (FieldName::Person | FieldName::Organization)), Some(words)) = (field, words) {
                let (name, words) = (field.name(), words.join(" "));
                advice.push(format!("each word in the brackets is a name; for one name write {name}:\"{words}\""));
                return;
            }
            for node in nodes {
                names_side_by_side(node, field, advice);
            }
        }
        NodeKind::Or(nodes) => {
            for node in nodes {
                names_side_by_side(node, field, advice);
            }
        }
        NodeKind::Not(inner) => names_side_by_side(inner, field, advice),
        NodeKind::Field { field, value } => names_side_by_side(value, Some(*field), advice),
        _ => {}
    }
}
