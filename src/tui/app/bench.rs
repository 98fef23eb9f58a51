//! What the workbench leads to, and what comes for the overlays that lie over an entry.

use super::{App, Effect};
use crate::entry::EntryPath;
use crate::ops::find::Answer;
use crate::ops::history::{DiffLine, Version};
use crate::tui::messages::Level;
use crate::tui::msg::Outcome;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::history::History;
use crate::tui::overlay::link::Link;
use crate::tui::screen::Spot;
use crate::tui::screen::workbench::Goal;

impl App {
    /// Goes where a link leads: to an entry here, to all else outside.
    pub(super) fn lead(&mut self, goal: Option<Goal>) -> Vec<Effect> {
        match goal {
            None => Vec::new(),
            Some(Goal::Entry { path, title, at }) => {
                let effects = self.visit(Spot::Entry(path.clone()));
                self.workbench.open_at(path, &title, at);
                effects
            }
            Some(Goal::Web(url)) => vec![Effect::Open { target: url }],
            Some(Goal::File(path)) => match EntryPath::new(path) {
                Ok(path) => vec![Effect::OpenFile { path }],
                Err(error) => self.lead_nowhere(error.to_string()),
            },
            Some(Goal::Missing(name)) => self.lead_nowhere(format!(
                "Nothing is called \u{201c}{name}\u{201d}; an entry with that title mends the link"
            )),
        }
    }

    fn lead_nowhere(&mut self, why: String) -> Vec<Effect> {
        self.messages.say(Level::Info, format!("{why}."), self.at);
        Vec::new()
    }

    pub(super) fn open_link(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let link = Link::new(subject.path.clone(), subject.title);
        self.push(Overlay::Link(link));
        Vec::new()
    }

    pub(super) fn open_history(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let history = History::new(subject.path.clone(), subject.title);
        self.push(Overlay::History(history));
        Vec::new()
    }

    /// Entries to link to have come, for the overlay that asked if it is still open.
    pub(super) fn picked(&mut self, text: &str, answer: &Outcome<Answer>) {
        for overlay in &mut self.overlays {
            if let Overlay::Link(link) = overlay {
                link.found(text, answer);
            }
        }
    }

    pub(super) fn versions_came(&mut self, path: &EntryPath, versions: Outcome<Vec<Version>>) {
        if let Some(history) = self.history() {
            history.listed(path, versions);
        }
    }

    pub(super) fn diff_came(&mut self, path: &EntryPath, rev: String, diff: Outcome<Vec<DiffLine>>) {
        if let Some(history) = self.history() {
            history.compared(path, rev, diff);
        }
    }

    /// The history that is open.
    fn history(&mut self) -> Option<&mut History> {
        self.overlays.iter_mut().find_map(|overlay| match overlay {
            Overlay::History(history) => Some(history),
            _ => None,
        })
    }
}
