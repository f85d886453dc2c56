//! The theme linli comes with, inside the binary.

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        /// Every file of `themes/default/` by its path there.
        pub const FILES: &[(&str, &[u8])] =
            &[$(($path, include_bytes!(concat!("../../themes/default/", $path)))),*];
    };
}

files! {
    "assets/aloud.js",
    "assets/entry.js",
    "assets/find.css",
    "assets/find.js",
    "assets/found.js",
    "assets/gallery.css",
    "assets/icon.svg",
    "assets/keep.js",
    "assets/reading.js",
    "assets/search.js/1-words.js",
    "assets/search.js/2-lookup.js",
    "assets/search.js/3-ask.js",
    "assets/search.js/4-quote.js",
    "assets/search.js/5-narrow.js",
    "assets/search.js/6-search.js",
    "assets/site.css",
    "assets/site.js",
    "assets/start.js",
    "assets/text.css",
    "labels/en.yaml",
    "labels/zh.yaml",
    "templates/base.html",
    "templates/case.html",
    "templates/countermeasure.html",
    "templates/entry.html",
    "templates/event.html",
    "templates/gallery.html",
    "templates/home.html",
    "templates/module.html",
    "templates/not-found.html",
    "templates/organization.html",
    "templates/page.html",
    "templates/parts.html",
    "templates/path.html",
    "templates/phase.html",
    "templates/problem.html",
    "templates/redirect.html",
    "templates/role.html",
    "templates/search.html",
    "templates/session.html",
    "templates/sources.html",
    "templates/story.html",
    "templates/tag.html",
    "templates/tags.html",
    "templates/term.html",
    "templates/titles.html",
    "templates/tool.html",
    "theme.yaml",
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn every_file_of_the_default_theme_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let mut found: Vec<String> = walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.expect("the theme can be read"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                entry
                    .path()
                    .strip_prefix(&root)
                    .expect("inside")
                    .to_string_lossy()
                    .replace('\\', "/")
            })
            .collect();
        found.sort();
        let embedded: Vec<&str> = super::FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(found, embedded);
    }
}
