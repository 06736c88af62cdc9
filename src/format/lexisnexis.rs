//! Downloads of `LexisNexis`: the old layout (`1 of 10 DOCUMENTS`, centred heads, fields in capitals) and that of Nexis Uni
//! (`Body`, `Classification`, `End of Document`), as text and as saved pages.
//!
//! A document is a heading (publication, date, headline), fields, the body, fields. A field's name counts only where a
//! field can stand, since a body may well hold a line that begins with `LENGTH:`. Names come in the language of whoever
//! downloaded.

use super::detect::Head;
use super::documents::{self, Border, Cut};
use super::elements::Made;
use super::lexisnexis_keys::{BODY, CLASSIFICATION, END, FIELDS, Field, GRAPHIC};
use super::options::Options;
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::{Record, Status, is_date_line};

/// Returns true where a line parts documents, or where the fields of one stand.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    if documents::is_page(head) {
        return head.text.contains("<DOCFULL>") || head.text.contains("LXNComment");
    }
    if head.text.trim_start().starts_with(['<', '{', '[']) {
        return false;
    }
    let (mut splits, mut old, mut new, mut ends) = (0, 0, 0, 0);
    let mut strong = 0;
    for line in head.text.lines().filter(|line| line.len() < 300) {
        let line = trim(line);
        splits += usize::from(number(line).is_some());
        ends += usize::from(END.contains(&line));
        match key(line, true) {
            Some((Field::LoadDate | Field::Language | Field::Type, _)) => strong += 1,
            Some((Field::Length | Field::Section | Field::Byline | Field::Headline, _))
                if key(line, false).is_some() =>
            {
                old += 1;
            }
            Some((Field::Length | Field::Section, _)) => new += 1,
            _ if BODY.contains(&line) => new += 1,
            _ => {}
        }
    }
    let fields = old + new + strong;
    splits > 0 && fields > 0 || ends > 0 && new + strong > 0 || old > 0 && strong > 0 && fields > 2
}

/// Reads the stories.
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    documents::stories(input, options, LexisNexis)
}

struct LexisNexis;

impl Cut for LexisNexis {
    fn border(&self, line: &str) -> Border {
        let line = trim(line);
        if number(line).is_some() {
            Border::Before
        } else if END.contains(&line) {
            Border::After
        } else {
            Border::None
        }
    }

    fn record(&mut self, document: &str, first: bool) -> Result<Option<Made>, Flaw> {
        let mut lines: Vec<&str> = document.lines().collect();
        let at = lines.iter().position(|line| !trim(line).is_empty()).unwrap_or(0);
        let numbered = number(lines.get(at).map_or("", |line| trim(line)));
        if numbered.is_some() {
            lines.drain(..=at);
        }
        let parts = Document::read(&lines);
        let knows_nothing = parts.date.is_none() && parts.fields.is_empty();
        if numbered.is_none() && (parts.fields.is_empty() || parts.text.is_empty() && parts.headline.is_none()) {
            return if first { Ok(None) } else { Err("the document has no fields".to_owned().into()) };
        }
        let is_empty = parts.text.is_empty() && parts.headline.is_none();
        if knows_nothing && !is_empty {
            return Err("the document has neither a date nor fields".to_owned().into());
        }
        let alone = numbered.is_none_or(|(_, count)| count == 1);
        let record = parts.record();
        if record.text.is_empty() && record.headline.is_none() {
            return Err(Flaw::Skip("the document is empty: no headline and no text".to_owned()));
        }
        Ok(Some(Made { record, id: None, alone }))
    }
}

/// Reads `3 of 10 DOCUMENTS`, `1 of 1 DOCUMENT`, `Dokument 234 von 456`, `Document 1 de 10`.
fn number(line: &str) -> Option<(u32, u32)> {
    const LONGEST: usize = 80;
    if line.len() > LONGEST || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut words = line.split_whitespace();
    let all: [&str; 4] = [words.next()?, words.next()?, words.next()?, words.next()?];
    let of = |word: &str| matches!(word, "of" | "von" | "de" | "van" | "di" | "sur" | "OF");
    let documents = |word: &str| {
        matches!(
            word.to_uppercase().as_str(),
            "DOCUMENT"
                | "DOCUMENTS"
                | "DOKUMENT"
                | "DOKUMENTE"
                | "DOKUMENTEN"
                | "DOCUMENTEN"
                | "DOCUMENTO"
                | "DOCUMENTOS"
                | "DOCUMENTI"
        )
    };
    let (at, count) = match all {
        [at, between, total, word] if of(between) && documents(word) => (at, total),
        [word, at, between, total] if of(between) && documents(word) => (at, total),
        _ => return None,
    };
    words.next().is_none().then_some((at.parse().ok()?, count.parse().ok()?))
}

/// Reads a field's name; the old layout writes them in capitals.
fn key(line: &str, any_case: bool) -> Option<(Field, &str)> {
    const LONGEST: usize = 24;
    let (name, value) = line.split_once(':').filter(|(name, _)| !name.is_empty() && name.len() <= LONGEST)?;
    let upper = name.trim().to_uppercase().replace([' ', '\u{a0}'], "-");
    if !any_case && name.contains(char::is_lowercase) || name.starts_with(char::is_lowercase) {
        return None;
    }
    FIELDS.iter().find(|(_, names)| names.contains(&upper.as_str())).map(|(field, _)| (*field, trim(value)))
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}')
}

/// A document taken apart.
#[derive(Default)]
struct Document {
    headline: Option<String>,
    publication: Option<String>,
    date: Option<String>,
    edition: Option<String>,
    fields: Vec<(Field, String)>,
    text: String,
}

/// The lines of a document, and what is known of all of them.
struct Lines<'l> {
    all: &'l [&'l str],
    /// The layout of Nexis Uni.
    is_new: bool,
    is_wrapped: bool,
}

impl Document {
    fn read(lines: &[&str]) -> Self {
        let is_new = lines.iter().any(|line| END.contains(&trim(line)))
            || lines.iter().any(|line| BODY.contains(&trim(line))) && lines.iter().any(|line| is_new_key(line));
        let all = Lines { all: lines, is_new, is_wrapped: documents::is_wrapped(lines.iter().copied()) };
        let tail = all.tail();
        let (head, body) = all.head(tail);
        let mut document = all.heading(head);
        if !is_new {
            all.fields(0, head, &mut document.fields);
        }
        all.fields(head, body, &mut document.fields);
        let mut end = tail;
        if let Some(graphic) = (body..tail).rev().find(|&at| is_new && GRAPHIC.contains(&trim(lines[at]))) {
            document.fields.push((Field::Graphic, documents::paragraphs(&lines[graphic + 1..tail], all.is_wrapped)));
            end = graphic;
        }
        all.fields(tail, lines.len(), &mut document.fields);
        let body: Vec<&str> = all.body(body, end, document.headline.as_deref());
        document.text = documents::paragraphs(&body, all.is_wrapped);
        document
    }

    fn record(self) -> Record {
        let first = |wanted: Field| {
            let found = self.fields.iter().find(|(field, value)| *field == wanted && !value.is_empty());
            found.map(|(_, value)| value.clone())
        };
        let mut tags: Vec<String> = vec![];
        let mut tag = |kind: &str, value: &str| {
            let value = without_relevance(value);
            if !value.is_empty() {
                tags.push(format!("{kind}:{value}"));
            }
        };
        for (field, value) in &self.fields {
            match field {
                Field::Guests => value.split([',', ';']).for_each(|value| tag("people", value)),
                Field::Tags(kind) => value.split(';').for_each(|value| tag(kind, value)),
                Field::Type => tag("type", value),
                Field::Show => tag("show", value),
                _ => {}
            }
        }
        if let Some(edition) = &self.edition {
            tag("edition", edition);
        }
        let note = first(Field::Note);
        let is_correction =
            self.fields.iter().any(|(field, value)| *field == Field::Note && value.to_lowercase().contains("correct"));
        let graphic = first(Field::Graphic);
        // A picture has nothing but its caption.
        let text = if self.text.is_empty() { graphic.unwrap_or_default() } else { self.text.clone() };
        Record {
            headline: first(Field::Headline).or_else(|| self.headline.clone()),
            text,
            dateline: first(Field::Dateline),
            byline: first(Field::Byline),
            date: self.date.clone().or_else(|| first(Field::LoadDate)),
            section: first(Field::Section),
            url: first(Field::Url),
            lang: first(Field::Language).and_then(|language| documents::language(&language)),
            agency: self.publication.clone(),
            tags,
            summary: first(Field::Highlight),
            note,
            status: is_correction.then_some(Status::Corrected),
            ..Record::default()
        }
    }
}

/// Drops the `(90%)` that says how much a story is about something.
fn without_relevance(value: &str) -> &str {
    let value = trim(value);
    match value.strip_suffix("%)").and_then(|rest| rest.rsplit_once('(')) {
        Some((before, digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => before.trim_end(),
        _ => value,
    }
}

fn is_new_key(line: &str) -> bool {
    matches!(key(trim(line), true), Some((Field::Length | Field::Section | Field::LoadDate, _)))
}

impl Lines<'_> {
    fn at(&self, at: usize) -> &str {
        trim(self.all[at])
    }

    /// Returns the field whose name stands at the beginning of a line, where a field may begin.
    fn key(&self, at: usize) -> Option<(Field, &str)> {
        key(self.at(at), self.is_new)
    }

    fn is_centred(&self, at: usize) -> bool {
        const LEAST: usize = 8;
        let line = self.all[at];
        line.len() - line.trim_start_matches([' ', '\u{a0}', '\u{c}']).len() >= LEAST
    }

    /// Returns where the fields after the body begin.
    fn tail(&self) -> usize {
        let mut tail = self.all.len();
        let mut at = self.all.len();
        while at > 0 {
            at -= 1;
            let line = self.at(at);
            let is_mark = self.is_new && (CLASSIFICATION.contains(&line) || END.contains(&line));
            if line.is_empty() {
                continue;
            }
            if is_mark || documents::is_copyright(line) || self.is_centred(at) && !self.is_new {
                tail = at;
            } else if let Some((field, value)) = self.key(at) {
                let plausible = match field {
                    Field::LoadDate => value.bytes().filter(u8::is_ascii_digit).count() >= 4,
                    Field::Length => value.bytes().any(|byte| byte.is_ascii_digit()) && value.len() < 30,
                    Field::Body => value.is_empty(),
                    _ => true,
                };
                if !plausible || field == Field::Body {
                    break;
                }
                tail = at;
            } else if let Some(above) = self.field_above(at) {
                (at, tail) = (above, above);
            } else {
                break;
            }
        }
        tail
    }

    /// Returns the field that a line continues: one whose lines were broken, or a caption of several paragraphs.
    fn field_above(&self, at: usize) -> Option<usize> {
        const FARTHEST: usize = 60;
        let mut is_same = true;
        for above in (at.saturating_sub(FARTHEST)..at).rev() {
            if self.is_new && BODY.contains(&self.at(above)) {
                return None;
            }
            if self.at(above).is_empty() {
                is_same = false;
            } else if let Some((field, _)) = self.key(above) {
                let is_long = matches!(field, Field::Graphic | Field::Note);
                return (is_long || is_same && self.is_wrapped).then_some(above);
            }
        }
        None
    }

    /// Returns where the first field stands and where the body begins.
    fn head(&self, tail: usize) -> (usize, usize) {
        const MOST_LINES: usize = 4;
        let date = self.date_before(tail);
        let mut has_field = false;
        let marked = (0..tail).find(|&at| {
            let field = self.key(at).map(|(field, _)| field);
            has_field |= field.is_some();
            field == Some(Field::Body) || self.is_new && has_field && BODY.contains(&self.at(at))
        });
        let from = date.map_or(0, |date| date + 1);
        let is_field = |at: usize| matches!(self.key(at), Some((field, _)) if field != Field::Show);
        // The fields begin soon after the date; what is farther away is in the body.
        let mut headlines = 0;
        let mut was_blank = true;
        let mut first = None;
        for at in from..marked.unwrap_or(tail) {
            let line = self.at(at);
            if line.is_empty() {
                was_blank = true;
                continue;
            }
            if is_field(at) {
                first = Some(at);
                break;
            }
            if was_blank && !self.is_centred(at) && !documents::is_copyright(line) && date.is_some() {
                headlines += 1;
            }
            was_blank = false;
            if headlines > MOST_LINES && marked.is_none() {
                break;
            }
        }
        if let Some(marked) = marked {
            return (first.unwrap_or(marked), marked + 1);
        }
        let Some(first) = first else {
            // Nothing but a heading: its first paragraph after the date is the headline, unless it is all there is.
            let body = self.after_headline(from, tail);
            return (body, body);
        };
        let mut at = first;
        while at < tail {
            if self.at(at).is_empty() || self.key(at).is_some() {
                at += 1;
            } else if at > first && self.is_wrapped && !self.at(at - 1).is_empty() {
                // A value that was broken goes on.
                at += 1;
            } else {
                break;
            }
        }
        (first, at)
    }

    /// Returns the line of the date: the first, or in the new layout the last before the fields, since a cover may come
    /// before it.
    fn date_before(&self, tail: usize) -> Option<usize> {
        const FARTHEST: usize = 40;
        if self.is_new {
            let body = (0..tail).find(|&at| BODY.contains(&self.at(at))).unwrap_or(tail);
            return (0..body).rev().find(|&at| self.key(at).is_none() && is_date_line(self.at(at)));
        }
        let filled = (0..tail).filter(|&at| !self.at(at).is_empty()).take(FARTHEST);
        let mut before = filled.take_while(|&at| !matches!(self.key(at), Some((field, _)) if field != Field::Show));
        before.find(|&at| is_date_line(self.at(at)))
    }

    fn after_headline(&self, from: usize, tail: usize) -> usize {
        let block = |mut at: usize| {
            while at < tail && (self.at(at).is_empty() || self.is_centred(at) || documents::is_copyright(self.at(at))) {
                at += 1;
            }
            let start = at;
            while at < tail && !self.at(at).is_empty() && (self.is_wrapped || at == start) {
                at += 1;
            }
            (start, at)
        };
        // What stands with the date is the edition.
        let mut at = from;
        while at < tail && at > 0 && !self.at(at).is_empty() {
            at += 1;
        }
        let (start, end) = block(at);
        let (second, more) = block(end);
        let is_alone = second == more;
        // A lone paragraph is the headline where the fields of a head follow it, else the text.
        let is_headline = matches!(
            Some(tail).filter(|&tail| tail < self.all.len()).and_then(|tail| self.key(tail)),
            Some((Field::Section | Field::Length | Field::Byline | Field::Dateline, _))
        );
        if !is_alone || is_headline { end } else { start }
    }

    /// Reads what stands before the first field.
    fn heading(&self, end: usize) -> Document {
        let mut document = Document::default();
        let mut in_copyright = false;
        let is_rights = |at: usize| {
            // What stands below a copyright belongs to it, up to a blank line.
            let is_blank = self.at(at).is_empty();
            in_copyright = !is_blank && (in_copyright && !self.is_new || documents::is_copyright(self.at(at)));
            in_copyright || is_blank
        };
        let rights: Vec<bool> = (0..end).map(is_rights).collect();
        let filled: Vec<usize> = (0..end).filter(|&at| !rights[at] && self.key(at).is_none()).collect();
        let date = if self.is_new {
            filled.iter().rposition(|&at| is_date_line(self.at(at)))
        } else {
            filled.iter().position(|&at| is_date_line(self.at(at)))
        };
        let Some(date) = date else {
            document.headline = filled.first().map(|&at| self.at(at).to_owned());
            return document;
        };
        document.date = Some(self.at(filled[date]).to_owned());
        let (before, mut after) = (&filled[..date], &filled[date + 1..]);
        // The date may stand there twice, in two languages.
        while let Some((_, rest)) = after.split_first().filter(|(at, _)| is_date_line(self.at(**at))) {
            after = rest;
        }
        let block = (filled[date]..end).find(|&at| self.at(at).is_empty()).unwrap_or(end);
        let with_date = |at: usize| at < block;
        let edition: Vec<&str> = after.iter().filter(|&&at| with_date(at)).map(|&at| self.at(at)).collect();
        document.edition = (!edition.is_empty()).then(|| edition.join(" "));
        if self.is_new {
            document.publication = before.last().map(|&at| self.at(at).to_owned());
            document.headline = self.title(before);
            return document;
        }
        document.publication = before.first().map(|&at| self.at(at).to_owned());
        let rest: Vec<usize> = after.iter().copied().filter(|&at| !with_date(at)).collect();
        let flush: Vec<&str> = rest.iter().filter(|&&at| !self.is_centred(at)).map(|&at| self.at(at)).collect();
        let lines = if flush.is_empty() { rest.iter().map(|&at| self.at(at)).collect() } else { flush };
        document.headline = (!lines.is_empty()).then(|| lines.join(" "));
        if document.headline.is_none() && before.len() > 1 {
            // A line that ends with a full stop says who may print it.
            document.headline = before.last().map(|&at| self.at(at).to_owned()).filter(|line| !line.ends_with('.'));
        }
        document
    }

    /// Returns the title that stands above the publication in the new layout.
    fn title(&self, before: &[usize]) -> Option<String> {
        let (&publication, above) = before.split_last()?;
        let &last = above.last()?;
        let mut first = last;
        // A blank line below it says that the lines above it are one title, broken.
        for &at in above.iter().rev().skip(1).take_while(|_| self.is_wrapped && last + 1 < publication) {
            if at + 1 < first {
                break;
            }
            first = at;
        }
        Some((first..=last).map(|at| self.at(at)).collect::<Vec<_>>().join(" "))
    }

    /// Reads the fields of these lines.
    fn fields(&self, from: usize, to: usize, fields: &mut Vec<(Field, String)>) {
        let mut open: Option<(Field, Vec<&str>)> = None;
        let close = |open: &mut Option<(Field, Vec<&str>)>, fields: &mut Vec<(Field, String)>| {
            if let Some((field, lines)) = open.take() {
                let value = match field {
                    Field::Graphic => documents::paragraphs(&lines, true),
                    _ => lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" "),
                };
                fields.push((field, value));
            }
        };
        for at in from..to {
            let line = self.at(at);
            if let Some((field, value)) = self.key(at) {
                close(&mut open, fields);
                open = Some((field, vec![value]));
                continue;
            }
            let ends = match &open {
                _ if self.is_new && BODY.contains(&line) => true,
                Some((Field::Graphic | Field::Note, _)) => documents::is_copyright(line) || self.is_centred(at),
                _ => line.is_empty() || !self.is_wrapped,
            };
            if ends {
                close(&mut open, fields);
            } else if let Some((_, lines)) = &mut open {
                lines.push(line);
            }
        }
        close(&mut open, fields);
    }

    /// Returns the lines of the body, without what printing put between them.
    fn body(&self, from: usize, to: usize, headline: Option<&str>) -> Vec<&str> {
        let mut was_page = false;
        let mut lines = Vec::new();
        for at in from..to.max(from) {
            let line = self.at(at);
            let repeats = was_page && headline == Some(line);
            if is_page_number(line) || repeats {
                was_page = true;
            } else {
                was_page &= line.is_empty();
                lines.push(self.all[at]);
            }
        }
        lines
    }
}

/// `Page 3 of 10`.
fn is_page_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    matches!(words[..], ["Page" | "Seite" | "Pagina" | "Página", at, "of" | "von" | "de" | "sur" | "van", count] if is_number(at) && is_number(count))
}
