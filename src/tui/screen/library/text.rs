//! What is done in the text of the selected result: it is read from where it was found, to-dos are ticked, links followed.

use super::{Can, Focus, Library};
use crate::keymap::{Act, Action};
use crate::tui::core::command::EntryCommand;
use crate::tui::core::effect::Effect;
use crate::tui::screen::reader::{Reader, TypedInText};
use crate::tui::screen::shared::Shared;
use crate::tui::screen::{Anchor, Location, Request, Visit};

impl Library {
    /// Gives the text the whole screen, with what was searched for marked in it.
    pub(super) fn read(&mut self) {
        self.focus = Focus::Reader;
        if self.is_searched() {
            self.reader.mark_found(&self.words);
        }
    }

    /// Whether the results are those of a search.
    pub(super) fn is_searched(&self) -> bool {
        !self.shown_for.trim().is_empty()
    }

    /// Gives a key to what is typed in the text; says whether anything is.
    pub(super) fn typed_in_text(&mut self, give: impl FnOnce(&mut Reader) -> TypedInText, shared: &mut Shared) -> bool {
        match give(&mut self.reader) {
            TypedInText::Elsewhere => return false,
            TypedInText::Taken => {}
            TypedInText::Follow(target) => shared.request(Request::Follow(target)),
        }
        true
    }

    /// Does what an action means in the text, if it means something else there.
    pub(super) fn act_in_text(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        let request = match act {
            Act::Tick => self.reader.tick().map(|tick| Request::Do(EntryCommand::Tick(tick))),
            Act::Follow => self.reader.follow(Vec::new()).map(Request::Follow),
            _ => Some(Request::Visit(self.found_place()?)),
        };
        request.into_iter().for_each(|request| shared.request(request));
        Some(Vec::new())
    }

    /// The selected result, opened where it was found; nothing without a search.
    fn found_place(&self) -> Option<Visit> {
        let hit = self.selected().filter(|_| self.is_searched())?;
        let at = if hit.snippet.marks.is_empty() { Anchor::Top } else { Anchor::Line(hit.snippet.line) };
        let words = self.words.clone();
        Some(Visit { location: Location::entry(hit.path.clone()), title: hit.title.clone(), at, words })
    }

    /// Whether an action makes sense in the text; nothing if the text has no say in it.
    pub(super) fn can_in_text(&self, action: Action) -> Option<Can> {
        match action {
            Action::Act(Act::Tick) if self.focus == Focus::Reader => {
                Some(Can::unless((!self.reader.has_todo()).then_some("no to-do is on the screen")))
            }
            Action::Act(Act::Follow) => {
                let none = self.reader.rows == 0 || self.reader.targets().is_empty();
                Some(Can::unless(none.then_some("no link is on the screen")))
            }
            _ => None,
        }
    }
}
