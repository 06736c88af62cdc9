//! Prints how well a query for a name finds the stories that the editors of Reuters-21578 tagged with it: the 60 people and
//! the 17 organizations tagged most often. The tags are read from the SGML; the stories are indexed as plain text, without
//! them.
//!
//! ```text
//! cargo run --release --example editors_tags -- SGML_FOLDER WORK_FOLDER [--misses] [--sample N]
//! ```
//!
//! `--misses` lists every tagged story that was not found, and why. `--sample N` prints so many mentions of people, drawn at
//! random, as lines of text, resolved name, story and the text on both sides, with tabs between.

mod misses;
#[path = "../reuters/mod.rs"]
mod reuters;
mod survey;
mod tags;

use morgue::ingest::{self, Event, Observer, Request};
use morgue::query::{self, Plan};
use morgue::search::SearchRequest;
use morgue::story::NameKind;
use morgue::{Engine, LocalEngine};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::PathBuf;
use survey::Survey;
use tags::{ORGANIZATIONS, PEOPLE};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The ids of some stories.
type Stories = BTreeSet<String>;

struct Arguments {
    source: PathBuf,
    work: PathBuf,
    misses: bool,
    sample: usize,
}

struct Silent;

impl Observer for Silent {
    fn event(&self, _: &Event<'_>) {}
}

/// The index of the stories, and the tags that were taken out of them.
struct Archive {
    engine: LocalEngine,
    /// The stories of each tag: `people:volcker`.
    tagged: BTreeMap<String, Stories>,
}

/// Some tags counted together.
#[derive(Default)]
struct Pool {
    tagged: usize,
    found: usize,
    hits: usize,
}

fn main() -> Result<()> {
    let arguments = arguments()?;
    let archive = Archive::make(&arguments)?;
    archive.ensure_these_are_the_most_frequent("people", PEOPLE.map(|(tag, _)| tag).as_slice())?;
    archive.ensure_these_are_the_most_frequent("orgs", ORGANIZATIONS.map(|(tag, ..)| tag).as_slice())?;

    println!("| tag | name | tagged | found | recall % | hits |");
    println!("|---|---|---|---|---|---|");
    let (mut people, mut organizations, mut misses) = (Pool::default(), Pool::default(), Vec::new());
    for (tag, name) in PEOPLE {
        archive.measure(NameKind::Person, tag, &[name], &mut people, &mut misses)?;
    }
    for (tag, long, short) in ORGANIZATIONS {
        let forms: Vec<&str> = std::iter::once(long).chain(short).collect();
        archive.measure(NameKind::Organization, tag, &forms, &mut organizations, &mut misses)?;
    }
    let both = Pool {
        tagged: people.tagged + organizations.tagged,
        found: people.found + organizations.found,
        hits: people.hits + organizations.hits,
    };
    people.print("60 people");
    organizations.print("17 organizations");
    both.print("both");
    archive.agreement()?;
    archive.checks()?;
    if arguments.misses {
        print_misses(&misses);
    }
    archive.survey(arguments.sample)
}

fn arguments() -> Result<Arguments> {
    const USAGE: &str = "usage: editors_tags SGML_FOLDER WORK_FOLDER [--misses] [--sample N]";
    let (mut folders, mut misses, mut sample) = (Vec::new(), false, 0);
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--misses" => misses = true,
            "--sample" => sample = given.next().ok_or(USAGE)?.parse()?,
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    let [source, work] = folders.try_into().map_err(|_| USAGE)?;
    Ok(Arguments { source, work, misses, sample })
}

impl Archive {
    /// Writes the stories as text files below the work folder, and indexes them.
    fn make(arguments: &Arguments) -> Result<Self> {
        let mut tagged: BTreeMap<String, Stories> = BTreeMap::new();
        let archive = arguments.work.join("stories");
        reuters::write_stories(&arguments.source, &archive, |id, record| {
            for tag in &record.tags {
                tagged.entry(tag.clone()).or_default().insert(id.to_owned());
            }
        })?;
        let index = arguments.work.join("index");
        ingest::run(&Request { archive, index: Some(index.clone()), rebuild: true, ..Request::default() }, &Silent)?;
        Ok(Self { engine: LocalEngine::open(&index)?, tagged })
    }

    fn ensure_these_are_the_most_frequent(&self, prefix: &str, tags: &[&str]) -> Result<()> {
        let mut counts: Vec<(usize, &str)> = self
            .tagged
            .iter()
            .filter_map(|(tag, stories)| Some((stories.len(), tag.strip_prefix(prefix)?.strip_prefix(':')?)))
            .collect();
        counts.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
        match counts.iter().take(tags.len()).find(|(_, tag)| !tags.contains(tag)) {
            Some((_, tag)) => Err(format!("the table of names lacks the tag {tag}").into()),
            None => Ok(()),
        }
    }

    /// The stories a query finds.
    fn hits(&self, plan: Plan) -> Result<Stories> {
        let keys = self.engine.keys(&SearchRequest::all(plan))?.hits;
        Ok(keys.map(|key| key.map(|key| key.id)).collect::<morgue::Result<_>>()?)
    }

    fn named(&self, kind: NameKind, name: &str) -> Result<Stories> {
        self.hits(query::name(kind, name)?)
    }

    /// Prints the line of one tag, and notes what was missed.
    fn measure(
        &self,
        kind: NameKind,
        tag: &str,
        forms: &[&str],
        pool: &mut Pool,
        misses: &mut Vec<(&'static str, String)>,
    ) -> Result<()> {
        let prefix = if kind == NameKind::Person { "people" } else { "orgs" };
        let tagged = &self.tagged[&format!("{prefix}:{tag}")];
        let hits = self.named(kind, forms[0])?;
        let found = tagged.intersection(&hits).count();
        for id in tagged.difference(&hits) {
            let document = self.engine.story(id)?.ok_or("a story that was written is not in the index")?;
            let (reason, near) = misses::reason(&document, kind, forms);
            misses.push((reason, format!("{tag}\t{id}\t{near}")));
        }
        println!(
            "| {tag} | {} | {} | {found} | {:.1} | {} |",
            forms[0],
            tagged.len(),
            percent(found, tagged.len()),
            hits.len()
        );
        pool.tagged += tagged.len();
        pool.found += found;
        pool.hits += hits.len();
        Ok(())
    }

    /// Prints how far the long and the short form of an organization find the same stories.
    fn agreement(&self) -> Result<()> {
        println!();
        println!("| long form | short form | stories of the long | of the short | of both | agreement |");
        println!("|---|---|---|---|---|---|");
        let (mut common, mut all) = (0, 0);
        for (_, long, short) in ORGANIZATIONS {
            let Some(short) = short else { continue };
            let by_long = self.named(NameKind::Organization, long)?;
            let by_short = self.named(NameKind::Organization, short)?;
            let both = by_long.intersection(&by_short).count();
            let either = by_long.union(&by_short).count();
            println!(
                "| {long} | {short} | {} | {} | {both} | {:.3} |",
                by_long.len(),
                by_short.len(),
                ratio(both, either)
            );
            common += both;
            all += either;
        }
        println!("| **pooled** | | | | {common} of {all} | {:.3} |", ratio(common, all));
        Ok(())
    }

    /// Prints whether two people of one surname are kept apart, and a person from a company of his surname.
    fn checks(&self) -> Result<()> {
        let (james, howard) = ("James Baker", "Howard Baker");
        let of_james = self.named(NameKind::Person, james)?;
        let of_howard = self.named(NameKind::Person, howard)?;
        let mut wrong = Vec::new();
        let overlap: Vec<&String> = of_james.intersection(&of_howard).collect();
        for id in &overlap {
            let document = self.engine.story(id)?.ok_or("a hit has a story")?;
            if !misses::full_names_stand(&document, &[james, howard]) {
                wrong.push(id.as_str());
            }
        }
        println!();
        println!(
            "{james} {}, {howard} {}, both {}; without both full names {}: {}",
            of_james.len(),
            of_howard.len(),
            overlap.len(),
            wrong.len(),
            wrong.join(" ")
        );

        let plan = query::name(NameKind::Person, "Roger Douglas")?;
        let (mut highlights, mut companies) = (0, Vec::new());
        for document in self.engine.documents(&SearchRequest::all(plan.clone()))?.hits {
            let document = document?.document;
            for highlight in self.engine.evidence(&plan, &document)?.unwrap_or_default() {
                let text = match highlight.field {
                    "headline" => document.story.headline.as_deref().unwrap_or_default(),
                    _ => &document.story.body,
                };
                highlights += 1;
                if text[..highlight.start].trim_end().to_lowercase().ends_with("mcdonnell") {
                    companies.push(document.story.id.clone());
                }
            }
        }
        println!(
            "Roger Douglas: {highlights} highlights, of McDonnell Douglas {}: {}",
            companies.len(),
            companies.join(" ")
        );
        Ok(())
    }

    /// Prints what the people of the whole archive look like.
    fn survey(&self, sample: usize) -> Result<()> {
        let mut survey = Survey::new(sample);
        for document in self.engine.documents(&SearchRequest::all(Plan::All))?.hits {
            survey.add(&document?.document);
        }
        let count = |found: &BTreeMap<_, Vec<String>>| found.values().map(Vec::len).sum::<usize>();
        println!();
        println!("{} mentions of people, of which cannot be people: {}", survey.seen, count(&survey.offenders));
        print_grouped(&survey.offenders);
        println!("look like those, but are short for a fuller name: {}", count(&survey.surnames));
        print_grouped(&survey.surnames);
        if sample > 0 {
            println!();
            println!("{sample} mentions of people, drawn at random");
            for line in survey.sample() {
                println!("{line}");
            }
        }
        Ok(())
    }
}

impl Pool {
    fn print(&self, name: &str) {
        let Self { tagged, found, hits } = self;
        println!("| **{name}** | | {tagged} | {found} | {:.1} | {hits} |", percent(*found, *tagged));
    }
}

fn print_misses(misses: &[(&'static str, String)]) {
    let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (reason, line) in misses {
        by_reason.entry(reason).or_default().push(line.clone());
    }
    println!();
    println!("{} tagged stories were not found", misses.len());
    print_grouped(&by_reason);
}

fn print_grouped(groups: &BTreeMap<&str, Vec<String>>) {
    for (name, lines) in groups {
        println!("{name}: {}", lines.len());
        for line in lines {
            println!("\t{line}");
        }
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * ratio(part, whole)
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
