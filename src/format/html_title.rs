//! Headings and titles of pages: which say the same, and what in them is the site's name.

/// Returns the letters and digits of a text in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The longest text, in bytes, that is compared as a headline: each word of one is looked for among those of the other.
const LONGEST_HEADLINE: usize = 2000;

/// Returns true where two headlines are one, though one may be cut short or worded a little otherwise.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    if one.len().max(other.len()) > LONGEST_HEADLINE {
        return false;
    }
    let (one_letters, other_letters) = (letters(one), letters(other));
    if one_letters.is_empty() || other_letters.is_empty() {
        return false;
    }
    if one_letters == other_letters {
        return true;
    }
    // Some languages put no blanks between words.
    let (short, long) = if one_letters.len() < other_letters.len() {
        (&one_letters, &other_letters)
    } else {
        (&other_letters, &one_letters)
    };
    if short.len() > 20 && short.len() * 2 > long.len() && long.starts_with(short.as_str()) {
        return true;
    }
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(letters).filter(|word| word.len() > 2).collect() };
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    shared > 1 && shared * 2 > one.len().min(other.len()) && shared * 3 > one.len().max(other.len())
}

/// Returns a heading without what the title has behind a mark: `Late ferryThe Courier` under `Late ferry » The Courier`.
pub(super) fn without_name_of_page(heading: &str, title: &str) -> String {
    let shown = letters(heading);
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", " · "] {
        let Some((before, after)) = title.split_once(mark) else { continue };
        let rest = shown.strip_prefix(&letters(before)).filter(|rest| !rest.is_empty());
        if before.len() > 12 && rest.is_some_and(|rest| letters(after).ends_with(rest)) {
            return before.trim().to_owned();
        }
    }
    heading.to_owned()
}

/// Returns a title without the site's name behind or before it.
pub(super) fn without_site(title: &str, site: &[String]) -> String {
    let is_site = |name: &str| {
        let name = letters(name);
        site.iter().map(|site| letters(site)).any(|site| {
            !site.is_empty()
                && (name == site || (site.len() > 2 && name.starts_with(&site) && name.len() < site.len() + 14))
        })
    };
    let mut title = title;
    for _ in 0..2 {
        let behind = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " : "]
            .iter()
            .filter_map(|mark| title.rsplit_once(*mark))
            .max_by_key(|(before, _)| before.len());
        match behind {
            Some((before, name)) if is_site(name) => title = before,
            _ => break,
        }
    }
    for mark in [" | ", " - ", " – ", " :: ", ": "] {
        if let Some((name, after)) = title.split_once(mark)
            && is_site(name)
        {
            title = after;
            break;
        }
    }
    title.trim().to_owned()
}
