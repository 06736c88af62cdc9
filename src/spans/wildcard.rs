//! Wildcards: `*` for any number of characters, `?` for one.

/// A pattern with `*` and `?`, read once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wildcard {
    pattern: Vec<char>,
    literal: String,
}

impl Wildcard {
    /// Reads a pattern.
    pub fn of(pattern: &str) -> Self {
        let literal = pattern.split(['*', '?']).next().unwrap_or_default().to_owned();
        Self { pattern: pattern.chars().collect(), literal }
    }

    /// Returns what stands before the first wildcard: everything that fits begins with it.
    pub fn prefix(&self) -> &str {
        &self.literal
    }

    /// Says whether the whole of a text fits.
    pub fn fits(&self, text: &str) -> bool {
        let Some(rest) = text.strip_prefix(self.literal.as_str()) else { return false };
        let pattern = &self.pattern[self.literal.chars().count()..];
        // The last `*` seen, and the text from which it has not yet taken a character.
        let mut star: Option<(usize, &str)> = None;
        let (mut at, mut rest) = (0, rest);
        loop {
            let mut letters = rest.chars();
            match (pattern.get(at), letters.next()) {
                (None, None) => return true,
                (Some('*'), _) => {
                    star = Some((at, rest));
                    at += 1;
                }
                (Some(&wanted), Some(letter)) if wanted == '?' || wanted == letter => {
                    rest = letters.as_str();
                    at += 1;
                }
                _ => {
                    let Some((star_at, taken)) = star else { return false };
                    let mut letters = taken.chars();
                    if letters.next().is_none() {
                        return false;
                    }
                    (at, rest) = (star_at + 1, letters.as_str());
                    star = Some((star_at, rest));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_fit_whole_texts() {
        for (pattern, text, fits) in [
            ("nation*", "nations", true),
            ("nation*", "nation", true),
            ("nation*", "international", false),
            ("*nation*", "international", true),
            ("wom?n", "women", true),
            ("wom?n", "womn", false),
            ("wom?n", "wombon", false),
            ("caf?", "café", true),
            ("a*b*c", "axxbyybzzc", true),
            ("a*b*c", "axxbyyb", false),
            ("*", "", true),
            ("?", "", false),
            ("a*?", "a", false),
            ("plain", "plain", true),
            ("a*aab", "aaaaaab", true),
        ] {
            assert_eq!(Wildcard::of(pattern).fits(text), fits, "{pattern} {text}");
        }
        assert_eq!(Wildcard::of("nat?on*").prefix(), "nat");
    }
}
