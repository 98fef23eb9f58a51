//! What screens and overlays are built on: what can be done in the background and what comes of it, what can be done with
//! entries, what the person is told, what is written and not saved yet, and what more than one screen shows.

pub mod command;
pub mod drafts;
pub mod effect;
pub mod failure;
pub mod job;
pub mod lanes;
pub mod messages;
pub mod msg;
pub mod pending;
pub mod sharing;
pub mod undecided;
pub mod views;
