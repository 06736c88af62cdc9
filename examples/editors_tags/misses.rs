//! Why a story that the editors tagged was not found.

use crate::survey::text_of;
use morgue::story::{Document, Mention, NameKind};
use std::collections::BTreeSet;

/// Returns the reason in a few words, and the names in the story that come near.
pub(crate) fn reason(document: &Document, kind: NameKind, forms: &[&str]) -> (&'static str, String) {
    let surname = match kind {
        NameKind::Person => surname(forms[0]),
        NameKind::Organization => forms[0],
    };
    let fits = |text: &str| stands(surname, text) || forms.iter().any(|form| stands(form, text));
    let near: Vec<&Mention> = document.mentions.iter().filter(|mention| fits(text_of(document, mention))).collect();
    let recognised = near.iter().any(|mention| mention.kind == kind);
    let text = text(document);
    let flash = text.trim().lines().count() == 1;
    let full = forms.iter().any(|form| stands(form, &text));
    let reason = match (full, stands(surname, &text), recognised) {
        (false, false, _) => "the name is not in the story",
        (true, _, false) if flash => "a headline without a story, full name not recognised",
        (true, _, false) => "full name not recognised",
        (true, _, true) => "full name taken for another",
        (false, true, false) if flash => "a headline without a story, surname only, not recognised",
        (false, true, false) => "surname only, not recognised",
        (false, true, true) => "surname only, recognised, but not inferred",
    };
    let shown = |mention: &&Mention| match mention.kind {
        NameKind::Person => format!("person {}", mention.name),
        NameKind::Organization => format!("org {}", mention.name),
    };
    (reason, near.iter().map(shown).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", "))
}

/// Says whether full names stand in a story, each of them.
pub(crate) fn full_names_stand(document: &Document, names: &[&str]) -> bool {
    let text = text(document);
    names.iter().all(|name| stands(name, &text))
}

fn text(document: &Document) -> String {
    format!("{}\n{}", document.story.headline.as_deref().unwrap_or_default(), document.story.body)
}

/// The part of a full name that stands alone in a headline.
fn surname(name: &str) -> &str {
    const PARTICLES: [&str; 3] = [" de ", " du ", " von "];
    match name {
        // Known by the first of two surnames; by both; with the family name first.
        "Miguel Mancera Aguayo" => "Mancera",
        "Anibal Cavaco Silva" => "Cavaco Silva",
        "Zhao Ziyang" => "Zhao",
        _ => {
            let particle = PARTICLES.iter().find_map(|particle| name.find(particle));
            particle.or_else(|| name.rfind(' ')).map_or(name, |at| &name[at + 1..])
        }
    }
}

/// Says whether a name stands in a text, in any case, hyphened or not, with or without a middle initial.
fn stands(name: &str, text: &str) -> bool {
    let folded = |text: &str| {
        let letters = text.to_lowercase().replace('.', "").replace(|c: char| !c.is_alphanumeric(), " ");
        let words: Vec<&str> = letters.split_whitespace().filter(|word| word.len() > 1).collect();
        format!(" {} ", words.join(" "))
    };
    folded(text).contains(&folded(name))
}
