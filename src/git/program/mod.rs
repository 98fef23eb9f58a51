//! The `git` program, run on one repository, without the network.
//!
//! What a repository's own configuration could run (hooks, monitors, pagers, other protocols) is switched off on each
//! command line, and no question can reach the terminal.

pub(in crate::git) mod arrivals;
pub(in crate::git) mod output;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Error, Repo};
use crate::process::Run;

/// How long `git` may be silent while it talks to a server.
pub const STALL: Duration = Duration::from_secs(60);

/// [`STALL`]; in debug builds a test may shorten it (`RIFFLE_STALL_MS`).
pub fn stall() -> Duration {
    let named = if cfg!(debug_assertions) { std::env::var("RIFFLE_STALL_MS").ok() } else { None };
    named.and_then(|named| named.parse().ok()).map_or(STALL, Duration::from_millis)
}

/// Switched off or on in front of every command.
const SETTINGS: [&str; 22] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.fsync=all",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "core.quotePath=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "fetch.prune=false",
    "fetch.pruneTags=false",
    "push.followTags=false",
    "push.recurseSubmodules=no",
    "safe.bareRepository=explicit",
    "diff.external=",
    "credential.interactive=false",
    "advice.pushUpdateRejected=false",
    "protocol.allow=never",
    "protocol.ext.allow=never",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
];

/// Would lead git elsewhere than where it is sent, or loosen the list above.
const WITHOUT: [&str; 19] = [
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_ALLOW_PROTOCOL",
    "GIT_PROTOCOL_FROM_USER",
    "GIT_EXTERNAL_DIFF",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_TRACE",
    "GIT_TRACE_CURL",
    "GIT_EXEC_PATH",
];

/// The files of a folder that whoever clones it gets, or will when they are added: not what git ignores. Nothing where no repository is
/// around it, or where git ignores all of it.
pub fn shared_files(folder: &Path) -> Option<HashSet<PathBuf>> {
    let mut run = base_run(folder, STALL);
    run.args.extend(["ls-files", "-z", "--cached", "--others", "--exclude-standard"].map(Into::into));
    let listed = stdout_of(&run).ok()?;
    let paths = listed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
    let files: HashSet<PathBuf> = paths.map(|path| PathBuf::from(OsStr::from_bytes(path))).collect();
    (!files.is_empty()).then_some(files)
}

impl Repo {
    /// The `git` program on this repository, without the network.
    pub(in crate::git) fn git(&self, args: &[String]) -> Run {
        let mut run = base_run(&self.workdir, self.stall);
        run.args.extend(self.place());
        run.args.extend(args.iter().map(Into::into));
        run
    }

    pub(in crate::git) fn git_stdout(&self, args: &[String], input: Option<Vec<u8>>) -> Result<Vec<u8>, Error> {
        let mut run = self.git(args);
        run.input = input;
        stdout_of(&run)
    }

    pub(in crate::git) fn place(&self) -> [std::ffi::OsString; 2] {
        [option("--git-dir=", self.inner.path()), option("--work-tree=", &self.workdir)]
    }
}

/// An option that names a path.
pub(in crate::git) fn option(name: &str, path: &Path) -> std::ffi::OsString {
    let mut option = std::ffi::OsString::from(name);
    option.push(path);
    option
}

/// What a local `git` printed, or what it said when it failed.
pub(in crate::git) fn stdout_of(run: &Run) -> Result<Vec<u8>, Error> {
    let output = run.output()?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(Error::GitFailed(output::error_message(&output.stderr)))
    }
}

/// `git` with the environment that all its runs share.
pub(in crate::git) fn base_run(folder: &Path, stall: Duration) -> Run {
    let set = [
        ("LC_ALL", "C"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_EDITOR", "false"),
        ("GIT_PAGER", "cat"),
        ("GIT_ASKPASS", "false"),
        ("SSH_ASKPASS", "false"),
        ("SSH_ASKPASS_REQUIRE", "force"),
        ("GCM_INTERACTIVE", "never"),
    ];
    Run {
        program: "git".into(),
        args: SETTINGS.iter().flat_map(|setting| ["-c".into(), setting.into()]).collect(),
        env: set.map(|(name, value)| (name.into(), value.into())).to_vec(),
        without: WITHOUT.map(Into::into).to_vec(),
        folder: folder.to_owned(),
        stall,
        is_asking: None,
        input: None,
    }
}
