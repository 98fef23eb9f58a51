//! Finds the store and opens it: `--store`, `RIFFLE_STORE`, the nearest parent with `.riffle/`, the configuration.

use std::env;
use std::path::{Path, PathBuf};

use chrono::DateTime;

use super::Global;
use super::ask;
use super::output::{Failure, Output};
use crate::clock::Clock;
use crate::config::Config;
use crate::ops::{self, Workspace};
use crate::paths::Paths;

/// What a command needs before it has a store.
pub(super) struct Place {
    pub(super) paths: Paths,
    pub(super) config: Config,
    pub(super) clock: Clock,
}

/// Reads the configuration, says what is wrong with it, and sets the clock.
pub(super) fn place(global: &Global, output: &mut Output) -> Result<Place, Failure> {
    let paths = Paths::find().ok_or_else(|| {
        Failure::usage("no home folder found", "set HOME, or RIFFLE_CONFIG_DIR, _CACHE_DIR, _STATE_DIR and _DATA_DIR")
    })?;
    let (config, complaints) = Config::load(&paths.config.join("config.toml"));
    output.complaints(&complaints);
    Ok(Place { paths, config, clock: clock(global)? })
}

pub(super) fn clock(global: &Global) -> Result<Clock, Failure> {
    let Some(typed) = global.now.clone().or_else(|| env::var("RIFFLE_NOW").ok()) else { return Ok(Clock::System) };
    DateTime::parse_from_rfc3339(&typed)
        .map(Clock::Fixed)
        .map_err(|_| Failure::usage(format!("{typed:?} is not a time"), "write it like 2026-11-21T10:00:00+01:00"))
}

/// The folder of the store, if anything says which.
pub(super) fn root(global: &Global, config: &Config) -> Option<PathBuf> {
    let named = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    global.store.clone().or_else(|| named("RIFFLE_STORE")).or_else(nearest).or_else(|| config.store.clone())
}

fn nearest() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    here.ancestors().find(|folder| folder.join(".riffle").is_dir()).map(Path::to_owned)
}

/// Opens the store, or says how to get one.
pub(super) fn workspace(global: &Global, output: &mut Output) -> Result<Workspace, Failure> {
    let Place { paths, config, clock } = place(global, output)?;
    let root = root(global, &config).ok_or_else(no_store)?;
    let mut workspace = Workspace::open(&root, paths, config, clock)?;
    ask::at_terminal().into_iter().for_each(|ask| workspace.ask_by(ask));
    workspace.settle();
    output.warnings(&ops::new_path::refused(&workspace));
    Ok(workspace)
}

pub(super) fn no_store() -> Failure {
    Failure::usage(
        "there is no store here, and none was named",
        "`riffle init DIR` makes one; --store DIR opens any folder",
    )
}
