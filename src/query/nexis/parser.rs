//! Tokens -> tree. Recursive descent, as deep as `Limits` allows and no deeper.
//!
//! ```text
//! query     = [ "not" ] all { ( "and not" | "not" ) all }
//! all       = paragraph { "and" paragraph }
//! paragraph = sentence { "w/p" sentence }
//! sentence  = numbered { "w/s" numbered }
//! numbered  = any { "w/5" any }                  the smallest number first, then from left to right
//! any       = operand { "or" operand }
//! operand   = "(" query ")" | segment | command "(" query ")" | words | phrase
//! segment   = name "(" query ")" | ( "DATE" | "LENGTH" ) comparison
//! ```
//!
//! Inside `DATE(...)` and `LENGTH(...)` an operand is a comparison: `geq 1/1/2017`, `> (500)`, `2017`.

mod refusals;

use self::refusals::unknown_segment;
use super::LANGUAGE;
use super::comparisons::{self, Comparison};
use super::lexer::{self, Token, TokenKind};
use super::segments::{self, Head};
use super::terms;
use crate::query::cursor::{TokenCursor, is_number, is_unseen};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::fields::FieldName;
use crate::query::tree::{Distance, Node, NodeKind, Proximity};
use crate::query::words;
use crate::story::NameKind;
use std::ops::Range;

/// Returns the tree of a query's tokens.
pub(super) fn tree(text: &str, tokens: &[Token]) -> Result<Node, QueryError> {
    if tokens.is_empty() {
        return Err(QueryError::new(QueryErrorKind::Empty, 0..text.len()));
    }
    let mut parser = Parser::new(text, tokens);
    let tree = parser.query()?;
    match parser.peek() {
        None => Ok(tree),
        Some(token) => Err(parser.unexpected(token)),
    }
}

type Parser<'t> = TokenCursor<'t, TokenKind, Around>;

/// What the parser is in.
#[derive(Default)]
struct Around {
    /// The segment around, and its name's place.
    segment: Option<(FieldName, Range<usize>)>,
    /// Whether words stand in `SINGULAR(...)` or `PLURAL(...)`.
    is_exact: bool,
}

/// The connectors of distance, the tightest last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Paragraph,
    Sentence,
    Numbered,
}

impl Level {
    fn of(distance: Distance) -> Self {
        match distance {
            Distance::Words(_) | Distance::Ordered(_) => Self::Numbered,
            Distance::Sentence => Self::Sentence,
            Distance::Paragraph => Self::Paragraph,
        }
    }
}

/// Returns the number of a connector; 0 where it has none.
fn number(distance: Distance) -> u32 {
    match distance {
        Distance::Words(number) | Distance::Ordered(number) => number,
        Distance::Sentence | Distance::Paragraph => 0,
    }
}

impl Parser<'_> {
    fn query(&mut self) -> Result<Node, QueryError> {
        let mut nodes = match self.peek() {
            Some(Token { kind: TokenKind::Not, span }) => vec![self.negated(span)?],
            _ => self.all()?,
        };
        while let Some(Token { kind: TokenKind::AndNot | TokenKind::Not, span }) = self.peek() {
            nodes.push(self.negated(span)?);
        }
        Ok(Node::joined(nodes, NodeKind::And))
    }

    fn negated(&mut self, not: &Range<usize>) -> Result<Node, QueryError> {
        self.next += 1;
        let inner = Node::joined(self.deeper(not, Self::all)?, NodeKind::And);
        // Of `and not` the last three letters: the node is the negation alone.
        let start = not.end - "not".len();
        Ok(Node { span: start..inner.span.end, kind: NodeKind::Not(Box::new(inner)) })
    }

    fn all(&mut self) -> Result<Vec<Node>, QueryError> {
        let mut nodes = vec![self.near(Level::Paragraph)?];
        while self.takes(&TokenKind::And) {
            nodes.push(self.near(Level::Paragraph)?);
        }
        Ok(nodes)
    }

    fn near(&mut self, level: Level) -> Result<Node, QueryError> {
        let tighter = |parser: &mut Self| match level {
            Level::Paragraph => parser.near(Level::Sentence),
            Level::Sentence => parser.near(Level::Numbered),
            Level::Numbered => parser.any(),
        };
        let mut operands = vec![tighter(self)?];
        let mut connectors = Vec::new();
        while let Some(Token { kind: TokenKind::Near(proximity), span }) = self.peek()
            && Level::of(proximity.distance) == level
        {
            self.ensure_text_is_around(span, false)?;
            // Each link of a chain lies a level deeper in the tree.
            self.limits.enter(span)?;
            self.next += 1;
            operands.push(tighter(self)?);
            connectors.push((*proximity, span));
        }
        self.limits.leave(connectors.len());
        self.linked(operands, connectors)
    }

    /// Joins a chain of distances, the smallest number first, the leftmost of equals first.
    fn linked(
        &self,
        mut operands: Vec<Node>,
        mut connectors: Vec<(Proximity, &Range<usize>)>,
    ) -> Result<Node, QueryError> {
        while let Some(at) = (0..connectors.len()).min_by_key(|at| number(connectors[*at].0.distance)) {
            let (proximity, operator) = connectors.remove(at);
            let (left, right) = (operands.remove(at), operands.remove(at));
            for operand in [&left, &right] {
                self.ensure_is_an_operand(operand, operator)?;
            }
            operands.insert(at, Node::near(proximity, operator.clone(), left, right));
        }
        Ok(operands.swap_remove(0))
    }

    fn any(&mut self) -> Result<Node, QueryError> {
        let mut nodes = vec![self.operand()?];
        while self.takes(&TokenKind::Or) {
            nodes.push(self.operand()?);
        }
        Ok(Node::joined(nodes, NodeKind::Or))
    }

    fn operand(&mut self) -> Result<Node, QueryError> {
        let Some(token) = self.peek() else { return Err(self.nothing_here()) };
        match &token.kind {
            TokenKind::Open => self.group(),
            TokenKind::Word | TokenKind::Phrase(_) | TokenKind::Compare(_) if self.compares() => self.comparison(),
            TokenKind::Phrase(inner) => {
                self.next += 1;
                self.leaf(inner.clone(), token.span.clone(), true)
            }
            TokenKind::Word => {
                if let Some(begun) = self.head(self.next)? {
                    return self.headed(begun, &token.span);
                }
                let span = self.words()?;
                self.leaf(span.clone(), span, false)
            }
            TokenKind::Compare(_) => Err(self.unexpected(token)),
            TokenKind::Not => Err(self.misplaced_not(&token.span)),
            _ => Err(self.nothing_here()),
        }
    }

    /// Says whether operands are comparisons here.
    fn compares(&self) -> bool {
        matches!(self.around.segment, Some((FieldName::Date | FieldName::Words, _)))
    }

    fn group(&mut self) -> Result<Node, QueryError> {
        let open = self.tokens[self.next].span.clone();
        self.next += 1;
        if self.peek().is_none() {
            return Err(QueryError::new(QueryErrorKind::UnclosedBracket, open));
        }
        let inner = self.deeper(&open, Self::query)?;
        match self.peek() {
            None => Err(QueryError::new(QueryErrorKind::UnclosedBracket, open)),
            Some(Token { kind: TokenKind::Close, .. }) => {
                self.next += 1;
                Ok(inner)
            }
            Some(token) => Err(self.unexpected(token)),
        }
    }

    /// Takes words that stand side by side.
    fn words(&mut self) -> Result<Range<usize>, QueryError> {
        let first = self.next;
        self.next += 1;
        while self.peek().is_some_and(|token| token.kind == TokenKind::Word) && self.head(self.next)?.is_none() {
            self.next += 1;
        }
        Ok(self.tokens[first].span.start..self.tokens[self.next - 1].span.end)
    }

    /// Returns what the word at a place of the list begins, where that is more than words.
    fn head(&self, at: usize) -> Result<Option<Begun>, QueryError> {
        let span = &self.tokens[at].span;
        let word = &self.text[span.clone()];
        let following = self.tokens.get(at + 1);
        let opens = |token: Option<&Token>| token.is_some_and(|token| token.kind == TokenKind::Open);
        if let Some(count) = self.at_least(at)? {
            return Ok(Some(count));
        }
        let known = segments::named(word);
        if opens(following) {
            let touches = following.is_some_and(|open| open.span.start == span.end);
            return match known {
                Some(head) => Ok(Some(Begun::Head(head))),
                None if touches && !self.compares() => Err(unknown_segment(word, span.clone())),
                None => Ok(None),
            };
        }
        let is_arithmetic = matches!(known, Some(Head::Field(FieldName::Date | FieldName::Words)))
            || word.eq_ignore_ascii_case("load-date");
        let is_compared = match following.map(|token| &token.kind) {
            Some(TokenKind::Compare(_)) => true,
            // Elsewhere in a phrase these are words: `the release date is set`.
            Some(TokenKind::Word) if !self.follows_a_word(at) => self.comparing_word(at + 1).is_some(),
            _ => false,
        };
        Ok(known.filter(|_| is_arithmetic && is_compared).map(Begun::Head))
    }

    fn follows_a_word(&self, at: usize) -> bool {
        at > 0 && self.tokens[at - 1].kind == TokenKind::Word
    }

    fn comparing_word(&self, at: usize) -> Option<Comparison> {
        let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
        Comparison::word(&self.text[token.span.clone()])
    }

    /// Returns the count of `atleast3` or `atleast 3`.
    fn at_least(&self, at: usize) -> Result<Option<Begun>, QueryError> {
        let span = &self.tokens[at].span;
        let lower = self.text[span.clone()].to_ascii_lowercase();
        let opens = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Open);
        let digits = match lower.strip_prefix("atleast") {
            Some(digits) => digits,
            None => match lower.strip_prefix("atl") {
                Some(digits) if opens(at + 1) => digits,
                _ => return Ok(None),
            },
        };
        let typed = self.tidy(span);
        let wants_a_bracket = || {
            let kind = QueryErrorKind::BracketExpected(typed.clone());
            Err(QueryError::new(kind, span.clone()).hint("write the number and the bracket: `atleast3(...)`"))
        };
        if is_number(digits) {
            let count = lexer::number(digits, &typed, span.clone())?;
            return if opens(at + 1) { Ok(Some(Begun::AtLeast { count, tokens: 1 })) } else { wants_a_bracket() };
        }
        if !digits.is_empty() {
            return Ok(None);
        }
        match self.tokens.get(at + 1) {
            Some(Token { kind: TokenKind::Word, span: apart })
                if is_number(&self.text[apart.clone()]) && opens(at + 2) =>
            {
                let whole = span.start..apart.end;
                let count = lexer::number(&self.text[apart.clone()], &self.tidy(&whole), whole)?;
                Ok(Some(Begun::AtLeast { count, tokens: 2 }))
            }
            _ => wants_a_bracket(),
        }
    }

    fn headed(&mut self, begun: Begun, name: &Range<usize>) -> Result<Node, QueryError> {
        match begun {
            Begun::AtLeast { count, tokens } => {
                let whole = name.start..self.tokens[self.next + tokens - 1].span.end;
                self.ensure_text_is_around(&whole, true)?;
                self.next += tokens;
                let inner = self.group()?;
                self.ensure_counts(&inner, &whole)?;
                let span = name.start..inner.span.end;
                Ok(Node { kind: NodeKind::AtLeast { count, inner: Box::new(inner) }, span })
            }
            Begun::Head(Head::Exact) => {
                self.next += 1;
                let outer = std::mem::replace(&mut self.around.is_exact, true);
                let inner = self.group();
                self.around.is_exact = outer;
                inner
            }
            Begun::Head(Head::Refused(hint)) => {
                let kind = QueryErrorKind::NoCounterpart { what: self.tidy(name), language: LANGUAGE };
                Err(QueryError::new(kind, name.clone()).hint(hint))
            }
            Begun::Head(Head::Field(field)) => self.segment(field, name),
        }
    }

    fn segment(&mut self, field: FieldName, name: &Range<usize>) -> Result<Node, QueryError> {
        self.ensure_segment_may_stand_here(field, name)?;
        self.next += 1;
        let outer = self.around.segment.replace((field, name.clone()));
        let is_group = self.peek().is_some_and(|token| token.kind == TokenKind::Open);
        let value = if is_group { self.group() } else { self.comparison() };
        self.around.segment = outer;
        let mut value = value?;
        if !is_group {
            value.span.start = name.start;
        }
        if matches!(field, FieldName::Date | FieldName::Words) {
            return Ok(value);
        }
        let span = name.start..value.span.end;
        Ok(Node { kind: NodeKind::Field { field, value: Box::new(value) }, span })
    }

    /// `> 500`, `geq (1/1/2017)`, `January 2017`.
    fn comparison(&mut self) -> Result<Node, QueryError> {
        let start = self.tokens[self.next].span.start;
        let sign = match self.peek().map(|token| &token.kind) {
            Some(TokenKind::Compare(comparison)) => Some(*comparison),
            _ => self.comparing_word(self.next),
        };
        self.next += usize::from(sign.is_some());
        let open = self.peek().filter(|token| sign.is_some() && token.kind == TokenKind::Open);
        self.next += usize::from(open.is_some());
        let span = match self.peek() {
            Some(Token { kind: TokenKind::Word, .. }) => self.words()?,
            Some(Token { kind: TokenKind::Phrase(_), span }) => {
                self.next += 1;
                span.clone()
            }
            _ => return Err(self.no_value(self.next - 1 - usize::from(open.is_some()))),
        };
        if let Some(open) = open
            && !self.takes(&TokenKind::Close)
        {
            return Err(self.peek().map_or_else(
                || QueryError::new(QueryErrorKind::UnclosedBracket, open.span.clone()),
                |token| self.unexpected(token),
            ));
        }
        self.limits.clause(&span)?;
        let (sign, typed) = (sign.unwrap_or(Comparison::Equal), self.tidy(&span));
        let is_date = matches!(self.around.segment, Some((FieldName::Date, _)));
        let read = if is_date { comparisons::date(sign, &typed) } else { comparisons::length(sign, &typed) };
        let (field, value) = read.map_err(|(kind, hint)| QueryError::new(kind, span.clone()).hint(hint))?;
        let end = span.end;
        let value = Box::new(Node { kind: NodeKind::Word(value), span });
        Ok(Node { kind: NodeKind::Field { field, value }, span: start..end })
    }

    /// Makes words or a phrase; `inner` is the place without quotes.
    fn leaf(&mut self, inner: Range<usize>, span: Range<usize>, is_quoted: bool) -> Result<Node, QueryError> {
        let typed = &self.text[inner.clone()];
        if typed.chars().all(is_unseen) {
            return Err(QueryError::new(QueryErrorKind::EmptyPhrase, span));
        }
        let field = self.around.segment.as_ref().map(|(field, _)| *field);
        let name = match field {
            Some(FieldName::Person) => Some(NameKind::Person),
            Some(FieldName::Organization) => Some(NameKind::Organization),
            _ => None,
        };
        if name.is_some() && terms::has_wildcards(typed) {
            return Err(QueryError::new(QueryErrorKind::PatternInName, span).hint("write a whole word of the name"));
        }
        let readings = terms::readings(typed, inner.start, is_quoted)?;
        let is_one_word = !typed.contains(char::is_whitespace);
        // Letters that may be missing are counted on the word as it is, not on its plural.
        let is_exact = is_quoted
            || self.around.is_exact
            || !field.is_none_or(FieldName::is_of_the_text)
            || readings.len() > 1 && is_one_word;
        // A phrase that is written out again and again takes all of its words each time.
        let cost = if readings.len() > 1 { typed.split_whitespace().count() } else { 1 };
        let mut nodes = Vec::with_capacity(readings.len());
        for reading in readings {
            for _ in 0..cost {
                self.limits.clause(&span)?;
            }
            let kind = if is_exact { NodeKind::Phrase(reading) } else { NodeKind::Forms(reading) };
            ensure_has_words(&kind, name, typed, &span)?;
            nodes.push(Node { kind, span: span.clone() });
        }
        Ok(Node::joined(nodes, NodeKind::Or))
    }
}

/// What a word begins that is more than words.
#[derive(Clone, Copy)]
enum Begun {
    Head(Head),
    /// `atleast3`, or the two words `atleast 3`.
    AtLeast {
        count: u32,
        tokens: usize,
    },
}

/// Makes sure that the plan can be made of a leaf, whose text may be shorter than what was typed.
fn ensure_has_words(
    kind: &NodeKind,
    name: Option<NameKind>,
    typed: &str,
    span: &Range<usize>,
) -> Result<(), QueryError> {
    let result = match (kind, name) {
        (NodeKind::Phrase(text), Some(name)) => words::name(name, text, span.start).map(|_| ()),
        (NodeKind::Forms(text), _) => words::plural(text, span.start).map(|_| ()),
        (NodeKind::Phrase(text), None) => words::phrase(text, span.start).map(|_| ()),
        _ => Ok(()),
    };
    result.map_err(|error| {
        // The leaf has other wildcards than those that were typed.
        let typed = typed.to_owned();
        let kind = match error.kind {
            QueryErrorKind::NoWord(_) => QueryErrorKind::NoWord(typed),
            QueryErrorKind::WildcardAlone(_) => QueryErrorKind::WildcardAlone(typed),
            QueryErrorKind::WildcardTooWide(_) => QueryErrorKind::WildcardTooWide(typed),
            QueryErrorKind::WildcardLost(_) => QueryErrorKind::WildcardLost(typed),
            kind => kind,
        };
        QueryError::new(kind, span.clone())
            .hint("`!` stands for any letters at the end of a word, `*` for one; other signs are not searched for")
    })
}
