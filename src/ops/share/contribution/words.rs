//! Lines that a person types for a team: of each, what may leave.

use std::cell::RefCell;

use crate::entry::link::Link;
use crate::entry::text::one_line;
use crate::entry::{Entry, EntryPath};
use crate::ops::links::resolver;
use crate::ops::share::LeftOut;
use crate::ops::share::link_targets::{Files, LinkTargets};
use crate::ops::team::OpenTeam;
use crate::ops::{Error, ShareError, Workspace, WriteError};
use crate::team::publish::{self, LinkTarget};

/// Cleans lines for one file of a team, and keeps what stayed behind.
pub(super) struct Words<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) team: &'a OpenTeam,
    /// In which the file lies.
    pub(super) folder: &'a str,
    pub(super) left_out: Vec<LeftOut>,
}

impl Words<'_> {
    /// What may leave of a line; a link to what is private is none.
    pub(super) fn line(&mut self, typed: &str) -> Result<String, Error> {
        let typed = one_line(typed);
        if typed.is_empty() {
            return Err(WriteError::Empty.into());
        }
        let entry = said(&typed)?;
        let (workspace, team, files) = (self.workspace, self.team, RefCell::new(Files::default()));
        let (line, left_out) = resolver::ask(workspace, |resolver| {
            let targets = LinkTargets { workspace, team, resolver, entry: &entry, files: &files };
            // A line brings no files along.
            let target_of = |link: &Link| match targets.of(link) {
                LinkTarget::Attachment(_) => LinkTarget::Private,
                led => led,
            };
            let order = publish::Order {
                entry: &entry,
                rules: &team.rules,
                without_tags: &workspace.config.private_tags,
                origin: None,
                id: "",
                is_person: &|_| false,
                target_of: &target_of,
            };
            publish::line(&order, self.folder).map_err(|refusal| Error::Share(ShareError::Line(refusal)))
        })?;
        self.left_out.extend(left_out);
        Ok(line)
    }

    pub(super) fn maybe(&mut self, typed: Option<&str>) -> Result<Option<String>, Error> {
        let typed = typed.filter(|typed| !typed.trim().is_empty());
        typed.map(|typed| self.line(typed)).transpose()
    }
}

/// A line as the text of an entry, whatever it begins with.
fn said(line: &str) -> Result<Entry, Error> {
    let nothing = Entry::parse(EntryPath::new("line.md")?, b"", &[]);
    Ok(Entry { body: 0..line.len(), text: line.to_owned(), ..nothing })
}
