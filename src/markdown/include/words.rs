//! What can be wrong with putting one text into another, in words.

use super::{DEEPEST, MOST_BYTES, MOST_TEXTS};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::Words;
use crate::path::SourcePath;

/// A block that names no file. `title` is a file's name where the author wrote it as the title.
pub fn without_file(place: Place, title: Option<&str>) -> Diagnostic {
    let words = Words::new(
        "没有写引入哪个文件",
        "this does not say which file to put in",
    );
    let diagnostic = Diagnostic::new(Code::IncludeWithoutFile, place.clone(), words);
    match title {
        Some(name) => {
            let fixed = format!("{{src=\"{name}\"}}");
            diagnostic
                .with_hint(Words::new(
                    format!("文件名写进花括号：{fixed}"),
                    format!("put the name between braces: {fixed}"),
                ))
                .with_patch(place.span, fixed, false)
        }
        None => diagnostic.with_hint(Words::new(
            "在这一行后面写上文件，例如 {src=\"_parts/安全.md\"}",
            "name the file on this line, as in {src=\"_parts/safety.md\"}",
        )),
    }
}

/// A file outside the handbook.
pub fn outside(place: Place) -> Diagnostic {
    let words = Words::new(
        "要引入的文件在手册文件夹外面",
        "the file to put in lies outside the handbook's folder",
    );
    Diagnostic::new(Code::OutsideHandbook, place, words).with_hint(Words::new(
        "把它放进手册，名字以 _ 开头，再从那里引入",
        "copy it into the handbook under a name that begins with `_`, and put it in from there",
    ))
}

/// A page of its own. `way` is how a link names it.
pub fn page(place: Place, path: &SourcePath, way: &str) -> Diagnostic {
    let stem = path.stem();
    let words = Words::new(
        format!("“{path}”自己就是一页，不能引入到别的页里"),
        format!("`{path}` is a page of its own and cannot be put into another"),
    );
    Diagnostic::new(Code::CannotInclude, place, words).with_hint(Words::new(
        format!("把要共用的文字移到名字以 _ 开头的文件里，例如“_{stem}.md”，两页都引入它；只想指过去，就写链接：[标题]({way})"),
        format!("move the shared text to a file whose name begins with `_`, such as `_{stem}.md`, and put that into both; to point at the page, write a link: [title]({way})"),
    ))
}

/// A picture, a table of facts.
pub fn no_text(place: Place, path: &SourcePath) -> Diagnostic {
    let words = Words::new(
        format!("“{path}”不是可以引入的文字"),
        format!("`{path}` is no text that can be put in"),
    );
    Diagnostic::new(Code::CannotInclude, place, words).with_hint(Words::new(
        "只能引入名字以 _ 开头、以 .md 结尾的文件；图片写成 ![说明](文件)",
        "only files whose names begin with `_` and end with `.md` can be put in; write a picture as ![what it shows](FILE)",
    ))
}

/// A file that is not there. `near` is how to write the one that is most likely meant.
pub fn missing(place: Place, path: &SourcePath, near: Option<&str>) -> Diagnostic {
    let words = Words::new(
        format!("找不到要引入的文件“{path}”"),
        format!("there is no file `{path}` to put in"),
    );
    let diagnostic = Diagnostic::new(Code::MissingFile, place.clone(), words);
    let Some(near) = near else {
        return diagnostic.with_hint(Words::new(
            "检查文件名；名字从写这一行的文件所在的文件夹算起，以 / 开头就从手册最上层算起",
            "check the name; it counts from the folder of the file with this line, or with a leading `/` from the handbook's own",
        ));
    };
    let diagnostic = diagnostic.with_hint(Words::new(
        format!("是不是要写：{near}"),
        format!("did you mean `{near}`?"),
    ));
    // Elsewhere it would need quotes of its own.
    match near.contains(|c: char| c.is_whitespace() || "\"'“”‘’{}｛｝".contains(c)) {
        true => diagnostic,
        false => diagnostic.with_patch(place.span, near, false),
    }
}

/// A text that is being put in already.
pub fn cycle(place: Place, path: &SourcePath) -> Diagnostic {
    let words = Words::new(
        format!("“{path}”引来引去，又引入了自己"),
        format!("`{path}` puts itself in, in a circle"),
    );
    Diagnostic::new(Code::IncludeCycle, place, words).with_hint(Words::new(
        "去掉其中一处引入",
        "take one of these blocks out",
    ))
}

/// Texts in texts in texts.
pub fn too_deep(place: Place) -> Diagnostic {
    let words = Words::new(
        format!("引入的文字里又引入，套了 {DEEPEST} 层以上，再往里的没有引入"),
        format!("texts inside texts, more than {DEEPEST} deep; what is further in was not put in"),
    );
    Diagnostic::new(Code::IncludeLimit, place, words).with_hint(Words::new(
        "少套几层：把里面的文字直接写进来",
        "nest them less: write the inner text where it is needed",
    ))
}

/// More texts on one page than anybody reads.
pub fn too_many(place: Place) -> Diagnostic {
    let words = Words::new(
        format!("这一页引入了 {MOST_TEXTS} 段以上的文字，从这里起没有再引入"),
        format!("this page puts in more than {MOST_TEXTS} texts; from here on none is put in"),
    );
    Diagnostic::new(Code::IncludeLimit, place, words).with_hint(split())
}

/// Longer texts on one page than anybody reads.
pub fn too_long(place: Place) -> Diagnostic {
    let most = MOST_BYTES / 1024;
    let words = Words::new(
        format!("这一页引入的文字超过了 {most} KB，从这里起没有再引入"),
        format!("the texts put into this page exceed {most} KB; from here on none is put in"),
    );
    Diagnostic::new(Code::IncludeLimit, place, words).with_hint(split())
}

fn split() -> Words {
    Words::new(
        "把内容分成几页，用链接连起来",
        "spread them over several pages and link these",
    )
}

/// A text with nothing in it.
pub fn empty(place: Place, path: &SourcePath) -> Diagnostic {
    let words = Words::new(
        format!("“{path}”是空的，没有可以引入的文字"),
        format!("`{path}` is empty: there is nothing to put in"),
    );
    Diagnostic::new(Code::CannotInclude, place, words).with_hint(Words::new(
        "在那个文件里写上要共用的文字，或去掉这个块",
        "write the shared text in that file, or take this block out",
    ))
}
