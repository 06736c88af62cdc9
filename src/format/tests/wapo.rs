//! TREC Washington Post.

use super::corpora::{fixture_stories, line, shown};

#[test]
fn paragraphs_of_every_kind_are_the_text() {
    let (format, stories, failures) = fixture_stories("wapo/articles.jl");
    assert_eq!(format, "wapo");
    assert_eq!(
        stories.iter().map(line).collect::<Vec<_>>(),
        [
            "Ferry & tug | 2016-09-01 | Ada Brightwell and Bo Lee | Haven | The Washington Post | Harbour",
            "Tides | 2015-09-25 | - |  | The Washington Post | -",
        ]
    );
    assert_eq!(stories[0].body, "It's a big year for the ferry.\n\nMore on ferries\n\nOne\n\nTwo");
    assert_eq!(shown(stories[0].member.as_ref()), "9171debc");
    assert_eq!(shown(stories[0].url.as_ref()), "https://www.example.com/ferry/2016/09/01/a_story.html");
    assert_eq!(stories[0].tags, ["type:blog"]);
    assert!(failures[0].starts_with("line 2: record 2: no JSON object"), "{failures:?}");
    assert_eq!(failures[1], "line 4: record 4: the article has neither title nor paragraphs");
    assert_eq!(failures.len(), 2);
}
