//! What an act changed, as the person is told.

use crate::entry::EntryPath;
use crate::ops::Workspace;

/// What an act changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    pub paths: Vec<EntryPath>,
    /// A sentence each, with its remedy.
    pub warnings: Vec<String>,
}

impl Changed {
    /// What was done as the person sees it: the entries that changed, or those it was about where only a log did.
    pub(in crate::ops) fn of_entries(mut self, workspace: &Workspace, about: &[&EntryPath]) -> Self {
        if !self.paths.is_empty() {
            self.paths.retain(|path| workspace.store().holds_entries(path));
            if self.paths.is_empty() {
                self.paths = about.iter().map(|path| (*path).clone()).collect();
            }
        }
        self
    }
}
