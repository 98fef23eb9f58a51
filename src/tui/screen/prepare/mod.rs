//! An entry before it is shared: the file the team will see, what the checks say, the commit, what stays here.
//!
//! Nothing leaves from this screen by looking at it. Where there is no room for panes side by side, they are parts of one;
//! warnings and the destination are in sight in each of them.

mod areas;
mod draw;
mod order;
mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::session::Session;
use super::shared::Shared;
use super::{Can, Location, Reminder, Screen, ScreenState, Subject, Surroundings, Visit};
use crate::entry::EntryPath;
use crate::keymap::{Act, Action, Context, Move, Run};
use crate::ops::share::{Finding, Order, Outgoing, Preview, Route, State};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::failure::Outcome;
use crate::tui::overlay::choose::Choice;
use crate::tui::widget::diff::Diff;
use crate::tui::widget::footer::{COMMANDS, Footer, Item};
use crate::tui::widget::layout::Class;
use crate::tui::widget::panel::Panel;
use crate::tui::widget::parts::turned;
use rows::PassedShown;

const KEYS: [Item; 9] = [
    (Action::Act(Act::Publish), "publish"),
    (Action::Act(Act::Propose), "branch for review"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Move(Move::PaneNext), "next part"),
    (Action::Run(Run::Cancel), "not now"),
    (Action::Act(Act::Open), "change"),
    (Action::Move(Move::PreviewDown), "scroll"),
    (Action::Act(Act::CopyLink), "copy link"),
    COMMANDS,
];

/// A part of the screen that can have the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part {
    /// The file, against the private text.
    #[default]
    Text,
    /// The file, against the team's copy.
    Copy,
    Ready,
    Discernment,
    Commit,
    /// What stays with me.
    Stays,
}

/// What a row of a pane leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowTarget {
    /// Another team.
    To,
    Topic,
    /// Whose lines are kept.
    Conflict,
    /// A finding that blocks, by its key.
    Allow(String),
    /// A line of the file.
    Line(usize),
    /// The names of the checks that passed.
    Passed,
}

/// The panes beside the text.
#[derive(Clone, Debug, Default)]
struct Panels {
    ready: Panel<RowTarget>,
    discernment: Panel<RowTarget>,
    commit: Panel<RowTarget>,
    stays: Panel<RowTarget>,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Prepare {
    /// What is asked for.
    order: Order,
    title: String,
    preview: Option<Outcome<Box<Preview>>>,
    asked: bool,
    generation: u64,
    part: Part,
    /// Which of the two comparisons is shown while something else has the keys.
    shows_copy: bool,
    text: Diff,
    copy: Diff,
    panels: Panels,
    passed_shown: PassedShown,
    /// The columns that the rows of the panes were made for.
    columns: usize,
    class: Option<Class>,
}

impl Prepare {
    /// Shows an entry as a team would get it, from the beginning: what was let through before has to be let through again.
    fn open(&mut self, entry: EntryPath, title: &str, team: &str) {
        let order = Order { entry: Some(entry), team: team.to_owned(), ..Order::default() };
        *self =
            Self { order, title: title.to_owned(), generation: self.generation, class: self.class, ..Self::default() };
    }

    fn title(&self) -> &str {
        self.preview().map_or(&self.title, |preview| &preview.title)
    }

    /// What would leave, if it is known and is what is asked for.
    fn preview(&self) -> Option<&Preview> {
        self.preview.as_ref()?.as_ref().ok().map(Box::as_ref)
    }

    /// Whether what is shown answers the order as it is now.
    fn is_current(&self) -> bool {
        self.asked && self.preview().is_some_and(|preview| preview.order == self.order)
    }

    /// Whether there is anything that the team does not have yet.
    fn has_news(&self) -> bool {
        let same = |preview: &Preview| preview.state == State::Published && self.copy.is_same();
        self.preview().is_none_or(|preview| !same(preview))
    }

    /// The first finding that keeps it from leaving.
    pub fn blocking(&self) -> Option<&Finding> {
        self.preview()?.blocking().next()
    }

    /// The finding with that key.
    fn finding(&self, key: &str) -> Option<&Finding> {
        self.preview()?.report.findings.iter().find(|finding| finding.key == key)
    }

    fn want(&mut self) -> Option<Effect> {
        if self.asked || self.order.entry.is_none() {
            return None;
        }
        self.asked = true;
        self.generation += 1;
        Some(Effect::Prepare { generation: self.generation, order: self.order.clone() })
    }

    /// A preview has come; one for an older order is not looked at.
    fn came(&mut self, generation: u64, preview: &Outcome<Box<Preview>>) {
        if generation != self.generation {
            return;
        }
        let first = self.preview().is_none();
        self.preview = Some(preview.clone());
        self.columns = 0;
        let (text, copy) = self.preview().map(|it| (it.changes.clone(), it.update.clone())).unwrap_or_default();
        self.text.fill(&text);
        self.copy.fill(&copy);
        let is_update = self.preview().is_some_and(|preview| is_update(preview.state)) && !self.copy.is_empty();
        if first && is_update {
            self.focus(Part::Copy);
        } else if self.copy.is_empty() && self.shows_copy {
            self.shows_copy = false;
            self.part = if self.part == Part::Copy { Part::Text } else { self.part };
        }
    }

    /// The parts that Tab goes through: all where they take turns, else those with something to do.
    fn parts(&self) -> Vec<Part> {
        let copy = (!self.copy.is_empty()).then_some(Part::Copy);
        let Panels { ready, discernment, commit, stays } = &self.panels;
        let panes =
            [(Part::Ready, ready), (Part::Discernment, discernment), (Part::Commit, commit), (Part::Stays, stays)];
        let beside = self.class == Some(Class::Wide);
        let panes = panes.into_iter().filter(|(_, panel)| !beside || panel.has_more()).map(|(part, _)| part);
        [Some(Part::Text), copy].into_iter().flatten().chain(panes).collect()
    }

    /// The comparison that the panes stand beside.
    fn home_part(&self) -> Part {
        if self.shows_copy { Part::Copy } else { Part::Text }
    }

    fn focus(&mut self, part: Part) {
        match part {
            Part::Text => self.shows_copy = false,
            Part::Copy => self.shows_copy = true,
            Part::Ready | Part::Discernment | Part::Commit | Part::Stays => {}
        }
        self.part = part;
    }

    fn turn(&mut self, by: isize) {
        if let Some(next) = turned(&self.parts(), self.part, by) {
            self.focus(next);
        }
    }

    fn shown_mut(&mut self) -> &mut Diff {
        if self.shows_copy { &mut self.copy } else { &mut self.text }
    }

    fn shown(&self) -> &Diff {
        if self.shows_copy { &self.copy } else { &self.text }
    }

    fn panel(&mut self) -> Option<&mut Panel<RowTarget>> {
        match self.part {
            Part::Text | Part::Copy => None,
            Part::Ready => Some(&mut self.panels.ready),
            Part::Discernment => Some(&mut self.panels.discernment),
            Part::Commit => Some(&mut self.panels.commit),
            Part::Stays => Some(&mut self.panels.stays),
        }
    }

    fn step(&mut self, r#move: Move) {
        match r#move {
            Move::PaneNext => self.turn(1),
            Move::PanePrevious => self.turn(-1),
            Move::PaneRight if self.part == self.home_part() => self.turn(1),
            Move::PaneRight => {}
            Move::PaneLeft => self.focus(self.home_part()),
            Move::PreviewDown | Move::PreviewUp => self.shown_mut().go(r#move),
            other => match self.panel() {
                Some(panel) => panel.go(other),
                None => self.shown_mut().go(other),
            },
        }
    }

    /// What Enter is about: the selected row of the pane with the keys, else what is to be chosen first.
    fn target(&mut self) -> Option<RowTarget> {
        self.panel()?.target().cloned()
    }

    /// Names the checks that passed, or counts them again.
    fn turn_passed(&mut self) {
        self.passed_shown = match self.passed_shown {
            PassedShown::Counted => PassedShown::Named,
            PassedShown::Named => PassedShown::Counted,
        };
        self.columns = 0;
    }

    /// Shows a line of the file.
    fn reveal(&mut self, line: usize) {
        self.focus(Part::Text);
        self.text.reveal(line);
    }

    /// What stands in the message line while there is no message.
    fn state_told(&self) -> &'static str {
        match self.preview().map(|preview| preview.state) {
            None => "",
            Some(State::Private | State::Queued) => "Nothing has left this machine yet.",
            Some(State::Proposed) => "It is waiting for review on a branch.",
            Some(State::Published) if self.has_news() => "It is published; what is shown here has not left yet.",
            Some(State::Published) => "It is published as it is shown here.",
            Some(State::Drifted) => "It is published; what I changed since has not left this machine.",
            Some(State::Edited) => "It is published, and a colleague changed the team's copy since.",
            Some(State::Diverged) => "A colleague changed the team's copy, and I changed mine.",
            Some(State::Unshared) => "It is no longer shared, but still published.",
            Some(State::Withdrawn) => "It was withdrawn; publishing restores it.",
        }
    }
}

impl ScreenState for Prepare {
    fn location(&self) -> Location {
        match &self.order.entry {
            Some(entry) => Location::prepare(entry.clone(), &*self.order.team),
            None => Location::of(Screen::Share),
        }
    }

    fn home(&self) -> Option<Screen> {
        Some(Screen::Share)
    }

    fn is_inner(&self) -> bool {
        true
    }

    fn show(&mut self, visit: &Visit) {
        if let (Some(entry), Some(team)) = (visit.location.entry.clone(), &visit.location.team) {
            self.open(entry, &visit.title, team);
        }
    }

    fn restore(&mut self, _: &Session, _: &mut Shared) -> Location {
        Location::of(Screen::Share)
    }

    fn ask(&mut self, shared: &mut Shared) -> Vec<Effect> {
        self.asked = false;
        vec![shared.sharing.ask()]
    }

    fn take(&mut self, answer: &Answer, _: &mut Shared) -> Vec<Effect> {
        if let Answer::Prepare { generation, outcome, .. } = answer {
            self.came(*generation, outcome);
        }
        Vec::new()
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        self.settle_in(shared.class, shared.size)
    }

    fn subject<'a>(&'a self, _: &'a Shared) -> Option<Subject<'a>> {
        Some(Subject::new(self.order.entry.as_ref()?, self.title(), None))
    }

    fn publication(&self, shared: &Shared) -> Option<Outgoing> {
        shared.sharing.of(self.order.entry.as_ref()?).find(|out| out.team == self.order.team).cloned()
    }

    fn is_sharing(&self) -> bool {
        true
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Share, Context::Preview, Context::Entry, Context::Global]
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
        self.step(r#move);
        Vec::new()
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        if act == Act::Open {
            self.change_order(shared);
        } else if act == Act::Publish {
            self.publish(Route::Main, shared);
        } else if act == Act::Propose {
            self.publish(Route::Branch, shared);
        } else {
            return None;
        }
        Some(Vec::new())
    }

    fn can(&self, action: Action, shared: &Shared) -> Can {
        let leaves = matches!(action, Action::Act(Act::Publish | Act::Propose)) && self.order.entry.is_some();
        if leaves { Can::unless(self.why_not_publish(shared)) } else { Can::AsElsewhere }
    }

    fn escape(&mut self) -> Option<Vec<Effect>> {
        let inner = !matches!(self.part, Part::Text | Part::Copy);
        self.focus(self.home_part());
        inner.then(Vec::new)
    }

    fn chosen(&mut self, choice: &Choice, shared: &mut Shared) -> Vec<Effect> {
        self.take_choice(choice, shared)
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn reminder(&self) -> Option<(String, Reminder)> {
        Some((self.state_told().to_owned(), Reminder::Quiet))
    }

    fn footer(&self) -> Footer {
        Footer::of(&KEYS)
    }
}

/// Whether there is a copy in the team that this would change.
fn is_update(state: State) -> bool {
    match state {
        State::Drifted | State::Edited | State::Diverged => true,
        State::Private | State::Queued | State::Proposed | State::Published | State::Unshared | State::Withdrawn => {
            false
        }
    }
}

/// A state in a few words.
pub(crate) fn state_label(state: State) -> &'static str {
    match state {
        State::Private => "not published yet",
        State::Queued => "on its way, not accepted yet",
        State::Proposed => "on a branch for review",
        State::Published => "published",
        State::Drifted => "published; I changed it since",
        State::Edited => "published; a colleague changed it",
        State::Diverged => "published; both of us changed it",
        State::Unshared => "no longer shared, still published",
        State::Withdrawn => "withdrawn",
    }
}
