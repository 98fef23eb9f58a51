//! Today: the day's log on the left; what is due, undecided and unfinished on the right.

mod draw;
mod line;

use chrono::NaiveDate;

use crate::entry::{EntryPath, Kind};
use crate::keymap::{Context, Move, Write};
use crate::ops::inbox::Item;
use crate::ops::later::Due;
use crate::ops::log::Line;
use crate::render;
use crate::tui::app::Subject;
use crate::tui::drafts::{Kept, Purpose};
use crate::tui::effect::Effect;
use crate::tui::layout::Class;
use crate::tui::msg::Morning;
use crate::tui::screen::inbox::Inbox;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::list::{Identified, List};
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
    Drafts,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Log, Self::Due, Self::Inbox, Self::Drafts];
}

impl Identified for Line {
    type Id = usize;

    fn id(&self) -> &usize {
        &self.line
    }

    fn words(&self) -> &str {
        &self.text
    }
}

impl Identified for Kept {
    type Id = Purpose;

    fn id(&self) -> &Purpose {
        &self.purpose
    }

    fn words(&self) -> &str {
        &self.text
    }
}

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
    drafts: List<Kept>,
    pub filter: Filter,
    pub part: Part,
    /// The line that is being written.
    line: Option<Input>,
    /// A line that was left unfinished.
    left: String,
    /// The lines of the log as they are drawn, and in how many columns.
    rendered: (usize, Vec<Vec<render::Line>>),
}

impl Today {
    pub fn contexts(&self) -> Vec<Context> {
        if self.line.is_some() {
            return vec![Context::Input, Context::Global];
        }
        if self.filter.is_typing() {
            return vec![Context::Picker, Context::Input, Context::Global];
        }
        vec![Context::Today, Context::List, Context::Entry, Context::Global]
    }

    /// Asks for the day.
    pub fn ask(&self, date: NaiveDate) -> Effect {
        Effect::Today { date }
    }

    /// The day has come; the newest line is selected, unless the person is reading older ones.
    pub fn came(&mut self, morning: Morning) {
        let at_end = self.log.selection.row + 1 >= self.log.len();
        self.path = Some(morning.day.path);
        self.log.fill(morning.day.lines);
        self.due.fill(morning.due);
        self.drafts.fill(morning.drafts);
        self.rendered.0 = 0;
        if at_end {
            self.log.go(Move::Last);
        }
    }

    /// The inbox is like this now.
    pub fn waits(&mut self, inbox: &Inbox) {
        self.inbox.fill(inbox.oldest(WAITING));
        self.undecided = inbox.total;
    }

    /// Shows what the filter lets through.
    fn refilter(&mut self) {
        let filter = &self.filter;
        self.log.filter_by(filter);
        self.due.filter_by(filter);
        self.inbox.filter_by(filter);
        self.drafts.filter_by(filter);
        self.rendered.0 = 0;
    }

    /// Begins to hide what does not have the words that are typed.
    pub fn begin_filter(&mut self) {
        self.filter.begin();
    }

    /// Shows everything again; says whether something was hidden.
    pub fn end_filter(&mut self) -> bool {
        let ended = self.filter.end();
        self.refilter();
        ended
    }

    fn selection(&self, part: Part) -> Selection {
        match part {
            Part::Log => self.log.selection,
            Part::Due => self.due.selection,
            Part::Inbox => self.inbox.selection,
            Part::Drafts => self.drafts.selection,
        }
    }

    fn selection_mut(&mut self, part: Part) -> &mut Selection {
        match part {
            Part::Log => &mut self.log.selection,
            Part::Due => &mut self.due.selection,
            Part::Inbox => &mut self.inbox.selection,
            Part::Drafts => &mut self.drafts.selection,
        }
    }

    pub fn len(&self, part: Part) -> usize {
        match part {
            Part::Log => self.log.len(),
            Part::Due => self.due.len(),
            Part::Inbox => self.inbox.len(),
            Part::Drafts => self.drafts.len(),
        }
    }

    /// What the verbs are about: a line of the log, or an entry that is due or undecided.
    pub fn subject(&self) -> Option<Subject<'_>> {
        let (path, title, kind, line) = match self.part {
            Part::Log => {
                let line = self.log.selected()?;
                (self.path.as_ref()?, &line.text, Some(Kind::Journal), Some(line.line))
            }
            Part::Due => {
                let due = self.due.selected()?;
                (&due.path, &due.title, None, None)
            }
            Part::Inbox => {
                let item = self.inbox.selected()?;
                (&item.path, &item.title, Some(item.kind), None)
            }
            Part::Drafts => return None,
        };
        Some(Subject { path, title, kind, line })
    }

    /// The draft that is selected.
    pub fn selected_draft(&self) -> Option<&Kept> {
        self.drafts.selected().filter(|_| self.part == Part::Drafts)
    }

    pub fn go(&mut self, r#move: Move) {
        let (part, len) = (self.part, self.len(self.part));
        let row = self.selection(part).row;
        match r#move {
            Move::Down if part != Part::Log && row + 1 >= len => self.next_part(Part::Drafts),
            Move::Up if part != Part::Log && row == 0 => self.part_before(),
            Move::PaneLeft => self.part = Part::Log,
            Move::PaneRight if part == Part::Log => self.next_part(Part::Drafts),
            Move::PaneNext => self.turn(1),
            Move::PanePrevious => self.turn(Part::ALL.len() - 1),
            other => drop(self.selection_mut(part).go(other, len)),
        }
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

    /// Brings positions into step with the room there is.
    pub fn settle(&mut self, class: Class, size: (u16, u16)) -> Vec<Effect> {
        if self.part != Part::Log && self.len(self.part) == 0 {
            self.part = Part::Log;
        }
        for part in Part::ALL {
            let room = self.room(class, size, part);
            let len = self.len(part);
            if part == Part::Log {
                self.follow_log(room);
            } else {
                self.selection_mut(part).follow(len, room.height.into());
            }
        }
        Vec::new()
    }

    /// Whether a line is being written.
    pub fn is_typing(&self) -> bool {
        self.line.is_some()
    }

    /// Begins a line of the log, or goes on with the one that was left.
    pub fn begin_line(&mut self) {
        self.part = Part::Log;
        self.end_filter();
        self.line = Some(Input::new(std::mem::take(&mut self.left)));
    }

    /// A line that was kept from before, or could not be logged.
    pub fn restore(&mut self, text: &str) {
        match &mut self.line {
            Some(line) if line.is_empty() => *line = Input::new(text),
            Some(_) => {}
            None => text.clone_into(&mut self.left),
        }
    }

    pub fn draft(&self) -> Option<Kept> {
        Some(Kept::new(Purpose::Log, self.line.as_ref()?.text()))
    }

    pub fn text(&mut self, text: &str) {
        match &mut self.line {
            Some(line) => line.insert(text),
            None => {
                self.filter.text(text);
                self.refilter();
            }
        }
    }

    /// Takes an editing key; answers with the line when it is finished.
    pub fn write(&mut self, write: Write) -> Option<String> {
        let Some(line) = self.line.as_mut() else {
            self.filter.write(write);
            self.refilter();
            return None;
        };
        if (line.write(write), write) != (Typed::NotMine, Write::Submit) {
            return None;
        }
        let text = self.line.take().map(|line| line.text().trim().to_owned())?;
        (!text.is_empty()).then_some(text)
    }

    /// Leaves the line unfinished; answers with what is to be kept of it. `None` where no line is being written.
    pub fn escape(&mut self) -> Option<Kept> {
        let kept = self.draft()?;
        self.line = None;
        kept.text.clone_into(&mut self.left);
        Some(kept)
    }

    /// Whether a journal of the day is there to be edited.
    pub fn day(&self) -> Option<&EntryPath> {
        self.path.as_ref().filter(|_| !self.log.is_empty())
    }
}
