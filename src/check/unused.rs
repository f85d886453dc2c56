//! A text that only waits to be put into pages, and no page does: readers never see it.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::handbook::Handbook;
use crate::language::Words;
use crate::path::SourcePath;
use crate::source::Source;

/// Looks in the language folders, where a name that begins with `_` may be meant for a page's.
/// Beside them lies whatever else a handbook's folder is used for.
pub fn check<'a>(handbook: &Handbook, texts: impl Iterator<Item = &'a Source>) -> Vec<Diagnostic> {
    let versions = || {
        handbook
            .articles
            .iter()
            .flat_map(|article| &article.versions)
    };
    let pages = versions().flatten().map(|version| &version.page);
    let used: HashSet<&SourcePath> = pages.flat_map(|page| page.body.meant()).collect();
    let in_language = |path: &SourcePath| {
        let folder = path.as_str().split('/').next().unwrap_or_default();
        let mut languages = handbook.config.languages.iter();
        languages.any(|language| language.folder == folder)
    };
    texts
        .map(|source| &source.path)
        .filter(|path| path.is_shared() && path.extension() == "md" && in_language(path))
        .filter(|path| !used.contains(path))
        .map(unused)
        .collect()
}

fn unused(path: &SourcePath) -> Diagnostic {
    let words = Words::new(
        "没有一页引入这段文字，读者看不到它",
        "no page puts this text in, so readers never see it",
    );
    Diagnostic::new(Code::UnusedText, Place::start_of(path), words).with_hint(Words::new(
        format!("在要用它的页里写“::: 引入 {{src=\"/{path}\"}}”和一行“:::”；它自己是一页的话，就去掉名字开头的 _"),
        format!("write `::: include {{src=\"/{path}\"}}` and a line of `:::` where it belongs; if it is a page of its own, take the `_` off its name"),
    ))
}
