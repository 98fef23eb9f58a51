//! When something was kept, in the forms that programs write it.

use chrono::{DateTime, Datelike as _, Offset as _, Utc};

use crate::entry::{Timestamp, date};

/// The first second that counts, in 1973: a smaller number is none that was meant.
const FIRST: i64 = 100_000_000;
/// Microseconds between 1601, where Chrome counts from, and 1970.
const BEFORE_1970: i64 = 11_644_473_600_000_000;

/// A moment as words, or as a number since 1970: of seconds, milliseconds or microseconds, by how large it is.
pub(super) fn of(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    match text.parse::<i64>() {
        Ok(number) if text.len() != 8 => of_number(number),
        Ok(_) | Err(_) => date::read(text).filter(is_sound).or_else(|| text.parse::<f64>().ok().and_then(of_seconds)),
    }
}

pub(super) fn of_number(number: i64) -> Option<Timestamp> {
    let moment = match number {
        FIRST..100_000_000_000 => DateTime::from_timestamp(number, 0),
        100_000_000_000..100_000_000_000_000 => DateTime::from_timestamp_millis(number),
        100_000_000_000_000..10_000_000_000_000_000 => DateTime::from_timestamp_micros(number),
        10_000_000_000_000_000.. => DateTime::from_timestamp_micros(number - BEFORE_1970),
        _ => None,
    };
    moment.map(|moment| moment.with_timezone(&Utc.fix())).filter(is_sound)
}

/// Whether somebody may have kept something then.
fn is_sound(moment: &Timestamp) -> bool {
    (1900..2200).contains(&moment.year())
}

/// Seconds with a part behind the point.
#[expect(clippy::cast_possible_truncation, reason = "a part of a millisecond tells nobody anything")]
fn of_seconds(seconds: f64) -> Option<Timestamp> {
    (seconds.is_finite() && seconds > 1.0).then(|| of_number((seconds * 1000.0) as i64)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_the_forms_that_programs_write() {
        let forms = [
            "1402760031",
            "1402760031000",
            "1402760031000000",
            "13047233631000000",
            "2014-06-14T15:33:51Z",
            "2014-06-14 15:33:51",
            "1402760031.0",
        ];
        for form in forms {
            assert_eq!(of(form).map(|it| it.timestamp()), Some(1_402_760_031), "{form}");
        }
        for nothing in ["", "0", "1", "2014", "-1", "soon", "9223372036854775807", "9999-12-31T00:00:00Z"] {
            assert_eq!(of(nothing), None, "{nothing}");
        }
        assert_eq!(of("20240115").map(|it| it.date_naive().to_string()), Some("2024-01-15".into()));
    }
}
