//! The tabs: the screens there are, with counts, and which of them is shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::keymap::Context;
use crate::tui::app::App;
use crate::tui::screen::{Screen, Tab, Verb};
use crate::tui::theme::Theme;
use crate::tui::widget::format::count;
use crate::tui::widget::layout::Class;
use crate::tui::widget::text;

/// Draws the tabs on one row, in short or without those that say nothing where there is little room; returns the column
/// after them.
pub(super) fn draw(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) -> u16 {
    let mut x = area.x + 1;
    let class = app.shared.class;
    if class == Class::Wide {
        x = text::put_safe(buf, area, x, "riffle", theme.accent) + 2;
    }
    let is_short = !matches!(class, Class::Wide | Class::Normal) || x + width_of_all(app) > area.right();
    for screen in Screen::ALL {
        let state = app.screens.of(*screen);
        let Some(tab) = state.tab() else { continue };
        let current = *screen == app.tab();
        let number = state.count(&app.shared);
        let shown = match class {
            Class::Wide | Class::Normal => true,
            Class::TallNarrow | Class::Small => current || number > 0,
            Class::Tiny | Class::None => current,
        };
        if shown {
            let name = if is_short && !current { tab.short } else { tab.name };
            let look = Look { tab, name, current, number };
            x = draw_tab(app, theme, look, Rect { x, ..area }.intersection(area), buf);
        }
    }
    x
}

/// The columns that all tabs take with their long names.
fn width_of_all(app: &App) -> u16 {
    let width = |screen: &Screen| {
        let state = app.screens.of(*screen);
        let tab = state.tab()?;
        let key = app.shared.first_key(tab.go.into(), &[Context::Global]);
        let (number, name) = (state.count(&app.shared), text::columns(tab.name));
        let number = if number == 0 { 0 } else { text::columns(&count(number)) + 1 };
        Some(text::columns(&key) + name + number + 4)
    };
    // Nothing needs to be free behind the last.
    Screen::ALL.iter().filter_map(width).sum::<u16>().saturating_sub(3)
}

/// A tab as it is now.
#[derive(Clone, Copy)]
struct Look {
    tab: &'static Tab,
    name: &'static str,
    current: bool,
    number: usize,
}

fn draw_tab(app: &App, theme: &Theme, Look { tab, name, current, number }: Look, area: Rect, buf: &mut Buffer) -> u16 {
    let colour = match tab.verb {
        Verb::Seek => theme.seek,
        Verb::Find => theme.text,
        Verb::Share => theme.share,
    };
    let class = app.shared.class;
    let key =
        if class == Class::Tiny { String::new() } else { app.shared.first_key(tab.go.into(), &[Context::Global]) };
    let from = area.x;
    let mut x = from + 1;
    if !key.is_empty() {
        x = text::put_safe(buf, area, x, &key, theme.muted) + 1;
    }
    x = text::put_safe(buf, area, x, name, if current { colour.add_modifier(Modifier::BOLD) } else { colour });
    if number > 0 {
        x = text::put_safe(buf, area, x + 1, &count(number), if current { theme.strong } else { theme.muted });
    }
    if current {
        buf.set_style(Rect { x: from, width: x + 1 - from, ..area }.intersection(buf.area), theme.selected);
    }
    x + 2
}
