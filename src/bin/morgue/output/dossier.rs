//! A dossier as text: facts behind their labels, stories per month as bars, and the stories that say most.

use super::summary::{counted, number};
use super::text::{excerpt, headline, hit_origin};
use super::title;
use crate::console::Look;
use crate::escape;
use crate::layout::{Line, Mark};
use morgue::search::{Companion, Dossier, TopStory};
use morgue::story::{Date, NameKind, Story};
use std::io::{self, Write};

/// How many columns the labels take.
const LABELS: usize = 12;

/// How many forms of the name are shown.
const FORMS: usize = 8;

/// The longest bar, in columns.
const LONGEST_BAR: u64 = 40;

/// Where nobody says how wide the output is, bars are made for this.
const USUAL_WIDTH: usize = 80;

/// The most months that are shown month by month; longer times are shown by year.
const MOST_MONTHS: i32 = 36;

/// The longest gap that is shown as empty months or years; a longer one is said in a line.
const LONGEST_GAP: i32 = 6;

/// Writes a dossier with at most `limit` introductions; 0 is all.
pub(crate) fn write(out: &mut dyn Write, look: &Look, dossier: &Dossier, limit: usize) -> io::Result<()> {
    line(&dossier.name, Mark::Title).write(out, look, "")?;
    line(&summary(dossier), Mark::Dim).write(out, look, "")?;
    out.write_all(b"\n")?;
    let mut facts = Facts { out, look };
    facts.forms(dossier)?;
    facts.introductions(dossier, limit)?;
    facts.read(dossier)?;
    facts.story("first", dossier.first.as_ref())?;
    facts.story("last", dossier.last.as_ref().filter(|_| dossier.stories > 1))?;
    facts.companions("people", &dossier.people)?;
    facts.companions("orgs", &dossier.organizations)?;
    facts.bars(dossier)?;
    for (rank, top) in (1..).zip(&dossier.top) {
        story(out, look, rank, top)?;
    }
    Ok(())
}

fn summary(dossier: &Dossier) -> String {
    let kind = if dossier.kind == NameKind::Person { "person" } else { "organization" };
    let (stories, mentions) =
        (counted(dossier.stories, "story", "stories"), counted(dossier.mentions, "mention", "mentions"));
    let inferred = match dossier.inferred {
        0 => String::new(),
        inferred => format!(", {} inferred from the surname", number(inferred)),
    };
    format!("{kind} · {stories}{inferred} · {mentions}")
}

/// Returns a line of one mark.
fn line(text: &str, mark: Mark) -> Line {
    let mut line = Line::flowing();
    line.push(text, mark);
    line
}

/// Writes facts, each behind its label.
struct Facts<'o> {
    out: &'o mut dyn Write,
    look: &'o Look,
}

impl Facts<'_> {
    fn forms(&mut self, dossier: &Dossier) -> io::Result<()> {
        let forms = dossier.forms.iter().take(FORMS).map(|one| (one.form.as_str(), number(one.mentions)));
        let mut parts: Vec<(&str, String)> = forms.collect();
        if dossier.forms.len() > FORMS {
            parts.push(("", format!("{} more", number((dossier.forms.len() - FORMS) as u64))));
        }
        self.parts("written", &parts)
    }

    fn introductions(&mut self, dossier: &Dossier, limit: usize) -> io::Result<()> {
        let shown = if limit == 0 { usize::MAX } else { limit };
        let digits = dossier.introductions.first().map_or(0, |first| number(first.stories).len());
        for (at, one) in dossier.introductions.iter().take(shown).enumerate() {
            let label = if at == 0 { "introduced" } else { "" };
            let mut line = line(&one.text, Mark::Plain);
            line.push(" · ", Mark::Dim);
            line.push_name(&one.id, Mark::Dim);
            self.fact(label, &format!("{:>digits$}  ", number(one.stories)), &line)?;
        }
        Ok(())
    }

    /// Says from how many stories forms and introductions are, where not from all.
    fn read(&mut self, dossier: &Dossier) -> io::Result<()> {
        if dossier.read >= dossier.stories {
            return Ok(());
        }
        let (read, all) = (number(dossier.read), number(dossier.stories));
        self.fact("", "", &line(&format!("(in {read} of the {all} stories, evenly over the time)"), Mark::Dim))
    }

    fn story(&mut self, label: &str, story: Option<&Story>) -> io::Result<()> {
        let Some(story) = story else { return Ok(()) };
        let date = story.date.map(|date| format!("{date}  ")).unwrap_or_default();
        let mut line = line(&title(story), Mark::Plain);
        line.push(" · ", Mark::Dim);
        line.push_name(&story.id, Mark::Dim);
        self.fact(label, &date, &line)
    }

    fn companions(&mut self, label: &str, companions: &[Companion]) -> io::Result<()> {
        let part = |one: &Companion| format!("{} of {}", number(one.stories), number(one.all));
        let parts: Vec<(&str, String)> = companions.iter().map(|one| (one.name.as_str(), part(one))).collect();
        self.parts(label, &parts)
    }

    /// Writes a line a month or year, with a bar.
    fn bars(&mut self, dossier: &Dossier) -> io::Result<()> {
        let chart = Chart::of(&dossier.months);
        let most = chart.rows.iter().map(|(_, stories)| *stories).max().unwrap_or_default();
        let mut label = if chart.by_year { "by year" } else { "by month" };
        let digits = number(most).len();
        let dates = if chart.by_year && dossier.undated == 0 { "2017".len() } else { "2017-10".len() };
        let width = self.look.width.unwrap_or(USUAL_WIDTH);
        let room = width.saturating_sub(LABELS + dates + "   ".len() + digits).max(1) as u64;
        let room = room.min(LONGEST_BAR);
        let mut before: Option<i32> = None;
        for &(at, stories) in &chart.rows {
            let gap = before.map_or(0, |before| at - before - 1);
            if gap > LONGEST_GAP {
                let unit = if chart.by_year { "years" } else { "months" };
                self.fact("", "", &line(&format!("({gap} {unit} without a story)"), Mark::Dim))?;
            } else {
                for empty in at - gap..at {
                    self.fact("", "", &line(&chart.label(empty), Mark::Dim))?;
                }
            }
            before = Some(at);
            let length = if most <= room { stories } else { (stories * room).div_ceil(most) };
            let mut row = Line::preformatted();
            row.push(&format!("{:<dates$}  ", chart.label(at)), Mark::Dim);
            row.push(&"█".repeat(length as usize), Mark::Plain);
            row.push(&format!(" {}", number(stories)), Mark::Plain);
            self.fact(label, "", &row)?;
            label = "";
        }
        if dossier.undated > 0 {
            let mut row = Line::preformatted();
            row.push("undated  ", Mark::Dim);
            row.push(&counted(dossier.undated, "story", "stories"), Mark::Plain);
            self.fact(label, "", &row)?;
        }
        Ok(())
    }

    /// Writes names behind one another, each with its count; none is broken over two rows.
    fn parts(&mut self, label: &str, parts: &[(&str, String)]) -> io::Result<()> {
        if parts.is_empty() {
            return Ok(());
        }
        let mut line = Line::flowing();
        for (at, (name, count)) in parts.iter().enumerate() {
            if at > 0 {
                line.push(" · ", Mark::Dim);
            }
            let name = escape::line(name);
            let space = if name.is_empty() { "" } else { " " };
            line.push_name(&name, Mark::Plain);
            line.push_name(&format!("{space}{count}"), Mark::Dim);
        }
        self.fact(label, "", &line)
    }

    fn fact(&mut self, label: &str, lead: &str, line: &Line) -> io::Result<()> {
        let dim = self.look.palette.style(if label.is_empty() { Mark::Plain } else { Mark::Dim });
        let mut rows = Vec::new();
        line.write(&mut rows, self.look, &format!("{:LABELS$}{lead}", ""))?;
        write!(self.out, "{dim}{label}{dim:#}{:1$}", "", LABELS - label.len())?;
        self.out.write_all(&rows[LABELS..])
    }
}

/// Stories per month, numbered from the year 0, or per year.
struct Chart {
    by_year: bool,
    rows: Vec<(i32, u64)>,
}

impl Chart {
    fn of(months: &[(Date, u64)]) -> Self {
        let month = |date: Date| date.month().map(|month| i32::from(date.year()) * 12 + i32::from(month) - 1);
        let by_month: Option<Vec<(i32, u64)>> =
            months.iter().map(|&(date, stories)| Some((month(date)?, stories))).collect();
        let fits = |rows: &Vec<(i32, u64)>| {
            rows.first().zip(rows.last()).is_none_or(|(first, last)| last.0 - first.0 < MOST_MONTHS)
        };
        if let Some(rows) = by_month.filter(fits) {
            return Self { by_year: false, rows };
        }
        let mut rows: Vec<(i32, u64)> = Vec::new();
        for &(date, stories) in months {
            let year = i32::from(date.year());
            match rows.last_mut() {
                Some((last, sum)) if *last == year => *sum += stories,
                _ => rows.push((year, stories)),
            }
        }
        Self { by_year: true, rows }
    }

    fn label(&self, at: i32) -> String {
        if self.by_year { format!("{at:04}") } else { format!("{:04}-{:02}", at / 12, at % 12 + 1) }
    }
}

fn story(out: &mut dyn Write, look: &Look, rank: usize, top: &TopStory) -> io::Result<()> {
    let lead = format!("{rank:>2}  ");
    let indent = " ".repeat(lead.len());
    out.write_all(b"\n")?;
    headline(&top.hit).write(out, look, &lead)?;
    let mut facts = line(&counted(top.mentions.into(), "mention", "mentions"), Mark::Dim);
    facts.push(" · ", Mark::Dim);
    facts.append(hit_origin(&top.hit));
    facts.write(out, look, &indent)?;
    let has_headline = top.hit.story.headline.is_some();
    for snippet in top.hit.snippets.iter().filter(|snippet| !has_headline || snippet.field != "headline") {
        excerpt(snippet).write(out, look, &indent)?;
    }
    Ok(())
}
