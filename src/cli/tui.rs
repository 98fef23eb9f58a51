//! The workbench: `riffle` without a command.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::output::{Failure, Output};
use super::{Global, first_run, keys, open, plain, sync};
use crate::cli::open::Place;
use crate::config::Config;
use crate::ops::Workspace;
use crate::paths::Paths;
use crate::tui;

/// Opens the store that is named or nearest; without one, asks the first-run question.
pub(super) fn run(global: &Global, output: &mut Output) -> Result<(), Failure> {
    let place = open::place(global, output)?;
    let root = match open::root(global, &place.config) {
        Some(root) => root,
        None if io::stdin().is_terminal() => match first_run::ask(&place, output)? {
            Some(root) => root,
            None => return Ok(()),
        },
        None => return Err(open::no_store()),
    };
    let Place { paths, .. } = place;
    open(&root, paths, global, output)
}

/// Opens the workbench on a store, with a full screen where the terminal has one.
pub(super) fn open(root: &Path, paths: Paths, global: &Global, output: &mut Output) -> Result<(), Failure> {
    let place = Place { paths, ..open::place(global, &mut Output::silent())? };
    if global.plain || is_dumb() {
        return plain::run(root, place, output);
    }
    if !is_screen(global) {
        return Err(Failure::usage(
            "the workbench needs a terminal",
            "`riffle --help` shows the commands; --plain works by lines",
        ));
    }
    let Place { paths, config, clock } = place;
    let (keymap, mut complaints) = keys::load(&paths, &config);
    complaints.extend(Config::load(&paths.config.join("config.toml")).1);
    let complaints = complaints.into_iter().map(|complaint| complaint.to_string()).collect();
    let root = root.to_owned();
    let open = move || Workspace::open(&root, paths.clone(), config.clone(), clock);
    tui::run(open.clone(), keymap, complaints)?;
    sync::at_the_end(&open()?, output)
}

/// Whether there is a whole terminal to draw on.
pub(super) fn is_screen(global: &Global) -> bool {
    !global.plain && !is_dumb() && io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Whether the terminal says that it cannot place text.
pub(super) fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|term| term.is_empty() || term == "dumb")
}
