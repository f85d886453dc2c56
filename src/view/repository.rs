//! Where a page's source is edited on the code host, and where a mistake on it is reported.

use crate::config::Repository;
use crate::path::{SourcePath, encode, encode_value};

/// Where a source is edited in the browser.
pub fn edit_url(repository: &Repository, source: &SourcePath) -> String {
    let Repository {
        url, branch, host, ..
    } = repository;
    let edit = match host.as_str() {
        "gitlab" => "-/edit",
        "codeberg" => "_edit",
        _ => "edit",
    };
    let (branch, path) = (encode(branch), encode(&path_within(repository, source)));
    format!("{url}/{edit}/{branch}/{path}")
}

/// A source's path within the repository.
pub fn path_within(repository: &Repository, source: &SourcePath) -> String {
    match repository.folder.as_str() {
        "" => source.to_string(),
        folder => format!("{folder}/{source}"),
    }
}

/// A new issue with its title and text filled in.
pub fn report_url(repository: &Repository, title: &str, text: &str) -> String {
    let Repository { url, host, .. } = repository;
    let (title, text) = (encode_value(title), encode_value(text));
    match host.as_str() {
        "gitlab" => {
            format!("{url}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={text}")
        }
        "gitee" => {
            format!("{url}/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={text}")
        }
        _ => format!("{url}/issues/new?title={title}&body={text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(host: &str, folder: &str) -> Repository {
        Repository {
            url: format!("https://{host}.example/us/handbook"),
            branch: "main".into(),
            host: host.into(),
            folder: folder.into(),
        }
    }

    #[test]
    fn each_host_edits_and_reports_at_its_own_address() {
        let source = SourcePath::new("zh/cases/院子 1.md").unwrap();
        let path = "content/zh/cases/%E9%99%A2%E5%AD%90%201.md";
        for (host, edit, report) in [
            ("github", "edit/main", "issues/new?title=A%26b&body=c%0Ad"),
            (
                "gitlab",
                "-/edit/main",
                "-/issues/new?issue%5Btitle%5D=A%26b&issue%5Bdescription%5D=c%0Ad",
            ),
            (
                "gitee",
                "edit/main",
                "issues/new?issue%5Btitle%5D=A%26b&issue%5Bdescription%5D=c%0Ad",
            ),
            (
                "codeberg",
                "_edit/main",
                "issues/new?title=A%26b&body=c%0Ad",
            ),
        ] {
            let repository = on(host, "content");
            let url = &repository.url;
            assert_eq!(
                edit_url(&repository, &source),
                format!("{url}/{edit}/{path}")
            );
            assert_eq!(
                report_url(&repository, "A&b", "c\nd"),
                format!("{url}/{report}")
            );
        }
        let edit = edit_url(&on("github", ""), &source);
        assert!(edit.contains("/edit/main/zh/cases/"), "{edit}");
    }
}
