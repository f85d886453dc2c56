//! What must hold whatever a handbook says: places lie in their files, printing never fails, both
//! languages speak plainly, and no page of the site runs anything of an author's.

use linli::diagnostic::print::{self, Format};
use linli::language::{MessageLanguage, Words};
use linli::output::Entry;
use linli::source::ThemeFiles;

use crate::support::{Tried, handbook, handbook_with, plain_theme, settings};

/// All that holds for every handbook.
pub fn is_sound(case: &str, tried: &Tried) {
    for told in &tried.diagnostics {
        let what = || format!("{case}: {told:#?}");
        let places = told
            .place
            .iter()
            .chain(told.labels.iter().map(|label| &label.place));
        for place in places {
            match tried.text(&place.path) {
                Some(text) => assert!(
                    text.get(place.span.clone()).is_some(),
                    "outside its file: {}",
                    what()
                ),
                None => assert_eq!(place.span, 0..0, "a place in a file nobody has: {}", what()),
            }
        }
        if let Some(patch) = &told.patch {
            let text = tried
                .text(&patch.path)
                .unwrap_or_else(|| panic!("nothing to patch: {}", what()));
            assert!(patch.fits(text), "a patch that does not fit: {}", what());
            assert_ne!(
                patch.apply(text).as_deref(),
                Some(text),
                "a patch that changes nothing: {}",
                what()
            );
        }
        let labels = told.labels.iter().map(|label| &label.words);
        for words in [&told.message].into_iter().chain(&told.hint).chain(labels) {
            speaks_plainly(words, &what);
        }
    }
    for (_, format) in Format::ALL {
        for language in [MessageLanguage::Zh, MessageLanguage::En] {
            assert!(
                !tried.print(format, language).is_empty() || tried.diagnostics.is_empty(),
                "{case}"
            );
        }
    }
    for language in [MessageLanguage::Zh, MessageLanguage::En] {
        let html = print::html(
            &tried.diagnostics,
            &|path| tried.text(path),
            "",
            &ToString::to_string,
            language,
        );
        assert_eq!(attacks(&html), [""; 0], "{case}: the preview's own bar");
    }
    for (path, entry) in &tried.built.output.entries {
        let Entry::Bytes(bytes) = entry else { continue };
        if path.as_str().ends_with(".html") {
            let html = std::str::from_utf8(bytes).expect("pages are UTF-8");
            assert_eq!(attacks(html), [""; 0], "{case}: {path}\n{html}");
        }
    }
}

fn speaks_plainly(words: &Words, what: &dyn Fn() -> String) {
    assert!(
        !words.zh.trim().is_empty() && !words.en.trim().is_empty(),
        "silent in a language: {}",
        what()
    );
    for never in ["非法", "解析失败", "无效的"] {
        assert!(!words.zh.contains(never), "{never}: {}", what());
    }
    for never in ["illegal", "invalid"] {
        assert!(
            !words.en.to_lowercase().contains(never),
            "{never}: {}",
            what()
        );
    }
}

/// Whether a script element is data that no browser runs, and of our making.
fn is_linked_data(kind: Option<&str>, rest: &str) -> bool {
    let data = rest.split_once('<').map_or("", |(data, _)| data);
    let json = serde_json::from_str::<serde_json::Value>(data);
    kind == Some("application/ld+json")
        && rest[data.len()..].starts_with("</script>")
        && json.is_ok_and(|json| json["@context"] == "https://schema.org")
}

/// Whatever in a page could run something or lead a browser astray. Reads tags as a browser does,
/// and is stricter: anything doubtful counts.
pub fn attacks(html: &str) -> Vec<String> {
    const NEVER: [&str; 14] = [
        "iframe",
        "frame",
        "object",
        "embed",
        "form",
        "base",
        "style",
        "applet",
        "svg",
        "math",
        "template",
        "portal",
        "plaintext",
        "xmp",
    ];
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(tag) = Tag::read(rest) else { continue };
        rest = &rest[tag.len..];
        let name = tag.name.as_str();
        let value = |wanted: &str| {
            tag.attributes
                .iter()
                .find(|(key, _)| key == wanted)
                .map(|(_, value)| value.as_str())
        };
        let ours = |value: &str| {
            let inside = value.trim_start_matches("../").trim_start_matches('/');
            inside.contains("assets/") && inside.ends_with(".js") && !value.contains("//")
        };
        // What the theme itself draws and asks: no author's text can come by these classes.
        let themes_own = match name {
            "form" => matches!(value("class"), Some("find" | "facets")),
            "svg" => matches!(value("class"), Some("bars" | "pips")),
            _ => false,
        } || tag.closing;
        if (NEVER.contains(&name) && !themes_own)
            || (name == "script"
                && !tag.closing
                && !value("src").is_some_and(ours)
                && !is_linked_data(value("type"), rest))
        {
            found.push(format!("<{name}>"));
        }
        if name == "meta" && value("http-equiv") == Some("refresh") {
            let to = value("content").unwrap_or_default();
            if !to.starts_with("0; url=") || to.contains(':') || to.contains("//") {
                found.push(format!("refresh to {to}"));
            }
        }
        for (key, value) in &tag.attributes {
            let target: String = value
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect();
            let target = target.to_lowercase();
            let our_code = name == "img" && value.starts_with("data:image/bmp;base64,");
            let runs = ["javascript:", "vbscript:", "data:", "file:", "blob:"]
                .iter()
                .any(|scheme| target.starts_with(scheme));
            let words = matches!(
                key.as_str(),
                "content" | "alt" | "title" | "aria-label" | "id" | "class" | "name" | "data-title"
            );
            if key.starts_with("on")
                || key == "style"
                || key == "srcdoc"
                || key.contains('<')
                || (runs && !words && !our_code)
            {
                found.push(format!("{name} {key}={value}"));
            }
            let loads = matches!(name, "img" | "audio" | "video" | "source" | "script")
                || (name == "link" && key == "href");
            if loads
                && matches!(key.as_str(), "src" | "href")
                && (value.contains("//") && !our_code && value_loads(name, &tag.attributes))
            {
                found.push(format!("{name} loads {value}"));
            }
        }
    }
    found
}

/// A `link` to the page's own address or feed loads nothing.
fn value_loads(name: &str, attributes: &[(String, String)]) -> bool {
    let harmless = ["canonical", "alternate"];
    name != "link"
        || !attributes
            .iter()
            .any(|(key, value)| key == "rel" && harmless.contains(&value.as_str()))
}

struct Tag {
    name: String,
    closing: bool,
    /// Keys in lower case, values with their entities as characters.
    attributes: Vec<(String, String)>,
    len: usize,
}

impl Tag {
    fn read(text: &str) -> Option<Tag> {
        let closing = text.starts_with('/');
        let inside = text.strip_prefix('/').unwrap_or(text);
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let end = |c: char| c.is_whitespace() || c == '>' || c == '/';
        let (name, mut rest) = inside.split_at(inside.find(end).unwrap_or(inside.len()));
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                let len = text.len() - rest.len() + usize::from(!rest.is_empty());
                return Some(Tag {
                    name: name.to_lowercase(),
                    closing,
                    attributes,
                    len,
                });
            }
            let stop = rest[1..]
                .find(|c: char| end(c) || c == '=')
                .map_or(rest.len(), |at| at + 1);
            // The first character may be wider than a byte.
            let stop = (stop..=rest.len())
                .find(|&at| rest.is_char_boundary(at))
                .unwrap_or(rest.len());
            let (key, after) = rest.split_at(stop);
            rest = after.trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => after.split_at(
                        after
                            .find(|c: char| c.is_whitespace() || c == '>')
                            .unwrap_or(after.len()),
                    ),
                };
            }
            attributes.push((key.to_lowercase(), unescape(value)));
        }
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out += &rest[..at];
        rest = &rest[at + 1..];
        let (name, after) = rest.split_once(';').unwrap_or((rest, ""));
        let number = |hex: &str, radix| {
            u32::from_str_radix(hex, radix)
                .ok()
                .and_then(char::from_u32)
        };
        let named = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "colon" => Some(':'),
            "Tab" => Some('\t'),
            "NewLine" => Some('\n'),
            _ => name
                .strip_prefix('#')
                .and_then(|n| match n.strip_prefix(['x', 'X']) {
                    Some(hex) => number(hex, 16),
                    None => number(n, 10),
                }),
        };
        match named {
            Some(c) => {
                out.push(c);
                rest = after;
            }
            None => out.push('&'),
        }
    }
    out + rest
}

#[test]
fn the_reader_of_pages_sees_attacks() {
    for html in [
        "<script>x</script>",
        "<script src=//evil.example/x.js></script>",
        "<img src=x onerror=x()>",
        "<IMG SRC='x' OnError = 'x()'>",
        "<a href=\" java&#115;cript:alert(1)\">x</a>",
        "<a href=\"java\nscript:alert(1)\">x</a>",
        "<a href=javascript&colon;x>",
        "<img src=\"https://evil.example/x.png\">",
        "<div style=\"x\">",
        "<svg/onload=x>",
        "<meta http-equiv=\"refresh\" content=\"0; url=https://evil.example/\">",
        "<p <script>>",
    ] {
        assert_ne!(attacks(html), [""; 0], "{html}");
    }
    for html in [
        "a < b",
        "&lt;script&gt;",
        "<script src=\"../../assets/site-12345678.js\" defer></script>",
        "<p>onclick=x</p>",
    ] {
        assert_eq!(attacks(html), [""; 0], "{html}");
    }
}

/// Texts that break out of wherever they are put, if anything lets them.
const HOSTILE: [&str; 10] = [
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)' x='",
    "\" onmouseover=\"alert(1)\" x=\"",
    "</title><script>alert(1)</script>",
    "--><img src=x onerror=alert(1)>",
    "</textarea></script><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% include \"base.html\" %}",
    "&lt;img src=x onerror=alert(1)&gt;&#x3c;script&#x3e;",
];

#[test]
fn no_text_of_an_author_runs_or_reaches_the_template_engine() {
    for hostile in HOSTILE {
        let q = format!("'{}'", hostile.replace('\'', "''"));
        let own = format!(
            "title: {{zh: {q}, en: {q}}}\nid: x\ndescription: {q}\norganization: {q}\ncontact: {q}\nlicense: {q}\n\
             languages: [{{folder: zh, tag: zh-Hans, label: {q}}}, en]\nbase_url: https://example.org/\n\
             kinds:\n  note:\n    folder: notes\n    label: {{zh: {q}, en: {q}}}\n    plural: {{zh: {q}, en: {q}}}\n\
             \x20   fields:\n      mood: {{label: {{zh: {q}, en: {q}}}, help: {{zh: {q}, en: {q}}}}}\n\
             \x20     feel: {{label: {{zh: 感, en: F}}, help: {{zh: 甲, en: A}}, choices: {{good: {{zh: {q}, en: {q}}}}}}}\n"
        );
        let facts = format!(
            "F1: {{zh: {q}, en: {q}, source: s, certainty: ambiguous, note: {q}}}\n{q}: {q}\n"
        );
        let works = format!("s: {{title: {q}, by: {q}, url: {q}}}\n");
        let head = format!(
            "title: {q}\nsummary: {q}\ntags: [{q}]\nauthors: [{q}]\nowner: {q}\nlicense: {q}\nfacts: [F1, {q}]\n\
             sources: [s, {{title: {q}, url: {q}}}]\nimage: {q}\nimage_alt: {q}\naudio: {q}\nredirect_from: [{q}]\n\
             asks: [{q}]\nsynonyms: [{q}]\nx-mine: {q}\nx-more: {{{q}: [{q}]}}\nlast_reviewed: 2025-01-01\n"
        );
        let body = format!(
            "# {hostile}\n\n## {hostile} {{#{hostile} .{hostile} basis=\"{hostile}\" facts=\"{hostile}\"}}\n\n{hostile}\n\n\
             ::: callout {hostile} {{#{hostile} .{hostile} minutes=\"{hostile}\" group=\"{hostile}\" by=\"{hostile}\"}}\nx\n:::\n\n\
             ::: {hostile}\nx\n:::\n\n::: activity {hostile}（{hostile}）\nx\n:::\n\n\
             | {hostile} | b |\n| --- | --- |\n| {hostile} | `{hostile}` |\n\n[^{hostile}] [^n]\n\n[^{hostile}]: {hostile}\n[^n]: {hostile}\n\n\
             [{hostile}]({hostile}) [x](<{hostile}>) ![{hostile}](<{hostile}> \"{hostile}\") ![x](/media/p.png \"{hostile}\")\n\n\
             [r]: <{hostile}> '{hostile}'\n\n[r] <{hostile}>\n\n```{hostile}\n{hostile}\n```\n\n- [ ] {hostile}\n\nx\n: {hostile}\n"
        );
        let page = format!("---\n{head}---\n\n{body}");
        let note = format!("---\ntitle: {q}\nmood: {q}\nfeel: good\n---\n{body}");
        let files = [
            ("handbook.yaml", own.as_str()),
            ("facts.yaml", &facts),
            ("sources.yaml", &works),
            ("zh/index.md", &page),
            ("zh/notes/a.md", &note),
            ("zh/notes/index.md", &page),
            ("en/stories/b.md", &page),
            ("media/p.png", ""),
        ];
        for theme in [ThemeFiles::default(), plain_theme()] {
            let tried = handbook_with(&files, settings(), theme);
            assert!(
                tried.paths().contains(&"zh/notes/a.html"),
                "{}",
                tried.told()
            );
            is_sound(hostile, &tried);
            assert!(
                !tried.page("zh/notes/a.html").contains("49{%"),
                "content reached the template engine"
            );
        }
    }
}

#[test]
fn raw_html_loses_all_that_runs() {
    let attacks = [
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<form action=javascript:alert(1)><button>x</button></form>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"&#x6A;avascript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<img src=x:x onerror=alert(1)//",
        "<p\nonclick\n=\nalert(1)>x",
        "<details open ontoggle=alert(1)>x</details>",
        "<base href=\"https://evil.example/\">",
        "<meta http-equiv=refresh content=\"0; url=https://evil.example/\">",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<object data=x></object><embed src=x>",
        "<template><script>alert(1)</script></template>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml <script>alert(1)</script> ?>",
        "<b id=\"x\" class=\"y\" style=\"z\">x",
        "</div></main></body><script>alert(1)</script>",
        "<p>a<b\u{0}onclick=alert(1)>",
    ];
    for attack in attacks {
        for text in [
            attack.to_string(),
            format!("一行 {attack} 里"),
            format!("- {attack}\n"),
            format!("| {attack} |\n| - |\n| {attack} |"),
        ] {
            let page = format!("---\ntitle: 甲\n---\n\n{text}\n\n后面还在。\n");
            let tried = handbook(&[
                ("handbook.yaml", "title: 手册\nlanguages: [zh]\n"),
                ("zh/index.md", &page),
            ]);
            is_sound(&text, &tried);
            let page = tried.page("zh/index.html");
            let (main, rest) = (
                page.matches("<main").count(),
                page.matches("</main>").count(),
            );
            assert_eq!(
                (main, rest, page.matches("</body>").count()),
                (1, 1, 1),
                "{text}\n{page}"
            );
        }
    }
}
