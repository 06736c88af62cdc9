//! E-mail.

use super::*;

#[test]
fn a_message_is_a_story() {
    let read = read_fixture("story.eml");
    assert_eq!((read.format.as_str(), members(&read)), ("mail", vec!["ferry-1@courier.example"]));
    let record = &read.records[0];
    // Words that say they are UTF-8 and are not; and a character that two of them share.
    assert_eq!((&record.headline, &record.byline), (&some("Night ferry to café pier and back"), &some("Ann Poé")));
    assert_eq!(record.date, some("Tue, 30 Apr 2019 18:05:00 +0000"));
    let story = story(&read, 0);
    assert_eq!((story.agency, story.places), (some("AP"), vec!["Haven".to_owned()]));
    let body = "The night ferry will run again from the first week of May, the harbour board said on Tuesday, \
        and the cafés on the pier will open with it.\n\n\"We have waited long enough,\" said Ada Brightwell.";
    assert_eq!(story.body, body);
}

#[test]
fn a_mailbox_is_read_message_by_message() {
    let read = read_fixture("wire.mbox");
    assert_eq!(members(&read), ["1@wire.example", "2", "4"]);
    let first = &read.records[0];
    assert_eq!((&first.headline, &first.byline), (&some("Goats counted"), &some("Bo Crane")));
    assert_eq!((&first.agency, &first.date), (&some("Reuters"), &some("Mon, Oct 30, 2017 at 9:00 AM")));
    let story = story(&read, 0);
    assert_eq!(
        (story.dateline, story.date),
        (some("HAVEN, Oct 30 (Reuters) -"), crate::story::Date::new(2017, Some(10), Some(30)))
    );
    assert!(story.body.ends_with("From the mainland nobody had come to count.\nFrom here on the wind decides."));
    assert_eq!(story.trailer, some("(Reporting by Bo Crane; Editing by Cy Dunn)"));
    let second = &read.records[1];
    assert_eq!(
        (second.text.as_str(), &second.byline),
        ("High water at noon.\n\nLow at six.", &some("bare@wire.example"))
    );
    assert_eq!(second.date, some("2017-11-01T11:00:00Z"));
    assert_eq!(read.records[2].text, "The boundary never comes again.");
    assert_eq!(read.failures, ["skipped: line 37: record 3: a message without text"]);
}

#[test]
fn a_message_is_known_by_its_header() {
    let header = "From: Ann Poe <ann@x.example>\nSubject: Tides\nDate: Tue, 31 Oct 2017 10:00:00 +0000\n";
    for (name, text) in [
        ("a", format!("{header}\nHigh water at noon.\n")),
        ("a.eml", "Subject: Tides\nFrom: a@b.example\n\nHigh water at noon.".to_owned()),
        ("a", format!("Received: from x\n{header}\nHigh water at noon.\n")),
        ("a", format!("From a@b.example Mon\nReturn-Path: <a@b.example>\n{header}\nHigh water at noon.\n")),
    ] {
        let read = read(name, &text);
        assert_eq!((read.format.as_str(), texts(&read)), ("mail", vec!["High water at noon."]), "{text}");
        assert_eq!(read.records[0].headline, some("Tides"), "{text}");
    }
    for text in [
        "From the harbour\nwe saw: ships.",
        "From: the harbour\n\nWe saw ships.",
        "Subject: ships\nDate: today\n\nWe saw ships.",
        "From: here\nTo: there\nand back again\n\nShips.",
    ] {
        assert_eq!(read("a.txt", text).format, "text", "{text}");
    }
}

#[test]
fn a_message_around_another_gives_the_inner_one() {
    let text = "From: desk@x.example\nSubject: FW\nMessage-ID: <o@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
        Content-Type: message/rfc822\n\nFrom: Ann Poe <ann@x.example>\nSubject: Tides\nMessage-ID: <i@x>\n\nHigh water at noon.\n--b--\n";
    let read = read("a.eml", text);
    assert_eq!((members(&read), texts(&read)), (vec!["i@x"], vec!["High water at noon."]));
    assert_eq!((&read.records[0].headline, &read.records[0].byline), (&some("Tides"), &some("Ann Poe")));
}

#[test]
fn a_page_saved_as_a_message_is_a_page() {
    let page = format!(
        "<html><title>Goats counted</title><body><p>{}</p></body></html>",
        "There are many goats here. ".repeat(10)
    );
    let text = format!(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://havenwire.example/goats\nSubject: Goats counted\n\
         Date: Fri, 2 Jan 2026 22:27:49 +0000\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n\
         --b\nContent-Type: text/html; charset=utf-8\n\n{page}\n--b--\n"
    );
    let read = read("a.mhtml", text);
    let record = &read.records[0];
    assert_eq!((&record.headline, &record.date, &record.byline), (&some("Goats counted"), &None, &None));
    assert_eq!((&record.url, &record.member), (&some("https://havenwire.example/goats"), &None));
}

#[test]
fn lines_broken_for_sending_are_joined_and_signatures_cut() {
    let flowed =
        "Subject: a\nFrom: b\nContent-Type: text/plain; format=flowed; delsp=yes\n\none \ntwo\n three\n\n-- \nB\n";
    assert_eq!(texts(&read("a.eml", flowed)), ["onetwo\nthree"]);
    let wrong = b"Subject: caf\xE9\nFrom: b\nContent-Type: text/plain; charset=utf-8\n\ncaf\xE9 and \xA35\n";
    let read = read("a.eml", wrong);
    assert_eq!((texts(&read), &read.records[0].headline), (vec!["café and £5"], &some("café")));
}

#[test]
fn lines_of_blanks_part_paragraphs_and_raw_bytes_in_encoded_words_are_read() {
    let blanks = "Subject: a\nFrom: b\n\nHigh water at noon. \n  \nLow water at six.  \n";
    assert_eq!(texts(&read("a.eml", blanks)), ["High water at noon.\n\nLow water at six."]);
    let raw = b"From: b\nSubject: =?iso-8859-1?Q?caf\xE9_open?=\n\nHigh water.\n";
    assert_eq!(read("a.eml", raw).records[0].headline, some("café open"));
    let lone = "Content-Type: text/html\n\n<p>High water at noon.</p>\n";
    assert_eq!(texts(&read("a.eml", lone)), ["High water at noon."]);
}
