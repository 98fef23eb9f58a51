//! Today: the day's log on the left; what is due, undecided and unfinished on the right.

mod draw;
mod line;

use chrono::NaiveDate;

use crate::entry::{EntryPath, Kind};
use crate::keymap::{Context, Move, Write};
use crate::ops::inbox::Item;
use crate::render;
use crate::tui::app::Subject;
use crate::tui::drafts::{Kept, Purpose};
use crate::tui::layout::Class;
use crate::tui::msg::{Effect, Morning};
use crate::tui::screen::inbox::Inbox;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::list::List;

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

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Today {
    /// What is known of the day; nothing before the first answer.
    whole: Option<Morning>,
    /// What of it the filter lets through.
    pub morning: Option<Morning>,
    /// The oldest undecided items, and those of them that the filter lets through with how many there are in all.
    oldest: Vec<Item>,
    waiting: (Vec<Item>, usize),
    pub filter: Filter,
    pub part: Part,
    lists: [List; 4],
    /// The line that is being written.
    line: Option<Input>,
    /// A line that was left unfinished.
    left: String,
    rows: usize,
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
        Effect::Today(date)
    }

    /// The day has come; the newest line is selected, unless the person is reading older ones.
    pub fn came(&mut self, morning: Morning) {
        let before = self.len(Part::Log);
        let at_end = self.list(Part::Log).selected + 1 >= before;
        self.whole = Some(morning);
        self.refilter();
        if at_end {
            let len = self.len(Part::Log);
            self.list_mut(Part::Log).select(usize::MAX, len);
        }
    }

    /// The inbox is like this now.
    pub fn waits(&mut self, inbox: &Inbox) {
        self.oldest = inbox.oldest(WAITING);
        self.waiting.1 = inbox.total;
        self.refilter();
    }

    /// Shows what the filter lets through.
    fn refilter(&mut self) {
        let filter = &self.filter;
        self.morning = self.whole.clone().map(|mut morning| {
            morning.day.lines.retain(|line| filter.fits(&line.text));
            morning.due.retain(|due| filter.fits(&due.title));
            morning.drafts.retain(|kept| filter.fits(&kept.text));
            morning
        });
        self.waiting.0 = self.oldest.iter().filter(|item| filter.fits(&item.title)).cloned().collect();
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

    pub fn list(&self, part: Part) -> &List {
        &self.lists[part as usize]
    }

    fn list_mut(&mut self, part: Part) -> &mut List {
        &mut self.lists[part as usize]
    }

    pub fn len(&self, part: Part) -> usize {
        let of = |count: fn(&Morning) -> usize| self.morning.as_ref().map_or(0, count);
        match part {
            Part::Log => of(|morning| morning.day.lines.len()),
            Part::Due => of(|morning| morning.due.len()),
            Part::Inbox => self.waiting.0.len(),
            Part::Drafts => of(|morning| morning.drafts.len()),
        }
    }

    /// What the verbs are about: a line of the log, or an entry that is due or undecided.
    pub fn subject(&self) -> Option<Subject<'_>> {
        let at = self.list(self.part).selected;
        match self.part {
            Part::Log => {
                let day = &self.morning.as_ref()?.day;
                let line = day.lines.get(at)?;
                Some(Subject { path: &day.path, title: &line.text, kind: Some(Kind::Journal), line: Some(line.line) })
            }
            Part::Due => {
                let due = self.morning.as_ref()?.due.get(at)?;
                Some(Subject { path: &due.path, title: &due.title, kind: None, line: None })
            }
            Part::Inbox => {
                let item = self.waiting.0.get(at)?;
                Some(Subject { path: &item.path, title: &item.title, kind: Some(item.kind), line: None })
            }
            Part::Drafts => None,
        }
    }

    /// The draft that is selected.
    pub fn selected_draft(&self) -> Option<&Kept> {
        let drafts = &self.morning.as_ref().filter(|_| self.part == Part::Drafts)?.drafts;
        drafts.get(self.list(Part::Drafts).selected)
    }

    pub fn go(&mut self, r#move: Move) {
        let (part, len) = (self.part, self.len(self.part));
        let page = isize::try_from(self.rows.max(2)).unwrap_or(2);
        match r#move {
            Move::Down if part != Part::Log && self.list(part).selected + 1 >= len => self.next_part(Part::Drafts),
            Move::Up if part != Part::Log && self.list(part).selected == 0 => self.part_before(),
            Move::Down => self.list_mut(part).step(1, len),
            Move::Up => self.list_mut(part).step(-1, len),
            Move::First => self.list_mut(part).select(0, len),
            Move::Last => self.list_mut(part).select(usize::MAX, len),
            Move::HalfPageDown => self.list_mut(part).step(page / 2, len),
            Move::HalfPageUp => self.list_mut(part).step(-(page / 2), len),
            Move::PageDown => self.list_mut(part).step(page, len),
            Move::PageUp => self.list_mut(part).step(-page, len),
            Move::PaneLeft => self.part = Part::Log,
            Move::PaneRight if part == Part::Log => self.next_part(Part::Drafts),
            Move::PaneRight => {}
            Move::PaneNext => self.turn(1),
            Move::PanePrevious => self.turn(Part::ALL.len() - 1),
            Move::PreviewDown | Move::PreviewUp => {}
        }
    }

    /// To the next box that holds something, not beyond one; the selection begins at its top.
    fn next_part(&mut self, last: Part) {
        let range = Part::ALL.into_iter().filter(|part| *part as usize > self.part as usize);
        let next = range.take_while(|part| *part as usize <= last as usize).find(|part| self.len(*part) > 0);
        if let Some(next) = next {
            self.part = next;
            self.list_mut(next).select(0, usize::MAX);
        }
    }

    /// To the box above on the right side that holds something.
    fn part_before(&mut self) {
        let above = Part::ALL.into_iter().rev().filter(|part| (*part as usize) < self.part as usize);
        let above = above.take_while(|part| *part != Part::Log).find(|part| self.len(*part) > 0);
        if let Some(part) = above {
            self.part = part;
            let len = self.len(part);
            self.list_mut(part).select(usize::MAX, len);
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
                self.list_mut(part).follow(len, usize::from(room.height));
            }
            if part == self.part {
                self.rows = usize::from(room.height);
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
        let day = &self.morning.as_ref()?.day;
        (!day.lines.is_empty()).then_some(&day.path)
    }
}
