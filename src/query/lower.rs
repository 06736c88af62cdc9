//! Tree -> plan: what each part asks, in the field it stands in.

use super::cursor::{is_quote, is_unseen};
use super::error::{QueryError, QueryErrorKind};
use super::fields::FieldName;
use super::parser::field_in_field;
use super::plan::{
    MetaClause, MetaField, NamePattern, Nearness, NumberField, Operand, PhraseWord, Plan, Scope, TextClause,
};
use super::tree::{Node, NodeKind};
use super::{dates, fields, numbers, words};
use crate::story::{Date, NameKind, Status};
use std::ops::Range;

/// Returns the plan of a tree.
pub(super) fn plan(text: &str, tree: &Node, today: Date) -> Result<Plan, QueryError> {
    Lowering { text, today }.node(tree, Place::default())
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

/// How the words of a leaf are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A bare word: any inflection.
    Bare,
    /// As they are.
    Exact,
    /// Each in singular and plural.
    Plural,
}

/// A word or a phrase as typed.
struct Leaf<'q> {
    /// What was typed, without quotes.
    typed: &'q str,
    /// Where that begins in the query.
    start: usize,
    form: Form,
    /// Its place, quotes included.
    span: &'q Range<usize>,
}

impl Leaf<'_> {
    fn words(&self) -> Result<Vec<PhraseWord>, QueryError> {
        match self.form {
            Form::Bare => words::bare(self.typed, self.start),
            Form::Exact => words::phrase(self.typed, self.start),
            Form::Plural => words::plural(self.typed, self.start),
        }
    }

    /// Returns the words for a small field, where a word is meant as it is written.
    fn exact_words(&self) -> Result<Vec<PhraseWord>, QueryError> {
        if self.form == Form::Bare && self.typed.contains('~') {
            return words::bare(self.typed, self.start);
        }
        words::phrase(self.typed, self.start)
    }

    /// Says whether wildcards and `~` were written as such.
    fn has_patterns(&self) -> bool {
        self.form == Form::Bare
    }
}

/// What a part of the query stands in.
#[derive(Clone, Copy)]
struct Place {
    field: Option<FieldName>,
    /// Where its words are looked for: in `headline:(org:nato)` those of the name in the headline.
    scope: Scope,
}

impl Default for Place {
    fn default() -> Self {
        Self { field: None, scope: Scope::Anywhere }
    }
}

impl Place {
    /// Returns the place in a field that stands here. A field may stand in itself, a name in a field of the text.
    fn within(self, field: FieldName, node: &Node) -> Result<Self, QueryError> {
        let holds_a_name = field.is_a_name() && self.field.is_none_or(FieldName::is_of_the_text);
        if !holds_a_name {
            ensure_fields_do_not_nest(self.field, field, node)?;
        }
        let scope = scope_of(field).unwrap_or(if field.is_a_name() { self.scope } else { Scope::Anywhere });
        Ok(Self { field: Some(field), scope })
    }
}

/// What an operand stands in.
#[derive(Clone, Copy)]
struct Around<'q> {
    /// The operator as typed: `w/5`, `atleast3`.
    operator: &'q str,
    /// Whether it stands between two operands.
    is_near: bool,
    scope: Scope,
}

impl Around<'_> {
    /// Returns what to write instead of an AND, a NOT or a field as its operand.
    fn instead_of(&self, node: &Node) -> String {
        let operator = self.operator;
        match &node.kind {
            NodeKind::And(_) if self.is_near => {
                "write the operator between all of them, `a w/5 b w/5 c`, or a clause for each, `(a w/5 c) (b w/5 c)`"
                    .into()
            }
            NodeKind::And(_) => format!("write one for each: `{operator}(a) {operator}(b)`"),
            NodeKind::Not(_) if self.is_near => {
                "`a not w/5 b` finds an `a` without a `b` near it; `(a w/5 b) NOT c` leaves stories out".into()
            }
            NodeKind::Not(_) => format!("write it beside: `{operator}(a) NOT b`"),
            NodeKind::Field { field, .. } if !field.is_of_the_text() => {
                format!("`{}:` has no place in the text; write it beside, with a space", field.name())
            }
            NodeKind::Field { field, .. } if self.is_near => {
                format!("put the field around it all: `{}:(a {operator} b)`", field.name())
            }
            NodeKind::Field { .. } if operator.to_ascii_lowercase().starts_with("first") => {
                "`first` counts the words of the body; leave the field out".into()
            }
            NodeKind::Field { field, .. } => format!("put the field around it all: `{}:{operator}(...)`", field.name()),
            _ => "it counts in the whole story; write it beside, with a space".into(),
        }
    }
}

impl<'q> Lowering<'q> {
    fn node(&self, node: &Node, place: Place) -> Result<Plan, QueryError> {
        match &node.kind {
            NodeKind::And(nodes) => Ok(Plan::And(self.flat(nodes, place, |plan| match plan {
                Plan::And(plans) => Ok(plans),
                other => Err(other),
            })?)),
            NodeKind::Or(nodes) => Ok(Plan::Or(self.flat(nodes, place, |plan| match plan {
                Plan::Or(plans) => Ok(plans),
                other => Err(other),
            })?)),
            NodeKind::Not(inner) => Ok(match self.node(inner, place)? {
                Plan::Not(twice) => *twice,
                plan => Plan::Not(Box::new(plan)),
            }),
            NodeKind::Field { field, value } => self.node(value, place.within(*field, node)?),
            NodeKind::AtLeast { count, inner } => self.at_least(node, *count, inner, place),
            NodeKind::Near { .. } | NodeKind::First { .. } => self.first_of_each(node, place),
            NodeKind::Word(_) | NodeKind::Phrase(_) | NodeKind::Forms(_) => self.leaf(&leaf(self.text, node), place),
        }
    }

    /// Returns the plans of several nodes, those of a bracket within as if it had not been there.
    fn flat(
        &self,
        nodes: &[Node],
        place: Place,
        open: impl Fn(Plan) -> Result<Vec<Plan>, Plan>,
    ) -> Result<Vec<Plan>, QueryError> {
        let mut plans = Vec::with_capacity(nodes.len());
        for node in nodes {
            match open(self.node(node, place)?) {
                Ok(inner) => plans.extend(inner),
                Err(plan) => plans.push(plan),
            }
        }
        Ok(plans)
    }

    /// `atleast3(a b)` is `atleast3(a) atleast3(b)`, `atleast3(headline:a)` is `headline:atleast3(a)`.
    fn at_least(&self, function: &Node, count: u32, inner: &Node, place: Place) -> Result<Plan, QueryError> {
        match &inner.kind {
            NodeKind::And(nodes) => {
                let plans = nodes.iter().map(|node| self.at_least(function, count, node, place));
                Ok(Plan::And(plans.collect::<Result<_, _>>()?))
            }
            NodeKind::Field { field: own, value } if own.is_of_the_text() => {
                self.at_least(function, count, value, place.within(*own, inner)?)
            }
            _ => self.clause(function, inner, place, count),
        }
    }

    /// `first50(a b)` is `first50(a) first50(b)`.
    fn first_of_each(&self, node: &Node, place: Place) -> Result<Plan, QueryError> {
        if let NodeKind::First { count, inner } = &node.kind
            && let NodeKind::And(nodes) = &inner.kind
        {
            let plans = nodes.iter().map(|part| {
                let kind = NodeKind::First { count: *count, inner: Box::new(part.clone()) };
                self.first_of_each(&Node { kind, span: node.span.clone() }, place)
            });
            return Ok(Plan::And(plans.collect::<Result<_, _>>()?));
        }
        self.clause(node, node, place, 1)
    }

    /// Returns the clause of an operand; `operator` is the node that wants one.
    fn clause(&self, operator: &Node, operand: &Node, place: Place, least: u32) -> Result<Plan, QueryError> {
        let typed = self.operator(operator);
        if let Some(field) = place.field.filter(|field| !field.is_of_the_text() && !field.is_a_name()) {
            let kind =
                QueryErrorKind::NotAnOperand { operand: typed.to_owned(), operator: format!("{}:", field.name()) };
            return Err(QueryError::new(kind, operator.span.clone())
                .hint(format!("`{typed}` works on the words of headline and body; leave it out here")));
        }
        let scope = place.scope;
        let around = Around { operator: typed, is_near: false, scope };
        let operand = self.operand(operand, place.field, around)?;
        Ok(Plan::Text(TextClause { scope, operand, least, typed: operator.span.clone() }))
    }

    /// Returns an operator as it was typed.
    fn operator(&self, node: &Node) -> &'q str {
        if let NodeKind::Near { operator, .. } = &node.kind {
            return &self.text[operator.clone()];
        }
        let typed = &self.text[node.span.clone()];
        &typed[..typed.find(['(', ' ']).unwrap_or(typed.len())]
    }

    fn operand(&self, node: &Node, field: Option<FieldName>, around: Around<'_>) -> Result<Operand, QueryError> {
        match &node.kind {
            NodeKind::Word(_) | NodeKind::Phrase(_) | NodeKind::Forms(_) => {
                let leaf = leaf(self.text, node);
                ensure_is_not_blank(&leaf)?;
                match field {
                    Some(FieldName::Person) => name(NameKind::Person, &leaf).map(Operand::Name),
                    Some(FieldName::Organization) => name(NameKind::Organization, &leaf).map(Operand::Name),
                    _ => Ok(operand(leaf.words()?)),
                }
            }
            NodeKind::Or(nodes) => {
                let mut operands = Vec::with_capacity(nodes.len());
                for node in nodes {
                    match self.operand(node, field, around)? {
                        Operand::Any(inner) => operands.extend(inner),
                        other => operands.push(other),
                    }
                }
                Ok(Operand::Any(operands))
            }
            NodeKind::Near { proximity, left, right, .. } => {
                let around = Around { operator: self.operator(node), is_near: true, ..around };
                let one = self.operand(left, field, around)?;
                let other = self.operand(right, field, around)?;
                if proximity.negated && one == other {
                    return Err(refused(right, &self.text[right.span.clone()], around).hint(
                        "a match is always near itself, so that nothing could be found; name two different things",
                    ));
                }
                Ok(Operand::Near(Box::new(Nearness { proximity: *proximity, left: one, right: other })))
            }
            NodeKind::First { count, inner } => {
                let around = Around { operator: self.operator(node), is_near: false, ..around };
                if around.scope == Scope::Headline {
                    return Err(refused(node, "headline:", around)
                        .hint("`first` counts the words of the body; leave `headline:` out"));
                }
                Ok(Operand::First(*count, Box::new(self.operand(inner, field, around)?)))
            }
            NodeKind::Field { field: own, value } if own.is_a_name() => {
                ensure_fields_do_not_nest(field.filter(|field| !field.is_of_the_text()), *own, node)?;
                self.operand(value, Some(*own), around)
            }
            NodeKind::Field { field: own, .. } => Err(refused(node, &format!("{}:", own.name()), around)),
            NodeKind::And(_) => Err(refused(node, "AND", around)),
            NodeKind::Not(_) => Err(refused(node, "NOT", around)),
            NodeKind::AtLeast { .. } => Err(refused(node, self.operator(node), around)),
        }
    }

    fn leaf(&self, leaf: &Leaf<'_>, place: Place) -> Result<Plan, QueryError> {
        ensure_is_not_blank(leaf)?;
        let today = self.today;
        let scope = place.scope;
        match place.field {
            None | Some(FieldName::Headline | FieldName::Body | FieldName::Lead | FieldName::HeadlineOrLead) => {
                Ok(text_clause(scope, operand(leaf.words()?), leaf))
            }
            Some(FieldName::Byline) => meta_clause(MetaField::Byline, leaf),
            Some(FieldName::Place) => meta_clause(MetaField::Place, leaf),
            Some(FieldName::Agency) => meta_clause(MetaField::Agency, leaf),
            Some(FieldName::Section) => meta_clause(MetaField::Section, leaf),
            Some(FieldName::Status) => {
                ensure_is_a_status(leaf)?;
                meta_clause(MetaField::Status, leaf)
            }
            Some(field @ (FieldName::Path | FieldName::Tag)) => {
                let words = words::path(leaf.typed, leaf.start)?;
                let field = if field == FieldName::Tag { MetaField::Tag } else { MetaField::Path };
                Ok(Plan::Meta(MetaClause { field, words, typed: leaf.span.clone() }))
            }
            Some(FieldName::Id) => Ok(Plan::Id(leaf.typed.to_owned())),
            Some(FieldName::Person) => Ok(text_clause(scope, Operand::Name(name(NameKind::Person, leaf)?), leaf)),
            Some(FieldName::Organization) => {
                Ok(text_clause(scope, Operand::Name(name(NameKind::Organization, leaf)?), leaf))
            }
            Some(FieldName::Date) => dates::period(leaf.typed, today, leaf.span.clone()).map(Plan::Date),
            Some(FieldName::Since) => dates::since(leaf.typed, today, leaf.span.clone()).map(Plan::Date),
            Some(FieldName::Until) => dates::until(leaf.typed, today, leaf.span.clone()).map(Plan::Date),
            Some(FieldName::Words) => number(NumberField::Words, leaf),
            Some(FieldName::Update) => number(NumberField::Update, leaf),
        }
    }
}

fn number(field: NumberField, leaf: &Leaf<'_>) -> Result<Plan, QueryError> {
    numbers::filter(field, leaf.typed, leaf.span.clone()).map(|filter| Plan::Number(field, filter))
}

/// A status that no story can have is a slip, and no search for nothing.
fn ensure_is_a_status(leaf: &Leaf<'_>) -> Result<(), QueryError> {
    let known = Status::ALL.map(Status::word);
    if known.iter().any(|word| word.eq_ignore_ascii_case(leaf.typed)) {
        return Ok(());
    }
    let error = QueryError::new(QueryErrorKind::NotAStatus(leaf.typed.to_owned()), leaf.span.clone());
    let hint = match fields::resembling(leaf.typed, known.into_iter()) {
        Some(meant) => format!("did you mean `status:{meant}`?"),
        None => format!("write `status:corrected`; a story can be {}", known.join(", ")),
    };
    Err(error.hint(hint))
}

/// Returns a leaf of a tree as it was typed; only what stands between quotes has them.
fn leaf<'n>(text: &str, node: &'n Node) -> Leaf<'n> {
    let opens = text[node.span.clone()].chars().next().filter(|first| is_quote(*first));
    let quote = opens.map_or(0, char::len_utf8);
    let (typed, form, quote) = match &node.kind {
        NodeKind::Phrase(typed) => (typed, Form::Exact, quote),
        NodeKind::Forms(typed) => (typed, Form::Plural, 0),
        NodeKind::Word(typed) => (typed, Form::Bare, 0),
        _ => unreachable!("only words and phrases are leaves"),
    };
    Leaf { typed, start: node.span.start + quote, form, span: &node.span }
}

fn refused(node: &Node, operand: &str, around: Around<'_>) -> QueryError {
    let kind = QueryErrorKind::NotAnOperand { operand: operand.to_owned(), operator: around.operator.to_owned() };
    QueryError::new(kind, node.span.clone()).hint(around.instead_of(node))
}

fn ensure_is_not_blank(leaf: &Leaf<'_>) -> Result<(), QueryError> {
    if leaf.form == Form::Exact && leaf.typed.chars().all(is_unseen) {
        return Err(QueryError::new(QueryErrorKind::EmptyPhrase, leaf.span.clone()));
    }
    Ok(())
}

/// A field may stand in itself, but in no other.
fn ensure_fields_do_not_nest(outer: Option<FieldName>, inner: FieldName, node: &Node) -> Result<(), QueryError> {
    let name = node.span.start..(node.span.start + inner.name().len() + 1).min(node.span.end);
    match outer {
        Some(outer) if outer != inner => Err(field_in_field(outer, inner, name)),
        _ => Ok(()),
    }
}

/// Returns where a field of the text looks; `None` for the others.
fn scope_of(field: FieldName) -> Option<Scope> {
    match field {
        FieldName::Headline => Some(Scope::Headline),
        FieldName::Body => Some(Scope::Body),
        FieldName::Lead => Some(Scope::Lead),
        FieldName::HeadlineOrLead => Some(Scope::HeadlineOrLead),
        _ => None,
    }
}

fn text_clause(scope: Scope, operand: Operand, leaf: &Leaf<'_>) -> Plan {
    Plan::Text(TextClause { scope, operand, least: 1, typed: leaf.span.clone() })
}

fn meta_clause(field: MetaField, leaf: &Leaf<'_>) -> Result<Plan, QueryError> {
    Ok(Plan::Meta(MetaClause { field, words: leaf.exact_words()?, typed: leaf.span.clone() }))
}

fn name(kind: NameKind, leaf: &Leaf<'_>) -> Result<NamePattern, QueryError> {
    if !leaf.has_patterns() {
        return words::name(kind, leaf.typed, leaf.start);
    }
    if leaf.typed == "*" {
        return Ok(NamePattern::anyone(kind));
    }
    if leaf.typed.contains(['*', '?', '~']) {
        return Err(QueryError::new(QueryErrorKind::PatternInName, leaf.span.clone())
            .hint("write a whole word of the name; `person:*` is anyone, `org:*` any organization"));
    }
    words::name(kind, leaf.typed, leaf.start)
}
