//! A look at the people that were found: a random sample to read, and the ones that cannot be people.

use morgue::story::{Document, Field, Mention, NameKind};
use std::collections::BTreeMap;

/// How much of the story is shown on each side of a mention, in characters.
const CONTEXT: usize = 40;

/// What may be taken for a person and is none. A mention that has only words of one list is an offender.
const NO_PERSON: [(&str, &str); 6] = [
    (
        "pronoun",
        "i me my mine you your yours he him his she her hers it its we us our ours they them their theirs who whom whose this \
         that these those one someone somebody anyone anybody everyone everybody nobody himself herself itself themselves",
    ),
    ("weekday", "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun"),
    (
        "month",
        "january february march april may june july august september october november december jan feb mar apr jun jul aug \
         sep sept oct nov dec",
    ),
    (
        "demonym",
        "african afghan albanian algerian american angolan arab argentine argentinian asian australian austrian bahraini \
         bangladeshi belgian bolivian brazilian briton british bulgarian burmese cambodian canadian chadian chilean chinese \
         colombian congolese croatian cuban cypriot czech dane danish dutch dutchman ecuadorean egyptian english englishman \
         ethiopian european filipino finn finnish french frenchman german ghanaian greek guatemalan haitian honduran \
         hungarian icelandic indian indonesian iranian iraqi irish irishman israeli italian ivorian jamaican japanese \
         jordanian kenyan korean kuwaiti laotian lebanese liberian libyan malaysian mexican moroccan mozambican nepalese \
         nicaraguan nigerian norwegian omani pakistani palestinian panamanian paraguayan peruvian pole polish portuguese \
         puerto rican qatari romanian russian salvadoran saudi scot scottish serb singaporean slovak somali soviet spaniard \
         spanish sudanese swede swedish swiss syrian taiwanese tanzanian thai tunisian turk turkish ugandan ukrainian \
         uruguayan venezuelan vietnamese welsh yugoslav zairean zambian zimbabwean",
    ),
    (
        "title",
        "admiral ambassador analyst attorney baron bishop brigadier captain cardinal chair chairman chairwoman chancellor \
         chief colonel commander commissioner congressman congresswoman corporal count dame dean deputy director doctor dr \
         duke economist editor emir emperor empress envoy executive father finance foreign general gov governor herr inspector \
         judge justice king lady lawyer leader lieutenant lord madam major manager marshal mayor minister miss mr mrs ms \
         officer official pope premier president prime prince princess prof professor queen rabbi rep representative rev \
         reverend secretary senator sergeant sheikh sheriff sir spokesman spokeswoman sultan superintendent trade treasurer \
         treasury undersecretary vice",
    ),
    ("agency", "reuter reuters upi ap afp tass xinhua kyodo dpa ansa"),
];

/// What is wrong with a mention of a person, if anything is.
fn offence(text: &str) -> Option<&'static str> {
    let folded = text.to_lowercase();
    let words: Vec<&str> =
        folded.split(|c: char| c.is_whitespace() || c == '.' || c == '-').filter(|word| !word.is_empty()).collect();
    let listed = |list: &str| words.iter().all(|word| list.split_whitespace().any(|listed| is(word, listed)));
    NO_PERSON.iter().find(|(_, list)| !words.is_empty() && listed(list)).map(|(name, _)| *name)
}

/// Compares a word with a listed one; the plural counts as well.
fn is(word: &str, listed: &str) -> bool {
    word == listed || word.strip_suffix('s').is_some_and(|word| word == listed)
}

/// A mention as it is shown: text, resolved name, story, and the text around it.
fn line(document: &Document, mention: &Mention) -> String {
    let field = field_text(document, mention.field);
    let (start, end) = (mention.start as usize, mention.end as usize);
    let before: String = field[..start].chars().rev().take(CONTEXT).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = field[end..].chars().take(CONTEXT).collect();
    let parts = [&field[start..end], &mention.name, &document.story.id, &before, &after];
    parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).join("\t")
}

fn field_text(document: &Document, field: Field) -> &str {
    match field {
        Field::Headline => document.story.headline.as_deref().unwrap_or_default(),
        Field::Body => &document.story.body,
    }
}

/// The text of a mention.
pub(crate) fn text_of<'d>(document: &'d Document, mention: &Mention) -> &'d str {
    &field_text(document, mention.field)[mention.start as usize..mention.end as usize]
}

/// Everything that was asked about the people of an archive.
pub(crate) struct Survey {
    wanted: usize,
    random: Random,
    /// The mentions of people seen so far.
    pub(crate) seen: usize,
    sample: Vec<(usize, String)>,
    /// The mentions that cannot be people, by what is wrong with them.
    pub(crate) offenders: BTreeMap<&'static str, Vec<String>>,
    /// The mentions that look like those, but are short for a fuller name that the story has: `May` of Kenneth May.
    pub(crate) surnames: BTreeMap<&'static str, Vec<String>>,
}

impl Survey {
    /// A survey that keeps so many mentions as a sample.
    pub(crate) fn new(wanted: usize) -> Self {
        let (offenders, surnames) = (BTreeMap::new(), BTreeMap::new());
        Self { wanted, random: Random(SEED), seen: 0, sample: Vec::new(), offenders, surnames }
    }

    /// Looks at one story; the same stories in the same order give the same sample.
    pub(crate) fn add(&mut self, document: &Document) {
        for mention in document.mentions.iter().filter(|mention| mention.kind == NameKind::Person) {
            self.seen += 1;
            // Reservoir sampling: every mention has the same chance, however many there are.
            if self.sample.len() < self.wanted {
                self.sample.push((self.seen, line(document, mention)));
            } else if let Some(kept) = self.sample.get_mut(self.random.below(self.seen)) {
                *kept = (self.seen, line(document, mention));
            }
            if let Some(offence) = offence(text_of(document, mention)) {
                let alone = self::offence(&mention.name).is_some();
                let kept = if alone { &mut self.offenders } else { &mut self.surnames };
                kept.entry(offence).or_default().push(line(document, mention));
            }
        }
    }

    /// Returns the sample in the order of the stories.
    pub(crate) fn sample(&self) -> Vec<&str> {
        let mut sample: Vec<&(usize, String)> = self.sample.iter().collect();
        sample.sort();
        sample.into_iter().map(|(_, line)| line.as_str()).collect()
    }
}

const SEED: u64 = 1987;

/// The splitmix64 generator: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % bound as u64).unwrap_or_default()
    }
}
