//! The inbox: what was captured and is undecided, one decision at a time.

mod card;
mod draw;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::session::Session;
use super::shared::Shared;
use super::{Can, Event, Location, Screen, ScreenState, Subject, Surroundings, Tab, Verb};
use crate::entry::{Entry, EntryPath};
use crate::keymap::{Act, Action, Context, Go, Move, Run, Write};
use crate::ops::fetch::{Fetched, State};
use crate::ops::inbox::Item;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::undecided::Undecided;
use crate::tui::screen::reader::text_area;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::footer::{COMMANDS, FILTER, Footer, Item as Hint};
use crate::tui::widget::layout::{Class, ScreenAreas};
use crate::tui::widget::list::List;
use card::View;

const TAB: Tab = Tab { go: Go::Inbox, name: "Inbox", short: "In", verb: Verb::Seek };

const KEYS: [Hint; 10] = [
    (Action::Act(Act::Keep), "keep"),
    (Action::Act(Act::Nugget), "nugget"),
    (Action::Act(Act::Annotate), "words"),
    (Action::Act(Act::Later), "later"),
    (Action::Act(Act::Archive), "done"),
    (Action::Act(Act::Trash), "trash"),
    (Action::Act(Act::Tag), "tag"),
    (Action::Run(Run::Undo), "undo"),
    (Action::Act(Act::Open), "read"),
    COMMANDS,
];

/// Where the parts of the screen lie; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Areas {
    list: Rect,
    card: Rect,
    decide: Rect,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    pub list: List<Item>,
    filter: Filter,
    view: View,
    /// As many as there are in all.
    total: usize,
    /// Something has answered since the start.
    answered: bool,
}

impl Inbox {
    fn selected(&self) -> Option<&Item> {
        self.list.selected()
    }

    /// Shows what fits, and keeps the selection if that is among it.
    fn refilter(&mut self) -> Vec<Effect> {
        self.list.filter_by(&self.filter);
        self.list.unmark_gone();
        Vec::new()
    }
}

impl ScreenState for Inbox {
    fn location(&self) -> Location {
        Location::of(Screen::Inbox)
    }

    fn tab(&self) -> Option<&'static Tab> {
        Some(&TAB)
    }

    fn count(&self, shared: &Shared) -> usize {
        shared.undecided.total
    }

    fn reached_by(&self) -> &'static [Action] {
        &[Action::Go(Go::Inbox)]
    }

    fn save(&self, session: &mut Session, shared: &Shared) {
        session.keep("deciding", self.selected().map(|item| item.path.to_string()));
        let today = shared.today();
        let done: Vec<String> = shared.undecided.decided_on(today).iter().map(ToString::to_string).collect();
        session.keep("decided", serde_json::json!([today, done]));
    }

    fn restore(&mut self, session: &Session, shared: &mut Shared) -> Location {
        session.path("deciding").into_iter().for_each(|path| self.list.choose(path));
        let (day, done): (String, Vec<String>) = session.get("decided");
        if let Ok(day) = day.parse() {
            shared.undecided.restore(day, done.iter().filter_map(|path| EntryPath::new(path.as_str()).ok()).collect());
        }
        self.location()
    }

    fn ask(&mut self, _: &mut Shared) -> Vec<Effect> {
        self.view.forget();
        Vec::new()
    }

    fn take(&mut self, answer: &Answer, _: &mut Shared) -> Vec<Effect> {
        if let Answer::Card { request, outcome } = answer {
            self.view.came(request, outcome);
        } else if let Answer::Fetch { outcome: Ok(Some(Fetched { state, .. })) } = answer
            && !matches!(state, State::Kept { .. })
        {
            // The card says why the page is not there.
            self.view.forget();
        }
        Vec::new()
    }

    fn undecided_changed(&mut self, undecided: &Undecided) {
        self.list.fill(undecided.items.clone());
        self.list.unmark_gone();
        (self.total, self.answered) = (undecided.total, undecided.answered);
    }

    fn notice(&mut self, event: &Event) {
        if let Event::Restored(path) = event {
            self.list.choose(path.clone());
        }
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        let class = shared.class;
        let areas = self.areas(class, ScreenAreas::of_size(class, shared.size).body);
        self.list.follow(Self::list_room(class, areas.list).height.into());
        let text = text_area(class, areas.card);
        let item = self.list.selected();
        let wanted = item.and_then(|item| self.view.want(&item.path, usize::from(text.width)));
        self.view.hold(usize::from(text.height.saturating_sub(u16::from(class == Class::Small))));
        wanted.into_iter().collect()
    }

    fn subject<'a>(&'a self, _: &'a Shared) -> Option<Subject<'a>> {
        let item = self.selected()?;
        Some(Subject::new(&item.path, &item.title, Some(item.kind)))
    }

    fn targets(&self, _: &Shared) -> Vec<EntryPath> {
        self.list.targets()
    }

    fn entry(&self) -> Option<&Entry> {
        Some(&self.view.card(&self.selected()?.path)?.entry)
    }

    fn has_marks(&self) -> bool {
        !self.list.marks.is_empty()
    }

    fn unmark(&mut self) {
        self.list.marks.clear();
    }

    fn contexts(&self) -> Vec<Context> {
        if self.filter.is_typing() {
            return vec![Context::Picker, Context::Input, Context::Global];
        }
        if self.list.is_empty() {
            return vec![Context::List, Context::Global];
        }
        vec![Context::List, Context::Entry, Context::Global]
    }

    fn is_typing(&self) -> bool {
        self.filter.is_typing()
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
        match r#move {
            Move::PreviewDown => self.view.scroll_by(3),
            Move::PreviewUp => self.view.scroll_by(-3),
            other if self.view.scroll_sideways(other) => {}
            other => drop(self.list.go(other)),
        }
        Vec::new()
    }

    fn write(&mut self, write: Write, _: &mut Shared) -> Vec<Effect> {
        self.filter.write(write);
        self.refilter()
    }

    fn text(&mut self, text: &str, _: &mut Shared) -> Vec<Effect> {
        self.filter.text(text);
        self.refilter()
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        let marked = self.list.act(act);
        if act == Act::MarkAll {
            shared.say_marked(self.list.marks.len());
        }
        marked.then(Vec::new)
    }

    fn can(&self, action: Action, _: &Shared) -> Can {
        let marks = matches!(action, Action::Act(Act::Mark | Act::MarkRange | Act::MarkAll));
        if marks && self.selected().is_some() { Can::Yes } else { Can::AsElsewhere }
    }

    fn find(&mut self) -> bool {
        self.filter.begin();
        true
    }

    fn escape(&mut self) -> Option<Vec<Effect>> {
        if self.filter.end() {
            return Some(self.refilter());
        }
        self.list.marks.clear().then(Vec::new)
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn filter(&self) -> Option<&Filter> {
        Some(&self.filter)
    }

    fn footer(&self) -> Footer {
        if self.is_typing() { Footer::only(&FILTER) } else { Footer::of(&KEYS) }
    }
}
