//! Which writing a character belongs to, as far as setting a line of it needs to know: whether
//! spaces part its words, whether it is a mark, and whose.

use unicode_width::UnicodeWidthChar;

/// Whether words are written in it without spaces between: Han, kana, full-width forms and marks,
/// emoji. Korean parts its words by spaces and is not among them.
pub fn is_wide(c: char) -> bool {
    // Nothing before Hangul Jamo is two columns wide but a few emoji above U+2000.
    c >= '\u{1100}' && !is_hangul(c) && c.width() == Some(2)
}

/// Chinese, Japanese or Korean, letters and marks. Emoji are of no writing.
pub fn is_cjk(c: char) -> bool {
    is_hangul(c) || (is_wide(c) && !is_emoji(c))
}

/// A Chinese character; 々 and 〇 count, kana do not.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '々' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// A mark Chinese shares with Latin writing, so that its neighbours tell whose it is: quotation
/// marks, dash, ellipsis, middle dot.
pub fn is_shared_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// A mark or symbol of any writing: neither letter, digit, space nor control.
pub fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control()
}

/// Chooses the shape of the character before it; stands for nothing itself.
pub fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_hangul(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}' | '\u{FFA0}'..='\u{FFDC}')
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{2E7F}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_writing_is_told_by_its_characters() {
        for c in "汉々〇。，！（）「」《》、：；？カな㊀Ａ０　～".chars() {
            assert!(is_cjk(c) && is_wide(c), "{c}");
        }
        for c in "한글".chars() {
            assert!(is_cjk(c) && !is_wide(c), "{c}");
        }
        for c in "aé1,.()“”—…·$→".chars() {
            assert!(!is_cjk(c) && !is_wide(c), "{c}");
        }
        assert!(is_wide('👍') && !is_cjk('👍') && is_mark('👍'));
        assert!(is_han('邻') && is_han('𠮷') && !is_han('の') && !is_han('。'));
        assert!("“。（$→*".chars().all(is_mark) && !"a汉1 \n".chars().any(is_mark));
    }
}
