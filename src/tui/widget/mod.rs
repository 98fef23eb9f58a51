//! Draw data, know no screen.

pub mod caret;
pub mod composer;
pub mod input;
pub mod list;
pub mod pane;
pub mod styled;
pub mod text;
