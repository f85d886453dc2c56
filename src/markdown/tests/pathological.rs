//! Documents nobody writes on purpose, each of any size: the one list of them. Tests read all of
//! them small; `benches/markdown` reads them large and holds the time against the size.

/// A text made for trouble.
pub struct Document {
    pub name: &'static str,
    make: Make,
}

#[derive(Clone, Copy)]
enum Make {
    /// The same piece again and again.
    Of(&'static str),
    By(fn(usize) -> String),
}

impl Document {
    /// The document at about this many bytes.
    pub fn text(&self, bytes: usize) -> String {
        match self.make {
            Make::Of(piece) => repeat(piece, bytes),
            Make::By(make) => make(bytes),
        }
    }
}

pub fn documents() -> impl Iterator<Item = Document> {
    let repeated = REPEATED
        .iter()
        .map(|(name, piece)| (*name, Make::Of(piece)));
    let made = MADE.iter().map(|(name, make)| (*name, Make::By(*make)));
    repeated
        .chain(made)
        .map(|(name, make)| Document { name, make })
}

const REPEATED: &[(&str, &str)] = &[
    // Brackets, links, pictures.
    ("brackets", "["),
    ("brackets closed only", "]"),
    ("link targets unclosed", "[a]("),
    ("link targets in angles", "[a](<b"),
    ("link titles unclosed", "[a](b \""),
    ("link ends", "]("),
    ("pictures", "!["),
    ("pictures in pictures", "![[]()"),
    ("references nobody defines", "[a][b]"),
    ("a reference defined again", "[a]: x\n"),
    ("definitions with open titles", "[a]: x '\n"),
    ("definitions in angles", "[a]: <x\n"),
    ("spaces and parentheses in brackets", "[ (]("),
    ("stars and underscores in brackets", "[*_a"),
    ("footnote marks unclosed", "[^"),
    ("footnote marks at line ends", "[^\n"),
    ("footnote marks in tags", "<a [^\n"),
    ("footnote marks in quotes", "> [^a\n"),
    ("footnotes nobody defines", "[^a]"),
    ("a footnote defined again", "[^a]: x\n\n"),
    ("footnotes on one line", "[^a]: "),
    ("bare addresses", "https://x.org。"),
    ("bare addresses in a row", "https://x.org"),
    ("bare addresses in brackets", "(https://x.org/a_(b "),
    ("half schemes", "http:"),
    ("bare names", "www.x.org "),
    ("bare names without a host", "@www."),
    ("mail addresses", "a@b.c "),
    ("at signs", "a@"),
    ("addresses in angles", "<https://x.org>"),
    ("angles unclosed", "<https://x"),
    ("links with full-width marks", "[链接]（https://x.org）"),
    ("links with square marks", "【链接】(x.md)"),
    ("pictures with a full-width mark", "！[图](p.png)"),
    ("targets with spaces", "[a](b c.md)"),
    ("square marks", "【"),
    ("full-width parentheses", "（"),
    // Emphasis.
    ("stars", "*a **a "),
    ("stars after letters", "a*"),
    ("stars alone", "*"),
    ("stars and spaces", "* "),
    ("stars in threes between letters", "a***"),
    ("stars in threes and twos", "***a ** "),
    ("underscores", "_a __a "),
    ("underscores in words", "a_b_c，"),
    ("stars and underscores", "*a _b "),
    ("stars and tildes", "*a ~~b "),
    ("stars between Han", "甲**，"),
    ("stars before quotes", "**“"),
    ("stars before square marks", "**【 "),
    ("stars around quotes", "**“甲”**乙"),
    ("stars with spaces inside", "** 重点 **"),
    ("stars left open on each line", "**注意：请\n"),
    ("stars on each line", "**甲**\n"),
    ("stars that multiply", "3*4米和5*6米，"),
    ("tildes", "~"),
    ("tildes in pairs", "~~a "),
    ("tildes as ranges", "9~11点，"),
    ("tildes of all lengths", "~~~a~~b~"),
    ("backticks", "`a``b"),
    ("backticks left open", "`a\n\n"),
    ("backslashes", "\\"),
    ("quotation marks", "“‘"),
    // Lists, quotes, headings.
    ("quotes in quotes", "> "),
    ("quote lines", "> a\n"),
    ("lists in quotes", "> - "),
    ("lists in lists", "- "),
    ("numbers in numbers", "1. "),
    ("list lines", "- a\n"),
    ("loose list lines", "- a\n\n"),
    ("lists of changing signs", "- a\n+ a\n* a\n"),
    ("numbers that start anew", "1. a\n1) a\n"),
    ("tasks", "- [ ] a\n"),
    ("tasks in tasks", "- [ ] a\n  - [x] b\n"),
    ("numbers with a Chinese comma", "1、甲\n"),
    ("full-width numbers", "１．甲\n"),
    ("Chinese numbers", "一、甲\n"),
    ("dashes without a space", "-甲\n"),
    ("middle dots", "·甲\n"),
    ("definitions", "甲\n: 乙\n\n"),
    ("definitions side by side", "a\n: b\n: c\n"),
    ("alerts", "> [!NOTE]\n"),
    ("equal headings", "## a\n\n"),
    ("equal ids", "# a {#b}\n\n"),
    ("heading signs", "# "),
    ("heading signs without a space", "#标题\n"),
    ("full-width heading signs", "＃ 标题\n"),
    ("heading attributes", "# a {#"),
    ("underlined headings", "a\n=\n"),
    ("rules under text", "这是一段话\n---\n"),
    ("rules", "---\n"),
    ("rules of stars", "* * *\n"),
    // Tables.
    ("pipes", "|a"),
    ("table heads", "|a|\n|-|\n"),
    ("full-width table lines", "｜甲｜乙｜\n"),
    ("rule lines of Chinese dashes", "|甲|乙|\n|——|——|\n"),
    // Code.
    ("fences", "```\n"),
    ("fences of tildes", "~~~\n"),
    ("four-space lines", "    甲，乙。\n"),
    ("four-space lines after text", "甲\n\n    乙，丙。\n\n"),
    // HTML.
    ("angles", "<"),
    ("tags opened", "<b>"),
    ("tags closed only", "</b>"),
    ("tags in a sentence", "a <b><i>"),
    ("tags crossed", "a <b></i>"),
    ("tags of blocks", "<div>"),
    ("tags of blocks apart", "<div>\n\n"),
    ("paragraphs of tags", "<p>a<b>"),
    ("tables of tags", "<table><tr><td>"),
    ("scripts", "<script>"),
    ("comments", "<!--"),
    ("comments in a sentence", "a <!-- "),
    ("declarations", "a <!A"),
    ("instructions", "a <?"),
    ("our own instructions", "<?linli0:"),
    ("character data", "a <![CDATA["),
    ("attributes unclosed", "<a href='"),
    ("attributes without end", "<a b=c "),
    ("entities", "&amp;"),
    ("entities without end", "&amp"),
    ("entities by number", "&#x"),
    // Blocks.
    ("blocks", "::: note\n"),
    ("blocks closed", "::: note\n:::\n"),
    ("closers", ":::\n"),
    ("blocks in lists", "- ::: note\n"),
    ("blocks in quotes", "> ::: note\n\n"),
    ("blocks of a wrong name", "::: noet\n"),
    ("blocks in code", "    ::: note\n"),
    ("full-width colons", "：：： 甲{"),
    // Characters.
    ("one endless line of Han", "甲"),
    ("lines of Han", "甲，乙\n"),
    ("letters", "a"),
    ("spaces", " "),
    ("full-width spaces", "\u{3000}甲\n"),
    ("tabs", "\t"),
    ("lines with tabs", "-\ta\n\t-\tb\n"),
    ("blank lines", "\n"),
    ("hard breaks", "a  \nb\\\n"),
    ("carriage returns", "a\r\r\n\r"),
    ("reserved characters", "\u{FDD0}"),
    ("reserved characters in words", "\u{FDD0}a"),
    ("reserved characters by stars", "**\u{FDD0}，**"),
    ("combining marks", "a\u{301}"),
    ("joined faces", "👩\u{200D}👧"),
    ("odd spaces", "\u{3000}\u{A0}\u{FEFF}\u{200B}\u{2028}"),
    ("nul and escapes", "a\u{0}\u{1b}[2J\u{9b}\u{202e}"),
];

type Made = fn(usize) -> String;

const MADE: &[(&str, Made)] = &[
    ("links in links", |bytes| around("[", "](x)", bytes)),
    ("pictures in each other", |bytes| {
        around("![", "](x)", bytes)
    }),
    ("footnotes and link ends", |bytes| {
        around("[^a", "](", bytes)
    }),
    ("brackets in brackets", |bytes| around("[", "]", bytes)),
    ("parentheses in a target", |bytes| {
        "[a](".to_string() + &around("(", ")", bytes) + ")"
    }),
    ("strong in strong", |bytes| around("**a ", "b**", bytes)),
    ("emphasis in strong", |bytes| {
        around("*a **b ", "** *", bytes)
    }),
    ("emphasis opened by Han", |bytes| {
        around("甲**“", "”**", bytes)
    }),
    ("struck out in each other", |bytes| {
        around("~~a ", "b~~", bytes)
    }),
    ("tildes around a line", |bytes| repeat("~", bytes) + "a~"),
    ("code in growing backticks", |bytes| {
        numbered(bytes, |at| "`".repeat(at) + " ")
    }),
    ("code in growing fences", |bytes| {
        numbered(bytes, |at| "`".repeat(at + 3) + "\n")
    }),
    ("a fence never closed", |bytes| {
        "```\n".to_string() + &repeat("``\n", bytes)
    }),
    ("a list that grows deep", |bytes| {
        numbered(bytes, |at| "  ".repeat(at) + "- a\n")
    }),
    ("a list that grows deep and shallow", |bytes| {
        numbered(bytes, |at| "  ".repeat(at % 300) + "- a\n")
    }),
    ("a list that grows deep and lazy lines", |bytes| {
        let deep = numbered(bytes / 2, |at| "  ".repeat(at) + "- a\n");
        deep + &repeat("a\n", bytes / 2)
    }),
    ("a deep list and blank lines", |bytes| {
        repeat("- ", bytes / 2) + "a" + &repeat("\n", bytes / 2)
    }),
    ("a deep list and lazy lines", |bytes| {
        repeat("- ", bytes / 2) + "a\n" + &repeat("a\n", bytes / 2)
    }),
    ("a deep list and indented lines", |bytes| {
        repeat("- ", bytes / 2) + "a\n" + &repeat("  a\n\n", bytes / 2)
    }),
    ("a deep quote and lazy lines", |bytes| {
        repeat("> ", bytes / 2) + "a\n" + &repeat("a\n", bytes / 2)
    }),
    ("a deep quote and quoted lines", |bytes| {
        repeat("> ", bytes / 2) + "a\n" + &repeat("> a\n", bytes / 2)
    }),
    ("deep quotes line by line", |bytes| {
        let line = repeat("> ", bytes.isqrt()) + "a\n";
        repeat(&line, bytes)
    }),
    ("quotes that grow deep", |bytes| {
        numbered(bytes, |at| "> ".repeat(at) + "a\n\n")
    }),
    ("a paragraph and its underline", |bytes| {
        repeat("a\n", bytes) + "==="
    }),
    ("a table of many rows", |bytes| {
        "|a|b|\n|-|-|\n".to_string() + &repeat("|1|2|\n", bytes)
    }),
    ("a table of short rows", |bytes| {
        "|a|b|\n|-|-|\n".to_string() + &repeat("|x\n", bytes)
    }),
    ("a table of many columns", |bytes| {
        let third = bytes / 3;
        let row = |piece| repeat(piece, third) + "\n";
        row("a|") + &row("-|") + &row("b|")
    }),
    ("a table of columns and rows", |bytes| {
        let wide = |piece| repeat(piece, bytes.isqrt()) + "\n";
        wide("|a") + &wide("|-") + &repeat(&wide("|b"), bytes)
    }),
    ("a wide table of empty rows", |bytes| {
        let wide = |piece| repeat(piece, bytes.isqrt()) + "\n";
        wide("|a") + &wide("|-") + &repeat("|\n", bytes)
    }),
    ("pipes escaped in a table", |bytes| {
        "|a|\n|-|\n|".to_string() + &repeat("\\|`|`", bytes)
    }),
    ("references, all defined", |bytes| {
        let defined = numbered(bytes / 2, |at| format!("[r{at}]: x\n"));
        defined + &repeat("[r1]", bytes / 2)
    }),
    ("references to a long address", |bytes| {
        let address = repeat("x", bytes / 2);
        format!("[x]: {address}{}", repeat("\n[x]", bytes / 2))
    }),
    ("references, each used", |bytes| {
        numbered(bytes, |at| format!("[r{at}]: x\n\n[r{at}] [甲][r{at}]\n\n"))
    }),
    ("footnotes, one used", |bytes| {
        let defined = numbered(bytes / 2, |at| format!("[^{at}]: x\n\n"));
        defined + &repeat("[^1]", bytes / 2)
    }),
    ("footnotes, each used", |bytes| {
        numbered(bytes, |at| format!("[^{at}]\n\n[^{at}]: a\n\n"))
    }),
    ("footnotes that name the next", |bytes| {
        "[^0]\n\n".to_string()
            + &numbered(bytes, |at| {
                format!("[^{at}]: a [^{}] [^{at}] [^0]\n\n", at + 1)
            })
    }),
    ("blocks in blocks", |bytes| {
        let deep = (2 * bytes).isqrt();
        (0..deep)
            .rev()
            .map(|at| ":".repeat(at + 3) + " callout\n")
            .collect()
    }),
    ("attributes of a block", |bytes| {
        format!("::: callout {{{}}}\n:::\n", repeat("a=b ", bytes))
    }),
    ("attributes of a heading", |bytes| {
        format!("# a {{{}}}\n", repeat("a=b .c ", bytes))
    }),
    ("braces of a block", |bytes| {
        "::: callout ".to_string() + &repeat("{", bytes)
    }),
    ("headings and links to them", |bytes| {
        numbered(bytes, |at| format!("## 同名\n\n[a](#同名-{at})\n\n"))
    }),
    ("headings like numbered ones", |bytes| {
        numbered(bytes, |at| format!("# a\n\n# a-{at}\n\n"))
    }),
    ("terms of one definition", |bytes| {
        "甲\n".to_string() + &repeat(": 乙\n", bytes)
    }),
    ("a long address", |bytes| {
        "https://x.org/".to_string() + &repeat("a_b*c(d)", bytes)
    }),
    ("a long word after an address", |bytes| {
        "<https://x.org/".to_string() + &repeat("a", bytes)
    }),
    ("a title over many lines", |bytes| {
        "[a](b \"".to_string() + &repeat("c\n", bytes) + "\")"
    }),
];

fn repeat(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len() + 1)
}

/// As many of one piece as of the other, a letter between them.
fn around(before: &str, after: &str, bytes: usize) -> String {
    let times = bytes / (before.len() + after.len()) + 1;
    before.repeat(times) + "a" + &after.repeat(times)
}

/// Pieces that differ by their number.
fn numbered(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0.. {
        if text.len() >= bytes {
            break;
        }
        text += &piece(at);
    }
    text
}
