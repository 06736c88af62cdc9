//! Trailers: credits, notes and end marks after the last paragraph.
//!
//! Owns: finding where the body ends. Does not own: what the credits say. A trailer is peeled from the end, piece by piece, so
//! that nothing before an ordinary last paragraph is ever taken for one.

use super::trailer_words::{CLOSINGS, CONTACTS, CREDITS, MARKS, SMALL};
use super::{advisory, byline};
use super::{ceil_boundary, lists, trim_end};

/// How far from the end a trailer may begin, in bytes.
const WINDOW: usize = 1600;
/// The most pieces: end mark, credits, note, contacts.
const MOST_PIECES: usize = 6;

/// Returns where the body ends and where the trailer begins and ends, in bytes; without a trailer all three are the same.
pub(super) fn split(text: &str, start: usize) -> (usize, usize, usize) {
    let end = trim_end(text, start);
    let mut at = end;
    for _ in 0..MOST_PIECES {
        let from = ceil_boundary(text, at.saturating_sub(WINDOW).max(start));
        let Some(begins) = last_piece(&text[from..at]).map(|piece| from + piece) else { break };
        at = trim_end(&text[..begins], start);
    }
    if at == end {
        return (end, end, end);
    }
    let lead =
        text[at..end].len() - text[at..end].trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).len();
    (at, at + lead, end)
}

/// Returns where the last piece of a trailer begins in `text`, which is the end of a story, trimmed.
fn last_piece(text: &str) -> Option<usize> {
    end_mark(text)
        .or_else(|| inline_mark(text))
        .or_else(|| signed(text))
        .or_else(|| in_brackets(text))
        .or_else(|| last_lines(text))
        .or_else(|| at_line_end(text))
        .or_else(|| after_end(text))
        .or_else(|| below_rule(text))
        .or_else(|| last_paragraph(text))
        .or_else(|| last_address(text))
        .or_else(|| contact(text))
}

/// The last paragraph, where it is a copyright, a note for editors, an end mark or the desk's initials.
fn last_paragraph(text: &str) -> Option<usize> {
    const LONGEST: usize = 600;
    let (at, last) = paragraph(text);
    let (line_at, line) = last_line(text);
    // In tables a last line of a few letters is a value.
    let before = &text[..line_at];
    if is_mark(line) && (ends_a_sentence(before) || !is_initials(line) || signed(before.trim_end()).is_some()) {
        return Some(line_at);
    }
    // In small letters it is a mark only where the story is complete before it.
    if matches!(line, "end" | "ends") && line_at > 0 && ends_a_sentence(before) && !before.trim_end().is_empty() {
        return Some(line_at);
    }
    if let Some(length) = agency_at_end(text).or_else(|| signed(text)) {
        return Some(length);
    }
    let lower = last.to_lowercase();
    let contributes = [
        "contributed to this report",
        "contributed to this story",
        "contributed to this article",
        "contributed reporting",
    ];
    let ends = lower.trim_end_matches(['.', ')', '_', ' ']);
    let credits = last.len() < 400 && contributes.iter().any(|words| ends.ends_with(words));
    // `Write to Ada Oven` closes a story only with the address.
    let addressed =
        last.contains('@') || !["-by ", "--by ", "- by ", "write to "].iter().any(|by| lower.starts_with(by));
    let is_sentence = lower.starts_with("source: ") && (last.len() > 120 || last.trim_end_matches('.').contains(". "));
    let closes = CLOSINGS.iter().any(|start| lower.starts_with(start)) && last.len() < LONGEST && addressed;
    let closes = closes && !is_sentence;
    if at > 0 && (credits || closes) {
        return Some(at);
    }
    let lower = line.to_lowercase();
    let rights = lower.starts_with('©')
        || (lower.starts_with("copyright ") && (line.contains('©') || line.contains(|c: char| c.is_ascii_digit())));
    let standards = lower.starts_with("our standards: ");
    (line_at > 0 && line.len() < LONGEST && (rights || standards)).then_some(line_at)
}

/// `ENDS`, `-30-`, `dpa ab yyzz n1 cd`, `burs-ab/cd`.
fn is_mark(line: &str) -> bool {
    const LONGEST: usize = 40;
    if line.len() > LONGEST || line.is_empty() {
        return false;
    }
    let lower = line.to_lowercase();
    // A story may end with the word `end`; a mark stands in capitals or between signs.
    let shouted = !line.chars().any(char::is_lowercase) || matches!(line, "Enditem" | "Ends" | "End" | "ends");
    if line.starts_with("Enditem") || line.starts_with("-0- ") || is_number_mark(line) {
        return true;
    }
    if MARKS.contains(&lower.as_str()) && shouted {
        return true;
    }
    let small = |word: &str, most: usize| {
        !word.is_empty() && word.len() <= most && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let mut words = line.split(' ');
    let desk = words.next().is_some_and(|word| matches!(word, "dpa" | "sda" | "apa" | "afp" | "reu" | "awp"))
        && words.clone().count() > 0
        && words.all(|word| small(word, 5));
    desk || is_initials(line)
}

/// `9376**1424`, `01/01/01-02/95`: the desks' numbers.
fn is_number_mark(line: &str) -> bool {
    let is_stamp = |line: &str| {
        let parts: Vec<&str> = line.split(['/', '-']).collect();
        parts.len() == 5 && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    is_stamp(line)
        || line.split_once("**").is_some_and(|(first, last)| {
            [first, last]
                .iter()
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*'))
        })
}

/// `burs-ab/cd`: who wrote and who edited.
fn is_initials(line: &str) -> bool {
    let same = |part: &str, is: fn(&u8) -> bool| part.as_bytes().iter().all(is);
    let few = |part: &str| {
        (2..=4).contains(&part.len()) && (same(part, u8::is_ascii_lowercase) || same(part, u8::is_ascii_uppercase))
    };
    let spaced = |part: &str| (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_lower = line.starts_with(|c: char| c.is_ascii_lowercase());
    line.contains('/') && is_lower && line.split(['/', '-']).all(few)
        || line.contains(" // ") && line.split(" // ").all(spaced)
}

/// `... loaves rose. (ANI)`: the agency in brackets after the last sentence.
fn agency_at_end(text: &str) -> Option<usize> {
    const LONGEST: usize = 30;
    let inner = text.strip_suffix('.').unwrap_or(text).strip_suffix(')')?;
    let open = inner.rfind('(').filter(|open| inner.len() - open <= LONGEST)?;
    let before = text[..open].trim_end();
    let apart = before.ends_with(['.', '!', '?', '”', '"', '’', '\'']) && before.len() < open;
    (apart && lists::agency(&inner[open + 1..]).is_some()).then_some(open)
}

/// The addresses that end a press release, from the line that says so.
fn contact(text: &str) -> Option<usize> {
    const LONGEST: usize = 900;
    const HEADS: [&str; 4] = ["contact", "contacts", "press contact", "contact information"];
    let from = ceil_boundary(text, text.len().saturating_sub(LONGEST));
    lines_from(text, from)
        .find(|(_, line)| {
            let heads = HEADS.iter().any(|head| line.eq_ignore_ascii_case(head));
            line.len() < 200 && (heads || CONTACTS.iter().any(|start| begins_with(line, start)))
        })
        .map(|(at, _)| at)
        .filter(|&at| at > 0)
}

/// What stands below a rule: `___`, `AP writers Ada Oven and Bo Crane contributed.`
fn below_rule(text: &str) -> Option<usize> {
    const LONGEST: usize = 900;
    const SIGNS: [&str; 8] =
        ["contribut", "Associated Press", "AP writer", "Follow ", "Online:", "@", "reached at ", "generated by"];
    let from = ceil_boundary(text, text.len().saturating_sub(LONGEST));
    lines_from(text, from)
        .find(|(at, line)| {
            let rule = line.len() - line.trim_start_matches('_').len();
            if rule < 3 {
                return false;
            }
            let after = line[rule..].trim_start();
            let below = if after.is_empty() { text[at + line.len()..].trim_start() } else { after };
            let first = below.split("\n\n").next().unwrap_or_default();
            SIGNS.iter().any(|sign| first.contains(sign))
        })
        .map(|(at, _)| at)
        .filter(|&at| at > 0)
}

/// The lines that begin at or after `from`, trimmed, with where they begin.
fn lines_from(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    let start = if from == 0 { 0 } else { text[from..].find('\n').map_or(text.len(), |newline| from + newline) };
    text[start..]
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(move |line| (line.as_ptr() as usize - base, line))
}

/// `(END) Dow Jones Newswires`, and the time and the owner that follow it.
fn after_end(text: &str) -> Option<usize> {
    const FAR: usize = 200;
    const SHORT: usize = 60;
    let from = ceil_boundary(text, text.len().saturating_sub(FAR));
    let own_line = lines_from(text, from).find(|(at, line)| *at > 0 && line.starts_with("(END) ")).map(|(at, _)| at);
    // `... he said. (end)`, and the desk's lines.
    own_line.or_else(|| {
        let at = from + text[from..].rfind("(end)\n")?;
        (ends_a_sentence(&text[..at]) && at > 0 && text.len() - at < SHORT).then_some(at)
    })
}

/// The last line, trimmed, and where it begins.
fn last_line(text: &str) -> (usize, &str) {
    let start = text.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].trim();
    (line.as_ptr() as usize - text.as_ptr() as usize, line)
}

/// The last paragraph, trimmed, and where it begins; where there are no blank lines, the last line.
fn paragraph(text: &str) -> (usize, &str) {
    let mut blank = text.match_indices('\n').map(|(at, _)| at).filter(|&at| {
        let next = text[at + 1..].trim_start_matches([' ', '\t', '\r']);
        next.starts_with('\n')
    });
    let Some(start) = blank.next_back() else { return last_line(text) };
    let paragraph = text[start..].trim();
    (paragraph.as_ptr() as usize - text.as_ptr() as usize, paragraph)
}

/// ` Reuter` and ` REUTER`, the end mark of 1987, on a line of its own or after a full stop.
fn end_mark(text: &str) -> Option<usize> {
    let marked = text.trim_end_matches(['.', '>', '-', '^', 'M']).trim_end();
    let word = marked.get(marked.len().checked_sub("Reuter".len())?..)?;
    if !matches!(word, "Reuter" | "REUTER" | "reuter") {
        return None;
    }
    let before = &marked[..marked.len() - word.len()];
    let line = before.trim_end_matches(|c: char| c == ' ' || c == '\t' || (c.is_control() && c != '\n' && c != '\r'));
    let apart = line.is_empty() || line.ends_with(['\n', '\r']);
    let after_sentence = line.len() < before.len() && word != "reuter" && line.ends_with(['.', '"', '”', ')']);
    (apart || after_sentence).then_some(before.len())
}

/// `... he said. Enditem`, `... dijo. Fin`, `... said. -0-`, `... said./.`: end marks after the last sentence.
fn inline_mark(text: &str) -> Option<usize> {
    if let Some(before) = text.strip_suffix("./.") {
        // Its first full stop is the sentence's.
        return before.ends_with(char::is_alphanumeric).then_some(before.len() + 1).or(Some(before.len()));
    }
    let before = ["Enditem", "Fin", "-0-"].iter().find_map(|mark| text.strip_suffix(mark))?;
    let apart = before.ends_with(char::is_whitespace) || before.is_empty();
    (apart && ends_a_sentence(before)).then_some(before.len())
}

/// The agency's own name after the last sentence, alone or with the desk's initials: `... he said. EFE`, `PTI AB CD`,
/// `-- BERNAMA`, `Lusa/Fim`, and what a line `--SPA` is followed by.
fn signed(text: &str) -> Option<usize> {
    const FAR: usize = 160;
    const MOST: usize = 5;
    let from = ceil_boundary(text, text.len().saturating_sub(FAR));
    // A line of signs and the agency: all that follows it is the desk's.
    for (at, line) in lines_from(text, from) {
        let bare = line.trim_start_matches(['-', '=', '/', ' ']);
        let ruled = bare.len() < line.len() && ["--", "==", "//"].iter().any(|rule| line.starts_with(rule));
        let slashed = line.starts_with('/') && line.ends_with('/') && line.len() > 2;
        let name = bare.split('/').next().unwrap_or_default();
        if (ruled && (is_name_of_agency(bare) || line.starts_with("//") && is_name_of_agency(name))
            || slashed && lists::agency(name).is_some())
            && at > 0
        {
            return Some(at);
        }
    }
    let (line_at, line) = last_line(text);
    let before = text[..line_at].trim_end();
    let ends = ends_a_sentence(before) || is_initials(last_line(before).1);
    if line_at > 0 && line.len() < 60 && ends && is_signature(line) {
        return Some(line_at);
    }
    // Word by word from the end: initials, then the agency, then a sentence's end.
    let mut at = text.len();
    for word in text[from..].split_whitespace().rev().take(MOST) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let name = word
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |end| end + word[end..].chars().next().map_or(1, char::len_utf8));
        at = start + name;
        if word[name..].len() > 2 && is_name_of_agency(&word[name..]) && !word[name..].contains(char::is_lowercase) {
            let before = text[..at].trim_end();
            let ends = before.ends_with(['.', '!', '?', '”', '"', '»']);
            return (ends && (name > 0 || before.len() < at) && !before.is_empty()).then_some(at);
        }
        let initials = name == 0 && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        if !initials {
            return None;
        }
    }
    let _ = at;
    None
}

/// `Lusa/Fim`, `WAM/Ada Oven/Bo Crane`, `AAP ab/cd`.
fn is_signature(line: &str) -> bool {
    let end = line.find(['/', ' ']).unwrap_or(line.len());
    let rest = &line[end..];
    let names = || {
        rest[1..].split('/').all(|name| {
            (1..=3).contains(&name.trim().split(' ').count())
                && name.trim().split(' ').all(|word| word.starts_with(char::is_uppercase))
        })
    };
    let is_whole = line.contains(' ') && line.starts_with(char::is_uppercase) && lists::agency(line).is_some();
    is_whole
        || is_name_of_agency(&line[..end])
            && (rest.is_empty() || rest.starts_with('/') && names() || is_initials(rest.trim_start()))
}

/// Whether a word is an agency as it writes itself, or in capitals.
fn is_name_of_agency(word: &str) -> bool {
    lists::agency(word).is_some_and(|name| name == word || !word.contains(char::is_lowercase))
}

/// The last line, where it is nothing but an address: `ada@example.com`, or a link and what it leads to.
fn last_address(text: &str) -> Option<usize> {
    let (at, line) = last_line(text);
    let is_word = !line.contains(' ');
    let mail = is_word && line.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let is_address =
        ["http://", "https://"].iter().any(|start| line.starts_with(start)) && (is_word || line.contains(" SOURCE: "));
    (at > 0 && (mail || is_address)).then_some(at)
}

/// `(Reporting by ...)`, `(This story was refiled to ...)`, `((ada@example.com))` at the very end.
fn in_brackets(text: &str) -> Option<usize> {
    let closed = text.trim_end_matches('.');
    let inner = closed.strip_suffix(')')?;
    let mut depth = 1_u32;
    let open = inner.char_indices().rev().find_map(|(at, c)| {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let content = advisory::content(&closed[open..]);
    let contacts = closed[open..].starts_with("((") && content.contains('@');
    let apart = open == 0 || text[..open].ends_with(|c: char| c.is_whitespace() || ".”\"".contains(c));
    // The last bracket of a sentence goes on after it; a note follows one that is complete.
    let complete = ends_a_sentence(&text[..open]);
    let note = advisory::is_note(content) && (complete || advisory::status(content).is_some());
    let written = complete
        && (byline::names_in_brackets(closed[open..].trim()).is_some()
            || is_foreign_credit(content)
            || is_ours(content));
    (apart && (is_credit(content) || contacts || note || written)).then_some(open)
}

/// `Ada Oven, édité par Bo Crane`, `Ada Oven, in redazione a Roma Bo Crane`.
fn is_foreign_credit(content: &str) -> bool {
    const EDITED: [&str; 8] = [
        "édité par",
        "version française",
        "pour le service français",
        "in redazione",
        "redigiert von",
        "editado por",
        "editado en español",
        "edição de",
    ];
    content.len() < 300 && EDITED.iter().any(|words| content.to_lowercase().contains(words))
}

/// `©NTB`, `1234/03.03.2021`, `www.example.com`: whose it is, the number of the dispatch, or a site.
fn is_ours(content: &str) -> bool {
    let is_number = content.contains('/')
        && content.len() > 6
        && content.bytes().all(|byte| byte.is_ascii_digit() || b"/.-".contains(&byte));
    let is_site = content.starts_with("www.") && !content.contains(' ');
    is_number || is_site || content.strip_prefix('©').is_some_and(|name| lists::agency(name).is_some())
}

fn ends_a_sentence(text: &str) -> bool {
    text.trim_end().is_empty() || text.trim_end().ends_with(['.', '!', '?', '”', '"', ')', '’'])
}

fn is_credit(text: &str) -> bool {
    CREDITS.iter().any(|credit| begins_with(text, credit))
}

/// Whether a text begins so, in capitals or not.
fn begins_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(start))
}

/// Whether nothing but credits stands here: names, and the few words between them.
fn is_only_credits(text: &str) -> bool {
    text.split_whitespace().all(is_credit_word)
}

fn is_credit_word(word: &str) -> bool {
    let bare = word.trim_matches([',', ';', '.', ':', '(', ')', '&', '-', '/']);
    bare.is_empty() || bare.starts_with(char::is_uppercase) || bare.contains('@') || SMALL.contains(&bare)
}

/// `Reporting by A; writing by B` as the last line, or the last paragraph; an opening bracket may be unclosed.
fn last_lines(text: &str) -> Option<usize> {
    let mut at = text.len();
    for _ in 0..6 {
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let lead =
            text[line..].len() - text[line..].trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).len();
        let written = &text[line + lead..];
        let bare = written.trim_start_matches('(');
        if is_credit(bare) && (bare.len() < written.len() || is_only_credits(bare)) {
            return Some(line + lead);
        }
        if line == 0 || text[line..at].trim().is_empty() {
            return None;
        }
        at = line - 1;
    }
    None
}

/// `... he said. Reporting by A; Editing by B` on the same line, at the very end.
fn at_line_end(text: &str) -> Option<usize> {
    // Only the words at the end that may stand in credits are looked at; most stories end in a word that may not.
    let mut from = text.len();
    for word in text.split_whitespace().rev() {
        if !is_credit_word(word) {
            break;
        }
        from = word.as_ptr() as usize - text.as_ptr() as usize;
    }
    if !text[from..].contains("by ") && !text[from..].contains(": ") {
        return None;
    }
    let lower = text[from..].to_ascii_lowercase();
    let starts = |at: usize| {
        let before = text[..at].trim_end();
        let complete = before.len() < at && before.ends_with(['.', '”', '"', ')', '!', '?']);
        complete && text[at..].starts_with(char::is_uppercase)
    };
    CREDITS.iter().filter_map(|credit| lower.rfind(credit)).map(|at| from + at).filter(|&at| starts(at)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trailer_is_cut_off_and_kept() {
        for (body, trailer) in [
            ("He said so.", "(Reporting by Ada Brightwell; Editing by Bo Crane)"),
            ("He said so. ", "(Reporting by Ada Brightwell; Editing by Bo Crane)"),
            ("He said so.\n\n", "Reporting by Ada Brightwell; writing by Bo van Oven; editing by Cy Crane"),
            ("He said so.\n", "(Additional reporting by Ada Brightwell in ROME;\nEditing by Bo Crane)"),
            ("He said so.\n", "(Reporting by Ada Brightwell\n"),
            ("He said so. ", "Reporting by Ada Brightwell; Editing by Bo Crane"),
            ("He said so.\n ", "Reuter\n\u{3}"),
            ("He said so.\r\n", "REUTER\r\n\u{3}"),
            ("He said so.\n ", "REUTER..."),
            ("He said so. ", "REUTER\u{3}"),
            ("He said so.\n", "(Reporting by Ada Brightwell)\n Reuter\n\u{3}"),
            ("He said so. ", "(This story has been refiled to correct the headline)"),
            ("He said so.\n\n", "(Reporting by A. Oven)\n\n((ada@example.com; +44 20 0000))"),
        ] {
            let text = format!("{body}{trailer}");
            let (end, from, to) = split(&text, 0);
            assert_eq!(&text[..end], body.trim_end(), "{text}");
            assert_eq!(&text[from..to], &trailer[..trim_end(trailer, 0)], "{text}");
        }
    }

    #[test]
    fn the_trailers_of_other_agencies_are_cut_off() {
        for (body, trailer) in [
            ("He said so.\n\n", "___\n\nAP writers Ada Oven and Bo Crane contributed to this report."),
            ("He said so.\n\n", "_____ AP writers Ada Oven in Haven contributed."),
            ("He said so.\n\n", "___\n\nFollow Ada Oven on Twitter: @adaoven"),
            ("He said so.\n\n", "Associated Press writer Ada Oven contributed to this report."),
            ("He said so.\n\n", "-- With assistance from Ada Oven and Bo Crane."),
            ("He said so.\n\n", "--With assistance from Ada Oven. Editors: Bo Crane, Cy Miller."),
            ("He said so.\n\n", "To contact the reporter on this story: Ada Oven in Haven at ada@example.com"),
            ("He said so.\n\n", "© Agence France-Presse"),
            ("He said so.\n", "© Agence France-Presse"),
            (
                "He said so.\n\n",
                "Copyright 2017 The Associated Press. All rights reserved. This material may not be published.",
            ),
            ("He said so.\n\n", "END"),
            ("He said so.\n", "ENDS"),
            ("He said so.\n\n", "-30-"),
            ("He said so.\n\n", "# # #"),
            ("He said so.\n\n", "dpa ab yyzz n1 cd"),
            ("He said so.\n\n", "burs-ab/cd/ef"),
            ("He said so. ", "(ANI)"),
            ("He said so.\n\n", "Enditem"),
            ("He said so.\n\n", "(END) Dow Jones Newswires"),
            ("He said so.\n\n", "Contact:\nAda Oven\n\nHaven, 555 0100\nada@example.com"),
            ("He said so.\n\n", "Media Contact: Ada Oven, ada@example.com\n\nENDS"),
            ("He said so.\n\n", "For further information contact Ada Oven on 555 0100."),
            ("He said so.\n\n", "Note to editors: the loaf is long."),
            ("He said so.\n\n", "Contact: Ada Oven\n\n© Agence France-Presse"),
            ("He said so. ", "Enditem"),
            ("Lo dijo. ", "Fin"),
            ("He said so. ", "-0-"),
            ("He said so. ", "EFE\n\nao/bc"),
            ("\"He said so\".", "EFE\n\nmrc/PL\n\n01/01/01-02/95"),
            ("He said so. ", "PTI AO BC\nCD"),
            ("He said so. ", "(ANSA)."),
            ("He said so. ", "(NTB)"),
            ("He said so.\n\n", "(©NTB)"),
            ("He said so.\n\n", "/ritzau/"),
            ("He said so.\n\n", "-- BERNAMA"),
            ("He said so.\n\n", "==Kyodo"),
            ("He said so.\n\n", "--IANS\n\nao/bc/cd"),
            ("He said so.\n", "--SPA\n18:21 LOCAL TIME 15:21 GMT\n0021"),
            ("He said so.\n\n", "AO // BC\n\nLusa/Fim"),
            ("He said so.\n\n", "WAM/Ada Oven/Bo Crane"),
            ("He said so.\n\n", "(By Ada Oven and Bo Crane)\n\nEnditem/cd"),
            ("He said so.\n\n", "9376**1424"),
            ("He said so.\n\n", "ada@example.com\n\n(END)"),
            ("He said so.\n\n", "Reporter: Ada Oven\nEditor: Bo Crane\nCopyright © ANTARA 2021"),
            ("He said so.\n\n", "Contacts\n\nAda Oven\nada@example.com"),
            (
                "He said so.\n\n",
                "-By Ada Oven, Dow Jones Newswires; ada@example.com\n\n(END) Dow Jones Newswires\n\n03-03-09 0800ET",
            ),
            ("He said so.\n\n", "Write to Ada Oven at ada@example.com"),
            ("He said so.\n\n", "This report by The Canadian Press was first published March 3, 2021."),
            ("He said so.\n\n", "(Reporte de Ada Oven; editado por Bo Crane)"),
            ("He said so.\n\n", "(Ada Oven, édité par Bo Crane)"),
            ("He said so.\n\n", "end"),
        ] {
            let text = format!("{body}{trailer}");
            let (end, from, to) = split(&text, 0);
            assert_eq!((&text[..end], &text[from..to]), (body.trim_end(), trailer), "{text}");
        }
    }

    #[test]
    fn an_ordinary_last_paragraph_is_none() {
        for text in [
            "He told Reuters",
            "He spoke to Reuters.",
            "She said so (again)",
            "Reporting by the council showed that prices rose.",
            "It ended. Reporting by the press has been fair.",
            "(He had left)",
            "Loaves rose (this includes rolls)",
            "The ship Reuter\nsank",
            "WTI TO 17.50\ndlrs/bbl",
            "SIX MTHS      3-1/2\n3-3/8",
            "It was the end",
            "He spoke of the\n\nend",
            "He works for EFE",
            "He left. Fin de semaine",
            "Loaves at 3\n\nAP",
            "He wrote to her.\n\nWrite to me, she said.",
            "He said so to ada@example.com",
            "Rolls sold, 3/12",
            "Contact: it was lost",
            "Copyright is a right.",
            "He wrote a/b\n\nand c/d/e of it.",
            "He works for a bank (BBC)",
            "A\n\n___\n\nThe loaves rose again in the south.",
            "",
        ] {
            assert_eq!(split(text, 0), (text.len(), text.len(), text.len()), "{text}");
        }
    }

    #[test]
    fn nothing_before_the_start_is_touched() {
        let text = "(Reporting by Ada Oven) Reuter";
        assert_eq!(split(text, 24), (24, 24, 30));
    }
}
