//! What becomes of a text that both sides changed: both are kept.

use super::Conflict;
use crate::git::objects::names::{content_id, with_suffix};
use crate::git::{Repo, Write};

/// Keeps all that both sides wrote: the edited side where the other deleted, the merge by lines where that is clean,
/// else both texts, the second under a name made from its content.
pub fn keep_both(conflict: &Conflict<'_>) -> Vec<Write> {
    let write = |path: &str, content: &[u8]| Write { path: path.to_owned(), content: Some(content.to_vec()) };
    let (ours, theirs) = match (conflict.ours, conflict.theirs) {
        (None, None) => return vec![Write { path: conflict.path.to_owned(), content: None }],
        (Some(one), None) | (None, Some(one)) => return vec![write(conflict.path, one)],
        (Some(ours), Some(theirs)) => (ours, theirs),
    };
    if ours == theirs || conflict.base == Some(theirs) {
        return vec![write(conflict.path, ours)];
    }
    if conflict.base == Some(ours) {
        return vec![write(conflict.path, theirs)];
    }
    match Repo::merge_text(conflict.base.unwrap_or_default(), ours, theirs) {
        Some(merged) => vec![write(conflict.path, &merged)],
        None => vec![write(conflict.path, ours), write(&copy_name(conflict.path, theirs), theirs)],
    }
}

/// `notes/tea.md` → `notes/tea-conflict-1a2b3c.md`: the same name for the same text on every machine.
fn copy_name(path: &str, content: &[u8]) -> String {
    let id = content_id(content);
    with_suffix(path, &format!("conflict-{}", &id[..id.len().min(6)]))
}
