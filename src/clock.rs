//! Reads the time, and nothing else in the program does.
//!
//! Everything that needs the time takes a [`Clock`], so tests and documentation can fix it.

use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, FixedOffset, Local};

/// Where the time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The computer's own clock, in the local time zone.
    System,
    /// Always the same moment.
    Fixed(DateTime<FixedOffset>),
}

impl Clock {
    /// The present moment, with the offset of the local time zone.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(self) -> DateTime<FixedOffset> {
        match self {
            Self::System => Local::now().fixed_offset(),
            Self::Fixed(moment) => moment,
        }
    }
}

/// The computer's time, whatever a [`Clock`] says: for times of files, by which changes are noticed.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn file_time() -> SystemTime {
    SystemTime::now()
}

/// Measures how long something has been going on.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_still() {
        let moment = DateTime::parse_from_rfc3339("2026-11-21T10:00:00+01:00").unwrap();

        assert_eq!(Clock::Fixed(moment).now(), moment);
    }
}
