//! What to say when nothing is found.

use crate::console::Messages;
use crate::output::summary::counted;
use crate::status::Outcome;
use morgue::query::{NamePattern, Operand, Plan, TextClause, WordPattern};
use morgue::search::Engine;
use morgue::story::NameKind;

/// How many near words are named.
const NEAR: usize = 3;

/// Says that nothing was found, and why: an offset past the end, a word that no story has, or conditions that no story
/// meets together. `total` is how many stories there are before the offset.
pub(crate) fn nothing_found(plan: &Plan, total: u64, engine: &dyn Engine, messages: &mut Messages) -> Outcome<()> {
    messages.problem("search: nothing found");
    if total > 0 {
        let stories = counted(total, "story", "stories");
        messages.hint(&format!("there are {stories}, fewer than --offset passes over"));
        return Ok(());
    }
    let mut clauses = Vec::new();
    collect(plan, &mut clauses);
    let mut unknown = false;
    for clause in &clauses {
        let Some((what, word)) = sought(clause) else { continue };
        if engine.count(&Plan::Text((*clause).clone()))? > 0 {
            continue;
        }
        unknown = true;
        let near: Vec<String> = engine.similar_words(word, NEAR)?.iter().map(|word| format!("`{word}`")).collect();
        let meant = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
        messages.hint(&format!("no story has {what}{meant}"));
    }
    if !unknown && matches!(plan, Plan::And(parts) if parts.len() > 1) {
        messages.hint("no story meets every condition; --explain says how many meet each");
    }
    Ok(())
}

/// Collects the clauses about text that are not negated.
fn collect<'p>(plan: &'p Plan, clauses: &mut Vec<&'p TextClause>) {
    match plan {
        Plan::And(parts) | Plan::Or(parts) => parts.iter().for_each(|part| collect(part, clauses)),
        Plan::Text(clause) => clauses.push(clause),
        _ => {}
    }
}

/// Returns what a clause looks for, and the word of it that may be misspelt; of a name it is the last one.
fn sought(clause: &TextClause) -> Option<(String, &str)> {
    match &clause.operand {
        Operand::Word(WordPattern::Inflected(word) | WordPattern::Exact(word)) => Some((format!("`{word}`"), word)),
        Operand::Name(NamePattern { kind, key: Some(key), .. }) => {
            let kind = if *kind == NameKind::Person { "person" } else { "organization" };
            Some((format!("the {kind} `{key}`"), key.rsplit(' ').next().unwrap_or(key)))
        }
        _ => None,
    }
}
