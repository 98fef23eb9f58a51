//! What a person has elsewhere, brought in; and what they have here, for elsewhere.

pub(in crate::ops) mod error;
pub mod export;
pub mod import;
