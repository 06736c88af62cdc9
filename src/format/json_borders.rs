//! Where an object of JSON ends, found without understanding it, so that a large array needs no more memory than its
//! largest element.

use memchr::{memchr, memchr3};

/// How deep objects and arrays may nest; `serde_json` refuses as much.
const DEEPEST: usize = 127;

/// Where an object ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Border {
    /// It takes this many bytes.
    End(usize),
    /// The bytes end before it does.
    Open,
    /// It has no end that could be believed; known at this byte, for this reason.
    Bad(usize, &'static str),
}

/// Returns the end of the object whose `{` begins `bytes`.
pub(super) fn object_end(bytes: &[u8]) -> Border {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' if depth == DEEPEST => return Border::Bad(at, "nested too deep"),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Border::End(at + 1);
                }
            }
            b'"' => match string_end(bytes, at + 1) {
                Border::End(end) => {
                    at = end;
                    continue;
                }
                border => return border,
            },
            _ => {}
        }
        at += 1;
    }
    Border::Open
}

fn string_end(bytes: &[u8], start: usize) -> Border {
    let mut at = start;
    while let Some(length) = memchr3(b'"', b'\\', b'\n', bytes.get(at..).unwrap_or_default()) {
        at += length;
        match bytes[at] {
            b'"' => return Border::End(at + 1),
            b'\\' => at += 2,
            _ => return Border::Bad(at, "a line break inside a string"),
        }
    }
    Border::Open
}

/// The keys under which an object holds nothing but a list of stories.
const LISTS: [&[u8]; 16] = [
    b"docs",
    b"results",
    b"articles",
    b"items",
    b"item",
    b"_items",
    b"stories",
    b"news",
    b"entries",
    b"hits",
    b"records",
    b"documents",
    b"data",
    b"newsItems",
    b"rows",
    b"posts",
];

/// Returns where the list's `[` is in the object that begins `bytes`, where it is a list of objects under one of these keys
/// with only objects around it; `None` where a story's own key comes first.
pub(super) fn list_inside(bytes: &[u8]) -> Option<usize> {
    const OWN: [&[u8]; 9] =
        [b"headline", b"title", b"text", b"body", b"content", b"headlines", b"bodies", b"contents", b"versioncreated"];
    const DEEP: usize = 3;
    let mut at = bytes.len() - bytes.trim_ascii_start().len();
    let (mut depth, mut key): (usize, &[u8]) = (0, b"");
    // A JSON feed has a title of its own before its items.
    let is_feed = memchr::memmem::find(bytes, b"jsonfeed.org/version").is_some();
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' if depth < DEEP => depth += 1,
            b'}' if depth > 1 => depth -= 1,
            b'[' => {
                let is_list = bytes[at + 1..].trim_ascii_start().starts_with(b"{");
                if is_list && LISTS.contains(&key) {
                    return (depth > 0).then_some(at);
                }
                // Another list is passed over whole.
                match object_end(&bytes[at..]) {
                    Border::End(length) => at += length - 1,
                    _ => return None,
                }
            }
            b'"' => {
                let Border::End(end) = string_end(bytes, at + 1) else { return None };
                if bytes[end..].trim_ascii_start().starts_with(b":") {
                    key = &bytes[at + 1..end - 1];
                    if depth == 1 && !is_feed && OWN.iter().any(|own| key.eq_ignore_ascii_case(own)) {
                        return None;
                    }
                }
                at = end;
                continue;
            }
            b'{' | b'}' | b']' => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

/// Returns an object without the commas after the last of its values, which many a script leaves; `None` where there are
/// none.
pub(super) fn without_trailing_commas(object: &[u8]) -> Option<Vec<u8>> {
    let mut kept: Vec<u8> = Vec::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(byte) = object.get(at) {
        match byte {
            b'"' => match string_end(object, at + 1) {
                Border::End(end) => {
                    at = end;
                    continue;
                }
                _ => return None,
            },
            b',' if matches!(object[at + 1..].trim_ascii_start().first(), Some(b'}' | b']')) => {
                kept.extend_from_slice(&object[copied..at]);
                copied = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    (copied > 0).then(|| [&kept[..], &object[copied..]].concat())
}

/// Returns where the next element may begin after one that is damaged, `None` where it is not in these bytes.
///
/// With `indent`, elements begin lines and are indented by so many bytes at most; else they follow `},`. That keeps the
/// objects inside an element from being taken for elements.
pub(super) fn next_element(bytes: &[u8], indent: Option<usize>) -> Option<usize> {
    let mut from = 0;
    while let Some(length) = memchr(b'{', &bytes[from..]) {
        let at = from + length;
        from = at + 1;
        let is_object = bytes[from..].trim_ascii_start().first().is_none_or(|byte| matches!(byte, b'"' | b'}'));
        let before = bytes[..at].trim_ascii_end();
        let blank = &bytes[before.len()..at];
        let begins = match (indent, blank.iter().rposition(|byte| *byte == b'\n')) {
            (Some(indent), Some(newline)) => blank.len() - newline - 1 <= indent,
            (Some(_), None) => false,
            (None, _) => before.strip_suffix(b",").is_some_and(|before| before.trim_ascii_end().ends_with(b"}")),
        };
        if is_object && begins {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_ends_at_its_own_brace() {
        let text = br#"{"a": "}\"{", "b": [{"c": {}}]}, {"#;
        assert_eq!(object_end(text), Border::End(31));
        for end in 0..31 {
            assert_eq!(object_end(&text[..end]), Border::Open, "{end}");
        }
    }

    #[test]
    fn commas_after_the_last_value_are_left_out() {
        for (object, expected) in [
            (r#"{"a": 1, }"#, Some(r#"{"a": 1 }"#)),
            (r#"{"a": ["b,]",], "c": ",}",}"#, Some(r#"{"a": ["b,]"], "c": ",}"}"#)),
            (r#"{"a": ",}"}"#, None),
            (r#"{"a": "torn,}"#, None),
        ] {
            let found = without_trailing_commas(object.as_bytes());
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{object}");
        }
    }

    #[test]
    fn a_border_that_cannot_be_is_bad() {
        assert_eq!(object_end(b"{\"a\": \"torn \n {"), Border::Bad(12, "a line break inside a string"));
        assert_eq!(object_end("{[".repeat(100_000).as_bytes()), Border::Bad(127, "nested too deep"));
    }

    #[test]
    fn the_next_element_is_no_object_inside_a_damaged_one() {
        let lines = b"\"torn\n  \"by\": [\n    {\"name\": 1},\n    {\"name\": 2}]},\n  {\"a\": 1}";
        assert_eq!(next_element(lines, Some(2)).map(|at| &lines[at..]), Some(&b"{\"a\": 1}"[..]));
        let single = b"{\"a\": x}, {\"b\": 1}";
        assert_eq!(next_element(single, None), Some(10));
        assert_eq!(next_element(b"{x {", None), None);
    }
}
