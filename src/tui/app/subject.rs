//! What actions are about: the selected entry of the screen that is shown, or all marked ones.

use super::App;
use crate::entry::{Entry, EntryPath};
use crate::ops;
use crate::ops::distil::Source;
use crate::ops::share::Outgoing;
use crate::tui::screen::Subject;

impl App {
    pub fn subject(&self) -> Option<Subject<'_>> {
        self.screen().subject(&self.shared)
    }

    /// The marked entries, else the selected one.
    pub fn targets(&self) -> Vec<EntryPath> {
        self.screen().targets(&self.shared)
    }

    pub(super) fn selected_path(&self) -> Option<EntryPath> {
        self.subject().map(|subject| subject.path.clone())
    }

    /// Whether the selected entry is a team's.
    pub(super) fn of_team(&self) -> bool {
        self.subject().is_some_and(|subject| ops::team::split(subject.path).is_some())
    }

    /// Where the selected page of a team can be read in a browser, if that is known.
    pub(super) fn team_address(&self) -> Option<String> {
        let path = self.selected_path()?;
        let (name, inside) = ops::team::split(&path)?;
        self.shared.sharing.teams().iter().find(|team| team.name == name)?.address(inside)
    }

    /// What a nugget would be distilled from.
    pub(super) fn sources(&self) -> Vec<Source> {
        let line = self.subject().and_then(|subject| subject.line);
        self.targets().into_iter().map(|path| Source { path, line }).collect()
    }

    /// The selected entry with its text, as far as it has been read.
    pub fn entry(&self) -> Option<&Entry> {
        self.screen().entry()
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

    pub(super) fn unmark(&mut self) {
        self.screens.all_mut().into_iter().for_each(|screen| screen.unmark());
    }

    /// The publication that the person is looking at.
    pub(super) fn publication(&self) -> Option<Outgoing> {
        self.screen().publication(&self.shared)
    }

    /// The web address of a publication, if one is known.
    pub fn published_at(&self) -> Option<String> {
        let link = self.shared.sharing.link_of(&self.publication()?);
        Some(link).filter(|link| link.starts_with("https://") || link.starts_with("http://"))
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
