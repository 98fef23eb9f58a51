//! What `git` answered, as a value; what a server said, made safe to show.

use super::Failure;
use crate::git::program::output::{error_message, remote_lines, safe};
use crate::process::{self, GoOn, Output, Run};

/// Somebody else was faster, by git's own words and by those of servers that notice it late.
const OVERTAKEN: [&str; 6] = [
    "(non-fast-forward)",
    "(fetch first)",
    "failed to update ref",
    "cannot lock ref",
    "incorrect old value",
    "reference already exists",
];

/// Runs `git` on a remote; silence ends it.
pub(in crate::git) fn finished(run: &Run, go_on: &mut GoOn<'_>) -> Result<Output, crate::git::transport::Error> {
    match run.output_while(go_on) {
        Err(process::Error::Stalled { after, .. }) => {
            Err(Failure::TimedOut(format!("nothing came for {} seconds", after.as_secs())).into())
        }
        output => Ok(output?),
    }
}

/// Reads what git printed when it failed.
pub(super) fn failure(stderr: &[u8]) -> Failure {
    Failure::of(error_message(stderr))
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
            Err(Failure::of_refusal(safe(&text)))
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
}
