//! From a [`Plan`] to a tantivy query. Filters (dates, small fields, ids) score nothing, so that they do not change the order.

use super::columns::ColumnQuery;
use super::expand::Dictionary;
use super::scorer::{Statistics, TextQuery};
use crate::error::Result;
use crate::index::{Fields, META_STORY};
use crate::query::{DateFilter, MetaClause, Operand, PhraseWord, Plan, Scope, TextClause};
use crate::spans::{Leaf, Pattern};
use std::sync::Arc;
use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;

/// Returns the query of a plan.
pub(super) fn lower(plan: &Plan, dictionary: &Dictionary<'_>) -> Result<Box<dyn Query>> {
    let statistics = dictionary.statistics()?;
    Lowering { dictionary, statistics }.plan(plan)
}

struct Lowering<'l, 's> {
    dictionary: &'l Dictionary<'s>,
    statistics: Statistics,
}

impl Lowering<'_, '_> {
    fn plan(&self, plan: &Plan) -> Result<Box<dyn Query>> {
        Ok(match plan {
            Plan::All => self.every_story(),
            Plan::And(parts) => {
                let mut clauses = Vec::with_capacity(parts.len() + 1);
                for part in parts {
                    clauses.push(match part {
                        Plan::Not(negated) => (Occur::MustNot, self.plan(negated)?),
                        _ => (Occur::Must, self.plan(part)?),
                    });
                }
                if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    clauses.push((Occur::Must, self.every_story()));
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Plan::Or(parts) => {
                let parts = parts.iter().map(|part| Ok((Occur::Should, self.plan(part)?)));
                Box::new(BooleanQuery::new(parts.collect::<Result<_>>()?))
            }
            Plan::Not(negated) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, self.every_story()),
                (Occur::MustNot, self.plan(negated)?),
            ])),
            Plan::Text(clause) => self.text(clause)?,
            Plan::Meta(clause) => filter(self.meta(clause)?),
            Plan::Id(pattern) => filter(self.id(pattern)?),
            Plan::Date(date) => filter(self.date(*date)),
            Plan::Number(field, number) => filter(Box::new(ColumnQuery::Number(*field, *number))),
        })
    }

    fn every_story(&self) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields().meta, META_STORY);
        filter(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
    }

    fn text(&self, clause: &TextClause) -> Result<Box<dyn Query>> {
        let pattern = Pattern::of(&clause.operand);
        let leaves = pattern.leaves().iter().map(|leaf| self.dictionary.leaf(leaf).map(Arc::new));
        let leaves = leaves.collect::<Result<_>>()?;
        Ok(self.spans(pattern, leaves, Some(clause.scope), clause.least))
    }

    fn meta(&self, clause: &MetaClause) -> Result<Box<dyn Query>> {
        let pattern = Pattern::of(&phrase(&clause.words));
        let leaves = pattern.leaves().iter().map(|leaf| match leaf {
            Leaf::Word(word) => self.dictionary.meta(clause.field, word).map(Arc::new),
            Leaf::Name(_) => unreachable!("a phrase of words has no names"),
        });
        let leaves = leaves.collect::<Result<_>>()?;
        Ok(self.spans(pattern, leaves, None, 1))
    }

    fn spans(
        &self,
        pattern: Pattern,
        leaves: Vec<Arc<super::expand::LeafTerms>>,
        scope: Option<Scope>,
        least: u32,
    ) -> Box<dyn Query> {
        let Fields { words, marks, .. } = self.fields();
        Box::new(TextQuery {
            pattern: Arc::new(pattern),
            leaves,
            scope,
            least,
            statistics: self.statistics,
            words,
            marks,
        })
    }

    fn id(&self, pattern: &str) -> Result<Box<dyn Query>> {
        let field = self.fields().id;
        if pattern.contains(['*', '?']) {
            let ids = self.dictionary.ids(pattern)?;
            return Ok(Box::new(TermSetQuery::new(ids.iter().map(|id| Term::from_field_text(field, id)))));
        }
        Ok(Box::new(TermQuery::new(Term::from_field_text(field, pattern), IndexRecordOption::Basic)))
    }

    /// Documents that are no stories have no date either.
    fn date(&self, filter: DateFilter) -> Box<dyn Query> {
        let period = Box::new(ColumnQuery::Period(filter));
        match filter {
            DateFilter::Between { .. } => period,
            DateFilter::Unknown => {
                Box::new(BooleanQuery::new(vec![(Occur::Must, self.every_story()), (Occur::Must, period)]))
            }
        }
    }

    fn fields(&self) -> Fields {
        self.dictionary.fields
    }
}

fn filter(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn phrase(words: &[PhraseWord]) -> Operand {
    match words {
        [word] => Operand::Word(word.pattern.clone()),
        _ => Operand::Phrase(words.to_vec()),
    }
}
