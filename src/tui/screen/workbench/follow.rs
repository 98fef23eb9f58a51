//! Follows links: those of the text that are in sight, and those that are listed beside it.

use super::{Part, Workbench};
use crate::tui::screen::LinkTarget;
use crate::tui::widget::labels::Labels;
use crate::tui::widget::layout::Class;

impl Workbench {
    /// Puts letters beside all links that are shown; goes to the only one at once.
    pub(super) fn begin_follow(&mut self) -> Option<LinkTarget> {
        if !self.has_link_in_sight() {
            self.focus(Part::Links);
        }
        let listed: Vec<LinkTarget> = self.panels.links.targets().filter(|_| self.lists_links()).cloned().collect();
        if self.shows_text() { self.reading_mut().follow(listed) } else { self.reading_mut().follow_listed(listed) }
    }

    /// Goes where the selected row or the only link in sight leads; puts letters beside the links where there are several.
    pub(super) fn open_link(&mut self) -> Option<LinkTarget> {
        if let Some(panel) = self.panels.of(self.part) {
            return panel.target().cloned();
        }
        if self.has_link_in_sight() { self.reading_mut().follow(Vec::new()) } else { None }
    }

    pub(super) fn why_not_follow(&self) -> Option<&'static str> {
        let none = !self.has_link_in_sight() && self.panels.links.targets().next().is_none();
        none.then_some("there is no link to follow")
    }

    pub(super) fn why_not_open(&self) -> Option<&'static str> {
        let in_text = matches!(self.part, Part::Own | Part::Page);
        (in_text && !self.has_link_in_sight()).then_some("no link is on the screen")
    }

    fn has_link_in_sight(&self) -> bool {
        self.shows_text() && !self.reading().targets().is_empty()
    }

    fn shows_text(&self) -> bool {
        self.class == Some(Class::Wide) || matches!(self.part, Part::Own | Part::Page)
    }

    fn lists_links(&self) -> bool {
        self.class == Some(Class::Wide) || self.part == Part::Links
    }

    /// The letters of the listed links.
    pub(super) fn listed_labels(&self) -> Option<(&Labels, usize)> {
        self.reading().labels().filter(|_| self.lists_links())
    }
}
