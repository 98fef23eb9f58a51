//! What the verbs are about: the selected entry of whatever screen is shown, or all marked ones.

use super::App;
use crate::entry::{Entry, EntryPath, Kind};
use crate::ops;
use crate::ops::distil::Source;
use crate::tui::screen::Screen;

/// The selected entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    pub path: &'a EntryPath,
    pub title: &'a str,
    /// As far as it is known.
    pub kind: Option<Kind>,
    /// A line of a journal, counted from 1: the verbs are about it and not about the day.
    pub line: Option<usize>,
}

impl App {
    pub fn subject(&self) -> Option<Subject<'_>> {
        match self.screen {
            Screen::Today => self.today.subject(),
            Screen::Inbox => {
                let item = self.inbox.selected()?;
                Some(Subject { path: &item.path, title: &item.title, kind: Some(item.kind), line: None })
            }
            Screen::Library => {
                let hit = self.library.selected()?;
                Some(Subject { path: &hit.path, title: &hit.title, kind: Some(hit.kind), line: None })
            }
            Screen::Workbench => {
                let kind = self.workbench.entry().map(|entry| entry.kind);
                let path = self.workbench.path.as_ref()?;
                Some(Subject { path, title: self.workbench.title(), kind, line: None })
            }
            Screen::Share => {
                let out = self.share.selected()?;
                Some(Subject { path: &out.entry, title: &out.title, kind: None, line: None })
            }
            Screen::Prepare => {
                let path = self.prepare.entry()?;
                Some(Subject { path, title: self.prepare.title(), kind: None, line: None })
            }
            Screen::Team => {
                let arrived = self.team.selected()?;
                Some(Subject { path: &arrived.path, title: &arrived.title, kind: Some(arrived.kind), line: None })
            }
        }
    }

    /// The marked entries, else the selected one.
    pub fn targets(&self) -> Vec<EntryPath> {
        match self.screen {
            Screen::Inbox => self.inbox.targets(),
            Screen::Library => self.library.targets(),
            Screen::Today | Screen::Workbench | Screen::Share | Screen::Prepare | Screen::Team => {
                self.subject().map(|subject| subject.path.clone()).into_iter().collect()
            }
        }
    }

    /// Whether the screen is about what is shared.
    pub(super) fn is_sharing(&self) -> bool {
        matches!(self.screen, Screen::Share | Screen::Prepare)
    }

    /// Whether the selected entry is a team's.
    pub(super) fn of_team(&self) -> bool {
        self.subject().is_some_and(|subject| ops::team::split(subject.path).is_some())
    }

    /// What a nugget would be distilled from.
    pub(super) fn sources(&self) -> Vec<Source> {
        let line = self.subject().and_then(|subject| subject.line);
        self.targets().into_iter().map(|path| Source { path, line }).collect()
    }

    /// The selected entry with its text, as far as it has been read.
    pub fn entry(&self) -> Option<&Entry> {
        match self.screen {
            Screen::Today | Screen::Share | Screen::Prepare => None,
            Screen::Team => self.team.entry(),
            Screen::Inbox => self.inbox.entry(),
            Screen::Library => self.library.page().map(|page| &page.entry),
            Screen::Workbench => self.workbench.entry(),
        }
    }

    /// The web address of the selected entry.
    pub fn address(&self) -> Option<&str> {
        self.entry()?.url.as_deref()
    }

    /// The first fenced code block of the selected entry.
    pub(super) fn code(&self) -> Option<String> {
        let mut lines = self.entry()?.body().lines();
        let fence = lines.by_ref().find_map(|line| {
            let line = line.trim_start();
            ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
        })?;
        let code: Vec<&str> = lines.take_while(|line| !line.trim_start().starts_with(fence)).collect();
        Some(code.join("\n"))
    }

    /// Whether some entries are marked, so that a verb acts on them and not on the selected one.
    pub(super) fn has_marks(&self) -> bool {
        match self.screen {
            Screen::Inbox => !self.inbox.list.marks.is_empty(),
            Screen::Library => !self.library.list.marks.is_empty(),
            Screen::Today | Screen::Workbench | Screen::Share | Screen::Prepare | Screen::Team => false,
        }
    }

    pub(super) fn unmark(&mut self) {
        self.inbox.list.marks.clear();
        self.library.list.marks.clear();
        self.workbench.unmark();
    }

    /// What a message calls these entries: the title of the only one, else how many there are.
    pub(super) fn called(&self, paths: &[EntryPath]) -> String {
        let [path] = paths else { return format!("{} entries", paths.len()) };
        match self.subject().filter(|subject| subject.path == path) {
            Some(subject) => format!("\u{201c}{}\u{201d}", subject.title),
            None => format!("\u{201c}{}\u{201d}", path.stem()),
        }
    }
}
