//! Everything a verb needs: store, repository, index, configuration, clock.
//!
//! Opening costs next to nothing: repository and index are opened when a verb first asks for them, so that a
//! capture never waits for the index and the first frame for neither.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::disk;
use crate::git::{self, Repo};
use crate::index::Index;
use crate::items::Items;
use crate::ops::error::chain;
use crate::ops::{Error, places};
use crate::paths::Paths;
use crate::process::askpass::{Ask, Asker};
use crate::store::{Store, drafts::Drafts, trash::Trash};

/// A store with all that belongs to it. Each lane has its own.
pub struct Workspace {
    pub config: Config,
    pub clock: Clock,
    pub paths: Paths,
    store: Store,
    /// Of this store, in the state folder: lock, acts, drafts, session.
    state: PathBuf,
    /// Of this store, in the cache folder: the index.
    cache: PathBuf,
    repo: OnceCell<Result<Option<Repo>, Unopened>>,
    pub(super) index: RefCell<Option<Rc<Index>>>,
    /// Why the index is in memory alone.
    pub(super) unkept: RefCell<Option<String>>,
    /// The indexes of teams, by their names.
    pub(in crate::ops) teams: RefCell<HashMap<String, Rc<Index>>>,
    /// The cache of what feeds gave.
    pub(in crate::ops) items: RefCell<Option<Rc<Items>>>,
    /// Asks the person what a server wants to know.
    ask: Option<Arc<Ask>>,
    /// Whether nobody is asked.
    is_quiet: Cell<bool>,
}

/// Why the repository could not be opened, and what helps: said each time that it is asked for.
struct Unopened {
    why: String,
    remedy: Option<String>,
}

impl Workspace {
    /// Opens a folder as a store. Nothing is written to it, and nothing is scanned. Its state and cache are closed to others.
    pub fn open(root: &Path, paths: Paths, config: Config, clock: Clock) -> Result<Self, Error> {
        let store = Store::open(root, config.folders.clone())?;
        let config = Config { folders: store.folders().to_vec(), ..config };
        Ok(Self {
            state: places::home(&paths.state, store.root()),
            cache: places::home(&paths.cache, store.root()),
            config,
            clock,
            paths,
            store,
            repo: OnceCell::new(),
            index: RefCell::default(),
            unkept: RefCell::default(),
            teams: RefCell::default(),
            items: RefCell::default(),
            ask: None,
            is_quiet: Cell::new(false),
        })
    }

    /// Says how the person is asked what a server wants to know.
    pub fn ask_by(&mut self, ask: Arc<Ask>) {
        self.ask = Some(ask);
    }

    /// Does something that nobody waits for: then nobody is asked.
    pub fn quietly<T>(&self, act: impl FnOnce() -> T) -> T {
        let before = self.is_quiet.replace(true);
        let done = act();
        self.is_quiet.set(before);
        done
    }

    /// Who can be asked, for one act: what they answer is forgotten after it.
    pub(in crate::ops) fn asker(&self) -> Option<Asker> {
        self.ask.clone().filter(|_| !self.is_quiet.get()).map(Asker::new)
    }

    pub fn root(&self) -> &Path {
        self.store.root()
    }

    /// Where typed and not yet saved text is kept.
    pub fn drafts(&self) -> Drafts {
        Drafts::new(&self.state.join("drafts"))
    }

    /// Where entries that were taken away are kept for a while.
    pub(in crate::ops) fn trash(&self) -> Trash {
        Trash::new(&self.state.join("trash"))
    }

    /// The file that belongs to this store in the state folder (last screen, query, selection).
    pub fn session_file(&self) -> PathBuf {
        self.state.join("session.json")
    }

    /// Whether the store lies in a git repository that can be used; if not, history, undo and sync are off.
    pub fn has_history(&self) -> bool {
        matches!(self.repo(), Ok(Some(_)))
    }

    /// Whether the folder was made a store, so that Riffle commits outside edits by itself.
    pub(in crate::ops) fn is_ours(&self) -> bool {
        self.root().join(".riffle/store.toml").is_file()
    }

    pub(in crate::ops) fn store(&self) -> &Store {
        &self.store
    }

    pub(in crate::ops) fn state(&self) -> &Path {
        &self.state
    }

    pub(in crate::ops) fn cache(&self) -> &Path {
        &self.cache
    }

    /// The repository around the store, `None` where there is none.
    pub(in crate::ops) fn repo(&self) -> Result<Option<&Repo>, Error> {
        let opened = self.repo.get_or_init(|| {
            Repo::open(self.root(), &self.state).map_err(|error| {
                let error = Error::from(error);
                Unopened { why: chain(&error), remedy: error.hint().map(|hint| hint.shell) }
            })
        });
        match opened {
            Ok(repo) => Ok(repo.as_ref()),
            Err(Unopened { why, remedy }) => {
                Err(git::Error::Unopened { why: why.clone(), remedy: remedy.clone() }.into())
            }
        }
    }

    /// The repository, or an error that says how to turn history on.
    pub(in crate::ops) fn history(&self) -> Result<&Repo, Error> {
        self.repo()?.ok_or_else(|| Error::NoHistory(self.root().to_owned()))
    }

    /// Why the index lies in memory alone, if it does.
    pub fn unkept_index(&self) -> Option<String> {
        self.unkept.borrow().clone()
    }

    /// Gives the index up, whatever is in it.
    pub(in crate::ops) fn discard_index(&self) {
        self.index.take();
        Index::discard(&self.index_folder());
    }

    /// The folder that goes when the index is made anew.
    pub(in crate::ops) fn index_home(&self) -> PathBuf {
        Index::home(&self.index_folder())
    }

    /// Where clones and indexes of teams are.
    pub(in crate::ops) fn teams_cache(&self) -> PathBuf {
        self.cache.join("teams")
    }

    pub(super) fn index_folder(&self) -> PathBuf {
        self.cache.join("index")
    }

    /// Waits for other Riffles that touch the working tree.
    pub(in crate::ops) fn lock(&self) -> Result<disk::Lock, Error> {
        Ok(disk::lock(&self.state.join("write.lock"))?)
    }

    /// Files that a crash or an outage left as drafts.
    pub fn kept_drafts(&self) -> Vec<String> {
        self.drafts().names()
    }
}
