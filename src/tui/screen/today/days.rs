//! Which day of the log is shown: turned to with keys, and the days around it as a strip.

use chrono::{NaiveDate, TimeDelta};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{Part, Today};
use crate::keymap::Move;
use crate::tui::core::effect::Effect;
use crate::tui::screen::Surroundings;
use crate::tui::screen::shared::Shared;
use crate::tui::widget::layout::Class;
use crate::tui::widget::text;

/// A strip with the names of the days is this wide without its keys, and one without them.
const NAMED: u16 = 7 * 7 + 6;
const SHORT: u16 = 7 * 3 + 6;
/// Columns of a key and the space beside it, on both sides.
const KEYS: u16 = 4;

impl Today {
    /// The day whose log is shown.
    pub(super) fn day(&self, shared: &Shared) -> NaiveDate {
        self.turned_to.unwrap_or_else(|| shared.today())
    }

    /// To the day before or after, not beyond today.
    pub(super) fn turn_day(&mut self, by: TimeDelta, shared: &Shared) {
        let today = shared.today();
        let day = self.day(shared).checked_add_signed(by).filter(|day| *day <= today);
        day.into_iter().for_each(|day| self.turn_to(Some(day).filter(|day| *day < today)));
    }

    /// Shows the log of a day; of today where none is given.
    pub(super) fn turn_to(&mut self, day: Option<NaiveDate>) {
        if self.turned_to != day {
            self.turned_to = day;
            self.path = None;
            self.log.begin(Vec::new());
        }
    }

    /// Asks for the day that is shown if another one was asked for last: it was turned to, or midnight has passed.
    pub(super) fn want_day(&mut self, shared: &Shared) -> Option<Effect> {
        (self.asked != Some((self.day(shared), shared.today()))).then(|| self.ask_for_day(shared))
    }

    pub(super) fn ask_for_day(&mut self, shared: &Shared) -> Effect {
        let (date, today) = (self.day(shared), shared.today());
        self.asked = Some((date, today));
        Effect::Today { date, today }
    }

    /// Rows above the log for the strip of days.
    pub(super) fn head(class: Class, part: Part, area: Rect) -> u16 {
        let fits = part == Part::Log && class != Class::Tiny && area.height >= 10 && area.width >= SHORT + KEYS + 4;
        if fits { 2 } else { 0 }
    }

    /// The days around the one that is shown, those with a mark on which something was logged.
    pub(super) fn draw_strip(&self, around: &Surroundings<'_>, area: Rect, buf: &mut Buffer) {
        let theme = around.theme;
        let shown = self.day(around.shared);
        let named = area.width >= NAMED + KEYS;
        let before = around.key(Move::PaneLeft.into());
        let mut x = text::put_safe(buf, area, area.x, &format!("{before:<2}"), theme.accent);
        for (day, lines) in &self.strip {
            let name = day.format(if named { "%a %e" } else { "%e" }).to_string();
            let is_shown = *day == shown;
            let style = if is_shown { theme.strong } else { theme.muted };
            let from = x;
            x = text::put_safe(buf, area, x, &name, style);
            let mark = if *lines > 0 { theme.mark() } else { " " };
            x = text::put_safe(buf, area, x, mark, theme.accent);
            if is_shown {
                let cell = Rect { x: from, width: x - from, ..area }.intersection(buf.area);
                buf.set_style(cell, theme.selected.add_modifier(Modifier::BOLD));
            }
            x += 1;
        }
        if shown < around.now.date_naive() {
            text::put_safe(buf, area, x, around.key(Move::PaneRight.into()), theme.accent);
        }
    }
}
