//! Paragraphs that pages put into their stories and that belong to none, told by their words.

use std::collections::HashSet;
use std::sync::OnceLock;

/// The paragraphs of `lists/furniture.txt`.
struct Furniture {
    whole: HashSet<&'static str>,
    beginnings: Vec<&'static str>,
}

fn furniture() -> &'static Furniture {
    static FURNITURE: OnceLock<Furniture> = OnceLock::new();
    FURNITURE.get_or_init(|| {
        let lines = include_str!("lists/furniture.txt").lines().map(str::trim);
        let (whole, beginnings): (Vec<&str>, Vec<&str>) =
            lines.filter(|line| !line.is_empty() && !line.starts_with('#')).partition(|line| line.starts_with("= "));
        Furniture { whole: whole.into_iter().map(|line| &line[2..]).collect(), beginnings }
    })
}

/// Returns true for a paragraph that a page puts into its stories and that belongs to none: invitations and headings of
/// lists of other stories.
pub(super) fn is_furniture(paragraph: &str) -> bool {
    /// No such paragraph is longer.
    const LONGEST: usize = 160;
    const ENDS: [(&str, &str); 3] =
        [("the post ", "appeared first on"), ("copyright", "all rights reserved"), ("©", "all rights reserved")];
    if paragraph.len() > LONGEST && !paragraph.starts_with("The post ") {
        return false;
    }
    // What somebody says is of the story: “Get our boat back,” he said.
    let is_said = paragraph.starts_with(['"', '“', '«', '„', '‘']);
    let lower = paragraph.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let begins = |start: &&str| lower.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(*start);
    let closed = |(start, end): &(&str, &str)| lower.starts_with(start) && lower.contains(end);
    let known = furniture();
    bare.is_empty()
        || known.whole.contains(bare)
        || (!is_said && known.beginnings.iter().any(begins))
        || ENDS.iter().any(closed)
}
