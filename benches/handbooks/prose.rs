//! Invented prose in which words come as often as they do in what people write: few everywhere, most
//! hardly anywhere, some again and again on one page. It reads as nonsense; what matters is that an
//! index of it is as large, and its lists as long and as short, as of real handbooks.

use crate::dice::Dice;

/// The words of this repository's handbooks, the most frequent first.
const ZH: &str = include_str!("zh.txt");
const EN: &str = include_str!("en.txt");
/// Ten thousand pages know more words than ours: so many times as many. The rarer ones are put
/// together from two of ours.
const VOCABULARY: usize = 5;
/// So many of the first words are on nearly every page.
const COMMON: usize = 60;
/// How many words a page comes back to.
const TOPIC: usize = 12;

/// The words of a language, and how one draws from them.
pub struct Prose {
    words: Vec<String>,
    /// For each word the weights up to it, so that a draw is a search.
    sums: Vec<usize>,
    gap: &'static str,
    comma: &'static str,
    stop: &'static str,
}

/// The words a page comes back to.
pub struct Topic(Vec<usize>);

impl Prose {
    pub fn zh() -> Prose {
        Prose::new(ZH, "", "，", "。")
    }

    pub fn en() -> Prose {
        Prose::new(EN, " ", ", ", ".")
    }

    fn new(list: &str, gap: &'static str, comma: &'static str, stop: &'static str) -> Prose {
        let known: Vec<&str> = list.split_whitespace().collect();
        let mut words: Vec<String> = known.iter().map(|word| word.to_string()).collect();
        let mut dice = Dice::new("rare words");
        while words.len() < known.len() * VOCABULARY {
            let [one, other] = [dice.below(known.len()), dice.below(known.len())];
            words.push(format!("{}{}", known[one], known[other]));
        }
        // Zipf's law; whole numbers, since they are the same on every machine.
        let mut sum = 0;
        let weights = (0..words.len()).map(|rank| {
            sum += 10_000_000 / (rank + 3);
            sum
        });
        let sums = weights.collect();
        Prose {
            words,
            sums,
            gap,
            comma,
            stop,
        }
    }

    pub fn topic(&self, dice: &mut Dice) -> Topic {
        // Not the commonest, which every page has anyway.
        let common = self.sums[COMMON];
        let rest = self.sums[self.sums.len() - 1] - common;
        let draw = |_| self.rank(common + dice.below(rest));
        Topic((0..TOPIC).map(draw).collect())
    }

    /// A few words without a stop, as in a title or a heading.
    pub fn title(&self, dice: &mut Dice, topic: &Topic) -> String {
        let first = self.words[topic.0[dice.below(TOPIC)]].clone();
        let rest = self.words(dice, topic, 2);
        capital(&format!("{first}{}{rest}", self.gap))
    }

    /// Two or three clauses with a stop; here and there with a number or something stressed.
    pub fn sentence(&self, dice: &mut Dice, topic: &Topic) -> String {
        let length = 4 + dice.below(6);
        let mut text = self.words(dice, topic, length);
        if dice.below(8) == 0 {
            text = format!("**{}**{}{text}", self.words(dice, topic, 2), self.comma);
        }
        for _ in 0..dice.below(3) {
            text.push_str(self.comma);
            if dice.below(6) == 0 {
                text.push_str(&format!("{}{}", 1 + dice.below(90), self.gap));
            }
            let length = 3 + dice.below(5);
            text.push_str(&self.words(dice, topic, length));
        }
        capital(&text) + self.stop
    }

    /// Most words are followed by one of three that usually follow, some belong to the topic. The shares
    /// were tried until as many different pairs of characters, and words, came as in the bundled
    /// handbook and in a thousand public pages.
    fn words(&self, dice: &mut Dice, topic: &Topic, count: usize) -> String {
        let mut text = String::new();
        let mut last = 0;
        for place in 0..count {
            last = match dice.below(10) {
                0..=2 => topic.0[dice.below(TOPIC)],
                3..=8 if place > 0 => self.follower(last, dice.below(3)),
                _ => self.rank(dice.below(self.sums[self.sums.len() - 1])),
            };
            if place > 0 {
                text.push_str(self.gap);
            }
            text.push_str(&self.words[last]);
        }
        text
    }

    fn follower(&self, word: usize, which: usize) -> usize {
        let mut dice = Dice::new(&format!("{word} {which}"));
        self.rank(dice.below(self.sums[self.sums.len() - 1]))
    }

    /// The word a draw below the sum of all weights stands for.
    fn rank(&self, draw: usize) -> usize {
        self.sums.partition_point(|sum| *sum <= draw)
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
