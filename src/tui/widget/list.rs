//! Rows that are known by what they are about: selection, marks and filter stay with them when the rows change.

use std::fmt::Debug;

use super::filter::Filter;
use super::marks::Marks;
use super::selection::Selection;
use crate::entry::EntryPath;
use crate::keymap::{Act, Move};
use crate::ops::Hit;
use crate::ops::conflicts::Kept;
use crate::ops::inbox::Item;
use crate::ops::later::Due;
use crate::ops::log::Line;
use crate::ops::since::Meanwhile;
use crate::ops::trash::Trashed;

/// What a row is about.
pub trait Identified {
    type Id: Clone + Debug + Ord;

    fn id(&self) -> &Self::Id;

    /// What a filter looks through.
    fn words(&self) -> &str;
}

/// Says of rows by which field they are known, and which one a filter looks through.
macro_rules! identified {
    ($($row:ty => $id:ident: $type:ty, $words:ident;)*) => {$(
        impl $crate::tui::widget::list::Identified for $row {
            type Id = $type;

            fn id(&self) -> &$type {
                &self.$id
            }

            fn words(&self) -> &str {
                &self.$words
            }
        }
    )*};
}

pub(crate) use identified;

identified! {
    Hit => path: EntryPath, title;
    Item => path: EntryPath, title;
    Due => path: EntryPath, title;
    Trashed => path: EntryPath, title;
    Kept => copy: EntryPath, title;
    Meanwhile => path: EntryPath, title;
    Line => line: usize, text;
}

/// Rows, those of them that the filter lets through, and which of these are selected and marked.
#[derive(Clone, Debug)]
pub struct List<T: Identified> {
    all: Vec<T>,
    /// Indexes into `all`.
    shown: Vec<usize>,
    pub selection: Selection,
    pub marks: Marks<T::Id>,
    filter: Filter,
    /// What the next rows select if it is among them.
    wanted: Option<T::Id>,
}

impl<T: Identified> Default for List<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            shown: Vec::new(),
            selection: Selection::default(),
            marks: Marks::default(),
            filter: Filter::default(),
            wanted: None,
        }
    }
}

impl<T: Identified> List<T> {
    /// Takes the rows as they are now: what was selected stays so; if it is gone, what was below it, or else its place.
    pub fn fill(&mut self, rows: Vec<T>) {
        let wanted = self.wanted.take();
        let gone = wanted.is_none() && self.selected().is_some_and(|row| !rows.iter().any(|new| new.id() == row.id()));
        let below = || self.rows().skip(self.selection.row).find(|old| rows.iter().any(|new| new.id() == old.id()));
        let next = if gone { below().map(|row| row.id().clone()) } else { self.selected_id() };
        self.take(rows, wanted.or(next), self.selection.row);
    }

    /// Takes rows that answer something else than those before: the first of them is selected.
    pub fn begin(&mut self, rows: Vec<T>) {
        let wanted = self.wanted.take();
        self.take(rows, wanted, 0);
    }

    /// Puts the rows in another order; the first of them is selected.
    pub fn reorder(&mut self, sort: impl FnOnce(&mut Vec<T>)) {
        let mut rows = std::mem::take(&mut self.all);
        sort(&mut rows);
        self.take(rows, None, 0);
    }

    /// Takes rows out that are about to go.
    pub fn take_out(&mut self, ids: &[T::Id])
    where
        T: Clone,
    {
        self.marks.keep(|id| !ids.contains(id));
        self.fill(self.all.iter().filter(|row| !ids.contains(row.id())).cloned().collect());
    }

    fn take(&mut self, rows: Vec<T>, select: Option<T::Id>, or_else: usize) {
        let anchored = self.anchored();
        self.all = rows;
        self.sift();
        self.select_id(select, or_else);
        if anchored != self.anchored() {
            self.marks.end_range();
        }
    }

    /// The row from which a range is marked.
    fn anchored(&self) -> Option<T::Id> {
        Some(self.get(self.marks.anchor()?)?.id().clone())
    }

    /// Finds out which rows the filter lets through.
    fn sift(&mut self) {
        let fits = |index: &usize| self.filter.fits(self.all[*index].words());
        self.shown = (0..self.all.len()).filter(fits).collect();
    }

    fn select_id(&mut self, id: Option<T::Id>, or_else: usize) {
        let row = id.and_then(|id| self.rows().position(|row| *row.id() == id));
        self.selection.select(row.unwrap_or(or_else), self.len());
    }

    /// Shows what a filter lets through; what was selected stays so if it is among it.
    pub fn filter_by(&mut self, filter: &Filter) {
        let before = self.selected_id();
        self.filter.clone_from(filter);
        self.sift();
        self.select_id(before, 0);
    }

    /// The next rows select this one if it is among them.
    pub fn choose(&mut self, id: T::Id) {
        self.wanted = Some(id);
    }

    /// Forgets what was to be selected.
    pub fn choose_none(&mut self) {
        self.wanted = None;
    }

    /// All rows, whatever the filter hides.
    pub fn all(&self) -> &[T] {
        &self.all
    }

    /// The rows that are shown.
    pub fn rows(&self) -> impl Iterator<Item = &T> {
        self.shown.iter().map(|index| &self.all[*index])
    }

    pub fn get(&self, row: usize) -> Option<&T> {
        self.all.get(*self.shown.get(row)?)
    }

    pub fn len(&self) -> usize {
        self.shown.len()
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    pub fn selected(&self) -> Option<&T> {
        self.get(self.selection.row)
    }

    fn selected_id(&self) -> Option<T::Id> {
        Some(self.selected()?.id().clone())
    }

    /// The marked rows, else the selected one.
    pub fn targets(&self) -> Vec<T::Id> {
        if self.marks.is_empty() { self.selected_id().into_iter().collect() } else { self.marks.ids() }
    }

    /// Moves with a key, marking on the way where a range was begun; says whether it is a key that moves in lists.
    pub fn go(&mut self, r#move: Move) -> bool {
        let moved = self.selection.go(r#move, self.len());
        self.extend_marks();
        moved
    }

    pub fn select(&mut self, row: usize) {
        self.selection.select(row, self.len());
        self.extend_marks();
    }

    /// Fits the selection into so many rows of the screen.
    pub fn follow(&mut self, room: usize) {
        self.selection.follow(self.shown.len(), room);
    }

    /// Marks as an action says; says whether it is one that marks.
    pub fn act(&mut self, act: Act) -> bool {
        if act == Act::Mark {
            self.mark();
        } else if act == Act::MarkRange {
            self.mark_range();
        } else if act == Act::MarkAll {
            self.mark_all();
        } else {
            return false;
        }
        true
    }

    /// Marks or unmarks the selected row and goes on to the next.
    fn mark(&mut self) {
        if let Some(id) = self.selected_id() {
            self.marks.toggle(id);
            self.go(Move::Down);
        }
    }

    /// Begins to mark from the selected row to where the person goes, or ends that.
    fn mark_range(&mut self) {
        self.marks.range(self.selection.row);
        self.extend_marks();
    }

    /// Marks all rows that are shown, or none if all are marked.
    fn mark_all(&mut self) {
        self.marks.toggle_all(self.shown.iter().map(|index| self.all[*index].id()));
    }

    fn extend_marks(&mut self) {
        self.marks.extend(self.selection.row, self.shown.iter().map(|index| self.all[*index].id()));
    }

    /// Unmarks what is not shown any more.
    pub fn unmark_gone(&mut self) {
        let (all, shown) = (&self.all, &self.shown);
        self.marks.keep(|id| shown.iter().any(|index| all[*index].id() == id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Identified for String {
        type Id = Self;

        fn id(&self) -> &Self {
            self
        }

        fn words(&self) -> &str {
            self
        }
    }

    fn list(rows: &[&str]) -> List<String> {
        let mut list = List::default();
        list.fill(rows.iter().map(|row| (*row).to_owned()).collect());
        list
    }

    #[test]
    fn the_selection_follows_what_a_row_is_about() {
        let mut list = list(&["a", "b", "c"]);
        list.go(Move::Down);

        list.fill(["new", "a", "b"].map(str::to_owned).to_vec());
        assert_eq!(list.selected().unwrap(), "b");

        list.fill(["new", "a", "z"].map(str::to_owned).to_vec());
        assert_eq!(list.selected().unwrap(), "z", "its place, when it is gone and nothing is below");
    }

    #[test]
    fn rows_that_go_leave_the_one_below_selected() {
        let mut list = list(&["a", "b", "c", "d"]);
        list.select(2);

        list.fill(["b", "d"].map(str::to_owned).to_vec());

        assert_eq!(list.selected().unwrap(), "d");
    }

    #[test]
    fn a_filter_hides_rows_and_keeps_the_selected_one() {
        let mut list = list(&["tea", "coffee", "green tea"]);
        list.select(2);
        let mut filter = Filter::default();
        filter.text("tea");

        list.filter_by(&filter);

        assert_eq!((list.len(), list.selected().unwrap().as_str()), (2, "green tea"));
        list.mark_all();
        list.filter_by(&Filter::default());
        assert_eq!(list.targets(), ["green tea", "tea"]);
    }
}
