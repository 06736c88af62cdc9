//! `morgue who`: the dossier of one person or organization.

use super::question::Asked;
use crate::args::{DossierFormat, WhoArgs};
use crate::console::{Console, Messages};
use crate::escape;
use crate::layout::columns;
use crate::output::dossier;
use crate::output::dossier_record::DossierRecord;
use crate::output::safe_json;
use crate::output::summary::{counted, number};
use crate::status::{Failure, Outcome, Status};
use morgue::names::{self, authority::unquoted};
use morgue::query::{self, NamePattern, Operand, Plan, TextClause};
use morgue::search::{Candidate, Dossier, DossierRequest, Engine};
use morgue::story::{Date, NameKind};

/// How many stories are read for forms and introductions, at most.
const MOST_READ: usize = 500;

/// How many stories that say most are shown.
const TOP: usize = 5;

/// The width of a snippet in characters, about.
const SNIPPET: usize = 160;

/// How many names are mentioned beside the one that was meant, or in place of one that nobody has.
const BESIDE: usize = 3;

/// Runs the command.
pub(crate) fn run(args: &WhoArgs, console: &mut Console) -> Outcome {
    ensure_format_fits(args.format())?;
    let patterns = patterns(args)?;
    let asked = args.question().understand(Date::today())?;
    let engine = args.location.open("who")?;
    answer(args, &patterns, &asked, &engine, console)
}

/// Answers from an engine.
fn answer(
    args: &WhoArgs,
    patterns: &[NamePattern],
    asked: &Asked,
    engine: &dyn Engine,
    console: &mut Console,
) -> Outcome {
    asked.tell(false, engine, &mut console.messages)?;
    let who = engine.who(&DossierRequest {
        names: patterns.to_vec(),
        filter: asked.plan.clone(),
        read: MOST_READ,
        companions: (args.limit > 0).then_some(args.limit),
        top: TOP,
        width: SNIPPET,
    })?;
    let Some(dossier) = &who.dossier else {
        let name = args.name();
        if who.candidates.is_empty() {
            nobody(&name, patterns, asked, engine, &mut console.messages)?;
        } else {
            several(&name, args.limit, &who.candidates, &mut console.messages);
        }
        return Ok(Status::Nothing);
    };
    match args.format() {
        DossierFormat::Json | DossierFormat::Jsonl => {
            safe_json::write_line(&mut console.out, &DossierRecord::of(dossier, args.limit))?;
        }
        _ => dossier::write(&mut console.out, &console.look, dossier, args.limit)?,
    }
    console.out.flush()?;
    others(dossier, &who.candidates, patterns, &mut console.messages);
    Ok(Status::Done)
}

fn patterns(args: &WhoArgs) -> Outcome<Vec<NamePattern>> {
    let name = args.name();
    let mut patterns = Vec::new();
    for &kind in args.kinds() {
        match query::name(kind, &name) {
            Ok(Plan::Text(TextClause { operand: Operand::Name(mut pattern), .. })) => {
                pattern.strict = args.strict_names;
                patterns.push(pattern);
            }
            Ok(other) => unreachable!("a name is a name: {other:?}"),
            Err(error) => return Err(Failure::Query { what: "who", text: name, error: Box::new(error) }),
        }
    }
    Ok(patterns)
}

fn ensure_format_fits(format: DossierFormat) -> Outcome<()> {
    let hint = match format {
        DossierFormat::Text | DossierFormat::Json | DossierFormat::Jsonl => return Ok(()),
        DossierFormat::Csv | DossierFormat::Tsv => {
            "write -f json; tables of names are printed by: morgue people -f csv, morgue orgs -f csv"
        }
        DossierFormat::Paths | DossierFormat::Ids => "stories are listed by: morgue search -f ids -n 0 -p NAME",
    };
    Err(Failure::usage("who", "a dossier is printed as text, json or jsonl", hint))
}

/// Says that several fit, with the command for each.
fn several(name: &str, limit: usize, candidates: &[Candidate], messages: &mut Messages) {
    let shown = if limit == 0 { candidates.len() } else { limit.min(candidates.len()) };
    messages.problem(&format!("who: {name}: {} names fit", number(candidates.len() as u64)));
    let names: Vec<String> = candidates[..shown].iter().map(|candidate| escape::line(&candidate.facet.name)).collect();
    let wide = |name: &String| name.chars().map(columns).sum::<usize>();
    let width = names.iter().map(wide).max().unwrap_or_default();
    let digits = number(candidates[0].facet.stories).len();
    for (candidate, name) in candidates.iter().zip(&names) {
        let (stories, pad) = (number(candidate.facet.stories), width - wide(name));
        messages.line(&format!("  {stories:>digits$}  {name}{:pad$}  {}", "", command(candidate)));
    }
    let more = candidates.len() - shown;
    let all = if more > 0 { format!("; {} more are listed with -n 0", number(more as u64)) } else { String::new() };
    messages.hint(&format!("run one of these commands{all}"));
}

/// Says that nobody has the name, and who has one like it.
fn nobody(
    name: &str,
    patterns: &[NamePattern],
    asked: &Asked,
    engine: &dyn Engine,
    messages: &mut Messages,
) -> Outcome<()> {
    let mut stories = 0;
    if asked.plan != Plan::All {
        for pattern in patterns {
            stories += engine.count(&query::name(pattern.kind, name).unwrap_or(Plan::Or(Vec::new())))?;
        }
    }
    if stories > 0 {
        messages.problem(&format!("who: {name}: in none of these stories"));
        messages.hint("there are others; leave out --query, --place, --since and --until");
        return Ok(());
    }
    messages.problem(&format!("who: {name}: no such name"));
    let near = near(patterns, engine)?;
    if near.is_empty() {
        messages.hint("names are listed by: morgue people, morgue orgs; words are found by: morgue search");
    } else {
        messages.hint(&format!("did you mean {}?", near.join(", or ")));
    }
    Ok(())
}

/// Returns commands for names like one that nobody has: a word of it spelled otherwise, or else its last word alone.
fn near(patterns: &[NamePattern], engine: &dyn Engine) -> Outcome<Vec<String>> {
    let mut found: Vec<Candidate> = Vec::new();
    for pattern in patterns {
        let key = pattern.key.as_deref().unwrap_or_default();
        let words: Vec<&str> = key.split(' ').collect();
        let mut variants = Vec::new();
        for at in (0..words.len()).rev() {
            for word in engine.similar_words(words[at], BESIDE)? {
                let mut variant = words.clone();
                variant[at] = &word;
                variants.push(variant.join(" "));
            }
        }
        variants.extend(words.last().filter(|_| words.len() > 1).map(|last| (*last).to_owned()));
        for variant in variants {
            let bearers = bearers(pattern.kind, &variant, engine)?;
            let known = |one: &Candidate| found.iter().any(|other| other.facet.key == one.facet.key);
            let fresh: Vec<Candidate> = bearers.into_iter().filter(|one| !known(one)).collect();
            found.extend(fresh);
            if found.len() >= BESIDE {
                break;
            }
        }
    }
    found.sort_by_key(|candidate| std::cmp::Reverse(candidate.facet.stories));
    Ok(found.iter().take(BESIDE).map(|candidate| format!("`{}`", command(candidate))).collect())
}

/// Returns everybody whose name holds some words.
fn bearers(kind: NameKind, key: &str, engine: &dyn Engine) -> Outcome<Vec<Candidate>> {
    let Ok(plan) = query::name(kind, key) else { return Ok(Vec::new()) };
    let held = format!(" {key} ");
    let holds = |candidate: &Candidate| format!(" {} ", candidate.facet.key).contains(&held);
    let names = engine.names(&plan, kind)?.into_iter();
    Ok(names.map(|facet| Candidate { kind, is_exact: false, facet }).filter(holds).collect())
}

/// Says who else has the name: somebody of the other kind, and others who have it as a part of theirs.
fn others(chosen: &Dossier, candidates: &[Candidate], patterns: &[NamePattern], messages: &mut Messages) {
    let is_one_word = |kind: NameKind| {
        let key = patterns.iter().find(|pattern| pattern.kind == kind).and_then(|pattern| pattern.key.as_deref());
        key.is_some_and(|key| !key.contains(' '))
    };
    let is_chosen = |other: &Candidate| other.kind == chosen.kind && other.facet.key == chosen.key;
    let worth_telling = |other: &&Candidate| !is_chosen(other) && (other.is_exact || is_one_word(other.kind));
    let others: Vec<&Candidate> = candidates.iter().filter(worth_telling).collect();
    for other in others.iter().take(BESIDE) {
        let stories = counted(other.facet.stories, "story", "stories");
        let kind = if other.kind == NameKind::Person { "person" } else { "organization" };
        messages.note(&format!("another {kind}: {}, {stories}: {}", other.facet.name, command(other)));
    }
    if others.len() > BESIDE {
        messages.note(&format!("and {} more that have the name in theirs", number((others.len() - BESIDE) as u64)));
    }
}

/// Returns what to type for somebody.
fn command(candidate: &Candidate) -> String {
    let Candidate { kind, facet, is_exact } = candidate;
    // A form that names.toml splits off another has its key in quotes.
    let (key, finds_it) = match unquoted(&facet.key) {
        Some(form) => (form, names::plain(&facet.name) == form),
        None => (facet.key.as_str(), names::key(*kind, &facet.name) == facet.key),
    };
    // The form that most stories use may be compared by other words than it shows.
    let name = shell_quoted(if finds_it { &facet.name } else { key });
    match kind {
        // A surname whose bearers nobody introduced is nobody's dossier.
        NameKind::Person if *is_exact && !facet.key.contains(' ') => format!("morgue search -p {name}"),
        NameKind::Person => format!("morgue who --person {name}"),
        NameKind::Organization => format!("morgue who --org {name}"),
    }
}

/// Returns a name as a shell takes it for one argument.
fn shell_quoted(name: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
    if name.chars().all(plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Args, Command};
    use crate::testing::{self, Fake};
    use clap::Parser;

    /// Returns the status, standard output and standard error in the fixture.
    fn who(typed: &[&str]) -> (Status, String, String) {
        let typed = ["morgue", "who"].iter().chain(typed);
        let Command::Who(args) = Args::try_parse_from(typed).expect("valid arguments").command else {
            panic!("not who")
        };
        let today = "2017-12-31".parse().expect("a date");
        let asked = args.question().understand(today).expect("a good query");
        let patterns = patterns(&args).expect("a name");
        let (mut console, out, err) = testing::console();
        let status = answer(&args, &patterns, &asked, &Fake::new(), &mut console).expect("an answer");
        (status, out.text(), err.text())
    }

    #[test]
    fn a_name_gets_its_dossier_and_nothing_else() {
        let (status, out, err) = who(&["Orla", "Venn", "--json"]);
        assert_eq!((status, err.as_str()), (Status::Done, ""));
        assert!(out.starts_with(r#"{"v":1,"name":"Orla Venn","kind":"person","#), "{out}");
    }

    #[test]
    fn several_who_fit_are_listed_with_their_commands() {
        let (status, out, err) = who(&["o"]);
        assert_eq!((status, out.as_str()), (Status::Nothing, ""));
        insta::assert_snapshot!(err, @r#"
        morgue: who: o: 2 names fit
          12  Orla Venn     morgue who --person 'Orla Venn'
           1  Tom� Lysaght  morgue who --person 'tom\x1b lysaght'
        hint: run one of these commands
        "#);
    }

    #[test]
    fn a_misspelt_name_gets_the_nearest() {
        let (status, out, err) = who(&["Ola", "Venn"]);
        assert_eq!((status, out.as_str()), (Status::Nothing, ""));
        insta::assert_snapshot!(err, @r#"
        morgue: who: Ola Venn: no such name
        hint: did you mean `morgue who --person 'Orla Venn'`?
        "#);
    }

    #[test]
    fn what_no_shell_would_take_for_one_word_is_quoted() {
        assert_eq!(shell_quoted("Suharto"), "Suharto");
        assert_eq!(shell_quoted("Orla Venn"), "'Orla Venn'");
        assert_eq!(shell_quoted("Sean O'Dwyer; rm"), r"'Sean O'\''Dwyer; rm'");
    }
}
