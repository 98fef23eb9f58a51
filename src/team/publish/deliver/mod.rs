//! Brings files to the shared repository as one commit: all of them arrive, or none does.
//!
//! Whoever is overtaken by others builds its commit anew on what they left, so that nothing is merged by hand and nothing
//! forced. What is generated from the whole (the index) is generated anew each time.

mod link;

use std::time::{Duration, Instant};

pub(crate) use link::{escaped, page_link};
use sha2::{Digest as _, Sha256};

use crate::disk;
use crate::entry::Timestamp;
use crate::git::Decision;
use crate::git::transport::Failure;
use crate::git::{self, Author, Bare, CommitId, Write};

/// How often a commit is built anew for others who were faster.
pub(crate) const ROUNDS: u32 = 10;
/// The longest pause before the next try.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// What is to be published, for one state of the shared repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewCommit {
    pub writes: Vec<Write>,
    pub message: String,
    pub author: Author,
    pub at: Timestamp,
}

/// Where a commit goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// The branch that everybody reads.
    Main,
    /// A new branch of this name (with a number behind it if it is taken), to be looked at first. One that has the very same
    /// already will do.
    Branch(String),
}

/// What arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delivered {
    pub commit: CommitId,
    /// The branch that has it.
    pub branch: String,
    /// The server's words, safe to show.
    pub server_message: String,
    /// Where the host has a pull request made of the branch; only of one that is not the main branch.
    pub link: Option<String>,
}

/// Fetches, asks `make` for the commit on what the remote has now, commits and pushes; again on the new tip when others
/// were faster, at most [`ROUNDS`] times with growing pauses, then [`git::Error::NotTaken`].
///
/// `make` is asked again each round and must not have effects. A commit that changes nothing is delivered already: the tip
/// is the commit that has it. A remote whose history was rewritten is [`Decision::Rewritten`]: nothing is sent.
pub(crate) fn deliver<E: From<git::Error>>(
    bare: &Bare,
    to: &Destination,
    make: &mut dyn FnMut(Option<&CommitId>) -> Result<NewCommit, E>,
) -> Result<Delivered, E> {
    for round in 0..ROUNDS {
        let begun = Instant::now();
        let tip = fetched(bare)?;
        let commit = make(tip.as_ref())?;
        let commit = bare.commit(tip.as_ref(), &commit.writes, &commit.message, &commit.author, commit.at)?;
        if let Some(tip) = tip
            && !bare.has_changes(&commit)?
        {
            return Ok(Delivered { commit: tip, branch: bare.branch(), server_message: String::new(), link: None });
        }
        disk::point("team-committed");
        let branch = match branch(bare, to, &commit)? {
            TargetBranch::New(branch) => branch,
            TargetBranch::There(branch, commit) => return Ok(delivered(bare, to, commit, branch, String::new())),
        };
        match bare.push(&commit, &branch) {
            Ok(pushed) => {
                disk::point("team-pushed");
                return Ok(delivered(bare, to, commit, branch, pushed.said));
            }
            Err(git::Error::Remote(Failure::NonFastForward)) => {
                std::thread::sleep(pause(round, begun.elapsed(), &commit));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(git::Error::NotTaken { rounds: ROUNDS }.into())
}

fn fetched(bare: &Bare) -> Result<Option<CommitId>, git::Error> {
    let fetched = bare.fetch()?;
    if fetched.rewritten {
        return Err(Decision::Rewritten { rescue: fetched.rescue }.into());
    }
    Ok(fetched.after)
}

/// The branch for a commit.
enum TargetBranch {
    New(String),
    /// It was sent before, and the answer did not come.
    There(String, CommitId),
}

/// A branch that nobody has, for what is to be looked at first.
fn branch(bare: &Bare, to: &Destination, commit: &CommitId) -> Result<TargetBranch, git::Error> {
    let wanted = match to {
        Destination::Main => return Ok(TargetBranch::New(bare.branch())),
        Destination::Branch(wanted) => wanted,
    };
    let taken = bare.remote_branches()?;
    let there = taken.iter().find(|(name, tip)| name.starts_with(wanted) && bare.is_alike(tip, commit));
    if let Some((name, tip)) = there {
        return Ok(TargetBranch::There(name.clone(), tip.clone()));
    }
    let mut names = (1_u32..).map(|count| if count == 1 { wanted.clone() } else { format!("{wanted}-{count}") });
    let is_free = |name: &String| !taken.iter().any(|(other, _)| other == name);
    Ok(TargetBranch::New(names.find(is_free).expect("numbers do not end")))
}

fn delivered(bare: &Bare, to: &Destination, commit: CommitId, branch: String, server_message: String) -> Delivered {
    let link = match to {
        Destination::Main => None,
        Destination::Branch(_) => link::pull_request(bare.url(), &bare.branch(), &branch, &server_message),
    };
    Delivered { commit, branch, server_message, link }
}

/// A part of some rounds, of more each time, and another part for everybody: those who met once shall not meet again. Where
/// a round takes long because many are at it, so do the pauses.
fn pause(round: u32, spent: Duration, commit: &CommitId) -> Duration {
    let longest = spent.saturating_mul(2_u32.pow(round.min(6))).min(LONGEST_PAUSE);
    let seed = Sha256::digest(format!("{} {} {round}", commit.0, std::process::id()));
    longest.mul_f64(f64::from(seed[0]) / 256.0)
}

#[cfg(test)]
mod tests;
