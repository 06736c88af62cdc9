//! What to say of an answer: when nothing is found, which condition emptied it and what may have been meant; and where the
//! stories are not what the query takes them for.

use super::question::Asked;
use crate::console::Messages;
use crate::output::summary::counted;
use crate::status::Outcome;
use morgue::query::{NamePattern, Operand, Plan, Scope, TextClause, WordPattern};
use morgue::search::Engine;
use morgue::spans::{Leaf, Pattern};
use morgue::story::NameKind;
use morgue::text::analyze;
use std::cmp::Reverse;
use std::ops::Range;

/// How many near words, or near names, are named.
const NEAR: usize = 3;

/// How many letters of a name may be other ones in a name that may have been meant.
const FARTHEST: usize = 2;

/// How many conditions are tried one by one; each costs a search.
const TRIED: usize = 24;

/// Says that nothing was found, and why: an offset past the end, a word that no story has, words that never stand as near
/// as they should, or a condition that leaves nothing of what the others find. `total` is how many stories there are before
/// the offset.
pub(crate) fn nothing_found(asked: &Asked, total: u64, engine: &dyn Engine, messages: &mut Messages) -> Outcome<()> {
    messages.problem("search: nothing found");
    if total > 0 {
        messages.hint(&format!("there are {}, fewer than --offset passes over", stories(total)));
        return Ok(());
    }
    let mut hints = Hints { engine, text: asked.text.as_deref().unwrap_or_default(), lines: Vec::new() };
    hints.of_texts(&asked.plan)?;
    match &asked.plan {
        Plan::And(parts) if hints.lines.is_empty() => hints.of_conditions(parts)?,
        Plan::Meta(_) | Plan::Id(_) | Plan::Date(_) | Plan::Number(..) => {
            let words = hints.words(&asked.plan);
            hints.say(format!("no story meets the condition `{words}`"));
        }
        _ => {}
    }
    for line in &hints.lines {
        messages.hint(line);
    }
    Ok(())
}

/// Sees whether a query asks for paragraphs of stories that have none.
pub(crate) struct Paragraphs {
    asked: bool,
    undivided: bool,
}

impl Paragraphs {
    /// A body of more sentences than this is more than one paragraph in print.
    const LONGEST: usize = 5;

    /// Reads a query.
    pub(crate) fn of(plan: &Plan) -> Self {
        Self { asked: asks_for_paragraphs(plan), undivided: true }
    }

    /// Looks at a story that is found.
    pub(crate) fn see(&mut self, body: &str) {
        if self.asked && self.undivided {
            let analysis = analyze(body);
            self.undivided = analysis.paragraphs.len() <= 1 && analysis.sentences.len() > Self::LONGEST;
        }
    }

    /// Says so, where every story that was seen is one long paragraph.
    pub(crate) fn tell(&self, messages: &mut Messages) {
        if self.asked && self.undivided {
            messages.note("these stories are one paragraph each: lead and paragraph are all of the body");
        }
    }
}

fn asks_for_paragraphs(plan: &Plan) -> bool {
    match plan {
        Plan::And(parts) | Plan::Or(parts) => parts.iter().any(asks_for_paragraphs),
        Plan::Not(part) => asks_for_paragraphs(part),
        Plan::Text(clause) => clause.scope.is_cut_to_the_lead() || Pattern::of(&clause.operand).borders().paragraphs,
        Plan::All | Plan::Meta(_) | Plan::Id(_) | Plan::Date(_) | Plan::Number(..) => false,
    }
}

struct Hints<'e> {
    engine: &'e dyn Engine,
    /// The query as it was typed.
    text: &'e str,
    lines: Vec<String>,
}

impl Hints<'_> {
    /// Returns a condition as it was typed; what was no part of the query in words, on one line.
    fn words(&self, plan: &Plan) -> String {
        let typed = if let Plan::Text(clause) = plan { clause.typed.clone() } else { 0..0 };
        if typed.is_empty() || self.text.get(typed.clone()).is_none() {
            return plan.outline().into_iter().map(|part| part.words).collect::<Vec<_>>().join(" ");
        }
        self.text[with_brackets(self.text, typed)].to_owned()
    }

    /// Returns what may have been meant by a word or a name that no story has; empty where nothing is near.
    fn meant(&self, leaf: &Leaf, word: &str) -> Outcome<String> {
        let near = match leaf {
            Leaf::Name(NamePattern { kind, key: Some(key), .. }) => self.near_names(*kind, key)?,
            _ => self.engine.similar_words(word, NEAR)?.iter().map(|word| format!("`{word}`")).collect(),
        };
        Ok(if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) })
    }

    /// Returns the names that are spelled almost like a key, or whose surname is, those in most stories first.
    fn near_names(&self, kind: NameKind, key: &str) -> Outcome<Vec<String>> {
        // The last word of an organization is no name of its own.
        let compared = |key: &str| match kind {
            NameKind::Person => key.rsplit(' ').next().unwrap_or_default().to_owned(),
            NameKind::Organization => key.to_owned(),
        };
        let wanted = compared(key);
        let mut near = Vec::new();
        for facet in self.engine.names(&Plan::All, kind)? {
            let distance = strsim::osa_distance(&wanted, &compared(&facet.key));
            if distance <= FARTHEST.min(wanted.chars().count() / 3) {
                near.push((distance, Reverse(facet.stories), facet.name));
            }
        }
        near.sort_unstable();
        let named = near.into_iter().take(NEAR);
        Ok(named.map(|(_, Reverse(count), name)| format!("`{name}` ({})", stories(count))).collect())
    }

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
                for part in parts {
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
        let loose = loosened(clause);
        for leaf in needed(clause).iter().take(TRIED) {
            let Some((what, word)) = sought(leaf) else { continue };
            let operand = operand(leaf);
            let scope = clause.scope;
            if self.engine.count(&Plan::Text(TextClause { scope, operand, least: 1, typed: 0..0 }))? > 0 {
                continue;
            }
            absent = true;
            let meant = self.meant(leaf, word)?;
            self.say(format!("no story has {what}{}{meant}", place(scope)));
        }
        if loose.is_empty() {
            return Ok(());
        }
        let words = self.words(plan);
        let loose = if loose.len() == 1 { loose[0].clone() } else { Plan::And(loose) };
        match self.engine.count(&loose)? {
            // One of several alternatives may be absent: the others decide.
            0 if absent => {}
            0 => self.say(format!("no story has all the parts of `{words}`")),
            1 => self.say(format!("1 story has all its parts, but not `{words}`")),
            count => self.say(format!("{} have all its parts, but none has `{words}`", stories(count))),
        }
        Ok(())
    }

    /// Looks for the conditions without which something would be found, else for the first ones that leave nothing.
    fn of_conditions(&mut self, parts: &[Plan]) -> Outcome<()> {
        for at in 0..parts.len().min(TRIED) {
            let mut others = parts.to_vec();
            let left_out = others.remove(at);
            let count = self.engine.count(&Plan::And(others))?;
            if count > 0 {
                self.say(format!(
                    "without the condition `{}` there would be {}",
                    self.words(&left_out),
                    stories(count)
                ));
            }
        }
        if !self.lines.is_empty() {
            return Ok(());
        }
        // What the first conditions leave; the one after which nothing is left is told with those before it.
        for end in 2..=parts.len().min(TRIED) {
            if self.engine.count(&Plan::And(parts[..end].to_vec()))? == 0 {
                let before: Vec<String> =
                    parts[..end - 1].iter().map(|part| format!("`{}`", self.words(part))).collect();
                self.say(format!("no story meets {} and `{}`", before.join(", "), self.words(&parts[end - 1])));
                return Ok(());
            }
        }
        self.say("no story meets every condition; --explain says how many meet each".to_owned());
        Ok(())
    }
}

fn stories(count: u64) -> String {
    counted(count, "story", "stories")
}

/// Returns a place in a query with the brackets that belong to it: the place of a group is that of its parts.
fn with_brackets(text: &str, place: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = place;
    loop {
        let (mut open, mut closed) = (0_usize, 0_usize);
        for letter in text[start..end].bytes() {
            match letter {
                b'(' | b'[' => open += 1,
                b')' | b']' if open > 0 => open -= 1,
                b')' | b']' => closed += 1,
                _ => {}
            }
        }
        let before = text[..start].rfind(['(', '[']).filter(|_| closed > 0);
        let behind = text[end..].find([')', ']']).filter(|_| open > 0);
        match (before, behind) {
            (Some(bracket), _) => start = bracket,
            (None, Some(bracket)) => end += bracket + 1,
            (None, None) => return start..end,
        }
    }
}

/// Returns the part of the story that a clause about less than all of it looks at.
fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::Anywhere => "",
        Scope::Body => " in its body",
        Scope::Headline => " in its headline",
        Scope::Lead => " in its first paragraph",
        Scope::HeadlineOrLead => " in its headline or first paragraph",
    }
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

/// Returns the words and names that a clause wants to be there, each once.
fn needed(clause: &TextClause) -> Vec<Leaf> {
    let mut leaves: Vec<Leaf> = Vec::new();
    for operand in operands(&clause.operand) {
        for leaf in Pattern::of(&operand).leaves() {
            if !leaves.contains(leaf) {
                leaves.push(leaf.clone());
            }
        }
    }
    leaves
}

/// Returns what is left of an operand when its parts may stand anywhere.
fn operands(operand: &Operand) -> Vec<Operand> {
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
    collect(operand, &mut operands);
    operands
}

/// Returns what is left of a clause when its words may stand anywhere and once; nothing where it asks no more than that.
fn loosened(clause: &TextClause) -> Vec<Plan> {
    let operands = operands(&clause.operand);
    if clause.least == 1 && operands.len() == 1 && operands[0] == clause.operand {
        return Vec::new();
    }
    let scope = clause.scope;
    let clause = |operand| Plan::Text(TextClause { scope, operand, least: 1, typed: 0..0 });
    operands.into_iter().map(clause).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_without_paragraphs_are_told_where_paragraphs_are_asked_for() {
        let told = |query: &str, bodies: &[&str]| {
            let parsed = morgue::query::parse(query, &morgue::query::Context::on(morgue::story::Date::today()));
            let mut paragraphs = Paragraphs::of(parsed.expect("a good query").plan());
            for body in bodies {
                paragraphs.see(body);
            }
            paragraphs.asked && paragraphs.undivided
        };
        let long = "One more. Two more. Three more. Four more. Five more. Six more.";
        let divided = "One more. Two more. Three more.\n\nFour more. Five more. Six more.";
        assert!(told("lead:more", &[long, long]) && told("one w/p two", &[long]));
        assert!(!told("lead:more", &[long, divided]) && !told("lead:more", &["A brief."]) && !told("more", &[long]));
    }

    #[test]
    fn a_place_takes_the_brackets_that_belong_to_it() {
        let text = "x atleast3((a OR b) w/5 c) y";
        let of = |part: &str| {
            let start = text.find(part).expect("it is there");
            &text[with_brackets(text, start..start + part.len())]
        };
        assert_eq!(of("a OR b) w/5 c"), "(a OR b) w/5 c");
        assert_eq!(of("atleast3((a OR b) w/5 c"), "atleast3((a OR b) w/5 c)");
        assert_eq!(of("a OR b"), "a OR b");
        assert_eq!(with_brackets("a) b", 0..2), 0..2);
    }
}
