//! What must hold of any text once it is read, whatever it says. The tests here, those of
//! `tests/it/corpus.rs` and the fuzzer in `tests/fuzz` all hold it with these functions.

use linli::diagnostic::{Diagnostic, Edit, Patch};
use linli::markdown::html::{PlainHooks, to_html};
use linli::markdown::include::Shelf;
use linli::markdown::{Body, NodeKind, Tag, parse};
use linli::path::SourcePath;
use linli::schema::Schema;
use linli::source::{Source, Sources};

/// Reads and writes a text, looks at all that comes of it, and hands it on. What the corrections
/// that need no asking make of the text must be as sound.
pub fn read(source: &Source, schema: &Schema) -> (Body, String) {
    let (body, html, told) = read_once(source, schema);
    if let Some(text) = corrected(source, &told) {
        read_once(&Source::from_text(source.path.clone(), &text), schema);
    }
    (body, html)
}

fn read_once(source: &Source, schema: &Schema) -> (Body, String, Vec<Diagnostic>) {
    let (body, told) = parse(source, 0, schema, &Shelf::new(&itself(source)));
    diagnostics_are_sound(&told, &|_| &source.text);
    let html = body_is_sound(&body);
    (body, html, told)
}

/// A text may put itself in, as `_a.md` beside it.
pub fn itself(source: &Source) -> Sources {
    let mut sources = Sources::default();
    if source.text.contains("_a.md") {
        let path = format!("{}/_a.md", source.path.folder());
        let path = SourcePath::new(&path).expect("a plain path");
        let text = Source::from_text(path.clone(), &source.text);
        sources.texts.insert(path, text);
    }
    sources
}

/// Every node lies in the text and ends within its parent; what points at a node finds its kind
/// there. Hands on the HTML.
pub fn body_is_sound(body: &Body) -> String {
    let mut ends: Vec<u32> = Vec::new();
    for (node_at, node) in body.nodes.iter().enumerate() {
        let at = node_at as u32;
        while ends.pop_if(|end| *end <= at).is_some() {}
        assert!(node.end > at && node.end as usize <= body.nodes.len());
        assert!(ends.last().is_none_or(|end| node.end <= *end));
        let holds = matches!(node.kind, NodeKind::Element(_) | NodeKind::Block(_));
        assert!(holds || node.end == at + 1);
        ends.push(node.end);
        let text = &body.source(node_at).text;
        for place in [body.place(node_at), body.opener(node_at)] {
            assert!(text.get(place.span.clone()).is_some(), "{place:?} {node:?}");
        }
    }
    let tag = |at: u32| body.nodes[at as usize].tag();
    for heading in &body.headings {
        assert!(matches!(tag(heading.node), Some(Tag::Heading { .. })));
    }
    for link in &body.links {
        let found = tag(link.node);
        assert!(matches!(found, Some(Tag::Link { .. } | Tag::Image { .. })));
    }
    let mut anchors: Vec<&str> = body.anchors().collect();
    let count = anchors.len();
    anchors.sort_unstable();
    anchors.dedup();
    assert_eq!(anchors.len(), count, "an id stands twice");
    assert_ne!(anchors.first(), Some(&""), "an id is empty");
    let html = to_html(body, 0..body.nodes.len(), &PlainHooks);
    html_is_sound(&html);
    let ours = |c: char| ('\u{FDD0}'..='\u{FDD3}').contains(&c);
    assert!(!html.contains(ours), "{html}");
    html
}

/// Every place lies in its text; every correction fits it and changes something.
pub fn diagnostics_are_sound<'t>(told: &[Diagnostic], text: &dyn Fn(&SourcePath) -> &'t str) {
    for one in told {
        let places = one
            .place
            .iter()
            .chain(one.labels.iter().map(|label| &label.place));
        for place in places {
            let text = text(&place.path);
            assert!(text.get(place.span.clone()).is_some(), "{one:#?}");
        }
        if let Some(patch) = &one.patch {
            let text = text(&patch.path);
            let corrected = patch.apply(text);
            assert!(corrected.is_some(), "a patch that does not fit: {one:#?}");
            assert_ne!(
                corrected.as_deref(),
                Some(text),
                "a patch that changes nothing: {one:#?}"
            );
        }
    }
}

/// Elements end where they began, nothing runs, and nothing of our own making shows.
fn html_is_sound(html: &str) {
    assert!(is_balanced(html), "{html}");
    for tag in tags_of(html) {
        for never in [
            "<?linli",
            "<script",
            "href=\"javascript:",
            "src=\"javascript:",
        ] {
            assert!(!tag.contains(never), "{tag} in {html}");
        }
    }
}

/// The text with every correction that needs no asking, or nothing where there is none.
pub fn corrected(source: &Source, told: &[Diagnostic]) -> Option<String> {
    let safe = told
        .iter()
        .filter_map(|one| one.patch.as_ref())
        .filter(|patch| patch.safe && patch.path == source.path);
    let mut edits: Vec<Edit> = safe.clone().flat_map(|patch| patch.edits.clone()).collect();
    edits.sort();
    edits.dedup();
    let mut end = 0;
    edits.retain(|edit| {
        let free = edit.start >= end;
        end = if free { edit.end } else { end };
        free
    });
    let path = safe.clone().next()?.path.clone();
    Patch {
        path,
        edits,
        safe: true,
    }
    .apply(&source.text)
}

/// Whether each element of written HTML ends inside the one it began in.
fn is_balanced(html: &str) -> bool {
    let mut open = Vec::new();
    for tag in tags_of(html) {
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric());
        let name = &name[..end.unwrap_or(name.len())];
        if tag.starts_with("</") {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !["br", "wbr", "hr", "img", "input", "col"].contains(&name) {
            open.push(name);
        }
    }
    open.is_empty()
}

/// The tags of written HTML, in which no `<` stands for itself outside of tags.
pub fn tags_of(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let mut quoted = false;
        let end = rest.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let end = end.map_or(rest.len(), |end| end + 1);
        tags.push(&rest[..end]);
        rest = &rest[end..];
    }
    tags
}
