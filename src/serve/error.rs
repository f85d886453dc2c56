//! Why the preview could not start, and how that is told.

use std::io;

use crate::diagnostic::{Code, Diagnostic};
use crate::language::Words;
use crate::write::disk;

/// Why the preview could not start.
#[derive(Debug)]
pub enum ServeError {
    /// The port that was asked for is taken.
    PortBusy(u16),
    /// The host is no address of this machine.
    UnknownHost(String),
    /// The system would not.
    Failed(io::Error),
}

impl ServeError {
    /// What the process should exit with: 2 the command line is wrong, 3 the machine failed.
    pub fn exit_code(&self) -> u8 {
        match self {
            ServeError::UnknownHost(_) => 2,
            ServeError::PortBusy(_) | ServeError::Failed(_) => 3,
        }
    }

    pub fn to_diagnostic(&self) -> Diagnostic {
        let (message, hint) = match self {
            ServeError::PortBusy(port) => (
                Words::new(
                    format!("端口 {port} 已经有别的程序在用"),
                    format!("another program is using port {port}"),
                ),
                Words::new(
                    "换一个端口，或不写 --port，linli 会自己找一个",
                    "name another port, or leave --port out and linli finds one",
                ),
            ),
            ServeError::UnknownHost(host) => (
                Words::new(
                    format!("这台电脑没有“{host}”这个地址"),
                    format!("`{host}` is no address of this machine"),
                ),
                Words::new(
                    "不写 --host 就只在本机预览；让同一网络的人看，写 --host 0.0.0.0",
                    "leave --host out to preview on this machine; --host 0.0.0.0 shows it to others on the network",
                ),
            ),
            ServeError::Failed(error) => {
                let reason = disk::reason(error);
                (
                    Words::new(
                        format!("预览没能启动：{}", reason.zh),
                        format!("the preview could not start: {}", reason.en),
                    ),
                    Words::new("再试一次，或换一个 --port", "try again, or another --port"),
                )
            }
        };
        Diagnostic::new(Code::PortBusy, None, message).with_hint(hint)
    }
}
