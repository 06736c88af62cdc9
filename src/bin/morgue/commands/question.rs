//! What was asked, understood: one plan out of the query and the filters.

use crate::args::{Location, Question};
use crate::console::Messages;
use crate::output::summary::number;
use crate::status::{Failure, Outcome};
use morgue::local::LocalEngine;
use morgue::query::{self, DateFilter, Plan, QueryError};
use morgue::search::Engine;
use morgue::story::{Date, NameKind};

/// A question that was understood.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The query as it was typed.
    pub(crate) text: Option<String>,
    /// Which stories; all of them where nothing was asked.
    pub(crate) plan: Plan,
    /// How the query was read; `None` for none, and for a literal one.
    tree: Option<String>,
    /// What the query may not have meant.
    advice: Vec<String>,
}

impl Question {
    /// Returns what is asked for; `today` is what `7d` counts from.
    pub(crate) fn understand(&self, today: Date) -> Outcome<Asked> {
        let context = self.language.context(today);
        let mut asked = Asked { text: self.text(), plan: Plan::All, tree: None, advice: Vec::new() };
        let mut parts = Vec::new();
        if let Some(text) = asked.text.as_deref() {
            if self.literal {
                parts.push(query::literal(text).map_err(wrong("query", text))?);
            } else {
                let query = query::parse(text, &context).map_err(wrong("query", text))?;
                asked.advice = query.advice().to_vec();
                asked.tree = Some(query.tree().to_string());
                parts.push(query.plan().clone());
            }
        }
        for name in &self.people {
            parts.push(apart(query::name(NameKind::Person, name).map_err(wrong("--person", name))?));
        }
        for name in &self.organizations {
            parts.push(apart(query::name(NameKind::Organization, name).map_err(wrong("--org", name))?));
        }
        for place in &self.places {
            parts.push(query::place(place).map_err(wrong("--place", place))?);
        }
        if let Some(date) = &self.since {
            parts.push(query::since(date, &context).map_err(wrong("--since", date))?);
        }
        if let Some(date) = &self.until {
            parts.push(query::until(date, &context).map_err(wrong("--until", date))?);
        }
        ensure_period_is_not_reversed(&parts)?;
        asked.plan = match parts.len() {
            0 => Plan::All,
            1 => parts.remove(0),
            _ => Plan::And(parts),
        };
        if self.strict_names {
            asked.plan = asked.plan.with_strict_names();
        }
        Ok(asked)
    }
}

impl Question {
    /// Opens the index that the question is put to.
    pub(crate) fn engine(&self, location: &Location, what: &str) -> Outcome<LocalEngine> {
        let engine = location.open(what)?;
        Ok(if self.fresh { engine.only_fresh()? } else { engine })
    }
}

impl Asked {
    /// Says on standard error what may have been meant otherwise, and where it was asked for, how it was understood.
    pub(crate) fn tell(&self, explain: bool, engine: &dyn Engine, messages: &mut Messages) -> Outcome<()> {
        for note in &self.advice {
            messages.note(note);
        }
        if explain {
            self.explain(engine, messages)?;
        }
        Ok(())
    }

    /// Says how the query was read, what it asks, how many stories each part alone finds, and what its words stand for.
    fn explain(&self, engine: &dyn Engine, messages: &mut Messages) -> Outcome<()> {
        if let Some(tree) = &self.tree {
            messages.line(&format!("read as {tree}"));
        }
        messages.line("stories  of each part alone");
        for part in self.plan.outline() {
            let stories = number(engine.count(part.plan)?);
            messages.line(&format!("{stories:>7}  {}{}", "  ".repeat(part.level), part.words));
        }
        let expansions = engine.explain(&self.plan)?;
        if !expansions.is_empty() {
            messages.line("words and names, each with the stories that hold it");
        }
        for line in expansions {
            messages.line(&format!("  {line}"));
        }
        Ok(())
    }
}

/// Returns a condition that has no place in the query: it was an option.
fn apart(mut plan: Plan) -> Plan {
    if let Plan::Text(clause) = &mut plan {
        clause.typed = 0..0;
    }
    plan
}

/// `--since 2020 --until 2018` would find nothing, without a word of why.
fn ensure_period_is_not_reversed(parts: &[Plan]) -> Outcome<()> {
    let between = |part: &Plan| match part {
        Plan::Date(DateFilter::Between { from, until }) => Some((*from, *until)),
        _ => None,
    };
    let latest_start = parts.iter().filter_map(between).filter_map(|(from, _)| from).max();
    let earliest_end = parts.iter().filter_map(between).filter_map(|(_, until)| until).min();
    match (latest_start, earliest_end) {
        (Some(start), Some(end)) if start > end => {
            Err(Failure::usage("search", "--since is later than --until", "give the earlier date to --since"))
        }
        _ => Ok(()),
    }
}

fn wrong(what: &'static str, text: &str) -> impl FnOnce(QueryError) -> Failure {
    move |error| Failure::Query { what, text: text.to_owned(), error: Box::new(error) }
}
