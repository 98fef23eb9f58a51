//! The workbench: a full screen in the terminal, the capture alone in a popup, the picker alone for other programs.
//!
//! From the bottom up: `theme`, `widget` and `terminal` draw and wait, and know no screen; `core` says what can be done and
//! what comes of it; `overlay` and `screen` show and ask; `app` is all of that as one state, without disk, clock and
//! terminal; `run` brings it to the terminal. A test holds this order.

mod app;
mod core;
mod overlay;
mod run;
mod screen;
mod terminal;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub(crate) mod theme;
mod widget;

pub use app::{App, Session, view};
pub(crate) use core::effect::look;
pub use core::effect::{Answer, Effect, Performed};
pub use core::msg::{EditorExit, Msg};
pub use run::pick::pick;
pub use run::popup::capture;
pub use run::{Error, run, settings};
pub use screen::Screen;
pub use theme::{Depth, Theme};
