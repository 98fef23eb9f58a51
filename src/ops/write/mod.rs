//! What a person writes, changes and puts away.

pub mod attach;
pub mod capture;
pub mod drafts;
pub mod edit;
pub(in crate::ops) mod error;
pub mod later;
pub mod log;
pub mod mail;
pub mod refine;
pub mod rename;
mod stage;
pub mod tick;
pub mod trash;
