//! What the program asks of this screen.

use super::{KEYS, LINE, Part, TAB, Today, WAITING, for_me};
use chrono::TimeDelta;

use crate::entry::Kind;
use crate::keymap::{Act, Action, Context, Go, Move, Run, Write};
use crate::ops::tick::Tick;
use crate::tui::core::command::EntryCommand;
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::sharing::Sharing;
use crate::tui::core::undecided::Undecided;
use crate::tui::screen::shared::Shared;
use crate::tui::screen::{Can, Event, Location, Request, Screen, ScreenState, Subject, Surroundings, Tab};
use crate::tui::widget::filter::Filter;
use crate::tui::widget::footer::{FILTER, Footer};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

impl ScreenState for Today {
    fn location(&self) -> Location {
        Location::of(Screen::Today)
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
        let since = (!std::mem::replace(&mut self.has_looked_back, true)).then_some(Effect::Since);
        std::iter::once(self.ask_for_day(shared)).chain(since).collect()
    }

    fn take(&mut self, answer: &Answer, shared: &mut Shared) -> Vec<Effect> {
        if let Answer::Today { date, today, outcome: Ok(agenda) } = answer
            && self.asked == Some((*date, *today))
        {
            self.came(agenda.as_ref().clone());
            self.due.take_out(&shared.leaving);
        } else if let Answer::Since { outcome: Ok(meanwhile) } = answer {
            self.meanwhile.fill(meanwhile.clone());
        } else if let Answer::Log { text, outcome } = answer {
            return self.logged(text, outcome, shared);
        }
        Vec::new()
    }

    fn notice(&mut self, event: &Event) {
        if let Event::Leaves(paths) = event {
            self.due.take_out(paths);
            self.meanwhile.take_out(paths);
        }
    }

    fn undecided_changed(&mut self, undecided: &Undecided) {
        self.inbox.fill(undecided.items.iter().take(WAITING).cloned().collect());
        self.undecided = undecided.total;
    }

    fn sharing_changed(&mut self, sharing: &Sharing) {
        self.for_me.fill(for_me::rows(sharing));
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        self.has_steps = shared.first_steps.are_shown();
        self.has_news = shared.first_steps.has_news();
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
        self.want_day(shared).into_iter().collect()
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
            Part::ForMe => self.for_me.selected().map(|it| Subject::new(&it.path, &it.title, None)),
            Part::Meanwhile => self.meanwhile.selected().map(|it| Subject::new(&it.path, &it.title, None)),
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

    fn go(&mut self, r#move: Move, shared: &mut Shared) -> Vec<Effect> {
        let (part, len) = (self.part, self.len(self.part));
        let row = self.selection(part).row;
        match r#move {
            Move::Down if row + 1 >= len => self.part_below(),
            Move::Up if row == 0 => self.part_above(),
            Move::PaneLeft if part == Part::Log => self.turn_day(TimeDelta::days(-1), shared),
            Move::PaneRight if part == Part::Log => self.turn_day(TimeDelta::days(1), shared),
            Move::PaneLeft => self.part = Part::Log,
            Move::PaneRight if part == Part::Due => self.enter(Part::RIGHT.into_iter()),
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
        if act == Act::Tick {
            let tick = self.selected_todo().map(Tick::turn)?;
            shared.request(Request::Do(EntryCommand::Tick(tick)));
            return Some(Vec::new());
        }
        if self.shares_week(act) {
            shared.request(Request::ShareWeek(self.day(shared)));
            return Some(Vec::new());
        }
        let draft = self.selected_draft().filter(|_| act == Act::Open)?.clone();
        shared.request(Request::ContinueDraft(draft));
        Some(Vec::new())
    }

    fn can(&self, action: Action, _: &Shared) -> Can {
        if matches!(action, Action::Act(act) if self.shares_week(act)) {
            return Can::Yes;
        }
        if action == Action::Act(Act::Tick) {
            return Can::unless(
                self.selected_todo().is_none().then_some("no line of the log that begins with [ ] is selected"),
            );
        }
        let opens_draft = action == Action::Act(Act::Open) && self.selected_draft().is_some();
        if opens_draft { Can::Yes } else { Can::AsElsewhere }
    }

    fn find(&mut self) -> bool {
        self.filter.begin();
        true
    }

    fn escape(&mut self) -> Option<Vec<Effect>> {
        if self.end_filter() {
            return Some(Vec::new());
        }
        self.turned_to?;
        self.turn_to(None);
        Some(Vec::new())
    }

    fn draft(&self) -> Option<Draft> {
        Some(Draft::new(DraftKind::Log, self.line.as_ref()?.text()))
    }

    fn leave_draft(&mut self) -> Option<Draft> {
        let draft = self.draft()?;
        self.line = None;
        draft.text.clone_into(&mut self.left);
        Some(draft)
    }

    fn restore_draft(&mut self, draft: &Draft) {
        if draft.kind == DraftKind::Log {
            self.restore_line(&draft.text);
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
