//! A store itself: made, filled with examples, looked after.

pub mod demo;
pub mod doctor;
pub mod first_steps;
pub mod init;
pub mod offers;
