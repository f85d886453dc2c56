//! Pictures need words for those who cannot see them, and must lie in the handbook: a page asks no
//! other site for anything.

use super::Visit;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::handbook::links::{self, Target};
use crate::language::Words;

pub fn check(page: &Visit) -> Vec<Diagnostic> {
    let mut diagnostics = in_head(page);
    diagnostics.extend(in_text(page));
    diagnostics
}

fn in_text(page: &Visit) -> Vec<Diagnostic> {
    let body = &page.version.page.body;
    let mut diagnostics = Vec::new();
    for link in body.links.iter().filter(|link| link.picture) {
        let (at, node) = (link.node as usize, &body.nodes[link.node as usize]);
        let place = body.place(at);
        let target = links::resolve(page.handbook, &page.version.page, &link.target);
        let noted = match &target {
            Target::File(path) => page.handbook.evidence.picture(path),
            _ => None,
        };
        let said = !body.plain_text(at + 1..node.end as usize).trim().is_empty();
        if !said && noted.is_none_or(|note| note.alt.is_empty()) {
            diagnostics.push(without_words(place));
        }
    }
    diagnostics
}

fn without_words(place: Place) -> Diagnostic {
    let words = Words::new(
        "这张图片没有说明文字，看不见图的人不知道画了什么",
        "this picture has no words for those who cannot see it",
    );
    Diagnostic::new(Code::MissingAlt, place, words).with_hint(Words::new(
        "在方括号里写一句：![图里有什么](…)；图片在几页都用，就写在旁边的同名 .yaml 里：alt: 图里有什么",
        "say in the square brackets what it shows: ![what it shows](…); or once for all pages, in a .yaml of its name beside it: alt: what it shows",
    ))
}

/// The picture and the recording a head names.
fn in_head(page: &Visit) -> Vec<Diagnostic> {
    let own = &page.version.page.head;
    let mut diagnostics = Vec::new();
    for name in ["image", "audio"] {
        // What a translation inherits is told in the original.
        if let Some(target) = own.text(name) {
            diagnostics.extend(missing(page, name, target));
        }
    }
    let whole = &page.version.head;
    if let Some(image) = whole
        .text("image")
        .filter(|_| whole.text("image_alt").is_none())
    {
        let noted = match links::resolve(page.handbook, &page.version.page, image) {
            Target::File(path) => page.handbook.evidence.picture(&path),
            _ => None,
        };
        if noted.is_none_or(|note| note.alt.is_empty()) {
            let hint = Words::new(
                "在页头里加一行：图片说明: 图里有什么",
                "add a line to the front matter: image_alt: what it shows",
            );
            diagnostics.push(without_words(page.field("image")).with_hint(hint));
        }
    }
    diagnostics
}

fn missing(page: &Visit, name: &str, target: &str) -> Option<Diagnostic> {
    let (code, message) = match links::resolve(page.handbook, &page.version.page, target) {
        Target::File(_) => return None,
        Target::Nowhere(links::Missing::Outside) => (
            Code::OutsideHandbook,
            Words::new(
                "这个文件在手册文件夹外面",
                "this file lies outside the handbook's folder",
            ),
        ),
        Target::Elsewhere => (
            Code::MissingFile,
            Words::new(
                "这个文件在别的网站上，手册只用自己文件夹里的文件",
                "this file is on another site; a handbook shows only files of its own",
            ),
        ),
        _ => (
            Code::MissingFile,
            Words::new(
                format!("找不到文件“{target}”"),
                format!("there is no file `{target}`"),
            ),
        ),
    };
    let diagnostic = Diagnostic::new(code, page.field(name), message);
    Some(diagnostic.with_hint(Words::new(
        format!("把它放进 media/ 文件夹，写成 {name}: /media/文件名；大小写要一致"),
        format!("put it into `media/` and write `{name}: /media/NAME`; capitals count"),
    )))
}
