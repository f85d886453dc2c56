//! How large a picture is, in pixels, without decoding it.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// What stands before the drawing itself in an SVG is short; the rest is not looked at.
const SVG_HEAD: u64 = 64 * 1024;

/// The size of a picture whose file is already open; `None` for what is none, or does not say.
pub fn size(path: &Path, mut file: File) -> Option<(u32, u32)> {
    let extension = path.extension()?.to_str()?.to_lowercase();
    file.seek(SeekFrom::Start(0)).ok()?;
    match extension.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" => {
            let size = imagesize::reader_size(BufReader::new(file)).ok()?;
            let side = |pixels: usize| u32::try_from(pixels).ok().filter(|&side| side > 0);
            Some((side(size.width)?, side(size.height)?))
        }
        "svg" => {
            let mut head = Vec::new();
            file.take(SVG_HEAD).read_to_end(&mut head).ok()?;
            svg_size(&String::from_utf8_lossy(&head))
        }
        _ => None,
    }
}

/// By `width` and `height` in pixels, else by the `viewBox`.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let start = text.match_indices("<svg").map(|(at, _)| at + 4);
    let tag = start
        .map(|at| &text[at..])
        .find(|rest| rest.starts_with(|c: char| c.is_whitespace()))?;
    let tag = &tag[..tag.find('>')?];
    let length = |name| pixels(attribute(tag, name)?.trim().trim_end_matches("px"));
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Some((width, height));
    }
    let mut numbers = attribute(tag, "viewBox")?
        .split([' ', ',', '\t', '\n', '\r'])
        .filter(|part| !part.is_empty())
        .skip(2);
    Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    for (at, _) in tag.match_indices(name) {
        let before = tag[..at].chars().next_back();
        let Some(value) = tag[at + name.len()..].trim_start().strip_prefix('=') else {
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        if let (Some(quote), true) = (quote, before.is_some_and(char::is_whitespace)) {
            return value[1..].split(quote).next();
        }
    }
    None
}

fn pixels(text: &str) -> Option<u32> {
    let number: f64 = text.parse().ok()?;
    (0.5..1e6).contains(&number).then(|| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_says_its_size_in_pixels_or_by_its_view_box() {
        let by_size = r#"<?xml version="1.0"?><svg xmlns="x" width="120px" height='80.4'>"#;
        assert_eq!(svg_size(by_size), Some((120, 80)));
        let by_box = r#"<svg stroke-width="3" viewBox="0 0 24,16" width="100%"><g width="9"/>"#;
        assert_eq!(svg_size(by_box), Some((24, 16)));
        assert_eq!(svg_size("<svg width=\"1e99\" height=\"NaN\">"), None);
        assert_eq!(svg_size("<svg"), None);
        assert_eq!(svg_size("not a drawing"), None);
    }
}
