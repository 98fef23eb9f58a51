//! Today: the log of the day, or of one before, and below it what is due; what is undecided and unfinished on the right.

mod days;
mod draw;
mod for_me;
mod line;
mod screen;
mod steps;

use chrono::NaiveDate;

use super::shared::Shared;
use super::{Tab, Verb};
use crate::entry::EntryPath;
use crate::keymap::{Act, Action, Go, Move, Run, Write};
use crate::ops::inbox::Item;
use crate::ops::later::Due;
use crate::ops::log::{Line, Logged};
use crate::ops::since::Meanwhile;
use crate::ops::tick::Todo;
use crate::render;
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::effect::Effect;
use crate::tui::core::failure::Outcome;
use crate::tui::core::views::Agenda;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::footer::{COMMANDS, Item as Hint, SEARCH};
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::list::{List, identified};
use crate::tui::widget::selection::Selection;
use for_me::ForMe;

/// As many undecided items as there may be room for.
const WAITING: usize = 60;

/// A box of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Log,
    Due,
    Inbox,
    /// What the teams want of me.
    ForMe,
    Meanwhile,
    Drafts,
}

impl Part {
    pub const ALL: [Self; 6] = [Self::Log, Self::Due, Self::Inbox, Self::ForMe, Self::Meanwhile, Self::Drafts];
    const RIGHT: [Self; 4] = [Self::Inbox, Self::ForMe, Self::Meanwhile, Self::Drafts];

    /// The boxes it stands among, from the top.
    fn column(self) -> &'static [Self] {
        match self {
            Self::Log | Self::Due => &[Self::Log, Self::Due],
            Self::Inbox | Self::ForMe | Self::Meanwhile | Self::Drafts => &Self::RIGHT,
        }
    }
}

identified! { Draft => kind: DraftKind, text; }

const TAB: Tab = Tab { go: Go::Today, name: "Today", short: "Today", verb: Verb::Seek };

const KEYS: [Hint; 11] = [
    (Action::Run(Run::Log), "log"),
    (Action::Move(Move::PaneLeft), "day before"),
    (Action::Act(Act::Open), "open"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Nugget), "nugget"),
    (Action::Act(Act::Prepare), "week"),
    SEARCH,
    COMMANDS,
    (Action::Run(Run::Undo), "undo"),
    (Action::Run(Run::Sync), "sync"),
    (Action::Run(Run::Close), "quit"),
];

/// A line of the log is being typed.
const LINE: [Hint; 2] = [(Action::Write(Write::Submit), "save"), (Action::Run(Run::Cancel), "keep draft")];

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Today {
    /// The day before today whose log is shown; none for today's.
    turned_to: Option<NaiveDate>,
    /// The day that was asked for last, and which day was today then.
    asked: Option<(NaiveDate, NaiveDate)>,
    /// Where the day is written; nothing before its answer.
    path: Option<EntryPath>,
    /// The days around it, and how many lines each has.
    strip: Vec<(NaiveDate, usize)>,
    /// How much was written in each of the last weeks.
    weeks: Vec<usize>,
    log: List<Line>,
    due: List<Due>,
    /// The oldest undecided items, and how many there are in all.
    inbox: List<Item>,
    undecided: usize,
    for_me: List<ForMe>,
    /// What changed since the person was last here, which is asked for once.
    meanwhile: List<Meanwhile>,
    has_looked_back: bool,
    /// Whether the first steps are shown.
    has_steps: bool,
    /// Whether what a new version brought is shown.
    has_news: bool,
    drafts: List<Draft>,
    filter: Filter,
    part: Part,
    /// The line that is being written.
    line: Option<Input>,
    /// A line that was left unfinished.
    left: String,
    /// The lines of the log as they are drawn, and in how many columns.
    rendered: (usize, Vec<Vec<render::Line>>),
}

impl Today {
    /// The day has come; the newest line is selected, unless the person is reading older ones.
    fn came(&mut self, agenda: Agenda) {
        let at_end = self.log.selection.row + 1 >= self.log.len();
        self.path = Some(agenda.day.path);
        (self.strip, self.weeks) = (agenda.strip, agenda.weeks);
        self.log.fill(agenda.day.lines);
        self.due.fill(agenda.due);
        self.drafts.fill(agenda.drafts);
        self.rendered.0 = 0;
        if at_end {
            self.log.go(Move::Last);
        }
    }

    /// Shows what the filter lets through.
    fn refilter(&mut self) {
        let filter = &self.filter;
        self.log.filter_by(filter);
        self.due.filter_by(filter);
        self.inbox.filter_by(filter);
        self.for_me.filter_by(filter);
        self.meanwhile.filter_by(filter);
        self.drafts.filter_by(filter);
        self.rendered.0 = 0;
    }

    /// Shows everything again; says whether something was hidden.
    fn end_filter(&mut self) -> bool {
        let ended = self.filter.end();
        self.refilter();
        ended
    }

    fn selection(&self, part: Part) -> Selection {
        match part {
            Part::Log => self.log.selection,
            Part::Due => self.due.selection,
            Part::Inbox => self.inbox.selection,
            Part::ForMe => self.for_me.selection,
            Part::Meanwhile => self.meanwhile.selection,
            Part::Drafts => self.drafts.selection,
        }
    }

    fn selection_mut(&mut self, part: Part) -> &mut Selection {
        match part {
            Part::Log => &mut self.log.selection,
            Part::Due => &mut self.due.selection,
            Part::Inbox => &mut self.inbox.selection,
            Part::ForMe => &mut self.for_me.selection,
            Part::Meanwhile => &mut self.meanwhile.selection,
            Part::Drafts => &mut self.drafts.selection,
        }
    }

    pub fn len(&self, part: Part) -> usize {
        match part {
            Part::Log => self.log.len(),
            Part::Due => self.due.len(),
            Part::Inbox => self.inbox.len(),
            Part::ForMe => self.for_me.len(),
            Part::Meanwhile => self.meanwhile.len(),
            Part::Drafts => self.drafts.len(),
        }
    }

    /// The draft that is selected.
    fn selected_draft(&self) -> Option<&Draft> {
        self.drafts.selected().filter(|_| self.part == Part::Drafts)
    }

    /// The to-do that is selected in the log.
    fn selected_todo(&self) -> Option<&Todo> {
        self.log.selected().filter(|_| self.part == Part::Log)?.todo.as_ref()
    }

    /// To the first of some boxes that holds something; the selection begins at its top.
    fn enter(&mut self, mut parts: impl Iterator<Item = Part>) {
        if let Some(next) = parts.find(|part| self.len(*part) > 0) {
            self.part = next;
            self.selection_mut(next).select(0, usize::MAX);
        }
    }

    /// To the next box below that holds something.
    fn part_below(&mut self) {
        let (part, column) = (self.part, self.part.column());
        self.enter(column.iter().copied().filter(|below| *below as usize > part as usize));
    }

    /// To the box above that holds something.
    fn part_above(&mut self) {
        let above = self.part.column().iter().rev().filter(|above| (**above as usize) < self.part as usize);
        if let Some(part) = above.copied().find(|part| self.len(*part) > 0) {
            self.part = part;
            let len = self.len(part);
            self.selection_mut(part).select(usize::MAX, len);
        }
    }

    /// Round the boxes that hold something; the log always does.
    fn turn(&mut self, by: usize) {
        let count = Part::ALL.len();
        let order = (1..=count).map(|step| Part::ALL[(self.part as usize + step * by) % count]);
        let next = order.into_iter().find(|part| *part == Part::Log || self.len(*part) > 0);
        self.part = next.unwrap_or_default();
    }

    /// Begins a line of the log, or goes on with the one that was left.
    fn begin_line(&mut self) {
        self.part = Part::Log;
        self.turn_to(None);
        self.end_filter();
        self.line = Some(Input::new(std::mem::take(&mut self.left)));
    }

    /// A line that was kept from before, or could not be logged.
    fn restore_line(&mut self, text: &str) {
        match &mut self.line {
            Some(line) if line.is_empty() => *line = Input::new(text),
            Some(_) => {}
            None => text.clone_into(&mut self.left),
        }
    }

    /// Takes the line that is being written, if an editing key finishes it.
    fn finished(&mut self, write: Write) -> Option<String> {
        let line = self.line.as_mut()?;
        if line.write(write) != Typed::Submit {
            return None;
        }
        let text = self.line.take().map(|line| line.text().trim().to_owned())?;
        (!text.is_empty()).then_some(text)
    }

    fn logged(&mut self, text: &str, logged: &Outcome<Logged>, shared: &mut Shared) -> Vec<Effect> {
        if logged.is_err() {
            self.restore_line(text);
            shared.set_saved_draft(Draft::new(DraftKind::Log, text));
            return Vec::new();
        }
        if self.line.is_none() { vec![shared.forget_draft(DraftKind::Log)] } else { Vec::new() }
    }

    /// A journal is never published; from its log lines of the week are.
    fn shares_week(&self, act: Act) -> bool {
        act == Act::Prepare && self.part == Part::Log
    }

    /// Whether a journal of the day is there to be edited.
    fn has_day(&self) -> bool {
        self.path.is_some() && !self.log.is_empty()
    }
}
