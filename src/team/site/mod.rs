//! A team for those who have no git: feeds of what is new.

mod feed;
mod target;

pub(crate) use feed::{Arrivals, News};
