//! Which lines changed since a git revision, so that a contributor sees the problems of their own
//! change only.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::Command;

use crate::diagnostic::{Diagnostic, line_and_column};
use crate::path::{SourcePath, shown};
use crate::source::Sources;

/// Changed lines by file, counted from 1. A file git does not know yet is changed as a whole.
pub struct Changed(BTreeMap<String, Vec<RangeInclusive<usize>>>);

/// Asks git.
///
/// # Errors
/// When git is missing, the folder is no repository or the revision is unknown: git's own words.
pub fn changed_lines(root: &Path, revision: &str) -> Result<Changed, String> {
    if revision.starts_with('-') {
        return Err(format!("`{revision}` is not a revision"));
    }
    let diff = git(
        root,
        &[
            "diff",
            "--relative",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--no-prefix",
            revision,
            "--",
            ".",
        ],
    )?;
    let mut changed = BTreeMap::new();
    let mut file = String::new();
    for line in diff.lines() {
        if let Some(path) = line.strip_prefix("+++ ") {
            file = unquote(path);
        } else if let Some(range) = line.strip_prefix("@@ ").and_then(new_lines) {
            changed
                .entry(file.clone())
                .or_insert_with(Vec::new)
                .push(range);
        }
    }
    let untracked = git(root, &["ls-files", "-z", "--others", "--exclude-standard"])?;
    for path in untracked.split('\0').filter(|path| !path.is_empty()) {
        changed.insert(path.to_string(), vec![0..=usize::MAX]);
    }
    Ok(Changed(changed))
}

fn git(root: &Path, arguments: &[&str]) -> Result<String, String> {
    // Git on Windows does not take the spelling in which a folder looked up comes back.
    let folder = match cfg!(windows) {
        true => shown(root).into(),
        false => root.as_os_str().to_os_string(),
    };
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .args(["-c", "core.quotePath=false"])
        .args(arguments);
    let output = command.output().map_err(|error| format!("git: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_string()),
    }
}

/// `-3,0 +4,2 @@` changed lines 4 and 5; a pure deletion touches the line it leaves behind.
fn new_lines(hunk: &str) -> Option<RangeInclusive<usize>> {
    let new = hunk.split(' ').find_map(|part| part.strip_prefix('+'))?;
    let (start, count) = match new.split_once(',') {
        Some((start, count)) => (start.parse().ok()?, count.parse().ok()?),
        None => (new.parse().ok()?, 1),
    };
    let last: usize = start + usize::max(count, 1) - 1;
    Some(start..=last)
}

/// Git quotes names with quotes or backslashes in them; a tab ends a name with spaces.
fn unquote(path: &str) -> String {
    let path = path.trim_end_matches('\t');
    match path
        .strip_prefix('"')
        .and_then(|path| path.strip_suffix('"'))
    {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => path.to_string(),
    }
}

impl Changed {
    /// Whether a diagnostic, or a place it names, stands on a changed line.
    pub fn touches(&self, diagnostic: &Diagnostic, sources: Option<&Sources>) -> bool {
        let places = diagnostic
            .place
            .iter()
            .chain(diagnostic.labels.iter().map(|label| &label.place));
        let mut places = places.peekable();
        if places.peek().is_none() {
            return true;
        }
        places.any(|place| {
            let Some(ranges) = self.0.get(place.path.as_str()) else {
                return false;
            };
            let text = sources.map_or("", |sources| text_of(sources, &place.path));
            let (first, _) = line_and_column(text, place.span.start);
            let (last, _) = line_and_column(text, place.span.end);
            ranges
                .iter()
                .any(|range| *range.start() <= last && first <= *range.end())
        })
    }
}

fn text_of<'a>(sources: &'a Sources, path: &SourcePath) -> &'a str {
    sources.texts.get(path).map_or("", |source| &source.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hunk_names_its_new_lines() {
        assert_eq!(new_lines("-3,0 +4,2 @@ fn"), Some(4..=5));
        assert_eq!(new_lines("-3 +4 @@"), Some(4..=4));
        assert_eq!(new_lines("-3,2 +2,0 @@"), Some(2..=2));
    }
}
