//! What becomes of a text that both sides changed: both are kept.

use super::Clash;
use crate::git::objects::names::{beside, content_id};
use crate::git::{Repo, Write};

/// Keeps all that both sides wrote: the edited side where the other deleted, the merge by lines where that is clean,
/// else both texts, the second under a name made from its content.
pub fn keep_both(clash: &Clash<'_>) -> Vec<Write> {
    let write = |path: &str, content: &[u8]| Write { path: path.to_owned(), content: Some(content.to_vec()) };
    let (ours, theirs) = match (clash.ours, clash.theirs) {
        (None, None) => return vec![Write { path: clash.path.to_owned(), content: None }],
        (Some(one), None) | (None, Some(one)) => return vec![write(clash.path, one)],
        (Some(ours), Some(theirs)) => (ours, theirs),
    };
    if ours == theirs || clash.base == Some(theirs) {
        return vec![write(clash.path, ours)];
    }
    if clash.base == Some(ours) {
        return vec![write(clash.path, theirs)];
    }
    match Repo::merge_text(clash.base.unwrap_or_default(), ours, theirs) {
        Some(merged) => vec![write(clash.path, &merged)],
        None => vec![write(clash.path, ours), write(&copy_name(clash.path, theirs), theirs)],
    }
}

/// `notes/tea.md` → `notes/tea-conflict-1a2b3c.md`: the same name for the same text on every machine.
fn copy_name(path: &str, content: &[u8]) -> String {
    let id = content_id(content);
    beside(path, &format!("conflict-{}", &id[..id.len().min(6)]))
}
