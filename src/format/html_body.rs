//! What of a page's text is the story: lines that repeat its headline, byline and date go, and so does what follows the last of
//! the story: who wrote it, how to reach the author, whose it is.

use super::html::agency_of;
use super::html_furniture::is_furniture;
use super::html_title::letters;
use crate::story::{self, Precision, Record};

/// Returns the text without what a page repeats around it: headline, byline, date, furniture.
pub(super) fn cleaned(text: &str, record: &Record) -> String {
    let text = below_heading(text, record);
    let mut paragraphs: Vec<&str> = text.split("\n\n").filter(|paragraph| !is_furniture(paragraph)).collect();
    // `By Ann Poe`, and below it the agency that she writes for.
    if paragraphs.len() > 2 && paragraphs[0].starts_with("By ") && agency_of(paragraphs[1]).is_some() {
        paragraphs.remove(1);
    }
    let is_left = |paragraph: &str| {
        is_stamp(paragraph) || is_notice(paragraph) || is_introduction(paragraph) || is_about_author(paragraph, record)
    };
    while paragraphs.last().is_some_and(|paragraph| is_left(paragraph)) {
        paragraphs.pop();
    }
    let near_end = paragraphs.len().saturating_sub(3);
    let kept = paragraphs.iter().enumerate().filter(|(at, paragraph)| *at < near_end || !is_contact(paragraph));
    kept.map(|(_, paragraph)| *paragraph).collect::<Vec<_>>().join("\n\n")
}

/// Returns true for a paragraph that only leads to something that is not there.
fn is_introduction(paragraph: &str) -> bool {
    paragraph.ends_with([':', '：']) && paragraph.len() < 80
}

/// Returns true for an address or account that stands alone: that of the author.
fn is_contact(paragraph: &str) -> bool {
    paragraph.contains('@') && paragraph.split_whitespace().count() <= 2
}

/// Returns true for a paragraph on who wrote the story, or how to reach the author.
fn is_about_author(paragraph: &str, record: &Record) -> bool {
    const LONGEST: usize = 700;
    const VERBS: [&str; 19] = [
        "is",
        "was",
        "are",
        "covers",
        "writes",
        "reports",
        "works",
        "has",
        "joined",
        "leads",
        "specializes",
        "can",
        "also",
        "ist",
        "schreibt",
        "est",
        "es",
        "è",
        "é",
    ];
    const REACH: [&str; 9] = [
        "reach ",
        "follow ",
        "contact ",
        "email ",
        "e-mail ",
        "this article was originally published",
        "originally published",
        "this article originally appeared",
        "this story originally appeared",
    ];
    if paragraph.len() > LONGEST {
        return false;
    }
    let lower = paragraph.to_lowercase();
    if lower.len() < 200 && REACH.iter().any(|start| lower.starts_with(start)) {
        return true;
    }
    if lower.contains("affiliate link") || is_biography(paragraph) {
        return true;
    }
    let byline = record.byline.as_deref().unwrap_or_default();
    let byline = byline.strip_prefix("By ").or_else(|| byline.strip_prefix("by ")).unwrap_or(byline);
    let mut names = byline.split([',', ';', '|', '&']).flat_map(|names| names.split(" and ")).map(str::trim);
    names.any(|name| {
        let about = lower.strip_prefix(&name.to_lowercase()).filter(|_| name.contains(' '));
        let about = about.map(|about| about.trim_start_matches([',', ' ']));
        about.and_then(|about| about.split_whitespace().next()).is_some_and(|verb| VERBS.contains(&verb))
    })
}

/// Returns the text below the lines that repeat headline, byline and date. What stands above the headline is the page's.
pub(super) fn below_heading<'t>(text: &'t str, record: &Record) -> &'t str {
    const MOST_LINES: usize = 24;
    let same = |line: &str, field: &Option<String>| {
        field.as_deref().is_some_and(|field| line.len() < 2 * field.len() + 8 && letters(field) == letters(line))
    };
    let is_head = |line: &str| same(line, &record.agency) || agency_of(line).is_some() || is_count(line);
    let mut rest = text;
    let headline = text.lines().take(MOST_LINES).find(|line| same(line, &record.headline));
    if let Some(line) = headline {
        rest = &text[line.as_ptr() as usize - text.as_ptr() as usize + line.len()..];
    }
    for _ in 0..MOST_LINES {
        rest = rest.trim_start();
        let Some((line, below)) = rest.split_once('\n') else { break };
        if !(same(line, &record.byline)
            || is_byline(line, record)
            || is_stamp(line)
            || is_furniture(line)
            || is_head(line))
        {
            break;
        }
        rest = below;
    }
    rest
}

/// Returns true for a paragraph that says what kind of writer somebody is: `Ann Poe is a reporter at`.
fn is_biography(paragraph: &str) -> bool {
    const MOST_NAMES: usize = 4;
    const WRITERS: [&str; 9] = [
        "journalist",
        "reporter",
        "writer",
        "correspondent",
        "columnist",
        "editor",
        "author",
        "freelance",
        "contributor",
    ];
    let Some((names, about)) = [" is a ", " is an ", " is the "].iter().find_map(|is| paragraph.split_once(is)) else {
        return false;
    };
    let mut words = names.split_whitespace();
    let count = words.clone().count();
    // What somebody is comes first: `an award-winning journalist`, and not a minister who speaks to one.
    let mut first = about.split([',', '.']).next().unwrap_or_default().split_whitespace().take(5);
    (2..=MOST_NAMES).contains(&count)
        && words.all(|word| word.starts_with(char::is_uppercase))
        && first.any(|word| WRITERS.contains(&word))
}

/// Returns true for a line that names the byline's names and nothing of a story.
pub(super) fn is_byline(line: &str, record: &Record) -> bool {
    let Some(byline) = record.byline.as_deref() else { return false };
    let names = byline.strip_prefix("By ").unwrap_or(byline);
    line.len() < names.len() + 60 && !line.ends_with('.') && letters(line).contains(&letters(names))
}

/// Returns true for a line that says when a page was published and nothing else.
pub(super) fn is_stamp(line: &str) -> bool {
    const LONGEST: usize = 80;
    const STARTS: [&str; 11] = [
        "published",
        "updated",
        "posted",
        "last updated",
        "first published",
        "web posted",
        "modified",
        "submitted",
        "publicado",
        "publié",
        "veröffentlicht",
    ];
    let lower = line.to_lowercase();
    let is_day = |text: &str| story::read_date(text).is_some_and(|date| date.precision() == Precision::Day);
    let dated = is_day(line) || line.find(|c: char| c.is_ascii_digit()).is_some_and(|at| is_day(&line[at..]));
    let counts = lower.split_whitespace().count();
    let has_cjk_date = line.find('年').is_some_and(|at| line[..at].ends_with(|c: char| c.is_ascii_digit()) && at < 12);
    let ago = lower.ends_with(" ago") && counts <= 4;
    let reading = lower.ends_with("min read") || lower.ends_with("minute read") || lower.ends_with("minutes read");
    let says_so = STARTS.iter().any(|start| lower.starts_with(start)) || lower.contains("last updated");
    line.chars().count() <= LONGEST
        && (says_so || !line.contains('('))
        && (ago || reading || (has_cjk_date && !line.ends_with('。')) || (dated && (counts <= 7 || says_so)))
}

/// Returns true for a line that counts readers or comments.
pub(super) fn is_count(line: &str) -> bool {
    const COUNTED: [&str; 9] =
        ["views", "comments", "shares", "visto", "vues", "comentarios", "commentaires", "kommentare", "reads"];
    let lower = line.to_lowercase();
    let mut words = lower.split_whitespace();
    line.contains(|c: char| c.is_ascii_digit())
        && words.clone().count() < 5
        && words.any(|word| COUNTED.contains(&word))
}

/// Returns true for a line that says whose a page is.
pub(super) fn is_notice(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.starts_with('©')
        || lower.starts_with("copyright")
        || lower.starts_with("(c) ")
        || lower.contains("all rights reserved")
}
