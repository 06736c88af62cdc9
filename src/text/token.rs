//! From atoms to tokens: the rules of news.
//!
//! The text is cut at white space; in each stretch atoms are joined to words (`joined`, by what stands between two of
//! them), words to compounds (by hyphens), and where an archive has lost its apostrophes, the word before takes up what
//! was cut off it.

use super::atoms::{Atom, atoms};
use super::fold::{capped, fold_into};
use super::lost;
use super::sentences::{Border, Layout, border};
use super::{Analysis, Token, TokenKind};

/// A hyphenated word of more parts is no word but a list: only its parts are indexed.
const MOST_PARTS: usize = 8;

/// A word before it has a position.
#[derive(Clone, Copy, Debug)]
struct Unit {
    start: usize,
    end: usize,
    /// Where it ends with its possessive `'s`: where the next word may join.
    consumed: usize,
    term_start: u32,
    term_end: u32,
    /// One atom, with nothing before or after it.
    plain: bool,
    /// The atom after it.
    next: usize,
}

/// The word before, as far as the next one depends on it.
#[derive(Clone, Copy, Debug, Default)]
struct Last {
    start: usize,
    end: usize,
    /// Where reading goes on.
    consumed: usize,
    /// Whether the next word may be a piece of it.
    plain: bool,
}

/// Reads a text into an analysis.
pub(super) struct Reader<'t> {
    text: &'t str,
    /// Whether the text was typed as a query; such a text has no sentences.
    typed: bool,
    layout: Layout,
    atoms: Vec<Atom>,
    units: Vec<Unit>,
    last: Last,
    out: &'t mut Analysis,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, typed: bool, out: &'t mut Analysis) -> Self {
        out.clear();
        let layout = if typed { Layout::Wrapped } else { Layout::of(text) };
        Self { text, typed, layout, atoms: Vec::new(), units: Vec::new(), last: Last::default(), out }
    }

    pub(super) fn read(mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if is_space(bytes[at]) {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len() && !is_space(bytes[at]) {
                at += 1;
            }
            self.atoms.clear();
            atoms(&self.text[start..at], start, &mut self.atoms);
            self.stretch(start);
        }
    }

    /// Reads the words of one stretch.
    fn stretch(&mut self, start: usize) {
        let mut next = 0;
        while next < self.atoms.len() {
            self.units.clear();
            loop {
                let unit = self.unit(next);
                next = unit.next;
                if unit.term_end > unit.term_start {
                    self.units.push(unit);
                }
                if next < self.atoms.len() && is_hyphen(&self.text[unit.consumed..self.unit_start(next)]) {
                    self.out.terms.push('-');
                } else {
                    break;
                }
            }
            match self.units[..] {
                [] => {}
                [unit] => self.word(unit, start),
                _ => self.compound(),
            }
        }
    }

    /// Emits a word, or adds it to the word before.
    fn word(&mut self, unit: Unit, stretch: usize) {
        if unit.start != stretch || !self.takes_up(unit) {
            self.begin(unit.start, unit.end);
            self.push(unit, TokenKind::Word);
        }
    }

    /// Emits a hyphenated word and its parts.
    fn compound(&mut self) {
        let units = std::mem::take(&mut self.units);
        let (first, last) = (units[0], units[units.len() - 1]);
        self.begin(first.start, first.end);
        let kind = if units.len() > MOST_PARTS {
            TokenKind::Word
        } else {
            let length = units.len() as u32;
            let term = &self.out.terms[first.term_start as usize..last.term_end as usize];
            let term_end = first.term_start + capped(term) as u32;
            let whole = Unit { end: last.end, term_end, ..first };
            self.out.tokens.push(self.token(whole, TokenKind::Compound, length));
            TokenKind::Part
        };
        for &unit in &units {
            self.push(unit, kind);
        }
        self.last.plain = false;
        self.units = units;
    }

    /// Notes what begins with a word.
    fn begin(&mut self, start: usize, end: usize) {
        if self.typed {
            return;
        }
        let position = self.out.positions;
        let border = if position == 0 {
            Border::Paragraph
        } else {
            let before = &self.text[self.last.start..self.last.end];
            border(self.layout, before, &self.text[self.last.consumed..start], &self.text[start..end])
        };
        if border != Border::None {
            self.out.sentences.push(position);
        }
        if border == Border::Paragraph {
            self.out.paragraphs.push(position);
        }
    }

    fn push(&mut self, unit: Unit, kind: TokenKind) {
        self.out.tokens.push(self.token(unit, kind, 1));
        self.out.positions += 1;
        self.last = Last { start: unit.start, end: unit.end, consumed: unit.consumed, plain: unit.plain };
    }

    fn token(&self, unit: Unit, kind: TokenKind, length: u32) -> Token {
        Token {
            start: unit.start as u32,
            end: unit.end as u32,
            position: self.out.positions,
            length,
            kind,
            term_start: unit.term_start,
            term_end: unit.term_end,
        }
    }

    /// Adds a word to the word before where only an apostrophe that was lost parts them, or drops it where it is the `s`
    /// of a possessive.
    fn takes_up(&mut self, unit: Unit) -> bool {
        let apart = self.out.positions > 0 && self.text.get(self.last.consumed..unit.start) == Some(" ");
        let Some(owner) = self.out.tokens.last_mut().filter(|_| apart) else { return false };
        let piece = &self.text[unit.start..unit.end];
        if unit.plain && piece == "s" {
            self.out.terms.truncate(unit.term_start as usize);
            self.last.consumed = unit.consumed;
            self.last.plain = false;
            return true;
        }
        if !self.last.plain || owner.term_end != unit.term_start {
            return false;
        }
        let word = &self.text[self.last.start..self.last.end];
        let term = &self.out.terms[owner.term_start as usize..owner.term_end as usize];
        let (joins, apostrophe) = if unit.plain && lost::is_negation(word, term, piece) {
            (true, false)
        } else if unit.plain && lost::is_contraction(term, piece) {
            (true, true)
        } else {
            (lost::is_irish(word, piece), false)
        };
        if !joins {
            return false;
        }
        owner.end = unit.end as u32;
        owner.term_end = unit.term_end + u32::from(apostrophe);
        if apostrophe {
            self.out.terms.insert(unit.term_start as usize, '\'');
        }
        self.last = Last { end: unit.end, consumed: unit.consumed, plain: false, ..self.last };
        true
    }

    /// Reads the word that begins with an atom, and appends its term.
    fn unit(&mut self, first: usize) -> Unit {
        let term_start = self.out.terms.len();
        let start = self.unit_start(first);
        let atom = self.atoms[first];
        let mut unit = Unit {
            start,
            end: atom.end,
            consumed: atom.end,
            term_start: term_start as u32,
            term_end: 0,
            plain: false,
            next: first + 1,
        };
        let letters = self.acronym(first);
        if letters > 1 {
            self.read_acronym(first, letters, &mut unit);
        } else if self.opens_amount(first) {
            self.read_amount(first, &mut unit);
        } else if self.is_number(first) {
            self.out.terms.push_str(&self.text[start..atom.start]);
            self.read_number(first, &mut unit);
        } else if !self.read_country(first, &mut unit) {
            self.read_letters(first, &mut unit);
        }
        unit.plain = start == atom.start && unit.next == first + 1;
        self.read_possessive(&mut unit);
        let length = capped(&self.out.terms[term_start..]);
        self.out.terms.truncate(term_start + length);
        unit.term_end = (term_start + length) as u32;
        unit
    }

    /// Returns how many single letters with a full stop between each two begin here.
    fn acronym(&self, first: usize) -> usize {
        let is_single = |atom: &Atom| {
            let mut letters = self.slice(*atom).chars();
            let cased = letters.next().is_some_and(|letter| letter.is_uppercase() || letter.is_lowercase());
            cased && letters.next().is_none()
        };
        let mut count = 0;
        while self.atoms.get(first + count).is_some_and(is_single) {
            count += 1;
            if self.joint(first + count - 1) != Some('.') {
                break;
            }
        }
        count
    }

    /// `U.S.`, `N.A.T.O.`: letters without their full stops; the last full stop is part of the word.
    fn read_acronym(&mut self, first: usize, letters: usize, unit: &mut Unit) {
        for at in first..first + letters {
            self.push_folded(at, unit);
        }
        if self.text[unit.end..].starts_with('.') {
            unit.end += 1;
            unit.consumed = unit.end;
        }
        if &self.out.terms[unit.term_start as usize..] == "us" {
            self.out.terms.truncate(unit.term_start as usize);
            self.out.terms.push_str("u.s.");
        }
    }

    /// Says whether a currency's letters and an amount begin here: `US$5`, `HK$5`.
    fn opens_amount(&self, first: usize) -> bool {
        let letters = self.slice(self.atoms[first]);
        letters.len() <= 3
            && letters.bytes().all(|letter| letter.is_ascii_uppercase())
            && self.joint(first) == Some('$')
            && self.is_number(first + 1)
    }

    /// `US$5` is `$5`; another country's dollars keep its letters.
    fn read_amount(&mut self, first: usize, unit: &mut Unit) {
        if self.slice(self.atoms[first]) != "US" {
            self.push_folded(first, unit);
        }
        self.out.terms.push('$');
        self.read_number(first + 1, unit);
    }

    /// `3,000`, `1.5`, `24/7`, `10/31/2017`.
    fn read_number(&mut self, first: usize, unit: &mut Unit) {
        let mut at = first;
        self.push_folded(at, unit);
        // Whether a comma may stand before the next three digits.
        let mut grouped = self.slice(self.atoms[at]).len() <= 3;
        while self.slice(self.atoms[at]).bytes().all(|digit| digit.is_ascii_digit()) && self.is_number(at + 1) {
            match self.joint(at) {
                Some('.') => {
                    self.out.terms.push('.');
                    grouped = false;
                }
                Some('/') => {
                    self.out.terms.push('/');
                    grouped = self.slice(self.atoms[at + 1]).len() <= 3;
                }
                Some(',') if grouped && self.is_group(at + 1) => {}
                _ => break,
            }
            at += 1;
            self.push_folded(at, unit);
        }
    }

    fn is_number(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| self.text.as_bytes()[atom.start].is_ascii_digit())
    }

    /// Says whether an atom is three digits, with letters after them or not (`000th`).
    fn is_group(&self, at: usize) -> bool {
        self.slice(self.atoms[at]).bytes().take_while(u8::is_ascii_digit).count() == 3
    }

    /// `US` in text that has lower case.
    fn read_country(&mut self, first: usize, unit: &mut Unit) -> bool {
        let atom = self.atoms[first];
        let country = self.slice(atom) == "US"
            && self.joint(first) != Some('&')
            && (self.typed || is_mixed_case(self.text, atom));
        if country {
            self.out.terms.push_str("u.s.");
            unit.end = atom.end;
        }
        country
    }

    /// Letters, with what joins them: `example.com`, `AT&T`, `don't`, `we'll`, `O'Brien`.
    fn read_letters(&mut self, first: usize, unit: &mut Unit) {
        let mut at = first;
        self.push_folded(at, unit);
        while let Some(joint) = self.joint(at) {
            let (left, right) = (self.slice(self.atoms[at]), self.slice(self.atoms[at + 1]));
            let letters = left.ends_with(char::is_alphabetic) && right.starts_with(char::is_alphabetic);
            match joint {
                '.' if letters && is_domain(left, right) => self.out.terms.push('.'),
                '.' if left.eq_ignore_ascii_case("ph") && right.eq_ignore_ascii_case("d") => {}
                '&' if letters => self.out.terms.push('&'),
                '\'' | '’' | '‘' | '＇' if letters && !right.eq_ignore_ascii_case("s") => {
                    if lost::is_ending(right) {
                        self.out.terms.push('\'');
                    }
                }
                '\u{200B}' if letters => {}
                _ => break,
            }
            at += 1;
            self.push_folded(at, unit);
        }
    }

    /// `'s`: the word is its owner.
    fn read_possessive(&self, unit: &mut Unit) {
        let Some(&atom) = self.atoms.get(unit.next) else { return };
        if matches!(self.slice(atom), "s" | "S") && matches!(&self.text[unit.end..atom.start], "'" | "’" | "‘" | "＇")
        {
            unit.consumed = atom.end;
            unit.next += 1;
            unit.plain = false;
        }
    }

    fn push_folded(&mut self, at: usize, unit: &mut Unit) {
        let atom = self.atoms[at];
        fold_into(&self.text[atom.start..atom.end], &mut self.out.terms);
        unit.end = atom.end;
        unit.consumed = atom.end;
        unit.next = at + 1;
    }

    fn slice(&self, atom: Atom) -> &'t str {
        &self.text[atom.start..atom.end]
    }

    /// Returns the one character between an atom and the next.
    fn joint(&self, at: usize) -> Option<char> {
        let mut between = self.text[self.atoms[at].end..self.atoms.get(at + 1)?.start].chars();
        between.next().filter(|_| between.next().is_none())
    }

    /// Returns where the word that begins with an atom begins: at the currency sign before a number.
    fn unit_start(&self, at: usize) -> usize {
        let start = self.atoms[at].start;
        let sign = self.text[..start].chars().next_back().filter(|sign| matches!(sign, '$' | '£' | '€' | '¥'));
        sign.filter(|_| self.is_number(at)).map_or(start, |sign| start - sign.len_utf8())
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn is_hyphen(between: &str) -> bool {
    matches!(between, "-" | "\u{2010}" | "\u{2011}")
}

/// Says whether a full stop between letters is that of a domain: `example.com`, `EXAMPLE.COM`, but not `talks.The`.
fn is_domain(left: &str, right: &str) -> bool {
    const DOMAINS: [&str; 8] = ["CO", "COM", "EDU", "GOV", "INT", "NET", "ORG", "UK"];
    right.starts_with(char::is_lowercase) && left.len() > 1 || DOMAINS.contains(&right)
}

/// How far, in bytes, lower-case letters are looked for around `US`.
const NEAR: usize = 60;

/// Says whether the line around an atom has lower-case letters; a line that holds nothing else counts as such.
///
/// A line of capitals, a headline, says nothing of `US`, country or pronoun.
fn is_mixed_case(text: &str, atom: Atom) -> bool {
    let before = &text[text.ceil_char_boundary(atom.start.saturating_sub(NEAR))..atom.start];
    let after = &text[atom.end..text.floor_char_boundary(atom.end + NEAR)];
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let mut letters = before.chars().chain(after.chars()).filter(|letter| letter.is_alphabetic()).peekable();
    letters.peek().is_none() || letters.any(char::is_lowercase)
}
