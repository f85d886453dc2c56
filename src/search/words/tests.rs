//! What texts are cut into, and that the script in the browser cuts them in the same way.

use super::*;
use proptest::prelude::*;

fn spelled(text: &str, side: Side) -> Vec<String> {
    let mut all = Vec::new();
    let runs = runs(text, side);
    for run in &runs {
        terms(run, |term| all.push(term.spelled()));
    }
    joints(&runs, |term| all.push(term.spelled()));
    all
}

/// The same cases are asked of the script in the browser.
#[test]
fn the_shared_cases_hold() {
    let cases: serde_json::Value =
        serde_json::from_str(include_str!("../../../tests/search/tokens.json")).unwrap();
    let cases = cases["cases"].as_array().unwrap();
    assert!(cases.len() > 60);
    for case in cases {
        let text = case["text"].as_str().unwrap();
        for (side, name) in [(Side::Text, "terms"), (Side::Query, "query")] {
            let wanted = case.get(name).unwrap_or(&case["terms"]);
            let wanted: Vec<&str> = wanted
                .as_str()
                .unwrap()
                .split(' ')
                .filter(|term| !term.is_empty())
                .collect();
            assert_eq!(spelled(text, side), wanted, "{name} of “{text}”");
        }
    }
}

#[test]
fn every_traditional_character_becomes_one_that_stays() {
    assert!(traditional().len() > 2900);
    for (from, to) in traditional() {
        assert_ne!(from, to);
        let mut again = Vec::new();
        fold(to, |c| again.push(c));
        assert_eq!(again, [to], "{from}");
    }
}

proptest! {
    /// Search.md's promise: no phrase can begin or end where the index cannot find it.
    #[test]
    fn the_pairs_of_a_part_are_among_the_pairs_of_the_whole(
        text in "[一-龥a-z0-9 ，社區动员１Ａ々ガ]{0,40}", from in 0usize..40, length in 0usize..40,
    ) {
        let whole = runs(&text, Side::Text);
        for run in whole.iter().filter(|run| run.writing == Writing::Han) {
            let chars: Vec<char> = run.chars.iter().map(|folded| folded.c).collect();
            let from = from.min(chars.len());
            let part: String = chars[from..(from + length).min(chars.len())].iter().collect();
            let all = spelled(&text, Side::Text);
            for run in runs(&part, Side::Query) {
                for pair in run.chars.windows(2) {
                    let pair: String = pair.iter().map(|folded| folded.c).collect();
                    prop_assert!(all.contains(&pair), "{pair} of {part} in {text}");
                }
            }
        }
    }

    #[test]
    fn anything_is_cut_and_cutting_again_changes_nothing(text in any::<String>()) {
        for side in [Side::Text, Side::Query] {
            for run in runs(&text, side) {
                let again: String = run.chars.iter().map(|folded| folded.c).collect();
                let runs = runs(&again, side);
                if run.writing == Writing::Han {
                    prop_assert_eq!(runs.len(), 1);
                }
                prop_assert!(run.chars.iter().all(|folded| text.is_char_boundary(folded.at)));
            }
        }
    }
}

#[test]
fn a_text_is_compared_without_what_readers_do_not_hear() {
    let cases = [
        ("社区 动员", "社区动员"),
        ("社区，动员。", "社区|动员"),
        ("Yard  hours", "yard hours"),
        ("the yard, hours", "the yard|hours"),
        ("新的 app 组", "新的app组"),
        ("《繁體》", "繁体"),
        ("", ""),
        ("，。", ""),
    ];
    for (text, wanted) in cases {
        assert_eq!(flat(text, Side::Text), wanted, "{text}");
    }
}
