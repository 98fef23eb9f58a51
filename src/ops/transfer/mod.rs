//! What a person has elsewhere, brought in.

pub(in crate::ops) mod error;
pub mod import;
