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
use crate::tui::effect::Effect;
use crate::tui::layout::Class;
use crate::tui::screen::reader::text_area;
use crate::tui::view::Parts;
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
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
    pub list: List<Item>,
    pub filter: Filter,
    /// How many there are in all.
    pub total: usize,
    /// Something has answered since the start.
    pub answered: bool,
    pub view: View,
    /// What was decided today, as far as it has not come back.
    pub done: Vec<EntryPath>,
    /// Decisions that the store has not answered yet.
    pending: Vec<EntryPath>,
    generation: u64,
}

impl Inbox {
    pub fn contexts(&self) -> Vec<Context> {
        if self.filter.is_typing() {
            return vec![Context::Picker, Context::Input, Context::Global];
        }
        if self.list.is_empty() {
            return vec![Context::List, Context::Global];
        }
        vec![Context::List, Context::Entry, Context::Global]
    }

    pub fn selected(&self) -> Option<&Item> {
        self.list.selected()
    }

    pub fn entry(&self) -> Option<&Entry> {
        Some(&self.view.card(&self.selected()?.path)?.entry)
    }

    /// The marked items, else the selected one.
    pub fn targets(&self) -> Vec<EntryPath> {
        self.list.targets()
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
        let Answer { items, total } = answer;
        self.done.retain(|path| self.pending.contains(path) || !items.iter().any(|item| item.path == *path));
        let hidden = items.iter().filter(|item| self.pending.contains(&item.path)).count();
        self.total = total.saturating_sub(hidden);
        self.list.fill(items.into_iter().filter(|item| !self.pending.contains(&item.path)).collect());
        self.list.unmark_gone();
        self.answered = true;
    }

    /// The oldest items, whatever the filter hides.
    pub fn oldest(&self, count: usize) -> Vec<Item> {
        self.list.all().iter().take(count).cloned().collect()
    }

    /// The next list selects this item.
    pub fn choose(&mut self, path: EntryPath) {
        self.list.choose(path);
    }

    /// Takes items that are being decided out of the list at once.
    pub fn decided(&mut self, paths: &[EntryPath]) {
        let gone: Vec<EntryPath> =
            self.list.rows().map(|item| item.path.clone()).filter(|path| paths.contains(path)).collect();
        self.list.remove(|item| gone.contains(&item.path));
        self.total = self.total.saturating_sub(gone.len());
        self.list.marks.clear();
        self.done.extend(gone.iter().cloned());
        self.pending.extend(gone);
    }

    /// The store has answered for these; the next list says what is true.
    pub fn answered_for(&mut self, paths: &[EntryPath]) {
        self.pending.retain(|path| !paths.contains(path));
    }

    pub fn go(&mut self, r#move: Move) {
        match r#move {
            Move::PreviewDown => self.view.scroll_by(3),
            Move::PreviewUp => self.view.scroll_by(-3),
            other => drop(self.list.go(other)),
        }
    }

    /// One step back inside the screen; says whether there was one.
    pub fn escape(&mut self) -> bool {
        if self.filter.end() {
            self.refilter();
            return true;
        }
        self.list.marks.clear()
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
        self.list.filter_by(&self.filter);
        self.list.unmark_gone();
    }

    /// Brings positions into step with the room there is, and asks for what is to be shown.
    pub fn settle(&mut self, class: Class, size: (u16, u16)) -> Vec<Effect> {
        let areas = self.areas(class, Parts::of(class, Rect::new(0, 0, size.0, size.1)).body);
        self.list.follow(Self::list_room(class, areas.list).height.into());
        let text = text_area(class, areas.card);
        let item = self.list.selected();
        let wanted = item.and_then(|item| self.view.want(&item.path, usize::from(text.width)));
        self.view.hold(usize::from(text.height.saturating_sub(u16::from(class == Class::Small))));
        wanted.into_iter().collect()
    }
}
