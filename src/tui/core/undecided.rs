//! What is undecided, as more than one screen shows it.
//!
//! A decision is shown at once: the item is gone before the store has answered. What the store says later is right; an item
//! whose decision failed comes back.

use chrono::NaiveDate;

use super::effect::Effect;
use crate::entry::EntryPath;
use crate::ops::inbox::{Inbox, Item};

/// As many as anybody decides before looking again.
const MOST: usize = 10_000;

/// The undecided items, without those that are being decided.
#[derive(Clone, Debug, Default)]
pub struct Undecided {
    /// Oldest first.
    pub items: Vec<Item>,
    /// How many there are in all.
    pub total: usize,
    /// Something has answered since the start.
    pub answered: bool,
    /// What was decided on the day below; what came back is among the items again.
    decided: Vec<EntryPath>,
    day: NaiveDate,
    /// Decisions that the store has not answered yet.
    pending: Vec<EntryPath>,
    generation: u64,
}

impl Undecided {
    /// Asks for the list as it is now.
    pub fn ask(&mut self) -> Effect {
        self.generation += 1;
        Effect::Inbox { generation: self.generation, limit: MOST }
    }

    /// A list has come; one of an older question is not looked at. Says whether it was.
    pub fn came(&mut self, generation: u64, inbox: &Inbox) -> bool {
        if generation != self.generation {
            return false;
        }
        let Inbox { items, total } = inbox;
        let is_pending = |item: &&Item| self.pending.contains(&item.path);
        self.total = total.saturating_sub(items.iter().filter(is_pending).count());
        self.items = items.iter().filter(|item| !is_pending(item)).cloned().collect();
        self.answered = true;
        true
    }

    /// Takes items that are being decided out of the list at once.
    pub fn decided(&mut self, paths: &[EntryPath], today: NaiveDate) {
        if self.day != today {
            self.restore(today, Vec::new());
        }
        let is_gone = |item: &&Item| paths.contains(&item.path);
        let gone: Vec<EntryPath> = self.items.iter().filter(is_gone).map(|item| item.path.clone()).collect();
        self.items.retain(|item| !gone.contains(&item.path));
        self.total = self.total.saturating_sub(gone.len());
        self.decided.retain(|path| !gone.contains(path));
        self.decided.extend(gone.iter().cloned());
        self.pending.extend(gone);
    }

    /// Takes in what was decided on a day.
    pub fn restore(&mut self, day: NaiveDate, decided: Vec<EntryPath>) {
        (self.day, self.decided) = (day, decided);
    }

    /// What was decided on a day; nothing on any but the last.
    pub fn decided_on(&self, day: NaiveDate) -> &[EntryPath] {
        if self.day == day { &self.decided } else { &[] }
    }

    /// How many were decided on a day and have not come back.
    pub fn done(&self, day: NaiveDate) -> usize {
        let is_gone = |path: &&EntryPath| !self.items.iter().any(|item| item.path == **path);
        self.decided_on(day).iter().filter(is_gone).count()
    }

    /// The store has answered for these; the next list says what is true.
    pub fn answered_for(&mut self, paths: &[EntryPath]) {
        self.pending.retain(|path| !paths.contains(path));
    }
}
