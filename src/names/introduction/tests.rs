//! How people and organizations are introduced, as tables of invented sentences.

use super::*;

/// Returns the introductions of the first occurrence of a name.
fn introduced(kind: NameKind, name: &str, text: &str) -> Vec<String> {
    let start = text.find(name).expect("the name is in the text");
    introductions(text, start..start + name.len(), kind)
}

fn assert_all(kind: NameKind, name: &str, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(introduced(kind, name, text), *expected, "{text}");
    }
}

#[test]
fn a_title_or_role_stands_before_a_person() {
    assert_all(
        NameKind::Person,
        "Orla Venn",
        &[
            ("U.S. Secretary of State Orla Venn left.", &["U.S. Secretary of State"]),
            ("Norden chief executive Orla Venn resigned.", &["Norden chief executive"]),
            ("The talks failed, the former Norden finance chief Orla Venn said.", &["former Norden finance chief"]),
            ("Grain prices rose, minister Orla Venn said.", &["minister"]),
            ("On Tuesday Senator Orla Venn voted.", &["Senator"]),
            ("He fired finance minister Orla Venn.", &["finance minister"]),
            ("He met Prime Minister Orla Venn.", &["Prime Minister"]),
            ("said Bank of Sundland governor Orla Venn.", &["Bank of Sundland governor"]),
            ("Health and Human Services Secretary Orla Venn said", &["Health and Human Services Secretary"]),
            ("with Corwin and Defense Secretary Orla Venn", &["Defense Secretary"]),
            ("Sen. Orla Venn agreed.", &["Sen."]),
            ("It was bad. Retired Gen. Orla Venn agreed.", &["Retired Gen."]),
            ("Norden's chief executive Orla Venn", &["Norden's chief executive"]),
            ("the company's chief executive Orla Venn", &["chief executive"]),
            ("Norwegian President-elect Orla Venn", &["Norwegian President-elect"]),
            ("his wife Orla Venn", &["wife"]),
            ("co-founder Orla Venn", &["co-founder"]),
            ("The markets believe Norden chairman Orla Venn.", &["Norden chairman"]),
            ("He asked to visit finance minister Orla Venn.", &["finance minister"]),
            ("Indeed U.S. envoy Orla Venn left.", &["U.S. envoy"]),
            ("Welcoming Norden chairman Orla Venn, he bowed.", &["Norden chairman"]),
            ("some, notably undersecretary Orla Venn", &["undersecretary"]),
            ("told Reuters Finance Minister Orla Venn", &["Finance Minister"]),
            ("It sent nine, led by its military commander, Orla Venn.", &["military commander"]),
            ("The head of the port authority, Orla Venn, said so.", &["head of the port authority"]),
        ],
    );
}

#[test]
fn an_apposition_stands_after_a_person() {
    assert_all(
        NameKind::Person,
        "Joseph Yun",
        &[
            ("Joseph Yun, the U.S. negotiator with North Korea, said so.", &["U.S. negotiator with North Korea"]),
            ("Joseph Yun, 45, chief executive of Norden Shipping, left.", &["chief executive of Norden Shipping"]),
            ("Joseph Yun, who leads the harbour union, left.", &["leads the harbour union"]),
            ("Joseph Yun, who is the head of the port, left.", &["head of the port"]),
            ("it was Joseph Yun, a spokesman for the ministry.", &["spokesman for the ministry"]),
            ("Joseph Yun, Norden's head of shipping, left.", &["Norden's head of shipping"]),
            ("Joseph Yun, a 45-year-old driver from Riga, left.", &["45-year-old driver from Riga"]),
            ("Joseph Yun, the lawyer who defended the crew, left.", &["lawyer"]),
            ("Joseph Yun (45), mayor of Riga, left.", &["mayor of Riga"]),
            ("Joseph Yun, then a deputy minister, left.", &["deputy minister"]),
            ("Joseph Yun, chief executive and founder of Norden, left.", &["chief executive and founder of Norden"]),
            ("Joseph Yun, the first woman\nto lead the port, left.", &["first woman to lead the port"]),
            ("Envoy Joseph Yun, a career diplomat, left.", &["Envoy", "career diplomat"]),
        ],
    );
}

#[test]
fn what_only_stands_beside_a_person_is_no_introduction() {
    let none: &[&str] = &[];
    assert_all(
        NameKind::Person,
        "Joseph Yun",
        &[
            ("Joseph Yun said on Tuesday, the day of the talks.", none),
            ("Joseph Yun, 45, left.", none),
            ("Joseph Yun, who refused to comment, left.", none),
            ("Joseph Yun, speaking in Seoul, said so.", none),
            ("Joseph Yun, however, left.", none),
            ("with Joseph Yun, the White House and the court.", none),
            ("with Joseph Yun, the president and the minister.", none),
            ("with Joseph Yun, negotiator Ahn Lee and others.", none),
            ("with Joseph Yun, Secretary of State Ann Venn and others.", none),
            ("with Joseph Yun, the bank chairman Tom Becker and others.", none),
            ("after Joseph Yun, a day after the talks, left.", none),
            ("Mr Joseph Yun left.", none),
            ("He left after Joseph Yun.", none),
            ("the minister, Joseph Yun said, left", none),
            ("he left the minister, and Joseph Yun, left", none),
            ("the talks with the minister, Joseph Yun and others", none),
            ("The story was about a minister. Joseph Yun left.", none),
            ("The minister\n\nJoseph Yun left.", none),
            ("a number of people, Joseph Yun, a number of the crew, left", none),
            ("Joseph Yun", none),
            ("Joseph Yun,", none),
        ],
    );
}

#[test]
fn an_organization_is_introduced_by_what_it_is() {
    assert_all(
        NameKind::Organization,
        "Norden",
        &[
            ("The Norwegian shipping company Norden sank.", &["Norwegian shipping company"]),
            ("shares of carmaker Norden fell", &["carmaker"]),
            ("Norden, the world's largest ferry operator, sank.", &["world's largest ferry operator"]),
            ("Norden, which operates three ferries, sank.", &["operates three ferries"]),
            ("Norden (NRD), a unit of Baltwind, sank.", &["unit of Baltwind"]),
            ("Norden, which sank on Monday, was old.", &[]),
            ("the minister Norden sank", &[]),
        ],
    );
}

#[test]
fn spellings_of_one_introduction_have_one_key() {
    let same = [
        ("U.S. negotiator with North Korea", "US negotiator with the North Korea"),
        ("Sen.", "Senator"),
        ("Norden's Chief Executive", "Norden chief executive"),
        ("co-founder of Norden", "Co-founder of Norden"),
    ];
    for (one, other) in same {
        assert_eq!(introduction_key(one), introduction_key(other), "{one}");
    }
    assert_ne!(introduction_key("former minister"), introduction_key("minister"));
}

#[test]
fn no_place_in_any_text_makes_it_fail() {
    let text = "É Dr. Ölaf, the «minister», é’s s ' s, (x) Jr., Sen. — 1,000, – \"a\"\n\nthe of of the";
    for start in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
        for end in (start..=text.len()).filter(|&at| text.is_char_boundary(at)) {
            for kind in [NameKind::Person, NameKind::Organization] {
                for found in introductions(text, start..end, kind) {
                    assert!(!found.is_empty());
                }
            }
        }
    }
}
