//! Whether others may look into a store and its state, or write to them, and what of the state cannot be read.

use std::path::PathBuf;

use super::Finding;
use crate::ops::core::acts;
use crate::ops::core::places::old_key;
use crate::ops::share::outbox;
use crate::ops::team::known;
use crate::ops::{Workspace, pages};
use crate::text::counted;
use crate::{disk, records};

/// The version of all records of this Riffle.
const VERSION: u64 = 1;

/// What others may do with the store, its state and the configuration, and what of the state cannot be read.
pub(super) fn findings(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = changeable(workspace);
    findings.extend(open_to_others(workspace));
    findings.extend(unreadable(workspace));
    findings.extend(left_behind(workspace));
    findings
}

/// Whoever may write to the store or the configuration may put words into somebody's mouth, or an editor of their own.
fn changeable(workspace: &Workspace) -> Vec<Finding> {
    let (root, config) = (workspace.root(), &workspace.paths.config);
    let inside = [".riffle", ".git", "notes", "journal", "bookmarks", "nuggets"].map(|name| root.join(name));
    let folders = [("store", root.to_owned())].into_iter().chain(inside.map(|folder| ("store", folder)));
    let settings = [config.clone(), config.join("config.toml"), config.join("keymap.toml")];
    let places = folders.chain(settings.map(|place| ("configuration", place)));
    let found = places.filter(|(_, place)| disk::may_be_changed_by_others(place));
    let tell = |(check, place): (&'static str, PathBuf)| {
        let remedy = format!("`chmod go-w '{}'`, unless they are meant to", place.display());
        Finding::warning(check, format!("others on this computer may write to {}", place.display()), remedy)
    };
    found.map(tell).collect()
}

/// What a command could not close to others by itself.
fn open_to_others(workspace: &Workspace) -> Vec<Finding> {
    let paths = &workspace.paths;
    let places = [paths.state.clone(), paths.cache.clone(), workspace.state().to_owned(), workspace.cache().to_owned()];
    let found = places.into_iter().filter(|place| disk::is_open_to_others(place));
    let tell = |place: PathBuf| {
        let remedy = format!("`chmod -R go-rwx '{}'`", place.display());
        Finding::warning("state", format!("others on this computer may look into {}", place.display()), remedy)
    };
    found.map(tell).collect()
}

fn unreadable(workspace: &Workspace) -> Vec<Finding> {
    // Whatever is read is looked at as a whole; what fails is aside then, as after any command.
    drop((outbox::all(workspace), known::all(workspace), pages::queue(workspace).jobs()));
    let mut troubles = records::troubles(workspace.state(), VERSION);
    troubles.extend(records::troubles_in(&workspace.paths.state, VERSION));
    let tell = |it: records::Trouble| Finding::warning("state", format!("{} {}", it.file.display(), it.why), it.remedy);
    let mut findings: Vec<Finding> = troubles.into_iter().map(tell).collect();
    let lines = acts::unread(workspace);
    if lines > 0 {
        let detail = format!("{} of the list of acts cannot be read", counted(lines, "line", "lines"));
        findings.push(Finding::warning("state", detail, "undo skips them; they are kept"));
    }
    findings
}

/// State that a Riffle of before made again after it had been moved.
fn left_behind(workspace: &Workspace) -> Option<Finding> {
    let old = workspace.paths.state.join("stores").join(old_key(workspace.root()));
    let is_left = old.exists() && old != workspace.state();
    is_left.then(|| {
        let detail = format!("an older Riffle keeps drafts and what was not sent in {}", old.display());
        Finding::warning("state", detail, "move what is in it by hand, and use one Riffle only")
    })
}
