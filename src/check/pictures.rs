//! Pictures need words for those who cannot see them, and must lie in the handbook: a page asks no
//! other site for anything.

use super::Visit;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::handbook::links::{self, Target};
use crate::language::Words;

pub fn check(page: &Visit) -> Vec<Diagnostic> {
    let body = &page.version.page.body;
    let mut diagnostics = Vec::new();
    for link in body.links.iter().filter(|link| link.picture) {
        let (at, node) = (link.node as usize, &body.nodes[link.node as usize]);
        let span = node.span.start as usize..node.span.end as usize;
        let place = Place::new(&page.version.page.source.path, span);
        let target = links::resolve(page.handbook, &page.version.page, &link.target);
        if target == Target::Elsewhere {
            diagnostics.push(elsewhere(place.clone()));
        }
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

fn elsewhere(place: Place) -> Diagnostic {
    let words = Words::new(
        "这张图片在别的网站上，手册的网页不会去别处取东西，所以不会显示",
        "this picture lies on another site; a handbook's pages ask no other site for anything, so it is not shown",
    );
    Diagnostic::new(Code::MissingFile, place, words).with_hint(Words::new(
        "征得同意后把图片存进 media/，写成 /media/文件名",
        "with its owner's consent, keep the picture in `media/` and write `/media/NAME`",
    ))
}
