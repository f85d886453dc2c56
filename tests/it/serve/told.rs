//! What the terminal and the pages are told while somebody writes.

use super::*;

/// The lines that tell of a change.
fn changes(said: &str) -> Vec<&str> {
    let told = |line: &&str| line.contains("用时") || line.contains(" ms");
    said.lines().filter(told).collect()
}

#[test]
fn each_change_is_one_line_and_nothing_is_said_when_nothing_changed() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve"]);
    preview.hush();
    folder.write("content/zh/about.md", page("title: 关于", "改过了。"));
    let said = preview.until_said("content/zh/about.md 改了：1 页变了，用时 ");
    assert_eq!(
        (said.lines().count(), changes(&said).len()),
        (1, 1),
        "{said}"
    );
    // The same bytes again.
    folder.write("content/zh/about.md", page("title: 关于", "改过了。"));
    folder.write("content/zh/new.md", page("title: 新页", "新的。"));
    preview.until_said("新增 content/zh/new.md：");
    let to = folder.path().join("content/zh/other.md");
    std::fs::rename(folder.path().join("content/zh/new.md"), &to).unwrap();
    preview.until_said("content/zh/new.md 改名为 content/zh/other.md：");
    std::fs::remove_file(to).unwrap();
    let said = preview.until_said("删了 content/zh/other.md：");
    assert_eq!(changes(&said).len(), 4, "{said}");
}

#[test]
fn a_problem_is_told_once_and_so_is_its_end() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve", "--message-language", "en"]);
    preview.hush();
    let broken = "看[别处](gone.md)。";
    folder.write("content/zh/about.md", page("title: 关于", broken));
    let said = preview.until_said("content/zh/about.md changed: 1 page, ");
    assert_eq!(said.matches("broken-link").count(), 1, "{said}");
    assert!(said.contains(" ms; 1 to fix"), "{said}");
    // It only moved.
    preview.hush();
    let moved = format!("多了一行。\n\n{broken}");
    folder.write("content/zh/about.md", page("title: 关于", &moved));
    let said = preview.until_said("content/zh/about.md changed: 1 page, ");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(!said.contains("to fix"), "{said}");
    let (_, text) = preview.get("/zh/about.html");
    assert!(
        text.contains("data-line=\"7\""),
        "the bar knows the new line: {text}"
    );
    preview.hush();
    folder.write("content/zh/about.md", page("title: 关于", "好了。"));
    let said = preview.until_said("No problems.");
    assert_eq!(changes(&said).len(), 1, "{said}");
}

#[test]
fn a_page_that_moved_or_went_says_so_under_its_old_address() {
    let folder = Folder::handbook();
    folder.write(
        "content/zh/cases/index.md",
        page("title: 案例", "都在这里。"),
    );
    folder.write("content/zh/talk.md", page("title: 访谈", "怎么谈。"));
    folder.write("content/zh/stays.md", page("title: 留下", "还在。"));
    let preview = Preview::of(&folder, &["serve"]);
    let content = folder.path().join("content/zh");
    // Elsewhere under the same name, with another text.
    std::fs::remove_file(content.join("talk.md")).unwrap();
    folder.write(
        "content/zh/more/talk.md",
        page("title: 访谈", "怎么谈才好。"),
    );
    let text = preview.until("/zh/talk.html", |_, text| text.contains("搬到了"));
    assert!(text.starts_with("HTTP/1.1 404 "), "{text}");
    assert!(
        text.contains("href=\"/zh/more/talk.html\">访谈</a>"),
        "{text}"
    );
    // The same text under another name.
    std::fs::rename(content.join("about.md"), content.join("us.md")).unwrap();
    let text = preview.until("/zh/about.html", |_, text| text.contains("搬到了"));
    assert!(text.contains("href=\"/zh/us.html\">关于</a>"), "{text}");
    // Deleted: what stood beside it.
    folder.write("content/zh/cases/a.md", page("title: 甲", "一个案例。"));
    preview.until("/zh/cases/a.html", |status, _| status == 200);
    std::fs::remove_file(content.join("cases/a.md")).unwrap();
    let text = preview.until("/zh/cases/a.html", |status, _| status == 404);
    assert!(text.contains("</code> 已经删掉。"), "{text}");
    assert!(
        text.contains("href=\"/zh/cases/index.html\">案例</a>"),
        "{text}"
    );
    // One that comes back is a page again.
    folder.write("content/zh/about.md", page("title: 关于", "又来了。"));
    let text = preview.until("/zh/about.html", |status, _| status == 200);
    assert!(!text.contains("linli-gone"), "{text}");
    let (_, never) = preview.get("/zh/never.html");
    assert!(!never.contains("linli-gone"), "{never}");
}

#[test]
fn a_broken_template_leaves_the_last_pages_standing_and_says_so_on_them() {
    let folder = Folder::handbook();
    let template = "themes/default/templates/tool.html";
    let good = "{% extends \"page.html\" %}\n";
    folder.write(template, good);
    folder.write("content/zh/tools/a.md", page("title: 签到表", "写名字。"));
    let preview = Preview::of(&folder, &["serve"]);
    preview.until("/zh/tools/a.html", |status, _| status == 200);
    let broken = "{% block extra %}{{ page.nothing.such }}{% endblock %}\n";
    folder.write(template, format!("{good}{broken}"));
    let text = preview.until("/zh/tools/a.html", |_, text| text.contains("\"template\""));
    assert!(
        text.starts_with("HTTP/1.1 200 ") && text.contains("写名字。"),
        "{text}"
    );
    let place = format!("data-at=\"{template}\"");
    assert!(text.contains(&place), "{text}");
    folder.write(template, good);
    preview.until("/zh/tools/a.html", |status, text| {
        status == 200 && !text.contains("\"template\"")
    });
}

#[test]
fn why_a_page_was_made_again_is_told_to_who_asks() {
    let folder = Folder::handbook();
    let preview = Preview::of(&folder, &["serve", "--explain"]);
    preview.hush();
    folder.write("content/zh/about.md", page("title: 关于", "改过了。"));
    let said = preview.until_said("因为正文变了");
    assert!(
        said.contains("重新读了 1 个文件：content/zh/about.md"),
        "{said}"
    );
    assert!(said.contains("重新排了 1 页"), "{said}");
    preview.hush();
    folder.write("content/zh/about.md", page("title: 关于我们", "改过了。"));
    preview.until_said("题目或页头变了");
}
