//! Tokens -> tree. Recursive descent, as deep as `Limits` allows and no deeper, in time linear in the tokens.
//!
//! ```text
//! query   = all { "OR" all }
//! all     = negated { [ "AND" ] negated }
//! negated = "NOT" negated | near
//! near    = operand { "w/5" operand }            any of the operators of distance, from left to right
//! operand = "(" query ")" | "atleast3" "(" query ")" | field value | word | phrase
//! value   = word | phrase | "(" query ")"        right after the colon
//! ```

use super::cursor::TokenCursor;
use super::error::{QueryError, QueryErrorKind, Side};
use super::fields::FieldName;
use super::lexer::{Token, TokenKind};
use super::tree::{Node, NodeKind};
use std::ops::Range;

/// Returns the tree of a query's tokens.
pub(super) fn tree(text: &str, tokens: &[Token]) -> Result<Node, QueryError> {
    if tokens.is_empty() {
        return Err(QueryError::new(QueryErrorKind::Empty, 0..text.len()));
    }
    let mut parser = Parser::new(text, tokens);
    let tree = parser.any()?;
    match parser.peek() {
        None => Ok(tree),
        Some(token) => Err(QueryError::new(QueryErrorKind::UnopenedBracket, token.span.clone())),
    }
}

type Parser<'t> = TokenCursor<'t, TokenKind>;

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
            let stops = matches!(self.peek().map(|token| &token.kind), None | Some(TokenKind::Or | TokenKind::Close));
            if !self.takes(&TokenKind::And) && stops {
                return Ok(Node::joined(nodes, NodeKind::And));
            }
            nodes.push(self.negated()?);
        }
    }

    fn negated(&mut self) -> Result<Node, QueryError> {
        let Some(Token { kind: TokenKind::Not, span }) = self.peek() else { return self.near() };
        self.next += 1;
        let inner = self.deeper(span, Self::negated)?;
        let around = span.start..inner.span.end;
        Ok(Node { kind: NodeKind::Not(Box::new(inner)), span: around })
    }

    fn near(&mut self) -> Result<Node, QueryError> {
        let mut left = self.operand()?;
        let mut links = 0;
        while let Some(Token { kind: TokenKind::Near(proximity), span }) = self.peek() {
            // A tree is as deep as its chains are long.
            self.limits.enter(span)?;
            links += 1;
            self.next += 1;
            let right = self.operand()?;
            left = Node::near(*proximity, span.clone(), left, right);
        }
        self.limits.leave(links);
        Ok(left)
    }

    fn operand(&mut self) -> Result<Node, QueryError> {
        let Some(token) = self.peek() else { return Err(self.nothing_here()) };
        let span = token.span.clone();
        match &token.kind {
            // After an operator of distance: the plan says why that cannot be.
            TokenKind::Not => self.deeper(&span, Self::negated_operand),
            TokenKind::Open => self.group(),
            TokenKind::AtLeast(count) => self.function(&span, |inner| NodeKind::AtLeast { count: *count, inner }),
            TokenKind::First(count) => self.function(&span, |inner| NodeKind::First { count: *count, inner }),
            TokenKind::Field(field) => {
                self.next += 1;
                let value = self.value(*field, &span)?;
                let around = span.start..value.span.end;
                Ok(Node { kind: NodeKind::Field { field: *field, value: Box::new(value) }, span: around })
            }
            TokenKind::Word => self.leaf(NodeKind::Word(self.text[span.clone()].to_owned()), span),
            TokenKind::Phrase(inner) => self.leaf(NodeKind::Phrase(self.text[inner.clone()].to_owned()), span),
            TokenKind::Close | TokenKind::And | TokenKind::Or | TokenKind::Near(_) => Err(self.nothing_here()),
        }
    }

    fn negated_operand(&mut self) -> Result<Node, QueryError> {
        let start = self.tokens[self.next].span.start;
        self.next += 1;
        let inner = self.operand()?;
        let around = start..inner.span.end;
        Ok(Node { kind: NodeKind::Not(Box::new(inner)), span: around })
    }

    fn leaf(&mut self, kind: NodeKind, span: Range<usize>) -> Result<Node, QueryError> {
        self.next += 1;
        self.limits.clause(&span)?;
        Ok(Node { kind, span })
    }

    fn group(&mut self) -> Result<Node, QueryError> {
        let open = self.tokens[self.next].span.clone();
        self.next += 1;
        if self.peek().is_none() {
            return Err(QueryError::new(QueryErrorKind::UnclosedBracket, open));
        }
        let inner = self.deeper(&open, Self::any)?;
        if self.takes(&TokenKind::Close) {
            Ok(inner)
        } else {
            Err(QueryError::new(QueryErrorKind::UnclosedBracket, open))
        }
    }

    fn function(&mut self, name: &Range<usize>, kind: impl FnOnce(Box<Node>) -> NodeKind) -> Result<Node, QueryError> {
        self.next += 1;
        let inner = self.group()?;
        let around = name.start..inner.span.end;
        Ok(Node { kind: kind(Box::new(inner)), span: around })
    }

    fn value(&mut self, field: FieldName, name: &Range<usize>) -> Result<Node, QueryError> {
        let missing = || {
            let kind = QueryErrorKind::MissingValue(field.name().to_owned());
            QueryError::new(kind, name.clone()).hint("write what to look for right after the colon")
        };
        let token = self.peek().ok_or_else(missing)?;
        let touches = token.span.start == name.end;
        match &token.kind {
            TokenKind::Word | TokenKind::Phrase(_) | TokenKind::Open | TokenKind::AtLeast(_) if touches => {
                self.operand()
            }
            TokenKind::First(_) if touches => self.operand(),
            TokenKind::Field(inner) if touches => Err(field_in_field(field, *inner, token.span.clone())),
            TokenKind::Word | TokenKind::Phrase(_) | TokenKind::Open => {
                let kind = QueryErrorKind::SpaceAfterColon(field.name().to_owned());
                let rest = if token.kind == TokenKind::Open { "(...)" } else { &self.text[token.span.clone()] };
                Err(QueryError::new(kind, name.clone()).hint(format!("write `{}:{rest}`", field.name())))
            }
            _ => Err(missing()),
        }
    }

    /// Returns why there is no operand where one must be: an operator without one, or brackets with nothing in them.
    fn nothing_here(&self) -> QueryError {
        match (self.before(), self.peek()) {
            (
                Some(Token { kind: TokenKind::Open, span: open }),
                Some(Token { kind: TokenKind::Close, span: close }),
            ) => QueryError::new(QueryErrorKind::EmptyBrackets, open.start..close.end),
            (Some(operator), _) if is_operator(&operator.kind) => self.missing(operator, Side::After),
            (_, Some(operator)) if is_operator(&operator.kind) => self.missing(operator, Side::Before),
            (_, Some(token)) => QueryError::new(QueryErrorKind::UnopenedBracket, token.span.clone()),
            (_, None) => QueryError::new(QueryErrorKind::Empty, 0..self.text.len()),
        }
    }

    fn missing(&self, operator: &Token, side: Side) -> QueryError {
        let typed = self.tidy(&operator.span);
        let hint = format!("to search for the word itself, quote it: \"{typed}\"");
        let error = QueryError::new(QueryErrorKind::MissingOperand { operator: typed, side }, operator.span.clone());
        if matches!(operator.kind, TokenKind::Near(_)) || self.text[operator.span.clone()].starts_with('-') {
            return error;
        }
        error.hint(hint)
    }
}

fn is_operator(kind: &TokenKind) -> bool {
    matches!(kind, TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::Near(_))
}

/// Returns the error for a field within another.
pub(super) fn field_in_field(outer: FieldName, inner: FieldName, span: Range<usize>) -> QueryError {
    let kind = QueryErrorKind::FieldInField { outer: outer.name().to_owned(), inner: inner.name().to_owned() };
    QueryError::new(kind, span).hint(format!("write them side by side: `{}:a {}:b`", outer.name(), inner.name()))
}
