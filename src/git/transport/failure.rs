//! Why an exchange with a remote failed, told apart by what git and servers say.

/// Why an exchange with a remote failed; with what was said, made safe to show.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("the remote cannot be reached: {0}")]
    Offline(String),
    #[error("the remote's host is not found: {0}")]
    UnknownHost(String),
    #[error("nothing answers at the remote's address: {0}")]
    NobodyThere(String),
    #[error("the remote does not answer in time: {0}")]
    TimedOut(String),
    #[error("the remote asks to sign in: {0}")]
    SignIn(String),
    #[error("the remote does not allow this: {0}")]
    Forbidden(String),
    #[error("the remote's host key is not known here, or is not the one it had: {0}")]
    HostKey(String),
    #[error("the remote's certificate is not trusted: {0}")]
    Certificate(String),
    #[error("what answers at the remote's address is no git server: {0}")]
    NoGit(String),
    #[error("there is no repository at the remote's address: {0}")]
    NotFound(String),
    #[error("the remote refused the commits: {0}")]
    Rejected(String),
    #[error("the remote protects its branch: {0}")]
    Protected(String),
    #[error("the remote takes no push of this size: {0}")]
    TooLarge(String),
    #[error("the remote has commits that are not here yet")]
    NonFastForward,
    #[error("{0} is not used: only https, ssh and local paths are, and no passwords over http")]
    Refused(String),
    #[error("git says: {0}")]
    Other(String),
}

/// Words by which a failure is known, in lower case, and what it is then; the first that fits counts.
type Known = (&'static [&'static str], fn(String) -> Failure);

const KNOWN: [Known; 11] = [
    (&["host key verification failed", "remote host identification has changed"], Failure::HostKey),
    (
        &["ssl certificate", "certificate verif", "certificate problem", "self-signed", "self signed"],
        Failure::Certificate,
    ),
    (&["returned error: 413", "http 413", "payload too large"], Failure::TooLarge),
    (&["returned error: 403", "http 403"], Failure::Forbidden),
    (
        &[
            "authentication failed",
            "permission denied",
            "could not read username",
            "could not read password",
            "unable to get password",
            "terminal prompts disabled",
            "returned error: 401",
            "access denied",
            "invalid username",
            "too many authentication failures",
            "no supported authentication",
        ],
        Failure::SignIn,
    ),
    (
        &[
            "not valid: is this a git repository",
            "no dav locking support",
            "invalid content-type",
            "unexpected content-type",
        ],
        Failure::NoGit,
    ),
    (
        &["repository not found", "does not appear to be a git repository", "returned error: 404", "not found"],
        Failure::NotFound,
    ),
    (&["could not resolve", "name or service not known", "temporary failure in name resolution"], Failure::UnknownHost),
    (&["timed out", "timeout was reached"], Failure::TimedOut),
    (&["connection refused", "could not connect to server", "couldn't connect to server"], Failure::NobodyThere),
    (
        &[
            "connection reset",
            "connection closed",
            "network is unreachable",
            "no route to host",
            "failed to connect",
            "unexpected disconnect",
            "early eof",
            "hung up unexpectedly",
            "returned error: 5",
            "could not read from remote repository",
        ],
        Failure::Offline,
    ),
];

/// A branch that only some may push to, as hosts say it.
const PROTECTED: [&str; 4] = ["protected branch", "gh006", "gh013", "not allowed to push code to protected"];

impl Failure {
    /// By what git printed.
    pub(super) fn of(said: String) -> Self {
        let lower = said.to_ascii_lowercase();
        let is_said = |(words, _): &&Known| words.iter().any(|word| lower.contains(word));
        KNOWN.iter().find(is_said).map_or(Self::Other as fn(String) -> Self, |(_, failure)| *failure)(said)
    }

    /// By what a server said of commits that it did not take.
    pub(super) fn of_refusal(said: String) -> Self {
        let lower = said.to_ascii_lowercase();
        if PROTECTED.iter().any(|word| lower.contains(word)) { Self::Protected(said) } else { Self::Rejected(said) }
    }

    /// Whether the way to the remote failed, rather than what was sent.
    pub fn is_network(&self) -> bool {
        match self {
            Self::Offline(_)
            | Self::UnknownHost(_)
            | Self::NobodyThere(_)
            | Self::TimedOut(_)
            | Self::SignIn(_)
            | Self::Forbidden(_)
            | Self::HostKey(_)
            | Self::Certificate(_)
            | Self::NoGit(_)
            | Self::NotFound(_) => true,
            Self::Rejected(_)
            | Self::Protected(_)
            | Self::TooLarge(_)
            | Self::NonFastForward
            | Self::Refused(_)
            | Self::Other(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Case = (&'static str, fn(String) -> Failure);

    #[test]
    fn failures_are_told_apart() {
        let cases: [Case; 12] = [
            ("ssh: Could not resolve hostname x: Name or service not known", Failure::UnknownHost),
            ("fatal: unable to access 'https://x/': Could not resolve host: x", Failure::UnknownHost),
            (
                "ssh: connect to host x port 22: Connection refused; fatal: Could not read from remote repository.",
                Failure::NobodyThere,
            ),
            ("ssh: connect to host x port 22: Connection timed out", Failure::TimedOut),
            ("me@x: Permission denied (publickey).; fatal: Could not read from remote repository.", Failure::SignIn),
            ("fatal: could not read Username for 'https://x': terminal prompts disabled", Failure::SignIn),
            ("Host key verification failed.; fatal: Could not read from remote repository.", Failure::HostKey),
            (
                "fatal: unable to access 'https://x/': SSL certificate problem: self-signed certificate",
                Failure::Certificate,
            ),
            ("error: RPC failed; HTTP 413 curl 22 The requested URL returned error: 413", Failure::TooLarge),
            ("fatal: https://x/n/info/refs not valid: is this a git repository?", Failure::NoGit),
            ("fatal: '/x' does not appear to be a git repository", Failure::NotFound),
            ("fatal: bad object", Failure::Other),
        ];
        for (said, failure) in cases {
            assert_eq!(Failure::of(said.to_owned()), failure(said.to_owned()));
        }
    }

    #[test]
    fn a_protected_branch_is_no_refusal_of_what_was_written() {
        let said =
            "[remote rejected] (protected branch hook declined): GH006: Protected branch update failed".to_owned();

        assert_eq!(Failure::of_refusal(said.clone()), Failure::Protected(said));
        assert_eq!(Failure::of_refusal("hook declined: no".into()), Failure::Rejected("hook declined: no".into()));
    }
}
