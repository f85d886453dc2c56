//! The words for what is wrong with files.

use std::io;

use super::Unread;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::language::{Words, primary};
use crate::likeness::slips;
use crate::path::SourcePath;
use crate::source::{Encoding, Source};
use crate::write::disk;

/// A file that gave nothing; one that vanished in the meantime is nobody's mistake.
pub fn unread(path: &SourcePath, unread: Unread) -> Option<Diagnostic> {
    match unread {
        Unread::Disk(error) if error.kind() == io::ErrorKind::NotFound => None,
        Unread::Disk(error) => Some(unreadable(path, &error)),
        Unread::NotText(line) => Some(not_text(path, line)),
        Unread::Empty => Some(empty_page(path)),
    }
}

pub fn unreadable(path: &SourcePath, error: &io::Error) -> Diagnostic {
    let reason = disk::reason(error);
    let message = Words::new(
        format!("打不开这个文件：{}", reason.zh),
        format!("this file cannot be opened: {}", reason.en),
    );
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => Words::new(
            "给自己加上读这个文件（和它所在文件夹）的权限",
            "give yourself the right to read it and the folder it is in",
        ),
        _ => Words::new(
            "看看别的程序能不能打开它；打不开就换一份",
            "see whether another program opens it; if not, put a good copy in its place",
        ),
    };
    about(Code::UnreadableFile, path, message, hint)
}

fn not_text(path: &SourcePath, line: usize) -> Diagnostic {
    let message = Words::new(
        format!("读不出文字：第 {line} 行起有认不出的字节，它不是 UTF-8，也不是 UTF-16 或 GBK"),
        format!(
            "this is not readable text: from line {line} on there are bytes that are neither UTF-8 nor UTF-16 nor GBK"
        ),
    );
    let hint = Words::new(
        "用原来的编辑器打开，另存为 UTF-8",
        "open it in the editor it was written with and save it as UTF-8",
    );
    about(Code::UnreadableText, path, message, hint)
}

fn empty_page(path: &SourcePath) -> Diagnostic {
    let message = Words::new("这个文件是空的", "this file is empty");
    let hint = Words::new(
        "至少写上标题；还没想好写什么，就先删掉它",
        "write at least a title; or delete the file until there is something to say",
    );
    about(Code::EmptyPage, path, message, hint)
}

/// A text that was read, but from an encoding other programs may not guess.
pub fn decoded(source: &Source, diagnostics: &mut Vec<Diagnostic>) {
    if !super::is_old_encoding(source) {
        return;
    }
    let name = match source.form.encoding {
        Encoding::Gbk => "GBK",
        _ => "UTF-16",
    };
    let message = Words::new(
        format!("这个文件存成了 {name}，已经认出来了，但别的程序可能显示乱码"),
        format!(
            "this file is saved as {name}; linli read it, but other programs may show it garbled"
        ),
    );
    let hint = Words::new(
        "“linli fix” 可以把它另存为 UTF-8",
        "`linli fix` saves it as UTF-8",
    );
    diagnostics.push(about(Code::DecodedText, &source.path, message, hint));
}

pub fn odd_name(path: &SourcePath) -> Diagnostic {
    let message = Words::new(
        "这个名字里有认不出的字符，没有读它",
        "this name has characters that are no text, so the file was not read",
    );
    let hint = Words::new(
        "改个名字，只用文字、数字和短横线",
        "rename it with letters, digits and hyphens only",
    );
    about(Code::OddName, path, message, hint)
}

pub fn odd_file(path: &SourcePath) -> Diagnostic {
    let message = Words::new(
        "这不是普通文件（是管道、套接字或设备），没有打开它",
        "this is no ordinary file but a pipe, a socket or a device; it was not opened",
    );
    let hint = Words::new(
        "把它移出手册的文件夹",
        "move it out of the handbook's folder",
    );
    about(Code::OddFile, path, message, hint)
}

pub fn outside(path: &SourcePath) -> Diagnostic {
    let message = Words::new(
        "这个链接指到手册外面去了，没有读它",
        "this link leads out of the handbook, so it was not followed",
    );
    about(Code::OutsideHandbook, path, message, copy_instead())
}

pub fn link_in_link(path: &SourcePath) -> Diagnostic {
    let message = Words::new(
        "链接来的文件夹里又有文件夹链接，没有再跟下去",
        "a linked folder inside a linked folder; it was not followed any further",
    );
    about(Code::OutsideHandbook, path, message, copy_instead())
}

pub fn endless_link(path: &SourcePath) -> Diagnostic {
    let message = Words::new(
        "这个链接绕回了自己所在的文件夹，跟下去没有尽头",
        "this link leads back to a folder it is in, without end",
    );
    let hint = Words::new("删掉这个链接", "delete this link");
    about(Code::OutsideHandbook, path, message, hint)
}

pub fn broken_link(path: &SourcePath) -> Diagnostic {
    let message = Words::new("这个链接指的地方什么也没有", "this link points at nothing");
    about(Code::UnreadableFile, path, message, copy_instead())
}

fn copy_instead() -> Words {
    Words::new(
        "把要用的文件复制进手册，删掉这个链接",
        "copy the files into the handbook and delete the link",
    )
}

pub fn folder_for_file(path: &SourcePath) -> Diagnostic {
    let message = Words::new(
        "这里应该是一个文件，却是一个文件夹",
        "this should be a file, but it is a folder",
    );
    let hint = Words::new("给这个文件夹换个名字", "rename the folder");
    about(Code::OddFile, path, message, hint)
}

pub fn too_deep(path: &SourcePath, deepest: usize) -> Diagnostic {
    let message = Words::new(
        format!("文件夹套了 {deepest} 层以上，再往里的没有读"),
        format!("folders inside folders, more than {deepest} deep; nothing further in was read"),
    );
    let hint = Words::new("把它移到浅一点的地方", "move it nearer to the top");
    about(Code::OddFile, path, message, hint)
}

/// `handbook.yaml` was there a moment ago.
pub fn handbook_gone(path: &SourcePath) -> Diagnostic {
    let message = Words::new(
        "读手册的时候，handbook.yaml 不见了",
        "handbook.yaml vanished while the handbook was being read",
    );
    let hint = Words::new("把它放回来", "put it back");
    about(Code::NoHandbook, path, message, hint)
}

pub fn reserved_name(path: &SourcePath) -> Diagnostic {
    let name = path.name();
    let message = Words::new(
        format!("在 Windows 上存不了叫“{name}”的文件"),
        format!("Windows cannot store anything named `{name}`"),
    );
    let hint = Words::new(
        "改个名字：不要用 con、aux、nul 这类名字和 < > : \" | ? *，末尾不要留点或空格",
        "rename it: no con, aux, nul and the like, none of < > : \" | ? *, no dot or space at the end",
    );
    about(Code::ReservedName, path, message, hint)
}

pub fn collision(first: &SourcePath, second: &SourcePath) -> Diagnostic {
    let message = Words::new(
        format!("和“{first}”只差大小写或写法，在有些电脑上是同一个文件"),
        format!(
            "differs from `{first}` only in capitals or spelling; on some computers they are one file"
        ),
    );
    let hint = Words::new("给其中一个换个名字", "rename one of them");
    let label = Words::new("另一个在这里", "the other one is here");
    about(Code::NameCollision, second, message, hint).with_label(Place::start_of(first), label)
}

pub fn md_txt(path: &SourcePath) -> Diagnostic {
    let name = path.name();
    let end = [".txt", "arkdown"].into_iter().find_map(|end| {
        let at = name.len().checked_sub(end.len())?;
        name.get(at..)?
            .eq_ignore_ascii_case(end)
            .then(|| &name[..at])
    });
    let wanted = match end.unwrap_or(name) {
        cut if cut.ends_with(".m") || cut.ends_with(".M") => format!("{cut}d"),
        cut => cut.to_string(),
    };
    let message = Words::new(
        format!("“{name}”不会成为页面：页面的文件名要以 .md 结尾"),
        format!("`{name}` does not become a page: a page's file name ends with .md"),
    );
    let hint = Words::new(
        format!("改名为 {wanted}（Windows 上先在“查看”里勾选“文件扩展名”）"),
        format!("rename it to {wanted} (on Windows, first tick “File name extensions” under View)"),
    );
    about(Code::MdTxt, path, message, hint)
}

pub fn unlisted_folder(path: &SourcePath, languages: &[String]) -> Diagnostic {
    let listed = languages.join("、");
    let listed_en = languages.join(", ");
    let message = Words::new(
        format!("“{path}”里有页面，可是 languages 里没有列出它，这些页面不会出现在网站上"),
        format!(
            "`{path}` holds pages, but `languages` does not list it, so they are not on the site"
        ),
    );
    let hint = match nearest(path.as_str(), languages) {
        Some(near) => Words::new(
            format!(
                "最接近的是“{near}”：如果是它，把文件夹改名为 {near}；如果是另一种语言，把它加进 handbook.yaml 的 languages"
            ),
            format!(
                "the nearest is `{near}`: if you mean it, rename the folder to {near}; if it is another language, add it to `languages` in handbook.yaml"
            ),
        ),
        None => Words::new(
            format!(
                "已列出的是：{listed}。把页面移到其中一个文件夹，或把“{path}”加进 handbook.yaml 的 languages"
            ),
            format!(
                "listed are: {listed_en}. Move the pages into one of these, or add {path} to `languages` in handbook.yaml"
            ),
        ),
    };
    about(Code::UnlistedFolder, path, message, hint)
}

/// `zh-CN`, `ZH` and `zh2` are all near `zh`.
fn nearest<'a>(folder: &str, languages: &'a [String]) -> Option<&'a String> {
    let folder = folder.to_lowercase();
    let same = |language: &&String| primary(language) == primary(&folder);
    let near = |language: &&String| slips(language, &folder) <= 1;
    languages
        .iter()
        .find(same)
        .or_else(|| languages.iter().find(near))
}

fn about(code: Code, path: &SourcePath, message: Words, hint: Words) -> Diagnostic {
    Diagnostic::new(code, Place::start_of(path), message).with_hint(hint)
}
