//! The handbook in figures: pages, lengths, how long its sentences are.

use std::collections::BTreeMap;
use std::fmt::Write;

use linli::handbook::Handbook;

use super::book::{body_passages, length, pages, sentence_lengths};

#[derive(Default)]
struct Sum {
    pages: usize,
    length: usize,
    sentences: Vec<usize>,
}

pub fn table(book: &Handbook) -> String {
    let mut text = String::from("page\tlanguage\tkind\tbasis\tHan or words\n");
    let mut sums: BTreeMap<(&str, &str), Sum> = BTreeMap::new();
    for page in pages(book) {
        let passages = body_passages(&page);
        let words = passages
            .iter()
            .map(|passage| length(&passage.text, page.is_chinese()));
        let words: usize = words.sum();
        let kind = match page.article.index {
            true => "index",
            false => page.article.kind.as_str(),
        };
        let basis = page.version.head.text("basis").unwrap_or("-");
        let (route, language) = (&page.article.route, page.language);
        writeln!(text, "{route}\t{language}\t{kind}\t{basis}\t{words}").unwrap();
        for row in [kind, "all"] {
            let sum = sums.entry((language, row)).or_default();
            sum.pages += 1;
            sum.length += words;
            sum.sentences.extend(sentence_lengths(&page));
        }
    }
    text += "\nlanguage\tkind\tpages\tHan or words\tsentences\tmean\t90th percentile\n";
    for ((language, kind), mut sum) in sums {
        sum.sentences.sort_unstable();
        let (count, total) = (sum.sentences.len(), sum.sentences.iter().sum::<usize>());
        let mean = total as f64 / count.max(1) as f64;
        let ninth = sum.sentences.get(count * 9 / 10).copied().unwrap_or(0);
        let (pages, length) = (sum.pages, sum.length);
        writeln!(
            text,
            "{language}\t{kind}\t{pages}\t{length}\t{count}\t{mean:.1}\t{ninth}"
        )
        .unwrap();
    }
    text
}
