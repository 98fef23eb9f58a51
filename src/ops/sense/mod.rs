//! What is made of it in own words.

pub mod checks;
pub mod distil;
pub mod workbench;
