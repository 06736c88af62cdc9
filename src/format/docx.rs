//! The text of a Word document: its paragraphs, one to a line.

use super::references::decoded;

/// Returns the text of `word/document.xml`: a paragraph is a line, the cells of a table's row have tabs between them, a new
/// page is a form feed. What was deleted, and what stands in fields' instructions, is no text.
pub(super) fn text_of(document_xml: &str) -> String {
    let mut out = String::new();
    let mut rest = document_xml;
    let (mut in_text, mut in_cells) = (false, 0_usize);
    while let Some(at) = rest.find('<') {
        if in_text {
            out.push_str(&decoded(&rest[..at]));
        }
        let Some(end) = rest[at..].find('>') else { return out };
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        let closes = tag.starts_with('/');
        let is_empty = tag.ends_with('/');
        let name = tag.trim_matches('/').split_whitespace().next().unwrap_or_default();
        let name = name.trim_end_matches('/').rsplit(':').next().unwrap_or_default();
        match name {
            "t" => in_text = !closes && !is_empty,
            "tab" if !closes => out.push('\t'),
            "noBreakHyphen" => out.push('-'),
            "br" | "cr" => out.push(if tag.contains("\"page\"") { '\u{c}' } else { '\n' }),
            "p" if closes || is_empty => out.push(if in_cells > 0 { ' ' } else { '\n' }),
            "tc" if closes => out.push('\t'),
            "tr" if closes => out.push('\n'),
            "tbl" if closes => in_cells = in_cells.saturating_sub(1),
            "tbl" if !is_empty => in_cells += 1,
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_a_line_and_runs_are_joined() {
        let xml = "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>\
            <w:p><w:pPr><w:tabs><w:jc w:val=\"both\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">Loaves </w:t></w:r>\
            <w:hyperlink><w:r><w:t>rise &amp; fall</w:t></w:r></w:hyperlink></w:p><w:p/>\
            <w:p><w:r><w:instrText>HYPERLINK x</w:instrText><w:delText>no</w:delText><w:t>A</w:t><w:tab/><w:t>B</w:t><w:br/><w:t>C</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
            <w:p><w:r><w:br w:type=\"page\"/><w:t/><w:t>End</w:t></w:r></w:p></w:body></w:document>";
        assert_eq!(text_of(xml), "Loaves rise & fall\n\nA\tB\nC\n1 \t2 \t\n\u{c}End\n");
    }

    #[test]
    fn damage_ends_nothing_but_the_text() {
        assert_eq!(text_of("<w:p><w:t>Loaves"), "");
        assert_eq!(text_of("<w:t>Loaves</w:t><w:t"), "Loaves");
        assert_eq!(text_of(""), "");
    }
}
