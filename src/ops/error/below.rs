//! Kinds and hints of the errors of disk, git and web, on which the verbs stand.

use super::{ErrorKind, Hint};
use crate::git::Decision;
use crate::git::transport::Failure;
use crate::ops::sync::word;
use crate::{disk, git, process, store, web};

pub(super) fn git_kind(error: &git::Error) -> ErrorKind {
    match error {
        git::Error::Decision(_) => ErrorKind::Decision,
        network if network.is_network() => ErrorKind::Network,
        _ => ErrorKind::Failed,
    }
}

pub(super) fn store_hint(error: &store::Error) -> Option<Hint> {
    match error {
        store::Error::NoStore(_) => Hint::both("`riffle init DIR` makes a store there"),
        store::Error::Missing(_) => Hint::both(
            "another program moved or removed it; search finds it by another name, and its history keeps its versions",
        ),
        store::Error::Disk(error) => disk_hint(error),
        store::Error::Outside(_) | store::Error::Read { .. } => None,
    }
}

pub(super) fn web_hint(error: &web::Error) -> Option<Hint> {
    let web::Error::Private(_) = error else { return None };
    Hint::both("if you mean it, type it in a shell: `riffle bookmark` with that address may reach your own network")
}

/// What helps with a team's repository, which is no store: not what helps with a sync.
pub(super) fn delivery_hint(team: &str, error: &git::Error) -> Option<Hint> {
    match error {
        git::Error::Decision(Decision::Rewritten { .. }) => {
            Hint::both(format!("`riffle team accept {team}` follows it; nothing was changed here"))
        }
        git::Error::Remote(Failure::Rejected(_) | Failure::Protected(_)) => {
            Hint::both("nothing changed in the team; ask who keeps its repository, then do it again")
        }
        error => git_hint(error),
    }
}

pub(super) fn git_hint(error: &git::Error) -> Option<Hint> {
    match error {
        git::Error::Remote(failure) => Hint::both(remote_hint(failure)?),
        git::Error::Decision(decision) => decision_hint(decision),
        git::Error::EmptyRemote(_) => {
            Hint::both("`riffle init DIR --remote URL` makes a store; its first sync fills the remote")
        }
        git::Error::OffBranch { .. } => Hint::both("`riffle init` makes the branch you are on the store's"),
        git::Error::Damaged(damage) => Hint::both(damage.remedy.clone()),
        git::Error::Unopened { remedy, .. } => Hint::both(remedy.clone()?),
        git::Error::Busy { operation: "bisect", .. } => Hint::both("`git bisect reset` ends it"),
        git::Error::Busy { operation, .. } => {
            Hint::both(format!("`git {operation} --continue` finishes it, `git {operation} --abort` gives it up"))
        }
        git::Error::Edited(_) => Hint::both("commit it, or put it aside with `git stash`; then sync again"),
        git::Error::Unmergeable(_) => Hint::both(
            "`git pull --no-rebase` in the repository lets you settle it there, as with any code; then sync again",
        ),
        git::Error::Elsewhere => Hint::both("`riffle sync` fetches all of it; your files are safe"),
        git::Error::Git { .. } => Hint::both("your files are safe; `git fsck` in the store tells what is damaged"),
        git::Error::Disk(error) => disk_hint(error),
        git::Error::Process(process::Error::Missing(_)) => {
            Hint::both("install git to sync; everything else works without it")
        }
        _ => None,
    }
}

fn remote_hint(failure: &Failure) -> Option<&'static str> {
    match failure {
        Failure::Offline(_) | Failure::TimedOut(_) => Some("nothing is lost; sync again when the network is back"),
        Failure::UnknownHost(_) => {
            Some("nothing is lost; see whether there is a network, and whether the address is right")
        }
        Failure::NobodyThere(_) => Some("nothing is lost; the server is down, or the address or port is wrong"),
        Failure::Forbidden(_) => Some("your commits stay here; ask who keeps the remote to let you in"),
        Failure::HostKey(_) => Some(
            "at a terminal or in the workbench its fingerprint is shown: compare it with the one the host publishes",
        ),
        Failure::Certificate(_) => Some(
            "somebody may be listening: do not go on in a strange network; for a server of yours `git config http.sslCAInfo FILE` names its certificate",
        ),
        Failure::NoGit(_) => {
            Some("a network with a sign-in page answers like this: open any page in a browser, then sync again")
        }
        Failure::TooLarge(_) => {
            Some("your commits stay here; the server's limit has to grow, or an ssh address is used")
        }
        Failure::Protected(_) => Some("your commits stay here; ask who keeps the remote to let you push to its branch"),
        Failure::SignIn(_) => Some(
            "at a terminal or in the workbench you are asked for what is needed; else set up a credential helper or an ssh agent",
        ),
        Failure::Rejected(_) => Some("your commits stay here; ask who keeps the remote, then sync again"),
        Failure::NotFound(_) => Some(
            "look at the address; where the remote of the store has moved, `git remote set-url origin URL` says where to",
        ),
        Failure::NonFastForward | Failure::Refused(_) | Failure::Other(_) => None,
    }
}

/// The answers there are, as the command line gives them. The workbench asks.
fn decision_hint(decision: &Decision) -> Option<Hint> {
    if let Decision::WhichBranch { .. } = decision {
        return Hint::both(
            "`git symbolic-ref HEAD refs/heads/NAME` over there says which; for a store `git clone --branch NAME URL DIR` does",
        );
    }
    let answers: Vec<String> =
        decision.choices().iter().map(|choice| format!("`riffle sync --choose {}`", word(choice))).collect();
    Hint::shell(format!("nothing was changed here; {}", answers.join(" or ")))
}

pub(super) fn disk_hint(error: &disk::Error) -> Option<Hint> {
    match error {
        disk::Error::Full(_) => Hint::both("free some space and try again"),
        disk::Error::ReadOnly(_) => Hint::both("mount it for writing, or open another store with --store"),
        disk::Error::Changed(_) => Hint::both("another program wrote to it; try again"),
        disk::Error::Special(_) => Hint::both("name a file"),
        disk::Error::Locked(_) => Hint::both("wait for the other Riffle, or end it"),
        disk::Error::Exists(_) | disk::Error::Write { .. } => None,
    }
}
