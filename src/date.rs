//! Calendar dates, clock times and lengths of time as a handbook writes them. No clock is read.

mod spoken;

pub use jiff::civil::Date;
pub use spoken::{
    Reading, half_width, read_date, read_minutes, read_number, read_period, read_time,
};

/// Minutes since midnight: 9:30 is 570.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(pub u16);

/// A span of calendar time: "6 months", "1 year", "90 days".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    pub months: u32,
    pub days: u32,
}

impl Period {
    /// The date this long after another; the last day a calendar holds when it would run over.
    pub fn after(self, date: Date) -> Date {
        let span = jiff::Span::new()
            .try_months(self.months)
            .and_then(|span| span.try_days(self.days));
        span.and_then(|span| date.checked_add(span))
            .unwrap_or(Date::MAX)
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// `2025-03-01`; `None` for no such day.
pub fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || year.len() != 4 || !(plain(year) && plain(month) && plain(day)) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `9:30`; `None` for no time of a day.
pub fn parse_time(text: &str) -> Option<TimeOfDay> {
    let (hour, minute) = text.split_once(':')?;
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !(plain(hour) && plain(minute)) || hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(TimeOfDay(hour * 60 + minute))
}

/// The UTC day on which a second counted from 1970 lies.
pub fn date_of_unix_seconds(seconds: i64) -> Date {
    let start = Date::constant(1970, 1, 1);
    let days = jiff::Span::new().try_days(seconds.div_euclid(86_400));
    days.and_then(|days| start.checked_add(days))
        .unwrap_or(start)
}
