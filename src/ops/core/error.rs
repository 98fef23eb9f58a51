//! An error that knows its kind and its hint; both faces show the same.

use std::path::PathBuf;

use crate::git::sync::Decision;
use crate::git::transport::Failure;
use crate::{disk, entry, git, index, process, records, store, team, web};

/// An error with its causes, on one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// What sort of failure, for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    Failed,
    Usage,
    Decision,
    Network,
    /// The person stopped it.
    Interrupted,
}

/// What can go wrong with a verb.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Disk(#[from] disk::Error),
    #[error("{} was written by a newer Riffle and stays as it is", .0.display())]
    Newer(PathBuf),
    #[error(transparent)]
    Git(#[from] git::Error),
    #[error(transparent)]
    Index(#[from] index::Error),
    #[error(transparent)]
    Process(#[from] process::Error),
    #[error(transparent)]
    Path(#[from] entry::path::NotInside),
    #[error("{0} needs a terminal, and there is none")]
    NoTerminal(String),
    #[error("there is no editor `{command}`")]
    NoEditor {
        command: String,
        #[source]
        source: process::Error,
    },
    #[error("there is nothing to save: the text is empty")]
    Empty,
    #[error("a journal is written a line at a time; capture makes notes, bookmarks and nuggets")]
    JournalCapture,
    #[error("the text could not be saved; it is kept in {}", draft.display())]
    Unsaved {
        draft: PathBuf,
        #[source]
        source: Box<Self>,
    },
    #[error("the text could not be saved, nor kept as a draft")]
    Lost(#[source] Box<Self>),
    #[error("{} is not in a git repository, so history, undo and sync are off", .0.display())]
    NoHistory(PathBuf),
    #[error("{path} cannot be changed: line {}: {}", problem.line, problem.what)]
    Uneditable { path: entry::EntryPath, problem: entry::Problem },
    #[error("no entry is called {0:?}")]
    Unknown(String),
    #[error("{name:?} may mean {} entries", found.len())]
    Ambiguous { name: String, found: Vec<String> },
    #[error("{0} is no entry")]
    NoEntry(entry::EntryPath),
    #[error("an entry that is decided never goes back to the inbox")]
    BackToInbox,
    #[error("nothing in the trash is called {0:?}")]
    NotInTrash(String),
    #[error("there is an entry at {0} again")]
    Occupied(entry::EntryPath),
    #[error("the editor {command:?} ended with {status}")]
    Editor { command: String, status: String },
    #[error("{0:?} is not a web address")]
    NoAddress(String),
    #[error("{0} is no bookmark with an address")]
    NoBookmark(entry::EntryPath),
    #[error("{from} and {into} are not bookmarks of the same page")]
    OtherPage { from: entry::EntryPath, into: entry::EntryPath },
    #[error(transparent)]
    Web(#[from] web::Error),
    #[error("{path} has no line {line} that was logged")]
    NoLine { path: entry::EntryPath, line: usize },
    #[error("there is no entry {0} any more to distil from")]
    NoSource(entry::EntryPath),
    #[error("the nugget cannot be read: line {}: {}", .0.line, .0.what)]
    Unreadable(entry::Problem),
    #[error("{path} has no version {rev:?}")]
    NoVersion { path: entry::EntryPath, rev: String },
    #[error("there is already an entry at {0}")]
    Taken(entry::EntryPath),
    #[error("{0} is where no entries are: dot folders, pages, templates and media")]
    NoEntriesThere(entry::EntryPath),
    #[error("stopped")]
    Stopped,
    #[error("there is a team {0:?} already")]
    TeamExists(String),
    #[error("there is no team {name:?}")]
    NoTeam { name: String, known: Vec<String> },
    #[error("{0:?} gives a team no name")]
    TeamName(String),
    #[error("the clone of team {0:?} is not here")]
    TeamAway(String),
    #[error("{0} holds something already")]
    NotEmpty(String),
    #[error("{0} is where your own store is exchanged; a team needs a repository of its own")]
    OwnRemote(String),
    #[error("{0} is no entry of a team")]
    NotOfTeam(entry::EntryPath),
    #[error("{path} belongs to the team {team:?}")]
    OfTeam { path: entry::EntryPath, team: String },
    #[error("{0} was withdrawn by who wrote it")]
    Withdrawn(entry::EntryPath),
    #[error("{path} was adopted already, as {mine}")]
    Adopted { path: entry::EntryPath, mine: entry::EntryPath },
    #[error("{path} cannot be published: {refusal}")]
    Refused { path: entry::EntryPath, refusal: team::publish::Refusal },
    #[error("nothing was published: nobody agreed to it")]
    Unagreed,
    #[error("nothing was published: {}", .0.join("; "))]
    Blocked(Vec<String>),
    #[error("nothing was published: a colleague and you changed the same lines of {path} in {team:?}")]
    PageConflict { path: String, team: String },
    #[error("nothing was taken into {path} from {team:?}: {why}")]
    NotTaken { path: entry::EntryPath, team: String, why: String, same_lines: bool },
    #[error("nothing was taken: {0} would be another now")]
    EntryChanged(entry::EntryPath),
    #[error("nothing was published: the page of {0} would be another now")]
    PageChanged(entry::EntryPath),
    #[error("not published yet; it stays queued")]
    Queued(#[source] Box<Self>),
    #[error("{}", chain(because.as_ref()))]
    OfDelivery { team: String, because: Box<Self> },
    #[error("{path} is not published in {team:?}")]
    NotPublished { path: entry::EntryPath, team: String },
    #[error("{path} is not among the pages of {team:?}: it waits on a branch for review")]
    OnlyProposed { path: entry::EntryPath, team: String },
}

impl From<records::Error> for Error {
    fn from(error: records::Error) -> Self {
        match error {
            records::Error::Disk(error) => Self::Disk(error),
            records::Error::Newer(file) => Self::Newer(file),
        }
    }
}

impl Error {
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Unagreed
            | Self::Blocked(_)
            | Self::PageConflict { .. }
            | Self::NotTaken { .. }
            | Self::EntryChanged(_)
            | Self::PageChanged(_) => ErrorKind::Decision,
            Self::Queued(source) | Self::OfDelivery { because: source, .. } => source.kind(),
            Self::Empty
            | Self::TeamExists(_)
            | Self::NoTeam { .. }
            | Self::TeamName(_)
            | Self::OwnRemote(_)
            | Self::NotOfTeam(_)
            | Self::OfTeam { .. }
            | Self::NotPublished { .. }
            | Self::JournalCapture
            | Self::Unknown(_)
            | Self::Ambiguous { .. }
            | Self::NoEntry(_)
            | Self::BackToInbox
            | Self::NotInTrash(_)
            | Self::NoAddress(_)
            | Self::NoBookmark(_)
            | Self::OtherPage { .. }
            | Self::NoLine { .. }
            | Self::NoVersion { .. }
            | Self::NoEntriesThere(_)
            | Self::Path(_) => ErrorKind::Usage,
            Self::Web(_) => ErrorKind::Network,
            Self::Git(error) => git_kind(error),
            Self::Unsaved { source, .. } | Self::Lost(source) => source.kind(),
            Self::Store(_)
            | Self::Disk(_)
            | Self::Newer(_)
            | Self::Index(_)
            | Self::Process(_)
            | Self::NoHistory(_)
            | Self::Uneditable { .. }
            | Self::Occupied(_)
            | Self::Editor { .. }
            | Self::NoEditor { .. }
            | Self::NoTerminal(_)
            | Self::NoSource(_)
            | Self::Unreadable(_)
            | Self::Taken(_)
            | Self::TeamAway(_)
            | Self::NotEmpty(_)
            | Self::Withdrawn(_)
            | Self::OnlyProposed { .. }
            | Self::Adopted { .. }
            | Self::Refused { .. } => ErrorKind::Failed,
            Self::Stopped => ErrorKind::Interrupted,
        }
    }

    /// What the person can do about it, a sentence.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(store::Error::NoStore(_)) => Some("`riffle init DIR` makes a store there".into()),
            Self::Store(store::Error::Missing(_)) => Some(
                "another program moved or removed it; search finds it by another name, and its history keeps its versions"
                    .into(),
            ),
            Self::Store(store::Error::Disk(error)) | Self::Disk(error) => disk_hint(error),
            Self::Newer(_) => Some("do it with that Riffle; `riffle doctor` lists what only it can read".into()),
            Self::NoHistory(root) => Some(format!(
                "`riffle init {}` makes it a store with history; it rewrites none of your files",
                root.display()
            )),
            Self::Uneditable { .. } => Some("`riffle edit` opens it as it is, so that the line can be mended".into()),
            Self::Ambiguous { found, .. } => Some(format!("say which: {}", found.join(", "))),
            Self::Unknown(_) => {
                Some("an entry is meant by its path, file name, title, alias or a part of its id".into())
            }
            Self::Unsaved { source, .. } | Self::Lost(source) => source.hint(),
            Self::NoAddress(_) => Some("an address begins with http:// or https://".into()),
            Self::OtherPage { .. } => Some("only two bookmarks of one address are merged".into()),
            Self::Index(index::Error::Damaged { .. }) => Some("`riffle doctor --repair` builds it anew".into()),
            Self::Git(error) => git_hint(error),
            Self::NoTerminal(_) | Self::NoEditor { .. } => Some(
                "set VISUAL or EDITOR to an editor that can run here; the entry is a file that any program may write to"
                    .into(),
            ),
            Self::Editor { .. } => Some("Riffle changed nothing; set VISUAL or EDITOR to the editor you want".into()),
            Self::NoEntry(_) => {
                Some("entries are the Markdown files outside of hidden folders, pages, templates and media".into())
            }
            Self::BackToInbox => Some("`riffle later ENTRY WHEN` brings it back on a day".into()),
            Self::NotInTrash(_) => Some("`riffle trash` lists what is there".into()),
            Self::Occupied(_) => Some("rename or remove that one first; nothing is overwritten".into()),
            Self::NoLine { .. } => Some("`riffle log --json` numbers the lines of today".into()),
            Self::NoSource(_) => Some("bring it back (`riffle undo`), or distil without it".into()),
            Self::NoVersion { path, .. } => Some(format!("`riffle history {path}` lists its versions")),
            Self::TeamExists(_) => Some("`riffle team list` shows it; --name gives this one another name".into()),
            Self::NoTeam { known, .. } if known.is_empty() => Some("`riffle team add URL` adds one".into()),
            Self::NoTeam { known, .. } => Some(format!("there is {}", known.join(", "))),
            Self::TeamName(_) => Some("give it one with --name; letters, digits, - and _".into()),
            Self::TeamAway(_) => Some("`riffle team new` or `riffle sync` fetches it again".into()),
            Self::NotEmpty(_) => Some("`riffle team add URL` adds a repository as it is".into()),
            Self::OfTeam { .. } => Some("`riffle adopt` takes a copy of your own".into()),
            Self::Web(web::Error::Private(_)) => {
                Some("if you mean it, type it here: `riffle bookmark` with that address may reach your own network".into())
            }
            Self::Unagreed => Some("--yes agrees to what --dry-run shows".into()),
            Self::Blocked(_) => Some("mend the text, or let a finding pass by name: --allow KEY; it is recorded".into()),
            Self::PageConflict { .. } => Some("look at `riffle publish --dry-run`, then say --keep mine or --keep theirs".into()),
            Self::NotTaken { same_lines: true, .. } => Some("say --keep mine or --keep theirs".into()),
            Self::NotTaken { .. } => Some("write it into the entry by hand; `riffle publish --dry-run` shows what differs".into()),
            Self::EntryChanged(_) => Some("look at it again and take it then".into()),
            Self::PageChanged(_) => Some("look at it again and publish then".into()),
            Self::Queued(_) => Some("`riffle published` lists it; publish it again when the team can be reached".into()),
            Self::OfDelivery { team, because } => delivery_hint(team, because),
            Self::NotPublished { .. } => Some("`riffle published` lists what is".into()),
            Self::OnlyProposed { .. } => Some("close the request and delete its branch where the team's repository is".into()),
            Self::Taken(_) => Some("choose another title, or say where with --path".into()),
            _ => None,
        }
    }
}

fn git_kind(error: &git::Error) -> ErrorKind {
    match error {
        git::Error::Decision(_) => ErrorKind::Decision,
        network if network.is_network() => ErrorKind::Network,
        _ => ErrorKind::Failed,
    }
}

/// A team is no store: what helps there is not what helps with a sync.
fn delivery_hint(team: &str, error: &Error) -> Option<String> {
    match error {
        Error::Git(git::Error::Decision(Decision::Rewritten { .. })) => {
            Some(format!("`riffle team accept {team}` follows it; nothing was changed here"))
        }
        Error::Git(git::Error::Remote(Failure::Rejected(_))) => {
            Some("nothing changed in the team; ask who keeps its repository, then do it again".into())
        }
        error => error.hint(),
    }
}

fn git_hint(error: &git::Error) -> Option<String> {
    let hint = match error {
        git::Error::Remote(Failure::Offline(_)) => "nothing is lost; sync again when the network is back",
        git::Error::Remote(Failure::SignIn(_)) => "sign in once with `git fetch` in the store; git remembers it",
        git::Error::Remote(Failure::Rejected(_)) => "your commits stay here; ask who keeps the remote, then sync again",
        git::Error::Remote(Failure::NotFound(_)) => "`git remote set-url origin URL` says where it is now",
        git::Error::Decision(Decision::Rewritten { .. }) => {
            "nothing was changed here; compare both ends with `git log`, then merge or take over the remote's with git"
        }
        git::Error::Decision(Decision::Unrelated) => "if they belong together: `git merge --allow-unrelated-histories`",
        git::Error::Decision(Decision::GoneHere { .. }) => {
            "`git restore .` in the store brings them back; if they are to go: `riffle sync --accept-removals`"
        }
        git::Error::Decision(Decision::GoneThere { .. }) => {
            "nothing was changed here; if they are to go here too: `riffle sync --accept-removals`"
        }
        git::Error::Decision(Decision::WhichBranch { .. }) => {
            "`git symbolic-ref HEAD refs/heads/NAME` over there says which; for a store `git clone --branch NAME URL DIR` does"
        }
        git::Error::EmptyRemote(_) => "`riffle init DIR --remote URL` makes a store; its first sync fills the remote",
        git::Error::OffBranch { .. } => "`riffle init` makes the branch you are on the store's",
        git::Error::Damaged(damage) => return Some(damage.remedy.clone()),
        git::Error::Unopened { remedy, .. } => return remedy.clone(),
        git::Error::Busy { operation: "bisect", .. } => "`git bisect reset` ends it",
        git::Error::Busy { operation, .. } => {
            return Some(format!("`git {operation} --continue` finishes it, `git {operation} --abort` gives it up"));
        }
        git::Error::Git { .. } => "your files are safe; `git fsck` in the store tells what is damaged",
        git::Error::Disk(error) => return disk_hint(error),
        git::Error::Process(process::Error::Missing(_)) => "install git to exchange commits; all else works without it",
        _ => return None,
    };
    Some(hint.to_owned())
}

fn disk_hint(error: &disk::Error) -> Option<String> {
    match error {
        disk::Error::Full(_) => Some("free some space and try again".into()),
        disk::Error::ReadOnly(_) => Some("mount it for writing, or open another store with --store".into()),
        disk::Error::Changed(_) => Some("another program wrote to it; try again".into()),
        disk::Error::Locked(_) => Some("wait for the other Riffle, or end it".into()),
        disk::Error::Exists(_) | disk::Error::Write { .. } => None,
    }
}
