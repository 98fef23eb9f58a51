//! What the program asks of a screen. What most screens do alike is done here.

use std::fmt::Debug;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::session::Session;
use super::shared::Shared;
use super::{Can, Event, Location, Screen, Subject, Surroundings, Tab, Visit};
use crate::entry::{Entry, EntryPath};
use crate::keymap::{Act, Action, Context, Decide, Move, Write};
use crate::ops::find::SortOrder;
use crate::ops::share::Outgoing;
use crate::tui::core::drafts::Draft;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::sharing::Sharing;
use crate::tui::core::undecided::Undecided;
use crate::tui::overlay::choose::Choice;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::footer::Footer;

/// A screen: its state, what keys and answers do to it, and how it is drawn.
pub trait ScreenState: Debug {
    // Where it is among the others.

    /// Where the person is on it.
    fn location(&self) -> Location;

    /// The screen whose tab stands for it; none for one that belongs to where it was opened from.
    fn home(&self) -> Option<Screen> {
        Some(self.location().screen)
    }

    fn tab(&self) -> Option<&'static Tab> {
        None
    }

    /// What its tab counts.
    fn count(&self, _shared: &Shared) -> usize {
        0
    }

    /// The actions that lead here.
    fn reached_by(&self) -> &'static [Action] {
        &[]
    }

    /// It is gone to by one of these.
    fn arrive(&mut self, _by: Action) {}

    /// On the way here this entry was selected.
    fn choose(&mut self, _entry: &EntryPath) {}

    /// Whether it is opened from another screen: leaving it leads back there.
    fn is_inner(&self) -> bool {
        false
    }

    /// Shows what is visited.
    fn show(&mut self, _visit: &Visit) {}

    /// Keeps where the person was for the next start.
    fn save(&self, _session: &mut Session, _shared: &Shared) {}

    /// Goes where the person was, and says where that is.
    fn restore(&mut self, _session: &Session, _shared: &mut Shared) -> Location {
        self.location()
    }

    // What it shows.

    /// Asks for what it shows, as it is now.
    fn ask(&mut self, shared: &mut Shared) -> Vec<Effect>;

    /// Takes an answer in, if that concerns it.
    fn take(&mut self, _answer: &Answer, _shared: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    fn undecided_changed(&mut self, _undecided: &Undecided) {}

    fn sharing_changed(&mut self, _sharing: &Sharing) {}

    /// Something happened to entries.
    fn notice(&mut self, _event: &Event) {}

    /// Brings positions into step with the room there is, and asks for what is to be shown.
    fn settle(&mut self, shared: &Shared) -> Vec<Effect>;

    /// What came up meanwhile, to be told once.
    fn to_tell(&mut self) -> Option<String> {
        None
    }

    /// When it has something to ask that it has not asked yet.
    fn deadline(&self) -> Option<Duration> {
        None
    }

    // What actions are about.

    fn subject<'a>(&'a self, shared: &'a Shared) -> Option<Subject<'a>>;

    /// The marked entries, else the selected one.
    fn targets(&self, shared: &Shared) -> Vec<EntryPath> {
        self.subject(shared).map(|subject| subject.path.clone()).into_iter().collect()
    }

    /// The selected entry with its text, as far as it has been read.
    fn entry(&self) -> Option<&Entry> {
        None
    }

    /// The tags that all targets carry, as far as they are known.
    fn tags(&self, shared: &Shared) -> Vec<String> {
        let one = self.targets(shared).len() == 1;
        self.entry().filter(|_| one).map(|entry| entry.tags.clone()).unwrap_or_default()
    }

    /// Lines of the text that are marked to be quoted.
    fn quote(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether some entries are marked, so that a verb acts on them and not on the selected one.
    fn has_marks(&self) -> bool {
        false
    }

    fn unmark(&mut self) {}

    /// The publication that the person is looking at.
    fn publication(&self, shared: &Shared) -> Option<Outgoing> {
        shared.sharing.publication(self.subject(shared)?.path).cloned()
    }

    /// Whether it is about what is shared.
    fn is_sharing(&self) -> bool {
        false
    }

    /// What a capture from here begins with.
    fn to_capture(&self) -> Option<String> {
        None
    }

    // Keys.

    /// Where keys are looked up, innermost first.
    fn contexts(&self) -> Vec<Context>;

    fn is_typing(&self) -> bool {
        false
    }

    fn go(&mut self, r#move: Move, shared: &mut Shared) -> Vec<Effect>;

    /// An editing key.
    fn write(&mut self, _write: Write, _shared: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Typed or pasted text.
    fn text(&mut self, _text: &str, _shared: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// Does what an action means here; nothing if it means the same as elsewhere.
    fn act(&mut self, _act: Act, _shared: &mut Shared) -> Option<Vec<Effect>> {
        None
    }

    /// Whether an action makes sense here and now.
    fn can(&self, _action: Action, _shared: &Shared) -> Can {
        Can::AsElsewhere
    }

    /// Begins to filter its list or to look in its text; says whether it has that.
    fn find(&mut self) -> bool {
        false
    }

    fn zoom(&mut self) {}

    /// The order of its list, where that can be chosen.
    fn order(&self) -> Option<SortOrder> {
        None
    }

    /// Says which of two texts counts.
    fn decide(&mut self, _decide: Decide, _shared: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// A piece of text comes back from the editor.
    fn edited(&mut self, _text: &str) {}

    /// Puts its list in another order.
    fn sort(&mut self, _order: SortOrder) -> Vec<Effect> {
        Vec::new()
    }

    /// One step back inside the screen. `None` when there is no step left.
    fn escape(&mut self) -> Option<Vec<Effect>> {
        None
    }

    /// Leaves the inner place; says whether there was one.
    fn close(&mut self) -> bool {
        false
    }

    /// What was chosen in a list that it opened.
    fn chosen(&mut self, _choice: &Choice, _shared: &mut Shared) -> Vec<Effect> {
        Vec::new()
    }

    /// A click; says whether what is there was selected already and is to be opened.
    fn click(&mut self, _at: Position, _shared: &Shared) -> bool {
        false
    }

    fn wheel(&mut self, _at: Position, step: Move, shared: &mut Shared) -> Vec<Effect> {
        self.go(step, shared)
    }

    // What is being written on it.

    fn draft(&self) -> Option<Draft> {
        None
    }

    /// Leaves what is being written unfinished; answers with what is to be kept of it.
    fn leave_draft(&mut self) -> Option<Draft> {
        None
    }

    /// A text was kept from before.
    fn restore_draft(&mut self, _draft: &Draft) {}

    // Drawing.

    /// Draws the screen and returns where the terminal's cursor belongs.
    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position>;

    /// What stands in the message line while there is no message, and how it is meant.
    fn reminder(&self) -> Option<(String, Reminder)> {
        None
    }

    /// The words by which it is filtered.
    fn filter(&self) -> Option<&Filter> {
        None
    }

    /// What works here and now.
    fn footer(&self) -> Footer;
}

/// How a reminder is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    Quiet,
    Warning,
}
