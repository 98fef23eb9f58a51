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
            let look = Look { tab, current, number };
            x = draw_tab(app, theme, look, Rect { x, ..area }.intersection(area), buf);
        }
    }
    x
}

/// A tab as it is now.
#[derive(Clone, Copy)]
struct Look {
    tab: &'static Tab,
    current: bool,
    number: usize,
}

fn draw_tab(app: &App, theme: &Theme, Look { tab, current, number }: Look, area: Rect, buf: &mut Buffer) -> u16 {
    let colour = match tab.verb {
        Verb::Seek => theme.seek,
        Verb::Find => theme.text,
        Verb::Share => theme.share,
    };
    let class = app.shared.class;
    let name = if class == Class::Wide || class == Class::Normal || current { tab.name } else { tab.short };
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
