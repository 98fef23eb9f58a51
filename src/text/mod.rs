//! What is done to text whatever it says: code told from words, names compared, typing errors, percent-encoding,
//! files of settings.

pub(crate) mod code;
pub(crate) mod file_name;
mod nearest;
pub(crate) mod percent;
pub(crate) mod settings;

pub(crate) use nearest::{distance, nearest};
