//! Goes from screen to screen and back.

use super::{App, Effect};
use crate::entry::EntryPath;
use crate::keymap::{Action, Go};
use crate::ops;
use crate::tui::screen::{Event, Location, Request, Screen, Visit};

/// As many places as anybody goes back.
const TRAIL: usize = 100;

impl App {
    pub(super) fn go(&mut self, go: Go) -> Vec<Effect> {
        if go == Go::Back {
            return self.back();
        }
        if go == Go::Find && self.screens.of_mut(self.screen).find() {
            return Vec::new();
        }
        if go != Go::Find {
            return self.arrive(go.into()).unwrap_or_default();
        }
        // Where there is nothing to filter, everything is searched, and from an entry of a team all that the team has.
        let team = self.subject().and_then(|subject| Some(format!("in:{} ", ops::team::split(subject.path)?.0)));
        let mut effects = self.arrive(Go::Search.into()).unwrap_or_default();
        if let Some(query) = team {
            effects.extend(self.on_screen(|screen, shared| screen.text(&query, shared)));
        }
        effects
    }

    /// Goes to the screen that an action leads to, if it is one of these.
    pub(super) fn arrive(&mut self, by: Action) -> Option<Vec<Effect>> {
        let there = Screen::ALL.iter().find(|screen| self.screens.of(**screen).reached_by().contains(&by))?;
        let from = self.selected_path();
        self.screens.of_mut(*there).arrive(by);
        if let Some(from) = from {
            self.screens.of_mut(*there).choose(&from);
        }
        let location = self.screens.of(*there).location();
        Some(self.visit(location.into()))
    }

    /// The screen whose tab is shown as the current one: an entry belongs to the screen it was opened from.
    pub fn tab(&self) -> Screen {
        let locations = self.trail.iter().rev().map(|location| location.screen);
        let mut screens = std::iter::once(self.screen).chain(locations);
        screens.find_map(|screen| self.screens.of(screen).home()).unwrap_or_default()
    }

    /// Goes to a place, remembering this one.
    pub(super) fn visit(&mut self, visit: Visit) -> Vec<Effect> {
        let here = self.screen().location();
        if here != visit.location {
            self.trail.push(here);
            let old = self.trail.len().saturating_sub(TRAIL);
            self.trail.drain(..old);
            return self.show(&visit);
        }
        self.screens.of_mut(self.screen).show(&visit);
        Vec::new()
    }

    /// Opens an entry to be read.
    pub(super) fn open(&mut self, path: EntryPath) -> Vec<Effect> {
        let title = self.subject().filter(|subject| *subject.path == path).map(|subject| subject.title.to_owned());
        self.visit(Visit { location: Location::entry(path), title: title.unwrap_or_default(), ..Visit::default() })
    }

    fn show(&mut self, visit: &Visit) -> Vec<Effect> {
        self.screen = visit.location.screen;
        let screen = self.screens.of_mut(self.screen);
        screen.show(visit);
        screen.sharing_changed(&self.shared.sharing);
        self.ask()
    }

    /// To the place before; out of an entry that was opened at the start, to where everything is found.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        match self.trail.pop() {
            Some(location) => self.show(&location.into()),
            None if self.screen().is_inner() => self.show(&Visit::default()),
            None => {
                self.screens.of_mut(self.screen).close();
                Vec::new()
            }
        }
    }

    /// An entry has another path now.
    pub(super) fn moved(&mut self, from: &EntryPath, to: &EntryPath) {
        for location in self.trail.iter_mut().filter(|location| **location == Location::entry(from.clone())) {
            *location = Location::entry(to.clone());
        }
        self.notice(&Event::Moved { from: from.clone(), to: to.clone() });
    }

    /// Tells every screen what happened to entries.
    pub(super) fn notice(&mut self, event: &Event) {
        self.screens.all_mut().into_iter().for_each(|screen| screen.notice(event));
    }

    /// Asks for what the screen shows, as it is now, and for what is undecided, which is counted on every screen.
    pub(super) fn ask(&mut self) -> Vec<Effect> {
        let mut effects = self.on_screen(|screen, shared| screen.ask(shared));
        effects.push(self.shared.undecided.ask());
        effects
    }

    /// Does what screens asked of the program.
    pub(super) fn fulfil_requests(&mut self) -> Vec<Effect> {
        let requests = std::mem::take(&mut self.shared.requests);
        let mut effects = Vec::new();
        for request in requests {
            effects.extend(match request {
                Request::Visit(visit) => self.visit(visit),
                Request::Follow(target) => self.follow(target),
                Request::ContinueDraft(draft) => self.open_draft(draft),
                Request::ShareWeek(day) => self.share_week(day),
                Request::Do(command) => self.command(command),
            });
        }
        effects
    }
}
