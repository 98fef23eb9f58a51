//! What values of fields are known by their form.

use chrono::NaiveDate;

/// The day with which a text begins.
pub(super) fn day_in(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

/// A tag of BCP 47, by its form.
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let language =
        parts.next().is_some_and(|it| (2..=3).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphabetic()));
    language && text.len() <= 35 && parts.all(is_part)
}

pub(super) fn is_status(text: &str) -> bool {
    ["draft", "proposed", "accepted", "superseded", "retired"].contains(&text)
}

pub(super) fn is_confidence(text: &str) -> bool {
    ["low", "medium", "high"].contains(&text)
}
