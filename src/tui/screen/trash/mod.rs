//! The trash: what was taken away, when, how long it still stays, and the way back.

mod draw;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use super::order::{self, Keys};
use super::reader::{Reader, text_area};
use super::shared::Shared;
use super::{Can, Location, Request, Screen, ScreenState, Subject, Surroundings};
use crate::entry::{Entry, EntryPath};
use crate::keymap::{Act, Action, Context, Go, Move, Run};
use crate::ops::find::{By, SortOrder};
use crate::ops::trash::Trashed;
use crate::tui::core::command::EntryCommand;
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::widget::footer::{COMMANDS, Footer, Item};
use crate::tui::widget::layout::{Class, ScreenAreas};
use crate::tui::widget::list::List;
use crate::tui::widget::panel::panel_room;
use crate::tui::widget::selection::scrolls;

static KEYS: [Item; 5] = [
    (Action::Act(Act::Open), "bring back"),
    (Action::Act(Act::Mark), "mark"),
    (Action::Move(Move::PreviewDown), "scroll"),
    (Action::Run(Run::Close), "back"),
    COMMANDS,
];

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Trash {
    list: List<Trashed>,
    reader: Reader,
    /// The order, if it is not the newest first.
    order: Option<By>,
    /// Something has answered since the start.
    answered: bool,
}

impl Trash {
    fn by(&self) -> By {
        self.order.unwrap_or(By::Newest)
    }

    fn sort_rows(by: By) -> impl FnOnce(&mut Vec<Trashed>) {
        move |rows| {
            order::sort(rows, by, |one| Keys { when: Some(one.when), title: &one.title, path: &one.path });
        }
    }

    /// The list, and the text of the selected one.
    fn areas(&self, class: Class, body: Rect) -> [Rect; 2] {
        let split = match class {
            Class::Wide => Layout::horizontal([Constraint::Percentage(48), Constraint::Fill(1)]),
            Class::Normal => Layout::horizontal([Constraint::Percentage(52), Constraint::Fill(1)]),
            Class::TallNarrow | Class::Small => Layout::vertical([Constraint::Percentage(45), Constraint::Fill(1)]),
            Class::Tiny | Class::None => return [body, Rect::default()],
        };
        if self.list.is_empty() { [body, Rect::default()] } else { split.areas(body) }
    }
}

impl ScreenState for Trash {
    fn location(&self) -> Location {
        Location::of(Screen::Trash)
    }

    fn home(&self) -> Option<Screen> {
        None
    }

    fn is_inner(&self) -> bool {
        true
    }

    fn reached_by(&self) -> &'static [Action] {
        &[Action::Go(Go::Trashed)]
    }

    fn ask(&mut self, _: &mut Shared) -> Vec<Effect> {
        vec![Effect::Trashed]
    }

    fn take(&mut self, answer: &Answer, _: &mut Shared) -> Vec<Effect> {
        if let Answer::Trashed { outcome: Ok(trashed) } = answer {
            self.answered = true;
            let mut trashed = trashed.clone();
            Self::sort_rows(self.by())(&mut trashed);
            self.list.fill(trashed);
            self.list.unmark_gone();
        } else if let Answer::ShowTrashed { request, outcome } = answer {
            self.reader.shown(request, outcome);
        }
        Vec::new()
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        let [list, text] = self.areas(shared.class, ScreenAreas::of_size(shared.class, shared.size).body);
        self.list.follow(panel_room(shared.class, list).height.into());
        let text = text_area(shared.class, text);
        self.reader.rows = usize::from(text.height);
        let wanted = self.list.selected().and_then(|one| self.reader.request(&one.path, usize::from(text.width)));
        self.reader.hold();
        wanted.map(|request| Effect::ShowTrashed { request }).into_iter().collect()
    }

    fn subject<'a>(&'a self, _: &'a Shared) -> Option<Subject<'a>> {
        let one = self.list.selected()?;
        Some(Subject::new(&one.path, &one.title, None))
    }

    fn targets(&self, _: &Shared) -> Vec<EntryPath> {
        self.list.targets()
    }

    fn entry(&self) -> Option<&Entry> {
        Some(&self.reader.page(&self.list.selected()?.path)?.entry)
    }

    fn has_marks(&self) -> bool {
        !self.list.marks.is_empty()
    }

    fn unmark(&mut self) {
        self.list.marks.clear();
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Trash, Context::List, Context::Global]
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
        if !self.reader.scroll_sideways(r#move) && !self.list.go(r#move) {
            self.reader.scroll_by(scrolls(r#move, 0));
        }
        Vec::new()
    }

    fn act(&mut self, act: Act, shared: &mut Shared) -> Option<Vec<Effect>> {
        if act == Act::Open {
            shared.request(Request::Do(EntryCommand::Recover));
            return Some(Vec::new());
        }
        let marked = self.list.act(act);
        if act == Act::MarkAll {
            shared.say_marked(self.list.marks.len());
        }
        marked.then(Vec::new)
    }

    fn can(&self, action: Action, _: &Shared) -> Can {
        let Action::Act(act) = action else { return order::can(action) };
        if self.list.selected().is_none() || matches!(act, Act::CopyText | Act::Order) {
            return Can::AsElsewhere;
        }
        let here = matches!(act, Act::Open | Act::Mark | Act::MarkRange | Act::MarkAll);
        Can::unless((!here).then_some("it is in the trash; restore it first"))
    }

    fn order(&self) -> Option<SortOrder> {
        Some(SortOrder::By(self.by()))
    }

    fn sort(&mut self, order: SortOrder) -> Vec<Effect> {
        self.order = order.by();
        self.list.reorder(Self::sort_rows(self.by()));
        Vec::new()
    }

    fn escape(&mut self) -> Option<Vec<Effect>> {
        self.list.marks.clear().then(Vec::new)
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn footer(&self) -> Footer {
        Footer::of(if self.list.is_empty() { &KEYS[3..] } else { &KEYS })
    }
}
