//! Today: the day's log on the left; what is due, undecided and unfinished on the right.

mod draw;
mod line;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Can, Request, Screen, ScreenState, Spot, Subject, Surroundings, Tab, Verb};
use crate::entry::{EntryPath, Kind};
use crate::keymap::{Act, Action, Context, Go, Move, Run, Write};
use crate::ops::inbox::Item;
use crate::ops::later::Due;
use crate::ops::log::{Line, Logged};
use crate::render;
use crate::tui::drafts::{Kept, Purpose};
use crate::tui::effect::{Answer, Effect};
use crate::tui::footer::{COMMANDS, FILTER, Footer, Item as Hint, SEARCH};
use crate::tui::msg::{Morning, Outcome};
use crate::tui::shared::Shared;
use crate::tui::undecided::Undecided;
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
    drafts: List<Kept>,
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
    fn came(&mut self, morning: Morning) {
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

    /// Shows what the filter lets through.
    fn refilter(&mut self) {
        let filter = &self.filter;
        self.log.filter_by(filter);
        self.due.filter_by(filter);
        self.inbox.filter_by(filter);
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

    /// The draft that is selected.
    fn selected_draft(&self) -> Option<&Kept> {
        self.drafts.selected().filter(|_| self.part == Part::Drafts)
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
        if (line.write(write), write) != (Typed::NotMine, Write::Submit) {
            return None;
        }
        let text = self.line.take().map(|line| line.text().trim().to_owned())?;
        (!text.is_empty()).then_some(text)
    }

    fn logged(&mut self, text: &str, logged: &Outcome<Logged>, shared: &mut Shared) -> Vec<Effect> {
        if logged.is_err() {
            self.restore_line(text);
            shared.know(Kept::new(Purpose::Log, text));
            return Vec::new();
        }
        if self.line.is_none() { vec![shared.forget_draft(Purpose::Log)] } else { Vec::new() }
    }

    /// Whether a journal of the day is there to be edited.
    fn has_day(&self) -> bool {
        self.path.is_some() && !self.log.is_empty()
    }
}

impl ScreenState for Today {
    fn spot(&self) -> Spot {
        Spot::of(Screen::Today)
    }

    fn tab(&self) -> Option<&'static Tab> {
        Some(&TAB)
    }

    fn reached_by(&self) -> &'static [Action] {
        &[Action::Go(Go::Today), Action::Run(Run::Log)]
    }

    fn arrive(&mut self, by: Action) {
        if by == Action::Run(Run::Log) {
            self.begin_line();
        }
    }

    fn ask(&mut self, shared: &mut Shared) -> Vec<Effect> {
        vec![Effect::Today { date: shared.now().date_naive() }, shared.undecided.ask()]
    }

    fn take(&mut self, answer: &Answer, shared: &mut Shared) -> Vec<Effect> {
        if let Answer::Today { outcome: Ok(morning), .. } = answer {
            self.came(morning.as_ref().clone());
        } else if let Answer::Log { text, outcome } = answer {
            return self.logged(text, outcome, shared);
        }
        Vec::new()
    }

    fn undecided_changed(&mut self, undecided: &Undecided) {
        self.inbox.fill(undecided.items.iter().take(WAITING).cloned().collect());
        self.undecided = undecided.total;
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        if self.part != Part::Log && self.len(self.part) == 0 {
            self.part = Part::Log;
        }
        for part in Part::ALL {
            let room = self.room(shared.class, shared.size, part);
            let len = self.len(part);
            if part == Part::Log {
                self.follow_log(room);
            } else {
                self.selection_mut(part).follow(len, room.height.into());
            }
        }
        Vec::new()
    }

    /// A line of the log, or an entry that is due or undecided.
    fn subject<'a>(&'a self, _: &'a Shared) -> Option<Subject<'a>> {
        match self.part {
            Part::Log => {
                let (path, line) = (self.path.as_ref()?, self.log.selected()?);
                Some(Subject { line: Some(line.line), ..Subject::new(path, &line.text, Some(Kind::Journal)) })
            }
            Part::Due => self.due.selected().map(|due| Subject::new(&due.path, &due.title, None)),
            Part::Inbox => self.inbox.selected().map(|item| Subject::new(&item.path, &item.title, Some(item.kind))),
            Part::Drafts => None,
        }
    }

    fn contexts(&self) -> Vec<Context> {
        if self.line.is_some() {
            return vec![Context::Input, Context::Global];
        }
        if self.filter.is_typing() {
            return vec![Context::Picker, Context::Input, Context::Global];
        }
        vec![Context::Today, Context::List, Context::Entry, Context::Global]
    }

    fn is_typing(&self) -> bool {
        self.line.is_some() || self.filter.is_typing()
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
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
        Vec::new()
    }

    fn write(&mut self, write: Write, shared: &mut Shared) -> Vec<Effect> {
        if self.line.is_none() {
            self.filter.write(write);
            self.refilter();
            return Vec::new();
        }
        let effects = self.finished(write).map(|text| Effect::Log { text });
        shared.typed(self.draft().as_ref());
        effects.into_iter().collect()
    }

    fn text(&mut self, text: &str, shared: &mut Shared) -> Vec<Effect> {
        match &mut self.line {
            Some(line) => {
                line.insert(text);
                shared.typed(self.draft().as_ref());
            }
            None => {
                self.filter.text(text);
                self.refilter();
            }
        }
        Vec::new()
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        let kept = self.selected_draft().filter(|_| act == Act::Open)?.clone();
        shared.request(Request::GoOn(kept));
        Some(Vec::new())
    }

    fn can(&self, action: Action, _: &Shared) -> Can {
        let opens_draft = action == Action::Act(Act::Open) && self.selected_draft().is_some();
        if opens_draft { Can::Yes } else { Can::AsElsewhere }
    }

    fn find(&mut self) -> bool {
        self.filter.begin();
        true
    }

    fn escape(&mut self) -> Option<Vec<Effect>> {
        self.end_filter().then(Vec::new)
    }

    fn draft(&self) -> Option<Kept> {
        Some(Kept::new(Purpose::Log, self.line.as_ref()?.text()))
    }

    fn leave_draft(&mut self) -> Option<Kept> {
        let kept = self.draft()?;
        self.line = None;
        kept.text.clone_into(&mut self.left);
        Some(kept)
    }

    fn restore_draft(&mut self, kept: &Kept) {
        if kept.purpose == Purpose::Log {
            self.restore_line(&kept.text);
        }
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn filter(&self) -> Option<&Filter> {
        Some(&self.filter)
    }

    fn footer(&self) -> Footer {
        if self.line.is_some() {
            Footer::only(&LINE)
        } else if self.filter.is_typing() {
            Footer::only(&FILTER)
        } else {
            Footer::of(&KEYS)
        }
    }
}
