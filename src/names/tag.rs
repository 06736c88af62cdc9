//! What a word may be in a name: the kinds of names, and the labels of a sequence.

/// The kinds of names the model tells apart. Places and other names are tagged so that they are not taken for people or
/// organizations; they are not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// A person.
    Person,
    /// An organization.
    Organization,
    /// A place.
    Place,
    /// Any other name: nationalities, events, works, products.
    Other,
}

impl Tag {
    /// All of them, in the order of their labels.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organization, Self::Place, Self::Other];
}

/// How many labels there are: none, and for each tag the first, an inner, the last and the only word of a name.
pub(super) const LABELS: usize = 17;

/// The label of a word outside all names.
pub(super) const OUTSIDE: usize = 0;

/// Where in a name a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    First,
    Inner,
    Last,
    Only,
}

/// Returns the label of a word.
pub(super) fn label(tag: Tag, place: Place) -> usize {
    1 + tag as usize * 4 + place as usize
}

/// Returns what a label says; `None` outside.
pub(super) fn meaning(label: usize) -> Option<(Tag, Place)> {
    let at = label.checked_sub(1)?;
    let place = [Place::First, Place::Inner, Place::Last, Place::Only][at % 4];
    Some((Tag::ALL[at / 4], place))
}

/// The labels that may follow where no name goes on: none, and the first or only word of a name.
const BEGINNING: [usize; 9] = [OUTSIDE, 1, 4, 5, 8, 9, 12, 13, 16];

/// Those that may follow where one does: an inner or the last word of the same.
const GOING_ON: [[usize; 2]; 4] = [[2, 3], [6, 7], [10, 11], [14, 15]];

/// Returns the labels that may follow one, ascending.
pub(super) fn followers(before: usize) -> &'static [usize] {
    match meaning(before) {
        Some((tag, Place::First | Place::Inner)) => &GOING_ON[tag as usize],
        _ => &BEGINNING,
    }
}

/// Says whether one label may follow another.
pub(super) fn may_follow(before: usize, after: usize) -> bool {
    followers(before).contains(&after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_goes_on_and_ends_before_another_begins() {
        let place = |label: usize| meaning(label).map(|(_, place)| place);
        let tag = |label: usize| meaning(label).map(|(tag, _)| tag);
        for before in 0..LABELS {
            for after in 0..LABELS {
                let is_open = matches!(place(before), Some(Place::First | Place::Inner));
                let continues = matches!(place(after), Some(Place::Inner | Place::Last));
                let fits = is_open == continues && (!is_open || tag(before) == tag(after));
                assert_eq!(may_follow(before, after), fits, "{before} {after}");
            }
            assert!(followers(before).is_sorted());
        }
    }
}
