//! Who wrote a page: the commits that changed its words, also under its earlier names.

use git2::{Commit, Oid};

use super::authors::signed;
use super::{Bare, BlobId, Signed};
use crate::git::Error;
use crate::git::objects::tree;

/// How many files that went in a commit are compared with the one that came.
const MOST_RENAMED: usize = 1_000;
/// A longer page is not compared word by word, in bytes.
const LONGEST: u64 = 1_000_000;

/// How two versions of a file, an older and a newer one, are compared.
pub struct Compared<'a> {
    /// Whether they are one page under two names.
    pub is_page: &'a dyn Fn(&[u8], &[u8]) -> bool,
    /// Whether they say the same, whatever else differs.
    pub says_same: &'a dyn Fn(&[u8], &[u8]) -> bool,
}

impl Bare {
    /// The commits that changed what a page says, newest first, until the function has seen enough (`false`). Follows the page
    /// to its earlier names: whoever only renamed it wrote nothing of it.
    pub fn writers(&self, path: &str, by: &Compared<'_>, seen: &mut dyn FnMut(Signed) -> bool) -> Result<(), Error> {
        let mut lookup = tree::Lookup::of(&self.inner).map_err(|error| self.failed(error))?;
        let mut path = path.to_owned();
        for id in self.walk(None)? {
            let commit = self.inner.find_commit(id).map_err(|error| self.failed(error))?;
            let leaf = |commit: &Commit<'_>, path: &str, lookup: &mut tree::Lookup<'_>| {
                lookup.leaf(commit.tree_id(), path).map_err(|error| self.failed(error))
            };
            let Some((now, _)) = leaf(&commit, &path, &mut lookup)? else { continue };
            let mut before = Vec::new();
            for parent in commit.parents() {
                before.push(leaf(&parent, &path, &mut lookup)?.map(|(id, _)| id));
            }
            // A merge wrote only what none of its parents had.
            if before.contains(&Some(now)) {
                continue;
            }
            let known = before.iter().flatten().next().copied();
            let (was, name) = match known {
                Some(was) => (Some(was), None),
                None => self.renamed(&commit, now, by)?.map_or((None, None), |(was, name)| (Some(was), Some(name))),
            };
            let says_same = was.map_or(Ok(false), |was| self.compared(was, now, by.says_same))?;
            if !says_same && !seen(signed(&commit)) {
                break;
            }
            match name {
                Some(name) => path = name,
                None if known.is_none() => break,
                None => {}
            }
        }
        Ok(())
    }

    /// What a page was in the commit before the one that brought it, and its name there, if it had one.
    fn renamed(&self, commit: &Commit<'_>, now: Oid, by: &Compared<'_>) -> Result<Option<(Oid, String)>, Error> {
        let Some(parent) = commit.parents().next() else { return Ok(None) };
        let changed = self.changed(Some(&parent.id().into()), &commit.id().into())?;
        let gone: Vec<(Oid, String)> = changed
            .into_iter()
            .filter(|it| it.after.is_none())
            .filter_map(|it| Some((Oid::from_str(&it.before?.0).ok()?, String::from_utf8(it.path).ok()?)))
            .take(MOST_RENAMED)
            .collect();
        if let Some(same) = gone.iter().find(|(id, _)| *id == now) {
            return Ok(Some(same.clone()));
        }
        for (id, name) in gone {
            if self.compared(id, now, by.is_page)? {
                return Ok(Some((id, name)));
            }
        }
        Ok(None)
    }

    fn compared(&self, old: Oid, new: Oid, ask: &dyn Fn(&[u8], &[u8]) -> bool) -> Result<bool, Error> {
        if old == new {
            return Ok(true);
        }
        let read = |id: Oid| self.blob(&BlobId(id.to_string()), LONGEST);
        Ok(read(old)?.zip(read(new)?).is_some_and(|(old, new)| ask(&old, &new)))
    }
}
