use super::*;
use crate::story::Field;

const PERSON: NameKind = NameKind::Person;
const ORGANIZATION: NameKind = NameKind::Organization;

fn authority(text: &str) -> Authority {
    Authority::parse(text).unwrap_or_else(|wrong| panic!("{}", wrong.error("names.toml", text)))
}

fn refusal(text: &str) -> String {
    let error = Authority::parse(text).expect_err("should be refused").error("names.toml", text);
    format!("{error}\nhint: {}", error.hint_text().unwrap_or_default())
}

fn identity<'a>(authority: &'a Authority, kind: NameKind, key: &'a str, name: &'a str) -> Option<(String, &'a str)> {
    authority.identity(kind, key, name).map(|identity| (identity.key.into_owned(), identity.name))
}

#[test]
fn every_form_of_an_entry_has_its_identity_and_its_name() {
    let said = authority("[[person]]\nname = \"Joseph Varga\"\naliases = [\"Joe Varga\", \"Dr. Varga\"]\n");
    for (key, name) in [("joseph varga", "Joseph A. Varga"), ("joe varga", "Joe Varga"), ("varga", "Varga")] {
        assert_eq!(identity(&said, PERSON, key, name), Some(("joseph varga".into(), "Joseph Varga")));
    }
    assert_eq!(identity(&said, PERSON, "ana varga", "Ana Varga"), Some(("ana varga".into(), "Ana Varga")));
    assert_eq!(identity(&said, ORGANIZATION, "varga", "Varga"), Some(("varga".into(), "Varga")));
    let keys: Vec<String> = said.sources(PERSON, "joseph varga").into_iter().map(|source| source.key).collect();
    assert_eq!(keys, ["joe varga", "joseph varga", "varga"]);
}

#[test]
fn a_blocked_name_is_nobody_and_a_prefix_blocks_one_kind() {
    let said = authority("block = [\"Wirepress\", \"person:Harbour Board\"]\n");
    assert_eq!(identity(&said, PERSON, "wirepress", "Wirepress"), None);
    assert_eq!(identity(&said, ORGANIZATION, "wirepress", "Wirepress"), None);
    assert_eq!(identity(&said, PERSON, "harbour board", "Harbour Board"), None);
    assert!(identity(&said, ORGANIZATION, "harbour board", "Harbour Board").is_some());
}

#[test]
fn a_form_split_off_is_a_name_of_its_own() {
    let said = authority("[[organization]]\nname = \"Federal Reserve\"\nnot = [\"the Fed\"]\n");
    let shared = key(ORGANIZATION, "Federal Reserve");
    assert_eq!(key(ORGANIZATION, "Fed"), shared, "the lists know the short form");
    assert_eq!(identity(&said, ORGANIZATION, &shared, "Fed"), Some(("\"fed\"".into(), "Fed")));
    assert_eq!(
        identity(&said, ORGANIZATION, &shared, "U.S. Federal Reserve"),
        Some((shared.clone(), "Federal Reserve"))
    );
    assert_eq!(said.asked_by(ORGANIZATION, "the Fed"), "\"fed\"");
    assert_eq!(said.asked_by(ORGANIZATION, "Federal Reserve"), shared);
    let fed = said.sources(ORGANIZATION, "\"fed\"");
    assert_eq!(fed, [Source { key: shared.clone(), stories: Introduced::As("fed".into()) }]);
    let whole = said.sources(ORGANIZATION, &shared);
    assert_eq!(whole, [Source { key: shared, stories: Introduced::NotAs(BTreeSet::from(["fed".into()])) }]);
}

#[test]
fn what_is_split_off_can_be_an_entry() {
    let said = authority(
        "[[person]]\nname = \"John A. Marsh\"\nnot = [\"John B. Marsh\"]\n[[person]]\nname = \"John B. Marsh\"\naliases = [\"Jack Marsh\"]\n",
    );
    assert_eq!(identity(&said, PERSON, "john marsh", "John Marsh").map(|found| found.1), Some("John A. Marsh"));
    let bare = authority("[[person]]\nname = \"John A. Marsh\"\nnot = [\"John Marsh\"]\n");
    assert_eq!(identity(&bare, PERSON, "john marsh", "John A. Marsh"), Some(("john marsh".into(), "John A. Marsh")));
    assert_eq!(identity(&bare, PERSON, "john marsh", "John Marsh"), Some(("\"john marsh\"".into(), "John Marsh")));
    let other = Some("John B. Marsh");
    assert_eq!(identity(&said, PERSON, "john marsh", "John B. Marsh").map(|found| found.1), other);
    assert_eq!(identity(&said, PERSON, "jack marsh", "Jack Marsh").map(|found| found.1), other);
}

#[test]
fn a_story_s_mentions_are_renamed_and_blocked_ones_go() {
    let mention = |name: &str, key: &str| Mention {
        kind: PERSON,
        name: name.into(),
        key: key.into(),
        field: Field::Body,
        start: 0,
        end: 1,
        first: 0,
        last: 0,
    };
    let before =
        vec![mention("Joe Varga", "joe varga"), mention("Wirepress", "wirepress"), mention("Ana Oster", "ana oster")];
    let mut mentions = before.clone();
    Authority::default().apply(&mut mentions);
    assert_eq!(mentions, before);
    authority("block = [\"Wirepress\"]\n[[person]]\nname = \"Joseph Varga\"\naliases = [\"Joe Varga\"]\n")
        .apply(&mut mentions);
    let left: Vec<(&str, &str)> =
        mentions.iter().map(|mention| (mention.name.as_str(), mention.key.as_str())).collect();
    assert_eq!(left, [("Joseph Varga", "joseph varga"), ("Ana Oster", "ana oster")]);
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_a_remedy() {
    let long = format!("block = [\"{}\"]\n", "x".repeat(300));
    let wrong = [
        "[[person]]\nname = \"Ana Oster\"\nalias = [\"Oster\"]\n",
        "[[persons]]\nname = \"Ana Oster\"\n",
        "[[company]]\nname = \"Norden\"\n",
        "[[person]]\naliases = [\"Oster\"]\n",
        "[[person]]\nname = \"Ana Oster\"\naliases = \"Oster\"\n",
        "[[person]]\nname = Ana Oster\n",
        "block = [\"...\"]\n",
        "[[person]]\nname = \"Ana Oster\"\naliases = [\"Oster\"]\n\n[[person]]\nname = \"Åna Oster\"\n",
        "block = [\"Oster\"]\n[[person]]\nname = \"Ana Oster\"\naliases = [\"Oster\"]\n",
        "[[person]]\nname = \"Ana Oster\"\nnot = [\"Ana Oster\"]\n",
        &long,
    ];
    let told: Vec<String> = wrong.into_iter().map(refusal).collect();
    insta::assert_snapshot!(told.join("\n\n"), @r#"
    read names: names.toml:3:1: unknown key `alias`
    hint: did you mean `aliases`?

    read names: names.toml:1:3: unknown key `persons`
    hint: did you mean `person`?

    read names: names.toml:1:3: unknown key `company`
    hint: did you mean `organization`?

    read names: names.toml:1:1: a [[person]] without a `name`
    hint: add name = "..."

    read names: names.toml:3:11: `aliases` takes a list
    hint: write aliases = ["..."]

    read names: names.toml:2:8: string values must be quoted, expected literal string
    hint: strings stand in quotes, lists in brackets: aliases = ["Joe Yun", "Yun"]

    read names: names.toml:1:10: `...` has no word in it
    hint: write a name, or leave it out

    read names: names.toml:6:8: `Åna Oster` is claimed twice: by `Ana Oster` in line 2 and by `Åna Oster` in line 6
    hint: leave it to one of them, or make them one entry

    read names: names.toml:1:10: `Oster` is blocked in line 1 and a form of `Ana Oster` in line 3
    hint: leave it out of one of them; "org:Oster" blocks the other kind only

    read names: names.toml:3:8: `Ana Oster` is a form of `Ana Oster` and in its `not`
    hint: leave it out of one of them

    read names: names.toml:1:10: the name is longer than 256 bytes
    hint: no name of the index is that long
    "#);
}

#[test]
fn without_a_file_nothing_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert!(Authority::load(folder.path()).expect("nothing to read").is_empty());
    std::fs::write(folder.path().join(FILE), "\u{feff}# nothing yet\n").expect("written");
    assert!(Authority::load(folder.path()).expect("read").is_empty());
    std::fs::write(folder.path().join(FILE), b"block = [\"\xff\"]").expect("written");
    let error = Authority::load(folder.path()).expect_err("not text");
    assert_eq!((error.kind(), error.hint_text()), (ErrorKind::User, Some("save it as UTF-8")));
    std::fs::remove_file(folder.path().join(FILE)).expect("removed");
    std::fs::create_dir(folder.path().join(FILE)).expect("made");
    let error = Authority::load(folder.path()).expect_err("a folder");
    assert!(error.to_string().ends_with("names.toml: this is no file"), "{error}");
}

proptest::proptest! {
    #[test]
    fn no_file_makes_the_reader_panic(parts in proptest::collection::vec("[\\PC\n]{0,12}|\\[\\[person\\]\\]\n|name = \"[a-z é]{0,9}\"\n|(not|aliases|block) = \\[\"[a-z .]{0,9}\"\\]\n", 0..12)) {
        let text = parts.concat();
        if let Err(wrong) = Authority::parse(&text) {
            proptest::prop_assert!(wrong.error("names.toml", &text).to_string().starts_with("read names: names.toml:"));
        }
    }
}
