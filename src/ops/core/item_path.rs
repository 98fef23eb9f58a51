//! How an item of a feed is named here: by a path below `.feed/SOURCE/`, where no entry of the store can be.

use crate::entry::EntryPath;

/// The dot folder that no store has entries in.
const ROOT: &str = ".feed/";

/// The path here of an item.
pub fn place(source: &str, item: &str) -> Option<EntryPath> {
    EntryPath::new(format!("{ROOT}{source}/{item}.md")).ok()
}

/// The keys of source and item; `None` for an entry of the store.
pub fn split(path: &EntryPath) -> Option<(&str, &str)> {
    let (source, item) = path.as_str().strip_prefix(ROOT)?.split_once('/')?;
    Some((source, item.strip_suffix(".md")?))
}
