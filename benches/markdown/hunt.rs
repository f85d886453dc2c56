//! Looks for documents that take longer than they are long: pieces of Markdown, put together by
//! dice and repeated. What it finds belongs into the list of pathological documents.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::clock;
use crate::dice::Dice;
use crate::reading::{Page, Reader};

const PIECES: &[&str] = &[
    "[",
    "]",
    "(",
    ")",
    "](",
    "![",
    "[^",
    "[^a]",
    "]:",
    "[a]: ",
    "[^a]: ",
    "*",
    "**",
    "***",
    "_",
    "~",
    "~~",
    "`",
    "``",
    "```\n",
    "~~~\n",
    "<",
    ">",
    "<a ",
    "<b>",
    "</b>",
    "<div>\n",
    "<!--",
    "-->",
    "<?",
    "<!A",
    "<![CDATA[",
    "\"",
    "'",
    "=",
    "&",
    "&amp;",
    "&#",
    "\\",
    "a",
    "a ",
    "甲",
    "甲，",
    "“",
    "”",
    "（",
    "）",
    "【",
    "】",
    "：",
    "。",
    "、",
    "1、",
    "一、",
    "｜",
    "|",
    "|-|\n",
    "|a|\n",
    "-",
    "- ",
    "+ ",
    "1. ",
    "> ",
    "# ",
    "#",
    "＃",
    ":",
    ": ",
    "::: note\n",
    ":::\n",
    "：：：",
    "{",
    "}",
    "{#a}",
    "===\n",
    "---\n",
    "\n",
    "\n\n",
    "  ",
    "    ",
    "\t",
    "https://",
    "www.",
    "@",
    "x.org",
    "- [ ] ",
    "> [!NOTE]\n",
    "$",
    "^",
    "\u{FDD0}",
    "\u{301}",
];
const SMALL: usize = 4_000;
/// Ten times as long, so many times as slow, is told.
const STEEP: f64 = 30.0;

pub fn run(seconds: &str, seed: &str) -> ExitCode {
    let Ok(seconds) = seconds.parse() else {
        eprintln!("`{seconds}` is no number of seconds");
        return ExitCode::from(2);
    };
    let mut dice = Dice::new(seed);
    let began = Instant::now();
    let (mut tried, mut found) = (0, 0);
    while began.elapsed() < Duration::from_secs(seconds) {
        let [front, repeated, back] = [dice.below(3), 1 + dice.below(5), dice.below(3)]
            .map(|count| -> String { (0..count).map(|_| dice.pick(PIECES)).collect() });
        tried += 1;
        let text = |bytes: usize| {
            let middle = repeated.repeat(bytes / repeated.len() + 1);
            Page::new(&format!("{front}{middle}{back}"))
        };
        if ratio(&text, SMALL) > STEEP && ratio(&text, 10 * SMALL) > STEEP {
            let plain = ratio_of(Reader::PlainHtml, &text, 10 * SMALL);
            let linli = ratio(&text, 10 * SMALL);
            println!("{linli:.0} (plain {plain:.0})  {front:?} + {repeated:?}… + {back:?}");
            found += 1;
        }
    }
    println!("{tried} documents tried, {found} not linear");
    ExitCode::from(u8::from(found > 0))
}

fn ratio(text: &dyn Fn(usize) -> Page, bytes: usize) -> f64 {
    ratio_of(Reader::LinliHtml, text, bytes)
}

/// How much longer ten times the text takes.
fn ratio_of(reader: Reader, text: &dyn Fn(usize) -> Page, bytes: usize) -> f64 {
    let time = |bytes| {
        let page = text(bytes);
        let mut best = Duration::MAX;
        for _ in 0..2 {
            let start = clock::now();
            reader.read(&page);
            best = best.min(clock::now() - start);
        }
        best.as_secs_f64()
    };
    time(10 * bytes) / time(bytes)
}
