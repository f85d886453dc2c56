//! A list of growing numbers as printable text: what a term's sections are written as, in a script
//! that an old browser reads from a disk without unpacking anything.
//!
//! Of the 89 printable ASCII characters that need no escaping in a script (space, `"`, `&`, `<`, `>` and
//! `\` excluded) the first 4 are marks, the next 56 end a number, the last 29 go on with it. A number
//! is the distance to the one before less one; a mark after it says where the term stands.

/// Where a term stands in a section, from the least to the most telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Text,
    /// More than twice in the text.
    Often,
    Heading,
    /// In the summary, a tag or a choice.
    Named,
    /// In the title, in a synonym, in what people ask, or in the printed code.
    Title,
}

impl Place {
    pub const ALL: [Place; 5] = [
        Place::Text,
        Place::Often,
        Place::Heading,
        Place::Named,
        Place::Title,
    ];
}

const MARKS: u32 = 4;
const LAST: u32 = 56;
const MORE: u32 = 29;
/// What is left out of the printable characters, in their order.
const LEFT_OUT: &[u8; 5] = b"\"&<>\\";

/// A list being written.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    text: Vec<u8>,
    /// The next number that may come.
    next: u32,
}

impl Postings {
    /// Adds a number, which must be greater than all before.
    pub fn push(&mut self, number: u32, place: Place) {
        number_to(number - self.next, &mut self.text);
        self.next = number + 1;
        if place != Place::Text {
            self.text.push(symbol(place as u32 - 1));
        }
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).expect("symbols are ASCII")
    }
}

/// Numbers one after another, each for itself.
pub fn numbers(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut text = Vec::new();
    numbers
        .into_iter()
        .for_each(|number| number_to(number, &mut text));
    String::from_utf8(text).expect("symbols are ASCII")
}

/// The last digit has base 56; those before it are of base 29 without a zero, so that each number
/// is written in one way and the small ones in one character.
fn number_to(number: u32, text: &mut Vec<u8>) {
    let mut digits = [0; 8];
    let mut at = digits.len();
    let mut high = number / LAST;
    while high > 0 {
        at -= 1;
        digits[at] = symbol(MARKS + LAST + (high - 1) % MORE);
        high = (high - 1) / MORE;
    }
    text.extend_from_slice(&digits[at..]);
    text.push(symbol(MARKS + number % LAST));
}

fn symbol(value: u32) -> u8 {
    let byte = b'!' + u8::try_from(value).expect("there are 89 symbols");
    LEFT_OUT
        .iter()
        .fold(byte, |byte, left_out| byte + u8::from(byte >= *left_out))
}

fn value(symbol: u8) -> u32 {
    let before = LEFT_OUT.iter().filter(|left_out| **left_out < symbol);
    u32::from(symbol.saturating_sub(b'!')).saturating_sub(before.count() as u32)
}

/// The numbers of a list and where the term stands in each.
pub fn read(text: &str) -> impl Iterator<Item = (u32, Place)> + '_ {
    let mut symbols = text.bytes().map(value).peekable();
    let mut next = 0;
    std::iter::from_fn(move || {
        let number = next + number_from(&mut symbols)?;
        next = number + 1;
        let mark = symbols.next_if(|value| *value < MARKS);
        Some((number, Place::ALL[mark.map_or(0, |mark| mark as usize + 1)]))
    })
}

/// Numbers written one after another.
pub fn read_numbers(text: &str) -> impl Iterator<Item = u32> + '_ {
    let mut symbols = text.bytes().map(value);
    std::iter::from_fn(move || number_from(&mut symbols))
}

fn number_from(symbols: &mut impl Iterator<Item = u32>) -> Option<u32> {
    let mut high = 0u32;
    loop {
        let value = symbols.next()?;
        if value >= MARKS + LAST {
            high = high
                .wrapping_mul(MORE)
                .wrapping_add(value - MARKS - LAST + 1);
        } else {
            return Some(
                high.wrapping_mul(LAST)
                    .wrapping_add(value.saturating_sub(MARKS)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_numbers_take_one_character_and_nothing_needs_escaping() {
        let symbols: Vec<u8> = (0..89).map(symbol).collect();
        let clean = |byte: &u8| byte.is_ascii_graphic() && !b"\"&<>\\".contains(byte);
        assert!(symbols.iter().all(clean));
        assert!(symbols.iter().map(|&symbol| value(symbol)).eq(0..89));
        let lengths = [
            (0, 1),
            (55, 1),
            (56, 2),
            (1679, 2),
            (1680, 3),
            (48_775, 3),
            (48_776, 4),
        ];
        for (number, length) in lengths {
            assert_eq!(numbers([number]).len(), length, "{number}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            mut wanted in prop::collection::btree_map(0u32..2_000_000_000, 0usize..5, 0..60),
        ) {
            wanted.insert(u32::MAX - 1, 4);
            let wanted: Vec<(u32, Place)> = wanted.into_iter().map(|(number, place)| (number, Place::ALL[place])).collect();
            let mut postings = Postings::default();
            wanted.iter().for_each(|(number, place)| postings.push(*number, *place));
            prop_assert_eq!(read(postings.as_str()).collect::<Vec<_>>(), wanted.clone());
            let plain = numbers(wanted.iter().map(|(number, _)| *number));
            prop_assert!(read_numbers(&plain).eq(wanted.iter().map(|(number, _)| *number)));
        }
    }
}
