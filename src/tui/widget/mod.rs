//! Draw data, know no screen.

pub(crate) mod caret;
pub(crate) mod checklist;
pub(crate) mod composer;
pub(crate) mod diff;
pub(crate) mod empty;
pub(crate) mod facts;
pub(crate) mod filter;
pub(crate) mod footer;
pub(crate) mod format;
pub(crate) mod found;
pub(crate) mod input;
pub(crate) mod labels;
pub(crate) mod layout;
pub(crate) mod list;
pub(crate) mod marks;
pub(crate) mod pane;
pub(crate) mod panel;
pub(crate) mod parts;
pub(crate) mod selection;
pub(crate) mod spark;
pub(crate) mod styled;
pub(crate) mod text;
