//! Draw data, know no screen.

pub mod caret;
pub mod composer;
pub mod diff;
pub mod facts;
pub mod filter;
pub mod footer;
pub mod format;
pub mod input;
pub mod layout;
pub mod list;
pub mod marks;
pub mod pane;
pub mod panel;
pub mod parts;
pub mod selection;
pub mod styled;
pub mod text;
