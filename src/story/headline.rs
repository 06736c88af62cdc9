//! Tags of a headline: `UPDATE 2-`, `CORRECTED-`, `Factbox:`.
//!
//! Owns: taking the tags off a headline, in the wire's form, the web's and that of 1987. Does not own: what an advisory says
//! about the same correction (`advisory`). A tag counts only with its dash, colon or brackets: `ANALYSIS OF BUDGET` has none.

use super::advisory::Status;
use super::lists;

/// A headline without its tags.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Headline {
    /// The rest, white space collapsed.
    pub(super) text: String,
    /// The tags as written, outermost first.
    pub(super) tags: Vec<String>,
    /// What the tags say became of the story.
    pub(super) status: Option<Status>,
    /// 2 for `UPDATE 2-`.
    pub(super) update: Option<u32>,
    /// The agency in brackets at the end: `Wall St. slips (Reuters)`.
    pub(super) agency: Option<&'static str>,
}

/// Tags that change what the story is: they stand before any headline, in any case of it.
const STATUS_TAGS: [(&str, Option<Status>); 16] = [
    ("STORY WITHDRAWN", Some(Status::Withdrawn)),
    ("WITHDRAWN", Some(Status::Withdrawn)),
    ("KILL", Some(Status::Withdrawn)),
    ("CORRECTED", Some(Status::Corrected)),
    ("CORRECTION", Some(Status::Corrected)),
    ("CLARIFICATION", Some(Status::Corrected)),
    ("REFILED", Some(Status::Refiled)),
    ("REFILE", Some(Status::Refiled)),
    ("REPEAT", Some(Status::Repeated)),
    ("RPT", Some(Status::Repeated)),
    ("EMBARGOED", None),
    ("UPDATED", None),
    ("UPDATE", None),
    ("WRAPUP", None),
    ("INSTANT VIEW", None),
    ("URGENT", None),
];

/// Tags that name a genre.
const GENRE_TAGS: [&str; 39] = [
    "SNAP ANALYSIS",
    "ANALYSIS",
    "ADVISORY",
    "BREAKINGVIEWS",
    "BRIEF",
    "CHRONOLOGY",
    "COLUMN",
    "COMMENTARY",
    "DEALTALK",
    "DIARY",
    "ECONOMIC SPOTLIGHT",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FACTBOXES",
    "FEATURE",
    "HIGHLIGHTS",
    "INSIGHT",
    "INTERVIEW",
    "KEY POINTS",
    "LIVE",
    "NEWSMAKER",
    "NEWS ANALYSIS",
    "OBITUARY",
    "OPINION",
    "POLL",
    "PREVIEW",
    "PROFILE",
    "Q&A",
    "QUOTEBOX",
    "QUOTES",
    "SCENARIOS",
    "SPECIAL REPORT",
    "TABLE",
    "TALKING POINT",
    "TAKE A LOOK",
    "TEXT",
    "TIMELINE",
    "WITNESS",
];

/// Takes the tags off a headline.
pub(super) fn read(written: &str) -> Headline {
    let collapsed = collapse(written);
    let mut found = Headline::default();
    // `>>>ANSA/Loaves are dearer`: the agency's own story, with more to come.
    let mut rest = collapsed.trim_start_matches('>').trim_start();
    if rest.len() < collapsed.len()
        && let Some((agency, after)) = rest.split_once('/')
        && let Some(agency) = lists::agency(agency)
    {
        found.agency = Some(agency);
        rest = after.trim_start();
    }
    while let Some((tag, after)) = next_tag(rest) {
        found.status = found.status.max(tag.status);
        found.update = found.update.or(tag.number.filter(|_| !tag.view));
        found.tags.push(tag.written.to_owned());
        rest = after;
    }
    if found.tags.iter().any(|tag| tag.eq_ignore_ascii_case("ADVISORY")) && rest.ends_with(" withdrawn") {
        found.status = Some(Status::Withdrawn);
    }
    if let Some((before, agency)) = agency_at_end(rest) {
        rest = before;
        found.agency = Some(agency);
    }
    Headline { text: rest.to_owned(), ..found }
}

/// One tag.
struct Tag<'a> {
    written: &'a str,
    status: Option<Status>,
    number: Option<u32>,
    /// `INSTANT VIEW 3` counts views, not updates.
    view: bool,
}

/// Returns the tag that `text` begins with and what follows its dash; a tag with nothing after it is a headline.
fn next_tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let bracketed = text.starts_with('(');
    let inner = if bracketed { &text[1..] } else { text };
    let (name, status, of_status) = known_tag(inner)?;
    let mut end = name.len();
    let number = count(&inner[end..]);
    if let Some((_, length)) = number {
        end += length;
    }
    if !bracketed && inner[end..].to_ascii_uppercase().starts_with(" (OFFICIAL)") {
        end += " (OFFICIAL)".len();
    }
    let view = name.eq_ignore_ascii_case("INSTANT VIEW");
    let tag = Tag { written: &inner[..end], status, number: number.map(|(number, _)| number), view };
    let after = if bracketed {
        let after = inner[end..].strip_prefix(')')?.trim_start();
        after.trim_start_matches(['-', '–', '—']).trim_start()
    } else {
        separated(&inner[end..], name, of_status)?
    };
    (!after.is_empty()).then_some((tag, after))
}

/// Returns what follows the separator after a tag.
fn separated<'a>(text: &'a str, name: &str, of_status: bool) -> Option<&'a str> {
    if let Some(after) = text.strip_prefix(':') {
        return Some(after.trim_start());
    }
    if name == "TALKING POINT" && text.starts_with('/') {
        return Some(text[1..].trim_start());
    }
    let spaced = text.starts_with(' ');
    let after = text.trim_start().strip_prefix(['-', '–', '—'])?.trim_start_matches('-');
    if spaced {
        return Some(after.trim_start());
    }
    // Without a space before the dash: `Text-messaging`, `TABLE-TOP GAMES RISE` are words, `TABLE-Fed funds` is a tag.
    let capitals = !name.chars().any(char::is_lowercase);
    let told_apart = of_status || !AMBIGUOUS.contains(&name) || after.chars().any(char::is_lowercase);
    (capitals && told_apart && !after.starts_with(char::is_lowercase)).then(|| after.trim_start())
}

/// Genres that are also the first half of a hyphened word.
const AMBIGUOUS: [&str; 8] = ["TABLE", "TEXT", "BRIEF", "LIVE", "POLL", "FEATURE", "KILL", "COLUMN"];

/// Returns the tag's name as written, what it says of the story, and whether it is one of those before any headline.
fn known_tag(text: &str) -> Option<(&str, Option<Status>, bool)> {
    let named = |name: &str| {
        let written = text.get(..name.len()).filter(|written| written.eq_ignore_ascii_case(name))?;
        let ends = !text[name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '’');
        (ends && written.starts_with(|c: char| c.is_ascii_uppercase())).then_some(written)
    };
    let status = STATUS_TAGS.iter().find_map(|&(name, status)| Some((named(name)?, status, true)));
    status.or_else(|| GENRE_TAGS.iter().find_map(|name| Some((named(name)?, None, false))))
}

/// Reads the ` 2` of `UPDATE 2-`; returns it with its length.
fn count(text: &str) -> Option<(u32, usize)> {
    let digits = text.strip_prefix(' ')?;
    let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    if !(1..=2).contains(&length) || !digits[length..].trim_start().starts_with(['-', '–', '—', ':', ')']) {
        return None;
    }
    Some((digits[..length].parse().ok()?, length + 1))
}

/// Returns a headline without the agency in brackets at its end, and the agency.
fn agency_at_end(text: &str) -> Option<(&str, &'static str)> {
    let inner = text.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let agency = lists::agency(&inner[open + 1..])?;
    let before = text[..open].trim_end();
    (!before.is_empty() && inner[open + 1..].starts_with(char::is_uppercase)).then_some((before, agency))
}

/// Trims, and makes each run of white space one space.
pub(super) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in
        text.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}').filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_taken_off_and_listed() {
        for (written, text, tags) in [
            ("UPDATE 2-Baker wins loaf prize", "Baker wins loaf prize", &["UPDATE 2"][..]),
            ("CORRECTED-UPDATE 2-Baker wins", "Baker wins", &["CORRECTED", "UPDATE 2"]),
            ("RPT-UPDATE 1-Baker wins", "Baker wins", &["RPT", "UPDATE 1"]),
            ("CORRECTED (OFFICIAL)-Baker wins", "Baker wins", &["CORRECTED (OFFICIAL)"]),
            ("REFILE-Baker wins", "Baker wins", &["REFILE"]),
            ("WRAPUP 11-Bakers win", "Bakers win", &["WRAPUP 11"]),
            ("INSTANT VIEW 3-Bakers win", "Bakers win", &["INSTANT VIEW 3"]),
            ("FACTBOX-Five loaves", "Five loaves", &["FACTBOX"]),
            ("TABLE-Loaf prices in May", "Loaf prices in May", &["TABLE"]),
            ("Factbox: Five loaves", "Five loaves", &["Factbox"]),
            ("Factbox - Five loaves", "Five loaves", &["Factbox"]),
            ("Instant View: Bakers win", "Bakers win", &["Instant View"]),
            ("Story Withdrawn: Bakers win", "Bakers win", &["Story Withdrawn"]),
            ("CORRECTED - BAKER <BKR> WINS", "BAKER <BKR> WINS", &["CORRECTED"]),
            ("(CORRECTED) - BAKER WINS", "BAKER WINS", &["CORRECTED"]),
            ("(CORRECTED)-BAKER WINS", "BAKER WINS", &["CORRECTED"]),
            ("(RPT) BAKER WINS", "BAKER WINS", &["RPT"]),
            ("CORRECTED-BAKER WINS", "BAKER WINS", &["CORRECTED"]),
            ("TALKING POINT/BAKER INC <BKR>", "BAKER INC <BKR>", &["TALKING POINT"]),
            ("ECONOMIC SPOTLIGHT - LOAVES", "LOAVES", &["ECONOMIC SPOTLIGHT"]),
            ("EXCLUSIVE-INTERVIEW-Baker speaks", "Baker speaks", &["EXCLUSIVE", "INTERVIEW"]),
            ("  UPDATE 1 - Baker\n   wins ", "Baker wins", &["UPDATE 1"]),
        ] {
            let found = read(written);
            assert_eq!(
                (found.text.as_str(), found.tags),
                (text, tags.iter().map(|&tag| tag.to_owned()).collect()),
                "{written}"
            );
        }
    }

    #[test]
    fn a_word_that_happens_to_be_a_tag_is_none() {
        for written in [
            "UPDATE ON TALKS",
            "ANALYSIS OF BUDGET",
            "ANALYSIS AND LOAVES <ANL>",
            "Text-messaging ban passed",
            "TABLE-TOP GAMES RISE",
            "Briefly: loaves",
            "CORRECTED",
            "UPDATE 2-",
            "Live-in bakers protest",
            "Polls close",
            "exclusive: loaves",
            "UPDATE 2017 BUDGET",
        ] {
            let found = read(written);
            assert_eq!((found.text.as_str(), found.tags.len()), (written, 0), "{written}");
        }
    }

    #[test]
    fn tags_say_what_became_of_the_story() {
        for (written, status, update) in [
            ("CORRECTED-UPDATE 2-X", Some(Status::Corrected), Some(2)),
            ("REFILE-X", Some(Status::Refiled), None),
            ("RPT-CORRECTED-X", Some(Status::Corrected), None),
            ("RPT-X", Some(Status::Repeated), None),
            ("STORY WITHDRAWN-X", Some(Status::Withdrawn), None),
            ("Advisory: Story on loaves withdrawn", Some(Status::Withdrawn), None),
            ("Instant View 3: X", None, None),
            ("EXCLUSIVE-X", None, None),
        ] {
            let found = read(written);
            assert_eq!((found.status, found.update), (status, update), "{written}");
        }
    }

    #[test]
    fn an_agency_at_the_end_is_taken_off() {
        let found = read("Bakers slip (Reuters)");
        assert_eq!((found.text.as_str(), found.agency), ("Bakers slip", Some("Reuters")));
        for written in ["Bakers slip (again)", "(Reuters)", "He met pa (pa)"] {
            assert_eq!(read(written).agency, None, "{written}");
        }
    }
}
