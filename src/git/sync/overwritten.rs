//! What a sync wrote over, remembered for a day: a program that had loaded the file before may save it afterwards, and would
//! take away what arrived.

use chrono::TimeDelta;
use git2::Oid;
use serde::{Deserialize, Serialize};

use super::stale;
use crate::git::objects::blob::Converting;
use crate::git::objects::{blob, tree};
use crate::git::{Error, Repo, Timestamp};
use crate::records;

const VERSION: u64 = 1;
const FILE: &str = "arrived.json";
/// How often the very same text is joined with what arrived.
const JOINED_AT_MOST: usize = 2;
/// How long a program may keep a file loaded.
const LASTS: TimeDelta = TimeDelta::hours(24);

/// A file that was written over: by its contents' ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Overwritten {
    path: String,
    before: String,
    after: String,
    /// Seconds since 1970.
    at: i64,
    /// Another program had left it, without knowing of what had arrived.
    joined: bool,
}

/// A text that was made from another than the one it was written over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// What the program had loaded.
    pub base: Vec<u8>,
    /// What it left, with the line ends of what it had loaded; `None` where it removed the file.
    pub saved: Option<Vec<u8>>,
    pub committed: Vec<u8>,
}

impl Stale {
    /// Whether another text has what the program did not know of.
    pub fn is_known_to(&self, text: &[u8]) -> bool {
        stale::has_seen(&self.base, text, &self.committed)
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Record {
    overwritten: Vec<Overwritten>,
}

impl Repo {
    /// What writing one content over another is remembered by. Nothing where a filter changes contents: they are not kept in
    /// the clear.
    pub(super) fn overwritten(&self, full: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> Option<Overwritten> {
        let (before, after) = before.zip(after)?;
        let mut converting = Converting::of(self);
        if converting.is_converted(full, before) || converting.is_converted(full, after) {
            return None;
        }
        let id = |content| self.inner.blob(content).ok().map(|id| id.to_string());
        Some(Overwritten { path: full.to_owned(), before: id(before)?, after: id(after)?, at: 0, joined: false })
    }

    /// Whether anything was written over of late.
    pub fn has_overwritten(&self) -> bool {
        self.state_file(FILE).exists()
    }

    /// Remembers that what another program left was joined with what is committed: it may save once more. Who removes a file
    /// that came back means it.
    pub fn note_joined(
        &self,
        path: &str,
        left: Option<&[u8]>,
        joined: Option<&[u8]>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let full = self.full(path)?;
        if left.is_none() {
            let mut all = self.read_overwritten(at);
            all.retain(|overwritten| overwritten.path != full);
            return self.write_overwritten(all);
        }
        let overwritten = self.overwritten(&full, left, joined).filter(|_| left != joined);
        self.note_overwritten(
            overwritten.map(|overwritten| Overwritten { joined: true, ..overwritten }).into_iter().collect(),
            at,
        )
    }

    /// What to do about a file that another program left so, if it knew nothing of what a sync had brought.
    pub fn stale(&self, path: &str, saved: Option<&[u8]>, at: Timestamp) -> Result<Option<Stale>, Error> {
        let full = self.full(path)?;
        let tip = self.tip()?;
        let leaf = tip.map(|tip| self.leaf_in(&tip, &full)).transpose()?.flatten();
        match leaf.filter(|(_, mode)| tree::is_file(*mode)) {
            Some((id, _)) => self.stale_against(&full, saved, &self.load_blob(&full, id)?, at),
            None => Ok(None),
        }
    }

    /// Compares what another program left with what the file held when it was last committed.
    pub(super) fn stale_against(
        &self,
        full: &str,
        saved: Option<&[u8]>,
        committed: &[u8],
        at: Timestamp,
    ) -> Result<Option<Stale>, Error> {
        if saved == Some(committed) {
            return Ok(None);
        }
        let mut known = self.read_overwritten(at);
        known.retain(|overwritten| overwritten.path == full);
        let saved_as = saved.map(|saved| blob::name(saved).to_string());
        // Whoever saves exactly the same text a third time wants it.
        let is_same = |overwritten: &&Overwritten| overwritten.joined && Some(&overwritten.before) == saved_as.as_ref();
        if known.iter().filter(is_same).count() >= JOINED_AT_MOST {
            return Ok(None);
        }
        for overwritten in known {
            let before = Oid::from_str(&overwritten.before).and_then(|id| self.inner.find_blob(id));
            // Its content may have been garbage-collected.
            let Ok(before) = before else { continue };
            let base = before.content();
            if stale::is_stale(base, saved, committed) {
                let saved = saved.map(|saved| stale::with_line_ends_of(saved, base));
                return Ok(Some(Stale { base: base.to_vec(), saved, committed: committed.to_vec() }));
            }
        }
        Ok(None)
    }

    /// Remembers what was written over what, and forgets what is older than a day.
    pub(super) fn note_overwritten(&self, overwritten: Vec<Overwritten>, at: Timestamp) -> Result<(), Error> {
        if overwritten.is_empty() {
            return Ok(());
        }
        let mut all = self.read_overwritten(at);
        all.extend(overwritten.into_iter().map(|overwritten| Overwritten { at: at.timestamp(), ..overwritten }));
        self.write_overwritten(all)
    }

    fn write_overwritten(&self, overwritten: Vec<Overwritten>) -> Result<(), Error> {
        Ok(records::put(&self.state_file(FILE), VERSION, &Record { overwritten })?)
    }

    fn read_overwritten(&self, at: Timestamp) -> Vec<Overwritten> {
        let mut overwritten = records::read::<Record>(&self.state_file(FILE), VERSION).unwrap_or_default().overwritten;
        let since = (at - LASTS).timestamp();
        // A clock that was put back must not keep them for ever.
        overwritten.retain(|overwritten| (since..=at.timestamp() + LASTS.num_seconds()).contains(&overwritten.at));
        overwritten
    }
}
