//! Where commits were made: Riffle names the machine in the last lines of a commit's message, other programs name the person alone.

use std::collections::HashSet;

use git2::Commit;
use serde::{Deserialize, Serialize};

use super::signature::{RIFFLE, moment};
use crate::git::{CommitId, Error, Repo, Timestamp};

/// Begins the line that names the machine.
const TRAILER: &str = "Machine: ";
/// How long the id of a machine is, and the longest name that is kept, in characters.
const ID: usize = 10;
const LONGEST_NAME: usize = 40;
/// As many makers as are told.
const MOST: usize = 200;
/// So many commits are looked through for machines; who made none of them has not been here for long.
const COMMITS: usize = 20_000;

/// Who made commits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Maker {
    /// A machine with Riffle, by its id.
    Machine(String),
    /// Somebody with another program, by the name in the commit.
    Other(String),
}

/// Who made commits, and when the newest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub by: Maker,
    /// What the person calls the machine.
    pub name: Option<String>,
    pub last: Timestamp,
}

/// A message with the machine behind it.
pub fn with_machine(message: &str, id: &str, name: Option<&str>) -> String {
    let name = name.map(|name| format!(" {name}")).unwrap_or_default();
    format!("{}\n\n{TRAILER}{id}{name}\n", message.trim_end())
}

impl Repo {
    /// Who made the commits of the branch, those within `known` left out, with the commit it is at; the newest maker first.
    pub fn makers(&self, known: Option<&CommitId>) -> Result<(Option<CommitId>, Vec<Made>), Error> {
        let Some(tip) = self.tip()? else { return Ok((None, Vec::new())) };
        let walk = self.inner.revwalk().and_then(|mut walk| {
            walk.push(tip.id())?;
            // A commit that is no longer here leaves nothing out.
            known.and_then(|known| self.commit_of(known).ok()).map_or(Ok(()), |known| walk.hide(known.id()))?;
            Ok(walk)
        });
        let mut makers = Vec::new();
        for id in walk.map_err(|error| self.failed(error))?.flatten().take(COMMITS) {
            makers.extend(made(&self.find_commit(id)?));
        }
        Ok((Some(tip.id().into()), newest(makers)))
    }
}

/// Each maker once, as their newest commit has it.
pub fn newest(mut makers: Vec<Made>) -> Vec<Made> {
    makers.sort_by(|one, other| other.last.cmp(&one.last).then_with(|| one.by.cmp(&other.by)));
    let mut seen = HashSet::new();
    makers.retain(|made| seen.insert(made.by.clone()));
    makers.truncate(MOST);
    makers
}

/// Nothing of a merge that would be the same on every machine.
fn made(commit: &Commit<'_>) -> Option<Made> {
    let author = commit.author();
    if author.email_bytes() == RIFFLE.1.as_bytes() {
        return None;
    }
    let message = String::from_utf8_lossy(commit.message_raw_bytes());
    let named = message.trim_end().lines().last().and_then(|line| line.strip_prefix(TRAILER));
    let (id, name) = named.map(|named| named.split_once(' ').unwrap_or((named, ""))).unwrap_or_default();
    let is_id = id.len() == ID && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let by = match is_id {
        true => Maker::Machine(id.to_owned()),
        false => Maker::Other(short(&String::from_utf8_lossy(author.name_bytes()))),
    };
    let name = Some(short(name)).filter(|name| is_id && !name.is_empty());
    Some(Made { by, name, last: moment(commit.time()) })
}

/// A name that others chose, as much of it as is shown.
fn short(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}
