//! The variants of datelines, and what only looks like one.

use super::*;

#[test]
fn datelines_with_an_agency_are_read_in_every_variant() {
    let reuters = Some("Reuters");
    let cases: &[(&str, Said<'_>)] = &[
        ("WASHINGTON (Reuters) - ", ("WASHINGTON (Reuters) -", &["Washington"], reuters, None)),
        ("(Reuters) - ", ("(Reuters) -", &[], reuters, None)),
        (
            "WASHINGTON/NEW YORK (Reuters) - ",
            ("WASHINGTON/NEW YORK (Reuters) -", &["Washington", "New York"], reuters, None),
        ),
        (
            "KING OF PRUSSIA, Pennsylvania/WASHINGTON (Reuters) - ",
            (
                "KING OF PRUSSIA, Pennsylvania/WASHINGTON (Reuters) -",
                &["King of Prussia, Pennsylvania", "Washington"],
                reuters,
                None,
            ),
        ),
        (
            "WEST PALM BEACH, Fla./WASHINGTON (Reuters) - ",
            ("WEST PALM BEACH, Fla./WASHINGTON (Reuters) -", &["West Palm Beach, Fla.", "Washington"], reuters, None),
        ),
        ("CHARLESTON, W. Va. (Reuters) - ", ("CHARLESTON, W. Va. (Reuters) -", &["Charleston, W. Va."], reuters, None)),
        ("PATERSON, N.J. (Reuters) - ", ("PATERSON, N.J. (Reuters) -", &["Paterson, N.J."], reuters, None)),
        (
            "ABOARD AIR FORCE ONE (Reuters) - ",
            ("ABOARD AIR FORCE ONE (Reuters) -", &["Aboard Air Force One"], reuters, None),
        ),
        ("By Ada Oven HAVANA (Reuters) - ", ("HAVANA (Reuters) -", &["Havana"], reuters, None)),
        ("By Ada Oven and Bo Crane NEW YORK (Reuters) - ", ("NEW YORK (Reuters) -", &["New York"], reuters, None)),
        (
            " (In Dec. 25 story, in paragraph two, corrects oven) By Ada Oven (Reuters) - ",
            ("(Reuters) -", &[], reuters, None),
        ),
        (
            " ((This December 4 story has been corrected to say “ten” ...)) By Ada Oven HAVANA (Reuters) - ",
            ("HAVANA (Reuters) -", &["Havana"], reuters, None),
        ),
        ("(The Dec. 1 story was refiled to correct a name) (Reuters) - ", ("(Reuters) -", &[], reuters, None)),
        ("NEW YORK (LPC/IFR) - ", ("NEW YORK (LPC/IFR) -", &["New York"], Some("LPC/IFR"), None)),
        ("WASHINGTON () - ", ("WASHINGTON () -", &["Washington"], None, None)),
        ("NEW YORK(Reuters) - ", ("NEW YORK(Reuters) -", &["New York"], reuters, None)),
        ("WASHINGTON (Reuters on Friday ) - ", ("WASHINGTON (Reuters on Friday ) -", &["Washington"], reuters, None)),
        ("LONDON, March 3 (Reuters) - ", ("LONDON, March 3 (Reuters) -", &["London"], reuters, None)),
        ("LONDON, Dec 3 (Reuters) - ", ("LONDON, Dec 3 (Reuters) -", &["London"], reuters, Some("2017-12-03"))),
        (
            "By Ada Oven\nSEOUL, Jan 1 (Reuters) - ",
            ("SEOUL, Jan 1 (Reuters) -", &["Seoul"], reuters, Some("2018-01-01")),
        ),
        (
            "BEIJING, Nov. 1 (Xinhua) -- ",
            ("BEIJING, Nov. 1 (Xinhua) --", &["Beijing"], Some("Xinhua"), Some("2017-11-01")),
        ),
        (
            "BEIJING, 10 août (Xinhua) -- ",
            ("BEIJING, 10 août (Xinhua) --", &["Beijing"], Some("Xinhua"), Some("2017-08-10")),
        ),
        (
            "LISBOA, 18 dez (Xinhua) -- ",
            ("LISBOA, 18 dez (Xinhua) --", &["Lisboa"], Some("Xinhua"), Some("2017-12-18")),
        ),
        ("PARIS (AP) _ ", ("PARIS (AP) _", &["Paris"], Some("AP"), None)),
        ("KANSAS CITY, Mo. (AP) — ", ("KANSAS CITY, Mo. (AP) —", &["Kansas City, Mo."], Some("AP"), None)),
        ("GROSSETO, Italy (AP) -- ", ("GROSSETO, Italy (AP) --", &["Grosseto, Italy"], Some("AP"), None)),
        ("PARIS, Jan 1 (AFP) - ", ("PARIS, Jan 1 (AFP) -", &["Paris"], Some("AFP"), Some("2018-01-01"))),
        ("Nov. 28 (UPI) -- ", ("Nov. 28 (UPI) --", &[], Some("UPI"), Some("2017-11-28"))),
        (
            "BEIRUT, Lebanon, Sept. 20 (UPI) -- ",
            ("BEIRUT, Lebanon, Sept. 20 (UPI) --", &["Beirut, Lebanon"], Some("UPI"), Some("2017-09-20")),
        ),
        ("Reuters - ", ("Reuters -", &[], reuters, None)),
        ("AP - ", ("AP -", &[], Some("AP"), None)),
        ("USATODAY.com - ", ("USATODAY.com -", &[], Some("USATODAY.com"), None)),
        (
            "MOSCOW, December 21. /TASS/. ",
            ("MOSCOW, December 21. /TASS/.", &["Moscow"], Some("TASS"), Some("2017-12-21")),
        ),
        ("(ANSA) - Rome, October 11 - ", ("(ANSA) - Rome, October 11 -", &["Rome"], Some("ANSA"), Some("2017-10-11"))),
        (
            "SAITAMA, Japan, Dec. 9 Kyodo - ",
            ("SAITAMA, Japan, Dec. 9 Kyodo -", &["Saitama, Japan"], Some("Kyodo"), Some("2017-12-09")),
        ),
        (
            "Nueva Delhi, 21 dic (EFE).- ",
            ("Nueva Delhi, 21 dic (EFE).-", &["Nueva Delhi"], Some("EFE"), Some("2017-12-21")),
        ),
        ("Paris (ats afp) ", ("Paris (ats afp)", &["Paris"], Some("ats/AFP"), None)),
    ];
    for &(written, said) in cases {
        // LONDON, March 3 is more than 200 days before the story, so it has no year.
        let story = story(&format!("{written}Bakers said loaves rose."));
        assert_said(&story, said, written);
        assert_eq!(story.body, "Bakers said loaves rose.", "{written}");
    }
}

#[test]
fn datelines_without_an_agency_are_read_in_every_variant() {
    let cases: &[(&str, Said<'_>)] = &[
        ("SALVADOR, Dec 26 - ", ("SALVADOR, Dec 26 -", &["Salvador"], None, Some("2017-12-26"))),
        ("PORTLAND, Ore., Dec 26 - ", ("PORTLAND, Ore., Dec 26 -", &["Portland, Ore."], None, Some("2017-12-26"))),
        ("ST. LOUIS, MO., Dec 3 - ", ("ST. LOUIS, MO., Dec 3 -", &["St. Louis, Mo."], None, Some("2017-12-03"))),
        ("RICHMOND, Va. Dec 26 - ", ("RICHMOND, Va. Dec 26 -", &["Richmond, Va."], None, Some("2017-12-26"))),
        ("Toronto, Dec 26 - ", ("Toronto, Dec 26 -", &["Toronto"], None, Some("2017-12-26"))),
        ("WASHINGTON, DEC 26 - ", ("WASHINGTON, DEC 26 -", &["Washington"], None, Some("2017-12-26"))),
        ("Bogota, december 4 - ", ("Bogota, december 4 -", &["Bogota"], None, Some("2017-12-04"))),
        (
            "BRUSSELS, Dec 27, Reuter - ",
            ("BRUSSELS, Dec 27, Reuter -", &["Brussels"], Some("Reuters"), Some("2017-12-27")),
        ),
        ("****WASHINGTON, Dec 8 - ", ("****WASHINGTON, Dec 8 -", &["Washington"], None, Some("2017-12-08"))),
        ("WASHINGTON _ ", ("WASHINGTON _", &["Washington"], None, None)),
        ("KANSAS CITY, Mo. -- ", ("KANSAS CITY, Mo. --", &["Kansas City, Mo."], None, None)),
        ("BEDFORD -- ", ("BEDFORD --", &["Bedford"], None, None)),
        ("WASHINGTON - ", ("WASHINGTON -", &["Washington"], None, None)),
        ("(New York, NY - October 21) ", ("(New York, NY - October 21)", &["New York, NY"], None, Some("2017-10-21"))),
        ("TURIN, Juen 19, - ", ("TURIN, Juen 19, -", &["Turin"], None, Some("2017-06-19"))),
        ("ROME, May 31, 2009 - ", ("ROME, May 31, 2009 -", &["Rome"], None, Some("2009-05-31"))),
    ];
    for &(written, said) in cases {
        let story = story(&format!("{written} Bakers said loaves rose."));
        assert_said(&story, said, written);
        // Wherever the dateline ends, the body begins with its first word.
        assert_eq!(story.body, "Bakers said loaves rose.", "{written}");
    }
}

#[test]
fn a_dateline_in_a_field_needs_no_dash() {
    let cases: &[(&str, Said<'_>)] = &[
        ("LEONIA, N.J. (AP) ", ("LEONIA, N.J. (AP)", &["Leonia, N.J."], Some("AP"), None)),
        (
            "Santiago, May 31, 2009 (AFP)",
            ("Santiago, May 31, 2009 (AFP)", &["Santiago"], Some("AFP"), Some("2009-05-31")),
        ),
        ("MOSCOW, Monday (Reuters)", ("MOSCOW, Monday (Reuters)", &["Moscow"], Some("Reuters"), Some("2017-12-25"))),
        ("WASHINGTON (BC-TERM-LIMITS-AZR)", ("WASHINGTON (BC-TERM-LIMITS-AZR)", &["Washington"], None, None)),
        (
            "RIYADH, Saudi Arabia, Dec 29",
            ("RIYADH, Saudi Arabia, Dec 29", &["Riyadh, Saudi Arabia"], None, Some("2017-12-29")),
        ),
        ("MEXICO CITY 2017-12-20", ("MEXICO CITY 2017-12-20", &["Mexico City"], None, Some("2017-12-20"))),
        ("2017-12-20T10:00:00Z", ("2017-12-20T10:00:00Z", &[], None, Some("2017-12-20"))),
        ("PARIS", ("PARIS", &["Paris"], None, None)),
        ("    des moines, december 7 - ", ("des moines, december 7 -", &["Des Moines"], None, Some("2017-12-07"))),
        (
            "CHEVY CHASE, Md., - Dec 4 - ",
            ("CHEVY CHASE, Md., - Dec 4 -", &["Chevy Chase, Md."], None, Some("2017-12-04")),
        ),
        ("c    CHICAGO, Dec 9 - ", ("c    CHICAGO, Dec 9 -", &["Chicago"], None, Some("2017-12-09"))),
        ("RPT --BONN, Dec 30 - ", ("RPT --BONN, Dec 30 -", &["Bonn"], None, Some("2017-12-30"))),
        ("DETROIT Dec 18 - \n    ", ("DETROIT Dec 18 -", &["Detroit"], None, Some("2017-12-18"))),
        ("****SANTO DOMINGO, Dec 4 - ", ("****SANTO DOMINGO, Dec 4 -", &["Santo Domingo"], None, Some("2017-12-04"))),
        ("SYDNEY, April - ", ("SYDNEY, April -", &["Sydney"], None, None)),
        ("FARMINGTON Conn., Dec 9 - ", ("FARMINGTON Conn., Dec 9 -", &["Farmington, Conn."], None, Some("2017-12-09"))),
        ("LONDON, Dec 9 - FIXTURE - ", ("LONDON, Dec 9 - FIXTURE -", &["London"], None, Some("2017-12-09"))),
        ("WOODBRIDGE, N.J. - ", ("WOODBRIDGE, N.J. -", &["Woodbridge, N.J."], None, None)),
        (" us 7.8015 - ", ("us 7.8015 -", &[], None, None)),
        ("COPPER GRADE A - ", ("COPPER GRADE A -", &[], None, None)),
        (" MAR8  --     --", ("MAR8  --     --", &[], None, None)),
        (" FOB RIVER - ", ("FOB RIVER -", &[], None, None)),
        (" - Position of december 26 -\n ", ("- Position of december 26 -", &[], None, None)),
        ("NEW YORK, March 119 - ", ("NEW YORK, March 119 -", &[], None, None)),
    ];
    for &(written, said) in cases {
        assert_said(&fielded(written), said, written);
    }
}

#[test]
fn what_only_looks_like_a_dateline_stays_in_the_body() {
    for text in [
        "U.S. President Ada Oven - who said (Reuters) - that loaves rose",
        "NATO - the alliance - said",
        "us 7.8015 - a rate",
        "MAR8 -- --",
        "COPPER GRADE A - 900",
        "FOB RIVER - 12",
        "The following statements were posted by bakers",
        "On Monday, March 3 - a holiday - bakers slept",
        "Bakers (left) - and millers - met",
        "LOAF (LOF.N) - the company said",
        "TULSA MEAN LOAF/ROLLS -- APRIL 7 - HIGH",
        "OVEN SEEKS FASTER GROWTH IN LONDON, March 25 - up",
        "WASHINGTON-based bakers",
        "Reuters - the agency - said",
        "Reuters said",
        "LONDON, March 3-5 - fair",
        "LOAF RATE U.S. - APR 7 - nil",
        "Washington (the city) - is",
        "March 3 - the day",
        "WASHINGTON",
        "()",
        "(",
        "- (Reuters)",
    ] {
        let story = story(text);
        assert_eq!((story.dateline, story.body.as_str(), story.places.len()), (None, text, 0), "{text}");
    }
}

/// A row of a table of datelines: its number, the text, the places, the day of 2017 (or another year), the agency.
type Row<'a> = (u8, &'a str, &'a [&'a str], Option<&'a str>, Option<&'a str>);

#[test]
fn every_known_variant_of_the_dateline_is_read() {
    let (reuters, ap, afp) = (Some("Reuters"), Some("AP"), Some("AFP"));
    let rows: &[Row<'_>] = &[
        (1, "WASHINGTON (Reuters) - ", &["Washington"], None, reuters),
        (2, "(Reuters) - ", &[], None, reuters),
        (3, "WASHINGTON/NEW YORK (Reuters) - ", &["Washington", "New York"], None, reuters),
        (
            4,
            "KING OF PRUSSIA, Pennsylvania/WASHINGTON (Reuters) - ",
            &["King of Prussia, Pennsylvania", "Washington"],
            None,
            reuters,
        ),
        (5, "WEST PALM BEACH, Fla./WASHINGTON (Reuters) - ", &["West Palm Beach, Fla.", "Washington"], None, reuters),
        (6, "CHARLESTON, W. Va. (Reuters) - ", &["Charleston, W. Va."], None, reuters),
        (7, "ABOARD AIR FORCE ONE (Reuters) - ", &["Aboard Air Force One"], None, reuters),
        (8, "By Ada Oven HAVANA (Reuters) - ", &["Havana"], None, reuters),
        (9, "By Ada Oven and Bo Crane NEW YORK (Reuters) - ", &["New York"], None, reuters),
        (
            10,
            " (In Dec. 25 story, in second paragraph, corrects name of oven) By Ada Oven (Reuters) - ",
            &[],
            None,
            reuters,
        ),
        (
            11,
            " ((This December 4 story has been corrected to change “last year” to 2015)) By Ada Oven HAVANA (Reuters) - ",
            &["Havana"],
            None,
            reuters,
        ),
        (12, "(The Dec. 1 story was refiled to correct Oven’s first name) (Reuters) - ", &[], None, reuters),
        (13, "NEW YORK (LPC/IFR) - ", &["New York"], None, Some("LPC/IFR")),
        (14, "WASHINGTON () - ", &["Washington"], None, None),
        (14, "NEW YORK(Reuters) - ", &["New York"], None, reuters),
        (14, "WASHINGTON (Reuters on Friday ) - ", &["Washington"], None, reuters),
        (15, "LONDON, Dec 3 (Reuters) - ", &["London"], Some("2017-12-03"), reuters),
        (15, "By Ada Oven\nSEOUL, Jan 1 (Reuters) - ", &["Seoul"], Some("2018-01-01"), reuters),
        (16, "SALVADOR, Dec 26 - ", &["Salvador"], Some("2017-12-26"), None),
        (17, "PORTLAND, Ore., Dec 26 - ", &["Portland, Ore."], Some("2017-12-26"), None),
        (17, "ST. LOUIS, MO., Dec 3 - ", &["St. Louis, Mo."], Some("2017-12-03"), None),
        (17, "RICHMOND, Va. Dec 26 - ", &["Richmond, Va."], Some("2017-12-26"), None),
        (18, "Toronto, Dec 26 - ", &["Toronto"], Some("2017-12-26"), None),
        (18, "Bogota, december 4 - ", &["Bogota"], Some("2017-12-04"), None),
        (18, "WASHINGTON, DEC 26 - ", &["Washington"], Some("2017-12-26"), None),
        (19, "BRUSSELS, Dec 27, Reuter - ", &["Brussels"], Some("2017-12-27"), reuters),
        (20, "****WASHINGTON, Dec 8 - ", &["Washington"], Some("2017-12-08"), None),
        (21, "BEIJING, Nov. 1 (Xinhua) -- ", &["Beijing"], Some("2017-11-01"), Some("Xinhua")),
        (21, "BEIJING, 10 août (Xinhua) -- ", &["Beijing"], Some("2017-08-10"), Some("Xinhua")),
        (21, "LISBOA, 18 jun (Xinhua) -- ", &["Lisboa"], Some("2017-06-18"), Some("Xinhua")),
        (22, "PARIS (AP) _ ", &["Paris"], None, ap),
        (22, "KANSAS CITY, Mo. (AP) — ", &["Kansas City, Mo."], None, ap),
        (22, "GROSSETO, Italy (AP) -- ", &["Grosseto, Italy"], None, ap),
        (24, "PARIS, Jan 1 (AFP) - ", &["Paris"], Some("2018-01-01"), afp),
        (25, "Nov. 28 (UPI) -- ", &[], Some("2017-11-28"), Some("UPI")),
        (25, "BEIRUT, Lebanon, Sept. 20 (UPI) -- ", &["Beirut, Lebanon"], Some("2017-09-20"), Some("UPI")),
        (26, "WASHINGTON _ ", &["Washington"], None, None),
        (26, "KANSAS CITY, Mo. -- ", &["Kansas City, Mo."], None, None),
        (26, "BEDFORD -- ", &["Bedford"], None, None),
        (26, "WASHINGTON - ", &["Washington"], None, None),
        (27, "Reuters - ", &[], None, reuters),
        (27, "AP - ", &[], None, ap),
        (27, "USATODAY.com - ", &[], None, Some("USATODAY.com")),
        (30, "(New York, NY - October 21) ", &["New York, NY"], Some("2017-10-21"), None),
    ];
    assert_rows(rows, story);
    let fields: &[Row<'_>] = &[
        (23, "LEONIA, N.J. (AP) ", &["Leonia, N.J."], None, ap),
        (23, "Santiago, May 31, 2009 (AFP)", &["Santiago"], Some("2009-05-31"), afp),
        (23, "MOSCOW, Monday (Reuters)", &["Moscow"], Some("2017-12-25"), reuters),
        (28, "WASHINGTON (BC-TERM-LIMITS-AZR)", &["Washington"], None, None),
    ];
    assert_rows(fields, |dateline| fielded(dateline.trim_end_matches("Bakers rose.")));
    for (written, tags, update, status) in [
        ("UPDATE 2-Oven says loaves rise", &["UPDATE 2"][..], Some(2), None),
        ("CORRECTED-UPDATE 2-Oven says loaves rise", &["CORRECTED", "UPDATE 2"], Some(2), Some("corrected")),
        ("REFILE-Oven says loaves rise", &["REFILE"], None, Some("refiled")),
    ] {
        let record = Record { headline: Some(written.to_owned()), ..Record::default() };
        let story = Story::from_record(record, &provenance("a.csv", "csv"));
        assert_eq!((story.headline.as_deref(), story.update), (Some("Oven says loaves rise"), update), "29: {written}");
        assert_eq!(
            (story.headline_tags, story.status.as_deref()),
            (tags.iter().map(|&tag| tag.to_owned()).collect(), status)
        );
    }
}

fn assert_rows(rows: &[Row<'_>], story: impl Fn(&str) -> Story) {
    for &(number, text, places, day, agency) in rows {
        let story = story(&format!("{text}Bakers rose."));
        assert_eq!(story.places, places, "{number}: {text}");
        assert_eq!(story.dateline_date.map(|date| date.to_string()).as_deref(), day, "{number}: {text}");
        assert_eq!(story.agency.as_deref(), agency, "{number}: {text}");
        assert!(story.dateline.is_some(), "{number}: {text}");
        assert!(matches!(story.body.as_str(), "Bakers rose." | "Bakers said"), "{number}: {text}: {}", story.body);
    }
}

#[test]
fn the_datelines_of_agencies_everywhere_are_read() {
    let dpa = Some("dpa");
    let rows: &[Row<'_>] = &[
        (1, "Berlin (dpa) - ", &["Berlin"], None, dpa),
        (2, "Berlin/Frankfurt (dpa) - ", &["Berlin", "Frankfurt"], None, dpa),
        (3, "Hafen (dpa/lno) - ", &["Hafen"], None, dpa),
        (4, "FRANKFURT (dpa-AFX) - ", &["Frankfurt"], None, Some("dpa-AFX")),
        (5, "(AFP) - ", &[], None, Some("AFP")),
        (6, "Wien (APA) - ", &["Wien"], None, Some("APA")),
        (7, "BERN (sda) ", &["Bern"], None, Some("ats")),
        (8, "Paris (ats afp) ", &["Paris"], None, Some("ats/AFP")),
        (9, "Madrid, 3 dic (EFE).- ", &["Madrid"], Some("2017-12-03"), Some("EFE")),
        (10, "ROMA, 11 OTT - ", &["Roma"], Some("2017-10-11"), None),
        (11, "(ANSA) - ROMA, 11 OTT - ", &["Roma"], Some("2017-10-11"), Some("ANSA")),
        (12, "Lisboa, 18 jun (Lusa) - ", &["Lisboa"], Some("2017-06-18"), Some("Lusa")),
        (13, "Berlin, 3. Dezember (Reuters) - ", &["Berlin"], Some("2017-12-03"), Some("Reuters")),
        (14, "PARIS, 3 mars 2017 (AFP) – ", &["Paris"], Some("2017-03-03"), Some("AFP")),
        (15, "DEN HAAG (ANP) - ", &["Den Haag"], None, Some("ANP")),
        (16, "Brussel (Belga) ", &["Brussel"], None, Some("Belga")),
        (17, "DEN HAAG, dinsdag\n\n", &["Den Haag"], Some("2017-12-26"), None),
        (18, "OSLO (NTB): ", &["Oslo"], None, Some("NTB")),
        (19, "København /ritzau/ - ", &["København"], None, Some("Ritzau")),
        (20, "MOSCOW, December 21. /TASS/. ", &["Moscow"], Some("2017-12-21"), Some("TASS")),
        (21, "МОСКВА, 21 декабря. /ТАСС/. ", &["Москва"], Some("2017-12-21"), Some("TASS")),
        (22, "Kyiv. December 3. INTERFAX-UKRAINE – ", &["Kyiv"], Some("2017-12-03"), Some("Interfax-Ukraine")),
        (23, "SAITAMA, Japan, Dec. 9 Kyodo - ", &["Saitama, Japan"], Some("2017-12-09"), Some("Kyodo")),
        (24, "Nueva Delhi, 21 dic (EFE).- ", &["Nueva Delhi"], Some("2017-12-21"), Some("EFE")),
        (25, "New Delhi [India], Dec 3 (ANI): ", &["New Delhi, India"], Some("2017-12-03"), Some("ANI")),
        (26, "New Delhi, Dec 3 (PTI) ", &["New Delhi"], Some("2017-12-03"), Some("PTI")),
        (27, "MUMBAI: ", &["Mumbai"], None, None),
        (28, "DUBAI, 3rd December, 2017 (WAM) -- ", &["Dubai"], Some("2017-12-03"), Some("WAM")),
        (29, "RIYADH, December 03, 2017, SPA -- ", &["Riyadh"], Some("2017-12-03"), Some("SPA")),
        (30, "GENEVA (3 December 2017) – ", &["Geneva"], Some("2017-12-03"), None),
        (31, "NEW YORK, Nov. 3, 2014 /PRNewswire/ -- ", &["New York"], Some("2014-11-03"), Some("PR Newswire")),
        (32, "NEW YORK--(BUSINESS WIRE)--", &["New York"], None, Some("Business Wire")),
        (33, "SEATTLE--(BUSINESS WIRE)--November 3, 2014--", &["Seattle"], Some("2014-11-03"), Some("Business Wire")),
        (34, "NEW YORK, NY--(Marketwired - Nov 3, 2014) - ", &["New York, NY"], Some("2014-11-03"), Some("Marketwire")),
        (35, "ATLANTA, Nov. 03, 2014 (GLOBE NEWSWIRE) -- ", &["Atlanta"], Some("2014-11-03"), Some("GlobeNewswire")),
        (36, "LONDON, UK / ACCESSWIRE / November 3, 2014 / ", &["London, UK"], Some("2014-11-03"), Some("ACCESSWIRE")),
        (37, "LONDON (Dow Jones)--", &["London"], None, Some("Dow Jones")),
        (38, "By Ada Oven\n\nOf DOW JONES NEWSWIRES\n\nLONDON (Dow Jones)--", &["London"], None, Some("Dow Jones")),
        (39, "(CNN)", &[], None, Some("CNN")),
        (40, "LONDON, England (CNN) -- ", &["London, England"], None, Some("CNN")),
        (41, "Washington — ", &["Washington"], None, None),
        (42, "Hamburg - ", &["Hamburg"], None, None),
        (43, "MOSCOW. Dec 3 (Interfax) - ", &["Moscow"], Some("2017-12-03"), Some("Interfax")),
        (44, "Van onze Haagse redactie\n\nDEN HAAG, dinsdag\n\n", &["Den Haag"], Some("2017-12-26"), None),
    ];
    assert_rows(rows, story);
}

#[test]
fn what_looks_like_a_foreign_dateline_stays_in_the_body() {
    for text in [
        "London - the city - said so",
        "London - Ada Oven says - is warm",
        "London: the city",
        "LOAVES: Bakers rose",
        "Hamburg. Die Brote",
        "(BBC) viewers rose",
        "Jordan [the star] said",
        "and/or Bakers",
        "Berlin (3 Brote) - Bakers",
    ] {
        assert_eq!((story(text).dateline, story(text).body.as_str()), (None, text), "{text}");
    }
}
