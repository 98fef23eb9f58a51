//! What the program can do: one function per verb, for both faces.
//!
//! [`Workspace`] opens everything under a clock. The types that faces draw are re-exported here.

mod core;
pub mod error;
pub mod feeds;
pub mod find;
mod seek;
mod sense;
pub mod share;
mod store;
pub mod sync;
pub mod team;
mod transfer;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

pub use self::core::workspace::Workspace;
use self::core::{bulk, conflict, leftovers, pages, patch, places, recovery, stale, typed};
pub use self::core::{fresh, item_path, new_path, outside, undo, watch, workspace};
pub use self::error::{
    Error, ErrorKind, FeedError, FindError, SeekError, SenseError, ShareError, TeamError, TransferError, WriteError,
};
pub use self::find::{facets, history, links, practice, since};
pub use self::seek::{bookmark, fetch, inbox, visits};
pub use self::sense::{checks, distil, template, workbench};
pub use self::store::{demo, doctor, first_steps, init, offers};
pub use self::sync::{clone, conflicts, unsent};
pub use self::transfer::{export, import};
pub use self::write::{attach, capture, drafts, edit, later, log, mail, refine, rename, tick, trash};
use crate::document;
pub(crate) use crate::entry::merge::{Choice, Comparison, Hunk, Part};
pub use crate::git::sync::Status;
pub use crate::git::{Damage, stuck};
pub use crate::index::{Found, Hit, Named, Snippet, is_guarded};
use crate::process;
pub use crate::records::take_news;

/// Serves the hidden modes in which this program leaves the terminal and becomes `git`, asks what that wants to know, or
/// reads a PDF or an EPUB; `None` for every other start.
pub fn helper(arguments: &[OsString]) -> Option<ExitCode> {
    if arguments.get(1).is_some_and(|first| first == process::session::ARGUMENT) {
        let _error = process::session::become_program(arguments.iter().skip(2).cloned());
        return Some(ExitCode::FAILURE);
    }
    if arguments.get(1).is_some_and(|first| first == document::ARGUMENT) {
        return Some(document::serve(&arguments.get(2)?.to_string_lossy()));
    }
    if let Some(socket) = std::env::var_os(process::askpass::SOCKET) {
        if process::askpass::is_notice() {
            process::askpass::wait();
            return Some(ExitCode::SUCCESS);
        }
        let question = arguments.get(1).map(|question| question.to_string_lossy()).unwrap_or_default();
        let asked = process::askpass::pass_on(socket.as_ref(), &question);
        return Some(if asked.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    if let Ok(program) = std::env::current_exe() {
        process::session::use_helper(program);
    }
    None
}
