//! The query language: what was typed, what it means, and what is wrong with it.
//!
//! Owns: the language (text -> tokens -> [`Node`] -> [`Plan`]), the errors that point at their place, the words in which a
//! query is explained. Does not own: what a word is (`text`), what a name's key is (`names`), or how a plan is answered
//! (`spans`, the engines). Nothing that was typed is dropped in silence: what cannot be honoured is a [`QueryError`], and
//! what is honoured in a way that may surprise is in [`Query::advice`].

use crate::story::{Date, NameKind};

mod advice;
mod cursor;
mod dates;
mod error;
mod explain;
mod factiva;
mod fields;
mod habits;
mod lexer;
mod limits;
mod lower;
mod nexis;
mod numbers;
mod parser;
mod plan;
mod slips;
mod tree;
mod words;

#[cfg(test)]
mod tests;

pub use error::{QueryError, QueryErrorKind, Side};
pub use explain::Explained;
pub use fields::FieldName;
pub use plan::*;
pub use tree::{Distance, Node, NodeKind, Proximity};

/// The longest query, in bytes.
pub const LONGEST_QUERY: usize = 4096;

/// How deep brackets and negations may nest; in a chain of distances each link is a level.
pub const DEEPEST_NESTING: usize = 64;

/// How many words, phrases and field values a query may have.
pub const MOST_CLAUSES: usize = 256;

/// What the meaning of a query depends on beside its text.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The day that `today`, `yesterday` and `7d` count from.
    pub today: Date,
    /// The language that the query is written in.
    pub syntax: Syntax,
}

impl Context {
    /// Returns the context of a query in the program's own language.
    pub fn on(today: Date) -> Self {
        Self { today, syntax: Syntax::Morgue }
    }
}

/// A language that a query may be written in; `GRAMMAR.md` states them all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    /// The program's own.
    #[default]
    Morgue,
    /// That of Nexis: terms and connectors.
    Nexis,
    /// That of Factiva's free-text box.
    Factiva,
}

/// A query that was understood.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    tree: Node,
    plan: Plan,
    advice: Vec<String>,
}

impl Query {
    /// Returns the query as it was typed; the spans of tree and plan are bytes of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the query as it was written: operators, fields, words.
    pub fn tree(&self) -> &Node {
        &self.tree
    }

    /// Returns what the query asks.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Returns what the query asks in words, a line a clause, indented by two spaces a level.
    pub fn explain(&self) -> Vec<String> {
        self.plan.explain()
    }

    /// Returns what the typist may not have meant: sentences without a final stop, none for most queries.
    pub fn advice(&self) -> &[String] {
        &self.advice
    }
}

/// Reads a query in the query language.
///
/// ```
/// use morgue::query::{Context, parse};
/// use morgue::story::Date;
///
/// let context = Context::on(Date::today());
/// let query = parse(r#""trade deficit" (yuan OR renminbi) date:2017"#, &context)?;
/// assert_eq!(query.tree().to_string(), r#"(and "trade deficit" (or yuan renminbi) (date: 2017))"#);
/// # Ok::<(), morgue::query::QueryError>(())
/// ```
pub fn parse(text: &str, context: &Context) -> Result<Query, QueryError> {
    ensure_is_not_too_long(text)?;
    let (tree, advice) = match context.syntax {
        Syntax::Morgue => {
            let tokens = lexer::tokens(text)?;
            let tree = parser::tree(text, &tokens)?;
            let advice = advice::advice(text, &tokens, &tree);
            (tree, advice)
        }
        Syntax::Nexis => {
            let tree = nexis::tree(text)?;
            let advice = nexis::advice(text, &tree);
            (tree, advice)
        }
        Syntax::Factiva => (factiva::tree(text, context.today)?, Vec::new()),
    };
    let plan = lower::plan(text, &tree, context.today)?;
    Ok(Query { text: text.to_owned(), tree, plan, advice })
}

/// Returns the plan of a text that is one exact phrase, whatever characters are in it.
pub fn literal(text: &str) -> Result<Plan, QueryError> {
    ensure_is_not_too_long(text)?;
    ensure_is_not_empty(text)?;
    let operand = lower::operand(words::literal(text, 0)?);
    Ok(Plan::Text(TextClause { scope: Scope::Anywhere, operand, least: 1, typed: 0..text.len() }))
}

/// Returns the plan of a person or an organization; nothing in the name is syntax.
pub fn name(kind: NameKind, text: &str) -> Result<Plan, QueryError> {
    ensure_is_not_too_long(text)?;
    ensure_is_not_empty(text).map_err(|error| error.hint("name someone, such as Ana Lopes"))?;
    let operand = Operand::Name(words::name(kind, text, 0)?);
    Ok(Plan::Text(TextClause { scope: Scope::Anywhere, operand, least: 1, typed: 0..text.len() }))
}

/// Returns the plan of stories filed at a place; nothing in it is syntax.
pub fn place(text: &str) -> Result<Plan, QueryError> {
    ensure_is_not_too_long(text)?;
    ensure_is_not_empty(text)?;
    let words = words::literal(text, 0)?;
    Ok(Plan::Meta(MetaClause { field: MetaField::Place, words, typed: 0..text.len() }))
}

/// Returns the plan of stories published on or after a date: `2017`, `2017-10-31`, `7d`, `yesterday`.
pub fn since(text: &str, context: &Context) -> Result<Plan, QueryError> {
    dates::since(text.trim(), context.today, 0..text.len()).map(Plan::Date)
}

/// Returns the plan of stories published on or before a date; a month or a year is meant whole.
pub fn until(text: &str, context: &Context) -> Result<Plan, QueryError> {
    dates::until(text.trim(), context.today, 0..text.len()).map(Plan::Date)
}

fn ensure_is_not_too_long(text: &str) -> Result<(), QueryError> {
    if text.len() <= LONGEST_QUERY {
        return Ok(());
    }
    let start = (0..=LONGEST_QUERY).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    Err(QueryError::new(QueryErrorKind::TooLong, start..text.len()))
}

fn ensure_is_not_empty(text: &str) -> Result<(), QueryError> {
    if text.chars().all(cursor::is_unseen) {
        return Err(QueryError::new(QueryErrorKind::Empty, 0..text.len()));
    }
    Ok(())
}
