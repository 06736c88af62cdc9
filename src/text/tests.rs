use super::*;
use proptest::prelude::*;

/// The tokens of a text, one cell each, as `cases.txt` writes them.
fn cells(text: &str, analysis: &Analysis) -> Vec<String> {
    let cell = |token: &Token| {
        let parts = if token.kind == TokenKind::Compound { format!("+{}", token.length) } else { String::new() };
        let slice = &text[token.start as usize..token.end as usize];
        format!("{}@{}{parts}[{slice}]", analysis.term(token), token.position)
    };
    analysis.tokens.iter().map(cell).collect()
}

#[test]
fn texts_have_the_tokens_of_the_table() {
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in include_str!("cases.txt").lines().filter(|line| !line.starts_with('#')) {
        let (text, wanted) = line.rsplit_once(" |").expect("a case has two columns");
        let wanted: Vec<&str> = wanted.trim().split(", ").filter(|cell| !cell.is_empty()).collect();
        let mut got = cells(text, &analyze(text));
        for (got, wanted) in got.iter_mut().zip(&wanted) {
            if !wanted.ends_with(']') {
                got.truncate(got.find('[').expect("a slice"));
            }
        }
        if got != wanted {
            wrong.push((text, got));
        }
        cases += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(cases > 120, "{cases}");
}

#[test]
fn a_typed_us_is_the_country() {
    for (text, wanted) in
        [("US", "u.s."), ("JOIN US NOW", "join u.s. now"), ("us", "us"), ("US-BACKED", "u.s.-backed u.s. backed")]
    {
        let analysis = analyze_query(text);
        let terms: Vec<&str> = analysis.tokens.iter().map(|token| analysis.term(token)).collect();
        assert_eq!(terms.join(" "), wanted, "{text}");
        assert!(analysis.sentences.is_empty() && analysis.paragraphs.is_empty());
    }
}

#[test]
fn a_headline_of_capitals_does_not_make_the_pronoun_a_country() {
    let text = "MINISTER: COME WITH US\n\nThe US minister said so.";
    let analysis = analyze(text);
    let terms: Vec<&str> = analysis.tokens.iter().map(|token| analysis.term(token)).collect();
    assert_eq!(terms.join(" "), "minister come with us the u.s. minister said so");
}

/// A text's sentences, by its positions, with ` / ` between them and ` // ` between paragraphs.
fn borders(text: &str) -> String {
    let analysis = analyze(text);
    let mut out = String::new();
    for token in analysis.words() {
        let border = match token.position {
            0 => "",
            position if analysis.paragraphs.contains(&position) => " // ",
            position if analysis.sentences.contains(&position) => " / ",
            _ => " ",
        };
        out.push_str(border);
        out.push_str(&text[token.start as usize..token.end as usize]);
    }
    assert!(analysis.paragraphs.iter().all(|position| analysis.sentences.contains(position)), "{text}");
    out
}

#[test]
fn sentences_begin_where_a_reader_sees_them_begin() {
    for (text, wanted) in [
        ("It fell. It rose.", "It fell / It rose"),
        ("Did it? Yes! It did.", "Did it / Yes / It did"),
        ("“It fell.” “It rose.”", "It fell / It rose"),
        ("It fell (a lot). It rose.", "It fell a lot / It rose"),
        ("(It fell.) It rose.", "It fell / It rose"),
        ("“Stop!” he said.", "Stop he said"),
        ("He said no. “and so it was", "He said no / and so it was"),
        ("Mr. Varga and Gen. Oster met Dr. Lund.", "Mr Varga and Gen Oster met Dr Lund"),
        ("Acme Corp. Chairman Lund left.", "Acme Corp Chairman Lund left"),
        ("He left Acme Corp. The shares fell.", "He left Acme Corp / The shares fell"),
        ("on Jan. 5 and in Jan. Then it fell.", "on Jan 5 and in Jan / Then it fell"),
        ("He sat. Varga stood.", "He sat / Varga stood"),
        ("It is No. 5 there. No. The other.", "It is No 5 there / No / The other"),
        ("J. Varga met K. R. Lund.", "J Varga met K R Lund"),
        ("the U.S. Senate voted", "the U.S. Senate voted"),
        ("in the U.S. The Senate voted", "in the U.S. / The Senate voted"),
        ("in the U.S. senate leaders voted", "in the U.S. senate leaders voted"),
        ("at 5 p.m. Monday, at 6 p.m. He left", "at 5 p.m. Monday at 6 p.m. / He left"),
        ("He paused ... and went on ... Then he left.", "He paused and went on / Then he left"),
        ("He paused… and left… Then", "He paused and left / Then"),
        ("It fell to 1.5 in St. Alban.", "It fell to 1.5 in St Alban"),
        ("It grew. 300 came. $5 was paid.", "It grew / 300 came / $5 was paid"),
        ("after talks.The end", "after talks / The end"),
        ("He said so. - Acme", "He said so / Acme"),
        ("Acme vs. Bolt", "Acme vs Bolt"),
        ("Bolt Inc., Acme. Ltd", "Bolt Inc Acme / Ltd"),
        ("It ended. الحكومة", "It ended / الحكومة"),
    ] {
        assert_eq!(borders(text), wanted);
    }
}

#[test]
fn paragraphs_are_found_by_the_style_of_the_text() {
    let long = "word ".repeat(30);
    for (text, wanted) in [
        ("One two.\n\nThree four\nfive.".to_owned(), "One two // Three four five"),
        ("One two.\r\n \r\nThree four\r\nfive".to_owned(), "One two // Three four five"),
        ("  One two\nthree.\n  Four five\nsix.".to_owned(), "One two three // Four five six"),
        ("One two\nthree.\n\tFour".to_owned(), "One two three // Four"),
        ("One two\nthree. Four\nfive".to_owned(), "One two three / Four five"),
        (format!("{long}\nOne\nTwo"), &format!("{long}// One // Two")),
    ] {
        assert_eq!(borders(&text), wanted);
    }
}

#[test]
fn a_long_word_is_cut_and_costs_no_time() {
    for long in ["x".repeat(5_000_000), "a-".repeat(2_500_000), "a.".repeat(2_500_000), "é".repeat(1_000_000)] {
        let analysis = analyze(&long);
        assert!(analysis.tokens.iter().all(|token| analysis.term(token).len() <= LONGEST_WORD));
        assert!(!analysis.tokens.is_empty());
    }
}

#[test]
fn positions_are_turned_into_bytes() {
    let text = "The U.S.-led raid's end";
    let analysis = analyze(text);
    let slice = |from, until| analysis.bytes(from..until).map(|bytes| &text[bytes]);
    assert_eq!(slice(1, 3), Some("U.S.-led"));
    assert_eq!(slice(2, 4), Some("led raid"));
    assert_eq!(slice(0, 5), Some("The U.S.-led raid's end"));
    assert_eq!((slice(0, 6), slice(5, 6), slice(1, 1)), (None, None, None));
}

#[test]
fn an_analysis_can_be_used_again() {
    let mut analysis = analyze("Something longer than that. And more.\n\nAnd more.");
    analyze_into("Short.", &mut analysis);
    assert_eq!(cells("Short.", &analysis), ["short@0[Short]"]);
    assert_eq!((analysis.positions, analysis.sentences, analysis.paragraphs), (1, vec![0], vec![0]));
}

/// Text with much of what the rules look at.
fn newsy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,6}",
        "[0-9]{1,4}",
        "[ .,'’&/$:;!?\n“”_-]{1,2}",
        "(US|U\\.S\\.|n't| s | t |don| ll|we|I m|O Brien|é|ß|ł|\u{AD}|\u{200B}|\u{301}|\u{1E008}|漢|ﬁ)",
        "\\PC",
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn analysis_is_total_and_its_tokens_are_in_order(text in newsy()) {
        let analysis = analyze(&text);
        let (mut start, mut position) = (0, 0);
        for token in &analysis.tokens {
            prop_assert!(!text[token.start as usize..token.end as usize].is_empty());
            prop_assert!(!analysis.term(token).is_empty());
            prop_assert!(token.start >= start && token.position >= position);
            (start, position) = (token.start, token.position);
        }
        prop_assert_eq!(analysis.words().map(|token| token.position).collect::<Vec<_>>(), (0..analysis.positions).collect::<Vec<_>>());
        let words: Vec<&Token> = analysis.words().collect();
        prop_assert!(words.windows(2).all(|pair| pair[0].end <= pair[1].start));
        for starts in [&analysis.sentences, &analysis.paragraphs] {
            prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert_eq!(starts.first().copied(), (analysis.positions > 0).then_some(0));
        }
    }

    #[test]
    fn analysis_is_total_on_any_text(text in any::<String>()) {
        let words = analyze(&text);
        prop_assert!(words.tokens.iter().all(|token| text.get(token.start as usize..token.end as usize).is_some()));
    }

    /// Not for `US`, which depends on what stands around it, nor for what begins with a mark or a sign that joins only within
    /// a word.
    #[test]
    fn a_token_typed_alone_gives_its_term_again(text in newsy()) {
        let analysis = analyze(&text);
        for token in &analysis.tokens {
            let slice = &text[token.start as usize..token.end as usize];
            let begins_a_word = slice.starts_with(|c: char| c.is_ascii_alphanumeric() || "$£€éßł漢ﬁ".contains(c));
            if slice.contains("US") || !begins_a_word {
                continue;
            }
            let typed = analyze_query(slice);
            prop_assert_eq!(typed.term(&typed.tokens[0]), analysis.term(token), "{:?} in {:?}", slice, &text);
        }
    }
}
