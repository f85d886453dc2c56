//! Text made safe for the formats it is put into. Nothing else writes `&amp;`.

/// Text for HTML, inside and outside of attributes. Control characters, which HTML has no place for,
/// become U+FFFD; line ends and tabs stay.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' | '\r' => out.push(c),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => push(c, &mut out),
        }
    }
    out
}

/// Text for an XML element or attribute; characters XML 1.0 has no place for are left out.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => push(c, &mut out),
        }
    }
    out
}

/// JSON for a script, inside an HTML page or in a file of its own: nothing in it ends the script or
/// a line of it. These characters stand in JSON only within its texts.
pub fn script_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

fn push(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_script() {
        let text = "</script>&\u{2028}\u{2029}\"老人";
        let json = serde_json::to_string(text).unwrap();
        let safe = script_json(&json);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
    }

    #[test]
    fn nothing_breaks_out_of_an_attribute() {
        let text = "<b title=\"x\" id='y'>&\u{1}</b>";
        assert_eq!(
            html(text),
            "&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;\u{FFFD}&lt;/b&gt;"
        );
        assert_eq!(
            xml(text),
            "&lt;b title=&quot;x&quot; id='y'&gt;&amp;&lt;/b&gt;"
        );
    }
}
