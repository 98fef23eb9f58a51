//! What the program can do: one function per verb, for both faces.
//!
//! [`Workspace`] opens everything under a clock. The types that faces draw are re-exported here.

mod act;
pub mod bookmark;
pub mod capture;
pub mod checks;
pub mod clone;
mod conflict;
pub mod demo;
pub mod distil;
pub mod doctor;
pub mod drafts;
pub mod edit;
pub mod error;
pub mod facets;
pub mod fetch;
pub mod find;
pub mod fresh;
pub mod history;
pub mod inbox;
pub mod init;
pub mod later;
mod leftovers;
pub mod links;
pub mod log;
pub mod outside;
mod pages;
mod patch;
mod places;
pub mod refine;
pub mod rename;
mod rewrite;
pub mod share;
mod stale;
pub mod sync;
pub mod team;
pub mod trash;
mod typed;
pub mod undo;
mod unfinished;
pub mod unsent;
pub mod workbench;
pub mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

pub use crate::git::sync::Status;
pub use crate::index::{Found, Hit, Named, Snippet, is_guarded};
use crate::process;
pub use crate::records::take_news;
pub use error::{Error, ErrorKind};
pub use workspace::Workspace;

/// Serves the hidden mode in which this program leaves the terminal and becomes `git`; `None` for every other start.
pub fn helper(arguments: &[OsString]) -> Option<ExitCode> {
    if arguments.get(1).is_some_and(|first| first == process::session::ARGUMENT) {
        let _error = process::session::become_program(arguments.iter().skip(2).cloned());
        return Some(ExitCode::FAILURE);
    }
    if let Ok(program) = std::env::current_exe() {
        process::session::use_helper(program);
    }
    None
}
