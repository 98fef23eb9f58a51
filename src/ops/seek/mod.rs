//! What comes from outside, and is looked through.

pub mod bookmark;
pub(in crate::ops) mod error;
pub mod fetch;
pub mod inbox;
pub mod visits;
