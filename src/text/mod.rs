//! What is done to text whatever it says: code told from words, names compared, typing errors, percent-encoding,
//! files of settings.

pub(crate) mod code;
pub(crate) mod file_name;
mod nearest;
pub(crate) mod percent;
pub(crate) mod settings;

pub(crate) use nearest::{distance, nearest};

/// A number of things: `1 entry`, `3 entries`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", plural(number, one, many))
}

/// The word for so many things.
pub(crate) fn plural<'a>(number: usize, one: &'a str, many: &'a str) -> &'a str {
    if number == 1 { one } else { many }
}
