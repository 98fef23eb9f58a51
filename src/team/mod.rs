//! A shared repository that entries are published to, and that others' entries come from.
//!
//! Nothing of a team is ever checked out: its files are read from the object database of a bare clone and are not
//! trusted. What leaves is built from a list of what is allowed, and is shown before it goes.

pub mod board;
pub mod deliver;
pub mod discernment;
pub mod founding;
pub mod intake;
pub mod layout;
pub mod publication;
pub mod rules;

pub use rules::Rules;
