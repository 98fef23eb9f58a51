//! The cursor on the to-dos of a text: on the first open one in sight, until it is moved to another.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Reader;
use crate::entry::todo::Todo;
use crate::ops::tick::Tick;
use crate::tui::core::views::{RenderedEntry, ShownTodo};
use crate::tui::theme::Theme;
use crate::tui::widget::text;

impl Reader {
    /// What becomes of the to-do that has the cursor; it keeps it.
    pub fn tick(&mut self) -> Option<Tick> {
        let tick = Tick::turn(&self.current_todo()?.todo);
        self.todo = Some(tick.line);
        Some(tick)
    }

    /// What becomes of the to-do that a line of the page shows.
    pub fn tick_on(&self, line: usize) -> Option<Tick> {
        self.todos().iter().find(|shown| shown.lines.contains(&line)).map(|shown| Tick::turn(&shown.todo))
    }

    /// Whether a to-do has the cursor.
    pub fn has_todo(&self) -> bool {
        self.current_todo().is_some()
    }

    /// Moves the cursor to the next to-do in sight, or the one before; says whether there is one.
    pub(super) fn step_todo(&mut self, by: isize) -> bool {
        let Some(page) = self.text() else { return false };
        let in_sight: Vec<&Todo> = self.in_sight(page).map(|shown| &shown.todo).collect();
        let here = self.current_todo().and_then(|shown| in_sight.iter().position(|todo| **todo == shown.todo));
        let next = here.and_then(|here| in_sight.get(here.checked_add_signed(by)?)).map(|todo| todo.line);
        self.todo = next.or(self.todo);
        next.is_some()
    }

    fn todos(&self) -> &[ShownTodo] {
        self.text().map_or(&[], |page| &page.todos)
    }

    fn in_sight<'a>(&'a self, page: &'a RenderedEntry) -> impl Iterator<Item = &'a ShownTodo> {
        page.todos.iter().filter(|shown| self.row_of(page, shown.lines.start).is_some())
    }

    fn current_todo(&self) -> Option<&ShownTodo> {
        let page = self.text()?;
        let chosen = self.in_sight(page).find(|shown| Some(shown.todo.line) == self.todo);
        chosen.or_else(|| self.in_sight(page).find(|shown| !shown.todo.done)).or_else(|| self.in_sight(page).next())
    }

    /// Lays the look of a selected row over the to-do that has the cursor; says where that is.
    pub(super) fn draw_todo(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (page, shown) = (self.text()?, self.current_todo()?);
        draw_lines(theme, shown.lines.clone().filter_map(|line| self.row_of(page, line)), area, buf)
    }
}

/// Lays the look of selected rows over rows of a text; says where the first is.
pub(crate) fn draw_lines(
    theme: &Theme,
    rows: impl Iterator<Item = u16>,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let mut first = None;
    for row in rows.map(|row| text::row(area, row)).filter(|row| !row.is_empty()) {
        buf.set_style(row.intersection(buf.area), theme.selected);
        let bar = Rect { x: row.x.saturating_sub(1), width: row.width + 1, ..row };
        text::put_safe(buf, bar, bar.x, theme.bar(), theme.accent);
        first = first.or(Some(row.as_position()));
    }
    first
}
