//! Brings a parcel of files to the shared repository as one commit: all of it arrives, or nothing does.
//!
//! Whoever is overtaken by others builds the same parcel anew on what they left, so that nothing is merged by hand and nothing
//! forced. What is generated from the whole (the index) is generated anew each time.

mod link;

use std::time::{Duration, Instant};

pub use link::page_link;
use sha2::{Digest as _, Sha256};

use crate::disk;
use crate::entry::Timestamp;
use crate::git::sync::Decision;
use crate::git::transport::Failure;
use crate::git::{self, Author, Bare, CommitId, Pushed, Write};

/// How often a parcel is built anew for others who were faster.
pub const ROUNDS: u32 = 10;
/// The longest pause before the next try.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// What is to be published, for one state of the shared repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    pub writes: Vec<Write>,
    pub message: String,
    pub author: Author,
    pub at: Timestamp,
}

/// Where a parcel goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// The branch that everybody reads.
    Main,
    /// A new branch of this name (with a number behind it if it is taken), to be looked at first.
    Branch(String),
}

/// What arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub commit: CommitId,
    /// The branch that has it.
    pub branch: String,
    /// The server's words, safe to show.
    pub said: String,
    /// Where the host has a pull request made of the branch; only of one that is not the main branch.
    pub link: Option<String>,
}

/// Fetches, asks `make` for the parcel on what the remote has now, commits and pushes; again on the new tip when others
/// were faster, at most [`ROUNDS`] times with growing pauses, then [`git::Error::NotTaken`].
///
/// `make` is asked again each round and must not have effects. A parcel that changes nothing is delivered already: the tip
/// is the commit that has it. A remote whose history was rewritten is [`Decision::Rewritten`]: nothing is sent.
pub fn deliver<E: From<git::Error>>(
    bare: &Bare,
    to: &To,
    make: &mut dyn FnMut(Option<&CommitId>) -> Result<Parcel, E>,
) -> Result<Delivered, E> {
    for round in 0..ROUNDS {
        let begun = Instant::now();
        let tip = fetched(bare)?;
        let parcel = make(tip.as_ref())?;
        let commit = bare.commit(tip.as_ref(), &parcel.writes, &parcel.message, &parcel.author, parcel.at)?;
        if let Some(tip) = tip
            && !bare.has_changes(&commit)?
        {
            return Ok(Delivered { commit: tip, branch: bare.branch(), said: String::new(), link: None });
        }
        disk::point("team-committed");
        let branch = branch(bare, to)?;
        match bare.push(&commit, &branch) {
            Ok(pushed) => {
                disk::point("team-pushed");
                return Ok(delivered(bare, to, commit, branch, pushed));
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

/// A branch that nobody has, for what is to be looked at first.
fn branch(bare: &Bare, to: &To) -> Result<String, git::Error> {
    let wanted = match to {
        To::Main => return Ok(bare.branch()),
        To::Branch(wanted) => wanted,
    };
    let taken = bare.remote_branches()?;
    let names = (1_u32..).map(|count| if count == 1 { wanted.clone() } else { format!("{wanted}-{count}") });
    Ok(names.take(taken.len() + 1).find(|name| !taken.contains(name)).unwrap_or_else(|| wanted.clone()))
}

fn delivered(bare: &Bare, to: &To, commit: CommitId, branch: String, pushed: Pushed) -> Delivered {
    let link = match to {
        To::Main => None,
        To::Branch(_) => link::pull_request(bare.url(), &bare.branch(), &branch, &pushed.said),
    };
    Delivered { commit, branch, said: pushed.said, link }
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
