//! Why a site could not be written, and how that is told.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::reason;
use crate::diagnostic::{Code, Diagnostic};
use crate::language::Words;
use crate::path::{SitePath, shown};

/// Why a site could not be written. The site that was there before still stands.
#[derive(Debug)]
pub enum WriteError {
    /// This folder must not become the site.
    Refused { folder: PathBuf, why: Refusal },
    /// A file linli did not write stands where the site needs its place.
    Foreign { file: PathBuf },
    /// Two paths of the site are one on some disks.
    Clash { first: SitePath, second: SitePath },
    /// Another build is writing the same site.
    Locked { folder: PathBuf },
    /// A picture or recording changed or vanished while the site was being written.
    SourceChanged { file: PathBuf },
    /// The disk would not.
    Disk { path: PathBuf, error: io::Error },
}

/// What is wrong with a folder as the place of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has no name of its own: the root of the disk, `..`.
    Nameless,
    /// The user's home folder.
    Home,
    /// It is this source, or holds it.
    HoldsSource(PathBuf),
    /// It lies inside this source.
    InsideSource(PathBuf),
    /// Something that is no folder stands there.
    NotAFolder,
    /// It holds files and no build of ours wrote it.
    NotOurs,
    /// Another disk is attached there or inside it, so it cannot be swapped.
    MountPoint,
}

impl WriteError {
    /// What the process should exit with: 1 the handbook is wrong, 2 the command line, 3 the machine.
    pub fn exit_code(&self) -> u8 {
        match self {
            WriteError::Clash { .. } => 1,
            WriteError::Refused { .. } | WriteError::Foreign { .. } => 2,
            WriteError::Locked { .. }
            | WriteError::SourceChanged { .. }
            | WriteError::Disk { .. } => 3,
        }
    }

    pub fn to_diagnostic(&self) -> Diagnostic {
        let (code, message, hint) = match self {
            WriteError::Refused { folder, why } => refused(folder, why),
            WriteError::Foreign { file } => foreign(file),
            WriteError::Clash { first, second } => clash(first, second),
            WriteError::Locked { folder } => locked(folder),
            WriteError::SourceChanged { file } => source_changed(file),
            WriteError::Disk { path, error } => disk(path, error),
        };
        Diagnostic::new(code, None, message).with_hint(hint)
    }
}

type Told = (Code, Words, Words);

fn refused(folder: &Path, why: &Refusal) -> Told {
    let folder = shown(folder);
    let (message, hint) = match why {
        Refusal::Nameless => (
            Words::new(
                format!("网站不能写在“{folder}”：它没有自己的名字，旁边放不了新网站"),
                format!(
                    "the site cannot be written to `{folder}`: it has no name of its own, so nothing can be built beside it"
                ),
            ),
            elsewhere(),
        ),
        Refusal::Home => (
            Words::new(
                format!("网站不能写在您的个人文件夹“{folder}”"),
                format!("the site cannot take the place of your home folder `{folder}`"),
            ),
            elsewhere(),
        ),
        Refusal::HoldsSource(source) => {
            let source = shown(source);
            (
                Words::new(
                    format!("网站不能写在“{folder}”：手册的原文“{source}”在那里面"),
                    format!(
                        "the site cannot be written to `{folder}`: the handbook's own `{source}` is there"
                    ),
                ),
                elsewhere(),
            )
        }
        Refusal::InsideSource(source) => {
            let source = shown(source);
            (
                Words::new(
                    format!("网站不能写在“{folder}”：它在手册的原文“{source}”里面"),
                    format!(
                        "the site cannot be written to `{folder}`: it lies inside the handbook's own `{source}`"
                    ),
                ),
                elsewhere(),
            )
        }
        Refusal::NotAFolder => (
            Words::new(
                format!("网站不能写在“{folder}”：那里不是文件夹"),
                format!("the site cannot be written to `{folder}`: that is not a folder"),
            ),
            elsewhere(),
        ),
        Refusal::NotOurs => (
            Words::new(
                format!("“{folder}”里已经有文件，而且不是 linli 生成的，没有动它"),
                format!(
                    "`{folder}` already holds files, and linli did not make them; nothing was touched"
                ),
            ),
            Words::new(
                "用 -o 换一个文件夹；如果里面的东西不要了，先清空它再生成",
                "name another folder with -o; or empty this one first, if nothing in it is needed",
            ),
        ),
        Refusal::MountPoint => (
            Words::new(
                format!("“{folder}”接着另一个磁盘（挂载点），新网站没法整个换进去"),
                format!(
                    "another disk is attached at `{folder}` (a mount point), so a new site cannot be swapped in"
                ),
            ),
            Words::new(
                "用 -o 写到它里面的一个文件夹，例如在后面加上 /site",
                "name a folder inside it with -o, for instance with /site added",
            ),
        ),
    };
    (Code::OutputFolder, message, hint)
}

fn elsewhere() -> Words {
    Words::new(
        "用 -o 换一个文件夹，例如 -o site",
        "name another folder with -o, for instance -o site",
    )
}

fn foreign(file: &Path) -> Told {
    let file = shown(file);
    (
        Code::ForeignFile,
        Words::new(
            format!("“{file}”不是 linli 写的，可网站要用这个位置"),
            format!("linli did not write `{file}`, but the site needs its place"),
        ),
        Words::new(
            "把它移走或改个名字，再生成一次",
            "move it away or rename it, then build again",
        ),
    )
}

fn clash(first: &SitePath, second: &SitePath) -> Told {
    let message = match first == second {
        true => Words::new(
            format!("网站里的“{first}”这个位置留给 linli 自己用"),
            format!("`{first}` in the site is kept for linli itself"),
        ),
        false => Words::new(
            format!("“{first}”和“{second}”在有些电脑上是同一个地址，会互相覆盖"),
            format!(
                "`{first}` and `{second}` are one address on some computers and would overwrite each other"
            ),
        ),
    };
    let hint = Words::new(
        "给其中一个换个名字，不要只差大小写",
        "rename one of them; let them differ in more than capital letters",
    );
    (Code::DuplicateAddress, message, hint)
}

fn locked(folder: &Path) -> Told {
    let folder = shown(folder);
    (
        Code::OtherBuild,
        Words::new(
            format!("另一个 linli 正在写“{folder}”"),
            format!("another linli is writing `{folder}` right now"),
        ),
        Words::new(
            "等它写完，再生成一次",
            "wait until it is done, then build again",
        ),
    )
}

fn source_changed(file: &Path) -> Told {
    let file = shown(file);
    (
        Code::ChangedMeanwhile,
        Words::new(
            format!("生成的时候，“{file}”变了或不见了；原来的网站没有动"),
            format!("`{file}` changed or vanished during the build; the site is as it was"),
        ),
        Words::new("再生成一次", "build again"),
    )
}

fn disk(path: &Path, error: &io::Error) -> Told {
    let reason = reason(error);
    let path = shown(path);
    (
        Code::DiskFailed,
        Words::new(
            format!("写不了“{path}”：{}", reason.zh),
            format!("cannot write `{path}`: {}", reason.en),
        ),
        Words::new(
            "原来的网站没有动；解决之后再生成一次",
            "the site is as it was; build again once this is solved",
        ),
    )
}
