//! The inbox: what was captured and is undecided, one decision at a time.
//!
//! A decision is shown at once: the item is gone and the next one selected before the store has answered. What the store
//! says later is right; an item whose decision failed comes back.

mod card;
mod draw;

use ratatui::layout::Rect;

use crate::entry::{Entry, EntryPath};
use crate::keymap::{Context, Move, Write};
use crate::ops::inbox::{Inbox as Answer, Item};
use crate::tui::layout::Class;
use crate::tui::msg::Effect;
use crate::tui::screen::reader::text_area;
use crate::tui::view::Parts;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
use crate::tui::widget::marks::Marks;
pub use card::View;
pub use draw::DECISIONS;

/// As many as anybody decides before looking again.
const MOST: usize = 1000;

/// Where the parts of the screen lie; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    pub list: Rect,
    pub card: Rect,
    pub decide: Rect,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    /// Those that the filter lets through.
    pub items: Vec<Item>,
    /// All that came.
    all: Vec<Item>,
    pub filter: Filter,
    /// How many there are in all.
    pub total: usize,
    /// Something has answered since the start.
    pub answered: bool,
    pub list: List,
    pub marks: Marks,
    pub view: View,
    /// What was decided today, as far as it has not come back.
    pub done: Vec<EntryPath>,
    /// Decisions that the store has not answered yet.
    pending: Vec<EntryPath>,
    /// The item to select when the list comes.
    wanted: Option<EntryPath>,
    generation: u64,
    rows: usize,
}

impl Inbox {
    pub fn contexts(&self) -> Vec<Context> {
        if self.filter.is_typing() {
            return vec![Context::Picker, Context::Input, Context::Global];
        }
        if self.items.is_empty() {
            return vec![Context::List, Context::Global];
        }
        vec![Context::List, Context::Entry, Context::Global]
    }

    pub fn selected(&self) -> Option<&Item> {
        self.items.get(self.list.selected)
    }

    pub fn entry(&self) -> Option<&Entry> {
        Some(&self.view.card(&self.selected()?.path)?.entry)
    }

    /// The marked items, else the selected one.
    pub fn targets(&self) -> Vec<EntryPath> {
        if self.marks.is_empty() {
            return self.selected().map(|item| item.path.clone()).into_iter().collect();
        }
        self.marks.paths()
    }

    /// Asks for the list as it is now.
    pub fn ask(&mut self) -> Effect {
        self.generation += 1;
        Effect::Inbox { generation: self.generation, limit: MOST }
    }

    /// A list has come; one of an older question is not looked at.
    pub fn listed(&mut self, generation: u64, answer: Answer) {
        if generation != self.generation {
            return;
        }
        let before = self.wanted.take().or_else(|| self.selected().map(|item| item.path.clone()));
        let Answer { items, total } = answer;
        self.done.retain(|path| self.pending.contains(path) || !items.iter().any(|item| item.path == *path));
        let hidden = items.iter().filter(|item| self.pending.contains(&item.path)).count();
        self.total = total.saturating_sub(hidden);
        self.all = items.into_iter().filter(|item| !self.pending.contains(&item.path)).collect();
        self.items = self.all.iter().filter(|item| self.filter.fits(&item.title)).cloned().collect();
        self.answered = true;
        let row = before.and_then(|path| self.items.iter().position(|item| item.path == path));
        self.list.select(row.unwrap_or(self.list.selected), self.items.len());
        let items = &self.items;
        self.marks.keep(|path| items.iter().any(|item| item.path == *path));
        self.marks.end_range();
    }

    /// The oldest items, whatever the filter hides.
    pub fn oldest(&self, count: usize) -> Vec<Item> {
        self.all.iter().take(count).cloned().collect()
    }

    /// The next list selects this item.
    pub fn choose(&mut self, path: EntryPath) {
        self.wanted = Some(path);
    }

    /// Takes items that are being decided out of the list at once.
    pub fn decided(&mut self, paths: &[EntryPath]) {
        let gone: Vec<EntryPath> =
            self.items.iter().map(|item| item.path.clone()).filter(|path| paths.contains(path)).collect();
        let above = self.items.iter().take(self.list.selected).filter(|item| gone.contains(&item.path)).count();
        self.items.retain(|item| !gone.contains(&item.path));
        self.all.retain(|item| !gone.contains(&item.path));
        self.list.select(self.list.selected - above, self.items.len());
        self.total = self.total.saturating_sub(gone.len());
        self.marks.clear();
        self.done.extend(gone.iter().cloned());
        self.pending.extend(gone);
    }

    /// The store has answered for these; the next list says what is true.
    pub fn answered_for(&mut self, paths: &[EntryPath]) {
        self.pending.retain(|path| !paths.contains(path));
    }

    pub fn go(&mut self, r#move: Move) {
        let len = self.items.len();
        let page = isize::try_from(self.rows.max(1)).unwrap_or(1);
        match r#move {
            Move::Down => self.list.step(1, len),
            Move::Up => self.list.step(-1, len),
            Move::First => self.list.select(0, len),
            Move::Last => self.list.select(usize::MAX, len),
            Move::HalfPageDown => self.list.step((page / 2).max(1), len),
            Move::HalfPageUp => self.list.step(-(page / 2).max(1), len),
            Move::PageDown => self.list.step(page, len),
            Move::PageUp => self.list.step(-page, len),
            Move::PreviewDown => self.view.scroll_by(3),
            Move::PreviewUp => self.view.scroll_by(-3),
            Move::PaneLeft | Move::PaneRight | Move::PaneNext | Move::PanePrevious => {}
        }
        self.extend_marks();
    }

    /// Marks or unmarks the selected one and goes on to the next.
    pub fn mark(&mut self) {
        if let Some(path) = self.selected().map(|item| item.path.clone()) {
            self.marks.toggle(path);
            self.go(Move::Down);
        }
    }

    pub fn mark_range(&mut self) {
        self.marks.range(self.list.selected);
        self.extend_marks();
    }

    pub fn mark_all(&mut self) {
        self.marks.toggle_all(self.items.iter().map(|item| &item.path));
    }

    fn extend_marks(&mut self) {
        self.marks.extend(self.list.selected, self.items.iter().map(|item| &item.path));
    }

    /// One step back inside the screen; says whether there was one.
    pub fn escape(&mut self) -> bool {
        if self.filter.end() {
            self.refilter();
            return true;
        }
        self.marks.clear()
    }

    /// Typed text goes into the filter.
    pub fn text(&mut self, text: &str) {
        self.filter.text(text);
        self.refilter();
    }

    pub fn write(&mut self, write: Write) {
        self.filter.write(write);
        self.refilter();
    }

    /// Shows what fits, and keeps the selection if that is among it.
    fn refilter(&mut self) {
        let before = self.selected().map(|item| item.path.clone());
        self.items = self.all.iter().filter(|item| self.filter.fits(&item.title)).cloned().collect();
        let row = before.and_then(|path| self.items.iter().position(|item| item.path == path));
        self.list.select(row.unwrap_or(0), self.items.len());
        let items = &self.items;
        self.marks.keep(|path| items.iter().any(|item| item.path == *path));
    }

    /// Brings positions into step with the room there is, and asks for what is to be shown.
    pub fn settle(&mut self, class: Class, size: (u16, u16)) -> Vec<Effect> {
        let areas = self.areas(class, Parts::of(class, Rect::new(0, 0, size.0, size.1)).body);
        self.rows = usize::from(Self::list_room(class, areas.list).height);
        self.list.follow(self.items.len(), self.rows);
        let text = text_area(class, areas.card);
        let item = self.items.get(self.list.selected);
        let wanted = item.and_then(|item| self.view.want(&item.path, usize::from(text.width)));
        self.view.hold(usize::from(text.height.saturating_sub(u16::from(class == Class::Small))));
        wanted.into_iter().collect()
    }
}
