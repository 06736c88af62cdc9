//! Tree -> plan: what each part asks, in the field it stands in.

use super::error::{QueryError, QueryErrorKind};
use super::fields::FieldName;
use super::parser::field_in_field;
use super::plan::{MetaClause, MetaField, NamePattern, Operand, PhraseWord, Plan, Scope, TextClause};
use super::tree::{Node, NodeKind};
use super::{dates, words};
use crate::story::{Date, NameKind};
use std::ops::Range;

/// Returns the plan of a tree.
pub(super) fn plan(text: &str, tree: &Node, today: Date) -> Result<Plan, QueryError> {
    Lowering { text, today }.node(tree, None)
}

/// Returns the operand that stands for words: one alone, or a phrase.
pub(super) fn operand(mut words: Vec<PhraseWord>) -> Operand {
    if words.len() == 1 { Operand::Word(words.swap_remove(0).pattern) } else { Operand::Phrase(words) }
}

struct Lowering<'q> {
    text: &'q str,
    /// The day that `7d` counts from.
    today: Date,
}

/// A word or a phrase as typed.
struct Leaf<'q> {
    /// What was typed, without quotes.
    typed: &'q str,
    /// Where that begins in the query.
    start: usize,
    quoted: bool,
    /// Its place, quotes included.
    span: &'q Range<usize>,
}

impl Leaf<'_> {
    fn words(&self) -> Result<Vec<PhraseWord>, QueryError> {
        if self.quoted { words::phrase(self.typed, self.start) } else { words::bare(self.typed, self.start) }
    }

    /// Returns the words for a small field, where a word is meant as it is written.
    fn exact_words(&self) -> Result<Vec<PhraseWord>, QueryError> {
        if self.quoted || !self.typed.contains('~') {
            return words::phrase(self.typed, self.start);
        }
        words::bare(self.typed, self.start)
    }
}

impl Lowering<'_> {
    fn node(&self, node: &Node, field: Option<FieldName>) -> Result<Plan, QueryError> {
        match &node.kind {
            NodeKind::And(nodes) => Ok(Plan::And(self.flat(nodes, field, |plan| match plan {
                Plan::And(plans) => Ok(plans),
                other => Err(other),
            })?)),
            NodeKind::Or(nodes) => Ok(Plan::Or(self.flat(nodes, field, |plan| match plan {
                Plan::Or(plans) => Ok(plans),
                other => Err(other),
            })?)),
            NodeKind::Not(inner) => Ok(match self.node(inner, field)? {
                Plan::Not(twice) => *twice,
                plan => Plan::Not(Box::new(plan)),
            }),
            NodeKind::Field { field: inner, value } => self.field(*inner, value, field, node.span.start),
            NodeKind::Near { operator, .. } => Err(self.not_yet(operator.clone())),
            NodeKind::AtLeast { .. } | NodeKind::First { .. } => {
                let name = self.text[node.span.clone()].find('(').unwrap_or(node.span.len());
                Err(self.not_yet(node.span.start..node.span.start + name))
            }
            NodeKind::Word(typed) => {
                let leaf = Leaf { typed, start: node.span.start, quoted: false, span: &node.span };
                self.leaf(&leaf, field)
            }
            NodeKind::Phrase(typed) => {
                let quote = self.text[node.span.clone()].chars().next().map_or(0, char::len_utf8);
                let leaf = Leaf { typed, start: node.span.start + quote, quoted: true, span: &node.span };
                self.leaf(&leaf, field)
            }
        }
    }

    /// Returns the plans of several nodes, those of a bracket within as if it had not been there.
    fn flat(
        &self,
        nodes: &[Node],
        field: Option<FieldName>,
        open: impl Fn(Plan) -> Result<Vec<Plan>, Plan>,
    ) -> Result<Vec<Plan>, QueryError> {
        let mut plans = Vec::with_capacity(nodes.len());
        for node in nodes {
            match open(self.node(node, field)?) {
                Ok(inner) => plans.extend(inner),
                Err(plan) => plans.push(plan),
            }
        }
        Ok(plans)
    }

    fn field(
        &self,
        field: FieldName,
        value: &Node,
        outer: Option<FieldName>,
        start: usize,
    ) -> Result<Plan, QueryError> {
        let name = start..start + field.name().len() + 1;
        match outer {
            Some(outer) if outer != field => Err(field_in_field(outer, field, name)),
            _ if field == FieldName::Lead => Err(self.not_yet(name)),
            _ => self.node(value, Some(field)),
        }
    }

    fn not_yet(&self, span: Range<usize>) -> QueryError {
        let typed = self.text[span.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        QueryError::new(QueryErrorKind::NotSupportedYet(typed), span)
    }

    fn leaf(&self, leaf: &Leaf<'_>, field: Option<FieldName>) -> Result<Plan, QueryError> {
        if leaf.quoted && leaf.typed.chars().all(super::lexer::is_unseen) {
            return Err(QueryError::new(QueryErrorKind::EmptyPhrase, leaf.span.clone()));
        }
        let today = self.today;
        match field {
            None => text_clause(Scope::Anywhere, leaf),
            Some(FieldName::Headline) => text_clause(Scope::Headline, leaf),
            Some(FieldName::Body | FieldName::Lead) => text_clause(Scope::Body, leaf),
            Some(FieldName::Byline) => meta_clause(MetaField::Byline, leaf),
            Some(FieldName::Place) => meta_clause(MetaField::Place, leaf),
            Some(FieldName::Agency) => meta_clause(MetaField::Agency, leaf),
            Some(FieldName::Section) => meta_clause(MetaField::Section, leaf),
            Some(FieldName::Path) => {
                let words = words::path(leaf.typed, leaf.start)?;
                Ok(Plan::Meta(MetaClause { field: MetaField::Path, words, typed: leaf.span.clone() }))
            }
            Some(FieldName::Id) => Ok(Plan::Id(leaf.typed.to_owned())),
            Some(FieldName::Person) => name_clause(NameKind::Person, leaf),
            Some(FieldName::Organization) => name_clause(NameKind::Organization, leaf),
            Some(FieldName::Date) => dates::period(leaf.typed, today, leaf.span.clone()).map(Plan::Date),
            Some(FieldName::Since) => dates::since(leaf.typed, today, leaf.span.clone()).map(Plan::Date),
            Some(FieldName::Until) => dates::until(leaf.typed, today, leaf.span.clone()).map(Plan::Date),
        }
    }
}

fn text_clause(scope: Scope, leaf: &Leaf<'_>) -> Result<Plan, QueryError> {
    Ok(Plan::Text(TextClause { scope, operand: operand(leaf.words()?), typed: leaf.span.clone() }))
}

fn meta_clause(field: MetaField, leaf: &Leaf<'_>) -> Result<Plan, QueryError> {
    Ok(Plan::Meta(MetaClause { field, words: leaf.exact_words()?, typed: leaf.span.clone() }))
}

fn name_clause(kind: NameKind, leaf: &Leaf<'_>) -> Result<Plan, QueryError> {
    let pattern = if !leaf.quoted && leaf.typed == "*" {
        NamePattern::anyone(kind)
    } else {
        if !leaf.quoted && leaf.typed.contains(['*', '?', '~']) {
            return Err(QueryError::new(QueryErrorKind::PatternInName, leaf.span.clone())
                .hint("write a whole word of the name; `person:*` is anyone, `org:*` any organization"));
        }
        words::name(kind, leaf.typed, leaf.start)?
    };
    let operand = Operand::Name(pattern);
    Ok(Plan::Text(TextClause { scope: Scope::Anywhere, operand, typed: leaf.span.clone() }))
}
