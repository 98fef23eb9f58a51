//! Today: the day's log on the left; what is due, undecided and unfinished on the right.

mod draw;
mod line;
mod screen;

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

/// As many undecided items as there may be room for.
const WAITING: usize = 60;

/// A box of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Log,
    Due,
    Inbox,
    Meanwhile,
    Drafts,
}

impl Part {
    pub const ALL: [Self; 5] = [Self::Log, Self::Due, Self::Inbox, Self::Meanwhile, Self::Drafts];
}

identified! { Draft => kind: DraftKind, text; }

const TAB: Tab = Tab { go: Go::Today, name: "Today", short: "Today", verb: Verb::Seek };

const KEYS: [Hint; 9] = [
    (Action::Run(Run::Log), "log"),
    (Action::Act(Act::Open), "open"),
    (Action::Act(Act::Edit), "edit"),
    (Action::Act(Act::Nugget), "nugget"),
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
    /// Where the day is written; nothing before the first answer.
    path: Option<EntryPath>,
    log: List<Line>,
    due: List<Due>,
    /// The oldest undecided items, and how many there are in all.
    inbox: List<Item>,
    undecided: usize,
    /// What changed since the person was last here, which is asked for once.
    meanwhile: List<Meanwhile>,
    is_asked: bool,
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
            Part::Meanwhile => self.meanwhile.selection,
            Part::Drafts => self.drafts.selection,
        }
    }

    fn selection_mut(&mut self, part: Part) -> &mut Selection {
        match part {
            Part::Log => &mut self.log.selection,
            Part::Due => &mut self.due.selection,
            Part::Inbox => &mut self.inbox.selection,
            Part::Meanwhile => &mut self.meanwhile.selection,
            Part::Drafts => &mut self.drafts.selection,
        }
    }

    pub fn len(&self, part: Part) -> usize {
        match part {
            Part::Log => self.log.len(),
            Part::Due => self.due.len(),
            Part::Inbox => self.inbox.len(),
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

    /// To the next box that holds something, not beyond one; the selection begins at its top.
    fn next_part(&mut self, last: Part) {
        let range = Part::ALL.into_iter().filter(|part| *part as usize > self.part as usize);
        let next = range.take_while(|part| *part as usize <= last as usize).find(|part| self.len(*part) > 0);
        if let Some(next) = next {
            self.part = next;
            self.selection_mut(next).select(0, usize::MAX);
        }
    }

    /// To the box above on the right side that holds something.
    fn part_before(&mut self) {
        let above = Part::ALL.into_iter().rev().filter(|part| (*part as usize) < self.part as usize);
        let above = above.take_while(|part| *part != Part::Log).find(|part| self.len(*part) > 0);
        if let Some(part) = above {
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

    /// Whether a journal of the day is there to be edited.
    fn has_day(&self) -> bool {
        self.path.is_some() && !self.log.is_empty()
    }
}
