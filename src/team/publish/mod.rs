//! What leaves for a team: the page built of an entry, the checks of its very bytes, and its delivery.
//!
//! Nothing is published that [`build()`] did not make.

mod build;
pub(crate) mod check;
pub(crate) mod deliver;
mod left_out;

pub use build::{
    Attached, Built, Fault, LinkTarget, Order, Origin, Page, Privacy, Refusal, anchor, attachment, build, credit, free,
    id, message, permitted, tombstone,
};
pub(crate) use build::{heading, line};
pub use left_out::{LeftOut, LeftOutKind};
