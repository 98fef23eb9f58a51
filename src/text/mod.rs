//! What is done to text whatever it says: code told from words, names compared, typing errors, percent-encoding.

pub mod code;
pub mod file_name;
mod nearest;
pub mod percent;

pub use nearest::{distance, nearest};
