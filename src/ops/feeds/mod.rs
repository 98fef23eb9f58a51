//! Feeds and the people behind them: what is followed is a file of the store, what they give lies in a cache, and what
//! is kept becomes an entry.

mod add;
mod carry;
pub(in crate::ops) mod error;
mod fetch;
mod found;
mod full;
mod given;
mod intake;
mod items;
mod keep;
mod logs;
mod rule;
mod sources;

use std::rc::Rc;

use crate::disk;
use crate::items::Items;
use crate::ops::{Error, Workspace};

pub use crate::feed::opml::Source;
pub use crate::feed::rules::{Effect as RuleEffect, Rule};
pub use crate::items::{Counts, Item, Mark, Whole};
pub use crate::ops::core::item_path::{place, split};
pub use add::{Added, add, groups as groups_of};
pub use carry::{Format, Imported, export, import};
pub use fetch::{Fetched, Outcome, Round, fetch};
pub(in crate::ops) use found::{read, search};
pub use full::full_text;
pub(in crate::ops) use given::TYPED;
pub use items::{List, Marked, Reason, Show, item, items, mark, reasons, resolve};
pub(in crate::ops) use keep::as_entry;
pub use keep::{as_entries, keep};
pub(in crate::ops) use logs::write_marks;
pub use rule::{add as add_rule, remove as remove_rule, rules};
pub use sources::{Listed, change, groups, list, of as source, remove};

/// The cache of this store's items, opened when it is first asked for.
fn cache(workspace: &Workspace) -> Result<Rc<Items>, Error> {
    if let Some(items) = workspace.items.borrow().as_ref().filter(|items| !items.is_spoilt()) {
        return Ok(Rc::clone(items));
    }
    let folder = folder(workspace);
    disk::make_folder(&folder)?;
    let items = Rc::new(Items::open(&folder)?);
    workspace.items.replace(Some(Rc::clone(&items)));
    Ok(items)
}

/// Whether anything was ever fetched here.
fn is_there(workspace: &Workspace) -> bool {
    folder(workspace).join("items.db").exists()
}

/// Where items and their index are; safe to delete.
fn folder(workspace: &Workspace) -> std::path::PathBuf {
    workspace.cache().join("feeds")
}
