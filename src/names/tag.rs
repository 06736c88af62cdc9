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

/// Says whether a name goes on after a word with this label.
pub(super) fn goes_on(label: usize) -> bool {
    meaning(label).is_some_and(|(_, place)| matches!(place, Place::First | Place::Inner))
}

/// Says whether one label may follow another.
pub(super) fn may_follow(before: usize, after: usize) -> bool {
    let continues = meaning(after).is_some_and(|(_, place)| matches!(place, Place::Inner | Place::Last));
    match (goes_on(before), continues) {
        (true, true) => meaning(before).map(|(tag, _)| tag) == meaning(after).map(|(tag, _)| tag),
        (open, inside) => open == inside,
    }
}
