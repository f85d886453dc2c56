//! Pictures: their words, where they may lie, what a note beside them says.

use crate::desk::Folder;

/// The smallest picture there is: one transparent pixel.
const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

fn handbook(text: &str) -> Folder {
    let folder = Folder::handbook();
    folder.write(
        "content/zh/index.md",
        format!("---\ntitle: 首页\n---\n\n{text}\n"),
    );
    folder.write("content/media/pond.gif", PIXEL);
    folder
}

#[test]
fn a_picture_takes_the_words_of_the_note_beside_it() {
    let folder = handbook("![](/media/pond.gif)");
    folder.run(&["check", "."]).fine().says("missing-alt");
    folder.write(
        "content/media/pond.yaml",
        "alt: 院子里的池塘\ncredit: 社区工作站\n",
    );
    folder.run(&["check", "."]).fine().never_says("missing-alt");
    folder.run(&["build", "."]).fine();
    let page = folder.read("site/zh/index.html");
    let image = "<img src=\"../media/pond.gif\" alt=\"院子里的池塘\" width=\"1\" height=\"1\"";
    assert!(page.contains(image), "{page}");
    assert!(!folder.has("site/media/pond.yaml"));
}

#[test]
fn words_in_the_text_come_before_the_note() {
    let folder = handbook("![夏天的池塘](/media/pond.gif)");
    folder.write("content/media/pond.gif.yaml", "alt: 池塘\n");
    folder.run(&["build", "."]).fine();
    assert!(
        folder
            .read("site/zh/index.html")
            .contains("alt=\"夏天的池塘\"")
    );
}

#[test]
fn a_slip_in_a_note_is_told_at_its_place() {
    let folder = handbook("![池塘](/media/pond.gif)");
    folder.write("content/media/pond.yaml", "atl: 池塘\n");
    folder
        .run(&["check", "."])
        .exits(1)
        .says("media/pond.yaml:1:1")
        .says("alt");
}

#[test]
fn a_picture_of_another_site_is_an_error() {
    let folder = handbook("![池塘](https://example.org/pond.gif)");
    folder
        .run(&["check", "."])
        .exits(1)
        .says("missing-file")
        .says("zh/index.md:5:1");
}
