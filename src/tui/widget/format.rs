//! Numbers, times and paths as they stand on the screen.

use crate::entry::{EntryPath, Timestamp};
use crate::ops;
use crate::ops::fresh::Progress;
use crate::text::plural;

/// A path as it is shown: where an entry of a team lies in that team's repository.
pub(crate) fn shown_path(path: &EntryPath) -> String {
    match ops::team::split(path) {
        Some((team, inside)) => format!("{team}: {inside}"),
        None => path.to_string(),
    }
}

/// A number with thousands apart: `1,482`.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things: `1 line`, `1,482 lines`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), plural(number, one, many))
}

pub(crate) fn progress(at: Progress) -> String {
    format!("{} of {}", count(at.done), count(at.total))
}

/// How long ago, in at most four characters: `5m`, `2h`, `12d`, `7mo`, `3y`; nothing for the future.
pub(crate) fn age(then: Timestamp, now: Timestamp) -> String {
    let past = now.signed_duration_since(then);
    match (past.num_minutes(), past.num_hours(), past.num_days()) {
        (..0, ..) => String::new(),
        (minutes @ ..60, ..) => format!("{minutes}m"),
        (_, hours @ ..24, _) => format!("{hours}h"),
        (.., days @ ..60) => format!("{days}d"),
        (.., days @ ..730) => format!("{}mo", days / 30),
        (.., days) => format!("{}y", days / 365),
    }
}
