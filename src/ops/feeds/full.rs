//! The whole text of an item of which the feed gives only the beginning.

use super::{cache, found, items};
use crate::ops::{Error, Workspace};
use crate::web::{Client, Trust};

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
