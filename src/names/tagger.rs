//! The tagger: the names the model reads in a story, each where it stands. What becomes of them is the recognizer's.

use super::evidence::Evidence;
use super::features::{Runs, Sight, segments};
use super::lists::{WordMap, class};
use super::model::{Model, Scores};
use super::tag::{Place, Tag, meaning};
use super::words::{LONGEST_RUN, Style, Text};
use std::cell::RefCell;
use std::ops::Range;

/// A name as the model reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tagged {
    /// Which text of the story: 0 the headline, 1 the body.
    pub(super) text: usize,
    pub(super) words: Range<usize>,
    pub(super) tag: Tag,
}

/// What the model makes of words as they are written, kept from story to story: half of the work is the same in all of them.
/// The key is the whole hash of a word: two words that share it would make a story's names depend on the stories before.
#[derive(Default)]
struct FormScores {
    scores: WordMap<(u64, u32), Scores>,
}

impl FormScores {
    /// The most words kept, some megabytes; then it begins anew.
    const MOST: usize = 1 << 16;

    fn of(&mut self, key: (u64, u32), make: impl FnOnce() -> Scores) -> Scores {
        if self.scores.len() >= Self::MOST {
            self.scores.clear();
        }
        *self.scores.entry(key).or_insert_with(make)
    }
}

thread_local! {
    /// Those of the built-in model.
    static FORMS: RefCell<FormScores> = RefCell::default();
}

/// Returns the names the model reads in a story, headline first, in text order.
pub(super) fn tag(model: &Model<'_>, texts: &[Text<'_>; 2], evidence: &Evidence) -> Vec<Tagged> {
    if !model.is_built_in {
        return tag_with(model, texts, evidence, &mut FormScores::default());
    }
    FORMS.with_borrow_mut(|forms| tag_with(model, texts, evidence, forms))
}

fn tag_with(model: &Model<'_>, texts: &[Text<'_>; 2], evidence: &Evidence, forms: &mut FormScores) -> Vec<Tagged> {
    let mut out = Vec::new();
    let mut features = Vec::new();
    let mut scores: Vec<Scores> = Vec::new();
    let (mut from, mut labels) = (Vec::new(), Vec::new());
    // What is the same at every mention of a word is added up once.
    let mut words: WordMap<(u64, u32), Scores> = WordMap::default();
    for (number, text) in texts.iter().enumerate() {
        let sight = Sight::new(text, evidence);
        for segment in segments(text) {
            if is_ordinary(text, &segment) {
                continue;
            }
            scores.clear();
            let mut runs = Runs::default();
            for index in segment.clone() {
                let key = (text.whole_hash(index), text.written(index));
                let mut sum = *words.entry(key).or_insert_with(|| {
                    let mut sum = forms.of(key, || {
                        sight.form(index, &mut features);
                        model.sum(&mut features)
                    });
                    sight.story(index, &mut features);
                    model.add_all(&mut features, &mut sum);
                    sum
                });
                sight.place(index, &runs.of(text, index, &segment), &mut features);
                model.add_all(&mut features, &mut sum);
                scores.push(sum);
            }
            model.decode(&scores, &mut from, &mut labels);
            read(number, segment.start, &labels, &mut out);
        }
    }
    out
}

/// Says whether a segment is one ordinary word that only begins a sentence: there are many, and none is a name.
fn is_ordinary(text: &Text<'_>, segment: &Range<usize>) -> bool {
    segment.len() == 1
        && text.words[segment.start].opens
        && text.style(segment.start) == Style::Sentence
        && text.classes(segment.start) & !class::STARTS_PHRASE == class::COMMON
}

/// Turns labels into names.
fn read(text: usize, start: usize, labels: &[u8], out: &mut Vec<Tagged>) {
    let mut first = start;
    for (at, &label) in labels.iter().enumerate() {
        let index = start + at;
        let Some((tag, place)) = meaning(usize::from(label)) else { continue };
        match place {
            Place::First => first = index,
            Place::Inner => {}
            Place::Only => out.push(Tagged { text, words: index..index + 1, tag }),
            // No name is longer: it is a table, or text made to be hostile.
            Place::Last if index - first >= LONGEST_RUN => {}
            Place::Last => out.push(Tagged { text, words: first..index + 1, tag }),
        }
    }
}
