//! The command line's door: everything happens in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    linli::cli::main()
}
