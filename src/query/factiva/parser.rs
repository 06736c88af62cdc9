//! Tokens -> tree. Recursive descent, as deep as `Limits` allows and no deeper.
//!
//! ```text
//! query     = all { "or" all }
//! all       = negated { "and" negated | "not" negated }
//! negated   = "not" negated | qualified
//! qualified = "atleast5" qualified | field qualified | condition | near
//! near      = adjacent { "w/5" adjacent | "/F50/" }     any of the operators of distance, from left to right
//! adjacent  = operand { operand }                       side by side: in this order, nothing between
//! operand   = "(" query ")" | phrase | word { word }
//! ```
//!
//! So a field and `atleast` reach as far as the operators of distance do, and no further.

use super::lexer::{Token, TokenKind};
use super::{LANGUAGE, fields, words};
use crate::query::cursor::{TokenCursor, is_unseen};
use crate::query::error::{QueryError, QueryErrorKind, Side};
use crate::query::fields::FieldName;
use crate::query::tree::{Distance, Node, NodeKind, Proximity};
use std::ops::Range;

/// Returns the tree of a query's tokens.
pub(super) fn tree(text: &str, tokens: &[Token]) -> Result<Node, QueryError> {
    if tokens.is_empty() {
        return Err(
            QueryError::new(QueryErrorKind::Empty, 0..text.len()).hint("write a word, or a field and its value")
        );
    }
    let mut parser = Parser::new(text, tokens);
    let tree = parser.any()?;
    match parser.peek() {
        None => Ok(tree),
        Some(token) => Err(QueryError::new(QueryErrorKind::UnopenedBracket, token.span.clone())),
    }
}

/// The field that the parser is in.
#[derive(Clone, Copy)]
struct Around<'t> {
    field: FieldName,
    /// Whether its values are codes of sources.
    takes_codes: bool,
    /// Its name and sign as typed.
    typed: &'t str,
}

impl Around<'_> {
    /// Says whether its words have positions in headline or body.
    fn is_of_the_text(self) -> bool {
        self.field.is_of_the_text()
    }
}

type Parser<'t> = TokenCursor<'t, TokenKind, Option<Around<'t>>>;

impl Parser<'_> {
    fn any(&mut self) -> Result<Node, QueryError> {
        let mut nodes = vec![self.all()?];
        while self.takes(&TokenKind::Or) {
            nodes.push(self.all()?);
        }
        Ok(Node::joined(nodes, NodeKind::Or))
    }

    fn all(&mut self) -> Result<Node, QueryError> {
        let mut nodes = vec![self.negated()?];
        loop {
            match self.peek().map(|token| &token.kind) {
                None | Some(TokenKind::Or | TokenKind::Close) => return Ok(Node::joined(nodes, NodeKind::And)),
                Some(TokenKind::And) => self.next += 1,
                // `a not b` is a without b: the rule of negation takes the operator.
                Some(TokenKind::Not) => {}
                Some(_) => return Err(self.unconnected()),
            }
            nodes.push(self.negated()?);
        }
    }

    /// Returns the error for a part that nothing connects with what stands before it.
    fn unconnected(&self) -> QueryError {
        let token = &self.tokens[self.next];
        let typed = self.typed(&token.span);
        if matches!(token.kind, TokenKind::Near(_) | TokenKind::First(_)) {
            // Only a condition stops before an operator of distance.
            let condition = &self.tokens[self.next - 1].span;
            return not_an_operand(head(self.typed(condition)), typed, condition.clone())
                .hint("it has no place in the text; join it with `and`");
        }
        QueryError::new(QueryErrorKind::MissingConnector(head(typed).to_owned()), token.span.clone())
            .hint("write `and`, `or` or `not` before it; only words and phrases may stand side by side")
    }

    fn negated(&mut self) -> Result<Node, QueryError> {
        let Some(Token { kind: TokenKind::Not, span }) = self.peek() else { return self.qualified() };
        self.next += 1;
        let inner = self.deeper(span, Self::negated)?;
        let around = span.start..inner.span.end;
        Ok(Node { kind: NodeKind::Not(Box::new(inner)), span: around })
    }

    fn qualified(&mut self) -> Result<Node, QueryError> {
        let Some(Token { kind, span }) = self.peek() else { return Err(self.nothing_here()) };
        match kind {
            TokenKind::AtLeast(count) => {
                self.ensure_has_positions(span)?;
                self.next += 1;
                let inner = self.deeper(span, Self::qualified)?;
                self.ensure_is_counted(&inner, self.typed(span), true)?;
                let around = span.start..inner.span.end;
                Ok(Node { kind: NodeKind::AtLeast { count: *count, inner: Box::new(inner) }, span: around })
            }
            TokenKind::Field(field) => self.field(*field, false, span),
            TokenKind::SourceCode => self.field(FieldName::Agency, true, span),
            TokenKind::Condition(node) => {
                self.ensure_is_in_no_field(span)?;
                self.next += 1;
                self.limits.clause(span)?;
                Ok(node.clone())
            }
            _ => self.near(),
        }
    }

    fn field(&mut self, field: FieldName, takes_codes: bool, name: &Range<usize>) -> Result<Node, QueryError> {
        self.ensure_is_in_no_field(name)?;
        self.next += 1;
        let kind = self.peek().map(|token| &token.kind);
        let has_value = match kind {
            None | Some(TokenKind::Close) => false,
            Some(TokenKind::AtLeast(_)) => true,
            Some(kind) => !is_operator(kind),
        };
        if !has_value {
            let kind = QueryErrorKind::MissingOperand { operator: self.typed(name).to_owned(), side: Side::After };
            return Err(QueryError::new(kind, name.clone())
                .hint("write a word, a phrase or a group after the sign; `not` stands before the field"));
        }
        self.around = Some(Around { field, takes_codes, typed: self.typed(name) });
        let value = self.qualified()?;
        self.around = None;
        let span = name.start..value.span.end;
        Ok(Node { kind: NodeKind::Field { field, value: Box::new(value) }, span })
    }

    fn ensure_is_in_no_field(&self, span: &Range<usize>) -> Result<(), QueryError> {
        let Some(around) = self.around else { return Ok(()) };
        Err(not_an_operand(head(self.typed(span)), around.typed, span.clone())
            .hint(format!("close the value of `{}` before it, and join them with `and`", around.typed)))
    }

    /// Refuses an operator that counts words in a field whose words are not counted.
    fn ensure_has_positions(&self, operator: &Range<usize>) -> Result<(), QueryError> {
        match self.around {
            Some(around) if !around.is_of_the_text() => {
                Err(not_an_operand(self.typed(operator), around.typed, operator.clone())
                    .hint("it works on the words of headline and text; leave it out here"))
            }
            _ => Ok(()),
        }
    }

    fn near(&mut self) -> Result<Node, QueryError> {
        let mut left = self.adjacent()?;
        let mut links = 0;
        while let Some(Token { kind: kind @ (TokenKind::Near(_) | TokenKind::First(_)), span }) = self.peek() {
            self.ensure_has_positions(span)?;
            self.next += 1;
            // A tree is as deep as its chains are long.
            self.limits.enter(span)?;
            links += 1;
            left = match kind {
                TokenKind::First(count) => {
                    // It brings no word with it that would be counted.
                    self.limits.clause(span)?;
                    self.first(*count, left, span)?
                }
                TokenKind::Near(distance) => {
                    ensure_is_operand(self.text, &left, self.typed(span))?;
                    let right = self.adjacent()?;
                    ensure_is_operand(self.text, &right, self.typed(span))?;
                    apart(*distance, span.clone(), left, right)
                }
                _ => left,
            };
        }
        self.limits.leave(links);
        Ok(left)
    }

    fn first(&self, count: u32, inner: Node, operator: &Range<usize>) -> Result<Node, QueryError> {
        let typed = self.typed(operator);
        if let Some(Around { field: FieldName::Headline, typed: name, .. }) = self.around {
            return Err(not_an_operand(typed, name, operator.clone())
                .hint("it counts the words of the text; leave it out of a headline"));
        }
        self.ensure_is_counted(&inner, typed, false)?;
        let span = inner.span.start..operator.end;
        Ok(Node { kind: NodeKind::First { count, inner: Box::new(inner) }, span })
    }

    /// Refuses what cannot be counted. Of several joined with `and`, each is; with `atleast`, so is what is in a field.
    fn ensure_is_counted(&self, node: &Node, operator: &str, fields_too: bool) -> Result<(), QueryError> {
        match &node.kind {
            NodeKind::And(nodes) => {
                nodes.iter().try_for_each(|node| self.ensure_is_counted(node, operator, fields_too))
            }
            NodeKind::Field { field, value } if fields_too && field.is_of_the_text() => {
                self.ensure_is_counted(value, operator, false)
            }
            _ => ensure_is_operand(self.text, node, operator),
        }
    }

    fn adjacent(&mut self) -> Result<Node, QueryError> {
        let mut left = self.operand()?;
        let mut links = 0;
        while let Some(Token { kind: TokenKind::Word | TokenKind::Phrase(_) | TokenKind::Open, span }) = self.peek() {
            if let Some(around) = self.around.filter(|around| !around.is_of_the_text()) {
                return Err(QueryError::new(
                    QueryErrorKind::MissingConnector(self.typed(span).to_owned()),
                    span.clone(),
                )
                .hint(format!("in `{}` write one phrase, or a group with `and` and `or`", around.typed)));
            }
            self.limits.enter(span)?;
            links += 1;
            ensure_is_operand(self.text, &left, "adj")?;
            let right = self.operand()?;
            ensure_is_operand(self.text, &right, "adj")?;
            let between = left.span.end..right.span.start;
            left = apart(Distance::Ordered(1), between, left, right);
        }
        self.limits.leave(links);
        Ok(left)
    }

    fn operand(&mut self) -> Result<Node, QueryError> {
        let Some(token) = self.peek() else { return Err(self.nothing_here()) };
        let span = token.span.clone();
        match &token.kind {
            TokenKind::Open => self.group(),
            TokenKind::Phrase(inner) => {
                self.next += 1;
                if self.typed(inner).chars().all(is_unseen) {
                    return Err(QueryError::new(QueryErrorKind::EmptyPhrase, span)
                        .hint("write the words between the quotes, or leave the quotes out"));
                }
                self.leaf(inner, &span)
            }
            TokenKind::Word => {
                let mut span = span;
                while let Some(Token { kind: TokenKind::Word, span: word }) = self.peek() {
                    span.end = word.end;
                    self.next += 1;
                }
                self.leaf(&span, &span)
            }
            TokenKind::Not
            | TokenKind::AtLeast(_)
            | TokenKind::Field(_)
            | TokenKind::SourceCode
            | TokenKind::Condition(_)
                if self.next > 0 =>
            {
                Err(self.no_operand(&token.kind, &span))
            }
            _ => Err(self.nothing_here()),
        }
    }

    /// Returns the error for what stands after an operator of distance and cannot be its operand.
    fn no_operand(&self, kind: &TokenKind, span: &Range<usize>) -> QueryError {
        let operator = self.typed(&self.tokens[self.next - 1].span);
        let hint = match kind {
            TokenKind::Not => NEGATED,
            TokenKind::AtLeast(_) => COUNTED,
            TokenKind::Field(field) if field.is_of_the_text() => IN_A_FIELD,
            _ => ELSEWHERE,
        };
        not_an_operand(head(self.typed(span)), operator, span.clone()).hint(hint)
    }

    /// Returns the leaf of words; `typed` is their place without quotes.
    fn leaf(&mut self, typed: &Range<usize>, span: &Range<usize>) -> Result<Node, QueryError> {
        let Some(around) = self.around.filter(|around| around.takes_codes) else {
            return words::leaf(self.typed(typed), typed.start, span, &mut self.limits);
        };
        self.limits.clause(span)?;
        let code = self.typed(typed).trim();
        let Some(agency) = fields::agency(code) else {
            let what = format!("{}{code}", around.typed);
            return Err(QueryError::new(QueryErrorKind::NoCounterpart { what, language: LANGUAGE }, span.clone())
                .hint("stories here carry no codes of sources; write the name of the agency: `sn=reuters`"));
        };
        Ok(Node { kind: NodeKind::Phrase(agency.to_owned()), span: span.clone() })
    }

    fn group(&mut self) -> Result<Node, QueryError> {
        let open = self.tokens[self.next].span.clone();
        let closing = if self.typed(&open) == "(" { ")" } else { "]" };
        self.next += 1;
        let unclosed = QueryError::new(QueryErrorKind::UnclosedBracket, open.clone())
            .hint(format!("write `{closing}` where the group ends"));
        if self.peek().is_none() {
            return Err(unclosed);
        }
        let inner = self.deeper(&open, Self::any)?;
        let closes = self.peek().is_some_and(|token| self.typed(&token.span) == closing);
        self.next += usize::from(closes);
        if closes { Ok(inner) } else { Err(unclosed) }
    }

    /// Returns why there is no operand where one must be: an operator without one, or brackets with nothing in them.
    fn nothing_here(&self) -> QueryError {
        match (self.before(), self.peek()) {
            (
                Some(Token { kind: TokenKind::Open, span: open }),
                Some(Token { kind: TokenKind::Close, span: close }),
            ) => QueryError::new(QueryErrorKind::EmptyBrackets, open.start..close.end)
                .hint("write what to look for between them, or leave them out"),
            (Some(not @ Token { kind: TokenKind::Not, .. }), Some(Token { kind: TokenKind::Near(_), .. })) => {
                self.missing(not, Side::After).hint("Factiva leaves out whole stories: `a not (a w/5 b)`")
            }
            (Some(operator), _) if is_operator(&operator.kind) => self.missing(operator, Side::After),
            (_, Some(operator)) if is_operator(&operator.kind) => self.missing(operator, Side::Before),
            (_, Some(token)) => QueryError::new(QueryErrorKind::UnopenedBracket, token.span.clone()),
            (_, None) => QueryError::new(QueryErrorKind::Empty, 0..self.text.len()),
        }
    }

    fn missing(&self, operator: &Token, side: Side) -> QueryError {
        let typed = self.typed(&operator.span);
        let hint = match operator.kind {
            TokenKind::First(_) => "write it after what it limits: `merger/F50/`".to_owned(),
            TokenKind::Near(_) if typed.contains('/') => format!("write words or a group on both sides: `a {typed} b`"),
            _ => format!("to search for the word itself, quote it: \"{typed}\""),
        };
        let kind = QueryErrorKind::MissingOperand { operator: typed.to_owned(), side };
        QueryError::new(kind, operator.span.clone()).hint(hint)
    }
}

const NEGATED: &str = "`a not (a w/5 b)` leaves stories out";
const COUNTED: &str = "it counts in the whole story; join it with `and`";
const IN_A_FIELD: &str = "put the field around it all: `hd=(a w/5 b)`";
const ELSEWHERE: &str = "it has no place in the text; join it with `and`";

/// Refuses what has no place in the text, and so cannot be near to anything. `operator` is as typed.
fn ensure_is_operand(text: &str, node: &Node, operator: &str) -> Result<(), QueryError> {
    let typed = head(&text[node.span.clone()]);
    let (operand, hint) = match &node.kind {
        // What stands in another operator of distance was looked at when that was read.
        NodeKind::Word(_) | NodeKind::Phrase(_) | NodeKind::Forms(_) | NodeKind::Near { .. } => return Ok(()),
        NodeKind::Or(nodes) => return nodes.iter().try_for_each(|node| ensure_is_operand(text, node, operator)),
        NodeKind::First { inner, .. } => return ensure_is_operand(text, inner, operator),
        NodeKind::And(_) => ("and", "write a clause for each: `(a w/5 c) and (b w/5 c)`"),
        NodeKind::Not(_) => (typed, NEGATED),
        NodeKind::AtLeast { .. } => (typed, COUNTED),
        NodeKind::Field { field, .. } if field.is_of_the_text() => (typed, IN_A_FIELD),
        NodeKind::Field { .. } => (typed, ELSEWHERE),
    };
    Err(not_an_operand(operand, operator, node.span.clone()).hint(hint))
}

fn not_an_operand(operand: &str, operator: &str, span: Range<usize>) -> QueryError {
    let kind = QueryErrorKind::NotAnOperand { operand: operand.to_owned(), operator: operator.to_owned() };
    QueryError::new(kind, span)
}

/// Returns the name with which a part begins: `hd=`, `date`, `wc`, `atleast5`.
fn head(typed: &str) -> &str {
    let ends = |character: char| character.is_whitespace() || matches!(character, '(' | '[' | '<' | '>');
    let word = &typed[..typed.find(ends).filter(|at| *at > 0).unwrap_or(typed.len())];
    word.find('=').map_or(word, |at| &word[..=at])
}

fn is_operator(kind: &TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::And
            | TokenKind::Or
            | TokenKind::Not
            | TokenKind::Near(_)
            | TokenKind::First(_)
            | TokenKind::AtLeast(_)
    )
}

fn apart(distance: Distance, operator: Range<usize>, left: Node, right: Node) -> Node {
    Node::near(Proximity { negated: false, distance }, operator, left, right)
}
