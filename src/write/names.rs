//! Whether all paths of a site can stand on every disk side by side. Some disks take `A.html` and
//! `a.html`, or two spellings of é, for one file.

use std::collections::HashMap;

use super::error::WriteError;
use super::manifest;
use crate::output::Output;
use crate::path::{SitePath, folded};

/// # Errors
/// When two paths are one on some disks, or a file stands where another path needs a folder.
pub fn check(output: &Output) -> Result<(), WriteError> {
    // Folded path to the spelling it first had and the path it comes from.
    let mut taken: HashMap<String, (String, bool, &SitePath)> = HashMap::new();
    let mut last_folder = "";
    for path in output.entries.keys() {
        let clash = |other: &SitePath| WriteError::Clash {
            first: other.clone(),
            second: path.clone(),
        };
        if folded(path.as_str()) == manifest::NAME {
            return Err(clash(path));
        }
        let mut stretches = vec![(path.as_str(), false)];
        if path.folder() != last_folder {
            last_folder = path.folder();
            let ends = last_folder.match_indices('/').map(|(at, _)| at);
            let ends = ends.chain([last_folder.len()]).filter(|&end| end > 0);
            stretches.extend(ends.map(|end| (&last_folder[..end], true)));
        }
        for (stretch, folder) in stretches {
            let spelled = (stretch.to_string(), folder, path);
            if let Some(other) = taken.insert(folded(stretch), spelled)
                && (other.0 != stretch || other.1 != folder)
            {
                return Err(clash(other.2));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clash(paths: &[&str]) -> bool {
        let mut output = Output::default();
        for path in paths {
            output.insert(SitePath::new(path).unwrap(), "x");
        }
        check(&output).is_err()
    }

    #[test]
    fn paths_that_are_one_on_some_disks_are_refused() {
        assert!(clash(&["zh/A.html", "zh/a.html"]));
        assert!(clash(&["zh/É.html", "zh/e\u{301}.html"]));
        assert!(clash(&["zh/Cases/a.html", "zh/b.html", "zh/cases/b.html"]));
        assert!(clash(&["zh", "zh/a.html"]));
        assert!(clash(&[".linli-manifest"]));
    }

    #[test]
    fn ordinary_paths_are_fine() {
        assert!(!clash(&[
            "index.html",
            "zh/a.html",
            "zh/cases/a.html",
            "en/a.html",
            "zh/z.html"
        ]));
    }
}
