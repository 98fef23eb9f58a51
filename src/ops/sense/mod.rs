//! What is made of it in own words.

pub mod checks;
pub mod distil;
pub(in crate::ops) mod error;
pub mod template;
pub mod workbench;
