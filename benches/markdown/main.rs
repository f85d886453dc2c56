//! Measures the Markdown reader: how fast it is, what the worst documents do to it, and how often it
//! finds fault with what people really wrote. Every time stands beside that of the parser it builds
//! on, from the same run.

mod clock;
mod dice;
mod hunt;
#[path = "../../src/markdown/tests/pathological.rs"]
mod pathological;
mod peak;
mod prose;
mod reading;
mod slips;
mod speed;
mod worst;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
cargo bench --bench markdown -- speed [DIR…]          MB/s over generated pages, or over those in DIR
cargo bench --bench markdown -- worst [WORD…]         pathological documents of 100 KB, 1 MB and 10 MB,
                                                      or those with a WORD in their name; 1 if one is
                                                      not linear
cargo bench --bench markdown -- hunt SECONDS SEED     looks for further ones
cargo bench --bench markdown -- slips [--all] DIR…    how often each warning comes in 1,000 lines
cargo bench --bench markdown -- slips --list CODE [--sample COUNT] DIR…
                                                      each of them: place, line, fixed line";

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        // A plain `cargo bench` goes through all benches: being shown how is no failure.
        [] => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        ["speed", ref folders @ ..] => speed::run(folders),
        ["worst", ref names @ ..] => worst::run(names),
        [worst::ONE, name, bytes, reader] => worst::one(name, bytes, reader),
        ["hunt", seconds, seed] => hunt::run(seconds, seed),
        ["slips", ref rest @ ..] if !rest.is_empty() => slips::run(rest),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}
