//! Where a text answers to a query, and the part of it that does best. The script's half is
//! `4-quote.js`; lengths are counted in UTF-16 units here too, so that both cut at the same places.

use std::collections::HashSet;
use std::ops::Range;

use crate::search::ask::clean;
use crate::search::words::{Run, Side, Writing, runs, word};

/// About three lines, of Han and of letters.
const WIDE_HAN: usize = 80;
const WIDE_LETTERS: usize = 180;
/// A quotation that does not begin with its sentence begins so much before what is found.
const BEFORE: usize = 8;
/// It may be so much longer, to end where a word ends.
const AFTER: usize = 20;

/// Stretches of a text that answer to a query, in bytes, in order.
pub fn marks(text: &str, query: &str) -> Vec<Range<usize>> {
    let mut pairs = HashSet::new();
    let mut singles = HashSet::new();
    let mut starts = Vec::new();
    for run in runs(&clean(query), Side::Query) {
        match run.writing {
            Writing::Letters => starts.push(word(&run)),
            Writing::Han if run.chars.len() == 1 => {
                singles.insert(run.chars[0].c);
            }
            Writing::Han => pairs.extend(run.chars.windows(2).map(|pair| (pair[0].c, pair[1].c))),
        }
    }
    let mut found = Vec::new();
    for run in runs(text, Side::Text) {
        let hit = match run.writing {
            Writing::Han => han_hits(&run, &pairs, &singles),
            Writing::Letters => {
                let word = word(&run);
                vec![starts.iter().any(|start| word.starts_with(start)); run.chars.len()]
            }
        };
        let mut at = 0;
        for same in hit.chunk_by(|a, b| a == b) {
            let (first, last) = (run.chars[at], run.chars[at + same.len() - 1]);
            at += same.len();
            if same[0] {
                let length = text[last.at..].chars().next().map_or(0, char::len_utf8);
                found.push(first.at..last.at + length);
            }
        }
    }
    found.sort_by_key(|mark| mark.start);
    let mut before = 0;
    found.retain(|mark| {
        let apart = mark.start >= before;
        if apart {
            before = mark.end;
        }
        apart
    });
    found
}

fn han_hits(run: &Run, pairs: &HashSet<(char, char)>, singles: &HashSet<char>) -> Vec<bool> {
    let mut hit = vec![false; run.chars.len()];
    for (at, folded) in run.chars.iter().enumerate() {
        hit[at] |= singles.contains(&folded.c);
        if at > 0 && pairs.contains(&(run.chars[at - 1].c, folded.c)) {
            hit[at - 1] = true;
            hit[at] = true;
        }
    }
    hit
}

/// The part of a text that answers best, about three lines of it.
pub fn quote(text: &str, query: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let hits = in_units(text, &marks(text, query));
    let han = units.iter().any(|unit| (0x2E80..=0x9FFF).contains(unit));
    let wide = if han { WIDE_HAN } else { WIDE_LETTERS };
    let (mut start, mut best) = (0, -1.0);
    for (i, hit) in hits.iter().enumerate() {
        let near = hits[i..]
            .iter()
            .take_while(|other| other.end <= hit.start + wide);
        // The power of 1.5, which not every machine rounds alike.
        let sum: f64 = near
            .map(|hit| hit.len() as f64)
            .map(|length| length * length.sqrt())
            .sum();
        if sum > best {
            (start, best) = (hit.start, sum);
        }
    }
    // From the beginning of its sentence, if that is near.
    let third = wide as f64 / 3.0;
    let low = (start as f64 - third).max(0.0) as usize;
    let sentence = units[low..start].iter().rposition(|unit| is_stop(*unit));
    let mut from = match sentence {
        Some(stop) => low + stop + 1,
        None if (start as f64) < third => low,
        None => start.saturating_sub(BEFORE),
    };
    let inside = |from: usize| from > 0 && !is_stop(units[from - 1]);
    if inside(from) && is_letter(units[from]) {
        let space = units[from..]
            .iter()
            .position(|unit| *unit == u16::from(b' '));
        from = space.map_or(from, |space| from + space + 1);
    }
    from += usize::from(is_second_half(&units, from));
    let mut end = units.len().min(from + wide);
    let rest = units[end..].iter().position(|unit| ends_word(*unit));
    end += rest.filter(|rest| *rest < AFTER).map_or(0, |rest| rest + 1);
    end += usize::from(is_second_half(&units, end));
    let before = units[..from].iter().rev();
    let last = before
        .copied()
        .find(|unit| is_stop(*unit) || !is_space(*unit));
    let cut = if from > 0 && !last.is_some_and(is_stop) {
        "…"
    } else {
        ""
    };
    let more = if end < units.len() { "…" } else { "" };
    let part = String::from_utf16_lossy(&units[from..end]).replace('\n', " ");
    let part = part.trim_matches(|c: char| {
        let mut unit = [0; 2];
        is_space(c.encode_utf16(&mut unit)[0])
    });
    format!("{cut}{part}{more}")
}

/// Stretches in UTF-16 units.
fn in_units(text: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let (mut bytes, mut units) = (0, 0);
    let mut unit = |at: usize| {
        units += text[bytes..at].encode_utf16().count();
        bytes = at;
        units
    };
    // They do not overlap, so that every end is behind the one before.
    marks
        .iter()
        .map(|mark| unit(mark.start)..unit(mark.end))
        .collect()
}

fn is_one_of(unit: u16, chars: &str) -> bool {
    char::from_u32(u32::from(unit)).is_some_and(|c| chars.contains(c))
}

fn is_stop(unit: u16) -> bool {
    is_one_of(unit, "。！？\n.!?")
}

fn ends_word(unit: u16) -> bool {
    is_space(unit) || is_one_of(unit, "。！？，；、,.;")
}

/// `\s` of JavaScript.
fn is_space(unit: u16) -> bool {
    let c = char::from_u32(u32::from(unit));
    unit == 0xFEFF || unit != 0x85 && c.is_some_and(char::is_whitespace)
}

fn is_letter(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphabetic())
}

/// Whether a character of two units would be cut there.
fn is_second_half(units: &[u16], at: usize) -> bool {
    units
        .get(at)
        .is_some_and(|unit| (0xDC00..=0xDFFF).contains(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(text: &str, query: &str) -> String {
        let mut out = String::new();
        let mut before = 0;
        for mark in marks(text, query) {
            out += &format!("{}[{}]", &text[before..mark.start], &text[mark.clone()]);
            before = mark.end;
        }
        out + &text[before..]
    }

    #[test]
    fn what_is_asked_for_is_marked() {
        let cases = [
            ("社区动员从敲门开始", "动员", "社区[动员]从敲门开始"),
            ("社區動員", "社区动员", "[社區動員]"),
            ("大家都来了", "来", "大家都[来]了"),
            ("Knock on doors.", "door", "Knock on [doors]."),
            ("Volunteers knock", "volun", "[Volunteers] knock"),
            ("第14期", "十四期", "第[14期]"),
            ("第14期和第15期", "第14期和第15期 14 15", "[第14期和第15期]"),
            ("没有的", "其他", "没有的"),
            ("", "社区", ""),
        ];
        for (text, query, wanted) in cases {
            assert_eq!(marked(text, query), wanted, "{query}");
        }
    }

    #[test]
    fn a_quotation_begins_with_its_sentence_and_ends_with_a_word() {
        let text =
            "前面一句话。四色卡用来找人，每个人一张。".to_string() + &"后面还有很多话，".repeat(20);
        let said = quote(&text, "找人");
        assert!(
            said.starts_with("四色卡用来找人") && said.ends_with("，…"),
            "{said}"
        );
        assert_eq!(quote("短短一句。", "没有"), "短短一句。");
        assert_eq!(quote("", "没有"), "");
        let far = "没有停顿的一段话".repeat(20) + "钥匙" + &"没有停顿的一段话".repeat(20);
        let said = quote(&far, "钥匙");
        assert!(said.starts_with('…') && said.contains("钥匙"), "{said}");
    }

    proptest! {
        #[test]
        fn any_text_is_quoted_for_any_query(text in "[社区动员a-z 。\n👍１4.]{0,300}|\\PC*", query in "[社区a4👍]{0,4}|\\PC*") {
            let said = quote(&text, &query);
            prop_assert!(said.chars().count() <= WIDE_LETTERS + AFTER + 3);
            for mark in marks(&text, &query) {
                prop_assert!(text.get(mark).is_some());
            }
        }
    }
}
