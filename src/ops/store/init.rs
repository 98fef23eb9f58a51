//! Makes a folder a store: its mark, its git settings, its history. Rewrites none of the files in it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::clock::Clock;
use crate::config::Config;
use crate::disk;
use crate::entry::Stamps;
use crate::git::{Repo, Write};
use crate::ops::core::machine;
use crate::ops::error::chain;
use crate::ops::{Error, Workspace};
use crate::paths::Paths;
use crate::store::habits::ADOPTED;
use crate::store::scan;

/// What travels with the store.
const STORE_TOML: &str = "# A Riffle store. This file travels with it.\nschema = 1\n";
/// Days written on two machines join by line; nothing converts line endings.
const GIT_ATTRIBUTES: &str = "* -text\njournal/** merge=union\n";

/// What `init` did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    pub path: PathBuf,
    /// The folder was a store already.
    pub existed: bool,
    /// A git repository was begun here; otherwise one was there.
    pub repository: bool,
    pub warnings: Vec<String>,
}

/// Makes a store of a new or existing folder, in a git repository, with a remote if one is named.
pub fn init(root: &Path, remote: Option<&str>, paths: Paths, config: Config, clock: Clock) -> Result<Made, Error> {
    disk::make_folder(root)?;
    let existed = root.join(".riffle/store.toml").exists();
    let workspace = Workspace::open(root, paths, config, clock)?;
    let mut made = Made { path: workspace.root().to_owned(), existed, ..Made::default() };
    let _lock = workspace.lock()?;
    let written = marks(&workspace)?;
    if let Some(mut repo) = Repo::open(workspace.root(), workspace.state())? {
        repo.adopt_branch()?;
    }
    if workspace.repo()?.is_none() {
        Repo::init(workspace.root(), workspace.state())?;
        made.repository = true;
    }
    let workspace = Workspace::open(root, workspace.paths.clone(), workspace.config.clone(), clock)?;
    if let Err(error) = record(&workspace, &written, &made) {
        made.warnings.push(format!("the store is made, but its first commit is not: {}", chain(&error)));
    }
    if let Some(url) = remote {
        workspace.history()?.add_remote(url)?;
    }
    Ok(made)
}

/// Writes what marks a store, where it is missing.
fn marks(workspace: &Workspace) -> Result<Vec<&'static str>, Error> {
    let (root, new_repository) = (workspace.root(), workspace.repo()?.is_none());
    let has_entries = scan::scan(workspace.store(), &Stamps::default())?.entries > 0;
    let mark = format!("{STORE_TOML}{}", if has_entries { ADOPTED } else { "" });
    let mut written = Vec::new();
    for (name, text) in [(".riffle/store.toml", mark.as_str()), (".gitattributes", GIT_ATTRIBUTES)] {
        // In a repository that existed before, its settings are its owner's.
        let wanted = name != ".gitattributes" || new_repository;
        if wanted && fs::symlink_metadata(root.join(name)).is_err() {
            disk::create(&root.join(name), text.as_bytes())?;
            written.push(name);
        }
    }
    Ok(written)
}

/// The first commit: the marks, and in a new repository everything that was in the folder.
fn record(workspace: &Workspace, written: &[&str], made: &Made) -> Result<(), Error> {
    let repo = workspace.history()?;
    let mut writes = Vec::new();
    for name in written {
        let content = fs::read(workspace.root().join(name)).ok();
        writes.push(Write { path: (*name).to_owned(), content });
    }
    let paths: Vec<String> = writes.iter().map(|write| write.path.clone()).collect();
    let message = machine::signed(workspace, "init: a Riffle store");
    let first = repo.commit(&writes, &message, workspace.clock.now())?;
    first.map(|first| first.index).unwrap_or_default().follow(repo, &paths)?;
    if made.repository {
        crate::ops::sync::record_all_outside(workspace, "init: what was here", &[], &mut Vec::new())?;
    }
    Ok(())
}

/// Writes the first configuration: which store, which keys. Settings that are there already are left alone.
pub fn remember(paths: &Paths, store: &Path, keymap: &str) -> Result<(), Error> {
    let file = paths.config.join("config.toml");
    let kept = fs::read_to_string(&file).unwrap_or_default();
    if kept.lines().any(|line| line.trim_start().starts_with("store")) {
        return Ok(());
    }
    let store = toml_string(&store.to_string_lossy());
    let text = format!("store = {store}\nkeymap = \"{keymap}\"\n{kept}");
    Ok(disk::put(&file, text.as_bytes())?)
}

/// A TOML string with whatever is in it.
fn toml_string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
