//! The small handbook that `linli new handbook` writes, one for each message language: files of
//! this repository, put into the program. `{{title}}` and `{{today}}` are filled in.

use crate::language::MessageLanguage;

/// Files by their place in the new folder.
type Files = &'static [(&'static str, &'static str)];

macro_rules! files {
    ($folder:literal: $($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("sample/", $folder, "/", $path)))),*]
    };
}

const ZH: Files = files!("zh":
    ".github/workflows/handbook.yml",
    ".gitignore",
    ".gitlab-ci.yml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    ".vscode/tasks.json",
    ".workflow/handbook.yml",
    "README.md",
    "content/handbook.yaml",
    "content/zh/cases/sample-case.md",
    "content/zh/countermeasures/sample-help.md",
    "content/zh/index.md",
    "content/zh/modules/sample-lesson.md",
    "content/zh/phases/sample-phase.md",
    "content/zh/problems/sample-problem.md",
    "content/zh/roles/sample-role.md",
    "content/zh/terms/sample-term.md",
    "content/zh/tools/sample-tool.md",
);

const EN: Files = files!("en":
    ".github/workflows/handbook.yml",
    ".gitignore",
    ".gitlab-ci.yml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    ".vscode/tasks.json",
    ".workflow/handbook.yml",
    "README.md",
    "content/en/cases/sample-case.md",
    "content/en/countermeasures/sample-help.md",
    "content/en/index.md",
    "content/en/modules/sample-lesson.md",
    "content/en/phases/sample-phase.md",
    "content/en/problems/sample-problem.md",
    "content/en/roles/sample-role.md",
    "content/en/terms/sample-term.md",
    "content/en/tools/sample-tool.md",
    "content/handbook.yaml",
);

pub fn files(language: MessageLanguage) -> Files {
    match language {
        MessageLanguage::Zh => ZH,
        MessageLanguage::En => EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_of_a_sample_is_in_the_program() {
        for (folder, files) in [("zh", ZH), ("en", EN)] {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/new/sample");
            let root = root.join(folder);
            let mut found: Vec<String> = walkdir::WalkDir::new(&root)
                .into_iter()
                .map(|entry| entry.expect("the sample can be read"))
                .filter(|entry| entry.file_type().is_file())
                .map(|entry| crate::path::shown(entry.path().strip_prefix(&root).expect("inside")))
                .collect();
            found.sort();
            let known: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
            assert_eq!(found, known);
        }
    }
}
