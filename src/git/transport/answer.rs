//! What `git` answered, as a value; what a server said, made safe to show.

use crate::git::program::output::{error_message, remote_lines, safe};
use crate::process::{self, GoOn, Output, Run};

/// Why an exchange with a remote failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("the remote cannot be reached: {0}")]
    Offline(String),
    #[error("the remote asks to sign in: {0}")]
    SignIn(String),
    #[error("the remote refused the commits: {0}")]
    Rejected(String),
    #[error("the remote has commits that are not here yet")]
    NonFastForward,
    #[error("there is no repository at the remote's address: {0}")]
    NotFound(String),
    #[error("{0} is not used: only https, ssh and local paths are, and no passwords over http")]
    Refused(String),
    #[error("git says: {0}")]
    Other(String),
}

impl Failure {
    /// Whether the way to the remote failed, rather than what was sent.
    pub fn is_network(&self) -> bool {
        match self {
            Self::Offline(_) | Self::SignIn(_) | Self::NotFound(_) => true,
            Self::Rejected(_) | Self::NonFastForward | Self::Refused(_) | Self::Other(_) => false,
        }
    }
}

const SIGN_IN: [&str; 13] = [
    "authentication failed",
    "permission denied",
    "could not read username",
    "could not read password",
    "unable to get password",
    "terminal prompts disabled",
    "host key verification failed",
    "returned error: 401",
    "returned error: 403",
    "access denied",
    "invalid username",
    "too many authentication failures",
    "no supported authentication",
];
const NOT_FOUND: [&str; 4] =
    ["repository not found", "does not appear to be a git repository", "returned error: 404", "not found"];
const OFFLINE: [&str; 19] = [
    "could not resolve",
    "name or service not known",
    "temporary failure in name resolution",
    "connection refused",
    "connection timed out",
    "operation timed out",
    "connection reset",
    "connection closed",
    "network is unreachable",
    "no route to host",
    "failed to connect",
    "couldn't connect",
    "unexpected disconnect",
    "early eof",
    "hung up unexpectedly",
    "returned error: 500",
    "returned error: 502",
    "returned error: 503",
    "could not read from remote repository",
];
/// Somebody else was faster, by git's own words and by those of servers that notice it late.
const OVERTAKEN: [&str; 6] = [
    "(non-fast-forward)",
    "(fetch first)",
    "failed to update ref",
    "cannot lock ref",
    "incorrect old value",
    "reference already exists",
];

/// Runs `git` on a remote; silence counts as being offline.
pub(in crate::git) fn finished(run: &Run, go_on: &mut GoOn<'_>) -> Result<Output, crate::git::transport::Error> {
    match run.output_while(go_on) {
        Err(process::Error::Stalled { after, .. }) => {
            Err(Failure::Offline(format!("nothing came for {} seconds", after.as_secs())).into())
        }
        output => Ok(output?),
    }
}

/// Reads what git printed when it failed.
pub(super) fn failure(stderr: &[u8]) -> Failure {
    let said = error_message(stderr);
    let lower = said.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&SIGN_IN) {
        Failure::SignIn(said)
    } else if has(&NOT_FOUND) {
        Failure::NotFound(said)
    } else if has(&OFFLINE) {
        Failure::Offline(said)
    } else {
        Failure::Other(said)
    }
}

/// Whether a fetch brought the branch; `false` when the remote has no such branch.
pub(in crate::git) fn of_fetch(output: &Output) -> Result<bool, Failure> {
    match output.status.success() {
        true => Ok(true),
        false if String::from_utf8_lossy(&output.stderr).contains("couldn't find remote ref") => Ok(false),
        false => Err(failure(&output.stderr)),
    }
}

/// What a remote listed, name by name.
pub(in crate::git) fn listed(output: &Output) -> Result<Vec<(String, String)>, Failure> {
    if !output.status.success() {
        return Err(failure(&output.stderr));
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    Ok(lines
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, name)| (name.to_owned(), id.to_owned()))
        .collect())
}

/// Reads the answer to a push: it succeeded only if the line of our branch says so.
pub(in crate::git) fn of_push(stdout: &[u8], stderr: &[u8], branch: &str) -> Result<(), Failure> {
    let printed = String::from_utf8_lossy(stdout);
    let ours = printed.lines().find_map(|line| {
        let mut parts = line.splitn(3, '\t');
        let (flag, refs, summary) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
        refs.rsplit(':').next().filter(|to| *to == branch).map(|_| (flag, summary))
    });
    match ours {
        Some((" " | "*" | "=", _)) => Ok(()),
        Some((_, summary)) if OVERTAKEN.iter().any(|words| summary.contains(words)) => Err(Failure::NonFastForward),
        Some((_, summary)) => {
            let server = remote_lines(stderr);
            let text = if server.is_empty() { summary.to_owned() } else { format!("{summary}: {server}") };
            Err(Failure::Rejected(safe(&text)))
        }
        None => Err(failure(stderr)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_push_succeeded_only_if_our_branch_says_so() {
        let answer = |line: &str| of_push(format!("To x\n{line}\nDone\n").as_bytes(), b"", "refs/heads/main");

        assert_eq!(answer(" \tabc:refs/heads/main\tabc..def"), Ok(()));
        assert_eq!(answer("*\tabc:refs/heads/main\t[new branch]"), Ok(()));
        assert_eq!(answer("!\tabc:refs/heads/main\t[rejected] (fetch first)"), Err(Failure::NonFastForward));
        assert!(answer("*\tabc:refs/heads/other\t[new branch]").is_err());
        assert!(of_push(b"Done\n", b"", "refs/heads/main").is_err());
    }

    #[test]
    fn a_refusal_carries_the_servers_words_without_control_characters() {
        let stdout = b"!\tabc:refs/heads/main\t[remote rejected] (pre-receive hook declined)\n";
        let stderr = "remote: \u{1b}[31mNo secrets\u{7}, please\u{202e}\nremote: Resolving deltas: 100% (1/1)\n";

        let failed = of_push(stdout, stderr.as_bytes(), "refs/heads/main").unwrap_err();

        let Failure::Rejected(said) = failed else { panic!("{failed:?}") };
        assert_eq!(said, "[remote rejected] (pre-receive hook declined): [31mNo secrets, please");
    }

    #[test]
    fn failures_are_told_apart() {
        let kind = |text: &str| failure(text.as_bytes());

        assert!(matches!(kind("ssh: Could not resolve hostname x: Name or service not known"), Failure::Offline(_)));
        assert!(matches!(
            kind("me@x: Permission denied (publickey).\nfatal: Could not read from remote repository."),
            Failure::SignIn(_)
        ));
        assert!(matches!(
            kind("fatal: could not read Username for 'https://x': terminal prompts disabled"),
            Failure::SignIn(_)
        ));
        assert!(matches!(kind("fatal: '/x' does not appear to be a git repository"), Failure::NotFound(_)));
        assert!(matches!(kind("fatal: bad object"), Failure::Other(_)));
    }
}
