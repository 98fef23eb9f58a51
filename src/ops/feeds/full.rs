//! The whole text of an item of which the feed gives only the beginning.

use super::{cache, found, items};
use crate::feed::opml::Source;
use crate::feed::source_key;
use crate::items::Which;
use crate::ops::{Error, Workspace};
use crate::web::{Client, Trust};

/// The most pages of one source that a round fetches.
const MOST: usize = 20;

/// Fetches the pages of what is new of a source, of which the feed gives only beginnings. What cannot be had stays as it is.
pub(super) fn of_source(workspace: &Workspace, source: &Source, go_on: &mut dyn FnMut() -> bool) -> Result<(), Error> {
    let which = Which { sources: vec![source_key(&source.url)], unread: true, ..Which::default() };
    let new = cache(workspace)?.list(&which, MOST)?;
    for item in new.iter().filter(|item| item.is_summary) {
        match full_text(workspace, &item.key, go_on) {
            Ok(()) | Err(Error::Web(_)) if go_on() => {}
            Ok(()) | Err(Error::Web(_)) => return Err(Error::Stopped),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Fetches the page of an item and keeps its text; what a feed names is guarded.
pub fn full_text(workspace: &Workspace, key: &str, go_on: &mut dyn FnMut() -> bool) -> Result<(), Error> {
    let whole = items::item(workspace, key)?;
    let Some(url) = &whole.item.url else { return Ok(()) };
    let page = Client::new().page(url, Trust::Found, go_on)?;
    if page.text.trim().len() > whole.text.trim().len() {
        cache(workspace)?.set_text(key, &page.text)?;
        found::bring_in_step(workspace)?;
    }
    Ok(())
}
