//! Fetch, push and clone by running the `git` program; never the terminal, always an end.
//!
//! git brings the person's own ssh configuration, agents and credential helpers. Nothing is ever forced.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use git2::{Config, Oid};

pub(in crate::git) use super::program::{base_run, option};
use super::{Error, Repo};
use crate::git::program::output;
use crate::process::askpass::{self, Asker};
use crate::process::{GoOn, Run};

mod address;
pub(super) mod answer;
pub(super) mod branch;
mod failure;
mod lfs;
pub(in crate::git) mod remote;

pub use super::program::output::public;
pub use super::program::{STALL, stall};
pub use address::{Protocol, is_same_repository, protocol, warning};
pub use failure::Failure;
pub(super) use remote::Remote;

use address::{has_credentials, is_loopback};

/// Only the branch, whole also where the clone was made without old versions, and no ref of the person's.
const FETCH: &[&str] = &["fetch", "--no-filter", "--no-tags", "--no-write-fetch-head", "--refmap="];

/// Makes a clone with a work tree in a folder that does not exist or is empty. Nothing is made of a remote that has no
/// branch, or where nothing says which. `asker` is asked to sign in.
pub(crate) fn clone(url: &str, folder: &Path, stall: Duration, asker: Option<&Asker>) -> Result<(), Error> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let config = Config::open_default().ok();
    let mut plain = remote_run(&[url], config.as_ref(), parent, stall)?;
    ask_at(&mut plain, asker.and_then(Asker::place).as_ref(), config.as_ref());
    let branch = branch_to_clone(&plain, url)?;
    let mut run = plain;
    run.args
        .extend(["clone", "--progress", "--no-recurse-submodules", "--origin", "origin", "--branch"].map(Into::into));
    run.args.extend([branch.into(), "--".into(), url.into()]);
    run.args.push(std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()).into_os_string());
    let output = answer::finished(&run, &mut || true)?;
    if output.status.success() { Ok(()) } else { Err(answer::failure(&output.stderr).into()) }
}

/// `git clone` by itself makes an empty work tree, and no error, where the remote's HEAD names a branch that is not there.
fn branch_to_clone(plain: &Run, url: &str) -> Result<String, Error> {
    let mut run = plain.clone();
    run.args.extend(["ls-remote", "--symref", "--", url].map(Into::into));
    let listed = answer::listed(&answer::finished(&run, &mut || true)?)?;
    branch::chosen(&listed)?.ok_or_else(|| Error::EmptyRemote(output::public(url)))
}

impl Repo {
    /// Brings over what the remote's branch holds; `None` when it has no such branch. No ref of the person's moves.
    pub(super) fn fetch(&self, remote: &Remote, go_on: &mut GoOn<'_>) -> Result<Option<Oid>, Error> {
        let incoming = format!("refs/riffle/incoming-{}", std::process::id());
        self.delete_ref(&incoming)?;
        let spec = format!("{}:{incoming}", remote.branch);
        let options = [FETCH, &["--progress", "--atomic"]].concat();
        let output = answer::finished(&self.on_remote(remote, &options, &[&remote.name, &spec])?, go_on)?;
        if !answer::of_fetch(&output)? {
            return Ok(None);
        }
        let id = self.inner.refname_to_id(&incoming).map_err(|error| self.failed(error))?;
        self.delete_ref(&incoming)?;
        Ok(Some(id))
    }

    /// Brings over all that the remote's branch holds, also what should be here already (git 2.36 or newer).
    pub(super) fn fetch_all(&self, remote: &Remote, go_on: &mut GoOn<'_>) -> Result<(), Error> {
        let incoming = format!("refs/riffle/incoming-{}", std::process::id());
        let spec = format!("{}:{incoming}", remote.branch);
        let options = [FETCH, &["--progress", "--refetch"]].concat();
        let fetched = answer::finished(&self.on_remote(remote, &options, &[&remote.name, &spec])?, go_on)?;
        self.delete_ref(&incoming)?;
        answer::of_fetch(&fetched)?;
        Ok(())
    }

    /// Offers a commit to the remote's branch. Succeeds only if the remote says that it took it.
    pub(super) fn push(&self, remote: &Remote, new: Oid, go_on: &mut GoOn<'_>) -> Result<(), Error> {
        let spec = format!("{new}:{}", remote.branch);
        let run = self.on_remote(remote, &["push", "--porcelain", "--progress"], &[&remote.name, &spec])?;
        let output = answer::finished(&run, go_on)?;
        Ok(answer::of_push(&output.stdout, &output.stderr, &remote.branch)?)
    }

    /// The branches of the remote, without `refs/heads/`.
    pub(super) fn remote_branches(&self, remote: &Remote, go_on: &mut GoOn<'_>) -> Result<Vec<String>, Error> {
        let output = answer::finished(&self.on_remote(remote, &["ls-remote", "--heads"], &[&remote.name])?, go_on)?;
        let names = answer::listed(&output)?.into_iter();
        Ok(names.filter_map(|(name, _)| Some(name.strip_prefix("refs/heads/")?.to_owned())).collect())
    }

    fn on_remote(&self, remote: &Remote, options: &[&str], operands: &[&str]) -> Result<Run, Error> {
        let config = self.inner.config().ok();
        let push_url = self
            .inner
            .find_remote(&remote.name)
            .ok()
            .and_then(|found| found.pushurl().ok().flatten().map(str::to_owned));
        let urls: Vec<&str> = [Some(remote.url.as_str()), push_url.as_deref()].into_iter().flatten().collect();
        let mut run = remote_run(&urls, config.as_ref(), &self.workdir, self.stall)?;
        ask_at(&mut run, remote.asks_at.as_ref(), config.as_ref());
        run.args.extend(self.place());
        run.args.extend(options.iter().map(Into::into));
        run.args.push("--".into());
        run.args.extend(operands.iter().map(Into::into));
        Ok(run)
    }

    fn delete_ref(&self, name: &str) -> Result<(), Error> {
        match self.inner.find_reference(name).and_then(|mut found| found.delete()) {
            Ok(()) => Ok(()),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(()),
            Err(error) => Err(self.failed(error)),
        }
    }
}

/// `git` that may talk to these addresses and no others.
pub(super) fn remote_run(urls: &[&str], config: Option<&Config>, folder: &Path, stall: Duration) -> Result<Run, Error> {
    let mut run = base_run(folder, stall);
    let mut allow = |setting: &str| run.args.extend(["-c".into(), setting.into()]);
    for url in urls {
        match protocol(url) {
            Protocol::Https | Protocol::Ssh => {}
            Protocol::File => allow("protocol.file.allow=always"),
            Protocol::Git => allow("protocol.git.allow=always"),
            Protocol::Http if is_loopback(url) => allow("protocol.http.allow=always"),
            Protocol::Http if has_credentials(url) => return Err(Failure::Refused(output::public(url)).into()),
            Protocol::Http => {
                allow("protocol.http.allow=always");
                allow("credential.helper=");
            }
            Protocol::Other => return Err(Failure::Refused(output::public(url)).into()),
        }
    }
    run.env.push(("GIT_SSH_COMMAND".into(), format!("{} {}", ssh_command(config), unasked(config)).into()));
    Ok(run)
}

/// Lets `git` and `ssh` ask the person, by this program in its hidden mode. What they may keep goes to the
/// person's own credential helper.
pub(super) fn ask_at(run: &mut Run, place: Option<&askpass::Place>, config: Option<&Config>) {
    let (Some(place), Ok(program)) = (place, std::env::current_exe()) else { return };
    run.args.extend(["-c".into(), "credential.interactive=true".into()]);
    run.env.push(("GIT_ASKPASS".into(), program.clone().into()));
    run.env.push(("SSH_ASKPASS".into(), program.into()));
    run.env.push((askpass::SOCKET.into(), place.socket.clone().into()));
    run.env.push(("GIT_SSH_COMMAND".into(), ssh_command(config).into()));
    run.is_asking = Some(Arc::clone(&place.is_asking));
}

/// The person's ssh command.
fn ssh_command(config: Option<&Config>) -> String {
    let configured = || config.and_then(|config| config.get_string("core.sshCommand").ok());
    let program = || std::env::var("GIT_SSH").ok().map(|program| shell_words::quote(&program).into_owned());
    let command = std::env::var("GIT_SSH_COMMAND").ok().or_else(configured).or_else(program);
    command.filter(|command| !command.trim().is_empty()).unwrap_or_else(|| "ssh".to_owned())
}

/// Options that keep ssh from asking.
fn unasked(config: Option<&Config>) -> &'static str {
    let command = ssh_command(config);
    let first = command.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    if first.contains("plink") { "-batch" } else { "-o BatchMode=yes -o ConnectTimeout=10" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_protocols_never_carry_a_password() {
        let run = |url: &str| remote_run(&[url], None, Path::new("/"), STALL);

        assert!(run("http://me:secret@example.org/n").is_err());
        assert!(run("ext::sh -c id").is_err());
        let args = run("http://example.org/n").unwrap().args;
        assert!(args.contains(&"credential.helper=".into()) && !args.contains(&"protocol.file.allow=always".into()));
    }

    #[test]
    fn nothing_is_ever_forced() {
        let source = include_str!("mod.rs").split("mod tests").next().unwrap();

        assert!(!source.contains("\"--force") && !source.contains("\"+") && !source.contains("\"-f\""));
    }
}
