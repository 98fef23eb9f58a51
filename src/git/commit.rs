//! Records acts: HEAD's tree with some paths changed, a commit object, and a compare-and-swap of the branch.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use chrono::TimeZone as _;
use git2::{Commit, Config, ErrorCode, Oid, Signature, Time, Tree};

use super::{CommitId, Error, Repo, Timestamp, Write, pack, tree};
use crate::disk;
use crate::process::Run;

/// How often a commit is built anew on a branch that other programs move or lock: for about five seconds.
const TRIES: u32 = 60;
const PAUSE: Duration = Duration::from_millis(5);

impl Repo {
    /// Records one act as one commit: HEAD's tree with these paths changed, compare-and-swap on the branch, fsync on.
    /// `None` when nothing differs from HEAD.
    ///
    /// When another program moves the branch meanwhile, the same paths are changed on its new tip. The person's git index
    /// is left behind; see [`Repo::refresh_index`].
    pub fn commit(&self, writes: &[Write], message: &str, at: Timestamp) -> Result<Option<CommitId>, Error> {
        self.ready()?;
        let mut blobs = self.store(writes)?;
        self.step_aside_for(&mut blobs)?;
        let mut stuck = Error::Moved;
        for attempt in 0..TRIES {
            let tip = self.tip()?;
            // A large folder is read once for all that is asked of it.
            let mut old = self.leaves(tip.as_ref())?;
            let Some(new) = self.commit_on(tip.as_ref(), &mut old, &blobs, message, at)? else { return Ok(None) };
            let is_in_step = tip.as_ref().is_some_and(|tip| self.is_noted_in_step(tip));
            disk::point("commit-made");
            match self.advance(tip.as_ref().map(Commit::id), new, first_line(message)) {
                Ok(()) => {
                    disk::point("commit-advanced");
                    self.follows.set(is_in_step.then_some(new));
                    self.note_old(&mut old, blobs.keys()).inspect_err(|_| self.release_index())?;
                    return Ok(Some(new.into()));
                }
                Err(error @ (Error::Moved | Error::Held(_))) => {
                    self.clear_locks()?;
                    std::thread::sleep(PAUSE * attempt.min(20));
                    stuck = error;
                }
                Err(error) => return Err(error),
            }
        }
        Err(stuck)
    }

    /// Stores the contents of an act, and says what becomes of each path.
    fn store(&self, writes: &[Write]) -> Result<tree::Edits, Error> {
        let (mut ours, mut is_own) = (Vec::new(), self.owning());
        for write in writes {
            let full = self.full(&write.path)?;
            if !is_own(&write.path) {
                return Err(Error::OtherRepository(full));
            }
            if write.content.is_some() || !self.is_kept_out(&full) {
                ours.push(write);
            }
        }
        let ids = if ours.len() < pack::MANY { self.store_loose(&ours)? } else { self.store_packed(&ours)? };
        let leaf = |id: Option<Oid>| id.map(|id| (id, tree::FILE));
        ours.iter().zip(ids).map(|(write, id)| Ok((self.full(&write.path)?, leaf(id)))).collect()
    }

    fn store_loose(&self, writes: &[&Write]) -> Result<Vec<Option<Oid>>, Error> {
        let store = |write: &&Write| {
            let full = self.full(&write.path)?;
            write.content.as_ref().map(|content| self.store_blob(&full, content)).transpose()
        };
        writes.iter().map(store).collect()
    }

    /// Whether a path of the store belongs to this repository, and not to a submodule or another that merely lies inside.
    pub fn is_own(&self, path: &str) -> bool {
        let full = format!("{}{path}", self.prefix);
        let mut folders = Path::new(&full).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        !folders.any(|folder| self.workdir.join(folder).join(".git").symlink_metadata().is_ok())
    }

    /// The same, asked of many paths: every folder is looked at once.
    pub fn owning(&self) -> impl FnMut(&str) -> bool {
        let mut known = HashMap::new();
        move |path| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            match known.get(folder) {
                Some(is_own) => *is_own,
                None => *known.entry(folder.to_owned()).or_insert(self.is_own(path)),
            }
        }
    }

    /// The commit the store's branch is at; `None` before the first.
    pub fn head(&self) -> Result<Option<CommitId>, Error> {
        Ok(self.tip()?.map(|tip| tip.id().into()))
    }

    pub(super) fn tip(&self) -> Result<Option<Commit<'_>>, Error> {
        match self.inner.find_reference(&self.branch) {
            // A branch that leads to no commit is damaged, and not merely young.
            Ok(branch) => branch.peel_to_commit().map(Some).map_err(|error| self.failed(error)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    pub(super) fn tree_of<'a>(&self, commit: Option<&Commit<'a>>) -> Result<Option<Tree<'a>>, Error> {
        commit.map(Commit::tree).transpose().map_err(|error| self.failed(error))
    }

    /// Looks up many paths of a commit.
    pub(super) fn leaves(&self, commit: Option<&Commit<'_>>) -> Result<tree::Leaves<'_>, Error> {
        let root = commit.map(|commit| self.inner.find_tree(commit.tree_id())).transpose();
        Ok(tree::Leaves::of(&self.inner, root.map_err(|error| self.failed(error))?))
    }

    fn commit_on(
        &self,
        tip: Option<&Commit<'_>>,
        old: &mut tree::Leaves<'_>,
        blobs: &tree::Edits,
        message: &str,
        at: Timestamp,
    ) -> Result<Option<Oid>, Error> {
        let edits = old.with_modes(blobs).map_err(|error| self.failed(error))?;
        if edits.is_empty() && tip.is_some() {
            return Ok(None);
        }
        let id = tree::edited_known(old, &edits).map_err(|error| self.failed(error))?;
        let author = self.author(at)?;
        let parents: Vec<&Commit<'_>> = tip.into_iter().collect();
        if self.signs() {
            return self.signed_commit(id, &parents, message, &author).map(Some);
        }
        let tree = self.inner.find_tree(id).map_err(|error| self.failed(error))?;
        let made = self.inner.commit(None, &author, &author, message, &tree, &parents);
        made.map(Some).map_err(|error| self.failed(error))
    }

    /// Signs by the git program, which knows the person's keys and agents.
    fn signed_commit(
        &self,
        tree: Oid,
        parents: &[&Commit<'_>],
        message: &str,
        author: &Signature<'_>,
    ) -> Result<Oid, Error> {
        let draft = Draft { tree, parents, message, author };
        self.parse_id(&draft.signed(self.git(&draft.args()))?)
    }

    /// Notes what the paths held before, for the person's git index.
    pub(super) fn note_old<'a>(
        &self,
        old: &mut tree::Leaves<'_>,
        paths: impl Iterator<Item = &'a String>,
    ) -> Result<(), Error> {
        let leaf = |path: &'a String| match old.leaf(path) {
            Ok(leaf) => Ok((path, leaf)),
            Err(error) => Err(self.failed(error)),
        };
        let leaves: Result<Vec<_>, Error> = paths.map(leaf).collect();
        self.note_behind(leaves?.into_iter());
        Ok(())
    }

    /// Moves the branch from `old` to `new`, or not at all when it is elsewhere by now. The person's git index is locked
    /// then until it has followed, if nobody else had it locked.
    pub(super) fn advance(&self, old: Option<Oid>, new: Oid, why: &str) -> Result<(), Error> {
        self.hold_index();
        let log = &format!("{}{why}", super::in_step::SIGN);
        let moved = match old {
            Some(old) => self.inner.reference_matching(&self.branch, new, true, old, log),
            None => self.inner.reference(&self.branch, new, false, log),
        };
        let Err(error) = moved else { return Ok(()) };
        self.release_index();
        Err(match error.code() {
            ErrorCode::Locked => Error::Held(self.held_lock()),
            ErrorCode::Modified | ErrorCode::Exists => Error::Moved,
            _ => self.failed(error),
        })
    }

    fn author(&self, at: Timestamp) -> Result<Signature<'static>, Error> {
        let (name, email) = person(self.inner.config(), host);
        signature(&name, &email, at).map_err(|error| self.failed(error))
    }
}

/// A commit that the git program makes.
pub(super) struct Draft<'a> {
    pub(super) tree: Oid,
    pub(super) parents: &'a [&'a Commit<'a>],
    pub(super) message: &'a str,
    pub(super) author: &'a Signature<'a>,
}

impl Draft<'_> {
    pub(super) fn args(&self) -> Vec<String> {
        let mut args = vec!["commit-tree".to_owned(), "-S".to_owned(), self.tree.to_string()];
        args.extend(self.parents.iter().flat_map(|parent| ["-p".to_owned(), parent.id().to_string()]));
        args
    }

    /// The id that git prints when it is run with [`Draft::args`].
    pub(super) fn signed(&self, mut run: Run) -> Result<Vec<u8>, Error> {
        let when = self.author.when();
        let date = format!("@{} {}", when.seconds(), zone(when.offset_minutes()));
        let name = self.author.name().unwrap_or("riffle");
        let email = self.author.email().unwrap_or("riffle@localhost");
        for who in ["AUTHOR", "COMMITTER"] {
            run.env.push((format!("GIT_{who}_NAME").into(), name.into()));
            run.env.push((format!("GIT_{who}_EMAIL").into(), email.into()));
            run.env.push((format!("GIT_{who}_DATE").into(), date.clone().into()));
        }
        run.input = Some(self.message.as_bytes().to_vec());
        super::transport::stdout_of(&run)
    }
}

/// Name and address of the person as git knows them; made up from the computer's words where git does not, so that nothing
/// fails for a name.
pub(super) fn person(config: Result<Config, git2::Error>, host: fn() -> String) -> (String, String) {
    let config = config.and_then(|mut config| config.snapshot());
    let setting = |name: &str| {
        let value = config.as_ref().ok()?.get_string(name).ok()?;
        Some(value).filter(|value| !value.trim().is_empty())
    };
    let user = || std::env::var("USER").ok().filter(|user| !user.is_empty()).unwrap_or_else(|| "riffle".to_owned());
    let given = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let name = given("GIT_AUTHOR_NAME").or_else(|| setting("user.name")).unwrap_or_else(user);
    let email = given("GIT_AUTHOR_EMAIL").or_else(|| setting("user.email"));
    (name, email.unwrap_or_else(|| format!("{}@{}", user(), host())))
}

pub(super) fn signature(name: &str, email: &str, at: Timestamp) -> Result<Signature<'static>, git2::Error> {
    let time = Time::new(at.timestamp(), at.offset().local_minus_utc() / 60);
    Signature::new(name, email, &time).or_else(|_| Signature::new("riffle", "riffle@localhost", &time))
}

pub(super) fn signs(config: Result<Config, git2::Error>) -> bool {
    config.and_then(|config| config.get_bool("commit.gpgSign")).unwrap_or(false)
}

pub(super) fn moment(time: Time) -> Timestamp {
    let offset = chrono::FixedOffset::east_opt(time.offset_minutes() * 60);
    let offset = offset.unwrap_or(chrono::FixedOffset::east_opt(0).expect("zero is an offset"));
    offset.timestamp_opt(time.seconds(), 0).single().unwrap_or_default()
}

fn host() -> String {
    let name =
        ["/etc/hostname", "/proc/sys/kernel/hostname"].iter().find_map(|file| std::fs::read_to_string(file).ok());
    name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(|| "localhost".to_owned())
}

fn zone(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}
