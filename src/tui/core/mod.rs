//! What screens and overlays are built on: what can be done in the background and what comes of it, what can be done with
//! entries, messages to the person, what is written and not saved yet, and what more than one screen shows.

pub(crate) mod command;
pub(crate) mod drafts;
pub(crate) mod effect;
pub(crate) mod failure;
pub(crate) mod job;
pub(crate) mod lanes;
pub(crate) mod messages;
pub(crate) mod msg;
pub(crate) mod pending;
pub(crate) mod rhythm;
pub(crate) mod sharing;
pub(crate) mod undecided;
pub(crate) mod views;
