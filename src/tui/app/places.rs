//! Goes from screen to screen and back.

use super::{App, Effect};
use crate::entry::EntryPath;
use crate::keymap::Go;
use crate::tui::screen::library::Focus;
use crate::tui::screen::{Screen, Spot};

/// As many places as anybody goes back.
const TRAIL: usize = 100;

impl App {
    pub(super) fn go(&mut self, go: Go) -> Vec<Effect> {
        match go {
            Go::Today => self.visit(Spot::Today),
            Go::Inbox => self.visit(Spot::Inbox),
            Go::Library => {
                self.library.focus = Focus::Results;
                self.visit(Spot::Library)
            }
            Go::Search => {
                self.library.begin_search();
                self.visit(Spot::Library)
            }
            Go::Share => self.visit(Spot::Share),
            Go::Team => self.visit(Spot::Team),
            Go::Find => self.find(),
            Go::Back => self.back(),
        }
    }

    /// Looks in the text that is read, else filters the list.
    fn find(&mut self) -> Vec<Effect> {
        match self.screen {
            Screen::Workbench => {
                self.workbench.find();
                Vec::new()
            }
            Screen::Library => {
                self.library.find();
                Vec::new()
            }
            Screen::Today => {
                self.today.begin_filter();
                Vec::new()
            }
            Screen::Inbox => {
                self.inbox.filter.begin();
                Vec::new()
            }
            Screen::Share | Screen::Prepare | Screen::Team => self.go(Go::Search),
        }
    }

    /// Where the person is.
    pub fn spot(&self) -> Spot {
        match (self.screen, &self.workbench.path) {
            (Screen::Share, _) => Spot::Share,
            (Screen::Team, _) => Spot::Team,
            (Screen::Prepare, _) => match self.prepare.entry() {
                Some(entry) => Spot::Prepare(entry.clone(), self.prepare.order().team.clone()),
                None => Spot::Share,
            },
            (Screen::Today, _) => Spot::Today,
            (Screen::Inbox, _) => Spot::Inbox,
            (Screen::Workbench, Some(path)) => Spot::Entry(path.clone()),
            (Screen::Library | Screen::Workbench, _) => Spot::Library,
        }
    }

    /// The screen whose tab is shown as the current one: an entry belongs to the screen it was opened from.
    pub fn tab(&self) -> Screen {
        let spots = self.trail.iter().rev().map(Spot::screen);
        let mut screens = std::iter::once(self.screen).chain(spots);
        screens.find(|screen| !matches!(screen, Screen::Workbench)).map_or(Screen::default(), Screen::tab)
    }

    /// Goes to a place, remembering this one.
    pub(super) fn visit(&mut self, spot: Spot) -> Vec<Effect> {
        let here = self.spot();
        if here == spot {
            return Vec::new();
        }
        self.trail.push(here);
        let old = self.trail.len().saturating_sub(TRAIL);
        self.trail.drain(..old);
        self.show(spot)
    }

    /// Opens an entry on the workbench.
    pub(super) fn open(&mut self, path: EntryPath) -> Vec<Effect> {
        let title = self.subject().filter(|subject| *subject.path == path).map(|subject| subject.title.to_owned());
        let effects = self.visit(Spot::Entry(path.clone()));
        self.workbench.open(path, &title.unwrap_or_default());
        effects
    }

    fn show(&mut self, spot: Spot) -> Vec<Effect> {
        self.screen = spot.screen();
        match spot {
            Spot::Entry(path) => self.workbench.open(path, ""),
            Spot::Prepare(entry, team) => self.prepare.open(entry, "", &team),
            Spot::Today | Spot::Inbox | Spot::Library | Spot::Share | Spot::Team => {}
        }
        self.tell_workbench();
        self.ask()
    }

    /// To the place before; out of an entry that was opened at the start, to the library.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        match self.trail.pop() {
            Some(spot) => self.show(spot),
            None if self.screen == Screen::Workbench => self.show(Spot::Library),
            None => {
                self.library.out();
                Vec::new()
            }
        }
    }

    /// An entry has another path now.
    pub(super) fn moved(&mut self, from: &EntryPath, to: &EntryPath) {
        for spot in self.trail.iter_mut().filter(|spot| **spot == Spot::Entry(from.clone())) {
            *spot = Spot::Entry(to.clone());
        }
        if self.workbench.path.as_ref() == Some(from) {
            self.workbench.open(to.clone(), "");
        }
        self.library.choose(to.clone());
    }

    /// Asks for what the screen shows, as it is now.
    pub(super) fn ask(&mut self) -> Vec<Effect> {
        match self.screen {
            Screen::Today => vec![self.today.ask(self.now().date_naive()), self.inbox.ask()],
            Screen::Inbox => {
                self.inbox.view.forget();
                vec![self.inbox.ask()]
            }
            Screen::Library => {
                self.library.reader.forget();
                vec![self.library.search(), self.inbox.ask()]
            }
            Screen::Workbench => {
                self.workbench.forget();
                vec![self.inbox.ask()]
            }
            Screen::Share => vec![self.share.ask()],
            Screen::Prepare => {
                self.prepare.forget();
                vec![self.share.ask()]
            }
            Screen::Team => {
                self.team.reader.forget();
                vec![self.team.ask()]
            }
        }
    }
}
