//! A shared repository that entries are published to, and that others' entries come from.
//!
//! Nothing of a team is ever checked out: its files are read from the object database of a bare clone and are not
//! trusted. What leaves is built from a list of what is allowed, and is shown before it goes.

pub(crate) mod dated;
pub mod digest;
pub(crate) mod founding;
pub mod inspect;
pub(crate) mod log;
pub mod publish;
pub mod pulse;
pub mod read;
pub(crate) mod readme;
pub mod request;
pub(crate) mod site;
pub mod thanks;
