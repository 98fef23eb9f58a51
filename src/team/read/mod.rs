//! What a team's repository says: its rules, where its pages lie, and which of its files are read at all.

pub(crate) mod intake;
mod kind;
pub(crate) mod layout;
mod page;
pub mod rules;
mod withdrawn;

pub use kind::{PageKind, PagePaths};
pub(in crate::team) use page::refused;
pub use page::{TeamPage, read_page};
pub use rules::Rules;
pub(in crate::team) use withdrawn::WITHDRAWN;
pub use withdrawn::is_withdrawn;
