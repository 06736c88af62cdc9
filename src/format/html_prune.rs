//! What of a page is no text of its story, told by its elements: menus, boxes, captions, invitations.

use dom_query::{Document, NodeRef};

/// An element that holds a greater part of the page than one of so many is never taken for furniture.
const SMALL_PART: usize = 3;
/// How many elements that look like furniture but are too large are measured.
const MOST_MEASURED: usize = 30;

/// Takes from a page what is no text of a story: menus, boxes, captions, invitations. What holds much of the page stays,
/// whatever it is called.
pub(super) fn prune(document: &Document) {
    document
        .select(
            "script, style, noscript, template, iframe, svg, form, button, select, nav, footer, aside, figure, figcaption, \
             audio, video, object, dialog, cite[id*='aption'], #wm-ipp-base, [role='navigation'], [role='complementary'], \
             [role='dialog'], [hidden], [aria-hidden='true'], .visually-hidden, .visuallyhidden, .sr-only, .screen-reader-text, h1",
        )
        .remove();
    prune_pointers(document);
    prune_highlights(document);
    let Some(body) = document.body() else { return };
    let whole = body.normalized_char_count();
    let mut measured = 0;
    for node in body.descendants() {
        // What lies in a removed element may come here too; to remove it again does no harm.
        if !node.is_element() || measured > MOST_MEASURED || !is_named_furniture(&node) {
            continue;
        }
        if node.normalized_char_count() * SMALL_PART < whole {
            node.remove_from_parent();
        } else {
            measured += 1;
        }
    }
}

/// Takes out the lines that are nothing but a link to another story.
fn prune_pointers(document: &Document) {
    const FEWEST_WORDS: usize = 4;
    const LONGEST: usize = 200;
    let Some(body) = document.body() else { return };
    let whole_page = body.normalized_char_count();
    let mut pointers: Vec<NodeRef<'_>> = Vec::new();
    let mut pointing = 0;
    for line in document.select("p, h2, h3, h4, h5, ul, ol").nodes() {
        let whole = line.normalized_char_count();
        if whole == 0 || (whole > LONGEST && !line.has_name("ul") && !line.has_name("ol")) {
            continue;
        }
        let links: Vec<NodeRef<'_>> =
            line.descendants_it().filter(|node| node.has_name("a") && node.has_attr("href")).collect();
        let linked: usize = links.iter().map(NodeRef::normalized_char_count).sum();
        let words = || links.iter().map(|link| link.text().split_whitespace().count()).max().unwrap_or_default();
        // Between links stand a comma or a mark at most.
        if linked > 0 && linked + 2 * links.len() >= whole && words() >= FEWEST_WORDS {
            pointing += whole;
            pointers.push(*line);
        }
    }
    // Where a link is not closed, all of the story lies in it.
    if pointing * SMALL_PART < whole_page {
        pointers.iter().for_each(NodeRef::remove_from_parent);
    }
}

/// Takes out the box that sums a story up before it begins: its heading and the list below.
fn prune_highlights(document: &Document) {
    const HEADINGS: [&str; 4] = ["story highlights", "highlights", "key points", "in this article"];
    for heading in document.select("h2, h3, h4, h5, strong, b").nodes() {
        if heading.normalized_char_count() > 20 {
            continue;
        }
        let text = heading.text().trim().trim_end_matches(':').to_lowercase();
        if !HEADINGS.contains(&text.as_str()) {
            continue;
        }
        // The heading may be wrapped in a line of its own.
        let wrapped =
            heading.parent().filter(|parent| parent.normalized_char_count() == heading.normalized_char_count());
        let line = wrapped.as_ref().unwrap_or(heading);
        if let Some(list) = line.next_element_sibling().filter(|next| next.has_name("ul") || next.has_name("ol")) {
            list.remove_from_parent();
            line.remove_from_parent();
        }
    }
}

/// Makes plain blocks of the tables that old pages are laid out with: a reader's view takes tables for data.
pub(super) fn unlay(document: &Document) {
    const LONGEST_CELL: usize = 200;
    if document.select("td").nodes().iter().any(|cell| cell.normalized_char_count() > LONGEST_CELL) {
        document.select("table, thead, tbody, tr, td, center").rename("div");
    }
}

/// Returns true for an element that its names, or its style, give away.
fn is_named_furniture(node: &NodeRef<'_>) -> bool {
    const NAMES: &[&str] = &[
        "ad",
        "addthis",
        "ads",
        "advert",
        "advertisement",
        "advertising",
        "alsoread",
        "breadcrumb",
        "breadcrumbs",
        "caption",
        "captions",
        "comments",
        "consent",
        "cookie",
        "copyright",
        "credit",
        "disclaimer",
        "disqus",
        "gallery",
        "infobox",
        "login",
        "mostread",
        "newsletter",
        "outbrain",
        "paywall",
        "popular",
        "popup",
        "promo",
        "promos",
        "readmore",
        "recirc",
        "recommendations",
        "recommended",
        "related",
        "share",
        "sharedaddy",
        "sharebar",
        "sharing",
        "sidebar",
        "signup",
        "slideshow",
        "social",
        "sponsor",
        "sponsored",
        "subscribe",
        "subscription",
        "taboola",
        "tags",
        "toolbar",
        "trending",
        "tweet",
    ];
    const PARTS: [&str; 3] = ["also-read", "most-read", "read-more"];
    const STORIES: [&str; 5] = ["article", "main", "body", "html", "h1"];
    let name = node.node_name().unwrap_or_default();
    if STORIES.contains(&&*name) || node.attr("itemprop").is_some_and(|name| name.contains("articleBody")) {
        return false;
    }
    let style = node.attr("style").unwrap_or_default().replace(' ', "").to_lowercase();
    if style.contains("display:none") || style.contains("visibility:hidden") || style.contains("clip:rect(0") {
        return true;
    }
    [node.attr("class"), node.attr("id")].into_iter().flatten().any(|names| {
        PARTS.iter().any(|part| names.contains(part)) || words(&names).any(|word| NAMES.contains(&word.as_str()))
    })
}

/// Returns the words of a class or id, in lower case: `shareBar_top` is `share`, `bar`, `top`.
fn words(names: &str) -> impl Iterator<Item = String> {
    names.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(|name| {
        let mut pieces = vec![String::new()];
        for c in name.chars() {
            if c.is_ascii_uppercase() && pieces.last().is_some_and(|piece| !piece.is_empty()) {
                pieces.push(String::new());
            }
            if let Some(piece) = pieces.last_mut() {
                piece.push(c.to_ascii_lowercase());
            }
        }
        pieces.push(name.to_ascii_lowercase());
        pieces
    })
}
