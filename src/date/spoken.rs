//! Dates, times and lengths as people write them: `2025年3月1日`, `下午两点半`, `一个半小时`,
//! `6 个月`. Only what can mean one thing is read.

use super::{Date, Period, TimeOfDay, parse_date, parse_time};

/// How a value was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As linli itself would write it, or near enough.
    Exact,
    /// With full-width digits or marks: `２０２５－０３－０１`.
    FullWidth,
    /// In words: `2025年3月1日`, `半小时`.
    Spoken,
}

/// Full-width letters, digits and marks made plain, spaces at the ends removed.
pub fn half_width(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '—' | '–' | '−' => '-',
        '。' => '.',
        c => c,
    };
    let text: String = text.chars().map(plain).collect();
    text.trim().to_string()
}

/// A calendar date.
pub fn read_date(text: &str) -> Option<(Date, Reading)> {
    if let Some(date) = parse_date(text.trim()) {
        return Some((date, Reading::Exact));
    }
    let plain = short(text)?;
    if let Some(date) = parse_date(&plain) {
        return Some((date, Reading::FullWidth));
    }
    let rest = plain.strip_suffix(['日', '号']);
    let (year, month, day) = match rest {
        Some(rest) => {
            let (year, rest) = rest.split_once('年')?;
            let (month, day) = rest.split_once('月')?;
            (year, month, day)
        }
        None => {
            let mark = plain.chars().find(|c| "/.".contains(*c))?;
            let mut parts = plain.split(mark);
            let date = (parts.next()?, parts.next()?, parts.next()?);
            if parts.next().is_some() {
                return None;
            }
            date
        }
    };
    let whole = |text: &str| read_number(text.trim()).filter(|n| n.fract() == 0.0);
    let year = whole(year).filter(|year| (1000.0..=9999.0).contains(year))?;
    let (month, day) = (whole(month)?, whole(day)?);
    if month > 12.0 || day > 31.0 {
        return None;
    }
    let date = Date::new(year as i16, month as i8, day as i8).ok()?;
    Some((date, Reading::Spoken))
}

/// A time of the day.
pub fn read_time(text: &str) -> Option<(TimeOfDay, Reading)> {
    if let Some(time) = parse_time(text.trim()) {
        return Some((time, Reading::Exact));
    }
    let plain = short(text)?.to_lowercase().replace(' ', "");
    if let Some(time) = parse_time(&plain) {
        return Some((time, Reading::FullWidth));
    }
    let mut rest = plain.as_str();
    let mut late = None;
    for (word, is_late) in PARTS_OF_DAY {
        if let Some(after) = rest.strip_prefix(word).or_else(|| rest.strip_suffix(word)) {
            (rest, late) = (after, Some(is_late));
            break;
        }
    }
    let (hour, minute) = match rest.split_once(['点', '时', ':']) {
        Some((hour, minute)) => (hour, minute.strip_suffix('分').unwrap_or(minute)),
        None => (late.map(|_| rest)?, ""),
    };
    let minute = match minute {
        "" | "整" => 0.0,
        "半" => 30.0,
        "一刻" => 15.0,
        "三刻" => 45.0,
        minute => read_number(minute)?,
    };
    let mut hour = read_number(hour)?;
    if late == Some(true) && hour < 12.0 {
        hour += 12.0;
    }
    let whole = hour.fract() == 0.0 && minute.fract() == 0.0;
    let in_day = (0.0..24.0).contains(&hour) && (0.0..60.0).contains(&minute);
    (whole && in_day).then(|| (TimeOfDay(hour as u16 * 60 + minute as u16), Reading::Spoken))
}

const PARTS_OF_DAY: [(&str, bool); 8] = [
    ("上午", false),
    ("早上", false),
    ("下午", true),
    ("晚上", true),
    ("傍晚", true),
    ("中午", false),
    ("am", false),
    ("pm", true),
];

/// A length in whole minutes, at most a week.
pub fn read_minutes(text: &str) -> Option<(u32, Reading)> {
    let plain = short(text)?;
    let reading = match (
        plain.bytes().all(|b| b.is_ascii_digit()),
        plain == text.trim(),
    ) {
        (true, true) => Reading::Exact,
        (true, false) => Reading::FullWidth,
        (false, _) => Reading::Spoken,
    };
    let total: f64 = amounts(&plain, HOURS_AND_MINUTES, Some(1.0))?
        .iter()
        .map(|(count, unit)| count * unit)
        .sum();
    let fine = total.fract() == 0.0 && (0.0..=7.0 * 24.0 * 60.0).contains(&total);
    fine.then_some((total as u32, reading))
}

const HOURS_AND_MINUTES: &[(&str, f64)] = &[
    ("小时", 60.0),
    ("钟头", 60.0),
    ("hours", 60.0),
    ("hour", 60.0),
    ("hrs", 60.0),
    ("hr", 60.0),
    ("h", 60.0),
    ("刻钟", 15.0),
    ("分钟", 1.0),
    ("分", 1.0),
    ("minutes", 1.0),
    ("minute", 1.0),
    ("mins", 1.0),
    ("min", 1.0),
    ("m", 1.0),
];

/// A span of calendar time, in Chinese or English words.
pub fn read_period(text: &str) -> Option<Period> {
    let plain = short(text)?;
    let (mut months, mut days) = (0.0, 0.0);
    for (count, unit) in amounts(&plain, MONTHS_AND_DAYS, None)? {
        // Months are counted in whole ones, days below them.
        match unit >= 1000.0 {
            true => months += count * unit / 1000.0,
            false => days += count * unit,
        }
    }
    let fine = |n: f64| n.fract() == 0.0 && (0.0..=36_500.0).contains(&n);
    (fine(months) && fine(days) && months + days > 0.0).then_some(Period {
        months: months as u32,
        days: days as u32,
    })
}

const MONTHS_AND_DAYS: &[(&str, f64)] = &[
    ("季度", 3000.0),
    ("quarters", 3000.0),
    ("quarter", 3000.0),
    ("月", 1000.0),
    ("months", 1000.0),
    ("month", 1000.0),
    ("年", 12_000.0),
    ("years", 12_000.0),
    ("year", 12_000.0),
    ("星期", 7.0),
    ("周", 7.0),
    ("weeks", 7.0),
    ("week", 7.0),
    ("天", 1.0),
    ("日", 1.0),
    ("days", 1.0),
    ("day", 1.0),
];

/// A number in digits or in Chinese: `1.5`, `二〇二五`, `二十一`, `两`.
pub fn read_number(text: &str) -> Option<f64> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if text.is_empty() || text.len() > 24 {
        return None;
    }
    if digits(text) {
        return text.parse().ok();
    }
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c);
    let value = |c: char| match c {
        '零' => Some(0),
        '两' => Some(2),
        c => digit(c),
    };
    if !text.contains('十') {
        let mut number = 0.0;
        for c in text.chars() {
            number = number * 10.0 + value(c)? as f64;
        }
        return Some(number);
    }
    let (tens, ones) = text.split_once('十')?;
    let one = |part: &str, default: usize| match part.chars().count() {
        0 => Some(default),
        1 => value(part.chars().next()?),
        _ => None,
    };
    Some((one(tens, 1)? * 10 + one(ones, 0)?) as f64)
}

/// Counts with their units: `1小时30分钟`, `一个半小时`, `half an hour`. A last count without unit
/// takes `bare`.
fn amounts(text: &str, units: &[(&str, f64)], bare: Option<f64>) -> Option<Vec<(f64, f64)>> {
    let text = text.to_lowercase().replace("half an ", "0.5");
    let text = text.replace("an ", "1").replace([' ', '-'], "");
    let mut rest = text.as_str();
    let mut amounts = Vec::new();
    while !rest.is_empty() {
        let in_number = |c: char| c.is_ascii_digit() || ".〇零一二两三四五六七八九十".contains(c);
        let length = rest.find(|c| !in_number(c)).unwrap_or(rest.len());
        let (number, mut after) = rest.split_at(length);
        after = after.strip_prefix('个').unwrap_or(after);
        let mut count = match number {
            "" => 0.0,
            number => read_number(number)?,
        };
        if let Some(more) = after.strip_prefix('半') {
            count += 0.5;
            after = more.strip_prefix('个').unwrap_or(more);
        } else if number.is_empty() {
            return None;
        }
        let unit = units.iter().find(|(word, _)| after.starts_with(word));
        match unit {
            Some((word, size)) => {
                after = &after[word.len()..];
                if let Some(more) = after.strip_prefix('半') {
                    count += 0.5;
                    after = more;
                }
                amounts.push((count, *size));
            }
            None if after.is_empty() => amounts.push((count, bare?)),
            None => return None,
        }
        rest = after;
        if amounts.len() > 3 {
            return None;
        }
    }
    (!amounts.is_empty()).then_some(amounts)
}

/// The text made plain, unless it is too long to be a date or a length.
fn short(text: &str) -> Option<String> {
    (text.len() <= 120).then(|| half_width(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let day = parse_date("2025-03-01").unwrap();
        assert_eq!(read_date("2025-03-01"), Some((day, Reading::Exact)));
        assert_eq!(
            read_date("２０２５－０３－０１"),
            Some((day, Reading::FullWidth))
        );
        for text in [
            "2025年3月1日",
            "2025 年 3 月 1 号",
            "二〇二五年三月一日",
            "2025/3/1",
            "2025.3.1",
        ] {
            assert_eq!(read_date(text), Some((day, Reading::Spoken)), "{text}");
        }
        for text in [
            "2025年2月30日",
            "2025年3月",
            "3/1/2025",
            "明天",
            "",
            "2025-13-01",
        ] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_are_read_as_people_say_them() {
        let minutes = |text| read_minutes(text).map(|(minutes, _)| minutes);
        for (text, wanted) in [
            ("90", 90),
            ("９０", 90),
            ("90 分钟", 90),
            ("半小时", 30),
            ("半个小时", 30),
            ("1.5 小时", 90),
            ("一个半小时", 90),
            ("两小时", 120),
            ("1小时30分钟", 90),
            ("1h30", 90),
            ("三刻钟", 45),
            ("half an hour", 30),
            ("2 hours", 120),
            ("四十五分钟", 45),
        ] {
            assert_eq!(minutes(text), Some(wanted), "{text}");
        }
        for text in ["", "很久", "1 天", "小时", "90 人", "99999999"] {
            assert_eq!(minutes(text), None, "{text}");
        }
        assert_eq!(read_minutes("９０").unwrap().1, Reading::FullWidth);
    }

    #[test]
    fn periods_are_read_in_both_languages() {
        let period = |months, days| Some(Period { months, days });
        assert_eq!(read_period("6 months"), period(6, 0));
        assert_eq!(read_period("6 个月"), period(6, 0));
        assert_eq!(read_period("半年"), period(6, 0));
        assert_eq!(read_period("一年半"), period(18, 0));
        assert_eq!(read_period("两周"), period(0, 14));
        assert_eq!(read_period("90 days"), period(0, 90));
        assert_eq!(read_period("6"), None);
        assert_eq!(read_period("soon"), None);
    }

    #[test]
    fn times_are_read_as_people_say_them() {
        let time = |text| read_time(text).map(|(time, _)| time.to_string());
        for (text, wanted) in [
            ("9:30", "09:30"),
            ("9：30", "09:30"),
            ("上午9点", "09:00"),
            ("下午两点半", "14:30"),
            ("晚上 7:00", "19:00"),
            ("2 pm", "14:00"),
            ("14点05分", "14:05"),
        ] {
            assert_eq!(time(text).as_deref(), Some(wanted), "{text}");
        }
        for text in ["25:00", "9:75", "9", "早上", "九点九点"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
