//! Names for files that need another one: the same for the same content on every machine.

use git2::{ObjectType, Oid};

use super::tree;

/// A path with the beginning of its content's id: the same for the same content on every machine.
pub(in crate::git) fn with_content_suffix(path: &str, (id, _): tree::Leaf) -> String {
    with_suffix(path, &id.to_string()[..6])
}

/// `notes/tea.md` with `2` → `notes/tea-2.md`.
pub(in crate::git) fn with_suffix(path: &str, mark: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, extension)) => format!("{folder}{slash}{stem}-{mark}.{extension}"),
        None => format!("{folder}{slash}{name}-{mark}"),
    }
}

/// The usual name, or a later one where something else has that: a copy that somebody edited by now is theirs.
pub fn free_name<E>(usual: String, mut is_taken: impl FnMut(&str) -> Result<bool, E>) -> Result<String, E> {
    let (mut name, mut number) = (usual.clone(), 2);
    while is_taken(&name)? {
        name = with_suffix(&usual, &number.to_string());
        number += 1;
    }
    Ok(name)
}

/// What git knows a file's content by.
pub fn content_id(content: &[u8]) -> String {
    Oid::hash_object(ObjectType::Blob, content).map_or_else(|_| String::new(), |id| id.to_string())
}
