//! What to say when nothing is found: which condition emptied the answer, and what may have been meant.

use crate::console::Messages;
use crate::output::summary::counted;
use crate::status::Outcome;
use morgue::query::{NamePattern, Operand, Plan, TextClause, WordPattern};
use morgue::search::Engine;
use morgue::spans::{Leaf, Pattern};
use morgue::story::NameKind;

/// How many near words are named.
const NEAR: usize = 3;

/// How many conditions are tried one by one; each costs a search.
const TRIED: usize = 24;

/// Says that nothing was found, and why: an offset past the end, a word that no story has, words that never stand as near
/// as they should, or a condition that leaves nothing of what the others find. `total` is how many stories there are before
/// the offset.
pub(crate) fn nothing_found(plan: &Plan, total: u64, engine: &dyn Engine, messages: &mut Messages) -> Outcome<()> {
    messages.problem("search: nothing found");
    if total > 0 {
        messages.hint(&format!("there are {}, fewer than --offset passes over", stories(total)));
        return Ok(());
    }
    let mut hints = Hints { engine, lines: Vec::new() };
    hints.of_texts(plan)?;
    if hints.lines.is_empty()
        && let Plan::And(parts) = plan
    {
        hints.of_conditions(parts)?;
    }
    for line in &hints.lines {
        messages.hint(line);
    }
    Ok(())
}

struct Hints<'e> {
    engine: &'e dyn Engine,
    lines: Vec<String>,
}

impl Hints<'_> {
    fn say(&mut self, line: String) {
        if !self.lines.contains(&line) {
            self.lines.push(line);
        }
    }

    /// Looks at the text clauses that are not negated.
    fn of_texts(&mut self, plan: &Plan) -> Outcome<()> {
        match plan {
            // Where one alternative is met, the others are not to blame.
            Plan::Or(_) if self.engine.count(plan)? > 0 => {}
            Plan::And(parts) | Plan::Or(parts) => {
                for part in parts.iter().take(TRIED) {
                    self.of_texts(part)?;
                }
            }
            Plan::Text(clause) if self.engine.count(plan)? == 0 => self.of_text(plan, clause)?,
            _ => {}
        }
        Ok(())
    }

    /// Says why a clause that no story meets is met by none.
    fn of_text(&mut self, plan: &Plan, clause: &TextClause) -> Outcome<()> {
        let mut absent = false;
        for leaf in Pattern::of(&clause.operand).leaves().iter().take(TRIED) {
            let Some((what, word)) = sought(leaf) else { continue };
            let operand = operand(leaf);
            let scope = clause.scope;
            if self.engine.count(&Plan::Text(TextClause { scope, operand, least: 1, typed: 0..0 }))? > 0 {
                continue;
            }
            absent = true;
            let near: Vec<String> =
                self.engine.similar_words(word, NEAR)?.iter().map(|word| format!("`{word}`")).collect();
            let meant = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
            self.say(format!("no story has {what}{}{meant}", place(plan)));
        }
        let loose = loosened(clause);
        if loose.is_empty() {
            return Ok(());
        }
        let words = &plan.outline()[0].words;
        let loose = if loose.len() == 1 { loose[0].clone() } else { Plan::And(loose) };
        match self.engine.count(&loose)? {
            // One of several alternatives may be absent: the others decide.
            0 if absent => {}
            0 => self.say(format!("no story has all the words of {words}")),
            1 => self.say(format!("1 story has all the words, but not {words}")),
            count => self.say(format!("{} have all the words, but none has {words}", stories(count))),
        }
        Ok(())
    }

    /// Looks for the conditions without which something would be found, else for two that exclude each other.
    fn of_conditions(&mut self, parts: &[Plan]) -> Outcome<()> {
        for at in 0..parts.len().min(TRIED) {
            let mut others = parts.to_vec();
            let left_out = others.remove(at);
            let count = self.engine.count(&Plan::And(others))?;
            if count > 0 {
                self.say(format!("without the condition `{}` there would be {}", words(&left_out), stories(count)));
            }
        }
        if !self.lines.is_empty() {
            return Ok(());
        }
        for (at, one) in parts.iter().enumerate().take(TRIED) {
            for other in parts[at + 1..].iter().take(TRIED) {
                if self.engine.count(&Plan::And(vec![one.clone(), other.clone()]))? == 0 {
                    self.say(format!("no story meets both `{}` and `{}`", words(one), words(other)));
                    return Ok(());
                }
            }
        }
        self.say("no story meets every condition; --explain says how many meet each".to_owned());
        Ok(())
    }
}

fn stories(count: u64) -> String {
    counted(count, "story", "stories")
}

/// Returns a condition in words, on one line.
fn words(plan: &Plan) -> String {
    plan.outline().into_iter().map(|part| part.words).collect::<Vec<_>>().join(" ")
}

/// Returns the part of the story that a clause about less than all of it looks at.
fn place(plan: &Plan) -> String {
    use morgue::query::Scope::{Anywhere, Body, Headline, HeadlineOrLead, Lead};
    let Plan::Text(clause) = plan else { return String::new() };
    match clause.scope {
        Anywhere | Body => "",
        Headline => " in its headline",
        Lead => " in its first paragraph",
        HeadlineOrLead => " in its headline or first paragraph",
    }
    .to_owned()
}

/// Returns what a leaf looks for, and the word of it that may be misspelt; of a name it is the last one.
fn sought(leaf: &Leaf) -> Option<(String, &str)> {
    match leaf {
        Leaf::Word(WordPattern::Inflected(word) | WordPattern::Exact(word) | WordPattern::Plural(word)) => {
            Some((format!("`{word}`"), word))
        }
        Leaf::Word(WordPattern::Wildcard(pattern)) => {
            Some((format!("a word like `{pattern}`"), pattern.trim_end_matches(['*', '?'])))
        }
        Leaf::Word(WordPattern::Fuzzy(..)) | Leaf::Name(NamePattern { key: None, .. }) => None,
        Leaf::Name(NamePattern { kind, key: Some(key), .. }) => {
            let kind = if *kind == NameKind::Person { "person" } else { "organization" };
            Some((format!("the {kind} `{key}`"), key.rsplit(' ').next().unwrap_or(key)))
        }
    }
}

fn operand(leaf: &Leaf) -> Operand {
    match leaf {
        Leaf::Word(pattern) => Operand::Word(pattern.clone()),
        Leaf::Name(pattern) => Operand::Name(pattern.clone()),
    }
}

/// Returns what is left of a clause when its words may stand anywhere and once; nothing where it asks no more than that.
fn loosened(clause: &TextClause) -> Vec<Plan> {
    fn collect(operand: &Operand, out: &mut Vec<Operand>) {
        match operand {
            Operand::Near(near) => {
                collect(&near.left, out);
                if !near.proximity.negated {
                    collect(&near.right, out);
                }
            }
            Operand::First(_, inner) => collect(inner, out),
            Operand::Phrase(words) => out.extend(words.iter().map(|word| Operand::Word(word.pattern.clone()))),
            Operand::Word(_) | Operand::Name(_) | Operand::Any(_) => out.push(operand.clone()),
        }
    }
    let mut operands = Vec::new();
    collect(&clause.operand, &mut operands);
    if clause.least == 1 && operands.len() == 1 && operands[0] == clause.operand {
        return Vec::new();
    }
    let scope = clause.scope;
    let clause = |operand| Plan::Text(TextClause { scope, operand, least: 1, typed: 0..0 });
    operands.into_iter().map(clause).collect()
}
