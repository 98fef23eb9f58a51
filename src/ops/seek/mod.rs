//! What comes from outside, and is looked through.

pub mod bookmark;
pub mod fetch;
pub mod inbox;
